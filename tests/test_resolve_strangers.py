"""Tests of `conflict_map.resolve.strangers`: a lone small town far from everything else is not where a report puts its events."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report, extract, geoparse

SYRIA = "Rebels hold Saraqib, Ariha and Maarat al-Numan in the Idlib countryside. Shelling of the town of {} went on through Tuesday night."


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(packs=[])


def place_of(text: str, name: str, gazetteer: Gazetteer) -> tuple[str | None, str]:
    mention = next(m for m in geoparse(text, gazetteer) if m.text == name)
    return (mention.place.country if mention.place is not None else None), mention.reason


@pytest.mark.parametrize("name", ["Salwa", "Zafar", "Arima"])
def test_a_small_town_of_a_country_nobody_names_is_left_open(name: str, gazetteer: Gazetteer) -> None:
    country, reason = place_of(SYRIA.format(name), name, gazetteer)
    assert country is None
    assert "far from everything else" in reason


def test_its_candidates_are_kept(gazetteer: Gazetteer) -> None:
    mention = next(m for m in geoparse(SYRIA.format("Salwa"), gazetteer) if m.text == "Salwa")
    assert mention.candidates[0].place.country == "KW"


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (SYRIA.format("Salwa") + " The town of Salwa, in Kuwait, was hit by a drone.", "Salwa", "KW"),  # its country is named
        ("The town of Salwa was quiet on Tuesday.", "Salwa", "KW"),  # there is nothing to be far from
        (SYRIA.format("Aleppo") + " Talks resume in Geneva on Friday, mediators said.", "Geneva", "CH"),  # everyone knows it
        (SYRIA.format("Reyhanli"), "Reyhanli", "TR"),  # across the border, and near
    ],
)
def test_what_the_report_speaks_for_stays(text: str, name: str, country: str, gazetteer: Gazetteer) -> None:
    assert place_of(text, name, gazetteer)[0] == country


def test_a_quarter_is_not_a_great_city_abroad(gazetteer: Gazetteer) -> None:
    text = "Fighters entered Tabqa from the east after taking Raqqa and Deir ez-Zor's outskirts near Aleppo. They hold the {} in its south."
    assert place_of(text.format("Alexandria suburb"), "Alexandria", gazetteer)[0] is None


def test_an_event_there_keeps_its_words_and_gets_no_point(gazetteer: Gazetteer) -> None:
    text = "Rebels hold Saraqib, Ariha and Maarat al-Numan. They captured the village of Salwa from government forces on Tuesday."
    event = next(e for e in extract(Report(text, published="2020-01-29"), gazetteer) if e.place is not None and e.place.name_in_report == "Salwa")
    assert event.place is not None
    assert event.place.lat is None
    assert event.place.alternatives
