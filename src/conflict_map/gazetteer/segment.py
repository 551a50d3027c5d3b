"""One memory-mapped segment of the index, open for reading."""

from __future__ import annotations

import json
import mmap
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import marisa_trie
import numpy as np

from conflict_map.errors import GazetteerError
from conflict_map.gazetteer.compile import FORMAT, KINDS, query_hashes, shard_of, signature

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from numpy.typing import NDArray

    Postings = tuple[NDArray[np.uint32], NDArray[np.uint8]]

__all__ = ["Segment", "Within"]


_AREA_BITS = 3.0
"""To lie in the area asked for makes up for this many bits of difference between signatures."""
_MOST, _LEAST = 80, 16
"""How many names are compared one by one: of the whole segment, and of each shard at least."""


class Within(NamedTuple):
    """Where to look for names spelt alike.

    Attributes
    ----------
    country
        Number of the country to stay in, None for everywhere.
    admins
        Numbers of first-level areas that come first where there are too many.
    limit
        How many records of a shard at most.
    """

    country: int | None = None
    admins: tuple[int, ...] = ()
    limit: int = _MOST


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
            self._shards = [_Shard(folder, number, self._arrays) for number in range(meta["shards"])]
        except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
            if isinstance(error, GazetteerError):
                raise
            message = f"the index in {folder} cannot be read ({error}); delete the folder and it is built anew"
            raise GazetteerError(message) from error
        self.records: int = meta["records"]
        self.countries: list[str] = meta["countries"]
        self._country_numbers = {code: number for number, code in enumerate(self.countries)}
        self.admins: list[str] = meta["admins"]
        self.sources: list[str] = meta["sources"]
        self.info: dict[str, Any] = meta["info"]
        a = self._arrays
        self.lat, self.lon, self.kind, self.country, self.admin = a["lat"], a["lon"], a["kind"], a["country"], a["admin"]
        self.population, self.geonames, self.source, self.weight, self._text = a["population"], a["geonames"], a["source"], a["weight"], a["text"]

    @staticmethod
    def _map(path: Path) -> mmap.mmap | bytes:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""

    def within(self, country: str | None, admins: Collection[str]) -> Within | None:
        """Return a country and areas by the numbers of this segment; None where no record lies in the country."""
        limit = max(_LEAST, _MOST // len(self._shards))  # of each shard
        number = self._country_numbers.get(country) if country else None
        if country and number is None:
            return None
        return Within(number, tuple(self._admin_numbers[code] for code in admins if code in self._admin_numbers), limit)

    @cached_property
    def _admin_numbers(self) -> dict[str, int]:
        return {code: number for number, code in enumerate(self.admins)}

    @property
    def cells(self) -> tuple[NDArray[np.int32], NDArray[np.uint32]]:
        """Return the cells of the globe of the places to live in, in order, and their records."""
        return self._arrays["cell"], self._arrays["cell_record"]

    def texts(self, record: int) -> tuple[str, str, str]:
        """Return name, local name and area id of a record."""
        name, local, area = self._texts[self._text[record] : self._text[record + 1]].decode("utf-8").split("\0")
        return name, local, area

    def kind_of(self, record: int) -> str:
        """Return the kind of a record."""
        return KINDS[self.kind[record]]

    def _shard(self, key: str) -> _Shard:
        shards = self._shards
        return shards[0] if len(shards) == 1 else shards[shard_of(key, len(shards))]

    def has(self, key: str) -> bool:
        """Return whether a folded name is that of a record (codes and machines' transliterations left aside)."""
        return key in self._shard(key).strong

    def prefixes(self, text: str) -> list[str]:
        """Return the folded names that folded text starts with; they may end within a word."""
        return self._shard(text).strong.prefixes(text)  # type: ignore[no-any-return]

    def postings(self, key: str, *, weak: bool = False) -> Postings:
        """Return the records that a folded name belongs to, the weightiest first, and what the name is to each."""
        return self._shard(key).postings(key, weak=weak)

    def alike(self, key: str, bones: str, within: Within, *, strict: bool = False) -> list[tuple[str, int]]:
        """Return folded names whose skeleton is at most about one letter away, each with a record (a few by chance: compare before use).

        Parameters
        ----------
        key
            Folded name; names much longer or shorter are left out.
        bones
            Its consonants as `skeleton` gives them.
        within
            Where to stay.
        strict
            Take only the same skeleton.
        """
        hashes = _hashes((bones,), not strict)
        if within.country is None:
            return [pair for shard in self._shards for pair in self._chosen(shard, shard.alike(hashes, len(key)), key, within)]
        found = [(shard, *shard.alike_in(hashes, len(key), within.country)) for shard in self._shards]
        return [pair for shard, names, records in found for pair in self._nearest(shard, names, records, key, within)]

    def sharing_word(self, key: str, bones: Collection[str], within: Within) -> list[tuple[str, int]]:
        """Return folded names one of whose words has one of these skeletons, each with a record."""
        hashes = _hashes(tuple(sorted(bones)), False)  # noqa: FBT003 - cached by position
        return [pair for shard in self._shards for pair in self._chosen(shard, shard.sharing_word(hashes), key, within)]

    def _chosen(self, shard: _Shard, numbers: NDArray[np.uint32], key: str, within: Within) -> list[tuple[str, int]]:
        """Return names by their numbers, each with its records within; see `_nearest`."""
        if not len(numbers):
            return []
        offsets, postings, _ = shard.strong_posts
        if within.country is None and len(numbers) > within.limit:
            bits = np.bitwise_count(shard.signatures[numbers] ^ np.uint64(signature(key)))
            numbers = numbers[np.argpartition(bits, within.limit)[: within.limit]]
        starts = offsets[numbers].astype(np.int64)
        counts = offsets[numbers + 1].astype(np.int64) - starts
        ends = np.cumsum(counts)
        records = postings[np.arange(ends[-1]) + np.repeat(starts - (ends - counts), counts)]
        names = np.repeat(numbers, counts)
        if within.country is not None:
            inside = self.country[records] == within.country
            records, names = records[inside], names[inside]
        return self._nearest(shard, names, records, key, within)

    def _nearest(self, shard: _Shard, names: NDArray[np.uint32], records: NDArray[np.uint32], key: str, within: Within) -> list[tuple[str, int]]:
        """Return names spelt out, each with its record.

        Where there are too many, first those in the areas preferred, then those with the most letters in common.
        """
        limit = within.limit * (8 if within.country is None else 2)
        if len(records) > limit:
            bits = np.bitwise_count(shard.signatures[names] ^ np.uint64(signature(key)))
            rank = bits.astype(np.float32) - np.log10(self.weight[records] + 1) / 10
            if within.admins:
                rank = np.where(np.isin(self.admin[records], within.admins), rank - _AREA_BITS, rank)
            keep = np.argpartition(rank, limit)[:limit]
            records, names = records[keep], names[keep]
        restore = shard.strong.restore_key
        spelt = {name: restore(name) for name in set(names.tolist())}
        return [(spelt[name], record) for name, record in zip(names.tolist(), records.tolist(), strict=True)]

    def record_of_geonames(self, geonames_id: int) -> int | None:
        """Return the record with a GeoNames id."""
        order = self._arrays["by_geonames"]
        position = int(np.searchsorted(self.geonames, geonames_id, sorter=order))
        if geonames_id and position < len(order) and self.geonames[order[position]] == geonames_id:
            return int(order[position])
        return None


class _Shard:
    """A share of the names: tries, postings, skeletons."""

    def __init__(self, folder: Path, number: int, arrays: dict[str, NDArray[Any]]) -> None:
        self.strong = marisa_trie.Trie().mmap(str(folder / f"strong-{number}.marisa"))
        self.weak = marisa_trie.Trie().mmap(str(folder / f"weak-{number}.marisa"))
        self._posts = {label: tuple(arrays[f"{label}_{part}-{number}"] for part in ("offset", "record", "flag")) for label in ("strong", "weak")}
        self.strong_posts = self._posts["strong"]
        self._hash, self._owner, self._offset, self._name = (arrays[f"bones_{part}-{number}"] for part in ("hash", "owner", "offset", "name"))
        self.signatures: NDArray[np.uint64] = arrays[f"signature-{number}"]
        self._length = arrays[f"length-{number}"]
        self._land = tuple(arrays[f"land_{part}-{number}"] for part in ("offset", "owner", "name", "record"))
        self._word_hash, self._word_name = arrays[f"word_hash-{number}"], arrays[f"word_name-{number}"]

    def postings(self, key: str, *, weak: bool) -> Postings:
        number = (self.weak if weak else self.strong).get(key, -1)
        return self._at(number, "weak" if weak else "strong")

    def _at(self, number: int, label: str) -> Postings:
        offsets, records, flags = self._posts[label]
        if number < 0:
            return records[:0], flags[:0]
        start, end = int(offsets[number]), int(offsets[number + 1])
        return records[start:end], flags[start:end]

    def alike(self, hashes: NDArray[np.uint32], length: int) -> NDArray[np.uint32]:
        """Return the numbers of the names of about that length whose skeleton has one of these hashes, whole or with a letter left out."""
        owners = _equal(self._hash, self._owner, hashes)
        if not len(owners):
            return owners
        names: NDArray[np.uint32] = np.concatenate([self._name[self._offset[i] : self._offset[i + 1]] for i in owners.tolist()])
        about: NDArray[np.uint32] = names[np.abs(self._length[names].astype(np.int16) - length) <= 4 + length // 4]
        return about

    def alike_in(self, hashes: NDArray[np.uint32], length: int, country: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """Return the numbers of the names of `alike` that lie in a country, each as often as it has records there, and these records."""
        offsets, owner, name, record = self._land
        if country + 1 >= len(offsets):
            return name[:0], record[:0]
        first, last = int(offsets[country]), int(offsets[country + 1])
        at = _ranges(owner[first:last], _equal(self._hash, self._owner, hashes))
        names, records = name[first:last][at], record[first:last][at]
        about = np.abs(self._length[names].astype(np.int16) - length) <= 4 + length // 4
        return names[about], records[about]

    def sharing_word(self, hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the numbers of the names one of whose words has one of these hashes."""
        return _equal(self._word_hash, self._word_name, hashes)


def _ranges(table: NDArray[np.uint32], values: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the places of a sorted table that hold one of some sorted values."""
    starts = np.searchsorted(table, values, "left")
    counts = np.searchsorted(table, values, "right") - starts
    starts, counts = starts[counts > 0], counts[counts > 0]
    ends = np.cumsum(counts)
    places: NDArray[np.int64] = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - (ends - counts), counts)
    return places


def _equal(table: NDArray[np.uint32], values: NDArray[np.uint32], hashes: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Return the distinct values at the places of a sorted table that hold one of the hashes."""
    starts, ends = np.searchsorted(table, hashes, "left"), np.searchsorted(table, hashes, "right")
    hits = [values[a:b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True) if b > a]
    if not hits:
        return values[:0]
    found = np.sort(np.concatenate(hits))
    return found[np.r_[True, found[1:] != found[:-1]]]


@lru_cache(maxsize=4096)
def _hashes(bones: tuple[str, ...], deletions: bool) -> NDArray[np.uint32]:  # noqa: FBT001 - cached by position
    """Return the hashes under which skeletons, or with ``deletions`` also their neighbours, are found."""
    return np.array(sorted({value for word in bones for value in query_hashes(word, deletions=deletions)}), dtype=np.uint32)
