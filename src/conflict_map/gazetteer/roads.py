"""Main roads as context on a base map: the table of roads that reports name, cut to a box."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import shapely

from conflict_map.gazetteer.areas import BasemapRoad

if TYPE_CHECKING:
    from collections.abc import Iterable

    from conflict_map.gazetteer.routes import Route

__all__ = ["main_roads", "road_number"]

# What a road sign has room for: letters and a number.
_NUMBER = re.compile(r"[A-Z]{0,3}[- ]?\d{1,4}[A-Z]?\Z")


def road_number(route: Route) -> str:
    """Return the number of a road as signs have it, empty where it has only a name.

    Examples
    --------
    >>> from conflict_map.gazetteer.routes import load_routes
    >>> road_number(load_routes()["SY-M5"])
    'M5'
    """
    first = route.name.split(",", 1)[0].strip()
    return next((name for name in (first, *(alias.removeprefix("?") for alias in route.aliases)) if _NUMBER.match(name)), "")


def main_roads(routes: Iterable[Route], bounds: tuple[float, float, float, float]) -> list[BasemapRoad]:
    """Return the roads that cross a box (west, south, east, north), degrees, clipped to it, in the order of the table."""
    found = []
    for route in routes:
        line = shapely.clip_by_rect(route.line, *bounds)
        if not line.is_empty and shapely.length(line) > 0:
            found.append(BasemapRoad(route.id, road_number(route), line))
    return found
