from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import geopandas as gpd
import pyogrio
import pytest
from shapely.geometry import LineString, box

from conflict_map.atlas import ConflictMap
from conflict_map.errors import OutputError, UsageError
from conflict_map.files import read_events
from conflict_map.gazetteer.areas import Basemap, BasemapArea, BasemapLine
from conflict_map.model import ActorRecord, ContextRoute, Event, EventPlace, Mention, Place, Report, Source, StatedFigure

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer

LAND = box(34, 32, 42, 38)


class SmallGazetteer:
    """One country with one road and two sides."""

    actors = SimpleNamespace(
        records=(ActorRecord("a", "Army", "a", "war", ("AA",), colour_slot=4), ActorRecord("r", "Rebels", "r", "war", colour_slot=2))
    )
    routes = {"AA-1": SimpleNamespace(line=LineString([(35, 33), (37, 36)]))}  # noqa: RUF012 - never changed

    def area(self, name: str) -> BaseGeometry:
        if name != "AA":
            raise KeyError(name)
        return LAND

    def border(self, country: str, other: str | None = None) -> BaseGeometry:  # noqa: ARG002 - its outline, whoever lies beyond
        return LAND.boundary

    def country_names(self, lang: str) -> dict[str, str]:  # noqa: ARG002 - English in every language
        return {}

    def basemap(self, bounds: tuple[float, float, float, float]) -> object:
        area = BasemapArea(id="AA", name="Aland", country="AA", geometry=LAND, label=(38.0, 35.0))
        line = BasemapLine(level=0, disputed=False, geometry=LAND.boundary)
        return Basemap(bounds=bounds, countries=(area,), admin1=(), lines=(line,), disputed=(), world=LAND)


GAZETTEER = cast("Gazetteer", SmallGazetteer())
TOWN = EventPlace("Oldtown", "Old Town", lat=35.64, lon=36.67, kind="town", country="AA", score=0.9, reason="exact name")
PORT = EventPlace("Port", "the port", lat=35.5, lon=35.8, kind="town", country="AA", score=0.9, reason="exact name")
FIRST = Source(report="r1", headline="The town falls", publisher="A", published="2020-01-20")
SECOND = Source(report="r2", headline="The town changes hands again", publisher="B", published="2020-02-20")
TAKEN = Event(
    "e1", "control_change", "2020-01-10", "2020-01-10", "day", place=TOWN, control_to=("Rebels",), control_from=("Army",), source=FIRST, quote="One."
)
FLED = Event("e2", "displacement", origin=TOWN, destinations=(PORT,), source=FIRST, quote="Two.")
RETAKEN = Event("e3", "control_change", "2020-02-15", "2020-02-15", "day", place=TOWN, control_to=("Army",), source=SECOND, quote="Three.")
LATER = Event("e4", "displacement", origin=TOWN, source=SECOND, quote="Four.")
EVENTS = (RETAKEN, LATER, TAKEN, FLED)
FIGURE = StatedFigure("killed", "more than 100", "More than 100 died.", 0, 9, low=100, source=SECOND)
ROAD = ContextRoute("AA-1", "The coast road", "The road lies below the town.", 0, 9, FIRST)
MENTION = (Report("Hill is far.", published="2020-02-20", id="r2"), Mention(0, 4, "Hill", place=Place("Hill", 34.0, 37.0, "town", "AA"), score=0.8))


@pytest.fixture
def atlas() -> ConflictMap:
    return ConflictMap(EVENTS, figures=(FIGURE,), routes=(ROAD,), mentions=(MENTION,), gazetteer=GAZETTEER)


def test_it_says_what_it_holds_without_drawing_anything() -> None:
    empty = ConflictMap([], gazetteer=None)
    assert repr(empty) == "<ConflictMap 'no title': 0 events>"
    atlas = ConflictMap(EVENTS, title="Two months")
    assert repr(atlas) == "<ConflictMap 'Two months': 4 events, 2020-01-10 to 2020-02-15>"
    assert "layers" not in vars(atlas)


def test_the_same_event_twice_is_one_and_two_with_one_id_are_refused() -> None:
    assert len(ConflictMap([TAKEN, TAKEN]).events) == 1
    with pytest.raises(UsageError, match="two different events have the id 'e1'"):
        _ = ConflictMap([TAKEN, dataclasses.replace(TAKEN, quote="Other.")], gazetteer=GAZETTEER).layers


def test_dictionaries_are_refused_with_the_way_out() -> None:
    with pytest.raises(UsageError, match=r"Event\.from_dict"):
        ConflictMap(cast("Any", [TAKEN.to_dict()]))


