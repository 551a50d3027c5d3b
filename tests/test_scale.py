from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import dask
import pytest

from conflict_map import pipeline
from conflict_map.errors import ReportError, UsageError
from conflict_map.model import Event, Reading, Report
from conflict_map.scale import Outcome, extract_many

if TYPE_CHECKING:
    from collections.abc import Iterator

REPORTS = [
    Report(
        f"Rebels captured the town of Saraqib in Syria's Idlib province on {day} February 2020, and thousands fled to Aleppo.",
        headline=f"Report {day}",
        published="2020-02-20",
    )
    for day in range(1, 8)
]


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    with dask.config.set(scheduler="synchronous"):
        yield


@pytest.mark.parametrize("npartitions", [1, 2, 3, 7, 20, None])
def test_a_cluster_gives_what_one_report_after_the_other_gives(npartitions: int | None) -> None:
    serial = [pipeline.read_report(report) for report in REPORTS]
    many = extract_many(REPORTS, npartitions=npartitions)
    assert [outcome.reading for outcome in many] == serial
    assert [outcome.report for outcome in many] == REPORTS
    assert all(outcome.error is None for outcome in many)
    assert any(outcome.events for outcome in many)


def test_threads_give_the_same() -> None:
    with dask.config.set(scheduler="threads", num_workers=2):
        assert extract_many(REPORTS, npartitions=4) == extract_many(REPORTS, npartitions=1)


def test_a_client_gives_the_same() -> None:
    """An own stand-in for a distributed client: what is asked of it is `compute` and `gather`."""

    class Client:
        computed = 0

        def compute(self, tasks: list[object]) -> list[object]:
            self.computed = len(tasks)
            return tasks

        def gather(self, tasks: list[object]) -> tuple[object, ...]:
            return tuple(dask.compute(*tasks))

    client = Client()
    assert extract_many(REPORTS, client, npartitions=3) == extract_many(REPORTS, npartitions=1)
    assert client.computed == 3


def test_a_report_that_fails_keeps_its_error_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(report: Report, _gazetteer: object = None) -> Reading:
        if report.headline == "Report 2":
            message = "the text is no text"
            raise ReportError(message)
        if report.headline == "Report 3":
            raise ZeroDivisionError
        return Reading(report, events=(Event(id=report.headline or "", type="strike"),))

    monkeypatch.setattr(pipeline, "read_report", read)
    many = extract_many(REPORTS, npartitions=2)
    assert [outcome.error for outcome in many[:4]] == [None, "the text is no text", "ZeroDivisionError: ", None]
    assert many[1].events == ()
    assert [outcome.events[0].id for outcome in many if outcome.events] == ["Report 1", "Report 4", "Report 5", "Report 6", "Report 7"]


def test_no_reports_no_outcomes() -> None:
    assert extract_many([]) == []
    assert extract_many(iter(REPORTS[:1]), npartitions=9)[0] == Outcome(REPORTS[0], reading=pipeline.read_report(REPORTS[0]))


def test_partitions_are_counted_from_one() -> None:
    with pytest.raises(UsageError, match="npartitions must be at least 1, not 0"):
        extract_many(REPORTS, npartitions=0)


def test_without_dask_the_message_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "dask", None)
    with pytest.raises(UsageError, match=r"pip install 'conflict-map\[scale\]'"):
        extract_many(REPORTS)
