"""Timelines: the day that heads an entry dates what the entry tells, and nothing else."""

from __future__ import annotations

import pytest
from events_cases import read

PUBLISHED = "2023-11-20"

DATED = [
    (
        "12 November – Goma is lost to M23 rebels. Sake, which soldiers won back in March, is overrun.\n\n14 November – Soldiers retake Goma.",
        [("Goma", "2023-11-12"), ("Goma", "2023-11-14"), ("Sake", "2023-03-01"), ("Sake", "2023-11-12")],
    ),
    ("Friday: soldiers retake Goma. Saturday: M23 rebels capture Sake.", [("Goma", "2023-11-17"), ("Sake", "2023-11-18")]),
    (
        "* Nov. 12: M23 rebels seized Goma.\n* Nov. 14: Soldiers won it back. On the next day Sake was captured by them.",
        [("Goma", "2023-11-12"), ("Goma", "2023-11-14"), ("Sake", "2023-11-15")],
    ),
    (
        "Day 1 (10 November): M23 rebels capture Sake.\nDay 2: A truce is broken.\nDay 4: Goma falls to M23 rebels.",
        [("Goma", "2023-11-13"), ("Sake", "2023-11-10")],
    ),
    (
        "10 November\n\nM23 rebels capture Sake.\n\n13 November\n\nGoma is taken by M23 rebels.\n\nBackground\n\nThe M23 took Bukavu.",
        [("Bukavu", None), ("Goma", "2023-11-13"), ("Sake", "2023-11-10")],
    ),
    ("[2023-11-10] M23 rebels take Sake.\n[2023-11-12] Soldiers retake it.", [("Sake", "2023-11-10"), ("Sake", "2023-11-12")]),
    ("13 November | Sake is in M23 hands by noon.\n14 November | Soldiers retake the town.", [("Sake", "2023-11-13"), ("Sake", "2023-11-14")]),
    # one day alone is that of writing; what follows an entry is not in it; a sentence with a day of its own has that
    ("20 November 2023 – M23 rebels captured Sake.\n\nThe army retook Goma.", [("Goma", None), ("Sake", None)]),
    ("12 November: the army regrouped. 13 November: nothing.\n\nM23 rebels took Sake.", [("Sake", None)]),
    ("12 November: a truce.\n14 November: the M23 holds Goma, which it seized in May 2022.", [("Goma", "2022-05-01")]),
    ("12 November: a truce.\n14 November: talks. Sake had fallen to the M23.", [("Sake", None)]),
]


@pytest.mark.parametrize(("text", "expected"), DATED)
def test_the_day_that_heads_an_entry_dates_what_it_tells(text: str, expected: list[tuple[str, str | None]]) -> None:
    events = [event for event in read(text, PUBLISHED).events if event.type == "control_change" and event.place]
    assert sorted(((event.place.name_in_report, event.date_start) for event in events), key=str) == sorted(expected, key=str)
