"""Rows of places and what may stand around them, crossed with ways of taking: every place of the row, and no place beside it."""

from __future__ import annotations

import pytest
from events_cases import read

ROWS = {
    "Sake, 25 km west of Goma": {"Sake"},
    "Sake, the gateway to Goma": {"Sake"},
    "Sake, which lies on the road to Goma": {"Sake"},
    "Sake, Minova and Walikale": {"Sake", "Minova", "Walikale"},
    "both Sake and Minova": {"Sake", "Minova"},
    "Sake as well as Minova": {"Sake", "Minova"},
    "Sake, on the road to Goma, and Minova, on the lake": {"Sake", "Minova"},
    "Sake and the nearby village of Minova": {"Sake", "Minova"},
    "three towns, including Sake and Minova": {"Sake", "Minova"},
    "Sake, Minova and several villages around them": {"Sake", "Minova"},
}
ACTIVE = (
    "The M23 took {}.",
    "In North Kivu province, M23 rebels took control of {}.",
    "Residents said M23 rebels and their allies seized {}.",
    "Local sources told AFP that M23 fighters advancing from Rutshuru recaptured {}.",
    "A column of M23 fighters completed the capture of {}.",
    "The M23, which is backed by Rwanda, stormed and captured {}.",
    "The M23 established control over {}.",
)
PASSIVE = (
    "{} fell to M23 rebels and their allies.",
    "In the east, {} came under the control of the M23.",
    "The army said that {} had been overrun by M23 fighters who had come from Rutshuru.",
    "Control of {} passed to the M23.",
)


def _taken(text: str) -> set[str]:
    events = [event for event in read(text, "2024-05-20").events if event.type == "control_change"]
    return {event.place.name_in_report for event in events if event.place is not None and "M23" in event.control_to}


@pytest.mark.parametrize("frame", ACTIVE)
@pytest.mark.parametrize("row", ROWS)
def test_every_place_of_a_row_is_taken_and_no_place_beside_it(frame: str, row: str) -> None:
    assert _taken(frame.format(row)) == ROWS[row]


@pytest.mark.parametrize("frame", PASSIVE)
@pytest.mark.parametrize("row", [row for row in ROWS if not row.startswith(("three", "Sake, which"))])
def test_every_place_of_a_row_falls_and_no_place_beside_it(frame: str, row: str) -> None:
    closed = row if "," not in row or row.startswith("Sake, Minova") else f"{row},"
    text = frame.format(closed)
    assert _taken(text[:1].upper() + text[1:]) == ROWS[row]


@pytest.mark.parametrize(
    "text",
    [
        "The M23 left Sake, on the road to Goma, and Minova, on the lake.",
        "The M23 hopes to take Sake, on the road to Goma, and Minova, on the lake.",
        "In Sake, Minova and Goma people fled from the M23.",
        "Residents said rebels and soldiers were in Sake and Minova.",
    ],
)
def test_a_row_of_places_where_nothing_was_taken_stays_silent(text: str) -> None:
    assert not _taken(text)


def _moves(text: str) -> list[tuple[str | None, list[str], int | None]]:
    events = [event for event in read(text, "2024-05-20").events if event.type == "displacement"]
    return [(e.origin and e.origin.name, [place.name for place in e.destinations], e.people and e.people.low) for e in events]


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("Aid workers said about 3,000 women and children fled Minova for Goma.", [("Minova", ["Goma"], 3000)]),
        ("In Uganda, at least 3,000 people from Minova have arrived in Goma.", [("Minova", ["Goma"], 3000)]),
        ("The UN said that 3,000 people took refuge in Goma when the rebels entered the town of Minova.", [("Minova", ["Goma"], 3000)]),
        ("About 3,000 civilians were forced to flee villages around Minova towards Goma, the provincial capital.", [("Minova", ["Goma"], 3000)]),
        ("Some 3,000 people have sought refuge in Goma and Sake after fleeing villages around Minova.", [("Minova", ["Goma", "Sake"], 3000)]),
        ("In Uganda, the fighting in Minova has driven 3,000 refugees to Goma.", [("Minova", ["Goma"], 3000)]),
    ],
)
def test_a_movement_keeps_its_ends_whatever_opens_and_closes_the_sentence(text: str, moves: list[tuple[str | None, list[str], int | None]]) -> None:
    assert _moves(text) == moves


