"""The shape of a text: runs of capitalised words, which of them name people or armed groups, and the countries it is about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import compress, repeat
from operator import itemgetter, not_
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.gazetteer.names import ARTICLES
from conflict_map.lexicon import lexicon, tokenise

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Lexicon, Tokens

__all__ = ["AREAS", "QUOTES", "WORLD", "Chunk", "NameCandidate", "Scan"]

_LARGE = 100_000.0
_HOME_SHARE = 0.15
_LONG = 3
"""Words longer than this in capitals are shouted; shorter ones may be abbreviations."""
_TWO = 2
_WAR_ONE_IN = 80
"""A text in which one word in so many is one of war is a report of war."""
_JOINTS = frozenset([" ", "-", "\u00a0", "\u2010", "\u2011", "\n"])
QUOTES = "'’‘ʼʻ`´ʿʾ"
_HYPHENS = frozenset(["-", "\u2010", "\u2011"])
_STOPS = '.!?…:;»"”“|•*()[]'
_OPENING = frozenset(_STOPS) | {"\n"}
AREAS = frozenset(["country", "continent", "region", "admin1"])
WORLD = frozenset(["country", "continent", "region"])


@dataclass(slots=True)
class Chunk:
    """A run of capitalised words: first and last token (exclusive), and what kind of name it looks like."""

    first: int
    last: int
    person: bool = False


@dataclass(slots=True)
class NameCandidate:
    """A stretch of tokens that may name a place.

    Attributes
    ----------
    first, last
        Tokens, the end exclusive.
    key
        The folded name.
    hits
        What the gazetteer has under that name, the weightiest first.
    kind
        ``place`` (in the gazetteer), ``short`` (an abbreviation), ``feature`` or ``unknown``.
    features
        Names of what holds of it; their weights add up to the score.
    skip
        Letters of the first token that are not part of the name: "and", "in" where a script writes them onto the word.
    """

    first: int
    last: int
    key: str
    hits: tuple[Hit, ...]
    kind: str
    features: list[str] = field(default_factory=list)
    skip: int = 0


_PLAIN = re.compile("[A-Za-z]+(?: [A-Za-z]+)*")


@lru_cache(maxsize=4)
def _actor_names(lookup: Gazetteer) -> tuple[frozenset[tuple[str, ...]], dict[str, list[int]], frozenset[str]]:
    """Return the names of armed groups and leaders of two words and more, as lower-case tokens, how many words by the first, and the names of one."""
    names: set[tuple[str, ...]] = set()
    single: set[str] = set()
    for record in lookup.actors.records:
        for alias in (record.name, *record.aliases):
            if alias.endswith("*") or alias.startswith("people:"):
                continue
            name = alias.removeprefix("leader:")
            # Nearly all are plain words between spaces, which need not be looked at letter by letter.
            words = tuple(name.lower().split(" ")) if _PLAIN.fullmatch(name) else tuple(tokenise(name).lower)
            if len(words) > 1:
                names.add(words)
            else:
                single.add(name.lower())
    return frozenset(names), _lengths(names), frozenset(single)


@cache
def _media_lengths() -> dict[str, list[int]]:
    return _lengths(lexicon().media)


def _positions(words: Container[str], text: Sequence[str]) -> Iterable[int]:
    """Return where one of some words stands: few of a text are, and the others cost nothing."""
    return compress(range(len(text)), map(words.__contains__, text))


def _lengths(names: Iterable[tuple[str, ...]]) -> dict[str, list[int]]:
    """Return how many words the names that start with a word have, the longest first."""
    found: dict[str, set[int]] = {}
    for name in names:
        found.setdefault(name[0], set()).add(len(name))
    return {first: sorted(lengths, reverse=True) for first, lengths in found.items()}


class Scan:
    """One pass over the tokens of a text."""

    def __init__(self, tokens: Tokens, lookup: Gazetteer) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.lexicon: Lexicon = lexicon()
        self.bits = self.lexicon.bits
        self._masks = self.lexicon.masks
        flags = self.lexicon.flags
        self.flags = list(map(flags.get, tokens.lower, repeat(0)))
        # A letter without case (Arabic, Ethiopic …) may start a name as a capital does.
        letters = list(map(itemgetter(0), tokens.words))
        small = {letter for letter in set(letters) if letter.islower() or letter.isdigit() or letter == "_"}
        self.capital = list(map(not_, map(small.__contains__, letters)))
        # "al-Bab", "an-Nabk": an article on a hyphen starts the name, also where it is written small or like an English word.
        self.articles = {
            index
            for index in _positions(ARTICLES, tokens.lower[:-1])
            if not tokens.words[index].isupper()  # "US-Iraq"
            and self.capital[index + 1]
            and tokens.gap(index) in _HYPHENS
            and not (index and self.capital[index - 1] and tokens.gap(index - 1) == " ")  # inside a name: "Maroun al-Ras"
        }
        for index in self.articles:
            self.capital[index] = True
            self.flags[index] &= ~self.bits["function_words"]
        self.chunk_of: dict[int, Chunk] = {}
        self.lower_words = set(compress(tokens.lower, map(not_, self.capital)))
        self.persons: set[str] = set()
        self._heads = self.lexicon.mask("forces", "publications", "companies", "offices", "feature_after", "area_nouns", "settlement_nouns", "sports")
        self.actors: set[int] = set()
        self.media = self._media()
        bit = self.bits["of_war"]
        of_war = len([flags for flags in self.flags if flags & bit])
        self.of_war = of_war * _WAR_ONE_IN >= max(1, len(self.flags))
        self.home: list[str] = []
        self._read_chunks()

    def is_(self, index: int, *names: str) -> bool:
        """Return whether a token is of one of the word classes."""
        flags = self.flags[index]
        return bool(flags) and flags & (self._masks.get(names) or self.lexicon.mask(*names)) != 0

    def joins(self, index: int) -> bool:
        """Return whether a token and the next may belong to one name."""
        tokens = self.tokens
        if index + 1 >= len(tokens.words) or tokens.after[index] > tokens.ends[index]:
            return False
        gap = tokens.gaps[index]
        if gap in _JOINTS:
            return True
        if not gap:
            return False
        if gap[0] == ".":
            return gap in {". ", ".\u00a0"} and (self.is_(index, "abbreviated") or (len(tokens.words[index]) == 1))
        return gap.strip(QUOTES) in _JOINTS

    def sentence_start(self, index: int) -> bool:
        """Return whether a token starts a sentence, a line or a quotation."""
        if index == 0:
            return True
        tokens = self.tokens
        gap = tokens.between[index - 1]
        if gap == " ":
            return False
        if gap.startswith(". ") and (self.is_(index - 1, "abbreviated") or (len(tokens.words[index - 1]) == 1 and self.capital[index - 1])):
            return False
        return not _OPENING.isdisjoint(gap)

    def _read_chunks(self) -> None:
        """Join capitalised words to runs, and mark those that name people."""
        tokens, capital = self.tokens, self.capital
        count = len(tokens.words)
        index = 0
        names, lengths, self.groups = _actor_names(self.lookup)
        stop = self.bits["function_words"] | self.bits["days"] | self.bits["months"]
        while index < count:
            if not capital[index] or (self.flags[index] & stop and not tokens.words[index].isupper()):
                index += 1
                continue
            last = index + 1
            shout = len(tokens.words[index]) > _LONG and tokens.words[index].isupper()
            while last < count and self.joins(last - 1):
                if capital[last] and not (self.flags[last] & (self.bits["days"] | self.bits["months"])):
                    if shout != (len(tokens.words[last]) > _LONG and tokens.words[last].isupper()) and shout:
                        break
                    last += 1
                elif self._links(index, last) and not capital[last] and last + 1 < count and capital[last + 1] and self.joins(last):
                    last += 1
                else:
                    break
            chunk = Chunk(index, last)
            for position in range(index, last):
                self.chunk_of[position] = chunk
            chunk.person = self._person(chunk)
            if self._named_after(chunk):
                self.actors.update(range(chunk.first - 1, chunk.last + 1))
            if names:
                self._mark_actors(chunk, names, lengths)
            index = last

    def _media(self) -> set[int]:
        """Return the tokens of the names of news media: "Al Jazeera", "the Kyiv Independent"."""
        lower, names = self.tokens.lower, self.lexicon.media
        lengths = _media_lengths()
        found: set[int] = set()
        for first in _positions(lengths, lower):
            if self.capital[first]:
                for length in lengths[lower[first]]:
                    last = first + length
                    if last <= len(lower) and self.capital[last - 1] and tuple(lower[first:last]) in names:
                        found.update(range(first, last))
                        break
        return found

    def _named_after(self, chunk: Chunk) -> bool:
        """Return whether a run is the name of a ship ("the frigate Santa Rosa", "USS Cole")."""
        bit, before = self.bits["ships_before"], chunk.first - 1
        if self.flags[chunk.first] & bit and chunk.last - chunk.first > 1 and self.tokens.words[chunk.first].isupper():
            return True
        return before >= 0 and bool(self.flags[before] & bit) and not self.capital[before] and self.tokens.gap(before) == " "

    def _links(self, first: int, position: int) -> bool:
        """Return whether a small word joins two parts of one name: "for" only in the names of bodies ("Observatory for Human Rights")."""
        if self.tokens.lower[position] == "for":
            return any(self.flags[other] & self._heads for other in range(first, position))
        return self.is_(position, "inner_connectors")

    def _mark_actors(self, chunk: Chunk, names: frozenset[tuple[str, ...]], lengths: Mapping[str, Sequence[int]]) -> None:
        """Note the tokens that are part of the name of an armed group or of its leader."""
        lower = self.tokens.lower
        count = len(lower)
        for first in range(chunk.first, chunk.last):
            # The whole name may go on behind the run: "Islamic State of Iraq and the Levant"; in "Niger army" the country is named.
            for length in lengths.get(lower[first], ()):
                last = first + length
                if last <= count and self.capital[last - 1] and tuple(lower[first:last]) in names:
                    self.actors.update(range(first, last))
                    break

    def _person(self, chunk: Chunk) -> bool:
        """Return whether a run of capitalised words reads like somebody's name, and remember its words."""
        tokens, bits = self.tokens, self.bits
        first, titled = self._behind_title(chunk)
        last = chunk.last
        words = [position for position in range(first, last) if self.capital[position]]
        if not words or any(tokens.lower[position] in {"of", "for"} for position in range(first, last)):
            return False
        # "Mount Sinai Hospital", "Texas Rangers" are no people; "Mr Bank" is.
        if self.flags[words[-1]] & self._heads and (not titled or len(words) > 1):
            return False
        given = bool(self.flags[words[0]] & bits["given_names"])
        if titled:
            is_person = not self.flags[words[0]] & bits["feature_before"] or len(words) > _TWO
        elif len(words) >= _TWO and (given or self._initials(words) or self._aged_or_speaking(last) or self._holds_office(chunk)):
            # "Jordan Valley", "Victoria Falls" were left above; "Sydney, Australia" has a comma and is two runs.
            is_person = not self.lookup.has(fold(" ".join(tokens.words[first:last])))
        else:
            is_person = False
        if is_person:
            for position in words if given or not titled else words[-1:]:
                self.persons.add(tokens.lower[position])
        return is_person

    def _behind_title(self, chunk: Chunk) -> tuple[int, bool]:
        """Return where a name starts behind a title ("President Bashar al-Assad", "New York Gov. Mario Cuomo"), and whether there is one."""
        first, bit = chunk.first, self.bits["titles"]
        for position in range(chunk.last - 2, first - 1, -1):
            if self.flags[position] & bit and not self.tokens.possessive(position):
                return position + 1, True
        before = first - 1
        return first, before >= 0 and bool(self.flags[before] & bit) and not self.capital[before] and self.tokens.gap(before) in {" ", ". "}

    def _holds_office(self, chunk: Chunk) -> bool:
        """Return whether an office is told before a name: "the governor of West Darfur, Khamis Abakar, was murdered"."""
        first, tokens = chunk.first, self.tokens
        if not first or tokens.gap(first - 1) != ", " or chunk.last >= len(tokens.words) or not tokens.gap(chunk.last - 1).startswith(","):
            return False
        bit = self.bits["titles"]
        for back in range(first - 1, max(0, first - 6), -1):
            if tokens.gap(back - 1) != " ":
                return False
            if tokens.lower[back] == "of":
                return bool(self.flags[back - 1] & bit) and not self.capital[back - 1]
        return False

    def _initials(self, words: list[int]) -> bool:
        tokens = self.tokens
        return any(len(tokens.words[position]) == 1 for position in words[1:-1]) or (
            len(tokens.words[words[0]]) <= _TWO and tokens.gap(words[0]).startswith(".")
        )

    def _aged_or_speaking(self, last: int) -> bool:
        """Return whether an age or a verb of speech stands behind a name: "Hassan Musa, 45," or "Hassan Musa said"."""
        tokens = self.tokens
        if last >= len(tokens.words):
            return False
        gap = tokens.text[tokens.after[last - 1] : tokens.starts[last]]
        if gap == ", ":
            return tokens.words[last].isdigit() and len(tokens.words[last]) == _TWO
        return gap == " " and bool(self.flags[last] & self.bits["speech_verbs"])

    def of_a_body(self, first: int, last: int) -> bool:
        """Return whether the tokens are part of the name of an armed group, or of a news medium."""
        if first in self.media and last - 1 in self.media:
            return True
        return first in self.actors and last - 1 in self.actors and not self.whole_actor(first, last)

    def whole_actor(self, first: int, last: int) -> bool:
        """Return whether the tokens are all of an actor's name: "Kokang" may be the place."""
        return first - 1 not in self.actors and last not in self.actors

    def find_home(self, known: Iterable[NameCandidate]) -> list[str]:
        """Return the countries that the text speaks of most, three at most."""
        counts: dict[str, float] = {}
        demonyms = self.lexicon.demonyms
        bit = self.bits["demonyms"]
        for index in [index for index, flags in enumerate(self.flags) if flags & bit]:
            if self.capital[index]:
                codes = demonyms[self.tokens.lower[index]].countries
                for code in codes:
                    counts[code] = counts.get(code, 0.0) + 1.0 / len(codes)
        for candidate in known:
            best = candidate.hits[0].place
            if best.country and best.kind in AREAS and candidate.hits[0].match == "name":
                counts[best.country] = counts.get(best.country, 0.0) + 1.0
            elif best.country and candidate.hits[0].weight > _LARGE:
                counts[best.country] = counts.get(best.country, 0.0) + 0.5
        total = sum(counts.values())
        ranked = sorted(counts, key=lambda code: (-counts[code], code))[:3]
        return [code for code in ranked if counts[code] > _HOME_SHARE * total]
