"""Subjects that stand apart from their verb: behind a clause set between commas, in "what remained of …", and before "most of them …, who"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["resume_subjects"]

_LEFT_OVER = frozenset({"remain", "leave"})
_PART = re.compile(r"(?:most|many|some|all|half|the majority|nearly all|almost all) of (?:them|whom)$")
_BEFORE = 3
"""The people stand before the comma, the part and what the part is: "people", ",", "most of them", "Syrians"."""


def resume_subjects(clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> None:
    """Give the verbs of a sentence the subjects that were lost to what stands between."""
    for position, clause in enumerate(clauses):
        found = _left_over(clause) or _around(clause, position, clauses, chunks)
        if found is not None:
            clause.subject, clause.relation, clause.parent, clause.shared_subject, clause.left = [found], "main", None, False, clause.index
            if position and clauses[position - 1].wh == "what":  # "what was left of the brigade in A"
                clause.prepositional[:0] = [pp for pp in clauses[position - 1].prepositional if pp.prep in {"in", "at", "from"}]
        people = _described(clause, chunks)
        if people is not None:
            clause.subject, clause.antecedents = [people], [people]
        if clause.shared_subject and clause.parent is not None and clause.relation == "coord" and clause.parent in clauses[:position]:
            clause.subject = clause.parent.subject


def _left_over(clause: Clause) -> NounPhrase | None:
    """Read "what remained of the garrison broke out", "what was left of it got away": those left are the subject."""
    before = clause.parent
    if before is None or clause.subject or clause.relation != "coord" or clause.vp.form != "finite" or not clause.prepositional:
        return None
    left = before.wh == "what" and before.vp.lemma in _LEFT_OVER and not before.subject
    return next((np for pp in before.pp("of") for np in pp.phrases[:1]), None) if left else None


def _around(clause: Clause, position: int, clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Read "the defenders, isolated since A fell, retired to B": the last verb takes up the subject that the sentence opens with."""
    inner = clauses[position - 1] if position else None
    aside = position == 1 or (position == 2 and clauses[0].index == _BEFORE - 1 and not clauses[0].subject)  # "the rebels, isolated since …,"
    if inner is None or inner.relation != "sub" or not aside or not clause.shared_subject or clause.parent is not inner:
        return None
    if chunks[clause.index - 1].kind != "COMMA" or clause.vp.form != "finite":
        return None
    opening = next((index for index, chunk in enumerate(chunks[: inner.left]) if chunk.kind == "COMMA"), None)
    first = chunks[0].np if opening == 1 else None
    return first if first is not None and first.head_place is None and not first.pronoun else None


def _described(clause: Clause, chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Read "half a million people, most of them Syrians, who crossed into A": those who crossed are the people."""
    if clause.relation != "rel" or clause.wh != "who" or not clause.subject:
        return None
    at = next((index for index, chunk in enumerate(chunks) if chunk.np is clause.subject[0]), 0)
    if at < _BEFORE or chunks[at - 2].kind != "COMMA" or not _PART.match(chunks[at - 1].low):
        return None
    return chunks[at - _BEFORE].np
