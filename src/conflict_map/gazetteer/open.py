"""Compile what is missing and open the segments of the index."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.gazetteer.compile import FORMAT
from conflict_map.gazetteer.segment import Segment
from conflict_map.gazetteer.store import cache_folder, content_key, ensure_index

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["open_segments"]


def open_segments(packs: Sequence[str | Path] | None = None) -> list[Segment]:
    """Return the segments: default, overlay, packs."""
    return [_base(), *_overlay()]


def _base() -> Segment:
    from conflict_map.gazetteer.sources import base_files

    key = content_key(base_files(), FORMAT, cache_folder())

    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.sources import admin_names, base_rows

        compile_segment(base_rows(), folder, info={"admin_names": admin_names()})

    return Segment(ensure_index(f"base-{key}", build), name="default", priority=1)


def _overlay() -> list[Segment]:
    from conflict_map.gazetteer.sources import overlay_file

    path = overlay_file()
    if not path.is_file():
        return []
    key = content_key([path], FORMAT, cache_folder())

    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.sources import overlay_rows

        compile_segment(overlay_rows(path), folder)

    return [Segment(ensure_index(f"overlay-{key}", build), name="overlay", priority=2)]
