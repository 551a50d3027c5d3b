"""What a clause with a verb of moving does not tell: shares of a nation, rumours, things that move, those who stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.figures import is_national_total
from conflict_map.events.motions import seeks_safety
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.ranks import MOVED_MEN
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.movers import Movers
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import VerbPhrase

__all__ = ["halts", "hearsay", "in_a_story", "of_all", "on_an_errand", "on_business", "stays", "stranded"]

_OCCUPATIONS = word_set("occupations")
_PLANS = word_set("plan_nouns")
_VISITORS = word_set("visitors")
_ERRANDS = word_set("errands")
_ERRAND_VERBS = word_set("errand_verbs")
_STORIES = word_set("fictions") | word_set("pictures")
_A_FEW = 10
_HOW_MANY = lazy_pattern(r"\b(?:not (?:yet )?(?:known|clear)|unclear|unknown)\b[^.;]{0,12}\bhow many\b", re.IGNORECASE)
_A_CROWD = 50
"""From so many on, people of one occupation who go somewhere are not on an errand."""

_GOES = frozenset({"go", "flee", "return", "arrive", "retreat", "transport"})
_SETS_OUT = frozenset({"set out", "set off", "leave", "depart", "start out"})
_NUMBER_LEFT = lazy_pattern(r"\b(?:number|total|figure) of (?:[\w-]+ ){1,3}left$", re.IGNORECASE)
_LEFT_BEHIND = lazy_pattern(
    r"\s+(?:little|nothing|much|few|several|dozens|hundreds|scores|\d[\d,]*)\b(?=[^.;]*\b(?:standing|intact|dead|wounded|homeless|injured)\b)|\s+(?:hiding|holding|fighting|defending|standing|stranded|trapped|alive|unaccounted)\b"
)
_NO_FARTHER = lazy_pattern(r"\s+no f[au]rther than\b")
_FEARS = frozenset({"fear", "avoid", "consider", "contemplate", "oppose", "resist", "risk", "dread", "delay", "postpone", "discuss"})
_SEATS = frozenset({"capital", "headquarters", "headquarter", "office", "seat", "government", "ministry"})
_FIGHTS = frozenset({"abstract", "clash_word"})


def on_business(who: Movers, vp: VerbPhrase, classes: set[str]) -> bool:
    """Whether visitors, or a few of one occupation, come and go without being driven: "stranded tourists were evacuated" is another matter."""
    if {"wounded", "injured"} & set(who.np.words) and who.kind == "combatant" and who.rule != MOVED_MEN:
        return True  # "three wounded soldiers were flown to A": to hospital
    if vp.lemma in {"flee", "escape", "evacuate"} or {"displace", "transport"} & classes:
        return False
    if who.np.head in _OCCUPATIONS and vp.lemma in {"leave", "depart"} and who.quantity is not None and (who.quantity.high or _A_CROWD) < _A_FEW:
        return True  # "two journalists left A for B"
    few = who.quantity is None or (who.quantity.high or who.quantity.low or 0) < _A_CROWD
    return who.np.head in _VISITORS or (who.np.head in _OCCUPATIONS and few and not {"flee", "retreat"} & classes)


def on_an_errand(clause: Clause, scene: Scene) -> bool:
    """Whether people go somewhere for a while and of their own accord: "left for talks in A", "came to the fair", "go to A to study"."""
    if clause.vp.lemma in {"flee", "escape", "evacuate"} or {"displace", "transport"} & clause.classes():
        return False
    if any(_ERRANDS & {*np.words, *((np.of.head,) if np.of is not None else ())} and np.head in {"procession", "cortege"} for np in clause.subject):
        return True  # "a funeral procession of villagers walked into A"
    if any(np.head in _ERRANDS and np.head_place is None for pp in clause.pp("for", "to") if pp.start >= clause.vp.end for np in pp.phrases):
        return True
    return any(other.parent is clause and other.relation == "inf" and other.vp.lemma in _ERRAND_VERBS for other in scene.clauses)


def in_a_story(clause: Clause) -> bool:
    """Whether a clause tells of a book, a film or a game: "fled the city in the novel's first chapter"."""
    told = [np for pp in clause.pp("in") for inner in pp.phrases for np in (inner, inner.possessor, inner.of) if np is not None]
    outer = clause.parent
    shown = outer.subject[0].head if outer is not None and outer.subject and outer.vp.lemma in {"show", "depict", "portray", "tell", "let"} else ""
    return any(np.head in _STORIES for np in told) or shown in _STORIES


def stays(clause: Clause, scene: Scene) -> bool:
    """Whether nobody moves although the verb is one of moving."""
    vp = clause.vp
    outer = clause.parent
    then = _told_on(clause, scene) if clause.relation == "rel" else None
    if then is not None and vp.perfect and ("shelter" in clause.classes() or seeks_safety(clause)):
        return True  # "people who had been sheltering at A went on to B": told by the verb of moving
    if clause.relation == "rel" and seeks_safety(clause) and ("there" in clause.adverbs or not clause.prepositional) and _harmed(clause, scene):
        return True  # "48 people who had sought shelter there were killed"
    if then is not None and then.vp.negated and vp.phrase in _SETS_OUT and {"arrive", "go"} & then.classes():
        return True  # "a convoy that set out from A had not got through"
    if clause.conjunction == "of" and outer is not None and outer.objects and outer.objects[-1].head in _PLANS:
        return True  # "has no intention of leaving A"
    if clause.relation == "inf" and outer is not None and outer.vp.lemma == "use" and not outer.vp.passive and not outer.objects:
        return True  # "people used to go from A to B"
    if vp.lemma == "leave" and not clause.objects and _NUMBER_LEFT.search(scene.text, max(scene.start, vp.start - 60), vp.end):
        return True  # "the number of residents left": those who are still there
    if vp.lemma == "leave" and _LEFT_BEHIND.match(scene.text, vp.end):
        return True  # "only 30 fighters left hiding in houses"
    if clause.relation == "part" and vp.form == "ing" and outer is not None and outer.vp.lemma in _FEARS and vp.start - outer.vp.end <= 1:
        return True  # "still feared returning"
    if (
        not vp.passive
        and clause.objects
        and "transport" in clause.classes()
        and all(np.words[:1] == ("it",) or np.head in _SEATS for np in clause.objects)
    ):
        return True  # "stripped the hospital of its equipment and moved it to Raqqa", "moved its capital"
    if (
        not vp.passive
        and clause.objects
        and "transport" in clause.classes()
        and any({"capture_word", "assault"} & np.classes for np in clause.subject[:1])
        and not any(np.quantity is not None or "civilian" in np.classes for np in clause.objects)
    ):
        return True  # "the capture of the village brought the army to the outskirts"
    if "retreat" not in clause.classes():
        return False
    out = clause.pp("from", "out of")
    placed = any(np.head_place is not None or "settlement" in np.classes for pp in out for np in pp.phrases)
    return not placed and any(_FIGHTS & np.classes for pp in out for np in pp.phrases)  # "pulled out of the battle"


def _harmed(clause: Clause, scene: Scene) -> bool:
    """Whether the main clause tells that those whom a relative clause describes were killed or wounded."""
    who = clause.antecedents[:1]
    return any(
        "wreck" in other.classes() and who != [] and (who == other.subject[:1] if other.vp.passive else who[0] in other.objects)
        for other in scene.clauses
    )


def _told_on(clause: Clause, scene: Scene) -> Clause | None:
    """Return the clause that tells on of those whom a relative clause describes."""
    later = [other for other in scene.clauses if other.start > clause.vp.start and other.subject[:1] == clause.antecedents[:1] != []]
    return next((other for other in later if _GOES & other.classes()), None)


def of_all(clause: Clause) -> bool:
    """Whether a clause tells of a share of a country's people, or of no number: "the war has displaced half of the population"."""
    return is_national_total(clause) and not any(
        np.quantity is not None and np.quantity.fraction is None and (np.quantity.low or np.quantity.high) for np in clause.objects
    )


