"""Every fault of an event record, each with the field it is in and how to mend it.

A record is the dictionary of one line of an events file: an event, a stated figure (``"type": "stated_figure"``) or a road
(``"type": "context_route"``). A fault stops the file from being used; a notice is told and the file is used.
"""

from __future__ import annotations

import datetime as dt
import difflib
import math
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conflict_map import model

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["RECORD_TYPES", "Findings", "check_record"]

RECORD_TYPES: tuple[str, ...] = (*model.EVENT_TYPES, "stated_figure", "context_route")
_FIGURE_KINDS = ("territory_share", "displaced", "killed", "injured", "other")
_FIGURE_UNITS = (*model.UNITS, "percent")
_PLACE_FIELDS = (
    "name", "name_in_report", "lat", "lon", "kind", "country", "admin1", "geonames_id", "precision", "score", "reason", "alternatives",
    "name_local", "area_id", "part", "borders",
)  # fmt: skip
_EVENT_FIELDS = (
    "id", "type", "date_start", "date_end", "date_precision", "place", "control_to", "control_from", "control_status", "actor", "origin",
    "destinations", "direction", "toward", "people", "claim", "source", "quote", "start", "end", "inferred", "trace",
)  # fmt: skip
_FIGURE_FIELDS = ("type", "kind", "reported", "quote", "start", "end", "low", "best", "high", "unit", "actor", "place", "claim", "source")
_ROUTE_FIELDS = ("type", "route_id", "name", "quote", "start", "end", "source")
_PEOPLE_FIELDS = ("reported", "low", "best", "high", "unit")
_CLAIM_FIELDS = ("status", "by")
_SOURCE_FIELDS = ("report", "headline", "publisher", "url", "published")
_TRACE_FIELDS = ("role", "text", "start", "end", "rule")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LAT_LIMIT, _LON_LIMIT, _COARSEST = 90.0, 180.0, 3
_MOST_ALTERNATIVE_LEVELS = 3
#: Whole numbers end up in columns of 64 bits and in JSON that browsers read, so none may be larger than these.
_MOST_ID, _MOST_PEOPLE, _MOST_OFFSET = 2**31 - 1, 10**10, 2**53


