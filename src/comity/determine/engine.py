"""The star join: order lines × law → outcomes, reasons, relief and what is missing.

The only module that speaks to the database engine (DuckDB, in process: one engine for a million
lines and for one). Lines come typed and checked (`orders`), in batches; the law comes compiled
(`register.star`). The statements stand in `_sql`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.determine import _sql
from comity.determine._numbers import Numbers, NumberedLaw
from comity.determine.parties import PartyFacts
from comity.errors import UnknownError
from comity.register.star import Star

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_SCHEMES = ("eccn", "hs", "cn", "eu")
_FIRST_ANSWER = 1


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
        self._con.execute(_sql.TABLES)
        self._law = NumberedLaw(star, known=known, regimes=regimes or star.law.regimes)
        facts = parties or PartyFacts(star.law)
        for name, table in self._law.tables(facts).items():
            self._insert(name, table)
        self._numbers = Numbers(self._law, on=on, today=today, parties=facts)
        self._answers: pa.Table | None = None
        self._details: pa.Table | None = None
        #: where the details of each answer start, and where the last one ends
        self._starts = np.zeros(1, dtype=np.int64)
        self._count = 0

    def answer(self, lines: pa.RecordBatch, totals: pa.Array | None = None) -> Answered:
        """Answer a batch of lines.

        Args:
            lines: Typed lines (see `orders`).
            totals: Net value in USD of each line's order under the same entry, where known.
        """
        import numpy as np
        import pyarrow as pa

        staged = self._numbers.stage(lines, totals)
        for name, table in self._numbers.news().items():
            self._insert(name, table)
        self._prepare()
        self._con.register("line", staged)
        ways = self._ways("line", staged)
        totals_sql = f"""
            WITH hit AS ({ways}), summed AS (
                SELECT n, sum(hash(rect, status, why, open, told)::HUGEINT) AS total
                FROM hit GROUP BY n)
            SELECT l.n, coalesce(s.total, 0) + coalesce(k.total, 0) AS total
            FROM line l LEFT JOIN summed s USING (n)
            LEFT JOIN circumstance_sum k USING (circumstance)"""
        self._con.execute(f"CREATE OR REPLACE TEMP TABLE line_total AS {totals_sql}")
        self._consider_new(staged)
        numbers = self._con.execute(
            "SELECT n, answer FROM line_total JOIN answer USING (total)"
        ).to_arrow_table()
        answer = np.empty(len(lines), dtype=np.int64)
        answer[numbers["n"].to_numpy()] = numbers["answer"].to_numpy() - _FIRST_ANSWER
        self._con.unregister("line")
        return self._expand(lines.column("line"), pa.array(answer))

    def _insert(self, name: str, table: pa.Table) -> None:
        if len(table):
            self._con.register("incoming", table)
            self._con.execute(f"INSERT INTO {name} BY NAME SELECT * FROM incoming")
            self._con.unregister("incoming")

    def _prepare(self) -> None:
        """Bring the tables that follow from new codes, circumstances and parties up to date."""
        first = self._numbers.first_new
        if "code_goods" in first:
            self._con.execute(
                "INSERT INTO code_box SELECT k.code, b.box, k.status, k.why, k.told"
                " FROM code_goods k JOIN box b USING (goods_id)"
                " WHERE b.driver = 'code' AND k.code >= ?",
                [first["code_goods"]],
            )
        if "circumstance" in first:
            for statement in _split(_sql.CIRCUMSTANCE_HITS):
                self._con.execute(statement, {"first": first["circumstance"]})
        if "pair" in first and self._law.asks_parties:
            self._con.execute(_sql.PARTY_BOXES, {"first": first["pair"]})

    def _ways(self, lines: str, staged: pa.Table) -> str:
        """Join the ways from these lines to boxes, leaving out the ways that lead nowhere."""
        parts = []
        for scheme in self._numbers.schemes(staged):
            is_first = "true" if scheme == _SCHEMES[0] else "false"
            ways = [_sql.BY_CODE, _sql.BY_CIRCUMSTANCE]
            if self._numbers.has_unknown_codes:
                ways.append(_sql.BY_UNKNOWN_CODE)
            if self._law.asks_parties:
                ways.append(_sql.BY_PARTY)
            parts += [way.format(lines=lines, scheme=scheme, is_first=is_first) for way in ways]
        return " UNION ALL ".join(parts)

    def _consider_new(self, staged: pa.Table) -> None:
        """Apply the law to sets of hits not met before."""
        import numpy as np

        con, first = self._con, self._count + _FIRST_ANSWER
        con.execute(
            "CREATE OR REPLACE TEMP TABLE fresh AS"
            " SELECT (row_number() OVER (ORDER BY n) + ?)::INTEGER AS answer, total, n FROM ("
            " SELECT total, min(n) AS n FROM line_total ANTI JOIN answer USING (total)"
            " GROUP BY total)",
            [first - 1],
        )
        row = con.execute("SELECT count(*) FROM fresh").fetchone()
        if not row or not row[0]:
            return
        self._count += row[0]
        con.execute("INSERT INTO answer SELECT answer, total FROM fresh")
        con.execute(
            "CREATE OR REPLACE TEMP TABLE sample AS SELECT l.* FROM line l SEMI JOIN fresh USING (n)"
        )
        con.execute(
            f"INSERT INTO answer_hit SELECT f.answer, rect, box, status, why, open, told"
            f" FROM ({self._ways('sample', staged)}) JOIN fresh f USING (n)"
            " UNION ALL SELECT f.answer, h.rect, h.box, h.status, h.why, h.open, 0"
            " FROM fresh f JOIN sample USING (n) JOIN circumstance_hit h USING (circumstance)"
            " JOIN box b USING (box) WHERE b.goods_id IS NULL AND b.value_cap IS NULL"
        )
        for statement in (*_split(_sql.NEW_HITS), *_split(_sql.CONSEQUENCES)):
            con.execute(statement, {"first": first} if "$first" in statement else None)
        answers = con.execute(_sql.ANSWERS).to_arrow_table()
        details = con.execute(_sql.DETAILS).to_arrow_table()
        con.execute("TRUNCATE answer_hit")
        self._answers = _grown(self._answers, answers.drop_columns(["answer"]))
        self._details = _grown(self._details, details.drop_columns(["answer"]))
        counts = np.bincount(details["answer"].to_numpy() - first, minlength=row[0])
        self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])

    def _expand(self, line: pa.Array, answer: pa.Array) -> Answered:
        import numpy as np
        import pyarrow as pa

        assert self._answers is not None and self._details is not None
        index = answer.to_numpy()
        starts = self._starts[index]
        counts = self._starts[index + 1] - starts
        rows = np.repeat(starts - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        rows += np.arange(len(rows))
        details = self._details.take(pa.array(rows))
        lines = line.take(pa.array(np.repeat(np.arange(len(index)), counts)))
        return Answered(
            answers=self._answers.take(answer),
            details=details.add_column(0, "line", lines),
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
