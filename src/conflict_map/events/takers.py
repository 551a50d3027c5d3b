"""Who took a place where its clause does not say: by who held it before, by who speaks, by the two sides of the war.

Every choice made here is an inference; the trace of the event says so.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from conflict_map.events.attackers import AGAIN, attacker_of, doubtful_agent, same_war
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import singular, word_set

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.sides import Side, Sides
    from conflict_map.events.story import Story

__all__ = ["AGAIN", "SPEAKS", "settle_takers"]

_FALLEN = ("verb of falling", "given up", "noun of losing", "opened its gates", "the garrison gave in", "a flag raised")
SPEAKS = ("the side that says so", "the state that says so")
_PLAIN = frozenset({"the", "armed", "masked", "unknown", "unidentified", "own", "heavily"})
_COUNTS = word_set("number_starts")
_REGULARS = word_set("regulars")
_ORDINAL = lazy_pattern(r"\d{1,3}(?:st|nd|rd|th)?|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth")
_ANYBODY = frozenset(
    {
        "jihadists",
        "jihadis",
        "extremists",
        "terrorists",
        "fighters",
        "fighter",
        "gunmen",
        "militants",
        "insurgents",
        "attackers",
        "rebels",
        "men",
        "militiamen",
        "assailants",
        "guerrillas",
        "raiders",
    }
)


def settle_takers(
    control: Sequence[Draft],
    sides: Sides,
    same_place: Callable[[PlaceRef | None, PlaceRef | None], bool],
    entries: Sequence[Draft] = (),
    story: Story | None = None,
) -> None:
    """Correct and fill the takers of drafts that tell none of their own, in the order of their days.

    ``entries`` went in without taking, ``story`` knows who has been attacking and who still holds what.
    """
    state = sides.make(sides.state, "", 0, 0, "the state") if sides.state is not None else None
    rebel = _single_enemy(sides)
    beaten = {side.key for draft in control for side in draft.lost}
    for draft in control:
        _name_anybody(draft, rebel or (story.gunmen[0] if story is not None and len({side.key for side in story.gunmen}) == 1 else None))
        _name_regulars(draft, state, beaten)
    for draft in sorted(control, key=_day):
        if draft.to or draft.place is None or (draft.lost and draft.agent is None):
            continue
        agent = draft.agent
        if agent is not None and agent.rule in SPEAKS:
            continue
        rid = bool(draft.lost) and all(not side.known and side.names[-1].lower().split()[-1] in _ANYBODY for side in draft.lost)
        if rid and state is not None and agent is not None and agent.key != state.key and not _acts_here(agent, draft):
            _take(draft, state, "not named in the clause: the state, since rebels lost the place")
            continue
        if story is not None and (still := _still_holds(draft, control, story, same_place)) is not None:
            _take(draft, still, "not named in the clause: who still has the place, by this report")
            continue
        doubted = False
        if agent is not None and not _acts_here(agent, draft) and (why := doubtful_agent(agent, draft, control, sides)):
            draft.note("rule", agent.names[0], None, None, f"acted before it, but {why}")
            draft.agent, agent, doubted = None, None, True
        again = any(word in draft.rule for word in AGAIN)
        held = [d for d in control if d is not draft and same_place(d.place, draft.place) and (d.to or d.agent) and _day(d) < _day(draft)]
        last = max(held, key=_day) if held else None
        holder = (last.to[0] if last.to else last.agent) if last is not None else None
        if holder is not None and (
            holder.key == agent.key if agent is not None else doubted or (last is not None and bool(last.lost) and last.lost[0].known)
        ):
            other = _other(last, holder, state, rebel)
            if other is not None:
                _take(draft, other, "not named in the clause: who spoke last held the place already, so the other side took it")
                if not draft.lost:
                    draft.lost = [holder]
                    draft.note("side that lost", holder.names[0], None, None, "who had taken it before, by this report")
            continue
        beside = [d for d in control if d.sentence == draft.sentence and d is not draft and d.to and d.agent is None]
        alike = next((d for d in beside if any(w in d.rule for w in AGAIN)), beside[0] if beside and again else None)
        if again and alike is not None and state is not None and not any(w in alike.rule for w in AGAIN) and sides.hostile(alike.to[0], state):
            alike = None  # "was taken back; the rebels' capture of it had made headlines"
        chosen = alike.to[0] if alike is not None else state
        rows = [d for d in control if again and d is not draft and d.sentence == draft.sentence and same_place(d.place, draft.place)]
        row = next((d for d in rows if d.lost and d.lost[0].known and _starts(d) < _starts(draft)), None)
        if row is not None and (agent is None or not _acts_here(agent, draft)):
            _take(draft, row.lost[0], "not named in the clause: who lost the place in the same sentence has it again")
            continue
        if again and chosen is not None and (agent is None or (agent.key != chosen.key and not _acts_here(agent, draft))):
            if agent is None or sides.actors is None or sides.actors.hostile(agent.key, chosen.key):
                _take(draft, chosen, "not named in the clause: the side that frees places in this report")
            continue
        lemma = draft.clause.vp.lemma if draft.clause is not None else ""
        before = [
            d
            for d in control
            if d.to and d.sentence <= draft.sentence and d is not draft and _starts(d) < _starts(draft) and same_war(d.date, draft.date)
        ]
        if draft.rule.startswith("verb of falling") and lemma in {"follow", "share", "do", "go", "be"} and before:
            _take(draft, max(before, key=_starts).to[0], "not named in the clause: who took the place told before it")
            continue
        attacker = attacker_of(draft, control, entries, sides, same_place, story.assaults if story is not None else ()) if agent is None else None
        if attacker is not None and rebel is not None and attacker.key not in {rebel.key, state.key if state is not None else ""}:
            attacker = None  # a third side elsewhere in the report
        if attacker is not None and not draft.lost:
            _take(draft, attacker, "not named in the clause: the side that takes places around it in this report")
            continue
        if agent is None and rebel is not None and any(draft.rule.startswith(rule) for rule in _FALLEN):
            _take(draft, rebel, "not named in the clause: the one enemy of the state that the report names")


def _still_holds(draft: Draft, control: Sequence[Draft], story: Story, same_place: Callable[[PlaceRef | None, PlaceRef | None], bool]) -> Side | None:
    """Return who still holds a place that changed hands only once in the report."""
    here = [side for ref, side in story.stays if same_place(ref, draft.place)]
    others = [other for other in control if other is not draft and same_place(other.place, draft.place)]
    barred = {side.key for side in draft.lost}
    if others or not here or len({side.key for side in here}) > 1 or here[0].key in barred or not here[0].known:
        return None
    return here[0]


def _day(draft: Draft) -> tuple[dt.date, int]:
    start = draft.date.start if draft.date is not None else None
    looks_back = start is None and draft.clause is not None and draft.clause.vp.perfect and draft.clause.vp.past
    return (start or (dt.date.min if looks_back else dt.date.max), draft.sentence)  # "which the army had held for a year": before all else


def _starts(draft: Draft) -> tuple[int, int, int]:
    return draft.sentence, draft.clause.vp.start if draft.clause is not None else 0, draft.place.start if draft.place is not None else 0


def _acts_here(agent: Side, draft: Draft) -> bool:
    clause = draft.clause
    return clause is not None and clause.start - 200 <= agent.start <= clause.end


def _take(draft: Draft, side: Side, why: str) -> None:
    draft.to = [side]
    draft.note("side", side.names[0], None, None, why)


def _other(last: Draft | None, holder: Side, state: Side | None, rebel: Side | None) -> Side | None:
    if last is not None and last.lost:
        return last.lost[0]
    for side in (state, rebel):
        if side is not None and side.key != holder.key:
            return side
    return None


def _single_enemy(sides: Sides) -> Side | None:
    """Return the one side of the report that fights the state of its war."""
    if sides.state is None or sides.actors is None:
        return None
    hostile = [
        record
        for record in sides.enemies()
        if record.side != sides.state.side and (sides.actors.hostile(record.side, sides.state.side) or record.id.startswith("u:"))
    ]
    return sides.make(hostile[0], "", 0, 0, "the one enemy of the state") if len({record.side for record in hostile}) == 1 else None


def _name_anybody(draft: Draft, rebel: Side | None) -> None:
    """Let "gunmen", "fighters" be the one group of the report that fights the state."""
    if rebel is None or not draft.to:
        return
    for index, side in enumerate(draft.to):
        words = side.names[-1].lower().split()
        if not side.known and words and words[-1] in _ANYBODY and set(words[:-1]) <= _PLAIN:
            draft.to[index] = type(side)((*rebel.names, *side.names), rebel.key, known=True, start=side.start, end=side.end, rule=rebel.rule)
            draft.note("side", rebel.names[0], None, None, f"{side.names[-1]!r}: the one enemy of the state that the report names")


def _name_regulars(draft: Draft, state: Side | None, beaten: set[str]) -> None:
    """Let "two divisions", "the marines", which no name goes with, be of the army of the state."""
    if state is None or any(side.key == state.key for side in draft.lost):
        return
    for index, side in enumerate(draft.to):
        words = side.names[-1].lower().split()
        if not side.known and side.key not in beaten and words and _regulars(words):
            draft.to[index] = type(side)((*state.names, *side.names), state.key, known=True, start=side.start, end=side.end, rule=state.rule)
            draft.note("side", state.names[0], None, None, f"{side.names[-1]!r}, not named in the clause further: a unit of the army of the state")


def _regulars(words: list[str]) -> bool:
    """Whether words for a side are those of an army and of no army in particular: "two divisions", "the marines", "57th and 58th Divisions"."""
    bare = [word for word in words[:-1] if word not in _PLAIN | _COUNTS]
    return singular(words[-1]) in _REGULARS and all(word == "and" or _ORDINAL.fullmatch(word) for word in bare)
