"""Who is on the attack: assaults, advances and sieges that a report tells of, whether or not they have taken anything yet.

"The M23 resumed its offensive on Tuesday. The town was overrun within hours": nobody says who overran it, but only one side has been attacking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.events.pursuit import goals_of
from conflict_map.events.truth import happened
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.dates import DateRange
    from conflict_map.events.records import PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["Assault", "read_assaults"]

_VERBS = word_set("assault_verbs")
_STARTS = word_set("assault_starts")
_NOUNS = word_set("assault_nouns")
_GOES_ON = word_set("assault_goes_on")
_ATTEMPTS = word_set("assault_attempts")
_WITHSTANDS = word_set("withstands")
_DONE, _UNDER_WAY = 0.6, 0.4
"""How loud an assault speaks for its side as the taker, beside 1 for a place that it took; less where it was only announced or tried."""


@dataclass(frozen=True, slots=True)
class Assault:
    """One assault: who, in which sentence, when, on which places, and how loud it speaks for him as the taker."""

    side: Side
    sentence: int
    date: DateRange | None
    places: tuple[PlaceRef, ...]
    loud: float


def read_assaults(clause: Clause, scene: Scene) -> list[Assault]:
    """Return the assaults, advances and sieges that a clause tells of, done, under way or announced."""
    vp = clause.vp
    if vp.negated or clause.disbelieved or clause.conjunction in {"if", "unless"}:
        return []
    real = happened(clause)[0]
    sides = _by_noun(clause, scene)
    if not sides and (
        vp.lemma in _VERBS or (vp.lemma in {"close", "move", "turn", "bear", "descend"} and clause.pp("on", "in on", "against", "upon"))
    ):
        doers = [np for pp in clause.pp("by") for np in pp.phrases] if vp.passive else clause.subject
        sides = scene.agents(doers, clause)
        if vp.lemma in {"shoot", "order"} or (
            clause.relation == "inf" and clause.parent is not None and clause.parent.vp.lemma not in _ATTEMPTS and not real
        ):
            return []
    if (
        not sides
        and real
        and not vp.passive
        and "take" in clause.classes()
        and any(np.plural and "settlement" in np.classes for np in clause.objects)
    ):
        sides = scene.agents(clause.subject, clause)  # "has liberated eight more villages"
    if not sides:
        return []
    phrases = [*(clause.subject if vp.passive else clause.objects), *goals_of(clause)]
    places = scene.places([np for np in phrases if np.head_place is not None or np.name is not None or np.pronoun], clause)
    date = scene.story.date_of(clause)[0] or (scene.story.date_of(clause.attribution)[0] if clause.attribution is not None else None)
    return [Assault(side, scene.index, date, tuple(places), _DONE if real and not vp.progressive else _UNDER_WAY) for side in sides]


def _by_noun(clause: Clause, scene: Scene) -> list[Side]:
    """Return whose assault a noun tells: "launched an offensive", "Russia's offensive began", "after a siege by the militants"."""
    vp = clause.vp
    if vp.lemma in _STARTS and not vp.passive and any(_assault(np) for np in clause.objects):
        return scene.agents(clause.subject, clause)
    if vp.lemma in _WITHSTANDS and not vp.passive:
        for np in clause.objects:
            side = _owner(np, clause, scene) if _assault(np) else None
            if side is not None:
                return [side]  # "had resisted Russian assaults"
    owned: Sequence[NounPhrase] = [np for np in clause.subject if _assault(np)] if vp.lemma in _GOES_ON or vp.passive else []
    after = [np for pp in clause.pp("after", "following", "amid", "during", "under", "in") for np in pp.phrases if _assault(np)]
    for np in (*owned, *after):
        by = [side for pp in clause.pp("by", "from") if 0 <= pp.start - np.end <= 1 for side in scene.agents(pp.phrases, clause)]
        if by:
            return by
        if (side := _owner(np, clause, scene)) is not None:
            return [side]
    return []


def _owner(np: NounPhrase, clause: Clause, scene: Scene) -> Side | None:
    """Return whose an assault is: "the rebels' advance", "a Russian offensive"."""
    side = scene.holder(np, clause) if np.determiner not in {"its", "their", "his"} else None
    return side if side is not None and np.start <= side.start < np.end else scene.sides.of_demonym(np)


def _assault(np: NounPhrase) -> bool:
    return "assault" in np.classes or np.head in _NOUNS or (np.head not in {"room", "centre", "center"} and not _NOUNS.isdisjoint(np.words))
