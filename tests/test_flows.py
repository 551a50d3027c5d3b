from __future__ import annotations

import dataclasses
import itertools
import random
from typing import TYPE_CHECKING

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Point, Polygon

from conflict_map import geo
from conflict_map.errors import GazetteerError
from conflict_map.flows import WEDGE_KM, build_flows, people_number, width_class
from conflict_map.flows.curves import Course, cut_antimeridian, draw_courses, sector
from conflict_map.model import DIRECTIONS, Candidate, Event, EventPlace, Flow, People, Place, Source

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

# A country west of a river, another one north of both, the sea in the west.
HOME = Polygon([(35.8, 33.0), (42.0, 33.0), (42.0, 36.8), (36.6, 36.8), (36.6, 36.2), (35.9, 36.0), (35.8, 33.0)])
NORTH_BORDER = LineString([(35.9, 36.0), (36.6, 36.2), (36.6, 36.8), (42.0, 36.8)])


class Lookup:
    """Borders and areas of an invented country AA, which borders BB in the north; nothing else."""

    def locate(
        self, name: str, country: str | None = None, admin1: str | None = None, near: tuple[float, float] | None = None, limit: int = 5
    ) -> list[Candidate]:
        raise AssertionError(name, country, admin1, near, limit)

    def exact(self, key: str) -> list[Place]:
        raise AssertionError(key)

    def longest_match(self, keys: object) -> int:
        raise AssertionError(keys)

    def reverse(self, lat: float, lon: float) -> Candidate | None:
        raise AssertionError(lat, lon)

    def area(self, name: str) -> BaseGeometry:
        if name == "AA":
            return HOME
        raise GazetteerError(name)

    def border(self, country: str, other: str | None = None) -> BaseGeometry:
        if {country, other} <= {"AA", "BB", None}:
            return NORTH_BORDER
        return LineString()


LOOKUP = Lookup()


def place(name: str, lat: float | None, lon: float | None, **more: object) -> EventPlace:
    values: dict[str, object] = {"kind": "town", "country": "AA", "score": 0.9, "reason": "the only one of that name"} | more
    return EventPlace(name=name, name_in_report=name, lat=lat, lon=lon, **values)  # type: ignore[arg-type]


TOWN = place("Maarat al-Numan", 35.64, 36.67)
NORTH_WEST = place("Ariha", 35.81, 36.61)
NORTH_EAST = place("Saraqib", 35.86, 36.80)
SOUTH = place("Idlib", 35.5, 36.6, kind="admin1", part="S", precision=2)
BORDER = place("border of BB", None, None, kind="border", country=None, borders=("BB",), precision=3)
LOST = place("Kafr Nowhere", None, None, kind=None, country=None, reason="no entry in the gazetteer")


def movement(id_: str = "m1", **more: object) -> Event:
    values: dict[str, object] = {"type": "displacement", "source": Source(report="r1"), "quote": f"Sentence of {id_}."} | more
    return Event(id=id_, **values)  # type: ignore[arg-type]


def one(event: Event, *others: Event) -> Flow:
    flows = [flow for flow in build_flows([event, *others], LOOKUP) if flow.event_id == event.id]
    assert len(flows) == 1
    return flows[0]


def vertices(flow: Flow) -> list[tuple[float, ...]]:
    assert flow.geometry is not None
    return [tuple(point) for point in shapely.get_coordinates(flow.geometry)]


def same_spot(vertex: tuple[float, ...], lat_lon: tuple[float, float]) -> bool:
    """Say whether both are one point, 180 and -180 degrees being one meridian."""
    return vertex[1] == lat_lon[0] and (vertex[0] == lat_lon[1] or {vertex[0], lat_lon[1]} == {180.0, -180.0})


def test_an_arrow_for_each_named_destination_from_place_to_place() -> None:
    flows = build_flows([movement(type="troop_movement", origin=TOWN, destinations=(NORTH_EAST, NORTH_WEST))], LOOKUP)
    assert [(flow.shape, flow.destination) for flow in flows] == [("arrow", NORTH_EAST), ("arrow", NORTH_WEST)]
    for flow, goal in zip(flows, (NORTH_EAST, NORTH_WEST), strict=True):
        assert vertices(flow)[0] == (TOWN.lon, TOWN.lat)
        assert vertices(flow)[-1] == (goal.lon, goal.lat)
        assert flow.start == (TOWN.lat, TOWN.lon)
        assert flow.end == (goal.lat, goal.lon)


