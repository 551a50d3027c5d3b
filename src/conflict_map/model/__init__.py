"""The records that travel between the stages, all frozen, and the protocol of a place look-up.

Coordinates are WGS 84 degrees (EPSG:4326) in fields named ``lat`` and ``lon``. Dates are ISO 8601 strings (``YYYY-MM-DD``), both
ends inclusive; None means that the report does not say. Offsets count characters of ``Report.text``, the end exclusive.
The dictionaries made by ``to_dict`` are the public format of events (JSON lines).
"""

from conflict_map.model.events import Claim, ContextRoute, Event, People, Reading, StatedFigure, Trace
from conflict_map.model.flow import Flow
from conflict_map.model.lookup import ActorRecord, PlaceLookup, PlaceSource
from conflict_map.model.places import Candidate, EventPlace, Mention, Place, Span
from conflict_map.model.reports import Report, Source
from conflict_map.model.sieges import siege_sides
from conflict_map.model.vocabulary import CLAIM_STATUSES, CONTROL_STATUSES, DATE_PRECISIONS, DIRECTIONS, EVENT_TYPES, INFERABLE, UNITS

__all__ = [
    "CLAIM_STATUSES",
    "CONTROL_STATUSES",
    "DATE_PRECISIONS",
    "DIRECTIONS",
    "EVENT_TYPES",
    "INFERABLE",
    "UNITS",
    "ActorRecord",
    "Candidate",
    "Claim",
    "ContextRoute",
    "Event",
    "EventPlace",
    "Flow",
    "Mention",
    "People",
    "Place",
    "PlaceLookup",
    "PlaceSource",
    "Reading",
    "Report",
    "Source",
    "Span",
    "StatedFigure",
    "Trace",
    "siege_sides",
]
