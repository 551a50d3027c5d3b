"""Layers → one GeoJSON FeatureCollection that obeys RFC 7946, and the records inside it back again.

Rings follow the right-hand rule, coordinates have six decimals (about 10 cm), there is no ``crs`` member, every feature has an id and
the name of its ``layer``. What could not be put on the map, and stated figures, are features with a null geometry.

The foreign member ``conflict_map`` holds the whole records (as in an events file) and a check sum of the features: a file that nobody has
changed reads back without loss, and one that was edited is never silently read as what it was before.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from conflict_map.files.table import EventTable
    from conflict_map.layers import Layers

__all__ = ["DECIMALS", "feature_collection", "geojson_text", "plain", "whole_records"]

DECIMALS = 6
_FORMAT = 1
#: Tables over time without any shape, which a map of features has no use for.
_TABLES = frozenset({"shares"})


def geojson_text(layers: Layers, table: EventTable | None = None) -> str:
    """Return the file: one feature a line, so that versions can be compared."""
    collection = feature_collection(layers, table)
    features = collection.pop("features")
    head = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    lines = ",\n".join(json.dumps(feature, ensure_ascii=False, allow_nan=False) for feature in features)
    return f'{head[:-1]}, "features": [\n{lines}\n]}}\n'


def feature_collection(layers: Layers, table: EventTable | None = None) -> dict[str, Any]:
    """Return the collection as a dictionary; with ``table`` it carries the whole records too."""
    features = [feature for name in layers.frames if name not in _TABLES for feature in _features(layers, name)]
    collection: dict[str, Any] = {"type": "FeatureCollection"}
    bbox = _bounds([feature["bbox"] for feature in features if "bbox" in feature])
    if bbox:
        collection["bbox"] = bbox
    collection["title"] = layers.title
    if table is not None:
        collection["conflict_map"] = {"format": _FORMAT, "features_sha256": _digest(features), "records": table.records()}
    collection["features"] = features
    return collection


def whole_records(collection: dict[str, Any]) -> list[Any] | None:
    """Return the records that a collection carries, or None where it carries none or its features were changed since."""
    member = collection.get("conflict_map")
    if not isinstance(member, dict) or not isinstance(member.get("records"), list):
        return None
    return member["records"] if member.get("features_sha256") == _digest(collection["features"]) else None


def _digest(features: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(features, sort_keys=True, separators=(",", ":")).encode("ascii")).hexdigest()


def _features(layers: Layers, name: str) -> Iterator[dict[str, Any]]:
    frame = layers.frames[name]
    geometry_name = frame.geometry.name
    columns = [column for column in frame.columns if column not in (geometry_name, "id")]
    values = [[plain(value) for value in frame[column].tolist()] for column in columns]
    for position, (key, shape) in enumerate(zip(frame["id"].tolist(), frame.geometry.tolist(), strict=True)):
        feature: dict[str, Any] = {"type": "Feature", "id": str(key)}
        geometry = sound_geometry(shape)
        if geometry is not None:
            feature["bbox"] = _box(geometry)
        feature["properties"] = {"layer": name} | {column: values[index][position] for index, column in enumerate(columns)}
        feature["geometry"] = _mapping(geometry)
        yield feature


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - whatever a frame holds
    """Return a value that JSON can hold: None for every kind of missing number or date, ISO dates, plain numbers."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if type(value).__name__ in ("NAType", "NaTType"):  # NaT calls itself a datetime
        return None
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return plain(value.item()) if hasattr(value, "item") else str(value)


def sound_geometry(shape: BaseGeometry | None) -> BaseGeometry | None:
    """Return a geometry as RFC 7946 wants it: two dimensions, six decimals, valid, rings by the right-hand rule; None where nothing is left."""
    import shapely

    if shape is None or shape.is_empty:
        return None
    shape = shapely.force_2d(shape)
    if shape.geom_type in ("Polygon", "MultiPolygon", "GeometryCollection"):
        shape = shapely.orient_polygons(shapely.set_precision(shapely.make_valid(shape), 10**-DECIMALS))
    return None if shape.is_empty else shape


def _mapping(shape: BaseGeometry | None) -> dict[str, Any] | None:
    from shapely.geometry import mapping

    return None if shape is None else _rounded(mapping(shape))


def _rounded(geometry: dict[str, Any]) -> dict[str, Any]:
    if geometry["type"] == "GeometryCollection":
        return {"type": "GeometryCollection", "geometries": [_rounded(part) for part in geometry["geometries"]]}
    return {"type": geometry["type"], "coordinates": _round(geometry["coordinates"])}


def _round(value: Any) -> Any:  # noqa: ANN401 - nested coordinates
    return round(float(value), DECIMALS) + 0.0 if isinstance(value, (int, float)) else [_round(item) for item in value]


def _box(shape: BaseGeometry) -> list[float]:
    return [round(float(value), DECIMALS) + 0.0 for value in shape.bounds]


def _bounds(boxes: Iterable[Sequence[float]]) -> list[float] | None:
    boxes = list(boxes)
    if not boxes:
        return None
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
