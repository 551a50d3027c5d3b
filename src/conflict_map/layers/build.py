"""`Layers`: everything that a map shows, as named frames with a legend and sources, and `build_layers`, which makes it."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_map.errors import UsageError
from conflict_map.layers.columns import COLUMNS, COMMON, NOTHING, common, frame, group_by, unique_ids
from conflict_map.layers.frames import (
    control_frame,
    fights_frame,
    figures_frame,
    movements_frame,
    places_frame,
    routes_frame,
    status_style,
    unplaced_frame,
)
from conflict_map.layers.holders import HistoryLike, holders_frame, sides_of
from conflict_map.layers.palette import STYLES, LegendItem, side_items
from conflict_map.layers.shares import shares_frame
from conflict_map.model import Mention, Report, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import ContextRoute, Event, Flow, StatedFigure

__all__ = ["LAYER_NAMES", "Layers", "Summary", "build_layers"]

#: Names of the layers, from the bottom of the map to the top; the last three have no geometry.
LAYER_NAMES: tuple[str, ...] = (
    "areas", "front", "routes", "places", "holders", "control", "movements", "strikes", "clashes", "unplaced", "figures", "shares",
)  # fmt: skip
_EVENT_LAYERS = ("control", "movements", "strikes", "clashes")
_WITHOUT_GEOMETRY = frozenset({"unplaced", "figures", "shares"})

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Summary:
    """The facts of a map in numbers.

    Attributes
    ----------
    events
        Number of events, those not drawn included.
    by_type
        (type, number) in the order of `conflict_map.model.EVENT_TYPES`, present types only.
    places
        Number of different places on the map that an event uses.
    reports
        Number of different reports that events and figures stand on.
    unplaced_events, unplaced_names
        What could not be put on the map.
    undated
        Number of events without a date.
    first_date, last_date
        ISO days, first and last of all events, or None.
    area_changes, all_changes
        Where areas and front lines are derived on some of the days with a change only: how many, of how many. Else None.
    """

    events: int = 0
    by_type: tuple[tuple[str, int], ...] = ()
    places: int = 0
    reports: int = 0
    unplaced_events: int = 0
    unplaced_names: int = 0
    undated: int = 0
    first_date: str | None = None
    last_date: str | None = None
    area_changes: int | None = None
    all_changes: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Layers:
    """Everything that a map shows.

    Attributes
    ----------
    frames
        A GeoDataFrame (EPSG:4326) for every name of `LAYER_NAMES`, empty ones included; see below for the columns. Treat them as read-only.
    legend
        Exactly the classes that are drawn, in the order of a legend. Text in ``label`` may come from a report or table: it is hostile.
    sources
        The reports that anything on the map stands on, by date and headline, each once.
    title
        The headline of the only report, or what the caller gave, or a description.
    standfirst
        One or two sentences of facts, in English: how many events, places, reports, dates; what is not on the map.
    summary
        The same facts as numbers.
    bounds
        (west, south, east, north) in degrees with a small margin, around what events draw (else around places, roads, areas); None for an
        empty map. West is always less than east.
    dates
        The ISO days on which something begins, each once, in order: the stops of a date slider.

    Notes
    -----
    Text columns hold ``str`` or None; numbers are ``Int64`` or ``float64`` (NaN where not known), flags ``boolean``. Days are ISO strings,
    both ends inclusive, None where the report does not say. Several values are joined by ``; ``.

    Every layer has

    ``id``
        Unique over all layers, stable from run to run.
    ``event_id``
        `Event.id`; None for places, routes, figures, areas.
    ``title``
        One line that says what the shape says.
    ``date_start``, ``date_end``, ``date_precision``
        Days, and ``day``, ``week``, ``month``, ``year`` or ``unknown``. Events without a date are kept and have ``unknown``.
    ``quote``, ``publisher``, ``headline``, ``url``, ``published``, ``report``
        The sentence that the shape stands on and the report that it is from (``report`` is its id).
    ``claim_status``, ``claim_by``
        ``reported``, ``claimed``, ``denied`` or ``contested``, and by whom. The legend item ``claim-<status>`` shows how it is drawn.
    ``precision``
        1 the named town or village, 2 near it or part of an area, 3 a larger area (the coarsest of a movement's ends; of a border arrow
        its origin). Item ``precision-<n>``.
    ``style``
        ``key`` of a `LegendItem`.
    ``geometry``
        None in ``unplaced``, ``figures`` and ``shares``.

    and of its own

    ``control`` (points, one for each control change), ``strikes``, ``clashes`` (points), ``places`` (points, no event uses them)
        ``place``, ``name_in_report``, ``name_local``, ``place_kind``, ``country`` (ISO code), ``admin1``, ``geonames_id``, ``score`` (0–1, how sure
        the place is), ``reason``, ``alternatives``. Control has also ``control_to``, ``control_from`` (side and the words of the report),
        ``side_to``, ``side_from`` (canonical side), ``control_status`` and ``inferred_fields`` (which of
        ``control_to`` and ``control_from`` no words of the report give); strikes and clashes have ``actor``, clashes also ``control_status``.
    ``holders`` (points, one for each place and span of days)
        The place's columns, ``holder``, ``holder_status`` (``held``, ``contested``, ``besieged``, ``unknown``), ``sides`` (who contest or
        besiege it), ``valid_from``, ``valid_to`` (inclusive, None for open), ``decided_by``, ``contradicted_by`` (ids of events), ``note``. The quote
        is that of the latest event that decides; ``claim_status`` may also be ``inferred``. At a date D show the rows with
        valid_from ≤ D ≤ valid_to.
    ``movements`` (line, polygon for a wedge, point where one end is not known)
        ``kind`` (``displacement``, ``troop_movement``), ``shape`` (``arrow``, ``border``, ``wedge``, ``origin``, ``arrival``), ``origin``,
        ``destination`` and of each of both, as ``origin_in_report`` and so on, ``_in_report``, ``_local``, ``_kind``, ``_country``,
        ``_admin1``, ``_geonames_id``, ``_precision``, ``_score``, ``_reason``, ``_alternatives``, then ``direction``, ``toward``,
        ``people_reported``, ``people_low``, ``people_best``, ``people_high``, ``unit``, ``width_class`` (0 not known, 1–5: `WIDTHS_PX`),
        ``shared_by`` (the people are for that many shapes together), ``actor``, ``start_lat``, ``start_lon``, ``end_lat``, ``end_lon`` (None
        where no end is claimed), ``flags`` (what a reader has to know), ``score`` (the lower of both ends), ``reason`` (why this shape). A
        line begins and ends exactly at start and end.
    ``routes`` (lines)
        ``route_id``, ``name``.
    ``areas`` (polygons)
        ``holder``, ``status`` (``held``, ``contested``, ``besieged``, ``unknown``, ``no report``), ``valid_from``, ``valid_to``, ``places``,
        ``decided_by``, and what else `conflict_map.control` gives.
    ``front`` (lines)
        ``sides``, ``inferred``, ``valid_from``, ``valid_to``.
    ``unplaced``
        ``kind`` (``event``, ``place``, ``route``), ``event_type`` (`Event.type`, of events only),
        ``role`` (``place``, ``movement``, ``mention``, ``route``), ``name_in_report``, ``reason``,
        ``alternatives``.
    ``figures``
        ``kind``, ``reported``, ``low``, ``best``, ``high``, ``unit``, ``actor``, ``place``.
    ``shares`` (a row for each side and each day on which areas change; what it says stands until the next such day)
        ``date``, ``side``, ``whole`` (what it is a share of, in words), in percent ``area_percent``, ``places_percent``, ``people_percent``, each
        with ``…_low`` (reports only), ``…_high`` (with all that nobody is known to hold) and ``…_unknown`` (what nobody is known to hold on that day:
        contested, unknown, not reported; the same for every side); ``area_km2``, ``place_count``, ``people_count``, and ``unsized_count`` (places of
        the side of unknown population). ``style`` is the side's. See `conflict_map.control.shares`.
    """

    frames: Mapping[str, gpd.GeoDataFrame]
    legend: tuple[LegendItem, ...] = ()
    sources: tuple[Source, ...] = ()
    title: str = "Map"
    standfirst: str = ""
    summary: Summary = Summary()
    bounds: Bounds | None = None
    dates: tuple[str, ...] = ()

    def style(self, key: str) -> LegendItem:
        """Return the legend item of a style.

        Raises
        ------
        KeyError
            If no shape of the map has it.
        """
        for item in self.legend:
            if item.key == key:
                return item
        raise KeyError(key)

    def records(self, name: str) -> list[dict[str, Any]]:
        """Return a layer's rows as dictionaries of plain values: None for missing, ``geometry`` a GeoJSON mapping or None."""
        from shapely.geometry import mapping

        table = self.frames[name]
        columns = {column: _plain(table[column]) for column in table.columns if column != table.geometry.name}
        columns["geometry"] = [None if shape is None else mapping(shape) for shape in table.geometry]
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]

    def to_dict(self) -> dict[str, Any]:
        """Return the whole map as a dictionary that JSON can hold."""
        return {
            "title": self.title,
            "standfirst": self.standfirst,
            "summary": dataclasses.asdict(self.summary) | {"by_type": dict(self.summary.by_type)},
            "bounds": list(self.bounds) if self.bounds else None,
            "dates": list(self.dates),
            "legend": [item.to_dict() for item in self.legend],
            "sources": [dataclasses.asdict(source) for source in self.sources],
            "layers": {name: self.records(name) for name in self.frames},
        }