def test_the_number_is_for_all_destinations_together_and_says_so() -> None:
    event = movement(origin=TOWN, destinations=(NORTH_EAST, NORTH_WEST), people=People("300 families", best=300, unit="household"))
    flows = build_flows([event], LOOKUP)
    assert [flow.shared_by for flow in flows] == [2, 2]
    assert all(any("2 destinations together" in flag for flag in flow.flags) for flow in flows)
    assert one(movement(origin=TOWN, destinations=(NORTH_EAST,), people=event.people)).flags == ()


def test_a_border_arrow_ends_on_the_nearest_stretch_of_the_border() -> None:
    flow = one(movement(origin=SOUTH, destinations=(BORDER,), direction="N", toward="border"))
    assert flow.shape == "border"
    assert vertices(flow)[0] == (SOUTH.lon, SOUTH.lat)
    assert flow.end is not None
    lat, lon, km = geo.nearest_point(NORTH_BORDER, *flow.end)
    assert km < 1.0
    assert vertices(flow)[-1] == (flow.end[1], flow.end[0])
    # No other stretch of the border is nearer to the origin.
    reached = geo.distance_km(SOUTH.lat or 0, SOUTH.lon or 0, lat, lon)
    rival = min(geo.distance_km(SOUTH.lat or 0, SOUTH.lon or 0, y, x) for x, y in NORTH_BORDER.segmentize(0.02).coords)
    assert reached <= rival + 0.5
    assert any("stands for Idlib" in flag for flag in flow.flags)


def test_towards_a_country_s_border_may_be_told_by_toward_and_the_country() -> None:
    country = place("BB", 39.0, 35.0, kind="country", country="BB", precision=3)
    assert one(movement(origin=TOWN, destinations=(country,), toward="border")).shape == "border"


def test_to_a_neighbouring_country_ends_at_the_border_and_not_in_the_middle_of_it() -> None:
    neighbour = place("BB", 39.0, 35.0, kind="country", country="BB", precision=3)
    assert one(movement(origin=TOWN, destinations=(neighbour,))).shape == "border"
    beyond = place("ZZ", 50.0, 35.0, kind="country", country="ZZ", precision=3)
    far = one(movement(origin=TOWN, destinations=(beyond,)))
    assert far.shape == "arrow"
    assert any("ZZ" in flag for flag in far.flags)


def test_the_direction_decides_which_stretch_of_a_border_that_goes_round() -> None:
    """From the corner the border is nearest in the west, and the report says north."""
    corner = place("Corner", 36.3, 36.7)
    west = one(movement(origin=corner, destinations=(BORDER,), toward="border"))
    north = one(movement(origin=corner, destinations=(BORDER,), toward="border", direction="N"))
    assert west.end is not None
    assert north.end is not None
    assert west.end[0] == pytest.approx(36.3, abs=0.02)
    assert geo.nearest_point(NORTH_BORDER, *north.end)[2] < 1.0
    assert geo.angle_between(geo.bearing_deg(36.3, 36.7, *north.end), 0.0) < 25
    assert "the report names (N)" in north.reason
    assert north.flags == ()
    south = one(movement(origin=corner, destinations=(BORDER,), toward="border", direction="S"))
    assert any("the report says south" in flag for flag in south.flags)


def test_towards_the_coast_leads_to_the_outline_that_is_no_land_border() -> None:
    flow = one(movement(origin=TOWN, toward="coast"))
    assert flow.shape == "border"
    assert flow.end is not None
    assert Point(flow.end[1], flow.end[0]).distance(HOME.boundary) < 0.01
    assert Point(flow.end[1], flow.end[0]).distance(NORTH_BORDER) > 0.01


def test_a_border_that_no_table_has_leaves_what_is_known() -> None:
    unknown = dataclasses.replace(BORDER, borders=("ZZ",))
    flow = one(movement(origin=TOWN, destinations=(unknown,), toward="border", direction="N"))
    assert flow.shape == "wedge"
    assert any("not in the gazetteer" in flag for flag in flow.flags)
    assert one(movement(origin=TOWN, destinations=(unknown,), toward="border")).shape == "origin"


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_a_wedge_holds_its_direction_and_claims_no_end(direction: str) -> None:
    flow = one(movement(origin=TOWN, direction=direction))
    assert flow.shape == "wedge"
    assert flow.end is None
    assert flow.destination is None
    assert isinstance(flow.geometry, Polygon)
    assert (TOWN.lon, TOWN.lat) in vertices(flow)
    lat, lon = geo.destination(35.64, 36.67, geo.compass_bearing(direction), WEDGE_KM[0] * 0.9)
    assert flow.geometry.contains(Point(lon, lat))
    for turn in (-30, 30, 180):
        lat, lon = geo.destination(35.64, 36.67, geo.compass_bearing(direction) + turn, WEDGE_KM[0] * 0.9)
        assert not flow.geometry.contains(Point(lon, lat))


