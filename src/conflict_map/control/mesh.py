"""The Voronoi cells of a set of places, as edges that know the two places on their sides, and their clip.

Cells are cut in the plane of a Lambert azimuthal equal-area projection about the places. Only edges between places of
different labels are ever turned into polygons: they are noded once with the outline of the clip polygon, and every polygon of the answer is
built from that one noded linework. So neighbours share identical edges, nothing overlaps and nothing is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.errors import InputError
from conflict_map.geo import to_equal_area

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from pyproj import Transformer
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

__all__ = ["Mesh", "build_mesh", "centre_of", "faces"]

# Edges are cut into pieces no longer than this before they leave the plane: a straight line there is bent in degrees, by some metres here.
_PIECE_M = 10_000.0
_RING_POINTS = 48
_HALF_TURN = 180.0


def centre_of(lon_lat: NDArray[np.float64]) -> tuple[float, float]:
    """Return (lat, lon) of the middle of points, taken on the sphere, so that the antimeridian does no harm.

    Parameters
    ----------
    lon_lat
        Shape (n, 2), degrees.
    """
    lon, lat = np.radians(lon_lat[:, 0]), np.radians(lon_lat[:, 1])
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return round(math.degrees(math.atan2(z, math.hypot(x, y))), 3), round(math.degrees(math.atan2(y, x)), 3)


@dataclass(frozen=True, eq=False)
class Mesh:
    """Cells of distinct points within a clip polygon.

    Attributes
    ----------
    lon_lat
        Shape (n, 2), degrees: the places, no two the same.
    within
        Valid polygon or multipolygon, EPSG:4326.
    xy
        Shape (n, 2), metres in the equal-area plane.
    to_plane
        Transformer from degrees to that plane.
    pairs
        Shape (m, 2): the two places on the sides of each edge.
    edges
        m lines in the plane.
    reach_km
        How far a place speaks for its surroundings, or None for as far as the polygon goes.
    """

    lon_lat: NDArray[np.float64]
    within: BaseGeometry
    xy: NDArray[np.float64]
    to_plane: Transformer
    pairs: NDArray[np.intp]
    edges: NDArray[np.object_]
    reach_km: float | None

    @cached_property
    def tree(self) -> STRtree:
        """Index of the places in the plane."""
        from shapely import STRtree, points

        return STRtree(np.atleast_1d(np.asarray(points(self.xy))))

    @cached_property
    def edges_lon_lat(self) -> NDArray[np.object_]:
        """The edges in degrees, cut to where they can matter, each as a line."""
        return to_degrees(self.edges, self.to_plane)

    @cached_property
    def edge_length_km(self) -> NDArray[np.float64]:
        """Length of each edge in the plane, km."""
        from shapely import length

        return np.asarray(length(self.edges) / 1000.0)

    @cached_property
    def reach_outline(self) -> BaseGeometry | None:
        """The outline of all that some place speaks for, in degrees; None where there is no limit."""
        from shapely import buffer, points, union_all

        if self.reach_km is None:
            return None
        discs = buffer(points(self.xy), self.reach_km * 1000.0, quad_segs=12)
        return union_all(to_degrees(np.array([union_all(discs).boundary]), self.to_plane))

    @cached_property
    def reach_area(self) -> BaseGeometry:
        """What some place speaks for, within the clip polygon."""
        from shapely import get_parts, intersects, point_on_surface, polygonize, union_all

        if self.reach_outline is None:
            return self.within
        noded = union_all([self.reach_outline, self.within.boundary])
        pieces = get_parts(polygonize(get_parts(noded)))
        inside = point_on_surface(pieces)
        near = self.nearest(_xy(inside))[1] <= (self.reach_km or np.inf)
        return union_all(pieces[near & intersects(self.within, inside)])

    def nearest(self, lon_lat: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the nearest place of each point and the distance in km."""
        from shapely import points

        x, y = self.to_plane.transform(lon_lat[:, 0], lon_lat[:, 1])
        spots, distance = self.tree.query_nearest(points(np.column_stack([x, y])), all_matches=False, return_distance=True)
        order = np.argsort(spots[0], kind="stable")
        return spots[1][order], distance[order] / 1000.0


def _xy(points: Any) -> NDArray[np.float64]:  # noqa: ANN401 - shapely's arrays
    from shapely import get_coordinates

    return np.asarray(get_coordinates(points))


def to_degrees(lines: NDArray[np.object_], to_plane: Transformer) -> NDArray[np.object_]:
    """Return lines of the plane in degrees, in small pieces; what crosses the antimeridian is given on both sides of it."""
    import shapely

    lines = shapely.segmentize(lines, _PIECE_M)
    xy, index = shapely.get_coordinates(lines, return_index=True)
    lon, lat = to_plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
    out = shapely.set_coordinates(lines.copy(), np.column_stack([lon, lat]))
    jump = (np.abs(np.diff(lon)) > _HALF_TURN) & (index[1:] == index[:-1])
    for k in np.unique(index[1:][jump]):
        parts: list[Any] = []
        for part in shapely.get_parts(lines[k]):
            plane = shapely.get_coordinates(part)
            part_lon, part_lat = to_plane.transform(plane[:, 0], plane[:, 1], direction="INVERSE")
            part_lon = np.unwrap(part_lon, period=360.0)
            parts += [shapely.LineString(np.column_stack([part_lon + shift, part_lat])) for shift in (-360.0, 0.0, 360.0)]
        out[k] = shapely.multilinestrings(parts)
    return np.asarray(out)


