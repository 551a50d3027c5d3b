"""The figure: base map, areas, lines, arrows, symbols, names."""

from __future__ import annotations

import io
import math
import os
import warnings
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from shapely.geometry import LineString, Point, box

from conflict_map.errors import UsageError
from conflict_map.files.output import write_bytes
from conflict_map.files.pictures.arrows import arrow_outline, cut_short, fan_out, shaft_width
from conflict_map.files.pictures.base import draw_base, draw_borders, draw_locator, draw_scale_bar
from conflict_map.files.pictures.canvas import PX, Canvas, fonts, set_extent
from conflict_map.files.pictures.labels import Label, place_labels
from conflict_map.files.pictures.panel import Sheet, draw_panel, patterned
from conflict_map.files.pictures.symbols import CLAIM_DASH, dashes, draw_siege, draw_symbol, ring_of
from conflict_map.files.pictures.words import Words
from conflict_map.layers import WIDTHS_PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from conflict_map.layers import Layers, LegendItem

    Floats = npt.NDArray[np.float64]
    Spots = list[tuple[BaseGeometry, tuple[float, float]]]

__all__ = ["PICTURE_FORMATS", "draw_picture", "write_picture"]

#: Formats of pictures, by suffix, with what they are.
PICTURE_FORMATS: Mapping[str, str] = {".png": "a picture for screens and print", ".svg": "a drawing to edit", ".pdf": "a drawing for print"}

_LEAST_SIZE_IN = (6.0, 4.5)
_DATED = ("control", "movements", "strikes", "clashes")
_SPANNED = ("areas", "front", "holders")
_MOST_LABELS = 400
#: How far before its place an arrow ends where a symbol stands there.
_AT_SYMBOL_IN = 0.095


def write_picture(  # noqa: PLR0913 - each one is a choice of the person who publishes the map
    layers: Layers,
    path: str | os.PathLike[str],
    *,
    basemap: Any = None,  # noqa: ANN401 - conflict_map.gazetteer's base map
    date: str | None = None,
    title: str | None = None,
    credit: str | None = None,
    words: Words | None = None,
    country_names: Mapping[str, str] | None = None,
    size_in: tuple[float, float] = (11.7, 8.3),
    dpi: float = 200.0,
) -> None:
    """Draw a map and write it as PNG, SVG or PDF, as a whole or not at all; the format goes by the suffix.

    Parameters
    ----------
    layers
        What the map shows.
    path
        Where to write; see `PICTURE_FORMATS`.
    basemap
        What lies behind it, from ``Gazetteer.basemap``; None for an empty ground.
    date
        ISO day that is shown: who holds what on it, and what happened up to it. The last day when not given.
    title, credit
        Headline, and who made the map; the layers' title and nobody when not given.
    words
        Language of legend, days and standfirst; English when not given. Texts of reports stay as they are.
    country_names
        Names of countries by ISO code in that language; English ones where there is none.
    size_in
        Width and height in inches, A4 landscape when not given.
    dpi
        Dots an inch, of a PNG.

    Raises
    ------
    UsageError
        If the suffix is not known or the size is too small.
    OutputError
        If the file cannot be written.
    """
    import matplotlib as mpl

    name = os.fspath(path)
    suffix = os.path.splitext(name)[1].lower()  # noqa: PTH122 - Path would normalise what the message shows
    if suffix not in PICTURE_FORMATS:
        message = f"{name}: a picture's name ends in {', '.join(PICTURE_FORMATS)}"
        raise UsageError(message)
    figure = draw_picture(
        layers, basemap=basemap, date=date, title=title, credit=credit, words=words, country_names=country_names, size_in=size_in
    )  # fmt: skip
    # No time stamp and no random ids: the same map gives the same file.
    metadata: dict[str, Any] = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None, "Producer": None}}[suffix]
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "conflict-map", "hatch.linewidth": 0.7, "pdf.fonttype": 42}), warnings.catch_warnings():
        # A character that no installed font has is shown as a box; that is no reason to fail.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure.savefig(buffer, format=suffix[1:], dpi=dpi, metadata=metadata)
    write_bytes(buffer.getvalue(), path)


