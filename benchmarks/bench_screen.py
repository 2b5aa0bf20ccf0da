"""Measure screening: bulk and single speed, import, load from cache, an order book, memory.

Usage: ``python benchmarks/bench_screen.py CSL [OFAC_FOLDER]``
Queries are made as `tools/screen_samples.py` says: 551 changed names of the OFAC list and 449
denied persons that are not on it. Wall time depends on what else the machine does: the load is
printed too, and processor time, which depends on it less.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tools"))

from comity.screen.facts import line_party
from comity.screen.listing import add_list
from comity.screen.party import Asked
from comity.screen.reader import read_parties
from comity.screen.screener import Screener
from screen_samples import changed_names, groups, strangers

LINES, DISTINCT = 100_000, 5_000


@contextmanager
def timed(what: str, count: int = 0) -> Iterator[None]:
    """Print wall and processor time of a block, and how many a second."""
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    rate = f", {count / wall:,.0f} a second ({count / cpu:,.0f} of processor time)" if count else ""
    print(f"{what}: {wall:.3f} s, {cpu:.3f} s of processor time{rate}")


def bulk(csl: str, ofac: str) -> None:
    """Screen a thousand queries, not met before, against OFAC's list; then one at a time."""
    chance = random.Random(5)  # noqa: S311  a sample, no secret
    listed = list(read_parties(Path(ofac)).parties)
    denied = [one for one in read_parties(Path(csl)).parties if one.list_id == "denied-persons"]
    queries = changed_names(listed, groups(listed), 551, chance)
    queries += strangers(denied, listed, 449, chance)
    asked = [Asked(name=query.text, id=str(at)) for at, query in enumerate(queries)]
    with timed("list of 7,379 parties made ready"):
        screener = Screener.of(listed)
    screener.screen_name("warm up")
    with timed("1,000 queries in bulk", len(asked)):
        screener.screen(asked)
    screener = Screener.of(listed)
    took = []
    for one in asked[:300]:
        begun = time.perf_counter()
        screener.screen_name(one)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    print(f"one name: median {took[150]:.1f} ms, 95 % under {took[285]:.1f} ms")


def full(csl: str) -> None:
    """Import the whole list, load it again, and screen the parties of an order book."""
    with tempfile.TemporaryDirectory() as home:
        with timed("import of the Consolidated Screening List"):
            add_list(csl, home=home)
        with timed("first load, which builds the index"):
            Screener.load(home=home)
        with timed("load from the cache"):
            screener = Screener.load(home=home)
        chance = random.Random(6)  # noqa: S311  a sample, no secret
        parties = list(read_parties(Path(csl)).parties)
        drawn = changed_names(parties, groups(parties), DISTINCT, chance, primary=False)
        names = [Asked(name=query.text) for query in drawn]
        lines = chance.choices(names, k=LINES)
        with timed(f"{LINES:,} lines with {DISTINCT:,} distinct parties", LINES):
            line_party(screener, lines)


def main(csl: str, ofac: str = "") -> None:
    """Print every figure."""
    print(f"load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    if ofac:
        bulk(csl, ofac)
    full(csl)
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")


if __name__ == "__main__":
    main(*sys.argv[1:])
