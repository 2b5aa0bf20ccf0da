"""One order book under several states of the law or the world at once.

Lines that are answered alike under every one of them make a pattern: what differs is worked out
once a pattern, not once a line. What the states are, and what a difference means, is the matter of
`difference` (two days) and `reciprocity` (a deal).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.determine.duplicates import reduce
from comity.determine.engine import Determination
from comity.determine.orders import OrderBook
from comity.determine.run import Progress
from comity.determine.totals import COLUMNS as TOTALED
from comity.determine.totals import Totals
from comity.register.tables import OUTCOMES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Indices = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]

_SPREAD = 0x9E3779B97F4A7C15
#: The outcomes that hold a line up.
HELD = ("prohibited", "license_required", "undetermined")

#: How many lines of a group are named.
SOME = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """So many lines, and what they are worth."""

    lines: int = 0
    value_usd: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Lines that are answered alike under every state: with which answers, and one of them."""

    answers: tuple[int, ...]
    outcomes: tuple[str, ...]
    line: Mapping[str, object]
    amount: Amount

    def is_moved(self, state: int = 1) -> bool:
        """Tell whether a state gives another outcome than the first."""
        return self.outcomes[0] != self.outcomes[state]


@dataclass(slots=True, kw_only=True)
class Compared:
    """An order book's answers under several states, by pattern, and the lines that move."""

    states: Sequence[Determination]
    patterns: list[Pattern] = field(default_factory=list)
    notices: tuple[str, ...] = ()
    #: of each line that moves: its id, its value and the number of its pattern
    moved: list[tuple[pa.Array, pa.Array, Indices]] = field(default_factory=list)

    def amount(self, state: int, outcome: str) -> Amount:
        """Return the lines that a state gives an outcome."""
        return total(one.amount for one in self.patterns if one.outcomes[state] == outcome)

    def details(self, state: int) -> dict[int, list[dict[str, str]]]:
        """Return the details of each answer of a state."""
        rows: dict[int, list[dict[str, str]]] = {}
        for row in self.states[state].details.to_pylist():
            rows.setdefault(row["answer"], []).append(row)
        return rows

    def said(self, column: str) -> list[str]:
        """Return for each pattern what its answers say in a column, all states together."""
        if not self.patterns:
            return []
        texts = [state.answers.column(column).to_pylist() for state in self.states]
        return [
            "; ".join(
                dict.fromkeys(
                    part
                    for said, answer in zip(texts, pattern.answers, strict=True)
                    for part in map(str.strip, said[answer].split(";"))
                    if part
                )
            )
            for pattern in self.patterns
        ]

    def lines(self, groups: Sequence[Collection[int]], most: int) -> list[tuple[str, ...]]:
        """Return some of the lines that move, by group of patterns."""
        import numpy as np
        import pyarrow as pa

        group_of = np.full(len(self.patterns), -1)
        for number, group in enumerate(groups):
            group_of[list(group)] = number
        found: list[tuple[str, ...]] = []
        ids = pa.chunked_array([one for one, _, _ in self.moved], pa.string())
        places = [one for _, _, one in self.moved]
        moved = group_of[np.concatenate(places)] if places else np.empty(0)
        for number in range(len(groups)):
            rows = np.flatnonzero(moved == number)[:most]
            found.append(tuple(ids.take(pa.array(rows)).to_pylist()))
        return found

    def table(self, columns: Mapping[str, Sequence[str]]) -> pa.Table:
        """Return a row a line that moves: its id and value, and columns of its pattern."""
        import numpy as np
        import pyarrow as pa

        lines = pa.chunked_array([one for one, _, _ in self.moved], pa.string())
        values = pa.chunked_array([one for _, one, _ in self.moved], pa.float64())
        numbers = [one for _, _, one in self.moved]
        patterns = pa.array(np.concatenate(numbers) if numbers else np.empty(0, dtype=np.int64))
        told = {
            name: pa.array(texts, pa.string()).dictionary_encode().take(patterns)
            for name, texts in columns.items()
        }
        return pa.table({"line": lines, "value_usd": values, **told})


def total(amounts: Iterable[Amount]) -> Amount:
    """Add amounts up."""
    lines, value = 0, 0.0
    for one in amounts:
        lines, value = lines + one.lines, value + one.value_usd
    return Amount(lines=lines, value_usd=value)


