"""Line ids that come twice in an order book, found in bounded memory.

Ids nearly always ascend; while they do, nothing is remembered. When they stop, the one column is
read once more, each id reduced to 8 bytes, and only what collides is compared in full.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

_ODD = 0x9E3779B97F4A7C15
_LONGEST_PADDED = 256


class Repeats:
    """A watch over the ids of an order book, batch by batch from the first."""

    def __init__(self, ids: Callable[[], Iterator[pa.Array]]) -> None:
        self._ids = ids
        self._last_text: str | None = ""
        self._last_number: int | None = -1
        self._repeated: npt.NDArray[np.bool_] | None = None
        self._rows = 0

    def among(self, ids: pa.Array) -> npt.NDArray[np.intp]:
        """Return the rows of the next batch whose id has come before, here or earlier."""
        import numpy as np

        start, self._rows = self._rows, self._rows + len(ids)
        if self._repeated is None and not self._ascends(ids):
            self._repeated = find_repeats(self._ids)
        if self._repeated is None:
            return np.empty(0, dtype=np.intp)
        return np.flatnonzero(self._repeated[start : self._rows])

    def _ascends(self, ids: pa.Array) -> bool:
        """Whether every id so far is greater than the one before it, as text or as a number."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not len(ids):
            return True
        if self._last_text is not None:
            if _climbs(ids) and ids[0].as_py() > self._last_text:
                self._last_text = ids[-1].as_py()
            else:
                self._last_text = None
        if self._last_number is not None:
            try:
                numbers = ids.cast(pa.int64())
            except pa.ArrowInvalid:
                self._last_number = None
            else:
                climbs = _climbs(numbers) and numbers[0].as_py() > self._last_number
                self._last_number = pc.max(numbers).as_py() if climbs else None
        return self._last_text is not None or self._last_number is not None


def find_repeats(ids: Callable[[], Iterator[pa.Array]]) -> npt.NDArray[np.bool_]:
    """Return for every row whether its id has come before."""
    import numpy as np

    keys = np.concatenate([reduce(batch) for batch in ids()] or [np.empty(0, dtype=np.uint64)])
    repeated = np.zeros(len(keys), dtype=bool)
    ordered = np.sort(keys)
    suspects = np.unique(ordered[1:][ordered[1:] == ordered[:-1]])
    del ordered
    if not len(suspects):
        return repeated
    suspicious = np.isin(keys, suspects)
    seen: set[str] = set()
    start = 0
    for batch in ids():
        for row in np.flatnonzero(suspicious[start : start + len(batch)]).tolist():
            text = batch[row].as_py()
            repeated[start + row] = text in seen
            seen.add(text)
        start += len(batch)
    return repeated


def reduce(texts: pa.Array) -> npt.NDArray[np.uint64]:
    """Reduce each text to 8 bytes: texts alike give the same, others almost never."""
    import numpy as np
    import pyarrow.compute as pc

    lengths = np.asarray(pc.binary_length(texts))
    longest = int(lengths.max(initial=0))
    if longest > _LONGEST_PADDED:
        raw = (blake2b(text.encode(), digest_size=8).digest() for text in texts.to_pylist())
        return np.frombuffer(b"".join(raw), dtype=np.uint64)
    words = max(-(-longest // 8), 1)
    padded = pc.ascii_rpad(texts, words * 8, padding="\0")
    size = len(padded) * words * 8
    octets = np.frombuffer(padded.buffers()[2], dtype=np.uint8)[:size]
    keys = np.zeros(len(padded), dtype=np.uint64)
    for number, word in enumerate(octets.view(np.uint64).reshape(-1, words).T):
        mixed = (keys ^ word) * np.uint64(_ODD)
        mixed ^= mixed >> np.uint64(29)
        # A text has the same key whatever else is in its batch, so its own words count alone.
        keys = np.where(lengths > number * 8, mixed, keys) if number else mixed
    return keys


def _climbs(values: pa.Array) -> bool:
    import pyarrow.compute as pc

    return bool(pc.all(pc.less(values[:-1], values[1:])).as_py() is not False)
