"""How much each side held from day to day, as rows for a chart: the ranges of `conflict_map.control.shares`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from conflict_map.layers.columns import COLUMNS, frame, share_columns
from conflict_map.layers.frames import status_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import pandas as pd

    from conflict_map.layers.palette import LegendItem

__all__ = ["shares_frame"]

#: Measure of `conflict_map.control.shares`: stem of the columns in percent, column of the amount.
_MEASURES = {"area_km2": ("area", "area_km2"), "places": ("places", "place_count"), "population": ("people", "people_count")}


def shares_frame(table: pd.DataFrame | None, whole: str | None, sides: Mapping[str, LegendItem]) -> gpd.GeoDataFrame:
    """Return one row without geometry for each day and side. A side that holds nothing on any of the days has no row."""
    if table is None or table.empty:
        return frame("shares", {}, [])
    holding = set(table.loc[table["best"] > 0, "side"])
    rows = _rows(table[table["side"].isin(holding)])
    columns: dict[str, list[Any]] = {name: [row.get(name) for row in rows] for name in COLUMNS["shares"]}
    columns |= {
        "id": [f"share-{row['date']}-{row['side']}" for row in rows],
        "title": [_title(row) for row in rows],
        "date_start": columns["date"],
        "date_precision": ["day"] * len(rows),
        "style": [status_style("held", row["side"], sides) for row in rows],
        "whole": [whole] * len(rows),
    }
    return frame("shares", columns, [None] * len(rows))


def _rows(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return a dictionary for each day and side, in order."""
    held = table.groupby(["date", "measure"])["best_percent"].sum(min_count=1)
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for record in table.to_dict("records"):
        day, side, measure = record["date"], record["side"], record["measure"]
        stem, amount = _MEASURES[measure]
        best, low, high, unknown = share_columns(stem)
        row = found.setdefault((day, side), {"date": day, "side": side})
        row |= {best: _number(record["best_percent"]), low: _number(record["low_percent"]), high: _number(record["high_percent"])}
        rest = _number(held[day, measure])
        row[unknown] = None if rest is None else round(max(100.0 - rest, 0.0), 3)
        row[amount] = float(record["best"]) if amount == "area_km2" else round(record["best"])
        if measure == "population":
            row["unsized_count"] = int(record["population_unknown"])
    return [found[key] for key in sorted(found)]


def _number(value: Any) -> float | None:  # noqa: ANN401 - a cell of a table
    return None if value is None or value != value else float(value)  # noqa: PLR0124 - NaN is not itself


def _title(row: Mapping[str, Any]) -> str:
    count = row["place_count"]
    return f"{row['side']}: {count:,} place{'' if count == 1 else 's'}, {row['area_km2']:,.0f} km²"
