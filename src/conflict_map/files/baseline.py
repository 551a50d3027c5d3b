"""Who held what on an earlier day: GeoJSON, GeoPackage and CSV as other people write them → a GeoDataFrame."""

from __future__ import annotations

import csv
import io
import os
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.errors import Fault, InputError, TableError, UsageError
from conflict_map.files.decode import decode, read_bytes
from conflict_map.files.flat import unguard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import geopandas as gpd

__all__ = ["BASELINE_SUFFIXES", "read_baseline"]

BASELINE_SUFFIXES = (".geojson", ".json", ".gpkg", ".csv", ".tsv")
_LIMIT = 512_000_000
_LAT = ("lat", "latitude", "place_lat", "y")
_LON = ("lon", "lng", "long", "longitude", "place_lon", "x")
_NAME = ("name", "place", "place_name", "location", "town", "settlement")
_PEOPLE = ("population", "pop", "people")
_MOST_FAULTS = 20


def read_baseline(path: str | os.PathLike[str], column: str | None) -> gpd.GeoDataFrame:
    """Read a map or a list of who held what.

    Parameters
    ----------
    path
        ``.geojson`` or ``.json`` (a ``crs`` member as older files have it is heeded; rings may run either way), ``.gpkg`` (the first layer that
        has the column and shapes), ``.csv`` or ``.tsv`` (a row for each place, with latitude and longitude in degrees).
    column
        The column that names the holder; None takes the file as it is, a GeoPackage's first layer with shapes.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, with the columns of the file; what a CSV calls the place and its people is in ``name`` and ``population``.

    Raises
    ------
    UsageError
        If the column is missing, or the suffix is not known.
    InputError
        If the file cannot be read, has no shapes, or its coordinates are no degrees.
    """
    name = os.fspath(path)
    suffix = Path(name).suffix.lower()
    if suffix not in BASELINE_SUFFIXES:
        message = f"{name}: a baseline is {', '.join(BASELINE_SUFFIXES)}; save it as one of these"
        raise UsageError(message)
    data = read_bytes(Path(name), name, _LIMIT)
    if not data.strip():
        message = f"{name}: is empty; give a file that says who held what"
        raise InputError(message)
    frame = _from_csv(data, name, column) if suffix in {".csv", ".tsv"} else _from_gis(name, column)
    if not len(frame):
        message = f"{name}: has no shapes; give a file with points or polygons of who held what"
        raise InputError(message)
    return frame


def _missing_column(name: str, column: str | None, present: Iterable[Any]) -> UsageError:
    found = [str(item) for item in present]
    shown = ", ".join(found[:20]) + (" …" if len(found) > 20 else "")  # noqa: PLR2004 - as many as help
    return UsageError(f"{name}: has no column {column!r} for the holder; name one with --holder-column: {shown or 'it has no columns'}")


def _from_gis(name: str, column: str | None) -> gpd.GeoDataFrame:
    import geopandas
    import pyogrio
    from pyogrio.errors import DataLayerError, DataSourceError

    columns: list[str] = []
    rows = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what GDAL says of other people's files; what matters is checked below
            layers = [str(layer) for layer, kind in pyogrio.list_layers(name).tolist() if kind is not None]
            for layer in layers:
                frame = pyogrio.read_dataframe(name, layer=layer)
                rows += len(frame)
                if (column is None or column in frame.columns) and isinstance(frame, geopandas.GeoDataFrame):
                    return frame.set_crs(4326) if frame.crs is None else frame.to_crs(4326)
                columns += [str(item) for item in frame.columns if item != "geometry" and str(item) not in columns]
    except (DataSourceError, DataLayerError, ValueError, RuntimeError) as error:
        why = " ".join(str(error).split())[:160]
        message = f"{name}: cannot be read as a map ({why}); save it again as GeoJSON or GeoPackage"
        raise InputError(message) from None
    if not rows:
        message = f"{name}: has no shapes; save it again as GeoJSON or GeoPackage"
        raise InputError(message)
    raise _missing_column(name, column, columns)


def _from_csv(data: bytes, name: str, column: str | None) -> gpd.GeoDataFrame:
    import geopandas

    text, _ = decode(data, name)
    text = text.lstrip("\ufeff")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        message = f"{name}: is not a table ({error}); save it again as CSV UTF-8"
        raise InputError(message) from None
    header = [cell.strip() for cell in rows[0]]
    if column is not None and column not in header:
        raise _missing_column(name, column, header)
    small = [cell.lower() for cell in header]
    lat, lon = _first(small, _LAT), _first(small, _LON)
    if lat is None or lon is None:
        message = f"{name}: needs columns 'lat' and 'lon' in degrees; it has {', '.join(header[:20])}"
        raise InputError(message)
    place, people = _first(small, _NAME), _first(small, _PEOPLE)
    faults: list[Fault] = []
    table: list[tuple[Any, ...]] = []
    for number, cells in enumerate(rows[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        row = [*cells, *[""] * (len(header) - len(cells))]
        spot = _degrees(row[lat], 90.0, number, header[lat], faults), _degrees(row[lon], 180.0, number, header[lon], faults)
        count = _people(row[people], number, header[people], faults) if people is not None else None
        holder = unguard(row[header.index(column)].strip()) or None if column is not None else None
        table.append((unguard(row[place].strip()) or None if place is not None else None, count, holder, *spot))
    if faults:
        raise TableError(name, faults[:_MOST_FAULTS])
    names, numbers, holders, lats, lons = ([row[k] for row in table] for k in range(5))
    columns = {"name": names, "population": numbers} | ({column: holders} if column is not None else {})
    return geopandas.GeoDataFrame(columns, geometry=geopandas.points_from_xy(lons, lats), crs=4326)


def _first(header: Sequence[str], names: Sequence[str]) -> int | None:
    return next((header.index(name) for name in names if name in header), None)


def _degrees(cell: str, limit: float, line: int, column: str, faults: list[Fault]) -> float:
    try:
        value = float(cell.strip().replace(",", "."))
    except ValueError:
        value = float("nan")
    if not abs(value) <= limit:
        faults.append(Fault(f"{cell.strip()!r} is not in degrees from -{limit:g} to {limit:g}; write it as 35.64", line, column))
        return 0.0
    return value


def _people(cell: str, line: int, column: str, faults: list[Fault]) -> int | None:
    text = cell.strip().replace(",", "").replace(" ", "")
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e11:  # noqa: PLR2004 - more than there are people
        faults.append(Fault(f"{cell.strip()!r} is no number of people; leave it empty where it is not known", line, column))
        return None
    return int(value) or None
