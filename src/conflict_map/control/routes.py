"""Which stretches of a road each side holds, when the road was cut, and the ways out of a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.records import iso_day
from conflict_map.control.theatre import DEFAULT_REACH_KM, State, Theatre, held_apart, states_on, theatres
from conflict_map.control.timeline import spans

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    from numpy.typing import NDArray
    from shapely import LineString
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.records import History
    from conflict_map.model import PlaceLookup

__all__ = ["WayOut", "route_stretches", "ways_out"]

_STEP_KM = 1.0
#: No way through, whoever holds the place.
_UNSAFE = frozenset({"contested", "besieged"})
_FIELDS = ("route_id", "holder", "status", "valid_from", "valid_to", "from_km", "to_km", "cut")


@dataclass(frozen=True)
class WayOut:
    """A road that leads out of a place.

    Attributes
    ----------
    route_id
        The road.
    free_km
        How far it is held by the side that holds the place, or not reported; 0 where it is hostile from the start.
    certain_km
        How far it is held by that side without a gap in what is reported.
    ends
        ``open`` where the road ends before anything hostile, else the side that blocks it, or ``contested``.
    heading
        Compass point of the way, from the place.
    """

    route_id: str
    free_km: float
    certain_km: float
    ends: str
    heading: str


def route_stretches(
    history: History,
    routes: Mapping[str, BaseGeometry],
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    dates: Iterable[str | dt.date] | None = None,
    reach_km: float | None = DEFAULT_REACH_KM,
) -> gpd.GeoDataFrame:
    """Return who holds which stretch of each road from when to when.

    Parameters
    ----------
    routes
        Lines by route id, EPSG:4326.
    history, within, lookup, dates, reach_km
        As for `history_areas`.

    Returns
    -------
    GeoDataFrame
        EPSG:4326, one row for each stretch and span of days: ``route_id``, ``holder``, ``status`` ("no report" where no place reaches),
        ``valid_from``, ``valid_to``, ``from_km``, ``to_km`` (from the first point of the line, to about half a kilometre), ``cut`` (whether the road
        has then stretches of more than one side, or contested or besieged ones), sorted by road, first day and ``from_km``.
    """
    import geopandas
    import pandas as pd
    from shapely.ops import substring

    stages = list(theatres(history, within, lookup, reach_km))
    rows: list[dict[str, Any]] = []
    shapes: list[BaseGeometry] = []
    for route_id, line in sorted(routes.items()):
        for part in _parts(line):
            spots, km = _samples(part)
            open_rows: dict[Any, int] = {}
            for span in spans(history, dates):
                seen: dict[Any, int] = {}
                stretches = list(_stretches(_states_at(stages, spots, iso_day(span.day)), km))
                cut = len({state[0] for state, _, _ in stretches if state[0]}) > 1 or any(
                    state[1] in {"contested", "besieged"} for state, _, _ in stretches
                )
                for state, start, end in stretches:
                    key = (state[:2], start, end, cut)
                    if key in open_rows:
                        rows[open_rows[key]]["valid_to"] = iso_day(span.last) if span.last is not None else None
                    else:
                        open_rows[key] = len(rows)
                        days = [iso_day(day) if day is not None else None for day in (span.first, span.last)]
                        rows.append(dict(zip(_FIELDS, (route_id, *state[:2], *days, round(start, 2), round(end, 2), cut), strict=True)))
                        length = part.length
                        shapes.append(substring(part, _at(part, km, start) * length, _at(part, km, end) * length))
                    seen[key] = open_rows[key]
                open_rows = seen
    order = sorted(range(len(rows)), key=lambda k: (rows[k]["route_id"], rows[k]["valid_from"] or "", rows[k]["from_km"]))
    columns = {name: pd.Series([rows[k][name] for k in order], dtype=object) for name in _FIELDS}
    return geopandas.GeoDataFrame(columns, geometry=geopandas.GeoSeries([shapes[k] for k in order], crs=4326), crs=4326)


def ways_out(
    history: History,
    place: tuple[float, float],
    date: str | dt.date,
    routes: Mapping[str, BaseGeometry],
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    reach_km: float | None = DEFAULT_REACH_KM,
    near_km: float = 3.0,
) -> list[WayOut]:
    """Return the roads out of a place, the longest free one first.

    Parameters
    ----------
    place
        (lat, lon) in degrees.
    date
        ISO day.
    routes
        Lines by route id, EPSG:4326; those that pass within ``near_km`` of the place count.
    history, within, lookup, reach_km
        As for `history_areas`.
    """
    from conflict_map.geo import bearing_deg, compass, distance_km

    lat, lon = place
    stages = list(theatres(history, within, lookup, reach_km))
    own = _states_at(stages, np.array([[lon, lat]]), date)[0][0]
    found = []
    for route_id, line in sorted(routes.items()):
        for part in _parts(line):
            spots, km = _samples(part)
            apart = [distance_km(lat, lon, y, x) for x, y in spots.tolist()]
            start = int(np.argmin(apart))
            if apart[start] > near_km:
                continue
            states = _states_at(stages, spots, date)
            for step in (-1, 1):
                ahead = range(start, len(spots) if step > 0 else -1, step)
                if len(ahead) < 2:  # noqa: PLR2004 - the road ends here
                    continue
                block = next((k for k in ahead if states[k][1] == "contested" or states[k][0] not in {None, own}), None)
                doubt = next((k for k in ahead if states[k][0] != own or own is None), None)
                last = ahead[-1]
                far = spots[ahead[min(10, len(ahead) - 1)]]
                found.append(
                    WayOut(
                        route_id=route_id,
                        free_km=round(abs(km[block if block is not None else last] - km[start]), 1),
                        certain_km=round(abs(km[doubt if doubt is not None else last] - km[start]), 1),
                        ends="open" if block is None else states[block][0] or "contested",
                        heading=compass(bearing_deg(lat, lon, float(far[1]), float(far[0]))),
                    )
                )
    return sorted(found, key=lambda way: (-way.free_km, way.route_id, way.heading))


def _parts(line: BaseGeometry) -> list[LineString]:
    import shapely

    merged = shapely.line_merge(line) if line.geom_type == "MultiLineString" else line
    return [part for part in shapely.get_parts(merged).tolist() if isinstance(part, shapely.LineString) and part.length > 0]


def _samples(line: BaseGeometry) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points along a line, at most a kilometre apart, shape (n, 2), and their distance from its first point in km."""
    import shapely

    from conflict_map.geo import distance_km

    spots = shapely.get_coordinates(shapely.segmentize(line, _STEP_KM / 111.2))
    step = [distance_km(a[1], a[0], b[1], b[0]) for a, b in zip(spots[:-1].tolist(), spots[1:].tolist(), strict=True)]
    return spots, np.concatenate([[0.0], np.cumsum(step)])


