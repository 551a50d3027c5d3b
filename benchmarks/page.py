"""The map page against folium as most people use it: the same events as markers with popups."""

# ruff: noqa: E501, S101 -- what is measured stays in one line; an assertion narrows a type

from __future__ import annotations

import contextlib
import datetime as dt
import importlib.resources
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import shapely
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

from benchmarks import Result
from conflict_map import ConflictMap, read_report
from conflict_map.files import EventTable, read_reports, write
from conflict_map.gazetteer import Gazetteer
from conflict_map.layers import build_layers
from conflict_map.model import Event, EventPlace, Source
from conflict_map.webmap import basemap_bounds, render

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

EVENTS, TOWNS = 20_000, 3_000
PLACES, DATES = 500, 200
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync --disable-dev-shm-usage"
NAIVE_LIMIT_S = 600


def towns(count: int, rng: random.Random) -> list[EventPlace]:
    return [
        EventPlace(
            name=f"Town {i}", name_in_report=f"Town {i}", lat=round(rng.uniform(33, 37), 4), lon=round(rng.uniform(36, 42), 4), kind="town",
            country="SY", admin1="Area", score=0.9, reason="the name as it stands", geonames_id=i + 1,
        )
        for i in range(count)
    ]  # fmt: skip


def many_events() -> list[Event]:
    rng = random.Random(5)  # noqa: S311 - the same events each run, no secret
    places = towns(TOWNS, rng)
    sources = [
        Source(report=f"r{i}", headline=f"Report {i}", publisher="Example Wire", url=f"https://example.org/{i}", published="2020-03-01")
        for i in range(200)
    ]
    events = []
    for i in range(EVENTS):
        day = (dt.date(2019, 1, 1) + dt.timedelta(days=rng.randrange(400))).isoformat()
        place = rng.choice(places)
        quote = f"Shells hit {place.name} for the {i}th time, residents said."
        events.append(
            Event(f"{rng.getrandbits(48):012x}", rng.choice(["strike", "clash"]), day, day, "day", place=place, actor=(rng.choice(["First army", "Second army"]),),
                  source=rng.choice(sources), quote=quote)
        )  # fmt: skip
    return events


def naive_markers(events: list[Event]) -> str:
    chart = folium.Map(location=[35, 39], zoom_start=7)
    for event in events:
        assert event.place is not None
        text = f"<b>{event.place.name}: {event.type}</b><br>{event.date_start}<br>{event.quote}<br><a href='{event.source.url}'>{event.source.headline}</a>"
        folium.Marker([event.place.lat, event.place.lon], popup=folium.Popup(text, max_width=300)).add_to(chart)
    return str(chart.get_root().render())


#: All that folium's popups need of jQuery, and less work than jQuery has.
_JQUERY = "window.$ = (text) => { const t = document.createElement('template'); t.innerHTML = text; return [t.content.firstChild]; };"


def self_contained(html: str) -> str:
    """Return a naive page with the libraries that it needs inside, so that what is measured is drawing, not the network."""
    data = importlib.resources.files("xstatic.pkg.leaflet") / "data"
    leaflet = (data / "leaflet.js").read_text(encoding="utf-8")
    html = re.sub(r'<script src="[^"]*leaflet@[^"]*"></script>', lambda _: f"<script>{leaflet}</script><script>{_JQUERY}</script>", html)
    return re.sub(r'<script src="http[^"]*"></script>|<link rel="stylesheet" href="http[^"]*"/?>', "", html)


def asked_for(html: str) -> int:
    """Return how many scripts and style sheets a page asks other hosts for, before any tile."""
    return len(re.findall(r'<(?:script src|link rel="stylesheet" href)="http', html))


def opened(browser: Browser, html: str, folder: Path, *, ready: str) -> tuple[Page, float]:
    """Return the page and the seconds until ``ready`` (a selector), the network off; `NAIVE_LIMIT_S` where it takes longer."""
    file = folder / "page.html"
    file.write_text(html, encoding="utf-8")
    page = browser.new_context(viewport={"width": 1280, "height": 800}, offline=True).new_page()
    start = time.perf_counter()
    with contextlib.suppress(Late):
        page.goto(file.as_uri(), timeout=NAIVE_LIMIT_S * 1000)
        page.wait_for_selector(ready, state="attached", timeout=NAIVE_LIMIT_S * 1000)
        page.evaluate("document.body.offsetHeight")
    return page, time.perf_counter() - start


