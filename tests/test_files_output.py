"""Files are written as a whole or not at all; events go out under others' names."""

from __future__ import annotations

import csv
import errno
import io
import os
import stat
import threading
from pathlib import Path

import pytest

from conflict_map.errors import OutputError, UsageError
from conflict_map.files import EventTable, format_of, write, write_text
from conflict_map.files.output import replacing
from conflict_map.model import Claim, Event, EventPlace, People, Source

SOURCE = Source("r1", "Town falls", "The Daily", "https://example.org", "2020-01-29")
MAARAT = EventPlace("Maarat al-Numan", "Maaret al-Numan", 35.6483, 36.67693, "town", "SY", "Idlib", 167611)
IDLIB = EventPlace("Idlib", "Idlib province", 35.9, 36.6, "admin1", "SY", precision=3)


def control(to: str, quote: str = "It was captured.", **changes: object) -> Event:
    fields = {"id": "c1", "type": "control_change", "date_start": "2020-01-29", "date_end": "2020-01-29", "date_precision": "day", "place": MAARAT,
              "control_to": (to, "forces"), "control_from": ("Rebels",), "source": SOURCE, "quote": quote}  # fmt: skip
    return Event(**fields | changes)  # type: ignore[arg-type]


def displacement(people: People | None, *, origin: EventPlace | None = MAARAT, destinations: tuple[EventPlace, ...] = (IDLIB,)) -> Event:
    return Event("d1", "displacement", origin=origin, destinations=destinations, people=people, source=SOURCE, quote="They fled.")


def rows(tmp_path: Path, suffix: str, *events: Event) -> list[dict[str, str]]:
    path = tmp_path / f"a{suffix}"
    write(events, path)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


# --- whole or not at all ---------------------------------------------------------------------------------------------------------------


def test_a_file_is_replaced_in_one_step_and_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text("old", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o666 & ~_umask(), "as any new file"
    path.chmod(0o640)
    write_text("new \ud83d", path)
    assert path.read_text(encoding="utf-8") == "new \ufffd"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "real.txt", tmp_path / "link.txt"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write_text("new", link)
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), ValueError("a fault in between"), KeyboardInterrupt()])
def test_when_anything_goes_wrong_the_old_file_stays_and_nothing_else(tmp_path: Path, error: BaseException) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old", encoding="utf-8")

    def fail() -> None:
        with replacing(path) as draft:
            draft.write_text("half", encoding="utf-8")
            raise error

    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)) as caught:
        fail()
    if isinstance(error, OSError):
        assert str(caught.value) == f"{path}: cannot be written: the disk is full; free some space or write to another disk"
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_outputs_that_cannot_be_written_say_why(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="the folder does not exist; make it first"):
        write_text("x", tmp_path / "none" / "a.txt")
    with pytest.raises(OutputError, match="it is a folder; give the name of a file in it"):
        write_text("x", tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="a part of the path is a file"):
        write_text("x", tmp_path / "file" / "a.txt")
    with pytest.raises(OutputError, match="the name is too long"):
        write_text("x", tmp_path / ("a" * 300))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device on this system")
def test_a_full_device_is_told_and_stays_a_device() -> None:
    with pytest.raises(OutputError, match="/dev/full: cannot be written: the disk is full"):
        write_text("x", "/dev/full")
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_pipe_gets_the_whole_text(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_text(encoding="utf-8")), daemon=True)
    reader.start()
    write_text("all of it", pipe)
    reader.join(timeout=10)
    assert got == ["all of it"]


def test_the_longest_suffix_decides(tmp_path: Path) -> None:
    assert [format_of(name) for name in ("a.csv", "A.ACLED.CSV", "x.b.hxl.csv", "a.shp.zip", "/x.y/a.GeoJSON")] == [
        ".csv", ".acled.csv", ".hxl.csv", ".shp.zip", ".geojson",
    ]  # fmt: skip
    for name, hint in (("a.shp", "shapefiles come as .shp.zip"), ("a", "the format goes by the suffix"), ("a.html", "conflict-map map")):
        with pytest.raises(UsageError, match=hint):
            write(EventTable(), tmp_path / name)


# --- other people's names --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("to", "quote", "kind"),
    [
        ("Syrian government forces", "It was captured.", "Government regains territory"),
        ("Rapid Support Forces", "It was captured.", "Non-state actor overtakes territory"),
        ("Islamic State", "It was captured.", "Non-state actor overtakes territory"),
        ("Islamic State", "It was handed over without a fight.", "Non-violent transfer of territory"),
        ("Somebody", "It was captured.", ""),
    ],
)
def test_acled_kind_of_a_change_of_control(tmp_path: Path, to: str, quote: str, kind: str) -> None:
    (row,) = rows(tmp_path, ".acled.csv", control(to, quote))
    assert row["sub_event_type"] == kind
    assert row["event_type"] == ("Strategic developments" if "Non-violent" in kind else "Battles")
    assert (row["actor1"], row["actor2"], row["event_date"], row["time_precision"], row["geo_precision"]) == (to, "Rebels", "2020-01-29", "1", "1")
    assert (row["location"], row["latitude"], row["longitude"], row["source"]) == ("Maarat al-Numan", "35.6483", "36.67693", "The Daily")


def test_acled_keeps_the_claim_in_the_notes_and_leaves_displacement_out(tmp_path: Path) -> None:
    claimed = control("Islamic State", claim=Claim("claimed", ("the army",)))
    (row,) = rows(tmp_path, ".acled.csv", claimed, displacement(None))
    assert row["notes"] == "[claimed by the army] It was captured."


