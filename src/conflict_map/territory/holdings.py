"""`Territory`: a history of places with the polygon that it fills and how far a report reaches."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from conflict_map.control import DEFAULT_REACH_KM, Decay, History, Observation, control_history
from conflict_map.control.names import followed
from conflict_map.errors import UsageError
from conflict_map.gazetteer import fold
from conflict_map.geo import distance_km
from conflict_map.territory.evidence import SAME_NAME_KM

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.control import PlaceHistory
    from conflict_map.gazetteer import Gazetteer
    from conflict_map.gazetteer.routes import Route
    from conflict_map.model import Event, EventPlace, StatedFigure

__all__ = ["Territory"]

_CHECKS = (
    "reported", "place", "side", "date", "stated_low", "stated_high", "low_percent", "best_percent", "high_percent", "verdict", "needed", "enough",
    "possible", "others_percent", "not_reported_percent", "explained",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Territory:
    """A history of places with what turns it into areas.

    Attributes
    ----------
    history
        Who held which place and when.
    gazetteer
        Borders and roads.
    within
        Polygon that everything is clipped to and that shares are of, EPSG:4326; the countries of the places where None.
    reach_km
        How far a report about a place speaks for its surroundings; None: all of the polygon goes by the nearest places.
    same
        Names of one side, as `control_history` takes them.
    within_name
        What ``within`` is called, where it was given by name.
    """

    history: History
    gazetteer: Gazetteer
    within: BaseGeometry | None = None
    reach_km: float | None = DEFAULT_REACH_KM
    same: Mapping[str, str] = dataclasses.field(default_factory=dict)
    within_name: str | None = None

    @classmethod
    def of(
        cls,
        events: Iterable[Event],
        observations: Iterable[Observation] = (),
        *,
        gazetteer: Gazetteer,
        sides: Mapping[str, str] | None = None,
        within: str | BaseGeometry | None = None,
        reach_km: float | None = DEFAULT_REACH_KM,
        decay: Decay | None = None,
    ) -> Territory:
        """Derive the history of places.

        Parameters
        ----------
        events, observations, sides, decay
            As for `conflict_map.control.control_history`.
        within
            A polygon, or the name or ISO code of a country or first-level area.

        Raises
        ------
        UsageError
            If there is no such area, or ``reach_km`` is not positive.
        """
        if reach_km is not None and not 0 < reach_km < math.inf:
            message = f"reach_km must be a positive number of kilometres or None, not {reach_km!r}"
            raise UsageError(message)
        return cls(
            history=control_history(events, observations, sides=sides, decay=decay),
            gazetteer=gazetteer,
            within=gazetteer.area(within) if isinstance(within, str) else within,
            reach_km=reach_km,
            same=followed(sides or {}),
            within_name=within if isinstance(within, str) else None,
        )

    @cached_property
    def _options(self) -> dict[str, Any]:
        return {"within": self.within, "lookup": self.gazetteer, "reach_km": self.reach_km}

    @cached_property
    def whole(self) -> str:
        """What shares are of, in words: the area that was given, or the countries of the places by name."""
        if self.within is not None:
            return self.within_name or "the area of the map"
        codes = sorted({place.country for place in self.history.places if place.is_point and place.country})
        return "; ".join(_country_name(code, self.gazetteer) for code in codes)

    @cached_property
    def _peopled(self) -> History:
        """The history with the people of each place; the gazetteer gives them where the evidence does not."""
        return dataclasses.replace(self.history, places=tuple(_with_people(place, self.gazetteer) for place in self.history.places))

    @cached_property
    def outside(self) -> tuple[PlaceHistory, ...]:
        """Places more than 10 km outside ``within``, which areas and shares leave out."""
        import numpy as np

        from conflict_map.control.areas import usable_places

        spots = [place for place in self.history.places if place.is_point]
        if self.within is None or not spots:
            return ()
        use = usable_places(np.array([[place.lon, place.lat] for place in spots]), self.within)
        return tuple(place for place, inside in zip(spots, use.tolist(), strict=True) if not inside)

    def areas(self, dates: Iterable[str | dt.date] | None = None) -> gpd.GeoDataFrame:
        """Return the areas on some days, by default over all changes; see `conflict_map.control.history_areas`."""
        from conflict_map.control import history_areas

        return history_areas(self.history, dates=dates, **self._options)

    def front(self, dates: Iterable[str | dt.date] | None = None) -> gpd.GeoDataFrame:
        """Return the front lines on some days, by default over all changes; see `conflict_map.control.history_front`."""
        from conflict_map.control import history_front

        return history_front(self.history, dates=dates, **self._options)

    def shares(self, dates: Iterable[str | dt.date]) -> pd.DataFrame:
        """Return area, places and people by side on some days, as ranges that count the unknown; see `conflict_map.control.shares`.

        People are those of the gazetteer where the evidence gives none.
        """
        from conflict_map.control import shares

        return shares(self._peopled, dates, **self._options)

    def changes(self, first: str | dt.date, second: str | dt.date) -> gpd.GeoDataFrame:
        """Return what changed hands between two days; see `conflict_map.control.change_between`."""
        from conflict_map.control import change_between

        return change_between(self._peopled, first, second, **self._options)

    # ---- roads

    @cached_property
    def routes(self) -> Mapping[str, Route]:
        """The roads of the gazetteer that pass through what the places reach."""
        import shapely

        spots = [place for place in self.history.places if place.is_point]
        if not spots:
            return {}
        pad = 0.1 if self.reach_km is None else 1.5 * self.reach_km / 111.0
        near = shapely.union_all(shapely.buffer(shapely.points([[place.lon, place.lat] for place in spots]), pad, quad_segs=4))
        return {key: route for key, route in self.gazetteer.routes.items() if route.line.intersects(near)}

    def route_control(self, date: str | dt.date) -> gpd.GeoDataFrame:
        """Return who holds which stretch of each road on a day.

        Returns
        -------
        GeoDataFrame
            EPSG:4326, a row for each stretch, road by road: ``route_id``, ``name``, ``holder``, ``status`` ("no report" where no report
            reaches), ``from_km``, ``to_km``, ``from_place``, ``to_place`` (the towns of the road nearest to both ends), ``cut`` (more than one side
            holds some of it, or a part is contested or besieged), ``cut_since`` (ISO day since which it is known to be so or not: a baseline
            tells the day of the map, not that of the cut; None for as long as anything is known), ``date``.
        """
        import pandas as pd

        from conflict_map.control import route_stretches

        lines = {key: route.line for key, route in self.routes.items()}
        frame = route_stretches(self.history, lines, dates=[date], **self._options)
        told = set(frame.loc[frame["status"] != "no report", "route_id"])
        frame = frame[frame["route_id"].isin(told)].reset_index(drop=True)
        since = {row.route_id: row.valid_from for row in self.route_cuts().itertuples() if _covers(row, date)}
        spans = zip(frame["route_id"].tolist(), frame["from_km"].tolist(), frame["to_km"].tolist(), strict=True)
        ends = [(self._town(key, start), self._town(key, end)) for key, start, end in spans]
        own = {
            "route_id": frame["route_id"], "name": [self.routes[key].name for key in frame["route_id"]], "holder": frame["holder"],
            "status": frame["status"], "from_km": frame["from_km"].astype(float), "to_km": frame["to_km"].astype(float),
            "from_place": [start for start, _ in ends], "to_place": [end for _, end in ends], "cut": frame["cut"].astype(bool),
            "cut_since": pd.Series([since.get(key) for key in frame["route_id"]], dtype=object), "date": frame["valid_from"],
        }  # fmt: skip
        return type(frame)(own, geometry=frame.geometry, crs=4326)

    def route_cuts(self) -> pd.DataFrame:
        """Return from when to when each road is known to be cut or not.

        Columns are ``route_id``, ``name``, ``cut``, ``valid_from`` and ``valid_to`` (ISO days, both inclusive, None for open ends).
        """
        return self._route_cuts.copy()

    @cached_property
    def _route_cuts(self) -> pd.DataFrame:
        import pandas as pd

        from conflict_map.control import route_stretches

        lines = {key: route.line for key, route in self.routes.items()}
        frame = route_stretches(self.history, lines, **self._options)
        rows: list[dict[str, Any]] = []
        for key, stretches in frame.groupby("route_id", sort=True):
            spans = sorted({(row.valid_from or "", row.valid_to or "9999", bool(row.cut)) for row in stretches.itertuples()})
            for start, end, cut in spans:
                last = rows[-1] if rows else None
                if last is not None and last["route_id"] == key and last["cut"] == cut:
                    last["valid_to"] = max(last["valid_to"], end)
                else:
                    rows.append({"route_id": key, "name": self.routes[str(key)].name, "cut": cut, "valid_from": start, "valid_to": end})
        columns = ["route_id", "name", "cut", "valid_from", "valid_to"]
        values = [[row["route_id"], row["name"], row["cut"], row["valid_from"] or None, _open(row["valid_to"])] for row in rows]
        return pd.DataFrame(values, columns=columns, dtype=object)

    def _town(self, route_id: str, km: float) -> str:
        route = self.routes[route_id]
        at = [0.0]
        for first, second in zip(route.waypoints[:-1], route.waypoints[1:], strict=True):
            at.append(at[-1] + distance_km(*first, *second))
        return route.places[min(range(len(at)), key=lambda k: abs(at[k] - km))]

    def ways_out(self, date: str | dt.date) -> pd.DataFrame:
        """Return the roads out of every besieged place on a day.

        Returns
        -------
        DataFrame
            A row for each way, the freest first: ``place``, ``holder``, ``route_id``, ``name``, ``heading``, ``free_km`` (not held by others),
            ``certain_km`` (held by the same side without a gap), ``ends`` (``open``, or who blocks it). A besieged place that no road of the table
            passes has one row without a road.
        """
        import pandas as pd

        from conflict_map.control import ways_out

        lines = {key: route.line for key, route in self.routes.items()}
        rows: list[list[Any]] = []
        for state in self.history.at(date):
            place = state.place
            if state.interval.status != "besieged" or not place.is_point:
                continue
            ways = ways_out(self.history, (place.lat, place.lon), date, lines, **self._options)
            for way in ways:
                name = self.routes[way.route_id].name
                rows.append([place.name, state.interval.holder, way.route_id, name, way.heading, way.free_km, way.certain_km, way.ends])
            if not ways:
                rows.append([place.name, state.interval.holder, *[None] * 6])
        return pd.DataFrame(rows, columns=["place", "holder", "route_id", "name", "heading", "free_km", "certain_km", "ends"], dtype=object)

    # ---- stated shares

    def check_shares(self, figures: Iterable[StatedFigure], date: str | dt.date | None = None) -> pd.DataFrame:
        """Compare what reports state ("controls around 70 percent of the country") with the reconstructed share of area.

        Parameters
        ----------
        figures
            Stated figures; those of another kind than ``territory_share`` are passed over.
        date
            ISO day; by default the day of each report, else the last one with a change.

        Returns
        -------
        DataFrame
            A row for each figure: ``reported`` (its words), ``place``, ``side``, ``date``, ``stated_low``, ``stated_high``, ``low_percent``,
            ``best_percent``, ``high_percent``, ``verdict`` and ``enough`` (see `conflict_map.control.ShareCheck`), ``needed`` (joined by "; "),
            ``possible``, ``others_percent``, ``not_reported_percent``, and ``explained``, all of it in sentences.
            A figure without a side, a number or an area has the reason as its ``verdict``.
        """
        import pandas as pd

        rows = [self._checked(figure, date) for figure in figures if figure.kind == "territory_share"]
        return pd.DataFrame(rows, columns=list(_CHECKS), dtype=object)

    def _checked(self, figure: StatedFigure, date: str | dt.date | None) -> list[Any]:
        from conflict_map.control import check_share

        names = [self.same.get(name, name) for name in figure.actor]
        side = next((name for name in names if name in self.history.sides), names[0] if names else None)
        day = str(date or figure.source.published or max(self.history.dates, default="0001-01-01"))
        whole = figure.place.name if figure.place is not None else None
        plain: list[Any] = [figure.reported, whole, side, day, figure.low, figure.high, None, None, None]
        try:
            options = self._options | ({"within": self._whole(figure.place)} if figure.place is not None else {})
            stated = dataclasses.replace(figure, actor=(side,) if side else ())
            found = check_share(self.history, stated, day, **options)
        except UsageError as error:
            return [*plain, f"cannot be checked: {error}", *[None] * 6]
        return [
            figure.reported, whole, found.side, found.date, *found.stated, *found.reconstructed, found.verdict, "; ".join(found.needed), found.enough,
            found.possible, found.others, found.not_reported, found.explain(whole or ""),
        ]  # fmt: skip

    def _whole(self, place: EventPlace) -> BaseGeometry:
        return self.gazetteer.area(place.area_id or (place.country if place.kind == "country" and place.country else place.name))


def _country_name(code: str, gazetteer: Gazetteer) -> str:
    found = (candidate.place for candidate in gazetteer.locate(code))
    return next((place.name for place in found if place.kind == "country" and place.country == code), code)


def _covers(row: Any, date: str | dt.date) -> bool:  # noqa: ANN401 - a row of a table
    day = str(date)
    return (row.valid_from is None or row.valid_from <= day) and (row.valid_to is None or row.valid_to >= day)


def _open(day: str) -> str | None:
    return None if day == "9999" else day


def _with_people(place: PlaceHistory, gazetteer: Gazetteer) -> PlaceHistory:
    """Return the place with the people that the gazetteer knows, where it is the same place."""
    if place.population is not None or not place.is_point:
        return place
    for other in gazetteer.exact(fold(place.name)):
        same = place.geonames_id is not None and other.geonames_id == place.geonames_id
        if other.population and (same or distance_km(place.lat, place.lon, other.lat, other.lon) <= SAME_NAME_KM):
            return dataclasses.replace(place, population=other.population)
    return place
