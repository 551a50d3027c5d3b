"""The command's arguments, messages and answers, in one process."""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

import conflict_map
from conflict_map import cli
from conflict_map.cli import main, make_parser
from conflict_map.cli.messages import Messages, count, printable
from conflict_map.cli.parser import PICTURES
from conflict_map.files.pictures import PICTURE_FORMATS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REPORT = (
    "Headline: Town falls\nPublished: 2020-01-29\n\n"
    "Syrian government forces captured the town of Saraqib in Idlib province from rebels on Wednesday, the army said.\n"
)


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return "report.txt"


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from commands(inner, (*words, name))


@pytest.mark.parametrize("words", list(commands(make_parser())), ids=" ".join)
def test_every_command_has_help_for_each_argument(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([*words, "--help"])
    assert caught.value.code == 0
    shown = capsys.readouterr().out
    assert shown.startswith(f"usage: conflict-map{' ' if words else ''}{' '.join(words)}")
    parser = make_parser()
    for word in words:
        (choices,) = [action.choices for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
        parser = choices[word]
    assert parser.description
    assert all(action.help for action in parser._actions if not isinstance(action, argparse._SubParsersAction))
    assert all(len(line) <= 150 for line in shown.splitlines())


def test_the_commands_are_those_of_the_documentation() -> None:
    assert {words[0] for words in commands(make_parser()) if len(words) == 1} == {
        "map", "extract", "export", "control", "locate", "check", "gazetteer",
    }  # fmt: skip
    assert {words[1] for words in commands(make_parser()) if len(words) == 2} == {"list", "add", "remove"}


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"conflict-map {conflict_map.__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["draw"], "invalid choice: 'draw'"),
        (["map"], "the following arguments are required: REPORT_OR_EVENTS"),
        (["map", "a.txt", "--date", "29.1.2020"], "'29.1.2020' is not a date; write it as 2020-01-29"),
        (["map", "a.txt", "--also", "xlsx"], "'xlsx' is not a format; choose from geojson, gpkg"),
        (["export", "a.csv"], "the following arguments are required: -o/--output"),
        (["locate", "Idlib", "--near", "here"], "'here' is not a point; write latitude and longitude"),
        (["locate", "Idlib", "--near", "136.6,35.9"], "latitude first"),
        (["locate", "Idlib", "--limit", "0"], "'0' is not a whole number above 0"),
    ],
)
def test_wrong_usage_is_status_2_with_a_reason(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert message in capsys.readouterr().err


def test_light_start() -> None:
    code = (
        "import sys, conflict_map.cli as cli; cli.make_parser(); "
        "heavy = {'geopandas', 'folium', 'pandas', 'shapely', 'numpy', 'rich', 'trafilatura', 'dask', 'pyogrio'} & set(sys.modules); "
        "sys.exit(', '.join(sorted(heavy)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr


def test_map_of_a_report(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", report, "--also", "geojson,csv"]) == 0
    told = capsys.readouterr()
    assert told.out == ""
    lines = told.err.splitlines()
    assert lines[0].startswith("1 report, 1 event (1 change of control)")
    assert [line.split(" (")[0] for line in lines[1:]] == ["wrote output/report.html", "wrote output/report.geojson", "wrote output/report.csv"]
    page = (tmp_path / "output" / "report.html").read_text(encoding="utf-8")
    assert "<html" in page
    assert "Town falls" in page
    collection = json.loads((tmp_path / "output" / "report.geojson").read_text(encoding="utf-8"))
    assert "control" in {feature["properties"]["layer"] for feature in collection["features"]}


def test_map_with_pictures_for_print(report: str, tmp_path: Path) -> None:
    assert set(PICTURES.values()) == set(PICTURE_FORMATS)
    assert main(["map", report, "-o", "m.html", "--also", "png,svg,pdf", "-q"]) == 0
    heads = {suffix: (tmp_path / f"m{suffix}").read_bytes()[:4] for suffix in PICTURES.values()}
    assert heads[".png"] == b"\x89PNG"
    assert heads[".pdf"] == b"%PDF"
    assert b"<svg" in (tmp_path / "m.svg").read_bytes()[:2000]


def test_map_of_a_picture_alone(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", report, "-o", "town.png"]) == 0
    assert (tmp_path / "town.png").read_bytes().startswith(b"\x89PNG")
    assert not (tmp_path / "town.html").exists()
    assert "wrote town.png" in capsys.readouterr().err


def test_map_to_standard_output_with_title_date_and_credit(report: str, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["map", report, "-o", "-", "--title", "Held & lost", "--credit", "Map desk 7", "--date", "2020-01-28", "-q"]) == 0
    told = capsysbinary.readouterr()
    assert told.err == b""
    assert b"Map desk 7" in told.out
    assert b"Held" in told.out


def test_map_into_a_folder_and_of_several_inputs(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "maps").mkdir()
    assert main(["extract", report, "-o", "events.jsonl"]) == 0
    (tmp_path / "second.txt").write_text("Published: 2020-02-01\n\nRebels captured Sarmin on Saturday.\n", encoding="utf-8")
    assert main(["map", "events.jsonl", "second.txt", "-o", "maps"]) == 0
    assert [path.name for path in (tmp_path / "maps").iterdir()] == ["events-and-1-more.html"]
    assert "1 report, 1 events file, 2 events (2 changes of control)" in capsys.readouterr().err


def test_extract_writes_json_lines_and_export_turns_them(report: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    assert main(["extract", report]) == 0
    out = capsysbinary.readouterr().out
    (event,) = [json.loads(line) for line in out.splitlines()]
    assert event["type"] == "control_change"
    assert event["quote"] == REPORT.split("\n\n")[1].strip()
    assert "trace" not in event
    (tmp_path / "events.jsonl").write_bytes(out)
    assert main(["export", "events.jsonl", "-o", "events.csv"]) == 0
    assert main(["export", "events.csv", "-o", "events.geojson"]) == 0
    capsysbinary.readouterr()
    assert main(["export", "events.geojson", "-o", "-", "--format", "jsonl"]) == 0
    assert capsysbinary.readouterr().out == out


def test_explain_shows_the_words_and_why(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", report, "--explain"]) == 0
    shown = capsys.readouterr().out
    assert "change of control, Saraqib, 2020-01-29" in shown
    assert "trigger:     'captured'" in shown
    assert main(["extract", report, "--explain", "-o", "events.jsonl"]) == 0
    (event,) = [json.loads(line) for line in (tmp_path / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert any(step["role"] == "trigger" and step["text"] == "captured" for step in event["trace"])


def test_a_report_with_nothing_to_draw_is_not_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "calm.txt").write_text("Nothing happened in Damascus or Aleppo, officials said.", encoding="utf-8")
    assert main(["map", "calm.txt", "--also", "geojson"]) == 0
    assert "note: no event was found; it shows the 2 places that the text names" in capsys.readouterr().err
    named = json.loads((tmp_path / "output" / "calm.geojson").read_text(encoding="utf-8"))["features"]
    assert {feature["properties"]["layer"] for feature in named} == {"places"}


def test_swapped_coordinates_of_a_correction_are_told(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "swapped.csv").write_text("name,country,lat,lon\nSaraqib,SY,36.8,35.86\nReyhanli,SY,36.27,36.57\n", encoding="utf-8")
    assert main(["extract", report, "--corrections", "swapped.csv"]) == 1
    told = capsys.readouterr().err
    assert "look swapped" in told
    assert "Saraqib: 36.8, 35.86 is not in SY" in told
    assert "Reyhanli" not in told  # a place across the border is meant


def test_corrections_win(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "corrections.csv").write_text("name,lat,lon\nSaraqib,35.5,36.5\n", encoding="utf-8")
    assert main(["extract", report, "--corrections", "corrections.csv"]) == 0
    place = json.loads(capsys.readouterr().out)["place"]
    assert (place["lat"], place["lon"]) == (35.5, 36.5)
    assert main(["extract", report, "--corrections", "none.csv"]) == 1
    assert "none.csv: the corrections cannot be read" in capsys.readouterr().err


def test_several_bad_inputs_are_each_told_and_the_good_one_drawn(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bad.jsonl").write_text('{"id": "e1", "type": "strik"}\n', encoding="utf-8")
    assert main(["map", "none.txt", report, "bad.jsonl", "-o", "m.html"]) == 1
    told = capsys.readouterr().err
    assert "conflict-map: none.txt: there is no such file" in told
    assert "conflict-map: bad.jsonl: 1 fault\n  line 1, column type: 'strik' is not known; did you mean 'strike'?" in told
    assert (tmp_path / "m.html").exists()


def test_export_of_a_faulty_file_writes_nothing(report: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", report, "-o", "good.jsonl"]) == 0
    (tmp_path / "bad.csv").write_text("id,type\ne1,strik\n", encoding="utf-8")
    assert main(["export", "good.jsonl", "bad.csv", "-o", "all.csv"]) == 1
    assert not (tmp_path / "all.csv").exists()
    assert "bad.csv: 1 fault" in capsys.readouterr().err


def test_one_id_for_different_events_is_a_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("id,type\ne1,strike\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,type\ne1,clash\n", encoding="utf-8")
    assert main(["export", "a.csv", "b.csv", "-o", "c.jsonl"]) == 1
    assert "the id 'e1' belongs to different events of a.csv and b.csv" in capsys.readouterr().err


def test_a_report_and_the_events_read_from_it_make_one_map(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", report, "-o", "e.jsonl"]) == 0
    assert main(["map", report, "e.jsonl", "-o", "m.html"]) == 0
    assert "1 event (1 change of control)" in capsys.readouterr().err


@pytest.mark.parametrize(("lat", "lon"), [(90, 10), (-90, 10), (10, 180), (90, -180)])
def test_an_event_at_the_end_of_the_world_is_drawn(lat: int, lon: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "e.csv").write_text(f"id,type,place_name,place_lat,place_lon\ne1,strike,Far,{lat},{lon}\n", encoding="utf-8")
    assert main(["check", "e.csv"]) == 0
    assert main(["map", "e.csv", "-o", "m.html", "--also", "png"]) == 0
    assert (tmp_path / "m.html").exists()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["--lang", "xx"], 2, "--lang must be one of en, ar, fr, uk, not 'xx'"),
        (["-o", "no/such/folder/m.html"], 1, "no/such/folder/m.html: cannot be written: the folder does not exist"),
        (["-o", "/proc/m.html"], 1, "/proc/m.html: cannot be written: it may not be written to"),
        (["-o", f"{'a' * 300}.html"], 1, "cannot be written: the name is too long"),
        (["--also", "shp", "-o", f"{'a' * 250}.html"], 1, "cannot be written: the name is too long"),
    ],
)
def test_what_cannot_be_drawn_or_written_is_refused_before_the_reading(
    arguments: list[str], status: int, message: str, report: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def read(*_: object, **__: object) -> None:
        pytest.fail("the reports were read first")

    monkeypatch.setattr("conflict_map.cli.mapping.read_reports", read)
    assert main(["map", report, *arguments]) == status
    assert message in capsys.readouterr().err


def test_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.csv").write_text("id,type,colour\ne1,strike,red\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("id,type,date_start\ne1,strike,1.1.2020\ne1,strik,\n", encoding="utf-8")
    assert main(["check", "good.csv"]) == 0
    told = capsys.readouterr()
    assert told.out == "good.csv: 1 event, no fault\n"
    assert "note: good.csv, line 1, column colour: is not a known column and is left out" in told.err
    assert main(["check", "good.csv", "bad.csv", "none.csv"]) == 1
    told = capsys.readouterr()
    assert [line.strip().split(": ")[0] for line in told.err.splitlines() if "bad.csv" in line or line.startswith("  ")] == [
        "conflict-map", "line 2, column date_start", "line 3, column type", "line 3, column id",
    ]  # fmt: skip
    assert "none.csv: there is no such file" in told.err


def test_extract_of_an_events_file_points_to_export(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", report, "-o", "e.jsonl"]) == 0
    capsys.readouterr()
    assert main(["extract", "e.jsonl"]) == 1
    assert "is an events file, not a report; use 'export'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["map", "report.txt", "-o", "m.geojson"], "its name ends in .html, .png, .svg, .pdf; for other formats add --also geojson"),
        (["map", "report.txt", "-o", "-", "--also", "csv"], "--also writes files beside the page"),
        (["extract", "report.txt", "-o", "m.xlsx"], "the format goes by the suffix"),
        (["extract", "report.txt", "-o", "-", "--format", "gpkg"], "cannot be written to standard output"),
        (["export", "e.csv", "-o", "-"], "standard output has no suffix; name the format"),
        (["map", "https://example.org/report"], "add --fetch"),
    ],
)
def test_wrong_combinations_are_status_2(report: str, arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert report
    assert main(arguments) == 2
    told = capsys.readouterr().err.splitlines()
    assert message in told[-1]


def test_locate(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "Maaret al-Numan", "--country", "SY", "--near", "35.6,36.7"]) == 0
    header, first, *_ = capsys.readouterr().out.splitlines()
    assert header.split("\t")[:3] == ["NAME", "PLACE", "KIND"]
    assert "معرة النعمان" in first
    assert main(["locate", "Saraqib", "Sarmin", "--near", "-12.5,30", "--json", "--limit", "1"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["name"] for answer in answers] == ["Saraqib", "Sarmin"]
    assert answers[0]["candidates"][0]["lat"] == pytest.approx(35.86, abs=0.03)
    assert len(answers[0]["candidates"]) == 1


def test_locate_takes_the_name_of_a_country(capsys: pytest.CaptureFixture[str]) -> None:
    for country in ("SY", "sy", "Syria"):
        assert main(["locate", "Saraqib", "--country", country, "--json"]) == 0
        assert {found["country"] for found in json.loads(capsys.readouterr().out)["candidates"]} == {"SY"}
    assert main(["locate", "Saraqib", "--country", "Ruritania"]) == 2
    assert "no country is called 'Ruritania'; give an ISO code" in capsys.readouterr().err


def test_a_remote_likeness_is_no_answer_and_is_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "Xyzzyx"]) == 1
    told = capsys.readouterr()
    assert "'Xyzzyx' is not in the gazetteer" in told.err
    assert "spelt a little like it: Kyzyl" in told.err
    assert not told.out
    assert main(["locate", "Xyzzyx", "--json"]) == 1
    record = json.loads(capsys.readouterr().out)
    assert record["candidates"] == []
    assert record["near_spellings"][0]["name"] == "Kyzyl"


def test_locate_of_a_name_that_nothing_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "Qqqqzzzzxxxx", "Saraqib"]) == 1
    told = capsys.readouterr()
    assert "'Qqqqzzzzxxxx' is not in the gazetteer; try another spelling" in told.err
    assert "Saraqib" in told.out


def test_locate_reads_names_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Saraqib\n\nسراقب\n".encode())))
    assert main(["locate", "-", "--json", "--country", "SY"]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["candidates"][0]["name"] for answer in answers] == ["Saraqib", "Saraqib"]


def test_packs_are_listed_added_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("CONFLICT_MAP_CACHE", str(tmp_path / "cache"))
    pack = tmp_path / "villages.csv"
    pack.write_text("name,lat,lon\nFar Village,35.1,36.1\n", encoding="utf-8")
    assert main(["gazetteer", "list"]) == 0
    assert "no pack is installed" in capsys.readouterr().err
    assert main(["gazetteer", "add", str(pack)]) == 0
    assert "added villages: 1 place from" in capsys.readouterr().err
    assert main(["gazetteer", "list", "--json"]) == 0
    assert [listed["name"] for listed in json.loads(capsys.readouterr().out)] == ["villages"]
    assert main(["gazetteer", "remove", "villages"]) == 0
    assert main(["gazetteer", "remove", "villages"]) == 2
    assert "no pack is called 'villages'" in capsys.readouterr().err


def test_stopped_by_the_user_and_internal_faults_are_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stop(_options: argparse.Namespace, _messages: Messages) -> int:
        raise KeyboardInterrupt

    def fail(_options: argparse.Namespace, _messages: Messages) -> int:
        message = "unexpected\nthing"
        raise RuntimeError(message)

    for run, status, line in ((stop, 130, "stopped"), (fail, 70, "a fault of the program itself: RuntimeError: unexpected thing")):
        monkeypatch.setattr("conflict_map.cli.lookup.check", run)
        assert main(["check", "a.csv"]) == status
        assert line in capsys.readouterr().err
    monkeypatch.setenv("CONFLICT_MAP_TRACEBACK", "1")
    with pytest.raises(RuntimeError):
        main(["check", "a.csv"])


def test_messages_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert printable("a\x1b[31mb\u202ec\x9b\tz\n") == "a\ufffd[31mb\ufffdc\ufffd\tz\n"
    messages = Messages()
    messages.fault("\x1b]0;title\x07 file.txt")
    assert "\x1b" not in capsys.readouterr().err
    assert messages.faults == 1
    quiet = Messages(quiet=True)
    quiet.say("x")
    quiet.note("x")
    assert capsys.readouterr().err == ""


def test_count() -> None:
    assert (count(0, "event"), count(1, "event"), count(12_345, "clash", "clashes")) == ("0 events", "1 event", "12,345 clashes")


def test_near_takes_southern_latitudes() -> None:
    assert cli._join_values(["locate", "X", "--near", "-12.5,30"]) == ["locate", "X", "--near=-12.5,30"]


def test_folding_names_in_a_ring_or_in_two_ways_is_refused(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", report, "-o", "m.html", "--fold", "A=B", "--fold", "B=A"]) != 0
    assert "ring (A = B = A)" in capsys.readouterr().err
    assert main(["map", report, "-o", "m.html", "--fold", "A=B", "--fold", "A=C"]) != 0
    assert "with B and with C" in capsys.readouterr().err


def test_a_map_of_a_country_without_any_of_the_places_says_so(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", report, "-o", "m.html", "--within", "Ukraine"]) == 0
    assert "none of the 1 place lies in the area of --within (the first is Saraqib), so the map has no areas" in capsys.readouterr().err


def test_a_missing_folder_is_named_with_what_makes_it(report: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["map", report, "-o", "not there/m.png"]) == 1
    assert "mkdir -p 'not there'" in capsys.readouterr().err


def test_a_table_with_names_alone_is_placed_and_says_what_is_doubtful(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    rows = [
        "a,control_change,2020-01-29,Saraqib,SY,Red",
        "b,control_change,2020-01-29,Tripoli,,Red",
        "c,control_change,2020-01-29,Nowhereville,SY,Red",
    ]
    (tmp_path / "e.csv").write_text("\n".join(["id,type,date,place_name,country,control_to", *rows]), encoding="utf-8")
    assert main(["map", "e.csv", "-o", "m.html", "--also", "csv"]) == 0
    told = capsys.readouterr().err
    assert "2 places without lat and lon looked up by name: Saraqib (35.86" in told
    assert "Tripoli: its name in the gazetteer" in told
    assert "doubtful" in told
    assert "Nowhereville: not placed: not in the gazetteer under this name in SY" in told
    assert "35.86" in (tmp_path / "m.csv").read_text(encoding="utf-8")
