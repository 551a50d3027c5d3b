"""Movements as honest shapes: an arrow only where the report names a destination, a wedge for a bare direction, a point where one end is open."""

from conflict_map.flows.build import WEDGE_KM, build_flows
from conflict_map.flows.widths import WIDTH_BOUNDS, people_number, width_class

__all__ = ["WEDGE_KM", "WIDTH_BOUNDS", "build_flows", "people_number", "width_class"]
