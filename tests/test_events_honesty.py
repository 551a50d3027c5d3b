"""Things that a reader of the map once took for facts and that the report did not say."""

from __future__ import annotations

import pytest

from conflict_map import Event, Gazetteer, Report, extract


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def events(text: str, gazetteer: Gazetteer, published: str = "2025-08-20") -> dict[str, Event]:
    return {
        (event.place or event.origin).name_in_report: event
        for event in extract(Report(text, published=published), gazetteer)
        if event.place or event.origin
    }  # type: ignore[union-attr]


def test_a_denial_holds_for_the_place_that_it_names_and_no_other(gazetteer: Gazetteer) -> None:
    found = events(
        "The Sudanese army captured Omdurman on Tuesday. The army recaptured Wad Madani on January 11. "
        "An RSF spokesman denied that the group had lost Omdurman.",
        gazetteer,
    )
    assert found["Omdurman"].claim.status == "denied"
    assert found["Omdurman"].claim.by == ("An RSF spokesman",)
    assert found["Wad Madani"].claim.status == "reported"


def test_a_denial_of_a_place_that_nobody_took_changes_nothing(gazetteer: Gazetteer) -> None:
    found = events("The Sudanese army recaptured Wad Madani on Tuesday. The RSF denied that it had lost Omdurman.", gazetteer)
    assert found["Wad Madani"].claim.status == "reported"


def test_the_villages_of_a_and_b_are_a_and_b(gazetteer: Gazetteer) -> None:
    found = events("Russian forces captured the villages of Vesele and Pokrovsk in Ukraine's Donetsk region.", gazetteer)
    assert {name: event.type for name, event in found.items()} == {"Vesele": "control_change", "Pokrovsk": "control_change"}


def test_the_villages_of_a_province_are_not_the_province(gazetteer: Gazetteer) -> None:
    found = events("Syrian rebels captured villages of Idlib province on Tuesday.", gazetteer)
    assert all(event.type != "control_change" for event in found.values())


def test_an_event_of_this_month_does_not_reach_beyond_its_report(gazetteer: Gazetteer) -> None:
    found = events("Russian forces captured Toretsk in Ukraine's Donetsk region earlier this month.", gazetteer)
    assert (found["Toretsk"].date_start, found["Toretsk"].date_end, found["Toretsk"].date_precision) == ("2025-08-01", "2025-08-20", "month")


def test_troops_that_deploy_do_not_fight(gazetteer: Gazetteer) -> None:
    found = extract(Report("Ugandan troops deployed to Bunia in Ituri province, Democratic Republic of Congo."), gazetteer)
    assert not [event for event in found if event.type == "clash"]


def test_it_is_not_a_plural(gazetteer: Gazetteer) -> None:
    found = events(
        "Ukrainian forces have withdrawn from Avdiivka, the army chief said, handing Russia its biggest gain since it captured Bakhmut in May 2023.",
        gazetteer,
    )
    assert found["Bakhmut"].control_to[0] == "Russian forces"


@pytest.mark.parametrize(
    "text",
    [
        "Syrian army forces almost captured Saraqib.",
        "Syrian army forces all but captured Saraqib.",
        "The Syrian army came close to capturing Saraqib.",
        "The Syrian army was on the verge of capturing Saraqib.",
        "Some 5,000 people were prevented from fleeing Saraqib.",
        "The Syrian army was accused of bombing Saraqib.",
        "The Syrian army denied having bombed Saraqib.",
        "The Syrian army dismissed reports of shelling Saraqib.",
        "It is false that the Syrian army captured Saraqib.",
        "There is no evidence that the Syrian army captured Saraqib.",
        "It was not the Syrian army that captured Saraqib.",
        "Neither the rebels nor the Syrian army captured Saraqib.",
    ],
)
def test_what_nearly_happened_or_was_said_not_to_have_is_no_event(text: str, gazetteer: Gazetteer) -> None:
    assert extract(Report(text, published="2020-01-02"), gazetteer) == []


