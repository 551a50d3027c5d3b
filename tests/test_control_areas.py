from __future__ import annotations

import geopandas
import numpy as np
import pytest
import shapely
from scipy.spatial import Delaunay

from conflict_map.control import areas
from conflict_map.control.areas import ControlWarning
from conflict_map.control.kriging import KrigingField, triangulated
from conflict_map.control.mesh import chained
from conflict_map.errors import InputError, UsageError

COUNTRY = shapely.box(30.0, 45.0, 34.0, 47.0)


def places(*rows: tuple[float, float, str | None], **columns: list[str]) -> geopandas.GeoDataFrame:
    return geopandas.GeoDataFrame(
        {"holder": [row[2] for row in rows], **columns},
        geometry=geopandas.points_from_xy([row[0] for row in rows], [row[1] for row in rows]),
        crs=4326,
    )


def by_label(frame: geopandas.GeoDataFrame) -> dict[str, shapely.Geometry]:
    return {holder or status: geometry for holder, status, geometry in zip(frame.holder, frame.status, frame.geometry, strict=True)}


def test_two_sides_meet_half_way() -> None:
    got = by_label(areas(places((31.0, 46.0, "Red"), (33.0, 46.0, "Blue")), within=COUNTRY))
    assert got["Red"].bounds[2] == pytest.approx(32.0, abs=0.01)
    assert got["Red"].union(got["Blue"]).symmetric_difference(COUNTRY).area < 1e-9
    assert got["Red"].intersection(got["Blue"]).area == 0


def test_beyond_reach_is_no_report_and_no_side() -> None:
    got = areas(places((31.0, 46.0, "Red")), within=COUNTRY, reach_km=20.0)
    red, none = got[got.status == "held"], got[got.status == "no report"]
    assert red.area_km2.iloc[0] == pytest.approx(3.1416 * 400, rel=0.01)
    assert none.holder.isna().all()
    assert shapely.coverage_is_valid(got.geometry.to_numpy())


def test_enclave_is_cut_out_of_the_other_side() -> None:
    ring = [(31.0 + 0.5 * dx, 46.0 + 0.35 * dy, "Red") for dx in (-1, 0, 1) for dy in (-1, 0, 1) if (dx, dy) != (0, 0)]
    got = by_label(areas(places(*ring, (31.0, 46.0, "Blue")), within=COUNTRY))
    assert len(got["Red"].interiors) == 1
    assert got["Red"].interiors[0].equals(got["Blue"].exterior)


def test_swapped_axes_are_named() -> None:
    with pytest.raises(InputError, match="swapped"):
        areas(places((46.0, 31.0, "Red")), within=COUNTRY)


def test_places_without_point_or_far_outside_are_left_out_with_a_warning() -> None:
    frame = places((31.0, 46.0, "Red"), (20.0, 46.0, "Blue"), (33.0, 46.0, "Blue"))
    frame.loc[2, "geometry"] = None
    with pytest.warns(ControlWarning, match="2 of 3 places"):
        got = areas(frame, within=COUNTRY)
    assert list(got.holder) == ["Red"]
    assert got.geometry.iloc[0].equals(COUNTRY)


def test_the_column_holder_is_needed() -> None:
    with pytest.raises(UsageError, match="'holder'"):
        areas(places((31.0, 46.0, "Red")).rename(columns={"holder": "side"}), within=COUNTRY)


def test_one_place_fills_everything_and_none_is_no_report() -> None:
    alone = areas(places((31.0, 46.0, "Red")), within=COUNTRY)
    assert (list(alone.holder), alone.geometry.iloc[0].equals(COUNTRY)) == (["Red"], True)
    nobody = areas(places(), within=COUNTRY)
    assert list(nobody.status) == ["no report"]
    assert nobody.geometry.iloc[0].equals(COUNTRY)


def test_contradiction_on_one_point_is_contested_and_the_same_twice_is_not() -> None:
    got = areas(
        places((31.0, 46.0, "Red"), (31.0, 46.0, "Blue"), (33.0, 46.0, "Red"), (33.0, 46.0, "Red"), name=["A", "A", "B", "B"]), within=COUNTRY
    )
    assert list(zip(got.holder, got.status, got.places, got.place_count, strict=True)) == [("Red", "held", "B", 1), (None, "contested", "A", 1)]


def test_places_on_a_line() -> None:
    got = by_label(areas(places(*((30.5 + 0.5 * k, 46.0, "Red" if k < 3 else "Blue") for k in range(6))), within=COUNTRY))
    assert got["Red"].bounds[2] == pytest.approx(31.75, abs=0.05)


def test_a_contested_or_unknown_place_keeps_its_whole_cell() -> None:
    rows = [(30.2 + 0.4 * x, 45.2 + 0.3 * y, "Red") for x in range(10) for y in range(6)]
    for state in ("contested", "unknown"):
        frame = places(*[(lon, lat, state if k == 33 else side) for k, (lon, lat, side) in enumerate(rows)])
        by_kriging, by_cell = (by_label(areas(frame, within=COUNTRY, boundary=how))[state] for how in ("kriging", "voronoi"))
        assert by_kriging.symmetric_difference(by_cell).area < 1e-6 * by_cell.area


