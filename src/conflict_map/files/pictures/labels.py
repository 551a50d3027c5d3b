"""Names on the map without collisions: the most important first, each where it covers least."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import shapely
from shapely.geometry import box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["Label", "place_labels"]

_GAP_IN = 0.1
#: Horizontal and vertical share of the label's size by which its lower left corner lies from the point, and the direction of the gap.
_POSITIONS: tuple[tuple[float, float, float, float], ...] = (
    (0.0, -0.5, 1.0, 0.0),  # right
    (-1.0, -0.5, -1.0, 0.0),  # left
    (-0.5, 0.0, 0.0, 1.0),  # above
    (-0.5, -1.0, 0.0, -1.0),  # below
    (0.0, 0.0, 0.7, 0.7),
    (-1.0, 0.0, -0.7, 0.7),
    (0.0, -1.0, 0.7, -0.7),
    (-1.0, -1.0, -0.7, -0.7),
    (0.0, -0.5, 2.2, 0.0),
    (-1.0, -0.5, -2.2, 0.0),
    (-0.5, -1.0, 0.0, -2.2),
    (-0.5, 0.0, 0.0, 2.6),
)
_CENTRED = ((-0.5, -0.5, 0.0, 0.0), (-0.5, -0.5, 0.0, 3.0), (-0.5, -0.5, 0.0, -3.0), (-0.5, -0.5, 4.0, 0.0), (-0.5, -0.5, -4.0, 0.0))
_COST_ARROW = 1.0
_COST_ORDER = 0.02


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed: its point in inches, its text, how important it is (0 most), and whether it may stand only on its point."""

    x: float
    y: float
    text: str
    rank: int = 1
    centred: bool = False


def place_labels(
    labels: Sequence[Label],
    size: Callable[[Label], tuple[float, float]],
    frame: tuple[float, float, float, float],
    markers: Sequence[BaseGeometry],
    arrows: BaseGeometry,
) -> list[tuple[Label, float, float]]:
    """Return the labels that find room, each with the lower left corner of its text, inches.

    Parameters
    ----------
    labels
        Any number.
    size
        Width and height of a label's text, inches.
    frame
        (left, bottom, right, top) that no label may leave.
    markers
        What no label may cover.
    arrows
        What labels should not cover.
    """
    blocked: list[BaseGeometry] = list(markers)
    placed = []
    for label in sorted(labels, key=lambda label: (label.rank, label.text, label.x, label.y)):
        wide, high = size(label)
        positions = _CENTRED if label.centred else _POSITIONS
        best: tuple[float, float, float] | None = None
        tree = shapely.STRtree(blocked)
        for order, (dx, dy, gap_x, gap_y) in enumerate(positions):
            left, low = label.x + dx * wide + gap_x * _GAP_IN, label.y + dy * high + gap_y * _GAP_IN
            area = box(left, low, left + wide, low + high)
            if left < frame[0] or low < frame[1] or left + wide > frame[2] or low + high > frame[3]:
                continue
            if len(tree.query(area, predicate="intersects")):
                continue
            cost = _COST_ORDER * order + _COST_ARROW * area.intersection(arrows).area / area.area
            if best is None or cost < best[0]:
                best = cost, left, low
        if best is not None:
            placed.append((label, best[1], best[2]))
            blocked.append(box(best[1], best[2], best[1] + wide, best[2] + high))
    return placed
