"""The colours of the page for a KML file that GDAL has written: GDAL's driver takes dates, but no styles from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_map.files.qgis import rgb

if TYPE_CHECKING:
    from pathlib import Path

    from conflict_map.layers import Layers, LegendItem

__all__ = ["style_kml"]

_KML = "{http://www.opengis.net/kml/2.2}"


def style_kml(path: Path, layers: Layers) -> None:
    """Give every placemark the style that its field ``style`` names; the file is changed in place."""
    from lxml import etree

    tree = etree.parse(path, parser=etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    document = tree.getroot().find(f"{_KML}Document")
    known = set()
    for position, item in enumerate(layers.legend):
        document.insert(position, _style(item))
        known.add(item.key)
    for placemark in document.iter(f"{_KML}Placemark"):
        key = next((field.text for field in placemark.iter(f"{_KML}SimpleData") if field.get("name") == "style"), None)
        if key in known:
            _place_style_url(placemark, f"#{key}")
    tree.write(path, encoding="UTF-8", xml_declaration=True)


def _place_style_url(placemark: Any, url: str) -> None:  # noqa: ANN401 - an element of lxml
    """Put ``styleUrl`` where the schema of KML 2.2 wants it: before Style, ExtendedData and the geometry, after names, texts and times."""
    from lxml import etree

    first = ("name", "visibility", "open", "address", "phoneNumber", "Snippet", "description", "LookAt", "Camera", "TimeStamp", "TimeSpan")
    position = 0
    for number, child in enumerate(placemark):
        if etree.QName(child).localname in first:
            position = number + 1
    element = etree.Element(f"{_KML}styleUrl")
    element.text = url
    placemark.insert(position, element)


def _style(item: LegendItem) -> Any:  # noqa: ANN401 - an element of lxml
    from lxml import etree

    style = etree.Element(f"{_KML}Style", id=item.key)
    icon = etree.SubElement(style, f"{_KML}IconStyle")
    etree.SubElement(icon, f"{_KML}color").text = _colour(item.colour or item.stroke, 1.0)
    line = etree.SubElement(style, f"{_KML}LineStyle")
    etree.SubElement(line, f"{_KML}color").text = _colour(item.stroke, 1.0)
    etree.SubElement(line, f"{_KML}width").text = f"{item.width_px:g}"
    polygon = etree.SubElement(style, f"{_KML}PolyStyle")
    etree.SubElement(polygon, f"{_KML}color").text = _colour(item.colour, item.fill_opacity)
    etree.SubElement(polygon, f"{_KML}fill").text = "1" if item.colour else "0"
    return style


def _colour(colour: str | None, opacity: float) -> str:
    """Return KML's order of bytes: alpha, blue, green, red."""
    red, green, blue, alpha = rgb(colour, opacity)
    return f"{alpha:02x}{blue:02x}{green:02x}{red:02x}"
