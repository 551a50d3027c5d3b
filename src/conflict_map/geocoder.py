"""The gazetteer as a geopy geocoder, and online services as place look-ups.

`LocalGeocoder` takes the place of any geopy geocoder. `OnlineLookup` asks Nominatim or Photon for names that stayed unresolved: only when asked to,
never more often than the service allows, and each answer is kept on disk, so that the same name is never asked for twice.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import unquote

from geopy.exc import GeocoderQueryError, GeocoderRateLimited, GeocoderTimedOut, GeocoderUnavailable, GeopyError
from geopy.geocoders.base import DEFAULT_SENTINEL, Geocoder
from geopy.location import Location
from geopy.point import Point

from conflict_map.errors import GazetteerError, UsageError
from conflict_map.model import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import PlaceLookup

__all__ = ["SERVICES", "LocalGeocoder", "OnlineLookup"]

SERVICES = ("nominatim", "photon")
"""The online services that `OnlineLookup` can ask."""


class LocalGeocoder(Geocoder):  # type: ignore[misc] # geopy has no annotations
    """A geopy geocoder that answers from a gazetteer, without network.

    Parameters
    ----------
    lookup
        Where names are looked up; a `conflict_map.gazetteer.Gazetteer`.

    Examples
    --------
    >>> from conflict_map import Gazetteer
    >>> LocalGeocoder(Gazetteer()).geocode("Bakhmut, Ukraine").latitude
    48.59419
    """

    def __init__(self, lookup: PlaceLookup) -> None:
        super().__init__(scheme="https")
        self.lookup = lookup

    def geocode(
        self,
        query: str,
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401, ARG002 - geopy's signature
        limit: int | None = None,
        country_codes: str | Sequence[str] | None = None,
        language: str | None = None,
    ) -> Location | list[Location] | None:
        """Return the location of a place by name, as geopy's geocoders do: None where there is none.

        Parameters
        ----------
        query
            Name in any spelling, alone or with what it lies in ("Tripoli, Lebanon").
        exactly_one
            Return the best location instead of a list.
        timeout
            Taken for compatibility; nothing is waited for.
        limit
            How many locations at most.
        country_codes
            ISO codes of countries to stay in.
        language
            ``local`` or the code of a language that is not written in Latin letters (``ar``, ``uk`` …): addresses carry the local name where it is
            known.

        Raises
        ------
        GeocoderQueryError
            If ``query`` is empty.
        """
        if not isinstance(query, str) or not query.strip():
            message = f"a place is looked up by its name, not by {query!r}"
            raise GeocoderQueryError(message)
        wanted = 1 if exactly_one else limit or 5
        codes = [country_codes] if isinstance(country_codes, str) else list(country_codes or [])
        if codes:
            upper = {code.upper() for code in codes}
            found = [c for code in sorted(upper) for c in self.lookup.locate(query, country=code, limit=max(wanted, 5)) if c.place.country in upper]
            found.sort(key=lambda c: -c.score)
        else:
            found = self.lookup.locate(query, limit=wanted)
        locations = [_location(c, language) for c in found[:wanted]]
        if exactly_one:
            return locations[0] if locations else None
        return locations or None

    def reverse(
        self,
        query: Any,  # noqa: ANN401 - geopy takes points, pairs and strings
        *,
        exactly_one: bool = True,
        timeout: Any = DEFAULT_SENTINEL,  # noqa: ANN401, ARG002 - geopy's signature
        language: str | None = None,
    ) -> Location | list[Location] | None:
        """Return the nearest place to a point, given as anything that geopy's ``Point`` reads: (lat, lon), ``"35.6, 36.7"`` …"""  # noqa: D400
        try:
            point = Point(query)
        except (TypeError, ValueError) as error:
            message = f"not a point: {query!r} ({error})"
            raise GeocoderQueryError(message) from error
        candidate = self.lookup.reverse(point.latitude, point.longitude)
        if candidate is None:
            return None
        location = _location(candidate, language)
        return location if exactly_one else [location]