def test_the_map_as_known_on_a_day(atlas: ConflictMap) -> None:
    early = atlas.at("2020-01-31")
    assert set(early.events) == {TAKEN, FLED}
    assert (early.figures, early.routes, early.mentions) == ((), (ROAD,), ())
    assert early.date == "2020-01-31"
    assert set(atlas.at(dt.date(2020, 2, 20)).events) == set(EVENTS)
    assert atlas.at("2020-01-19").events == (TAKEN,)
    assert atlas.at("2019-01-01").events == ()
    assert len(atlas.events) == 4


def test_who_holds_what_on_a_day(atlas: ConflictMap) -> None:
    def holder(table: gpd.GeoDataFrame) -> list[object]:
        return list(table["holder"])

    assert holder(atlas.holders()) == ["Army"]
    assert holder(atlas.holders("2020-01-31")) == ["Rebels"]
    assert holder(atlas.at("2020-01-31").holders()) == ["Rebels"]
    assert holder(atlas.holders(dt.datetime(2020, 1, 10, 5, 0, tzinfo=dt.UTC))) == ["Rebels"]
    assert len(ConflictMap([], gazetteer=GAZETTEER).holders()) == 0


@pytest.mark.parametrize("date", ["29.1.2020", "2020-13-01", "yesterday", 20200129])
def test_a_date_that_is_none_is_refused(atlas: ConflictMap, date: object) -> None:
    with pytest.raises(UsageError, match="date must be an ISO date such as 2020-01-29"):
        atlas.at(cast("str", date))


def test_sides_have_the_colours_of_the_table_of_actors(atlas: ConflictMap) -> None:
    from conflict_map.layers import SIDE_COLOURS

    colours = {item.label: item.colour for item in atlas.layers.legend if item.group == "Who controls"}
    assert colours == {"Army": SIDE_COLOURS[3][0], "Rebels": SIDE_COLOURS[1][0]}


def test_frames_are_copies(atlas: ConflictMap) -> None:
    frames = atlas.to_geodataframes()
    assert len(frames["control"]) == 2
    frames["control"].loc[:, "place"] = "Elsewhere"
    del frames["strikes"]
    assert set(atlas.to_geodataframes()["control"]["place"]) == {"Oldtown"}
    assert len(atlas.to_geodataframes()["control"]) == 2


def test_the_page_is_saved_whole(atlas: ConflictMap, tmp_path: Path) -> None:
    path = atlas.save(tmp_path / "map.html")
    assert path == tmp_path / "map.html"
    page = path.read_text(encoding="utf-8")
    assert page == atlas.to_html()
    assert page.lower().startswith("<!doctype html>")
    assert "The town falls" in page
    assert [child.name for child in tmp_path.iterdir()] == ["map.html"]


def test_every_gis_format_holds_the_same_shapes(atlas: ConflictMap, tmp_path: Path) -> None:
    drawn = {name: len(table) for name, table in atlas.layers.frames.items() if len(table) and name not in {"unplaced", "figures", "shares"}}
    atlas.save(tmp_path / "map.geojson")
    features = json.loads((tmp_path / "map.geojson").read_text(encoding="utf-8"))["features"]
    assert sum(1 for feature in features if feature["geometry"]) == sum(drawn.values())
    atlas.save(tmp_path / "map.gpkg")
    layers = {name for name, kind in pyogrio.list_layers(tmp_path / "map.gpkg") if kind}
    # A GeoPackage has one type of geometry a layer, so movements may lie in several.
    for name, count in drawn.items():
        parts = [layer for layer in layers if layer.startswith(name)]
        assert sum(len(gpd.read_file(tmp_path / "map.gpkg", layer=layer)) for layer in parts) == count
    atlas.save(tmp_path / "map.kml")
    assert "The coast road" in (tmp_path / "map.kml").read_text(encoding="utf-8")


