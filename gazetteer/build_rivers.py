"""Make ``rivers.npz``: the courses of rivers, by which a report's river is shown where the report's places lie on it.

    python gazetteer/build_rivers.py ne_10m_rivers_lake_centerlines.shp

Lines are those of Natural Earth 1:10m that ``river_lines.csv`` names beside a river of ``regions.csv``; of several rivers of a name those near the
river's point or near what is near it. Stored as whole thousandths of a degree (about 100 m, finer than the source is drawn).
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import geopandas
import numpy as np
import shapely

HERE = Path(__file__).parent
SCALE = 1000
TOLERANCE = 0.003
GAP = 1.0
"""Degrees between pieces of one river: through a lake, or where another country has another name for it."""


def course(lines: list[shapely.Geometry], point: shapely.Point) -> shapely.Geometry:
    """Return the lines that lead from one to the next from a river's point, as one geometry."""
    found: list[shapely.Geometry] = []
    rest, reached = lines, point
    while near := [line for line in rest if line.distance(reached) <= GAP]:
        found += near
        rest = [line for line in rest if line not in near]
        reached = shapely.union_all(found)
    return shapely.line_merge(reached)


def main() -> None:
    """Write the file."""
    # Letters beyond ASCII are lost in this edition; the table names lines as it does ("S?n?gal").
    source = geopandas.read_file(sys.argv[1], encoding="cp1252").dropna(subset=["name"])
    with (HERE / "regions.csv").open(encoding="utf-8", newline="") as file:
        points = {row["name"]: shapely.Point(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file) if row["kind"] == "river"}
    names, lengths, steps = [], [], []
    with (HERE / "river_lines.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lines = source.geometry[source["name"].isin(row["lines"].split("|"))]
            whole = course(list(shapely.get_parts(lines.to_numpy())), points[row["river"]])
            for part in shapely.get_parts(shapely.simplify(whole, TOLERANCE)):
                xy = np.rint(shapely.get_coordinates(part) * SCALE).astype(np.int32)
                xy = xy[np.r_[True, (np.diff(xy, axis=0) != 0).any(axis=1)]]
                if len(xy) == 1:
                    continue
                names.append(row["river"])
                lengths.append(len(xy))
                steps.append(np.diff(xy, axis=0, prepend=0))  # small numbers pack well
            print(
                row["river"], len(lines), whole.geom_type, [round(side, 1) for side in whole.bounds], round(whole.distance(points[row["river"]]), 2)
            )
    np.savez_compressed(HERE / "rivers.npz", name=np.array(names), length=np.array(lengths, dtype=np.int32), step=np.concatenate(steps))
    print(len(set(names)), "rivers,", sum(lengths), "points,", (HERE / "rivers.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
