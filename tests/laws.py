"""Small laws for tests, written as the tables that a lawyer would write."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyarrow as pa

from comity.register.law import load_law
from comity.register.star import Star, compile_star
from comity.register.tables import TABLES

Tables = Mapping[str, Sequence[Mapping[str, str]]]

_SAID = {"source": "text", "pinpoint": "1"}


def write_law(folder: Path, tables: Tables, regime: str = "us_ear") -> Path:
    """Write tables of one regime below a folder, sorted, with sources and acts of their own."""
    base: dict[str, list[Mapping[str, str]]] = {
        "regimes": [
            {
                "regime": regime,
                "title": "List",
                "issuer": "BIS",
                "home": "US",
                "combine_reliefs": "yes",
            }
        ],
        "sources": [{"source": "text", "title": "The text", "cites": "15 CFR"}],
        "acts": [{"act": "seen", "kind": "edition", "title": "First edition seen"}],
    }
    for name, rows in tables.items():
        base[name] = [*base.get(name, []), *rows] if name != "regimes" else list(rows)
    target = folder / regime
    target.mkdir(parents=True)
    for name, rows in base.items():
        table = TABLES[name]
        columns = [column.name for column in table.columns]
        with (target / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
            writer.writeheader()
            full = [{**_defaults(name, columns), **row} for row in rows]
            writer.writerows(sorted(full, key=lambda row: [row.get(key, "") for key in table.key]))
    return folder


def _defaults(table: str, columns: Sequence[str]) -> dict[str, str]:
    known = {**_SAID, "begun_by": "seen", "basis": "stated"}
    if table == "sources":
        known.pop("source")
    if table != "goods":
        known.pop("basis")
    return {name: value for name, value in known.items() if name in columns}


def small_star(folder: Path, tables: Tables) -> Star:
    """Compile a small law of one regime."""
    return compile_star(load_law(write_law(folder, tables)))


def typed_lines(rows: Sequence[Mapping[str, object]]) -> pa.RecordBatch:
    """Make typed lines of order lines given by the columns that they have."""
    terms = (
        *("from", "to", "origin", "eccn", "hs", "cn", "eu"),
        *("exporter", "parties", "end_use", "fdp"),
    )
    return pa.RecordBatch.from_pydict(
        {
            "line": pa.array([str(number) for number, _ in enumerate(rows, start=1)]),
            "order": pa.array([str(row.get("order", "")) for row in rows]),
            "date": pa.array([row.get("date") for row in rows], pa.date32()),
            **{
                name: pa.array([str(row.get(name, "")) for row in rows]).dictionary_encode()
                for name in terms
            },
            "value_usd": pa.array([row.get("value_usd") for row in rows], pa.float64()),
            "us_content_percent": pa.array(
                [row.get("us_content_percent") for row in rows], pa.float64()
            ),
        }
    )
