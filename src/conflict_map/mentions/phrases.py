"""Phrases around names that name a place together: borders, capitals, parts of areas and distances."""

from __future__ import annotations

import re
from itertools import compress
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.lexicon import Tokens

__all__ = ["border_phrases", "capital_phrases", "extend"]

_BORDERS = frozenset(["border", "borders", "frontier", "frontiers"])
# "Turkish border guards" are people, "a border town" is a town.
_NOT_A_BORDER = frozenset(
    [
        "guard",
        "guards",
        "police",
        "policeman",
        "policemen",
        "patrol",
        "patrols",
        "agent",
        "agents",
        "official",
        "officials",
        "officer",
        "officers",
        "force",
        "forces",
        "security",
        "control",
        "controls",
        "agency",
        "crossing",
        "crossings",
        "post",
        "posts",
        "gate",
        "gates",
        "town",
        "towns",
        "village",
        "villages",
        "city",
        "cities",
        "checkpoint",
        "checkpoints",
        "wall",
        "dispute",
        "war",
        "fence",
        "troops",
        "soldiers",
    ]
)
_NOT_A_CAPITAL = frozenset(
    [
        "punishment",
        "gains",
        "gain",
        "market",
        "markets",
        "investment",
        "investments",
        "letter",
        "letters",
        "letters",
        "expenditure",
        "spending",
        "flows",
        "stock",
        "crime",
        "crimes",
        "offence",
        "offense",
        "murder",
        "case",
        "cases",
        "region",
        "district",
    ]
)
_DIRECTIONS = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "northern",
        "southern",
        "eastern",
        "western",
        "northeastern",
        "northwestern",
        "southeastern",
        "southwestern",
        "central",
    ]
)
_COMPASS = frozenset(["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"])
_RURAL = frozenset(["countryside", "hinterland"])
_LENGTHS = frozenset(["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles"])
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d+)?")


def _names_country(tokens: Tokens, first: int, lookup: Gazetteer) -> int:
    """Return how many tokens from ``first`` on are a country's name or adjective."""
    lex = lexicon()
    if not tokens.words[first][0].isupper():
        return 0
    for length in (4, 3, 2, 1):
        if first + length > len(tokens.words):
            continue
        text = tokens.text[tokens.starts[first] : tokens.ends[first + length - 1]]
        demonym = lex.demonyms.get(text.lower())
        if demonym is not None and len(demonym.countries) == 1 and not demonym.area and not lex.has(text.lower(), "not_of_the_state"):
            return length
        short = lex.abbreviations.get(text.rstrip(".")) if length == 1 else None
        if short is not None and short.where == "anywhere":
            return 1
        if any(hit.place.kind == "country" for hit in lookup.hits(fold(text))[:3]):
            return length
    return 0


def _country_before(tokens: Tokens, last: int, lookup: Gazetteer) -> int:
    """Return the first token of the country's name or adjective that ends before token ``last``; ``last`` if there is none."""
    for length in (1, 2, 3, 4):
        first = last - length
        if first >= 0 and _names_country(tokens, first, lookup) == length:
            return first
    return last


def border_phrases(tokens: Tokens, lookup: Gazetteer) -> Iterator[tuple[int, int]]:
    """Yield "Turkish border", "Syria-Turkey border", "border with Jordan", "border between Syria and Turkey" as token ranges, the end exclusive."""
    lower = tokens.lower
    count = len(lower)
    for index in compress(range(count), map(_BORDERS.__contains__, lower)):
        if tokens.words[index][0].isupper():
            continue
        if index + 1 < count and lower[index + 1] in _NOT_A_BORDER and tokens.gap(index) in {" ", "-"}:
            continue
        first, last = index, index + 1
        if index and tokens.gap(index - 1).strip() in {"", "'s", "’s"}:
            first = _country_before(tokens, index, lookup)
            # "Syria-Turkey border", "Syrian–Turkish border"
            if first < index and first > 0 and tokens.gap(first - 1).strip() in {"-", "\u2010", "\u2011", "\u2013", "\u2014", "/"}:
                first = _country_before(tokens, first, lookup)
        if last < count and lower[last] in {"with", "between"} and last + 1 < count:
            start = last + 1 + (lower[last + 1] == "the")
            length = _names_country(tokens, start, lookup) if start < count else 0
            if length:
                last = start + length
                if lower[index + 1] == "between" and last + 1 < count and lower[last] == "and":
                    start = last + 1 + (lower[last + 1] == "the")
                    length = _names_country(tokens, start, lookup) if start < count else 0
                    last = start + length if length else last
        if last - first > 1:
            yield first, last


