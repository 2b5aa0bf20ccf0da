"""Reads the tables of law from their folders and checks them hard, all faults at once.

The shape of the tables is in `tables`; what they mean is compiled in `star`.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from comity.errors import Fault, LawError
from comity.register.tables import BOXES, GROUPS, TABLES, Row, Table, as_date, defect, references

Rows = Mapping[str, list[Row]]
_PERCENT = re.compile(r"\d+(\.\d+)?")
_WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """Every row of law, by table; rows of all regimes together."""

    tables: dict[str, list[Row]]
    content_hash: str = ""
    root: str = ""
    #: id of a goods set, place set, … → its rows, by (table, regime)
    groups: dict[tuple[str, str], dict[str, list[Row]]] = field(default_factory=dict)

    def rows(self, table: str, regime: str | None = None) -> list[Row]:
        """Return the rows of a table, of one regime or of all."""
        rows = self.tables.get(table, [])
        return rows if regime is None else [row for row in rows if row.regime == regime]

    @property
    def regimes(self) -> list[str]:
        """The regimes, in alphabetical order."""
        return sorted(row["regime"] for row in self.rows("regimes"))


def law_folder() -> Path:
    """Return the folder of law that ships with comity."""
    return Path(str(resources.files("comity"))) / "law"


def load_law(root: Path | None = None, extra: Iterable[Row] = (), *, check: bool = True) -> Law:
    """Read every table below a folder, and rows from elsewhere beside them.

    Args:
        root: Folder whose sub-folders are regimes; by default the law that ships.
        extra: Rows of the record and of the user's register; `Row.values` must hold a
            `table` key.
        check: Whether to check the rows; the law that ships is checked when it is built.

    Raises:
        LawError: With every fault of every table.
    """
    root = root or law_folder()
    faults: list[Fault] = []
    tables: dict[str, list[Row]] = {name: [] for name in TABLES}
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.csv")):
        regime = path.relative_to(root).parts[0]
        text = path.read_bytes()
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + text)
        shown = f"{root.name}/{path.relative_to(root).as_posix()}"
        table = TABLES.get(path.stem)
        if table is None:
            told = f"expected the name of a table ({', '.join(sorted(TABLES))})"
            faults.append(Fault(file=shown, expected=told, got=path.stem))
            continue
        tables[table.name] += _read(table, shown, regime, text, faults)
    for row in extra:
        digest.update(repr(sorted(row.values.items())).encode())
        tables[row["table"]].append(row)
    law = Law(tables=tables, content_hash=digest.hexdigest()[:16], root=root.name)
    for name, column in GROUPS.items():
        for row in tables[name]:
            law.groups.setdefault((name, row.regime), defaultdict(list))[row[column]].append(row)
    if check:
        faults += _Check(law).faults()
    if faults:
        raise LawError(faults)
    return law


def _read(table: Table, shown: str, regime: str, text: bytes, faults: list[Fault]) -> list[Row]:
    try:
        reader = csv.reader(text.decode("utf-8").splitlines(), strict=True)
        header = next(reader, [])
        records = list(reader)
    except (UnicodeDecodeError, csv.Error) as error:
        faults.append(Fault(file=shown, expected=f"expected UTF-8 CSV ({error})"))
        return []
    unknown = [name for name in header if name not in table.by_name]
    if unknown or len(set(header)) != len(header):
        told = f"expected columns among {', '.join(table.by_name)}"
        faults.append(Fault(file=shown, line=1, expected=told, got=", ".join(unknown or header)))
        return []
    rows = []
    for number, record in enumerate(records, start=2):
        if len(record) != len(header):
            told = f"expected {len(header)} values"
            faults.append(Fault(file=shown, line=number, expected=told, got=str(len(record))))
            continue
        values = dict(zip(header, record, strict=True))
        rows.append(Row(file=shown, line=number, regime=regime, values=values))
    return rows


class _Check:
    """Checks rows by themselves, then against each other."""

    def __init__(self, law: Law) -> None:
        self.law = law
        self.ids: dict[tuple[str, str], set[str]] = defaultdict(set)
        for name, table in TABLES.items():
            for row in law.tables[name]:
                self.ids[name, row.regime].add(row[table.key[0]])
        for row in law.tables["codes"]:
            self.ids["codes", row.regime].add(row["code"])

    def faults(self) -> Iterator[Fault]:
        for table in TABLES.values():
            rows = self.law.tables[table.name]
            for row in rows:
                yield from self._values(table, row)
            yield from self._keys(table, rows)
        yield from self._cycles()
        yield from self._absences()
        yield from self._shares()

    def _fault(self, row: Row, column: str, expected: str) -> Fault:
        return Fault(
            file=row.file, line=row.line, column=column, expected=expected, got=row[column]
        )

    def _values(self, table: Table, row: Row) -> Iterator[Fault]:
        for column in table.columns:
            told = defect(column, row[column.name])
            if told:
                yield self._fault(row, column.name, told)
        for column in references(table):
            value = row[column.name]
            if value and value not in self.ids[column.refers, row.regime]:
                yield self._fault(row, column.name, f"expected an id of {column.refers}.csv")
        if (
            row["member"].startswith("=")
            and row["member"][1:] not in (self.ids["places", row.regime])
        ):
            yield self._fault(row, "member", "expected a place set of places.csv after =")
        if row["scheme"] == "set" and row["prefix"] not in self.ids["goods", row.regime]:
            yield self._fault(row, "prefix", "expected a goods set of goods.csv")
        yield from self._life(row)

    def _life(self, row: Row) -> Iterator[Fault]:
        begun, ended = as_date(row["begun_on"]), as_date(row["ended_on"])
        if begun and ended and ended <= begun:
            yield self._fault(row, "ended_on", "expected a day after begun_on")
        if bool(row["ended_by"]) != bool(row["ended_on"]):
            yield self._fault(row, "ended_on", "expected ended_by and ended_on together")

    def _keys(self, table: Table, rows: list[Row]) -> Iterator[Fault]:
        seen: dict[tuple[str, ...], Row] = {}
        before: tuple[str, tuple[str, ...]] = ("", ())
        for row in rows:
            key = tuple(row[name] for name in table.key)
            first = seen.setdefault((row.regime, *key), row)
            if first is not row:
                told = f"expected a key that {first.file}:{first.line} does not have"
                yield Fault(file=row.file, line=row.line, expected=told, got=" ".join(key))
            if before[0] == row.file and key < before[1]:
                told = f"expected rows sorted by {', '.join(table.key)}"
                yield Fault(file=row.file, line=row.line, expected=told, got=" ".join(key))
            before = (row.file, key)

    def _cycles(self) -> Iterator[Fault]:
        for name, column, mark in (("places", "member", "="), ("goods", "prefix", "")):
            for (table, _), sets in self.law.groups.items():
                if table != name:
                    continue
                inner = {
                    key: [
                        row[column].removeprefix(mark)
                        for row in rows
                        if (row[column].startswith("=") if mark else row["scheme"] == "set")
                    ]
                    for key, rows in sets.items()
                }
                yield from (
                    self._fault(sets[key][0], column, "expected no set that contains itself")
                    for key in inner
                    if _reaches(key, key, inner)
                )

    def _shares(self) -> Iterator[Fault]:
        """A list of owned parties says whose and from which share on; no other list does."""
        shares: dict[tuple[str, str], str] = {}
        for row in self.law.tables["lists"]:
            is_owned, least = row["basis"] == "owned", row["least_percent"]
            if is_owned and not (_PERCENT.fullmatch(least) and 0 < float(least) <= _WHOLE):
                yield self._fault(row, "least_percent", "expected a share over 0 and up to 100")
            if (is_owned or row["scope"] == "rest") and not row["within"]:
                yield self._fault(row, "within", "expected the list that the entries are on")
            yield from (
                self._fault(row, column, "expected nothing where the basis is not owned")
                for column in ("least_percent", "aggregate")
                if row[column] and not is_owned
            )
            together = row.regime, row["aggregate"]
            if row["aggregate"] and shares.setdefault(together, least) != least:
                told = "expected the share of the other lists that are added up with it"
                yield self._fault(row, "least_percent", told)

    def _absences(self) -> Iterator[Fault]:
        """A regime that controls by a scheme says what a line without such a code gets."""
        for regime in self.law.regimes:
            goods = self.law.groups.get(("goods", regime), {})
            used = {row["goods"] for name in BOXES for row in self.law.rows(name, regime)}
            controlled = {
                row["scheme"]
                for control in self.law.rows("controls", regime)
                for row in goods.get(control["goods"], [])
                if row["scheme"] != "set"
            }
            answered = {
                row["scheme"]
                for key in used
                for row in goods.get(key, [])
                if row["prefix"] == "absent"
            }
            for scheme in sorted(controlled - answered):
                yield Fault(
                    file=f"{self.law.root}/{regime}/gaps.csv",
                    expected=f"expected a gap for a line without {scheme} code (prefix absent)",
                )


def _reaches(goal: str, start: str, inner: Mapping[str, list[str]]) -> bool:
    seen: set[str] = set()
    todo = list(inner.get(start, []))
    while todo:
        key = todo.pop()
        if key == goal:
            return True
        if key not in seen:
            seen.add(key)
            todo += inner.get(key, [])
    return False
