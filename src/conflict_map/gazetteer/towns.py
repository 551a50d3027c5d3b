"""The towns of a box: the largest as names for orientation on a base map, or all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from conflict_map.gazetteer.lookup import Gazetteer
    from conflict_map.model import Place

__all__ = ["largest_towns", "towns_in"]

_UNIT = 1e5


def largest_towns(gazetteer: Gazetteer, bounds: tuple[float, float, float, float], *, count: int = 120) -> list[Place]:
    """Return the towns within (west, south, east, north) degrees, the most populous first; those of unknown population are left out.

    A third of them are the largest of the whole box, the others the largest of each part of it, so that no part stays empty because
    another one is crowded.
    """
    west, south, east, north = bounds
    found: dict[tuple[int, int], tuple[int, int, int]] = {}
    for number, segment in enumerate(gazetteer.segments):
        _, records = segment.cells
        lat, lon, people = (np.asarray(column)[records] for column in (segment.lat, segment.lon, segment.population))
        inside = (people > 0) & (lat >= south * _UNIT) & (lat <= north * _UNIT) & (lon >= west * _UNIT) & (lon <= east * _UNIT)
        kept = np.flatnonzero(inside)
        kept = kept[np.argsort(-people[kept], kind="stable")]
        chosen = set(kept[: count // 3].tolist())
        columns = np.minimum(7, ((lon[kept] / _UNIT - west) / max(east - west, 1e-9) * 8).astype(int))
        rows = np.minimum(5, ((lat[kept] / _UNIT - south) / max(north - south, 1e-9) * 6).astype(int))
        for cell in np.unique(rows * 8 + columns):
            chosen.update(kept[rows * 8 + columns == cell][: max(1, 2 * count // (3 * 48))].tolist())
        for index in sorted(chosen):
            # The same town in two sources stands on the same spot, give or take a kilometre.
            spot = (round(int(lat[index]) / 1000), round(int(lon[index]) / 1000))
            known = found.get(spot)
            if known is None or known[0] < int(people[index]):
                found[spot] = (int(people[index]), number, int(records[index]))
    largest = sorted(found.values(), key=lambda one: (-one[0], one[1:]))
    return [gazetteer.hit(number, record, "name", 1.0).place for _, number, record in largest[:count]]


def towns_in(gazetteer: Gazetteer, bounds: tuple[float, float, float, float]) -> list[Place]:
    """Return every place to live in within (west, south, east, north) degrees, each once, in order of latitude and longitude.

    The same town in two sources (within about a kilometre) is one; people that one of them knows are kept.
    """
    import dataclasses

    west, south, east, north = bounds
    found: dict[tuple[int, int], Place] = {}
    ids: set[int] = set()
    for number, segment in sorted(enumerate(gazetteer.segments), key=lambda item: -item[1].priority):
        _, records = segment.cells
        lat, lon = (np.asarray(column)[records] for column in (segment.lat, segment.lon))
        inside = (lat >= south * _UNIT) & (lat <= north * _UNIT) & (lon >= west * _UNIT) & (lon <= east * _UNIT)
        here: dict[tuple[int, int], Place] = {}
        for index in np.flatnonzero(inside).tolist():
            place = gazetteer.hit(number, int(records[index]), "name", 1.0).place
            spot = (round(place.lat * 100), round(place.lon * 100))
            known = found.get(spot)
            if known is None:
                if place.geonames_id not in ids:
                    here.setdefault(spot, place)
            elif known.population is None and place.population is not None:
                found[spot] = dataclasses.replace(known, population=place.population)
        found |= here
        ids |= {place.geonames_id for place in here.values() if place.geonames_id is not None}
    return sorted(found.values(), key=lambda place: (place.lat, place.lon, place.name))
