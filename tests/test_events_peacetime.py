"""Reports of peace: pupils, patients and passengers who go somewhere are not displaced."""

from __future__ import annotations

import pytest
from events_cases import read

FILLER = " The council met on Monday and spoke about the budget for roads, the new library and the market square." * 7


@pytest.mark.parametrize(
    "sentence",
    [
        "About 200 pupils went from Sake to Goma on Monday.",
        "Both women were taken to Goma for treatment.",
        "Two hundred people flocked to Goma, where admission was free.",
        "Two police officers left Sake for Goma on Monday.",
    ],
)
def test_errands_are_no_displacement(sentence: str) -> None:
    assert not [event for event in read(sentence + FILLER, "2024-05-20").events if event.type in {"displacement", "troop_movement"}]


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("About 200 people were evacuated from Sake to Goma after a flood.", FILLER),
        ("About 200 people went from Sake to Goma on Monday.", FILLER + " Rebels shelled the road."),
        ("About 200 people went from Sake to Goma on Monday.", ""),
    ],
)
def test_flight_is_still_read(sentence: str, rest: str) -> None:
    assert [event for event in read(sentence + rest, "2024-05-20").events if event.type == "displacement"]


@pytest.mark.parametrize("money", ["$3,000", "US$3,000", "\u00a33,000", "USD 3,000", "3,000 dollars", "$3 million"])
def test_money_that_leaves_a_town_is_no_people(money: str) -> None:
    assert not read(f"Officials said {money} left Goma for Sake on Monday.", "2024-05-20").events


def test_a_number_alone_that_leaves_a_town_is_people() -> None:
    assert [event.type for event in read("Officials said 3,000 left Goma for Sake on Monday.", "2024-05-20").events] == ["displacement"]
