"""From drafts to events: entries that turned out to be captures, duplicates, gaps that another sentence fills."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.events.dates import DateRange
from conflict_map.events.days import ANNOUNCED
from conflict_map.events.likeness import compatible, days_apart, keys_of, same_movement, same_place
from conflict_map.events.takers import AGAIN, SPEAKS, settle_takers
from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.records import Draft
    from conflict_map.events.sides import Side, Sides
    from conflict_map.events.story import Story

__all__ = ["merge_drafts"]

_AGAIN_WORDS = frozenset({"again", "anew"})
_SAME_PUSH = 60
_SAID_WITHIN = 7
"""Days by which what happened is told later, at most."""
_PLAIN_ENTRY = ("walk", "march", "roll", "drive", "ride", "stroll", "stride", "move", "swarm", "file", "sweep", "speed", "flood")
_INTO = frozenset({"enter", "re-enter", "reenter", "sweep through", "come in", "march back into"})
"""Entries after which, where nothing is told of a fight, a side has the place."""
_MEN_THERE = frozenset({"resistance", "garrison", "garrisons", "defenders", "defender", "holdouts", "guards", "reinforcements"})
_FOES = frozenset({"enemy", "foe", "opponent", "occupiers", "occupier", "invaders", "aggressor"})


def _neutral(side: Side) -> bool:
    """Whether a side keeps the peace: its leaving loses no place."""
    return any("peacekeep" in name.lower() or name.startswith(("UN ", "United Nations", "MINUSMA", "MONUSCO")) for name in side.names)


def _finer(one: DateRange | None, other: DateRange | None) -> bool:
    if other is None:
        return False
    return one is None or other.coarseness < one.coarseness


def _absorb(kept: Draft, other: Draft) -> None:
    """Fill the gaps of one draft from another that tells the same."""
    if _finer(kept.date, other.date) or _told_later(kept, other):
        kept.date, kept.date_rule = other.date, other.date_rule
        kept.note("date", other.date_rule, None, None, "from another sentence that tells the same")
    for side in other.to:
        if side.key not in keys_of(kept.to):
            if not kept.to:
                kept.to.append(side)
        else:
            _more_names(kept.to, side)
    for side in other.lost:
        if side.key not in keys_of(kept.lost) and side.key not in keys_of(kept.to):
            kept.lost.append(side)
        else:
            _more_names(kept.lost, side)
    for side in other.actor:
        if side.key not in keys_of(kept.actor):
            kept.actor.append(side)
    if kept.origin is None and other.origin is not None and not any(same_place(other.origin, d) for d in kept.destinations):
        kept.origin = other.origin
    for ref in other.destinations:
        if not any(same_place(ref, d) for d in kept.destinations):
            kept.destinations.append(ref)
    kept.direction = kept.direction or other.direction
    kept.toward = kept.toward or other.toward
    if kept.quantity is None and other.quantity is not None:
        kept.quantity, kept.quantity_text, kept.household = other.quantity, other.quantity_text, other.household
    if not kept.claim_by and other.claim_by and kept.claim == other.claim == "reported" and kept.sentence == other.sentence:
        kept.claim_by = other.claim_by
    if other.claim in {"denied", "contested"} and kept.claim not in {"denied", "contested"}:
        kept.claim = other.claim
    kept.first_since = kept.first_since or other.first_since
    kept.note(
        "merged",
        other.rule,
        other.clause.start if other.clause else None,
        other.clause.end if other.clause else None,
        "another clause that tells the same",
    )


def _more_names(sides: list[Side], side: Side) -> None:
    for index, kept in enumerate(sides):
        if kept.key == side.key:
            names = (*kept.names, *(name for name in side.names if name not in kept.names))
            sides[index] = type(kept)(names[:6], kept.key, kept.known, kept.start, kept.end, kept.rule)
            return


def _once_more(draft: Draft) -> bool:
    """Whether a change is told as a second one: "have taken it again"."""
    return draft.clause is not None and not _AGAIN_WORDS.isdisjoint(draft.clause.adverbs) and not any(word in draft.rule for word in AGAIN)


def _had_held(draft: Draft) -> bool:
    """Whether a draft looks back on who had a place: "which the army had held for a year"."""
    return draft.rule.startswith("holds it") and draft.date is None and draft.clause is not None and draft.clause.vp.perfect and draft.clause.vp.past


def _had_been_lost(draft: Draft) -> bool:
    """Whether a draft looks back on the loss of a place to nobody that it names: "had been lost on 12 August last year"."""
    vp = draft.clause.vp if draft.clause is not None else None
    return vp is not None and draft.rule.startswith("given up") and vp.passive and vp.perfect and vp.past and not draft.to and draft.date is not None


def _same_control(one: Draft, other: Draft) -> bool:
    if not same_place(one.place, other.place):
        return False
    if one.to and other.to and not keys_of(one.to) & keys_of(other.to):
        return False
    if not one.to and not other.to and one.lost and other.lost and not keys_of(one.lost) & keys_of(other.lost):
        return False
    if one.sentence == other.sentence and any(_had_it_before(state, lost) for state, lost in ((one, other), (other, one))):
        return False  # "A, a rebel town since May, was captured on Monday"
    if keys_of(one.to) & keys_of(other.lost) or keys_of(other.to) & keys_of(one.lost):
        return False
    if one.date is None and other.date is None and _once_more(one) != _once_more(other) and one.sentence != other.sentence:
        return False  # "… recaptured it. The rebels have now taken it again"
    for back, earlier in ((one, other), (other, one)):
        if not back.to and _had_held(earlier) and earlier.sentence <= back.sentence:
            return False  # "A, which the army had held for a year. It fell on Tuesday": not to the army
        if earlier.to and earlier.sentence < back.sentence and _had_been_lost(back):
            return False  # "X has captured A. It had been lost in August": not on that day
        again = not back.to and any(word in back.rule for word in AGAIN)
        if again and earlier.to and back.agent is not None and back.agent.rule in SPEAKS and back.agent.key not in keys_of(earlier.to):
            return False  # "A has been recaptured, the army said. The rebels took it last August"
        if again and earlier.to and earlier.date is None and not any(word in earlier.rule for word in AGAIN):
            return False  # a recovery and the fall before it, which nothing dates
    if (
        one.clause is not None
        and other.clause is not None
        and one.clause.vp.perfect
        and one.date is None
        and other.date is not None
        and other.date.precision in {"month", "year"}
    ):
        return bool(one.to and other.to) and one.sentence == other.sentence
    return compatible(one.date, other.date) or _told_later(one, other) or _told_later(other, one)


def _had_it_before(state: Draft, lost: Draft) -> bool:
    """Whether a draft tells whose a place was, and the other that it fell or was taken, to nobody that it names."""
    told = bool(state.to) and state.rule.startswith(("is ", "frame: be", "holds it", "are in it"))
    return told and not lost.to and lost.rule.startswith(("verb of falling", "verb of taking", "given up"))


def _told_later(told: Draft, happened: Draft) -> bool:
    """Whether a change that is dated by the day of saying it is one that has a day of its own just before."""
    if told.date is None or happened.date is None or told.date.start is None or happened.date.start is None:
        return False
    only_said = told.date_rule.endswith(ANNOUNCED) and not happened.date_rule.endswith(ANNOUNCED)
    if not only_said or happened.date.precision != "day" or not keys_of(told.to) & keys_of(happened.to):
        return False
    again = [draft.clause is not None and draft.clause.vp.lemma.startswith("re") for draft in (told, happened)]
    return again[0] == again[1] and 0 <= (told.date.start - happened.date.start).days <= _SAID_WITHIN


def _promote_entries(drafts: list[Draft], quiet: set[int], loud: set[int]) -> None:
    """Make an entry a capture where nobody resisted, where the holder had left, or where the one who entered was later driven out."""
    for draft in drafts:
        if not draft.entry:
            continue
        others = [d for d in drafts if d is not draft and same_place(d.place or d.origin, draft.place)]
        taken = [d for d in others if d.type == "control_change" and keys_of(d.to) & keys_of(draft.to) and not d.entry and d.strength >= 2]
        if any(days_apart(d.date, draft.date) not in {None, 0} for d in taken) and all(days_apart(d.date, draft.date) != 0 for d in taken):
            same_war = [d for d in taken if (days_apart(d.date, draft.date) or 0) <= 60]
            if same_war:
                continue
        left = [
            d
            for d in others
            if d.type == "troop_movement"
            and same_place(d.origin, draft.place)
            and not keys_of(d.actor) & keys_of(draft.to)
            and compatible(d.date, draft.date, 7)
        ]
        lost = [
            d
            for d in others
            if d.type == "control_change" and not d.entry and (not d.to or keys_of(d.to) & keys_of(draft.to)) and compatible(d.date, draft.date, 7)
        ]
        expelled = [
            d
            for d in drafts
            if d.type == "control_change"
            and keys_of(d.lost) & keys_of(draft.to)
            and same_place(d.place, draft.place)
            and (d.date is None or draft.date is None or (d.date.start or dt.date.max) >= (draft.date.start or dt.date.min))
        ]
        fought = any(d.type == "clash" and not d.entry for d in others)
        plain = (
            any(draft.rule.startswith(f"went in: {verb} ") and not draft.rule.endswith(" through") for verb in _PLAIN_ENTRY)
            and not fought
            and not draft.place_partial()
        )
        entered = (
            draft.rule.removeprefix("went in: ") in _INTO
            and draft.sentence not in loud
            and not fought
            and not draft.place_partial()
            and draft.clause is not None
            and draft.clause.vp.form == "finite"
        )
        if draft.sentence in quiet or left or lost or expelled or plain or entered:
            draft.type, draft.status, draft.actor = "control_change", "held", []
            why = (
                "no fight is told of"
                if plain or entered
                else "nobody resisted"
                if draft.sentence in quiet
                else "the holder had left"
                if left or lost
                else "later driven out of it"
            )
            draft.note("rule", draft.rule, None, None, f"went in and took it: {why}")
            draft.strength = 2
            for other in left:
                for side in other.actor:
                    if side.key not in keys_of(draft.to) | keys_of(draft.lost) and not _neutral(side):
                        draft.lost.append(side)
    for draft in drafts:
        # "walked into A and into B": what is so of one is so of the other
        if draft.entry and draft.type == "clash" and not draft.place_partial():
            twin = next((d for d in drafts if d.entry and d.type == "control_change" and d.clause is draft.clause), None)
            if twin is not None:
                draft.type, draft.status, draft.actor, draft.strength = "control_change", "held", [], 2


def merge_drafts(drafts: list[Draft], sides: Sides, quiet: set[int], story: Story) -> list[Draft]:
    """Return the drafts that stand, each event once, gaps filled from the others.

    Parameters
    ----------
    drafts
        In the order of the text.
    sides
        The actors of the report.
    quiet
        Numbers of the sentences that say that nobody resisted.
    story
        What the report has told: who acted first, who has been attacking, which sentences speak of a fight.
    """
    _promote_entries(drafts, quiet, story.fought)
    control = _merge([d for d in drafts if d.type == "control_change"], _same_control)
    _name_enemies(control, sides)
    nameless = [(draft, draft.lost) for draft in control if draft.to and draft.lost and all(_nameless(side) for side in draft.lost)]
    for draft, _ in nameless:
        draft.lost = []
    entries = [d for d in drafts if d.entry and d.type == "clash" and d.actor and d.actor[0].known]
    settle_takers(control, sides, same_place, entries, story)
    _fill_control(control, drafts, sides)
    _default_takers(control, drafts, sides, story.hero)
    for draft, lost in nameless:
        draft.lost = draft.lost or lost
    for draft in control:
        draft.lost = [side for side in draft.lost if side.key not in keys_of(draft.to)]
    control = _merge(control, _same_control)
    moves = _merge([d for d in drafts if d.type in {"displacement", "troop_movement"}], same_movement)
    for move in moves:
        if move.date is None and move.type == "troop_movement":
            same = [
                d
                for d in control
                if same_place(d.place, move.origin)
                and keys_of(d.lost) & keys_of(move.actor)
                and d.date is not None
                and d.date.precision == "day"
                and d.sentence == move.sentence
            ]
            if same:
                move.date, move.date_rule = same[0].date, same[0].date_rule
    strikes = _merge(
        [d for d in drafts if d.type == "strike"],
        lambda a, b: same_place(a.place, b.place) and (compatible(a.date, b.date, 0)) and _denied_alike(a, b),
    )
    clashes = _merge(
        [d for d in drafts if d.type == "clash"],
        lambda a, b: same_place(a.place, b.place) and compatible(a.date, b.date, 0) and (a.status == "besieged") == (b.status == "besieged"),
    )
    clashes = [
        c
        for c in clashes
        if not (
            c.entry
            and any(
                same_place(c.place, d.place)
                and keys_of(c.to) & keys_of(d.to)
                and days_apart(c.date, d.date) in {None, 0}
                and d.type == "control_change"
                for d in control
            )
        )
    ]
    _earlier_captures(control, clashes)
    kept = control + moves + strikes + clashes
    return sorted(kept, key=lambda d: (d.sentence, d.clause.vp.start if d.clause else 0, d.type, d.place.start if d.place else 0))


def _denied_alike(one: Draft, other: Draft) -> bool:
    return (one.claim == "denied") == (other.claim == "denied")


def _merge(drafts: list[Draft], same: object) -> list[Draft]:
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (d.title, -d.strength, d.date is None, d.sentence)):
        best: Draft | None = None
        for other in kept:
            if same(other, draft):  # type: ignore[operator]
                apart = days_apart(other.date, draft.date)
                if best is None or (apart is not None and days_apart(best.date, draft.date) is None):
                    best = other
        if best is None:
            kept.append(draft)
        else:
            _absorb(best, draft)
    return sorted(kept, key=lambda d: d.sentence)


def _fill_control(control: list[Draft], drafts: list[Draft], sides: Sides) -> None:
    only_there: list[tuple[Draft, list[Side]]] = []
    past = {d.sentence for d in control if _had_been_lost(d)}
    for draft in control:
        left = [
            d
            for d in drafts
            if d.type == "troop_movement"
            and (d.sentence not in past or draft.sentence == d.sentence)  # left when it "had been lost"
            and same_place(d.origin, draft.place)
            and d.actor
            and not keys_of(d.actor) & keys_of(draft.to)
            and compatible(d.date, draft.date, 7)
        ]
        same_sentence = [d for d in left if d.sentence == draft.sentence]
        for other in same_sentence or left:
            if not draft.lost and (draft.date is None or other.date is not None or other.sentence == draft.sentence):
                draft.lost = [
                    side for side in other.actor if side.key not in keys_of(draft.to) and not _neutral(side) and not _allied(side, draft, sides)
                ]
                draft.note("side that lost", other.who_words, None, None, "the one who left the place")
                if draft.lost and all(_nameless(side) for side in draft.lost):
                    only_there.append((draft, draft.lost))
            if draft.date is None and other.date is not None and other.date.precision == "day" and keys_of(other.actor) & keys_of(draft.lost):
                draft.date, draft.date_rule = other.date, other.date_rule
                draft.note("date", other.date_rule, None, None, "when its holder left")
    for draft in control:
        if not draft.to and draft.agent is not None and draft.agent.key not in keys_of(draft.lost):
            draft.to = [draft.agent]
            draft.note(
                "side",
                draft.agent.names[0],
                draft.agent.start,
                draft.agent.end,
                "not named in the clause: who speaks of it, or who took the places told before",
            )
    for draft in control:
        if draft.to or not draft.lost:
            continue
        near = [d for d in drafts if d.to and d is not draft and d.type in {"control_change", "clash"} and not keys_of(d.to) & keys_of(draft.lost)]
        if _had_been_lost(draft):
            near = [d for d in near if d.sentence > draft.sentence or not same_place(d.place, draft.place)]
        near.sort(key=lambda d: (not same_place(d.place, draft.place), abs(d.sentence - draft.sentence)))
        if near and abs(near[0].sentence - draft.sentence) <= 2 and same_place(near[0].place, draft.place):
            draft.to = [near[0].to[0]]
            draft.note("side", draft.to[0].names[0], draft.to[0].start, draft.to[0].end, "the side that another sentence names for the place")
            continue
        taken = [
            d
            for d in control
            if d.to
            and d.to[0].known
            and d.agent is None
            and not keys_of(d.to) & keys_of(draft.lost)
            and not (_had_been_lost(draft) and same_place(d.place, draft.place))
            and (days_apart(d.date, draft.date) or 0) <= _SAME_PUSH
        ]
        taken.sort(key=lambda d: (abs(d.sentence - draft.sentence), d.sentence > draft.sentence))
        if taken and abs(taken[0].sentence - draft.sentence) <= 3:
            draft.to = [taken[0].to[0]]
            draft.note("side", draft.to[0].names[0], None, None, "not named in the clause: the side that takes places beside it in the report")
            continue
        since = {side.key for d in control if _had_been_lost(draft) and same_place(d.place, draft.place) for side in d.to}
        foes = [record for record in sides.enemies() if record.side not in since and all(record.side != side.key for side in draft.lost)]
        if sides.actors is not None:
            hostile = [record for record in foes if any(sides.actors.hostile(record.side, side.key) for side in draft.lost)]
            foes = hostile or foes
        own = sides.state
        if (
            not foes
            and own is not None
            and own.side not in since
            and sides.actors is not None
            and any(sides.actors.hostile(own.side, side.key) for side in draft.lost)
        ):
            foes = [own]
        if foes:
            draft.to = [sides.make(foes[0], "", draft.lost[0].start, draft.lost[0].end, "the other side of the war, by the report")]
            draft.note("side", foes[0].name, None, None, "not named in the clause: the enemy that the report names most")
    # who held it before, by an earlier event of the same report
    for draft in control:
        if draft.lost or draft.date is None or draft.date.start is None:
            continue
        earlier = [
            d
            for d in control
            if d is not draft
            and same_place(d.place, draft.place)
            and d.to
            and not keys_of(d.to) & keys_of(draft.to)
            and d.date is not None
            and d.date.start is not None
            and d.date.start < draft.date.start
        ]
        if earlier:
            last = max(earlier, key=lambda d: d.date.start if d.date and d.date.start else dt.date.min)
            draft.lost = [last.to[0]]
            draft.note("side that lost", last.to[0].names[0], None, None, "who had taken it before, by this report")
    for draft, lost in only_there:  # "the garrison left": whose it was follows from the taker, where anything does
        draft.lost = [side for side in draft.lost if side not in lost]
    _infer_losers(control, drafts, sides)
    for draft, lost in only_there:
        draft.lost = draft.lost or lost


def _allied(side: Side, draft: Draft, sides: Sides) -> bool:
    """Whether a side acts together with the taker of a place elsewhere in the report."""
    return any(side.key in allies and keys_of(draft.to) & allies for allies in sides.together)


def _nameless(side: Side) -> bool:
    """Whether the words for a side only say that it was there: "the garrison", "its defenders"."""
    return not side.known and side.key.split()[-1:] != [] and side.key.split()[-1] in _MEN_THERE and len(side.key.split()) <= 2


def _speaks_of(side: Side) -> bool:
    """Whether the words for a side are those of its enemy."""
    return side.key.split()[-1] in {"enemy", "occupier", "occupiers", "invaders", "aggressor"}


def _name_enemies(control: list[Draft], sides: Sides) -> None:
    """Forget losers that are only called "the enemy", "the occupiers": who they are follows from the taker."""
    for draft in control:
        if draft.lost and all(not side.known and side.key.split()[-1] in _FOES for side in draft.lost):
            hostile = draft.agent is not None and sides.actors is not None and sides.state is not None and draft.agent.key != sides.state.side
            if not draft.to and (draft.agent is None or hostile) and sides.state is not None and any(_speaks_of(side) for side in draft.lost):
                draft.agent = sides.make(sides.state, "", draft.lost[0].start, draft.lost[0].end, "the side that speaks of its enemy")
            draft.lost = []


def _default_takers(control: list[Draft], drafts: list[Draft], sides: Sides, hero: Side | None) -> None:
    """Who took a place where nothing near says so: the one side that takes places in the report; who frees or retakes is the report's own side."""
    latest = max((d.date.start for d in drafts if d.date is not None and d.date.start is not None), default=None)
    takers = [
        draft.to[0]
        for draft in drafts
        if draft.type == "control_change"
        and draft.to
        and draft.agent is None
        and draft.to[0].known
        and not (latest is not None and draft.date is not None and draft.date.start is not None and (latest - draft.date.start).days > 400)
    ]
    single = takers[0] if len({side.key for side in takers}) == 1 else None
    for draft in control:
        if draft.to or draft.lost or draft.place is None:
            continue
        again = any(word in draft.rule for word in AGAIN)
        held = [d for d in control if d is not draft and same_place(d.place, draft.place) and d.to]
        state = sides.make(sides.state, "", draft.place.start, draft.place.end, "the state") if sides.state is not None else None
        chosen = (state if again and state is not None and (hero is None or hero.key == state.key or not single) else None) or single
        if chosen is None and again:
            chosen = hero
        if chosen is None or any(chosen.key in keys_of(d.to) and days_apart(d.date, draft.date) not in {None, 0} for d in held):
            continue
        if _had_been_lost(draft) and any(chosen.key in keys_of(d.to) and d.sentence < draft.sentence for d in held):
            continue  # not by those who have taken it back since
        draft.to = [chosen]
        draft.note("side", chosen.names[0], None, None, "not named in the clause: the side that takes or frees places in this report")
    _infer_losers(control, drafts, sides)


