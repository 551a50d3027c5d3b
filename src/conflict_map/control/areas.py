"""Places with holders → areas of control."""

from __future__ import annotations

import math
import warnings
from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.barriers import divided_mesh
from conflict_map.control.mesh import Mesh, build_mesh, faces
from conflict_map.control.records import day_number
from conflict_map.control.water import dried, lakes_crossed, lakes_of
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import MultiPolygon
    from shapely.geometry.base import BaseGeometry

__all__ = ["NO_REPORT", "STATUSES", "ControlWarning", "areas"]

NO_REPORT = "no report"
STATUSES = ("held", "besieged", "contested", "unknown", NO_REPORT)
# A town on a coast or a border may lie outside a generalised outline by a few km; further off it is another country's.
_OUTSIDE_KM = 10.0
_NAMED_PLACES = 40

Label = tuple[str | None, str]


class ControlWarning(UserWarning):
    """Some of the places that were given could not be used."""


@dataclass(frozen=True)
class _Labelled:
    """Distinct points and what holds there; several rows of the input may share a point.

    Attributes
    ----------
    lon_lat
        Shape (n, 2), degrees.
    table
        The labels that occur, and "no report", in the order of the answer.
    codes
        Shape (n,): index into ``table``.
    members
        By code: names of the places, what decides them, and how many points they are.
    """

    lon_lat: NDArray[np.float64]
    table: tuple[Label, ...]
    codes: NDArray[np.intp]
    members: dict[int, tuple[set[str], set[str], int]]


def areas(
    places: gpd.GeoDataFrame,
    within: BaseGeometry,
    *,
    reach_km: float | None = None,
    boundary: str = "kriging",
    barriers: BaseGeometry | None = None,
    simplify_km: float = 0.0,
    lakes: bool = True,
    date: str | dt.date | None = None,
) -> gpd.GeoDataFrame:
    """Return who holds which area, derived from who holds which place.

    Every point of the polygon goes to the side that is most likely there by indicator kriging from the nearest places
    (`conflict_map.control.kriging`), in an equal-area projection. Polygons share identical edges, never overlap, and together fill ``within``; each
    contains the places of its side.

    Parameters
    ----------
    places
        Points, in any CRS that is set (EPSG:4326 is assumed where none is), with the columns

        ``holder``
            Name of the side; missing, or ``unknown``, where it is not known; ``contested`` where sides fight over the place.
        ``status`` (optional)
            ``held``, ``besieged``, ``contested`` or ``unknown``.
        ``name``, ``decided_by`` (optional)
            Name of the place, and what its holder rests on (ids of events: a string or a list).
    within
        Polygon or multipolygon to fill, EPSG:4326: a country, a region.
    reach_km
        How far a place speaks for its surroundings. What is further from every place is "no report". None: everywhere.
    boundary
        ``kriging``, or ``voronoi``: every point goes to the nearest place.
    barriers
        Lines (rivers, roads) or polygons (lakes), EPSG:4326, beyond which no place speaks, where they cut ``within`` through. What is cut off
        and has no place of its own goes by the nearest places all the same.
    simplify_km
        Simplify all areas together (shared edges stay shared, the outline of ``within`` stays as it is) by roughly this length.
        Where a place would leave its area, less is simplified.
    lakes
        Whether a lake or reservoir that a boundary would run through is nobody's ("no report"), all of it. One that one side's land surrounds is
        that side's in any case.
    date
        Day of the map: a reservoir that had run dry by then (``gazetteer/drained.csv``) is land like any other. None: every lake is one.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each holder and status, by name of the holder, then states without a holder:
        ``holder`` (None unless the status is held or besieged), ``status`` (one of `STATUSES`), ``place_count``, ``places`` (names, at most
        40, joined by "; "), ``decided_by`` (joined likewise), ``area_km2``, ``geometry`` (valid polygon or multipolygon).

    Raises
    ------
    InputError
        If a geometry is not a point, coordinates are not finite or swapped, or the polygon is empty, invalid beyond repair or not a polygon.
    UsageError
        If the column ``holder`` is missing, a status is unknown, or an option is out of its range.

    Warns
    -----
    ControlWarning
        If places are left out: those without a point and those more than 10 km outside ``within``; if ``within`` crosses itself, and is mended.

    Notes
    -----
    Places on the same point with different holders make the point contested. A contested or unknown place keeps its whole Voronoi cell, so that no
    side gets what is not known to be its own.
    """
    polygon = clip_polygon(within)
    if reach_km is not None and not 0 < reach_km < math.inf:
        message = f"reach_km must be a positive number of kilometres or None, not {reach_km!r}"
        raise UsageError(message)
    if not simplify_km >= 0:
        message = f"simplify_km must be 0 or a positive number of kilometres, not {simplify_km!r}"
        raise UsageError(message)
    labelled = _labelled(places, polygon)
    if not len(labelled.codes):
        return _frame([(None, NO_REPORT)], [polygon], {})
    mesh = build_mesh(labelled.lon_lat, polygon, reach_km=reach_km, boundary=boundary)
    if barriers is not None:
        mesh = divided_mesh(mesh, barriers)
    table, codes = labelled.table, labelled.codes
    apart = np.array([holder is None for holder, _ in table])
    geometries = partition(
        mesh, codes, apart, no_report=table.index((None, NO_REPORT)), lakes=lakes, day=day_number(date) if date is not None else None
    ).land
    if simplify_km:
        geometries = _simplified(geometries, simplify_km, labelled.lon_lat, codes)
    found = sorted(geometries)
    members = {row: labelled.members[code] for row, code in enumerate(found) if code in labelled.members}
    return _frame([table[code] for code in found], [geometries[code] for code in found], members)


