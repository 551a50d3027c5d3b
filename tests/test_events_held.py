"""Control that is told as a state or in passing: who has had a place since when, and days counted from another change of hands."""

from __future__ import annotations

import pytest
from events_cases import read

Told = set[tuple[str, str, str | None]]


def _told(text: str) -> Told:
    """Return place, first taker and first day of each change of control; published on Wednesday, 15 May 2024."""
    events = [event for event in read(text).events if event.type == "control_change" and event.place is not None]
    return {(event.place.name_in_report, " | ".join(event.control_to), event.date_start) for event in events if event.place}


def _has(told: Told, place: str, side: str, day: str | None) -> bool:
    return any(name == place and side in sides and start == day for name, sides, start in told)


# ---- days counted from another change of hands -------------------------------------------------------------------------

COUNTED = [
    ("The M23 captured Sake on 8 May, two days after Goma.", [("Goma", "2024-05-06")]),
    ("The M23 captured Sake on 8 May, the day after Goma.", [("Goma", "2024-05-07")]),
    ("The M23 captured Sake on 8 May, a day before Goma.", [("Goma", "2024-05-09")]),
    ("Sake fell to the M23 on 8 May, two days after Masisi and a day after Goma.", [("Masisi", "2024-05-06"), ("Goma", "2024-05-07")]),
    ("Sake fell to the M23 on 8 May, the day after Masisi and the day before Goma.", [("Masisi", "2024-05-07"), ("Goma", "2024-05-09")]),
    ("Sake was in M23 hands on 8 May, three days after Masisi and Goma.", [("Masisi", "2024-05-05"), ("Goma", "2024-05-05")]),
    ("Sake passed to the M23 on 8 May, a fortnight after Goma.", [("Goma", "2024-04-21")]),
    ("Sake was under M23 control on 8 May, a day after the fall of Goma.", [("Goma", "2024-05-07")]),
    ("M23 fighters entered Sake on 8 May, two days after the capture of Goma.", [("Goma", "2024-05-06")]),
    ("Two days after the seizure of Goma, the M23 captured Sake on 8 May.", [("Goma", "2024-05-06")]),
]


@pytest.mark.parametrize(("text", "more"), COUNTED)
def test_a_place_that_days_are_counted_from_went_the_same_way(text: str, more: list[tuple[str, str]]) -> None:
    told = _told(text)
    assert _has(told, "Sake", "M23", "2024-05-08"), told
    assert all(_has(told, place, "M23", day) for place, day in more), told
    assert len(told) == 1 + len(more)


@pytest.mark.parametrize(
    "text",
    [
        "The M23 captured Sake on 8 May, two days after Goris.",
        "The M23 captured Sake on 8 May, two days after the talks in Goma.",
        "The M23 captured Sake on 8 May, two days after Goma was shelled.",
        "The M23 captured Sake on 8 May, a day before the fall of Goma was feared.",
    ],
)
def test_a_talk_or_a_clause_that_days_are_counted_from_is_no_change_of_hands(text: str) -> None:
    assert {name for name, _, _ in _told(text)} == {"Sake"}


@pytest.mark.parametrize(
    "text",
    [
        "Goma was quiet on 8 May, two days after its capture by the M23.",
        "Two days after its seizure by the M23, Goma was quiet on 8 May.",
        "On 8 May, two days after its fall to the M23, Goma was without power.",
        "Goma has been without power since its capture by the M23 on 6 May.",
        "Since its occupation by the M23 on 6 May, Goma has been without power.",
    ],
)
def test_its_capture_is_that_of_the_place_that_the_clause_is_about(text: str) -> None:
    assert _has(_told(text), "Goma", "M23", "2024-05-06"), _told(text)


def test_no_capture_is_read_before_it_happens() -> None:
    assert _told("Goma was quiet until its capture by the M23.") == set()


# ---- asides without a verb ---------------------------------------------------------------------------------------------

WHOSE = [
    "an Islamic State town",
    "an Islamic State garrison",
    "a fief of Islamic State",
    "the stronghold of Islamic State",
    "under Islamic State",
    "under Islamic State control",
    "in Islamic State hands",
    "in the hands of Islamic State",
    "held by Islamic State",
    "run by Islamic State",
]
AROUND = [
    "Raqqa, {whose} since 3 March, was bombed on Friday.",
    "Aircraft bombed Raqqa, {whose} since 3 March.",
    "No convoy has reached Raqqa, {whose} since 3 March, for weeks.",
    "The mayor said that Raqqa, {whose} since 3 March, was empty.",
]


