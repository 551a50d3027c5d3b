"""The courses of rivers that reports of war name."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import shapely

from conflict_map.gazetteer._data import data_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shapely.geometry.base import BaseGeometry

__all__ = ["river_course"]

_SCALE = 1000  # stored coordinates are whole thousandths of a degree


def river_course(name: str) -> BaseGeometry | None:
    """Return the course of a river by its name in ``regions.csv``, EPSG:4326 lines; None for those without one.

    They are those of Natural Earth 1:10m: large rivers, drawn to some hundreds of metres, partly with other names further up.

    Examples
    --------
    >>> [round(side) for side in river_course("Sobat River").bounds]
    [32, 8, 33, 9]
    """
    return _courses().get(name)


@lru_cache(maxsize=1)
def _courses() -> Mapping[str, BaseGeometry]:
    """Return all courses by name; read once in a process."""
    with np.load(data_path("rivers.npz")) as data:
        lengths = data["length"].astype(np.int64)
        starts = np.cumsum(lengths) - lengths
        total = np.cumsum(data["step"], axis=0, dtype=np.int64)
        # Each line is stored from its own start on: the sum of all that stands before it comes off.
        before = np.where(starts[:, None] > 0, total[starts - 1], 0)
        xy = (total - np.repeat(before, lengths, axis=0)) / _SCALE
        names: list[str] = data["name"].tolist()
    lines = np.asarray(shapely.linestrings(xy, indices=np.repeat(np.arange(len(lengths)), lengths)))
    pieces: dict[str, list[BaseGeometry]] = {}
    for name, line in zip(names, lines.tolist(), strict=True):
        pieces.setdefault(name, []).append(line)
    return {name: shapely.union_all(parts) for name, parts in pieces.items()}