def draw_picture(
    layers: Layers,
    *,
    basemap: Any = None,  # noqa: ANN401 - conflict_map.gazetteer's base map
    date: str | None = None,
    title: str | None = None,
    credit: str | None = None,
    words: Words | None = None,
    country_names: Mapping[str, str] | None = None,
    size_in: tuple[float, float] = (11.7, 8.3),
) -> Figure:
    """Return the figure; see `write_picture`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if size_in[0] < _LEAST_SIZE_IN[0] or size_in[1] < _LEAST_SIZE_IN[1]:
        message = f"size_in must be at least {_LEAST_SIZE_IN[0]} by {_LEAST_SIZE_IN[1]} inches, not {size_in!r}"
        raise UsageError(message)
    words = words if words is not None else Words()
    days = _days(layers)
    day = date or (days[-1] if days else None)
    shown = {name: _shown(table, name, day) for name, table in layers.frames.items()}
    shown["places"] = _only_spots(shown["places"])
    figure = Figure(figsize=size_in, facecolor="white")
    FigureCanvasAgg(figure)
    sheet = Sheet(*size_in, rtl=words.rtl)
    left, low, right, top = sheet.frame
    axes = figure.add_axes((left / sheet.wide, low / sheet.high, (right - left) / sheet.wide, (top - low) / sheet.high))
    set_extent(axes, layers.bounds, (right - left) / (top - low))
    canvas = Canvas(figure, axes, sheet.frame, set())
    labels = draw_base(canvas, basemap, _event_points(shown), country_names or {})
    _areas(canvas, layers, shown["areas"])
    draw_borders(canvas, basemap)
    _lines(canvas, layers, shown["routes"], casing=0.0)
    _lines(canvas, layers, shown["front"], casing=1.5)
    spots: Spots = []
    arrows = _movements(canvas, layers, shown, spots)
    spots += _points(canvas, layers, shown)
    blocked = [draw_scale_bar(canvas)]
    locator = draw_locator(canvas, basemap, [*(ground for ground, _ in spots), *shapely.get_parts(arrows), *_faint(canvas, shown)])
    blocked += [locator] if locator is not None else []
    _names(canvas, [*_place_labels(canvas, shown), *labels], spots, arrows, blocked)
    draw_panel(
        figure, layers, canvas.used | _modifiers(shown), sheet=sheet, words=words, days=days, date=day, title=title, credit=credit
    )  # fmt: skip
    return figure


def _rows(table: gpd.GeoDataFrame) -> Iterable[Any]:
    return table.itertuples()


def _known(number: Any) -> bool:  # noqa: ANN401 - a number, NaN or NA
    return number is not None and not math.isnan(number)


def _days(layers: Layers) -> list[str]:
    """Return the days on which something begins: an event, or a span in which somebody holds something."""
    found = set(layers.dates)
    for name in _SPANNED:
        found |= {day for day in layers.frames[name]["valid_from"] if isinstance(day, str)}
    return sorted(found)


def _shown(table: gpd.GeoDataFrame, name: str, day: str | None) -> gpd.GeoDataFrame:
    """Return the rows that stand on a day: what happened up to it, and what holds on it."""
    table = table[table.geometry.notna()]
    if day is None or len(table) == 0:
        return table
    if name in _DATED:
        return table[table["date_start"].map(lambda start: start is None or start <= day).astype(bool)]
    if "valid_from" in table.columns:
        begun = table["valid_from"].map(lambda start: not isinstance(start, str) or start <= day).astype(bool)
        return table[begun & table["valid_to"].map(lambda end: not isinstance(end, str) or end >= day).astype(bool)]
    return table


#: Kinds of places that no dot can stand for.
_WIDE_KINDS = frozenset({"continent", "region", "country", "admin1", "admin2", "area", "border", "road", "river", "lake", "sea", "mountain"})


def _only_spots(table: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return the places that a dot can stand for: no countries and provinces, as on the page."""
    return table[(table["precision"].fillna(1) == 1).to_numpy(dtype=bool) & ~table["place_kind"].isin(_WIDE_KINDS)]


def _modifiers(shown: Mapping[str, gpd.GeoDataFrame]) -> set[str]:
    """Return the keys of certainty and width that the rows drawn have."""
    keys: set[str] = set()
    for name in (*_DATED, "holders"):
        keys |= {f"claim-{status}" for status in shown[name]["claim_status"].dropna()} | {f"precision-{n}" for n in shown[name]["precision"].dropna()}
    lines = shown["movements"][shown["movements"]["shape"].isin(["arrow", "border"])]
    return keys | {f"width-{number}" for number in lines["width_class"].dropna() if number}


def _event_points(shown: Mapping[str, gpd.GeoDataFrame]) -> Floats:
    """Return (lon, lat) of the markers and of the starts of movements; where there is none, points within the areas."""
    spots = [(shape.x, shape.y) for name in (*_DATED, "holders") for shape in shown[name].geometry if isinstance(shape, Point)]
    spots += [(row.start_lon, row.start_lat) for row in _rows(shown["movements"]) if _known(row.start_lat)]
    if not spots:
        inner = [shape.representative_point() for shape in shown["areas"].geometry]
        spots = [(point.x, point.y) for point in inner]
    return np.array(spots, dtype=float).reshape(-1, 2)


