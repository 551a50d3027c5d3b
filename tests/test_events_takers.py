"""Who took a place that a bare "was overrun" or "went on Friday" leaves unnamed: the attacker of the story, never just the side named last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events_cases import read

if TYPE_CHECKING:
    from conflict_map.model import Event


def _changes(text: str, published: str = "2024-05-20") -> dict[str, Event]:
    return {event.place.name_in_report: event for event in read(text, published).events if event.type == "control_change" and event.place}


def test_a_bare_passive_takes_the_attacker_of_the_story() -> None:
    text = (
        "The M23 captured Sake on 3 May. Thousands of people fled.\n\n"
        "Congolese soldiers reached the market by lorry and asked for water. Goma was overrun on 10 May."
    )
    found = _changes(text)["Goma"]
    assert found.control_to[0] == "M23"
    assert any("not named in the clause" in step.rule for step in found.trace)


def test_a_state_in_which_people_shelter_is_no_attacker() -> None:
    text = (
        "Until this spring the M23 raided and ran. Some 11,000 people have reached Chad, well inside the country.\n\n"
        "The group stormed Sake on Monday. Goma was lost at the end of April."
    )
    for event in _changes(text).values():
        assert not any("Chad" in name for name in event.control_to)


def test_a_war_of_the_last_century_names_nobody_in_this_one() -> None:
    text = "Russian forces captured Kherson in 1944. Kupiansk was lost on 4 May 2024."
    assert not _changes(text)["Kupiansk"].control_to or "not named in the clause" in str(_changes(text)["Kupiansk"].trace)


def test_their_hands_are_those_of_the_side_in_the_aside() -> None:
    text = (
        "Congolese soldiers landed at the airport on Sunday.\n\n"
        "Goma, the town that the M23 had promised never to enter, was in their hands on Friday afternoon."
    )
    assert _changes(text)["Goma"].control_to[0] == "M23"


def test_two_divisions_are_of_the_army_of_the_state() -> None:
    text = "The M23 took Sake in March. It was lost on 4 May to two divisions that came from the north, a Congolese army officer said."
    assert any("Congolese army" in event.control_to for event in read(text, "2024-05-20").events if event.type == "control_change")


def test_rebels_are_the_one_group_that_the_report_names() -> None:
    text = "The Ruvan Liberation Front has fought the national army near Minova for months.\n\nMinova has been in rebel hands since Monday."
    assert _changes(text)["Minova"].control_to[0] == "Ruvan Liberation Front"


def test_the_police_are_never_the_group_that_the_report_names() -> None:
    text = "Gunmen from the Kolwa militia have fought police in Adado for months.\n\nThe Kolwa gunmen evicted police from Adado on Monday."
    found = _changes(text)["Adado"]
    assert "Kolwa" in " ".join(found.control_to)
    assert "Kolwa" not in " ".join(found.control_from)


def test_what_was_lost_to_one_side_and_then_to_another_is_told_twice() -> None:
    text = "On 3 May Sake was lost to the M23 again and on the 12th to the Congolese army."
    found = [(event.control_to[0], event.date_start) for event in read(text, "2024-05-20").events if event.type == "control_change"]
    assert found == [("M23", "2024-05-03"), ("Congolese army", "2024-05-12")]


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("The M23 did not take Sake until 3 May.", "2024-05-03"),
        ("Sake did not fall to the M23 until 3 May.", "2024-05-03"),
        ("Not until 3 May did the M23 take Sake.", "2024-05-03"),
    ],
)
def test_not_until_tells_when_it_happened(sentence: str, day: str) -> None:
    (event,) = [event for event in read(sentence, "2024-05-20").events if event.type == "control_change"]
    assert (event.control_to[0], event.date_start) == ("M23", day)


@pytest.mark.parametrize("sentence", ["The M23 will not take Sake until 30 May.", "The M23 has not taken Sake."])
def test_what_is_put_off_or_denied_has_not_happened(sentence: str) -> None:
    assert not [event for event in read(sentence, "2024-05-20").events if event.type == "control_change"]


def _told(text: str, published: str = "2024-05-20") -> list[tuple[str, str, str | None]]:
    events = [event for event in read(text, published).events if event.type == "control_change" and event.place]
    return [(event.place.name_in_report, event.control_to[0] if event.control_to else "", event.date_start) for event in events if event.place]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Sake, south of the main road, which the M23 seized on 3 May, was in government hands by 9 May.",
            [("Sake", "M23", "2024-05-03"), ("Sake", "Congolese army", "2024-05-09")],
        ),
        (
            "Goma and Sake, both of which the army had captured in the winter of 2019-20, were in M23 hands by Friday night.",
            [("Goma", "M23", "2024-05-17"), ("Sake", "M23", "2024-05-17")],
        ),
        (
            "The army came in two columns: one column drove up from Bukavu and another column, having secured Sake on 3 May, went on to the east.",
            [("Sake", "Congolese army", "2024-05-03")],
        ),
        ("M23 rebels set out in March and needed until 3 May to capture Sake.", [("Sake", "M23", "2024-05-03")]),
        ("The M23 has run Bukavu since 1 May. Its leaders took Sake on 3 May.", [("Sake", "M23", "2024-05-03")]),
        ("Sake went to the M23 on 3 May. Goma was lost to the same foe on 9 May.", [("Goma", "M23", "2024-05-09")]),
        ("The headquarters of the Western Command at Goma was in M23 hands by 9 May.", [("Goma", "M23", "2024-05-09")]),
    ],
)
def test_the_side_is_found_behind_asides_and_divided_units(text: str, expected: list[tuple[str, str, str | None]]) -> None:
    told = _told(text)
    for item in expected:
        assert item in told, told


@pytest.mark.parametrize(
    "text",
    [
        "The M23 said that it had occupied the headquarters of the 6th Infantry Division.",
        "M23 rebels needed until 3 May to repair the bridge at Sake.",
        "One column of the army and another column of lorries passed Sake.",
    ],
)
def test_units_and_waits_that_name_no_place_taken_are_silent(text: str) -> None:
    assert not _told(text)


def test_a_state_that_looks_on_takes_nothing() -> None:
    for sentence in (
        "Egypt welcomed the liberation of Manbij on Monday.",
        "Egypt hailed the capture of Manbij.",
        "Egypt praised the recapture of Manbij.",
    ):
        for event in read(sentence).events:
            assert not any("Egypt" in name for name in event.control_to), sentence


def test_who_announces_a_capture_of_its_own_takes_it() -> None:
    assert _told("The M23 hailed the capture of Sake on 3 May.") == [("Sake", "M23", "2024-05-03")]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Rwanda denies backing the rebels.", "reported"),
        ("Rwanda denied having sent lorries.", "reported"),
        ("The Congolese army denied that the town had fallen.", "denied"),
        ("The Congolese army denied it.", "denied"),
    ],
)
def test_a_denial_counts_only_against_what_it_denies(sentence: str, status: str) -> None:
    (event,) = [event for event in read(f"The M23 captured Goma on Monday. {sentence}").events if event.type == "control_change"]
    assert event.claim.status == status


def test_sides_that_act_as_one_lose_nothing_to_each_other() -> None:
    text = (
        "The Iraqi army and the Peshmerga set out from Erbil on Sunday. Peshmerga fighters withdrew from Tal Afar on Monday. "
        "Tal Afar was recaptured by Iraqi soldiers on Tuesday."
    )
    found = [event for event in read(text).events if event.type == "control_change"]
    assert found
    assert not any("Peshmerga" in name for event in found for name in event.control_from)


def test_the_garrison_of_a_place_is_not_the_side_spoken_of_before() -> None:
    text = "M23 fighters came up the road from the south. Sake was smaller and took longer. Its garrison gave in on 3 May."
    for event in read(text, "2024-05-20").events:
        assert event.type != "control_change" or not any("M23" in name for name in event.control_from)


def test_a_participle_between_subject_and_verb_leaves_the_subject() -> None:
    assert _told("Goma was quiet after fighters of the M23 armed by Rwanda stormed Sake on 3 May.")[-1][:2] == ("Sake", "M23")


def test_whose_garrison_left_follows_from_who_took_the_place() -> None:
    text = (
        "Ukrainian forces took Izyum from Russian forces on 10 May. On 14 May the garrison withdrew from Lyman. Ukrainian forces entered it that day."
    )
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    lyman = [event for event in found if event.place and event.place.name_in_report == "Lyman"]
    assert lyman
    assert all("Russian forces" in event.control_from for event in lyman)


def _lost(text: str, published: str, place: str) -> tuple[str, ...]:
    events = [event for event in read(text, published).events if event.type == "control_change"]
    return next(event.control_from for event in events if event.place and event.place.name_in_report == place)


def test_in_a_war_of_two_sides_the_other_one_lost_the_place() -> None:
    assert _lost("Azerbaijani forces captured Fizuli on 17 October.", "2020-10-20", "Fizuli") == ("Armenian forces",)
    assert _lost("The Tamil Tigers captured Kilinochchi on Monday.", "1998-09-30", "Kilinochchi") == ("Sri Lankan forces",)


def test_a_leader_tells_who_lost_the_place_too() -> None:
    text = "Forces of the Government of National Accord took Tarhuna on Friday, the last stronghold of Khalifa Haftar."
    assert "Libyan National Army" in _lost(text, "2020-06-06", "Tarhuna")


def test_in_a_war_of_many_sides_nobody_is_made_to_lose_a_place() -> None:
    assert _lost("The Government of National Accord captured Sirte on Monday.", "2016-12-06", "Sirte") == ()


def test_soldiers_of_nobody_who_lose_a_place_are_those_of_the_enemy() -> None:
    lost = _lost("The Tamil Tigers drove the last soldiers out of Kilinochchi on Monday.", "1998-09-30", "Kilinochchi")
    assert lost[0] == "Sri Lankan forces"
    text = "Paratroopers searched the bush around Sake. The army regained Sake on Wednesday."
    assert not any("aratrooper" in name for name in _lost(text, "2024-05-20", "Sake"))
