"""Movements in wording that no table lists whole: by the path, by who moves and with what, by what the story has told of the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events_cases import read

from conflict_map import Gazetteer, geoparse

if TYPE_CHECKING:
    from conflict_map.model import Event


def _told(event: Event) -> tuple[str, str | None, tuple[str, ...], str | None]:
    kind = "civilians" if event.type == "displacement" else "fighters"
    return kind, event.origin.name if event.origin else None, tuple(place.name for place in event.destinations), event.direction


def _movements(text: str) -> list[Event]:
    return [event for event in read(text).events if event.type in {"displacement", "troop_movement"}]


TELLS = [
    # a verb that no table has, with both ends of a path, or over something that bars the way
    ("Some 300 villagers yomped from Sake to Goma.", ("civilians", "Sake", ("Goma",), None)),
    ("About 90 families hirpled over the border into Rwanda.", ("civilians", None, ("Rwanda",), None)),
    ("About 60 residents of Kidal scaled the hills to reach Gao.", ("civilians", "Kidal", ("Gao",), None)),
    # seen under way
    ("Activists reported 4,000 inhabitants of Raqqa on the road to Aleppo.", ("civilians", "Raqqa", ("Aleppo",), None)),
    ("A rebel column of 200 men was seen on the road from Gharyan to Tarhuna.", ("fighters", "Gharyan", ("Tarhuna",), None)),
    # with what they have
    ("The families of Sake dragged their bundles south to Goma.", ("civilians", "Sake", ("Goma",), "S")),
    ("About 900 people had taken themselves off from Kismayo.", ("civilians", "Kismayo", (), None)),
    # a place empties, or is vacated
    ("The town of Minova, home to 20,000 people, emptied in an afternoon.", ("civilians", "Minova", (), None)),
    ("The base at Kidal was vacated by the peacekeepers in October.", ("fighters", "Kidal", (), None)),
    # who goes with somebody, who stands beside, what the sentence says of them
    ("The losers retired from Gharyan to Tarhuna with two thousand men.", ("fighters", "Gharyan", ("Tarhuna",), None)),
    ("The first group, forty people in two buses, crossed from Stepanakert to Goris.", ("civilians", "Stepanakert", ("Goris",), None)),
    ("Those who survived made off from Konna to Gao, leaving behind their rifles.", ("fighters", "Konna", ("Gao",), None)),
    ("The last of some 30,000 soldiers were ferried from Kherson to Odesa.", ("fighters", "Kherson", ("Odesa",), None)),
    ("The column that carried out the raid had set out from Gao.", ("fighters", "Gao", (), None)),
    ("The governor's officers and pilots were flown from Raqqa to Damascus.", ("fighters", "Raqqa", ("Damascus",), None)),
    # where a road leads, a host, a garrison told of with what was taken
    ("Soldiers were seen leaving Sanaa by the Marib highway.", ("fighters", "Sanaa", ("Marib",), None)),
    ("Minova has taken in 3,200 people from Sake.", ("civilians", "Sake", ("Minova",), None)),
    ("The M23 took Rutshuru on Monday, when the garrison ran off into Uganda: 600 men.", ("fighters", "Rutshuru", ("Uganda",), None)),
    ("Rebels captured Sake on Monday. By nightfall the road to Goma was black with people.", ("civilians", "Sake", ("Goma",), None)),
    ("Rebels captured Sake on Monday. Farmers drove their cattle west to Walikale.", ("civilians", "Sake", ("Walikale",), "W")),
    ("Some went to Goma, others to Bukavu, after Sake fell.", ("civilians", "Sake", ("Goma", "Bukavu"), None)),
    ("Tens of thousands sought the safety of Goma after rebels took Sake.", ("civilians", "Sake", ("Goma",), None)),
    ("About 700 soldiers who had been trapped in Sake were allowed to march to Minova.", ("fighters", "Sake", ("Minova",), None)),
    ("Displaced people from Sake continue to stream into Goma.", ("civilians", "Sake", ("Goma",), None)),
    ("Sake's 30,000 inhabitants have been on the move since Tuesday, most of them towards Goma.", ("civilians", "Sake", ("Goma",), None)),
    ("The UN has counted 15,000 people crossing into Uganda from Rutshuru.", ("civilians", "Rutshuru", ("Uganda",), None)),
    ("Peacekeepers handed over their base in Kidal and drove to Gao.", ("fighters", "Kidal", ("Gao",), None)),
    ("Trucks loaded with mattresses streamed north out of Tripoli.", ("civilians", "Tripoli", (), "N")),
    ("The soldiers were forced to retreat from Kidal due to mines.", ("fighters", "Kidal", (), None)),
    ("The first battalion, 700 strong, boarded lorries in Kidal for Gao.", ("fighters", "Kidal", ("Gao",), None)),
    # totals
    ("The war has uprooted almost 900,000 people since mid-December.", ("civilians", None, (), None)),
]


@pytest.mark.parametrize(("text", "told"), [row for row in TELLS if row[1]], ids=[text[:50] for text, told in TELLS if told])
def test_a_movement_is_read_by_its_path_and_its_people(text: str, told: tuple[str, str | None, tuple[str, ...], str | None]) -> None:
    events = _movements(text)
    assert [_told(event) for event in events] == [told]


NUMBERS = [
    ("The losers retired from Gharyan to Tarhuna with two thousand men.", 2000, 2000),
    ("The last of some 30,000 soldiers were ferried from Kherson to Odesa.", 30000, 30000),
    ("The M23 took Rutshuru on Monday, when the garrison ran off into Uganda: 600 men.", 600, 600),
    ("The rebels, about 150 of them by one count, fell back from Gharyan to Tarhuna.", 150, 150),
    ("Ten thousand people or more had taken themselves off from Kismayo.", 10000, None),
    ("The town of Minova, home to 20,000 people, emptied in an afternoon.", 20000, 20000),
    ("The first battalion, 700 strong, boarded lorries in Kidal for Gao.", 700, 700),
]


@pytest.mark.parametrize(("text", "low", "high"), NUMBERS)
def test_the_number_is_read_where_it_stands(text: str, low: int, high: int | None) -> None:
    (event,) = _movements(text)
    assert event.people is not None
    assert (event.people.low, event.people.high) == (low, high)


SILENT = [
    "Prices rose from Sake to Goma.",
    "The road winds from Sake over the hills to Goma.",
    "The villagers telephoned from Sake to Goma.",
    "Villagers trade from Sake to Goma.",
    "Aid was seen on the road to Goma.",
    "The police were checking papers in Goma, further up the river.",
    "The men dragged the guns to Goma.",
    "The shops of Minova emptied in an afternoon.",
    "The magazine was emptied by the soldiers in Goma.",
    "Three flights with tents landed at Goma.",
    "There was a rumour that the commander had escaped from Goma to Uganda.",
    "Families who fled Goma are invited to return.",
    "Goma was a place that people escaped to.",
    "The war has displaced more than half of the country's population.",
    "The road to Goma was black with tar.",
    "The road to Goma is full of holes.",
    "Goma's stadium has filled with 12,000 people.",
    "Trucks loaded with cement streamed out of Goma.",
    "Militants stripped the hospital in Sake of its equipment and moved it to Goma.",
    "The rebels moved their capital from Sake to Goma.",
    "The capture of Sake brought the army to the outskirts of Goma.",
    "Only 30 fighters were left hiding in Sake.",
    "Many refugees from Sake still feared returning to Goma.",
    "The militias pulled out of the battle for Goma.",
    "Units regrouped after the battle.",
    "The columns that set out to take Goma got no further than Sake.",
    "The residents prefer Goma.",
]


@pytest.mark.parametrize("text", SILENT)
def test_what_does_not_move_stays_silent(text: str) -> None:
    assert [_told(event) for event in _movements(text)] == []


def test_nobody_leaves_the_place_that_others_have_just_gone_to() -> None:
    events = _movements(
        "Rebels captured Sake on Monday. The teacher put his family on a bus to Bukavu. Aid agencies believe that 500 households have got away."
    )
    assert [event.origin.name for event in events if event.origin is not None and event.people is not None] == ["Sake"]


def test_people_go_from_the_one_place_that_was_fought_over() -> None:
    told = "Goma spent its first day under rebel rule after the M23 captured it on Sunday. Fear sent people in all directions. "
    (event,) = [event for event in _movements(told + "Several thousand paddled over the river into Rwanda.") if event.people]
    assert _told(event) == ("civilians", "Goma", ("Rwanda",), None)
    (event,) = [event for event in _movements(told + "Elsewhere several thousand paddled over the river into Rwanda.") if event.people]
    assert event.origin is None
    (event,) = [event for event in _movements(told + "The M23 took Sake too. Several thousand paddled over the river into Rwanda.") if event.people]
    assert event.origin is None or event.origin.name == "Sake"


def test_a_country_that_says_where_a_town_lies_is_no_second_goal() -> None:
    (event,) = _movements("More than 100 people fled from Zalingei to Tine in Chad.")
    assert _told(event) == ("civilians", "Zalingei", ("Tine",), None)
    (event,) = _movements("More than 100 people fled from Zalingei to Tine and Kenya.")
    assert _told(event) == ("civilians", "Zalingei", ("Tine", "Kenya"), None)


def test_the_number_of_those_told_last_is_taken_not_that_of_the_dead() -> None:
    (event,) = _movements("The number of people displaced from Sake, where 34 civilians were killed, has reached 60,000.")
    assert event.people is not None
    assert event.people.low == 60000


def test_fighters_come_from_the_place_that_their_side_has_just_lost() -> None:
    events = _movements(
        "Kidal fell to the rebels on Monday. The next day 480 Malian soldiers turned up at Gao. They have since been sent back to Menaka."
    )
    assert [_told(event)[1:3] for event in events] == [("Kidal", ("Gao",)), ("Gao", ("Menaka",))]
    assert [event.people.low for event in events if event.people is not None] == [480, 480]


def test_a_part_of_those_told_before_goes_where_they_go() -> None:
    events = _movements("Some 40,000 people have sought refuge in Chad since April; five hundred of them crossed from Zalingei last week.")
    assert ("civilians", "Zalingei", ("Chad",), None) in [_told(event) for event in events]


def test_the_capital_of_a_sentence_is_no_part_of_a_name() -> None:
    told = [mention.text for mention in geoparse("Control of Shire passed to the army on Monday.", gazetteer=Gazetteer())]
    assert "Control of Shire" not in told
