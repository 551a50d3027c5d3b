"""What stands around the map: title, standfirst, legend, sources and credits."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from shapely.geometry import LineString, Polygon, box

from conflict_map.files.pictures.arrows import arrow_outline
from conflict_map.files.pictures.canvas import PX, fonts
from conflict_map.files.pictures.symbols import CLAIM_DASH, HATCHES, dashes, draw_siege, draw_symbol, legend_pen, ring_of
from conflict_map.layers import WIDTHS_PX

if TYPE_CHECKING:
    from collections.abc import Collection

    from matplotlib.figure import Figure

    from conflict_map.files.pictures.symbols import Pen
    from conflict_map.files.pictures.words import Words
    from conflict_map.layers import Layers, LegendItem

__all__ = ["Sheet", "draw_panel", "patterned"]

_SAMPLE_IN = 0.42
_ROW_IN = 0.19
_GAP_IN, _GROUP_IN = 0.06, 0.37
_WRAP = 34
_MARGIN_IN = 0.25
#: Letters to an inch by size of type, of the width of Noto Sans.
_LETTERS = {17.0: 8.3, 9.0: 15.5, 7.0: 20.0}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The parts of the sheet, inches: its size, the bands above and below the map, and the legend's column."""

    wide: float
    high: float
    top: float = 1.05
    bottom: float = 0.62
    column: float = 2.9
    rtl: bool = False

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """The map: (left, bottom, right, top)."""
        left, right = _MARGIN_IN, self.wide - self.column
        if self.rtl:
            left, right = self.wide - right, self.wide - left
        return (left, self.bottom, right, self.high - self.top)

    def write(
        self, figure: Figure, x: float, y: float, text: str, *, size: float, colour: str = "#1A1A18", weight: str = "normal", va: str = "center"
    ) -> None:
        """Write a text that begins ``x`` inches from the sheet's edge: from the left, from the right where the language goes that way."""
        # Reports may hold dollar signs: nothing of them is read as mathematics.
        side = "right" if self.rtl else "left"
        figure.text(
            self.wide - x if self.rtl else x, y, text, fontsize=size, color=colour, fontweight=weight, va=va, ha=side, multialignment=side,
            family=fonts(), parse_math=False, linespacing=1.05, transform=figure.dpi_scale_trans,
        )  # fmt: skip


def patterned(item: LegendItem) -> dict[str, Any]:
    """Return how matplotlib fills a polygon of a class."""
    return {
        "facecolor": (item.colour, item.fill_opacity) if item.colour else "none",
        "edgecolor": item.stroke,
        "linewidth": 0.75 * item.width_px,
        "linestyle": (0, tuple(item.dash)) if item.dash else "-",
        # On wide ground the pattern is half as dense as in a symbol.
        "hatch": (HATCHES.get(item.pattern) or "")[::2] or None,
    }


def draw_panel(  # noqa: PLR0913 - all that is told around a map
    figure: Figure,
    layers: Layers,
    keys: Collection[str],
    *,
    sheet: Sheet,
    words: Words,
    days: list[str],
    date: str | None,
    title: str | None,
    credit: str | None,
) -> None:
    """Write title and standfirst above the map, the day and the legend of ``keys`` beside it, sources and credits below."""
    heading = textwrap.shorten(title or words.title(layers), width=int(sheet.wide * _LETTERS[17.0]), placeholder=" …")
    sheet.write(figure, _MARGIN_IN, sheet.high - 0.22, heading, size=17, weight="bold", va="top")
    lines = textwrap.wrap(words.standfirst(layers, days), width=int(sheet.wide * _LETTERS[9.0]))[:2]
    sheet.write(figure, _MARGIN_IN, sheet.high - 0.6, "\n".join(lines), size=9, colour="#3D3D3A", va="top")
    x, y = sheet.wide - sheet.column + 0.18, sheet.high - sheet.top
    if date:
        sheet.write(figure, x, y, words.day(date), size=11, weight="bold", va="top")
        y -= 0.32
    _legend(figure, layers, keys, sheet=sheet, words=words, x=x, y=y)
    names = dict.fromkeys(source.publisher or source.headline or source.url for source in layers.sources)
    sources = "; ".join(name for name in names if name)
    below = [f"{words.say('sources')}: {sources}"] if sources else []
    below += [f"{words.say('credit')}: {credit}"] if credit else []
    base = f"{words.say('baseMap')}: {words.say('base')}"
    below += [base, words.say("noEndorsement")] if words.rtl else [f"{base} {words.say('noEndorsement')}"]
    width = int(sheet.wide * _LETTERS[7.0])
    text = "\n".join(textwrap.shorten(line, width=width, placeholder=" …") for line in below)
    sheet.write(figure, _MARGIN_IN, sheet.bottom - 0.08, text, size=7, colour="#55544E", va="top")


