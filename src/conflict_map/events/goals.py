"""Where people move from and to: the places of objects and prepositional phrases."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.records import PlaceRef
from conflict_map.events.units import names_place
from conflict_map.events.words import lexicon, singular, word_set
from conflict_map.lexicon import lexicon as words_of_names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["from_phrase", "goal_places", "homeland", "object_places"]

_ROOFS = frozenset(
    {
        "school",
        "church",
        "mosque",
        "hall",
        "stadium",
        "hospital",
        "university",
        "monastery",
        "barracks",
        "market",
        "hotel",
        "park",
        "orphanage",
        "clinic",
        "convent",
        "prison",
        "nursery",
        "kindergarten",
        "seminary",
        "dormitory",
    }
)
_RIMS = frozenset({"outskirts", "outskirt", "edge", "edges", "periphery", "fringe", "fringes"})
_ERRANDS = word_set("errands")
_BASES = frozenset({"garrison", "base", "barracks", "camp", "post", "airbase", "outpost"})
_FOLLOWERS = frozenset({"man", "supporter", "follower", "loyalist", "relative", "family", "son", "wife", "bodyguard"})
_WILDS = word_set("wilds")
"""What is named after the place that it lies at: "slipped off to the forests of A"."""
_NAMED = 2
_HOMELANDS = frozenset({"country", "region", "area", "admin1"})
_STEM = 4
"""Letters that the name of a people shares with that of its land."""
_TO_TOWNS = frozenset({"to", "into", "in", "at", "near", "towards", "toward", "for", "from", "reach"})
_TO_PEOPLE = frozenset({"to", "towards", "toward", "for"})
_CALLS = frozenset({"go", "come", "travel", "walk", "turn", "head", "rush", "run", "return", "look", "drive", "fly"})
"""Verbs with which "to" may lead to a person."""
_NAME = lazy_pattern(r"[A-Z][^\W\d_]{2,}(?:[-'\u2019][^\W\d_]+)*|(?:El|Al|Um|Bu|Ed|Es|Er|En|Et|Ez|Ad|Ar|As|An|At|Az)")
_NO_GOAL = frozenset({"water", "corridor", "lake", "river"})


def homeland(np: NounPhrase, destinations: Sequence[PlaceRef], scene: Scene) -> PlaceRef | None:
    """Return the land that "150,000 Malians", "South Ossetians" are from, where the report names it and it is not where they go."""
    people = np.text.split()[-1].lower()
    for mention in scene.mentions:
        place = mention.place
        if place is None or place.kind not in _HOMELANDS or any(ref.mention.text == mention.text for ref in destinations):
            continue
        *before, name = (place.name if place.kind == "country" else mention.text).lower().split()
        within = place.kind == "country" and any(ref.mention.place is not None and ref.mention.place.country == place.country for ref in destinations)
        known = words_of_names().demonyms.get(people) if place.kind == "country" and not within else None
        if known is not None and known.countries == (place.country,):
            return PlaceRef(mention, np.start, np.end, "the land of the people counted")  # "112,000 Ivorians" are from Ivory Coast
        if len(people) > 4 and not within and name[:_STEM] == people[:_STEM] and set(before) <= set(np.text.lower().split()):
            return PlaceRef(mention, np.start, np.end, "the land of the people counted")
    return None


def object_places(objects: Sequence[NounPhrase], clause: Clause, scene: Scene) -> list[tuple[PlaceRef, NounPhrase | None]]:
    """Return the places that objects name: "fled the town", "fled fighting in Farah"."""
    found: list[tuple[PlaceRef, NounPhrase | None]] = []
    for np in objects:
        if clause.vp.lemma in {"reach", "leave", "flee", "quit"} and (town := _unknown_town(np, "reach", clause, scene)):
            found += [(item, np) for item in town]
            continue
        if not (np.head_place or np.name or "settlement" in np.classes or np.pronoun or np.of is not None or np.possessor is not None) or np.head in {
            "home",
            "house",
        }:
            continue
        if np.pronoun and np.words[:1] not in {("it",), ("there",)}:
            continue
        if "abstract" in np.classes and np.head_place is None:
            # "fled fighting in Farah", "the offensive in the north of Kachin": see the phrases after it
            continue
        ref = scene.places([np], clause)
        found += [(item, np) for item in ref]
    if not found and clause.objects and any("abstract" in np.classes for np in objects):
        for pp in clause.pp("in", "into", "on", "around", "of", "at", "near"):
            if pp.start > clause.objects[0].start:
                found += [(item, None) for item in goal_places(pp, clause, scene)]
                break
        if not found:
            for np in objects:
                if np.of is not None:
                    found += [(item, None) for item in scene.places([np.of], clause) if np.of.head_place is not None or "settlement" in np.of.classes]
    return found


def goal_places(pp: Prepositional, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return the places of a prepositional phrase: "to a shelter in Mae Sot" takes that of the phrase after it."""
    refs: list[PlaceRef] = []
    for np in pp.phrases:
        if np.head == "direction" and np.of is not None:
            refs += scene.places([np.of], clause)
            continue
        if np.head in _NO_GOAL and np.head_place is None:
            continue
        if np.pronoun and np.words[:1] != ("it",):
            continue
        if np.head == "country" and np.head_place is None and (np.determiner == "that" or "same" in np.words):
            refs += _same_country(np, scene)
            continue
        if np.head_place is not None and np.head_place.place is None and "combatant" in lexicon().nouns.get(np.text.split()[-1].lower(), ()):
            continue  # "reinforcements from the Fourth Armoured Division": a unit is nowhere by itself
        found = _site_at(np, clause, scene) or scene.places([np], clause) or _unknown_town(np, pp.prep, clause, scene)
        if not found and np.possessor is not None and np.head in _ROOFS | _WILDS and np.possessor.head_place is not None:
            found = scene.places([np.possessor], clause)  # "are sleeping in Prijedor's sports hall"
        if (
            not found
            and np.of is not None
            and np.head
            in {
                "park",
                "street",
                "school",
                "church",
                "mosque",
                "hall",
                "stadium",
                "square",
                "home",
                "house",
                "direction",
                "outskirts",
                "district",
                "side",
                "town",
                "south",
                "north",
                "east",
                "west",
                "village",
                "safety",
                "countryside",
                "area",
                "part",
                "refuge",
                "rest",
            }
            | _WILDS
        ):
            found = scene.places([np.of], clause)
        found = found or _named_wilds(np, scene)
        away = np.head in _ERRANDS  # "a gesture to the talks in A"
        if not found and not away and not {"abstract", "clash_word", "strike_word"} & np.classes and not np.pronoun and not names_place(np):
            # "to a shelter in Mae Sot", "to positions in the hills around Loikaw": a phrase after it names it
            after = _next_phrase(np, clause)
            rim = after.phrases[0].of if after is not None and after.phrases[0].head in _RIMS else None
            if rim is not None and rim.head_place is not None:
                found = scene.places([rim], clause)  # "to makeshift camps on the outskirts of A"
            elif after is not None and after.phrases[0].head_place is None:
                after = _next_phrase(after.phrases[-1], clause)
            if not found and after is not None and after.phrases[0].head_place is not None:
                found = scene.places(list(after.phrases), clause)
        refs += [ref for ref in found if all(ref.mention.start != other.mention.start for other in refs)]
    return refs


