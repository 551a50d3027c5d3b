"""The lines along which hostile sides meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.areas import Label
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
        What it is made of: equal for equal lines on one mesh.
    geometry
        Line or lines, EPSG:4326, within the clip polygon and the reach of places.
    length_km
        Length on the ellipsoid.
    """

    sides: tuple[str, str]
    inferred: bool
    course: tuple[tuple[float, ...], ...]
    geometry: BaseGeometry
    length_km: float


def front_lines(mesh: Mesh, codes: NDArray[np.intp], table: Sequence[Label], *, thin: NDArray[np.bool_] | None = None) -> list[FrontLine]:
    """Return the front lines of a day, one for each pair of sides and whether it is inferred.

    Parameters
    ----------
    mesh
        Cells of the places.
    codes
        Shape (n,): index into ``table`` for each place.
    table
        (holder, status) by code.
    thin
        Shape (n,): which places are only claimed or inferred to be held by their holder.

    Notes
    -----
    A stretch is inferred where the nearest places of both sides are together more than 20 km away from it, where one of them is only claimed, or
    where it bounds a contested place: the front then runs somewhere through that place. Between a side and unknown there is no front line.
    """
    import shapely

    from conflict_map.geo import length_km

    found = mesh.crossings(codes)
    names = np.array([_front_name(label) for label in table], dtype=object)
    sides = names[found.codes]
    hostile = (sides[:, 0] != sides[:, 1]) & (sides != "").all(axis=1)
    ends, sides, pairs = found.ends[hostile], sides[hostile], found.codes[hostile]
    inferred = (sides == "contested").any(axis=1)
    middle = ends.mean(axis=1)
    apart = np.zeros(len(ends))
    for side in (0, 1):
        for code in np.unique(pairs[:, side]):
            mine = pairs[:, side] == code
            place, km = mesh.nearest(middle[mine], np.flatnonzero(codes == code))
            apart[mine] += km
            if thin is not None:
                inferred[mine] |= thin[place]
    inferred |= apart > FAR_KM
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for k, (first, second) in enumerate(sides.tolist()):
        groups.setdefault((min(first, second), max(first, second), bool(inferred[k])), []).append(k)
    lines = []
    for (first, second, doubtful), members in sorted(groups.items()):
        merged = shapely.union_all(mesh.lines(ends[members]))
        shown = shapely.intersection(merged, mesh.reach_area)
        pieces = [part for part in shapely.get_parts(shown) if part.geom_type in {"LineString", "MultiLineString"} and part.length > 0]
        if pieces:
            geometry = shapely.line_merge(shapely.union_all(pieces))
            key = tuple(sorted(map(tuple, np.round(middle[members]).tolist())))
            lines.append(FrontLine((first, second), doubtful, key, geometry, length_km(geometry)))
    return lines


def _front_name(label: Label) -> str:
    holder, status = label
    return "contested" if status == "contested" else holder or ""
