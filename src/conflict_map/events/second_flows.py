"""A second flow that leaves out the verb of the first: "fled from A to B and 50,000 from C to D", "24,300 reached A and 9,700 B"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.units import Chunk, names_place
from conflict_map.events.words import lexicon

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.units import NounPhrase, VerbPhrase

__all__ = ["repeat_verbs", "take_of_whole"]

_MOVES = frozenset({"flee", "go", "displace", "retreat", "transport", "return", "arrive"})
_GOES_TO = frozenset({"reach", "enter"})
"""Verbs whose object is where people go."""
_FROM = frozenset({"from", "out of"})
_TO = frozenset({"to", "into", "towards", "toward", "for"})
_OPENS = frozenset({"CONJ", "COMMA", "STOP"})


def repeat_verbs(chunks: list[Chunk]) -> list[Chunk]:
    """Give a further count with a way of its own the verb of moving that the sentence has told before it."""
    if not any([chunk.np is not None and chunk.np.quantity is not None for chunk in chunks[2:]]):  # noqa: C419 - a list is quicker
        return chunks
    made: list[Chunk] = []
    moved: VerbPhrase | None = None
    goes = False
    for index, chunk in enumerate(chunks):
        made.append(chunk)
        np = chunk.np
        if chunk.vp is not None and _MOVES & lexicon().classes.get(chunk.vp.phrase, lexicon().classes.get(chunk.vp.lemma, frozenset())):
            moves = chunk.vp.form == "finite" and not (chunk.vp.negated or chunk.vp.modal) and _people_before(chunks, index)
            moved, goes = chunk.vp if moves else None, False
        goes = goes or chunk.kind == "P" or names_place(np)
        if moved is None or not goes or np is None or np.quantity is None or index < 2 or chunks[index - 1].kind not in _OPENS:
            continue
        if chunks[index - 1].kind == "STOP" and chunks[index - 1].low != ";":
            continue
        if moved.lemma in _GOES_TO and (parts := _counted_town(np)) is not None:
            people, town = parts
            made[-1:] = [replace(chunk, end=people.end, low=people.text.lower(), np=people), _again(moved, people.end)]
            made.append(replace(chunk, start=town.start, low=town.text.lower(), np=town))
        elif ({"civilian", "combatant"} & np.classes or np.head == "#") and np.head_place is None and _goes_from_to(chunks, index + 1):
            made.append(_again(moved, np.end))
    return made


def _people_before(chunks: Sequence[Chunk], verb: int) -> bool:
    """Whether what stands before a verb may be people: named as such, or a bare number; not letters, votes or prices."""
    near = range(verb - 1, max(-1, verb - 8), -1)
    before = next((chunks[at].np for at in near if chunks[at].np is not None and (at == 0 or chunks[at - 1].kind != "P")), None)
    while before is not None and before.of is not None and before.head == "#":
        before = before.of  # "some 300 letters", "3,000 of the inhabitants"
    return before is not None and (before.head == "#" or before.pronoun or not {"civilian", "combatant"}.isdisjoint(before.classes))


def _again(vp: VerbPhrase, at: int) -> Chunk:
    return Chunk("VP", at, at, vp.lemma, vp=replace(vp, start=at, end=at))


def _counted_town(np: NounPhrase) -> tuple[NounPhrase, NounPhrase] | None:
    """Return the number and the town of "9,700 B", which count no towns."""
    town = np.head_place
    if town is None or np.plural or np.modifier_places or np.of is not None or np.possessor is not None or np.actors:
        return None
    between = np.text[: town.start - np.start].strip()
    if town.end != np.end or not between.endswith(np.quantity_text):
        return None
    people = replace(np, end=np.start + len(between), text=between, head="#", words=np.words[:-1], head_place=None, classes=frozenset(), plural=True)
    named = replace(np, start=town.start, text=np.text[town.start - np.start :], words=np.words[-1:], quantity=None, quantity_text="", determiner="")
    return people, named


def _goes_from_to(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a place that people leave and one that they go to follow, with no verb before or behind them."""
    ways: set[str] = set()
    while index < len(chunks) and chunks[index].kind in {"P", "ADV", "TIME"}:
        chunk = chunks[index]
        if chunk.kind == "P":
            if index + 1 >= len(chunks) or not names_place(chunks[index + 1].np):
                return False
            ways.add("from" if chunk.low in _FROM else "to" if chunk.low in _TO else "")
            index += 1
        index += 1
    return {"from", "to"} <= ways and (index >= len(chunks) or chunks[index].kind in _OPENS | {"CLOSE", "QUOTE"})


def take_of_whole(chunks: list[Chunk]) -> list[Chunk]:
    """Read "Of A's 150,000 inhabitants at least 100,000 left" as "at least 100,000 of A's 150,000 inhabitants left"."""
    if len(chunks) < 4 or chunks[0].kind != "P" or chunks[0].low != "of":
        return chunks
    whole = chunks[1].np
    at = 3 if chunks[2].kind == "COMMA" else 2
    part = chunks[at].np
    if whole is None or part is None or "civilian" not in whole.classes or part.head != "#" or part.of is not None or part.quantity is None:
        return chunks
    placed = whole.possessor is not None or bool(whole.modifier_places) or (whole.of is not None and names_place(whole.of))
    if not placed or at + 1 >= len(chunks) or chunks[at + 1].kind != "VP":
        return chunks
    part.of = whole
    return chunks[at:]
