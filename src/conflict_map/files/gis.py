"""Layers → GeoPackage with styles, KML with times and styles, GeoParquet, zipped shapefiles.

A layer whose shapes are of several kinds becomes several layers (``movements``, ``movements_wedges``, ``movements_points``): GIS programs
style points, lines and polygons apart. Every file is read back before it counts as written.
"""

from __future__ import annotations

import html
import re
import zipfile
from typing import TYPE_CHECKING, Any

from conflict_map.errors import OutputError, UsageError
from conflict_map.files.decode import CONTROL, LONE_SURROGATE
from conflict_map.files.geojson import plain, sound_geometry
from conflict_map.files.kml import style_kml
from conflict_map.files.output import replacing
from conflict_map.files.qgis import qml

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator
    from pathlib import Path

    import geopandas as gpd
    import pandas as pd

    from conflict_map.layers import Layers

__all__ = ["flat_layers", "write_geopackage", "write_geoparquet", "write_kml", "write_shapefiles"]

#: A version that GDAL 3.6 and QGIS 3.22, as long-lived systems have them, know in full.
_GEOPACKAGE = {"VERSION": "1.2"}
#: What XML and SQLite text cannot hold.
_UNPRINTABLE = re.compile(f"{CONTROL.pattern}|{LONE_SURROGATE.pattern}|[\ufffe\uffff]")
_FAMILIES = {
    "Point": "points",
    "MultiPoint": "points",
    "LineString": "lines",
    "MultiLineString": "lines",
    "Polygon": "polygons",
    "MultiPolygon": "polygons",
}
#: What the less usual shapes of a layer are called.
_PART_NAMES = {("movements", "polygons"): "movements_wedges"}
_MAIN_FAMILY = {"movements": "lines", "front": "lines", "routes": "lines", "areas": "polygons"}


def flat_layers(layers: Layers) -> Iterator[tuple[str, str | None, gpd.GeoDataFrame | pd.DataFrame]]:
    """Yield (name, family, table) of every layer that has rows; family is ``points``, ``lines``, ``polygons`` or None for tables without shapes.

    Columns are text, numbers or true/false only: lists are joined by ``; ``, dates are ISO text.
    """
    import geopandas as gpd
    import pandas as pd

    for name, frame in layers.frames.items():
        if not len(frame):
            continue
        shapes: list[Any] = [sound_geometry(shape) for shape in frame.geometry.tolist()]
        kinds = [_FAMILIES.get(shape.geom_type) if shape is not None else None for shape in shapes]
        data = pd.DataFrame({column: _column(frame[column]) for column in frame.columns if column != frame.geometry.name})
        present = list(dict.fromkeys(kinds))
        for family in present:
            rows = [position for position, kind in enumerate(kinds) if kind == family]
            part = data.iloc[rows].reset_index(drop=True)
            main = len(present) == 1 or family == _MAIN_FAMILY.get(name, "points")
            part_name = name if main else _PART_NAMES.get((name, str(family)), f"{name}_{family or 'without_shape'}")
            if family is None:
                yield part_name, None, part
            else:
                yield part_name, family, gpd.GeoDataFrame(part, geometry=gpd.GeoSeries([shapes[row] for row in rows], crs="EPSG:4326"))


def _column(column: pd.Series[Any]) -> pd.Series[Any]:
    import pandas as pd

    values = [plain(value) for value in column.tolist()]
    values = ["; ".join(map(str, value)) if isinstance(value, list) else value for value in values]
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, bool) for value in known):
        return pd.Series(values, dtype="boolean")
    if known and all(isinstance(value, int) and not isinstance(value, bool) for value in known):
        return pd.Series(values, dtype="Int64")
    if known and all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in known):
        return pd.Series(values, dtype="float64")
    return pd.Series([None if value is None else _UNPRINTABLE.sub("\ufffd", str(value)) for value in values], dtype=object)


