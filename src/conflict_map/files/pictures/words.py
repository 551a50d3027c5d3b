"""Days, legend and the lines around the map in the language of the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.layers import Layers, LegendItem

__all__ = ["Words"]

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
#: A month alone is in another case than one with a day.
_MONTHS_ALONE = {"uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень"}
_AFTER_DAY = {"uk": " року"}

#: What the table of words does not have, or is not given.
_ENGLISH = {
    "sources": "Sources",
    "credit": "Map",
    "fromTo": "{from} to {to}",
    "standHeld": "Who holds what, on {n} dates from {from} to {to}.",
    "baseMap": "Base map",
    "base": "Natural Earth (public domain). Place names: GeoNames (CC BY 4.0).",
    "noEndorsement": "Boundaries and names shown do not imply endorsement.",
}
_DATED_LAYERS = ("control", "movements", "strikes", "clashes", "unplaced")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language.

    Attributes
    ----------
    table
        The page's words, by key; English stands in for what it lacks.
    lang
        Its code.
    rtl
        Whether it is written from right to left.
    """

    table: Mapping[str, str] = field(default_factory=dict)
    lang: str = "en"
    rtl: bool = False

    def say(self, key: str, **slots: object) -> str:
        """Return a line of the table with its slots filled."""
        known = _ENGLISH | dict(self.table) if self.lang != "en" else _ENGLISH
        text = known.get(key, key)
        # One pass: what fills a slot is never looked at again.
        return re.sub(r"\{(\w+)\}", lambda slot: str(slots.get(slot[1], slot[0])), text)

    def count(self, key: str, number: int) -> str:
        """Return the words of a number in the form that the number asks for (CLDR's rules of plurals)."""
        forms = self.table.get(key, key).split("|")
        if self.lang == "fr":
            form = 0 if number < 2 else 1  # noqa: PLR2004 - French counts 0 and 1 as one
        elif self.lang == "uk":
            tens, ones = number % 100 // 10, number % 10
            form = 2 if tens == 1 or ones == 0 or ones > 4 else 0 if ones == 1 else 1  # noqa: PLR2004
        else:
            form = 0 if number == 1 else 1
        return forms[min(form, len(forms) - 1)].replace("{n}", f"{number:,}")

    def group(self, name: str) -> str:
        """Return the heading of a group of the legend."""
        return self.table.get(f"group.{name}", name)

    def legend(self, item: LegendItem) -> str:
        """Return what a class means: a side's name stays as it is."""
        known = self.table.get(f"legend.{item.key}")
        if known is not None:
            return known
        shape, _, rest = item.key.partition("-")
        who, _, number = rest.partition("-")
        if f"legend.{shape}" in self.table and f"legend.{who}" in self.table:
            text = f"{self.table[f'legend.{who}']} {self.table[f'legend.{shape}']}"
            return f"{text}; {self.table['legend.numberless']}" if number == "unknown" else text
        return item.label

    def day(self, iso: str, precision: str = "day") -> str:
        """Return an ISO day in words, no more precisely than it is known: ``29 January 2020``, ``January 2020``, ``2020``."""
        year, month, number = iso[:4], int(iso[5:7]) - 1, int(iso[8:10])
        if precision == "year":
            return year
        if precision == "month":
            return f"{(_MONTHS_ALONE.get(self.lang) or _MONTHS[self.lang]).split()[month]} {year}"
        first = "1er" if self.lang == "fr" and number == 1 else str(number)
        return f"{first} {_MONTHS[self.lang].split()[month]} {year}{_AFTER_DAY.get(self.lang, '')}"

    def span(self, layers: Layers) -> str | None:
        """Return the first and the last day of all events, as precisely as the events that begin and end on them are known."""
        first, last = layers.summary.first_date, layers.summary.last_date
        if first is None or last is None:
            return None
        known: dict[str, dict[str, set[str]]] = {"date_start": {}, "date_end": {}}
        for name in _DATED_LAYERS:
            table = layers.frames[name]
            for column, found in known.items():
                for day, precision in zip(table[column], table["date_precision"], strict=True):
                    if day is not None:
                        found.setdefault(day, set()).add(precision)

        def exactness(day: str, column: str) -> str:
            precisions = known[column].get(day, {"day"})
            return "day" if precisions & {"day", "week", "unknown"} else "month" if "month" in precisions else "year"

        start, end = self.day(first, exactness(first, "date_start")), self.day(last, exactness(last, "date_end"))
        return start if start == end else self.say("fromTo", **{"from": start, "to": end})

    def title(self, layers: Layers) -> str:
        """Return the headline: where it is only made of dates, those are told in words."""
        summary = layers.summary
        first, last = summary.first_date, summary.last_date
        own = {f"Reported events, {first}", f"Reported events, {first} to {last}"}
        dates = self.span(layers)
        if layers.title not in own or dates is None:
            return layers.title
        return f"Reported events, {dates}" if self.lang == "en" else self.say("reportedEvents", dates=dates)

    def standfirst(self, layers: Layers, days: list[str]) -> str:
        """Return the facts of the map: how many events, where, when, and what is not on it. ``days`` are those on which something changes."""
        facts, dates = layers.summary, self.span(layers)
        if not facts.events and len(days) > 1:
            return self.say("standHeld", n=len(days), **{"from": self.day(days[0]), "to": self.day(days[-1])})
        if self.lang == "en" or not self.table:
            iso = f"{facts.first_date} to {facts.last_date}" if facts.first_date != facts.last_date else str(facts.first_date)
            return layers.standfirst.replace(iso, dates) if dates else layers.standfirst
        if not facts.events:
            return self.say("standNone")
        text = self.count("standEvents", facts.events) + self.count("standPlaces", facts.places)
        text += self.count("standReports", facts.reports) if facts.reports else ""
        text += self.say("standDates", dates=dates) if dates else ""
        text += "" if text.endswith(".") else "."
        for key, number in (("standUnplaced", facts.unplaced_events), ("standUnresolved", facts.unplaced_names), ("standUndated", facts.undated)):
            text += f" {self.count(key, number)}" if number else ""
        if facts.area_changes:
            text += " " + self.say("standAreas", some=facts.area_changes, all=facts.all_changes)
        return text
