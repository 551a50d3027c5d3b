"""Expressions of time and the days that they mean.

An expression is found by shape alone (`find_times`) and resolved later (`dating`), when the day of publication and the day that the story has
reached are known (`resolve_time`). Nothing here falls back on the day of publication: what cannot be told stays None.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, replace
from functools import cache

from conflict_map.events.time_hints import HINTS, near_hints
from conflict_map.events.time_hints import openers as time_openers

__all__ = ["MONTH", "DateRange", "TimeExpression", "find_times", "month_number"]

_MONTHS = {name.lower(): index for index, name in enumerate(calendar.month_name) if name} | {
    name.lower(): index for index, name in enumerate(calendar.month_abbr) if name
}

_DAYS = {name.lower(): index for index, name in enumerate(calendar.day_name)}

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


_PRECISIONS = ("day", "week", "month", "year", "unknown")


@dataclass(frozen=True, slots=True)
class DateRange:
    """Inclusive days with a precision (``day``, ``week``, ``month``, ``year``, ``unknown``)."""

    start: dt.date | None
    end: dt.date | None
    precision: str

    @property
    def coarseness(self) -> int:
        """Rank of the precision: 0 for a day, the higher the less is known."""
        return _PRECISIONS.index(self.precision)

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


MONTH = (
    r"(?P<month>jan(?:uary|\.)?|feb(?:ruary|\.)?|mar(?:ch|\.)?|apr(?:il|\.)?|may|june?|july?|aug(?:ust|\.)?|"
    r"sept?(?:ember|\.)?|oct(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?)"
)

_DAY = r"(?:(?:easter|palm|good|whit)\s+)?(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)"

_PART = (
    r"(?:very\s+)?(?:first|last|early|opening|closing|final)\s+(?:(?:few|two|three)\s+)?days\s+of|(?:first|second|third|fourth|last)\s+week\s+of|"
    r"(?:first|second|latter)\s+half\s+of"
)
"""A stretch of a month: "the first days of April"."""

_PARTDAY = r"(?:\s+(?:early\s+)?(?:morning|afternoon|evening|night|noon|lunchtime)s?)?"

_ENDS = r"\s*(?:[,.;:)]|$|(?:and|but|when|as|by|from|to|with|at|after|before)\b)"
"""What follows "the Tuesday" where it is a time, not "the Tuesday market"."""

_PRE = (
    r"(?:(?:(?:late|early|earlier|later|some\s*time|again|only|just|before\s+dawn|at\s+dawn|at\s+dusk|at\s+noon|by\s+nightfall|by\s+noon|by\s+evening|overnight|"
    r"on\s+the\s+(?:night|evening|morning|afternoon)\s+of|in\s+the\s+(?:night|evening|(?:very\s+)?(?:early|small)\s+hours|morning|afternoon|course)\s+of|during\s+the\s+night\s+of|as\s+late\s+as|as\s+of|as\s+recently\s+as|the\s+(?:night|evening|morning)\s+of)\s+)?"
    r"(?:(?P<prep>on|since|until|till|by|from|before|after|of|for|through)\s+)?(?:the\s+(?:evening|night|morning|afternoon)\s+of\s+)?)"
)

_YEARWORD = (
    r"(?:,?\s+(?:of\s+)?(?P<yearword>last\s+year|this\s+year|that\s+year|the\s+following\s+year|the\s+same\s+year|"
    r"the\s+next\s+year|the\s+previous\s+year|the\s+year\s+before|next\s+year))?"
)

_WHOLE = re.compile(r"\s+(?:(?:the|a|an|its|his|her|their|this|that)\b|[A-Z0-9])")
"""What follows "in the last days of" where it is no day of publication that the days are counted from."""

_MOVABLE = re.compile(r"\b(?:good\s+friday|(?:holy|maundy)\s+(?:thursday|saturday)|palm\s+sunday|easter\s+(?:sunday|monday))")
"""Feasts whose day changes from year to year, and differs between east and west: no last Friday or Monday."""
_FEASTS = {"new year's day": (1, 1), "new year's eve": (12, 31), "christmas day": (12, 25), "christmas eve": (12, 24), "boxing day": (12, 26)}

_N = (
    r"(?P<n>\d{1,3}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|twenty|thirty|"
    r"a\s+couple\s+of|several|a\s+few|some)"
)

_UNIT = r"(?P<unit>hour|day|night|week|fortnight|month|year|decade)s?"

_PATTERNS: tuple[tuple[str, str], ...] = tuple(
    (name, r"(?<![\w-])" + pattern + (r"(?![\w])" if name == "owner" else r"(?![\w]|['\u2019]s\b)"))
    for name, pattern in (
        (
            "first_since",
            r"(?:for\s+)?(?:only\s+)?the\s+first\s+time\s+(?:since|in(?!\s+(?:(?:early|late|mid)[\s-]+)?(?:[A-Z]\w+\s+)?(?:19|20)\d\d)|after)\s+(?:(?:early|late|mid)[\s-]+)?(?:"
            + MONTH
            + r"\s+)?(?:(?P<year>(?:19|20)\d\d)|(?:more\s+than\s+|nearly\s+|almost\s+|over\s+)?"
            + _N
            + r"\s+"
            + _UNIT
            + r")",
        ),
        ("iso", r"(?:(?P<prep>on|since|until|by|from|before|after|of)\s+)?(?P<year>(?:19|20)\d\d)-(?P<monthnum>\d\d)-(?P<daynum>\d\d)"),
        (
            "day_range",
            r"(?:(?:in|on|during|over)\s+(?P<night>the\s+night)\s+)?(?:(?P<prep>between|from|on|over|of)\s+)?(?:the\s+)?(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?:\s+"
            + MONTH.replace("<month>", "<month0>")
            + r")?\s*(?:and|or|to|-|\u2013|\u2014|until)\s*(?P<daynum2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?"
            + MONTH
            + r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        ),
        (
            "month_range",
            r"between\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<daynum>\d{1,2})\s+)?"
            + MONTH.replace("<month>", "<month0>")
            + r"(?:\s+(?P<year0>(?:19|20)\d\d))?\s+and\s+(?:(?:early|mid|late)[\s-]+)?(?:(?P<daynum2>\d{1,2})\s+)?"
            + MONTH
            + r"(?:,?\s+(?P<year>(?:19|20)\d\d))?",
        ),
        (
            "day_month",
            _PRE
            + r"(?:"
            + _DAY
            + r",?\s+)?(?:the\s+)?(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?\s+"
            + MONTH
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
            + MONTH
            + r"\s+(?P<daynum>\d{1,2})(?:st|nd|rd|th)?(?!\d|:\d|,\d)(?:,?\s+(?P<year>(?:19|20)\d\d))?"
            + _YEARWORD
            + _PARTDAY,
        ),
        (
            "month",
            r"(?:(?P<prep>in|since|until|by|from|of|before|after|during|at)\s+)?(?:(?:the\s+)?(?P<part>early|mid|late|beginning\s+of|middle\s+of|start\s+of|end\s+of|very\s+end\s+of|"
            + _PART
            + r")[\s-]+)?(?:(?P<which>last|this|that|next|the\s+following|the\s+same|the\s+previous|the(?=\s+\w{3,9}"
            + _ENDS
            + r"))\s+)?"
            + MONTH
            + r"(?:,?\s+(?:of\s+)?(?P<year>(?:19|20)\d\d))?"
            + _YEARWORD,
        ),
        (
            "monthday",
            (
                r"(?:(?P<prep>on|since|until|till|by|from)\s+)(?:(?:the\s+)?(?:night|evening|morning|afternoon|early\s+hours)\s+of\s+)?the\s+(?P<daynum>\d{1,2})(?:st|nd|rd|th)"
                r"(?:\s+of\s+(?P<which>the\s+same|that|this|last|the\s+following|the\s+next|the)\s+month)?"
                r"(?!\s+(?:floor|time|day|anniversary|century|parallel|brigade|division|army|corps|regiment|battalion|infantry|district)\b)"
            ),
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
            "ref_offset",
            r"(?:(?:less\s+than|more\s+than|just|only|barely|some|about|almost|nearly)\s+)?"
            + _N
            + r"\s+"
            + _UNIT
            + r"\s+(?P<shift>after|before)\s+(?:that|this|then|it)(?=\s*(?:[,.;:)\u2013\u2014-]|$|(?:and|but|when|the|it|they|he)\b))",
        ),
        (
            "shift",
            r"(?:the\s+)?(?:(?:less\s+than|more\s+than|just|only|barely|not)\s+)?(?:"
            + _N
            + r"\s+)?(?<!\blast )(?<!\bthis )(?P<unit>hour|minute|day|week|fortnight|month|year)s?\s+(?P<shift>after|before)"
            + r"(?!\s+(?:that|this|it)\b(?:\s*[,.;:)]|\s+(?:in|at|and|but)\b|\s*$))(?!(?<=before)\s*(?:[,.;:)]|$))",
        ),
        (
            "ref_offset",
            r"(?:(?:less\s+than|more\s+than|just|only|barely|some|about|almost|nearly)\s+)?"
            + _N
            + r"\s+"
            + _UNIT
            + r"(?:\s+or\s+(?:two|three|so))?\s+(?P<shift>later|earlier|before|afterwards?|previously|after\s+th(?:at|is)|"
            + r"on(?!\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|the\s+\d|\d)))",
        ),
        ("hours_later", r"(?:(?:just|only|some|barely)\s+)?(?:minutes|hours)\s+(?:later|afterwards?)"),
        ("ago", r"(?:(?<=is\s)|(?<=been\s)|(?<=was\s))" + _N + r"\s+" + _UNIT + r"(?=\s+since\b)"),
        ("ago", r"(?:(?:less\s+than|more\s+than|just|only|barely|some|about|almost|nearly)\s+)?(?:" + _N + r"\s+)?" + _UNIT + r"\s+ago"),
        ("weekend", r"(?:(?P<prep>at|over|since|during|on|by)\s+)?(?:the\s+)?(?:(?P<which>last|this|past|that|previous)\s+)?weekend"),
        (
            "weekday_range",
            r"(?:(?:some\s*time|overnight|(?:(?:on|in|during|over)\s+)?the\s+night)\s+)?(?P<prep>between|from|of)\s+"
            + _DAY.replace("<weekday>", "<weekday0>")
            + r"\s+(?:and|to|until|till)\s+"
            + _DAY,
        ),
        (
            "weekday",
            _PRE
            + r"(?:(?P<which>last|this|past|that|next|the\s+previous|the\s+following|the\s+next|the\s+same|the\s+preceding|"
            + r"the(?=\s+\w+day(?:\s+(?:morning|night|evening|afternoon))?"
            + _ENDS
            + r"))\s+)?"
            + _DAY
            + r"(?:\s+(?P<week>last\s+week|this\s+week|of\s+last\s+week|next\s+week))?"
            + _PARTDAY,
        ),
        (
            "weekday_short",
            r"(?:(?P<prep>on|since|by|until|from)\s+)?(?P<short>mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\b\.?(?P<partday>\s+(?:morning|night|evening|afternoon|am|pm))?",
        ),
        (
            "ref_day",
            r"(?:(?:later|earlier|early|late|on|by|since|during|from|(?<!moved\s)(?<!rolled\s)(?<!marched\s)(?<!drove\s)(?<!went\s)(?<!swept\s)(?<!walked\s)(?<!came\s)in)\s+)?(?:on\s+)?(?P<which>the\s+same|that|the\s+next|the\s+following|the\s+previous|the\s+preceding|the\s+very\s+next|the\s+very\s+same|this\s+same)\s+(?P<unit>day|night|morning|evening|afternoon|week|month|year|weekend)",
        ),
        (
            "period",
            r"(?:(?P<prep>since|until|by|from|of|during|in|over)\s+)?(?:(?:earlier|later|late|early|midway\s+through|at\s+the\s+start\s+of|at\s+the\s+end\s+of|in\s+the\s+middle\s+of|at\s+the\s+beginning\s+of|the\s+start\s+of|the\s+beginning\s+of|sometime)\s+)?(?P<which>last|this|next|the\s+past|the\s+last|the\s+previous|the\s+same|the\s+current|the\s+coming)\s+(?P<unit>week|month|year|night|fortnight)",
        ),
        (
            "month_edge",
            r"(?:(?:in|at|by|since|on|from|towards|around)\s+)?the\s+(?:very\s+)?(?P<edge>beginning|start|middle|end|(?:first|second|latter)\s+half|(?:first|last)\s+(?:days|week))\s+of\s+(?:the|this)\s+(?P<unit>week|month|year)",
        ),
        ("in_week", r"(?:earlier|later|late|early)\s+in\s+the\s+(?P<unit>week|month|year)"),
        (
            "recent",
            r"(?:in|over|during|within|for)\s+(?:the|these)\s+(?:past|last|previous|recent|preceding|first|final|space\s+of|course\s+of)\s*(?:"
            + _N
            + r"\s+|few\s+|couple\s+of\s+|the\s+)?(?P<unit>hour|day|week|month|year|night)s?(?P<whole>\s+of)?",
        ),
        ("recent2", r"(?:in|over|during)\s+recent\s+(?P<unit>hour|day|week|month|year|night)s?|recently"),
        (
            "today",
            r"(?:(?:earlier|late|early|later|since|until|by|before)\s+)?(?P<word>today|yesterday|tonight|last\s+night|overnight|this\s+(?:morning|evening|afternoon)|tomorrow)(?:(?<=yesterday)\s+(?:morning|afternoon|evening|night))?",
        ),
        (
            "daypart",
            r"(?:at|by|before|after|around|until|towards|since|during|in|on)\s+(?:about\s+|the\s+)?(?:first\s+light|dark|dawn|daybreak|dusk|nightfall|sunset|sunrise|noon|midday|midnight|daylight|evening|morning|afternoon|night|mid-?(?:morning|afternoon|evening|day)|lunch(?:time|\s+time)?|teatime|breakfast|early\s+hours|small\s+hours|end\s+of\s+the\s+(?:day|afternoon))|by\s+then|that\s+(?:same\s+)?(?:day|evening|morning)|(?:at|during|by|through|(?:later|earlier|late|early)\s+in)\s+the\s+day|during\s+the\s+(?:day|night|evening|morning)|in\s+the\s+(?:evening|morning|afternoon|night|small\s+hours|early\s+hours)",
        ),
        ("back_ref", r"since\s+then|ever\s+since(?=\s*(?:[,.;:)\u2013\u2014]|$|(?:and|but|with|in|by)\b))"),
        (
            "owner",
            r"(?:(?:in|during|on|after|since|from|of|by)\s+)?(?:(?P<which>last|this)\s+(?P<unit>week|month|year|night)|(?P<weekday>(?:mon|tues|wednes|thurs|fri|satur|sun)day)|(?P<word>yesterday|today))(?=['\u2019]s)",
        ),
        ("holiday", r"(?:(?:on|since|by|over)\s+)?(?P<feast>new\s+year's\s+(?:day|eve)|christmas\s+(?:day|eve)|boxing\s+day)"),
        ("clock", r"(?:(?:at|by|around|from|since|until)\s+)?(?:about\s+)?(?:[01]\d|2[0-3]):[0-5]\d(?:\s*(?:gmt|utc|local\s+time|hrs|h|am|pm))?"),
        (
            "after_ref",
            r"(?:in|over|during|within)\s+the\s+(?:(?:following|next|ensuing|subsequent)\s+(?:(?:few|couple\s+of)\s+|"
            + _N
            + r"\s+)?(?P<unit>hour|day|night|week)s|(?:(?:few|couple\s+of)\s+|"
            + _N.replace("<n>", "<n2>")
            + r"\s+)?(?P<unit2>hour|day|night|week)s\s+(?:that\s+followed|afterwards?|after\s+that|which\s+followed))",
        ),
        ("first_time", r"for\s+the\s+(?:very\s+)?(?:first|second|third|fourth|last)\s+time(?:\s+ever)?(?!\s+(?:since|after))"),
        (
            "duration",
            r"(?:(?:in|within|for|after|over|during|inside)\s+)(?:(?:the\s+)?(?:space|course)\s+of\s+)?(?:(?:more\s+than|less\s+than|about|at\s+least|nearly|almost|some|over|around|only|just|barely|under)\s+)?(?:"
            + _N
            + r"\s+|\w+-)?(?:hour|minute|day|night|week|fortnight|month|year|decade)s?(?:\s+of(?=\s))?",
        ),
        (
            "hours",
            r"(?:at|by|around|from|since|until)\s+(?:about\s+)?(?:\d{1,2}(?:[:.]\d\d)?\s*(?:am|pm|a\.m\.|p\.m\.|gmt|utc|hours|local\s+time|o['\u2019]clock)|"
            + _N.replace("<n>", "<n3>")
            + r"\s+o['\u2019]clock)",
        ),
    )
)


def month_number(value: str) -> int:
    """Return the number of a month from its name or abbreviation."""
    return _MONTHS[value.lower().rstrip(".")[:3] if value.lower().rstrip(".") not in _MONTHS else value.lower().rstrip(".")]


def _count(value: str | None) -> int | None:
    if value is None:
        return None
    word = re.sub(r"\s+", " ", value.lower())
    return int(word) if word.isdigit() else _NUMBERS.get(word)


@cache
def _compiled(source: str) -> re.Pattern[str]:
    """Return a pattern, compiled when a text first has one of its hints and a word that it can begin with: most reports need a few of them."""
    return re.compile(source, re.IGNORECASE)


def find_times(text: str, start: int, end: int) -> list[TimeExpression]:
    """Return the expressions of time in ``text[start:end]``, in order, without overlaps (earlier patterns win)."""
    taken = bytearray(end - start)
    found: list[TimeExpression] = []
    starts, near = near_hints(text, start, end)
    openers = time_openers()
    for name, source in _PATTERNS:
        spans = near.get(HINTS[name])
        if spans is None:
            continue
        behind, opening = start, openers[name]
        for first, last in spans:
            for at, word in starts[first:last]:
                if word not in opening or at < behind or (match := _compiled(source).match(text, at, end)) is None:
                    continue
                behind = match.end()
                if taken.find(1, at - start, behind - start) >= 0 or (expression := _expression(name, match)) is None:
                    continue
                taken[at - start : behind - start] = b"\1" * (behind - at)
                found.append(expression)
    return _counted(text, sorted(found, key=lambda item: item.start))


_NOUNS = re.compile(r"\s+(?:(?:the|a|an|this|its|their)\s+)?[\w'\u2019-]+(?:\s+[\w'\u2019-]+)?\s+")
"""Between an offset and the day of the event that it is counted from: "the vote"."""
_EVE = re.compile(r"on\s+the\s+eve\s+$", re.IGNORECASE)


def _counted(text: str, times: list[TimeExpression]) -> list[TimeExpression]:
    """Count "two days after the vote of 8 May" and "on the eve of Friday's talks" from the day that they name."""
    for number, time in enumerate(times):
        owner = text[time.end : time.end + 2] in {"'s", "\u2019s"}
        if time.use != "point" or not (owner or time.text[:3].lower() == "of ") or time.spec[0] not in {"ymd", "weekday", "today"}:
            continue
        before = times[number - 1] if number else None
        if _EVE.search(text, max(0, time.start - 12), time.start):
            times[number] = replace(time, spec=("counted", 1, "day", "before", time))
        elif before is not None and before.use == "shift" and not owner and _NOUNS.fullmatch(text, before.end, time.start):
            times[number] = replace(time, spec=("counted", *before.spec[1:], time))
    return times


_WITHIN = re.compile(r"(?:within|inside)\s+(?:just\s+|only\s+)?(?:" + _N + r"\s+)?" + _UNIT.replace("|week|fortnight|month|year|decade", "|week"))
"""So soon after what was told before: "within two days"."""


def _expression(name: str, match: re.Match[str]) -> TimeExpression | None:
    groups = {key: re.sub(r"\s+", " ", value.lower()) if value else "" for key, value in match.groupdict().items()}
    prep = groups.get("prep")
    use = {"since": "since", "from": "since", "until": "until", "till": "until", "before": "until", "through": "until"}.get(prep or "", "point")
    head = match.group().lower()
    if name == "weekday" and _MOVABLE.search(head) is not None:
        return TimeExpression(match.start(), match.end(), match.group(), "none", ("untold", "feast"))
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
        month = month_number(groups["month"] or "")
        month0 = month_number(groups["month0"]) if groups.get("month0") else month
        spec, use = ("range", year, month0, int(groups["daynum"] or 0), year, month, int(groups["daynum2"] or 0)), "point"
        if groups.get("night"):
            spec = ("night", *spec[1:])
    elif name == "month_range":
        spec = (
            "range",
            int(groups["year0"]) if groups.get("year0") else year,
            month_number(groups["month0"] or ""),
            int(groups["daynum"] or 0),
            year,
            month_number(groups["month"] or ""),
            int(groups["daynum2"] or 0),
        )
        use = "point"
    elif name in {"day_month", "month_day"}:
        if int(groups["daynum"] or 0) > 31:
            return None
        # "may 5" is also a modal verb with a number: the month is written with a capital
        if not match.group("month")[0].isupper():
            return None
        spec = ("ymd", year, month_number(groups["month"] or ""), int(groups["daynum"] or 0), groups.get("yearword"), groups.get("weekday"))
    elif name == "month":
        if not match.group("month")[0].isupper() or (
            groups["month"] in {"may", "march", "mar", "jan", "dec", "sep"}
            and not (prep or year or groups.get("which") or groups.get("part") or groups.get("yearword"))
        ):
            return None
        spec = ("month", year, month_number(groups["month"] or ""), groups.get("which"), groups.get("yearword"), groups.get("part"))
    elif name == "monthday":
        if not 1 <= int(groups["daynum"] or 0) <= 31:
            return None
        spec = ("monthday", int(groups["daynum"] or 0), groups.get("which"))
    elif name == "season":
        if not (prep or groups.get("which") or year):
            return None
        spec = ("season", year, groups["season"], groups.get("which"))
    elif name == "year":
        spec = ("year", year)
    elif name == "shift":
        if match.string[max(0, match.start() - 4) : match.start()].lower() == "for ":
            return None  # "held it for two days before …"
        if groups.get("n") is None and not head.startswith(("hour", "minute", "day", "week", "month", "just", "only", "the ")):
            return None
        use, spec = "shift", ("shift", _count(groups.get("n")) or (1 if head.startswith("the ") else None), groups["unit"], groups["shift"])
    elif name == "ref_offset":
        use, spec = "point", ("ref_offset", _count(groups.get("n")), groups["unit"], groups["shift"])
    elif name == "after_ref":
        spec = ("after_ref", _count(groups.get("n") or groups.get("n2") or None), groups.get("unit") or groups["unit2"])
    elif name == "weekday_range":
        spec, use = ("weekday_range", _DAYS[groups["weekday0"]], _DAYS[groups["weekday"]]), "point"
    elif name == "ago":
        spec = ("ago", _count(groups.get("n")), groups["unit"])
    elif name == "weekend":
        spec = ("weekend", groups.get("which"))
    elif name == "weekday":
        spec = ("weekday", _DAYS[groups["weekday"] or ""], groups.get("which"), groups.get("week"))
        if groups.get("which") == "next" or groups.get("week") == "next week":
            use = "none"
    elif name == "weekday_short":
        short = match.group("short")
        if not short[0].isupper() or short.isupper() or not (prep or groups.get("partday") or short in {"Tue", "Tues", "Thu", "Thurs", "Fri"}):
            return None
        spec = ("weekday", next(number for day, number in _DAYS.items() if day.startswith(short.lower()[:3])), None, None)
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
        if groups.get("whole") and ("first" in head or "final" in head or _WHOLE.match(match.string, match.end())):
            return TimeExpression(
                match.start(), match.end("whole"), match.group(), "none", ("duration",)
            )  # "in the last days of the war": whenever that was
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
    elif name == "holiday":
        spec = ("ymd", year, *_FEASTS[groups["feast"].replace("\u2019", "'")], None, None)
    elif name == "back_ref":
        spec, use = ("back_ref",), "since"
    elif name in {"daypart", "hours_later"}:
        spec, use = ("daypart",), "point"
    elif name == "duration" and (within := _WITHIN.fullmatch(head)) is not None:
        spec, use = ("after_ref", _count(within["n"]), within["unit"]), "point"
    else:
        spec, use = ("duration",), "none"
    return TimeExpression(match.start(), match.end(), match.group(), use, spec)
