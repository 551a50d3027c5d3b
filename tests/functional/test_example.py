"""The example's map says what its report says, feature by feature, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from conflict_map import Gazetteer, Reading, read_report, read_reports
from conflict_map.geo import distance_km, nearest_point

REPO = Path(__file__).parents[2]
EXAMPLE = REPO / "examples" / "maarat-al-numan.txt"
MAARAT = (35.64, 36.67)
SARAQIB = (35.86, 36.80)
ARIHA = (35.81, 36.61)
GOVERNMENT, HTS, OPPOSITION = "Syrian government forces", "Hayat Tahrir al-Sham", "Syrian opposition"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.fixture(scope="module")
def reading(gazetteer: Gazetteer) -> Reading:
    (report,) = read_reports(EXAMPLE)
    assert report.published == "2020-01-29"
    return read_report(report, gazetteer)


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("example")
    command = [sys.executable, "-m", "conflict_map", "map", EXAMPLE, "-o", folder / "map.html", "--also", "geojson"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found: list[dict[str, Any]] = json.loads((folder / "map.geojson").read_text(encoding="utf-8"))["features"]
    return found


def layer(features: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    return [feature for feature in features if feature["properties"]["layer"] == name]


def at(feature: dict[str, Any], lat_lon: tuple[float, float], *, within_km: float = 3) -> bool:
    lon, lat = feature["geometry"]["coordinates"][:2]
    return distance_km(lat, lon, *lat_lon) <= within_km


def names(value: Any) -> str:  # noqa: ANN401 - a list or a joined string, as the format keeps lists
    return " ".join(value) if isinstance(value, list) else str(value)


def test_the_town_is_taken_on_wednesday_as_the_army_says(features: list[dict[str, Any]]) -> None:
    (taken,) = [f for f in layer(features, "control") if f["properties"]["date_start"] == "2020-01-29"]
    p = taken["properties"]
    assert at(taken, MAARAT)
    assert (p["country"], p["admin1"], p["name_local"]) == ("SY", "Idlib", "معرة النعمان")
    assert (p["date_end"], p["date_precision"], p["precision"]) == ("2020-01-29", "day", 1)
    assert GOVERNMENT in names(p["control_to"])
    assert HTS in names(p["control_from"])
    assert "rebels" in names(p["control_from"])
    assert p["control_status"] == "held"
    assert "army" in names(p["claim_by"])
    assert "recaptured the town of Maarat Al-Numan" in p["quote"]


def test_soldiers_entered_on_tuesday_which_is_not_yet_a_change_of_hands(features: list[dict[str, Any]]) -> None:
    entered = [f for f in layer(features, "clashes") if f["properties"]["date_start"] == "2020-01-28"]
    assert len(entered) == 1
    assert at(entered[0], MAARAT)
    assert not [f for f in layer(features, "control") if f["properties"]["date_start"] == "2020-01-28"]


def test_the_earlier_capture_has_a_year_and_never_2020(features: list[dict[str, Any]]) -> None:
    earlier = [f for f in layer(features, "control") if f["properties"]["date_start"] != "2020-01-29"]
    assert len(earlier) == 1
    p = earlier[0]["properties"]
    assert at(earlier[0], MAARAT)
    assert (p["date_start"], p["date_end"], p["date_precision"]) == ("2012-01-01", "2012-12-31", "year")
    assert OPPOSITION in names(p["control_to"])


def test_fighters_retreat_north_to_saraqib_and_to_ariha_in_idlib(features: list[dict[str, Any]]) -> None:
    retreat = [f for f in layer(features, "movements") if f["properties"]["kind"] == "troop_movement"]
    assert len(retreat) == 2
    for feature, end in zip(sorted(retreat, key=lambda f: str(f["properties"]["destination"]), reverse=True), (SARAQIB, ARIHA), strict=True):
        line = feature["geometry"]["coordinates"]
        assert feature["geometry"]["type"] == "LineString"
        assert distance_km(line[0][1], line[0][0], *MAARAT) < 3
        assert distance_km(line[-1][1], line[-1][0], *end) < 3
        assert feature["properties"]["direction"] == "N"
        assert "SANA" in names(feature["properties"]["claim_by"])


def test_tens_of_thousands_flee_from_the_south_of_idlib_to_the_nearest_stretch_of_the_turkish_border(
    features: list[dict[str, Any]], gazetteer: Gazetteer
) -> None:
    (flight,) = [f for f in layer(features, "movements") if f["properties"]["shape"] == "border"]
    p, line = flight["properties"], flight["geometry"]["coordinates"]
    assert (p["people_low"], p["people_high"], p["people_best"], p["unit"]) == (20_000, 99_999, None, "person")
    assert (p["kind"], p["toward"], p["direction"]) == ("displacement", "border", "N")
    start_lat, start_lon = line[0][1], line[0][0]
    assert 35.2 < start_lat < 35.75
    assert 36.2 < start_lon < 37.1
    border = gazetteer.border("SY", "TR")
    *_, off_border_km = nearest_point(border, line[-1][1], line[-1][0])
    *_, shortest_km = nearest_point(border, start_lat, start_lon)
    assert off_border_km < 2
    assert distance_km(start_lat, start_lon, line[-1][1], line[-1][0]) == pytest.approx(shortest_km, abs=3)


def test_thousands_more_flee_the_town_and_no_destination_is_claimed(features: list[dict[str, Any]]) -> None:
    fled = [f for f in layer(features, "movements") if f["properties"]["kind"] == "displacement" and f["properties"]["shape"] != "border"]
    assert fled
    assert (2_000, 9_999) in {(f["properties"]["people_low"], f["properties"]["people_high"]) for f in fled}
    for feature in fled:
        assert feature["properties"]["shape"] == "origin"
        assert feature["geometry"]["type"] == "Point"
        assert at(feature, MAARAT)
        assert not feature["properties"]["destination"]


def test_strikes_fall_on_the_town_alone(features: list[dict[str, Any]]) -> None:
    strikes = layer(features, "strikes")
    assert strikes
    assert all(at(strike, MAARAT) for strike in strikes)


def test_the_road_from_damascus_to_aleppo_is_context(features: list[dict[str, Any]]) -> None:
    (road,) = layer(features, "routes")
    assert road["properties"]["route_id"] == "SY-M5"
    line = road["geometry"]["coordinates"]
    assert min(distance_km(lat, lon, *MAARAT) for lon, lat, *_ in line) < 5
    for end in ((33.51, 36.29), (36.20, 37.16)):
        assert min(distance_km(lat, lon, *end) for lon, lat, *_ in line) < 8


def test_figures_about_wholes_are_stated_and_not_drawn(features: list[dict[str, Any]]) -> None:
    figures = layer(features, "figures")
    assert all(figure["geometry"] is None for figure in figures)
    told = {figure["properties"]["kind"]: figure["properties"] for figure in figures}
    assert set(told) == {"territory_share", "killed", "displaced"}
    assert told["territory_share"]["best"] == 70
    assert "70 percent" in told["territory_share"]["quote"]
    assert told["killed"]["low"] == 500_000
    moved = [f["properties"]["quote"] for f in layer(features, "movements")]
    assert not [quote for quote in moved if "more than half" in quote]


def test_the_vow_and_the_boast_are_not_events(reading: Reading) -> None:
    quotes = " ".join(event.quote for event in reading.events)
    assert "vowed" not in quotes
    assert "every last armed terrorist" not in quotes


def test_every_place_that_the_report_names_is_resolved(reading: Reading) -> None:
    assert [mention.text for mention in reading.mentions if mention.place is None] == []
    capital = [mention for mention in reading.mentions if mention.text.lower() in {"the capital", "capital"}]
    assert [mention.place.name for mention in capital if mention.place] == ["Damascus"]


def test_every_shape_has_its_sentence_source_and_precision(features: list[dict[str, Any]], reading: Reading) -> None:
    for feature in features:
        p = feature["properties"]
        if p["layer"] in {"control", "movements", "strikes", "clashes", "routes", "figures"}:
            assert p["quote"] in reading.report.text
            assert p["headline"] == "Syrian army takes ruined highway town in Idlib"
        if p["layer"] in {"control", "movements", "strikes", "clashes"}:
            assert p["precision"] in {1, 2, 3}
            assert p["claim_status"] in {"reported", "claimed"}
            assert p["date_precision"]


def test_quotes_stand_where_their_offsets_say(reading: Reading) -> None:
    for event in reading.events:
        assert reading.report.text[event.start : event.end] == event.quote
