"""The order book: what a user hands in, read in batches as typed, canonical order lines.

Every fault of the file is found in one reading. What the lines mean under the law is the matter of
`engine`; the formats are the matter of `source`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from comity.determine import cells
from comity.determine.cells import Distinct, Flaws
from comity.determine.duplicates import Repeats
from comity.determine.faults import FaultLog
from comity.determine.header import COLUMNS, match_header
from comity.determine.source import Misfit, Source, open_source
from comity.errors import InputError
from comity.terms.codes import CODE_PARSERS
from comity.terms.dates import parse_date
from comity.terms.parties import parse_parties
from comity.terms.places import parse_place

if TYPE_CHECKING:
    import pyarrow as pa

_PLACES = ("from", "to", "origin")
_SELDOM_REPEATED = ("line", "order", "value_usd", "us_content_percent")
_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Some lines of an order book: as they were handed in, and as they are understood.

    `raw` and `lines` hold the good rows only, row by row alike; `rejects` holds the others, where
    they were asked for, with the line and the reason.
    """

    raw: pa.RecordBatch
    lines: pa.RecordBatch
    rejects: pa.RecordBatch | None = None
    rejected: int = 0


@dataclass(slots=True, kw_only=True)
class OrderBook:
    """An order book that can be read again and again."""

    source: Source
    header: Mapping[str, str]
    notices: tuple[str, ...]
    default_from: str = ""
    end_uses: Sequence[str] | None = None
    fdp_rules: Sequence[str] | None = None
    faults: FaultLog = field(init=False)

    def __post_init__(self) -> None:
        self.faults = FaultLog(file=self.source.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that pass through; `line` comes first where the file has none."""
        given = self.source.columns
        return given if "line" in self.header else ("line", *given)

    def batches(self, *, reject: bool = False) -> Iterator[Batch]:
        """Yield the lines from the first; collect the faults in `faults`.

        Args:
            reject: Give the faulty rows and the reasons with each batch.
        """
        self.faults = FaultLog(file=self.source.name)
        readers = _Readers(self)
        repeats = Repeats(self._ids)
        start = 0
        for raw in self._raw():
            yield self._read(raw, start, readers, repeats, reject=reject)
            start += raw.num_rows
        misfits = self._note_misfits()
        if misfits:
            empty = self._empty()
            yield Batch(
                raw=empty.raw,
                lines=empty.lines,
                rejects=self._reject_misfits(misfits) if reject else None,
                rejected=len(misfits),
            )

    def lines(self, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield some typed columns of all lines, faults passed over; for totals over a book."""
        readers = _Readers(self)
        theirs = [self.header[column] for column in columns if column in self.header]
        for raw in self.source.batches(theirs, self._encode()):
            flaws = _no_flaws(raw.num_rows, 0)
            yield readers.read(raw, flaws, 0, columns)

    def _raw(self) -> Iterator[pa.RecordBatch]:
        """Yield the untyped rows; where they break off, tell the faults found before too."""
        try:
            yield from self.source.batches(encode=self._encode())
        except InputError as error:
            raise InputError([*self.faults.told, *error.faults]) from None

    def _read(
        self, raw: pa.RecordBatch, start: int, readers: _Readers, repeats: Repeats, *, reject: bool
    ) -> Batch:
        import pyarrow as pa

        flaws = _no_flaws(raw.num_rows, raw.num_rows * len(COLUMNS) if reject else self.faults.room)
        raw = self._repair(raw, flaws)
        lines = readers.read(raw, flaws, start, COLUMNS)
        raw = self._with_line(raw, lines)
        if "line" in self.header:
            self._check_ids(lines.column("line"), flaws, repeats)
        misfits = self._note_misfits()
        if not flaws.total and not misfits:
            return Batch(raw=raw, lines=lines)
        at = self._tell(flaws, start)
        good = pa.array(~flaws.mask)
        rejects = None
        if reject:
            rejects = self._reject(raw, flaws, at)
            if misfits:
                rejects = pa.concat_batches([rejects, self._reject_misfits(misfits)])
        rejected = int(flaws.mask.sum()) + len(misfits)
        return Batch(
            raw=raw.filter(good), lines=lines.filter(good), rejects=rejects, rejected=rejected
        )

    def _encode(self) -> set[str]:
        """Return their columns whose values repeat."""
        return {their for ours, their in self.header.items() if ours not in _SELDOM_REPEATED}

    def _ids(self) -> Iterator[pa.Array]:
        for batch in self.lines(["line"]):
            yield batch.column("line")

    def _check_ids(self, ids: pa.Array, flaws: Flaws, repeats: Repeats) -> None:
        import numpy as np
        import pyarrow.compute as pc

        column = self.header["line"]
        blank = np.flatnonzero(np.asarray(pc.equal(ids, "")))
        if len(blank):
            expected = "expected an id; without a column `line`, lines are numbered"
            flaws.mark(column, blank, lambda _: (expected, ""))
        repeated = np.setdiff1d(repeats.among(ids), blank)
        if len(repeated):
            flaws.mark(
                column, repeated, lambda row: ("expected each id once in the file", str(ids[row]))
            )

    def _repair(self, raw: pa.RecordBatch, flaws: Flaws) -> pa.RecordBatch:
        """Mark what isn't text in the columns that nothing else reads."""
        import pyarrow as pa

        read = {self.header[column] for column in COLUMNS if column in self.header}
        for number, name in enumerate(raw.schema.names):
            kind = raw.schema.field(number).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            if name in read - {self.header.get("order")} or not pa.types.is_string(kind):
                continue
            texts, is_changed = cells.repair(name, raw.column(number), flaws)
            if is_changed:
                raw = raw.set_column(number, name, texts)
        return raw

    def _with_line(self, raw: pa.RecordBatch, lines: pa.RecordBatch) -> pa.RecordBatch:
        """Return the columns that pass through with `line` as the text that the details name."""
        ids = lines.column("line")
        if "line" not in self.header:
            return raw.add_column(0, "line", ids)
        number = raw.schema.names.index(self.header["line"])
        return raw.set_column(number, raw.schema.names[number], ids)

    def _tell(self, flaws: Flaws, start: int) -> dict[int, int]:
        """Log the flaws of a batch; return the line on which each faulty row stands."""
        rows = sorted({flaw.row for flaw in flaws.told})
        at = dict(zip(rows, self.source.locate([start + row for row in rows]), strict=True))
        told = sorted(flaws.told, key=lambda flaw: flaw.row)[: self.faults.room]
        for flaw in told:
            line = at[flaw.row]
            self.faults.add(flaw.expected, line=line, column=flaw.column, got=flaw.got)
        self.faults.total += flaws.total - len(told)
        return at

    def _note_misfits(self) -> list[Misfit]:
        misfits = self.source.misfits()
        for misfit in misfits:
            self.faults.add(misfit.expected, line=misfit.line, got=misfit.text)
        return misfits

    def _reject(self, raw: pa.RecordBatch, flaws: Flaws, at: Mapping[int, int]) -> pa.RecordBatch:
        import numpy as np
        import pyarrow as pa

        rows = np.flatnonzero(flaws.mask)
        reasons: dict[int, list[str]] = {}
        for flaw in flaws.told:
            reasons.setdefault(flaw.row, []).append(f"{flaw.column}: {flaw.expected}")
        bad = raw.take(pa.array(rows))
        columns = [cells.as_text(column) for column in bad.columns]
        lines = [at[row] for row in rows.tolist()]
        told = [" | ".join(reasons[row]) for row in rows.tolist()]
        return pa.RecordBatch.from_arrays(
            [*columns, pa.array(map(str, lines), pa.string()), pa.array(told, pa.string())],
            schema=self.reject_schema(),
        )

    def _reject_misfits(self, misfits: Sequence[Misfit]) -> pa.RecordBatch:
        import pyarrow as pa

        rows = [
            {self.columns[-1]: misfit.text, "reject_line": str(misfit.line)}
            | {"reject_reason": misfit.expected}
            for misfit in misfits
        ]
        blank = dict.fromkeys(self.reject_schema().names, "")
        return pa.RecordBatch.from_pylist([blank | row for row in rows], self.reject_schema())

    def reject_schema(self) -> pa.Schema:
        """Return the columns of the rejects: those handed in, then line and reason."""
        import pyarrow as pa

        names = [*self.columns, "reject_line", "reject_reason"]
        return pa.schema([(name, pa.string()) for name in names])

    def _empty(self) -> Batch:
        import pyarrow as pa

        raw = pa.RecordBatch.from_pylist([], pa.schema([(n, pa.string()) for n in self.columns]))
        return Batch(raw=raw, lines=pa.RecordBatch.from_pylist([], line_schema()))


class _Readers:
    """What reads each of our columns, remembering the values it has met."""

    def __init__(self, book: OrderBook) -> None:
        import pyarrow as pa

        def distinct(column: str, parse: Callable[[str], str]) -> Distinct[str]:
            return Distinct(book.header.get(column, column), parse, pa.string())

        self._header = book.header
        self._default_from = book.default_from
        self._dates = Distinct(book.header.get("date", "date"), parse_date, pa.date32())
        end_use = cells.one_of("end uses among", book.end_uses) if book.end_uses else _id
        fdp = cells.one_of("rules among", book.fdp_rules) if book.fdp_rules else _id
        self._terms = {
            **{place: distinct(place, parse_place) for place in _PLACES},
            **{scheme: distinct(scheme, parse) for scheme, parse in CODE_PARSERS.items()},
            "exporter": distinct("exporter", _squeeze),
            "parties": distinct("parties", parse_parties),
            "end_use": distinct("end_use", cells.join_list(end_use)),
            "fdp": distinct("fdp", cells.join_list(fdp)),
        }

    def read(
        self, raw: pa.RecordBatch, flaws: Flaws, start: int, columns: Sequence[str]
    ) -> pa.RecordBatch:
        import pyarrow as pa

        schema = pa.schema([line_schema().field(column) for column in columns])
        arrays = [self._read_column(column, raw, flaws, start) for column in columns]
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _read_column(self, column: str, raw: pa.RecordBatch, flaws: Flaws, start: int) -> pa.Array:
        blank = self._default_from if column == "from" else ""
        if column not in self._header:
            return _absent(column, blank, start, raw.num_rows)
        theirs = self._header[column]
        given = raw.column(theirs)
        match column:
            case "line" | "order":
                return cells.read_texts(theirs, given, flaws)
            case "date":
                return cells.read_dates(self._dates, given, flaws)
            case "value_usd":
                return cells.read_numbers(theirs, given, flaws)
            case "us_content_percent":
                return cells.read_numbers(theirs, given, flaws, _PERCENT)
        return cells.read_terms(self._terms[column], given, flaws, blank)


def _absent(column: str, blank: str, start: int, rows: int) -> pa.Array:
    """Return a column that the order book doesn't have: lines are numbered, the rest is blank."""
    import numpy as np
    import pyarrow as pa

    if column == "line":
        return pa.array(np.arange(start + 1, start + rows + 1)).cast(pa.string())
    return _blank(column, blank, rows)


@lru_cache(maxsize=64)
def _blank(column: str, blank: str, rows: int) -> pa.Array:
    """Return a blank column; batches of as many rows share it."""
    import pyarrow as pa

    kind = line_schema().field(column).type
    if pa.types.is_dictionary(kind):
        return cells.fill(blank, rows)
    if pa.types.is_string(kind):
        return pa.repeat(pa.scalar("", pa.string()), rows)
    return pa.nulls(rows, kind)


def open_orders(
    orders: object,
    *,
    mapping: Mapping[str, str] | None = None,
    default_from: str = "",
    end_uses: Sequence[str] | None = None,
    fdp_rules: Sequence[str] | None = None,
) -> OrderBook:
    """Open an order book and match its header.

    Args:
        orders: A path, ``-``, rows as mappings, or a table that speaks Arrow.
        mapping: Our column = their header.
        default_from: The place of export of lines that give none.
        end_uses: The closed list of declared end uses; without it any is accepted.
        fdp_rules: The closed list of foreign-direct-product rules; without it any is accepted.

    Raises:
        InputError: It can't be read, or its header isn't that of an order book.
    """
    source = open_source(orders)
    header, notices = match_header(source.name, source.columns, mapping)
    return OrderBook(
        source=source,
        header=header,
        notices=notices,
        default_from=default_from,
        end_uses=end_uses,
        fdp_rules=fdp_rules,
    )


@cache
def line_schema() -> pa.Schema:
    """Return the columns of typed order lines."""
    import pyarrow as pa

    kinds = {
        "line": pa.string(),
        "order": pa.string(),
        "date": pa.date32(),
        "value_usd": pa.float64(),
        "us_content_percent": pa.float64(),
    }
    term = pa.dictionary(pa.int32(), pa.string())
    return pa.schema([(column, kinds.get(column, term)) for column in COLUMNS])


def _no_flaws(rows: int, wanted: int) -> Flaws:
    import numpy as np

    return Flaws(mask=np.zeros(rows, dtype=bool), wanted=wanted)


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _id(text: str) -> str:
    return text.strip().lower()
