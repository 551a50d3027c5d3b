"""Days counted from another change of hands: "took A on Friday, two days after B", "…, a day after the fall of B", "the day before C"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.control import make_changes
from conflict_map.events.dating import resolve_time
from conflict_map.events.days import offset
from conflict_map.events.units import names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.dates import DateRange, TimeExpression
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import Chunk, NounPhrase
    from conflict_map.model import Mention

__all__ = ["counted_from", "read_counted_places", "shift_before"]

_MONTHS = 6
_ENDS = frozenset({"COMMA", "STOP", "CONJ", "QUOTE", "CLOSE"})
_AREA_KINDS = word_set("area_kinds")


def read_counted_places(scene: Scene, told: Sequence[Draft]) -> list[Draft]:
    """Return the places that the sentence only names to count days from them: "fell on Friday, two days after A and a day after B".

    A place that stands alone behind "two days after" can only have gone the same way as the one that the sentence tells of. A meeting or an
    agreement is called by its town too ("a week after Geneva"), but that town is seldom in the country of the war.
    """
    base = [draft for draft in told if _is_base(draft, scene)]
    made: list[Draft] = _that_of(scene, told)
    for index, chunk in enumerate(scene.chunks if base else ()):
        if chunk.time is None or chunk.time.use != "shift" or not _near(chunk.time):
            continue
        phrases = _places_only(scene.chunks, index + 1)
        before = next((draft for draft in reversed(base) if draft.place is not None and draft.place.start < chunk.start), base[0])
        if not phrases or before.clause is None:
            continue
        refs = [ref for ref in scene.places(phrases, before.clause) if _same_country(ref.mention, before)]
        drafts = make_changes(scene, before.clause, refs, f"{before.rule}, told before", to=before.to, lost=before.lost, strength=1)
        for draft in drafts:
            draft.agent = before.agent
            draft.claim, draft.claim_by = before.claim, before.claim_by
            _set(draft, counted_from(before.date, chunk.time), chunk.time)
        made += drafts
    return made


def _that_of(scene: Scene, told: Sequence[Draft]) -> list[Draft]:
    """Read "the fall of A on Sunday, a week after that of B", "like that of B in May": the noun of the one told before."""
    made: list[Draft] = []
    if "that" not in scene.words:
        return made
    for index, chunk in enumerate(scene.chunks[:-1]):
        np = chunk.np
        compared = index > 0 and scene.chunks[index - 1].low == "than"
        if np is None or np.head != "that" or np.of is None or not names_place(np.of) or compared:
            continue
        before = next((d for d in reversed([*told, *made]) if _is_noun(d, scene) and d.place is not None and d.place.start < np.start), None)
        if before is None or before.clause is None:
            continue
        shift, after = scene.chunks[index - 1].time if index else None, scene.chunks[index + 1].time
        if after is None and index > 1 and scene.chunks[index - 1].kind == "COMMA":
            after = scene.chunks[index - 2].time  # "July saw the fall of A; August, that of B"
        refs = [ref for ref in scene.places([np.of], before.clause) if _same_country(ref.mention, before)]
        for draft in make_changes(scene, before.clause, refs, before.rule, to=before.to, lost=before.lost):
            draft.agent, draft.claim, draft.claim_by = before.agent, before.claim, before.claim_by
            if shift is not None and shift.use == "shift":
                _set(draft, counted_from(before.date, shift), shift)
            elif after is not None:
                draft.date, draft.date_rule = resolve_time(after, scene.story.published, before.date), after.text
                draft.note("date", after.text, after.start, after.end, "its own time, with the noun of the change of hands told before")
            else:
                draft.date, draft.date_rule = None, "not given"
            made.append(draft)
    return made


def _near(shift: TimeExpression) -> bool:
    """Whether a span is one of the same campaign: "twelve years after A" tells of another war."""
    _, count, unit, _ = shift.spec
    return unit in {"minute", "hour", "day", "night", "week", "fortnight"} or (unit == "month" and isinstance(count, int) and count <= _MONTHS)


def _is_noun(draft: Draft, scene: Scene) -> bool:
    return draft.type == "control_change" and draft.sentence == scene.index and draft.rule.startswith("noun of")


def _is_base(draft: Draft, scene: Scene) -> bool:
    return draft.type == "control_change" and draft.sentence == scene.index and draft.place is not None and not draft.rule.startswith("noun of")


def _same_country(mention: Mention, before: Draft) -> bool:
    place = mention.place
    other = before.place.mention.place if before.place is not None else None
    if place is not None and place.kind in _AREA_KINDS:
        return False
    return place is None or other is None or place.country == other.country


def _places_only(chunks: Sequence[Chunk], start: int) -> list[NounPhrase]:
    """Return the names of places that stand at ``start`` with nothing behind them that makes them the subject of a verb."""
    phrases: list[NounPhrase] = []
    position = start
    while position < len(chunks) and chunks[position].np is not None and names_place(chunks[position].np):
        np = chunks[position].np
        if np is not None:
            phrases.append(np)
        position += 1
        joined = position + 1 < len(chunks) and chunks[position].kind == "CONJ" and names_place(chunks[position + 1].np)
        if joined and _is_subject(chunks, position + 1):
            return []  # "two days after A and B were bombed"
        if not joined:
            break
        position += 1
    closed = position >= len(chunks) or chunks[position].kind in _ENDS
    return phrases if phrases and closed else []


def _is_subject(chunks: Sequence[Chunk], index: int) -> bool:
    """Whether a verb follows the noun phrase at ``index``."""
    following = next((chunk for chunk in chunks[index + 1 :] if chunk.kind not in {"ADV", "TIME"}), None)
    return following is not None and following.kind in {"VP", "COMMA"} and any(chunk.kind == "VP" for chunk in chunks[index + 1 :])


def counted_from(day: DateRange | None, shift: TimeExpression) -> DateRange | None:
    """Return the time of what "two days after" stands before, where what happened then is known by its day."""
    if day is None or day.start is None or day.precision != "day":
        return None
    _, count, unit, which = shift.spec
    return offset(day, count, str(unit), -1 if which == "after" else 1)


def _set(draft: Draft, found: DateRange | None, shift: TimeExpression) -> None:
    draft.date, draft.date_rule = found, f"{shift.text!r} the day of the change of hands told before" if found is not None else "not given"
    draft.note("date", shift.text, shift.start, shift.end, "counted from the change of hands told before")


def shift_before(np: NounPhrase, scene: Scene) -> TimeExpression | None:
    """Return the "two days after" that stands right before a noun phrase."""
    at = next((index for index, chunk in enumerate(scene.chunks) if chunk.np is not None and chunk.start == np.start), 0)
    time = scene.chunks[at - 1].time if at else None
    return time if time is not None and time.use == "shift" else None
