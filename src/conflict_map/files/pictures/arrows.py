"""Lines to the outlines of arrows, in inches on paper, so that heads and widths do not depend on the resolution."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import LineString, Polygon
from shapely.ops import substring

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    Floats = npt.NDArray[np.float64]

__all__ = ["arrow_outline"]

_HEAD_LENGTH, _HEAD_WIDTH, _LEAST_HEAD_IN = 2.4, 1.3, 0.13
_MOST_OF_LINE = 0.55


def arrow_outline(points: Floats, *, width: float, head: str = "triangle", dash: Sequence[float] = (), bar: bool = False) -> BaseGeometry:
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
    """
    line = LineString(points)
    length = line.length
    if length == 0.0:
        return Polygon()
    head_length = max(_HEAD_LENGTH * width, _LEAST_HEAD_IN) if head != "none" else 0.0
    if head_length > _MOST_OF_LINE * length:
        width *= _MOST_OF_LINE * length / head_length
        head_length = _MOST_OF_LINE * length
    shaft = substring(line, 0.0, length - 0.9 * head_length)
    pieces = _dashed(shaft, dash) if dash else [shaft]
    parts: list[BaseGeometry] = [piece.buffer(width / 2, cap_style="flat") for piece in pieces if piece.length > 0]
    if head != "none":
        parts.append(_head(line, head_length, width, barbed=head == "barbed"))
    if bar:
        parts.append(_bar(line, max(head_length, 2 * width)))
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


def _head(line: LineString, length: float, width: float, *, barbed: bool) -> Polygon:
    base, way = _along(line, length)
    tip = np.array(line.coords[-1])
    half = max(_HEAD_WIDTH * width, 0.42 * length) * np.array([-way[1], way[0]])
    corners = [tip, base + half, base + way * 0.3 * length, base - half] if barbed else [tip, base + half, base - half]
    return Polygon(corners)


def _bar(line: LineString, length: float) -> BaseGeometry:
    _, way = _along(line, 0.05)
    tip = np.array(line.coords[-1])
    half = 0.75 * length * np.array([-way[1], way[0]])
    return LineString([tip + half, tip - half]).buffer(0.014, cap_style="flat")
