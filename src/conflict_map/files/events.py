"""Event files (JSON lines, CSV, GeoJSON) → `EventTable`, with every fault of a file at once."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.errors import Fault, InputError, ReportError, TableError, UsageError
from conflict_map.files.decode import LONE_SURROGATE, MAX_TABLE_BYTES, decode, read_bytes, read_limited
from conflict_map.files.flat import known_column, unflatten
from conflict_map.files.table import EventTable
from conflict_map.files.validate import RECORD_TYPES, check_record
from conflict_map.model import ContextRoute, Event, StatedFigure

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

__all__ = ["EVENT_SUFFIXES", "is_events_file", "parse_events", "read_events"]

EVENT_SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json", ".csv": "csv", ".tsv": "csv", ".geojson": "geojson"}
_SIGNS = frozenset({"date_start", "date_precision", "control_to", "control_from", "claim", "quote", "place", "place_name", "destinations"})
_CONTEXT_LAYERS = frozenset({"places", "routes", "areas", "front", "holders", "unplaced", "figures", "shares"})
_HEAD = 400_000
_OTHER_TYPES = ("stated_figure", "context_route")
_LAYER_TYPES = {"control": "control_change", "strikes": "strike", "clashes": "clash"}


class _Row:
    """One record of a file with where it stands."""

    __slots__ = ("columns", "faults", "line", "notices", "prefix", "record")

    def __init__(self, record: Any, line: int | None, prefix: str = "") -> None:  # noqa: ANN401 - anything that JSON holds
        self.record = record
        self.line = line
        self.prefix = prefix
        self.columns: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.notices: list[Fault] = []

    def column(self, path: str) -> str | None:
        """Return how the user's file calls a field."""
        if path in self.columns:
            return self.prefix + self.columns[path]
        if not path:
            return self.prefix.rstrip(".") or None
        return self.prefix + path


def read_events(path: str | os.PathLike[str]) -> EventTable:
    """Read an events file and check all of it.

    Parameters
    ----------
    path
        ``.jsonl`` (one `Event.to_dict` a line; ``stated_figure`` and ``context_route`` too), ``.json`` (a list of them), ``.csv`` (columns as
        in `conflict_map.files.flat`), ``.geojson`` (as this package writes it, or points with the columns of the CSV as properties), or
        ``"-"`` for JSON lines on standard input.

    Raises
    ------
    TableError
        With every fault of the file: line, column or field, what was expected, what was found, how to mend it.
    InputError
        If the file is missing, not text, or too large.
    UsageError
        If the suffix is none of these.
    """
    name = str(path)
    if name == "-":
        return parse_events(read_limited(sys.stdin.buffer, "standard input", MAX_TABLE_BYTES), "standard input", "jsonl")
    kind = EVENT_SUFFIXES.get(Path(name).suffix.lower())
    if kind is None:
        message = f"{name}: the kind of an events file is told by its suffix: {', '.join(EVENT_SUFFIXES)}"
        raise UsageError(message)
    return parse_events(read_bytes(Path(name), name, MAX_TABLE_BYTES), name, kind)


def parse_events(data: bytes, name: str, kind: str) -> EventTable:
    """Read the bytes of an events file of a kind (``jsonl``, ``json``, ``csv``, ``geojson``). Errors as in `read_events`."""
    text, notice = decode(data, name, keep_line_ends=True)
    notices = [Fault(notice.removeprefix(f"{name}: "))] if notice else []
    if not text.strip():
        if not data:
            message = f"{name}: is empty; an events file has one event a line"
            raise InputError(message)
        return EventTable(notices=tuple(notices))
    rows = list({"jsonl": _jsonl, "json": _json, "csv": _csv, "geojson": _geojson}[kind](text))
    faults: list[Fault] = []
    first_line: dict[str, str] = {}
    for row in rows:
        notices += row.notices
        faults += row.faults + _faults_of(row, notices)
        faults += _doubled_id(row, first_line)
    if faults:
        raise TableError(name, faults)
    records = [_without_empty(row.record) for row in rows if row.record is not None]
    return EventTable(
        events=tuple(Event.from_dict(record) for record in records if record["type"] not in _OTHER_TYPES),
        figures=tuple(StatedFigure.from_dict(record) for record in records if record["type"] == "stated_figure"),
        routes=tuple(ContextRoute.from_dict(record) for record in records if record["type"] == "context_route"),
        notices=tuple(notices),
    )


