"""Make ``lakes.npz``: lakes and reservoirs of Natural Earth 1:10m, which bound who holds what.

    python gazetteer/build_lakes.py ne_10m_lakes.shp

Each ring is stored as whole thousandths of a degree (about 100 m, finer than the source is drawn), without corners that do not show at that size.
"""

from __future__ import annotations

import sys
from pathlib import Path

import geopandas
import numpy as np
import shapely

HERE = Path(__file__).parent
SCALE = 1000
TOLERANCE = 0.002


def main() -> None:
    """Write the file."""
    shapes = shapely.make_valid(geopandas.read_file(sys.argv[1]).geometry.to_numpy())
    coarse = shapely.make_valid(shapely.set_precision(shapely.simplify(shapes, TOLERANCE), 1 / SCALE))
    polygons = [part for part in shapely.get_parts(coarse).tolist() if part.geom_type == "Polygon" and part.area > 0]
    polygons.sort(key=lambda part: (part.bounds, part.area))
    rings, of_polygon = shapely.get_rings(np.array(polygons), return_index=True)
    xy, of_ring = shapely.get_coordinates(rings, return_index=True)
    steps = np.diff(np.rint(xy * SCALE).astype(np.int32), axis=0, prepend=0)  # small numbers pack well
    np.savez_compressed(
        HERE / "lakes.npz",
        step=steps,
        ring_length=np.bincount(of_ring).astype(np.int32),
        ring_count=np.bincount(of_polygon).astype(np.int16),
    )
    print(len(polygons), "lakes,", len(xy), "points,", (HERE / "lakes.npz").stat().st_size, "bytes")


if __name__ == "__main__":
    main()
