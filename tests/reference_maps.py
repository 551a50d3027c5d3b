"""The three maps that are looked at whole: one report, two weeks of many reports, five hundred places over two hundred dates."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely
from PIL import Image

from conflict_map import ConflictMap, Gazetteer, read_report
from conflict_map.files import read_events, read_reports
from conflict_map.layers import Layers, build_layers
from conflict_map.webmap import basemap_bounds, render

__all__ = ["AREA_DATES", "PICTURES", "area_layers", "areas_by_date", "coarse", "many_reports", "one_report", "reference_page"]

ROOT = Path(__file__).resolve().parents[1]
EVENTS = Path(__file__).resolve().parent / "functional" / "reference" / "many-reports.jsonl"
PLACES, AREA_DATES = 500, 200
SIDES = ("Syrian government forces", "Syrian opposition", "Syrian Democratic Forces", "contested", "unknown")

#: Where the map lies on a page of 1280 by 800 pixels.
MAP_BOX = (346, 0, 1280, 692)

#: Pictures that are kept, by map: where, and the link's state that they show.
PICTURES = {
    "one": (ROOT / "docs" / "map.png", ""),
    "many": (ROOT / "docs" / "map-many-reports.png", ""),
    "areas": (ROOT / "docs" / "map-areas.png", "#date=2024-04-09"),
}


def one_report() -> ConflictMap:
    """Return the map of the example report, read by the whole pipeline."""
    readings = [read_report(report) for report in read_reports([str(ROOT / "examples" / "maarat-al-numan.txt")])]
    return ConflictMap(
        [event for reading in readings for event in reading.events],
        figures=[figure for reading in readings for figure in reading.figures],
        routes=[route for reading in readings for route in reading.routes],
        mentions=[(reading.report, mention) for reading in readings for mention in reading.mentions],
    )


def many_reports() -> ConflictMap:
    """Return the map of nine invented reports of two weeks, given as events."""
    table = read_events(EVENTS)
    return ConflictMap(table.events, figures=table.figures, routes=table.routes, title="Two weeks from Aleppo to Damascus")


def areas_by_date(whole: shapely.Geometry) -> gpd.GeoDataFrame:
    """Return who holds 500 cells of a country on 200 dates: three sides, the contested, the unknown; some cells change hands on each date."""
    rng = np.random.default_rng(11)
    west, south, east, north = whole.bounds
    points = shapely.points(rng.uniform(west, east, 4 * PLACES), rng.uniform(south, north, 4 * PLACES))
    points = points[shapely.contains(whole, points)][:PLACES]
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.box(west, south, east, north), ordered=True))
    cells = shapely.intersection(cells, whole)
    lon, lat = shapely.get_x(points), shapely.get_y(points)
    holder = np.where(lon > 38.3, np.where(lat > 34.9, 2, 0), np.where(lat > 35.4, 1, 0))
    holder[rng.choice(len(points), 12, replace=False)] = 4
    centre = np.array([36.8, 35.4])
    order = np.argsort(np.hypot(lon - centre[0], lat - centre[1]))
    days = [(dt.date(2024, 1, 1) + dt.timedelta(days=number)).isoformat() for number in range(AREA_DATES)]
    rows = []
    for number, day in enumerate(days):
        # The opposition's ground grows from the north-west; what falls is contested first, and some of it changes hands again.
        ring = order[number : number + 6]
        holder[ring] = np.where(holder[ring] == 3, 1, 3)
        holder[rng.choice(order[: number + 20], 2)] = rng.integers(0, 2, 2)
        rows += [
            {"holder": name, "valid_from": day, "valid_to": None if number == AREA_DATES - 1 else day,
             "geometry": shapely.coverage_union_all(cells[holder == code])}
            for code, name in enumerate(SIDES) if (holder == code).any()
        ]  # fmt: skip
    return gpd.GeoDataFrame(rows, crs="EPSG:4326")


@cache
def area_layers() -> Layers:
    """Return five hundred places over two hundred dates as layers."""
    syria = next(area.geometry for area in Gazetteer().basemap((35.0, 32.0, 43.0, 38.0)).countries if area.country == "SY")
    return build_layers([], flows=[], areas=areas_by_date(shapely.simplify(syria, 0.01)), title="Two hundred days, five hundred places",
                        colour_slots={side: slot for slot, side in ((1, SIDES[0]), (2, SIDES[1]), (4, SIDES[2]))})  # fmt: skip


def reference_page(name: str) -> str:
    """Return the page of a reference map: ``one``, ``many`` or ``areas``."""
    if name == "areas":
        layers = area_layers()
        return render(layers, Gazetteer().basemap(basemap_bounds(layers.bounds)))
    return (one_report() if name == "one" else many_reports()).to_html()


def coarse(png: bytes) -> np.ndarray:
    """Return the map of a picture as a grid of 75 by 55 colours, 0 to 1: enough to see what is where, too coarse for the edges of letters."""
    with Image.open(io.BytesIO(png)) as picture:
        return np.asarray(picture.convert("RGB").crop(MAP_BOX).resize((75, 55), Image.Resampling.BOX), dtype=float) / 255
