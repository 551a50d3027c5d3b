"""Rivers: told from towns and provinces of their name, and shown where the report's places lie on them."""

from __future__ import annotations

import csv

import pytest

from conflict_map import Gazetteer, geoparse
from conflict_map.gazetteer._data import data_path
from conflict_map.geo import distance_km, nearest_point


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    ("text", "river", "town"),
    [
        ("Boats took families from Malakal across the White Nile.", "White Nile River", "Malakal"),
        ("Shells fell on Kherson, on the right bank of the Dnipro.", "Dnieper", "Kherson"),
        ("In Deir ez-Zor the army blew up the last bridge over the Euphrates.", "Euphrates", "Deir ez-Zor"),
        ("Fighting went on at Raqqa, and villages down the Euphrates were shelled. The army took Mayadin.", "Euphrates", "Raqqa"),
        ("Rebels hold Vukovar on the Danube.", "Danube", "Vukovar"),
        ("Gunmen left Gao in canoes and went down the Niger River.", "Niger River", "Gao"),
        ("Refugees from Bangassou slept on islands in the Mbomou.", "Mbomou River", "Bangassou"),
    ],
)
def test_a_river_is_shown_at_the_place_on_it_that_is_named_next_to_it(gazetteer: Gazetteer, text: str, river: str, town: str) -> None:
    places = {mention.place.name: mention for mention in geoparse(text, gazetteer) if mention.place is not None}
    beside = next(place.place for name, place in places.items() if gazetteer.locate(town)[0].place.name == name)
    shown = places[river].place
    assert beside is not None
    assert shown is not None
    assert distance_km(shown.lat, shown.lon, beside.lat, beside.lon) < 15
    assert "nearest to" in places[river].reason
    assert all(candidate.place == shown for candidate in places[river].candidates if candidate.place.name == river)


def test_a_river_keeps_its_own_point_where_no_place_lies_by_it(gazetteer: Gazetteer) -> None:
    own = next(hit.place for hit in gazetteer.hits("danube river") if hit.place.kind == "river")
    for text in ("The Danube River is low.", "Talks in Khartoum were about traffic on the Danube River."):
        assert own in [mention.place for mention in geoparse(text, gazetteer)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Fighters walked out of Grozny along the frozen Sunzha.", "river"),
        ("Villages south of the Litani were shelled from Lebanon.", "river"),
        ("People from Bangassou have crossed the Mbomou.", "river"),
        ("The governor of Mbomou, in the Central African Republic, fled.", "admin1"),
        ("The Niger army shelled Diffa.", "country"),
    ],
)
def test_an_article_tells_a_river_from_a_province_or_town_of_its_name(gazetteer: Gazetteer, text: str, kind: str) -> None:
    assert kind in {mention.place.kind for mention in geoparse(text, gazetteer) if mention.place is not None}


def test_every_course_belongs_to_a_river_and_passes_by_its_point(gazetteer: Gazetteer) -> None:
    with data_path("regions.csv").open(encoding="utf-8", newline="") as file:
        points = {row["name"]: (float(row["lat"]), float(row["lon"])) for row in csv.DictReader(file) if row["kind"] == "river"}
    with data_path("river_lines.csv").open(encoding="utf-8", newline="") as file:
        with_course = [row["river"] for row in csv.DictReader(file)]
    assert set(with_course) <= points.keys()
    assert len(with_course) == len(set(with_course)) > 100
    for name in with_course:
        course = gazetteer.river(name)
        assert course is not None, name
        assert nearest_point(course, *points[name])[2] < 110, name
    assert gazetteer.river("Aleppo") is None
