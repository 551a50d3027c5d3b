"""The records of who held a place and when."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd

    from conflict_map.model import EventPlace

__all__ = ["Decay", "History", "Interval", "Observation", "PlaceHistory", "PlaceState", "day_number", "iso_day"]

_WIDE = frozenset({"country", "admin1", "admin2", "region", "continent", "area", "river", "border", "sea", "road"})
_STATUSES = ("held", "besieged", "contested", "unknown")


def day_number(value: str | dt.date, what: str = "date") -> int:
    """Return the number of a day (1 is 0001-01-01) from an ISO date.

    Raises
    ------
    UsageError
        If it is not one.
    """
    if isinstance(value, dt.date):
        return value.toordinal()
    try:
        return dt.date.fromisoformat(value[:10]).toordinal()
    except (ValueError, TypeError):
        message = f"{what} must be an ISO date such as 2020-01-29, not {value!r}"
        raise UsageError(message) from None


def iso_day(number: int) -> str:
    """Return the ISO date of a day's number."""
    return dt.date.fromordinal(number).isoformat()


@dataclass(frozen=True, slots=True)
class Observation:
    """What holds on a day, as a baseline or a monitor says it, without since when.

    Attributes
    ----------
    id
        Stable name, which the intervals and areas give as what decides them.
    name, lat, lon
        The place, degrees, EPSG:4326.
    date
        ISO day of the observation, or None: it then held before everything else that is known, with an open start.
    holder
        Name of the side, or None where ``status`` is contested or unknown.
    status
        ``held``, ``besieged``, ``contested`` or ``unknown``.
    population
        People, or None where unknown.
    geonames_id
        GeoNames id, or None.
    claim
        ``reported`` or ``claimed``.
    source
        Where it comes from, free text.
    country
        ISO 3166-1 alpha-2 code, or None.
    """

    id: str
    name: str
    lat: float
    lon: float
    date: str | None
    holder: str | None
    status: str = "held"
    population: int | None = None
    geonames_id: int | None = None
    claim: str = "reported"
    source: str = ""
    country: str | None = None

    def __post_init__(self) -> None:
        """Check what a later stage could not explain."""
        if self.status not in _STATUSES:
            message = f"status of observation {self.id!r} must be one of {', '.join(_STATUSES)}, not {self.status!r}"
            raise UsageError(message)
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):  # noqa: PLR2004 - degrees; NaN is outside, too
            message = f"observation {self.id!r} is at lat {self.lat}, lon {self.lon}, which is no place in degrees; are they swapped?"
            raise UsageError(message)
        if self.date is not None:
            day_number(self.date, f"date of observation {self.id!r}")