def _faint(canvas: Canvas, shown: Mapping[str, gpd.GeoDataFrame]) -> list[BaseGeometry]:
    """Return areas, wedges and roads in inches: what an inset should rather not hide."""
    wedges = shown["movements"][shown["movements"]["shape"] == "wedge"]
    return [canvas.in_inches(shape) for table in (shown["areas"], wedges, shown["routes"]) for shape in table.geometry]


def _areas(canvas: Canvas, layers: Layers, table: gpd.GeoDataFrame) -> None:
    for key, shape in zip(table["style"], table.geometry, strict=True):
        item = canvas.style(layers, key)
        if item.colour is not None:
            canvas.draw(shape, zorder=3, **patterned(item))


def _lines(canvas: Canvas, layers: Layers, table: gpd.GeoDataFrame, *, casing: float) -> None:
    for key, shape in zip(table["style"], table.geometry, strict=True):
        item = canvas.style(layers, key)
        width = item.width_px * 0.75
        if casing:
            canvas.draw(shape, facecolor="none", edgecolor="white", linewidth=width + 2 * casing, zorder=4)
        canvas.draw(shape, facecolor="none", edgecolor=item.stroke, linewidth=width, linestyle=dashes(item.dash, item.width_px), zorder=4)


def _movements(canvas: Canvas, layers: Layers, shown: Mapping[str, gpd.GeoDataFrame], spots: Spots) -> BaseGeometry:
    """Draw arrows and wedges; return the ground that they cover, in inches, and add the ends of their ways to ``spots``.

    Where a symbol stands at the end of an arrow, the tip touches its edge and does not hide beneath it.
    """
    table = shown["movements"]
    marked = {_spot(shape) for name in ("holders", "control", "strikes", "clashes") for shape in shown[name].geometry}
    covered: list[BaseGeometry] = []
    rows = list(_rows(table.sort_values("width_class", ascending=False, kind="stable")))
    for row in rows:
        if row.shape == "wedge":
            item = canvas.style(layers, str(row.style))
            face = (item.stroke, item.fill_opacity)
            covered.append(canvas.in_inches(row.geometry))
            canvas.draw(row.geometry, facecolor=face, edgecolor=item.stroke, linewidth=1.0, linestyle=(0, (4, 3)), zorder=5)
    ways = {number: [canvas.inches(shapely.get_coordinates(part)) for part in shapely.get_parts(row.geometry)]
            for number, row in enumerate(rows) if row.shape in {"arrow", "border"}}  # fmt: skip
    _part_heads(rows, ways)
    for number, parts in ways.items():
        if (round(rows[number].end_lon, 4), round(rows[number].end_lat, 4)) in marked:
            parts[-1] = cut_short(parts[-1], _AT_SYMBOL_IN)
    for number, parts in ways.items():
        row = rows[number]
        item = canvas.style(layers, str(row.style))
        covered += _arrow(canvas, item, row, parts)
        spots.append((Point(parts[-1][-1]).buffer(0.02), _on_sheet(canvas, row.end_lon, row.end_lat)))
    for row in rows:
        if row.shape in {"arrow", "border", "wedge"} and _known(row.start_lat):
            spot = canvas.spot(row.start_lon, row.start_lat)
            vague = "starts at one point" in (row.flags or "") or (_known(row.origin_precision) and row.origin_precision > 1)
            if row.shape == "wedge":
                canvas.draw(Point(spot).buffer(0.035), inches=True, facecolor=layers.style(str(row.style)).stroke, edgecolor="white", zorder=6.5)
            if vague:
                ring_of(canvas.draw, spot, 0.11, int(row.origin_precision) if _known(row.origin_precision) else 2)
            spots.append((Point(spot).buffer(0.12 if vague else 0.05), spot))
    return shapely.union_all(covered) if covered else box(0, 0, 0, 0)


def _on_sheet(canvas: Canvas, lon: Any, lat: Any) -> tuple[float, float]:  # noqa: ANN401 - numbers, NaN or NA
    return canvas.spot(float(lon), float(lat)) if _known(lat) else (math.nan, math.nan)