def _ring(xy: NDArray[np.float64], reach: float) -> NDArray[np.float64]:
    """Return points of a wide ring about all places, so that every edge between places has an end."""
    angle = np.linspace(0.0, 2.0 * np.pi, _RING_POINTS, endpoint=False) + 0.1
    middle = (xy.min(axis=0) + xy.max(axis=0)) / 2.0
    ring: NDArray[np.float64] = middle + reach * np.column_stack([np.cos(angle), np.sin(angle)])
    return ring


def _voronoi_edges(xy: NDArray[np.float64], extent: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.object_]]:
    """Return the pairs of neighbours, shape (m, 2), and the edges between them.

    ``extent`` (shape (k, 2)) are points that the cells have to cover.
    """
    import shapely

    count = len(xy)
    if count < 2:  # noqa: PLR2004 - one place has no neighbour
        return np.empty((0, 2), dtype=np.intp), np.empty(0, dtype=object)
    everything = np.concatenate([xy, extent])
    size = float(np.ptp(everything, axis=0).max()) or 1.0
    seeds = np.concatenate([xy, _ring(everything, 4.0 * size)])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(seeds), ordered=True))
    rings, cell = shapely.get_coordinates(cells, return_index=True)
    same = cell[1:] == cell[:-1]
    first, second, owner = rings[:-1][same], rings[1:][same], cell[1:][same]
    swap = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
    first[swap], second[swap] = second[swap], first[swap].copy()
    segment = np.column_stack([first, second])
    order = np.lexsort(segment.T)
    segment, owner = segment[order], owner[order]
    twin = np.flatnonzero((segment[1:] == segment[:-1]).all(axis=1))
    pairs = np.column_stack([owner[twin], owner[twin + 1]])
    real = (pairs < count).all(axis=1)
    ends = segment[twin][real].reshape(-1, 2, 2)
    return np.sort(pairs[real], axis=1), np.asarray(shapely.linestrings(ends))


def build_mesh(lon_lat: NDArray[np.float64], within: BaseGeometry, *, reach_km: float | None = None) -> Mesh:
    """Return the cells of places; the same places and polygon give the same object again, without work.

    Parameters
    ----------
    lon_lat
        Shape (n, 2), degrees, no two rows the same.
    within
        Valid polygon, EPSG:4326.
    reach_km
        Positive, or None.
    """
    from shapely import to_wkb

    return _build(np.ascontiguousarray(lon_lat, dtype=np.float64).tobytes(), to_wkb(within), reach_km)


@lru_cache(maxsize=8)
def _build(points: bytes, polygon: bytes, reach_km: float | None) -> Mesh:
    import shapely

    lon_lat = np.frombuffer(points, dtype=np.float64).reshape(-1, 2)
    within = shapely.from_wkb(polygon)
    shapely.prepare(within)
    outline = shapely.get_coordinates(shapely.segmentize(within, 0.5))
    lat, lon = centre_of(outline)
    to_plane = to_equal_area(lat, lon)
    xy = np.column_stack(to_plane.transform(lon_lat[:, 0], lon_lat[:, 1]))
    extent = np.column_stack(to_plane.transform(outline[:, 0], outline[:, 1]))
    if not (np.isfinite(xy).all() and np.isfinite(extent).all()):
        message = "within reaches around the whole earth: give the polygon of a country or a region"
        raise InputError(message)
    pairs, edges = _voronoi_edges(xy, extent)
    if len(edges):
        # Edges that cannot touch the polygon are dropped here, once.
        near = shapely.box(*extent.min(axis=0), *extent.max(axis=0)).buffer(1000.0)
        keep = shapely.intersects(near, edges)
        pairs, edges = pairs[keep], shapely.intersection(edges[keep], near)
        lines = shapely.length(edges) > 0
        pairs, edges = pairs[lines], edges[lines]
    return Mesh(lon_lat=lon_lat, within=within, xy=xy, to_plane=to_plane, pairs=pairs, edges=edges, reach_km=reach_km)


def faces(mesh: Mesh, lines: NDArray[np.object_], label: Callable[[NDArray[np.float64]], NDArray[Any]]) -> tuple[NDArray[np.object_], NDArray[Any]]:
    """Return the polygons that lines cut out of the clip polygon, and the label of each.

    Parameters
    ----------
    lines
        Lines in degrees; the outline of the polygon is added to them.
    label
        Labels of points of shape (k, 2) in degrees; it is asked once for a point inside each polygon.
    """
    import shapely

    noded = shapely.union_all([*lines, mesh.within.boundary])
    polygons = shapely.get_parts(shapely.polygonize(shapely.get_parts(noded)))
    inside = shapely.point_on_surface(polygons)
    keep = shapely.contains_properly(mesh.within, inside)
    polygons, inside = polygons[keep], inside[keep]
    return polygons, label(shapely.get_coordinates(inside))
