from __future__ import annotations

import subprocess
import sys

import pytest

import conflict_map


def test_every_public_name_can_be_loaded() -> None:
    for name in conflict_map.__all__:
        assert getattr(conflict_map, name) is not None
    assert sorted(conflict_map.__all__) == dir(conflict_map)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = conflict_map.nonsense


@pytest.mark.parametrize("module", ["conflict_map", "conflict_map.gazetteer", "conflict_map.pipeline", "conflict_map.cli"])
def test_importing_stays_light(module: str) -> None:
    code = (
        f"import sys, {module}\n"
        "heavy = {'geopandas', 'pandas', 'folium', 'branca', 'dask', 'distributed', 'matplotlib', 'shapely', 'pyproj', 'trafilatura'}\n"
        "print(' '.join(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
