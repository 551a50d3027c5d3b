"""Rows of a source → one memory-mapped segment of the index.

A segment is a folder: columns as flat arrays (``columns.bin`` with its table of contents in ``meta.json``), the texts of the records, and tries of the folded
names. Names are spread over shards by their first word, so that a trie is built from a bounded number of them; all names that start with the same word share a shard,
so the longest name at a place of a text is found in one of them.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from conflict_map.gazetteer.names import ARTICLES, fold, skeleton

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

__all__ = ["ALTERNATE", "FORMAT", "KINDS", "NAME", "VARIANT", "WEAK", "Row", "compile_segment", "deletion_hashes", "shard_of"]

FORMAT = "5"
"""Version of the layout and of folding; a change makes every index anew."""

KINDS = (
    "other", "continent", "region", "country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "camp", "crossing", "base", "dam", "airport",
    "river", "lake", "sea", "mountain", "island", "road", "border", "area",
)  # fmt: skip
NAME, ALTERNATE, VARIANT, WEAK = 0, 1, 2, 3
"""What a key is to a record: its main name, another name, a form that we made of one of these, or a code or a machine's transliteration."""

# How much a place of unknown population counts when namesakes are put in order.
_WEIGHT = {
    "continent": 1e9, "region": 5e7, "country": 1e7, "sea": 1e7, "admin1": 1e6, "river": 1e6, "city": 1e5, "mountain": 5e4, "lake": 5e4, "admin2": 1e5, "island": 2e4, "area": 2e4, "border": 2e4,
    "road": 2e4, "camp": 1e4, "town": 3e3, "crossing": 3e3, "base": 3e3, "airport": 3e3, "dam": 3e3, "village": 5e2, "neighbourhood": 5e2, "other": 1e2,
}  # fmt: skip

ARABIC_COUNTRIES = frozenset(
    [
        "AE",
        "BH",
        "DJ",
        "DZ",
        "EG",
        "EH",
        "ER",
        "IL",
        "IQ",
        "IR",
        "JO",
        "KM",
        "KW",
        "LB",
        "LY",
        "MA",
        "MR",
        "OM",
        "PS",
        "QA",
        "SA",
        "SD",
        "SO",
        "SS",
        "SY",
        "TD",
        "TN",
        "TR",
        "YE",
    ]
)
_SKELETON_BASE = np.uint64(0x9E3779B97F4A7C15)
_MAX_SKELETON = 24


@dataclass(slots=True)
class Row:
    """One record on its way into the index; ``names`` are further names, ``weak`` such that only a direct question may find."""

    name: str
    lat: float
    lon: float
    kind: str
    country: str = ""
    admin1: str = ""
    geonames_id: int = 0
    population: int = 0
    names: Iterable[str] = ()
    weak: Iterable[str] = ()
    local: str = ""
    area_id: str = ""
    source: str = ""
    weight: float = 0.0


def shard_of(key: str, shards: int) -> int:
    """Return the shard of a folded name: by its first word."""
    if shards == 1:
        return 0
    return zlib.crc32(key.split(" ", 1)[0].encode("utf-8", "surrogatepass")) % shards


def variants(key: str) -> list[str]:
    """Return the forms of a folded Arabic name with its article plain, and without the leading one."""
    words = key.split(" ")
    if not any(word in ARTICLES for word in words[:-1]):
        return []
    last = len(words) - 1
    plain = " ".join("al" if word in ARTICLES and i < last else word for i, word in enumerate(words))
    forms = [plain]
    if words[0] in ARTICLES and len(key) - len(words[0]) > 4:  # noqa: PLR2004 - a rest of four letters or more
        forms.append(" ".join(words[1:]))
    return forms


