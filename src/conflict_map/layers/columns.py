"""Columns of events and the frames that hold them: every layer is made here, so that all have the same types and the same missing value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_map.model import Claim, Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    import geopandas as gpd

    from conflict_map.model import EventPlace

__all__ = ["COLUMNS", "COMMON", "NOTHING", "common", "frame", "join", "place_columns", "unique_ids"]

#: Columns of every layer, before its own.
COMMON: tuple[str, ...] = (
    "id", "event_id", "title", "date_start", "date_end", "date_precision", "quote", "claim_status", "claim_by", "publisher", "headline", "url",
    "published", "report", "precision", "style",
)  # fmt: skip

_SPOT = ("place", "name_in_report", "name_local", "place_kind", "country", "admin1", "geonames_id", "score", "reason", "alternatives")


def share_columns(measure: str) -> tuple[str, str, str, str]:
    """Return the columns of a share in percent: best, low, high, and what nobody is known to hold."""
    return f"{measure}_percent", f"{measure}_percent_low", f"{measure}_percent_high", f"{measure}_percent_unknown"


#: What is said of each end of a movement: its name first, then the rest of its gazetteer entry.
END_PARTS = (
    "", "_in_report", "_local", "_kind", "_country", "_admin1", "_geonames_id", "_precision", "_score", "_reason", "_alternatives",
)  # fmt: skip

#: Columns of each layer's own.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "control": (*_SPOT, "control_to", "control_from", "side_to", "side_from", "control_status", "inferred_fields"),
    "holders": (*_SPOT, "holder", "holder_status", "sides", "valid_from", "valid_to", "decided_by", "contradicted_by", "note"),
    "movements": (
        "kind", "shape", *(f"{end}{part}" for end in ("origin", "destination") for part in END_PARTS), "direction", "toward", "people_reported",
        "people_low", "people_best", "people_high", "unit", "width_class", "shared_by", "actor", "start_lat", "start_lon", "end_lat", "end_lon",
        "flags", "score", "reason",
    ),
    "strikes": (*_SPOT, "actor"),
    "clashes": (*_SPOT, "actor", "control_status"),
    "routes": ("route_id", "name"),
    "places": _SPOT,
    "areas": ("holder", "status", "valid_from", "valid_to", "places", "decided_by"),
    "front": ("sides", "inferred", "valid_from", "valid_to"),
    "unplaced": ("kind", "event_type", "role", "name_in_report", "reason", "alternatives"),
    "figures": ("kind", "reported", "low", "best", "high", "unit", "actor", "place"),
    "shares": (
        "date", "side", "whole", *(name for measure in ("area", "places", "people") for name in share_columns(measure)), "area_km2", "place_count",
        "people_count", "unsized_count",
    ),
}  # fmt: skip

#: Stands for the event of a row that rests on observations only.
NOTHING = Event(id="", type="control_change", claim=Claim(status=""))

_INTEGERS = frozenset(
    {
        "precision",
        "origin_precision",
        "destination_precision",
        "geonames_id",
        "origin_geonames_id",
        "destination_geonames_id",
        "people_low",
        "people_best",
        "people_high",
        "width_class",
        "shared_by",
        "place_count",
        "people_count",
        "unsized_count",
    }
)
_FLOATS = frozenset(
    {"score", "origin_score", "destination_score", "start_lat", "start_lon", "end_lat", "end_lon", "low", "best", "high", "area_km2"}
    | {name for measure in ("area", "places", "people") for name in share_columns(measure)}
)
_BOOLEANS = frozenset({"inferred"})


def join(words: Iterable[str]) -> str | None:
    """Return the words joined by ``; ``, or None where there are none."""
    return "; ".join(words) or None


def frame(name: str, columns: Mapping[str, Sequence[Any]], geometry: Sequence[Any]) -> gpd.GeoDataFrame:
    """Return a layer's frame: its columns in their order, text as objects with None for missing, numbers nullable, EPSG:4326."""
    import geopandas as gpd
    import numpy as np
    import pandas as pd

    size = len(geometry)
    data: dict[str, Any] = {}
    for column in (*COMMON, *COLUMNS[name]):
        values = columns.get(column)
        if values is None:
            values = [None] * size
        if column in _INTEGERS:
            data[column] = pd.array(list(values), dtype="Int64")
        elif column in _FLOATS:
            data[column] = np.array([np.nan if value is None else value for value in values], dtype=float)
        elif column in _BOOLEANS:
            data[column] = pd.array(list(values), dtype="boolean")
        else:
            array = np.empty(size, dtype=object)
            array[:] = list(values)
            data[column] = pd.Series(array, dtype=object)
    shapes = np.empty(size, dtype=object)
    shapes[:] = list(geometry)
    return gpd.GeoDataFrame(data, geometry=gpd.GeoSeries(shapes, crs="EPSG:4326"), crs="EPSG:4326")


