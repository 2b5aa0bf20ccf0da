"""Merges an edition into the tables of law that stand already, so that a new edition is a diff.

A row that the edition confirms stays as it is, with whatever a person wrote into it. A row that
the edition lacks is ended, a row that it adds is begun, both by the edition's own act: the day of
the change lies between the editions, so the old row holds until the new edition and the new one
from the day after the old edition, until someone finds the rule and writes its dates in.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

Row = dict[str, str]

LIFE = ("begun_by", "begun_on", "ended_by", "ended_on")
BOX = (
    *("goods", "exported_from", "origin", "to", "list", "role", "party_place", "end_use"),
    *("content_over", "fdp", "question", "undeclared"),
)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "places": ("place_set", "sign", "member", *LIFE, "source", "pinpoint"),
    "codes": ("scheme", "code", "kind", "title", "jurisdiction", *LIFE, "source", "pinpoint"),
    "goods": ("goods", "scheme", "prefix", "sign", "basis", "question", "note"),
    "controls": (
        *("control", "measure", "effect", "reason", *BOX, "review_policy", *LIFE),
        *("source", "pinpoint"),
    ),
}
KEYS: Mapping[str, tuple[str, ...]] = {
    "places": ("place_set", "member", "sign", "begun_on"),
    "codes": ("scheme", "code", "begun_on"),
    "goods": ("goods", "scheme", "prefix"),
    "controls": ("control", "begun_on"),
}


def read_table(path: Path) -> list[Row]:
    """Read a table as text, or nothing where there is none yet."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def write_table(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a table of law in the order of its key, one line a row."""
    columns, key = COLUMNS[path.stem], KEYS[path.stem]
    ordered = sorted(rows, key=lambda row: tuple(row.get(name, "") for name in key))
    write_rows(path, columns, ([row.get(name, "") for name in columns] for row in ordered))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a header line and rows as UTF-8 CSV with plain line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def edition_before(acts: Sequence[Row], part: str, day: date) -> date | None:
    """Return the day of the latest edition of a part before a day; acts name their parts."""
    days = (
        date.fromisoformat(act["act"].removeprefix("ecfr-"))
        for act in acts
        if act["kind"] == "edition" and part in act["pinpoint"].split()
    )
    return max((found for found in days if found < day), default=None)


def merge(
    standing: Sequence[Row],
    found: Sequence[Row],
    key: tuple[str, ...],
    day: date,
    last: date | None,
) -> list[Row]:
    """Return the rows that stand after an edition, the ended ones among them.

    Args:
        standing: Rows of the table, of the kind that the edition speaks of.
        found: Rows that the edition states, without their life.
        key: Columns that make two rows the same row.
        day: Day of the edition.
        last: Day of the edition before it, or None where this is the first.

    Raises:
        SystemExit: Where the table holds a newer edition, which this one would undo.
    """
    act = f"ecfr-{day}"
    for row in standing:
        for newer in (row["begun_by"], row["ended_by"]):
            if newer.startswith("ecfr-") and newer > act:
                msg = f"{newer} is merged already; an older edition would undo it"
                raise SystemExit(msg)

    def name(row: Mapping[str, str]) -> tuple[str, ...]:
        return tuple(row.get(column, "") for column in key)

    stated = {name(row): row for row in found}
    alive = {name(row) for row in standing if not row["ended_on"]}
    rows: list[Row] = []
    for row in standing:
        if row["ended_on"]:
            rows.append(row)
        elif name(row) in stated:
            rows.append(stated[name(row)] | {column: row[column] for column in LIFE})
        else:
            rows.append(row | {"ended_by": act, "ended_on": day.isoformat()})
    begun = "" if last is None else (last + timedelta(days=1)).isoformat()
    for key_of, row in stated.items():
        if key_of not in alive:
            life = {"begun_by": act, "begun_on": begun, "ended_by": "", "ended_on": ""}
            rows.append(row | life)
    return rows
