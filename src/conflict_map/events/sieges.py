"""Sieges told as such: the holder stays, the place is besieged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.control import patients_of, sides_after
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_siege"]

_VERBS = word_set("siege_verbs")
_NOUNS = word_set("siege_nouns")


def read_siege(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "rebels besiege X", "X has been encircled since May", "laid siege to X", "X is under siege"; the besiegers are the actors."""
    vp = clause.vp
    besiegers: list[Side] = []
    besieged: list[NounPhrase] = []
    if vp.lemma in _VERBS:
        besieged = patients_of(clause)
        besiegers = sides_after(clause, scene, "by") if vp.passive else scene.agents(clause.subject, clause)
        if not vp.passive and not besiegers:
            return []
    elif vp.lemma in {"lay", "impose", "place", "put", "set"} and any(np.head in _NOUNS for np in clause.objects):
        besiegers = scene.agents(clause.subject, clause)
        besieged = [np for pp in clause.pp("to", "on", "around") for np in pp.phrases] if besiegers else []
    elif vp.lemma in {"be", "remain", "come", "stay"} and any(np.head in _NOUNS for pp in clause.pp("under") for np in pp.phrases):
        besieged = clause.subject if clause.relation != "rel" else clause.antecedents[:1]
        besiegers = sides_after(clause, scene, "by", "from")
    if not besieged:
        return []
    if not besiegers and (clause.pp("by") or vp.lemma == "surround"):
        return []  # "surrounded by her family"
    named = [np for np in besieged if np.head_place is not None or np.name is not None or np.pronoun or "settlement" in np.classes]
    drafts = []
    for place in scene.places(named, clause):
        kind = place.mention.place.kind if place.mention.place is not None else ""
        if place.partial or kind in {"country", "region", "river", "road", "border", "sea", "lake", "mountain"}:
            continue
        draft = scene.draft("clash", clause, f"a siege: {vp.lemma}", place=place)
        draft.status, draft.actor, draft.strength = "besieged", list(besiegers), 1
        for side in besiegers:
            draft.note("side", scene.text[side.start : side.end], side.start, side.end, f"who besieges: {side.rule}")
        drafts.append(draft)
    return drafts