def _part_heads(rows: Sequence[Any], ways: dict[int, list[Floats]]) -> None:
    """Bend the arrows that end at one place apart."""
    ends: dict[tuple[float, float], list[int]] = {}
    for number, parts in ways.items():
        tip = parts[-1][-1]
        ends.setdefault((round(float(tip[0]), 2), round(float(tip[1]), 2)), []).append(number)
    for numbers in ends.values():
        tip = ways[numbers[0]][-1][-1]
        lines = [np.vstack([ways[number][-1][:-1], tip]) for number in numbers]
        bent = fan_out(lines, [WIDTHS_PX[int(rows[number].width_class)] * PX for number in numbers])
        for number, line in zip(numbers, bent, strict=True):
            ways[number][-1] = line


def _arrow(canvas: Canvas, item: LegendItem, row: Any, parts: Sequence[Floats]) -> list[BaseGeometry]:  # noqa: ANN401 - a row of the frame
    """Draw an arrow with a white edge, and broken lines beside it where it is not simply reported; return its ground."""
    covered = []
    width = WIDTHS_PX[int(row.width_class)] * PX
    for number, points in enumerate(parts, start=1):
        first, last = number == 1, number == len(parts)
        line = LineString(points)
        shaft = shaft_width(line.length, width)
        style: dict[str, Any] = {"head": item.head if last else "none", "bar": last and row.shape == "border", "tail": first}
        dash = [value * PX * max(1.0, shaft / PX / 5) for value in item.dash]
        outline = arrow_outline(points, width=width, dash=dash, **style)
        whole = arrow_outline(points, width=width, **style)
        if row.claim_status in CLAIM_DASH:
            broken = {"facecolor": "none", "edgecolor": item.stroke, "linewidth": 0.9, "linestyle": (0, (5, 3))}
            if row.claim_status == "denied":
                broken["linestyle"] = (0, (2, 3))
            canvas.draw(whole.buffer(2.6 * PX), inches=True, zorder=6, **{**broken, "facecolor": "white"})
        else:
            canvas.draw(whole.buffer(2 * PX), inches=True, facecolor="white", edgecolor="none", zorder=6)
        face = "white" if item.hollow else item.stroke
        canvas.draw(outline, inches=True, facecolor=face, edgecolor=item.stroke, linewidth=0.8 if item.hollow else 0.0, zorder=6)
        covered.append(whole)
    if row.claim_status == "denied":
        longest = LineString(max(parts, key=len))
        middle = longest.interpolate(0.45, normalized=True)
        reach = width / 2 + 6 * PX
        slash = LineString([(middle.x - reach, middle.y - reach), (middle.x + reach, middle.y + reach)])
        canvas.draw(slash.buffer(3 * PX, cap_style="flat"), inches=True, facecolor="white", edgecolor="none", zorder=6)
        canvas.draw(slash.buffer(1.2 * PX, cap_style="flat"), inches=True, facecolor="#3A3A3A", edgecolor="none", zorder=6)
    return covered


#: Layer, radius of the symbol, and where it stands beside the point of its place when something else stands there, inches.
_MARKERS: tuple[tuple[str, float, tuple[float, float]], ...] = (
    ("places", 0.03, (0.0, 0.0)),
    ("movements", 0.085, (0.0, 0.0)),
    ("control", 0.065, (0.0, 0.0)),
    ("holders", 0.065, (0.0, 0.0)),
    ("strikes", 0.065, (-0.13, 0.12)),
    ("clashes", 0.06, (0.13, 0.12)),
)


def _points(canvas: Canvas, layers: Layers, shown: Mapping[str, gpd.GeoDataFrame]) -> Spots:
    """Draw the symbols; return the ground that each covers and the point that it stands for, in inches."""
    held = {_spot(shape) for shape in shown["holders"].geometry}
    covered: Spots = []
    seen: set[tuple[Any, ...]] = set()
    taken: set[tuple[float, float]] = set()
    for row in _rows(shown["movements"]):
        taken |= {(round(lon, 4), round(lat, 4)) for lon, lat in ((row.start_lon, row.start_lat), (row.end_lon, row.end_lat)) if _known(lat)}
    for name, radius, (right, up) in _MARKERS:
        table = shown[name]
        statuses = table[{"holders": "holder_status", "control": "control_status"}.get(name, "style")]
        columns = (table[column] for column in ("style", "claim_status", "precision"))
        for shape, status, key, claim, precision in zip(table.geometry, statuses, *columns, strict=True):
            spot = _spot(shape)
            if not isinstance(shape, Point) or (name == "control" and spot in held) or (*spot, key) in seen:
                continue
            seen.add((*spot, key))
            x, y = canvas.spot(shape.x, shape.y)
            at = (x + right, y + up) if spot in taken else (x, y)
            taken.add(spot)
            if not canvas.holds(*at):
                continue
            ground = draw_symbol(
                canvas.draw, canvas.style(layers, key), at, radius, claim=str(claim), precision=int(precision) if _known(precision) else 1
            )  # fmt: skip
            if status == "besieged" and name in {"control", "holders"}:
                canvas.used.add("siege")
                ground = ground.union(draw_siege(canvas.draw, at, radius))
            covered.append((ground, (x, y)))
    return covered


