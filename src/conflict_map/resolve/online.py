"""What stayed unresolved, asked of an online service: only where a user wants it, only names, and never as sure as the gazetteer."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.gazetteer.names import similarity
from conflict_map.gazetteer.words import designation_of
from conflict_map.geo import distance_km

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.model import Candidate, Mention, Place, PlaceSource

__all__ = ["fill_in", "lies_within"]

_MOST_COUNTRIES = 2
"""A name is asked for in this many of the countries that a report is about, the most named first."""
_ALIKE = 0.6
"""An answer with a name less like the one asked for is only an alternative: services also answer with streets and shops nearby."""
_SAME_KM = 5.0
"""Answers closer together than this are one place."""
_FAR_KM = 200.0
"""A village farther than this from every other place of the report is more likely a namesake."""
_MUCH_NEARER = 3.0
_MOST_ALONE = 0.4
_WIDE = frozenset(["country", "admin1", "admin2", "region", "sea"])
_LONG = frozenset(["river", "lake", "mountain", "island", "road"])


def fill_in(mentions: Sequence[Mention], service: PlaceSource) -> list[Mention]:
    """Return the mentions of one report, those without a place filled in from a service where its answer is fit to be shown.

    An answer counts only in a country that the resolved places of the report are in, with a name like the one asked for, of a kind that reports name
    (no streets, no shops), and not far from all other places of the report. Where several places fit, the one that is much nearer to the other places
    of the report is taken, else none. All answers are kept as alternatives.

    Parameters
    ----------
    mentions
        Of one report, as `resolve` gives them. Borders, capitals and adjectives are not asked for.
    service
        `conflict_map.geocoder.OnlineLookup`, or anything else with its ``locate``.
    """
    told = Counter(mention.place.country for mention in mentions if mention.place is not None and mention.place.country)
    countries = [code for code, _ in told.most_common(_MOST_COUNTRIES)]
    points = [(m.place.lat, m.place.lon) for m in mentions if m.place is not None and m.place.kind not in _WIDE and m.place.country in countries]
    centre = _centre(points)
    answers: dict[str, tuple[Candidate, ...]] = {}
    filled: list[Mention] = []
    for number, mention in enumerate(mentions):
        if mention.place is not None or not _is_name(mention):
            filled.append(mention)
            continue
        qualifier = _qualifier(mention, mentions[number + 1 : number + 2])
        told_in = [qualifier.country] if qualifier is not None and qualifier.country else countries
        key = f"{fold(mention.text)}/{','.join(told_in)}"
        if key not in answers:
            answers[key] = _ask(mention.text, told_in, centre, service)
        fit = tuple(candidate for candidate in answers[key] if qualifier is None or lies_within(candidate.place, qualifier))
        filled.append(_filled(mention, fit, points, known=bool(told_in)))
    return filled


def _qualifier(mention: Mention, behind: Sequence[Mention]) -> Place | None:
    """Return the country or area that stands right behind a name and a comma: "Tripoli, Lebanon"."""
    if not behind or behind[0].start - mention.end != len(", ") or behind[0].place is None:
        return None
    return behind[0].place if behind[0].place.kind in {"country", "admin1"} else None


def lies_within(place: Place, area: Place) -> bool:
    """Return whether a service's answer lies in a country or first-level area as far as the answer tells; one that tells nothing may."""
    if area.country and place.country and place.country != area.country:
        return False
    if area.kind != "admin1" or not place.admin1:
        return True
    # Services write "Idlib Governorate" where the gazetteer has "Idlib".
    return similarity(designation_of(fold(place.admin1))[0], designation_of(fold(area.name))[0]) >= _ALIKE


def _is_name(mention: Mention) -> bool:
    """Return whether a span without a place is a name rather than "the capital" or "the border"."""
    return not mention.text[0].islower() and not {"border", "frontier", "capital"} & set(fold(mention.text).split())


def _ask(name: str, countries: Sequence[str], near: tuple[float, float] | None, service: PlaceSource) -> tuple[Candidate, ...]:
    for country in countries:
        found = service.locate(name, country=country, near=near)
        if found:
            return tuple(found)
    return () if countries else tuple(service.locate(name))


def _centre(points: Sequence[tuple[float, float]]) -> tuple[float, float] | None:
    return (sum(lat for lat, _ in points) / len(points), sum(lon for _, lon in points) / len(points)) if points else None


def _filled(mention: Mention, found: tuple[Candidate, ...], points: Sequence[tuple[float, float]], *, known: bool) -> Mention:
    if not found:
        return mention
    told = replace(mention, candidates=(*mention.candidates, *found))
    if not known:
        return replace(told, reason=f"{mention.reason}; an online service knows the name, but the report does not tell in which country it is")
    alike = [candidate for candidate in found if similarity(fold(mention.text), fold(candidate.place.name)) >= _ALIKE]
    fit = [candidate for candidate in alike if _is_fit(candidate.place, points)]
    # The village before the district around it that has its name.
    chosen = _nearest([candidate for candidate in fit if candidate.place.kind not in _WIDE] or fit, _centre(points))
    if chosen is None:
        known_as = "several places" if fit else "places of other kinds or far from the report's others" if alike else "other names"
        return replace(told, reason=f"{mention.reason}; an online service has {known_as} for it")
    kind = chosen.place.kind
    rest = tuple(candidate for candidate in told.candidates if candidate is not chosen)
    if not points and len(fit) == 1:
        # Nothing near it in the report, and nothing else to choose from: it may be the one that the service happens to have.
        chosen = replace(
            chosen, score=min(chosen.score, _MOST_ALONE), reason=f"{chosen.reason}; doubtful: the report names nothing near it but its country"
        )
    precision = 3 if kind in _WIDE else 2 if kind in _LONG else mention.precision
    return replace(told, place=chosen.place, candidates=(chosen, *rest), score=chosen.score, reason=chosen.reason, precision=precision)


def _is_fit(place: Place, points: Sequence[tuple[float, float]]) -> bool:
    """Return whether a report is likely to name a place: streets and shops are named after towns far away, and villages share their names."""
    if place.kind == "other":
        return False
    if place.kind in _WIDE or place.kind in _LONG or not points:
        return True
    return min(distance_km(lat, lon, place.lat, place.lon) for lat, lon in points) <= _FAR_KM


def _nearest(fit: Sequence[Candidate], centre: tuple[float, float] | None) -> Candidate | None:
    """Return the one place that is meant: the only one, or one much nearer to the report's other places than the rest."""
    if not fit:
        return None
    first = fit[0].place
    if all(distance_km(first.lat, first.lon, other.place.lat, other.place.lon) <= _SAME_KM for other in fit[1:]):
        return fit[0]
    if centre is None:
        return None
    far = sorted((distance_km(*centre, candidate.place.lat, candidate.place.lon), number) for number, candidate in enumerate(fit))
    best = fit[far[0][1]]
    others = [km for km, number in far[1:] if distance_km(best.place.lat, best.place.lon, fit[number].place.lat, fit[number].place.lon) > _SAME_KM]
    return best if not others or min(others) > _MUCH_NEARER * max(far[0][0], 1.0) else None