@pytest.mark.parametrize("whose", WHOSE)
@pytest.mark.parametrize("around", AROUND)
def test_an_aside_says_whose_a_place_is_since_when(whose: str, around: str) -> None:
    told = _told(around.format(whose=whose))
    assert len(told) == 1, told
    assert _has(told, "Raqqa", "Islamic State", "2024-03-03"), told


@pytest.mark.parametrize(
    "text",
    [
        "Raqqa, a rebel town since 3 March, was calm.",
        "Raqqa has been a rebel town since 3 March.",
        "Raqqa is a rebel garrison again since 3 March.",
        "Raqqa has been a rebel outpost since the army left it on 3 March.",
    ],
)
def test_a_rebel_town_is_in_rebel_hands(text: str) -> None:
    assert _has(_told(text), "Raqqa", "Syrian opposition", "2024-03-03"), _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Raqqa, a rebel town, was bombed on Friday.",
        "Raqqa, a city of 80,000 since the drought, was calm.",
        "Raqqa, an Islamic State town, was calm on Friday.",
        "Raqqa, a market town since Roman times, was calm.",
        "Idlib had been the seat of the government since Raqqa was hit last June.",
    ],
)
def test_a_town_whose_day_is_not_told_changes_no_hands(text: str) -> None:
    assert _told(text) == set()


# ---- what stands between a place and its verb --------------------------------------------------------------------------

BETWEEN = [
    ("The army said that Gao, captured by rebels on 3 May, was retaken on Friday.", {("Gao", "rebels", "2024-05-03"), ("Gao", "army", "2024-05-10")}),
    (
        "Gao, in rebel hands since 3 May, when the army fled, was retaken by the army on Friday.",
        {("Gao", "rebel", "2024-05-03"), ("Gao", "army", "2024-05-10")},
    ),
    (
        "Gao, which rebels had held since the first day of the war, 3 March 2024, was retaken by the army on Friday.",
        {("Gao", "rebels", "2024-03-03"), ("Gao", "army", "2024-05-10")},
    ),
    ("In the ruins of Gao, abandoned by the army on 3 May, nothing moves.", {("Gao", "", "2024-05-03")}),
    ("Rebels also hold Kidal, taken on 3 May.", {("Kidal", "rebels", "2024-05-03")}),
]


@pytest.mark.parametrize(("text", "expected"), BETWEEN)
def test_an_aside_and_what_follows_it_tell_of_the_place_that_opens_them(text: str, expected: set[tuple[str, str, str]]) -> None:
    told = _told(text)
    assert all(_has(told, *one) for one in expected), told
    assert len(told) == len(expected)


def test_those_who_left_were_taken_by_surprise_and_not_the_place() -> None:
    assert not any(sides for _, sides, _ in _told("The rebels have left Gao, taken by surprise on Friday."))


@pytest.mark.parametrize(
    "verb", ["exposes Konna", "leaves Konna exposed", "opens the road to Konna", "endangers Konna", "shortens the road to Konna"]
)
def test_a_loss_is_told_whatever_it_leads_to(verb: str) -> None:
    assert _has(_told(f"The loss of Gao to the rebels on Friday {verb}."), "Gao", "rebels", "2024-05-10")


def test_for_the_first_time_is_no_noun() -> None:
    told = _told("With the capture of Gao on Friday the rebels for the first time hold a regional capital.")
    assert _has(told, "Gao", "rebels", "2024-05-10"), told


# ---- states that last, end or are told by others ----------------------------------------------------------------------