def skeleton_matrix(skeletons: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return ASCII words as a zero-padded matrix of bytes, and their lengths."""
    lengths = np.array([min(len(s), _MAX_SKELETON) for s in skeletons], dtype=np.int64)
    matrix = np.zeros((len(skeletons), _MAX_SKELETON), dtype=np.uint64)
    joined = np.frombuffer("".join(s[:_MAX_SKELETON] for s in skeletons).encode("ascii"), dtype=np.uint8)
    rows = np.repeat(np.arange(len(skeletons)), lengths)
    starts = np.cumsum(lengths) - lengths
    matrix[rows, np.arange(len(joined)) - np.repeat(starts, lengths)] = joined
    return matrix, lengths


def deletion_hashes(skeletons: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Return 32-bit hashes of each word and of each word with one letter left out, with the index of the word (the symmetric-delete scheme of SymSpell, W. Garbe 2012)."""
    matrix, lengths = skeleton_matrix(skeletons)
    count = len(skeletons)
    hashes, owners = [], []
    with np.errstate(over="ignore"):
        for gap in range(-1, _MAX_SKELETON):
            chosen = np.arange(count) if gap < 0 else np.flatnonzero(lengths > gap)
            if not len(chosen):
                break
            value = np.zeros(len(chosen), dtype=np.uint64)
            for position in range(_MAX_SKELETON):
                if position == gap:
                    continue
                letter = matrix[chosen, position]
                value = np.where(letter > 0, (value + letter) * _SKELETON_BASE, value)
                value ^= np.where(letter > 0, value >> np.uint64(29), np.uint64(0))
            hashes.append((value >> np.uint64(32)).astype(np.uint32))
            owners.append(chosen.astype(np.uint32))
    if not hashes:
        return np.empty(0, np.uint32), np.empty(0, np.uint32)
    return np.concatenate(hashes), np.concatenate(owners)


@dataclass
class _Columns:
    lat: array[int] = field(default_factory=lambda: array("i"))
    lon: array[int] = field(default_factory=lambda: array("i"))
    kind: array[int] = field(default_factory=lambda: array("B"))
    country: array[int] = field(default_factory=lambda: array("H"))
    admin: array[int] = field(default_factory=lambda: array("I"))
    population: array[int] = field(default_factory=lambda: array("I"))
    geonames: array[int] = field(default_factory=lambda: array("I"))
    source: array[int] = field(default_factory=lambda: array("B"))
    weight: array[float] = field(default_factory=lambda: array("f"))
    text: array[int] = field(default_factory=lambda: array("Q", [0]))


class _Numbers(dict[str, int]):
    """Numbers strings in the order in which they come."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def compile_segment(
    rows: Iterable[Row], folder: Path, *, info: dict[str, object] | None = None, progress: Callable[[str, float], None] | None = None
) -> int:
    """Write a segment and return how many records it has.

    Parameters
    ----------
    rows
        Records in any order.
    folder
        Where to write; exists and is empty.
    info
        Further facts for ``meta.json``.
    progress
        Called with what is being done and the share done.
    """
    import marisa_trie

    tell = progress or (lambda _what, _share: None)
    columns, countries, admins, sources = _Columns(), _Numbers(), _Numbers(), _Numbers()
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    keys: list[str] = []
    posts = array("Q")
    size = 0
    _ = countries[""], admins[""]
    with (folder / "texts.bin").open("wb") as texts:
        for number, row in enumerate(rows):
            columns.lat.append(round(row.lat * 1e5))
            columns.lon.append(round(row.lon * 1e5))
            columns.kind.append(kinds[row.kind])
            columns.country.append(countries[row.country])
            columns.admin.append(admins[row.admin1])
            columns.population.append(row.population)
            columns.geonames.append(row.geonames_id)
            columns.source.append(sources[row.source])
            columns.weight.append(row.weight or row.population or _WEIGHT[row.kind])
            text = f"{row.name}\0{row.local}\0{row.area_id}".encode("utf-8", "replace")
            size += texts.write(text)
            columns.text.append(size)
            for key, flag in _keys(row).items():
                keys.append(key)
                posts.append(number << 2 | flag)
    total = len(columns.lat)
    arrays: dict[str, np.ndarray] = {
        name: np.asarray(getattr(columns, name))
        for name in ("lat", "lon", "kind", "country", "admin", "population", "geonames", "source", "weight", "text")
    }
    tell("sorting names", 0.5)
    _write_names(keys, np.asarray(posts), arrays, folder, marisa_trie.Trie, tell)
    order = np.argsort(arrays["geonames"], kind="stable").astype(np.uint32)
    arrays["by_geonames"] = order
    toc = _write_columns(arrays, folder / "columns.bin")
    meta = {
        "format": FORMAT,
        "records": total,
        "columns": toc,
        "countries": list(countries),
        "admins": list(admins),
        "sources": list(sources),
        "info": info or {},
    }
    (folder / "meta.json").write_text(json.dumps(meta, ensure_ascii=False), encoding="utf-8")
    tell("done", 1.0)
    return total


def _keys(row: Row) -> dict[str, int]:
    """Return the keys of a record with what they are to it; the strongest evidence wins."""
    found: dict[str, int] = {}
    main = fold(row.name)
    if main:
        found[main] = NAME
    for name in row.names:
        key = fold(name)
        if key:
            found.setdefault(key, ALTERNATE)
    if row.country in ARABIC_COUNTRIES:
        for key in list(found):
            for form in variants(key) if " " in key else ():
                found.setdefault(form, VARIANT)
    for name in row.weak:
        key = fold(name)
        if key:
            found.setdefault(key, WEAK)
    return found


def _write_names(
    keys: list[str], posts: np.ndarray, arrays: dict[str, np.ndarray], folder: Path, trie_type: type, tell: Callable[[str, float], None]
) -> None:
    """Write the tries of strong and weak names, their postings, and the skeletons of the strong ones."""
    flags = (posts & np.uint64(3)).astype(np.uint8)
    records = (posts >> np.uint64(2)).astype(np.uint32)
    strong_keys = {key for key, weak in zip(keys, (flags == WEAK).tolist(), strict=True) if not weak}
    for label, trie in (("strong", trie_type(strong_keys)), ("weak", trie_type({key for key in keys if key not in strong_keys}))):
        trie.save(str(folder / f"{label}.marisa"))
        get = trie.get
        ids = np.array([get(key, -1) for key in keys], dtype=np.int64)
        chosen = np.flatnonzero(ids >= 0)
        weight = arrays["weight"][records[chosen]]
        order = chosen[np.lexsort((records[chosen], -weight, ids[chosen]))]
        counts = np.bincount(ids[chosen], minlength=len(trie))
        arrays[f"{label}_offset"] = np.r_[0, np.cumsum(counts)].astype(np.uint32)
        arrays[f"{label}_record"] = records[order]
        arrays[f"{label}_flag"] = flags[order]
        if label == "strong":
            tell("consonant skeletons", 0.7)
            names = [trie.restore_key(i) for i in range(len(trie))]
            _skeletons(names, arrays)


def _skeletons(names: list[str], arrays: dict[str, np.ndarray]) -> None:
    """Add the look-up tables of consonant skeletons: skeleton → ids of folded names, and hash of a skeleton with a letter left out → skeleton."""
    found: dict[str, list[int]] = {}
    for number, name in enumerate(names):
        bones = skeleton(name)
        if bones:
            found.setdefault(bones[:_MAX_SKELETON], []).append(number)
    words = list(found)
    hashes, owners = deletion_hashes(words)
    order = np.lexsort((owners, hashes))
    arrays["bones_hash"], arrays["bones_owner"] = hashes[order], owners[order]
    arrays["bones_offset"] = np.r_[0, np.cumsum([len(ids) for ids in found.values()], dtype=np.int64)].astype(np.uint32)
    arrays["bones_name"] = np.array([i for ids in found.values() for i in ids], dtype=np.uint32)


def _write_columns(arrays: dict[str, np.ndarray], path: Path) -> dict[str, list[object]]:
    """Write arrays one after the other, each at a multiple of 64 bytes; return ``{name: [dtype, start, count]}``."""
    toc: dict[str, list[object]] = {}
    with path.open("wb") as file:
        for name, values in arrays.items():
            file.write(b"\0" * (-file.tell() % 64))
            toc[name] = [values.dtype.str, file.tell(), len(values)]
            file.write(np.ascontiguousarray(values).data)
    return toc