def _faults_of(row: _Row, notices: list[Fault]) -> list[Fault]:
    if row.record is None:
        return []
    found = check_record(row.record)
    notices += [Fault(message, row.line, row.column(path)) for path, message in found.notices]
    told = {fault.column for fault in row.faults}  # a cell that could not be read is not missing, too
    return [Fault(message, row.line, row.column(path)) for path, message in found.faults if row.column(path) not in told]


def _doubled_id(row: _Row, first_line: dict[str, str]) -> list[Fault]:
    key = row.record.get("id") if isinstance(row.record, dict) else None
    if not isinstance(key, str) or not key:
        return []
    if key in first_line:
        return [Fault(f"{key!r} is the id of another event already ({first_line[key]}); give each event its own", row.line, row.column("id"))]
    first_line[key] = f"line {row.line}" if row.line is not None else row.prefix.rstrip(".")
    return []


#: Fields that have a default of their own: null stands for it.
_DEFAULTED = frozenset({"name_in_report", "precision", "score", "reason", "unit", "status", "rule", "alternatives", "borders"})


#: Kinds of values that need no cleaning.
_SIMPLE = frozenset({int, float, bool, type(None)})


def _without_empty(value: Any) -> Any:  # noqa: ANN401 - anything that JSON holds
    """Return a checked record without nulls that stand for a default, and without characters that cannot be written again."""
    if isinstance(value, str):
        return value if value.isascii() else LONE_SURROGATE.sub("\ufffd", value)
    if isinstance(value, dict):
        # Most cells are numbers, nulls and plain texts: they are left alone without a call for each.
        return {
            key: item if item.__class__ in _SIMPLE or (item.__class__ is str and item.isascii()) else _without_empty(item)
            for key, item in value.items()
            if not (item is None and key in _DEFAULTED)
        }
    if isinstance(value, (list, tuple)):
        return [_without_empty(item) for item in value]
    return value


# --- JSON ------------------------------------------------------------------------------------------------------------------------------


class _DoubledError(ValueError):
    pass


class _NotANumberError(ValueError):
    pass


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        names = [key for key, _ in pairs]
        raise _DoubledError(next(key for key in names if names.count(key) > 1))
    return record


def _constant(word: str) -> float:
    raise _NotANumberError(word)


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)


def _load(text: str) -> tuple[Any, str | None, int | None]:
    """Return (value, fault, offset of the fault)."""
    try:
        return _DECODER.decode(text), None, None
    except json.JSONDecodeError as error:
        return None, f"is not JSON ({error.msg}); look for a missing quote, comma or bracket", error.pos
    except _DoubledError as error:
        return None, f"the field {str(error)!r} stands twice in one object; keep one", text.find(f'"{error}"')
    except _NotANumberError as error:
        return None, f"{error} is not a number that JSON allows; write null where it is not known", max(text.find(str(error)), 0)
    except RecursionError:
        return None, "is nested too deeply to be an event", None
    except ValueError as error:
        return None, f"holds a number that cannot be read ({error})", None


def _jsonl(text: str) -> Iterator[_Row]:
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        yield from _json(text)
        return
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if not line.strip():
            continue
        value, fault, offset = _load(line)
        row = _Row(value, number)
        if fault:
            row.faults.append(Fault(fault, number, offset + 1 if offset is not None else None))
        yield row


def _json(text: str) -> Iterator[_Row]:
    value, fault, offset = _load(text)
    if fault:
        yield _broken(text, fault, offset)
    elif isinstance(value, dict) and value.get("type") == "FeatureCollection":
        yield from _features(text, value)
    elif isinstance(value, list):
        lines = _lines_of_items(text, text.index("["), len(value))
        for number, item in enumerate(value):
            yield _Row(item, lines[number] if lines else None, f"[{number}].")
    else:
        yield _Row(value, 1)


def _broken(text: str, fault: str, offset: int | None) -> _Row:
    row = _Row(None, 1)
    line = text.count("\n", 0, offset or 0) + 1
    column = (offset or 0) - text.rfind("\n", 0, offset or 0)
    row.faults.append(Fault(fault, line, column if offset is not None else None))
    return row


def _lines_of_items(text: str, bracket: int, count: int) -> list[int] | None:
    """Return the line that each item of a JSON array begins in; ``bracket`` is where the array begins."""
    lines = []
    position, line, counted = bracket + 1, text.count("\n", 0, bracket + 1) + 1, bracket + 1
    space = re.compile(r"[\s,]*")
    for _ in range(count):
        match = space.match(text, position)
        position = match.end() if match else position
        line += text.count("\n", counted, position)
        counted = position
        lines.append(line)
        try:
            _, position = _DECODER.raw_decode(text, position)
        except ValueError:
            return None
    return lines


