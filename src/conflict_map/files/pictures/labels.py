"""Names on the map without collisions: the most important first, each nearer to its own symbol than to any other, or led to it by a line."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely
from shapely.geometry import LineString, Point, box

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

__all__ = ["Label", "Placed", "place_labels"]

_GAP_IN = 0.1
#: Horizontal and vertical share of the label's size by which its lower left corner lies from the point, and the direction of the gap.
_SIDES: tuple[tuple[float, float, float, float], ...] = (
    (0.0, -0.5, 1.0, 0.0),  # right
    (-1.0, -0.5, -1.0, 0.0),  # left
    (-0.5, 0.0, 0.0, 1.0),  # above
    (-0.5, -1.0, 0.0, -1.0),  # below
    (0.0, 0.0, 0.7, 0.7),
    (-1.0, 0.0, -0.7, 0.7),
    (0.0, -1.0, 0.7, -0.7),
    (-1.0, -1.0, -0.7, -0.7),
)
#: Gaps by which a name moves away, in `_GAP_IN`; beyond the second a line leads to its symbol.
_REACHES = (1.3, 1.9, 3.0, 4.5, 6.5, 9.0, 12.0)
_TURNS = tuple(math.radians(turn) for turn in (0, 180, 20, 160, -20, -160, 45, 135, -45, -135, 70, 110, -70, -110, 90, -90))
#: An area's name that does not fit into it is left out where the area is less than this share of the name.
_LEAST_GROUND = 0.35
_COST_ARROW, _COST_ORDER, _COST_REACH, _COST_LEADER, _COST_CROSSED = 4.0, 0.02, 0.11, 0.35, 0.5
_NEARER = 0.8
_CLEAR_IN = 0.03
_LEAST_LEADER_IN = 0.02
#: A name with a line does not lean on the symbol of another place.
_CLOSE_IN, _COST_CLOSE = 0.1, 0.7
_GRID = 7


@dataclass(frozen=True, slots=True)
class Label:
    """A name to be placed.

    Attributes
    ----------
    x, y
        The point that it names, inches.
    text
        What is written.
    rank
        How important it is, 0 most.
    inside
        For the name of an area: the ground, inches, that it has to stay on.
    dot
        Whether a small dot is drawn with it, since nothing else marks the point.
    short
        What is written where the text finds no room; empty for nothing.
    """

    x: float
    y: float
    text: str
    rank: int = 1
    inside: BaseGeometry | None = field(default=None, compare=False)
    dot: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a name stands: the lower left corner of its text, inches, and the line that leads to its point, if it needs one."""

    label: Label
    x: float
    y: float
    leader: BaseGeometry | None = None


@dataclass(slots=True)
class _Ground:
    """What is taken: symbols with the points that they stand for, and what has been placed."""

    frame: tuple[float, float, float, float]
    markers: list[BaseGeometry]
    spots: list[tuple[float, float]]
    arrows: BaseGeometry
    placed: list[BaseGeometry] = field(default_factory=list)

    def own(self, label: Label) -> list[BaseGeometry]:
        return [marker for marker, spot in zip(self.markers, self.spots, strict=True) if math.dist(spot, (label.x, label.y)) < _CLEAR_IN]

    def others(self, label: Label) -> list[BaseGeometry]:
        return [marker for marker, spot in zip(self.markers, self.spots, strict=True) if math.dist(spot, (label.x, label.y)) >= _CLEAR_IN]


def place_labels(
    labels: Sequence[Label],
    size: Callable[[Label], tuple[float, float]],
    frame: tuple[float, float, float, float],
    markers: Sequence[tuple[BaseGeometry, tuple[float, float]]],
    arrows: BaseGeometry,
    blocked: Sequence[BaseGeometry] = (),
) -> list[Placed]:
    """Return the labels that find room.

    Parameters
    ----------
    labels
        Any number.
    size
        Width and height of a label's text, inches.
    frame
        (left, bottom, right, top) that no label may leave.
    markers
        Symbols, each with the point that it stands for: no label may cover one, and none may stand nearer to another's than to its own.
    arrows
        What labels should not cover.
    blocked
        What else no label may cover.
    """
    ground = _Ground(frame, [marker for marker, _ in markers], [spot for _, spot in markers], arrows, list(blocked))
    placed = []
    for label in sorted(labels, key=_importance):
        if label.dot and shapely.STRtree([*ground.markers, *ground.placed]).query(Point(label.x, label.y).buffer(0.05), predicate="intersects").size:
            continue
        found = _best(label, size(label), ground)
        if (found is None or found.leader is not None) and label.short:
            shorter = replace(label, text=label.short, short="")
            other = _best(shorter, size(shorter), ground)
            found = other if found is None or (other is not None and other.leader is None) else found
        if found is None:
            continue
        wide, high = size(found.label)
        placed.append(found)
        ground.placed.append(box(found.x, found.y, found.x + wide, found.y + high))
        if found.leader is not None:
            ground.placed.append(found.leader.buffer(0.01))
        if label.dot:
            ground.markers.append(Point(label.x, label.y).buffer(0.03))
            ground.spots.append((label.x, label.y))
    return placed


