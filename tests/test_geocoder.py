"""The gazetteer through geopy, and online services on a server of this machine."""

from __future__ import annotations

import itertools
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import parse_qs, urlparse

import pytest
from geopy.exc import GeocoderQueryError
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.location import Location

from conflict_map.errors import GazetteerError, UsageError
from conflict_map.geocoder import LocalGeocoder, OnlineLookup
from conflict_map.model import Candidate, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOMS = Place("Homs", 34.73, 36.71, "city", "SY", "Homs", 169577, 775_404, "حمص", source="x")
AL_KHUMS = Place("Al Khums", 32.65, 14.26, "city", "LY", "Al Marqab", 2219905)


class FakeLookup:
    """Knows one name."""

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,
        near: tuple[float, float] | None = None,
        limit: int = 5,
    ) -> list[Candidate]:
        del admin1, near
        found = [Candidate(HOMS, 0.9, "its name"), Candidate(AL_KHUMS, 0.7, "another spelling")] if name.startswith("Homs") else []
        return [c for c in found if country in (None, c.place.country)][:limit]

    def reverse(self, lat: float, lon: float) -> Candidate | None:
        return Candidate(HOMS, 1.0, "nearest") if abs(lat - 34.7) < 1 and abs(lon - 36.7) < 1 else None


@pytest.fixture
def geocoder() -> LocalGeocoder:
    return LocalGeocoder(FakeLookup())  # type: ignore[arg-type]


def test_it_is_a_geopy_geocoder(geocoder: LocalGeocoder) -> None:
    assert isinstance(geocoder, Geocoder)
    location = geocoder.geocode("Homs")
    assert isinstance(location, Location)
    assert (location.latitude, location.longitude, location.address) == (34.73, 36.71, "Homs, SY")
    assert location.raw["geonames_id"] == 169577
    assert location.raw["reason"] == "its name"


def test_several_answers(geocoder: LocalGeocoder) -> None:
    found = geocoder.geocode("Homs", exactly_one=False)
    assert isinstance(found, list)
    assert [location.address for location in found] == ["Homs, SY", "Al Khums, Al Marqab, LY"]
    one = geocoder.geocode("Homs", exactly_one=False, limit=1)
    assert isinstance(one, list)
    assert len(one) == 1


def test_country_codes(geocoder: LocalGeocoder) -> None:
    found = geocoder.geocode("Homs", country_codes="ly")
    assert isinstance(found, Location)
    assert found.address.startswith("Al Khums")
    both = geocoder.geocode("Homs", country_codes=["LY", "SY"], exactly_one=False)
    assert isinstance(both, list)
    assert [location.raw["country"] for location in both] == ["SY", "LY"]
    assert geocoder.geocode("Homs", country_codes="FR") is None


def test_language(geocoder: LocalGeocoder) -> None:
    for language, address in (("ar", "حمص, SY"), ("local", "حمص, SY"), ("en", "Homs, SY"), (None, "Homs, SY")):
        location = geocoder.geocode("Homs", language=language)
        assert isinstance(location, Location)
        assert location.address == address


def test_nothing_found(geocoder: LocalGeocoder) -> None:
    assert geocoder.geocode("Nowhere") is None
    assert geocoder.geocode("Nowhere", exactly_one=False) is None
    assert geocoder.reverse((0, 0)) is None


def test_reverse_takes_what_geopy_takes(geocoder: LocalGeocoder) -> None:
    for query in ((34.7, 36.7), "34.7, 36.7", "34°42' N 36°42' E"):
        location = geocoder.reverse(query)
        assert isinstance(location, Location)
        assert location.raw["name"] == "Homs"
    assert isinstance(geocoder.reverse((34.7, 36.7), exactly_one=False), list)


@pytest.mark.parametrize("query", ["", "  ", None, 3])
def test_bad_queries(geocoder: LocalGeocoder, query: Any) -> None:  # noqa: ANN401 - anything at all
    with pytest.raises(GeocoderQueryError):
        geocoder.geocode(query)
    with pytest.raises(GeocoderQueryError):
        geocoder.reverse("no point")


def test_rate_limiter(geocoder: LocalGeocoder) -> None:
    limited = RateLimiter(geocoder.geocode, min_delay_seconds=0.01, swallow_exceptions=False)
    assert [limited(name).latitude for name in ("Homs", "Homs, Syria")] == [34.73, 34.73]


def test_over_the_real_gazetteer() -> None:
    from conflict_map.gazetteer import Gazetteer

    geocoder = LocalGeocoder(Gazetteer())
    location = geocoder.geocode("Бахмут")
    assert isinstance(location, Location)
    assert location.address == "Bakhmut, Donetsk, UA"
    near = geocoder.reverse((48.6, 38.0))
    assert isinstance(near, Location)
    assert near.raw["name"] == "Bakhmut"


# ---- online