@dataclass(frozen=True)
class Partition:
    """The areas of a day by code.

    Attributes
    ----------
    land
        What each holds; lakes between two of them are left to "no report".
    across
        The same with boundaries drawn on through lakes, for front lines.
    """

    land: dict[int, BaseGeometry]
    across: dict[int, BaseGeometry]


def partition(
    mesh: Mesh, codes: NDArray[np.intp], apart: NDArray[np.bool_], *, no_report: int, lakes: bool = True, day: int | None = None
) -> Partition:
    """Return the area of each code that occurs.

    Parameters
    ----------
    mesh
        The places.
    codes
        Shape (n,): a small non-negative number for each place.
    apart
        By code: what keeps its whole cells (see `Mesh.boundaries`).
    no_report
        The code of what no place reaches.
    lakes
        Whether lakes between different codes are left to ``no_report``.
    day
        Number of the day, which tells what lakes there are; None: all.
    """
    import shapely

    def joined(code: NDArray[np.intp], among: NDArray[np.intp]) -> dict[int, BaseGeometry]:
        return {k: shapely.coverage_union_all(polygons[code == k]) for k in np.intersect1d(code, among).tolist()}

    lines = mesh.boundaries(codes, apart)
    water = lakes_crossed(mesh.lakes_on(day), lines) if lakes else np.empty(0, dtype=object)
    polygons, spots, code = faces(mesh, [*lines, *shapely.boundary(water)], lambda lon_lat: mesh.codes_at(lon_lat, codes, apart, no_report=no_report))
    across = joined(code, code)
    dry = dried(code, lakes_of(water, spots), no_report=no_report) if len(water) else code
    # Few sides touch a lake between two: the others' land is what it is across lakes.
    touched = np.union1d(code[dry != code], dry[dry != code])
    land = {k: area for k, area in across.items() if k not in touched} | joined(dry, touched)
    return Partition(land=land, across=across)


def _label_order(label: Label) -> tuple[bool, str, int]:
    return label[0] is None, label[0] or "", STATUSES.index(label[1])


