"""Roads that reports of war name: a line through their towns, and the words for them.

The lines are generalised: they run straight from town to town, to show which road is meant, not where its verge is.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from conflict_map.errors import Fault
from conflict_map.gazetteer._data import data_path
from conflict_map.gazetteer.actor_table import listed, raise_faults, read_table
from conflict_map.gazetteer.names import fold
from conflict_map.geo import distance_km

if TYPE_CHECKING:
    from shapely.geometry import LineString

__all__ = ["ROUTE_COLUMNS", "Point", "Route", "RouteMatch", "Routes", "load_routes"]

ROUTE_COLUMNS = ("id", "name", "country", "aliases", "places", "waypoints", "source", "note")
HERE = "?"
"""Before an alias: the words mean this road only in a report about its country ("Highway 1")."""

ON_ROUTE_KM = 12.0
"""A place so near to a waypoint counts as on the road."""
_ON_ROUTE_DEGREES = ON_ROUTE_KM / 111.0
"""What differs by more in latitude alone is further away."""

_ID = re.compile(r"[A-Z]{2}-[A-Z0-9]+\Z")
_COUNTRY = re.compile(r"[A-Z]{2}\Z")
_POINT = re.compile(r"-?\d{1,2}\.\d{4} -?\d{1,3}\.\d{4}\Z")
_WORD = re.compile(r"[^\W_]+")
_JOINT = re.compile(r"[\s\-\u2010-\u2015/]+")


class Point(Protocol):
    """Anything with a position in degrees: a place of the gazetteer, or of an event."""

    @property
    def lat(self) -> float | None: ...  # noqa: D102
    @property
    def lon(self) -> float | None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Route:
    """A road.

    Attributes
    ----------
    id
        Stable key (``SY-M5``).
    name
        Name for a legend ("M5, Damascus–Homs–Hama–Aleppo").
    country
        ISO code of the country that it is in, or begins in.
    aliases
        Words of reports; those that need the country to be known begin with a question mark.
    places
        Towns along it, in order, as the gazetteer names them.
    waypoints
        (lat, lon) in degrees, EPSG:4326, one for each of ``places``.
    """

    id: str
    name: str
    country: str
    aliases: tuple[str, ...]
    places: tuple[str, ...]
    waypoints: tuple[tuple[float, float], ...]
    source: str
    note: str = ""

    @property
    def line(self) -> LineString:
        """The line through the towns: shapely, (lon, lat), EPSG:4326."""
        from shapely.geometry import LineString  # shapely is heavy and only the map needs it

        return LineString([(lon, lat) for lat, lon in self.waypoints])

    def stop(self, place: str | tuple[float, float] | Point) -> int | None:
        """Return the number of the waypoint that a place is: the town of that name, or the nearest one within `ON_ROUTE_KM`; else None."""
        if isinstance(place, str):
            key = fold(place)
            return next((index for index, name in enumerate(self.places) if fold(name) == key), None)
        lat, lon = place if isinstance(place, tuple) else (place.lat, place.lon)
        if lat is None or lon is None:
            return None
        near = [(_km((lat, lon), point), index) for index, point in enumerate(self.waypoints) if abs(point[0] - lat) < _ON_ROUTE_DEGREES]
        kilometres, index = min(near, default=(math.inf, 0))
        return index if kilometres <= ON_ROUTE_KM else None

    def section(self, a: str | tuple[float, float] | Point, b: str | tuple[float, float] | Point) -> tuple[tuple[float, float], ...]:
        """Return the waypoints from ``a`` to ``b``, both included; nothing where one of them is not on the road."""
        first = self.stop(a)
        last = self.stop(b) if first is not None else None
        if first is None or last is None or first == last:
            return ()
        return self.waypoints[first : last + 1] if first < last else self.waypoints[last : first + 1][::-1]


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """Words of a text that name a road: ``text`` is its part from ``start`` to ``end``; ``routes`` has several where the words leave it open."""

    start: int
    end: int
    text: str
    routes: tuple[Route, ...]


class Routes(Mapping[str, Route]):
    """The table of roads: a mapping from id to `Route`."""

    def __init__(self, routes: Iterable[Route]) -> None:
        self._routes = {route.id: route for route in routes}
        self._words: dict[str, list[tuple[Route, bool]]] = {}
        for route in self._routes.values():
            for alias in route.aliases:
                self._words.setdefault(_key(alias.removeprefix(HERE)), []).append((route, alias.startswith(HERE)))
        # The words of each alias, by the one that fewest others have: a road is only looked for in a text that has all words of its name.
        parts = {alias: frozenset(_WORD.findall(alias)) for alias in self._words}
        often = Counter(word for words in parts.values() for word in words)
        self._telling: dict[str, list[tuple[frozenset[str], str]]] = {}
        for alias, words in parts.items():
            self._telling.setdefault(min(words, key=lambda word: (often[word], -len(word), word)), []).append((words, alias))

    def __getitem__(self, key: str) -> Route:
        """Return the road with an id."""
        return self._routes[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids in the order of the table."""
        return iter(self._routes)

    def __len__(self) -> int:
        """Return how many roads there are."""
        return len(self._routes)

    def any_in(self, text: str) -> bool:
        """Return whether a text has all words of the name of some road; without them it names none."""
        return bool(self._named(text))

    def _named(self, text: str) -> list[str]:
        words = set(_WORD.findall(text.lower()))
        return [alias for word in words & self._telling.keys() for parts, alias in self._telling[word] if parts <= words]

    def match(self, text: str, countries: Iterable[str] | None = None) -> list[RouteMatch]:
        """Return the roads that a text names, from left to right.

        Parameters
        ----------
        text
            The text.
        countries
            ISO codes of the countries that the report is about, or None where they are not known. Known countries leave only their roads and let
            words count that mean a road there alone ("Highway 1").
        """
        known = None if countries is None else frozenset(countries)
        found: list[RouteMatch] = []
        named = self._named(text)
        if not named:
            return found  # a look at its words is far quicker than the names of all roads tried at each of them
        for hit in _any_of(tuple(sorted(named, key=lambda alias: (-len(alias), alias)))).finditer(text):
            if not any(char.isupper() or char.isdigit() for char in hit.group()) and known is None:
                continue
            routes = tuple(
                dict.fromkeys(
                    route
                    for route, only_here in self._words.get(_key(hit.group()), ())
                    if (known is None and not only_here) or (known is not None and route.country in known)
                )
            )
            if routes:
                found.append(RouteMatch(hit.start(), hit.end(), hit.group(), routes))
        return found

    def between(self, a: str | tuple[float, float] | Point, b: str | tuple[float, float] | Point) -> Route | None:
        """Return the road that links two places (names, (lat, lon), or records with ``lat`` and ``lon``), or None; the most direct one of several."""
        linking: list[tuple[float, Route]] = []
        for route in self._routes.values():
            section = route.section(a, b)
            if section:
                linking.append((sum(_km(p, q) for p, q in pairwise(section)), route))
        return min(linking, key=lambda pair: pair[0])[1] if linking else None


