"""A set of places within a clip polygon, and the boundaries between those that differ.

All geometry is made in the plane of a Lambert azimuthal equal-area projection about the polygon. Boundaries are noded once with the outline of
the clip polygon, and every polygon of the answer is built from that one noded linework. So neighbours share identical edges, nothing overlaps
and nothing is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.kriging import KrigingField
from conflict_map.errors import InputError, UsageError
from conflict_map.geo import to_equal_area

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray
    from pyproj import Transformer
    from scipy.spatial import KDTree
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

__all__ = ["BOUNDARIES", "Mesh", "build_mesh", "centre_of", "faces"]

#: How boundaries run between places.
BOUNDARIES = ("kriging", "voronoi")

# Lines are cut into pieces no longer than this before they leave the plane: a straight line there is bent in degrees, by some metres here.
_PIECE_M = 10_000.0
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
    """Distinct places within a clip polygon.

    Attributes
    ----------
    lon_lat
        Shape (n, 2), degrees: the places, no two the same.
    within
        Valid polygon or multipolygon, EPSG:4326.
    xy
        Shape (n, 2), metres in the equal-area plane.
    extent
        Shape (k, 2), metres: the outline of ``within`` in the plane.
    to_plane
        Transformer from degrees to that plane.
    reach_km
        How far a place speaks for its surroundings, or None for as far as the polygon goes.
    boundary
        One of `BOUNDARIES`.
    """

    lon_lat: NDArray[np.float64]
    within: BaseGeometry
    xy: NDArray[np.float64]
    extent: NDArray[np.float64]
    to_plane: Transformer
    reach_km: float | None
    boundary: str

    @cached_property
    def spots(self) -> STRtree:
        """Index of the places in degrees."""
        import shapely

        return shapely.STRtree(np.atleast_1d(np.asarray(shapely.points(self.lon_lat))))

    @cached_property
    def _tree(self) -> KDTree:
        from scipy.spatial import KDTree

        return KDTree(self.xy)

    @cached_property
    def _field(self) -> KrigingField:
        return KrigingField(self.xy, self.extent)

    @cached_property
    def _voronoi(self) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        from conflict_map.control.voronoi import voronoi_edges

        return voronoi_edges(self.xy, self.extent)

    def boundaries(self, codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.object_]:
        """Return lines in degrees that divide places with different codes.

        Parameters
        ----------
        codes
            Shape (n,): a small non-negative number for each place.
        apart
            Shape (at least the largest code + 1,): codes whose places keep their whole Voronoi cells, because what they stand for must not be
            given to a neighbour: contested, unknown.
        """
        if len(codes) < 2 or (codes == codes[0]).all():  # noqa: PLR2004 - one place has no neighbour
            return np.empty(0, dtype=object)
        by_cell = self.boundary == "voronoi"
        ends = [] if by_cell else [self._field.crossings(codes, apart)]
        if by_cell or apart[codes].any():
            pairs, edges = self._voronoi
            sides = codes[pairs]
            ends.append(edges[(sides[:, 0] != sides[:, 1]) & (by_cell | apart[sides].any(axis=1))])
        return self._lines(np.concatenate(ends))

    def codes_at(self, lon_lat: NDArray[np.float64], codes: NDArray[np.intp], apart: NDArray[np.bool_], *, no_report: int) -> NDArray[np.intp]:
        """Return the code of points (shape (k, 2), degrees); ``no_report`` where no place reaches."""
        xy = self._plane(lon_lat)
        distance, place = self._tree.query(xy)
        found: NDArray[np.intp] = codes[place]
        if self.boundary == "kriging" and not apart[codes].all() and (codes != codes[0]).any():
            found = np.where(apart[found], found, self._field.codes_at(xy, codes, apart))
        return found if self.reach_km is None else np.where(distance <= self.reach_km * 1000.0, found, no_report)

    def nearest_of(self, lon_lat: NDArray[np.float64], among: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return for points, shape (k, 2), degrees, the nearest of some places and the distance in km."""
        from scipy.spatial import KDTree

        distance, index = KDTree(self.xy[among]).query(self._plane(lon_lat))
        return among[index], distance / 1000.0

    def _lines(self, ends: NDArray[np.float64]) -> NDArray[np.object_]:
        """Return segments of the plane, shape (m, 2, 2), joined to lines in degrees."""
        import shapely

        if not len(ends):
            return np.empty(0, dtype=object)
        points, part = chained(ends)
        return to_degrees(np.asarray(shapely.linestrings(points, indices=part)), self.to_plane)

    @cached_property
    def _reach_outline(self) -> BaseGeometry | None:
        """The outline of all that some place speaks for, in degrees; None where there is no limit."""
        import shapely

        if self.reach_km is None:
            return None
        discs = shapely.buffer(np.atleast_1d(np.asarray(shapely.points(self.xy))), self.reach_km * 1000.0, quad_segs=12)
        return shapely.union_all(to_degrees(np.asarray(shapely.get_parts(shapely.union_all(discs).boundary)), self.to_plane))

    @cached_property
    def _water(self) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
        from conflict_map.control.water import open_water

        return open_water(self.within, self.lon_lat, self.to_plane)

    def lakes_on(self, day: int | None) -> NDArray[np.object_]:
        """Return the lakes and reservoirs of the clip polygon that are water on a day (a number; None: all), see `conflict_map.control.water`."""
        lakes, last = self._water
        return lakes if day is None else lakes[last >= day]

    @property
    def drained(self) -> tuple[int, ...]:
        """The days from which lakes of the clip polygon are land, as numbers, in order."""
        from conflict_map.gazetteer.lakes import ALWAYS

        return tuple(sorted({int(day) + 1 for day in self._water[1] if day != ALWAYS}))

    @cached_property
    def partitions(self) -> dict[tuple[bytes, bytes], Any]:
        """What has been made of this mesh before, by what each place was."""
        return {}

    @cached_property
    def frame_lines(self) -> tuple[BaseGeometry, ...]:
        """What bounds all areas: the outline of the clip polygon, and of what places reach."""
        outline = self._reach_outline
        return (self.within.boundary,) if outline is None else (self.within.boundary, outline)

    def _plane(self, lon_lat: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(self.to_plane.transform(lon_lat[:, 0], lon_lat[:, 1]))


def to_degrees(lines: NDArray[np.object_], to_plane: Transformer) -> NDArray[np.object_]:
    """Return lines of the plane in degrees, in small pieces; what crosses the antimeridian is given on both sides of it."""
    import shapely

    lines = shapely.segmentize(lines, _PIECE_M)
    xy, index = shapely.get_coordinates(lines, return_index=True)
    lon, lat = to_plane.transform(xy[:, 0], xy[:, 1], direction="INVERSE")
    out = shapely.set_coordinates(lines.copy(), np.column_stack([lon, lat]))
    jump = (np.abs(np.diff(lon)) > _HALF_TURN) & (index[1:] == index[:-1])
    for k in np.unique(index[1:][jump]):
        mine = index == k
        around = np.unwrap(lon[mine], period=2.0 * _HALF_TURN)
        shifts = (-2.0 * _HALF_TURN, 0.0, 2.0 * _HALF_TURN)
        out[k] = shapely.MultiLineString([shapely.LineString(np.column_stack([around + shift, lat[mine]])) for shift in shifts])
    return np.asarray(out)


def chained(ends: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return segments (shape (m, 2, 2), each once) joined to lines where exactly two of them meet: their points, and the line of each point."""
    flat = ends.reshape(-1, 2)
    spots, node = np.unique(flat[:, 0] + 1j * flat[:, 1], return_inverse=True)
    count = np.bincount(node)
    order = np.argsort(node, kind="stable")
    first = np.concatenate([[0], np.cumsum(count)[:-1]])
    two = count == 2  # noqa: PLR2004 - a point within a line
    # At such a point each of the two ends goes on with the other.
    partner = np.full(len(node), -1)
    a, b = order[first[two]], order[first[two] + 1]
    partner[a], partner[b] = b, a
    follows, at, used = partner.tolist(), node.tolist(), bytearray(len(ends))
    path: list[int] = []
    lengths: list[int] = []
    for start in [*np.flatnonzero(partner < 0).tolist(), *range(0, len(node), 2)]:  # lines from their ends, then what is closed
        if used[start // 2]:
            continue
        before, end = len(path), start
        path.append(at[end])
        while end >= 0 and not used[end // 2]:
            used[end // 2] = 1
            path.append(at[end ^ 1])
            end = follows[end ^ 1]
        lengths.append(len(path) - before)
    along = spots[path]
    return np.column_stack([along.real, along.imag]), np.repeat(np.arange(len(lengths)), lengths)


def build_mesh(lon_lat: NDArray[np.float64], within: BaseGeometry, *, reach_km: float | None = None, boundary: str = "kriging") -> Mesh:
    """Return the mesh of places; the same places and polygon give the same object again, with what it has computed before.

    Parameters
    ----------
    lon_lat
        Shape (n, 2), degrees, no two rows the same.
    within
        Valid polygon, EPSG:4326.
    reach_km
        Positive, or None.
    boundary
        One of `BOUNDARIES`.

    Raises
    ------
    UsageError
        If ``boundary`` is unknown.
    InputError
        If the polygon reaches around the earth.
    """
    from shapely import to_wkb

    if boundary not in BOUNDARIES:
        message = f"boundary must be one of {', '.join(BOUNDARIES)}, not {boundary!r}"
        raise UsageError(message)
    return _build(np.ascontiguousarray(lon_lat, dtype=np.float64).tobytes(), to_wkb(within), reach_km, boundary)


@lru_cache(maxsize=8)
def _build(places: bytes, polygon: bytes, reach_km: float | None, boundary: str) -> Mesh:
    import shapely

    lon_lat = np.frombuffer(places, dtype=np.float64).reshape(-1, 2)
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
    return Mesh(lon_lat=lon_lat, within=within, xy=xy, extent=extent, to_plane=to_plane, reach_km=reach_km, boundary=boundary)


def faces(
    mesh: Mesh, lines: Iterable[BaseGeometry], label: Callable[[NDArray[np.float64]], NDArray[Any]]
) -> tuple[NDArray[np.object_], NDArray[np.float64], NDArray[Any]]:
    """Return the polygons that lines cut out of the clip polygon, a point inside each (shape (k, 2), degrees), and its label.

    Parameters
    ----------
    lines
        Lines in degrees; what bounds all areas of the mesh is added to them.
    label
        Labels of points of shape (k, 2) in degrees; it is asked once, for a point inside each polygon.
    """
    import shapely

    noded = shapely.union_all([*lines, *mesh.frame_lines])
    polygons = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    inside = np.asarray(shapely.point_on_surface(polygons))
    keep = shapely.contains_properly(mesh.within, inside)
    spots = shapely.get_coordinates(inside[keep])
    return polygons[keep], spots, label(spots)
