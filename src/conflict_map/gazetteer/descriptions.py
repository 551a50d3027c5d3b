"""Words that describe a place and are translated rather than spelt: "Upper Baghuz" is "Baghuz al Fawqani", "Zurzur Farm" is "Mazra`at Zurzur"."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from conflict_map.gazetteer.names import romanise, similarity, without_articles
from conflict_map.gazetteer.words import DESCRIPTIONS, OPPOSITES

__all__ = ["Described", "described", "described_similarity"]

_MISSING = 0.96
"""What a description that only one of two names has leaves of their likeness …"""
_MISSING_OPPOSITE = 0.93
"""… and one that tells twins apart: a bare name may be the lower village or the upper one …"""
_CLASH = 0.7
"""… and what is left where one is the upper and the other the lower."""


class Described(NamedTuple):
    """A name taken apart: what it is called, and the ideas that describe it ("upper", "farm")."""

    core: str
    ideas: frozenset[str]


@lru_cache(maxsize=1 << 14)
def described(key: str) -> Described:
    """Take a folded name apart; a name of describing words alone is a core.

    Examples
    --------
    >>> described("baghuz at tahtani").core, sorted(described("baghuz at tahtani").ideas)
    ('baghuz', ['lower'])
    """
    plain = without_articles(romanise(key))
    words = plain.split(" ")
    rest = [word for word in words if word not in DESCRIPTIONS and word not in {"the", "of"}]
    if not rest or len(rest) == len(words):
        return Described(plain, frozenset())
    return Described(" ".join(rest), frozenset(DESCRIPTIONS[word] for word in words if word in DESCRIPTIONS))


def described_similarity(left: str, right: str) -> float:
    """Return how alike two folded names are when their describing words are compared by what they mean; 0 where neither has one."""
    one, other = described(left), described(right)
    if not (one.ideas or other.ideas):
        return 0.0
    alike = similarity(one.core, other.core)
    for idea in one.ideas ^ other.ideas:
        group = OPPOSITES.get(idea)
        theirs = other.ideas if idea in one.ideas else one.ideas
        if group and theirs & group:
            return alike * _CLASH
        alike *= _MISSING_OPPOSITE if group else _MISSING
    return alike
