"""The stretch of a long river that a report is about: where the places that it names lie on it, not where an atlas writes its name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.geo import nearest_point
from conflict_map.resolve.scoring import SETTLED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Mention, Place

__all__ = ["at_their_reaches"]

_SPOTS = SETTLED | {"base", "airport", "camp", "crossing", "dam"}
_BY_IT_KM = 150.0
"""How near a place lies that still tells which stretch of a river is meant."""
_KM, _AFTER = 10.0, 3.0
"""A place counts by how far off it stands in the text: in letters, with so many more for each km to the river, and so many times as far behind it."""
_MOST = 12
"""Only so many places are tried."""


def at_their_reaches(mentions: Sequence[Mention], lookup: Gazetteer) -> list[Mention]:
    """Show rivers at their point nearest to the place on them that the report names next to them.

    Parameters
    ----------
    mentions
        The resolved names of a text, in order.
    lookup
        The gazetteer, which knows the courses.

    Returns
    -------
    list of Mention
        The same mentions in order. Rivers without a known course, and those by which no place is named, keep their own points.
    """
    if not any(mention.place is not None and mention.place.kind == "river" for mention in mentions):
        return list(mentions)
    spots = [(mention.start, mention.place) for mention in mentions if mention.place is not None and mention.place.kind in _SPOTS]
    return [_at_its_reach(mention, spots, lookup) for mention in mentions]


def _at_its_reach(mention: Mention, spots: Sequence[tuple[int, Place]], lookup: Gazetteer) -> Mention:
    river = mention.place
    if river is None or river.kind != "river" or (course := lookup.river(river.name)) is None:
        return mention
    ranked = sorted((_apart(mention, start), number) for number, (start, _) in enumerate(spots))[:_MOST]
    best: tuple[float, float, float, Place] | None = None
    for letters, number in ranked:
        spot = spots[number][1]
        if best is not None and letters >= best[0]:
            break
        lat, lon, km = nearest_point(course, spot.lat, spot.lon)
        if km <= _BY_IT_KM and (best is None or letters + _KM * km < best[0]):
            best = (letters + _KM * km, lat, lon, spot)
    if best is None:
        return mention
    _, lat, lon, spot = best
    there = replace(river, lat=round(lat, 5), lon=round(lon, 5))
    reason = f"{mention.reason}; shown at its point nearest to {spot.name}, which the report names"
    candidates = tuple(replace(other, place=there) if other.place == river else other for other in mention.candidates)
    return replace(mention, place=there, candidates=candidates, reason=reason)


def _apart(mention: Mention, start: int) -> float:
    return _AFTER * (start - mention.end) if start > mention.start else float(mention.start - start)
