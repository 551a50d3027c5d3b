"""People whose path is told by others or beside their count: "43 soldiers who followed them", "4,000 in A's schools, most of them from B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import goal_places
from conflict_map.events.movers import HOUSEHOLD, movers
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_followed", "read_hailing"]

_KIN = frozenset({"family", "relative", "wife", "child", "kin", "dependant", "dependent"})
_MOSTLY = frozenset({"most", "many", "all", "majority", "half", "nearly all", "bulk"})
_STAYS = frozenset({"be", "live", "stay", "camp", "sleep", "lodge", "remain"})
_COUNTS = frozenset({"number", "total", "figure", "count", "tally"})


def read_followed(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Read "43 soldiers who followed them gave themselves up", "their families followed": they went where those told before went."""
    if clause.vp.lemma != "follow" or clause.vp.passive or not clause.subject or not happened(clause)[0]:
        return []
    if clause.pp("to", "into", "towards") or (clause.objects and not all(np.pronoun and np.words[:1] == ("them",) for np in clause.objects)):
        return []
    led = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    if led is None or scene.index - led.sentence > 1 or led.paragraph != scene.paragraph or not led.destinations:
        return []
    who = movers(clause.subject[0], clause, scene, led)
    kin = who is not None and who.np.determiner in {"their", "his"} and who.np.head in _KIN
    if who is None or who.np is led.who or not (kin or (clause.objects and who.quantity is not None)):
        return []  # "police followed them": a pursuit
    draft = scene.draft("troop_movement" if who.kind == "combatant" else "displacement", clause, "follow those told before")
    draft.who, draft.who_words = who.np, who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.origin, draft.destinations, draft.direction, draft.toward = led.origin, list(led.destinations), led.direction, led.toward
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    if who.kind == "combatant":
        draft.actor = scene.agents([who.np], clause)
    return [draft]


def _counted(clause: Clause) -> tuple[NounPhrase, Quantity, str] | None:
    """Return the people that a clause counts: "4,000 people", "the number at 4,000"."""
    phrases = [*clause.subject, *clause.objects, *(np for pp in clause.pp("with") for np in pp.phrases)]
    bare = any(np.head in _COUNTS for np in clause.objects) and "tally" in clause.classes()
    phrases += [np for pp in clause.pp("at", "to") for np in pp.phrases] if bare else []
    for np in phrases:
        told = np.quantity is not None and (np.quantity.low is not None or np.quantity.high is not None)
        if told and np.quantity is not None and ("civilian" in np.classes or np.head in HOUSEHOLD or (bare and np.head == "#")):
            return np, np.quantity, np.quantity_text
    return None


def read_hailing(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "put the number in A's schools at 4,000, most of them from B": people counted in a place whose home is told beside."""
    stays = clause.vp.lemma in _STAYS or bool({"tally", "receive", "shelter"} & clause.classes())
    hails = [(np, pp) for np, pp in clause.gapped if pp.prep == "from" and np.head in _MOSTLY]
    if not stays or not hails or not happened(clause)[0]:
        return []
    counted = _counted(clause)
    if counted is None:
        return []
    origins = goal_places(hails[0][1], clause, scene)
    goals = [ref for pp in clause.pp("in", "at", "near") if pp.phrases[0].quantity is None for ref in goal_places(pp, clause, scene)]
    inside = [np.possessor for pp in clause.pp("in", "at") for np in pp.phrases if np.possessor is not None and np.possessor.head_place is not None]
    goals = goals or scene.places(inside, clause)  # "in A's monasteries"
    goals = goals or scene.places([np for np in clause.subject if np.head_place is not None], clause)
    if not origins or not goals or any(ref.mention.text == origins[0].mention.text for ref in goals):
        return []
    np, quantity, words = counted
    draft = scene.draft("displacement", clause, "people counted in a place, and where they are from")
    draft.who, draft.who_words, draft.quantity, draft.quantity_text, draft.household = np, np.text, quantity, words, np.head in HOUSEHOLD
    draft.origin, draft.destinations, draft.stock = origins[0], goals, True
    draft.note("people", np.text, np.start, np.end, "counted")
    draft.note("origin", scene.text[origins[0].start : origins[0].end], origins[0].start, origins[0].end, "where most of them are from")
    return [draft]
