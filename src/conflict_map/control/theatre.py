"""Places of a history with the polygon that they share."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.control.areas import NO_REPORT, Partition, clip_polygon, partition, polygons_of, usable_places
from conflict_map.control.barriers import divided_mesh
from conflict_map.control.mesh import Mesh, build_mesh
from conflict_map.control.records import day_number
from conflict_map.errors import ConflictMapError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.records import History, Interval, PlaceHistory
    from conflict_map.model import PlaceLookup

__all__ = ["DEFAULT_REACH_KM", "State", "Theatre", "areas_on", "held_apart", "states_on", "theatres"]

#: How far one reported place speaks for its surroundings where nothing else is said: about the way to the next villages.
DEFAULT_REACH_KM = 10.0

#: Partitions kept with a mesh, times its places.
_MOST_KEPT = 120_000

#: States of a history up to which each has a number of its own.
_MOST_NUMBERED = 64

#: Holder, status, and the sides that contest or besiege.
State = tuple[str | None, str, tuple[str, ...]]
_NOWHERE: State = (None, NO_REPORT, ())


#: More days than there are.
_DAYS = 4_000_000
#: What claims are worth, the weakest first.
CLAIM_ORDER = ("claimed", "inferred", "reported")


@dataclass(frozen=True, eq=False)
class StateTable:
    """The intervals of many places, one after the other, so that a day is looked up in all of them at once.

    Attributes
    ----------
    intervals
        All intervals, place by place.
    start
        Shape (number of intervals,): place times `_DAYS` plus the day on which each begins.
    distinct
        The states that occur, sorted.
    state, claim, evidence
        Of each interval: its place in ``distinct``, in `CLAIM_ORDER`, and a number that is equal where claim and deciding reports are.
    """

    intervals: tuple[Interval, ...]
    start: NDArray[np.int64]
    distinct: tuple[State, ...]
    state: NDArray[np.intp]
    claim: NDArray[np.intp]
    evidence: NDArray[np.intp]

    @classmethod
    def of(cls, places: Sequence[PlaceHistory]) -> StateTable:
        """Make the table."""
        intervals = tuple(interval for place in places for interval in place.by_day)
        starts = [number * _DAYS + day for number, place in enumerate(places) for day in place.starts]
        states = [_state(interval) for interval in intervals]
        distinct = tuple(sorted(set(states), key=lambda s: (s[0] or "", s[1], s[2])))
        number_of = {state: number for number, state in enumerate(distinct)}
        grounds: dict[tuple[str, tuple[str, ...]], int] = {}
        return cls(
            intervals=intervals,
            start=np.array(starts, dtype=np.int64),
            distinct=distinct,
            state=np.array([number_of[state] for state in states], dtype=np.intp),
            claim=np.array([CLAIM_ORDER.index(interval.claim) if interval.claim in CLAIM_ORDER else 0 for interval in intervals], dtype=np.intp),
            evidence=np.array([grounds.setdefault((i.claim, i.decided_by), len(grounds)) for i in intervals], dtype=np.intp),
        )

    def on(self, date: str | dt.date, places: int) -> NDArray[np.intp]:
        """Return the index of the interval that a day lies in, for each of so many places."""
        return np.searchsorted(self.start, np.arange(places) * _DAYS + day_number(date), side="right") - 1


@dataclass(frozen=True)
class Theatre:
    """Places that share a clip polygon.

    Attributes
    ----------
    places
        In the order of the mesh.
    mesh
        Their mesh, clipped to what they reach.
    whole
        The clip polygon in full, or None where there is none.
    """

    places: tuple[PlaceHistory, ...]
    mesh: Mesh
    whole: BaseGeometry | None = None

    @cached_property
    def states(self) -> StateTable:
        """The states of all places over time, for look-ups of all of them at once."""
        return StateTable.of(self.places)

    def partition(self, table: Sequence[State], codes: NDArray[np.intp], day: int) -> Partition:
        """Return the area of each state by its place in a table, see `conflict_map.control.areas.partition`.

        Areas, front lines and shares ask for the same days, which are kept; and a state has the same number on every day, so that the next day
        costs only what differs. A history of very many states is numbered day by day: each costs a column of estimates.
        """
        distinct = self.states.distinct
        if len(distinct) <= _MOST_NUMBERED:
            number_of = {state: number for number, state in enumerate([_NOWHERE, *distinct])}
            number = np.array([number_of[state] for state in table], dtype=np.intp)
            apart = held_apart([_NOWHERE, *distinct])
        else:
            number, apart = np.arange(len(table)), held_apart(table)
        kept = self.mesh.partitions
        numbered = number[codes]
        dry = bytes(day >= first for first in self.mesh.drained)
        key = (numbered.tobytes(), apart.tobytes() + dry)
        if key not in kept:
            if len(kept) * len(codes) > _MOST_KEPT:
                kept.clear()
            kept[key] = partition(self.mesh, numbered, apart, no_report=0, day=day)
        found: Partition = kept[key]
        back = {int(k): code for code, k in enumerate(number.tolist())}
        return Partition(land={back[k]: area for k, area in found.land.items()}, across={back[k]: area for k, area in found.across.items()})


def theatres(
    history: History, within: BaseGeometry | None, lookup: PlaceLookup | None, reach_km: float | None, *, barriers: BaseGeometry | None = None
) -> Iterator[Theatre]:
    """Yield the places that are spots with what they share: one clip polygon, or one for each country.

    Raises
    ------
    UsageError
        If ``reach_km`` is not positive, or None without a polygon to fill.
    """
    if reach_km is not None and not 0 < reach_km < math.inf:
        message = f"reach_km must be a positive number of kilometres or None, not {reach_km!r}"
        raise UsageError(message)
    groups: dict[str | None, list[PlaceHistory]] = {}
    for place in history.places:
        if place.is_point:
            groups.setdefault(_country_of(place, lookup) if within is None and lookup is not None else None, []).append(place)
    for country, everywhere in sorted(groups.items(), key=lambda item: item[0] or ""):
        polygon = clip_polygon(within) if within is not None else _country(country, lookup)
        lon_lat = np.array([[place.lon, place.lat] for place in everywhere])
        usable = usable_places(lon_lat, polygon) if polygon is not None else np.ones(len(lon_lat), dtype=bool)
        places = tuple(place for place, use in zip(everywhere, usable, strict=True) if use)
        window = _window(lon_lat[usable], polygon, reach_km)
        if places and not window.is_empty:
            # No two histories share a point, as their keys are coordinates.
            mesh = build_mesh(lon_lat[usable], window, reach_km=reach_km)
            yield Theatre(places=places, mesh=mesh if barriers is None else divided_mesh(mesh, barriers), whole=polygon)


def _country_of(place: PlaceHistory, lookup: PlaceLookup) -> str | None:
    """Return the country of a place, that of the nearest place of the gazetteer where the events do not say."""
    if place.country is not None:
        return place.country
    nearest = lookup.reverse(place.lat, place.lon)
    return nearest.place.country if nearest is not None else None


def _country(country: str | None, lookup: PlaceLookup | None) -> BaseGeometry | None:
    if country is None or lookup is None:
        return None
    try:
        return clip_polygon(lookup.area(country))
    except ConflictMapError:
        return None


def _window(lon_lat: NDArray[np.float64], polygon: BaseGeometry | None, reach_km: float | None) -> BaseGeometry:
    """Return the part of a clip polygon that places can reach."""
    import shapely

    if reach_km is None:
        if polygon is None:
            message = "reach_km=None fills a polygon: give within, or a lookup that knows the countries of the places"
            raise UsageError(message)
        return polygon
    if not len(lon_lat):
        return shapely.Polygon()
    (west, south), (east, north) = lon_lat.min(axis=0), lon_lat.max(axis=0)
    pad = 1.1 * reach_km / 111.0
    wide = min(pad / max(np.cos(np.radians(min(max(abs(south), abs(north)) + pad, 89.0))), 0.01), 90.0)
    box = shapely.box(max(west - wide, -180.0), max(south - pad, -90.0), min(east + wide, 180.0), min(north + pad, 90.0))
    return box if polygon is None else polygons_of(shapely.intersection(polygon, box))


def states_on(theatre: Theatre, date: str | dt.date) -> tuple[list[State], NDArray[np.intp]]:
    """Return the states that occur on a day, "no report" first, and the index of each place's state."""
    states = theatre.states
    present, codes = np.unique(states.state[states.on(date, len(theatre.places))], return_inverse=True)
    return [_NOWHERE, *(states.distinct[k] for k in present.tolist())], codes.astype(np.intp) + 1


def _state(interval: Interval) -> State:
    return interval.holder, interval.status, interval.sides if interval.status in {"contested", "besieged"} else ()


def held_apart(table: Sequence[State]) -> NDArray[np.bool_]:
    """Return which states belong to nobody, so that their places keep their whole cells."""
    return np.array([state[0] is None for state in table])


def areas_on(theatre: Theatre, date: str | dt.date) -> tuple[list[State], NDArray[np.intp], Partition]:
    """Return the states of a day, the index of each place's state, and the areas by state."""
    table, codes = states_on(theatre, date)
    return table, codes, theatre.partition(table, codes, day_number(date))
