"""A movement as drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model.places import EventPlace


__all__ = ["Flow"]


@dataclass(frozen=True, slots=True)
class Flow:
    """One movement as drawn. An event with several destinations has one flow for each of them.

    Attributes
    ----------
    id, event_id
        Stable name of the flow, and the event that it draws.
    shape
        ``arrow`` (a destination is named), ``border`` (to the nearest stretch of a border or coast), ``wedge`` (only a direction: a sector, no
        end claimed), ``origin`` (only where from: a point), ``arrival`` (only where to: a point) or ``unplaced`` (no geometry; see ``reason``).
    geometry
        EPSG:4326. Lines run from the origin to the target and begin and end exactly on them; they are MultiLineString where they cross the
        antimeridian.
    origin, destination
        The places drawn; None where the report does not say.
    start, end
        (lat, lon) of the first and last vertex, or of the point; ``end`` is None where no end is claimed.
    width_class
        0 for an unknown number, 1 (fewest) to 5 (most).
    shared_by
        How many flows draw this event: its number of people is for all of them together.
    flags
        What a reader has to know, in words: an area drawn from one point, a direction that contradicts the destination …
    reason
        Why the flow has this shape.
    """

    id: str
    event_id: str
    shape: str
    geometry: BaseGeometry | None = None
    origin: EventPlace | None = None
    destination: EventPlace | None = None
    start: tuple[float, float] | None = None
    end: tuple[float, float] | None = None
    width_class: int = 0
    shared_by: int = 1
    flags: tuple[str, ...] = ()
    reason: str = ""
