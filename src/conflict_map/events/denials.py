"""Denials and disputes of what a report tells elsewhere: "the M23 denied this", "a monitor disputed the account"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.truth import speaker_kind
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Sides
    from conflict_map.model import Mention

__all__ = ["apply_denials"]

_POINTS_BACK = word_set("points_back")


def apply_denials(scenes: Sequence[Scene], drafts: Sequence[Draft], sides: Sides) -> None:
    """Mark the events that a later clause denies (``denied``, by a warring side) or disputes (``contested``)."""
    for scene in scenes:
        for clause in scene.clauses:
            verdict = _verdict(clause, sides)
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
    said = next((c for c in scene.clauses if c.parent is denial and c.vp.start >= denial.vp.end and c.relation in {"that", "inf", "part"}), None)
    return said is not None and said.vp.lemma not in {"be", "have", "do", "happen"} and _HANDS.isdisjoint(said.classes())


_THE_TOWN = re.compile(r"\b(?:lost|left|lose|leave|taken|captured|control of|entered|abandoned|fled) the (?:town|city|village|district|area|base)\b")


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


def _verdict(clause: Clause, sides: Sides) -> str | None:
    vp = clause.vp
    objects = clause.objects
    if "deny" in clause.classes() and not vp.negated and not vp.modal:
        if not objects and vp.lemma != "deny":
            return None
        if objects and not (objects[0].head in _POINTS_BACK and objects[0].of is None):
            return None
        speaker = clause.subject[0] if clause.subject else None
        side = speaker is not None and speaker_kind(speaker.text, sides, speaker.start, speaker.end) == "side"
        if vp.lemma in {"dispute", "contradict"}:
            return "contested"
        return "denied" if side else "contested"
    return None
