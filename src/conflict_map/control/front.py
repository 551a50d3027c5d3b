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

#: A stretch between places that are further apart than this is inferred: nobody reported from in between.
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
    edges
        What it is made of: equal for equal lines on one mesh.
    geometry
        Line or lines, EPSG:4326, within the clip polygon and the reach of places.
    length_km
        Length on the ellipsoid.
    """

    sides: tuple[str, str]
    inferred: bool
    edges: tuple[int, ...]
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
    A stretch is inferred where its places are more than 20 km apart, where one of them is only claimed, or where it bounds a contested place:
    the front then runs somewhere through that place. Between a side and unknown there is no front line.
    """
    import shapely

    from conflict_map.geo import length_km

    lines: list[FrontLine] = []
    names = np.array([_front_name(label) for label in table], dtype=object)
    sides = names[codes][mesh.pairs]
    if not len(sides):
        return lines
    hostile = np.flatnonzero((sides[:, 0] != sides[:, 1]) & (sides != "").all(axis=1))
    apart = np.hypot(*(mesh.xy[mesh.pairs[:, 0]] - mesh.xy[mesh.pairs[:, 1]]).T) / 1000.0
    inferred = (apart > FAR_KM) | (sides == "contested").any(axis=1)
    if thin is not None:
        inferred |= thin[mesh.pairs].any(axis=1)
    groups: dict[tuple[str, str, bool], list[int]] = {}
    for edge in hostile.tolist():
        first, second = sorted(sides[edge])
        groups.setdefault((first, second, bool(inferred[edge])), []).append(edge)
    for (first, second, doubtful), edges in sorted(groups.items()):
        merged = shapely.line_merge(shapely.union_all(mesh.edges_lon_lat[edges]))
        shown = shapely.intersection(merged, mesh.reach_area)
        pieces = [part for part in shapely.get_parts(shown) if part.geom_type in {"LineString", "MultiLineString"} and part.length > 0]
        if pieces:
            geometry = shapely.line_merge(shapely.union_all(pieces))
            lines.append(FrontLine((first, second), doubtful, tuple(edges), geometry, length_km(geometry)))
    return lines


def _front_name(label: Label) -> str:
    holder, status = label
    return "contested" if status == "contested" else holder or ""