def hearsay(clause: Clause, scene: Scene) -> bool:
    """Whether it is a rumour, or told in passing of those who are asked to come back: "families who fled are invited to return"."""
    if _HOW_MANY.search(scene.text, scene.start, clause.vp.start):
        return True  # "it is not known how many have fled"
    if clause.relation == "noun-that" and clause.noun in {"rumour", "rumor", "speculation", "gossip"}:
        return True
    if clause.relation != "rel" or any(np.quantity is not None for np in clause.antecedents[:1]):
        return False
    bare = not clause.prepositional and not any(np.head_place is not None for np in clause.objects)
    said = re.match(r"\s+(?:say|said|tell|told|report|reported|recall|recalled)\b", scene.text[clause.vp.end : clause.vp.end + 10])
    if bare and said and clause.antecedents and clause.antecedents[0].pronoun:
        return True  # ", those who got away say": who they are
    return any(
        other.vp.passive and other.vp.lemma in {"invite", "urge", "ask", "encourage", "call"} and other.subject[:1] == clause.antecedents[:1]
        for other in scene.clauses
        if other is not clause
    )


def halts(clause: Clause, scene: Scene) -> bool:
    """Whether an advance ends: "the columns that set out to take A got no further than B"."""
    return _NO_FARTHER.match(scene.text, clause.vp.end) is not None and not {"flee", "retreat"} & clause.classes()


def stranded(clause: Clause, scene: Scene) -> bool:
    """Read "a place that people escape to": how things are, and the place is no origin."""
    return (
        clause.relation == "rel" and clause.wh in {"that", "which"} and bool(re.match(r" to(?=[.,;])", scene.text[clause.vp.end : clause.vp.end + 4]))
    )
