"""Where between places the boundary runs: indicator kriging on a triangulation whose corners include every place.

Half-way between neighbours (Voronoi cells) is blind to all other places. Indicator kriging (Journel 1983, doi:10.1007/BF01031292) estimates for
each side how likely a point is to be its own from the nearest places, weighs clusters of places down, and keeps each place with its own
side; the boundary runs where two sides are equally likely. The estimate is ordinary kriging with a linear variogram, which has no scale of its
own, so that a map of a province and one of a country are drawn alike. (A variogram ``distance ** 0.5`` came 0.0002 to 0.0022 nearer to
published fronts, but left a town that is held amid another side's a fifth of its cell; the linear one leaves it 60 %.)

The estimate is made at the points of a lattice inside the triangles that a boundary crosses and is taken to be linear between them. Its weights
depend on the places alone: they are kept. So are the last days: where none of the places that a point is estimated from has changed, it goes to
the same side, and a triangle of such points is crossed by the same lines. A new report costs the triangles about its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.spatial import KDTree

__all__ = ["KrigingField"]

_NEIGHBOURS = 16
_STEPS = 4  # pieces of a triangle's side
_MIN_FILLERS = 200
# A boundary keeps this share of a lattice step away from lattice points, so that no line has length 0 and every place is inside its area.
_CLEAR = 0.02
_BATCH = 512  # systems at a time: as many as stay in a processor's cache
_TOUCHING = 1e-9
_NEVER = -1e9  # the estimate of a code that takes no part: below every other, and finite
_DAYS_KEPT = 3  # the day before, and the two of a comparison or of shares with and without claims
_UNSEEN = -1


@dataclass(eq=False)
class _Day:
    """What has been found out about one set of codes.

    Attributes
    ----------
    codes, apart
        As `KrigingField.crossings` is asked.
    label
        By row of the field: the likeliest code, or `_UNSEEN`.
    crossed, points
        Triangles that a boundary crosses, ascending, and the rows of their lattice points.
    lines, owner
        Segments of the boundary, shape (m, 2, 2), and the triangle that each lies in, ascending.
    """

    codes: NDArray[np.intp]
    apart: NDArray[np.bool_]
    label: NDArray[np.intp]
    crossed: NDArray[np.int64]
    points: NDArray[np.int64]
    lines: NDArray[np.float64]
    owner: NDArray[np.int64]


class KrigingField:
    """Estimates between places, with their weights kept.

    Parameters
    ----------
    xy
        Shape (n, 2), metres in an equal-area plane, no two the same.
    extent
        Shape (k, 2): points that the triangulation has to enclose.
    """

    def __init__(self, xy: NDArray[np.float64], extent: NDArray[np.float64]) -> None:
        from scipy.spatial import KDTree

        self._places = len(xy)
        self._tree = KDTree(xy)
        self._xy = xy
        corners = np.concatenate([xy, _fillers(xy, extent, self._tree)])
        triangles = triangulated(corners)
        self._triangles = triangles
        sides = triangles[:, [[0, 1], [0, 2], [1, 2]]].reshape(-1, 2)
        keys, edge = np.unique(sides[:, 0] * len(corners) + sides[:, 1], return_inverse=True)
        self._edge = edge.reshape(-1, 3)
        self._edge_ends = np.column_stack(np.divmod(keys, len(corners)))
        self._inner = _lattice_inner(_STEPS)
        self._first_edge_point = len(corners)
        self._first_inner_point = self._first_edge_point + len(keys) * (_STEPS - 1)
        total = self._first_inner_point + len(triangles) * len(self._inner)
        self._row = np.full(total, -1, dtype=np.int64)
        self._size = 0
        self._point_xy = np.empty((0, 2))
        self._neighbour = np.empty((0, 0), dtype=np.int64)
        self._distance = np.empty((0, 0))
        self._weight = np.empty((0, 0))
        self._solved = np.empty(0, dtype=bool)
        self._own_weights()
        self._weights_of(np.arange(len(xy), len(corners)), corners[len(xy) :])
        # Triangles on each edge, to walk from one to the next; -1 where there is none.
        order = np.argsort(edge, kind="stable")
        start = np.searchsorted(edge[order], np.arange(len(keys)))
        count = np.bincount(edge, minlength=len(keys))
        self._on_edge = np.full((len(keys), 2), -1, dtype=np.int64)
        self._on_edge[:, 0] = order[start] // 3
        two = count > 1
        self._on_edge[two, 1] = order[start[two] + 1] // 3
        self._lattice = _lattice(_STEPS)
        self._small = _small_triangles(_STEPS)
        self._days: list[_Day] = []

    def codes_at(self, points_xy: NDArray[np.float64], codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.intp]:
        """Return the code of points, shape (k, 2), metres in the plane, as the lines of `crossings` divide it; never one set apart."""
        count = len(apart)
        found = self._triangle_at(points_xy)
        ids = self._points_of(found)
        share = self._shares(ids, codes, apart).reshape(*ids.shape, count)
        # Where in the lattice of the triangle, and so in which of its small triangles, the point lies.
        _, b, c = self._barycentric(found, points_xy) * _STEPS
        best = np.zeros(len(points_xy), dtype=np.intp)
        deepest = np.full(len(points_xy), -np.inf)
        lattice = self._lattice
        for small in self._small:
            p0, p1, p2 = (lattice[k, 1:].astype(float) for k in small)
            e1, e2 = p1 - p0, p2 - p0
            area = e1[0] * e2[1] - e1[1] * e2[0]
            s = ((b - p0[0]) * e2[1] - (c - p0[1]) * e2[0]) / area
            t = (e1[0] * (c - p0[1]) - e1[1] * (b - p0[0])) / area
            depth = np.minimum(np.minimum(s, t), 1.0 - s - t)
            mine = depth > deepest
            if mine.any():
                weight = np.stack([1.0 - s - t, s, t], axis=1)[mine]
                corner_share = share[mine][:, small]
                allowed = np.zeros((int(mine.sum()), count), dtype=bool)
                np.put_along_axis(allowed, _likeliest(corner_share), values=True, axis=1)
                mixed = np.einsum("ij,ijk->ik", weight, corner_share)
                best[mine] = np.where(allowed, mixed, -np.inf).argmax(axis=1)
                deepest[mine] = depth[mine]
        return best

    @cached_property
    def _around(self) -> tuple[KDTree, NDArray[np.int64], NDArray[np.int64]]:
        """Index of the corners, the triangles sorted by corner, and where those of each corner begin."""
        from scipy.spatial import KDTree

        corner = self._triangles.ravel()
        order = np.argsort(corner, kind="stable")
        start = np.searchsorted(corner[order], np.arange(self._first_edge_point + 1))
        return KDTree(self._point_xy[self._row[: self._first_edge_point]]), order // 3, start

    def _triangle_at(self, points_xy: NDArray[np.float64]) -> NDArray[np.int64]:
        """Return the triangle that each point lies in: of several, and where rounding leaves it in none, the one it lies deepest in."""
        tree, triangles, start = self._around
        nearest = tree.query(points_xy, k=3)[1]
        found = np.zeros(len(points_xy), dtype=np.int64)
        for k, corners in enumerate(nearest.tolist()):
            near = np.unique(np.concatenate([triangles[start[c] : start[c + 1]] for c in corners]))
            found[k], depth = self._deepest(near, points_xy[k])
            if depth < -_TOUCHING:
                found[k], _ = self._deepest(np.arange(len(self._triangles)), points_xy[k])
        return found

    def _deepest(self, triangles: NDArray[np.int64], point_xy: NDArray[np.float64]) -> tuple[int, float]:
        depth = self._barycentric(triangles, np.broadcast_to(point_xy, (len(triangles), 2))).min(axis=0)
        best = int(depth.argmax())
        return int(triangles[best]), float(depth[best])

    def _barycentric(self, triangles: NDArray[np.int64], points_xy: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the barycentric coordinates, shape (3, m), of points in triangles."""
        corner = self._corners(triangles)
        u, v, d = corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0], points_xy - corner[:, 0]
        det = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
        b = (d[:, 0] * v[:, 1] - d[:, 1] * v[:, 0]) / det
        c = (u[:, 0] * d[:, 1] - u[:, 1] * d[:, 0]) / det
        return np.stack([1.0 - b - c, b, c])

    def crossings(self, codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the boundaries between places with different codes.

        Parameters
        ----------
        codes
            Shape (n,): a small non-negative number for each place.
        apart
            Shape (at least the largest code + 1,): which codes take no part, so that what is around their places is shared by the others.

        Returns
        -------
        ndarray
            Shape (m, 2, 2), metres in the plane: segments that meet at shared ends only.
        """
        day = self._continued(codes, apart)
        active = self._active(day)
        points = self._row[self._points_of(active)]
        fresh = active[~np.isin(active, day.crossed)]
        lines, owner = self._lines_in(fresh, day)
        lines, owner = np.concatenate([day.lines, lines]), np.concatenate([day.owner, owner])
        mine = np.isin(owner, active)
        lines, owner = lines[mine], owner[mine]
        order = np.argsort(owner, kind="stable")
        day.crossed, day.points = active, points
        day.lines, day.owner = lines[order], owner[order]
        self._days = [day, *self._days[: _DAYS_KEPT - 1]]
        return day.lines

    def _continued(self, codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> _Day:
        """Return a day with what it has in common with the most similar of the days that are kept."""
        alike = [day for day in self._days if np.array_equal(day.apart, apart)]
        if not alike:
            none = np.empty(0, dtype=np.int64)
            label = np.full(self._size, _UNSEEN, dtype=np.intp)
            return _Day(codes.copy(), apart.copy(), label, none, np.empty((0, len(self._lattice)), dtype=np.int64), np.empty((0, 2, 2)), none)
        day = min(alike, key=lambda known: int((known.codes != codes).sum()))
        # A day that was kept knows nothing of points that have come up since.
        label = np.full(self._size, _UNSEEN, dtype=np.intp)
        label[: len(day.label)] = day.label
        touched = (codes != day.codes)[self._neighbour[: self._size]].any(axis=1)
        label[touched] = _UNSEEN
        same = ~touched[day.points].any(axis=1)
        mine = np.isin(day.owner, day.crossed[same])
        return _Day(codes.copy(), day.apart, label, day.crossed[same], day.points[same], day.lines[mine], day.owner[mine])

    def _lines_in(self, triangles: NDArray[np.int64], day: _Day) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return the segments of the boundary in triangles, shape (m, 2, 2), and the triangle of each."""
        count = len(day.apart)
        ids = self._points_of(triangles)
        label = self._labels(ids.ravel(), day).reshape(ids.shape)
        small = np.array(self._small)
        corner_label = label[:, small].reshape(-1, 3)
        mixed = np.flatnonzero((corner_label != corner_label[:, :1]).any(axis=1))
        corner_id = ids[:, small].reshape(-1, 3)[mixed]
        corner_share = self._shares(corner_id, day.codes, day.apart).reshape(-1, 3, count)
        corner_label = corner_label[mixed]
        # The crossing of each side of each small triangle; its ends in the order of their ids, so that neighbours compute the same point.
        points = np.full((len(mixed), 3, 2), np.nan)
        for k, (i, j) in enumerate(((0, 1), (1, 2), (2, 0))):
            differs = corner_label[:, i] != corner_label[:, j]
            points[differs, k] = self._crossing(corner_id[differs][:, [i, j]], corner_label[differs][:, [i, j]], corner_share[differs][:, [i, j]])
        return _segments(points, triangles[mixed // len(small)])

    def _crossing(self, ids: NDArray[np.int64], labels: NDArray[np.intp], share: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return where two sides are equally likely between two lattice points; ids and labels of shape (m, 2), shares (m, 2, count)."""
        swap = ids[:, 0] > ids[:, 1]
        ids, labels, share = ids.copy(), labels.copy(), share.copy()
        ids[swap], labels[swap], share[swap] = ids[swap][:, ::-1], labels[swap][:, ::-1], share[swap][:, ::-1]
        each = np.arange(len(ids))
        first, second = labels[:, 0], labels[:, 1]
        ahead = share[each, 0, first] - share[each, 0, second]
        behind = share[each, 1, second] - share[each, 1, first]
        total = ahead + behind
        part = np.clip(np.where(total > 0, ahead / np.where(total > 0, total, 1.0), 0.5), _CLEAR, 1.0 - _CLEAR)
        start, end = self._point_xy[self._row[ids[:, 0]]], self._point_xy[self._row[ids[:, 1]]]
        return np.asarray(start + part[:, None] * (end - start))

    def _active(self, day: _Day) -> NDArray[np.int64]:
        """Return the triangles that a boundary crosses, found by walking along it, in ascending order."""
        corner = self._labels(np.arange(self._first_edge_point), day)[self._triangles]
        reached = (corner != corner[:, :1]).any(axis=1)
        fresh = np.flatnonzero(reached)
        while len(fresh):
            edges = np.unique(self._edge[fresh])
            ids = self._edge_points(edges)
            self._ensure(ids.ravel(), fresh)
            label = self._labels(ids.ravel(), day).reshape(ids.shape)
            crossed = edges[(label != label[:, :1]).any(axis=1)]
            following = np.unique(self._on_edge[crossed])
            following = following[following >= 0]
            fresh = following[~reached[following]]
            reached[fresh] = True
        return np.flatnonzero(reached)

    def _labels(self, ids: NDArray[np.int64], day: _Day) -> NDArray[np.intp]:
        """Return the likeliest code at points whose neighbours are at hand."""
        row = self._row[ids]
        if len(day.label) < self._size:
            day.label = np.concatenate([day.label, np.full(self._size - len(day.label), _UNSEEN, dtype=np.intp)])
        unseen = np.unique(row[day.label[row] == _UNSEEN])
        near = day.codes[self._neighbour[unseen]]
        divided = (near != near[:, :1]).any(axis=1)
        # What takes no part leaves the first of the others, if only to have one.
        first = int((~day.apart).argmax())
        label = np.where(day.apart[near[:, 0]], first, near[:, 0])
        label[divided] = _likeliest(self._share_rows(unseen[divided], day.codes, day.apart))
        day.label[unseen] = label
        return day.label[row]

    def _edge_points(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the ids of the lattice points on edges, their ends included."""
        between = self._first_edge_point + edges[:, None] * (_STEPS - 1) + np.arange(_STEPS - 1)
        return np.column_stack([between, self._edge_ends[edges]])

    def _points_of(self, triangles: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the ids of the lattice points of triangles, in the order of the lattice, with their weights at hand."""
        ids = np.empty((len(triangles), len(self._lattice)), dtype=np.int64)
        inner = 0
        for k, (a, b, c) in enumerate(self._lattice.tolist()):
            zero = (a == 0) + (b == 0) + (c == 0)
            if zero == 2:  # noqa: PLR2004 - a corner of the triangle
                ids[:, k] = self._triangles[triangles, (a, b, c).index(_STEPS)]
            elif zero == 1:
                side, step = (0, b) if c == 0 else (1, c) if b == 0 else (2, c)
                ids[:, k] = self._first_edge_point + self._edge[triangles, side] * (_STEPS - 1) + step - 1
            else:
                ids[:, k] = self._first_inner_point + triangles * len(self._inner) + inner
                inner += 1
        self._ensure_lattice(ids, triangles)
        return ids

    def _corners(self, triangles: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(self._point_xy[self._row[self._triangles[triangles]]])

    def _ensure(self, ids: NDArray[np.int64], triangles: NDArray[np.int64]) -> None:
        if (self._row[ids] < 0).any():
            self._points_of(triangles)

    def _ensure_lattice(self, ids: NDArray[np.int64], triangles: NDArray[np.int64]) -> None:
        """Compute the weights of the lattice points that are new."""
        new, where = np.unique(ids.ravel(), return_index=True)
        missing = self._row[new] < 0
        if not missing.any():
            return
        new, where = new[missing], where[missing]
        triangle, spot = triangles[where // len(self._lattice)], self._lattice[where % len(self._lattice)]
        corner = self._corners(triangle)
        xy = np.einsum("ij,ijk->ik", spot / _STEPS, corner)
        self._weights_of(new, xy)

    def _own_weights(self) -> None:
        """Give every place, as a point of the lattice, the whole weight of itself."""
        k = min(_NEIGHBOURS, self._places)
        self._row[: self._places] = np.arange(self._places)
        self._point_xy = self._xy.copy()
        self._neighbour = np.repeat(np.arange(self._places)[:, None], k, axis=1)
        self._distance = np.zeros((self._places, k))
        self._weight = np.zeros((self._places, k))
        self._weight[:, 0] = 1.0
        self._solved = np.ones(self._places, dtype=bool)
        self._size = self._places

    def _weights_of(self, ids: NDArray[np.int64], xy: NDArray[np.float64]) -> None:
        """Keep the neighbours of points that are no places; what each of them weighs is found out where it matters."""
        k = min(_NEIGHBOURS, self._places)
        distance, neighbour = self._tree.query(xy, k=k)
        first, self._size = self._size, self._size + len(xy)
        if self._size > len(self._point_xy):
            # Half as much again, so that a few points more on each of many days are not paid for with a copy of all.
            room = self._size * 3 // 2
            self._point_xy, self._neighbour, self._distance, self._weight, self._solved = (
                _widened(kept, room) for kept in (self._point_xy, self._neighbour, self._distance, self._weight, self._solved)
            )
        new = slice(first, self._size)
        self._row[ids] = np.arange(first, self._size)
        self._point_xy[new] = xy
        self._neighbour[new] = neighbour.reshape(len(xy), k)
        self._distance[new] = distance.reshape(len(xy), k)
        self._weight[new, 0] = 1.0

    def _solve(self, rows: NDArray[np.int64]) -> None:
        """Find the kriging weights of points, by their rows."""
        rows = np.unique(rows)
        for start in range(0, len(rows), _BATCH):
            part = rows[start : start + _BATCH]
            self._weight[part] = _kriging_weights(self._xy[self._neighbour[part]], self._distance[part])
        self._solved[rows] = True

    def _share_rows(self, row: NDArray[np.int64], codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the estimate for each code at points by their rows, shape (len(row), count)."""
        count = len(apart)
        near = codes[self._neighbour[row]]
        # Weights add up to one: where all neighbours agree, what each of them weighs makes no difference.
        divided = (near != near[:, :1]).any(axis=1)
        self._solve(row[divided & ~self._solved[row]])
        cell = near + count * np.arange(len(row))[:, None]
        weights = np.bincount(cell.ravel(), weights=self._weight[row].ravel(), minlength=count * len(row))
        share: NDArray[np.float64] = np.asarray(weights, dtype=np.float64).reshape(len(row), count)
        share[:, apart] = _NEVER
        return share

    def _shares(self, ids: NDArray[np.int64], codes: NDArray[np.intp], apart: NDArray[np.bool_]) -> NDArray[np.float64]:
        """Return the estimate for each code at points whose neighbours are at hand, one row for each of the ids of any shape."""
        unique, inverse = np.unique(ids.ravel(), return_inverse=True)
        return self._share_rows(self._row[unique], codes, apart)[inverse]


def _widened(kept: NDArray[Any], room: int) -> NDArray[Any]:
    """Return an array with zeros after it, so that it has so many rows."""
    wide = np.zeros((room, *kept.shape[1:]), dtype=kept.dtype)
    wide[: len(kept)] = kept
    return wide


def _likeliest(share: NDArray[np.float64]) -> NDArray[np.intp]:
    """Return the code with the largest estimate, along the last axis."""
    # What no neighbour has is estimated at 0 and would beat what next to a code that takes no part comes out below 0.
    return np.asarray(np.where(share == 0.0, _NEVER / 2.0, share).argmax(axis=-1))


def _kriging_weights(places: NDArray[np.float64], distance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the weights of ordinary kriging, shape (m, k), for places of shape (m, k, 2) at distances of shape (m, k) from the points."""
    count, k = distance.shape
    # Distances only matter relative to each other; near 1 they keep the system well conditioned.
    scale = np.maximum(distance.mean(axis=1), 1e-9)[:, None]
    x, y = places[:, :, 0] / scale, places[:, :, 1] / scale
    system = np.ones((count, k + 1, k + 1))
    squared = (x[:, :, None] - x[:, None, :]) ** 2
    squared += (y[:, :, None] - y[:, None, :]) ** 2
    np.sqrt(squared, out=system[:, :k, :k])
    system[:, k, k] = 0.0
    right = np.ones((count, k + 1, 1))
    right[:, :k, 0] = distance / scale
    return np.asarray(np.linalg.solve(system, right)[:, :k, 0])


def triangulated(points: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the Delaunay triangles of points, shape (n, 2), no two the same, as rows of three indices in ascending order.

    GEOS makes them in half the time that Qhull takes, but starts from a large triangle about all points, which may cost a sliver of the hull; Qhull
    is asked where the count of triangles shows that.
    """
    import shapely
    from scipy.spatial import Delaunay

    corners = shapely.get_coordinates(shapely.delaunay_triangles(shapely.linestrings(points))).reshape(-1, 4, 2)[:, :3].reshape(-1, 2)
    # Complex numbers sort by their real part first: a key for looking up corners.
    key = points[:, 0] + 1j * points[:, 1]
    order = np.argsort(key)
    triangles = np.sort(order[np.searchsorted(key[order], corners[:, 0] + 1j * corners[:, 1])].reshape(-1, 3), axis=1).astype(np.int64)
    sides = triangles[:, [[0, 1], [0, 2], [1, 2]]].reshape(-1, 2)
    count = np.unique_counts(sides[:, 0] * len(points) + sides[:, 1]).counts
    # Euler: a disc of n corners, b of them on its rim, has 2 n - 2 - b triangles.
    if len(triangles) != 2 * len(points) - 2 - int((count == 1).sum()):
        triangles = np.sort(Delaunay(points).simplices.astype(np.int64), axis=1)
    return np.asarray(triangles)


def _fillers(xy: NDArray[np.float64], extent: NDArray[np.float64], tree: KDTree) -> NDArray[np.float64]:
    """Return points of a triangular grid where places are sparse, and around all of them."""
    everything = np.concatenate([xy, extent])
    low, high = everything.min(axis=0), everything.max(axis=0)
    area = float(np.prod(np.maximum(high - low, 1.0)))
    step = 1.5 * np.sqrt(area / max(len(xy), _MIN_FILLERS))
    step = max(step, float((high - low).max()) / 500.0, 1.0)
    low, high = low - 2.0 * step, high + 2.0 * step
    rows = np.arange(low[1], high[1] + step, step * np.sqrt(0.75))
    columns = np.arange(low[0], high[0] + step, step)
    x, y = np.meshgrid(columns, rows)
    x[1::2] += step / 2.0
    grid = np.column_stack([x.ravel(), y.ravel()])
    return np.asarray(grid[tree.query(grid)[0] > 0.7 * step])


def _lattice(steps: int) -> NDArray[np.int64]:
    """Return the barycentric coordinates, times ``steps``, of the lattice points of a triangle."""
    return np.array([(steps - b - c, b, c) for b in range(steps + 1) for c in range(steps + 1 - b)], dtype=np.int64)


def _lattice_inner(steps: int) -> NDArray[np.int64]:
    lattice = _lattice(steps)
    return np.asarray(lattice[(lattice > 0).all(axis=1)])


def _small_triangles(steps: int) -> list[list[int]]:
    """Return the small triangles of the lattice as indices into it."""
    index = {(b, c): k for k, (_, b, c) in enumerate(_lattice(steps).tolist())}
    upright = [[index[b, c], index[b + 1, c], index[b, c + 1]] for b in range(steps) for c in range(steps - b)]
    hanging = [[index[b + 1, c], index[b + 1, c + 1], index[b, c + 1]] for b in range(steps - 1) for c in range(steps - 1 - b)]
    return upright + hanging


def _segments(points: NDArray[np.float64], owner: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return what crossings on the sides of small triangles (shape (m, 3, 2), NaN for none) are joined to, shape (k, 2, 2), and the owner of each.

    Two crossings are joined; three meet in their middle.
    """
    have = np.isfinite(points[:, :, 0])
    three = have.all(axis=1)
    middle = points[three].mean(axis=1)
    sides = [(i, j, have[:, i] & have[:, j] & ~three) for i, j in ((0, 1), (1, 2), (2, 0))]
    ends = [np.stack([points[mine, i], points[mine, j]], axis=1) for i, j, mine in sides]
    ends += [np.stack([points[three, side], middle], axis=1) for side in range(3)]
    return np.concatenate(ends), np.concatenate([*(owner[mine] for _, _, mine in sides), *(owner[three] for _ in range(3))])
