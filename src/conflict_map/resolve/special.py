"""Places that are not simply an entry: capitals, borders, adjectives, parts of areas, distances, and features named after a place."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from conflict_map.geo import compass_bearing, destination, distance_km, nearest_point
from conflict_map.model import Candidate, Mention, Place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Span
    from conflict_map.resolve.reading import Reading
    from conflict_map.resolve.scoring import Group

__all__ = ["Scene", "modify", "place_of"]

_SEVERAL = 2
_FAR_KM = 1000.0
_CITY = 100_000
_COUNTRY_LIKE = frozenset(["country", "continent", "region"])
_AREA_LIKE = _COUNTRY_LIKE | {"admin1"}


class Scene:
    """What the report is about as a whole: its countries by weight, and the centre of its places."""

    def __init__(self, groups: Mapping[str, Group], told: Mapping[str, float]) -> None:
        weights = dict(told)
        points: list[tuple[float, float, float]] = []
        towns: list[Place] = []
        for group in groups.values():
            hit = group.best
            if hit is None or not group.count:
                continue
            if hit.place.kind in {"city", "town", "village"}:
                towns.append(hit.place)
            sure = max(group.odds) * group.count
            if hit.place.country:
                weights[hit.place.country] = weights.get(hit.place.country, 0.0) + sure
            if hit.place.kind not in _COUNTRY_LIKE:
                points.append((hit.place.lat, hit.place.lon, sure))
        self.countries = sorted(weights, key=lambda code: (-weights[code], code))
        self.weights = weights
        self._points = points
        self.towns = towns

    def centre(self, countries: tuple[str, ...], groups: Mapping[str, Group]) -> tuple[float, float] | None:
        """Return the mean point of the report's places, those in ``countries`` if there are any."""
        points: list[tuple[float, float, float]] = []
        for group in groups.values():
            hit = group.best
            if hit is not None and group.count and hit.place.kind not in _COUNTRY_LIKE and hit.place.country in countries:
                points.append((hit.place.lat, hit.place.lon, max(group.odds) * group.count))
        points = points or self._points
        total = sum(weight for _, _, weight in points)
        if not total:
            return None
        return sum(lat * w for lat, _, w in points) / total, sum(lon * w for _, lon, w in points) / total


def place_of(span: Span, reading: Reading, groups: Mapping[str, Group], lookup: Gazetteer, scene: Scene) -> Mention | None:
    """Return the mention of a span that is a capital, a border, an adjective or a feature; None for all others."""
    if reading.how == "border":
        return _border(span, reading, groups, lookup, scene)
    if reading.how == "capital":
        return _capital(span, reading, lookup, scene)
    if reading.how == "country" and not reading.hits:
        return _adjective(span, reading, lookup, scene)
    if (reading.how == "feature" or reading.host) and not reading.hits:
        return _feature(span, reading, groups)
    return None


def _unresolved(span: Span, reason: str, precision: int = 1) -> Mention:
    return Mention(span.start, span.end, span.text, reason=reason, precision=precision)


# ---- borders


def _touching(lookup: Gazetteer, country: str, other: str) -> BaseGeometry | None:
    from conflict_map.errors import ConflictMapError

    try:
        line = lookup.border(country, other)
    except ConflictMapError:
        return None
    return None if line.is_empty else line


def _border(span: Span, reading: Reading, groups: Mapping[str, Group], lookup: Gazetteer, scene: Scene) -> Mention:
    from conflict_map.errors import ConflictMapError

    countries = reading.countries
    try:
        line: BaseGeometry | None = None
        if len(countries) > 1:
            line = _touching(lookup, countries[0], countries[1])
            if line is None:
                return _unresolved(span, f"{countries[0]} and {countries[1]} share no land border", 3)
        else:
            for other in scene.countries:
                if other != countries[0] and (line := _touching(lookup, countries[0], other)) is not None:
                    countries = (countries[0], other)
                    break
            else:
                line = lookup.border(countries[0])
    except ConflictMapError:
        line = None
    if line is None or line.is_empty:
        return _unresolved(span, f"no land border of {' and '.join(countries)} is known", 3)
    centre = scene.centre(tuple(code for code in countries if code != reading.countries[0]) or countries, groups)
    if centre is None:
        point = line.interpolate(0.5, normalized=True)
        lat, lon, why = point.y, point.x, "its middle, as the report names no other place"
    else:
        lat, lon, _ = nearest_point(line, *centre)
        why = "its point nearest to the places that the report names"
    name = f"border of {' and '.join(countries)}"
    place = Place(name=name, lat=round(lat, 5), lon=round(lon, 5), kind="border", country=countries[-1], borders=countries)
    reason = f"a border, shown by {why}"
    return Mention(span.start, span.end, span.text, place, (Candidate(place, 0.9, reason),), 0.9, reason, 3)


