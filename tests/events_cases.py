"""Sentences of our own with the events that they tell; each phenomenon has near misses that must stay silent.

The places and sides are real, what the sentences say of them need not be: they test the reading of language alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflict_map.events import read_events
from conflict_map.gazetteer.actors import load_actors
from conflict_map.model import Event, Mention, Place, Reading, Report

ACTORS = load_actors()

PLACES: dict[str, tuple[float, float, str, str]] = {
    "Aleppo": (36.20, 37.16, "city", "SY"),
    "Hama": (35.13, 36.75, "city", "SY"),
    "Idlib province": (35.8, 36.7, "admin1", "SY"),
    "Saraqib": (35.86, 36.80, "town", "SY"),
    "Kafr Nabl": (35.61, 36.56, "town", "SY"),
    "Khan Shaykhun": (35.44, 36.65, "town", "SY"),
    "Manbij": (36.53, 37.95, "city", "SY"),
    "Raqqa": (35.95, 39.01, "city", "SY"),
    "Turkey": (39.0, 35.0, "country", "TR"),
    "Damascus": (33.51, 36.29, "city", "SY"),
    "Azaz": (36.59, 37.05, "town", "SY"),
    "Syria": (35.0, 38.0, "country", "SY"),
    "Bakhmut": (48.59, 38.00, "city", "UA"),
    "Soledar": (48.69, 38.07, "town", "UA"),
    "Kherson": (46.64, 32.61, "city", "UA"),
    "Kupiansk": (49.71, 37.61, "city", "UA"),
    "Izyum": (49.21, 37.26, "city", "UA"),
    "Lyman": (48.99, 37.80, "town", "UA"),
    "Avdiivka": (48.14, 37.74, "city", "UA"),
    "Kharkiv": (49.99, 36.23, "city", "UA"),
    "Dnipro": (48.46, 35.05, "city", "UA"),
    "Robotyne": (47.44, 35.84, "village", "UA"),
    "Pokrovsk": (48.28, 37.18, "city", "UA"),
    "Mariupol": (47.10, 37.54, "city", "UA"),
    "Odesa": (46.48, 30.72, "city", "UA"),
    "Snihurivka": (47.08, 32.80, "town", "UA"),
    "Mosul": (36.34, 43.13, "city", "IQ"),
    "Tikrit": (34.61, 43.68, "city", "IQ"),
    "Fallujah": (33.35, 43.78, "city", "IQ"),
    "Tal Afar": (36.38, 42.45, "town", "IQ"),
    "Kirkuk": (35.47, 44.39, "city", "IQ"),
    "Erbil": (36.19, 44.01, "city", "IQ"),
    "Khartoum": (15.55, 32.53, "city", "SD"),
    "El Fasher": (13.63, 25.35, "city", "SD"),
    "Nyala": (12.05, 24.88, "city", "SD"),
    "Sennar": (13.57, 33.57, "city", "SD"),
    "Zalingei": (12.91, 23.47, "town", "SD"),
    "Port Sudan": (19.62, 37.22, "city", "SD"),
    "Chad": (15.0, 19.0, "country", "TD"),
    "Tine": (15.05, 22.80, "town", "TD"),
    "Gudermes": (43.35, 46.10, "town", "RU"),
    "Shali": (43.15, 45.90, "town", "RU"),
    "Senaki": (42.27, 42.07, "town", "GE"),
    "Goma": (-1.68, 29.22, "city", "CD"),
    "Bukavu": (-2.51, 28.86, "city", "CD"),
    "Sake": (-1.57, 29.04, "town", "CD"),
    "Minova": (-1.71, 29.02, "town", "CD"),
    "Rutshuru": (-1.19, 29.45, "town", "CD"),
    "Uganda": (1.0, 32.0, "country", "UG"),
    "Walikale": (-1.42, 28.06, "town", "CD"),
    "Rwanda": (-2.0, 30.0, "country", "RW"),
    "Mekelle": (13.50, 39.47, "city", "ET"),
    "Dessie": (11.13, 39.63, "city", "ET"),
    "Kombolcha": (11.08, 39.74, "town", "ET"),
    "Lalibela": (12.03, 39.04, "town", "ET"),
    "Humera": (14.29, 36.61, "town", "ET"),
    "Sudan": (16.0, 30.0, "country", "SD"),
    "Alamata": (12.42, 39.56, "town", "ET"),
    "Tripoli": (32.89, 13.19, "city", "LY"),
    "Gharyan": (32.17, 13.02, "town", "LY"),
    "Sirte": (31.21, 16.59, "city", "LY"),
    "Tarhuna": (32.43, 13.63, "town", "LY"),
    "Bani Walid": (31.76, 13.99, "town", "LY"),
    "Misrata": (32.38, 15.09, "city", "LY"),
    "Derna": (32.77, 22.64, "city", "LY"),
    "Hodeidah": (14.80, 42.95, "city", "YE"),
    "Marib": (15.46, 45.33, "city", "YE"),
    "Taiz": (13.58, 44.02, "city", "YE"),
    "Zinjibar": (13.13, 45.38, "town", "YE"),
    "Aden": (12.79, 45.03, "city", "YE"),
    "Sanaa": (15.37, 44.19, "city", "YE"),
    "Lashio": (22.94, 97.75, "town", "MM"),
    "Laukkai": (23.69, 98.76, "town", "MM"),
    "Myawaddy": (16.69, 98.51, "town", "MM"),
    "Mae Sot": (16.71, 98.57, "town", "TH"),
    "Paletwa": (21.30, 92.85, "town", "MM"),
    "Thailand": (15.0, 101.0, "country", "TH"),
    "Loikaw": (19.68, 97.21, "town", "MM"),
    "Kunduz": (36.73, 68.87, "city", "AF"),
    "Kandahar": (31.61, 65.71, "city", "AF"),
    "Lashkar Gah": (31.59, 64.37, "city", "AF"),
    "Kabul": (34.53, 69.17, "city", "AF"),
    "Herat": (34.35, 62.20, "city", "AF"),
    "Zaranj": (30.96, 61.86, "city", "AF"),
    "Gao": (16.27, -0.04, "city", "ML"),
    "Kidal": (18.44, 1.41, "town", "ML"),
    "Timbuktu": (16.77, -3.01, "city", "ML"),
    "Konna": (14.94, -3.89, "town", "ML"),
    "Djibo": (14.10, -1.63, "town", "BF"),
    "Menaka": (15.92, 2.40, "town", "ML"),
    "Mauritania": (20.0, -10.0, "country", "MR"),
    "Kismayo": (-0.36, 42.55, "city", "SO"),
    "Adado": (6.15, 46.63, "town", "SO"),
    "El Bur": (4.69, 46.62, "town", "SO"),
    "Baidoa": (3.12, 43.65, "city", "SO"),
    "Mogadishu": (2.04, 45.34, "city", "SO"),
    "Kenya": (1.0, 38.0, "country", "KE"),
    "Galkayo": (6.77, 47.43, "city", "SO"),
    "Buale": (1.08, 42.58, "town", "SO"),
    "Shusha": (39.76, 46.75, "town", "AZ"),
    "Hadrut": (39.52, 47.03, "town", "AZ"),
    "Stepanakert": (39.82, 46.75, "city", "AZ"),
    "Goris": (39.51, 46.34, "town", "AM"),
    "Armenia": (40.0, 45.0, "country", "AM"),
    "Kalbajar": (40.11, 46.04, "town", "AZ"),
    "Fizuli": (39.60, 47.14, "town", "AZ"),
}
_NAMES = re.compile(r"\b(?:" + "|".join(sorted(map(re.escape, PLACES), key=len, reverse=True)) + r")\b")


def mentions_of(text: str) -> list[Mention]:
    """Return the mentions of the places above; the reading of events is tested apart from the finding of names."""
    found = []
    for match in _NAMES.finditer(text):
        lat, lon, kind, country = PLACES[match.group()]
        place = Place(match.group(), lat, lon, kind, country=country)
        found.append(
            Mention(match.start(), match.end(), match.group(), place, score=1.0, reason="test", precision=3 if kind in {"country", "admin1"} else 1)
        )
    return found


def read(text: str, published: str | None = "2024-05-15", headline: str | None = None) -> Reading:
    """Read a text with the places above and the table of actors that ships."""
    return read_events(Report(text, headline=headline, published=published), mentions_of(text), ACTORS, None)


@dataclass(frozen=True)
class C:
    """A change of control: words that must be in the sides, ISO date or its beginning; "" where a date must be missing."""

    place: str
    to: str
    lost: str | None = None
    date: str | None = None

    def fits(self, event: Event) -> bool:
        return (
            event.type == "control_change"
            and event.place is not None
            and event.place.name_in_report == self.place
            and self.to in " | ".join(event.control_to)
            and (self.lost is None or self.lost in " | ".join(event.control_from))
            and _dated(self.date, event)
        )


@dataclass(frozen=True)
class M:
    """A movement: "civilians" or "fighters", and what the report says of it; None where it must say nothing, ... where it does not matter."""

    who: str
    origin: str | None = None
    to: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    direction: str | None = None
    unit: str = "person"
    date: str | None = None

    def fits(self, event: Event) -> bool:
        if event.type != ("displacement" if self.who == "civilians" else "troop_movement"):
            return False
        people = event.people
        return (
            (event.origin.name_in_report if event.origin else None) == self.origin
            and tuple(d.name_in_report for d in event.destinations) == self.to
            and (people.low if people else None) == self.low
            and (people.high if people else None) == self.high
            and (people is None or people.unit == self.unit)
            and event.direction == self.direction
            and _dated(self.date, event)
        )


@dataclass(frozen=True)
class S:
    """A strike."""

    place: str
    date: str | None = None

    def fits(self, event: Event) -> bool:
        return event.type == "strike" and event.place is not None and event.place.name_in_report == self.place and _dated(self.date, event)


def _dated(date: str | None, event: Event) -> bool:
    if date is None:
        return True
    if date == "":
        return event.date_start is None
    return bool(event.date_start) and str(event.date_start).startswith(date)


MAIN = {"control_change", "displacement", "troop_movement"}
