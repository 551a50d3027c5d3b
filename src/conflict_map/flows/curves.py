"""Curved lines for arrows: bent so that they keep clear of unrelated places and countries, and fan out from shared ends.

A curve is a quadratic Bézier curve in Web Mercator (the page's projection, so that it looks there as it was meant), stored as a line of
degrees. Its bend is the height of the arc over the straight line as a share of that line, positive to the left of the way. Curved lines with
heads at their ends read best for flows between few places (Jenny et al. 2018, doi:10.1080/15230406.2016.1262280).
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely
import shapely.affinity
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box

from conflict_map import geo

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]
    Indices = npt.NDArray[np.intp]

__all__ = ["Course", "cut_antimeridian", "draw_courses", "sector"]

_SEGMENTS = 24
_BENDS = (0.14, -0.14, 0.2, -0.2, 0.27, -0.27, 0.08, -0.08, 0.36, -0.36)
_LEAST_BEND, _MOST_BEND = 0.08, 0.6
_TURN_BINS = 36
_MANY_PAIRS = 1000
_MANY_BENDS = 40
_MAX_LATITUDE = 85.0
_ANTIMERIDIAN = 180.0

# What a curve costs; a curve with the lowest sum is taken.
_COST_NEAR_PLACE = 3.0
_COST_OUTSIDE = 4.0
_COST_SAME_START = 1.5
_COST_BEND = 1.0


class Course(NamedTuple):
    """A line to draw: (lat, lon) of both ends, the countries that it may run through (empty: any), and what orders it among its like."""

    start: tuple[float, float]
    end: tuple[float, float]
    countries: frozenset[str]
    order: str


def _mercator(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    """Return Web Mercator in units of a degree of longitude at the equator."""
    phi = np.radians(np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE))
    return lon, np.degrees(np.arctanh(np.sin(phi)))


def _degrees(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    return x, np.degrees(np.arcsin(np.tanh(np.radians(y))))


def _unwrap(lon: float, near: float) -> float:
    """Return the longitude, beyond 180 if need be, that is nearest to another."""
    return lon + 360.0 * round((near - lon) / 360.0)


def _ends(course: Course) -> tuple[float, float, float, float]:
    """Return both ends in Mercator units, the second one unwrapped to the shorter way round."""
    lon = np.array([course.start[1], _unwrap(course.end[1], course.start[1])])
    x, y = _mercator(lon, np.array([course.start[0], course.end[0]]))
    return float(x[0]), float(y[0]), float(x[1]), float(y[1])


def _bezier(ends: tuple[float, float, float, float], bends: Floats) -> Floats:
    """Return the points of one curve for each bend, shape (bends, points, 2), in Mercator units."""
    x0, y0, x1, y1 = ends
    dx, dy = x1 - x0, y1 - y0
    t = np.linspace(0.0, 1.0, _SEGMENTS + 1)
    # The control point stands twice as high over the straight line as the arc.
    cx = (x0 + x1) / 2 - 2 * bends * dy
    cy = (y0 + y1) / 2 + 2 * bends * dx
    a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t**2
    x = a * x0 + b * cx[:, None] + c * x1
    y = a * y0 + b * cy[:, None] + c * y1
    return np.stack([x, y], axis=-1)


def _bends(count: int, pairs: int) -> Floats:
    """Return the bends to choose from where ``count`` lines join the same two of ``pairs`` pairs of places: always more than ``count``."""
    # Among thousands of arrows no choice of bends keeps them apart.
    choice = _BENDS if pairs <= _MANY_PAIRS else _BENDS[:4]
    if count <= len(choice) // 2:
        return np.array(choice)
    one_side = np.linspace(_LEAST_BEND, _MOST_BEND, count)
    return np.concatenate([one_side, -one_side])


def draw_courses(
    courses: Sequence[Course],
    places: Sequence[tuple[float, float]],
    area: Callable[[str], BaseGeometry | None],
) -> list[BaseGeometry]:
    """Return the line of each course, EPSG:4326.

    Parameters
    ----------
    courses
        What to draw. Lines between the same two places get different bends; the order of ``courses`` does not matter.
    places
        (lat, lon) of everything else on the map, to keep clear of.
    area
        Polygon of a country by its ISO code, EPSG:4326, or None.

    Returns
    -------
    list of LineString or MultiLineString
        In the order of ``courses``; first and last vertex are exactly its ends. A line over the antimeridian is cut there.
    """
    if not courses:
        return []
    pairs: dict[tuple[tuple[float, float], tuple[float, float]], list[int]] = defaultdict(list)
    for index, course in enumerate(courses):
        pairs[min(course.start, course.end), max(course.start, course.end)].append(index)
    keys = sorted(pairs)
    heads = [Course(a, b, courses[pairs[a, b][0]].countries, "") for a, b in keys]
    bends = [_bends(len(pairs[key]), len(keys)) for key in keys]
    curves = [_bezier(_ends(head), bend) for head, bend in zip(heads, bends, strict=True)]
    costs = _costs(heads, bends, curves, places, area)

    turns: dict[tuple[float, float], Floats] = defaultdict(lambda: np.zeros(_TURN_BINS))
    chosen: dict[int, Floats] = {}
    for key, head, bend, curve, cost in zip(keys, heads, bends, curves, costs, strict=True):
        free = np.ones(len(bend), dtype=bool)
        out, back = _turns(curve), _turns(curve[:, ::-1])
        for index in sorted(pairs[key], key=lambda index: (courses[index].order, index)):
            crowd = _crowd(turns[head.start], out) + _crowd(turns[head.end], back)
            # The straight way's sense decides a tie, so that a line there and one back part to both sides.
            sense = 1e-6 * np.sign(bend) * (1 if courses[index].start == head.start else -1)
            best = int(np.argmin(np.where(free, cost + _COST_SAME_START * crowd - sense, np.inf)))
            free[best] = False
            turns[head.start][out[best]] += 1
            turns[head.end][back[best]] += 1
            chosen[index] = curve[best] if courses[index].start == head.start else curve[best, ::-1]
    return [_line(courses[index], chosen[index]) for index in range(len(courses))]


def _turns(curve: Floats) -> Indices:
    """Return the direction in which each curve leaves its first point, as one of 36 sectors."""
    step = curve[:, 2] - curve[:, 0]
    sectors = np.floor(np.degrees(np.arctan2(step[:, 1], step[:, 0])) % 360 / (360 / _TURN_BINS))
    return np.asarray(sectors, dtype=np.intp) % _TURN_BINS


def _crowd(taken: Floats, turns: Indices) -> Floats:
    """Return how many lines leave a point in each of some directions or next to it, at most 3."""
    near = taken + 0.5 * (np.roll(taken, 1) + np.roll(taken, -1))
    return np.minimum(near, 3.0)[turns]


def _costs(
    heads: Sequence[Course],
    bends: Sequence[Floats],
    curves: Sequence[Floats],
    places: Sequence[tuple[float, float]],
    area: Callable[[str], BaseGeometry | None],
) -> list[Floats]:
    """Return what each curve costs: its bend, places that it runs over, and the share of it that lies in other countries or the sea."""
    costs = [_COST_BEND * np.abs(bend) for bend in bends]
    # A bundle of dozens of lines covers whatever lies beside it, however they are bent.
    few = [index for index, curve in enumerate(curves) if len(curve) <= _MANY_BENDS]
    near = _near_places([heads[index] for index in few], [curves[index] for index in few], places)
    for index, extra in zip(few, near, strict=True):
        costs[index] += _COST_NEAR_PLACE * extra
    by_countries: dict[frozenset[str], list[int]] = defaultdict(list)
    for index, head in enumerate(heads):
        if head.countries:
            by_countries[head.countries].append(index)
    for countries, indices in by_countries.items():
        shapes = [area(country) for country in sorted(countries)]
        known = [shape for shape in shapes if shape is not None]
        if len(known) != len(countries):
            continue
        inside = shapely.union_all(known) if len(known) > 1 else known[0]
        shapely.prepare(inside)
        for index in indices:
            lon, lat = _degrees(curves[index][:, ::2, 0], curves[index][:, ::2, 1])
            out = ~shapely.intersects_xy(inside, (lon + 180) % 360 - 180, lat)
            costs[index] += _COST_OUTSIDE * out.mean(axis=1)
    return costs


def _near_places(heads: Sequence[Course], curves: Sequence[Floats], places: Sequence[tuple[float, float]]) -> list[Floats]:
    """Return for each curve how closely it passes places that are not its ends: the sum of 1 (runs over it) to 0 (keeps clear)."""
    result = [np.zeros(len(curve)) for curve in curves]
    spots = sorted(set(places))
    if not spots or not curves:
        return result
    x, y = _mercator(np.array([lon for _, lon in spots]), np.array([lat for lat, _ in spots]))
    dots = np.asarray(shapely.points(x, y), dtype=object)
    clear = 0.03 * math.hypot(float(np.ptp(x)), float(np.ptp(y)))
    if clear == 0.0:
        return result
    number = {spot: index for index, spot in enumerate(spots)}
    sizes = [len(curve) for curve in curves]
    owner = np.repeat(np.arange(len(curves)), sizes)
    # Chords of every third part of a curve are as good here and a third of the work.
    lines = np.asarray(shapely.linestrings(np.concatenate(curves)[:, ::3]), dtype=object)
    chord = np.array([math.dist(curve[0, 0], curve[0, -1]) for curve in curves])
    reach = np.maximum(np.minimum(clear, 0.25 * chord[owner]), 1e-9)
    line_ids, dot_ids = shapely.STRtree(dots).query(lines, predicate="dwithin", distance=reach)
    own = np.array([(number.get(head.start, -1), number.get(head.end, -1)) for head in heads])
    foreign = (own[owner[line_ids]] != dot_ids[:, None]).all(axis=1)
    line_ids, dot_ids = line_ids[foreign], dot_ids[foreign]
    gaps = np.asarray(shapely.distance(lines[line_ids], dots[dot_ids]))
    sums = np.bincount(line_ids, weights=1.0 - gaps / reach[line_ids], minlength=len(lines))
    return np.split(sums, np.cumsum(sizes)[:-1])


def _line(course: Course, curve: Floats) -> BaseGeometry:
    lon, lat = _degrees(curve[:, 0], curve[:, 1])
    # The pair's curve may have been unwrapped from its other end.
    lon = lon + 360.0 * round((course.start[1] - lon[0]) / 360.0)
    points = np.column_stack([lon, lat])
    points[0] = course.start[1], course.start[0]
    points[-1] = _unwrap(course.end[1], points[-1, 0]), course.end[0]
    return cut_antimeridian(points, last=course.end)


def cut_antimeridian(points: Floats, *, last: tuple[float, float] | None = None) -> BaseGeometry:
    """Return a line of unwrapped longitudes as one of -180 to 180, in parts where it crosses the antimeridian (RFC 7946, 3.1.9).

    ``last`` is (lat, lon) of the end as it was given, so that 180 and -180 stay what they were.
    """
    if points[:, 0].min() >= -_ANTIMERIDIAN and points[:, 0].max() <= _ANTIMERIDIAN:
        return LineString(points)
    parts: list[list[tuple[float, float]]] = [[]]
    shift = 0.0
    for (lon0, lat0), (lon1, lat1) in zip(points[:-1].tolist(), points[1:].tolist(), strict=True):
        parts[-1].append((lon0 - shift, lat0))
        edge = shift + _ANTIMERIDIAN if lon1 - shift > _ANTIMERIDIAN else shift - _ANTIMERIDIAN if lon1 - shift < -_ANTIMERIDIAN else None
        if edge is None:
            continue
        share = (edge - lon0) / (lon1 - lon0)
        lat = lat0 + share * (lat1 - lat0)
        side = _ANTIMERIDIAN if edge > shift else -_ANTIMERIDIAN
        parts[-1].append((side, lat))
        parts.append([(-side, lat)])
        shift += 2 * side
    end = (last[1], last[0]) if last is not None else (points[-1, 0] - shift, points[-1, 1])
    parts[-1].append((float(end[0]), float(end[1])))
    lines = [LineString(part) for part in parts if len(set(part)) > 1]
    return lines[0] if len(lines) == 1 else MultiLineString(lines)


def sector(start: tuple[float, float], bearing: float, km: float, *, half_angle: float = 22.5) -> BaseGeometry:
    """Return the sector of a circle on the sphere, EPSG:4326, its tip exactly on ``start`` (lat, lon)."""
    steps = 12
    angles = [bearing + half_angle * (2 * step / steps - 1) for step in range(steps + 1)]
    edge = [geo.destination(*start, angle, km) for angle in angles]
    # Against the clock, as RFC 7946 wants outer rings.
    shape = Polygon([(start[1], start[0]), *((_unwrap(lon, start[1]), lat) for lat, lon in reversed(edge))])
    west, _, east, _ = shape.bounds
    if west >= -_ANTIMERIDIAN and east <= _ANTIMERIDIAN:
        return shape
    world = box(-_ANTIMERIDIAN, -90.0, _ANTIMERIDIAN, 90.0)
    shifted = [shapely.affinity.translate(shape, xoff=offset).intersection(world) for offset in (-360.0, 0.0, 360.0)]
    parts = [part for piece in shifted for part in shapely.get_parts(piece) if isinstance(part, Polygon) and part.area > 0]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