# --- CSV -------------------------------------------------------------------------------------------------------------------------------


def _csv(text: str) -> Iterator[_Row]:
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    limit = csv.field_size_limit()
    csv.field_size_limit(MAX_TABLE_BYTES)
    try:
        yield from _csv_rows(csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter, strict=True))
    finally:
        csv.field_size_limit(limit)


def _csv_rows(reader: Any) -> Iterator[_Row]:  # noqa: ANN401 - csv's reader has no public type
    line = 1
    try:
        written = [name.strip() for name in next(reader)]
        header, head = _header(written)
        yield head
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _csv_row(cells, header, written, line)
            line = reader.line_num + 1
    except csv.Error as error:
        row = _Row(None, line)
        row.faults.append(Fault(f"is not a row of CSV ({error}); look for a missing quotation mark", line))
        yield row


def _header(written: list[str]) -> tuple[list[str | None], _Row]:
    head = _Row(None, 1)
    header = [known_column(re.sub(r"[ -]+", "_", name.lower())) for name in written]
    for name, column in zip(written, header, strict=True):
        if column is None:
            head.notices.append(Fault("is not a known column and is left out", 1, name or "(no name)"))
    for column in sorted({column for column in header if column is not None and header.count(column) > 1}):
        head.faults.append(Fault("stands twice in the first line; keep one", 1, column))
    for column, help_text in (("id", "a name of its own for each event"), ("type", f"one of {', '.join(RECORD_TYPES)}")):
        if column not in header:
            head.faults.append(Fault(f"the column is missing; add it: {help_text}", 1, column))
    return header, head


def _csv_row(cells: list[str], header: list[str | None], written: list[str], line: int) -> _Row:
    flat = {column: cell for column, cell in zip(header, cells, strict=False) if column is not None}
    names = {column: name for column, name in zip(header, written, strict=True) if column is not None}
    record, columns, faults = unflatten(flat)
    row = _Row(record, line)
    row.columns = {path: names[column] for path, column in columns.items()}
    row.faults += [Fault(message, line, names[column]) for column, message in faults]
    if len(cells) > len(header):
        row.faults.append(Fault(f"has {len(cells)} cells, the first line has {len(header)}; put cells that hold the separator in quotes", line))
    if "id" not in header:
        record["id"] = f"line {line}"  # the missing column is a fault of the header, told once
    if "type" not in header:
        record["type"] = RECORD_TYPES[0]
    return row


# --- GeoJSON ---------------------------------------------------------------------------------------------------------------------------


def _geojson(text: str) -> Iterator[_Row]:
    value, fault, offset = _load(text)
    if fault:
        yield _broken(text, fault, offset)
    elif not isinstance(value, dict) or value.get("type") != "FeatureCollection" or not isinstance(value.get("features"), list):
        row = _Row(None, 1)
        row.faults.append(Fault("expected a FeatureCollection with a list of features", 1))
        yield row
    else:
        yield from _features(text, value)


def _features(text: str, collection: dict[str, Any]) -> Iterator[_Row]:
    from conflict_map.files.geojson import whole_records

    records = whole_records(collection)
    if records is not None:
        for number, record in enumerate(records):
            yield _Row(record, None, f"conflict_map.records[{number}].")
        return
    features = collection["features"]
    start = re.search(r'"features"\s*:\s*\[', text)
    lines = _lines_of_items(text, start.end() - 1, len(features)) if start else None
    for number, feature in enumerate(features):
        yield from _feature(feature, number, lines[number] if lines else None)


