"""Stretches of a text that may name a place, with what speaks for and against it as named features."""

from __future__ import annotations

import math
from functools import lru_cache
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon import lexicon, tokenise
from conflict_map.lexicon.countries import romanised, spelt_alike

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Lexicon, Tokens

__all__ = ["Chunk", "NameCandidate", "Scan"]

_MAX_WORDS = 8
_MAX_ALIKE = 4
_LENGTHS = frozenset("km kms kilometre kilometres kilometer kilometers mile miles".split())
_VERY_SIMILAR = 0.9
_LARGE = 100_000.0
_HOME_SHARE = 0.15
_SHORT = 3
_JOINTS = frozenset([" ", "-", "\u00a0", "\u2010", "\u2011", "\n"])
_QUOTES = "'’‘ʼʻ`´ʿʾ"
_DASHES = "-\u2010\u2011\u2012\u2013\u2014"
_STOPS = '.!?…:;»"”“|•*()[]'
_ABBREVIATED = frozenset(
    "st ste mt ft pt dr mr mrs ms gov sen rep gen lt col maj capt sgt prof rev hon jr sr no pres brig adm cmdr det insp supt const cpl sens reps messrs pvt".split()
)
_CONNECTORS = frozenset(
    "of de del della di da do dos das du des la le les las los el al as ash an ar at ad az es ez er en et ul ol e i y and the on upon sur sous am im der den van von bei bin ben ibn abu op ed wa us os adh dhu".split()
)
_NAME_CONNECTORS = frozenset("de del della di da do dos das du des la le las los el al ul ol der den van von bin ben bint ibn abu dos".split())
_PLACE_KINDS = frozenset(["country", "continent", "region", "admin1"])


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
    """

    first: int
    last: int
    key: str
    hits: tuple[Hit, ...]
    kind: str
    features: list[str] = field(default_factory=list)


@lru_cache(maxsize=4)
def _actor_names(lookup: Gazetteer) -> tuple[frozenset[tuple[str, ...]], int]:
    """Return the names of armed groups and their leaders of two words and more, as lower-case tokens, and the number of the longest's words."""
    names: set[tuple[str, ...]] = set()
    for record in lookup.actors.records:
        for alias in (record.name, *record.aliases):
            words = tuple(tokenise(alias.removeprefix("leader:")).lower) if not alias.endswith("*") and not alias.startswith("people:") else ()
            if len(words) > 1:
                names.add(words)
    return frozenset(names), max((len(name) for name in names), default=0)


