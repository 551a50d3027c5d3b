from __future__ import annotations

from typing import Any

import pytest

from conflict_map import Gazetteer, Report, extract, geoparse, pipeline, read_report
from conflict_map.errors import UsageError
from conflict_map.model import Event, EventPlace, Place
from conflict_map.resolve import Correction, Corrections


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


TEXT = "Syrian government forces captured Saraqib from rebels on Tuesday. Jets bombed Kafr Xyzabad."


def test_given_spans_are_resolved_one_by_one_in_their_order(gazetteer: Gazetteer) -> None:
    second, first = (TEXT.index("Saraqib"), TEXT.index("Saraqib") + 7), (0, 6)
    mentions = geoparse(TEXT, gazetteer, spans=[second, first])
    assert [(mention.start, mention.end) for mention in mentions] == [second, first]
    assert mentions[0].place is not None
    assert mentions[0].place.country == "SY"


@pytest.mark.parametrize("span", [(0, 10_000), (5, 5), (-1, 3)])
def test_a_span_outside_the_text_is_an_error(gazetteer: Gazetteer, span: tuple[int, int]) -> None:
    with pytest.raises(UsageError, match="outside the text"):
        geoparse(TEXT, gazetteer, spans=[span])


@pytest.mark.parametrize("span", ["ab", 5, (1,), (1, 2, 3), (1.0, 3.0), ("0", "6"), None])
def test_a_span_that_is_no_pair_of_offsets_is_an_error(gazetteer: Gazetteer, span: Any) -> None:  # noqa: ANN401 - whatever a caller gives
    with pytest.raises(UsageError, match=r"a span must be \(start, end\), two offsets of characters"):
        geoparse(TEXT, gazetteer, spans=[span])


def test_extract_returns_the_events_of_read_report(gazetteer: Gazetteer) -> None:
    report = Report(TEXT, published="2020-01-29")
    assert extract(report, gazetteer) == list(read_report(report, gazetteer).events)
    assert extract(report, gazetteer)[0].date_start == "2020-01-28"


def test_a_correction_for_one_report_wins_there_and_only_there(gazetteer: Gazetteer) -> None:
    here, there = Place("Here", 35.0, 37.0, "village", "SY"), Place("There", 36.0, 38.0, "village", "SY")
    rows = Corrections([Correction("Saraqib", there, country="SY"), Correction("Saraqib", here, report="mine")])

    def named(report_id: str) -> list[str]:
        reading = read_report(Report(TEXT, published="2020-01-29", id=report_id), gazetteer, corrections=rows)
        return [mention.place.name for mention in reading.mentions if mention.text == "Saraqib" and mention.place]

    assert named("mine") == ["Here"]
    assert named("other") == ["There"]


def test_too_many_places_and_days_for_areas_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    spots = [EventPlace(name=f"P{k}", name_in_report=f"P{k}", lat=34.0, lon=36.0 + 0.1 * k, kind="town") for k in range(4)]
    events = [
        Event(f"e{day}-{k}", "control_change", f"2024-01-{day:02d}", f"2024-01-{day:02d}", "day", place=spot, control_to=("NS"[(k + day) % 2],))
        for day in range(1, 20)
        for k, spot in enumerate(spots)
    ]
    full = pipeline.build_map(events)
    assert full.summary.area_changes is None
    assert "derived on" not in full.standfirst
    monkeypatch.setattr(pipeline, "MOST_PLACE_DAYS", 1)
    few = pipeline.build_map(events)
    assert (few.summary.area_changes, few.summary.all_changes) == (12, 19)
    assert "Areas and front lines are derived on 12 of 19 days" in few.standfirst
    assert len({day for day in few.frames["areas"]["valid_from"] if day}) <= 12


def test_a_corrected_name_is_found_where_nothing_else_tells_that_it_is_a_place() -> None:
    text = "Qwzt spoke. Soldiers drove towards Qwzt and Qwztstan."
    table = Corrections([Correction("Qwzt", Place("Qwzt", 10.0, 20.0, "village", "TD"))])
    found = geoparse(text, corrections=table)
    assert [(m.start, m.place.lat if m.place else None) for m in found if m.text == "Qwzt"] == [(0, 10.0), (35, 10.0)]
    assert all(m.text != "Qwzt" or m.place is None for m in geoparse(text))