def clip_polygon(within: BaseGeometry) -> BaseGeometry:
    """Return the clip polygon, valid and in two dimensions."""
    import shapely

    if not isinstance(within, shapely.Geometry) or within.geom_type not in {"Polygon", "MultiPolygon"}:
        message = f"within must be a shapely polygon in EPSG:4326 (lon, lat), not {getattr(within, 'geom_type', type(within).__name__)}"
        raise InputError(message)
    flat = shapely.force_2d(within)
    if flat.is_empty:
        message = "within is an empty polygon: there is nothing to fill"
        raise InputError(message)
    west, south, east, north = flat.bounds
    if not (np.isfinite(flat.bounds).all() and west >= -180 and east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004 - degrees
        message = f"within must be in degrees, lon -180 to 180 and lat -90 to 90, but spans {flat.bounds}: reproject it to EPSG:4326"
        raise InputError(message)
    if not flat.is_valid:
        warnings.warn(f"within is mended: {shapely.is_valid_reason(flat)}; what its outline encloses counts", ControlWarning, stacklevel=3)
        flat = shapely.make_valid(flat, method="structure", keep_collapsed=False)
    if flat.is_empty or flat.area == 0:
        message = "within has no area: give the polygon of a country or a region"
        raise InputError(message)
    return flat


def polygons_of(geometry: BaseGeometry) -> MultiPolygon:
    """Return the polygons of a geometry, without its lines and points; empty where there are none."""
    import shapely

    parts = [part for part in shapely.get_parts(geometry, return_index=False).tolist() if isinstance(part, shapely.Polygon) and part.area > 0]
    return shapely.MultiPolygon(parts)


def _labelled(places: gpd.GeoDataFrame, polygon: BaseGeometry) -> _Labelled:
    """Check the places and join those that share a point."""
    import geopandas
    import shapely

    if not isinstance(places, geopandas.GeoDataFrame):
        message = f"places must be a GeoDataFrame of points, not {type(places).__name__}"
        raise UsageError(message)
    if "holder" not in places.columns:
        message = f"places needs the column 'holder'; it has {', '.join(map(str, places.columns))}"
        raise UsageError(message)
    geometry = (places.geometry.to_crs(4326) if places.crs is not None else places.geometry).to_numpy()
    usable = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    odd = geometry[usable][shapely.get_type_id(geometry[usable]) != shapely.GeometryType.POINT.value]
    kinds = sorted({str(g.geom_type) for g in odd})
    if kinds:
        message = f"places must be points, but there is a {kinds[0]}; take its representative_point() or read it with baseline_from()"
        raise InputError(message)
    lon_lat = shapely.get_coordinates(geometry[usable])
    _check_axes(lon_lat, polygon)
    inside = usable_places(lon_lat, polygon)
    rows = np.flatnonzero(usable)[inside]
    _warn_left_out(places, np.setdiff1d(np.arange(len(places)), rows))
    # Points closer than about a metre are one. The order of the rows must not matter, so the points are sorted.
    spots = np.round(lon_lat[inside], 5) + 0.0
    order = np.lexsort((rows, spots[:, 1], spots[:, 0]))
    rows, spots = rows[order], spots[order]
    opens = np.ones(len(spots), dtype=bool)
    opens[1:] = (spots[1:] != spots[:-1]).any(axis=1)
    labels = _labels_of(places, rows)
    firsts = np.flatnonzero(opens)
    of_point = [labels[k] for k in firsts.tolist()]
    ends = np.append(firsts[1:], len(rows))
    for point in np.flatnonzero(ends - firsts > 1).tolist():
        of_point[point] = _joined(labels[firsts[point] : ends[point]])
    table = sorted({*of_point, (None, NO_REPORT)}, key=_label_order)
    number = {label: k for k, label in enumerate(table)}
    codes = np.array([number[label] for label in of_point], dtype=np.intp)
    code_of_row = codes[np.cumsum(opens) - 1] if len(rows) else codes
    names, deciders = (places[name].tolist() if name in places.columns else None for name in ("name", "decided_by"))
    members = {}
    for code in np.unique(codes).tolist():
        mine = rows[code_of_row == code].tolist()
        named = {str(names[k]) for k in mine if given(names[k])} if names is not None else set()
        deciding = {d for k in mine for d in _ids(deciders[k])} if deciders is not None else set()
        members[code] = named, deciding, int((codes == code).sum())
    return _Labelled(lon_lat=spots[opens], table=tuple(table), codes=codes, members=members)


def _labels_of(places: gpd.GeoDataFrame, rows: NDArray[np.intp]) -> list[Label]:
    """Return what the rows of a table say of their places."""
    holders, statuses = (places[name].tolist() if name in places.columns else [None] * len(places) for name in ("holder", "status"))
    known: dict[tuple[Any, ...], Label] = {}  # a day has few different labels, and many thousand places
    labels = []
    for k in rows.tolist():
        told: tuple[Any, ...] = holders[k], statuses[k]
        try:
            label = known.get(told)
        except TypeError:  # a list in a cell
            told = tuple(cell if isinstance(cell, Hashable) else str(cell) for cell in told)
            label = known.get(told)
        if label is None:
            label = known[told] = _label(told[0], told[1], k)
        labels.append(label)
    return labels


def _check_axes(lon_lat: NDArray[np.float64], polygon: BaseGeometry) -> None:
    import shapely

    if not len(lon_lat):
        return
    bad = ~(np.isfinite(lon_lat).all(axis=1) & (np.abs(lon_lat[:, 0]) <= 180.0) & (np.abs(lon_lat[:, 1]) <= 90.0))  # noqa: PLR2004 - degrees
    if bad.any():
        x, y = lon_lat[bad][0]
        message = f"a place is at ({x}, {y}), which is not lon, lat in degrees: set the CRS of the places, or swap their axes"
        raise InputError(message)
    box = shapely.box(*polygon.bounds).buffer(1.0)
    if not shapely.intersects_xy(box, lon_lat[:, 0], lon_lat[:, 1]).any() and shapely.intersects_xy(box, lon_lat[:, 1], lon_lat[:, 0]).any():
        message = "no place lies in the polygon, but they would if x and y were swapped: points are (lon, lat)"
        raise InputError(message)


def usable_places(lon_lat: NDArray[np.float64], polygon: BaseGeometry) -> NDArray[np.bool_]:
    """Return which points (shape (n, 2), degrees) lie in a polygon or within 10 km of it."""
    import shapely

    shapely.prepare(polygon)
    inside: NDArray[np.bool_] = shapely.intersects_xy(polygon, lon_lat[:, 0], lon_lat[:, 1])
    if not inside.all():
        inside[~inside] = _near(polygon, lon_lat[~inside])
    return inside


def _near(polygon: BaseGeometry, lon_lat: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which points lie within 10 km of the polygon, to about a percent of the distance."""
    import shapely

    from conflict_map.geo import to_equal_area

    west, south, east, north = polygon.bounds
    answer = (lon_lat[:, 0] >= west - 1) & (lon_lat[:, 0] <= east + 1) & (lon_lat[:, 1] >= south - 1) & (lon_lat[:, 1] <= north + 1)
    if answer.any():
        lon, lat = lon_lat[answer].mean(axis=0)
        to_plane = to_equal_area(float(round(lat)), float(round(lon)))

        def flat(xy: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.column_stack(to_plane.transform(xy[:, 0], xy[:, 1]))

        outline = shapely.transform(shapely.segmentize(polygon, 0.1), flat)
        shapely.prepare(outline)
        answer[answer] = shapely.dwithin(outline, shapely.points(flat(lon_lat[answer])), _OUTSIDE_KM * 1000.0)
    return answer


def _warn_left_out(places: gpd.GeoDataFrame, rows: NDArray[np.intp]) -> None:
    if not len(rows):
        return
    names = [str(places["name"].iloc[k]) if "name" in places.columns else f"row {k}" for k in rows[:5]]
    more = f" and {len(rows) - 5} more" if len(rows) > 5 else ""  # noqa: PLR2004 - as many as are named
    warnings.warn(
        f"{len(rows)} of {len(places)} places are left out, without a point or more than {_OUTSIDE_KM:g} km outside the polygon: "
        f"{', '.join(names)}{more}",
        ControlWarning,
        stacklevel=4,
    )


def given(value: Any) -> bool:  # noqa: ANN401 - a cell of a table
    """Return whether a cell holds something: not None, NaN, NA or an empty text."""
    return value is not None and value == value and str(value).strip() not in {"", "<NA>"}  # noqa: PLR0124 - NaN is not itself


def _label(holder: Any, status: Any, row: int) -> Label:  # noqa: ANN401 - cells of a table
    side = str(holder).strip() if given(holder) else ""
    state = str(status).strip().lower() if given(status) else ("held" if side else "unknown")
    if side.lower() in {"contested", "unknown"}:
        return None, side.lower()
    if state not in STATUSES or state == NO_REPORT:
        message = f"row {row}: status must be one of {', '.join(STATUSES[:-1])}, not {status!r}"
        raise UsageError(message)
    if state in {"contested", "unknown"}:
        return None, state
    return (side, state) if side else (None, "unknown")


def _joined(labels: Sequence[Label]) -> Label:
    """Return what holds on a point with several rows: the one label, or contested where they differ."""
    known = sorted({label for label in labels if label[1] != "unknown"}, key=_label_order)
    if not known:
        return None, "unknown"
    if len(known) == 1:
        return known[0]
    if len({label[0] for label in known}) == 1 and known[0][0] is not None:
        return known[0][0], "besieged"
    return None, "contested"


def _ids(value: Any) -> list[str]:  # noqa: ANN401 - a cell of a table
    if isinstance(value, (list, tuple, set, frozenset)):
        return [str(item) for item in value]
    return [str(value)] if given(value) else []


def _simplified(
    geometries: dict[int, BaseGeometry], simplify_km: float, lon_lat: NDArray[np.float64], codes: NDArray[np.intp]
) -> dict[int, BaseGeometry]:
    """Simplify all areas together, with half the tolerance as often as a place would fall out of its area."""
    import shapely

    keys = sorted(geometries)
    coverage = np.array([geometries[key] for key in keys])
    held = [codes == key for key in keys]
    before = [shapely.intersects_xy(g, *lon_lat[mine].T) for g, mine in zip(coverage, held, strict=True)]
    # The tolerance of Visvalingam's algorithm is the square root of an area; a degree of latitude is 111.2 km.
    tolerance = simplify_km / 111.2
    for _ in range(5):
        simple = shapely.coverage_simplify(coverage, tolerance, simplify_boundary=False)
        after = [shapely.intersects_xy(g, *lon_lat[mine].T) for g, mine in zip(simple, held, strict=True)]
        if all((a >= b).all() for a, b in zip(after, before, strict=True)) and shapely.is_valid(simple).all():
            return dict(zip(keys, simple, strict=True))
        tolerance /= 2.0
    return geometries


def _frame(labels: Sequence[Label], geometries: Sequence[BaseGeometry], members: dict[int, tuple[set[str], set[str], int]]) -> gpd.GeoDataFrame:
    import geopandas
    import pandas as pd

    empty: tuple[set[str], set[str], int] = (set(), set(), 0)
    rows = [members.get(k, empty) for k in range(len(labels))]
    described = [area_columns(*row) for row in rows]
    columns = {
        "holder": pd.Series([label[0] for label in labels], dtype=object),
        "status": [label[1] for label in labels],
        **{name: [row[name] for row in described] for name in ("place_count", "places", "decided_by")},
        "area_km2": [round(_area_km2(geometry), 3) for geometry in geometries],
    }
    return geopandas.GeoDataFrame(columns, geometry=list(geometries), crs=4326)


def area_columns(names: set[str], deciders: set[str], count: int) -> dict[str, Any]:
    """Return the columns that say what an area stands on."""
    return {"place_count": count, "places": _listed(names), "decided_by": "; ".join(sorted(deciders))}


def _listed(names: set[str]) -> str:
    shown = sorted(names)[:_NAMED_PLACES]
    more = f"; and {len(names) - _NAMED_PLACES} more" if len(names) > _NAMED_PLACES else ""
    return "; ".join(shown) + more


def _area_km2(geometry: BaseGeometry) -> float:
    from conflict_map.geo import area_km2

    return area_km2(geometry)
