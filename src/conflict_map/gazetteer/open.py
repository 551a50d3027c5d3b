"""Compile what is missing and open the segments of the index."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.compile import FORMAT
from conflict_map.gazetteer.segment import Segment
from conflict_map.gazetteer.store import cache_folder, content_key, ensure_index

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

__all__ = ["compile_pack", "open_segments", "pack_index"]


def open_segments(packs: Sequence[str | Path] | None = None) -> list[Segment]:
    """Return the segments: the default first, then packs, then our own table of places; those later count more.

    Packs are put in the order of their checksums, so that the order in which they are given changes nothing.

    Raises
    ------
    GazetteerError
        If a pack is not there or cannot be read, or the index cannot be written.
    TableError
        If rows of a pack are at fault.
    """
    from conflict_map.gazetteer.packs import installed_files

    files = {_pack_key(path): path for path in [*installed_files(), *(Path(pack) for pack in packs or ())]}
    return [_base(), *(_pack(key, files[key], priority) for priority, key in enumerate(sorted(files), 2)), *_overlay(2 + len(files))]


def compile_pack(path: Path, tell: Callable[[str, float], None], *, suffix: str) -> int:
    """Compile a pack and return how many places it has."""
    if path.suffix != suffix:
        message = f"{path} must end in {suffix}"
        raise GazetteerError(message)
    return _pack(_pack_key(path), path, 2, tell).records


def pack_index(path: Path) -> str:
    """Return the name of the index of a pack."""
    return f"pack-{_pack_key(path)}"


def _pack_key(path: Path) -> str:
    # The areas belong to the key: rows without a first-level area get the one that they lie in.
    from conflict_map.gazetteer.store import data_file

    if not path.is_file():
        message = f"{path}: no such file; a pack is a GeoNames dump, a zip of one, or a table with name, lat and lon"
        raise GazetteerError(message)
    try:
        return content_key([path, data_file("areas.npz"), data_file("areas.csv")], f"{FORMAT} {path.suffix.lower()}", cache_folder(), named=False)
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror or error})"
        raise GazetteerError(message) from error


def _pack(key: str, path: Path, priority: int, tell: Callable[[str, float], None] | None = None) -> Segment:
    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.dump import estimate, read_pack

        with _progress(f"Reading places from {path.name}", tell) as show:
            compile_segment(read_pack(path), folder, expected=estimate(path), progress=show)

    return Segment(ensure_index(f"pack-{key}", build), name=path.name, priority=priority)


def _base() -> Segment:
    from conflict_map.gazetteer.sources import base_files

    key = content_key(base_files(), FORMAT, cache_folder())

    def build(folder: Path) -> None:
        from conflict_map.gazetteer.compile import compile_segment
        from conflict_map.gazetteer.sources import BASE_RECORDS, admin_names, base_rows, misplaced

        with _progress("Compiling the gazetteer (once)") as show:
            compile_segment(base_rows(), folder, info={"admin_names": admin_names(), "misplaced": misplaced()}, expected=BASE_RECORDS, progress=show)

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


@contextmanager
def _progress(title: str, tell: Callable[[str, float], None] | None = None) -> Iterator[Callable[[str, float], None]]:
    """Show a bar on standard error while something is compiled, on a terminal only; or hand on to the caller's own."""
    if tell is not None or not sys.stderr.isatty():
        yield tell or (lambda _what, _share: None)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=1.0)
        yield lambda what, share: bar.update(task, completed=share, description=f"{title}: {what}")
