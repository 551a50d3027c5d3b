"""Layers to a picture for print: PNG, SVG or PDF through matplotlib, with the colours, arrows, hatch and labels of the page.

::

    canvas   the window on the sheet              arrows  lines → outlines of arrows
    symbols  points, alike in map and legend       base    land, borders, roads, locator, scale
    labels   names → places for them                words   the language of the sheet
    panel    legend, title, credits                draw    the figure
"""

from conflict_map.files.pictures.draw import PICTURE_FORMATS, draw_picture, write_picture
from conflict_map.files.pictures.words import Words

__all__ = ["PICTURE_FORMATS", "Words", "draw_picture", "write_picture"]
