"""Spans → places, with candidates, score and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.gazetteer.names import fold
from conflict_map.gazetteer.search import astray_words
from conflict_map.geo import distance_km
from conflict_map.lexicon import lexicon, tokenise
from conflict_map.lexicon.countries import countries_of_capitals, is_capital, spelt_alike, vowels_left_out
from conflict_map.model import Candidate, Mention
from conflict_map.resolve.corrections import Correction, Corrections, read_corrections
from conflict_map.resolve.online import fill_in
from conflict_map.resolve.reaches import at_their_reaches
from conflict_map.resolve.reading import Reading, read_span
from conflict_map.resolve.rows import level_rows
from conflict_map.resolve.scoring import (
    AREAS,
    FEATURES,
    SETTLED,
    WORLD,
    Group,
    best_weights,
    dot,
    lies_in,
    mention_features,
    qualifier_areas,
    run,
    softmax,
)
from conflict_map.resolve.sites import site_of
from conflict_map.resolve.special import Scene, modify, place_of
from conflict_map.resolve.strangers import leave_far_namesakes_open, leave_parts_open, leave_strangers_open
from conflict_map.resolve.words import reason_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Tokens
    from conflict_map.model import Place, Span

__all__ = ["Correction", "Corrections", "fill_in", "read_corrections", "resolve"]


_WAR_ONE_IN = 60
"""A report of war has one word of war in so many."""


def _of_war(tokens: Tokens) -> bool:
    lex = lexicon()
    return sum(lex.has(word, "of_war") for word in tokens.lower) * _WAR_ONE_IN >= len(tokens.lower)


def told_by_adjectives(tokens: Tokens) -> dict[str, float]:
    """Return how much the adjectives of a text ("Syrian") speak for each country."""
    lex = lexicon()
    told: dict[str, float] = {}
    of_nations = lex.demonyms.keys() & tokens.lower
    for index, word in enumerate(tokens.lower):
        if word in of_nations and tokens.words[index][0].isupper():
            demonym = lex.demonyms.get(" ".join(tokens.lower[index - 1 : index + 1])) if index else None
            demonym = demonym or lex.demonyms[word]
            for code in demonym.countries:
                told[code] = told.get(code, 0.0) + 0.5 / len(demonym.countries)
    capitals = countries_of_capitals()
    for index in range(len(tokens.words) - 1):
        word = tokens.lower[index]
        speaks = word in capitals and tokens.words[index][0].isupper() and lex.has(tokens.lower[index + 1], "speech_verbs")
        if speaks and _of_war(tokens):  # in other texts "Kingston said" is a man
            for code in capitals[word]:  # "Kyiv said": the state speaks
                told[code] = told.get(code, 0.0) + 0.5 / len(capitals[word])
    return told


def build_groups(readings: Sequence[Reading], lookup: Gazetteer) -> dict[str, Group]:
    """Return the names of a text by key, with their candidates; also names that only qualify others."""
    groups: dict[str, Group] = {}
    for reading in readings:
        if reading.hits:
            group = _add(groups, reading.key, reading.hits)
            group.count += 1
            group.qualifiers.extend(reading.qualifiers)
            if reading.level:
                group.levels.append(reading.level)
    for reading in readings:
        others = [qualifier for qualifier in reading.qualifiers if "/" not in qualifier]
        if reading.host and not reading.hits:
            others.append(reading.host)
        for key in others:
            if key not in groups and (hits := lookup.hits(key)):
                _add(groups, key, hits)
    return groups


def _add(groups: dict[str, Group], key: str, hits: tuple[Hit, ...]) -> Group:
    group = groups.get(key)
    if group is None:
        group = groups[key] = Group(key, hits)
    elif len(hits) > len(group.hits):
        group.hits = hits
    return group


_SOME_SHARE = 0.12


def widen(groups: dict[str, Group], readings: Sequence[Reading], told: Mapping[str, float], lookup: Gazetteer) -> None:
    """Add candidates spelt otherwise, in the countries that the report is about, to names that have no entry there."""
    weights: dict[str, float] = dict(told)
    for group in groups.values():
        if (hit := group.best) is not None and group.count and hit.place.country:
            weights[hit.place.country] = weights.get(hit.place.country, 0.0) + max(group.odds) * min(group.count, 3)
    total = sum(weights.values())
    home = [code for code, weight in sorted(weights.items(), key=lambda item: -item[1])[:3] if weight >= _SOME_SHARE * total]
    if not home:
        return
    for reading in readings:
        if (
            reading.how != "place"
            or not reading.key
            or (reading.key in groups and any(h.place.country in home or h.place.kind in AREAS for h in reading.hits))
        ):
            continue
        found = list(reading.hits)
        known = {hit.place for hit in found}
        for code in home:
            for hit in (
                *spelt_alike(lookup, reading.key, code),
                # the codes of countries are no names: Srb is a village, not Serbia
                *(h for h in lookup.hits(reading.key, weak=True) if h.match == "weak" and h.place.country == code and h.place.kind != "country"),
            ):
                if hit.place not in known:
                    known.add(hit.place)
                    found.append(hit)
        reading.hits = tuple(found)


def weigh(
    text: str, spans: Sequence[Span], lookup: Gazetteer, weights: Sequence[float]
) -> tuple[Tokens, list[Reading], dict[str, Group], dict[str, float]]:
    """Read the spans and weigh the candidates of their names against each other."""
    tokens = tokenise(text)
    readings = [read_span(tokens, span, lookup) for span in spans]
    level_rows(tokens, readings)
    told = told_by_adjectives(tokens)
    for reading in readings:
        if reading.how == "border":
            for code in reading.countries:
                told[code] = told.get(code, 0.0) + 0.5
    groups = build_groups(readings, lookup)
    run(list(groups.values()), told, weights)
    before = sum(len(reading.hits) for reading in readings)
    widen(groups, readings, told, lookup)
    if sum(len(reading.hits) for reading in readings) > before:
        groups = build_groups(readings, lookup)
        run(list(groups.values()), told, weights)
    return tokens, readings, groups, told


def resolve(text: str, spans: Sequence[Span], lookup: Gazetteer, corrections: Corrections | None = None) -> list[Mention]:
    """Decide which place each span means.

    Parameters
    ----------
    text
        The text that the spans are of.
    spans
        The stretches that name places, found or given; their order is kept.
    lookup
        The gazetteer.
    corrections
        Names that a user has decided; they win over everything.

    Returns
    -------
    list of Mention
        One a span, in order. A name that cannot be resolved has ``place`` None and a reason.
    """
    tokens, readings, groups, told = weigh(text, spans, lookup, best_weights())
    scene = Scene(groups, told)
    fixed = [
        corrections.find(span.text, reading.key, countries=scene.countries) if corrections else None
        for span, reading in zip(spans, readings, strict=True)
    ]
    mentions = [
        correction.mention(span) if correction is not None else _mention(span, reading, groups, lookup, scene)
        for span, reading, correction in zip(spans, readings, fixed, strict=True)
    ]
    whole = leave_parts_open(tokens, mentions, readings)
    near = leave_far_namesakes_open(whole, readings, lookup.area)
    settled = leave_strangers_open(tokens, near, readings, told, lookup.area)
    shown = at_their_reaches(settled, lookup)
    return [
        mention if correction is not None else modify(kept, reading, lookup)
        for mention, kept, reading, correction in zip(mentions, shown, readings, fixed, strict=True)
    ]


_WIDE = AREAS | {"area", "sea", "border"}
_LONG = frozenset(["admin2", "river", "lake", "mountain", "island", "road"])
"""Places that a point stands for only roughly."""
_DOUBT = 0.6
_MOST_ASTRAY = 0.4
_ENOUGH, _ENOUGH_VILLAGE, _ENOUGH_ALIKE = 0.3, 0.45, 0.6
"""Below these odds a name stays unresolved, its candidates kept: a wrong point is worse than none. Other spellings need more."""
_VILLAGE = 5_000.0
"""Names of places with fewer people than this are rarely in the gazetteer for all the places that have them."""
_LOOSE = frozenset(["skeleton", "fuzzy", "weak"])
_MOST_ALIKE, _MOST_ALIKE_ROMANISED = 0.55, 0.85


def _most_sure(hit: Hit) -> float:
    """Return how sure a like spelling can be at most: more where vowels are chance, as in romanised Arabic."""
    return _MOST_ALIKE_ROMANISED if hit.match == "skeleton" and vowels_left_out(hit.place.country or "") else _MOST_ALIKE


_CALLED = {"settlement": SETTLED, "first": frozenset(["admin1"]), "second": frozenset(["admin2"]), "water": frozenset(["river", "lake", "sea"])}


def _as_called(level: str, scored: list[tuple[float, Hit, list[float]]], odds: list[float]) -> list[float]:
    """Give the odds of a town to the province of its name where the words say "province", and the other way round.

    Which of its namesakes is meant is one question, at which level another; the words beside the name decide the second.
    """
    if not level or not scored:
        return odds
    kinds = _CALLED[level]
    best = max(range(len(scored)), key=odds.__getitem__)
    place = scored[best][1].place
    if place.kind in kinds or (place.kind in WORLD and level != "water"):
        return odds
    rest = [
        number
        for number, (_, hit, _) in enumerate(scored)
        if hit.place.kind in kinds and (level == "water" or (hit.place.country == place.country and hit.place.admin1 == place.admin1))
    ]
    if not rest:
        return odds
    other = max(rest, key=odds.__getitem__)
    odds = odds.copy()
    odds[other], odds[best] = odds[other] + odds[best] * _TAKES, odds[best] * (1 - _TAKES)
    return odds


_TAKES = 0.9


def _whereabouts(place: Place) -> str:
    kind = "first-level area" if place.kind == "admin1" else None  # a town and its province share a name
    where = ", ".join(part for part in (kind, place.admin1 if kind is None else None, place.country) if part)
    return f"{place.name} ({where})" if where else place.name


def score_mention(reading: Reading, group: Group, weights: Sequence[float]) -> list[tuple[float, Hit, list[float]]]:
    """Return score and features of a mention's candidates: those of its name and what the words around this mention add."""
    allowed = None if reading.hits is group.hits else {hit.place for hit in reading.hits}
    scored: list[tuple[float, Hit, list[float]]] = []
    for hit, row, plain in zip(group.hits, group.rows, group.plain, strict=True):
        if allowed is None or hit.place in allowed:
            here = mention_features(row, hit, reading.level)
            scored.append((plain if here is row else dot(weights, here), hit, here))
    return scored


