"""Compact JSON: columns of a table, numbers as base-64 digits, and geometry as arcs that neighbours share.

Every number is an integer, written as digits of five bits, the lowest first, with a sixth bit that says whether more follow (the scheme of
variable-length quantities, in an alphabet that JSON and HTML leave alone). Signed numbers are folded to non-negative ones first (0, -1, 1, -2 …).
``script/decode.js`` reads it.
"""

from __future__ import annotations

import base64
import json
import math
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

__all__ = ["clean", "column", "json_text", "pack", "pack_deltas", "plain", "table", "unpack"]

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUE = {letter: index for index, letter in enumerate(_ALPHABET)}
_MORE = 32
#: A column whose different values are fewer than this share of its rows is written as a list of values and an index for each row.
_REPEATED_SHARE = 0.6
#: A column is written around another one where the different pairs of text before and after are fewer than this share of the rows.
_FEW_PAIRS = 0.05
#: Columns of at least this many rows are tried as words; that they are written so takes this share of their plain size.
_LONG_COLUMN, _WORTH_SPLITTING = 100, 0.8
_HEX_DIGITS = frozenset("0123456789abcdef")


@lru_cache(maxsize=1 << 16)
def _digits(number: int) -> str:
    folded = number << 1 if number >= 0 else (-number << 1) - 1
    digits = []
    while True:
        five = folded & 31
        folded >>= 5
        digits.append(_ALPHABET[five | (_MORE if folded else 0)])
        if not folded:
            return "".join(digits)


def pack(numbers: Iterable[int]) -> str:
    """Write integers of any size and sign.

    Examples
    --------
    >>> unpack(pack([0, 1, -1, 1000]))
    [0, 1, -1, 1000]
    """
    return "".join(map(_digits, numbers))


def unpack(text: str) -> list[int]:
    """Read what `pack` wrote."""
    numbers, value, shift = [], 0, 0
    for letter in text:
        digit = _VALUE[letter]
        value |= (digit & 31) << shift
        shift += 5
        if not digit & _MORE:
            numbers.append(-((value + 1) >> 1) if value & 1 else value >> 1)
            value = shift = 0
    return numbers


