"""Layers to the page's data: small, plain values, ready to be written as JSON. Nothing here knows HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflict_map.webmap.encode import pack, pack_deltas, table
from conflict_map.webmap.topology import ArcStore

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

__all__ = ["PER_DEGREE", "extent", "layers_payload"]

Bounds = tuple[float, float, float, float]

#: Cells of the grid to a degree for points and lines: 1e-5 degrees, about a metre.
PER_DEGREE = 100_000
#: The same for areas, whose edges are derived and never that precise: from about 11 m on a map of a district to about 110 m on one of a continent.
_FINEST_AREA, _COARSEST_AREA, _AREA_CELLS = 10_000, 1000, 40_000


def layers_payload(frames: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any]:
    """Return every layer as columns and geometry.

    Parameters
    ----------
    frames
        Layers by name, EPSG:4326.

    Returns
    -------
    dict
        By layer: ``n`` (rows), ``c`` (columns, see `conflict_map.webmap.encode.column`), ``g`` (geometry: ``t`` its type, ``d`` its data).
    """
    return {name: _layer(frame) for name, frame in frames.items() if len(frame)}


#: Columns whose text stands in that of others: a title names its place, an id is made of its event's.
_WITHIN = ("event_id", "name_in_report", "place")


def _layer(frame: gpd.GeoDataFrame | pd.DataFrame) -> dict[str, Any]:
    names = [name for name in frame.columns if name not in {"geometry", _geometry_name(frame)}]
    # What others are made of comes first.
    names.sort(key=lambda name: name not in _WITHIN)
    columns = table({name: list(frame[name].astype(object)) for name in names}, _WITHIN)
    columns = {name: cells for name, cells in columns.items() if cells != {"k": None}}
    return {"n": len(frame), "c": columns} | _geometry(frame)


def _geometry_name(frame: gpd.GeoDataFrame | pd.DataFrame) -> str:
    return str(getattr(frame, "_geometry_column_name", None) or "geometry")


def _geometry(frame: gpd.GeoDataFrame | pd.DataFrame) -> dict[str, Any]:
    if _geometry_name(frame) not in frame.columns:
        return {}
    shapes = np.asarray(frame[_geometry_name(frame)], dtype=object)
    present = [shape for shape in shapes if shape is not None and not shape.is_empty]
    if not present:
        return {}
    kinds = {shape.geom_type for shape in present}
    if kinds == {"Point"}:
        return {"g": _points(shapes)}
    if kinds <= {"Polygon", "MultiPolygon"}:
        boxes = shapely.bounds(np.array(present, dtype=object))
        width = float(boxes[:, 2].max() - boxes[:, 0].min())
        store = ArcStore(int(min(_FINEST_AREA, max(_COARSEST_AREA, _AREA_CELLS / max(width, 0.1)))))
        for shape in shapes:
            store.add(shape)
        return {"g": {"t": "areas"} | store.encode()}
    return {"g": {"t": "mixed", "d": [_shape(shape) for shape in shapes]}}


def _points(shapes: np.ndarray) -> dict[str, Any]:
    there = np.array([shape is not None and not shape.is_empty for shape in shapes])
    grid = np.rint(shapely.get_coordinates(shapes[there]) * PER_DEGREE).astype(np.int64)
    data: dict[str, Any] = {"t": "points", "q": PER_DEGREE, "d": pack_deltas(grid)}
    if not there.all():
        data["missing"] = pack(np.flatnonzero(~there).tolist())
    return data


def _shape(shape: Any) -> list[Any] | None:  # noqa: ANN401 -- a shapely geometry or None
    """Return ``[type, parts]``: ``P`` a point, ``L`` lines, ``A`` rings of polygons; each part is packed steps at 1e-5 degrees."""
    if shape is None or shape.is_empty:
        return None
    parts = [part for part in shapely.get_parts(shape).tolist() if not part.is_empty]
    if parts[0].geom_type == "Point":
        return ["P", [_steps(part) for part in parts]]
    if parts[0].geom_type == "LineString":
        return ["L", [_steps(part) for part in parts]]
    rings = [ring for part in parts if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)]
    return ["A", [_steps(ring) for ring in rings]]


def _steps(shape: Any) -> str:  # noqa: ANN401
    return pack_deltas(np.rint(np.asarray(shape.coords)[:, :2] * PER_DEGREE).astype(np.int64))


def extent(frames: Mapping[str, gpd.GeoDataFrame]) -> Bounds | None:
    """Return (west, south, east, north) of everything drawn, degrees, or None where nothing is."""
    boxes = [
        frame.total_bounds
        for frame in frames.values()
        if len(frame) and _geometry_name(frame) in frame.columns and not frame.geometry.isna().all() and not frame.geometry.is_empty.all()
    ]
    if not boxes:
        return None
    table = np.array(boxes)
    west, south = np.nanmin(table[:, :2], axis=0)
    east, north = np.nanmax(table[:, 2:], axis=0)
    if not np.isfinite([west, south, east, north]).all():
        return None
    return (float(west), float(south), float(east), float(north))
