"""The base map to the page's data: land as shared arcs, borders as lines, names with the zoom from which they fit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import shapely

from conflict_map.webmap.encode import pack_deltas
from conflict_map.webmap.topology import ArcStore

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import Place

__all__ = ["base_payload", "basemap_bounds"]

Bounds = tuple[float, float, float, float]

_WORLD_PER_DEGREE = 20
_LEAST_ISLAND = 0.05
_LABEL_PX, _WIDE_LABEL_PX = 7.5, 12.0
_TILE = 256
_MAX_LATITUDE = 85.0
_FOCUS_POINTS = 3000
_WIDE_DEGREES, _SMALL_DEGREES = 14.0, 4.0
_MOST_LABELS = 120
_TOWN_GAP_PX, _MOST_TOWN_ZOOM = 110.0, 12.0


class BasemapAreaLike(Protocol):
    """A country or first-level area: ``name``, ``country`` (ISO code), ``geometry`` (EPSG:4326) and ``label`` (lon, lat)."""

    @property
    def name(self) -> str: ...
    @property
    def country(self) -> str | None: ...
    @property
    def geometry(self) -> BaseGeometry: ...
    @property
    def label(self) -> tuple[float, float]: ...


class BasemapLineLike(Protocol):
    """A border: ``level`` 0 between countries, 1 between first-level areas."""

    @property
    def level(self) -> int: ...
    @property
    def disputed(self) -> bool: ...
    @property
    def geometry(self) -> BaseGeometry: ...


class BasemapRoadLike(Protocol):
    """A main road and the short name on its signs, empty for none."""

    @property
    def label(self) -> str: ...
    @property
    def geometry(self) -> BaseGeometry: ...


class BasemapLike(Protocol):
    """What the page needs of `conflict_map.gazetteer`'s base map."""

    @property
    def bounds(self) -> Bounds: ...
    @property
    def countries(self) -> Iterable[BasemapAreaLike]: ...
    @property
    def admin1(self) -> Iterable[BasemapAreaLike]: ...
    @property
    def lines(self) -> Iterable[BasemapLineLike]: ...
    @property
    def disputed(self) -> Iterable[BasemapLineLike]: ...
    @property
    def world(self) -> BaseGeometry: ...


def basemap_bounds(bounds: Bounds | None, *, least_degrees: float = 1.5) -> Bounds:
    """Return the box whose base map a page for ``bounds`` needs: with room around it for wide and for tall screens.

    Parameters
    ----------
    bounds
        (west, south, east, north) of what is drawn, degrees; None for the whole world.
    least_degrees
        The least height and width of what is drawn to start from, so that a single place has a country around it.

    Examples
    --------
    >>> basemap_bounds(None)
    (-180.0, -85.0, 180.0, 85.0)
    """
    if bounds is None:
        return (-180.0, -_MAX_LATITUDE, 180.0, _MAX_LATITUDE)
    west, south, east, north = bounds
    stretch = 1 / max(0.2, math.cos(math.radians(min(80.0, abs(south + north) / 2))))
    size = max(east - west, (north - south) * stretch, least_degrees * stretch)
    x, y = (west + east) / 2, min(_MAX_LATITUDE, max(-_MAX_LATITUDE, (south + north) / 2))  # a pole is drawn on the edge of the map
    room = 1.5 if size < _SMALL_DEGREES else 1.0  # a small map is zoomed out more often, and its surroundings cost little
    wide, high = 1.9 * room * size, 1.5 * room * size / stretch
    return (max(-180.0, x - wide), max(-_MAX_LATITUDE, y - high), min(180.0, x + wide), min(_MAX_LATITUDE, y + high))


def base_payload(basemap: BasemapLike | None, frames: Mapping[str, gpd.GeoDataFrame]) -> dict[str, Any] | None:
    """Return the base map as arcs, lines and labels; None for none.

    The countries that events lie in are marked ``focus``.
    """
    if basemap is None:
        return None
    west, _, east, _ = basemap.bounds
    per_degree = _grid(east - west)
    points = _points(frames)
    store = ArcStore(per_degree, box=basemap.bounds)
    countries, focused = [], []
    for area in basemap.countries:
        store.add(area.geometry)
        focus = _holds(area.geometry, points)
        countries.append({"name": area.name, "code": area.country} | ({"focus": True} if focus else {}))
        if focus:
            focused.append(area)
    land = store.encode()
    coast = [number for number, (arc, uses) in enumerate(zip(store.arcs, store.uses, strict=True)) if uses == 1 and not store.on_box(arc)]
    solid = [line for line in basemap.lines if not line.disputed]
    # Over a continent the first-level areas of bystanders are clutter, and most of the file.
    wide = east - west > _WIDE_DEGREES
    around = shapely.union_all([area.geometry for area in focused]) if wide and focused else None
    codes = {area.country for area in focused}
    admin1 = [area for area in basemap.admin1 if not wide or area.country in codes]
    return {
        "box": list(basemap.bounds),
        "land": land,
        "countries": countries,
        "coast": coast,
        "border": [],
        "linesPerDegree": per_degree,
        "lines": {
            "border": _lines((line for line in solid if line.level == 0), per_degree),
            "admin": _lines((line for line in solid if line.level == 1), per_degree, around),
            "disputed": _lines(basemap.disputed, per_degree),
        },
        # Straight legs: each has its own lines, so that its number can stand on it.
        "roads": _roads(getattr(basemap, "roads", ()), per_degree),
        "world": _world(basemap.world),
        "worldPerDegree": _WORLD_PER_DEGREE,
        "worldLines": {
            name: _lines((line for line in getattr(basemap, "world_lines", ()) if line.disputed is disputed), _WORLD_PER_DEGREE)
            for name, disputed in (("border", False), ("disputed", True))
        },
        "labels": {
            "countries": _labels(basemap.countries, _WIDE_LABEL_PX),
            "admin": _labels(admin1, _LABEL_PX, least=6.0)[:_MOST_LABELS],
            "towns": _towns(getattr(basemap, "towns", ())),
        },
    }