def test_the_wedge_is_longer_on_a_wider_map_and_capped() -> None:
    event = movement(origin=TOWN, direction="E")
    far = movement("s1", type="strike", place=place("Far", 33.5, 41.0))
    farther = movement("s2", type="strike", place=place("Farther", -30.0, 100.0))
    areas = [geo.area_km2(one(event, *others).geometry or Point()) for others in ((), (far,), (far, farther))]
    assert areas[0] < areas[1] < areas[2]
    assert areas[2] == pytest.approx(3.14159 * WEDGE_KM[2] ** 2 / 8, rel=0.02)


def test_origin_only_and_destination_only_claim_nothing_more() -> None:
    left = one(movement(origin=TOWN))
    assert (left.shape, left.start, left.end, left.destination) == ("origin", (35.64, 36.67), None, None)
    come = one(movement(destinations=(NORTH_WEST,)))
    assert (come.shape, come.start, come.end, come.origin) == ("arrival", None, (35.81, 36.61), None)
    assert isinstance(left.geometry, Point)
    assert isinstance(come.geometry, Point)


def test_a_movement_that_only_has_a_place_starts_there() -> None:
    assert one(movement(place=TOWN)).start == (35.64, 36.67)


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (movement(), "neither origin nor destination"),
        (movement(direction="NE"), "north-east and not from where"),
        (movement(origin=LOST), "'Kafr Nowhere' could not be resolved: no entry in the gazetteer"),
        (movement(destinations=(BORDER,)), "border of BB and not from where"),
        (movement(destinations=(LOST,)), "'Kafr Nowhere' could not be resolved: no entry in the gazetteer"),
    ],
)
def test_what_cannot_be_placed_says_why_and_has_no_point(event: Event, words: str) -> None:
    flow = one(event)
    assert flow.shape == "unplaced"
    assert flow.geometry is None
    assert flow.start is None
    assert flow.end is None
    assert words in flow.reason


def test_an_unresolved_destination_is_told_beside_what_is_drawn() -> None:
    flows = build_flows([movement(origin=TOWN, destinations=(LOST, NORTH_EAST))], LOOKUP)
    assert [flow.shape for flow in flows] == ["unplaced", "arrow"]
    assert any("Kafr Nowhere" in flag for flag in flows[1].flags)
    flows = build_flows([movement(origin=TOWN, destinations=(LOST,), direction="N")], LOOKUP)
    assert [flow.shape for flow in flows] == ["unplaced", "wedge"]


def test_an_unresolved_origin_is_flagged_on_the_arrival() -> None:
    flow = one(movement(origin=LOST, destinations=(NORTH_EAST,)))
    assert flow.shape == "arrival"
    assert any("origin 'Kafr Nowhere'" in flag for flag in flow.flags)


def test_a_direction_that_contradicts_the_destination_is_flagged() -> None:
    wrong = one(movement(origin=TOWN, destinations=(NORTH_EAST,), direction="S"))
    assert wrong.flags == ("the report says south, but Saraqib lies north-east of Maarat al-Numan",)
    assert one(movement(origin=TOWN, destinations=(NORTH_EAST,), direction="N")).flags == ()


def test_ends_that_lie_far_apart_are_flagged() -> None:
    sanaa = place("Sanaa", 15.35, 44.21, country="YE")
    assert any("2,3" in flag and "km apart" in flag for flag in one(movement(origin=TOWN, destinations=(sanaa,))).flags)


def test_a_destination_named_twice_is_one() -> None:
    assert one(movement(origin=TOWN, destinations=(NORTH_EAST, NORTH_EAST))).shared_by == 1


def test_origin_and_destination_on_one_point_make_no_arrow() -> None:
    same = dataclasses.replace(TOWN, name="Maarrat")
    flow = one(movement(origin=TOWN, destinations=(same,)))
    assert flow.shape == "origin"
    assert any("one point" in flag for flag in flow.flags)


