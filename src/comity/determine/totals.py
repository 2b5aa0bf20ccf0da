"""What each order comes to under one entry: the net value that caps on shipments are held against.

Only orders with a line small enough for a cap are summed, so that memory follows those alone.
See: 15 CFR 740.3(b)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from comity.determine.duplicates import reduce

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Keys = npt.NDArray[np.uint64]
    Values = npt.NDArray[np.float64]

#: The columns of order lines that totals are made of.
COLUMNS = ("order", "eccn", "value_usd")

Lines = Callable[[Sequence[str]], Iterator["pa.RecordBatch"]]


class Totals:
    """The totals of an order book.

    Args:
        lines: Reads the given columns of the whole book; called twice.
        most: The largest cap there is; a line above it needs no total of its own.
    """

    def __init__(self, lines: Lines, most: float) -> None:
        import numpy as np

        small = [_small(batch, most) for batch in lines(COLUMNS)]
        self._keys = np.unique(np.concatenate(small)) if small else np.empty(0, dtype=np.uint64)
        self._sums: Values = np.zeros(len(self._keys))
        self._most = most
        if not len(self._keys):
            return
        for batch in lines(COLUMNS):
            keys, values = _keys_of(batch), _values_of(batch)
            places, is_there = self._find(keys)
            here = is_there & _has_order(batch)
            np.add.at(self._sums, places[here], values[here])

    def of(self, lines: pa.RecordBatch) -> pa.Array:
        """Return for each line its order's total under its entry.

        A line of no order, and one above every cap, stand for themselves; where a line of the
        order gives no value, the total isn't known.
        """
        import numpy as np
        import pyarrow as pa

        values = np.array(_values_of(lines))
        rows = np.flatnonzero(_has_order(lines) & ~(values > self._most))
        if len(rows):
            places, _ = self._find(_keys_of(lines.take(pa.array(rows))))
            values[rows] = self._sums[places]
        return pa.array(values, mask=np.isnan(values))

    def _find(self, keys: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.bool_]]:
        import numpy as np

        places = np.searchsorted(self._keys, keys)
        places[places == len(self._keys)] = 0
        return places, self._keys[places] == keys


def _small(batch: pa.RecordBatch, most: float) -> Keys:
    """Return the orders and entries of the lines that a cap could let through."""
    import numpy as np
    import pyarrow as pa

    rows = np.flatnonzero(_has_order(batch) & ~(_values_of(batch) > most))
    return np.unique(_keys_of(batch.take(pa.array(rows))))


def _keys_of(batch: pa.RecordBatch) -> Keys:
    """Reduce order and entry to 8 bytes."""
    import numpy as np
    import pyarrow.compute as pc

    codes = batch.column("eccn")
    entries = reduce(pc.list_element(pc.split_pattern(codes.dictionary, ".", max_splits=1), 0))
    spread = np.uint64(0xC2B2AE3D27D4EB4F)
    keys: Keys = reduce(batch.column("order")) ^ (entries * spread)[np.asarray(codes.indices)]
    return keys


def _has_order(batch: pa.RecordBatch) -> npt.NDArray[np.bool_]:
    import numpy as np
    import pyarrow.compute as pc

    given: npt.NDArray[Any] = np.asarray(pc.not_equal(batch.column("order"), ""))
    return given


def _values_of(batch: pa.RecordBatch) -> Values:
    values: Values = batch.column("value_usd").to_numpy(zero_copy_only=False)
    return values