def _legend(figure: Figure, layers: Layers, keys: Collection[str], *, sheet: Sheet, words: Words, x: float, y: float) -> None:
    """Write the legend, everything in it smaller where it would not fit."""
    rows = [(item, textwrap.wrap(words.legend(item), width=_WRAP)[:3] or [""]) for item in layers.legend if item.key in keys]
    groups = len({item.group for item, _ in rows})
    need = sum(_ROW_IN * 0.85 * len(lines) + _GAP_IN for _, lines in rows) + groups * _GROUP_IN
    scale = min(1.0, (y - 0.05 - sheet.bottom) / need) if need else 1.0
    pen = legend_pen(figure)
    areas = len(layers.frames["areas"]) > 0
    sample_x = sheet.wide - x - _SAMPLE_IN if sheet.rtl else x
    group, at = "", y - 0.05
    for item, lines in rows:
        if item.group != group:
            group = item.group
            sheet.write(figure, x, at - 0.16 * scale, words.group(group), size=8.5 * max(scale, 0.6), weight="bold")
            at -= _GROUP_IN * scale
        middle = at - (len(lines) - 1) * _ROW_IN * 0.425 * scale
        _sample(pen, item, sample_x, middle, areas=areas)
        sheet.write(figure, x + _SAMPLE_IN + 0.1, middle, "\n".join(lines), size=7.5 * max(scale, 0.5))
        at -= (_ROW_IN * 0.85 * len(lines) + _GAP_IN) * scale


def _sample(pen: Pen, item: LegendItem, x: float, y: float, *, areas: bool) -> None:
    """Draw what a class looks like on the map, between ``x`` and ``x + _SAMPLE_IN``."""
    middle = (x + _SAMPLE_IN / 2, y)
    kind = item.key.split("-")[0]
    if kind == "wedge":
        pen(
            _sector(x + 0.02, y), facecolor=(item.stroke, item.fill_opacity), edgecolor=item.stroke, linewidth=1.0, linestyle=(0, (3, 2)),
        )  # fmt: skip
    elif kind == "claim":
        claim = item.key.removeprefix("claim-")
        line = LineString([(x, y), (x + _SAMPLE_IN, y)])
        pen(line, facecolor="none", edgecolor=item.stroke, linewidth=1.5, linestyle=dashes(CLAIM_DASH.get(claim, item.dash), 2.0))
        if claim == "denied":
            slash = LineString([(middle[0] - 0.06, y - 0.06), (middle[0] + 0.06, y + 0.06)])
            pen(slash.buffer(2.4 * PX, cap_style="flat"), facecolor="white", edgecolor="none")
            pen(slash.buffer(1.0 * PX, cap_style="flat"), facecolor=item.stroke, edgecolor="none")
    elif item.symbol == "teeth":
        draw_siege(pen, middle, 0.03)
    elif kind == "precision":
        ring_of(pen, middle, 0.075, int(item.key[-1]))
    elif item.geometry == "polygon" and not areas:
        draw_symbol(pen, item, middle, 0.065)
    elif item.geometry == "polygon":
        pen(box(x, y - 0.07, x + _SAMPLE_IN, y + 0.07), **patterned(item))
    elif item.geometry == "line" and item.group == "Movements":
        _arrow_sample(pen, item, x, y)
    elif item.geometry == "line":
        line = LineString([(x, y), (x + _SAMPLE_IN, y)])
        style = {"facecolor": "none", "edgecolor": item.stroke, "linewidth": 0.75 * item.width_px, "capstyle": "butt"}
        pen(line, linestyle=dashes(item.dash, item.width_px), **style)
    else:
        draw_symbol(pen, item, middle, 0.062)


def _sector(x: float, y: float) -> Polygon:
    turns = np.radians(np.linspace(-16, 16, 9))
    reach = _SAMPLE_IN - 0.06
    return Polygon([(x, y), *zip(x + reach * np.cos(turns), y + reach * np.sin(turns), strict=True)])


def _arrow_sample(pen: Pen, item: LegendItem, x: float, y: float) -> None:
    shape = arrow_outline(
        np.array([[x + 0.03, y], [x + _SAMPLE_IN - 0.01, y]]), width=(WIDTHS_PX[0] + 1.5 if item.hollow else WIDTHS_PX[2]) * PX, head=item.head,
        dash=[value * PX * 0.6 for value in item.dash], bar=item.key.startswith("border"), tail=True,
    )  # fmt: skip
    pen(shape, facecolor="white" if item.hollow else item.stroke, edgecolor=item.stroke, linewidth=0.8 if item.hollow else 0.0)
