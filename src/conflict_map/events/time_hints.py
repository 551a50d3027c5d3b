"""Words without which no pattern of time can match, so that patterns are only tried around them."""

from __future__ import annotations

import calendar
import re
import tomllib
from bisect import bisect_left
from functools import cache
from importlib import resources
from itertools import accumulate

__all__ = ["HINTS", "near_hints", "openers"]

_DAYS = [name.lower() for name in calendar.day_name]
_MONTHS = [name.lower() for name in (*calendar.month_name, *calendar.month_abbr) if name]
# A word without which a pattern cannot match; Before a word may stand
# the one that has to come right before it ("first time"); "0" stands for any number.
_UNITS = "hour minute day night week fortnight month year decade hours minutes days nights weeks fortnights months years decades"
_MONTH_NAMES = " ".join(_MONTHS) + " sept"
_DAY_NAMES = " ".join(_DAYS)
HINTS: dict[str, str] = {
    "first_since": "first_time",
    "first_time": "time",
    "iso": "0",
    "day_range": _MONTH_NAMES,
    "month_range": _MONTH_NAMES,
    "day_month": _MONTH_NAMES,
    "month_day": _MONTH_NAMES,
    "month": _MONTH_NAMES,
    "monthday": "the_0",
    "season": "spring summer autumn winter",
    "year": "0",
    "day_before": _UNITS,
    "shift": _UNITS,
    "ref_offset": _UNITS,
    "hours_later": "minutes hours",
    "ago": _UNITS,
    "after_ref": _UNITS,
    "weekday_range": _DAY_NAMES,
    "duration": _UNITS,
    "weekend": "weekend",
    "weekday": _DAY_NAMES,
    "weekday_short": "mon tue tues wed thu thur thurs fri sat sun",
    "ref_day": "day night morning evening afternoon week month year weekend",
    "period": "week month year night fortnight",
    "month_edge": "week month year",
    "in_week": "week month year",
    "recent": " ".join(
        f"{first}_{word}"
        for first in ("the", "these")
        for word in ["past", "last", "previous", "recent", "preceding", "first", "final", "space", "course"]
    ),
    "recent2": "recent recently",
    "today": "today yesterday tonight overnight tomorrow night morning evening afternoon",
    "daypart": (
        "light dark dawn daybreak dusk nightfall sunset sunrise noon midday midnight daylight evening mid morning afternoon night lunchtime hours day"
        " midmorning midafternoon midevening lunch teatime breakfast then"
    ),
    "back_ref": "since_then ever_since",
    "owner": " ".join(f"{word}_s" for word in ("week", "month", "year", "night", "yesterday", "today", *_DAYS)),
    "holiday": "new_year christmas boxing",
    "clock": "0",
    "hours": "0 o_clock",
}

# A match begins so many letters before the word of its hint at most.
_BEFORE = 70


def _by_word() -> dict[str, tuple[tuple[str, str], ...]]:
    """Turn the hints around: word → (the word that has to stand before it or "", the list of hints)."""
    table: dict[str, dict[tuple[str, str], None]] = {}
    for hint in HINTS.values():
        for words in hint.split():
            before, _, word = words.rpartition("_")
            table.setdefault(word, {})[before, hint] = None
    return {word: tuple(hints) for word, hints in table.items()}


_HINTED = _by_word()
_WORD = re.compile(r"([a-z]+|\d+)")


@cache
def openers() -> dict[str, frozenset[str]]:
    """Return the words that each pattern can begin with, in small letters, figures as "0"."""
    text = (resources.files("conflict_map.events") / "lexicon" / "time_openers.toml").read_text(encoding="utf-8")
    return {name: frozenset(words.split()) for name, words in tomllib.loads(text).items()}


@cache
def _any_opener() -> frozenset[str]:
    return frozenset[str]().union(*openers().values())


def near_hints(text: str, start: int, end: int) -> tuple[list[tuple[int, str]], dict[str, list[tuple[int, int]]]]:
    """Return the words that open times, each with where it starts, and for each hint which of them (from, to, exclusive) may begin a match."""
    small = text.lower()
    if len(small) != len(text):  # a letter that two small ones stand for would shift what comes after it
        small = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    opening = _any_opener()
    starts: list[int] = []
    found: list[tuple[int, str]] = []
    near: dict[str, list[tuple[int, int]]] = {}
    parts = _WORD.split(small[start:end])  # what stands between, a word, what stands between …
    words, offsets = parts[1::2], list(accumulate(map(len, parts), initial=start))[1::2]
    telling = opening | _HINTED.keys()
    for number in [number for number, word in enumerate(words) if word in telling or word[0] <= "9"]:
        at = offsets[number]
        key = "0" if words[number][0] <= "9" else words[number]
        if key in opening:
            starts.append(at)
            found.append((at, key))
        if key in _HINTED:
            last = len(starts)
            first = bisect_left(starts, at - _BEFORE)
            for needed, hint in _HINTED[key]:
                if needed and (number == 0 or needed != words[number - 1]):
                    continue
                spans = near.setdefault(hint, [])
                spans.append((max(first, spans[-1][1]) if spans else first, last))
    return found, near