STATES = [
    ("The M23 hold two towns: Sake since 3 March and Goma since 2 May.", {("Sake", "M23", "2024-03-03"), ("Goma", "M23", "2024-05-02")}),
    ("Two towns are in M23 hands: Sake since 3 March, Goma since 2 May.", {("Sake", "M23", "2024-03-03"), ("Goma", "M23", "2024-05-02")}),
    ("Two towns are held by the M23: Sake since 3 March, Goma since 2 May.", {("Sake", "M23", "2024-03-03"), ("Goma", "M23", "2024-05-02")}),
    ("The M23 have had Sake since 3 March.", {("Sake", "M23", "2024-03-03")}),
    ("The M23 has had Sake since 3 March and Goma since 2 May.", {("Sake", "M23", "2024-03-03"), ("Goma", "M23", "2024-05-02")}),
    ("Sake has lived under M23 rule since 3 March.", {("Sake", "M23", "2024-03-03")}),
    ("Sake has lived under an M23 administration since 3 March.", {("Sake", "M23", "2024-03-03")}),
    ("In Sake the M23 has ruled since 3 March.", {("Sake", "M23", "2024-03-03")}),
    ("Since 3 March the whole of Sake has been run by the M23.", {("Sake", "M23", "2024-03-03")}),
    ("Sake is again run by the M23.", {("Sake", "M23", None)}),
    ("Sake is now almost entirely under M23 control.", {("Sake", "M23", None)}),
    ("The M23 has been the owner of Sake since 3 March.", {("Sake", "M23", "2024-03-03")}),
    ("The M23 took the last quarter of Sake on Friday.", {("Sake", "M23", "2024-05-10")}),
    ("Sake, overrun on Friday, is under the M23.", {("Sake", "M23", "2024-05-10")}),
    ("Sake, handed over to the M23 by its elders on Friday, is quiet.", {("Sake", "M23", "2024-05-10")}),
    ("Under the deal Sake was handed over to the M23 on Friday.", {("Sake", "M23", "2024-05-10")}),
    ("Sake is in the hands of my men, the leader of the M23 said on Friday.", {("Sake", "M23", "2024-05-10")}),
]


@pytest.mark.parametrize(("text", "expected"), STATES)
def test_a_state_tells_who_has_a_place(text: str, expected: set[tuple[str, str, str | None]]) -> None:
    told = _told(text)
    assert all(_has(told, *one) for one in expected), told
    assert len(told) == len(expected)


def test_a_hold_that_is_over_was_lost() -> None:
    (event,) = [event for event in read("The M23's hold on Sake is over, the army said on Friday.").events if event.type == "control_change"]
    assert "M23" in event.control_from


@pytest.mark.parametrize(
    "text",
    [
        "Sake is partly under M23 control.",
        "Sake had been under mixed control since July 2013.",
        "Sake has lived under a curfew since 3 March.",
        "The M23 has had trouble in Sake since 3 March.",
        "The M23 took one quarter of Sake on Friday.",
        "The M23 hold two prisoners: a general since March and a colonel since May.",
        "Sake is under the M23.",
    ],
)
def test_what_is_shared_or_partial_or_undated_is_no_change_of_hands(text: str) -> None:
    assert _told(text) == set()


# ---- nouns -------------------------------------------------------------------------------------------------------------

NOUNS = [
    ("The capture of Gao on 3 May and of Kidal on 7 May stunned the capital.", {("Gao", "2024-05-03"), ("Kidal", "2024-05-07")}),
    ("The loss of Gao on 3 May and of Kidal a day later stunned the capital.", {("Gao", "2024-05-03"), ("Kidal", "2024-05-04")}),
    ("Gao, whose capture by the rebels on 3 May shook the army, is quiet.", {("Gao", "2024-05-03")}),
    ("Gao, whose 2012 conquest by the rebels emptied it, is quiet.", {("Gao", "2012-01-01")}),
    ("The surrender of the garrison in Gao on 3 May ended the battle.", {("Gao", "2024-05-03")}),
    ("The surrender of Gao's defenders on 3 May ended the battle.", {("Gao", "2024-05-03")}),
    ("Gao's loss, announced on Friday by the army, opens the road to Konna.", {("Gao", None)}),
]


