"""Baselines, shares, claims about shares, changes and routes."""

from __future__ import annotations

import geopandas
import pytest
import shapely

from conflict_map.control import (
    ControlWarning,
    Observation,
    baseline_from,
    change_between,
    check_share,
    control_history,
    route_stretches,
    shares,
    ways_out,
)
from conflict_map.errors import InputError, UsageError
from conflict_map.model import Claim, Event, EventPlace, Place, StatedFigure

COUNTRY = shapely.box(36.0, 35.0, 38.0, 36.0)
# Four towns on a line from west to east, half a degree apart: each stands for a quarter of the country.
TOWNS = [("A", 36.25, 1000), ("B", 36.75, 2000), ("C", 37.25, 3000), ("D", 37.75, 4000)]
ROAD = shapely.LineString([(36.05, 35.5), (37.95, 35.5)])


def seen(name: str, holder: str | None, status: str = "held", claim: str = "reported") -> Observation:
    _, lon, people = next(town for town in TOWNS if town[0] == name)
    return Observation(
        id=f"base:{name}", name=name, lat=35.5, lon=lon, date="2020-01-01", holder=holder, status=status, population=people, claim=claim
    )


def taken(name: str, day: str, to: str, left: str, claim: str = "reported") -> Event:
    _, lon, _ = next(town for town in TOWNS if town[0] == name)
    place = EventPlace(name=name, name_in_report=name, lat=35.5, lon=lon, kind="town")
    return Event(
        id=f"{to}-{name}",
        type="control_change",
        date_start=day,
        date_end=day,
        date_precision="day",
        place=place,
        control_to=(to,),
        control_from=(left,),
        claim=Claim(claim),
    )


BASE = [seen("A", "Red"), seen("B", "Red"), seen("C", None, "unknown"), seen("D", "Blue")]


def test_shares_are_ranges_that_count_the_unknown() -> None:
    table = shares(control_history([], BASE), ["2020-02-01"], within=COUNTRY).set_index(["measure", "side"])
    assert list(table.loc[("places", "Red"), ["low", "best", "high", "total"]]) == [2, 2, 3, 4]
    assert list(table.loc[("population", "Blue"), ["low", "best", "high", "total"]]) == [4000, 4000, 7000, 10000]
    red = table.loc[("area_km2", "Red")]
    assert red.best_percent == pytest.approx(50, abs=1.5)
    assert red.high_percent == pytest.approx(75, abs=1.5)


def test_what_is_only_claimed_does_not_count_for_the_lower_end() -> None:
    history = control_history([taken("D", "2020-01-20", "Red", "Blue", claim="claimed")], BASE)
    table = shares(history, ["2020-02-01"], within=COUNTRY).set_index(["measure", "side"])
    assert list(table.loc[("places", "Red"), ["low", "best", "high"]]) == [2, 3, 4]
    red = table.loc[("area_km2", "Red")]
    assert (red.low_percent, red.best_percent) == (pytest.approx(50, abs=1.5), pytest.approx(75, abs=1.5))


def test_a_stated_share_is_checked_against_the_range() -> None:
    history = control_history([], BASE)
    figure = StatedFigure(kind="territory_share", reported="around 70 percent", quote="", start=0, end=0, best=70.0, unit="percent", actor=("Red",))
    check = check_share(history, figure, "2020-02-01", within=COUNTRY)
    assert (check.side, check.stated, check.verdict, check.needed, check.enough) == ("Red", (65.0, 75.0), "possible", ("C",), True)
    assert check_share(history, ("Red", 80.0, 90.0), "2020-02-01", within=COUNTRY).verdict == "too high"
    assert check_share(history, ("Red", 10.0, 20.0), "2020-02-01", within=COUNTRY).verdict == "too low"
    assert check_share(history, ("Red", 45.0, 80.0), "2020-02-01", within=COUNTRY).verdict == "fits"
    hopeless = check_share(history, ("Red", 80.0, 90.0), "2020-02-01", within=COUNTRY)
    assert (hopeless.needed, hopeless.enough) == (("C",), False)


