from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conflict_map.errors import ConflictMapError, Fault, OutputError, TableError, UsageError
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
    Trace,
)

TEXT = st.text(max_size=20)
PLACES = st.builds(
    EventPlace,
    name=TEXT,
    name_in_report=TEXT,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    kind=st.none() | st.sampled_from(["town", "border"]),
    borders=st.lists(st.sampled_from(["SY", "TR"]), max_size=2).map(tuple),
    precision=st.integers(1, 3),
)
EVENTS = st.builds(
    Event,
    id=TEXT,
    type=st.sampled_from(EVENT_TYPES),
    place=st.none() | PLACES,
    origin=st.none() | PLACES,
    destinations=st.lists(PLACES, max_size=2).map(tuple),
    control_to=st.lists(TEXT, max_size=2).map(tuple),
    people=st.none() | st.builds(People, reported=TEXT, low=st.none() | st.integers(0, 10**9)),
    claim=st.builds(Claim, status=st.sampled_from(CLAIM_STATUSES), by=st.lists(TEXT, max_size=2).map(tuple)),
    source=st.builds(Source, report=TEXT, published=st.none() | st.just("2020-01-29")),
    quote=TEXT,
    trace=st.lists(st.builds(Trace, role=TEXT, text=TEXT), max_size=2).map(tuple),
)


@given(EVENTS)
def test_an_event_survives_its_json_line(event: Event) -> None:
    read = Event.from_dict(json.loads(json.dumps(event.to_dict(explain=True))))
    assert read == event
    assert read.trace == event.trace, "equality leaves the trace out"


def test_an_event_is_the_same_with_and_without_its_trace() -> None:
    event = Event(id="1", type="strike", trace=(Trace("trigger", "bombed", 3, 9, "strike verb"),))
    bare = Event.from_dict(event.to_dict())
    assert bare.trace == ()
    assert (bare, hash(bare)) == (event, hash(event))
    assert bare != Event(id="1", type="clash")


def test_the_trace_is_told_only_when_asked_for() -> None:
    event = Event(id="1", type="strike", trace=(Trace("trigger", "bombed", 3, 9, "strike verb"),))
    assert "trace" not in event.to_dict()
    assert event.to_dict(explain=True)["trace"][0]["text"] == "bombed"


@pytest.mark.parametrize(
    ("published", "expected"),
    [("2020-01-29", "2020-01-29"), ("2020-01-29T21:00:00Z", "2020-01-29"), (dt.date(2020, 1, 29), "2020-01-29"), (None, None)],
)
def test_publication_dates_become_iso_days(published: str | None, expected: str | None) -> None:
    assert Report("text", published=published).published == expected


def test_a_bad_publication_date_says_what_was_expected() -> None:
    with pytest.raises(UsageError, match=r"2020-01-29, not 'yesterday'"):
        Report("text", published="yesterday")


def test_a_publication_date_that_is_a_number_is_told() -> None:
    with pytest.raises(UsageError, match=r"2020-01-29, not 20200101"):
        Report("text", published=20200101)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", [None, b"bytes", 5])
def test_a_report_that_is_no_text_is_told(text: Any) -> None:  # noqa: ANN401 - whatever a caller gives
    with pytest.raises(UsageError, match="text must be the report's text, a str, not"):
        Report(text)


def test_a_report_without_id_gets_one_from_its_text() -> None:
    assert Report("a").id == Report("a").id
    assert Report("a").id != Report("b").id
    assert Report("a", id="mine").id == "mine"


def test_an_unresolved_mention_gives_a_place_without_coordinates() -> None:
    place = Mention(0, 4, "Xyzq").event_place()
    assert (place.lat, place.lon, place.resolved) == (None, None, False)
    assert place.reason


def test_a_resolved_mention_lists_the_other_candidates() -> None:
    here, there = Place("Ariha", 35.81, 36.61, "town", "SY"), Place("Jericho", 31.86, 35.46, "city", "PS")
    mention = Mention(0, 5, "Ariha", here, (Candidate(here, 0.9, "in Idlib"), Candidate(there, 0.3, "Arabic name")), 0.9, "in Idlib")
    place = mention.event_place()
    assert place.resolved
    assert place.lat == 35.81
    assert [other.name for other in place.alternatives] == ["Jericho"]


def test_figures_and_routes_survive_their_dictionaries() -> None:
    figure = StatedFigure(
        "territory_share",
        "around 70 percent",
        "Q",
        0,
        1,
        best=70,
        unit="percent",
        place=EventPlace("Syria", "Syria", 35, 38),
        claim=Claim("claimed", ("x",)),
    )
    route = ContextRoute("SY-M5", "M5", "Q", 0, 1, Source(report="r"))
    assert figure.to_dict()["type"] == "stated_figure"
    assert StatedFigure.from_dict(json.loads(json.dumps(figure.to_dict()))) == figure
    assert ContextRoute.from_dict(json.loads(json.dumps(route.to_dict()))) == route


def test_every_error_is_a_conflict_map_error_with_an_exit_status() -> None:
    assert issubclass(OutputError, OSError)
    assert UsageError("x").exit_status == 2
    error = TableError("events.csv", [Fault("expected a date, not 'soon'", 3, "date_start"), Fault("empty file")])
    assert isinstance(error, ConflictMapError)
    assert error.exit_status == 1
    assert str(error) == "events.csv: 2 faults\n  line 3, column date_start: expected a date, not 'soon'\n  empty file"
