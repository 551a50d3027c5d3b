"""Totals of people and their parts, crossed: who went where, how many, and that a reason told beside makes no fighters of them."""

from __future__ import annotations

import pytest
from events_cases import read

TOTALS = (
    "Some 9,000 people have fled Sake since Monday",
    "An estimated 9,000 civilians left Sake after the M23 attacked",
    "More than 9,000 residents were displaced from Sake when M23 rebels entered",
)
PARTS = (
    ", 4,000 of them to Goma and 3,000 to Bukavu.",
    ": 4,000 to Goma and 3,000 to Bukavu.",
    ", including 4,000 who are now in Goma and 3,000 in Bukavu.",
    ". Of these, 4,000 are in Goma and 3,000 in Bukavu.",
    ". Around 4,000 went to Goma; another 3,000 reached Bukavu.",
)


def _moves(text: str) -> list[tuple[str, str | None, list[str], int | None]]:
    events = [event for event in read(text, "2024-05-20").events if event.type in {"displacement", "troop_movement"}]
    return [
        (
            event.type,
            event.origin.name_in_report if event.origin else None,
            [place.name_in_report for place in event.destinations],
            event.people.low if event.people else None,
        )
        for event in events
    ]


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("parts", PARTS)
def test_each_part_goes_its_way_and_the_whole_stays_told(total: str, parts: str) -> None:
    found = _moves(total + parts)
    assert sorted(found, key=lambda row: row[3] or 0) == [
        ("displacement", "Sake", ["Bukavu"], 3000),
        ("displacement", "Sake", ["Goma"], 4000),
        ("displacement", "Sake", [], 9000),
    ]


@pytest.mark.parametrize("verb", ["prevented", "stopped", "barred", "deterred"])
@pytest.mark.parametrize("who", ["people", "some 3,000 people", "3,000 civilians", "about 1,200 local families"])
def test_who_is_kept_from_leaving_moves_nowhere(verb: str, who: str) -> None:
    assert _moves(f"The M23 {verb} {who} from leaving Sake for Goma.") == []


@pytest.mark.parametrize("verb", ["reported", "report"])
@pytest.mark.parametrize("office", ["Local authorities in Goma", "Aid workers in Goma"])
def test_arrivals_that_an_office_reports_are_where_it_is(office: str, verb: str) -> None:
    assert _moves(f"{office} {verb} the arrival of 3,000 people from Sake.") == [("displacement", "Sake", ["Goma"], 3000)]


@pytest.mark.parametrize("noun", ["Displacement from Sake continues: ", "The exodus from Sake goes on. "])
@pytest.mark.parametrize("told", ["3,000 people reached Goma on Monday.", "About 3,000 villagers arrived in Goma."])
def test_who_arrives_after_a_flight_told_by_its_noun_has_fled_there(noun: str, told: str) -> None:
    assert _moves(noun + told) == [("displacement", "Sake", ["Goma"], 3000)]


@pytest.mark.parametrize("mark", [" - ", " \u2013 ", ": "])
def test_parts_follow_a_dash_as_they_follow_a_colon(mark: str) -> None:
    found = _moves(f"Some 9,000 people were displaced from Sake this week{mark}4,000 to Goma and 3,000 to Bukavu.")
    assert [row for row in found if row[2]] == [("displacement", "Sake", ["Goma"], 4000), ("displacement", "Sake", ["Bukavu"], 3000)]


@pytest.mark.parametrize(
    "text",
    [
        "Congolese soldiers driven out of Sake by the M23 regrouped in Goma.",
        "Congolese soldiers captured in Sake were transferred to Goma on Monday.",
        "Congolese soldiers taken prisoner in Sake were driven to Goma.",
        "Congolese soldiers withdrew from Sake on Monday and returned to Goma.",
        "Congolese soldiers pulled out of Sake and went back to Goma.",
        "Congolese soldiers began pulling out of Sake for Goma on Monday.",
    ],
)
def test_fighters_come_from_where_words_beside_them_put_them(text: str) -> None:
    assert [row[:3] for row in _moves(text)] == [("troop_movement", "Sake", ["Goma"])]


def test_who_is_aboard_comes_from_where_the_boat_has_taken_them_on() -> None:
    assert _moves("A boat carrying 300 people from Sake docked in Goma on Monday.") == [("displacement", "Sake", ["Goma"], 300)]


def test_soldiers_captured_long_since_are_not_brought_from_a_place_not_named() -> None:
    assert [row[:3] for row in _moves("Congolese soldiers captured by the M23 were transferred to Goma.")] == [("troop_movement", None, ["Goma"])]
