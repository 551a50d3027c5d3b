"""Where a page opens: on what happened at places known well, and, where that lies in several parts of the world, on the one with most events.

A map of two wars at the scale of the world shows neither. So places are joined to theatres: first those of one country, then the countries
whose events lie close to each other. The page opens on the largest and lists the others to jump to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

__all__ = ["Bounds", "Theatre", "finer_bounds", "first_view", "theatres"]

Bounds = tuple[float, float, float, float]

_LAYERS = ("control", "movements", "strikes", "clashes")
#: The first view grows by no more than this for shapes that stand for a whole country or province.
_MOST_GROWTH = 1.6
_WHOLE_AREA = 3
_LEAST_VIEW, _MARGIN = 0.3, 0.06
#: Countries whose events lie this near to each other are one theatre, as long as it is no wider than the second number (degrees).
_NEAR_DEGREES, _WIDEST_DEGREES = 1.5, 16.0


@dataclass(frozen=True, slots=True)
class Theatre:
    """A part of the world in which events lie close together.

    Attributes
    ----------
    countries
        ISO codes, that with most events first; one that only vague places lie in (where people fled to) is left out where others are known well.
    events
        Number of events.
    last
        ISO day of the latest event that has a date, or None.
    view
        (west, south, east, north) that the page shows of it, degrees.
    """

    countries: tuple[str, ...]
    events: int
    last: str | None
    view: Bounds


@dataclass(slots=True)
class _Group:
    boxes: np.ndarray
    whole: np.ndarray
    events: set[str]
    countries: dict[str, int]
    last: str

    @property
    def around(self) -> np.ndarray:
        """Box around what is known well; around everything where nothing is."""
        return _around(self.boxes[~self.whole] if (~self.whole).any() else self.boxes)

    def joined(self, other: _Group) -> _Group:
        countries = dict(self.countries)
        for code, count in other.countries.items():
            countries[code] = countries.get(code, 0) + count
        return _Group(
            np.vstack([self.boxes, other.boxes]), np.concatenate([self.whole, other.whole]), self.events | other.events, countries,
            max(self.last, other.last),
        )  # fmt: skip


def theatres(frames: Mapping[str, gpd.GeoDataFrame]) -> tuple[Theatre, ...]:
    """Return the parts of the world that events lie in, the one with most events first, of equals the one with the latest.

    Parameters
    ----------
    frames
        Layers by name, EPSG:4326.
    """
    groups = _joined(_by_country(frames))
    if any((~group.whole).any() for group in groups):  # a country that people fled to is no theatre of its own
        groups = [group for group in groups if (~group.whole).any()]
    groups.sort(key=lambda group: (len(group.events), group.last), reverse=True)
    return tuple(
        Theatre(
            countries=_named(group.countries),
            events=len(group.events),
            last=group.last or None,
            view=_view(group.boxes[~group.whole], group.boxes[group.whole]) or _widened(group.around),
        )
        for group in groups
    )


def first_view(frames: Mapping[str, gpd.GeoDataFrame], parts: Sequence[Theatre] = ()) -> Bounds | None:
    """Return (west, south, east, north), degrees, of what the page opens on; None for everything.

    That is the first of several theatres; of one, what happened at places known well. What stands for a whole country or province is taken in one
    by one, nearest first, as long as the view does not grow by more than 1.6 for it. None where nothing is known that well, or everything is.
    """
    if len(parts) > 1:
        return parts[0].view
    found = [group for group in (_rows(frames.get(name)) for name in _LAYERS) if group is not None]
    if not found:
        return None
    boxes, whole = np.vstack([boxes for boxes, *_ in found]), np.concatenate([whole for _, whole, *_ in found])
    return _view(boxes[~whole], boxes[whole]) if whole.any() else None


def _named(countries: Mapping[str, int]) -> tuple[str, ...]:
    """Return the countries with places known well, all of them where none has any, that with most first."""
    known = [code for code, count in countries.items() if count] or list(countries)
    return tuple(sorted(known, key=lambda code: (-countries[code], code)))


#: A theatre has a base map of its own where it is this much narrower than all that is drawn, and only so many have.
_MUCH_NARROWER, _MOST_FINER = 3.0, 6


def finer_bounds(frames: Mapping[str, gpd.GeoDataFrame], whole: Bounds | None) -> list[Bounds]:
    """Return the views of the theatres for which the base map of everything is too coarse.

    Parameters
    ----------
    frames
        Layers by name, EPSG:4326.
    whole
        (west, south, east, north) of all that is drawn, degrees; None for nothing.
    """
    parts = theatres(frames) if whole is not None else ()
    if whole is None or len(parts) < 2:  # noqa: PLR2004 - a single one is everything
        return []
    return [part.view for part in parts if _width(np.array(part.view)) * _MUCH_NARROWER < _width(np.array(whole))][:_MOST_FINER]


def _rows(frame: gpd.GeoDataFrame | None) -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Return the boxes of a layer's shapes, whether each stands for a whole area, and the numbers of the rows; None where there are none."""
    if frame is None or not len(frame) or "precision" not in frame.columns:
        return None
    boxes = shapely.bounds(np.asarray(frame.geometry, dtype=object))
    there = np.flatnonzero(np.isfinite(boxes).all(axis=1))
    whole = (frame["precision"].fillna(1) >= _WHOLE_AREA).to_numpy(dtype=bool)
    return boxes[there], whole[there], there


