"""What several test files share: a small map made by hand, of invented events around real towns."""

# ruff: noqa: E501 -- events read better one to a line

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
import shapely
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from conflict_map.control import control_history
from conflict_map.layers import Layers, build_layers
from conflict_map.model import Claim, ContextRoute, Event, EventPlace, Flow, Mention, People, Source, StatedFigure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# How long an example takes says how busy the machine is, above all when two files are tested at a time.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")

GOVERNMENT, OPPOSITION, THIRD = "Syrian government forces", "Syrian opposition", "Third Force"
REPORT = Source(
    report="r1", headline="Town changes hands", publisher="Example Wire", url="https://example.org/report?a=1&b=2", published="2020-01-29"
)


@dataclass(frozen=True)
class SampleArea:
    id: str
    name: str
    country: str | None
    geometry: Any
    label: tuple[float, float]


@dataclass(frozen=True)
class SampleLine:
    level: int
    disputed: bool
    geometry: Any
    name: str | None = None


WORLD = MultiPolygon([box(-10, 36, 40, 60), box(35, 10, 60, 36)])


@dataclass(frozen=True)
class SampleBasemap:
    """Two countries side by side, one split in two areas, a border in dispute."""

    bounds: tuple[float, float, float, float] = (34.0, 34.0, 40.0, 38.0)
    countries: tuple[SampleArea, ...] = (
        SampleArea("SY", "Syria", "SY", box(35, 34, 40, 36.5), (38, 35)),
        SampleArea("TR", "Türkiye", "TR", box(35, 36.5, 40, 38), (38, 37.4)),
    )
    admin1: tuple[SampleArea, ...] = (SampleArea("SY.1", "Idlib", "SY", box(35, 35, 37, 36.5), (36, 35.7)),)
    lines: tuple[SampleLine, ...] = (
        SampleLine(0, disputed=False, geometry=LineString([(35, 36.5), (39, 36.5)])),
        SampleLine(1, disputed=False, geometry=LineString([(37, 34), (37, 36.5)])),
    )
    disputed: tuple[SampleLine, ...] = (SampleLine(0, disputed=True, geometry=LineString([(39, 36.5), (40, 36.5)])),)
    world: Any = WORLD


def spot(name: str, lat: float, lon: float, *, local: str | None = None, text: str | None = None, precision: int = 1) -> EventPlace:
    return EventPlace(
        name=name, name_in_report=text or name, lat=lat, lon=lon, kind="town", country="SY", admin1="Idlib", precision=precision, score=0.9,
        reason="the name as it stands; in the report's province", name_local=local,
        alternatives=(EventPlace(name="Elsewhere", name_in_report=name, lat=1.0, lon=2.0, country="XX", admin1="Far"),),
    )  # fmt: skip


def day(iso: str) -> dict[str, str]:
    return {"date_start": iso, "date_end": iso, "date_precision": "day"}


MAARAT = spot("Maarat al-Numan", 35.6436, 36.6684, local="معرة النعمان", text="Maaret al-Numan")
SARAQIB = spot("Saraqib", 35.8644, 36.8056, local="سراقب", text="Sarakeb")
ARIHA = spot("Ariha", 35.8144, 36.6097, local="أريحا")
SOUTH = spot("Idlib", 35.45, 36.5, text="the south of Idlib province", precision=2)
BORDER = EventPlace(name="Turkish border", name_in_report="the Turkish border", lat=36.5, lon=36.2, kind="border", borders=("TR", "SY"))

TAKEN = "Troops took Maaret al-Numan on Wednesday, the army said."
ENTERED = "Soldiers entered Maaret al-Numan on Tuesday under bombardment that made thousands flee."
LEFT = "Fighters withdrew to Sarakeb and Ariha, a state reporter said."
FLED = "Tens of thousands have fled the south of Idlib province towards the Turkish border."
WEST = "Families were seen leaving Ariha westwards."


