"""One more place, after others that changed hands: "it was the turn of A", "so did B", "C met the same fate", "followed by D", "then came E".

Such a sentence names neither who took the place nor what was done: both are what was told just before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["read_continued"]

# Sentences between the change of hands that was told and the one that goes on from it.
_WITHIN = 2

_SAME = frozenset({"same", "similar", "identical", "like"})
_FATE = frozenset({"fate", "lot", "destiny", "end"})
_TOO = frozenset({"too", "likewise", "also", "similarly"})
_NEXT = frozenset({"next", "then", "first", "last", "after", "finally", "later", "so"})


def read_continued(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the changes of control that go on from the one told before."""
    before = scene.story.last_control
    if before is None or scene.index - before.sentence > _WITHIN or clause.vp.progressive or clause.wh:
        return []
    phrases = _turn(clause) or _fate(clause) or _did_too(clause, before) or _followed_by(clause, before) or _inverted(clause, scene) or _added(clause)
    named = [np for np in phrases if np.head_place is not None or np.name is not None]
    if not named or len(named) < len(phrases):
        return []
    drafts = make_changes(
        scene, clause, scene.places(named, clause), "goes on from the change of hands told before", to=before.to, lost=before.lost, strength=1
    )
    if not clause.times and not _did_too(clause, before):
        for draft in drafts:  # later than the one before, nobody says how much
            draft.date, draft.date_rule = None, "not given"
            draft.note("date", "not given", None, None, "later than the change of hands told before")
    return drafts


def _turn(clause: Clause) -> Sequence[NounPhrase]:
    """Read "on Tuesday it was the turn of A", "it was A's turn"."""
    if clause.vp.lemma not in {"be", "come"} or not clause.vp.past:
        return ()
    for np in (*clause.objects, *clause.subject):
        if np.head == "turn":
            of = [np.of, np.possessor, *(phrase for pp in clause.pp("of", "for") for phrase in pp.phrases)]
            return [item for item in of if item is not None]
    return ()


def _fate(clause: Clause) -> Sequence[NounPhrase]:
    """Read "A suffered the same fate", "a like fate befell A"."""
    if any(np.head in _FATE and _SAME & set(np.words) for np in clause.objects) and clause.vp.lemma in {
        "suffer",
        "meet",
        "share",
        "face",
        "see",
        "have",
    }:
        return clause.subject
    if any(np.head in _FATE and _SAME & set(np.words) for np in clause.subject) and clause.vp.lemma in {
        "befall",
        "await",
        "strike",
        "overtake",
        "meet",
    }:
        return clause.objects
    return ()


def _did_too(clause: Clause, before: Draft) -> Sequence[NounPhrase]:
    """Read "A fell on Monday. B did too", "so did B": the place did what the one before did, so that one has to be a subject."""
    if clause.vp.lemma not in {"do", "be", "have"} or before.clause is None or before.place is None:
        return ()
    did = before.clause
    if not any(np.start <= before.place.start < np.end for np in did.subject):
        return ()
    if did.vp.passive != (clause.vp.lemma in {"be", "have"}) and clause.vp.lemma != "have":
        return ()
    if clause.subject and clause.subject[0].words[:1] in {("so",), ("likewise",)}:
        return clause.objects
    if _TOO & set(clause.adverbs) and not clause.objects:
        return clause.subject
    return ()


def _followed_by(clause: Clause, before: Draft) -> Sequence[NounPhrase]:
    """Read "captured A, followed by B on Tuesday"."""
    if clause.vp.lemma != "follow" or not clause.vp.passive or clause.relation != "part" or before.clause is not clause.parent:
        return ()
    return [np for pp in clause.pp("by") for np in pp.phrases]


def _added(clause: Clause) -> Sequence[NounPhrase]:
    """Read "since then A has been added", "A has joined the list"."""
    if clause.vp.lemma == "add" and clause.vp.passive and not clause.pp("by", "as", "in"):
        return clause.subject
    joins = clause.vp.lemma in {"join", "swell", "lengthen"} and any(np.head in {"list", "tally", "roll"} for np in clause.objects)
    return clause.subject if joins and not clause.vp.passive else ()


def _inverted(clause: Clause, scene: Scene) -> Sequence[NounPhrase]:
    """Read "then came A", "next to go was B"."""
    if clause.vp.lemma not in {"come", "go", "be", "fall"} or not clause.objects or clause.vp.passive:
        return ()
    if scene.text[clause.vp.start : clause.vp.end].casefold() not in {"came", "went", "fell", "was", "were"}:
        return ()
    if not clause.subject and clause.vp.lemma in {"come", "go", "fall"}:
        words = scene.text[max(scene.start, clause.vp.start - 40) : clause.vp.start].casefold().replace(",", " ").split()
        return clause.objects if (_NEXT & {*clause.adverbs, *words[-3:]} or clause.times) else ()
    if clause.vp.lemma == "be" and clause.times and clause.objects[0].words in {("next",), ("the", "next")} and len(clause.objects) == 1:
        return clause.subject  # "A was next, on the 17th"
    if len(clause.subject) == 1 and clause.subject[0].words[:1] in {("next",), ("then",)} and len(clause.subject[0].words) == 1:
        return clause.objects
    return ()