def write_geopackage(layers: Layers, path: str | os.PathLike[str]) -> None:
    """Write one layer each, with the table ``layer_styles`` by which QGIS draws them in the colours of the page.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    import pandas as pd
    import pyogrio

    styles = []
    written: dict[str, int] = {}
    with replacing(path, suffix=".gpkg") as draft, _gdal(path):
        for name, family, table in flat_layers(layers):
            options = {} if written else {"dataset_options": _GEOPACKAGE}
            _write(pyogrio, table, draft, "GPKG", layer=name, append=bool(written), spatial_index=family is not None, **options)
            written[name] = len(table)
            if family is not None:
                styles.append(_style_row(name, family, layers, set(table["style"].dropna())))
        if not written:
            _empty(draft, "GPKG", path)
            return
        if styles:
            _write(pyogrio, pd.DataFrame(styles), draft, "GPKG", layer="layer_styles", append=True)
        _check(draft, written, path)


def _style_row(name: str, family: str, layers: Layers, keys: set[str]) -> dict[str, Any]:
    return {
        "f_table_catalog": "", "f_table_schema": "", "f_table_name": name, "f_geometry_column": "geom", "styleName": "conflict-map",
        "styleQML": qml(layers.legend, family, keys),
        "styleSLD": "", "useAsDefault": True, "description": "Colours as on the page", "owner": "", "ui": None, "update_time": "",
    }  # fmt: skip


def write_kml(layers: Layers, path: str | os.PathLike[str]) -> None:
    """Write a folder for each layer, with ``TimeSpan`` from the dates and the colours of the page.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    import pyogrio

    written: dict[str, int] = {}
    with replacing(path, suffix=".kml") as draft, _gdal(path):
        for name, family, table in flat_layers(layers):
            if family is None:
                continue
            timed = table.rename(columns={"title": "Name"})
            # Google Earth shows the description as HTML: what a report says must not become a part of it.
            timed["description"] = [html.escape(quote or title or "") for quote, title in zip(table["quote"], table["title"], strict=True)]
            begin, end = ("valid_from", "valid_to") if "valid_from" in timed else ("date_start", "date_end")
            timed["begin"], timed["end"] = timed[begin], timed[end]
            _write(pyogrio, timed, draft, "LIBKML", layer=name, append=bool(written))
            written[name] = len(table)
        if not written:
            _empty(draft, "LIBKML", path)
            return
        style_kml(draft, layers)
        _check(draft, written, path)


def write_geoparquet(layers: Layers, path: str | os.PathLike[str]) -> None:
    """Write one GeoParquet file with all layers, told apart by the column ``layer``.

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    OutputError
        If the file cannot be written.
    """
    import geopandas as gpd
    import pandas as pd

    try:
        import pyarrow as pa
    except ImportError:
        message = "GeoParquet needs pyarrow; install conflict-map[parquet], or write .gpkg"
        raise UsageError(message) from None
    tables = []
    for name, family, table in flat_layers(layers):
        shaped = table if family is not None else gpd.GeoDataFrame(table, geometry=gpd.GeoSeries(_nothing(len(table)), crs="EPSG:4326"))
        tables.append(shaped.assign(layer=name.split("_")[0]))
    columns = list(dict.fromkeys(column for table in tables for column in table.columns if column != "geometry"))
    data = pd.DataFrame(
        {c: _column(pd.Series([v for t in tables for v in (t[c].tolist() if c in t else [None] * len(t))], dtype=object)) for c in columns}
    )
    shapes = [shape for table in tables for shape in table.geometry.tolist()]
    with replacing(path, suffix=".parquet") as draft:
        try:
            gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326").to_parquet(draft, index=False)
        except pa.ArrowException as error:
            message = f"{path}: cannot be written: {error}"
            raise OutputError(message) from None


def _nothing(size: int) -> Any:  # noqa: ANN401 - geopandas' types do not allow a missing shape, geopandas does
    return [None] * size


