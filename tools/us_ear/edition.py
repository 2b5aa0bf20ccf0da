"""Reads one edition of the regulations from files: tables as CSV, or the official XML.

A file says by its header line, or by the part that its XML holds, what it is.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

COLUMNS = (
    *("CB1", "CB2", "CB3", "NP1", "NP2", "NS1", "NS2", "MT1"),
    *("RS1", "RS2", "FC1", "CC1", "CC2", "CC3", "AT1", "AT2"),
)
GROUPS = (
    *("A:1", "A:2", "A:3", "A:4", "A:5", "A:6", "B"),
    *("D:1", "D:2", "D:3", "D:4", "D:5", "E:1", "E:2"),
)
_PARAGRAPH = re.compile(r"[a-z]{1,2}(\.(\d{1,2}|[a-z]{1,2}))*")


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlLine:
    """One line of an entry's table of license requirements, as printed."""

    eccn: str
    reason: str
    scope: str
    column: str
    text: str

    @property
    def told(self) -> str:
        """All the words of the line: some say in the scope where the control reaches."""
        return f"{self.text} {self.scope}"


@dataclass(slots=True, kw_only=True)
class Edition:
    """What the files of one edition say; a part that no file held is empty."""

    day: date
    controls: list[ControlLine] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    paragraphs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    chart: dict[str, set[str]] = field(default_factory=dict)
    see_instead: set[str] = field(default_factory=set)
    groups: dict[str, set[str]] = field(default_factory=dict)


def read_edition(day: date, paths: Iterable[Path]) -> Edition:
    """Read every file into one edition.

    Raises:
        SystemExit: Where a file is not of a kind this tool knows.
    """
    edition = Edition(day=day)
    for path in paths:
        if path.suffix == ".xml":
            from us_ear.ecfr import read_xml

            read_xml(edition, path)
            continue
        with path.open(encoding="utf-8-sig", newline="") as file:
            records = list(csv.DictReader(file, strict=True))
        header = set(records[0]) if records else set()
        for needed, reader in _READERS.items():
            if set(needed) <= header:
                reader(edition, records)
                break
        else:
            msg = f"{path}: not a table this tool knows: {', '.join(sorted(header))}"
            raise SystemExit(msg)
    return edition


Records = list[dict[str, str]]


def _controls(edition: Edition, records: Records) -> None:
    edition.controls += [
        ControlLine(
            eccn=record["eccn"],
            reason=record["reason"],
            scope=record["applies_to"],
            column=record["chart_column"],
            text=record["chart_text"],
        )
        for record in records
    ]


def _headings(edition: Edition, records: Records) -> None:
    edition.headings |= {record["eccn"]: record["heading"] for record in records}


def _items(edition: Edition, records: Records) -> None:
    for record in records:
        told = record["text"].strip(" ;.").lower()
        if record.get("kind", "item") == "item" and told != "[reserved]":
            add_paragraph(edition, record["eccn"], record["paragraph"])


def _chart(edition: Edition, records: Records) -> None:
    for record in records:
        place = record["iso2"]
        edition.chart[place] = {name for name in COLUMNS if record[name].strip()}
        if record["see_instead"]:
            edition.see_instead.add(place)


def _groups(edition: Edition, records: Records) -> None:
    for record in records:
        marked = {name for name in GROUPS if record[name].strip()}
        edition.groups.setdefault(record["iso2"], set()).update(marked)


def add_paragraph(edition: Edition, eccn: str, paragraph: str) -> None:
    """Note a paragraph of an entry and those above it."""
    if not _PARAGRAPH.fullmatch(paragraph):
        return
    parts = paragraph.split(".")
    for length in range(1, len(parts) + 1):
        edition.paragraphs[eccn].add(".".join(parts[:length]))


_READERS: Mapping[tuple[str, ...], Callable[[Edition, Records], None]] = {
    ("eccn", "reason", "applies_to", "chart_column", "chart_text"): _controls,
    ("eccn", "heading"): _headings,
    ("eccn", "paragraph", "text"): _items,
    ("iso2", *COLUMNS, "see_instead"): _chart,
    ("iso2", *GROUPS): _groups,
}
