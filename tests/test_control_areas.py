from __future__ import annotations

import geopandas
import pytest
import shapely

from conflict_map.control import areas
from conflict_map.control.areas import ControlWarning
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
