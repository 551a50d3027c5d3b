"""`locate`: from a name in any spelling to candidates with score and reason.

Candidates come by key, from strict to loose: the folded name; its consonant skeleton with about one letter of tolerance; a part of the name; codes
and machines' transliterations. Looser keys are tried only where stricter ones found nothing in the country and area that were asked for, and never
for
short or common words. The score is the product of what speaks for a candidate.
"""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from conflict_map.errors import UsageError
from conflict_map.gazetteer.compile import word_skeletons
from conflict_map.gazetteer.descriptions import described, described_similarity
from conflict_map.gazetteer.lookup import Hit
from conflict_map.gazetteer.names import fold, loose, romanise, similarity, skeleton, without_articles
from conflict_map.gazetteer.words import COMMON_WORDS, SETTLED, designation_of, without_generic
from conflict_map.model import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer.lookup import Gazetteer

__all__ = ["alike", "astray_words", "by_a_part", "in_part", "search"]

_MIN_LETTERS = 3
"""Shorter names are only found exactly."""
_MIN_FUZZY = 5
"""Shorter names are only found by the same sounds, never with a letter of tolerance; so are those with fewer than `_MIN_BONES` consonants."""
_MIN_BONES = 2
_MIN_SIMILAR = 0.62
_MIN_PART = 0.72
_KEPT = 60
_COMPARED = 24
"""How many names of the whole world are compared by their sounds; of one country all that come up are."""
_EVIDENCE = {"name": 1.0, "alternate": 0.96, "variant": 0.93, "skeleton": 0.88, "fuzzy": 0.82, "described": 0.85, "part": 0.75, "weak": 0.5}
_WORDS = {
    "name": "its name in the gazetteer",
    "alternate": "another spelling in the gazetteer",
    "variant": "the same name but for the article",
    "skeleton": "spelt alike: the same consonants as",
    "fuzzy": "spelt nearly like",
    "described": "the same name but for words such as upper or farm, which are translated:",
    "part": "shares a part of its name with",
    "weak": "a code or a machine's transliteration",
}
_C_IS_J = frozenset(["IQ", "SY", "TR"])
_C_FOR_J = re.compile("c(?![hkr])")
_KM_HALF = 60.0
"""The distance (km) at which nearness counts half."""
_EARTH_KM = 6371.0088
_LESS = 0.9
_ASTRAY = 0.5
"""Of a record whose point lies far outside its own area: one of the two is wrong."""
_GOOD = 0.8
_BESIDE, _ELSEWHERE, _BORDER_DEG = 0.7, 0.5, 0.4
"""What is left of a namesake outside the area that was asked for: sources differ about villages by its border, and about none far away."""
_WORTH_TELLING = 0.6
"""Spellings a letter off are told beside a candidate that is not much likelier."""
_AREA_OF_SEAT = 0.95
_OF_ITS_KIND = "of the kind that the name says"
_KIND_WORDS = {"admin1": "first-level area", "admin2": "area"}


class _Query(NamedTuple):
    """What is looked for.

    ``whole`` is the folded name, ``key`` the name without the word for its kind; ``scope`` the ISO code to stay in, ``areas`` codes as ``SY.12``.
    """

    whole: str
    key: str
    kinds: frozenset[str]
    scope: str | None
    areas: frozenset[str]
    admin1: str | None
    near: tuple[float, float] | None
    polygons: Callable[[str], BaseGeometry]

    def beside(self, place: Place) -> bool:
        """Return whether a place lies by the areas that were asked for, or that is not known."""
        from shapely import Point

        try:
            return any(self.polygons(code).distance(Point(place.lon, place.lat)) < _BORDER_DEG for code in self.areas)
        except UsageError:
            return True

    def inside(self, place: Place) -> bool:
        """Return whether a place lies in the country that was asked for."""
        return self.scope is None or place.country in (self.scope, None)


_Found = dict[Place, tuple[Hit, str]]
"""Records with the spelling by which they were found."""


def search(
    gazetteer: Gazetteer,
    name: str,
    *,
    country: str | None,
    admin1: str | None,
    near: tuple[float, float] | None,
    limit: int,
) -> list[Candidate]:
    """Return the candidates of `Gazetteer.locate`."""
    query = _read(gazetteer, name, country, admin1, near)
    if not query.key:
        return []
    found: _Found = {}
    for text in dict.fromkeys((query.whole, query.key)):
        for hit in gazetteer.hits(text):
            found.setdefault(hit.place, (hit, text))
    inside = _loosened(gazetteer, query, {place: value for place, value in found.items() if query.inside(place)})
    outside = not inside and query.scope is not None
    scored = [_score(query, hit, spelling, outside=outside) for hit, spelling in (found if outside else _seats_first(query, inside)).values()]
    scored.sort(key=lambda c: (-c.score, c.place.name, c.place.lat, c.place.lon))
    if query.scope is None and scored:
        # All over the world something is always spelt a little like it.
        scored = [c for c in scored if c.score >= _WORTH_TELLING * scored[0].score or not c.reason.startswith(_WORDS["fuzzy"])]
    return _with_doubt(scored)[:limit]


