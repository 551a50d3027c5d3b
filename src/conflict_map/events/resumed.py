"""Subjects that stand apart from their verb: before a clause set between commas, before a relative clause with an object, in "what remained of …"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.clause import Prepositional
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["resume_subjects"]

_LEFT_OVER = frozenset({"remain", "leave"})
_TELLS = frozenset({"tell", "inform"})
_SEES = frozenset({"see", "find", "know", "hear", "learn"})
_SENT = frozenset({"send", "deploy", "assign", "order", "dispatch", "station", "train", "hire", "ask", "tell"})
_NO_OBJECT = frozenset({"be", "arrive", "come", "go", "live", "stay", "remain"})
_SPEAKS = frozenset({"speech", "irrealis", "deny", "claim"})
_MARKS = frozenset({"COMMA", "STOP", "CONJ", "SUB", "THAT", "TIME", "ADV", "QUOTE"})
_PART = re.compile(r"(?:most|many|some|all|half|the majority|nearly all|almost all) of (?:them|whom)$")
_IN_ASIDES = frozenset({"rel", "sub", "part", "noun-inf", "inf"})
_BEFORE = 3
"""The people stand before the comma, the part and what the part is: "people", ",", "most of them", "Syrians"."""


def resume_subjects(clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> None:
    """Give the verbs of a sentence the subjects that were lost to what stands between."""
    for position, clause in enumerate(clauses):
        if (teller := _past_a_speaker(clause, position, clauses, chunks)) is not None:
            clause.subject, clause.parent, clause.attribution = teller.subject, teller, clauses[position - 1]
        _after_relative(clause, position, clauses, chunks)
        found = _left_over(clause) or _around(clause, position, clauses, chunks)
        if found is not None:
            clause.subject, clause.relation, clause.parent, clause.shared_subject, clause.left = [found], "main", None, False, clause.index
            if position and clauses[position - 1].wh == "what":  # "what was left of the brigade in A"
                clause.prepositional[:0] = [pp for pp in clauses[position - 1].prepositional if pp.prep in {"in", "at", "from"}]
        _opening_place(clause, clauses, chunks)
        people = _described(clause, chunks)
        if people is not None:
            clause.subject, clause.antecedents = [people], [people]
        if clause.shared_subject and clause.parent is not None and clause.relation == "coord" and clause.parent in clauses[:position]:
            clause.subject = clause.parent.subject


def _past_a_speaker(clause: Clause, position: int, clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> Clause | None:
    """Read "3,000 people left A, the army said, and were taken to B": those told of before the speaker go on, not the speaker."""
    if position < 2 or clause.relation != "coord" or not clause.shared_subject or clause.vp.form != "finite" or _SPEAKS & clause.classes():
        return None
    spoken, told = clauses[position - 1], clauses[position - 2]
    if clause.parent is not spoken or "speech" not in spoken.classes() or spoken.vp.lemma in _SEES or spoken.relation == "rel":
        return None
    if spoken.objects and spoken.vp.lemma not in _TELLS:
        return None
    opened = spoken.left > 0 and chunks[spoken.left - 1].kind == "COMMA"
    closed = any(chunk.kind == "COMMA" for chunk in chunks[spoken.index + 1 : clause.index]) and chunks[clause.index - 1].kind in {
        "CONJ",
        "ADV",
        "TIME",
    }
    return told if opened and closed and told.subject and told.vp.form == "finite" and told.relation != "rel" else None


def _after_relative(clause: Clause, position: int, clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> None:
    """Read "the brigade that was to protect the city left for B": the noun before the verb ends the relative clause, whose people are the subject."""
    if clause.relation != "that" or clause.vp.form != "finite" or not position or clause.parent is not clauses[position - 1] or clause.shared_subject:
        return
    inner = clauses[position - 1]
    about = _described_by(inner, clauses[:position], chunks) or _sent_to(inner, clause, chunks)
    if about is None or inner.objects or inner.vp.passive or _SPEAKS & inner.classes() or not clause.subject:
        return
    if {"civilian", "combatant"} & clause.subject[0].classes and inner.vp.lemma in _NO_OBJECT:
        return
    inner.objects = list(clause.subject)
    moved = [pp for pp in clause.prepositional if pp.start < clause.vp.start]
    inner.prepositional += moved
    clause.prepositional = [pp for pp in clause.prepositional if pp not in moved]
    clause.subject, clause.relation, clause.parent, clause.left = [about], "main", None, clause.index


def _described_by(inner: Clause, before: Sequence[Clause], chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Return the subject-to-be that a relative clause describes, alone or with infinitives after it: no verb has it yet."""
    outer: Clause | None = inner
    while outer is not None and outer.relation == "inf" and outer.parent in before:
        outer = outer.parent
    if outer is None or outer.relation != "rel" or outer.wh not in {"who", "that", "which"} or outer.wh_prep or not outer.antecedents:
        return None
    about = outer.antecedents[0]
    if outer.subject[:1] != [about] or not ({"civilian", "combatant", "vehicle"} & about.classes):
        return None
    at = next((index for index, chunk in enumerate(chunks) if chunk.np is about), None)
    if at is None or (at and chunks[at - 1].kind not in _MARKS and not (at > 1 and chunks[at - 2].kind == "P" and chunks[at - 1].kind == "NP")):
        return None
    return (
        None
        if any(about in (*other.objects, *other.subject) for other in before if other is not outer and other is not inner and other.relation != "inf")
        else about
    )


