"""Which of its namesakes a name means: evidence of the whole text, weighed.

Each name is one group (one sense a report). A candidate's score is a weighted sum of the features below; the weights are in ``weights.toml``,
fitted as a conditional logit on news texts. Pass after pass the places chosen so far speak for the countries, areas and neighbourhoods of the rest.
"""

from __future__ import annotations

import math
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from math import cos, exp, hypot, radians
from operator import mul
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.gazetteer.names import similarity
from conflict_map.lexicon.countries import is_capital

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.gazetteer import Hit
    from conflict_map.model import Place

__all__ = ["FEATURES", "Evidence", "Group", "best_weights", "dot", "group_features", "lies_in", "mention_features", "qualifier_areas", "run"]

AREAS = frozenset(["country", "continent", "region", "admin1"])
WORLD = frozenset(["country", "continent", "region"])
_ALIKE = frozenset(["skeleton", "fuzzy"])
SETTLED = frozenset(["city", "town", "village", "neighbourhood", "camp", "capital"])
FEATURES = (
    "size",
    "size unknown",
    "other name",
    "variant of the name",
    "weak name",
    "sounds alike",
    "country",
    "first-level area",
    "second-level area",
    "feature",
    "qualified",
    "qualifier contradicts",
    "share of its country",
    "its country is named",
    "its country is not named, others are",
    "its area is named",
    "share of its area",
    "near others",
    "far from others",
    "called a settlement",
    "called a settlement, is an area",
    "called a first-level area",
    "called a first-level area, is none",
    "called a second-level area",
    "called a second-level area, is none",
    "the weightiest",
    "none of them",
    "none of them, only like spellings",
    "small",
    "its country is not named, small",
    "capital of a country",
    "first-level area that has a town of its name",
    "town that has a first-level area of its name",
    "exact name",
    "holds what the text puts in it",
    "does not hold what the text puts in it",
    "the only one of its name",
    "name of several words",
)
NONE = FEATURES.index("none of them")
_NEAR_KM, _FAR_KM = 60.0, 400.0
_KM_PER_DEGREE = 111.195
_FAR_DEGREES = 1.01 * _FAR_KM / _KM_PER_DEGREE
"""Places further apart than this in latitude alone are far whatever their longitudes."""
_POLAR = 80.0
"""Degrees of latitude from which on no longitude is far."""
_SMALL = 15_000.0
_PASSES = 3
_MAX_CANDIDATES = 40
_MAX_POINTS = 200


def dot(weights: Sequence[float], row: Sequence[float]) -> float:
    """Return the weighted sum of a row of features."""
    return float(sum(map(mul, weights, row)))


@cache
def best_weights() -> tuple[float, ...]:
    """Return the shipped weights in the order of `FEATURES`."""
    table = tomllib.loads((resources.files("conflict_map.resolve") / "weights.toml").read_text(encoding="utf-8"))["weights"]
    return tuple(float(table.get(name, 0.0)) for name in FEATURES)


@dataclass(slots=True)
class Group:
    """All mentions of one name in a text.

    Attributes
    ----------
    key
        The folded name.
    hits
        Its candidates.
    qualifiers
        Folded names of areas that some mention says it is in.
    holds
        Keys of the names that some mention puts in it.
    count
        How often it is named.
    areas
        The first-level area of each candidate, as `Evidence.areas` has it.
    base, rows
        The features of each candidate that do not depend on other names, and all of them in the last pass.
    plain
        The score of the last pass for each candidate, without what the words beside single mentions call it.
    scores, odds
        For each candidate: the score of the last pass, and its probability.
    """

    key: str
    hits: tuple[Hit, ...]
    qualifiers: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    holds: set[str] = field(default_factory=set)
    count: int = 0
    areas: list[tuple[str, str] | None] = field(default_factory=list)
    base: list[list[float]] = field(default_factory=list)
    rows: list[list[float]] = field(default_factory=list)
    plain: list[float] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    odds: list[float] = field(default_factory=list)
    none_score: float = 0.0

    def none_row(self) -> list[float]:
        """Return the features of "none of them": the place is not in the gazetteer, or nothing tells which it is."""
        row = [0.0] * len(FEATURES)
        row[NONE] = 1.0
        row[NONE + 1] = 1.0 if all(hit.match in _ALIKE for hit in self.hits) else 0.0
        return row

    @property
    def best(self) -> Hit | None:
        """Return the candidate that the last pass prefers."""
        if len(self.odds) == 1:
            return self.hits[0]
        return self.hits[max(range(len(self.hits)), key=self.odds.__getitem__)] if self.odds else None