def capital_phrases(tokens: Tokens, lookup: Gazetteer) -> Iterator[tuple[int, int]]:
    """Yield "capital" in "the capital" and "Syrian capital" as token ranges, where no name stands beside it that says the same."""
    lower = tokens.lower
    count = len(lower)
    for index in compress(range(count), map("capital".__eq__, lower)):
        if index == 0 or tokens.words[index][0].isupper():
            continue
        if index + 1 < count:
            gap = tokens.gap(index)
            if lower[index + 1] in _NOT_A_CAPITAL or (gap == " " and lower[index + 1] == "of"):
                continue
            # "the capital, Damascus", "the capital Damascus": the name is there.
            named = gap in {", ", " "} and tokens.words[index + 1][0].isupper() and not lexicon().has(lower[index + 1], "days")
            if named and not lexicon().has(lower[index + 1], "titles"):
                continue  # "held the capital, General X said" names no capital
        before = tokens.gap(index - 1)
        if before == " " and lower[index - 1] == "the":
            yield index, index + 1
            continue
        if before.strip() in {"", "'s", "’s"}:
            first = _country_before(tokens, index, lookup)
            if first < index and not (first and lower[first - 1] == "facto"):
                yield first, index + 1


def extend(tokens: Tokens, first: int, last: int) -> tuple[int, int]:  # noqa: C901 - before the name, behind it, both
    """Return the tokens of a name together with what makes it a part of the place, or a distance from it.

    "southern Idlib", "the south of Idlib province", "Idlib countryside", "Hama's northern countryside", "33 km south of Idlib".
    """
    lower = tokens.lower
    count = len(lower)
    start, end = first, last
    # behind the name: "Idlib countryside", "Idlib's southern countryside"
    ahead = last
    while ahead < count and lower[ahead] in _DIRECTIONS and ahead - last < 2 and _close(tokens, ahead - 1):  # noqa: PLR2004 - "north-eastern"
        ahead += 1
    if ahead < count and lower[ahead] in _RURAL and _close(tokens, ahead - 1):
        end = ahead + 1
    elif last < count and lower[last] in _RURAL and _close(tokens, last - 1):
        end = last + 1
    # before it: "southern Idlib", "north-western Syria"
    behind = first - 1
    while behind >= 0 and lower[behind] in _DIRECTIONS and _close(tokens, behind) and first - behind <= 2:  # noqa: PLR2004
        start = behind
        behind -= 1
    if start < first:
        return start, end
    # "the south of Idlib province", "the northern countryside of Hama", "33 km south of Idlib", "south of the city of Marib"
    named = first
    first = _before_its_kind(tokens, first)
    if first >= 2 and lower[first - 1] == "of" and _close(tokens, first - 1) and _close(tokens, first - 2):  # noqa: PLR2004
        behind = first - 2
        while behind >= 0 and (lower[behind] in _DIRECTIONS or lower[behind] in _RURAL) and _close(tokens, behind):
            start = behind
            behind -= 1
        if start < first and lower[start] in _COMPASS | _DIRECTIONS | _RURAL:
            number = start - 2
            if number >= 0 and lower[start - 1] in _LENGTHS and _NUMBER.fullmatch(lower[number]):
                start = number
            if (
                end == last
                and last < count
                and lower[last] in {"province", "governorate", "state", "region", "district", "city"}
                and _close(tokens, last - 1)
            ):
                end = last + 1
            return start, end
        return named, end
    return (start if start < first else named), end


def _before_its_kind(tokens: Tokens, first: int) -> int:
    """Return where "the city of X", "the besieged town of X" begins after "of": only then does a direction before it measure from X."""
    lower = tokens.lower
    if first < 4 or lower[first - 1] != "of" or not lexicon().has(lower[first - 2], "settlement_nouns"):  # noqa: PLR2004 - "of the city of"
        return first
    for start in (first - 3, first - 4):
        if start >= 1 and lower[start] == "the" and lower[start - 1] == "of" and all(_close(tokens, index) for index in range(start - 1, first)):
            return start
    return first


def _close(tokens: Tokens, index: int) -> bool:
    """Return whether nothing but a space, a hyphen or a possessive 's parts a token and the next."""
    return tokens.gap(index) in {" ", "-", "\n", "'s ", "’s ", "\u2011"}
