"""Stated figures (shares of territory, totals of a whole war) and roads that a report names or describes: context, not events."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conflict_map.events.patterns import lazy_pattern
from conflict_map.events.truth import claim_of, happened
from conflict_map.model import Claim, ContextRoute, StatedFigure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.events.clause import Clause
    from conflict_map.events.quantities import Quantity
    from conflict_map.events.scene import Scene
    from conflict_map.events.units import NounPhrase
    from conflict_map.model import EventPlace, Mention, PlaceLookup, Report

__all__ = ["is_national_total", "read_figures", "read_routes"]

_WAR = frozenset({"war", "conflict", "violence", "fighting", "insurgency", "uprising", "crisis", "revolution"})
_HURT = {"kill": "killed", "die": "killed", "injure": "injured", "wound": "injured"}
_WHOLE = frozenset({"country", "population", "territory", "nation", "land", "state"})
_HOLD = frozenset({"control", "hold", "rule", "occupy", "govern", "seize", "capture", "retake", "recapture", "lose", "regain", "be"})


def is_national_total(clause: Clause) -> bool:
    """Whether a clause tells what a war has done as a whole ("the war has displaced more than half of the country's population")."""
    if not clause.vp.passive and any([np.head in _WAR for np in clause.subject]):  # noqa: C419 - a list is quicker
        whole = any((np.quantity is not None and np.quantity.fraction is not None) or _part_of_whole(np) for np in clause.objects)
        since = any(time.use == "since" and time.spec[0] in {"year", "month", "ymd", "season"} for time in clause.times)
        return whole or (clause.vp.perfect and (since or not any(pp.phrases[0].head_place is not None for pp in clause.prepositional)))
    return clause.vp.passive and any(_part_of_whole(np) for np in clause.subject)


def _part_of_whole(np: NounPhrase) -> bool:
    return (
        np.quantity is not None
        and np.quantity.fraction is not None
        and np.quantity.best is None
        and bool(re.search(r"\b(?:country|nation|population)\b", np.text.lower()))
    )


def read_figures(report: Report, scenes: Sequence[Scene], mentions: Sequence[Mention]) -> list[StatedFigure]:
    """Return the figures that a report states about a whole: shares of territory, totals of killed, injured and displaced."""
    found: list[StatedFigure] = []
    for scene in scenes:
        for clause in scene.clauses:
            if not happened(clause)[0]:
                continue
            for figure in (*_shares(report, scene, clause, mentions), *_totals(report, scene, clause, mentions)):
                if all((figure.kind, figure.reported) != (other.kind, other.reported) for other in found):
                    found.append(figure)
    return found


def _bounds(quantity: Quantity) -> tuple[float | None, float | None, float | None]:
    """Percent as a range: "around 70" is 70, "more than half" is 50 and more, "nearly" as for numbers."""
    share = round((quantity.fraction or 0.0) * 100, 1)
    if quantity.hedge == "least":
        return share, None, None
    if quantity.hedge == "most":
        return None, None, share
    if quantity.hedge == "below":
        return round(share * 0.9, 1), None, share
    return share, share, share


def _whole_place(words: str, start: int, end: int, mentions: Sequence[Mention]) -> EventPlace | None:
    inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
    return inside[-1].event_place() if inside and words else None


def _shares(report: Report, scene: Scene, clause: Clause, mentions: Sequence[Mention]) -> list[StatedFigure]:
    """Read "hold about 70 percent of Syria", "half of the city is in rebel hands"."""
    if clause.vp.lemma not in _HOLD:
        return []
    found = []
    for np in (*clause.objects, *clause.subject, *(np for pp in clause.pp("of", "over") for np in pp.phrases)):
        quantity = np.quantity
        if quantity is None or quantity.fraction is None or quantity.best is not None or quantity.low is not None:
            continue
        if not (np.of is not None and (np.of.head_place is not None or "settlement" in np.of.classes or np.of.head in _WHOLE)):
            continue
        if clause.vp.lemma == "be" and not any("control_word" in phrase.classes for pp in clause.pp("in", "under") for phrase in pp.phrases):
            continue
        low, best, high = _bounds(quantity)
        side = scene.agents(clause.subject, clause) if np not in clause.subject else []
        if clause.wh and not side:
            side = scene.agents(clause.antecedents[:1], clause)
        status, by = claim_of(clause, scene.sides, scene.text, (scene.start, scene.end))
        found.append(
            StatedFigure(
                kind="territory_share",
                reported=" ".join(np.text.split()),
                quote=scene.text[scene.start : scene.end],
                start=scene.start,
                end=scene.end,
                low=low,
                best=best,
                high=high,
                unit="percent",
                actor=tuple(name for item in side for name in item.names),
                place=_whole_place(np.text, np.start, np.end, mentions),
                claim=Claim(status=status, by=by),
                source=report.source(),
            )
        )
    return found


def _totals(report: Report, scene: Scene, clause: Clause, mentions: Sequence[Mention]) -> list[StatedFigure]:
    """Read "killed over 9,000 people", "700 people have been killed since …", "displaced half of the population"."""
    kind = _HURT.get(clause.vp.lemma)
    displaced = "displace" in clause.classes() and is_national_total(clause)
    if kind is None and not displaced:
        return []
    phrases = clause.subject if clause.vp.passive or clause.vp.lemma == "die" else clause.objects
    found = []
    for np in phrases:
        quantity = np.quantity
        if quantity is None or (
            not displaced
            and (
                quantity.fraction is not None
                or not ({"civilian", "combatant"} & np.classes or np.head == "#" or (np.of is not None and {"civilian", "combatant"} & np.of.classes))
            )
        ):
            continue
        unit = "person"
        low: float | None = quantity.low
        best: float | None = quantity.best
        high: float | None = quantity.high
        if quantity.fraction is not None and quantity.best is None and quantity.low is None:
            low, best, high = _bounds(quantity)
            unit = "percent"
        status, by = claim_of(clause, scene.sides, scene.text, (scene.start, scene.end))
        found.append(
            StatedFigure(
                kind="displaced" if displaced else kind or "other",
                reported=" ".join(np.text.split()),
                quote=scene.text[scene.start : scene.end],
                start=scene.start,
                end=scene.end,
                low=low,
                best=best,
                high=high,
                unit=unit,
                place=_whole_place(np.text, np.start, np.end, mentions),
                claim=Claim(status=status, by=by),
                source=report.source(),
            )
        )
    return found


_ROADS = frozenset({"highway", "motorway", "road", "expressway", "autostrada", "route", "artery", "freeway", "corridor"})
_ROAD = lazy_pattern(rf"\b(?:{'|'.join(sorted(_ROADS))})\b", re.IGNORECASE)
_LINKS = lazy_pattern(r"\b(?:link(?:s|ed|ing)?|connect(?:s|ed|ing)?|join(?:s|ed|ing)?|between|from|runs?|running|leads?|leading)\b", re.IGNORECASE)


def read_routes(report: Report, scenes: Sequence[Scene], mentions: Sequence[Mention], lookup: PlaceLookup | None) -> list[ContextRoute]:
    """Return the roads of the gazetteer that a report names ("the M5"), or describes by two places that they link."""
    routes = getattr(lookup, "routes", None)
    if routes is None:
        return []
    countries = {mention.place.country for mention in mentions if mention.place is not None and mention.place.country}
    found: dict[str, ContextRoute] = {}
    named = routes.any_in(report.text)
    for scene in scenes:
        if scene.title:
            continue
        quote = scene.text[scene.start : scene.end]
        matched = [match.routes[0] for match in routes.match(quote, countries) if len(match.routes) == 1] if named else []
        for road in _ROAD.finditer(quote) if not _ROADS.isdisjoint(scene.words) else ():
            tail = quote[road.end() : road.end() + 90]
            link = _LINKS.search(tail)
            if link is None:
                continue
            after = [
                m
                for m in mentions
                if scene.start + road.end() + link.end() <= m.start < scene.start + road.end() + link.end() + 70 and m.place is not None
            ][:2]
            if len(after) == 2:
                described = routes.between(after[0].place, after[1].place)
                if described is not None:
                    matched.append(described)
        for route in matched:
            if route.id not in found:
                found[route.id] = ContextRoute(
                    route_id=route.id, name=route.name, quote=quote, start=scene.start, end=scene.end, source=report.source()
                )
    return list(found.values())
