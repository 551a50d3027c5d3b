"""What shows whether people whom no word names are civilians or fighters: how many they are, whose they are, what they do and carry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = [
    "MILITARY",
    "a_crowd",
    "apposed_count",
    "bears_arms",
    "fights",
    "freight",
    "from_a_force",
    "more_than_an_army",
    "named_after_land",
    "of_a_leader",
    "of_a_nation",
    "townful",
    "townspeople",
]

MILITARY = frozenset({"retreat", "withdraw", "pull back", "fall back", "regroup", "redeploy", "pull out", "reposition", "disengage"})
"""Verbs of an army rather than of a crowd."""
_A_TOWNFUL = 1000
"""Vague numbers from so many on are of civilians: "several thousand of them"."""
_A_CITYFUL = 8000
_AID = word_set("relief_goods")
_ARMS = word_set("arms_carried")
_DROPS = word_set("arms_dropped")
_FIGHTERS_DO = word_set("deeds_of_fighters")


def of_a_nation(np: NounPhrase, scene: Scene) -> bool:
    """Whether a phrase is nothing but the name of a people."""
    named = scene.sides.spans_in(np.start, np.end)
    if named:
        return (np.plural or np.text.endswith("s")) and not np.classes and all(span.kind == "people" for span in named)
    return len(np.words) == 1 and np.text[:1].isupper() and not np.text.isupper() and np.head_place is None and not np.classes and not np.determiner


def townspeople(np: NounPhrase, scene: Scene) -> bool:
    """Whether a phrase means those of a people who live in a town: "Sukhumi's Georgians", "most of the town's Serbs"."""
    owner = np.possessor
    if np.determiner == "its" and np.plural and not np.classes and scene.story.antecedent("it", np.start) is not None:
        spans = scene.sides.spans_in(np.start, np.end)
        return bool(spans) and all(span.end == np.end and span.text[:1].isupper() and len(span.text.split()) == 1 for span in spans)
    kind = owner.head_place.place.kind if owner is not None and owner.head_place is not None and owner.head_place.place is not None else ""
    town = kind in {"city", "town", "village"} or (owner is not None and owner.head_place is None and "settlement" in owner.classes)
    spans = scene.sides.spans_in(owner.end, np.end) if owner is not None else []
    return town and np.text.endswith("s") and not np.classes and bool(spans) and all(span.kind == "people" for span in spans)


def named_after_land(np: NounPhrase) -> bool:
    """Whether a phrase that the gazetteer takes for a land means its people: "South Sudanese"."""
    place = np.head_place.place if np.head_place is not None else None
    last = np.text.split()[-1].lower()
    return (
        place is not None and place.kind == "country" and last != place.name.split()[-1].lower() and last.endswith(("ese", "ish", "ans", "is", "ns"))
    )


def of_a_leader(np: NounPhrase) -> bool:
    """Whether "Jathran's men" are those of a person: a name that is no place."""
    owner = np.possessor
    if owner is None or not np.plural or "settlement" in owner.classes or owner.pronoun or "civilian" in owner.classes:
        return False
    known = owner.head_place is not None and owner.head_place.place is not None
    return not known and owner.text.split()[-1][:1].isupper()


def apposed_count(np: NounPhrase, scene: Scene) -> NounPhrase | None:
    """Return the counted phrase that says who a phrase means: "the first group, forty people in two buses,"."""
    for position, chunk in enumerate(scene.chunks[:-2]):
        if chunk.np is np:
            beside = scene.chunks[position + 2]
            if scene.chunks[position + 1].kind in {"COMMA", "OPEN"} and beside.np is not None and beside.np.quantity is not None:
                return beside.np
            return None
    return None


def from_a_force(np: NounPhrase, clause: Clause, scene: Scene) -> bool:
    """Whether people are of a force that stands right behind them: "about 1,000 men from the beaten garrison"."""
    return any(
        pp.prep in {"from", "of"} and 0 <= pp.start - np.end <= 1 and pp.phrases[0].head_place is None and scene.armed(pp.phrases[0])
        for other in (clause, *(item for item in scene.clauses if np in item.subject))
        for pp in other.prepositional
    )


def townful(quantity: Quantity | None) -> bool:
    """Whether a vague number is so large that it counts civilians."""
    return quantity is not None and quantity.rule.startswith("vague") and (quantity.low or 0) >= _A_TOWNFUL


def more_than_an_army(quantity: Quantity | None, least: int) -> bool:
    """Whether a number is so large that "so many of them" are people of a town, whoever was told of before: "10,000 of them found their way to A"."""
    return quantity is not None and (quantity.low or 0) >= least


def a_crowd(np: NounPhrase, clause: Clause) -> bool:
    """Whether a bare number is so large that people on their way are meant: "1,750 went south", "30,000 have fled"; an army withdraws."""
    least = _A_TOWNFUL if np.head == "#" else _A_CITYFUL  # "2,000 others" may be of the troops just told, "60,000 others" are not
    large = np.head in {"#", "other", "others", "more"} and np.quantity is not None and (np.quantity.low or 0) >= least
    return large and clause.vp.phrase not in MILITARY and "retreat" not in clause.classes()


def freight(np: NounPhrase, clause: Clause) -> bool:
    """Whether a vehicle carries goods alone: "three flights with tents"."""
    return any(np.end <= pp.start <= np.end + 2 and any(item.head in _AID for item in pp.phrases) for pp in clause.pp("with", "of")) or (
        np.of is not None and np.of.head in _AID
    )


def bears_arms(clause: Clause, scene: Scene) -> bool:
    """Whether those who move have weapons: "leaving behind their rifles", "with most of their tanks", "and were disarmed"."""
    for other in scene.clauses:
        if other is not clause and other.subject[:1] != clause.subject[:1]:
            continue
        if other.vp.passive and other.vp.lemma in {"disarm", "intern"}:
            return True  # "1,500 crossed the border and were disarmed"
        things = [*(np for pp in other.pp("with", "behind") for np in pp.phrases), *(other.objects if other.vp.lemma in _DROPS else ())]
        if any(_ARMS & {np.head, *np.words, *((np.of.head,) if np.of is not None else ())} for np in things):
            return True
    return False


def fights(np: NounPhrase, scene: Scene) -> bool:
    """Whether a clause about the same people tells of what only fighters do: "2,000 Russians who had occupied the base"."""
    return any(
        other.vp.lemma in _FIGHTERS_DO and not other.vp.passive and (np in other.subject or np in other.antecedents[:1]) and other.objects
        for other in scene.clauses
    )
