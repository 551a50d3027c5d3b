"""Fit the weights of `mentions` and `resolve` on texts whose places are marked, and write them into the package.

    fit_places.py CORPUS.jsonl[:WEIGHT] …
    fit_places.py --war CORPUS.jsonl[:WEIGHT] …

A corpus has one text a line: ``{"text", "toponyms": [{"start", "end", "lat", "lon"}]}``; ``lat`` and ``lon`` may be null. Its weight says how
much its texts count (1 where not given). ``place_sentences.txt`` beside this file is always used for the recogniser. Needs scipy, which the
package itself does not. With ``--war`` only the recogniser's weights for reports of war are fitted, from those of news on.
"""

from __future__ import annotations

import json
import math
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

import conflict_map.mentions as recogniser
import conflict_map.resolve as resolver
from conflict_map.gazetteer import Gazetteer
from conflict_map.geo import distance_km
from conflict_map.lexicon import lexicon, tokenise
from conflict_map.model import Span
from conflict_map.resolve.scoring import FEATURES

HERE = Path(__file__).parent
SOURCE = HERE.parent / "src" / "conflict_map"
RIDGE = 2.0
SEEN = 4  # features that fewer candidates have are left out
PRIOR = {"size": 6.0, "capital of a country": 2.0}  # news corpora are full of small namesakes of large towns; wars are not
RIGHT_KM, SAME_KM, FAR_KM = 100.0, 8.0, 161.0
PASSES = 4
WAR = "_war"


