"""Where names stand, what a page opens on, what a besieged place looks like, how Arabic reads: each mechanism by a map made for it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import LineString

from conflict_map.control import Observation, control_history
from conflict_map.layers import build_layers
from conflict_map.model import Claim, Event, EventPlace, Flow, People, Source
from conflict_map.webmap import render

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

SOURCE = Source(report="r", headline="Along the road", publisher="Valley Wire", url="https://example.org/r", published="2020-02-01")


def place(name: str, lat: float, lon: float, **more: Any) -> EventPlace:  # noqa: ANN401 - what else a place has
    return EventPlace(name, more.pop("text", name), lat=lat, lon=lon, **{"kind": "town", "country": "SY", "precision": 1} | more)


def event(key: str, kind: str, spot: EventPlace | None = None, day: str = "2020-01-28", **more: Any) -> Event:  # noqa: ANN401
    return Event(key, kind, day, day, "day", place=spot, source=SOURCE, quote=more.pop("quote", f"Report of {key}."), **more)


def arrow(key: str, start: EventPlace, end: EventPlace, width: int = 4) -> Flow:
    assert None not in {start.lon, start.lat, end.lon, end.lat}
    line = LineString([(start.lon, start.lat), (end.lon, end.lat)])
    ends: dict[str, Any] = {"start": (start.lat, start.lon), "end": (end.lat, end.lon)}
    return Flow(f"{key}-1", key, "arrow", line, origin=start, destination=end, width_class=width, **ends)


@pytest.fixture(scope="session")
def crowd(sample_basemap: object) -> str:
    """Nine towns a few pixels apart, each with a strike or a holder, under wide arrows from all around."""
    towns = [place(f"Crowdtown {number}", 35.5 + 0.03 * (number // 3), 36.5 + 0.035 * (number % 3)) for number in range(9)]
    far = [place(f"Farside {number}", 35.53 + 0.5 * math.sin(number), 36.53 + 0.6 * math.cos(number)) for number in range(6)]
    told = [event(f"strike{number}", "strike", town) for number, town in enumerate(towns[::2])]
    told += [event(f"held{number}", "control_change", town, control_to=("Army",), control_status="held") for number, town in enumerate(towns)]
    moves = [event(f"trek{number}", "displacement", origin=start, destinations=(towns[4],)) for number, start in enumerate(far)]
    flows = [arrow(f"trek{number}", start, towns[4]) for number, start in enumerate(far)]
    return render(build_layers(told + moves, flows=flows, history=control_history(told)), sample_basemap)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("zoom", [8, 9, 10])
def test_a_name_is_nearer_to_its_own_symbol_than_to_any_other(page_from: Callable[..., Any], crowd: str, size: tuple[int, int], zoom: int) -> None:
    opened = page_from(crowd, hash=f"#map={zoom}/35.53/36.53", size=size)
    labels = [label for label in opened.js("conflictMap.labels()") if label["place"] and not label["base"]]
    symbols = [item for item in opened.drawn() if item["shape"] == "point"]
    assert labels
    checked = 0
    for label in labels:
        if label["leader"]:
            continue
        box = shapely.box(*label["box"])
        near = {True: math.inf, False: math.inf}
        near[True] = box.distance(shapely.Point(label["at"]))
        for item in symbols:
            own = item["place"] == label["place"]
            near[own] = min(near[own], max(0.0, box.distance(shapely.Point(item["x"], item["y"])) - item["r"]))
        assert near[True] < near[False], label["text"]
        checked += 1
    assert checked or zoom == 8


def test_no_name_is_missing_under_crowded_arrows(page_from: Callable[..., Any], crowd: str) -> None:
    opened = page_from(crowd, hash="#map=9/35.53/36.53")
    named = {label["text"] for label in opened.js("conflictMap.labels()")}
    assert {f"Crowdtown {number}" for number in range(9)} <= named
    boxes = [shapely.box(*label["box"]) for label in opened.js("conflictMap.labels()")]
    assert all(one.intersection(other).area == 0 for i, one in enumerate(boxes) for other in boxes[i + 1 :])


def test_a_region_is_not_named_beside_the_town_of_its_name(page_from: Callable[..., Any], sample_basemap: object) -> None:
    told = [event("a", "strike", place("Idlib", 35.7, 36.1)), event("b", "strike", place("Elsewhere", 35.2, 36.9))]
    town, other = (render(build_layers(events, flows=[]), sample_basemap) for events in (told, told[1:]))
    labels = [[label["text"] for label in page_from(html, hash="#map=9/35.5/36.4").js("conflictMap.labels()")] for html in (town, other)]
    assert "Idlib" in labels[0]
    assert "IDLIB" not in [text.upper() for text in labels[0] if text != "Idlib"]
    assert "Idlib" in labels[1], "alone, the region has its name"


def test_a_country_that_the_report_names_has_one_name_on_the_map(page_from: Callable[..., Any], sample_basemap: object) -> None:
    region = place("Syria", 35.0, 38.0, kind="country", precision=3, text="the Syrian Republic")
    told = [event("a", "displacement", origin=region), event("b", "strike", place("Town", 34.6, 36.4))]
    flow = Flow("a-1", "a", "origin", shapely.Point(38, 35), origin=region, start=(35.0, 38.0), width_class=2)
    labels = [
        label["text"]
        for label in page_from(render(build_layers(told, flows=[flow]), sample_basemap), hash="#map=7/35/37.5").js("conflictMap.labels()")
    ]
    assert "somewhere in the Syrian Republic" in labels
    assert not {"SYRIA", "Syria"} & set(labels)


def test_two_places_that_the_report_calls_the_same_are_told_apart(page_from: Callable[..., Any], sample_basemap: object) -> None:
    told = [event("a", "strike", place("Gate", 35.0, 36.2)), event("b", "clash", place("Gate crossing", 35.3, 36.8, kind="border", text="Gate"))]
    labels = [label["text"] for label in page_from(render(build_layers(told, flows=[]), sample_basemap)).js("conflictMap.labels()")]
    assert {"Gate", "Gate crossing"} <= set(labels)


# ---- what a page opens on


@pytest.fixture(scope="session")
def wars(sample_basemap: object) -> str:
    """Three events in one country, two in another far off, people who fled to a third."""
    told = [event(f"near{number}", "strike", place(f"Near {number}", 35 + number / 5, 36.5), f"2020-01-{20 + number}") for number in range(3)]
    told += [
        event(f"far{number}", "control_change", place(f"Far {number}", -1.5, 29 + number / 5, country="CD"), "2020-02-03", control_to=("Army",))
        for number in range(2)
    ]
    told.append(event("refuge", "displacement", destinations=(place("Germany", 51.0, 10.0, country="DE", kind="country", precision=3),)))
    flow = Flow("refuge-1", "refuge", "arrival", shapely.Point(10, 51), destination=told[-1].destinations[0], end=(51.0, 10.0), width_class=0)
    return render(build_layers(told, flows=[flow], history=control_history(told)), sample_basemap)


def test_a_map_of_several_wars_opens_on_one_and_lists_the_others(page_from: Callable[..., Any], wars: str) -> None:
    opened = page_from(wars)
    choice = opened.page.locator("#theatre")
    assert choice.locator("option").all_inner_texts() == ["Syria · 3 events", "DR Congo · 2 events", "Everything"]
    assert opened.js("map_conflict.getBounds().contains([35.2, 36.5]) && !map_conflict.getBounds().contains([-1.5, 29])")
    assert choice.evaluate("box => box.selectedOptions[0].textContent") == "Syria · 3 events"
    choice.select_option(label="DR Congo · 2 events")
    assert opened.js("map_conflict.getBounds().contains([-1.5, 29.1]) && map_conflict.getZoom() > 6")
    choice.select_option(label="Everything")
    assert opened.js("map_conflict.getBounds().contains([35.2, 36.5]) && map_conflict.getBounds().contains([-1.5, 29])")
    opened.js("map_conflict.setView([35.2, 36.5], 8, {animate: false})")
    assert choice.input_value() == "0", "the list says where the map is"


def test_the_legend_tells_of_what_is_in_sight(page_from: Callable[..., Any], wars: str) -> None:
    opened = page_from(wars)

    def shown() -> list[str]:
        keys: list[str] = opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)")
        return keys

    assert shown() == ["strike"]
    opened.page.locator("#theatre").select_option(label="DR Congo · 2 events")
    assert [key.split("-")[0] for key in shown()] == ["side"]


def test_a_map_of_one_war_has_no_list_of_theatres(page_from: Callable[..., Any], crowd: str) -> None:
    assert not page_from(crowd).page.locator("#theatre-box").is_visible()


def test_the_page_never_grows_longer_than_the_window(page_from: Callable[..., Any], sample_basemap: object) -> None:
    """Sentences that are told once for several events leave text for screen readers alone, which once made a second scroll bar."""
    told = [
        event(f"e{number}", "strike", place(f"Town {number}", 35 + number / 50, 36.5), quote="Jets struck all forty towns.") for number in range(40)
    ]
    opened = page_from(render(build_layers(told, flows=[]), sample_basemap))
    for look in ("#view-list", "#view-table"):
        opened.page.locator(look).click()
        assert opened.js("document.documentElement.scrollHeight") <= 800
        assert opened.js("document.querySelector('#story').scrollHeight > document.querySelector('#story').clientHeight")


# ---- sieges and denials beside a map of before


@pytest.fixture(scope="session")
def ringed(sample_basemap: object) -> str:
    ring, other = place("Ringtown", 35.5, 36.5), place("Saidtown", 35.3, 37.0)
    sides: dict[str, Any] = {"control_to": ("Army",), "control_from": ("Rebels",)}
    told = [
        event("siege", "control_change", ring, control_status="besieged", **sides),
        event("denied", "control_change", other, control_status="held", claim=Claim("denied", ("the rebels",)), **sides),
    ]
    before = [Observation(f"before.csv:{n}", spot.name, spot.lat, spot.lon, None, "Rebels", country="SY") for n, spot in enumerate((ring, other))]  # type: ignore[arg-type]
    return render(build_layers(told, flows=[], history=control_history(told, before)), sample_basemap)


def test_sieges_and_denials_stay_on_a_map_with_a_baseline(page_from: Callable[..., Any], ringed: str) -> None:
    opened = page_from(ringed)
    drawn = opened.drawn()
    assert [item["id"] for item in drawn if item["siege"]]
    assert "control-denied" in {item["id"] for item in drawn}
    item = opened.page.locator("button.event[data-event=denied] .what")
    assert "denied" in item.inner_text(), "a headline of what is denied says so"
    assert {"siege", "claim-denied"} <= set(opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)"))
    ring = next(item for item in drawn if item["siege"])
    held = next(item for item in drawn if item["layer"] == "holders" and not item["siege"])
    assert ring["r"] > held["r"], "its teeth reach further"


# ---- Arabic


def test_arabic_names_come_first_and_lists_have_arabic_commas(page_from: Callable[..., Any], sample_basemap: object) -> None:
    maarat = place("Maarat al-Numan", 35.6436, 36.6684, name_local="معرة النعمان")
    told = [event("a", "control_change", maarat, control_to=("Army",), control_from=("rebels",), control_status="held")]
    people = People("tens of thousands", 20000, None, 99999)
    told.append(event("b", "displacement", origin=maarat, people=people, direction="N"))
    wedge = shapely.Polygon([(36.6684, 35.6436), (36.5, 35.9), (36.8, 35.9)])
    flow = Flow("b-1", "b", "wedge", wedge, origin=maarat, start=(35.6436, 36.6684), width_class=3)
    opened = page_from(render(build_layers(told, flows=[flow], history=control_history(told)), sample_basemap, lang="ar"))
    label = next(label for label in opened.js("conflictMap.labels()") if label["local"])
    assert (label["text"], label["local"]) == ("معرة النعمان", "Maarat al-Numan")
    titles = opened.page.locator("button.event .what").all_inner_texts()
    assert "معرة النعمان" in titles[0]
    assert "," not in titles[0]
    assert "،" in titles[0]
    opened.page.locator("button.event").nth(1).click()
    facts = opened.page.locator(".popup-body").inner_text()
    assert "من \u206820,000\u2069 إلى \u206899,999\u2069" in facts, "each number keeps its place"


# ---- a day that was asked for


@pytest.mark.parametrize(("date", "words"), [("2021-06-01", "The map opens on 1 June 2021; "), ("2019-01-01", "before the first event"), (None, "")])
def test_a_day_outside_the_events_is_shown_and_told(page_from: Callable[..., Any], sample_basemap: object, date: str | None, words: str) -> None:
    told = [event("a", "strike", place("Town", 35.5, 36.5)), event("b", "strike", place("Other", 35.2, 36.7), "2020-02-02")]
    opened = page_from(render(build_layers(told, flows=[]), sample_basemap, date=date))
    note = opened.page.locator("#date-note")
    assert note.is_visible() == bool(date)
    assert words in note.inner_text()
    day = date or "2020-02-02"
    assert opened.js("new Date(conflictMap.stops[conflictMap.state.stop] * 864e5).toISOString().slice(0, 10)") == day
    assert len(opened.drawn()) == (0 if date == "2019-01-01" else 2)
