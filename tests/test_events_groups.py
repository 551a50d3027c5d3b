"""Armed groups that no table knows: by their capitals, their abbreviation, and the words that a report puts beside them."""

from __future__ import annotations

import pytest
from events_cases import read

from conflict_map.events.groups import find_groups

NAMED = [
    ("The Ruvan Liberation Front (RLF) marched on. By noon the RLF was in the hills.", "Ruvan Liberation Front", {"Ruvan Liberation Front", "RLF"}),
    ("Gunmen from the Kolwa militia set fire to the market.", "Kolwa", {"Gunmen from the Kolwa militia"}),
    ("An alliance calling itself Sabel Dawn took the hills. Sabel Dawn is new.", "Sabel Dawn", {"Sabel Dawn"}),
    ("PLRN rebels held a parade; the PLRN paid for it.", "PLRN", {"PLRN rebels", "PLRN"}),
    ("The Movement for the Freedom of Tamsa lost two men.", "Movement for the Freedom of Tamsa", {"Movement for the Freedom of Tamsa"}),
    ("Fighters of the Union of Tamsa Patriots (UTP) came at dawn.", "Union of Tamsa Patriots", {"Fighters of the Union of Tamsa Patriots"}),
]
NOT_GROUPS = [
    "The Norwegian Refugee Council (NRC) counted the families.",
    "The European Union and the Security Council met.",
    "If the Front of the building falls, nobody will be hurt.",
    "The Salvation Army handed out blankets.",
    "UN peacekeepers and US troops were there.",
    "A doctor of the International Medical Corps treated soldiers.",
    "He worked for the BBC; IDP families listened.",
]


@pytest.mark.parametrize(("text", "name", "words"), NAMED)
def test_names_that_a_report_brings(text: str, name: str, words: set[str]) -> None:
    found = find_groups(text, [], [])
    assert {text[span.start : span.end] for span in found} >= words
    assert {span.record.name for span in found} == {name}
    assert len({span.record.side for span in found}) == 1


@pytest.mark.parametrize("text", NOT_GROUPS)
def test_what_is_no_armed_group(text: str) -> None:
    assert [text[span.start : span.end] for span in find_groups(text, [], [])] == []


def test_a_name_of_the_table_stays_with_the_table() -> None:
    text = "The Arakan Army took the hill."
    assert find_groups(text, [(4, 15)], []) == []


def test_a_town_before_fighters_is_no_name_of_a_group() -> None:
    text = "They met the Goma militia."
    assert find_groups(text, [], [(13, 17)]) == []


def test_the_abbreviation_takes_the_place_and_the_army_takes_it_back() -> None:
    text = (
        "The Ruvan Liberation Front (RLF) captured Goma on Monday. The RLF also seized Sake on Tuesday. "
        "A day later soldiers drove the RLF out of Sake."
    )
    events = [event for event in read(text).events if event.type == "control_change"]
    taken = [(event.place.name_in_report, event.control_to[0], event.date_start) for event in events if event.place]
    assert ("Goma", "Ruvan Liberation Front", "2024-05-13") in taken
    assert ("Sake", "Ruvan Liberation Front", "2024-05-14") in taken
    (back,) = [event for event in events if event.date_start == "2024-05-15"]
    assert back.control_from[0] == "Ruvan Liberation Front"


def test_a_long_text_full_of_names_stays_quick() -> None:
    text = " ".join(f"The X{chr(65 + n % 26)}a{n} Front (F{n}) and" for n in range(4000))
    assert len({span.record.id for span in find_groups(text, [], [])}) <= 40
