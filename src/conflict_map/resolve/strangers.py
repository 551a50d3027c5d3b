"""Towns that a report cannot mean: the namesake far away, or half of the name, of a place that the gazetteer lacks.

A gazetteer knows the Salwa of Kuwait and not the hamlet near Idlib. Where a report is about one part of the world, a lone small town of a country
that nobody names, a continent away from everything else, is nearly always such a namesake: of the 38 that stood alone like this in four annotated
collections (two of news, two of war reports) both with fewer than 200,000 people were not meant, and 31 of the 36 larger ones were. Nor is the hamlet
Rasm Hammam the village Rasm: of 28 small towns found inside a longer run of names, and not very surely resolved, two were meant there.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from conflict_map.errors import UsageError
from conflict_map.gazetteer.names import ARTICLES
from conflict_map.geo import distance_km, nearest_point
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

__all__ = ["leave_parts_open", "leave_strangers_open"]

_FAR_KM = 400.0
_LARGE = 200_000
_SMALL = 100_000
_VERY_SURE = 0.9
_OTHERS, _ONE_IN = 3, 20
_SURE, _RATHER_SURE, _ENOUGH = 0.6, 0.55, 0.45
_POINTS = SETTLED | {"base", "airport", "camp", "crossing", "dam", "island", "mountain"}
_DISTRICTS = "districts"


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
        if place is not None and place.kind in SETTLED and (place.population or 0) < _SMALL and mention.score < _VERY_SURE:
            first, last = _whole(tokens, reading)
            if last - first > reading.last - reading.first:
                name = tokens.text[tokens.starts[first] : tokens.ends[last - 1]]
                reason = f"part of a longer name, {name}, that the gazetteer does not have; {place.name} ({place.country}) is another place"
                out.append(replace(mention, place=None, score=0.0, reason=reason, precision=1))
                continue
        out.append(mention)
    return out


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
        return [_at_home(mention, named) if mention.place in abroad and _little_known(mention) else mention for mention in mentions]
    far = {place for place in settled if _far(place, points)}
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
    return nearest_point(land, place.lat, place.lon)[2] <= _FAR_KM


def _all_far(place: Place, others: set[Place]) -> bool:
    return all(distance_km(place.lat, place.lon, other.lat, other.lon) > _FAR_KM for other in others if other.name != place.name)


def _little_known(mention: Mention) -> bool:
    """Whether a place is no city that everyone knows."""
    place = mention.place
    if place is None or (place.population or 0) < _LARGE:
        return True
    return mention.score < _RATHER_SURE and not is_capital(place.country, place.name)


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


def _unlikely(tokens: Tokens, mention: Mention, reading: Reading, *, named: set[str], lone: bool) -> bool:
    """Whether a far town is rather the namesake of a place that the gazetteer does not have."""
    place = mention.place
    if place is None or called_small(tokens, reading):
        return True
    if not lone or (place.population or 0) >= _LARGE:
        return False
    return place.country not in named or mention.score < _SURE


def _at_home(mention: Mention, named: set[str]) -> Mention:
    """Take the one namesake in a country that the report names instead of the likelier one abroad; leave it open where there is none or more."""
    home = [candidate for candidate in mention.candidates if candidate.place.country in named and candidate.place.kind in SETTLED]
    abroad = sum(candidate.score for candidate in mention.candidates if candidate.place.country not in named)
    if len(home) != 1 or (sure := home[0].score / max(1.0 - abroad, home[0].score)) < _ENOUGH:
        return _left_open(mention)
    score = round(min(sure, _RATHER_SURE), 3)
    reason = f"{home[0].reason}; doubtful: {_left_open(mention).reason}"
    candidates = (replace(home[0], score=score), *(candidate for candidate in mention.candidates if candidate is not home[0]))
    return replace(mention, place=home[0].place, candidates=candidates, score=score, reason=reason, precision=1)


def _left_open(mention: Mention) -> Mention:
    place = mention.place
    where = f"{place.name} ({place.country})" if place is not None else mention.text
    reason = f"the likeliest place of this name, {where}, lies far from everything else in this report, and nothing in it speaks for that country"
    return replace(mention, place=None, score=0.0, reason=reason, precision=1)
