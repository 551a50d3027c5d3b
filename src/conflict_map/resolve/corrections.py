"""Decisions of a user about names, which win over everything."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.errors import Fault, TableError
from conflict_map.gazetteer import fold
from conflict_map.model import Candidate, Mention, Place

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from pathlib import Path
    from typing import Self

    from conflict_map.model import Report, Span

__all__ = ["Correction", "Corrections", "read_corrections"]

_MAX_LAT, _MAX_LON = 90.0, 180.0
_KNOWN = ("name", "report", "country", "lat", "lon", "place", "kind", "place_country", "admin1", "geonames_id", "precision", "note")


@dataclass(frozen=True, slots=True)
class Correction:
    """What a name means, by the word of a user.

    Attributes
    ----------
    name
        The name as reports write it; compared folded.
    place
        What it means, or None for "not a place that can be shown": the mention then stays unresolved.
    report
        Only in the report with this id, headline or URL; empty for all.
    country
        Only in reports that speak of this country (ISO code); empty for all.
    note
        Why, in the user's words.
    precision
        1 the named town or village; 2 near it or part of an area; 3 a larger area.
    """

    name: str
    place: Place | None
    report: str = ""
    country: str = ""
    note: str = ""
    precision: int = 1

    def mention(self, span: Span) -> Mention:
        """Return the mention of a span as the user decided it."""
        reason = "set by the corrections table" + (f": {self.note}" if self.note else "")
        if self.place is None:
            return Mention(span.start, span.end, span.text, reason=reason)
        candidate = Candidate(self.place, 1.0, reason)
        return Mention(span.start, span.end, span.text, self.place, (candidate,), 1.0, reason, self.precision)


class Corrections:
    """A table of corrections, by folded name. Rows for one report go before rows for a country, and these before the rest."""

    def __init__(self, rows: Iterable[Correction] = (), *, names: Collection[str | None] = ()) -> None:
        self._rows = tuple(rows)
        self._names = frozenset(name for name in names if name)
        self._by_key: dict[str, list[Correction]] = {}
        for row in self._rows:
            self._by_key.setdefault(fold(row.name), []).append(row)
        for found in self._by_key.values():
            found.sort(key=lambda row: (not row.report, not row.country))

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Correction]:
        return iter(self._rows)

    def for_report(self, report: Report) -> Self:
        """Return the rows that hold for a report."""
        return type(self)(self._rows, names=(report.id, report.headline, report.url))

    def named_in(self, text: str) -> list[tuple[int, int]]:
        """Return where a text has the names of the rows, as (start, end), in order: a reader who corrects a name says that it is a place."""
        names = {row.name for row in self._rows if not row.report or row.report in self._names}
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        return [hit.span() for hit in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text)] if names else []

    def find(self, *names: str, countries: Collection[str] = ()) -> Correction | None:
        """Return the first row for one of the names, where its country (if it has one) is among ``countries``."""
        for name in names:
            for row in self._by_key.get(fold(name), ()):
                if (not row.report or row.report in self._names) and (not row.country or row.country in countries):
                    return row
        return None


def read_corrections(path: Path) -> Corrections:
    """Read a corrections table (CSV, UTF-8, with a header).

    The columns are ``name`` and ``lat``, ``lon``; as wanted ``report`` (id, headline or URL), ``country`` (ISO code of the country that the
    report is about), ``place`` (the name to show), ``kind``, ``place_country``, ``admin1``, ``geonames_id``, ``precision`` and ``note``. A row
    without coordinates says that the name is not to be placed.

    Raises
    ------
    TableError
        With every fault of the file.
    """
    faults: list[Fault] = []
    rows: list[Correction] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        header = [column.strip() for column in reader.fieldnames or ()]
        unknown = [column for column in header if column not in _KNOWN]
        if "name" not in header:
            faults.append(Fault(f"there is no column 'name'; the columns are {', '.join(_KNOWN)}", 1))
        if unknown:
            faults.append(Fault(f"unknown columns {', '.join(map(repr, unknown))}; the columns are {', '.join(_KNOWN)}", 1))
        if not faults:
            for values in reader:
                row = {(key or "").strip(): (value or "").strip() for key, value in values.items() if isinstance(value, str | None)}
                _read_row(row, reader.line_num, rows, faults)
    if faults:
        raise TableError(str(path), faults)
    return Corrections(rows)


def _read_row(row: dict[str, str], line: int, rows: list[Correction], faults: list[Fault]) -> None:
    name = row.get("name", "")
    if not fold(name):
        faults.append(Fault("the name is empty", line))
        return
    place: Place | None = None
    precision = row.get("precision") or "1"
    if precision not in {"1", "2", "3"}:
        faults.append(Fault(f"precision must be 1, 2 or 3, not {precision!r}", line))
        return
    geonames = row.get("geonames_id") or ""
    if geonames and not geonames.isdecimal():
        faults.append(Fault(f"geonames_id must be a whole number, not {geonames!r}", line))
        return
    if row.get("lat") or row.get("lon"):
        try:
            lat, lon = float(row.get("lat", "")), float(row.get("lon", ""))
        except ValueError:
            faults.append(Fault(f"lat and lon must both be decimal degrees such as 35.64, not {row.get('lat')!r} and {row.get('lon')!r}", line))
            return
        if not (-_MAX_LAT <= lat <= _MAX_LAT and -_MAX_LON <= lon <= _MAX_LON):
            faults.append(Fault(f"lat {lat} and lon {lon} are out of range (-90 to 90, -180 to 180)", line))
            return
        place = Place(
            name=row.get("place") or name,
            lat=lat,
            lon=lon,
            kind=row.get("kind") or "other",
            country=(row.get("place_country") or row.get("country") or "").upper() or None,
            admin1=row.get("admin1") or None,
            geonames_id=int(geonames) if geonames else None,
            source="corrections",
        )
    rows.append(
        Correction(
            name=name,
            place=place,
            report=row.get("report", ""),
            country=row.get("country", "").upper(),
            note=row.get("note", ""),
            precision=int(precision),
        )
    )
