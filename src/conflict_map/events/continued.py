"""One more place, after others that changed hands: "it was the turn of A", "so did B", "C met the same fate", "followed by D", "then came E".

Such a sentence names neither who took the place nor what was done: both are what was told just before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.asides import row_behind
from conflict_map.events.control import make_changes, of_a_ballot
from conflict_map.events.dating import resolve_time
from conflict_map.events.rows import take_for_name
from conflict_map.events.units import names_place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["read_continued", "read_verbless"]

# Sentences between the change of hands that was told and the one that goes on from it.
_WITHIN = 2
_TURN_WITHIN = 5

_SAME = frozenset({"same", "similar", "identical", "like"})
_FATE = frozenset({"fate", "lot", "destiny", "end"})
_TOO = frozenset({"too", "likewise", "also", "similarly"})
_AS = re.compile(r"\b(?:as|so|and so)\s+$", re.IGNORECASE)
_AS_THEY = re.compile(r"\bas\s+(?:they|it)\s+$", re.IGNORECASE)
_FEATS = frozenset({"feat", "performance", "trick", "exploit", "success", "operation"})
_NEXT = frozenset({"next", "then", "first", "last", "after", "finally", "later", "so"})


def read_continued(clause: Clause, scene: Scene) -> list[Draft]:
    """Return the changes of control that go on from the one told before."""
    before = scene.story.last_control
    if before is None or clause.vp.progressive or clause.wh:
        return []
    turn = _turn(clause, scene)
    if scene.index - before.sentence > (_TURN_WITHIN if turn else _WITHIN):
        return []
    phrases = (
        turn
        or _fate(clause, scene)
        or _did_too(clause, before)
        or _as_did(clause, before, scene)
        or _same_there(clause, before)
        or _followed_by(clause, before)
        or _inverted(clause, scene)
        or _added(clause)
    )
    named = [np for np in phrases if names_place(np)]
    if not named or len(named) < len(phrases):
        return []
    drafts = make_changes(
        scene, clause, scene.places(named, clause), "goes on from the change of hands told before", to=before.to, lost=before.lost, strength=1
    )
    if (
        not clause.times
        and clause.shift is None
        and scene.story.entry is None
        and not _did_too(clause, before)
        and not _as_did(clause, before, scene)
    ):
        for draft in drafts:  # later than the one before, nobody says how much
            draft.date, draft.date_rule = None, "not given"
            draft.note("date", "not given", None, None, "later than the change of hands told before")
    return drafts


def _turn(clause: Clause, scene: Scene) -> Sequence[NounPhrase]:
    """Read "on Tuesday it was the turn of A", "then came the turn of A and B, in the north, and of C", "it was A's turn"."""
    said = scene.text[clause.vp.start : clause.vp.end].casefold().split()
    if not {"was", "were", "came", "come", "been"} & set(said) or clause.vp.lemma not in {"be", "come"} or clause.vp.modal:
        return ()
    if any(other.relation in {"inf", "noun-inf"} and other.index > clause.index and other.vp.lemma != "fall" for other in scene.clauses):
        return ()  # "the turn of A to hold talks"
    for np in (*clause.objects, *clause.subject):
        if np.head == "turn":
            first = np.of or np.possessor
            return [first, *row_behind(np, scene.chunks)] if first is not None else [item for pp in clause.pp("of", "for") for item in pp.phrases]
    return ()


def _fate(clause: Clause, scene: Scene) -> Sequence[NounPhrase]:
    """Read "A suffered the same fate", "a like fate befell A", "A had gone the same way"."""
    if clause.vp.lemma == "go" and not clause.vp.modal and any(np.head == "way" and "same" in np.words for np in clause.objects):
        if of_a_ballot(scene):
            return ()
        return _apposed(clause, scene) or clause.subject
    if clause.vp.lemma in {"suffer", "meet", "share", "face", "see", "have"} and any(
        np.head in _FATE and _SAME & set(np.words) for np in clause.objects
    ):
        return clause.subject
    if clause.vp.lemma in {"befall", "await", "strike", "overtake", "meet"} and any(
        np.head in _FATE and _SAME & set(np.words) for np in clause.subject
    ):
        return clause.objects
    return ()


def _apposed(clause: Clause, scene: Scene) -> list[NounPhrase]:
    """Return the names of "two gas fields, A and B,", which no table need know: they change hands."""
    if len(clause.subject) != 1 or not clause.subject[0].plural or "settlement" not in clause.subject[0].classes or names_place(clause.subject[0]):
        return []
    for chunk in scene.chunks:
        if clause.subject[0].end <= chunk.start < clause.vp.start:
            take_for_name(chunk.np)
    return row_behind(clause.subject[0], scene.chunks)


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


def _as_did(clause: Clause, before: Draft, scene: Scene) -> Sequence[NounPhrase]:
    """Read "A had fallen on Monday, as had B", "they took A, as they had B": what stands behind the auxiliary went the same way."""
    did = before.clause
    if clause.vp.lemma not in {"do", "be", "have"} or not clause.objects or did is None or before.place is None or clause.vp.passive:
        return ()
    start = max(scene.start, clause.vp.start - 12)
    told = [*did.subject] if _AS.search(scene.text, start, clause.vp.start) else []
    told += [*did.objects] if _AS_THEY.search(scene.text, start, clause.vp.start) and not did.vp.passive else []
    if clause.vp.lemma == "be" and not did.vp.passive:
        return ()
    return clause.objects if any(np.start <= before.place.start < np.end for np in told) else ()


def _same_there(clause: Clause, before: Draft) -> Sequence[NounPhrase]:
    """Read "hours after they had done the same in B", "repeated the feat at B on Tuesday"."""
    if clause.vp.passive or before.place is None:
        return ()
    same = clause.vp.lemma == "do" and any(np.text.lower() == "the same" or (np.head == "thing" and "same" in np.words) for np in clause.objects)
    again = clause.vp.lemma in {"repeat", "duplicate", "replicate", "perform"} and any(np.head in _FEATS for np in clause.objects)
    return [np for pp in clause.pp("in", "at", "with", "to") for np in pp.phrases] if same or again else ()


def read_verbless(scene: Scene) -> list[Draft]:
    """Read "…; B, a day later.", "B: on Wednesday.": a place and a time without a verb, after a change of hands that they go on from."""
    before = scene.story.last_control
    if before is None or before.place is None or scene.index - before.sentence > 1 or (scene.index == before.sentence and not scene.clauses):
        return []
    drafts: list[Draft] = []
    for part in _parts(scene.chunks):
        told = _place_and_time(part)
        if told is None or before.clause is None or (scene.index != before.sentence and part[0] is not scene.chunks[0]):
            continue
        phrases, time = told
        reached = drafts[-1].date if drafts else before.date
        made = make_changes(scene, before.clause, scene.places(phrases, before.clause), f"{before.rule}, told before", to=before.to, lost=before.lost)
        for draft in made:
            draft.sentence, draft.paragraph, draft.agent = scene.index, scene.paragraph, before.agent
            draft.date, draft.date_rule = resolve_time(time, scene.story.published, reached or scene.story.reference), time.text
            draft.quote = part[0].start, part[-1].end
            draft.claim, draft.claim_by = before.claim, before.claim_by
            draft.note("date", time.text, time.start, time.end, "its own time, where the verb is that of the change of hands told before")
        drafts += made
    return drafts


def _parts(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    parts: list[list[Chunk]] = [[]]
    for chunk in chunks:
        dashed = chunk.low in {"-", "--", "\u2013", "\u2014"} and any(other.kind == "VP" for other in parts[-1])
        if chunk.kind == "STOP" and (chunk.low in {";", ".", "!"} or dashed):
            parts.append([])
        else:
            parts[-1].append(chunk)
    return [part for part in parts if part]


def _place_and_time(part: Sequence[Chunk]) -> tuple[list[NounPhrase], TimeExpression] | None:
    """Return the place, or the row of places, that opens a stretch of a sentence and the time behind a mark, where no verb stands between them."""
    if (reversed_row := _time_first(part)) is not None:
        return reversed_row
    phrases: list[NounPhrase] = []
    position = 0
    while position < len(part) and part[position].kind in {"NP", "CONJ", "QUOTE"} and part[position].low != ":":
        np = part[position].np
        if np is not None:
            phrases.append(np)
        elif part[position].low == "or":
            return None
        position += 1
    if not phrases or not all(names_place(np) for np in phrases):
        return None
    marked = False
    for number, chunk in enumerate(part[position:], position):
        if chunk.kind == "TIME" and chunk.time is not None:
            rest = [other for other in part[number + 1 :] if other.kind not in {"ADV", "QUOTE", "TIME"}]
            open_end = not rest or (rest[0].kind in {"COMMA", "SUB", "P"} and not _verb_of_its_own(rest))
            usable = chunk.time.use in {"point", "since"} and chunk.time.spec[0] != "daypart"
            return (phrases, chunk.time) if marked and usable and open_end else None
        if chunk.kind == "VP":
            return None
        marked = chunk.kind in {"COMMA", "STOP"} or chunk.low == ":" or (marked and chunk.kind == "ADV")
    return None


def _time_first(part: Sequence[Chunk]) -> tuple[list[NounPhrase], TimeExpression] | None:
    """Return the same of "then, on Monday, B": nothing else stands in it."""
    phrases = [chunk.np for chunk in part if chunk.np is not None]
    times = [chunk.time for chunk in part if chunk.time is not None]
    if (
        len(times) != 1
        or times[0].use != "point"
        or part[-1].np is None
        or any(chunk.kind not in {"NP", "TIME", "COMMA", "CONJ", "ADV"} for chunk in part)
    ):
        return None
    opened = next(chunk.kind for chunk in part if chunk.kind not in {"ADV", "COMMA", "CONJ"}) == "TIME"
    return (phrases, times[0]) if opened and all(names_place(np) for np in phrases) else None


def _verb_of_its_own(rest: Sequence[Chunk]) -> bool:
    """Whether a verb follows that no conjunction or relative pronoun goes before: the place is its subject."""
    opener = next((chunk for chunk in rest if chunk.kind in {"VP", "SUB", "WH"}), None)
    return opener is not None and opener.kind == "VP"


def _followed_by(clause: Clause, before: Draft) -> Sequence[NounPhrase]:
    """Read "captured A, followed by B on Tuesday"."""
    if clause.vp.lemma != "follow" or not clause.vp.passive or clause.relation != "part" or before.clause is not clause.parent:
        return ()
    return [np for pp in clause.pp("by") for np in pp.phrases]


def _added(clause: Clause) -> Sequence[NounPhrase]:
    """Read "since then A has been added", "A has joined the list"."""
    if clause.vp.lemma == "add" and clause.vp.passive and not clause.pp("by", "as", "in"):
        return clause.subject
    if clause.vp.lemma == "add" and not clause.vp.passive and not clause.pp("to") and clause.times and any(np.pronoun for np in clause.subject):
        return clause.objects  # "and on Tuesday it added A"
    joins = clause.vp.lemma in {"join", "swell", "lengthen"} and any(np.head in {"list", "tally", "roll"} for np in clause.objects)
    return clause.subject if joins and not clause.vp.passive else ()


def _inverted(clause: Clause, scene: Scene) -> Sequence[NounPhrase]:
    """Read "then came A", "next to go was B"."""
    if clause.vp.lemma not in {"come", "go", "be", "fall"} or not clause.objects or clause.vp.passive:
        return ()
    told = {"came", "went", "fell", "was", "were"} | ({"is", "are"} if scene.story.entry is not None else set())
    if scene.text[clause.vp.start : clause.vp.end].casefold() not in told:
        return ()
    if clause.vp.lemma == "come" and clause.times and clause.objects[0].words == ("next",):
        return clause.subject  # "A came next, on Wednesday"
    if not clause.subject and clause.vp.lemma in {"come", "go", "fall"}:
        words = scene.text[max(scene.start, clause.vp.start - 40) : clause.vp.start].casefold().replace(",", " ").split()
        return clause.objects if (_NEXT & {*clause.adverbs, *words[-3:]} or clause.times) else ()
    if (
        clause.vp.lemma == "be"
        and (clause.times or scene.story.entry is not None)
        and clause.objects[0].words in {("next",), ("the", "next")}
        and len(clause.objects) == 1
    ):
        return clause.subject  # "A was next, on the 17th"
    if len(clause.subject) == 1 and clause.subject[0].words[:1] in {("next",), ("then",)} and len(clause.subject[0].words) == 1:
        return clause.objects
    return ()
