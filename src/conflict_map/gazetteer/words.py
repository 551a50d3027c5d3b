"""Words around and inside names: what kind of place they say, and common words that no typing error should turn into a place.

The words themselves are in ``words.toml``.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

__all__ = ["COMMON_WORDS", "DESCRIPTIONS", "DESIGNATIONS", "FREQUENT", "GENERIC", "OPPOSITES", "SETTLED", "designation_of", "without_generic"]

SETTLED = frozenset({"city", "town", "village", "neighbourhood", "camp"})

_TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))

DESIGNATIONS: dict[str, frozenset[str]] = {word: frozenset(group["kinds"]) for group in _TABLE["designations"].values() for word in group["words"]}
"""Word beside a name → the kinds of place that it says."""

GENERIC = frozenset(_TABLE["words"]["generic"])
"""Words that tell a part or a site at a place whose own name is the rest."""

FREQUENT = frozenset(_TABLE["words"]["frequent"])
"""Words in so many names that sharing one says nothing."""

COMMON_WORDS = frozenset(_TABLE["words"]["common"])

DESCRIPTIONS: dict[str, str] = {word: idea for idea, words in _TABLE["descriptions"].items() for word in words}
"""Word that describes a place, in Latin letters → its idea: "fawqani" and "upper" are one."""

OPPOSITES: dict[str, frozenset[str]] = {idea: frozenset(group) for group in _TABLE["opposites"].values() for idea in group}
"""Idea → those of which a place has only one: upper, lower, middle."""


def designation_of(key: str) -> tuple[str, frozenset[str]]:
    """Return a folded name without the word that says its kind, and the kinds that this word says; the name itself where there is none.

    Examples
    --------
    >>> designation_of("hama province")[0], designation_of("city of mosul")[0], designation_of("new york city")[0]
    ('hama', 'mosul', 'new york')
    """
    words = key.split()
    for length in (2, 1):
        if len(words) > length:
            last, first = " ".join(words[-length:]), " ".join(words[:length])
            if last in DESIGNATIONS:
                return " ".join(words[:-length]), DESIGNATIONS[last]
            if first in DESIGNATIONS:
                rest = words[length:]
                if rest[0] == "of" and len(rest) > 1:
                    return " ".join(rest[1:]), DESIGNATIONS[first]
                if not first.isascii():
                    return " ".join(rest), DESIGNATIONS[first]
    return key, frozenset()


def without_generic(key: str) -> str:
    """Return a folded name without words that tell a part or a site at a place: "jaebar castle", "maarratah idp", "bab al khayr ii"."""
    words = key.split()
    kept = [word for word in words if word not in GENERIC]
    while kept and kept[-1] in {"al", "the"}:
        kept.pop()
    return " ".join(kept) or key