PASSING = (
    "",
    "Thousands of residents fled towards Goma. ",
    "Hospitals in Goma said they had received 40 wounded. ",
    "The governor, speaking in Goma, called for calm. ",
    "Shops were closed in Goma. ",
)
ASSAULTS = (
    "The M23 attacked Minova on Monday with mortars. ",
    "The M23 launched an assault on Minova at dawn on Monday. ",
    "The M23 opened an offensive towards Minova on Monday. ",
    "The M23 advanced on Minova on Monday. ",
    "On Monday the M23 surrounded Minova, which Congolese soldiers had held for a year. ",
    "Fighting reached the outskirts of Minova on Monday as the M23 pressed an offensive. ",
)
FALLS = (
    "It fell on Tuesday.",
    "The town was overrun on Tuesday.",
    "By Tuesday evening the town was in their hands.",
    "On Tuesday Congolese soldiers abandoned the town.",
    "The town's defences collapsed on Tuesday.",
    "Residents woke on Tuesday to find the group in control.",
    "The loss of the town was confirmed by an army officer on Tuesday.",
)


@pytest.mark.parametrize("passing", PASSING)
@pytest.mark.parametrize("assault", ASSAULTS)
def test_the_town_that_falls_is_the_one_that_was_attacked(assault: str, passing: str) -> None:
    for fall in FALLS:
        events = [e for e in read(assault + passing + fall, "2024-05-23").events if e.type == "control_change" and e.date_start is not None]
        assert [(e.place and e.place.name, e.control_to[0]) for e in events] == [("Minova", "M23")], fall


def test_a_capital_that_hospitals_stand_in_takes_no_town() -> None:
    text = "Rebels attacked Minova on Monday. Hospitals in Kinshasa said they had received 40 wounded. By Tuesday the town was in their hands."
    assert all("Kinshasa" not in event.control_to for event in read(text, "2024-05-23").events)


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("Minova fell to the M23 on Monday. Thousands fled their homes for Goma, where schools were opened.", [("Minova", ["Goma"], 2000)]),
        ("The M23 captured Minova on Monday. Goma received 3,000 people from the town.", [(None, ["Goma"], 3000)]),
        (
            "The M23 attacked Minova on Monday. The M23 also hold Bukavu, taken in March. About 3,000 residents left the town for Goma.",
            [("Minova", ["Goma"], 3000)],
        ),
    ],
)
def test_people_come_from_where_the_story_stands(text: str, moves: list[tuple[str | None, list[str], int | None]]) -> None:
    assert _moves(text) == moves


@pytest.mark.parametrize(
    ("text", "moves"),
    [
        ("A relief official says 340,000 people have left their homes within Sudan itself.", [("Sudan", [], 340_000)]),
        ("Uganda's government has registered more than 85,000 refugees from Goma since May.", [("Goma", ["Uganda"], 85_000)]),
        ("Soldiers abandoned Sake. Some 900 residents of Goma's eastern quarters fled to Bukavu.", [("Goma", ["Bukavu"], 900)]),
        ("American missionaries, forty of them, drove out of Goma for Bukavu last week.", [("Goma", ["Bukavu"], 40)]),
    ],
)
def test_more_ways_to_tell_who_went_where(text: str, moves: list[tuple[str | None, list[str], int | None]]) -> None:
    assert _moves(text) == moves


def test_a_side_with_a_name_and_one_without_are_one_list() -> None:
    text = "Syrian government forces recaptured Saraqib from fighters of Hayat Tahrir al-Sham (HTS) and other rebels on Wednesday."
    (event,) = [event for event in read(text, "2020-01-29").events if event.type == "control_change"]
    assert "other rebels" in event.control_from


@pytest.mark.parametrize("said", ["witnesses said", "witnesses say", "the army admits", "residents reported", "several aid workers claim"])
def test_a_row_goes_on_behind_the_words_of_who_tells_it(said: str) -> None:
    assert _taken(f"The M23 took Sake and, {said}, Minova.") == {"Sake", "Minova"}


def test_who_speaks_between_two_takings_takes_nothing() -> None:
    events = read("The army captured Hama and, the rebels claim, Homs.", "2024-12-01").events
    assert {(event.place.name_in_report, event.control_to[0]) for event in events if event.place is not None} == {
        ("Hama", "Syrian government forces"),
        ("Homs", "Syrian government forces"),
    }
    assert all("rebels claim" not in event.control_from for event in events)


def test_a_claim_within_commas_of_a_new_clause_adds_no_place() -> None:
    assert _taken("The M23 took Sake and, the army claims, Minova is quiet.") == {"Sake"}
