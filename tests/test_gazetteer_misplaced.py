from __future__ import annotations

import csv

import pytest
import shapely

from conflict_map import Gazetteer
from conflict_map.gazetteer.areas import load_areas
from conflict_map.gazetteer.names import fold, skeleton
from conflict_map.gazetteer.store import data_file
from conflict_map.pipeline import geoparse


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def rows() -> list[dict[str, str]]:
    with data_file("misplaced.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_row_of_the_table_contradicts_itself(gazetteer: Gazetteer) -> None:
    segment, areas = gazetteer.segments[0], load_areas()
    table = rows()
    assert len(table) > 100
    for row in table:
        record = segment.record_of_geonames(int(row["geonames_id"]))
        assert record is not None, row
        assert segment.admins[segment.admin[record]] == row["admin1"]
        point = shapely.Point(int(segment.lon[record]) / 1e5, int(segment.lat[record]) / 1e5)
        assert not areas.polygon(row["admin1"]).buffer(0.5).contains(point), row


def test_a_town_outside_its_own_area_is_doubtful_and_says_why(gazetteer: Gazetteer) -> None:
    (found, *_) = gazetteer.locate("Bamba", country="ML")
    assert found.score < 0.5
    assert "doubtful: its point lies 890 km outside" in found.reason
    assert gazetteer.locate("Bamba")[0].place.country == "KE"
    told = [mention for mention in geoparse("In northern Mali fighters took Bamba, near Gao, on Monday.", gazetteer) if mention.text == "Bamba"]
    assert all(mention.place is None or "doubtful: its point lies" in mention.reason for mention in told)
    assert told
    assert all(mention.score <= 0.4 for mention in told)


def test_a_town_on_the_edge_of_its_area_is_not(gazetteer: Gazetteer) -> None:
    assert "doubtful" not in gazetteer.locate("Slavutych", country="UA")[0].reason


@pytest.mark.parametrize(("one", "other"), [("Hpapun", "Papun"), ("Htantabin", "Tantabin")])
def test_the_breath_that_burmese_names_are_written_with_is_no_sound_of_its_own(one: str, other: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(other))
    assert skeleton(fold("Homs")) != skeleton(fold("Oms"))


@pytest.mark.parametrize(("one", "other"), [("ሐረር", "ሀረር"), ("ሠቆጣ", "ሰቆጣ"), ("ፀሐይ", "ጸሃይ"), ("ጐንደር", "ጎንደር")])
def test_syllables_of_one_sound_are_one_letter(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("name", "place"), [("ጎንደር", "Gonder"), ("ጐንደር", "Gonder"), ("ባህር ዳር", "Bahir Dar"), ("Hpyapon", "Pyapon")])
def test_these_spellings_find_their_town(name: str, place: str, gazetteer: Gazetteer) -> None:
    assert gazetteer.locate(name, country="MM" if name.isascii() else "ET")[0].place.name == place


def test_countries_have_names_in_the_languages_of_the_page(gazetteer: Gazetteer) -> None:
    assert gazetteer.country_names("ar")["SY"] == "سوريا"
    assert gazetteer.country_names("xx") == {}
