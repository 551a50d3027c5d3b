"""`Gazetteer`: names → candidate places, areas and borders, over the segments of the index."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Self

from conflict_map.errors import UsageError
from conflict_map.gazetteer.compile import ALTERNATE, NAME, VARIANT, WEAK
from conflict_map.gazetteer.names import fold, similarity
from conflict_map.gazetteer.sources import country_labels
from conflict_map.gazetteer.words import SETTLED, designation_of
from conflict_map.model import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer.segment import Segment

__all__ = ["Gazetteer", "Hit"]

_MAX_WORDS = 9
_LAT_LIMIT, _LON_LIMIT = 90, 180
_MIN_ADMIN = 0.6
_SURE = 0.7
_SAME_DEGREES = 0.03
"""Two records of one name closer than this (some 3 km) are one place; areas and seas `_WIDER` times as far."""
_WIDER = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that a folded name belongs to.

    Attributes
    ----------
    place
        The record.
    match
        ``name`` (its main name), ``alternate``, ``variant`` (a form of one of these with its article plain or left out), ``weak`` (a code or a
        transliteration made by a machine), ``skeleton`` or ``fuzzy``.
    similarity
        1 for the same folded name, below for skeleton and fuzzy matches.
    weight
        How much the place counts among its namesakes: people, or a default for its kind where their number is unknown.
    admin
        GeoNames code of the first-level area (``SY.12``), empty where unknown.
    astray_km
        How far the record's point lies outside that area, where its source contradicts itself; else 0.
    """

    place: Place
    match: str
    similarity: float
    weight: float
    admin: str = ""
    astray_km: int = 0


_MATCH = {NAME: "name", ALTERNATE: "alternate", VARIANT: "variant", WEAK: "weak"}


def _without_twins(found: list[tuple[int, Hit]]) -> list[Hit]:
    """Return hits without places that another source has too, under the same name on nearly the same spot.

    The record of the source that counts more stays; what it does not know (GeoNames id, people) it takes from the other.
    """
    kept: list[Hit] = []
    for _, hit in sorted(found, key=lambda item: -item[0]):
        for index, other in enumerate(kept):
            if _twins(hit.place, other.place):
                place = other.place
                kept[index] = replace(
                    other,
                    place=replace(place, geonames_id=place.geonames_id or hit.place.geonames_id, population=place.population or hit.place.population),
                    weight=max(hit.weight, other.weight),
                    admin=other.admin or hit.admin,
                )
                break
        else:
            kept.append(hit)
    return kept


def _twins(left: Place, right: Place) -> bool:
    """Return whether two records, not both with an id, are the same place: both lived in, or of one kind, and within `_SAME_DEGREES`.

    A camp is not the town that it is named after.
    """
    if left.geonames_id and right.geonames_id:
        return False
    if left.country != right.country or not (left.kind == right.kind or {left.kind, right.kind} <= SETTLED - {"camp"}):
        return False
    reach = _SAME_DEGREES if left.kind in SETTLED else _SAME_DEGREES * _WIDER
    return abs(left.lat - right.lat) < reach and abs(left.lon - right.lon) < reach / max(math.cos(math.radians(left.lat)), 0.1)


def _check_search(near: object, limit: object) -> None:
    """Raise what makes a search senseless: a point off the earth would rank places by nothing, and say nothing."""
    if near is not None:
        point = list(near) if isinstance(near, Iterable) and not isinstance(near, str) else []
        numbers: list[Any] = [value for value in point if isinstance(value, Real) and not isinstance(value, bool)]
        # Written so that NaN, which compares with nothing, is refused too.
        if not (len(point) == len(numbers) == 2 and abs(numbers[0]) <= _LAT_LIMIT and abs(numbers[1]) <= _LON_LIMIT):  # noqa: PLR2004 - lat and lon
            message = f"near must be (lat, lon) in degrees, latitude from -90 to 90, longitude from -180 to 180, not {near!r}"
            raise UsageError(message)
    if isinstance(limit, bool) or not isinstance(limit, Integral) or limit < 1:
        message = f"limit must be a whole number above 0, not {limit!r}"
        raise UsageError(message)


