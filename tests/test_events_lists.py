"""Lists of places under one verb or noun: asides, times and areas between them, names that follow their number; and near misses."""

from __future__ import annotations

import pytest
from events_cases import C, read

TAKEN = "M23 rebels captured "

LISTS = [
    # an aside or an area stands between the places
    (TAKEN + "Sake, the main crossing into Rwanda, and Minova.", "Sake Minova"),
    (TAKEN + "Sake, which lies on the road to Goma, and Minova.", "Sake Minova"),
    ("Syrian rebels captured Saraqib in Idlib province and Hama.", "Saraqib Hama"),
    (TAKEN + "Sake on the lake, Minova and Rutshuru.", "Sake Minova Rutshuru"),
    (TAKEN + "Sake (population 30,000), Minova and Rutshuru.", "Sake Minova Rutshuru"),
    # names that follow their number
    (TAKEN + "three towns: Sake, Minova and Rutshuru.", "Sake Minova Rutshuru"),
    (TAKEN + "three towns, Sake, Minova and Rutshuru.", "Sake Minova Rutshuru"),
    (TAKEN + "three towns \u2013 Sake, Minova and Rutshuru \u2013 on Monday.", "Sake Minova Rutshuru"),
    (TAKEN + "three towns, among them Sake and Minova.", "Sake Minova"),
    (TAKEN + "several towns such as Sake and Minova.", "Sake Minova"),
    # joined otherwise than by "and" alone
    (TAKEN + "Sake on Sunday and then Minova on Monday.", "Sake Minova"),
    (TAKEN + "not only Sake but also Minova.", "Sake Minova"),
    (TAKEN + "Sake together with Minova.", "Sake Minova"),
    (TAKEN + "Sake, as well as the town of Minova.", "Sake Minova"),
    ("Sake was captured by M23 rebels on Sunday and the town of Minova on Monday.", "Sake Minova"),
    # under one noun
    ("The fall of Sake and Minova to M23 rebels alarmed the army.", "Sake Minova"),
    ("Two days after the capture of Sake by M23 rebels, people stayed away.", "Sake"),
]


@pytest.mark.parametrize(("text", "names"), LISTS, ids=lambda value: value[:50])
def test_each_place_of_a_list_changes_hands(text: str, names: str) -> None:
    events = [event for event in read(text).events if event.type == "control_change"]
    side = "Syrian" if "Syrian" in text else "M23"
    assert len(events) == len(names.split()), [(event.place, event.control_to) for event in events]
    for name in names.split():
        assert any(C(name, side).fits(event) for event in events), [(event.place, event.control_to) for event in events]


def test_places_of_a_list_keep_their_own_days() -> None:
    events = {e.place.name: e.date_start for e in read(TAKEN + "Sake on Sunday and then Minova on Monday.").events if e.place is not None}
    assert events == {"Sake": "2024-05-12", "Minova": "2024-05-13"}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (TAKEN + "Sake, which lies on the road to Goma and Minova.", {"Sake"}),  # the road's ends
        (TAKEN + "Sake in Idlib province, and Minova was quiet.", {"Sake"}),  # a clause of its own
        (TAKEN + "Sake, on the road to Goma, and Minova, a market town, was shelled.", {"Sake"}),
        (TAKEN + "three towns, and shelled Sake and Minova.", set()),
        (TAKEN + "three soldiers: one from Sake and two from Minova.", set()),
        (TAKEN + "Sake together with its bridge.", {"Sake"}),
        ("Days before the capture of Sake by M23 rebels, people stayed away.", set()),
        ("Two days after the attack on Sake by M23 rebels, people stayed away.", set()),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) else None,
)
def test_what_stands_beside_a_list_does_not_change_hands(text: str, names: set[str]) -> None:
    assert {event.place.name for event in read(text).events if event.type == "control_change" and event.place is not None} == names


def test_what_a_noun_recalls_leaves_the_story_where_it_is() -> None:
    """A capture told as the time of another one is an event, but "those who escaped" left the place of the other."""
    text = "M23 rebels took Sake on Monday, two days after the capture of Minova. The soldiers withdrew to Goma."
    events = read(text).events
    assert {event.place.name for event in events if event.type == "control_change" and event.place is not None} == {"Sake", "Minova"}
    assert [event.origin.name for event in events if event.type == "troop_movement" and event.origin is not None] == ["Sake"]