def _alone(chosen: Hit, sure: float, second: float) -> bool:
    """Whether a town of some size is by far the likeliest of its namesakes, even where nothing else in a short report points to it."""
    return chosen.match not in _LOOSE and chosen.weight >= _VILLAGE and sure >= _ALONE and sure >= _FAR_AHEAD * second


_ALONE, _FAR_AHEAD = 0.25, 4.0
_ONLY_ONE = 10_000
_NAMED = FEATURES.index("its country is named")
_AT_HOME, _KNOWN_WORLDWIDE = 0.55, 200_000


def _at_home(scored: Sequence[tuple[float, Hit, list[float]]], odds: Sequence[float], none: float) -> float:
    """Return how sure the likeliest candidate is once its namesakes in countries that nobody names are ruled out; 0 where that does not tell.

    "Iraqi troops took Rawa": small towns in China, Indonesia and Poland have the name, too, and take each a part of the odds.
    """
    (_, chosen, row), *others = scored
    if chosen.match in _LOOSE or not row[_NAMED] or chosen.place.kind not in SETTLED or chosen.weight < _VILLAGE:
        return 0.0
    if any(row[_NAMED] or hit.place.kind in AREAS or hit.weight >= _KNOWN_WORLDWIDE for _, hit, row in others if hit.match not in _LOOSE):
        return 0.0
    together = sum(odd for odd, (_, hit, _) in zip(odds, scored, strict=True) if hit.match not in _LOOSE)
    return min(_AT_HOME, together) if together > none else 0.0


