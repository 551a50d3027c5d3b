"""The words that fields of events may hold, and no others."""

from __future__ import annotations

__all__ = ["CLAIM_STATUSES", "CONTROL_STATUSES", "DATE_PRECISIONS", "DIRECTIONS", "EVENT_TYPES", "INFERABLE", "UNITS"]

EVENT_TYPES: tuple[str, ...] = ("control_change", "displacement", "troop_movement", "strike", "clash")
DATE_PRECISIONS: tuple[str, ...] = ("day", "week", "month", "year", "unknown")
CONTROL_STATUSES: tuple[str, ...] = ("held", "contested", "besieged", "unknown")
CLAIM_STATUSES: tuple[str, ...] = ("reported", "claimed", "denied", "contested")
DIRECTIONS: tuple[str, ...] = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")
#: Fields of an event that the other sides of a report may suggest where its words name none.
INFERABLE: tuple[str, ...] = ("control_to", "control_from")
UNITS: tuple[str, ...] = ("person", "household")
