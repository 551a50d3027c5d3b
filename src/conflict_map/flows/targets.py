"""Where "towards the border" and "towards the coast" lead: the nearest point of the line that is meant."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from conflict_map import geo
from conflict_map.errors import ConflictMapError
from conflict_map.flows.curves import sector
from conflict_map.model import DIRECTIONS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from conflict_map.model import EventPlace, PlaceLookup

__all__ = ["Targets"]

_NEAR_BORDER_DEGREES = 0.02
_ASTRAY_DEG = 67.5
_FAR_KM = 500.0


class Targets:
    """Borders, coasts and areas of a look-up, each fetched once, and the nearest points of them, each looked for once."""

    def __init__(self, lookup: PlaceLookup) -> None:
        self._lookup = lookup
        self.area = cache(self._area)
        self._line = cache(self._border_line)
        self._coast = cache(self._coast_line)
        self._found: dict[tuple[tuple[float, float], str], tuple[float, float, float]] = {}

    def border(self, start: tuple[float, float], home: str | None, place: EventPlace, direction: str | None) -> tuple[float, float, str] | None:
        """Return (lat, lon, note) of the nearest point of the border that ``place`` is, or of the border with the country that it is.

        ``home`` is the country of the origin: from Syria, "the Turkish border" is the stretch that both share. Where the nearest point lies
        in another direction than the report says, the nearest one in that direction is taken, if there is any.
        """
        codes = place.borders or ((place.country,) if place.country else ())
        found = self._line(home, tuple(codes)) if codes else None
        return None if found is None else self._nearest(start, *found, direction)

    def coast(self, start: tuple[float, float], country: str | None, direction: str | None) -> tuple[float, float, str] | None:
        """Return (lat, lon, note) of the nearest point of a country's coast, likewise; None for a country without one."""
        line = self._coast(country) if country else None
        return None if line is None else self._nearest(start, line, f"the coast of {country}", direction)

    def _area(self, name: str) -> BaseGeometry | None:
        try:
            shape = self._lookup.area(name)
        except (ConflictMapError, LookupError, ValueError):
            return None
        return None if shape.is_empty else shape

    def _border(self, country: str, other: str | None) -> BaseGeometry | None:
        try:
            line = self._lookup.border(country, other)
        except (ConflictMapError, LookupError, ValueError):
            return None
        return None if line.is_empty else line

    def _coast_line(self, country: str) -> BaseGeometry | None:
        """Return the outline of a country away from its land borders (about 2 km of it are left out on either side of a border)."""
        shape = self.area(country)
        if shape is None:
            return None
        border = self._border(country, None)
        line = shape.boundary if border is None else shape.boundary.difference(border.buffer(_NEAR_BORDER_DEGREES))
        return None if line.is_empty else line

    def _border_line(self, home: str | None, codes: tuple[str, ...]) -> tuple[BaseGeometry, str] | None:
        others = [code for code in codes if code != home]
        pairs = [(codes[0], codes[1])] if len(codes) > 1 else []
        if home is not None and others:
            pairs.append((home, others[0]))
        for one, other in pairs:
            line = self._border(one, other)
            if line is not None:
                return line, f"the border between {one} and {other}"
        for code in others or codes:
            line = self._border(code, None)
            if line is not None:
                return line, f"the land border of {code}"
        return None

    def _nearest(self, start: tuple[float, float], line: BaseGeometry, name: str, direction: str | None) -> tuple[float, float, str]:
        lat, lon, km = self._point(start, line, name)
        what = name
        if direction in DIRECTIONS and geo.angle_between(geo.bearing_deg(*start, lat, lon), geo.compass_bearing(direction)) > _ASTRAY_DEG:
            ahead = sector(start, geo.compass_bearing(direction), _FAR_KM).intersection(line)
            if not ahead.is_empty:
                lat, lon, km = self._point(start, ahead, f"{name} {direction}")
                what = f"{name} in the direction that the report names ({direction})"
        return lat, lon, f"the nearest stretch of {what}, {km:.0f} km away; the report does not say where along it"

    def _point(self, start: tuple[float, float], line: BaseGeometry, name: str) -> tuple[float, float, float]:
        if (start, name) not in self._found:
            self._found[start, name] = geo.nearest_point(line, *start)
        return self._found[start, name]