@dataclass(slots=True)
class Evidence:
    """What the text names, apart from one name: how much each country and first-level area, and points."""

    countries: dict[str, float] = field(default_factory=dict)
    areas: dict[tuple[str, str], float] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    named_areas: set[tuple[str, str]] = field(default_factory=set)
    points: list[tuple[float, float, float, str]] = field(default_factory=list)
    box: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    """South, north, west and east of the points."""


def _area_key(place: Place) -> tuple[str, str] | None:
    return (place.country or "", fold(place.admin1)) if place.admin1 else None


def prepare(groups: Sequence[Group]) -> None:
    """Compute the features of all candidates that do not depend on other names."""
    for group in groups:
        if len(group.hits) > _MAX_CANDIDATES:
            group.hits = group.hits[:_MAX_CANDIDATES]
        group.areas = [_area_key(hit.place) for hit in group.hits]
        weights = [_weight(hit, group.hits) for hit in group.hits]
        _level_namesakes(group.hits, weights)
        top = max(weights, default=1.0)
        areas = {(hit.place.country, hit.place.admin1 or hit.place.name) for hit in group.hits if hit.place.kind == "admin1"}
        towns = {(hit.place.country, hit.place.admin1) for hit in group.hits if hit.place.kind in SETTLED} if areas else frozenset()
        group.base = []
        for hit, weight in zip(group.hits, weights, strict=True):
            place = hit.place
            row = _row_of(place)
            row[0] = math.log10(max(weight, 1.0)) / 7.0
            row[25] = 1.0 if weight >= top else 0.0
            row[28] = 1.0 if weight < _SMALL else 0.0
            if areas and place.kind == "admin1" and (place.country, place.admin1) in towns:
                row[31] = 1.0
            elif areas and place.kind in SETTLED and (place.country, place.admin1) in areas:
                row[32] = 1.0
            _name_signs(row, hit, group)
            group.base.append(row)
        if areas:
            _pair(group)


def _level_namesakes(hits: Sequence[Hit], weights: list[float]) -> None:
    """Let countries of one name count alike: which Congo is meant, the places beside it tell, not how many live there."""
    countries = [number for number, hit in enumerate(hits) if hit.place.kind == "country"]
    if len(countries) > 1 and all(hits[number].match == "alternate" for number in countries):
        most = max(weights[number] for number in countries)
        for number in countries:
            if weights[number] * _MUCH_LARGER > most:
                weights[number] = most


def _row_of(place: Place) -> list[float]:
    """Return a row with the features of what kind of place it is."""
    row = [0.0] * len(FEATURES)
    if place.kind in AREAS:
        row[6 if place.kind in WORLD else 7] = 1.0
        return row
    row[1] = 1.0 if place.population is None else 0.0
    if place.kind not in SETTLED:
        row[8 if place.kind == "admin2" else 9] = 1.0
    row[30] = 1.0 if is_capital(place.country, place.name) else 0.0
    return row


def _name_signs(row: list[float], hit: Hit, group: Group) -> None:
    """Fill in the features of how the name stands to the place."""
    match = hit.match
    if match in _NAMED:
        if match == "name":
            row[33] = 1.0 if fold(hit.place.name) == group.key else 0.0
        elif hit.place.source != "overlay" or hit.place.kind not in _TOWNS:
            row[2 if match == "alternate" else 3] = 1.0
        row[36] = 1.0 if len(group.hits) == 1 else 0.0
        row[37] = 1.0 if " " in group.key else 0.0
    elif match == "weak":
        row[4] = 1.0
    elif match in _ALIKE:
        row[5] = 1.0 - hit.similarity


