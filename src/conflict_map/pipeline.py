"""The order of the stages, and nothing else: text to mentions, mentions to places, sentences and places to events."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from conflict_map.errors import UsageError
from conflict_map.events import read_events
from conflict_map.gazetteer import Gazetteer
from conflict_map.mentions import Span, find_mentions
from conflict_map.resolve import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from conflict_map.layers import Layers
    from conflict_map.model import ContextRoute, Event, Mention, Reading, Report, StatedFigure
    from conflict_map.resolve import Corrections

__all__ = ["LEAST_PLACES_FOR_AREAS", "build_map", "default_gazetteer", "extract", "geoparse", "read_report"]

#: Areas are drawn from this number of places on; a disc around a single town would claim more than its report does.
LEAST_PLACES_FOR_AREAS = 3


@cache
def default_gazetteer() -> Gazetteer:
    """Return the gazetteer that is used where none is given: the embedded default with the installed packs, opened once a process."""
    return Gazetteer()


def geoparse(
    text: str,
    gazetteer: Gazetteer | None = None,
    spans: Sequence[tuple[int, int]] | None = None,
    *,
    corrections: Corrections | None = None,
) -> list[Mention]:
    """Find the places that a text names and resolve them.

    Parameters
    ----------
    text
        Any text; offsets count its characters.
    gazetteer
        Where names are looked up; `default_gazetteer` when not given.
    spans
        (start, end) of the mentions, the end exclusive, to resolve these instead of finding mentions.
    corrections
        Names that a user has decided; they win over everything.

    Returns
    -------
    list of Mention
        In the order of the text, or of ``spans`` where given (one mention a span). A name that cannot be resolved has ``place`` None.

    Raises
    ------
    UsageError
        If a span lies outside the text.
    """
    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    if spans is None:
        found = find_mentions(text, lookup)
    else:
        for start, end in spans:
            if not 0 <= start < end <= len(text):
                message = f"span ({start}, {end}) lies outside the text of {len(text)} characters"
                raise UsageError(message)
        found = [Span(start=start, end=end, text=text[start:end]) for start, end in spans]
    return resolve(text, found, lookup, corrections=corrections)


def read_report(report: Report, gazetteer: Gazetteer | None = None, *, corrections: Corrections | None = None) -> Reading:
    """Read everything from one report: events, stated figures, roads named, and every mention of a place.

    Parameters
    ----------
    report
        The report. Dates such as "on Wednesday" need ``report.published``, or a date in the text.
    gazetteer
        Where names are looked up; `default_gazetteer` when not given.
    corrections
        Names that a user has decided; they win over everything.
    """
    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    mentions = geoparse(report.text, lookup, corrections=corrections.for_report(report) if corrections else None)
    return read_events(report, mentions, lookup.actors, lookup)


def extract(report: Report, gazetteer: Gazetteer | None = None, *, corrections: Corrections | None = None) -> list[Event]:
    """Return the events that a report says happened, in the order of its sentences. See `read_report` for the rest."""
    return list(read_report(report, gazetteer, corrections=corrections).events)


def build_map(
    events: Iterable[Event],
    figures: Iterable[StatedFigure] = (),
    routes: Iterable[ContextRoute] = (),
    mentions: Iterable[Mention | tuple[Report, Mention]] = (),
    *,
    gazetteer: Gazetteer | None = None,
    title: str | None = None,
) -> Layers:
    """Turn everything that was read into the layers of one map: holders, flows, frames, legend.

    Parameters
    ----------
    events, figures, routes
        What the reports say, in any order.
    mentions
        Every mention of a place, best as (report, mention).
    gazetteer
        Borders, areas, courses of roads and colours of sides; `default_gazetteer` when not given.
    title
        Title of the map.

    Raises
    ------
    UsageError
        If two different events have one id.
    """
    from conflict_map.control import control_history, history_areas, history_front
    from conflict_map.flows import build_flows
    from conflict_map.layers import build_layers, colour_slots

    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    events, routes = list(dict.fromkeys(events)), list(routes)
    history = control_history(events)
    sides = {side[0] for event in events for side in (event.control_to, event.control_from) if side} | set(history.sides)
    lines = {route.route_id: lookup.routes[route.route_id].line for route in routes if route.route_id in lookup.routes}
    areas = front = None
    if sum(place.is_point for place in history.places) >= LEAST_PLACES_FOR_AREAS:
        areas, front = history_areas(history, lookup=lookup), history_front(history, lookup=lookup)
        areas = areas[areas["decided_by"] != ""]
    return build_layers(
        events, figures, routes, mentions, flows=build_flows(events, lookup), history=history, route_lines=lines, areas=areas, front=front,
        colour_slots=colour_slots(sides, lookup.actors.records), title=title,
    )  # fmt: skip
