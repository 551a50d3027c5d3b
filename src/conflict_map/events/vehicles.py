"""Who sits in vehicles that a report counts without a word of their people: fighters where they carry guns, else civilians who flee."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["counts_units", "riders"]

_CIVILIAN = frozenset({"vehicle", "car", "tractor", "cart", "minibus", "motorcycle", "motorbike", "donkey-cart"})
_ANY = _CIVILIAN | {"pick-up", "pickup", "jeep", "technical", "truck", "lorry", "van", "bus"}
_MANY = 20
"""From so many cars on that leave a place, people flee it."""
_UNITS = frozenset({
    "battalion", "brigade", "division", "regiment", "company", "platoon", "squad", "squadron", "column", "convoy", "unit", "detachment", "contingent",
    "corps", "army", "militia", "cell", "band", "gang", "group", "faction", "garrison", "team",
    "tank", "jeep", "technical", "helicopter", "ship", "vessel",
})  # fmt: skip
_OF_AN_ARMY = frozenset({"column", "convoy"})
_ARMED = frozenset({"armed", "armoured", "armored", "military", "army", "rebel", "militia", "police", "combat", "gun-mounted", "camouflaged"})
_WORK = frozenset({"aid", "relief", "food", "fuel", "supply", "un", "commercial", "delivery", "tanker", "water", "empty", "stolen", "looted"})


def counts_units(np: NounPhrase) -> bool:
    """Whether a number counts units or arms and not their people: "three battalions", "twelve tanks"; "a garrison of 300" counts people."""
    counted = any(word in np.text for word in ("-strong", "-man", "-member")) or (np.of is not None and np.of.quantity is not None)
    return np.head in _UNITS and not counted


def riders(np: NounPhrase, clause: Clause, scene: Scene) -> str | None:
    """Tell whether counted vehicles carry ``combatant`` or ``civilian`` people, None where that cannot be told."""
    vehicles = np.of if np.head not in _ANY and np.of is not None else np
    words = {*np.words, *vehicles.words}
    counted = np.quantity is not None or vehicles.quantity is not None or (vehicles is not np and bool(_ARMED & words))
    if vehicles.head not in _ANY or not vehicles.plural or not counted or (vehicles is not np and np.head not in {"#", "column", "convoy", "line"}):
        return None
    if vehicles.of is not None:
        return None  # "sixty lorries of soldiers", "forty trucks of flour": told there
    if 0 <= scene.index - scene.story.leavers <= 1 and {"flee", "go"} & clause.classes() and not _WORK & words and not _laden(vehicles, clause):
        return "combatant"  # "the army had emptied its barracks. Residents counted 300 vehicles leaving the town"
    if _ARMED & words or scene.sides.spans_in(np.start, np.end) or _guns_on(vehicles, clause, scene) or _fighters_aside(np, clause, scene):
        return "combatant"
    if np.head in _OF_AN_ARMY and np.determiner in {"a", "an", "another"} and clause.vp.lemma != "flee" and _army_speaks(scene):
        return "combatant"  # "the army announced an operation. A column of 200 vehicles left A for B"
    quantity = np.quantity or vehicles.quantity
    many = quantity is not None and (quantity.low or quantity.high or 0) >= _MANY
    leaves = many and "flee" in clause.classes() and not clause.vp.passive
    return "civilian" if leaves and vehicles.head in _CIVILIAN and not _WORK & words and not _laden(vehicles, clause) else None


def _army_speaks(scene: Scene) -> bool:
    """Whether a side is told of just before, and no civilians in the paragraph."""
    story = scene.story
    return story.last_agent is not None and story.agent_sentence >= scene.index - 1 and story.people != ("civilian", scene.paragraph)


def _beside(np: NounPhrase, clause: Clause, prep: str) -> list[NounPhrase]:
    return [item for pp in clause.pp(prep) if 0 <= pp.start - np.end <= 2 for item in pp.phrases]


def _guns_on(np: NounPhrase, clause: Clause, scene: Scene) -> bool:
    """Whether they carry weapons: "pick-ups with machine guns", "trucks mounted with cannons", "cars bristling with fighters"."""
    guns = _beside(np, clause, "with")
    for other in scene.clauses:
        if other is not clause and np.end <= other.vp.start and other.vp.form in {"pp", "ing", "finite"} and np in other.subject:
            guns += [item for pp in other.pp("with") for item in pp.phrases] + (other.objects if other.vp.lemma in {"carry", "mount"} else [])
    return any({"weapon", "combatant"} & item.classes or item.head in {"rifle", "fighter", "weapon"} for item in guns)


def _laden(np: NounPhrase, clause: Clause) -> bool:
    return any("civilian" not in item.classes for prep in ("of", "with") for item in _beside(np, clause, prep))


def _fighters_aside(np: NounPhrase, clause: Clause, scene: Scene) -> bool:
    """Whether an aside names fighters: "a column of 120 vehicles, with Wagner fighters in many of them, left A"."""
    aside = [chunk.np for chunk in scene.chunks if chunk.np is not None and np.end < chunk.start < clause.vp.start]
    return any(item is not np and ("combatant" in item.classes or scene.armed(item)) for item in aside)
