"""What a span says: the core of the name, the kind of place, and how the place is meant (a part, a border, a distance from it)."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon import lexicon
from conflict_map.lexicon.cases import declines, in_nominative
from conflict_map.resolve.kind_words import AREAS, FIRST_LEVEL, QUARTERS, RURAL, SECOND_LEVEL, SETTLEMENT, SMALL_THINGS, STATE_OFFICES, TOWN_OFFICES
from conflict_map.resolve.sites import region_hits, site_behind, site_hits
from conflict_map.resolve.waters import RIVER, behind_banks, is_river

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Abbreviation, Tokens
    from conflict_map.model import Span

__all__ = ["Reading", "read_span"]

_PARTS = {
    "north": "N", "northern": "N", "south": "S", "southern": "S", "east": "E", "eastern": "E", "west": "W", "western": "W",
    "northeast": "NE", "northeastern": "NE", "northwest": "NW", "northwestern": "NW",
    "southeast": "SE", "southeastern": "SE", "southwest": "SW", "southwestern": "SW",
    "central": "centre",
}  # fmt: skip
_NEAR = frozenset(["near", "outside", "around", "nearby", "beyond"])
_DIAGONALS = frozenset(["NE", "NW", "SE", "SW"])
_COMPASS_NOUNS = frozenset(["north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"])
_LENGTHS = frozenset(["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles"])
_MILE_KM = 1.609344
_TOWNS = frozenset(["city", "town", "village"])
_AS_KNOWN = 0.3
_BORDERS = frozenset(["border", "frontier", "borders", "borderline"])


@dataclass(slots=True)
class Reading:
    """How a span is meant.

    Attributes
    ----------
    key
        Folded core of the name; empty where there is none ("the capital").
    hits
        What the gazetteer has under it.
    how
        ``place``, ``country`` (told by an adjective), ``border``, ``capital``, ``offset`` (a distance and direction from it) or ``feature``.
    level
        ``settlement``, ``first`` or ``second`` (level of an area) or ``water`` where the words say so, else empty.
    rather
        The level to take where a name is that of a town and of an area; `level`, or what a part or distance suggests.
    part
        Compass point or ``centre`` where a part of the area is meant.
    near, rural
        Whether near the place is meant, or its countryside.
    km, direction
        For offsets.
    countries
        ISO codes that the words themselves name (adjectives, borders).
    qualifiers
        Folded names behind a comma or "in": areas that the place is in.
    host
        Folded name of the town that a feature or neighbourhood without an entry is in, or is named after.
    site, kinds
        The word behind the name that tells what kind of place it is ("camp"), and the kinds that it tells.
    """

    first: int
    last: int
    key: str = ""
    hits: tuple[Hit, ...] = ()
    how: str = "place"
    level: str = ""
    rather: str = ""
    part: str | None = None
    near: bool = False
    rural: bool = False
    km: float | None = None
    direction: str | None = None
    countries: tuple[str, ...] = ()
    qualifiers: list[str] = field(default_factory=list)
    host: str = ""
    site: str = ""
    kinds: frozenset[str] = frozenset()


def called_small(tokens: Tokens, reading: Reading) -> bool:
    """Return whether the words beside a name call it a village or a part of a town: "the Alexandria suburb", "the village of Nasiriyah"."""
    first, last = reading.first, reading.last
    if not first < last:
        return False
    if last < len(tokens.words) and tokens.gap(last - 1) == " " and tokens.lower[last] in SMALL_THINGS:
        return True
    of = first > 1 and tokens.lower[first - 1] == "of"
    return first > of and tokens.lower[first - 1 - of] in SMALL_THINGS and tokens.gap(first - 1 - of) == " " and tokens.gap(first - 1) == " "


def read_span(tokens: Tokens, span: Span, lookup: Gazetteer) -> Reading:
    """Read a span and the words around it."""
    first = bisect.bisect_right(tokens.ends, span.start)
    last = bisect.bisect_left(tokens.starts, span.end)
    if last <= first:
        return Reading(first, first, key=fold(span.text), hits=lookup.hits(fold(span.text)))
    words = tokens.lower[first:last]
    reading = Reading(first, last)
    if (special := _border(tokens, first, last, words, lookup)) is not None:
        return special
    if words[-1] == "capital":
        reading.how = "capital"
        reading.countries = _countries_in(tokens, first, last - 1, lookup)
        return reading
    text = tokens.text[span.start : span.end]
    if hits := region_hits(tokens, last, fold(text), lookup):
        return Reading(first, last, key=fold(text), hits=hits)
    _name(tokens, reading, text, lookup)
    _around(tokens, reading, lookup)
    if reading.how == "place" and reading.key and reading.last == last:
        _site(tokens, reading, last, lookup)
    # A part of a name that is both a town's and a province's, and the countryside, are the province's; a distance is from the town.
    if reading.level:
        reading.rather = reading.level
    elif reading.how == "offset":
        reading.rather = "settlement"
    elif reading.rural or reading.part not in {None, "centre"}:
        reading.rather = "first"
    return reading


def _site(tokens: Tokens, reading: Reading, last: int, lookup: Gazetteer) -> None:
    """Read what kind of place the word behind the span says, and add the entries that have this word in their name."""
    if tokens.possessive(last - 1):
        return
    reading.site, reading.kinds = site_behind(tokens, last)
    if not reading.site and reading.level == "water":
        reading.site, reading.kinds = "river", RIVER
    if not reading.site and is_river(tokens, reading, lookup):
        reading.site, reading.kinds = "river", RIVER
    if reading.site:
        known = {hit.place for hit in reading.hits}
        reading.hits += tuple(hit for hit in site_hits(reading.key, reading.site, reading.kinds, lookup) if hit.place not in known)


def _demonym_countries(words: list[str]) -> tuple[str, ...]:
    demonyms = lexicon().demonyms
    found: list[str] = []
    for index, word in enumerate(words):
        two = " ".join(words[index : index + 2])
        demonym = demonyms.get(two) or demonyms.get(word)
        if demonym is not None:
            found.extend(code for code in demonym.countries if code not in found)
    return tuple(found)


def _border(tokens: Tokens, first: int, last: int, words: list[str], lookup: Gazetteer) -> Reading | None:
    """Read "Turkish border", "Syria-Turkey border", "border with Jordan", "border between Syria and Turkey"."""
    for offset, word in enumerate(words):
        if word in _BORDERS and tokens.words[first + offset][0].islower():
            break
    else:
        return None
    found = _countries_in(tokens, first, last, lookup)
    if not found:
        return None
    return Reading(first, last, how="border", countries=found[:2])


def _countries_in(tokens: Tokens, first: int, last: int, lookup: Gazetteer) -> tuple[str, ...]:
    """Return the ISO codes of the countries that names and adjectives in a range of tokens mean, in order."""
    found: list[str] = []
    position = first
    while position < last:
        two, word = " ".join(tokens.lower[position : position + 2]), tokens.lower[position]
        demonym = lexicon().demonyms.get(two)
        step = 2 if demonym is not None else 1
        demonym = demonym or lexicon().demonyms.get(word)
        codes: tuple[str, ...] = demonym.countries if demonym is not None and len(demonym.countries) == 1 else ()
        if not codes and tokens.words[position][0].isupper():
            for length in range(min(5, last - position), 0, -1):
                name = _folded(tokens, position, position + length)
                codes = tuple(hit.place.country for hit in lookup.hits(name)[:3] if hit.place.kind == "country" and hit.place.country)[:1]
                if not codes and length == 1 and (short := lexicon().abbreviations.get(tokens.words[position].rstrip("."))) is not None:
                    codes = tuple(h.place.country for h in lookup.hits(fold(short.name)) if h.place.kind == "country" and h.place.country)[:1]
                if codes:
                    step = length
                    break
        found.extend(code for code in codes if code not in found)
        position += step
    return tuple(found)


def _short(tokens: Tokens, position: int) -> Abbreviation | None:
    """Return what a word is short for where it stands: "Man" is Manitoba in "Brandon, Man.", and else a town."""
    short = lexicon().abbreviations.get(tokens.words[position].rstrip("."))
    if short is None or short.where == "anywhere" or tokens.words[position].isupper():
        return short
    qualifies = position > 0 and "," in tokens.gap(position - 1)
    dotted = tokens.words[position].endswith(".") or tokens.text[tokens.ends[position] : tokens.ends[position] + 1] == "."
    return short if qualifies or dotted else None


_SHORT = 3


def _within_a_word(key: str, name: str) -> bool:
    """Whether a short key is a piece of a longer word of a name."""
    words = fold(name).split()
    return key not in words and any(key in word for word in words)


def _core(tokens: Tokens, reading: Reading, first: int, last: int, lookup: Gazetteer) -> bool:
    """Take a range of tokens as the core of the name, if the gazetteer has it."""
    if last - first == 1 and (short := _short(tokens, first)) is not None:
        kinds = {"country"} if short.where == "anywhere" else {"admin1"}
        hits = tuple(
            hit for hit in lookup.hits(fold(short.name)) if hit.place.kind in kinds and (not short.country or hit.place.country == short.country)
        )
        key = fold(short.name)
    else:
        key = _folded(tokens, first, last)
        hits = lookup.hits(key)
        # Codes and transliterations by machine count only where nothing better has the name.
        hits = tuple(hit for hit in hits if hit.match != "weak") or hits
        if len(key) <= _SHORT and any(hit.match == "name" for hit in hits):
            hits = tuple(hit for hit in hits if hit.match == "name" or not _within_a_word(key, hit.place.name))  # "Man" is no piece of Amman
    if not hits:
        return False
    reading.key, reading.hits = key, hits
    return True


def _declined(reading: Reading, key: str, lookup: Gazetteer) -> bool:
    """Read a name in an oblique case as that of the place, if the gazetteer has one."""
    name = in_nominative(key.split(), lookup) if declines(key) else None
    if name is not None:
        reading.key, reading.hits = name, tuple(hit for hit in lookup.hits(name) if hit.match != "weak")
    return name is not None


def _name(tokens: Tokens, reading: Reading, text: str, lookup: Gazetteer) -> None:
    """Find the core of the name inside the span: the whole of it, else without kinds of places and compass points."""
    whole = fold(text)
    hits = lookup.hits(whole)
    first, last = reading.first, reading.last
    if " ".join(tokens.lower[first:last]) in lexicon().demonyms and not any(hit.place.kind in AREAS and hit.match == "name" for hit in hits[:3]):
        _adjective(tokens, reading, lookup)
        return
    if _core(tokens, reading, first, last, lookup) or _declined(reading, whole, lookup):
        return
    words = tokens.lower
    lex = lexicon()
    first = _offset(tokens, reading)
    if first > reading.first and _core(tokens, reading, first, last, lookup):
        return
    while last - first > 1 and words[first] in {"the", "a", "greater", "downtown", "metropolitan", "rural"}:
        reading.rural = reading.rural or words[first] == "rural"
        first += 1
    # "northern Idlib", "the north of Idlib", "north-west Syria", "the northern countryside of Hama"
    while last - first > 1:
        word = words[first]
        if word in _PARTS:
            part = _PARTS[word]
            if first + 1 < last and words[first + 1] in _PARTS and (part + _PARTS[words[first + 1]]) in _DIAGONALS:
                part += _PARTS[words[first + 1]]
                first += 1
            reading.part = part
            first += 1
        elif word in RURAL and first + 2 < last and words[first + 1] == "of":
            reading.rural, first = True, first + 2
        elif (
            (word in SETTLEMENT or word in FIRST_LEVEL or word in SECOND_LEVEL or word == "capital") and first + 2 < last and words[first + 1] == "of"
        ):
            reading.level = "settlement" if word in SETTLEMENT or word == "capital" else "first" if word in FIRST_LEVEL else "second"
            first += 2
        elif word in {"of", "the"}:
            first += 1
        elif word in RURAL:
            reading.rural = True
            first += 1
        else:
            break
        if _core(tokens, reading, first, last, lookup):
            return
    # "Idlib province", "Hama city", "Idlib countryside", "Hama's northern countryside"
    while last - first > 1:
        word = words[last - 1]
        if word in SETTLEMENT and reading.level == "":
            reading.level = "settlement"
        elif word in FIRST_LEVEL and reading.level == "":
            reading.level = "first"
        elif word in SECOND_LEVEL and reading.level == "":
            reading.level = "second"
        elif word in RURAL:
            reading.rural = True
        elif word in _PARTS and last - first > 1:
            reading.part = _PARTS[word]
        else:
            break
        last -= 1
        if _core(tokens, reading, first, last, lookup):
            return
    if all(word in lex.demonyms for word in words[first:last]) or " ".join(words[first:last]) in lex.demonyms:
        _adjective(tokens, reading, lookup)
        return
    reading.key = _folded(tokens, first, last) if first != reading.first or last != reading.last else whole
    # "Aleppo airport", "Xavier University": named after or in a place, which is not the place itself.
    if last - first > 1 and lex.has(words[last - 1], "feature_after"):
        reading.how = "feature"
        for end in range(last - 1, first, -1):
            host = _folded(tokens, first, end)
            if lookup.hits(host):
                reading.host = host
                break


def _offset(tokens: Tokens, reading: Reading) -> int:
    """Read "33 km south of X" and "south of X", and return where X starts; "the south of X" is a part of X."""
    words, first, last = tokens.lower, reading.first, reading.last
    position = first
    km: float | None = None
    if last - position > 3 and words[position][0].isdigit() and words[position + 1] in _LENGTHS:  # noqa: PLR2004
        number = tokens.text[tokens.starts[position] : tokens.ends[position]].replace(",", "")
        # "1.5" is two tokens to the tokeniser only where a letter follows; a plain number is what reports write.
        if number.isdecimal():
            km = float(number) * (_MILE_KM if words[position + 1].startswith("mile") else 1.0)
            position += 2
    if words[position] not in _COMPASS_NOUNS:
        return first
    direction = _PARTS[words[position]]
    position += 1
    if position < last and words[position] in _COMPASS_NOUNS and direction + _PARTS[words[position]] in _DIAGONALS:
        direction += _PARTS[words[position]]
        position += 1
    if position + 1 >= last or words[position] not in {"of", "from"}:
        return first
    if km is None and first > 0 and words[first - 1] == "the":
        return first
    reading.how, reading.direction, reading.km = "offset", direction, km
    return _its_kind(tokens, position + 1, last)


def _its_kind(tokens: Tokens, first: int, last: int) -> int:
    """Return where the name starts in "the city of X", "the besieged town of X"; ``first`` where it does at once."""
    words = tokens.lower
    nouns = (first + 1, first + 2) if words[first] == "the" else ()
    kind = next((at for at in nouns if at + 2 < last and words[at + 1] == "of" and lexicon().has(words[at], "settlement_nouns")), None)
    return first if kind is None else kind + 2


def _adjective(tokens: Tokens, reading: Reading, lookup: Gazetteer) -> None:
    """Read an adjective: its country, or its area where it has one ("Chechen")."""
    words = tokens.lower[reading.first : reading.last]
    reading.how, reading.countries = "country", _demonym_countries(words)
    area = lexicon().demonyms.get(" ".join(words))
    if area is not None and area.area:
        hits = tuple(
            hit for hit in lookup.hits(fold(area.area)) if hit.place.kind in AREAS and (not hit.place.country or hit.place.country in area.countries)
        )
        if hits:
            reading.key, reading.hits = fold(area.area), hits


def _folded(tokens: Tokens, first: int, last: int) -> str:
    return fold(tokens.text[tokens.starts[first] : tokens.ends[last - 1]])


def _around(tokens: Tokens, reading: Reading, lookup: Gazetteer) -> None:
    """Read the words next to the span: the kind of the place, what it is in, near it or a part of it."""
    first, last, words = reading.first, reading.last, tokens.lower
    count = len(words)
    if last < count and not tokens.possessive(last - 1) and tokens.gap(last - 1) in {" ", "\n"} and not reading.level:
        word = words[last]
        if word in SETTLEMENT:
            reading.level = "settlement"
        elif word in FIRST_LEVEL:
            reading.level = "first"
        elif word in SECOND_LEVEL:
            reading.level = "second"
        elif word in STATE_OFFICES or (word == "attorney" and last + 1 < count and words[last + 1] == "general"):
            reading.level = "first"
        elif word in TOWN_OFFICES:
            reading.level = "settlement"
    if first > 1 and words[first - 1] == "of" and not reading.level:
        word = words[first - 2]
        reading.level = (
            "settlement"
            if word in SETTLEMENT or word in TOWN_OFFICES
            else "first"
            if word in FIRST_LEVEL or word in STATE_OFFICES
            else "second"
            if word in SECOND_LEVEL
            else ""
        )
    if first > 0 and not reading.level and tokens.gap(first - 1) == " ":
        word = words[first - 1]
        reading.level = "settlement" if word in {"town", "village"} else ""
    if not reading.level and (behind_banks(words, first) or (last < count and words[last] in {"river", "lake"} and tokens.gap(last - 1) == " ")):
        reading.level = "water"
    if first > 0 and words[first - 1] in _NEAR and tokens.gap(first - 1) == " ":
        reading.near = True
    if _between(tokens, first):
        reading.near = True
    _qualify(tokens, reading, lookup)
    if not reading.hits:
        _quarter(tokens, reading, lookup)


def _between(tokens: Tokens, first: int) -> bool:
    """Return whether a name is one of the two in "between Hama and Homs": what is told happened near them, not in them."""
    words = tokens.lower
    if first == 0 or tokens.gap(first - 1) != " ":
        return False
    if words[first - 1] == "between":
        return True
    if words[first - 1] != "and":
        return False
    for position in range(first - 2, max(-1, first - 7), -1):
        if words[position] == "between":
            return True
        if tokens.gap(position) not in {" ", "-"} or tokens.words[position][0].islower():
            return False
    return False


def _quarter(tokens: Tokens, reading: Reading, lookup: Gazetteer) -> None:
    """Find the town that a quarter without an entry is in: "Homs's Baba Amr district", "the Jobar district of Damascus"."""
    first, last, words = reading.first, reading.last, tokens.lower
    if not ((last < len(words) and words[last] in QUARTERS) or words[last - 1] in QUARTERS):
        return
    if first > 0 and tokens.possessive(first - 1) and tokens.words[first - 1][0].isupper():
        for start in range(max(0, first - 4), first):
            key = _folded(tokens, start, first)
            if tokens.words[start][0].isupper() and lookup.hits(key):
                reading.host = key
                return
    ahead = last + (words[last] in QUARTERS if last < len(words) else 0)
    if (
        ahead + 1 < len(words)
        and words[ahead] in {"of", "in"}
        and tokens.words[ahead + 1][0].isupper()
        and (length := _match(tokens, ahead + 1, lookup))
    ):
        reading.host = _folded(tokens, ahead + 1, ahead + 1 + length)


def _qualify(tokens: Tokens, reading: Reading, lookup: Gazetteer) -> None:
    """Note the areas that stand behind the name: "Tripoli, Lebanon", "Baba Amr in Homs", "Adre, in Chad", "Lexington, Ky."."""
    last, words = reading.last, tokens.lower
    count = len(words)
    for _ in range(2):
        if last >= count:
            return
        gap = tokens.gap(last - 1)
        position = last
        if tokens.possessive(last - 1):
            return
        if gap in {", ", ",\n", ", \n"}:
            if words[position] in {"in", "of"} and position + 1 < count:
                position += 1
            elif words[position] in {"a", "an", "the"}:
                position = _apposition(tokens, position)
                if position < 0:
                    return
        elif gap in {" ", "\n"} and words[position] == "in" and position + 1 < count:
            position += 1
        elif gap == " (":
            pass
        else:
            return
        while position < count and words[position] in _PARTS | {"the": ""}:
            position += 1
        if position >= count or not tokens.words[position][0].isupper():
            return
        length = _match(tokens, position, lookup)
        short = lexicon().abbreviations.get(tokens.words[position].rstrip("."))
        if not length or (short is None and position == last and _lists_on(tokens, position, position + length, lookup)):
            return
        reading.qualifiers.append(f"{short.country}/{fold(short.name)}" if short is not None else _folded(tokens, position, position + length))
        last = position + length


def _lists_on(tokens: Tokens, first: int, last: int, lookup: Gazetteer) -> bool:
    """Return whether a name behind a comma is the next of a list rather than the area of the one before: "Kilinochchi, Jaffna and Mannar"."""
    ahead = last + (last < len(tokens.words) and tokens.lower[last] in {"and", "or"})
    if ahead >= len(tokens.words) or not tokens.words[ahead][0].isupper() or tokens.gap(last - 1) not in {" ", ", "}:
        return False
    if ahead == last and tokens.gap(last - 1) == " ":
        return False
    hits = lookup.hits(_folded(tokens, first, last))
    towns = max((hit.weight for hit in hits if hit.place.kind in _TOWNS and hit.match == "name"), default=0.0)
    return bool(hits) and hits[0].place.kind != "country" and towns > _AS_KNOWN * hits[0].weight


def _apposition(tokens: Tokens, position: int) -> int:
    """Return where the name starts in ", a town in X" or ", the capital of X", or -1."""
    words = tokens.lower
    for ahead in range(position + 1, min(position + 9, len(words) - 1)):
        gap = tokens.gap(ahead - 1)
        if gap not in {" ", "-", "\n"}:
            return -1
        behind = ahead + 1 + (words[ahead + 1] == "the")
        if words[ahead] in {"in", "of"} and behind < len(words) and tokens.words[behind][0].isupper():
            return -1 if behind_banks(words, behind) else behind  # "a foothold on the bank of the Dnipro" is in no area of that name
        if tokens.words[ahead][0].isupper() and not lexicon().demonyms.get(words[ahead]):
            return -1
    return -1


def _match(tokens: Tokens, position: int, lookup: Gazetteer) -> int:
    if tokens.words[position].rstrip(".") in lexicon().abbreviations:
        return 1
    keys: list[str] = []
    ahead = position
    while ahead < min(position + 6, len(tokens.words)):
        keys.extend(fold(tokens.words[ahead]).split())
        if tokens.gap(ahead) not in {" ", "-", "\n"}:
            break
        ahead += 1
    found = lookup.longest_match(keys)
    return found if found <= ahead - position + 1 else 0
