"""The units of a sentence and the records of a shallow parse: noun phrases, verb phrases, chunks."""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING, cast

from conflict_map.events.quantities import Quantity, may_open, read_quantity
from conflict_map.events.words import word_set
from conflict_map.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.tokens import Token
    from conflict_map.model import ActorRecord, Mention

__all__ = ["LOW", "ActorSpan", "Chunk", "NounPhrase", "Unit", "VerbPhrase", "has_a_name", "make_units", "names_place", "shape_of"]

_CONTROL = frozenset({"authority", "command", "control", "dominion", "power", "rule", "sovereignty", "victory"})
_CURRENCIES = word_set("currencies")
_MONEYS = word_set("moneys")
_NUMBER_STARTS = word_set("number_starts")
_SPECIAL = _CURRENCIES | _NUMBER_STARTS
"""Words that are not always a unit by themselves: an amount or a number may start there."""
_HEADCOUNTS = frozenset({"strong", "man", "member", "odd"})
_START = attrgetter("start")
_KINDS = {"poss": "POSS", "nt": "NEG", "punct": "PUNCT", "dash": "PUNCT"}


@dataclass(frozen=True, slots=True)
class ActorSpan:
    """Words that name a side, by offsets, with its record where the table of actors knows it."""

    start: int
    end: int
    text: str
    record: ActorRecord | None = None
    kind: str = "name"
    relation: str = ""
    head: str | None = None


@dataclass(slots=True)
class Unit:
    """One word, or several that count as one (a place, an actor, a time, a number)."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    mention: Mention | None = None
    actor: ActorSpan | None = None
    time: TimeExpression | None = None
    quantity: Quantity | None = None


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase: its head, what it counts, the places and actors in it and the phrases that "of" adds."""

    start: int
    end: int
    text: str
    head: str = ""
    classes: frozenset[str] = frozenset()
    determiner: str = ""
    plural: bool = False
    pronoun: bool = False
    quantity: Quantity | None = None
    quantity_text: str = ""
    head_place: Mention | None = None
    modifier_places: list[Mention] = field(default_factory=list)
    actors: list[ActorSpan] = field(default_factory=list)
    words: tuple[str, ...] = ()
    possessor: NounPhrase | None = None
    of: NounPhrase | None = None
    name: tuple[int, int] | None = None
    """Offsets of a name that no table knows; a place where a place is asked for ("captured Hatyshche", "the Nassib crossing")."""

    def places(self) -> list[Mention]:
        """Return every mention in the phrase, the head's first."""
        found = [self.head_place, *self.modifier_places] if self.head_place is not None else [*self.modifier_places]
        if self.possessor:
            found += self.possessor.places()
        if self.of:
            found += self.of.places()
        return found

    def all_actors(self) -> list[ActorSpan]:
        """Return every actor in the phrase, in the order of the text."""
        found = list(self.possessor.all_actors()) if self.possessor else []
        found += self.actors
        if self.of:
            found += self.of.all_actors()
        return found


def names_place(np: NounPhrase | None) -> bool:
    """Whether a noun phrase names a place: "X", "the port of X"."""
    if np is None:
        return False
    if np.head_place is not None or np.name is not None:
        return True
    return "settlement" in np.classes and np.of is not None and (np.of.head_place is not None or np.of.name is not None)


@dataclass(slots=True)
class VerbPhrase:
    """A verb with its auxiliaries: ``form`` is ``finite``, ``ing``, ``pp`` or ``inf``."""

    start: int
    end: int
    lemma: str
    form: str
    passive: bool = False
    negated: bool = False
    modal: str = ""
    perfect: bool = False
    progressive: bool = False
    particle: str = ""
    past: bool = False
    """Its auxiliary, or a "be" or "have" that stands alone, is in the past ("had to leave", "were able to leave", "did not fall", "had fallen")."""
    classes: frozenset[str] | None = field(default=None, init=False, repr=False, compare=False)
    """Those of the verb with its particle, once they were asked for; see `Clause.classes`."""

    @property
    def phrase(self) -> str:
        """The verb with its particle: "give up"."""
        return f"{self.lemma} {self.particle}" if self.particle else self.lemma


