"""Reads ``actors.csv`` and ``states.csv`` and checks every row."""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.errors import Fault, GazetteerError
from conflict_map.gazetteer.actor_words import GENERIC_KEYS
from conflict_map.model import ActorRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["ACTOR_COLUMNS", "STATE_COLUMNS", "WEAK", "ActorRow", "State", "read_actors", "read_states", "read_table"]

ACTOR_COLUMNS = ("id", "name", "side", "conflict", "countries", "since", "until", "aliases", "generic", "foes", "colour_slot", "note")
STATE_COLUMNS = ("country", "adjectives", "people", "names", "capitals")

WEAK = "?"
"""Ending of a generic key that means the row only in reports that name it."""

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+\Z")
_CONFLICT = re.compile(r"[a-z]+(?:-[a-z]+)*\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_RELATION = re.compile(r"(?:(?:[A-Z]{2}|NATO)-(?:backed|led|recognised)|pro-[A-Z]{2}|@[A-Z]{2})\Z")


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A row of ``actors.csv``: the record and what only the matcher needs.

    Attributes
    ----------
    since, until
        ISO days between which words mean this side, both inclusive, or None.
    generic
        Keys that mean it in its war: `GENERIC_KEYS`, ``@CC`` (the forces of country CC), ``CC-backed``, ``CC-led``, ``CC-recognised``, ``pro-CC``;
        one that ends in `WEAK` means it only in reports that name it.
    foes
        Sides that it fights.
    line
        Line of the table.
    """

    record: ActorRecord
    since: str | None
    until: str | None
    generic: tuple[str, ...]
    foes: tuple[str, ...]
    line: int

    def covers(self, date: str | None) -> bool:
        """Whether the row's period contains an ISO day; an unknown day is in every period."""
        return date is None or ((self.since is None or self.since <= date) and (self.until is None or date <= self.until))


@dataclass(frozen=True, slots=True)
class State:
    """The words for one country: ``adjectives`` ("Syrian"), ``people`` ("Syrians"), ``names`` and ``capitals`` (also metonyms of its government)."""

    country: str
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    names: tuple[str, ...]
    capitals: tuple[str, ...]


def read_table(path: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return the rows of a CSV file with the line each begins on.

    Raises
    ------
    GazetteerError
        If the file cannot be read, is not UTF-8, has other columns, or a row has too many or too few fields.
    """
    faults: list[Fault] = []
    rows: list[tuple[int, dict[str, str]]] = []
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            header = tuple(next(reader, ()))
            if header != columns:
                raise_faults(path, [Fault(f"the columns must be {','.join(columns)}; they are {','.join(header) or 'missing'}", 1)])
            line = reader.line_num + 1
            for fields in reader:
                if not fields:
                    pass
                elif len(fields) != len(columns):
                    faults.append(Fault(f"{len(fields)} fields where {len(columns)} belong; quote a field that contains a comma", line))
                else:
                    rows.append((line, {name: value.strip() for name, value in zip(columns, fields, strict=True)}))
                line = reader.line_num + 1
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error}); install conflict-map again or give another table"
        raise GazetteerError(message) from None
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path}: not a table in UTF-8 ({error}); save it as CSV, UTF-8"
        raise GazetteerError(message) from None
    raise_faults(path, faults)
    return rows


def raise_faults(path: Path, faults: list[Fault]) -> None:
    """Raise one error that lists all faults, or return if there are none."""
    if faults:
        head = f"{path}: {len(faults)} fault{'s' if len(faults) != 1 else ''}"
        raise GazetteerError("\n".join([head, *(f"  {fault}" for fault in faults)]))


def listed(text: str, separator: str = "|") -> tuple[str, ...]:
    """Return the parts of a list field."""
    return tuple(part.strip() for part in text.split(separator)) if text else ()


def read_actors(path: Path) -> list[ActorRow]:
    """Return the rows of ``actors.csv`` in its order.

    Raises
    ------
    GazetteerError
        If the table has faults; the message lists every one with its line and column.
    """
    table = read_table(path, ACTOR_COLUMNS)
    faults: list[Fault] = []
    ids = Counter(fields["id"] for _, fields in table)
    sides = {fields["id"]: fields["side"] for _, fields in table}
    rows: list[ActorRow] = []
    for line, fields in table:

        def fault(column: str, message: str, line: int = line) -> None:
            faults.append(Fault(message, line, column))

        _check_identity(fields, ids, sides, fault)
        countries, aliases, generic, foes = (
            listed(fields["countries"]),
            listed(fields["aliases"]),
            listed(fields["generic"]),
            tuple(fields["foes"].split()),
        )
        for country in countries:
            if not _COUNTRY.match(country):
                fault("countries", f"{country!r} is not an ISO 3166-1 code such as SY")
        _check_words(aliases, generic, fault)
        for foe in foes:
            if foe not in sides:
                fault("foes", f"no row has the id {foe!r}")
        _check_period(fields, fault)
        if fields["colour_slot"] and not fields["colour_slot"].isdigit():
            fault("colour_slot", f"{fields['colour_slot']!r} is not a small whole number")
            continue
        slot = int(fields["colour_slot"]) if fields["colour_slot"] else None
        record = ActorRecord(fields["id"], fields["name"], fields["side"], fields["conflict"], countries, aliases, slot)
        rows.append(ActorRow(record, fields["since"] or None, fields["until"] or None, generic, foes, line))
    raise_faults(path, faults)
    return rows


def _check_identity(fields: dict[str, str], ids: Counter[str], sides: dict[str, str], fault: Callable[[str, str], None]) -> None:
    if not _ID.match(fields["id"]):
        fault("id", f"{fields['id']!r} must be small letters and digits joined by hyphens, such as sy-gov")
    elif ids[fields["id"]] > 1:
        fault("id", f"{fields['id']!r} stands on {ids[fields['id']]} rows")
    if not fields["name"]:
        fault("name", "is empty")
    if fields["side"] not in sides:
        fault("side", f"no row has the id {fields['side']!r}")
    elif sides[fields["side"]] != fields["side"]:
        fault("side", f"{fields['side']!r} is itself a part of {sides[fields['side']]!r}; name the side")
    if not _CONFLICT.match(fields["conflict"]):
        fault("conflict", f"{fields['conflict']!r} must be small letters joined by hyphens, or any")


def _check_words(aliases: Iterable[str], generic: Iterable[str], fault: Callable[[str, str], None]) -> None:
    seen: set[str] = set()
    for alias in aliases:
        words = alias.removeprefix("leader:").removeprefix("people:").removesuffix("*")
        if not words.strip():
            fault("aliases", "an empty alias: two bars stand side by side")
        elif alias in seen:
            fault("aliases", f"{alias!r} stands twice")
        elif "*" in words or ":" in words:
            fault("aliases", f"{alias!r}: only 'leader:' or 'people:' may stand before a name, and ' *' (a noun such as troops must follow) after it")
        seen.add(alias)
    for key in (word.removesuffix(WEAK) for word in generic):
        if key not in GENERIC_KEYS and not _RELATION.match(key) and key not in {"UN-backed", "UN-recognised"}:
            fault(
                "generic", f"{key!r} is no generic word; known are {', '.join(sorted(GENERIC_KEYS))}, @SY, TR-backed, SA-led, UN-recognised, pro-RU"
            )


def _check_period(fields: dict[str, str], fault: Callable[[str, str], None]) -> None:
    for column in ("since", "until"):
        if fields[column] and not _is_day(fields[column]):
            fault(column, f"{fields[column]!r} is not an ISO day such as 2024-12-08")
    if fields["since"] and fields["until"] and fields["since"] > fields["until"]:
        fault("until", "the period ends before it begins")


def _is_day(text: str) -> bool:
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_states(path: Path) -> list[State]:
    """Return the rows of ``states.csv``.

    Raises
    ------
    GazetteerError
        If the table has faults.
    """
    faults: list[Fault] = []
    rows: list[State] = []
    seen: set[str] = set()
    for line, fields in read_table(path, STATE_COLUMNS):
        country = fields["country"]
        if not _COUNTRY.match(country):
            faults.append(Fault(f"{country!r} is not an ISO 3166-1 code such as SY", line, "country"))
        if country in seen:
            faults.append(Fault(f"{country!r} stands on two rows", line, "country"))
        seen.add(country)
        lists = [listed(fields[column]) for column in STATE_COLUMNS[1:]]
        for column, words in zip(STATE_COLUMNS[1:], lists, strict=True):
            if any(not word for word in words):
                faults.append(Fault("an empty word: two bars stand side by side", line, column))
        rows.append(State(country, *lists))
    raise_faults(path, faults)
    return rows
