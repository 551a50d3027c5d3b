"""Stretches of time: nights between two days, parts of a month, the days after what the story has reached."""

from __future__ import annotations

import pytest
from events_cases import read

PUBLISHED = "2023-11-20"

TOLD = [
    ("M23 rebels took Goma in the small hours of Tuesday.", "Goma", ("2023-11-14", "2023-11-14")),
    ("M23 rebels took Goma some time on Tuesday.", "Goma", ("2023-11-14", "2023-11-14")),
    ("M23 rebels took Goma on the night of Tuesday to Wednesday.", "Goma", ("2023-11-14", "2023-11-15")),
    ("M23 rebels took Goma some time between Friday and Sunday.", "Goma", ("2023-11-17", "2023-11-19")),
    ("M23 rebels took Goma between 3 and 5 November 2022.", "Goma", ("2022-11-03", "2022-11-05")),
    ("Goma was seized by M23 rebels in the first days of April.", "Goma", ("2023-04-01", "2023-04-07")),
    ("Goma was seized by M23 rebels in the last days of April.", "Goma", ("2023-04-24", "2023-04-30")),
    ("Goma was seized by M23 rebels in the second half of August 2022.", "Goma", ("2022-08-15", "2022-08-31")),
    ("M23 rebels entered Goma on 3 November. In the following two days they seized Sake.", "Sake", ("2023-11-03", "2023-11-05")),
    ("M23 rebels stormed Goma on 3 November. Over the next few days they seized Sake.", "Sake", ("2023-11-03", "2023-11-07")),
    ("M23 rebels stormed Goma on 18 November. In the days that followed they seized Sake.", "Sake", ("2023-11-18", "2023-11-20")),
]

UNTOLD = [
    "Goma was seized by M23 rebels in the first days of the war.",
    "Goma was seized by M23 rebels in the last weeks of his reign.",
    "In the following two days M23 rebels seized Goma.",
]


@pytest.mark.parametrize(("text", "place", "days"), TOLD)
def test_stretches_are_the_days_that_they_mean(text: str, place: str, days: tuple[str, str]) -> None:
    found = [
        (event.date_start, event.date_end)
        for event in read(text, PUBLISHED).events
        if event.type == "control_change" and event.place and event.place.name_in_report == place
    ]
    assert found == [days]


@pytest.mark.parametrize("text", UNTOLD)
def test_stretches_of_what_nothing_dates_stay_untold(text: str) -> None:
    (event,) = [event for event in read(text, PUBLISHED).events if event.type == "control_change"]
    assert event.date_start is None
