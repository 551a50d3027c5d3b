from __future__ import annotations

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_map.control import areas
from conflict_map.gazetteer.lakes import lakes_in

ISLANDS = shapely.MultiPolygon(
    [
        shapely.Polygon([(30, 45), (34, 45.3), (34.2, 47), (32, 46.5), (30.4, 47)], [[(31, 45.8), (31.4, 45.8), (31.2, 46.1)]]),
        shapely.box(34.5, 45.5, 35.0, 46.0),
    ]
)
LABELS = st.sampled_from(["Red", "Blue", "Green", "contested", "unknown"])
DEGREES = st.integers(0, 500)


@st.composite
def some_places(draw: st.DrawFn) -> geopandas.GeoDataFrame:
    count = draw(st.integers(1, 25))
    points = draw(st.lists(st.tuples(DEGREES, DEGREES), min_size=count, max_size=count))
    lon, lat = np.array([30.0 + x / 100 for x, _ in points]), np.array([45.0 + y / 250 for _, y in points])
    inside = shapely.contains_xy(ISLANDS, lon, lat)
    holders = draw(st.lists(LABELS, min_size=count, max_size=count))
    return geopandas.GeoDataFrame({"holder": np.array(holders, dtype=object)[inside]}, geometry=shapely.points(lon, lat)[inside], crs=4326)


def same(left: geopandas.GeoDataFrame, right: geopandas.GeoDataFrame) -> bool:
    return list(left.holder.fillna(left.status)) == list(right.holder.fillna(right.status)) and all(
        a.normalize().equals_exact(b.normalize(), 1e-9) for a, b in zip(left.geometry, right.geometry, strict=True)
    )


@pytest.mark.parametrize("boundary", ["kriging", "voronoi"])
@given(places=some_places(), reach_km=st.sampled_from([None, 15.0, 60.0]), lakes=st.booleans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_areas_fill_the_polygon_without_overlap_and_contain_their_places(
    boundary: str, places: geopandas.GeoDataFrame, reach_km: float | None, *, lakes: bool
) -> None:
    got = areas(places, within=ISLANDS, reach_km=reach_km, boundary=boundary, lakes=lakes)
    shapes = got.geometry.to_numpy()
    assert shapely.is_valid(shapes).all()
    assert set(shapely.get_type_id(shapes)) <= {3, 6}
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(ISLANDS.area, rel=1e-9)
    assert shapely.union_all(shapes).symmetric_difference(ISLANDS).area < 1e-9
    state = got.holder.where(got.holder.notna(), got.status)
    for spot, rows in places.groupby(places.geometry.to_wkb()).groups.items():
        held = {str(holder) for holder in places.holder[rows]} - {"unknown"} or {"unknown"}
        expected = held.pop() if len(held) == 1 else "contested"
        (area,) = [shape for shape, name in zip(shapes, state, strict=True) if name == expected]
        assert area.intersects(shapely.from_wkb(spot))
    if reach_km is None and len(places):
        silent = shapely.union_all(got.geometry[got.status == "no report"].to_numpy())
        assert silent.is_empty if not lakes else silent.difference(shapely.union_all(lakes_in(ISLANDS.bounds))).area < 1e-9


@given(places=some_places(), seed=st.integers(0, 2**16))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_order_of_places_does_not_matter(places: geopandas.GeoDataFrame, seed: int) -> None:
    shuffled = places.sample(frac=1.0, random_state=seed)
    assert same(areas(places, within=ISLANDS), areas(shuffled, within=ISLANDS))


@given(places=some_places())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_simplified_areas_still_fill_the_polygon(places: geopandas.GeoDataFrame) -> None:
    got = areas(places, within=ISLANDS, simplify_km=5.0)
    shapes = got.geometry.to_numpy()
    assert shapely.coverage_is_valid(shapes)
    assert shapely.area(shapes).sum() == pytest.approx(ISLANDS.area, rel=1e-9)
