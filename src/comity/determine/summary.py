"""What an order book's answers come to: outcomes, value at stake, reasons, what is missing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.register.tables import OUTCOMES

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

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


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts answers, batch by batch."""

    lines: int = 0
    rejected: int = 0
    _shares: dict[str, dict[str, float]] = field(default_factory=dict)
    _lists: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, answers: pa.Table, values: pa.Array) -> None:
        """Count the answers to a batch of lines and their values."""
        import numpy as np
        import pyarrow.compute as pc

        self.lines += len(answers)
        worth = pc.fill_null(values, 0.0).to_numpy(zero_copy_only=False)
        places, words = coded(answers.column("outcome"))
        weights = {
            "lines": np.ones(len(answers)),
            "value_usd": worth,
            "with_missing": _is_given(answers.column("missing")),
            "with_open_checks": _is_given(answers.column("open_checks")),
        }
        for name, weight in weights.items():
            sums = np.bincount(places, weights=weight, minlength=len(words))
            for outcome, total in zip(words, sums.tolist(), strict=True):
                share = self._shares.setdefault(outcome, defaultdict(float))
                share[name] += total
        for name in _LISTS:
            counter = self._lists.setdefault(name, Counter())
            for words_of_line, count in _joined(answers.column(name)):
                for word in words_of_line:
                    counter[word] += count

    def summary(self, notices: tuple[str, ...] = ()) -> Summary:
        """Return what was counted."""
        lists = {name: _ranked(self._lists.get(name, Counter())) for name in _LISTS}
        return Summary(
            lines=self.lines,
            rejected=self.rejected,
            outcomes={
                outcome: Share(
                    lines=int(share["lines"]),
                    value_usd=share["value_usd"],
                    with_missing=int(share["with_missing"]),
                    with_open_checks=int(share["with_open_checks"]),
                )
                for outcome in OUTCOMES
                if (share := self._shares.get(outcome)) and share["lines"]
            },
            reasons=lists["reasons"],
            missing=lists["missing"],
            open_checks=lists["open_checks"],
            notices=notices,
        )


def _ranked(counter: Counter[str]) -> dict[str, int]:
    """Return counts, the largest first, and equal ones by their words."""
    return dict(sorted(counter.items(), key=lambda item: (-item[1], item[0])))


def _joined(column: pa.ChunkedArray) -> Iterator[tuple[set[str], int]]:
    """Yield each distinct list of a column, taken apart, with the number of its lines."""
    import numpy as np

    places, words = coded(column)
    counts = np.bincount(places, minlength=len(words))
    for number in np.flatnonzero(counts).tolist():
        parts = {part.strip() for part in words[number].split(";")} - {""}
        yield parts, int(counts[number])


def _is_given(column: pa.ChunkedArray) -> npt.NDArray[np.float64]:
    """Return 1 for each row that says something, 0 for each that doesn't."""
    import numpy as np

    places, words = coded(column)
    given: npt.NDArray[np.float64] = np.array([float(bool(word)) for word in words])[places]
    return given


def coded(column: pa.ChunkedArray) -> tuple[pa.Array, list[str]]:
    """Return for each row the place of its word among the words."""
    import numpy as np
    import pyarrow as pa

    whole = column.unify_dictionaries().combine_chunks()
    coded = whole if pa.types.is_dictionary(whole.type) else whole.dictionary_encode()
    return np.asarray(coded.indices), coded.dictionary.to_pylist()
