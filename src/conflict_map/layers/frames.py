"""From records to the rows of each layer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_map.layers.columns import alternatives, called, common, describe, end_columns, frame, join, place_columns, points
from conflict_map.model import siege_sides

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.layers.palette import LegendItem
    from conflict_map.model import ContextRoute, Event, EventPlace, Flow, Mention, Report, StatedFigure

__all__ = [
    "control_frame",
    "fights_frame",
    "figures_frame",
    "movements_frame",
    "places_frame",
    "routes_frame",
    "status_style",
    "unplaced_frame",
]

_NO_PLACE = "the report does not say where"


def status_style(status: str | None, side: str | None, sides: Mapping[str, LegendItem]) -> str:
    """Return the style of a place by who holds it: contested and unknown are never drawn in a side's colour."""
    if status == "contested":
        return "contested"
    if side is not None and side in sides and status != "unknown":
        return sides[side].key
    return "besieged" if status == "besieged" else "unknown"


def _drawn(event: Event) -> bool:
    return event.place is not None and event.place.resolved


def _place_of(event: Event) -> EventPlace:
    place = event.place
    if place is None:  # callers pass events with a place only
        raise AssertionError
    return place


def _control_title(event: Event) -> str:
    place = called(_place_of(event))
    to, gone = join(event.control_to[:1]), join(event.control_from[:1])
    if event.control_status == "contested":
        return f"{place}: contested" + (f" between {to} and {gone}" if to and gone else "")
    if event.control_status == "besieged":
        holder, besieger = siege_sides(event)
        if besieger is None:
            return f"{place}: besieged" + (f" ({holder})" if holder else "")  # the history of the place may know which side that is
        return f"{place}: besieged by {besieger}" + (f", held by {holder}" if holder else "")
    if to is None:
        return f"{place}: lost by {gone}" if gone else f"{place}: control changed"
    return f"{place}: taken by {to}" + (f" from {gone}" if gone else "")


def _coloured_for(event: Event) -> str | None:
    """Return the side in whose colour an event is drawn: who came to hold the place, or holds it under siege; None where that is not sure."""
    if event.control_status != "besieged":
        return event.control_to[0] if event.control_to else None
    holder, besieger = siege_sides(event)
    return holder if besieger is not None else None


def control_frame(events: Iterable[Event], sides: Mapping[str, LegendItem]) -> gpd.GeoDataFrame:
    """Return one point for each change of control with a place."""
    rows = [event for event in events if event.type == "control_change" and _drawn(event)]
    places = [_place_of(event) for event in rows]
    side_to = [event.control_to[0] if event.control_to else None for event in rows]
    columns = common(
        rows,
        prefix="control",
        titles=[_control_title(event) for event in rows],
        styles=[status_style(event.control_status, _coloured_for(event), sides) for event in rows],
        precision=[place.precision for place in places],
    )
    columns |= place_columns(places)
    columns |= {
        "control_to": [join(event.control_to) for event in rows],
        "control_from": [join(event.control_from) for event in rows],
        "side_to": side_to,
        "side_from": [event.control_from[0] if event.control_from else None for event in rows],
        "control_status": [event.control_status for event in rows],
        "inferred_fields": [join(event.inferred) for event in rows],
    }
    return frame("control", columns, points(places))


