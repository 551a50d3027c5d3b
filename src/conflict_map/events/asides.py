"""Asides within rows of places: "A, on the road to C, and B, on the lake, were captured" tells of A and B."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.units import names_place, shape_of
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["row_behind", "without_asides"]

_WHERE = word_set("where_prepositions")
_LONGEST = 9


def without_asides(chunks: list[Chunk]) -> list[Chunk]:
    """Leave out what only says where a place of a row lies, with its commas, so that the row is one list.

    An aside stands between commas behind a place, begins with a preposition of place or with a noun phrase that describes a town ("the gateway to
    C"), holds no verb, and is followed by "and" or by another place that has an aside of its own.
    """
    if shape_of(chunks).count("COMMA") < 2:  # most sentences have no aside at all
        return chunks
    made: list[Chunk] = []
    index = 0
    while index < len(chunks):
        if _likens(chunks, index):
            index += 5  # "in A, where, as in B, their flag flies"
            continue
        made.append(chunks[index])
        end = _aside_end(chunks, index)
        index = end if end is not None else index + 1
    return made


def _likens(chunks: list[Chunk], index: int) -> bool:
    """Whether ", as in B," stands at ``index``, which only compares."""
    opened = chunks[index].kind == "COMMA" and index + 4 < len(chunks) and chunks[index + 1].low == "as" and chunks[index + 4].kind == "COMMA"
    return opened and chunks[index + 2].low in {"in", "at", "around"} and names_place(chunks[index + 3].np)


def _aside_end(chunks: list[Chunk], index: int) -> int | None:
    """Return where the row goes on behind the aside of the place at ``index``; None where there is none."""
    if (
        index + 4 >= len(chunks)
        or chunks[index + 1].kind != "COMMA"
        or not _names_or_tells_of(chunks[index].np)
        or not _opens_aside(chunks, index + 2)
    ):
        return None
    close = index + 3
    while close < len(chunks) and close - index < _LONGEST and chunks[close].kind in {"P", "NP", "ADV"}:
        close += 1
    if close + 1 >= len(chunks) or chunks[close].kind != "COMMA" or chunks[close - 1].kind == "P":
        return None
    if chunks[close + 1].kind == "CONJ":
        return close + 1 if _joins_last(chunks, close + 1) else None
    goes_on = names_place(chunks[close + 1].np) and close + 2 < len(chunks)
    # the next place of the row has an aside too, or is followed by the last one
    return close if goes_on and (_joins_last(chunks, close + 2) or _aside_end(chunks, close + 1) is not None) else None


def _opens_aside(chunks: list[Chunk], index: int) -> bool:
    chunk = chunks[index]
    if chunk.kind == "P":
        return chunk.low in _WHERE
    np = chunk.np
    return np is not None and np.determiner in {"the", "a", "an"} and "settlement" in np.classes and chunks[index + 1].kind == "P"


def _joins_last(chunks: list[Chunk], index: int) -> bool:
    """Whether "and" stands at ``index`` with the last place of a row behind it."""
    return chunks[index].kind == "CONJ" and chunks[index].low == "and" and index + 1 < len(chunks) and names_place(chunks[index + 1].np)


def _names_or_tells_of(np: NounPhrase | None) -> bool:
    """Whether a noun phrase names a place or ends in one: "A", "the capture of A", "control over the town of A"."""
    return names_place(np) or (np is not None and names_place(np.of))


def row_behind(np: NounPhrase, chunks: Sequence[Chunk]) -> list[NounPhrase]:
    """Return the places that a row goes on with behind a noun phrase, without those that only say where they lie: "of A and B, in N, and of C"."""
    row: list[NounPhrase] = []
    mark = ""
    for chunk in chunks:
        if chunk.start < np.end:
            continue
        if chunk.kind in {"COMMA", "CONJ"} and chunk.low in {",", "and"}:
            mark = chunk.kind
        elif chunk.kind == "P":
            mark = mark if chunk.low == "of" and mark == "CONJ" else "P"
        elif chunk.np is not None and names_place(chunk.np):
            if mark in {"COMMA", "CONJ"}:
                row.append(chunk.np)
            mark = ""
        elif mark != "P" or chunk.np is None:
            break
    return row
