"""Totals of people and their parts, crossed: who went where, how many, and that a reason told beside makes no fighters of them."""

from __future__ import annotations

import pytest
from events_cases import read

TOTALS = (
    "Some 9,000 people have fled Sake since Monday",
    "An estimated 9,000 civilians left Sake after the M23 attacked",
    "More than 9,000 residents were displaced from Sake when M23 rebels entered",
)
PARTS = (
    ", 4,000 of them to Goma and 3,000 to Bukavu.",
    ": 4,000 to Goma and 3,000 to Bukavu.",
    ", including 4,000 who are now in Goma and 3,000 in Bukavu.",
    ". Of these, 4,000 are in Goma and 3,000 in Bukavu.",
    ". Around 4,000 went to Goma; another 3,000 reached Bukavu.",
)


def _moves(text: str) -> list[tuple[str, str | None, list[str], int | None]]:
    events = [event for event in read(text, "2024-05-20").events if event.type in {"displacement", "troop_movement"}]
    return [
        (
            event.type,
            event.origin.name_in_report if event.origin else None,
            [place.name_in_report for place in event.destinations],
            event.people.low if event.people else None,
        )
        for event in events
    ]


@pytest.mark.parametrize("total", TOTALS)
@pytest.mark.parametrize("parts", PARTS)
def test_each_part_goes_its_way_and_the_whole_stays_told(total: str, parts: str) -> None:
    found = _moves(total + parts)
    assert sorted(found, key=lambda row: row[3] or 0) == [
        ("displacement", "Sake", ["Bukavu"], 3000),
        ("displacement", "Sake", ["Goma"], 4000),
        ("displacement", "Sake", [], 9000),
    ]


@pytest.mark.parametrize("verb", ["prevented", "stopped", "barred", "deterred"])
@pytest.mark.parametrize("who", ["people", "some 3,000 people", "3,000 civilians", "about 1,200 local families"])
def test_who_is_kept_from_leaving_moves_nowhere(verb: str, who: str) -> None:
    assert _moves(f"The M23 {verb} {who} from leaving Sake for Goma.") == []