def _spot(shape: BaseGeometry) -> tuple[float, float]:
    return (round(shape.x, 4), round(shape.y, 4)) if isinstance(shape, Point) else (math.nan, math.nan)


def _place_labels(canvas: Canvas, shown: Mapping[str, gpd.GeoDataFrame]) -> list[Label]:
    """Return the names of what is drawn, each place once."""
    found: dict[tuple[float, float], tuple[int, str]] = {}

    def add(rank: int, lon: float, lat: float, name: str | None, spelt: str | None, local: str | None = None) -> None:
        title = spelt if spelt and spelt != spelt.lower() else name or spelt or ""
        text = f"{title}\n{local}" if local and local != title else title
        spot = (round(lon, 4), round(lat, 4))
        if text and (spot not in found or rank < found[spot][0]):
            found[spot] = (rank, text)

    for rank, layer in enumerate(("holders", "control", "strikes", "clashes", "places")):
        for row in _rows(shown[layer]):
            add(min(rank, 3) if layer != "places" else 4, row.geometry.x, row.geometry.y, row.place, row.name_in_report, row.name_local)
    for row in _rows(shown["movements"]):
        if _known(row.start_lat):
            add(1, row.start_lon, row.start_lat, row.origin, row.origin_in_report)
        if _known(row.end_lat) and row.shape != "border":
            add(1, row.end_lon, row.end_lat, row.destination, row.destination_in_report)
    labels = []
    for (lon, lat), (rank, text) in found.items():
        x, y = canvas.spot(lon, lat)
        labels.append(Label(x, y, text, rank=rank, short=text.partition("\n")[0] if "\n" in text else ""))
    return sorted(labels, key=lambda label: label.rank)[:_MOST_LABELS]


#: Size in points, colour and weight by rank; the rest is for places of events.
_SIZES = {
    4: (7.5, "#4A4A46", "normal"),
    5: (8.5, "#6B6A62", "normal"),
    6: (7.0, "#77756C", "normal"),
    7: (7.0, "#98968B", "normal"),
}


def _names(canvas: Canvas, labels: Sequence[Label], spots: Spots, arrows: BaseGeometry, blocked: Sequence[BaseGeometry]) -> None:
    """Write the names that find room, and the lines that lead from them."""
    from matplotlib import patheffects

    left, low, right, top = canvas.frame
    labels = [label for label in labels if left < label.x < right and low < label.y < top]
    renderer = cast(Any, canvas.figure.canvas).get_renderer()
    texts: dict[Label, Any] = {}
    sizes: dict[Label, tuple[float, float]] = {}

    def extent(label: Label) -> tuple[float, float]:
        if label not in sizes:
            size, colour, weight = _SIZES.get(label.rank, (8.5, "#111111", "bold"))
            texts[label] = canvas.figure.text(
                0, 0, label.text[:80], fontsize=size, color=colour, fontweight=weight, family=fonts(), parse_math=False, linespacing=0.95,
                transform=canvas.figure.dpi_scale_trans, ha="left", va="bottom", multialignment="center", zorder=9,
                path_effects=[patheffects.withStroke(linewidth=2.2, foreground="#FFFFFFD0")],
            )  # fmt: skip
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
                area = texts[label].get_window_extent(renderer)
            sizes[label] = area.width / canvas.figure.dpi, area.height / canvas.figure.dpi
        return sizes[label]

    inner = (left + 0.03, low + 0.03, right - 0.03, top - 0.03)
    for name in place_labels(labels, extent, inner, spots, arrows, blocked):
        texts.pop(name.label).set_position((name.x, name.y))
        if name.leader is not None:
            canvas.draw(name.leader, inches=True, facecolor="none", edgecolor="white", linewidth=2.0, zorder=6.8)
            canvas.draw(name.leader, inches=True, facecolor="none", edgecolor="#444444", linewidth=0.7, zorder=6.8)
        if name.label.dot:
            dot = Point(name.label.x, name.label.y).buffer(0.018)
            canvas.draw(dot, inches=True, facecolor="#8B897F", edgecolor="white", linewidth=0.5, zorder=5.5)
    for text in texts.values():
        text.remove()