def _plain(column: Any) -> list[Any]:  # noqa: ANN401 - a pandas Series, imported only when needed
    import pandas as pd

    missing = pd.isna(column).to_numpy()
    return [None if gone else value for value, gone in zip(column.tolist(), missing, strict=True)]


def build_layers(  # noqa: PLR0913 - everything that a map may show meets here
    events: Iterable[Event],
    figures: Iterable[StatedFigure] = (),
    routes: Iterable[ContextRoute] = (),
    mentions: Iterable[Mention | tuple[Report, Mention]] = (),
    *,
    flows: Iterable[Flow],
    history: HistoryLike | None = None,
    route_lines: Mapping[str, BaseGeometry] | None = None,
    areas: gpd.GeoDataFrame | None = None,
    front: gpd.GeoDataFrame | None = None,
    shares: pd.DataFrame | None = None,
    whole: str | None = None,
    colour_slots: Mapping[str, int] | None = None,
    title: str | None = None,
    area_changes: tuple[int, int] | None = None,
) -> Layers:
    """Turn records into layers.

    Parameters
    ----------
    events, figures, routes
        What the reports say. The order does not matter: rows are in order of dates, events without one last.
    mentions
        Every mention of a place, best as (report, mention), so that places and names that stay off the map have their sentence too.
    flows
        Movements as `conflict_map.flows.build_flows` draws them. A flow whose event is not in ``events`` is left out.
    history
        Who held which place and when, from `conflict_map.control.control_history`; without it ``holders`` is empty.
    route_lines
        Course of roads by ``route_id``, EPSG:4326.
    areas, front
        Polygons and front lines as `conflict_map.control` derives them, EPSG:4326.
    shares, whole
        Who held how much on some days, as `conflict_map.control.shares` gives it, and of what.
    colour_slots
        Colour slot by canonical side, counted from 1, so that a side keeps its colour from map to map.
    title
        Title of the map.
    area_changes
        Where ``areas`` and ``front`` are derived on some of the days with a change only: on how many, of how many. The standfirst says it.

    Returns
    -------
    Layers
        With every layer of `LAYER_NAMES`, empty ones included.

    Raises
    ------
    UsageError
        If two different events have one id: a shape could show the wrong sentence. (The same event twice is one.)
    """
    ordered = sorted(dict.fromkeys(events), key=lambda event: (event.date_start is None, event.date_start or "", event.date_end or "", event.id))
    by_id = {event.id: event for event in ordered}
    if len(by_id) < len(ordered):
        message = f"two different events have the id {_repeated(ordered)!r}; give each event an id of its own"
        raise UsageError(message)
    drawn = sorted((flow for flow in flows if flow.event_id in by_id), key=_flow_order(by_id))
    figures, routes = list(figures), list(routes)
    named = [item if isinstance(item, tuple) else (None, item) for item in mentions]
    sides = side_items(_sides(ordered, areas) | sides_of(history), colour_slots)
    frames: dict[str, gpd.GeoDataFrame] = {
        "areas": _given("areas", areas, sides, by_id),
        "front": _given("front", front, sides, by_id),
        "routes": routes_frame(routes, route_lines or {}),
        "places": places_frame(named, ordered),
        "holders": holders_frame(history, by_id, sides),
        "control": control_frame(ordered, sides),
        "movements": movements_frame(drawn, by_id),
        "strikes": fights_frame("strikes", ordered),
        "clashes": fights_frame("clashes", ordered),
        "unplaced": unplaced_frame(ordered, drawn, named, [route for route in routes if route.route_id not in (route_lines or {})]),
        "figures": figures_frame(figures),
        "shares": shares_frame(shares, whole, sides),
    }
    unique_ids(frames.values())
    sources = _sources(ordered, figures, routes, named)
    summary = _summarise(ordered, (record.source for group in (ordered, figures) for record in group), frames)
    if area_changes is not None:
        summary = dataclasses.replace(summary, area_changes=area_changes[0], all_changes=area_changes[1])
    return Layers(
        frames=frames,
        legend=_legend(frames, sides),
        sources=sources,
        title=title or _title(sources, summary),
        standfirst=_standfirst(summary),
        summary=summary,
        bounds=_bounds(frames),
        dates=tuple(sorted({day for name in _EVENT_LAYERS for day in frames[name]["date_start"] if day is not None})),
    )


