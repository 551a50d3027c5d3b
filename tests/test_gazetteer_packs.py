"""Installing packs: from files, and from a server on this machine; interrupted, changed and missing downloads."""

from __future__ import annotations

import io
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import pytest

from conflict_map.errors import GazetteerError, TableError, UsageError
from conflict_map.gazetteer import packs
from conflict_map.gazetteer.packs import add_pack, installed_files, list_packs, remove_pack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def line(number: int, name: str) -> str:
    return (
        "\t".join([str(number), name, name, "", "35.7", "36.4", "P", "PPL", "SY", "", "12", "", "", "", "0", "", "", "Asia/Damascus", "2024-01-01"])
        + "\n"
    )


def zipped(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("readme.txt", "columns")
        archive.writestr("SY.txt", "".join(line(number, name) for number, name in enumerate(names, 1)))
    return buffer.getvalue()


class Server(BaseHTTPRequestHandler):
    """Serves one file, with ranges; may stop after some bytes."""

    content: ClassVar[bytes] = b""
    version: ClassVar[str] = '"v1"'
    stop_after: ClassVar[int | None] = None
    asked: ClassVar[list[str | None]] = []

    def do_GET(self) -> None:
        span = self.headers.get("Range")
        self.asked.append(span)
        if not self.path.endswith("/SY.zip"):
            self.send_error(404)
            return
        start = 0
        if span and self.headers.get("If-Range") == self.version:
            start = int(span.removeprefix("bytes=").split("-")[0])
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        else:
            self.send_response(200)
        body = self.content[start:]
        self.send_header("ETag", self.version)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body if self.stop_after is None else body[: self.stop_after])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[str]:
    Server.content, Server.version, Server.stop_after, Server.asked = zipped(*(f"Village {i}" for i in range(400))), '"v1"', None, []
    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}/dump"
        http.shutdown()
        thread.join()


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CONFLICT_MAP_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_download_install_list_remove(server: str) -> None:
    told: list[float] = []
    pack = add_pack("sy", url=server, progress=lambda _what, share: told.append(share))
    assert (pack.name, pack.places, pack.origin) == ("SY", 400, f"{server}/SY.zip")
    assert told
    assert max(told) <= 1.0
    assert list_packs() == [pack]
    assert [path.name for path in installed_files()] == ["SY.zip"]
    assert len(list((packs.cache_folder() / "indexes").iterdir())) == 1
    assert remove_pack("SY") == pack
    assert list((packs.cache_folder() / "indexes").iterdir()) == [], "its index goes with it"
    assert list_packs() == []
    assert installed_files() == []


def test_an_interrupted_download_goes_on(server: str, cache: Path) -> None:
    Server.stop_after = 1000
    with pytest.raises(GazetteerError, match="goes on from there"):
        add_pack("SY", url=server)
    assert (cache / "packs" / "SY.zip.part").stat().st_size == 1000
    Server.stop_after = None
    assert add_pack("SY", url=server).places == 400
    assert Server.asked == [None, "bytes=1000-"]
    assert sorted(path.name for path in (cache / "packs").iterdir()) == ["SY.json", "SY.zip"]


def test_a_part_of_an_older_file_is_not_used(server: str) -> None:
    Server.stop_after = 1000
    with pytest.raises(GazetteerError):
        add_pack("SY", url=server)
    Server.stop_after, Server.version, Server.content = None, '"v2"', zipped("New Village", "Other")
    assert add_pack("SY", url=server).places == 2


def test_a_newer_pack_takes_the_place_of_the_older(server: str) -> None:
    add_pack("SY", url=server)
    Server.content, Server.version = zipped("Only One"), '"v2"'
    assert add_pack("SY", url=server).places == 1
    assert [pack.places for pack in list_packs()] == [1]


def test_what_the_server_lacks(server: str) -> None:
    with pytest.raises(GazetteerError, match="404"):
        add_pack("AQ", url=server)
    with pytest.raises(GazetteerError, match="download stopped"):
        add_pack("SY", url="http://127.0.0.1:9")
    assert list_packs() == []


def test_a_code_of_no_country_is_refused_without_asking_anybody(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    def asked(*_: object, **__: object) -> None:
        pytest.fail("the network was asked")

    monkeypatch.setattr("urllib.request.urlopen", asked)
    for code in ("XX", "zz"):
        with pytest.raises(UsageError, match=f"no country has the ISO code '{code.upper()}'"):
            add_pack(code)
    assert list(cache.rglob("*.part")) == []


def test_a_damaged_download_is_not_installed(server: str, cache: Path) -> None:
    Server.content = zipped("A", "B")[:-30]
    with pytest.raises(GazetteerError, match="damaged or cut off"):
        add_pack("SY", url=server)
    assert list_packs() == []
    assert not list((cache / "packs").glob("*.zip"))


def test_a_file_of_ones_own(tmp_path: Path) -> None:
    table = tmp_path / "my villages.csv"
    table.write_text("name,lat,lon\nQastun,35.7,36.4\n", encoding="utf-8")
    pack = add_pack(table)
    assert pack.name == "my-villages"
    table.unlink()
    assert [path.read_text(encoding="utf-8")[:4] for path in installed_files()] == ["name"], "a copy is kept"
    assert add_pack(_again(tmp_path)).name == "my-villages"
    assert len(list_packs()) == 1


def _again(folder: Path) -> Path:
    table = folder / "my villages.csv"
    table.write_text("name,lat,lon\nQastun,35.7,36.4\nHass,35.6,36.6\n", encoding="utf-8")
    return table


def test_a_compressed_file_keeps_its_kind(tmp_path: Path) -> None:
    import gzip

    table = tmp_path / "SY.txt.gz"
    table.write_bytes(gzip.compress(line(1, "Qastun").encode()))
    assert add_pack(table).places == 1
    assert installed_files()[0].name == "SY.txt.gz"


def test_faulty_files_are_refused_whole(tmp_path: Path) -> None:
    table = tmp_path / "bad.csv"
    table.write_text("name,lat,lon\nGood,35.7,36.4\nBad,135.7,36.4\n", encoding="utf-8")
    with pytest.raises(TableError, match="line 3") as caught:
        add_pack(table)
    assert caught.value.path == str(table), "the file as the user named it, not our copy"
    broken = tmp_path / "bad.zip"
    broken.write_bytes(b"PK no archive")
    with pytest.raises(GazetteerError) as damaged:
        add_pack(broken)
    assert str(damaged.value).startswith(f"{broken}: ")
    assert list_packs() == []
    assert list((packs.cache_folder() / "packs").iterdir()) == []


def test_neither_file_nor_code(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="neither a file nor the ISO code"):
        add_pack("Syria")
    with pytest.raises(UsageError, match="a pack is one of"):
        add_pack(_named(tmp_path / "places.xlsx"))
    with pytest.raises(UsageError, match="not an http address"):
        add_pack("SY", url="file:///etc")
    with pytest.raises(UsageError, match=r"no pack is called 'UA'; installed: none"):
        remove_pack("UA")


def _named(path: Path) -> Path:
    path.write_bytes(b"PK")
    return path


def test_a_damaged_note_is_told(cache: Path, tmp_path: Path) -> None:
    table = tmp_path / "x.csv"
    table.write_text("name,lat,lon\nQastun,35.7,36.4\n", encoding="utf-8")
    add_pack(table)
    (cache / "packs" / "x.json").write_text("{", encoding="utf-8")
    with pytest.raises(GazetteerError, match="delete it and add the pack again"):
        list_packs()
