"""Layers to a picture for print: PNG, SVG or PDF through matplotlib, with the colours, arrows, hatch and labels of the page.

::

    arrows  lines → outlines of arrows       labels  names → places for them without collisions
    panel   legend, title, credits           draw    the figure
"""

from conflict_map.files.pictures.draw import PICTURE_FORMATS, draw_picture, write_picture

__all__ = ["PICTURE_FORMATS", "draw_picture", "write_picture"]
