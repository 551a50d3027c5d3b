"""Point → nearest place, first-level area and country."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.model import Candidate

if TYPE_CHECKING:
    from conflict_map.gazetteer.lookup import Gazetteer

__all__ = ["nearest"]


def nearest(gazetteer: Gazetteer, lat: float, lon: float) -> Candidate | None:
    """Return the nearest populated place."""
    best = None
    for number, segment in enumerate(gazetteer.segments):
        if not segment.records:
            continue
        x = (segment.lon / 1e5 - lon) * math.cos(math.radians(lat))
        d = np.hypot(segment.lat / 1e5 - lat, x)
        i = int(np.argmin(np.where(segment.area_like, np.inf, d)))
        if best is None or d[i] < best[0]:
            best = (float(d[i]), number, i)
    if best is None:
        return None
    return Candidate(gazetteer._place(best[1], best[2]), 1.0, f"nearest place, {best[0] * 111.2:.1f} km away")
