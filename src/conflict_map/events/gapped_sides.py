"""Several sides under one verb: "the army captured A on Friday, the rebels B on Sunday", "has authority in A, the rebels in B"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes
from conflict_map.events.dating import resolve_time
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["share_out"]

_OPENS = frozenset({"COMMA", "CONJ", "STOP"})
_MARKS = frozenset({",", ";", "and", "while", "whereas", "but"})


@dataclass(frozen=True, slots=True)
class _Part:
    """A side with its places, and the time behind them, where no verb of their own stands."""

    side: Side
    places: tuple[NounPhrase, ...]
    time: TimeExpression | None
    start: int
    end: int


def share_out(scene: Scene, drafts: Sequence[Draft]) -> list[Draft]:
    """Give the places that stand behind another side under the same verb to that side; return those that nobody had yet."""
    base = next((draft for draft in drafts if _is_base(draft, scene)), None)
    if base is None or base.clause is None:
        return []
    more: list[Draft] = []
    for part in _parts(scene, base):
        if any(side.key == part.side.key for side in base.to):
            continue
        taken = [
            draft for draft in drafts if draft.sentence == scene.index and draft.place is not None and part.start <= draft.place.start < part.end
        ]
        made = taken or make_changes(scene, base.clause, scene.places(part.places, base.clause), base.rule, to=[part.side], lost=[])
        for draft in made:
            draft.to, draft.lost, draft.agent = [part.side], [], None
            found = resolve_time(part.time, scene.story.published, base.date or scene.story.reference) if part.time is not None else None
            draft.date, draft.date_rule = found, part.time.text if part.time is not None and found is not None else "not given"
            draft.note("side", part.side.names[0], part.side.start, part.side.end, "the side that stands before the place, under the verb before")
        more += made if not taken else []
    return more


def _is_base(draft: Draft, scene: Scene) -> bool:
    clause = draft.clause
    told = draft.type == "control_change" and draft.sentence == scene.index and bool(draft.to) and clause is not None and not clause.vp.passive
    return told and clause is not None and bool(clause.subject) and scene.armed(clause.subject[0])


def _parts(scene: Scene, base: Draft) -> list[_Part]:
    parts = []
    chunks = scene.chunks
    after = base.clause.index if base.clause is not None else 0
    for index in range(after + 1, len(chunks) - 2):
        np = chunks[index + 1].np
        if chunks[index].kind not in _OPENS or chunks[index].low not in _MARKS or np is None or names_place(np) or np.pronoun or not scene.armed(np):
            continue
        side = scene.sides.in_phrase(np)
        time = chunks[index + 2].time
        if side is not None and np.of is not None and names_place(np.of) and time is not None and base.rule.endswith("control of"):
            parts.append(_Part(side, (np.of,), time, np.of.start, np.of.end))  # "took control of A on Friday, the rebels of B on Sunday"
            continue
        part = _read(scene, side, index + 1, after) if side is not None else None
        if part is not None:
            parts.append(part)
    return parts


def _read(scene: Scene, side: Side, index: int, verb: int) -> _Part | None:
    """Read what follows a side up to the next mark: places, in the words that the verb has before its own, and a time; nothing else."""
    chunks = scene.chunks
    position = index + 1
    if chunks[position].kind == "P":
        if not any(chunk.kind == "P" and chunk.low == chunks[position].low for chunk in chunks[verb:index]):
            return None
        position += 1
    places: list[NounPhrase] = []
    time: TimeExpression | None = None
    start = chunks[position].start if position < len(chunks) else 0
    end = start
    while position < len(chunks):
        chunk = chunks[position]
        if chunk.np is not None and names_place(chunk.np) and time is None:
            places.append(chunk.np)
            end = chunk.end
        elif chunk.time is not None and places and time is None and chunk.time.use in {"point", "since"}:
            time = chunk.time
        elif chunk.kind in {"COMMA", "CONJ"} and position + 1 < len(chunks) and time is None and names_place(chunks[position + 1].np):
            pass
        elif chunk.kind in _OPENS:
            break
        elif chunk.kind != "ADV":
            return None
        position += 1
    return _Part(side, tuple(places), time, start, end) if places else None
