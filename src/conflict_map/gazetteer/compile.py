"""Rows of a source → one memory-mapped segment of the index.

A segment is a folder: columns as flat arrays (``columns.bin`` with its table of contents in ``meta.json``), the texts of the records, and tries of
the folded names. Names are spread over shards by their first word, so that a trie is built from a bounded number of them; all names that start with
the same
word share a shard, so the longest name at a place of a text is found in one of them.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import marisa_trie
import numpy as np

from conflict_map.gazetteer.names import ARTICLES, fold, romanise, skeleton
from conflict_map.gazetteer.words import FREQUENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from numpy.typing import NDArray

__all__ = ["ALTERNATE", "FORMAT", "KINDS", "NAME", "VARIANT", "WEAK", "WEIGHTS", "Row", "compile_segment", "deletion_hashes", "shard_of"]

FORMAT = "23"
"""Version of the layout and of folding; a change makes every index anew."""

KINDS = (
    "other", "continent", "region", "country", "admin1", "admin2", "city", "town", "village", "neighbourhood", "camp", "crossing", "base", "dam", "airport",
    "river", "lake", "sea", "mountain", "island", "road", "border", "area",
)  # fmt: skip
NAME, ALTERNATE, VARIANT, WEAK = 0, 1, 2, 3
"""What a key is to a record: its main name, another name, a form that we made of one of these, or a code or a machine's transliteration."""

# How much a place of unknown population counts when namesakes are put in order.
WEIGHTS = {
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
    ],
)
_BASE, _MASK = 0x9E3779B97F4A7C15, (1 << 64) - 1
_SKELETON_BASE = np.uint64(_BASE)
CELLS_PER_DEGREE = 4
MAX_SKELETON = 24
RECORDS_A_SHARD = 400_000
"""A shard of names is held in memory while its trie is built: some 500 MB for the spellings of this many records."""
_SPILL = 1_000_000
_ETHIOPIC_TOWN = " ከተማ"


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


def skeleton_matrix(skeletons: list[str]) -> tuple[NDArray[Any], NDArray[Any]]:
    """Return ASCII words as a zero-padded matrix of bytes, and their lengths."""
    lengths = np.array([min(len(s), MAX_SKELETON) for s in skeletons], dtype=np.int64)
    matrix = np.zeros((len(skeletons), MAX_SKELETON), dtype=np.uint64)
    joined = np.frombuffer("".join(s[:MAX_SKELETON] for s in skeletons).encode("ascii"), dtype=np.uint8)
    rows = np.repeat(np.arange(len(skeletons)), lengths)
    starts = np.cumsum(lengths) - lengths
    matrix[rows, np.arange(len(joined)) - np.repeat(starts, lengths)] = joined
    return matrix, lengths


def signature(name: str) -> int:
    """Return which letters a name has, once and twice: names that differ by a letter differ by few bits, so that many are compared at once."""
    once = twice = 0
    for char in name:
        bit = 1 << ord(char) % 31
        twice |= once & bit
        once |= bit
    return once | twice << 31


def query_hashes(bones: str, *, deletions: bool) -> list[int]:
    """Return the hashes of `deletion_hashes` for one word, in plain Python: quicker for one."""
    letters = bones[:MAX_SKELETON].encode("ascii")
    found = set()
    for gap in range(-1, len(letters) if deletions else 0):
        value = 0
        for position, letter in enumerate(letters):
            if position != gap:
                value = (value + letter) * _BASE & _MASK
                value ^= value >> 29
        found.add(value >> 32)
    return sorted(found)


