"""Who "they" are behind "the army lost the town to the rebels": those who win places, not those who lose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.attackers import AGAIN

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.records import Draft
    from conflict_map.events.sides import Side

__all__ = ["winner"]

_NEAR = 2
"""Sentences behind the loss in which its winner may be meant."""


def winner(clause: Clause, last: Draft | None, subject: Side | None, sentence: int, spoken: int) -> Side | None:
    """Return the side that goes on taking places after a loss told with the loser as its subject, None where the pronoun may mean another.

    ``last`` is the last change told, ``subject`` the last subject, ``spoken`` the last sentence that told of a side as subject or agent.
    """
    if last is None or not last.to or subject is None or "take" not in clause.classes() or clause.vp.lemma in AGAIN or "back" in clause.adverbs:
        return None
    if last.clause is not None and last.clause.shift is not None:
        return None  # "they marched in, weeks after the rebels had chased them out": told of the time before
    if sentence - last.sentence > _NEAR or spoken > last.sentence or all(side.key != subject.key for side in last.lost):
        return None
    return last.to[0]
