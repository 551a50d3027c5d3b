"""Spans → places, with candidates, score and reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from conflict_map.gazetteer import fold
from conflict_map.lexicon import lexicon, tokenise
from conflict_map.model import Candidate, Mention
from conflict_map.resolve.corrections import Correction, Corrections, read_corrections
from conflict_map.resolve.reading import Reading, read_span
from conflict_map.resolve.scoring import Group, best_weights, mention_features, run, softmax
from conflict_map.resolve.special import Scene, modify, place_of
from conflict_map.resolve.words import reason_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from conflict_map.gazetteer import Gazetteer, Hit
    from conflict_map.lexicon import Tokens
    from conflict_map.model import Span

__all__ = ["Correction", "Corrections", "read_corrections", "resolve"]


def told_by_adjectives(tokens: Tokens) -> dict[str, float]:
    """Return how much the adjectives of a text ("Syrian") speak for each country."""
    lex = lexicon()
    told: dict[str, float] = {}
    bit = lex.bits["demonyms"]
    for index, word in enumerate(tokens.lower):
        if lex.flags.get(word, 0) & bit and tokens.words[index][0].isupper():
            demonym = lex.demonyms.get(" ".join(tokens.lower[index - 1 : index + 1])) if index else None
            demonym = demonym or lex.demonyms[word]
            for code in demonym.countries:
                told[code] = told.get(code, 0.0) + 0.5 / len(demonym.countries)
    return told


def build_groups(readings: Sequence[Reading], lookup: Gazetteer) -> dict[str, Group]:
    """Return the names of a text by key, with their candidates."""
    groups: dict[str, Group] = {}

    def add(key: str, hits: tuple[Hit, ...]) -> Group:
        group = groups.get(key)
        if group is None:
            group = groups[key] = Group(key, hits)
        elif len(hits) > len(group.hits):
            group.hits = hits
        return group

    for reading in readings:
        if not reading.hits:
            continue
        group = add(reading.key, reading.hits)
        group.count += 1
        group.qualifiers.extend(reading.qualifiers)
        if reading.level:
            group.levels.append(reading.level)
    for reading in readings:
        if reading.host and reading.host not in groups and not reading.hits:
            add(reading.host, lookup.hits(reading.host))
        for qualifier in reading.qualifiers:
            if "/" not in qualifier and qualifier not in groups and (hits := lookup.hits(qualifier)):
                add(qualifier, hits)
    return groups


def fill_hits(reading: Reading, lookup: Gazetteer) -> None:
    """Look further for a name that the gazetteer does not have as it is written: other spellings, then weak names."""
    if reading.hits or not reading.key or reading.how not in {"place"}:
        return
    from conflict_map.gazetteer import Hit

    hits = [hit for hit in lookup.hits(reading.key, weak=True) if len(reading.key) > 3]
    if not hits:
        hits = [Hit(found.place, "fuzzy", found.score, float(found.place.population or 1000)) for found in lookup.locate(reading.key, limit=8)]
    reading.hits = tuple(hits)


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
    tokens = tokenise(text)
    readings = [read_span(tokens, span, lookup) for span in spans]
    for reading in readings:
        fill_hits(reading, lookup)
    groups = build_groups(readings, lookup)
    told = told_by_adjectives(tokens)
    run(list(groups.values()), told, best_weights())
    scene = Scene(groups, told)
    mentions: list[Mention] = []
    for span, reading in zip(spans, readings, strict=True):
        fixed = corrections.find(span.text, reading.key, countries=scene.countries) if corrections else None
        if fixed is not None:
            mentions.append(fixed.mention(span))
            continue
        mentions.append(modify(_mention(span, reading, groups, lookup, scene), reading, lookup))
    return mentions


def _mention(span: Span, reading: Reading, groups: dict[str, Group], lookup: Gazetteer, scene: Scene) -> Mention:
    special = place_of(span, reading, groups, lookup, scene)
    if special is not None:
        return special
    group = groups.get(reading.key) if reading.hits else None
    if group is None:
        return Mention(span.start, span.end, span.text, reason="not in the gazetteer under this name or a like one")
    weights = best_weights()
    allowed = {hit.place for hit in reading.hits}
    scored: list[tuple[float, Hit, list[float]]] = []
    for number, hit in enumerate(group.hits):
        if hit.place not in allowed:
            continue
        row = mention_features(group.rows[number], hit, reading.level)
        plain = sum(w * x for w, x in zip(weights, group.rows[number], strict=True))
        scored.append((group.scores[number] + sum(w * x for w, x in zip(weights, row, strict=True)) - plain, hit, row))
    if not scored:
        return Mention(span.start, span.end, span.text, reason="not in the gazetteer under this name or a like one")
    odds = softmax([score for score, _, _ in scored])
    order = sorted(range(len(scored)), key=lambda number: -odds[number])
    candidates = tuple(
        Candidate(scored[number][1].place, round(odds[number], 3), reason_for(scored[number][1], scored[number][2])) for number in order[:6]
    )
    chosen = scored[order[0]][1]
    doubt = ""
    if len(order) > 1 and odds[order[0]] < 0.6:  # noqa: PLR2004
        other = scored[order[1]][1].place
        doubt = f"; doubtful: could also be {other.name} ({', '.join(part for part in (other.admin1, other.country) if part)})"
    precision = 3 if chosen.place.kind in {"country", "continent", "region", "admin1"} else 2 if reading.near or chosen.place.kind == "admin2" else 1
    return Mention(
        start=span.start,
        end=span.end,
        text=span.text,
        place=chosen.place,
        candidates=candidates,
        score=round(odds[order[0]], 3),
        reason=candidates[0].reason + doubt,
        precision=precision,
    )
