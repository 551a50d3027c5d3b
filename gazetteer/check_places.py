"""Check ``places.csv``: each point against the points that its two sources give.

    python gazetteer/check_places.py

A source that gives a point says it within its brackets: ``en.wikipedia.org (Melut; 10.4404, 32.2015)``, or in degrees and minutes, ``(47°27′N 35°50′E)``.
Sources that give none (a village of the same name beside a crossing, an index of public code) were compared by hand and are counted. Villages and quarters
may lie 3 km from each of their sources; towns, bases, dams, camps and what else is large 5 km. Faults are printed, and then the exit status is 1.
"""

from __future__ import annotations

import csv
import re
import sys
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

TABLE = Path(__file__).parent / "places.csv"
DECIMAL = re.compile(r"[(;] ?(-?\d{1,2}\.\d+), (-?\d{1,3}\.\d+)\)")
DEGREES = re.compile(r"(\d{1,3})°(?:(\d{1,2})′)?(?:(\d{1,2}(?:\.\d+)?)″)?([NSEW])")
SMALL = {"village", "neighbourhood"}
NEAR_KM, LARGE_KM, EARTH_KM = 3.0, 5.0, 6371.0088


def point_of(source: str) -> tuple[float, float] | None:
    """Return latitude and longitude (degrees) that the words of a source give, or None."""
    if found := DECIMAL.search(source):
        return float(found[1]), float(found[2])
    angles = {
        side: (int(degrees) + int(minutes or 0) / 60 + float(seconds or 0) / 3600) * (-1 if side in "SW" else 1)
        for degrees, minutes, seconds, side in DEGREES.findall(source)
    }
    lat = next((angles[side] for side in "NS" if side in angles), None)
    lon = next((angles[side] for side in "EW" if side in angles), None)
    return None if lat is None or lon is None else (lat, lon)


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the length of the great circle between two points (latitude, longitude)."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    chord = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(chord))


def faults(row: dict[str, str]) -> list[str]:
    """Return what is wrong with a row: each source that lies too far from the row's point or from the other source."""
    limit = NEAR_KM if row["kind"] in SMALL else LARGE_KM
    points = {"the row": (float(row["lat"]), float(row["lon"]))}
    points |= {key: point for key in ("source1", "source2") if (point := point_of(row[key]))}
    pairs = [(a, b) for i, a in enumerate(points) for b in list(points)[i + 1 :]]
    far = [(a, b, distance_km(points[a], points[b])) for a, b in pairs]
    return [f"{row['name']} ({row['country']}): {a} and {b} are {km:.1f} km apart, more than {limit:g}" for a, b, km in far if km > limit]


def main() -> int:
    """Print the faults and how many rows could be checked by their points; return the exit status."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    found = [fault for row in rows for fault in faults(row)]
    given = [sum(point_of(row[key]) is not None for key in ("source1", "source2")) for row in rows]
    print(*found, sep="\n", end="\n" if found else "")
    print(f"{len(rows)} places: {given.count(2)} with the points of both sources, {given.count(1)} of one, {given.count(0)} compared by hand")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