def pack_deltas(points: np.ndarray) -> str:
    """Write points, shape (n, 2), integers, each as its step from the one before."""
    if not len(points):
        return ""
    steps = np.diff(points, axis=0, prepend=np.zeros((1, 2), dtype=points.dtype))
    return pack(steps.ravel().tolist())


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 -- a cell of a table holds anything; one line for each kind
    """Return a value that JSON can hold: missing values as None, dates as ISO text, numbers that are whole as integers."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, str):
        return clean(value) if "\x00" in value else value
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return int(value) if value.is_integer() else round(value, 6)
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return [plain(item) for item in value]
    if hasattr(value, "isoformat"):
        text = value.isoformat()
        return None if text == "NaT" else text[:10]
    if hasattr(value, "to_dict"):
        return plain(value.to_dict())
    return None if str(value) in {"<NA>", "NaT"} else str(value)


def plain_all(values: Sequence[Any]) -> list[Any]:
    """Return `plain` of every value; quick for columns of texts."""
    cells = list(values)
    if set(map(type, cells)) <= {str, type(None)}:
        return cells if "\x00" not in "".join(filter(None, cells)) else [cell and clean(cell) for cell in cells]
    return [plain(value) for value in cells]


def column(values: Sequence[Any]) -> dict[str, Any]:
    """Write one column.

    ``k`` is the value that all rows share; ``u`` the different values and ``i`` an index for each row; ``h`` the length of hexadecimal ids and
    ``b`` their bytes in base 64; ``w`` the different words, the commonest first, and ``t`` for each row how many it has (-1 for no text) and
    which; ``v`` all values.
    """
    cells = plain_all(values)
    different, index = _numbered(cells)
    if len(different) <= 1:
        return {"k": different[0] if different else None}
    if len(different) < _REPEATED_SHARE * len(cells):
        return {"u": different, "i": pack(index)}
    if len(cells) >= _LONG_COLUMN and set(map(type, cells)) <= {str, type(None)}:
        return _hexadecimal(cells) or _in_words(cells) or {"v": cells}
    return {"v": cells}


def _hexadecimal(cells: Sequence[str | None]) -> dict[str, Any] | None:
    """Write ids of hexadecimal digits, all of one even length, as bytes; None where they are not such."""
    length = len(cells[0] or "")
    if length % 2 or not length or any(cell is None or len(cell) != length or not _HEX_DIGITS.issuperset(cell) for cell in cells):
        return None
    return {"h": length, "b": base64.b64encode(bytes.fromhex("".join(cell for cell in cells if cell))).decode()}


def _in_words(cells: Sequence[str | None]) -> dict[str, Any] | None:
    """Write sentences as numbers of words; None where that saves little."""
    split = [None if cell is None else cell.split(" ") for cell in cells]
    count = Counter(word for words in split if words for word in words)
    ranked = [word for word, _ in count.most_common()]
    number = {word: rank for rank, word in enumerate(ranked)}
    packed = pack(item for words in split for item in ([-1] if words is None else [len(words), *(number[word] for word in words)]))
    size = sum(map(len, ranked)) + 3 * len(ranked) + len(packed)
    if size > _WORTH_SPLITTING * sum(len(cell or "") + 3 for cell in cells):
        return None
    return {"w": ranked, "t": packed}


def table(columns: Mapping[str, Sequence[Any]], within: Sequence[str] = ()) -> dict[str, dict[str, Any]]:
    """Write the columns of one table, each at the least cost.

    Besides what `column` writes: ``{"s": other}`` is the same as another column; ``{"u": …, "like": other}`` has the other one's index (columns that
    say something about the same source); ``{"of": other, "x": pairs, "i": …}`` is, for each row, text before and after the other column's text
    (a title made of a name, an id made of another).

    Parameters
    ----------
    columns
        Cells by column name.
    within
        Columns whose text may stand inside that of others, the likeliest first.
    """
    written: dict[str, dict[str, Any]] = {}
    cells = {name: plain_all(values) for name, values in columns.items()}
    by_cells: dict[str, str] = {}
    by_index: dict[str, str] = {}
    for name, values in cells.items():
        # Words are counted only where nothing shorter will do.
        packed = (_around(name, cells, within, written) if _varied(values) else None) or column(values)
        if "u" in packed:
            same, like = (json.dumps(packed), by_cells), (packed["i"], by_index)
            if same[0] in by_cells:
                packed = {"s": by_cells[same[0]]}
            elif like[0] in by_index:
                packed = {"u": packed["u"], "like": by_index[like[0]]}
            for key, known in (same, like):
                known.setdefault(key, name)
        written[name] = packed
    return written


def _varied(cells: Sequence[Any]) -> bool:
    """Return whether a column of texts has too many different ones for a list of them to pay (see `column`)."""
    if not set(map(type, cells)) <= {str, type(None)}:
        return False
    count = len(set(cells))
    return count > 1 and count >= _REPEATED_SHARE * len(cells)


def _numbered(cells: Sequence[Any]) -> tuple[list[Any], list[int]]:
    """Return the different values and the index of each cell's."""
    if set(map(type, cells)) <= {str, type(None)}:
        texts = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
        return list(texts), [texts[cell] for cell in cells]
    order: dict[Any, int] = {}
    different, index = [], []
    for cell in cells:
        key = cell if type(cell) is str else repr(cell) if isinstance(cell, (list, dict)) else (type(cell), cell)
        if key not in order:
            order[key] = len(order)
            different.append(cell)
        index.append(order[key])
    return different, index


def _around(name: str, cells: Mapping[str, list[Any]], within: Sequence[str], written: Mapping[str, dict[str, Any]]) -> dict[str, Any] | None:
    """Write a column of texts as what stands before and after another column's text, where few such pairs are enough."""
    for other in within:
        if other == name or other not in written or written[other].keys() & {"of", "s", "k"}:
            continue
        pairs = []
        for text, inner in zip(cells[name], cells[other], strict=True):
            if not isinstance(text, str) or not isinstance(inner, str) or not inner or (at := text.find(inner)) < 0:
                break
            pairs.append((text[:at], text[at + len(inner) :]))
        else:
            different, index = _numbered(pairs)
            if len(different) <= max(1, _FEW_PAIRS * len(pairs)):
                return {"of": other, "x": [list(pair) for pair in different], "i": pack(index) if len(different) > 1 else ""}
    return None


def json_text(data: object) -> str:
    r"""Write JSON that may stand inside a ``<script type="application/json">`` element.

    ``<``, ``>``, ``&`` and the line separators of JavaScript are written as ``\u`` escapes, so that no text can end the element or be taken
    for markup. Numbers that are not finite are refused, and a lone surrogate (text read with errors escaped) becomes the replacement character.
    """
    text = json.dumps(data, allow_nan=False, ensure_ascii=False, separators=(",", ":"))
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return clean(text)


def clean(text: str) -> str:
    """Return the text with what may not stand in a file of UTF-8 or in HTML, lone surrogates and NUL, as replacement characters."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\x00", "\ufffd")