# ---- capitals


@lru_cache(maxsize=512)
def _capital_of(lookup: Gazetteer, code: str) -> Place | None:
    from conflict_map.lexicon.countries import capital_name

    name = capital_name(code)
    if name is None:
        return None
    for place in (candidate.place for candidate in lookup.locate(name, country=code, limit=8)):
        if place.country == code and place.kind in {"city", "town", "capital", "village"}:
            return place
    return None


@lru_cache(maxsize=1)
def _own_adjectives() -> frozenset[str]:
    """Return the names of areas with an adjective of their own: "Chechen"."""
    from conflict_map.lexicon import lexicon

    return frozenset(demonym.area for demonym in lexicon().demonyms.values() if demonym.area)


def _seat(capital: Place, towns: Sequence[Place]) -> Place | None:
    """Return what "the capital" means in a report of one area with an adjective of its own, far from a capital that it does not name: Grozny.

    None where the capital of the country is meant, as it mostly is.
    """
    at_home = [town for town in towns if town.country == capital.country]
    areas = {town.admin1 for town in at_home}
    if len(at_home) < _SEVERAL or len(areas) != 1 or not _own_adjectives() & areas:
        return None
    largest = max(at_home, key=lambda town: town.population or 0)
    far = distance_km(capital.lat, capital.lon, largest.lat, largest.lon) >= _FAR_KM
    return largest if far and (largest.population or 0) >= _CITY else None


def _capital(span: Span, reading: Reading, lookup: Gazetteer, scene: Scene) -> Mention:
    codes = list(reading.countries)
    why = "the capital of the country that the adjective names"
    if not codes:
        codes = scene.countries[:1]
        why = "the capital of the country that the report is about"
    if not codes:
        return _unresolved(span, "the capital, but the report does not say of which country")
    place = _capital_of(lookup, codes[0])
    if place is None:
        return _unresolved(span, f"the capital of {codes[0]} is not in the gazetteer")
    if not reading.countries and (seat := _seat(place, scene.towns)) is not None:
        why = "the largest town that the report names in the one area that it is about, far from the capital of its country"
        return Mention(span.start, span.end, span.text, seat, (Candidate(seat, 0.6, why), Candidate(place, 0.3, why)), 0.6, why, 1)
    total = sum(scene.weights.values()) or 1.0
    score = 0.95 if reading.countries else round(min(0.95, 0.3 + 0.7 * scene.weights.get(codes[0], 0.0) / total), 3)
    return Mention(span.start, span.end, span.text, place, (Candidate(place, score, why),), score, why, 1)


# ---- adjectives and features


@lru_cache(maxsize=512)
def _country(lookup: Gazetteer, code: str) -> Place | None:
    from conflict_map.lexicon.countries import country_name

    name = country_name(code)
    if name is None:
        return None
    from conflict_map.gazetteer import fold

    for hit in lookup.hits(fold(name)):
        if hit.place.kind == "country" and hit.place.country == code:
            return hit.place
    for candidate in lookup.locate(name, country=code, limit=8):
        if candidate.place.kind == "country":
            return candidate.place
    return None


def _adjective(span: Span, reading: Reading, lookup: Gazetteer, scene: Scene) -> Mention:
    codes = sorted(reading.countries, key=lambda code: -scene.weights.get(code, 0.0))
    places = [place for code in codes if (place := _country(lookup, code)) is not None]
    if not places:
        return _unresolved(span, "an adjective of no single country", 3)
    reason = "an adjective of this country"
    score = 0.9 if len(places) == 1 else 0.5
    return Mention(span.start, span.end, span.text, places[0], tuple(Candidate(place, score, reason) for place in places), score, reason, 3)


