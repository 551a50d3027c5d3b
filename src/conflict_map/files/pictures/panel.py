"""What stands around the map: title, standfirst, legend, sources and credits."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from conflict_map.files.pictures.arrows import arrow_outline

if TYPE_CHECKING:
    from collections.abc import Collection

    from matplotlib.figure import Figure

    from conflict_map.layers import Layers, LegendItem

__all__ = ["FONTS", "draw_panel", "patterned"]

#: matplotlib takes each character from the first of these that is installed and has it.
FONTS = ["DejaVu Sans"]
BASE_CREDIT = "Base map: Natural Earth (public domain). Place names: GeoNames (CC BY 4.0). Boundaries and names shown do not imply endorsement."

_HATCHES = {"hatch": "////", "dots": "....", "grid": "+++", "waves": "~~~"}
_SAMPLE_IN = 0.42
_ROW_IN = 0.19
_GAP_IN, _GROUP_IN = 0.06, 0.33
_WRAP = 34


def patterned(item: LegendItem) -> dict[str, Any]:
    """Return how matplotlib fills a polygon of a class."""
    return {
        "facecolor": (item.colour, item.fill_opacity) if item.colour else "none",
        "edgecolor": item.stroke,
        "linewidth": 0.75 * item.width_px,
        "linestyle": (0, tuple(item.dash)) if item.dash else "-",
        "hatch": _HATCHES.get(item.pattern),
    }


def draw_panel(
    figure: Figure,
    layers: Layers,
    keys: Collection[str],
    *,
    date: str | None,
    title: str | None,
    credit: str | None,
    bands: tuple[float, float, float],
) -> None:
    """Write title and standfirst above the map, the legend of ``keys`` beside it, sources and credits below.

    ``bands`` are the heights of the upper and lower band and the width of the legend's column, inches.
    """
    wide, high = (float(value) for value in figure.get_size_inches())
    top, bottom, column = bands
    first, last = layers.summary.first_date, layers.summary.last_date
    iso, words = (f"{first} to {last}" if first != last else str(first)), _span_words(layers)

    def worded(text: str) -> str:
        return text.replace(iso, words) if words else text

    own = not any(source.headline for source in layers.sources) or layers.title == f"Reported events, {iso}"
    heading = textwrap.shorten(title or (worded(layers.title) if own else layers.title), width=int(wide * 8.5), placeholder=" …")
    _text(figure, 0.25, high - 0.22, heading, size=17, weight="bold", va="top")
    facts = worded(layers.standfirst) + (f" Shown: {_day_words(date)}." if date else "")
    lines = textwrap.wrap(facts, width=int(wide * 13))[:2]
    _text(figure, 0.25, high - 0.6, "\n".join(lines), size=9, colour="#3D3D3A", va="top")
    _legend(figure, layers, keys, x=wide - column + 0.18, y=high - top, low=bottom)
    names = dict.fromkeys(source.publisher or source.headline or source.url for source in layers.sources)
    sources = "; ".join(name for name in names if name)
    below = [textwrap.shorten(f"Sources: {sources}", width=int(wide * 15.5), placeholder=" …")] if sources else []
    below.append(f"{credit}. {BASE_CREDIT}" if credit else BASE_CREDIT)
    _text(figure, 0.25, bottom - 0.08, "\n".join(textwrap.shorten(line, width=int(wide * 15.5), placeholder=" …") for line in below), size=7,
          colour="#55544E", va="top")  # fmt: skip


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")


def _day_words(day: str, precision: str = "day") -> str:
    """Return an ISO day in words, no more precisely than it is known: ``29 January 2020``, ``January 2020``, ``2020``."""
    year, month, number = day[:4], _MONTHS[int(day[5:7]) - 1], int(day[8:10])
    return {"year": year, "month": f"{month} {year}"}.get(precision, f"{number} {month} {year}")


def _span_words(layers: Layers) -> str | None:
    """Return the first and the last day of all events in words, as precisely as the events that begin and end on them are known."""
    first, last = layers.summary.first_date, layers.summary.last_date
    if first is None or last is None:
        return None
    known: dict[str, dict[str, set[str]]] = {"date_start": {}, "date_end": {}}
    for name in ("control", "movements", "strikes", "clashes", "unplaced"):
        table = layers.frames[name]
        for column, found in known.items():
            for day, precision in zip(table[column], table["date_precision"], strict=True):
                if day is not None:
                    found.setdefault(day, set()).add(precision)

    def exactness(day: str, column: str) -> str:
        precisions = known[column].get(day, {"day"})
        return "day" if precisions & {"day", "week", "unknown"} else "month" if "month" in precisions else "year"

    start, end = _day_words(first, exactness(first, "date_start")), _day_words(last, exactness(last, "date_end"))
    return start if start == end else f"{start} to {end}"


def _text(figure: Figure, x: float, y: float, text: str, *, size: float, colour: str = "#1A1A18", weight: str = "normal", va: str = "center") -> None:
    # Reports may hold dollar signs: nothing of them is read as mathematics.
    figure.text(
        x, y, text, fontsize=size, color=colour, fontweight=weight, va=va, family=FONTS, parse_math=False, linespacing=1.25,
        transform=figure.dpi_scale_trans,
    )  # fmt: skip


def _legend(figure: Figure, layers: Layers, keys: Collection[str], *, x: float, y: float, low: float) -> None:
    """Write the legend, everything in it smaller where it would not fit."""
    rows = [(item, textwrap.wrap(item.label, width=_WRAP)[:3] or [""]) for item in layers.legend if item.key in keys]
    groups = len({item.group for item, _ in rows})
    need = sum(_ROW_IN * 0.85 * len(lines) + _GAP_IN for _, lines in rows) + groups * _GROUP_IN
    scale = min(1.0, (y - 0.05 - low) / need) if need else 1.0
    group, at = "", y - 0.05
    for item, lines in rows:
        if item.group != group:
            group = item.group
            _text(figure, x, at - 0.16 * scale, group, size=8.5 * max(scale, 0.6), weight="bold")
            at -= _GROUP_IN * scale
        middle = at - (len(lines) - 1) * _ROW_IN * 0.425 * scale
        _sample(figure, item, x, middle)
        _text(figure, x + _SAMPLE_IN + 0.1, middle, "\n".join(lines), size=7.5 * max(scale, 0.5))
        at -= (_ROW_IN * 0.85 * len(lines) + _GAP_IN) * scale


def _sample(figure: Figure, item: LegendItem, x: float, y: float) -> None:
    from matplotlib.patches import Circle, PathPatch, Rectangle, RegularPolygon
    from matplotlib.path import Path

    inches = figure.dpi_scale_trans
    middle = (x + _SAMPLE_IN / 2, y)
    if item.geometry == "polygon":
        figure.add_artist(Rectangle((x, y - 0.07), _SAMPLE_IN, 0.14, transform=inches, **patterned(item)))
    elif item.geometry == "line" and item.group == "Movements":
        _arrow_sample(figure, item, x, y)
    elif item.geometry == "line":
        # matplotlib counts dashes in widths of the line.
        dash: Any = (0, tuple(length / item.width_px for length in item.dash)) if item.dash else "-"
        line = PathPatch(Path([(x, y), (x + _SAMPLE_IN, y)]), transform=inches, edgecolor=item.stroke, linewidth=0.75 * item.width_px, linestyle=dash)
        line.set_capstyle("butt")
        figure.add_artist(line)
    elif item.symbol == "star":
        star = Path.unit_regular_star(8, 0.55)
        figure.add_artist(PathPatch(_moved(star, middle, 0.075), transform=inches, facecolor=item.colour, edgecolor=item.stroke, linewidth=0.8))
    elif item.symbol == "cross":
        cross = Path.unit_regular_asterisk(4)
        figure.add_artist(PathPatch(_moved(cross, middle, 0.06, turn=True), transform=inches, edgecolor=item.stroke, linewidth=2.6))
    elif item.symbol == "square":
        square = RegularPolygon(middle, 4, radius=0.08, orientation=np.pi / 4, transform=inches)
        square.set(facecolor=item.colour or "white", edgecolor=item.stroke, linewidth=1.1)
        figure.add_artist(square)
    else:
        circle = Circle(middle, 0.06, transform=inches, linewidth=1.4 if item.symbol == "ring" and not item.dash else 0.9, edgecolor=item.stroke)
        circle.set_facecolor("none" if item.symbol == "ring" else item.colour or "white")
        unknown = item.symbol == "ring" and item.hollow
        circle.set_linestyle((0, (2, 1.2)) if unknown else (0, tuple(item.dash)) if item.dash else "-")
        figure.add_artist(circle)


def _moved(path: Any, middle: tuple[float, float], radius: float, *, turn: bool = False) -> Any:  # noqa: ANN401 - a matplotlib path
    from matplotlib.transforms import Affine2D

    return path.transformed(Affine2D().rotate_deg(45 if turn else 0).scale(radius).translate(*middle))


def _arrow_sample(figure: Figure, item: LegendItem, x: float, y: float) -> None:
    from matplotlib.patches import Polygon

    shape = arrow_outline(
        np.array([[x, y], [x + _SAMPLE_IN, y]]),
        width=4.5 / 96,
        head=item.head,
        dash=[value / 96 for value in item.dash],
        bar=item.key.startswith("border"),
    )
    for part in shapely.get_parts(shape):
        patch = Polygon(shapely.get_coordinates(part), closed=True, transform=figure.dpi_scale_trans)
        patch.set(facecolor="white" if item.hollow else item.stroke, edgecolor=item.stroke, linewidth=0.7 if item.hollow else 0.0)
        figure.add_artist(patch)
