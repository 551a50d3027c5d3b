"""Towns that a report cannot mean: the namesake far away, or half of the name, of a place that the gazetteer lacks.

A gazetteer knows the Salwa of Kuwait and not the hamlet near Idlib. Where a report is about one part of the world, a lone small town of a country
that nobody names, a continent away from everything else, is nearly always such a namesake: of the 38 that stood alone like this in four annotated
collections (two of news, two of war reports) both with fewer than 200,000 people were not meant, and 31 of the 36 larger ones were. Nor is the hamlet
Rasm Hammam the village Rasm: of 28 small towns found inside a longer run of names, and not very surely resolved, two were meant there.
Nor is Berdychi at Avdiivka the town of Berdychiv: of the places of nine collections of war reports that the gazetteer has in a like spelling
alone, none that lay 250 km and more from all else in its report was meant; all but two of the 44 nearer ones were. Where a report names provinces,
a place of fewer than 10,000 people that lies 60 km and more outside them and 100 km from everything else was meant in none of nine cases (two
collections of news among them); larger towns nearly always were.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from conflict_map.errors import UsageError
from conflict_map.gazetteer.names import ARTICLES, fold, similarity
from conflict_map.geo import distance_km, lies_within
from conflict_map.lexicon import lexicon
from conflict_map.lexicon.countries import is_capital
from conflict_map.resolve.reading import called_small
from conflict_map.resolve.scoring import SETTLED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from shapely.geometry.base import BaseGeometry

    from conflict_map.lexicon import Tokens
    from conflict_map.model import Mention, Place
    from conflict_map.resolve.reading import Reading

__all__ = ["leave_far_namesakes_open", "leave_parts_open", "leave_strangers_open"]

_FAR_KM = 400.0
_LIKENESS_KM, _VILLAGE_KM, _LITTLE_KM = (250.0, 250.0), (300.0, 300.0), (100.0, 60.0)
"""How far from other places, and from named areas: a like spelling, a village, a little place in a country whose areas the report names."""
_LOOSE_KM = 500.0
_LIKE = frozenset(["skeleton", "fuzzy", "weak"])
_VILLAGE, _LITTLE = 5_000.0, 10_000.0
_WORLD = frozenset(["country", "continent"])
_MISSPELT = 2
_LARGE = 200_000
_SMALL = 100_000
_VERY_SURE = 0.9
_OTHERS, _MANY, _ONE_IN = 3, 5, 20
_UNLIKE = 0.6
_SURE, _RATHER_SURE, _ENOUGH = 0.6, 0.55, 0.45
_POINTS = SETTLED | {"base", "airport", "camp", "crossing", "dam", "island", "mountain"}
_DISTRICTS = "districts"
_PARTS_OF_CITIES = frozenset({"district", "quarter", "neighbourhood", "neighborhood", "suburb"})


def leave_parts_open(tokens: Tokens, mentions: Sequence[Mention], readings: Sequence[Reading]) -> list[Mention]:
    """Take the point away from small towns whose name is only a part of the one in the text: "Rasm" in "Rasm Hammam".

    Parameters
    ----------
    tokens
        The text.
    mentions, readings
        The resolved names, and how each span was read; in the same order.

    Returns
    -------
    list of Mention
        The same mentions in order.
    """
    out: list[Mention] = []
    for mention, reading in zip(mentions, readings, strict=True):
        place = mention.place
        if place is not None and place.kind in SETTLED and _may_be_half(place, mention.score, reading):
            first, last = _whole(tokens, reading)
            if last - first > reading.last - reading.first:
                name = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
                reason = f"part of a longer name, {name}, that the gazetteer does not have; {place.name} ({place.country}) is another place"
                out.append(replace(mention, place=None, score=0.0, reason=reason, precision=1))
                continue
        out.append(mention)
    return out


def _may_be_half(place: Place, score: float, reading: Reading) -> bool:
    """Whether a place is small, or a city that is not spelt so: "Adan" in "Adan Yabal" is not Aden."""
    return ((place.population or 0) < _SMALL and score < _VERY_SURE) or _misspelt(place, reading)


def _whole(tokens: Tokens, reading: Reading) -> tuple[int, int]:
    """Return the tokens of the run of names that a name stands in, the end exclusive; words that are known as words end it."""
    first, last = reading.first, reading.last
    count = len(tokens.words)
    if last < count and first < last and _names_on(tokens, last - 1, last):
        last += 1
    elif last + 1 < count and first < last and tokens.lower[last] in ARTICLES and tokens.gap(last) == "-" and tokens.gap(last - 1) == " ":
        last += 2  # "Rasm al-Nafal"
    if first > 1 and first < last and _names_on(tokens, first - 1, first - 1) and not _starts(tokens, first - 1):
        first -= 1
    return first, last


def _names_on(tokens: Tokens, joint: int, other: int) -> bool:
    word = tokens.words[other]
    return tokens.gap(joint) in {" ", "-"} and word[0].isupper() and not word.isupper() and not lexicon().flags.get(word.lower(), 0) & ~_given()


@cache
def _given() -> int:
    return lexicon().mask("given_names")


def _starts(tokens: Tokens, index: int) -> bool:
    """Whether a word starts a sentence, where any word is written large."""
    return any(mark in tokens.gap(index - 1) for mark in '.!?:;\n"“”(')


def leave_far_namesakes_open(mentions: Sequence[Mention], readings: Sequence[Reading], area: Callable[[str], BaseGeometry]) -> list[Mention]:
    """Take the point away from like spellings and small places that lie far from every place and every area that a report names.

    Where a report names nothing but a country, nothing tells which part of it is meant, and they stay.

    Parameters
    ----------
    mentions, readings
        The resolved names, and how each span was read; in the same order.
    area
        Returns the polygon of a first-level area by its id, EPSG:4326.

    Returns
    -------
    list of Mention
        The same mentions in order.
    """
    named = {mention.place for mention in mentions if mention.place is not None and mention.place.kind not in _WORLD}
    out: list[Mention] = []
    for mention, reading in zip(mentions, readings, strict=True):
        place = mention.place
        others = [other for other in named if other.name != place.name] if place is not None else []
        reach = _reach(place, reading, others) if place is not None and others else None
        if place is not None and reach is not None and not any(_is_near(place, other, reach, area) for other in others):
            where = f"{place.name} ({place.admin1 or place.country})"
            reason = f"the likeliest place of this name or one like it, {where}, lies far from every place and area that this report names"
            out.append(replace(mention, place=None, score=0.0, reason=reason, precision=1))
        else:
            out.append(mention)
    return out


def _reach(place: Place, reading: Reading, others: Sequence[Place]) -> tuple[float, float] | None:
    """Return how far (km) from other places and from areas that are named a place may lie; None where its name tells enough."""
    hit = next((hit for hit in reading.hits if hit.place == place), None)
    if hit is None or place.kind not in SETTLED or reading.qualifiers or place.source == "overlay":
        return None  # reports do name the places of our own table
    people = place.population or hit.weight
    if people < _LITTLE and any(other.kind == "admin1" and other.country == place.country for other in others):
        return _LITTLE_KM
    if hit.match in _LIKE:
        return _LIKENESS_KM
    return _VILLAGE_KM if people < _VILLAGE else None


def _is_near(place: Place, other: Place, reach: tuple[float, float], area: Callable[[str], BaseGeometry]) -> bool:
    """Whether a place lies by another that the report names, or in such an area or near it; areas without a border count as 500 km wide."""
    km, area_km = reach
    if other.kind == "admin1" and other.area_id:
        if (other.country, other.admin1) == (place.country, place.admin1):
            return True
        try:
            return lies_within(area(other.area_id), place.lat, place.lon, area_km)
        except UsageError:
            return False
    return distance_km(place.lat, place.lon, other.lat, other.lon) <= (km if other.kind in _POINTS else _LOOSE_KM)


def leave_strangers_open(
    tokens: Tokens, mentions: Sequence[Mention], readings: Sequence[Reading], told: Mapping[str, float], country: Callable[[str], BaseGeometry]
) -> list[Mention]:
    """Take the point away from towns that lie far from everything else in a report and that nothing in it speaks for.

    Parameters
    ----------
    tokens
        The text.
    mentions, readings
        The resolved names, and how each span was read; in the same order.
    told
        Countries that adjectives name.
    country
        Returns the polygon of a country by its ISO code, EPSG:4326.

    Returns
    -------
    list of Mention
        The same mentions in order; strangers without a place, with the reason and their candidates.
    """
    points = {mention.place for mention in mentions if mention.place is not None and _is_point(mention.place)}
    areas = {mention.place for mention in mentions if mention.place is not None and not _is_point(mention.place)}
    named = set(told) | {place.country for place in areas if place.country}
    settled = {place for place in points if place.kind in SETTLED or place.source == _DISTRICTS}
    lone = {place for place in settled if not any(other.country == place.country and other.name != place.name for other in points)}
    if len(points) <= _OTHERS:
        # A short report tells its part of the world by the countries that it names.
        abroad = {place for place in lone if named and place.country not in named and _all_far(place, points | areas)}
        abroad = {place for place in abroad if not any(_beside(place, code, country) for code in named)}  # "Russia captured Avdiivka"
        return [
            _at_home(mention, named)
            if _of_our_table(mention, named) or (mention.place in abroad and _little_known(tokens, mention, reading))
            else mention
            for mention, reading in zip(mentions, readings, strict=True)
        ]
    far = {place for place in settled if _far(place, points)} | {place for place in lone if _rather_far(place, points)}
    return [
        _left_open(mention) if mention.place in far and _unlikely(tokens, mention, reading, named=named, lone=mention.place in lone) else mention
        for mention, reading in zip(mentions, readings, strict=True)
    ]


def _is_point(place: Place) -> bool:
    """Whether a record is a spot rather than an area; a district that reports name like a town is one."""
    return place.kind in _POINTS or place.source == _DISTRICTS


def _beside(place: Place, code: str, country: Callable[[str], BaseGeometry]) -> bool:
    """Whether a place lies within some 400 km of a country, or nothing is known of its borders."""
    try:
        land = country(code)
    except UsageError:
        return True
    return lies_within(land, place.lat, place.lon, _FAR_KM)


def _all_far(place: Place, others: set[Place]) -> bool:
    return all(distance_km(place.lat, place.lon, other.lat, other.lon) > _FAR_KM for other in others if other.name != place.name)


def _little_known(tokens: Tokens, mention: Mention, reading: Reading) -> bool:
    """Whether a place is no city that everyone knows, or not by this name: the town of Pensa is not Penza, nor is Khor Abeche Abeche."""
    place = mention.place
    if place is None or (place.population or 0) < _LARGE:
        return True
    if is_capital(place.country, place.name):
        return False
    first, last = _whole(tokens, reading)
    return mention.score < _RATHER_SURE or _called_town(tokens, reading) or _misspelt(place, reading) or last - first > reading.last - reading.first


def _called_town(tokens: Tokens, reading: Reading) -> bool:
    """Whether the words in front call a place a town: "the town of Kobe"."""
    first = reading.first
    return called_small(tokens, reading) or (first > 1 and tokens.lower[first - 1] == "of" and tokens.lower[first - 2] == "town")


def _misspelt(place: Place, reading: Reading) -> bool:
    """Whether a name is that of a place but for a letter or two, as a rarely used spelling of it or the name of another place is."""
    return 0 < Levenshtein.distance(fold(place.name), reading.key) <= _MISSPELT


def _called_otherwise(place: Place, reading: Reading) -> bool:
    """Whether a name is another one of a place, quite unlike its own: the settlement of Yida is not Jeddah."""
    return any(hit.place == place and hit.match == "alternate" for hit in reading.hits) and similarity(fold(place.name), reading.key) < _UNLIKE


def _far(place: Place, points: set[Place]) -> bool:
    """Whether a place is far from all others, or in a long text from all but a few, which may be strangers themselves."""
    others = [other for other in points if other.name != place.name]
    if len(others) < _OTHERS:
        return False
    near = 0
    for other in others:
        near += distance_km(place.lat, place.lon, other.lat, other.lon) <= _FAR_KM
        if near * _ONE_IN > len(others) - near:
            return False
    return True


def _rather_far(place: Place, points: set[Place]) -> bool:
    """Whether a small town lies 250 km and more from all that a report names, most of which is in one other country."""
    others = [other for other in points if other.name != place.name]
    if len(others) < _MANY or (place.population or 0) >= _SMALL:
        return False
    home = max(sum(other.country == one.country for other in others) for one in others)
    return home * 2 > len(others) and all(distance_km(place.lat, place.lon, other.lat, other.lon) > _LIKENESS_KM[0] for other in others)


def _unlikely(tokens: Tokens, mention: Mention, reading: Reading, *, named: set[str], lone: bool) -> bool:
    """Whether a far town is rather the namesake of a place that the gazetteer does not have."""
    place = mention.place
    if place is None or (called_small(tokens, reading) and not (_part_of(tokens, reading) and (place.population or 0) >= _LARGE)):
        return True
    if not lone:
        return False
    if (place.population or 0) >= _LARGE:
        other_name = _misspelt(place, reading) or (mention.score < _SURE and _called_otherwise(place, reading))
        return place.country not in named and not is_capital(place.country, place.name) and other_name
    return place.country not in named or mention.score < _SURE or (place.population or 0) < _LITTLE * 2


def _part_of(tokens: Tokens, reading: Reading) -> bool:
    """Whether a name stands behind a part of a city: "the market district of Omdurman"."""
    first = reading.first
    return first > 1 and tokens.lower[first - 1] == "of" and tokens.lower[first - 2] in _PARTS_OF_CITIES


def _of_our_table(mention: Mention, named: set[str]) -> bool:
    """Whether an open name is that of a place of our own table in a country that the report names, which its namesakes abroad outweigh."""
    return mention.place is None and any(c.place.country in named and c.place.source == "overlay" and c.score > 0 for c in mention.candidates)


def _at_home(mention: Mention, named: set[str]) -> Mention:
    """Take the one namesake in a country that the report names instead of the likelier one abroad; leave it open where there is none or more."""
    home = [candidate for candidate in mention.candidates if candidate.place.country in named and candidate.place.kind in SETTLED]
    abroad = sum(candidate.score for candidate in mention.candidates if candidate.place.country not in named)
    if len(home) != 1 or (sure := home[0].score / max(1.0 - abroad, home[0].score)) < _ENOUGH:
        return _left_open(mention) if mention.place is not None else mention
    score = round(min(sure, _RATHER_SURE), 3)
    reason = f"{home[0].reason}; doubtful: {_left_open(mention).reason if mention.place is not None else mention.reason}"
    candidates = (replace(home[0], score=score), *(candidate for candidate in mention.candidates if candidate is not home[0]))
    return replace(mention, place=home[0].place, candidates=candidates, score=score, reason=reason, precision=1)


def _left_open(mention: Mention) -> Mention:
    place = mention.place
    where = f"{place.name} ({place.country})" if place is not None else mention.text
    reason = f"the likeliest place of this name, {where}, lies far from everything else in this report, and nothing in it speaks for that country"
    return replace(mention, place=None, score=0.0, reason=reason, precision=1)