def _states_at(stages: list[Theatre], spots: NDArray[np.float64], date: str | dt.date) -> list[State]:
    """Return the state at points; the first theatre that says something there counts."""
    import shapely

    states: list[State] = [(None, "no report", ())] * len(spots)
    for stage in stages:
        table, codes = states_on(stage, date)
        inside = np.flatnonzero(shapely.intersects_xy(stage.mesh.within, spots[:, 0], spots[:, 1]))
        if not len(inside):
            continue
        for k, code in zip(inside.tolist(), stage.mesh.codes_at(spots[inside], codes, held_apart(table), no_report=0).tolist(), strict=True):
            if states[k][1] == "no report":
                states[k] = table[code]
    return states


def _stretches(states: list[State], km: NDArray[np.float64]) -> list[tuple[State, float, float]]:
    """Return runs of one state with where they begin and end; a change lies half-way between two samples."""
    runs: list[tuple[State, float, float]] = []
    start = 0.0
    for k in range(1, len(states) + 1):
        if k == len(states) or states[k][:2] != states[k - 1][:2]:
            end = float(km[-1]) if k == len(states) else float(km[k - 1] + km[k]) / 2.0
            runs.append((states[k - 1], start, end))
            start = end
    return runs


def _at(line: BaseGeometry, km: NDArray[np.float64], distance: float) -> float:
    """Return the share of a line's length in degrees that lies before a distance in km."""
    import shapely

    spots = shapely.get_coordinates(shapely.segmentize(line, _STEP_KM / 111.2))
    degrees = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(spots, axis=0).T))])
    return float(np.interp(distance, km, degrees) / degrees[-1])
