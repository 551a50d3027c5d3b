"""Movements, their numbers and directions; strikes; what must not be taken for them."""

from __future__ import annotations

import pytest
from events_cases import M, S, read

MOVED = [
    ("Some 4,500 families fled Sake for Goma on Friday.", [M("civilians", "Sake", ("Goma",), 4500, 4500, unit="household", date="2024-05-10")]),
    ("More than 150,000 people have left Khartoum since April.", [M("civilians", "Khartoum", (), 150000, None)]),
    ("At least 1.2 million people were displaced from Tripoli and its suburbs.", [M("civilians", "Tripoli", (), 1200000, None)]),
    ("Tens of thousands of civilians poured out of Mosul towards Erbil.", [M("civilians", "Mosul", ("Erbil",), 20000, 99999)]),
    ("Hundreds of residents of Lalibela walked south to Dessie.", [M("civilians", "Lalibela", ("Dessie",), 200, 999, "S")]),
    ("About a third of Avdiivka's 30,000 inhabitants have been evacuated to Dnipro.", [M("civilians", "Avdiivka", ("Dnipro",), 10000, 10000)]),
    ("Nearly 8,000 people crossed the border into Chad from Zalingei last week.", [M("civilians", "Zalingei", ("Chad",), 7200, 8000)]),
    ("Buses took 350 people from Taiz to Aden and Marib.", [M("civilians", "Taiz", ("Aden", "Marib"), 350, 350)]),
    ("Fighting in Menaka displaced up to 12,000 people.", [M("civilians", "Menaka", (), None, 12000)]),
    ("Several thousand villagers sought refuge in Baidoa.", [M("civilians", None, ("Baidoa",), 2000, 9999)]),
    ("Between 2,000 and 3,000 people fled to Kenya from Kismayo.", [M("civilians", "Kismayo", ("Kenya",), 2000, 3000)]),
    (
        "Two hundred and fifty families returned to Tarhuna on Sunday.",
        [M("civilians", None, ("Tarhuna",), 250, 250, unit="household", date="2024-05-12")],
    ),
    ("Nearly 90,000 people escaped from Stepanakert to Goris, in Armenia.", [M("civilians", "Stepanakert", ("Goris",), 81000, 90000)]),
    (
        "Hundreds of people crossed into Thailand from Myawaddy, many of them to Mae Sot.",
        [M("civilians", "Myawaddy", ("Thailand", "Mae Sot"), 200, 999)],
    ),
    ("Most of the 20,000 who fled Kunduz went to Kabul.", [M("civilians", "Kunduz", ("Kabul",), 20000, 20000)]),
    ("Residents of Konna have been leaving. Most are heading for Gao.", None),
    ("Thousands of people left Idlib province, heading north-west in cars.", [M("civilians", "Idlib province", (), 2000, 9999, "NW")]),
    ("The exodus began on Monday: 60 people sailed from Derna to Misrata.", [M("civilians", "Derna", ("Misrata",), 60, 60)]),
    ("Around 7,000 Rohingya fled Paletwa by boat.", [M("civilians", "Paletwa", (), 7000, 7000)]),
    ("The number of people displaced from Mekelle has risen to 63,000.", [M("civilians", "Mekelle", (), 63000, 63000)]),
    ("Tens of thousands of residents who fled Kunduz are camping beside the stadium of Kabul.", [M("civilians", "Kunduz", ("Kabul",), 20000, 99999)]),
    ("A bombardment made thousands more flee Saraqib.", [M("civilians", "Saraqib", (), 2000, 9999)]),
    # fighters
    ("Rebel fighters retreated from Saraqib to Aleppo on Monday.", [M("fighters", "Saraqib", ("Aleppo",), date="2024-05-13")]),
    ("Russian troops withdrew from Kherson eastwards.", [M("fighters", "Kherson", (), direction="E")]),
    ("Some 300 soldiers were flown out of Kidal to Gao.", [M("fighters", "Kidal", ("Gao",), 300, 300)]),
    ("The garrison of El Bur pulled back to Adado under fire.", [M("fighters", "El Bur", ("Adado",))]),
    ("The last militants were bussed from Raqqa to Manbij.", [M("fighters", "Raqqa", ("Manbij",))]),
    ("More than 270 Myanmar soldiers fled across the border into Thailand from Loikaw.", [M("fighters", "Loikaw", ("Thailand",), 270, None)]),
]

