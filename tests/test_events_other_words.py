"""Captures told in words that fit no verb of taking, and what two words for one thing mean."""

from __future__ import annotations

import pytest

from conflict_map import Report, extract


def _told(text: str, published: str = "2024-11-20") -> list[tuple[str, str, str | None]]:
    events = extract(Report(text, published=published))
    return sorted(
        (event.place.name_in_report, event.control_to[0] if event.control_to else "", event.date_start)
        for event in events
        if event.type == "control_change" and event.place is not None
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The M23 flag rose over Sake on Monday and over Minova the day after.", [("Minova", "M23", "2024-11-19"), ("Sake", "M23", "2024-11-18")]),
        ("By Monday evening the M23 had Sake, and on Tuesday it added Minova.", [("Minova", "M23", "2024-11-19"), ("Sake", "M23", "2024-11-18")]),
        ("Neither side disputes that Sake fell to the M23 on Monday.", [("Sake", "M23", "2024-11-18")]),
        ('The town of Sake was "completely liberated" on Monday, according to the M23\'s spokesman.', [("Sake", "M23", "2024-11-18")]),
        ("The army fell back from Sake on Monday, letting the M23 in.", [("Sake", "M23", "2024-11-18")]),
        ("The army deserted its posts in Sake on Monday, and the M23 filled the void.", [("Sake", "M23", "2024-11-18")]),
        ("M23 rebels attacked Sake on Monday. Sake was the last town to go.", [("Sake", "M23", None)]),
        ("It is two days since the M23 captured Sake.", [("Sake", "M23", "2024-11-18")]),
        ("The siege of Sake ended on Monday with the capture of the town by the M23.", [("Sake", "M23", "2024-11-18")]),
    ],
)
def test_who_has_a_place_then(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The army disputes that Sake fell to the M23 on Monday.",
        "On Monday the M23 added a man to its list in Sake.",
        "The aid group filled the void in Sake on Monday.",
        "The guards let the doctors in on Monday in Sake.",
    ],
)
def test_what_only_sounds_like_it(text: str) -> None:
    assert _told(text) == []


def test_a_place_taken_again_without_a_date_is_taken_twice() -> None:
    text = "Rebels captured the town of Azaz in Syria from the army. Government troops recaptured it. Rebels have now taken it again."
    assert [to for _, to, _ in _told(text, "2012-06-12")] == ["Syrian government forces", "Syrian opposition", "Syrian opposition"]


def test_most_of_a_province_is_contested_most_of_a_town_is_the_town() -> None:
    events = extract(Report("Islamic State militants captured most of Anbar province. They now control most of Ramadi.", published="2014-06-12"))
    assert {(event.type, event.place.name_in_report) for event in events if event.place is not None} == {
        ("clash", "Anbar"),
        ("control_change", "Ramadi"),
    }


def test_allies_of_a_state_are_not_the_state_of_their_country() -> None:
    (event,) = extract(Report("Turkey and its Syrian allies captured Ras al-Ain on Sunday.", published="2019-10-20"))
    assert "Syrian government forces" not in event.control_to


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        (
            "The M23 took Sake on Monday. Minova, with its port, came next, on Tuesday.",
            "2024-11-20",
            [("Minova", "M23", "2024-11-19"), ("Sake", "M23", "2024-11-18")],
        ),
        ("M23 rebels swept south from Rutshuru. Sake put up no fight on Monday.", "2024-11-20", [("Sake", "M23", "2024-11-18")]),
        (
            "Elders in Bani Walid opened that town to the GNA on Friday.",
            "2020-06-06",
            [("Bani Walid", "Government of National Accord", "2020-06-05")],
        ),
        ("Ethiopian troops stormed the garrison of Barentu on Thursday.", "2000-05-20", [("Barentu", "Ethiopian forces", "2000-05-18")]),
    ],
)
def test_places_that_give_in_or_come_next(text: str, published: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert _told(text, published) == expected


def test_all_three_are_the_places_that_changed_hands_before() -> None:
    taken = "Azerbaijani forces took Jabrayil on 4 October, Fizuli on 17 October and Zangilan on 20 October."
    text = f"{taken} All three had been in Armenian hands since 1993."
    told = _told(text, "2020-10-22")
    assert [place for place, to, day in told if (to, day) == ("Armenian forces", "1993-01-01")] == ["Fizuli", "Jabrayil", "Zangilan"]


@pytest.mark.parametrize(
    "text",
    [
        "Crude fell by three per cent in London on the news.",
        "Goma fell to 15 degrees on Monday night.",
        "The M23 took Sake on Monday and Minova on Tuesday. All three were in army hands in 2012.",
        "The company opened Goma to tourists on Monday.",
    ],
)
def test_falls_and_rows_that_are_none(text: str) -> None:
    assert [place for place, to, day in _told(text) if day in {None, "2012-01-01"} or place in {"Crude", "Goma"}] == []


def test_partly_under_control_is_no_control() -> None:
    assert _told('The mayor said Sake was "partly" under government control on Monday.') == []


def test_who_keeps_the_peace_takes_nothing_unless_it_is_said() -> None:
    text = "Peacekeepers from Chad held a line at Damara on Monday. Bossangoa was overrun on Friday."
    assert ("Bossangoa", "", "2013-03-22") in _told(text, "2013-03-25")
