"""Makes big order books: 3,000 codes of the list, 200 destinations, 900 days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from comity.register.law import Law
from comity.terms.places import place_names

CODES, DESTINATIONS, DAYS = 3_000, 200, 900
_LAST_DAY = date(2026, 8, 7)
_CHUNK = 500_000


def codes(law: Law) -> list[str]:
    """Return the first codes of the list, entries and paragraphs, evenly taken."""
    every = sorted({row["code"] for row in law.rows("codes", "us_ear") if row["scheme"] == "eccn"})
    step = max(len(every) / CODES, 1)
    return [every[int(number * step)] for number in range(min(CODES, len(every)))]


def destinations() -> list[str]:
    """Return destinations by their codes."""
    countries = [place for place in place_names() if "-" not in place]
    return countries[:DESTINATIONS]


def days() -> list[date]:
    """Return the days of the book, the last one in the verified window."""
    return [_LAST_DAY - timedelta(days=number) for number in range(DAYS)]


def write_orders(target: Path, count: int, law: Law, *, seed: int = 1) -> None:
    """Write an order book of a number of lines as Parquet, every value as text."""
    rng = np.random.default_rng(seed)
    words = {
        "eccn": codes(law),
        "to": destinations(),
        "date": [str(day) for day in days()],
        "value_usd": [str(number * 37 + 10) for number in range(1_000)],
    }
    writer = None
    for start in range(0, count, _CHUNK):
        size = min(_CHUNK, count - start)
        columns = {
            "line": pa.array(np.arange(start + 1, start + size + 1)).cast(pa.string()),
            "from": pa.array(["US"]).take(pa.array(np.zeros(size, dtype=np.int8))),
        }
        for name, values in words.items():
            drawn = pa.array(rng.integers(len(values), size=size))
            columns[name] = pa.array(values).take(drawn)
        table = pa.table(columns)
        writer = writer or pq.ParquetWriter(target, table.schema)
        writer.write_table(table)
    if writer is not None:
        writer.close()
