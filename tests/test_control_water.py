"""Lakes and reservoirs between two sides belong to nobody, and places on their shores keep their land."""

from __future__ import annotations

from typing import Any

import geopandas
import numpy as np
import pytest
import shapely

from conflict_map.control import Observation, areas, change_between, control_history, history_areas, history_front, shares
from conflict_map.gazetteer.lakes import lakes_in

# The Kakhovka reservoir, with towns on its banks; who holds them here is invented.
WINDOW = shapely.box(33.6, 46.9, 35.0, 47.8)
NORTH = {"Nikopol": (47.571, 34.396), "Marhanets": (47.644, 34.626), "Novovorontsovka": (47.499, 33.915)}
SOUTH = {"Enerhodar": (47.499, 34.657), "Kamianka-Dniprovska": (47.503, 34.411), "Velyka Znamianka": (47.444, 34.349)}
LAKE = lakes_in((34.3, 47.5, 34.4, 47.6))[0]


def towns(south: str = "South", north: str = "North") -> geopandas.GeoDataFrame:
    names = {**dict.fromkeys(NORTH, north), **dict.fromkeys(SOUTH, south)}
    spots = NORTH | SOUTH
    return geopandas.GeoDataFrame(
        {"name": list(names), "holder": list(names.values())}, geometry=[shapely.Point(spots[name][::-1]) for name in names], crs=4326
    )


def seen(day: str, south: str = "South", north: str = "North") -> list[Observation]:
    held = {**dict.fromkeys(NORTH, north), **dict.fromkeys(SOUTH, south)}
    return [Observation(id=f"{name}-{day}", name=name, lat=lat, lon=lon, date=day, holder=held[name]) for name, (lat, lon) in (NORTH | SOUTH).items()]


def of(found: geopandas.GeoDataFrame, **wanted: Any) -> shapely.Geometry:  # noqa: ANN401 - values of columns
    rows = np.ones(len(found), dtype=bool)
    for column, value in wanted.items():
        rows &= (found[column] == value).to_numpy()
    return shapely.union_all(found.geometry[rows].to_numpy())


def test_the_lake_is_known() -> None:
    assert LAKE.area == pytest.approx(0.245, abs=0.01)
    assert LAKE.contains(shapely.Point(34.0, 47.5))


def test_water_between_hostile_banks_is_nobody_s_and_everything_is_covered() -> None:
    found = areas(towns(), WINDOW)
    water = of(found, status="no report")
    assert of(found, holder="North").intersection(LAKE).area < 0.02 * LAKE.area
    assert of(found, holder="South").intersection(LAKE).area < 0.05 * LAKE.area  # the land about towns that the coarse outline puts into the lake
    assert water.area == pytest.approx(LAKE.intersection(WINDOW).area, rel=0.05)
    assert shapely.coverage_is_valid(found.geometry.to_numpy())
    assert shapely.union_all(found.geometry.to_numpy()).symmetric_difference(WINDOW).area < 1e-9


def test_every_holder_has_its_places_even_those_inside_the_outline_of_the_lake() -> None:
    inside = [name for name, (lat, lon) in SOUTH.items() if LAKE.contains(shapely.Point(lon, lat))]
    assert inside
    found = areas(towns(), WINDOW)
    for name, spot, holder in towns()[["name", "geometry", "holder"]].itertuples(index=False):
        assert of(found, holder=holder).contains(spot), name


def test_water_with_one_side_all_around_is_that_side_s() -> None:
    found = areas(towns("North"), WINDOW)
    assert list(found["holder"]) == ["North"]
    assert of(found, holder="North").symmetric_difference(WINDOW).area < 1e-9


def test_the_rule_can_be_turned_off() -> None:
    found = areas(towns(), WINDOW, lakes=False)
    assert set(found["holder"]) == {"North", "South"}


def test_the_front_line_runs_on_through_the_lake_as_inferred() -> None:
    history = control_history([], seen("2020-01-01"))
    front = history_front(history, within=WINDOW, reach_km=None, dates=["2020-01-01"])
    inside = front[front["inferred"]]
    assert of(inside, sides="North; South").intersection(LAKE).length > 0.5
    assert of(front[~front["inferred"]], sides="North; South").intersection(LAKE).length < 1e-6


def test_a_history_leaves_the_water_out_only_while_its_banks_are_hostile() -> None:
    history = control_history([], [*seen("2020-01-01"), *seen("2020-03-01", south="North")])
    before, after = (history_areas(history, within=WINDOW, reach_km=None, dates=[day]) for day in ("2020-02-01", "2020-03-01"))
    assert before.geometry.union_all().intersection(LAKE).area < 0.06 * LAKE.area
    assert after.geometry.union_all().symmetric_difference(WINDOW).area < 1e-9
    change = change_between(history, "2020-02-01", "2020-03-01", within=WINDOW, reach_km=None)
    gained = {(row.holder_before, row.status_before, row.holder_after): row.geometry for row in change.itertuples()}
    assert set(gained) == {("South", "held", "North"), (None, "no report", "North")}
    assert gained[None, "no report", "North"].area == pytest.approx(LAKE.intersection(WINDOW).area, rel=0.05)
    assert change["area_km2"].sum() == pytest.approx(after["area_km2"].sum() - before.loc[before["holder"] == "North", "area_km2"].sum(), rel=1e-3)


def test_the_water_widens_the_range_of_shares() -> None:
    table = shares(control_history([], seen("2020-01-01")), ["2020-01-01"], within=WINDOW)
    rows = table[table["measure"] == "area_km2"].set_index("side")
    water = LAKE.intersection(WINDOW).area / WINDOW.area * 100
    assert (rows["high_percent"] - rows["best_percent"]).tolist() == pytest.approx([water, water], rel=0.06)


class TestDrained:
    """The reservoir has been land since July 2023."""

    def test_its_bed_is_nobody_s_before_and_goes_by_the_nearest_places_after(self) -> None:
        before, after = (areas(towns(), WINDOW, date=day) for day in ("2023-06-30", "2023-07-01"))
        assert of(before, status="no report").area == pytest.approx(of(areas(towns(), WINDOW), status="no report").area)
        assert of(after, status="no report").is_empty
        assert of(after).symmetric_difference(WINDOW).area < 1e-9

    def test_a_history_changes_on_that_day_without_an_event(self) -> None:
        history = control_history([], [*seen("2023-05-01"), *seen("2023-09-01", south="North")])
        found = history_areas(history, within=WINDOW, reach_km=None, no_report=True)
        assert "2023-07-01" in set(found.valid_from)
        silent = found[found.status == "no report"]
        assert set(zip(silent.valid_from, silent.valid_to, strict=True)) == {("2023-05-01", "2023-06-30")}
        table = shares(history, ["2023-06-30", "2023-07-01"], within=WINDOW)
        area = table[table.measure == "area_km2"].set_index(["date", "side"]).best
        gained = change_between(history, "2023-06-30", "2023-07-01", within=WINDOW, reach_km=None)
        for side in ("North", "South"):
            assert area["2023-07-01", side] > area["2023-06-30", side]
            assert gained[gained.holder_after == side].area_km2.sum() == pytest.approx(area["2023-07-01", side] - area["2023-06-30", side], rel=0.01)

    def test_a_history_that_ends_before_does_not_reach_to_that_day(self) -> None:
        history = control_history([], [*seen("2022-05-01"), *seen("2022-09-01", south="North")])
        assert "2023-07-01" not in set(history_areas(history, within=WINDOW, reach_km=None).valid_from)
