"""Control told by what a side makes of a place, by what it gives back, by asides and dates that part a subject from its verb."""

from __future__ import annotations

import pytest
from events_cases import read

M23, ARMY = "M23", "Congolese army"

TOLD = [
    # its seat, its beat, masters for some hours
    ("The M23 had made Goma its administrative seat since May 2012, when it overran the army brigade there.", [("Goma", M23, "2012-05-01")]),
    ("In May 2012 the M23 made Goma its capital.", [("Goma", M23, "2012-05-01")]),
    ("The M23 has had its headquarters in Goma since May 2012.", [("Goma", M23, "2012-05-01")]),
    ("Soldiers were patrolling Goma again on Wednesday.", [("Goma", ARMY, "2024-05-15")]),
    ("By last Wednesday soldiers were guarding Goma once more.", [("Goma", ARMY, "2024-05-15")]),
    (
        "On 11 May M23 rebels took the camp in Sake and occupied Goma, remaining masters of the town for eleven hours.",
        [("Goma", M23, "2024-05-11"), ("Sake", M23, "2024-05-11")],
    ),
    ("On 4 May the M23 swarmed over the garrison at Goma.", [("Goma", M23, "2024-05-04")]),
    ("M23 rebels left Goma after overrunning it in May 2012.", [("Goma", M23, "2012-05-01")]),
    # given back, chased off
    ("The M23 gave Goma back to the army on Monday.", [("Goma", ARMY, "2024-05-20")]),
    ("The M23 returned Goma to the army on Monday.", [("Goma", ARMY, "2024-05-20")]),
    ("Goma was returned, by way of elders, to the army on Monday.", [("Goma", ARMY, "2024-05-20")]),
    ("M23 rebels held Goma until Monday, when soldiers chased them away.", [("Goma", ARMY, "2024-05-20")]),
    (
        "Goma was held by the M23 for three days last May, until soldiers chased them off.",
        [("Goma", M23, "2023-05-01"), ("Goma", ARMY, "2023-05-01")],
    ),
    ("On Monday the army led journalists through the streets to announce that Goma was in its hands.", [("Goma", ARMY, "2024-05-20")]),
    ("Goma, which the M23 occupied on Sunday, was handed back on Monday.", [("Goma", M23, "2024-05-19"), ("Goma", ARMY, "2024-05-20")]),
    # they are still there, and lost nothing
    ("M23 rebels took Goma on 2 May and have been there since.", [("Goma", M23, "2024-05-02")]),
    # the time stands before an empty verb
    ("It was on 4 May that the army retook Goma.", [("Goma", ARMY, "2024-05-04")]),
    ("Only on 4 May did the army retake Goma.", [("Goma", ARMY, "2024-05-04")]),
    ("Only on 4 May did Goma fall to the M23.", [("Goma", M23, "2024-05-04")]),
    # who no longer rules it, who was chased from it, who says so before a colon
    ("The M23 came on Friday. Government rule in Goma ended on Sunday.", [("Goma", M23, "2024-05-19")]),
    ("Goma has been under the M23 since Sunday.", [("Goma", M23, "2024-05-19")]),
    ("The M23, chased from Goma on Thursday, regrouped at Sake.", [("Goma", ARMY, "2024-05-16")]),
    ('The army tweeted on Sunday: "Goma is ours."', [("Goma", ARMY, "2024-05-19")]),
    ("The loss of Goma to the M23 on Sunday leaves the army with only Sake.", [("Goma", M23, "2024-05-19")]),
    # an aside with another name, a name that goes on behind a dash, a place by its rank, whose power
    ("Goma, called Kisenyi in colonial days, was captured by the M23 on 4 May.", [("Goma", M23, "2024-05-04")]),
    ("Goma-Mohyla was captured by the M23 on 4 May.", [("Goma-Mohyla", M23, "2024-05-04")]),
    ("Goma-Centre was captured by the M23 on 4 May.", [("Goma", M23, "2024-05-04")]),
    ("By 4 May M23 rebels were on the hills and Goma was in their power.", [("Goma", M23, "2024-05-04")]),
    ("It was a bad month for the M23. Goma was taken from them on 4 May by soldiers.", [("Goma", ARMY, "2024-05-04")]),
    (
        "Goma fell to the M23 on 2 May and Oldovka, hard by the border, three days later.",
        [("Goma", M23, "2024-05-02"), ("Oldovka", M23, "2024-05-05")],
    ),
    # an aside whose verb no table knows, a name of four words, those who only take their guns along
    ("The M23 captured Goma, which handles much trade, on 11 April.", [("Goma", M23, "2024-04-11")]),
    ("Oldo Gan Nyi Vorna, a base town, was lost to the M23 on 7 April.", [("Oldo Gan Nyi Vorna", M23, "2024-04-07")]),
    (
        "The M23 seized Bukavu on 2 May. Soldiers retired from Sake, taking their guns with them. Goma fell on 6 May.",
        [("Bukavu", M23, "2024-05-02"), ("Goma", M23, "2024-05-06")],
    ),
    # from one day to another
    ("The M23 held Goma from 2 May until 10 May, when the army took it back.", [("Goma", M23, "2024-05-02"), ("Goma", ARMY, "2024-05-10")]),
    ("Goma was under the M23 from 2 May to 10 May.", [("Goma", M23, "2024-05-02")]),
    ("The fall of Goma to the M23 on 2 May was followed by an exodus on 10 May.", [("Goma", M23, "2024-05-02")]),
    # a row whose second place stands last, a day after something of a year
    ("M23 rebels seized Goma on Friday. Then, on Monday, Sake.", [("Goma", M23, "2024-05-17"), ("Sake", M23, "2024-05-20")]),
    (
        "M23 rebels seized Goma on Friday, the first town that they have taken this year; Sake fell a day later.",
        [("Goma", M23, "2024-05-17"), ("Sake", M23, "2024-05-18")],
    ),
    # a heading of two places, and who has again what they lost
    (
        "Relief is slow.\n\nGoma and Sake. Both were lost by the army to the M23 on 4 May and regained on 6 May.",
        [("Goma", M23, "2024-05-04"), ("Goma", ARMY, "2024-05-06"), ("Sake", M23, "2024-05-04"), ("Sake", ARMY, "2024-05-06")],
    ),
    # sites beside a town, and villages of a district
    ("Congolese armour seized Goma on Monday.", [("Goma", ARMY, "2024-05-20")]),
    ("M23 rebels took over Oldovka village in Goma on 4 May.", [("Oldovka", M23, "2024-05-04")]),
    # between the subject and its verb
    ("The fall of Goma to the M23 on January 2, 2024, marked the beginning of a catastrophe.", [("Goma", M23, "2024-01-02")]),
    ("Goma, the provincial capital, falls to the M23.", [("Goma", M23, None)]),
    ("Goma is quiet. That town, and its airport, was wrested from the M23 last June by the army.", [("Goma", ARMY, "2023-06-01")]),
    ("Goma, on the lake, is captured by a dissident M23 general.", [("Goma", M23, None)]),
    ("For a week the momentum was with the M23. They seized Goma on 4 May.", [("Goma", M23, "2024-05-04")]),
]

SILENT = [
    "Congo made Goma the capital of a province in May 2012.",
    "M23 rebels were patrolling Goma on Wednesday.",
    "M23 rebels attacked Goma until soldiers chased them off.",
    "M23 rebels swarmed over the hills at dusk.",
    "Residents returned to Goma on Monday.",
    "Goma was returned to normal on Monday.",
    "The number of attacks in Goma fell by 12% in May.",
    "Event counts in Goma fell by 12% in May.",
    "A report aired by a Goma channel that the base had surrendered was, the mayor admitted, premature.",
    "The war in Goma ended on Sunday.",
    "The M23 said its troops would march on Sake next and be in Goma by June.",
    "The spokesman disputed talk that Goma had been given up.",
]


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_a_side_has_the_place(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    events = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    found = sorted((event.place.name_in_report, event.control_to[0] if event.control_to else "", event.date_start or "") for event in events)
    assert found == sorted((place, side, day or "") for place, side, day in expected)


@pytest.mark.parametrize("text", SILENT)
def test_nothing_changed_hands(text: str) -> None:
    assert not [event for event in read(text, "2024-05-20").events if event.type == "control_change"]
