"""Lakes and reservoirs between two sides: nobody stands on them, so no side's area reaches across.

A lake that a boundary would run through is left to no side, all of it: where its two banks are hostile, no report says who holds the water. One
whose whole shore one side holds is part of that side's area, as on any other map. The front line still runs through the lake, as inferred.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely.geometry.base import BaseGeometry

__all__ = ["dried", "lakes_crossed", "lakes_of", "open_water"]

# Lakes are drawn to some hundreds of metres: a place that lies in one stands on its shore, with this much land about it.
_SHORE_M = 1_000.0


def open_water(within: BaseGeometry, lon_lat: NDArray[np.float64], to_plane: Transformer) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the lakes in a polygon, without the places (shape (n, 2), degrees) that lie in them and their way to the shore, and their last days."""
    import shapely

    from conflict_map.gazetteer.lakes import drained_after, lakes_in

    lakes = lakes_in(within.bounds).copy()
    lakes = lakes[shapely.intersects(lakes, within)]
    last = drained_after(lakes)
    if not len(lakes):
        return lakes, last
    lake, place = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(lon_lat)))).query(lakes, predicate="intersects")
    for k in np.unique(lake).tolist():
        lakes[k] = _without(lakes[k], lon_lat[place[lake == k]], to_plane)
    left = ~shapely.is_empty(lakes)
    return lakes[left], last[left]


def _without(lake: BaseGeometry, lon_lat: NDArray[np.float64], to_plane: Transformer) -> BaseGeometry:
    """Return a lake without land about some points in it."""
    import shapely

    spots = np.atleast_1d(np.asarray(shapely.points(lon_lat)))
    ways = shapely.shortest_line(spots, lake.boundary)
    flat = shapely.buffer(shapely.transform(ways, lambda xy: np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1]))), _SHORE_M, quad_segs=4)
    land = shapely.transform(shapely.union_all(flat), lambda xy: np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE")))
    parts = [part for part in shapely.get_parts(shapely.difference(lake, land)).tolist() if part.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def lakes_crossed(lakes: NDArray[np.object_], lines: NDArray[np.object_]) -> NDArray[np.object_]:
    """Return the lakes that any of some lines runs through."""
    import shapely

    if not (len(lakes) and len(lines)):
        return lakes[:0]
    _, lake = shapely.STRtree(lakes).query(lines, predicate="intersects")
    crossed: NDArray[np.object_] = lakes[np.unique(lake)]
    return crossed


def lakes_of(lakes: NDArray[np.object_], lon_lat: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the lake that each point lies in, -1 where it lies in none."""
    import shapely

    found = np.full(len(lon_lat), -1, dtype=np.intp)
    if len(lakes):
        # The index is of the points: what asks it is prepared, and lakes have many corners.
        lake, point = shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(lon_lat)))).query(lakes, predicate="intersects")
        found[point] = lake
    return found


def dried(codes: NDArray[np.intp], lake: NDArray[np.intp], *, no_report: int) -> NDArray[np.intp]:
    """Return the codes of polygons with those of a lake that several codes share set to ``no_report``.

    Parameters
    ----------
    codes
        Shape (k,): the code of each polygon.
    lake
        Shape (k,): the lake that each lies in, -1 for none.
    no_report
        The code of what no place reaches; it shares nothing.
    """
    answer = codes.copy()
    for number in np.unique(lake[lake >= 0]).tolist():
        mine = lake == number
        if len(np.setdiff1d(codes[mine], [no_report])) > 1:
            answer[mine] = no_report
    return answer
