"""Whether two tellings are of the same: the same place, days that fit, the same movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_map.events.dates import DateRange
    from conflict_map.events.records import Draft, PlaceRef
    from conflict_map.events.sides import Side

__all__ = ["compatible", "days_apart", "keys_of", "same_movement", "same_place"]

_REGROUP = frozenset({"regroup", "reassemble", "reposition", "redeploy", "reform", "assemble"})


def same_place(one: PlaceRef | None, other: PlaceRef | None) -> bool:
    """Whether two references mean one place: the same gazetteer point, or the same words where neither is resolved."""
    if one is None or other is None:
        return False
    a, b = one.mention, other.mention
    if a.place is not None and b.place is not None:
        if abs(a.place.lat - b.place.lat) < 1e-4 and abs(a.place.lon - b.place.lon) < 1e-4:
            return True
        near = abs(a.place.lat - b.place.lat) < 0.08 and abs(a.place.lon - b.place.lon) < 0.08
        return near and a.text.casefold()[:4] == b.text.casefold()[:4]
    return a.text.casefold() == b.text.casefold()


def days_apart(one: DateRange | None, other: DateRange | None) -> int | None:
    """Days between two ranges; 0 where they touch; None where one is not known."""
    if one is None or other is None or one.start is None or other.start is None:
        return None
    end_one, end_other = one.end or one.start, other.end or other.start
    if one.start <= end_other and other.start <= end_one:
        return 0
    return min(abs((one.start - end_other).days), abs((other.start - end_one).days))


def compatible(one: DateRange | None, other: DateRange | None, slack: int = 1) -> bool:
    """Whether two ranges lie no more than ``slack`` days apart, or one is not known."""
    apart = days_apart(one, other)
    return apart is None or apart <= slack


def keys_of(sides: list[Side]) -> set[str]:
    """Return the keys of sides."""
    return {side.key for side in sides}


def _goes_back(draft: Draft) -> bool:
    """Whether a movement is told by a verb of returning: who fled a place and who comes back are two movements."""
    return draft.type == "displacement" and draft.rule.startswith("verb of") and "return" in draft.rule.split(":")[0]


def _carries_on(first: Draft, then: Draft) -> bool:
    """Whether a movement of fighters goes on in the next sentence: "completed its withdrawal from A. Its 1,500 men regrouped at B"."""
    bare = first.type == "troop_movement" and first.quantity is None and not first.destinations and not first.direction
    inferred = then.origin is not None and then.origin.rule != "named" and same_place(first.origin, then.origin)
    regrouped = then.clause is not None and then.clause.vp.lemma in _REGROUP
    return bare and inferred and regrouped and then.sentence - first.sentence == 1 and bool(then.destinations)


def same_movement(one: Draft, other: Draft) -> bool:
    """Whether two tellings of a movement are of the same one."""
    if one.type != other.type or _goes_back(one) != _goes_back(other):
        return False
    if one.type == "troop_movement" and one.actor and other.actor and not keys_of(one.actor) & keys_of(other.actor):
        return False
    if one.origin is not None and other.origin is not None and not same_place(one.origin, other.origin):
        return False
    if one.sentence == other.sentence and same_place(one.origin, other.origin) and one.origin is not None:
        bare = (
            one
            if one.sentence <= other.sentence and one.quantity is None and not one.destinations
            else other
            if other.quantity is None and not other.destinations
            else None
        )
        if bare is not None and (one.type == "displacement"):
            return True
    if one.more != other.more and one.quantity is not None and other.quantity is not None and not (one.title or other.title):
        return False
    if one.quantity is not None and other.quantity is not None and (one.quantity.low, one.quantity.high) != (other.quantity.low, other.quantity.high):
        return False
    if one.destinations and other.destinations and not any(same_place(a, b) for a in one.destinations for b in other.destinations):
        return False
    if one.direction and other.direction and one.direction != other.direction:
        return False
    if not compatible(one.date, other.date):
        return False
    if one.quantity is None and other.quantity is None:
        undirected = any(not d.destinations and not d.direction for d in (one, other))
        if one.type == "displacement" and one.sentence != other.sentence and bool(one.destinations) != bool(other.destinations):
            return abs(one.sentence - other.sentence) <= 1
        return (undirected and (one.origin is not None and other.origin is not None)) or bool(
            one.destinations and other.destinations and same_place(one.origin, other.origin)
        )
    if one.quantity is not None and other.quantity is not None:
        return True
    if _carries_on(one, other) or _carries_on(other, one):
        return True
    if one.type == "displacement" and same_place(one.origin, other.origin):
        bare = one if one.quantity is None else other
        if not (bare.destinations or bare.direction or bare.toward) and bare.date is None:
            return True  # "its population has been displaced", said beside a flight that is counted
    return (
        one.origin is not None
        and other.origin is not None
        and (one.title or other.title or (one.sentence == other.sentence and one.who is other.who))
    )
