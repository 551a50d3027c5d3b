"""Control told by what a side makes of a place: its seat, its beat, a town that it is the master of for some hours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes, patients_of, told_before
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_seat"]

_SEAT = lazy_pattern(rf"\s+(?:into\s+)?(?:its|their|his)\s+(?:[\w-]+\s+){{0,2}}(?:{'|'.join(sorted(word_set('seats_of_power')))})\b", re.IGNORECASE)
_SEATS = word_set("seats_of_power")
_AGAIN = lazy_pattern(r"[^.;]{0,25}?\b(?:once\s+more|once\s+again|again|anew)\b", re.IGNORECASE)
_MASTERS = frozenset({"master", "lord", "ruler"})
_BEATS = frozenset({"patrol", "guard", "police", "control", "run", "man"})
_GARRISONS = word_set("garrison_words")


def read_seat(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "has made X its capital since May", "were patrolling X once more", "remaining masters of X for hours", "overran the brigade there"."""
    vp = clause.vp
    if vp.passive:
        return []
    dated = bool(clause.times) and any(time.use in {"point", "since"} for time in clause.times)
    if vp.lemma in {"make", "turn", "have", "keep", "establish"} and not vp.progressive and dated:
        return _seat(clause, scene)
    if vp.progressive and vp.lemma in _BEATS and _AGAIN.match(scene.text, vp.end, scene.end):
        named = [np for np in clause.objects if np.head_place is not None or np.name is not None]
        to = scene.agents(clause.subject, clause)
        return make_changes(scene, clause, scene.places(named, clause), "is back on its beat there", to=to, lost=[], strength=1) if to else []
    above = clause.parent
    if vp.lemma in {"remain", "stay", "be"} and clause.relation == "part" and above is not None and {"take", "enter", "go"} & above.classes():
        inner = [np.of for np in clause.objects if np.head in _MASTERS and np.of is not None]
        to = scene.agents(clause.subject, clause) if inner else []
        return make_changes(scene, clause, scene.places(inner, clause), "are its masters", to=to, lost=[], strength=1) if to else []
    if vp.lemma == "overrun" and clause.objects and _beaten(patients_of(clause)):
        return _overrun(clause, scene)
    return []


def _seat(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "made X its capital in May", "has had its headquarters in X since May": of a side that is no state."""
    to = [side for side in scene.agents(clause.subject, clause) if not scene.sides.is_state(side.key)]
    if not to or not clause.objects:
        return []
    last = clause.objects[-1]
    places = []
    if clause.vp.lemma in {"make", "turn"} and _SEAT.match(scene.text, last.end, scene.end):
        places = scene.places([np for np in clause.objects if np.head_place is not None or np.name is not None], clause)
    elif clause.vp.lemma != "make" and last.head in _SEATS and last.determiner in {"its", "their"}:
        if clause.vp.lemma == "have" and not any(time.use == "since" for time in clause.times):
            return []
        places = [ref for pp in clause.pp("in", "at") for ref in scene.places([np for np in pp.phrases if np.head_place is not None], clause)]
    return make_changes(scene, clause, places[:1], "made it its seat", to=to, lost=[], strength=1)


def _beaten(phrases: list[NounPhrase]) -> bool:
    return bool(phrases) and phrases[0].head in _GARRISONS and phrases[0].of is None


def _overrun(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "overran the army brigade there", "overran a battalion in X"."""
    to = scene.agents(clause.subject, clause)
    lost: list[Side] = [side for side in scene.agents(clause.objects, clause) if all(side.key != other.key for other in to)]
    if not to:
        return []
    places = [ref for pp in clause.pp("in", "at") for ref in scene.places([np for np in pp.phrases if np.head_place or np.name], clause)]
    if not places and "there" in clause.adverbs and (found := scene.story.antecedent("there", clause.vp.start)) is not None:
        places = [told_before(found, clause, "there: the place spoken of before")]
    return make_changes(scene, clause, places[:1], "its garrison overrun", to=to, lost=lost, strength=1)
