"""Names that the gazetteer does not have: places in reports of war where the words say so, and nothing else."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, extract, geoparse
from conflict_map.mentions import find_mentions
from conflict_map.model import Report


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


@pytest.mark.parametrize(
    "text",
    [
        "The rebels captured Zorvat on Monday.",
        "Zorvat was overrun by the rebels on Monday.",
        "Zorvat has since been cleared of insurgents.",
        "Zorvat, north of the river, fell to the army on Monday.",
        "Troops fell back to Zorvat after two hours of fighting.",
        "Residents of Zorvat fled the shelling.",
        "A trader from Zorvat said that gunmen had burned the market.",
        "The soldiers retreated through Aleppo, Zorvat and Homs.",
        "Families fled the shelling to Aleppo and Zorvat.",
        "Shells fell on the village of Zorvat, officials said, and the garrison withdrew.",
        "Zorvat, a border village, was shelled by the army.",
        "Zorvat, on the A34, was captured by the army two days later.",
        "Militants attacked the edge of Zorvat at dawn.",
        "The army pounded the Zorvat hills with artillery.",
    ],
)
def test_an_unknown_name_is_a_place_where_the_words_say_so(text: str, gazetteer: Gazetteer) -> None:
    assert any("Zorvat" in span.text for span in find_mentions(text, gazetteer))
    mention = next(mention for mention in geoparse(text, gazetteer) if "Zorvat" in mention.text)
    assert mention.place is None, "named, without a point"
    assert mention.reason


@pytest.mark.parametrize(
    "text",
    [
        "Colonel Zorvat said that his soldiers had left the front.",
        "Zorvat, 45, lost two sons in the shelling of the town.",
        "The rebels are led by Hassan Zorvat, a former colonel.",
        "The governor of West Darfur, Amin Zorvat, was killed in the fighting.",
        "Bombs fell on Homs and the army withdrew.",
        "Rockets fell on Homs after the rebels had withdrawn.",
        "The town was taken from Daesh by the army on Friday.",
        "Zorvat denied that the army had shelled civilians.",
    ],
)
def test_people_groups_and_what_falls_are_no_places(text: str, gazetteer: Gazetteer) -> None:
    assert {span.text for span in find_mentions(text, gazetteer)} <= {"Homs", "West Darfur"}


def test_a_name_is_a_place_again_where_it_surely_is_one_elsewhere(gazetteer: Gazetteer) -> None:
    text = "Troops retreated to the village of Zorvat after the rebels had shelled them. Gunships rained rockets on positions above Zorvat all night."
    assert [span.text for span in find_mentions(text, gazetteer)].count("Zorvat") == 2


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("In May the militia took Abu Zorvat, two hours from Misrata, from the jihadists.", "Abu Zorvat"),
        ("On June 22 the rebels seized Sher Zorvat Bandar, in Kunduz, and troops fled over the bridge.", "Sher Zorvat Bandar"),
        ("The army took Zorvat al-Ras, near Tyre in Lebanon, and shelled the fighters there.", "Zorvat al-Ras"),
    ],
)
def test_a_short_name_within_a_longer_one_does_not_stand_for_it(text: str, whole: str, gazetteer: Gazetteer) -> None:
    assert whole in [span.text for span in find_mentions(text, gazetteer)]


@pytest.mark.parametrize(
    "text",
    [
        "Djibo, encircled by militants for a year, has been shelled again.",
        "Barsalogho took in people displaced by fighting around Djibo.",
        "A day later the rebels captured Bocaranga and, on Friday, Bouar.",
    ],
)
def test_small_known_towns_are_found_at_the_start_of_sentences_of_war(text: str, gazetteer: Gazetteer) -> None:
    found = {span.text for span in find_mentions(text, gazetteer)}
    assert {word.strip(".,") for word in text.split() if word.strip(".,") in {"Djibo", "Barsalogho", "Bocaranga", "Bouar"}} <= found


def test_no_event_is_lost_at_a_place_without_an_entry(gazetteer: Gazetteer) -> None:
    text = "Zorvat, north of Homs in Syria, was captured by the army on 3 March 2016. Rebels withdrew to Karzin."
    report = Report(id="r", text=text, published="2016-03-05")
    assert "Zorvat" in {event.place.name_in_report for event in extract(report, gazetteer) if event.place is not None}
