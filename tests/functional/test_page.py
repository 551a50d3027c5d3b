"""The map page, opened from disk with the network off: what it draws, says and lets a reader do."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import math
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import shape

from conflict_map.layers import build_layers
from conflict_map.model import Event, EventPlace, Source
from conflict_map.webmap import render

if TYPE_CHECKING:
    from collections.abc import Callable

    from conflict_map.layers import Layers

pytestmark = pytest.mark.browser
Open = "Callable[..., Any]"
STOPS = ["2012-12-31", "2020-01-28", "2020-01-29", "2020-01-30"]


@pytest.fixture(scope="session")
def html(sample_layers: Layers, sample_basemap: object) -> str:
    return render(sample_layers, sample_basemap, credit="Desk")


def test_it_opens_without_request_or_error(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    assert opened.requests == []
    assert opened.console == []
    assert opened.page.title() == "Town changes hands"
    assert int(opened.js("document.documentElement.dataset.readyMs")) < 5000


def test_it_has_title_language_heading_and_main(page_from: Callable[..., Any], html: str) -> None:
    page = page_from(html).page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text() == "Town changes hands"
    assert page.locator("main").count() == 1
    credit_line = page.locator("#credits").inner_text()
    assert "do not imply endorsement" in credit_line
    assert "Natural Earth" in credit_line
    assert "Map: Desk" in credit_line
    assert page.locator(".leaflet-attribution-flag").count() == 0
    assert "km" in page.locator(".leaflet-control-scale").inner_text()


@pytest.mark.parametrize("index", [0, 1, 2, 3])
def test_shapes_on_screen_are_the_shapes_of_the_layers_on_that_date(
    page_from: Callable[..., Any], html: str, sample_layers: Layers, index: int
) -> None:
    opened = page_from(html)
    assert opened.js("conflictMap.stops.map((d) => new Date(d * 864e5).toISOString().slice(0, 10))") == STOPS
    opened.set_date(index)
    today = STOPS[index]
    drawn = {item["id"] for item in opened.drawn()}
    for layer in ("holders", "areas", "front"):
        frame = sample_layers.frames[layer]
        due = {
            row.id
            for row in frame.itertuples()
            if (row.valid_from is None or row.valid_from <= today) and (row.valid_to is None or row.valid_to >= today)
        }
        assert drawn & set(frame["id"]) == due, layer
    for layer in ("movements", "strikes", "clashes"):
        frame = sample_layers.frames[layer]
        # An undated event shows from the day on which its report came out.
        assert drawn & set(frame["id"]) == {row.id for row in frame.itertuples() if (row.date_start or row.published) <= today}, layer


def test_points_lie_on_their_places(page_from: Callable[..., Any], html: str, sample_layers: Layers) -> None:
    opened = page_from(html)
    points = {row.id: row.geometry for layer in ("holders", "strikes", "clashes") for row in sample_layers.frames[layer].itertuples()}
    checked = 0
    for item in opened.drawn():
        if item["layer"] == "holders":
            x, y = opened.js("([lon, lat]) => conflictMap.project(lon, lat)", [points[item["id"]].x, points[item["id"]].y])
            assert math.hypot(item["x"] - x, item["y"] - y) <= 1
            checked += 1
    assert checked


@pytest.mark.parametrize("zoom", ["#map=7/35.9/36.5", "#map=9.5/35.9/36.6"])
def test_arrows_begin_and_end_within_two_pixels_of_their_places(page_from: Callable[..., Any], html: str, sample_layers: Layers, zoom: str) -> None:
    opened = page_from(html, hash=zoom)
    ends = {row.id: (row.start_lon, row.start_lat, row.end_lon, row.end_lat) for row in sample_layers.frames["movements"].itertuples()}
    arrows = [item for item in opened.drawn() if item["shape"] == "arrow"]
    assert len(arrows) == 3
    for item in arrows:
        line, end = item["lines"][0], ends[item["id"]]
        for at, lon_lat in ((line[:2], end[:2]), (line[-2:], end[2:])):
            x, y = opened.js("([lon, lat]) => conflictMap.project(lon, lat)", list(lon_lat))
            assert math.hypot(at[0] - x, at[1] - y) <= 2


def test_the_end_of_an_arrow_that_is_no_exact_place_has_a_ring(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    vague = {item["style"]: item["vague"] for item in opened.drawn() if item["shape"] == "arrow"}
    assert vague["border-civilians-known"] == [2]
    assert vague["arrow-fighters-unknown"] == []
    assert "precision-2" in opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)")


def test_the_head_is_painted_at_the_destination(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=9/35.9/36.5")
    arrow = next(item for item in opened.drawn() if item["style"] == "border-civilians-known")
    x, y, bx, by = arrow["lines"][0][-2], arrow["lines"][0][-1], arrow["lines"][0][-10], arrow["lines"][0][-9]
    step = 6 / math.hypot(bx - x, by - y)
    probe = [x + (bx - x) * step, y + (by - y) * step]
    colour = opened.js(
        """([x, y]) => { const c = document.querySelector('.leaflet-overlay-pane canvas'); const b = c.getBoundingClientRect(),
        m = document.getElementById('map_conflict').getBoundingClientRect();
        return Array.from(c.getContext('2d').getImageData(x + m.left - b.left, y + m.top - b.top, 1, 1).data); }""",
        probe,
    )
    assert colour[:3] == [0x14, 0x36, 0x5D]
    assert colour[3] > 240


def test_a_wedge_has_no_head_and_more_people_make_a_wider_line(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    drawn = opened.drawn()
    assert [item["shape"] for item in drawn if item["style"].startswith("wedge")] == ["wedge"]
    widths = {item["style"]: item["width"] for item in drawn if item["shape"] == "arrow"}
    assert widths["border-civilians-known"] > widths["arrow-fighters-unknown"]


@pytest.mark.parametrize("index", [0, 2, 3])
def test_the_legend_is_exactly_the_classes_on_the_map(page_from: Callable[..., Any], html: str, index: int) -> None:
    opened = page_from(html)
    opened.set_date(index)
    shown = opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)")
    assert len(shown) == len(set(shown))
    styles = {item["style"] for item in opened.drawn() if item["seen"]}
    modifiers = {key for key in shown if key.split("-")[0] in {"claim", "precision", "width"}}
    assert set(shown) - modifiers == styles
    claims = opened.js("Array.from(new Set(conflictMap.drawn().map((d) => d.id)))")
    assert claims
    assert ("claim-claimed" in shown) == (index >= 2)


def test_an_area_with_a_hole_and_two_parts_is_filled_as_it_is(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    opened.js(
        "document.querySelectorAll('#filter-body input[data-group=kind]').forEach((box) => { if (box.checkedFor !== 'control_change') box.click(); })"
    )
    opened.page.wait_for_timeout(500)

    def alpha(lon: float, lat: float) -> list[int]:
        colour: list[int] = opened.js(
            """([lon, lat]) => { const c = document.querySelector('.leaflet-overlay-pane canvas'), b = c.getBoundingClientRect(),
            m = document.getElementById('map_conflict').getBoundingClientRect(), [x, y] = conflictMap.project(lon, lat);
            return Array.from(c.getContext('2d').getImageData(x + m.left - b.left, y + m.top - b.top, 1, 1).data); }""",
            [lon, lat],
        )
        return colour

    inside, hole, island, between = alpha(37.2, 35.3), alpha(36.7, 35.65), alpha(38.2, 35.15), alpha(37.7, 35.15)
    assert inside[3] > 120
    assert island == inside
    assert between[3] == 0
    assert hole[:3] != inside[:3]
    assert 0.5 <= inside[3] / 255 <= 0.65


def test_keyboard_alone_moves_the_date(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    slider = opened.page.locator("#date")
    slider.focus()
    for key, index in (("Home", 0), ("ArrowRight", 1), ("End", 3), ("ArrowLeft", 2)):
        opened.page.keyboard.press(key)
        assert opened.js("conflictMap.state.stop") == index
    assert "29 January 2020" in slider.get_attribute("aria-valuetext")
    assert opened.page.locator("#date-now").inner_text() == "29 January 2020"
    opened.page.keyboard.press("Home")
    assert opened.page.locator("#date-now").inner_text() == "2012"


def test_play_runs_to_the_end_and_stops_and_nothing_starts_by_itself(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#date=2020-01-28")
    opened.page.wait_for_timeout(1600)
    assert opened.js("conflictMap.state.stop") == 1
    opened.page.locator("#play").click()
    assert opened.page.locator("#play").get_attribute("aria-label") == "Pause"
    opened.page.wait_for_timeout(3600)
    assert opened.js("conflictMap.state.stop") == 3
    assert opened.js("conflictMap.state.playing") is False
    assert opened.page.locator("#play").get_attribute("aria-label") == "Play"


def test_reduced_motion_is_honoured(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, reduced_motion="reduce")
    before = opened.js(
        """() => { let frames = 0; const ask = window.requestAnimationFrame; window.requestAnimationFrame = (f) => { frames += 1; return ask(f); };
        const s = document.getElementById('date'); s.value = 0; s.dispatchEvent(new Event('input', {bubbles: true})); return frames; }"""
    )
    assert before == 0
    assert {item["id"] for item in opened.drawn()}


def test_every_event_is_in_the_story_with_its_sentence_and_marked_names(page_from: Callable[..., Any], html: str) -> None:
    page = page_from(html).page
    story = page.locator("#events").inner_text()
    assert "Troops took Maaret al-Numan on Wednesday, the army said." in story
    assert "claimed by the army" in story
    assert "2012" in story
    assert "date not given" in story
    assert "A strike hit Nowhere on Thursday." in story
    assert page.locator("#events mark").all_inner_texts().count("Maaret al-Numan") >= 2
    assert "the south of Idlib province" in page.locator("#events mark").all_inner_texts()
    extras = page.locator("#extras").inner_text()
    assert "more than 500" in extras
    assert "no entry in the gazetteer" in extras
    assert "Aleppo" in extras


def test_a_click_on_an_event_moves_date_and_map_and_opens_its_reasons(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#date=2012-01-01&map=9/34.6/39")
    opened.page.locator("button.event", has_text="Troops took").click()
    card = opened.page.locator(".popup-body")
    assert "29 January 2020" in card.inner_text()
    for words in ("claimed by the army", "the named place", "the name as it stands", "Elsewhere (Far, XX)", "90 % sure"):
        assert words in card.inner_text()
    link = card.locator("a")
    assert link.first.get_attribute("href") == "https://example.org/report?a=1&b=2"
    assert link.first.get_attribute("rel") == "noopener noreferrer"
    assert opened.js("conflictMap.state.stop") == 2
    x, y = opened.js("conflictMap.project(36.6684, 35.6436)")
    assert 0 < x < 1000
    assert 0 < y < 800


def test_a_click_on_a_place_shows_who_held_it_when(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=9/35.7/36.6")
    x, y = opened.js("conflictMap.project(36.6684, 35.6436)")
    box = opened.page.locator("#map_conflict").bounding_box()
    opened.page.mouse.click(box["x"] + x, box["y"] + y)
    history = opened.page.locator(".popup-body .holders").inner_text()
    assert "Syrian opposition" in history
    assert "Syrian government forces" in history
    assert "contested" in history
    assert "معرة النعمان" in opened.page.locator(".popup-body").inner_text()


def test_a_click_on_an_area_says_what_decides_it(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=8/35.4/37")
    x, y = opened.js("conflictMap.project(37.3, 35.3)")
    box = opened.page.locator("#map_conflict").bounding_box()
    opened.page.mouse.click(box["x"] + x, box["y"] + y)
    card = opened.page.locator(".popup-body").inner_text()
    assert "Saraqib; Ariha" in card
    assert "Maaret al-Numan: taken by Syrian opposition" in card


@pytest.mark.parametrize(
    ("query", "place"),
    [("Maarat", "Maarat al-Numan"), ("ma'arrat an-nu'man", "Maarat al-Numan"), ("معره النعمان", "Maarat al-Numan"), ("Sarakeb", "Saraqib"),
     ("saraqeb", "Saraqib"), ("اريحا", "Ariha"), ("Саракиб", "Saraqib"), ("idlib", "Idlib")],
)  # fmt: skip
def test_a_place_is_found_in_any_spelling(page_from: Callable[..., Any], html: str, query: str, place: str) -> None:
    opened = page_from(html)
    opened.page.locator("#search").fill(query)
    assert place in opened.page.locator("#found li").first.inner_text()
    opened.page.keyboard.press("Enter")
    assert opened.page.locator("#search").input_value() == place


def test_filters_hide_and_bring_back(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    before = {item["id"] for item in opened.drawn()}
    opened.page.locator("#filters summary").click()
    opened.page.locator("#filter-body label", has_text="People flee").locator("input").uncheck()
    after = {item["id"] for item in opened.drawn()}
    assert {"movement-exodus-1", "movement-west-1", "movement-flight-1"} == before - after
    assert "Tens of thousands" not in opened.page.locator("#events").inner_text()
    opened.page.locator("#filter-body button").click()
    assert {item["id"] for item in opened.drawn()} == before


def test_filters_by_side_and_certainty_leave_what_is_left(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    opened.page.locator("#filters summary").click()
    everything = opened.page.locator("button.event").count()
    claimed = opened.js("conflictMap.events.filter((event) => event.claim === 'claimed').map((event) => event.id)")
    assert claimed
    opened.page.locator("#filter-body fieldset").last.locator("label", has_text="claimed").locator("input").uncheck()
    left = opened.js("Array.from(document.querySelectorAll('button.event'), (button) => button.dataset.event)")
    assert len(left) == everything - len(claimed)
    assert not set(left) & set(claimed)
    opened.page.locator("#filter-body button").click()
    for side in ("Syrian opposition", "Syrian government forces"):
        opened.page.locator("#filter-body label", has_text=side).locator("input").uncheck()
    left = opened.js("Array.from(document.querySelectorAll('button.event'), (button) => button.dataset.event)")
    assert set(left) == {"west", "exodus", "flight", "lost"}
    assert not [item for item in opened.drawn() if item["layer"] in {"holders", "control"} and item["style"].startswith("side-")]


def test_search_by_keyboard_moves_the_map_and_opens_the_place(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=5/30/50")
    opened.page.locator("#search").fill("sarakib")
    opened.page.keyboard.press("ArrowDown")
    opened.page.keyboard.press("Enter")
    x, y = opened.js("conflictMap.project(36.8056, 35.8644)")
    size = opened.page.locator("#map_conflict").bounding_box()
    assert 0 < x < size["width"]
    assert 0 < y < size["height"]


def test_copy_link_copies_the_state_that_is_seen(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#date=2020-01-28", permissions=["clipboard-read", "clipboard-write"])
    opened.page.locator("#zoom-in").click()
    opened.page.locator("#copy-link").click()
    opened.page.wait_for_function("document.getElementById('said').textContent !== ''", polling=100)
    said = opened.page.locator("#said").inner_text()
    link = opened.js("location.href")
    assert "date=2020-01-28" in link
    assert said == "Link copied" or link in said


def test_the_table_has_the_same_events(page_from: Callable[..., Any], html: str) -> None:
    page = page_from(html).page
    events = page.locator("button.event").count()
    page.locator("#view-table").click()
    assert page.locator("table tbody tr").count() == events == 9
    assert page.locator("table th[scope=col]").count() == 6


def test_the_link_restores_date_view_and_selection(page_from: Callable[..., Any], html: str) -> None:
    first = page_from(html, hash="#date=2020-01-28&map=8.25/35.5000/36.5000")
    first.page.locator("button.event", has_text="westwards").click()
    first.page.locator("#zoom-in").click()
    first.page.wait_for_timeout(600)
    address = first.js("location.hash")
    again = page_from(html, hash=address)
    for script in ("conflictMap.state.stop", "conflictMap.state.selected", "map_conflict.getZoom()"):
        assert first.js(script) == again.js(script), script
    assert again.js("conflictMap.state.selected") == "west"
    assert again.js("location.hash") == address


def test_before_and_after_show_two_dates_side_by_side(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    opened.page.locator("#compare").click()
    sides = {side: {d["id"] for d in opened.drawn() if d["side"] == side} for side in ("before", "after")}
    assert sides["before"]
    assert sides["before"] != sides["after"]
    assert not any(key.startswith("movement-") for key in sides["before"])
    swipe = opened.page.locator("#swipe")
    swipe.focus()
    opened.page.keyboard.press("Home")
    assert swipe.get_attribute("aria-valuenow") == "0"
    opened.page.keyboard.press("ArrowRight")
    assert swipe.get_attribute("aria-valuenow") == "2"
    opened.page.locator("#compare").click()
    assert {d["side"] for d in opened.drawn()} == {"now"}


def test_downloads_parse_and_hold_the_layers(page_from: Callable[..., Any], html: str, sample_layers: Layers) -> None:
    opened = page_from(html, accept_downloads=True)
    with opened.page.expect_download() as download:
        opened.page.locator("#get-geojson").click()
    assert download.value.suggested_filename == "town-changes-hands.geojson"
    collection = json.loads(download.value.path().read_text(encoding="utf-8"))
    rows = sum(len(frame) for frame in sample_layers.frames.values())
    assert len(collection["features"]) == rows
    by_id = {feature["id"]: feature for feature in collection["features"]}
    assert len(by_id) == rows
    for frame in sample_layers.frames.values():
        for row in frame.itertuples():
            if row.geometry is not None:
                found = shape(by_id[row.id]["geometry"])
                assert found.is_valid
                assert shapely.hausdorff_distance(found, row.geometry) < 2e-4
                polygons = [part for part in shapely.get_parts(found) if part.geom_type == "Polygon"]
                assert all(part.exterior.is_ccw and not any(hole.is_ccw for hole in part.interiors) for part in polygons)
    with opened.page.expect_download() as download:
        opened.page.locator("#get-csv").click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    table = list(csv.DictReader(io.StringIO(text)))
    assert len(table) == rows
    taken = next(row for row in table if row["id"] == "control-capture-2020")
    assert taken["quote"] == "Troops took Maaret al-Numan on Wednesday, the army said."
    assert float(taken["latitude"]) == pytest.approx(35.6436)


def test_labels_never_lie_over_one_another(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=8/35.8/36.6")
    labels = opened.js("conflictMap.labels()")
    names = {label["text"]: label["local"] for label in labels}
    assert names["Maaret al-Numan"] == "معرة النعمان"
    boxes = [shapely.box(*label["box"]) for label in labels]
    for i, one in enumerate(boxes):
        assert all(one.intersection(other).area == 0 for other in boxes[i + 1 :])


def test_a_long_table_arrives_in_the_page_as_it_was(page_from: Callable[..., Any], sample_basemap: object) -> None:
    places = [
        EventPlace(f"Town {i}", f"Town {i}", lat=34 + i / 100, lon=36 + i / 90, kind="town", country="SY", geonames_id=i, score=0.9)
        for i in range(160)
    ]
    source = Source(report="r", headline="Shelling", publisher="Example Wire", url="https://example.org/r", published="2020-02-01")
    events = [
        Event(hashlib.sha256(str(i).encode()).hexdigest()[:12], "strike", f"2020-01-{1 + i % 28:02}", f"2020-01-{1 + i % 28:02}", "day", place=place,
              actor=("A side",), source=source, quote=f"Shells hit the edge of {place.name}  for the {i}th time, residents said.")
        for i, place in enumerate(places)
    ]  # fmt: skip
    layers = build_layers(events, flows=[])
    opened = page_from(render(layers, sample_basemap))
    found = {feature["id"]: feature for feature in json.loads(opened.js("conflictMap.geojson()"))["features"]}
    for row in layers.records("strikes"):
        properties = found[row["id"]]["properties"]
        assert {key: properties.get(key) for key in row if key != "geometry"} == {key: value for key, value in row.items() if key != "geometry"}
    assert len(found) == 160
    assert opened.page.locator("#pager").is_visible()
    assert opened.page.locator("button.event").count() == 60
    opened.page.locator("#earlier").click()
    assert opened.page.locator("button.event").count() == 100


def test_the_first_view_is_of_what_is_known_well(page_from: Callable[..., Any], sample_basemap: object) -> None:
    def place(name: str, lat: float, lon: float, kind: str, precision: int) -> EventPlace:
        return EventPlace(name=name, name_in_report=name, lat=lat, lon=lon, kind=kind, precision=precision, country="AA")

    town, far = place("Town", 34.0, 36.0, "town", 1), place("Farland", 10.0, 80.0, "country", 3)
    events = [Event("a", "strike", "2020-01-28", "2020-01-28", "day", place=town), Event("b", "clash", "2020-01-28", "2020-01-28", "day", place=far)]
    page = page_from(render(build_layers(events, flows=[]), sample_basemap)).page
    west, east = page.evaluate("[map_conflict.getBounds().getWest(), map_conflict.getBounds().getEast()]")
    assert west < 36 < east < 60
    page.locator("#zoom-all").click()
    assert page.evaluate("map_conflict.getBounds().getEast()") > 80
    labels = [label["text"] for label in page.evaluate("conflictMap.labels()")]
    assert "somewhere in Farland" in labels


@pytest.mark.parametrize(
    ("lang", "standfirst", "title"),
    [
        ("en", "2 events at 2 places, December 2019 – 28 January 2020.", "Town: strike"),
        ("fr", "2 événements en 2 lieux, décembre 2019 – 28 janvier 2020.", "Town : Frappe"),
        ("uk", "2 події, 2 місця, грудень 2019 р. – 28 січня 2020 р.", "Town: Удар"),
    ],
)
def test_the_page_says_facts_in_its_own_language(
    page_from: Callable[..., Any], sample_basemap: object, lang: str, standfirst: str, title: str
) -> None:
    spot = EventPlace(name="Town", name_in_report="Town", lat=34.0, lon=36.0, kind="town", country="AA")
    other = EventPlace(name="Other", name_in_report="Other", lat=34.5, lon=36.5, kind="town", country="AA")
    lost = EventPlace(name="Lost", name_in_report="Lost", lat=None, lon=None, kind="town")
    events = [
        Event("a", "strike", "2020-01-28", "2020-01-28", "day", place=spot),
        Event("b", "clash", "2019-12-01", "2019-12-31", "month", place=other),
    ]
    page = page_from(render(build_layers(events, flows=[]), sample_basemap, lang=lang)).page
    assert page.locator("#standfirst").inner_text().replace("\u00a0", " ") == standfirst
    assert title in page.locator("#events").inner_text()
    assert "2019-12" not in page.locator("#title").inner_text()
    assert page.title() == page.locator("#title").inner_text()
    one = build_layers([Event("c", "clash", "2020-01-28", "2020-01-28", "day", place=lost)], flows=[])
    assert one.frames["unplaced"]["event_type"].tolist() == ["clash"]
