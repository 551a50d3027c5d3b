"""Events files: what is written reads back unchanged, and every fault of a file is told at once."""

from __future__ import annotations

import csv
import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conflict_map.errors import InputError, TableError, UsageError
from conflict_map.files import EventTable, is_events_file, read_events
from conflict_map.files.events import parse_events
from conflict_map.files.flat import guard, join_list, split_list, unguard
from conflict_map.files.write import csv_text, jsonl_text
from conflict_map.model import (
    CLAIM_STATUSES,
    CONTROL_STATUSES,
    DATE_PRECISIONS,
    DIRECTIONS,
    EVENT_TYPES,
    INFERABLE,
    UNITS,
    Claim,
    ContextRoute,
    Event,
    EventPlace,
    People,
    Source,
    StatedFigure,
    Trace,
)

if TYPE_CHECKING:
    from pathlib import Path

# --- strategies ------------------------------------------------------------------------------------------------------------------------

HOSTILE = [
    "=1+1",
    "'=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r",
    "a | b",
    "a|b",
    "\\|",
    "\\",
    " x ",
    '"',
    "a,b",
    "a;b\nc\r\nd",
    "'",
    "<img onerror>",
    "{{ x }}",
]
printable = st.characters(codec="utf-8", exclude_categories=["Cc"], include_characters="\t\n\r")
texts = st.one_of(st.sampled_from(HOSTILE), st.text(printable, min_size=1, max_size=20))
maybe_text = st.none() | texts
names = texts.filter(lambda text: bool(text.strip()))
days = st.none() | st.dates().map(lambda day: day.isoformat())
numbers = st.none() | st.integers(0, 10**9)
coordinates = st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180)).filter(lambda point: point != (0, 0))


@st.composite
def places(draw: st.DrawFn, depth: int = 1) -> EventPlace:
    point = draw(coordinates)
    others = draw(st.lists(places(depth - 1), max_size=2)) if depth else []
    return EventPlace(
        name=draw(names), name_in_report=draw(texts), lat=point[0] if point else None, lon=point[1] if point else None, kind=draw(maybe_text),
        country=draw(maybe_text), admin1=draw(maybe_text), geonames_id=draw(st.none() | st.integers(1, 10**8)), precision=draw(st.integers(1, 3)),
        score=draw(st.floats(0, 1)), reason=draw(texts), alternatives=tuple(others), name_local=draw(maybe_text), area_id=draw(maybe_text),
        part=draw(maybe_text), borders=tuple(draw(st.lists(texts, max_size=2))),
    )  # fmt: skip


@st.composite
def people(draw: st.DrawFn, low: st.SearchStrategy[Any] = numbers) -> People:
    given_numbers = sorted(number for number in (draw(low), draw(low), draw(low)) if number is not None)
    padded = [*given_numbers, None, None, None][:3]
    return People(draw(texts), *padded, unit=draw(st.sampled_from(UNITS)))


sources = st.builds(Source, report=maybe_text, headline=maybe_text, publisher=maybe_text, url=maybe_text, published=days)
claims = st.builds(Claim, status=st.sampled_from(CLAIM_STATUSES), by=st.lists(texts, max_size=2).map(tuple))
sides = st.lists(texts | st.just(""), max_size=3).map(tuple)


@st.composite
def events(draw: st.DrawFn) -> Event:
    start, end = sorted((draw(st.dates()).isoformat(), draw(st.dates()).isoformat()))
    return Event(
        id=draw(names), type=draw(st.sampled_from(EVENT_TYPES)), date_start=draw(st.none() | st.just(start)), date_end=draw(st.none() | st.just(end)),
        date_precision=draw(st.sampled_from(DATE_PRECISIONS)), place=draw(st.none() | places()), control_to=draw(sides), control_from=draw(sides),
        control_status=draw(st.none() | st.sampled_from(CONTROL_STATUSES)), actor=draw(sides), origin=draw(st.none() | places()),
        destinations=tuple(draw(st.lists(places(), max_size=3))), direction=draw(st.none() | st.sampled_from(DIRECTIONS)), toward=draw(maybe_text),
        people=draw(st.none() | people()), claim=draw(claims), source=draw(sources), quote=draw(st.just("") | texts),
        start=draw(st.none() | st.integers(0, 99)), end=draw(st.none() | st.integers(99, 999)),
        inferred=tuple(draw(st.lists(st.sampled_from(INFERABLE), unique=True))),
        trace=tuple(draw(st.lists(st.builds(Trace, role=names, text=texts, rule=texts), max_size=2))),
    )  # fmt: skip


