"""Other people's lists and maps of who holds what → observations."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.areas import ControlWarning, given
from conflict_map.control.records import Observation
from conflict_map.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    import geopandas as gpd
    from numpy.typing import NDArray

    from conflict_map.model import Place

__all__ = ["baseline_from"]


def baseline_from(
    frame: gpd.GeoDataFrame,
    column: str,
    *,
    date: str | None,
    places: Iterable[Place] = (),
    elsewhere: str | None = None,
    source: str = "baseline",
) -> list[Observation]:
    """Return what a map or a list of an earlier day says, place by place.

    A polygon acts only through the places that lie in it: where there is no place, areas go by the nearest ones, or "no report" beyond reach. So
    an old map and the reports of later days are weighed in one way, and a boundary is not more exact than the places that it is known from.

    Parameters
    ----------
    frame
        Points (each is a place, named by the column ``name`` where there is one, ``population`` likewise) or polygons of holders. Any
        CRS that is set; EPSG:4326 where none is. Rings may run either way; a third dimension is dropped; polygons that cross themselves are
        mended (what is enclosed stays enclosed).
    column
        Holder of each row. Missing means unknown; ``contested`` and ``unknown`` are states.
    date
        ISO day that it stands for, or None for before everything else.
    places
        The places to look up in polygons. Needed for them, unused for points.
    elsewhere
        Holder of the places outside all polygons: a map of one side's area says by that who holds the rest. None: nothing is said of them.
    source
        Name of the map or list; ids of observations begin with it.

    Returns
    -------
    list of Observation
        Sorted by id. A place in polygons of several holders is contested.

    Raises
    ------
    UsageError
        If the column is missing, or there are polygons and no places.
    InputError
        If geometries are lines or mixed, or coordinates are not lon and lat.

    Warns
    -----
    ControlWarning
        If rows are left out because they have no geometry.
    """
    import shapely

    if column not in frame.columns:
        message = f"the baseline has no column {column!r}; it has {', '.join(map(str, frame.columns))}"
        raise UsageError(message)
    geometry = (frame.geometry.to_crs(4326) if frame.crs is not None else frame.geometry).to_numpy()
    usable = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    if not usable.all():
        warnings.warn(f"{int((~usable).sum())} of {len(frame)} rows of the baseline have no geometry and are left out", ControlWarning, stacklevel=2)
    table, geometry = frame[usable], shapely.force_2d(geometry[usable])
    kinds = {str(shape.geom_type) for shape in geometry}
    _check_degrees(geometry)
    holders = table[column].tolist()
    if kinds <= {"Point"}:
        return sorted(_from_points(table, geometry, holders, date, source), key=lambda seen: seen.id)
    if kinds <= {"Polygon", "MultiPolygon"}:
        wanted = list(places)
        if not wanted:
            message = "a baseline of polygons needs places to look up in them"
            raise UsageError(message)
        return sorted(_from_polygons(geometry, holders, wanted, date, elsewhere, source), key=lambda seen: seen.id)
    message = f"a baseline is of points or of polygons, not of {', '.join(sorted(kinds))}"
    raise InputError(message)


def _check_degrees(geometry: NDArray[np.object_]) -> None:
    import shapely

    if not len(geometry):
        return
    west, south, east, north = shapely.total_bounds(geometry)
    if not (np.isfinite([west, south, east, north]).all() and west >= -180 and east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004 - degrees
        message = f"the baseline spans ({west}, {south}) to ({east}, {north}), which is not lon, lat in degrees: set its CRS, or swap its axes"
        raise InputError(message)


def _state(values: Iterable[Any]) -> tuple[str | None, str]:
    """Return (holder, status) of what several rows say of one place."""
    named = {str(value).strip() for value in values if given(value)}
    sides = {name for name in named if name.lower() not in {"contested", "unknown"}}
    if any(name.lower() == "contested" for name in named) or len(sides) > 1:
        return None, "contested"
    return (sides.pop(), "held") if sides else (None, "unknown")


def _from_points(table: gpd.GeoDataFrame, geometry: NDArray[np.object_], holders: list[Any], date: str | None, source: str) -> Iterable[Observation]:
    import shapely

    names = table["name"].tolist() if "name" in table.columns else [None] * len(table)
    people = table["population"].tolist() if "population" in table.columns else [None] * len(table)
    spots: dict[tuple[float, float], list[int]] = {}
    for row, (lon, lat) in enumerate(shapely.get_coordinates(geometry).tolist()):
        spots.setdefault((lat, lon), []).append(row)
    for (lat, lon), rows in spots.items():
        holder, status = _state(holders[row] for row in rows)
        name = min((str(names[row]) for row in rows if given(names[row])), default=f"{lat:.4f}, {lon:.4f}")
        population = max((int(float(str(people[row]))) for row in rows if given(people[row])), default=0)
        yield Observation(
            id=f"{source}:{lat:.5f},{lon:.5f}", name=name, lat=lat, lon=lon, date=date, holder=holder, status=status,
            population=population or None, source=source,
        )  # fmt: skip


def _from_polygons(
    geometry: NDArray[np.object_], holders: list[Any], places: list[Place], date: str | None, elsewhere: str | None, source: str
) -> Iterable[Observation]:
    import shapely

    broken = ~shapely.is_valid(geometry)
    geometry[broken] = shapely.make_valid(geometry[broken], method="structure", keep_collapsed=False)
    spots = np.atleast_1d(np.asarray(shapely.points([[place.lon, place.lat] for place in places])))
    place_index, polygon_index = shapely.STRtree(geometry).query(spots, predicate="intersects")
    inside: dict[int, list[Any]] = {}
    for place, polygon in zip(place_index.tolist(), polygon_index.tolist(), strict=True):
        inside.setdefault(place, []).append(holders[polygon])
    for number, place in enumerate(places):
        if number not in inside and elsewhere is None:
            continue
        holder, status = _state(inside.get(number, [elsewhere]))
        yield Observation(
            id=f"{source}:{place.lat:.5f},{place.lon:.5f}", name=place.name, lat=place.lat, lon=place.lon, date=date, holder=holder, status=status,
            population=place.population, geonames_id=place.geonames_id, source=source, country=place.country,
        )  # fmt: skip
