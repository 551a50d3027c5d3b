"""Names → candidate places, areas and borders, and the armed sides; offline.

::

    names     folding, skeletons, similarity          areas    polygons, borders, the base map
    compile   rows → one segment of the index         nearest  point → place, area, country
    segment   a segment, memory-mapped                packs    GeoNames dumps, P-code tables, CSV
    search    locate: candidates, score, reason       store    folders, checksums, locks
"""

from __future__ import annotations

from conflict_map.gazetteer.lookup import Gazetteer, Hit
from conflict_map.gazetteer.names import fold
from conflict_map.gazetteer.packs import Pack, add_pack, list_packs, remove_pack

__all__ = ["Gazetteer", "Hit", "Pack", "add_pack", "fold", "list_packs", "remove_pack"]
