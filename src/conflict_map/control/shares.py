"""How much each side holds, with the range that is not known, and whether a stated share fits."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from conflict_map.control.areas import partition
from conflict_map.control.records import day_number
from conflict_map.control.theatre import CLAIM_ORDER, State, Theatre, held_apart, states_on, theatres
from conflict_map.errors import UsageError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control.records import History
    from conflict_map.model import PlaceLookup, StatedFigure

__all__ = ["MEASURES", "ShareCheck", "check_share", "shares"]

_MOST_NEEDED = 8

#: What a share can be a share of.
MEASURES = ("area_km2", "places", "population")


@dataclass(frozen=True)
class ShareCheck:
    """A stated share against the reconstructed one.

    Attributes
    ----------
    side, date, measure
        What was compared.
    stated
        (low, high) in percent.
    reconstructed
        (low, best, high) in percent: without what is merely claimed or inferred; with it; and with all that is contested or unknown.
    verdict
        ``fits`` where even the whole range lies in the stated one; ``possible`` where they overlap; ``too high`` or ``too low`` where they do not;
        ``not known`` where nothing is.
    needed
        Names of the contested and unknown places, weightiest first, that would have to count for the side for its best share to reach the
        lower end of the stated one; empty where none are needed.
    enough
        Whether those would be enough.
    others
        Percent that other sides hold at best.
    open_places
        The contested and unknown places with what each weighs in percent, weightiest first.
    not_reported
        Percent that no report reaches.
    """

    side: str
    date: str
    measure: str
    stated: tuple[float, float]
    reconstructed: tuple[float, float, float]
    verdict: str
    needed: tuple[str, ...]
    enough: bool
    others: float = 0.0
    open_places: tuple[tuple[str, float], ...] = ()
    not_reported: float = 100.0

    @property
    def possible(self) -> bool | None:
        """Whether the stated share and the reconstructed range overlap; None where nothing is known."""
        return None if self.verdict == "not known" else self.verdict in {"fits", "possible"}

    @property
    def missing(self) -> float:
        """Percentage points between the best share and the lower end of the stated one; 0 where it is reached."""
        return max(self.stated[0] - self.reconstructed[1], 0.0)

    def explain(self, whole: str = "") -> str:
        """Return the comparison in sentences.

        Parameters
        ----------
        whole
            What the shares are of, such as the name of a country.
        """
        low, best, high = self.reconstructed
        of = f" of {whole}" if whole else ""
        if self.possible is None:
            return f"Cannot be told: the reports reach nothing{of}."
        sized = dict(self.open_places)
        loose = sum(sized.values())
        parts = [f"{self.side} held {best:.1f} %{of} on {self.date}" + (f", {low:.1f} % of it by undisputed reports" if low < best else "")]
        parts.append(f"other sides {self.others:.1f} %")
        if sized:
            parts.append(f"{len(sized)} contested or unknown place{'s' if len(sized) > 1 else ''} {loose:.1f} %")
        parts.append(f"no report reaches {self.not_reported:.1f} %")
        stated = f"The stated share counts as {self.stated[0]:.1f} to {self.stated[1]:.1f} %, and anything from {low:.1f} to {high:.1f} % can be true"
        return f"{'; '.join(parts)}. {stated}: {self._judged(sized)}."

    def _judged(self, sized: Mapping[str, float]) -> str:
        if self.verdict == "fits":
            return "the whole range lies in it, so it fits"
        if self.verdict == "too high":
            return f"it is not possible, even with all that nobody is known to hold; {self.stated[0] - self.reconstructed[2]:.1f} points are missing"
        if self.verdict == "too low":
            return f"it is not possible, {self.reconstructed[0] - self.stated[1]:.1f} points more are reported"
        if self.missing == 0:
            return (
                "it is possible, and needs no unknown place to hold"
                if self.reconstructed[1] <= self.stated[1]
                else "it is possible only if claims fail"
            )
        rest = max(self.missing - sum(sized[name] for name in self.needed if name in sized), 0.0)
        needs = [f"{name} ({sized.get(name, 0.0):.1f})" for name in self.needed[:_MOST_NEEDED]]
        if len(self.needed) > _MOST_NEEDED:
            needs.append(f"{len(self.needed) - _MOST_NEEDED} more places")
        if rest > 0 and not self.enough:
            needs.append(f"{100.0 * min(rest / self.not_reported, 1.0) if self.not_reported else 100.0:.0f} % of what no report reaches")
        return f"it is possible, but {self.missing:.1f} points more would have to count for that side: {', '.join(needs)}"


@dataclass(frozen=True)
class _Weights:
    """What each place of a theatre weighs on a day: by area only in sum for each state, exactly."""

    total: float
    by_side: dict[str, tuple[float, float]]  # side: (low, best)
    open: float  # contested, unknown, or not reached
    open_places: dict[str, float]
    unsized: dict[str | None, int]  # places without a known population, by holder
    stand_in: float = 0.0  # people that such a place may have, for the range

    def range_of(self, side: str) -> tuple[float, float, float]:
        """Return (low, best, high) of a side."""
        low, best = self.by_side.get(side, (0.0, 0.0))
        return low, best, best + self.open + self.stand_in * (self.unsized.get(side, 0) + self.unsized.get(None, 0))

    def percent_of(self, side: str) -> tuple[float | None, float | None, float | None]:
        """Return the same in percent of the total, None where there is none."""
        if not self.total:
            return None, None, None
        low, best, high = self.range_of(side)
        mine = self.stand_in * (self.unsized.get(side, 0) + self.unsized.get(None, 0))
        others = self.stand_in * sum(self.unsized.values())
        return 100.0 * low / (self.total + others), 100.0 * best / self.total, 100.0 * high / (self.total + mine)


def shares(
    history: History,
    dates: Iterable[str | dt.date],
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    reach_km: float | None = None,
) -> pd.DataFrame:
    """Return the shares of all sides on some days.

    Parameters
    ----------
    history
        See `control_history`.
    dates
        ISO days.
    within, lookup, reach_km
        As for `history_areas`; by default the whole polygon is filled.

    Returns
    -------
    DataFrame
        A row for each day, measure (`MEASURES`) and side, sorted: ``date``, ``measure``, ``side``, ``low`` (reports only), ``best`` (with what is
        claimed or inferred), ``high`` (with all that is contested, unknown or not reached), ``total``, ``low_percent``, ``best_percent``,
        ``high_percent``, and ``population_unknown`` (places of the side, whose population is not known; 0 for other measures).

    Notes
    -----
    Percent of area are of the whole polygon, or of all countries of the places. A place whose population is not known adds nothing to ``low``,
    ``best`` and ``total``; it widens the range: up to the median of the known populations counts for the holder in ``high`` and ``high_percent``, and
    for everybody else against ``low_percent``. Where no population is known at all, the percentages are missing.
    """
    import pandas as pd

    from conflict_map.control.records import iso_day

    rows: list[dict[str, Any]] = []
    stages = list(theatres(history, within, lookup, reach_km))
    known: dict[tuple[object, ...], _Weights] = {}
    for day in sorted({iso_day(day_number(date)) for date in dates}):
        for measure in MEASURES:
            # Days between two changes are alike.
            span = (bisect_right(history.dates, day), *(day_number(day) >= dry for stage in stages for dry in stage.mesh.drained), measure)
            if span not in known:
                known[span] = _joined([_weights(stage, day, measure, each=False) for stage in stages])
            found = known[span]
            for side in history.sides:
                low, best, high = found.range_of(side)
                percent = [round(value, 3) if value is not None else None for value in found.percent_of(side)]
                rows.append(
                    {
                        "date": day,
                        "measure": measure,
                        "side": side,
                        "low": round(low, 3),
                        "best": round(best, 3),
                        "high": round(high, 3),
                        "total": round(found.total, 3),
                        "low_percent": percent[0],
                        "best_percent": percent[1],
                        "high_percent": percent[2],
                        "population_unknown": found.unsized.get(side, 0),
                    }
                )
    columns = ["date", "measure", "side", "low", "best", "high", "total", "low_percent", "best_percent", "high_percent", "population_unknown"]
    return pd.DataFrame(rows, columns=columns)


def check_share(
    history: History,
    stated: StatedFigure | tuple[str, float, float],
    date: str | dt.date,
    *,
    within: BaseGeometry | None = None,
    lookup: PlaceLookup | None = None,
    reach_km: float | None = None,
    measure: str = "area_km2",
    tolerance: float = 5.0,
) -> ShareCheck:
    """Compare a stated share ("controls around 70 percent of the country") with the reconstructed one.

    Parameters
    ----------
    history, within, lookup, reach_km
        As for `shares`. The polygon has to be the whole that the claim is about.
    stated
        A figure of kind ``territory_share``, or (side, low, high) in percent.
    date
        ISO day.
    measure
        One of `MEASURES`.
    tolerance
        Percentage points that a single stated number may be off, either way.

    Raises
    ------
    UsageError
        If the figure is no share, names no side or no number, or the measure is unknown.
    """
    from conflict_map.control.records import iso_day

    if measure not in MEASURES:
        message = f"measure must be one of {', '.join(MEASURES)}, not {measure!r}"
        raise UsageError(message)
    side, low, high = stated if isinstance(stated, tuple) else _stated_range(stated, tolerance)
    day = iso_day(day_number(date))
    found = _joined([_weights(stage, day, measure) for stage in theatres(history, within, lookup, reach_km)])
    held = found.by_side.get(side, (0.0, 0.0))[1]
    if not found.total:
        return ShareCheck(side, day, measure, (low, high), (0.0, 0.0, 0.0), "not known", (), enough=False)
    percent = tuple(round(value or 0.0, 2) for value in found.percent_of(side))
    missing = low / 100.0 * found.total - held
    needed: list[str] = []
    for name, weight in sorted(found.open_places.items(), key=lambda item: (-item[1], item[0])):
        if missing <= 0:
            break
        needed.append(name)
        missing -= weight
    others = 100.0 * sum(best for name, (_, best) in found.by_side.items() if name != side) / found.total
    loose = [(name, 100.0 * weight / found.total) for name, weight in sorted(found.open_places.items(), key=lambda item: (-item[1], item[0]))]
    return ShareCheck(
        side, day, measure, (low, high), (percent[0], percent[1], percent[2]), _verdict(low, high, percent), tuple(needed), enough=missing <= 0,
        others=round(others, 3), open_places=tuple((name, round(weight, 3)) for name, weight in loose),
        not_reported=round(max(100.0 - 100.0 * held / found.total - others - sum(weight for _, weight in loose), 0.0), 3),
    )  # fmt: skip


def _stated_range(figure: StatedFigure, tolerance: float) -> tuple[str, float, float]:
    if figure.unit != "percent" or not figure.actor:
        message = f"{figure.reported!r} is no share that a side is said to hold"
        raise UsageError(message)
    best = figure.best
    low = figure.low if figure.low is not None else best - tolerance if best is not None else None
    high = figure.high if figure.high is not None else best + tolerance if best is not None else None
    if low is None and high is None:
        message = f"{figure.reported!r} gives no number"
        raise UsageError(message)
    if low is not None and low == high:
        low, high = low - tolerance, low + tolerance
    return figure.actor[0], max(low if low is not None else 0.0, 0.0), min(high if high is not None else 100.0, 100.0)


def _verdict(low: float, high: float, percent: tuple[float, ...]) -> str:
    if low <= percent[0] and percent[2] <= high:
        return "fits"
    if percent[2] < low:
        return "too high"
    return "too low" if percent[0] > high else "possible"


def _joined(parts: list[_Weights]) -> _Weights:
    by_side: dict[str, tuple[float, float]] = {}
    places: dict[str, float] = {}
    for part in parts:
        for side, (low, best) in part.by_side.items():
            before = by_side.get(side, (0.0, 0.0))
            by_side[side] = (before[0] + low, before[1] + best)
        for name, weight in part.open_places.items():
            places[name] = places.get(name, 0.0) + weight
    unsized: Counter[str | None] = Counter()
    for part in parts:
        unsized.update(part.unsized)
    return _Weights(
        total=sum(part.total for part in parts), by_side=by_side, open=sum(part.open for part in parts), open_places=places, unsized=dict(unsized),
        stand_in=max((part.stand_in for part in parts), default=0.0),
    )  # fmt: skip


def _weights(theatre: Theatre, day: str, measure: str, *, each: bool = True) -> _Weights:
    """Return the weights of a day; ``each`` asks for those of every open place on its own, which takes time where they are areas."""
    table, codes = states_on(theatre, day)
    firm = theatre.states.claim[theatre.states.on(day, len(codes))] == CLAIM_ORDER.index("reported")
    holder = [state[0] for state in table]
    held = np.array([holder[code] is not None for code in codes])
    if measure == "area_km2":
        return _area_weights(theatre, table, codes, holder, firm, day=day_number(day), each=each)
    weight = np.array([1.0 if measure == "places" else float(place.population or 0) for place in theatre.places])
    unsized: Counter[str | None] = Counter()
    if measure == "population":
        unsized.update(holder[code] for code, people in zip(codes.tolist(), weight.tolist(), strict=True) if not people)
    by_side = {
        side: (float(weight[firm & (codes_of == side)].sum()), float(weight[codes_of == side].sum()))
        for codes_of in [np.array([holder[code] for code in codes], dtype=object)]
        for side in {name for name in holder if name is not None}
    }
    names = {theatre.places[k].name: float(weight[k]) for k in np.flatnonzero(~held).tolist()}
    return _Weights(
        total=float(weight.sum()), by_side=by_side, open=float(weight[~held].sum()), open_places=names, unsized=dict(unsized),
        stand_in=float(np.median(weight[weight > 0])) if unsized and (weight > 0).any() else 0.0,
    )  # fmt: skip


def _area_weights(
    theatre: Theatre,
    table: Sequence[State],
    codes: NDArray[np.intp],
    holder: list[str | None],
    firm: NDArray[np.bool_],
    *,
    day: int,
    each: bool,
) -> _Weights:
    from conflict_map.geo import area_km2

    held = ~held_apart(table)[codes]
    total = area_km2(theatre.whole if theatre.whole is not None else theatre.mesh.within)
    best = _by_side(theatre.partition(table, codes, day).land, holder)
    # What is only claimed or inferred is taken away as if it were unknown.
    low = _by_side(theatre.partition(table, np.where(firm, codes, 0), day).land, holder) if (held & ~firm).any() else best
    by_side = {side: (min(low.get(side, 0.0), area), area) for side, area in best.items()}
    left = max(total - sum(best.values()), 0.0)
    loose = np.flatnonzero(~held) if each else np.empty(0, dtype=np.intp)
    places: dict[str, float] = {}
    if len(loose):
        from conflict_map.control.mesh import build_mesh

        # Every open place on its own, by nearest place, brought to the sum that is open.
        single = np.zeros(len(codes), dtype=np.intp)
        single[loose] = 1 + np.arange(len(loose))
        cells = build_mesh(theatre.mesh.lon_lat, theatre.mesh.within, reach_km=theatre.mesh.reach_km, boundary="voronoi")
        found = partition(cells, single, np.zeros(len(loose) + 1, dtype=bool), no_report=0, lakes=False).land
        sizes = {k: area_km2(found[1 + k]) if 1 + k in found else 0.0 for k in range(len(loose))}
        factor = min(left / sum(sizes.values()), 1.0) if sum(sizes.values()) else 0.0
        places = {theatre.places[place].name: sizes[k] * factor for k, place in enumerate(loose.tolist())}
    return _Weights(total=total, by_side=by_side, open=left, open_places=places, unsized={})


def _by_side(areas: dict[int, BaseGeometry], holder: list[str | None]) -> dict[str, float]:
    from conflict_map.geo import area_km2

    found: dict[str, float] = {}
    for code, area in areas.items():
        side = holder[code]
        if side is not None:
            found[side] = found.get(side, 0.0) + area_km2(area)
    return found
