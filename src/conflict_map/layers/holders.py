"""Who holds each place from when to when, as points for a date slider: the intervals of `conflict_map.control.control_history` as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from conflict_map.layers.columns import NOTHING, called, common, frame, join, place_columns, points
from conflict_map.layers.frames import status_style
from conflict_map.model import EventPlace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from conflict_map.layers.palette import LegendItem
    from conflict_map.model import Event

__all__ = ["HistoryLike", "holders_frame", "sides_of"]


class _Interval(Protocol):
    """See `conflict_map.control.Interval`."""

    @property
    def start(self) -> str | None: ...
    @property
    def end(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def holder(self) -> str | None: ...
    @property
    def sides(self) -> tuple[str, ...]: ...
    @property
    def claim(self) -> str: ...
    @property
    def claim_by(self) -> tuple[str, ...]: ...
    @property
    def decided_by(self) -> tuple[str, ...]: ...
    @property
    def contradicted_by(self) -> tuple[str, ...]: ...
    @property
    def note(self) -> str: ...


class _PlaceHistory(Protocol):
    """See `conflict_map.control.PlaceHistory`."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def lat(self) -> float: ...
    @property
    def lon(self) -> float: ...
    @property
    def country(self) -> str | None: ...
    @property
    def geonames_id(self) -> int | None: ...
    @property
    def kind(self) -> str | None: ...
    @property
    def precision(self) -> int: ...
    @property
    def intervals(self) -> Sequence[_Interval]: ...


class HistoryLike(Protocol):
    """What is needed of `conflict_map.control.History`, which stands on the same floor."""

    @property
    def places(self) -> Sequence[_PlaceHistory]:
        """Places in order of their keys."""
        ...


def sides_of(history: HistoryLike | None) -> set[str]:
    """Return every side that holds, contests or besieges a place."""
    if history is None:
        return set()
    spans = [span for place in history.places for span in place.intervals]
    return {side for span in spans for side in (span.holder, *span.sides) if side is not None}


def _title(place: EventPlace, span: _Interval) -> str:
    name = called(place)
    if span.status == "contested":
        return f"{name}: contested" + (f" ({join(span.sides)})" if span.sides else "")
    if span.status == "unknown":
        return f"{name}: holder not known"
    if span.status == "held":
        return f"{name}: held by {span.holder}"
    besiegers = f" by {join(span.sides)}" if span.sides else ""
    return f"{name}: besieged{besiegers}, {f'held by {span.holder}' if span.holder else 'holder not stated'}"


def holders_frame(history: HistoryLike | None, by_id: Mapping[str, Event], sides: Mapping[str, LegendItem]) -> gpd.GeoDataFrame:
    """Return one point for each interval that an event or observation decides. Before the first and where nothing is known there is no row."""
    rows = [
        (place, number, span)
        for place in (history.places if history is not None else ())
        for number, span in enumerate(place.intervals)
        if span.decided_by
    ]
    heads = [_deciding(span, by_id) for _, _, span in rows]
    spots = [_spot(place, head) for (place, _, _), head in zip(rows, heads, strict=True)]
    columns: dict[str, list[Any]] = common(
        heads,
        prefix="holder",
        titles=[_title(spot, span) for spot, (_, _, span) in zip(spots, rows, strict=True)],
        styles=[status_style(span.status, span.holder, sides) for _, _, span in rows],
        precision=[place.precision for place, _, _ in rows],
    )
    columns |= place_columns(spots)
    columns |= {
        "id": [f"holder-{place.key}-{number}" for place, number, _ in rows],
        "event_id": [event.id or None for event in heads],
        "claim_status": [span.claim for _, _, span in rows],
        "claim_by": [join(span.claim_by) for _, _, span in rows],
        "holder": [span.holder for _, _, span in rows],
        "holder_status": [span.status for _, _, span in rows],
        "sides": [join(span.sides) for _, _, span in rows],
        "valid_from": [span.start for _, _, span in rows],
        "valid_to": [span.end for _, _, span in rows],
        "decided_by": [join(span.decided_by) for _, _, span in rows],
        "contradicted_by": [join(span.contradicted_by) for _, _, span in rows],
        "note": [span.note or None for _, _, span in rows],
    }
    return frame("holders", columns, points(spots))


def _deciding(span: _Interval, by_id: Mapping[str, Event]) -> Event:
    """Return the event that is quoted for an interval: the latest of those that decide it; an empty one where only observations do."""
    events = [by_id[key] for key in span.decided_by if key in by_id]
    return max(events, key=lambda event: (event.date_start or "", event.id), default=NOTHING)


def _spot(place: _PlaceHistory, head: Event) -> EventPlace:
    known = head.place
    if known is not None and known.resolved:
        return known
    return EventPlace(
        name=place.name, name_in_report=place.name, lat=place.lat, lon=place.lon, kind=place.kind, country=place.country,
        geonames_id=place.geonames_id, precision=place.precision, score=1.0, reason="as observed",
    )  # fmt: skip
