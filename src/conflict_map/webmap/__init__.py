"""Layers to a map page: one HTML file that makes no request, made with folium and Leaflet.

`render` makes the page; `basemap_bounds` says which part of the base map it needs, `finer_bounds` which parts in finer lines.
"""

from conflict_map.webmap.base import basemap_bounds
from conflict_map.webmap.page import LANGUAGES, ONLINE_TILES, interface_words, render
from conflict_map.webmap.theatres import finer_bounds

__all__ = ["LANGUAGES", "ONLINE_TILES", "basemap_bounds", "finer_bounds", "interface_words", "render"]