def deletion_hashes(skeletons: list[str], *, deletions: bool = True) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """Return 32-bit hashes of each word and of each word with one letter left out, with the index of the word.

    Two words one letter apart share such a hash: the symmetric-delete scheme of SymSpell (W. Garbe, 2012).
    """
    matrix, lengths = skeleton_matrix(skeletons)
    count = len(skeletons)
    hashes, owners = [], []
    with np.errstate(over="ignore"):
        for gap in range(-1, int(lengths.max(initial=0)) if deletions else 0):
            chosen = np.arange(count) if gap < 0 else np.flatnonzero(lengths > gap)
            value = np.zeros(len(chosen), dtype=np.uint64)
            for position in range(int(lengths[chosen].max(initial=0))):
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


class _Spool:
    """The names of all records on their way into the tries: spread over shards, spilled to files when they grow."""

    def __init__(self, folder: Path, shards: int) -> None:
        self.folder, self.shards = folder, shards
        self._keys: list[list[str]] = [[] for _ in range(shards)]
        self._posts = [array("Q") for _ in range(shards)]
        self._held = 0

    def add(self, key: str, post: int) -> None:
        shard = shard_of(key, self.shards)
        self._keys[shard].append(key)
        self._posts[shard].append(post)
        self._held += 1
        if self.shards > 1 and self._held >= _SPILL:
            self._spill()

    def _spill(self) -> None:
        for shard in range(self.shards):
            if self._keys[shard]:
                with self._file(shard, "keys").open("ab") as file:
                    file.write("\n".join([*self._keys[shard], ""]).encode("utf-8", "surrogatepass"))
                with self._file(shard, "posts").open("ab") as file:
                    self._posts[shard].tofile(file)
                self._keys[shard], self._posts[shard] = [], array("Q")
        self._held = 0

    def _file(self, shard: int, what: str) -> Path:
        return self.folder / f"spool-{shard}.{what}"

    def take(self, shard: int) -> tuple[list[str], NDArray[np.uint64]]:
        """Return the keys and postings of a shard and forget them."""
        keys, posts = self._keys[shard], np.array(self._posts[shard], dtype=np.uint64)
        self._keys[shard], self._posts[shard] = [], array("Q")
        if self._file(shard, "keys").is_file():
            keys = self._file(shard, "keys").read_bytes().decode("utf-8", "surrogatepass").split("\n")[:-1] + keys
            posts = np.concatenate([np.fromfile(self._file(shard, "posts"), dtype=np.uint64), posts])
            self._file(shard, "keys").unlink()
            self._file(shard, "posts").unlink()
        return keys, posts


