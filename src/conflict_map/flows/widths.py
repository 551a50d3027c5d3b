"""One scale of widths for all movements."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_map.model import People

__all__ = ["WIDTH_BOUNDS", "people_number", "width_class"]

#: Lower bounds of the classes 2 to 5; class 1 is below the first, class 0 is an unknown number.
WIDTH_BOUNDS: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)


def people_number(people: People | None) -> float | None:
    """Return the one number that stands for a range where a single one is needed: the best, else the middle, else the bound that there is.

    Households are counted as households: how many people make one is not in the report.

    Examples
    --------
    >>> from conflict_map.model import People
    >>> people_number(People("tens of thousands", low=20_000, high=99_999))
    59999.5
    """
    if people is None:
        return None
    if people.best is not None:
        return float(people.best)
    if people.low is not None and people.high is not None:
        return (people.low + people.high) / 2
    bound = people.low if people.low is not None else people.high
    return None if bound is None else float(bound)


def width_class(people: People | None) -> int:
    """Return 0 for an unknown number of people, 1 for fewer than 1,000 … 5 for 1,000,000 and more.

    A number of households says how many people only to those who know how many live in one: it has class 0, and is told in words.

    Examples
    --------
    >>> from conflict_map.model import People
    >>> width_class(People("thousands", low=2_000, high=9_999)), width_class(None), width_class(People("300 families", best=300, unit="household"))
    (2, 0, 0)
    """
    number = people_number(people) if people is None or people.unit == "person" else None
    return 0 if number is None else 1 + bisect_right(WIDTH_BOUNDS, number)
