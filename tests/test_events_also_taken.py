"""More places than one that a sentence tells as taken, and whose fighters took them; near misses beside each."""

from __future__ import annotations

import pytest
from events_cases import read

Row = tuple[str, str, str]


def _changes(text: str, published: str = "2024-05-20") -> set[Row]:
    events = [event for event in read(text, published).events if event.type == "control_change" and event.place]
    return {(event.place.name_in_report if event.place else "", " ".join(event.control_to), event.date_start or "") for event in events}


def _told(text: str) -> set[tuple[str, str]]:
    return {(place, day) for place, _, day in _changes(text)}


MORE = [
    ("The M23 captured Sake on Monday morning, followed in the afternoon by Goma.", {("Sake", "2024-05-20"), ("Goma", "2024-05-20")}),
    ("The M23 took Sake on Sunday, one day after Goma.", {("Sake", "2024-05-19"), ("Goma", "2024-05-18")}),
    ("The M23 took Sake on 14 May and, in the north, Goma.", {("Sake", "2024-05-14"), ("Goma", "2024-05-14")}),
    ("One by one the garrisons of the east have fallen: Sake on Friday, Goma on Saturday, Bukavu on Sunday.",
     {("Sake", "2024-05-17"), ("Goma", "2024-05-18"), ("Bukavu", "2024-05-19")}),
    ("The M23 left Sake, the town it took in March.", {("Sake", "2024-03-01")}),
    ("Goma, besieged for 87 days, capitulated on Monday to the M23.", {("Goma", "2024-05-20")}),
    ("The army recaptured Sake and the whole of Idlib province on Monday.", {("Sake", "2024-05-20"), ("Idlib province", "2024-05-20")}),
    ("The M23 said on Monday that it had seized Hill 350 from government troops.", {("Hill 350", "2024-05-20")}),
    ("The M23 took Sake, on the road from Goma to Bukavu, on Monday.", {("Sake", "2024-05-20")}),
    ("Militants attacked Sake on Tuesday, overran its camp and held it until the next morning.", {("Sake", "2024-05-14")}),
    ("Sake was briefly in rebel hands on Friday before the army reasserted its control.", {("Sake", "2024-05-17")}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), MORE)
def test_each_place_has_its_own_day(text: str, told: set[tuple[str, str]]) -> None:
    assert _told(text) == told


SIDES = [
    ("Forces backing Alassane Ouattara captured Goma on Monday.", "Forces backing Alassane Ouattara"),
    ("Fighters trained by the United Arab Emirates captured Goma on Monday.", "trained by the United Arab Emirates"),
    ("Forces loyal to the ousted president captured Goma on Monday.", "Forces loyal to the ousted president"),
    ("Militiamen backed by the army captured Goma on Monday.", "Militiamen backed by the army"),
    ("Kupiansk is Ukrainian again.", "Ukrainian"),
]


@pytest.mark.parametrize(("text", "side"), SIDES)
def test_fighters_are_told_by_whom_they_serve(text: str, side: str) -> None:
    assert [side in names for _, names, _ in _changes(text)] == [True]


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("The M23 took Sake on Sunday, a day after Goma was shelled.", "Goma"),
        ("The M23 took Sake, followed by reporters from Goma.", "Goma"),
        ("The army bombed Sake on Friday and these towns were quiet: Goma on Saturday, Bukavu on Sunday.", "Goma"),
        ("Azerbaijan handed back a base in Lachin, one of four villages in Idlib province that it had captured.", "Idlib province"),
        ("The M23 took Sake to the brink.", "Sake"),
        ("Most people in Kupiansk are Russian.", "Kupiansk"),
        ("The army lost its base.", "base"),
    ],
)
def test_near_misses_stay_silent(text: str, silent: str) -> None:
    assert silent not in {place for place, _, _ in _changes(text)}


def test_who_takes_a_place_back_is_not_the_one_whose_capture_is_told_beside() -> None:
    text = "Goma was taken back on 16 May and Sake on the 18th; the M23's capture of Sake on 3 January had made headlines."
    sides = {(place, day): side for place, side, day in _changes(text)}
    assert "M23" not in sides["Goma", "2024-05-16"]
    assert "M23" in sides["Sake", "2024-01-03"]


def test_them_is_never_the_side_that_speaks() -> None:
    text = "The Congolese army said on Tuesday that Sake, the M23's last base in the area, had also been wrested from them."
    assert [("M23" in side, place) for place, side, _ in _changes(text)] == [(False, "Sake")]


def test_the_town_is_not_where_its_garrison_fled_to() -> None:
    text = "Residents said the garrison drove off from Sake to Goma on Monday night and that the M23 had the town to itself by sunrise."
    assert {place for place, _, _ in _changes(text)} == {"Sake"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sake changed sides on Sunday and Goma a day later.", {("Sake", "2024-05-19"), ("Goma", "2024-05-20")}),
        ("The M23 had won a great deal by force: Sake on 4 May, Goma on 17 May.", {("Sake", "2024-05-04"), ("Goma", "2024-05-17")}),
        ("Goma, the second city, opened its gates on 12 May.", {("Goma", "2024-05-12")}),
        ("Gunmen of Hezbollah and Amal took possession of Goma on Tuesday.", {("Goma", "2024-05-14")}),
        ("On Monday a mechanised unit reclaimed Vista Hermosa.", {("Vista Hermosa", "2024-05-20")}),
    ],
)
def test_rows_of_changes(text: str, told: set[tuple[str, str]]) -> None:
    assert _told(text) == told
