"""Takers that no table knows, and near misses: who writes about a town, or stands in a phrase beside it, takes nothing."""

from __future__ import annotations

import pytest
from events_cases import read

TAKEN = [
    ("Kailahun was captured by Task Group 7 on Monday.", "Kailahun", "Task Group 7"),
    ("A few dozen followers of Prince Sesay captured Kailahun on Monday.", "Kailahun", "followers of Prince Sesay"),
    ("Supporters of Old Marko overran Kailahun on Monday.", "Kailahun", "Supporters of Old Marko"),
    ("On Monday the Black Axe retook Kailahun.", "Kailahun", "Black Axe"),
    ("Kailahun was overrun on Monday by the White Lions.", "Kailahun", "White Lions"),
]
SILENT = [
    "Residents of Freetown captured Kailahun in drawings.",
    "The Daily Mirror Agency captured Kailahun in twelve photographs.",
    "Al Jazeera captured Kailahun from the air on Monday.",
    "Kailahun was captured by surprise visitors with their telephones.",
    "The Education Ministry seized Kailahun's school books on Monday.",
    "A storm overran Kailahun on Monday.",
    "Hurricane Maria overran Kailahun on Monday.",
    "Kailahun was overrun by Storm Arwen on Monday.",
    "Getty Images captured Kailahun on Monday.",
    "Team Sky recaptured Kailahun in a documentary.",
    "Kailahun was recaptured by Labour on 2 May.",
]


@pytest.mark.parametrize(("text", "place", "side"), TAKEN)
def test_a_name_that_does_what_only_fighters_do_is_the_taker(text: str, place: str, side: str) -> None:
    events = [event for event in read(f"{text} Shelling went on.", "2024-05-20").events if event.type == "control_change"]
    assert [(event.place.name_in_report if event.place else "", event.control_to) for event in events] == [(place, (side,))]
    assert any("only fighters do" in step.rule for step in events[0].trace)


@pytest.mark.parametrize("text", SILENT)
def test_no_one_else_takes_a_town(text: str) -> None:
    assert not [event for event in read(f"{text} Shelling went on.", "2024-05-20").events if event.type == "control_change" and event.control_to]


def test_in_no_report_of_war_does_a_name_take_a_town() -> None:
    assert not [event for event in read("The White Lions overran Kailahun on Monday.", "2024-05-20").events if event.type == "control_change"]
