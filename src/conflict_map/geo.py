"""Distances, bearings, areas and validity on the earth.

Points are given as ``lat, lon`` in degrees, WGS 84; geometries are shapely's in (lon, lat) order, EPSG:4326. Distances use the sphere of
6371.0088 km (the mean radius of IUGG), which is within 0.6 % of the ellipsoid and far finer than a report's place names.
"""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pyproj import Geod, Transformer
    from shapely.geometry.base import BaseGeometry

__all__ = [
    "EARTH_RADIUS_KM",
    "angle_between",
    "area_km2",
    "bearing_deg",
    "compass",
    "compass_bearing",
    "destination",
    "distance_km",
    "equal_area",
    "length_km",
    "lies_within",
    "nearest_point",
    "to_equal_area",
]

EARTH_RADIUS_KM = 6371.0088
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the great-circle distance in km (haversine formula).

    Examples
    --------
    >>> round(distance_km(35.64, 36.67, 35.81, 36.61))
    20
    """
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat, half_lon = (phi2 - phi1) / 2, math.radians(lon2 - lon1) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(phi1) * math.cos(phi2) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))


def bearing_deg(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Return the initial bearing of the great circle from the first point to the second: 0 is north, clockwise, below 360.

    Examples
    --------
    >>> bearing_deg(0, 0, 0, 10)
    90.0
    """
    phi1, phi2, dlon = math.radians(lat1), math.radians(lat2), math.radians(lon2 - lon1)
    east = math.sin(dlon) * math.cos(phi2)
    north = math.cos(phi1) * math.sin(phi2) - math.sin(phi1) * math.cos(phi2) * math.cos(dlon)
    # A tiny negative angle plus 360 rounds to 360.0, hence the second modulo.
    return math.degrees(math.atan2(east, north)) % 360.0 % 360.0


def destination(lat: float, lon: float, bearing: float, km: float) -> tuple[float, float]:
    """Return (lat, lon) of the point ``km`` away on the given bearing; lon is in [-180, 180).

    Examples
    --------
    >>> lat, lon = destination(0.0, 0.0, 0.0, 111.195)
    >>> round(lat, 3), round(lon, 3)
    (1.0, 0.0)
    """
    phi, theta, delta = math.radians(lat), math.radians(bearing), km / EARTH_RADIUS_KM
    sin_phi2 = math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(theta)
    phi2 = math.asin(max(-1.0, min(1.0, sin_phi2)))
    dlon = math.atan2(math.sin(theta) * math.sin(delta) * math.cos(phi), math.cos(delta) - math.sin(phi) * math.sin(phi2))
    return math.degrees(phi2), (lon + math.degrees(dlon) + 180.0) % 360.0 - 180.0


def compass(bearing: float) -> str:
    """Return the nearest of the eight compass points to a bearing in degrees.

    Examples
    --------
    >>> compass(350), compass(100)
    ('N', 'E')
    """
    return _COMPASS[round((bearing % 360.0) / 45.0) % 8]


def compass_bearing(direction: str) -> float:
    """Return the bearing in degrees of one of the eight compass points.

    Raises
    ------
    ValueError
        If ``direction`` is not one of N, NE, E, SE, S, SW, W, NW.
    """
    if direction not in _COMPASS:
        message = f"direction must be one of {', '.join(_COMPASS)}, not {direction!r}"
        raise ValueError(message)
    return 45.0 * _COMPASS.index(direction)


def angle_between(bearing1: float, bearing2: float) -> float:
    """Return the smallest angle between two bearings, 0 to 180 degrees."""
    return abs((bearing1 - bearing2 + 180.0) % 360.0 - 180.0)


