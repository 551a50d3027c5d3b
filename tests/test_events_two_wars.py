"""Two wars in one report, and losses told with the loser as subject: the sides of one war never win or lose places of the other."""

from __future__ import annotations

import itertools

import pytest
from events_cases import read

WARS = (
    ("the M23", "the Congolese army", "The group", "Masisi", "Minova", {"M23", "Congolese army"}),
    ("Boko Haram", "the Nigerian army", "The sect", "Mubi", "Bama", {"Boko Haram", "Nigerian army"}),
    ("the Houthis", "the Yemeni army", "The group", "Harib", "Bayhan", {"Houthis", "Yemeni government forces"}),
    ("Tigrayan forces", "the Ethiopian army", "The rebels", "Lalibela", "Kobo", {"Tigrayan forces", "Ethiopian federal forces"}),
)
PAIRS = list(itertools.permutations(WARS, 2))
SECOND = (
    "{g} also took {q}, residents said.",
    "The army also abandoned {q}.",
    "Government forces regained {q} on Wednesday.",
    "{q} fell the next day.",
)


def _tell(war: tuple[str, str, str, str, str, set[str]], first: str, second: str) -> str:
    rebels, army, group, place, other, _ = war
    told = first.format(t=rebels, a=army, p=place)
    return f"{told[:1].upper()}{told[1:]} {second.format(g=group, q=other)}"


@pytest.mark.parametrize("second", SECOND)
@pytest.mark.parametrize("first", ["{t} captured {p} on Tuesday.", "{p} fell to {t} on Tuesday.", "{a} lost {p} to {t} on Tuesday."])
def test_sides_of_two_wars_do_not_cross(first: str, second: str) -> None:
    for one, other in PAIRS:
        text = f"{_tell(one, first, second)} {_tell(other, first, second)}"
        events = [event for event in read(text, "2024-05-23").events if event.type == "control_change"]
        assert {event.place.name_in_report for event in events if event.place} >= {one[3], other[3]}, text
        for war, foreign in ((one, other), (other, one)):
            here = [event for event in events if event.place is not None and event.place.name_in_report in war[3:5]]
            assert not [name for event in here for name in (*event.control_to, *event.control_from) if name in foreign[5]], text


@pytest.mark.parametrize("war", WARS, ids=lambda war: war[3])
@pytest.mark.parametrize(
    "second", ["They also took {q}.", "Two days earlier they had seized {q}.", "They went on to capture {q}.", "Hours later they overran {q}."]
)
def test_they_who_take_more_are_not_the_losers(war: tuple[str, str, str, str, str, set[str]], second: str) -> None:
    text = _tell(war, "{a} lost {p} to {t} on Tuesday.", second)
    takers = {event.place.name_in_report: event.control_to for event in read(text, "2024-05-23").events if event.place is not None}
    assert takers[war[4]][0] == takers[war[3]][0]


@pytest.mark.parametrize("war", WARS, ids=lambda war: war[3])
def test_they_who_take_it_back_are_the_losers(war: tuple[str, str, str, str, str, set[str]]) -> None:
    text = _tell(war, "{a} lost {p} to {t} on Tuesday.", "They recaptured the town on Wednesday.")
    events = [event for event in read(text, "2024-05-23").events if event.type == "control_change"]
    last = max(events, key=lambda event: event.date_start or "")
    assert last.control_to[0] in war[5] - {events[0].control_to[0]}


@pytest.mark.parametrize("answer", ["said the town was still in its hands", "insisted that the town had not fallen", "said it had not lost the town"])
@pytest.mark.parametrize("claim", ["{t} claimed the capture of {p} on Tuesday.", "{p} has fallen, {t} said on Tuesday."])
def test_a_loss_that_the_loser_denies_is_contested(claim: str, answer: str) -> None:
    for war in WARS:
        told = claim.format(t=war[0], p=war[3])
        text = f"{told[:1].upper()}{told[1:]} {war[1][:1].upper()}{war[1][1:]} {answer}."
        events = [event for event in read(text, "2024-05-23").events if event.type == "control_change"]
        assert [event.claim.status for event in events] == ["contested"], text
