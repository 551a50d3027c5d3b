"""A history → areas and front lines, each with the days on which it stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.areas import area_columns
from conflict_map.control.front import FrontLine, front_lines
from conflict_map.control.records import day_number, iso_day
from conflict_map.control.theatre import CLAIM_ORDER, DEFAULT_REACH_KM, State, Theatre, areas_on, theatres
from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.records import History
    from conflict_map.model import PlaceLookup

__all__ = ["Span", "change_days", "history_areas", "history_front", "spans"]


@dataclass(frozen=True)
class Span:
    """Days from ``first`` to ``last``, both inclusive, as numbers; None is open."""

    first: int | None
    last: int | None

    @property
    def day(self) -> int:
        """A day within the span."""
        return self.first if self.first is not None else (self.last if self.last is not None else 1)


def history_areas(
    history: History,
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    dates: Iterable[str | dt.date] | None = None,
    reach_km: float | None = DEFAULT_REACH_KM,
    barriers: BaseGeometry | None = None,
    no_report: bool = False,
    most_changes: int | None = None,
) -> gpd.GeoDataFrame:
    """Return the areas that follow from a history, each with the days on which it stands.

    Parameters
    ----------
    history
        See `control_history`. Only places that are spots take part (`PlaceHistory.is_point`).
    within
        Polygon that all areas are clipped to, EPSG:4326.
    lookup
        Where ``within`` is not given: gives the polygon of each place's country. A border is then never crossed.
    dates
        The days to show; each stands until the day before the next, the last for itself alone. By default every change, with open ends.
    reach_km
        How far a place speaks for its surroundings; None only with ``within`` or ``lookup``, to fill it.
    barriers
        Lines beyond which no place speaks, see `areas`.
    no_report
        Whether what no place reaches is given too, with the status "no report".
    most_changes
        Where no dates are given and more days than that have a change: work on that many of them, spread evenly, the last one included. Each
        then stands until the next of them, whatever changed in between, which has to be said where it is shown. None: on every one.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each connected area and span of days, sorted by first day and holder: ``holder`` (None unless held or
        besieged), ``status``, ``sides`` (who contests or besieges), ``claim`` (the weakest of its places: ``claimed``, ``inferred`` or
        ``reported``), ``valid_from``, ``valid_to`` (inclusive ISO days, None where open), ``place_count``, ``places``, ``decided_by``
        (joined by "; "), ``area_km2``.

    Raises
    ------
    UsageError
        If there is no limit to the areas, or a date is wrong.
    """
    rows: list[dict[str, Any]] = []
    geometries: list[BaseGeometry] = []
    for theatre in theatres(history, within, lookup, reach_km, barriers=barriers):
        open_rows: dict[Any, int] = {}
        for span, changed in _changing(theatre, _with_shores(theatre, history, spans(history, dates, most_changes), dates)):
            if not changed:
                _prolong(rows, open_rows, span)
                continue
            seen: dict[Any, int] = {}
            for key, state, members, polygon in _pieces(theatre, span.day, no_report=no_report):
                row = open_rows.get(key)
                if row is not None:
                    rows[row]["valid_to"] = _iso(span.last)
                else:
                    row = len(rows)
                    rows.append(_area_row(theatre, state, members, polygon, span))
                    geometries.append(polygon)
                seen[key] = row
            open_rows = seen
    return _frame(rows, geometries, _AREA_FIELDS)


def history_front(
    history: History,
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    dates: Iterable[str | dt.date] | None = None,
    reach_km: float | None = DEFAULT_REACH_KM,
    barriers: BaseGeometry | None = None,
    most_changes: int | None = None,
) -> gpd.GeoDataFrame:
    """Return the front lines that follow from a history, each with the days on which it stands.

    Takes the same options as `history_areas`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each pair of sides and span of days: ``sides`` (sorted, joined by "; "; ``contested`` stands for a contested
        place), ``inferred`` (see `front_lines`), ``valid_from``, ``valid_to``, ``length_km``.
    """
    rows: list[dict[str, Any]] = []
    geometries: list[BaseGeometry] = []
    for theatre in theatres(history, within, lookup, reach_km, barriers=barriers):
        open_rows: dict[Any, int] = {}
        for span, changed in _changing(theatre, _with_shores(theatre, history, spans(history, dates, most_changes), dates)):
            if not changed:
                _prolong(rows, open_rows, span)
                continue
            seen: dict[Any, int] = {}
            for line in _front(theatre, span.day):
                key = (line.sides, line.inferred, line.course)
                row = open_rows.get(key)
                if row is not None:
                    rows[row]["valid_to"] = _iso(span.last)
                else:
                    row = len(rows)
                    rows.append(
                        {
                            "sides": "; ".join(line.sides),
                            "inferred": line.inferred,
                            "valid_from": _iso(span.first),
                            "valid_to": _iso(span.last),
                            "length_km": round(line.length_km, 3),
                        }
                    )
                    geometries.append(line.geometry)
                seen[key] = row
            open_rows = seen
    return _frame(rows, geometries, _FRONT_FIELDS)


_AREA_FIELDS = ("holder", "status", "sides", "claim", "valid_from", "valid_to", "place_count", "places", "decided_by", "area_km2")
_FRONT_FIELDS = ("sides", "inferred", "valid_from", "valid_to", "length_km")


def _frame(rows: Sequence[dict[str, Any]], geometries: Sequence[BaseGeometry], fields: Sequence[str]) -> gpd.GeoDataFrame:
    import geopandas
    import pandas as pd

    order = sorted(range(len(rows)), key=lambda k: (rows[k]["valid_from"] or "", *(str(rows[k].get(name)) for name in fields)))
    text = {"place_count": "int64", "area_km2": "float64", "length_km": "float64", "inferred": "bool"}
    columns = {name: pd.Series([rows[k][name] for k in order], dtype=text.get(name, "object")) for name in fields}
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries([geometries[k] for k in order], crs=4326), crs=4326)


def _iso(day: int | None) -> str | None:
    return iso_day(day) if day is not None else None


def spans(history: History, dates: Iterable[str | dt.date] | None, most_changes: int | None = None) -> list[Span]:
    """Return the spans of days over which nothing changes, or those that the given days, or so many of the changes, begin."""
    if dates is not None:
        days = sorted({day_number(date) for date in dates})
        return [Span(day, following - 1) for day, following in zip(days, [*days[1:], days[-1] + 1], strict=True)] if days else []
    days = _thinned([day_number(date) for date in history.dates], most_changes)
    found = [Span(first, last) for first, last in zip([None, *days], [*(day - 1 for day in days), None], strict=True)]
    return [span for span in found if span.last != 0]  # nothing comes before the first day that there is


def change_days(history: History, most_changes: int | None = None) -> list[str]:
    """Return the days on which `history_areas` works where no dates are given: all changes, or so many of them."""
    return [iso_day(day) for day in _thinned([day_number(date) for date in history.dates], most_changes)]


def _thinned(days: list[int], most: int | None) -> list[int]:
    if most is None or len(days) <= most:
        return days
    if most < 1:
        message = f"most_changes must be at least 1 or None, not {most!r}"
        raise UsageError(message)
    return [days[(number + 1) * len(days) // most - 1] for number in range(most)]


def _changing(theatre: Theatre, days: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """Yield spans and whether anything in a theatre differs from the span before."""
    own = {day for place in theatre.places for day in place.starts if day}
    starts = sorted({*own, *theatre.mesh.drained})
    last: int | None = None
    for span in days:
        state = bisect_right(starts, span.day)
        yield span, state != last
        last = state


def _with_shores(theatre: Theatre, history: History, days: list[Span], dates: Iterable[str | dt.date] | None) -> list[Span]:
    """Return the spans, cut where a lake of the theatre fell dry between the first change and the last; days that were asked for stay as they are."""
    if dates is not None or not history.dates:
        return days
    first, last = day_number(history.dates[0]), day_number(history.dates[-1])
    for dry in (day for day in theatre.mesh.drained if first < day <= last):
        days = [
            piece
            for span in days
            for piece in (
                (Span(span.first, dry - 1), Span(dry, span.last))
                if (span.first is None or span.first < dry) and (span.last is None or span.last >= dry)
                else (span,)
            )
        ]
    return days


def _prolong(rows: list[dict[str, Any]], open_rows: Mapping[Any, int], span: Span) -> None:
    for row in open_rows.values():
        rows[row]["valid_to"] = _iso(span.last)


def _pieces(theatre: Theatre, day: int, *, no_report: bool) -> Iterator[tuple[Any, State, NDArray[np.intp], BaseGeometry]]:
    """Yield the connected areas of a day: what makes one the same from day to day, its state, its places, its polygon."""
    import shapely

    table, codes, found = areas_on(theatre, dt.date.fromordinal(day))
    evidence = theatre.states.evidence[theatre.states.on(dt.date.fromordinal(day), len(codes))]
    for code, area in found.land.items():
        if code == 0 and not no_report:
            continue
        parts = shapely.get_parts(area)
        part, place = theatre.mesh.spots.query(parts, predicate="intersects")
        own = codes[place] == code
        part, place = part[own], place[own]
        for k, polygon in enumerate(parts):
            members = np.sort(place[part == k])
            # An island without a place of its own is known by where it is.
            where = members.tobytes() or tuple(round(value, 6) for value in polygon.point_on_surface().coords[0])
            yield (table[code], where, evidence[members].tobytes(), round(polygon.area, 7)), table[code], members, polygon


def _area_row(theatre: Theatre, state: State, members: NDArray[np.intp], polygon: BaseGeometry, span: Span) -> dict[str, Any]:
    from conflict_map.geo import area_km2

    holder, status, sides = state
    states = theatre.states
    intervals = states.on(dt.date.fromordinal(span.day), len(theatre.places))[members]
    names = {theatre.places[k].name for k in members.tolist()}
    # Most places of a long front share few reports: each is looked at once.
    _, telling = np.unique(states.evidence[intervals], return_index=True)
    deciding = {key for k in intervals[telling].tolist() for key in states.intervals[k].decided_by}
    return {
        "holder": holder,
        "status": status,
        "sides": "; ".join(sides),
        "claim": CLAIM_ORDER[states.claim[intervals].min()] if len(members) else None,
        "valid_from": _iso(span.first),
        "valid_to": _iso(span.last),
        **area_columns(names, deciding, len(members)),
        "area_km2": round(area_km2(polygon), 3),
    }


def _front(theatre: Theatre, day: int) -> list[FrontLine]:
    date = dt.date.fromordinal(day)
    table, codes, found = areas_on(theatre, date)
    thin = theatre.states.claim[theatre.states.on(date, len(codes))] != CLAIM_ORDER.index("reported")
    return front_lines(theatre.mesh, codes, [state[:2] for state in table], found.across, thin=thin, day=day)