def _weight(hit: Hit, others: Sequence[Hit]) -> float:
    """Return how much a place counts: of two towns of one name in a country, the one of our own table of places that wars made known counts more.

    Kobo in northern Amhara was fought over, the larger Kobo south of it was not. Cities stay what they are.
    """
    if hit.place.source != "overlay" or hit.place.kind not in _TOWNS:
        return hit.weight
    namesakes = [other.weight for other in others if other.place.country == hit.place.country and other.place.kind in SETTLED]
    return max(hit.weight, *(_KNOWN * weight for weight in namesakes if weight < _CITY), 0.0)


_MUCH_LARGER = 50.0
_KNOWN, _CITY = 2.0, 150_000.0
_TOWNS = frozenset(["city", "town", "village"])
"""Of these each name in our own table is one that reports use, and none is second to another; camps and bases have the names of towns."""
_NAMED = frozenset(["name", "alternate", "variant"])
_NAMED_AS = (2, 3, 33)
_LIKE = 0.35
"""A town of a name less like its area's than this is not called after it, whatever else it is called."""


def _pair(group: Group) -> None:
    """Let a town and the first-level area of its name count as equally well named; which spelling the gazetteer prefers for either is chance."""
    pairs: dict[tuple[str | None, str | None], list[int]] = {}
    by_name = {hit.place.country for hit in group.hits if hit.place.kind == "admin1" and fold(hit.place.name) == group.key}
    for number, hit in enumerate(group.hits):
        row = group.base[number]
        if row[32] and hit.place.country in by_name and hit.match == "alternate" and similarity(fold(hit.place.name), group.key) < _LIKE:
            row[32] = 0.0  # "Grand Bassa" is the county; the town of Buchanan was called so once
        elif row[31] or row[32]:
            pairs.setdefault((hit.place.country, hit.place.admin1 or hit.place.name), []).append(number)
    for numbers in pairs.values():
        if len(numbers) < 2:  # noqa: PLR2004
            continue
        best = max(numbers, key=lambda number: group.base[number][33] - group.base[number][2] - group.base[number][3])
        for number in numbers:
            for feature in _NAMED_AS:
                group.base[number][feature] = group.base[best][feature]


def gather(groups: Sequence[Group], told: Mapping[str, float]) -> Evidence:
    """Collect what the names as chosen so far, and the adjectives, say about countries and areas."""
    evidence = Evidence(countries=dict(told), named=set(told))
    for group in groups:
        hit = group.best
        if hit is None:
            continue
        place, sure = hit.place, max(group.odds)
        weight = sure * min(3.0, 1.0 + math.log2(group.count)) if group.count else 0.0
        if place.country:
            gain = weight * (1.5 if place.kind == "country" else 1.0)
            evidence.countries[place.country] = evidence.countries.get(place.country, 0.0) + gain
            if place.kind == "country":
                evidence.named.add(place.country)
        area = _area_key(place)
        if area is not None:
            evidence.areas[area] = evidence.areas.get(area, 0.0) + weight
            if place.kind == "admin1":
                evidence.named_areas.add(area)
        if place.kind not in AREAS:
            # A capital often stands for its government: "Kyiv said" tells no neighbourhood, "strikes on Kyiv" does.
            evidence.points.append((place.lat, place.lon, sure * (0.7 if is_capital(place.country, place.name) else 1.0), group.key))
    # A book names thousands of places; the surest few hundred tell the neighbourhood as well, in bounded time.
    evidence.points.sort(key=lambda point: -point[2])
    del evidence.points[_MAX_POINTS:]
    if evidence.points:
        lats, lons = [point[0] for point in evidence.points], [point[1] for point in evidence.points]
        evidence.box = min(lats), max(lats), min(lons), max(lons)
    return evidence