def compile_segment(
    rows: Iterable[Row],
    folder: Path,
    *,
    info: dict[str, object] | None = None,
    expected: int = 0,
    progress: Callable[[str, float], None] | None = None,
) -> int:
    """Write a segment and return how many records it has.

    Parameters
    ----------
    rows
        Records in any order; read once, never held together.
    folder
        Where to write; exists and is empty.
    info
        Further facts for ``meta.json``.
    expected
        About how many records will come; decides into how many shards the names are spread.
    progress
        Called with what is being done and the share done.

    Raises
    ------
    GazetteerError
        If two rows have the same GeoNames id.
    """
    tell = progress or (lambda _what, _share: None)
    columns, countries, admins, sources = _Columns(), _Numbers(), _Numbers(), _Numbers()
    kinds = {kind: number for number, kind in enumerate(KINDS)}
    shards = 1 + expected // RECORDS_A_SHARD
    spool = _Spool(folder, shards)
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
            keys = _keys(row)
            # Where people are not counted, more spellings tell of a place that more is written about.
            columns.weight.append(row.weight or row.population or WEIGHTS[row.kind] * (1 + 0.1 * len(keys)))
            size += texts.write(f"{row.name}\0{row.local}\0{row.area_id}".encode("utf-8", "replace"))
            columns.text.append(size)
            for key, flag in keys.items():
                spool.add(key, number << 2 | flag)
            if not number % 20_000 and expected:
                tell("reading names", min(0.6, 0.6 * number / expected))
    arrays: dict[str, NDArray[Any]] = {name: np.asarray(getattr(columns, name)) for name in _Columns.__dataclass_fields__}
    total = len(columns.lat)
    arrays["by_geonames"] = np.argsort(arrays["geonames"], kind="stable").astype(np.uint32)
    arrays |= _cells(arrays)
    with (folder / "columns.bin").open("wb") as file:
        toc = _write_columns(arrays, file)
        for shard in range(shards):
            tell("sorting names", 0.6 + 0.4 * shard / shards)
            words, posts = spool.take(shard)
            toc |= _write_columns(_names(words, posts, arrays, folder, shard), file)
    meta = {
        "format": FORMAT,
        "records": total,
        "shards": shards,
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
            # "Gondar city": the word for a town is written behind its name.
            found.setdefault(key.removesuffix(_ETHIOPIC_TOWN), ALTERNATE)
    if row.country in ARABIC_COUNTRIES:
        for key in list(found):
            for form in variants(key) if " " in key else ():
                found.setdefault(form, VARIANT)
    for name in row.weak:
        key = fold(name)
        if key:
            found.setdefault(key, WEAK)
    return found


def _cells(arrays: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """Return the places to live in, sorted by cells of the globe, for looking up what is near a point."""
    lived_in = np.flatnonzero(np.isin(arrays["kind"], [KINDS.index(kind) for kind in ("city", "town", "village", "neighbourhood", "camp")]))
    rows = ((arrays["lat"][lived_in] / 1e5 + 90) * CELLS_PER_DEGREE).astype(np.int64)
    columns = ((arrays["lon"][lived_in] / 1e5 + 180) * CELLS_PER_DEGREE).astype(np.int64) % (360 * CELLS_PER_DEGREE)
    cells = rows * 360 * CELLS_PER_DEGREE + columns
    order = np.argsort(cells, kind="stable")
    return {"cell": cells[order].astype(np.int32), "cell_record": lived_in[order].astype(np.uint32)}


def _names(keys: list[str], posts: NDArray[np.uint64], columns: dict[str, NDArray[Any]], folder: Path, shard: int) -> dict[str, NDArray[Any]]:
    """Write the tries of strong and weak names of a shard; return their postings and the tables of skeletons."""
    weights: NDArray[np.float32] = columns["weight"]
    arrays: dict[str, NDArray[Any]] = {}
    flags = (posts & np.uint64(3)).astype(np.uint8)
    records = (posts >> np.uint64(2)).astype(np.uint32)
    strong = None
    for label in ("strong", "weak"):
        trie = (
            marisa_trie.Trie(key for key, weak in zip(keys, (flags == WEAK).tolist(), strict=True) if not weak)
            if strong is None
            else _weak_trie(keys, strong)
        )
        strong = trie if strong is None else strong
        trie.save(str(folder / f"{label}-{shard}.marisa"))
        get = trie.get
        ids = np.array([get(key, -1) for key in keys], dtype=np.int64)
        chosen = np.flatnonzero(ids >= 0)
        order = chosen[np.lexsort((records[chosen], -weights[records[chosen]], ids[chosen]))]
        counts = np.bincount(ids[chosen], minlength=len(trie))
        arrays[f"{label}_offset-{shard}"] = np.r_[0, np.cumsum(counts)].astype(np.uint32)
        arrays[f"{label}_record-{shard}"] = records[order]
        arrays[f"{label}_flag-{shard}"] = flags[order]
        if label == "strong":
            names = [trie.restore_key(i) for i in range(len(trie))]
            bones = _skeletons(names)
            bones |= _by_country(bones, counts, records[order], columns["country"])
            arrays |= {f"{name}-{shard}": values for name, values in bones.items()}
    return arrays


def _by_country(
    bones: dict[str, NDArray[Any]], counts: NDArray[np.int64], records: NDArray[np.uint32], countries: NDArray[np.uint16]
) -> dict[str, NDArray[Any]]:
    """Return names and their records country by country, within each by skeleton: of the thousands of names of one skeleton few are in a country.

    Parameters
    ----------
    bones
        The tables of `_skeletons`.
    counts
        How many of the records each name has, in the order of the names.
    records
        Records name by name.
    countries
        The country of each record, as a number.
    """
    owner_of = np.full(len(counts), -1, dtype=np.int64)
    sizes: NDArray[np.int64] = np.diff(bones["bones_offset"]).astype(np.int64)
    owner_of[bones["bones_name"]] = np.repeat(np.arange(len(sizes)), sizes)
    names = np.repeat(np.arange(len(counts)), counts)
    country, owner = countries[records], owner_of[names]
    order = np.lexsort((owner, country))
    order = order[owner[order] >= 0]
    return {
        "land_offset": np.searchsorted(country[order], np.arange(int(countries.max(initial=0)) + 2)).astype(np.uint32),
        "land_owner": owner[order].astype(np.uint32),
        "land_name": names[order].astype(np.uint32),
        "land_record": records[order],
    }


def _weak_trie(keys: list[str], strong: marisa_trie.Trie) -> marisa_trie.Trie:
    return marisa_trie.Trie(key for key in keys if key not in strong)


def _skeletons(names: list[str]) -> dict[str, NDArray[Any]]:
    """Return the look-up tables of skeletons: skeleton → numbers of names, and hash of a skeleton with a letter left out → skeleton."""
    numbers = _Numbers()
    owner_of, word_of, word_name, signs = array("i"), array("i"), array("i"), array("Q")
    for number, name in enumerate(names):
        bones = skeleton(name)
        signs.append(signature(name))
        owner_of.append(numbers[bones[:MAX_SKELETON]] if bones else -1)
        if " " in name:
            for word in word_skeletons(name):
                word_of.append(numbers[word])
                word_name.append(number)
    bones_list = list(numbers)
    of_name = np.asarray(owner_of, dtype=np.int64)
    with_bones = np.flatnonzero(of_name >= 0)
    by_owner = with_bones[np.argsort(of_name[with_bones], kind="stable")]
    used = np.zeros(len(bones_list), dtype=bool)
    used[of_name[with_bones]] = True
    hashes, owners = deletion_hashes(bones_list)
    hashes, owners = hashes[used[owners]], owners[used[owners]]
    order = np.lexsort((owners, hashes))
    whole, _ = deletion_hashes(bones_list, deletions=False)
    word_hashes = whole[np.asarray(word_of, dtype=np.int64)]
    word_order = np.argsort(word_hashes, kind="stable")
    return {
        "bones_hash": hashes[order],
        "bones_owner": owners[order],
        "bones_offset": np.r_[0, np.cumsum(np.bincount(of_name[with_bones], minlength=len(bones_list)))].astype(np.uint32),
        "bones_name": by_owner.astype(np.uint32),
        "signature": np.asarray(signs, dtype=np.uint64),
        "length": np.array([min(len(name), 255) for name in names], dtype=np.uint8),
        "word_hash": word_hashes[word_order],
        "word_name": np.asarray(word_name, dtype=np.uint32)[word_order],
    }


def word_skeletons(key: str) -> set[str]:
    """Return the skeletons of the words that tell a folded name from others: not articles, not "tall" and "kafr", not short ones."""
    words = [word for word in key.split(" ") if len(romanise(word)) > 3 and word not in FREQUENT]  # noqa: PLR2004 - four letters
    return {bones[:MAX_SKELETON] for word in words if len(bones := skeleton(word)) > 1}


def _write_columns(arrays: dict[str, NDArray[Any]], file: BinaryIO) -> dict[str, list[object]]:
    """Write arrays one after the other, each at a multiple of 64 bytes; return ``{name: [dtype, start, count]}``."""
    toc: dict[str, list[object]] = {}
    for name, values in arrays.items():
        file.write(b"\0" * (-file.tell() % 64))
        toc[name] = [values.dtype.str, file.tell(), len(values)]
        file.write(np.ascontiguousarray(values).data)
    return toc
