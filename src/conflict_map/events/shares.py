"""Rows of places, or of days, that share people under one verb: "A has received 24,500 of them, B 10,800 and C 600"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.dating import resolve_time
from conflict_map.events.movers import HOUSEHOLD
from conflict_map.events.rows import take_for_name
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["read_shares"]

_JOINS = frozenset({"COMMA", "CONJ"})
_NAME_AND_NUMBER = 2


def read_shares(clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Return the movements to the later places, or at the later times, of a row whose first one is told.

    Parameters
    ----------
    clause, scene
        The clause with the verb, which is said once.
    first
        The movement that it tells, with a number.
    """
    if first.quantity is None or first.who is None or not first.destinations or clause.vp.lemma in {"hold", "contain"}:
        return []
    made: list[Draft] = []
    for np, refs, time in _row(clause, scene, first):
        draft = scene.draft(first.type, clause, f"{first.rule}, told once for a row")
        draft.who, draft.who_words, draft.household = np, np.text, np.head in HOUSEHOLD or first.household
        draft.quantity, draft.quantity_text = _number(np), np.quantity_text
        draft.origin, draft.destinations, draft.stock = first.origin, refs or list(first.destinations), first.stock
        if time is not None and time.time is not None:
            draft.date, draft.date_rule = resolve_time(time.time, scene.story.published, first.date or scene.story.reference), time.low
        draft.note("people", np.text, np.start, np.end, "the next of a row")
        for ref in refs:
            draft.note("destination", scene.text[ref.start : ref.end], ref.start, ref.end, ref.rule)
        made.append(draft)
    return made


def _row(clause: Clause, scene: Scene, first: Draft) -> Iterator[tuple[NounPhrase, list[PlaceRef], Chunk | None]]:
    """Yield the numbers of a row with the place that stands before each, or the time that stands behind it."""
    chunks = scene.chunks
    at = next((index for index, chunk in enumerate(chunks) if chunk.np is first.who), None)
    if at is None or at < clause.index:
        return
    at += 1
    times = at < len(chunks) and chunks[at].kind == "TIME"
    if times:
        at += 1
    while at + 1 < len(chunks):
        while at < len(chunks) and (chunks[at].kind in _JOINS or chunks[at].low == ";") and at + 1 < len(chunks):
            at += 1
        if chunks[at - 1].kind not in _JOINS and chunks[at - 1].low != ";":
            return
        np = chunks[at].np
        if np is None:
            return
        if np.head == "#" and np.of is None and _number(np) is not None and times:
            if at + 1 >= len(chunks) or chunks[at + 1].kind != "TIME":
                return
            yield np, [], chunks[at + 1]
            at += 2
            continue
        place, number, at = _place_and_number(chunks, at, scene)
        if place is None or number is None or times:
            return
        refs = scene.places([place], clause)
        if refs:
            yield number, refs, None


def _place_and_number(chunks: Sequence[Chunk], at: int, scene: Scene) -> tuple[NounPhrase | None, NounPhrase | None, int]:
    """Return the place and the number that stand side by side at an index ("Romania", "608,000" or "Ocaña 9,100"), and the index after them."""
    np, beside = chunks[at].np, chunks[at + 1].np if at + 1 < len(chunks) else None
    if np is None:
        return None, None, at
    if beside is not None and beside.head == "#" and beside.of is None and _number(beside) is not None:
        take_for_name(np)
        return (np, beside, at + 2) if names_place(np) else (None, None, at)
    if np.head == "#" and _number(np) is not None and len(np.words) >= _NAME_AND_NUMBER and np.text[:1].isupper():
        end = np.start + len(np.text[: np.text.rfind(np.quantity_text)].rstrip())
        mention = next((item for item in scene.mentions if item.start == np.start and item.end == end), None)
        name = type(np)(np.start, end, scene.text[np.start : end], head=np.words[0], words=np.words[:-1], head_place=mention)
        if mention is None:
            take_for_name(name)
        return (name, np, at + 1) if names_place(name) else (None, None, at)
    return None, None, at


def _number(np: NounPhrase) -> Quantity | None:
    quantity = np.quantity
    return quantity if quantity is not None and (quantity.low is not None or quantity.high is not None) else None
