"""Events, flows and control as named GeoDataFrames with legend and sources: the page and the GIS files show the same.

`build_layers` makes `Layers`; its docstring documents every column. The colours of all maps are in `conflict_map.layers.palette`.
"""

from conflict_map.layers.build import LAYER_NAMES, Layers, Summary, build_layers
from conflict_map.layers.palette import FILL_OPACITY, LAND, SEA, SIDE_COLOURS, STYLES, WIDTH_LABELS, WIDTHS_PX, LegendItem, colour_slots

__all__ = [
    "FILL_OPACITY",
    "LAND",
    "LAYER_NAMES",
    "SEA",
    "SIDE_COLOURS",
    "STYLES",
    "WIDTHS_PX",
    "WIDTH_LABELS",
    "Layers",
    "LegendItem",
    "Summary",
    "build_layers",
    "colour_slots",
]
