"""Finds the words for armed sides in a text: names, leaders, peoples, states, and generic words such as "the rebels".

One pass over the words of the text; at each word that begins an entry the longest phrase is read by a small grammar::

    NAME [MODIFIER… HEAD…]                    "Houthi fighters", "Arakan Army"
    ADJECTIVE [MODIFIER… HEAD…]               "Sudanese army", "Ukrainian special operations forces"
    ADJECTIVE-backed …                        "Turkish-backed Syrian rebels"
    LEADER's HEAD, LEADER loyalists           "Haftar's forces"
    HEAD loyal to …, HEAD of NAME             "forces loyal to President Hadi", "fighters of the M23"
    [MODIFIER…] HEAD                          "government troops", "the rebels"

No regular expression but the one that splits words is run over the text, so hostile text cannot make it slow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conflict_map.gazetteer.actor_table import WEAK
from conflict_map.gazetteer.actor_tokens import Token, case_fits, tokens_of, words_and_cases
from conflict_map.gazetteer.actor_words import (
    AFTER_PEOPLE,
    ATTRIBUTES,
    BACKED,
    GENERIC_NOUNS,
    HEADS,
    HELD,
    HOLDING,
    KEY_OF,
    LOYAL,
    MODIFIERS,
    NON_STATE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.gazetteer.actor_table import ActorRow, State

__all__ = ["Hit", "Matcher"]

_GAPS = frozenset({" ", "-", "\u2010", "\u2011", "\u00a0", "\n", "\r\n", "  ", " \n", "\n ", "/"})
_HYPHENS = frozenset({"-", "\u2010", "\u2011", "\u2013"})
_LONGEST = 7
"""Words of modifiers and heads after a name, at most."""

_SHOUTED = frozenset({"IS", "US", "FACT", "NAS", "AA", "TIP"})
"""Abbreviations that are words when a whole line is in capitals."""

_AIRCRAFT = frozenset({"f", "su", "mig", "mi", "tu", "l", "j"})
"""First part of "F-16", "Su-34", "MiG-29"."""

_FILLERS = frozenset("""last main remaining retreating advancing fleeing attacking besieged defending surviving pro anti ethnic hardline""".split())  # noqa: SIM905 - a word list reads better as prose
_ARTICLE_FIRST = frozenset({"military", "opposition", "resistance", "coalition"})
"""Nouns that mean a side only after "the": "met no resistance", "a coalition of parties"."""

_DETERMINERS = frozenset({"the", "this", "that", "its", "their", "his", "our", "own"})
_TITLES = frozenset(
    """the his its their president vice-president vice former ousted exiled deposed overthrown toppled late fugitive renegade rival veteran general
    gen lieutenant brigadier major field marshal warlord commander strongman rebel militia prime deputy minister premier governor leader chief boss
    colonel col sheikh mullah emir mr king""".split()  # noqa: SIM905 - a word list reads better as prose
)
_NOT_IN_POWER = frozenset("former ousted exiled deposed overthrown toppled fugitive renegade rival warlord strongman rebel militia".split())  # noqa: SIM905
_MILITARY_NOUNS = frozenset(
    """hospital airport airfield college academy court parade zone leader ruler rulers chiefs equipment hardware aid intelligence service
    police action activity situation budget bases site sites targets victory coup council""".split()  # noqa: SIM905 - a word list reads better as prose
)
_POLICE_NOUNS = frozenset({"station", "stations", "building", "buildings", "academy", "college", "chief", "custody", "report", "reports"})
_STATE_FORCES = frozenset({"security", "armed", "air", "federal", "defence", "defense"})
_NOT_ADJECTIVES = frozenset({"uae", "drc", "car", "cameroon", "pakistan", "myanmar", "us", "uk", "usa"})

_NO_PLURAL = ("ese", "ish", "nch", "sh", "iss")


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase: offsets, candidate rows in tiers (the likelier reading first), and how it was read; see `actors.ActorMatch`."""

    start: int
    end: int
    kind: str
    tiers: tuple[tuple[int, ...], ...] = ()
    keys: tuple[str, ...] = ()
    head: str | None = None
    relation: str = ""
    country: str | None = None
    name: str | None = None


_NO_WORDS: list[str] = []


@dataclass(slots=True)
class _Entry:
    """Words that begin a phrase: ``cases`` holds for each word "any", "capital" or the exact spelling of an abbreviation."""

    words: tuple[str, ...]
    cases: tuple[str, ...]
    kind: str
    needs_head: bool
    rows: list[int]
    country: str | None = None
    rest: list[str] = field(init=False)
    """The words after the first, to be compared with those of a text at once."""

    def __post_init__(self) -> None:
        """Set ``rest``."""
        self.rest = list(self.words[1:]) if len(self.words) > 1 else _NO_WORDS


