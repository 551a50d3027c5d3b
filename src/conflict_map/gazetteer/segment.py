"""One memory-mapped segment of the index, open for reading."""

from __future__ import annotations

import json
import mmap
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import marisa_trie
import numpy as np

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.compile import FORMAT, KINDS, deletion_hashes

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["Segment"]


class Segment:
    """The records of one source and the tries of their names.

    Nothing is read before it is asked for: columns are views of a memory-mapped file, records are made one by one.

    Parameters
    ----------
    folder
        Where `compile_segment` wrote it.
    name
        What the segment is called in reasons.
    priority
        Of two records with the same GeoNames id the one of the segment with the higher priority counts.
    """

    def __init__(self, folder: Path, *, name: str = "", priority: int = 0) -> None:
        self.folder, self.name, self.priority = folder, name, priority
        try:
            meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
            if meta["format"] != FORMAT:
                message = f"{folder} was written by another version (format {meta['format']}, not {FORMAT}); delete it and it is built anew"
                raise GazetteerError(message)
            self._columns_map = self._map(folder / "columns.bin")
            self._texts: Any = self._map(folder / "texts.bin")
            self._arrays = {
                key: np.frombuffer(self._columns_map, dtype, count, start) if count else np.empty(0, dtype)
                for key, (dtype, start, count) in meta["columns"].items()
            }
            self.strong = marisa_trie.Trie().mmap(str(folder / "strong.marisa"))
            self.weak = marisa_trie.Trie().mmap(str(folder / "weak.marisa"))
        except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
            if isinstance(error, GazetteerError):
                raise
            message = f"the index in {folder} cannot be read ({error}); delete the folder and it is built anew"
            raise GazetteerError(message) from error
        self.records: int = meta["records"]
        self.countries: list[str] = meta["countries"]
        self.admins: list[str] = meta["admins"]
        self.sources: list[str] = meta["sources"]
        self.info: dict[str, Any] = meta["info"]
        a = self._arrays
        self.lat, self.lon, self.kind, self.country, self.admin = a["lat"], a["lon"], a["kind"], a["country"], a["admin"]
        self.population, self.geonames, self.source, self.weight, self._text = a["population"], a["geonames"], a["source"], a["weight"], a["text"]
        self._posts = {label: (a[f"{label}_offset"], a[f"{label}_record"], a[f"{label}_flag"]) for label in ("strong", "weak")}

    @staticmethod
    def _map(path: Path) -> mmap.mmap | bytes:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""

    @property
    def area_like(self) -> np.ndarray:
        """Whether each record is something larger than a place to live in."""
        return np.isin(
            self.kind,
            [KINDS.index(k) for k in ("continent", "region", "country", "admin1", "admin2", "sea", "river", "mountain", "road", "border", "area")],
        )

    def texts(self, record: int) -> tuple[str, str, str]:
        """Return name, local name and area id of a record."""
        name, local, area = self._texts[self._text[record] : self._text[record + 1]].decode("utf-8").split("\0")
        return name, local, area

    def kind_of(self, record: int) -> str:
        """Return the kind of a record."""
        return KINDS[self.kind[record]]

    def postings(self, key: str, *, weak: bool = False) -> tuple[np.ndarray, np.ndarray]:
        """Return the records that a folded name belongs to, the weightiest first, and what the name is to each."""
        label = "weak" if weak else "strong"
        number = (self.weak if weak else self.strong).get(key, -1)
        offsets, records, flags = self._posts[label]
        if number < 0:
            return records[:0], flags[:0]
        start, end = int(offsets[number]), int(offsets[number + 1])
        return records[start:end], flags[start:end]

    def postings_of(self, number: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the same for a folded name given by its number in the trie."""
        offsets, records, flags = self._posts["strong"]
        start, end = int(offsets[number]), int(offsets[number + 1])
        return records[start:end], flags[start:end]

    def skeleton_names(self, bones: str) -> np.ndarray:
        """Return the numbers of the folded names whose skeleton is at most about one letter away (a few by chance: compare before use)."""
        hashes, _ = _query_hashes(bones)
        table, owners = self._arrays["bones_hash"], self._arrays["bones_owner"]
        starts, ends = np.searchsorted(table, hashes, "left"), np.searchsorted(table, hashes, "right")
        hits = [owners[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a]
        if not hits:
            return owners[:0]
        found = np.unique(np.concatenate(hits))
        offsets, names = self._arrays["bones_offset"], self._arrays["bones_name"]
        return np.concatenate([names[offsets[i] : offsets[i + 1]] for i in found.tolist()])

    def record_of_geonames(self, geonames_id: int) -> int | None:
        """Return the record with a GeoNames id."""
        order = self._arrays["by_geonames"]
        position = int(np.searchsorted(self.geonames, geonames_id, sorter=order))
        if geonames_id and position < len(order) and self.geonames[order[position]] == geonames_id:
            return int(order[position])
        return None

    def names_of(self, numbers: Sequence[int]) -> list[str]:
        """Return folded names by their numbers."""
        restore = self.strong.restore_key
        return [restore(number) for number in numbers]


@lru_cache(maxsize=4096)
def _query_hashes(bones: str) -> tuple[np.ndarray, np.ndarray]:
    hashes, owners = deletion_hashes([bones])
    return np.unique(hashes), owners