@pytest.mark.parametrize(("suffix", "head"), [(".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_a_picture_is_saved_by_its_suffix(atlas: ConflictMap, tmp_path: Path, suffix: str, head: bytes) -> None:
    assert atlas.save(tmp_path / f"map{suffix}").read_bytes().startswith(head)


def test_tables_come_back_as_the_same_events(atlas: ConflictMap, tmp_path: Path) -> None:
    for name in ("events.jsonl", "events.csv", "events.geojson"):
        atlas.save(tmp_path / name)
        again = ConflictMap.from_files(tmp_path / name, gazetteer=GAZETTEER)
        assert set(again.events) == set(EVENTS), name
    with (tmp_path / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) >= 4


def test_an_unknown_suffix_names_the_known_ones(atlas: ConflictMap, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"map\.docx: the format goes by the suffix: \.html, .*\.geojson"):
        atlas.save(tmp_path / "map.docx")


@pytest.mark.parametrize("suffix", [".html", ".geojson", ".csv", ".gpkg"])
def test_what_cannot_be_written_says_so_and_leaves_nothing(atlas: ConflictMap, tmp_path: Path, suffix: str) -> None:
    with pytest.raises(OutputError, match="folder does not exist"):
        atlas.save(tmp_path / "missing" / f"map{suffix}")
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        atlas.save(tmp_path / "file" / f"map{suffix}")
    (tmp_path / f"folder{suffix}").mkdir()
    with pytest.raises(OutputError):
        atlas.save(tmp_path / f"folder{suffix}")
    assert {child.name for child in tmp_path.iterdir()} == {"file", f"folder{suffix}"}


def test_a_full_disk_says_so(atlas: ConflictMap, tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full")
    (tmp_path / "map.html").symlink_to("/dev/full")
    with pytest.raises(OutputError, match="disk is full"):
        atlas.save(tmp_path / "map.html")


class Frames(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes = dict(attrs)


HOSTILE = '"></iframe><script>window.hacked=1</script><img src=x onerror="hack()">{{ 7*7 }}{% raw %}'


def test_a_notebook_shows_the_page_in_a_frame_that_cannot_reach_it() -> None:
    town = dataclasses.replace(TOWN, name=HOSTILE)
    atlas = ConflictMap([dataclasses.replace(TAKEN, place=town, quote=HOSTILE)], title=HOSTILE, gazetteer=GAZETTEER)
    shown = Frames()
    shown.feed(atlas._repr_html_())
    assert shown.tags == ["iframe"]
    assert shown.attributes["srcdoc"] == atlas.to_html()
    assert shown.attributes["title"] == HOSTILE
    assert "allow-same-origin" not in (shown.attributes["sandbox"] or "")
    assert "allow-scripts" in (shown.attributes["sandbox"] or "")


def test_the_page_s_language_credit_and_day_are_passed_on(atlas: ConflictMap) -> None:
    page = ConflictMap(EVENTS, gazetteer=GAZETTEER, lang="ar", credit="Desk of maps", date="2020-01-31").to_html()
    assert re.search(r'<html[^>]* lang="ar"[^>]* dir="rtl"', page)
    assert "Desk of maps" in page
    with pytest.raises(UsageError, match="lang must be one of"):
        ConflictMap(EVENTS, gazetteer=GAZETTEER, lang="xx").to_html()
    assert "Desk of maps" not in atlas.to_html()


def test_a_report_becomes_a_map() -> None:
    report = Report(
        "The Syrian army captured the town of Saraqib in Idlib province on 5 February 2020, state media said.",
        headline="A town falls",
        published="2020-02-06",
    )
    one, several = ConflictMap.from_reports(report), ConflictMap.from_reports([report])
    assert one.events == several.events
    assert [(event.type, event.date_start) for event in one.events] == [("control_change", "2020-02-05")]
    assert one.title == "A town falls"
    assert list(one.to_geodataframes()["control"]["place"]) == ["Saraqib"]


def test_files_of_both_kinds_make_one_map(tmp_path: Path) -> None:
    ConflictMap([TAKEN]).save(tmp_path / "table.jsonl")
    (tmp_path / "report.txt").write_text(
        "Headline: A strike\nPublished: 2020-02-06\n\nGovernment jets bombed the town of Saraqib in Syria's Idlib province on 5 February 2020.\n",
        encoding="utf-8",
    )
    both = ConflictMap.from_files([tmp_path / "table.jsonl", tmp_path / "report.txt"])
    assert TAKEN in both.events
    assert {event.type for event in both.events} == {"control_change", "strike"}
    assert both.mentions


@pytest.mark.parametrize("suffix", [".gpkg", ".csv", ".geojson"])
def test_files_say_which_sides_are_inferred(tmp_path: Path, suffix: str) -> None:
    guessed = dataclasses.replace(TAKEN, inferred=("control_from",))
    path = tmp_path / f"m{suffix}"
    ConflictMap([guessed], gazetteer=GAZETTEER).save(path)
    if suffix == ".gpkg":
        assert list(gpd.read_file(path, layer="control").inferred_fields) == ["control_from"]
    else:
        assert [event.inferred for event in read_events(path).events] == [("control_from",)]
