r"""Event records ↔ flat rows: the columns of an events table in CSV, and of GeoJSON properties.

One row is one record. Columns:

``id``, ``type``, ``date_start``, ``date_end``, ``date_precision``, ``control_to``, ``control_from``, ``control_status``, ``actor``,
``direction``, ``toward``, ``quote``, ``start``, ``end``, ``inferred``
    As in the record; lists are written ``A | B`` (``\|`` is a bar in the text, ``\\`` a backslash, ``\s`` a space at an end, ``\e`` an empty text).
``place_…``, ``origin_…``, ``destination_1_…``, ``destination_2_…`` …
    ``name``, ``name_in_report``, ``lat``, ``lon``, ``kind``, ``country``, ``admin1``, ``geonames_id``, ``precision``, ``score``, ``reason``,
    ``name_local``, ``area_id``, ``part``, ``borders`` (a list) and ``alternatives`` (JSON).
``people_reported``, ``people_low``, ``people_best``, ``people_high``, ``people_unit``
    Numbers of people; for a row of type ``stated_figure`` the figure.
``claim_status``, ``claim_by``, ``source_report``, ``source_headline``, ``source_publisher``, ``source_url``, ``source_published``
    Who says so, and the report.
``figure_kind``; ``route_id``, ``route_name``; ``trace`` (JSON)
    Of stated figures, of roads, and the words that made each value.

An empty cell is a value that is not known. A text cell that a spreadsheet might run as a formula (it begins with ``=``, ``+``, ``-``,
``@``, a tab, a line end, or their full-width forms) gets a leading ``'``, which reading takes away again.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["columns_of", "flatten", "guard", "join_list", "known_column", "unflatten", "unguard"]

_PLACE_MAIN = ("name", "name_in_report", "lat", "lon")
_PLACE_MORE = (
    "kind", "country", "admin1", "geonames_id", "precision", "score", "reason", "name_local", "area_id", "part", "borders", "alternatives",
)  # fmt: skip
_MAIN: tuple[str, ...] = (
    "id", "type", "date_start", "date_end", "date_precision",
    *(f"place_{key}" for key in _PLACE_MAIN),
    "control_to", "control_from", "control_status", "actor",
    *(f"origin_{key}" for key in _PLACE_MAIN),
    *(f"destination_1_{key}" for key in _PLACE_MAIN),
    "direction", "toward", "people_reported", "people_low", "people_best", "people_high", "people_unit", "claim_status", "claim_by", "quote",
    "source_report", "source_headline", "source_publisher", "source_url", "source_published",
)  # fmt: skip
_MORE: tuple[str, ...] = (
    "start", "end", "inferred", *(f"place_{key}" for key in _PLACE_MORE), *(f"origin_{key}" for key in _PLACE_MORE),
    *(f"destination_1_{key}" for key in _PLACE_MORE),
)  # fmt: skip
_LAST: tuple[str, ...] = ("figure_kind", "route_id", "route_name", "trace")
_DESTINATION = re.compile(r"destination_([1-9]\d{0,2})_(\w+)")
_LISTS = frozenset({"control_to", "control_from", "actor", "claim_by", "inferred"})
_JSON = frozenset({"trace"})
_INTEGERS = frozenset({"start", "end"})
_PLACE_INTEGERS = frozenset({"geonames_id", "precision"})
_PLACE_FLOATS = frozenset({"lat", "lon", "score"})
#: Other names that tables use for our columns.
ALIASES: Mapping[str, str] = {
    "event_id": "id", "event_type": "type", "date": "date_start", "start_date": "date_start", "end_date": "date_end",
    "place": "place_name", "location": "place_name", "name_in_report": "place_name_in_report",
    "lat": "place_lat", "latitude": "place_lat", "y": "place_lat", "lon": "place_lon", "lng": "place_lon", "long": "place_lon",
    "longitude": "place_lon", "x": "place_lon", "country": "place_country", "admin1": "place_admin1", "precision": "place_precision",
    "origin": "origin_name", "destination": "destination_1_name", "headline": "source_headline", "publisher": "source_publisher",
    "url": "source_url", "published": "source_published", "report": "source_report", "claimed_by": "claim_by", "sentence": "quote",
    "inferred_fields": "inferred",
}  # fmt: skip

_FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_GUARDED = re.compile("'+[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def guard(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula (OWASP, "CSV Injection").

    Examples
    --------
    >>> guard("=1+1"), guard("Ariha")
    ("'=1+1", 'Ariha')
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return what `guard` was given."""
    return text[1:] if _GUARDED.match(text) else text


