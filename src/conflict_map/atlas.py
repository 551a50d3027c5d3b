"""`ConflictMap`: what a notebook user holds, from events to a page, GIS files or GeoDataFrames."""

from __future__ import annotations

import datetime as dt
import html
import os
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from conflict_map.control import DEFAULT_REACH_KM, Observation
from conflict_map.errors import UsageError
from conflict_map.model import Event, Report

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd
    import pandas as pd
    from shapely.geometry.base import BaseGeometry

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.layers import Layers
    from conflict_map.model import ContextRoute, Mention, Reading, StatedFigure
    from conflict_map.territory import Territory

__all__ = ["ConflictMap"]

_PAGES = (".html", ".htm")
_FRAME_HEIGHT_PX = 620


class ConflictMap:
    """A map of events.

    Nothing is drawn before it is asked for; the map itself never changes.

    Parameters
    ----------
    events
        What happened, in any order. The same event twice counts once.
    figures, routes
        Figures that reports state and roads that they name: shown beside and under the events.
    mentions
        Every mention of a place, best as (report, mention), so that places no event uses and names that nothing matches stay visible.
    gazetteer
        Borders, roads and colours of sides; the embedded default when not given.
    title
        Title of the map; the headline of a single report when not given.
    credit
        Who made the map, for the page.
    lang
        Language of the page's own words: ``en``, ``ar``, ``fr``, ``uk``.
    date
        ISO day that the page opens on; the last day with an event when not given.
    observations
        Who held what on an earlier day: a baseline, see `conflict_map.territory.observe` and `conflict_map.control.baseline_from`.
    sides
        Names of one side: ``{"Jabhat al-Nusra": "Hayat Tahrir al-Sham"}``. See `conflict_map.territory.side_names`.
    within
        Polygon (EPSG:4326), or name of a country or first-level area, that areas are clipped to and shares are of; the countries of the places
        when not given.
    reach_km
        How far a report about a place speaks for its surroundings; None: all of the country goes by the nearest places.

    Raises
    ------
    UsageError
        If ``date`` is not an ISO date.

    Examples
    --------
    >>> from conflict_map import ConflictMap
    >>> from conflict_map.model import Event, EventPlace, Source
    >>> town = EventPlace("Saraqib", "Sarakeb", lat=35.864, lon=36.806, kind="town", country="SY")
    >>> strike = Event("s1", "strike", "2020-01-28", "2020-01-28", "day", place=town, source=Source(headline="Strikes"), quote="Jets bombed Sarakeb.")
    >>> strikes = ConflictMap([strike])
    >>> strikes
    <ConflictMap 'Strikes': 1 event, 2020-01-28>
    >>> strikes.to_geodataframes()["strikes"][["place", "quote"]].values.tolist()
    [['Saraqib', 'Jets bombed Sarakeb.']]
    >>> len(strikes.at("2020-01-27").events)
    0
    """

    def __init__(  # noqa: PLR0913 - each is a choice of the person who makes the map
        self,
        events: Iterable[Event],
        *,
        figures: Iterable[StatedFigure] = (),
        routes: Iterable[ContextRoute] = (),
        mentions: Iterable[Mention | tuple[Report, Mention]] = (),
        gazetteer: Gazetteer | None = None,
        title: str | None = None,
        credit: str | None = None,
        lang: str = "en",
        date: str | dt.date | None = None,
        observations: Iterable[Observation] = (),
        sides: Mapping[str, str] | None = None,
        within: str | BaseGeometry | None = None,
        reach_km: float | None = DEFAULT_REACH_KM,
    ) -> None:
        given = tuple(events)
        for event in given:
            if not isinstance(event, Event):
                message = f"events must be records of conflict_map.model.Event, not {type(event).__name__}; Event.from_dict makes one of a dictionary"
                raise UsageError(message)
        self.events: tuple[Event, ...] = tuple(dict.fromkeys(given))
        self.figures: tuple[StatedFigure, ...] = tuple(dict.fromkeys(figures))
        self.routes: tuple[ContextRoute, ...] = tuple(dict.fromkeys(routes))
        self.mentions: tuple[Mention | tuple[Report, Mention], ...] = tuple(mentions)
        self.gazetteer = gazetteer
        self.credit = credit
        self.lang = lang
        self.date = None if date is None else _iso_day(date)
        self.observations: tuple[Observation, ...] = tuple(dict.fromkeys(observations))
        self.sides: dict[str, str] = dict(sides or {})
        self.within = within
        self.reach_km = reach_km
        self._title = title

    @classmethod
    def from_readings(cls, readings: Iterable[Reading], gazetteer: Gazetteer | None = None, **options: Any) -> Self:  # noqa: ANN401 - see the class
        """Make the map of what was read from reports (see `conflict_map.read_report`); options as in the class."""
        readings = list(readings)
        return cls(
            [event for reading in readings for event in reading.events],
            figures=[figure for reading in readings for figure in reading.figures],
            routes=[route for reading in readings for route in reading.routes],
            mentions=[(reading.report, mention) for reading in readings for mention in reading.mentions],
            gazetteer=gazetteer,
            **options,
        )

    @classmethod
    def from_reports(cls, reports: Report | Iterable[Report], gazetteer: Gazetteer | None = None, **options: Any) -> Self:  # noqa: ANN401 - see the class
        """Read reports and make the map of what they say.

        Parameters
        ----------
        reports
            One or more.
        gazetteer
            Where names are looked up; the embedded default when not given.
        **options
            ``title``, ``credit``, ``lang``, ``date``, ``observations``, ``sides``, ``within``, ``reach_km`` as in the class.

        Examples
        --------
        >>> from conflict_map import ConflictMap, Report
        >>> text = "The Syrian army captured the town of Saraqib in Idlib province on 5 February 2020."
        >>> report = Report(text, headline="A town falls", published="2020-02-06")
        >>> ConflictMap.from_reports(report)
        <ConflictMap 'A town falls': 1 event, 2020-02-05>
        """
        from conflict_map.pipeline import read_report

        several = [reports] if isinstance(reports, Report) else list(reports)
        return cls.from_readings((read_report(report, gazetteer) for report in several), gazetteer, **options)

    @classmethod
    def from_files(
        cls,
        paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
        gazetteer: Gazetteer | None = None,
        **options: Any,  # noqa: ANN401 - see the class
    ) -> Self:
        """Make the map of reports and events tables on disk, told apart by their content.

        Raises
        ------
        ReportError
            If a report cannot be read.
        TableError
            If an events table has faults; all of them are told at once.
        """
        from conflict_map.files import EventTable, is_events_file, read_events, read_reports
        from conflict_map.pipeline import read_report

        several = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
        names = [os.fspath(path) for path in several]
        tables = [read_events(name) for name in names if is_events_file(name)]
        sources = [name for name in names if not is_events_file(name)]
        readings = [read_report(report, gazetteer) for report in (read_reports(sources) if sources else [])]
        table = EventTable.merged([EventTable.from_readings(readings), *tables])
        return cls(
            table.events,
            figures=table.figures,
            routes=table.routes,
            mentions=[(reading.report, mention) for reading in readings for mention in reading.mentions],
            gazetteer=gazetteer,
            **options,
        )

    @cached_property
    def layers(self) -> Layers:
        """Everything that the map shows; see `conflict_map.layers.Layers` for every column."""
        from conflict_map.pipeline import build_map

        return build_map(
            self.events, self.figures, self.routes, self.mentions, gazetteer=self._lookup, title=self._title, territory=self.territory
        )  # fmt: skip

    @property
    def _lookup(self) -> Gazetteer:
        from conflict_map.pipeline import default_gazetteer

        return self.gazetteer if self.gazetteer is not None else default_gazetteer()

    @cached_property
    def territory(self) -> Territory:
        """Who held what and when, over all days; the methods below give one day of it."""
        from conflict_map.territory import Territory

        return Territory.of(
            self.events, self.observations, gazetteer=self._lookup, sides=self.sides, within=self.within, reach_km=self.reach_km
        )  # fmt: skip

    @property
    def title(self) -> str:
        """Title of the map."""
        return self.layers.title

    def at(self, date: str | dt.date) -> Self:
        """Return the map as known on a day.

        It has the events that began on that day or before, and those without a date from reports published by then (or without a date of
        their own); figures, roads and places of the reports published by then. Its page opens on that day.

        Parameters
        ----------
        date
            ISO day or ``datetime.date``.

        Raises
        ------
        UsageError
            If ``date`` is not an ISO date.
        """
        day = _iso_day(date)

        def by_then(published: str | None) -> bool:
            return published is None or published <= day

        return type(self)(
            [event for event in self.events if (event.date_start <= day if event.date_start else by_then(event.source.published))],
            figures=[figure for figure in self.figures if by_then(figure.source.published)],
            routes=[route for route in self.routes if by_then(route.source.published)],
            mentions=[item for item in self.mentions if not isinstance(item, tuple) or by_then(item[0].published)],
            gazetteer=self.gazetteer,
            title=self._title,
            credit=self.credit,
            lang=self.lang,
            date=day,
            observations=[seen for seen in self.observations if by_then(seen.date)],
            sides=self.sides,
            within=self.within,
            reach_km=self.reach_km,
        )

    def _day(self, date: str | dt.date | None) -> str | None:
        """Return the day that is asked for: the one given, else the map's own, else the last day of which anything is known."""
        if date is not None:
            return _iso_day(date)
        days = [day for event in self.events for day in (event.date_start, event.date_end) if day] + list(self.territory.history.dates)
        return self.date or max(days, default=None)

    def areas(self, date: str | dt.date | None = None) -> gpd.GeoDataFrame:
        """Return the areas on a day (EPSG:4326), the day chosen as by `holders`; columns as in `conflict_map.control.history_areas`.

        Examples
        --------
        >>> from conflict_map import ConflictMap
        >>> from conflict_map.model import Event, EventPlace
        >>> town = EventPlace("Saraqib", "Saraqib", lat=35.864, lon=36.806, kind="town", country="SY")
        >>> fall = Event("f1", "control_change", "2020-02-05", "2020-02-05", "day", place=town, control_to=("Army",), control_from=("Rebels",))
        >>> ConflictMap([fall]).areas("2020-02-04")[["holder", "places"]].values.tolist()
        [['Rebels', 'Saraqib']]
        """
        day = self._day(date)
        return self.territory.areas([day] if day is not None else [])

    def front(self, date: str | dt.date | None = None) -> gpd.GeoDataFrame:
        """Return the front lines on a day (EPSG:4326); columns as in `conflict_map.control.history_front`."""
        day = self._day(date)
        return self.territory.front([day] if day is not None else [])

    def shares(self, dates: str | dt.date | Iterable[str | dt.date] | None = None) -> pd.DataFrame:
        """Return area, places and people by side, as ranges that count the unknown; columns as in `conflict_map.control.shares`.

        Parameters
        ----------
        dates
            One ISO day or several; by default the one day that `holders` would choose.
        """
        given = [dates] if dates is None or isinstance(dates, str | dt.date) else list(dates)
        return self.territory.shares([day for date in given if (day := self._day(date)) is not None])

    def changes(self, first: str | dt.date, second: str | dt.date) -> gpd.GeoDataFrame:
        """Return what was gained and lost between two days, in places, km² and people; columns as in `conflict_map.control.change_between`."""
        return self.territory.changes(_iso_day(first), _iso_day(second))

    def route_control(self, date: str | dt.date | None = None) -> gpd.GeoDataFrame:
        """Return who holds which stretch of each road on a day; columns as in `conflict_map.territory.Territory.route_control`."""
        return self.territory.route_control(self._day(date) or dt.date.max.isoformat())

    def ways_out(self, date: str | dt.date | None = None) -> pd.DataFrame:
        """Return the roads out of besieged places on a day; columns as in `conflict_map.territory.Territory.ways_out`."""
        return self.territory.ways_out(self._day(date) or dt.date.max.isoformat())

    def check_shares(self, date: str | dt.date | None = None) -> pd.DataFrame:
        """Compare the shares that reports state with the reconstructed ones; see `conflict_map.territory.Territory.check_shares`."""
        return self.territory.check_shares(self.figures, _iso_day(date) if date is not None else None)

    def control_layers(self, dates: Iterable[str | dt.date] | None = None, *, routes: bool = False) -> Layers:
        """Return the layers of who holds what alone, for `conflict_map.files.write`: ``areas``, ``front``, ``holders`` and, asked for, ``routes``.

        Parameters
        ----------
        dates
            ISO days to show; all changes when not given.
        routes
            Whether to give the stretches of roads by holder, on the last of the days.
        """
        from conflict_map.pipeline import build_control

        days = None if dates is None else sorted({_iso_day(date) for date in dates})
        return build_control(self.events, self.territory, dates=days, routes=routes, title=self._title)

    def holders(self, date: str | dt.date | None = None) -> gpd.GeoDataFrame:
        """Return who holds which place on a day, one point for each place of which that is known; columns as in the layer ``holders``.

        Without ``date`` on the map's own day, else the last day of which anything is known.
        """
        day = _iso_day(date) if date is not None else self.date or self.layers.summary.last_date
        table = self.layers.frames["holders"]
        if day is None:
            return table.copy()
        begun = table["valid_from"].map(lambda start: start is None or start <= day).astype(bool)
        lasting = table["valid_to"].map(lambda end: end is None or end >= day).astype(bool)
        return table[begun & lasting].reset_index(drop=True)

    def to_geodataframes(self) -> dict[str, gpd.GeoDataFrame]:
        """Return a GeoDataFrame (EPSG:4326) for each layer, copies that may be changed; columns as in `conflict_map.layers.Layers`."""
        return {name: table.copy() for name, table in self.layers.frames.items()}

    def _basemap(self) -> Any:  # noqa: ANN401 - conflict_map.gazetteer's base map
        from conflict_map.webmap import basemap_bounds

        return self._lookup.basemap(basemap_bounds(self.layers.bounds))

    def _picture_options(self) -> dict[str, Any]:
        from conflict_map.files.pictures import Words
        from conflict_map.webmap import LANGUAGES, interface_words

        return {
            "basemap": self._basemap(),
            "date": self.date,
            "title": self._title,
            "credit": self.credit,
            "words": Words(interface_words(self.lang), self.lang, rtl=LANGUAGES[self.lang] == "rtl"),
            "country_names": self._lookup.country_names(self.lang),
        }

    def to_html(self) -> str:
        """Return the page: one HTML file that asks nothing of the network."""
        from conflict_map.webmap import basemap_bounds, finer_bounds, render

        layers = self.layers
        finer = [self._lookup.basemap(basemap_bounds(view)) for view in finer_bounds(layers.frames, layers.bounds)]
        return render(layers, self._basemap(), title=self._title, credit=self.credit, lang=self.lang, date=self.date, finer=finer)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the map to a file, as a whole or not at all; the format goes by the suffix.

        Parameters
        ----------
        path
            ``.html`` is the page; ``.png``, ``.svg``, ``.pdf`` are pictures for print; ``.geojson``, ``.gpkg``, ``.kml``, ``.parquet``,
            ``.shp.zip`` hold all layers; ``.csv``, ``.jsonl`` (and ``.acled.csv`` …) hold the events. See `conflict_map.files`.

        Returns
        -------
        Path
            What was written.

        Raises
        ------
        UsageError
            If the suffix is not known.
        OutputError
            If the file cannot be written: the folder is missing or may not be written to, the disk is full …
        """
        from conflict_map.files import LAYER_FORMATS, TABLE_FORMATS, EventTable, format_of, write, write_text
        from conflict_map.files.pictures import PICTURE_FORMATS, write_picture

        name = os.fspath(path)
        if name.lower().endswith(_PAGES):
            write_text(self.to_html(), name)
            return Path(name)
        if name.lower().endswith(tuple(PICTURE_FORMATS)):
            write_picture(self.layers, name, **self._picture_options())
            return Path(name)
        known: Mapping[str, str] = {**PICTURE_FORMATS, **LAYER_FORMATS, **TABLE_FORMATS}
        if not name.lower().endswith(tuple(known)):
            message = f"{name}: the format goes by the suffix: .html, {', '.join(known)}"
            raise UsageError(message)
        table = EventTable(events=self.events, figures=self.figures, routes=self.routes)
        if format_of(name) in LAYER_FORMATS:
            write(self.layers, name, table=table)
        else:
            write(table, name)
        return Path(name)

    def _repr_html_(self) -> str:
        """Show the page in a notebook, in a frame of its own that cannot reach the notebook."""
        page = html.escape(self.to_html(), quote=True)
        title = html.escape(self.title, quote=True)
        return (
            f'<iframe title="{title}" srcdoc="{page}" sandbox="allow-scripts allow-downloads allow-popups" '
            f'style="width:100%;height:{_FRAME_HEIGHT_PX}px;border:0" loading="lazy"></iframe>'
        )

    def __repr__(self) -> str:
        """Return title, number of events and days; nothing is drawn for it."""
        headlines = {event.source.headline for event in self.events if event.source.headline}
        title = self._title or (next(iter(headlines)) if len(headlines) == 1 else f"{len(headlines)} headlines" if headlines else "no title")
        days = sorted({day for event in self.events for day in (event.date_start, event.date_end) if day})
        span = f", {' to '.join(dict.fromkeys((days[0], days[-1])))}" if days else ""
        return f"<ConflictMap {title!r}: {len(self.events):,} event{'' if len(self.events) == 1 else 's'}{span}>"


def _iso_day(date: str | dt.date) -> str:
    if isinstance(date, dt.datetime):
        date = date.date()
    if isinstance(date, dt.date):
        return date.isoformat()
    try:
        return dt.date.fromisoformat(date.strip()).isoformat()
    except (ValueError, AttributeError):
        message = f"date must be an ISO date such as 2020-01-29, not {date!r}"
        raise UsageError(message) from None
