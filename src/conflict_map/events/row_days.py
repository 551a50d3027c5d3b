"""The days of several places under one verb: each has the time that follows it, or the one with the same number in its row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.dates import DateRange
from conflict_map.events.dating import resolve_time

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene

__all__ = ["own_times", "respectively"]


def own_times(clause: Clause, scene: Scene, drafts: list[Draft]) -> None:
    """Give each of several places the time that follows it: "raised in A last Saturday and in B on 4 October"."""
    points = sorted((time for time in clause.times if time.use == "point" and time.start > clause.vp.start), key=lambda time: time.start)
    named = sorted({draft.place.start for draft in drafts if draft.place is not None and draft.place.start > clause.vp.start})
    opened = any(time.use == "point" and time.start < clause.vp.start for time in clause.times)  # "On Monday they took A, and then B on Friday"
    if len(points) < (1 if opened else 2) or len(named) < 2 or points[0].start < named[0]:
        return
    reached = None
    for draft in sorted((draft for draft in drafts if draft.place is not None and draft.place.start in named), key=_place_start):
        following = next((start for start in named if start > _place_start(draft)), scene.end) if opened else scene.end
        own = next((time for time in points if _place_start(draft) < time.start < following), None)
        found = resolve_time(own, scene.story.published, reached or draft.date or scene.story.reference) if own is not None else None
        if own is not None and found is not None:
            draft.date, draft.date_rule = found, own.text
            reached = found


def respectively(clause: Clause, scene: Scene, drafts: list[Draft]) -> None:
    """Give each of several places the time with the same number in its row: "A and B fell on 3 and 5 May, respectively"."""
    if "respectively" not in clause.adverbs:
        return
    points = sorted((time for time in clause.times if time.use == "point"), key=lambda time: time.start)
    days: list[DateRange] = []
    for time in points:
        found = resolve_time(time, scene.story.published, scene.story.reference)
        both = time.spec[0] in {"range", "weekday_range"} and " and " in time.text  # "3 and 5 May" is two days here
        days += [DateRange.day(day) for day in (found.start, found.end) if day is not None] if found and both else [found] if found else []
    placed = sorted((draft for draft in drafts if draft.place is not None), key=_place_start)
    if len(days) != len(placed):
        for draft in placed if len(days) > 1 else ():
            draft.date, draft.date_rule = None, "which of several days is not told"
        return
    for draft, day in zip(placed, days, strict=True):
        draft.date, draft.date_rule = day, points[0].text
        draft.note("date", points[0].text, points[0].start, points[-1].end, "the time with the same number in the row")


def _place_start(draft: Draft) -> int:
    return draft.place.start if draft.place is not None else -1
