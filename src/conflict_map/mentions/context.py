"""The wider surroundings of a name that the gazetteer does not have: who lives there, who went there, what was done to it.

News says little of villages that no gazetteer has; reports of war are about little else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_map.mentions.scan import NameCandidate, Scan

__all__ = ["surround"]

_PREPOSITIONS = frozenset(
    {"to", "into", "from", "in", "at", "of", "near", "towards", "toward", "through", "between", "on", "with", "by", "for", "above", "via"}
)
_OF = frozenset({"of", "from", "in", "at", "to", "on", "into", "for", "over", "towards", "between"})
_WHITHER = frozenset({"to", "into", "from", "for", "towards", "toward", "through", "at", "in", "on"})
_MOST_LISTED, _AHEAD, _BACK, _ASIDE = 6, 4, 5, 5


def surround(scan: Scan, candidate: NameCandidate) -> None:
    """Add the features that words further off than the next one give, for all of a list those before its first name."""
    if not scan.of_war:
        return
    candidate.features.append("text: of war")
    first = _list_start(scan, candidate.first)
    if first != candidate.first:
        candidate.features.append("listed")
    _before(scan, first, candidate.features)
    _behind(scan, candidate.last, candidate.features)


def _list_start(scan: Scan, first: int) -> int:
    """Return where the list starts that a name stands in: "to" is before both names in "to Charbagh and Kabal"."""
    tokens = scan.tokens
    for _ in range(_MOST_LISTED):
        joint = _over_aside(scan, first) - 1
        if joint > 0 and tokens.lower[joint] in {"and", "or"} and tokens.gaps[joint] in {" ", ", "}:
            joint -= 1
        elif joint < 0 or tokens.gaps[joint] != ", ":
            return first
        chunk = scan.chunk_of.get(joint)
        if chunk is None or chunk.last != joint + 1 or chunk.person or tokens.gap(joint) not in {" ", ", "}:
            return first
        first = chunk.first
    return first


def _over_aside(scan: Scan, first: int) -> int:
    """Return where a name would start without the aside before it: "A and, a day later, B"."""
    tokens = scan.tokens
    if first < _ASIDE or tokens.gaps[first - 1] != ", ":
        return first
    for back in range(first - 1, max(1, first - _ASIDE - 1), -1):
        if tokens.gap(back - 1) == ", ":
            return back if tokens.lower[back - 1] in {"and", "or"} else first
        if tokens.gap(back - 1) != " ":
            return first
    return first


def _before(scan: Scan, first: int, out: list[str]) -> None:
    tokens, bits = scan.tokens, scan.bits
    if first == 0 or tokens.gaps[first - 1] != " " or scan.sentence_start(first):
        return
    before = first - 1
    if scan.flags[before] & bits["the"] and before and tokens.gaps[before - 1] == " ":
        out.append("before: the")
        before -= 1
    word = tokens.lower[before]
    if word in _PREPOSITIONS:
        out.append(f"before: {word}")
    flags = scan.flags[before]
    if flags & bits["taking_verbs"]:
        out.append("behind taking")
    if flags & bits["motions"]:
        out.append("behind motion")
    if before and tokens.gaps[before - 1] == " ":
        if word in _OF:
            out.extend(_whose(scan, before - 1))
        if word in _WHITHER and _has_moved(scan, before - 1):
            out.append("behind motion")


def _whose(scan: Scan, noun: int) -> list[str]:
    """Return what the noun before "of" or "from" tells: who lives there, what lies there."""
    flags, bits = scan.flags[noun], scan.bits
    if flags & bits["people_of"]:
        return ["behind people"]
    if flags & bits["sites_of"]:
        return ["behind site"]
    return ["behind kind"] if scan.is_(noun, "settlement_nouns", "area_nouns", "feature_after") else []


def _has_moved(scan: Scan, last: int) -> bool:
    """Return whether somebody moves in the words up to the preposition: "slipped off south-westwards in small parties to"."""
    bit = scan.bits["motions"]
    for back in range(last, max(-1, last - _BACK), -1):
        if scan.sentence_start(back + 1):
            return False
        if scan.flags[back] & bit:
            return True
    return False


def _behind(scan: Scan, last: int, out: list[str]) -> None:
    tokens = scan.tokens
    if last >= len(tokens.words) or tokens.possessive(last - 1):
        return
    gap = tokens.gaps[last - 1]
    if gap == " ":
        if not scan.capital[last] and scan.is_(last, "feature_after"):
            out.append("ahead: feature")
        _undergoes(scan, last, out)
    elif gap == ", ":
        word = tokens.lower[last]
        if word in {"which", "where", "whose"}:
            out.append(f"ahead: {word}")
            if word == "which":
                _undergoes(scan, last + 1, out)
        elif scan.is_(last, "directions") or (word in {"on", "near", "outside", "above"} and last + 1 < len(tokens.words)):
            out.append("ahead: whereabouts")


def _undergoes(scan: Scan, position: int, out: list[str]) -> None:
    """Tell whether the verb behind a name is one of what happens to places: "was overrun", "has since been cleared", "fell"."""
    tokens, bits, helped = scan.tokens, scan.bits, False
    for ahead in range(position, min(position + _AHEAD, len(tokens.words))):
        if ahead > position and tokens.gaps[ahead - 1] != " ":
            return
        flags = scan.flags[ahead]
        if flags & bits["auxiliaries"]:
            helped = True
        elif helped and flags & bits["undergone"]:
            out.append("ahead: undergoes")
            return
        elif not helped and flags & bits["falling_verbs"]:
            out.append("ahead: falls")
            return