def _location(candidate: Candidate, language: str | None) -> Location:
    place = candidate.place
    local = language is not None and language.split("-", 1)[0].lower() not in {"en", "fr", "de", "es", "pt", "it", "tr", "so"}
    name = place.name_local if local and place.name_local else place.name
    parts = [name, place.admin1 if place.admin1 != place.name else None, place.country if place.kind != "country" else None]
    raw = {
        "name": place.name,
        "name_local": place.name_local,
        "kind": place.kind,
        "country": place.country,
        "admin1": place.admin1,
        "geonames_id": place.geonames_id,
        "population": place.population,
        "score": candidate.score,
        "reason": candidate.reason,
        "source": place.source,
    }
    return Location(", ".join(part for part in parts if part), (place.lat, place.lon, 0.0), raw)


class OnlineLookup:
    """Look names up with an online service; for names that the gazetteer lacks.

    Parameters
    ----------
    service
        ``nominatim`` or ``photon``.
    cache
        Folder that keeps the answers; made when needed.
    domain
        Host (and port) of the service, ``user:password@`` before it where it asks for them; the public one where not given.
    scheme
        ``https`` or ``http``.
    delay_s
        Least seconds between two requests. Nominatim's usage policy allows one a second.
    user_agent
        How we call ourselves to the service; its policy asks for one.

    Raises
    ------
    UsageError
        If the service is not one of `SERVICES`.
    """

    def __init__(
        self,
        service: Literal["nominatim", "photon"],
        *,
        cache: str | Path,
        domain: str | None = None,
        scheme: str = "https",
        delay_s: float = 1.1,
        user_agent: str = "conflict-map",
    ) -> None:
        from geopy.geocoders import Nominatim, Photon

        options: dict[str, Any] = {"user_agent": user_agent, "scheme": scheme, "timeout": 15}
        # Who asks is told in a header: an address with a password in it would stand in the cache and in messages.
        login, _, host = (domain or "").rpartition("@")
        if host:
            options["domain"] = host
        if service == "nominatim":
            self._geocoder: Any = Nominatim(**options)
        elif service == "photon":
            self._geocoder = Photon(**options)
        else:
            message = f"the online service must be one of {', '.join(SERVICES)}, not {service!r}"
            raise UsageError(message)
        if login:
            token = base64.b64encode(unquote(login).encode()).decode("ascii")
            self._geocoder.headers = {**self._geocoder.headers, "Authorization": f"Basic {token}"}
        self.service = service
        self._server = host
        self._cache = Path(cache)
        self._delay_s = delay_s
        self._last = -1e9

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 5,
    ) -> list[Candidate]:
        """Return the places that the service knows by this name, in its order; as `PlaceLookup.locate`.

        Raises
        ------
        GazetteerError
            If the service cannot be reached or does not answer as it should.
        """
        query = ", ".join(part for part in (name.strip()[:200], admin1) if part)
        # Nominatim takes no point; for Photon a rough one will do, so that the same name of two reports is asked for once.
        near = (round(near[0], 1), round(near[1], 1)) if near and self.service == "photon" else None
        key = json.dumps([self.service, self._server, query, country, near, limit], ensure_ascii=False)
        raw = self._kept(key)
        if raw is None:
            raw = self._ask(query, country, near, limit)
            self._keep(key, raw)
        places = [place for record in raw if (place := _online_place(record, self.service)) is not None]
        if country:
            places = [place for place in places if place.country == country.upper()]
        return [
            Candidate(place, round(0.6 * 0.9**rank, 4), f"{self.service} knows a place of this name; not checked against the gazetteer")
            for rank, place in enumerate(places[:limit])
        ]

    def _ask(self, query: str, country: str | None, near: tuple[float, float] | None, limit: int) -> list[dict[str, Any]]:
        wait = self._last + self._delay_s - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        try:
            if self.service == "nominatim":
                found = self._geocoder.geocode(
                    query,
                    exactly_one=False,
                    limit=limit,
                    country_codes=country.lower() if country else None,
                    addressdetails=True,
                    language="en",
                )
            else:
                found = self._geocoder.geocode(query, exactly_one=False, limit=limit, location_bias=near, language="en")
        except (GeopyError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:  # geopy lets faults of odd answers through
            message = f"{self.service} cannot be asked for {query!r} ({_why(error)}); leave --online out to work without it"
            raise GazetteerError(message) from error
        finally:
            self._last = time.monotonic()
        return [location.raw for location in found or []]

    def _path(self, key: str) -> Path:
        return self._cache / f"{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}.json"

    def _kept(self, key: str) -> list[dict[str, Any]] | None:
        try:
            note = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return note["answer"] if isinstance(note, dict) and note.get("key") == key and isinstance(note.get("answer"), list) else None

    def _keep(self, key: str, answer: list[dict[str, Any]]) -> None:
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._cache, prefix=".")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump({"key": key, "answer": answer}, file)  # in ASCII, which holds even what is no valid text
            os.replace(name, self._path(key))  # noqa: PTH105 - the atomic one, by its own name
        except OSError:
            return  # an answer that cannot be kept is still an answer


