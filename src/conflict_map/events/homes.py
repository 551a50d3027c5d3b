"""Where people who move are from, by words beside them: "30,000 people from A", "78,000 people, half of the population of A", "most come from A"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import from_phrase, goal_places
from conflict_map.events.likeness import same_place
from conflict_map.events.records import PlaceRef
from conflict_map.events.truth import happened
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.journeys import Path
    from conflict_map.events.movers import Movers
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase

__all__ = ["home_beside", "read_home", "sent_from"]

_SHARES = frozenset({"half", "third", "quarter", "most", "majority", "all", "everyone", "everybody", "bulk", "#"})
_MOST = word_set("mostly") | {"most", "many", "majority", "bulk", "all", "half"}
_COME = frozenset({"be", "come", "hail"})
_WIDE = frozenset({"country", "continent"})
_REACH = 6
"""Chunks within which a share of a population stands behind the people that it is of."""


def home_beside(who: Movers, clause: Clause, scene: Scene, path: Path) -> PlaceRef | None:
    """Return where a count of civilians or a share of a population beside it puts them, unless they go there."""
    if who.kind != "civilian" or who.quantity is None or not (path.destinations or path.direction or path.toward or clause.gapped):
        return None
    found = _share_of(who.np, clause, scene) or _from_an_area(who.np, clause, scene)
    if found is None or any(same_place(found, ref) or _inside(ref, found) for ref in path.destinations):
        return None
    return found


def _inside(ref: PlaceRef, area: PlaceRef) -> bool:
    """Whether a place lies in the country that people are said to be from: they have moved within it, from where is not told."""
    one, other = ref.mention.place, area.mention.place
    return one is not None and other is not None and other.kind == "country" and one.country == other.country


def _share_of(np: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Read "78,300 people, or well over half of the population of A, had arrived in B", "400,000 people, nearly everyone in A, trudged to B"."""
    first = next((at for at, chunk in enumerate(scene.chunks) if chunk.np is np), None)
    if first is None or first + 2 >= len(scene.chunks) or scene.chunks[first + 1].kind not in {"COMMA", "CONJ"}:
        return None
    for at in range(first + 2, min(first + _REACH, len(scene.chunks))):
        chunk = scene.chunks[at]
        if chunk.start >= clause.vp.start:
            return None
        share = chunk.np
        if share is None or not (share.head in _SHARES or (share.quantity is not None and share.quantity.fraction is not None)):
            continue
        if share.of is not None and (home := from_phrase(share, clause, scene)) is not None:
            return home
        within = scene.chunks[at + 1 : at + 3]
        if len(within) == 2 and within[0].low in {"in", "of"} and within[1].np is not None and _town(within[1].np):
            return scene.story.place_of(within[1].np)
    return None


def _town(np: NounPhrase) -> bool:
    return np.head_place is not None or ("settlement" in np.classes and np.determiner == "the" and not np.plural)


def _from_an_area(np: NounPhrase, clause: Clause, scene: Scene) -> PlaceRef | None:
    """Read "30,000 people from A have taken refuge in B", where A is an area and not a town."""
    told = [clause, clause.parent] if clause.shared_subject and clause.parent is not None else [clause]
    for pp in (pp for item in told for pp in item.pp("from")):
        beside = (
            np.end <= pp.start <= np.end + 2 or scene.text[pp.end : max(pp.end, np.start)].strip() == ":"
        )  # "From A: 30,400 people were registered in B"
        if beside and pp.start < clause.vp.start and pp.phrases[0].head_place is not None:
            return next(iter(goal_places(pp, clause, scene)), None)
    return None


def sent_from(clause: Clause, destinations: list[PlaceRef], scene: Scene) -> PlaceRef | None:
    """Return the country that sends its own abroad: "Rwanda sent 1,000 soldiers to A" has them leave Rwanda."""
    state = clause.subject[0].head_place if clause.subject and not clause.vp.passive else None
    if state is None or state.place is None or state.place.kind != "country" or clause.pp("from", "out of", "back"):
        return None
    if not destinations or any(ref.mention.place is None or ref.mention.place.country == state.place.country for ref in destinations):
        return None
    return next(iter(scene.places(clause.subject[:1], clause)), None)


def read_home(clause: Clause, scene: Scene, drafts: list[Draft]) -> bool:
    """Read "2,800 people walked over the bridge into A; most come from B": B is where those told just before set out; whether it only says so."""
    subject = clause.subject[0] if clause.subject else None
    if subject is None or not (_MOST & {subject.head, *subject.words}) or clause.vp.lemma not in _COME or clause.vp.passive or clause.vp.particle:
        return False
    if (subject.of is not None and not subject.of.pronoun) or not happened(clause)[0] or any(np.head_place is not None for np in clause.objects):
        return False
    only_says = scene.text[clause.vp.start : clause.vp.end] in {"come", "hail"}  # "most come from A" tells no movement of its own
    told = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    if told is None or told.type != "displacement" or scene.index - told.sentence > 1 or told.paragraph != scene.paragraph or not told.destinations:
        return only_says
    if clause.pp("to", "into", "in"):
        return only_says
    origin = next((ref for pp in clause.pp("from") if pp.start >= clause.vp.end for ref in goal_places(pp, clause, scene)), None)
    if origin is None or any(same_place(origin, ref) for ref in told.destinations):
        return only_says
    place = told.origin.mention.place if told.origin is not None else None
    if told.origin is not None and not (told.origin.rule.startswith("not named") or (place is not None and place.kind in _WIDE)):
        return only_says
    told.origin = PlaceRef(origin.mention, origin.start, origin.end, "where most of those told before are from")
    told.note("origin", scene.text[origin.start : origin.end], origin.start, origin.end, told.origin.rule)
    return True
