"""Ways of telling that reports of any war use: states since a day, notes without verbs, places that go as well, people taken in; and near misses."""

from __future__ import annotations

import pytest
from events_cases import MAIN, C, M, read

CONTROL = [
    # lists, floating quantifiers, relatives
    ("Sake and Minova had both been retaken by the army on Monday.", [C("Sake", "Congolese", None, "2024-05-13"), C("Minova", "Congolese")]),
    ("Dessie and Kombolcha, which the TPLF seized in October 2021, are quiet.", [C("Dessie", "TPLF", None, "2021-10"), C("Kombolcha", "TPLF")]),
    ("Kupiansk, Izyum and Lyman were all taken back by Ukraine in 2022.", [C("Kupiansk", "Ukrain"), C("Izyum", "Ukrain"), C("Lyman", "Ukrain")]),
    ("Hadrut, which Baku says passed under its control on 9 October 2020, lies in a valley.", [C("Hadrut", "Azerbaijan", None, "2020-10-09")]),
    (
        "M23 rebels took Sake on Monday and Minova on Tuesday. The army had abandoned both towns.",
        [C("Sake", "M23", None, "2024-05-13"), C("Minova", "M23", None, "2024-05-14")],
    ),
    ("The M23 captured the towns of Sake and Minova on Monday.", [C("Sake", "M23", None, "2024-05-13"), C("Minova", "M23", None, "2024-05-13")]),
    ("The army says it has full control of Sake.", [C("Sake", "Congolese")]),
    (
        "The M23 captured Sake (3 May), Minova (5 May) and Rutshuru (6 May).",
        [C("Sake", "M23", None, "2024-05-03"), C("Minova", "M23", None, "2024-05-05"), C("Rutshuru", "M23", None, "2024-05-06")],
    ),
    # parted particles
    ("Ukraine won Kupiansk back in September 2022.", [C("Kupiansk", "Ukrain", None, "2022-09")]),
    # places that go as well
    (
        "The army took Sennar on Saturday; Khartoum followed on Sunday.",
        [C("Sennar", "Sudan", None, "2024-05-11"), C("Khartoum", "", None, "2024-05-12")],
    ),
    ("M23 rebels captured Sake on Monday. Minova went on Tuesday.", [C("Sake", "M23"), C("Minova", "M23", None, "2024-05-14")]),
    ("Sake was the latest town to fall to the M23.", [C("Sake", "M23")]),
    # who holds it since when
    ("Kidal has been run by rebels since Sunday.", [C("Kidal", "", None, "2024-05-12")]),
    ("The M23 has held Sake since 6 May.", [C("Sake", "M23", None, "2024-05-06")]),
    ("Sake, under M23 control since 6 May, is empty.", [C("Sake", "M23", None, "2024-05-06")]),
    ("With Sake in M23 hands since Monday, Goma is cut off.", [C("Sake", "M23", None, "2024-05-13")]),
    ("The M23 now controls Rutshuru, residents said.", [C("Rutshuru", "M23")]),
    ("Al-Shabaab fighters are back in El Bur.", [C("El Bur", "Shabaab")]),
    # slipping, going out of hands
    ("On Monday Sake slipped from the army's grasp.", [C("Sake", "", "Congolese", "2024-05-13")]),
    ("Rutshuru was out of the army's hands on Monday.", [C("Rutshuru", "", "Congolese", "2024-05-13")]),
    # entries without a fight, told twice under one verb
    ("M23 rebels walked into Sake and into Minova on Monday.", [C("Sake", "M23", None, "2024-05-13"), C("Minova", "M23", None, "2024-05-13")]),
    # flags
    ("M23 rebels have put up their flag in Goma.", [C("Goma", "M23")]),
    # notes without verbs
    ("Sake - in M23 hands since Monday.", [C("Sake", "M23", None, "2024-05-13")]),
    # those who beat the defenders, what is left to a side
    ("M23 rebels overwhelmed the garrison of Sake on Monday.", [C("Sake", "M23", "Congolese", "2024-05-13")]),
    ("The RSF left Sennar to the army on Saturday.", [C("Sennar", "Sudan", "Rapid", "2024-05-11")]),
    # a name of two words that no gazetteer has
    ("RSF fighters overran Umm Kawara on Monday.", [C("Umm Kawara", "Rapid", None, "2024-05-13")]),
    ("Velyka Talova fell to Russian troops on Monday.", [C("Velyka Talova", "Russian", None, "2024-05-13")]),
    ("RSF fighters overran Gadir Talha on Monday.", [C("Gadir Talha", "Rapid", None, "2024-05-13")]),
    # feasts
    ("Rebels captured Saraqib on New Year's Day.", [C("Saraqib", "", None, "2024-01-01")]),
]