def group_features(group: Group, evidence: Evidence, by_key: Mapping[str, Group]) -> None:  # noqa: C901 - one branch a sign
    """Fill in the features of a group's candidates that depend on the rest of the text."""
    own = group.best
    own_weight = max(group.odds) * min(3.0, 1.0 + math.log2(group.count)) if own is not None and group.count else 0.0
    own_country = own.place.country if own is not None else None
    own_area = _area_key(own.place) if own is not None else None
    if own is not None and own.place.kind == "country":
        own_weight *= 1.5
    total = sum(evidence.countries.values()) - (own_weight if own_country else 0.0)
    area_total = sum(evidence.areas.values()) - (own_weight if own_area else 0.0)
    others = len(evidence.points) > 1 or (len(evidence.points) == 1 and evidence.points[0][3] != group.key)
    named = evidence.named - ({own_country} if own is not None and own.place.kind == "country" and own_country else set())
    group.rows = []
    in_areas = qualifier_areas(group.qualifiers, by_key)
    inside = [by_key[key] for key in group.holds if key in by_key]
    for hit, base, area in zip(group.hits, group.base, group.areas, strict=True):
        place = hit.place
        row = base.copy()
        country = place.country
        if in_areas:
            row[10], row[11] = (1.0, 0.0) if lies_in(place, in_areas) else (0.0, 1.0)
        if country:
            share = evidence.countries.get(country, 0.0) - (own_weight if country == own_country else 0.0)
            if total > 0 and share > 0.0:
                row[12] = share / (total + 1.0)
            if country in named:
                row[13] = 1.0
            elif named:
                row[14], row[29] = 1.0, row[28]
            if area is not None and place.kind != "admin1":
                if area in evidence.named_areas:
                    row[15] = 1.0
                area_share = evidence.areas.get(area, 0.0) - (own_weight if area == own_area else 0.0)
                if area_total > 0 and area_share > 0.0:
                    row[16] = area_share / (area_total + 1.0)
        if inside and place.kind in {"country", "admin1"}:
            holds = any(_holds(place, other) for other in inside)
            row[34], row[35] = (1.0, 0.0) if holds else (0.0, 1.0)
        if others and place.kind not in WORLD:
            row[17], row[18] = (0.0, 1.0) if _beyond(place, evidence.box) else _neighbourhood(place, evidence.points, group.key)
        group.rows.append(row)


def _beyond(place: Place, box: tuple[float, float, float, float]) -> bool:
    """Whether a place is far from everything in a box of south, north, west and east: most namesakes abroad are, whatever lies in it."""
    south, north, west, east = box
    lat, lon = place.lat, place.lon
    if lat < south - _FAR_DEGREES or lat > north + _FAR_DEGREES:
        return True
    most = abs(lat) + _FAR_DEGREES  # no middle of the place and a point within reach is nearer to a pole
    if most > _POLAR:
        return False
    width = _FAR_DEGREES / cos(radians(most))
    west, east = west - width, east + width
    return not (west <= lon <= east or west <= lon + 360.0 <= east or west <= lon - 360.0 <= east)


def _neighbourhood(place: Place, points: Sequence[tuple[float, float, float, str]], own: str) -> tuple[float, float]:
    """Return how much of what a text names is near a place, and whether all of it is far; its ``own`` name does not count."""
    near = far = 0.0
    lat, lon = place.lat, place.lon
    south, north = lat - _FAR_DEGREES, lat + _FAR_DEGREES
    for other_lat, other_lon, sure, key in points:
        if south < other_lat < north and key != own:
            km = _km(lat, lon, other_lat, other_lon)
            if km < _FAR_KM:
                far += sure
                if km < _NEAR_KM * 6:
                    near += sure * exp(-km / _NEAR_KM)
    return min(1.0, near), 1.0 if far <= 0.0 else 0.0


def _holds(area: Place, other: Group) -> bool:
    """Return whether a country or first-level area has a place of another name."""
    if area.kind == "country":
        return any(hit.place.country == area.country for hit in other.hits)
    return any(hit.place.country == area.country and hit.place.admin1 == area.admin1 for hit in other.hits)


QualifierArea = tuple[str, str, str, float, float]
"""Kind (country, admin1, point), country, folded name of the first-level area, lat, lon."""