def by_a_part(candidate: Candidate) -> bool:
    """Return whether a candidate only shares a part of the name, and is not of the kind that it says: "Ngungu" for "Ngungu Hill"."""
    return candidate.reason.startswith(_WORDS["part"]) and _OF_ITS_KIND not in candidate.reason


def _read(gazetteer: Gazetteer, name: str, country: str | None, admin1: str | None, near: tuple[float, float] | None) -> _Query:
    head, context = _split(name)
    whole = fold(head)
    key, kinds = designation_of(whole)
    scope = gazetteer.country_code(country) if country else None
    areas = gazetteer.admin_codes(admin1, scope) if admin1 else frozenset()
    if context and not scope:
        scope, areas = _context(gazetteer, context, areas)
    return _Query(whole, key.removeprefix("the "), kinds, scope, areas, admin1 or (context.strip() or None), near, gazetteer.area)


def _loosened(gazetteer: Gazetteer, query: _Query, inside: _Found) -> _Found:
    """Return what was found by the name itself, and where that is nothing in the areas asked for, what looser keys find."""

    def satisfied(least: float = 0.0) -> bool:
        return any((not query.areas or hit.admin in query.areas) and hit.similarity >= least for hit, _ in inside.values())

    if not satisfied():
        for hit, spelling in _spelt_otherwise(gazetteer, query):
            if hit.place not in inside or inside[hit.place][0].similarity < hit.similarity:
                inside[hit.place] = (hit, spelling)
    if query.scope and not satisfied(_GOOD):
        for hit, spelling in _parts(gazetteer, query, query.scope):
            inside.setdefault(hit.place, (hit, spelling))
    if not inside:
        for hit in gazetteer.hits(query.whole, weak=True):
            if query.inside(hit.place):
                inside.setdefault(hit.place, (hit, query.whole))
    return inside


def _spelt_otherwise(gazetteer: Gazetteer, query: _Query) -> Iterator[tuple[Hit, str]]:
    """Yield records whose name is spelt much like the one asked for, or is the same but for describing words in another language."""
    for key in _readings(query):
        yield from alike(gazetteer, key, query.scope, query.areas)
        if query.scope:
            yield from _described(gazetteer, key, query.scope, query.areas)


def _readings(query: _Query) -> tuple[str, ...]:
    """Return the name, and how it reads where Kurds and Turks write c for j: "Ceqale" is Jaqal."""
    turned = _C_FOR_J.sub("j", query.key) if query.scope in _C_IS_J else query.key
    return (query.key,) if turned == query.key else (query.key, turned)


def _parts(gazetteer: Gazetteer, query: _Query, scope: str) -> list[tuple[Hit, str]]:
    """Return records that share a part of the name: without words such as "farm" or "camp", or a telling word."""
    core = without_generic(query.key)
    found: list[tuple[Hit, str]] = []
    if core != query.key:
        hits = [*gazetteer.hits(core), *(hit for hit, _ in alike(gazetteer, core, scope, query.areas))]
        found += [(replace(hit, match="part", similarity=_LESS * hit.similarity), core) for hit in hits if hit.place.country == scope]
    return found + in_part(gazetteer, core, scope, query.areas)


def _described(gazetteer: Gazetteer, key: str, scope: str, areas: Collection[str]) -> list[tuple[Hit, str]]:
    """Return records whose name is the same with its describing words translated: "Upper Baghuz" and "Baghuz al Fawqani"."""
    core, ideas = described(key)
    if not ideas or core in COMMON_WORDS or len(core) < _MIN_LETTERS:
        return []
    found: dict[Place, tuple[Hit, str]] = {}
    bare = [(hit, core) for hit in gazetteer.hits(core) if hit.place.country == scope]
    for hit, spelling in (*bare, *alike(gazetteer, core, scope, areas), *_sharing(gazetteer, core, scope, areas)):
        sim = described_similarity(key, spelling)
        if sim >= _MIN_PART and (hit.place not in found or found[hit.place][0].similarity < sim):
            found[hit.place] = (replace(hit, match="described", similarity=sim), spelling)
    return list(found.values())


