"""The map's window on the sheet: from degrees to inches, and shapes drawn in either."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.geometry import box

from conflict_map.layers import SEA

if TYPE_CHECKING:
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from conflict_map.layers import Layers, LegendItem

    Floats = npt.NDArray[np.float64]

__all__ = ["PX", "Canvas", "fonts", "mercator", "set_extent", "shape_path"]

#: A CSS pixel in inches: the palette counts in these.
PX = 1 / 96

_MAX_LATITUDE = 85.0
_LEAST_WIDE_DEGREES = 0.35

#: matplotlib takes each character from the first of these that is installed and has it; the last one comes with matplotlib.
_FAMILIES = (
    "Noto Sans", "Noto Sans Arabic", "Noto Naskh Arabic", "Noto Sans Ethiopic", "Noto Sans Myanmar", "Noto Sans Hebrew", "Noto Sans Armenian",
    "Noto Sans Georgian", "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai", "Noto Sans Khmer", "Noto Sans Lao", "Noto Sans CJK SC",
)  # fmt: skip


@cache
def fonts() -> tuple[str, ...]:
    """Return the families to write with, those that are installed alone: matplotlib warns of each that is not."""
    from matplotlib.font_manager import get_font_names

    installed = set(get_font_names())
    return (*(family for family in _FAMILIES if family in installed), "DejaVu Sans")


@dataclass(frozen=True, slots=True)
class Canvas:
    """The map's axes and how to get from degrees to inches of the sheet; ``used`` collects the keys of the legend."""

    figure: Figure
    axes: Axes
    frame: tuple[float, float, float, float]
    used: set[str]

    def inches(self, lon_lat: Floats) -> Floats:
        """Return points in degrees, shape (n, 2), as they lie on the sheet."""
        xy = np.column_stack([lon_lat[:, 0], mercator(lon_lat[:, 1])])
        return np.asarray(self.axes.transData.transform(xy)) / self.figure.dpi

    def spot(self, lon: float, lat: float) -> tuple[float, float]:
        """Return where one point lies on the sheet, inches."""
        x, y = self.inches(np.array([[lon, lat]]))[0]
        return float(x), float(y)

    def in_inches(self, shape: BaseGeometry) -> BaseGeometry:
        """Return a shape in degrees as it lies on the sheet."""
        return shapely.transform(shape, self.inches)

    def holds(self, x: float, y: float) -> bool:
        """Return whether a point on the sheet is within the window."""
        left, low, right, top = self.frame
        return left <= x <= right and low <= y <= top

    def style(self, layers: Layers, key: str) -> LegendItem:
        """Return a class, and remember it for the legend."""
        self.used.add(key)
        return layers.style(key)

    def view(self) -> BaseGeometry:
        """Return the box that the window shows, degrees."""
        (left, right), (low, top) = self.axes.get_xlim(), self.axes.get_ylim()
        south, north = (math.degrees(math.asin(math.tanh(math.radians(value)))) for value in (low, top))
        return box(left, south, right, north)

    def draw(self, shape: BaseGeometry, *, inches: bool = False, **style: Any) -> None:  # noqa: ANN401 - matplotlib's own options
        """Draw polygons or lines, given in degrees unless ``inches``, within the window."""
        from matplotlib.patches import PathPatch

        path = shape_path(shape if inches else shapely.transform(shape, _flat))
        if path is None:
            return
        patch = PathPatch(path, **style)
        if inches:
            patch.set_transform(self.figure.dpi_scale_trans)
        self.axes.add_patch(patch)
        patch.set_clip_path(self.axes.patch)


def mercator(lat: Floats) -> Floats:
    """Return latitudes as they lie on the map, in degrees of longitude."""
    return np.degrees(np.arctanh(np.sin(np.radians(np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE)))))


def _flat(points: Floats) -> Floats:
    return np.column_stack([points[:, 0], mercator(points[:, 1])])


def set_extent(axes: Axes, bounds: tuple[float, float, float, float] | None, aspect: float) -> None:
    """Show the bounds with some room, filling the axes: one degree is as long up as across."""
    west, south, east, north = bounds or (-180.0, -60.0, 180.0, 75.0)
    low, top = (float(value) for value in mercator(np.array([south, north])))
    room = 1.25 if bounds else 1.0
    wide, high = max(_LEAST_WIDE_DEGREES, (east - west) * room), (top - low) * room
    wide, high = max(wide, high * aspect), max(high, wide / aspect)
    x, y = (west + east) / 2, (low + top) / 2
    axes.set_xlim(x - wide / 2, x + wide / 2)
    axes.set_ylim(y - high / 2, y + high / 2)
    axes.set_facecolor(SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#8A8A84")
        spine.set_linewidth(0.6)
        spine.set_zorder(20)


def shape_path(shape: BaseGeometry) -> Any:  # noqa: ANN401 - a matplotlib path
    """Return polygons with their holes, or lines, as one path; None for nothing to draw."""
    from matplotlib.path import Path

    parts = [part for part in shapely.get_parts(shape) if not part.is_empty]
    rings = [ring for part in parts if part.geom_type == "Polygon" for ring in (part.exterior, *part.interiors)]
    closed = bool(rings)
    rings = rings or [part for part in parts if part.geom_type in {"LineString", "LinearRing"}]
    if not rings:
        return None
    vertices, codes = [], []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        vertices.append(points)
        code = np.full(len(points), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.concatenate(vertices), np.concatenate(codes))
