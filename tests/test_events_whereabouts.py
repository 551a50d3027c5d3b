"""What follows a comma says where the place before it lies; it is not the next of a list."""

from __future__ import annotations

import pytest

from conflict_map import Gazetteer, Report, extract


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer(packs=[])


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("Syrian rebels seized Ariha, south of Idlib, on Tuesday.", ["Ariha"]),
        ("Syrian rebels seized Ariha, south of Idlib, and Saraqib.", ["Ariha", "Saraqib"]),
        ("Syrian rebels seized Ariha, Idlib province, and Khan Shaykhun on Tuesday.", ["Ariha", "Khan Shaykhun"]),
        ("Syrian rebels seized Ariha, 15 km south of Idlib, on Tuesday.", ["Ariha"]),
        ("Syrian rebels seized Ariha, Saraqib and Khan Shaykhun on Tuesday.", ["Ariha", "Saraqib", "Khan Shaykhun"]),  # a list stays one
        ("Syrian rebels seized Ariha, Idlib and Saraqib on Tuesday.", ["Ariha", "Idlib", "Saraqib"]),
    ],
)
def test_control(text: str, taken: list[str], gazetteer: Gazetteer) -> None:
    events = extract(Report(text, published="2020-01-29"), gazetteer)
    assert [e.place.name_in_report for e in events if e.type == "control_change" and e.place is not None] == taken


def test_the_ends_of_a_movement(gazetteer: Gazetteer) -> None:
    events = extract(Report("Thousands of civilians fled Ariha, south of Idlib, for Reyhanli, Turkey.", published="2020-01-29"), gazetteer)
    assert [(e.origin.name_in_report, [d.name_in_report for d in e.destinations]) for e in events if e.origin is not None] == [
        ("Ariha", ["Reyhanli"])
    ]


_TAKES = [
    "captured", "have taken control of", "regained full control of", "are now in control of", "established control over", "stormed and captured",
    "managed to capture", "swept into", "announced the capture of",
]  # fmt: skip
_LISTS = {
    "{} and {}": 2, "{}, {} and {}": 3, "{}, {}, and {}": 3, "the towns of {} and {}": 2, "both {} and {}": 2, "{} as well as {}": 2,
    "{} and the nearby village of {}": 2, "{} in Idlib province": 1, "{}, a town in Idlib province,": 1, "the strategic town of {}": 1,
}  # fmt: skip
_NAMES = ("Saraqib", "Ariha", "Khan Shaykhun")


@pytest.mark.parametrize("verb", _TAKES)
@pytest.mark.parametrize("listed", _LISTS)
def test_every_way_of_taking_takes_every_form_of_list(verb: str, listed: str, gazetteer: Gazetteer) -> None:
    text = f"Syrian rebels {verb} {listed.format(*_NAMES)} after heavy fighting."
    events = extract(Report(text, published="2020-01-29"), gazetteer)
    assert [e.place.name_in_report for e in events if e.type == "control_change" and e.place is not None] == list(_NAMES[: _LISTS[listed]])


@pytest.mark.parametrize("by", ["were captured by", "fell to", "have been recaptured by", "came under the control of", "were handed over to"])
@pytest.mark.parametrize(
    "listed", ["{} and {}", "{} as well as {}", "Several towns, including {} and {},", "Both {} and {}", "The villages of {} and {}"]
)
def test_what_was_taken_may_be_several(by: str, listed: str, gazetteer: Gazetteer) -> None:
    events = extract(Report(f"{listed.format(*_NAMES)} {by} Syrian rebels on Tuesday.", published="2020-01-29"), gazetteer)
    assert [e.place.name_in_report for e in events if e.type == "control_change" and e.place is not None] == list(_NAMES[:2])


@pytest.mark.parametrize(
    "text", ["Syrian rebels speak as well as fight in Saraqib.", "Several rules, including the ban in Saraqib, were relaxed by rebels."]
)
def test_additions_of_other_things_take_nothing(text: str, gazetteer: Gazetteer) -> None:
    assert not [e for e in extract(Report(text, published="2020-01-29"), gazetteer) if e.type == "control_change"]


