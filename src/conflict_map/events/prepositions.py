"""Prepositions that stand together: "from around X", "in and near X", "bound for X", "villages west of X" are one step of a path each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.tagging import DIRECTION
from conflict_map.events.units import Chunk
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["join_prepositions"]

_INNER = word_set("inner_prepositions")


def join_prepositions(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return the chunks with each row of prepositions as the one that tells the role of the place after it."""
    made: list[Chunk] = []
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        second = chunks[index + 1] if index + 1 < len(chunks) else None
        third = chunks[index + 2] if index + 2 < len(chunks) else None
        if chunk.kind == "P" and second is not None:
            if second.kind == "P" and chunk.low in {"from", "to"} and second.low in _INNER:
                made.append(Chunk("P", chunk.start, second.end, chunk.low))
                index += 2
                continue
            if second.kind == "CONJ" and third is not None and third.kind == "P" and chunk.low in _INNER and third.low in _INNER:
                made.append(Chunk("P", chunk.start, third.end, chunk.low))
                index += 3
                continue
            if second.kind == "P" and (chunk.low, second.low) == ("bound", "for"):
                made.append(Chunk("P", chunk.start, second.end, "to"))
                index += 2
                continue
        if (
            chunk.kind == "ADV"
            and second is not None
            and second.kind == "P"
            and second.low == "of"
            and DIRECTION.fullmatch(chunk.low)
            and made
            and made[-1].np is not None
        ):
            index += 1  # "villages west of X": where they lie, not where anyone goes
            continue
        made.append(chunk)
        index += 1
    return made
