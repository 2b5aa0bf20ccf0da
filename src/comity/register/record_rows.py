"""Turns measures of the record into rows of the tables of law.

A file names its own goods sets, places, lists and controls by short ids; in the tables they carry
the measure's id before a `#`, and so do its events, which become acts. Columns that a file leaves
out are filled from its life: what began with the measure ends with it. See docs/record.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import chain

from comity.register.entry import ENDS, LAW_TABLES, Event, Measure, Record, Source
from comity.register.law import Law, load_law
from comity.register.record import load_record
from comity.register.tables import TABLES, Column, Row

#: The columns of a table that name something a file may define itself, and under which array.
_OWN = {
    "goods": "goods",
    "places": "place",
    "lists": "list",
    "controls": "control",
}
#: The columns that name a row or a group of rows which others refer to.
_NAMES = {"goods": "goods", "place_set": "places", "list": "lists", "control": "controls"}
#: The columns whose ids always belong to the file.
_MINE = {
    ("reliefs", "row"),
    ("reliefs", "relief"),
    ("relieves", "relief"),
    ("bars", "bar"),
    ("gaps", "gap"),
}
#: The keys whose value may be a list: one row each.
_SPREAD = ("prefix", "member", "name")
#: What kind of act an event is, by the kind of its measure, where the event does not say.
_ACTS = {
    "rule": "rule",
    "listing": "announcement",
    "is_informed_letter": "letter",
    "license_suspension": "report",
    "guidance": "announcement",
    "company_order": "order",
    "framework_law": "statute",
}

Table = dict[str, str]


def record_rows(record: Record) -> dict[str, list[Row]]:
    """Return the rows of every measure that says which shipments it touches, by table."""
    tables: dict[str, list[Row]] = defaultdict(list)
    for measure in record.measures.values():
        for name, rows in measure_rows(measure).items():
            tables[name] += rows
    return dict(tables)


def load_law_and_record(extra: Iterable[Row] = (), *, check: bool = True) -> Law:
    """Read the law and the record that ship as one set of tables, and rows from elsewhere.

    Args:
        extra: Rows of the user's register.
        check: Whether to check the rows.

    Raises:
        LawError: With every fault of law and record.
    """
    rows = record_rows(load_record())
    return load_law(extra=[*chain.from_iterable(rows.values()), *extra], check=check)


def measure_rows(measure: Measure) -> dict[str, list[Row]]:
    """Return the rows of one measure, by table; none where it touches no shipment."""
    if not any(measure.law.get(name) for name in ("control", "relief", "bar", "gap")):
        return {}
    return _Rows(measure).tables()


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


class _Rows:
    """The rows of one measure."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure
        self.events = {event.id: event for event in measure.events}
        whole = [event for event in measure.events if not event.part]
        self.begun = next(
            (event for event in whole if event.kind == "effective"), measure.events[0]
        )
        self.ended = next((event for event in whole if event.kind in ENDS), None)
        self.own = {
            array: {
                str(row.get(TABLES[LAW_TABLES[array]].key[0], ""))
                for row in measure.law.get(array, ())
            }
            for array in _OWN.values()
        }

    def tables(self) -> dict[str, list[Row]]:
        rows = {
            "sources": [self._source(source) for source in self.measure.sources],
            "acts": [self._act(event) for event in self.measure.events],
            "measures": [self._measure()],
            "pauses": list(self._pauses()),
        }
        for array, name in LAW_TABLES.items():
            rows[name] = [
                self._filled(name, one)
                for raw in self.measure.law.get(array, ())
                for one in _spread(raw)
            ]
        return {name: self._sorted(name, values) for name, values in rows.items() if values}

    def _sorted(self, name: str, rows: list[Table]) -> list[Row]:
        key = TABLES[name].key
        rows.sort(key=lambda row: tuple(row.get(column, "") for column in key))
        return [
            Row(
                file=self.measure.file,
                line=number,
                regime=self.measure.regime,
                values={"table": name, **row},
            )
            for number, row in enumerate(rows, start=1)
        ]

    def _name(self, local: str) -> str:
        return f"{self.measure.id}#{local}"

    def _said(self, event: Event) -> Table:
        return {
            "source": self._name(event.sources[0]),
            "pinpoint": event.citation or self.measure.citation or self.measure.title,
        }

    def _source(self, source: Source) -> Table:
        return {
            "source": self._name(source.id),
            "title": source.title,
            "publisher": source.publisher,
            "url": source.url,
            "note": "" if source.read else "address only; the page itself was not read",
        }

    def _act(self, event: Event) -> Table:
        reported = f" Reported by {event.reported_by}." if event.reported_by else ""
        return {
            "act": self._name(event.id),
            "kind": event.act or _ACTS.get(self.measure.kind, "announcement"),
            "issuer": self.measure.issuer,
            "title": f"{self.measure.title}: {event.kind}",
            "published": event.published.isoformat(),
            "effective": event.date.isoformat(),
            "citation": event.citation,
            "source": self._name(event.sources[0]),
            "pinpoint": event.citation,
            "note": f"{event.text}{reported}".strip(),
        }

    def _measure(self) -> Table:
        complete = {None: "", True: "yes", False: "no"}[self.measure.addressees_complete]
        return {
            "measure": self.measure.id,
            "title": self.measure.title,
            "kind": self.measure.kind,
            "issuer": self.measure.issuer,
            "addressees": self._named("lists", self.measure.addressees),
            "addressees_complete": complete,
            **self._said(self.measure.events[0]),
        }

    def _pauses(self) -> Iterator[Table]:
        """A pause reaches to the first day on which it no longer holds."""
        for event in self.measure.events:
            if event.part or event.kind not in ("suspended", "extended"):
                continue
            resumed = next(
                (
                    later.date
                    for later in self.measure.events
                    if later.kind == "resumed" and later.date >= event.date and not later.part
                ),
                None,
            )
            until = event.until + timedelta(days=1) if event.until else None
            if resumed and (until is None or resumed < until):
                until = resumed
            yield {
                "measure": self.measure.id,
                "control": "",
                "from": event.date.isoformat(),
                "until": until.isoformat() if until else "",
                "begun_by": self._name(event.id),
                "on_lapse": "resumes" if resumed == until and resumed else event.on_lapse,
                **self._said(event),
            }

    def _filled(self, name: str, raw: Table) -> Table:
        table = TABLES[name]
        row = {key: self._local(name, key, value) for key, value in raw.items()}
        if row.get("scheme") == "set":
            row["prefix"] = self._named("goods", raw["prefix"])
        if name == "relieves" and "measure" not in row and "control" not in row:
            row["measure"] = self.measure.id
        if name == "controls":
            row["measure"] = self.measure.id
            self._address(row)
        if name == "listings":
            row.setdefault("party", _slug(raw.get("name", "")))
        begun = self.events.get(raw.get("begun_by", ""), self.begun)
        if "begun_by" in table.by_name:
            self._live(row, begun)
        for key, value in self._said(begun).items():
            if key in table.by_name:
                row.setdefault(key, value)
        return row

    def _address(self, row: Table) -> None:
        """Let a control of an act that is addressed to named exporters bind them."""
        if self.measure.addressees and "list" not in row:
            row["list"] = self._named("lists", self.measure.addressees)
            row["role"] = "exporter"
            row.setdefault("undeclared", "undetermined")

    def _live(self, row: Table, begun: Event) -> None:
        """Fill the life of a row; an act that is no event of the file is the regime's own."""
        if row.get("begun_by", begun.id) == begun.id:
            row["begun_by"] = self._name(begun.id)
            row.setdefault("begun_on", begun.date.isoformat())
        ended = self.events.get(row.get("ended_by", ""), self.ended)
        if ended is not None and row.get("ended_by", ended.id) == ended.id:
            row["ended_by"] = self._name(ended.id)
            row.setdefault("ended_on", ended.date.isoformat())

    def _local(self, table: str, key: str, value: str) -> str:
        if (table, key) in _MINE:
            return self._name(value)
        column: Column | None = TABLES[table].by_name.get(key)
        refers = column.refers if column and column.kind == "ref" else _NAMES.get(key, "")
        return self._named(refers, value)

    def _named(self, table: str, value: str) -> str:
        """Put the measure's id before a name that the file defines itself."""
        array = _OWN.get(table)
        return self._name(value) if array and value in self.own[array] else value


def _spread(raw: Mapping[str, object]) -> Iterator[Table]:
    """Turn a table of a file into rows of text: a list of prefixes, members or names is many."""
    spread = next((key for key in _SPREAD if isinstance(raw.get(key), list)), None)
    values = raw[spread] if spread else [None]
    if not isinstance(values, list):
        return
    for value in values:
        row = {key: str(one) for key, one in raw.items() if key != spread}
        if spread:
            row[spread] = str(value)
        yield row
