"""Installed packs."""

from __future__ import annotations
from pathlib import Path


def installed_files() -> list[Path]:
    return []
