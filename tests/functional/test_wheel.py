"""The wheel, installed where nothing else is, gives a command that works away from the repository."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPO = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, REPO], check=True, capture_output=True, timeout=300
    )
    (found,) = folder.glob("*.whl")
    return found


def test_the_wheel_contains_the_gazetteer_and_the_page(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for table in ("places.csv", "actors.csv", "routes.csv", "sources.toml"):
        assert f"conflict_map/_gazetteer/{table}" in names
    assert "conflict_map/py.typed" in names
    assert any(name.startswith("conflict_map/webmap/") and name.endswith(".js") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "output/"))]


def test_the_installed_wheel_makes_a_map_outside_the_repo(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True, timeout=300)
    pip = [venv / "bin" / "python", "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--constraint", REPO / "constraints.txt"]
    subprocess.run([*pip, wheel], check=True, timeout=900)
    work = tmp_path / "work"
    work.mkdir()
    report = work / "report.txt"
    report.write_text("Published: 2020-01-29\n\nSyrian government forces captured Saraqib from rebels on Tuesday, the army said.\n", encoding="utf-8")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "CONFLICT_MAP_CACHE": str(tmp_path / "cache"), "LANG": "C.UTF-8"}
    command = [venv / "bin" / "conflict-map", "map", report, "-o", work / "map.html", "--also", "geojson"]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    features = json.loads((work / "map.geojson").read_text(encoding="utf-8"))["features"]
    (control,) = [f for f in features if f["properties"]["layer"] == "control"]
    lon, lat = control["geometry"]["coordinates"]
    assert abs(lat - 35.86) < 0.05
    assert abs(lon - 36.80) < 0.05
    assert "data-ready" in (work / "map.html").read_text(encoding="utf-8")
