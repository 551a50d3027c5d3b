"""Packs as rows: GeoNames country dumps, OCHA P-code tables, any CSV with name, lat and lon.

Everything is read as a stream. Faults are gathered with their line numbers and raised together at the end, so that nothing of a faulty file gets into
an index.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from conflict_map.errors import Fault, GazetteerError, TableError
from conflict_map.gazetteer.compile import KINDS, Row
from conflict_map.gazetteer.local_names import local_name
from conflict_map.gazetteer.sources import split_names, town_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

__all__ = ["estimate", "read_pack"]

COLUMNS = 19
"""Of a GeoNames dump: id, name, ascii name, alternate names, latitude, longitude, class, code, country, …, admin 1–4, population, …, date."""
_SHOWN = 50
_BYTES_A_ROW = 130
_CHUNK = 20_000
_DENSE = 1 << 28
_REACH = 0.1
"""Degrees off a generalised coast within which a place still belongs to the area behind it."""

_KIND_OF_CODE = {
    "PPLX": "neighbourhood", "PPLC": "city", "PPLR": "village", "PPLF": "village", "CMP": "camp", "CMPRF": "camp", "CMPL": "camp", "CMPLA": "camp", "CMPMN": "camp", "CMPO": "camp", "CMPQ": "camp",
    "MILB": "base", "AIRB": "base", "INSM": "base", "NVB": "base", "FT": "base", "AIRP": "airport", "AIRF": "airport", "AIRH": "airport", "DAM": "dam", "PSTB": "crossing", "PSTC": "crossing",
    "STM": "river", "STMI": "river", "WAD": "river", "CNL": "river", "LK": "lake", "LKI": "lake", "RSV": "lake", "LGN": "lake", "SEA": "sea", "GULF": "sea", "OCN": "sea", "STRT": "sea", "BAY": "sea", "ISL": "island", "ISLS": "island", "ISLET": "island",
    "MT": "mountain", "MTS": "mountain", "PK": "mountain", "PKS": "mountain", "HLL": "mountain", "HLLS": "mountain", "RDGE": "mountain", "PASS": "mountain", "UPLD": "mountain",
    "CONT": "continent", "ADM1": "admin1", "ADM1H": "area", "ADM2": "admin2", "PCL": "country", "PCLI": "country", "PCLD": "country", "PCLS": "country", "PCLF": "country", "PCLIX": "country", "TERR": "country",
}  # fmt: skip
_KIND_OF_CLASS = {"A": "area", "H": "other", "L": "area", "P": "village", "R": "road", "S": "other", "T": "area", "U": "area", "V": "area"}
_SEAT_WEIGHT = {"PPLC": 300_000, "PPLA": 60_000, "PPLA2": 15_000, "PPLA3": 5_000, "PPLA4": 2_000, "PPLX": 200, "PPLQ": 50, "PPLH": 50, "PPLW": 100}

_NAME_COLUMNS = ("name", "featurename", "place", "placename", "village", "town", "settlement", "nameen", "nameeng", "asciiname")
_LAT_COLUMNS = ("lat", "latitude", "y", "pointy", "latitudey", "ycoord", "latdd", "centerlat")
_LON_COLUMNS = ("lon", "lng", "long", "longitude", "x", "pointx", "longitudex", "xcoord", "londd", "centerlon")
_LOCAL_COLUMNS = ("namelocal", "namear", "nameara", "localname", "nameuk", "nameru", "nativename")
_COUNTRY_COLUMNS = ("country", "countrycode", "iso2", "iso", "adm0pcode", "admin0pcode")
_ADMIN_COLUMNS = ("admin1", "adm1en", "admin1nameen", "adm1name", "province", "governorate", "oblast", "state", "adm1")
_POPULATION_COLUMNS = ("population", "pop", "poptotal")
_KIND_COLUMNS = ("kind", "type", "placetype", "featuretype")
_ID_COLUMNS = ("geonamesid", "geonameid")
_OCHA = re.compile(r"(?:adm|admin)([0-6])(?:name)?(en|eng|ar|fr|es|uk|ua|ru|pt|fa|my|so|am)?$")


class _Faults:
    """Gathers faults; keeps the first of them and counts the rest."""

    def __init__(self, path: Path) -> None:
        self.path, self.kept, self.count = path, [], 0  # type: ignore[var-annotated]

    def add(self, message: str, line: int | None, column: str | None = None) -> None:
        self.count += 1
        if len(self.kept) < _SHOWN:
            self.kept.append(Fault(message, line, column))

    def stop(self) -> None:
        """Raise if there is any."""
        if self.count:
            more = [Fault(f"and {self.count - _SHOWN} more")] if self.count > _SHOWN else []
            raise TableError(str(self.path), [*self.kept, *more])


class _Seen:
    """A set of GeoNames ids: a bit each, for they run nearly without gaps; a Python set of twelve million would take a gigabyte."""

    def __init__(self) -> None:
        self._bits, self._far = bytearray(), set[int]()

    def add(self, number: int) -> bool:
        """Add a number; return whether it is new."""
        if number >= _DENSE:
            if number in self._far:
                return False
            self._far.add(number)
            return True
        place, bit = number >> 3, 1 << (number & 7)
        if place >= len(self._bits):
            self._bits.extend(bytes(place + (1 << 20) - len(self._bits)))
        if self._bits[place] & bit:
            return False
        self._bits[place] |= bit
        return True


@contextmanager
def _text(path: Path) -> Iterator[io.TextIOBase]:
    """Open a pack as text; of a zip its largest member that is not a readme.

    Raises
    ------
    GazetteerError
        If the file is not there, or compressed and cut off.
    """
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                members = [
                    m
                    for m in archive.infolist()
                    if not m.is_dir() and "readme" not in m.filename.lower() and m.filename.lower().endswith((".txt", ".csv", ".tsv"))
                ]
                if not members:
                    message = f"{path}: the zip holds no .txt or .csv file"
                    raise GazetteerError(message)
                with archive.open(max(members, key=lambda m: m.file_size)) as raw:
                    yield io.TextIOWrapper(raw, encoding="utf-8-sig", newline="")
        elif path.suffix.lower() == ".gz":
            with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as text:
                yield text
        else:
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield text
    except UnicodeDecodeError as error:
        message = f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8"
        raise GazetteerError(message) from error
    except (EOFError, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile) as error:
        message = f"{path}: the file is damaged or cut off ({error}); fetch it again"
        raise GazetteerError(message) from error
    except (OSError, RuntimeError, NotImplementedError) as error:
        if isinstance(error, GazetteerError):
            raise
        message = f"{path}: cannot be read ({getattr(error, 'strerror', None) or error})"
        raise GazetteerError(message) from error


def estimate(path: Path) -> int:
    """Return about how many rows a pack has, from its size."""
    try:
        size = path.stat().st_size
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                size = max((m.file_size for m in archive.infolist()), default=0)
        elif path.suffix.lower() == ".gz":
            size *= 4
    except (OSError, zipfile.BadZipFile):
        return 0
    return size // _BYTES_A_ROW


def read_pack(path: Path) -> Iterator[Row]:
    """Yield the rows of a pack.

    Raises
    ------
    GazetteerError
        If the file cannot be read.
    TableError
        After the last row, if any row is at fault; it names the lines.
    """
    with _text(path) as file:
        first = file.readline()
        if not first.strip():
            message = f"{path}: the file is empty"
            raise GazetteerError(message)
        lines = _chain(first, file)
        if first.count("\t") == COLUMNS - 1 and first.split("\t", 1)[0].isdigit():
            rows = _geonames_rows(path, lines)
        else:
            rows = _csv_rows(path, first, lines)
        yield from _with_areas(rows)


def _chain(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _coordinate(text: str, limit: float, what: str) -> float:
    try:
        value = float(text)
    except ValueError:
        message = f"{what} {text!r} is not a number"
        raise ValueError(message) from None
    if not -limit <= value <= limit:
        message = f"{what} {text} is not between -{limit:g} and {limit:g}"
        raise ValueError(message)
    return value


def _geonames_rows(path: Path, lines: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of a GeoNames dump (https://download.geonames.org/export/dump/readme.txt)."""
    faults = _Faults(path)
    seen = _Seen()
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) != COLUMNS:
            if line.strip():
                faults.add(f"{len(cells)} columns instead of {COLUMNS}; the file is cut off or no GeoNames dump", number)
            continue
        try:
            row = _geonames_row(cells)
        except ValueError as error:
            faults.add(str(error), number)
            continue
        if not seen.add(row.geonames_id):
            faults.add(f"GeoNames id {row.geonames_id} comes a second time", number)
            continue
        yield row
    faults.stop()


