"""Fit the weights of ``extractor.confidence`` on annotated folders and judge them leaving out one document at a time.

    python benchmarks/fit_confidence.py GOLD_DIR...

Prints the weights for ``extractor/confidence.py`` and the figures for its docstring.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np

from extractor.confidence import marks_of
from extractor.evaluate import pair
from extractor.evaluate_agreement import CORE, FIELDS
from extractor.evaluate_gold import load_gold
from extractor.pipeline import Extractor

PENALTY = 2.0
"""Ridge penalty on all weights but the intercept: marks that few facts have stay near zero."""


def gather(folders: list[Path]) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """The names of the marks, one row of them for each fact found, whether it is right, and its document."""
    extractor = Extractor()
    names: list[str] = []
    rows, right, documents = [], [], []
    for folder in folders:
        for gold in load_gold(folder):
            facts = extractor.extract(gold.text, published=gold.published, title=gold.title, id=gold.id).facts
            pairs = {j: i for i, j in pair(gold.facts, facts)}
            for j, said in enumerate(marks_of(facts)):
                names = names or list(said)
                rows.append([1.0, *map(float, said.values())])
                right.append(j in pairs and all(FIELDS[name](gold.facts[pairs[j]], facts[j]) for name in CORE))
                documents.append(f"{folder}/{gold.id}")
    return names, np.array(rows), np.array(right, float), np.array(documents)


def fit(rows: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Logistic regression by Newton's method; the first weight is the intercept."""
    weights = np.zeros(rows.shape[1])
    penalty = np.r_[0.0, np.full(rows.shape[1] - 1, PENALTY)]
    for _ in range(50):
        chance = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (right - chance) - penalty * weights
        bend = (rows * (chance * (1 - chance))[:, None]).T @ rows + np.diag(penalty)
        step = np.linalg.solve(bend, slope)
        weights += step
        if np.abs(step).max() < 1e-8:
            break
    return weights


def left_out(rows: np.ndarray, right: np.ndarray, documents: np.ndarray) -> np.ndarray:
    """The chance given to each fact by weights that were fitted without its document."""
    chance = np.zeros(len(right))
    for document in np.unique(documents):
        own = documents == document
        chance[own] = 1 / (1 + np.exp(-rows[own] @ fit(rows[~own], right[~own])))
    return chance


def judge(chance: np.ndarray, right: np.ndarray) -> str:
    """Expected calibration error over ten bins, and what is given 0.95 or more."""
    bins = np.minimum((chance * 10).astype(int), 9)
    gap = sum(abs(chance[bins == b].mean() - right[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))
    sure = chance >= 0.95
    return f"{len(right)} facts, ECE {gap:.4f}; at 0.95 or more: {sure.mean():.3f} of all, {right[sure].mean():.4f} right"


def main(folders: list[Path]) -> None:
    """Fit on all folders; judge on all and on each."""
    names, rows, right, documents = gather(folders)
    chance = left_out(rows, right, documents)
    print("left out one document at a time:", judge(chance, right))
    for folder in folders:
        own = np.array([d.startswith(f"{folder}/") for d in documents])
        print(f"  {folder}: {judge(chance[own], right[own])}")
    print(f"{len(np.unique(documents))} documents")
    for name, weight in zip(["intercept", *names], fit(rows, right), strict=True):
        print(f'    "{name}": {weight:.2f},')


if __name__ == "__main__":
    main([Path(folder) for folder in sys.argv[1:]])
