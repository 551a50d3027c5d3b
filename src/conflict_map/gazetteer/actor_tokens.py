"""Words of a text for the matcher of armed sides: offsets, folded key, possessive ending, and how strictly case counts."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import accumulate
from operator import add
from typing import NamedTuple

from conflict_map.gazetteer.actor_words import PARTICLES
from conflict_map.gazetteer.names import fold

__all__ = ["Token", "case_fits", "fold_words", "tokens_of", "words_and_cases"]

_WORD = re.compile(r"((?:[^\W\d_]\.){2,}|[^\W_]+(?:['’ʼʻ‘`´][^\W_]+)*)")
_PLAIN = re.compile("[A-Za-z]+(?: [A-Za-z]+)*")
_APOSTROPHES = str.maketrans("", "", "'’ʼʻ‘`´.")
_MARKS = frozenset("'’ʼ´`")
_OWNS = re.compile("[sS]['’ʼ´`]")
_SHORTEST_RELAXED = 4
"""Abbreviations from this length on are also matched as newspapers write them: Isis, Farc."""


class Token(NamedTuple):
    """A word: ``end`` leaves the possessive ending out, ``full_end`` has it in."""

    start: int
    end: int
    full_end: int
    raw: str
    key: str
    possessive: bool


_token = partial(tuple.__new__, Token)
"""A token from its six fields in order, several times as fast as by their names: a text has hundreds."""


def _fold(word: str) -> str:
    return word.lower().translate(_APOSTROPHES) if word.isascii() else fold(word)


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text in order."""
    parts = _WORD.split(text)  # what stands between, a word, what stands between …
    raws, gaps, offsets = parts[1::2], parts[2::2], list(accumulate(map(len, parts)))
    starts, ends = offsets[:-1:2], offsets[1::2]
    keys = "\n".join(raws).lower().split("\n") if raws else []
    owns = _OWNS.search(text) is not None  # the most texts have no plural that owns something
    possessives = [gap[:1] in _MARKS and raw[-1] in "sS" for gap, raw in zip(gaps, raws, strict=True)] if owns else [False] * len(raws)
    tokens = list(map(_token, zip(starts, ends, map(add, ends, possessives), raws, keys, possessives, strict=True)))
    if not (text.isascii() and all(map(str.isalpha, raws))):
        for index, raw in enumerate(raws):
            if not (raw.isascii() and raw.isalpha()):
                tokens[index] = _odd(raw, starts[index], ends[index])
    return tokens


def _odd(raw: str, start: int, end: int) -> Token:
    """Return a word with marks, figures or an apostrophe in it, which may part its ending from it."""
    possessive = len(raw) > 2 and raw[-1] in "sS" and raw[-2] in _MARKS  # noqa: PLR2004 - a letter, the mark and the s
    name = raw[:-2] if possessive else raw
    return Token(start, start + len(name), end, name, _fold(name), possessive)


def fold_words(text: str) -> tuple[str, ...]:
    """Return the words of a name as the matcher compares them: small letters, no marks, no apostrophes, no possessive."""
    return tuple(token.key for token in tokens_of(text))


def words_and_cases(alias: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the words of an alias as `fold_words` does, and what each asks of the text; see `_case_of`."""
    if _PLAIN.fullmatch(alias):  # nearly all, and thousands are read when the first text is
        words, keys = alias.split(" "), alias.lower().split(" ")
    else:
        tokens = tokens_of(alias)
        words, keys = [token.raw for token in tokens], [token.key for token in tokens]
    return tuple(keys), tuple(map(_case_of, words, keys))


@lru_cache(maxsize=1 << 12)
def _case_of(raw: str, key: str) -> str:
    """Return what an alias's word asks of the text: "any" case, a "capital" first, or (an abbreviation) the exact letters."""
    if raw.islower() or (key in PARTICLES and not raw.isupper()):
        return "any"
    if raw.isalpha() and raw[0].isupper() and raw[1:].islower():
        return "capital"
    capitals = sum(char.isupper() for char in raw)
    if capitals == 0:
        return "any"
    return raw if capitals > 1 or any(char.isdigit() for char in raw) else "capital"


def case_fits(case: str, raw: str) -> bool:
    """Whether a word of a text is written as an alias's word asks."""
    if case == "any":
        return True
    if case == "capital":
        return raw[0].isupper()
    letters = raw.replace(".", "")
    plain = case.replace(".", "")
    relaxed = len(plain) >= _SHORTEST_RELAXED and plain.isalpha()
    return letters == plain or (relaxed and letters in {plain.capitalize(), plain.upper()})