def _feature(feature: Any, number: int, line: int | None) -> Iterator[_Row]:  # noqa: ANN401 - anything that JSON holds
    """Read one feature: the columns of the CSV as properties, the point as the place."""
    prefix = f"features[{number}]."
    row = _Row(None, line, prefix)
    if not isinstance(feature, dict) or not isinstance(feature.get("properties") or {}, dict):
        row.faults.append(Fault("expected a feature with properties", line, prefix.rstrip(".")))
        yield row
        return
    properties = dict(feature.get("properties") or {})
    layer = properties.pop("layer", None)
    if layer in _CONTEXT_LAYERS and "type" not in properties:
        return  # drawn from events or context: no event of its own
    if layer == "movements" and "type" not in properties:
        message = "a movement that another program has saved no longer holds its whole event; give the .jsonl or .csv of the events instead"
        row.faults.append(Fault(message, line, prefix.rstrip(".")))
        yield row
        return
    _use_our_names(properties, layer, feature.get("id"))
    flat: dict[str, Any] = {}
    written: dict[str, str] = {}
    for key, value in properties.items():
        column = known_column(key)
        if column is None and layer is None:
            row.notices.append(Fault("is not a known property and is left out", line, f"{prefix}properties.{key}"))
        elif column is not None and value is not None:
            flat.setdefault(column, value)
            written[column] = key
    flat.setdefault("type", properties.get("type"))
    record, columns, faults = unflatten(flat)
    row.columns = {path: f"properties.{written.get(column, column)}" for path, column in columns.items()}
    row.faults += [Fault(message, line, f"{prefix}properties.{written.get(column, column)}") for column, message in faults]
    _point(feature.get("geometry"), record, row)
    row.record = record
    yield row


def _use_our_names(properties: dict[str, Any], layer: Any, feature_id: Any) -> None:  # noqa: ANN401 - anything that JSON holds
    """Turn the columns of a layer into those of an event."""
    if layer in _LAYER_TYPES:
        properties.setdefault("type", _LAYER_TYPES[layer])
        properties["id"] = properties.pop("event_id", None) or properties.get("id")
        for key in ("control_to", "control_from", "actor", "claim_by", "inferred_fields"):
            if isinstance(properties.get(key), str):
                properties[key] = properties[key].split("; ")
    elif "id" not in properties and isinstance(feature_id, (str, int)) and not isinstance(feature_id, bool):
        properties["id"] = str(feature_id)


def _point(geometry: Any, record: dict[str, Any], row: _Row) -> None:  # noqa: ANN401 - anything that JSON holds
    if geometry is None:
        return
    coordinates = geometry.get("coordinates") if isinstance(geometry, dict) else None
    is_pair = isinstance(coordinates, list) and len(coordinates) >= 2 and all(isinstance(c, (int, float)) for c in coordinates)  # noqa: PLR2004
    if not isinstance(coordinates, list) or not is_pair or geometry.get("type") != "Point":
        row.faults.append(Fault("expected a Point [longitude, latitude] or null", row.line, f"{row.prefix}geometry"))
        return
    place = record.setdefault("place", {})
    if isinstance(place, dict):
        place.setdefault("name", place.get("name_in_report") or "place without a name")
        place["lon"], place["lat"] = coordinates[0], coordinates[1]
        row.columns["place.lat"] = row.columns["place.lon"] = "geometry"


def is_events_file(path: str | os.PathLike[str]) -> bool:
    """Return whether a file holds events rather than reports, by its suffix and first lines. Missing and unreadable files are not events.

    Of standard input (``"-"``) the first lines are looked at without taking them away.
    """
    name = str(path)
    if name == "-":
        peek = getattr(sys.stdin.buffer, "peek", None)
        head = peek(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n").decode("utf-8", "replace") if peek else ""
        return head.startswith(("{", "[")) and _looks_like_events(head, "jsonl")
    kind = EVENT_SUFFIXES.get(Path(name).suffix.lower())
    if kind is None:
        return False
    if kind == "geojson":
        return True
    try:
        with Path(name).open("rb") as stream:
            data = stream.read(_HEAD)
        # A line or a character cut in two by the end of the sample must not count.
        head, _ = decode(data if len(data) < _HEAD else data.rpartition(b"\n")[0] or data, name)
    except (OSError, ReportError):
        return False
    return _looks_like_events(head, kind)


def _looks_like_events(head: str, kind: str) -> bool:
    if kind == "csv":
        first = head.lstrip("\ufeff").split("\n", 1)[0]
        columns = {re.sub(r"[ -]+", "_", cell.strip().strip('"').lower()) for cell in re.split(r"[,;\t]", first)}
        return not columns & {"text", "body", "content"} and bool(columns & ({"type", "event_type", "quote"} | _SIGNS))
    for line in head.split("\n")[:50]:
        try:
            record = json.loads(line.strip().strip("[],"))
        except (ValueError, RecursionError):
            continue
        if isinstance(record, dict):
            if isinstance(record.get("text"), str) and "type" not in record:
                return False
            if record.get("type") in RECORD_TYPES or _SIGNS & set(record):
                return True
    return bool(re.search(r'"type"\s*:\s*"(FeatureCollection|[a-z_]+)"', head)) and '"text"' not in head
