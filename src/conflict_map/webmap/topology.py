"""Geometry as arcs on an integer grid: a stretch of boundary that several polygons share is written once.

Rings are cut where three or more boundaries meet, as TopoJSON does it (Bostock & Metcalf, "The TopoJSON format specification", 2013);
each piece is kept once, whichever way its neighbours run along it. Two hundred dates of areas made from the same cells then cost little
more than one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflict_map.webmap.encode import pack, pack_deltas

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["ArcStore", "rings_of"]

_Point = tuple[int, int]
_MIN_RING = 3


def rings_of(geometry: BaseGeometry | None) -> list[list[np.ndarray]]:
    """Return the polygons of a geometry as lists of rings, shape (n, 2), the outer one first; anything that is not a polygon is left out."""
    if geometry is None or geometry.is_empty:
        return []
    return [
        [np.asarray(part.exterior.coords)[:, :2], *(np.asarray(hole.coords)[:, :2] for hole in part.interiors)]
        for part in shapely.get_parts(geometry).tolist()
        if part.geom_type == "Polygon" and not part.is_empty
    ]


class ArcStore:
    """Collects polygons and lines and writes them as arcs.

    Parameters
    ----------
    per_degree
        Cells of the grid to a degree: 1000 is about 111 m, 10000 about 11 m at the equator.
    box
        (west, south, east, north) of the box that the geometry was clipped to; rings are also cut where they reach it, so that the
        edges of the box are arcs of their own. None for no box.
    """

    def __init__(self, per_degree: int, box: tuple[float, float, float, float] | None = None) -> None:
        self.per_degree = per_degree
        self._box = None if box is None else tuple(round(side * per_degree) for side in box)
        self._rings: list[list[_Point]] = []
        self._shapes: list[list[list[int]]] = []

    def add(self, geometry: BaseGeometry | None) -> int:
        """Add a polygon or multipolygon; return its index in what `encode` writes."""
        polygons = []
        for rings in rings_of(geometry):
            kept = []
            for index, ring in enumerate(rings):
                points = self._grid(ring)
                if len(points) < _MIN_RING:
                    if index == 0:
                        break
                    continue
                kept.append(len(self._rings))
                self._rings.append(points)
            if kept:
                polygons.append(kept)
        self._shapes.append(polygons)
        return len(self._shapes) - 1

    def _grid(self, ring: np.ndarray) -> list[_Point]:
        points = np.rint(ring * self.per_degree).astype(np.int64)
        keep = np.ones(len(points), dtype=bool)
        keep[1:] = np.any(points[1:] != points[:-1], axis=1)
        points = points[keep]
        if len(points) > 1 and np.array_equal(points[0], points[-1]):
            points = points[:-1]
        return [(x, y) for x, y in points.tolist()]

    def encode(self) -> dict[str, Any]:
        """Return ``q`` (cells to a degree), ``l`` (points of each arc), ``a`` (all points as steps), ``s`` (rings of arcs), ``n`` (shapes).

        In a ring the arc ``i`` runs forwards, ``~i`` backwards. The numbers of ``s`` are, in one stream for all shapes: count of polygons, for
        each count of rings, for each count of arcs and the arcs.
        """
        corners = self._corners()
        index: dict[tuple[_Point, ...], int] = {}
        uses: list[int] = []
        ring_arcs: list[list[int]] = []
        for ring in self._rings:
            refs = []
            for arc in _cut(ring, corners):
                backwards = arc[::-1]
                forwards = arc <= backwards
                key = arc if forwards else backwards
                number = index.setdefault(key, len(index))
                if number == len(uses):
                    uses.append(0)
                uses[number] += 1
                refs.append(number if forwards else ~number)
            ring_arcs.append(refs)
        stream: list[int] = []
        for shape in self._shapes:
            stream.append(len(shape))
            for rings in shape:
                stream.append(len(rings))
                for ring_number in rings:
                    refs = ring_arcs[ring_number]
                    stream.append(len(refs))
                    stream.extend(refs)
        self.arcs = list(index)
        self.uses = uses
        lengths = [len(arc) for arc in self.arcs]
        points = np.array([point for arc in self.arcs for point in arc], dtype=np.int64).reshape(-1, 2)
        return {"q": self.per_degree, "l": pack(lengths), "a": pack_deltas(points), "s": pack(stream), "n": len(self._shapes)}

    def on_box(self, arc: Sequence[_Point]) -> bool:
        """Whether an arc runs along the clipping box."""
        if self._box is None:
            return False
        west, south, east, north = self._box
        xs, ys = {x for x, _ in arc}, {y for _, y in arc}
        return (len(xs) == 1 and xs <= {west, east}) or (len(ys) == 1 and ys <= {south, north})

    def _corners(self) -> set[_Point]:
        neighbours: dict[_Point, tuple[_Point, _Point]] = {}
        corners: set[_Point] = set()
        for ring in self._rings:
            for before, here, after in zip([ring[-1], *ring[:-1]], ring, [*ring[1:], ring[0]], strict=True):
                pair = (before, after) if before <= after else (after, before)
                known = neighbours.setdefault(here, pair)
                if known != pair:
                    corners.add(here)
        if self._box is not None:
            west, south, east, north = self._box
            corners.update(point for point in neighbours if point[0] in {west, east} or point[1] in {south, north})
        return corners


def _cut(ring: list[_Point], corners: set[_Point]) -> Iterable[tuple[_Point, ...]]:
    """Cut a ring (not closed) at the corners; a ring without one begins at its smallest vertex."""
    cuts = [number for number, point in enumerate(ring) if point in corners]
    if not cuts:
        start = min(range(len(ring)), key=ring.__getitem__)
        rotated = ring[start:] + ring[:start]
        yield (*rotated, rotated[0])
        return
    for number, start in enumerate(cuts):
        end = cuts[(number + 1) % len(cuts)]
        yield tuple(ring[start : end + 1]) if end > start else tuple(ring[start:] + ring[: end + 1])