def _why(error: Exception) -> str:
    """Return in short why a service did not answer."""
    if isinstance(error, GeocoderTimedOut):
        return "no answer in time"
    if isinstance(error, GeocoderUnavailable):
        return "no connection"
    if isinstance(error, GeocoderRateLimited):
        return "it wants fewer questions; try again later"
    return f"{error}"[:_MOST_SAID] or type(error).__name__


_MOST_SAID = 200
_KINDS = {
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "isolated_dwelling": "village", "suburb": "neighbourhood",
    "neighbourhood": "neighbourhood", "quarter": "neighbourhood", "borough": "neighbourhood", "city_district": "neighbourhood", "state": "admin1",
    "province": "admin1", "county": "admin2", "district": "admin2", "municipality": "admin2", "country": "country", "island": "island",
    "islet": "island", "river": "river", "peak": "mountain", "hill": "mountain", "dam": "dam", "aerodrome": "airport", "military": "base",
    "lake": "lake", "water": "lake", "reservoir": "lake", "border_control": "crossing", "refugee_site": "camp",
}  # fmt: skip
#: Of an administrative area, what Photon's ``type`` tells.
_AREAS = {"city": "city", "county": "admin2", "state": "admin1", "country": "country"}


def _online_place(record: dict[str, Any], service: str) -> Place | None:
    """Return a place from an answer; None where it has no usable point."""
    try:
        if service == "nominatim":
            lat, lon = float(record["lat"]), float(record["lon"])
            address = record.get("address") or {}
            name = record.get("name") or str(record.get("display_name", "")).split(",")[0]
            country, admin = address.get("country_code"), address.get("state")
            kind = _KINDS.get(str(record.get("addresstype") or record.get("type")), "other")
        else:
            lon, lat = (float(value) for value in record["geometry"]["coordinates"][:2])
            properties = record["properties"]
            name, country, admin = properties.get("name"), properties.get("countrycode"), properties.get("state")
            value, level = str(properties.get("osm_value")), str(properties.get("type"))
            kind = (_AREAS if value == "administrative" else _KINDS).get(level if value == "administrative" else value, "other")
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    name = _clean(name)
    if not name or not (-90 <= lat <= 90 and -180 <= lon <= 180):  # noqa: PLR2004 - degrees
        return None
    return Place(
        name=name,
        lat=lat,
        lon=lon,
        kind=kind,
        country=country.upper() if isinstance(country, str) and _CODE.fullmatch(country) else None,
        admin1=_clean(admin) or None,
        source=service,
    )


_CODE = re.compile(r"[A-Za-z]{2}")
_MOST_LETTERS = 200


def _clean(text: object) -> str:
    """Return a name from elsewhere fit to be printed: one line, nothing that steers a terminal, no endless text; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    return " ".join("".join(c if c.isprintable() else " " for c in text[: 2 * _MOST_LETTERS]).split())[:_MOST_LETTERS]
