"""Fighters who go into a place: contested, until the report shows that they took it; and places that they find deserted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes, patients_of, told_before
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon, singular, word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side

__all__ = ["as_entry", "fought_over", "read_entry", "read_found", "read_no_fight", "unopposed"]

_PEACEFUL = word_set("peaceful")
_DESERTED = lazy_pattern(r"to find [^.;]{0,60}\b(?:gone|deserted|empty|abandoned)\b|\b(?:threw|thrown|throwing) (?:away|off) their uniforms")
_QUIET_ENTRY = word_set("resistance")
_NO_FIGHT = lazy_pattern(
    r"(?:no|without(?: (?:meeting|encountering|facing))?(?: a| any| much| firing a)?|little|scarcely any|hardly any?|barely a) "
    rf"(?:{'|'.join(sorted(_QUIET_ENTRY))})",
)
_WELCOMED = (
    "thanks to a bargain",
    "thanks to a deal",
    "under a deal",
    "unopposed",
    "unhindered",
    "greeted by",
    "welcomed by",
    "cheering",
    "cheered by",
    "to the cheers",
    "were cheered",
)
_FOUGHT = word_set("signs_of_a_fight")
_OF_FIGHTERS = word_set("vehicles_of_fighters")
_EMPTY = word_set("left_empty")


def _may_enter(clause: Clause, scene: Scene) -> bool:
    """Whether the verb, alone or with what stands behind it, can mean going in at all; who does it is asked after that."""
    classes = clause.classes()
    if "enter" in classes or ("go" in classes and "in" in clause.adverbs):
        return True
    return bool(clause.prepositional) and any("enter" in scene.lexical(clause, pp.prep) for pp in clause.prepositional)


def read_entry(clause: Clause, scene: Scene) -> list[Draft]:
    """Read fighters going into a place: contested, until the report shows that they took it."""
    passive = clause.vp.passive
    if clause.vp.lemma == "deploy" and not any({"retreat", "lose"} & other.classes() for other in scene.clauses if other is not clause):
        return []  # "troops deployed to the town": where nobody has just left they do not take it
    if clause.vp.progressive or (passive and clause.vp.lemma not in {"enter", "reenter", "re-enter", "penetrate"}):
        return []
    if not _may_enter(clause, scene):
        return []
    doers = [np for pp in clause.pp("by") for np in pp.phrases] if passive else clause.subject
    if any(_PEACEFUL & {np.head, *np.words, *np.text.lower().split()} for np in doers):
        return []
    to = scene.agents(doers, clause)
    words = {singular(word) for np in doers for word in np.text.lower().split()}
    if to and all(side.rule == "actor, leader" for side in to) and not any("combatant" in lexicon().nouns.get(word, ()) for word in words):
        return []  # a president visits
    nobody = passive and not clause.pp("by") and bool(clause.times) and clause.vp.form == "finite"  # "A was entered on 10 March"
    vague = bool(clause.subject) and clause.subject[0].head in {"column", "convoy", "tank", "vehicle"} and not to
    vague = vague and not (clause.subject[0].of is not None and _OF_FIGHTERS.isdisjoint({clause.subject[0].of.head, *clause.subject[0].of.words}))
    if not to and not vague and not nobody:
        return []
    if any("civilian" in np.classes for np in doers) and not any({"combatant", "rebel"} & np.classes for np in doers):
        return []
    places: list[PlaceRef] = []
    rule = ""
    if "enter" in clause.classes() and clause.vp.lemma in {"enter", "reenter", "re-enter", "penetrate"}:
        places = scene.places(clause.subject if passive else clause.objects, clause)
        if clause.relation == "rel" and not places:
            places = scene.places(patients_of(clause), clause)
        rule = clause.vp.lemma
    if not places and not any("combatant" in np.classes or np.quantity is not None for np in clause.objects):
        for pp in clause.prepositional:
            if (pp.prep != "in" or clause.vp.lemma == "deploy") and "enter" in scene.lexical(clause, pp.prep):
                places += [ref for ref in scene.places(pp.phrases, clause) if all(ref.mention.start != other.mention.start for other in places)]
                rule = f"{clause.vp.lemma} {pp.prep}"
    if not places and clause.relation == "rel" and clause.vp.particle == "into" and not clause.objects and not clause.pp("into"):
        places = scene.places(patients_of(clause), clause)  # "the city, which they marched into on Saturday"
        rule = clause.vp.phrase
    went_in = clause.vp.particle == "in" and "enter" in clause.classes()
    went_in = went_in or ("in" in clause.adverbs and "go" in clause.classes() and not clause.objects and not clause.pp("to", "from", "into"))
    if not places and went_in:
        lead = [pp for pp in clause.pp("in", "at") if pp.end < clause.vp.start]
        places = [ref for pp in lead for ref in scene.places(pp.phrases, clause)]  # "In A, rebels came in at dawn"
        found = scene.story.antecedent("", clause.vp.start) if not places else None
        if found is not None:
            places = [told_before(found, clause, "moved in: the place spoken of before")]
        rule = clause.vp.phrase
    return as_entry(clause, scene, places, rule, to) if places else []


def as_entry(clause: Clause, scene: Scene, places: list[PlaceRef], rule: str, to: list[Side]) -> list[Draft]:
    """Return the drafts of fighters going into places: contested, until the report shows that they took them."""
    whole = [
        ref
        for ref in places
        if not ref.partial or "centre" in scene.text[clause.start : clause.end].lower() or "center" in scene.text[clause.start : clause.end].lower()
    ]
    drafts = make_changes(scene, clause, whole or places[:1], f"went in: {rule}", to=to, lost=[], strength=1)
    for draft in drafts:
        kind = draft.place.mention.place.kind if draft.place is not None and draft.place.mention.place is not None else ""
        if kind in {"country", "admin1", "region"}:
            return []
        draft.entry = True
        draft.type, draft.status = "clash", "contested"
        draft.actor = list(to)
    return drafts


_MEETS = frozenset({"meet", "encounter", "face", "find"})
_OFFERS = frozenset({"put", "offer", "show", "mount"})
_OF_FIGHTS = _MEETS | _OFFERS


def read_no_fight(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "A put up no fight", "the town offered no resistance": it was taken."""
    if not clause.objects or clause.vp.passive or clause.vp.lemma not in _OF_FIGHTS:
        return []
    nothing = any(np.head in _QUIET_ENTRY and {np.determiner, *np.words[:1]} & {"no", "little", "scant"} for np in clause.objects)
    if nothing and clause.vp.lemma in _MEETS:
        return _unresisted(clause, scene)
    if clause.vp.lemma not in _OFFERS or not nothing:
        return []
    named = [np for np in clause.subject if np.head_place is not None or np.name is not None]
    return make_changes(scene, clause, scene.places(named, clause), "verb of falling: put up no fight", to=[], lost=[], strength=1)


