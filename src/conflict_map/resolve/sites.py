"""The word behind a name that says what kind of thing is meant: "Al-Hol camp", "the Bekaa valley", "Tabqa air base", "the bridge over the Niger"."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Tokens
    from conflict_map.model import Place

__all__ = ["region_hits", "site_behind", "site_hits", "site_of"]

_BASE = frozenset(["base", "airport"])
_RELIEF = frozenset(["mountain", "area"])
_WORKS = frozenset(["other"])
_SITES = {
    "camp": frozenset(["camp"]), "refugee camp": frozenset(["camp"]), "displacement camp": frozenset(["camp"]),
    "crossing": frozenset(["crossing"]), "border crossing": frozenset(["crossing"]), "border post": frozenset(["crossing"]),
    "base": _BASE, "air base": _BASE, "airbase": _BASE, "airfield": _BASE, "airport": _BASE, "military base": _BASE, "military airport": _BASE,
    "dam": frozenset(["dam"]),
    "mountain": _RELIEF, "mountains": _RELIEF, "hills": _RELIEF, "heights": _RELIEF, "range": _RELIEF, "massif": _RELIEF, "plateau": _RELIEF,
    "valley": frozenset(["area", "river"]), "plain": frozenset(["area"]), "plains": frozenset(["area"]), "desert": frozenset(["area"]),
    "delta": frozenset(["area"]), "peninsula": frozenset(["area", "island"]), "basin": frozenset(["area", "river"]),
    "river": frozenset(["river"]), "lake": frozenset(["lake"]), "reservoir": frozenset(["lake"]), "strait": frozenset(["sea"]),
    "island": frozenset(["island"]), "islands": frozenset(["island"]),
    "nuclear power plant": _WORKS, "nuclear power station": _WORKS, "nuclear plant": _WORKS, "thermal power plant": _WORKS, "power plant": _WORKS,
    "power station": _WORKS, "oil refinery": _WORKS, "refinery": _WORKS, "oil field": _WORKS, "oilfield": _WORKS, "gas field": _WORKS,
}  # fmt: skip
_MOST_WORDS = max(len(words.split()) for words in _SITES)
_OTHER_WORDS = {
    "mountains": ("mountain", "mount"),
    "mountain": ("mountains", "mount"),
    "hills": ("mountains",),
    "airbase": ("air base", "airport"),
    "base": ("air base",),
}
_OTHER_WORDS |= {"air base": ("airbase", "airport"), "military airport": ("air base", "airport"), "strait": ("straits",)}


def site_behind(tokens: Tokens, last: int) -> tuple[str, frozenset[str]]:
    """Return the words behind a name (which ends before token ``last``) that tell the kind of place, and its kinds; empty where none do."""
    if last >= len(tokens.words) or tokens.gap(last - 1) != " ":
        return "", frozenset()
    end = last + 1
    while end < min(len(tokens.words), last + _MOST_WORDS) and tokens.gap(end - 1) == " ":
        end += 1
    for words in (" ".join(tokens.lower[last:stop]) for stop in range(end, last, -1)):
        if words in _SITES:
            return words, _SITES[words]
    return "", frozenset()


def site_hits(key: str, words: str, kinds: frozenset[str], lookup: Gazetteer) -> tuple[Hit, ...]:
    """Return the places of these kinds that have the name with the word beside it: "niger" and "river" give the Niger River."""
    found: dict[object, Hit] = {}
    for name in _names(key, words):
        for hit in lookup.hits(name):
            if hit.place.kind in kinds:
                found.setdefault(hit.place, hit)
    return tuple(found.values())


def region_hits(tokens: Tokens, last: int, key: str, lookup: Gazetteer) -> tuple[Hit, ...]:
    """Return the regions of the world that a name is only with the word behind it: "the Great Lakes region"; "the Sahel region" may be a province."""
    behind = last < len(tokens.words) and tokens.lower[last] == "region"
    if not behind or any(hit.place.kind == "admin1" and hit.match == "name" for hit in lookup.hits(key)):
        return ()
    return site_hits(key, "region", frozenset(["region"]), lookup)


def site_of(town: Place, site: str, kinds: frozenset[str]) -> Place:
    """Return the airport, camp or dam of a town that has no entry of its own, at the town's point."""
    kind = "airport" if site in _AIR else min(kinds)
    return replace(town, name=f"{town.name} {site}", kind=kind, population=None, geonames_id=None, name_local=None, area_id=None)


_AIR = frozenset(["airport", "airfield", "military airport"])


def _names(key: str, words: str) -> Iterator[str]:
    for word in (words, *_OTHER_WORDS.get(words, ())):
        yield f"{key} {word}"
        yield f"{word} {key}"
