"""The records that travel between the stages, all frozen, and the protocol of a place look-up.

Coordinates are WGS 84 degrees (EPSG:4326) in fields named ``lat`` and ``lon``. Dates are ISO 8601 strings (``YYYY-MM-DD``), both
ends inclusive; None means that the report does not say. Offsets count characters of ``Report.text``, the end exclusive.
The dictionaries made by ``to_dict`` are the public format of events (JSON lines).
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

from conflict_map.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = [
    "ActorRecord",
    "Candidate",
    "Claim",
    "ContextRoute",
    "Event",
    "EventPlace",
    "Flow",
    "Mention",
    "People",
    "Place",
    "PlaceLookup",
    "Reading",
    "Report",
    "Source",
    "Span",
    "StatedFigure",
    "Trace",
]

EventType = Literal["control_change", "displacement", "troop_movement", "strike", "clash"]
DatePrecision = Literal["day", "week", "month", "year", "unknown"]
ControlStatus = Literal["held", "contested", "besieged", "unknown"]
ClaimStatus = Literal["reported", "claimed", "denied", "contested"]
Direction = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]

EVENT_TYPES: tuple[str, ...] = ("control_change", "displacement", "troop_movement", "strike", "clash")
DATE_PRECISIONS: tuple[str, ...] = ("day", "week", "month", "year", "unknown")
CONTROL_STATUSES: tuple[str, ...] = ("held", "contested", "besieged", "unknown")
CLAIM_STATUSES: tuple[str, ...] = ("reported", "claimed", "denied", "contested")
DIRECTIONS: tuple[str, ...] = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
UNITS: tuple[str, ...] = ("person", "household")


@dataclass(frozen=True, slots=True)
class Report:
    """One text with, where known, where it comes from.

    Parameters
    ----------
    text
        The text as read; every offset counts its characters.
    headline, publisher, url
        Free text, or None where not known.
    published
        ISO date (``2020-01-29``); a ``date`` or a longer ISO time stamp is cut down to its day.
    id
        Stable name of the report; made from the text when not given.

    Raises
    ------
    UsageError
        If ``published`` is not an ISO date.
    """

    text: str
    headline: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    id: str | None = None

    def __post_init__(self) -> None:
        """Normalise the date and make an id."""
        if self.published is not None:
            object.__setattr__(self, "published", _iso_day(self.published))
        if self.id is None:
            digest = hashlib.sha256("\0".join([self.headline or "", self.published or "", self.text]).encode("utf-8", "surrogatepass"))
            object.__setattr__(self, "id", digest.hexdigest()[:12])

    def source(self) -> Source:
        """Return where events of this report come from."""
        return Source(report=self.id, headline=self.headline, publisher=self.publisher, url=self.url, published=self.published)


def _iso_day(value: str | dt.date) -> str:
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value.isoformat()
    try:
        return dt.date.fromisoformat(value.strip()[:10]).isoformat()
    except ValueError:
        message = f"published must be an ISO date such as 2020-01-29, not {value!r}"
        raise UsageError(message) from None


@dataclass(frozen=True, slots=True)
class Place:
    """A gazetteer record.

    Attributes
    ----------
    name
        The name that the gazetteer prefers, romanised.
    lat, lon
        Reference point, degrees, EPSG:4326.
    kind
        ``continent``, ``region`` (of the world), ``country``, ``admin1``, ``admin2``, ``city``, ``town``, ``village``, ``neighbourhood``, ``camp``,
        ``crossing``, ``base``, ``dam``, ``airport``, ``river``, ``lake``, ``sea``, ``mountain``, ``island``, ``road``, ``border``, ``area`` (part of
        an area or a loosely bounded one) or ``other``.
    country
        ISO 3166-1 alpha-2 code, or None.
    admin1
        Name of the first-level area, or None.
    geonames_id
        GeoNames id, or None.
    population
        People, or None where unknown (GeoNames writes 0).
    name_local
        Name in the local script, where it is known and differs.
    area_id
        Key of the polygon for `PlaceLookup.area`, for countries and first-level areas and parts of them.
    part
        The part of the area that is meant: a compass point or ``centre``.
    borders
        For kind ``border``: ISO codes of the one or two countries.
    source
        Table that the record comes from, as named in ``sources.toml``.
    """

    name: str
    lat: float
    lon: float
    kind: str
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    population: int | None = None
    name_local: str | None = None
    area_id: str | None = None
    part: str | None = None
    borders: tuple[str, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    Attributes
    ----------
    place
        The gazetteer record.
    score
        0 to 1, comparable between candidates of one name.
    reason
        Why it is a candidate and what speaks for it, in words.
    """

    place: Place
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text that is thought to name a place, before it is looked up.

    Attributes
    ----------
    start, end
        Offsets into the text; ``text`` is exactly ``report.text[start:end]``.
    kind
        What the words around it say it is: ``place``, ``feature`` (a road, hospital, river … named after something), ``unknown`` (reads like the
        name of a place that the gazetteer does not have), ``border``, ``capital`` or ``given`` (the caller's span).
    score
        0 to 1: how sure it is that a place is named.
    """

    start: int
    end: int
    text: str
    kind: str = "given"
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Mention:
    """A span of the text that names a place.

    Attributes
    ----------
    start, end
        Offsets into the text; ``text`` is exactly ``report.text[start:end]``.
    place
        The place that is meant, or None where it cannot be told.
    candidates
        Best first; the chosen one included.
    score, reason
        How sure the choice is (0 to 1), and why.
    precision
        1 the named town or village; 2 near it or part of an area; 3 a larger area.
    """

    start: int
    end: int
    text: str
    place: Place | None = None
    candidates: tuple[Candidate, ...] = ()
    score: float = 0.0
    reason: str = ""
    precision: int = 1

    def event_place(self) -> EventPlace:
        """Return the place as an event carries it; without coordinates where it is not resolved."""
        alternatives = tuple(
            EventPlace.from_place(c.place, name_in_report=self.text, score=c.score, reason=c.reason) for c in self.candidates if c.place != self.place
        )[:5]
        if self.place is None:
            return EventPlace(
                name=self.text,
                name_in_report=self.text,
                precision=self.precision,
                score=0.0,
                reason=self.reason or "no entry in the gazetteer",
                alternatives=alternatives,
            )
        return EventPlace.from_place(
            self.place, name_in_report=self.text, score=self.score, reason=self.reason, precision=self.precision, alternatives=alternatives
        )


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place as an event carries it (PLACE of the events format).

    ``lat`` and ``lon`` are None where the name could not be resolved; ``reason`` then says why.
    """

    name: str
    name_in_report: str
    lat: float | None = None
    lon: float | None = None
    kind: str | None = None
    country: str | None = None
    admin1: str | None = None
    geonames_id: int | None = None
    precision: int = 1
    score: float = 0.0
    reason: str = ""
    alternatives: tuple[EventPlace, ...] = ()
    name_local: str | None = None
    area_id: str | None = None
    part: str | None = None
    borders: tuple[str, ...] = ()

    @classmethod
    def from_place(
        cls,
        place: Place,
        *,
        name_in_report: str,
        score: float,
        reason: str,
        precision: int = 1,
        alternatives: tuple[EventPlace, ...] = (),
    ) -> Self:
        """Make the record from a gazetteer entry."""
        return cls(
            name=place.name,
            name_in_report=name_in_report,
            lat=place.lat,
            lon=place.lon,
            kind=place.kind,
            country=place.country,
            admin1=place.admin1,
            geonames_id=place.geonames_id,
            precision=precision,
            score=round(score, 3),
            reason=reason,
            alternatives=alternatives,
            name_local=place.name_local,
            area_id=place.area_id,
            part=place.part,
            borders=place.borders,
        )

    @property
    def resolved(self) -> bool:
        """Whether the place has coordinates."""
        return self.lat is not None and self.lon is not None

    def to_dict(self) -> dict[str, Any]:
        """Return the public dictionary."""
        record = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        record["alternatives"] = [place.to_dict() for place in self.alternatives]
        record["borders"] = list(self.borders)
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Make the record from its dictionary; unknown keys are left out."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {key: value for key, value in record.items() if key in known}
        values["alternatives"] = tuple(EventPlace.from_dict(place) for place in record.get("alternatives") or ())
        values["borders"] = tuple(record.get("borders") or ())
        values.setdefault("name_in_report", values.get("name"))
        return cls(**values)


@dataclass(frozen=True, slots=True)
class People:
    """A number of people as a range.

    Attributes
    ----------
    reported
        The words of the report.
    low, best, high
        Inclusive bounds and the single best figure; None where there is none.
    unit
        ``person`` or ``household``.
    """

    reported: str
    low: int | None = None
    best: int | None = None
    high: int | None = None
    unit: str = "person"


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says so: ``status`` is one of `CLAIM_STATUSES`, ``by`` names the speakers."""

    status: str = "reported"
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """The report that an event stands on."""

    report: str | None = None
    headline: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Why an event has a value.

    The ``role`` (``trigger``, ``clause``, ``side``, ``place``, ``date`` …), the words, where they stand, and the rule.
    """

    role: str
    text: str
    start: int | None = None
    end: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that a report says happened.

    ``control_to`` and ``control_from`` hold the canonical side first and the words of the report after it. ``date_start`` and
    ``date_end`` are inclusive ISO days, None where not known. ``start`` and ``end`` are the offsets of ``quote`` in the report's text.
    """

    id: str
    type: str
    date_start: str | None = None
    date_end: str | None = None
    date_precision: str = "unknown"
    place: EventPlace | None = None
    control_to: tuple[str, ...] = ()
    control_from: tuple[str, ...] = ()
    control_status: str | None = None
    actor: tuple[str, ...] = ()
    origin: EventPlace | None = None
    destinations: tuple[EventPlace, ...] = ()
    direction: str | None = None
    toward: str | None = None
    people: People | None = None
    claim: Claim = Claim()
    source: Source = Source()
    quote: str = ""
    start: int | None = None
    end: int | None = None
    trace: tuple[Trace, ...] = ()

    def to_dict(self, *, explain: bool = False) -> dict[str, Any]:
        """Return the public dictionary; with ``explain`` also ``trace``, the words that made each value."""
        record: dict[str, Any] = {
            "id": self.id,
            "type": self.type,
            "date_start": self.date_start,
            "date_end": self.date_end,
            "date_precision": self.date_precision,
            "place": self.place.to_dict() if self.place else None,
            "control_to": list(self.control_to),
            "control_from": list(self.control_from),
            "control_status": self.control_status,
            "actor": list(self.actor),
            "origin": self.origin.to_dict() if self.origin else None,
            "destinations": [place.to_dict() for place in self.destinations],
            "direction": self.direction,
            "toward": self.toward,
            "people": dataclasses.asdict(self.people) if self.people else None,
            "claim": {"status": self.claim.status, "by": list(self.claim.by)},
            "source": dataclasses.asdict(self.source),
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
        }
        if explain:
            record["trace"] = [dataclasses.asdict(step) for step in self.trace]
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Make the event from its dictionary. The caller validates first (see `conflict_map.files`)."""
        place, origin, people = record.get("place"), record.get("origin"), record.get("people")
        claim = record.get("claim") or {}
        return cls(
            id=record["id"],
            type=record["type"],
            date_start=record.get("date_start"),
            date_end=record.get("date_end"),
            date_precision=record.get("date_precision") or "unknown",
            place=EventPlace.from_dict(place) if place else None,
            control_to=tuple(record.get("control_to") or ()),
            control_from=tuple(record.get("control_from") or ()),
            control_status=record.get("control_status"),
            actor=tuple(record.get("actor") or ()),
            origin=EventPlace.from_dict(origin) if origin else None,
            destinations=tuple(EventPlace.from_dict(item) for item in record.get("destinations") or ()),
            direction=record.get("direction"),
            toward=record.get("toward"),
            people=People(**people) if people else None,
            claim=Claim(status=claim.get("status") or "reported", by=tuple(claim.get("by") or ())),
            source=Source(**{field.name: (record.get("source") or {}).get(field.name) for field in dataclasses.fields(Source)}),
            quote=record.get("quote") or "",
            start=record.get("start"),
            end=record.get("end"),
            trace=tuple(Trace(**step) for step in record.get("trace") or ()),
        )


@dataclass(frozen=True, slots=True)
class Flow:
    """One movement as drawn. An event with several destinations has one flow for each of them.

    Attributes
    ----------
    id, event_id
        Stable name of the flow, and the event that it draws.
    shape
        ``arrow`` (a destination is named), ``border`` (to the nearest stretch of a border or coast), ``wedge`` (only a direction: a sector, no
        end claimed), ``origin`` (only where from: a point), ``arrival`` (only where to: a point) or ``unplaced`` (no geometry; see ``reason``).
    geometry
        EPSG:4326. Lines run from the origin to the target and begin and end exactly on them; they are MultiLineString where they cross the
        antimeridian.
    origin, destination
        The places drawn; None where the report does not say.
    start, end
        (lat, lon) of the first and last vertex, or of the point; ``end`` is None where no end is claimed.
    width_class
        0 for an unknown number, 1 (fewest) to 5 (most).
    shared_by
        How many flows draw this event: its number of people is for all of them together.
    flags
        What a reader has to know, in words: an area drawn from one point, a direction that contradicts the destination …
    reason
        Why the flow has this shape.
    """

    id: str
    event_id: str
    shape: str
    geometry: BaseGeometry | None = None
    origin: EventPlace | None = None
    destination: EventPlace | None = None
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    width_class: int = 0
    shared_by: int = 1
    flags: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """A figure that the report states about a whole (a share of territory, a total of dead or displaced): kept with its sentence, not drawn.

    Attributes
    ----------
    kind
        ``territory_share``, ``displaced``, ``killed``, ``injured`` or ``other``.
    reported
        The words of the report ("around 70 percent of Syria").
    low, best, high
        Inclusive bounds and best figure: people, or percent for shares; None where there is none.
    unit
        ``person``, ``household`` or ``percent``.
    place
        The whole that the figure is about, or None.
    """

    kind: str
    reported: str
    quote: str
    start: int
    end: int
    low: float | None = None
    best: float | None = None
    high: float | None = None
    unit: str = "person"
    actor: tuple[str, ...] = ()
    place: EventPlace | None = None
    claim: Claim = Claim()
    source: Source = Source()

    def to_dict(self) -> dict[str, Any]:
        """Return the dictionary, marked by ``"type": "stated_figure"``."""
        record = {"type": "stated_figure"} | dataclasses.asdict(self)
        record["place"] = self.place.to_dict() if self.place else None
        record["actor"] = list(self.actor)
        record["claim"] = {"status": self.claim.status, "by": list(self.claim.by)}
        return record

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Make the figure from its dictionary."""
        known = {field.name for field in dataclasses.fields(cls)}
        values = {key: value for key, value in record.items() if key in known}
        claim, place = record.get("claim") or {}, record.get("place")
        values["place"] = EventPlace.from_dict(place) if place else None
        values["actor"] = tuple(record.get("actor") or ())
        values["claim"] = Claim(status=claim.get("status") or "reported", by=tuple(claim.get("by") or ()))
        values["source"] = Source(**{f.name: (record.get("source") or {}).get(f.name) for f in dataclasses.fields(Source)})
        return cls(**values)


@dataclass(frozen=True, slots=True)
class ContextRoute:
    """A road that the report names or describes: drawn as context, not as an event.

    Attributes
    ----------
    route_id
        Key in the gazetteer's table of routes (``SY-M5``).
    name
        Name as the gazetteer has it ("M5, Damascus–Aleppo highway").
    """

    route_id: str
    name: str
    quote: str
    start: int
    end: int
    source: Source = Source()

    def to_dict(self) -> dict[str, Any]:
        """Return the dictionary, marked by ``"type": "context_route"``."""
        return {"type": "context_route"} | dataclasses.asdict(self)

    @classmethod
    def from_dict(cls, record: Mapping[str, Any]) -> Self:
        """Make the record from its dictionary."""
        source = Source(**{f.name: (record.get("source") or {}).get(f.name) for f in dataclasses.fields(Source)})
        return cls(
            route_id=record["route_id"],
            name=record["name"],
            quote=record.get("quote") or "",
            start=record.get("start") or 0,
            end=record.get("end") or 0,
            source=source,
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one report: events, stated figures, context, and every mention of a place (unresolved ones included)."""

    report: Report
    events: tuple[Event, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    routes: tuple[ContextRoute, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An armed side or one of its parts, from ``actors.csv``.

    Attributes
    ----------
    id
        Stable key (``sy-gov``).
    name
        Canonical name ("Syrian government forces").
    side
        ``id`` of the side that it belongs to; its own id for a side.
    conflict
        Key of the war ("syria").
    countries
        ISO codes of the countries where it fights.
    aliases
        Words that reports use, case as written there.
    colour_slot
        Small integer that keeps a side's colour the same on every map, or None.
    """

    id: str
    name: str
    side: str
    conflict: str
    countries: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    colour_slot: int | None = None


class PlaceLookup(Protocol):
    """What the stages above need of a gazetteer. `conflict_map.gazetteer.Gazetteer` is the one that ships."""

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 5,
    ) -> list[Candidate]:
        """Return the places that a name may mean, best first. ``near`` is (lat, lon) in degrees."""
        ...

    def exact(self, key: str) -> Sequence[Place]:
        """Return the places whose folded name is ``key`` (already folded by `fold`), the most populous first; no fuzzy search."""
        ...

    def longest_match(self, keys: Sequence[str]) -> int:
        """Return how many of the folded words ``keys``, from the first on, make the longest name in the gazetteer; 0 for none."""
        ...

    def area(self, name: str) -> BaseGeometry:
        """Return the polygon of a country or first-level area by name or ``area_id``, EPSG:4326."""
        ...

    def border(self, country: str, other: str | None = None) -> BaseGeometry:
        """Return the land border of a country (ISO code), or the stretch that it shares with ``other``, EPSG:4326 lines."""
        ...

    def reverse(self, lat: float, lon: float) -> Candidate | None:
        """Return the nearest place to a point."""
        ...
