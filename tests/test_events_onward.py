"""Who goes on, goes along, goes back or is counted: ends and numbers that only the words around tell; each with near misses."""

from __future__ import annotations

import pytest
from events_cases import read


def told(text: str) -> list[str]:
    """Return each movement in the words of the report: "people 3000: Sake > Goma", a dash for what it does not tell."""
    found = []
    for event in read(text).events:
        if event.type in {"displacement", "troop_movement"}:
            who = "people" if event.type == "displacement" else "fighters"
            number = event.people.low if event.people is not None else None
            origin = event.origin.name_in_report if event.origin is not None else "-"
            goals = ", ".join(place.name_in_report for place in event.destinations)
            found.append(f"{who} {'-' if number is None else number}: {origin} > {goals or '-'}")
    return found


CASES = [
    # with others
    (
        "The garrison left Sake on Tuesday. Some 2,000 villagers went with it over the hills to Goma.",
        ["fighters -: Sake > -", "people 2000: Sake > Goma"],
    ),
    ("The garrison left Sake for Goma. Hundreds of families fled with it.", ["fighters -: Sake > Goma", "people 200: Sake > -"]),
    # back again
    ("Three thousand families fled Sake for Goma last week. Most have since returned.", ["people 3000: Sake > Goma", "people -: Goma > Sake"]),
    (
        "About 90,000 inhabitants left Homs, many of them to Hama and Idlib. Some 60,000 have come home since January.",
        ["people 90000: Homs > Hama, Idlib", "people 60000: - > Homs"],
    ),
    ("The 900 families had left Sake for Goma; a few have begun to go back.", ["people 900: Sake > Goma", "people -: Goma > Sake"]),
    ("The 900 families had left Sake for Goma; few have gone back.", ["people 900: Sake > Goma"]),
    ("Three thousand families fled Sake for Goma last week. None has gone home.", ["people 3000: Sake > Goma"]),
    # rates and counts
    ("In Goma, aid workers said arrivals from Sake had dropped to about 2,000 a day.", ["people 2000: Sake > Goma"]),
    ("Arrivals of flour from Sake in Goma have fallen to 500 tonnes a day.", []),
    ("Flows dropped from 600 barrels a day to 225 on Wednesday, shippers said.", []),
    ("About twelve thousand households coming from Sake have been counted since Friday at Goma.", ["people 12000: Sake > Goma"]),
    ("Aid workers put the number who have crossed into Turkey at 40,000.", ["people 40000: - > Turkey"]),
    ("Shopkeepers put at ten thousand the number who have flown or sailed to Goma since January.", ["people 10000: - > Goma"]),
    ("The UN reports 190,000 internally displaced persons in Syria.", ["people 190000: Syria > -"]),
    ("Displacement from Sake is mostly to Goma, involving an estimated 1,200 households.", ["people 1200: Sake > Goma"]),
    ("The exodus from Sake has been mainly towards Goma.", ["people -: Sake > Goma"]),
    ("A further 16,000 Burundians are now in Goma.", ["people 16000: - > Goma"]),
    ("Some 20,000 people are now in need of aid in Goma.", []),
    # vehicles
    ("About 40 pick-ups with heavy machine guns left Raqqa for Hama.", ["fighters -: Raqqa > Hama"]),
    ("Thirty trucks mounted with cannons left Raqqa for Hama.", ["fighters -: Raqqa > Hama"]),
    ("Roughly 2,000 vehicles left Raqqa westwards on Monday, on the road to Hama.", ["people -: Raqqa > Hama"]),
    ("Hundreds of cars left Raqqa on Sunday, heading west to Hama.", ["people -: Raqqa > Hama"]),
    ("Forty trucks of flour left Raqqa for Hama.", []),
    ("Five cars left Raqqa for Hama.", []),
    ("Some 60 aid trucks left Raqqa for Hama.", []),
    # numbers tied to a word
    ("A 1,200-strong battalion withdrew from Raqqa to Hama.", ["fighters 1200: Raqqa > Hama"]),
    ("A further 17,500 moved north-east to Raqqa and Hama.", ["people 17500: - > Raqqa, Hama"]),
    ("Some 3,000 people walked the 40-km road from Raqqa to Hama.", ["people 3000: Raqqa > Hama"]),
    ("About 28,000 persons from Sake and surrounding villages have arrived in Goma.", ["people 28000: Sake > Goma"]),
    # followed from afar
    ("The militants fled Raqqa and were traced to Hama.", ["fighters -: Raqqa > Hama"]),
    ("The call was traced to Hama.", []),
]

