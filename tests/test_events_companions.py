"""Movements whose path, people or home stand elsewhere: with those who are followed, counted, let in, or with the subject of the clause above."""

from __future__ import annotations

import pytest
from events_cases import M, read

MOVED = [
    (
        "More than 500 residents crossed the river from Goma to Rutshuru, and 60 soldiers who followed them handed in their rifles.",
        [M("civilians", "Goma", ("Rutshuru",), 500, None), M("fighters", "Goma", ("Rutshuru",), 60, 60)],
    ),
    ("Aid groups put the number in Raqqa's mosques at about 900, most of them from Manbij.", [M("civilians", "Manbij", ("Raqqa",), 900, 900)]),
    ("Monitors counted 2,300 people from Sake arriving in Goma by Friday.", [M("civilians", "Sake", ("Goma",), 2300, 2300)]),
    ("About 300 civilians were let through a gate into Thailand from Myawaddy.", [M("civilians", "Myawaddy", ("Thailand",), 300, 300)]),
    ("Schools in Raqqa are sheltering 640 people from Manbij.", [M("civilians", "Manbij", ("Raqqa",), 640, 640)]),
    ("There are now 300 families from Sake in Goma.", [M("civilians", "Sake", ("Goma",), 300, 300, unit="household")]),
    ("Goma is home to 2,400 people from Sake.", [M("civilians", "Sake", ("Goma",), 2400, 2400)]),
    ("Around 900 people from Sake are now in Goma.", [M("civilians", "Sake", ("Goma",), 900, 900)]),
    (
        "Some 1,000 people fled Nyala, 700 to Zalingei and 300 to Tine.",
        [M("civilians", "Nyala", ("Zalingei",), 700, 700), M("civilians", "Nyala", ("Tine",), 300, 300)],
    ),
    (
        "In 2012 the group controlled much of the east. It seized Sake in July and occupied Goma for ten days before pulling back to Rutshuru.",
        [M("fighters", "Goma", ("Rutshuru",))],
    ),
    ("Basso's men fled west towards Bani Walid.", [M("fighters", None, ("Bani Walid",), direction="W")]),
    ("Some 700 families who had crossed from Sake are housed in Goma.", [M("civilians", "Sake", ("Goma",), 700, 700, unit="household")]),
    (
        "The capture of Sake caused more than 2,000 people to cross into Rwanda.",
        [M("civilians", "Sake", ("Rwanda",), 2000, None)],
    ),
    (
        "About 3,000 fighters left Raqqa for Manbij. From there most of them moved on to Azaz.",
        [M("fighters", "Raqqa", ("Manbij",), 3000, 3000), M("fighters", "Manbij", ("Azaz",))],
    ),
    (
        "On Monday 400 soldiers fled Goma for Uganda. Another 200 soldiers crossed into the same country from Rutshuru.",
        [M("fighters", "Goma", ("Uganda",), 400, 400), M("fighters", "Rutshuru", ("Uganda",), 200, 200)],
    ),
    ("From Nyala, 800 families continue to arrive in Zalingei.", [M("civilians", "Nyala", ("Zalingei",), 800, 800, unit="household")]),
    ("Ugandan troops crossed into Rwanda on Friday.", [M("fighters", None, ("Rwanda",), date="2024-05-10")]),
]

STILL = [
    "More than 500 residents were questioned in Goma; police followed them for days.",
    "Monitors counted 2,300 houses in Goma, most of them from the 1960s.",
    "In Goma 30 people were killed on Monday, most of them from Sake.",
    "Two journalists were allowed into Thailand.",
    "Food trucks were let into Thailand on Friday.",
    "Nobody was allowed through the gate into Thailand.",
    "The fall of Sake brought the rebels to the border.",
    "Around 40 people from Sake are in prison in Goma.",
    "Police counted 300 people from Sake at a rally in Goma.",
    "Around 900 people from Sake are in Goma for a wedding.",
    "The college in Goma registered 120 students from Sake.",
    "Goma is home to 2,400 people.",
    "The UN counted 30 dead people from Sake in Goma.",
    "There were 300 people at the market in Goma, most of them from Sake.",
    "The army put the number of rebels in Goma at 4,000, most of them from Sake.",
    "They will be housed in the camp near Goma, which already houses 9,000 persons.",
    "Haftar's men are well paid.",
    "An aid convoy of 40 trucks went from Damascus to Saraqib.",
    "Two journalists travelled from Damascus to Saraqib.",
]


@pytest.mark.parametrize(("text", "expected"), MOVED, ids=lambda value: value[:50] if isinstance(value, str) else None)
def test_movements_told_with_others(text: str, expected: list[M]) -> None:
    events = [event for event in read(text).events if event.type in {"displacement", "troop_movement"}]
    told = [(e.type, e.origin and e.origin.name, [d.name for d in e.destinations], e.people) for e in events]
    assert len(events) == len(expected), told
    for case in expected:
        assert any(case.fits(event) for event in events), told


@pytest.mark.parametrize("text", STILL)
def test_nobody_moves(text: str) -> None:
    assert [event for event in read(text).events if event.type in {"displacement", "troop_movement"}] == []


def test_those_who_went_are_the_subject_of_the_clause_above() -> None:
    text = "Soldiers at the post in Sake fought for an hour and left. The raiders kept the town until Friday, when they withdrew east towards Goma."
    ways = [tuple(d.name for d in e.destinations) for e in read(text).events if e.type == "troop_movement"]
    assert sorted(ways) == [(), ("Goma",)]


def test_more_than_is_no_addition_to_those_told_before() -> None:
    text = "On Monday 300 people fled Saraqib for Azaz. More than 2,000 people have gone to Manbij since April."
    second = next(e for e in read(text).events if e.people is not None and e.people.low == 2000)
    assert second.origin is None


def test_troops_are_of_the_state_that_sends_them_and_come_from_it() -> None:
    text = "The rebels took Saraqib on Monday. Turkey, meanwhile, has sent troops to Azaz."
    sent = next(e for e in read(text).events if e.type == "troop_movement")
    assert sent.origin is not None
    assert sent.origin.name == "Turkey"  # not from the town that others have just lost
    assert [d.name for d in sent.destinations] == ["Azaz"]


def test_a_site_without_a_name_is_no_place_of_its_own() -> None:
    text = "Rebels shelled Goma on Monday. The palace would be attacked again, they said. Up to 200 people have crossed into Rwanda."
    assert all(e.origin is None or e.origin.name != "The palace" for e in read(text).events)
