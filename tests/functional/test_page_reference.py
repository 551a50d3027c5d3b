"""The maps that are looked at whole: their pictures are kept in ``docs`` and compared loosely, their shapes exactly.

``CONFLICT_MAP_NEW_PICTURES=1 pytest tests/functional/test_page_reference.py`` takes the pictures anew: look at each before it is committed.
"""

from __future__ import annotations

import json
import os
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
import shapely
from reference_maps import AREA_DATES, PICTURES, area_layers, coarse, reference_page
from shapely.geometry import shape

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser
#: Share of coarse cells that may differ visibly (by this much of a colour's range): other fonts and small changes make as many.
MOST_CELLS, VISIBLE = 0.02, 0.05
BUDGETS = {"one": (400_000, 1000), "many": (600_000, 1000), "areas": (1_000_000, 2000)}


@cache
def page_of(name: str) -> str:
    return reference_page(name)


@pytest.mark.parametrize("name", list(PICTURES))
def test_it_looks_as_it_did(page_from: Callable[..., Any], name: str) -> None:
    path, state = PICTURES[name]
    opened = page_from(page_of(name), hash=state)
    opened.page.wait_for_timeout(300)
    now = opened.page.screenshot()
    if os.environ.get("CONFLICT_MAP_NEW_PICTURES"):
        path.write_bytes(now)
    assert changed(now, path.read_bytes()) <= MOST_CELLS, f"look at {path} beside the page"


def changed(one: bytes, other: bytes) -> float:
    return float((np.abs(coarse(one) - coarse(other)).max(axis=2) > VISIBLE).mean())


def test_the_comparison_sees_another_date_and_a_missing_base_map(page_from: Callable[..., Any]) -> None:
    path, state = PICTURES["areas"]
    opened = page_from(page_of("areas"), hash="#date=2024-07-18")
    assert changed(opened.page.screenshot(), path.read_bytes()) > 1.5 * MOST_CELLS
    opened.js("state => { location.hash = state; document.querySelector('.leaflet-tile-pane').style.visibility = 'hidden'; }", state)
    opened.page.wait_for_timeout(600)
    assert changed(opened.page.screenshot(), path.read_bytes()) > 1.5 * MOST_CELLS


@pytest.mark.parametrize("name", list(PICTURES))
def test_size_requests_and_time_stay_within_the_budget(page_from: Callable[..., Any], name: str) -> None:
    html = page_of(name)
    most_bytes, most_ms = BUDGETS[name]
    assert len(html.encode()) <= most_bytes
    opened = page_from(html)
    assert opened.requests == []
    assert opened.console == []
    # Twice and more what it takes, for machines that do other things.
    assert int(opened.js("document.documentElement.dataset.readyMs")) <= 4 * most_ms


def test_five_hundred_places_are_right_on_every_one_of_two_hundred_dates(page_from: Callable[..., Any]) -> None:
    """Parts and holes of each area by count, and the ground of each holder on every date."""
    opened = page_from(page_of("areas"))
    frame = area_layers().frames["areas"]
    found = {feature["id"]: feature for feature in json.loads(opened.js("conflictMap.geojson()"))["features"]}
    assert len(found) == len(frame)
    for row in frame.itertuples():
        drawn = shape(found[row.id]["geometry"])
        counts = [(len(parts), sum(len(part.interiors) for part in parts)) for parts in (shapely.get_parts(drawn), shapely.get_parts(row.geometry))]
        assert counts[0] == counts[1], row.id
        assert drawn.area == pytest.approx(row.geometry.area, rel=0.002, abs=0.001), row.id
    shown = opened.js(
        """() => { const out = [], s = document.getElementById('date'); for (let i = 0; i <= Number(s.max); i++) { s.value = i;
        s.dispatchEvent(new Event('input', {bubbles: true})); out.push(conflictMap.drawn().map((d) => d.id).sort()); } return out; }"""
    )
    days = sorted(set(frame["valid_from"]))
    assert len(shown) == len(days) == AREA_DATES
    for day, ids in zip(days, shown, strict=True):
        due = frame[(frame["valid_from"] <= day) & (frame["valid_to"].isna() | (frame["valid_to"] >= day))]
        assert ids == sorted(due["id"]), day