@dataclass(frozen=True, slots=True)
class Decay:
    """When a state stops being taken for granted, in days after the last report about the place; None is never.

    Attributes
    ----------
    stale_after
        A state is marked as stale; nothing else changes. A year by default: fronts that nobody writes about rarely move.
    held_for, contested_for, claimed_for
        A held (or besieged), a contested and a merely claimed state turn into ``unknown``. Off by default: silence is no event.
    before_first
        A side that is only known to have held a place because it lost it is taken to have held it for so long before the first report of all;
        earlier than that it is not known who did. A year by default; None is for ever.
    """

    stale_after: int | None = 365
    held_for: int | None = None
    contested_for: int | None = None
    claimed_for: int | None = None
    before_first: int | None = 365

    def __post_init__(self) -> None:
        """Refuse what would make states vanish before they begin."""
        for name in ("stale_after", "held_for", "contested_for", "claimed_for", "before_first"):
            days = getattr(self, name)
            if days is not None and days < 1:
                message = f"{name} must be at least 1 day or None, not {days!r}"
                raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of days over which one state of a place stands.

    Attributes
    ----------
    start, end
        ISO days, both inclusive; None is open: before everything known, or until now.
    status
        ``held``, ``besieged``, ``contested`` or ``unknown``.
    holder
        The side, or None unless held or besieged.
    sides
        The sides that contest the place, that besiege it, or one of which must hold it while it is not known which.
    claim
        ``reported``; ``claimed`` where only an interested party says so; ``inferred`` where it follows from what a later report says of before.
    claim_by
        Who claims it.
    decided_by
        Ids of the events and observations that decide the state, sorted.
    contradicted_by
        Ids of those that say otherwise for the same days, sorted.
    last_report
        ISO day of the last evidence within the interval, None where the interval rests on what came after it.
    note
        In words, why the state is not a plain one; empty otherwise.
    """

    start: str | None
    end: str | None
    status: str
    holder: str | None = None
    sides: tuple[str, ...] = ()
    claim: str = "reported"
    claim_by: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()
    contradicted_by: tuple[str, ...] = ()
    last_report: str | None = None
    note: str = ""

    def covers(self, day: str | dt.date) -> bool:
        """Return whether a day lies in the interval."""
        number = day_number(day)
        return (self.start is None or day_number(self.start) <= number) and (self.end is None or number <= day_number(self.end))


@dataclass(frozen=True, slots=True)
class PlaceState:
    """The state of one place on one day.

    Attributes
    ----------
    place
        The history that it is taken from.
    interval
        The stretch that the day lies in.
    age_days
        Days since the last report about the place, None where there is none before the day.
    stale
        Whether that is longer ago than `Decay.stale_after`.
    """

    place: PlaceHistory
    interval: Interval
    age_days: int | None
    stale: bool


@dataclass(frozen=True)
class PlaceHistory:
    """What is known of who held one place.

    Attributes
    ----------
    key
        Stable and unique in the history.
    name, lat, lon, country, geonames_id, population, kind
        The place, degrees, EPSG:4326.
    precision
        1 the place itself; 2 near it or a part of an area; 3 a larger area. Only 1 and 2 of a town or village make an area.
    intervals
        In order, without gaps from the first (open start) to the last (open end).
    undated
        Ids of events without any date: evidence that decides no day.
    denied
        Ids of events that say that something did not happen.
    assumed_from
        Number of the day before which nothing follows from what later reports say of before; 0 is none.
    """

    key: str
    name: str
    lat: float
    lon: float
    intervals: tuple[Interval, ...]
    country: str | None = None
    geonames_id: int | None = None
    population: int | None = None
    kind: str | None = None
    precision: int = 1
    undated: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    assumed_from: int = 0

    @cached_property
    def by_day(self) -> tuple[Interval, ...]:
        """The intervals that days are looked up in: `intervals`, after one of which nothing is known where `assumed_from` cuts the first."""
        first = self.intervals[0]
        if self.assumed_from <= 1 or first.claim != "inferred" or first.start is not None:
            return self.intervals
        return (Interval(start=None, end=iso_day(self.assumed_from - 1), status="unknown", note="no report yet"), *self.intervals)

    @cached_property
    def starts(self) -> list[int]:
        """Days on which the intervals of `by_day` begin, as numbers; 0 for an open start."""
        days = [0 if interval.start is None else day_number(interval.start) for interval in self.by_day]
        if len(days) > len(self.intervals):
            days[1] = self.assumed_from
        return days

    @cached_property
    def _reports(self) -> list[int]:
        """Days of the last report of each interval, carried on."""
        days: list[int] = []
        for interval in self.by_day:
            last = days[-1] if days else 0
            days.append(max(last, day_number(interval.last_report)) if interval.last_report else last)
        return days

    @property
    def is_point(self) -> bool:
        """Whether the place is a spot that can stand for its surroundings, and not an area or only the neighbourhood of a place."""
        return self.precision == 1 and self.kind not in _WIDE

    def at(self, date: str | dt.date) -> Interval:
        """Return the interval that a day lies in."""
        return self.by_day[bisect_right(self.starts, day_number(date)) - 1]

    def age_days(self, date: str | dt.date) -> int | None:
        """Return the days since the last report on or before a day, at the resolution of the intervals; None where there is none."""
        day = day_number(date)
        index = bisect_right(self.starts, day) - 1
        interval = self.by_day[index]
        last = self._reports[index]
        if interval.last_report is not None and day_number(interval.last_report) > day:
            last = max(self._reports[index - 1] if index else 0, self.starts[index])
        return day - last if last else None


@dataclass(frozen=True)
class History:
    """Who held which place, over all time that the reports cover.

    Attributes
    ----------
    places
        Sorted by key.
    left_out
        (id of the event, why) for control events that could not be put on the map.
    decay
        The rules used.
    """

    places: tuple[PlaceHistory, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    decay: Decay = field(default_factory=Decay)

    def at(self, date: str | dt.date) -> list[PlaceState]:
        """Return the state of every place on a day, in the order of `places`."""
        states = []
        for place in self.places:
            age = place.age_days(date)
            limit = self.decay.stale_after
            stale = limit is not None and age is not None and age > limit
            states.append(PlaceState(place=place, interval=place.at(date), age_days=age, stale=stale))
        return states

    @cached_property
    def dates(self) -> tuple[str, ...]:
        """The days on which something changes, in order."""
        return tuple(sorted({interval.start for place in self.places for interval in place.intervals if interval.start is not None}))

    @cached_property
    def sides(self) -> tuple[str, ...]:
        """Every side that holds, contests or besieges something, sorted."""
        return tuple(
            sorted({side for place in self.places for interval in place.intervals for side in (interval.holder, *interval.sides) if side is not None})
        )

    def frame(self, date: str | dt.date, *, points_only: bool = False) -> gpd.GeoDataFrame:
        """Return the places on a day as points, ready for `areas`.

        Parameters
        ----------
        date
            ISO day.
        points_only
            Leave out what is a larger area or only near a place.

        Returns
        -------
        GeoDataFrame
            EPSG:4326, a row for each place: ``key``, ``name``, ``country``, ``holder`` (None unless held or besieged), ``status``, ``sides``
            (joined by "; "), ``claim``, ``claim_by``, ``since``, ``until`` (ISO days or None), ``decided_by``, ``contradicted_by`` (joined likewise),
            ``age_days``, ``stale``, ``precision``, ``population``, ``note``.
        """
        import geopandas

        states = [state for state in self.at(date) if state.place.is_point or not points_only]
        return geopandas.GeoDataFrame(
            _columns(_row(state) for state in states),
            geometry=geopandas.points_from_xy([s.place.lon for s in states], [s.place.lat for s in states]),
            crs=4326,
        )


_FIELDS = (
    "key", "name", "country", "holder", "status", "sides", "claim", "claim_by", "since", "until", "decided_by", "contradicted_by",
    "age_days", "stale", "precision", "population", "note",
)  # fmt: skip


def _row(state: PlaceState) -> dict[str, Any]:
    place, interval = state.place, state.interval
    return {
        "key": place.key, "name": place.name, "country": place.country, "holder": interval.holder, "status": interval.status,
        "sides": "; ".join(interval.sides), "claim": interval.claim, "claim_by": "; ".join(interval.claim_by), "since": interval.start,
        "until": interval.end, "decided_by": "; ".join(interval.decided_by), "contradicted_by": "; ".join(interval.contradicted_by),
        "age_days": state.age_days, "stale": state.stale, "precision": place.precision, "population": place.population, "note": interval.note,
    }  # fmt: skip


def _columns(rows: Iterable[Mapping[str, Any]]) -> dict[str, pd.Series[Any]]:
    import pandas as pd

    table = list(rows)
    # dtype object keeps None apart from NaN, and a table of no rows keeps its columns.
    return {name: pd.Series([row[name] for row in table], dtype=object) for name in _FIELDS}


def place_key(place: EventPlace) -> tuple[str, float, float]:
    """Return what makes two mentions the same place: its coordinates to about ten metres and how closely they are meant."""
    if place.lat is None or place.lon is None:
        message = f"{place.name!r} has no coordinates"
        raise UsageError(message)
    return str(place.precision), round(place.lat, 4), round(place.lon, 4)
