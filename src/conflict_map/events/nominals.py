"""Movements told by a noun: "the exodus of 4,000 people from A to B", "the army's withdrawal from A", "an influx into B"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import from_phrase, goal_places
from conflict_map.events.journeys import Path, direction_of, toward_of
from conflict_map.events.motions import noun_motion
from conflict_map.events.movers import HOUSEHOLD, Movers, movers
from conflict_map.events.truth import happened
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["only_thought_of", "read_nominals", "where_the_cause_was"]

_HAPPENS = word_set("noun_happens")
_AFTER = word_set("noun_after")
_UNREAL = word_set("unreal_modifiers")
_TROOPS = frozenset({"troop", "army", "rebel", "militia", "military", "garrison", "soldier", "force"})
_OF_TROOPS = frozenset({"retreat", "withdrawal", "pullout", "pull-out", "pullback", "pull-back"})
_PEOPLE = frozenset({"refugee", "civilian", "population", "mass", "family"})


def _phrases(clause: Clause) -> Iterator[tuple[NounPhrase, str]]:
    """Yield the noun phrases of a clause with the role that each has: ``subject``, ``object`` or the preposition before it."""
    if not clause.shared_subject:
        for np in clause.subject:
            yield np, "subject"
    for np in clause.objects:
        yield np, "object"
    for pp in clause.prepositional:
        for np in pp.phrases:
            yield np, pp.prep


def _took_place(clause: Clause, np: NounPhrase, role: str) -> bool:
    if only_thought_of(np, clause) or not happened(clause)[0]:
        return False
    if role in _AFTER:
        return True
    if role == "subject" and clause.vp.lemma == "be" and _whither(clause):
        return not clause.vp.negated  # "displacement from A is mostly to B"
    if role in {"to", "in"}:
        return clause.vp.lemma in {"lead", "result", "contribute"}
    if role == "of":
        return False
    return role in {"subject", "object"} and clause.vp.lemma in _HAPPENS and not clause.vp.negated


def _whither(clause: Clause) -> list[Prepositional]:
    """Return the phrases after "is" that tell where a movement leads: "is mainly towards B"."""
    return [pp for pp in clause.pp("to", "towards", "toward", "into") if pp.start >= clause.vp.end]


def only_thought_of(np: NounPhrase, clause: Clause) -> bool:
    """Whether a noun of moving is planned, feared or asked for: "warned of an exodus", "the planned evacuation"."""
    return bool(_UNREAL & set(np.words)) or np.determiner in {"no", "any"} or bool({"irrealis", "deny"} & clause.classes())


def read_nominals(clause: Clause, scene: Scene, drafts: list[Draft]) -> list[Draft]:
    """Return the movements that nouns of a clause tell; only those that the clause takes for facts, with a place and somebody who moves."""
    made: list[Draft] = []
    for np, role in _phrases(clause):
        classes = noun_motion(np.head)
        if not classes or np.plural or not _took_place(clause, np, role):
            continue
        path = _path(np, clause, scene, classes)
        who = _who(np, clause, scene, classes, path, [*drafts, *made])
        if path.origin is None and "displace" in classes and clause.subject and np not in clause.subject:
            path.origin = where_the_cause_was(clause, scene, path.destinations)
        if who is None or not (path.origin or path.destinations):
            continue
        if who.kind == "combatant" and not ({"retreat", "flee"} & classes or (path.origin and path.destinations)):
            continue
        if who.quantity is None:
            who.quantity, who.quantity_text, who.household = _involving(np, scene)
        if any(_told(draft, path, who, scene) for draft in (*drafts, *made)):
            continue
        draft = scene.draft(
            "troop_movement" if who.kind == "combatant" else "displacement", clause, f"a noun of {'/'.join(sorted(classes))}: {np.head}"
        )
        draft.who, draft.who_words = who.np, who.np.text
        draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
        draft.origin, draft.destinations, draft.direction, draft.toward = path.origin, path.destinations, path.direction, path.toward
        draft.note("people", who.np.text, who.np.start, who.np.end, who.rule)
        if path.origin is not None:
            draft.note("origin", scene.text[path.origin.start : path.origin.end], path.origin.start, path.origin.end, path.origin.rule)
        for ref in path.destinations:
            draft.note("destination", scene.text[ref.start : ref.end], ref.start, ref.end, ref.rule)
        if who.kind == "combatant":
            draft.actor = scene.agents([who.np], clause)
        made.append(draft)
    return made


def _involving(np: NounPhrase, scene: Scene) -> tuple[Quantity | None, str, bool]:
    """Return how many a movement is told to involve: "displacement from A is mostly to B, involving 1,200 households"."""
    for other in scene.clauses:
        if np in other.subject and other.vp.lemma in {"involve", "affect", "total", "number", "concern"} and not other.vp.passive:
            for item in other.objects:
                if item.quantity is not None and ("civilian" in item.classes or item.head in {"#", *HOUSEHOLD}):
                    return item.quantity, item.quantity_text, item.head in HOUSEHOLD
    return None, "", False


def _told(draft: Draft, path: Path, who: Movers, scene: Scene) -> bool:
    """Whether a movement told before in the sentence says the same."""
    if draft.sentence != scene.index or draft.type != ("troop_movement" if who.kind == "combatant" else "displacement"):
        return False
    one = draft.origin.mention.start if draft.origin else None
    other = path.origin.mention.start if path.origin else None
    if who.quantity is not None and draft.quantity is None and (other is None or one is None or one == other):
        draft.quantity, draft.quantity_text, draft.household = who.quantity, who.quantity_text, who.household
        return True
    return one == other or one is None or other is None


def _path(np: NounPhrase, clause: Clause, scene: Scene, classes: frozenset[str]) -> Path:
    """Read the phrases that follow a noun of moving in a row: "from A to B and C"."""
    path, end = Path(direction=direction_of(np.words)), np.end
    leaving = bool({"flee", "retreat", "displace"} & classes)
    for pp in sorted(clause.prepositional, key=lambda item: item.start):
        if not end <= pp.start <= end + 2:
            continue
        refs = goal_places(pp, clause, scene)
        path.toward = path.toward or toward_of(pp.phrases, pp.prep)
        if pp.prep in {"from", "out of"}:
            path.origin = path.origin or (refs[0] if refs else None)
        elif pp.prep in {"to", "into", "towards", "toward", "for", "across"} or ({"arrive", "return"} & classes and pp.prep in {"in", "at"}):
            path.add(refs)
        elif pp.prep in {"in", "around", "near"} and leaving and path.origin is None and refs:
            path.origin = refs[0]
        elif pp.prep == "of":
            pass
        end = pp.end
    if clause.vp.lemma == "be" and np in clause.subject:
        path.add(ref for pp in _whither(clause) for ref in goal_places(pp, clause, scene))
    if np.of is not None and path.origin is None and leaving and (np.of.head_place is not None or np.of.name is not None) and np.head == "evacuation":
        path.origin = next(iter(scene.places([np.of], clause)), None)
    if "arrive" in classes and not path.destinations and clause.subject and clause.vp.lemma in {"see", "witness", "report", "record", "receive"}:
        path.add(scene.places([item for item in clause.subject if item.head_place is not None], clause))
    if "arrive" in classes and not path.destinations and np in clause.objects and clause.vp.lemma in {"report", "record", "confirm", "announce"}:
        # "officials in B reported the arrival of 3,000 people from A"
        path.add(ref for pp in clause.pp("in", "at") if pp.end <= clause.vp.start for ref in goal_places(pp, clause, scene))
    if "arrive" in classes and not path.destinations and any(item is np for item in clause.subject) and clause.vp.lemma in {
        "strain", "fill", "swell", "overwhelm", "stretch", "overburden",
    }:  # fmt: skip
        path.add(scene.places([item for item in clause.objects if item.head_place is not None], clause))
    return path


def _who(np: NounPhrase, clause: Clause, scene: Scene, classes: frozenset[str], path: Path, drafts: list[Draft]) -> Movers | None:
    previous = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    for person in (np.of, np.possessor):
        if person is not None and person.head_place is None:
            who = movers(person, clause, scene, previous)
            if who is not None:
                if path.origin is None and who.kind == "civilian":
                    path.origin = _own(person, clause, scene, path)
                return who
    if np.of is not None and np.of.head_place is None and np.of.name is None:
        return None
    for pp in clause.pp("by", "of"):
        if np.end <= pp.start:
            who = movers(pp.phrases[0], clause, scene, previous)
            if who is not None:
                return who
    if np.determiner in {"its", "their", "his"} and "retreat" in classes:
        owner = next((item for item in clause.subject if item is not np and scene.armed(item)), None)
        if owner is not None:
            return Movers(owner, "combatant", None, "", rule="who owns the retreat")
        if scene.story.side_of(np, clause) is not None:
            return Movers(np, "combatant", None, "", rule="who owns the retreat")
        return None
    modifiers = {word.rstrip("s") for word in np.words[:-1]}
    if modifiers & _TROOPS or scene.sides.spans_in(np.start, np.end):
        return Movers(np, "combatant", None, "", rule="named before the noun") if {"retreat", "flee"} & classes else None
    if np.head in _OF_TROOPS and np.determiner == "the" and len(np.words) == 2 and path.origin is not None:
        previous_kind = previous is None or previous.type == "troop_movement" or scene.index - previous.sentence > 1
        return Movers(np, "combatant", None, "", rule="only fighters retreat") if previous_kind else None
    if {"flee", "arrive", "displace"} & classes or modifiers & _PEOPLE:
        return Movers(np, "civilian", np.quantity, np.quantity_text, rule="people of whom the noun tells") if np.quantity is None else None
    return None


def where_the_cause_was(clause: Clause, scene: Scene, destinations: Sequence[PlaceRef]) -> PlaceRef | None:
    """Return A of "clashes in A have led to the displacement of 4,000 people to B"."""
    cause = clause.subject[0]
    if clause.vp.passive or not {"abstract", "clash_word", "strike_word", "assault"} & cause.classes:
        return None
    beside = [pp for pp in clause.pp("in", "on", "at", "around", "near") if 0 <= pp.start - cause.end <= len(", ") and pp.start < clause.vp.start]
    found = next((ref for pp in beside for ref in goal_places(pp, clause, scene)), None)
    return found if found is not None and all(found.mention.text != ref.mention.text for ref in destinations) else None


def _own(person: NounPhrase, clause: Clause, scene: Scene, path: Path) -> PlaceRef | None:
    own = from_phrase(person, clause, scene)
    return own if own is not None and all(own.mention.start != ref.mention.start for ref in path.destinations) else None
