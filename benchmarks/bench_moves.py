"""Measure what `diff` and `whatif` cost, in checks of the same order book.

Usage: ``python benchmarks/bench_moves.py [--lines 1000000]``
A difference may cost 2.5 checks, a deal five; the exit status is 1 where one costs more.
"""

from __future__ import annotations

import argparse
import csv
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from comity.desk import Desk

EXAMPLES = Path(__file__).parent.parent / "examples"
JUNE, JULY = date(2025, 6, 10), date(2025, 7, 4)
PLACES = ("US", "CN", "DE", "JP", "IN", "AE", "SG", "KR", "TW", "FR", "BR", "TR")
MOST = {"diff": 2.5, "whatif": 5.0}


def main() -> int:
    """Print seconds and checks, and tell whether all are within bounds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--lines", type=int, default=1_000_000)
    lines = options.parse_args().lines
    with tempfile.TemporaryDirectory() as folder:
        orders = Path(folder) / "orders.csv"
        write_orders(orders, lines)
        Desk().star  # noqa: B018  the law is compiled once, before anything is measured
        wall, cpu = measure(lambda: Desk().check(orders, on=JUNE, known=JUNE, in_memory=False))
        print(f"{lines:,} lines: check {wall:.1f} s ({cpu:.1f} s of processor time)")
        costs = {
            "diff": measure(lambda: Desk().diff(orders, before=JUNE, after=JULY)),
            "whatif": measure(lambda: Desk().whatif(EXAMPLES / "london.toml", orders)),
        }
    for name, (seconds, busy) in costs.items():
        print(
            f"{name}: {seconds:.1f} s, {seconds / wall:.2f} checks ({busy / cpu:.2f} of processor)"
        )
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    return int(any(costs[name][0] > most * wall for name, most in MOST.items()))


def write_orders(path: Path, lines: int) -> None:
    """Write an order book: the lines that ship, to many places, at many values."""
    with (EXAMPLES / "orders.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    chance = random.Random(10)  # noqa: S311  an order book, no secret
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        for number in range(lines):
            row = {**chance.choice(rows), "line": str(number + 1), "order": f"O{number // 3}"}
            if chance.random() < 1 / 2:
                row["to"] = chance.choice(PLACES)
            row["value_usd"] = f"{chance.lognormvariate(9, 2):.2f}"
            writer.writerow(row)


def measure(ask: Callable[[], object]) -> tuple[float, float]:
    """Return how long something takes, on the clock and of the processor."""
    wall, cpu = time.perf_counter(), time.process_time()
    ask()
    return time.perf_counter() - wall, time.process_time() - cpu


if __name__ == "__main__":
    raise SystemExit(main())