def _sharing(gazetteer: Gazetteer, core: str, country: str, areas: Collection[str]) -> list[tuple[Hit, str]]:
    """Return records one of whose names shares a telling word with the core of a name."""
    found: list[tuple[Hit, str]] = []
    bones = word_skeletons(core) or {skeleton(core)}
    for number, segment in enumerate(gazetteer.segments):
        within = segment.within(country, areas)
        if within is not None:
            found += [(gazetteer.hit(number, record, "part", 0.0), text) for text, record in segment.sharing_word(core, bones, within)]
    return found


def _seats_first(query: _Query, found: _Found) -> _Found:
    """Let "Homs" alone be the city rather than the governorate around it."""
    if query.kinds:
        return found
    seats = {hit.admin for hit, _ in found.values() if hit.place.kind in SETTLED and hit.match in {"name", "alternate"}}
    return {
        place: (replace(hit, similarity=_AREA_OF_SEAT) if place.kind == "admin1" and hit.admin in seats else hit, text)
        for place, (hit, text) in found.items()
    }


def _split(name: str) -> tuple[str, str]:
    """Split "Tripoli, Lebanon" into the name and what it lies in."""
    head, _, rest = name.partition(",")
    return (head, rest) if head.strip() else (name, "")


def _context(gazetteer: Gazetteer, rest: str, areas: frozenset[str]) -> tuple[str | None, frozenset[str]]:
    """Return the country and areas that the words after a comma name."""
    scope: str | None = None
    for part in reversed([part for part in rest.split(",") if part.strip()]):
        code = gazetteer.country_code(part, strict=False)
        if code and scope is None:
            scope = code
            continue
        areas = areas or gazetteer.admin_codes(part, scope)
    if scope is None and areas:
        countries = {code.split(".", 1)[0] for code in areas}
        scope = countries.pop() if len(countries) == 1 else None
    return scope, areas


def alike(gazetteer: Gazetteer, key: str, country: str | None, areas: Collection[str] = (), least: float = _MIN_SIMILAR) -> list[tuple[Hit, str]]:
    """Return the records whose name is spelt much like a folded name, the most similar first, with that name.

    Parameters
    ----------
    key
        Folded name. Common words match nothing; of short ones only the same sounds do.
    country
        ISO code to which the search is bound.
    areas
        Codes of first-level areas that come first where there are too many.
    least
        How alike, 0 to 1, a name must be.
    """
    letters = without_articles(romanise(key))
    bones = skeleton(key)
    if len(letters) < _MIN_LETTERS or not bones or key in COMMON_WORDS:
        return []
    short = len(letters) < _MIN_FUZZY or len(bones) < _MIN_BONES
    found: dict[tuple[int, int], tuple[float, str, str]] = {}
    for number, segment in enumerate(gazetteer.segments):
        within = segment.within(country, areas)
        if within is None:
            continue
        scores: dict[str, float] = {}
        names = segment.alike(key, bones, within, strict=short)
        for spelling, record in names if country else _closest(key, names):
            if spelling not in scores:
                scores[spelling] = similarity(key, spelling, least)
            sim = scores[spelling]
            if sim < least or (short and loose(key) != loose(spelling)):
                continue
            if found.get((number, record), (0.0,))[0] < sim:
                found[number, record] = (sim, "skeleton" if skeleton(spelling) == bones else "fuzzy", spelling)
    return _best(gazetteer, found)


