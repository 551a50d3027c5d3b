"""Reports without any war or flight in them: who goes somewhere there is not displaced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene

__all__ = ["without_errands"]

_ENOUGH = 600
_WAR = re.compile(rf"\b(?:{'|'.join(sorted(word_set('signs_of_war'), key=len, reverse=True))})\b", re.IGNORECASE)
_UPROOTED = re.compile(rf"\b(?:{'|'.join(sorted(word_set('signs_of_flight'), key=len, reverse=True))})\b", re.IGNORECASE)


def without_errands(drafts: Iterable[Draft], scenes: Mapping[int, Scene], text: str) -> list[Draft]:
    """Leave out, of a report of peace, movements whose sentence has no word of flight: pupils, patients and passengers that go somewhere.

    A report is one of peace where no word of it tells of war or of people who fled; a few lines are too short to tell.
    """
    told = list(drafts)
    moves = [draft for draft in told if draft.type in {"displacement", "troop_movement"}]
    if not moves or len(text) < _ENOUGH or _WAR.search(text) is not None:
        return told
    return [draft for draft in told if draft not in moves or _flight(draft, scenes)]


def _flight(draft: Draft, scenes: Mapping[int, Scene]) -> bool:
    scene = scenes.get(draft.sentence)
    return scene is not None and draft.type == "displacement" and _UPROOTED.search(scene.text, scene.start, scene.end) is not None
