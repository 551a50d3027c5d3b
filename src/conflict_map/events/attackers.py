"""Who attacks in a report: what settles the taker of a place that a passive or a bare verb leaves unnamed ("was overrun", "went on Friday").

Each change of hands whose taker its own clause names speaks for that side, louder the nearer it stands in the text and in time; so do assaults,
advances and sieges told before it, less loud. Changes of another war, years before, say nothing. A side that already holds the place cannot take it.
Where no side stands out, nobody is named.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflict_map.events.assaults import Assault
    from conflict_map.events.dates import DateRange
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.sides import Side, Sides

__all__ = ["AGAIN", "attacker_of", "doubtful_agent", "same_war"]

_WAR_DAYS = 500
_SURE = 1.6
"""How much louder than the next the evidence for one side has to be."""
_ENTRY = 0.4
_BACK = 0.5
"""A place taken back shows that somebody else had been taking places."""
AGAIN = (
    "liberate",
    "free",
    "recapture",
    "retake",
    "recover",
    "regain",
    "reclaim",
    "win back",
    "take back",
    "reconquer",
    "liberation",
    "claw back",
    "hand back",
    "give back",
)
"""Words in the rule of a draft that say that its taker had the place before."""
_AGAINST_THE_STATE = 1.5
"""A place that "falls", "is lost", "is overrun" is rather lost by the state than won by it."""


def same_war(one: DateRange | None, other: DateRange | None) -> bool:
    """Whether two dates can be of one campaign: less than a year and a half apart, or not both known."""
    if one is None or other is None or one.start is None or other.start is None:
        return True
    return abs((one.start - other.start).days) <= _WAR_DAYS


def _explicit(control: Sequence[Draft]) -> list[Draft]:
    return [
        draft
        for draft in control
        if draft.to and draft.agent is None and draft.to[0].known and draft.place is not None and not draft.rule.startswith("holds it")
    ]


_SPOKEN = ("the side that says so", "the state that says so")


def _announced(control: Sequence[Draft]) -> list[tuple[Draft, Side]]:
    """Return the changes whose taker is the side that announces them: they speak for it as well."""
    return [
        (draft, draft.agent) for draft in control if draft.agent is not None and draft.agent.rule in _SPOKEN and draft.agent.known and not draft.lost
    ]


def _other_side(control: Sequence[Draft], sides: Sides) -> list[tuple[Draft, Side]]:
    """Return the changes of which only the loser is told, with his one enemy: "towns prised from Russia's grip"."""
    found = []
    for draft in control:
        if (
            draft.to
            or draft.agent is not None
            or draft.place is None
            or len({side.key for side in draft.lost if side.known}) != 1
            or sides.state is None
        ):
            continue
        loser = draft.lost[0].key
        named = {record.side: record for record in sides.enemies() if record.side != loser}
        foes = [record for key, record in named.items() if sides.actors is not None and sides.actors.hostile(loser, key)]
        if len(foes) == 1:
            found.append((draft, sides.make(foes[0], "", 0, 0, "the one enemy of the side that lost the place")))
    return found


def doubtful_agent(agent: Side, draft: Draft, control: Sequence[Draft], sides: Sides) -> str:
    """Return why the side that acted last before a bare "was lost" cannot be its taker, "" where it can."""
    deeds = [other for other in control if other is not draft and any(side.key == agent.key for side in other.to)]
    before = [other for other in deeds if other.sentence <= draft.sentence]
    last = max(before, key=lambda other: other.sentence, default=None)
    if last is not None and not any(same_war(draft.date, other.date) for other in deeds):
        return "what it took was of another war"
    if not deeds and agent.known and sides.actors is not None and not agent.key.startswith("u:"):
        named = [record.side for record in sides.enemies() if record.side != agent.key]
        if sides.state is not None:
            named.append(sides.state.side)
        if named and not any(sides.actors.hostile(agent.key, side) for side in named):
            return "it fights nobody here"
    return ""


def attacker_of(
    draft: Draft,
    control: Sequence[Draft],
    entries: Sequence[Draft],
    sides: Sides,
    same_place: Callable[[PlaceRef | None, PlaceRef | None], bool],
    assaults: Sequence[Assault] = (),
) -> Side | None:
    """Return the side that the story shows attacking around a change of hands, None where it shows none or several alike."""
    told = _explicit(control)
    barred = {side.key for side in draft.lost} | _holders(draft, [other for other in told if same_place(other.place, draft.place)])
    loud: dict[str, float] = defaultdict(float)
    who: dict[str, Side] = {}
    shown = [(other, (other.to or other.actor)[0]) for other in (*told, *entries)] + _announced(control) + _other_side(control, sides)
    for other, side in shown:
        if any("peacekeep" in name.lower() for name in side.names):
            continue
        if other is draft or side.key in barred or not same_war(draft.date, other.date) or same_place(other.place, draft.place):
            continue
        weight = _ENTRY if other.type != "control_change" else _BACK if _again(other) and not _again(draft) else 1.0
        loud[side.key] += weight / (1.0 + abs(other.sentence - draft.sentence) / 4.0)
        who.setdefault(side.key, side)
    for assault in assaults:
        if assault.side.key in barred or assault.sentence > draft.sentence or not same_war(draft.date, assault.date):
            continue
        here = any(same_place(ref, draft.place) for ref in assault.places)
        loud[assault.side.key] += assault.loud * (2.0 if here else 1.0) / (1.0 + (draft.sentence - assault.sentence) / 4.0)
        who.setdefault(assault.side.key, assault.side)
    state = sides.state.side if sides.state is not None else ""
    for key in loud:
        loud[key] *= 1.0 if key == state else _AGAINST_THE_STATE
    ranked = sorted(loud, key=lambda key: -loud[key])
    if not ranked or (len(ranked) > 1 and loud[ranked[0]] < _SURE * loud[ranked[1]]):
        return None
    return who[ranked[0]]


def _again(draft: Draft) -> bool:
    return any(word in draft.rule for word in AGAIN)


def _holders(draft: Draft, here: Sequence[Draft]) -> set[str]:
    """Return who cannot have taken the place then: the side that had it, or without one the side that won it from the taker afterwards."""
    day = draft.date.start if draft.date is not None else None
    dated = [(other.date.start, other) for other in here if other is not draft and other.date is not None and other.date.start is not None]
    if day is None:
        return set()
    before = [item for item in dated if item[0] < day]
    after = [item for item in dated if item[0] > day]
    if before:
        return {side.key for side in max(before, key=lambda item: item[0])[1].to}
    return {side.key for side in min(after, key=lambda item: item[0])[1].to} if after else set()
