"""More places that a taking tells of beside its own: "followed by B", "in three stages: A on Monday, B on Friday"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes, sides_after
from conflict_map.events.dating import resolve_time
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["also_taken", "read_stages"]


def also_taken(clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Return the changes at places that were taken just after that of a draft."""
    if first.type != "control_change" or first.entry:
        return []
    return _followed(clause, scene, first)


def _like(first: Draft, clause: Clause, scene: Scene, phrases: list[NounPhrase], why: str) -> list[Draft]:
    """Return drafts of the same side at other places."""
    rule = f"{first.rule}, {why}"
    drafts = make_changes(scene, clause, scene.places(phrases, clause), rule, to=list(first.to), lost=list(first.lost), strength=first.strength)
    for draft in drafts:
        draft.agent = first.agent
    return drafts


def _followed(clause: Clause, scene: Scene, first: Draft) -> list[Draft]:
    """Read "took A on Monday, followed in the afternoon by B"."""
    after = next((other for other in scene.clauses if other.index > clause.index), None)
    if after is None or after.vp.lemma != "follow" or after.objects or after.vp.form == "ing" or after.adverbs or len(after.prepositional) > 1:
        return []  # "followed closely by B", "followed on the route by B"
    phrases = [np for pp in after.pp("by") for np in pp.phrases]
    if not phrases or not all(names_place(np) for np in phrases):
        return []
    drafts = _like(first, clause, scene, phrases, "and what followed")
    for time in after.times[:1]:
        found = resolve_time(time, scene.story.published, first.date or scene.story.reference)
        for draft in drafts if found is not None else ():
            draft.date, draft.date_rule = found, time.text
    return drafts


def read_stages(clause: Clause, scene: Scene) -> list[Draft]:
    """Read the places and days behind a colon: "the garrisons of the north have fallen: A on Friday, B on Saturday, C on Sunday"."""
    holding = clause.vp.lemma == "be" and any(_of_control(pp.phrases[0]) for pp in clause.pp("in", "under"))
    if clause.vp.progressive or not (
        holding or {"take", "fall", "return", "hold"} & clause.classes() or clause.vp.lemma in {"come", "go", "change", "pass"}
    ):
        return []
    rows = _rows(clause, scene)
    if len(rows) < 2 or not _of_several_places(clause):
        return []
    if clause.objects and not clause.vp.passive and _one_by_one(clause.objects[0], clause) and not scene.agents(clause.subject, clause):
        return []  # "the flu took one town after another"
    to = sides_after(clause, scene, "to", "by") if clause.vp.passive or "fall" in clause.classes() or not clause.objects else []
    held = [
        side for pp in clause.pp("under", "into", "in") if (side := scene.holder(pp.phrases[0], clause)) is not None and _of_control(pp.phrases[0])
    ]
    if clause.objects and not clause.vp.passive:
        to = scene.agents(clause.subject, clause)
    drafts = []
    reached = scene.story.reference
    for phrases, time in rows:
        found = resolve_time(time, scene.story.published, reached)
        for draft in make_changes(scene, clause, scene.places(phrases, clause), "verb of falling: in stages", to=to or held[:1], lost=[], strength=2):
            draft.date, draft.date_rule = found, time.text
            draft.note("date", time.text, time.start, time.end, "its own time in the row")
            drafts.append(draft)
        reached = found or reached
    return drafts


def _of_several_places(clause: Clause) -> bool:
    """Whether a clause tells that several places, or ground, changed hands: not that snow fell or that hostages were taken."""
    if any(_of_control(pp.phrases[0]) for pp in clause.pp("under", "in", "into")):
        return True
    if clause.objects and not clause.vp.passive:
        np = clause.objects[0]
        ground = (
            np.head in word_set("ground")
            or _one_by_one(np, clause)
            or (np.plural and "settlement" in np.classes)
            or (np.head == "hand" and clause.vp.lemma == "change")
        )
        return ground and (np.head == "hand" or bool({"take", "hold"} & clause.classes()))
    if not clause.subject:
        return False
    first = clause.subject[0]
    if clause.vp.passive and "hold" in clause.classes():
        return first.plural and "settlement" in first.classes
    goes = "fall" in clause.classes() or clause.vp.lemma == "go" or (clause.vp.passive and "take" in clause.classes())
    return first.plural and goes and ("settlement" in first.classes or first.head == "garrison")


def _one_by_one(np: NounPhrase, clause: Clause) -> bool:
    """Whether places are taken in turn: "one town after another", "town after town"."""
    after = [item for pp in clause.pp("after") for item in pp.phrases[:1]]
    return "settlement" in np.classes and any(item.words == ("another",) or item.head == np.head for item in after)


def _of_control(np: NounPhrase) -> bool:
    return "control_word" in np.classes


def _rows(clause: Clause, scene: Scene) -> list[tuple[list[NounPhrase], TimeExpression]]:
    """Return the places, each with the time behind it, that stand behind the colon after a clause."""
    chunks = scene.chunks
    colon = next((at for at in range(clause.index + 1, len(chunks)) if chunks[at].kind == "STOP" and chunks[at].low == ":"), None)
    colon = colon if colon is not None else _comma_of_a_row(clause, chunks)
    if colon is None or any(chunk.kind == "VP" for chunk in chunks[clause.index + 1 : colon]):
        return []
    uses = {"since"} if ("hold" in clause.classes() or clause.vp.lemma == "be") and "take" not in clause.classes() else {"point", "since"}
    rows: list[tuple[list[NounPhrase], TimeExpression]] = []
    waiting: list[NounPhrase] = []
    ahead: TimeExpression | None = None
    where = False
    for chunk in chunks[colon + 1 :]:
        if chunk.np is not None and names_place(chunk.np) and not where:
            if ahead is not None:  # "…, and, in the second week of March, C"
                rows.append(([chunk.np], ahead))
            else:
                waiting.append(chunk.np)
            ahead = None
        elif chunk.time is not None and chunk.time.use in uses and (waiting or rows):
            if waiting:
                rows.append((waiting, chunk.time))
                waiting = []
            else:
                ahead = chunk.time
        elif not (_joins(chunk) or (waiting and (chunk.kind == "P" or (chunk.np is not None and (where or chunk.np.determiner))))):
            break
        where = chunk.kind == "P"  # "A, the seat of the old kings, on 8 February, B, on the coast, a day later"
    return rows


def _comma_of_a_row(clause: Clause, chunks: Sequence[Chunk]) -> int | None:
    """Return the comma behind "both towns had been taken earlier, A on Monday and B on Friday", where the subject names none."""
    after = clause.index + 1
    while after < len(chunks) and chunks[after].kind in {"ADV", "TIME"}:
        after += 1
    unnamed = len(clause.subject) == 1 and clause.subject[0].plural and not names_place(clause.subject[0]) and clause.subject[0].of is None
    row = unnamed and after + 2 < len(chunks) and chunks[after].kind == "COMMA" and names_place(chunks[after + 1].np)
    return after if row and any(chunk.time is not None for chunk in chunks[after + 2 : after + 4]) else None


def _joins(chunk: Chunk) -> bool:
    return chunk.kind in {"COMMA", "CONJ", "ADV", "OPEN", "CLOSE"}
