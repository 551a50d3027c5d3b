"""What ``conflict-map map`` is told about its page arrives on the page: title, credit, language, day, and that it is to be opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.browser
EXAMPLE = Path(__file__).parents[2] / "examples" / "maarat-al-numan.txt"


def run(folder: Path, *options: str, **environment: str) -> str:
    """Make the page of the example in a folder; return what the command says."""
    command = [sys.executable, "-m", "conflict_map", "map", str(EXAMPLE), "-o", "page.html", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300, env=os.environ | environment)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_title_credit_language_and_day(page_from: Callable[..., Any], tmp_path: Path) -> None:
    title, credit = "Held & <b>lost</b>", "Desk «Cartes» 7"
    said = run(tmp_path, "--title", title, "--credit", credit, "--lang", "fr", "--date", "2020-01-28")
    assert "note: --date" not in said
    opened = page_from((tmp_path / "page.html").read_text(encoding="utf-8"))
    page = opened.page
    assert page.title() == page.locator("h1").inner_text() == title
    assert credit in page.locator("#credits").inner_text()
    assert page.locator("html").get_attribute("lang") == "fr"
    assert page.locator("#legend summary").inner_text() == "Légende"
    assert page.locator("#date-now").inner_text() == "28 janvier 2020"
    assert not page.locator("#date-note").is_visible()
    assert (opened.requests, opened.console) == ([], [])
    # A link of the reader's goes before the day that the map was made for.
    other = page_from((tmp_path / "page.html").read_text(encoding="utf-8"), hash="#date=2020-01-29")
    assert other.page.locator("#date-now").inner_text() == "29 janvier 2020"


def test_arabic_is_laid_out_from_right_to_left(page_from: Callable[..., Any], tmp_path: Path) -> None:
    run(tmp_path, "--lang", "ar")
    page = page_from((tmp_path / "page.html").read_text(encoding="utf-8")).page
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page.locator("#story").bounding_box()["x"] > page.locator("#map-area").bounding_box()["x"]
    assert {"معرة النعمان", "سراقب", "أريحا"} <= {label["text"] for label in page.evaluate("conflictMap.labels()")}


def test_a_day_after_the_events_is_told_by_the_command_and_the_page(page_from: Callable[..., Any], tmp_path: Path) -> None:
    said = run(tmp_path, "--date", "2020-03-01")
    assert "note: --date 2020-03-01 lies after the last event (2020-01-29): the map opens on that day with what was last known" in said
    page = page_from((tmp_path / "page.html").read_text(encoding="utf-8")).page
    assert page.locator("#date-now").inner_text() == "1 March 2020"
    assert "1 March 2020" in page.locator("#date-note").inner_text()
    assert "lies before the first event (2012-01-01)" in run(tmp_path, "--date", "2010-01-01")


def test_open_opens_the_page_that_was_written(tmp_path: Path) -> None:
    script = tmp_path / "browser"
    script.write_text('#!/bin/sh\necho "$1" > opened.txt\n', encoding="utf-8")
    script.chmod(0o755)
    run(tmp_path, "--open", BROWSER=f"{script} %s")
    assert (tmp_path / "opened.txt").read_text(encoding="utf-8").strip() == (tmp_path / "page.html").as_uri()
