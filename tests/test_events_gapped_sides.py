"""Several sides under one verb, each with places of its own; and sides that a pronoun cannot mean."""

from __future__ import annotations

import pytest
from events_cases import read

Told = set[tuple[str, str, str | None]]


def _told(text: str) -> Told:
    """Return place, takers and first day of each change of control; published on Wednesday, 15 May 2024."""
    events = [event for event in read(text).events if event.type == "control_change" and event.place is not None]
    return {(event.place.name_in_report, " | ".join(event.control_to), event.date_start) for event in events if event.place}


TWO_SIDES = [
    "The army captured Gao on 3 May, the rebels Kidal on 5 May.",
    "The army captured Gao on 3 May and the rebels Kidal on 5 May.",
    "The army captured Gao on 3 May; the rebels Kidal on 5 May.",
    "The army took control of Gao on 3 May, the rebels of Kidal on 5 May.",
    "The army has held Gao since 3 May, the rebels Kidal since 5 May.",
    "The army has controlled Gao since 3 May and the rebels Kidal since 5 May.",
]


@pytest.mark.parametrize("text", TWO_SIDES)
def test_each_side_has_its_own_place_and_day(text: str) -> None:
    told = _told(text)
    assert {(name, start) for name, _, start in told} == {("Gao", "2024-05-03"), ("Kidal", "2024-05-05")}
    assert all(("army" if name == "Gao" else "rebels") in sides for name, sides, _ in told), told


def test_places_behind_another_side_are_never_those_of_the_first() -> None:
    told = _told("The army captured Gao and Timbuktu on 3 May, the rebels Kidal and Konna.")
    assert {name for name, sides, _ in told if "army" in sides} == {"Gao", "Timbuktu"}
    assert {name for name, sides, _ in told if "rebels" in sides} == {"Kidal", "Konna"}


@pytest.mark.parametrize(
    "text",
    [
        "The army captured Gao on 3 May, the rebels in Kidal said.",
        "The army captured Gao on 3 May, and the rebels fled Kidal.",
        "The army captured Gao on 3 May, shelling the rebels north of Kidal.",
        "Gao was captured by the army on 3 May, the rebels of Kidal being elsewhere.",
    ],
)
def test_a_side_that_only_speaks_or_flees_takes_nothing(text: str) -> None:
    assert all("rebels" not in sides for _, sides, _ in _told(text)), _told(text)


@pytest.mark.parametrize("noun", ["expulsion", "ouster", "eviction"])
def test_nouns_of_ousting_tell_the_place_and_both_sides(noun: str) -> None:
    (event,) = [e for e in read(f"The {noun} of the M23 from Goma by the army on 3 May ended a siege.").events if e.type == "control_change"]
    assert event.place is not None
    assert (event.place.name_in_report, event.date_start) == ("Goma", "2024-05-03")
    assert "army" in " | ".join(event.control_to)
    assert "M23" in event.control_from


def test_no_ousting_is_read_that_was_only_called_for() -> None:
    assert _told("The army demanded the expulsion of the M23 from Goma.") == set()


def test_a_capital_is_not_them() -> None:
    told = _told("Mogadishu has been under the control of al-Shabaab since Friday; Baidoa had surrendered to them on 3 May.")
    assert any(name == "Baidoa" and "Shabaab" in sides for name, sides, _ in told), told


@pytest.mark.parametrize("words", ["Ethiopian possession", "Ethiopian hands", "the possession of the Ethiopian army"])
def test_whose_possession_is_told_by_an_adjective(words: str) -> None:
    assert any("Ethiopian" in sides for _, sides, _ in _told(f"Dessie has been in {words} since 3 May.")), words
