"""Evidence as other people give it: their names of sides, their maps and lists of an earlier day."""

from __future__ import annotations

import dataclasses
import warnings
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conflict_map.control import ControlWarning, Observation, baseline_from
from conflict_map.errors import InputError, UsageError
from conflict_map.gazetteer import fold
from conflict_map.geo import distance_km
from conflict_map.model import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.model import Event

__all__ = ["SAME_NAME_KM", "SideNames", "observe", "side_names"]

#: Two records of like name so near are one place.
SAME_NAME_KM = 5.0
_SAME_SPOT_KM = 0.5
_ALIKE = 0.8


@dataclass(frozen=True)
class SideNames:
    """What the table of actors knows of the names of sides in events and baselines.

    Attributes
    ----------
    same
        Name to the name of the same side or part in the table: ``{"SAA": "Syrian government forces"}``.
    unknown
        Names that it does not have, sorted.
    parts
        (part, side) where both occur, and so stand apart on the map.
    """

    same: Mapping[str, str]
    unknown: tuple[str, ...]
    parts: tuple[tuple[str, str], ...]


def side_names(events: Iterable[Event], observations: Iterable[Observation], gazetteer: Gazetteer) -> SideNames:
    """Look the names of sides up in the table of actors.

    Only a name that as a whole means one actor is taken for it; a part of a side is never taken for the side.
    """
    events, observations = list(events), list(observations)
    countries = [event.place.country for event in events if event.place is not None and event.place.country]
    countries += [seen.country for seen in observations if seen.country]
    names = {side[0] for event in events for side in (event.control_to, event.control_from) if side} | {s.holder for s in observations if s.holder}
    by_name = {record.name: record for record in gazetteer.actors.records}
    same: dict[str, str] = {}
    unknown = []
    for name in sorted(names):
        if name in by_name:
            continue
        whole = [match for match in gazetteer.actors.match(name) if match.text == name.strip()]
        record = gazetteer.actors.resolve(whole[0], countries=countries) if whole else None
        if record is None:
            unknown.append(name)
        elif record.name != name:
            same[name] = record.name
    present = {same.get(name, name) for name in names}
    parts = []
    for name in sorted(present & set(by_name)):
        side = gazetteer.actors.by_id.get(by_name[name].side)
        if side is not None and side.name != name and side.name in present:
            parts.append((name, side.name))
    return SideNames(same=same, unknown=tuple(unknown), parts=tuple(parts))


def observe(
    frame: gpd.GeoDataFrame,
    column: str,
    *,
    date: str | None,
    events: Iterable[Event] = (),
    gazetteer: Gazetteer,
    within: BaseGeometry | None = None,
    elsewhere: str | None = None,
    source: str = "baseline",
) -> list[Observation]:
    """Return what a map or a list of an earlier day says of the places of the events and of the gazetteer's towns.

    Parameters
    ----------
    frame, column, date, elsewhere, source
        As for `conflict_map.control.baseline_from`.
    events
        Their places are looked up in polygons; a point of a list that is one of them (within 5 km and of like name, or within half a kilometre)
        takes its coordinates, so that both are one place.
    gazetteer
        Its towns within the polygons are looked up, too.
    within
        Polygon that the map is about, EPSG:4326; the countries of the events where not given. A baseline has to lie in it.

    Raises
    ------
    InputError
        If no shape lies where the events are: its axes are swapped, or it is of another country.
    UsageError
        If the column is missing, or ``elsewhere`` is given with points or for no known area.

    Warns
    -----
    ControlWarning
        If polygons cross themselves (they are mended) or rows are left out: those without a shape, and points or lines beside polygons; if polygons
        reach into other countries than those of the events, without an area to show.
    """
    spots = _spots(events)
    frame = frame.to_crs(4326) if frame.crs is not None else frame
    frame = _of_one_kind(frame, source)
    shapes = [shape for shape in frame.geometry.tolist() if shape is not None and not shape.is_empty]
    if not shapes:
        message = f"{source}: has no shapes; give points or polygons of who held what"
        raise InputError(message)
    reference = within if within is not None else _countries((place.country for place in spots), gazetteer)
    if reference is not None:
        _check_whereabouts(shapes, reference, source)
    broken = sum(not shape.is_valid for shape in shapes)
    if broken:
        crossing = "polygon crosses itself and is" if broken == 1 else "polygons cross themselves and are"
        warnings.warn(f"{source}: {broken} {crossing} mended; look at the map whether what they enclose is right", ControlWarning, stacklevel=2)
    places: list[Place] = []
    if shapes[0].geom_type == "Point" and elsewhere is not None:
        message = f"{source}: is a list of points, which leaves nothing outside; 'elsewhere' is for polygons"
        raise UsageError(message)
    if shapes[0].geom_type != "Point":
        towns = _towns(shapes, reference, spots, gazetteer, source, everywhere=elsewhere is not None)
        if elsewhere is None and within is None and reference is not None:
            _warn_abroad(towns, shapes, reference, source)
        places = [*spots, *towns]
        if not places:
            message = f"{source}: no place of the events and no town of the gazetteer lies in its polygons"
            raise InputError(message)
    found = []
    for seen in baseline_from(frame, column, date=date, places=places, elsewhere=elsewhere, source=source):
        twin = _same_place(seen, spots)
        found.append(
            seen if twin is None else dataclasses.replace(seen, lat=twin.lat, lon=twin.lon, name=twin.name, country=twin.country or seen.country)
        )
    return found


