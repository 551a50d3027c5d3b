"""Plain desk prose: loyal to whom, south of what, in which town, back under whom, and what was left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events_cases import read

from conflict_map import Gazetteer, Report, extract, geoparse

if TYPE_CHECKING:
    from conflict_map.model import Event


def _control(text: str, published: str = "2024-05-20") -> dict[str, Event]:
    return {event.place.name_in_report: event for event in read(text, published).events if event.type == "control_change" and event.place}


def _only(text: str, kind: str, published: str = "2024-05-20") -> list[Event]:
    return [event for event in read(text, published).events if event.type == kind]


@pytest.mark.parametrize(
    "troops",
    [
        "Troops loyal to the ousted president, Ismail Doru,",
        "Soldiers loyal to former vice-president Ismail Doru",
        "Fighters loyal to warlord Ismail Doru",
    ],
)
def test_troops_loyal_to_somebody_no_table_knows_are_not_the_army(troops: str) -> None:
    taker = _control(f"{troops} captured Goma on Monday.")["Goma"].control_to
    assert taker
    assert not any("Congolese" in name or "government" in name for name in taker)


def test_titles_stand_between_forces_and_their_leader() -> None:
    text = "Forces loyal to former vice-president Riek Machar said on Monday that they were in full control of Malakal."
    found = [event for event in extract(Report(text, published="2014-03-05")) if event.type == "control_change"]
    assert [event.control_to[0] for event in found] == ["SPLA-IO"]


@pytest.mark.parametrize(
    "direction", ["two villages south of the city of Goma", "two districts south of the city of Goma", "hills west of the besieged town of Goma"]
)
def test_what_lies_south_of_the_city_is_not_the_city(direction: str) -> None:
    for event in extract(Report(f"The M23 took control of {direction} on Thursday.", published="2024-05-20")):
        assert event.place is None or event.place.precision > 1


def test_a_direction_measures_from_a_town_named_by_its_kind() -> None:
    (found,) = geoparse("Shells fell 30 km north of the town of Idlib.", Gazetteer())
    assert found.text == "30 km north of the town of Idlib"
    assert found.place is not None
    assert found.place.lat == pytest.approx(36.2, abs=0.05)
    (city,) = geoparse("The mayor of the city of Homs fled.", Gazetteer())
    assert city.text == "Homs"


def test_a_town_is_back_under_somebody() -> None:
    assert _control("Goma is back under the army since 10 May.")["Goma"].control_to[0] == "Congolese army"
    assert not _control("Goma is under pressure.")
    assert not _control("Goma is back under curfew.")


def test_what_was_given_to_the_group_went_to_the_one_that_takes_places() -> None:
    text = "M23 rebels took Minova on Monday when local militiamen laid down their arms. Sake had already been surrendered to the group in April."
    assert _control(text)["Sake"].control_to[0] == "M23"


@pytest.mark.parametrize("goes_on", ["pushed on to", "advanced on", "marched towards"])
def test_who_goes_on_after_a_fall_took_the_place(goes_on: str) -> None:
    found = _control(f"After the fall of Minova earlier this week, the M23 {goes_on} Goma.")
    assert found["Minova"].control_to[0] == "M23"
    assert found["Minova"].date_precision == "week"


def test_who_withdraws_after_a_fall_did_not_take_the_place() -> None:
    found = _control("After the fall of Minova, Congolese soldiers withdrew to Goma.")
    assert all("Congolese army" not in event.control_to for event in found.values())


def test_an_area_that_was_vacated_is_not_the_town_beside_it() -> None:
    text = "Congolese soldiers abandoned their positions around Sake and moved to Goma; the M23 took over the vacated area the next day."
    assert not _control(text)
    text = "Congolese soldiers left Sake on Monday. M23 rebels occupied the abandoned town."
    assert _control(text)["Sake"].control_to[0] == "M23"


def test_a_flight_told_of_the_town_that_people_return_to_is_another_movement() -> None:
    moves = _only("Some 7,000 people have returned to Sake, whose inhabitants ran away in March.", "displacement")
    assert [(m.origin and m.origin.name, [d.name for d in m.destinations], m.date_start) for m in moves] == [
        (None, ["Sake"], None),
        ("Sake", [], "2024-03-01"),
    ]


@pytest.mark.parametrize(
    "opening",
    [
        "In Goma, the provincial capital,",
        "In Goma, a city of 700,000,",
        "In Goma, Congo's largest city in the east,",
        "In the town of Goma, in North Kivu,",
    ],
)
def test_a_place_described_in_passing_still_opens_the_sentence(opening: str) -> None:
    strikes = _only(f"{opening} seven people died when a missile hit a house on Saturday.", "strike")
    assert [event.place and event.place.name_in_report for event in strikes] == ["Goma"]


def test_a_look_back_within_a_sentence_leaves_the_story_where_it_was() -> None:
    text = "M23 rebels seized Minova on Wednesday, breaking a truce they had declared two days earlier. They captured Sake at dawn."
    assert _control(text)["Sake"].date_start == "2024-05-15"


def test_the_name_of_a_body_is_no_way_to_what_it_is_for() -> None:
    text = "About 900 people have fled Sake, according to the International Organization for Migration, most of them on foot towards Goma."
    (move,) = _only(text, "displacement")
    assert [place.name for place in move.destinations] == ["Goma"]
    (move,) = _only("Some 900 people left the Centre for Goma on Monday.", "displacement") or (None,)
    assert move is None or all(place.name == "Goma" for place in move.destinations)


def test_the_capital_of_a_breakaway_region_is_not_that_of_the_state() -> None:
    text = "Tskhinvali, the South Ossetian capital, which Georgia seized on 8 August, was recaptured by Russian troops two days later."
    found = [event for event in extract(Report(text, published="2008-08-20")) if event.type == "control_change"]
    assert {event.place and event.place.name_in_report for event in found} == {"Tskhinvali"}
    assert [event.date_start for event in found] == ["2008-08-08", "2008-08-10"]
    assert [mention.text for mention in geoparse("The Georgian capital was hit on Monday.", Gazetteer())] == ["Georgian capital"]


def test_who_speaks_for_a_side_acknowledges_its_loss() -> None:
    assert (
        "Congolese army"
        in _control("A Congolese army spokesman, General Sylvain Ekenge, acknowledged the loss of Sake on Monday.")["Sake"].control_from
    )


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("The rebels had broken a truce and taken Minova within three days.", {"Minova"}),
        ("The rebels have overrun Sake, beaten the army at Minova and taken Goma.", {"Sake", "Goma"}),
        ("Having broken the truce and taken Minova, the rebels marched on Goma.", {"Minova"}),
        ("The rebels claimed to have broken the line and taken Minova.", {"Minova"}),
        ("The army has lost Sake and given up Minova.", {"Sake", "Minova"}),
        ("By Friday the rebels will have broken the line and taken Minova.", set()),
        ("The rebels have not broken the line and taken Minova.", set()),
        ("The rebels have left Sake, taken by surprise by the army.", set()),
    ],
)
def test_perfect_verbs_in_a_row_share_their_auxiliary(text: str, taken: set[str]) -> None:
    assert set(_control(text)) == taken


@pytest.mark.parametrize("who", ["President Felix Tshisekedi", "Bosco Ntaganda"])
def test_one_person_who_leaves_is_no_movement_of_troops(who: str) -> None:
    assert not _only(f"{who} fled Goma for Bukavu on Sunday.", "troop_movement")
    assert not _only(f"{who} left Goma.", "displacement")


def test_a_total_since_a_day_is_not_of_the_place_of_another_paragraph() -> None:
    text = "The M23 captured Sake on 3 May.\n\nAround 800 people have escaped to Goma since the start of the month."
    (move,) = _only(text, "displacement")
    assert move.origin is None


def test_a_feast_is_no_place() -> None:
    assert [mention.text for mention in geoparse("Homs fell on New Year's Day, before Victory Day.", Gazetteer())] == ["Homs"]


@pytest.mark.parametrize("seat", ["the governor's office in Goma", "the market in Goma", "the university at Goma"])
def test_what_stands_in_a_town_is_fought_over_not_the_town_taken(seat: str) -> None:
    (event,) = read(f"The M23 captured {seat} on Friday.", "2024-05-20").events
    assert (event.type, event.control_status, event.place and event.place.precision) == ("clash", "contested", 2)


@pytest.mark.parametrize(
    "text",
    [
        "In Sake, retaken by the army on 6 May, half the houses have been burnt.",
        "The governor visited Sake, retaken by the army on 6 May.",
        "Residents of Sake, retaken by the army on 6 May, are in Goma.",
    ],
)
def test_a_participle_behind_a_comma_tells_of_the_place_before_it(text: str) -> None:
    found = _control(text)["Sake"]
    assert (found.control_to[0], found.date_start) == ("Congolese army", "2024-05-06")


@pytest.mark.parametrize("text", ["The M23 left Sake, taken by surprise.", "Ten soldiers, captured by the M23 near Sake, were freed on Monday."])
def test_people_who_were_taken_are_no_place(text: str) -> None:
    assert not _control(text)


def test_a_day_until_which_a_place_was_held_is_that_of_its_loss() -> None:
    text = "The M23 overran Sake on 2 May and held it until 13 May, when tribesmen and soldiers recaptured it."
    assert [event.date_start for event in _only(text, "control_change")] == ["2024-05-02", "2024-05-13"]


def test_places_taken_in_a_sweep_are_not_of_its_last_day() -> None:
    text = "On Sunday the M23 captured Goma, completing a three-day sweep in which it also took Sake."
    assert (_control(text)["Goma"].date_start, _control(text)["Sake"].date_start) == ("2024-05-19", None)


def test_who_frees_villages_frees_the_town_that_was_cleared() -> None:
    text = "Azerbaijan's army has liberated eight more villages. The city of Fuzuli was cleared of the enemy on 25 October."
    (event,) = [event for event in extract(Report(text, published="2020-11-01")) if event.type == "control_change"]
    assert event.control_to[0] == "Azerbaijani forces"


def test_a_column_of_cars_takes_no_town() -> None:
    assert not _control("Convoys of cars piled with mattresses rolled into Goma on Monday.")
    assert not _only("Convoys of pick-ups rolled into Goma on Monday.", "displacement")


def test_the_side_of_a_state_is_a_side_and_that_of_a_border_is_not() -> None:
    (event,) = extract(Report("The Armenian side admitted on Thursday that it had lost Hadrut.", published="2020-11-01"))
    assert "Armenian forces" in event.control_from
    assert not extract(Report("Tents stand on the Turkish side of the border.", published="2020-11-01"))


def test_an_attack_during_the_night_was_the_last_night() -> None:
    (event,) = _only("Army jets struck Goma during the night.", "strike")
    assert (event.date_start, event.date_end) == ("2024-05-19", "2024-05-20")


@pytest.mark.parametrize("band", ["Congo's second rebel group, the M23,", "A smaller faction, the M23,"])
def test_a_name_behind_a_band_is_the_side(band: str) -> None:
    text = f"A spokesman in Kampala promised to stop. {band} captured Sake on Monday."
    assert _control(text)["Sake"].control_to[0] == "M23"


def test_districts_of_small_towns_are_called_so_and_those_of_a_city_are_its_quarters() -> None:
    assert "Sake" in _control("The M23 has taken the districts of Sake in North Kivu.")
    assert "Goma" not in _control("The M23 has taken the districts of Goma.")


def test_theirs_are_those_of_the_sentence_before() -> None:
    text = "Congolese soldiers retook Minova on Friday. The M23 has meanwhile entered Goma. Sake has been theirs since May."
    assert _control(text)["Sake"].control_to[0] == "M23"


@pytest.mark.parametrize(
    ("text", "taken"),
    [
        ("The M23 used the chaos to seize Sake and Minova.", {"Sake", "Minova"}),
        ("The M23 exploited the vacuum to capture Sake.", {"Sake"}),
        ("The M23 took advantage of the lull to occupy Sake.", {"Sake"}),
        ("The M23 wants to use the chaos to seize Sake.", set()),
        ("The M23 could exploit the vacuum to capture Sake.", set()),
    ],
)
def test_who_uses_something_to_take_a_place_takes_it(text: str, taken: set[str]) -> None:
    assert set(_control(text)) == taken


def test_strikes_in_the_name_of_a_side_are_no_event() -> None:
    text = "Congolese forces backed by Rwandan air strikes recaptured Goma on Monday."
    assert [event.type for event in read(text, "2024-05-20").events] == ["control_change"]


def test_the_port_of_a_city_is_not_the_city() -> None:
    text = "Shells fell on Monrovia. The rebels have held the port since Saturday."
    assert not [event for event in extract(Report(text, published="2003-07-25")) if event.type == "control_change"]


def test_a_compound_slavic_name_is_not_cut_in_two() -> None:
    assert "Malaya Loknya" in {mention.text for mention in geoparse("Russian forces took Malaya Loknya in the Kursk region.", Gazetteer())}


@pytest.mark.parametrize("feast", ["Good Friday", "Easter Monday", "Palm Sunday"])
def test_a_movable_feast_is_not_the_last_day_of_its_name(feast: str) -> None:
    assert _control(f"The M23 captured Sake on {feast}.")["Sake"].date_start is None
    assert _control("The M23 captured Sake on Christmas Eve.")["Sake"].date_start == "2023-12-24"


@pytest.mark.parametrize(
    "text",
    [
        "The ceasefire obliges the M23 to hand over Sake.",
        "The agreement requires the army to withdraw from Sake.",
        "The loss of the bridge leaves Goma exposed.",
        "Its fall leaves Goma open to attack.",
    ],
)
def test_what_is_agreed_or_feared_has_not_happened(text: str) -> None:
    assert not _control(text)
    assert not _only(text, "troop_movement")