def _unknown_town(np: NounPhrase, prep: str, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return a name of several words that no table knows, where people go to it or come from it: "reached Baga Sola"."""
    if prep not in _TO_TOWNS or np.head_place is not None or np.name is not None or np.classes or np.determiner or np.quantity is not None:
        return []
    if np.of is not None or np.possessor is not None or np.actors or np.modifier_places or scene.sides.spans_in(np.start, np.end):
        return []
    words = np.text.split()
    if not 2 <= len(words) <= 3 or not all(_NAME.fullmatch(word) for word in words):
        return []
    known = lexicon()
    if any(word.lower() in known.nouns or word.lower() in known.forms or singular(word.lower()) in known.nouns for word in words):
        return []
    if prep in _TO_PEOPLE and clause.vp.lemma in _CALLS and not scene.story.local(np.text, scene.text):
        return []  # "went to Abdel Karim"
    ref = scene.story.unknown(replace(np, name=(np.start, np.end)))
    return [ref] if ref is not None else []


def _site_at(np: NounPhrase, clause: Clause, scene: Scene) -> list[PlaceRef]:
    """Return the town of "the air base at A", which is not the base told of before."""
    if (
        np.head_place is not None
        or np.name is not None
        or np.modifier_places
        or np.of is not None
        or np.head not in _BASES
        or np.possessor is not None
    ):
        return []
    after = _next_phrase(np, clause)
    if after is None or after.prep not in {"at", "in", "near", "outside"} or after.phrases[0].head_place is None:
        return []
    return scene.places(list(after.phrases), clause)


def _named_wilds(np: NounPhrase, scene: Scene) -> list[PlaceRef]:
    """Return a marsh, a forest or hills by the name before them that no table knows: "into the Liguasan marsh"."""
    words = np.text.split()
    while words and words[0].islower():
        words = words[1:]
    if np.head not in _WILDS or np.of is not None or len(words) != _NAMED or not _NAME.fullmatch(words[0]) or words[1][:1].isupper():
        return []
    start = np.start + np.text.index(words[0])
    low = words[0].lower()
    if scene.sides.spans_in(np.start, np.end) or low in lexicon().nouns or low in lexicon().forms or low in words_of_names().demonyms:
        return []
    ref = scene.story.unknown(replace(np, name=(start, start + len(words[0]))))
    return [ref] if ref is not None else []


def _next_phrase(np: NounPhrase, clause: Clause) -> Prepositional | None:
    """Return the phrase of place that follows a noun phrase at once."""
    return next(
        (
            pp
            for pp in clause.prepositional
            if (pp.prep in {"at", "in", "near", "of", "outside", "around", "inside", "by"} or (pp.prep == "on" and pp.phrases[0].head in _RIMS))
            and 0 <= pp.start - np.end <= 2
        ),
        None,
    )


def _their_base(pp: Prepositional) -> list[PlaceRef]:
    """Return the town of "from the X garrison", "from the X barracks": its people are there."""
    np = pp.phrases[0]
    mentions = [*np.modifier_places, *([np.head_place] if np.head_place is not None else [])]
    if np.head not in _BASES or not mentions:
        return []
    return [PlaceRef(mentions[-1], mentions[-1].start, mentions[-1].end, "the town of their base")]


def _same_country(np: NounPhrase, scene: Scene) -> list[PlaceRef]:
    """Return the country that "the same country" means: the one told last, not long ago."""
    for item in reversed(scene.story.seen):
        place = item.mention.place
        if item.mention.start < np.start and place is not None and place.kind == "country":
            return [PlaceRef(item.mention, np.start, np.end, "the country spoken of before")] if scene.index - item.sentence <= 2 else []
    return []


def from_phrase(np: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Read "residents of Homs", "the city's 120,000 inhabitants", "Homs residents": where the people are from."""
    walker: NounPhrase | None = np
    hops = 0
    if np.of is not None and np.of.determiner == "its" and "civilian" in np.of.classes and np.quantity is not None:
        walker = np.of
    if walker is not None and walker.determiner == "its" and "civilian" in walker.classes:
        taken = scene.story.last_control
        if (
            np.start == scene.start
            and taken is not None
            and taken.place is not None
            and (taken.sentence, taken.paragraph) == (scene.index - 1, scene.paragraph)
        ):
            # "rebels took the A gorge. Its 2,000 villagers had left", where a gorge is no town that "it" could mean
            return PlaceRef(taken.place.mention, np.start, np.end, "'its': the place that has just changed hands")
        found = scene.story.antecedent("it", np.start)  # "its 60,000 residents"
        return PlaceRef(found, np.start, np.end, "'its': the place spoken of before") if found is not None else None
    while walker is not None and hops < 4:
        last = "combatant" in walker.classes and bool({"last", "remaining", "besieged"} & set(walker.words))  # "Aleppo's last 300 fighters"
        last = last or walker.head in {"garrison", "defender"}
        if walker.possessor is not None and ("civilian" in walker.classes or last):
            ref = scene.story.place_of(walker.possessor, before=np.start + 1)
            place = ref.mention.place if ref is not None else None
            leader = place is None and walker.head in _FOLLOWERS  # "Jathran's men": nobody is from Jathran
            if ref is not None and not leader and not (place is not None and place.kind == "country"):
                return ref
        inner = walker.of
        if (
            inner is not None
            and (
                (inner.head_place is not None and (inner.head_place.place is not None or "combatant" not in walker.classes or last))
                or (inner.name is not None and "combatant" not in walker.classes)  # "gunmen of X": a group as often as a town
                or ("settlement" in inner.classes and inner.determiner in {"the", "this", "that"})
            )
            and ("civilian" in walker.classes or "combatant" in walker.classes)
        ):
            ref = scene.story.place_of(inner)
            if ref is not None:
                return ref
        if inner is not None and inner.possessor is not None and names_place(inner.possessor) and "civilian" in walker.classes:
            owner = scene.story.place_of(inner.possessor)  # "residents of Bangui's 7th district"
            if owner is not None and not (owner.mention.place is not None and owner.mention.place.kind == "country"):
                return PlaceRef(owner.mention, owner.start, owner.end, "a part of the place that owns it", partial=True)
        if walker.modifier_places and ("civilian" in walker.classes or walker.head in {"garrison", "defender"}):
            mention = walker.modifier_places[-1]
            if mention.place is None or mention.place.kind != "country":
                return PlaceRef(mention, mention.start, mention.end, "the people of the place")
        walker = inner
        hops += 1
    quoted = re.search(r"of\s+(the\s+(town|city|village|district|province|region))(?:'|\u2019)s", scene.text[np.start : np.end])
    if quoted:
        found = scene.story.antecedent(quoted.group(2), np.start)
        if found is not None:
            return PlaceRef(found, np.start, np.end, f"'{quoted.group(1)}': the place spoken of before")
    around = [clause]
    if clause.parent is not None and (clause.relation == "inf" or (clause.relation == "part" and np in clause.parent.objects)):
        around.append(clause.parent)  # "counted 3,000 people from A arriving in B"
    for pp in (pp for item in around for pp in item.pp("from", "of")):
        if np.end <= pp.start <= np.end + 2 and pp.start < clause.vp.start:
            refs = goal_places(pp, clause, scene) or _their_base(pp)
            if refs and not (refs[0].mention.place is not None and refs[0].mention.place.kind in {"country", "area", "region"}):
                return refs[0]
    return None
