"""The half of the work that each report needs alone, over a Dask cluster; the answer is the same as one report after the other.

Dask comes with ``pip install 'conflict-map[scale]'``; nothing else in the package uses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from conflict_map.errors import ConflictMapError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Event, Reading, Report

__all__ = ["Outcome", "extract_many"]

_REPORTS_A_PARTITION = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one report.

    Attributes
    ----------
    report
        The report.
    reading
        Everything read from it, or None where that failed.
    error
        Why it failed, in one line; None where it did not.
    """

    report: Report
    reading: Reading | None = None
    error: str | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The events of the report; none where reading failed."""
        return self.reading.events if self.reading is not None else ()


def extract_many(
    reports: Iterable[Report],
    client: Any = None,  # noqa: ANN401 - a dask.distributed.Client
    npartitions: int | None = None,
    *,
    packs: Sequence[str] | None = None,
) -> list[Outcome]:
    """Read many reports over a Dask cluster.

    Parameters
    ----------
    reports
        Any number.
    client
        A ``dask.distributed.Client``. When not given, Dask uses its own choice: the client that is active, else the scheduler that
        ``dask.config`` names, else threads of this process (which save no time: reading is work for processors).
    npartitions
        How many tasks to make; about 50 reports each when not given. It never changes the answer.
    packs
        Gazetteer packs that every worker opens beside the embedded default; the files have to be where the workers run.

    Returns
    -------
    list of Outcome
        One for each report, in their order, equal to what `conflict_map.read_report` gives. A report that fails keeps its error; the others are
        read all the same.

    Raises
    ------
    UsageError
        If Dask is not installed, or ``npartitions`` is less than 1.

    Examples
    --------
    >>> from conflict_map import Report
    >>> [outcome.error for outcome in extract_many([Report("Nothing happened."), Report("")], npartitions=2)]
    [None, None]
    """
    if npartitions is not None and npartitions < 1:
        message = f"npartitions must be at least 1, not {npartitions!r}"
        raise UsageError(message)
    dask = _dask()
    several = list(reports)
    parts = _split(several, npartitions or max(1, -(-len(several) // _REPORTS_A_PARTITION)))
    names = None if packs is None else tuple(packs)
    tasks = [dask.delayed(_read_part, pure=False)(part, names) for part in parts]
    done = client.gather(client.compute(tasks)) if client is not None else dask.compute(*tasks)
    return [outcome for part in done for outcome in part]


def _dask() -> Any:  # noqa: ANN401 - the module
    try:
        import dask
        import dask.delayed
    except ImportError:
        message = "reading over a cluster needs Dask; install it with: pip install 'conflict-map[scale]'"
        raise UsageError(message) from None
    return dask


def _split(reports: Sequence[Report], count: int) -> list[list[Report]]:
    """Return at most ``count`` runs of the reports, in order, of nearly the same length; none is empty."""
    count = min(count, len(reports))
    edges = [len(reports) * number // count for number in range(count + 1)] if count else [0]
    return [list(reports[start:end]) for start, end in pairwise(edges)]


def _read_part(reports: Sequence[Report], packs: tuple[str, ...] | None) -> list[Outcome]:
    """Read some reports in this process; the gazetteer is opened once a process."""
    return [_read(report, packs) for report in reports]


def _read(report: Report, packs: tuple[str, ...] | None) -> Outcome:
    from conflict_map.pipeline import read_report

    try:
        return Outcome(report, reading=read_report(report, _gazetteer(packs)))
    except ConflictMapError as error:
        return Outcome(report, error=str(error))
    except Exception as error:  # noqa: BLE001 - one bad report must not lose the work on a million others; the fault is kept with it
        return Outcome(report, error=f"{type(error).__name__}: {error}")


@cache
def _gazetteer(packs: tuple[str, ...] | None) -> Gazetteer | None:
    if packs is None:
        return None
    from conflict_map.gazetteer import Gazetteer

    return Gazetteer(packs=list(packs))