STRUCK = [
    ("Russian missiles hit Odesa overnight.", [S("Odesa")]),
    ("Warplanes bombed Kafr Nabl on Monday, residents said.", [S("Kafr Nabl", "2024-05-13")]),
    ("Shells fell on El Fasher throughout Sunday.", [S("El Fasher", "2024-05-12")]),
    ("Air strikes on Sanaa and Hodeidah killed nine people.", [S("Sanaa"), S("Hodeidah")]),
    ("The army shelled rebel positions south of Khan Shaykhun.", [S("Khan Shaykhun")]),
    ("A drone strike in Mekelle wounded three people on Tuesday.", [S("Mekelle", "2024-05-14")]),
    ("Rockets were fired at Erbil by militiamen.", [S("Erbil")]),
    ("Stepanakert was bombarded for a second day.", [S("Stepanakert")]),
]

SILENT = [
    "Three drones were shot down over Odesa.",
    "A few hundred people were left in Minova.",
    "The rebels moved the equipment to Raqqa.",
    "A suicide bomber attacked a barracks in Mogadishu.",
    "Advancing troops moved closer to Bakhmut.",
    "Officials expect 50,000 people to leave Goma.",
    "Nobody has left Shusha.",
    "Residents were told to leave Kharkiv.",
    "About 300 people were killed in Fallujah.",
    "The rebels threatened to shell Mekelle.",
    "The two sides struck a deal in Tripoli.",
    "No strikes were reported in Odesa.",
    "A court in Nyala found 20 people guilty.",
    "Some 3,000 people work at the port of Odesa.",
    "The president travelled to Kabul.",
    "Ten thousand tonnes of wheat left Odesa on Monday.",
    "Thousands celebrated in Damascus on Friday.",
    "Soldiers could withdraw from Menaka next month.",
    "Aid workers hope that families will return to Loikaw.",
    "If the town falls, 40,000 people would flee to Uganda.",
    "Hundreds tried to walk home to Azaz but did not get there.",
    "The agency fears an attack on Derna.",
    "Talks in Mogadishu ended without a result.",
    "Kenya sent 200 tonnes of food to Kismayo.",
    "The 15,000 residents of Paletwa have no water.",
]


@pytest.mark.parametrize(
    ("text", "expected"), [case for case in MOVED if case[1] is not None], ids=lambda value: value[:50] if isinstance(value, str) else None
)
def test_movements(text: str, expected: list[M]) -> None:
    events = [event for event in read(text).events if event.type in {"displacement", "troop_movement"}]
    told = [
        (
            e.type,
            e.origin.name if e.origin else None,
            [d.name for d in e.destinations],
            e.direction,
            e.people and (e.people.low, e.people.high, e.people.unit),
            e.date_start,
        )
        for e in events
    ]
    assert len(events) == len(expected), told
    for case in expected:
        assert any(case.fits(event) for event in events), told


@pytest.mark.parametrize(("text", "expected"), STRUCK, ids=lambda value: value[:50] if isinstance(value, str) else None)
def test_strikes(text: str, expected: list[S]) -> None:
    events = [event for event in read(text).events if event.type == "strike"]
    assert len(events) == len(expected), [(e.place and e.place.name, e.date_start) for e in events]
    for case in expected:
        assert any(case.fits(event) for event in events), [(e.place and e.place.name, e.date_start) for e in events]


@pytest.mark.parametrize("text", SILENT)
def test_what_only_looks_like_a_movement_or_strike(text: str) -> None:
    assert [(event.type, event.trace[0].rule) for event in read(text).events if event.type != "clash"] == []


def test_the_rest_of_a_flight_joins_it() -> None:
    text = "Nearly 9,000 people fled Konna on Monday. Most are walking towards Gao, while some have stopped in Menaka."
    (flight,) = [event for event in read(text).events if event.type == "displacement"]
    assert (flight.origin and flight.origin.name, [place.name for place in flight.destinations]) == ("Konna", ["Gao", "Menaka"])
    assert flight.people is not None
    assert (flight.people.low, flight.people.best, flight.people.high) == (8100, None, 9000)


def test_those_turned_back_have_not_moved() -> None:
    text = "Others set out for Aden from Taiz, but most were driven back on the way."
    assert [event.type for event in read(text).events] == []


def test_exact_numbers_have_a_best_figure_and_vague_ones_none() -> None:
    (exact,) = read("About 700 people fled Djibo.").events
    (vague,) = read("Thousands of people fled Djibo.").events
    assert exact.people is not None
    assert vague.people is not None
    assert (exact.people.low, exact.people.best, exact.people.high) == (700, 700, 700)
    assert (vague.people.low, vague.people.best, vague.people.high) == (2000, None, 9999)
    assert (exact.people.reported, vague.people.reported) == ("About 700", "Thousands")