def _towns(
    shapes: Sequence[BaseGeometry],
    reference: BaseGeometry | None,
    spots: Sequence[Place],
    gazetteer: Gazetteer,
    source: str,
    *,
    everywhere: bool,
) -> list[Place]:
    """Return the towns of the gazetteer that polygons may tell of; with ``everywhere`` also those outside them, in the area that they are about."""
    import shapely

    from conflict_map.gazetteer.towns import towns_in

    if everywhere and reference is None:
        message = f"{source}: 'elsewhere' needs the area that it is about, as no event names a country; give one (within)"
        raise UsageError(message)
    west, south, east, north = shapely.total_bounds([*shapes, *([reference] if everywhere else [])])
    towns = [place for place in towns_in(gazetteer, (west, south, east, north)) if _same_place(place, spots) is None]
    if not everywhere:
        return towns
    # A map of one country says nothing of its neighbours.
    shapely.prepare(reference)
    return [place for place in towns if shapely.intersects_xy(reference, place.lon, place.lat)]


def _warn_abroad(towns: Sequence[Place], shapes: Sequence[BaseGeometry], reference: BaseGeometry, source: str) -> None:
    """Tell of towns in polygons that reach across the border: a rough outline easily takes in a neighbour's."""
    import shapely

    if not towns:
        return
    lon, lat = [town.lon for town in towns], [town.lat for town in towns]
    held = shapely.union_all([shape if shape.is_valid else shapely.make_valid(shape) for shape in shapes])
    for polygon in (held, reference):
        shapely.prepare(polygon)
    abroad = shapely.intersects_xy(held, lon, lat) & ~shapely.intersects_xy(reference, lon, lat)
    names = [town.name for town, far in zip(towns, abroad.tolist(), strict=True) if far and not _on_the_edge(town, reference)]
    if names:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""  # noqa: PLR2004 - as many as are named
        warnings.warn(
            f"{source}: its polygons take in {len(names)} towns outside the countries of the events: {', '.join(names[:5])}{more}; "
            "an area to show (within) leaves them out",
            ControlWarning,
            stacklevel=3,
        )


def _on_the_edge(town: Place, reference: BaseGeometry) -> bool:
    import shapely

    return bool(shapely.dwithin(reference, shapely.Point(town.lon, town.lat), 0.02))


def _of_one_kind(frame: gpd.GeoDataFrame, source: str) -> gpd.GeoDataFrame:
    """Return the polygons alone of a map that has other shapes, too: marks of units, towns, roads."""
    kinds = frame.geometry.geom_type
    areal = kinds.isin(["Polygon", "MultiPolygon"])
    others = ~areal & kinds.notna()
    if not (areal.any() and others.any()):
        return frame
    shapes = "shape that is no polygon is" if others.sum() == 1 else "shapes that are no polygons are"
    warnings.warn(f"{source}: {int(others.sum())} {shapes} left out", ControlWarning, stacklevel=3)
    return frame[areal]


def _spots(events: Iterable[Event]) -> list[Place]:
    """Return the towns and villages of the events, each once."""
    found: dict[tuple[float, float], Place] = {}
    for event in events:
        place = event.place
        if place is not None and place.lat is not None and place.lon is not None and place.precision == 1:
            made = Place(
                name=place.name, lat=place.lat, lon=place.lon, kind=place.kind or "town", country=place.country, geonames_id=place.geonames_id
            )
            found.setdefault((place.lat, place.lon), made)
    return list(found.values())


def _same_place(place: Place | Observation, spots: Sequence[Place]) -> Place | None:
    """Return the place of the events that another record means, the nearest where several do."""
    from conflict_map.gazetteer.names import similarity

    key = fold(place.name)
    near = []
    for spot in spots:
        if abs(spot.lat - place.lat) > 0.1:  # noqa: PLR2004 - some 11 km: spares the sines
            continue
        km = distance_km(place.lat, place.lon, spot.lat, spot.lon)
        alike = place.geonames_id is not None and place.geonames_id == spot.geonames_id
        if km <= _SAME_SPOT_KM or (km <= SAME_NAME_KM and (alike or similarity(key, fold(spot.name)) >= _ALIKE)):
            near.append((km, spot.lat, spot.lon, spot))
    return min(near)[3] if near else None


def _countries(codes: Iterable[str | None], gazetteer: Gazetteer) -> BaseGeometry | None:
    import shapely

    shapes = [gazetteer.area(code) for code in sorted({code for code in codes if code})]
    return shapely.union_all(shapes) if shapes else None


def _check_whereabouts(shapes: Sequence[BaseGeometry], reference: BaseGeometry, source: str) -> None:
    """Raise where shapes lie outside, above all where they would not if x and y were swapped."""
    import numpy as np
    import shapely

    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    if not (west >= -180 and east <= 180 and south >= -90 and north <= 90):  # noqa: PLR2004 - degrees
        message = f"{source}: spans ({west:.0f}, {south:.0f}) to ({east:.0f}, {north:.0f}), which is not lon, lat in degrees: the file lacks its CRS"
        raise InputError(message)
    spots = np.array([shape.representative_point().coords[0][:2] for shape in (shapely.force_2d(shape) for shape in shapes)])
    shapely.prepare(reference)
    inside = shapely.intersects_xy(reference, spots[:, 0], spots[:, 1]).mean()
    swapped = shapely.intersects_xy(reference, spots[:, 1], spots[:, 0]).mean()
    if inside < 0.5 <= swapped:  # noqa: PLR2004 - most of them
        message = f"{source}: its axes look swapped: shapes lie where the events are only with latitude and longitude exchanged; exchange them"
        raise InputError(message)
    # A coarse border leaves out places on a coast; a shape may also reach in from outside.
    if not inside and not any(shapely.dwithin(reference, shape, 0.2) for shape in shapes):
        x, y = spots[0]
        message = f"{source}: no shape lies in the country of the events (the first is at lat {y:.2f}, lon {x:.2f}); is it the right file and CRS?"
        raise InputError(message)
