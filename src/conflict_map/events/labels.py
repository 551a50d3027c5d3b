"""Counts of people under a label, as agencies note them, without a verb: "A: displacement of 742,000 since May", "Arrivals in B: 202,000"."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from conflict_map.events.clause import Clause
from conflict_map.events.movers import HOUSEHOLD
from conflict_map.events.units import VerbPhrase, names_place
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.quantities import Quantity
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import Chunk, NounPhrase

__all__ = ["read_labels"]

_LEAVES = word_set("displace_nouns") | {"departure", "exodus", "outflow"}
_COMES = word_set("arrive_nouns") | {"return"}
_UPROOTED = frozenset({"displace", "uproot", "evacuate"})
_VIA = frozenset({"via", "through", "at"})
_TO = frozenset({"to", "into", "in", "at"})
_FROM = frozenset({"from", "out of"})


def read_labels(scene: Scene) -> list[Draft]:
    """Return the movement that a labelled count tells, none where the count has a verb of its own."""
    if scene.text.find(":", scene.start, scene.end) < 0:
        return []
    chunks = [chunk for chunk in scene.chunks if chunk.low != '"']
    colon = next((index for index, chunk in enumerate(chunks[:4]) if chunk.low == ":"), None)
    if not colon or colon + 1 >= len(chunks) or scene.title:
        return []
    stop = next((index for index in range(colon + 1, len(chunks)) if chunks[index].kind in {"STOP", "WH"} or chunks[index].low == ";"), len(chunks))
    told = chunks[colon + 1 : stop]
    if not told:
        return []  # "Aleppo: what we know."
    counted = told[0].np
    verbs = [chunk.vp for chunk in told if chunk.vp is not None]
    participle = len(verbs) == 1 and verbs[0].lemma in _UPROOTED and not (verbs[0].perfect or verbs[0].progressive or verbs[0].modal)
    if counted is None or (verbs and not participle):
        return []
    noun, ends = _label(chunks[:colon], scene)
    quantity, who = _count(counted)
    noun = noun or (counted.head if counted.head in _LEAVES | _COMES else "displacement" if participle and _people(counted) else "")
    if quantity is None or not noun or not any(ends.values()):
        return []
    return [_draft(scene, told, who, quantity, ends=ends, noun=noun)]


def _people(np: NounPhrase) -> bool:
    return "civilian" in np.classes or np.head in {"#", *HOUSEHOLD}


def _label(before: Sequence[Chunk], scene: Scene) -> tuple[str, dict[str, list[PlaceRef]]]:
    """Return the noun of a label, if it is one of moving, and the place it names: as where from, where to, or just the place."""
    first = before[0].np
    ends: dict[str, list[PlaceRef]] = {"from": [], "to": [], "at": []}
    clause = _nominal(scene, before)
    if first is None:
        return "", ends
    if len(before) == 1:
        ends["at"] = scene.places([first], clause) if names_place(first) else []
        return "", ends
    if first.head not in _LEAVES | _COMES or before[1].kind != "P" or before[-1].np is None:
        return "", ends
    refs = scene.places([before[-1].np], clause)
    leaves = first.head in _LEAVES and before[1].low in {"in", "at"}
    ends["from" if before[1].low in _FROM or leaves else "to" if before[1].low in _TO else "at"] = refs
    return first.head, ends


def _count(np: NounPhrase) -> tuple[Quantity | None, NounPhrase]:
    """Return the number of a phrase, its own or that of what it is of: "displacement of 742,000"."""
    for item in (np, np.of):
        if item is not None and item.quantity is not None and (item.quantity.low is not None or item.quantity.high is not None):
            return item.quantity, item
    return None, np


def _nominal(scene: Scene, part: Sequence[Chunk]) -> Clause:
    """Return a clause for words without a verb, so that their times and places can be asked for like those of any other."""
    vp = VerbPhrase(part[0].start, part[-1].end, "be", "finite")
    clause = Clause(index=0, vp=vp, start=part[0].start, end=part[-1].end)
    clause.times = [chunk.time for chunk in scene.chunks if chunk.time is not None and part[0].start <= chunk.start < part[-1].end]
    return clause


def _draft(scene: Scene, told: Sequence[Chunk], who: NounPhrase, quantity: Quantity, *, ends: dict[str, list[PlaceRef]], noun: str) -> Draft:
    clause = _nominal(scene, told)
    draft = scene.draft("displacement", clause, f"a count under a label: {noun}")
    draft.who, draft.who_words, draft.quantity, draft.quantity_text = who, who.text, quantity, who.quantity_text
    draft.household = who.head in HOUSEHOLD
    comes = noun in _COMES
    draft.origin = next(iter(ends["from"] or ([] if comes else ends["at"])), None)
    draft.destinations = [*ends["to"], *(ends["at"] if comes else [])]
    for chunk, following in itertools.pairwise(told):
        if chunk.kind == "P" and chunk.low in _VIA and draft.destinations and following.np is not None and names_place(following.np):
            draft.destinations += scene.places([following.np], clause)  # "202,000, nine in ten through A"
        elif chunk.kind == "P" and chunk.low in _FROM and draft.origin is None and following.np is not None and names_place(following.np):
            draft.origin = next(iter(scene.places([following.np], clause)), None)
    draft.note("people", who.text, who.start, who.end, "counted under a label")
    return draft
