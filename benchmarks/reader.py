"""Reading reports into events, against flashgeotext and the finding of places alone."""

from __future__ import annotations

import json
import subprocess
import sys
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
_FEW = 28
_FROM_COLD = """
import json, sys, time
from itertools import islice
import conflict_map
gazetteer = conflict_map.Gazetteer()
rows = map(json.loads, islice(open(sys.argv[1], encoding="utf-8"), int(sys.argv[2])))
reports = [conflict_map.Report(row["text"], published=row["published"], id=row["id"]) for row in rows]
start = time.process_time()
for report in reports:
    conflict_map.extract(report, gazetteer=gazetteer)
print(time.process_time() - start)
"""
"""A process that reads its first reports: modules, word lists and tables are loaded within the time that is taken."""
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
    cold, warm = _taking_turns(_first_reports, lambda: [extract(report, gazetteer=gazetteer) for report in reports[:_FEW]])
    yield Result(f"the first {_FEW} reports of a process", _FEW / cold, _FEW / warm, "the same once warm", "reports/s", "the gazetteer open")
    long, short = _taking_turns(*(lambda times=times: extract(Report(_REPEATED * times), gazetteer=gazetteer) for times in (2_000, 200)))
    yield Result("a sentence of a text of 4,000 and of 400", 1e3 * long / 4_000, 1e3 * short / 400, "ourselves", "ms", "equal where work is linear")


def _first_reports() -> float:
    """Return the processor time that a new process takes for the first reports that it reads."""
    done = subprocess.run([sys.executable, "-c", _FROM_COLD, str(_REPORTS), str(_FEW)], capture_output=True, text=True, check=True)
    return float(done.stdout)


def _taking_turns(*works: Callable[[], object]) -> Sequence[float]:
    """Return the least processor time of each work, after a round to get warm; a work that returns a number has taken its time itself."""
    best = [float("inf")] * len(works)
    for turn in range(_ROUNDS + 1):
        for number, work in enumerate(works):
            start = time.process_time()
            told = work()
            if turn:
                best[number] = min(best[number], told if isinstance(told, float) else time.process_time() - start)
    return best
