"""Reports without any war or flight in them: who goes somewhere there is not displaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Sides

__all__ = ["of_war", "without_errands"]

_ENOUGH = 600
_CROWD = 500
_WAR = lazy_pattern(rf"\b(?:{'|'.join(sorted(word_set('signs_of_war'), key=len, reverse=True))})\b", re.IGNORECASE)
_UPROOTED = lazy_pattern(rf"\b(?:{'|'.join(sorted(word_set('signs_of_flight'), key=len, reverse=True))})\b", re.IGNORECASE)


def without_errands(drafts: Iterable[Draft], scenes: Mapping[int, Scene], sides: Sides) -> list[Draft]:
    """Leave out, of a report of peace, movements whose sentence has no word of flight: pupils, patients and passengers that go somewhere.

    A report is one of peace where no word of it tells of war or of people who fled, no known side is named and nothing else happened that armed
    people do; a few lines are too short to tell. Sides that the table knows, and crowds, move in any report.
    """
    told = list(drafts)
    moves = [draft for draft in told if draft.type in {"displacement", "troop_movement"}]
    if not moves or len(moves) < len(told) or len(sides.text) < _ENOUGH or of_war(sides):
        return told
    return [draft for draft in told if draft not in moves or _flight(draft, scenes)]


def of_war(sides: Sides) -> bool:
    """Whether a report names an armed side, or has a word of war or flight."""
    return (
        any(span.record is not None and span.kind not in {"country", "generic", "metonym"} for span in sides.spans)
        or _WAR.search(sides.text) is not None
    )


def _flight(draft: Draft, scenes: Mapping[int, Scene]) -> bool:
    scene = scenes.get(draft.sentence)
    if (
        any(side.known and "police" not in side.names[-1].lower() for side in draft.actor)
        or draft.household
        or (draft.quantity is not None and (draft.quantity.low or 0) >= _CROWD)
    ):
        return True
    return scene is not None and draft.type == "displacement" and _UPROOTED.search(scene.text, scene.start, scene.end) is not None