def test_a_map_of_areas_alone_says_what_it_holds(page_from: Callable[..., Any]) -> None:
    page = page_from(page_of("areas")).page
    assert page.locator("#standfirst").inner_text() == "Who holds what, on 200 dates from 1 January 2024 to 18 July 2024."
    assert not page.locator("#views").is_visible()


@pytest.mark.parametrize("state", ["", "#embed", "#map=6/35/37.5", "#date=2024-12-05&map=8/34.9/36.9"])
def test_no_name_stands_nearer_to_another_place_than_to_its_own(page_from: Callable[..., Any], state: str) -> None:
    opened = page_from(page_of("many"), hash=state, size=(800, 500) if state == "#embed" else (1280, 800))
    labels = [label for label in opened.js("conflictMap.labels()") if not label["base"]]
    points = {(round(d["x"], 1), round(d["y"], 1)) for d in opened.drawn() if d["shape"] == "point" and d["layer"] == "holders"}
    assert len(labels) > 5
    for label in labels:
        box, own = shapely.box(*label["box"]), shapely.Point(label["at"])
        if not label["leader"]:
            others = [shapely.Point(point) for point in points if own.distance(shapely.Point(point)) > 1]
            assert all(box.distance(other) >= box.distance(own) - 1.5 for other in others), label["text"]


def test_a_name_with_a_leader_ends_at_its_place_and_crosses_no_other_name(page_from: Callable[..., Any]) -> None:
    opened = page_from(page_of("many"), hash="#embed", size=(800, 500))
    labels = opened.js("conflictMap.labels()")
    led = [label for label in labels if label["leader"]]
    assert led
    for label in led:
        box = shapely.box(*label["box"])
        way = shapely.shortest_line(shapely.Point(label["at"]), box.buffer(-2))
        assert all(not way.intersects(shapely.box(*other["box"]).buffer(-3)) for other in labels if other is not label), label["text"]


def test_the_shares_follow_the_date_with_their_range(page_from: Callable[..., Any]) -> None:
    opened = page_from(page_of("many"))
    page = opened.page
    page.locator("#shares summary").click()
    rows = {row["date"] + row["side"]: row for row in opened.js("conflictMap.frames.shares")}
    dates = sorted({row["date"] for row in rows.values()})
    for day in (dates[0], dates[len(dates) // 2], dates[-1]):
        opened.js("day => { location.hash = '#date=' + day; }", day)
        page.wait_for_timeout(400)
        for measure in ("area", "places", "people"):
            page.locator(f"#share-measures [data-measure={measure}]").click()
            items = opened.js(
                "Array.from(document.querySelectorAll('#share-list [data-side]'), (li) => [li.dataset.side, li.querySelector('strong').textContent])"
            )
            shown = dict(items)
            assert shown, day
            for side, text in shown.items():
                row = rows[day + side]
                best, low, high = (row[f"{measure}_percent{end}"] for end in ("", "_low", "_high"))
                numbers = [float(number) for number in text.replace("%", "").replace("(", "").replace(")", "").replace("to", "").split()]
                assert numbers[0] == pytest.approx(best, abs=0.51), (day, side, measure)
                if len(numbers) > 1:
                    assert numbers[1:] == pytest.approx([low, high], abs=0.51)
            assert page.locator("#share-list li.open strong").inner_text().endswith("%")
    painted = opened.js(
        """() => { const c = document.getElementById('share-history'), d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
        return new Set(Array.from({length: d.length / 4}, (_, i) => d.slice(4 * i, 4 * i + 3).join())).size; }"""
    )
    assert painted > 20
    assert ",shares," not in opened.js("conflictMap.csv()"), "a table over time has no place among rows of events"
    assert "shares" not in {feature["properties"]["layer"] for feature in json.loads(opened.js("conflictMap.geojson()"))["features"]}
