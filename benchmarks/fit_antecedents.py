"""Fit the weights of the event reader's antecedents on the marked ones of ``reports/antecedents.tsv``, and write them into the package.

    fit_antecedents.py [--dry]

A conditional logit over the places told before, with "none of them" at score ``least``; each place counts with its best mention. Weights are drawn
towards those of ``antecedents.toml`` beside this file (L2), so that signs that few cases have keep what was set by hand.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np

import conflict_map as cm
from conflict_map.events import antecedents, story
from conflict_map.events.antecedents import Ask, Seen, signs_of, topic_of, weights

HERE = Path(__file__).parent
TABLE = HERE.parent / "src" / "conflict_map" / "events" / "lexicon" / "antecedents.toml"
PRIOR, STEPS, RATE = 0.3, 600, 0.03

Case = tuple[str, list[tuple[str, str, dict[str, float]]], str]  # id, (topic, role, signs) of each mention, the right topic


def cases() -> list[Case]:
    """Run the reader over the reports and keep what it had to choose from at each marked word."""
    answers = [line.split("\t") for line in (HERE / "reports" / "antecedents.tsv").read_text(encoding="utf-8").splitlines() if line[:1] != "#"]
    wanted = {(report, int(offset)): place for report, offset, _, place in answers}
    asked: list[tuple[Ask, list[Seen]]] = []
    plain = antecedents.best_of

    def record(seen: list[Seen], ask: Ask) -> Any:  # noqa: ANN401 - passes on what the reader's own function returns
        asked.append((ask, list(seen)))
        return plain(seen, ask)

    story.best_of = record  # type: ignore[assignment]
    gazetteer, found = cm.Gazetteer(), []
    for line in (HERE / "reports" / "seen.jsonl").read_text(encoding="utf-8").splitlines():
        report, done = json.loads(line), set()
        asked.clear()
        cm.extract(cm.Report(report["text"], headline=report["headline"], published=report["published"], id=report["id"]), gazetteer=gazetteer)
        for ask, seen in asked:
            place = wanted.get((report["id"], ask.before))
            if place is None or (ask.before, ask.head) in done:
                continue
            done.add((ask.before, ask.head))
            names = {item.mention.text: topic_of(item.mention) for item in seen}
            options, rank = [], 0
            for item in seen:
                signs = signs_of(item, ask, rank)
                rank += item.sentence == ask.sentence and item.leading
                if signs is not None:
                    options.append((topic_of(item.mention), item.role, signs))
            found.append((f"{report['id']}|{ask.before}|{ask.head}", options, names.get(place, place)))
    return found


def fit(data: list[Case], names: list[str], start: np.ndarray, least: float) -> np.ndarray:
    """Return the weights of roles and signs, in the order of ``names``."""
    index = {name: number for number, name in enumerate(names)}
    rows = []
    for _, options, right in data:
        matrix = np.zeros((len(options), len(names)))
        for line, (_, role, signs) in zip(matrix, options, strict=True):
            line[index[f"role {role}"]] = 1
            for name, value in signs.items():
                line[index[name]] = value
        groups = defaultdict(list)
        for number, (topic, _, _) in enumerate(options):
            groups[topic].append(number)
        if right == "-" or right in groups:
            rows.append((matrix, groups, right))
    theta, first, second = start.copy(), np.zeros_like(start), np.zeros_like(start)
    for step in range(1, STEPS + 1):
        slope = PRIOR * (theta - start) * len(rows) / 10
        for matrix, groups, right in rows:
            scores = matrix @ theta
            best = {topic: max(numbers, key=lambda n: scores[n]) for topic, numbers in groups.items()}
            values = np.array([least, *(scores[n] for n in best.values())])
            odds = np.exp(values - values.max())
            odds /= odds.sum()
            for (topic, number), chance in zip(best.items(), odds[1:], strict=True):
                slope += (chance - (topic == right)) * matrix[number]
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        theta -= RATE * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    return theta


def outcome(data: list[Case], table: dict[str, float], least: float, margin: float) -> tuple[int, int, int, list[str]]:
    """Return how many are right, wrong and silent, and the wrong ones."""
    right = wrong = silent = 0
    bad = []
    for name, options, place in data:
        scores: dict[str, float] = {}
        for topic, role, signs in options:
            score = table[f"role {role}"] + sum(table[sign] * value for sign, value in signs.items())
            scores[topic] = max(scores.get(topic, -99.0), score)
        ranked = sorted(scores.items(), key=lambda entry: -entry[1])
        if not ranked or ranked[0][1] < least or (len(ranked) > 1 and ranked[0][1] - ranked[1][1] < margin):
            right, silent = right + (place == "-"), silent + (place != "-")
            if place != "-":
                bad.append(f"silent {name}: {place}, {[(t, round(s, 1)) for t, s in ranked[:3]]}")
        elif ranked[0][0] == place:
            right += 1
        else:
            wrong += 1
            bad.append(f"wrong {name}: {place}, {[(t, round(s, 1)) for t, s in ranked[:3]]}")
    return right, wrong, silent, bad


def main() -> None:
    """Fit, say how good it is, and write the file unless told not to."""
    data, table = cases(), weights()
    by_hand = tomllib.loads((HERE / "antecedents.toml").read_text(encoding="utf-8"))
    shipped = {**{f"role {name}": value for name, value in table.roles.items()}, **table.signs}
    sys.stdout.write(f"{len(data)} cases; as shipped {outcome(data, shipped, table.least, table.margin)[:3]}\n")
    flat = {**{f"role {name}": value for name, value in by_hand["roles"].items()}, **by_hand["signs"]}
    names = list(flat)
    sys.stdout.write(f"as set by hand {outcome(data, flat, table.least, table.margin)[:3]}\n")
    start = np.array([flat[name] for name in names])
    reports = sorted({name.split("|")[0] for name, _, _ in data})
    held: list[list[int]] = []
    for part in range(5):  # reports that the weights are not fitted on
        out = set(reports[part::5])
        theta = fit([case for case in data if case[0].split("|")[0] not in out], names, start, table.least)
        test = [case for case in data if case[0].split("|")[0] in out]
        held += [[*outcome(test, dict(zip(names, theta, strict=True)), table.least, margin)[:3], margin] for margin in (0.0, 0.25, 0.5, 1.0)]
    for margin in (0.0, 0.25, 0.5, 1.0):
        total = np.array([row[:3] for row in held if row[3] == margin]).sum(axis=0)
        sys.stdout.write(f"five-fold, margin {margin}: right, wrong, silent {total}\n")
    theta = fit(data, names, start, table.least)
    fitted = dict(zip(names, theta.round(2).tolist(), strict=True))
    right, wrong, silent, bad = outcome(data, fitted, table.least, table.margin)
    sys.stdout.write(f"fitted on all: {right} right, {wrong} wrong, {silent} silent\n" + "\n".join(bad) + "\n")
    sys.stdout.write(" ".join(f"{n}={a:.1f}>{b:.1f}" for n, a, b in zip(names, start, theta, strict=True)) + "\n")
    if "--dry" not in sys.argv:
        text = TABLE.read_text(encoding="utf-8")
        for part in (True, False):
            head, tail = text.split("[signs]")
            for name, value in fitted.items():
                role = name.startswith("role ")
                if role == part:
                    line = f'"{name.removeprefix("role ")}" = '
                    new = re.compile(re.escape(line) + r"-?[\d.]+")
                    head, tail = (new.sub(f"{line}{value}", head), tail) if role else (head, new.sub(f"{line}{value}", tail))
            text = f"{head}[signs]{tail}"
        TABLE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