def _importance(label: Label) -> tuple[int, float, str, float, float]:
    """Return the key to sort by: rank, then the larger areas first."""
    return (label.rank, -float(label.inside.area) if label.inside is not None else 0.0, label.text, label.x, label.y)


def _best(label: Label, size: tuple[float, float], ground: _Ground) -> Placed | None:
    wide, high = size
    frame = box(*ground.frame)
    taken = shapely.STRtree(ground.placed)
    symbols = shapely.STRtree(ground.markers)
    others = ground.others(label)
    strangers = shapely.STRtree(others)
    here = shapely.union_all([*ground.own(label), Point(label.x, label.y)])
    best: tuple[float, Placed] | None = None
    for base, left, low, reach in _candidates(label, wide, high):
        if best is not None and base >= best[0]:
            continue
        area = box(left, low, left + wide, low + high)
        if not frame.contains(area) or any(tree.query(area, predicate="intersects").size for tree in (taken, symbols)):
            continue
        cost = base + _COST_ARROW * area.intersection(ground.arrows).area / area.area
        leader = None
        if label.inside is None:
            nearest = strangers.nearest(area)
            gap = float(others[int(nearest)].distance(area)) if nearest is not None else math.inf
            confused = gap * _NEARER <= float(here.distance(area))
            if label.dot and confused:
                continue
            if not label.dot and (confused or reach > _REACHES[1]):
                leader = _leader(label, area, here, (taken, strangers))
                if leader is None:
                    continue
                cost += _COST_LEADER + _COST_CROSSED * min(1.0, leader.intersection(ground.arrows).length / 0.1)
                cost += _COST_CLOSE if gap < _CLOSE_IN else 0.0
        if best is None or cost < best[0]:
            best = cost, Placed(label, left, low, leader)
    return best[1] if best is not None else None


def _candidates(label: Label, wide: float, high: float) -> Iterator[tuple[float, float, float, float]]:
    """Give costs, lower left corners and how far away they are, the best first."""
    if label.inside is not None:
        yield from _within(label, wide, high)
        return
    for reach in _REACHES[:2]:
        for order, (dx, dy, gap_x, gap_y) in enumerate(_SIDES):
            left, low = label.x + dx * wide + gap_x * reach * _GAP_IN, label.y + dy * high + gap_y * reach * _GAP_IN
            yield _COST_ORDER * order + _COST_REACH * (reach - _REACHES[0]), left, low, reach
    for reach in () if label.dot else _REACHES[2:]:
        for order, turn in enumerate(_TURNS):
            cos, sin = math.cos(turn), math.sin(turn)
            left = label.x + cos * reach * _GAP_IN + (cos - 1.0) / 2 * wide
            low = label.y + sin * reach * _GAP_IN + (sin - 1.0) / 2 * high
            yield _COST_ORDER * order / 4 + _COST_REACH * (reach - _REACHES[0]), left, low, reach


def _within(label: Label, wide: float, high: float) -> Iterator[tuple[float, float, float, float]]:
    """Give places for the name of an area, within it where it fits, else at its point alone."""
    ground = label.inside
    if ground is None:
        return
    west, south, east, north = ground.bounds
    spots = [(label.x, label.y)] + [
        (float(x), float(y)) for x in np.linspace(west, east, _GRID + 2)[1:-1] for y in np.linspace(south, north, _GRID + 2)[1:-1]
    ]
    shapely.prepare(ground)
    found = []
    for x, y in spots:
        inside = ground.contains(box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2))
        if inside or ((x, y) == (label.x, label.y) and ground.area > _LEAST_GROUND * wide * high):
            found.append(((0.0 if inside else 0.5) + 0.05 * math.dist((x, y), (label.x, label.y)), x - wide / 2, y - high / 2, 0.0))
    yield from sorted(found)


def _leader(label: Label, area: BaseGeometry, here: BaseGeometry, obstacles: Iterable[shapely.STRtree]) -> BaseGeometry | None:
    """Return the line from a name to the edge of its symbol; None where it would cross another name or symbol, or be a mere dot."""
    start = shapely.shortest_line(area, Point(label.x, label.y))
    line = start.difference(here.buffer(0.015))
    pieces = [piece for piece in shapely.get_parts(line) if piece.length > 0.0]
    if not pieces:
        return None
    longest = max(pieces, key=lambda piece: piece.length)
    if longest.length < _LEAST_LEADER_IN or any(tree.query(longest, predicate="intersects").size for tree in obstacles):
        return None
    return LineString(longest.coords)
