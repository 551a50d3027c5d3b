"""From events to flows: which shape a movement may have, and between which points."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shapely.geometry import Point

from conflict_map import geo
from conflict_map.flows.curves import Course, draw_courses, sector
from conflict_map.flows.targets import Targets
from conflict_map.flows.widths import people_number, width_class
from conflict_map.model import EventPlace, Flow

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import Event, PlaceLookup

__all__ = ["WEDGE_KM", "build_flows"]

#: A wedge is 12 % as long as the diagonal of the map, within these bounds; on a map of one place it has the first length.
WEDGE_KM: tuple[float, float, float] = (30.0, 15.0, 150.0)
_WEDGE_SHARE = 0.12
_SAME_PLACE_KM = 0.05
_POLE = 85.0
_FAR_KM = 1000.0

_LINES = frozenset({"arrow", "border"})
_MOVEMENTS = frozenset({"displacement", "troop_movement"})
_AREAS = frozenset({"continent", "region", "country", "admin1", "admin2", "area", "sea", "river", "mountain", "road", "lake"})
_COMPASS = {
    "N": "north", "NE": "north-east", "E": "east", "SE": "south-east", "S": "south", "SW": "south-west", "W": "west", "NW": "north-west",
}  # fmt: skip


def build_flows(events: Iterable[Event], lookup: PlaceLookup) -> list[Flow]:
    """Return how the movements among some events are drawn.

    ============================  ==================================================================================================
    the report says               the flow
    ============================  ==================================================================================================
    from A to B (and C)           ``arrow`` A → B (and one A → C)
    from A towards a border       ``border``: A → nearest point, on the sphere, of the border between A's country and that country;
                                  likewise towards the coast, and to a neighbouring country of which no place is named
    from A northwards             ``wedge``: a sector of ±22.5° around the direction, no end claimed (length: `WEDGE_KM`)
    from A                        ``origin``: a point, no destination claimed
    to B                          ``arrival``: a point, no origin claimed
    nothing, or no name resolves  ``unplaced``: no geometry, with the reason
    ============================  ==================================================================================================

    A named destination that cannot be resolved gives an ``unplaced`` flow besides the shape of what is left. A place that is an area is drawn
    from its reference point and flagged; so is a direction that contradicts the destination.

    Parameters
    ----------
    events
        Any events; those that are not movements only count as places to keep clear of, and for the extent of the map.
    lookup
        Borders and areas. Names are not looked up again.

    Returns
    -------
    list of Flow
        In order of dates, then ids of events; the order of ``events`` does not matter.
    """
    events = sorted(dict.fromkeys(events), key=lambda event: (event.date_start is None, event.date_start or "", event.id))
    spots = _spots(events)
    targets = Targets(lookup)
    drafts = [(flow, event) for event in events if event.type in _MOVEMENTS for flow in _number(_draft(event, targets), event)]
    lines = _arrow_lines([flow for flow, _ in drafts if flow.shape in _LINES], spots, targets)
    wedge_km = _wedge_km(spots)
    flows = []
    for flow, event in drafts:
        if flow.shape in _LINES:
            flows.append(replace(flow, geometry=next(lines)))
        elif flow.shape == "wedge" and flow.start is not None and event.direction is not None:
            flows.append(replace(flow, geometry=sector(flow.start, geo.compass_bearing(event.direction), wedge_km)))
        else:
            flows.append(flow)
    return flows


def _arrow_lines(flows: Sequence[Flow], spots: Sequence[tuple[float, float]], targets: Targets) -> Iterator[BaseGeometry]:
    courses = [
        Course(start=flow.start, end=flow.end, countries=_countries(flow), order=flow.id)
        for flow in flows
        if flow.start is not None and flow.end is not None
    ]
    return iter(draw_courses(courses, spots, targets.area))


def _countries(flow: Flow) -> frozenset[str]:
    """Return the countries that an arrow may run through: those of its ends; empty (any) where one of them is not known."""
    ends = [{code for code in (place.country, *place.borders) if code} for place in (flow.origin, flow.destination) if place is not None]
    return frozenset().union(*ends) if all(ends) else frozenset()


def _spots(events: Sequence[Event]) -> list[tuple[float, float]]:
    found = {
        (place.lat, place.lon)
        for event in events
        for place in (event.place, event.origin, *event.destinations)
        if place is not None and place.lat is not None and place.lon is not None
    }
    return sorted(found)


def _wedge_km(spots: Sequence[tuple[float, float]]) -> float:
    alone, least, most = WEDGE_KM
    if len(spots) < 2:  # noqa: PLR2004 - an extent takes two points
        return alone
    south, north = min(lat for lat, _ in spots), max(lat for lat, _ in spots)
    west, east = min(lon for _, lon in spots), max(lon for _, lon in spots)
    return min(most, max(least, _WEDGE_SHARE * geo.distance_km(south, west, north, east)))


def _point(place: EventPlace) -> tuple[float, float]:
    if place.lat is None or place.lon is None:
        message = f"{place.name!r} has no coordinates"
        raise ValueError(message)
    return place.lat, place.lon


def _marker(event: Event, shape: str, place: EventPlace, *, flags: tuple[str, ...], reason: str) -> Flow:
    lat, lon = _point(place)
    start, end = (None, (lat, lon)) if shape == "arrival" else ((lat, lon), None)
    return Flow(
        id="", event_id=event.id, shape=shape, geometry=Point(lon, lat), origin=place if start else None, destination=place if end else None,
        start=start, end=end, flags=flags, reason=reason,
    )  # fmt: skip


def _unplaced(event: Event, reason: str, *, origin: EventPlace | None = None, destination: EventPlace | None = None) -> Flow:
    return Flow(id="", event_id=event.id, shape="unplaced", origin=origin, destination=destination, reason=reason)


def _area_flag(place: EventPlace, verb: str) -> tuple[str, ...]:
    if place.precision > 1 or place.kind in _AREAS or place.part:
        return (f"{verb} at one point that stands for {_called(place)}",)
    return ()


def _called(place: EventPlace) -> str:
    return place.name if place.name == place.name_in_report else f"{place.name} ({place.name_in_report!r} in the report)"


def _draft(event: Event, targets: Targets) -> list[Flow]:
    """Return the flows of one event, without ids and without the geometry of arrows and wedges."""
    origin, stated = event.origin, event.origin
    if origin is None and not event.destinations and event.place is not None:
        origin = stated = event.place
    if origin is not None and not origin.resolved:
        origin = None
    lost = [place for place in event.destinations if not place.resolved and not place.borders and place.kind != "border"]
    found = [place for place in dict.fromkeys(event.destinations) if place not in lost]
    flows = [
        _unplaced(event, f"the destination {place.name_in_report!r} could not be resolved: {place.reason or 'no reason given'}", destination=place)
        for place in lost
    ]
    flags = tuple(f"the destination {place.name_in_report!r} could not be put on the map" for place in lost)
    if stated is not None and origin is None:
        flags = (*flags, f"the origin {stated.name_in_report!r} could not be put on the map: {stated.reason or 'no reason given'}")
    if origin is None:
        return flows + _without_origin(event, found, stated, flags)
    if found:
        return flows + [_towards(event, origin, place, targets, flags) for place in found]
    return [*flows, _open_ended(event, origin, targets, flags)]


def _without_origin(event: Event, found: Sequence[EventPlace], stated: EventPlace | None, flags: tuple[str, ...]) -> list[Flow]:
    drawn = [place for place in found if place.resolved]
    if drawn:
        return [
            _marker(event, "arrival", place, flags=flags + _area_flag(place, "drawn"), reason="the report names a destination and no known origin")
            for place in drawn
        ]
    if stated is not None:
        reason = f"the origin {stated.name_in_report!r} could not be resolved: {stated.reason or 'no reason given'}"
        return [_unplaced(event, reason, origin=stated)]
    if found:
        return [_unplaced(event, f"the report says to {_called(place)} and not from where", destination=place) for place in found]
    if event.direction in _COMPASS:
        return [_unplaced(event, f"the report says {_COMPASS[event.direction]} and not from where")]
    return [] if event.destinations else [_unplaced(event, "the report names neither origin nor destination")]


def _towards(event: Event, origin: EventPlace, place: EventPlace, targets: Targets, flags: tuple[str, ...]) -> Flow:
    """Return the flow from a known origin to one destination."""
    start = _point(origin)
    flags += _area_flag(origin, "starts")
    # "To Chad" names no point of Chad: the one thing that is known is the border that has to be crossed.
    abroad = place.kind == "country" and origin.country is not None and origin.country != place.country
    if place.kind == "border" or abroad or (event.toward == "border" and place.kind == "country"):
        found = targets.border(start, origin.country, place, event.direction)
        if found is not None:
            lat, lon, note = found
            return Flow(
                id="", event_id=event.id, shape="border", origin=origin, destination=place, start=start, end=(lat, lon),
                flags=flags + _contradiction(event, origin, start, (lat, lon), place), reason=note,
            )  # fmt: skip
        if not abroad:
            flags += (f"the course of {_called(place)} is not in the gazetteer",)
            return _open_ended(event, origin, targets, flags)
    if not place.resolved:
        return _open_ended(event, origin, targets, (*flags, f"{_called(place)} could not be put on the map"))
    end = _point(place)
    if geo.distance_km(*start, *end) < _SAME_PLACE_KM:
        flags += (f"origin and destination ({_called(place)}) are one point in the gazetteer",)
        return _marker(event, "origin", origin, flags=flags, reason="origin and destination cannot be told apart")
    flags += _area_flag(place, "ends") + _contradiction(event, origin, start, end, place)
    if (km := geo.distance_km(*start, *end)) > _FAR_KM:
        flags += (f"origin and destination are {km:,.0f} km apart; check that both are the places that the report means",)
    return Flow(
        id="", event_id=event.id, shape="arrow", origin=origin, destination=place, start=start, end=end, flags=flags,
        reason="the report names the destination",
    )  # fmt: skip


def _contradiction(event: Event, origin: EventPlace, start: tuple[float, float], end: tuple[float, float], place: EventPlace) -> tuple[str, ...]:
    """Return a flag where the direction that the report names is not the one in which the destination lies."""
    if event.direction not in _COMPASS:
        return ()
    bearing = geo.bearing_deg(*start, *end)
    # Neighbouring compass points are what people mean by "north"; from one point of a whole area the angle says less.
    allowed = 67.5 if origin.precision == 1 and place.precision == 1 else 90.0
    if geo.angle_between(bearing, geo.compass_bearing(event.direction)) <= allowed:
        return ()
    return (f"the report says {_COMPASS[event.direction]}, but {place.name} lies {_COMPASS[geo.compass(bearing)]} of {origin.name}",)


def _open_ended(event: Event, origin: EventPlace, targets: Targets, flags: tuple[str, ...]) -> Flow:
    """Return the flow from a known origin without a destination that can be drawn."""
    start = _point(origin)
    if event.toward == "coast" and (found := targets.coast(start, origin.country, event.direction)) is not None:
        lat, lon, note = found
        coast = EventPlace(
            name="the coast", name_in_report="coast", lat=lat, lon=lon, kind="border", country=origin.country, precision=2, reason=note
        )
        return Flow(
            id="", event_id=event.id, shape="border", origin=origin, destination=coast, start=start, end=(lat, lon),
            flags=flags + _area_flag(origin, "starts") + _contradiction(event, origin, start, (lat, lon), coast), reason=note,
        )  # fmt: skip
    if event.toward and not event.destinations:
        flags += (f"the report says towards a {event.toward} and not which",)
    if event.direction in _COMPASS and abs(start[0]) < _POLE:
        flags = (*flags, *_area_flag(origin, "starts"))
        return Flow(
            id="", event_id=event.id, shape="wedge", origin=origin, start=start, flags=tuple(dict.fromkeys(flags)),
            reason=f"the report names a direction ({_COMPASS[event.direction]}) and no destination; the length of the wedge means nothing",
        )  # fmt: skip
    flags = tuple(dict.fromkeys((*flags, *_area_flag(origin, "drawn"))))
    return _marker(event, "origin", origin, flags=flags, reason="the report names no destination")


def _number(flows: Sequence[Flow], event: Event) -> list[Flow]:
    drawn = sum(1 for flow in flows if flow.shape != "unplaced")
    width = width_class(event.people)
    many = (f"the number of people is for all {drawn} destinations together",) if drawn > 1 and people_number(event.people) is not None else ()
    return [
        replace(
            flow, id=f"{event.id}.{number}", width_class=width, shared_by=max(drawn, 1), flags=flow.flags + (many if flow.shape != "unplaced" else ())
        )
        for number, flow in enumerate(flows, start=1)
    ]