def _geonames_row(cells: Sequence[str]) -> Row:
    name, others, country = cells[1].strip(), cells[3], cells[8]
    if not name:
        message = "the name is empty"
        raise ValueError(message)
    if not cells[0].isdigit() or not 0 < int(cells[0]) < 2**32:
        message = f"GeoNames id {cells[0]!r} is not a positive whole number"
        raise ValueError(message)
    population = int(cells[14]) if cells[14].isdigit() else 0
    code = cells[7]
    kind = _KIND_OF_CODE.get(code) or _KIND_OF_CLASS.get(cells[6], "other")
    weight = float(_SEAT_WEIGHT.get(code, 0))
    if cells[6] == "P" and code not in {"PPLX", "PPLC"}:
        kind = town_kind(population) if population else ("town" if weight >= _SEAT_WEIGHT["PPLA3"] else "village")
    admin = f"{country}.{cells[10]}" if cells[10] and cells[10] != "00" else ""
    good, weak = split_names(others.split(",")) if others else ([], [])
    area = (admin if code == "ADM1" else country if kind == "country" else "") if cells[6] == "A" else ""
    return Row(
        name=name,
        lat=_coordinate(cells[4], 90, "latitude"),
        lon=_coordinate(cells[5], 180, "longitude"),
        kind=kind,
        country=country,
        admin1=admin,
        geonames_id=int(cells[0]),
        population=min(population, 2**32 - 1),
        names=[cells[2], *good],
        weak=weak,
        local=local_name(country, good, cells[1]),
        area_id=area,
        source="pack",
        weight=max(weight, float(population)) if population else weight,
    )