@pytest.mark.parametrize(("text", "expected"), NOUNS)
def test_nouns_tell_each_of_their_places_with_its_day(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert {(name, start) for name, _, start in _told(text)} == expected


NOUNS_AGAIN = [
    ("The fall of Gao on 3 May, two days after that of Kidal, shook the army.", {("Gao", "2024-05-03"), ("Kidal", "2024-05-01")}),
    ("The army's loss of Gao on 3 May, like that of Kidal on 1 April, shook it.", {("Gao", "2024-05-03"), ("Kidal", "2024-04-01")}),
    ("The capture of Gao on 3 May and that of Kidal two days later shook the army.", {("Gao", "2024-05-03"), ("Kidal", "2024-05-05")}),
    ("The army confirmed the loss of Gao on 3 May, three weeks after the loss of Kidal.", {("Gao", "2024-05-03"), ("Kidal", "2024-04-09")}),
    ("A month after the fall of Kidal, rebels captured Gao on 3 May.", {("Gao", "2024-05-03"), ("Kidal", "2024-04-01")}),
    ("Gao was attacked on Monday. The town's fall to the rebels on 3 May shook the army.", {("Gao", "2024-05-03")}),
]


@pytest.mark.parametrize(("text", "expected"), NOUNS_AGAIN)
def test_a_noun_told_before_is_meant_again(text: str, expected: set[tuple[str, str | None]]) -> None:
    assert {(name, start) for name, _, start in _told(text)} == expected


def test_a_fall_tells_who_gains_and_who_loses() -> None:
    assert _has(_told("The fall of Sake on 3 May gives the M23 the road to Goma."), "Sake", "M23", "2024-05-03")
    (event,) = [e for e in read("The fall of Gao on 3 May cost the army its last base.").events if e.type == "control_change"]
    assert "army" in " | ".join(event.control_from)


@pytest.mark.parametrize(
    ("text", "place", "side"),
    [
        ("Sake and Goma lie on the lake: the M23 captured the former on 3 May.", "Sake", "M23"),
        ("Sake and Goma lie on the lake. The M23 captured the latter on 3 May.", "Goma", "M23"),
        ("Kupiansk, Russian since 3 May, is quiet.", "Kupiansk", "Russian forces"),
        ("Sake, gateway to Goma, lost to the M23 on 3 May, is quiet.", "Sake", "M23"),
        ("The army regained control of the town of Sake, held by the M23 since 3 May.", "Sake", "M23"),
        ("Sake, overrun by the army on 2 May, and Goma, occupied the next day by the M23, are quiet.", "Goma", "M23"),
    ],
)
def test_whose_a_place_is_told_beside_it(text: str, place: str, side: str) -> None:
    assert _has(_told(text), place, side, "2024-05-03"), _told(text)


@pytest.mark.parametrize(
    "text",
    [
        "At no moment has Sake been under M23 control.",
        "At no time did the M23 capture Sake.",
        "Sake was and is ours, the leader of the M23 said.",
        "The former was captured on 3 May.",
    ],
)
def test_what_never_changed_makes_no_change_of_hands(text: str) -> None:
    assert _told(text) == set()


def test_a_row_of_asides_gives_each_place_its_own_taker() -> None:
    told = _told("Sake, overrun by the M23 on 2 May, and Goma, occupied the next day by the army, are quiet.")
    assert {(name, start) for name, _, start in told} == {("Sake", "2024-05-02"), ("Goma", "2024-05-03")}


@pytest.mark.parametrize(
    ("text", "place", "side", "day"),
    [
        ("The blue-and-yellow flag has been flying over Kupiansk since 3 May.", "Kupiansk", "Ukrainian", "2024-05-03"),
        ("Yellow-and-blue flags were raised in Kupiansk on 3 May.", "Kupiansk", "Ukrainian", "2024-05-03"),
        ("Sake, under the M23 for a year, from 3 May 2023 to Friday, is quiet.", "Sake", "M23", "2023-05-03"),
        ("The M23 imposed a curfew on Goma, which they marched into on 3 May.", "Goma", "M23", "2024-05-03"),
        ("Goma's loss, confirmed by the new commander, Jean Kabongo, gives the M23 the lake.", "Goma", "M23", None),
    ],
)
def test_flags_spells_and_asides(text: str, place: str, side: str, day: str | None) -> None:
    assert _has(_told(text), place, side, day), _told(text)


def test_the_colours_of_a_flag_mean_a_state_only_in_its_country() -> None:
    assert all("Ukrainian" not in sides for _, sides, _ in _told("The blue-and-yellow flag has been flying over Goma since 3 May."))


def test_a_road_to_a_capital_is_no_taker() -> None:
    assert all("Somali" not in sides for _, sides, _ in _told("The fall of Baidoa on 3 May opened the road to Mogadishu."))
    assert all("Somali" not in sides for _, sides, _ in _told("Baidoa, whose fall on 3 May opened the road to Mogadishu, is quiet."))


def test_fighters_from_a_city_are_not_those_told_of_as_fighters_before() -> None:
    told = _told("Al-Shabaab fighters hold Buale. Fighters from Baidoa captured Kismayo on 3 May.")
    assert any(name == "Kismayo" and "Fighters from Baidoa" in sides and "Shabaab" not in sides for name, sides, _ in told), told


def test_what_an_aside_is_in_was_not_lost() -> None:
    assert {name for name, _, _ in _told("Gao, in Mali, abandoned by the army on 3 May, is quiet.")} == {"Gao"}


def test_its_division_is_not_that_of_another_army() -> None:
    told = _told("Dessie, seized by the Ethiopian army on 3 May, is under the command of its Fourth Division.")
    assert all("Ethiopian" in sides and "Syrian" not in sides for _, sides, _ in told), told
