"""Reports and event tables in, every format out; the only place that knows formats."""

from __future__ import annotations

from conflict_map.files.reports import REPORT_SUFFIXES, ReportWarning, read_reports

__all__ = ["REPORT_SUFFIXES", "ReportWarning", "read_reports"]
