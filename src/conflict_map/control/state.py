"""Events and observations → for each place, who held it when, and which reports say so.

The rules, in the order in which they apply to the evidence about one place:

1. Evidence without any date decides no day; it is listed in `PlaceHistory.undated`. Coarse dates become ranges of days.
2. A denial withdraws nothing that others report. It makes a mere claim of the same change disputed: the place is contested from that day.
3. A change dated more finely replaces the same change (same place, same side) dated more coarsely: one capture, told twice.
4. A change takes effect on its last possible day. From its first possible day until then, who holds the place is unknown, one of the two.
5. Of several changes with one effective day, those stand that no other one undoes: A to B, then B to C, leaves C, whatever
   the order in which they are given. Where more than one stands, reports outweigh claims; reports that still disagree make the place contested.
6. Fighting (an event with ``control_status`` contested) makes a place contested from its first day until the next change or observation.
7. Before the first change, the side that lost the place held it, with an open start (``inferred``).
   Days earlier than `Decay.before_first` before all reports are not answered from that.
8. A state stands until the next one, or as long as `Decay` lets it.

Every rule looks at the set of the evidence, never at its order.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from conflict_map.control.names import followed
from conflict_map.control.records import Decay, History, Interval, Observation, PlaceHistory, day_number, iso_day, place_key
from conflict_map.model import siege_sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from conflict_map.model import Event

__all__ = ["control_history"]

_MAX_DAY = dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class _Fact:
    """One piece of evidence about one place; days as numbers."""

    id: str
    kind: str  # change, seen, fight
    first: int
    last: int
    status: str
    to: str | None = None
    before: str | None = None
    sides: tuple[str, ...] = ()
    claim: str = "reported"
    by: tuple[str, ...] = ()
    guessed: bool = False  # ``before`` is a guess: good for a doubtful opening, not to weigh against other reports

    @property
    def label(self) -> tuple[str, str | None]:
        return self.status, self.to if self.status in {"held", "besieged"} else None


@dataclass(frozen=True, slots=True)
class _Step:
    """From a day on, this state stands."""

    day: int
    interval: Interval


def control_history(
    events: Iterable[Event],
    observations: Iterable[Observation] = (),
    *,
    sides: Mapping[str, str] | None = None,
    decay: Decay | None = None,
) -> History:
    """Return who held which place and when, with the events that decide it.

    Parameters
    ----------
    events
        Events of any type. Changes of control count, and whatever else has a ``control_status`` (a clash over a town); the rest is passed over.
        ``control_to[0]`` and ``control_from[0]`` name the sides.
    observations
        What is known to hold on a day, without a change: a baseline (see `baseline_from`), a monitor's list.
    sides
        Names to fold: ``{"Jabhat al-Nusra": "Hayat Tahrir al-Sham"}``. Other names stay as they are; chains are followed to their end.
    decay
        When a state stops being taken for granted; `Decay()` if None.

    Returns
    -------
    History
        Equal for equal sets of evidence, in whatever order they come.

    Raises
    ------
    UsageError
        If ``sides`` fold names in a ring.

    Notes
    -----
    ``control_status`` besieged changes no hands; `conflict_map.model.siege_sides` tells who holds and who besieges. Without a holder, whoever held
    the place before goes on holding it, and a side that is named alone and did not hold it besieges it.
    A change without ``control_to`` (a retreat that nobody is said to have followed) leaves the holder unknown.
    """
    decay = decay or Decay()
    fold = followed(sides or {})
    facts: dict[str, set[_Fact]] = defaultdict(set)
    denials: dict[str, set[_Fact]] = defaultdict(set)
    undated: dict[str, set[str]] = defaultdict(set)
    places: dict[str, PlaceHistory] = {}
    left_out: set[tuple[str, str]] = set()

    for event in events:
        if event.type != "control_change" and event.control_status is None:
            continue
        if event.place is None or not event.place.resolved:
            why = "the report names no place" if event.place is None else event.place.reason or f"{event.place.name} has no coordinates"
            left_out.add((event.id, why))
            continue
        place = _place_of_event(event)
        places[place.key] = _preferred(places.get(place.key), place)
        try:
            fact = _fact_of_event(event, fold)
        except ValueError as error:
            left_out.add((event.id, str(error)))
            continue
        if event.claim.status == "denied":
            denials[place.key].add(fact or _Fact(id=event.id, kind="change", first=0, last=0, status="unknown"))
        elif fact is None:
            undated[place.key].add(event.id)
        else:
            facts[place.key].add(fact)
    for observation in observations:
        place = _place_of_observation(observation)
        places[place.key] = _preferred(places.get(place.key), place)
        facts[place.key].add(_fact_of_observation(observation, fold))

    first = min((fact.first for some in facts.values() for fact in some if fact.first), default=0)
    assumed_from = max(first - decay.before_first, 0) if decay.before_first is not None else 0
    histories = [
        replace(
            place,
            assumed_from=assumed_from,
            intervals=_timeline(facts[key], denials[key], decay),
            undated=tuple(sorted(undated[key])),
            denied=tuple(sorted(fact.id for fact in denials[key])),
        )
        for key, place in sorted(places.items())
    ]
    return History(places=tuple(histories), left_out=tuple(sorted(left_out)), decay=decay)


def _preferred(first: PlaceHistory | None, second: PlaceHistory) -> PlaceHistory:
    """Return the fuller of two descriptions of one place, whatever the order they come in."""
    if first is None:
        return second

    def rank(place: PlaceHistory) -> tuple[bool, bool, str, str, float, float]:
        return place.geonames_id is None, place.population is None, place.name, place.kind or "", place.lat, place.lon

    best, other = sorted((first, second), key=rank)
    return replace(
        best,
        country=best.country or other.country,
        population=best.population if best.population is not None else other.population,
        kind=best.kind or other.kind,
    )


def _place_of_event(event: Event) -> PlaceHistory:
    place = event.place
    if place is None or place.lat is None or place.lon is None:
        message = f"event {event.id!r} has no place"
        raise ValueError(message)
    return PlaceHistory(
        key=_key(*place_key(place)), name=place.name, lat=place.lat, lon=place.lon, intervals=(), country=place.country,
        geonames_id=place.geonames_id, kind=place.kind, precision=place.precision,
    )  # fmt: skip


def _place_of_observation(seen: Observation) -> PlaceHistory:
    return PlaceHistory(
        key=_key("1", round(seen.lat, 4), round(seen.lon, 4)), name=seen.name, lat=seen.lat, lon=seen.lon, intervals=(), country=seen.country,
        geonames_id=seen.geonames_id, population=seen.population,
    )  # fmt: skip


def _key(precision: str, lat: float, lon: float) -> str:
    return f"{lat + 0.0:.4f},{lon + 0.0:.4f}" + ("" if precision == "1" else f"~{precision}")


def _named(names: Sequence[str], fold: Mapping[str, str]) -> str | None:
    return fold.get(names[0], names[0]) if names else None


def _days(start: str | None, end: str | None, precision: str) -> tuple[int, int] | None:
    """Return the first and last possible day, or None where no day is given; raise ValueError where the range ends before it begins."""
    if start is None and end is None:
        return None
    first = day_number(start) if start is not None else None
    last = day_number(end) if end is not None else None
    if last is None and first is not None:
        last = _end_of(first, precision)
    if last is not None and first is None:
        first = last
    if first is None or last is None or last < first:
        message = f"its dates end ({end}) before they begin ({start})"
        raise ValueError(message)
    return first, last


def _end_of(first: int, precision: str) -> int:
    """Return the last day of the week, month or year that begins at, or contains, a day."""
    date = dt.date.fromordinal(first)
    if precision == "week":
        return min(first + 6, _MAX_DAY)
    if precision == "month":
        return date.replace(day=calendar.monthrange(date.year, date.month)[1]).toordinal()
    if precision == "year":
        return dt.date(date.year, 12, 31).toordinal()
    return first


def _fact_of_event(event: Event, fold: Mapping[str, str]) -> _Fact | None:
    days = _days(event.date_start, event.date_end, event.date_precision)
    if days is None:
        return None
    to, before = _named(event.control_to, fold), _named(event.control_from, fold)
    status = event.control_status or ("held" if to else "unknown")
    disputed = event.claim.status == "contested"
    if status == "contested" or disputed:
        rivals = tuple(sorted({side for side in (to, before, _named(event.actor, fold)) if side}))
        return _Fact(
            id=event.id,
            kind="fight",
            first=days[0],
            last=days[1],
            status="contested",
            before=before,
            sides=rivals,
            claim=event.claim.status,
            by=event.claim.by,
        )
    claim = "claimed" if event.claim.status == "claimed" else "reported"
    if status == "besieged":
        holder, besieger = (fold.get(side, side) if side is not None else None for side in siege_sides(event))
        return _Fact(
            id=event.id, kind="siege", first=days[0], last=days[0], status=status, to=holder, before=holder,
            sides=(besieger,) if besieger and besieger != holder else (), claim=claim, by=event.claim.by,
        )  # fmt: skip
    if status == "held" and to is None:
        status = "unknown"
    if claim == "reported" and "control_to" in event.inferred:
        claim = "inferred"
    return _Fact(
        id=event.id, kind="change", first=days[0], last=days[1], status=status, to=to, before=before,
        sides=(before,) if status == "unknown" and before else (), claim=claim, by=event.claim.by, guessed="control_from" in event.inferred,
    )  # fmt: skip


def _fact_of_observation(seen: Observation, fold: Mapping[str, str]) -> _Fact:
    day = day_number(seen.date) if seen.date is not None else 0
    holder = fold.get(seen.holder, seen.holder) if seen.holder is not None else None
    status = seen.status if holder is not None or seen.status in {"contested", "unknown"} else "unknown"
    return _Fact(id=seen.id, kind="seen", first=day, last=day, status=status, to=holder, claim=seen.claim)


def _timeline(facts: set[_Fact], denials: set[_Fact], decay: Decay) -> tuple[Interval, ...]:
    """Return the intervals of one place, in order, without gaps, the first and the last open."""
    kept = _refined(_disputed(facts, denials))
    steps = _steps(kept)
    opening = _opening(kept, steps)
    intervals = _joined([_Step(day=0, interval=opening), *steps])
    return tuple(piece for interval in intervals for piece in _decayed(interval, decay))


def _disputed(facts: set[_Fact], denials: set[_Fact]) -> set[_Fact]:
    """Apply rule 2: a claim that is denied makes the place contested."""
    answer = set()
    for fact in facts:
        against = [no for no in denials if no.first and no.to == fact.to and no.first <= fact.last and fact.first <= no.last]
        if fact.kind == "change" and fact.claim == "claimed" and against:
            rivals = tuple(sorted({side for side in (fact.to, fact.before) if side}))
            answer.add(replace(fact, kind="fight", status="contested", sides=rivals, claim="contested"))
        else:
            answer.add(fact)
    return answer


def _refined(facts: set[_Fact]) -> set[_Fact]:
    """Apply rule 3: leave out the coarser of two tellings of one change, and narrow ranges by what other evidence implies."""
    changes = [fact for fact in facts if fact.kind == "change"]

    def told_finer(fact: _Fact) -> bool:
        return any(
            other.label == fact.label
            and fact.first <= other.first
            and other.last <= fact.last
            and (other.first, other.last) != (fact.first, fact.last)
            for other in changes
        )

    kept = {fact for fact in facts if not (fact.kind == "change" and told_finer(fact))}
    return {_narrowed(fact, kept) if fact.kind == "change" and fact.first < fact.last else fact for fact in kept}


def _narrowed(fact: _Fact, facts: set[_Fact]) -> _Fact:
    """Return a coarsely dated change with the days dropped on which it cannot have happened.

    A side that is seen in a place, or thrown out of it, on a day has come before; one that lost it to this change has come after.
    """
    first, last = fact.first, fact.last
    for other in sorted(facts, key=lambda f: (f.first, f.last, f.id)):
        if other is fact or other.first != other.last or not fact.first <= other.first <= fact.last or fact.to is None:
            continue
        if other.kind == "seen" and other.label == fact.label:
            last = min(last, other.first)
        elif other.kind == "change" and other.before == fact.to and other.to != fact.to and not other.guessed:
            last = min(last, max(other.first - 1, first))
        elif other.kind in {"change", "seen"} and other.to is not None and other.to == fact.before and not fact.guessed:
            first = max(first, min(other.first + 1, last))
    return replace(fact, first=first, last=last) if first <= last else fact


def _steps(facts: set[_Fact]) -> list[_Step]:
    """Return the states in the order of the days on which they begin."""
    groups: dict[int, list[_Fact]] = defaultdict(list)
    windows: dict[int, list[_Fact]] = defaultdict(list)
    ordered = sorted(facts, key=lambda f: (f.first, f.last, f.id, f.kind, f.to or ""))
    coarse = [fact for fact in ordered if fact.kind == "change" and fact.first < fact.last]
    for fact in ordered:
        groups[fact.last if fact.kind == "change" else fact.first].append(fact)
    for fact in coarse:
        windows[fact.first].append(fact)
        # What is seen on a day inside the range says nothing of the day after.
        for day in [day for day in groups if fact.first <= day < fact.last]:
            windows[day + 1].append(fact)
    steps: list[_Step] = []
    state = Interval(start=None, end=None, status="unknown")
    for day in sorted({*groups, *windows}):
        if day in groups:
            state = _resolved(groups[day], _clashing(groups[day], facts, day), state)
        elif state.status != "contested":
            state = _window(windows[day], state)
        else:
            continue
        steps.append(_Step(day, state))
    return steps


def _state(status: str, facts: Iterable[_Fact], *, sides: Iterable[str | None] = (), last: int | None = None, note: str = "") -> Interval:
    """Return a state without days that rests on facts."""
    facts = list(facts)
    claim, by = _claim(facts)
    return Interval(
        start=None,
        end=None,
        status=status,
        sides=tuple(sorted({side for side in sides if side})),
        claim=claim,
        claim_by=by,
        decided_by=tuple(sorted({fact.id for fact in facts})),
        last_report=iso_day(last) if last else None,
        note=note,
    )


def _window(facts: Sequence[_Fact], state: Interval) -> Interval:
    """Return the state while a change is under way at an unknown day (rule 4)."""
    possible = {fact.to for fact in facts} | {fact.before for fact in facts} | {state.holder}
    return _state("unknown", facts, sides=possible, note="it changed hands within these days; which day is not reported")


def _clashing(group: Sequence[_Fact], facts: set[_Fact], day: int) -> list[_Fact]:
    """Return finely dated changes inside the range of a coarse one in the group, of which it is not known which came first."""
    coarse = [fact for fact in group if fact.kind == "change" and fact.first < fact.last]
    return sorted(
        (
            other
            for other in facts
            if other.kind == "change" and other.last < day
            for fact in coarse
            if other.label != fact.label and fact.first <= other.first and other.to != fact.before
        ),
        key=lambda f: f.id,
    )


def _resolved(group: Sequence[_Fact], unordered: Sequence[_Fact], state: Interval) -> Interval:
    """Return the state that the evidence with one effective day leaves (rules 5 and 6)."""
    deciding = [fact for fact in group if fact.kind in {"change", "seen"}]
    if unordered and not any(fact.first == fact.last for fact in deciding):
        return _unordered(deciding, unordered)
    sieges = [fact for fact in group if fact.kind == "siege"]
    if not deciding:
        fights = [fact for fact in group if fact.kind == "fight"]
        return _contested(fights, state) if fights else _besieged(sieges, state)
    # A change that another one of the day undoes is over by its end.
    standing = [fact for fact in deciding if fact.status != "held" or not any(_undoes(other, fact) for other in deciding)]
    standing = standing or deciding
    outweighed: list[_Fact] = []
    if len({fact.label for fact in standing}) > 1 and len({fact.label for fact in standing if fact.claim == "reported"}) == 1:
        outweighed = [fact for fact in standing if fact.claim != "reported"]
        standing = [fact for fact in standing if fact.claim == "reported"]
    last = max(fact.last for fact in group)
    labels = {fact.label for fact in standing}
    if len(labels) > 1:
        rivals = _state("contested", standing, sides={fact.to for fact in standing}, last=last, note="reports of one day contradict each other")
        return replace(rivals, contradicted_by=rivals.decided_by)
    status, holder = labels.pop()
    against = tuple(sorted({fact.id for fact in outweighed if fact.label != (status, holder)}))
    named = {fact.before for fact in standing if fact.before and not fact.guessed}
    note = "a claim of the same day says otherwise" if against else ""
    if not note and named and state.status in {"held", "besieged"} and state.holder not in {holder, *named}:
        note = f"the report names {', '.join(sorted(named))} as the side before; {state.holder} held it by what was reported earlier"
    sides = {side for fact in standing for side in fact.sides}
    interval = replace(_state(status, standing, sides=sides, last=last, note=note), holder=holder, contradicted_by=against)
    if sieges and status == "held" and any(siege.to in {None, holder} or not siege.sides for siege in sieges):
        return _besieged(sieges, interval)
    return interval


def _undoes(later: _Fact, fact: _Fact) -> bool:
    """Return whether a change throws out the side that another one brought in."""
    return later.to is not None and later.before == fact.to and later.to != fact.to and not later.guessed


def _unordered(deciding: Sequence[_Fact], unordered: Sequence[_Fact]) -> Interval:
    both = [*deciding, *unordered]
    state = _state(
        "unknown",
        both,
        sides={fact.to for fact in both},
        last=max(fact.last for fact in both),
        note="it changed hands more than once, and the order is not reported",
    )
    return replace(state, contradicted_by=tuple(sorted({fact.id for fact in unordered})))


def _contested(fights: Sequence[_Fact], state: Interval) -> Interval:
    # Both the side that held the place and those that fight over it are named.
    rivals = {side for fact in fights for side in fact.sides} | {state.holder} | set(state.sides if state.status == "contested" else ())
    note = "a claim that others deny" if any(fact.claim == "contested" for fact in fights) else ""
    found = _state("contested", fights, sides=rivals, last=max(fact.last for fact in fights), note=note)
    earlier = state.decided_by if state.status == "contested" else ()
    return replace(found, decided_by=tuple(sorted({*earlier, *found.decided_by})))


def _besieged(sieges: Sequence[_Fact], state: Interval) -> Interval:
    # A siege changes no hands. A side that is named alone and is not the one known to hold the place lies before it.
    besiegers = {side for fact in sieges for side in fact.sides} | set(state.sides if state.status == "besieged" else ())
    alone = {fact.to for fact in sieges if fact.to and not fact.sides and state.holder not in {None, fact.to}}
    named = sorted({fact.to for fact in sieges if fact.to} - alone)
    holder = named[0] if len(named) == 1 else state.holder
    differs = state.holder is not None and holder != state.holder
    note = f"the report of the siege names {holder} as the holder; {state.holder} held it by what was reported earlier" if differs else ""
    found = _state("besieged", sieges, sides=(besiegers | alone) - {holder or ""}, last=max(fact.last for fact in sieges), note=note)
    earlier = state.decided_by if state.holder == holder else ()
    return replace(found, holder=holder, decided_by=tuple(sorted({*earlier, *found.decided_by})))


def _claim(facts: Sequence[_Fact]) -> tuple[str, tuple[str, ...]]:
    """Return ``reported`` where at least one report stands behind a state, else ``claimed``, and who claims it."""
    claim = next(word for word in ("reported", "claimed", "inferred", "") if not word or any(fact.claim == word for fact in facts)) or "claimed"
    return claim, tuple(sorted({name for fact in facts for name in fact.by}))


def _opening(facts: set[_Fact], steps: Sequence[_Step]) -> Interval:
    """Return the state before the first evidence (rule 7)."""
    nothing = Interval(start=None, end=None, status="unknown", note="no report yet")
    if not steps:
        return nothing
    # An earlier holder counts only if nothing but fighting comes before the evidence that names it.
    ordered = sorted(facts, key=lambda f: (f.first, f.last))
    first_change = next((fact.first for fact in ordered if fact.kind != "fight"), None)
    telling = [fact for fact in ordered if fact.before and (first_change is None or fact.first <= first_change)]
    named = sorted({fact.before for fact in telling if fact.before})
    earliest = [fact for fact in telling if fact.first == min(f.first for f in telling)] if telling else []
    if len(named) > 1:
        # Of several changes on one day, the side that no other change brought in was there first.
        named = sorted({fact.before for fact in earliest if fact.before and fact.before not in {f.to for f in earliest}}) or named
    before = _state("unknown", [fact for fact in telling if fact.before in named], sides=named)
    before = replace(before, claim="inferred", claim_by=())
    if len(named) == 1:
        guessed = all(fact.guessed for fact in telling if fact.before in named)
        note = "no report says who held it before; it is the enemy of the side that came" if guessed else "from what a later report says of before"
        return replace(before, status="held", holder=named[0], sides=(), note=note)
    return replace(before, note="reports differ on who held it before") if named else nothing


def _joined(steps: Sequence[_Step]) -> list[Interval]:
    """Return the states with their days; one that only confirms the one before it prolongs it."""
    pieces: list[Interval] = []
    for step, following in pairwise([*steps, None]):
        if step is None:
            continue
        start = iso_day(step.day) if step.day else None
        end = iso_day(following.day - 1) if following is not None and following.day > 1 else None
        if following is not None and following.day <= max(step.day, 1):
            continue  # nothing comes before the first day that there is
        now = replace(step.interval, start=start, end=end)
        before = pieces[-1] if pieces else None
        if before is not None and _same(before, now):
            pieces[-1] = replace(
                before,
                end=end,
                decided_by=tuple(sorted({*before.decided_by, *now.decided_by})),
                contradicted_by=tuple(sorted({*before.contradicted_by, *now.contradicted_by})),
                claim_by=tuple(sorted({*before.claim_by, *now.claim_by})),
                last_report=max(before.last_report or "", now.last_report or "") or None,
                note=before.note or now.note,
            )
        else:
            pieces.append(now)
    return pieces


def _same(before: Interval, now: Interval) -> bool:
    return (before.status, before.holder, before.sides, before.claim) == (now.status, now.holder, now.sides, now.claim) and before.start is not None


def _decayed(interval: Interval, decay: Decay) -> list[Interval]:
    """Apply rule 8."""
    limits = [decay.contested_for] if interval.status == "contested" else [decay.held_for] if interval.status in {"held", "besieged"} else []
    if interval.claim == "claimed" and limits:
        limits.append(decay.claimed_for)
    days = min((limit for limit in limits if limit is not None), default=None)
    if days is None or interval.last_report is None or interval.start is None:
        return [interval]
    over = max(day_number(interval.last_report), day_number(interval.start)) + days + 1
    if over > (day_number(interval.end) if interval.end is not None else _MAX_DAY):
        return [interval]
    silent = Interval(
        start=iso_day(over), end=interval.end, status="unknown", sides=tuple(side for side in (interval.holder, *interval.sides) if side),
        decided_by=interval.decided_by, note=f"no report for more than {days} days",
    )  # fmt: skip
    return [replace(interval, end=iso_day(over - 1)), silent]