def _plain(header: str) -> str:
    return re.sub(r"[^a-z0-9]", "", header.lower())


def _pick(headers: dict[str, int], wanted: Sequence[str]) -> int | None:
    return next((headers[name] for name in wanted if name in headers), None)


def _csv_columns(path: Path, header: Sequence[str]) -> dict[str, Any]:
    """Return which column of a table holds what."""
    headers: dict[str, int] = {}
    for index, title in enumerate(header):
        headers.setdefault(_plain(title), index)
    levels: dict[int, dict[str, int]] = {}
    for plain, index in headers.items():
        found = _OCHA.fullmatch(plain)
        if found:
            levels.setdefault(int(found[1]), {})[found[2] or "en"] = index
    deepest = levels[max(levels)] if levels and max(levels) > 0 else {}
    name = _pick(headers, _NAME_COLUMNS)
    local = _pick(headers, _LOCAL_COLUMNS)
    others: list[int] = []
    if name is None and deepest:
        english = deepest.get("en", deepest.get("eng", next(iter(deepest.values()))))
        name, others = english, [index for index in deepest.values() if index != english]
        local = others[0] if others and local is None else local
    columns = {
        "name": name,
        "lat": _pick(headers, _LAT_COLUMNS),
        "lon": _pick(headers, _LON_COLUMNS),
        "local": local,
        "others": others + [headers[key] for key in ("names", "alternatenames", "altnames", "aliases") if key in headers],
        "country": _pick(headers, _COUNTRY_COLUMNS),
        "admin1": levels[1].get("en", levels[1].get("eng")) if 1 in levels and max(levels) > 1 else _pick(headers, _ADMIN_COLUMNS),
        "population": _pick(headers, _POPULATION_COLUMNS),
        "kind": _pick(headers, _KIND_COLUMNS),
        "id": _pick(headers, _ID_COLUMNS),
    }
    missing = [what for what, index in (("a name", name), ("a latitude", columns["lat"]), ("a longitude", columns["lon"])) if index is None]
    if missing:
        among = ", ".join(map(repr, header[:20]))
        message = f"no column for {', '.join(missing)} among {among}; a GeoNames dump has {COLUMNS} columns, a table needs name, lat and lon"
        raise TableError(str(path), [Fault(message, 1)])
    return columns


