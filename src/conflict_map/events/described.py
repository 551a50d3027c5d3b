"""Fighters who are told by whom they serve, where no table knows them: "forces backing X", "fighters loyal to the ousted president"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.scene import Scene
    from conflict_map.events.sides import Side
    from conflict_map.events.units import NounPhrase

__all__ = ["described_side"]

_ANYONES = word_set("anyones_fighters")
_SERVE = frozenset({"back", "support", "follow", "obey", "serve", "defend", "answer"})
_SERVED = frozenset({"ally", "align", "affiliate", "associate", "lead", "command", "head"})
_HIRED = frozenset({"train", "arm", "finance", "fund", "sponsor", "equip", "pay", "supply", "recruit"})
_GONE = frozenset({"ousted", "exiled", "former", "deposed", "toppled", "fugitive", "rival", "self-proclaimed", "ex-president"})
_LOCAL = frozenset({"fighter", "militiaman", "militiamen", "brigade"})
"""Fighters whom the city that they are from tells apart."""
_NEAR = 3


def described_side(np: NounPhrase, found: Side | None, scene: Scene) -> Side | None:
    """Return the side of a phrase: the one that was ``found`` for it, else, of fighters whom only what is said of them tells apart, that.

    Whom they serve is their side where the table of actors knows it. Who trains and pays them is not: then their own words name them.
    """
    if found is not None and found.known and found.rule != "actor, generic":
        return found
    return _by_description(np, found, scene) or found


def _by_description(np: NounPhrase, found: Side | None, scene: Scene) -> Side | None:
    if np.head not in _ANYONES or np.of is not None or np.possessor is not None or any(span.kind != "generic" for span in np.actors):
        return None
    told = _served(np, scene)
    if told is None:
        return None
    whom, own = told
    if found is not None and found.known and own and scene.sides.is_state(found.key) and _GONE.isdisjoint(whom.text.lower().split()):
        return None  # "soldiers loyal to the president" are the state's
    if whom.text.lower().startswith("no "):
        return None
    words = " ".join(scene.text[np.start : whom.end].split())
    side = scene.sides.in_phrase(whom) if own else None
    if side is not None and side.known:
        return type(side)((*side.names, words), side.key, known=True, start=np.start, end=whom.end, rule="the side that they serve")
    return scene.sides.make(None, words, np.start, whom.end, "words of the report, not in the table of actors")


def _served(np: NounPhrase, scene: Scene) -> tuple[NounPhrase, bool] | None:
    """Return whom a phrase says that fighters serve, and whether that is their own side."""
    for clause in scene.clauses:
        if clause.relation != "part" or not (0 <= clause.vp.start - np.end <= _NEAR):
            continue
        lemma = clause.vp.lemma
        if clause.vp.form == "ing" and lemma in _SERVE and clause.objects:
            return clause.objects[0], True
        served = [item for pp in clause.pp("with", "to", "by") for item in pp.phrases]
        if lemma in _SERVED and served and clause.vp.form == "pp":
            return served[0], True
        hired = [item for pp in clause.pp("by") for item in pp.phrases]
        if lemma in _HIRED and hired:
            return hired[0], False
    if np.head in _LOCAL and np.start != np.end:
        for clause in scene.clauses:
            for pp in clause.pp("from"):
                place = pp.phrases[0].head_place.place if pp.phrases[0].head_place is not None else None
                if pp.start == np.end + 1 and place is not None and place.kind == "city" and not clause.vp.passive:
                    return pp.phrases[0], False  # "fighters from Misrata"
    after = scene.text[np.end : np.end + 12]
    for clause in scene.clauses if after.strip().startswith("loyal to") else ():
        for pp in clause.pp("to"):
            if scene.text[np.end : pp.start].strip() == "loyal":
                return pp.phrases[0], True
    return None