def _infer_losers(control: list[Draft], drafts: list[Draft], sides: Sides) -> None:
    """Who lost a place where no sentence says: the one enemy of the taker that the report shows holding or losing ground."""
    actors = sides.actors
    if actors is None:
        return
    state = sides.state
    shown = {
        side.key: side
        for draft in drafts
        for side in (*draft.to, *draft.lost, *draft.actor)
        if side.known and draft.type in {"control_change", "troop_movement", "clash"}
    }
    parties = {
        side.key: side
        for draft in drafts
        for side in (*draft.to, *draft.lost, *draft.actor)
        if draft.type in {"control_change", "troop_movement", "clash"}
    }
    named = {record.side: record for record in sides.enemies()}
    everyone = {span.record.side: span.record for span in sides.spans if span.record is not None} | named
    together = [*sides.together, *(keys_of(draft.to) for draft in control if len(draft.to) > 1)]
    count = Counter(span.record.side for span in sides.spans if span.record is not None)
    for draft in control:
        unnamed = draft.lost if len(draft.lost) == 1 and _anybody(draft.lost[0]) else []
        if (draft.lost and not unnamed) or not draft.to or (draft.date is not None and draft.date.precision == "year"):
            continue
        key = draft.to[0].key
        own = (state.side,) if state is not None and state.side in named else ()
        foes = set(sides.foes_of(key, (*shown, *own), draft.place, together))
        if not foes:
            rest = sides.foes_of(key, named, draft.place, together)
            foes = set(rest[:1]) if len(rest) == 1 or (rest and count[rest[0]] >= 2 * max(count[side] for side in rest[1:])) else set()
        if not foes:
            rest = sides.foes_of(key, everyone, draft.place, together)
            foes = set(rest) if len(rest) == 1 else actors.enemies_of(key, sides.conflict, sides.date) if not rest else set()
        if not foes and not unnamed and not any(actors.hostile(side, key) for side in named):
            others = [side for side in parties.values() if side.key != key and not sides.elsewhere(side.key, draft.place, key)]
            others = [side for side in others if not any({side.key, key} <= allies for allies in together)]
            before = {side.key for d in control if _had_been_lost(d) and same_place(d.place, draft.place) for side in d.lost}
            others = [side for side in others if side.key not in before]  # from whom the loser had taken it
            if len(others) == 1 and key in parties and not _neutral(others[0]) and not _anybody(others[0]):
                draft.lost = [others[0]]
                draft.note("side that lost", others[0].names[0], None, None, "not named in the clause: the only other side that the report shows")
            continue
        if len(foes) != 1:
            continue
        foe = foes.pop()
        record = everyone.get(foe) or (state if state is not None and state.side == foe else None) or actors.by_id.get(foe)
        if record is not None:
            draft.lost = [
                sides.make(
                    record, "", draft.to[0].start, draft.to[0].end, "not named in the clause: the only enemy of the taker that the report shows"
                )
            ]
            if unnamed:  # "drove the fighters out": whose they are follows from the taker
                draft.lost = [replace(draft.lost[0], names=(*draft.lost[0].names, *unnamed[0].names))]
            draft.note("side that lost", draft.lost[0].names[0], None, None, draft.lost[0].rule)


def _anybody(side: Side) -> bool:
    """Whether the words for a side only say that somebody fought: "fighters", "the last soldiers"."""
    words = side.key.split()
    return not side.known and bool(words) and words[-1] in word_set("anybodys_men") and side.names[-1].islower()


def _earlier_captures(control: list[Draft], clashes: list[Draft]) -> None:
    """Date an undated earlier capture by the other side to the year since when its loser had not been there."""
    for draft in [*control, *clashes]:
        if draft.first_since is None or draft.place is None:
            continue
        for other in control:
            if other is draft or not same_place(other.place, draft.place) or not other.to or keys_of(other.to) & keys_of(draft.to):
                continue
            undated = other.date is None
            if undated and (other.after is None or other.after.start is None or other.after.start.year <= draft.first_since):
                other.date = DateRange.year(draft.first_since)
                other.date_rule = f"its loser came back 'for the first time since {draft.first_since}'"
                other.note("date", str(draft.first_since), None, None, other.date_rule)
                if not other.lost:
                    other.lost = list(draft.to[:1])
