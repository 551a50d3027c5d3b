"""Prepositions that stand together: "from around X", "in and near X", "bound for X", "villages west of X" are one step of a path each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.tagging import DIRECTION
from conflict_map.events.units import Chunk, names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["join_prepositions", "pair_dashes"]

_INNER = word_set("inner_prepositions")
_FAR = frozenset({"far", "far away", "far afield", "far north", "far south", "far east", "far west"})
_FARTHER = (["farther", "than"], ["further", "than"])
_NOT_GOALS = frozenset({"according", "due", "owing", "thanks", "prior", "contrary", "next", "close", "similar", "relative"})


_DASHES = frozenset({"-", "--", "\u2013", "\u2014"})


def pair_dashes(chunks: list[Chunk]) -> list[Chunk]:
    """Return the chunks with the dashes around an aside without a verb as commas: "the fighters - 1,500 of them - were flown"."""
    marks = [index for index, chunk in enumerate(chunks) if chunk.kind == "STOP" and chunk.low in _DASHES]
    if len(marks) < 2:
        return chunks
    made = list(chunks)
    index = 0
    while index + 1 < len(marks):
        first, second = marks[index], marks[index + 1]
        inside = made[first + 1 : second]
        after = made[second + 1].kind if second + 1 < len(made) else "STOP"
        if first and inside and len(inside) <= 12 and all(c.kind not in {"VP", "STOP"} for c in inside) and after in {"VP", "P", "ADV", "WH"}:
            for mark in (first, second):
                made[mark] = Chunk("COMMA", made[mark].start, made[mark].end, ",")
            index += 2
        else:
            index += 1
    return made


def join_prepositions(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return the chunks with each row of prepositions as the one that tells the role of the place after it."""
    made: list[Chunk] = []
    index, last = 0, len(chunks) - 1
    while index <= last:
        chunk = chunks[index]
        if index < last and (chunk.kind in {"P", "ADV"} or chunk.low in {"as", "no"}):
            joined, length = _joined(chunks, index, made)
            made.append(joined)
            index += length
        else:
            made.append(chunk)
            index += 1
    return made


def _joined(chunks: Sequence[Chunk], index: int, made: Sequence[Chunk]) -> tuple[Chunk, int]:
    """Return what a chunk becomes with those behind it, and how many they are; the chunk itself where nothing is to be joined."""
    chunk, second = chunks[index], chunks[index + 1]
    third = chunks[index + 2] if index + 2 < len(chunks) else None
    if chunk.low == "no" and third is not None and [second.low, third.low] in _FARTHER and index + 3 < len(chunks):
        if names_place(chunks[index + 3].np):
            return Chunk("P", chunk.start, third.end, "to"), 3  # "got no farther than Gao"
    elif chunk.low == "as" and third is not None and second.low in _FAR and third.low == "as":
        return Chunk("P", chunk.start, third.end, "to"), 3  # "some as far as Gao"
    if chunk.kind == "P" and second.kind == "P":
        if second.low == "to" and chunk.low in _NOT_GOALS:
            return Chunk("P", chunk.start, second.end, f"{chunk.low} to"), 2
        if chunk.low in {"from", "to"} and second.low in _INNER:
            return Chunk("P", chunk.start, second.end, chunk.low), 2
        if chunk.low == "bound" and second.low == "for":
            return Chunk("P", chunk.start, second.end, "to"), 2
    elif chunk.kind == "P" and second.kind == "CONJ":
        if third is not None and third.kind == "P" and chunk.low in _INNER and third.low in _INNER:
            return Chunk("P", chunk.start, third.end, chunk.low), 3
    elif second.kind == "P" and second.low == "of" and chunk.kind == "ADV" and made and made[-1].np is not None and DIRECTION.fullmatch(chunk.low):
        return Chunk("P", chunk.start, second.end, "of"), 2  # "villages west of X": where they lie, not where anyone goes
    return chunk, 1
