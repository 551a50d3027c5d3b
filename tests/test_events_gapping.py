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
    # a preposition is said again
    (
        "Rebels assumed control of Saraqib on 2 May and, the day after, of Manbij, on the river.",
        [("Saraqib", "2024-05-02"), ("Manbij", "2024-05-03")],
    ),
    (
        "Rebels made themselves masters of Hama on 2 May towards midday and of Manbij a few hours later.",
        [("Hama", "2024-05-02"), ("Manbij", "2024-05-02")],
    ),
    (
        "Rebels took control of Hama on 2 May, of Manbij on 3 May and of Azaz on 4 May.",
        [("Hama", "2024-05-02"), ("Manbij", "2024-05-03"), ("Azaz", "2024-05-04")],
    ),
    ("Rebels were driven out of Hama by the SDF on 2 May and, a day later, out of Manbij.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-03")]),
    # a time before each place, an area after it, a base in it
    ("On 2 May rebels took Hama, on 3 May Manbij and on 4 May Azaz.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-03"), ("Azaz", "2024-05-04")]),
    ("On 2 May rebels took Hama, on 4 May Manbij was quiet.", [("Hama", "2024-05-02")]),
    (
        "The army lost Hama to the SDF on 2 May, Manbij in Syria on 3 May and, on 4 May, the base at Azaz in Syria.",
        [("Hama", "2024-05-02"), ("Manbij", "2024-05-03"), ("Azaz", "2024-05-04")],
    ),
    # names that no table knows, and persons
    ("Rebels captured Hama on 2 May and Oldovka, on the river, on 4 May.", [("Hama", "2024-05-02"), ("Oldovka", "2024-05-04")]),
    ("Rebels captured Hama on 2 May and General Oldov on 4 May.", [("Hama", "2024-05-02")]),
    # no verb at all
    ("Hama fell to rebels on 2 May; Manbij, a day later.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-03")]),
    ("Hama fell to rebels on 2 May – Manbij, two days later.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-04")]),
    (
        "Hama fell to rebels on 2 May. Manbij: on 3 May, after the police fled. Azaz: on 4 May.",
        [("Hama", "2024-05-02"), ("Manbij", "2024-05-03"), ("Azaz", "2024-05-04")],
    ),
    ("The SDF has become master of two towns. Hama: captured on 2 May. Manbij: on 3 May.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-03")]),
    ("Hama was quiet on 2 May. Manbij: on 3 May.", []),
    ("Hama fell to rebels on 2 May. Manbij: shelled on 3 May.", [("Hama", "2024-05-02")]),
    ("Hama fell to rebels on 2 May; Manbij, on 3 May, was shelled.", [("Hama", "2024-05-02")]),
    # the auxiliary stands for the verb
    ("Hama, a market town, had fallen to rebels on 2 May, as had Manbij near the river.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-02")]),
    ("Hama was captured by rebels on 2 May, as was Manbij.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-02")]),
    ("Rebels took Hama on 2 May, as they had Manbij a day before.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-01")]),
    ("Rebels took Hama on 2 May and repeated the feat in Manbij on 4 May.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-04")]),
    ("Rebels took Hama on 2 May. They did the same in Manbij on 4 May.", [("Hama", "2024-05-02"), ("Manbij", "2024-05-04")]),
    ("Rebels shelled Hama on 2 May. They did the same in Manbij on 4 May.", []),
    ("Hama fell to rebels on 2 May, as was expected in Manbij.", [("Hama", "2024-05-02")]),
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
