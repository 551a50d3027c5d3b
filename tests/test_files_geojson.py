"""GeoJSON obeys RFC 7946, says what the layers say, and reads back."""

from __future__ import annotations

import itertools
import json
import math
from typing import TYPE_CHECKING, Any, NoReturn

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import GeometryCollection, LineString, MultiPolygon, Point, Polygon, box

from conflict_map.errors import TableError, UsageError
from conflict_map.files import EventTable, read_events, write
from conflict_map.files.events import parse_events
from conflict_map.files.geojson import geojson_text, plain, sound_geometry
from conflict_map.flows import build_flows
from conflict_map.layers import Layers, build_layers
from conflict_map.model import Claim, ContextRoute, Event, EventPlace, People, Source, StatedFigure

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = '<img src=x onerror=alert(1)> </script> {{ 7*7 }} {% x %} ${x} `x` "q" \\ \u2028 ﷽'
SOURCE = Source("r1", f"Head {HOSTILE}", "=The Daily", "https://example.org/?a=1&b=2", "2020-01-29")
MAARAT = EventPlace(
    "Maarat al-Numan", "Maaret al-Numan", 35.6483, 36.67693, "town", "SY", "Idlib", 167611, 1, 0.9, "exact", name_local="معرة النعمان"
)
SARAQIB = EventPlace("Saraqib", "Sarakeb", 35.8645123456, 36.8059, "town", "SY")
EVENTS = (
    Event("c1", "control_change", "2020-01-29", "2020-01-29", "day", MAARAT, ("Government", "regime forces"), ("Rebels",), "held",
          claim=Claim("claimed", ("the army", HOSTILE)), source=SOURCE, quote=HOSTILE, start=3, end=3 + len(HOSTILE)),
    Event("m1", "troop_movement", origin=MAARAT, destinations=(SARAQIB,), actor=("Rebels",), source=SOURCE, quote="They left."),
    Event("m2", "displacement", origin=MAARAT, direction="N", people=People("tens of thousands", 20000, None, 99999), source=SOURCE, quote="Fled."),
    Event("m3", "displacement", origin=MAARAT, people=People("thousands", 2000, None, 9999), source=SOURCE, quote="They fled, too."),
    Event("s1", "strike", "2012-01-01", "2012-12-31", "year", SARAQIB, source=SOURCE, quote="Bombs fell."),
    Event("s2", "strike", place=EventPlace("Nowhere", "Nowhere", reason="no entry in the gazetteer"), source=SOURCE, quote="Bombs fell there."),
)  # fmt: skip
TABLE = EventTable(
    EVENTS,
    (StatedFigure("territory_share", "around 70 percent", "q", 0, 1, 70.0, 70.0, 70.0, "percent", source=SOURCE),),
    (ContextRoute("SY-M5", "M5", "q", 0, 1, SOURCE),),
)


class NoAreas:
    """A gazetteer that knows no area and no border."""

    def area(self, name: str) -> NoReturn:
        raise KeyError(name)

    def border(self, country: str, _other: str | None = None) -> NoReturn:
        raise KeyError(country)


def make_layers(table: EventTable = TABLE) -> Layers:
    clockwise = Polygon([(36, 35), (36, 36), (37, 36), (37, 35)], [[(36.4, 35.4), (36.6, 35.4), (36.6, 35.6), (36.4, 35.6)]])
    areas = gpd.GeoDataFrame(
        {"holder": ["Government", "contested"], "valid_from": ["2020-01-29", None]},
        geometry=[MultiPolygon([clockwise, box(38, 35, 38.5, 35.5)]), box(37, 35, 38, 36)],
        crs="EPSG:4326",
    )
    line = LineString([(36.3, 33.5), (36.67693, 35.6483), (37.1, 36.2)])
    flows = build_flows(table.events, NoAreas())  # type: ignore[arg-type]  # the rest of a gazetteer is not asked
    return build_layers(table.events, table.figures, table.routes, flows=flows, route_lines={"SY-M5": line}, areas=areas)


# --- a checker of RFC 7946, by the letter ----------------------------------------------------------------------------------------------

MEMBERS = {"FeatureCollection": {"type", "features", "bbox"}, "Feature": {"type", "id", "geometry", "properties", "bbox"}}
DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


def refuse(word: str) -> float:
    pytest.fail(f"{word} is not JSON")


def check_position(position: Any) -> None:  # noqa: ANN401 - any JSON
    assert isinstance(position, list)
    assert len(position) == 2
    lon, lat = position
    assert -180 <= lon <= 180
    assert -90 <= lat <= 90
    for value in position:
        assert not isinstance(value, bool)
        assert math.isfinite(value)
        assert round(value, 6) == value, "more than six decimals"