def _sureness(scored: Sequence[tuple[float, Hit, list[float]]], odds: Sequence[float], none: float) -> tuple[float, bool]:
    """Return how sure the first of the candidates in order is, and whether that is enough by itself."""
    chosen, sure = scored[0][1], odds[0]
    if chosen.place.kind not in _SPREAD:
        # A camp and the village beside it: whichever is meant, the point is right.
        sure += sum([odd for odd, (_, hit, _) in zip(odds[1:], scored[1:], strict=True) if _beside(hit.place, chosen.place)])
    if _alone(chosen, sure, odds[1] if len(scored) > 1 else 0.0):
        return sure, True
    if len(scored) == 1 and chosen.match == "name" and chosen.place.kind in SETTLED and chosen.weight >= _ONLY_ONE and sure >= _ALONE / 2:
        return sure, True  # the one place in the world that is called so: Vuhledar
    home = _at_home(scored, odds, none)
    return max(sure, home), home > sure


def _open(reading: Reading, chosen: Hit, sure: float, none: float, *, alone: bool = False) -> str | None:
    """Return why the likeliest candidate is not good enough to be shown; None where it is."""
    where = _whereabouts(chosen.place)
    if none > sure and not alone:
        return f"places of this name are known, but none that fits this report; the likeliest is {where}"
    if reading.site in _NOT_NAMED_AFTER and chosen.place.kind not in reading.kinds and chosen.place.kind in SETTLED:
        return f"there is no entry for the {reading.site}; {where} has its name and need not lie on it"
    if reading.level == "settlement" and (
        (chosen.place.kind in WORLD and sure < _NO_TOWN) or (chosen.place.kind in AREAS and chosen.match in _LOOSE)
    ):
        return f"the text calls it a town, and the likeliest place of this name is {where}"
    village = chosen.place.kind in SETTLED and chosen.weight < _VILLAGE
    if not alone and sure < (_ENOUGH_ALIKE if chosen.match in _LOOSE else _ENOUGH_VILLAGE if village else _ENOUGH):
        return f"several places have this name or one like it and the report does not tell which; the likeliest is {where}"
    return None


