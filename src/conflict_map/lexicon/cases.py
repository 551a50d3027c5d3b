"""Names in the cases of Slavic languages and with the endings of Ethiopic ones: the forms that a gazetteer may have them under.

A small stemmer that only proposes: a form counts where the gazetteer knows it, and in running text only behind a word that places stand behind,
since the names of people decline alike.
"""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from itertools import product
from typing import TYPE_CHECKING, Any

from conflict_map.gazetteer import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.gazetteer import Gazetteer

__all__ = ["before_places", "declines", "in_nominative", "joints", "nominatives"]

_LEAST_STEM = 3
_LEAST_WORD = 4
_MOST_WORDS = 2


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((files("conflict_map.lexicon") / "cases.toml").read_text(encoding="utf-8"))


def before_places() -> frozenset[str]:
    """Return the words, in lower case, behind which a declined name is a place."""
    return frozenset(_table()["before"]["words"])


def joints() -> frozenset[str]:
    """Return the words, in lower case, that join a name to one before it."""
    return frozenset(_table()["before"]["joints"])


def declines(word: str) -> bool:
    """Return whether a word is in a script whose names take endings that are looked through: Cyrillic or Ethiopic."""
    return _is_cyrillic(word) or _is_ethiopic(word)


def _is_cyrillic(word: str) -> bool:
    return "\u0400" <= word[:1] <= "\u04ff"


def _is_ethiopic(word: str) -> bool:
    return "\u1200" <= word[:1] <= "\u137f"


@lru_cache(maxsize=1 << 12)
def nominatives(key: str) -> tuple[str, ...]:
    """Return the folded forms in which a declined folded word may stand by itself; the word itself is not among them.

    Examples
    --------
    >>> "бахмут" in nominatives("бахмуте"), "харків" in nominatives("харкові"), nominatives("bakhmut")
    (True, True, ())
    """
    if _is_ethiopic(key):
        endings = sorted(map(fold, _table()["ethiopic"]["endings"]), key=len, reverse=True)
        return tuple(key.removesuffix(ending) for ending in endings if key.endswith(ending) and len(key) > len(ending) + 1)
    if not _is_cyrillic(key) or len(key) < _LEAST_WORD:
        return ()
    found: dict[str, None] = {}
    for ending, others in _endings():
        stem = key.removesuffix(ending)
        if stem == key or len(stem) < _LEAST_STEM:
            continue
        for other in others:
            found[stem + other] = None
            if not other:
                found |= dict.fromkeys(stem.removesuffix(old) + new for old, new in _syllables() if stem.endswith(old))
    found.pop(key, None)
    return tuple(found)


@cache
def _endings() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return endings and what stands for them, folded as names are, the longest first."""
    merged: dict[str, dict[str, None]] = {}
    for ending, others in _table()["slavic"].items():
        merged.setdefault(fold(ending), {}).update(dict.fromkeys(fold(other) for other in others))
    return tuple((ending, tuple(merged[ending])) for ending in sorted(merged, key=lambda ending: (-len(ending), ending)))


@cache
def _syllables() -> tuple[tuple[str, str], ...]:
    return tuple((fold(old), fold(new)) for old, new in _table()["syllables"].items())


def in_nominative(words: Sequence[str], lookup: Gazetteer) -> str | None:
    """Return the folded name that some declined folded words are a case of: of all that the gazetteer knows, the weightiest; None for none.

    Parameters
    ----------
    words
        The folded words of one name, two at most.
    """
    if not words or len(words) > _MOST_WORDS:
        return None
    known = [name for name in _names(words) if lookup.has(name) and any(hit.match != "weak" for hit in lookup.hits(name))]
    return max(known, key=lambda name: lookup.hits(name)[0].weight, default=None)


def _names(words: Sequence[str]) -> Iterator[str]:
    whole = tuple(words)
    for forms in product(*((word, *nominatives(word)) for word in words)):
        if forms != whole:
            yield " ".join(forms)
