"""Rows of names: in "Helmand and Farah" Farah is the province, since Helmand is no town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.resolve.scoring import SETTLED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from conflict_map.lexicon import Tokens
    from conflict_map.resolve.reading import Reading

__all__ = ["level_rows"]

_JOINTS = frozenset(["and", "or", "of", "in", "both", "as", "well", "from"])
_MOST_JOINTS = 3
_LARGE = 300_000.0
"""A city of this size is meant by its name, in whatever company: "Aden and Abyan"."""


def level_rows(tokens: Tokens, readings: Sequence[Reading]) -> None:
    """Take the names of a row for first-level areas where one of them is such an area only, and none a town only.

    Parameters
    ----------
    tokens
        The text.
    readings
        How its spans are read; `Reading.rather` of those that leave the level open is set.
    """
    for row in _rows(tokens, readings):
        levels = {_level(reading) for reading in row}
        if "area" in levels and "town" not in levels:
            for reading in row:
                if not reading.rather and _level(reading) == "open":
                    reading.rather = "first"


def _rows(tokens: Tokens, readings: Sequence[Reading]) -> Iterator[list[Reading]]:
    row: list[Reading] = []
    for reading in sorted((reading for reading in readings if reading.how == "place" and reading.first < reading.last), key=lambda r: r.first):
        if row and not _joined(tokens, row[-1].last, reading.first):
            if len(row) > 1:
                yield row
            row = []
        row.append(reading)
    if len(row) > 1:
        yield row


def _joined(tokens: Tokens, last: int, first: int) -> bool:
    """Return whether only commas and small words stand between two names."""
    if not 0 <= first - last <= _MOST_JOINTS or tokens.possessive(last - 1):
        return False
    gaps = [tokens.gap(index) for index in range(last - 1, first)]
    if any(gap not in {" ", ", ", ",\n", "\n"} for gap in gaps) or (first == last and "," not in gaps[0]):
        return False
    return all(word in _JOINTS for word in tokens.lower[last:first])


def _level(reading: Reading) -> str:
    """Return what the gazetteer has under a name in the country of its weightiest entry: an ``area``, a ``town``, both (``open``) or neither."""
    if not reading.hits:
        return ""
    top = max(reading.hits, key=lambda hit: hit.weight).place
    kinds = {hit.place.kind for hit in reading.hits if hit.place.country == top.country}
    if "admin1" in kinds:
        towns = [hit.weight for hit in reading.hits if hit.place.country == top.country and hit.place.kind in SETTLED]
        return ("open" if max(towns) < _LARGE else "") if towns else "area"
    return "town" if top.kind in SETTLED else ""