@pytest.mark.parametrize(
    "text",
    [
        "The Syrian army succeeded in capturing Saraqib.",
        "Nearly 5,000 soldiers of the Syrian army captured Saraqib.",
        "The Syrian army, which nearly lost Ariha, captured Saraqib.",
    ],
)
def test_what_did_happen_stays_an_event(text: str, gazetteer: Gazetteer) -> None:
    found = extract(Report(text, published="2020-01-02"), gazetteer)
    assert [event.place.name for event in found if event.type == "control_change" and event.place] == ["Saraqib"]


@pytest.mark.parametrize("text", ["The Syrian army allegedly captured Saraqib.", "Activists claimed that the Syrian army captured Saraqib."])
def test_hedges_make_claims(text: str, gazetteer: Gazetteer) -> None:
    (event,) = extract(Report(text, published="2020-01-02"), gazetteer)
    assert event.claim.status == "claimed"


@pytest.mark.parametrize(("day", "expected"), [("3 January", "2020-01-03"), ("8 January", None), ("30 December", "2019-12-30")])
def test_a_day_just_after_its_report_is_not_moved_by_a_year(day: str, expected: str | None, gazetteer: Gazetteer) -> None:
    (event,) = extract(Report(f"The Syrian army captured Saraqib on {day}.", published="2020-01-02"), gazetteer)
    assert event.date_start == expected


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("1.200", 1200),
        ("1,5 million", 1_500_000),
        ("1.5 million", 1_500_000),
        ("1,200", 1200),
        ("1.250 million", 1_250_000),
        ("12.500.000", 12_500_000),
    ],
)
def test_figures_as_other_languages_write_them(words: str, number: int, gazetteer: Gazetteer) -> None:
    (event,) = extract(Report(f"Exactly {words} people fled Saraqib."), gazetteer)
    assert event.people is not None
    assert event.people.low == number


def test_a_village_near_a_town_says_nothing_of_who_holds_the_town(gazetteer: Gazetteer) -> None:
    (near,) = extract(Report("Rebels captured a village near Homs on Monday.", published="2020-01-02"), gazetteer)
    assert (near.type, near.control_status) == ("clash", None)
    assert near.place is not None
    assert near.place.precision == 2
    (part,) = extract(Report("Rebels captured parts of Saraqib on Monday.", published="2020-01-02"), gazetteer)
    assert part.control_status == "contested"


def test_a_city_is_not_the_village(gazetteer: Gazetteer) -> None:
    text = "Missiles struck a block in Kramatorsk overnight. Kyiv denied that Krokhmalne was lost; the village was captured by Russia on 20 January."
    found = extract(Report(text, published="2024-02-20"), gazetteer)
    assert all(event.place is None or event.place.name_in_report != "Kramatorsk" for event in found if event.type == "control_change")


def test_a_negation_ends_with_its_clause(gazetteer: Gazetteer) -> None:
    text = "The army said it had not lost El Obeid, and that its warplanes bombed positions in Nyala in Sudan."
    assert {name: event.type for name, event in events(text, gazetteer).items()} == {"Nyala": "strike"}


def test_an_office_claims_for_its_side(gazetteer: Gazetteer) -> None:
    event = events("Russia's defence ministry claimed full control of Avdiivka in Ukraine on Sunday.", gazetteer)["Avdiivka"]
    assert (event.control_to[0], event.claim.status, event.claim.by) == ("Russian forces", "claimed", ("Russia's defence ministry",))


def test_the_only_town_of_its_name_is_placed_and_said_to_be_doubtful(gazetteer: Gazetteer) -> None:
    (event,) = extract(Report("Russia captured Avdiivka on Sunday.", published="2024-02-20"), gazetteer)
    assert event.place is not None
    assert event.place.country == "UA"
    assert "doubtful" in event.place.reason
