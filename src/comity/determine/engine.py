"""The star join: order lines × law → outcomes, reasons, relief and what is missing.

The only module that speaks to the database engine (DuckDB, in process: one engine for a million
lines and for one). Lines come typed and checked (`orders`), in batches; the law comes compiled
(`register.star`). The statements stand in `_sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from comity.determine import _sql
from comity.determine._numbers import NumberedLaw, Numbers
from comity.determine.parties import PartyFacts
from comity.errors import UnknownError
from comity.register.star import Star

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Numbers64 = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers to one batch of lines.

    `answers` has a row a line, in the order of the lines; `details` a row a line and control.
    """

    answers: pa.Table
    details: pa.Table


class Determination:
    """One run: the law as known on a day, resident, ready to answer batches of lines.

    Args:
        star: The law, compiled.
        known: Day as of which acts are public.
        today: Date of a line that gives none.
        on: Date for every line, whatever its own.
        regimes: Regimes to ask; by default all.
        parties: What screening found of the lines' parties.
        threads: Threads of the engine; by default as many as there are cores.

    Raises:
        UnknownError: A regime is not among the law's.
    """

    def __init__(
        self,
        star: Star,
        *,
        known: date,
        today: date,
        on: date | None = None,
        regimes: Sequence[str] | None = None,
        parties: PartyFacts | None = None,
        threads: int | None = None,
    ) -> None:
        import duckdb
        import numpy as np

        unknown = set(regimes or ()) - set(star.law.regimes)
        if unknown:
            message = f"no regime {', '.join(sorted(unknown))}; try {', '.join(star.law.regimes)}"
            raise UnknownError(message)
        self._con = duckdb.connect(config={"memory_limit": "400MB"})
        if threads:
            self._con.execute(f"SET threads = {int(threads)}")
        self._con.execute("SET preserve_insertion_order = false")
        # Our joins are written probe side first; guesses about their sizes made them slower.
        self._con.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
        self._con.execute(_sql.TABLES)
        self._law = NumberedLaw(star, known=known, regimes=regimes or star.law.regimes)
        facts = parties or PartyFacts(star.law)
        self._statement = facts.statement
        for name, table in self._law.tables(facts).items():
            self._insert(name, table)
        self._con.execute(_sql.NEEDED_BARS)
        self._numbers = Numbers(self._law, on=on, today=today, parties=facts)
        self._answers: pa.Table | None = None
        self._details: pa.Table | None = None
        #: where the details of each answer start, and where the last one ends
        self._starts = np.zeros(1, dtype=np.int64)

    def answer(self, lines: pa.RecordBatch, totals: pa.Array | None = None) -> Answered:
        """Answer a batch of lines.

        Args:
            lines: Typed lines (see `orders`).
            totals: Net value in USD of each line's order under the same entry, where known.
        """
        answered = self._expand(lines.column("line"), self.decide(lines, totals))
        if answered.answers.num_columns:
            screened = _said(self._statement, lines.column("parties"))
            before = answered.answers.column_names.index("citations")
            answers = answered.answers.add_column(before, "screened", screened)
            answered = replace(answered, answers=answers)
        return answered

    def decide(self, lines: pa.RecordBatch, totals: pa.Array | None = None) -> Numbers64:
        """Decide a batch of lines: for each the number of its answer, kept at hand.

        Args:
            lines: Typed lines (see `orders`).
            totals: Net value in USD of each line's order under the same entry, where known.
        """
        import numpy as np

        staged = self._numbers.stage(lines, totals)
        con = self._con
        for name in ("circumstance", "pair", "route", "spot"):
            con.execute(f"TRUNCATE {name}")
        for name, table in self._numbers.news().items():
            self._insert(name, table)
        self._prepare()
        con.register("item", staged)
        con.execute(_sql.TOTALS.format(ways=self._ways("item")))
        self._consider_new()
        found = con.sql("SELECT n, answer FROM line_total JOIN answer USING (total)")
        numbers = found.to_arrow_table()
        con.unregister("item")
        answer = np.empty(len(lines), dtype=np.int64)
        answer[numbers["n"].to_numpy()] = numbers["answer"].to_numpy()
        return answer

    @property
    def answers(self) -> pa.Table:
        """The answers so far, in the order of their numbers."""
        import pyarrow as pa

        return pa.table({}) if self._answers is None else self._answers

    @property
    def details(self) -> pa.Table:
        """The details of the answers so far, each with the number of its `answer`."""
        import numpy as np
        import pyarrow as pa

        if self._details is None:
            return pa.table({})
        numbers = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        return self._details.append_column("answer", pa.array(numbers))

    def _insert(self, name: str, table: pa.Table) -> None:
        if len(table):
            self._con.register("incoming", table)
            self._con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
            self._con.unregister("incoming")

    def _prepare(self) -> None:
        """Bring the tables that follow from new codes, circumstances and parties up to date."""
        if self._numbers.first_new_code:
            self._con.execute(_sql.CODE_BOXES, [self._numbers.first_new_code])
        for statements in (_sql.CANDIDATES, _sql.SPOTS, _sql.CIRCUMSTANCE_HITS):
            for statement in _split(statements):
                self._con.execute(statement)
        if self._law.asks_parties:
            self._con.execute(_sql.PARTY_BOXES)

    def _ways(self, items: str) -> str:
        """Join the ways from lines to boxes but by code alone, without those that lead nowhere."""
        ways = [_sql.BY_VALUE, _sql.BY_CIRCUMSTANCE]
        if self._numbers.has_unknown_codes:
            ways.append(_sql.BY_UNKNOWN_CODE)
        if self._law.asks_parties:
            ways += [_sql.BY_ASKED, _sql.BY_PARTY]
        return " UNION ALL ".join(way.format(items=items) for way in ways)

    def _consider_new(self) -> None:
        """Apply the law to sets of hits not met before."""
        import numpy as np

        con = self._con
        con.execute(_sql.FRESH, [len(self._starts) - 1])
        [(count,)] = con.execute("SELECT count(*) FROM fresh").fetchall()
        if not count:
            return
        con.execute("INSERT INTO answer SELECT answer, total FROM fresh")
        ways = " UNION ALL ".join([_sql.BY_CODE.format(items="sample"), self._ways("sample")])
        con.execute(_sql.FRESH_HITS.format(ways=ways))
        for statement in (*_split(_sql.NEW_HITS), *_split(_sql.CONSEQUENCES)):
            con.execute(statement)
        answers = con.sql(_sql.ANSWERS).to_arrow_table()
        details = con.sql(_sql.DETAILS).to_arrow_table()
        counts = np.bincount(details["answer"].to_numpy() - len(self._starts) + 1, minlength=count)
        self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])
        self._answers = _grown(self._answers, answers.drop_columns(["answer"]))
        self._details = _grown(self._details, details.drop_columns(["answer"]))

    def _expand(self, line: pa.Array, answer: Numbers64) -> Answered:
        import numpy as np
        import pyarrow as pa

        if self._answers is None or self._details is None:
            return Answered(answers=pa.table({}), details=pa.table({}))
        starts = self._starts[answer]
        counts = self._starts[answer + 1] - starts
        before = np.concatenate([[0], np.cumsum(counts)[:-1]])
        rows = np.repeat(starts - before, counts) + np.arange(counts.sum())
        lines = line.take(pa.array(np.repeat(np.arange(len(answer)), counts)))
        return Answered(
            answers=self._answers.take(pa.array(answer)),
            details=self._details.take(pa.array(rows)).add_column(0, "line", lines),
        )


def _said(statement: str, parties: pa.DictionaryArray) -> pa.DictionaryArray:
    """Say of each line that names parties which lists they were held against."""
    import numpy as np
    import pyarrow as pa

    blank = np.array([not text for text in parties.dictionary.to_pylist()], dtype=bool)
    index = blank[parties.indices.to_numpy()] if len(blank) else np.ones(len(parties), dtype=bool)
    return pa.DictionaryArray.from_arrays(
        pa.array(index.astype(np.int32)), pa.array([statement, ""])
    )


def _split(statements: str) -> list[str]:
    return [one for one in statements.split(";\n") if one.strip()]


def _grown(before: pa.Table | None, more: pa.Table) -> pa.Table:
    """Append rows, text kept as a dictionary so that a line costs a number a column."""
    import pyarrow as pa

    columns = [
        column.dictionary_encode() if pa.types.is_string(column.type) else column
        for column in more.columns
    ]
    table = pa.table(columns, names=more.column_names)
    whole = table if before is None else pa.concat_tables([before, table])
    return whole.unify_dictionaries().combine_chunks()