def own_texts() -> list[dict[str, Any]]:
    texts = []
    for line in (HERE / "place_sentences.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        text, places = "", []
        for number, piece in enumerate(line.replace("]", "[").split("[")):
            if number % 2:
                places.append({"start": len(text), "end": len(text) + len(piece)})
            text += piece
        texts.append({"text": text, "toponyms": places})
    return texts


def load(arguments: list[str]) -> list[tuple[float, list[dict[str, Any]]]]:
    corpora = []
    for argument in arguments:
        path, _, weight = argument.partition(":")
        corpora.append((float(weight or 1), [json.loads(line) for line in Path(path).read_text(encoding="utf-8").split("\n") if line]))
    return corpora


# ---- the recogniser: is this a place?


def recogniser_rows(
    corpora: list[tuple[float, list[dict[str, Any]]]], gazetteer: Gazetteer
) -> dict[str, list[tuple[bool, float, list[str], int, int, int]]]:
    rows: dict[str, list[tuple[bool, float, list[str], int, int, int]]] = {"known": [], "feature": [], "unknown": []}
    demonyms = lexicon().demonyms
    text_number = 0
    for weight, texts in corpora:
        for text in texts:
            text_number += 1
            tokens = tokenise(text["text"])
            marked = [(place["start"], place["end"]) for place in text["toponyms"]]
            places = [(start, end) for start, end in marked if text["text"][start:end].lower() not in demonyms]
            for candidate in [item for group in recogniser.read_candidates(tokens, gazetteer) for item in group]:
                start, end = tokens.starts[candidate.first], tokens.ends[candidate.last - 1]
                right = any(min(end, b) > max(start, a) for a, b in places)
                if not right and any(min(end, b) > max(start, a) for a, b in marked):
                    continue  # an adjective: neither right nor wrong
                kind = candidate.kind if candidate.kind in {"feature", "unknown"} else "known"
                rows[kind].append((right, weight, candidate.features, text_number, start, end))
    return rows


def fit_recogniser(rows: list[tuple[bool, float, list[str], int, int, int]], prior: dict[str, float] | None = None) -> dict[str, float]:
    prior = prior or {}
    counts = Counter(feature for row in rows for feature in set(row[2]))
    columns = {feature: number for number, feature in enumerate(sorted(feature for feature, count in counts.items() if count >= SEEN))}
    cells = [(number, columns[feature]) for number, row in enumerate(rows) for feature in set(row[2]) if feature in columns]
    matrix = csr_matrix((np.ones(len(cells)), tuple(zip(*cells, strict=True))), shape=(len(rows), len(columns)))
    right, weight = np.array([row[0] for row in rows], float), np.array([row[1] for row in rows])
    known = np.array([prior.get("bias", 0.0) + sum(prior.get(feature, 0.0) for feature in row[2]) for row in rows])

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = known + matrix @ b[1:] + b[0]
        slope = weight * (1 / (1 + np.exp(-z)) - right)
        value = (weight * (np.logaddexp(0, z) - right * z)).sum() + RIDGE / 2 * (b[1:] ** 2).sum()
        return value, np.r_[slope.sum(), matrix.T @ slope + RIDGE * b[1:]]

    found = minimize(loss, np.zeros(len(columns) + 1), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return prior | {"bias": prior.get("bias", 0.0) + found[0]} | {feature: prior.get(feature, 0.0) + found[n + 1] for feature, n in columns.items()}


def likely(weights: dict[str, float], features: list[str]) -> bool:
    return weights["bias"] + sum(weights.get(feature, 0.0) for feature in features) > 0


def write_recogniser(tables: dict[str, dict[str, float]]) -> None:
    lines = [
        '# Log-odds that a stretch of text names a place: "bias" plus the weights of the features that hold of it. Above 0 it is likelier than not.',
        "# Logistic regression (L2) by benchmarks/fit_places.py on news with marked places, from there on reports of war; see features.py.",
    ]
    for name, weights in tables.items():
        lines += ["", f"[{name}]", *(f'"{feature}" = {value:.2f}' for feature, value in weights.items() if abs(value) >= 0.005 or feature == "bias")]
    (SOURCE / "mentions" / "weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


# ---- the resolver: which of its namesakes?


def resolver_rows(
    corpora: list[tuple[float, list[dict[str, Any]]]], gazetteer: Gazetteer, weights: list[float]
) -> list[tuple[np.ndarray, list[int], float]]:
    rows = []
    for weight, texts in corpora:
        for text in texts:
            spans = [Span(p["start"], p["end"], text["text"][p["start"] : p["end"]]) for p in text["toponyms"]]
            _, readings, groups, _ = resolver.weigh(text["text"], spans, gazetteer, weights)
            seen: Counter[str] = Counter()
            for place, reading in zip(text["toponyms"], readings, strict=True):
                group = groups.get(reading.key)
                if place.get("lat") is None or reading.how != "place" or not reading.hits or group is None:
                    continue
                scored = resolver.score_mention(reading, group, weights)
                km = [distance_km(place["lat"], place["lon"], hit.place.lat, hit.place.lon) for _, hit, _ in scored]
                nearest = min(km)
                right = (
                    [n for n, d in enumerate(km) if d <= nearest + SAME_KM] if nearest <= RIGHT_KM else [n for n, d in enumerate(km) if d < FAR_KM]
                )
                seen[reading.key] += 1
                rows.append((np.array([*(row for _, _, row in scored), group.none_row()]), right or [len(km)], weight / math.sqrt(seen[reading.key])))
    return rows


def fit_resolver(rows: list[tuple[np.ndarray, list[int], float]], start: np.ndarray) -> np.ndarray:
    matrix = np.vstack([row[0] for row in rows])
    first = np.cumsum([0] + [len(row[0]) for row in rows])[:-1]
    of = np.repeat(np.arange(len(rows)), [len(row[0]) for row in rows])
    right = np.zeros(len(matrix))
    for offset, row in zip(first, rows, strict=True):
        right[[offset + number for number in row[1]]] = 1
    weight = np.array([row[2] for row in rows])
    prior = np.array([PRIOR.get(name, 0.0) for name in FEATURES])

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = matrix @ b
        power = np.exp(z - np.maximum.reduceat(z, first)[of])
        total, good = np.add.reduceat(power, first), np.add.reduceat(power * right, first)
        slope = (power / total[of] - power * right / good[of]) * weight[of]
        value = -(weight * np.log(good / total + 1e-12)).sum() + RIDGE / 2 * ((b - prior) ** 2).sum()
        return value, matrix.T @ slope + RIDGE * (b - prior)

    return minimize(loss, start, jac=True, method="L-BFGS-B").x


def write_resolver(weights: np.ndarray) -> None:
    lines = [
        "# What each sign adds to the score of a candidate, in log-odds against its namesakes. The signs are explained where scoring.py makes them.",
        "# Conditional logit (L2) by benchmarks/fit_places.py on news texts whose places are known.",
        "[weights]",
        *(f'"{name}" = {value:.3f}' for name, value in zip(FEATURES, weights, strict=True)),
    ]
    (SOURCE / "resolve" / "weights.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def fit_tables(
    rows: dict[str, list[tuple[bool, float, list[str], int, int, int]]], priors: dict[str, dict[str, float]]
) -> dict[str, dict[str, float]]:
    """Fit the tables of one kind of text; names that the gazetteer lacks only where nothing that it has is taken."""
    tables = {kind: fit_recogniser(rows[kind], priors.get(kind)) for kind in ("known", "feature")}
    taken = [(row[3], row[4], row[5]) for kind in tables for row in rows[kind] if likely(tables[kind], row[2])]
    covered: dict[int, list[tuple[int, int]]] = {}
    for number, start, end in taken:
        covered.setdefault(number, []).append((start, end))
    left = [row for row in rows["unknown"] if not any(min(row[5], b) > max(row[4], a) for a, b in covered.get(row[3], []))]
    return tables | {"unknown": fit_recogniser(left, priors.get("unknown"))}


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit(__doc__)
    only_war = arguments[0] == "--war"
    gazetteer, corpora = Gazetteer(), load(arguments[only_war:])
    rows = recogniser_rows([*corpora, (1.0, own_texts())], gazetteer)
    news = {kind: table for kind, table in recogniser.weights().items() if not kind.endswith(WAR)} if only_war else fit_tables(rows, {})
    # Reports of war say what news does, and more: from the weights of news on.
    war = fit_tables({kind: [row for row in found if "text: of war" in row[2]] for kind, found in rows.items()}, news)
    write_recogniser(news | {f"{kind}{WAR}": table for kind, table in war.items()})
    if only_war:
        return
    weights = np.array(resolver.best_weights())
    for _ in range(PASSES):
        weights = fit_resolver(resolver_rows(corpora, gazetteer, list(weights)), weights)
    write_resolver(weights)
    print({kind: len(found) for kind, found in rows.items()}, "candidates;", "weights written")


if __name__ == "__main__":
    main(sys.argv[1:])
