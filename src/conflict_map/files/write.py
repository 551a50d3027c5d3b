"""Which writer makes which file: the format goes by the suffix."""

from __future__ import annotations

import csv
import io
import json
import os
from typing import TYPE_CHECKING, Any

from conflict_map.errors import UsageError
from conflict_map.files.decode import CONTROL
from conflict_map.files.flat import columns_of, flatten, guard
from conflict_map.files.output import write_text
from conflict_map.files.table import EventTable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from conflict_map.layers import Layers
    from conflict_map.model import Event

__all__ = ["LAYER_FORMATS", "TABLE_FORMATS", "csv_text", "format_of", "jsonl_text", "write"]

#: Formats of an events table, by suffix, with what they are.
TABLE_FORMATS: Mapping[str, str] = {
    ".jsonl": "events, one JSON object a line (without loss)",
    ".csv": "events, one row each (without loss)",
    ".acled.csv": "events under ACLED's names",
    ".ucdp.csv": "events under the names of UCDP GED",
    ".idmc.csv": "displacement under IDMC's names",
    ".hxl.csv": "events with HXL hashtags",
}
#: Formats of layers, by suffix, with what they are.
LAYER_FORMATS: Mapping[str, str] = {
    ".geojson": "all layers, GeoJSON (RFC 7946)",
    ".gpkg": "all layers, GeoPackage with styles for QGIS",
    ".kml": "all layers with dates and colours, for Google Earth",
    ".parquet": "all layers, GeoParquet",
    ".shp.zip": "all layers, shapefiles in a ZIP archive",
}


def format_of(path: str | os.PathLike[str]) -> str:
    """Return the suffix that decides the format of a path: the longest known one.

    Raises
    ------
    UsageError
        If none is known.
    """
    name = os.fspath(path).lower()
    for suffix in sorted({**TABLE_FORMATS, **LAYER_FORMATS}, key=len, reverse=True):
        if name.endswith(suffix):
            return suffix
    hints = {".shp": "; shapefiles come as .shp.zip", ".html": "; a page is made by 'conflict-map map'", ".xlsx": "; spreadsheets read .csv"}
    hint = next((words for ending, words in hints.items() if name.endswith(ending)), "")
    message = f"{os.fspath(path)}: the format goes by the suffix: {', '.join((*TABLE_FORMATS, *LAYER_FORMATS))}{hint}"
    raise UsageError(message)


def write(
    what: Layers | EventTable | Iterable[Event],
    path: str | os.PathLike[str],
    *,
    table: EventTable | None = None,
    kind: str | None = None,
    explain: bool = False,
) -> None:
    """Write layers or events to a file, as a whole or not at all; the format goes by the suffix.

    Parameters
    ----------
    what
        Layers for the formats of `LAYER_FORMATS`, events for those of `TABLE_FORMATS`.
    path
        The file; ``"-"`` is standard output (give ``kind`` then).
    table
        With layers: the records they were made from. GeoJSON then carries them and can be read back; the formats of events need them.
    kind
        Suffix to use instead of the path's own.
    explain
        JSON lines carry ``trace``, the words that made each value.

    Raises
    ------
    UsageError
        If the suffix is not known, or layers are needed and events were given.
    OutputError
        If the file cannot be written.
    """
    suffix = format_of(kind or path)
    layers, records = _split(what, table)
    if suffix in TABLE_FORMATS:
        if records is None:
            message = f"{os.fspath(path)}: a table of events is written from events, not from layers; give table=…"
            raise UsageError(message)
        write_text(_TABLE_WRITERS[suffix](records) if not (explain and suffix == ".jsonl") else jsonl_text(records, explain=True), path)
        return
    if layers is None:
        message = f"{os.fspath(path)}: {suffix} holds the layers of a map; make them first (ConflictMap(events).save does both)"
        raise UsageError(message)
    if suffix == ".geojson":
        from conflict_map.files.geojson import geojson_text

        write_text(geojson_text(layers, records), path)
        return
    if os.fspath(path) == "-":
        message = f"{suffix} cannot be written to standard output; name a file"
        raise UsageError(message)
    from conflict_map.files import gis

    writers = {".gpkg": gis.write_geopackage, ".kml": gis.write_kml, ".parquet": gis.write_geoparquet, ".shp.zip": gis.write_shapefiles}
    writers[suffix](layers, path)


def _split(what: Any, table: EventTable | None) -> tuple[Layers | None, EventTable | None]:  # noqa: ANN401 - see `write`
    if hasattr(what, "frames"):
        return what, table
    return None, what if isinstance(what, EventTable) else EventTable(events=tuple(what))


def jsonl_text(table: EventTable, *, explain: bool = False) -> str:
    """Return one JSON object a line: events, then stated figures, then roads.

    Without any record it is one blank line: a file of no bytes is what a failed copy leaves behind, and reading refuses it.
    """
    return "".join(f"{json.dumps(record, ensure_ascii=False, allow_nan=False)}\n" for record in table.records(explain=explain)) or "\n"


def csv_text(table: EventTable) -> str:
    """Return the table with the columns of `conflict_map.files.flat`; no text cell can be run as a formula."""
    rows = [flatten(record) for record in table.records()]
    return rows_to_csv(columns_of(rows), rows)


def rows_to_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]], *, second_line: Iterable[str] | None = None) -> str:
    """Return rows as CSV (RFC 4180): numbers as numbers, None as an empty cell, text guarded against formulas and without control characters."""
    columns = list(columns)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    if second_line is not None:
        writer.writerow(second_line)
    for row in rows:
        writer.writerow([_cell(row.get(column)) for column in columns])
    return out.getvalue()


def _cell(value: Any) -> Any:  # noqa: ANN401 - a value of a row
    return guard(CONTROL.sub("\ufffd", value)) if isinstance(value, str) else "" if value is None else value


def _exchange(name: str) -> Callable[[EventTable], str]:
    def text(table: EventTable) -> str:
        from conflict_map.files import exchange

        return str(getattr(exchange, name)(table))

    return text


_TABLE_WRITERS: Mapping[str, Callable[[EventTable], str]] = {
    ".jsonl": jsonl_text,
    ".csv": csv_text,
    ".acled.csv": _exchange("acled_text"),
    ".ucdp.csv": _exchange("ucdp_text"),
    ".idmc.csv": _exchange("idmc_text"),
    ".hxl.csv": _exchange("hxl_text"),
}