@dataclass(slots=True)
class Chunk:
    """One piece of the sentence.

    ``kind`` is NP, VP, P, ADV, TIME, CONJ, SUB, WH, THAT, COMMA, STOP (a mark that ends a clause), QUOTE, OPEN, CLOSE.
    """

    kind: str
    start: int
    end: int
    low: str
    np: NounPhrase | None = None
    vp: VerbPhrase | None = None
    time: TimeExpression | None = None


_KIND, LOW = attrgetter("kind"), attrgetter("low")


def shape_of(chunks: Iterable[Chunk]) -> str:
    """Return the kinds of the chunks in one line ("NP VP P NP STOP"), in which most passes over a sentence see that they have nothing to do."""
    return " ".join(map(_KIND, chunks))


def make_units(tokens: Sequence[Token], times: Iterable[TimeExpression], mentions: Iterable[Mention], actors: Iterable[ActorSpan]) -> list[Unit]:
    """Merge tokens into units: times first, then actors, places and numbers."""
    spans: list[tuple[int, int, str, object]] = [(item.start, item.end, "TIME", item) for item in times]
    loose: list[ActorSpan] = []
    for actor_span in actors:
        # names and leaders are units; "the army", "Ukrainian soldiers", "Moscow" stay words and carry the actor along
        named = actor_span.kind in {"name", "leader"} and (" " in actor_span.text or actor_span.text[:1].isupper())
        if named and (actor_span.head is None or _is_numbered(actor_span.text)):  # "M23 fighters" are not 23 fighters
            spans.append((actor_span.start, actor_span.end, "ACTOR", actor_span))
        else:
            loose.append(actor_span)
    spans += [(item.start, item.end, "PLACE", item) for item in mentions]
    order = {"TIME": 0, "ACTOR": 1, "PLACE": 2}
    chosen: list[tuple[int, int, str, object]] = []
    last_end = -1
    places = {(item[0], item[1]): item[3] for item in spans if item[2] == "PLACE"}
    for span in sorted(spans, key=lambda item: (item[0], -(item[1] - item[0]), order[item[2]])):
        if span[0] >= last_end:
            chosen.append(span)
            last_end = span[1]
    units: list[Unit] = []
    append = units.append
    index = position = 0
    count = len(tokens)
    ahead = chosen[0][0] if chosen else math.inf  # where the next time, actor or place starts
    while index < count:
        token = tokens[index]
        if token.start < ahead and token.kind != "num" and token.low not in _SPECIAL and "-" not in token.low:  # most words
            append(Unit(token.start, token.end, token.text, token.low, _KINDS.get(token.kind, "WORD")))
            index += 1
            continue
        while position < len(chosen) and chosen[position][1] <= token.start:
            position += 1
        ahead = chosen[position][0] if position < len(chosen) else math.inf
        if ahead <= token.start:
            start, end, kind, item = chosen[position]
            stop = index
            while stop < len(tokens) and tokens[stop].start < end:
                stop += 1
            text = " ".join(t.text for t in tokens[index:stop])
            unit = Unit(token.start, tokens[stop - 1].end, text, text.lower(), kind)
            if kind == "TIME":
                unit.time = cast("TimeExpression", item)
            elif kind == "ACTOR":
                unit.actor = cast("ActorSpan", item)
                unit.mention = cast("Mention | None", places.get((start, end)))
            else:
                unit.mention = cast("Mention", item)
            units.append(unit)
            index = stop
            continue
        if token.low in _CURRENCIES and index + 1 < len(tokens) and tokens[index + 1].kind == "num":  # "$3 million" counts no people
            amount = read_quantity(tokens[index + 1 : index + 5], 0)
            stop = index + 1 + (amount.end if amount is not None else 1)
            text = " ".join(t.text for t in tokens[index:stop])
            units.append(Unit(token.start, tokens[stop - 1].end, text, text.lower(), "WORD"))
            index = stop
            continue
        compound = _compound(tokens, index + 1) if token.kind == "num" else ""
        if compound and compound not in _HEADCOUNTS:  # "500-pound bombs", "a 40-vehicle convoy" count no people
            text = "".join(t.text for t in tokens[index : index + 3])
            units.append(Unit(token.start, tokens[index + 2].end, text, text.lower(), "WORD"))
            index += 3
            continue
        over = token.low == "over" and index > 0 and tokens[index - 1].low in _CONTROL  # "control over three towns": not of more than three
        if not over and (
            token.kind == "num"
            or token.low in _NUMBER_STARTS
            or (token.kind == "word" and "-" in token.low and token.low.split("-")[0] in _NUMBER_STARTS)
        ):
            limit = chosen[position][0] if position < len(chosen) else tokens[-1].end + 1
            quantity = _quantity(tokens, index, limit)
            if quantity is not None and index > 1 and tokens[index - 1].low == "but" and tokens[index - 2].low == "all":
                quantity = _all_but(quantity, tokens, limit)
            if quantity is not None:
                stop = quantity.end + 2 * (compound != "")
                end_token = tokens[stop - 1]
                counted = Unit(token.start, end_token.end, " ".join(t.text for t in tokens[index:stop]), "#", "NUM", quantity=quantity)
                inside = next((span for span in chosen if span[2] == "PLACE" and token.start <= span[0] and span[1] <= end_token.end), None)
                counted.mention = cast("Mention | None", inside[3]) if inside is not None else None
                units.append(counted)
                index = stop
                continue
        append(Unit(token.start, token.end, token.text, token.low, _KINDS.get(token.kind, "WORD")))
        index += 1
    position = 0
    for actor in loose:
        while position < len(units) and units[position].end < actor.end:
            position += 1
        if position < len(units) and units[position].actor is None and units[position].start < actor.end:
            units[position].actor = actor
    return units


