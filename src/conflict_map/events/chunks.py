"""Phrases: the words of a sentence as noun phrases, verb phrases, prepositions and marks.

A shallow parse is enough for the events of a report and stays linear: verbs are known by the lexicon and by what stands around them,
noun phrases run from their first word to their head and on through "of". Place names, actors, times and numbers are units of their own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from conflict_map.events.quantities import Quantity, read_quantity
from conflict_map.events.words import Form, Lexicon, lexicon, plural, singular, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.dates import TimeExpression
    from conflict_map.events.tokens import Token
    from conflict_map.model import ActorRecord, Mention

__all__ = ["ActorSpan", "Chunk", "NounPhrase", "Unit", "VerbPhrase", "chunk_units", "make_units"]


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
        found = [self.head_place] if self.head_place else []
        found += self.modifier_places
        if self.possessor:
            found += self.possessor.places()
        if self.of:
            found += self.of.places()
        return [item for item in found if item is not None]

    def all_actors(self) -> list[ActorSpan]:
        """Return every actor in the phrase, in the order of the text."""
        found = list(self.possessor.all_actors()) if self.possessor else []
        found += self.actors
        if self.of:
            found += self.of.all_actors()
        return found


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


_NUMBER_STARTS = word_set("number_starts")


def make_units(tokens: Sequence[Token], times: Iterable[TimeExpression], mentions: Iterable[Mention], actors: Iterable[ActorSpan]) -> list[Unit]:
    """Merge tokens into units: times first, then actors, places and numbers."""
    spans: list[tuple[int, int, str, object]] = [(item.start, item.end, "TIME", item) for item in times]
    loose: list[ActorSpan] = []
    for actor_span in actors:
        # names and leaders are units; "the army", "Ukrainian soldiers", "Moscow" stay words and carry the actor along
        if actor_span.kind in {"name", "leader"} and (" " in actor_span.text or actor_span.text[:1].isupper()) and actor_span.head is None:
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
    index = position = 0
    while index < len(tokens):
        token = tokens[index]
        while position < len(chosen) and chosen[position][1] <= token.start:
            position += 1
        if position < len(chosen) and chosen[position][0] <= token.start:
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
        if (
            token.kind == "num"
            or token.low in _NUMBER_STARTS
            or (token.kind == "word" and "-" in token.low and token.low.split("-")[0] in _NUMBER_STARTS)
        ):
            limit = chosen[position][0] if position < len(chosen) else tokens[-1].end + 1
            quantity = _quantity(tokens, index, limit)
            if quantity is not None:
                end_token = tokens[quantity.end - 1]
                counted = Unit(token.start, end_token.end, " ".join(t.text for t in tokens[index : quantity.end]), "#", "NUM", quantity=quantity)
                inside = next((span for span in chosen if span[2] == "PLACE" and token.start <= span[0] and span[1] <= end_token.end), None)
                counted.mention = cast("Mention | None", inside[3]) if inside is not None else None
                units.append(counted)
                index = quantity.end
                continue
        units.append(
            Unit(
                token.start,
                token.end,
                token.text,
                token.low,
                {"poss": "POSS", "nt": "NEG", "punct": "PUNCT", "dash": "PUNCT"}.get(token.kind, "WORD"),
            )
        )
        index += 1
    position = 0
    for actor in loose:
        while position < len(units) and units[position].end < actor.end:
            position += 1
        if position < len(units) and units[position].actor is None and units[position].start < actor.end:
            units[position].actor = actor
    return units


_DIRECTION = re.compile(r"(?:(?:north|south)(?:[\s-]?(?:east|west))?|east|west)(?:wards?)?")


def _quantity(tokens: Sequence[Token], index: int, limit: int) -> Quantity | None:
    """Read a quantity that does not run into a place, an actor or a time."""
    window = [token for token in tokens[index : index + 16] if token.start < limit]
    whole = read_quantity(tokens[index : index + 16], 0)
    # "a third of Homs's 90,000 residents" reads on past the place; any other number stops before it
    found = whole if whole is not None and whole.fraction is not None and whole.best is not None else read_quantity(window, 0)
    if found is None:
        return None
    if found.low is None and found.best is None and found.high is None and found.fraction is None:
        return None
    after = tokens[index + found.end].low if index + found.end < len(tokens) else ""
    if found.fraction is not None and found.end == 1 and after not in {"of", "the"}:
        return None
    if after in {"km", "miles", "kilometres", "kilometers", "-"} and found.fraction is None and found.end == 1:
        return None
    return Quantity(found.low, found.best, found.high, index + found.end, found.rule, found.fraction, found.hedge)


class _Tagger:
    """Tells verbs from nouns by their neighbours."""

    def __init__(self, units: Sequence[Unit], words: Lexicon) -> None:
        self.units = units
        self.words = words
        self.tags: list[str] = []
        self.forms: list[Form | None] = [None] * len(units)
        for index in range(len(units)):
            self.tags.append(self._tag(index))

    def _next(self, index: int) -> Unit | None:
        index += 1
        while index < len(self.units) and self._is_adverb(self.units[index]):
            index += 1
        return self.units[index] if index < len(self.units) else None

    def _is_adverb(self, unit: Unit) -> bool:
        return unit.kind == "WORD" and (
            unit.low in self.words.closed["adv"]
            or (
                unit.low.endswith("ly")
                and len(unit.low) > 4
                and unit.low
                not in {
                    "family",
                    "only",
                    "italy",
                    "july",
                    "early",
                    "likely",
                    "deadly",
                    "elderly",
                    "assembly",
                    "supply",
                    "ally",
                    "rally",
                    "friendly",
                    "monthly",
                    "daily",
                    "weekly",
                }
            )
        )

    def _previous(self, index: int) -> int:
        index -= 1
        while index >= 0 and self.tags[index] in {"ADV", "TIME", "NEG"}:
            index -= 1
        return index

    def _tag(self, index: int) -> str:
        unit, closed = self.units[index], self.words.closed
        low = unit.low
        if unit.kind in {"TIME", "NUM", "POSS", "NEG", "PLACE", "ACTOR"}:
            return unit.kind
        if unit.kind == "PUNCT":
            if low == ",":
                return "COMMA"
            if low in {'"', "\u201c", "\u201d", "\u00ab", "\u00bb"}:
                return "QUOTE"
            if low in {"(", "["}:
                return "OPEN"
            if low in {")", "]"}:
                return "CLOSE"
            if low in {"%", "$", "\u20ac", "\u00a3", "'", "\u2019", "/", "&", "#", "*", "\u2018"}:
                return "N"
            return "STOP"
        before = self._previous(index)
        previous = self.tags[before] if before >= 0 else "START"
        directly = self.tags[index - 1] if index else "START"
        after = self._next(index)
        if low in {"'s", "'re"}:
            return "BE"
        if low in closed["modal"] and not (low in {"might", "will", "may", "can"} and directly in {"DET", "ADJ", "POSS"}):
            return "MOD"
        if low == "to":
            readings = self.words.forms.get(after.low, ()) if after and after.kind == "WORD" else ()
            if any(form.form == "base" for form in readings) and not (
                after
                and after.low in {"base", "camp", "land", "shelter", "safety", "ground", "front"}
                and previous == "V"
                and self._plain_goal(index)
            ):
                return "TO"
            if after and after.low in {"be", "have"}:
                return "TO"
            return "P"
        if low in closed["aux_be"]:
            return "BE"
        if low in closed["aux_have"]:
            return "HAVE"
        if low in closed["aux_do"]:
            return "DO"
        if low in {"not", "never", "n't"}:
            return "NEG"
        if low == "that":
            if after and (after.kind in {"PLACE", "ACTOR"} or (after.kind == "WORD" and after.low in (closed["det"] | closed["pron"]) - {"that"})):
                return "THAT" if after.low != "one" else "DET"
            nxt = self.units[index + 1] if index + 1 < len(self.units) else None
            if (
                nxt
                and nxt.kind == "WORD"
                and (
                    nxt.low in closed["aux_be"] | closed["aux_have"] | closed["modal"] | closed["aux_do"]
                    or any(f.form in {"past", "s"} for f in self.words.forms.get(nxt.low, ()))
                )
            ):
                return "WH"
            if nxt and nxt.kind == "NUM":
                return "THAT"
            if nxt and nxt.kind == "WORD" and (plural(nxt.low) or nxt.text[:1].isupper()):
                return "THAT"
            # "said that government forces": a clause; "that town": a determiner
            return "THAT" if previous == "V" and index + 2 < len(self.units) and self._clause_follows(index + 1) else "DET"
        if low in {"which", "who", "whom", "whose", "where", "whoever"}:
            return "WH"
        if low == "what":
            return "WH"
        if low in {"when", "while", "whilst", "because", "although", "though", "if", "unless", "lest", "whereas", "whether", "until", "till"}:
            return "SUB"
        if low in {"after", "before", "since", "as", "once", "than"}:
            if (
                low == "as"
                and directly == "V"
                and after
                and after.kind == "WORD"
                and (after.low in closed["det"])
                and not self._clause_follows(index + 1)
            ):
                return "P"
            if low == "since" and directly == "HAVE":
                return "ADV"
            return "SUB" if self._clause_follows(index + 1) else "P"
        if low in {"and", "or", "but", "nor"}:
            return "CONJ"
        if (
            _DIRECTION.fullmatch(low)
            and directly not in {"DET", "P", "POSS"}
            and not (after is not None and (after.kind in {"PLACE", "ACTOR"} or (after.kind == "WORD" and singular(after.low) in self.words.nouns)))
            and unit.text[:1].islower()
        ):
            return "ADV"
        form = self._verb(index, previous, directly, after)
        if form is not None:
            self.forms[index] = form
            return "V"
        if self._is_adverb(unit) and not (low == "home" and directly in {"DET", "POSS", "ADJ"}):
            if (
                low in closed["prep"]
                and after is not None
                and (after.kind in {"PLACE", "ACTOR", "NUM"} or after.low in closed["det"])
                and low not in {"out", "away", "back"}
            ):
                return "P"
            return "ADV"
        if low in closed["prep"]:
            return "P"
        if low == "more" and directly == "NUM":
            return "N"
        if (
            low in {"loyal", "faithful", "close", "opposed", "sympathetic", "hostile", "adjacent", "friendly", "subordinate", "affiliated", "unknown"}
            and after is not None
            and after.low in {"to", "with"}
            and directly in {"N", "ACTOR", "PLACE"}
        ):
            return "ADV"
        if low in closed["det"]:
            if low in closed["pron"] and (after is None or not self._nominal(after)) and low not in {"the", "a", "an", "no", "every"}:
                return "PRON"
            return "DET"
        if low in closed["pron"]:
            return "PRON"
        return "N"

    def _plain_goal(self, index: int) -> bool:
        following = self.units[index + 2] if index + 2 < len(self.units) else None
        return following is None or following.kind == "PUNCT" or following.low in self.words.closed["prep"] | self.words.closed["conj"]

    def _nominal(self, unit: Unit) -> bool:
        if unit.kind in {"PLACE", "ACTOR", "NUM"}:
            return True
        if unit.kind != "WORD" or unit.low in {"the", "a", "an"}:
            return False
        closed = self.words.closed
        if (
            unit.low in closed["prep"]
            or unit.low in closed["aux_be"]
            or unit.low in closed["aux_have"]
            or unit.low in closed["modal"]
            or unit.low in closed["conj"]
            or unit.low in closed["wh"]
            or unit.low in closed["sub"]
            or unit.low in closed["aux_do"]
        ):
            return False
        readings = self.words.forms.get(unit.low, ())
        return not any(f.form == "past" for f in readings) or unit.low in {"displaced", "armed", "wounded", "injured", "allied", "left"}

    def _clause_follows(self, index: int) -> bool:
        """Whether a noun phrase and a verb come before the next mark: "after [the garrison withdrew]"."""
        closed, seen_noun = self.words.closed, False
        for position in range(index, min(index + 14, len(self.units))):
            unit = self.units[position]
            if unit.kind == "PUNCT":
                if unit.low == "," and seen_noun:
                    if self._verb_at(position + 1):
                        return True
                    if self._aside_or_list(position):
                        continue
                return False
            if unit.kind in {"PLACE", "ACTOR", "NUM"}:
                seen_noun = True
                continue
            if unit.kind != "WORD":
                continue
            if seen_noun and (
                unit.low in closed["aux_be"] or unit.low in closed["aux_have"] or unit.low in closed["modal"] or unit.low in closed["aux_do"]
            ):
                return True
            readings = self.words.forms.get(unit.low, ())
            previous = self.units[position - 1] if position > index else None
            if (
                seen_noun
                and any(f.form == "past" for f in readings)
                and not (previous and previous.kind == "WORD" and previous.low in closed["det"] | closed["poss"])
            ):
                following = self.units[position + 1] if position + 1 < len(self.units) else None
                if not (following and following.low == "by"):
                    return True
            if (
                seen_noun
                and any(f.form == "s" for f in readings)
                and singular(unit.low) not in self.words.nouns_too
                and not (previous and previous.low in closed["det"])
            ):
                return True
            if unit.low in closed["wh"] and unit.low != "that":
                return False
            if unit.low not in closed["det"] | closed["prep"] | closed["adv"] | closed["conj"]:
                seen_noun = True
        return False

    def _aside_or_list(self, comma: int) -> bool:
        """Whether a comma opens an aside before a verb ("Paletwa, a river port, passed to") or a list ("as A, B and C fell")."""
        for position in range(comma + 1, min(comma + 10, len(self.units))):
            unit = self.units[position]
            if unit.low == "and" and position - comma <= 4:
                return True
            if unit.low == ",":
                return self._verb_at(position + 1)
            if unit.kind == "PUNCT":
                return False
        return False

    def _verb_at(self, index: int) -> bool:
        """Whether a finite verb stands at ``index``."""
        unit = self.units[index] if index < len(self.units) else None
        if unit is None or unit.kind != "WORD":
            return False
        closed = self.words.closed
        if unit.low in closed["aux_be"] | closed["aux_have"] | closed["modal"]:
            return True
        return any(form.form in {"past", "s"} for form in self.words.forms.get(unit.low, ())) and unit.low not in self.words.nouns

    def _verb(self, index: int, previous: str, directly: str, after: Unit | None) -> Form | None:
        unit = self.units[index]
        if unit.kind != "WORD" or (
            unit.text[:1].isupper() and index > 0 and self.tags[index - 1] not in {"STOP", "QUOTE", "START"} and unit.low != "fled"
        ):
            return None
        readings = self.words.forms.get(unit.low)
        if not readings:
            if (
                unit.low.endswith("ed")
                and len(unit.low) > 4
                and directly in {"N", "PLACE", "ACTOR", "PRON", "ADV", "HAVE", "BE", "TIME"}
                and "-" not in unit.low
                and unit.low not in self.words.nouns
            ):
                if directly == "N" and after is not None and after.kind == "WORD" and after.low in self.words.nouns:
                    return None
                return Form(unit.low, "past" if directly not in {"HAVE", "BE"} else "pp")
            if unit.low.endswith("ing") and len(unit.low) > 5 and directly == "BE" and "-" not in unit.low:
                return Form(unit.low, "ing")
            return None
        by_form = {form.form: form for form in readings}
        after_low = after.low if after is not None else ""
        closed = self.words.closed
        if previous in {"MOD", "TO", "DO"} and "base" in by_form:
            return by_form["base"]
        if previous in {"BE", "HAVE"}:
            if (
                "pp" in by_form
                and directly in {"BE", "HAVE", "ADV", "NEG", "TIME"}
                and not (previous == "HAVE" and after is not None and after.low in self.words.nouns and unit.low == "left")
            ):
                return by_form["pp"]
            if "ing" in by_form and directly in {"BE", "ADV", "NEG", "TIME"}:
                if unit.low == "fighting" and after_low in {"in", "for", ""}:
                    return by_form["ing"]
                return by_form["ing"]
        if "past" in by_form or "pp" in by_form:
            form = by_form.get("past") or by_form["pp"]
            if directly in {"DET", "POSS", "NUM"} or (directly == "N" and index and self.units[index - 1].low in {"newly", "recently"}):
                if directly == "NUM" and (after is None or not self._nominal(after) or after.kind in {"PLACE", "ACTOR"}):
                    return form
                return None
            if (
                directly == "ADV"
                and index >= 2
                and self.tags[index - 2] in {"DET", "POSS", "NUM"}
                and after is not None
                and self._nominal(after)
                and after.kind != "PLACE"
            ):
                return None
            if "base" in by_form and "past" in by_form and previous in {"P", "DET"}:
                return None
            if unit.low == "left" and directly == "P":
                return None
            if directly == "P":
                return None if after is not None and self._nominal(after) and unit.low != "led" else form
            if previous in {"START", "STOP", "QUOTE"} and after is not None and after.kind == "WORD" and self._plural_noun(after):
                return None
            if (
                previous in {"CONJ", "COMMA"}
                and after is not None
                and after.kind == "WORD"
                and after.low in self.words.nouns
                and (plural(after.low) or "civilian" in self.words.nouns.get(after.low, ()))
            ):
                return None
            if directly == "V" and after is not None and self._nominal(after) and after.kind == "WORD" and after.low in self.words.nouns:
                return None  # "bombed besieged towns"
            if (
                directly == "N"
                and after is not None
                and after.kind == "WORD"
                and singular(after.low) in self.words.nouns
                and after.low not in closed["det"]
                and not plural(self.units[index - 1].low)
                and self.units[index - 1].low not in self.words.nouns
                and unit.low in {"allied", "armed", "occupied", "besieged", "displaced"}
            ):
                return None
            return form
        if "ing" in by_form:
            form = by_form["ing"]
            if directly in {"DET", "POSS", "NUM"} or after_low == "of":
                return None
            if (
                directly == "N"
                and index
                and self.units[index - 1].low
                in {
                    "heavy",
                    "intense",
                    "fierce",
                    "indiscriminate",
                    "sustained",
                    "renewed",
                    "aerial",
                    "street",
                    "daily",
                    "constant",
                    "continued",
                    "ongoing",
                    "artillery",
                    "bitter",
                    "sporadic",
                    "new",
                    "more",
                }
            ):
                return None
            nominal = singular(unit.low) in self.words.nouns or unit.low in {
                "killing",
                "looting",
                "meeting",
                "housing",
                "training",
                "briefing",
                "beginning",
                "building",
                "crossing",
                "opening",
                "ending",
                "warning",
                "evening",
                "morning",
            }
            if nominal and not (after is not None and (after.kind in {"PLACE", "ACTOR"} or after.low in closed["det"])):
                return None
            if nominal and previous in {"P", "V", "START", "CONJ", "COMMA"} and after_low in closed["prep"]:
                return None
            if (
                previous == "P"
                and after is not None
                and after.kind == "WORD"
                and after.low in self.words.nouns
                and plural(after.low)
                and directly == "P"
                and unit.low
                in {
                    "fleeing",
                    "retreating",
                    "advancing",
                    "surrounding",
                    "remaining",
                    "neighbouring",
                    "neighboring",
                    "fighting",
                    "warring",
                    "invading",
                    "opposing",
                    "attacking",
                    "rising",
                    "growing",
                    "ruling",
                    "defending",
                }
            ):
                return None
            if (
                directly == "N"
                and after is not None
                and after.kind == "WORD"
                and after.low in self.words.nouns
                and unit.low in {"fleeing", "retreating", "advancing", "surrounding", "remaining", "warring", "defending"}
            ):
                return None
            return form
        if "s" in by_form:
            form = by_form["s"]
            object_like = after is not None and (
                after.kind in {"PLACE", "ACTOR", "NUM"} or after.low in closed["det"] or after.low in closed["pron"] or after.low == "that"
            )
            if form.lemma in self.words.nouns_too or singular(unit.low) in self.words.nouns:
                if after is not None and any(f.form == "past" for f in self.words.forms.get(after.low, ())):
                    return None
                if directly in {"PRON", "WH"}:
                    return form
                if (
                    after is not None
                    and after.low == "that"
                    and directly in {"N", "ACTOR", "PLACE"}
                    and "speech" in self.words.classes.get(form.lemma, ())
                ):
                    return form
                if directly in {"PLACE", "ACTOR"} and object_like and after is not None and after.kind != "NUM":
                    return form
                if (
                    directly == "N"
                    and object_like
                    and not plural(self.units[index - 1].low)
                    and after is not None
                    and after.low in closed["det"] | {"that"}
                ):
                    return form
                if (
                    directly == "N"
                    and self.units[index - 1].low
                    in {"army", "ministry", "military", "government", "group", "unit", "agency", "un", "report", "who", "observatory"}
                    and after is not None
                    and (object_like or after.low in {"to", "from", "back", "out", "into"})
                ):
                    return form
                return None
            return form if directly in {"N", "PLACE", "ACTOR", "PRON", "WH", "ADV", "CLOSE", "COMMA", "TIME", "CONJ", "NUM"} else None
        if "base" in by_form:
            form = by_form["base"]
            object_like = after is not None and (after.kind in {"PLACE", "ACTOR"} or after.low in closed["det"] or after.low in closed["pron"])
            if previous in {"WH", "PRON"} and after is not None and after.kind == "NUM":
                object_like = True
            subject_like = (
                previous in {"PRON", "WH"} or (previous == "N" and before_plural(self.units, index, self.tags)) or previous in {"ACTOR", "NUM"}
            )
            if directly in {"DET", "POSS", "P"} or not subject_like:
                return None
            if previous == "PRON" and self.units[self._previous(index)].low in {"it", "he", "she", "him", "them", "us", "her", "this"}:
                return None
            if form.lemma in self.words.nouns_too or unit.low in self.words.nouns:
                return form if object_like and (previous != "ACTOR" or after is None or after.kind != "ACTOR") else None
            return form
        return None

    def _plural_noun(self, unit: Unit) -> bool:
        return plural(unit.low) and unit.low not in self.words.closed["det"] and unit.low not in self.words.closed["prep"]


def before_plural(units: Sequence[Unit], index: int, tags: Sequence[str]) -> bool:
    """Whether the noun before ``index`` is a plural."""
    position = index - 1
    while position >= 0 and tags[position] in {"ADV", "TIME", "NEG"}:
        position -= 1
    return position >= 0 and plural(units[position].low)


_NOMINAL_TAGS = frozenset({"N", "PLACE", "ACTOR", "NUM"})


def chunk_units(units: Sequence[Unit], text: str) -> list[Chunk]:
    """Group the units of a sentence into chunks."""
    words = lexicon()
    tagger = _Tagger(units, words)
    tags = tagger.tags
    chunks: list[Chunk] = []
    index = 0
    while index < len(units):
        tag, unit = tags[index], units[index]
        if tag in {"MOD", "BE", "HAVE", "DO", "V", "TO"}:
            stop = _verb_phrase(units, tagger, index, chunks, words)
            if stop > index:
                index = stop
                continue
            tag = "N" if tag != "TO" else "P"
        if tag in {"DET", "N", "PLACE", "ACTOR", "NUM", "PRON", "POSS"}:
            phrase, stop = _noun_phrase(units, tags, index, text, words)
            chunks.append(Chunk("NP", phrase.start, phrase.end, phrase.text.lower(), np=phrase))
            index = stop
            continue
        kind = {
            "TIME": "TIME",
            "P": "P",
            "ADV": "ADV",
            "NEG": "ADV",
            "CONJ": "CONJ",
            "SUB": "SUB",
            "WH": "WH",
            "THAT": "THAT",
            "COMMA": "COMMA",
            "STOP": "STOP",
            "QUOTE": "QUOTE",
            "OPEN": "OPEN",
            "CLOSE": "CLOSE",
        }.get(tag, "ADV")
        chunks.append(Chunk(kind, unit.start, unit.end, unit.low, time=unit.time))
        index += 1
    _appositions(chunks)
    return chunks


def _appositions(chunks: Sequence[Chunk]) -> None:
    """Read "Debaltseve, the rail junction that …": what follows the comma is the place before it; "the town, Sinjar," the other way round."""
    for index in range(2, len(chunks)):
        np, before = chunks[index].np, chunks[index - 2].np
        if np is None or before is None or chunks[index - 1].kind != "COMMA":
            continue
        if (
            np.head_place is None
            and "settlement" in np.classes
            and before.head_place is not None
            and before.of is None
            and np.determiner in {"the", "a", "an"}
            and not np.plural
        ):
            np.head_place = before.head_place
        elif (
            before.head_place is None
            and "settlement" in before.classes
            and np.head_place is not None
            and before.determiner in {"the", "its", "their"}
            and not before.plural
            and before.of is None
            and index + 1 < len(chunks)
            and chunks[index + 1].kind in {"COMMA", "STOP"}
        ):
            before.head_place = np.head_place


def _verb_phrase(units: Sequence[Unit], tagger: _Tagger, index: int, chunks: list[Chunk], words: Lexicon) -> int:
    """Read a verb group that starts at ``index``; append it (and the adverbs inside) to ``chunks``; return the index after it."""
    tags = tagger.tags
    start = index
    modal = ""
    negated = perfect = progressive = be = infinitive = False
    aside: list[Chunk] = []
    main: Form | None = None
    last = index
    position = index
    last_aux = ""
    while position < len(units):
        tag, unit = tags[position], units[position]
        if tag == "TO" and position == start:
            infinitive = True
        elif tag == "MOD":
            if main:
                break
            modal = unit.low
        elif tag == "BE":
            if main or (be and unit.low not in {"been", "being"}):
                break
            be, last_aux = True, "be"
            if unit.low == "being":
                progressive = True
        elif tag == "HAVE":
            if main or be or perfect:
                break
            perfect, last_aux = True, "have"
        elif tag == "DO":
            if main:
                break
            last_aux = "do"
        elif tag == "NEG" or unit.low in {"hardly", "scarcely", "barely", "no", "yet"}:
            if unit.low == "yet":
                # "has yet to take": it has not
                if position + 1 < len(units) and tags[position + 1] == "TO" and last_aux:
                    negated = True
                elif not main:
                    aside.append(Chunk("ADV", unit.start, unit.end, unit.low))
                else:
                    break
            elif unit.low == "no":
                break
            else:
                if main:
                    break
                negated = True
        elif tag == "TIME" and not main and last_aux:
            aside.append(Chunk("TIME", unit.start, unit.end, unit.low, time=unit.time))
        elif tag == "ADV" and not main:
            aside.append(Chunk("ADV", unit.start, unit.end, unit.low))
        elif tag == "V":
            form = tagger.forms[position]
            if form is None:
                break
            if main is not None:
                break
            if last_aux == "be" and form.form == "past":
                form = next((f for f in words.forms.get(unit.low, ()) if f.form == "pp"), Form(form.lemma, "pp") if unit.low.endswith("ed") else form)
            if last_aux == "have" and form.form == "past":
                form = Form(form.lemma, "pp")
            following = units[position + 1].low if position + 1 < len(units) else ""
            objectless = (
                "transitive" in words.classes.get(form.lemma, ())
                and position + 1 < len(units)
                and (tags[position + 1] in {"P", "TIME", "STOP"})
                and "WH" not in tags[max(0, position - 5) : position]
                and position > 0
                and tags[position - 1] in {"N", "NUM", "ADV"}
            )
            if form.form == "past" and not last_aux and not modal and (following == "by" or objectless) and position == start:
                participle = next((f for f in words.forms.get(unit.low, ()) if f.form == "pp"), None)
                form = participle or form
            main = form
            last = position
            position += 1
            break
        else:
            break
        last = position if tag not in {"ADV", "TIME"} else last
        position += 1
    if main is None:
        # a copula or "have" on its own
        if be or last_aux == "have":
            main = Form("be" if be else "have", "past")
            end = last + 1
            vp = VerbPhrase(
                units[start].start,
                units[last].end,
                main.lemma,
                "inf" if infinitive else "ing" if units[start].low in {"being", "having"} else "finite",
                negated=negated,
                modal=modal,
                perfect=perfect and be,
            )
            chunks.append(Chunk("VP", vp.start, vp.end, main.lemma, vp=vp))
            return end
        if last_aux == "do" or modal:
            vp = VerbPhrase(units[start].start, units[last].end, "do", "finite", negated=negated, modal=modal)
            chunks.append(Chunk("VP", vp.start, vp.end, "do", vp=vp))
            return last + 1
        return index
    passive = main.form == "pp" and be
    finite = bool(modal or be or perfect or last_aux == "do" or main.form in {"past", "s", "base"}) and not infinitive
    shape = (
        "inf"
        if infinitive
        else "ing"
        if main.form == "ing" and not be
        else "pp"
        if main.form == "pp" and not (be or perfect)
        else "finite"
        if finite
        else main.form
    )
    if units[start].low in {"being", "having"} and not infinitive:
        shape = "ing"
    if be and main.form == "ing":
        progressive = True
    vp = VerbPhrase(
        units[start].start,
        units[last].end,
        main.lemma,
        shape,
        passive=passive,
        negated=negated,
        modal=modal,
        perfect=perfect,
        progressive=progressive,
    )
    particle = units[position] if position < len(units) and units[position].kind == "WORD" else None
    if particle is not None and f"{main.lemma} {particle.low}" in words.phrasal and (particle.low in words.closed["particles"]):
        after = units[position + 1] if position + 1 < len(units) else None
        if (
            particle.low not in {"through", "into", "in", "over"}
            or tags[position] == "ADV"
            or after is None
            or after.kind in {"PUNCT", "TIME"}
            or tags[position + 1] in {"P", "SUB", "CONJ", "WH"}
            or (particle.low == "over" and main.lemma in {"take", "hand", "turn", "sign", "cross"})
        ):
            vp.particle = particle.low
            vp.end = particle.end
            position += 1
    chunks.append(Chunk("VP", vp.start, vp.end, main.lemma, vp=vp))
    chunks.extend(aside)
    return position


def _noun_phrase(units: Sequence[Unit], tags: Sequence[str], index: int, text: str, words: Lexicon) -> tuple[NounPhrase, int]:
    """Read the noun phrase that starts at ``index``; (phrase, index after it)."""
    start = index
    determiner = units[index].low if tags[index] == "DET" else ""
    position = index
    members: list[int] = []
    possessor: NounPhrase | None = None
    pronoun = False
    while position < len(units):
        tag = tags[position]
        if (
            tag == "OPEN"
            and members
            and position + 3 < len(units)
            and tags[position + 2] == "CLOSE"
            and tags[position + 3] in _NOMINAL_TAGS
            and (units[position + 1].text.isupper() or tags[position + 1] == "ACTOR")
        ):
            position += 3  # "Hayat Tahrir al-Sham (HTS) fighters"
            continue
        if (
            tag == "CONJ"
            and units[position].low == "and"
            and members
            and position + 2 < len(units)
            and _adjectives(units, tags, members, position, words)
        ):
            position += 1  # "French and Malian soldiers"
            continue
        if tag == "POSS":
            if not members:
                position += 1
                start = position if position < len(units) else start
                continue
            inner = _describe(units, members, text, words, determiner)
            inner.possessor = possessor
            possessor, members = inner, []
            position += 1
            continue
        if tag == "PRON":
            if members:
                break
            members.append(position)
            pronoun = True
            position += 1
            # "those who", "many of them", "all the residents"
            break
        if (
            tag == "DET"
            and members
            and not (units[members[-1]].low in {"all", "both", "half"} or tags[members[-1]] == "DET" or units[members[-1]].low in {"such", "another"})
        ):
            break
        if tag == "NUM" and members and tags[members[-1]] not in {"DET", "N"}:
            break
        if tag in {"DET", "N", "PLACE", "ACTOR", "NUM"}:
            # two full noun phrases side by side: "they call the town Shingal"
            if members and tag == "PLACE" and tags[members[-1]] == "PLACE":
                break
            members.append(position)
            position += 1
            continue
        if tag in {"V", "BE"} and position > start and tags[position - 1] in {"DET", "POSS"}:
            members.append(position)
            position += 1
            continue
        if (
            tag == "ADV"
            and members
            and position + 1 < len(units)
            and all(tags[m] in {"DET", "NUM"} for m in members)
            and tags[position + 1] in {"N", "PLACE", "ACTOR", "NUM"}
        ):
            position += 1
            continue
        break
    if not members:
        members = [start]
        position = max(position, start + 1)
    phrase = _describe(units, members, text, words, determiner)
    phrase.start = units[start].start
    phrase.possessor = possessor
    phrase.pronoun = pronoun or (units[members[0]].low in words.closed["poss"] and len(members) == 1)
    # "(HTS)" belongs to the name before it
    if position + 2 < len(units) and tags[position] == "OPEN" and tags[position + 2] == "CLOSE":
        inside = units[position + 1]
        if inside.actor is not None:
            phrase.actors.append(inside.actor)
        if inside.kind in {"ACTOR", "PLACE"} or inside.text.isupper() or tags[position + 1] == "N":
            position += 3
    if (
        position < len(units)
        and units[position].low == "of"
        and tags[position] == "P"
        and position + 1 < len(units)
        and tags[position + 1] in {"DET", "N", "PLACE", "ACTOR", "NUM", "PRON"}
    ):
        phrase.of, position = _noun_phrase(units, tags, position + 1, text, words)
    phrase.end = units[position - 1].end
    phrase.text = text[phrase.start : phrase.end]
    return phrase, position


def _adjectives(units: Sequence[Unit], tags: Sequence[str], members: Sequence[int], conj: int, words: Lexicon) -> bool:
    """Whether "and" joins two adjectives of nations before one noun: "Yemeni and Emirati soldiers"."""
    first, second, noun = units[members[-1]], units[conj + 1], units[conj + 2]
    if not (
        tags[members[-1]] == "N"
        and tags[conj + 1] == "N"
        and first.text[:1].isupper()
        and second.text[:1].isupper()
        and not plural(first.low)
        and not plural(second.low)
    ):
        return False
    if first.low in words.nouns or second.low in words.nouns:
        return False
    kinds = words.nouns.get(singular(noun.low), frozenset())
    return tags[conj + 2] == "N" and noun.text[:1].islower() and bool({"combatant", "civilian", "weapon"} & kinds)


def _describe(units: Sequence[Unit], members: Sequence[int], text: str, words: Lexicon, determiner: str) -> NounPhrase:
    first, last = units[members[0]], units[members[-1]]
    phrase = NounPhrase(first.start, last.end, text[first.start : last.end], determiner=determiner)
    phrase.words = tuple(units[m].low for m in members)
    for member in members:
        unit = units[member]
        if unit.quantity is not None and phrase.quantity is None:
            phrase.quantity = unit.quantity
            phrase.quantity_text = text[unit.start : unit.end]
        if unit.actor is not None:
            phrase.actors.append(unit.actor)
    head = last
    phrase.head = singular(head.low) if head.kind == "WORD" else head.low
    phrase.plural = plural(head.low) or (head.kind == "NUM")
    classes = set(words.nouns.get(phrase.head, ())) | set(words.nouns.get(head.low, ()))
    if head.kind == "WORD" and "-" in head.low:
        classes |= set(words.nouns.get(singular(head.low.rsplit("-", 1)[1]), ()))
    compound = [unit for unit in (units[m] for m in members[:-1]) if unit.kind == "WORD"]
    if (
        phrase.head in words.nouns
        and "strike_compound" in classes
        and any(singular(unit.low) in words.nouns and "strike_modifier" in words.nouns[singular(unit.low)] for unit in compound)
    ):
        classes.add("strike_word")
    if head.kind == "PLACE":
        phrase.head_place = head.mention
        classes.add("place")
    if head.kind == "ACTOR":
        classes.add("combatant")
        phrase.head_place = head.mention
    for member in members[:-1] if head.kind == "PLACE" else members:
        mention = units[member].mention
        if mention is not None and mention is not phrase.head_place:
            if "settlement" in classes and head.kind == "WORD" and phrase.head_place is None:
                phrase.head_place = mention
            else:
                phrase.modifier_places.append(mention)
    if any(unit.low in {"displaced", "homeless", "elderly"} for unit in (units[m] for m in members)) and head.low in {
        "displaced",
        "elderly",
        "homeless",
    }:
        classes.add("civilian")
    phrase.classes = frozenset(classes)
    if phrase.head_place is None and not phrase.actors and phrase.quantity is None and not phrase.modifier_places:
        phrase.name = _unknown_name(units, members, classes, words)
    return phrase


_NAME_PARTS = word_set("name_parts")
_NOT_NAMES = word_set("not_names")


def _unknown_name(units: Sequence[Unit], members: Sequence[int], classes: set[str], words: Lexicon) -> tuple[int, int] | None:
    """Offsets of the capitalised words of a phrase that no table knows: the whole phrase, or what stands before "crossing", "district"."""
    inner = [m for m in members if units[m].low not in words.closed["det"]]
    if "settlement" in classes and len(inner) > 1 and units[inner[-1]].text[:1].islower():
        inner = inner[:-1]
    elif classes or len(inner) != len(members):
        return None
    if not inner or any(units[m].kind != "WORD" for m in inner):
        return None
    own = 0
    for m in inner:
        unit = units[m]
        article, _, rest = unit.text.partition("-")
        if not unit.text[:1].isupper() and unit.low not in _NAME_PARTS and not (article in _NAME_PARTS and rest[:1].isupper()):
            return None
        if unit.low in _NAME_PARTS or unit.low.split("-")[0] in {"al", "el", "as", "ad", "ar", "az", "an", "ash"}:
            own += unit.low not in _NAME_PARTS
            continue
        if (
            unit.low in words.nouns
            or singular(unit.low) in words.nouns
            or unit.low in words.forms
            or unit.low in _NOT_NAMES
            or any(unit.low in group for group in words.closed.values())
        ):
            return None
        if _DIRECTION.fullmatch(unit.low) or unit.text.isupper() or (m == 0 and plural(unit.low)):
            return None
        own += 1
    # two plain words are more often a person than a place
    if own != 1 and not ("settlement" in classes and own == 2):
        return None
    return units[inner[0]].start, units[inner[-1]].end
