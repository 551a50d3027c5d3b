"""Whom a clause of moving is about: its subject, the people on a full road, those that the noun before a relative clause names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.movers import Movers, movers
from conflict_map.events.subjects import SIGHTS
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["by_events", "is_band", "is_individual", "is_seen", "on_the_road", "subjects_of"]

_CHOKED = frozenset({"choke", "clog", "jam", "pack", "fill", "throng", "crowd", "block", "line", "blacken"})
_FULL = frozenset({"black", "full", "thick", "dense", "alive", "heavy", "solid", "choked", "clogged", "jammed", "packed"})
_ROWS = frozenset({"convoy", "column", "queue", "line", "procession"})
_COLLECTIVES = word_set("collectives")


ROADS = frozenset({"road", "highway", "track", "motorway"})


def on_the_road(clause: Clause, scene: Scene) -> Movers | None:
    """Read "the road to Goma was black with people", "the highway from A to B is choked with cars": who is on the way."""
    subject = clause.subject[0] if clause.subject else None
    if subject is None or subject.head not in ROADS or not (clause.vp.lemma == "be" or clause.vp.lemma in _CHOKED):
        return None
    full = clause.vp.lemma in _CHOKED or any(_FULL & {np.head, *np.words} for np in clause.objects) or bool(_FULL & set(clause.adverbs))
    to = any(pp.prep in {"to", "towards", "into", "from", "out of"} and pp.start < clause.vp.start for pp in clause.prepositional)
    if not full or not to:
        return None
    crowd = [np for pp in clause.pp("with", "of") for np in pp.phrases[:1]]
    return next((who for np in crowd if (who := movers(np, clause, scene, None)) is not None and who.kind == "civilian"), None)


def by_events(clause: Clause) -> bool:
    """Whether what brings fighters somewhere is a victory: "the fall of the towns brought them to the border" is an advance."""
    return bool(clause.subject) and bool({"abstract", "capture_word", "fall_word", "clash_word"} & clause.subject[0].classes)


def is_band(np: NounPhrase) -> bool:
    """Whether a phrase means a band of fighters, not one by its name."""
    return bool({"combatant"} & np.classes) and not np.text[:1].isupper()


def subjects_of(clause: Clause) -> list[NounPhrase]:
    """Return whom a clause may be about: its subject, or, where that cannot move, the noun that the clause really hangs on."""
    if clause.relation == "inf" and clause.parent is not None and clause.vp.lemma in {"reach", "get"} and not clause.parent.vp.passive:
        return clause.parent.subject  # "scaled the hills to reach Cameroon"
    if clause.relation == "rel" and clause.wh in {"that", "which"} and clause.parent is not None and len(clause.parent.objects) > 1:
        row = clause.parent.objects
        if row[0].head in _ROWS and row[0].of is not None and clause.subject[:1] == row[-1:]:
            return row[:1]  # "a convoy of militia and gunmen that drove south"
    if clause.wh in {"who", "whom"} and clause.subject and clause.subject[0].head_place is None and clause.subject[0].name is not None:
        people = [np for np in clause.antecedents if {"civilian", "combatant"} & np.classes]
        return people[:1] or clause.subject  # "people from Tawergha, who were chased out"
    outer = clause.parent
    if (
        outer is not None
        and outer.relation == "rel"
        and clause.relation == "that"
        and clause.subject
        and clause.subject[0].quantity is None
        and clause.subject[0].start >= outer.vp.end
        and "combatant" not in clause.subject[0].classes
        and "civilian" not in clause.subject[0].classes
    ):
        return outer.antecedents[:1] or clause.subject  # "the column that carried out the raid had set out from Gao"
    return clause.subject


def is_individual(who: Movers, clause: Clause) -> bool:
    """Whether one person alone moves: "a teacher who fled Goma"."""
    np = who.np
    return (
        who.kind == "civilian"
        and not np.plural
        and not np.pronoun
        and np.quantity is None
        and np.of is None
        and np.determiner in {"a", "an", "the", "that", "his", "her", "one", "my", "whose"}
        and np.head not in _COLLECTIVES | {"number", "total", "figure", "part"}
        and "vehicle" not in np.classes
        and len(clause.subject) < 2
    )


def is_seen(clause: Clause) -> bool:
    """Whether a participle tells what people were seen doing: "families were seen walking to A"."""
    seer = clause.parent
    while seer is not None and seer.relation == "part" and not seer.vp.passive:
        seer = seer.parent  # "families carrying mattresses were seen walking"
    return clause.relation == "part" and clause.vp.form == "ing" and seer is not None and seer.vp.passive and seer.vp.lemma in SIGHTS