@pytest.mark.parametrize(
    ("people", "number", "expected"),
    [
        (None, None, 0),
        (People("many"), None, 0),
        (People("0", best=0), 0, 1),
        (People("999", best=999), 999, 1),
        (People("1,000", best=1000), 1000, 2),
        (People("thousands", low=2000, high=9999), 5999.5, 2),
        (People("tens of thousands", low=20_000, high=99_999), 59_999.5, 3),
        (People("more than 150,000", low=150_000), 150_000, 4),
        (People("up to 900", high=900), 900, 1),
        (People("3 million", low=2_500_000, best=3_000_000, high=4_000_000), 3_000_000, 5),
    ],
)
def test_one_scale_of_widths(people: People | None, number: float | None, expected: int) -> None:
    assert people_number(people) == number
    assert width_class(people) == expected
    assert one(movement(origin=TOWN, people=people)).width_class == expected


def test_a_curve_keeps_clear_of_a_third_country() -> None:
    """Both ends lie near the crooked border, and the straight way cuts the corner of the neighbour."""
    corner = [place("West", 35.9, 36.0), place("North", 36.7, 36.7)]
    flow = one(movement(origin=corner[0], destinations=(corner[1],)))
    assert flow.geometry is not None
    straight = LineString([(36.0, 35.9), (36.7, 36.7)])
    outside = flow.geometry.difference(HOME).length / flow.geometry.length
    assert outside < straight.difference(HOME).length / straight.length
    assert outside < 0.2


def test_a_curve_bends_away_from_an_unrelated_place() -> None:
    goal = place("Goal", 35.64, 38.67)
    free = one(movement(origin=TOWN, destinations=(goal,)))
    assert isinstance(free.geometry, LineString)
    lon, lat = free.geometry.interpolate(0.5, normalized=True).coords[0]
    in_the_way = movement("s1", type="strike", place=place("Between", lat, lon))
    bent = one(movement(origin=TOWN, destinations=(goal,)), in_the_way)
    assert free.geometry.distance(Point(lon, lat)) < 0.01
    assert bent.geometry is not None
    assert bent.geometry.distance(Point(lon, lat)) > 0.05


def test_flows_between_the_same_places_lie_apart() -> None:
    there = [movement(f"m{number}", origin=TOWN, destinations=(NORTH_EAST,)) for number in range(7)]
    back = [movement(f"b{number}", origin=NORTH_EAST, destinations=(TOWN,)) for number in range(5)]
    lines = [flow.geometry for flow in build_flows([*there, *back], LOOKUP)]
    span = geo.distance_km(35.64, 36.67, 35.86, 36.80)
    middles = [line.interpolate(0.5, normalized=True) for line in lines if line is not None]
    assert len(middles) == 12
    for a, b in itertools.combinations(middles, 2):
        assert geo.distance_km(a.y, a.x, b.y, b.x) > 0.02 * span


def test_flows_from_one_origin_fan_out() -> None:
    goals = [place(f"Goal {number}", 34.2 + number * 0.03, 38.5) for number in range(4)]
    flows = build_flows([movement(f"m{n}", origin=place("Hub", 34.3, 36.5), destinations=(goal,)) for n, goal in enumerate(goals)], LOOKUP)
    bearings = []
    for flow in flows:
        (lon0, lat0), (lon1, lat1) = vertices(flow)[0], vertices(flow)[3]
        bearings.append(geo.bearing_deg(lat0, lon0, lat1, lon1))
    assert min(geo.angle_between(a, b) for a, b in itertools.combinations(bearings, 2)) > 4


def test_an_arrow_over_the_antimeridian_takes_the_short_way_in_two_parts() -> None:
    west, east = place("West", -17.0, 179.0, country=None), place("East", -17.5, -179.0, country=None)
    flow = one(movement(origin=west, destinations=(east,)))
    assert isinstance(flow.geometry, MultiLineString)
    first, last = flow.geometry.geoms
    assert first.coords[0] == (179.0, -17.0)
    assert last.coords[-1] == (-179.0, -17.5)
    assert first.coords[-1][0] == 180.0
    assert last.coords[0][0] == -180.0
    assert first.coords[-1][1] == last.coords[0][1]
    assert flow.geometry.length < 3.0


def test_a_wedge_over_the_antimeridian_is_cut_there() -> None:
    shape = sector((-17.0, 179.5), 90.0, 150.0)
    assert isinstance(shape, MultiPolygon)
    assert shape.bounds[0] == -180.0
    assert shape.bounds[2] == 180.0
    assert geo.area_km2(shape) == pytest.approx(3.14159 * 150**2 / 8, rel=0.02)


