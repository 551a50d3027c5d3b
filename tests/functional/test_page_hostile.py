"""Whatever a report or a table contains is shown as it is and never runs."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from conflict_map.webmap import render

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from conflict_map.layers import Layers

pytestmark = pytest.mark.browser

RUN = "window.__ran=1"
PAYLOADS = [
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror="{RUN}">',
    f"'><svg onload={RUN}>",
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"</SCRIPT ><script>{RUN}</script>",
    f"<!--<script>{RUN}//-->",
    f"--><script>{RUN}</script>",
    f"]]><script>{RUN}</script>",
    f"</title><script>{RUN}</script>",
    f"</style><script>{RUN}</script>",
    f"</noscript><script>{RUN}</script>",
    "{{ 7*7 }} {{ cycler.__init__.__globals__ }}",
    "{% for x in range(9) %}x{% endfor %}",
    "{% raw %}",
    "{# a comment that never ends",
    "{{ config }}}}{{",
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"`;{RUN};`",
    f"';{RUN};'",
    f'";{RUN};"',
    f"\\';{RUN};//",
    f'\\");{RUN};//',
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f"\tjavascript:{RUN}",
    f"java\nscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f'https://example.org/" onmouseover="{RUN}',
    f"<a href='javascript:{RUN}'>x</a>",
    "<iframe srcdoc='<script>parent.__ran=1</script>'>",
    f"<object data='javascript:{RUN}'>",
    f"<math><mtext><script>{RUN}</script>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<base href='https://example.org/'><script>{RUN}</script>",
    f"<meta http-equiv=refresh content='0;url=javascript:{RUN}'>",
    "<link rel=stylesheet href=https://example.org/x.css>",
    f"<template><script>{RUN}</script></template>",
    f"&lt;img src=x onerror={RUN}&gt; &amp; &quot;",
    f"\u2028{RUN}\u2029",
    f"\u202e{RUN}\u202c",
    "\ud800 lone surrogate",
    "NUL \x00 and \x1b escape \x7f",
    "@@data@@ @@scripts@@ @@csp@@",
    "\\u003cscript\\u003e",
    '=HYPERLINK("https://example.org","x")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3",
    "__proto__",
    "constructor",
    "toString; hasOwnProperty",
    "a" * 5000,
    "مرحبا \u200f <b>عربي</b>",
]


def test_there_are_payloads_enough() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("part", range(3))
def test_nothing_runs_and_the_text_is_shown(
    page_from: Callable[..., Any], hostile_layers: Callable[[Sequence[str]], Layers], sample_basemap: object, part: int
) -> None:
    texts = PAYLOADS[part::3]
    everything = " | ".join(texts)
    opened = page_from(render(hostile_layers(texts), sample_basemap, title=everything, standfirst=everything, credit=everything))
    page = opened.page
    cards = []
    for number in range(page.locator("button.event").count()):
        opened.js("n => document.querySelectorAll('button.event')[n].click()", number)
        cards.append(opened.js("(document.querySelector('.popup-body') || {}).textContent || ''"))
    page.locator("#filters summary").click()
    page.locator("#view-table").click()
    for text in texts:
        page.locator("#search").fill(text[:200].replace("\ud800", ""))
    page.mouse.move(700, 400)
    page.mouse.click(700, 400)
    assert opened.js("window.__ran") is None
    assert opened.requests == []
    assert opened.console == []
    assert opened.dialogs == []
    assert opened.js("document.querySelectorAll('img, iframe, object, svg, math, base, template, main script, main style').length") == 0
    protocols = opened.js("Array.from(document.querySelectorAll('a[href]'), (a) => new URL(a.href).protocol)")
    assert set(protocols) <= {"https:", "file:"}
    shown = opened.js("document.getElementById('events').textContent") + "".join(cards)
    for text in texts:
        clean = text.replace("\ud800", "\ufffd").replace("\x00", "\ufffd")
        assert clean in shown, text
        assert clean in opened.js("document.getElementById('title').textContent"), text
        assert clean in opened.js("document.getElementById('credits').textContent"), text


def test_cells_of_the_table_are_no_formulas(
    page_from: Callable[..., Any], hostile_layers: Callable[[Sequence[str]], Layers], sample_basemap: object
) -> None:
    texts = ['=HYPERLINK("https://example.org","x")', "+1+1", "-2+3", "@SUM(1)", "\t=1", "\r=1", " =1", "|calc", "＝1+1"]
    opened = page_from(render(hostile_layers(texts), sample_basemap))
    rows = list(csv.DictReader(io.StringIO(opened.js("conflictMap.csv()").removeprefix("\ufeff"), newline="")))
    assert {row["quote"].removeprefix("'") for row in rows if row["layer"] == "control"} == set(texts)
    for row in rows:
        for key, value in row.items():
            if key not in {"longitude", "latitude", "score"}:
                assert not value.lstrip().startswith(("=", "+", "-", "@", "|", "＝")), (key, value)


def test_negative_coordinates_stay_numbers(page_from: Callable[..., Any], sample_layers: Layers) -> None:
    frames = {name: frame.copy() for name, frame in sample_layers.frames.items()}
    frames["control"] = frames["control"].set_geometry(frames["control"].translate(-100, -80))
    opened = page_from(render(replace(sample_layers, frames=frames, bounds=None), None))
    rows = list(csv.DictReader(io.StringIO(opened.js("conflictMap.csv()").removeprefix("\ufeff"), newline="")))
    taken = next(row for row in rows if row["layer"] == "control")
    assert float(taken["longitude"]) < 0
    assert float(taken["latitude"]) < 0
