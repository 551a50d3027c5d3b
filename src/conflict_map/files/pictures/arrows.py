"""Lines to the outlines of arrows, in inches on paper, so that heads and widths do not depend on the resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.ops import substring

from conflict_map.files.pictures.canvas import PX

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]

__all__ = ["arrow_outline", "cut_short", "fan_out", "shaft_width"]

#: The page's proportions: head and width give way on a line too short for them.
_HEAD_PX, _HEAD_PER_WIDTH, _MOST_OF_LINE = 9.0, 1.7, 0.55
_HALF_PX, _HALF_PER_WIDTH, _HALF_PER_HEAD = 5.0, 1.05, 0.8
_LEAST_PX, _WIDTH_PER_LENGTH = 1.6, 0.16
_MOST_TURN = np.radians(50.0)
_STEP_IN = 0.05
_ROUNDS = 60


def shaft_width(length: float, width: float) -> float:
    """Return how wide a shaft is drawn: where the way is hardly longer than the line is wide, the way tells more than the width. Inches."""
    return min(width, max(_LEAST_PX * PX, _WIDTH_PER_LENGTH * length))


def _head_size(length: float, width: float) -> tuple[float, float]:
    """Return length and half width of the head, inches."""
    head = min(_HEAD_PX * PX + _HEAD_PER_WIDTH * width, _MOST_OF_LINE * length)
    return head, min(_HALF_PX * PX + _HALF_PER_WIDTH * width, _HALF_PER_HEAD * head)


def arrow_outline(
    points: Floats, *, width: float, head: str = "triangle", dash: Sequence[float] = (), bar: bool = False, tail: bool = False
) -> BaseGeometry:
    """Return the outline of an arrow along a line; its tip is the last point.

    Parameters
    ----------
    points
        Shape (n, 2), inches.
    width
        Of the shaft, inches. On a line too short for it both shaft and head shrink.
    head
        ``triangle``, or ``barbed`` (a notch behind), or ``none``.
    dash
        Lengths of dashes and gaps, inches; empty for a solid shaft.
    bar
        Whether a line across stands at the tip: the border that the way leads to.
    tail
        Whether the start is marked: a dot, a square for a barbed head.
    """
    line = LineString(points)
    length = line.length
    if length == 0.0:
        return Polygon()
    width = shaft_width(length, width)
    head_length, half = _head_size(length, width) if head != "none" else (0.0, width / 2)
    shaft = substring(line, 0.0, length - (0.66 if head == "barbed" else 0.9) * head_length)
    pieces = _dashed(shaft, dash) if dash else [shaft]
    parts: list[BaseGeometry] = [piece.buffer(width / 2, cap_style="flat") for piece in pieces if piece.length > 0]
    if head != "none":
        parts.append(_head(line, head_length, half, barbed=head == "barbed"))
    if bar:
        parts.append(_bar(line, half + 6 * PX))
    if tail:
        radius = min(max(3 * PX, width / 2 + 1.5 * PX), max(1.5 * PX, 0.14 * length))
        x, y = points[0]
        parts.append(box(x - radius, y - radius, x + radius, y + radius) if head == "barbed" else Point(x, y).buffer(radius))
    return shapely.union_all(parts)


def _dashed(line: BaseGeometry, dash: Sequence[float]) -> list[BaseGeometry]:
    if not isinstance(line, LineString):
        return []
    pieces: list[BaseGeometry] = []
    at, drawn, number = 0.0, True, 0
    while at < line.length:
        step = max(dash[number % len(dash)], 0.01)
        if drawn:
            pieces.append(substring(line, at, min(at + step, line.length)))
        at, drawn, number = at + step, not drawn, number + 1
    return pieces


def _along(line: LineString, back: float) -> tuple[Floats, Floats]:
    """Return a point ``back`` inches before the end, and the unit vector from it to the end."""
    base = np.array(line.interpolate(max(line.length - back, 0.0)).coords[0])
    tip = np.array(line.coords[-1])
    way = tip - base
    size = float(np.hypot(*way))
    return base, way / size if size else np.array([1.0, 0.0])


def _head(line: LineString, length: float, half: float, *, barbed: bool) -> Polygon:
    _, way = _along(line, length)
    tip = np.array(line.coords[-1])
    aside = half * np.array([-way[1], way[0]])
    if not barbed:
        return Polygon([tip, tip - way * length + aside, tip - way * length - aside])
    back = tip - way * 1.12 * length
    return Polygon([tip, back + aside, tip - way * 0.62 * length, back - aside])


def _bar(line: LineString, reach: float) -> BaseGeometry:
    _, way = _along(line, 0.05)
    tip = np.array(line.coords[-1])
    half = reach * np.array([-way[1], way[0]])
    return LineString([tip + half, tip - half]).buffer(0.014, cap_style="flat")


def fan_out(lines: Sequence[Floats], widths: Sequence[float]) -> list[Floats]:
    """Bend lines that end at one point apart, so that their heads lie side by side; start and tip of each stay where they are.

    Parameters
    ----------
    lines
        Shape (n, 2) each, inches; all have the same last point.
    widths
        Of their shafts, inches.
    """
    if len(lines) < 2:  # noqa: PLR2004 - one alone is in nobody's way
        return list(lines)
    angles, needs = [], []
    for line, width in zip(lines, widths, strict=True):
        length = float(np.hypot(*np.diff(line, axis=0).T).sum())
        head, half = _head_size(length, shaft_width(length, width))
        base, way = _along(LineString(line), head)
        del base
        angles.append(float(np.arctan2(-way[1], -way[0])))
        needs.append(float(np.arctan2(half + PX, head)))
    wanted = _spread(np.array(angles), np.array(needs))
    return [_twisted(line, turn) for line, turn in zip(lines, wanted, strict=True)]


def cut_short(line: Floats, length: float) -> Floats:
    """Return a line without its last ``length`` inches, half of it at most."""
    whole = LineString(line)
    kept: Floats = np.asarray(shapely.get_coordinates(substring(whole, 0.0, whole.length - min(length, whole.length / 2))), dtype=float)
    return kept


def _spread(angles: Floats, needs: Floats) -> Floats:
    """Return by how much to turn each direction so that neighbours are as far apart as their heads need, as far as `_MOST_TURN` lets them."""
    turns = np.zeros(len(angles))
    for _ in range(_ROUNDS):
        at = angles + turns
        order = np.argsort(at, kind="stable")
        moved = False
        for first, second in zip(order, np.roll(order, -1), strict=True):
            gap = (at[second] - at[first]) % (2 * np.pi)
            lack = needs[first] + needs[second] - gap
            if first != second and lack > 1e-3:  # noqa: PLR2004 - less cannot be seen
                turns[first] -= lack / 2
                turns[second] += lack / 2
                moved = True
        turns = np.clip(turns, -_MOST_TURN, _MOST_TURN)
        if not moved:
            break
    return turns


def _twisted(line: Floats, turn: float) -> Floats:
    """Return a line turned about its last point, by ``turn`` there and ever less towards its start."""
    line = np.asarray(shapely.get_coordinates(shapely.segmentize(LineString(line), _STEP_IN)))
    steps = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    angle = turn * (steps / steps[-1]) ** 2 if steps[-1] else steps
    cos, sin = np.cos(angle), np.sin(angle)
    away = line - line[-1]
    turned: Floats = line[-1] + np.column_stack([cos * away[:, 0] - sin * away[:, 1], sin * away[:, 0] + cos * away[:, 1]])
    return turned
