"""Expressions of time and the days that they mean.

An expression is found by shape alone (`find_times`) and resolved later, when the day of publication and the day that the story has
reached are known (`resolve_time`). Nothing here falls back on the day of publication: what cannot be told stays None.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

__all__ = ["DateRange", "TimeExpression", "find_times", "resolve_time", "text_date"]

_MONTHS = {name.lower(): index for index, name in enumerate(calendar.month_name) if name} | {
    name.lower(): index for index, name in enumerate(calendar.month_abbr) if name
}
_MONTHS["sept"] = 9
_DAYS = {name.lower(): index for index, name in enumerate(calendar.day_name)}
_DAYS |= {"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}
_NUMBERS = {
    word: value
    for value, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"]
    )
} | {
    "a": 1,
    "an": 1,
    "couple of": 2,
    "a couple of": 2,
    "the": 1,
    "twenty": 20,
    "thirty": 30,
    "fifteen": 15,
}
_SEASONS = {"winter": (12, 3), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}


@dataclass(frozen=True, slots=True)
class DateRange:
    """Inclusive days with a precision (``day``, ``week``, ``month``, ``year``, ``unknown``)."""

    start: dt.date | None
    end: dt.date | None
    precision: str

    @classmethod
    def day(cls, day: dt.date) -> DateRange:
        """Return one day."""
        return cls(day, day, "day")

    @classmethod
    def month(cls, year: int, month: int) -> DateRange:
        """Return a calendar month."""
        return cls(dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1]), "month")

    @classmethod
    def year(cls, year: int) -> DateRange:
        """Return a calendar year."""
        return cls(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell a time, with what they mean in ``spec`` (a name and its values) and how they are used.

    ``use`` is ``point``, ``since`` (from then on), ``until`` (up to then, not the time of the event), ``shift`` ("a day after", before a clause or
    noun), ``first`` ("for the first time since 2012") or ``none`` (a duration, which dates nothing).
    """

    start: int
    end: int
    text: str
    use: str
    spec: tuple[object, ...]


_MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)
_DAY = r"(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_PARTDAY = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|noon|lunchtime)s?)?"
_PRE = (
    r"(?:(?:(?:late|early|earlier|later|again|only|just|before\s+dawn|at\s+dawn|at\s+dusk|at\s+noon|by\s+nightfall|by\s+noon|by\s+evening|overnight|"
    r"on\s+the\s+(?:night|evening|morning|afternoon)\s+of|in\s+the\s+(?:night|evening|early\s+hours|morning|afternoon)\s+of|during\s+the\s+night\s+of|as\s+late\s+as|as\s+of|as\s+recently\s+as|the\s+(?:night|evening|morning)\s+of)\s+)?"
    r"(?:(?P<prep>on|since|until|till|by|from|before|after|of|for|through)\s+)?(?:the\s+(?:evening|night|morning|afternoon)\s+of\s+)?)"
)
_YEARWORD = (
    r"(?:,?\s+(?:of\s+)?(?P<yearword>last\s+year|this\s+year|that\s+year|the\s+following\s+year|the\s+same\s+year|"
    r"the\s+next\s+year|the\s+previous\s+year|the\s+year\s+before|next\s+year))?"
)
_N = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|"
    r"a\s+couple\s+of|several|a\s+few|some)"
)
_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(r"(?<![\w-])" + pattern + (r"(?![\w])" if name == "owner" else r"(?![\w]|['\u2019]s\b)"), re.IGNORECASE))
    for name, pattern in (
        (
            "first_since",
            r"(?:for\s+)?(?:only\s+)?the\s+first\s+time\s+(?:since|in|after)\s+(?:(?:early|late|mid)[\s-]+)?(?:"
            + _MONTH
            + r"\s+)?(?:(?P<year>(?:19|20)\d\d)|(?:more\s+than\s+|nearly\s+|almost\s+|over\s+)?"
            + _N
            + r"\s+"
            + _UNIT
            + r")",
        ),
        ("iso", r"(?:(?P<prep>on|since|until|by|from|before|after|of)\s+)?(?P<year>(?:19|20)\d\d)-(?P<monthnum>\d\d)-(?P<daynum>\d\d)"),
        (
            "day_range",
            r"(?:(?P<prep>between|from|on|over)\s+)?(?:the\s+)?(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?:\s+"
            + _MONTH.replace("<month>", "<month0>")
            + r")?\s*(?:and|to|-|\u2013|\u2014|until)\s*(?P<daynum2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            + _MONTH
            + r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        ),
        (
            "month_range",
            r"between\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<daynum>\d{1,2})\s+)?"
            + _MONTH.replace("<month>", "<month0>")
            + r"(?:\s+(?P<year0>(?:19|20)\d\d))?\s+and\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<daynum2>\d{1,2})\s+)?"
            + _MONTH
            + r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        ),
        (
            "day_month",
            _PRE
            + r"(?:"
            + _DAY
            + r",?\s+)?(?:the\s+)?(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+"
            + _MONTH
            + r"(?:,?\s+(?P<year>(?:19|20)\d\d))?"
            + _YEARWORD
            + _PARTDAY,
        ),
        (
            "month_day",
            _PRE
            + r"(?:"
            + _DAY
            + r",?\s+)?"
            + _MONTH
            + r"\s+(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?!\d|:|,\d)(?:,?\s+(?P<year>(?:19|20)\d\d))?"
            + _YEARWORD
            + _PARTDAY,
        ),
        (
            "month",
            r"(?:(?P<prep>in|since|until|by|from|of|before|after|during|at)\s+)?(?:(?:the\s+)?(?P<part>early|mid|late|beginning\s+of|middle\s+of|start\s+of|end\s+of|very\s+end\s+of)[\s-]+)?(?:(?P<which>last|this|that|next|the\s+following|the\s+same|the\s+previous)\s+)?"
            + _MONTH
            + r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?"
            + _YEARWORD,
        ),
        (
            "season",
            r"(?:(?P<prep>in|since|until|by|from|of|before|after|during)\s+)?(?:the\s+)?(?:(?P<part>early|mid|late)[\s-]+)?(?:(?P<which>last|this|that|next|the\s+following)\s+)?(?P<season>spring|summer|autumn|winter)(?:\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?",
        ),
        (
            "year",
            r"(?:(?P<prep>in|since|until|by|from|of|before|after|during)\s+)(?:(?P<part>early|mid|late|the\s+end\s+of|the\s+start\s+of|the\s+beginning\s+of)[\s-]+)?(?P<year>(?:19|20)\d\d)",
        ),
        (
            "day_before",
            (
                r"(?:on\s+)?(?P<which>the\s+(?:day|night|week|month|year)\s+(?:before|after)|a\s+(?:day|week|month|year)\s+before)"
                r"(?=\s*(?:[,.;:)\u2013\u2014\"-]|$|(?:in|and|but|when|as|at|by|from|to|with|near|without|under|into|through|during|for)\b))"
            ),
        ),
        (
            "shift",
            r"(?:the\s+)?(?:(?:less\s+than|more\s+than|just|only|barely|not)\s+)?(?:"
            + _N
            + r"\s+)?(?P<unit>hour|minute|day|week|month|year)s?\s+(?P<shift>after|before)",
        ),
        (
            "ref_offset",
            r"(?:(?:less\s+than|more\s+than|just|only|barely|some|about|almost|nearly)\s+)?"
            + _N
            + r"\s+"
            + _UNIT
            + r"\s+(?P<shift>later|earlier|before|afterwards?|previously|on)",
        ),
        ("ago", r"(?:(?:less\s+than|more\s+than|just|only|barely|some|about|almost|nearly)\s+)?(?:" + _N + r"\s+)?" + _UNIT + r"\s+ago"),
        ("weekend", r"(?:(?P<prep>at|over|since|during|on|by)\s+)?(?:the\s+)?(?P<which>last|this|past|that|previous)?\s*weekend"),
        (
            "weekday",
            _PRE
            + r"(?:(?P<which>last|this|past|that|next|the\s+previous|the\s+following|the\s+next|the\s+same|the\s+preceding)\s+)?"
            + _DAY
            + r"(?:\s+(?P<week>last\s+week|this\s+week|of\s+last\s+week|next\s+week))?"
            + _PARTDAY,
        ),
        (
            "ref_day",
            r"(?:(?:later|earlier|early|late|on|by|since|during|from|in)\s+)?(?:on\s+)?(?P<which>the\s+same|that|the\s+next|the\s+following|the\s+previous|the\s+preceding|the\s+very\s+next|the\s+very\s+same|this\s+same)\s+(?P<unit>day|night|morning|evening|afternoon|week|month|year|weekend)",
        ),
        (
            "period",
            r"(?:(?P<prep>since|until|by|from|of|during|in|over)\s+)?(?:(?:earlier|later|late|early|midway\s+through|at\s+the\s+start\s+of|at\s+the\s+end\s+of|in\s+the\s+middle\s+of|at\s+the\s+beginning\s+of|the\s+start\s+of|the\s+beginning\s+of|sometime)\s+)?(?P<which>last|this|next|the\s+past|the\s+last|the\s+previous|the\s+same|the\s+current|the\s+coming)\s+(?P<unit>week|month|year|night|fortnight)",
        ),
        (
            "month_edge",
            r"(?:(?:in|at|by|since|on|from|towards|around)\s+)?the\s+(?P<edge>beginning|start|middle|end)\s+of\s+(?:the|this)\s+(?P<unit>week|month|year)",
        ),
        ("in_week", r"(?:earlier|later|late|early)\s+in\s+the\s+(?P<unit>week|month|year|day)"),
        (
            "recent",
            r"(?:in|over|during|within|for)\s+(?:the|these)\s+(?:past|last|previous|recent|preceding|first|final|space\s+of|course\s+of)\s*(?:"
            + _N
            + r"\s+|few\s+|couple\s+of\s+|the\s+)?(?P<unit>hour|day|week|month|year|night)s?",
        ),
        ("recent2", r"(?:in|over|during)\s+recent\s+(?P<unit>hour|day|week|month|year|night)s?|recently"),
        (
            "today",
            r"(?:(?:earlier|late|early|later|since|until|by|before)\s+)?(?P<word>today|yesterday|tonight|last\s+night|overnight|this\s+(?:morning|evening|afternoon)|tomorrow)",
        ),
        (
            "daypart",
            r"(?:at|by|before|after|around|until|towards|since|during|in|on)\s+(?:about\s+|the\s+)?(?:first\s+light|dawn|daybreak|dusk|nightfall|sunset|sunrise|noon|midday|midnight|daylight|evening|morning|afternoon|night|mid-morning|mid-afternoon|lunchtime|early\s+hours|small\s+hours|end\s+of\s+the\s+(?:day|afternoon))|that\s+(?:same\s+)?(?:day|evening|morning)|(?:at|during|by|through)\s+the\s+day|during\s+the\s+(?:day|night|evening|morning)|in\s+the\s+(?:evening|morning|afternoon|night|small\s+hours|early\s+hours)",
        ),
        (
            "owner",
            r"(?:(?:in|during|on|after|since|from|of|by)\s+)?(?:(?P<which>last|this)\s+(?P<unit>week|month|year|night)|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?P<word>yesterday|today))(?=['\u2019]s)",
        ),
        (
            "duration",
            r"(?:(?:in|within|for|after|over|during|inside)\s+)(?:(?:the\s+)?(?:space|course)\s+of\s+)?(?:(?:more\s+than|less\s+than|about|at\s+least|nearly|almost|some|over|around|only|just|barely|under)\s+)?(?:"
            + _N
            + r"\s+|\w+-)?(?:hour|minute|day|night|week|fortnight|month|year|decade)s?(?:\s+of(?=\s))?",
        ),
        (
            "hours",
            r"(?:at|by|around|from|since|until)\s+(?:about\s+)?\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.|gmt|utc|hours|local\s+time|o'clock)",
        ),
    )
)


