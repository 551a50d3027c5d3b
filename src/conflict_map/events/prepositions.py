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


def pair_dashes(chunks: Sequence[Chunk]) -> list[Chunk]:
    """Return the chunks with the dashes around an aside without a verb as commas: "the fighters - 1,500 of them - were flown"."""
    made = list(chunks)
    marks = [index for index, chunk in enumerate(made) if chunk.kind == "STOP" and chunk.low in _DASHES]
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
    index = 0
    while index < len(chunks):
        chunk = chunks[index]
        second = chunks[index + 1] if index + 1 < len(chunks) else None
        third = chunks[index + 2] if index + 2 < len(chunks) else None
        if chunk.low == "as" and second is not None and third is not None and second.low in _FAR and third.low == "as":
            made.append(Chunk("P", chunk.start, third.end, "to"))  # "some as far as Gao"
            index += 3
            continue
        far = [item.low for item in chunks[index + 1 : index + 3]]
        if chunk.low == "no" and far in _FARTHER and index + 3 < len(chunks) and names_place(chunks[index + 3].np):
            made.append(Chunk("P", chunk.start, chunks[index + 2].end, "to"))  # "got no farther than Gao"
            index += 3
            continue
        if chunk.kind == "P" and second is not None:
            if second.kind == "P" and second.low == "to" and chunk.low in _NOT_GOALS:
                made.append(Chunk("P", chunk.start, second.end, f"{chunk.low} to"))
                index += 2
                continue
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
            made.append(Chunk("P", chunk.start, second.end, "of"))  # "villages west of X": where they lie, not where anyone goes
            index += 2
            continue
        made.append(chunk)
        index += 1
    return made
