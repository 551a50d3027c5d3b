"""Sides: which armed side a noun phrase means, by the table of actors, the war of the report and what was said before."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.events.groups import find_groups
from conflict_map.events.units import ActorSpan
from conflict_map.gazetteer.actors import ANY_CONFLICT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.groups import GroupSpan
    from conflict_map.events.records import PlaceRef
    from conflict_map.events.units import NounPhrase
    from conflict_map.gazetteer.actors import ActorMatch, Actors
    from conflict_map.model import ActorRecord, Mention

__all__ = ["SAME_BAND", "Side", "Sides", "is_name"]

_STATE = frozenset({"state", "soldiers", "regime"})
_REBELS = frozenset({"rebels", "militias", "gunmen", "insurgents", "separatists", "jihadists", "opposition"})
_BESIDE = 200
"""Characters between a generic word for a side and the place that tells its war."""
_TWO_WARS = 3
"""Two wars of their own, beside the rows of the table that belong to any."""

SAME_BAND = frozenset({"group", "outfit", "organisation", "organization", "militia", "movement", "faction", "network", "band", "gang"})
"""Heads of "the same group": one of the sides named before."""


@dataclass(frozen=True, slots=True)
class Side:
    """An armed side as a report names it.

    ``names`` holds the canonical side first, then the part of it that is meant, then the words of the report. ``key`` tells sides apart: the id of
    the side, or its words where the table does not know it. ``start`` and ``end`` are the offsets of the words.
    """

    names: tuple[str, ...]
    key: str
    known: bool
    start: int
    end: int
    rule: str


class Sides:
    """The actors of one report."""

    def __init__(self, text: str, actors: Actors | None, mentions: Sequence[Mention], date: str | None) -> None:
        self.text = text
        self.actors = actors
        self.date = date
        self.countries = Counter(m.place.country for m in mentions if m.place is not None and m.place.country)
        self.matches: list[ActorMatch] = list(actors.match(text)) if actors is not None else []
        self.conflict = actors.conflict_of(self.matches, self.countries, date) if actors is not None else None
        self._common = self.countries.most_common(1)[0][0] if self.countries else None
        self.among: list[ActorRecord] = []
        self.together: list[set[str]] = []
        """Sides that acted as one: none of them loses a place to another."""
        self._placed = [(m.start, m.end, m.place.country) for m in mentions if m.place is not None and m.place.country]
        self.records: dict[int, ActorRecord | None] = {}
        for match in self.matches:
            if match.kind in {"name", "composed"} and not match.generic and actors is not None:
                record = actors.resolve(match, self.conflict, self.countries, date)
                if record is not None and record not in self.among:
                    self.among.append(record)
        groups = find_groups(
            text,
            [(m.start, m.end) for m in self.matches if m.kind != "generic"],
            [(m.start, m.end) for m in mentions if m.place is not None],
        )
        self.among += list({span.record.id: span.record for span in groups}.values())
        self.state = actors.resolve("the army", self.conflict, self.countries, date) if actors is not None else None
        self.spans = _with_groups([self._span(match) for match in self.matches], groups, text)
        self._starts = [span.start for span in self.spans]
        self._inside: dict[tuple[int, int], Sequence[ActorSpan]] = {}
        self.by_id = actors.by_id if actors is not None else {}
        self._states = {span.record.side for span in self.spans if span.record is not None and span.kind in {"country", "metonym", "capital"}}
        if self.state is not None:
            self._states.add(self.state.side)

    def _span(self, match: ActorMatch) -> ActorSpan:
        record = self._resolve(match)
        self.records[match.start] = record
        return ActorSpan(match.start, match.end, match.text, record, kind=match.kind, relation=match.relation, head=match.head)

    def _resolve(self, match: ActorMatch) -> ActorRecord | None:
        if self.actors is None:
            return None
        if match.generic and (own := self._war_beside(match)) is not None:
            war, country = own  # a report of two wars: "the army abandoned X" speaks of the army that fights there
            beside = [record for record in self.among if record.conflict == war]
            if (record := self.actors.resolve(match, war, [country], self.date, beside)) is not None:
                return record
        record = self.actors.resolve(match, self.conflict, self.countries, self.date, self.among)
        if match.generic and record is not None and record not in self.among and set(match.keys) & _REBELS:
            # "rebels" of a report that names one group, which the table lacks, and not the one that the table would take
            strangers = [item for item in self.among if item.id.startswith("u:")]
            if len(strangers) == 1 and all(item.side != record.side for item in self.among):
                return strangers[0]
        if record is None and match.generic and set(match.keys) & _STATE and self._common:
            # a war that the table does not know: "the army" is the army of the country that the report is about
            record = self.actors.by_id.get(f"x-{self._common.lower()}")
        if record is None and match.generic and self.among:
            # "rebels" of a war with one named group that fights its state
            states = {f"x-{code.lower()}" for code in self.countries}
            others = [item for item in self.among if item.id not in states and (self.conflict is None or item.conflict in {self.conflict, "any"})]
            state = self.actors.resolve("the army", self.conflict, self.countries, self.date)
            others = [item for item in others if state is None or item.side != state.side]
            if not set(match.keys) & _STATE and match.keys and len({item.side for item in others}) == 1:
                record = others[0]
        return record

    def _war_beside(self, match: ActorMatch) -> tuple[str, str] | None:
        """Return the war and country of the place in the sentence of a generic word, where the report is mostly about another war."""
        if self.actors is None or len({record.conflict for record in self.among} - {ANY_CONFLICT}) <= 1:
            return None
        near = sorted(
            (max(start - match.end, match.start - end), min(start, match.end), max(end, match.start), code) for start, end, code in self._placed
        )
        for away, start, end, country in near[:1]:
            if away <= _BESIDE and ". " not in self.text[start:end]:
                wars = self._other_wars(self.conflict, country)
                return (wars[0], country) if len(wars) == 1 else None
        told = [record for start, record in sorted(self.records.items()) if start < match.start and record is not None]
        last = next((record for record in reversed(told) if record.conflict != ANY_CONFLICT), None)
        return (last.conflict, last.countries[0]) if last is not None and last.conflict != self.conflict and last.countries else None

    def _other_wars(self, conflict: str | None, country: str) -> list[str]:
        """Return the wars of a country of which the report names a side, none where ``conflict`` is fought there as well."""
        wars = self.actors.wars_of(country, self.date) if self.actors is not None else set()
        named = {record.conflict for record in self.among}
        return sorted(wars & named) if conflict not in {None, ANY_CONFLICT} and conflict not in wars else []

    def elsewhere(self, key: str, ref: PlaceRef | None, taker: str = "") -> bool:
        """Whether a side fights another war than that of a place, by its country, else by its taker, of which the report names a side too."""
        record, other = self.by_id.get(key), self.by_id.get(taker)
        country = ref.mention.place.country if ref is not None and ref.mention.place is not None else None
        if record is None:
            return False
        if country:
            return bool(self._other_wars(record.conflict, country))
        return other is not None and len({record.conflict, other.conflict, ANY_CONFLICT}) == _TWO_WARS

    def foes_of(self, key: str, among: Iterable[str], ref: PlaceRef | None, together: Sequence[set[str]]) -> list[str]:
        """Return those of some sides that are enemies of one, fight the war of a place and never acted with it."""
        if self.actors is None:
            return []
        foes = [side for side in among if side != key and self.actors.hostile(side, key) and not self.elsewhere(side, ref, key)]
        return [side for side in foes if not any({side, key} <= allies for allies in together)]

    def make(self, record: ActorRecord | None, words: str, start: int, end: int, rule: str) -> Side:
        """Return the side for a record and the words of the report."""
        names: list[str] = []
        key = " ".join(words.lower().split())
        if record is not None:
            whole = self.by_id.get(record.side)
            names.append(whole.name if whole is not None else record.name)
            if record.name not in names:
                names.append(record.name)
            key = record.side
        if words and words not in names:
            names.append(words)
        return Side(tuple(names), key, record is not None, start, end, rule)

    def is_state(self, key: str) -> bool:
        """Whether a side is a state or its army: what "the group", "the sect" and "the militia" do not mean."""
        return key in self._states or key.startswith("x-") or key.endswith(("-gov", "-saf"))

    def hostile(self, one: Side | None, other: Side | None) -> bool:
        """Whether two sides are different ones as far as the words tell."""
        return one is not None and other is not None and one.key != other.key

    def enemies(self) -> list[ActorRecord]:
        """Return the sides that the report names, most mentioned first, one record for each side."""
        count: Counter[str] = Counter()
        first: dict[str, ActorRecord] = {}
        for span in self.spans:
            if span.record is not None and span.kind in {"name", "composed", "generic"}:
                count[span.record.side] += 1
                first.setdefault(span.record.side, span.record)
        return [first[key] for key, _ in count.most_common()]

    def in_phrase(self, np: NounPhrase) -> Side | None:
        """Return the side that a noun phrase names or belongs to, None where it names none.

        The head's own words come first ("Syrian rebels"), then the group it is of ("fighters of the SDF"), then its owner ("Kyiv's troops").
        """
        if np.head in {"enemy", "opponent", "rival", "foe", "adversary", "critic"}:
            return self.make(None, _article(np.text), np.start, np.end, "words of the report, not in the table of actors")
        core = np.of.start if np.of else np.end
        near = [span for span in self.spans_in(np.start, np.end + 60) if span.end <= np.end or (span.kind == "composed" and span.start < np.end)]
        own = [span for span in near if span.start < core and (span.relation != "held" or len(np.words) <= 2)]
        if np.possessor is not None:
            limit = np.possessor.end
            own = [span for span in own if span.start >= limit] or own
        words = np.text if np.of is None else np.text[: np.of.start - np.start].removesuffix(" of ").removesuffix("of ").strip()
        if own:
            if np.of is not None and all(span.kind == "generic" for span in own) and np.of.text.removeprefix("the ")[:1].isupper():
                inner = self.in_phrase(np.of)
                if inner is not None:
                    return Side(inner.names, inner.key, inner.known, np.start, np.end, "the group that the phrase is of")
                if np.of.head_place is None:
                    return self.make(None, _article(np.of.text), np.of.start, np.of.end, "words of the report, not in the table of actors")
            best = max(own, key=lambda span: (span.record is not None, span.kind == "name", span.kind == "composed", span.start))
            if best.kind == "name" and best.record is not None and np.of is not None and best.end <= core:
                inner = self.in_phrase(np.of)
                if inner is not None and inner.known and inner.key != best.record.side and "army" in np.of.words:
                    return Side((*inner.names, words), inner.key, inner.known, np.start, np.end, "the army that the unit is of")
            if best.end > core:
                words = best.text
            if best.record is None and np.of is not None:
                inner = self.in_phrase(np.of)
                if inner is not None and inner.known:
                    return Side(inner.names, inner.key, inner.known, np.start, np.end, "the group that the phrase is of")
            return self.make(
                best.record,
                _trim(words if len(own) == 1 and best.kind != "leader" else best.text, best.text),
                best.start,
                best.end,
                f"actor, {best.kind}",
            )
        if np.of is not None and (
            {"combatant", "weapon", "vehicle", "control_word", "flag"} & np.classes
            or np.head
            in {
                "member",
                "control",
                "column",
                "convoy",
                "wave",
                "hundred",
                "thousand",
                "most",
                "some",
                "many",
                "#",
                "remnant",
                "last",
                "rest",
                "handful",
                "majority",
                "one",
                "all",
            }
        ):
            return self.in_phrase(np.of)
        if np.possessor is not None:
            owner = self.in_phrase(np.possessor)
            if owner is None and ("combatant" in np.classes or np.head == "man") and np.possessor.head_place is None and is_name(np.possessor.text):
                return self.make(None, np.text, np.start, np.end, "words of the report, not in the table of actors")  # "Nkunda's forces"
            return owner
        if np.head in {"man", "member", "remnant"} and np.of is not None and np.of.head_place is None and np.of.text[:1].isupper():
            return self.make(None, np.of.text, np.of.start, np.of.end, "words of the report, not in the table of actors")
        if (
            "combatant" in np.classes
            and np.determiner not in {"its", "their", "his", "her"}
            and np.head not in {"ally", "column", "group", "alliance", "coalition", "victor", "unit", "force", "detachment", "contingent", "company"}
        ):
            return self.make(None, _article(np.text), np.start, np.end, "words of the report, not in the table of actors")
        if "combatant" in np.classes and any(word[:1].isupper() for word in np.text.split()[1:]):
            return self.make(None, _article(np.text), np.start, np.end, "words of the report, not in the table of actors")
        return None

    def same_band(self, np: NounPhrase, clause: Clause | None, told: Sequence[Side]) -> Side | None:
        """Return the band that "the same group" means: the subject of a clause above, else the last one told that is not the state's."""
        walker = clause.parent if clause is not None else None
        while walker is not None:
            above = self.in_phrase(walker.subject[0]) if walker.subject and walker.subject[0] is not np else None
            if above is not None:
                return above
            walker = walker.parent
        state = self.state.side if self.state is not None else ""
        return next((side for side in reversed(told) if side.known and side.key != state), None)

    def of_demonym(self, np: NounPhrase) -> Side | None:
        """Return the side of "Russian assaults", whose noun is no fighters: that of "Russian forces"."""
        return next((side for word in np.text.split()[:-1] if (side := self.of_adjective(word, np)) is not None), None)

    def of_adjective(self, word: str, np: NounPhrase) -> Side | None:
        """Return the side of the adjective of a state: of "Ukrainian" that of "Ukrainian forces"."""
        if self.actors is None or not word[:1].isupper():
            return None
        for match in self.actors.match(f"{word} forces"):
            record = self._resolve(match) if match.kind in {"composed", "name"} else None
            if record is not None:
                return self.make(record, word, np.start, np.end, "the forces of the state named before the noun")
        return None

    def of_held(self, np: NounPhrase) -> Side | None:
        """Return whose a place is that is called theirs: "a rebel town", "a Moroccan garrison town", read as "rebel hands"."""
        words = _article(np.text if np.of is None else np.text[: np.of.start - np.start]).split()
        for end in range(len(words) - 1, 0, -1):
            told = " ".join(words[:end])
            for match in self.actors.match(f"{told} hands") if self.actors is not None else ():
                record = self._resolve(match)
                if record is not None:
                    return self.make(record, told, np.start, np.end, "whose the place is called")
        return None

    def within(self, offset: int) -> bool:
        """Whether an offset lies inside the words that name a side."""
        at = bisect_left(self._starts, offset) - 1
        return at >= 0 and self.spans[at].end > offset

    def spans_in(self, start: int, end: int) -> Sequence[ActorSpan]:
        """Return the actor spans inside a stretch of text; the same phrases are asked for again and again."""
        found = self._inside.get((start, end))
        if found is None:
            first = bisect_left(self._starts, start)
            last = bisect_left(self._starts, end, first)
            found = self._inside[start, end] = [span for span in self.spans[first:last] if span.end <= end]
        return found


def _with_groups(spans: list[ActorSpan], groups: Sequence[GroupSpan], text: str) -> list[ActorSpan]:
    """Put the groups of the report among the sides of the table; a group takes the place of the words inside its name ("national army")."""
    if not groups:
        return spans
    kept = [span for span in spans if not any(group.start < span.end and span.start < group.end for group in groups)]
    made = [
        ActorSpan(group.start, group.end, text[group.start : group.end], group.record, kind=group.kind, relation=group.relation, head=group.head)
        for group in groups
    ]
    return sorted([*kept, *made], key=lambda span: span.start)


def is_name(text: str) -> bool:
    """Return whether words end in a name written large, not in capitals."""
    last = text.rsplit(maxsplit=1)[-1] if text.strip() else ""
    return last[:1].isupper() and not last.isupper()


def _article(words: str) -> str:
    head, _, rest = words.partition(" ")
    return rest if head.lower() in {"the", "a", "an", "its", "their", "his"} and rest else words


def _trim(words: str, name: str) -> str:
    """Keep the words of a phrase where they are few; else only the name in them."""
    words = _article(words)
    return words if len(words.split()) <= 7 and not any(map(str.isdigit, words)) else name
