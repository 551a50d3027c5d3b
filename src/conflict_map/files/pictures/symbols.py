"""Point symbols, drawn alike on the map and in the legend, and like the page's: fighters have corners, civilians are round."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import LineString, Point, Polygon, box

from conflict_map.files.pictures.canvas import PX, shape_path

if TYPE_CHECKING:
    from collections.abc import Callable

    from shapely.geometry.base import BaseGeometry

    from conflict_map.layers import LegendItem

    Pen = Callable[..., None]

__all__ = ["CLAIM_DASH", "HATCHES", "draw_siege", "draw_symbol", "legend_pen", "ring_of"]

#: Outline of what is not simply reported, dashes and gaps in CSS pixels.
CLAIM_DASH: dict[str, tuple[float, ...]] = {"claimed": (5, 3), "contested": (8, 3, 2, 3), "denied": (2, 3), "inferred": (1, 2.4)}
HATCHES = {"hatch": "//////", "dots": "....", "grid": "++++", "waves": "~~~"}

_INK = "#3A3A3A"
_HALO_PX = 1.5
_SLASH_PX = 3.5
_ZORDER = 7.0


def legend_pen(figure: Any) -> Pen:  # noqa: ANN401 - a matplotlib figure
    """Return what draws on the sheet itself, beside the map."""
    from matplotlib.patches import PathPatch

    def pen(shape: BaseGeometry, *, inches: bool = True, **style: Any) -> None:  # noqa: ANN401, ARG001 - as `Canvas.draw`
        path = shape_path(shape)
        if path is not None:
            figure.add_artist(PathPatch(path, transform=figure.dpi_scale_trans, **style))

    return pen


def dashes(lengths_px: tuple[float, ...], width_px: float) -> Any:  # noqa: ANN401 - a matplotlib line style
    """Return a line style: matplotlib counts dashes in widths of the line."""
    return (0, tuple(length / width_px for length in lengths_px)) if lengths_px else "-"


def _outline(symbol: str, x: float, y: float, radius: float) -> BaseGeometry:
    if symbol == "star":
        turns = np.arange(16) * np.pi / 8 - np.pi / 2
        reach = np.where(np.arange(16) % 2, 0.52, 1.25) * radius
        return Polygon(np.column_stack([x + reach * np.cos(turns), y + reach * np.sin(turns)]))
    if symbol == "cross":
        arm = 0.8 * radius
        lines = [LineString([(x - arm, y - side * arm), (x + arm, y + side * arm)]) for side in (1, -1)]
        return shapely.union_all(lines).buffer(1.7 * PX, cap_style="flat")
    if symbol == "square":
        return box(x - 0.85 * radius, y - 0.85 * radius, x + 0.85 * radius, y + 0.85 * radius)
    return Point(x, y).buffer(radius, quad_segs=24)


def ring_of(pen: Pen, spot: tuple[float, float], radius: float, precision: int, zorder: float = _ZORDER) -> None:
    """Draw the ring that says: near here (2), or somewhere in an area that this point stands for (3)."""
    dash = (3.0, 3.0) if precision == 2 else (1.0, 3.0)  # noqa: PLR2004 - as in the palette
    circle = Point(spot).buffer(radius, quad_segs=24).exterior
    pen(circle, inches=True, facecolor="none", edgecolor=_INK, linewidth=1.0, linestyle=dashes(dash, 1.33), zorder=zorder)


def draw_symbol(
    pen: Pen, item: LegendItem, spot: tuple[float, float], radius: float, *, claim: str = "reported", precision: int = 1, zorder: float = _ZORDER
) -> BaseGeometry:
    """Draw the symbol of a class and return the ground that it covers, inches.

    Parameters
    ----------
    pen
        `Canvas.draw`, or `legend_pen`.
    spot, radius
        Middle and radius of the symbol, inches.
    claim
        ``claimed``, ``contested``, ``inferred`` break the outline; ``denied`` strikes the symbol through as well.
    precision
        2 and 3 draw a ring around it.
    """
    x, y = spot
    arrival = item.key.startswith("arrival")
    ring = item.symbol == "ring" or arrival
    fighters = "-fighters" in item.key
    shape = _outline(("square" if fighters else "circle") if ring else item.symbol, x, y, radius)
    cross = item.symbol == "cross"
    covered: BaseGeometry = shape.buffer(2 * _HALO_PX * PX)
    if precision > 1:
        ring_of(pen, spot, radius + 6 * PX, precision, zorder)
        covered = covered.union(Point(x, y).buffer(radius + 7 * PX))
    edge = 3.0 if ring else 0.6 if cross else 1.0 if item.symbol == "star" else 1.6
    pen(shape.buffer((edge / 2 + _HALO_PX) * PX), inches=True, facecolor="white", edgecolor="none", alpha=0.9, zorder=zorder)
    if not ring:
        fill = "white" if item.hollow or not item.colour else item.colour
        style = {"facecolor": fill, "edgecolor": item.stroke, "linewidth": 0.0, "hatch": HATCHES.get(item.pattern)}
        pen(shape, inches=True, zorder=zorder, **style)
    if cross:
        line: tuple[float, ...] = ()
    elif claim in CLAIM_DASH:
        line = CLAIM_DASH[claim]
    else:
        line = (2.0, 2.4) if ring and item.hollow else item.dash
    pen(shape, inches=True, facecolor="none", edgecolor=item.stroke, linewidth=0.75 * edge, linestyle=dashes(line, edge), zorder=zorder)
    if arrival:
        points = [_inward(x, y, radius, turn) for turn in np.arange(4) * np.pi / 2]
        pen(shapely.union_all(points), inches=True, facecolor=item.stroke, edgecolor="none", zorder=zorder)
        covered = covered.union(Point(x, y).buffer(radius + 6 * PX))
    if claim == "denied":
        reach = radius + _SLASH_PX * PX
        slash = LineString([(x - reach, y - reach), (x + reach, y + reach)])
        pen(slash.buffer(2.2 * PX, cap_style="flat"), inches=True, facecolor="white", edgecolor="none", zorder=zorder)
        pen(slash.buffer(1.0 * PX, cap_style="flat"), inches=True, facecolor=_INK, edgecolor="none", zorder=zorder)
        covered = covered.union(slash.buffer(2.2 * PX))
    return covered


def _inward(x: float, y: float, radius: float, turn: float) -> Polygon:
    """Return one of four points that look inwards: people came here, nobody says from where."""
    cos, sin = float(np.cos(turn)), float(np.sin(turn))
    near, far, half = radius - 1 * PX, radius + 6 * PX, 4 * PX
    return Polygon([(x + cos * near, y + sin * near), (x + cos * far - sin * half, y + sin * far + cos * half),
                    (x + cos * far + sin * half, y + sin * far - cos * half)])  # fmt: skip


def draw_siege(pen: Pen, spot: tuple[float, float], radius: float, zorder: float = _ZORDER) -> BaseGeometry:
    """Draw short strokes that point at a place from all around, what besiegers do; return the ground within them, inches."""
    turns = np.arange(12) * np.pi / 6
    near, far = radius + 3.5 * PX, radius + 9 * PX
    x, y = spot
    strokes = shapely.multilinestrings([[(x + r * np.cos(turn), y + r * np.sin(turn)) for r in (near, far)] for turn in turns])
    for width, colour in ((5.0, "white"), (2.2, "#1A1A1A")):
        pen(strokes.buffer(width / 2 * PX, cap_style="flat"), inches=True, facecolor=colour, edgecolor="none", zorder=zorder)
    return Point(spot).buffer(far)