@cache
def _geod() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a polygon on the WGS 84 ellipsoid in square kilometres, whatever the direction of its rings.

    Ellipsoidal edges are geodesics (Karney 2013, doi:10.1007/s00190-012-0578-z).
    """
    from shapely import get_coordinates, get_exterior_ring, get_parts
    from shapely.geometry import Polygon

    total = 0.0
    for part in get_parts(geometry):
        if isinstance(part, Polygon) and not part.is_empty:
            around, *holes = (abs(_geod().polygon_area_perimeter(*get_coordinates(ring).T)[0]) for ring in (get_exterior_ring(part), *part.interiors))
            total += around - sum(holes)
    return total / 1e6


def length_km(geometry: BaseGeometry) -> float:
    """Return the length of lines on the WGS 84 ellipsoid in kilometres."""
    return float(_geod().geometry_length(geometry)) / 1e3


def nearest_point(geometry: BaseGeometry, lat: float, lon: float) -> tuple[float, float, float]:
    """Return (lat, lon, km) of the point of a line or polygon boundary that is nearest to a point.

    The search runs in an azimuthal equidistant projection centred on the point, in which distances from the point are true;
    vertices on the far side of the earth make it coarse, so clip world-spanning lines first.

    Raises
    ------
    ValueError
        If the geometry is empty.
    """
    from shapely import get_coordinates, set_coordinates
    from shapely.geometry import Point
    from shapely.ops import nearest_points

    if geometry.is_empty:
        message = "nearest_point needs a geometry that is not empty"
        raise ValueError(message)
    line = _outline(geometry)
    flat = set_coordinates(line, _equidistant(get_coordinates(line), lat, lon))
    spot = Point(nearest_points(flat, Point(0.0, 0.0))[0])
    found = destination(lat, lon, math.degrees(math.atan2(spot.x, spot.y)), math.hypot(spot.x, spot.y))
    return *found, distance_km(lat, lon, *found)


def lies_within(geometry: BaseGeometry, lat: float, lon: float, km: float) -> bool:
    """Return whether `nearest_point` of a line or polygon boundary lies within ``km``, mostly by a look at the vertices alone.

    An edge comes nearer to a point than both of its vertices by less than its length, so that only where the nearest vertex is hardly further away
    than ``km``, or some vertex on the far side of the earth, the nearest point itself has to be found. The geometry should not be made anew for
    each call: its vertices are kept.

    Raises
    ------
    ValueError
        If the geometry is empty.
    """
    if not geometry.is_empty:
        phi, theta = math.radians(lat), math.radians(lon)
        cosines = _vertices(_Itself(geometry)) @ (math.cos(phi) * math.cos(theta), math.cos(phi) * math.sin(theta), math.sin(phi))
        nearest = EARTH_RADIUS_KM * math.acos(max(-1.0, min(1.0, float(cosines.max()))))
        if nearest <= km - _ROUNDING_KM:
            return True
        if nearest > km + _EDGE_KM and float(cosines.min()) > _FAR_SIDE:
            return False
    return nearest_point(geometry, lat, lon)[2] <= km


_EDGE_DEGREES = 0.25
_EDGE_KM, _FAR_SIDE = 70.0, math.cos(math.radians(120.0))
"""An edge of a quarter of a degree is no longer than this in the projection, unless it lies further away than 120 degrees."""
_ROUNDING_KM = 1e-3


class _Itself:
    """A geometry as the key of a table: the same object, not an equal one, which would cost a look at all of its vertices."""

    __slots__ = ("geometry",)

    def __init__(self, geometry: BaseGeometry) -> None:
        self.geometry = geometry

    def __hash__(self) -> int:
        return id(self.geometry)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Itself) and self.geometry is other.geometry


@lru_cache(maxsize=64)
def _vertices(key: _Itself) -> NDArray[np.float64]:
    """Return the vertices that `nearest_point` looks at, on the unit sphere."""
    import numpy as np
    from shapely import get_coordinates

    lon, lat = np.radians(get_coordinates(_outline(key.geometry)).T)
    return np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)


def _outline(geometry: BaseGeometry) -> BaseGeometry:
    """Return a line or the boundary of a polygon with edges so short that they are straight in the projection, too."""
    from shapely import segmentize

    line = geometry.boundary if geometry.geom_type in {"Polygon", "MultiPolygon"} else geometry
    return line if line.geom_type in {"Point", "MultiPoint"} else segmentize(line, _EDGE_DEGREES)


def _equidistant(points: NDArray[np.float64], lat: float, lon: float) -> NDArray[np.float64]:
    """Return (lon, lat) pairs in degrees as (x, y) in km in the azimuthal equidistant projection of the sphere around a point.

    Written out rather than left to pyproj, which takes longer to load than a report to read.
    """
    import numpy as np

    phi0, (dlon, phi) = math.radians(lat), np.radians((points - (lon, 0.0)).T)
    east = np.cos(phi) * np.sin(dlon)
    north = math.cos(phi0) * np.sin(phi) - math.sin(phi0) * np.cos(phi) * np.cos(dlon)
    towards = math.sin(phi0) * np.sin(phi) + math.cos(phi0) * np.cos(phi) * np.cos(dlon)
    sine = np.hypot(east, north)
    km = EARTH_RADIUS_KM * np.arctan2(sine, towards)
    at_pole = sine == 0.0  # the point itself, and its antipode, which lies in every direction
    scale = km / np.where(at_pole, 1.0, sine)
    return np.stack((np.where(at_pole, km, scale * east), scale * north), axis=1)


def equal_area(lat: float, lon: float) -> str:
    """Return the PROJ string of a Lambert azimuthal equal-area projection centred on a point, in metres."""
    return f"+proj=laea +lat_0={lat:.4f} +lon_0={lon:.4f} +datum=WGS84 +units=m +type=crs"


@cache
def to_equal_area(lat: float, lon: float) -> Transformer:
    """Return the transformer from (lon, lat) degrees to the projection of `equal_area`."""
    from pyproj import Transformer

    return Transformer.from_crs("EPSG:4326", equal_area(lat, lon), always_xy=True)
