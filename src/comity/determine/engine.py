"""The star join: order lines × law → outcomes, reasons, relief and what is missing.

The only module that speaks to the database engine (DuckDB, in process: one engine for a million
lines and for one). Lines come typed and checked (`orders`), in batches; the law comes compiled
(`register.star`). The statements stand in `_sql_hits` and `_sql_answers`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.determine import _sql_answers, _sql_hits, _sql_tables
from comity.determine._crew import Crew, Hand
from comity.determine._dense import Dense, is_most, spread
from comity.determine._numbers import Numbers, Staged
from comity.determine.header import ANSWERS, SCREENED
from comity.determine.numbered_law import NumberedLaw
from comity.determine.parties import PartyFacts
from comity.errors import UnknownError
from comity.register.star import Star

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Ints = npt.NDArray[np.int64]
    #: typed lines, and what the order of each comes to under its entry, where known
    Lines = tuple[pa.RecordBatch, pa.Array | None]

#: How many profiles and how many answers are worked out at once, to bound memory.
_MOST_PROFILES, _MOST_ANSWERS = 4_000, 2_000
_RANK_BITS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The answers to one batch of lines.

    `number` has for each line that of its answer in `known`, a table that only grows; the details
    of an answer stand in `known_details` from where `starts` says to where the next one's start;
    `screened` says of each line which lists its parties were held against.
    """

    line: pa.Array
    number: Ints
    known: pa.Table
    known_details: pa.Table
    starts: Ints
    screened: pa.DictionaryArray

    @property
    def answers(self) -> pa.Table:
        """The answers, a row a line, in the order of the lines."""
        import pyarrow as pa

        if not self.known.num_columns:
            return self.known
        answers = self.known.take(pa.array(self.number))
        screened = pa.field(SCREENED, self.screened.type, nullable=False)
        return answers.add_column(ANSWERS.index(SCREENED), screened, self.screened)

    @property
    def details(self) -> pa.Table:
        """What stands in the way, a row a line and control."""
        import numpy as np
        import pyarrow as pa

        if not self.known.num_columns:
            return self.known
        starts = self.starts[self.number]
        counts = self.starts[self.number + 1] - starts
        details = self.known_details.take(pa.array(spread(starts, counts)))
        lines = self.line.take(pa.array(np.repeat(np.arange(len(self.number)), counts)))
        return details.add_column(0, pa.field("line", lines.type, nullable=False), lines)


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
        import numpy as np
        import pyarrow as pa

        unknown = set(regimes or ()) - set(star.law.regimes)
        if unknown:
            message = f"no regime {', '.join(sorted(unknown))}; try {', '.join(star.law.regimes)}"
            raise UnknownError(message)
        self._crew = Crew(threads)
        self._crew.lead.run(_sql_tables.TABLES)
        facts = parties or PartyFacts(star.law)
        self._law = NumberedLaw(
            star, known=known, regimes=regimes or star.law.regimes, others=facts.days
        )
        self._statement = facts.statement
        self._crew.lead.insert(self._law.tables(facts))
        self._numbers = Numbers(self._law, on=on, today=today, parties=facts)
        self._epochs = len(self._law.breaks) + 1
        self._epochs_met = np.zeros(self._epochs, dtype=bool)
        #: whether all that was met was worked out; after an interruption it may not be
        self.is_whole = True
        #: numbers for sets of hits, and the set of each profile in each epoch, profile by profile
        self._sets = Dense()
        self._hits = np.empty(0, dtype=np.int32)
        #: the caps on value in a set of hits, told apart by `_ranks`; 0 where there are none
        self._caps = np.empty(0, dtype=np.int32)
        self._ranks = [self._law.rank_among(())]
        self._alike_caps: dict[tuple[tuple[bool, int], ...], int] = {}
        #: numbers for the answers to sets of hits at ranks of value
        self._points = Dense()
        #: the answers so far by their numbers, and their details
        self.answers = pa.table({})
        self._details = pa.table({})
        #: where the details of each answer start, and where the last one ends
        self._starts = np.zeros(1, dtype=np.int64)

    def answer(self, lines: pa.RecordBatch, totals: pa.Array | None = None) -> Answered:
        """Answer a batch of lines.

        Args:
            lines: Typed lines (see `orders`).
            totals: Net value in USD of each line's order under the same entry, where known.
        """
        return next(self.answer_each([(lines, totals)]))

    def answer_each(self, batches: Sequence[Lines]) -> Iterator[Answered]:
        """Answer batches of lines, one by one; what they have in common is considered once.

        Args:
            batches: Typed lines (see `orders`), and the net value in USD of each line's order
                under the same entry, where known.
        """
        for (lines, _), answer in zip(batches, self.decide(batches), strict=True):
            screened = _said(self._statement, lines.column("exporter"), lines.column("parties"))
            yield Answered(
                line=lines.column("line"),
                number=answer,
                known=self.answers,
                known_details=self._details,
                starts=self._starts,
                screened=screened,
            )

    def decide(self, batches: Sequence[Lines]) -> list[Ints]:
        """Decide batches of lines: for each line the number of its answer, kept at hand.

        Args:
            batches: As for `answer_each`.
        """
        import numpy as np

        self.is_whole = False
        staged = [self._numbers.stage(lines, totals) for lines, totals in batches]
        for one in staged:
            self._epochs_met[one.epoch] = True
        self._learn(self._numbers.news())
        points = np.concatenate([self._point(one) for one in staged])
        answers, rows = self._points.number(points)
        if len(rows):
            rest = self._rest()
            _, more = self._points.number(rest)
            self._consider(np.concatenate([points[rows], rest[more]]))
        self.is_whole = True
        return np.split(answers, np.cumsum([len(lines) for lines, _ in batches])[:-1])

    @property
    def details(self) -> pa.Table:
        """The details of the answers so far, each with the number of its `answer`."""
        import numpy as np
        import pyarrow as pa

        if not self._details.num_columns:
            return self._details
        numbers = np.repeat(np.arange(len(self._starts) - 1), np.diff(self._starts))
        return self._details.append_column("answer", pa.array(numbers))

    def _learn(self, news: dict[str, pa.Table]) -> None:
        """Find what holds the profiles not met before, and when."""
        import pyarrow.compute as pc

        profiles, coded = news.pop("profile", None), news.pop("coded", None)
        codes = news.pop("coded_code", None)
        circumstances, pairs = news.pop("circumstance", None), news.pop("pair", None)
        self._crew.lead.insert(news)
        if circumstances is not None:
            self._crew.lead.run(_sql_hits.CIRCUMSTANCE_BOXES, circumstance=circumstances)
        if pairs is not None and self._law.asks_parties:
            self._crew.lead.run(_sql_hits.PARTY_BOXES, pair=pairs)

        def find(hand: Hand, part: pa.Table) -> pa.Table:
            asked = {"profile": part} | {
                name: table.filter(pc.is_in(table["coded"], value_set=part["coded"]))
                for name, table in (("coded", coded), ("coded_code", codes))
            }
            hand.run(_sql_hits.GOODS_BOXES + _sql_hits.PROFILES, **asked)
            return hand.fetch(_sql_hits.SPANS)

        for hand, _, spans in self._crew.spread(find, _parts(profiles, _MOST_PROFILES)):
            self._add_spans(hand, spans)

    def _add_spans(self, hand: Hand, spans: pa.Table) -> None:
        """Keep which sets of hits profiles have and since when, and the hits of new ones."""
        import numpy as np
        import pyarrow as pa

        profile, first = (spans[name].to_numpy() for name in ("profile", "first"))
        before = self._sets.count
        hits, rows = self._sets.number(spans["total"].to_numpy())
        start = profile * self._epochs + first
        lasts = np.diff(start, append=(profile[-1] + 1) * self._epochs)
        self._hits = np.concatenate([self._hits, np.repeat(hits.astype(np.int32), lasts)])
        fresh = {"hits": np.arange(before, self._sets.count, dtype=np.int32)}
        fresh |= {"profile": profile[rows], "first": first[rows]}
        hand.run(_sql_hits.HITS, fresh_set=pa.table(fresh))
        self._add_caps(hand.fetch("FROM capped"))

    def _add_caps(self, capped: pa.Table) -> None:
        """Keep how values rank among the caps of new sets of hits."""
        import numpy as np

        of_set: dict[int, list[tuple[bool, int]]] = defaultdict(list)
        for row in capped.to_pylist():
            of_set[row["hits"]].append((row["by_order"], row["cap_rank"]))
        kinds = np.zeros(self._sets.count - len(self._caps), dtype=np.int32)
        for hits, caps in of_set.items():
            kind = self._alike_caps.setdefault(tuple(caps), len(self._ranks))
            if kind == len(self._ranks):
                self._ranks.append(self._law.rank_among(caps))
            kinds[hits - len(self._caps)] = kind
        self._caps = np.concatenate([self._caps, kinds])

    def _point(self, staged: Staged) -> Ints:
        """Join each line's set of hits with the ranks of its values among the caps in the set."""
        import numpy as np
        import pyarrow as pa

        spot = staged.profile * self._epochs + staged.epoch
        hits = self._hits[np.broadcast_to(spot, len(staged.value))]
        point: Ints = hits.astype(np.int64) << 2 * _RANK_BITS
        kinds = self._caps[hits]
        rows = np.flatnonzero(kinds)
        if len(rows):
            ranks = np.array(self._ranks)[kinds[rows]]
            for by_order, values in enumerate((staged.value, staged.total)):
                rank = self._law.rank(values.take(pa.array(rows)), by_order=bool(by_order))
                point[rows] |= ranks[np.arange(len(rows)), by_order, rank] << by_order * _RANK_BITS
        return point

    def _rest(self) -> Ints:
        """Return all points that lines on days met could be at, if most have been met."""
        import numpy as np

        hits = self._hits.reshape(-1, self._epochs)[:, self._epochs_met]
        at_hand = np.zeros(self._sets.count, dtype=bool)
        at_hand[hits] = True
        kinds = np.where(at_hand, self._caps, -1)
        points = [np.empty(0, dtype=np.int64)]
        for kind, ranks in enumerate(self._ranks):
            values, totals = (np.unique(one) for one in ranks)
            among = (values | totals[:, None] << _RANK_BITS).ravel()
            sets = np.flatnonzero(kinds == kind) << 2 * _RANK_BITS
            points.append((sets[:, None] | among).ravel())
        rest = np.concatenate(points)
        return rest if is_most(self._points.count, len(rest)) else rest[:0]

    def _consider(self, points: Ints) -> None:
        """Apply the law to sets of hits at ranks of value that were not met before."""
        import numpy as np
        import pyarrow as pa

        start, mask = self._points.count - len(points), (1 << _RANK_BITS) - 1
        fresh = {
            "answer": np.arange(start, self._points.count),
            "hits": points >> 2 * _RANK_BITS,
            "value_rank": (points & mask) - 1,
            "total_rank": (points >> _RANK_BITS & mask) - 1,
        }

        def consider(hand: Hand, part: pa.Table) -> tuple[pa.Table, pa.Table]:
            hand.run(_sql_hits.FRESH_HITS + _sql_hits.NEW_HITS, fresh=part)
            hand.run(_sql_answers.CONSEQUENCES, fresh=part)
            hand.run(_sql_answers.PARTS)
            return hand.fetch(_sql_answers.ANSWERS), hand.fetch(_sql_answers.DETAILS)

        parts = _parts(pa.table(fresh), _MOST_ANSWERS)
        for _, part, (answers, details) in self._crew.spread(consider, parts):
            first = len(self._starts) - 1
            counts = np.bincount(details["answer"].to_numpy() - first, minlength=len(part))
            self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])
            self.answers = _grown(self.answers, answers.drop_columns(["answer"]))
            self._details = _grown(self._details, details.drop_columns(["answer"]))


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


def _parts(table: pa.Table | None, most: int) -> list[pa.Table]:
    """Cut a table into an even number of parts of the same size, a small one not at all."""
    if not table:
        return []
    count = 2 * -(-len(table) // (2 * most)) if len(table) > most // 4 else 1
    size = -(-len(table) // count)
    return [table.slice(start, size) for start in range(0, len(table), size)]


def _grown(before: pa.Table, more: pa.Table) -> pa.Table:
    """Append rows, text kept as a dictionary so that a line costs a number a column.

    Text is never null, and says so: columns that may be take longer to write.
    """
    import pyarrow as pa

    fields, columns = [], []
    for name, column in zip(more.column_names, more.columns, strict=True):
        is_text = pa.types.is_string(column.type)
        columns.append(column.fill_null("").dictionary_encode() if is_text else column)
        fields.append(pa.field(name, columns[-1].type, nullable=not is_text))
    table = pa.table(columns, schema=pa.schema(fields))
    whole = pa.concat_tables([before, table]) if before.num_columns else table
    return whole.unify_dictionaries().combine_chunks()
