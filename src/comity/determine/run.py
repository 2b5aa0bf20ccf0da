"""One order book on its way through a determination: read, answered and written in batches."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from comity.determine.digest import Digest
from comity.determine.engine import Answered, Determination
from comity.determine.export import Output, format_of
from comity.determine.header import ANSWERS, DETAILS
from comity.determine.orders import Batch, OrderBook
from comity.determine.source import open_source
from comity.determine.summary import Summary, Tally
from comity.determine.totals import COLUMNS as TOTALED
from comity.determine.totals import Totals
from comity.errors import InputError

if TYPE_CHECKING:
    import pyarrow as pa

#: How many batches are read before the first of them is answered: the law is asked less often.
_TOGETHER = 2

Target = str | os.PathLike[str] | None
#: Is told how many lines are done, and which part of the whole that is, where it is known.
Progress = Callable[[int, float | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """The answers to an order book; its tables speak the Arrow PyCapsule interface."""

    summary: Summary
    #: SHA-256 of the answers, the same whatever they are written to
    answers_hash: str
    #: position of the register at which the run was recorded
    run: int | None = None
    _answers: pa.Table | Path | None
    _details: pa.Table | Path | None

    def answers(self) -> pa.Table:
        """Return the lines with their answers, one row a line.

        Raises:
            InputError: They went to standard output.
        """
        return _read_back(self._answers, "answers")

    def details(self) -> pa.Table:
        """Return what stands in the way of each line, one row a line and control.

        Raises:
            InputError: They weren't asked for, or went to standard output.
        """
        return _read_back(self._details, "details")


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """Where the results go: a file, `-` for standard output, or None."""

    output: Target = None
    details: Target = None
    rejects: Target = None
    #: whether answers and details without a target stay in memory
    keep: bool = True

    def check(self, orders: object) -> None:
        """Refuse, before any work, what can't be written or would overwrite what is read.

        Raises:
            InputError: A target has no known format, is used twice, or is the order book itself.
        """
        used = [orders] if isinstance(orders, (str, os.PathLike)) and orders != "-" else []
        for target in (self.output, self.details, self.rejects):
            if target is None:
                continue
            format_of(target)
            if any(_is_same(target, other) for other in used):
                message = f"{target}: expected a place of its own, not that of another file in use"
                raise InputError(message)
            used.append(target)


def answer_book(
    book: OrderBook,
    determination: Determination,
    targets: Targets,
    *,
    cap: float | None = None,
    progress: Progress | None = None,
) -> Check:
    """Answer an order book.

    Args:
        book: The order book.
        determination: The law, ready to answer.
        targets: Where the results go; answers and details without a target stay in memory,
            details only if the answers do.
        cap: The largest cap on the value of an order, if there is any.
        progress: Is told how far the work has come.

    Raises:
        InputError: The order book is faulty and rejects have no target; nothing was written.
    """
    totals = None
    if cap is not None and all(column in book.header for column in TOTALED):
        totals = Totals(book.lines, cap)
    tally = Tally()
    digest = Digest()
    with _Streams(book, targets) as streams:
        batches = book.batches(reject=targets.rejects is not None)
        while some := list(islice(batches, _TOGETHER)):
            for batch in some:
                tally.rejected += batch.rejected
                streams.reject(batch)
            if book.faults.total and targets.rejects is None:
                continue  # only the rest of the faults is still of interest
            good = [batch for batch in some if batch.lines.num_rows]
            each = [(one.lines, totals.of(one.lines) if totals else None) for one in good]
            for batch, answered in zip(good, determination.answer_each(each), strict=True):
                tally.add(answered, batch.lines.column("value_usd"))
                digest.add(answered)
                streams.answer(batch.raw, answered)
                if progress is not None:
                    progress(tally.lines, book.source.progress())
        if book.faults.total and targets.rejects is None:
            raise book.faults.error()
    return Check(
        summary=tally.summary(book.notices),
        answers_hash=digest.hexdigest(),
        _answers=streams.answers,
        _details=streams.details,
    )


def find_line(
    book: OrderBook, line: str | None, cap: float | None
) -> tuple[pa.RecordBatch, pa.Array]:
    """Return one line of an order book, and what its order comes to.

    Raises:
        InputError: There is no such line, it is faulty, or none is named where there are several.
    """
    import pyarrow.compute as pc

    totals = None
    if cap is not None and all(column in book.header for column in TOTALED):
        totals = Totals(book.lines, cap)
    for batch in book.batches():
        lines = batch.lines
        if line is not None:
            lines = lines.filter(pc.equal(lines.column("line"), line))
        if lines.num_rows == 1:
            return lines, totals.of(lines) if totals else lines.column("value_usd")
        if lines.num_rows:
            message = f"{book.source.name} has several lines: say which to explain"
            raise InputError(message)
    if book.faults.total:
        raise book.faults.error()
    message = f"{book.source.name} has no line {line!r}" if line else "there is no line to explain"
    raise InputError(message)


class _Kept:
    """Results that stay in memory."""

    def __init__(self) -> None:
        self._tables: list[pa.Table] = []

    def write(self, table: pa.Table) -> None:
        self._tables.append(table)

    def whole(self, columns: tuple[str, ...]) -> pa.Table:
        import pyarrow as pa

        if not self._tables:
            return _schema(columns).empty_table()
        return pa.concat_tables(self._tables, promote_options="permissive").unify_dictionaries()


class _Streams(AbstractContextManager["_Streams"]):
    """The results of a run, all of them put in their places at its end or none."""

    def __init__(self, book: OrderBook, targets: Targets) -> None:
        self._targets = targets
        self._columns = {
            "output": (*book.columns, *ANSWERS),
            "details": DETAILS,
            "rejects": tuple(book.reject_schema().names),
        }
        self._open: dict[str, Output] = {}
        self._kept = {"output": _Kept(), "details": _Kept()}
        #: write answers and details of one batch while the next is answered
        self._writers = ThreadPoolExecutor(2)
        self._writing: list[Future[None]] = []

    @property
    def answers(self) -> pa.Table | Path | None:
        """The answers, or where they are."""
        return self._place("output")

    @property
    def details(self) -> pa.Table | Path | None:
        """The details, or where they are."""
        return self._place("details")

    def answer(self, raw: pa.RecordBatch, answered: Answered) -> None:
        """Add the answers to some lines; they are laid out and written while the caller goes on."""
        self._settle()
        self._writing = [
            self._writers.submit(self._write, "output", partial(_beside, raw, answered)),
            self._writers.submit(self._write, "details", lambda: answered.details),
        ]

    def _settle(self) -> None:
        """Wait until what was added is written.

        Raises:
            InputError: It could not be.
        """
        while self._writing:
            self._writing.pop().result()

    def reject(self, batch: Batch) -> None:
        """Add rows that were set aside."""
        import pyarrow as pa

        if batch.rejects is not None:
            rejects = pa.Table.from_batches([batch.rejects])
            self._write("rejects", lambda: rejects)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put everything in place, or leave nothing behind."""
        try:
            if error is None:
                self._settle()
                for name, target in self._by_name():
                    if target is not None and name not in self._open:
                        self._open[name] = Output(target, _schema(self._columns[name]))
                for output in self._open.values():
                    output.finish()
                for output in self._open.values():
                    output.commit()
        finally:
            self._writers.shutdown()
            for output in self._open.values():
                output.discard()

    def _by_name(self) -> list[tuple[str, Target]]:
        targets = self._targets
        return [
            ("output", targets.output),
            ("details", targets.details),
            ("rejects", targets.rejects),
        ]

    def _write(self, name: str, make: Callable[[], pa.Table]) -> None:
        """Write or keep what is made for a target; without one, nothing is made."""
        target = dict(self._by_name())[name]
        if target is None:
            if self._is_kept:
                self._kept[name].write(make())
            return
        table = make()
        if name not in self._open:
            self._open[name] = Output(target, table.schema)
        self._open[name].write(table)

    def _place(self, name: str) -> pa.Table | Path | None:
        target = dict(self._by_name())[name]
        if target is not None:
            return None if str(target) == "-" else Path(target)
        return self._kept[name].whole(self._columns[name]) if self._is_kept else None

    @property
    def _is_kept(self) -> bool:
        return self._targets.keep and self._targets.output is None


def _beside(raw: pa.RecordBatch, answered: Answered) -> pa.Table:
    """Return lines as they were handed in, with their answers."""
    import pyarrow as pa

    answers = answered.answers
    whole = pa.Table.from_batches([raw])
    for field, column in zip(answers.schema, answers.columns, strict=True):
        whole = whole.append_column(field, column)
    return whole


def _schema(columns: tuple[str, ...]) -> pa.Schema:
    import pyarrow as pa

    return pa.schema([(column, pa.string()) for column in columns])


def _read_back(kept: pa.Table | Path | None, what: str) -> pa.Table:
    import pyarrow as pa

    if kept is None:
        message = f"the {what} weren't kept; give them a file, or no output at all"
        raise InputError(message)
    if isinstance(kept, Path):
        return pa.Table.from_batches(list(open_source(kept).batches()))
    return kept


def _is_same(target: str | os.PathLike[str], other: object) -> bool:
    if str(target) == str(other):
        return True
    try:
        return Path(target).samefile(str(other))
    except OSError:
        return False
