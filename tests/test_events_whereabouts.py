"""What follows a comma says where the place before it lies; it is not the next of a list."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report, extract


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(packs=[])


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Syrian rebels seized Ariha, south of Idlib, on Tuesday.", ["Ariha"]),
        ("Syrian rebels seized Ariha, south of Idlib, and Saraqib.", ["Ariha", "Saraqib"]),
        ("Syrian rebels seized Ariha, Idlib province, and Khan Shaykhun on Tuesday.", ["Ariha", "Khan Shaykhun"]),
        ("Syrian rebels seized Ariha, 15 km south of Idlib, on Tuesday.", ["Ariha"]),
        ("Syrian rebels seized Ariha, Saraqib and Khan Shaykhun on Tuesday.", ["Ariha", "Saraqib", "Khan Shaykhun"]),  # a list stays one
        ("Syrian rebels seized Ariha, Idlib and Saraqib on Tuesday.", ["Ariha", "Idlib", "Saraqib"]),
    ],
)
def test_control(text: str, taken: list[str], gazetteer: Gazetteer) -> None:
    events = extract(Report(text, published="2020-01-29"), gazetteer)
    assert [e.place.name_in_report for e in events if e.type == "control_change" and e.place is not None] == taken


def test_the_ends_of_a_movement(gazetteer: Gazetteer) -> None:
    events = extract(Report("Thousands of civilians fled Ariha, south of Idlib, for Reyhanli, Turkey.", published="2020-01-29"), gazetteer)
    assert [(e.origin.name_in_report, [d.name_in_report for d in e.destinations]) for e in events if e.origin is not None] == [
        ("Ariha", ["Reyhanli"])
    ]
