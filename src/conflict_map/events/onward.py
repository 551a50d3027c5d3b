"""Where people go who go with others, go on, or go back: their own clause leaves out an end that the sentence before has told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.contexts import opened_with
from conflict_map.events.goals import goal_places
from conflict_map.events.journeys import direction_beyond
from conflict_map.events.likeness import same_place
from conflict_map.events.records import PlaceRef

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.journeys import Path
    from conflict_map.events.movers import Movers
    from conflict_map.events.records import Draft
    from conflict_map.events.scene import Scene

__all__ = ["go_onward"]

_HOMES = frozenset({"home", "house", "neighbourhood", "neighborhood", "village", "district", "town", "area", "place", "farm", "land", "community"})
_TRIPS = frozenset({"journey", "trip", "trek", "crossing", "way", "road", "route", "march", "passage", "path"})
_MAKES = frozenset({"make", "take", "follow", "undertake", "go", "use", "brave"})
_OVER = frozenset({"across", "over"})
_ACROSS = re.compile(r"\s+(?:across|over)(?=\s+(?:in|at|on|by|each|every|daily|per)\b|\s*[.,;])")
_WITH = ("with", "alongside", "together with", "along with", "behind")


def go_onward(path: Path, clause: Clause, scene: Scene, who: Movers, classes: set[str], drafts: Sequence[Draft]) -> None:
    """Add to a path what those told just before tell of it: "2,000 villagers went with them to B", "60,000 are back"."""
    if path.origin is None and who.kind == "civilian" and "return" not in classes:
        path.origin = _of_whom(who, path, scene)
    comes = "arrive" in classes or (clause.vp.lemma == "come" and clause.vp.perfect)
    if comes and path.origin is not None and not path.destinations and clause.relation == "that" and clause.parent is not None:
        speech = clause.parent  # "the authorities in A report that 700 villagers from B arrived"
        path.add(ref for pp in speech.pp("in", "at") if pp.start < speech.vp.start for ref in goal_places(pp, speech, scene))
        path.direction = path.direction or direction_beyond(path.destinations, scene)
    before = next((draft for draft in reversed(drafts) if draft.type in {"displacement", "troop_movement"}), None)
    if before is None or scene.index - before.sentence > 1 or before.paragraph != scene.paragraph:
        return
    emptied = (
        before.rule.startswith(("a place empties", "a noun of")) and not before.destinations and before.quantity is None and before.origin is not None
    )
    if emptied and before.type == "displacement" and who.kind == "civilian" and path.origin is None and path.destinations:
        emptying = [
            draft for draft in drafts if draft.sentence == before.sentence and draft.rule.startswith("a place empties") and not draft.destinations
        ]
        path.origin = emptying[0].origin if emptying else before.origin
        for draft in (before, *emptying):
            draft.cancelled = True  # "A and B emptied. 9,000 took the road to C" is told once
        return
    if path.origin is None and before.origin is not None and _with_them(clause):
        if all(not same_place(before.origin, ref) for ref in path.destinations):
            path.origin = _again(before.origin, clause, "they go with those told before")
            if not path.destinations and not {"flee", "retreat"} & classes:  # "left with it": where to is not told
                path.destinations = list(before.destinations)
        return
    same = [np for np in clause.objects if "same" in np.words and np.head in _TRIPS]
    if same and before.type == ("displacement" if who.kind == "civilian" else "troop_movement") and not path.told and clause.vp.lemma in _MAKES:
        path.origin = _again(before.origin, clause, "the same way as those told before") if before.origin is not None else None
        path.destinations = [_again(ref, clause, "the same way as those told before") for ref in before.destinations]
        return
    if who.kind == "civilian" and before.type == "troop_movement" and "return" in classes and not path.told and before.origin is not None:
        path.destinations = [_again(before.origin, clause, "back to where the fighters told before have left")]
        return
    home = before.type == "displacement" and who.kind == "civilian" and "return" in classes and path.origin is None and before.origin is not None
    if home and before.origin is not None and len(before.destinations) == 1 and any(same_place(before.origin, ref) for ref in path.destinations):
        gone = before.destinations[0].mention.place
        if gone is not None and gone.kind == "country":
            return  # from where in it they come back is not told
        path.origin = _again(before.destinations[0], clause, "back from where those told before had gone")
        return
    if who.kind != "civilian" or before.type != "displacement" or path.told:
        return
    if (_OVER & set(clause.adverbs) or _ACROSS.match(scene.text, clause.vp.end)) and {"go", "flee"} & classes and who.quantity is not None:
        path.origin = _again(before.origin, clause, "the same way as those told before") if before.origin is not None else None
        path.destinations = [_again(ref, clause, "the same way as those told before") for ref in before.destinations]
    elif "return" in classes and _to_their_homes(clause) and before.origin is not None:
        path.destinations = [_again(before.origin, clause, "back to where those told before had left")]
    elif "return" in classes and opened_with(clause, scene) is None and before.origin is not None and clause.vp.form != "pp":
        path.destinations = [_again(before.origin, clause, "back to where those told before had left")]
        if len(before.destinations) == 1:
            path.origin = _again(before.destinations[0], clause, "back from where those told before had gone")


def _of_whom(who: Movers, path: Path, scene: Scene) -> PlaceRef | None:
    """Read "the last Croats of A: 1,200 were put on buses": a bare number behind a colon counts the people before it."""
    if who.np.head != "#" or who.np.of is not None or not scene.text[scene.start : who.np.start].rstrip().endswith(":"):
        return None
    told = next((chunk.np for chunk in reversed(scene.chunks) if chunk.np is not None and chunk.np.end < who.np.start), None)
    home = told.of if told is not None and (told.plural or "civilian" in told.classes) else None
    if home is None or home.head_place is None or (told is not None and (told.head_place is not None or "combatant" in told.classes)):
        return None
    ref = PlaceRef(home.head_place, home.start, home.end, "the place of the people told before the colon")
    return ref if all(not same_place(ref, other) for other in path.destinations) else None


def _with_them(clause: Clause) -> bool:
    return any(np.pronoun and np.words[:1] in {("them",), ("him",), ("it",)} for pp in clause.pp(*_WITH) for np in pp.phrases)


def _to_their_homes(clause: Clause) -> bool:
    return any(np.determiner == "their" and np.head_place is None and np.head in _HOMES for pp in clause.pp("to", "into") for np in pp.phrases)


def _again(ref: PlaceRef, clause: Clause, rule: str) -> PlaceRef:
    return PlaceRef(ref.mention, clause.vp.start, clause.vp.end, rule)
