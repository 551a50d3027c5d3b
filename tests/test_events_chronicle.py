"""Accounts of the past are dated from their own story; news from its day."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report, extract


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def dates(text: str, gazetteer: Gazetteer, published: str | None, headline: str | None = None) -> dict[str, str | None]:
    found = extract(Report(text, published=published, headline=headline), gazetteer)
    return {event.place.name_in_report: event.date_start for event in found if event.type == "control_change" and event.place}


HISTORY = (
    "The fight for Tabqa in Syria began on 22 March 2017. On 26 March the Syrian Democratic Forces captured Tabqa airbase from Islamic State. "
    "On 12 May they captured Mansoura in Raqqa province."
)


@pytest.mark.parametrize("published", ["2023-10-05", "2018-04-01", None])
def test_days_of_an_account_of_the_past_are_counted_from_its_story(published: str | None, gazetteer: Gazetteer) -> None:
    assert dates(HISTORY, gazetteer, published)["Mansoura"] == "2017-05-12"


def test_news_that_begins_with_its_own_year_stays_news(gazetteer: Gazetteer) -> None:
    assert dates(HISTORY, gazetteer, "2017-05-20")["Mansoura"] == "2017-05-12"


def test_history_inside_news_does_not_date_the_news(gazetteer: Gazetteer) -> None:
    text = "Syrian rebels captured Hama on Thursday. They had lost Saraqib to the army in March 2020. On 30 November the rebels captured Saraqib."
    assert dates(text, gazetteer, "2024-12-06") == {"Hama": "2024-12-05", "Saraqib": "2024-11-30"}


def test_a_story_goes_on_over_new_year(gazetteer: Gazetteer) -> None:
    text = (
        "Rebels attacked Idlib on 12 November 2013. On 3 December the rebels captured Saraqib in Syria. "
        "On 8 January the Syrian army recaptured Saraqib. On 2 February the army captured Ariha."
    )
    assert dates(text, gazetteer, "2021-06-01")["Ariha"] == "2014-02-02"


def test_a_day_about_half_a_year_away_has_no_year(gazetteer: Gazetteer) -> None:
    text = "Rebels attacked Idlib on 12 March 2014. On 10 September the rebels captured Saraqib in Syria."
    assert dates(text, gazetteer, "2021-06-01") == {"Saraqib": None}


def test_the_name_of_an_offensive_gives_the_year(gazetteer: Gazetteer) -> None:
    text = "The 2014 Idlib offensive was fought by Syrian rebels. On 4 April the rebels captured Saraqib from the army."
    assert dates(text, gazetteer, "2023-07-31") == {"Saraqib": "2014-04-04"}


def test_a_year_in_passing_gives_none(gazetteer: Gazetteer) -> None:
    text = "Under the 2014 accord the town was to stay neutral. On 4 April Syrian rebels captured Saraqib from the army."
    assert dates(text, gazetteer, "2023-07-31") == {"Saraqib": "2023-04-04"}


def test_what_somebody_said_then_is_not_of_the_day_of_publication(gazetteer: Gazetteer) -> None:
    text = (
        "The offensive in Syria began on 7 March 2016 and went on until 28 March. On 8 March jets bombed Homs. On 9 March they bombed it again. "
        "On 24 March the army entered Palmyra. "
        '"Today the army captured Palmyra," the president said.'
    )
    assert dates(text, gazetteer, "2023-07-06").get("Palmyra") in {None, "2016-03-24"}
