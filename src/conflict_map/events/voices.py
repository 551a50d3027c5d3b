"""Whose voice it is that tells a clause: what "we", "our troops" and "ours" mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.events.words import word_set

if TYPE_CHECKING:
    from conflict_map.events.clause import Clause
    from conflict_map.events.sides import Side, Sides
    from conflict_map.events.units import NounPhrase

__all__ = ["enemy_told", "leader_before", "named_behind", "opponent_told", "seated", "speaker_of"]

_OFFICES = word_set("side_speakers") | {"authority", "authoritie", "parliament", "cabinet", "headquarters", "defence", "defense", "force", "troop"}
_HEADS_OF_STATE = word_set("heads_of_state")
_LEADERS = word_set("leaders")
_NAMED_WITHIN, _NAMED_BEHIND = 120, 60
"""Characters before and behind a phrase within which its leader, or its name, stands."""


def seated(np: NounPhrase, clause: Clause, sides: Sides) -> Side | None:
    """Return the side of an office by its seat: "the defence ministry in Moscow"."""
    if _OFFICES.isdisjoint({np.head, *(words.rstrip("s") for words in np.words)}):
        return None  # "hospitals in Baghdad said"
    for pp in clause.prepositional:
        if pp.prep in {"in", "of", "for"} and pp.start == np.end + 1:
            spans = [span for phrase in pp.phrases for span in sides.spans_in(phrase.start, phrase.end) if span.record is not None]
            if spans:
                return sides.make(spans[0].record, spans[0].text, spans[0].start, spans[0].end, "the side whose office speaks")
    return None


def speaker_of(clause: Clause | None, sides: Sides) -> Side | None:
    """Return the side of the one who tells a clause, None where it is nobody's."""
    spoken = clause.attribution if clause is not None else None
    if spoken is None:
        return None
    for np in (spoken.subject or spoken.objects)[:1]:
        led = sides.in_phrase(np.of) if np.of is not None and np.head in _LEADERS else None  # "the founder of the X group said"
        return sides.in_phrase(np) or led or seated(np, spoken, sides) or _head_of_state(np, sides)
    return None


def enemy_told(clause: Clause | None, sides: Sides) -> Side | None:
    """Return whom "them" means in what a side says: one named in the words before, not its own: "X, the rebels' base, was taken from them"."""
    speaker = speaker_of(clause, sides)
    if clause is None or speaker is None:
        return None
    told = [span for span in sides.spans_in(clause.start, clause.vp.start) if span.record is not None and span.record.side != speaker.key]
    last = told[-1] if told else None
    return sides.make(last.record, last.text, last.start, last.end, "told before in the clause") if last is not None else None


def opponent_told(clause: Clause | None, own: Side | None, sides: Sides) -> Side | None:
    """Return whom "them" means beside the side that acts: "it was the army that drove the rebels out, after it had pushed them from A"."""
    if clause is None or clause.parent is None or own is None:
        return None
    told = (sides.in_phrase(np) for np in clause.parent.objects if not np.pronoun)
    return next((side for side in told if side is not None and side.key != own.key), None)


def _head_of_state(np: NounPhrase, sides: Sides) -> Side | None:
    """Return the state of the war where its president, by his words of no other country and group, tells a clause."""
    if sides.state is None or _HEADS_OF_STATE.isdisjoint(np.words) or np.of is not None or np.possessor is not None:
        return None
    former = {"exiled", "former", "ousted", "deposed", "late", "ex-president"} & {*np.words}
    return sides.make(sides.state, "", np.start, np.end, "the state whose head speaks") if not (np.places() or np.all_actors() or former) else None


def leader_before(np: NounPhrase, sides: Sides) -> Side | None:
    """Return the side of the leader named last: "rid of President Assad's rule: rebels drove his soldiers out"."""
    spans = [span for span in sides.spans_in(max(0, np.start - _NAMED_WITHIN), np.start) if span.kind == "leader" and span.record is not None]
    return sides.make(spans[-1].record, spans[-1].text, spans[-1].start, spans[-1].end, "the leader named before") if spans else None


def named_behind(np: NounPhrase, sides: Sides) -> Side | None:
    """Return the side whose name stands behind what it is: "the country's second rebel group, the M23, captured"."""
    for span in sides.spans_in(np.end, np.end + _NAMED_BEHIND):
        between, behind = sides.text[np.end : span.start], sides.text[span.end : span.end + 2].rstrip()
        if between in {", ", ", the "} and (behind[:1] in {",", ".", ";", ")"} or behind == " (") and span.kind == "name":
            return sides.make(span.record, span.text, span.start, span.end, "the name behind the noun")
    return None
