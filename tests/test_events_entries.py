"""Fighters who go into a place: who has it then, and when that is left open."""

from __future__ import annotations

import pytest

from conflict_map import Report, extract


def _of(text: str, kind: str, published: str = "2024-05-20") -> list[tuple[str, tuple[str, ...]]]:
    events = extract(Report(text, published=published))
    return [(event.place.name_in_report, event.control_to[:1]) for event in events if event.type == kind and event.place is not None]


@pytest.mark.parametrize(
    ("text", "place", "taker"),
    [
        ("Congolese troops entered Sake on Tuesday.", "Sake", "Congolese army"),
        ("The M23 took Rutshuru on Monday and entered Sake a day later.", "Sake", "M23"),
        ("M23 rebels seized Sake in January. The army re-entered the town on Tuesday.", "Sake", "Congolese army"),
        ("M23 rebels advanced on Goma last week. Sake was entered on Tuesday.", "Sake", "M23"),
        ("In Sake, M23 rebels came in on motorcycles on Tuesday.", "Sake", "M23"),
        ("Sake was found empty by Congolese troops on Tuesday.", "Sake", "Congolese army"),
        ("M23 rebels found Sake deserted on Tuesday.", "Sake", "M23"),
        ("M23 rebels entered Sake on Tuesday thanks to a bargain with a commander.", "Sake", "M23"),
        ("The Congolese army declared Sake free on Tuesday.", "Sake", "Congolese army"),
    ],
)
def test_who_goes_in_has_the_place(text: str, place: str, taker: str) -> None:
    assert (place, (taker,)) in _of(text, "control_change")


@pytest.mark.parametrize(
    "text",
    [
        "Congolese troops entered Sake on Tuesday, and clashes went on in its streets.",
        "M23 rebels entered Sake on Tuesday but failed to take the barracks.",
        "M23 rebels entered the outskirts of Sake on Tuesday.",
        "M23 rebels broke into Sake on Tuesday.",
        "M23 rebels briefly entered Sake on Tuesday.",
        "Aid workers entered Sake on Tuesday.",
        "UN peacekeepers came in on Tuesday to Sake with food.",
        "The house in Sake was entered on Tuesday by thieves.",
        "M23 rebels found the barracks in Sake hard to hold.",
        "The doctors found Sake empty on Tuesday.",
    ],
)
def test_what_leaves_open_who_has_the_place(text: str) -> None:
    assert _of(text, "control_change") == []


def test_soldiers_from_a_country_are_of_its_army() -> None:
    (event,) = extract(Report("Soldiers from Chad and Niger entered Damasak on Saturday.", published="2015-03-19"))
    assert {"Chad", "Niger"} <= set(event.control_to)


def test_theirs_is_not_of_those_who_keep_the_peace() -> None:
    text = "Seleka rebels marched south. Damara, a line that peacekeepers had promised to defend, was theirs by noon on Friday."
    events = extract(Report(text, published="2013-03-25"))
    assert [event.control_to[0] for event in events if event.type == "control_change"] == ["Séléka"]
