"""The command ``control``, as a user runs it: a year of a war over towns beside one road, and every kind of bad input."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import geopandas
import pyogrio
import pytest
import shapely

if TYPE_CHECKING:
    from pathlib import Path

ARMY, REBELS = "Syrian government forces", "Syrian opposition"
HEADER = (
    "id,type,date_start,date_end,date_precision,place_name,place_lat,place_lon,place_kind,place_country,"
    "control_to,control_from,control_status,claim_status,quote\n"
)
# Real towns; what happens to them here is invented.
TOWNS = {
    "Hama": (35.1318, 36.7578), "Khan Shaykhun": (35.4414, 36.6511), "Maarat al-Numan": (35.6483, 36.6769), "Saraqib": (35.8644, 36.8056),
    "Ariha": (35.8144, 36.6097), "Idlib": (35.9306, 36.6339), "Aleppo": (36.2012, 37.1612),
}  # fmt: skip
ROWS = [
    ("h1", "2019-02-01", "Hama", ARMY, "", "held", "reported"),
    ("k1", "2019-08-20", "Khan Shaykhun", "SAA", "rebels", "held", "reported"),
    ("m1", "2020-01-28", "Maarat al-Numan", ARMY, REBELS, "held", "reported"),
    ("s1", "2020-02-05", "Saraqib", ARMY, REBELS, "held", "claimed"),
    ("i1", "2019-01-05", "Idlib", REBELS, ARMY, "held", "reported"),
    ("a1", "2019-01-06", "Ariha", REBELS, ARMY, "held", "reported"),
    ("a2", "2020-02-08", "Ariha", REBELS, "", "besieged", "reported"),
    ("l1", "2019-01-01", "Aleppo", ARMY, "", "held", "reported"),
]


def line(key: str, day: str, town: str, to: str, left: str, status: str, claim: str) -> str:
    lat, lon = TOWNS[town]
    return f'{key},control_change,{day},{day},day,{town},{lat},{lon},town,SY,{to},{left},{status},{claim},"{to} came to {town}."\n'


def run(*arguments: str | Path, cwd: Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "conflict_map", "control", *map(str, arguments)],
        cwd=cwd, input=stdin, stdin=subprocess.DEVNULL if stdin is None else None, capture_output=True, check=False, timeout=120,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    out, err = done.stdout.decode(), done.stderr.decode()
    assert "Traceback" not in err
    return subprocess.CompletedProcess(done.args, done.returncode, out, err)


def worked(*arguments: str | Path, cwd: Path, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
    done = run(*arguments, cwd=cwd, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done


def told(done: subprocess.CompletedProcess[str], status: int) -> str:
    assert done.returncode == status, done.stderr
    faults = [text for text in done.stderr.splitlines() if text.startswith("conflict-map")]
    assert len(faults) == 1, done.stderr
    return faults[0]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def printed(done: subprocess.CompletedProcess[str], heading: str) -> list[list[str]]:
    """Return the rows of a printed table, its head included."""
    lines = done.stdout.splitlines()
    start = next(number for number, text in enumerate(lines) if text.startswith(f"# {heading}")) + 1
    end = next((number for number in range(start, len(lines)) if lines[number].startswith("# ")), len(lines))
    return [text.split("\t") for text in lines[start:end]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.csv").write_text(HEADER + "".join(line(*row) for row in ROWS), encoding="utf-8")
    return tmp_path


# ---- layers


def test_the_layers_of_a_day(folder: Path) -> None:
    done = worked("events.csv", "--date", "2020-01-30", "-o", "areas.gpkg", cwd=folder)
    assert "wrote areas.gpkg" in done.stderr
    layers = dict(pyogrio.list_layers(folder / "areas.gpkg").tolist())
    assert {"areas", "front", "holders", "layer_styles"} <= set(layers)
    areas = geopandas.read_file(folder / "areas.gpkg", layer="areas")
    assert set(areas.valid_from) == {"2020-01-30"}
    lat, lon = TOWNS["Maarat al-Numan"]
    assert list(areas[areas.covers(shapely.Point(lon, lat))].holder) == [ARMY]
    lat, lon = TOWNS["Saraqib"]
    assert list(areas[areas.covers(shapely.Point(lon, lat))].holder) == [REBELS]
    shapes = list(areas.geometry)
    assert shapely.union_all(shapes).area == pytest.approx(sum(shape.area for shape in shapes), rel=1e-6), "areas overlap"
    holders = geopandas.read_file(folder / "areas.gpkg", layer="holders")
    assert len(holders) == 7
    assert f"{ARMY} came to Maarat al-Numan." in set(holders.quote)


@pytest.mark.parametrize("suffix", [".geojson", ".kml", ".shp.zip", ".parquet"])
def test_the_other_formats_hold_the_same_areas(folder: Path, suffix: str) -> None:
    worked("events.csv", "--date", "2020-01-30", "--routes", "-o", f"areas{suffix}", cwd=folder)
    file = folder / f"areas{suffix}"
    if suffix == ".geojson":
        found = [f["properties"] for f in json.loads(file.read_text(encoding="utf-8"))["features"]]
        assert {row["layer"] for row in found} == {"areas", "front", "routes", "holders"}
        assert {row["holder"] for row in found if row["layer"] == "areas"} == {ARMY, REBELS}
    elif suffix == ".parquet":
        found_layers = geopandas.read_parquet(file)
        assert {"areas", "front", "routes", "holders", "shares"} == set(found_layers.layer)
    else:
        names = {name for name, _ in pyogrio.list_layers(file).tolist()}
        assert {"areas", "front", "holders"} <= names


def test_the_written_geojson_is_an_events_file_again(folder: Path) -> None:
    worked("events.csv", "--date", "2020-01-30", "-o", "a.geojson", cwd=folder)
    first = worked("events.csv", "--date", "2020-01-30", cwd=folder).stdout
    assert worked("a.geojson", "--date", "2020-01-30", cwd=folder).stdout == first


def test_standard_input_and_output(folder: Path) -> None:
    table_of = [json.loads(text) for text in export_lines(folder)]
    done = worked("-", "--date", "2020-01-30", "-o", "-", cwd=folder, stdin="".join(json.dumps(row) + "\n" for row in table_of).encode())
    assert {feature["properties"]["layer"] for feature in json.loads(done.stdout)["features"]} == {"areas", "front", "holders"}


def export_lines(folder: Path) -> list[str]:
    subprocess.run([sys.executable, "-m", "conflict_map", "export", "events.csv", "-o", "events.jsonl"], cwd=folder, check=True, capture_output=True)
    return (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(
    ("every", "days"),
    [
        ("day", 400),
        ("week", 59),
        ("month", 15),
        ("change", 7),
    ],
)
def test_every_day_week_month_and_change(folder: Path, every: str, days: int) -> None:
    worked("events.csv", "--every", every, "--from", "2019-01-05", "--to", "2020-02-08", "--shares", "s.csv", "-o", "a.geojson", cwd=folder)
    rows = table(folder / "s.csv")
    shown = sorted({row["date"] for row in rows})
    assert (shown[0], shown[-1], len(shown)) == ("2019-01-05", "2020-02-08", days)
    spans = [
        f["properties"] for f in json.loads((folder / "a.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["layer"] == "areas"
    ]
    assert {row["valid_from"] for row in spans} <= set(shown)
    assert max(row["valid_to"] for row in spans) == "2020-02-08"


def test_every_change_has_open_ends(folder: Path) -> None:
    worked("events.csv", "--every", "change", "-o", "a.geojson", cwd=folder)
    spans = [
        f["properties"] for f in json.loads((folder / "a.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["layer"] == "areas"
    ]
    assert None in {row["valid_to"] for row in spans}
    assert {"2020-01-28", "2020-02-05"} <= {row["valid_from"] for row in spans}


# ---- tables


def test_without_output_it_prints_who_holds_how_much(folder: Path) -> None:
    done = worked("events.csv", cwd=folder)
    rows = printed(done, "Held on 2020-02-08")
    assert rows[0] == ["SIDE", "PLACES", "KM²", "% OF AREA", "PEOPLE"]
    assert [row[:2] for row in rows[1:]] == [[ARMY, "5 (reported: 4)"], [REBELS, "2"], ["contested, unknown or not reported", "0"]]
    assert f"read as the same side: SAA = {ARMY}, rebels = {REBELS}" in done.stderr
    assert worked("events.csv", "--quiet", cwd=folder).stdout == ""


def test_shares_over_time_are_ranges(folder: Path) -> None:
    worked("events.csv", "--every", "month", "--shares", "shares.csv", "--within", "Idlib", cwd=folder)
    rows = table(folder / "shares.csv")
    assert {row["measure"] for row in rows} == {"area_km2", "places", "population"}
    for row in rows:
        assert float(row["low"]) <= float(row["best"]) <= float(row["high"])
    area = {row["date"]: float(row["best"]) for row in rows if row["measure"] == "area_km2" and row["side"] == ARMY}
    assert area["2020-02-08"] > area["2020-01-01"] > 0


def test_changes_between_two_days(folder: Path) -> None:
    done = worked("events.csv", "--changes", "2020-01-01..2020-02-10", "--tables", "tables", cwd=folder)
    assert "2 places" in next(row for row in printed(done, "Changes from 2020-01-01 to 2020-02-10") if row[0] == ARMY)[1]
    rows = table(folder / "tables" / "changes.csv")
    taken = next(row for row in rows if (row["holder_before"], row["holder_after"]) == (REBELS, ARMY))
    assert set(taken["places"].split("; ")) == {"Maarat al-Numan", "Saraqib"}
    assert (taken["place_count"], taken["decided_by"]) == ("2", "m1; s1")
    assert float(taken["area_km2"]) > 100
    sides = {row["side"]: row for row in table(folder / "tables" / "changes-by-side.csv")}
    assert (sides[ARMY]["gained_places"], sides[REBELS]["lost_places"]) == ("2", "2")
    assert int(sides[ARMY]["gained_people"]) > 10_000
    assert "nothing changed hands" in worked("events.csv", "--changes", "2020-03-01..2020-03-02", cwd=folder).stderr


def test_roads_and_ways_out(folder: Path) -> None:
    done = worked("events.csv", "--routes", "--date", "2020-02-08", "--tables", "tables", "-o", "r.geojson", cwd=folder)
    road = [row for row in printed(done, "Roads on 2020-02-08") if row[0].startswith("M5,")]
    assert {row[5] for row in road} == {"no cut reported, known since 2020-02-05"}
    ways = printed(done, "Ways out of besieged places on 2020-02-08")
    assert {row[0] for row in ways[1:]} == {"Ariha"}
    cuts = [row for row in table(folder / "tables" / "route-cuts.csv") if row["route_id"] == "SY-M5"]
    assert ["True", "2020-02-04"] in [[row["cut"], row["valid_to"]] for row in cuts]
    assert {row["route_id"] for row in table(folder / "tables" / "ways-out.csv")} == {"SY-M4"}
    roads = [f for f in json.loads((folder / "r.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["layer"] == "routes"]
    assert {f["geometry"]["type"] for f in roads} == {"LineString"}
    assert ARMY in {f["properties"]["holder"] for f in roads}


def figure(words: str, **fields: Any) -> str:  # noqa: ANN401 - fields of the record
    country = {"name": "Syria", "name_in_report": "Syria", "lat": 35.0, "lon": 38.5, "kind": "country", "country": "SY", "precision": 3}
    record = {
        "type": "stated_figure", "kind": "territory_share", "reported": words, "quote": words, "start": 0, "end": len(words), "low": None,
        "best": None, "high": None, "unit": "percent", "actor": [ARMY], "place": country, "claim": {"status": "reported", "by": []},
        "source": {"report": "r", "headline": None, "publisher": None, "url": None, "published": "2020-02-01"},
    }  # fmt: skip
    return json.dumps(record | fields) + "\n"


def test_stated_shares_are_checked(folder: Path) -> None:
    lines = [*(f"{text}\n" for text in export_lines(folder)), figure("around 70 percent of Syria", best=70.0)]
    (folder / "all.jsonl").write_text("".join(lines), encoding="utf-8")
    done = worked("all.jsonl", "--check", "--tables", "t", cwd=folder)
    (row,) = printed(done, "Stated shares of territory")[1:]
    assert row[:3] == ["around 70 percent of Syria", ARMY, "2020-02-01"]
    assert row[4:] == ["possible", "more than the reports reach"]
    # As if the towns spoke for the whole country.
    worked("all.jsonl", "--check", "--reach-km", "all", "--tables", "t", cwd=folder)
    (checked,) = table(folder / "t" / "check.csv")
    assert checked["verdict"] == "too low"
    assert float(checked["best_percent"]) > 90
    assert "no report states a share of territory" in worked("events.csv", "--check", cwd=folder).stderr


def test_no_cell_of_a_table_can_run_as_a_formula(folder: Path) -> None:
    (folder / "evil.csv").write_text(HEADER + line("e1", "2020-01-01", "Hama", "=HYPERLINK(1)", "@SUM(1)", "held", "reported"), encoding="utf-8")
    worked("evil.csv", "--shares", "s.csv", "--changes", "2019-12-01..2020-01-02", "--routes", "--tables", "t", cwd=folder)
    for file in (folder / "s.csv", *(folder / "t").iterdir()):
        with file.open(encoding="utf-8", newline="") as stream:
            cells = [cell for row in csv.reader(stream) for cell in row]
        assert not [cell for cell in cells if cell.startswith(("=", "@", "+"))], file.name
    assert "'=HYPERLINK(1)" in (folder / "s.csv").read_text(encoding="utf-8")


# ---- baselines


def baseline(path: Path, ring: list[tuple[float, float]], side: str | None = "HTS") -> str:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    collection = {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"side": side}, "geometry": geometry}]}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path.name


CLOCKWISE = [(36.3, 35.7), (36.3, 36.1), (36.9, 36.1), (36.9, 35.7), (36.3, 35.7)]


def test_a_baseline_of_polygons_fills_in_towns_and_later_events_win(folder: Path) -> None:
    name = baseline(folder / "old.geojson", CLOCKWISE)
    options = ("--baseline", name, "--holder-column", "side", "--baseline-date", "2019-06-01", "--fold", f"HTS={REBELS}")
    worked("events.csv", *options, "--date", "2020-02-06", "-o", "a.geojson", cwd=folder)
    rows = [
        f["properties"] for f in json.loads((folder / "a.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["layer"] == "holders"
    ]
    held = {row["place"]: row["holder"] for row in rows}
    assert len(held) > 10, "towns of the gazetteer within the polygon"
    assert (held["Saraqib"], held["Idlib"], held["Maarat al-Numan"]) == (ARMY, REBELS, ARMY)
    assert set(held.values()) == {ARMY, REBELS}


def test_a_page_starts_from_a_baseline(folder: Path) -> None:
    name = baseline(folder / "old.geojson", CLOCKWISE)
    (folder / "news.txt").write_text(
        "A town falls\n\n2020-02-06\n\nThe Syrian army captured the town of Saraqib in Idlib province on 5 February 2020.\n", encoding="utf-8"
    )
    options = ["--baseline", name, "--holder-column", "side", "--baseline-date", "2019-06-01", "--fold", f"HTS={REBELS}", "--also", "gpkg"]
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "conflict_map", "map", "news.txt", "-o", "page.html"]
    done = subprocess.run([*command, *options], cwd=folder, capture_output=True, check=False, timeout=120, env=environment)
    assert done.returncode == 0, done.stderr
    holders = geopandas.read_file(folder / "page.gpkg", layer="holders")
    mine = holders[holders["place"] == "Saraqib"].sort_values("valid_from")
    assert list(zip(mine["valid_from"], mine["holder"], strict=True)) == [("2019-06-01", REBELS), ("2020-02-05", ARMY)]
    shown = geopandas.read_file(folder / "page.gpkg", layer="shares")
    assert set(shown["date"]) == {"2019-06-01", "2020-02-05"}
    alone = subprocess.run([*command, "--elsewhere", ARMY], cwd=folder, capture_output=True, check=False, timeout=120, env=environment)
    assert alone.returncode == 2
    assert b"give the file with --baseline" in alone.stderr


def test_a_baseline_list_of_points(folder: Path) -> None:
    (folder / "old.csv").write_text(
        "town;who;lat;lon;population\nSaraqeb;rebels;35.866;36.807;30000\nKafr Nabl;rebels;35.614;36.561;\n", encoding="utf-8"
    )
    done = worked("events.csv", "--baseline", "old.csv", "--holder-column", "who", "--date", "2019-12-01", cwd=folder)
    rebels = next(row for row in printed(done, "Held on 2019-12-01") if row[0] == REBELS)
    assert rebels[1].startswith("5 ")


def test_a_map_of_one_side_without_columns_and_with_marks_beside_its_polygons(folder: Path) -> None:
    shapes = [{"type": "Polygon", "coordinates": [[(*point, 0.0) for point in CLOCKWISE]]}, {"type": "Point", "coordinates": [36.5, 35.9]}]
    features = [{"type": "Feature", "properties": {}, "geometry": shape} for shape in shapes]
    (folder / "old.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    options = ("--baseline", "old.geojson", "--holder", REBELS, "--elsewhere", ARMY, "--within", "SY", "--reach-km", "all")
    done = worked("events.csv", *options, "--date", "2019-12-01", cwd=folder)
    assert "old.geojson: 1 shape that is no polygon is left out" in done.stderr
    rows = {row[0]: row for row in printed(done, "Held on 2019-12-01")}
    assert float(rows[ARMY][3].split()[0]) > 95
    assert 0.5 < float(rows[REBELS][3].split()[0]) < 5
    assert "--holder, the one side" in told(run("events.csv", "--baseline", "old.geojson", cwd=folder), 2)


@pytest.mark.parametrize(
    ("ring", "message"),
    [
        ([(lat, lon) for lon, lat in CLOCKWISE], "old.geojson: its axes look swapped"),
        ([(lon - 6, lat + 12) for lon, lat in CLOCKWISE], "old.geojson: no shape lies in the country of the events"),
        ([(lon * 111_000, lat * 111_000) for lon, lat in CLOCKWISE], "which is not lon, lat in degrees"),
    ],
)
def test_a_baseline_that_lies_elsewhere_is_refused(folder: Path, ring: list[tuple[float, float]], message: str) -> None:
    name = baseline(folder / "old.geojson", ring)
    assert message in told(run("events.csv", "--baseline", name, "--holder-column", "side", "-o", "a.gpkg", cwd=folder), 1)
    assert not (folder / "a.gpkg").exists()


def test_a_baseline_that_crosses_itself_is_mended_and_told(folder: Path) -> None:
    name = baseline(folder / "old.geojson", [(36.3, 35.4), (37.0, 36.1), (37.0, 35.4), (36.3, 36.1), (36.3, 35.4)])
    done = worked("events.csv", "--baseline", name, "--holder-column", "side", cwd=folder)
    assert "note: old.geojson: 1 polygon crosses itself and is mended" in done.stderr


# ---- what is odd, and what is wrong


def test_unknown_and_contradicting_sides_are_told(folder: Path) -> None:
    rows = [("x1", "1962-03-01", "Hama", "Red Column", "", "held", "reported"), ("x2", "1962-03-01", "Hama", "Blue Column", "", "held", "reported")]
    (folder / "old.csv").write_text(HEADER + "".join(line(*row) for row in rows), encoding="utf-8")
    done = worked("old.csv", "-o", "a.geojson", cwd=folder)
    assert "not in the table of actors, so with a colour of their own: Blue Column, Red Column" in done.stderr
    assert "reports contradict each other on 1962-03-01: Hama (reports of one day contradict each other)" in done.stderr
    (area,) = [
        f["properties"] for f in json.loads((folder / "a.geojson").read_text(encoding="utf-8"))["features"] if f["properties"]["layer"] == "areas"
    ]
    assert (area["holder"], area["status"], area["valid_from"]) == (None, "contested", "1962-03-01")


def test_a_slip_into_the_future_is_told_and_not_taken_for_today(folder: Path) -> None:
    with (folder / "events.csv").open("a", encoding="utf-8") as stream:
        stream.write(line("z1", "8020-02-09", "Saraqib", REBELS, ARMY, "held", "reported"))
    done = worked("events.csv", cwd=folder)
    assert "# Held on 2020-02-08" in done.stdout
    assert "1 day of change in the future: 8020-02-09; is the year right?" in done.stderr
    every = worked("events.csv", "--every", "week", "--shares", "shares.csv", cwd=folder)
    assert "in the future" in every.stderr
    assert max(row["date"] for row in table(folder / "shares.csv")) == "2020-02-08"
    assert "# Held on 8020-02-09" in worked("events.csv", "--date", "8020-02-09", cwd=folder).stdout


def test_long_before_the_first_report_nobody_is_said_to_hold_anything(folder: Path) -> None:
    done = worked("events.csv", "--date", "1960-01-01", cwd=folder)
    assert "1960-01-01 comes before the first report (2019-01-01) by more than 365 days: only what a baseline says is known then" in done.stderr
    assert [row[0] for row in printed(done, "Held")] == ["SIDE", "contested, unknown or not reported"]
    closer = worked("events.csv", "--date", "2018-06-01", cwd=folder)
    assert "holders are what later reports say of before" in closer.stderr
    assert {row[0] for row in printed(closer, "Held")} > {ARMY}


def test_a_change_to_besieged_reads_as_one(folder: Path) -> None:
    rows = printed(worked("events.csv", "--changes", "2020-02-07..2020-02-09", cwd=folder), "Changes")
    assert [REBELS, f"{REBELS} (besieged)", "1"] in [row[:3] for row in rows]


def test_places_that_are_not_on_the_map_are_told(folder: Path) -> None:
    lost = "n1,control_change,2020-01-01,2020-01-01,day,Nowhere,,,town,SY,Red,,held,reported,Red came to Nowhere.\n"
    undated = line("u1", "", "Hama", ARMY, "", "held", "reported").replace(",day,", ",unknown,")
    (folder / "odd.csv").write_text((folder / "events.csv").read_text(encoding="utf-8") + lost + undated, encoding="utf-8")
    wide = line("w1", "2020-01-01", "Idlib", REBELS, "", "held", "reported").replace(",Idlib,", ",Idlib province,").replace(",town,", ",admin1,")
    with (folder / "odd.csv").open("a", encoding="utf-8") as stream:
        stream.write(wide.replace("35.9306", "35.7"))
    done = worked("odd.csv", "--within", "Idlib", cwd=folder)
    assert "1 place known only as an area or nearby, so without an area on the map: Idlib province" in done.stderr
    assert "1 event about control not on the map: Nowhere (" in done.stderr
    assert "1 event about control without a date, which decide no day: u1" in done.stderr
    assert "2 places outside the area of --within, so without areas: Hama, Aleppo" in done.stderr


def test_a_table_without_control_is_no_fault(folder: Path) -> None:
    (folder / "s.csv").write_text(
        HEADER + line("s1", "2020-01-01", "Hama", "", "", "", "reported").replace("control_change", "strike"), encoding="utf-8"
    )
    done = worked("s.csv", "--every", "day", "--shares", "shares.csv", "--routes", "-o", "a.gpkg", cwd=folder)
    assert "no event and no baseline tells who holds what on a day" in done.stderr
    assert (folder / "a.gpkg").exists()
    assert table(folder / "shares.csv") == []


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("none.csv",), 1, "none.csv: there is no such file"),
        (("events.csv", "--within", "Atlantis"), 2, "no country or first-level area is called 'Atlantis'"),
        (("events.csv", "--within", "Iraq"), 1, "none of the 7 places lies in the area of --within"),
        (("events.csv", "--baseline", "none.geojson", "--holder-column", "side"), 1, "none.geojson: there is no such file"),
        (("events.csv", "--baseline", "events.csv"), 2, "--baseline needs --holder-column"),
        (("events.csv", "--baseline", "events.csv", "--holder-column", "who"), 2, "events.csv: has no column 'who'"),
        (("events.csv", "-o", "a.csv"), 2, "a.csv: areas are written as .geojson"),
        (("events.csv", "-o", "a.html"), 2, "a page is made by 'conflict-map map'"),
        (("events.csv", "-o", "none/a.gpkg"), 1, "the folder does not exist"),
        (("events.csv", "-o", "-", "--routes"), 2, "standard output takes one thing"),
        (("events.csv", "-o", "-", "--shares", "-"), 2, "standard output takes one thing"),
        (("events.csv", "--tables", "events.csv"), 1, "events.csv: the folder cannot be made"),
        (("events.csv", "--every", "day", "--from", "2021-01-01", "--to", "2020-01-01"), 2, "--from 2021-01-01 comes after --to 2020-01-01"),
        (("events.csv", "--every", "day", "--from", "0500-01-01"), 2, "say which with --from and --to"),
        (("events.csv", "--reach-km", "0"), 2, "'0' is not a number of kilometres above 0"),
        (("events.csv", "--changes", "2020-01-02"), 2, "is not two days"),
        (("events.csv", "--changes", "2020-01-02..2020-01-01"), 2, "the first day has to come before the second"),
        (("events.csv", "--fold", "SAA"), 2, "is not two names of a side"),
        (("events.csv", "--from", "2020-01-01"), 2, "--from and --to go with --every"),
        (("events.csv", "--elsewhere", "SAA"), 2, "--elsewhere says something of a baseline"),
        (("events.csv", "--date", "2020-13-01"), 2, "is not a date"),
        (("events.csv", "--date", "2020-01-01", "--every", "day"), 2, "not allowed with"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(folder: Path, arguments: tuple[str, ...], status: int, message: str) -> None:
    assert message in told(run(*arguments, cwd=folder), status)
    assert sorted(path.name for path in folder.iterdir()) == ["events.csv"]


def test_a_report_and_faults_of_a_table_are_refused(folder: Path) -> None:
    (folder / "report.txt").write_text("Published: 2020-01-29\n\nRebels captured Saraqib on Tuesday, residents said.\n", encoding="utf-8")
    assert "report.txt: is a report, not an events file" in told(run("report.txt", cwd=folder), 1)
    (folder / "bad.csv").write_text(HEADER + line("b1", "2020-13-01", "Hama", ARMY, "", "held", "reported"), encoding="utf-8")
    assert "bad.csv: " in told(run("events.csv", "bad.csv", cwd=folder), 1)
    (folder / "same.csv").write_text(HEADER + line("h1", "2020-01-01", "Idlib", ARMY, "", "held", "reported"), encoding="utf-8")
    assert "the id 'h1' belongs to different events of events.csv and same.csv" in told(run("events.csv", "same.csv", cwd=folder), 1)