@dataclass(slots=True)
class Findings:
    """Collects (field, message) pairs while a record is checked."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)

    def fault(self, where: str, message: str) -> None:
        """Add a fault of the field ``where``."""
        self.faults.append((where, message))

    def notice(self, where: str, message: str) -> None:
        """Add a notice about the field ``where``."""
        self.notices.append((where, message))


def check_record(record: object) -> Findings:
    """Return every fault and notice of one record."""
    found = Findings()
    if not isinstance(record, dict):
        found.fault("", f"expected an object {{…}} with the fields of an event, not {_show(record)}")
        return found
    kind = record.get("type")
    if kind is None:
        found.fault("type", f"is missing; write one of {_words(RECORD_TYPES)}")
    elif kind not in RECORD_TYPES:
        found.fault("type", _not_one_of(kind, RECORD_TYPES))
    if kind == "stated_figure":
        _figure(record, found)
    elif kind == "context_route":
        _route(record, found)
    else:
        _event(record, found)
    return found


def _event(record: Mapping[str, Any], found: Findings) -> None:
    _unknown(record, _EVENT_FIELDS, "", found)
    if "id" not in record:
        found.fault("id", "is missing; give each event a name of its own, such as 'e1'")
    else:
        _text(record, "id", "", found, required=True)
    start, end = _day(record, "date_start", "", found), _day(record, "date_end", "", found)
    if start and end and end < start:
        found.fault("date_end", f"{record['date_end']!r} is before date_start {record['date_start']!r}; exchange them or correct one")
    _one_of(record, "date_precision", "", model.DATE_PRECISIONS, found)
    for key in ("place", "origin"):
        if record.get(key) is not None:
            _place(record[key], key, found)
    for number, place in enumerate(_list(record, "destinations", "", found)):
        _place(place, f"destinations[{number}]", found)
    for key in ("control_to", "control_from", "actor"):
        _texts(record, key, "", found)
    _one_of(record, "control_status", "", model.CONTROL_STATUSES, found)
    _texts(record, "inferred", "", found)
    for name in record["inferred"] if isinstance(record.get("inferred"), (list, tuple)) else ():
        if isinstance(name, str) and name not in model.INFERABLE:
            found.fault("inferred", _not_one_of(name, model.INFERABLE))
    _one_of(record, "direction", "", model.DIRECTIONS, found)
    _text(record, "toward", "", found)
    if record.get("people") is not None:
        _people(record["people"], found)
    _claim(record, found)
    _source(record, found)
    _quote(record, found)
    _trace(record, found)
    _oddities(record, found)


def _trace(record: Mapping[str, Any], found: Findings) -> None:
    for number, step in enumerate(_list(record, "trace", "", found)):
        where = f"trace[{number}]"
        if _object(step, where, found):
            _unknown(step, _TRACE_FIELDS, where, found, fault=True)
            _text(step, "role", where, found, required=True)
            _text(step, "text", where, found, required=True, empty=True)
            _text(step, "rule", where, found)
            _span(step, where, found)


def _oddities(record: Mapping[str, Any], found: Findings) -> None:
    """Tell what is allowed but probably not meant."""
    precision = record.get("date_precision")
    if precision in ("day", "week", "month", "year") and record.get("date_start") is None and record.get("date_end") is None:
        found.notice("date_precision", f"is {precision!r} but there is no date; write 'unknown'")
    if not any(record.get(key) for key in ("place", "origin", "destinations")) and record.get("type") in model.EVENT_TYPES:
        found.notice("place", "no place, origin or destination: the event is listed but cannot be drawn")
    if (
        record.get("type") == "control_change"
        and not record.get("control_to")
        and not record.get("control_from")
        and not record.get("control_status")
    ):
        found.notice("control_to", "a change of control that names no side: the holder is shown as not known")


def _figure(record: Mapping[str, Any], found: Findings) -> None:
    _unknown(record, _FIGURE_FIELDS, "", found)
    _one_of(record, "kind", "", _FIGURE_KINDS, found, required=True)
    _text(record, "reported", "", found, required=True)
    _quote(record, found, required=True)
    _range(record, "", found, whole=False)
    _one_of(record, "unit", "", _FIGURE_UNITS, found)
    _texts(record, "actor", "", found)
    if record.get("place") is not None:
        _place(record["place"], "place", found)
    _claim(record, found)
    _source(record, found)


def _route(record: Mapping[str, Any], found: Findings) -> None:
    _unknown(record, _ROUTE_FIELDS, "", found)
    _text(record, "route_id", "", found, required=True)
    _text(record, "name", "", found, required=True)
    _quote(record, found)
    _source(record, found)


def _place(value: object, where: str, found: Findings, level: int = 0) -> None:
    if not _object(value, where, found):
        return
    place: Mapping[str, Any] = value  # type: ignore[assignment]  # _object has looked
    _unknown(place, _PLACE_FIELDS, where, found)
    _text(place, "name", where, found, required=True)
    for key in ("name_in_report", "kind", "country", "admin1", "reason", "name_local", "area_id", "part"):
        _text(place, key, where, found, empty=key in ("name_in_report", "reason"))
    country = place.get("country")
    if isinstance(country, str) and not (len(country) == 2 and country.isascii() and country.isupper()):  # noqa: PLR2004 - ISO 3166-1 alpha-2
        found.notice(_join(where, "country"), f"{country!r} is not an ISO 3166-1 code of two capital letters, such as 'SY'")
    _point(place, where, found)
    _number(place, "precision", where, found, low=1, high=_COARSEST, whole=True)
    _number(place, "score", where, found, low=0, high=1)
    _number(place, "geonames_id", where, found, low=1, high=_MOST_ID, whole=True)
    _texts(place, "borders", where, found)
    for number, other in enumerate(_list(place, "alternatives", where, found)):
        inner = f"{_join(where, 'alternatives')}[{number}]"
        if level >= _MOST_ALTERNATIVE_LEVELS:
            found.fault(inner, "alternatives of alternatives go too deep; leave them out")
            break
        _place(other, inner, found, level + 1)


def _point(place: Mapping[str, Any], where: str, found: Findings) -> None:
    lat = _number(place, "lat", where, found)
    lon = _number(place, "lon", where, found)
    if lat is not None and abs(lat) > _LAT_LIMIT:
        swapped = "; are lat and lon exchanged?" if lon is not None and abs(lon) <= _LAT_LIMIT and abs(lat) <= _LON_LIMIT else ""
        found.fault(_join(where, "lat"), f"{place['lat']!r} is not a latitude: degrees from -90 to 90{swapped}")
    if lon is not None and abs(lon) > _LON_LIMIT:
        found.fault(_join(where, "lon"), f"{place['lon']!r} is not a longitude: degrees from -180 to 180")
    if (place.get("lat") is None) != (place.get("lon") is None):
        missing = "lat" if place.get("lat") is None else "lon"
        found.fault(_join(where, missing), "is missing while the other coordinate is given; give both, or leave both empty for a place not known")
    if lat == 0 and lon == 0:
        found.fault(_join(where, "lat"), "0, 0 is in the sea off Africa: coordinates that were never set; leave both empty and give a reason")


def _people(value: object, found: Findings) -> None:
    if not _object(value, "people", found):
        return
    people: Mapping[str, Any] = value  # type: ignore[assignment]  # _object has looked
    _unknown(people, _PEOPLE_FIELDS, "people", found, fault=True)
    _text(people, "reported", "people", found, required=True, empty=True)
    _range(people, "people", found, whole=True)
    _one_of(people, "unit", "people", model.UNITS, found)
    if "unit" in people and people["unit"] is None:
        found.fault("people.unit", f"is null; write one of {_words(model.UNITS)}")


def _range(record: Mapping[str, Any], where: str, found: Findings, *, whole: bool) -> None:
    named = {key: _number(record, key, where, found, low=0, high=_MOST_PEOPLE, whole=whole) for key in ("low", "best", "high")}
    for lower, upper in (("low", "high"), ("low", "best"), ("best", "high")):
        low, high = named[lower], named[upper]
        if low is not None and high is not None and low > high:
            found.fault(_join(where, lower), f"{record[lower]!r} is more than {upper} {record[upper]!r}; exchange them or correct one")


def _claim(record: Mapping[str, Any], found: Findings) -> None:
    claim = record.get("claim")
    if claim is None or not _object(claim, "claim", found):
        return
    _unknown(claim, _CLAIM_FIELDS, "claim", found)
    _one_of(claim, "status", "claim", model.CLAIM_STATUSES, found)
    _texts(claim, "by", "claim", found)


def _source(record: Mapping[str, Any], found: Findings) -> None:
    source = record.get("source")
    if source is None or not _object(source, "source", found):
        return
    _unknown(source, _SOURCE_FIELDS, "source", found)
    for key in ("report", "headline", "publisher", "url"):
        _text(source, key, "source", found, empty=True)
    _day(source, "published", "source", found)


def _quote(record: Mapping[str, Any], found: Findings, *, required: bool = False) -> None:
    _text(record, "quote", "", found, required=required, empty=True)
    start, end = _span(record, "", found, required=required)
    quote = record.get("quote")
    if isinstance(quote, str) and quote and start is not None and end is not None and end > start and end - start != len(quote):
        found.notice("end", f"start and end span {end - start} characters, the quote has {len(quote)}")


def _span(record: Mapping[str, Any], where: str, found: Findings, *, required: bool = False) -> tuple[int | None, int | None]:
    start = _number(record, "start", where, found, low=0, high=_MOST_OFFSET, whole=True, required=required)
    end = _number(record, "end", where, found, low=0, high=_MOST_OFFSET, whole=True, required=required)
    if start is not None and end is not None and end < start:
        found.fault(
            _join(where, "end"), f"{record['end']!r} is before start {record['start']!r}; offsets count characters from the beginning of the text"
        )
    return (int(start) if start is not None else None), (int(end) if end is not None else None)


# --- values of one field ---------------------------------------------------------------------------------------------------------------


def _join(where: str, key: str) -> str:
    return f"{where}.{key}" if where else key


def _show(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}…"  # noqa: PLR2004 - what fits on a line of a terminal


def _words(values: Iterable[str]) -> str:
    return ", ".join(values)


def _not_one_of(value: object, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(
        str(value).strip().lower().replace(" ", "_").replace("-", "_"), [word.lower() for word in allowed], n=1, cutoff=0.6
    )
    meant = next((word for word in allowed if near and word.lower() == near[0]), None)
    hint = f"did you mean {meant!r}?" if meant else f"write one of {_words(allowed)}"
    return f"{_show(value)} is not known; {hint}"


def _unknown(record: Mapping[str, Any], known: Sequence[str], where: str, found: Findings, *, fault: bool = False) -> None:
    for key in record:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1, cutoff=0.75)
            tell: Callable[[str, str], None] = found.fault if fault else found.notice
            tell(_join(where, str(key)), f"is not a known field and is left out{f'; did you mean {near[0]!r}?' if near else ''}")


def _object(value: object, where: str, found: Findings) -> bool:
    if isinstance(value, dict):
        return True
    found.fault(where, f"expected an object {{…}}, not {_show(value)}")
    return False


def _list(record: Mapping[str, Any], key: str, where: str, found: Findings) -> list[Any]:
    value = record.get(key)
    if value is None:
        return []
    if isinstance(value, (list, tuple)):
        return list(value)
    found.fault(_join(where, key), f"expected a list […], not {_show(value)}")
    return []


def _texts(record: Mapping[str, Any], key: str, where: str, found: Findings) -> None:
    for number, item in enumerate(_list(record, key, where, found)):
        if not isinstance(item, str):
            found.fault(f"{_join(where, key)}[{number}]", f"expected text, not {_show(item)}")


def _text(record: Mapping[str, Any], key: str, where: str, found: Findings, *, required: bool = False, empty: bool = False) -> None:
    value = record.get(key)
    if value is None:
        if required:
            found.fault(_join(where, key), "is missing")
    elif not isinstance(value, str):
        found.fault(_join(where, key), f"expected text in quotes, not {_show(value)}")
    elif required and not empty and not value.strip():
        found.fault(_join(where, key), "is empty")


def _one_of(record: Mapping[str, Any], key: str, where: str, allowed: Sequence[str], found: Findings, *, required: bool = False) -> None:
    value = record.get(key)
    if value is None:
        if required:
            found.fault(_join(where, key), f"is missing; write one of {_words(allowed)}")
    elif value not in allowed:
        found.fault(_join(where, key), _not_one_of(value, allowed))


def _day(record: Mapping[str, Any], key: str, where: str, found: Findings) -> dt.date | None:
    value = record.get(key)
    if value is None:
        return None
    if isinstance(value, str) and _DAY.fullmatch(value):  # fromisoformat alone would take week dates too
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            pass
    empty = "; leave it out where the date is not known" if value == "" else ""
    found.fault(_join(where, key), f"{_show(value)} is not a date; write it as 2020-01-29{empty}")
    return None


def _number(
    record: Mapping[str, Any],
    key: str,
    where: str,
    found: Findings,
    *,
    low: float | None = None,
    high: float | None = None,
    whole: bool = False,
    required: bool = False,
) -> float | None:
    """Return a number that is sound so far, else None."""
    value = record.get(key)
    path = _join(where, key)
    if value is None:
        if required:
            found.fault(path, "is missing")
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        hint = "; numbers stand without quotes" if isinstance(value, str) else ""
        found.fault(path, f"expected a {'whole ' if whole else ''}number, not {_show(value)}{hint}")
        return None
    if isinstance(value, float) and not math.isfinite(value):
        found.fault(path, f"{value!r} is not a number that a file may hold; write null where it is not known")
        return None
    if whole and isinstance(value, float):
        found.fault(path, f"expected a whole number, not {value!r}")
        return None
    if (low is not None and value < low) or (high is not None and value > high):
        bounds = f"from {low} to {high}" if low is not None and high is not None else f"not below {low}" if high is None else f"at most {high}"
        found.fault(path, f"{_show(value)} is out of range: {bounds}")
        return None
    return value
