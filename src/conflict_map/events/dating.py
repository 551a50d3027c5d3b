"""The days that expressions of time mean, and the date of a report that stands in its text."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from conflict_map.events.dates import MONTH, DateRange, TimeExpression, month_number
from conflict_map.events.patterns import lazy_pattern

__all__ = ["in_the_year_of", "resolve_time", "span_precision", "text_date", "whole_months"]

_SEASONS = {"winter": (12, 3), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}


def _safe(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _minus(day: dt.date, count: int, unit: str) -> DateRange | None:
    """Step back from a day; coarse units give coarse answers."""
    try:
        if unit in {"minute", "hour"}:
            return DateRange.day(day - dt.timedelta(hours=count if abs(count) >= 24 else 0))
        if unit in {"day", "night"}:
            return DateRange.day(day - dt.timedelta(days=count))
        if unit in {"week", "fortnight"}:
            middle = day - dt.timedelta(days=count * (14 if unit == "fortnight" else 7))
            return DateRange(middle - dt.timedelta(3), middle + dt.timedelta(3), "week")
        if unit == "month":
            index = day.year * 12 + day.month - 1 - count
            return DateRange.month(index // 12, index % 12 + 1)
        return DateRange.year(day.year - count * (10 if unit == "decade" else 1))
    except (ValueError, OverflowError):
        return None


def resolve_time(expression: TimeExpression, published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    """Return the days that an expression means.

    Parameters
    ----------
    expression
        From `find_times`.
    published
        Day of publication, or None.
    reference
        What the story has reached: the last time told before, for "the same day", "three days later".

    Returns
    -------
    DateRange or None
        None where it cannot be told.
    """
    try:
        return _resolve(expression, published, reference)
    except (ValueError, OverflowError):  # beyond the calendar
        return None


def whole_months(found: DateRange) -> bool:
    """Whether a time is a calendar month or year, of which nobody knows the day that "two days later" is counted from."""
    return (
        found.precision in {"month", "year"}
        and found.start is not None
        and found.end is not None
        and found.start.day == 1
        and found.end.day == calendar.monthrange(found.end.year, found.end.month)[1]
    )


def in_the_year_of(expression: TimeExpression, found: DateRange | None, before: DateRange, *, told: bool) -> DateRange | None:
    """Return a day or month without a year as the first one after a date told just before, where a year was ``told`` with that one."""
    name, year, month, *rest = expression.spec
    if not told or year or before.start is None or name not in {"ymd", "month"} or any(isinstance(value, str) and value for value in rest):
        return found
    number = int(str(month))
    if name == "month":
        return DateRange.month(before.start.year + (number < before.start.month), number)
    day = _safe(before.start.year + ((number, int(str(rest[0]))) < (before.start.month, before.start.day)), number, int(str(rest[0])))
    return DateRange.day(day) if day is not None else found


def _resolve(expression: TimeExpression, published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    name, *values = expression.spec
    ref_day = (reference.start if reference and reference.start else None) or published
    if name == "ymd":
        year, month, day, yearword, _weekday = values
        return _day(year, month, day, yearword, published, reference)
    if name in {"range", "night"}:
        found = _range(values, published)
        one = name == "night" and found is not None and found.start is not None and found.end is not None and (found.end - found.start).days == 1
        return DateRange(found.start, found.end, "day") if one and found is not None else found  # "in the night from 6 to 7 August"
    if name == "month":
        return _month_of(values, published, reference)
    if name == "monthday":
        return _monthday(int(str(values[0])), str(values[1] or ""), published, reference)
    if name == "season":
        return _season(values, published, reference)
    if name == "year":
        return DateRange.year(int(str(values[0])))
    if name == "weekday":
        return _weekday_of(values, published, reference)
    if name == "ago":
        count, unit = values
        return _minus(published, int(str(count)), str(unit)) if published and count else None
    if name == "ref_offset":
        count, unit, shift = values
        if ref_day is None or count is None:
            return None
        if reference is not None and whole_months(reference) and unit in {"hour", "day", "night"}:
            return None  # "two days later", after something of that year
        if reference is None and shift not in {"earlier", "before", "previously"}:
            return None  # "a week later", and nothing told that it comes after
        sign = 1 if shift in {"earlier", "before", "previously"} else -1  # "after that", "later", "on" go forward
        return _minus(ref_day, sign * int(str(count)), str(unit))
    if name == "counted":
        count, unit, shift, inner = values
        base = resolve_time(inner, published, reference) if isinstance(inner, TimeExpression) else None
        if base is None or base.start is None or count is None:
            return None
        return _minus(base.start, int(str(count)) * (1 if shift == "before" else -1), str(unit))
    if name == "after_ref":
        return _after_ref(values[0], str(values[1]), published, reference)
    if name == "weekday_range":
        return _weekday_range(int(str(values[0])), int(str(values[1])), published)
    if name == "ref_day":
        return _ref_day(str(values[0]), str(values[1]), reference, published)
    if name == "day_before":
        which = str(values[0])
        if ref_day is None:
            return None
        unit = "week" if "week" in which else "month" if "month" in which else "year" if "year" in which else "day"
        return _minus(ref_day, -1 if which.endswith("after") else 1, unit)
    if name == "weekend":
        if published is None:
            return None
        saturday = published - dt.timedelta((published.weekday() - 5) % 7)
        return DateRange(saturday, min(saturday + dt.timedelta(1), published) if saturday <= published else saturday, "day")
    if name == "period":
        return _period(values, published, reference)
    if name == "recent":
        return _recent(values, published)
    if name == "today":
        if published is None:
            return None
        back = 1 if values[0] in {"yesterday", "last night"} else 0
        return DateRange(published - dt.timedelta(1), published, "day") if values[0] == "overnight" else DateRange.day(published - dt.timedelta(back))
    if name == "back_ref":
        return reference
    if name == "daypart":
        if reference and reference.precision == "day":
            return reference
        night = published is not None and expression.text.lower() in {"during the night", "in the night"}
        return DateRange(published - dt.timedelta(1), published, "day") if night and published else None
    return None


_DAYS_AHEAD = 14


def _year_near(month: int, day: int | None, published: dt.date | None) -> int | None:
    """Return the latest year in which the day (or month) is not after publication; None where that may be the wrong one.

    A day that comes just after publication is this year's, seen from a later time zone or from a date that is a little off: last year's would
    be wrong by a whole year.
    """
    if published is None:
        return None
    year = published.year
    if day is not None:
        for ahead in range(1, _DAYS_AHEAD + 1):
            if ((soon := published + dt.timedelta(ahead)).month, soon.day) == (month, day):
                return soon.year if ahead <= 1 else None
    if (month, day if day is not None else 1) > (published.month, published.day if day is not None else 31):
        year -= 1
    return year


def _year_by_word(word: object, published: dt.date | None, reference: DateRange | None) -> int | None:
    if word in {"last year", "this year", "next year"}:
        return published.year + {"last year": -1, "this year": 0, "next year": 1}[str(word)] if published else None
    if reference is None or reference.start is None:
        return None
    if word in {"that year", "the same year"}:
        return reference.start.year
    if word in {"the following year", "the next year"}:
        return reference.start.year + 1
    return reference.start.year - 1


def _day(year: object, month: object, day: object, yearword: object, published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    m, d = int(str(month)), int(str(day))
    known = int(str(year)) if year else _year_by_word(yearword, published, reference) if yearword else _year_near(m, d, published)
    found = _safe(known, m, d) if known else None
    return DateRange.day(found) if found else None


def _precision(start: dt.date, end: dt.date) -> str:
    days = (end - start).days
    return "day" if days == 0 else "week" if days <= 8 else "month" if days <= 31 else "year" if days <= 366 else "unknown"


def _range(values: list[object], published: dt.date | None) -> DateRange | None:
    year0, month0, day0, year, month, day = (int(str(v)) if v else 0 for v in values)
    year = year or _year_near(month, day or 1, published) or 0
    if not year:
        return None
    year0 = year0 or year
    if year0 == year and month0 > month:
        year0 -= 1
    start = _safe(year0, month0, day0 or 1)
    end = _safe(year, month, day or calendar.monthrange(year, month)[1])
    return DateRange(start, end, _precision(start, end)) if start and end and start <= end else None


def _month_of(values: list[object], published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    year, month, which, yearword, part = values
    m = int(str(month))
    known: int | None
    if year:
        known = int(str(year))
    elif yearword:
        known = _year_by_word(yearword, published, reference)
    elif which == "that" and reference and reference.start:
        known = _nearest_year(m, reference.start, published)
    elif which in {"the following", "the same", "the"} and reference and reference.start:
        known = reference.start.year + (1 if m < reference.start.month else 0)
        if which == "the" and published is not None and (known, m) > (published.year, published.month):
            known = _year_near(m, None, published)
    elif which == "last" and published:
        known = published.year - (1 if m >= published.month else 0)
    elif which == "next":
        return None
    else:
        known = _year_near(m, None, published)
    if not known:
        return None
    whole = DateRange.month(known, m)
    if whole.start is None or whole.end is None:
        return None
    edge = str(part or "")
    if edge in {"early", "beginning of", "start of"}:
        return DateRange(whole.start, whole.start.replace(day=10), "month")
    if edge in {"late", "end of", "very end of"}:
        return DateRange(whole.start.replace(day=20), whole.end, "month")
    if edge in {"mid", "middle of"}:
        return DateRange(whole.start.replace(day=10), whole.start.replace(day=20), "month")
    return _stretch(edge, whole.start, whole.end)


_WEEKS = {"first": 1, "second": 8, "third": 15, "fourth": 22}


def _stretch(words: str, first: dt.date, last: dt.date) -> DateRange:
    """Return the stretch of a month that words mean: "first days of", "second week of", "latter half of"."""
    if "week of" in words:
        begin = last.day - 6 if "last" in words else next((day for word, day in _WEEKS.items() if word in words), 1)
        # weeks of a calendar and weeks counted from the first day differ by a few days
        return DateRange(first.replace(day=max(1, begin - 2)), first.replace(day=min(last.day, begin + 8)), "month")
    if "half of" in words:
        return DateRange(first, first.replace(day=15), "month") if "first" in words else DateRange(first.replace(day=15), last, "month")
    if "days of" in words:
        opening = any(word in words for word in ("first", "early", "opening"))
        return DateRange(first, first.replace(day=7), "month") if opening else DateRange(last - dt.timedelta(6), last, "month")
    return DateRange(first, last, "month")


def _nearest_year(month: int, reached: dt.date, published: dt.date | None) -> int:
    """Return the year of "that January": of the same year or the next, the nearer one, none that had yet to come."""
    years = [year for year in (reached.year, reached.year + 1) if published is None or (year, month) <= (published.year, published.month)]
    return min(years or [reached.year], key=lambda year: abs((year - reached.year) * 12 + month - reached.month))


def _monthday(day: int, which: str, published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    """Read "on the 31st": of the month that the story has reached, or the next one, never of a day to come."""
    if which == "last" and published is not None:
        last = published.replace(day=1) - dt.timedelta(1)
        found = _safe(last.year, last.month, day)
        return DateRange.day(found) if found else None
    base = reference.start if which != "this" and reference is not None and reference.precision in {"day", "week", "month"} else None
    if base is None and which in {"the same", "that", "the following", "the next"}:
        return None
    step = 1 if which in {"the following", "the next"} else 0
    origin = base or published
    if origin is None:
        return None
    tries = (step,) if which else (0, -1) if base is None else (0, 1)
    for months in tries:
        index = origin.year * 12 + origin.month - 1 + months
        found = _safe(index // 12, index % 12 + 1, day)
        if found is not None and (published is None or found <= published) and (which or base is None or found >= base):
            return DateRange.day(found)
    found = _safe(origin.year, origin.month, day)
    return DateRange.day(found) if base is not None and found is not None and (published is None or found <= published) else None


def _season(values: list[object], published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    year, season, which = values
    first, last = _SEASONS[str(season)]
    if year:
        known = int(str(year))
    elif which == "that" and reference and reference.start:
        known = reference.start.year
    elif published:
        known = published.year - (1 if first > published.month or (which == "last" and first <= published.month <= last) else 0)
    else:
        return None
    start = dt.date(known, first, 1)
    end_year = known + (1 if last < first else 0)
    return DateRange(start, dt.date(end_year, last, calendar.monthrange(end_year, last)[1]), "year")


def _weekday_of(values: list[object], published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    weekday, which, week = int(str(values[0])), values[1], values[2]
    if (
        which in {"the following", "the next", "the same", "that", "the previous", "the preceding"}
        and reference
        and reference.start
        and reference.precision == "day"
    ):
        step = (weekday - reference.start.weekday()) % 7
        if which in {"the following", "the next"}:
            return DateRange.day(reference.start + dt.timedelta(step or 7))
        if which in {"the previous", "the preceding"}:
            return DateRange.day(reference.start - dt.timedelta((reference.start.weekday() - weekday) % 7 or 7))
        return DateRange.day(reference.start + dt.timedelta(step if step <= 3 else step - 7))
    if which in {"the following", "the next", "the previous", "the preceding"}:
        return None  # and nothing told that it comes after
    if which == "the" and not week and reference and reference.end and reference.precision == "day" and published and reference.end < published:
        after = reference.end + dt.timedelta((weekday - reference.end.weekday()) % 7)  # "until the Tuesday": of the week that the story has reached
        return DateRange.day(after) if after <= published else DateRange.day(published - dt.timedelta((published.weekday() - weekday) % 7))
    if published is None or which == "next":
        return None
    if week in {"last week", "of last week"}:
        monday = published - dt.timedelta(published.weekday() + 7)
        return DateRange.day(monday + dt.timedelta(weekday))
    back = (published.weekday() - weekday) % 7
    if which == "last" and back == 0:
        back = 7
    return DateRange.day(published - dt.timedelta(back))


def _weekday_range(first: int, last: int, published: dt.date | None) -> DateRange | None:
    """Read "between Tuesday and Thursday": the last ones before publication."""
    if published is None:
        return None
    end = published - dt.timedelta((published.weekday() - last) % 7)
    return DateRange(end - dt.timedelta((last - first) % 7), end, "week")


def _after_ref(count: object, unit: str, published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    """Read "in the following two days": from the day that the story has reached on, and no further than publication."""
    if reference is None or reference.start is None or reference.end is None or reference.precision not in {"day", "week"}:
        return None
    number = int(str(count)) if count else 4
    end = reference.end + dt.timedelta({"hour": max(1, number // 24) if count else 1, "week": 7 * number}.get(unit, number))
    if published is not None:
        end = max(min(end, published), reference.start)
    return DateRange(reference.start, end, _precision(reference.start, end))


def _ref_day(which: str, unit: str, reference: DateRange | None, published: dt.date | None) -> DateRange | None:
    base = reference or (DateRange.day(published) if published and which == "the same" else None)
    if base is None or base.start is None:
        return None
    step = 0 if which in {"the same", "that", "the very same", "this same"} else -1 if which in {"the previous", "the preceding"} else 1
    if unit in {"day", "night", "morning", "evening", "afternoon"}:
        if base.precision != "day":
            return base if step == 0 else None
        return DateRange.day(base.start + dt.timedelta(step)) if step else base
    if unit == "month":
        index = base.start.year * 12 + base.start.month - 1 + step
        return DateRange.month(index // 12, index % 12 + 1)
    if unit == "year":
        return DateRange.year(base.start.year + step)
    monday = base.start - dt.timedelta(base.start.weekday()) + dt.timedelta(7 * step)
    return DateRange(monday, monday + dt.timedelta(6), "week")


def _period(values: list[object], published: dt.date | None, reference: DateRange | None) -> DateRange | None:
    which, unit = str(values[0]), str(values[1])
    edge = str(values[2]) if len(values) > 2 else ""
    if which in {"the same", "the previous"} and reference and reference.start:
        return _ref_day(which, unit, reference, published)
    if published is None or which in {"next", "the coming"}:
        return None
    last = which in {"last", "the previous"}
    if unit == "night":
        return DateRange.day(published - dt.timedelta(1))
    if which in {"the past", "the last"}:
        days = {"week": 7, "fortnight": 14, "month": 31, "year": 365}[unit]
        return DateRange(published - dt.timedelta(days), published, _precision(published - dt.timedelta(days), published))
    if unit in {"week", "fortnight", "day"}:
        monday = published - dt.timedelta(published.weekday() + (7 if last else 0))
        return DateRange(monday, monday + dt.timedelta(6) if last else published, "week")
    if unit == "month":
        index = published.year * 12 + published.month - 1 - (1 if last else 0)
        whole = DateRange.month(index // 12, index % 12 + 1)
        if edge in {"beginning", "start"} and whole.start:
            return DateRange(whole.start, whole.start.replace(day=10), "month")
        return whole
    return DateRange.year(published.year - (1 if last else 0))


def _recent(values: list[object], published: dt.date | None) -> DateRange | None:
    count, unit = values
    if published is None or not unit:
        return None
    number = int(str(count)) if count else 4
    days = {
        "hour": max(1, (number if count else 24) // 24),
        "day": number,
        "night": number,
        "week": 7 * number,
        "month": 31 * number,
        "year": 366 * number,
    }[str(unit)]
    try:
        start = published - dt.timedelta(days)
    except OverflowError:
        return None
    return DateRange(start, published, _precision(start, published))


_YEAR = lazy_pattern(r"(?:19|20)\d\d")
"""What no full date is without: looked for first, being far quicker to find."""

_FULL_DATE = lazy_pattern(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + MONTH + r",?\s+(?P<year>(?:19|20)\d\d)"
    r"|" + MONTH.replace("<month>", "<month2>") + r"\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))",
    re.IGNORECASE,
)


def text_date(text: str) -> tuple[dt.date, int, int] | None:
    """Return the date of publication that stands in the text itself, with its offsets: on a line of its own, in a header line or in a dateline."""
    position = 0
    for line in text[:3000].splitlines(keepends=True):
        match = _FULL_DATE.search(line) if _YEAR.search(line) else None
        if match:
            before, after = line[: match.start()].strip(), line[match.end() :].strip()
            labelled = re.fullmatch(
                r"(?:\w+\s)?(?:published|date|updated|posted|dated|issued|as of|situation as of)\s*(?:on|at)?\s*:?", before, re.IGNORECASE
            )
            dateline = re.fullmatch(r"[A-Z\u00c0-\u00dc][\w'.\-\u2019 ,/]{0,60}[,(]", before + ",") and re.match(
                r"(?:\([^)]{1,40}\)\s*)?[-\u2013\u2014:]", after
            )
            alone = len(before) + len(after) <= 25 and not re.search(r"[.!?]$", after)
            bulletin = (
                re.search(
                    r"(?:report|update|bulletin|sitrep|briefing|digest|summary|overview|assessment|edition|no\.\s*\d+|#\d+)\W{0,6}$",
                    before,
                    re.IGNORECASE,
                )
                and len(after) <= 40
            )
            if labelled or alone or dateline or bulletin:
                day = _full(match)
                if day is not None:
                    return day, position + match.start(), position + match.end()
        position += len(line)
    return None


def _full(match: re.Match[str]) -> dt.date | None:
    if match.group("iso"):
        try:
            return dt.date.fromisoformat(match.group("iso"))
        except ValueError:
            return None
    month = match.group("month") or match.group("month2")
    return _safe(int(match.group("year") or match.group("year2")), month_number(month), int(match.group("day") or match.group("day2")))


def span_precision(start: dt.date, end: dt.date | None) -> str:
    """Return how exact a stretch of days is."""
    if end is None:
        return "unknown"
    days = (end - start).days
    return "day" if days == 0 else "week" if days <= 8 else "month" if days <= 31 else "year" if days <= 366 else "unknown"