def sample_events() -> list[Event]:
    return [
        Event("capture-2012", "control_change", "2012-01-01", "2012-12-31", "year", place=MAARAT, control_to=(OPPOSITION,), control_from=(GOVERNMENT,),
              control_status="held", source=REPORT, quote="Rebels captured Maaret al-Numan in 2012."),
        Event("entry", "clash", **day("2020-01-28"), place=MAARAT, actor=(GOVERNMENT,), control_status="contested", source=REPORT, quote=ENTERED),
        Event("strike", "strike", **day("2020-01-28"), place=MAARAT, actor=(GOVERNMENT,), source=REPORT, quote=ENTERED),
        Event("flight", "displacement", **day("2020-01-28"), origin=MAARAT, people=People("thousands", 2000, None, 9999), source=REPORT, quote=ENTERED),
        Event("capture-2020", "control_change", **day("2020-01-29"), place=MAARAT, control_to=(GOVERNMENT, "troops"), control_from=(OPPOSITION,),
              control_status="held", claim=Claim("claimed", ("the army",)), source=REPORT, quote=TAKEN),
        Event("retreat", "troop_movement", **day("2020-01-29"), origin=MAARAT, destinations=(SARAQIB, ARIHA), actor=(OPPOSITION, "fighters"),
              claim=Claim("claimed", ("a state reporter",)), source=REPORT, quote=LEFT),
        Event("exodus", "displacement", origin=SOUTH, destinations=(BORDER,), toward="border", people=People("tens of thousands", 20000, None, 99999),
              source=REPORT, quote=FLED),
        Event("west", "displacement", **day("2020-01-30"), origin=ARIHA, direction="W", source=REPORT, quote=WEST),
        Event("lost", "strike", **day("2020-01-30"), place=EventPlace("Nowhere", "Nowhere", reason="no entry in the gazetteer"), source=REPORT,
              quote="A strike hit Nowhere on Thursday."),
    ]  # fmt: skip


def sample_flows() -> list[Flow]:
    def arrow(key: str, event: str, shape: str, start: EventPlace, end: EventPlace, width: int, shared: int = 1) -> Flow:
        assert start.lat is not None
        assert start.lon is not None
        assert end.lat is not None
        assert end.lon is not None
        line = LineString([(start.lon, start.lat), ((start.lon + end.lon) / 2 + 0.03, (start.lat + end.lat) / 2), (end.lon, end.lat)])
        return Flow(
            key,
            event,
            shape,
            line,
            origin=start,
            destination=end,
            start=(start.lat, start.lon),
            end=(end.lat, end.lon),
            width_class=width,
            shared_by=shared,
        )

    assert ARIHA.lon is not None
    assert ARIHA.lat is not None
    wedge = Polygon([(ARIHA.lon, ARIHA.lat), (ARIHA.lon - 0.3, ARIHA.lat - 0.1), (ARIHA.lon - 0.32, ARIHA.lat), (ARIHA.lon - 0.3, ARIHA.lat + 0.1)])
    return [
        Flow("flight-1", "flight", "origin", Point(MAARAT.lon, MAARAT.lat), origin=MAARAT, start=(35.6436, 36.6684), width_class=2),
        arrow("retreat-1", "retreat", "arrow", MAARAT, SARAQIB, 0, 2),
        arrow("retreat-2", "retreat", "arrow", MAARAT, ARIHA, 0, 2),
        arrow("exodus-1", "exodus", "border", SOUTH, BORDER, 3),
        Flow("west-1", "west", "wedge", wedge, origin=ARIHA, start=(ARIHA.lat, ARIHA.lon)),
    ]


def sample_areas() -> Any:  # noqa: ANN401 - a GeoDataFrame
    import geopandas as gpd

    hole = Polygon([(36.2, 35.2), (37.4, 35.2), (37.4, 36.2), (36.2, 36.2)], [[(36.6, 35.6), (36.75, 35.6), (36.75, 35.7), (36.6, 35.7)]])
    island = shapely.union_all([hole, box(38, 35, 38.4, 35.3)])
    rows = [
        (OPPOSITION, box(36.2, 35.2, 37.4, 36.2), "2012-01-01", "2020-01-28", "Maarat al-Numan", "capture-2012"),
        (OPPOSITION, island, "2020-01-29", None, "Saraqib; Ariha", "capture-2012"),
        (GOVERNMENT, box(36.6, 35.6, 36.75, 35.7), "2020-01-29", None, "Maarat al-Numan", "capture-2020"),
        ("contested", box(35.6, 34.6, 36.0, 35.0), "2020-01-29", None, "South", "entry"),
        ("unknown", box(36.2, 34.4, 36.6, 34.8), "2020-01-29", None, None, None),
    ]
    names = ["holder", "geometry", "valid_from", "valid_to", "places", "decided_by"]
    return gpd.GeoDataFrame([dict(zip(names, row, strict=True)) for row in rows], crs="EPSG:4326")


