"""The lines along which hostile sides meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.control.water import lakes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.mesh import Mesh

__all__ = ["FAR_KM", "FrontLine", "front_lines"]

#: A stretch whose nearest places on both sides are together further away than this is inferred: nobody reported from in between.
FAR_KM = 20.0


@dataclass(frozen=True)
class FrontLine:
    """A front line between two sides.

    Attributes
    ----------
    sides
        Sorted names; ``contested`` where one side of the line is a contested place.
    inferred
        Whether the evidence is thin.
    course
        Middle points of what it is made of: equal for equal lines.
    geometry
        Line or lines, EPSG:4326.
    length_km
        Length on the ellipsoid.
    """

    sides: tuple[str, str]
    inferred: bool
    course: tuple[tuple[float, ...], ...]
    geometry: BaseGeometry
    length_km: float


def front_lines(
    mesh: Mesh,
    codes: NDArray[np.intp],
    table: Sequence[tuple[str | None, str]],
    areas: Mapping[int, BaseGeometry],
    *,
    thin: NDArray[np.bool_],
    day: int | None = None,
) -> list[FrontLine]:
    """Return the front lines of a day, one for each pair of sides and whether it is inferred.

    Parameters
    ----------
    mesh
        The places.
    codes
        Shape (n,): index into ``table`` for each place.
    table
        (holder, status) by code.
    areas
        Area by code, as `partition` gives them.
    thin
        Shape (n,): which places are only claimed or inferred to be held by their holder.

    day
        Number of the day, which tells what lakes there are; None: all.

    Notes
    -----
    A front line is what two areas have in common, exactly. A stretch is inferred where the nearest places of both sides are together more than
    20 km away from it, where one of them is only claimed, where it runs through a lake, or where it bounds a contested place: the front then
    runs somewhere through that place. Between a side and unknown there is no front line.
    """
    import shapely

    from conflict_map.geo import length_km

    ends, pairs = shared_edges(areas)
    names = np.array([_front_name(label) for label in table], dtype=object)
    sides = names[pairs]
    hostile = (sides[:, 0] != sides[:, 1]) & (sides != "").all(axis=1)
    ends, sides, pairs = ends[hostile], sides[hostile], pairs[hostile]
    inferred = (sides == "contested").any(axis=1)
    middle = ends.mean(axis=1)
    distance = np.zeros(len(ends))
    for side in (0, 1):
        for code in np.unique(pairs[:, side]):
            mine = pairs[:, side] == code
            place, km = mesh.nearest_of(middle[mine], np.flatnonzero(codes == code))
            distance[mine] += km
            inferred[mine] |= thin[place]
    inferred |= (distance > FAR_KM) | (lakes_of(mesh.lakes_on(day), middle) >= 0)
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for k, (first, second) in enumerate(sides.tolist()):
        groups.setdefault((min(first, second), max(first, second), bool(inferred[k])), []).append(k)
    lines = []
    for (first, second, doubtful), members in sorted(groups.items()):
        geometry = shapely.line_merge(shapely.MultiLineString(ends[members].tolist()))
        course = tuple(sorted(map(tuple, np.round(middle[members], 6).tolist())))
        lines.append(FrontLine((first, second), doubtful, course, geometry, length_km(geometry)))
    return lines


def shared_edges(areas: Mapping[int, BaseGeometry]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the edges that two areas of a coverage share: their ends, shape (m, 2, 2), and the two codes, shape (m, 2), the smaller first."""
    import shapely

    keys = np.array(sorted(areas), dtype=np.intp)
    parts, of_part = shapely.get_parts(np.array([areas[int(key)] for key in keys], dtype=object), return_index=True)
    rings, of_ring = shapely.get_rings(parts, return_index=True)
    of_ring = of_part[of_ring]
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    inside = ring[1:] == ring[:-1]
    first, second, owner = xy[:-1][inside], xy[1:][inside], of_ring[ring[1:][inside]]
    swap = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
    first[swap], second[swap] = second[swap], first[swap].copy()
    edge = np.column_stack([first, second])
    order = np.lexsort((owner, *edge.T))
    edge, owner = edge[order], owner[order]
    twin = np.flatnonzero((edge[1:] == edge[:-1]).all(axis=1) & (owner[1:] != owner[:-1]))
    return edge[twin].reshape(-1, 2, 2), np.column_stack([keys[owner[twin]], keys[owner[twin + 1]]])


def _front_name(label: tuple[str | None, str]) -> str:
    holder, status = label
    return "contested" if status == "contested" else holder or ""
