"""Takers that no table knows and no noun of fighting tells: "followers of Foday Sankoh captured A", "was overrun by Task Force 3"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.peacetime import of_war
from conflict_map.events.words import word_set
from conflict_map.lexicon import lexicon as place_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["strangers"]

_NO_TAKERS = frozenset(
    {"abstract", "settlement", "place", "civilian", "weapon", "vehicle", "projectile", "control_word", "flag", "assault", "strike_word", "road"}
)


def strangers(phrases: Iterable[NounPhrase], scene: Scene) -> list[Side]:
    """Return as sides those who are called by a name and do what only fighters do.

    To be asked only for verbs of taking with a place as their object, and only in a report of war: teams, parties and storms "overrun" towns, and
    films "capture" them, in others. News desks, offices and such names stay out in any.
    """
    if not of_war(scene.sides):
        return []
    return [
        scene.sides.make(None, _name(np), np.start, np.end, "does what only fighters do; not in the table of actors")
        for np in phrases
        if _may_take(np, scene)
    ]


def _may_take(np: NounPhrase, scene: Scene) -> bool:
    if np.pronoun or np.head_place is not None or np.possessor is not None or _NO_TAKERS & np.classes or np.head in word_set("bodies"):
        return False
    if word_set("not_takers") & {*np.words, *np.text.lower().split()}:
        return False
    if np.of is not None:
        named = np.of.head_place is None and np.of.text.removeprefix("the ")[:1].isupper()
        return named and np.head in word_set("followers")
    words = _without_article(np.text).split()
    if tuple(word.lower() for word in words) in place_words().media:
        return False
    if np.head in word_set("followers") or np.determiner in {"a", "an"}:
        return any(word[:1].isupper() for word in words[:-1]) and np.head in word_set("followers")
    opens = np.start == scene.start and not np.determiner
    large = [word for word in words if word[:1].isupper() and word.lower() not in word_set("not_names")]
    return bool(large) and words[0] in large and not (opens and len(large) < 2 and not words[0].isupper())


def _name(np: NounPhrase) -> str:
    """Return the words of a phrase without its article and its number: "followers of X" of "a few dozen followers of X"."""
    at = np.text.lower().find(np.head) if np.of is not None else 0
    return _without_article(np.text[max(at, 0) :])


def _without_article(text: str) -> str:
    head, _, rest = text.partition(" ")
    return rest if head.lower() in {"the", "a", "an"} and rest else text