figures = st.builds(
    lambda number, **fields: StatedFigure(low=number, best=number, high=number, **fields),
    number=st.none() | st.integers(0, 10**7) | st.floats(0, 100), kind=st.sampled_from(["territory_share", "displaced", "killed"]),
    reported=names, quote=texts, start=st.integers(0, 9), end=st.integers(9, 99), unit=st.sampled_from(["person", "percent"]), actor=sides,
    place=st.none() | places(), claim=claims, source=sources,
)  # fmt: skip
routes = st.builds(ContextRoute, route_id=names, name=names, quote=texts, start=st.integers(0, 9), end=st.integers(9, 99), source=sources)
tables = st.builds(
    EventTable, events=st.lists(events(), max_size=3, unique_by=lambda event: event.id).map(tuple), figures=st.lists(figures, max_size=1).map(tuple),
    routes=st.lists(routes, max_size=1).map(tuple),
)  # fmt: skip


def same(one: EventTable, other: EventTable) -> bool:
    return (one.events, one.figures, one.routes) == (other.events, other.figures, other.routes)


def records(table: EventTable) -> EventTable:
    """Return the table without traces, which the plain formats leave out."""
    return EventTable(tuple(Event.from_dict(event.to_dict()) for event in table.events), table.figures, table.routes)


# --- round trips -----------------------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(tables)
def test_json_lines_read_back_unchanged(table: EventTable) -> None:
    assert same(parse_events(jsonl_text(table, explain=True).encode(), "t.jsonl", "jsonl"), table)
    assert same(parse_events(jsonl_text(table).encode(), "t.jsonl", "jsonl"), records(table))


@settings(max_examples=60, deadline=None)
@given(tables)
def test_csv_reads_back_unchanged_and_holds_no_formula(table: EventTable) -> None:
    text = csv_text(table)
    assert same(parse_events(text.encode(), "t.csv", "csv"), records(table))
    for row in list(csv.reader(io.StringIO(text, newline="")))[1:]:
        for cell in row:
            assert not cell.startswith(("=", "+", "@", "\t", "\r", "\n"))
            if cell.startswith("-"):
                float(cell)  # only a number may begin with a minus


@given(st.lists(texts | st.just(""), min_size=1, max_size=4))
def test_lists_in_a_cell(items: list[str]) -> None:
    assert split_list(join_list(items)) == items


@given(texts)
def test_guard_and_unguard(text: str) -> None:
    assert unguard(guard(text)) == text


# --- faults ----------------------------------------------------------------------------------------------------------------------------

PLACE = {"name": "Saraqib", "name_in_report": "Sarakeb", "lat": 35.86, "lon": 36.81, "country": "SY", "precision": 1, "score": 0.9, "reason": "exact"}
EVENT: dict[str, Any] = {
    "id": "e1", "type": "control_change", "date_start": "2020-01-29", "date_end": "2020-01-29", "date_precision": "day", "place": PLACE,
    "control_to": ["Syrian government forces"], "control_from": [], "control_status": "held", "claim": {"status": "claimed", "by": ["the army"]},
    "source": {"published": "2020-01-29"}, "quote": "It fell.", "start": 0, "end": 8,
}  # fmt: skip


def faults_of(*lines: str | dict[str, Any], kind: str = "jsonl") -> list[tuple[int | None, int | str | None, str]]:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    with pytest.raises(TableError) as caught:
        parse_events(text.encode(), "t", kind)
    return [(fault.line, fault.column, fault.message) for fault in caught.value.faults]


