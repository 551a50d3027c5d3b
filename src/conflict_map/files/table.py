"""`EventTable`: the records of one or more event files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.errors import Fault
    from conflict_map.model import ContextRoute, Event, Reading, StatedFigure

__all__ = ["EventTable"]


@dataclass(frozen=True, slots=True)
class EventTable:
    """Events, stated figures and roads, as an events file holds them.

    Attributes
    ----------
    events, figures, routes
        In the order of the file.
    notices
        What is odd but no fault: unknown columns, an event without a place. With line and column.
    """

    events: tuple[Event, ...] = ()
    figures: tuple[StatedFigure, ...] = ()
    routes: tuple[ContextRoute, ...] = ()
    notices: tuple[Fault, ...] = ()

    @classmethod
    def from_readings(cls, readings: Iterable[Reading]) -> Self:
        """Make one table of what several reports say, in their order."""
        readings = list(readings)
        return cls(
            events=tuple(event for reading in readings for event in reading.events),
            figures=tuple(figure for reading in readings for figure in reading.figures),
            routes=tuple(route for reading in readings for route in reading.routes),
        )

    @classmethod
    def merged(cls, tables: Iterable[EventTable]) -> Self:
        """Make one table of several; a record that comes twice, the same in every field, is kept once."""
        tables = list(tables)
        return cls(
            events=tuple(dict.fromkeys(event for table in tables for event in table.events)),
            figures=tuple(dict.fromkeys(figure for table in tables for figure in table.figures)),
            routes=tuple(dict.fromkeys(route for table in tables for route in table.routes)),
            notices=tuple(notice for table in tables for notice in table.notices),
        )

    def records(self, *, explain: bool = False) -> list[dict[str, Any]]:
        """Return every record as the dictionary that a line of an events file holds; with ``explain`` events carry their ``trace``."""
        return [
            *(event.to_dict(explain=explain) for event in self.events),
            *(figure.to_dict() for figure in self.figures),
            *(route.to_dict() for route in self.routes),
        ]
