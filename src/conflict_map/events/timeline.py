"""Timelines: the day that heads an entry ("March 22 – …", "Friday: …", "Day 3: …", a line of its own) dates what the entry tells."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from conflict_map.events.dates import DateRange
from conflict_map.events.dating import resolve_time
from conflict_map.events.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.tokens import Sentence

__all__ = ["entry_days"]

_BEFORE = lazy_pattern(r"[\s\W]{0,6}(?:(?:on|day\s+\d{1,4})\b[\s\W]{0,3})?", re.IGNORECASE)
_AFTER = lazy_pattern(r"\s*\.?[\])]?\s*(?:[\u2013\u2014:|]|--?\s|$)|\s*[\])]|\.$")
_COUNTED = lazy_pattern(
    r"\W{0,4}day\s+(?:(?P<number>\d{1,4})\b\s*(?:\([^)]{1,40}\)\s*)?(?:[\u2013\u2014:|.]|--?\s|$)|(?P<dated>\d{1,4})\b)", re.IGNORECASE
)
_MARKS = " \t:.|)]-\u2013\u2014"
_DAYS = frozenset({"ymd", "weekday", "range", "today", "month"})
_LEAST = 2
"""Entries that make a timeline: a single day at the start of a report is the day on which it was written."""


def entry_days(text: str, sentences: Sequence[Sentence], times: Sequence[TimeExpression], published: dt.date | None) -> dict[int, DateRange]:
    """Return the day of each sentence that stands under one.

    Parameters
    ----------
    text
        The report.
    sentences
        From `split_sentences`.
    times
        From `find_times`, in order.
    published
        Day of publication, or None.

    Returns
    -------
    dict of int to DateRange
        By the number of the sentence; empty where fewer than two different days head something.
    """
    by_start = {time.start: time for time in times}
    days: dict[int, DateRange] = {}
    first: tuple[int, dt.date] | None = None  # the number and the day of an entry such as "Day 2 (5 May)"
    under: DateRange | None = None
    whole, paragraph = False, -1  # whether the day stood alone, so that it heads the paragraphs that follow
    for number, sentence in enumerate(sentences):
        found = _heading(text, sentence, by_start, published)
        counted = _COUNTED.match(text, sentence.start, sentence.end)
        count = int(counted.group("number") or counted.group("dated")) if counted else None
        if found is not None and found[0].precision == "day" and found[0].start is not None and count is not None:
            first = count, found[0].start
        elif found is None and first is not None and counted is not None and counted.group("number"):
            found = DateRange.day(first[1] + dt.timedelta(int(counted.group("number")) - first[0])), counted.end()
        if found is not None:
            under, whole = found[0], sentence.title and not text[found[1] : sentence.end].strip(_MARKS)
        elif sentence.paragraph != paragraph and (sentence.title or not whole):
            under = None
        paragraph = sentence.paragraph
        if under is not None:
            days[number] = under
    return days if len({(day.start, day.end) for day in days.values()}) >= _LEAST else {}


def _heading(text: str, sentence: Sentence, by_start: dict[int, TimeExpression], published: dt.date | None) -> tuple[DateRange, int] | None:
    """Return the day that heads a sentence, with the offset behind it."""
    start, end = sentence.start, sentence.end
    opened = _BEFORE.match(text, start, end)
    time = next((by_start[at] for at in range(start, (opened.end() if opened else start) + 1) if at in by_start), None)
    if time is None or time.spec[0] not in _DAYS or time.use != "point" or _AFTER.match(text, time.end, end) is None:
        return None
    found = resolve_time(time, published, None)
    return (found, time.end) if found is not None and found.start is not None else None
