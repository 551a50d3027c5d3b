from __future__ import annotations

import dataclasses
import json
import random
from typing import TYPE_CHECKING

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, Point, box

from conflict_map.control import control_history
from conflict_map.errors import UsageError
from conflict_map.flows import build_flows
from conflict_map.layers import LAYER_NAMES, SIDE_COLOURS, STYLES, WIDTHS_PX, Layers, build_layers
from conflict_map.layers.columns import COLUMNS, COMMON
from conflict_map.layers.palette import slug
from conflict_map.model import (
    CLAIM_STATUSES,
    EVENT_TYPES,
    Candidate,
    Claim,
    ContextRoute,
    Event,
    EventPlace,
    Mention,
    People,
    Place,
    Report,
    Source,
    StatedFigure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from shapely.geometry.base import BaseGeometry

GOVERNMENT, OPPOSITION, HTS = "Syrian government forces", "Syrian opposition", "Hayat Tahrir al-Sham"
SOURCE = Source(report="r1", headline="Army takes a ruined town", publisher="Own words", published="2020-01-29")
TURKISH_BORDER = LineString([(36.0, 36.2), (36.6, 36.25), (36.65, 36.8), (38.0, 36.8)])
M5 = LineString([(36.3, 33.5), (36.75, 35.13), (36.67, 35.64), (37.16, 36.2)])


class Lookup:
    """The stretch of border that the example needs, and no areas."""

    def locate(
        self, name: str, country: str | None = None, admin1: str | None = None, near: tuple[float, float] | None = None, limit: int = 5
    ) -> list[Candidate]:
        raise AssertionError(name, country, admin1, near, limit)

    def exact(self, key: str) -> list[Place]:
        raise AssertionError(key)

    def longest_match(self, keys: Sequence[str]) -> int:
        raise AssertionError(keys)

    def reverse(self, lat: float, lon: float) -> Candidate | None:
        raise AssertionError(lat, lon)

    def area(self, name: str) -> BaseGeometry:
        raise KeyError(name)

    def border(self, country: str, other: str | None = None) -> BaseGeometry:
        assert {country, other} == {"SY", "TR"}
        return TURKISH_BORDER


def town(name: str, in_report: str, lat: float, lon: float, geonames_id: int, **more: object) -> EventPlace:
    values: dict[str, object] = {"kind": "town", "country": "SY", "admin1": "Idlib", "score": 0.95, "reason": "exact name"} | more
    return EventPlace(name=name, name_in_report=in_report, lat=lat, lon=lon, geonames_id=geonames_id, **values)  # type: ignore[arg-type]


MAARAT = town("Maarat al-Numan", "Maarat Al-Numan", 35.64, 36.67, 1, name_local="معرة النعمان")
JERICHO = EventPlace(name="Jericho", name_in_report="Ariha", lat=31.86, lon=35.46, country="PS", score=0.4)
ARIHA = town("Ariha", "Ariha", 35.81, 36.61, 2, alternatives=(JERICHO,))
SARAQIB = town("Saraqib", "Sarakeb", 35.86, 36.80, 3)
SOUTH_OF_IDLIB = town("Idlib", "the south of Idlib province", 35.55, 36.60, 4, kind="admin1", part="S", precision=2)
BORDER = EventPlace(name="Turkish border", name_in_report="the Turkish border", kind="border", borders=("SY", "TR"), precision=3, score=0.9)


def event(id_: str, kind: str, **more: object) -> Event:
    values: dict[str, object] = {"source": SOURCE, "quote": f"The sentence that {id_} stands on.", "start": 0, "end": 30} | more
    return Event(id=id_, type=kind, **values)  # type: ignore[arg-type]


def day(date: str) -> dict[str, str]:
    return {"date_start": date, "date_end": date, "date_precision": "day"}


CAPTURE = event(
    "capture",
    "control_change",
    place=MAARAT,
    control_to=(GOVERNMENT, "Syrian regime forces"),
    control_from=(HTS, "fighters of Hayat Tahrir Al-Sham (HTS) and other rebels"),
    control_status="held",
    claim=Claim("claimed", ("the army",)),
    **day("2020-01-29"),
)
ENTRY = event("entry", "clash", place=MAARAT, actor=(GOVERNMENT, "Soldiers"), control_status="contested", **day("2020-01-28"))
EARLIER = event(
    "earlier",
    "control_change",
    place=MAARAT,
    control_to=(OPPOSITION, "an alliance of opposition groups"),
    control_status="held",
    date_start="2012-01-01",
    date_end="2012-12-31",
    date_precision="year",
)
RETREAT = event(
    "retreat",
    "troop_movement",
    origin=MAARAT,
    destinations=(SARAQIB, ARIHA),
    direction="N",
    actor=(OPPOSITION, "opposition fighters and other insurgents"),
    claim=Claim("claimed", ("a reporter for SANA",)),
)
FLIGHT = event(
    "flight",
    "displacement",
    origin=SOUTH_OF_IDLIB,
    destinations=(BORDER,),
    direction="N",
    toward="border",
    people=People("Tens of thousands of civilians", low=20_000, high=99_999),
)
BOMBARDED = event("bombarded", "displacement", origin=MAARAT, people=People("thousands more", low=2_000, high=9_999), **day("2020-01-28"))
STRIKE = event("strike", "strike", place=MAARAT, actor=(GOVERNMENT,), **day("2020-01-28"))
EXAMPLE = (CAPTURE, ENTRY, EARLIER, RETREAT, FLIGHT, BOMBARDED, STRIKE)
SHARE = StatedFigure(
    "territory_share", "around 70 percent of Syria", "Regime forces hold around 70 percent.", 10, 20, best=70, unit="percent", source=SOURCE
)
KILLED = StatedFigure(
    "killed", "more than 500,000 people", "The war has cost more than 500,000 people their lives.", 30, 40, low=500_000, source=SOURCE
)
ROAD = ContextRoute("SY-M5", "M5, Damascus-Aleppo highway", "It stands on a highway that links the capital with Aleppo.", 5, 15, SOURCE)
TEXT = "The first sentence is short. Later the road to Damascus was cut near Kafr Nowhere! Nothing else."
REPORT = Report(TEXT, headline="Army takes a ruined town", published="2020-01-29", id="r1")
DAMASCUS = Mention(44, 52, "Damascus", place=Place("Damascus", 33.51, 36.29, "city", "SY", geonames_id=9), score=0.9, reason="exact name")
NOWHERE = Mention(69, 81, "Kafr Nowhere", reason="no entry in the gazetteer", precision=1)
SAME_TOWN = Mention(0, 3, "The", place=Place("Maarat al-Numan", 35.64, 36.67, "town", "SY", geonames_id=1), score=0.9)


def layers_of(events: Iterable[Event], **more: object) -> Layers:
    events = list(events)
    return build_layers(events, flows=build_flows(events, Lookup()), history=control_history(events), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def example() -> Layers:
    return layers_of(
        EXAMPLE,
        figures=(KILLED, SHARE),
        routes=(ROAD,),
        mentions=((REPORT, DAMASCUS), (REPORT, NOWHERE), (REPORT, SAME_TOWN)),
        route_lines={"SY-M5": M5},
        colour_slots={GOVERNMENT: 1, OPPOSITION: 2},
    )


def row(layers: Layers, name: str, **where: object) -> dict[str, object]:
    found = [record for record in layers.records(name) if all(record[key] == value for key, value in where.items())]
    assert len(found) == 1, found
    return found[0]


def test_every_layer_is_there_with_its_columns(example: Layers) -> None:
    for layers in (example, build_layers([], flows=[])):
        assert tuple(layers.frames) == LAYER_NAMES
        for name, table in layers.frames.items():
            assert list(table.columns) == [*COMMON, *COLUMNS[name], "geometry"]
            assert table.crs == "EPSG:4326"
            assert table.geometry.name == "geometry"


def test_the_capture_names_both_sides_the_day_and_who_says_so(example: Layers) -> None:
    capture = row(example, "control", event_id="capture")
    assert capture["geometry"] == {"type": "Point", "coordinates": (36.67, 35.64)}
    assert (capture["side_to"], capture["side_from"]) == (GOVERNMENT, HTS)
    assert capture["control_from"] == f"{HTS}; fighters of Hayat Tahrir Al-Sham (HTS) and other rebels"
    assert (capture["date_start"], capture["date_end"], capture["date_precision"]) == ("2020-01-29", "2020-01-29", "day")
    assert (capture["claim_status"], capture["claim_by"]) == ("claimed", "the army")
    assert capture["name_local"] == "معرة النعمان"
    assert capture["admin1"] == "Idlib"
    assert capture["title"] == f"Maarat Al-Numan: taken by {GOVERNMENT} from {HTS}"
    assert example.style(str(capture["style"])).label == GOVERNMENT
    assert "claim-claimed" in {item.key for item in example.legend}


def test_the_earlier_capture_is_a_year_and_never_2020(example: Layers) -> None:
    earlier = row(example, "control", event_id="earlier")
    assert (earlier["date_start"], earlier["date_end"], earlier["date_precision"]) == ("2012-01-01", "2012-12-31", "year")
    assert earlier["side_to"] == OPPOSITION


def test_the_town_is_the_opposition_s_then_contested_then_the_government_s(example: Layers) -> None:
    spans = example.records("holders")

    def on(date: str) -> list[tuple[object, object]]:
        return [
            (span["holder_status"], span["holder"])
            for span in spans
            if (span["valid_from"] is None or str(span["valid_from"]) <= date) and (span["valid_to"] is None or date <= str(span["valid_to"]))
        ]

    assert on("2020-01-28") == [("contested", None)]
    assert on("2020-01-29") == [("held", GOVERNMENT)]
    assert on("2024-01-01") == [("held", GOVERNMENT)]
    ((state, holder),) = on("2015-06-01")
    assert state == "held"
    assert holder in {OPPOSITION, HTS}
    assert all(span["decided_by"] and span["quote"] for span in spans)


def test_the_retreat_is_two_arrows_of_fighters(example: Layers) -> None:
    arrows = [record for record in example.records("movements") if record["event_id"] == "retreat"]
    assert [(arrow["shape"], arrow["origin"], arrow["destination"]) for arrow in arrows] == [
        ("arrow", "Maarat al-Numan", "Saraqib"),
        ("arrow", "Maarat al-Numan", "Ariha"),
    ]
    for arrow, goal in zip(arrows, (SARAQIB, ARIHA), strict=True):
        points = arrow["geometry"]["coordinates"]
        assert points[0] == (36.67, 35.64)
        assert points[-1] == (goal.lon, goal.lat)
        assert (arrow["end_lat"], arrow["end_lon"]) == (goal.lat, goal.lon)
        assert arrow["claim_by"] == "a reporter for SANA"
        assert arrow["style"] == "arrow-fighters-unknown"
        assert arrow["flags"] is None
        assert arrow["date_start"] is None
        assert arrow["date_precision"] == "unknown"


def test_the_flight_is_an_arrow_from_the_area_to_the_border_with_its_range(example: Layers) -> None:
    flight = row(example, "movements", event_id="flight")
    assert (flight["shape"], flight["toward"], flight["direction"]) == ("border", "border", "N")
    assert (flight["people_low"], flight["people_best"], flight["people_high"], flight["unit"]) == (20_000, None, 99_999, "person")
    assert flight["geometry"]["coordinates"][0] == (36.60, 35.55)
    assert Point(flight["geometry"]["coordinates"][-1]).distance(TURKISH_BORDER) < 0.005
    assert flight["end_lat"] > 36.1
    assert flight["precision"] == 2
    assert flight["width_class"] == 3
    assert "stands for Idlib" in flight["flags"]
    assert flight["title"] == "Tens of thousands of civilians from the south of Idlib province towards the Turkish border"
    assert example.style("border-civilians-known").dash


def test_a_border_arrow_says_towards_what_even_where_the_event_does_not() -> None:
    drawn = layers_of([dataclasses.replace(FLIGHT, toward=None)])
    assert (row(drawn, "movements")["shape"], row(drawn, "movements")["toward"]) == ("border", "border")


def test_those_who_fled_the_bombardment_have_no_destination(example: Layers) -> None:
    fled = row(example, "movements", event_id="bombarded")
    assert (fled["shape"], fled["origin"], fled["destination"], fled["end_lat"]) == ("origin", "Maarat al-Numan", None, None)
    assert (fled["people_low"], fled["people_high"]) == (2_000, 9_999)
    assert fled["geometry"]["type"] == "Point"


def test_strikes_clashes_and_the_road_are_layers_of_their_own(example: Layers) -> None:
    assert row(example, "strikes")["place"] == "Maarat al-Numan"
    assert row(example, "clashes")["control_status"] == "contested"
    road = row(example, "routes")
    assert road["geometry"]["coordinates"][-1] == (37.16, 36.2)
    assert road["quote"] == ROAD.quote


def test_a_siege_is_not_called_fighting() -> None:
    siege = event("siege", "clash", place=MAARAT, actor=(GOVERNMENT,), control_status="besieged", **day("2020-01-28"))
    titles = {key: build_layers([told], flows=[]).frames["clashes"]["title"].tolist() for key, told in (("siege", siege), ("fight", ENTRY))}
    assert titles == {"siege": [f"Maarat Al-Numan: siege ({GOVERNMENT})"], "fight": [f"Maarat Al-Numan: fighting ({GOVERNMENT})"]}


def test_a_road_of_unknown_course_is_told() -> None:
    lost = row(layers_of([STRIKE], routes=(ROAD, ROAD)), "unplaced")
    assert (lost["kind"], lost["name_in_report"], lost["quote"]) == ("route", ROAD.name, ROAD.quote)


def test_stated_figures_are_rows_and_no_shapes(example: Layers) -> None:
    figures = example.records("figures")
    assert [(figure["reported"], figure["geometry"]) for figure in figures] == [
        ("around 70 percent of Syria", None),
        ("more than 500,000 people", None),
    ]
    assert figures[0]["best"] == 70
    assert figures[0]["quote"] == SHARE.quote
    assert "figure" not in " ".join(item.key for item in example.legend)


def test_places_that_no_event_uses_and_names_that_nothing_matches_stay_visible(example: Layers) -> None:
    place = row(example, "places")
    assert place["place"] == "Damascus"
    assert place["quote"] == "Later the road to Damascus was cut near Kafr Nowhere!"
    lost = row(example, "unplaced")
    assert (lost["name_in_report"], lost["reason"], lost["geometry"]) == ("Kafr Nowhere", "no entry in the gazetteer", None)
    assert lost["quote"] == "Later the road to Damascus was cut near Kafr Nowhere!"
    assert "1 place name could not be resolved" in example.standfirst


def test_every_row_stands_on_a_sentence_of_a_report(example: Layers) -> None:
    for name in LAYER_NAMES:
        for record in example.records(name):
            assert record["quote"], (name, record["id"])
            assert record["report"] == "r1"
            assert record["title"]


def test_ids_are_unique_over_all_layers_and_stable(example: Layers) -> None:
    ids = [key for table in example.frames.values() for key in table["id"]]
    assert len(set(ids)) == len(ids)
    again = layers_of(EXAMPLE, colour_slots={GOVERNMENT: 1, OPPOSITION: 2})
    assert {key for name in ("control", "movements") for key in again.frames[name]["id"]} <= set(ids)


def test_alternatives_say_what_tells_them_apart() -> None:
    fights = layers_of([event("s", "strike", place=ARIHA)])
    assert row(fights, "strikes")["alternatives"] == "Jericho (PS)"


def test_the_legend_has_exactly_the_classes_on_the_map(example: Layers) -> None:
    keys = [item.key for item in example.legend]
    assert len(set(keys)) == len(keys)
    styles = {str(style) for name, table in example.frames.items() if name not in {"unplaced", "figures", "shares"} for style in table["style"]}
    plain = {key for key in keys if not key.startswith(("claim-", "precision-", "width-"))}
    assert plain == styles
    assert {key for key in keys if key.startswith("width-")} == {"width-3"}
    assert {"claim-claimed", "precision-2"} <= set(keys)
    assert "precision-3" not in keys
    assert "claim-denied" not in keys
    assert build_layers([], flows=[]).legend == ()


def test_unknown_and_contested_never_have_a_side_s_colour() -> None:
    fills = {colour for pair in SIDE_COLOURS for colour in pair}
    for key in ("contested", "unknown", "besieged", "no-report"):
        assert STYLES[key].colour not in fills
        assert STYLES[key].stroke not in fills
    unknown = event("u", "control_change", place=MAARAT, control_from=(GOVERNMENT,), control_status="unknown", **day("2020-01-01"))
    fought = event("c", "control_change", place=ARIHA, control_to=(GOVERNMENT,), control_status="contested", **day("2020-01-01"))
    drawn = layers_of([unknown, fought])
    assert row(drawn, "control", event_id="u")["style"] == "unknown"
    assert row(drawn, "control", event_id="c")["style"] == "contested"


@pytest.mark.parametrize(
    ("in_report", "shown"),
    [("Sarakeb", "Sarakeb"), ("the town", "Saraqib"), ("", "Saraqib"), ("سراقب", "سراقب"), ("eastern Sarakeb", "eastern Sarakeb")],
)
def test_titles_spell_a_place_as_its_report_does(in_report: str, shown: str) -> None:
    drawn = layers_of([dataclasses.replace(STRIKE, place=dataclasses.replace(SARAQIB, name_in_report=in_report))])
    assert row(drawn, "strikes")["title"] == f"{shown}: strike ({GOVERNMENT})"


def test_a_bounding_box_and_days_for_the_page(example: Layers) -> None:
    assert example.bounds is not None
    west, south, east, north = example.bounds
    assert west < 36.60
    assert east > 36.80
    assert south < 35.55
    assert north > 36.2
    assert south > 34.5  # the road to Damascus does not widen the map
    assert example.dates == ("2012-01-01", "2020-01-28", "2020-01-29")
    assert build_layers([], flows=[]).bounds is None
    alone = layers_of([STRIKE]).bounds
    assert alone is not None
    assert alone[2] - alone[0] == pytest.approx(0.3)


def test_facts_in_numbers_and_words(example: Layers) -> None:
    assert example.title == "Army takes a ruined town"
    assert example.summary.events == 7
    assert dict(example.summary.by_type) == {"control_change": 2, "displacement": 2, "troop_movement": 1, "strike": 1, "clash": 1}
    assert example.summary.undated == 2
    assert example.sources[0].headline == "Army takes a ruined town"
    assert example.standfirst.startswith("7 events at 4 places from 1 report, 2012-01-01 to 2020-01-29.")
    assert build_layers([], flows=[]).standfirst == "No event that can be drawn was found."
    assert build_layers(EXAMPLE, flows=[], title="Mine").title == "Mine"


def test_reports_are_counted_once_and_none_is_made_up() -> None:
    other = dataclasses.replace(SOURCE, report="r2")
    assert layers_of([STRIKE, CAPTURE], figures=(dataclasses.replace(SHARE, source=other),)).summary.reports == 2
    bare = layers_of([dataclasses.replace(STRIKE, source=Source())])
    assert bare.summary.reports == 0
    assert bare.standfirst == "1 event at 1 place, 2020-01-28."


def test_an_event_without_a_resolved_place_is_told_with_the_reason() -> None:
    nowhere = EventPlace("X", "X", reason="no entry", alternatives=(JERICHO,))
    lost = layers_of([event("a", "strike", place=nowhere), event("b", "control_change", control_to=(GOVERNMENT,)), event("d", "displacement")])
    reasons = {record["event_id"]: record["reason"] for record in lost.records("unplaced")}
    assert reasons == {
        "a": "no entry",
        "b": "the report does not say where",
        "d": "the report names neither origin nor destination",
    }
    assert row(lost, "unplaced", event_id="a")["alternatives"] == "Jericho (PS)"
    assert lost.summary.unplaced_events == 3
    assert all(len(lost.frames[name]) == 0 for name in ("control", "strikes", "movements"))


def test_the_whole_map_is_json_without_nan(example: Layers) -> None:
    text = json.dumps(example.to_dict(), allow_nan=False)
    assert json.loads(text)["layers"]["figures"][0]["low"] is None


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_events_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(EXAMPLE, len(EXAMPLE))  # noqa: S311 - no secret
    a, b = layers_of(shuffled).to_dict(), layers_of(EXAMPLE).to_dict()
    assert a == b


def test_without_an_event_its_shapes_are_gone() -> None:
    for gone in EXAMPLE:
        left = layers_of([other for other in EXAMPLE if other is not gone])
        for name in LAYER_NAMES:
            assert gone.id not in set(left.frames[name]["event_id"])
        assert all(gone.id not in str(decided) for decided in left.frames["holders"]["decided_by"])


def test_two_events_with_one_id_are_refused_and_one_event_twice_is_not() -> None:
    with pytest.raises(UsageError, match="two different events have the id 'strike'"):
        build_layers([STRIKE, dataclasses.replace(STRIKE, quote="Another sentence.")], flows=[])
    assert len(build_layers([STRIKE, STRIKE], flows=[]).frames["strikes"]) == 1


def test_areas_and_fronts_take_the_sides_colours_and_keep_further_columns() -> None:
    areas = gpd.GeoDataFrame(
        {"holder": [GOVERNMENT, None, None], "status": ["held", "contested", "no report"], "area_km2": [1.0, 2.0, 3.0]},
        geometry=[box(36, 35, 37, 36), box(37, 35, 38, 36), box(38, 35, 39, 36)],
        crs=4326,
    )
    front = gpd.GeoDataFrame({"sides": ["a; b", "a; c"], "inferred": [True, False]}, geometry=[LineString([(37, 35), (37, 36)])] * 2, crs=4326)
    drawn = layers_of([CAPTURE], areas=areas.to_crs(3857), front=front)
    assert list(drawn.frames["areas"]["style"]) == [f"side-{slug(GOVERNMENT)}", "contested", "no-report"]
    assert list(drawn.frames["areas"]["area_km2"]) == [1.0, 2.0, 3.0]
    assert drawn.frames["areas"].geometry.iloc[0].equals_exact(box(36, 35, 37, 36), 1e-6, normalize=True)
    assert list(drawn.frames["front"]["style"]) == ["front-inferred", "front"]
    assert {"no-report", "front", "front-inferred"} <= {item.key for item in drawn.legend}


def test_widths_grow_with_the_number() -> None:
    assert list(WIDTHS_PX[1:]) == sorted(WIDTHS_PX[1:])
    assert len(set(WIDTHS_PX[1:])) == 5


PLACES = st.builds(
    EventPlace,
    name=st.text(max_size=8),
    name_in_report=st.text(max_size=8),
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    kind=st.sampled_from(["town", "admin1", None]),
    geonames_id=st.none() | st.integers(1, 9),
    precision=st.integers(1, 3),
)
DAYS = st.none() | st.dates().map(lambda date: date.isoformat())
EVENTS = st.builds(
    Event,
    id=st.text(max_size=5),
    type=st.sampled_from(EVENT_TYPES),
    date_start=DAYS,
    place=st.none() | PLACES,
    origin=st.none() | PLACES,
    destinations=st.lists(PLACES, max_size=2).map(tuple),
    control_to=st.lists(st.text(max_size=6), max_size=2).map(tuple),
    control_from=st.lists(st.text(max_size=6), max_size=2).map(tuple),
    control_status=st.sampled_from(["held", "contested", "besieged", "unknown", None]),
    people=st.none() | st.builds(People, reported=st.text(max_size=5), low=st.none() | st.integers(0, 10**9)),
    claim=st.builds(Claim, status=st.sampled_from(CLAIM_STATUSES), by=st.lists(st.text(max_size=5), max_size=2).map(tuple)),
    quote=st.just("q"),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(EVENTS, max_size=6, unique_by=lambda event: event.id))
def test_any_events_make_layers_that_lose_nothing(events: list[Event]) -> None:
    layers = build_layers(events, flows=build_flows(events, Lookup()), history=control_history(events))
    told = {key for name in ("control", "movements", "strikes", "clashes", "unplaced") for key in layers.frames[name]["event_id"]}
    assert told == {one.id for one in events}
    ids = [key for table in layers.frames.values() for key in table["id"]]
    assert len(set(ids)) == len(ids)
    for table in layers.frames.values():
        shapes = [shape for shape in table.geometry if shape is not None]
        assert all(shapely.is_valid(shape) and not shape.is_empty for shape in shapes)
    json.dumps(layers.to_dict(), allow_nan=False)


def test_twenty_thousand_events_lose_nothing() -> None:
    places = [dataclasses.replace(MAARAT, name=f"P{n}", geonames_id=n, lat=33 + n / 200, lon=36 + n % 17 / 10) for n in range(500)]
    events = [
        event(f"e{n}", EVENT_TYPES[n % 5], place=places[n % 500], origin=places[n % 500], destinations=(places[n * 7 % 500],), control_to=("A",))
        for n in range(20_000)
    ]
    flows = build_flows([], Lookup())
    layers = build_layers(events, flows=flows)
    assert sum(len(layers.frames[name]) for name in ("control", "strikes", "clashes")) == 12_000


def test_frames_hold_none_and_not_nan_in_text() -> None:
    table = layers_of([STRIKE]).frames["strikes"]
    assert table["claim_by"].iloc[0] is None
    assert table["precision"].dtype == pd.Int64Dtype()


def test_families_and_names_without_a_point_stand_in_the_title() -> None:
    camp = EventPlace("Zamzam", "Zamzam", lat=13.5, lon=25.3, kind="camp", country="SD")
    lost = EventPlace("Tawila", "Tawila", reason="no entry in the gazetteer")
    event = Event(
        "d",
        "displacement",
        origin=camp,
        destinations=(lost,),
        people=People("some 8,000 families", 8000, 8000, 8000, "household"),
        quote="They fled.",
    )
    made = build_layers([event], flows=build_flows([event], Lookup()))
    (row,) = made.frames["movements"].to_dict("records")
    assert row["title"] == "Some 8,000 families from Zamzam to Tawila (not on the map)"
    assert row["width_class"] == 0


def test_the_range_of_days_runs_on_to_the_reports_of_what_has_no_date() -> None:
    dated = event("e1", "clash", place=town("Idlib", "Idlib", 35.93, 36.63, 1), **day("2018-03-14"))
    undated = event("e2", "clash", place=town("Idlib", "Idlib", 35.93, 36.63, 1), source=Source(published="2024-12-03"))
    summary = layers_of([dated, undated]).summary
    assert (summary.first_date, summary.last_date) == ("2018-03-14", "2024-12-03")
    assert layers_of([undated]).summary.first_date == "2024-12-03"
