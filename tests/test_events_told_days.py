"""Days of changes of control that stand away from their verb, or are counted from what was told before."""

from __future__ import annotations

import pytest

from conflict_map import Report, extract


def _days(text: str, published: str) -> dict[str, tuple[str | None, str | None]]:
    events = extract(Report(text, published=published))
    return {event.place.name_in_report: (event.date_start, event.date_end) for event in events if event.type == "control_change" and event.place}


@pytest.mark.parametrize(
    ("text", "published", "place", "start", "end"),
    [
        ("By Wednesday, the army says, troops had retaken Dikwa.", "2021-03-04", "Dikwa", "2021-03-03", "2021-03-03"),
        ("Militants occupied Qaraqosh in the night from 6 to 7 August.", "2014-08-12", "Qaraqosh", "2014-08-06", "2014-08-07"),
        ("Militants stormed Bartella on 1 August. Qaraqosh fell within two days.", "2014-08-12", "Qaraqosh", "2014-08-01", "2014-08-03"),
        ("M23 rebels captured Goma on 19 or 20 October.", "2022-10-31", "Goma", "2022-10-19", "2022-10-20"),
        ("Goma went to the M23 for the first time in November 2012.", "2022-10-31", "Goma", "2012-11-01", "2012-11-30"),
        ("In 2012 the M23 held Goma for eleven days, from 20 November on.", "2022-10-31", "Goma", "2012-11-20", "2012-11-20"),
        ("Merawi was under the militia's sway from Aug. 3 until last Thursday.", "2023-08-15", "Merawi", "2023-08-03", "2023-08-03"),
        (
            "In November rebels took Goma; it took the army until the 30th of that month to win Sake.",
            "2022-12-31",
            "Sake",
            "2022-11-30",
            "2022-11-30",
        ),
        ("Rebels took Goma on 17 April and on Easter Sunday, 20 April, captured Sake.", "2025-04-25", "Sake", "2025-04-20", "2025-04-20"),
        ("Rebels regained Ajdabiya on Saturday. Brega was theirs by midmorning.", "2011-03-27", "Brega", "2011-03-26", "2011-03-26"),
        ("Rebels left Goma on Monday. Soldiers entered the town hours later.", "2025-01-31", "Goma", "2025-01-27", "2025-01-27"),
        ("She fled in 2020, when Hadrut came into Azerbaijani hands in October.", "2023-10-03", "Hadrut", "2020-10-01", "2020-10-31"),
        ("It began in Sake, which the rebels stormed on 24 June. Five days later they took Goma.", "2024-07-05", "Goma", "2024-06-29", "2024-06-29"),
    ],
)
def test_the_day_of_a_change(text: str, published: str, place: str, start: str, end: str) -> None:
    assert _days(text, published)[place] == (start, end)


def test_within_two_days_of_nothing_told_is_no_day() -> None:
    assert _days("Goma fell to the M23 within two days.", "2025-01-31") == {"Goma": (None, None)}


def test_the_first_time_since_a_year_dates_nothing() -> None:
    assert _days("The M23 captured Goma for the first time since 2012.", "2025-01-31") == {"Goma": (None, None)}


def test_history_in_a_relative_clause_is_not_where_the_story_stands() -> None:
    assert _days("The road leads to Sake, which rebels stormed on 24 June 2012. Five days later they took Goma.", "2024-07-05")["Goma"] == (
        None,
        None,
    )
