"""Countries and first-level areas: polygons, shared borders, and the base map of a page.

The geometry is a topology (see ``gazetteer/build_areas.py``): each stretch of border is stored once, so neighbours share their edges and a border
between two countries is the set of arcs that both own. Everything is EPSG:4326, (lon, lat).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflict_map.errors import GazetteerError, UsageError
from conflict_map.gazetteer.sources import area_rows
from conflict_map.gazetteer.store import data_file

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import Place

__all__ = ["Areas", "Basemap", "BasemapArea", "BasemapLine", "BasemapRoad", "load_areas"]

SCALE = 10_000
_AREA = 2
_FEW = 20
_WORLD_TOLERANCE = 0.1
_PARTS = 500
"""The tolerance of a base map is the width of its view over this: about two pixels on a phone."""


@dataclass(frozen=True, slots=True)
class BasemapArea:
    """A country or first-level area of the base map.

    Attributes
    ----------
    id
        ``SY`` or ``SY.12``.
    name
        As in ``areas.csv``.
    country
        ISO code, None where the United Nations' maps name no sovereign.
    geometry
        Polygon or multipolygon clipped to the map's bounds, EPSG:4326.
    label
        (lon, lat) of a point well inside the largest visible part.
    """

    id: str
    name: str
    country: str | None
    geometry: BaseGeometry
    label: tuple[float, float]


@dataclass(frozen=True, slots=True)
class BasemapLine:
    """A border between two areas; ``level`` is 0 between countries, 1 between first-level areas, ``disputed`` says that it is to be drawn dashed."""

    level: int
    disputed: bool
    geometry: BaseGeometry
    name: str | None = None


@dataclass(frozen=True, slots=True)
class BasemapRoad:
    """A main road: straight legs from town to town, and ``label``, the short name that signs and reports have for it ("M5")."""

    id: str
    label: str
    geometry: BaseGeometry


@dataclass(frozen=True, slots=True)
class Basemap:
    """What lies behind the events on a page, clipped to ``bounds`` (west, south, east, north) and simplified for its width.

    Attributes
    ----------
    countries, admin1
        Areas with an edge or a part in view.
    lines
        Borders on land, each once; coasts are not among them.
    disputed
        The borders to be drawn dashed (those of ``lines`` and further lines through the inside of areas).
    towns
        The largest towns in view, the most populous first, for orientation.
    world
        Outline of all land at coarse resolution, for a locator inset.
    world_lines
        Borders between countries everywhere, as coarse; those in dispute are marked.
    roads
        Main roads in view, generalised to straight legs between their towns.
    """

    bounds: tuple[float, float, float, float]
    countries: tuple[BasemapArea, ...]
    admin1: tuple[BasemapArea, ...]
    lines: tuple[BasemapLine, ...]
    disputed: tuple[BasemapLine, ...]
    world: BaseGeometry
    towns: tuple[Place, ...] = ()
    world_lines: tuple[BasemapLine, ...] = ()
    roads: tuple[BasemapRoad, ...] = ()


class Areas:
    """The areas of the base map; geometries are made when asked for."""

    def __init__(self, geometry: Path, table: Path) -> None:
        try:
            with np.load(geometry, allow_pickle=False) as data:
                self._data = {key: data[key] for key in data.files}
            with table.open(encoding="utf-8", newline="") as file:
                heads, *rows = csv.reader(file)
                self.rows = [dict(zip(heads, row, strict=True)) for row in rows if row]
        except (OSError, ValueError, KeyError) as error:
            message = f"the base map's areas cannot be read ({error}); install the package again"
            raise GazetteerError(message) from error
        self._unit_country: list[str] = self._data["unit_country"].tolist()
        self._unit_id: list[str] = self._data["unit_id"].tolist()
        self._members: dict[str, list[int]] = {}
        for unit, row in enumerate(self.rows[: len(self._unit_id)]):  # the rows after them are areas made of several units
            for key in {row["country"] or "XX", self.first_level(unit), row["id"]}:
                self._members.setdefault(key, []).append(unit)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the areas by id."""
        return {row["id"]: row["name"] for row in area_rows(self.rows)}

    # ---- geometry from arcs

    @cached_property
    def _arcs(self) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
        """Return all arc coordinates (degrees) and where each arc starts."""
        lengths = self._data["arc_length"].astype(np.int64)
        starts = np.r_[0, np.cumsum(lengths)]
        total = np.cumsum(self._data["arc_delta"].T.astype(np.int64), axis=0)
        base = self._data["arc_first"] - total[starts[:-1]]
        xy: NDArray[np.float64] = (total + np.repeat(base, lengths, axis=0)) / SCALE
        return xy, starts

    @cached_property
    def _ring_starts(self) -> NDArray[np.int64]:
        starts: NDArray[np.int64] = np.r_[0, np.cumsum(self._data["ring_length"].astype(np.int64))]
        return starts

    @cached_property
    def _unit_rings(self) -> list[int]:
        """Return where the rings of each unit start; they stand in the order of the units."""
        return np.searchsorted(self._data["ring_unit"], np.arange(len(self._unit_id) + 1)).tolist()  # type: ignore[no-any-return]

    def _ring(self, ring: int) -> NDArray[np.float64]:
        xy, starts = self._arcs
        pieces = []
        for arc in self._data["ring_arcs"][self._ring_starts[ring] : self._ring_starts[ring + 1]].tolist():
            index = arc if arc >= 0 else ~arc
            piece = xy[starts[index] : starts[index + 1]]
            pieces.append((piece if arc >= 0 else piece[::-1])[:-1])
        pieces.append(pieces[0][:1])
        return np.concatenate(pieces)

    @lru_cache(maxsize=8192)  # noqa: B019 - there is one Areas in a process
    def unit(self, unit: int) -> BaseGeometry:
        """Return the multipolygon of a unit."""
        polygons: dict[int, list[Any]] = {}
        for ring in range(self._unit_rings[unit], self._unit_rings[unit + 1]):
            polygons.setdefault(int(self._data["ring_polygon"][ring]), []).append(self._ring(ring))
        parts = [
            shapely.polygons(shapely.linearrings(rings[0]), [shapely.linearrings(hole) for hole in rings[1:]] or None) for rings in polygons.values()
        ]
        whole: BaseGeometry = shapely.multipolygons(parts)
        if shapely.is_valid(whole):
            return whole
        # Rounding made islets of a few metres touch themselves.
        mended: BaseGeometry = shapely.multipolygons(
            [part for part in shapely.get_parts(shapely.get_parts(shapely.make_valid(whole))) if shapely.get_dimensions(part) == _AREA],
        )
        return mended

    def has(self, key: str) -> bool:
        """Return whether there is an area with this id."""
        return key in self._members

    @lru_cache(maxsize=512)  # noqa: B019 - there is one Areas in a process
    def polygon(self, key: str) -> BaseGeometry:
        """Return the polygon of a country or area by id; its members dissolved."""
        members = self._members[key]
        if len(members) == 1:
            return self.unit(members[0])
        return shapely.coverage_union_all([self.unit(unit) for unit in members])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree([self.unit(unit) for unit in range(len(self._unit_id))])

    def at(self, lats: Sequence[float], lons: Sequence[float], *, reach: float = 0.0) -> list[tuple[str, str]]:
        """Return country and first-level area (``SY``, ``SY.12``) at each point; empty at sea. EPSG:4326 degrees.

        With ``reach`` (degrees) a point off the coast gets what lies nearest to it: ports stand outside of a generalised coast.
        """
        found = [("", "")] * len(lats)
        if len(lats) < _FEW and not reach:  # not worth making every polygon
            boxes = self._unit_boxes
            for index, (lat, lon) in enumerate(zip(lats, lons, strict=True)):
                near = np.flatnonzero((boxes[:, 0] <= lon) & (boxes[:, 2] >= lon) & (boxes[:, 1] <= lat) & (boxes[:, 3] >= lat))
                unit = next((unit for unit in near.tolist() if shapely.intersects_xy(self.unit(unit), lon, lat)), None)
                if unit is not None:
                    found[index] = (self._unit_country[unit], self.first_level(unit))
            return found
        spots = shapely.points(lons, lats)
        points, units = self._tree.query(spots, predicate="intersects")
        for point, unit in zip(points.tolist(), units.tolist(), strict=True):
            found[point] = (self._unit_country[unit], self.first_level(unit))
        outside = np.array([index for index, (_, area) in enumerate(found) if not area], dtype=np.int64)
        if reach and len(outside):
            points, units = self._tree.query_nearest(spots[outside], max_distance=reach, all_matches=False)
            for point, unit in zip(outside[points].tolist(), units.tolist(), strict=True):
                found[point] = (self._unit_country[unit], self.first_level(unit))
        return found

    def nearest_in(self, country: str, lat: float, lon: float, *, reach: float) -> str:
        """Return the first-level area of a country that lies nearest to a point, empty where none is within ``reach`` degrees."""
        units = self._members.get(country, [])
        if not units:
            return ""
        distances = shapely.distance([self.unit(unit) for unit in units], shapely.Point(lon, lat))
        best = int(np.argmin(distances))
        return self.first_level(units[best]) if distances[best] <= reach else ""

    def first_level(self, unit: int) -> str:
        """Return the id of the first-level area that a unit is or belongs to."""
        row = self.rows[unit]
        return f"{row['country'] or 'XX'}.{row['admin1']}" if row["admin1"] else row["id"]

    # ---- borders

    @cached_property
    def _owners(self) -> NDArray[np.int64]:
        """Return the two units of each arc, -1 for the sea: shape (arcs, 2)."""
        arcs = self._data["ring_arcs"].astype(np.int64)
        units = np.repeat(self._data["ring_unit"].astype(np.int64), self._data["ring_length"])
        index = np.where(arcs >= 0, arcs, ~arcs)
        owners = np.full((len(self._data["arc_length"]), 2), -1, dtype=np.int64)
        order = np.argsort(index, kind="stable")
        index, units = index[order], units[order]
        first = np.r_[True, index[1:] != index[:-1]]
        owners[index[first], 0] = units[first]
        owners[index[~first], 1] = units[~first]
        return owners

    @cached_property
    def _arc_countries(self) -> NDArray[np.str_]:
        codes = np.array([*(code or "XX" for code in self._unit_country), ""])
        return codes[self._owners]

    def _lines(self, chosen: NDArray[np.int64]) -> BaseGeometry:
        xy, starts = self._arcs
        return shapely.line_merge(shapely.MultiLineString([xy[starts[arc] : starts[arc + 1]] for arc in chosen.tolist()]))

    @lru_cache(maxsize=128)  # noqa: B019 - there is one Areas in a process
    def border(self, country: str, other: str | None = None) -> BaseGeometry:
        """Return the land border of a country, or the stretch shared with another.

        Raises
        ------
        UsageError
            If a code is unknown, or the two have no common land border.
        """
        codes = self._arc_countries
        for code in (country, other):
            if code is not None and code not in self._members:
                message = f"{code!r} is not the ISO code of a country, such as 'SY'"
                raise UsageError(message)
        left, right = codes[:, 0], codes[:, 1]
        touches = ((left == country) | (right == country)) & (left != right) & (left != "") & (right != "")
        if other is not None:
            touches &= (left == other) | (right == other)
        chosen = np.flatnonzero(touches)
        if not len(chosen):
            message = f"{country} has no land border" + (f" with {other}" if other else "")
            raise UsageError(message)
        return self._lines(chosen)

    # ---- the page's base map

    @cached_property
    def _unit_boxes(self) -> NDArray[np.float64]:
        """Return (west, south, east, north) of each unit."""
        xy, starts = self._arcs
        low, high = np.minimum.reduceat(xy, starts[:-1]), np.maximum.reduceat(xy, starts[:-1])
        owners = self._owners
        boxes = np.tile([np.inf, np.inf, -np.inf, -np.inf], (len(self._unit_id) + 1, 1))
        for side in (0, 1):
            np.minimum.at(boxes[:, 0], owners[:, side], low[:, 0])
            np.minimum.at(boxes[:, 1], owners[:, side], low[:, 1])
            np.maximum.at(boxes[:, 2], owners[:, side], high[:, 0])
            np.maximum.at(boxes[:, 3], owners[:, side], high[:, 1])
        return boxes[:-1]

    def basemap(self, bounds: tuple[float, float, float, float], *, tolerance: float | None = None) -> Basemap:
        """Return the base map of a box (west, south, east, north) in degrees.

        Raises
        ------
        UsageError
            If the box is empty or not within ±180, ±90.
        """
        west, south, east, north = bounds
        if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):  # noqa: PLR2004 - degrees
            message = f"bounds must be (west, south, east, north) in degrees, west < east and south < north, not {bounds!r}"
            raise UsageError(message)
        if tolerance is None:
            tolerance = min(east - west, north - south) / _PARTS
        boxes = self._unit_boxes
        units = np.flatnonzero((boxes[:, 0] <= east) & (boxes[:, 2] >= west) & (boxes[:, 1] <= north) & (boxes[:, 3] >= south)).tolist()
        # A side at 1e-311 degrees is more than GEOS can clip at.
        box = shapely.box(round(west, 9), round(south, 9), round(east, 9), round(north, 9))
        shapes: Any = shapely.coverage_simplify([self.unit(unit) for unit in units], tolerance) if units else []
        clipped = {
            unit: shape
            for unit, shape in zip(units, shapely.intersection(shapes, box), strict=True)
            if not shape.is_empty and shapely.get_dimensions(shape) == _AREA
        }
        admin = tuple(
            self._basemap_area(key, [clipped[u] for u in members], clipped[members[0]])
            for key, members in self._grouped(clipped, first_level=True).items()
        )
        countries = tuple(
            self._basemap_area(key, [clipped[u] for u in members], None) for key, members in self._grouped(clipped, first_level=False).items()
        )
        lines = self._basemap_lines(set(clipped), box, tolerance)
        disputed = tuple(line for line in lines if line.disputed) + self._claims(box, tolerance)
        return Basemap(bounds, countries, admin, lines, disputed, self.world, world_lines=self.world_lines)

    def _grouped(self, clipped: dict[int, BaseGeometry], *, first_level: bool) -> dict[str, list[int]]:
        groups: dict[str, list[int]] = {}
        for unit in clipped:
            country = self._unit_country[unit] or "XX"
            key = self.first_level(unit) if first_level else (country if country != "XX" else self._unit_id[unit])
            groups.setdefault(key, []).append(unit)
        return groups

    def _basemap_area(self, key: str, shapes: list[BaseGeometry], _first: BaseGeometry | None) -> BasemapArea:
        union = shapes[0] if len(shapes) == 1 else shapely.union_all(shapes)
        largest = max((part for part in shapely.get_parts(union) if shapely.get_dimensions(part) == _AREA), key=shapely.area)
        # The longest edge of the circle's radius line ends at the centre: its first point is the point farthest from every edge.
        centre = shapely.get_coordinates(shapely.maximum_inscribed_circle(largest, tolerance=max(shapely.length(largest) / 400, 1e-4)))[0]
        country = key.split(".", 1)[0]
        return BasemapArea(key, self.name_of(key), None if country == "XX" else country, union, (float(centre[0]), float(centre[1])))

    def name_of(self, key: str) -> str:
        """Return the name of an area; of a country its code."""
        return self.names.get(key, key)

    def _basemap_lines(self, units: set[int], box: BaseGeometry, tolerance: float) -> tuple[BasemapLine, ...]:
        owners, codes, dashed = self._owners, self._arc_countries, self._data["arc_disputed"]
        members = np.array(sorted(units))
        inside = np.isin(owners[:, 0], members) & np.isin(owners[:, 1], members)
        found: dict[tuple[int, bool], list[int]] = {}
        for arc in np.flatnonzero(inside).tolist():
            level = int(codes[arc, 0] == codes[arc, 1])
            first, second = (self.rows[int(u)] for u in owners[arc])
            if level and first["admin1"] and first["admin1"] == second["admin1"]:
                continue  # between provinces of one first-level area
            found.setdefault((level, bool(dashed[arc])), []).append(arc)
        lines = []
        for (level, disputed), arcs in sorted(found.items()):
            # Each line keeps its ends either way; asking for the topology of all of them together takes ten times as long.
            merged = shapely.intersection(shapely.simplify(self._lines(np.array(arcs)), tolerance / 2, preserve_topology=False), box)
            if not merged.is_empty:
                lines.append(BasemapLine(level, disputed, merged))
        return tuple(lines)

    def _claims(self, box: BaseGeometry, tolerance: float) -> tuple[BasemapLine, ...]:
        lines, names = self._claimed
        found = []
        for index in np.flatnonzero(shapely.intersects(lines, box)).tolist():
            line = shapely.intersection(shapely.simplify(lines[index], tolerance / 2), box)
            if not line.is_empty:
                found.append(BasemapLine(0, True, line, names[index]))  # noqa: FBT003 - a record
        return tuple(found)

    @cached_property
    def _claimed(self) -> tuple[Any, list[str]]:
        """Lines of claims, prepared for questions about boxes, and their names."""
        lengths = self._data["line_length"]
        lines = shapely.linestrings(self._data["line_xy"] / SCALE, indices=np.repeat(np.arange(len(lengths)), lengths))
        shapely.prepare(lines)
        return lines, self._data["line_name"].tolist()

    @cached_property
    def world(self) -> BaseGeometry:
        """All land, coarse: parts under half a square degree left out, corners at tenths of a degree."""
        lengths = self._data["world_length"]
        rings = shapely.linearrings(self._data["world_xy"] / 10, indices=np.repeat(np.arange(len(lengths)), lengths))
        land: BaseGeometry = shapely.multipolygons(shapely.polygons(rings))
        return land

    @cached_property
    def world_lines(self) -> tuple[BasemapLine, ...]:
        """Borders between countries all over the world, coarse: corners left out where they are within about 10 km of the line."""
        codes, dashed = self._arc_countries, self._data["arc_disputed"].astype(bool)
        between = (codes[:, 0] != codes[:, 1]) & (codes != "").all(axis=1)
        found = []
        for disputed in (False, True):
            arcs = np.flatnonzero(between & (dashed == disputed))
            if len(arcs):
                found.append(BasemapLine(0, disputed, shapely.simplify(self._lines(arcs), _WORLD_TOLERANCE)))
        return tuple(found)


@lru_cache(maxsize=1)
def load_areas() -> Areas:
    """Return the areas of the base map; read once in a process."""
    return Areas(data_file("areas.npz"), data_file("areas.csv"))
