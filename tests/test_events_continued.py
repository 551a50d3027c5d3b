"""Places that change hands in sentences that only go on from the one before."""

from __future__ import annotations

import pytest
from events_cases import read

ONE_MORE = [
    ("Rebels captured Gao on Monday. On Wednesday it was the turn of Kidal.", "Kidal", "2024-05-15"),
    ("Rebels captured Gao on Monday. Kidal suffered the same fate a day later.", "Kidal", "2024-05-14"),
    ("Rebels captured Gao on 2 May, followed by Kidal on 4 May.", "Kidal", "2024-05-04"),
    ("Rebels captured Gao on Monday. Then came Kidal.", "Kidal", None),
    ("Rebels captured Gao on Monday. Next was Kidal.", "Kidal", None),
    ("Gao fell to rebels on 2 May. So did Kidal.", "Kidal", "2024-05-02"),
    ("Gao was captured by rebels on 2 May. So was Kidal.", "Kidal", "2024-05-02"),
]

NO_MORE = [
    "Rebels captured Gao on Monday. So did Kidal.",
    "Rebels captured Gao on Monday. Then came Ramadan.",
    "Rebels captured Gao on Monday. Next is Kidal.",
    "Rebels captured Gao on Monday. The mayor of Kidal fears that his town will suffer the same fate.",
    "Rebels captured Gao on Monday. The president was in Kidal too.",
    "Rebels captured Gao on Monday. The talks went on. The rain did not stop. A bus left. Then came Kidal.",
]


@pytest.mark.parametrize(("text", "place", "day"), ONE_MORE)
def test_one_more_place_has_the_sides_of_the_one_before(text: str, place: str, day: str | None) -> None:
    first, more = [event for event in read(text).events if event.type == "control_change"]
    assert more.place is not None
    assert (more.place.name, more.control_to, more.date_start) == (place, first.control_to, day)


@pytest.mark.parametrize("text", NO_MORE)
def test_what_only_looks_like_one_more_place(text: str) -> None:
    assert [event.place.name for event in read(text).events if event.type == "control_change" and event.place] == ["Gao"]


def test_the_first_town_to_be_taken_was_taken() -> None:
    (event,) = read("Gao was the first town to be captured by rebels, on 2 May.").events
    assert (event.type, event.place and event.place.name, event.date_start) == ("control_change", "Gao", "2024-05-02")
    assert read("Gao could be the next town to be captured by rebels.").events == ()


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("Gao was liberated by the French on Monday.", True),
        ("The French took Gao on Monday.", True),
        ("The French foreign minister took the floor in Gao on Monday.", False),
    ],
)
def test_a_people_without_a_plural_is_a_side(text: str, held: bool) -> None:  # noqa: FBT001 - a column of the table
    sides = [event.control_to for event in read(text).events if event.type == "control_change"]
    assert [to[-1] for to in sides] == (["French"] if held else [])


def test_a_place_that_is_added_goes_to_the_same_side() -> None:
    text = "Rebels of the M23 captured Sake on Monday. Since then Minova has been added, on Tuesday."
    events = {event.place.name_in_report: event for event in read(text).events if event.place}
    assert "M23" in events["Minova"].control_to


def test_both_of_which_are_the_places_before_it() -> None:
    text = "Goma and Sake, both of which the army had recaptured in May 2013, were hit by storms on Monday."
    events = {event.place.name_in_report: event for event in read(text).events if event.place and event.type == "control_change"}
    assert sorted(events) == ["Goma", "Sake"]


def test_the_same_group_is_the_one_told_before() -> None:
    text = "Fighters of the M23 attacked Goma on Monday. The army sent soldiers. The same group captured Sake on Tuesday."
    events = {event.place.name_in_report: event for event in read(text).events if event.place and event.type == "control_change"}
    assert "M23" in events["Sake"].control_to


def test_where_is_no_place_that_is_left() -> None:
    text = "Coffee from Goma goes to Kampala, where they are sometimes repacked."
    assert [event for event in read(text).events if event.type == "control_change"] == []


def test_who_holds_a_place_took_it() -> None:
    text = "M23 rebels hold Goma and Sake, captured from the army on 13 May."
    events = [event for event in read(text).events if event.type == "control_change"]
    assert [event.place.name_in_report for event in events if event.place] == ["Goma", "Sake"]
    assert all("M23" in event.control_to for event in events)


def test_its_men_are_of_the_side_that_acted_last() -> None:
    text = "The army has lost ground. A base in Sake surrendered to the M23 on Monday. On Tuesday its men planted their flag in Minova."
    events = {event.place.name_in_report: event for event in read(text).events if event.place and event.type == "control_change"}
    assert "M23" in events["Minova"].control_to


def test_a_command_is_no_place() -> None:
    names = {
        event.place.name_in_report
        for event in read("M23 rebels occupied the headquarters of the Western Command at Sake on Monday.").events
        if event.place
    }
    assert names == {"Sake"}
    assert [event for event in read("M23 rebels occupied the headquarters of the Western Command on Monday.").events if event.place] == []


def test_empty_but_not_occupied() -> None:
    assert [event for event in read("Sake is empty, but not occupied.").events if event.type == "control_change"] == []


def test_lots_of_goods_are_no_people() -> None:
    assert read("Smaller lots have found their way to Turkey.").events == ()
