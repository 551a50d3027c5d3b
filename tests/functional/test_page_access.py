"""The page for everyone: axe, small screens, print, right to left, dark, embedded, other languages."""

# ruff: noqa: E501 -- scripts for the browser stay in one line

from __future__ import annotations

import json
import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from conflict_map.layers import build_layers
from conflict_map.model import Event, EventPlace
from conflict_map.webmap import LANGUAGES, render

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conflict_map.layers import Layers

pytestmark = pytest.mark.browser
PHONE: dict[str, Any] = {"size": (390, 844), "has_touch": True, "is_mobile": True}


@pytest.fixture(scope="session")
def html(sample_layers: Layers, sample_basemap: object) -> str:
    return render(sample_layers, sample_basemap)


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_serious(page_from: Callable[..., Any], html: str, size: tuple[int, int], look: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened = page_from(html, size=size, color_scheme=look, bypass_csp=True)
    for step in ("page", "card", "table", "compare"):
        if step == "card":
            opened.page.locator("button.event").nth(3).click()
            opened.page.wait_for_timeout(500)
        elif step == "table":
            opened.page.locator("#view-table").click()
            opened.page.locator("#filters summary").click()
            opened.page.locator("#search").fill("ari")
        elif step == "compare":
            opened.page.locator("#search").fill("")
            opened.page.keyboard.press("Escape")
            opened.page.locator("#compare").click()
            opened.page.wait_for_timeout(500)
        found = [v for v in Axe().run(opened.page).response["violations"] if v["impact"] in {"serious", "critical"}]
        assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == [], step


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
@pytest.mark.parametrize("lang", [lang for lang in LANGUAGES if lang != "en"])
def test_axe_finds_nothing_serious_in_any_language(
    page_from: Callable[..., Any], sample_layers: Layers, sample_basemap: object, size: tuple[int, int], lang: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    opened = page_from(render(sample_layers, sample_basemap, lang=lang, date="2021-01-01"), size=size, bypass_csp=True)
    opened.page.locator("button.event").nth(3).click()
    opened.page.locator("#filters summary").click()
    opened.page.wait_for_timeout(500)
    found = [v for v in Axe().run(opened.page).response["violations"] if v["impact"] in {"serious", "critical"}]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []


def test_axe_finds_nothing_serious_in_a_map_of_several_theatres(page_from: Callable[..., Any], sample_basemap: object) -> None:
    from axe_playwright_python.sync_playwright import Axe

    towns = [
        EventPlace(f"Town {n}", f"Town {n}", lat=lat, lon=36.0, kind="town", country=code) for n, (lat, code) in enumerate([(35, "SY"), (0, "UG")])
    ]
    events = [Event(f"e{n}", "strike", "2020-01-01", "2020-01-01", "day", place=town) for n, town in enumerate(towns)]
    opened = page_from(render(build_layers(events, flows=[]), sample_basemap), bypass_csp=True)
    assert opened.page.locator("#theatre").is_visible()
    found = [v for v in Axe().run(opened.page).response["violations"] if v["impact"] in {"serious", "critical"}]
    assert [v["id"] for v in found] == []


def test_a_phone_never_scrolls_sideways_and_has_large_targets(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, **PHONE)
    assert opened.js("document.documentElement.scrollWidth") <= 390
    assert opened.js("document.querySelector('#legend').open") is False
    for step in range(2):
        small = opened.js(
            """() => Array.from(document.querySelectorAll('button, select, input, summary'), (e) => [e, e.type === 'checkbox' ? e.closest('label') : e])
            .map(([e, hit]) => [e.id || e.className || e.textContent.slice(0, 30), hit.getBoundingClientRect()])
            .filter(([, b]) => b.width && (b.height < 44 || b.width < 44)).map(([name, b]) => [name, b.width, b.height])"""
        )
        assert small == []
        if step == 0:
            opened.page.locator("#legend summary").tap()
            opened.page.locator("#filters summary").tap()
            opened.page.locator("button.event").nth(4).tap()
            opened.page.wait_for_timeout(300)
    assert opened.js("document.documentElement.scrollWidth") <= 390
    card = opened.page.locator(".popup-body").bounding_box()
    assert card["x"] >= 0
    assert card["x"] + card["width"] <= 390


def test_every_control_is_reached_by_keyboard(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    opened.js("document.querySelectorAll('#story details').forEach((one) => { one.open = true; })")
    wanted = set(
        opened.js(
            "Array.from(document.querySelectorAll('button, select, input, summary, a[href]')).filter((e) => e.offsetParent && !e.disabled).map((e, i) => (e.dataset.n = String(i)))"
        )
    )
    reached = set()
    for _ in range(len(wanted) + 12):
        opened.page.keyboard.press("Tab")
        reached.add(opened.js("document.activeElement.dataset.n || ''"))
    assert wanted <= reached


def test_print_is_one_page_with_map_date_and_legend(page_from: Callable[..., Any], html: str, tmp_path: Path) -> None:
    opened = page_from(html)
    pdf = opened.page.pdf(prefer_css_page_size=True, print_background=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf)) == 1
    (tmp_path / "print.pdf").write_bytes(pdf)
    opened.js(
        """() => { window.__cleared = 0; const clear = CanvasRenderingContext2D.prototype.clearRect;
        CanvasRenderingContext2D.prototype.clearRect = function (...box) { window.__cleared += 1; return clear.apply(this, box); }; }"""
    )
    opened.js("window.dispatchEvent(new Event('beforeprint'))")
    # A cleared canvas prints as a white sheet over all beneath it: what prints is drawn on sheets that were never cleared.
    assert opened.js("document.querySelectorAll('#map_conflict canvas').length") == 2
    assert opened.js("window.__cleared") == 0
    legend, area = opened.page.locator("#legend").bounding_box(), opened.page.locator("#map-area").bounding_box()
    assert legend["y"] + legend["height"] <= area["y"] + area["height"] + 1
    for part in ("#title", "#map_conflict", "#date-card", "#legend", "#credits"):
        assert opened.page.locator(part).is_visible(), part
    assert not opened.page.locator("#story").is_visible()
    assert opened.page.locator("#date-card").inner_text() == "30 January 2020"
    opened.js("window.dispatchEvent(new Event('afterprint'))")
    assert opened.page.locator("#story").is_visible()


@pytest.mark.parametrize("lang", sorted(LANGUAGES))
def test_each_language_has_every_word_and_its_direction(
    page_from: Callable[..., Any], sample_layers: Layers, sample_basemap: object, lang: str
) -> None:
    words = json.loads((files("conflict_map.webmap") / "words.json").read_text(encoding="utf-8"))
    assert set(words[lang]) >= set(words["en"]) - {"dash"}
    for key, english in words["en"].items():
        assert set(re.findall(r"{\w+}", words[lang][key])) == set(re.findall(r"{\w+}", english)), key
    opened = page_from(render(sample_layers, sample_basemap, lang=lang))
    assert opened.console == []
    assert opened.page.locator("html").get_attribute("lang") == lang
    assert opened.page.locator("html").get_attribute("dir") == LANGUAGES[lang]
    story, area = opened.page.locator("#story").bounding_box(), opened.page.locator("#map-area").bounding_box()
    assert (story["x"] > area["x"]) == (LANGUAGES[lang] == "rtl")
    legend, zoom = opened.page.locator("#legend").bounding_box(), opened.page.locator("#zoom").bounding_box()
    assert (legend["x"] < zoom["x"]) == (LANGUAGES[lang] == "rtl")
    assert opened.page.locator("#view-table").inner_text() == words[lang]["table"]
    assert opened.page.locator("#legend").inner_text().count("Front line") == (1 if lang == "en" else 0) + (1 if lang == "en" else 0)
    assert opened.js("document.documentElement.scrollWidth") <= 1280


def test_embedded_it_is_map_and_timeline(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, hash="#embed", size=(800, 500))
    assert not opened.page.locator("#story").is_visible()
    assert opened.page.locator("#time").is_visible()
    assert opened.page.locator("#map_conflict").bounding_box()["width"] == 800
    assert "endorsement" in opened.page.locator("#credits").inner_text()


def test_dark_and_light_keep_the_side_colours(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html, color_scheme="dark")
    probe = """() => getComputedStyle(document.body).backgroundColor"""
    dark = opened.js(probe)
    opened.page.locator("#theme").click()
    assert opened.js(probe) != dark
    legend = opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)")
    opened.page.locator("#theme").click()
    assert opened.js("Array.from(document.querySelectorAll('#legend li'), (li) => li.dataset.key)") == legend


def test_the_online_base_map_is_fetched_only_when_asked_for(page_from: Callable[..., Any], html: str) -> None:
    opened = page_from(html)
    assert opened.requests == []
    opened.requests.clear()
    opened.page.locator("#online").click()
    opened.page.wait_for_timeout(500)
    asked = [address for address in opened.requests if not address.startswith(("file:", "data:"))]
    assert asked
    assert all(address.startswith("https://tile.openstreetmap.org/") for address in asked)
    assert "OpenStreetMap" in opened.page.locator("#credits").inner_text()


def test_it_works_inside_a_notebook(page_from: Callable[..., Any], html: str, tmp_path: Path) -> None:
    opened = page_from(html)
    frame = tmp_path / "notebook.html"
    frame.write_text(f'<!DOCTYPE html><title>n</title><iframe style="width:900px;height:600px" srcdoc="{escape(html)}"></iframe>', encoding="utf-8")
    opened.page.goto(frame.as_uri())
    inside = opened.page.frame_locator("iframe")
    inside.locator("html[data-ready]").wait_for(state="attached")
    inside.locator("button.event").nth(2).click()
    assert inside.locator(".popup-body").is_visible()
    opened.page.wait_for_timeout(400)
    assert opened.console == []


def test_a_map_of_nothing_says_so(page_from: Callable[..., Any], sample_basemap: object) -> None:
    from conflict_map.layers import build_layers

    for basemap in (sample_basemap, None):
        opened = page_from(render(build_layers([], flows=[]), basemap))
        assert opened.console == []
        assert "Nothing in this report could be drawn" in opened.page.locator("#empty").inner_text()