def _by_country(frames: Mapping[str, gpd.GeoDataFrame]) -> list[_Group]:
    groups: dict[str, _Group] = {}
    for name in _LAYERS:
        frame = frames.get(name)
        rows = _rows(frame)
        if frame is None or rows is None:
            continue
        boxes, whole, there = rows
        codes = _countries(frame)[there]
        ids = frame["event_id"].to_numpy(dtype=object)[there]
        days = frame["date_start"].to_numpy(dtype=object)[there]
        for code in sorted(set(codes)):
            own = codes == code
            known = int((own & ~whole).sum())
            last = max((day for day in days[own] if day), default="")
            group = _Group(boxes[own], whole[own], set(ids[own]), {code: known} if code else {}, last)
            groups[code] = groups[code].joined(group) if code in groups else group
    return [groups[code] for code in sorted(groups)]


def _countries(frame: gpd.GeoDataFrame) -> np.ndarray:
    """Return the country of each row, empty where none is known; of a movement that where it began, else where it went."""
    columns = [name for name in ("country", "origin_country", "destination_country") if name in frame.columns]
    if not columns:
        return np.full(len(frame), "", dtype=object)
    known = frame[columns].bfill(axis=1).iloc[:, 0]
    return np.array([code if isinstance(code, str) else "" for code in known], dtype=object)


def _joined(groups: list[_Group]) -> list[_Group]:
    """Join the two nearest groups until no two are near enough to each other."""
    groups = list(groups)
    while len(groups) > 1:
        pairs = [
            (gap, first, second)
            for first in range(len(groups))
            for second in range(first + 1, len(groups))
            if (gap := _gap(groups[first].around, groups[second].around)) <= _NEAR_DEGREES
            and _width(_around(np.array([groups[first].around, groups[second].around]))) <= _WIDEST_DEGREES
        ]
        if not pairs:
            break
        _, first, second = min(pairs)
        groups[first] = groups[first].joined(groups.pop(second))
    return groups


def _gap(one: np.ndarray, other: np.ndarray) -> float:
    """Return how far two boxes lie apart, degrees; 0 where they touch."""
    apart = np.maximum(0.0, np.maximum(one[:2] - other[2:], other[:2] - one[2:]))
    return float(np.hypot(*apart))


def _width(box: np.ndarray) -> float:
    return float((box[2:] - box[:2]).max())


def _around(boxes: np.ndarray) -> np.ndarray:
    """Return the box around boxes, shape (n, 4)."""
    return np.concatenate([boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)])


def _view(known: np.ndarray, vague: np.ndarray) -> Bounds | None:
    """Return what is seen of boxes known well, with those that stand for whole areas as far as they lie near; None where nothing is known well."""
    if not len(known):
        return None
    view = np.array(_widened(_around(known)))
    most = _MOST_GROWTH * _width(view)
    for box in sorted(vague.tolist(), key=lambda box: _width(_around(np.array([view, box])))):
        grown = _around(np.array([view, box]))
        if _width(grown) <= most:
            view = grown
    west, south, east, north = (float(side) for side in view)
    return _on_earth(west, south, east, north)


def _widened(box: np.ndarray) -> Bounds:
    margin = max(_LEAST_VIEW, _MARGIN * _width(box))
    west, south, east, north = (float(side) for side in box + np.array([-margin, -margin, margin, margin]))
    return _on_earth(west, south, east, north)


def _on_earth(west: float, south: float, east: float, north: float) -> Bounds:
    return (max(-180.0, west), max(-90.0, south), min(180.0, east), min(90.0, north))