TOLD = [
    ("Syrian rebels entered Saraqib on Monday, taking full control of the town.", "Saraqib", "Syrian"),
    ("Syrian rebels overrun Saraqib", "Saraqib", "Syrian"),
    ("Syrian rebels claim control of Saraqib", "Saraqib", "Syrian"),
    ("Syrian rebels attacked Saraqib and Hama on Sunday. Both fell on Monday.", "Saraqib Hama", "Syrian"),
    ("Saraqib and Hama, both seized by Syrian rebels last summer, remain in the hands of the rebels.", "Saraqib Hama", "Syrian"),
    ("All districts of Idlib province have been cleared of Syrian rebels by the army.", "Idlib province", "Syrian government"),
    ("Syrian rebels captured the hills of Saraqib and Manbij.", "Saraqib Manbij", "Syrian"),
    ("News of the capture of Saraqib by Syrian rebels spread on Monday.", "Saraqib", "Syrian"),
    ('Saraqib has been "liberated" by Syrian rebels.', "Saraqib", "Syrian"),
    ("With Sake taken, M23 rebels turned to Minova.", "Sake", "M23"),
    ("Once Sake had been captured, M23 rebels advanced on Minova.", "Sake", "M23"),
    ("Towns captured by M23 rebels include Sake and Minova.", "Sake Minova", "M23"),
    ("M23 rebels captured Sake on Sunday and, hours later, the nearby town of Minova.", "Sake Minova", "M23"),
]


@pytest.mark.parametrize(("text", "names", "side"), TOLD, ids=lambda value: value[:50])
def test_control_told_in_plain_words(text: str, names: str, side: str) -> None:
    events = [event for event in read(text).events if event.type == "control_change"]
    wanted = [names] if names == "Idlib province" else names.split()
    assert len(events) == len(wanted), [(event.place, event.control_to) for event in events]
    for name in wanted:
        assert any(C(name, side).fits(event) for event in events), [(event.place, event.control_to) for event in events]


@pytest.mark.parametrize(
    "text",
    [
        "Syrian rebels shelled Saraqib on Monday, taking control of their tempers.",
        "The fall of Saraqib to Syrian rebels is only a matter of time.",
        "The fall of Saraqib to Syrian rebels is imminent.",
        "Syrian rebels captured another town in Idlib province.",
        'The army said that Saraqib would be "liberated" on Monday.',
        'Saraqib has not been "liberated" by the army.',
        "Towns shelled by Syrian rebels include Saraqib and Hama.",
        "Two commanders met in Saraqib. Both fell ill on Monday.",
        "Syrian rebels shelled Saraqib, Hama and Manbij on Sunday. Both fell silent on Monday.",
        "Syrian rebels captured several hills of Idlib province and a road.",
        "There was no news of the capture of Saraqib by Syrian rebels.",
        "Saraqib remains under the control of Syrian rebels.",
        "People in Saraqib danced, and motorists put the flag of the rebels on their cars.",
        "SARAQIB: White flags of the rebels were flying over the Turkish side of the Friendship Gate.",
        "The army insisted that Saraqib was under its control.",
        "Syrian rebels attacked Saraqib. The army insisted that the town was in its hands.",
    ],
    ids=lambda value: value[:50],
)
def test_near_misses_of_plain_words_stay_silent(text: str) -> None:
    events = [event for event in read(text).events if event.type == "control_change"]
    assert [(event.place, event.control_to, event.trace[0].rule) for event in events] == []


def test_those_who_leave_a_place_that_was_taken_did_not_take_it() -> None:
    """Only a side that goes on from a place is taken for the one that took it."""
    (event,) = [event for event in read("Once Sake had been captured, M23 rebels turned to Minova.").events if event.type == "control_change"]
    assert "M23" in event.control_to
    events = read("Once Sake had been captured, the army withdrew to Goma.").events
    assert all("Congolese army" not in event.control_to for event in events if event.type == "control_change")
