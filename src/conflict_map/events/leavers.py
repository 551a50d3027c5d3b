"""Which people a report has told of last, so that "most", "others" and "300 vehicles" of the next sentence can be theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.contexts import place_of_a_fight
from conflict_map.events.movers import LOOSE_HEADS
from conflict_map.events.traits import from_a_force
from conflict_map.events.truth import happened

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene

__all__ = ["note_fight", "note_people"]

_WHOLE = frozenset({"army", "government", "military"})
_LEAVES = frozenset({"flee", "retreat", "lose", "clear"})


def note_fight(scene: Scene) -> None:
    """Remember the one place of which a sentence tells a fight, a strike or an attack."""
    told = {mention.text: mention for clause in scene.clauses if happened(clause)[0] and (mention := place_of_a_fight(clause)) is not None}
    if len(told) == 1:
        mention = next(iter(told.values()))
        town = mention.place is None or mention.place.kind in {"city", "town", "village", "camp"}
        scene.story.fight = (scene.index, scene.paragraph, mention) if town else scene.story.fight


def note_people(clause: Clause, scene: Scene) -> None:
    """Remember whether a clause tells of civilians or of fighters, and whether fighters leave or give up a place in it."""
    story = scene.story
    told_by = [np for pp in clause.pp("according to") for np in pp.phrases]
    for np in (*clause.subject, *clause.objects, *told_by):
        part = np.head in LOOSE_HEADS and np.of is not None
        core = np.of if part and np.of is not None else np
        if np.head == "man" and from_a_force(np, clause, scene):
            story.people = ("combatant", scene.paragraph)
        elif "civilian" in np.classes or (np.of is not None and "civilian" in np.of.classes):
            story.people = ("civilian", scene.paragraph)
        elif scene.armed(core) and "combatant" in core.classes and (part or np.quantity is None) and core.head not in _WHOLE:
            story.people = ("combatant", scene.paragraph)
    if _LEAVES & clause.classes() and any(scene.armed(np) for np in clause.subject[:1]) and not (clause.vp.negated or clause.vp.modal):
        story.leavers = scene.index
