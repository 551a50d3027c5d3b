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
    from conflict_map.gazetteer.packs import installed_files  # noqa: PLC0415

    files = {content_key([path], FORMAT, cache_folder()): path for path in [*installed_files(), *(Path(pack) for pack in packs or ())]}
    return [_base(), *(_pack(key, files[key], priority) for priority, key in enumerate(sorted(files), 2)), *_overlay(2 + len(files))]


def _pack(key: str, path: Path, priority: int) -> Segment:
    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment  # noqa: PLC0415
        from conflict_map.gazetteer.dump import estimate, read_pack  # noqa: PLC0415

        compile_segment(read_pack(path), folder, expected=estimate(path))

    return Segment(ensure_index(f"pack-{key}", build), name=path.name, priority=priority)


def _base() -> Segment:
    from conflict_map.gazetteer.sources import base_files

    key = content_key(base_files(), FORMAT, cache_folder())

    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.sources import admin_names, base_rows

        compile_segment(base_rows(), folder, info={"admin_names": admin_names()})

    return Segment(ensure_index(f"base-{key}", build), name="default", priority=1)


def _overlay(priority: int) -> list[Segment]:
    from conflict_map.gazetteer.sources import overlay_file

    path = overlay_file()
    if not path.is_file():
        return []
    key = content_key([path], FORMAT, cache_folder())

    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.sources import overlay_rows

        compile_segment(overlay_rows(path), folder)

    return [Segment(ensure_index(f"overlay-{key}", build), name="overlay", priority=priority)]
