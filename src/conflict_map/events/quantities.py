"""Numbers of people: digits, words, vague plurals and parts of a population, as ranges."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from shlex import split
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.tokens import Token

__all__ = ["Quantity", "may_open", "read_quantity"]

T = TypeVar("T")

_ARTICLES = frozenset({"a", "an"})
_AFTER_A = frozenset({"hundred", "thousand", "million", "dozen", "score"})
_FIRST_OF_PHRASES = _ARTICLES | {"half", "three"}
_PERCENT = frozenset({"percent", "%", "pc", "per-cent", "per"})
_HUNDRED = 100
_MOST = 20_000_000_000


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as a range: bounds are inclusive, None where the words set none; ``end`` is the index after its last token."""

    low: int | None
    best: int | None
    high: int | None
    end: int
    rule: str
    fraction: float | None = None
    hedge: str = "exact"


class _Phrases(dict[tuple[str, ...], T]):
    """Phrases by their words.

    ``lengths`` has the words that one can begin with, which most tokens are not; for each the words that can come second, with how long a phrase
    may be then, the longest first. A phrase of one word has ``""`` for its second word.
    """

    def __init__(self, phrases: dict[tuple[str, ...], T]) -> None:
        super().__init__(phrases)
        lengths: dict[str, dict[str, list[int]]] = {}
        for words in sorted(phrases, key=len, reverse=True):
            seconds = lengths.setdefault(words[0], {}).setdefault(words[1] if len(words) > 1 else "", [])
            if len(words) not in seconds:
                seconds.append(len(words))
        self.lengths = lengths


@dataclass(frozen=True, slots=True)
class _Tables:
    vague: _Phrases[tuple[int, int]]
    words: dict[str, int]
    scales: dict[str, int]
    fractions: _Phrases[float]
    hedges: _Phrases[str]


@cache
def _tables() -> _Tables:
    data = tomllib.loads((resources.files("conflict_map.events") / "lexicon" / "numbers.toml").read_text(encoding="utf-8"))
    return _Tables(
        vague=_Phrases({tuple(words.split()): (low, high) for words, (low, high) in data["vague"].items()}),
        words=data["words"],
        scales=data["scales"],
        fractions=_Phrases({tuple(words.split()): part for words, part in data["fractions"].items()}),
        hedges=_Phrases({tuple(words.split()): kind for kind, text in data["hedges"].items() for words in split(text)}),
    )


def _longest(table: _Phrases[T], tokens: Sequence[Token], index: int, most: int = 4) -> tuple[int, T] | None:
    seconds = table.lengths.get(tokens[index].low) if index < len(tokens) else None
    if seconds is None:
        return None
    after = index + 1
    for length in seconds.get(tokens[after].low, ()) if after < len(tokens) else ():
        if length <= most and index + length <= len(tokens):
            key = tuple([token.low for token in tokens[index : index + length]])
            if key in table:
                return index + length, table[key]
    return (after, table[(tokens[index].low,)]) if "" in seconds else None


@cache
def _openers() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that a number in words can begin with, and those that can go on after "a" and "an"."""
    tables = _tables()
    phrases = [*tables.vague, *tables.fractions]
    after_a = {words[1] for words in phrases if len(words) > 1 and words[0] in _ARTICLES} | _AFTER_A
    if any(words[0] in _ARTICLES and len(words) == 1 for words in phrases) or _ARTICLES & tables.words.keys():
        message = "an article alone is no number"
        raise ValueError(message)
    return frozenset({"between", "from", "half"} | tables.words.keys() | {words[0] for words in phrases}) - _ARTICLES, frozenset(after_a)


def _opens(tokens: Sequence[Token], index: int) -> bool:
    """Whether a number can begin at a token, hedges left out."""
    token = tokens[index]
    firsts, after_a = _openers()
    if token.low in _ARTICLES:
        return index + 1 < len(tokens) and tokens[index + 1].low in after_a
    return token.kind == "num" or token.low in firsts or "-" in token.low


def may_open(tokens: Sequence[Token], index: int) -> bool:
    """Whether a quantity, hedges included, can begin at a token at all."""
    return tokens[index].low in _tables().hedges.lengths or _opens(tokens, index)


def _number(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Read one number that starts at ``index``; (index after it, value)."""
    if index >= len(tokens):
        return None
    token = tokens[index]
    low = token.low
    if token.kind != "num" and low not in _FIRST_OF_PHRASES:
        return _spelled(tokens, index)
    if low in _ARTICLES and index + 1 < len(tokens) and tokens[index + 1].low in _AFTER_A:
        scaled = _scaled(tokens, index + 1, 1.0)
        rest = _spelled(tokens, scaled[0] + 1) if scaled is not None and _words_at(tokens, scaled[0], ("and",)) else None
        return (rest[0], scaled[1] + rest[1]) if scaled is not None and rest is not None and rest[1] < _HUNDRED <= scaled[1] else scaled
    if low == "half" and _words_at(tokens, index, ("half", "a", "million")):
        return index + 3, 500_000
    if low == "half" and _words_at(tokens, index, ("half", "a", "thousand")):
        return index + 3, 500
    if low == "half" and _words_at(tokens, index, ("half", "a", "dozen")):
        return index + 3, 6
    if low == "a" and _words_at(tokens, index, ("a", "quarter", "of", "a", "million")):
        return index + 5, 250_000
    if low == "a" and _words_at(tokens, index, ("a", "quarter", "million")):
        return index + 3, 250_000
    if low == "three" and _words_at(tokens, index, ("three", "quarters", "of", "a", "million")):
        return index + 5, 750_000
    if token.kind == "num":
        value = _value(tokens, index)
        position = index + 1
        # "4 500": a space between thousands
        while (
            "." not in token.text
            and position < len(tokens)
            and re.fullmatch(r"\d{3}", tokens[position].text)
            and len(tokens[index].text) <= 3
            and value < 1000
            and value >= 1
            and tokens[position].start - tokens[position - 1].end == 1
        ):
            value = value * 1000 + int(tokens[position].text)
            position += 1
        return _scaled(tokens, position, value)
    return _spelled(tokens, index)


