"""The word classes and tables of the lexicon, loaded once."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.resources.abc import Traversable

__all__ = ["Abbreviation", "Demonym", "Lexicon", "data_file", "lexicon"]


@dataclass(frozen=True, slots=True)
class Demonym:
    """An adjective or a people's name, and where it points: ISO codes of the countries and the name of an area, either may be empty."""

    countries: tuple[str, ...]
    area: str


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """An abbreviation of a country or first-level area.

    Attributes
    ----------
    name
        The full name.
    country
        ISO code of the country that the area is in; empty for countries.
    where
        ``anywhere``, ``dotted`` (after a comma or a preposition) or ``after_comma`` (only after a place and a comma).
    """

    name: str
    country: str
    where: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes as bits of one integer a word, so that one look-up answers all questions about it.

    Attributes
    ----------
    bits
        Class name to its bit.
    flags
        Lower-case word to the bits of its classes.
    demonyms
        Lower-case words of a demonym to where it points.
    abbreviations
        Abbreviation as written, without its last full stop, to what it stands for.
    media
        Names of news media that are, or hold, names of places ("Al Jazeera"), as lower-case words without hyphens.
    """

    bits: Mapping[str, int]
    flags: Mapping[str, int]
    demonyms: Mapping[str, Demonym]
    abbreviations: Mapping[str, Abbreviation]
    media: frozenset[tuple[str, ...]]
    masks: dict[tuple[str, ...], int] = field(default_factory=dict, repr=False, compare=False)

    def mask(self, *classes: str) -> int:
        """Return the bits of some classes together; the sums asked for are kept."""
        bits = self.masks.get(classes)
        if bits is None:
            bits = 0
            for name in classes:
                bits |= self.bits[name]
            self.masks[classes] = bits
        return bits

    def has(self, word: str, name: str) -> bool:
        """Return whether the lower-case ``word`` is in the class."""
        return bool(self.flags.get(word, 0) & self.bits[name])


def data_file(name: str) -> Traversable:
    """Return a table of the folder ``gazetteer``: inside the installed package, or at the top of a checkout."""
    packed = resources.files("conflict_map") / "_gazetteer" / name
    return packed if packed.is_file() else Path(__file__).parents[3] / "gazetteer" / name


def _demonyms() -> dict[str, Demonym]:
    table: dict[str, Demonym] = {}
    with data_file("demonyms.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            table[row["demonym"].strip().lower()] = Demonym(countries=tuple(row["countries"].split()), area=row["area"].strip())
    return table


def _abbreviations(table: Mapping[str, Any]) -> dict[str, Abbreviation]:
    found = {short: Abbreviation(name, "", "anywhere") for short, name in table["anywhere"].items()}
    for where in ("dotted", "after_comma"):
        for country, names in table[where].items():
            found |= {short: Abbreviation(name, country, where) for short, name in names.items()}
    return found


@cache
def lexicon() -> Lexicon:
    """Return the lexicon, loaded at the first call."""
    here = resources.files("conflict_map.lexicon")
    classes: dict[str, list[str]] = tomllib.loads((here / "words.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = tomllib.loads((here / "names.toml").read_text(encoding="utf-8"))
    classes |= {f"{name}_names": words.split() for name, words in names.items()}
    classes["common"] = (here / "common.txt").read_text(encoding="utf-8").split()
    short = tomllib.loads((here / "abbreviations.toml").read_text(encoding="utf-8"))
    demonyms = _demonyms()
    classes["demonyms"] = [name for name in demonyms if " " not in name]
    bits = {name: 1 << number for number, name in enumerate(classes)}
    flags: dict[str, int] = {}
    for name, words in classes.items():
        for word in words:
            flags[word] = flags.get(word, 0) | bits[name]
    media = frozenset(tuple(line.split()) for line in (here / "media.txt").read_text(encoding="utf-8").splitlines() if line)
    return Lexicon(bits=bits, flags=flags, demonyms=demonyms, abbreviations=_abbreviations(short), media=media)
