"""Who moves: civilians or fighters, how many, and whether they are those told before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.ranks import is_force
from conflict_map.events.traits import (
    MILITARY,
    a_crowd,
    apposed_count,
    bears_arms,
    fights,
    freight,
    from_a_force,
    more_than_an_army,
    named_after_land,
    of_a_leader,
    of_a_nation,
    townful,
    townspeople,
)
from conflict_map.events.vehicles import riders
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["COMERS", "HOUSEHOLD", "LOOSE_HEADS", "Movers", "followers", "heads_of", "movers"]

LOOSE_HEADS = word_set("loose_heads") | {"element"}

COMERS = frozenset({"arrival", "newcomer", "entrant"})
_CONTINUES = frozenset(["many", "most", "they", "majority", "rest", "all", "them", "who", "half", "both", "bulk"])

_LEADERS = frozenset({"general", "colonel", "major", "captain", "commander", "warlord", "chief", "brigadier", "lieutenant", "emir", "strongman"})
_BELONGINGS = word_set("belongings")
_ROWS = frozenset({"column", "convoy", "queue", "stream", "line", "wave", "procession", "caravan"})
_SURVIVORS = frozenset({"survivor", "remnant", "rest", "remainder", "straggler"})
_PEOPLES = word_set("peoples")
_ONE_FORCE = _ROWS | {"contingent", "battalion", "brigade", "garrison", "unit", "division", "regiment", "company", "force", "detachment"}
_ENTERS = frozenset({"enter", "take", "storm", "march", "advance", "push", "capture", "attack"})
_WILDS = word_set("wilds")
_OUTSIDERS = word_set("outsiders")
_DEAD = frozenset({"body", "corpse", "remains", "coffin", "dead"})
_CASES = frozenset({"case", "casualty", "wounded", "injured"})
_WHEELS = frozenset({"vehicle", "car", "pick-up", "pickup", "truck", "lorry", "motorcycle", "motorbike", "minibus", "bus", "boat"})
_A_FAMILY = 12
_A_VILLAGE, _MORE_THAN_AN_ARMY = 1000, 8000
_MANY_WHEELS = 20
"""So many vehicles that go the same way carry people who flee, or fighters."""
_OF_FIGHTERS = word_set("vehicles_of_fighters")
_BODIES = frozenset({"group", "band", "party", "batch", "contingent", "column", "convoy", "wave", "lot", "stream"})
_OFFICES = frozenset({"medical", "election", "press", "customs", "immigration", "aid", "welfare", "liaison", "information", "health", "airline"})
_BLUE = frozenset({"un", "peacekeeping", "monusco", "minusma", "unifil", "armoured", "armored", "military", "army"})
_FURTHER = frozenset({"smaller", "further", "second", "third", "larger", "lesser", "separate"})
_LARGER = frozenset({"larger", "greater", "better", "bigger", "main"})
_REGISTERED = lazy_pattern(r"\b(?:registered|displaced|uprooted|evacuated|arrivals|evacuees|refugees|households|families|arrived)\b", re.IGNORECASE)

_OF_THINGS = frozenset({"lot", "load", "list", "register", "roll", "portion"})

HOUSEHOLD = frozenset({"family", "household"})


@dataclass(slots=True)
class Movers:
    """Who moves: the noun phrase, civilians or combatants, how many, and whether they continue a movement told before."""

    np: NounPhrase
    kind: str
    quantity: Quantity | None
    quantity_text: str
    household: bool = False
    continues: bool = False
    others: bool = False
    rule: str = ""


def movers(np: NounPhrase, clause: Clause, scene: Scene, previous: Draft | None) -> Movers | None:
    """Tell who a noun phrase means, None where it does not mean people, or means one person: "President Sow fled to Cameroon" moves nobody else."""
    if np.of is None and any(span.kind == "leader" and span.end == np.end for span in scene.sides.spans_in(np.start, np.end)):
        return None
    quantity, words = np.quantity, np.quantity_text
    household = np.head in HOUSEHOLD
    if quantity is not None and quantity.low is None and quantity.high is None and quantity.best is None:
        quantity = None
    inner = np.of
    if np.head in _DEAD:
        return None  # "the bodies of 12 soldiers were taken to A"
    if force := is_force(np, clause, scene):
        return Movers(np, "combatant", quantity if "vehicle" not in np.classes else None, words, rule=force)
    if quantity is not None and quantity.best == 1 and inner is not None and inner.quantity is not None and words.casefold() == "one":
        return movers(inner, clause, scene, previous)  # "she is one of 41,000 who have flowed into A"
    if np.pronoun and np.words[:1] in {("they",), ("them",)}:
        if previous is not None and previous.sentence < scene.index - 1:  # told too long ago to be meant
            own = _of_the_clause_above(np, clause, scene, previous)
            if own is not None and own.kind == "civilian":
                return own
            if np.words[0] == "they":
                spoken = scene.story.side_of(np, clause) if _named_path(clause) else None
                return Movers(np, "combatant", quantity, words, rule="the side spoken of") if spoken is not None else None
            previous = None
        own = _of_the_clause_above(np, clause, scene, previous)
        if own is not None:
            return own
    if np.pronoun and np.words[:1] == ("we",):
        told_by = scene.story.speaker(clause) or _fighter_speaks(clause)
        return Movers(np, "combatant", None, "", rule="the side that speaks") if told_by else None
    if np.head in COMERS and np.plural and inner is None and np.possessor is None:
        return Movers(np, "civilian", quantity, words, rule="arrivals")
    if np.determiner in {"every", "each"} and quantity is not None and quantity.best == 1:
        quantity, words = None, ""  # "nearly every one of them"
    apposed = apposed_count(np, scene) if np.head in _BODIES and inner is None else None
    if apposed is not None and ("civilian" in apposed.classes or (apposed.of is not None and "civilian" in apposed.of.classes)):
        # "the first group, forty people in two minibuses"
        return Movers(
            np, "civilian", apposed.quantity, apposed.quantity_text, apposed.head in HOUSEHOLD, others=True, rule="who they are stands beside"
        )
    if np.head == "#" and quantity is not None and inner is not None and of_a_nation(inner, scene) and not fights(np, scene):
        return Movers(np, "civilian", quantity, words, household, rule="people of a nation counted")  # "thousands of Afghans"
    if (
        np.head in {"man", "member", "remnant"}
        and inner is not None
        and inner.head_place is None
        and inner.text[:1].isupper()
        and not inner.determiner
        and "settlement" not in inner.classes
    ):
        return Movers(np, "combatant", quantity, words, rule="members of a named group")
    if (
        np.head in {"man", "member", "people", "remnant", "woman", "survivor", "wounded", "straggler", "rest", "last"}
        and inner is not None
        and scene.armed(inner)
        and "civilian" not in inner.classes
    ):
        if np.head == "last" and quantity is None and inner.quantity is not None:
            quantity, words = inner.quantity, inner.quantity_text  # "the last of some 30,000 soldiers": all have gone
        return Movers(np, "combatant", quantity, words, rule="members of a side")
    if np.head == "man" and np.plural and {"armed", "uniformed", "masked", "heavily-armed"} & set(np.words):
        return Movers(np, "combatant", quantity, words, rule="armed men")
    if np.head == "man" and np.plural and from_a_force(np, clause, scene):
        return Movers(np, "combatant", quantity, words, rule="members of a side")
    if np.head == "man" and of_a_leader(np):
        return Movers(np, "combatant", quantity, words, rule="a leader's men")
    if np.head == "man" and any(span.record is not None for span in scene.sides.spans_in(np.start, np.end)) and np.of is None:
        return Movers(np, "combatant", quantity, words, rule="a side's men")
    if np.head == "man" and np.determiner == "his" and any(_LEADERS & {item.head, *item.words} for item in clause.subject):
        return Movers(np, "combatant", quantity, words, rule="a leader's men")
    if np.head == "man" and np.determiner in {"his", "its", "their"} and scene.story.side_of(np, clause) is not None:
        return Movers(np, "combatant", quantity, words, rule="a side's men")
    if (
        "civilian" in np.classes
        and np.head == "people"
        and quantity is not None
        and previous is not None
        and previous.type == "troop_movement"
        and scene.index - previous.sentence <= 2
        and re.search(r"\b(?:convoy|bus|buses)\b", scene.text[scene.start : scene.end])
    ):
        return Movers(np, "combatant", quantity, words, rule="taken out by convoy with the fighters told before")
    if np.head in _SURVIVORS and inner is None and clause.vp.phrase in MILITARY:
        return Movers(np, "combatant", quantity, words, rule="those of a force who are left")
    if np.determiner == "the" and np.head in _OUTSIDERS and quantity is None and inner is None and _renames_fighters(np, scene, previous):
        return Movers(np, "combatant", None, "", rule="foreign fighters told just before")
    if "civilian" in np.classes:
        if quantity is None and inner is not None and inner.quantity is not None and "civilian" in inner.classes:
            quantity, words, household = inner.quantity, inner.quantity_text, inner.head in HOUSEHOLD
        return Movers(np, "civilian", quantity, words, household, rule="civilians named")
    if (
        np.head in {"number", "total", "figure", "share"}
        and inner is not None
        and {span.kind for span in scene.sides.spans_in(inner.start, inner.end)} == {"people"}
    ):
        return Movers(np, "civilian", quantity, words, household, rule="people of a nation counted")
    if (
        np.head in {"leader", "commander", "chief", "officer", "general", "warlord"}
        and np.plural
        and (scene.armed(np) or _ARMED_WORDS & set(np.words))
    ):
        return Movers(np, "combatant", quantity, words, rule="leaders of fighters")
    if np.head in {"officer", "pilot"} and np.plural and inner is None and not _OFFICES & set(np.words):
        return Movers(np, "combatant", quantity, words, rule="officers")
    if "vehicle" in np.classes and np.possessor is not None and (scene.armed(np.possessor) or np.possessor.head == "enemy"):
        return Movers(np, "combatant", None, "", rule="the vehicles of a side")
    if np.pronoun and np.words[:1] in {("them",), ("they",)} and (previous is None or np.words[0] == "them"):
        civilians = _civilians_before(np, clause, scene)
        if civilians is not None:
            return Movers(
                np, "civilian", civilians.quantity, civilians.quantity_text, civilians.head in HOUSEHOLD, continues=True, rule="those told before"
            )
    if np.head == "full" and inner is not None and "civilian" in inner.classes:
        return Movers(np, "civilian", inner.quantity, inner.quantity_text, rule="vehicles full of people")
    aboard = riders(np, clause, scene)
    if aboard is not None and _carried(np, scene) is None:
        return Movers(np, aboard, None, "", rule="the people in the vehicles counted")
    if np.head in _OF_THINGS and inner is None:
        return None  # "smaller lots found their way to Spain": goods
    of_men = inner is not None and (inner.head == "man" or "combatant" in inner.classes)  # "a relief column of about 1,000 men"
    if (
        np.head in {"convoy", "column", "truck", "lorry", "flight", "ship", "fleet"}
        and not of_men
        and {"aid", "relief", "humanitarian", "food", "supply"} & set(np.words)
    ):
        return None  # "an aid convoy of 40 trucks"
    if np.head in {"flight", "truck", "lorry", "plane", "ship", "boat", "convoy"} and freight(np, clause):
        return None  # "three flights with tents landed at Tbilisi"
    loose = (
        np.head in LOOSE_HEADS
        or (np.head == "member" and inner is not None and "civilian" in inner.classes)
        or (
            np.pronoun
            and np.words[:1]
            and np.words[0]
            in {"they", "them", "those", "who", "others", "some", "many", "most", "several", "thousands", "hundreds", "dozens", "all", "both"}
        )
    )
    if loose and inner is not None:
        deeper = movers(inner, clause, scene, previous)
        if deeper is not None:
            just_told = previous is not None and previous.sentence == scene.index
            if inner.pronoun and not just_told and clause.vp.phrase not in MILITARY:
                told_of = scene.story.people == ("civilian", scene.paragraph)
                if townful(quantity) or more_than_an_army(quantity, _A_VILLAGE if told_of else _MORE_THAN_AN_ARMY):
                    deeper.kind = "civilian"
            household = household or (inner.head in HOUSEHOLD and np.head != "member")
            counted = quantity is not None
            return Movers(
                np,
                deeper.kind,
                quantity or deeper.quantity,
                words or deeper.quantity_text,
                household,
                deeper.np.pronoun and np.head in _CONTINUES,
                deeper.others or (deeper.np.pronoun and (np.head not in _CONTINUES or counted)),
                deeper.rule,
            )
        if inner.words in {("them",), ("those",), ("these",), ("the", "latter"), ("the", "former")} and np.head in {
            "#",
            "most",
            "some",
            "many",
            "half",
            "rest",
        }:
            kind = _told_kind(scene, previous, vague=townful(quantity))
            return Movers(np, kind, quantity, words, continues=quantity is None, others=quantity is not None, rule="some of those told before")
        if inner.head in _CASES and quantity is not None and {"transport", "flee"} & clause.classes():
            return Movers(np, "civilian", quantity, words, rule="the sick and wounded")  # "240 of the gravest cases"
        if "abstract" in inner.classes or inner.head_place is not None or "vehicle" not in inner.classes:
            return None
        quantity, words = None, ""  # so many cars are not so many people
    rows = np.head in _ROWS
    if rows and inner is not None and (scene.armed(inner) or (inner.head == "man" and inner.quantity is not None)):
        return Movers(np, "combatant", quantity or inner.quantity, words or inner.quantity_text, rule="a column of fighters")
    if "vehicle" in np.classes and np.determiner in {"their", "its"} and (previous is not None or scene.story.people is not None):
        same = previous is not None and previous.sentence >= scene.index - 1 and np.head in {"convoy", "column", "bus", "truck", "vehicle", "lorry"}
        return Movers(np, _told_kind(scene, previous), None, "", continues=same, others=True, rule="vehicles of those told before")
    if (rows or "vehicle" in np.classes) and np.determiner in {"its", "their"} and previous is None:
        owner = scene.story.side_of(np, clause)
        if owner is not None and owner.known:
            return Movers(np, "combatant", None, "", rule="the vehicles of a side")
    if rows and inner is None and previous is not None and {"second", "third", "another", "other", "smaller", "larger", "separate"} & set(np.words):
        return Movers(np, _told_kind(scene, previous), quantity, words, others=True, rule="like those told before")
    if "vehicle" in np.classes and not rows and _ARMED_WORDS & set(np.words[:-1]):
        return Movers(np, "combatant", None, "", rule="vehicles of fighters")
    if ("vehicle" in np.classes or rows) and (not scene.armed(np) or (rows and not scene.sides.spans_in(np.start, np.end))):
        carried = _carried(np, scene)
        if carried is not None:
            return carried
        if inner is not None and not _OF_FIGHTERS.isdisjoint({inner.head, *inner.words}):
            return None  # "convoys of pick-ups": whose is not told
        if inner is not None and inner.head == "#" and inner.of is None and inner.quantity is not None:
            kind = _told_kind(scene, previous, vague=a_crowd(inner, clause))  # "a first convoy of 8,000"
            return Movers(np, kind, inner.quantity, inner.quantity_text, others=True, rule="so many in a column")
        if inner is not None and _BLUE & set(inner.words):
            return Movers(np, "combatant", None, "", rule="a column of peacekeepers")
        if inner is not None and inner.head in {"truck", "lorry"} and inner.of is None:
            just = previous is not None and scene.index - previous.sentence <= 1
            if not just and scene.story.people is None:
                return None  # "a convoy of thirty trucks": of goods, as far as is told
            return Movers(np, _told_kind(scene, previous), None, "", others=True, rule="a column like those told before")
        if inner is not None and ("vehicle" in inner.classes or "civilian" in inner.classes):
            return Movers(np, "civilian", None, "", rule="a column of vehicles")
        if inner is not None and scene.armed(inner):
            return Movers(np, "combatant", inner.quantity, inner.quantity_text, rule="a column of fighters")
        if np.head in _WHEELS and quantity is not None and (quantity.low or quantity.high or 0) >= _MANY_WHEELS and not freight(np, clause):
            if (
                not (previous is not None and previous.type == "displacement")
                and scene.story.agent_sentence >= scene.index - 1
                and scene.story.last_agent
            ):
                return Movers(np, "combatant", None, "", others=True, rule="many vehicles")
            told = previous is not None or (scene.story.people is not None and scene.story.people[1] == scene.paragraph)
            if told or "flee" in clause.classes():
                return Movers(np, _told_kind(scene, previous), None, "", others=True, rule="many vehicles")
        of_people = scene.story.people == ("civilian", scene.paragraph) and clause.vp.lemma not in MILITARY | {"retire"}
        if np.head == "column" and inner is None and not of_people:
            return Movers(np, "combatant", quantity, words, rule="a column of fighters")
        if np.head == "column" and inner is None and np.plural and previous is not None and previous.sentence == scene.index:
            return Movers(np, "civilian", quantity, words, others=True, rule="like those told before")  # "…, and columns from A were heading to B"
        return None
    if quantity is not None and named_after_land(np) and not fights(np, scene):
        return Movers(np, "civilian", quantity, words, rule="people of a nation counted")  # "42,000 South Sudanese"
    if townspeople(np, scene):
        return Movers(np, "civilian", quantity, words, rule="the people of a town")
    named = scene.sides.spans_in(np.start, np.end)
    if quantity is not None and named and "combatant" not in np.classes and all(span.kind in {"people", "country"} for span in named):
        if fights(np, scene):
            return Movers(np, "combatant", quantity, words, rule="those who hold or take a place")
        return Movers(np, "civilian", quantity, words, household, rule="people of a nation counted")
    if scene.armed(np):
        if np.head in {"army", "military", "government", "group", "alliance", "coalition", "navy"} and quantity is None and np.head == "government":
            return None
        if quantity is None and inner is not None and inner.quantity is not None and ("combatant" in inner.classes or inner.head in {"man", "#"}):
            quantity, words = inner.quantity, inner.quantity_text  # "a force of 2,000 men"
        return Movers(np, "combatant", quantity, words, continues=_go_on(np, clause, scene, previous), rule="fighters named")
    if np.determiner in {"their", "its", "his"} and "combatant" in np.classes:
        return Movers(np, "combatant", quantity, words, rule="fighters named")
    if "combatant" in np.classes and np.head in {"column", "group", "band", "company", "detachment", "contingent"} | {"movement"}:
        if inner is not None:
            deeper = movers(inner, clause, scene, previous)
            if deeper is not None:
                return Movers(
                    np,
                    deeper.kind,
                    quantity or deeper.quantity,
                    words or deeper.quantity_text,
                    deeper.household,
                    others=deeper.np.pronoun,
                    rule=deeper.rule,
                )
        kind = _told_kind(scene, previous)
        return Movers(np, kind, quantity, words, others=True, rule="like those told before") if previous is not None or scene.story.people else None
    if "combatant" in np.classes:
        return Movers(np, "combatant", quantity, words, rule="fighters named")
    if loose or (np.pronoun and np.words[:1] and np.words[0] in {"they", "them"}):
        if (
            np.head in {"number", "total", "figure"}
            and quantity is None
            and clause.relation in {"rel", "coord"}
            and (
                {"flee", "return", "displace"} & clause.classes()
                or ((clause.vp.perfect or clause.relation == "coord") and {"go", "arrive"} & clause.classes())
            )
        ):
            return Movers(np, "civilian", None, "", rule="people counted")  # "the number who have fled"
        further = (
            np.head == "number" and previous is not None and (clause.vp.perfect or np.plural) and _FURTHER & set(np.words)
        )  # "a smaller number have walked to B"
        if np.head in {"number", "total", "figure", "one"} and quantity is None and not further:
            return None
        pronoun = np.words[0] if np.words else ""
        part = quantity is None and np.quantity is not None and np.quantity.fraction is not None  # "about half went to Gao"
        most = np.head == "part" and quantity is None and not _LARGER.isdisjoint(np.words)  # "the larger part going to A"
        vague = quantity is not None and inner is None and (quantity.rule.startswith("vague") or a_crowd(np, clause))
        kind = _told_kind(scene, previous, vague=vague)
        if np.words[:1] == ("those",) and not (previous is not None and scene.index - previous.sentence <= 1):
            kind = "civilian"  # "the rebels took A. Those who fled are in B"
        if part and _REGISTERED.search(scene.text, scene.start, np.start):
            kind = "civilian"  # "of those registered, a third have moved on"
        if kind == "civilian" and (bears_arms(clause, scene) or fights(np, scene)):
            kind = "combatant"
        if kind == "combatant" and any(_BELONGINGS & {item.head, *item.words} for pp in clause.pp("with") for item in pp.phrases):
            kind = "civilian"  # "about 200 got off buses with suitcases and cats"
        if pronoun in {"they", "them"} and previous is None:
            side = scene.story.side_of(np, clause)
            if side is None:
                return None
            kind = "combatant"
        return Movers(
            np,
            kind,
            quantity,
            words,
            continues=(np.head in _CONTINUES or pronoun in _CONTINUES or part or most) and previous is not None,
            others=np.head in {"other", "others", "some", "several", "group", "band"}
            or pronoun in {"others", "some"}
            or bool(_FURTHER & set(np.words)),
            rule="those told before" if previous is not None else "people counted",
        )
    if (
        quantity is not None
        and (np.text.split()[-1][:1].isupper() or np.head.endswith(("ese", "ish")))
        and np.head_place is None
        and not scene.sides.spans_in(np.start, np.end)
    ):
        if fights(np, scene):
            return Movers(np, "combatant", quantity, words, rule="those who hold or take a place")
        return Movers(np, "civilian", quantity, words, rule="people of a nation counted")
    spoken = scene.story.side_of(np, clause) if np.pronoun and np.words[:1] == ("it",) else None
    took = clause.parent if clause.shared_subject and np.pronoun and np.words[:1] == ("it",) else None
    if (spoken is not None and spoken.known) or (
        took is not None and "take" in took.classes() and not took.vp.passive and any(item.head_place is not None for item in took.objects)
    ):  # "it occupied A for ten days before pulling back to B"
        return Movers(np, "combatant", None, "", rule="the side spoken of")
    if np.pronoun and np.words[:1] == ("it",) and _go_on(np, clause, scene, previous):
        return Movers(np, "combatant", None, "", continues=True, rule="the force told just before")
    if quantity is not None:
        last = np.text.split()[-1]
        if last[:1].isupper() and np.head_place is None:
            return Movers(np, "civilian", quantity, words, rule="people of a nation counted")
        return None
    last = np.text.split()[-1] if np.text else ""
    if np.head in _PEOPLES and last[:1].isupper() and np.head_place is None and not np.possessor and not np.classes:
        return Movers(np, "civilian", None, "", rule="a people named")
    if (
        last[:1].isupper()
        and np.plural
        and np.head_place is None
        and not np.possessor
        and len(np.words) <= 2
        and not np.classes
        and (len(np.words) > 1 or np.start > scene.start)
    ):
        return Movers(np, "civilian", None, "", rule="a people named")
    return None


def _renames_fighters(np: NounPhrase, scene: Scene, previous: Draft | None) -> bool:
    """Whether "the foreigners" are fighters told just before and nobody else: "with a number of Russian mercenaries …, from where the foreigners"."""
    told = [
        item for chunk in scene.chunks if chunk.np is not None and chunk.np.end <= np.start for item in (chunk.np, chunk.np.of) if item is not None
    ]
    if any(item.head == np.head for item in told):
        return False
    before = previous is not None and previous.type == "troop_movement" and previous.sentence == scene.index - 1
    fighters = any("combatant" in item.classes and item.plural for item in told)
    return fighters or (before and not any("civilian" in item.classes for item in told))


def _go_on(np: NounPhrase, clause: Clause, scene: Scene, previous: Draft | None) -> bool:
    """Whether fighters who have just left a place are told of by the same words: "rebels quit A. The rebels have moved to B", "it is bound for B"."""
    if (
        previous is None
        or previous.type != "troop_movement"
        or previous.who is None
        or previous.who is np
        or previous.destinations
        or previous.direction
    ):
        return False
    if previous.origin is None or previous.paragraph != scene.paragraph or scene.index - previous.sentence > 1 or np.quantity is not None:
        return False
    if (not {"go", "arrive", "retreat"} & clause.classes() and not clause.pp("for", "to")) or clause.vp.lemma in _ENTERS:
        return False
    if any(item.head_place is not None for pp in clause.pp("in", "at", "from", "out of") for item in pp.phrases):
        return False  # "in A the remaining soldiers were flown out": others
    if np.pronoun:
        return previous.who.head in _ONE_FORCE and not previous.who.plural
    return np.determiner == "the" and np.head == previous.who.head and np.plural == previous.who.plural and np.of is None


def _named_path(clause: Clause) -> bool:
    """Whether a clause says itself where from or where to: "withdrew from the town"."""
    return any(
        np.head_place is not None or np.name is not None or "settlement" in np.classes or np.head in _WILDS
        for pp in clause.pp("from", "out of", "to", "into", "towards")
        if pp.start >= clause.vp.end
        for np in pp.phrases
    )


def _of_the_clause_above(np: NounPhrase, clause: Clause, scene: Scene, previous: Draft | None) -> Movers | None:
    """Read "the attackers had the town until Saturday, when they withdrew": they are the subject above, not those told in the sentence before."""
    above = clause.parent
    if np.words[:1] != ("they",) or above is None or clause.relation not in {"sub", "rel"} or clause.wh in {"who", "whom", "which", "that"}:
        return None
    if (previous is not None and previous.sentence == scene.index) or not above.subject or above.subject[0].pronoun or above.vp.passive:
        return None
    if above.vp.start > clause.vp.start or any({"civilian", "combatant"} & item.classes for item in above.objects):
        return None
    told = movers(above.subject[0], above, scene, None)
    return Movers(np, told.kind, told.quantity, told.quantity_text, told.household, rule="the subject of the clause above") if told else None


_ARMED_WORDS = frozenset(
    {"terrorist", "rebel", "militant", "militia", "insurgent", "jihadist", "guerrilla", "taliban", "separatist", "army", "military"}
)


def _civilians_before(np: NounPhrase, clause: Clause, scene: Scene) -> NounPhrase | None:
    """Return the civilians that "them" means: those told last in the sentence, if the clause itself is about others."""
    if np.words[:1] == ("them",) and any("civilian" in item.classes for item in clause.subject):
        return None
    for chunk in reversed(scene.chunks):
        if (
            chunk.np is not None
            and chunk.end <= np.start
            and ("civilian" in chunk.np.classes or (chunk.np.of is not None and "civilian" in chunk.np.of.classes))
        ):
            return chunk.np if chunk.np.plural or chunk.np.quantity is not None else None
        if (
            chunk.np is not None
            and chunk.end <= clause.vp.start
            and chunk.np not in clause.subject
            and "combatant" in chunk.np.classes
            and np.words[:1] == ("they",)
        ):
            return None
    return None


def _fighter_speaks(clause: Clause) -> bool:
    """Whether what "we" do is told by a fighter without a side: "we have pulled out, a commander said"."""
    spoken = clause.attribution
    return spoken is not None and any("combatant" in np.classes for np in (spoken.subject or spoken.objects)[:1])


def _told_kind(scene: Scene, previous: Draft | None, *, vague: bool = False) -> str:
    """Tell whether "most", "they", "several hundred" are civilians or fighters: as those told before; people counted vaguely are civilians."""
    if previous is not None and scene.index == previous.sentence:
        return "combatant" if previous.type == "troop_movement" else "civilian"
    if vague:
        return "civilian"
    told, paragraph = scene.story.people or (None, -1)
    if told is not None and paragraph == scene.paragraph:
        return told
    if previous is not None and previous.paragraph == scene.paragraph and scene.index - previous.sentence <= 3:
        return "combatant" if previous.type == "troop_movement" else "civilian"
    return "civilian"


def _carried(np: NounPhrase, scene: Scene) -> Movers | None:
    """Read "trucks carrying soldiers and their families": who is carried."""
    for before, after in pairwise(scene.chunks):
        counted = before.np if before.np is not None and before.np.quantity is not None and before.start > np.end else None
        if counted is None or after.low not in {"aboard", "on board"}:
            continue
        if any(np in item.subject and before.end < item.vp.start for item in scene.clauses):
            riders_told = movers(counted, scene.clauses[0], scene, None)
            if riders_told is not None:
                return riders_told  # "the last convoy from A, with 848 blue helmets aboard, reached B"
    for clause in scene.clauses:
        for pp in clause.pp("with") if np in clause.subject else ():
            load = pp.phrases[0]
            if load.head == "#" and load.quantity is not None and "aboard" in clause.adverbs:
                return Movers(np, "civilian", load.quantity, load.quantity_text, rule="so many aboard")  # "trains rolled to A with 9,000 aboard"
            if 0 <= pp.start - np.end <= len(", ") and pp.start < clause.vp.start:
                if pp.phrases[0].head in _BELONGINGS:
                    return Movers(np, "civilian", None, "", rule="vehicles with household goods")  # "minibuses with mattresses on the roof"
                on_board = "aboard" in clause.adverbs or scene.text.startswith((" on board", " aboard"), pp.end)
                if on_board and "civilian" in (found.kind if (found := movers(pp.phrases[0], clause, scene, None)) else ""):
                    return found  # "three ships with 1,800 refugees aboard"
    for other in scene.clauses:
        if other.vp.lemma in {"pack", "fill", "load", "cram", "crowd", "laden", "pile", "stack", "heap"} and np in other.subject and other.pp("with"):
            inside = other.pp("with")[0].phrases[0]
            first = movers(inside, other, scene, None)
            if first is not None and first.kind == "civilian":
                return first
            if inside.head in _BELONGINGS:
                return Movers(np, "civilian", None, "", rule="vehicles with household goods")
        if other.vp.lemma in {"carry", "take", "bring", "ferry", "transport"} and other.vp.form == "ing" and np in other.subject and other.objects:
            first = movers(other.objects[0], other, scene, None)
            if first is not None:
                return first
    return None


def followers(clause: Clause, scene: Scene) -> Movers | None:
    """Return who goes with somebody, where they are counted: "with sixty relatives", "with two thousand men"."""
    before = clause.parent if clause.shared_subject and clause.parent is not None and clause.parent.vp.lemma != "be" else None
    for pp in (*clause.pp("with"), *(before.pp("with") if before is not None else ())):
        np = pp.phrases[0]
        few = np.determiner in {"her", "his", "my"} and np.quantity is not None and (np.quantity.low or 0) < _A_FAMILY  # "with her four children"
        if (
            not few
            and np.quantity is not None
            and np.quantity.low is not None
            and ({"civilian", "combatant"} & np.classes or np.head in COMERS | {"man"})
        ):
            return movers(np, clause, scene, None)
    return None


def heads_of(np: NounPhrase) -> set[str]:
    """Return the words of a phrase and of those that it is of."""
    found = {np.head, *np.words}
    if np.of is not None:
        found |= heads_of(np.of)
    return found
