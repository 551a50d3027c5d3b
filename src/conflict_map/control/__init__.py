"""Who holds what, on any day, and why: from events to histories of places, areas, front lines and shares.

Places hold; areas are derived from them and never the other way round. ``contested``, ``besieged`` and ``unknown`` are states of their
own, "no report" is never a side's colour, and every interval and every area names the events that decide it.

Importing this package loads neither shapely nor geopandas.
"""

from __future__ import annotations

from conflict_map.control.areas import ControlWarning, areas
from conflict_map.control.baseline import baseline_from
from conflict_map.control.changes import change_between
from conflict_map.control.records import Decay, History, Interval, Observation, PlaceHistory, PlaceState
from conflict_map.control.routes import WayOut, route_stretches, ways_out
from conflict_map.control.shares import ShareCheck, check_share, shares
from conflict_map.control.state import control_history
from conflict_map.control.theatre import DEFAULT_REACH_KM
from conflict_map.control.timeline import change_days, history_areas, history_front

__all__ = [
    "DEFAULT_REACH_KM",
    "ControlWarning",
    "Decay",
    "History",
    "Interval",
    "Observation",
    "PlaceHistory",
    "PlaceState",
    "ShareCheck",
    "WayOut",
    "areas",
    "baseline_from",
    "change_between",
    "change_days",
    "check_share",
    "control_history",
    "history_areas",
    "history_front",
    "route_stretches",
    "shares",
    "ways_out",
]
