"""Measures order books of a million lines and more against a floor and a dictionary loop.

The floor is one plain join on two keys in the same database engine, with the same answers ready in
tables beside the lines, that writes the same columns of answers and details. The loop looks each
line up in dictionaries of the law, in plain Python. Run `python benchmarks/bench_check.py --help`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from datetime import date
from pathlib import Path
from typing import Any

from orders import write_orders

_TODAY = date(2026, 8, 7)
_LOOPED = 100_000


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, nargs="+", default=[1_000_000])
    parser.add_argument("--csv", action="store_true", help="measure CSV in and out too")
    parser.add_argument("--step", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        print(json.dumps(_STEPS[given.step](given.folder, given.lines[0])))
        return
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    for lines in given.lines:
        with tempfile.TemporaryDirectory() as folder:
            _measure(Path(folder), lines, is_csv=given.csv)


def _measure(folder: Path, lines: int, *, is_csv: bool) -> None:
    load = os.getloadavg()[0]
    _step("make", folder, lines)
    found = {name: _step(name, folder, lines) for name in ("check", "floor", "loop")}
    if is_csv:
        found["csv"] = _step("csv", folder, lines)
    floor = found["floor"]["seconds"]
    rows = [
        ("floor: one join, written", floor, "", found["floor"]["mb"]),
        ("first run in a process", found["check"]["first"], "", found["check"]["mb"]),
        ("next run in the process", found["check"]["next"], "", found["check"]["mb"]),
        ("dictionary loop", found["loop"]["seconds"], "", found["loop"]["mb"]),
    ]
    if is_csv:
        rows.append(("next run, CSV in and out", found["csv"]["next"], "", found["csv"]["mb"]))
    print(f"{lines:,} lines, {found['check']['details']:,} details, load {load:.1f}\n")
    print("| | seconds | lines a second | × floor | peak MB |\n|---|--:|--:|--:|--:|")
    for name, seconds, _, peak in rows:
        rate = f"{lines / seconds:,.0f}"
        print(f"| {name} | {seconds:.1f} | {rate} | {seconds / floor:.1f} | {peak:,.0f} |")
    print(flush=True)


def _step(name: str, folder: Path, lines: int) -> dict[str, Any]:
    """Run a step in a process of its own, so that its peak of memory is its own."""
    command = [sys.executable, __file__, "--step", name, "--folder", str(folder)]
    done = subprocess.run(  # noqa: S603  this very script
        [*command, "--lines", str(lines)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _make(folder: Path, lines: int) -> dict[str, Any]:
    from comity.register.law import load_law

    write_orders(folder / "orders.parquet", lines, load_law())
    return {}


def _check(folder: Path, _: int, suffix: str = "parquet") -> dict[str, Any]:
    import pyarrow.parquet as pq

    import comity

    desk = comity.open(today=_TODAY)
    took = []
    for _run in range(2):
        start = time.perf_counter()
        desk.check(
            folder / f"orders.{suffix}",
            output=folder / f"answers.{suffix}",
            details=folder / f"details.{suffix}",
        )
        took.append(time.perf_counter() - start)
    details = 0
    if suffix == "parquet":
        details = pq.ParquetFile(folder / "details.parquet").metadata.num_rows
    return {"first": took[0], "next": took[1], "details": details, "mb": _peak()}


def _csv(folder: Path, lines: int) -> dict[str, Any]:
    import duckdb

    source, target = folder / "orders.parquet", folder / "orders.csv"
    duckdb.execute(f"COPY (FROM '{source}') TO '{target}' (HEADER)")
    return _check(folder, lines, "csv")


def _floor(folder: Path, _: int) -> dict[str, Any]:
    """Join lines with answers that stand ready under two keys, and write as much."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET preserve_insertion_order = false")
    for name, one in (("answers", 'a.* EXCLUDE (line, eccn, "to", date, value_usd, "from")'),
                      ("details", "a.* EXCLUDE (line)")):  # fmt: skip
        con.execute(
            f"""CREATE TABLE {name} AS
            WITH sample AS (
                SELECT eccn, "to", any_value(line) AS line FROM '{folder}/orders.parquet'
                GROUP BY ALL)
            SELECT s.eccn, s."to", {one} FROM sample s JOIN '{folder}/{name}.parquet' a USING (line)
            """
        )
    start = time.perf_counter()
    for name, one in (("answers", "o.*"), ("details", "o.line")):
        con.execute(
            f"""COPY (
                SELECT {one}, a.* EXCLUDE (eccn, "to")
                FROM '{folder}/orders.parquet' o JOIN {name} a USING (eccn, "to"))
            TO '{folder}/floor-{name}.parquet' (COMPRESSION zstd)"""
        )
    return {"seconds": time.perf_counter() - start, "mb": _peak()}


def _loop(folder: Path, lines: int) -> dict[str, Any]:
    """Look lines up in dictionaries of the law: codes, then destinations, then days."""
    import pyarrow.parquet as pq

    from comity.register.law import load_law
    from comity.register.star import compile_star
    from comity.terms.periods import holds

    star = compile_star(load_law())
    index = star.goods["us_ear"]
    controls = defaultdict(list)
    for box in star.boxes:
        if box.kind == "control" and box.goods and box.regime == "us_ear":
            controls[box.goods].append(box)
    rows = pq.ParquetFile(folder / "orders.parquet").read_row_group(0)[:_LOOPED].to_pylist()
    of_code = {
        code: [(m, box) for m in index.matches("eccn", code) for box in controls[m.goods]]
        for code in {row["eccn"] for row in rows}
    }
    start = time.perf_counter()
    written = []
    for row in rows:
        day = date.fromisoformat(row["date"])
        for match, box in of_code[row["eccn"]]:
            members = star.members["us_ear", box.to] if box.to else None
            if members is None or holds(members.get(row["to"], ()), day, _TODAY):
                life = [span for span, _ in box.life]
                if holds(life, day, _TODAY):
                    written.append((row["line"], box.key, match.status, box.reason, box.citation))
    seconds = (time.perf_counter() - start) * lines / len(rows)
    return {"seconds": seconds, "mb": _peak()}


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_STEPS = {"make": _make, "check": _check, "csv": _csv, "floor": _floor, "loop": _loop}

if __name__ == "__main__":
    main()
