"""Who holds each place from when to when, as far as its events say: points for the date slider.

A place keeps its holder until another event changes it. The rules:

* Only events with a date take part; where a place has no dated one, its undated events stand alone, without a first day.
* A denied claim changes nothing. A claim under dispute, and two events that name different holders for the same first day, make the
  place contested.
* A clash with the status contested or besieged (soldiers entered the town) makes the place so from its day on, until the next change.
* Before the first change the place was held by the side that lost it, where the report names one.
* ``valid_from`` is the first day on which the change may have happened, ``valid_to`` the day before the next change, both inclusive.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, NamedTuple

from conflict_map.layers.columns import common, frame, place_columns, points
from conflict_map.layers.frames import status_style

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

    from conflict_map.layers.palette import LegendItem
    from conflict_map.model import Event, EventPlace

__all__ = ["Holding", "holders_frame", "holdings", "place_key"]


class Holding(NamedTuple):
    """One place, one state, one span of days (None: open). ``events`` decide it, the one that is quoted first."""

    place: EventPlace
    holder: str | None
    status: str
    valid_from: str | None
    valid_to: str | None
    events: tuple[Event, ...]


def place_key(place: EventPlace) -> tuple[int | None, float, float]:
    """Return what makes two spellings of a place one: id and coordinates to about 10 m."""
    return place.geonames_id, round(place.lat or 0.0, 4), round(place.lon or 0.0, 4)


def _state(event: Event) -> tuple[str | None, str]:
    """Return (holder, status) after an event."""
    side = event.control_to[0] if event.control_to else None
    status = event.control_status or ("held" if side else "unknown")
    if event.claim.status == "contested" or status == "contested":
        return None, "contested"
    if event.type == "clash":
        return None, status
    if side is None and status == "held":
        return None, "unknown"
    return side, status


def _takes_part(event: Event) -> bool:
    if event.claim.status == "denied" or event.place is None or not event.place.resolved:
        return False
    return event.type == "control_change" or (event.type == "clash" and event.control_status in {"contested", "besieged"})


def _day_before(day: str) -> str | None:
    date = dt.date.fromisoformat(day)
    return (date - dt.timedelta(days=1)).isoformat() if date > dt.date.min else None


def _of_one_place(events: Sequence[Event]) -> Iterable[Holding]:
    dated = sorted((event for event in events if event.date_start), key=lambda event: (event.date_start or "", event.date_end or "", event.id))
    if not dated:
        yield _merge(None, sorted(events, key=lambda event: event.id))
        return
    first = next((event for event in dated if event.type == "control_change"), None)
    if first is dated[0] or (first is not None and all(event.type == "clash" for event in dated[: dated.index(first)])):
        before = dated[0].date_start
        if first.control_from and before and (day := _day_before(before)):
            yield Holding(_place(first), first.control_from[0], "held", None, day, (first,))
    days: dict[str, list[Event]] = {}
    for event in dated:
        days.setdefault(event.date_start or "", []).append(event)
    starts = list(days)
    for index, day in enumerate(starts):
        state = _merge(day, days[day])
        yield state._replace(valid_to=_day_before(starts[index + 1]) if index + 1 < len(starts) else None)


def _place(event: Event) -> EventPlace:
    if event.place is None:  # only events with a place take part
        raise AssertionError
    return event.place


def _merge(day: str | None, events: Sequence[Event]) -> Holding:
    """Return the state that the events of one day leave; a change of control outranks a clash of the same day."""
    deciding = [event for event in events if event.type == "control_change"] or list(events)
    states = {_state(event) for event in deciding}
    holder, status = next(iter(states)) if len(states) == 1 else (None, "contested" if day else "unknown")
    return Holding(_place(deciding[-1]), holder, status, day, None, tuple(reversed(deciding)))


def holdings(events: Iterable[Event]) -> list[Holding]:
    """Return the spans of every place, places in order of their coordinates, spans in order of time. The order of events does not matter."""
    by_place: dict[tuple[int | None, float, float], list[Event]] = {}
    for event in events:
        if _takes_part(event):
            by_place.setdefault(place_key(_place(event)), []).append(event)
    return [span for key in sorted(by_place, key=lambda key: (key[1], key[2], key[0] or 0)) for span in _of_one_place(by_place[key])]


def holders_frame(events: Iterable[Event], sides: Mapping[str, LegendItem]) -> gpd.GeoDataFrame:
    """Return one point for each span of `holdings`."""
    spans = holdings(events)
    heads = [span.events[0] for span in spans]
    places = [span.place for span in spans]
    columns: dict[str, list[Any]] = common(
        heads,
        prefix="holder",
        titles=[f"{span.place.name}: {span.status}" + (f" by {span.holder}" if span.holder else "") for span in spans],
        styles=[status_style(span.status, span.holder, sides) for span in spans],
        precision=[place.precision for place in places],
    )
    columns |= place_columns(places)
    columns |= {
        "id": [
            f"holder-{event.id}" + ("-before" if span.valid_from is None and span.valid_to else "") for span, event in zip(spans, heads, strict=True)
        ],
        "holder": [span.holder for span in spans],
        "holder_status": [span.status for span in spans],
        "valid_from": [span.valid_from for span in spans],
        "valid_to": [span.valid_to for span in spans],
        "decided_by": ["; ".join(event.id for event in span.events) for span in spans],
    }
    return frame("holders", columns, points(places))
