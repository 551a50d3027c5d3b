"""Whether what a clause with a verb of moving tells is enough for a movement: somebody has to come from or go to somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.likeness import same_place
from conflict_map.events.motions import MOTION
from conflict_map.events.movers import heads_of
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.journeys import Path
    from conflict_map.events.movers import Movers
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene

__all__ = ["ADVANCES", "combatants_move", "stands", "takes_over"]

ADVANCES = frozenset({"advance", "push", "march", "storm", "roll", "sweep", "attack", "enter", "charge", "thrust", "break"})
_GOAL_VERBS = frozenset(word.replace("_", " ") for word in word_set("goal_verbs"))
_CROSSED = frozenset(
    {
        "border",
        "frontier",
        "fence",
        "river",
        "lake",
        "sea",
        "strait",
        "bridge",
        "line",
        "desert",
        "mountain",
        "pass",
        "valley",
        "gulf",
        "channel",
        "checkpoint",
        "crossing",
    }
)
_SETS_OUT = frozenset({"set off", "set out", "set forth", "start out", "start off", "move off", "depart"})
_TURNS_UP = frozenset({"turn", "arrive", "end", "land", "disembark", "alight", "deploy"})
_ASHORE = frozenset({"come ashore", "go ashore", "touch down", "fly in", "roll in"})
_ACROSS = frozenset({"across", "over", "off", "up", "down", "back", "away", "out"})
_WILDS = word_set("wilds")
_REFUGES = frozenset({"safety", "camp", "base", "compound", "shelter"})
"""What people move into so as to be safe, also where no name says which it is."""
_REMNANTS = frozenset({"garrison", "defender", "remnant", "survivor", "straggler", "remainder"})
_BY_STEALTH = frozenset({"slip", "sneak", "steal", "melt", "vanish", "creep", "escape", "flee"})
_GATES = frozenset({"gate", "corridor", "crossing", "checkpoint", "tunnel"})
_GATHERING = frozenset({"gather", "crowd", "mass", "assemble", "congregate", "march", "rally"})


def stands(
    clause: Clause, scene: Scene, who: Movers, classes: set[str], path: Path, previous: Draft | None, *, safety: bool, object_moves: bool
) -> bool:
    """Whether a clause that does not tell both ends of a path tells a movement all the same."""
    vp, combatant = clause.vp, who.kind == "combatant"
    origin, destinations, direction, toward = path.origin, path.destinations, path.direction, path.toward
    leaving = bool({"flee", "retreat", "displace"} & classes) or vp.lemma in {"evacuate", "depart", "withdraw"}
    goal_in = bool({"arrive", "shelter"} & classes) or bool(
        {vp.lemma, vp.phrase, *(f"{vp.lemma} {adverb}" for adverb in clause.adverbs)} & _GOAL_VERBS
    )
    away = bool({"off", "away", "out"} & {*clause.adverbs, vp.particle}) and any("themselves" in np.words for np in clause.objects)
    told = path.told or bool(clause.gapped) or away or passes_a_gate(clause)
    objects = [] if object_moves else clause.objects
    out = bool(vp.particle) or bool(clause.pp("out of", "off")) or bool(_ACROSS & set(clause.adverbs))
    out = out or any(np.head in _REFUGES for pp in clause.pp("to", "into") for np in pp.phrases)
    if {"go", "transport", "return"} & classes and not leaving and not goal_in and not told:
        return False
    if (
        {"transport", "displace"} & classes
        and vp.lemma in {"send", "take", "bring", "carry", "move"}
        and not safety
        and not (destinations or direction or toward)
        and not (origin and out)
    ):
        return False
    if (
        {"go"} == classes
        and not (away or passes_a_gate(clause))
        and not (destinations or origin or (clause.gapped and who.kind == "civilian") or (direction and who.quantity is not None))
    ):
        return False
    stock = who.quantity is not None and bool({"displaced", "refugee", "idp", "idps"} & heads_of(who.np))
    inward = vp.particle == "in" and "arrive" in classes and ((not combatant and who.quantity is not None) or origin is not None)
    crossed = vp.lemma == "cross" and origin is not None and who.quantity is not None
    if goal_in and not leaving and not destinations and not inward and not (safety and who.quantity is not None) and not stock and not crossed:
        return False
    if (
        "shelter" in classes
        and not safety
        and vp.lemma
        in {"stay", "live", "wait", "sleep", "settle", "hide", "gather", "camp", "lodge", "mass", "crowd", "squat", "huddle", "shelter", "encamp"}
        and who.quantity is None
        and "go" not in classes
        and not (who.others and destinations and previous is not None and previous.type == "displacement")
    ):
        return False
    if (
        "shelter" in classes
        and vp.lemma in {"stay", "live", "wait", "sleep", "squat"}
        and not {"displaced", "refugee", "idp"} & heads_of(who.np)
        and not (
            (who.others or who.np.head == "#") and previous is not None and previous.type == "displacement" and scene.index - previous.sentence <= 1
        )
    ):
        return False  # "9,000 are staying in A" goes on with those told before
    if not combatant and "retreat" in classes and not {"flee", "transport", "displace", "go"} & classes and not told:
        return False
    if vp.lemma in {"leave", "quit", "depart", "exit"} and not combatant and who.quantity is None and not told and who.np.pronoun:
        return False
    homes = who.quantity is not None and any(np.head in {"home", "house", "village"} and np.determiner == "their" for np in objects)
    parted = bool(clause.gapped) and who.quantity is not None  # "64,000 have left the border strip, many of them for A"
    if vp.lemma == "leave" and objects and origin is None and not destinations and not object_moves and not homes and not parted:
        return False
    if (
        vp.lemma in {"make", "get", "come", "run", "pull", "push", "take", "slip", "file", "gather", "turn"}
        and not told
        and not ((vp.particle or vp.lemma == "take" or _into_the_wilds(clause)) and leaving)
    ):
        return False
    if (
        vp.lemma in {"force", "drive", "push", "cause", "make", "send", "chase", "prompt", "compel"}
        and "displace" in classes
        and not (told or _home(clause) or _driven_out(clause, who))
        and not _to_flee(clause, scene)
    ):
        return False
    if _to_flee(clause, scene) and not told:
        return False
    if vp.lemma in _GATHERING and not (
        origin or toward or direction or safety or stock or who.others or who.continues or clause.pp("to", "into", "towards")
    ):
        return False  # "gathered in Sake for the funeral"
    if (
        vp.lemma == "cross"
        and objects
        and origin is None
        and not any(np.head in _CROSSED or np.head_place is not None or np.name is not None for np in objects)
    ):
        return False  # "crossed the square"
    if vp.lemma == "hide" and origin is None and not safety and not who.others:
        return False
    if combatant and not told and vp.phrase in _SETS_OUT - {"depart"}:
        return False  # "the columns that set out to take the capital"
    if combatant and vp.lemma in {"regroup", "reposition", "redeploy", "reorganise"} and not told:
        return False
    return vp.form != "pp" or who.quantity is not None or told


def _into_the_wilds(clause: Clause) -> bool:
    """Whether people make for open country: "ran into the hills"."""
    return any(np.head in _WILDS and np.determiner == "the" for pp in clause.pp("into", "to", "for") for np in pp.phrases)


def passes_a_gate(clause: Clause) -> bool:
    """Whether people pass a gate, a corridor or a crossing: they have gone, whatever else is not told."""
    return any(
        pp.prep == "through" and pp.start >= clause.vp.end and any(np.head in _GATES and np.head_place is None for np in pp.phrases)
        for pp in clause.prepositional
    )


def _home(clause: Clause) -> bool:
    return (
        any(np.head in {"home", "house", "village", "homeland", "land"} for pp in clause.pp("from", "out of") for np in pp.phrases)
        or "homeless" in clause.adverbs
    )


def _driven_out(clause: Clause, who: Movers) -> bool:
    """Whether people are told to have been driven out, of a place that the sentence leaves out: "the whole population was driven out"."""
    out = clause.vp.particle in {"out", "away"} or "out" in clause.adverbs
    return (
        out
        and clause.vp.passive
        and who.kind == "civilian"
        and (who.np.plural or who.np.head == "population")
        and not clause.pp("out of", "from", "of")
    )


def _to_flee(clause: Clause, scene: Scene) -> bool:
    """Whether a verb such as "forced" has its movement told by the infinitive after it."""
    return any(other.parent is clause and other.relation == "inf" and MOTION & other.classes() for other in scene.clauses)


def _over_the_border(clause: Clause) -> bool:
    lines = {"border", "frontier"} | ({"line", "river", "mountain", "pass"} if clause.vp.lemma in _BY_STEALTH else set())
    return "go" in clause.classes() and any(np.head in lines for pp in clause.pp("over", "across") for np in pp.phrases)


def combatants_move(clause: Clause, classes: set[str], who: Movers, origin: PlaceRef | None, destinations: list[PlaceRef]) -> bool:
    """Whether fighters' motion counts: retreats and transfers do, advances do not."""
    lemma = clause.vp.lemma
    after = clause.vp.form == "ing" and clause.parent is not None and "take" in clause.parent.classes()
    walked_in = who.quantity is None and not clause.vp.passive and clause.pp("into") and "enter" in lexicon().classes.get(f"{lemma} into", ())
    if walked_in and origin is not None and origin.rule.startswith(("not named", "where")):
        return False  # "walked into the town", and came from where others had been told to be: an entry
    if origin and destinations and (lemma not in ADVANCES or after):
        return True
    if "retreat" in classes:
        return bool(origin or destinations) or lemma not in {"evacuate", "vacate", "abandon", "desert"}
    if who.np.head == "reinforcement":
        return False  # reinforcements go forward; both ends have to be told
    if who.quantity is None and not clause.vp.passive and clause.pp("into") and "enter" in lexicon().classes.get(f"{lemma} into", ()):
        return False  # "walked into the town": an advance
    if "transport" in classes and (clause.vp.passive or clause.objects):
        return bool(destinations or origin)
    if "shelter" in classes and lemma in {"take", "seek", "find"}:
        return True  # "took refuge in the camp"
    abroad = any(ref.mention.place is not None and ref.mention.place.kind in {"country", "admin1"} for ref in destinations)
    if abroad and (lemma == "cross" or _over_the_border(clause)):
        return True
    if who.np.head in _REMNANTS and destinations and {"go", "return", "arrive"} & classes and lemma not in ADVANCES:
        return True  # "the garrison went over the line into A", "survivors have made it back to B"
    if lemma == "go" and clause.vp.perfect and destinations and "already" in clause.adverbs:
        return True  # "most of the fighters had already gone south into the forests of A"
    if lemma == "go" and clause.vp.perfect and origin is not None and origin.rule == "named" and clause.pp("from"):
        return True  # "the soldiers had gone from the temple by midnight"
    if clause.vp.phrase.endswith(" home") or "home" in clause.adverbs:
        return bool(destinations) or (origin is not None and origin.rule == "named")  # "the contingent flew home from A"
    if "flee" in classes:
        return not ({"abandon", "evacuate", "desert", "vacate"} & {lemma} and origin is None and not destinations)
    if (
        {"arrive"} & classes
        and lemma not in {"enter", "reach", "cross"}
        and destinations
        and (who.quantity is not None or who.others or (lemma in _TURNS_UP and not clause.objects) or clause.vp.phrase in _ASHORE)
    ):
        return True
    if "arrive" in classes and clause.vp.particle == "in" and origin is not None and origin.rule == "named":
        return True  # "part of a brigade rolled in from A"
    if "go" in classes and who.rule in {"a column of fighters", "vehicles of fighters"} and destinations and (clause.pp("through", "past") or origin):
        return True  # "army lorries rolling through A towards B"
    if "go" in classes and who.rule == "a column of fighters" and destinations:
        return True
    if origin is not None and origin.rule == "named" and clause.vp.phrase in _SETS_OUT | {f"{lemma} {word}" for word in clause.adverbs} & _SETS_OUT:
        return True
    if "go" in classes and (
        lemma not in {"advance", "push", "march", "storm", "roll", "sweep"} or (who.quantity is not None and who.quantity.low and destinations)
    ):
        return bool(destinations and origin) or (bool(destinations or origin) and (who.quantity is not None or who.continues))
    return "return" in classes and bool(destinations) and who.quantity is not None


def takes_over(clause: Clause, who: Movers, destinations: list[PlaceRef], previous: Draft | None, scene: Scene) -> bool:
    """Whether fighters only come to where others have just left, or where they are told in passing to have come: an advance, no movement."""
    if who.quantity is not None or "return" in clause.classes() or not destinations:
        return False
    left = previous is not None and previous.type == "troop_movement" and scene.index - previous.sentence <= 1 and previous.who is not who.np
    after = left and previous is not None and any(same_place(ref, previous.origin) for ref in destinations)
    if clause.relation == "sub" and clause.conjunction in {"when", "as", "before", "after", "until"} and clause.vp.lemma == "arrive":
        return True  # "the rebels fled when the army arrived in A"
    aside = clause.relation == "rel" and clause.wh == "where" and "arrive" in clause.classes()
    return after or aside
