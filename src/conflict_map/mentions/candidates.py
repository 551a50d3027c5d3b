"""Stretches of a text that may name a place: what the gazetteer knows, what is spelt much like it, and names that it does not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon.cases import before_places, declines, in_nominative, joints
from conflict_map.lexicon.countries import romanised, spelt_alike
from conflict_map.mentions.scan import QUOTES, NameCandidate

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.mentions.scan import Scan

__all__ = ["keys_from", "known_names", "likenesses", "strangers"]

_MAX_WORDS = 8
_MAX_ALIKE = 4
_SHORT = 3
_AREAS = frozenset(["country", "region", "admin1", "area"])
# "And", "in", "to", "from" that Arabic and Ethiopic write onto the next word.
_PROCLITICS = frozenset("وبلفكበከለየእ")

_NOT_OF_A_NAME = frozenset(
    {"control", "capture", "recapture", "loss", "fall", "seizure", "residents", "inhabitants", "parts", "people", "most", "all", "much", "civilians"}
)


def keys_from(scan: Scan, first: int) -> list[str]:
    """Return the folded words that a name starting here may have."""
    tokens = scan.tokens
    keys: list[str] = []
    position = first
    while True:
        key = fold(tokens.words[position])
        if not key:
            break
        keys += key.split() if " " in key else (key,)
        if len(keys) >= _MAX_WORDS or not scan.joins(position):
            break
        position += 1
        if not (scan.capital[position] or scan.flags[position] & scan.bits["connectors"] or tokens.words[position].isdigit()):
            break
    return keys


def known_names(scan: Scan) -> Iterator[NameCandidate]:
    """Yield what may name a place, by its first word; several of one first word, the longest first."""
    abbreviations = scan.lexicon.abbreviations
    for first, capital in enumerate(scan.capital):
        if not capital:
            continue
        word = scan.tokens.words[first]
        if word.rstrip(".") in abbreviations and (short := _abbreviation(scan, first)) is not None:
            yield short
            continue
        if len(word) <= _SHORT and scan.is_(first, "function_words"):
            continue
        keys = keys_from(scan, first)
        found = _places(scan, first, keys) if keys else []
        if not found and keys and word[0] in _PROCLITICS and len(word) > _SHORT:
            found = _places(scan, first, [*fold(word[1:]).split(), *keys[1:]])
            for candidate in found:
                candidate.skip = 1
        if not found and keys and declines(keys[0]):
            found = _declined(scan, first, keys)
        if found and _hyphened(scan, first):
            found = [candidate for candidate in found if candidate.last - first > 1]
        yield from found


def _hyphened(scan: Scan, first: int) -> bool:
    """Whether a hyphen joins a prefix to the word behind it, which then is a name only as a whole: "Non-State", "Anti-Lebanon"."""
    end = scan.tokens.ends[first]
    return scan.is_(first, "word_prefixes") and scan.tokens.text[end : end + 1] == "-"


def _declined(scan: Scan, first: int, keys: Sequence[str]) -> list[NameCandidate]:
    """Return the places that a name in an oblique case may be of.

    In Cyrillic only behind a word that places stand behind, since the names of people decline, too.
    """
    if "\u0400" <= keys[0][0] <= "\u04ff" and not _behind_place_word(scan, first):
        return []
    for length in (min(len(keys), 2), 1):
        name = in_nominative(keys[:length], scan.lookup)
        found = _places(scan, first, [*name.split(), *keys[length:]]) if name else []
        if found:
            return [candidate for candidate in found if len(candidate.key.split()) >= length] or found
    return []


def _behind_place_word(scan: Scan, first: int) -> bool:
    """Return whether a preposition or a noun of places stands before a name, or before those that it is listed with."""
    tokens, at = scan.tokens, first - 1
    while at >= 0 and not scan.sentence_start(at + 1):
        if tokens.lower[at] in before_places():
            return True
        if not (scan.capital[at] or tokens.lower[at] in joints()):
            return False
        at -= 1
    return False


def _places(scan: Scan, first: int, keys: Sequence[str]) -> list[NameCandidate]:
    found = (_place(scan, first, keys, length) for length in scan.lookup.matches(keys))
    return [candidate for candidate in found if candidate is not None and not _backing(scan, candidate.last) and not _kind_word(scan, candidate)]


def _kind_word(scan: Scan, candidate: NameCandidate) -> bool:
    """Return whether a candidate is no more than the kind of a place, "the Island", unless an area stands behind it: "Center, Texas"."""
    if candidate.last - candidate.first > 1 or not scan.is_(candidate.first, "feature_after", "settlement_nouns", "area_nouns", "forces"):
        return False
    last = candidate.last
    return not (last < len(scan.capital) and scan.capital[last] and scan.tokens.gap(last - 1) == ", ")


def _abbreviation(scan: Scan, first: int) -> NameCandidate | None:
    tokens = scan.tokens
    word = tokens.words[first]
    short = scan.lexicon.abbreviations[word.rstrip(".")]
    if _backing(scan, first + 1):
        return None
    kinds = {"country"} if short.where == "anywhere" else {"admin1"}
    if short.where != "anywhere":
        after_comma = first > 0 and tokens.gap(first - 1).strip(QUOTES) == ", " and (scan.capital[first - 1] or scan.is_(first - 1, "connectors"))
        after_preposition = (
            first > 0 and tokens.gap(first - 1) == " " and scan.is_(first - 1, "preposition_at", "preposition_move", "preposition_weak")
        )
        dotted = tokens.text[tokens.ends[first] : tokens.ends[first] + 1] == "." or word.endswith(".")
        if not (after_comma or (short.where == "dotted" and after_preposition and dotted)):
            return None
    hits = tuple(
        hit for hit in scan.lookup.hits(fold(short.name)) if hit.place.kind in kinds and (not short.country or hit.place.country == short.country)
    )
    if not hits:
        return None
    return NameCandidate(first, first + 1, fold(short.name), hits, "short")


def _backing(scan: Scan, last: int) -> bool:
    """Return whether a name only says who is behind somebody: "U.S.-led"."""
    tokens = scan.tokens
    return (
        last < len(tokens.words) and bool(scan.flags[last] & scan.bits["backing"]) and tokens.text[tokens.ends[last - 1] : tokens.starts[last]] == "-"
    )


def _place(scan: Scan, first: int, keys: Sequence[str], length: int) -> NameCandidate | None:
    tokens = scan.tokens
    # Folded words and tokens are nearly always one to one; count tokens until the words are used up.
    last, used = first, 0
    while used < length and last < len(tokens.words):
        used += len(fold(tokens.words[last]).split())
        last += 1
    if used != length:
        return None
    key = " ".join(keys[:length])
    if not scan.capital[last - 1] and not tokens.words[last - 1].isdigit():
        return None
    if scan.of_a_body(first, last):
        return None
    flags = scan.flags[first]
    if last - first == 1 and flags & scan.bits["connectors"] and scan.joins(first):
        return None  # the article of a name that goes on
    hits = tuple(hit for hit in scan.lookup.hits(key) if hit.match != "weak")
    # An adjective is a place only where it is an area's own name too: Amhara, Rakhine.
    if not hits or (last - first == 1 and flags & scan.bits["demonyms"] and not (hits[0].match == "name" and hits[0].place.kind in _AREAS)):
        return None
    return NameCandidate(first, last, key, hits, "place")


def likenesses(scan: Scan, known: Iterable[NameCandidate]) -> Iterator[NameCandidate]:
    """Yield runs of capitalised words that are spelt much like a place in a country that the text is about.

    Only countries whose names are romanised are searched; elsewhere another spelling is another name.
    """
    scan.home = scan.find_home(known)
    home = [code for code in scan.home if romanised(code)][:2]
    if not home:
        return
    whole = {(candidate.first, candidate.last) for candidate in known}
    seen: set[int] = set()
    other = scan.lexicon.mask("offices", "forces", "companies", "publications", "sports", "titles", "demonyms", "days", "months", "streets")
    plain = scan.lexicon.mask("common", "given_names", "family_names", "function_words")
    for chunk in scan.chunk_of.values():
        first, last = chunk.first, chunk.last
        if not scan.tokens.words[first][0].isupper() or first in seen or chunk.person or (first, last) in whole or last - first > _MAX_ALIKE:
            continue
        seen.add(first)
        words = range(first, last)
        if any(scan.flags[position] & other or position in scan.actors or position in scan.media for position in words):
            continue
        if last - first == 1 and scan.flags[first] & plain:
            continue
        if scan.tokens.words[first].isupper() and last - first == 1 and len(scan.tokens.words[first]) <= _MAX_ALIKE + 1:
            continue
        key = fold(scan.tokens.text[scan.tokens.starts[first] : scan.tokens.ends[last - 1]])
        hits = tuple(hit for code in home for hit in spelt_alike(scan.lookup, key, code))
        if hits:
            yield NameCandidate(first, last, key, hits, "like")


def strangers(scan: Scan) -> Iterator[NameCandidate]:
    """Yield runs of capitalised words that may name a place which the gazetteer does not have."""
    seen: set[int] = set()
    for chunk in scan.chunk_of.values():
        # Without capitals every word would be a stranger.
        if (
            chunk.first in seen
            or chunk.person
            or chunk.first in scan.actors
            or chunk.first in scan.media
            or not scan.tokens.words[chunk.first][0].isupper()
        ):
            continue
        alone = chunk.last - chunk.first == 1
        if _hyphened(scan, chunk.first):
            continue
        if _backing(scan, chunk.last) or (alone and (scan.is_(chunk.first, "falling_things") or scan.tokens.lower[chunk.first] in scan.groups)):
            continue
        seen.add(chunk.first)
        first, last = chunk.first, chunk.last
        if last - first > 2 and scan.tokens.lower[first] in _NOT_OF_A_NAME and scan.tokens.lower[first + 1] == "of":  # noqa: PLR2004
            first += 2  # "Control of Shire passed …": the capital is the sentence's
        if last - first > _MAX_WORDS or (last - first > 1 and scan.is_(last - 1, "feasts", "days", "months")):
            continue
        feature = last - first > 1 and scan.is_(last - 1, "feature_after", "area_nouns", "settlement_nouns")
        if not feature and first and scan.is_(first, "feature_before") and last - first > 1:
            feature = True
        candidate = NameCandidate(
            first, last, fold(scan.tokens.text[scan.tokens.starts[first] : scan.tokens.ends[last - 1]]), (), "feature" if feature else "unknown"
        )
        if candidate.key and not _kind_word(scan, candidate):
            yield candidate