CASES += [
    # lists, shares and those who were elsewhere before
    ("Of the newly displaced, about 28,000 persons from Sake have arrived in Goma.", ["people 28000: Sake > Goma"]),
    ("Some 6,000 residents have fled Sake, chiefly to Goma and, across the lake, to Bukavu.", ["people 6000: Sake > Goma, Bukavu"]),
    ("They came in peace and, in the end, to Goma.", []),
    ("Nearly 300 villagers who had been sheltering at Hama went back over the river to Idlib last week.", ["people 270: Hama > Idlib"]),
    ("About 300 villagers are sheltering at Hama.", ["people 300: - > Hama"]),
    ("Some 40,000 have gone on to Hama. About 9,000 are staying in Idlib, in rented rooms.", ["people 40000: - > Hama", "people 9000: - > Idlib"]),
    ("About 9,000 are staying in Idlib, hotel owners say.", []),
    ("700 people from Homs are staying in Hama, while 180 sleep on floors in Idlib.", ["people 700: Homs > Hama", "people 180: Homs > Idlib"]),
    # fighters: advances that end in a town taken, convoys that do not arrive, the rim of a town
    ("Rebel forces seized Raqqa on 3 May after advancing from Hama.", ["fighters -: Hama > Raqqa"]),
    ("Rebel forces advanced from Hama on 3 May.", []),
    ("An army convoy that set out from Hama on 3 May had not got through by Friday.", []),
    ("In Hama, a doctor said tanks had withdrawn from the main street to the outskirts.", ["fighters -: Hama > -"]),
    ("Several hundred militants slipped away from Hama to the valleys south of the city.", ["fighters 200: Hama > -"]),
]  # fmt: skip

CASES += [
    # what counts people, and what counts units
    ("Three battalions have been moved from Raqqa to Hama.", ["fighters -: Raqqa > Hama"]),
    ("A garrison of 300 withdrew from Raqqa to Hama.", ["fighters 300: Raqqa > Hama"]),
    ("Fighters and their families, 1,400 people in all, were bused from Homs to Idlib.", ["fighters 1400: Homs > Idlib"]),
    ("Women and children streamed out of Sake into Goma at a rate of 4,000 a day.", ["people 4000: Sake > Goma"]),
    ("About a third of the 90,000 who fled Sake have since returned.", ["people 90000: Sake > -", "people 30000: - > Sake"]),
    ("Half of the 3,000 families who fled Sake for Goma have gone back.", ["people 3000: Sake > Goma", "people 1500: Goma > Sake"]),
    # where they are and have been
    ("Three thousand people are living in tents in Goma after fleeing Sake.", ["people 3000: Sake > Goma"]),
    ("Some 2,000 people were sleeping in a church in Goma, having run from Sake.", ["people 2000: Sake > Goma"]),
    ("Residents who had taken shelter in Goma began heading home to Sake on Sunday.", ["people -: Goma > Sake"]),
    ("Nobody is left in Raqqa but a few hundred pensioners; the rest have gone to Hama.", ["people -: Raqqa > Hama"]),
    ("Goma has opened its schools to 11,000 people from Sake.", ["people 11000: Sake > Goma"]),
    ("Goma has opened its schools to inspectors.", []),
    ("An unknown number of jihadists slipped over the border into Turkey.", ["fighters -: - > Turkey"]),
    ("An unknown number of jihadists slipped over the wall into a garden.", []),
    ("The general withdrew his men to Hama.", ["fighters -: - > Hama"]),
    # the town of the dateline, where nothing else can be meant
    ("Goma - Thousands of people fled the city for Sake on Friday.", ["people 2000: Goma > Sake"]),
    ("GOMA, Congo - The army lost Sake. Thousands of people fled the town on Friday.", ["people 2000: Sake > -"]),
]  # fmt: skip