def lies_in(place: Place, areas: Sequence[QualifierArea]) -> bool:
    """Return whether a place is in one of the areas that qualifiers name."""
    return any(
        (kind == "country" and place.country == code)
        or (kind == "admin1" and place.country == code and fold(place.admin1 or "") == name)
        or (kind == "point" and _km(place.lat, place.lon, lat, lon) < _NEAR_KM)
        for kind, code, name, lat, lon in areas
    )


def qualifier_areas(qualifiers: Sequence[str], by_key: Mapping[str, Group]) -> list[QualifierArea]:
    """Return the areas that folded names behind a comma mean."""
    areas: list[QualifierArea] = []
    for qualifier in qualifiers:
        code, _, name = qualifier.rpartition("/")
        if code:
            areas.append(("admin1", code, name, 0.0, 0.0))
            continue
        other = by_key.get(qualifier)
        if other is None or not other.hits:
            continue
        # All areas of that name count: "Rome, Georgia" leaves open which Georgia, and only one of them has a Rome.
        found = False
        for hit in other.hits[:6]:
            place = hit.place
            if place.kind == "country" and place.country:
                areas.append(("country", place.country, "", 0.0, 0.0))
                found = True
            elif place.kind == "admin1" and place.country:
                areas.append(("admin1", place.country, fold(place.admin1 or place.name), 0.0, 0.0))
                found = True
        if not found and other.best is not None:
            best = other.best.place
            areas.append(("point", "", "", best.lat, best.lon))
    return areas


def _km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return a distance that is good enough to compare: the plane at the mean latitude."""
    dlon = abs(lon - other_lon)
    if dlon > 180.0:  # noqa: PLR2004 - the other way round
        dlon = 360.0 - dlon
    return _KM_PER_DEGREE * hypot(lat - other_lat, dlon * cos(radians((lat + other_lat) / 2)))


def mention_features(row: list[float], hit: Hit, level: str) -> list[float]:
    """Return a candidate's features with those that one mention adds: what the words there call the place."""
    if not level:
        return row
    out = row.copy()
    kind = hit.place.kind
    if level == "settlement":
        out[19], out[20] = (1.0, 0.0) if kind in SETTLED else (0.0, 1.0)
    elif level == "water":
        return row
    elif level == "first":
        out[21], out[22] = (1.0, 0.0) if kind in {"admin1", "country", "region"} else (0.0, 1.0)
    else:
        out[23], out[24] = (1.0, 0.0) if kind == "admin2" else (0.0, 1.0)
    return out


def softmax(scores: Sequence[float]) -> list[float]:
    """Return probabilities from scores."""
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


def run(groups: Sequence[Group], told: Mapping[str, float], weights: Sequence[float]) -> None:
    """Score all candidates of all groups, pass after pass."""
    groups = [group for group in groups if group.hits]
    prepare(groups)
    by_key = {group.key: group for group in groups}
    for group in groups:
        group.qualifiers = list(dict.fromkeys(group.qualifiers))
        for qualifier in group.qualifiers:
            if qualifier in by_key and qualifier != group.key:
                by_key[qualifier].holds.add(group.key)
    for group in groups:
        group.none_score = dot(weights, group.none_row())
        group.scores = [dot(weights, row) for row in group.base]
        _settle(group)
    for _ in range(_PASSES - 1):
        evidence = gather(groups, told)
        for group in groups:
            group_features(group, evidence, by_key)
        for group in groups:
            group.plain = [dot(weights, row) for row in group.rows]
            group.scores = [_score(group, number, weights) for number in range(len(group.hits))] if group.levels else group.plain
            _settle(group)


def _settle(group: Group) -> None:
    """Turn scores into probabilities; what is left to 1 is the probability that it is none of the candidates."""
    group.odds = softmax([*group.scores, group.none_score])[:-1]


def _score(group: Group, number: int, weights: Sequence[float]) -> float:
    """Return a candidate's score: as all mentions of the name have it, and for what the words beside some of them call it, by their share."""
    row, hit = group.rows[number], group.hits[number]
    score = plain = group.plain[number]
    for level in set(group.levels):
        share = group.levels.count(level) / max(1, group.count)
        score += share * (dot(weights, mention_features(row, hit, level)) - plain)
    return score
