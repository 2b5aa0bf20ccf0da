"""Measure matching: queries against OFAC's legacy list, name pairs, names in other scripts.

Usage: python tools/measure_screen.py CSL [OFAC_FOLDER] [--errors]
Queries: six draws of 551 changed names and 449 strangers, through `Screener.find`.
Pairs: those of benchmarks/name_pairs.csv in two halves, no party in both; the errors of half 0
are what one may look at (`--errors` prints them). Beside them pairs made of the half of the
parties that `fit_screen_model.py` does not fit on: aliases of one party that share a similar word
(the same), and a name with the listed name of another party most like it letter by letter.
Scripts: benchmarks/script_names.csv, each with what a listed name that it means contains.
"""

from __future__ import annotations

import csv
import random
import re
import sys
import zlib
from collections import Counter
from pathlib import Path

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process
from rapidfuzz.distance import JaroWinkler

from comity.screen.compare import compare_names
from comity.screen.model import load_model
from comity.screen.party import Asked, Kind, Party
from comity.screen.reader import read_parties
from comity.screen.screener import Screener
from screen_samples import changed_names, groups, strangers

ALIKE = 0.8
PAIRS = 1_500
BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
DRAWS, CHANGED, STRANGERS = range(100, 106), 551, 449

Labelled = tuple[int, str, str, str]
_KINDS: dict[str, Kind] = {"person": "person", "organization": "organization", "vessel": "vessel"}


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
        kinds: list[Kind] = [_KINDS[pair[1]] for pair in some]
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


def written_pairs(half: int) -> list[Labelled]:
    """Read the pairs written by hand whose parties fall into a half."""
    with (BENCHMARKS / "name_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for row in rows:
        leader[find(row["left"].casefold())] = find(row["right"].casefold())
    first: dict[str, str] = {}
    for name in sorted(leader):
        first.setdefault(find(name), name)
    return [(int(row["same"]), row["kind"], row["left"], row["right"]) for row in rows
            if zlib.crc32(first[find(row["left"].casefold())].encode()) % 2 == half]  # fmt: skip


def draws(csl: list[Party], ofac: Path) -> None:
    """Print for each draw how many changed names were found, and how many strangers alarmed."""
    listed = list(read_parties(ofac).parties)
    group = groups(listed)
    of = {(party.list_id, party.entry): at for party, at in zip(listed, group, strict=True)}
    denied = [party for party in csl if party.list_id == "denied-persons"]
    screener = Screener.of(listed)
    for seed in DRAWS:
        chance = random.Random(seed)  # noqa: S311  a sample, no secret
        queries = changed_names(listed, group, CHANGED, chance)
        queries += strangers(denied, listed, STRANGERS, chance)
        asked = [Asked(name=query.text, id=str(at)) for at, query in enumerate(queries)]
        found: dict[int, set[int]] = {}
        for match in screener.find(asked):
            entry = of[match.party.list_id, match.party.entry]
            found.setdefault(int(match.asked.id), set()).add(entry)
        right = sum(queries[at].group in groups_found for at, groups_found in found.items())
        alarmed = sum(queries[at].group < 0 for at in found)
        print(f"draw {seed}: {right} of {CHANGED} found, {alarmed} alerts in {STRANGERS}")


def scripts(csl: list[Party], *, errors: bool) -> None:
    """Print how many names in other scripts lead to the listed party that they mean."""
    screener = Screener.of(csl)
    found: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    with (BENCHMARKS / "script_names.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            words = _letters(row["listed"]).split()
            hit = any(all(word in _letters(name) for word in words)
                      for match in screener.screen_name(row["name"])
                      for name in match.party.names)  # fmt: skip
            total[row["set"], row["script"]] += 1
            found[row["set"], row["script"]] += hit
            if errors and not hit:
                print(f"    {row['name']} ({row['listed']})")
    for key in dict.fromkeys(of for of, _ in total):
        parts = [f"{script} {found[of, script]}/{total[of, script]}"
                 for of, script in total if of == key]  # fmt: skip
        right = sum(found[one] for one in total if one[0] == key)
        print(f"scripts, {key}: {right} of {sum(total[one] for one in total if one[0] == key)} "
              f"found ({', '.join(parts)})")  # fmt: skip


def _letters(text: str) -> str:
    return re.sub(r"\W+", " ", text.lower().replace("'", ""))


def main(csl: str, *more: str) -> None:
    """Print every figure."""
    errors = "--errors" in more
    threshold = load_model().review
    parties = list(read_parties(Path(csl)).parties)
    for ofac in more:
        if ofac != "--errors":
            draws(parties, Path(ofac))
    for half in (0, 1):
        report(f"half {half}", written_pairs(half), threshold, show=errors and half == 0)
    pairs = labelled_pairs(parties, random.Random(7))  # noqa: S311  a sample, no secret
    report("aliases", pairs, threshold)
    scripts(parties, errors=errors)


if __name__ == "__main__":
    main(*sys.argv[1:])