def _is_numbered(name: str) -> bool:
    """Whether the name of a side has a figure of its own."""
    return any(map(str.isdigit, name)) and " of " not in name and " from " not in name


def _all_but(rest: Quantity, tokens: Sequence[Token], limit: int) -> Quantity:
    """Return how many "all but 400 of the 10,000" are; without a number of all, no number."""
    end = rest.end
    told = None
    if end < len(tokens) and tokens[end].low == "of":
        start = end + 1 + (tokens[end + 1].low in {"the", "its", "their"} if end + 1 < len(tokens) else 0)
        told = _quantity(tokens, start, limit) if start < len(tokens) and tokens[start].kind == "num" else None
    if told is None or told.low is None or rest.low is None:
        return Quantity(None, None, None, end, "all but some", hedge="all but")
    high = rest.high or rest.best
    return Quantity(told.low - high if high is not None else None, None, told.low - rest.low, end, "all but some of a number", hedge="all but")


def _compound(tokens: Sequence[Token], end: int) -> str:
    """Return the word that a dash ties to a number: "strong" in "a 300-strong battalion", empty where there is none."""
    if end + 1 >= len(tokens) or tokens[end].text != "-" or tokens[end + 1].kind != "word":
        return ""
    tied = tokens[end - 1].end == tokens[end].start and tokens[end].end == tokens[end + 1].start
    return tokens[end + 1].low if tied and tokens[end - 1].kind == "num" else ""


def _quantity(tokens: Sequence[Token], index: int, limit: int) -> Quantity | None:
    """Read a quantity that does not run into a place, an actor or a time."""
    if not may_open(tokens, index):
        return None
    ahead = tokens[index : index + 16]
    found = read_quantity(ahead, 0)
    # "a third of Homs's 90,000 residents" reads on past the place; any other number stops before it
    if not (found is not None and found.fraction is not None and found.best is not None) and ahead[-1].start >= limit:
        found = read_quantity(ahead[: bisect_left(ahead, limit, key=_START)], 0)
    if found is None:
        return None
    if found.low is None and found.best is None and found.high is None and found.fraction is None:
        return None
    after = tokens[index + found.end].low if index + found.end < len(tokens) else ""
    if found.fraction is not None and found.end == 1 and after not in {"of", "the"}:
        return None
    if after in _MONEYS:
        return None
    tied = after == "-" and _compound(tokens, index + found.end) not in _HEADCOUNTS
    if tied or (after in {"km", "miles", "kilometres", "kilometers"} and found.fraction is None and found.end == 1):
        return None
    return Quantity(found.low, found.best, found.high, index + found.end, found.rule, found.fraction, found.hedge)


def has_a_name(text: str) -> bool:
    """Whether a phrase has a name or a number behind its first word; "the Somali city" has none."""
    return any((word[:1].isupper() or word[:1].isdigit()) and word.casefold() not in lexicon().demonyms for word in text.split()[1:])
