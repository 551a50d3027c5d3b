"""The sides of a war and the words that reports use for them.

`load_actors` reads ``actors.csv`` (sides, parts, aliases, generic words) and ``states.csv``; `Actors` finds their words in a text, says which war
a text is about, and resolves words to a side. What a generic word means ("the army", "rebels") depends on the war and, where a war changed sides,
on the day; words that stay ambiguous resolve to None.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from conflict_map.gazetteer._data import data_path
from conflict_map.gazetteer.actor_matcher import Hit, Matcher
from conflict_map.gazetteer.actor_table import WEAK, read_actors, read_states
from conflict_map.gazetteer.actor_tokens import fold_words
from conflict_map.gazetteer.actor_words import NON_STATE

if TYPE_CHECKING:
    from conflict_map.gazetteer.actor_table import ActorRow, State
    from conflict_map.model import ActorRecord

    Named = tuple[tuple[tuple[str, ...], ...], tuple[ActorRecord, ...]]

__all__ = ["ANY_CONFLICT", "ActorMatch", "Actors", "load_actors"]

ANY_CONFLICT = "any"
"""``conflict`` of forces that fight in many wars; a row of the war itself goes before them."""

_WEIGHTS = {"name": 3.0, "leader": 2.0, "composed": 1.0, "people": 0.7, "country": 0.5, "metonym": 0.3}
_LASTING = frozenset({"name", "leader"})
"""Kinds that mean the same side outside its period: a name is used of the past."""

_MOST_MENTIONS = 3
"""One name counts at most so often as evidence for a war."""

_MOST_KEPT = 1_000
_UNASKED = object()
"""Answers to words on their own that are kept, before they are all forgotten."""


@dataclass(frozen=True, slots=True)
class ActorMatch:
    """Words of a text that mean an armed side.

    Attributes
    ----------
    start, end
        Offsets into the text; ``text`` is exactly that part of it, without article and possessive ending.
    records
        Rows that the words may mean, the likelier reading first; of several wars until `Actors.resolve` picks. Empty for words such as "fighters".
    generic
        Whether the words mean a side only within a war ("the rebels").
    kind
        ``name`` (a side or a part, alone or with a noun: "M23 rebels"), ``composed`` (a country with a noun: "Malian soldiers", and "forces loyal
        to …"), ``generic``, and, for words that may mean something else, ``leader``, ``people`` ("Kurds"), ``country`` and ``metonym`` (a capital).
    keys
        Generic keys of the words ("rebels", "state" …), in their order.
    head
        The noun, small letters ("troops", "jets"), or None.
    relation
        How the next word takes it: ``held`` ("rebel-held", "in rebel hands"), ``attributive`` ("army spokesman"), ``possessive`` ("the army's"),
        or empty.
    country
        ISO code of the country in the words, or None.
    """

    start: int
    end: int
    text: str
    records: tuple[ActorRecord, ...]
    generic: bool
    kind: str
    keys: tuple[str, ...] = ()
    head: str | None = None
    relation: str = ""
    country: str | None = None
    tiers: tuple[tuple[str, ...], ...] = ()
    """Ids of ``records`` by reading: a later reading counts only where no earlier one fits the war."""


_TWO = 2
_COMMON_WORDS = """
armed army battalion brigade brigades central coalition command corps council defence defense division fifth first force forces fourth free front
government guard guards joint liberation militia military mobile mobilisation mobilization movement national new of people s popular presidential
protection rapid republic republican resistance second security self seventh sixth special state support the third transitional union unit units
united unity volunteer volunteers
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words of which a name tells nothing: every country may have a National Defence Force."""


K = TypeVar("K")
V = TypeVar("V")


def _keep(answers: dict[K, V], asked: K, answer: V) -> None:
    """Keep an answer among the last thousands; an answer that another thread throws away is only found anew."""
    if len(answers) >= _MOST_KEPT:
        answers.clear()
    answers[asked] = answer


class Actors:
    """The table of sides, ready to match. Use `load_actors`."""

    def __init__(self, rows: Sequence[ActorRow], states: Sequence[State]) -> None:
        self._rows = tuple(rows)
        self._by_id = {row.record.id: row for row in rows}
        self._records = {key: row.record for key, row in self._by_id.items()}
        self._conflicts = tuple(dict.fromkeys(row.record.conflict for row in rows if row.record.conflict != ANY_CONFLICT))
        self._read: dict[str, ActorMatch | None] = {}
        self._matcher = Matcher(self._rows, states)
        self._by_war: dict[str, list[ActorRow]] = defaultdict(list)
        self._home: dict[str, set[str]] = defaultdict(set)
        self._away: dict[str, set[str]] = defaultdict(set)
        self._by_name: dict[tuple[str, ...], list[str]] = defaultdict(list)
        foes: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            record = row.record
            self._by_war[record.conflict].append(row)
            self._by_name[fold_words(record.name)].append(record.id)
            if record.conflict != ANY_CONFLICT and record.countries:
                self._home[record.countries[0]].add(record.conflict)
                for country in record.countries:
                    self._away[country].add(record.conflict)
            for foe in row.foes:
                foes[record.side].add(self._by_id[foe].record.side)
                foes[self._by_id[foe].record.side].add(record.side)
        # the same few words stand in report after report of a war
        self._told: dict[tuple[tuple[int, ...], ...], Named] = {}
        self._fitting: dict[tuple[tuple[tuple[str, ...], ...], str | None, str | None, str], list[ActorRow]] = {}
        self._foes = {side: frozenset(others - {side}) for side, others in foes.items()}

    @property
    def records(self) -> tuple[ActorRecord, ...]:
        """All rows in the order of the table."""
        return tuple(row.record for row in self._rows)

    @property
    def by_id(self) -> Mapping[str, ActorRecord]:
        """Id → record."""
        return self._records

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Keys of the wars in the order of the table."""
        return self._conflicts

    def match(self, text: str) -> list[ActorMatch]:
        """Return the words of a text that mean armed sides, from left to right, the longest at each place, none overlapping."""
        return [self._made(text, hit) for hit in self._matcher.find(text)]

    def _named(self, tiers: tuple[tuple[int, ...], ...]) -> Named:
        """Return the ids of rows, tier by tier, and their records without repeats."""
        found = self._told.get(tiers)
        if found is None:
            records = [[self._rows[row].record for row in tier] for tier in tiers]
            ids = tuple([tuple([record.id for record in tier]) for tier in records])
            found = ids, tuple({record.id: record for tier in records for record in tier}.values())
            _keep(self._told, tiers, found)
        return found

    def _of_war(self, tiers: tuple[tuple[str, ...], ...], conflict: str | None, date: str | None, kind: str) -> list[ActorRow]:
        """Return the rows of a war in the first tier that has any which a day does not rule out."""
        asked = tiers, conflict, date, kind
        found = self._fitting.get(asked)
        if found is None:
            found = []
            for tier in tiers:
                rows = [row for key in tier if (row := self._by_id[key]).record.conflict == conflict]
                found = [row for row in rows if row.covers(date)] or (rows if kind in _LASTING else [])
                if found:
                    break
            _keep(self._fitting, asked, found)
        return found

    def _made(self, text: str, hit: Hit) -> ActorMatch:
        tiers, records = self._named(hit.tiers)
        return ActorMatch(
            hit.start,
            hit.end,
            text[hit.start : hit.end],
            records,
            hit.kind == "generic",
            hit.kind,
            hit.keys,
            hit.head,
            hit.relation,
            hit.country,
            tiers,
        )

    def conflict_of(
        self, text_or_matches: str | Sequence[ActorMatch] = "", countries: Iterable[str] | Mapping[str, float] = (), date: str | None = None
    ) -> str | None:
        """Return the war that a report is about, or None where nothing points to one.

        Parameters
        ----------
        text_or_matches
            The text, or what `match` found in it.
        countries
            ISO codes of the places of the report, one for each mention, or a mapping from code to weight.
        date
            ISO day of the report: rows whose period does not contain it do not count.

        Notes
        -----
        A name that only one war knows weighs most; one of several wars shares its weight between them. Generic words do not count. Names that
        several wars share decide nothing where no place does.
        """
        matches = self.match(text_or_matches) if isinstance(text_or_matches, str) else text_or_matches
        score: defaultdict[str, float] = defaultdict(float)
        seen: Counter[str] = Counter()
        for found in matches:
            weight = _WEIGHTS.get(found.kind, 0.0)
            seen[found.text.casefold()] += 1
            if not weight or seen[found.text.casefold()] > _MOST_MENTIONS:
                continue
            wars = {self._by_id[key].record.conflict for tier in found.tiers[:1] for key in tier if self._by_id[key].covers(date)} - {ANY_CONFLICT}
            for war in wars:
                score[war] += weight / len(wars)
        given = countries if isinstance(countries, Mapping) else Counter(countries)
        for country, times in given.items():
            home = {war for war in self._home.get(country, set()) if self._fought(war, date)}
            for war in home:
                score[war] += 1.5 * times / len(home)
            for war in self._away.get(country, set()) - home:
                if self._fought(war, date):
                    score[war] += 0.2 * times
        if not score:
            return None
        most = round(max(score.values()), 6)
        at_home = any(self._fought(war, date) for country in given for war in self._home.get(country, set()))
        if not at_home and sum(round(value, 6) == most for value in score.values()) > 1:
            return None  # "Russian forces", and no place that says in which of their wars
        order = {war: index for index, war in enumerate(self.conflicts)}
        return max(score, key=lambda war: (round(score[war], 6), -order[war]))

    def wars_of(self, country: str, date: str | None = None) -> set[str]:
        """Return the wars that have been fought in a country or by it, those of a day where one is given."""
        return {war for war in self._home.get(country, set()) | self._away.get(country, set()) if self._fought(war, date)}

    def _fought(self, war: str, date: str | None) -> bool:
        """Whether any side of a war has its period on a day."""
        return any(row.covers(date) for row in self._by_war[war])

    def resolve(
        self,
        words: str | ActorMatch,
        conflict: str | None = None,
        countries: Iterable[str] = (),
        date: str | None = None,
        among: Iterable[ActorRecord] = (),
    ) -> ActorRecord | None:
        """Return the side or part that words of a report mean, or None where they leave it open.

        Parameters
        ----------
        words
            Words of the report ("the rebels"), or a match.
        conflict
            The war, from `conflict_of`; generic words need it, or ``countries``.
        countries
            ISO codes of the places of the report, one for each mention: they choose the war where none is given, and between the states of one war.
        date
            ISO day: chooses between sides that a war's words meant at different times ("Syrian army").
        among
            Sides that the report names: "the rebels" are those of them that rebel, where that leaves one.
        """
        where = countries if isinstance(countries, Counter) else Counter(countries)
        if conflict is None and where:
            conflict = self.conflict_of((), where, date)
        found = words if isinstance(words, ActorMatch) else self._whole(words)
        if found is None:
            return None
        named = frozenset(record.side for record in among)
        if rows := self._of_war(found.tiers, conflict, date, found.kind):
            return self._pick(rows, where, date, found, named)
        everywhere = [row for tier in found.tiers for key in tier if (row := self._by_id[key]).record.conflict == ANY_CONFLICT]
        if everywhere and conflict is not None:
            return everywhere[0].record
        first = [self._by_id[key] for tier in found.tiers[:1] for key in tier]
        if found.kind == "name" and conflict is not None and _COMMON.issuperset(fold_words(found.text)):
            first = [row for row in first if any(country in where for country in row.record.countries)]  # no Syrian "Fifth Corps" in Bosnia
        if not first or (found.generic and (conflict is not None or len({row.record.side for row in first}) > 1)):
            return None
        if found.country:
            first = [row for row in first if row.record.countries[:1] == (found.country,) or row.record.conflict == ANY_CONFLICT]
        elif conflict is None and len({row.record.side for row in first}) > 1:
            return everywhere[0].record if everywhere else None
        return self._pick(first, where, date, found, named)

    def _whole(self, words: str) -> ActorMatch | None:
        """Return what words mean as a whole; the answers to the words asked last are kept, since each report asks for "the army"."""
        known = self._read.get(words, _UNASKED)
        if known is not _UNASKED:
            return cast("ActorMatch | None", known)
        found = self._read_whole(words)
        _keep(self._read, words, found)
        return found

    def _read_whole(self, words: str) -> ActorMatch | None:
        matches = self.match(words)
        if matches:
            return max(matches, key=lambda match: (match.relation == "", bool(match.records), match.end - match.start))
        ids = tuple(self._by_name.get(fold_words(words), ()))
        records = tuple(self._by_id[key].record for key in ids)
        return ActorMatch(0, len(words), words, records, generic=False, kind="name", tiers=(ids,)) if ids else None

    def _pick(
        self, rows: Sequence[ActorRow], countries: Counter[str], date: str | None, found: ActorMatch, named: frozenset[str]
    ) -> ActorRecord | None:
        """Choose between rows of one war: by the day, the sides that the report names, its places, then the order of the table."""
        rows = [row for row in rows if row.covers(date)] or (rows if found.kind in _LASTING else [])
        if found.generic or found.country:
            weak = {key + WEAK for key in found.keys}
            own = "" if NON_STATE & set(found.keys) else f"@{found.country}"
            strong = [row for row in rows if own in row.generic or not weak & set(row.generic)]
            known = [row for row in rows if row.record.side in named] if found.generic else []
            rows = [row for row in strong if row in known] or known or strong
        if not rows:
            return None
        most = max(countries[row.record.countries[0]] if row.record.countries else 0 for row in rows)
        rows = [row for row in rows if (countries[row.record.countries[0]] if row.record.countries else 0) == most]
        timed = any(row.since or row.until for row in rows) and date is None
        if found.generic and not timed and len({row.record.side for row in rows}) > 1:
            return None
        return rows[0].record

    def _side(self, actor: ActorRecord | str) -> str | None:
        if not isinstance(actor, str):
            return actor.side
        row = self._by_id.get(actor)
        if row is None:
            found = self.resolve(actor)
            return found.side if found else None
        return row.record.side

    def same_side(self, a: ActorRecord | str, b: ActorRecord | str) -> bool:
        """Whether two actors (records, ids, or words that mean one side in any war) belong to one side; False where either is not known."""
        first, second = self._side(a), self._side(b)
        return first is not None and first == second

    def enemies_of(self, side: str, conflict: str | None, date: str | None = None) -> set[str]:
        """Return the enemy of one side in a war of two sides, of those of a day where one is given; nothing in any other war."""
        rows = [row for row in self._by_war[conflict] if row.record.id == row.record.side and row.covers(date)] if conflict in self._by_war else []
        return {row.record.id for row in rows if row.record.id in self._foes.get(side, frozenset())} if len(rows) == _TWO else set()

    def hostile(self, a: ActorRecord | str, b: ActorRecord | str) -> bool:
        """Whether the table says that the two sides fight each other; False also where it says nothing."""
        first, second = self._side(a), self._side(b)
        return first is not None and second is not None and second in self._foes.get(first, frozenset())


def load_actors(path: str | Path | None = None, states: str | Path | None = None) -> Actors:
    """Return the sides of the table that ships, or of another one with the same columns.

    Raises
    ------
    GazetteerError
        If a table is missing or has faults; the message lists every fault with its line and column.
    """
    return Actors(
        read_actors(Path(path) if path is not None else data_path("actors.csv")),
        read_states(Path(states) if states is not None else data_path("states.csv")),
    )