def test_a_town_amid_the_other_side_keeps_most_of_its_cell() -> None:
    rows = [(30.2 + 0.4 * x, 45.2 + 0.3 * y, "Blue" if (x, y) == (5, 3) else "Red") for x in range(10) for y in range(6)]
    by_kriging, by_cell = (by_label(areas(places(*rows), within=COUNTRY, boundary=how))["Blue"].area for how in ("kriging", "voronoi"))
    assert 0.5 < by_kriging / by_cell < 1.0


def test_a_besieged_place_stays_with_its_holder_in_an_area_of_its_own() -> None:
    frame = places((31.0, 46.0, "Red"), (33.0, 46.0, "Red"), status=["besieged", "held"])
    got = areas(frame, within=COUNTRY)
    assert list(zip(got.holder, got.status, strict=True)) == [("Red", "held"), ("Red", "besieged")]


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(UsageError, match="'lost'"):
        areas(places((31.0, 46.0, "Red"), status=["lost"]), within=COUNTRY)


def test_across_the_antimeridian() -> None:
    within = shapely.MultiPolygon([shapely.box(176.0, -19.0, 180.0, -16.0), shapely.box(-180.0, -19.0, -177.0, -16.0)])
    got = areas(places((177.0, -17.5, "Red"), (179.0, -17.0, "Red"), (-178.0, -17.5, "Blue")), within=within)
    shapes = got.geometry.to_numpy()
    assert shapely.area(shapes).sum() == pytest.approx(within.area, rel=1e-9)
    assert shapely.coverage_is_valid(shapes)
    red, blue = by_label(got)["Red"], by_label(got)["Blue"]
    assert red.bounds[::2] == (-180.0, 180.0)
    assert blue.bounds[2] == -177.0
    assert -180.0 < blue.bounds[0] < -179.3


def test_polygons_that_cross_themselves_or_have_height_are_mended() -> None:
    bow_tie = shapely.Polygon([(30, 45, 5), (34, 47, 5), (34, 45, 5), (30, 47, 5)])
    with pytest.warns(ControlWarning, match=r"within is mended: Self-intersection.*32 46"):
        got = areas(places((31.0, 46.0, "Red")), within=bow_tie)
    assert got.geometry.is_valid.all()
    assert not got.geometry.has_z.any()
    assert shapely.area(got.geometry.to_numpy()).sum() == pytest.approx(4.0)


