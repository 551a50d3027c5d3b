"""What speaks for and against a candidate, as named features whose weights are in ``weights.toml``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon.countries import romanised
from conflict_map.mentions.candidates import keys_from
from conflict_map.mentions.scan import AREAS, QUOTES, WORLD

if TYPE_CHECKING:
    from conflict_map.mentions.scan import NameCandidate, Scan

__all__ = ["describe", "describe_stranger"]

_LENGTHS = frozenset(["km", "kms", "kilometre", "kilometres", "kilometer", "kilometers", "mile", "miles"])
_VERY_SIMILAR = 0.9
_NAMED = frozenset(["name", "alternate", "variant"])
_SHORT = 3
_SHORT_CAPITALS = 4
_AGE_DIGITS = 2
_DASHES = "-\u2010\u2011\u2012\u2013\u2014"


def describe(scan: Scan, candidate: NameCandidate) -> None:
    """List the features of a candidate that its own words and its neighbours give."""
    out = candidate.features
    _own(scan, candidate, out)
    _left(scan, candidate, out)
    _right(scan, candidate, out)
    _inside(scan, candidate, out)


def _own(scan: Scan, candidate: NameCandidate, out: list[str]) -> None:
    tokens, bits, first, last = scan.tokens, scan.bits, candidate.first, candidate.last
    best = candidate.hits[0]
    kinds = [hit.place.kind for hit in candidate.hits]
    if not WORLD.isdisjoint(kinds) and any(kind in WORLD and hit.match in _NAMED for kind, hit in zip(kinds, candidate.hits, strict=True)):
        out.append("is country")
    elif "admin1" in kinds[:3]:
        out.append("is first-level area")
    if candidate.kind == "like":
        out.append("spelt like a place" if best.similarity < _VERY_SIMILAR else "spelt much like a place")
    out.append(f"size {min(7, max(2, int(math.log10(max(best.weight, 1.0)))))}")
    if best.match != "name":
        out.append(f"as {best.match}")
    if scan.home and best.place.kind not in AREAS:
        abroad = all(hit.place.country not in scan.home for hit in candidate.hits[:12] if hit.place.country)
        out.append("abroad" if abroad else "at home, names are romanised" if romanised(scan.home[0]) else "at home")
    words = last - first
    out.append("one word" if words == 1 else "two words" if words == 2 else "many words")  # noqa: PLR2004
    flags = scan.flags[first]
    word = tokens.words[first]
    if words == 1:
        if len(candidate.key) <= _SHORT:
            out.append("short")
        if flags & bits["given_names"]:
            out.append("given name")
        if flags & bits["family_names"]:
            out.append("family name")
        if flags & bits["common"]:
            out.append("common word, starts sentence" if scan.sentence_start(first) else "common word")
        elif scan.sentence_start(first) and tokens.lower[first] in scan.lower_words:
            out.append("word of the text, starts sentence")
        elif tokens.lower[first] in scan.lower_words:
            out.append("word of the text")
        if flags & bits["demonyms"]:
            out.append("demonym")
        if flags & bits["function_words"]:
            out.append("function word")
        if flags & (bits["days"] | bits["months"]):
            out.append("calendar")
        if flags & bits["feature_before"] and last < len(tokens.words) and scan.capital[last] and scan.joins(first):
            out.append("feature word before name")
        if flags & bits["titles"]:
            out.append("title")
        if flags & scan.lexicon.mask("forces", "publications", "offices", "settlement_nouns", "area_nouns", "feature_after"):
            out.append("kind word")
    elif all(scan.flags[position] & (bits["common"] | bits["function_words"]) for position in range(first, last)):
        out.append("common words")
    if word.isupper() and len(word) > 1 and candidate.kind != "short":
        out.append("all capitals, short" if len(word) <= 4 else "all capitals")  # noqa: PLR2004
    if not word.isascii() and not word[0].isupper():
        out.append("script without capitals")


_LEFT_CLASSES = (
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
)


def _left(scan: Scan, candidate: NameCandidate, out: list[str]) -> None:
    tokens, bits, first = scan.tokens, scan.bits, candidate.first
    if first == 0:
        out.append("left: text starts")
        return
    gap = tokens.between[first - 1]
    before = first - 1
    both = tokens.lower[before] == "both"
    opens = scan.sentence_start(first) or (both and scan.sentence_start(before))
    if both and before and not opens:
        before -= 1  # "captured both A and B": what stands before "both" counts
    flags = scan.flags[before]
    if opens:
        out.append("left: sentence starts")
        if "\n" in gap:
            out.append("left: line starts")
        return
    mark = gap.strip()
    if mark and mark.strip(QUOTES):
        if mark == ",":
            out.append("left: comma")
            chunk = scan.chunk_of.get(before)
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
    if scan.capital[before] and not flags & bits["function_words"]:
        return  # told by `_inside`
    for name in _LEFT_CLASSES if flags else ():
        if flags & bits[name]:
            out.append(f"left: {name}")
            break
    else:
        out.append("left: word")
    if flags & bits["the"]:
        candidate_hits = candidate.hits
        if candidate_hits and candidate_hits[0].place.kind in AREAS:
            out.append("left: the, area")
    if tokens.lower[before] == "of" and before > 0 and scan.is_(before - 1, "settlement_nouns", "area_nouns"):
        out.append("left: kind of")
    if flags & scan.lexicon.mask("settlement_nouns", "area_nouns"):
        out.append("left: kind word")
    if tokens.lower[before] in {"the", "a", "an"} and before > 0 and scan.is_(before - 1, "preposition_at"):
        out.append("left: in the")


_WHITHER = frozenset({"to", "into", "from", "towards", "toward", "near", "in"})


def _gone_to(scan: Scan, first: int) -> bool:
    """Whether a lower-case word of motion or place leads to the name: "fled to Kassala, the refugee agency said"."""
    tokens = scan.tokens
    return first > 1 and tokens.lower[first - 1] in _WHITHER and not scan.capital[first - 2] and not tokens.lower[first - 2].endswith("ing")


def _behind_place_word(scan: Scan, first: int) -> bool:
    return first > 0 and scan.is_(first - 1, "preposition_at", "direction_adjectives") and scan.tokens.gap(first - 1) == " "


_OF_A_SITE = frozenset({"air", "army", "border", "displacement", "frontier", "hydropower", "military", "naval", "oil", "refugee"})
_AT_A_BORDER = frozenset({"crossing", "gate", "point", "post", "station", "terminal", "bridge", "checkpoint"})


_RIGHT_CLASSES = (
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
    "falling_verbs",
    "place_verbs",
    "directions",
    "forces",
    "dishes_after",
)


def _of_the_site(scan: Scan, last: int) -> int:
    """Return the word classes of what stands behind a name: of "crossing" in "the Torkham border crossing", of "camp" in "X refugee camp"."""
    tokens, bits = scan.tokens, scan.bits
    if tokens.lower[last] not in _OF_A_SITE or last + 1 >= len(tokens.words) or tokens.gap(last) != " ":
        return scan.flags[last]
    if tokens.lower[last + 1] in _AT_A_BORDER and tokens.lower[last] in {"border", "frontier"}:
        return bits["facilities"]
    behind = scan.flags[last + 1]
    return behind if behind & (bits["facilities"] | bits["settlement_nouns"]) else scan.flags[last]


def _right(scan: Scan, candidate: NameCandidate, out: list[str]) -> None:
    tokens, bits, last = scan.tokens, scan.bits, candidate.last
    if last >= len(tokens.words):
        out.append("right: text ends")
        return
    if tokens.possessive(last - 1):
        out.append("right: possessive")
        return
    gap = tokens.gaps[last - 1]
    flags = scan.flags[last]
    mark = gap.strip()
    if mark and candidate.kind == "short" and mark[0] == ".":
        mark = mark[1:].strip()
    if mark and mark.strip(QUOTES):
        if mark[0] == ",":
            out.append("right: comma")
            if gap == ", ":
                if scan.capital[last] and (tokens.possessive(last) or flags & bits["demonyms"]) and _kind_ahead(scan, last):
                    out.append("right: comma, kind")  # "Ganja, Azerbaijan's second city"
                elif scan.capital[last]:
                    out.append("right: comma, name")
                    _qualified(scan, last, out)
                elif tokens.words[last][0].isdigit() and last + 1 < len(tokens.words) and tokens.lower[last + 1] in _LENGTHS:
                    out.append("right: comma, distance")
                elif flags & bits["articles"]:
                    out.append("right: comma, kind" if _kind_ahead(scan, last) else "right: comma, article")
                    # "Anna Chad, the agency's head"; in "from eastern Chad, the agency said" the name is a place.
                    if _body_ahead(scan, last) and (_acronym(scan, candidate) or not _is_where(scan, candidate.first)):
                        out.append("right: comma, body")
                elif tokens.words[last].isdigit() and len(tokens.words[last]) == 2:  # noqa: PLR2004
                    out.append("right: comma, age")
                elif flags & bits["preposition_at"]:
                    out.append("right: comma, in")
                elif flags & bits["person_pronouns"]:
                    out.append("right: comma, who")
        elif gap in _DASHES:
            out.append("right: hyphen, name" if scan.capital[last] else "right: hyphen, word")
        elif mark[0] in _DASHES:
            out.append("right: dash")
        elif mark[0] == "(":
            out.append("right: bracket")
        elif mark[0] in ".!?;:":
            out.append("right: stop")
        else:
            out.append("right: mark")
        return
    if "\n\n" in gap:
        out.append("right: stop")
        return
    if scan.capital[last] and not flags & bits["function_words"]:
        if flags & (bits["days"] | bits["months"]):
            out.append("right: calendar")
        return  # told by `_inside`
    out.append(f"right: {_class_behind(scan, last)}")


def _class_behind(scan: Scan, last: int) -> str:
    """Return the class of the word behind a name."""
    flags, bits = _of_the_site(scan, last), scan.bits
    if flags & scan.lexicon.mask(*_RIGHT_CLASSES):
        return next(name for name in _RIGHT_CLASSES if flags & bits[name])
    return "number" if scan.tokens.words[last][0].isdigit() else "word"


def _kind_ahead(scan: Scan, position: int) -> bool:
    """Tell whether an apposition calls something a place: ", a river port in", ", the Georgian capital", ", Congo's second city"."""
    tokens, of_a_country = scan.tokens, scan.lexicon.mask("demonyms", "direction_adjectives")
    for ahead in range(position + 1, min(position + 6, len(tokens.words))):
        if tokens.gap(ahead - 1) not in {" ", "-", "'s ", "\u2019s "}:
            return False
        if scan.capital[ahead] and not (scan.flags[ahead] & of_a_country or tokens.possessive(ahead)):
            return False
        if scan.is_(ahead, "settlement_nouns", "area_nouns", "facilities"):
            return True
    return False


def _acronym(scan: Scan, candidate: NameCandidate) -> bool:
    """Whether a name that no table knows is one word in capitals: "for SANA, the government's news agency"."""
    return candidate.kind == "unknown" and candidate.last - candidate.first == 1 and scan.tokens.words[candidate.first].isupper()


def _is_where(scan: Scan, first: int) -> bool:
    return _behind_place_word(scan, first) or _gone_to(scan, first)


def _body_ahead(scan: Scan, position: int) -> bool:
    """Tell whether an apposition calls something a body of people: ", the state news agency,", not ", the group's capital"."""
    tokens = scan.tokens
    for ahead in range(position + 1, min(position + 6, len(tokens.words))):
        if tokens.gap(ahead - 1) not in {" ", "-", "'s ", "\u2019s "}:
            return False
        if tokens.possessive(ahead):
            continue  # "the government's news agency" is one too
        ends = ahead + 1 >= len(tokens.words) or tokens.gap(ahead) != " " or scan.is_(ahead + 1, "function_words", "speech_verbs")
        if ends:  # the head of the phrase: "the state news agency" is an agency, not a state
            return scan.is_(ahead, "bodies")
    return False


def _qualified(scan: Scan, position: int, out: list[str]) -> None:
    """Tell whether the name behind a comma is that of a country or first-level area: "Tripoli, Lebanon"."""
    word = scan.tokens.words[position].rstrip(".")
    if word in scan.lexicon.abbreviations:
        out.append("right: comma, area")
        return
    keys = keys_from(scan, position)
    for length in scan.lookup.matches(keys):
        if any(hit.place.kind in AREAS for hit in scan.lookup.hits(" ".join(keys[:length]))[:3]):
            out.append("right: comma, area")
            return


def _inside(scan: Scan, candidate: NameCandidate, out: list[str]) -> None:
    """Tell where a candidate stands in its run of capitalised words, and what its neighbours there are."""
    tokens, bits, first, last = scan.tokens, scan.bits, candidate.first, candidate.last
    chunk = scan.chunk_of.get(first)
    if chunk is None:
        return
    if chunk.person and candidate.kind == "place":
        out.append("in a person's name")
    before, after = first > chunk.first, last < chunk.last
    if not before and not after:
        out.append("run: whole")
        return
    if before and scan.flags[first] & bits["family_names"] and last - first == 1 and not scan.flags[first - 1] and scan.capital[first - 1]:
        out.append("family name behind a name")
    if (
        after
        and scan.flags[first] & bits["given_names"]
        and last - first == 1
        and scan.capital[last]
        and not scan.flags[last] & ~bits["family_names"]
    ):
        out.append("given name before a name")
    out.append("run: middle" if before and after else "run: end" if before else "run: start")
    if before and last - first == 1 and "abroad" in out:
        # "Bai Hassan" in Iraq is no sign of Hassan in India.
        out.append("part of a run, abroad")
    if after:
        lower = tokens.lower[last]
        flags = scan.flags[last]
        head = scan.flags[chunk.last - 1]
        if not scan.capital[last]:
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
                out.append("next: name" if scan.lookup.has(fold(tokens.words[last])) else "next: other")
        if chunk.last - 1 > last:
            for name in ("publications", "sports", "companies", "forces", "streets", "facilities", "offices"):
                if head & bits[name]:
                    out.append(f"head: {name}")
                    break
    if before:
        previous = first - 1
        flags = scan.flags[previous]
        if not scan.capital[previous]:
            out.append(f"previous: {tokens.lower[previous]}" if tokens.lower[previous] in {"of", "for", "al", "de", "del"} else "previous: connector")
            opener = scan.flags[chunk.first]
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
            if scan.sentence_start(previous):
                out.append("previous: starts sentence")


def describe_stranger(scan: Scan, candidate: NameCandidate) -> None:
    """List the features of a name that the gazetteer does not have."""
    out = candidate.features
    first, last = candidate.first, candidate.last
    tokens, bits = scan.tokens, scan.bits
    out.append(candidate.kind)
    _left(scan, candidate, out)
    _right(scan, candidate, out)
    words = last - first
    out.append("one word" if words == 1 else "two words" if words == 2 else "many words")  # noqa: PLR2004
    head, opener = scan.flags[last - 1], scan.flags[first]
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
        if any(not scan.capital[position] for position in range(first, last)):
            out.append("connector inside")
    else:
        for name in (
            (
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
            )
            if head
            else ()
        ):
            if head & bits[name]:
                out.append(f"is: {name}")
    if tokens.words[first].isupper() and len(tokens.words[first]) > 1:
        out.append("all capitals")
    if words == 1 and tokens.lower[first] in scan.lower_words:
        out.append("word of the text")
    if scan.lookup.has(fold(tokens.words[first])):
        out.append("first word known")
