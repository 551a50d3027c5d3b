"""Control told by flags: raised, planted or flying over a place."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from conflict_map.events.antecedents import topic_of
from conflict_map.events.control import make_changes, sides_after, told_before
from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["read_flag"]

_STORY_AT = 6
"""Sentences for which the story stays where a place has changed hands."""
_NAMED = lazy_pattern(r"(?<=\s)[A-Z][a-z]+")
_FEASTS = lazy_pattern(rf"\b(?:{'|'.join(sorted(word_set('feasts')))})\b", re.IGNORECASE)


def _elsewhere(np: NounPhrase) -> bool:
    """Whether a flag is on a thing that moves, or on one that has a name of its own and is no place that the report has spoken of."""
    if np.head in {"car", "shoulder", "chest", "sleeve", "uniform"} or "vehicle" in np.classes:
        return True
    return np.head_place is None and np.name is None and not np.places() and not np.actors and _NAMED.search(np.text) is not None


@cache
def _colours() -> tuple[tuple[str, str, str], ...]:
    """Return the flags that are called by their colours: words, country, adjective of the state."""
    text = (resources.files("conflict_map.events") / "lexicon" / "flags.toml").read_text(encoding="utf-8")
    lines = [[item.strip() for item in line.split("|")] for line in tomllib.loads(text)["flags"].splitlines() if line.strip()]
    return tuple((words, country, adjective) for words, country, adjective in lines)


def _by_colours(flag: NounPhrase, places: Sequence[PlaceRef], scene: Scene) -> list[Side]:
    """Return the state whose flag is told by its colours alone, in the country of that state."""
    told = flag.text.casefold().split()
    here = {ref.mention.place.country for ref in places if ref.mention.place is not None}
    for words, country, adjective in _colours():
        if words in told and country in here and (side := scene.sides.of_adjective(adjective, flag)) is not None:
            return [side]
    return []


def read_flag(clause: Clause, scene: Scene) -> list[Draft]:
    """Read flags raised, planted or flying over a place."""
    lemma = clause.vp.lemma
    flag = next((np for np in (*clause.objects, *clause.subject) if "flag" in np.classes or (np.head in {"flag", "banner"})), None)
    if "still" in clause.adverbs:
        return []  # "their flag is still to be seen in A": as before
    if flag is None or lemma not in {
        "raise",
        "plant",
        "hoist",
        "fly",
        "unfurl",
        "hang",
        "go",
        "be",
        "flutter",
        "rise",
        "wave",
        "run",
        "put",
        "replace",
        "appear",
        "see",
        "float",
        "stick",
        "mount",
        "place",
        "return",
        "lower",
        "drape",
        "erect",
    }:
        return []
    if any(np.head in {"mast", "half-mast", "embassy", "consulate"} for pp in clause.prepositional for np in pp.phrases):
        return []
    if lemma in {"lower", "see"} or (lemma == "be" and not clause.prepositional):
        return []
    civil = any("civilian" in np.classes for np in clause.subject) and not clause.vp.passive
    if civil and _FEASTS.search(scene.text, scene.start, scene.end):
        return []  # "students raised the flag to mark independence"
    if flag in clause.objects and not clause.vp.passive:
        to = scene.agents(clause.subject, clause)
        if not to:
            side = scene.holder(flag, clause)
            to = [side] if side else []
    else:
        side = (
            scene.holder(flag, clause)
            if scene.sides.spans_in(flag.start, flag.end) or flag.of is not None or flag.determiner in {"their", "its"}
            else None
        )
        to = sides_after(clause, scene, "by") or ([side] if side else [])
    places: list[PlaceRef] = []
    for pp in clause.pp("over", "on", "in", "above", "at", "from", "atop", "across", "back on", "up over", "outside", "inside"):
        places += [ref for ref in scene.places(pp.phrases, clause) if all(ref.mention.start != other.mention.start for other in places)]
        if not places:
            for np in pp.phrases:
                inner = np.of
                while inner is not None and not places:
                    places += scene.places([inner], clause)  # "on the roof of the town hall of X"
                    inner = inner.of
                if np.of is not None:
                    continue
                if np.possessor is not None:
                    places += scene.places([np.possessor], clause)
        if places and len(clause.pp(pp.prep)) < 2:
            break
    public = any(
        np.head in {"hall", "station", "building", "headquarters", "office", "gate", "roundabout"}
        for pp in clause.pp("at", "outside")
        for np in pp.phrases
    )
    if not places and clause.relation == "rel" and clause.wh == "where":
        places = scene.places(clause.antecedents[:1], clause)
    if any(_elsewhere(np) for pp in clause.pp("over", "on", "above", "from", "atop") for np in pp.phrases):
        return []  # "put flags on their cars", "over the Wesh side of the gate"
    if not places and (public or "there" in clause.adverbs or clause.pp("over", "on", "above", "from", "atop")):
        found = scene.story.antecedent("", clause.vp.start)
        last = scene.story.last_control
        if found is not None and scene.story.topics and topic_of(found) not in scene.story.topics:
            found = last.place.mention if last is not None and last.place is not None and scene.index - last.sentence <= _STORY_AT else None
        if found is not None and not (found.place is not None and found.place.kind in {"admin1", "admin2", "region", "country"}):
            places = [told_before(found, clause, "the flag over the place spoken of before")]
    if not places:
        return []
    to = to or _by_colours(flag, places, scene)
    # a hill "above the town" or a hall in it stands for the town: the flag says who holds it
    whole = [type(ref)(ref.mention, ref.start, ref.end, ref.rule) for ref in places]
    return make_changes(scene, clause, whole, "a flag raised over the place", to=to, lost=[], strength=1)
