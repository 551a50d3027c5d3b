"""Lakes and reservoirs: what nobody stands on, and what keeps two sides apart."""

from __future__ import annotations

import csv
import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflict_map.gazetteer._data import data_path

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["ALWAYS", "drained_after", "lakes_in"]

#: The day number of what has not been drained: after every other day.
ALWAYS = 9_999_999
_SCALE = 1000  # stored coordinates are whole thousandths of a degree


def lakes_in(bounds: tuple[float, float, float, float]) -> NDArray[np.object_]:
    """Return the lakes and reservoirs that touch a box (west, south, east, north), degrees, as polygons, EPSG:4326.

    They are those of Natural Earth 1:10m: the large ones of the world, drawn to some hundreds of metres.

    Examples
    --------
    >>> [round(lake.area, 2) for lake in lakes_in((33.5, 46.8, 35.4, 47.9))]  # the Kakhovka reservoir, square degrees
    [0.24]
    """
    lakes, tree = _lakes()
    found: NDArray[np.object_] = lakes[np.sort(tree.query(shapely.box(*bounds), predicate="intersects"))]
    return found


def drained_after(lakes: NDArray[np.object_]) -> NDArray[np.int64]:
    """Return the last day (`datetime.date.toordinal`) on which each lake is water, `ALWAYS` for those that still are.

    The days are those of the table ``drained.csv``: a row holds for the lake that its point lies in.
    """
    last = np.full(len(lakes), ALWAYS, dtype=np.int64)
    for lat, lon, day in _drained():
        last[shapely.intersects_xy(lakes, lon, lat)] = day
    return last


@lru_cache(maxsize=1)
def _drained() -> tuple[tuple[float, float, int], ...]:
    with data_path("drained.csv").open(encoding="utf-8", newline="") as stream:
        return tuple((float(row["lat"]), float(row["lon"]), dt.date.fromisoformat(row["until"]).toordinal()) for row in csv.DictReader(stream))


@lru_cache(maxsize=1)
def _lakes() -> tuple[NDArray[np.object_], shapely.STRtree]:
    """Return all lakes and an index of them; read once in a process."""
    with np.load(data_path("lakes.npz")) as data:
        xy = np.cumsum(data["step"], axis=0, dtype=np.int64) / _SCALE
        rings = np.asarray(shapely.linearrings(xy, indices=np.repeat(np.arange(len(data["ring_length"])), data["ring_length"])))
        lakes = np.asarray(shapely.polygons(rings, indices=np.repeat(np.arange(len(data["ring_count"])), data["ring_count"])))
    return lakes, shapely.STRtree(lakes)