class Gazetteer:
    """Look up places by name, and areas and borders by place.

    The index is compiled on first use (some seconds) and opened in milliseconds after that.

    Parameters
    ----------
    packs
        Files of further places: GeoNames country dumps (``.txt``, ``.zip``, ``.gz``), tables of P-codes, CSV with name, lat and lon. Their
        order does not matter.
        Packs that `add_pack` installed are used in any case.

    Raises
    ------
    GazetteerError
        If a pack is at fault or the index cannot be written.

    Examples
    --------
    >>> from conflict_map import Gazetteer
    >>> Gazetteer().locate("Bakhmut")[0].place.country
    'UA'
    """

    def __init__(self, packs: Sequence[str | Path] | None = None) -> None:
        from conflict_map.gazetteer.open import open_segments

        self._use(open_segments(packs))

    @classmethod
    def of_segments(cls, segments: Sequence[Segment]) -> Self:
        """Return a gazetteer over segments that are open already; the first one knows the names of the first-level areas."""
        gazetteer = cls.__new__(cls)
        gazetteer._use(segments)  # noqa: SLF001 - our own
        return gazetteer

    def _use(self, segments: Sequence[Segment]) -> None:
        self.segments = list(segments)
        self._admin_names: dict[str, str] = self.segments[0].info["admin_names"]
        self._misplaced: dict[str, int] = self.segments[0].info.get("misplaced", {})
        self._place = lru_cache(maxsize=1 << 16)(self._make_place)
        self._hits = lru_cache(maxsize=1 << 16)(self._make_hits)
        self._lengths = lru_cache(maxsize=1 << 14)(self._find_lengths)

    # ---- records

    def _make_place(self, number: int, record: int) -> Place:
        segment = self.segments[number]
        name, local, area = segment.texts(record)
        admin = segment.admins[segment.admin[record]]
        kind = segment.kind_of(record)
        people, geonames = int(segment.population[record]), int(segment.geonames[record])
        return Place(
            name=name,
            lat=int(segment.lat[record]) / 1e5,
            lon=int(segment.lon[record]) / 1e5,
            kind=kind,
            country=segment.countries[segment.country[record]] or None,
            admin1=self._admin_names.get(admin, None if "." in admin or not admin else admin),
            geonames_id=geonames or None,
            population=people or None,
            name_local=local or None,
            area_id=area or None,
            source=segment.sources[segment.source[record]],
        )

    def hit(self, number: int, record: int, match: str, similarity: float) -> Hit:
        """Return a record of a segment as a hit."""
        segment = self.segments[number]
        place, weight, admin = self._place(number, record), float(segment.weight[record]), segment.admins[segment.admin[record]]
        astray = self._misplaced.get(str(place.geonames_id), 0) if place.geonames_id else 0
        return Hit(place, match, similarity, weight, admin, astray)

    def _make_hits(self, key: str, weak: bool) -> tuple[Hit, ...]:  # noqa: FBT001 - cached by position
        found: dict[object, tuple[int, Hit]] = {}
        for number, segment in enumerate(self.segments):
            records, flags = segment.postings(key, weak=weak)
            for record, flag in zip(records.tolist(), flags.tolist(), strict=True):
                hit = self.hit(number, record, _MATCH[flag], 1.0)
                place = hit.place
                # The same place in two sources: by GeoNames id, areas by the id of their polygon.
                identity = place.area_id or place.geonames_id or (number, record)
                if identity not in found or found[identity][0] < segment.priority:
                    found[identity] = (segment.priority, hit)
        hits = _without_twins(list(found.values())) if len(found) > 1 and len(self.segments) > 1 else [hit for _, hit in found.values()]
        hits.sort(key=lambda hit: (-hit.weight, hit.place.name, hit.place.lat, hit.place.lon))
        return tuple(hits)

    def hits(self, key: str, *, weak: bool = False) -> tuple[Hit, ...]:
        """Return what a folded name may mean, with what the name is to each place; the weightiest first."""
        return self._hits(key, weak)

    def exact(self, key: str) -> Sequence[Place]:
        """Return the places whose folded name is ``key`` (folded by `fold`), the most populous first; no fuzzy search."""
        return tuple(hit.place for hit in self.hits(key))

    def matches(self, keys: Sequence[str]) -> tuple[int, ...]:
        """Return every number of the folded words ``keys``, from the first on, that make a name, the longest first."""
        return self._lengths(" ".join(keys[:_MAX_WORDS]))

    def _find_lengths(self, text: str) -> tuple[int, ...]:
        length = len(text)
        lengths: set[int] = set()
        for segment in self.segments:
            for prefix in segment.prefixes(text):
                end = len(prefix)
                if end == length or text[end] == " ":
                    lengths.add(prefix.count(" ") + 1)
        return tuple(sorted(lengths, reverse=True))

    def longest_match(self, keys: Sequence[str]) -> int:
        """Return how many of the folded words ``keys``, from the first on, make the longest name; 0 for none."""
        found = self.matches(keys)
        return found[0] if found else 0

    def has(self, key: str) -> bool:
        """Return whether a folded name is in the gazetteer."""
        for segment in self.segments:  # noqa: SIM110 - asked of every capital
            if segment.has(key):
                return True
        return False

    # ---- locate

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 5,
    ) -> list[Candidate]:
        """Return the places that a name may mean, best first.

        Parameters
        ----------
        name
            In any spelling and script.
        country
            ISO code or name of the country where it is looked for; other countries only count when nothing is found there.
        admin1
            Name of the first-level area that it should be in.
        near
            (lat, lon) in degrees: nearer places count more.
        limit
            How many at most, above 0.

        Raises
        ------
        UsageError
            If ``near`` is no point, ``limit`` no whole number above 0, or there is no such country.
        """
        from conflict_map.gazetteer.search import search

        _check_search(near, limit)
        return search(self, name, country=country, admin1=admin1, near=near, limit=limit)

    def country_code(self, name: str, *, strict: bool = True) -> str | None:
        """Return the ISO code of a country given by code or name.

        Raises
        ------
        UsageError
            With ``strict``, if there is no such country.
        """
        code = name.strip().upper()
        if code in self._countries:
            return code
        for hit in (*self.hits(fold(name)), *self.hits(fold(name), weak=True)):
            if hit.place.kind == "country":
                return hit.place.country
        if strict:
            message = f"no country is called {name!r}; give an ISO code such as 'SY' or a name such as 'Syria'"
            raise UsageError(message)
        return None

    @cached_property
    def _countries(self) -> frozenset[str]:
        return frozenset(self.segments[0].countries) - {""}

    @lru_cache(maxsize=4096)  # noqa: B019 - a gazetteer lives as long as its process
    def admin_codes(self, name: str, country: str | None = None) -> frozenset[str]:
        """Return the codes (``SY.12``) of the first-level areas that a name in any spelling may mean; empty where there is none."""
        key, _ = designation_of(fold(name))
        found = {
            hit.admin for text in {key, fold(name)} for hit in self.hits(text) if hit.place.kind == "admin1" and country in (None, hit.place.country)
        }
        if found or not country:
            return frozenset(found)
        # No such spelling: the most similar name among the areas of the country.
        ranked = sorted(
            ((similarity(key, fold(other)), code) for code, other in self._admin_names.items() if code.startswith(f"{country}.")),
            reverse=True,
        )
        return frozenset({ranked[0][1]}) if ranked and ranked[0][0] > _MIN_ADMIN else frozenset()

    # ---- areas

    @cached_property
    def _areas(self) -> Any:  # noqa: ANN401 - Areas; its module is loaded when first needed
        from conflict_map.gazetteer.areas import load_areas

        return load_areas()

    def area(self, name: str) -> BaseGeometry:
        """Return the polygon of a country or first-level area by name or ``area_id``, EPSG:4326.

        Raises
        ------
        UsageError
            If there is no such area.
        """
        if self._areas.has(name):
            return self._areas.polygon(name)  # type: ignore[no-any-return]
        for hit in sorted(self.hits(fold(name)), key=lambda hit: hit.place.kind != "country"):
            if hit.place.area_id and self._areas.has(hit.place.area_id):
                return self._areas.polygon(hit.place.area_id)  # type: ignore[no-any-return]
        for candidate in self.locate(name, limit=20):
            if candidate.score >= _SURE and candidate.place.area_id and self._areas.has(candidate.place.area_id):
                return self._areas.polygon(candidate.place.area_id)  # type: ignore[no-any-return]
        message = f"no country or first-level area is called {name!r}; give an ISO code such as 'SY' or a name such as 'Idlib'"
        raise UsageError(message)

    def border(self, country: str, other: str | None = None) -> BaseGeometry:
        """Return the land border of a country (ISO code), or the stretch that it shares with ``other``, EPSG:4326 lines."""
        return self._areas.border(country, other)  # type: ignore[no-any-return]

    def river(self, name: str) -> BaseGeometry | None:
        """Return the course of a river by the name that its `Place` has, EPSG:4326 lines; None where it is not known."""
        from conflict_map.gazetteer.rivers import river_course

        return river_course(name)

    def basemap(self, bounds: tuple[float, float, float, float]) -> Any:  # noqa: ANN401 - Basemap
        """Return countries, first-level areas, disputed lines, main roads clipped to ``(west, south, east, north)``, and its largest towns."""
        import dataclasses

        from conflict_map.gazetteer.roads import main_roads
        from conflict_map.gazetteer.towns import largest_towns

        areas = self._areas.basemap(bounds)  # says what is wrong with bounds that are no box
        towns, roads = tuple(largest_towns(self, bounds)), tuple(main_roads(self.routes.values(), bounds))
        return dataclasses.replace(areas, towns=towns, roads=roads)

    def country_names(self, lang: str) -> dict[str, str]:
        """Return what maps in a language (``ar``, ``fr``, ``uk``) call countries, by ISO code; nothing for a language without a table.

        Examples
        --------
        >>> Gazetteer().country_names("fr")["SY"]
        'Syrie'
        """
        return country_labels(lang)

    def reverse(self, lat: float, lon: float) -> Candidate | None:
        """Return the nearest place to a point."""
        from conflict_map.gazetteer.nearest import nearest

        return nearest(self, lat, lon)

    def area_at(self, lat: float, lon: float) -> tuple[str | None, str | None]:
        """Return ISO code of the country and id of the first-level area (``SY.12``) at a point; None at sea."""
        country, area = self._areas.at([lat], [lon])[0]
        return country or None, area or None

    def area_name(self, area_id: str | None) -> str | None:
        """Return the name of a first-level area by its id."""
        return self._admin_names.get(area_id) if area_id else None

    # ---- actors and roads

    @cached_property
    def actors(self) -> Any:  # noqa: ANN401 - Actors
        """Return the armed sides and their aliases."""
        from conflict_map.gazetteer.actors import load_actors

        return load_actors()

    @cached_property
    def routes(self) -> Mapping[str, Any]:
        """Return the roads by id."""
        from conflict_map.gazetteer.routes import load_routes

        return load_routes()
