"""Sieges: a place that is shut in keeps its holder; what only sounds like it stays silent."""

from __future__ import annotations

import pytest
from events_cases import read

SIEGES = [
    ("Rebels of the M23 besieged Goma in January 2013.", "Goma", "M23", "2013-01"),
    ("El Fasher has been encircled by the RSF since 10 May.", "El Fasher", "Rapid Support", "2024-05-10"),
    ("The Taliban laid siege to Kunduz on Monday.", "Kunduz", "Taliban", "2024-05-13"),
    ("Djibo has been under siege since February 2022.", "Djibo", "", "2022-02"),
    ("Timbuktu, which JNIM has blockaded since August, is short of flour.", "Timbuktu", "JNIM", "2023-08"),
]
NO_SIEGES = [
    "The M23 vowed to besiege Goma.",
    "Rebels were unable to encircle Sake.",
    "The house in Kabul was surrounded by trees.",
    "Aid workers fear that El Fasher will be besieged.",
    "The siege of Sarajevo is remembered every year.",
    "Ukraine is surrounded by seven countries.",
]


@pytest.mark.parametrize(("text", "place", "besieger", "date"), SIEGES)
def test_a_siege_keeps_the_holder_and_names_who_besieges(text: str, place: str, besieger: str, date: str) -> None:
    (event,) = [event for event in read(text).events if event.control_status == "besieged"]
    assert event.type == "clash"
    assert event.place is not None
    assert event.place.name_in_report == place
    assert besieger in " | ".join(event.actor)
    assert event.control_to == ()
    assert str(event.date_start).startswith(date)


@pytest.mark.parametrize("text", NO_SIEGES)
def test_what_is_no_siege(text: str) -> None:
    assert [event.to_dict() for event in read(text).events if event.control_status == "besieged"] == []


def test_a_siege_is_no_change_of_control() -> None:
    events = read("The RSF captured Nyala on 26 October 2023. It besieged El Fasher on 10 May.").events
    assert [event.place.name_in_report for event in events if event.type == "control_change" and event.place] == ["Nyala"]
