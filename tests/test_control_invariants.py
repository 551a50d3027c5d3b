from __future__ import annotations

import geopandas
import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_map.control import areas
from conflict_map.control.kriging import KrigingField
from conflict_map.control.mesh import _build
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


@given(
    places=some_places(),
    changes=st.lists(st.lists(st.tuples(st.integers(0, 24), LABELS), min_size=1, max_size=3), min_size=1, max_size=6),
    boundary=st.sampled_from(["kriging", "voronoi"]),
    reach_km=st.sampled_from([None, 40.0]),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_day_after_other_days_is_the_day_made_from_scratch(
    places: geopandas.GeoDataFrame, changes: list[list[tuple[int, str]]], boundary: str, reach_km: float | None
) -> None:
    _build.cache_clear()
    days = [places]
    for change in changes:
        following = days[-1].copy()
        for number, holder in change:
            if len(following):
                following.loc[following.index[number % len(following)], "holder"] = holder
        days.append(following)
    one_after_the_other = [areas(day, within=ISLANDS, reach_km=reach_km, boundary=boundary) for day in days]
    for day, found in zip(days, one_after_the_other, strict=True):
        _build.cache_clear()
        alone = areas(day, within=ISLANDS, reach_km=reach_km, boundary=boundary)
        assert alone.drop(columns="geometry").equals(found.drop(columns="geometry"))
        assert all(a.equals_exact(b, 0.0) for a, b in zip(alone.geometry, found.geometry, strict=True))


def test_a_change_leaves_far_triangles_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    xy = rng.uniform(0.0, 100_000.0, size=(2_000, 2))
    codes = (xy[:, 0] > 50_000.0 + 9_000.0 * np.sin(xy[:, 1] / 9_000.0)).astype(np.intp)
    field = KrigingField(xy, np.array([[0.0, 0.0], [100_000.0, 100_000.0]]))
    seen = []
    inner = field._lines_in
    monkeypatch.setattr(field, "_lines_in", lambda triangles, day: seen.append(len(triangles)) or inner(triangles, day))
    apart = np.zeros(2, dtype=bool)
    field.crossings(codes, apart)
    changed = codes.copy()
    middle = int(np.hypot(*(xy - 50_000.0).T).argmin())
    changed[middle] = 1 - changed[middle]
    lines = field.crossings(changed, apart)
    assert 0 < seen[1] < seen[0] / 5
    assert np.array_equal(lines, KrigingField(xy, np.array([[0.0, 0.0], [100_000.0, 100_000.0]])).crossings(changed, apart))
    assert np.array_equal(field.crossings(codes, apart), KrigingField(xy, np.array([[0.0, 0.0], [100_000.0, 100_000.0]])).crossings(codes, apart))