def _month(value: str) -> int:
    return _MONTHS[value.lower().rstrip(".")[:3] if value.lower().rstrip(".") not in _MONTHS else value.lower().rstrip(".")]


def _count(value: str | None) -> int | None:
    if value is None:
        return None
    word = re.sub(r"\s+", " ", value.lower())
    return int(word) if word.isdigit() else _NUMBERS.get(word)


def find_times(text: str, start: int, end: int) -> list[TimeExpression]:
    """Return the expressions of time in ``text[start:end]``, in order, without overlaps (earlier patterns win)."""
    taken = bytearray(end - start)
    found: list[TimeExpression] = []
    for name, pattern in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if any(taken[match.start() - start : match.end() - start]):
                continue
            expression = _expression(name, match)
            if expression is None:
                continue
            taken[match.start() - start : match.end() - start] = b"\1" * (match.end() - match.start())
            found.append(expression)
    return sorted(found, key=lambda item: item.start)


def _expression(name: str, match: re.Match[str]) -> TimeExpression | None:
    groups = {key: re.sub(r"\s+", " ", value.lower()) if value else "" for key, value in match.groupdict().items()}
    prep = groups.get("prep")
    use = {"since": "since", "from": "since", "until": "until", "till": "until", "before": "until", "through": "until"}.get(prep or "", "point")
    head = match.group().lower()
    if head.startswith(("since ", "from ")):
        use = "since"
    elif re.match(r"(?:until|till)\s", head):
        use = "until"
    elif prep == "after":
        use = "since"
    year = int(groups["year"]) if groups.get("year") else None
    spec: tuple[object, ...]
    if name == "first_since":
        use, spec = "first", ("first", year, _count(groups.get("n")), groups.get("unit"))
    elif name == "iso":
        spec = ("ymd", year, int(groups["monthnum"] or 0), int(groups["daynum"] or 0), None, None)
    elif name == "day_range":
        month = _month(groups["month"] or "")
        month0 = _month(groups["month0"]) if groups.get("month0") else month
        spec, use = ("range", year, month0, int(groups["daynum"] or 0), year, month, int(groups["daynum2"] or 0)), "point"
    elif name == "month_range":
        spec = (
            "range",
            int(groups["year0"]) if groups.get("year0") else year,
            _month(groups["month0"] or ""),
            int(groups["daynum"] or 0),
            year,
            _month(groups["month"] or ""),
            int(groups["daynum2"] or 0),
        )
        use = "point"
    elif name in {"day_month", "month_day"}:
        if int(groups["daynum"] or 0) > 31:
            return None
        # "may 5" is also a modal verb with a number: the month is written with a capital
        if not match.group("month")[0].isupper():
            return None
        spec = ("ymd", year, _month(groups["month"] or ""), int(groups["daynum"] or 0), groups.get("yearword"), groups.get("weekday"))
    elif name == "month":
        if not match.group("month")[0].isupper() or (
            groups["month"] in {"may", "march", "mar", "jan", "dec", "sep"}
            and not (prep or year or groups.get("which") or groups.get("part") or groups.get("yearword"))
        ):
            return None
        spec = ("month", year, _month(groups["month"] or ""), groups.get("which"), groups.get("yearword"), groups.get("part"))
    elif name == "season":
        if not (prep or groups.get("which") or year):
            return None
        spec = ("season", year, groups["season"], groups.get("which"))
    elif name == "year":
        spec = ("year", year)
    elif name == "shift":
        if groups.get("n") is None and not head.startswith(("hour", "minute", "day", "week", "month", "just", "only", "the ")):
            return None
        use, spec = "shift", ("shift", _count(groups.get("n")) or (1 if head.startswith("the ") else None), groups["unit"], groups["shift"])
    elif name == "ref_offset":
        use, spec = "point", ("ref_offset", _count(groups.get("n")), groups["unit"], groups["shift"])
    elif name == "ago":
        spec = ("ago", _count(groups.get("n")), groups["unit"])
    elif name == "weekend":
        spec = ("weekend", groups.get("which"))
    elif name == "weekday":
        spec = ("weekday", _DAYS[groups["weekday"] or ""], groups.get("which"), groups.get("week"))
        if groups.get("which") == "next" or groups.get("week") == "next week":
            use = "none"
    elif name == "ref_day":
        spec = ("ref_day", groups["which"], groups["unit"])
    elif name == "day_before":
        spec = ("day_before", groups["which"])
    elif name == "period":
        spec = ("period", groups["which"], groups["unit"])
        if groups["which"] in {"next", "the coming"}:
            use = "none"
    elif name == "month_edge":
        spec = ("period", "this", groups["unit"], groups["edge"])
    elif name == "in_week":
        spec = ("period", "this", groups["unit"])
    elif name == "recent":
        spec = ("recent", _count(groups.get("n")), groups["unit"])
    elif name == "recent2":
        spec = ("recent", None, groups.get("unit"))
    elif name == "today":
        spec, use = ("today", groups["word"]), "none" if groups["word"] == "tomorrow" else use
    elif name == "owner":
        spec = (
            ("weekday", _DAYS[groups["weekday"]], None, None)
            if groups.get("weekday")
            else ("today", groups["word"])
            if groups.get("word")
            else ("period", groups["which"], groups["unit"])
        )
        use = "point"
    elif name == "daypart":
        spec, use = ("daypart",), "point"
    else:
        spec, use = ("duration",), "none"
    return TimeExpression(match.start(), match.end(), match.group(), use, spec)


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
    name, *values = expression.spec
    ref_day = (reference.start if reference and reference.start else None) or published
    if name == "ymd":
        year, month, day, yearword, _weekday = values
        return _day(year, month, day, yearword, published, reference)
    if name == "range":
        return _range(values, published)
    if name == "month":
        return _month_of(values, published, reference)
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
        sign = 1 if shift in {"earlier", "before", "previously"} else -1
        return _minus(ref_day, sign * int(str(count)), str(unit))
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
    if name == "daypart":
        return reference if reference and reference.precision == "day" else None
    return None


