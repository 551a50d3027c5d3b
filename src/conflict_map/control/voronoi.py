"""Voronoi edges of places, each with the two places on its sides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["voronoi_edges"]

_RING_POINTS = 48


def voronoi_edges(xy: NDArray[np.float64], extent: NDArray[np.float64]) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Return pairs of neighbours, shape (m, 2), and the ends of the edges between them, shape (m, 2, 2).

    Parameters
    ----------
    xy
        Shape (n, 2), metres, at least two points.
    extent
        Shape (k, 2): points that the edges have to reach. Edges go on beyond them.
    """
    from scipy.spatial import Voronoi

    everything = np.concatenate([xy, extent])
    size = float(np.ptp(everything, axis=0).max()) or 1.0
    # A wide ring about all places gives every edge between places two ends.
    angle = np.linspace(0.0, 2.0 * np.pi, _RING_POINTS, endpoint=False) + 0.1
    ring = (everything.min(axis=0) + everything.max(axis=0)) / 2.0 + 4.0 * size * np.column_stack([np.cos(angle), np.sin(angle)])
    found = Voronoi(np.concatenate([xy, ring]))
    ends = np.array(found.ridge_vertices)
    real = (found.ridge_points < len(xy)).all(axis=1) & (ends >= 0).all(axis=1) & (ends[:, 0] != ends[:, 1])
    return found.ridge_points[real].astype(np.intp), found.vertices[ends[real]]
