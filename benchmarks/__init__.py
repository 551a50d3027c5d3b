"""Speed and memory as ratios against what a user would pick instead, both measured in the same run.

Machines are noisy: a second here is not a second there, but the ratio of two programs that do the same work one after the other on the same
machine holds. Each module of this folder has a function ``run`` that yields `Result` records; ``python -m benchmarks [NAME…]`` prints them.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Result", "timed"]


@dataclass(frozen=True)
class Result:
    """One measured line.

    Attributes
    ----------
    what
        What was done.
    ours, theirs
        The figures, in ``unit``; ``theirs`` is None where no peer does it.
    peer
        The program that ``theirs`` was measured with.
    unit
        ``s``, ``ms``, ``µs``, ``MB`` …
    note
        What a reader has to know to judge the line, or an empty string.
    """

    what: str
    ours: float
    theirs: float | None
    peer: str
    unit: str
    note: str = ""

    @property
    def ratio(self) -> float | None:
        """Theirs divided by ours: above 1 where ours is better, for figures of which less is better."""
        return None if self.theirs is None or self.ours == 0 else self.theirs / self.ours


def timed(work: Callable[[], object], *, repeat: int = 3) -> float:
    """Return the median of ``repeat`` wall-clock times of ``work``, in seconds."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)
