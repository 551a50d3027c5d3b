"""What a report says has not changed: no event, but it tells who took a place that fell before and is still held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.truth import happened
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side

__all__ = ["read_identity", "read_stays"]

_STAYS = word_set("stays_so")
_ANYBODY = word_set("anybody_armed")


def read_stays(clause: Clause, scene: Scene) -> list[tuple[PlaceRef, Side]]:
    """Return who still holds which places: "remains in rebel hands", "the army still controls A"."""
    vp = clause.vp
    plain = vp.lemma == "be" and not (vp.perfect or vp.past or clause.times)  # "A, overrun on Friday, is under X"
    still = "still" in clause.adverbs or vp.lemma in _STAYS or plain
    if not still or vp.negated or vp.modal or not happened(clause)[0]:
        return []
    subject = clause.subject if clause.relation != "rel" or clause.subject else clause.antecedents[:1]
    for pp in clause.pp("in", "under", "with"):
        phrase = pp.phrases[0]
        if "control_word" not in phrase.classes:
            if pp.prep == "under" and scene.armed(phrase):
                return [(ref, owner) for owner in scene.agents([phrase], clause)[:1] for ref in scene.places(subject, clause)]
            continue
        side = scene.holder(phrase, clause)
        held = [np.of for np in pp.phrases if np.of is not None and np.of.head_place is not None]
        if held:  # "remains in control of A"
            return [(ref, owner) for owner in scene.agents(subject, clause)[:1] for ref in scene.places(held, clause)]
        return [(ref, side) for ref in scene.places(subject, clause)] if side is not None else []
    if "hold" in clause.classes() or vp.lemma in {"retain", "keep"}:
        doers = [np for pp in clause.pp("by") for np in pp.phrases] if vp.passive else subject
        places = scene.places(clause.subject if vp.passive else clause.objects, clause)
        return [(ref, owner) for owner in scene.agents(doers, clause)[:1] for ref in places]
    return []


def read_identity(clause: Clause, scene: Scene) -> Side | None:
    """Return whose "the gunmen" are, where a sentence says so: "They belonged to the X"."""
    if clause.vp.negated or clause.vp.modal or not clause.subject or not happened(clause)[0]:
        return None
    np = clause.subject[0]
    if not (np.words[:1] == ("they",) or (np.determiner == "the" and np.head in _ANYBODY)):
        return None
    told = [phrase for pp in clause.pp("to") for phrase in pp.phrases] if clause.vp.lemma == "belong" else []
    if clause.vp.lemma == "be" and not clause.vp.passive:
        told = [phrase for phrase in clause.objects if "combatant" in phrase.classes]
    sides = [side for phrase in told if (side := scene.sides.in_phrase(phrase)) is not None and side.known]
    return sides[0] if len(sides) == 1 else None
