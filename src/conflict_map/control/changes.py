"""What was gained and lost between two days."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.areas import area_columns
from conflict_map.control.mesh import faces
from conflict_map.control.records import day_number
from conflict_map.control.theatre import State, Theatre, held_apart, states_on, theatres
from conflict_map.control.water import dried, lakes_crossed, lakes_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.records import History
    from conflict_map.model import PlaceLookup

__all__ = ["change_between"]

_FIELDS = (
    "holder_before",
    "status_before",
    "holder_after",
    "status_after",
    "place_count",
    "places",
    "decided_by",
    "population",
    "population_unknown",
    "area_km2",
)


def change_between(
    history: History,
    first: str | dt.date,
    second: str | dt.date,
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    reach_km: float | None = 10.0,
) -> gpd.GeoDataFrame:
    """Return what changed hands or state between two days.

    Parameters
    ----------
    history, within, lookup, reach_km
        As for `history_areas`.
    first, second
        ISO days; the states at the end of each are compared.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each pair of states that differ, the largest first: ``holder_before``, ``status_before``, ``holder_after``,
        ``status_after``, ``place_count``, ``places``, ``decided_by`` (what decides the later state), ``population`` (of those places as far as
        it is known), ``population_unknown`` (places of which it is not), ``area_km2``. A side's gains are the rows with it as ``holder_after``,
        its losses those with it as ``holder_before``.
    """
    import geopandas
    import pandas as pd

    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    for theatre in theatres(history, within, lookup, reach_km):
        for row, shape in _changes(theatre, first, second):
            rows.append(row)
            shapes.append(shape)
    order = sorted(range(len(rows)), key=lambda k: (-rows[k]["area_km2"], *(str(rows[k][name]) for name in _FIELDS)))
    columns = {name: pd.Series([rows[k][name] for k in order], dtype=object) for name in _FIELDS}
    for name in ("place_count", "population", "population_unknown", "area_km2"):
        columns[name] = columns[name].astype("float64" if name == "area_km2" else "int64")
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries([shapes[k] for k in order], crs=4326), crs=4326)


def _changes(theatre: Theatre, first: str | dt.date, second: str | dt.date) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    import shapely

    from conflict_map.geo import area_km2

    mesh = theatre.mesh
    before, codes_before = states_on(theatre, first)
    after, codes_after = states_on(theatre, second)
    days = day_number(first), day_number(second)
    dry = [[day >= start for start in mesh.drained] for day in days]
    if before == after and (codes_before == codes_after).all() and dry[0] == dry[1]:
        return
    apart_before, apart_after = held_apart(before), held_apart(after)
    lines = [*mesh.boundaries(codes_before, apart_before), *mesh.boundaries(codes_after, apart_after)]

    def label(lon_lat: NDArray[np.float64]) -> NDArray[np.intp]:
        old = mesh.codes_at(lon_lat, codes_before, apart_before, no_report=0)
        return old * len(after) + mesh.codes_at(lon_lat, codes_after, apart_after, no_report=0)

    water = [lakes_crossed(mesh.lakes_on(day), np.array(lines, dtype=object)) for day in days]
    polygons, spots, code = faces(mesh, [*lines, *shapely.boundary(np.concatenate(water))], label)
    old_lake, new_lake = (lakes_of(lakes, spots) for lakes in water)
    code = dried(code // len(after), old_lake, no_report=0) * len(after) + dried(code % len(after), new_lake, no_report=0)
    pair = codes_before * len(after) + codes_after
    for value in np.unique(code).tolist():
        old, new = before[value // len(after)], after[value % len(after)]
        if old[:2] == new[:2]:
            continue
        area = shapely.coverage_union_all(polygons[code == value])
        members = np.flatnonzero(pair == value).tolist()
        yield _row(theatre, old, new, members, second) | {"area_km2": round(area_km2(area), 3)}, area


def _row(theatre: Theatre, old: State, new: State, members: list[int], day: str | dt.date) -> dict[str, Any]:
    places = [theatre.places[k] for k in members]
    deciding = {key for place in places for key in place.at(day).decided_by}
    return {
        "holder_before": old[0],
        "status_before": old[1],
        "holder_after": new[0],
        "status_after": new[1],
        **area_columns({place.name for place in places}, deciding, len(places)),
        "population": sum(place.population or 0 for place in places),
        "population_unknown": sum(not place.population for place in places),
    }