def _unresisted(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "reached A and met little resistance there", "met no resistance in A": those who met none have it."""
    to = scene.agents(clause.subject, clause)
    places = [ref for pp in clause.pp("in", "at", "inside") for ref in scene.places([np for np in pp.phrases if names_place(np)], clause)]
    if not places and clause.relation == "coord" and clause.parent is not None and clause.parent.vp.lemma in {"reach", "enter"}:
        places = scene.places([np for np in clause.parent.objects if names_place(np)], clause.parent)
    return make_changes(scene, clause, places[:1], "met no resistance in it", to=to, lost=[], strength=1) if to else []


def read_found(clause: Clause, scene: Scene) -> list[Draft]:
    """Read "A and B were found empty by patrols", "troops found the town deserted": those who find it have it."""
    if clause.vp.lemma not in {"find", "discover"} or clause.vp.progressive:
        return []
    gone = next((c for c in clause.children if c.relation == "that" and c.vp.lemma in {"desert", "abandon"} and not c.objects), None)
    told = {"deserted"} if gone is not None else {*clause.adverbs, *(word for np in clause.objects for word in np.words)}
    if _EMPTY.isdisjoint(told):
        return []
    doers = [np for pp in clause.pp("by") for np in pp.phrases] if clause.vp.passive else clause.subject
    to = scene.agents([np for np in doers if not np.pronoun], clause)
    found = gone.subject if gone is not None else clause.subject if clause.vp.passive else clause.objects
    named = [np for np in found if np.head_place is not None or np.name is not None or (np.of is not None and "settlement" in np.classes)]
    return make_changes(scene, clause, scene.places(named, clause), "found deserted", to=to, lost=[], strength=1) if to else []


def fought_over(scene: Scene) -> bool:
    """Whether the sentence speaks of a fight, or of what leaves open who has a place."""
    return not _FOUGHT.isdisjoint(scene.words)


def unopposed(scene: Scene) -> bool:
    """Whether the sentence says that nobody resisted."""
    words = scene.text[scene.start : scene.end].lower()
    return (
        (any(noun in words for noun in _QUIET_ENTRY) and _NO_FIGHT.search(words) is not None)
        or any(phrase in words for phrase in _WELCOMED)
        or (("to find" in words or "uniforms" in words) and _DESERTED.search(words) is not None)
    )
