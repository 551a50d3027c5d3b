"""What the frames of control share: drafts of a change, sides after a preposition, what a verb is done to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.attackers import same_war
from conflict_map.events.patterns import ARTICLE, lazy_pattern
from conflict_map.events.records import PlaceRef
from conflict_map.events.truth import according_to, speaker_kind
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = [
    "assault_sides",
    "make_changes",
    "name_by_verb",
    "name_numbered",
    "name_with_article",
    "of_a_ballot",
    "onlooker",
    "patients_of",
    "sides_after",
    "speaker_sides",
    "taken_in",
    "told_before",
    "vague_subject",
]

_TWO_WORDS = lazy_pattern(rf"[A-Z][\w'\u2019-]+(?: (?:{ARTICLE}[- ])?[A-Z][\w'\u2019-]+){{1,3}}")
_NUMBERED = lazy_pattern(
    r"(?:Hill|Height|Point|Post|Camp|Base|Checkpoint|Feature) [A-Z]?-?\d{1,4}"
    r"|(?:[Tt]he )?[A-Z]{1,2}-?\d{1,3} (?:(?:air|military|army|naval) ?)?(?:base|airport|airfield|airbase|camp|barracks|station)"
)
"""What soldiers call places that have no name: "Hill 350", "the K1 air base"."""
_ARTICLED = lazy_pattern(rf"{ARTICLE}-[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){{0,2}}")
_SUFFERED = r"(?:overrun|overran|retaken|retook|recaptured|liberated|occupied|reoccupied|recovered|regained|conquered)"
_NEAR = lazy_pattern(
    r"\b(?:near|outside|around|close to|not far from|on the edge of|(?:north|south|east|west)(?:-?(?:east|west))? of)\s+(?:the\s+)?$", re.IGNORECASE
)
_BALLOTS = lazy_pattern(rf"\b(?:{'|'.join(sorted(word_set('ballots')))})\b", re.IGNORECASE)
_OWNS_UP = frozenset({"admit", "concede", "acknowledge", "confess"})
_AREAS = frozenset({"admin1", "admin2", "area", "region", "country"})
_NOT_TAKEN = frozenset({"continent", "sea", "lake", "river", "region", "border"})


def make_changes(
    scene: Scene, clause: Clause, places: Iterable[PlaceRef], rule: str, *, to: list[Side], lost: list[Side], strength: int = 2
) -> list[Draft]:
    """Return a draft for each place; a part of a place makes it contested instead of held."""
    drafts = []
    for place in places:
        kind = place.mention.place.kind if place.mention.place is not None else ""
        if kind in _NOT_TAKEN or (kind == "country" and not _told_of(place, clause)):
            continue
        if place.rule == "named" and not place.partial and _NEAR.search(scene.text, max(scene.start, place.start - 40), place.start):
            place = PlaceRef(place.mention, place.start, place.end, place.rule, partial=True)  # noqa: PLW2901 - "a village near the town"
        draft = scene.draft("control_change", clause, rule, place=place)
        if place.partial:
            draft.type, draft.status = "clash", "contested"
            draft.rule = f"{rule}: only a part of the place"
            if _NEAR.search(scene.text, max(scene.start, place.start - 40), place.start):
                draft.status = None  # a village near a town says nothing of who holds the town
                draft.rule = f"{rule}: near the place, not it"
            draft.actor = to + lost
        else:
            draft.status = "held"
        draft.to, draft.lost = list(to), [side for side in lost if all(side.key != other.key for other in to)]
        draft.strength = strength
        if not to and (not draft.lost or clause.vp.passive):
            draft.agent = _protagonist(clause, scene)
            if draft.agent is not None and any("peacekeep" in name.lower() for name in draft.agent.names):
                draft.agent = None  # who keeps the peace takes nothing unless it is said
            if draft.agent is scene.story.last_agent and not same_war(draft.date, scene.story.agent_date):
                draft.agent = None  # it acted in another war
            spoken = clause.attribution
            if spoken is not None and spoken.vp.lemma in _OWNS_UP and not any(word in rule for word in ("taking", "frame")):
                loser = scene.story.speaker(clause)
                if loser is not None:
                    draft.agent, draft.lost = None, draft.lost or [loser]
        for role, sides in (("side", to), ("side that lost", lost)):
            for side in sides:
                draft.note(role, scene.text[side.start : side.end], side.start, side.end, side.rule)
        drafts.append(draft)
    return drafts


def _told_of(place: PlaceRef, clause: Clause) -> bool:
    """Whether a country is what the clause speaks of: soldiers who give themselves up in Uganda do not lose it."""
    phrases = (*clause.subject, *clause.objects, *(np for pp in clause.prepositional if pp.prep in {"of", "over"} for np in pp.phrases))
    return any(mention.start == place.mention.start for np in phrases for mention in np.places())


_SPEAKS_FOR = frozenset(
    {"ministry", "staff", "command", "headquarters", "spokesman", "spokeswoman", "spokesperson", "minister", "commander", "office"}
)


def speaker_sides(phrases: Iterable[NounPhrase], scene: Scene) -> list[Side]:
    """Return the side that an office speaks for: "Russia's defence ministry", "the general staff of the army"."""
    for np in phrases:
        if np.head in _SPEAKS_FOR:
            known = [span for span in scene.sides.spans_in(np.start, np.end) if span.record is not None]
            if known:
                return [scene.sides.make(known[0].record, known[0].text, known[0].start, known[0].end, "the side that the office speaks for")]
    return []


def _protagonist(clause: Clause, scene: Scene) -> Side | None:
    """Who took a place where a passive does not say: the side that announces it, else the one that took the places told before."""
    spoken = clause.attribution
    if spoken is not None and spoken.subject:
        np = spoken.subject[0]
        if np.pronoun:
            return scene.story.last_agent
        spans = scene.sides.spans_in(np.start, np.end)
        for pp in spoken.prepositional:
            if pp.start == np.end + 1:
                for phrase in pp.phrases:
                    spans = [*spans, *scene.sides.spans_in(phrase.start, phrase.end)]
        known = [span for span in spans if span.record is not None]
        if known:
            return scene.sides.make(known[0].record, known[0].text, known[0].start, known[0].end, "the side that says so")
        if {"ministry", "government", "presidency", "president", "minister", "palace"} & set(np.words) and scene.sides.state is not None:
            return scene.sides.make(scene.sides.state, "", np.start, np.end, "the state that says so")
        if {"state", "commander-in-chief"} & {np.head, *(np.of.words if np.of is not None else ())} and scene.sides.state is not None:
            return scene.sides.make(scene.sides.state, "", np.start, np.end, "the state that says so")
    told = according_to(scene.text, scene.start, scene.end) if spoken is None else None
    if told is not None:
        at = scene.text.find(told, scene.start, scene.end)
        known = [span for span in scene.sides.spans_in(at, at + len(told)) if span.record is not None]
        if known and speaker_kind(told, scene.sides, at, at + len(told)) == "side":
            return scene.sides.make(known[0].record, known[0].text, known[0].start, known[0].end, "the side that says so")
    return scene.story.last_agent


def sides_after(clause: Clause, scene: Scene, *preps: str) -> list[Side]:
    """Return the sides in the phrases after some prepositions, without repeats."""
    found: list[Side] = []
    for pp in clause.pp(*preps):
        if pp.prep == "by" and (_of_an_assault(pp, clause) or pp.phrases[0].head in {"way", "means"}):
            continue  # "lost after an assault by X", "returned by way of X"
        if scene.sides.within(pp.start):
            continue  # "gunmen from the X militia" are of it, they took nothing from it
        sides = scene.agents(pp.phrases, clause)
        if not sides and "control_word" in pp.phrases[0].classes:
            side = scene.holder(pp.phrases[0], clause)
            sides = [side] if side is not None else []  # "prised from rebel fingers"
        found += [side for side in sides if all(side.names != other.names for other in found)]
    return found


def _of_an_assault(pp: Prepositional, clause: Clause) -> bool:
    return any(other.end + 1 == pp.start and "assault" in other.phrases[-1].classes for other in clause.prepositional)


def assault_sides(clause: Clause, scene: Scene) -> list[Side]:
    """Return who attacked, where a place falls to, under or after an assault: "fell to a push by the army", "was lost after a rebel attack"."""
    for pp in clause.pp("to", "after", "in", "under", "before", "following", "during"):
        np = pp.phrases[-1]
        if "assault" not in np.classes:
            continue
        sides = [side for other in clause.pp("by", "from") if other.start == pp.end + 1 for side in scene.agents(other.phrases, clause)]
        side = scene.holder(np, clause) if not sides and np.determiner not in {"its", "their"} else None
        if sides or side is not None:
            return sides or [side for side in (side,) if side is not None]
    return []


def patients_of(clause: Clause) -> list[NounPhrase]:
    """Return what the verb is done to: the object, the subject of a passive, or what a relative pronoun stands for."""
    return [_whole_of_last(np) for np in _patients(clause)]


def _whole_of_last(np: NounPhrase) -> NounPhrase:
    """Read "the last of the town's 29 quarters" as the town: who takes it has all of it."""
    inner = np.of
    if np.head != "last" or inner is None or "settlement" not in inner.classes or not inner.plural:
        return np
    return inner.possessor or inner.of or np


def _patients(clause: Clause) -> list[NounPhrase]:
    if clause.vp.passive:
        if clause.noun == "ordinal" and clause.parent is not None and clause.parent.vp.lemma == "be":
            return clause.parent.subject  # "A was the first town to be retaken"
        return clause.subject
    if clause.objects:
        return clause.objects
    if clause.relation == "rel" and clause.wh == "which" and clause.wh_prep == "of" and clause.antecedents[:1]:
        first = clause.antecedents[0]
        if first.head in {"both", "all", "each", "most", "neither", "none"} and clause.subject[:1] != [first]:
            return [np for np in clause.antecedents[1:] if np.head_place is not None or np.name is not None]  # "A and B, both of which they took"
    if (
        clause.relation == "rel"
        and clause.wh in {"which", "that", "whom"}
        and not clause.wh_prep
        and clause.antecedents
        and clause.subject != clause.antecedents[:1]
    ):
        clause_antecedents = [
            np
            for np in clause.antecedents
            if np.head not in {"border", "frontier", "road", "highway"}
            and not (
                np.head_place is not None
                and np.head_place.place is not None
                and np.head_place.place.kind in {"border", "country", "river", "road", "sea", "admin1"}
                and any(
                    other.head_place is not None and other.head_place.place is not None and other.head_place.place.kind in {"city", "town", "village"}
                    for other in clause.antecedents
                )
            )
        ]
        if _some_of(clause.antecedents):  # "one of four villages in X that they took" is nowhere in particular in X
            clause_antecedents = [
                np for np in clause_antecedents if np.head_place is None or np.head_place.place is None or np.head_place.place.kind not in _AREAS
            ]
            nearest = clause.antecedents[0]
            clause_antecedents = [np for np in clause_antecedents if np is not nearest or np.head_place is None]
        if not clause_antecedents:
            return []
        first = clause_antecedents[0]
        listed = [first]
        for np in clause_antecedents[1:]:
            if np.start <= listed[-1].start:
                break
            listed.append(np)
        if len(listed) > 1 and all(np.head_place is not None or np.name is not None for np in listed):
            return listed  # "A and B, which the rebels took"
        if first.head_place or ("settlement" in first.classes and not (first.plural and len(clause.antecedents) > 1)):
            return clause_antecedents[:1]
        if first.plural and clause_antecedents[-1] is not first and any(np.head_place for np in clause_antecedents):
            return [np for np in clause_antecedents if np.head_place and not (first.quantity and np.start > first.start)][:3]
        direct = [np for np in clause_antecedents if np.head_place or np.name][:1] if first.determiner != "the" else []
        direct = direct or [np for np in clause_antecedents if np.head_place or "settlement" in np.classes][:1]
        inner = first.of if first.of is not None and first.of.head_place is not None and not direct else None
        return [inner] if inner is not None else direct  # "a resident of X, which the rebels took"
    return []


def _some_of(antecedents: list[NounPhrase]) -> bool:
    """Whether the nearest phrases tell of some villages of an area: "villages in X", "one of four villages in X"."""
    for np in antecedents[:2]:
        inner = np.of if np.of is not None and np.quantity is None and np.of.plural else np
        if inner.plural and "settlement" in inner.classes and not names_place(inner) and inner.of is None:
            return True
    return False


def name_by_verb(phrases: Iterable[NounPhrase]) -> None:
    """Let two capitalised words that no table knows be a place where the verb is one that only places suffer ("overran Um Rawaba")."""
    for np in phrases:
        plain = (
            np.name is None
            and np.head_place is None
            and not (np.classes - {"settlement"} or np.actors or np.quantity or np.possessor or np.of or np.determiner)
        )
        if plain and _TWO_WORDS.fullmatch(np.text):
            np.name = (np.start, np.end)


def name_numbered(phrases: Iterable[NounPhrase]) -> None:
    """Let "Hill 350" be a place."""
    for np in phrases:
        if np.head_place is None and np.name is None and np.of is None and _NUMBERED.fullmatch(np.text):
            np.name = (np.end - len(np.text.removeprefix("The ").removeprefix("the ")), np.end)


def name_with_article(phrases: Iterable[NounPhrase]) -> None:
    """Let "al-Haj Abdallah", which no table knows, be a place where something is done to it on a day."""
    for np in phrases:
        plain = not (np.classes or np.actors or np.quantity or np.possessor or np.of or np.determiner)
        if plain and np.head_place is None and np.name is None and _ARTICLED.fullmatch(np.text):
            np.name = (np.start, np.end)


def taken_in(name: str, text: str) -> bool:
    """Whether a text tells elsewhere of a name what only places suffer: "X was overrun", "retook X"."""
    if not _TWO_WORDS.fullmatch(name):
        return False
    words = re.escape(name)
    return re.search(rf"\b{words} (?:(?:was|had been|has been|is) {_SUFFERED}|fell)\b|\b{_SUFFERED} {words}\b", text) is not None


def of_a_ballot(scene: Scene) -> bool:
    """Whether a sentence tells of votes: parties take, win and lose places there too."""
    return _BALLOTS.search(scene.text, scene.start, scene.end) is not None


def onlooker(side: Side, scene: Scene) -> bool:
    """Whether a side is a state that the war of the report is not about: "Egypt hailed the capture of X"."""
    state = scene.sides.state
    return scene.sides.is_state(side.key) and (state is None or side.key != state.side) and side.rule in {"actor, country", "actor, metonym"}


def told_before(mention: Mention, clause: Clause, rule: str) -> PlaceRef:
    """Return a place spoken of before as the place of a clause."""
    return PlaceRef(mention, clause.vp.start, clause.vp.end, rule)


def vague_subject(np: NounPhrase) -> bool:
    """Tell whether a subject names a deed or people rather than a side ("the offensive took the town")."""
    return np.head in {
        "offensive",
        "advance",
        "assault",
        "operation",
        "attack",
        "campaign",
        "man",
        "people",
        "attacker",
        "group",
        "coalition",
        "alliance",
        "tank",
        "armour",
        "vehicle",
        "column",
        "convoy",
        "truck",
        "pick-up",
        "bulldozer",
        "paratrooper",
        "reinforcement",
    }
