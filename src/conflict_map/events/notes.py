"""Notes that leave out the verb of moving: "3,500 people from A to B", "From A to B: 4,500 families", "A → B: 30,000 people"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.units import Chunk, VerbPhrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import NounPhrase

__all__ = ["give_a_verb"]

_FROM = frozenset({"from", "out of"})
_TO = frozenset({"to", "into", "towards", "toward"})
_ARROWS = frozenset({"\u2192", "\u279c", "\u27a1", "\u21d2"})
_LONGEST = 24


def give_a_verb(chunks: list[Chunk]) -> list[Chunk]:
    """Give a note that counts people between two places the verb that it leaves out; anything else stays as it is."""
    if len(chunks) > _LONGEST or any(chunk.kind == "VP" for chunk in chunks):
        return chunks
    people = next((at for at, chunk in enumerate(chunks) if chunk.np is not None and _people(chunk.np)), None)
    if people is None:
        return chunks
    arrow = next((at for at, chunk in enumerate(chunks[1:-1], 1) if chunk.low in _ARROWS), None)
    if arrow is not None and arrow < people and _place(chunks, arrow - 1) and _place(chunks, arrow + 1):
        chunks = [
            *chunks[: arrow - 1],
            Chunk("P", chunks[arrow - 1].start, chunks[arrow - 1].start, "from"),
            chunks[arrow - 1],
            Chunk("P", chunks[arrow].start, chunks[arrow].end, "to"),
            *chunks[arrow + 1 :],
        ]
        people += 1
    ways = [at for at, chunk in enumerate(chunks) if chunk.kind == "P" and chunk.low in _FROM | _TO and _place(chunks, at + 1)]
    if not {chunks[at].low for at in ways} & _FROM or not {chunks[at].low for at in ways} & _TO:
        return chunks
    if ways[0] > people:
        return [*chunks[: people + 1], _goes(chunks[people]), *chunks[people + 1 :]]
    if any(chunk.low == ":" for chunk in chunks[ways[-1] : people]):  # the way stands first
        path = [chunk for at in ways if at < people for chunk in chunks[at : at + 2]]
        return [*chunks[: ways[0]], chunks[people], _goes(chunks[people]), *path, *chunks[people + 1 :]]
    return chunks


def _goes(chunk: Chunk) -> Chunk:
    return Chunk("VP", chunk.end, chunk.end, "go", vp=VerbPhrase(chunk.end, chunk.end, "go", "finite"))


def _place(chunks: Sequence[Chunk], at: int) -> bool:
    np = chunks[at].np if 0 <= at < len(chunks) else None
    return np is not None and (np.head_place is not None or np.name is not None)


def _people(np: NounPhrase) -> bool:
    counted = np.quantity is not None and (np.quantity.low is not None or np.quantity.high is not None)
    return counted and ("civilian" in np.classes or np.head in {"family", "household"})