_NO_TOWN = 0.75
"""A country whose name stands behind "the town of" is not meant, unless all else speaks for it: Tonga is a town on the White Nile, too."""
_NOT_NAMED_AFTER = frozenset(["river", "lake", "reservoir", "strait"])
"""Waters are rarely named after a town; hills, camps and bases mostly are."""
_SPREAD = AREAS | {"admin2", "area", "sea", "border", "river", "road"}
_BESIDE_KM, _AGAIN_KM = 5.0, 20.0
_AGAIN_DEGREES = 0.2
"""Places further apart than this in latitude alone, 22 km, lie not beside each other."""


def _beside(place: Place, chosen: Place) -> bool:
    """Whether a place lies by another, or is the same town once more: Ad Dindar and Ad-Dindar are 16 km apart in GeoNames."""
    if place.kind in _SPREAD:
        return False
    if not -_AGAIN_DEGREES < place.lat - chosen.lat < _AGAIN_DEGREES:
        return False
    same = place.country == chosen.country and fold(place.name) == fold(chosen.name)
    return distance_km(place.lat, place.lon, chosen.lat, chosen.lon) <= (_AGAIN_KM if same else _BESIDE_KM)


_OF_THE_KIND, _WHERE_IT_SAYS, _BY_ITS_FULL_NAME = 4.0, 6.0, 8.0
"""Log-odds that a word beside this very mention adds: what kind of place it is, in which area, and what completes the name of a plant or field."""
_THE_COUNTRY = 4.0
"""Log-odds that "Djibouti" is the country rather than the capital of its name, where no word beside it says a town."""


