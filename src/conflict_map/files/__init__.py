"""Reports and event tables in, every format out; the only place that knows formats.

`read_reports` reads what people write, `read_events` what this package and analysts keep, `write` makes every format by its suffix. The
columns of a CSV of events are documented in `conflict_map.files.flat`.
"""

from __future__ import annotations

from conflict_map.files.baseline import BASELINE_SUFFIXES, read_baseline
from conflict_map.files.events import EVENT_SUFFIXES, is_events_file, read_events
from conflict_map.files.output import STANDARD_OUTPUT, check_target, explain_oserror, is_special, write_bytes, write_text
from conflict_map.files.reports import REPORT_SUFFIXES, ReportWarning, read_reports
from conflict_map.files.table import EventTable
from conflict_map.files.write import LAYER_FORMATS, TABLE_FORMATS, format_of, write

__all__ = [
    "BASELINE_SUFFIXES",
    "EVENT_SUFFIXES",
    "LAYER_FORMATS",
    "REPORT_SUFFIXES",
    "STANDARD_OUTPUT",
    "TABLE_FORMATS",
    "EventTable",
    "ReportWarning",
    "check_target",
    "explain_oserror",
    "format_of",
    "is_events_file",
    "is_special",
    "read_baseline",
    "read_events",
    "read_reports",
    "write",
    "write_bytes",
    "write_text",
]
