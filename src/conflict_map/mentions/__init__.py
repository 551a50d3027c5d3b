"""Text → spans that name places.

Every run of words that the gazetteer knows, and every capitalised run that it does not, is a candidate. What stands in it, before it, behind it and
elsewhere in the text gives it features; their weights (``weights.toml``) add up to a log-odds; what is likelier a place than not is a span.
"""

from __future__ import annotations

import math
import tomllib
from collections import Counter
from functools import cache
from importlib import resources
from itertools import repeat
from typing import TYPE_CHECKING

from conflict_map.lexicon import tokenise
from conflict_map.mentions.candidates import known_names, likenesses, strangers
from conflict_map.mentions.context import surround
from conflict_map.mentions.features import describe, describe_stranger
from conflict_map.mentions.phrases import border_phrases, capital_phrases, extend
from conflict_map.mentions.scan import Scan
from conflict_map.model import Span

if TYPE_CHECKING:
    from collections.abc import Mapping

    from conflict_map.gazetteer import Gazetteer
    from conflict_map.lexicon import Tokens
    from conflict_map.mentions.scan import NameCandidate

__all__ = ["Span", "find_mentions"]


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the weights of features by kind of candidate, those for reports of war apart."""
    table = tomllib.loads((resources.files("conflict_map.mentions") / "weights.toml").read_text(encoding="utf-8"))
    return {name: {feature: float(weight) for feature, weight in weights.items()} for name, weights in table.items()}


_LIKELY = 0.5
_SURE, _MAYBE = 0.9, 0.1
_NOT_AGAIN = frozenset(["text: a person's name", "in a person's name", "left: titles", "right: comma, body", "demonym"])
_OTHER_NAMES = frozenset(
    f"{side}: {name}"
    for side in ("previous", "next")
    for name in ("other", "name", "family_names", "given_names", "feature_before", "initial", "starts sentence", "connector", "al", "de", "del")
)
_BEFORE_A_KIND = 0.1
_BEFORE_KINDS = frozenset(["right: area_nouns", "right: settlement_nouns"])
_BIG = frozenset(["size 5", "size 6", "size 7", "is first-level area"])
_STRONG = frozenset(
    [
        "left: preposition_at",
        "left: kind of",
        "right: comma, area",
        "right: area_nouns",
        "right: comma, distance",
        "right: comma, kind",
        "left: in the",
    ]
)


def read_candidates(tokens: Tokens, lookup: Gazetteer) -> tuple[list[NameCandidate], list[NameCandidate]]:
    """Return the candidates that the gazetteer knows and those that it does not, all with their features."""
    scan = Scan(tokens, lookup)
    known = list(known_names(scan))
    known.extend(list(likenesses(scan, known)))
    for candidate in known:
        describe(scan, candidate)
        surround(scan, candidate)
    unknown = list(strangers(scan))
    for candidate in unknown:
        describe_stranger(scan, candidate)
        surround(scan, candidate)
    _across(scan, known, unknown)
    return known, unknown


def _across(scan: Scan, known: list[NameCandidate], unknown: list[NameCandidate]) -> None:
    """Add the features that depend on other places of the text."""
    count = Counter([candidate.key for candidate in (*known, *unknown)])
    strong: set[str] = set()
    for candidate in [*known, *unknown]:
        if (candidate.kind in {"unknown", "feature"} or "run: whole" in candidate.features) and not _STRONG.isdisjoint(candidate.features):
            strong.add(candidate.key)
    known_keys = {candidate.key for candidate in known}
    for candidate in [*known, *unknown]:
        if candidate.key in strong:
            candidate.features.append("text: surely a place")
        if count[candidate.key] > (2 if candidate.key in known_keys else 1):
            candidate.features.append("text: named again")
        if candidate.last == candidate.first + 1 and scan.tokens.lower[candidate.first] in scan.persons:
            candidate.features.append("text: a person's name")
    _lists(scan.tokens, known, unknown)


def _lists(tokens: Tokens, known: list[NameCandidate], unknown: list[NameCandidate]) -> None:
    """Note which candidates stand in a list beside a sure place: "Arbin, Zamalka and Douma"."""
    sure_ends: set[int] = set()
    sure_starts: set[int] = set()
    for candidate in known:
        features = candidate.features
        if "run: whole" in features and ("text: surely a place" in features or "is country" in features or not _BIG.isdisjoint(features)):
            sure_ends.add(candidate.last)
            sure_starts.add(candidate.first)
    for candidate in [*known, *unknown]:
        first, last = candidate.first, candidate.last
        if first > 1 and (
            (first in sure_ends and tokens.gap(first - 1).strip() == ",")
            or (tokens.lower[first - 1] in {"and", "or"} and first - 1 in sure_ends and tokens.gap(first - 2).strip() in {"", ","})
        ):
            candidate.features.append("list: behind a place")
        if last < len(tokens.words) and (
            (last in sure_starts and tokens.gap(last - 1).strip() == ",")
            or (tokens.lower[last] in {"and", "or"} and last + 1 in sure_starts and tokens.gap(last - 1).strip() in {"", ","})
        ):
            candidate.features.append("list: before a place")


def _probability(weights: Mapping[str, float], features: list[str]) -> float:
    total = weights["bias"] + sum(map(weights.get, features, repeat(0.0)))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def _alone(candidate: NameCandidate) -> bool:
    """Return whether a name of a report of war may stand in a longer run for itself: not "Grein" in "Abu Grein", but "Homs" in "rural Homs"."""
    features = candidate.features
    if "text: of war" not in features or "run: whole" in features or candidate.last - candidate.first > 1:
        return True
    if any(feature.startswith(("previous: ", "next: ")) and feature not in _OTHER_NAMES for feature in features):
        return True
    return not _BIG.isdisjoint(features) and "as alternate" not in features and "abroad" not in features


def _as_elsewhere(scored: list[tuple[float, NameCandidate]]) -> list[tuple[float, NameCandidate]]:
    """Let a name of a report of war be a place again where it surely is one elsewhere in the text: "Rockets hit Kabal … off to Kabal"."""
    sure = {candidate.key for score, candidate in scored if score >= _SURE}
    return [
        (_LIKELY, candidate)
        if _MAYBE <= score < _LIKELY
        and candidate.key in sure
        and "text: of war" in candidate.features
        and not _NOT_AGAIN.intersection(candidate.features)
        and not (candidate.kind in {"place", "like"} and "run: whole" not in candidate.features)
        else (score, candidate)
        for score, candidate in scored
    ]


def find_mentions(text: str, lookup: Gazetteer) -> list[Span]:
    """Find the spans of a text that name places.

    Parameters
    ----------
    text
        Any text.
    lookup
        The gazetteer: what it knows is a candidate.

    Returns
    -------
    list of Span
        In the order of the text, not overlapping; ``text[span.start:span.end] == span.text``.
    """
    tokens = tokenise(text)
    known, unknown = read_candidates(tokens, lookup)
    tables = weights()
    war = "_war" if any("text: of war" in candidate.features for candidate in [*known[:1], *unknown[:1]]) else ""
    scored = [(_probability(tables["known" if c.kind == "short" else f"known{war}"], c.features), c) for c in known]
    scored += [(_probability(tables[f"{c.kind}{war}"], c.features), c) for c in unknown]
    scored = _as_elsewhere(scored)
    used = bytearray(len(tokens.words))
    spans: list[Span] = []

    def take(first: int, last: int) -> bool:
        if any(used[first:last]):
            return False
        used[first:last] = b"\1" * (last - first)
        return True

    spans.extend(_span(tokens, 0.95, first, last, "border") for first, last in border_phrases(tokens, lookup) if take(first, last))
    spans.extend(_span(tokens, 0.9, first, last, "capital") for first, last in capital_phrases(tokens, lookup) if take(first, last))
    chosen: list[tuple[float, NameCandidate]] = []
    # The longest likely names first, so that a part does not stand in for its whole; what the gazetteer does not have only where it is the likelier.
    likely = [item for item in scored if item[0] >= _LIKELY]
    entries = [(score, candidate) for score, candidate in likely if candidate.kind != "unknown"]
    parts = {position: score for score, candidate in entries if _alone(candidate) for position in range(candidate.first, candidate.last)}
    has_entry = {(candidate.first, candidate.last) for _, candidate in entries}
    for score, candidate in sorted(likely, key=lambda item: (item[1].first - item[1].last, -item[0])):
        # What a word such as "district" stands behind is the whole of the name rather than a part that happens to be one.
        if candidate.kind == "unknown":
            whole = score + _BEFORE_A_KIND * (not _BEFORE_KINDS.isdisjoint(candidate.features))
            if (candidate.first, candidate.last) in has_entry or any(
                parts.get(position, 0.0) >= whole for position in range(candidate.first, candidate.last)
            ):
                continue
        if take(candidate.first, candidate.last):
            chosen.append((score, candidate))
    for score, candidate in chosen:
        first, last = candidate.first, candidate.last
        if candidate.kind in {"place", "like"}:
            start, end = extend(tokens, first, last)
            if not any(used[start:first]) and not any(used[last:end]):
                first, last = start, end
                used[first:last] = b"\1" * (last - first)
        spans.append(_span(tokens, score, first, last, candidate.kind, skip=candidate.skip if first == candidate.first else 0))
    return sorted(spans, key=lambda span: span.start)


def _span(tokens: Tokens, score: float, first: int, last: int, kind: str, *, skip: int = 0) -> Span:
    start, end = tokens.starts[first] + skip, tokens.ends[last - 1]
    if kind == "short" and not tokens.text[start:end].endswith(".") and tokens.text[end : end + 1] == ".":
        end += 1
    return Span(start=start, end=end, text=tokens.text[start:end], kind="place" if kind in {"short", "like"} else kind, score=round(score, 3))