def _repeated(events: Iterable[Event]) -> str:
    seen: set[str] = set()
    for event in events:
        if event.id in seen:
            return event.id
        seen.add(event.id)
    return ""


def _flow_order(by_id: Mapping[str, Event]) -> Any:  # noqa: ANN401 - a key function
    place = {key: index for index, key in enumerate(by_id)}
    return lambda flow: (place[flow.event_id], flow.id)


def _sides(events: Iterable[Event], areas: gpd.GeoDataFrame | None) -> set[str]:
    names = {side[0] for event in events if event.type == "control_change" for side in (event.control_to, event.control_from) if side}
    if areas is not None and "holder" in areas:
        names |= {holder for holder in areas["holder"] if isinstance(holder, str)} - {"contested", "unknown", "besieged"}
    return names


def _given(name: str, table: gpd.GeoDataFrame | None, sides: Mapping[str, LegendItem], by_id: Mapping[str, Event]) -> gpd.GeoDataFrame:
    """Return a frame of `conflict_map.control` with the columns that every layer has; further columns of its own stay."""
    import pandas as pd

    if table is None or len(table) == 0:
        return frame(name, {}, [])
    given = table.to_crs("EPSG:4326") if table.crs is not None else table.set_crs("EPSG:4326")
    size = len(given)
    own = {column: _plain(given[column]) for column in given.columns if column in {*COMMON, *COLUMNS[name]}}
    columns = _deciders(own.get("decided_by", [None] * size), by_id) | own
    columns.setdefault("id", [f"{name}-{number}" for number in range(1, size + 1)])
    if "claim" in given.columns:
        columns["claim_status"] = _plain(given["claim"])
    if name == "areas":
        holders = columns.get("holder", [None] * size)
        states = columns.get("status", ["held" if holder else "unknown" for holder in holders])
        columns["style"] = [_area_style(holder, status, sides) for holder, status in zip(holders, states, strict=True)]
        around = _plain(given["sides"]) if "sides" in given.columns else [None] * size
        titles = [_area_title(*row) for row in zip(holders, states, around, strict=True)]
    else:
        columns["style"] = ["front-inferred" if inferred else "front" for inferred in columns.get("inferred", [False] * size)]
        titles = [f"Front line: {names}" if names else "Front line" for names in columns.get("sides", [None] * size)]
    columns.setdefault("title", titles)
    made = frame(name, columns, list(given.geometry))
    for column in given.columns:
        if column not in made.columns and column != given.geometry.name:
            made[column] = pd.Series(given[column].to_numpy(), index=made.index)
    return made


