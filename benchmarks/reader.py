"""Reading reports into events, against flashgeotext and the finding of places alone."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from flashgeotext.geotext import GeoText
from loguru import logger

from benchmarks import Result
from conflict_map import Gazetteer, Report, extract, geoparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_REPORTS = Path(__file__).parent / "reports" / "seen.jsonl"
_ROUNDS = 3
_REPEATED = "The army captured Saraqib on Monday. Some 300 people fled Saraqib for Idlib. "


def run() -> Iterator[Result]:
    """Measure in seconds of the processor, on one core, once warm; the best of a few rounds in which the programs take turns."""
    gazetteer, geotext = Gazetteer(), GeoText()
    logger.disable("flashgeotext")
    with _REPORTS.open(encoding="utf-8") as lines:
        reports = [Report(row["text"], published=row["published"], id=row["id"]) for row in map(json.loads, lines)]
    texts = [report.text for report in reports]
    letters = sum(map(len, texts))
    whole, places, names = _taking_turns(
        lambda: [extract(report, gazetteer=gazetteer) for report in reports],
        lambda: [geoparse(text, gazetteer) for text in texts],
        lambda: [geotext.extract(text) for text in texts],
    )
    note = f"{len(reports)} reports of {letters // len(reports):,} letters"
    yield Result("reports read, more is better", len(reports) / whole, len(reports) / places, "our finding of places alone", "reports/s", note)
    yield Result(
        "text read, more is better", letters / whole, letters / names, "flashgeotext", "characters/s", "it finds names alone and resolves none"
    )
    long, short = _taking_turns(*(lambda times=times: extract(Report(_REPEATED * times), gazetteer=gazetteer) for times in (2_000, 200)))
    yield Result("a sentence of a text of 4,000 and of 400", 1e3 * long / 4_000, 1e3 * short / 400, "ourselves", "ms", "equal where work is linear")


def _taking_turns(*works: Callable[[], object]) -> Sequence[float]:
    """Return the least processor time of each work, after a round to get warm."""
    best = [float("inf")] * len(works)
    for turn in range(_ROUNDS + 1):
        for number, work in enumerate(works):
            start = time.process_time()
            work()
            if turn:
                best[number] = min(best[number], time.process_time() - start)
    return best