SILENT = [
    "The M23 still controls Sake.",
    "Rebels long held Saraqib.",
    "The minister went on Tuesday.",
    "The delegation followed on Tuesday.",
    "With Sake in sight, the rebels rested.",
    "Sake may be the next town to fall.",
    "Both towns were quiet on Monday.",
    "The army was not in control of Sake.",
    "M23 rebels have not put up their flag in Goma.",
    "The mayor took charge of the school in Sake.",
    "Protesters took control of the square in Goma.",
    "Police captured Hamid Talha on Monday.",
    "Peacekeepers moved into Goma on Monday.",
    "The flag flew at half mast in Goma on Monday.",
    "The M23 was beaten back from Goma on Monday.",
]

MOVES = [
    ("Uganda has received 14,000 refugees since January.", [M("civilians", None, ("Uganda",), 14000, 14000)]),
    ("Some 14,000 people from Rutshuru have been taken in by Uganda.", [M("civilians", "Rutshuru", ("Uganda",), 14000, 14000)]),
    ("The UN recorded 7,200 arrivals in Goma from Sake last week.", [M("civilians", "Sake", ("Goma",), 7200, 7200)]),
    ("Rescue groups estimate 90,000 out of Lashio since Monday, most to Loikaw.", [M("civilians", "Lashio", ("Loikaw",), 90000, 90000)]),
    ("Some 4,000 people took the road to Goma.", [M("civilians", None, ("Goma",), 4000, 4000)]),
    ("About 8,400 others have come into Uganda.", [M("civilians", None, ("Uganda",), 8400, 8400)]),
    ("Hundreds of fighters drove off in the direction of Gao from Kidal.", [M("fighters", "Kidal", ("Gao",), 200, 999)]),
    ("Some 400 survivors of the Sake garrison trekked south-east to Goma.", [M("fighters", "Sake", ("Goma",), 400, 400, "SE")]),
    ("Haftar's men withdrew from Tarhuna to Bani Walid.", [M("fighters", "Tarhuna", ("Bani Walid",))]),
]

STILL = [
    "Uganda has received 14,000 tents since January.",
    "Uganda hosts 1.5 million refugees.",
    "The minister received 20 guests from Sake in Goma.",
    "The UN recorded 7,200 cases of measles in Goma.",
    "Returns on bonds reached 12 percent.",
    "The paper took the road to ruin.",
]


@pytest.mark.parametrize(("text", "expected"), CONTROL, ids=lambda value: value[:50] if isinstance(value, str) else None)
def test_changes_of_control(text: str, expected: list[C]) -> None:
    events = [event for event in read(text).events if event.type == "control_change"]
    assert len(events) == len(expected), [event.to_dict() for event in events]
    for case in expected:
        assert any(case.fits(event) for event in events), [(e.place, e.control_to, e.control_from, e.date_start) for e in events]


@pytest.mark.parametrize(("text", "expected"), MOVES, ids=lambda value: value[:50] if isinstance(value, str) else None)
def test_movements(text: str, expected: list[M]) -> None:
    events = [event for event in read(text).events if event.type in {"displacement", "troop_movement"}]
    assert len(events) == len(expected), [event.to_dict() for event in events]
    for case in expected:
        assert any(case.fits(event) for event in events), [(e.type, e.origin, e.destinations, e.people, e.direction) for e in events]


@pytest.mark.parametrize("text", [*SILENT, *STILL])
def test_near_misses_stay_silent(text: str) -> None:
    events = [event for event in read(text).events if event.type in MAIN]
    assert [(event.type, event.place.name if event.place else None, event.trace[0].rule) for event in events] == []


def test_the_town_may_be_one_that_no_gazetteer_has() -> None:
    """A name without a point is still what 'the town' means."""
    events = read("Russian forces captured Verkhnokamianske on Monday. About 300 people fled the town.").events
    (flight,) = [event for event in events if event.type == "displacement"]
    assert flight.origin is not None
    assert (flight.origin.name_in_report, flight.origin.lat) == ("Verkhnokamianske", None)


def test_who_freed_a_place_is_the_side_that_holds_its_enemy_off() -> None:
    """A passive without an agent takes the state of the war for those who liberate, and its enemy for those who lost."""
    events = read("Kupiansk was liberated on Monday. Russian troops had shelled Kharkiv for weeks.").events
    (taken,) = [event for event in events if event.type == "control_change"]
    assert "Ukrainian forces" in taken.control_to
    assert "Russian forces" in taken.control_from
