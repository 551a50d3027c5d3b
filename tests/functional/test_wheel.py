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
    tables = {file.name for file in (REPO / "gazetteer").iterdir() if file.suffix in (".csv", ".npz", ".toml")}
    assert {"places.csv", "actors.csv", "routes.csv", "sources.toml", "areas.npz"} <= tables
    inside = {name.removeprefix("conflict_map/_gazetteer/") for name in names if name.startswith("conflict_map/_gazetteer/")}
    assert inside == tables, "every table and none of the scripts that make them"
    assert "conflict_map/py.typed" in names
    assert any(name.startswith("conflict_map/webmap/") and name.endswith(".js") for name in names)
    assert not [name for name in names if name.startswith(("tests/", "output/", "gazetteer/", "src/"))]


def test_the_wheel_carries_the_licences_and_the_whole_package(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    (metadata,) = [name for name in archive.namelist() if name.endswith(".dist-info/METADATA")]
    told = archive.read(metadata).decode("utf-8").splitlines()
    assert {"License-Expression: MIT", "License-File: LICENSE", "License-File: NOTICE"} <= set(told)
    (notice,) = [name for name in archive.namelist() if name.endswith(".dist-info/licenses/NOTICE")]
    assert "GeoNames, https://www.geonames.org/, under CC BY 4.0" in archive.read(notice).decode("utf-8")
    package = REPO / "src" / "conflict_map"
    modules = {f"conflict_map/{file.relative_to(package).as_posix()}" for file in package.rglob("*") if file.is_file() and file.suffix != ".pyc"}
    assert modules <= set(archive.namelist())


def test_the_installed_wheel_makes_a_map_outside_the_repo(wheel: Path, tmp_path: Path) -> None:
    venv = tmp_path / "venv"
    subprocess.run([sys.executable, "-m", "venv", venv], check=True, timeout=300)
    pip = [
        venv / "bin" / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
        "--no-compile",
        "--constraint",
        REPO / "constraints.txt",
    ]
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
