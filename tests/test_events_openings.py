"""What opens a sentence, who opens a town, and which town "the town" is beside another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from events_cases import read

if TYPE_CHECKING:
    from conflict_map.model import Event


def _control(text: str, published: str = "2024-05-20") -> dict[str, Event]:
    return {event.place.name: event for event in read(text, published).events if event.type == "control_change" and event.place}


@pytest.mark.parametrize(
    "opening", ["On the other side of the country", "At the far end of the province", "On the left bank of the river", "In the east", "To the north"]
)
def test_an_opening_phrase_without_a_comma_is_not_part_of_the_subject(opening: str) -> None:
    found = _control(f"Georgian troops attacked Gori on Friday. {opening} Russian paratroopers captured Senaki on Monday.", "2008-08-12")
    assert found["Senaki"].control_to[0] == "Russian forces"
    assert not any("Georgian" in name for name in found["Senaki"].control_to)


def test_a_name_behind_an_opening_noun_stays_with_it() -> None:
    found = _control("In the town Russian soldiers were shot at. Troops of the Libyan army captured Sirte on Monday.")
    assert set(found) == {"Sirte"}


@pytest.mark.parametrize(
    "text",
    [
        "In Goma the police opened the gates to the M23 on Monday.",
        "In Goma, to the north, soldiers opened the doors to the rebels on the first evening.",
        "Goma did not hold out either: its elders opened the gates to the rebels on Monday.",
    ],
)
def test_who_opens_the_gates_of_a_town_gives_it_up(text: str) -> None:
    assert _control(text)["Goma"].control_to


@pytest.mark.parametrize("gates", ["the police opened the doors of the market", "traders opened their gates to shoppers"])
def test_gates_opened_to_nobody_who_fights_change_nothing(gates: str) -> None:
    assert _control(f"In Goma {gates} on Monday.") == {}


def test_the_town_of_a_clause_with_where_is_the_one_it_tells_of() -> None:
    text = "Four days before Goma fell to the M23, the two militias were fighting at Sake, where Hutu gunmen seized the town on Sunday."
    assert _control(text)["Sake"].date_start == "2024-05-19"


def test_who_declares_the_town_captured_is_not_that_town() -> None:
    text = "The army said on Monday that fighting went on around Agdam. Stepanakert had declared the place captured on Friday night."
    assert "Stepanakert" not in _control(text, "1993-07-26")


def test_a_town_that_is_bypassed_is_not_the_city_spoken_of() -> None:
    text = "The rebels bypassed Sake and on Saturday rolled into Goma from the west. By nightfall they were in control of the city."
    assert "Sake" not in _control(text)


@pytest.mark.parametrize(("share", "held"), [("two-thirds of Goma", True), ("three quarters of Goma", True), ("a third of Goma", False)])
def test_most_of_a_city_counts_as_the_city(share: str, held: bool) -> None:  # noqa: FBT001
    assert ("Goma" in _control(f"By nightfall the rebels were in control of {share}.")) is held


def test_ever_since_is_since() -> None:
    assert _control("The rebels stormed in on Monday and have run Goma ever since.")["Goma"].control_to


def test_the_first_of_two_takers_is_who_the_report_goes_on_with() -> None:
    text = "Units of the Yugoslav People's Army and territorial defence volunteers captured Vukovar on Monday. Ilok had been taken on 17 October."
    found = read(text, "1991-11-20").events
    (ilok,) = [event for event in found if event.place is not None and event.place.name_in_report == "Ilok"]
    assert not any("volunteers" in name for name in ilok.control_to)


@pytest.mark.parametrize(
    "left",
    ["The army left Goma before breakfast", "The army withdrew from Goma on Monday", "The army pulled its brigades back from Goma on Monday"],
)
@pytest.mark.parametrize("inside", ["in the streets by noon", "in the town hall by noon", "in the streets within the hour"])
def test_who_is_in_the_streets_as_soon_as_others_have_left_has_the_town(left: str, inside: str) -> None:
    assert "M23" in _control(f"{left}, and the M23 were {inside}.")["Goma"].control_to


@pytest.mark.parametrize(
    "after", ["residents were in the streets by noon", "the M23 were in the hills by noon", "its tanks were in the streets by noon"]
)
def test_others_in_the_streets_have_not_taken_the_town(after: str) -> None:
    assert not any("M23" in event.control_to for event in _control(f"The army left Goma before breakfast and {after}.").values())


@pytest.mark.parametrize(
    "text",
    [
        "The towns of Goma and Sake were quiet on Wednesday, two days after the M23 overran them.",
        "The army is back in control of the towns of Goma and Sake in North Kivu, two days after the M23 overran them.",
    ],
)
def test_them_are_the_towns_told_together(text: str) -> None:
    taken = {event.place.name for event in read(text, "2024-05-20").events if event.place and "M23" in event.control_to}
    assert taken == {"Goma", "Sake"}


def test_them_are_no_towns_where_one_town_is_told() -> None:
    text = "Soldiers in Goma held out for two days until the M23 overran them."
    assert len([event for event in read(text, "2024-05-20").events if event.type == "control_change"]) <= 1


@pytest.mark.parametrize("posts", ["the last army positions", "the army's last line", "the last government pocket"])
def test_the_last_positions_of_a_town_give_way(posts: str) -> None:
    assert "Goma" in _control(f"Fighting raged in Goma. After a long day {posts} in the city gave way on Saturday.")


def test_positions_that_are_not_the_last_say_nothing_of_the_town() -> None:
    assert _control("Army positions near Goma gave way on Saturday.") == {}


def test_where_somebody_spoke_is_not_there() -> None:
    assert "Luanda" not in _control("Huambo fell to UNITA on Saturday. The chief of staff admitted in Luanda that his men were no longer there.")


@pytest.mark.parametrize("aside", ["where rebels hold the airport", "where the M23 are strong", "where the M23 have a base"])
def test_a_taking_behind_an_aside_is_by_those_of_the_main_clause(aside: str) -> None:
    taker = _control(f"The Congolese army attacked Goma, {aside}, and captured Sake on Monday.")["Sake"].control_to
    assert "Congolese army" in taker


def test_a_taking_without_a_comma_goes_on_in_the_aside() -> None:
    assert "M23" in _control("The army moved to Goma, where the M23 hold the airport and captured Sake on Monday.")["Sake"].control_to
