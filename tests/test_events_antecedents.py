"""Which place words mean that name none: "the town", "it", "there", "their village", or nothing at all."""

from __future__ import annotations

import pytest
from events_cases import read

PLACED = [
    # the subject, not what stands beside it
    ("Sake, north-west of Goma, was quiet for a week. The army recaptured the town on Monday.", ["Sake"]),
    # a capital that stands for its government is not where things happen
    ("Kherson is calm. Damascus welcomes the news. Russian forces had captured the city on 2 March.", ["Kherson"]),
    ("Tal Afar is quiet. In Baghdad a spokesman confirmed on Tuesday that soldiers had recaptured the town.", ["Tal Afar"]),
    # a heading holds for its paragraph
    ("It snowed.\n\nIt rained.\n\nIt froze.\n\nSake. Shells fell. The garrison left for Minova. On Monday the M23 captured the town.", ["Sake"]),
    ("A bad week.\n\nNobody slept.\n\nRain fell.\n\n3. Sake. People hide. The garrison left for Minova. On Monday the M23 captured it.", ["Sake"]),
    ("Nobody slept.\n\nSake. Shells fell. The garrison left for Minova. On Monday the M23 captured the town.", ["Sake"]),
    ("It snowed.\n\nOldovka. Shells fell near Oldovka. The garrison left for Minova. On Monday the M23 captured the town.", ["Oldovka"]),
    # a name that no table knows, which the report uses as a place
    ("Fighting raged in Zamostye all week. Zamostye was quiet on Sunday. Russian forces captured the village on Monday.", ["Zamostye"]),
    ("A convoy of families from Sake said that the M23 had captured their town on Monday.", ["Sake"]),
    ("The city of Goma changed a lot. The city of 900,000, far from the capital, fell to the M23 on Tuesday.", ["Goma"]),
]


@pytest.mark.parametrize(("text", "places"), PLACED)
def test_the_place_that_is_meant(text: str, places: list[str]) -> None:
    found = [event.place.name_in_report for event in read(text).events if event.type == "control_change" and event.place]
    assert found == places


SILENT = [
    # where the report was written
    "HAMA. The market was full. On Monday the M23 captured the district.",
    # the aside is about Sake, the sentence about Goma
    "Goma received 9,000 people, most of whom came from Sake in May when it was overrun by the M23.",
    "The army left Hama and Homs. It was a hard winter. Nobody knows who captured the airport.",
    "Syria mourns. On Monday the rebels captured the town.",
]


@pytest.mark.parametrize("text", SILENT)
def test_no_place_rather_than_a_wrong_one(text: str) -> None:
    assert [event.place.name for event in read(text).events if event.type == "control_change" and event.place] == []


def test_the_explanation_says_which_place_and_why() -> None:
    (event,) = [e for e in read("Sake was calm on Sunday. On Monday the M23 captured the town.").events if e.type == "control_change"]
    (step,) = [step for step in event.trace if step.role == "antecedent"]
    assert step.text == "Sake"
    assert "subject" in step.rule


SITES = [
    ("The rebels captured the Hama checkpoint in Aleppo on Monday.", [("Hama checkpoint", None)]),
    ("Hama was calm. Rebels came to the Oldovka bridge on Monday and captured it on Tuesday.", [("Oldovka bridge", None)]),
    ("The rebels captured the last bridge on Monday.", []),
    ("The rebels captured Hama on Monday.", [("Hama", 35.13)]),
    ("The rebels captured the headquarters of the 6th Infantry Division on Monday.", []),
]


@pytest.mark.parametrize(("text", "places"), SITES)
def test_a_checkpoint_is_not_the_town_that_it_is_called_after(text: str, places: list[tuple[str, float | None]]) -> None:
    found = [(event.place.name, event.place.lat) for event in read(text).events if event.type == "control_change" and event.place]
    assert found == places