def join_list(items: Iterable[str]) -> str:
    """Return the items as one cell, so that `split_list` gives them back."""
    return " | ".join(_escape(item) for item in items)


def _escape(item: str) -> str:
    item = item.replace("\\", "\\\\").replace("|", "\\|")
    if not item:
        return "\\e"
    if item[0] == " ":
        item = f"\\s{item[1:]}"
    return f"{item[:-1]}\\s" if item[-1] == " " else item


_ESCAPES = {"\\": "\\", "|": "|", "s": " ", "e": ""}


def split_list(cell: str) -> list[str]:
    """Return the items of a cell."""
    items: list[list[str]] = [[]]
    chars = iter(cell)
    for char in chars:
        if char == "\\":
            after = next(chars, "")
            items[-1].append(f"\\{after}" if after in _ESCAPES else f"\\\\{after}")
        elif char == "|":
            items.append([])
        else:
            items[-1].append(char)
    return [_unescape("".join(item).strip(" ")) for item in items]


def _unescape(item: str) -> str:
    return re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[0]), item, flags=re.DOTALL)


def columns_of(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Return the columns of a table: the main ones always, the others where a row has a value."""
    used = {key for row in rows for key, value in row.items() if value is not None}
    further = sorted(
        (column for column in used if (match := _DESTINATION.fullmatch(column)) and match[1] != "1"),
        key=lambda column: (int(column.split("_")[1]), (*_PLACE_MAIN, *_PLACE_MORE).index(column.split("_", 2)[2])),
    )
    return [*_MAIN, *(column for column in (*_MORE, *further, *_LAST) if column in used)]


def known_column(column: str) -> str | None:
    """Return our name of a column, or None."""
    column = ALIASES.get(column, column)
    if column in _ALL_COLUMNS:
        return column
    match = _DESTINATION.fullmatch(column)
    return column if match and match[2] in (*_PLACE_MAIN, *_PLACE_MORE) else None


_ALL_COLUMNS = frozenset((*_MAIN, *_MORE, *_LAST))


def flatten(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record (`Event.to_dict` and its like) as a flat row: numbers stay numbers, None is not known, everything else is text."""
    row: dict[str, Any] = {}
    for key, value in record.items():
        row |= _FLATTENERS[key](value) if key in _FLATTENERS else {key: value}
    if record.get("type") == "stated_figure":
        row["figure_kind"] = row.pop("kind")
        for key in ("reported", "low", "best", "high", "unit"):
            row[f"people_{key}"] = row.pop(key)
    elif record.get("type") == "context_route":
        row["route_name"] = row.pop("name")
    return row


def _flat_place(place: Mapping[str, Any] | None, prefix: str) -> dict[str, Any]:
    if place is None:
        return {}
    row = {f"{prefix}_{key}": value for key, value in place.items() if key not in ("borders", "alternatives")}
    row[f"{prefix}_borders"] = join_list(place["borders"]) if place["borders"] else None
    row[f"{prefix}_alternatives"] = json.dumps(place["alternatives"], ensure_ascii=False) if place["alternatives"] else None
    return row


def _flat_destinations(places: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for number, place in enumerate(places, start=1):
        row |= _flat_place(place, f"destination_{number}")
    return row


def _flat_list(key: str) -> Callable[[Sequence[str]], dict[str, Any]]:
    return lambda items: {key: join_list(items) if items else None}


_FLATTENERS: Mapping[str, Callable[[Any], dict[str, Any]]] = {
    "place": lambda place: _flat_place(place, "place"),
    "origin": lambda place: _flat_place(place, "origin"),
    "destinations": _flat_destinations,
    "people": lambda people: {f"people_{name}": number for name, number in (people or {}).items()},
    "claim": lambda claim: {"claim_status": claim["status"], "claim_by": join_list(claim["by"]) if claim["by"] else None},
    "source": lambda source: {f"source_{name}": text for name, text in source.items()},
    "control_to": _flat_list("control_to"),
    "control_from": _flat_list("control_from"),
    "actor": _flat_list("actor"),
    "inferred": _flat_list("inferred"),
    "trace": lambda trace: {"trace": json.dumps(trace, ensure_ascii=False) if trace else None},
}


class UnreadableError(ValueError):
    """A cell that is not what its column holds."""


def unflatten(row: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str], list[tuple[str, str]]]:
    """Return the record of a flat row, the column of each field of it, and (column, message) of the cells that cannot be read.

    Keys have to be known columns. Text is parsed to the type of its column; numbers stay as they are; empty text counts as missing.
    """
    record: dict[str, Any] = {}
    origin_of: dict[str, str] = {}
    faults: list[tuple[str, str]] = []
    kind = row.get("type")
    for column, raw in row.items():
        if raw is None or raw == "":
            continue
        path = _path(column, kind)
        origin_of[".".join(path)] = column
        try:
            value = _parse_cell(column, raw)
        except UnreadableError as error:
            faults.append((column, str(error)))
            continue
        target = record
        for step in path[:-1]:
            target = target.setdefault(step, {})
        target[path[-1]] = value
    destinations = record.pop("destinations", {})
    for index, number in enumerate(sorted(destinations, key=int)):
        record.setdefault("destinations", []).append(destinations[number])
        for path_text, column in list(origin_of.items()):
            if path_text.startswith(f"destinations.{number}."):
                origin_of[f"destinations[{index}].{path_text.split('.', 2)[2]}"] = column
    if "date_start" in record and "date_precision" not in row:
        record["date_precision"] = "day"
    if "people" in record:
        record["people"].setdefault("reported", "")
    return record, origin_of, faults


def _path(column: str, kind: object) -> tuple[str, ...]:
    match = _DESTINATION.fullmatch(column)
    if match:
        return "destinations", match[1], match[2]
    if column == "figure_kind":
        return ("kind",)
    if column == "route_name":
        return ("name",)
    group, _, key = column.partition("_")
    if group == "people" and kind == "stated_figure":
        return (key,)
    if group in ("place", "origin", "people", "claim", "source"):
        return group, key
    return (column,)


def _parse_cell(column: str, raw: Any) -> Any:  # noqa: ANN401 - a cell of a table or a property of a feature
    if not isinstance(raw, str):
        return raw
    match = re.fullmatch(r"(?:place|origin|destination_\d+)_(\w+)", column)
    key = match[1] if match else column
    if column in _LISTS or (match and key == "borders"):
        return split_list(unguard(raw))
    if column in _JSON or (match and key == "alternatives"):
        try:
            return json.loads(unguard(raw))
        except (json.JSONDecodeError, RecursionError):
            message = "is not JSON; leave the cell empty"
            raise UnreadableError(message) from None
    if column in _INTEGERS or (match and key in _PLACE_INTEGERS):
        return _number(raw, whole=True)
    if (match and key in _PLACE_FLOATS) or column in ("people_low", "people_best", "people_high"):
        return _number(raw, whole=False)
    return unguard(raw)


def _number(raw: str, *, whole: bool) -> int | float:
    text = raw.strip().removeprefix("'")
    if re.fullmatch(r"[+-]?\d{1,18}", text):
        return int(text)
    if re.fullmatch(r"[+-]?\d{1,18}\.0+", text) and whole:
        return int(text.split(".")[0])  # a spreadsheet's way to write a whole number
    if re.fullmatch(r"[+-]?(\d{1,30}\.?\d{0,30}|\.\d{1,30})([eE][+-]?\d{1,3})?", text) and not whole:
        return float(text)
    hint = ""
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        hint = "; write a decimal point, not a comma, and no thousands separators"
    elif re.search(r"[°′'\"NSEW]", text):
        hint = "; write decimal degrees, such as 35.6436"
    message = f"{raw!r} is not a {'whole ' if whole else ''}number{hint}"
    raise UnreadableError(message)
