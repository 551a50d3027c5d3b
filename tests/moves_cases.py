"""How a line of a table of movements is written, and what the reader makes of a text, in the same form."""

from __future__ import annotations

import re

from events_cases import read

__all__ = ["lines", "spec", "told"]


def spec(words: str) -> tuple[object, ...]:
    """Return what "c Goma>Sake 200-" says: who, where from, where to, least and most people, unit, direction."""
    found = re.fullmatch(r"([cf])\s+([^>]*?)>([^@\d]*?)\s*(?:(\d*)(-?)(\d*)(h?))?\s*(?:@(\w+))?", words.strip())
    assert found, words
    kind, origin, goals, low, dash, high, household, direction = found.groups()
    least = int(low) if low else None
    most = int(high) if high else None if dash else least
    return (
        "displacement" if kind == "c" else "troop_movement",
        origin or None,
        tuple(sorted(filter(None, goals.strip().split("+")))),
        least,
        most,
        "household" if household else "person",
        direction,
    )


def told(text: str) -> list[tuple[object, ...]]:
    """Return the movements that a text is read to tell, each as `spec` gives it."""
    return [
        (
            event.type,
            event.origin.name_in_report if event.origin else None,
            tuple(sorted(place.name_in_report or place.name for place in event.destinations)),
            event.people.low if event.people else None,
            event.people.high if event.people else None,
            event.people.unit if event.people else "person",
            event.direction,
        )
        for event in read(text).events
        if event.type in {"displacement", "troop_movement"}
    ]


def lines(text: str) -> list[str]:
    """Return the lines of a table without its headings."""
    return [line for line in text.strip().splitlines() if line and not line.startswith("#")]
