"""Control told in ways that hang on small words: who runs a place since when, descriptions before and after names, "there", "since then"."""

from __future__ import annotations

import pytest
from events_cases import read

CASES = [
    ("Fighting reached Dessie. Tigrayan fighters have been in full control there since Saturday.", "Dessie", "Tigrayan", "2024-05-18"),
    ("The KLA has been running Prizren since Sunday.", "Prizren", "KLA", "2024-05-19"),
    ("The rebels fought the army on 3 May. Makeni has been in rebel hands ever since.", "Makeni", "rebel", "2024-05-03"),
    ("Gudermes, the second town, gave itself up to the rebels on 12 May.", "Gudermes", "rebel", "2024-05-12"),
    ("The last stronghold of the rebels, the town of Shali, was captured by the army on Monday.", "Shali", "army", "2024-05-20"),
    ("The army captured the last stronghold of the rebels, Shali, on Monday.", "Shali", "army", "2024-05-20"),
    ("Malakal, the gateway to the capital, which has been in rebel hands since January, was calm.", "Malakal", "rebel", "2024-01"),
    ("The M23 has established control over Rubare Mpya.", "Rubare Mpya", "M23", ""),
    ("The rebels took the harbour of Greenville on 3 May.", "Greenville", "rebel", "2024-05-03"),
    ("Bouaké, the second city, fell on Wednesday evening to the cheers of people lining its avenues.", "Bouaké", "", "2024-05-15"),
    ("In the west the garrison at Senaki was taken on Monday without resistance.", "Senaki", "", "2024-05-20"),
    ("On Monday the army brought Kismayo under full control.", "Kismayo", "army", "2024-05-20"),
    (
        "Bukavu was besieged until Sunday night. The minister said that the town of Uvira had been taken by the M23 an hour or two earlier.",
        "Uvira",
        "M23",
        "",
    ),
]


@pytest.mark.parametrize(("text", "place", "side", "day"), CASES)
def test_control_is_read(text: str, place: str, side: str, day: str) -> None:
    found = [event for event in read(text, "2024-05-20").events if event.type == "control_change" and event.place]
    event = next(event for event in found if event.place and event.place.name_in_report == place)
    assert side.lower() in " ".join(event.control_to).lower()
    assert (event.date_start or "").startswith(day)
    assert len(found) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Bouaké fell into disrepair after the war.",
        "The army has been running adverts in Prizren since Sunday.",
        "Kinshasa, the gateway to the east, which rebels have threatened since January, was calm.",
        "The M23 has established contact over Goma.",
        "The mayor said that an hour or two earlier Uvira had been quiet.",
    ],
)
def test_near_misses_stay_silent(text: str) -> None:
    assert not [event for event in read(text, "2024-05-20").events if event.type == "control_change"]
