from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, MultiPolygon, Point, box

from conflict_map import geo

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LAT = st.floats(-85, 85)
LON = st.floats(-180, 180, exclude_max=True)


def test_distance_between_two_known_cities() -> None:
    # Damascus to Aleppo, 310 km as the crow flies.
    assert geo.distance_km(33.5102, 36.29128, 36.20124, 37.16117) == pytest.approx(309.5, abs=1.5)


@given(LAT, LON, LAT, LON)
def test_distance_is_symmetric_and_bounded(lat1: float, lon1: float, lat2: float, lon2: float) -> None:
    there = geo.distance_km(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(geo.distance_km(lat2, lon2, lat1, lon1), abs=1e-6)
    assert 0 <= there <= math.pi * geo.EARTH_RADIUS_KM + 1e-6


@given(LAT, LON, st.floats(0, 360, exclude_max=True), st.floats(1, 2000))
def test_destination_is_as_far_and_in_the_direction_asked_for(lat: float, lon: float, bearing: float, km: float) -> None:
    lat2, lon2 = geo.destination(lat, lon, bearing, km)
    assert geo.distance_km(lat, lon, lat2, lon2) == pytest.approx(km, rel=1e-6, abs=1e-6)
    assert -180 <= lon2 < 180
    assert geo.angle_between(geo.bearing_deg(lat, lon, lat2, lon2), bearing) < 0.01


@pytest.mark.parametrize(("bearing", "point"), [(0, "N"), (22, "N"), (23, "NE"), (90, "E"), (180, "S"), (269, "W"), (338, "N"), (360, "N")])
def test_compass(bearing: float, point: str) -> None:
    assert geo.compass(bearing) == point


def test_compass_bearing_is_the_inverse_of_compass() -> None:
    for point in ("N", "NE", "E", "SE", "S", "SW", "W", "NW"):
        assert geo.compass(geo.compass_bearing(point)) == point
    with pytest.raises(ValueError, match="NNE"):
        geo.compass_bearing("NNE")


def test_area_does_not_depend_on_ring_direction_and_leaves_holes_out() -> None:
    square = box(36, 35, 37, 36)
    assert geo.area_km2(square) == pytest.approx(geo.area_km2(square.reverse()))
    assert geo.area_km2(square) == pytest.approx(111.0 * 90.6, rel=0.01)
    holed = square.difference(box(36.25, 35.25, 36.75, 35.75))
    both = MultiPolygon([square, box(40, 35, 41, 36)])
    assert geo.area_km2(holed) < 0.8 * geo.area_km2(square)
    assert geo.area_km2(both) == pytest.approx(2 * geo.area_km2(square), rel=1e-6)


def test_length() -> None:
    assert geo.length_km(LineString([(36, 35), (36, 36)])) == pytest.approx(110.95, abs=0.1)


def test_nearest_point_of_a_border() -> None:
    border = LineString([(36.0, 36.0), (40.0, 37.0)])
    lat, lon, km = geo.nearest_point(border, 35.64, 36.67)
    assert shapely.distance(border, Point(lon, lat)) < 0.001
    steps = [border.interpolate(i / 4000, normalized=True) for i in range(4001)]
    assert km == pytest.approx(min(geo.distance_km(35.64, 36.67, p.y, p.x) for p in steps), abs=0.05)


def test_nearest_point_takes_the_boundary_of_a_polygon() -> None:
    lat, lon, km = geo.nearest_point(box(30, 30, 40, 40), 31.0, 35.0)
    assert (lat, lon) == (pytest.approx(30.0, abs=0.02), pytest.approx(35.0, abs=0.02))
    assert km == pytest.approx(111.2, abs=1)


def test_the_projection_for_nearest_points_is_the_equidistant_one_of_proj() -> None:
    from pyproj import Transformer

    lat, lon = 35.64, 36.67
    points = np.array([[36.67, 35.64], [40.0, 37.0], [-120.0, -20.0], [179.9, 89.0], [36.67, -10.0]])
    crs = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +R={geo.EARTH_RADIUS_KM * 1000} +units=km +type=crs"
    x, y = Transformer.from_crs("EPSG:4326", crs, always_xy=True).transform(*points.T)
    assert geo._equidistant(points, lat, lon) == pytest.approx(np.stack((x, y), axis=1), abs=1e-6)
    antipode = geo._equidistant(np.array([[lon - 180.0, -lat]]), lat, lon)
    assert np.hypot(*antipode[0]) == pytest.approx(math.pi * geo.EARTH_RADIUS_KM, abs=0.01)


@pytest.mark.parametrize("reach", [5.0, 400.0, 2_000.0])
@pytest.mark.parametrize("shape", [box(30, 30, 40, 40), LineString([(36, 36), (60, 20)]), box(-170, -60, 170, 75), MultiPoint([(0, 0), (50, 50)])])
def test_lies_within_answers_as_the_nearest_point_does(shape: BaseGeometry, reach: float) -> None:
    for lat in range(-80, 90, 20):
        for lon in range(-180, 180, 15):
            assert geo.lies_within(shape, lat, lon, reach) == (geo.nearest_point(shape, lat, lon)[2] <= reach)


def test_nothing_lies_within_any_distance_of_nothing() -> None:
    with pytest.raises(ValueError, match="not empty"):
        geo.lies_within(LineString(), 0, 0, 10)


def test_nearest_point_of_nothing_is_an_error() -> None:
    with pytest.raises(ValueError, match="not empty"):
        geo.nearest_point(LineString(), 0, 0)


def test_equal_area_projection_keeps_areas() -> None:
    x, y = geo.to_equal_area(35.0, 38.0).transform([37, 39, 39, 37], [34, 34, 36, 36])
    flat = shapely.Polygon(list(zip(x, y, strict=True)))
    assert flat.area / 1e6 == pytest.approx(geo.area_km2(box(37, 34, 39, 36)), rel=0.002)
