"""Ends of a movement that its clause leaves out: they are where the story stands, or where those who return had come from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.goals import goal_places
from conflict_map.events.story import PlaceRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.movers import Movers
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene
    from conflict_map.model import Mention

__all__ = ["imply_destination", "imply_origin"]

_INWARD = frozenset({"in", "here", "back", "home"})


def imply_origin(draft: Draft, clause: Clause, scene: Scene, previous: Draft | None, who: Movers, *, leaving: bool, moving: bool) -> None:
    """Set the origin where the clause names none.

    Where people leave, it is the place that the story stands at. Where they only go somewhere, it is the place that the paragraph is about,
    and only if the report has told that it was fought over.
    """
    if (
        (who.others or who.continues or draft.more or (who.np.head == "#" and who.rule == "those told before"))
        and previous is not None
        and previous.origin is not None
        and previous.sentence >= scene.index - 2
        and previous.type == draft.type
    ):
        if all(previous.origin.mention.start != d.mention.start for d in draft.destinations):
            draft.origin = PlaceRef(previous.origin.mention, previous.origin.start, previous.origin.end, "the same origin as those told before")
        return
    if clause.vp.form == "pp" and draft.quantity is None and not draft.destinations:
        return
    if any(pp.prep in {"from", "out of"} and pp.start > clause.vp.start for pp in clause.prepositional):
        return  # it says where from, in words that no place was found for
    before = clause.parent
    if (
        clause.shared_subject
        and before is not None
        and before.vp.lemma in {"surrender", "gather", "assemble", "shelter", "trap", "hold", "besiege", "encircle", "capture", "live", "disarm"}
    ):
        ref = next((ref for pp in before.pp("in", "at", "near") for ref in goal_places(pp, before, scene)), None)
        if ref is not None and not any(_same(ref.mention, other.mention) for other in draft.destinations):
            draft.origin = PlaceRef(ref.mention, ref.start, ref.end, "where they were before they were taken away")
            return
    if draft.stock or (moving and not leaving and who.kind != "civilian") or who.rule == "people of a nation counted":
        return
    exclude = frozenset(d.mention.start for d in draft.destinations)
    if leaving and not (
        clause.vp.lemma in {"displace", "uproot"}
        and draft.quantity is not None
        and ((clause.times and clause.times[0].use == "since") or clause.vp.perfect)
    ):
        found = scene.story.antecedent("city", clause.start + 1, exclude=exclude)
        if found is not None and not any(_same(found, ref.mention) for ref in draft.destinations):
            draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the story stands at")
    elif moving and draft.destinations and not any(span.kind == "people" for span in scene.sides.spans_in(who.np.start, who.np.end)):
        found = _fought_over(clause, scene, draft)
        if found is not None:
            draft.origin = PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the paragraph is about, which was fought over")


def _fought_over(clause: Clause, scene: Scene, draft: Draft) -> Mention | None:
    for other in scene.clauses:
        if other is not clause and other.start < clause.start and other.relation in {"main", "sub", "coord"}:
            fight = any({"clash_word", "strike_word", "abstract"} & np.classes for np in other.subject)
            place = next((np.head_place for pp in other.pp("in", "around", "at", "near") for np in pp.phrases if np.head_place is not None), None)
            if not fight and {"strike", "clash", "take", "enter"} & other.classes():
                place = next((np.head_place for np in other.objects if np.head_place is not None), None)
                fight = place is not None
            if fight and place is not None and not any(_same(place, ref.mention) for ref in draft.destinations):
                return place
    centre = scene.story.about()
    if centre is None or centre.start >= clause.start:
        return None
    name = centre.place.name if centre.place is not None else centre.text
    if name not in scene.story.topics or any(
        (d.mention.place.name if d.mention.place is not None else d.mention.text) == name for d in draft.destinations
    ):
        return None
    return centre


def imply_destination(draft: Draft, clause: Clause, scene: Scene, drafts: Sequence[Draft], classes: set[str]) -> None:
    """Set the destination of a return or of an arrival "in" that names none."""
    if draft.destinations or draft.direction or draft.toward:
        return
    origin = draft.origin.mention if draft.origin else None
    inward = bool(_INWARD & {*clause.adverbs, clause.vp.particle})
    if "return" in classes and origin is not None:
        for before in reversed(drafts):
            if before.type == draft.type and before.origin is not None and any(_same(ref.mention, origin) for ref in before.destinations):
                draft.destinations = [PlaceRef(before.origin.mention, clause.vp.start, clause.vp.end, "back to where they had fled from")]
                return
    if ("return" in classes and origin is not None) or (inward and {"arrive", "go", "return", "transport"} & classes and origin is not None):
        found = scene.story.about() or scene.story.antecedent("city", clause.start + 1, exclude=frozenset({origin.start}), here=True)
        if found is not None and found.start < clause.vp.start and not _same(found, origin):
            draft.destinations = [PlaceRef(found, clause.vp.start, clause.vp.end, "not named: the place that the story stands at")]


def _same(one: Mention, other: Mention) -> bool:
    if one.place is not None and other.place is not None:
        return (one.place.lat, one.place.lon) == (other.place.lat, other.place.lon)
    return one.text == other.text