def _closest(key: str, names: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return those of many names that share the most letters in order with a folded name: comparing these costs little, comparing sounds does not."""
    if len(names) <= _COMPARED:
        return names
    distance = {spelling: Levenshtein.normalized_distance(key, spelling) for spelling in {spelling for spelling, _ in names}}
    return sorted(names, key=lambda pair: distance[pair[0]])[:_COMPARED]


def in_part(gazetteer: Gazetteer, key: str, country: str, areas: Collection[str] = ()) -> list[tuple[Hit, str]]:
    """Return the records in a country that share a telling word with a folded name: "Umm Ashba" and "Mashrafat Umm Ashba"."""
    bones = word_skeletons(key)
    if not bones or key in COMMON_WORDS:
        return []
    found: dict[tuple[int, int], tuple[float, str, str]] = {}
    for number, segment in enumerate(gazetteer.segments):
        within = segment.within(country, areas)
        if within is None:
            continue
        names = segment.sharing_word(key, bones, within)
        if " " in key:
            names += [pair for word in bones for pair in segment.alike(word, word, within, strict=True)]
        for spelling, record in names:
            sim = _part_similarity(key, spelling)
            if sim >= _MIN_PART and found.get((number, record), (0.0,))[0] < sim:
                found[number, record] = (sim, "part", spelling)
    return _best(gazetteer, found)


def _best(gazetteer: Gazetteer, found: dict[tuple[int, int], tuple[float, str, str]]) -> list[tuple[Hit, str]]:
    best = sorted(found.items(), key=lambda item: -item[1][0])[:_KEPT]
    return [(gazetteer.hit(number, record, match, sim), spelling) for (number, record), (sim, match, spelling) in best]


def _part_similarity(key: str, spelling: str) -> float:
    """Return how alike one name is to a run of words of the other, less for each word left out."""
    left, right = without_articles(key).split(" "), without_articles(spelling).split(" ")
    best = 0.0
    for whole, other in ((left, right), (right, left)):
        for start in range(len(other)):
            for end in range(start + 1, len(other) + 1):
                out = len(other) - (end - start)
                if out and abs(len(whole) - (end - start)) <= 1:
                    best = max(best, similarity(" ".join(whole), " ".join(other[start:end])) * (1 - 0.06 * out))
    return best


def _score(query: _Query, hit: Hit, spelling: str, *, outside: bool) -> Candidate:
    """Return a hit as a candidate: the product of what speaks for it, each with its words."""
    place = hit.place
    # Each name in our own table is one that reports use: none is second to another.
    evidence = 1.0 if place.source == "overlay" and hit.match in {"alternate", "variant"} else _EVIDENCE[hit.match]
    score = evidence * hit.similarity**2 * (0.75 + 0.25 * min(1.0, math.log10(max(hit.weight, 1.0)) / 7))
    why = [_WORDS[hit.match] + (f" {spelling!r}" if hit.match in {"skeleton", "fuzzy", "described", "part"} else "")]
    if hit.match != "name":
        # Of places that share a spelling, the one whose own name is closer to it comes first.
        score *= 0.98 + 0.02 * similarity(query.key, fold(place.name))
    for factor, reason in (_by_area(query, hit), _by_nearness(query, place), _by_kind(query, place)):
        score *= factor
        why += [reason] if reason else []
    if outside:
        score *= 0.3
        why.append(f"not in {query.scope}")
    if hit.astray_km:
        score *= _ASTRAY
        why.append(astray_words(hit))
    if place.population is None and place.kind in SETTLED:
        why.append("population not known")
    return Candidate(place, round(min(score, 1.0), 4), "; ".join(why))


def astray_words(hit: Hit) -> str:
    """Say that the point of a record contradicts the area that it is said to be in."""
    return f"doubtful: its point lies {hit.astray_km:,} km outside {hit.place.admin1 or hit.admin}, where its source says it is"


def _by_area(query: _Query, hit: Hit) -> tuple[float, str]:
    if not query.areas:
        return 1.0, ""
    if hit.admin in query.areas:
        # "Idlib, in Idlib" is the city.
        return (0.75, "") if hit.place.kind == "admin1" else (1.0, f"in {hit.place.admin1 or query.admin1}")
    if not hit.admin:
        return 0.85, ""
    return (_BESIDE, f"not in {query.admin1}, but near it") if query.beside(hit.place) else (_ELSEWHERE, f"not in {query.admin1}")


def _by_nearness(query: _Query, place: Place) -> tuple[float, str]:
    if query.near is None:
        return 1.0, ""
    lat, lon = query.near
    x = math.radians((place.lon - lon + 180) % 360 - 180) * math.cos(math.radians((place.lat + lat) / 2))
    km = _EARTH_KM * math.hypot(math.radians(place.lat - lat), x)
    return 0.5 + 0.5 / (1 + km / _KM_HALF), f"{km:.0f} km from the point given"


def _by_kind(query: _Query, place: Place) -> tuple[float, str]:
    if not query.kinds:
        return 1.0, ""
    return (1.0, f"{_OF_ITS_KIND}: {_KIND_WORDS.get(place.kind, place.kind)}") if place.kind in query.kinds else (0.8, "")


def _one_in_the_other(one: Place, other: Place) -> bool:
    """Whether two places are a town and the first-level area that is named after it and holds it: Aleppo in Aleppo."""
    kinds = {one.kind, other.kind}
    return "admin1" in kinds and len(kinds) == 2 and one.country == other.country and one.admin1 == other.admin1  # noqa: PLR2004


def _with_doubt(scored: list[Candidate]) -> list[Candidate]:
    """Say in the reason of the first candidate that another one is nearly as likely."""
    rivals = [candidate for candidate in scored[1:] if not _one_in_the_other(candidate.place, scored[0].place)]
    if rivals and rivals[0].score > 0.85 * scored[0].score:
        other = rivals[0].place
        where = ", ".join(part for part in (other.admin1, other.country) if part)
        scored[0] = replace(scored[0], reason=f"{scored[0].reason}; doubtful: {other.name} ({where or other.kind}) is nearly as likely")
    return scored