def milliseconds(page: Page, act: str, times: int = 9) -> float:
    """Return the median time of a script, its drawing included."""
    script = f"() => {{ const out = []; for (let i = 0; i < {times}; i++) {{ const t = performance.now(); ({act})(i); document.body.offsetHeight; {FORCE}; out.push(performance.now() - t); }} return out; }}"
    return float(np.median(page.evaluate(script)))


#: Reading a pixel back makes the browser paint what it was told to.
FORCE = "document.querySelector('.leaflet-overlay-pane canvas').getContext('2d').getImageData(0, 0, 1, 1)"
STEP = "(i) => { const s = document.getElementById('date'); s.value = Math.round(s.max * (i + 1) / 9); s.dispatchEvent(new Event('input', {bubbles: true})); }"
EVERYTHING = "() => { const s = document.getElementById('span'); s.value = ''; s.dispatchEvent(new Event('change')); }"
PAN = "(i) => map_conflict.panBy([i % 2 ? 120 : -120, 40], {animate: false})"


def seconds(work: Any) -> tuple[Any, float]:  # noqa: ANN401
    start = time.perf_counter()
    result = work()
    return result, time.perf_counter() - start


def markers(browser: Browser, folder: Path, gazetteer: Gazetteer) -> Iterator[Result]:
    events = many_events()
    theirs, wrote = seconds(lambda: naive_markers(events))
    layers, built = seconds(lambda: build_layers(events, flows=[]))
    basemap = gazetteer.basemap(basemap_bounds(layers.bounds))
    ours, rendered = seconds(lambda: render(layers, basemap))
    page, ready = opened(browser, ours, folder, ready="html[data-ready]")
    what, peer = f"{EVENTS:,} events", "folium markers with popups"
    yield Result(f"{what}: HTML", len(ours.encode()) / 1e6, len(theirs.encode()) / 1e6, peer, "MB")
    yield Result(f"{what}: write", built + rendered, wrote, peer, "s", "layers and page")
    yield Result(f"{what}: scripts and styles from other hosts", asked_for(ours), asked_for(theirs), peer, "requests")
    yield Result(f"{what}: a step of the date", milliseconds(page, STEP), None, "", "ms", "the last 30 days")
    page.evaluate(EVERYTHING)
    yield Result(f"{what}: a step of the date", milliseconds(page, STEP), None, "", "ms", "everything so far")
    yield Result(f"{what}: pan", milliseconds(page, PAN), None, "", "ms", "everything drawn")
    page.close()
    _, their_ready = opened(browser, self_contained(theirs), folder, ready=f".leaflet-marker-pane > :nth-child({EVENTS})")
    yield Result(
        f"{what}: ready", ready, their_ready, peer, "s", "theirs with its libraries inside" if their_ready < NAIVE_LIMIT_S else "theirs given up"
    )


def areas_by_date() -> tuple[gpd.GeoDataFrame, list[str]]:
    """Return areas of three holders made of 500 cells, with some cells changing hands on each of 200 dates."""
    rng = np.random.default_rng(3)
    points = np.column_stack([rng.uniform(36, 42, PLACES), rng.uniform(33, 37, PLACES)])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=shapely.box(36, 33, 42, 37), ordered=True))
    cells = shapely.intersection(cells, shapely.box(36, 33, 42, 37))
    holder = np.where(points[:, 0] > 39, 0, 1)
    days = [(dt.date(2024, 1, 1) + dt.timedelta(days=i)).isoformat() for i in range(DATES)]
    rows = []
    for number, day in enumerate(days):
        holder[rng.choice(np.argsort(np.abs(points[:, 0] - 39))[:120], 4)] = rng.integers(0, 3, 4)
        rows += [
            {
                "holder": name,
                "valid_from": day,
                "valid_to": None if number == DATES - 1 else day,
                "geometry": shapely.coverage_union_all(cells[holder == code]),
            }
            for code, name in enumerate(["First army", "Second army", "contested"])
            if (holder == code).any()
        ]
    return gpd.GeoDataFrame(rows, crs="EPSG:4326"), days