def test_acled_names_the_country_and_its_number(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, ".acled.csv", control("A"))
    assert (row["iso"], row["country"]) == ("760", "Syria")
    nowhere = EventPlace("X", "X", 1.0, 2.0, country="ZZ")
    (row,) = rows(tmp_path, ".acled.csv", control("A", place=nowhere))
    assert (row["iso"], row["country"]) == ("", "ZZ")


@pytest.mark.parametrize("suffix", [".acled.csv", ".ucdp.csv", ".idmc.csv"])
def test_what_is_denied_is_no_event_where_no_field_could_say_so(tmp_path: Path, suffix: str) -> None:
    denied = Claim("denied", ("the army",))
    gone = Event("d2", "displacement", origin=MAARAT, claim=denied, source=SOURCE)
    told = control("A"), displacement(None)
    assert rows(tmp_path, suffix, control("B", id="c2", claim=denied), gone, *told) == rows(tmp_path, suffix, *told)


def test_idmc_totals_add_up(tmp_path: Path) -> None:
    table = rows(tmp_path, ".idmc.csv", displacement(People("4,500", 4500, 4500, 4500), destinations=(IDLIB, MAARAT)))
    assert [row["total_figures"] for row in table] == ["4500", "", ""]
    assert {row["reported"] for row in table} == {"4500"}


@pytest.mark.parametrize(
    ("start", "end", "precision", "code"),
    [
        ("2020-01-29", "2020-01-29", "day", "1"), ("2020-01-27", "2020-01-29", "day", "2"), ("2020-01-20", "2020-01-26", "week", "3"),
        ("2020-01-01", "2020-01-31", "month", "4"), ("2020-01-01", "2020-12-31", "year", "5"), (None, None, "unknown", ""),
    ],
)  # fmt: skip
def test_ucdp_date_precision(tmp_path: Path, start: str | None, end: str | None, precision: str, code: str) -> None:
    (row,) = rows(tmp_path, ".ucdp.csv", control("A", date_start=start, date_end=end, date_precision=precision))
    assert row["date_prec"] == code


def test_ucdp_numbers_say_that_they_are_not_deaths(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, ".ucdp.csv", displacement(People("thousands", 2000, None, 9999)))
    assert (row["low"], row["best"], row["high"], row["counted"]) == ("2000", "", "9999", "people who moved, not deaths")
    (still,) = rows(tmp_path, ".ucdp.csv", control("A", place=IDLIB))
    assert (still["counted"], still["where_prec"]) == ("", "4")


@pytest.mark.parametrize(
    ("people", "figure", "quantifier", "unit", "total"),
    [
        (People("4,500", 4500, 4500, 4500), "4500", "EXACT", "PERSON", "4500"),
        (People("some 4,500", 4500, 4500, 4500), "4500", "APPROXIMATELY", "PERSON", "4500"),
        (People("more than 4,500", 4500), "4500", "MORE_THAN_OR_EQUAL", "PERSON", "4500"),
        (People("up to 4,500", None, None, 4500), "4500", "LESS_THAN_OR_EQUAL", "PERSON", "4500"),
        (People("tens of thousands", 20000, None, 99999), "20000", "MORE_THAN_OR_EQUAL", "PERSON", "20000"),
        (People("300 families", 300, 300, 300, "household"), "300", "EXACT", "HOUSEHOLD", ""),
        (None, "", "", "", ""),
    ],
)
def test_idmc_figures(tmp_path: Path, people: People | None, figure: str, quantifier: str, unit: str, total: str) -> None:
    origin, destination = rows(tmp_path, ".idmc.csv", displacement(people), control("A"))
    assert [origin["role"], destination["role"]] == ["ORIGIN", "DESTINATION"]
    assert destination["accuracy"] == "State/Region/Province (ADM1)"
    assert (origin["reported"], origin["quantifier"], origin["unit"], origin["total_figures"]) == (figure, quantifier, unit, total)


def test_hxl_has_its_hashtags_in_the_second_row(tmp_path: Path) -> None:
    tags, row = rows(tmp_path, ".hxl.csv", displacement(People("300 families", 300, 300, 300, "household")))
    assert (tags["type"], tags["lat"], tags["households_best"]) == ("#event+type", "#geo+lat", "#affected+idps+hh")
    assert (row["households_best"], row["persons_best"], row["origin"], row["destination"]) == ("300", "", "Maarat al-Numan", "Idlib")
    assert all(tag.startswith("#") for tag in tags.values())


@pytest.mark.parametrize("suffix", [".csv", ".acled.csv", ".ucdp.csv", ".idmc.csv", ".hxl.csv"])
def test_no_export_holds_a_formula(tmp_path: Path, suffix: str) -> None:
    source = Source("=1", "+1", "@x", "-2+3", "2020-01-29")
    place = EventPlace("=cmd|' /C calc'!A0", "-1+1", -12.5, -70.25)
    events = [
        control("=1+1", "\t=2", place=place, source=source),
        Event("d1", "displacement", origin=place, destinations=(place,), people=People("=3", 1), source=source, quote="=4"),
    ]
    text = (tmp_path / f"a{suffix}", write(events, tmp_path / f"a{suffix}"))[0].read_text(encoding="utf-8")
    numbers = 0
    for row in csv.reader(io.StringIO(text, newline="")):
        for cell in row:
            if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
                float(cell)
                numbers += 1
    assert numbers >= 2, "coordinates south and west of zero stay numbers"
