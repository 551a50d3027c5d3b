"""Towns for orientation on a base map."""

from __future__ import annotations

import pytest

from conflict_map.gazetteer import Gazetteer
from conflict_map.gazetteer.towns import largest_towns


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer()


def test_the_largest_towns_come_first_and_lie_in_the_box(gazetteer: Gazetteer) -> None:
    west, south, east, north = bounds = (34.0, 33.0, 40.0, 38.0)
    towns = largest_towns(gazetteer, bounds, count=60)
    people = [town.population for town in towns]
    assert people == sorted(people, key=lambda number: -(number or 0))
    assert all(people)
    assert all(west <= town.lon <= east and south <= town.lat <= north for town in towns)
    assert {"Aleppo", "Damascus", "Homs"} <= {town.name for town in towns}
    spots = {(round(town.lat, 2), round(town.lon, 2)) for town in towns}
    assert len(spots) == len(towns) <= 60


def test_no_part_of_the_box_stays_empty_for_a_crowded_one(gazetteer: Gazetteer) -> None:
    towns = largest_towns(gazetteer, (25.0, 25.0, 45.0, 42.0), count=96)
    assert any(town.country == "SA" for town in towns)
    assert any(town.country in {"LY", "EG"} for town in towns)


def test_an_empty_sea_has_none(gazetteer: Gazetteer) -> None:
    assert largest_towns(gazetteer, (-40.0, -30.0, -35.0, -25.0)) == []


def test_the_base_map_carries_them(gazetteer: Gazetteer) -> None:
    assert "Aleppo" in {town.name for town in gazetteer.basemap((36.0, 35.0, 38.0, 37.0)).towns}
