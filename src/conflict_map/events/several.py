"""Several places at once that were told before: "both towns", "the two villages", "all three"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.antecedents import topic_of
from conflict_map.events.records import PlaceRef
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.events.antecedents import Seen
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = ["several_told"]

_AREA_KINDS = word_set("area_kinds")
_ROWS = {"three": 3, "four": 4, "five": 5}
_ALL_OF = re.compile(r"all (three|four|five)(?: (?:towns|cities|villages|places|settlements|districts|localities|communities))?")
_TWO_WITHIN, _ROW_WITHIN = 6, 3
"""Sentences back to which two places, or a row of them, are looked for."""


def several_told(np: NounPhrase, seen: Sequence[Seen], sentence: int, topics: Mapping[str, int]) -> list[PlaceRef]:
    """Return the places that a phrase means together: the last two spoken of, those that changed hands first, or a whole row.

    ``seen`` are the places told so far, ``sentence`` is the number of the sentence, ``topics`` are the places that changed hands.
    """
    if np.of is not None:
        return []
    if np.words == ("both",):
        return _two_of_the_sentence_before(np, seen, sentence)
    if (row := _ALL_OF.fullmatch(np.text.lower())) is not None:
        return _row_told(np, _ROWS[row[1]], seen, sentence, topics)
    if not (np.plural and "settlement" in np.classes) or np.head_place is not None:
        return []
    if not (np.determiner == "both" or (np.determiner in {"the", "these", "those"} and "two" in np.text.lower().split())):
        return []
    if np.determiner == "both" and (pair := _two_of_this_sentence(np, seen, sentence)):
        return pair
    found: list[Mention] = []
    for topical in (True, False):
        for item in reversed(seen):
            mention = item.mention
            if mention.start >= np.start or sentence - item.sentence > _TWO_WITHIN or _kind(mention) in _AREA_KINDS:
                continue
            if topical and topic_of(mention) not in topics:
                continue
            if _new(mention, found):
                found.append(mention)
            if len(found) == 2:
                return [PlaceRef(item, np.start, np.end, f"{np.text!r}: the two places spoken of before") for item in reversed(found)]
    return []


def _two_of_this_sentence(np: NounPhrase, seen: Sequence[Seen], sentence: int) -> list[PlaceRef]:
    """Return the two places, no more and no fewer, that the sentence has named: "left A and B on Friday, and by Sunday both places were theirs"."""
    found: list[Mention] = []
    for item in seen:
        if item.sentence == sentence and item.mention.start < np.start and _kind(item.mention) not in _AREA_KINDS and _new(item.mention, found):
            found.append(item.mention)
    return [PlaceRef(item, np.start, np.end, f"{np.text!r}: the two places of the sentence") for item in found] if len(found) == 2 else []


def _kind(mention: Mention) -> str:
    return mention.place.kind if mention.place is not None else "town"


def _new(mention: Mention, found: Sequence[Mention]) -> bool:
    return all(topic_of(mention) != topic_of(other) for other in found)


def _row_told(np: NounPhrase, number: int, seen: Sequence[Seen], sentence: int, topics: Mapping[str, int]) -> list[PlaceRef]:
    """Return the places that "all three" means: those that changed hands in the sentences before, if they are so many."""
    found: list[Mention] = []
    for item in reversed(seen):
        told = item.mention.start < np.start and 0 <= sentence - item.sentence <= _ROW_WITHIN and topic_of(item.mention) in topics
        if told and _kind(item.mention) not in _AREA_KINDS and _new(item.mention, found):
            found.append(item.mention)
    if len(found) != number:
        return []
    return [PlaceRef(item, np.start, np.end, f"{np.text!r}: the places that changed hands before") for item in reversed(found)]


def _two_of_the_sentence_before(np: NounPhrase, seen: Sequence[Seen], sentence: int) -> list[PlaceRef]:
    """Return the two places, no more and no fewer, that the sentence before is about: "attacked A and B. Both fell …"."""
    found: list[Mention] = []
    for item in seen:
        if item.sentence == sentence - 1 and item.leading and _kind(item.mention) not in _AREA_KINDS and _new(item.mention, found):
            found.append(item.mention)
    return [PlaceRef(item, np.start, np.end, "'both': the two places spoken of before") for item in found] if len(found) == 2 else []