@pytest.mark.parametrize(
    "people", ["Thousands of Afghans", "Hundreds of Syrians", "Tens of thousands of Ukrainians", "Hundreds of Iraqis", "Thousands of Rohingya"]
)
def test_people_of_a_nation_counted_are_civilians(people: str, gazetteer: Gazetteer) -> None:
    events = extract(Report(f"{people} fled Saraqib for Reyhanli on Tuesday.", published="2020-01-29"), gazetteer)
    assert [e.type for e in events] == ["displacement"]


def test_people_of_a_nation_who_fight_are_not(gazetteer: Gazetteer) -> None:
    events = extract(Report("Hundreds of Syrian soldiers fled Saraqib for Ariha on Tuesday.", published="2020-01-29"), gazetteer)
    assert [e.type for e in events] == ["troop_movement"]


def _taken(text: str, gazetteer: Gazetteer) -> list[tuple[str, str]]:
    events = extract(Report(text, published="2024-05-17"), gazetteer)
    return [(e.place.name_in_report, e.control_to[0] if e.control_to else "") for e in events if e.type == "control_change" and e.place is not None]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("M23 rebels captured eastern Congo's largest city, Goma, on Monday.", "Goma"),
        ("The army retook Sudan's second-largest city, Wad Madani.", "Wad Madani"),
        ("Syrian rebels captured the provincial capital, Idlib, on Friday.", "Idlib"),
        ("The Arakan Army said it now holds Paletwa.", "Paletwa"),
    ],
)
def test_a_city_described_and_then_named(text: str, place: str, gazetteer: Gazetteer) -> None:
    assert [name for name, _ in _taken(text, gazetteer)] == [place]


def test_soldiers_who_give_themselves_up_abroad_lose_no_country(gazetteer: Gazetteer) -> None:
    assert _taken("Congolese soldiers retreated into Uganda, where 137 of them surrendered.", gazetteer) == []


def test_those_who_flee_retake_nothing(gazetteer: Gazetteer) -> None:
    text = "Malian soldiers entered Timbuktu on Monday after Islamist fighters fled the desert city, a day after retaking Gao."
    assert ("Gao", "Malian army") in _taken(text, gazetteer)


def test_a_storm_that_takes_quarters_does_not_take_the_city(gazetteer: Gazetteer) -> None:
    assert _taken("Syrian rebels stormed Aleppo on Friday and took over several neighbourhoods.", gazetteer) == []
    assert [name for name, _ in _taken("Syrian rebels stormed Saraqib on Friday and captured Ariha.", gazetteer)] == ["Saraqib", "Ariha"]


@pytest.mark.parametrize("who", ["Kabila's forces", "General Nkunda's men", "Forces loyal to Jathran", "Jathran's fighters"])
def test_the_forces_of_a_leader_in_no_table_are_a_side(who: str, gazetteer: Gazetteer) -> None:
    assert _taken(f"{who} captured Kisangani on Tuesday.", gazetteer) == [("Kisangani", who)]


@pytest.mark.parametrize("who", ["The mayor's men", "Aleppo's men"])
def test_other_owners_are_not(who: str, gazetteer: Gazetteer) -> None:
    assert all(side == "" for _, side in _taken(f"{who} captured Kisangani on Tuesday.", gazetteer))


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("M23 rebels seized the town of Sake, west of Goma, on Thursday.", ["Sake"]),
        ("Russian forces captured two districts of Toretsk, Ukraine, on Thursday.", []),
        ("The RSF captured a military base in El Fasher, Sudan, on Thursday.", []),
        ("The RSF captured army bases in North Darfur, Sudan.", []),
        ("Sudan's army recaptured the Khartoum refinery on Thursday.", ["Khartoum refinery"]),
        ("The RSF captured three towns in North Darfur, including Mellit and Kutum.", ["Mellit", "Kutum"]),
        ("M23 rebels captured two towns in North Kivu: Masisi and Sake.", ["Masisi", "Sake"]),
        ("The RSF overran the base at Kutum on Thursday.", ["Kutum"]),
    ],
)
def test_what_lies_in_a_place_is_not_the_place(text: str, taken: list[str], gazetteer: Gazetteer) -> None:
    assert [name for name, _ in _taken(text, gazetteer)] == taken