def _feature(span: Span, reading: Reading, groups: Mapping[str, Group]) -> Mention:
    host = groups.get(reading.host)
    named = host is not None and (host.count or reading.how != "feature")
    if host is not None and named and host.best is not None and host.best.place.kind not in _AREA_LIKE and max(host.odds) > 0.5:  # noqa: PLR2004
        place = host.best.place
        why = "which it is named after and which the report names" if reading.how == "feature" else "where the report says that it is"
        reason = f"not in the gazetteer; shown at {place.name}, {why}"
        return Mention(span.start, span.end, span.text, place, (Candidate(place, 0.5, reason),), 0.5, reason, 2)
    return _unresolved(span, "not in the gazetteer under this name; a country pack may have it", 2)


# ---- parts and distances


@lru_cache(maxsize=1024)
def _part_point(lookup: Gazetteer, area_id: str, part: str) -> tuple[float, float] | None:
    """Return (lat, lon) of a point inside the named part of an area: its third on that side, or its middle ninth."""
    from shapely.geometry import box

    from conflict_map.errors import ConflictMapError

    try:
        area = lookup.area(area_id)
    except ConflictMapError:
        return None
    west, south, east, north = area.bounds
    if east - west > 180.0:  # noqa: PLR2004 - across the date line a box of degrees means nothing
        return None
    third_lon, third_lat = (east - west) / 3, (north - south) / 3
    if part == "centre":
        window = box(west + third_lon, south + third_lat, east - third_lon, north - third_lat)
    else:
        window = box(
            east - third_lon if "E" in part else west,
            north - third_lat if "N" in part else south,
            west + third_lon if "W" in part else east,
            south + third_lat if "S" in part else north,
        )
    piece = area.intersection(window)
    if piece.is_empty:
        return None
    # The centroid of the part where it lies inside, as a reader would put the finger; else some point inside.
    point = piece.centroid if piece.contains(piece.centroid) else piece.representative_point()
    return round(point.y, 5), round(point.x, 5)


_WORDS = {
    "N": "north",
    "NE": "north-east",
    "E": "east",
    "SE": "south-east",
    "S": "south",
    "SW": "south-west",
    "W": "west",
    "NW": "north-west",
    "centre": "centre",
}


def modify(mention: Mention, reading: Reading, lookup: Gazetteer) -> Mention:
    """Turn "Idlib" into "southern Idlib" or "33 km south of Idlib" where the span says so."""
    place = mention.place
    if place is None:
        return mention
    if reading.how == "offset" and reading.direction:
        return _away(mention, place, reading.direction, reading.km)
    if reading.part and place.area_id and place.kind in {"country", "admin1", "admin2", "region"}:
        return _part(mention, place, place.area_id, reading.part, lookup)
    if reading.part:
        return replace(mention, precision=max(2, mention.precision))
    return mention


def _away(mention: Mention, place: Place, direction: str, km: float | None) -> Mention:
    """Return the mention of a place that is ``km`` away in a direction; at the place itself where the distance is not given."""
    if km is None:
        reason = f"{mention.reason}; {_WORDS[direction]} of it, the distance is not given"
        return replace(mention, precision=max(2, mention.precision), reason=reason)
    lat, lon = destination(place.lat, place.lon, compass_bearing(direction), km)
    name = f"{km:g} km {_WORDS[direction]} of {place.name}"
    moved = Place(name=name, lat=round(lat, 5), lon=round(lon, 5), kind="area", country=place.country, admin1=place.admin1)
    reason = f"{mention.reason}; reckoned {km:g} km {_WORDS[direction]} of it"
    return replace(mention, place=moved, precision=2, reason=reason, candidates=(Candidate(moved, mention.score, reason), *mention.candidates))


def _part(mention: Mention, place: Place, area_id: str, part: str, lookup: Gazetteer) -> Mention:
    """Return the mention of a part of an area, at a point inside that part."""
    point = _part_point(lookup, area_id, part)
    if point is None:
        return replace(mention, precision=3)
    side = _WORDS[part]
    there = replace(place, name=f"{place.name} ({side})", lat=point[0], lon=point[1], kind="area", part=part, population=None, geonames_id=None)
    reason = f"{mention.reason}; a point in its {side}"
    precision = 3 if place.kind in _COUNTRY_LIKE else 2
    return replace(
        mention, place=there, precision=precision, reason=reason, candidates=(Candidate(there, mention.score, reason), *mention.candidates)
    )