def sample_front() -> Any:  # noqa: ANN401 - a GeoDataFrame
    import geopandas as gpd

    return gpd.GeoDataFrame(
        {"sides": [f"{GOVERNMENT}; {OPPOSITION}"] * 2, "inferred": [False, True], "valid_from": ["2020-01-29"] * 2, "valid_to": [None, None]},
        geometry=[LineString([(36.6, 35.6), (36.75, 35.6), (36.75, 35.7)]), LineString([(36.75, 35.7), (36.6, 35.7), (36.6, 35.6)])],
        crs="EPSG:4326",
    )


@pytest.fixture(scope="session")
def sample_basemap() -> SampleBasemap:
    return SampleBasemap()


@pytest.fixture(scope="session")
def sample_layers() -> Layers:
    """Every layer and nearly every class of shape, once."""
    figure = StatedFigure("killed", "more than 500", "The fighting has killed more than 500 people.", 0, 10, low=500, source=REPORT)
    route = ContextRoute("SY-M5", "M5, Damascus to Aleppo", "The road runs through it.", 0, 10, source=REPORT)
    named = Mention(0, 6, "Aleppo", place=None, reason="two towns of that name")
    return build_layers(
        sample_events(), [figure], [route], [named], flows=sample_flows(), history=control_history(sample_events()), areas=sample_areas(), front=sample_front(),
        route_lines={"SY-M5": LineString([(36.5, 34.5), (36.66, 35.6), (37.1, 36.2)])},
    )  # fmt: skip


@pytest.fixture(scope="session")
def hostile_layers() -> Callable[[Sequence[str]], Layers]:
    """A map in which each of some texts stands in every field that a report or a table can fill."""

    def make(texts: Sequence[str]) -> Layers:
        events: list[Event] = []
        flows, figures, routes, mentions, lines = [], [], [], [], {}
        for number, text in enumerate(texts):
            lat = 34.5 + number * 0.05
            alternative = replace(MAARAT, name=text, alternatives=())
            place = replace(MAARAT, lat=lat, geonames_id=number, name=text, name_in_report=text, name_local=text, admin1=text, country=text, reason=text,
                            alternatives=(alternative,))  # fmt: skip
            near = replace(place, lon=36.9, geonames_id=1000 + number)
            source = Source(report=text, headline=text, publisher=text, url=text, published="2020-01-29")
            when: dict[str, Any] = {**day("2020-01-29"), "source": source, "quote": text}
            claim = Claim("claimed", (text,))
            sides: dict[str, Any] = {"control_to": (text, text), "control_from": (text + " 2",), "control_status": "held"}
            events += [
                Event(text, "control_change", place=place, claim=claim, **sides, **when),
                Event(text + "s", "strike", place=near, actor=(text,), **when),
                Event(
                    text + "m",
                    "displacement",
                    origin=place,
                    destinations=(near,),
                    toward=text,
                    actor=(text,),
                    people=People(text, 1, None, 2),
                    **when,
                ),
                Event(text + "l", "strike", place=EventPlace(text, text, reason=text), **when),
            ]
            line = LineString([(place.lon, lat), (36.8, lat + 0.02), (36.9, lat)])
            flows.append(Flow(f"f{number}", text + "m", "arrow", line, origin=place, destination=near, start=(lat, 36.6684), end=(lat, 36.9), flags=(text,),
                              reason=text, width_class=1))  # fmt: skip
            figures.append(StatedFigure("other", text, text, 0, 1, actor=(text,), claim=claim, source=source))
            routes.append(ContextRoute(f"R{number}", text, text, 0, 1, source=source))
            lines[f"R{number}"] = LineString([(36, lat), (37, lat)])
            mentions.append(Mention(0, 1, text, place=None, reason=text))
        return build_layers(events, figures, routes, mentions, flows=flows, history=control_history(events), route_lines=lines)

    return make