def _deciders(decided_by: Sequence[str | None], by_id: Mapping[str, Event]) -> dict[str, list[Any]]:
    """Return the source of rows that several events decide: sentence and report of the latest of them."""
    heads = [
        max((by_id[key] for key in (ids or "").split("; ") if key in by_id), key=lambda event: (event.date_start or "", event.id), default=NOTHING)
        for ids in decided_by
    ]
    columns = common(heads, prefix="", titles=[], styles=[], precision=[None] * len(heads))
    return {key: values for key, values in columns.items() if key not in {"id", "event_id", "title", "style", "precision"}}


def _area_title(holder: str | None, status: str, sides: str | None) -> str:
    if status == "besieged" and holder:
        return f"held by {holder}, besieged" + (f" by {sides}" if sides else "")
    return f"{status} by {holder}" if holder else status


def _area_style(holder: str | None, status: str, sides: Mapping[str, LegendItem]) -> str:
    if status == "no report":
        return "no-report"
    return holder if holder in {"contested", "unknown", "besieged"} else status_style(status, holder, sides)


def _legend(frames: Mapping[str, gpd.GeoDataFrame], sides: Mapping[str, LegendItem]) -> tuple[LegendItem, ...]:
    """Return the items of exactly the styles, claims, precisions and widths that shapes on the map have."""
    used: set[str] = set()
    for name, table in frames.items():
        if name in _WITHOUT_GEOMETRY or len(table) == 0:
            continue
        used |= set(table["style"].dropna())
        if name in {"control", "movements", "strikes", "clashes", "holders"}:
            used |= {f"claim-{status}" for status in table["claim_status"].dropna().unique()}
            used |= {f"precision-{number}" for number in table["precision"].dropna().unique()}
        for column in ("holder_status", "control_status", "status"):
            if name in {"control", "holders", "areas"} and column in table and (table[column] == "besieged").any():
                used.add("siege")
    lines = frames["movements"]
    lines = lines[lines["shape"].isin(["arrow", "border"])]
    used |= {f"width-{number}" for number in lines["width_class"].dropna().unique() if number}
    by_key = {item.key: item for item in sides.values()} | dict(STYLES)
    return tuple(item for key, item in by_key.items() if key in used)


