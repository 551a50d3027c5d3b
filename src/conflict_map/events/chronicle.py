"""Texts that tell of things long past: their dates without a year are counted from the story, not from the day of publication.

News is written from its own day: "on 26 March" is the last one before the report came out. An account of an old battle gives the year once, at
the start, and then goes on from date to date; counted from its publication, every such day would be wrong by years.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.dating import resolve_time
from conflict_map.events.patterns import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.dates import TimeExpression

__all__ = ["count_from_story"]

# A first date that lies further back than this is not what news begins with.
_PAST = dt.timedelta(days=300)

# Words that are counted from the day of writing: a text with more of them than this share of its dates is news of that day.
_DEICTIC_SHARE = 0.2

# Days by which one year must be nearer to what the story has reached than the next one.
_EVEN = 30

# Days that a year counts as farther when it leads beyond all dates that the text gives in full.
_BEYOND = 60

_NAMED = lazy_pattern(
    r"^\W*(?:the\W+)?(?P<year>(?:19|20)\d\d)\s+(?:[\w'\u2019\u2013-]+\s+){0,4}?"
    r"(?:offensive|battle|siege|campaign|war|clashes|uprising|operation|invasion|coup|conflict|rebellion|fighting)\b",
    re.IGNORECASE,
)

_DEICTIC = {"ago", "period", "recent", "today", "weekend"}

# Where the year stands among the values of an expression: (name, index in `spec`).
_YEAR_AT = {"ymd": 1, "month": 1, "season": 1, "range": 4}


def count_from_story(times: Sequence[TimeExpression], published: dt.date | None, *, opening: str = "") -> list[TimeExpression]:
    """Give the dates of a text about the past the year that its story has reached.

    Parameters
    ----------
    times
        From `find_times`, in order.
    published
        Day of publication, or None.
    opening
        How the text begins, headline and first words, for names such as "the 2014 offensive".

    Returns
    -------
    list of TimeExpression
        The same ones for news. For an account of the past, days and months without a year have one, or none at all where two years are about as
        likely, and bare weekdays are counted from the date told before.
    """
    named = _NAMED.search(opening)
    year = int(named.group("year")) if named else None
    return _with_years(times, year) if _is_chronicle(times, published, year) else list(times)


def _is_chronicle(times: Sequence[TimeExpression], published: dt.date | None, year: int | None) -> bool:
    if times and (times[0].spec[0] in _DEICTIC or _bare_weekday(times[0])):
        return False  # "On Tuesday a soldier raised the flag": the news of a day, whatever it looks back at
    dated = [time for time in times if time.spec[0] in _YEAR_AT]
    deictic = sum(time.spec[0] in _DEICTIC or _bare_weekday(time) for time in times)
    if not dated or deictic > _DEICTIC_SHARE * len(dated):
        return False
    first = dt.date(year, 12, 31) if year else _known(dated[0])
    return first is not None and (published is None or published - first > _PAST)


def _bare_weekday(time: TimeExpression) -> bool:
    return time.spec[0] == "weekday" and time.spec[2] in {"", None, "last", "this", "past"}


def _known(time: TimeExpression) -> dt.date | None:
    """Return the last day of a date that gives its own year."""
    if not time.spec[_YEAR_AT[str(time.spec[0])]]:
        return None
    found = resolve_time(time, None, None)
    return found.end if found else None


def _with_years(times: Sequence[TimeExpression], year: int | None) -> list[TimeExpression]:
    days = [day for time in times if time.spec[0] in _YEAR_AT and (day := _known(time)) is not None]
    reached: dt.date | None = None
    told = []
    for time in times:
        name = str(time.spec[0])
        if name in _DEICTIC and time.spec[1] not in {"the same", "the previous"}:  # of somebody quoted, who spoke on a day of his own
            told.append(_untold(time))
            continue
        if _bare_weekday(time):
            told.append(replace(time, spec=(*time.spec[:2], "that", *time.spec[3:])))
            continue
        if (
            name not in _YEAR_AT or "year" in str(time.spec[4:5]) or (name == "month" and time.spec[3] in {"the", "that"})
        ):  # "in the December": counted already
            told.append(time)
            if reached is not None and name in {"ymd", "month"} and time.spec[4] in {"that year", "the same year"}:
                reached = _known(_in_year(time, reached.year)) or reached
            continue
        day = _known(time)
        found = time
        if day is None:
            found, day = _in_named_year(time, year) if reached is None else _nearest(time, reached, days)
        reached = day or reached
        told.append(found)
    return told


def _in_named_year(time: TimeExpression, year: int | None) -> tuple[TimeExpression, dt.date | None]:
    if year is None:
        return _untold(time), None
    there = _in_year(time, year)
    return there, _known(there)


def _nearest(time: TimeExpression, reached: dt.date, days: Sequence[dt.date]) -> tuple[TimeExpression, dt.date | None]:
    """Return the expression in the year in which it comes nearest to what the story has reached, with its last day.

    A year that leads beyond all ``days`` that the text gives in full is less likely.
    """
    first, last = min([reached, *days]), max([reached, *days])
    ways = []
    for year in (reached.year - 1, reached.year, reached.year + 1):
        there = _in_year(time, year)
        day = _known(there)
        if day is not None:
            ways.append((abs((day - reached).days) + (0 if first <= day <= last else _BEYOND), there, day))
    ways.sort(key=lambda way: way[0])
    if not ways or (len(ways) > 1 and ways[1][0] - ways[0][0] < _EVEN):
        return _untold(time), None
    return ways[0][1], ways[0][2]


def _untold(time: TimeExpression) -> TimeExpression:
    """Return the words of a time that is known to nobody: no other date of the story takes its place."""
    return replace(time, use="none", spec=("untold", *time.spec))


def _in_year(time: TimeExpression, year: int) -> TimeExpression:
    index = _YEAR_AT[str(time.spec[0])]
    values = list(time.spec)
    values[index] = year
    if time.spec[0] == "range":
        month0, month = int(str(values[2])), int(str(values[5]))
        values[1] = values[1] or year - (month0 > month)
    return replace(time, spec=tuple(values))