def _csv_rows(path: Path, first: str, lines: Iterable[str]) -> Iterator[Row]:
    delimiter = max(",;\t|", key=first.count)
    faults = _Faults(path)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        columns = _csv_columns(path, next(reader))
        for cells in reader:
            if not any(cell.strip() for cell in cells) or any(cell.startswith("#") for cell in cells[:1]):
                continue  # an empty line, or the row of HXL tags
            try:
                yield _csv_row(cells, columns)
            except (ValueError, IndexError) as error:
                message = "too few columns; the file is cut off" if isinstance(error, IndexError) else str(error)
                faults.add(message, reader.line_num)
    except csv.Error as error:
        faults.add(str(error), reader.line_num)
    faults.stop()


def _csv_row(cells: Sequence[str], columns: dict[str, Any]) -> Row:
    def cell(what: str) -> str:
        index = columns[what]
        return "" if index is None else cells[index].strip()

    name = cell("name")
    if not name:
        message = "the name is empty"
        raise ValueError(message)
    people = re.sub(r"[ ,\u00a0]", "", cell("population")).split(".")[0]
    population = int(people) if people.isdigit() else 0
    kind = cell("kind").lower()
    identity = cell("id")
    country = cell("country").upper()[:2]
    others = [part.strip() for index in columns["others"] if index < len(cells) for part in cells[index].split("|") if part.strip()]
    local = cell("local")
    return Row(
        name=name,
        lat=_coordinate(cell("lat"), 90, "latitude"),
        lon=_coordinate(cell("lon"), 180, "longitude"),
        kind=kind if kind in KINDS else town_kind(population) if population else "village",
        country=country if country.isalpha() else "",
        admin1=cell("admin1"),
        geonames_id=int(identity) if identity.isdigit() and int(identity) < 2**32 else 0,
        population=population,
        names=[*others, local] if local else others,
        local=local if local and not local.isascii() else local_name(country, others, name),
        source="pack",
    )


def _with_areas(rows: Iterable[Row]) -> Iterator[Row]:
    """Give rows without a country or first-level area the one that they lie in."""
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) >= _CHUNK:
            yield from _filled(chunk)
            chunk = []
    yield from _filled(chunk)


def _filled(chunk: list[Row]) -> list[Row]:
    lacking = [row for row in chunk if not row.country or not row.admin1]
    if lacking:
        from conflict_map.gazetteer.areas import load_areas

        areas = load_areas()
        for row, (country, admin) in zip(
            lacking,
            areas.at([row.lat for row in lacking], [row.lon for row in lacking], reach=_REACH),
            strict=True,
        ):
            row.country = row.country or country
            if not row.admin1 and row.kind not in {"country", "continent", "region"}:
                # A village on the border may lie beyond it as the map draws it.
                row.admin1 = admin if row.country == country else areas.nearest_in(row.country, row.lat, row.lon, reach=_REACH)
    return chunk
