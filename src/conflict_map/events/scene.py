"""One sentence as the frames see it: its clauses and what the story knows, with the questions that every frame asks."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.events.days import ANNOUNCED, UNTOLD_OFFSET
from conflict_map.events.described import described_side
from conflict_map.events.records import Draft, PlaceRef
from conflict_map.events.sides import SAME_BAND, is_name
from conflict_map.events.truth import claim_of
from conflict_map.events.voices import named_behind
from conflict_map.events.words import lexicon, word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.clause import Clause, Prepositional
    from conflict_map.events.dates import DateRange
    from conflict_map.events.sides import Side, Sides
    from conflict_map.events.story import Story
    from conflict_map.events.units import ActorSpan, Chunk, NounPhrase
    from conflict_map.model import Mention

__all__ = ["Scene"]


_WORD = re.compile(r"\w+")
_LEADS = frozenset({"leader", "leadership", "commander", "chief"})
_SEATS = frozenset({"headquarter", "headquarters", "base", "camp", "barracks", "garrison", "compound"})
_UNITS = frozenset({"command", "division", "brigade", "regiment", "battalion", "corps", "army"})


@dataclass(slots=True)
class Scene:
    """A sentence while it is read."""

    text: str
    start: int
    end: int
    index: int
    paragraph: int
    chunks: Sequence[Chunk]
    clauses: Sequence[Clause]
    story: Story
    sides: Sides
    title: bool = False
    mentions: Sequence[Mention] = ()
    words: frozenset[str] = field(init=False)
    """Its words in small letters: a look at them is far quicker than a pattern that is tried at every letter."""

    _armed: dict[int, tuple[NounPhrase, bool]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Collect the words."""
        self.words = frozenset(_WORD.findall(self.text[self.start : self.end].lower()))

    def draft(self, kind: str, clause: Clause, rule: str, *, place: PlaceRef | None = None) -> Draft:
        """Start an event of a clause: date, claim and the first steps of the explanation are filled in."""
        draft = Draft(kind, self.index, self.paragraph, clause, place=place, rule=rule, title=self.title)
        draft.note("trigger", self.text[clause.vp.start : clause.vp.end], clause.vp.start, clause.vp.end, rule)
        draft.note(
            "clause",
            self.text[clause.start : clause.end],
            clause.start,
            clause.end,
            f"{clause.relation} clause{' of ' + clause.parent.vp.phrase if clause.parent else ''}",
        )
        self.date(draft, clause)
        draft.claim, draft.claim_by = claim_of(clause, self.sides, self.text, (self.start, self.end))
        if place is not None:
            draft.note("place", self.text[place.start : place.end], place.start, place.end, place.rule)
            mention = place.mention
            if place.rule != "named" and not place.start <= mention.start < place.end and mention.start in self.story.why:
                draft.note("antecedent", mention.text, mention.start, mention.end, self.story.why[mention.start])
        for time in clause.times:
            if time.use == "first":
                draft.first_since = _first_year(time.spec, self.story)
        return draft

    def date(self, draft: Draft, clause: Clause) -> None:
        """Set the date of a draft from its clause, the sentence and the story."""
        story = self.story
        found, rule = story.date_of(clause)
        if (
            found is None
            and rule not in {"a time to come", "a year that cannot be told"}
            and not (rule == UNTOLD_OFFSET and clause.shift is not None)
        ):
            found, rule = self._told_date(clause, rule)
        draft.date, draft.date_rule = found, rule
        draft.note("date", rule, None, None, "resolved by the report's own date" if found else "the text does not tell")

    def _told_date(self, clause: Clause, rule: str) -> tuple[DateRange | None, str]:
        """Return, for a clause without a time of its own, the time that the story has reached, where it runs on from there."""
        story = self.story
        spoken = clause.attribution
        past = clause.vp.form == "finite" and not clause.vp.perfect and not clause.vp.progressive
        if spoken is not None and spoken.vp.lemma in word_set("announce_verbs") and clause.relation in {"that", "coord", "main"}:
            found, words = story.date_of(spoken)
            told = spoken.times or (
                spoken.relation == "inf" and spoken.parent is not None and spoken.parent.times
            )  # "led us in on Monday to announce"
            if found is not None and found.precision == "day" and told:
                return found, f"{words}, {ANNOUNCED}"
        if (
            past
            and rule != UNTOLD_OFFSET
            and story.reference is not None
            and story.reference.precision == "day"
            and not story.reference_before
            and story.reference_paragraph == self.paragraph
            and self.index - story.reference_sentence <= 1
            and clause.relation in {"main", "coord", "sub"}
            and not self.title
        ):
            return story.reference, "the day that the story has reached in the sentence before"
        return None, rule

    # ---- sides ----------------------------------------------------------------------------------------------------

    def armed(self, np: NounPhrase) -> bool:
        """Whether a noun phrase means people or a state that fight; every frame asks it of the same few phrases."""
        known = self._armed.get(id(np))
        if known is None:
            known = self._armed[id(np)] = np, self._is_armed(np)
        return known[1]

    def _is_armed(self, np: NounPhrase) -> bool:
        inside = self.sides.spans_in(np.start, np.end)
        if inside and any(span.kind == "name" and span.end >= np.end and span.start <= np.start + 4 for span in inside):
            return True
        if np.head in {"man", "member"}:
            beyond = (span for span in self.sides.spans_in(np.start, np.end + 60) if span.kind == "composed" and span.start < np.end < span.end)
            if any(span.start <= np.start + 4 for span in beyond):
                return True  # "the men of the Coalition of Patriots for Change"
        owner = np.possessor
        if np.head == "man" and np.plural and owner is not None and owner.head_place is None and is_name(owner.text):
            return True  # "General Nkunda's men"
        if np.head in {"man", "partner", "ally", "proxy"} and owner is not None and self.sides.spans_in(owner.start, owner.end):
            return True  # "Haftar's men", "the coalition's partners"
        if np.head in _OFFICERS and inside and not np.plural and np.possessor is None:
            return True  # "a dissident SDF general"
        if np.head in {"council", "wing", "branch"} and {"military", "armed"} & set(np.words) and inside:
            return True  # "the SDF's local military council"
        if (np.head in SAME_BAND or (np.of is not None and np.of.head in SAME_BAND)) and named_behind(np, self.sides) is not None:
            return True  # "another group, the M23,", "200 men of another outfit, the M23,"
        if "civilian" in np.classes and not inside:
            return False
        if "combatant" in np.classes or "government" in np.classes or "rebel" in np.classes:
            return np.head != "group" or bool(inside) or "armed" in np.words or np.determiner == "the"
        if "weapon" in np.classes or "vehicle" in np.classes:
            return False
        spans = [span for span in inside if span.relation != "attributive"]
        if spans:
            return (
                "settlement" not in np.classes
                and ("civilian" not in np.classes)
                and (np.possessor is None or bool([s for s in spans if s.start >= np.possessor.end]))
            )
        return False

    def agents(self, phrases: Iterable[NounPhrase], clause: Clause) -> list[Side]:
        """Return the sides of the armed ones among noun phrases, without repeats."""
        found: list[Side] = []
        for np in phrases:
            if not (
                self.armed(np)
                or np.pronoun
                or np.words == ("the", "latter")
                or (np.determiner in {"its", "their", "his", "our"} and ("combatant" in np.classes or np.head in _LEADS))
                or ("same" in np.words and np.head in SAME_BAND)
                or (np.head == "side" and not np.plural and np.determiner == "the" and len(np.words) == 3)
                or (
                    np.of is not None
                    and self.armed(np.of)
                    and np.head
                    in {
                        "most",
                        "some",
                        "many",
                        "hundred",
                        "thousand",
                        "dozen",
                        "#",
                        "column",
                        "member",
                        "wave",
                        "last",
                        "rest",
                        "remnant",
                        "convoy",
                        "one",
                        "majority",
                        "group",
                        "handful",
                        "all",
                    }
                )
            ):
                continue
            if np.text.lower().startswith(("more than one", "many a ")):
                continue  # "has watched more than one army march in": nobody in particular
            if found and np.determiner in {"its", "their"} and np.head in {"ally", "partner", "proxy"}:
                continue  # "Turkey and its Syrian allies" are not Syria
            several = self._several(np) or self._sent_by(np, clause)
            if several:
                found += [side for side in several if all(side.names != other.names for other in found)]
                continue
            side = (
                described_side(np, self.story.side_of(np, clause), self)
                or (self.holder(np, clause) if np.head == "side" else None)
                or self._the_other(np, clause)
            )
            if side is not None and all(side.names != other.names for other in found):
                found.append(side)
        return found

    def _the_other(self, np: NounPhrase, clause: Clause) -> Side | None:
        """Return the side of "one contingent", "the other column": the subject that the clauses above divide."""
        if not {"one", "other", "another", "second"} & set(np.text.lower().split()) or "combatant" not in np.classes:
            return None
        walker = clause.parent
        while walker is not None:
            if walker.subject and walker.subject[0] is not np and not walker.subject[0].pronoun and self.armed(walker.subject[0]):
                return self.story.side_of(walker.subject[0], walker)
            walker = walker.parent
        return None

    def _sent_by(self, np: NounPhrase, clause: Clause) -> list[Side]:
        """Return the sides of "soldiers from Chad and Niger", whom no other word names."""
        own = self.sides.spans_in(np.start, np.end)
        if "combatant" not in np.classes or np.pronoun or np.of is not None or any(span.kind != "generic" for span in own):
            return []
        for pp in clause.pp("from"):
            if pp.start == np.end + 1 and all(span is not None for span in self._countries(pp)):
                return [
                    self.sides.make(span.record, span.text, span.start, span.end, "the country that they are from")
                    for span in self._countries(pp)
                    if span is not None
                ]
        return []

    def _countries(self, pp: Prepositional) -> list[ActorSpan | None]:
        """Return for each phrase the country that it names as a side, None where it names none."""
        return [
            next((span for span in self.sides.spans_in(np.start, np.end) if span.kind == "country" and span.record is not None), None)
            for np in pp.phrases
        ]

    def _several(self, np: NounPhrase) -> list[Side]:
        """Return the sides of "French and Malian soldiers"."""
        if "and" not in self.text[np.start : np.end].split():
            return []
        spans = [span for span in self.sides.spans_in(np.start, np.of.start if np.of else np.end) if span.record is not None]
        if len({span.record.id for span in spans if span.record is not None}) < 2:
            return []
        return [self.sides.make(span.record, span.text, span.start, span.end, "one of several sides named together") for span in spans]

    def holder(self, np: NounPhrase, clause: Clause) -> Side | None:
        """Return whose hands, control, flag a phrase tells: "rebel hands", "the control of the RSF", "their control"."""
        if np.determiner in {"our", "my"} and clause.attribution is not None and clause.attribution.subject:
            return self.sides.in_phrase(clause.attribution.subject[0])
        if np.determiner in {"its", "their", "his"} and not self.sides.spans_in(np.start, np.end):
            subject = (
                self.agents(clause.subject, clause)
                or self._in_aside(clause)
                or [side for side in (self.story.speaker(clause),) if side is not None and side.known and not _keeps_peace(side)]
            )
            owner = subject[0] if subject else self.story.side_of(np, clause)
            return owner or (self.story.last_sides[-1] if self.story.last_sides else None)
        spans = self.sides.spans_in(np.start, np.end)
        own = np.of is not None and np.of.determiner in {"its", "their"} and not _UNITS.isdisjoint(np.of.text.lower().split())
        if spans and own:
            return self.story.last_agent  # "the command of its Fourth Division": not that of another army
        if spans:
            best = max(spans, key=lambda span: (span.record is not None, -span.start))
            return self.sides.make(best.record, best.text, best.start, best.end, "holder named")
        if np.of is None and np.possessor is None and (called := self.sides.of_held(np)) is not None:
            return called  # "Ethiopian possession"
        inner = np.of or np.possessor
        told = self.story.speaker(clause) if inner is not None and clause.attribution is not None else None
        if (
            inner is not None
            and told is not None
            and inner.determiner in {"his", "her", "our", "my"}
            and not self.sides.spans_in(inner.start, inner.end)
        ):
            return told  # "'A is in the hands of my men,' the general said"
        side = self.story.side_of(inner, clause) if inner is not None else None
        if (
            side is None
            and inner is not None
            and told is not None
            and told.known
            and (_UNITS & {*inner.words} or (inner.head == "group" and inner.of is not None and inner.of.head in {"force", "troop"}))
        ):
            return told  # "is under the control of the Northern group of forces, the defence ministry said"
        if side is not None:
            return side
        if {"federal", "central", "national", "state", "loyalist"} & set(np.words) and self.sides.state is not None:
            return self.sides.make(self.sides.state, "", np.start, np.end, "the state")
        return None

    def _in_aside(self, clause: Clause) -> list[Side]:
        """Return the side that an aside to the subject speaks of: "X, the line that the rebels would not cross, was in their hands"."""
        for other in reversed(self.clauses):
            inner = (
                clause.subject[:1]
                and other.relation == "rel"
                and other.wh_prep != "from"
                and clause.subject[0].end <= other.start
                and other.end <= clause.vp.start
            )
            if inner and other.subject and not other.subject[0].pronoun:
                return self.agents(other.subject, other)[:1]
        return []

    # ---- places ---------------------------------------------------------------------------------------------------

    def places(self, phrases: Iterable[NounPhrase], clause: Clause) -> list[PlaceRef]:
        """Return the places of noun phrases, without repeats; "the bridge at Rastan" takes the place of its phrase."""
        found: list[PlaceRef] = []
        phrases = list(phrases)
        for number, np in enumerate(phrases):
            ref = None
            if np.head in _OF_TWO and np.of is None and np.determiner == "the" and len(np.words) <= _TWO_WORDS:
                found += self._of_two(np)
                continue
            several = self.story.both(np)
            if several:
                found += several
                continue
            of_unit = (
                np.of is not None
                and (np.of.head_place is None or np.of.head_place.place is None)
                and np.head in _SEATS
                and np.of.head.split(" ")[-1] in _UNITS
            )
            if of_unit or (np.head_place is not None and np.head_place.place is None and np.head.split(" ")[-1] in _UNITS):
                ref = self._seat(np, clause)
                if ref is not None:
                    found.append(ref)
                continue
            if (named_for := self._named_for(np, clause)) is not None:
                found.append(named_for)
                continue
            if np.head_place is None and ("settlement" in np.classes or np.head == "garrison") and (np.of is None or of_unit):
                at = next(
                    (
                        pp
                        for pp in clause.prepositional
                        if (pp.prep in {"at", "in", "near", "of"} or (pp.prep == "on" and np.head == "zone"))
                        and pp.start >= np.end
                        and pp.start - np.end <= 2
                        and pp.phrases[0].head_place is not None
                    ),
                    None,
                )
                if at is not None and at.prep == "in" and np.name is not None and np.head in {"village", "hamlet"}:
                    at = None  # "the village of X in the district of Y"
                if at is not None and at.prep == "in" and _a_town_somewhere(np, at.phrases[0]):
                    continue  # "captured another town in the province": nobody knows which
                if at is not None:
                    ref = self._place_that_holds(np, at)
                    if (
                        ref is not None
                        and not of_unit
                        and not (np.head == "field" and {"gas", "oil"} & {*np.words})
                        and np.head
                        not in {
                            "airport",
                            "garrison",
                            "base",
                            "crossing",
                            "camp",
                            "airbase",
                            "airfield",
                            "port",
                            "dam",
                            "town",
                            "city",
                            "post",
                            "barracks",
                        }
                    ):
                        ref = type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=True)
            if ref is None and np.head_place is None and np.name is None and np.head in _SEATS_IN and np.of is None:
                # "the port and the bridge over the river at Kherson"
                at = next(
                    (pp for pp in clause.prepositional if pp.prep in {"at", "in"} and pp.start > np.end and pp.phrases[0].head_place is not None),
                    None,
                )
                ref = self._place_that_holds(np, at) if at is not None else None
                if ref is not None and np.head not in {"airport", "base", "airbase", "airfield", "port", "barracks"}:
                    ref = type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=True)
            if ref is None:
                ref = self.story.place_of(np)
            if ref is not None and ref.partial and _names_of_its_own(np, phrases[number + 1 :]):
                kind = ref.mention.place.kind if ref.mention.place is not None else ""
                ref = type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=kind in {"city", "admin1", "admin2", "area", "region", "country"})
            if ref is not None:
                same = next((index for index, other in enumerate(found) if other.mention.start == ref.mention.start), None)
                if same is None:
                    found.append(ref)
                elif found[same].partial and not ref.partial:
                    found[same] = ref
        return found

    def _seat(self, np: NounPhrase, clause: Clause) -> PlaceRef | None:
        """Return where the headquarters of a unit stands: "the headquarters of the Western Command at Ann"; a unit itself is no place."""
        at = [pp.phrases[0] for pp in clause.pp("at", "in", "near") if 0 <= pp.start - np.end <= 2 or not self.text[np.end : pp.start].strip(" ,")]
        named = [phrase for phrase in at if phrase.head_place is not None]
        if not named:  # "the base of the 6th Division, the last major position of the army in the city": who takes it has the city
            last = [pp.phrases[0] for pp in clause.pp("in", "at") if pp.start > np.end and _THE_LAST.match(self.text, np.end, pp.start)]
            named = last[:1]
        return self.story.place_of(named[0]) if named else None

    def _named_for(self, np: NounPhrase, clause: Clause) -> PlaceRef | None:
        """Return X of "the Sea Tiger post at X", which is called by who holds it and not by where it is."""
        name = np.head_place
        if name is None or name.place is not None or np.head not in _HELD_SITES or name.end >= np.end or np.of is not None:
            return None
        at = next((pp for pp in clause.pp("at") if 0 <= pp.start - np.end <= 2 and pp.phrases[0].head_place is not None), None)
        return self._place_that_holds(np, at) if at is not None else None

    def _place_that_holds(self, np: NounPhrase, at: Prepositional) -> PlaceRef | None:
        """Return the place that "the base at X" stands for; several towns in X, or a base in a city or a province, do not tell who holds X."""
        ref = self.story.place_of(at.phrases[0])
        place = ref.mention.place if ref is not None else None
        if ref is None or (place is not None and place.kind in _AREA_KINDS) or (np.plural and np.head not in _QUARTERS):
            return None
        if at.prep == "in" and np.head in _BASES and place is not None and (place.population or 0) >= _CITY:
            return type(ref)(ref.mention, ref.start, ref.end, ref.rule, partial=True)
        return ref

    def _of_two(self, np: NounPhrase) -> list[PlaceRef]:
        """Return the place that "the former" or "the latter" means: the first or second of the last two that "and" joins."""
        before = [mention for mention in self.mentions if np.start - _BACK <= mention.start and mention.end <= np.start]
        for one, other in reversed(list(itertools.pairwise(before))):
            if self.text[one.end : other.start].strip(" ,") in {"and", "or"}:
                chosen = one if np.head == "former" else other
                return [PlaceRef(chosen, np.start, np.end, f"'the {np.head}' of two places told before")]
        return []

    def lexical(self, clause: Clause, prep: str | None = None) -> frozenset[str]:
        """Return the classes of a clause's verb, with a preposition as particle where that is listed ("walk into")."""
        if prep is not None:
            return lexicon().classes.get(f"{clause.vp.lemma} {prep}", frozenset())
        return clause.classes()


