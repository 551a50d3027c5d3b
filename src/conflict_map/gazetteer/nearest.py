"""Point → nearest place, first-level area and country.

Each segment keeps its places to live in sorted by cells of a quarter of a degree; a query looks at the cells around the point, ring by ring, until no
nearer place can come.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.errors import UsageError
from conflict_map.gazetteer.compile import CELLS_PER_DEGREE
from conflict_map.model import Candidate

if TYPE_CHECKING:
    from conflict_map.gazetteer.lookup import Gazetteer
    from conflict_map.gazetteer.segment import Segment

__all__ = ["nearest"]

_EARTH_KM = 6371.0088
_MAX_KM = 1500.0
_CELL_KM = _EARTH_KM * math.pi / 180 / CELLS_PER_DEGREE
_COLUMNS = 360 * CELLS_PER_DEGREE
_FAR_KM = 20.0
_RINGS = 5


def nearest(gazetteer: Gazetteer, lat: float, lon: float) -> Candidate | None:
    """Return the nearest place to live in, with country and first-level area of the point itself in the reason; None in the open ocean.

    Raises
    ------
    UsageError
        If the point is not within ±90, ±180.
    """
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees
        message = f"a point is (lat, lon) within ±90 and ±180 degrees, not ({lat!r}, {lon!r})"
        raise UsageError(message)
    best: tuple[float, int, int, int] | None = None
    for number, segment in enumerate(gazetteer.segments):
        found = _nearest_in(segment, lat, lon)
        # On the same spot the segment that counts more wins.
        if found is not None and (best is None or found[0] < best[0] - 0.5 or (found[0] < best[0] + 0.5 and segment.priority > best[3])):
            best = (found[0], number, found[1], segment.priority)
    if best is None:
        return None
    km, number, record, _ = best
    place = gazetteer.hit(number, record, "name", 1.0).place
    country, admin = gazetteer.area_at(lat, lon)
    where = "in " + ", ".join(part for part in (gazetteer.area_name(admin), country) if part) if country else "at sea"
    return Candidate(place, round(1 / (1 + km / _FAR_KM), 4), f"nearest place, {km:.1f} km away; the point lies {where}")


def _nearest_in(segment: Segment, lat: float, lon: float) -> tuple[float, int] | None:
    """Return distance (km) and record of the nearest place of a segment."""
    cells, records = segment.cells
    if not len(records):
        return None
    row, column = int((lat + 90) * CELLS_PER_DEGREE), int((lon + 180) * CELLS_PER_DEGREE)
    best: tuple[float, int] | None = None
    ring = 0
    while True:
        lowest_cos = math.cos(math.radians(min(89.9, abs(lat) + (ring + 1) / CELLS_PER_DEGREE)))
        reach = (ring - 1) * _CELL_KM * max(lowest_cos, 0.02)  # everything nearer has been seen
        if best is not None and best[0] <= reach:
            return best
        if ring > _RINGS:  # thinly settled: look at all of them at once
            km = _distances(segment, records, lat, lon)
            index = int(np.argmin(km))
            return (float(km[index]), int(records[index])) if km[index] <= _MAX_KM else None
        for found_row, first, last in _ring(row, column, ring):
            if not 0 <= found_row < 180 * CELLS_PER_DEGREE:
                continue
            for low, high in _wrapped(first, last):
                start, end = np.searchsorted(cells, [found_row * _COLUMNS + low, found_row * _COLUMNS + high + 1])
                if end > start:
                    chosen = records[start:end]
                    km = _distances(segment, chosen, lat, lon)
                    index = int(np.argmin(km))
                    if best is None or km[index] < best[0]:
                        best = (float(km[index]), int(chosen[index]))
        ring += 1


def _ring(row: int, column: int, ring: int) -> list[tuple[int, int, int]]:
    """Return the cells at a distance as (row, first column, last column)."""
    if ring == 0:
        return [(row, column, column)]
    edges = [(row + side, column - ring, column + ring) for side in (-ring, ring)]
    return edges + [(row + step, column + side, column + side) for step in range(1 - ring, ring) for side in (-ring, ring)]


def _wrapped(first: int, last: int) -> list[tuple[int, int]]:
    """Return a run of columns within 0 … columns - 1, in two pieces where it crosses the date line."""
    if last - first >= _COLUMNS:
        return [(0, _COLUMNS - 1)]
    first, last = first % _COLUMNS, last % _COLUMNS
    return [(first, last)] if first <= last else [(first, _COLUMNS - 1), (0, last)]


def _distances(segment: Segment, records: np.ndarray, lat: float, lon: float) -> np.ndarray:
    """Return great-circle distances in km (haversine)."""
    lats, lons = np.radians(segment.lat[records] / 1e5), np.radians(segment.lon[records] / 1e5)
    here_lat, here_lon = math.radians(lat), math.radians(lon)
    half = np.sin((lats - here_lat) / 2) ** 2 + math.cos(here_lat) * np.cos(lats) * np.sin((lons - here_lon) / 2) ** 2
    distances: np.ndarray = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
    return distances
