"""What a click on each kind of shape tells: when, the sentence with its places marked, who says so, how sure, which place and why, where from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
import shapely
from shapely.geometry import LineString

from conflict_map.control import Observation, control_history
from conflict_map.layers import build_layers
from conflict_map.model import Claim, ContextRoute, Event, EventPlace, Flow, People, Source
from conflict_map.webmap import render

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser

LINK = "https://example.org/wire/7"
ARMY, REBELS = "Ruritanian army", "River Front"


def source() -> Source:
    return Source(report="r7", headline="Along the river", publisher="Valley Wire", url=LINK, published="2021-05-10")


def place(name: str, lat: float, lon: float, number: int) -> EventPlace:
    return EventPlace(
        name=name, name_in_report=name, lat=lat, lon=lon, kind="town", country="SY", admin1="Idlib", geonames_id=number, precision=1, score=0.8,
        reason=f"the largest {name} near the others", alternatives=(EventPlace(f"{name} Minor", name, lat=1.0, lon=2.0, country="XX", admin1="Far"),),
    )  # fmt: skip


HELD, FOUGHT = place("Alder", 35.2, 36.0, 11), place("Birch", 35.6, 36.4, 12)
FROM, TO = place("Cedar", 35.0, 37.0, 13), place("Dogwood", 35.5, 37.8, 14)
BOMBED, CLASHED = place("Elm", 35.9, 37.2, 15), place("Fir", 34.8, 36.4, 16)
WEDGE_FROM, BORDER_FROM = place("Ginkgo", 34.6, 37.8, 17), place("Hazel", 36.1, 38.4, 18)
BEYOND = EventPlace(name="Turkish border", name_in_report="the border", lat=36.5, lon=38.4, kind="border", borders=("SY", "TR"))


def made(key: str, kind: str, day: str, quote: str, **more: Any) -> Event:  # noqa: ANN401 - what else an event has
    claim = Claim("claimed", ("a brigade commander",))
    return Event(key, kind, day, day, "day", quote=quote, source=source(), claim=claim, **more)


def events() -> list[Event]:
    sides: dict[str, Any] = {"control_to": (ARMY,), "control_from": (REBELS,)}
    people = People("some 4,000", 4000, 4000, 4000)
    return [
        made("held", "control_change", "2021-05-01", "The army took Alder on Saturday.", place=HELD, control_status="held", **sides),
        made("fought", "control_change", "2021-05-02", "Both sides hold parts of Birch.", place=FOUGHT, control_status="contested", **sides),
        made("trek", "displacement", "2021-05-03", "Some 4,000 people left Cedar for Dogwood.", origin=FROM, destinations=(TO,), people=people),
        made("bombs", "strike", "2021-05-04", "Jets bombed Elm at dawn.", place=BOMBED, actor=(ARMY,)),
        made("fight", "clash", "2021-05-05", "Fighters met the army outside Fir.", place=CLASHED, actor=(REBELS,)),
        made("drift", "displacement", "2021-05-06", "Families walked south out of Ginkgo.", origin=WEDGE_FROM, direction="S"),
        made(
            "exodus",
            "displacement",
            "2021-05-07",
            "Crowds from Hazel made for the border.",
            origin=BORDER_FROM,
            destinations=(BEYOND,),
            toward="border",
        ),
    ]


def flows() -> list[Flow]:
    def ends(start: EventPlace, end: EventPlace) -> dict[str, Any]:
        return {"origin": start, "destination": end, "start": (start.lat, start.lon), "end": (end.lat, end.lon)}

    def line(start: EventPlace, end: EventPlace) -> LineString:
        return LineString([(start.lon, start.lat), (end.lon, end.lat)])

    wedge = shapely.Polygon([(37.8, 34.6), (37.6, 34.2), (37.8, 34.15), (38.0, 34.2)])
    return [
        Flow("trek-1", "trek", "arrow", line(FROM, TO), width_class=2, reason="both ends are named", **ends(FROM, TO)),
        Flow("drift-1", "drift", "wedge", wedge, origin=WEDGE_FROM, start=(34.6, 37.8), reason="only a direction is told"),
        Flow("exodus-1", "exodus", "border", line(BORDER_FROM, BEYOND), reason="the nearest stretch of the border", **ends(BORDER_FROM, BEYOND)),
    ]


def areas() -> Any:  # noqa: ANN401 - a GeoDataFrame
    import geopandas as gpd

    rows = [
        ("Ruritanian army", "held", shapely.box(35.7, 34.9, 36.2, 35.5), "2021-05-01", "Alder", "held"),
        ("contested", "contested", shapely.box(36.25, 35.45, 36.6, 35.8), "2021-05-02", "Birch", "fought"),
        (
            "River Front",
            "held",
            shapely.box(38.6, 34.6, 39.4, 35.6),
            None,
            "Ivy; Juniper",
            "before.geojson:35.00000,39.00000; before.geojson:35.2,39.1",
        ),
    ]
    names = ["holder", "status", "geometry", "valid_from", "places", "decided_by"]
    frame = gpd.GeoDataFrame([dict(zip(names, row, strict=True)) for row in rows], crs="EPSG:4326")
    frame["valid_to"] = None
    return frame


def front() -> Any:  # noqa: ANN401 - a GeoDataFrame
    import geopandas as gpd

    return gpd.GeoDataFrame(
        {"sides": [f"{ARMY}; {REBELS}"], "inferred": [False], "valid_from": ["2021-05-02"], "valid_to": [None]},
        geometry=[LineString([(35.4, 34.5), (35.4, 36.2)])], crs="EPSG:4326",
    )  # fmt: skip


@pytest.fixture(scope="session")
def html(sample_basemap: object) -> str:
    told = events()
    route = ContextRoute("SY-M5", "M5", "The M5 runs east of Cedar.", 4, 6, source=source())
    seen = Observation("before.geojson:35.10000,38.90000", "Ivy", 35.1, 38.9, None, REBELS)
    layers = build_layers(
        told, [], [route], flows=flows(), history=control_history(told, [seen]), areas=areas(), front=front(),
        route_lines={"SY-M5": LineString([(36.9, 34.2), (36.9, 34.7)])},
    )  # fmt: skip
    return render(layers, replace(sample_basemap))  # type: ignore[type-var]


#: Kind of shape: where to click (lon, lat), its sentence, the names marked in it, and what else the card says.
EVERY = ("claimed by a brigade commander", "Along the river", "Valley Wire")
ALDER = "The army took Alder on Saturday."
CARDS: dict[str, tuple[tuple[float, float], str, list[str], tuple[str, ...]]] = {
    "control point": ((36.0, 35.2), ALDER, ["Alder"], (
        *EVERY, "1 May 2021", "Who held it", "GeoNames 11", "80 % sure", "the largest Alder near the others", "Alder Minor (Far, XX)")),
    "contested area": ((36.55, 35.75), "Both sides hold parts of Birch.", ["Birch"], (
        *EVERY, "since 2 May 2021", "contested", "GeoNames 12", "80 % sure", "Birch Minor (Far, XX)")),
    "area": ((35.8, 35.0), ALDER, ["Alder"], (
        *EVERY, "since 1 May 2021", "Ruritanian army", "Alder: taken by Ruritanian army", "GeoNames 11", "80 % sure", "Alder Minor (Far, XX)")),
    "front line": ((35.4, 36.0), ALDER, ["Alder"], (
        *EVERY, "since 2 May 2021", "Front line", "Ruritanian army | River Front", "Nearest places on each side", "GeoNames 11",
        "Alder Minor (Far, XX)", "before.geojson", "no report; a map of before")),
    "arrow": ((37.4, 35.25), "Some 4,000 people left Cedar for Dogwood.", ["Cedar", "Dogwood"], (
        *EVERY, "3 May 2021", "4,000 people", "GeoNames 13", "GeoNames 14", "Cedar Minor (Far, XX)", "Dogwood Minor (Far, XX)", "80 % sure",
        "both ends are named")),
    "wedge": ((37.8, 34.3), "Families walked south out of Ginkgo.", ["Ginkgo"], (
        *EVERY, "6 May 2021", "south", "GeoNames 17", "Ginkgo Minor (Far, XX)", "80 % sure", "only a direction is told")),
    "border arrow": ((38.4, 36.3), "Crowds from Hazel made for the border.", ["Hazel", "the border"], (
        *EVERY, "7 May 2021", "GeoNames 18", "Hazel Minor (Far, XX)", "80 % sure", "Turkish border", "the nearest stretch of the border")),
    "strike": ((37.2, 35.9), "Jets bombed Elm at dawn.", ["Elm"], (
        *EVERY, "4 May 2021", "Ruritanian army", "GeoNames 15", "Elm Minor (Far, XX)", "80 % sure")),
    "clash": ((36.4, 34.8), "Fighters met the army outside Fir.", ["Fir"], (
        *EVERY, "5 May 2021", "River Front", "GeoNames 16", "Fir Minor (Far, XX)", "80 % sure")),
    "route stretch": ((36.9, 34.45), "The M5 runs east of Cedar.", ["M5"], ("M5", "Along the river", "Valley Wire", "published 10 May 2021")),
    "baseline area": ((39.2, 34.8), "", [], ("River Front", "Ivy; Juniper", "before.geojson", "no report; a map of before")),
}  # fmt: skip


@pytest.mark.parametrize("kind", CARDS)
def test_a_click_tells_what_a_shape_stands_on(page_from: Callable[..., Any], html: str, kind: str) -> None:
    lon_lat, sentence, marked, words = CARDS[kind]
    opened = page_from(html, hash="#map=8/35.3/37.4", size=(1500, 1000))
    opened.js("document.getElementById('legend').open = false")
    x, y = opened.js("([lon, lat]) => conflictMap.project(lon, lat)", list(lon_lat))
    if kind.endswith("arrow"):  # the line is curved: its middle as it is drawn
        line = next(item["lines"][0] for item in opened.drawn() if item["id"] == ("movement-trek-1" if kind == "arrow" else "movement-exodus-1"))
        x, y = line[len(line) // 4 * 2 : len(line) // 4 * 2 + 2]
    box = opened.page.locator("#map_conflict").bounding_box()
    opened.page.mouse.click(box["x"] + x, box["y"] + y)
    card = opened.page.locator(".popup-body")
    text = card.inner_text()
    for word in words:
        assert word in text, word
    sentences = [quote.inner_text().strip("“”\"' ") for quote in card.locator("q").all()]
    assert [sentence] == sentences if sentence else sentences == []
    assert card.locator("mark").all_inner_texts() == marked
    links = {link.get_attribute("href") for link in card.locator("a").all()}
    assert links == ({LINK} if sentence else set())


def test_the_buttons_of_an_area_lead_to_the_events_that_decide_it(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#map=8/35.3/37.4", size=(1500, 1000))
    x, y = opened.js("conflictMap.project(35.8, 35.0)")
    box = opened.page.locator("#map_conflict").bounding_box()
    opened.page.mouse.click(box["x"] + x, box["y"] + y)
    opened.page.locator(".popup-body .deciders button").click()
    assert "claimed by a brigade commander" in opened.page.locator(".popup-body").inner_text()
    assert opened.js("conflictMap.state.selected") == "held"


@pytest.mark.parametrize(
    ("language", "word", "other"), [("en", "siege", "fighting"), ("fr", "siège", "combats"), ("ar", "حصار", "قتال"), ("uk", "облога", "бої")]
)
def test_a_siege_is_no_fighting(page_from: Callable[..., Any], sample_basemap: object, language: str, word: str, other: str) -> None:
    siege = made("siege", "clash", "2021-05-05", "Fir is under siege.", place=CLASHED, actor=(REBELS,), control_status="besieged")
    page = render(build_layers([siege], flows=[]), replace(sample_basemap), lang=language)  # type: ignore[type-var]
    opened = page_from(page, hash="#map=9/34.8/36.4", size=(1200, 800))
    x, y = opened.js("conflictMap.project(36.4, 34.8)")
    box = opened.page.locator("#map_conflict").bounding_box()
    opened.page.mouse.click(box["x"] + x, box["y"] + y)
    card = opened.page.locator(".popup-body").inner_text().lower()
    assert card.count(word) >= 2  # the kind of event, and the heading
    assert other not in card