def test_a_check_says_what_is_missing_and_whether_it_can_be_true() -> None:
    history = control_history([], BASE)
    check = check_share(history, ("Red", 65.0, 75.0), "2020-02-01", within=COUNTRY)
    assert (check.possible, check.open_places[0][0]) == (True, "C")
    assert check.missing == pytest.approx(15.0, abs=0.5)
    assert pytest.approx(check.reconstructed[1] + check.others + sum(share for _, share in check.open_places) + check.not_reported, abs=0.1) == 100.0
    assert "C (2" in check.explain("Aland")
    assert "of Aland on 2020-02-01" in check.explain("Aland")
    far = check_share(history, ("Red", 65.0, 75.0), "2020-02-01", within=COUNTRY, reach_km=5.0)
    assert far.not_reported > 90
    assert "% of what no report reaches" in far.explain()
    assert check_share(history, ("Red", 80.0, 90.0), "2020-02-01", within=COUNTRY).possible is False
    assert "is not possible" in check_share(history, ("Red", 80.0, 90.0), "2020-02-01", within=COUNTRY).explain()
    assert check_share(control_history([]), ("Red", 80.0, 90.0), "2020-02-01", within=COUNTRY).possible is None


def test_a_figure_that_is_no_share_is_refused() -> None:
    figure = StatedFigure(kind="killed", reported="500,000 people", quote="", start=0, end=0, best=500_000)
    with pytest.raises(UsageError, match="500,000 people"):
        check_share(control_history([], BASE), figure, "2020-02-01", within=COUNTRY)


def test_change_between_two_days() -> None:
    history = control_history([taken("B", "2020-03-01", "Blue", "Red")], BASE)
    got = change_between(history, "2020-02-01", "2020-04-01", within=COUNTRY, reach_km=None)
    lost = got[(got.holder_before == "Red") & (got.holder_after == "Blue")]
    assert list(zip(lost.places, lost.population, lost.decided_by, strict=True)) == [("B", 2000, "Blue-B")]
    assert lost.area_km2.iloc[0] > 0.8 * got.area_km2.sum()
    assert len(change_between(history, "2020-02-01", "2020-02-02", within=COUNTRY, reach_km=None)) == 0


def test_gains_and_losses_are_what_the_shares_differ_by() -> None:
    history = control_history([taken("B", "2020-03-01", "Blue", "Red")], BASE)
    got = change_between(history, "2020-02-01", "2020-04-01", within=COUNTRY, reach_km=None)
    table = shares(history, ["2020-02-01", "2020-04-01"], within=COUNTRY)
    area = table[table.measure == "area_km2"].set_index(["date", "side"]).best
    gained = got[got.holder_after == "Blue"].area_km2.sum() - got[got.holder_before == "Blue"].area_km2.sum()
    assert gained == pytest.approx(area["2020-04-01", "Blue"] - area["2020-02-01", "Blue"], abs=1.0)


def test_stretches_of_a_road_over_time() -> None:
    history = control_history(
        [taken("C", "2020-03-01", "Red", "Blue"), taken("D", "2020-03-10", "Red", "Blue")],
        [seen("A", "Red"), seen("B", "Red"), seen("C", "Blue"), seen("D", "Blue")],
    )
    got = route_stretches(history, {"R1": ROAD}, within=COUNTRY, reach_km=None, dates=["2020-02-01", "2020-03-05", "2020-04-01"])
    rows = list(zip(got.holder, got.valid_from, got.valid_to, got.cut, strict=True))
    assert rows == [
        ("Red", "2020-02-01", "2020-03-04", True),
        ("Blue", "2020-02-01", "2020-03-04", True),
        ("Red", "2020-03-05", "2020-03-31", True),
        ("Blue", "2020-03-05", "2020-03-31", True),
        ("Red", "2020-04-01", "2020-04-01", False),
    ]
    assert got.from_km.iloc[0] == 0.0
    assert got.to_km.iloc[0] == got.from_km.iloc[1] == pytest.approx(86, abs=4)
    assert got.geometry.iloc[0].coords[0] == (36.05, 35.5)