def _grid(width_degrees: float) -> int:
    """Return the cells of the grid to a degree: a quarter of a pixel when the width fills 1600 of them, but no finer than about 55 m."""
    return int(min(2000, max(50, 6400 / max(0.1, width_degrees) * 1.5)))


def _points(frames: Mapping[str, gpd.GeoDataFrame]) -> np.ndarray:
    """Return points of what happened, shape (n, 2): where a base map's countries are in focus."""
    found = [np.empty((0, 2))]
    for name in ("control", "holders", "strikes", "clashes", "movements"):
        frame = frames.get(name)
        if frame is None or not len(frame):
            continue
        shapes = [shape for shape in frame.geometry if shape is not None and not shape.is_empty][:_FOCUS_POINTS]
        # A line's start, a wedge's point: the end may lie abroad without anything having happened there.
        found.append(np.array([shapely.get_coordinates(shape)[0] for shape in shapes]).reshape(-1, 2))
    return np.vstack(found)


def _holds(area: BaseGeometry, points: np.ndarray) -> bool:
    if not len(points) or area.is_empty:
        return False
    shapely.prepare(area)
    return bool(shapely.contains_xy(area, points).any())


def _lines(lines: Iterable[BasemapLineLike | BasemapRoadLike], per_degree: int, within: BaseGeometry | None = None) -> list[str]:
    """Return lines as packed steps; with ``within`` only the parts inside it."""
    texts = []
    for line in lines:
        shape = line.geometry if within is None else shapely.intersection(line.geometry, within)
        merged = shapely.line_merge(shape) if shape.geom_type == "MultiLineString" else shape
        for part in shapely.get_parts(merged).tolist():
            if part.geom_type != "LineString":
                continue
            grid = np.rint(np.asarray(part.coords)[:, :2] * per_degree).astype(np.int64)
            keep = np.ones(len(grid), dtype=bool)
            keep[1:] = np.any(grid[1:] != grid[:-1], axis=1)
            if keep.sum() > 1:
                texts.append(pack_deltas(grid[keep]))
    return texts


def _roads(roads: Iterable[BasemapRoadLike], per_degree: int) -> list[dict[str, Any]]:
    found = []
    for road in roads:
        lines = _lines((road,), per_degree)
        if lines:
            found.append({"lines": lines} | ({"label": road.label} if road.label else {}))
    return found


def _world(world: BaseGeometry | None) -> dict[str, Any] | None:
    if world is None or world.is_empty:
        return None
    store = ArcStore(_WORLD_PER_DEGREE)
    for part in shapely.get_parts(shapely.get_parts(world)).tolist():
        if part.geom_type == "Polygon" and part.area > _LEAST_ISLAND:
            store.add(shapely.Polygon(part.exterior))
    return store.encode()


def _towns(towns: Iterable[Place]) -> list[dict[str, Any]]:
    """Return towns, the largest first, with the zoom from which each stands far enough from all larger ones."""
    found: list[dict[str, Any]] = []
    spots = np.empty((0, 2))
    for town in towns:
        x, y = town.lon, math.degrees(math.asinh(math.tan(math.radians(town.lat))))
        nearest = float(np.hypot(*(spots - (x, y)).T).min()) if len(spots) else math.inf
        spots = np.vstack([spots, (x, y)])
        zoom = 2.0 if math.isinf(nearest) else math.log2(_TOWN_GAP_PX * 360 / (_TILE * max(nearest, 1e-3)))
        if zoom <= _MOST_TOWN_ZOOM:
            place = {"name": town.name, "local": town.name_local, "lon": round(town.lon, 4), "lat": round(town.lat, 4)}
            found.append(place | {"zoom": round(max(2.0, zoom), 1)})
    return found


def _labels(areas: Iterable[BasemapAreaLike], px_per_letter: float, *, least: float = 2.0) -> list[dict[str, Any]]:
    """Return names with the zoom from which they fit into their area's largest part, the largest areas first."""
    labels = []
    for area in areas:
        if area.geometry.is_empty or not area.name:
            continue
        part = max(shapely.get_parts(area.geometry).tolist(), key=lambda shape: shape.area)
        west, _, east, _ = part.bounds
        zoom = math.log2(max(1.0, len(area.name) * px_per_letter * 360 / (_TILE * max(0.02, east - west))))
        lon, lat = area.label
        label = {"name": area.name, "code": area.country, "lon": round(lon, 3), "lat": round(lat, 3), "zoom": round(max(least, zoom), 1)}
        labels.append((part.area, label))
    labels.sort(key=lambda one: -one[0])
    return [label for _, label in labels]