class Service(BaseHTTPRequestHandler):
    """Answers as Nominatim and Photon do."""

    asked: ClassVar[list[tuple[float, str, dict[str, list[str]]]]] = []
    status: ClassVar[int] = 200
    body: ClassVar[bytes | None] = None

    def do_GET(self) -> None:
        url = urlparse(self.path)
        query = parse_qs(url.query)
        self.asked.append((time.monotonic(), self.headers["User-Agent"], query))
        known = query.get("q", [""])[0].startswith("Qastun")
        if url.path.startswith("/search"):
            row = {
                "lat": "35.7",
                "lon": "36.37",
                "name": "Qastun",
                "display_name": "Qastun, Hama, Syria",
                "addresstype": "village",
                "address": {"country_code": "sy", "state": "Hama Governorate"},
            }
            answer: Any = [row] if known else []
        else:
            feature = {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [36.37, 35.7]},
                "properties": {"name": "Qastun", "countrycode": "SY", "state": "Hama", "osm_value": "village"},
            }
            answer = {"type": "FeatureCollection", "features": [feature] if known else []}
        self.send_response(self.status)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(answer).encode() if self.body is None else self.body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    Service.asked, Service.status, Service.body = [], 200, None
    with ThreadingHTTPServer(("127.0.0.1", 0), Service) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.mark.parametrize("name", ["nominatim", "photon"])
def test_services(service: str, tmp_path: Path, name: Any) -> None:  # noqa: ANN401 - a literal
    lookup = OnlineLookup(name, cache=tmp_path, domain=service, scheme="http", delay_s=0)
    found = lookup.locate("Qastun", country="SY")
    assert [(c.place.name, c.place.lat, c.place.lon, c.place.kind, c.place.country) for c in found] == [("Qastun", 35.7, 36.37, "village", "SY")]
    assert name in found[0].reason
    assert found[0].place.source == name
    assert found[0].score < 0.7, "an answer from outside is never a sure one"
    assert lookup.locate("Nowhere") == []
    assert lookup.locate("Qastun", country="UA") == []
    assert all(agent == "conflict-map" for _, agent, _ in Service.asked)


def test_answers_are_kept(service: str, tmp_path: Path) -> None:
    first = OnlineLookup("nominatim", cache=tmp_path, domain=service, scheme="http", delay_s=0)
    assert first.locate("Qastun") == first.locate("Qastun")
    assert first.locate("Nowhere") == first.locate("Nowhere") == []
    second = OnlineLookup("nominatim", cache=tmp_path, domain=service, scheme="http", delay_s=0)
    assert second.locate("Qastun")
    assert len(Service.asked) == 2
    for path in tmp_path.iterdir():
        path.write_text("{broken", encoding="utf-8")
    assert second.locate("Qastun"), "a damaged note is asked for again"
    assert len(Service.asked) == 3


def test_requests_keep_their_distance(service: str, tmp_path: Path) -> None:
    lookup = OnlineLookup("nominatim", cache=tmp_path, domain=service, scheme="http", delay_s=0.25)
    for name in ("Qastun 1", "Qastun 2", "Qastun 3"):
        lookup.locate(name)
    times = [moment for moment, _, _ in Service.asked]
    assert min(b - a for a, b in itertools.pairwise(times)) >= 0.24


def test_nobody_answers(tmp_path: Path) -> None:
    lookup = OnlineLookup("nominatim", cache=tmp_path, domain="127.0.0.1:9", scheme="http", delay_s=0)
    with pytest.raises(GazetteerError, match="nominatim cannot be asked"):
        lookup.locate("Qastun")
    assert not tmp_path.is_dir() or list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [403, 429, 500])
def test_a_service_that_refuses(service: str, tmp_path: Path, status: int) -> None:
    Service.status = status
    lookup = OnlineLookup("photon", cache=tmp_path, domain=service, scheme="http", delay_s=0)
    with pytest.raises(GazetteerError, match="leave --online out"):
        lookup.locate("Qastun")


@pytest.mark.parametrize("body", [b"<html>", b'[{"lat": "95", "lon": "36", "name": "A"}]', b'{"error": "busy"}'])
def test_a_service_that_answers_nonsense(service: str, tmp_path: Path, body: bytes) -> None:
    Service.body = body
    lookup = OnlineLookup("nominatim", cache=tmp_path, domain=service, scheme="http", delay_s=0)
    with pytest.raises(GazetteerError, match="cannot be asked"):
        lookup.locate("Qastun")
    assert list(tmp_path.iterdir()) == [], "nonsense is not kept"


def test_an_answer_without_a_usable_point_is_none(service: str, tmp_path: Path) -> None:
    row = {"lat": "35.7", "lon": "36.4", "display_name": "", "name": ""}
    Service.body = json.dumps([row]).encode()
    assert OnlineLookup("nominatim", cache=tmp_path, domain=service, scheme="http", delay_s=0).locate("Qastun") == []


def test_an_unknown_service(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="nominatim, photon"):
        OnlineLookup("mapquest", cache=tmp_path)  # type: ignore[arg-type]