@dataclass(slots=True)
class _Read:
    """A phrase while it is read: ``end`` is the index of the first word after it."""

    end: int
    kind: str
    tiers: list[tuple[int, ...]]
    keys: tuple[str, ...] = ()
    head: str | None = None
    relation: str = ""
    country: str | None = None
    name: str | None = None


class Matcher:
    """The compiled vocabulary of the tables."""

    def __init__(self, rows: Sequence[ActorRow], states: Sequence[State]) -> None:
        self._rows = rows
        self._by_key: dict[str, tuple[int, ...]] = {}
        for index, row in enumerate(rows):
            for key in (word.removesuffix(WEAK) for word in row.generic):
                self._by_key[key] = (*self._by_key.get(key, ()), index)
        entries: dict[tuple[object, ...], _Entry] = {}
        for index, row in enumerate(rows):
            for alias in dict.fromkeys((row.record.name, *row.record.aliases)):
                marker, _, marked = alias.rpartition(":")
                self._add(entries, marked.rstrip("* "), marker or "name", needs_head=alias.endswith("*"), row=index)
        for state in states:
            for kind, words in (("adjective", state.adjectives), ("people", state.people), ("country", state.names), ("capital", state.capitals)):
                for word in words:
                    self._add(entries, word, kind, country=state.country)
        self._first: dict[str, list[_Entry]] = {}
        for entry in entries.values():
            self._first.setdefault(entry.words[0], []).append(entry)
        for found in self._first.values():
            found.sort(key=lambda entry: -len(entry.words))
        self._starts = frozenset(self._first) | MODIFIERS | HEADS | KEY_OF.keys()

    def _add(
        self,
        entries: dict[tuple[object, ...], _Entry],
        phrase: str,
        kind: str,
        *,
        needs_head: bool = False,
        row: int | None = None,
        country: str | None = None,
    ) -> None:
        words, cases = words_and_cases(phrase)
        key = (words, cases, kind, needs_head, country)
        entry = entries.get(key)
        if entry is None:
            entry = entries[key] = _Entry(words, cases, kind, needs_head, [], country)
        if row is not None and row not in entry.rows:
            entry.rows.append(row)

    def find(self, text: str) -> Iterator[Hit]:
        """Yield the phrases of a text from left to right, the longest at each place, none overlapping."""
        tokens = tokens_of(text)
        scan = _Scan(self, text, tokens)
        starts = self._starts
        index, count = 0, len(tokens)
        keys = scan.keys
        while index < count:
            if keys[index] in starts and (read := scan.read(index)):
                last = tokens[read.end - 1]
                relation = read.relation or ("possessive" if last.possessive else "")
                place = (tokens[index].start, last.end)
                yield Hit(*place, read.kind, tuple(read.tiers), read.keys, read.head, relation, read.country, read.name)
                index = read.end
            else:
                index += 1

    def rows_of_key(self, key: str, country: str | None = None) -> tuple[int, ...]:
        """Return the rows that a generic key may mean, of one country if given."""
        rows = self._by_key.get(key, ())
        return rows if country is None else tuple(row for row in rows if country in self._rows[row].record.countries)

    def generic_tiers(self, keys: Iterable[str]) -> list[tuple[int, ...]]:
        """Return the rows for generic words, key by key; where a war has no row for its police, the police are the state's."""
        keys = tuple(keys)
        return [rows for key in (*keys, *(("state",) if "police" in keys else ())) if (rows := self.rows_of_key(key))]

    def country_tiers(self, country: str, keys: Iterable[str]) -> list[tuple[int, ...]]:
        """Return the rows for a force of a country: rebels of that country, or the state's own forces."""
        tiers = [rows for key in keys if key not in {"state", "soldiers", "police"} and (rows := self.rows_of_key(key, country))]
        if not any(key in NON_STATE for key in keys) and (rows := self.rows_of_key("@" + country)):
            tiers.append(rows)
        return tiers