#: Names of at most ten characters, which the DBF of a shapefile allows.
_SHORT_NAMES = {
    "name_in_report": "in_report", "name_local": "local_name", "geonames_id": "geonamesid", "control_to": "control_to",
    "control_from": "ctrl_from", "control_status": "ctrl_stat", "date_start": "date_start", "date_precision": "date_prec",
    "claim_status": "claim_stat", "destination": "destinatn", "destination_in_report": "dest_inrep", "origin_in_report": "orig_inrep",
    "people_reported": "ppl_report", "people_low": "ppl_low", "people_best": "ppl_best", "people_high": "ppl_high", "width_class": "width_cls",
    **{f"{end}_{part}": f"{short}_{part[:5]}" for end, short in (("origin", "orig"), ("destination", "dest"))
       for part in ("local", "kind", "country", "admin1", "geonames_id", "precision", "score", "reason", "alternatives")},
    "holder_status": "hold_stat", "alternatives": "alternativ", "inferred_fields": "inferred", "place_kind": "place_kind",
}  # fmt: skip


def write_shapefiles(layers: Layers, path: str | os.PathLike[str]) -> None:
    """Write a ZIP archive with a shapefile for each layer. Names are cut to ten characters and texts to 254 bytes: the format allows no more.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    import pyogrio

    with replacing(path, suffix=".zip") as draft, _gdal(path):
        parts = draft.parent / "parts"
        parts.mkdir()
        for name, family, table in flat_layers(layers):
            if family is None:
                continue
            short = table.rename(columns=_SHORT_NAMES)
            for column in short.columns:
                if short[column].dtype == object:
                    short[column] = [None if value is None else value.encode()[:254].decode("utf-8", "ignore") for value in short[column]]
            file = parts / f"{name}.shp"
            _write(pyogrio, short, file, "ESRI Shapefile", encoding="UTF-8")
            _check(file, {name: len(table)}, path)
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(parts.iterdir()):
                archive.write(file, file.name)


class _gdal:  # noqa: N801 - a context manager used like a function
    """Turn GDAL's errors into `OutputError`."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        import pyogrio.errors

        if isinstance(error, (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, pyogrio.errors.FeatureError, pyogrio.errors.FieldError)):
            # GDAL names the temporary file, which is gone by now.
            reason = re.sub(r"\S*/\.conflict-map-\S+", "the file", " ".join(str(error).split()))
            message = f"{self.path}: cannot be written: {reason or 'GDAL gives no reason'}; is the disk full?"
            raise OutputError(message) from None


def _write(pyogrio: Any, table: Any, path: Path, driver: str, **options: Any) -> None:  # noqa: ANN401 - modules and options of another library
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what matters is checked by reading back
        pyogrio.write_dataframe(table, path, driver=driver, **options)


def _empty(draft: Path, driver: str, path: str | os.PathLike[str]) -> None:
    """Write a file with one empty layer: nothing to draw is not an error."""
    import geopandas as gpd
    import pyogrio

    table = gpd.GeoDataFrame({"id": []}, geometry=gpd.GeoSeries([], crs="EPSG:4326"), crs="EPSG:4326")
    options = {"dataset_options": _GEOPACKAGE} if driver == "GPKG" else {}
    _write(pyogrio, table, draft, driver, layer="places", geometry_type="Point", **options)
    _check(draft, {"places": 0}, path)


def _check(draft: Path, written: dict[str, int], path: str | os.PathLike[str]) -> None:
    """Read back how many rows each layer has: GDAL tells a full disk late or not at all."""
    import pyogrio

    for name, count in written.items():
        found = pyogrio.read_info(draft, layer=name, force_feature_count=True)["features"]
        if found != count:
            message = f"{path}: cannot be written: layer {name} came out with {found} of {count} rows; is the disk full?"
            raise OutputError(message)