def common(
    events: Sequence[Event], *, prefix: str, titles: Sequence[str], styles: Sequence[str], precision: Sequence[int | None]
) -> dict[str, list[Any]]:
    """Return the common columns of rows that each stand on one event."""
    return {
        "id": [f"{prefix}-{event.id}" for event in events],
        "event_id": [event.id for event in events],
        "title": list(titles),
        "date_start": [event.date_start for event in events],
        "date_end": [event.date_end for event in events],
        "date_precision": [event.date_precision for event in events],
        "quote": [event.quote or None for event in events],
        "claim_status": [event.claim.status or None for event in events],
        "claim_by": [join(event.claim.by) for event in events],
        "publisher": [event.source.publisher for event in events],
        "headline": [event.source.headline for event in events],
        "url": [event.source.url for event in events],
        "published": [event.source.published for event in events],
        "report": [event.source.report for event in events],
        "precision": list(precision),
        "style": list(styles),
    }


def place_columns(places: Sequence[EventPlace]) -> dict[str, list[Any]]:
    """Return the columns that describe one place a row."""
    return {
        "place": [place.name for place in places],
        "name_in_report": [place.name_in_report for place in places],
        "name_local": [place.name_local for place in places],
        "place_kind": [place.kind for place in places],
        "country": [place.country for place in places],
        "admin1": [place.admin1 for place in places],
        "geonames_id": [place.geonames_id for place in places],
        "score": [place.score for place in places],
        "reason": [place.reason or None for place in places],
        "alternatives": [alternatives(place) for place in places],
    }


def end_columns(end: str, places: Sequence[EventPlace | None]) -> dict[str, list[Any]]:
    """Return the columns that describe one end of each movement (``end``: "origin" or "destination"), None where the report names none."""
    known = [place for place in places if place is not None]
    renamed = {"": "place", "_in_report": "name_in_report", "_local": "name_local", "_kind": "place_kind"}
    cells = place_columns(known) | {"precision": [place.precision for place in known]}
    columns: dict[str, list[Any]] = {}
    for part in END_PARTS:
        values = iter(cells[renamed.get(part, part[1:])])
        columns[f"{end}{part}"] = [None if place is None else next(values) for place in places]
    return columns


def alternatives(place: EventPlace) -> str | None:
    """Return the other places that the name may mean, in words."""
    return join(describe(other) for other in place.alternatives)


def describe(place: EventPlace) -> str:
    """Return a place with what tells it from its namesakes: ``Ariha (Idlib, SY)``."""
    around = ", ".join(part for part in (place.admin1, place.country) if part and part != place.name)
    return f"{place.name} ({around})" if around else place.name


def called(place: EventPlace) -> str:
    """Return the name that a reader of the report knows: as the report spells it, unless it only says "the town" or the like."""
    spelt = place.name_in_report.strip()
    return spelt if spelt != spelt.lower() or not spelt.isascii() else place.name


def points(places: Sequence[EventPlace]) -> list[Any]:
    """Return the places' points. Every place has to be resolved."""
    import numpy as np
    import shapely

    lon = np.array([place.lon for place in places], dtype=float)
    lat = np.array([place.lat for place in places], dtype=float)
    return list(np.atleast_1d(np.asarray(shapely.points(lon, lat), dtype=object)))


def unique_ids(frames: Iterable[gpd.GeoDataFrame]) -> None:
    """Give a number to ids that occur again, over all frames: ids of events from a table may repeat, ids of shapes never do."""
    seen: dict[str, int] = {}
    for table in frames:
        ids = list(table["id"])
        changed = False
        for row, key in enumerate(ids):
            count = seen.get(key, 0)
            seen[key] = count + 1
            if count:
                fresh = f"{key}-{count + 1}"
                while fresh in seen:
                    count += 1
                    fresh = f"{key}-{count + 1}"
                seen[fresh] = 1
                ids[row] = fresh
                changed = True
        if changed:
            table["id"] = _objects(ids)


def _objects(values: Sequence[Any]) -> Any:  # noqa: ANN401 - a pandas Series, imported only when needed
    import pandas as pd

    return pd.Series(list(values), dtype=object)


def group_by(events: Iterable[Event], key: Callable[[Event], str]) -> dict[str, list[Event]]:
    """Return the events by a key, each list in order."""
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(key(event), []).append(event)
    return groups