CASES += [
    # the present of timelines
    ("May 6: Rebels pull out of Hama and head for Idlib.", ["fighters -: Hama > Idlib"]),
    ("Day 14: the garrison of Lyman retreats to Kupiansk.", ["fighters -: Lyman > Kupiansk"]),
    ("May 3: Some 1,500 residents of Kupiansk board trains for Dnipro.", ["people 1500: Kupiansk > Dnipro"]),
    ("May 3: Government troops retreat from Kupiansk to Dnipro.", ["fighters -: Kupiansk > Dnipro"]),
    ("The refugee flows from Kupiansk to Dnipro are large.", []),
    ("Troop movements to Dnipro were seen.", []),
    # notes without a verb
    ("Displacement: 3,500 people from Sake to Goma.", ["people 3500: Sake > Goma"]),
    ("From Sake to Goma: 4,500 families.", ["people 4500: Sake > Goma"]),
    ("Sake \u2192 Goma: 30,000 people since Sunday.", ["people 30000: Sake > Goma"]),
    ("From Sake to Goma: 4,500 francs.", []),
    ("Food for 3,500 people in Goma.", []),
    # what is left out of a count, and light verbs
    ("All but a few hundred of the 10,000 inhabitants have left Avdiivka.", ["people 9001: Avdiivka > -"]),
    ("All but 400 of the soldiers withdrew to Goma.", ["fighters -: - > Goma"]),
    ("Our forces carried out a tactical withdrawal from Sake to Goma.", ["fighters -: Sake > Goma"]),
    ("Our forces carried out a raid from Sake on Goma.", []),
    ("Sake is emptying: on Friday alone 9,000 people took the road to Goma.", ["people 9000: Sake > Goma"]),
]  # fmt: skip

CASES += [
    ("Another 3,000 made it to Goma.", ["people 3000: - > Goma"]),
    ("Another 3,000 made bread in Goma.", []),
    ("The authorities in Goma report that nearly 700 villagers from Sake arrived last week.", ["people 630: Sake > Goma"]),
    ("A report that villagers from Sake arrived was false.", []),
    ("A long column of armoured vehicles left Raqqa for Hama.", ["fighters -: Raqqa > Hama"]),
    ("Hundreds of villagers fled Sake, crossing into Turkey.", ["people 200: Sake > Turkey"]),
    ("Around 200 armed men from Sake came ashore at Goma in motor launches.", ["fighters 200: Sake > Goma"]),
    ("Goma alone has given shelter to 44,000 people from Sake since March.", ["people 44000: Sake > Goma"]),
    ("Turkey has offered asylum to a general.", []),
    ("Small boats landed 3,100 people from Sake at Goma within the week.", ["people 3100: Sake > Goma"]),
    ("Thousands of civilians left Homs in April and were received in Hama.", ["people 2000: Homs > Hama"]),
    ("The president left Homs and was received in Hama by the governor.", []),
    ("The mayor gives the number of residents left as 107, down from 14,000.", []),
    ("More than 7,000 have crossed into Turkey, where most are lodged in a camp at Azaz.", ["people 7000: - > Turkey, Azaz"]),
    ("Some went to Turkey. After rebels took Goma, 160,000 people went from there to Sake.", ["people -: - > Turkey", "people 160000: Goma > Sake"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_movements_told_with_the_help_of_what_stands_around(text: str, expected: list[str]) -> None:
    assert told(text) == expected
