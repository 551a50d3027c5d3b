"""Who holds what on any day, where places and sides have names.

The functions of `conflict_map.control` know places and polygons alone. Here they meet the gazetteer: borders, roads, people, names of sides.
"""

from __future__ import annotations

from conflict_map.territory.evidence import SideNames, observe, side_names
from conflict_map.territory.holdings import Territory

__all__ = ["SideNames", "Territory", "observe", "side_names"]
