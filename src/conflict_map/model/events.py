"""What a report says: events, stated figures, roads, and all of it together."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from conflict_map.model.places import EventPlace
from conflict_map.model.reports import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.model.places import Mention
    from conflict_map.model.reports import Report


__all__ = ["Claim", "ContextRoute", "Event", "People", "Reading", "StatedFigure", "Trace"]


_SOURCE_FIELDS = tuple(field.name for field in dataclasses.fields(Source))


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
    ``inferred`` names the fields (of `INFERABLE`) that no words of the report give and only the other sides that it names suggest: such a taker
    holds the place as inferred, and such a loser weighs nothing against other reports.
    ``trace`` says how the event was read, not what it is: it takes no part in equality, since most events files are written without it.
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
    inferred: tuple[str, ...] = ()
    trace: tuple[Trace, ...] = field(default=(), compare=False)

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
            "inferred": list(self.inferred),
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
            source=Source(**{name: (record.get("source") or {}).get(name) for name in _SOURCE_FIELDS}),
            quote=record.get("quote") or "",
            start=record.get("start"),
            end=record.get("end"),
            inferred=tuple(record.get("inferred") or ()),
            trace=tuple(Trace(**step) for step in record.get("trace") or ()),
        )


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
        known = {f.name for f in dataclasses.fields(cls)}
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
    """Everything read from one report: events, stated figures, context, and every mention of a place (unresolved ones included).

    ``language`` is the ISO 639-1 code of the text's language, None where it cannot be told. Events are read from English alone.
    """

    report: Report
    events: tuple[Event, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    routes: tuple[ContextRoute, ...] = ()
    mentions: tuple[Mention, ...] = ()
    language: str | None = None
