"""Places under a verb that is said once, each with its own day, and clauses that describe a place in an aside."""

from __future__ import annotations

import pytest
from events_cases import read

ROWS = [
    ("Saraqib was overrun by the rebels on 2 May and Manbij, a market town, on 4 May.", [("Saraqib", "2024-05-02"), ("Manbij", "2024-05-04")]),
    (
        "Rebels attacked. Oldovka was lost on 2 May, Saraqib on 3 May and Manbij two days later.",
        [("Oldovka", "2024-05-02"), ("Saraqib", "2024-05-03"), ("Manbij", "2024-05-05")],
    ),
    ("Saraqib was captured by the Taliban's allies on 2 May and Manbij on 4 May.", [("Saraqib", "2024-05-02"), ("Manbij", "2024-05-04")]),
    (
        "Hama fell to rebels on 1 May. Saraqib was next, on 2 May, said the mayor, and Manbij on 4 May.",
        [("Hama", "2024-05-01"), ("Saraqib", "2024-05-02"), ("Manbij", "2024-05-04")],
    ),
    ("Rebels captured Saraqib on 2 May, and Manbij, which lies on the river, is quiet.", [("Saraqib", "2024-05-02")]),
    ("Saraqib was quiet on 2 May and Manbij on 4 May.", []),
]


@pytest.mark.parametrize(("text", "taken"), ROWS)
def test_each_place_of_a_row_has_its_own_day(text: str, taken: list[tuple[str, str]]) -> None:
    found = [(event.place.name_in_report, event.date_start) for event in read(text).events if event.type == "control_change" and event.place]
    assert found == taken


def test_what_describes_a_place_goes_on_describing_it() -> None:
    text = "The convoy came from Manbij, the town east of Aleppo from which the rebels were evicted on Monday."
    found = [(event.place.name, event.control_from[0]) for event in read(text).events if event.type == "control_change" and event.place]
    assert [place for place, _ in found] == ["Manbij"]


def test_who_says_so_may_stand_behind_the_verb() -> None:
    (event,) = read("Manbij was captured by the SDF on 2 May, said the mayor, and burnt.").events
    assert (event.type, event.date_start, event.control_to[0]) == ("control_change", "2024-05-02", "Syrian Democratic Forces")


@pytest.mark.parametrize(("verb", "held"), [("captured", True), ("praised", False)])
def test_the_same_outfit_is_a_side(verb: str, held: bool) -> None:  # noqa: FBT001 - a column of the table
    events = read(f"The M23 captured Goma on Monday. On Tuesday the same outfit {verb} Sake.").events
    assert [event.place.name for event in events if event.type == "control_change" and event.place] == (["Goma", "Sake"] if held else ["Goma"])
