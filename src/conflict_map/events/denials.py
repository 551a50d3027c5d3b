"""Denials and disputes of what a report tells elsewhere: "the M23 denied this", "a monitor disputed the account"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.truth import speaker_kind
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Sides
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import Mention

__all__ = ["apply_counterclaims", "apply_denials"]

_POINTS_BACK = word_set("points_back")
_UNTRUE = word_set("untruths")
_CALLS = word_set("calls_untrue")
_IT = frozenset({"this", "that", "it", "which"})
_UNTRUTHS = "|".join(sorted(_UNTRUE))
_NOT_SO = lazy_pattern(
    rf"\b(?:this|that|it|(?:the|his|its|their|such) (?:\w+ )?(?:{'|'.join(sorted(_POINTS_BACK - _IT))})s?) (?:is|was|are|were) "
    rf"(?:(?:simply|just|completely|totally|entirely|absolutely|all|a) )*"
    rf"(?:(?:{_UNTRUTHS})\b|not (?:true|so|correct|accurate|the case)\b)",
    re.IGNORECASE,
)
"""A claim that is called untrue: "this is not true", "the report was a lie"."""
_SAYINGS = lazy_pattern(r"\b(?:claim|report|statement|account|announcement|assertion|version|news)s?\b", re.IGNORECASE)
_UNVERIFIED = lazy_pattern(
    r"\b(?:could|can|did) ?(?:not|n't) (?:be )?(?:immediately |independently |yet )*(?:be )?(?:immediately |independently )*(?:verif|confirm)\w*"
    r"|\bno independent (?:confirmation|verification)\b|\b(?:unable|impossible) to (?:independently )?(?:verify|confirm)\b",
    re.IGNORECASE,
)
_STILL = lazy_pattern(
    r"\b(?:still|remain(?:s|ed)?|continu(?:e|es|ed|ing)|never|not (?:yet )?(?:been )?(?:fallen|lost|captured|taken))\b", re.IGNORECASE
)
_HELD = frozenset({"hold", "control", "be", "remain", "defend", "have", "continue", "fight", "keep", "retain", "stay", "contest"})
_CONTESTED = lazy_pattern(
    r"\b(?:contested|disputed|under (?:our|their|its|army|government|full|the army's|the government's) control|in (?:our|their|its) hands)\b",
    re.IGNORECASE,
)


def apply_counterclaims(scenes: Sequence[Scene], drafts: Sequence[Draft], sides: Sides) -> None:
    """Mark as contested what the other side contradicts soon after: "said it still held the town", "said the town was contested"."""
    control = [draft for draft in drafts if draft.type == "control_change" and draft.status == "held" and draft.place is not None]
    for scene in scenes if control else ():
        near = [draft for draft in control if scene.index - 2 <= draft.sentence < scene.index and not draft.title]
        if not near:
            continue
        if _UNVERIFIED.search(scene.text, scene.start, scene.end) and _SAYINGS.search(scene.text, scene.start, scene.end):
            for draft in near:
                if draft.claim == "reported" and draft.sentence == scene.index - 1:
                    draft.claim = "claimed"
                    draft.note("claim", scene.text[scene.start : scene.end], scene.start, scene.end, "nobody could confirm it")
        for clause in scene.clauses:
            said = clause.attribution
            if said is None or said.vp.negated or said.vp.modal or clause.vp.modal or not said.subject:
                continue
            not_lost = clause.vp.negated and bool({"fall", "lose", "take"} & clause.classes())
            if clause.vp.lemma not in _HELD and not not_lost:
                continue
            speaker = said.subject[0]
            side = sides.in_phrase(speaker)
            words = scene.text[clause.start : max(clause.end, min(scene.end, clause.vp.end + 40))]
            against = not_lost or _CONTESTED.search(words) is not None or (_STILL.search(words) is not None and not clause.vp.negated)
            if side is None or not side.known or not against:
                continue
            for draft in near:
                takers = draft.to or ([draft.agent] if draft.agent is not None else [])
                if draft.claim == "denied" or not takers or any(side.key == taker.key for taker in takers) or not _about(draft, clause, scene):
                    continue
                draft.claim = "contested"
                draft.claim_by = (" ".join(speaker.text.split()),)
                draft.note("claim", scene.text[clause.start : clause.end], clause.start, clause.end, "the other side says otherwise")


def _about(draft: Draft, clause: Clause, scene: Scene) -> bool:
    """Whether a clause of the sentences after speaks of the place of a draft, by name or as "the town" where no other is named."""
    named = {_key(mention) for mention in scene.mentions if clause.start <= mention.start < scene.end}
    if named:
        return bool(named & _names(draft))
    phrases = (*clause.subject, *clause.objects, *(np for pp in clause.prepositional for np in pp.phrases))
    return any(
        (np.determiner == "the" and "settlement" in np.classes)
        or (np.of is not None and np.of.determiner == "the" and "settlement" in np.of.classes)
        or (np.of is not None and np.of.pronoun)
        or (np.pronoun and np.words[:1] == ("it",) and clause.vp.lemma in {"hold", "control", "defend"})
        for np in phrases
    )


def apply_denials(scenes: Sequence[Scene], drafts: Sequence[Draft], sides: Sides) -> None:
    """Mark the events that a later clause denies (``denied``, by a warring side) or disputes (``contested``)."""
    for scene in scenes:
        for clause in scene.clauses:
            verdict = _verdict(clause, sides) or _not_true(scene, clause, sides)
            if verdict is None or _of_something_else(scene, clause):
                continue
            told = [
                draft
                for draft in drafts
                if (
                    draft.type in {"control_change", "clash"}
                    and scene.index - 1 <= draft.sentence <= scene.index
                    and draft.clause is not None
                    and (draft.sentence < scene.index or draft.clause.vp.start < clause.vp.start)
                    and draft.paragraph == scene.paragraph
                )
                or _next_paragraph(draft, scene, clause)
            ]
            named = _named_after(scene, clause)
            if named:  # "denied that it had lost Omdurman" is about Omdurman, wherever the report told of it
                told = [draft for draft in drafts if draft.type == "control_change" and draft.sentence <= scene.index and _names(draft) & named]
            elif not told and _of_a_town_told_before(scene, clause):
                near = [d for d in drafts if d.type == "control_change" and scene.index - 3 <= d.sentence < scene.index and not d.title]
                told = near if len({key for draft in near for key in _names(draft)}) == 1 else []
            if not told:
                continue
            last = max(draft.sentence for draft in told)
            for draft in told:
                if draft.sentence == last and draft.claim != "denied":
                    draft.claim = verdict
                    if clause.subject:
                        draft.claim_by = (clause.subject[0].text,)
                    draft.note("claim", scene.text[clause.start : clause.end], clause.start, clause.end, f"{verdict} by another clause")


_HANDS = frozenset({"take", "lose", "fall", "enter", "expel", "clear", "hold", "flee", "retreat", "raise", "defeat"})


def _of_something_else(scene: Scene, denial: Clause) -> bool:
    """Whether what is denied stands behind the verb and is no change of hands: "denies backing the rebels"."""
    inner = (c for c in scene.clauses if c.parent is denial and c.vp.start >= denial.vp.end and c.relation in {"that", "inf", "part"})
    said = next((c for c in inner if not (c.relation == "part" and "speech" in c.classes())), None)
    return said is not None and said.vp.lemma not in {"be", "have", "do", "happen"} and _HANDS.isdisjoint(said.classes())


_THE_TOWN = lazy_pattern(
    r"\b(?:lost|left|lose|leave|taken|captured|control of|entered|abandoned|fled) the (?:town|city|village|district|area|base)\b"
)


def _named_after(scene: Scene, clause: Clause) -> set[tuple[str, object]]:
    """Return the places that the sentence names behind the verb of the denial, or before it where it goes on about "the town"."""
    about = scene.text[clause.vp.end : scene.end]
    if _THE_TOWN.search(about) and not any(clause.vp.end <= mention.start < scene.end for mention in scene.mentions):
        before = [mention for mention in scene.mentions if scene.start <= mention.start < clause.vp.start]
        return {_key(before[-1])} if before else set()
    return {_key(mention) for mention in scene.mentions if clause.vp.end <= mention.start < scene.end}


def _names(draft: Draft) -> set[tuple[str, object]]:
    return {_key(draft.place.mention)} if draft.place is not None else set()


def _key(mention: Mention) -> tuple[str, object]:
    place = mention.place
    return ("at", (round(place.lat, 3), round(place.lon, 3))) if place is not None else ("called", mention.text.casefold())


def _next_paragraph(draft: Draft, scene: Scene, clause: Clause) -> bool:
    """Tell a dispute that opens the next paragraph ("A monitoring group disputed the account")."""
    return (
        draft.type == "control_change"
        and draft.paragraph == scene.paragraph - 1
        and draft.sentence in {scene.index - 1, scene.index - 2}
        and bool(clause.objects)
        and clause.objects[0].determiner == "the"
    )


def _of_a_town_told_before(scene: Scene, clause: Clause) -> bool:
    """Whether a denial says by itself what it is about: "denied that the city had fallen"."""
    return any(
        inner.parent is clause
        and inner.relation == "that"
        and not _HANDS.isdisjoint(inner.classes())
        and any(np.determiner == "the" and "settlement" in np.classes for np in (*inner.subject, *inner.objects))
        for inner in scene.clauses
    )


def _not_true(scene: Scene, clause: Clause, sides: Sides) -> str | None:
    """Read "'This is not true,' a spokesman said", "a spokesman said that was a lie": the clause is the one who says so."""
    if "speech" not in clause.classes() or clause.vp.negated or clause.vp.modal or not clause.subject:
        return None
    if _NOT_SO.search(scene.text, scene.start, scene.end) is None:
        return None
    return _by(clause.subject[0], sides)


def _verdict(clause: Clause, sides: Sides) -> str | None:
    vp = clause.vp
    objects = clause.objects
    if vp.lemma in _CALLS and not (vp.negated or vp.modal or vp.passive) and objects and clause.subject:
        words = {word for np in objects for word in np.text.lower().split()}
        told = {word for pp in clause.pp("as") for np in pp.phrases for word in np.text.lower().split()}
        if not _POINTS_BACK.isdisjoint(words) and not _UNTRUE.isdisjoint(words | told | set(clause.adverbs)):
            return _by(clause.subject[0], sides)
    if "deny" in clause.classes() and not vp.negated and not vp.modal:
        if not objects and vp.lemma != "deny":
            return None
        if objects and not (objects[0].head in _POINTS_BACK and objects[0].of is None):
            return None
        if vp.lemma in {"dispute", "contradict"} or not clause.subject:
            return "contested"
        return _by(clause.subject[0], sides)
    return None


def _by(speaker: NounPhrase, sides: Sides) -> str:
    """Return what a claim is that somebody does not accept: ``denied`` by a warring side, else ``contested``."""
    return "denied" if speaker_kind(speaker.text, sides, speaker.start, speaker.end) == "side" else "contested"
