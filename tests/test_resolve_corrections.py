"""Corrections: where the user says that a name lies wins over whatever the text says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conflict_map import Gazetteer, Report
from conflict_map.errors import TableError
from conflict_map.mentions import find_mentions
from conflict_map.model import Mention, Place
from conflict_map.resolve import Correction, Corrections, read_corrections, resolve

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def read(text: str, gazetteer: Gazetteer, corrections: Corrections) -> dict[str, Mention]:
    return {mention.text: mention for mention in resolve(text, find_mentions(text, gazetteer), gazetteer, corrections)}


HERE = Place(name="New Ariha", lat=1.5, lon=2.5, kind="town", country="SY")


def test_a_correction_wins_over_everything(gazetteer: Gazetteer) -> None:
    table = Corrections([Correction("ariha", HERE, note="told by the mayor")])
    mention = read("Shells hit Ariha in Syria's Idlib.", gazetteer, table)["Ariha"]
    assert mention.place == HERE
    assert mention.score == 1.0
    assert "told by the mayor" in mention.reason


def test_corrections_hold_only_for_their_country_and_report(gazetteer: Gazetteer) -> None:
    table = Corrections([Correction("Ariha", HERE, country="IQ"), Correction("Saraqib", HERE, report="r1")])
    text = "Shells hit Ariha and Saraqib in Syria."
    for report_id, moved in (("r1", True), ("r2", False)):
        found = read(text, gazetteer, table.for_report(Report(text, id=report_id)))
        assert found["Ariha"].place != HERE
        assert (found["Saraqib"].place == HERE) is moved


def test_a_correction_without_a_point_takes_the_place_away(gazetteer: Gazetteer) -> None:
    mention = read("Shells hit Ariha in Syria.", gazetteer, Corrections([Correction("Ariha", None, note="a codename")]))["Ariha"]
    assert mention.place is None
    assert "codename" in mention.reason


def test_a_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "fixes.csv"
    path.write_text("name,country,lat,lon,place,geonames_id,precision\nAriha,sy,35.81,36.61,Ariha,173811,1\nCodename,,,,,,\n", encoding="utf-8")
    table = read_corrections(path)
    assert len(table) == 2
    row = table.find("ARĪHĀ", countries=["SY"])
    assert row is not None
    assert row.place is not None
    assert (row.place.lat, row.place.lon, row.place.geonames_id) == (35.81, 36.61, 173811)
    assert table.find("Ariha", countries=["IQ"]) is None


def test_all_faults_of_a_table_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "fixes.csv"
    path.write_text("name,lat,lon,precision,geonames_id\nA,95,10,,\n,1,2,,\nB,x,2,,\nC,1,2,7,\nD,1,2,,ten\n", encoding="utf-8")
    with pytest.raises(TableError) as caught:
        read_corrections(path)
    assert [fault.line for fault in caught.value.faults] == [2, 3, 4, 5, 6]
    assert "out of range" in str(caught.value)


def test_unknown_columns_are_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "fixes.csv"
    path.write_text("nam,lat\nA,1\n", encoding="utf-8")
    with pytest.raises(TableError, match="no column 'name'"):
        read_corrections(path)