def event(**changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return EVENT | changes


def test_a_sound_event_has_no_fault_and_no_notice() -> None:
    table = parse_events(json.dumps(EVENT).encode(), "t", "jsonl")
    assert table.events[0].to_dict()["place"]["lat"] == 35.86
    assert not table.notices


@pytest.mark.parametrize(
    ("record", "column", "message"),
    [
        (event(id=None), "id", "is missing"),
        (event(id=" "), "id", "is empty"),
        (event(id=7), "id", "expected text in quotes, not 7"),
        ({key: value for key, value in EVENT.items() if key != "id"}, "id", "is missing; give each event a name of its own"),
        ({key: value for key, value in EVENT.items() if key != "type"}, "type", "is missing; write one of control_change"),
        (event(type="control change"), "type", "'control change' is not known; did you mean 'control_change'?"),
        (event(type="parade"), "type", "'parade' is not known; write one of"),
        (event(type=["strike"]), "type", "is not known"),
        (event(date_start="29 January 2020"), "date_start", "'29 January 2020' is not a date; write it as 2020-01-29"),
        (event(date_start="2020-02-30"), "date_start", "is not a date"),
        (event(date_start=20200129), "date_start", "20200129 is not a date"),
        (event(date_start="2020-W05-3"), "date_start", "is not a date"),
        (event(date_end=""), "date_end", "leave it out where the date is not known"),
        (event(date_end="2020-01-28"), "date_end", "'2020-01-28' is before date_start '2020-01-29'"),
        (event(date_precision="exact"), "date_precision", "write one of day, week, month, year, unknown"),
        (event(control_status="Held"), "control_status", "did you mean 'held'?"),
        (event(control_to="Syrian government forces"), "control_to", "expected a list […], not 'Syrian government forces'"),
        (event(control_to=[1]), "control_to[0]", "expected text, not 1"),
        (event(direction="north"), "direction", "write one of N, NE"),
        (event(toward=1), "toward", "expected text"),
        (event(place="Saraqib"), "place", "expected an object {…}, not 'Saraqib'"),
        (event(place=PLACE | {"name": None}), "place.name", "is missing"),
        (event(place=PLACE | {"lat": 95.0}), "place.lat", "95.0 is not a latitude: degrees from -90 to 90"),
        (event(place=PLACE | {"lat": 136.67, "lon": 35.6}), "place.lat", "are lat and lon exchanged?"),
        (event(place=PLACE | {"lon": -181}), "place.lon", "-181 is not a longitude"),
        (event(place=PLACE | {"lat": "35.86"}), "place.lat", "expected a number, not '35.86'; numbers stand without quotes"),
        (event(place=PLACE | {"lat": True}), "place.lat", "expected a number, not True"),
        (event(place=PLACE | {"lat": None}), "place.lat", "is missing while the other coordinate is given"),
        (event(place=PLACE | {"lat": 0, "lon": 0.0}), "place.lat", "0, 0 is in the sea"),
        (event(place=PLACE | {"precision": 4}), "place.precision", "4 is out of range: from 1 to 3"),
        (event(place=PLACE | {"precision": 1.5}), "place.precision", "expected a whole number"),
        (event(place=PLACE | {"score": 1.2}), "place.score", "1.2 is out of range: from 0 to 1"),
        (event(place=PLACE | {"alternatives": [{"name": "X", "lat": 99}]}), "place.alternatives[0].lat", "is not a latitude"),
        (event(destinations=[PLACE, {"kind": "town"}]), "destinations[1].name", "is missing"),
        (event(people={"reported": "many", "low": 9, "high": 5}), "people.low", "9 is more than high 5"),
        (event(people={"reported": "many", "low": 9, "best": 7, "high": 50}), "people.low", "9 is more than best 7"),
        (event(people={"reported": "many", "low": -1}), "people.low", "-1 is out of range: from 0 to 10000000000"),
        (event(people={"reported": "many", "high": 10**10 + 1}), "people.high", "10000000001 is out of range: from 0 to 10000000000"),
        (event(place=PLACE | {"geonames_id": 2**31}), "place.geonames_id", "2147483648 is out of range: from 1 to 2147483647"),
        (event(start=0, end=10**400), "end", "… is out of range: from 0 to 9007199254740992"),
        (event(start=2**53 + 1), "start", "is out of range"),
        (
            {"type": "stated_figure", "kind": "killed", "reported": "x", "quote": "x", "start": 0, "end": 1, "best": 1e99},
            "best",
            "1e+99 is out of range",
        ),
        (event(people={"reported": "many", "low": 2.5}), "people.low", "expected a whole number"),
        (event(people={"reported": "many", "unit": "family"}), "people.unit", "write one of person, household"),
        (event(people={"low": 5}), "people.reported", "is missing"),
        (event(people={"reported": "x", "hihg": 5}), "people.hihg", "did you mean 'high'?"),
        (event(people=[1, 2]), "people", "expected an object"),
        (event(claim={"status": "rumour"}), "claim.status", "write one of reported, claimed, denied, contested"),
        (event(claim={"by": "the army"}), "claim.by", "expected a list"),
        (event(source={"published": "last week"}), "source.published", "is not a date"),
        (event(quote=5), "quote", "expected text"),
        (event(start=9, end=3), "end", "3 is before start 9"),
        (event(start=-1), "start", "-1 is out of range"),
        (event(trace=[{"text": "x"}]), "trace[0].role", "is missing"),
        ({"type": "stated_figure", "kind": "share"}, "kind", "write one of"),
        ({"type": "context_route", "name": "M5"}, "route_id", "is missing"),
        ([1, 2], None, "expected an object {…} with the fields of an event"),
        ("a text", None, "expected an object"),
    ],
)
def test_each_fault_names_line_field_value_and_remedy(record: Any, column: str | None, message: str) -> None:  # noqa: ANN401 - any JSON
    found = faults_of(EVENT | {"id": "first"}, json.dumps(record))
    assert [(line, where) for line, where, _ in found if message in _] == [(2, column)]


@pytest.mark.parametrize(
    ("line", "column", "message"),
    [
        ('{"id": "e1"', 12, "is not JSON"),
        ("{'id': 'e1'}", 2, "is not JSON"),
        ('{"id": "e1", "lat": NaN}', 21, "NaN is not a number that JSON allows; write null"),
        ('{"id": "e1", "lat": -Infinity}', 21, "-Infinity is not a number"),
        ('{"id": "e1", "id": "e2"}', 2, "the field 'id' stands twice"),
        ("[" * 100_000, None, "is nested too deeply"),
        ('{"start": ' + "9" * 5000 + "}", None, "holds a number that cannot be read"),
    ],
    ids=["cut", "quotes", "nan", "infinity", "twice", "deep", "long number"],
)
def test_broken_json_has_line_and_column(line: str, column: int | None, message: str) -> None:
    found = faults_of(json.dumps(EVENT), "", line)
    assert len(found) == 1
    assert found[0][:2] == (3, column)
    assert message in found[0][2]


def test_a_number_too_large_for_a_computer_is_a_fault() -> None:
    assert "inf is not a number" in faults_of('{"id": "e1", "type": "clash", "start": 1e999}')[0][2]


def test_every_fault_of_a_file_is_told_at_once() -> None:
    found = faults_of(
        event(type="strik", date_start="x"), "broken", event(id="e2", place=PLACE | {"lat": 99, "lon": 999}), event(id="e3"), event(id="e3")
    )
    assert [(line, column) for line, column, _ in found] == [
        (1, "type"), (1, "date_start"), (2, 1), (3, "place.lat"), (3, "place.lon"), (5, "id"),
    ]  # fmt: skip
    assert found[-1][2] == "'e3' is the id of another event already (line 4); give each event its own"


def test_odd_but_usable_things_are_notices() -> None:
    odd = event(colour="red", dierction="N", place=None, control_to=[], control_status=None, end=3, date_start=None, date_end=None)
    notices = {(notice.line, notice.column) for notice in parse_events(json.dumps(odd).encode(), "t", "jsonl").notices}
    assert notices == {(1, "colour"), (1, "dierction"), (1, "place"), (1, "control_to"), (1, "end"), (1, "date_precision")}


def test_null_stands_for_the_default() -> None:
    given_nulls = event(
        place={"name": "X", "precision": None, "score": None, "reason": None, "alternatives": None}, claim={"status": None}, people=None
    )
    place = parse_events(json.dumps(given_nulls).encode(), "t", "jsonl").events[0].place
    assert place == EventPlace(name="X", name_in_report="X")


CSV_HEAD = "id,type,date_start,place_name,place_lat,place_lon,people_low,people_high,quote\n"


def test_csv_faults_have_line_and_column_name() -> None:
    rows = (
        'e1,strike,2020-01-29,"Saraqib\n(Idlib)","35,86",36.8,,,x',
        "e2,strke,29/01/2020,Ariha,35.81,361,9,5,x",
        "",
        'e1,clash,,Idlib,35.9,"36°38\'",,,x',
    )
    text = CSV_HEAD + "\n".join(rows)
    told = [(line, column) for line, column, _ in faults_of(text, kind="csv")]
    assert told == [
        (2, "place_lat"),
        (4, "type"),
        (4, "date_start"),
        (4, "place_lon"),
        (4, "people_low"),
        (6, "place_lon"),
        (6, "id"),
    ]


def test_csv_of_an_analyst_with_other_names_and_separators() -> None:
    text = "ID;Type;Date;Place;Latitude;Longitude;Control to\n7;strike;2020-01-29;Saraqib;35.86;36.81;\n8;control_change;;Ariha;;;Army | the army\n"
    first, second = parse_events(text.encode("utf-8-sig"), "t", "csv").events
    assert (first.id, first.date_start, first.date_precision) == ("7", "2020-01-29", "day")
    assert first.place == EventPlace(name="Saraqib", name_in_report="Saraqib", lat=35.86, lon=36.81)
    assert second.control_to == ("Army", "the army")
    assert second.date_precision == "unknown"


@pytest.mark.parametrize(
    ("text", "line", "column", "message"),
    [
        ("type,quote\nstrike,x\n", 1, "id", "the column is missing"),
        ("id,quote\ne1,x\n", 1, "type", "the column is missing; add it: one of control_change"),
        ("id,id,type\ne1,e1,strike\n", 1, "id", "stands twice in the first line"),
        ('id,type\ne1,"strike\n', 2, None, "is not a row of CSV"),
        ("id,type\ne1,strike,more\n", 2, None, "has 3 cells, the first line has 2"),
        (CSV_HEAD + "e1,strike,,X,1e999999,2,,,\n", 2, "place_lat", "is not a number"),
        (CSV_HEAD + "e1,strike,,X,95,2,,,\n", 2, "place_lat", "95 is not a latitude"),
        ("id,type,place_alternatives\ne1,strike,{\n", 2, "place_alternatives", "is not JSON"),
        ("id,type,start,end\ne1,strike,1.5,2\n", 2, "start", "'1.5' is not a whole number"),
    ],
)
def test_csv_fault(text: str, line: int, column: str | None, message: str) -> None:
    assert [(where, name) for where, name, told in faults_of(text, kind="csv") if message in told] == [(line, column)]


def test_unknown_columns_are_told_and_left_out() -> None:
    table = parse_events(b"id,type,colour\ne1,strike,red\n", "t", "csv")
    assert [(notice.line, notice.column) for notice in table.notices if "column" in notice.message] == [(1, "colour")]


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}, indent=1)


