"""Days that are named and then told: "since the first day of the war, 15 April 2023,", "on the day of the vote, 3 May,"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.units import Chunk, shape_of

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["tell_named_days"]

_USES = {"since": "since", "from": "since", "until": "until", "till": "until", "on": "point", "in": "point", "at": "point", "by": "point"}
_SPANS = frozenset(
    {"day", "night", "morning", "evening", "eve", "week", "month", "year", "start", "beginning", "outset", "outbreak", "end", "height"}
)
_LENGTH = 4
"""A preposition, the name of the day, the comma and the day."""


def tell_named_days(chunks: list[Chunk]) -> list[Chunk]:
    """Read a named day with its date behind a comma as that date."""
    if "NP COMMA TIME" not in shape_of(chunks):
        return chunks
    made: list[Chunk] = []
    index = 0
    while index < len(chunks):
        told = _told(chunks, index)
        made.append(told or chunks[index])
        index += _LENGTH if told is not None else 1
    return made


def _told(chunks: Sequence[Chunk], index: int) -> Chunk | None:
    if index + _LENGTH > len(chunks) or chunks[index].kind not in {"P", "SUB"} or chunks[index].low not in _USES:
        return None
    np, comma, time = chunks[index + 1].np, chunks[index + 2], chunks[index + 3].time
    if np is None or np.head not in _SPANS or np.of is None or comma.kind != "COMMA" or time is None or time.use != "point":
        return None
    closed = index + _LENGTH == len(chunks) or chunks[index + _LENGTH].kind in {"COMMA", "STOP", "CLOSE"}
    if not closed or time.spec[0] not in {"ymd", "month", "year", "weekday"}:
        return None
    dated = replace(time, use=_USES[chunks[index].low])
    return Chunk("TIME", chunks[index].start, chunks[index + 3].end, chunks[index + 3].low, time=dated)