def _year_near(month: int, day: int | None, published: dt.date | None) -> int | None:
    """Return the latest year in which the day (or month) is not after publication."""
    if published is None:
        return None
    year = published.year
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
    elif which in {"that", "the following", "the same"} and reference and reference.start:
        known = reference.start.year + (1 if m < reference.start.month else 0)
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
    return whole


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
    if published is None or which == "next":
        return None
    if week in {"last week", "of last week"}:
        monday = published - dt.timedelta(published.weekday() + 7)
        return DateRange.day(monday + dt.timedelta(weekday))
    back = (published.weekday() - weekday) % 7
    if which == "last" and back == 0:
        back = 7
    return DateRange.day(published - dt.timedelta(back))


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
    if published is None or unit is None:
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


_FULL_DATE = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:(?P<day>\d{1,2})(?:st|nd|rd|th)?\s+" + _MONTH + r",?\s+(?P<year>(?:19|20)\d\d)"
    r"|" + _MONTH.replace("<month>", "<month2>") + r"\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<year2>(?:19|20)\d\d)"
    r"|(?P<iso>(?:19|20)\d\d-\d\d-\d\d))",
    re.IGNORECASE,
)


def text_date(text: str) -> tuple[dt.date, int, int] | None:
    """Return the date of publication that stands in the text itself, with its offsets: on a line of its own, in a header line or in a dateline."""
    position = 0
    for line in text[:3000].splitlines(keepends=True):
        match = _FULL_DATE.search(line)
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
    return _safe(int(match.group("year") or match.group("year2")), _month(month), int(match.group("day") or match.group("day2")))
