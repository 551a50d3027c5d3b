"""Towns that have nothing to do with the rest of a report: the namesake far away of a place that the gazetteer lacks.

A gazetteer knows the Salwa of Kuwait and not the hamlet near Idlib. Where a report is about one part of the world, a lone small town of a country
that nobody names, a continent away from everything else, is nearly always such a namesake: of all that stood alone like this in four annotated
collections (two of news, two of war reports) none with fewer than 200,000 people was meant, and ten of twelve larger ones were.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.geo import distance_km
from conflict_map.resolve.reading import called_a_quarter
from conflict_map.resolve.scoring import SETTLED

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.lexicon import Tokens
    from conflict_map.model import Mention, Place
    from conflict_map.resolve.reading import Reading

__all__ = ["leave_strangers_open"]

_FAR_KM = 400.0
_LARGE = 200_000
_OTHERS = 3
_SURE = 0.6
_POINTS = SETTLED | {"base", "airport", "camp", "crossing", "dam", "island", "mountain"}


def leave_strangers_open(tokens: Tokens, mentions: Sequence[Mention], readings: Sequence[Reading], told: Mapping[str, float]) -> list[Mention]:
    """Take the point away from towns that lie far from everything else in a report and that nothing in it speaks for.

    Parameters
    ----------
    tokens
        The text.
    mentions, readings
        The resolved names, and how each span was read; in the same order.
    told
        Countries that adjectives name.

    Returns
    -------
    list of Mention
        The same mentions in order; strangers without a place, with the reason and their candidates.
    """
    points = {mention.place for mention in mentions if mention.place is not None and mention.place.kind in _POINTS}
    if len(points) <= _OTHERS:
        return list(mentions)
    named = set(told) | {m.place.country for m in mentions if m.place is not None and m.place.country and m.place.kind not in _POINTS}
    lone = {place for place in points if place.kind in SETTLED and _alone(place, points)}
    return [
        _left_open(mention)
        if mention.place in lone and _unlikely(mention, named=mention.place.country in named, quarter=called_a_quarter(tokens, reading))
        else mention
        for mention, reading in zip(mentions, readings, strict=True)
    ]


def _alone(place: Place, points: set[Place]) -> bool:
    """Whether a place is far from all others, with none of them in its country."""
    others = [other for other in points if other.name != place.name]
    return len(others) >= _OTHERS and all(
        other.country != place.country and distance_km(place.lat, place.lon, other.lat, other.lon) > _FAR_KM for other in others
    )


def _unlikely(mention: Mention, *, named: bool, quarter: bool) -> bool:
    """Whether a lone town is rather the namesake of a place that the gazetteer does not have."""
    small = (mention.place.population or 0) < _LARGE if mention.place is not None else True
    return (small and mention.score < _SURE) if named else (small or quarter)


def _left_open(mention: Mention) -> Mention:
    place = mention.place
    where = f"{place.name} ({place.country})" if place is not None else mention.text
    reason = f"the likeliest place of this name, {where}, lies far from everything else in this report, and nothing in it speaks for that country"
    return replace(mention, place=None, score=0.0, reason=reason, precision=1)
