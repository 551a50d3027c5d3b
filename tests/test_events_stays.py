"""What a report says has not changed, and who its gunmen are: no events, but they settle who took a place."""

from __future__ import annotations

import pytest

from conflict_map import Report, extract


def _takers(text: str, published: str = "2025-05-14") -> dict[str, tuple[str, ...]]:
    events = extract(Report(text, published=published))
    return {event.place.name_in_report: event.control_to[:1] for event in events if event.type == "control_change" and event.place is not None}


@pytest.mark.parametrize(
    "after",
    [
        "It remains in M23 hands.",
        "The town is still in M23 hands.",
        "The M23 still controls Sake.",
        "Sake is still held by the M23.",
        "The M23 remains in control of Sake.",
    ],
)
def test_who_still_holds_a_place_took_it(after: str) -> None:
    assert _takers(f"The Congolese army attacked the hills near Sake in May. The town of Sake fell on Monday. {after}") == {"Sake": ("M23",)}


def test_a_place_that_has_changed_hands_since_is_not_of_who_holds_it() -> None:
    text = "Sake fell on 2 May. The Congolese army recaptured Sake on 10 May. Sake remains in army hands."
    assert _takers(text)["Sake"] != () or "M23" not in str(_takers(text))


def test_the_gunmen_are_those_whom_the_report_says_they_belong_to() -> None:
    text = "The gunmen who overran Dikwa, in Nigeria, on Monday were in no hurry. They belonged to the Islamic State West Africa Province."
    assert _takers(text, "2021-03-04") == {"Dikwa": ("Islamic State",)}


@pytest.mark.parametrize(
    "text",
    ["Sake remains in M23 hands.", "The M23 still controls Sake.", "They belonged to the M23.", "The gunmen were not from the M23."],
)
def test_no_event_comes_of_it(text: str) -> None:
    assert _takers(text) == {}


@pytest.mark.parametrize(
    ("text", "taker"),
    [
        ("Avdiivka, in Ukraine, which had resisted Russian assaults for two years, fell on 1 May.", "Russian forces"),
        ("The RSF had come from En Nahud, farther west, whose defences gave way on 1 May.", "Rapid Support Forces"),
        ("M23 rebels attacked Sake on Monday. The town's defences crumbled within hours.", "M23"),
        ("Russia's defence ministry claimed the capture of Avdiivka on 1 May.", "Russian forces"),
        ("The M23 handed Sake over to a regional force on 1 May.", "regional force"),
        ("It was on Monday that the M23 captured Sake.", "M23"),
        ("The M23's capture on Monday of Sake has cut the last road.", "M23"),
        ("Residents woke on Monday to find M23 fighters in control of Sake.", "M23"),
        ("M23 fighters took up positions in Sake on Monday.", "M23"),
        ('"We control Sake," an M23 spokesman said on Monday.', "M23"),
        ("Al-Shabaab re-took Barawe on Monday.", "al-Shabaab"),
        ("Among the towns that the M23 has captured since Monday are Sake and Minova.", "M23"),
    ],
)
def test_who_has_a_place_in_other_words(text: str, taker: str) -> None:
    assert {taken for sides in _takers(text).values() for taken in sides} == {taker}


def test_a_spell_before_another_deed_is_a_spell() -> None:
    events = extract(Report("The M23 held Sake for two days before the army expelled it.", published="2025-05-14"))
    assert [event.control_to[0] for event in events if event.type == "control_change"] == ["M23", "Congolese army"]
