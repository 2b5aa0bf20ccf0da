"""Measure matching: name pairs, names across scripts, queries against OFAC's legacy list.

Usage: python tools/measure_screen.py CSL OFAC_FOLDER [PAIRS]
The pairs are names of the half of the parties that `fit_screen_model.py` does not fit on: aliases
of one party that share a similar word (the same), and a name with the listed name of another party
that is most like it letter by letter (not the same). PAIRS adds pairs from a CSV without header:
same (1 or 0), kind, one name, the other.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from comity.screen.compare import compare_names
from comity.screen.model import load_model
from comity.screen.party import Kind, Party
from comity.screen.reader import read_parties
from screen_samples import groups

ALIKE = 0.8
PAIRS = 1_500

Labelled = tuple[int, str, str, str]


def labelled_pairs(parties: list[Party], chance: random.Random) -> list[Labelled]:
    """Draw pairs of people and companies, as many the same as not."""
    group = groups(parties)
    held_out = [at for at in range(len(parties)) if group[at] % 2]
    names = [party.name for party in parties]
    pairs: list[Labelled] = []
    for kind in ("person", "organization"):
        some = [at for at in held_out if parties[at].kind == kind]
        for at in chance.sample(some, min(PAIRS, len(some))):
            name = parties[at].name
            aliases = [one for one in parties[at].aliases if _share_a_word(name, one)]
            if aliases:
                pairs.append((1, kind, name, chance.choice(aliases)))
            near = process.extract(name, names, scorer=fuzz.token_sort_ratio, limit=8)
            other = next((one for one, _, where in near if group[where] != group[at]), None)
            if other is not None and aliases:
                pairs.append((0, kind, name, other))
    return pairs


def _share_a_word(one: str, two: str) -> bool:
    return one.lower() != two.lower() and any(
        JaroWinkler.similarity(x, y) >= ALIKE
        for x in one.lower().replace(",", "").split()
        for y in two.lower().replace(",", "").split()
        if len(x) > 2 and len(y) > 2  # noqa: PLR2004
    )


def average_precision(label: npt.NDArray[np.int64], score: npt.NDArray[np.float32]) -> float:
    """Average the precision over the ranks of the matches."""
    order = np.argsort(-score, kind="stable")
    hits = label[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float((precision * hits).sum() / max(hits.sum(), 1))


def report(title: str, pairs: list[Labelled], threshold: float, *, show: bool = False) -> None:
    """Print F1 at the threshold and the average precision, by kind."""
    for kind in ("person", "organization", ""):
        some = [pair for pair in pairs if kind in ("", pair[1])]
        if not some:
            continue
        label = np.array([pair[0] for pair in some])
        kinds: list[Kind] = ["person" if pair[1] == "person" else "organization" for pair in some]
        score = compare_names([pair[2] for pair in some], [pair[3] for pair in some], kinds)
        found = score >= threshold
        right = int((found & (label == 1)).sum())
        precision, recall = right / max(int(found.sum()), 1), right / max(int(label.sum()), 1)
        f1 = 2 * precision * recall / max(precision + recall, 1e-9)
        print(
            f"{title:12} {kind or 'all':13} {len(some):5} pairs  precision {precision:.3f}  "
            f"recall {recall:.3f}  F1 {f1:.3f}  AP {average_precision(label, score):.3f}"
        )
        if show and kind:
            for pair, one in zip(some, score, strict=True):
                if (one >= threshold) != bool(pair[0]):
                    print(f"    {one:.3f} {pair}")


def main(csl: str, *more: str) -> None:
    """Print every figure."""
    threshold = load_model().review
    parties = list(read_parties(Path(csl)).parties)
    pairs = labelled_pairs(parties, random.Random(7))  # noqa: S311  a sample, no secret
    report("aliases", pairs, threshold)
    for path in more:
        with Path(path).open(encoding="utf-8", newline="") as file:
            rows = [(int(same), kind, one, two) for same, kind, one, two in csv.reader(file)]
        report(Path(path).stem, rows, threshold, show=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
