"""What a verb of moving or attacking is after: "moved on X and captured it" takes X, wherever the sentence before was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.units import NounPhrase

__all__ = ["goals_of", "pursued", "refuges"]

_GOALS = (*sorted(word_set("goal_prepositions")), *(f"{first} {last}" for first in ("in", "down") for last in ("on", "upon", "to")))
_AFTER = frozenset({"go", "enter", "arrive", "strike", "clash", "fire", "return", "retreat", "flee"})
_VERBS = word_set("assault_verbs") | {"close", "descend", "bear", "target", "reach", "approach", "near", "turn", "head", "set", "follow"}


def goals_of(clause: Clause) -> Iterator[NounPhrase]:
    """Yield what the phrases behind a verb lead to: "moved on X", "marched towards X", "fell on the outskirts of X"."""
    for pp in clause.pp(*_GOALS):
        if pp.start >= clause.vp.start:
            yield from pp.phrases


def pursued(np: NounPhrase, clauses: Sequence[Clause]) -> NounPhrase | None:
    """Return the place that somebody makes for in the clause before the one whose object "it" or "the town" is; None where there is none.

    The clauses share their subject ("moved on X and captured it", "pushed on to X, taking it"). An object that the gazetteer knows is left to the
    salience of what was told, an unknown one is taken ("added X to its conquests and gave the place up").
    """
    own = next((clause for clause in clauses if any(item is np for item in clause.objects)), None)
    if own is not None and own.relation == "rel" and own.wh == "where" and own.antecedents[:1] and _a_town(own.antecedents[0]):
        return own.antecedents[0]  # "at A, where gunmen seized the town"
    if own is None or own.vp.passive or not own.subject or own.relation not in {"coord", "part", "sub", "inf"}:
        return None
    for clause in sorted((item for item in clauses if item.vp.start < own.vp.start), key=lambda item: -item.vp.start):
        if clause.subject[:1] != own.subject[:1] or clause.vp.passive or clause.relation == "rel":
            continue
        if clause.objects and not clause.vp.passive and clause.objects[-1].head_place is None and clause.objects[-1].name is not None:
            return clause.objects[-1]
        classes = lexicon().classes.get(clause.vp.phrase, frozenset()) | lexicon().classes.get(clause.vp.lemma, frozenset())
        if not (_AFTER & classes or clause.vp.lemma in _VERBS):
            return None
        named = [phrase for phrase in (*clause.objects, *goals_of(clause)) if _named(phrase) and phrase.end <= np.start]
        return named[-1] if named else None
    return None


def _a_town(np: NounPhrase) -> bool:
    place = np.head_place.place if np.head_place is not None else None
    return place is not None and place.kind in {"city", "town", "village"}


def _named(np: NounPhrase) -> bool:
    inner = np.of if np.of is not None and np.head_place is None and np.name is None else np
    place = inner.head_place.place if inner.head_place is not None else None
    if place is not None and place.kind in {"country", "river", "road", "sea", "border", "mountain", "lake"}:
        return False
    return inner.head_place is not None or inner.name is not None


def refuges(clauses: Sequence[Clause], offset: int) -> frozenset[int]:
    """Return where places are named to which fighters withdrew in the sentence: in "drove off to B, and the rebels had the town" it is not B."""
    goals = (
        np.head_place.start
        for clause in clauses
        if "retreat" in clause.classes() and clause.vp.end < offset and any("combatant" in np.classes for np in clause.subject)
        for pp in clause.pp("to", "for", "towards", "into")
        for np in pp.phrases
        if np.head_place is not None and pp.end < offset
    )
    return frozenset(goals)
