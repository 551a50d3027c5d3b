"""Places that empty: "the camp, home to 60,000 people, emptied in an afternoon", "the base was vacated by the peacekeepers"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import goal_places
from conflict_map.events.movers import HOUSEHOLD, Movers, movers
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_emptied"]

_EMPTIES = frozenset({"empty", "empty out", "depopulate"})
_CLEARED = frozenset({"clear", "strip", "rid", "drain"})
_VACATED = frozenset({"leave", "vacate", "evacuate", "abandon", "desert", "quit"})


def read_emptied(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the movements that a place as a subject tells: out of it, whoever was there."""
    if not clause.subject or clause.relation in {"inf", "noun-inf"} or not happened(clause)[0]:
        return []
    lost = _lost_to(clause, scene)
    if lost:
        return lost
    named = [np for np in clause.subject if np.head_place is not None or "settlement" in np.classes or np.name is not None]
    places = scene.places(named, clause) if named else []
    if not places:
        return []
    who = _who(clause, scene)
    if who is None:
        return []
    made = [_draft(clause, scene, who, place) for place in places[:3]]
    if len(made) == 1 and not clause.vp.passive:
        made[0].destinations = [ref for pp in clause.pp("into") for ref in goal_places(pp, clause, scene)]  # "the camp emptied into A"
    return made


def _lost_to(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "A has lost 43,000 of its people to B and C": they have gone from the one to the others."""
    people = next((np for np in clause.objects if np.quantity is not None and ("civilian" in np.classes or _of_its_people(np))), None)
    if clause.vp.lemma != "lose" or clause.vp.passive or people is None:
        return []
    goals = [ref for pp in clause.pp("to") for ref in goal_places(pp, clause, scene)]
    places = scene.places([np for np in clause.subject if np.head_place is not None or "settlement" in np.classes], clause)
    if not goals or not places:
        return []
    draft = _draft(clause, scene, Movers(people, "civilian", people.quantity, people.quantity_text, rule="the people whom a place loses"), places[0])
    draft.destinations = goals
    return [draft]


def _of_its_people(np: NounPhrase) -> bool:
    return np.of is not None and np.of.determiner == "its" and "civilian" in np.of.classes


def _who(clause: Clause, scene: Scene) -> Movers | None:
    vp = clause.vp
    if vp.passive and vp.lemma in _VACATED:
        return next((who for pp in clause.pp("by") for np in pp.phrases if (who := movers(np, clause, scene, None)) is not None), None)
    if vp.passive and vp.lemma in _CLEARED:
        people = [np for pp in clause.pp("of") for np in pp.phrases if "civilian" in np.classes and "combatant" not in np.classes]
        return next((who for np in people if (who := movers(np, clause, scene, None)) is not None), None)  # "was cleared of its inhabitants"
    if vp.lemma == "drain" and vp.progressive and not (vp.passive or clause.prepositional or any(np.head != "all" for np in clause.objects)):
        return _home_to(clause, scene)  # "A is draining all the same"
    if vp.phrase not in _EMPTIES or (not vp.passive and clause.objects) or vp.form not in {"finite", "pp"}:
        return None
    whom = next((who for pp in clause.pp("of") for np in pp.phrases if (who := movers(np, clause, scene, None)) is not None), None)
    if whom is not None:
        return whom
    if vp.passive:
        return None  # "was emptied": of what is not told
    return _home_to(clause, scene)


def _home_to(clause: Clause, scene: Scene) -> Movers:
    """Return the people of the place, as many as the sentence says that it was home to."""
    place = clause.subject[0]
    for chunk in scene.chunks:
        np = chunk.np
        if np is None or not place.end < np.start < clause.vp.start or np.quantity is None:
            continue
        lived = np.head == "#" and any(np in other.subject and other.vp.lemma == "live" for other in scene.clauses)  # "where 30,000 lived"
        if "civilian" in np.classes or lived:
            return Movers(np, "civilian", np.quantity, np.quantity_text, np.head in HOUSEHOLD, rule="the people of the place")
    return Movers(place, "civilian", None, "", rule="the people of the place")


def _draft(clause: Clause, scene: Scene, who: Movers, place: PlaceRef) -> Draft:
    combatant = who.kind == "combatant"
    draft = scene.draft("troop_movement" if combatant else "displacement", clause, f"a place empties: {clause.vp.phrase}")
    draft.who, draft.who_words = who.np, who.np.text
    draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
    draft.origin = place
    draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
    draft.note("origin", scene.text[place.start : place.end], place.start, place.end, place.rule)
    if combatant:
        draft.actor = scene.agents([who.np], clause)
    return draft
