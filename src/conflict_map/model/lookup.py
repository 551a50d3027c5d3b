"""Actors, and what the stages above need of a gazetteer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shapely.geometry.base import BaseGeometry

    from conflict_map.model.places import Candidate, Place


__all__ = ["ActorRecord", "PlaceLookup", "PlaceSource"]


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


class PlaceSource(Protocol):
    """Whatever knows places by name: a gazetteer, or an online service."""

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


class PlaceLookup(PlaceSource, Protocol):
    """What the stages above need of a gazetteer. `conflict_map.gazetteer.Gazetteer` is the one that ships."""

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