def feature(geometry: Any = None, **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_geojson_of_an_analyst() -> None:
    point = {"type": "Point", "coordinates": [36.81, 35.86]}
    (found,) = parse_events(collection(feature(point, id="e1", type="strike", date="2020-01-29", place="Saraqib")).encode(), "t", "geojson").events
    assert found.place == EventPlace(name="Saraqib", name_in_report="Saraqib", lat=35.86, lon=36.81)
    assert found.date_start == "2020-01-29"


def test_geojson_faults_have_line_and_property() -> None:
    text = collection(
        feature({"type": "Point", "coordinates": [361, 35.86]}, id="e1", type="strike", place="X"),
        feature({"type": "LineString", "coordinates": [[1, 2], [3, 4]]}, id="e2", type="strik"),
    )
    found = faults_of(text, kind="geojson")
    assert [(column, line) for line, column, _ in found] == [
        ("features[0].geometry", 4),
        ("features[1].geometry", 19),
        ("features[1].properties.type", 19),
    ]
    assert "is not a longitude" in found[0][2]
    assert "expected a Point" in found[1][2]
    assert faults_of('{"type": "Feature"}', kind="geojson")[0][2].startswith("expected a FeatureCollection")
    assert faults_of('{"type": \n"FeatureCollection", }', kind="geojson")[0][:2] == (2, 22)


def test_json_list_has_lines() -> None:
    text = json.dumps([EVENT, event(id="e2", type="strik")], indent=1)
    line = text.split("\n").index(" {", 2) + 1
    assert [(where, column) for where, column, _ in faults_of(text, kind="json")] == [(line, "[1].type")]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such file"):
        read_events(tmp_path / "none.jsonl")
    with pytest.raises(UsageError, match="told by its suffix"):
        read_events(tmp_path / "a.xlsx")
    (tmp_path / "empty.jsonl").touch()
    with pytest.raises(InputError, match="is empty"):
        read_events(tmp_path / "empty.jsonl")
    (tmp_path / "binary.csv").write_bytes(b"\x00\x01" * 100)
    with pytest.raises(InputError, match="binary data"):
        read_events(tmp_path / "binary.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputError, match="is a folder"):
        read_events(tmp_path / "folder.csv")


def test_events_from_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(EVENT).encode())))
    assert len(read_events("-").events) == 1


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.jsonl", json.dumps(EVENT), True),
        ("a.jsonl", '{"id": "e1", "type": "strik"}', True),
        ("a.jsonl", '{"text": "Soldiers entered.", "date": "2020-01-29"}', False),
        ("a.csv", "id,type,date_start\n", True),
        ("a.csv", "text,date\n", False),
        ("a.geojson", "{}", True),
        ("a.txt", json.dumps(EVENT), False),
        ("a.json", json.dumps([EVENT], indent=1), True),
        ("a.jsonl", "", False),
    ],
)
def test_events_files_are_told_from_reports(tmp_path: Path, name: str, text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert is_events_file(path) is expected
    assert not is_events_file(tmp_path / "none.jsonl")


def test_tables_merge_without_doubling() -> None:
    table = parse_events(json.dumps(EVENT).encode(), "t", "jsonl")
    assert EventTable.merged([table, table]).events == table.events


KEYS = [*EVENT, *PLACE, "kind", "reported", "status", "by", "role", "text", "unit", "low", "route_id"]


@settings(max_examples=150, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 300) | st.floats(allow_nan=False) | texts,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=6),
        max_leaves=12,
    )
)
def test_no_json_whatever_causes_anything_but_records_or_faults(value: Any) -> None:  # noqa: ANN401 - any JSON
    for base in ({}, EVENT, {"type": "stated_figure"}, {"type": "context_route"}):
        record = base | value if isinstance(value, dict) else value
        try:
            table = parse_events(json.dumps(record).encode(), "t", "jsonl")
        except TableError as error:
            assert error.faults  # noqa: PT017 - both ways are right
        else:
            jsonl_text(table)
            csv_text(table)


def test_only_sides_can_be_inferred() -> None:
    line = json.dumps({"id": "a", "type": "control_change", "inferred": ["control_to", "place"]})
    with pytest.raises(TableError, match=r"'place'.*control_from"):
        parse_events(line.encode(), "t.jsonl", "jsonl")


@pytest.mark.parametrize("layer", [True, False])
def test_what_is_inferred_survives_a_map_that_another_program_saved(layer: bool) -> None:  # noqa: FBT001 - a case
    properties = {"id": "a", "type": "control_change", "control_to": "Red", "date_start": "2020-01-29"}
    properties |= {"layer": "control", "inferred_fields": "control_to; control_from"} if layer else {"inferred": "control_to | control_from"}
    feature = {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": [36.7, 35.6]}}
    text = json.dumps({"type": "FeatureCollection", "features": [feature]})
    (event,) = parse_events(text.encode(), "t.geojson", "geojson").events
    assert event.inferred == ("control_to", "control_from")
