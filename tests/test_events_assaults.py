"""Takers of places by the assaults told before, "it" as the goal of the clause before, and claims that somebody contradicts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from conflict_map import Report, extract

if TYPE_CHECKING:
    from conflict_map import Event


def _control(text: str, published: str = "2025-01-31") -> list[Event]:
    return [event for event in extract(Report(text, published=published)) if event.type == "control_change"]


@pytest.mark.parametrize(
    ("text", "place", "taker"),
    [
        ("The M23 resumed its offensive on Tuesday. The town of Sake was overrun within hours.", "Sake", "M23"),
        ("M23 rebels launched an attack in North Kivu on Monday. Sake was captured on Tuesday.", "Sake", "M23"),
        ("The M23 has resumed its offensive against the Congolese army. Sake was overrun on Friday.", "Sake", "M23"),
        ("Iraqi troops advanced in Anbar province on Monday. Rutba was captured on Tuesday.", "Rutba", "Iraqi government forces"),
        ("Russia's offensive on Avdiivka began in October. The city was finally captured on 17 January.", "Avdiivka", "Russian forces"),
        ("Azerbaijan launched an offensive in Nagorno-Karabakh on 7 January. Hadrut was captured five days later.", "Hadrut", "Azerbaijani forces"),
        ("The Tigrayans are pushing south towards Addis Ababa. Kombolcha was captured on Sunday.", "Kombolcha", "Tigrayan forces"),
    ],
)
def test_the_side_that_attacks_takes_what_is_overrun(text: str, place: str, taker: str) -> None:
    (event,) = _control(text)
    assert event.place is not None
    assert (event.place.name_in_report, event.control_to[:1]) == (place, (taker,))


@pytest.mark.parametrize(
    "text",
    [
        "M23 rebels and Congolese troops both launched attacks on Tuesday. Sake was captured in the evening.",
        "The M23 said on Tuesday it would resume its offensive. Sake was overrun in 2012.",
        "The United States sent advisers. Mosul was captured on Tuesday.",
    ],
)
def test_where_two_sides_attack_or_none_nobody_is_named(text: str) -> None:
    assert [event.control_to for event in _control(text)] == [()]


@pytest.mark.parametrize(
    "words",
    [
        "The rebels then moved on Kiwanja and captured it on Friday.",
        "The rebels advanced on Kiwanja and took it a day later.",
        "The rebels marched towards Kiwanja and overran it on Friday.",
        "They pushed on to Kiwanja, capturing it on Friday.",
        "They went on to attack Kiwanja, and captured it on Friday.",
        "Rebels closed in on Kiwanja and took the town on Friday.",
    ],
)
def test_it_is_where_the_clause_before_goes(words: str) -> None:
    events = _control(f"Rutshuru was seized by the M23 on Thursday. {words}", "2022-10-28")
    assert [event.place.name_in_report for event in events if event.place is not None] == ["Rutshuru", "Kiwanja"]


def test_who_leaves_for_a_place_does_not_make_it_the_one_that_others_take() -> None:
    events = _control("Islamic State fled Bashiqa for Tel Keppe on Thursday, and the peshmerga captured it without a shot.", "2016-10-28")
    assert [event.place.name_in_report for event in events if event.place is not None] == ["Bashiqa"]


@pytest.mark.parametrize(
    ("after", "status"),
    [
        ("Kinshasa called the claim false.", "denied"),
        ("The army dismissed the report as propaganda.", "denied"),
        ('"This is not true," an army spokesman said.', "denied"),
        ("An army spokesman said that was not true.", "denied"),
        ("Fighting went on in the suburbs. Congo's government denied that the town had fallen.", "denied"),
        ("Residents contradicted this, saying soldiers were still in town.", "contested"),
        ("The army said it was still in control of the town.", "contested"),
        ("The army said its soldiers still held the port.", "contested"),
        ("The army said the town was still contested.", "contested"),
        ("The army did not comment.", "claimed"),
        ("The rebels denied receiving help from Rwanda.", "claimed"),
        ("The army said it still held Sake.", "claimed"),
    ],
)
def test_what_is_said_of_a_claim_afterwards(after: str, status: str) -> None:
    (event,) = _control(f"The M23 said on Monday it had captured Minova. {after}")
    assert (event.claim.status, event.control_to[0]) == (status, "M23")


def test_a_report_that_nobody_could_verify_is_a_claim() -> None:
    (event,) = _control("The M23 captured Minova on Monday. The report could not be independently verified.")
    assert event.claim.status == "claimed"


@pytest.mark.parametrize(
    "text",
    [
        "The Congolese army still holds Sake, a military source said on Monday.",
        "Masisi remains under the control of the M23.",
        "The M23 continues to control Bunagana and Rutshuru.",
        "The army remains in control of Goma.",
        "The army is still in control of Goma.",
        "Goma is still in government hands.",
        "Government forces retain control of Sake and Minova.",
    ],
)
def test_what_has_not_changed_is_no_change(text: str) -> None:
    assert _control(text) == []
