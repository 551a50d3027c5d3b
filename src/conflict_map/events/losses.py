"""Control told by who loses a place: driven out of it, cleared from it, or giving it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.antecedents import topic_of
from conflict_map.events.control import assault_sides, make_changes, name_by_verb, of_a_ballot, onlooker, patients_of, sides_after, told_before
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase


__all__ = ["read_cleared", "read_expelled", "read_lost"]


def read_expelled(clause: Clause, scene: Scene) -> list[Draft]:
    """Read fighters driven out of a place."""
    if "expel" not in clause.classes() and "expel" not in scene.lexical(clause, "out"):
        return []
    if clause.vp.phrase in {"beat back", "throw back"}:
        return []  # an attack that failed
    patients = patients_of(clause)
    lost = scene.agents(patients, clause)
    if not lost and patients and patients[0].pronoun and patients[0].words[0] in {"them", "they", "it"}:
        side = scene.story.side_of(patients[0], clause)
        lost = [side] if side is not None else []
    own = {side.key for side in scene.agents(clause.subject, clause)} if not clause.vp.passive else set()
    back = _told_taken(patients, scene) if all(side.key in own for side in lost) else None
    lost = back.to if back is not None else lost
    if (not lost and back is None) or any("civilian" in np.classes or (np.quantity is not None and "combatant" not in np.classes) for np in patients):
        # "Rebels … were thrown out by soldiers": the subject told before
        return []
    to = sides_after(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
    sources = clause.pp("from", "out of", "off", "out from")
    places = [ref for pp in sources for ref in scene.places(pp.phrases, clause)]
    outer = clause.parent if clause.relation == "that" and clause.parent is not None and "speech" in clause.parent.classes() else clause
    if outer.relation == "rel" and outer.wh_prep in {"from", "of"} and outer.antecedents:
        named = [np for np in outer.antecedents if np.head_place is not None or np.name is not None]
        places += scene.places(named if outer.antecedents[:1] == named[:1] else outer.antecedents[:1], clause)
    held = clause.parent is not None and clause.relation == "sub" and {"hold", "take", "enter"} & clause.parent.classes()
    gone = (
        (clause.vp.particle in {"off", "away"} and bool(held))
        or clause.vp.particle == "out"
        or "out" in clause.adverbs
        or clause.vp.lemma in {"expel", "oust", "evict", "eject", "dislodge"}
    )
    if not places and not sources and gone and not clause.prepositional:
        found = scene.story.antecedent("", clause.vp.start)
        if found is not None:
            places = [told_before(found, clause, "told before: driven out of it")]
    elif not places and not sources and gone:
        found = scene.story.antecedent("", clause.vp.start)
        if found is not None and all(pp.prep in {"by", "in", "with", "after"} for pp in clause.prepositional):
            places = [told_before(found, clause, "told before: driven out of it")]
    if back is not None and back.place is not None and not places and not sources and gone:
        places = [told_before(back.place.mention, clause, "told before: driven out of it")]
    if not to and not clause.vp.passive:
        return []
    lost = [side for side in lost if all(side.key != other.key for other in to)] or (lost if not to else [])
    if not lost and to and back is None:
        return []
    if back is not None and not back.to and (back.agent is None or back.agent.key in own):
        rivals = (side for side in reversed(scene.story.last_sides) if side.key not in own and side.known)
        back.agent = next(rivals, None)  # "A was overrun, though soldiers ousted them on Saturday": not by soldiers
    return make_changes(scene, clause, places, f"driven out: {clause.vp.phrase}", to=to, lost=lost, strength=3)


def _lost_before(drafts: Sequence[Draft], clause: Clause, scene: Scene) -> None:
    """Give "the port had been lost in August" to those from whom it has been taken back, never to those who took it back."""
    before = scene.story.last_control
    if before is None or before.place is None or not (clause.vp.passive and clause.vp.perfect and clause.vp.past):
        return
    for draft in drafts:
        agent = draft.agent
        same = draft.place is not None and topic_of(draft.place.mention) == topic_of(before.place.mention)
        if same and not draft.to and agent is not None and any(agent.key == side.key for side in before.to):
            draft.agent = before.lost[0] if before.lost else None


def _told_taken(patients: Sequence[NounPhrase], scene: Scene) -> Draft | None:
    """Return the taking told just before whose taker "it" or "them" means: "IS seized A in May. Troops threw it out in June"."""
    before = scene.story.last_control
    pronoun = bool(patients) and patients[0].pronoun and patients[0].words[:1] in {("it",), ("them",)}
    return before if pronoun and before is not None and scene.index - before.sentence <= 1 else None


def read_cleared(clause: Clause, scene: Scene) -> list[Draft]:
    """Read a place cleared of a side, or by one."""
    if "clear" not in clause.classes() and clause.vp.lemma not in {"clear", "purge", "cleanse", "rid"}:
        return []
    patients = patients_of(clause)
    if clause.vp.lemma in {"clear", "pacify", "cleanse"} and not clause.pp("of") and patients and not clause.vp.progressive:
        to = sides_after(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
        whole = [np for np in patients if np.of is None and (np.head_place is not None or (np.pronoun and np.words[0] in {"it", "which"}))]
        if to and whole:
            return make_changes(scene, clause, scene.places(whole, clause), "cleared by a side", to=to, lost=[], strength=1)
        rid = clause.vp.passive and not clause.pp("by", "of", "for") and not any(c.relation == "inf" and c.parent is clause for c in scene.clauses)
        told_by = scene.story.speaker(clause) if rid else None  # "was cleared for flights", "to host the games"
        town = [np for np in patients if names_place(np) or np.pronoun or ("settlement" in np.classes and np.of is None)]
        if (
            told_by is not None and told_by.known and not onlooker(told_by, scene) and town
        ):  # "the president announced that the town had been cleared"
            return make_changes(scene, clause, scene.places(town, clause), "cleared, as a side says", to=[told_by], lost=[], strength=1)
    for np in patients:
        phrases = [np.of] if np.of is not None else []
        for pp in clause.pp("of"):
            phrases += list(pp.phrases)
        if not clause.pp("of"):  # "cleared the district of A in B province of rebels"
            around = [inner for pp in clause.pp("in", "near", "at", "on") for inner in pp.phrases if inner.head_place is not None]
            phrases += [inner.of for inner in around if inner.of is not None]
        lost = scene.agents([phrase for phrase in phrases if phrase is not None], clause)
        if not lost or not (np.head_place or np.name or "settlement" in np.classes):
            continue
        named = np.head_place or np.of is None or np.of.head_place is not None or np.of.name is not None
        places = scene.places([item for item in patients if item is np or _names_one(item)], clause) if named else []
        if not places:
            ref = scene.story.antecedent(np.head, np.start)
            places = [told_before(ref, clause, "the place spoken of before")] if ref is not None else []
        to = sides_after(clause, scene, "by") if clause.vp.passive else scene.agents(clause.subject, clause)
        return make_changes(scene, clause, places, "cleared of a side", to=to, lost=lost, strength=3)
    return []


def _strangers(clause: Clause, scene: Scene) -> list[Side]:
    """Return fighters of no known side that a place is given to, by their words: "handed it over to a regional force"."""
    for pp in clause.pp("to"):
        np = pp.phrases[0]
        if "combatant" in np.classes and not np.pronoun and np.determiner not in {"its", "their", "the"}:
            words = np.text.removeprefix("a ").removeprefix("an ")
            return [scene.sides.make(None, words, np.start, np.end, "words of the report, not in the table of actors")]
    return []


def _names_one(np: NounPhrase) -> bool:
    """Whether a phrase names a place: "X", "the neighbouring village of X"."""
    return np.head_place is not None or np.name is not None or ("settlement" in np.classes and np.of is not None and _names_one(np.of))


def read_lost(clause: Clause, scene: Scene) -> list[Draft]:
    """Read a place that its holder gives up, hands over or leaves to somebody."""
    classes = clause.classes()
    lemma = clause.vp.lemma
    left_to = lemma in {"leave", "return", "restore"} and bool(patients_of(clause)) and bool(sides_after(clause, scene, "to"))
    left_to = left_to and (lemma != "leave" or not clause.vp.passive)
    if not left_to and ("lose" not in classes or (lemma in {"evacuate", "leave", "desert"} and not clause.vp.passive)):
        return []
    if any(np.text.lower().startswith(("neither", "nobody", "no one", "no side")) for pp in clause.pp("to", "by") for np in pp.phrases):
        return []  # "was lost to neither side"
    if lemma == "lose" and of_a_ballot(scene):
        return []
    patients = patients_of(clause)
    if clause.vp.passive and (sides_after(clause, scene, "to", "by") or lemma == "give"):
        name_by_verb(patients)
    places = scene.places(
        [
            np
            for np in patients
            if np.head_place or np.name or "settlement" in np.classes or np.pronoun or np.head == "stronghold" or np.of is not None
        ],
        clause,
    )
    if lemma == "abandon" and not places and clause.objects == [] and not clause.vp.passive:
        # "abandoned what had been a base"
        found = scene.story.antecedent("", clause.vp.start)
        inner = [c for c in scene.clauses if c.parent is clause and c.wh == "what"]
        if found is not None and inner:
            places = [told_before(found, clause, "what they abandoned: the place spoken of before")]
    if not places or any("control_word" in np.classes for np in patients):
        return []
    if (
        patients
        and patients[0].head_place is None
        and patients[0].name is None
        and "settlement" not in patients[0].classes
        and not patients[0].pronoun
    ):
        return []
    if lemma in {"deliver", "hand", "transfer"} and not (clause.pp("to") or clause.vp.particle):
        return []
    if clause.vp.passive:
        lost = sides_after(clause, scene, "by")
        to = sides_after(clause, scene, "to") or ([] if lost else assault_sides(clause, scene))
        if lemma in {"evacuate", "leave", "desert", "abandon", "vacate", "transfer", "deliver"} and not lost and not to:
            return []
    else:
        lost = scene.agents(clause.subject, clause)
        to = sides_after(clause, scene, "to") or _strangers(clause, scene)
        if not lost and not to:
            return []
    if lost and not to and all(any("peacekeeper" in name.lower() for name in side.names) for side in lost):
        return []  # they held it for nobody
    if not to and not lost and clause.vp.passive and clause.vp.phrase in {"hand back", "give back"}:
        last = scene.story.last_control  # "which the rebels took on Sunday, was handed back": by them
        lost = list(last.to) if last is not None and last.place is not None and topic_of(last.place.mention) == topic_of(places[0].mention) else []
        if not lost:
            return []
    drafts = make_changes(scene, clause, places, f"given up: {clause.vp.phrase}", to=to, lost=lost, strength=2 if not to else 3)
    for draft in drafts if lost and not to and clause.vp.passive else ():
        draft.agent = None
    _lost_before(drafts, clause, scene)
    return [draft for draft in drafts if draft.type == "control_change"]
