from __future__ import annotations

import csv

import pytest

from conflict_map import Gazetteer
from conflict_map.gazetteer.store import data_file


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def test_each_further_name_leads_to_its_town_before_other_towns(gazetteer: Gazetteer) -> None:
    with data_file("town_names.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 30
    wrong = []
    for row in rows:
        for name in row["names"].split("|"):
            first = gazetteer.locate(name, country=row["country"], limit=4)
            towns = [hit.place for hit in first if hit.place.kind in {"city", "town", "village"}]
            if not towns or str(towns[0].geonames_id) != row["geonames_id"]:
                wrong.append((name, row["name"], [place.name for place in towns]))
    assert wrong == []


def test_rows_name_towns_that_the_source_has(gazetteer: Gazetteer) -> None:
    segment = gazetteer.segments[0]
    with data_file("town_names.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["geonames_id"] for row in csv.DictReader(file)]
    assert len(ids) == len(set(ids))
    assert [number for number in ids if segment.record_of_geonames(int(number)) is None] == []


def test_the_area_of_a_town_is_no_rival_of_the_town(gazetteer: Gazetteer) -> None:
    assert "doubtful" not in gazetteer.locate("Aleppo")[0].reason
    assert "doubtful" in gazetteer.locate("Tripoli")[0].reason
