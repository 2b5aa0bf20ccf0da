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
from comity.determine._numbers import Numbers, Staged
from comity.determine.numbered_law import NumberedLaw
from comity.determine.parties import PartyFacts
from comity.errors import UnknownError
from comity.register.star import Star

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]

#: How many profiles and how many answers are worked out at once, to bound memory.
_MOST_PROFILES, _MOST_ANSWERS = 4_000, 4_000
_RANK_BITS = 8


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
        facts = parties or PartyFacts(star.law)
        self._law = NumberedLaw(
            star, known=known, regimes=regimes or star.law.regimes, others=facts.days
        )
        self._statement = facts.statement
        for name, table in self._law.tables(facts).items():
            self._insert(name, table)
        self._run(_sql.STEPS)
        self._numbers = Numbers(self._law, on=on, today=today, parties=facts)
        self._epochs = len(self._law.breaks) + 1
        #: a profile in the epoch from which on a set of hits holds it, and that set; in order
        self._spans = np.empty(0, dtype=np.int64)
        self._hits = np.empty(0, dtype=np.int64)
        #: whether a cap on value is among a set of hits
        self._is_capped = np.empty(0, dtype=bool)
        #: a set of hits at a rank of value → its answer
        self._points: dict[int, int] = {}
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
            screened = _said(self._statement, lines.column("exporter"), lines.column("parties"))
            before = answered.answers.column_names.index("citations")
            answers = answered.answers.add_column(before, "screened", screened)
            answered = replace(answered, answers=answers)
        return answered

    def decide(self, lines: pa.RecordBatch, totals: pa.Array | None = None) -> Ints:
        """Decide a batch of lines: for each the number of its answer, kept at hand.

        Args:
            lines: Typed lines (see `orders`).
            totals: Net value in USD of each line's order under the same entry, where known.
        """
        import numpy as np
        import pyarrow as pa

        staged = self._numbers.stage(lines, totals)
        self._learn(self._numbers.news())
        spot = np.broadcast_to(staged.profile * self._epochs + staged.epoch, len(lines))
        hits = self._hits[np.searchsorted(self._spans, spot, side="right") - 1]
        point = pa.array(self._point(hits, staged)).dictionary_encode()
        answer: Ints = self._answer_points(point.dictionary.to_numpy())[point.indices.to_numpy()]
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
            self._run(f"INSERT INTO {name} BY NAME SELECT * FROM incoming", incoming=table)

    def _run(self, statements: str, **tables: pa.Table) -> None:
        """Run statements that read some tables."""
        for name, table in tables.items():
            self._con.register(name, table)
        for statement in statements.split(";\n"):
            if statement.strip():
                self._con.execute(statement)
        for name in tables:
            self._con.unregister(name)

    def _learn(self, news: dict[str, pa.Table]) -> None:
        """Find what holds the profiles not met before, and when."""
        import pyarrow.compute as pc

        profiles, codes = news.pop("profile", None), news.pop("profile_code", None)
        circumstances, pairs = news.pop("circumstance", None), news.pop("pair", None)
        for name, table in news.items():
            self._insert(name, table)
        if circumstances is not None:
            self._run(_sql.CIRCUMSTANCE_BOXES, circumstance=circumstances)
        if pairs is not None and self._law.asks_parties:
            self._run(_sql.PARTY_BOXES, pair=pairs)
        for start in range(0, len(profiles) if profiles else 0, _MOST_PROFILES):
            part = profiles.slice(start, _MOST_PROFILES)
            here = pc.is_in(codes["profile"], value_set=part["profile"])
            self._run(_sql.PROFILES + _sql.SPANS, profile=part, profile_code=codes.filter(here))
            self._add_spans()
            self._run(_sql.FREE_PROFILES)

    def _add_spans(self) -> None:
        import numpy as np

        span = self._con.sql(_sql.NEW_SPANS).to_arrow_table()
        profile, first, hits = (span[name].to_numpy() for name in ("profile", "first", "hits"))
        self._spans = np.concatenate([self._spans, profile * self._epochs + first])
        self._hits = np.concatenate([self._hits, hits])
        capped = self._con.sql(_sql.CAPPED).to_arrow_table()
        self._is_capped = np.concatenate([self._is_capped, capped["is_capped"].to_numpy()])

    def _point(self, hits: Ints, staged: Staged) -> Ints:
        """Join a set of hits with the rank of a line's value, where a cap asks for it.

        A rank is one more than the number of caps that the value is over; 0 is an unknown value.
        """
        import numpy as np
        import pyarrow as pa

        point = hits << 2 * _RANK_BITS
        rows = np.flatnonzero(self._is_capped[hits])
        if not len(rows):
            return point
        for values, basis, shift in (
            (staged.value, "line", _RANK_BITS),
            (staged.total, "order_entry", 0),
        ):
            value = pa.array(values).take(pa.array(rows)).to_numpy(zero_copy_only=False)
            rank = np.searchsorted(np.array(self._law.caps[basis]), value, side="left") + 1
            point[rows] |= np.where(np.isnan(value), 0, rank) << shift
        return point

    def _answer_points(self, points: Ints) -> Ints:
        """Return the answers to sets of hits at ranks of value, those not met before first."""
        import numpy as np
        import pyarrow as pa

        fresh = np.array([one for one in points.tolist() if one not in self._points])
        if len(fresh):
            start, mask = len(self._points), (1 << _RANK_BITS) - 1
            self._points.update(zip(fresh.tolist(), range(start, start + len(fresh)), strict=True))
            table = pa.table(
                {
                    "answer": np.arange(start, start + len(fresh)),
                    "hits": fresh >> 2 * _RANK_BITS,
                    "value_rank": (fresh >> _RANK_BITS & mask) - 1,
                    "total_rank": (fresh & mask) - 1,
                }
            )
            for first in range(0, len(table), _MOST_ANSWERS):
                self._consider(table.slice(first, _MOST_ANSWERS))
        return np.array([self._points[one] for one in points.tolist()], dtype=np.int64)

    def _consider(self, fresh: pa.Table) -> None:
        """Apply the law to what was not met before."""
        import numpy as np

        self._run(_sql.FRESH_HITS + _sql.NEW_HITS + _sql.CONSEQUENCES, fresh=fresh)
        answers = self._con.sql(_sql.ANSWERS).to_arrow_table()
        details = self._con.sql(_sql.DETAILS).to_arrow_table()
        first = len(self._starts) - 1
        counts = np.bincount(details["answer"].to_numpy() - first, minlength=len(fresh))
        self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])
        self._answers = _grown(self._answers, answers.drop_columns(["answer"]))
        self._details = _grown(self._details, details.drop_columns(["answer"]))

    def _expand(self, line: pa.Array, answer: Ints) -> Answered:
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


def _said(statement: str, *names: pa.DictionaryArray) -> pa.DictionaryArray:
    """Say of each line that names anyone which lists they were held against."""
    import numpy as np
    import pyarrow as pa

    nobody = np.ones(len(names[0]), dtype=bool)
    for column in names:
        blank = np.array([not text for text in column.dictionary.to_pylist()], dtype=bool)
        if len(blank):
            nobody &= blank[column.indices.to_numpy()]
    return pa.DictionaryArray.from_arrays(
        pa.array(nobody.astype(np.int32)), pa.array([statement, ""])
    )


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
