"""Legend items → QGIS layer style (QML): the same classes and colours as on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from conflict_map.layers import LegendItem

__all__ = ["qml", "rgb"]

_MARKERS = {"circle": "circle", "ring": "circle", "star": "star", "cross": "cross2", "square": "square", "none": "circle"}
_FILL_PATTERNS = {"hatch": "b_diagonal", "dots": "dense6", "grid": "cross", "waves": "dense7", "none": "solid"}
_SYMBOL_TYPES = {"points": "marker", "lines": "line", "polygons": "fill"}
_PX = "Pixel"


def rgb(colour: str | None, opacity: float = 1.0) -> tuple[int, int, int, int]:
    """Return ``#RRGGBB`` as red, green, blue, alpha (0–255); no colour is transparent white."""
    if colour is None:
        return 255, 255, 255, 0
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16), round(255 * opacity)


def qml(legend: Iterable[LegendItem], family: str, keys: Collection[str]) -> str:
    """Return the style of a layer of ``points``, ``lines`` or ``polygons`` whose column ``style`` holds ``keys``."""
    from lxml import etree

    root = etree.Element("qgis", version="3.22.0", styleCategories="Symbology")
    renderer = etree.SubElement(root, "renderer-v2", type="categorizedSymbol", attr="style", forceraster="0", symbollevels="0", enableorderby="0")
    categories = etree.SubElement(renderer, "categories")
    symbols = etree.SubElement(renderer, "symbols")
    for number, item in enumerate(item for item in legend if item.key in set(keys)):
        etree.SubElement(categories, "category", value=item.key, symbol=str(number), label=_printable(item.label), render="true", type="string")
        symbol = etree.SubElement(symbols, "symbol", type=_SYMBOL_TYPES[family], name=str(number), alpha="1", clip_to_extent="1", force_rhr="0")
        kind, options = _SYMBOL_LAYERS[family](item)
        layer = etree.SubElement(symbol, "layer", **{"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
        mapping = etree.SubElement(layer, "Option", type="Map")
        for key, value in options.items():
            etree.SubElement(mapping, "Option", name=key, value=value, type="QString")
            etree.SubElement(layer, "prop", k=key, v=value)
    return f"<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n{etree.tostring(root, encoding='unicode')}"


def _printable(text: str) -> str:
    """Leave out characters that XML cannot hold."""
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff" and char not in "\ufffe\uffff"))


def _colour(colour: str | None, opacity: float = 1.0) -> str:
    return ",".join(map(str, rgb(colour, opacity)))


def _marker(item: LegendItem) -> tuple[str, Mapping[str, str]]:
    ring = item.symbol == "ring"
    return "SimpleMarker", {
        "name": _MARKERS.get(item.symbol, "circle"),
        "color": _colour(None if ring else item.colour),
        "outline_color": _colour(item.stroke),
        "outline_style": "dash" if item.dash else "solid",
        "outline_width": f"{max(item.width_px, 1.5):g}",
        "outline_width_unit": _PX,
        "size": "12",
        "size_unit": _PX,
    }


def _line(item: LegendItem) -> tuple[str, Mapping[str, str]]:
    return "SimpleLine", {
        "line_color": _colour(item.stroke),
        "line_width": f"{item.width_px:g}",
        "line_width_unit": _PX,
        "line_style": "solid",
        "capstyle": "round",
        "joinstyle": "round",
        "use_custom_dash": "1" if item.dash else "0",
        "customdash": ";".join(f"{part:g}" for part in (item.dash or (5, 2))),
        "customdash_unit": _PX,
    }


def _fill(item: LegendItem) -> tuple[str, Mapping[str, str]]:
    opacity = item.fill_opacity
    return "SimpleFill", {
        "color": _colour(item.stroke if item.pattern != "none" and item.colour == "#FFFFFF" else item.colour, opacity),
        "style": _FILL_PATTERNS.get(item.pattern, "solid") if item.colour else "no",
        "outline_color": _colour(item.stroke),
        "outline_style": "dash" if item.dash else "solid",
        "outline_width": f"{min(item.width_px, 2.0):g}",
        "outline_width_unit": _PX,
    }


_SYMBOL_LAYERS: Mapping[str, Any] = {"points": _marker, "lines": _line, "polygons": _fill}