def fights_frame(name: str, events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Return one point for each strike (``name`` "strikes") or clash ("clashes") with a place."""
    kind, word = {"strikes": ("strike", "strike"), "clashes": ("clash", "fighting")}[name]
    rows = [event for event in events if event.type == kind and _drawn(event)]
    places = [_place_of(event) for event in rows]
    words = ["siege" if event.control_status == "besieged" else word for event in rows]
    titles = [
        f"{called(place)}: {what}" + (f" ({event.actor[0]})" if event.actor else "") for event, place, what in zip(rows, places, words, strict=True)
    ]
    columns = common(rows, prefix=kind, titles=titles, styles=[kind] * len(rows), precision=[place.precision for place in places])
    columns |= place_columns(places)
    columns["actor"] = [join(event.actor) for event in rows]
    columns["control_status"] = [event.control_status for event in rows]
    return frame(name, columns, points(places))


def _movement_title(event: Event, flow: Flow) -> str:
    who = join(event.actor[:1]) or ("Fighters" if event.type == "troop_movement" else "People")
    if event.people is not None:
        who = f"{who} ({event.people.reported})" if event.actor else event.people.reported[:1].upper() + event.people.reported[1:]
    start = f" from {called(flow.origin)}" if flow.origin is not None else ""
    if flow.origin is None and event.origin is not None and not event.origin.resolved:
        start = f" from {event.origin.name_in_report} (not on the map)"
    if flow.shape == "border":
        goal = called(flow.destination) if flow.destination is not None else f"the {event.toward or 'border'}"
        return f"{who}{start} towards {goal}"
    if flow.destination is not None:
        return f"{who}{start} to {called(flow.destination)}"
    if flow.shape == "wedge":
        return f"{who}{start} {_COMPASS_WORDS.get(event.direction or '', 'away')}"
    lost = [place.name_in_report for place in event.destinations if not place.resolved]
    if lost:
        return f"{who}{start} to {join(lost)} (not on the map)"
    return f"{who}{start}, destination not given"


_COMPASS_WORDS = {
    "N": "northwards", "NE": "north-eastwards", "E": "eastwards", "SE": "south-eastwards",
    "S": "southwards", "SW": "south-westwards", "W": "westwards", "NW": "north-westwards",
}  # fmt: skip


def _movement_style(event: Event, flow: Flow) -> str:
    who = "fighters" if event.type == "troop_movement" else "civilians"
    return f"{flow.shape}-{who}-{'known' if flow.width_class else 'unknown'}"


def _worst(values: Iterable[Any], *, largest: bool) -> Any:  # noqa: ANN401 - int or float, as given
    known = list(values)
    return (max if largest else min)(known) if known else None


def movements_frame(flows: Iterable[Flow], by_id: Mapping[str, Event]) -> gpd.GeoDataFrame:
    """Return one line, sector or point for each flow that has a geometry and whose event is there."""
    rows = [flow for flow in flows if flow.geometry is not None and flow.event_id in by_id]
    events = [by_id[flow.event_id] for flow in rows]
    ends = [[place for place in (flow.origin, flow.destination) if place is not None] for flow in rows]
    columns = common(
        events,
        prefix="movement",
        titles=[_movement_title(event, flow) for event, flow in zip(events, rows, strict=True)],
        styles=[_movement_style(event, flow) for event, flow in zip(events, rows, strict=True)],
        # The end of a border arrow is no place that the report names: its shape and flags say what is known of it.
        precision=[
            flow.origin.precision if flow.shape == "border" and flow.origin else _worst((place.precision for place in places), largest=True)
            for flow, places in zip(rows, ends, strict=True)
        ],
    )
    people = [event.people for event in events]
    columns |= end_columns("origin", [flow.origin for flow in rows]) | end_columns("destination", [flow.destination for flow in rows])
    columns |= {
        "id": [f"movement-{flow.id}" for flow in rows],
        "kind": [event.type for event in events],
        "shape": [flow.shape for flow in rows],
        "direction": [event.direction for event in events],
        "toward": [event.toward or ("border" if flow.shape == "border" else None) for event, flow in zip(events, rows, strict=True)],
        "people_reported": [number.reported if number else None for number in people],
        "people_low": [number.low if number else None for number in people],
        "people_best": [number.best if number else None for number in people],
        "people_high": [number.high if number else None for number in people],
        "unit": [number.unit if number else None for number in people],
        "width_class": [flow.width_class for flow in rows],
        "shared_by": [flow.shared_by for flow in rows],
        "actor": [join(event.actor) for event in events],
        "start_lat": [flow.start[0] if flow.start else None for flow in rows],
        "start_lon": [flow.start[1] if flow.start else None for flow in rows],
        "end_lat": [flow.end[0] if flow.end else None for flow in rows],
        "end_lon": [flow.end[1] if flow.end else None for flow in rows],
        "flags": [join(flow.flags) for flow in rows],
        "score": [_worst((place.score for place in places), largest=False) for places in ends],
        "reason": [flow.reason or None for flow in rows],
    }
    return frame("movements", columns, [flow.geometry for flow in rows])


def routes_frame(routes: Iterable[ContextRoute], lines: Mapping[str, BaseGeometry]) -> gpd.GeoDataFrame:
    """Return one line for each road that a report names and whose course is known; the first report that names it gives its sentence."""
    first: dict[str, ContextRoute] = {}
    for route in sorted(routes, key=lambda route: (route.route_id, route.source.published or "", route.source.report or "", route.start)):
        if route.route_id in lines:
            first.setdefault(route.route_id, route)
    rows = list(first.values())
    columns: dict[str, list[Any]] = _source_columns(rows) | {
        "id": [f"route-{route.route_id}" for route in rows],
        "title": [route.name for route in rows],
        "style": ["route"] * len(rows),
        "route_id": [route.route_id for route in rows],
        "name": [route.name for route in rows],
    }
    return frame("routes", columns, [lines[route.route_id] for route in rows])


def _source_columns(rows: Sequence[ContextRoute | StatedFigure]) -> dict[str, list[Any]]:
    return {
        "quote": [row.quote for row in rows],
        "publisher": [row.source.publisher for row in rows],
        "headline": [row.source.headline for row in rows],
        "url": [row.source.url for row in rows],
        "published": [row.source.published for row in rows],
        "report": [row.source.report for row in rows],
    }


def figures_frame(figures: Iterable[StatedFigure]) -> gpd.GeoDataFrame:
    """Return one row without geometry for each stated figure, in the order of the reports' dates and texts."""
    rows = sorted(figures, key=lambda figure: (figure.source.published or "", figure.source.report or "", figure.start, figure.kind))
    columns: dict[str, list[Any]] = _source_columns(rows) | {
        "id": [f"figure-{figure.source.report or 'table'}-{figure.start}-{figure.kind}" for figure in rows],
        "title": [figure.reported for figure in rows],
        "claim_status": [figure.claim.status for figure in rows],
        "claim_by": [join(figure.claim.by) for figure in rows],
        "kind": [figure.kind for figure in rows],
        "reported": [figure.reported for figure in rows],
        "low": [figure.low for figure in rows],
        "best": [figure.best for figure in rows],
        "high": [figure.high for figure in rows],
        "unit": [figure.unit for figure in rows],
        "actor": [join(figure.actor) for figure in rows],
        "place": [figure.place.name if figure.place else None for figure in rows],
    }
    return frame("figures", columns, [None] * len(rows))


def _mention_columns(rows: Sequence[tuple[Report | None, Mention]]) -> dict[str, list[Any]]:
    return {
        "quote": [_sentence(report.text, mention.start, mention.end) if report else mention.text for report, mention in rows],
        "publisher": [report.publisher if report else None for report, _ in rows],
        "headline": [report.headline if report else None for report, _ in rows],
        "url": [report.url if report else None for report, _ in rows],
        "published": [report.published if report else None for report, _ in rows],
        "report": [report.id if report else None for report, _ in rows],
    }


_SENTENCE_END = frozenset(".!?…؟。\n")
_LONGEST = 600


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence around a span, cut at full stops followed by space and at line ends, at most about 600 characters each way."""
    left = start
    while left > max(0, start - _LONGEST) and not (text[left - 1] in _SENTENCE_END and (text[left - 1] == "\n" or text[left : left + 1].isspace())):
        left -= 1
    right = end
    limit = min(len(text), end + _LONGEST)
    while right < limit and not (text[right - 1] in _SENTENCE_END and right > end and (text[right].isspace() or text[right] in "\"'”’")):
        if text[right] == "\n":
            break
        right += 1
    return text[left:right].strip()


def _spot(place: EventPlace) -> tuple[str, float | None, float | None]:
    return place.name, place.lat, place.lon


def used_places(events: Iterable[Event]) -> set[tuple[str, float | None, float | None]]:
    """Return name and coordinates of every place that an event uses."""
    return {_spot(place) for event in events for place in (event.place, event.origin, *event.destinations) if place is not None}


def places_frame(mentions: Iterable[tuple[Report | None, Mention]], events: Iterable[Event]) -> gpd.GeoDataFrame:
    """Return one point for each place that a report names and no event uses, with the sentence that names it first."""
    used = used_places(events)
    first: dict[tuple[str, float | None, float | None], tuple[Report | None, Mention, EventPlace]] = {}
    for report, mention in mentions:
        if mention.place is None:
            continue
        place = mention.event_place()
        if _spot(place) not in used:
            first.setdefault(_spot(place), (report, mention, place))
    rows = sorted(first.values(), key=lambda row: _spot(row[2]))
    places = [place for _, _, place in rows]
    columns = _mention_columns([(report, mention) for report, mention, _ in rows]) | place_columns(places)
    columns |= {
        "id": [f"place-{place.geonames_id or f'{place.name}-{place.lat}-{place.lon}'}" for place in places],
        "title": [describe(place) for place in places],
        "precision": [place.precision for place in places],
        "style": ["place"] * len(places),
    }
    return frame("places", columns, points(places))


def _unplaced_events(events: Iterable[Event], flows: Iterable[Flow]) -> Iterable[tuple[Event, str, str | None, str, str | None]]:
    for event in events:
        if event.type in {"displacement", "troop_movement"} or _drawn(event):
            continue
        place = event.place
        yield event, "place", place.name_in_report if place else None, place.reason if place else _NO_PLACE, alternatives(place) if place else None
    by_id = {event.id: event for event in events}
    for flow in flows:
        if flow.geometry is None and flow.event_id in by_id:
            lost = next((place for place in (flow.destination, flow.origin) if place is not None), None)
            name = lost.name_in_report if lost else None
            yield by_id[flow.event_id], "movement", name, flow.reason or _NO_PLACE, alternatives(lost) if lost else None


def unplaced_frame(
    events: Sequence[Event],
    flows: Sequence[Flow],
    mentions: Iterable[tuple[Report | None, Mention]],
    lost_routes: Iterable[ContextRoute] = (),
) -> gpd.GeoDataFrame:
    """Return a row without geometry for each event, name and road that could not be put on the map, with the reason."""
    lost = list(_unplaced_events(events, flows))
    names: dict[tuple[str | None, str], tuple[Report | None, Mention]] = {}
    for report, mention in mentions:
        if mention.place is None:
            names.setdefault((report.id if report else None, mention.text), (report, mention))
    unnamed = sorted(names.values(), key=lambda row: (row[0].id or "" if row[0] else "", row[1].start))
    records = [mention.event_place() for _, mention in unnamed]
    head = common(
        [event for event, *_ in lost],
        prefix="unplaced",
        titles=[f"{event.type.replace('_', ' ')}, not on the map: {name or 'no place'}" for event, _, name, _, _ in lost],
        styles=["none"] * len(lost),
        precision=[None] * len(lost),
    )
    head |= {
        "kind": ["event"] * len(lost),
        "event_type": [event.type for event, *_ in lost],
        "role": [role for _, role, *_ in lost],
        "name_in_report": [name for _, _, name, _, _ in lost],
        "reason": [reason for _, _, _, reason, _ in lost],
        "alternatives": [others for *_, others in lost],
    }
    tail = _mention_columns(unnamed) | {
        "id": [f"unplaced-name-{report.id if report else 'table'}-{mention.start}" for report, mention in unnamed],
        "title": [f"place name, not on the map: {mention.text}" for _, mention in unnamed],
        "style": ["none"] * len(unnamed),
        "kind": ["place"] * len(unnamed),
        "role": ["mention"] * len(unnamed),
        "name_in_report": [mention.text for _, mention in unnamed],
        "reason": [record.reason for record in records],
        "alternatives": [alternatives(record) for record in records],
    }
    roads = list({route.route_id: route for route in lost_routes}.values())
    end = _source_columns(roads) | {
        "id": [f"unplaced-route-{route.route_id}" for route in roads],
        "title": [f"road, not on the map: {route.name}" for route in roads],
        "style": ["none"] * len(roads),
        "kind": ["route"] * len(roads),
        "role": ["route"] * len(roads),
        "name_in_report": [route.name for route in roads],
        "reason": ["the course of the road is not in the gazetteer"] * len(roads),
    }
    sizes = ((head, len(lost)), (tail, len(unnamed)), (end, len(roads)))
    columns = {key: [value for part, size in sizes for value in part.get(key, [None] * size)] for key in {*head, *tail, *end}}
    return frame("unplaced", columns, [None] * sum(size for _, size in sizes))