def _sources(
    events: Iterable[Event], figures: Iterable[StatedFigure], routes: Iterable[ContextRoute], named: Iterable[tuple[Report | None, Mention]]
) -> tuple[Source, ...]:
    found = {record.source for group in (events, figures, routes) for record in group}
    found |= {report.source() for report in {report.id: report for report, _ in named if report is not None}.values()}
    found.discard(Source())
    return tuple(sorted(found, key=lambda s: (s.published or "9999", s.headline or "", s.publisher or "", s.url or "", s.report or "")))


def _summarise(events: Sequence[Event], sources: Iterable[Source], frames: Mapping[str, gpd.GeoDataFrame]) -> Summary:
    from conflict_map.model import EVENT_TYPES

    counts = {kind: len(group) for kind, group in group_by(events, lambda event: event.type).items()}
    days = [day for event in events for day in (event.date_start, event.date_end) if day]
    # What has no date is known by the day of its report: the map runs on to that day, and its title says so.
    known = [event.source.published[:10] for event in events if event.date_start is None and event.source.published]
    places = {
        (place.lat, place.lon)
        for event in events
        for place in (event.place, event.origin, *event.destinations)
        if place is not None and place.resolved
    }
    lost = frames["unplaced"]
    return Summary(
        events=len(events),
        by_type=tuple((kind, counts[kind]) for kind in EVENT_TYPES if kind in counts),
        places=len(places),
        reports=len({source.report or source for source in sources if source != Source()}),
        unplaced_events=int(lost.loc[lost["kind"] == "event", "event_id"].nunique()),
        unplaced_names=int((lost["kind"] == "place").sum()),
        undated=sum(1 for event in events if event.date_start is None),
        first_date=min(days or known, default=None),
        last_date=max([*days, *known], default=None),
    )


def _count(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _standfirst(facts: Summary) -> str:
    if facts.events == 0:
        return "No event that can be drawn was found."
    text = f"{_count(facts.events, 'event')} at {_count(facts.places, 'place')}"
    if facts.reports:
        text += f" from {_count(facts.reports, 'report')}"
    if facts.first_date:
        text += f", {facts.first_date}" + (f" to {facts.last_date}" if facts.last_date != facts.first_date else "")
    text += "."
    if facts.unplaced_events:
        text += f" {_count(facts.unplaced_events, 'event')} could not be put on the map."
    if facts.unplaced_names:
        text += f" {_count(facts.unplaced_names, 'place name')} could not be resolved."
    if facts.undated:
        text += f" {_count(facts.undated, 'event')} without a date."
    if facts.area_changes:
        text += (
            f" Areas and front lines are derived on {facts.area_changes:,} of {facts.all_changes:,} days with a change; each stands until the next."
        )
    return text


def _title(sources: Sequence[Source], facts: Summary) -> str:
    headlines = {source.headline for source in sources if source.headline}
    if len(headlines) == 1:
        return str(next(iter(headlines)))
    if facts.first_date:
        return f"Reported events, {facts.first_date}" + (f" to {facts.last_date}" if facts.last_date != facts.first_date else "")
    return "Reported events" if facts.events else "Reported places"


_MARGIN = 0.06
_LEAST_DEGREES = 0.3


def _bounds(frames: Mapping[str, gpd.GeoDataFrame]) -> Bounds | None:
    for names in (("control", "movements", "strikes", "clashes"), ("places",), ("routes", "areas", "front")):
        tables = [frames[name] for name in names if len(frames[name])]
        if not tables:
            continue
        boxes = [table.total_bounds for table in tables]
        west, south = (float(min(box[axis] for box in boxes)) for axis in (0, 1))
        east, north = (float(max(box[axis] for box in boxes)) for axis in (2, 3))
        wide = max((east - west) * _MARGIN, (_LEAST_DEGREES - (east - west)) / 2)
        tall = max((north - south) * _MARGIN, (_LEAST_DEGREES - (north - south)) / 2)
        return (max(-180.0, west - wide), max(-90.0, south - tall), min(180.0, east + wide), min(90.0, north + tall))
    return None
