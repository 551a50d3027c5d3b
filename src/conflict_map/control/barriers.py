"""Meshes that rivers, roads or other lines divide: what is said on one side is not said of the other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.control.mesh import Mesh, build_mesh
from conflict_map.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

__all__ = ["DividedMesh", "divided_mesh"]


@dataclass(frozen=True, eq=False)
class DividedMesh(Mesh):
    """A mesh whose polygon is cut into compartments.

    Attributes
    ----------
    lines
        What cuts it, EPSG:4326.
    compartments
        Shape (k,): polygons that together fill ``within``.
    members
        For each compartment the indices of its places.
    """

    lines: BaseGeometry
    compartments: NDArray[np.object_]
    members: tuple[NDArray[np.intp], ...]

    @cached_property
    def _parts(self) -> tuple[Mesh | None, ...]:
        """The mesh of each compartment; None where it has no place, and the nearest place elsewhere has to speak for it."""
        return tuple(
            build_mesh(self.lon_lat[mine], polygon, reach_km=self.reach_km, boundary=self.boundary) if len(mine) else None
            for polygon, mine in zip(self.compartments, self.members, strict=True)
        )

    @cached_property
    def frame_lines(self) -> tuple[BaseGeometry, ...]:
        """What bounds all areas, and what divides them."""
        own = [line for part in self._parts if part is not None for line in part.frame_lines]
        return (*super().frame_lines, *own, self.lines)

    def boundaries(self, codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return lines that divide places with different codes; they may run on into compartments where they mean nothing."""
        found = [part.boundaries(codes[mine], apart) for part, mine in zip(self._parts, self.members, strict=True) if part is not None]
        if any(part is None for part in self._parts):
            found.append(super().boundaries(codes, apart))
        return np.concatenate(found)

    def codes_at(self, lon_lat: NDArray[np.float64], codes: NDArray[np.intp], apart: NDArray[np.bool_], *, no_report: int) -> NDArray[np.intp]:
        """Return the code of points, each from the places of its own compartment."""
        compartment = _compartment_of(self.compartments, lon_lat)
        found = np.full(len(lon_lat), no_report, dtype=np.intp)
        for number, (part, mine) in enumerate(zip(self._parts, self.members, strict=True)):
            here = compartment == number
            if here.any():
                found[here] = (
                    super().codes_at(lon_lat[here], codes, apart, no_report=no_report)
                    if part is None
                    else part.codes_at(lon_lat[here], codes[mine], apart, no_report=no_report)
                )
        return found


def _compartment_of(compartments: NDArray[np.object_], lon_lat: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the compartment that each point lies in or is nearest to."""
    import shapely

    spots = np.atleast_1d(np.asarray(shapely.points(lon_lat)))
    spot, polygon = shapely.STRtree(compartments).query_nearest(spots, all_matches=True)
    found = np.full(len(lon_lat), len(compartments), dtype=np.intp)
    np.minimum.at(found, spot, polygon)  # the first, where a point is on the line between two
    return found


def divided_mesh(mesh: Mesh, barriers: BaseGeometry) -> Mesh:
    """Return a mesh in which no place speaks for what lies beyond a barrier.

    Parameters
    ----------
    mesh
        The places.
    barriers
        Lines, or polygons of which the outlines count, EPSG:4326. Only what cuts the polygon of the mesh through, alone or together, divides it: a
        river that ends inside does not.

    Raises
    ------
    InputError
        If the barriers are neither lines nor polygons.
    """
    import shapely

    flat = shapely.force_2d(barriers)
    parts = [part.boundary if part.geom_type == "Polygon" else part for part in shapely.get_parts(flat).tolist()]
    if any(part.geom_type not in {"LineString", "MultiLineString", "LinearRing"} for part in parts):
        message = f"barriers must be lines or polygons in EPSG:4326, not {barriers.geom_type}"
        raise InputError(message)
    lines = shapely.union_all(parts) if parts else shapely.MultiLineString()
    pieces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(shapely.union_all([lines, mesh.within.boundary])))))
    compartments = pieces[shapely.contains_properly(mesh.within, shapely.point_on_surface(pieces))]
    if len(compartments) <= len(shapely.get_parts(mesh.within)):
        return mesh
    where = _compartment_of(compartments, mesh.lon_lat)
    return DividedMesh(
        lon_lat=mesh.lon_lat,
        within=mesh.within,
        xy=mesh.xy,
        extent=mesh.extent,
        to_plane=mesh.to_plane,
        reach_km=mesh.reach_km,
        boundary=mesh.boundary,
        lines=lines,
        compartments=compartments,
        members=tuple(np.flatnonzero(where == number) for number in range(len(compartments))),
    )