def _value(tokens: Sequence[Token], index: int) -> float:
    """Return a figure's value, also where points part thousands ("1.200 people") and a comma the decimals ("1,5 million")."""
    text = tokens[index].text
    scaled = index + 1 < len(tokens) and tokens[index + 1].low in _tables().scales
    if re.fullmatch(r"\d+,\d{1,2}", text):
        return float(text.replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", text) and not scaled:
        return float(text.replace(".", ""))
    return float(re.sub(r"[,\u00a0\u202f]", "", text))


def _words_at(tokens: Sequence[Token], index: int, words: tuple[str, ...]) -> bool:
    return index < len(tokens) and tokens[index].low == words[0] and tuple(token.low for token in tokens[index : index + len(words)]) == words


def _scaled(tokens: Sequence[Token], index: int, value: float) -> tuple[int, int] | None:
    scales = _tables().scales
    while index < len(tokens) and tokens[index].low in scales and (len(tokens[index].low) > 2 or tokens[index].start == tokens[index - 1].end):
        value *= scales[tokens[index].low]
        index += 1
    if value != value or not 0 <= value <= _MOST:  # noqa: PLR0124 - NaN
        return None
    return index, round(value)


def _spelled(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """Read a number in words: "nine hundred and twenty-one", "twelve thousand"."""
    tables = _tables()
    total, current, position, seen = 0, 0, index, False
    while position < len(tokens) and position - index < 12:
        low = tokens[position].low
        if low in tables.words:
            current += tables.words[low]
        elif "-" in low and all(part in tables.words for part in low.split("-")):
            current += sum(tables.words[part] for part in low.split("-"))
        elif seen and low in tables.scales and len(low) > 2:
            scale = tables.scales[low]
            if scale in {12, 20, 100}:
                current = max(current, 1) * scale
            else:
                total += max(current, 1) * scale
                current = 0
        elif not (
            seen
            and low == "and"
            and position + 1 < len(tokens)
            and tokens[position + 1].low.split("-")[0] in tables.words
            and tokens[position - 1].low in tables.scales
        ):
            break
        seen = True
        position += 1
    if not seen or total + current > _MOST:
        return None
    return position, total + current


def _hedge(tokens: Sequence[Token], index: int) -> tuple[int, str]:
    """Skip the words before a number; (index of the number, kind). The strongest kind wins ("some more than")."""
    kind = "exact"
    for _ in range(3):
        found = _longest(_tables().hedges, tokens, index)
        if found is None:
            break
        index, name = found
        if name != "more" and kind in {"exact", "about"}:
            kind = name
    return index, kind


def _ranged(kind: str, value: int) -> tuple[int | None, int | None, int | None]:
    if kind == "least":
        return value, None, None
    if kind == "most":
        return None, None, value
    if kind == "below":
        return round(value * 0.9), None, value
    return value, value, value


def read_quantity(tokens: Sequence[Token], index: int) -> Quantity | None:
    """Read the quantity that starts at a token, hedges included.

    Parameters
    ----------
    tokens
        The tokens of a sentence.
    index
        Where it starts.

    Returns
    -------
    Quantity or None
        None where no quantity starts there. A part of a whole ("a third of the town's 90,000 residents") has ``fraction`` set and
        its bounds multiplied out when the whole stands in the text.

    Notes
    -----
    "nearly N" is 0.9 N to N; "more than N" and "at least N" have no upper bound, "up to N" no lower one.
    """
    start, kind = _hedge(tokens, index)
    if start >= len(tokens) or not _opens(tokens, start):
        return None
    word = tokens[start].low
    if word in {"between", "from"} or (start > index and tokens[start - 1].low in {"between", "from"}):
        return _between(tokens, start + 1) if word in {"between", "from"} else None
    fraction = (
        None if _words_at(tokens, start, ("half", "a")) or _words_at(tokens, start, ("a", "quarter", "of", "a")) else _fraction(tokens, start, kind)
    )
    if fraction is not None:
        return fraction
    number = _number(tokens, start)
    if number is None or number[0] == start:
        vague = _longest(_tables().vague, tokens, start)
        if vague is None:
            return None
        end, (low, high) = vague
        return Quantity(low, None, high if kind != "least" else None, end, f"vague number, {kind}", hedge=kind)
    end, value = number
    if end + 1 < len(tokens) and tokens[end].low in {"to", "-", "\u2013", "or"} and tokens[start].kind in {"num", "word"}:
        other = _number(tokens, end + 1)
        if other is not None and other[1] > value and kind in {"exact", "about"}:
            # "25 to 30 thousand" carries the scale back
            scale = other[1] // value if value else 1
            first = value * 1000 if value < 1000 <= other[1] and scale >= 1000 and tokens[other[0] - 1].low == "thousand" else value
            return Quantity(first, None, other[1], other[0], "range of numbers")
    if end + 2 < len(tokens) and tokens[end].low == "or" and tokens[end + 1].low == "more":
        return Quantity(value, None, None, end + 2, "number, least", hedge="least")
    low_bound, best, high_bound = _ranged(kind, value)
    return Quantity(low_bound, best, high_bound, end, f"number, {kind}", hedge=kind)


def _between(tokens: Sequence[Token], index: int) -> Quantity | None:
    first = _number(tokens, index)
    if first is None or first[0] >= len(tokens) or tokens[first[0]].low not in {"and", "to", "-", "\u2013"}:
        return None
    second = _number(tokens, first[0] + 1)
    if second is None or second[1] < first[1]:
        return None
    return Quantity(first[1], None, second[1], second[0], "between two numbers")


def _in_so_many(tokens: Sequence[Token], start: int) -> tuple[int, float] | None:
    """Read "nine in ten", "five out of six" as a part of the whole."""
    first = _number(tokens, start)
    if first is None or not 0 < first[1] < 100 or first[0] + 1 >= len(tokens):
        return None
    index = first[0]
    if tokens[index].low == "out" and tokens[index + 1].low == "of":
        index += 2
    elif tokens[index].low in {"in", "of"} and tokens[index + 1].low != "every":
        index += 1
    elif tokens[index].low in {"in", "of"} and index + 2 < len(tokens):
        index += 2
    else:
        return None
    second = _number(tokens, index)
    if second is None or not first[1] < second[1] <= 100 or second[1] > 10 * first[1] or (second[1] > 12 and second[1] not in {20, 100}):
        return None
    return second[0], first[1] / second[1]


def _fraction(tokens: Sequence[Token], start: int, kind: str) -> Quantity | None:
    """Read "a third of the town's 90,000 residents", "40 percent of the 20,000 residents"."""
    part = _longest(_tables().fractions, tokens, start, 2) or _in_so_many(tokens, start)
    if part is None:
        number = _number(tokens, start)
        if number is None or number[0] >= len(tokens) or tokens[number[0]].low not in _PERCENT:
            return None
        end = number[0]
        if tokens[end].low in {"percent", "%", "pc", "per-cent"}:
            end += 1
        elif _words_at(tokens, end, ("per", "cent")):
            end += 2
        else:
            return None
        part = end, number[1] / 100
    end, share = part
    if end < len(tokens) and tokens[end].low == "of":
        for position in range(end + 1, min(end + 7, len(tokens))):
            token = tokens[position]
            if token.kind == "num" or token.low in {"some", "about", "nearly", "roughly", "estimated"}:
                whole = read_quantity(tokens, position)
                if whole is None or whole.fraction is not None:
                    break
                value = whole.best or whole.high or whole.low
                if value is None:
                    break
                low, best, high = _ranged(kind, round(value * share))
                return Quantity(low, best, high, whole.end, f"part of a whole, {kind}", fraction=share, hedge=kind)
            if token.kind == "punct":
                break
    return Quantity(None, None, None, end, "part of an unknown whole", fraction=share, hedge=kind)