class Scan:
    """One pass over the tokens of a text."""

    def __init__(self, tokens: Tokens, lookup: Gazetteer) -> None:
        self.tokens = tokens
        self.lookup = lookup
        self.lexicon: Lexicon = lexicon()
        flags = self.lexicon.flags
        self.flags = [flags.get(word, 0) for word in tokens.lower]
        # A letter without case (Arabic, Ethiopic …) may start a name as a capital does.
        self.capital = [not (word[0].islower() or word[0].isdigit() or word[0] == "_") for word in tokens.words]
        self.chunk_of: dict[int, Chunk] = {}
        self.lower_words = {word for word, capital in zip(tokens.lower, self.capital, strict=True) if not capital}
        self.persons: set[str] = set()
        self.bits = self.lexicon.bits
        self.actors: set[int] = set()
        self.home: list[str] = []
        self._read_chunks()

    # ---- the shape of the text

    def is_(self, index: int, *names: str) -> bool:
        """Return whether a token is of one of the word classes."""
        flags = self.flags[index]
        return any(flags & self.bits[name] for name in names)

    def joins(self, index: int) -> bool:
        """Return whether a token and the next may belong to one name."""
        tokens = self.tokens
        if index + 1 >= len(tokens.words) or tokens.after[index] > tokens.ends[index]:
            return False
        gap = tokens.text[tokens.ends[index] : tokens.starts[index + 1]]
        if gap in _JOINTS:
            return True
        if not gap:
            return False
        if gap[0] == ".":
            return gap in {". ", ".\u00a0"} and (tokens.lower[index] in _ABBREVIATED or (len(tokens.words[index]) == 1))
        return gap.strip(_QUOTES) in _JOINTS

    def sentence_start(self, index: int) -> bool:
        """Return whether a token starts a sentence, a line or a quotation."""
        if index == 0:
            return True
        tokens = self.tokens
        gap = tokens.text[tokens.after[index - 1] : tokens.starts[index]]
        if gap == " ":
            return False
        if gap.startswith(". ") and (tokens.lower[index - 1] in _ABBREVIATED or (len(tokens.words[index - 1]) == 1 and self.capital[index - 1])):
            return False
        return any(char in _STOPS or char == "\n" for char in gap)

    def _read_chunks(self) -> None:
        """Join capitalised words to runs, and mark those that name people."""
        tokens, capital = self.tokens, self.capital
        count = len(tokens.words)
        index = 0
        names, longest = _actor_names(self.lookup)
        stop = self.bits["function_words"] | self.bits["days"] | self.bits["months"]
        while index < count:
            if not capital[index] or (self.flags[index] & stop and not tokens.words[index].isupper()):
                index += 1
                continue
            last = index + 1
            shout = len(tokens.words[index]) > _SHORT and tokens.words[index].isupper()
            while last < count and self.joins(last - 1):
                if capital[last] and not (self.flags[last] & (self.bits["days"] | self.bits["months"])):
                    if shout != (len(tokens.words[last]) > _SHORT and tokens.words[last].isupper()) and shout:
                        break
                    last += 1
                elif (
                    tokens.lower[last] in _CONNECTORS | {"for"}
                    and not capital[last]
                    and last + 1 < count
                    and capital[last + 1]
                    and self.joins(last)
                    and tokens.lower[last] not in {"and", "the", "on", "as", "an", "at", "us", "am", "im", "i", "en"}
                ):
                    last += 1
                else:
                    break
            chunk = Chunk(index, last)
            for position in range(index, last):
                self.chunk_of[position] = chunk
            chunk.person = self._person(chunk)
            if last - index > 1:
                self._mark_actors(chunk, names, longest)
            index = last

    def _mark_actors(self, chunk: Chunk, names: frozenset[tuple[str, ...]], longest: int) -> None:
        """Note the tokens that are part of the name of an armed group or of its leader."""
        lower = self.tokens.lower
        for first in range(chunk.first, chunk.last - 1):
            for last in range(min(chunk.last, first + longest), first + 1, -1):
                if tuple(lower[first:last]) in names:
                    self.actors.update(range(first, last))
                    break

    def _person(self, chunk: Chunk) -> bool:
        """Return whether a run of capitalised words reads like somebody's name, and remember its last word."""
        tokens, bits = self.tokens, self.bits
        first, last = chunk.first, chunk.last
        # "President Bashar al-Assad", "New York Gov. Mario Cuomo": the name starts behind the title.
        titled = False
        for position in range(last - 2, first - 1, -1):
            if self.flags[position] & bits["titles"] and not tokens.possessive(position):
                first, titled = position + 1, True
                break
        if (
            not titled
            and first > 0
            and self.flags[first - 1] & bits["titles"]
            and not self.capital[first - 1]
            and tokens.gap(first - 1) in {" ", ". "}
        ):
            titled = True
        length = last - first
        words = [position for position in range(first, last) if self.capital[position]]
        if not words or any(tokens.lower[position] in {"of", "for"} for position in range(first, last)):
            return False
        head = self.flags[words[-1]]
        if head & self.lexicon.mask("forces", "publications", "companies", "offices", "feature_after", "area_nouns", "settlement_nouns", "sports"):
            # "Bush administration" is lower case; "Mount Sinai Hospital", "Texas Rangers" are no people. "Mr Bank" still is.
            if not titled or length > 1:
                return False
        given = bool(self.flags[words[0]] & bits["given_names"])
        initial = any(len(tokens.words[position]) == 1 for position in words[1:-1]) or (
            len(tokens.words[words[0]]) <= 2 and tokens.gap(words[0]).startswith(".")
        )
        is_person = False
        if titled and length >= 1:
            is_person = not self.flags[words[0]] & bits["feature_before"] or length > 2
        elif len(words) >= 2 and (given or initial):
            # "Jordan Valley", "Victoria Falls" were left above; "Sydney, Australia" has a comma and is two runs.
            is_person = not self.lookup.has(fold(" ".join(tokens.words[first:last])))
        elif len(words) >= 2:
            after = tokens.text[tokens.after[last - 1] : tokens.after[last - 1] + 2]
            nxt = last if last < len(tokens.words) else None
            if nxt is not None and after == ", " and tokens.words[nxt].isdigit() and len(tokens.words[nxt]) == 2:
                is_person = True
            elif nxt is not None and after[:1] == " " and self.flags[nxt] & bits["speech_verbs"]:
                is_person = not self.lookup.has(fold(" ".join(tokens.words[first:last])))
        if is_person:
            for position in words if given or not titled else words[-1:]:
                self.persons.add(tokens.lower[position])
        return is_person

    # ---- candidates

    def _keys(self, first: int) -> list[str]:
        """Return the folded words that a name starting here may have."""
        tokens = self.tokens
        keys: list[str] = []
        position = first
        while True:
            key = fold(tokens.words[position])
            if not key:
                break
            keys.extend(key.split())
            if len(keys) >= _MAX_WORDS or not self.joins(position):
                break
            position += 1
            if not (self.capital[position] or tokens.lower[position] in _CONNECTORS or tokens.words[position].isdigit()):
                break
        return keys

    def candidates(self) -> Iterator[NameCandidate]:
        """Yield what may name a place, by its first word; several of one first word, the longest first."""
        tokens = self.tokens
        abbreviations = self.lexicon.abbreviations
        for first, capital in enumerate(self.capital):
            if not capital:
                continue
            word = tokens.words[first]
            short = abbreviations.get(word.rstrip("."))
            if short is not None and (found := self._abbreviation(first)) is not None:
                yield found
                continue
            if self.flags[first] & self.bits["function_words"] and len(word) <= _SHORT:
                continue
            keys = self._keys(first)
            if not keys:
                continue
            for length in self.lookup.matches(keys):
                if (candidate := self._place(first, keys, length)) is not None:
                    yield candidate

    def _abbreviation(self, first: int) -> NameCandidate | None:
        tokens = self.tokens
        word = tokens.words[first]
        short = self.lexicon.abbreviations[word.rstrip(".")]
        kinds = {"country"} if short.where == "anywhere" else {"admin1"}
        if short.where != "anywhere":
            after_comma = (
                first > 0 and tokens.gap(first - 1).strip(_QUOTES) == ", " and (self.capital[first - 1] or tokens.lower[first - 1] in _CONNECTORS)
            )
            after_preposition = (
                first > 0 and tokens.gap(first - 1) == " " and self.is_(first - 1, "preposition_at", "preposition_move", "preposition_weak")
            )
            dotted = tokens.text[tokens.ends[first] : tokens.ends[first] + 1] == "." or word.endswith(".")
            if not (after_comma or (short.where == "dotted" and after_preposition and dotted)):
                return None
        hits = tuple(
            hit for hit in self.lookup.hits(fold(short.name)) if hit.place.kind in kinds and (not short.country or hit.place.country == short.country)
        )
        if not hits:
            return None
        return NameCandidate(first, first + 1, fold(short.name), hits, "short")

    def _place(self, first: int, keys: Sequence[str], length: int) -> NameCandidate | None:
        tokens = self.tokens
        # Folded words and tokens are nearly always one to one; count tokens until the words are used up.
        last, used = first, 0
        while used < length and last < len(tokens.words):
            used += len(fold(tokens.words[last]).split())
            last += 1
        if used != length:
            return None
        key = " ".join(keys[:length])
        if not self.capital[last - 1] and not tokens.words[last - 1].isdigit():
            return None
        if first in self.actors and last - 1 in self.actors and not self._whole_actor(first, last):
            return None
        if last - first == 1 and tokens.lower[first] in _CONNECTORS and self.joins(first):
            return None  # the article of a name that goes on
        hits = tuple(hit for hit in self.lookup.hits(key) if hit.match != "weak")
        if not hits:
            return None
        return NameCandidate(first, last, key, hits, "place")

    def _whole_actor(self, first: int, last: int) -> bool:
        """Return whether the tokens are all of an actor's name: "Kokang" may be the place."""
        return first - 1 not in self.actors and last not in self.actors

    def likenesses(self, known: Iterable[NameCandidate]) -> Iterator[NameCandidate]:
        """Yield runs of capitalised words that are spelt much like a place in a country that the text is about.

        Only countries whose names are romanised are searched; elsewhere another spelling is another name.
        """
        self.home = self._home(known)
        home = [code for code in self.home if romanised(code)][:2]
        if not home:
            return
        whole = {(candidate.first, candidate.last) for candidate in known}
        seen: set[int] = set()
        other = self.lexicon.mask("offices", "forces", "companies", "publications", "sports", "titles", "demonyms", "days", "months", "streets")
        for chunk in self.chunk_of.values():
            first, last = chunk.first, chunk.last
            if first in seen or chunk.person or (first, last) in whole or last - first > _MAX_ALIKE:
                continue
            seen.add(first)
            words = range(first, last)
            if any(self.flags[position] & other or position in self.actors for position in words):
                continue
            if last - first == 1 and self.flags[first] & self.lexicon.mask("common", "given_names", "family_names", "function_words"):
                continue
            if self.tokens.words[first].isupper() and last - first == 1 and len(self.tokens.words[first]) <= _MAX_ALIKE + 1:
                continue
            key = fold(self.tokens.text[self.tokens.starts[first] : self.tokens.ends[last - 1]])
            hits = tuple(hit for code in home for hit in spelt_alike(self.lookup, key, code))
            if hits:
                yield NameCandidate(first, last, key, hits, "like")

    def _home(self, known: Iterable[NameCandidate]) -> list[str]:
        """Return the countries that the text speaks of most, three at most."""
        counts: dict[str, float] = {}
        demonyms = self.lexicon.demonyms
        for index, flags in enumerate(self.flags):
            if flags & self.bits["demonyms"] and self.capital[index]:
                codes = demonyms[self.tokens.lower[index]].countries
                for code in codes:
                    counts[code] = counts.get(code, 0.0) + 1.0 / len(codes)
        for candidate in known:
            best = candidate.hits[0].place
            if best.country and best.kind in _PLACE_KINDS and candidate.hits[0].match == "name":
                counts[best.country] = counts.get(best.country, 0.0) + 1.0
            elif best.country and candidate.hits[0].weight > _LARGE:
                counts[best.country] = counts.get(best.country, 0.0) + 0.5
        total = sum(counts.values())
        ranked = sorted(counts, key=lambda code: (-counts[code], code))[:3]
        return [code for code in ranked if counts[code] > _HOME_SHARE * total]

    # ---- features

    def describe(self, candidate: NameCandidate) -> None:
        """List the features of a candidate that its own words and its neighbours give."""
        out = candidate.features
        self._own(candidate, out)
        self._left(candidate, out)
        self._right(candidate, out)
        self._inside(candidate, out)

    def _own(self, candidate: NameCandidate, out: list[str]) -> None:
        tokens, bits, first, last = self.tokens, self.bits, candidate.first, candidate.last
        best = candidate.hits[0]
        if any(hit.place.kind in {"country", "continent", "region"} and hit.match in {"name", "alternate", "variant"} for hit in candidate.hits):
            out.append("is country")
        elif any(hit.place.kind == "admin1" for hit in candidate.hits[:3]):
            out.append("is first-level area")
        if candidate.kind == "like":
            out.append("spelt like a place" if best.similarity < _VERY_SIMILAR else "spelt much like a place")
        out.append(f"size {min(7, max(2, int(math.log10(max(best.weight, 1.0)))))}")
        if best.match != "name":
            out.append(f"as {best.match}")
        abroad = all(hit.place.country not in self.home for hit in candidate.hits[:12] if hit.place.country)
        if self.home and best.place.kind not in _PLACE_KINDS:
            out.append("abroad" if abroad else "at home, names are romanised" if romanised(self.home[0]) else "at home")
        words = last - first
        out.append("one word" if words == 1 else "two words" if words == 2 else "many words")  # noqa: PLR2004
        flags = self.flags[first]
        word = tokens.words[first]
        if words == 1:
            if len(candidate.key) <= _SHORT:
                out.append("short")
            if flags & bits["given_names"]:
                out.append("given name")
            if flags & bits["family_names"]:
                out.append("family name")
            if flags & bits["common"]:
                out.append("common word, starts sentence" if self.sentence_start(first) else "common word")
            elif self.sentence_start(first) and tokens.lower[first] in self.lower_words:
                out.append("word of the text, starts sentence")
            elif tokens.lower[first] in self.lower_words:
                out.append("word of the text")
            if flags & bits["demonyms"]:
                out.append("demonym")
            if flags & bits["function_words"]:
                out.append("function word")
            if flags & (bits["days"] | bits["months"]):
                out.append("calendar")
            if flags & bits["feature_before"] and last < len(tokens.words) and self.capital[last] and self.joins(first):
                out.append("feature word before name")
            if flags & bits["titles"]:
                out.append("title")
            if flags & self.lexicon.mask("forces", "publications", "offices", "settlement_nouns", "area_nouns", "feature_after"):
                out.append("kind word")
        elif all(self.flags[position] & (bits["common"] | bits["function_words"]) for position in range(first, last)):
            out.append("common words")
        if word.isupper() and len(word) > 1 and candidate.kind != "short":
            out.append("all capitals, short" if len(word) <= 4 else "all capitals")  # noqa: PLR2004
        if not word.isascii() and not word[0].isupper():
            out.append("script without capitals")

    def _left(self, candidate: NameCandidate, out: list[str]) -> None:
        tokens, bits, first = self.tokens, self.bits, candidate.first
        if first == 0:
            out.append("left: text starts")
            return
        gap = tokens.text[tokens.after[first - 1] : tokens.starts[first]]
        flags, before = self.flags[first - 1], first - 1
        if self.sentence_start(first):
            out.append("left: sentence starts")
            if "\n" in gap:
                out.append("left: line starts")
            return
        mark = gap.strip()
        if mark and mark.strip(_QUOTES):
            if mark == ",":
                out.append("left: comma")
                chunk = self.chunk_of.get(before)
                if chunk is not None and chunk.last == first:
                    out.append("left: name and comma")
            elif mark[0] in _DASHES:
                out.append("left: hyphen" if gap in _DASHES else "left: dash")
            elif mark in {"/", "&"}:
                out.append("left: slash")
            else:
                out.append("left: mark")
            return
        if tokens.possessive(before):
            out.append("left: possessive")
            return
        if self.capital[before] and not flags & bits["function_words"]:
            return  # told by `_inside`
        for name in (
            "preposition_at",
            "preposition_move",
            "preposition_weak",
            "direction_adjectives",
            "titles",
            "the",
            "articles",
            "conjunctions",
            "taking_verbs",
            "ships_before",
            "clubs_before",
        ):
            if flags & bits[name]:
                out.append(f"left: {name}")
                break
        else:
            out.append("left: word")
        if flags & bits["the"]:
            candidate_hits = candidate.hits
            if candidate_hits and candidate_hits[0].place.kind in _PLACE_KINDS:
                out.append("left: the, area")
        if tokens.lower[before] == "of" and before > 0 and self.is_(before - 1, "settlement_nouns", "area_nouns"):
            out.append("left: kind of")
        if flags & self.lexicon.mask("settlement_nouns", "area_nouns"):
            out.append("left: kind word")
        if tokens.lower[before] in {"the", "a", "an"} and before > 0 and self.is_(before - 1, "preposition_at"):
            out.append("left: in the")

    def _right(self, candidate: NameCandidate, out: list[str]) -> None:  # noqa: C901, PLR0912 - one branch a sign
        tokens, bits, last = self.tokens, self.bits, candidate.last
        if last >= len(tokens.words):
            out.append("right: text ends")
            return
        if tokens.possessive(last - 1):
            out.append("right: possessive")
            return
        gap = tokens.text[tokens.ends[last - 1] : tokens.starts[last]]
        flags = self.flags[last]
        mark = gap.strip()
        if mark and candidate.kind == "short" and mark[0] == ".":
            mark = mark[1:].strip()
        if mark and mark.strip(_QUOTES):
            if mark[0] == ",":
                out.append("right: comma")
                if gap == ", ":
                    if self.capital[last]:
                        out.append("right: comma, name")
                        self._qualified(last, out)
                    elif tokens.words[last][0].isdigit() and last + 1 < len(tokens.words) and tokens.lower[last + 1] in _LENGTHS:
                        out.append("right: comma, distance")
                    elif flags & bits["articles"]:
                        out.append("right: comma, kind" if self._kind_ahead(last) else "right: comma, article")
                    elif tokens.words[last].isdigit() and len(tokens.words[last]) == 2:  # noqa: PLR2004
                        out.append("right: comma, age")
                    elif flags & bits["preposition_at"]:
                        out.append("right: comma, in")
                    elif flags & bits["person_pronouns"]:
                        out.append("right: comma, who")
            elif gap in _DASHES:
                out.append("right: hyphen, name" if self.capital[last] else "right: hyphen, word")
            elif mark[0] in _DASHES:
                out.append("right: dash")
            elif mark[0] in "(":
                out.append("right: bracket")
            elif mark[0] in ".!?;:":
                out.append("right: stop")
            else:
                out.append("right: mark")
            return
        if "\n\n" in gap:
            out.append("right: stop")
            return
        if self.capital[last] and not flags & bits["function_words"]:
            if flags & (bits["days"] | bits["months"]):
                out.append("right: calendar")
            return  # told by `_inside`
        for name in (
            "speech_verbs",
            "state_verbs",
            "settlement_nouns",
            "area_nouns",
            "waters",
            "facilities",
            "streets",
            "offices",
            "preposition_at",
            "preposition_move",
            "preposition_weak",
            "person_pronouns",
            "conjunctions",
            "place_verbs",
            "directions",
            "forces",
            "dishes_after",
        ):
            if flags & bits[name]:
                out.append(f"right: {name}")
                break
        else:
            out.append("right: number" if tokens.words[last][0].isdigit() else "right: word")

    def _kind_ahead(self, position: int) -> bool:
        """Tell whether an apposition calls something a place: ", a river port in", ", the second city of"."""
        for ahead in range(position + 1, min(position + 6, len(self.tokens.words))):
            if self.tokens.gap(ahead - 1) not in {" ", "-"} or self.capital[ahead]:
                return False
            if self.is_(ahead, "settlement_nouns", "area_nouns", "facilities"):
                return True
        return False

    def _qualified(self, position: int, out: list[str]) -> None:
        """Tell whether the name behind a comma is that of a country or first-level area: "Tripoli, Lebanon"."""
        word = self.tokens.words[position].rstrip(".")
        if word in self.lexicon.abbreviations:
            out.append("right: comma, area")
            return
        keys = self._keys(position)
        for length in self.lookup.matches(keys):
            if any(hit.place.kind in _PLACE_KINDS for hit in self.lookup.hits(" ".join(keys[:length]))[:3]):
                out.append("right: comma, area")
                return

    def _inside(self, candidate: NameCandidate, out: list[str]) -> None:  # noqa: C901, PLR0912 - one branch a sign
        """Tell where a candidate stands in its run of capitalised words, and what its neighbours there are."""
        tokens, bits, first, last = self.tokens, self.bits, candidate.first, candidate.last
        chunk = self.chunk_of.get(first)
        if chunk is None:
            return
        if chunk.person and candidate.kind == "place":
            out.append("in a person's name")
        before, after = first > chunk.first, last < chunk.last
        if not before and not after:
            out.append("run: whole")
            return
        out.append("run: middle" if before and after else "run: end" if before else "run: start")
        if after:
            lower = tokens.lower[last]
            flags = self.flags[last]
            head = self.flags[chunk.last - 1]
            if not self.capital[last]:
                out.append(f"next: {lower}" if lower in {"of", "for", "al", "de"} else "next: connector")
            else:
                for name in (
                    "publications",
                    "sports",
                    "settlement_nouns",
                    "area_nouns",
                    "streets",
                    "waters",
                    "facilities",
                    "feature_after",
                    "offices",
                    "titles",
                    "companies",
                    "forces",
                    "dishes_after",
                    "given_names",
                    "demonyms",
                    "direction_adjectives",
                    "family_names",
                ):
                    if flags & bits[name]:
                        out.append(f"next: {name}")
                        break
                else:
                    out.append("next: name" if self.lookup.has(fold(tokens.words[last])) else "next: other")
            if chunk.last - 1 > last:
                for name in ("publications", "sports", "companies", "forces", "streets", "facilities", "offices"):
                    if head & bits[name]:
                        out.append(f"head: {name}")
                        break
        if before:
            previous = first - 1
            flags = self.flags[previous]
            if not self.capital[previous]:
                out.append(
                    f"previous: {tokens.lower[previous]}" if tokens.lower[previous] in {"of", "for", "al", "de", "del"} else "previous: connector"
                )
                opener = self.flags[chunk.first]
                if tokens.lower[previous] == "of":
                    for name in ("companies", "facilities", "offices", "forces", "area_nouns", "settlement_nouns"):
                        if opener & bits[name]:
                            out.append(f"of: {name}")
                            break
            else:
                for name in (
                    "ships_before",
                    "clubs_before",
                    "titles",
                    "direction_adjectives",
                    "feature_before",
                    "settlement_nouns",
                    "area_nouns",
                    "given_names",
                    "offices",
                    "forces",
                    "demonyms",
                    "publications",
                    "family_names",
                ):
                    if flags & bits[name]:
                        out.append(f"previous: {name}")
                        break
                else:
                    out.append("previous: initial" if len(tokens.words[previous]) == 1 else "previous: other")
                if self.sentence_start(previous):
                    out.append("previous: starts sentence")

    # ---- names that the gazetteer does not have

    def strangers(self) -> Iterator[NameCandidate]:
        """Yield runs of capitalised words that may name a place which the gazetteer does not have."""
        seen: set[int] = set()
        for chunk in self.chunk_of.values():
            if chunk.first in seen or chunk.person or chunk.first in self.actors:
                continue
            seen.add(chunk.first)
            first, last = chunk.first, chunk.last
            if last - first > _MAX_WORDS:
                continue
            feature = last - first > 1 and self.is_(last - 1, "feature_after", "area_nouns", "settlement_nouns")
            if not feature and first and self.is_(first, "feature_before") and last - first > 1:
                feature = True
            candidate = NameCandidate(
                first, last, fold(self.tokens.text[self.tokens.starts[first] : self.tokens.ends[last - 1]]), (), "feature" if feature else "unknown"
            )
            if candidate.key:
                yield candidate

    def describe_stranger(self, candidate: NameCandidate) -> None:
        """List the features of a name that the gazetteer does not have."""
        out = candidate.features
        first, last = candidate.first, candidate.last
        tokens, bits = self.tokens, self.bits
        out.append(candidate.kind)
        self._left(candidate, out)
        self._right(candidate, out)
        words = last - first
        out.append("one word" if words == 1 else "two words" if words == 2 else "many words")  # noqa: PLR2004
        head, opener = self.flags[last - 1], self.flags[first]
        if words > 1:
            for name in (
                "streets",
                "waters",
                "facilities",
                "area_nouns",
                "settlement_nouns",
                "feature_after",
                "publications",
                "sports",
                "companies",
                "forces",
                "offices",
            ):
                if head & bits[name]:
                    out.append(f"head: {name}")
                    break
            for name in ("feature_before", "direction_adjectives", "given_names", "offices", "titles", "demonyms"):
                if opener & bits[name]:
                    out.append(f"opens: {name}")
                    break
            if any(not self.capital[position] for position in range(first, last)):
                out.append("connector inside")
        else:
            for name in (
                "given_names",
                "family_names",
                "common",
                "demonyms",
                "titles",
                "forces",
                "offices",
                "publications",
                "companies",
                "settlement_nouns",
                "area_nouns",
                "feature_after",
            ):
                if head & bits[name]:
                    out.append(f"is: {name}")
        if tokens.words[first].isupper() and len(tokens.words[first]) > 1:
            out.append("all capitals")
        if words == 1 and tokens.lower[first] in self.lower_words:
            out.append("word of the text")
        if self.lookup.has(fold(tokens.words[first])):
            out.append("first word known")