def compare_book(
    book: OrderBook,
    states: Sequence[Determination],
    *,
    cap: float | None = None,
    apart: Sequence[str] = (),
    progress: Progress | None = None,
) -> Compared:
    """Answer an order book under several states.

    Args:
        book: The order book.
        states: What it is asked under; the first is what the others are compared with.
        cap: The largest cap on the value of an order, if there is any.
        apart: Columns by which lines that are answered alike are still kept apart.
        progress: Is told how far the work has come.

    Raises:
        InputError: The order book is faulty.
    """
    totals = None
    if cap is not None and all(column in book.header for column in TOTALED):
        totals = Totals(book.lines, cap)
    patterns = _Patterns(states, apart)
    done = 0
    for batch in book.batches():
        if book.faults.total:
            continue  # only the rest of the faults is still of interest
        if batch.lines.num_rows:
            patterns.add(batch.lines, None if totals is None else totals.of(batch.lines))
            done += batch.lines.num_rows
        if progress is not None:
            progress(done, book.source.progress())
    if book.faults.total:
        raise book.faults.error()
    return patterns.compared(book.notices)


class _Patterns:
    """Finds patterns, batch by batch."""

    def __init__(self, states: Sequence[Determination], apart: Sequence[str]) -> None:
        import numpy as np

        self._states = states
        self._apart = apart
        self._numbers: dict[int, int] = {}
        self._found: list[tuple[tuple[int, ...], tuple[str, ...], Mapping[str, object]]] = []
        self._lines: Floats = np.zeros(0)
        self._values: Floats = np.zeros(0)
        self._moved: list[tuple[pa.Array, pa.Array, Indices]] = []

    def add(self, lines: pa.RecordBatch, totals: pa.Array | None) -> None:
        """Take in a batch of lines."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        answers = [state.decide([(lines, totals)])[0] for state in self._states]
        outcomes = [
            _severities(state)[numbers]
            for state, numbers in zip(self._states, answers, strict=True)
        ]
        keys, first, places = np.unique(
            self._mix(lines, answers), return_index=True, return_inverse=True
        )
        for key, row in zip(keys.tolist(), first.tolist(), strict=True):
            if key not in self._numbers:
                self._numbers[key] = len(self._found)
                self._found.append(
                    (
                        tuple(int(one[row]) for one in answers),
                        tuple(OUTCOMES[one[row]] for one in outcomes),
                        lines.slice(row, 1).to_pylist()[0],
                    )
                )
        numbers = np.array([self._numbers[key] for key in keys.tolist()], dtype=np.int64)[places]
        values = lines.column("value_usd")
        worth = pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False)
        size = len(self._found)
        self._lines = _grown(self._lines, size) + np.bincount(numbers, minlength=size)
        self._values = _grown(self._values, size) + np.bincount(numbers, worth, minlength=size)
        moves = np.zeros(len(lines), dtype=bool)
        for one in outcomes[1:]:
            moves |= one != outcomes[0]
        if moves.any():
            mask = pa.array(moves)
            self._moved.append(
                (lines.column("line").filter(mask), values.filter(mask), numbers[moves])
            )

    def compared(self, notices: tuple[str, ...]) -> Compared:
        """Return what was found."""
        return Compared(
            states=self._states,
            patterns=[
                Pattern(
                    answers=answers,
                    outcomes=outcomes,
                    line=line,
                    amount=Amount(lines=int(count), value_usd=float(value)),
                )
                for (answers, outcomes, line), count, value in zip(
                    self._found, self._lines, self._values, strict=True
                )
            ],
            notices=notices,
            moved=self._moved,
        )

    def _mix(self, lines: pa.RecordBatch, answers: Sequence[Indices]) -> npt.NDArray[np.uint64]:
        """Reduce what tells patterns apart to 8 bytes a line."""
        import numpy as np

        mixed: npt.NDArray[np.uint64] = np.zeros(len(lines), dtype=np.uint64)
        parts = [one.astype(np.uint64) for one in answers]
        parts += [_numbers_of(lines.column(column)) for column in self._apart]
        for part in parts:
            mixed = (mixed ^ part) * np.uint64(_SPREAD)
            mixed ^= mixed >> np.uint64(29)
        return mixed


def _numbers_of(column: pa.Array) -> npt.NDArray[np.uint64]:
    """Return a number a value, the same in every batch."""
    import numpy as np
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        found: npt.NDArray[np.uint64] = reduce(column.dictionary)[np.asarray(column.indices)]
        return found
    days: npt.NDArray[np.uint64] = np.asarray(column.cast(pa.int32()).fill_null(-1)).astype(
        np.uint64
    )
    return days


def _severities(state: Determination) -> npt.NDArray[np.int8]:
    """Return the place among the outcomes of each answer so far."""
    import numpy as np

    column = state.answers.column("outcome").combine_chunks()
    places = np.array([OUTCOMES.index(one) for one in column.dictionary.to_pylist()], np.int8)
    found: npt.NDArray[np.int8] = places[np.asarray(column.indices)]
    return found


def _grown(sums: Floats, size: int) -> Floats:
    import numpy as np

    return np.concatenate([sums, np.zeros(size - len(sums))])