def test_ways_out_of_a_place() -> None:
    history = control_history([], [seen("A", "Red"), seen("B", "Blue"), seen("C", "Blue"), seen("D", "Blue")])
    west, east = ways_out(history, (35.5, 36.75), "2020-02-01", {"R1": ROAD}, within=COUNTRY, reach_km=None)[::-1]
    assert (east.heading, east.ends) == ("E", "open")
    assert (west.heading, west.ends) == ("W", "Red")
    assert west.free_km == pytest.approx(23, abs=4)
    assert ways_out(history, (35.9, 36.75), "2020-02-01", {"R1": ROAD}, within=COUNTRY, reach_km=None) == []


PLACES = [Place(name=name, lat=35.5, lon=lon, kind="town", population=people) for name, lon, people in TOWNS]


def test_a_baseline_of_polygons_tolerates_what_files_hold() -> None:
    clockwise = shapely.Polygon([(36.5, 35.2), (36.5, 35.8), (37.5, 35.8), (37.5, 35.2)])
    bow_tie = shapely.Polygon([(37.6, 35.4, 9.0), (37.9, 35.6, 9.0), (37.9, 35.4, 9.0), (37.6, 35.6, 9.0)])
    frame = geopandas.GeoDataFrame({"side": ["Red", "Blue", "Blue"]}, geometry=[clockwise, bow_tie, None])
    with pytest.warns(ControlWarning, match="1 of 3 rows"):
        found = baseline_from(frame, "side", date="2020-01-01", places=PLACES, elsewhere="Green")
    by_name = {observation.name: observation.holder for observation in found}
    assert by_name == {"A": "Green", "B": "Red", "C": "Red", "D": "Blue"}
    assert {observation.population for observation in found} == {1000, 2000, 3000, 4000}


def test_places_in_polygons_of_two_sides_are_contested() -> None:
    frame = geopandas.GeoDataFrame({"side": ["Red", "Blue"]}, geometry=[COUNTRY, shapely.box(36, 35, 36.5, 36)], crs=4326).to_crs(3857)
    found = {observation.name: observation.status for observation in baseline_from(frame, "side", date=None, places=PLACES)}
    assert found == {"A": "contested", "B": "held", "C": "held", "D": "held"}


def test_a_baseline_of_points() -> None:
    frame = geopandas.GeoDataFrame(
        {"side": ["Red", None, "contested"], "name": ["A", "B", "C"], "population": [10, None, 30]},
        geometry=geopandas.points_from_xy([36.25, 36.75, 37.25], [35.5, 35.5, 35.5]),
        crs=4326,
    )
    found = baseline_from(frame, "side", date="2020-01-01", source="list")
    assert [(o.id, o.name, o.holder, o.status, o.population) for o in found] == [
        ("list:35.50000,36.25000", "A", "Red", "held", 10),
        ("list:35.50000,36.75000", "B", None, "unknown", None),
        ("list:35.50000,37.25000", "C", None, "contested", 30),
    ]


def test_a_baseline_that_cannot_be_read_is_named() -> None:
    lines = geopandas.GeoDataFrame({"side": ["Red"]}, geometry=[ROAD], crs=4326)
    with pytest.raises(InputError, match="LineString"):
        baseline_from(lines, "side", date=None)
    with pytest.raises(UsageError, match="'holder'"):
        baseline_from(lines, "holder", date=None)
    metres = geopandas.GeoDataFrame({"side": ["Red"]}, geometry=[shapely.Point(4_000_000, 4_000_000)])
    with pytest.raises(InputError, match="set its CRS"):
        baseline_from(metres, "side", date=None)
    polygons = geopandas.GeoDataFrame({"side": ["Red"]}, geometry=[COUNTRY], crs=4326)
    with pytest.raises(UsageError, match="needs places"):
        baseline_from(polygons, "side", date=None)