def _told_apart(reading: Reading, scored: list[tuple[float, Hit, list[float]]], groups: Mapping[str, Group]) -> list[tuple[float, Hit, list[float]]]:
    """Add what the words beside one mention say of it alone: "Al-Hol camp"; "Tripoli, Lebanon" in a report that names the other one, too."""
    areas = qualifier_areas(reading.qualifiers, groups) if reading.qualifiers else []
    if areas and any(lies_in(hit.place, areas) for _, hit, _ in scored):
        scored = [(score + _WHERE_IT_SAYS * lies_in(hit.place, areas), hit, row) for score, hit, row in scored]
    if reading.kinds:
        more = _BY_ITS_FULL_NAME if "other" in reading.kinds else _OF_THE_KIND
        scored = [(score + more * (hit.place.kind in reading.kinds), hit, row) for score, hit, row in scored]
    elif not reading.rather:
        seats = {hit.place.country for _, hit, _ in scored if hit.place.kind in SETTLED and is_capital(hit.place.country, reading.key)}
        if seats:
            scored = [
                (score + _THE_COUNTRY * (hit.place.kind == "country" and hit.match == "name" and hit.place.country in seats), hit, row)
                for score, hit, row in scored
            ]
    return scored


def _mention(span: Span, reading: Reading, groups: dict[str, Group], lookup: Gazetteer, scene: Scene) -> Mention:
    special = place_of(span, reading, groups, lookup, scene)
    if special is not None:
        return special
    group = groups.get(reading.key) if reading.hits else None
    if group is None or not group.hits:
        return Mention(span.start, span.end, span.text, reason="not in the gazetteer under this name or a like one; a country pack may have it")
    scored = _told_apart(reading, score_mention(reading, group, best_weights()), groups)
    odds = _as_called(reading.rather, scored, softmax([*(score for score, _, _ in scored), group.none_score]))
    order = sorted(range(len(scored)), key=lambda number: -odds[number])
    ranked = [scored[number] for number in order]
    candidates = tuple(
        [Candidate(hit.place, round(odds[number], 3), reason_for(hit, row)) for number, (_, hit, row) in zip(order[:6], ranked[:6], strict=True)]
    )
    chosen = ranked[0][1]
    sure, alone = _sureness(ranked, [odds[number] for number in order], odds[-1])
    if (open_question := _open(reading, chosen, sure, odds[-1], alone=alone)) is not None:
        precision = 2 if reading.site in _NOT_NAMED_AFTER else 1
        return Mention(span.start, span.end, span.text, candidates=candidates, score=0.0, reason=open_question, precision=precision)
    doubt = ""
    if chosen.match in _LOOSE and sure > (most := _most_sure(chosen)):
        # The report fits the place; whether the name does is another question: Hruzke and Hruzkyi are two villages.
        sure = most
        doubt = "; doubtful: the gazetteer has only this like spelling, which may be another place" if most < _DOUBT else ""
    elif sure < _DOUBT and len(order) > 1 and odds[order[1]] >= odds[-1]:
        doubt = f"; doubtful: could also be {_whereabouts(scored[order[1]][1].place)}"
    elif sure < _DOUBT:
        doubt = "; doubtful: may be another place, which the gazetteer does not have"
    if chosen.astray_km:
        # Both cannot be right, and the report cannot tell which is.
        sure = min(sure, _MOST_ASTRAY)
        doubt += f"; {astray_words(chosen)}"
    precision = 3 if chosen.place.kind in _WIDE else 2 if reading.near or chosen.place.kind in _LONG else 1
    place, reason = chosen.place, candidates[0].reason + doubt
    if reading.kinds and place.kind not in reading.kinds and precision == 1:
        # Who takes the airport of a town does not take the town: it is a place of its own, which lies at the town or near it.
        precision = 2
        reason = f"{candidates[0].reason}; there is no entry for the {reading.site}, the point is that of {place.name}{doubt}"
        place = site_of(place, reading.site, reading.kinds)
        candidates = (Candidate(place, round(sure, 3), reason), *candidates[:5])
    return Mention(span.start, span.end, span.text, place=place, candidates=candidates, score=round(sure, 3), reason=reason, precision=precision)