def test_points_of_a_line_that_stays_in_range_are_not_touched() -> None:
    points = [(170.0, 1.0), (180.0, 2.0)]
    line = cut_antimeridian(shapely.get_coordinates(LineString(points)))
    assert list(line.coords) == points


EVENTS = [
    movement("m1", origin=TOWN, destinations=(NORTH_EAST, NORTH_WEST), date_start="2020-01-29"),
    movement("m2", origin=TOWN, destinations=(NORTH_EAST,)),
    movement("m3", origin=NORTH_EAST, destinations=(TOWN,), date_start="2020-01-01"),
    movement("m4", origin=SOUTH, destinations=(BORDER,), toward="border"),
    movement("m5", origin=TOWN, direction="W"),
    movement("s1", type="strike", place=NORTH_WEST),
]


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_events_does_not_matter(seed: int) -> None:
    shuffled = random.Random(seed).sample(EVENTS, len(EVENTS))  # noqa: S311 - no secret
    assert build_flows(shuffled, LOOKUP) == build_flows(EVENTS, LOOKUP)


def test_the_same_event_twice_is_drawn_once() -> None:
    assert build_flows([*EVENTS, *EVENTS], LOOKUP) == build_flows(EVENTS, LOOKUP)


def test_without_an_event_its_shapes_are_gone() -> None:
    for event in EVENTS:
        left = build_flows([other for other in EVENTS if other is not event], LOOKUP)
        assert event.id not in {flow.event_id for flow in left}
        assert {flow.id for flow in left} == {flow.id for flow in build_flows(EVENTS, LOOKUP) if flow.event_id != event.id}


def test_no_movements_no_flows() -> None:
    assert build_flows([movement("s1", type="strike", place=TOWN)], LOOKUP) == []
    assert draw_courses([], [], lambda _: None) == []


COORDINATES = st.tuples(st.floats(-90, 90), st.floats(-180, 180)) | st.sampled_from(
    [(90.0, 0.0), (-90.0, 180.0), (0.0, -180.0), (0.0, 180.0), (0.0, 0.0), (35.64, 36.67), (35.640001, 36.67)]
)
SOME_PLACES = st.builds(
    lambda spot, **more: place("P", spot[0] if spot else None, spot[1] if spot else None, **more),
    st.none() | COORDINATES,
    kind=st.sampled_from(["town", "border", "country", "admin1"]),
    country=st.sampled_from(["AA", "BB", "ZZ", None]),
    borders=st.sampled_from([(), ("BB",), ("AA", "BB"), ("ZZ",)]),
    precision=st.integers(1, 3),
)
MOVEMENTS = st.builds(
    movement,
    st.sampled_from("abcdef"),
    type=st.sampled_from(["displacement", "troop_movement", "strike"]),
    place=st.none() | SOME_PLACES,
    origin=st.none() | SOME_PLACES,
    destinations=st.lists(SOME_PLACES, max_size=3).map(tuple),
    direction=st.none() | st.sampled_from(DIRECTIONS),
    toward=st.none() | st.sampled_from(["border", "camp", "coast"]),
    people=st.none() | st.builds(People, reported=st.just("n"), best=st.none() | st.integers(0, 10**7)),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(MOVEMENTS, max_size=6, unique_by=lambda event: event.id))
def test_any_events_give_valid_shapes_on_the_earth(events: list[Event]) -> None:
    flows = build_flows(events, LOOKUP)
    assert {flow.event_id for flow in flows} == {event.id for event in events if event.type != "strike"}
    assert len({flow.id for flow in flows}) == len(flows)
    for flow in flows:
        assert (flow.geometry is None) == (flow.shape == "unplaced")
        assert flow.reason
        if flow.geometry is None:
            continue
        assert shapely.is_valid(flow.geometry)
        assert not flow.geometry.is_empty
        west, south, east, north = flow.geometry.bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
        if flow.shape in {"arrow", "border"}:
            assert flow.start is not None
            assert flow.end is not None
            assert same_spot(vertices(flow)[0], flow.start)
            assert same_spot(vertices(flow)[-1], flow.end)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(COORDINATES, COORDINATES), min_size=1, max_size=5))
def test_courses_come_back_in_their_order(ends: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    courses = [Course(a, b, frozenset(), str(number)) for number, (a, b) in enumerate(ends) if geo.distance_km(*a, *b) > 0.05]
    for course, line in zip(courses, draw_courses(courses, [], lambda _: None), strict=True):
        points = shapely.get_coordinates(line)
        assert same_spot(tuple(points[0]), course.start)
        assert same_spot(tuple(points[-1]), course.end)
