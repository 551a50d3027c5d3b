"""What weapons do to places, by construction; each with near misses that must stay silent."""

from __future__ import annotations

import pytest
from events_cases import read

STRUCK = [
    ("Army drones fired on a gathering of fighters at Djibo.", "Djibo"),
    ("South of Gao a UN helicopter fired on rebel pick-ups on 10 January.", "Gao"),
    ("Gunships fired on the edge of a market, in Sake, on Monday.", "Sake"),
    ("Air force jets twice engaged a rebel base at Derna on Sunday.", "Derna"),
    ("French jets dropped two bombs on tanks outside Konna.", "Konna"),
    ("Gunships rained rockets on positions above Shusha all Saturday.", "Shusha"),
    ("Russia launched thirty drones overnight. One slammed into a block of flats in Odesa.", "Odesa"),
    ("A column bound for Sirte was stopped; LNA warplanes bombed it near Misrata.", "Misrata"),
    ("Warplanes went after fuel depots in Nyala.", "Nyala"),
    ("Two loitering munitions exploded over Stepanakert.", "Stepanakert"),
    ("Grad rockets set houses ablaze in Hadrut.", "Hadrut"),
    ("The army opened up with howitzers on Bani Walid.", "Bani Walid"),
    ("Kherson came under artillery fire again on Sunday.", "Kherson"),
    ("Kherson was under shellfire all day.", "Kherson"),
    ("A strike tore through a bakery in Sanaa.", "Sanaa"),
    ("Artillery pieces on the hills around Shusha opened fire on Stepanakert.", "Stepanakert"),
    ("The air force flew six sorties over Mekelle, bombing a training camp.", "Mekelle"),
    ("Russian guided bombs set fire to a warehouse in Odesa on Thursday night.", "Odesa"),
    ("Helicopters rocketed suspected hideouts at Menaka.", "Menaka"),
    ("Russian planes flew more than sixty sorties against Aleppo during Saturday night.", "Aleppo"),
    ("A drone killed an official and his wife in Azaz.", "Azaz"),
    ("Residents of Bukavu were told to pack, where jets blew a crater in the road on Friday.", "Bukavu"),
    ("A hospital in Aleppo was hit on Sunday morning.", "Aleppo"),
    ("Fighting went on in Goma on Monday. Two mortar bombs landed near the hospital.", "Goma"),
]

STRUCK += [
    ("Two FAB-500s hit Vovchansk at about 4 a.m.", "Vovchansk"),
    ("A Kh-59 struck Odesa on Sunday.", "Odesa"),
    ("Three Iskanders came down on Sumy overnight.", "Sumy"),
    ("Su-34s bombed Kupiansk for a third day.", "Kupiansk"),
    ("March 9 - An army helicopter fires on a rebel column near Bossangoa.", "Bossangoa"),
    ("March 9 - Rebels fire rockets at Bossangoa.", "Bossangoa"),
    ("March 9 - Government artillery shells Odesa for two hours.", "Odesa"),
    ("Planes have dropped 250-kilo bombs on Loikaw since Friday.", "Loikaw"),
    ("Border guards left Sake on Tuesday after four days of bombardment.", "Sake"),
    ("The rebels stormed Sake. From the hotel we watched gunships fire rockets at the attackers.", "Sake"),
    ("Loyalists entered Brega. Jets pounded tanks at its entrances until midnight.", "Brega"),
]

SILENT = [
    "Rebel fighters left Hakha after four days of talks.",
    "The fire in Hakha spread to the market.",
    "Artillery shells were found in a cellar in Hakha.",
    "A 500-pound bomb was defused in Hakha.",
    "Ministers fire officials in Hakha every year.",
    "A suicide bomber attacked a mosque in Baidoa.",
    "Two bombs killed six police officers in Baidoa.",
    "The army vowed to open fire on Bani Walid.",
    "No shells fell on Aleppo on Sunday.",
    "Soldiers opened fire on a crowd in Khartoum.",
    "Kherson came under pressure from creditors.",
    "Kabul is under curfew.",
    "Drones were shown at a parade. One of the soldiers fainted in Kabul.",
    "The rebels engaged the army in talks at Goma.",
    "The fire destroyed a market in Sanaa.",
    "Airline crews flew more sorties than usual from Kabul.",
    "A hospital in Aleppo was hit by an earthquake.",
    "The economy of Aleppo was hit on Sunday.",
    "A gunman killed an official in Azaz.",
    "The minister went after smugglers in Derna.",
]


@pytest.mark.parametrize(("text", "place"), STRUCK)
def test_a_strike_is_where_it_hit(text: str, place: str) -> None:
    assert [event.place.name for event in read(text).events if event.type == "strike" and event.place] == [place]


@pytest.mark.parametrize("text", SILENT)
def test_what_only_looks_like_a_strike(text: str) -> None:
    assert [event.trace for event in read(text).events if event.type == "strike"] == []


FROM_AFAR = [
    "Guided bombs, of which at least sixty fell on Saraqib, made the difference.",
    "Jets appeared on Friday and dropped bombs on a checkpoint at Saraqib.",
    "The road at Saraqib was cut by a bomb crater.",
    "The warehouse in Saraqib was set on fire by a drone.",
    "Saraqib has been subjected to daily air raids.",
    "The air force carried out twenty sorties against Saraqib.",
    "Napalm was dropped on Saraqib.",
    "Jets bombed positions at Saraqib, north of Khan Shaykhun.",
    "We spoke with a teacher in Saraqib, where shells had started landing on Wednesday.",
    "Planes dropped drums of a burning liquid on Saraqib.",
    "Its pilots have hit vehicles and gun positions around Saraqib 37 times since Saturday.",
    "In Saraqib mortar rounds crashed into a market on Monday.",
]


@pytest.mark.parametrize("text", FROM_AFAR)
def test_one_strike_at_the_place_that_was_hit(text: str) -> None:
    assert [event.place.name for event in read(text).events if event.type == "strike" and event.place] == ["Saraqib"]


NOT_FROM_AFAR = [
    "The road at Saraqib was cut by floods.",
    "The bridge at Saraqib was damaged by a mine.",
    "Saraqib has been subjected to daily searches.",
    "The air force carried out twenty flights to Saraqib.",
    "The warehouse in Saraqib was set on fire by its owner.",
    "Those of the shells which had been found at Saraqib were old.",
    "Planes dropped sacks of flour on Saraqib.",
    "Its pilots have met officials around Saraqib 37 times since Saturday.",
]


@pytest.mark.parametrize("text", NOT_FROM_AFAR)
def test_what_no_weapon_does_from_afar_is_no_strike(text: str) -> None:
    assert [event for event in read(text).events if event.type == "strike"] == []