@lru_cache(maxsize=256)
def _any_of(aliases: tuple[str, ...]) -> re.Pattern[str]:
    """Return a pattern that finds any of some aliases, the first of them that fits."""
    inner = "|".join(re.escape(words).replace("\\ ", r"[\s\-\u2010-\u2015/]{1,2}") for words in aliases)
    return re.compile(rf"(?<![\w-])(?:{inner})(?![\w]|-\w)", re.IGNORECASE)


def _key(words: str) -> str:
    return _JOINT.sub(" ", words).casefold()


def _km(a: tuple[float, float], b: tuple[float, float]) -> float:
    return distance_km(*a, *b)


def load_routes(path: str | Path | None = None) -> Routes:
    """Return the roads of the table that ships, or of another one with the same columns.

    Raises
    ------
    GazetteerError
        If the table is missing or has faults; the message lists every fault with its line and column.
    """
    source = Path(path) if path is not None else data_path("routes.csv")
    faults: list[Fault] = []
    routes: list[Route] = []
    for line, fields in read_table(source, ROUTE_COLUMNS):
        told = [*_faults(fields, line), *([Fault("stands twice", line, "id")] if any(route.id == fields["id"] for route in routes) else [])]
        faults.extend(told)
        if not told:
            waypoints = tuple((float(lat), float(lon)) for lat, lon in (point.split() for point in listed(fields["waypoints"])))
            words = (listed(fields["aliases"]), listed(fields["places"]))
            routes.append(Route(fields["id"], fields["name"], fields["country"], *words, waypoints, fields["source"], fields["note"]))
    raise_faults(source, faults)
    return Routes(routes)


def _faults(fields: dict[str, str], line: int) -> Iterator[Fault]:
    """Yield what is wrong with one row."""
    places, points = listed(fields["places"]), listed(fields["waypoints"])
    if not _ID.match(fields["id"]):
        yield Fault(f"{fields['id']!r} must be a country and a number such as SY-M5", line, "id")
    if not _COUNTRY.match(fields["country"]):
        yield Fault(f"{fields['country']!r} is not an ISO 3166-1 code such as SY", line, "country")
    for column in ("name", "places", "source"):
        if not fields[column]:
            yield Fault("is empty", line, column)
    if len(places) != len(points) or len(points) < 2:  # noqa: PLR2004 - a line has two ends
        yield Fault(f"{len(points)} waypoints for {len(places)} places; give each place its point, two at least", line, "waypoints")
    for point in points:
        if not _POINT.match(point) or abs(float(point.split()[0])) > 90 or abs(float(point.split()[1])) > 180:  # noqa: PLR2004 - the poles, the date line
            yield Fault(f"{point!r} is not a point such as 35.6400 36.6700 (lat lon)", line, "waypoints")
