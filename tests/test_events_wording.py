"""Breadth: each way of telling a change of control, with sides and places of several wars, and near misses that must stay silent."""

from __future__ import annotations

import pytest
from events_cases import read
from wordings import FILLERS, SILENT, TOLD


def _cases(table: str) -> list[tuple[str, int]]:
    """Give each wording two of the fillers, in turn, so that all of them meet many wordings."""
    lines = table.splitlines()
    return [(line, (number + step) % len(FILLERS)) for number, line in enumerate(lines) for step in (0, 3)]


def _filled(wording: str, filler: int) -> str:
    taker, loser, place, _, before, lost = FILLERS[filler]
    sentence = wording.format(T=taker, L=loser, P=place, t=before, l=lost)
    return sentence[0].upper() + sentence[1:]


@pytest.mark.parametrize(("wording", "filler"), _cases(TOLD))
def test_a_change_of_control_is_read_in_every_wording(wording: str, filler: int) -> None:
    taker, loser, place, key, *_ = FILLERS[filler]
    opening = f"{taker[0].upper()}{taker[1:]} have fought {loser} in the region for months."
    events = read(f"{opening}\n\n{_filled(wording, filler)}").events
    told = [event for event in events if event.type == "control_change" and event.place and event.place.name_in_report == place]
    assert told, [event.to_dict() for event in events]
    assert any(key in " | ".join(event.control_to) for event in told), [event.control_to for event in told]


@pytest.mark.parametrize(("wording", "filler"), _cases(SILENT))
def test_what_did_not_happen_makes_no_change_of_control(wording: str, filler: int) -> None:
    sentence = _filled(wording, filler)
    events = [event for event in read(sentence).events if event.type == "control_change" and event.claim.status != "denied"]
    assert events == [], [event.to_dict() for event in events]


def test_a_state_that_has_ended_names_who_lost() -> None:
    (event,) = [event for event in read("Federal troops no longer control Dessie.").events if event.type == "control_change"]
    assert "Ethiopian federal forces" in event.control_from


def test_who_frees_a_place_is_not_who_holds_it() -> None:
    text = (
        "Armenian units occupied Shusha on 8 May 1992. Azerbaijan lost Fizuli to them in August 1993. Fizuli was freed on 17 October 2020. "
        "Hadrut was liberated on 9 October 2020."
    )
    events = {(event.place.name_in_report, event.date_start): event for event in read(text, "2020-11-09").events if event.place}
    assert "Azerbaijani forces" in events["Fizuli", "2020-10-17"].control_to
    assert any("held the place already" in step.rule for step in events["Fizuli", "2020-10-17"].trace)


def test_an_inferred_loser_is_marked_as_such() -> None:
    text = "Al-Shabaab fighters overran Buale on Monday. Somali government forces had not expected it."
    (event,) = [event for event in read(text).events if event.type == "control_change"]
    assert event.control_from
    assert any(step.role == "side that lost" and "not named in the clause" in step.rule for step in event.trace)
    assert event.inferred == ("control_from",)
    (told,) = [event for event in read("Al-Shabaab fighters captured Buale from Somali government forces on Monday.").events if event.control_to]
    assert told.control_from
    assert told.inferred == ()


def test_one_more_place_goes_to_who_took_the_one_before() -> None:
    text = "Rebels of the M23 captured Sake on Monday. Minova followed on Tuesday."
    events = {event.place.name_in_report: event for event in read(text).events if event.place}
    assert "M23" in events["Minova"].control_to


def test_we_are_the_speakers_side() -> None:
    (event,) = [event for event in read('"Sake is ours," a commander of the M23 said on Monday.').events if event.type == "control_change"]
    assert "M23" in event.control_to
    assert event.claim.status == "claimed"


def test_a_question_tells_what_its_relative_clause_tells() -> None:
    events = read("Will they march on Humera, which the federal army overran in November 2020?").events
    assert [(event.place.name_in_report, event.date_start) for event in events if event.place] == [("Humera", "2020-11-01")]
    assert read("Will the federal army overrun Humera?").events == ()


IDIOMS = [
    ("Goma and Sake were gone within two days, as M23 rebels swept down from the hills.", "Sake", "M23"),
    ("Minova has been rebel territory since Monday, when the M23 drove the army out of Goma.", "Minova", "M23"),
    ("Malian soldiers entered Kidal on Tuesday to find the Tuareg rebels gone.", "Kidal", "Mali"),
    ("Fighters of the RSF poured into Nyala late on Monday, and soldiers threw away their uniforms.", "Nyala", "Rapid Support"),
    ("Ukraine's army celebrated on Friday the fall of Izyum, for months a Russian headquarters.", "Izyum", "Ukrainian"),
    ("The MNDAA claimed Laukkai on the first day of the offensive.", "Laukkai", "MNDAA"),
    ("Russian tanks were on the main square of Kherson by Wednesday.", "Kherson", "Russian"),
    ("The TPLF put Kombolcha under its belt on Sunday.", "Kombolcha", "Tigray"),
    ("M23 fighters strolled into Goma on Tuesday while UN peacekeepers looked on.", "Goma", "M23"),
    ("Ethiopian and Somali government troops drove unopposed into Mogadishu on Thursday.", "Mogadishu", "Somali"),
    ("The GNA has robbed Haftar of Gharyan, his forward headquarters.", "Gharyan", "Government of National Accord"),
    ("Within five days Tigrayan forces were masters of Dessie.", "Dessie", "Tigray"),
    ("On 15 April the M23 rebels were back in Goma.", "Goma", "M23"),
    ("The whole of Lashio passed to the MNDAA on 3 August.", "Lashio", "MNDAA"),
    ("The militants of al-Shabaab needed barely twelve hours to overrun Baidoa.", "Baidoa", "Shabaab"),
    ("Goma, a town that sits on the lake and that the M23 had captured on Monday, was quiet.", "Goma", "M23"),
]
NEAR_IDIOMS = [
    "Goma and Sake were gone from the list of safe towns.",
    "The M23 claimed responsibility for the attack in Goma.",
    "Russian tanks were on the road to Kherson by Wednesday.",
    "The group's fighters needed barely twelve hours to reach Baidoa.",
    "M23 rebels captured a village north of Goma.",
    "The governor made himself master of ceremonies in Lashio.",
    "Nobody laid down arms in Sirte.",
    "The army celebrated its anniversary in Izyum.",
    "Residents of Kidal returned to find their houses gone.",
    "Konna was taken to a hospital in Gao on Monday.",
    "He won the seat of Gao in 1985 and has occupied it ever since.",
    "He has belonged to the army since Monday and lives in Goma.",
]


@pytest.mark.parametrize(("text", "place", "taker"), IDIOMS)
def test_idioms(text: str, place: str, taker: str) -> None:
    told = [event for event in read(text).events if event.type == "control_change" and event.place and event.place.name_in_report == place]
    assert told
    assert any(taker in " | ".join(event.control_to) for event in told), [event.control_to for event in told]


@pytest.mark.parametrize("text", NEAR_IDIOMS)
def test_words_of_idioms_that_mean_something_else(text: str) -> None:
    assert [event.to_dict() for event in read(text).events if event.type == "control_change"] == []
