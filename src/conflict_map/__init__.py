"""Turn reports of war into maps that can be trusted.

The names below are the public API; they are loaded when first used, so that ``import conflict_map`` stays light.

Examples
--------
>>> from conflict_map import Report
>>> Report("Government forces entered the town.", published="2020-01-29").published
'2020-01-29'
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from conflict_map.errors import ConflictMapError
from conflict_map.model import Candidate, Event, Mention, Place, Reading, Report

if TYPE_CHECKING:
    from conflict_map.atlas import ConflictMap
    from conflict_map.control import areas
    from conflict_map.files import read_reports
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.pipeline import extract, geoparse, read_report

__version__ = "0.1.0"

__all__ = [
    "Candidate",
    "ConflictMap",
    "ConflictMapError",
    "Event",
    "Gazetteer",
    "Mention",
    "Place",
    "Reading",
    "Report",
    "areas",
    "extract",
    "geoparse",
    "read_report",
    "read_reports",
]

_HOMES = {
    "ConflictMap": "conflict_map.atlas",
    "Gazetteer": "conflict_map.gazetteer",
    "areas": "conflict_map.control",
    "extract": "conflict_map.pipeline",
    "geoparse": "conflict_map.pipeline",
    "read_report": "conflict_map.pipeline",
    "read_reports": "conflict_map.files",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Load a public name when it is first used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        message = f"module 'conflict_map' has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)