def check_ring(ring: list[list[float]], *, exterior: bool) -> None:
    assert len(ring) >= 4
    assert ring[0] == ring[-1]
    doubled_area = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in itertools.pairwise(ring))
    assert (doubled_area > 0) == exterior, "section 3.1.6: exterior rings are counterclockwise, holes clockwise"


def check_geometry(geometry: dict[str, Any]) -> list[list[float]]:
    """Return every position."""
    if geometry["type"] == "GeometryCollection":
        assert set(geometry) == {"type", "geometries"}
        return [position for part in geometry["geometries"] for position in check_geometry(part)]
    assert set(geometry) == {"type", "coordinates"}
    positions: list[Any] = [geometry["coordinates"]]
    for _ in range(DEPTH[geometry["type"]]):
        positions = [item for inner in positions for item in inner]
    for position in positions:
        check_position(position)
    if geometry["type"] == "LineString":
        assert len(geometry["coordinates"]) >= 2
    polygons = {"Polygon": [geometry["coordinates"]], "MultiPolygon": geometry["coordinates"]}.get(geometry["type"], [])
    for polygon in polygons:
        for number, ring in enumerate(polygon):
            check_ring(ring, exterior=number == 0)
    return positions


def check_bbox(bbox: list[float], positions: list[list[float]]) -> None:
    lons, lats = zip(*positions, strict=True)
    assert bbox == pytest.approx([min(lons), min(lats), max(lons), max(lats)], abs=1e-9)


def check_geojson(text: str) -> dict[str, Any]:
    """Fail unless the text is a FeatureCollection as RFC 7946 wants it, with an id for every feature."""
    collection: dict[str, Any] = json.loads(text, parse_constant=refuse)
    assert collection["type"] == "FeatureCollection"
    assert "crs" not in collection, "section 4: no other reference system than WGS 84, and no member for it"
    for member in ("coordinates", "geometries", "geometry", "properties"):
        assert member not in collection, "section 7.1: members of other types"
    everywhere, ids = [], []
    for feature in collection["features"]:
        assert set(feature) <= MEMBERS["Feature"]
        assert {"type", "geometry", "properties"} <= set(feature)
        assert feature["type"] == "Feature"
        assert isinstance(feature["id"], str)
        assert isinstance(feature["properties"], dict)
        ids.append(feature["id"])
        if feature["geometry"] is not None:
            positions = check_geometry(feature["geometry"])
            check_bbox(feature["bbox"], positions)
            everywhere += positions
        else:
            assert "bbox" not in feature
    assert len(ids) == len(set(ids)), "ids are unique"
    if everywhere:
        check_bbox(collection["bbox"], everywhere)
    return collection


def lone_feature(bbox: list[float], geometry: dict[str, Any]) -> str:
    feature = {"type": "Feature", "id": "a", "bbox": bbox, "properties": {}, "geometry": geometry}
    return json.dumps({"type": "FeatureCollection", "bbox": bbox, "features": [feature]})


@pytest.mark.parametrize(
    "fault",
    [
        '{"type": "FeatureCollection", "crs": {}, "features": []}',
        '{"type": "FeatureCollection", "features": [{"type": "Feature", "id": "a", "geometry": null, "properties": {"x": NaN}}]}',
        lone_feature([0, 0, 1, 1], {"type": "Polygon", "coordinates": [[[0, 0], [0, 1], [1, 1], [1, 0], [0, 0]]]}),
        lone_feature([1, 181, 1, 181], {"type": "Point", "coordinates": [1, 181]}),
        lone_feature([1, 2, 1, 2.5], {"type": "Point", "coordinates": [1, 2]}),
    ],
    ids=["crs", "nan", "clockwise", "range", "bbox"],
)
def test_the_checker_can_fail(fault: str) -> None:
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        check_geojson(fault)


# --- tests -----------------------------------------------------------------------------------------------------------------------------


def test_layers_obey_rfc_7946() -> None:
    collection = check_geojson(geojson_text(make_layers(), TABLE))
    layers = {feature["properties"]["layer"] for feature in collection["features"]}
    assert layers == {"areas", "routes", "control", "movements", "strikes", "unplaced", "figures"}


def test_an_empty_map_is_an_empty_collection() -> None:
    collection = check_geojson(geojson_text(build_layers([], flows=[]), EventTable()))
    assert collection["features"] == []
    assert "bbox" not in collection