class _Scan:
    """The grammar over the words of one text."""

    def __init__(self, matcher: Matcher, text: str, tokens: list[Token]) -> None:
        self.matcher = matcher
        self.text = text
        self.tokens = tokens
        self.keys = [token.key for token in tokens]
        self.count = len(tokens)

    # --- words -------------------------------------------------------------------------------------------------------------------------

    def gap(self, index: int) -> str:
        """Return what stands between the word and the one before it."""
        return self.text[self.tokens[index - 1].full_end : self.tokens[index].start]

    def key(self, index: int, gaps: frozenset[str] = _GAPS) -> str:
        """Return the word if it follows the one before it in the same phrase, else nothing."""
        return self.tokens[index].key if index < self.count and self.gap(index) in gaps else ""

    def shouted(self, index: int) -> bool:
        """Whether the words around are all in capitals."""
        around = [self.tokens[i].raw for i in (index - 1, index + 1) if 0 <= i < self.count]
        return bool(around) and all(raw.isupper() and len(raw) > 1 for raw in around)

    def entries(self, index: int) -> Iterator[tuple[_Entry, int]]:
        """Yield the entries that begin at a word with the index after each, the longest first."""
        tokens, keys, raw = self.tokens, self.keys, self.tokens[index].raw
        after = index + 1
        for entry in self.matcher._first.get(keys[index], ()):  # noqa: SLF001 — the matcher's other half
            end = after + len(entry.rest)
            if not entry.rest:
                if case_fits(entry.cases[0], raw) and not (raw in _SHOUTED and self.shouted(index)):
                    yield entry, end
            elif (
                keys[after:end] == entry.rest
                and case_fits(entry.cases[0], raw)
                and all(self.gap(at) in _GAPS and case_fits(entry.cases[at - index], tokens[at].raw) for at in range(after, end))
            ):
                yield entry, end

    def heads(self, index: int) -> tuple[int, tuple[str, ...], str] | None:
        """Read modifiers and heads: the index after the last head, the generic keys of the words, and that head."""
        last, at = -1, index
        while at < self.count and at - index < _LONGEST and (self.gap(at) in _GAPS if at > index else True):
            key = self.tokens[at].key
            if key in HEADS or (key == "side" and at == index and self.key(at + 1) not in {"of", ""}):
                last = at  # "the Armenian side admitted", not "the Turkish side of the border"
            elif key in _AIRCRAFT and self.key(at + 1).rstrip("s").isdigit():
                at += 1
            elif key not in MODIFIERS and key not in KEY_OF:
                break
            at += 1
            if self.tokens[at - 1].possessive:
                break
        if last < 0:
            return None
        words = [self.tokens[i].key for i in range(index, last + 1)]
        keys = dict.fromkeys(KEY_OF[word] for word in words if word in KEY_OF)
        if not keys and words[-1] in {"force", "forces"} and _STATE_FORCES & set(words):
            keys = {"state": "state"}
        return last + 1, tuple(keys), words[-1]

    def heads_after(self, index: int) -> tuple[int, tuple[str, ...], str] | None:
        """Read modifiers and heads that follow the word before ``index``."""
        return self.heads(index) if self.key(index) else None

    def proper_name(self, index: int) -> int:
        """Return the index after the capitalised words that begin at a word."""
        while self.key(index) and self.tokens[index].raw[:1].isupper():
            index += 1
        return index

    # --- phrases -----------------------------------------------------------------------------------------------------------------------

    def read(self, index: int) -> _Read | None:
        """Return the longest phrase that begins at a word."""
        best = self.phrase(index)
        if best is None or best.relation:
            return best
        if best.head or best.kind == "generic":
            best = self.qualified(best)
        if not best.relation:
            best.relation = self.relation(best.end)
        return best

    def phrase(self, index: int) -> _Read | None:
        """Return the longest phrase without what may follow it ("loyal to …")."""
        best: _Read | None = None
        for entry, end in self.entries(index):
            found = self.complete(entry, end)
            if found and (best is None or found.end > best.end or (found.end == best.end and not best.tiers)):
                best = found
        found = self.sided(index) or self.generic(index)
        return found if found and (best is None or found.end > best.end) else best

    def complete(self, entry: _Entry, end: int) -> _Read | None:  # noqa: PLR0911 - one return for each form of the grammar
        """Read on from an entry."""
        if entry.kind in {"name", "leader", "people"} and entry.country is None:
            return self.named(entry, end)
        country = entry.country or ""
        if self.key(end, _HYPHENS) in BACKED:
            return self.backed(country, end)
        heads = self.heads_after(end)
        if entry.kind == "people":
            return _Read(end, "people", self.matcher.country_tiers(country, ()), country=country)
        if entry.kind != "adjective" and not self.tokens[end - 1].possessive:
            heads = None if entry.words[-1] not in _NOT_ADJECTIVES else heads
        if heads:
            after, keys, head = heads
            return _Read(after, "composed", self.matcher.country_tiers(country, keys), keys, head, country=country)
        tiers = self.matcher.country_tiers(country, ())
        if entry.kind in {"country", "capital"}:
            return _Read(
                end, "metonym" if entry.kind == "capital" else "country", tiers, country=country, relation=self.relation(end) and "attributive"
            )
        inner = self.inner(end)
        if inner and inner.kind in {"name", "composed"}:
            of_country = [kept for tier in inner.tiers if (kept := tuple(row for row in tier if country in self.matcher._rows[row].record.countries))]  # noqa: SLF001
            inner.tiers, inner.country = of_country or inner.tiers, country
            return inner
        partner = self.inner(end + 1) if self.key(end) in {"and", "or"} else None
        if partner and partner.kind == "composed" and partner.head:
            return _Read(end, "composed", tiers, (), partner.head, country=country)
        if self.nominal(entry, end):
            return _Read(end, "people", tiers, country=country)
        return self.in_passing(end, "composed", tiers, country=country)

    def nominal(self, entry: _Entry, end: int) -> bool:
        """Whether an adjective that has no plural stands for a people: "the French took", "by the Congolese"."""
        start = end - len(entry.words)
        if entry.kind != "adjective" or not entry.words[-1].endswith(_NO_PLURAL) or not start or self.tokens[start - 1].key != "the":
            return False
        following = self.key(end)
        return not following or following in AFTER_PEOPLE or (following.endswith("ed") and not self.tokens[end - 1].possessive)

    def inner(self, index: int) -> _Read | None:
        """Return the phrase after a word, generic ones left out."""
        found = self.phrase(index) if self.key(index) else None
        return found if found and found.kind != "generic" else None

    def named(self, entry: _Entry, end: int) -> _Read | None:
        """Read on from the name of a side, a leader or a people."""
        kind, tiers, name = entry.kind, [tuple(entry.rows)], " ".join(entry.words)
        if self.key(end, _HYPHENS) in BACKED:
            end += 1
        heads = self.heads_after(end)
        if heads:
            return _Read(heads[0], "name", tiers, heads[1], heads[2], name=name)
        if self.tokens[end - 1].key in BACKED and kind == "name" and self.key(end - 1, _HYPHENS):
            return None
        if entry.needs_head:
            return self.in_passing(end, "name", tiers, name=name)
        return _Read(end, kind, tiers, name=name)

    def in_passing(
        self, end: int, kind: str, tiers: list[tuple[int, ...]], *, keys: tuple[str, ...] = (), country: str | None = None, name: str | None = None
    ) -> _Read | None:
        """Read an adjective that names a side only by what follows: "Kurdish commanders", "in Houthi hands", "Russian defence ministry"."""
        relation = self.relation(end)
        if relation:
            return _Read(end, kind, tiers, keys, relation=relation, country=country, name=name)
        at = end
        while at < end + 3 and self.key(at) in MODIFIERS:
            at += 1
        if at > end and self.key(at) in ATTRIBUTES:
            return _Read(at + 1, kind, tiers, keys, relation="attributive", country=country, name=name)
        return None

    def backed(self, country: str, end: int) -> _Read | None:
        """Read what follows "Turkish-backed"; ``end`` is the index of "backed"."""
        word = self.tokens[end].key
        ending = "led" if word == "led" else "recognised" if word.startswith("recogni") else "backed"
        tier = self.matcher.rows_of_key(f"{country}-{ending}")
        found = self.phrase(end + 1) if self.key(end + 1) else None
        if found is None:
            heads = self.heads_after(end + 1)
            if heads is None:
                return None
            found = _Read(heads[0], "generic", self.matcher.generic_tiers(heads[1]), heads[1], heads[2])
        if found.kind == "name":
            return found
        found.kind = "composed"
        found.tiers = [tier, *found.tiers] if tier else found.tiers
        if ending == "led" and found.country is None:
            found.tiers += self.matcher.country_tiers(country, ())
        return found

    def sided(self, index: int) -> _Read | None:  # noqa: PLR0911 - one return for each form
        """Read "pro-Russian separatists", "pro-government forces", "anti-government fighters", "UN-backed government"."""
        word = self.tokens[index].key
        if word == "un" and self.tokens[index].raw.startswith("U") and self.key(index + 1, _HYPHENS) in BACKED:
            return self.backed("UN", index + 1)
        if word not in {"pro", "anti"} or not self.key(index + 1, _HYPHENS):
            return None
        heads = self.heads_after(index + 2)
        if heads is None:
            return None
        after, keys, head = heads
        target = self.tokens[index + 1].key
        tiers = self.matcher.generic_tiers(keys)
        if target in {"government", "regime", "junta", "army"}:
            sided = ("state", "regime", "junta", "loyalists") if word == "pro" else ("rebels", "opposition", "insurgents", "resistance")
            return _Read(after, "generic", self.matcher.generic_tiers(sided), sided, head)
        for entry, end in self.entries(index + 1):
            if entry.kind in {"adjective", "country"} and end == index + 2 and word == "pro":
                tier = self.matcher.rows_of_key(f"pro-{entry.country}")
                return _Read(after, "composed", [tier, *tiers] if tier else tiers, keys, head)
            if entry.kind in {"name", "leader"} and end == index + 2:
                return _Read(after, "composed", [tuple(entry.rows)] if word == "pro" else tiers, keys, head)
        return None

    def generic(self, index: int) -> _Read | None:  # noqa: PLR0911 - one return for each form
        """Read words that belong to no one war: "the army", "rebel fighters", "security forces"."""
        token = self.tokens[index]
        if token.key in _FILLERS:
            return None
        own = KEY_OF.get(token.key)
        heads = self.heads(index)
        if heads and heads[0] - index == 1 and token.key not in GENERIC_NOUNS:
            found = self.qualified(_Read(heads[0], "generic", [], heads[1], heads[2]))
            return found if found.end > heads[0] else None
        if heads and heads[0] - index > 1 and not heads[1] and heads[2] not in GENERIC_NOUNS and token.key != "armed":
            return None
        if heads is None:
            if own is None or token.key in {"state", "occupation"}:
                return None
            return self.in_passing(index + 1, "generic", self.matcher.generic_tiers((own,)), keys=(own,))
        end, keys, head = heads
        if end - index == 1 and token.key in _ARTICLE_FIRST and not self.definite(index):
            return self.in_passing(end, "generic", self.matcher.generic_tiers(keys), keys=keys) if token.key != "military" else None
        if end - index == 1 and token.key == "garrison" and self.key(end) in {"town", "city"}:
            return None
        if end - index == 1 and token.key == "military" and not self.relation(end) and self.noun_follows(end):
            return None
        if own == "police" and self.key(end) in _POLICE_NOUNS:
            return None
        return _Read(end, "generic", self.matcher.generic_tiers(keys), keys, head)

    def definite(self, index: int) -> bool:
        """Whether "the" or a possessive stands before the word."""
        return index > 0 and (self.tokens[index - 1].key in _DETERMINERS or self.tokens[index - 1].possessive) and self.gap(index) in _GAPS

    def noun_follows(self, index: int) -> bool:
        """Whether a noun follows that makes "military" an adjective: "the military hospital"."""
        return self.key(index) in _MILITARY_NOUNS

    def relation(self, end: int) -> str:
        """Return how the phrase that ends before ``end`` serves the next word: "held" ("rebel-held"), "attributive" ("army spokesman") or nothing."""
        if self.key(end, _HYPHENS) in HOLDING:
            return "held"
        following = self.key(end) if not self.key(end, _HYPHENS) else ""
        if following in HELD and not self.tokens[end - 1].possessive:
            return "held"
        return "attributive" if following in ATTRIBUTES and following not in HEADS and not self.tokens[end - 1].possessive else ""

    def qualified(self, found: _Read) -> _Read:
        """Read "forces loyal to Haftar", "rebels backed by Turkey", "fighters of the M23" on from the words before."""
        word = self.key(found.end)
        at = found.end + 1
        loyal = word in LOYAL and self.key(at) in {"to", "with", "by"}
        if loyal:
            at += 1
        elif word not in {"of", "from"} or found.kind != "generic" or found.head in {"government", "regime", "junta", "opposition", "coalition"}:
            return found
        while self.key(at) in _TITLES:
            at += 1
        rival = loyal and not _NOT_IN_POWER.isdisjoint(token.key for token in self.tokens[found.end + 2 : at])
        target = self.phrase(at) if self.key(at) else None
        if target is None and loyal and word not in {"backed", "led"} and ((end := self.proper_name(at)) > at or rival):
            return _Read(end, "generic", [], (), found.head)  # "troops loyal to the ousted president, Ibrahim Sow": not whom "troops" would mean
        if target is None or (not loyal and (target.kind != "name" or target.country)):
            return found
        if loyal and word in {"backed", "allied", "aligned"}:
            tier = self.matcher.rows_of_key(f"{target.country}-backed") if target.country else ()
            if target.kind == "generic" or (target.country is None and word != "backed"):
                return _Read(target.end, "composed", target.tiers or found.tiers, found.keys, found.head)
            return _Read(target.end, "composed", [tier, *found.tiers] if tier else found.tiers, found.keys, found.head)
        return _Read(
            target.end,
            "composed" if target.kind != "generic" else "generic",
            target.tiers,
            target.keys or found.keys,
            found.head,
            country=target.country,
            name=target.name,
        )
