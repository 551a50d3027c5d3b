"""Places of hand-written event tables that have a name and no coordinates → places of the gazetteer.

A row that says its country is looked up there, and nowhere else. Names without one are weighed together, as those of one text. What cannot be told
stays without coordinates, with the reason and what else it may be; what was written in the table (its country, its kind) is never changed
where nothing is found.
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING

from conflict_map.gazetteer.search import by_a_part
from conflict_map.geo import distance_km
from conflict_map.model import EventPlace, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Candidate, Event, Mention, Place
    from conflict_map.resolve import Corrections

__all__ = ["by_name_alone", "place_by_name"]

_TOGETHER = 200  # names that are weighed as those of one text
_WIDE = frozenset({"country", "admin1", "admin2", "region", "continent", "area"})
_BETWEEN = "; "
_SURE = 0.5  # a name that is spelt only nearly so scores below; the same consonants score above
_RIVAL = 0.1
# A namesake is by the other rows within _NEAR_KM of one of them, and so many times nearer to them than what else the name may be.
_NEAR_KM = 300.0
_FAR_TIMES = 3.0


def by_name_alone(place: EventPlace | None) -> bool:
    """Return whether a place has a name only, and nobody has looked it up: what a reader of texts left open has a reason."""
    return place is not None and not place.resolved and not place.reason


def place_by_name(events: Iterable[Event], lookup: Gazetteer, corrections: Corrections | None = None) -> tuple[list[Event], list[EventPlace]]:
    """Return the events with the places looked up that have a name only, and these places, each once, in order.

    Parameters
    ----------
    events
        Events of a table. A place with coordinates, or with a reason why it has none, stays as it is.
    lookup
        The gazetteer.
    corrections
        Names that a user has decided; they win over everything.
    """
    events = list(events)
    wanted = list(dict.fromkeys(place for event in events for place in _places(event) if place is not None and by_name_alone(place)))
    if not wanted:
        return events, []
    found = {place: _in_country(place, lookup) for place in wanted if place.country and not _decided(place, corrections)}
    loose = [place for place in wanted if place not in found]
    # What the table places itself, or gives the country of, tells where the rest is likely to lie.
    known = dict.fromkeys(place.name for event in events for place in _places(event) if place is not None and (place.resolved or place in found))
    # Rows that are placed without their names being weighed: by coordinates of their own, or in the country that they give.
    firm = list(dict.fromkeys(place for event in events for place in _places(event) if place is not None and place.resolved))
    firm += [place for place in found.values() if place.resolved]
    for start in range(0, len(loose), _TOGETHER):
        some = loose[start : start + _TOGETHER]
        names = [*(place.name for place in some), *list(known)[:_TOGETHER]]
        for place, mention in zip(some, _weighed(names, lookup, corrections), strict=False):
            answer = _doubted(mention.event_place(), lookup)
            if not _decided(place, corrections):
                answer = _nearest_namesake(answer, firm, lookup)
            found[place] = answer if answer.resolved else dataclasses.replace(place, reason=answer.reason, alternatives=answer.alternatives)

    def put(place: EventPlace | None) -> EventPlace | None:
        return found.get(place, place) if place is not None else None

    placed = [
        dataclasses.replace(
            event,
            place=put(event.place),
            origin=put(event.origin),
            destinations=tuple(found.get(place, place) for place in event.destinations),
        )
        if any(place in found for place in _places(event))
        else event
        for event in events
    ]
    return placed, [found[place] for place in wanted]


def _places(event: Event) -> Iterator[EventPlace | None]:
    yield from (event.place, event.origin, *event.destinations)


def _decided(place: EventPlace, corrections: Corrections | None) -> bool:
    return corrections is not None and bool(corrections.named_in(place.name))


def _in_country(place: EventPlace, lookup: Gazetteer) -> EventPlace:
    """Look a name up in the country, and in the first-level area, that the table gives."""
    home = lookup.country_code(place.country or "", strict=False)
    if home is None:
        return dataclasses.replace(place, reason=f"no country is called {place.country!r}; give an ISO code such as 'SY' or a name such as 'Syria'")
    candidates = lookup.locate(place.name, country=home, admin1=place.admin1)
    candidates = [candidate for candidate in candidates if candidate.place.country == home]
    # Events happen in towns more often than in whole provinces of the same name.
    spots = [candidate for candidate in candidates if candidate.place.kind not in _WIDE]
    alike = [candidate for candidate in candidates if place.kind is not None and candidate.place.kind == place.kind] or spots or candidates
    if not alike or alike[0].score < _SURE or by_a_part(alike[0]):
        # A hill or a forest that is called after a town need not lie there.
        how = "a part of the name is shared by" if alike and by_a_part(alike[0]) else "the nearest spelling is"
        like = f"; {how} {alike[0].place.name}" if alike else ""
        reason = f"not in the gazetteer under this name in {place.country}{like}; a country pack may have it"
        return dataclasses.replace(place, reason=reason, alternatives=_others(place, [c for c in alike if c.score >= _SURE]))
    best, *others = alike
    reason = best.reason if any(other.score > best.score - _RIVAL for other in others) else best.reason.partition("; doubtful")[0]
    return EventPlace.from_place(
        best.place,
        name_in_report=place.name_in_report or place.name,
        score=best.score,
        reason=reason,
        precision=3 if best.place.kind in _WIDE else place.precision,
        alternatives=_others(place, [other for other in others if other.place != best.place]),
    )


def _others(place: EventPlace, candidates: Sequence[Candidate]) -> tuple[EventPlace, ...]:
    """Return candidates as the alternatives of a place of a table."""
    return tuple(EventPlace.from_place(c.place, name_in_report=place.name, score=c.score, reason=c.reason) for c in candidates)


def _doubted(place: EventPlace, lookup: Gazetteer) -> EventPlace:
    """Say that a place is doubtful which has a namesake of like weight: the names of a table tell less than the sentences of a report."""
    if not place.resolved or "doubtful" in place.reason:
        return place
    candidates = lookup.locate(place.name_in_report)
    own = max((c.score for c in candidates if (c.place.lat, c.place.lon) == (place.lat, place.lon)), default=0.0)
    rivals = [c.place for c in candidates if c.score > own - _RIVAL and (c.place.country, c.place.admin1) != (place.country, place.admin1)]
    if not rivals:
        return place
    other = f"{rivals[0].name} ({', '.join(part for part in (rivals[0].admin1, rivals[0].country) if part)})"
    return dataclasses.replace(place, reason=f"{place.reason}; doubtful: {other} is nearly as likely")


def _nearest_namesake(place: EventPlace, firm: Sequence[EventPlace], lookup: Gazetteer) -> EventPlace:
    """Return the namesake of like weight that lies by the firmly placed rows of a table, where the place lies far from all of them."""
    if not place.resolved or not firm:
        return place
    candidates = lookup.locate(place.name_in_report)
    own = max((c.score for c in candidates if (c.place.lat, c.place.lon) == (place.lat, place.lon)), default=1.0)
    away = {c.place: _from_nearest(c.place, firm) for c in candidates if c.score > own - _RIVAL and c.place.kind not in _WIDE}
    best = min(away, key=away.__getitem__, default=None)
    if best is None or away[best] > _NEAR_KM or _from_nearest(place, firm) < max(_FAR_TIMES * away[best], _NEAR_KM):
        return place
    left = f"{place.name} ({', '.join(part for part in (place.admin1, place.country) if part)})"
    return EventPlace.from_place(
        best,
        name_in_report=place.name_in_report,
        score=place.score,
        reason=f"its name in the gazetteer, other rows of the table are near; doubtful: could also be {left}",
        precision=place.precision,
        alternatives=(place,),
    )


def _from_nearest(place: EventPlace | Place, others: Sequence[EventPlace]) -> float:
    """Return how far the nearest of other places is, in km."""
    lon_lat = [(other.lon, other.lat) for other in others if other.lon is not None and other.lat is not None]
    if place.lon is None or place.lat is None or not lon_lat:
        return math.inf
    return min(distance_km(place.lat, place.lon, lat, lon) for lon, lat in lon_lat)


def _weighed(names: Sequence[str], lookup: Gazetteer, corrections: Corrections | None) -> list[Mention]:
    from conflict_map.resolve import resolve  # the package that this module is part of

    spans, start = [], 0
    for name in names:
        spans.append(Span(start=start, end=start + len(name), text=name))
        start += len(name) + len(_BETWEEN)
    return resolve(_BETWEEN.join(names), spans, lookup, corrections=corrections)
