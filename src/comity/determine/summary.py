"""What an order book's answers come to: outcomes, value at stake, reasons, what is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.register.tables import OUTCOMES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from comity.determine.engine import Answered

    Sums = npt.NDArray[np.float64]

_LISTS = ("reasons", "missing", "open_checks")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The lines of one outcome, what they are worth, and how many may yet turn out otherwise."""

    lines: int
    value_usd: float
    with_missing: int
    with_open_checks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The answers to an order book at a glance; counts are of lines, the most frequent first."""

    lines: int
    rejected: int
    outcomes: Mapping[str, Share]
    reasons: Mapping[str, int]
    missing: Mapping[str, int]
    open_checks: Mapping[str, int]
    notices: tuple[str, ...] = ()

    @property
    def value_usd(self) -> float:
        """What all lines are worth, as far as they say."""
        return sum(share.value_usd for share in self.outcomes.values())


class Tally:
    """Counts answers, batch by batch: lines and their values by the number of the answer."""

    def __init__(self) -> None:
        import numpy as np

        self.rejected = 0
        self._known: pa.Table | None = None
        self._lines: Sums = np.zeros(0)
        self._worth: Sums = np.zeros(0)

    @property
    def lines(self) -> int:
        """How many lines were counted."""
        return int(self._lines.sum())

    def add(self, answered: Answered, values: pa.Array) -> None:
        """Count the answers to a batch of lines and their values."""
        import numpy as np
        import pyarrow.compute as pc

        self._known = answered.known
        worth = pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False)
        most = len(answered.known)
        more = most - len(self._lines)
        self._lines = np.pad(self._lines, (0, more)) + np.bincount(answered.number, minlength=most)
        self._worth = np.pad(self._worth, (0, more)) + np.bincount(
            answered.number, weights=worth, minlength=most
        )

    def summary(self, notices: tuple[str, ...] = ()) -> Summary:
        """Return what was counted."""
        shares: dict[str, Share] = {}
        lists: dict[str, dict[str, int]] = {name: {} for name in _LISTS}
        if self._known is not None:
            shares = self._shares(self._known)
            lists = {name: self._named(self._known.column(name)) for name in _LISTS}
        return Summary(
            lines=self.lines,
            rejected=self.rejected,
            outcomes={outcome: shares[outcome] for outcome in OUTCOMES if outcome in shares},
            reasons=lists["reasons"],
            missing=lists["missing"],
            open_checks=lists["open_checks"],
            notices=notices,
        )

    def _shares(self, known: pa.Table) -> dict[str, Share]:
        """Return what came to each outcome that any line has."""
        import numpy as np

        places, outcomes = coded(known.column("outcome"))

        def total(weights: Sums) -> list[float]:
            sums = np.bincount(places, weights=weights, minlength=len(outcomes))
            found: list[float] = sums.tolist()
            return found

        lines, worth = total(self._lines), total(self._worth)
        missing = total(self._lines * _is_given(known.column("missing")))
        checks = total(self._lines * _is_given(known.column("open_checks")))
        return {
            outcome: Share(
                lines=int(lines[number]),
                value_usd=worth[number],
                with_missing=int(missing[number]),
                with_open_checks=int(checks[number]),
            )
            for number, outcome in enumerate(outcomes)
            if lines[number]
        }

    def _named(self, column: pa.ChunkedArray) -> dict[str, int]:
        """Return how many lines name each word of a column of lists, the most frequent first."""
        import numpy as np

        places, texts = coded(column)
        lines = np.bincount(places, weights=self._lines, minlength=len(texts))
        counter: Counter[str] = Counter()
        for number in np.flatnonzero(lines).tolist():
            for word in {part.strip() for part in texts[number].split(";")} - {""}:
                counter[word] += int(lines[number])
        return _ranked(counter)


def _ranked(counter: Counter[str]) -> dict[str, int]:
    """Return counts, the largest first, and equal ones by their words."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _is_given(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return 1 for each row that says something, 0 for each that doesn't."""
    import numpy as np

    places, words = coded(column)
    given: npt.NDArray[np.float64] = np.array([float(bool(word)) for word in words])[places]
    return given


def coded(column: pa.Array | pa.ChunkedArray) -> tuple[pa.Array, list[str]]:
    """Return for each row the place of its word among the words."""
    import numpy as np
    import pyarrow as pa

    whole = column
    if isinstance(column, pa.ChunkedArray):
        whole = column.unify_dictionaries().combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    return np.asarray(coded.indices), coded.dictionary.to_pylist()
