"""The order of the stages, and nothing else: text to mentions, mentions to places, sentences and places to events."""

from __future__ import annotations

import dataclasses
from functools import cache
from numbers import Integral
from typing import TYPE_CHECKING, Any

from conflict_map.errors import UsageError
from conflict_map.events import read_events
from conflict_map.gazetteer import Gazetteer
from conflict_map.language import language_of
from conflict_map.mentions import Span, find_mentions
from conflict_map.model import Reading
from conflict_map.resolve import fill_in, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

    from conflict_map.layers import Layers
    from conflict_map.model import ContextRoute, Event, Mention, PlaceSource, Report, StatedFigure
    from conflict_map.resolve import Corrections
    from conflict_map.territory import Territory

__all__ = ["LEAST_PLACES_FOR_AREAS", "build_control", "build_map", "default_gazetteer", "extract", "geoparse", "read_report"]

#: Areas are drawn from this number of places on; a disc around a single town would claim more than its report does.
LEAST_PLACES_FOR_AREAS = 3

#: A map derives areas and front lines on every day with a change as long as places times days stay below this (some seconds); with more
#: of them on as many days as that allows, spread evenly, but on no fewer than `LEAST_AREA_DAYS`. The standfirst then says so.
MOST_PLACE_DAYS = 60_000
LEAST_AREA_DAYS = 12


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
    online: PlaceSource | None = None,
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
    online
        A service (`conflict_map.geocoder.OnlineLookup`) that is asked for the names that stay unresolved, and for nothing else.

    Returns
    -------
    list of Mention
        In the order of the text, or of ``spans`` where given (one mention a span). A name that cannot be resolved has ``place`` None.

    Raises
    ------
    UsageError
        If a span is no pair of whole numbers, or lies outside the text.
    """
    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    if spans is None:
        found = find_mentions(text, lookup)
        if corrections is not None:
            taken = [(span.start, span.end) for span in found]
            told = [(start, end) for start, end in corrections.named_in(text) if all(end <= first or last <= start for first, last in taken)]
            found = sorted([*found, *(Span(start=start, end=end, text=text[start:end]) for start, end in told)], key=lambda span: span.start)
    else:
        for span in spans:
            if not (isinstance(span, (tuple, list)) and len(span) == 2 and all(isinstance(offset, Integral) for offset in span)):  # noqa: PLR2004
                message = f"a span must be (start, end), two offsets of characters, not {span!r}"
                raise UsageError(message)
            start, end = span
            if not 0 <= start < end <= len(text):
                message = f"span ({start}, {end}) lies outside the text of {len(text)} characters"
                raise UsageError(message)
        found = [Span(start=start, end=end, text=text[start:end]) for start, end in spans]
    mentions = resolve(text, found, lookup, corrections=corrections)
    return fill_in(mentions, online) if online is not None else mentions


def read_report(
    report: Report, gazetteer: Gazetteer | None = None, *, corrections: Corrections | None = None, online: PlaceSource | None = None
) -> Reading:
    """Read everything from one report: events, stated figures, roads named, and every mention of a place.

    Parameters
    ----------
    report
        The report. Dates such as "on Wednesday" need ``report.published``, or a date in the text.
    gazetteer
        Where names are looked up; `default_gazetteer` when not given.
    corrections
        Names that a user has decided; they win over everything.
    online
        A service that is asked for the names that stay unresolved; see `geoparse`.

    Returns
    -------
    Reading
        A report in another language than English has its places resolved and its ``language`` told, and no events.
    """
    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    mentions = geoparse(report.text, lookup, corrections=corrections.for_report(report) if corrections else None, online=online)
    language = language_of(report.text)
    if language not in {None, "en"}:
        return Reading(report, mentions=tuple(mentions), language=language)  # the grammar is English: nothing is made up from other languages
    return dataclasses.replace(read_events(report, mentions, lookup.actors, lookup), language=language)


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
    territory: Territory | None = None,
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
    territory
        Who held what and when, where it rests on more than the events (see `conflict_map.territory.Territory.of`).

    Raises
    ------
    UsageError
        If two different events have one id.
    """
    from conflict_map.control import change_days, history_areas, history_front
    from conflict_map.flows import build_flows
    from conflict_map.layers import build_layers, colour_slots
    from conflict_map.territory import Territory

    lookup = gazetteer if gazetteer is not None else default_gazetteer()
    events, routes = list(dict.fromkeys(events)), list(routes)
    territory = territory if territory is not None else Territory.of(events, gazetteer=lookup)
    events, history = _with_sides(events, territory.same), territory.history
    sides = {side[0] for event in events for side in (event.control_to, event.control_from) if side} | set(history.sides)
    lines = {route.route_id: lookup.routes[route.route_id].line for route in routes if route.route_id in lookup.routes}
    areas = front = shares = None
    spots, changes = sum(place.is_point for place in history.places), len(history.dates)
    most = max(LEAST_AREA_DAYS, MOST_PLACE_DAYS // max(1, spots))
    if spots >= LEAST_PLACES_FOR_AREAS:
        options: dict[str, Any] = {"within": territory.within, "lookup": territory.gazetteer, "reach_km": territory.reach_km, "most_changes": most}
        areas, front = history_areas(history, **options), history_front(history, **options)
        areas = areas[areas["decided_by"] != ""]
        shares = territory.shares(change_days(history, most))
    return build_layers(
        events, figures, routes, mentions, flows=build_flows(events, lookup), history=history, route_lines=lines, areas=areas, front=front,
        shares=shares, whole=None if shares is None else territory.whole, colour_slots=colour_slots(sides, lookup.actors.records), title=title,
        area_changes=(most, changes) if areas is not None and changes > most else None,
    )  # fmt: skip


def build_control(
    events: Iterable[Event], territory: Territory, *, dates: Sequence[str] | None = None, routes: bool = False, title: str | None = None
) -> Layers:
    """Return the layers of who holds what alone: ``areas``, ``front``, ``holders``, and with ``routes`` the stretches of roads by holder.

    Parameters
    ----------
    events
        What the territory was made of: areas and holders quote the reports that decide them.
    territory
        See `Territory.of`.
    dates
        ISO days to show; all changes where not given.
    routes
        Whether to give ``routes``, on the last of the days: with ``holder``, ``status``, ``from_km``, ``to_km``, ``cut``, ``cut_since`` besides the
        columns of the layer.
    title
        Title of the layers.
    """
    from conflict_map.layers import STYLES, build_layers, colour_slots

    events, history = _with_sides(list(dict.fromkeys(events)), territory.same), territory.history
    full = build_layers(
        events, flows=(), history=history, areas=territory.areas(dates), front=territory.front(dates),
        shares=territory.shares(dates if dates is not None else history.dates), whole=territory.whole,
        colour_slots=colour_slots(set(history.sides), territory.gazetteer.actors.records), title=title,
    )  # fmt: skip
    frames = {name: full.frames[name] for name in ("areas", "front", "holders", "shares")}
    if dates is not None and dates:
        holders = frames["holders"]
        begun = holders["valid_from"].map(lambda day: day is None or day <= max(dates)).astype(bool)
        lasting = holders["valid_to"].map(lambda day: day is None or day >= min(dates)).astype(bool)
        frames["holders"] = holders[begun & lasting].reset_index(drop=True)
    days = tuple(dates) if dates is not None else history.dates
    if routes and days:
        frames = {"areas": frames["areas"], "front": frames["front"], "routes": _stretches(territory, max(days))} | frames
    used = {key for frame in frames.values() for key in frame["style"].dropna()}
    used |= {
        f"{what}-{value}" for what, column in (("claim", "claim_status"), ("precision", "precision")) for value in frames["holders"][column].dropna()
    }
    roads = [STYLES["route"]] if "route" in used else []
    legend = (*(item for item in full.legend if item.key in used and item.key != "route"), *roads)
    return dataclasses.replace(full, frames=frames, legend=legend, dates=days)


def _stretches(territory: Territory, day: str) -> gpd.GeoDataFrame:
    from conflict_map.layers.columns import frame as layer_frame

    table = territory.route_control(day)
    count = range(1, len(table) + 1)
    state = [holder or status for holder, status in zip(table["holder"], table["status"], strict=True)]
    ends = zip(table["name"], state, table["from_place"], table["to_place"], strict=True)
    titles = [f"{name}: {what}, {start} to {end}" for name, what, start, end in ends]
    columns = {
        "id": [f"route-{key}-{number}" for key, number in zip(table["route_id"], count, strict=True)],
        "title": titles,
        "date_start": table["date"].tolist(), "date_end": table["date"].tolist(), "date_precision": ["day"] * len(table),
        "style": ["route"] * len(table), "route_id": table["route_id"].tolist(), "name": table["name"].tolist(),
    }  # fmt: skip
    frame = layer_frame("routes", columns, table.geometry.tolist())
    for column in ("holder", "status", "from_km", "to_km", "from_place", "to_place", "cut", "cut_since"):
        frame[column] = table[column].to_numpy()
    return frame


def _with_sides(events: list[Event], same: Mapping[str, str]) -> list[Event]:
    """Return the events with the name that a side goes by first, and the words of the report after it."""
    if not same:
        return events

    def named(words: tuple[str, ...]) -> tuple[str, ...]:
        side = same.get(words[0], words[0]) if words else ""
        return words if not words or side == words[0] else (side, *(word for word in words if word != side))

    return [dataclasses.replace(event, control_to=named(event.control_to), control_from=named(event.control_from)) for event in events]