@pytest.mark.parametrize(
    ("within", "message"),
    [
        (shapely.Polygon(), "empty"),
        (shapely.LineString([(30, 45), (31, 46)]), "LineString"),
        (shapely.box(300_000, 5_000_000, 400_000, 5_100_000), "reproject"),
        (None, "NoneType"),
    ],
)
def test_a_polygon_that_cannot_be_filled_is_named(within: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        areas(places((31.0, 46.0, "Red")), within=within)  # type: ignore[arg-type]


def test_other_crs_are_reprojected_and_metres_without_crs_are_refused() -> None:
    frame = places((31.0, 46.0, "Red"), (33.0, 46.0, "Blue"))
    assert by_label(areas(frame.to_crs(32636), within=COUNTRY))["Red"].bounds[2] == pytest.approx(32.0, abs=0.01)
    with pytest.raises(InputError, match="set the CRS"):
        areas(frame.to_crs(32636).set_crs(None, allow_override=True), within=COUNTRY)


def test_options_out_of_range_are_refused() -> None:
    frame = places((31.0, 46.0, "Red"))
    for options in ({"reach_km": 0}, {"simplify_km": -1}, {"boundary": "middle"}):
        with pytest.raises(UsageError):
            areas(frame, within=COUNTRY, **options)


def test_a_river_stops_what_a_place_says() -> None:
    river = shapely.LineString([(32.5, 44.0), (32.6, 46.0), (32.5, 48.0)])
    frame = places((31.0, 46.0, "Red"), (33.0, 46.0, "Blue"), (31.5, 45.5, "Red"), (33.4, 46.5, "Blue"))
    got = areas(frame, within=COUNTRY, barriers=river)
    parts = by_label(got)
    west, east = sorted(COUNTRY.difference(river.buffer(1e-9)).geoms, key=lambda part: part.bounds)
    assert parts["Red"].symmetric_difference(west).area < 1e-6
    assert parts["Blue"].symmetric_difference(east).area < 1e-6
    assert shapely.coverage_is_valid(got.geometry.to_numpy())


def test_fronts_that_meet_a_river_leave_a_valid_coverage() -> None:
    river = shapely.LineString([(32.0, 44.0), (32.1, 46.0), (32.0, 48.0)])
    rows = [(30.2 + 0.4 * x, 45.2 + 0.3 * y, "Red" if y < (2 if x < 5 else 4) else "Blue") for x in range(10) for y in range(6)]
    for reach_km in (None, 12.0):
        shapes = areas(places(*rows), within=COUNTRY, barriers=river, reach_km=reach_km).geometry.to_numpy()
        assert shapely.coverage_is_valid(shapes)
        assert shapely.area(shapes).sum() == pytest.approx(COUNTRY.area, rel=1e-9)


def test_a_river_that_ends_inside_divides_nothing_and_a_lake_without_places_goes_by_the_nearest() -> None:
    frame = places((31.0, 46.0, "Red"), (33.0, 46.0, "Blue"))
    plain = by_label(areas(frame, within=COUNTRY))
    for barrier in (shapely.LineString([(32.5, 44.0), (32.5, 46.0)]), shapely.box(31.5, 45.8, 32.6, 46.2)):
        got = by_label(areas(frame, within=COUNTRY, barriers=barrier))
        assert got["Red"].symmetric_difference(plain["Red"]).area < 1e-4
    with pytest.raises(InputError, match="Point"):
        areas(frame, within=COUNTRY, barriers=shapely.Point(31, 46))


def test_rows_on_one_point_keep_their_names_and_many_names_take_no_longer_each() -> None:
    frame = places((31.0, 46.0, "Red"), (31.0, 46.0, "Red"), (33.0, 46.0, "Blue"), name=["Old town", "New town", "Port"], decided_by=["a", "b", "c"])
    got = areas(frame, within=COUNTRY).set_index("holder")
    assert (got.places["Red"], got.decided_by["Red"], got.place_count["Red"]) == ("New town; Old town", "a; b", 1)


def test_holders_that_no_table_expects_are_read_as_text() -> None:
    frame = places((31.0, 46.0, None), (33.0, 46.0, "Blue"))
    frame["holder"] = [["Red", "Green"], "Blue"]
    assert "Blue" in set(areas(frame, within=COUNTRY).holder)


class TestTriangles:
    """The triangulation that boundaries are estimated on."""

    @pytest.mark.parametrize("count", [5, 60, 3000])
    def test_they_are_those_of_qhull(self, count: int) -> None:
        points = np.random.default_rng(count).normal(size=(count, 2)) * 1e5
        got = {tuple(row) for row in triangulated(points).tolist()}
        assert got == {tuple(row) for row in np.sort(Delaunay(points).simplices, axis=1).tolist()}

    def test_a_grid_is_covered_whole(self) -> None:
        x, y = np.meshgrid(np.arange(20.0), np.arange(30.0))
        points = np.column_stack([x.ravel(), y.ravel()])
        corner = points[triangulated(points)]
        doubled = np.cross(np.pad(corner[:, 1] - corner[:, 0], ((0, 0), (0, 1))), np.pad(corner[:, 2] - corner[:, 0], ((0, 0), (0, 1))))[:, 2]
        assert np.abs(doubled).sum() / 2 == pytest.approx(19 * 29)


def test_weights_are_found_where_neighbours_differ_and_nowhere_else() -> None:
    xy = np.random.default_rng(3).uniform(0, 1e5, size=(400, 2))
    field = KrigingField(xy, np.array([[0.0, 0.0], [1e5, 1e5]]))
    west = (xy[:, 0] < 2e4).astype(np.intp)
    first = field.crossings(west, np.zeros(2, dtype=bool))
    far = field._point_xy[:, 0] > 7e4
    assert not field._solved[400:][far[400:]].any()
    east = (xy[:, 0] < 8e4).astype(np.intp)
    field.crossings(east, np.zeros(2, dtype=bool))
    again = field.crossings(west, np.zeros(2, dtype=bool))
    assert np.array_equal(first, again)
    assert np.array_equal(
        field.crossings(east, np.zeros(2, dtype=bool)), KrigingField(xy, np.array([[0.0, 0.0], [1e5, 1e5]])).crossings(east, np.zeros(2, dtype=bool))
    )


@pytest.mark.parametrize("reach", [0.0, -1.0, float("nan"), float("inf")])
def test_a_reach_is_a_distance(reach: float) -> None:
    with pytest.raises(UsageError, match="reach_km must be a positive number"):
        areas(places((31.0, 46.0, "Red")), within=COUNTRY, reach_km=reach)


def test_segments_are_joined_where_two_meet() -> None:
    rng = np.random.default_rng(3)
    star = [((0.0, 0.0), (1.0, 0.0)), ((1.0, 0.0), (2.0, 1.0)), ((0.0, 0.0), (-1.0, 0.0)), ((0.0, 2.0), (0.0, 0.0))]
    ring = [((5.0, 5.0), (6.0, 5.0)), ((6.0, 6.0), (6.0, 5.0)), ((6.0, 6.0), (5.0, 5.0))]
    segments = np.array([*star, *ring])[rng.permutation(7)]
    points, part = chained(segments)
    lines = shapely.linestrings(points, indices=part)
    assert len(lines) == 4
    assert sum(line.is_ring for line in lines) == 1
    assert shapely.union_all(lines).equals(shapely.multilinestrings(shapely.linestrings(segments)))
    assert shapely.length(lines).sum() == pytest.approx(shapely.length(shapely.linestrings(segments)).sum())
