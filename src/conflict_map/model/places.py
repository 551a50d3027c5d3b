"""Places: gazetteer records, candidates, mentions, and a place as an event carries it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Mapping


__all__ = ["Candidate", "EventPlace", "Mention", "Place", "Span"]


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

    def __hash__(self) -> int:
        """Return the hash of what tells places apart; that of all fields takes several times as long."""
        return hash((self.name, self.lat, self.lon))

    def __eq__(self, other: object) -> bool:
        """Whether all fields are the same; most places that are compared are one record, or of other names."""
        if self is other:
            return True
        if not isinstance(other, Place):
            return NotImplemented
        return self.name == other.name and all(getattr(self, name) == getattr(other, name) for name in self.__slots__)


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
        values = {key: value for key, value in record.items() if key in cls.__dataclass_fields__}
        values["alternatives"] = tuple(EventPlace.from_dict(place) for place in record.get("alternatives") or ())
        values["borders"] = tuple(record.get("borders") or ())
        values.setdefault("name_in_report", values.get("name"))
        return cls(**values)
