"""Stated figures (shares of territory, national totals) and roads that a report names: context, not events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.model import ContextRoute, StatedFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.scene import Scene
    from conflict_map.model import EventPlace, Mention, PlaceLookup, Report

__all__ = ["read_figures", "read_routes"]


def read_figures(report: Report, scenes: Sequence[Scene], mentions: Sequence[Mention]) -> list[StatedFigure]:
    """Return the figures that a report states about a whole."""
    return []


def read_routes(report: Report, scenes: Sequence[Scene], mentions: Sequence[Mention], lookup: PlaceLookup | None) -> list[ContextRoute]:
    """Return the roads that a report names or describes by their ends."""
    return []