def _a_town_somewhere(np: NounPhrase, area: NounPhrase) -> bool:
    """Whether a phrase tells of some town of an area that is not named: "another town in northern Nigeria"."""
    place = area.head_place.place if area.head_place is not None else None
    some = np.determiner in {"a", "an", "another"} and np.head in {"town", "city", "village", "settlement", "hamlet"}
    return some and place is not None and place.kind in {"admin1", "admin2", "area", "region", "country"}


def _names_of_its_own(np: NounPhrase, following: Sequence[NounPhrase]) -> bool:
    """Whether "the hills of A and B", "the districts of A and B" are called A and B."""
    named = (
        np.plural
        and np.determiner == "the"
        and np.quantity is None
        and np.head in {"hill", "height", "district", "neighbourhood", "neighborhood", "quarter"}
    )
    return named and bool(following) and following[0].head_place is not None and following[0].of is None


_THE_LAST = re.compile(r"(?: of [\w ]+)?,\s+(?:[\w'\u2019 ]+['\u2019]s?\s+|the\s+|its\s+|their\s+)(?:very\s+)?(?:last|final)\b[^,;.]*$")
_OF_TWO = frozenset({"former", "latter"})
_TWO_WORDS = 2
_BACK = 400
"""Letters within which two places stand before "the former"."""
_HELD_SITES = word_set("held_sites")
_OFFICERS = frozenset({"general", "colonel", "warlord", "captain", "major"})
_AREA_KINDS = frozenset({"admin1", "admin2", "country", "region", "area", "continent"})
_BASES = frozenset({"base", "garrison", "post", "barracks", "camp"})
_CITY = 100_000
_SEATS_IN = word_set("seats")
_QUARTERS = word_set("quarters")
"""Parts of a town, which are contested with it, in the plural as in the singular."""


def _first_year(spec: tuple[object, ...], story: Story) -> int | None:
    year, count, unit = spec[1], spec[2], spec[3]
    if year:
        return int(str(year))
    if count and unit == "year" and story.published is not None:
        return story.published.year - int(str(count))
    return None


def _keeps_peace(side: Side) -> bool:
    """Whether a side only watches: what "came under its control, UN peacekeepers say" is not theirs."""
    return any("peacekeep" in name.lower() for name in side.names)