def _sent_to(inner: Clause, clause: Clause, chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Return whom "the soldiers sent to support it moved back" is about: the past form before the infinitive is a participle."""
    sent = inner.parent
    if inner.relation != "inf" or sent is None or sent.relation not in {"main", "coord"} or sent.objects or not sent.subject or sent.index < 1:
        return None
    plain = sent.vp.form == "finite" and not (sent.vp.passive or sent.vp.perfect or sent.vp.modal or sent.vp.progressive or sent.vp.negated)
    about = sent.subject[-1]
    if not plain or chunks[sent.index - 1].np is not about or inner.index != sent.index + 1 or clause.vp.passive or not _SENT & {sent.vp.lemma}:
        return None
    sent.vp.passive, sent.vp.form, sent.relation, sent.parent = True, "pp", "part", clause
    return about


def _opening_place(clause: Clause, clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> None:
    """Give "in A, 4,000 people who fled B are staying with friends" the place that it opens with, which stands before the relative clause."""
    first = chunks[1].np if len(chunks) > _BEFORE and chunks[0].kind == "P" and chunks[2].kind == "COMMA" else None
    if clause.relation == "rel" or clause.vp.form != "finite" or first is None or not clause.subject or chunks[_BEFORE].np is not clause.subject[0]:
        return
    if not any(other.relation == "rel" and other.index < clause.index and other.subject[:1] == clause.subject[:1] for other in clauses):
        return
    if not any(pp.start == chunks[0].start for other in clauses for pp in other.prepositional):
        clause.prepositional.insert(0, Prepositional(chunks[0].low, (first,), chunks[0].start, first.end))


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
    if inner is None or not clause.shared_subject or chunks[clause.index - 1].kind != "COMMA" or clause.vp.form != "finite":
        return None
    aside = position == 1 or (position == 2 and clauses[0].index == _BEFORE - 1 and not clauses[0].subject)  # "the rebels, isolated since …,"
    if inner.relation == "sub" and aside and clause.parent is inner:
        opening = next((index for index, chunk in enumerate(chunks[: inner.left]) if chunk.kind == "COMMA"), None)
        first = chunks[0].np if opening == 1 else None
        if first is not None and first.head_place is None and not first.pronoun:
            return first
    return _place_told_of(clause, position, clauses, chunks)


def _place_told_of(clause: Clause, position: int, clauses: Sequence[Clause], chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Read "A, held by X since May, when Y fled, was retaken": every verb before stands in the aside to the place that the sentence opens with."""
    first = chunks[0].np
    comma = 1
    while comma + 1 < len(chunks) and chunks[comma].kind == "P" and chunks[comma + 1].kind == "NP":
        comma += 2  # "the palace in A, which …"
    if first is None or not names_place(first) or chunks[comma].kind != "COMMA" or clause.relation != "coord":
        return None
    inside = all(other.index > comma and other.relation in _IN_ASIDES for other in clauses[:position])
    return first if inside and any(other.relation != "part" for other in clauses[:position]) else None


def _described(clause: Clause, chunks: Sequence[Chunk]) -> NounPhrase | None:
    """Read "half a million people, most of them Syrians, who crossed into A": those who crossed are the people."""
    if clause.relation != "rel" or clause.wh != "who" or not clause.subject:
        return None
    at = next((index for index, chunk in enumerate(chunks) if chunk.np is clause.subject[0]), 0)
    if at < _BEFORE or chunks[at - 2].kind != "COMMA" or not _PART.match(chunks[at - 1].low):
        return None
    return chunks[at - _BEFORE].np