def dates(browser: Browser, folder: Path, gazetteer: Gazetteer) -> Iterator[Result]:
    frame, days = areas_by_date()
    chart = folium.Map(location=[35, 39], zoom_start=7)
    features = []
    for row in frame.itertuples():
        feature = {
            "type": "Feature",
            "geometry": shapely.geometry.mapping(row.geometry),
            "properties": {"times": [row.valid_from], "popup": row.holder},
        }
        features.append(feature)
    from folium.plugins import TimestampedGeoJson

    TimestampedGeoJson({"type": "FeatureCollection", "features": features}, period="P1D", duration="P1D").add_to(chart)
    theirs, wrote = seconds(lambda: str(chart.get_root().render()))
    layers = build_layers([], flows=[], areas=frame)
    basemap = gazetteer.basemap(basemap_bounds(layers.bounds))
    ours, rendered = seconds(lambda: render(layers, basemap))
    page, ready = opened(browser, ours, folder, ready="html[data-ready]")
    what, peer = f"{PLACES} places, {DATES} dates", "folium TimestampedGeoJson"
    yield Result(f"{what}: HTML", len(ours.encode()) / 1e6, len(theirs.encode()) / 1e6, peer, "MB")
    yield Result(f"{what}: write", rendered, wrote, peer, "s", "the page alone")
    yield Result(f"{what}: ready", ready, None, "", "s")
    yield Result(f"{what}: a step of the date", milliseconds(page, STEP), None, "", "ms")
    wrong = 0
    shapes: dict[str, Any] = page.evaluate("JSON.parse(conflictMap.geojson())")
    for feature, row in zip(shapes["features"], frame.itertuples(), strict=True):
        found, given = shapely.geometry.shape(feature["geometry"]), row.geometry
        counts = [
            (len(parts), sum(len(part.interiors) for part in parts))
            for parts in (shapely.get_parts(found).tolist(), shapely.get_parts(given).tolist())
        ]
        wrong += counts[0] != counts[1] or feature["properties"]["valid_from"] != row.valid_from
    yield Result(f"{what}: areas with other parts or holes", wrong, None, "", "areas", f"of {len(frame)} on {len(days)} dates")


def one_report(browser: Browser, folder: Path) -> Iterator[Result]:
    """Measure the page of the example, and folium's own map of the same events with its tiles."""
    (report,) = read_reports([str(Path(__file__).resolve().parents[1] / "examples" / "maarat-al-numan.txt")])
    reading = read_report(report)
    ours = ConflictMap(reading.events, figures=reading.figures, routes=reading.routes).to_html()
    theirs = naive_markers([event for event in reading.events if event.place is not None])
    page, ready = opened(browser, ours, folder, ready="html[data-ready]")
    own = int(page.evaluate("performance.getEntriesByType('resource').filter((entry) => /^http/.test(entry.name)).length"))
    page.close()
    what, peer = "one report", "folium markers with popups"
    yield Result(f"{what}: scripts, styles and tiles from other hosts", own, asked_for(theirs), peer, "requests", "theirs without its tiles")
    yield Result(f"{what}: HTML", len(ours.encode()) / 1e3, len(theirs.encode()) / 1e3, peer, "kB", "ours with library and base map inside")
    yield Result(f"{what}: ready", ready, None, "", "s", "from opening the file")


def whole_command(folder: Path) -> Iterator[Result]:
    """Measure ``conflict-map map`` from start to end on many events."""
    source = folder / "events.jsonl"
    write(EventTable(tuple(many_events())), source)
    command = [sys.executable, "-m", "conflict_map", "map", "-q", str(source), "-o", str(folder / "events.html")]
    _, took = seconds(lambda: subprocess.run(command, check=True))
    yield Result(f"{EVENTS:,} events: the whole command", took, None, "", "s", "reads, checks, draws and writes an events file")


def run() -> Iterator[Result]:
    """Measure the pages."""
    gazetteer = Gazetteer()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS.split())
        yield from one_report(browser, Path(name))
        yield from whole_command(Path(name))
        yield from dates(browser, Path(name), gazetteer)
        yield from markers(browser, Path(name), gazetteer)
        browser.close()