def test_features_say_what_the_layers_say() -> None:
    collection = json.loads(geojson_text(make_layers(), TABLE))
    by_layer: dict[str, list[dict[str, Any]]] = {}
    for feature in collection["features"]:
        by_layer.setdefault(feature["properties"]["layer"], []).append(feature)
    (control,) = by_layer["control"]
    assert control["geometry"] == {"type": "Point", "coordinates": [36.67693, 35.6483]}
    assert control["properties"]["date_start"] == "2020-01-29"
    assert control["properties"]["quote"] == HOSTILE
    assert control["properties"]["name_local"] == "معرة النعمان"
    shapes = {feature["properties"]["shape"]: feature["geometry"]["type"] for feature in by_layer["movements"]}
    assert shapes == {"arrow": "LineString", "wedge": "Polygon", "origin": "Point"}
    people = [feature["properties"]["people_low"] for feature in by_layer["movements"]]
    assert sorted(people, key=str) == [2000, 20000, None]
    (lost,) = by_layer["unplaced"]
    assert lost["geometry"] is None
    assert lost["properties"]["reason"] == "no entry in the gazetteer"
    (figure,) = by_layer["figures"]
    assert figure["properties"]["best"] == 70.0


def test_reads_back_without_loss(tmp_path: Path) -> None:
    write(make_layers(), tmp_path / "a.geojson", table=TABLE)
    found = read_events(tmp_path / "a.geojson")
    assert (found.events, found.figures, found.routes) == (TABLE.events, TABLE.figures, TABLE.routes)


def test_a_point_moved_by_hand_is_not_lost() -> None:
    collection = json.loads(geojson_text(make_layers(EventTable(EVENTS[:1])), EventTable(EVENTS[:1])))
    (control,) = [feature for feature in collection["features"] if feature["properties"]["layer"] == "control"]
    control["geometry"]["coordinates"] = [36.7, 35.7]
    (event,) = parse_events(json.dumps(collection).encode(), "a.geojson", "geojson").events
    assert event.place is not None
    assert (event.place.lat, event.place.lon) == (35.7, 36.7)
    assert event.id == "c1"
    assert event.control_to == ("Government", "regime forces")
    assert event.place.name == "Maarat al-Numan"


def test_movements_that_lost_their_records_are_a_fault_not_a_guess() -> None:
    collection = json.loads(geojson_text(make_layers(), TABLE))
    del collection["conflict_map"]
    with pytest.raises(TableError, match="no longer holds its whole event") as caught:
        parse_events(json.dumps(collection).encode(), "a.geojson", "geojson")
    assert len(caught.value.faults) == 3


def test_layers_alone_have_no_records_and_events_alone_no_layers(tmp_path: Path) -> None:
    assert "conflict_map" not in json.loads(geojson_text(make_layers()))
    with pytest.raises(UsageError, match="holds the layers of a map"):
        write(TABLE, tmp_path / "a.geojson")
    with pytest.raises(UsageError, match="written from events, not from layers"):
        write(make_layers(), tmp_path / "a.csv")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None, pd.NA, pd.NaT, np.float64("nan")])
def test_missing_values_are_null(value: Any) -> None:  # noqa: ANN401 - each kind of missing
    assert plain(value) is None


def test_odd_geometries_become_sound() -> None:
    assert sound_geometry(None) is None
    assert sound_geometry(Point()) is None
    assert sound_geometry(Polygon([(0, 0), (1e-9, 0), (0, 1e-9)])) is None
    bow_tie = sound_geometry(Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]))
    assert bow_tie is not None
    assert bow_tie.is_valid
    assert sound_geometry(Point(1, 2, 3)) == Point(1, 2)


coordinates = st.tuples(st.floats(-179, 179), st.floats(-89, 89))
shapes = st.one_of(
    coordinates.map(Point),
    st.lists(coordinates, min_size=2, max_size=6, unique=True).map(LineString),
    st.lists(coordinates, min_size=3, max_size=6, unique=True).map(Polygon),
    st.lists(st.tuples(coordinates, st.floats(0.1, 5)), min_size=1, max_size=3).map(
        lambda boxes: MultiPolygon([Point(point).buffer(size, quad_segs=2).intersection(box(-180, -90, 180, 90)) for point, size in boxes])
    ),
    coordinates.map(lambda point: GeometryCollection([Point(point), Point(point).buffer(0.5).intersection(box(-180, -90, 180, 90))])),
)


@settings(max_examples=80, deadline=None)
@given(shapes)
def test_any_shape_is_written_by_the_rules(shape: Any) -> None:  # noqa: ANN401 - a geometry
    frame = gpd.GeoDataFrame({"id": ["a"], "style": ["x"]}, geometry=[shape], crs="EPSG:4326")
    check_geojson(geojson_text(Layers(frames={"areas": frame})))
