"""Joins the numbers of columns into keys, and numbers keys from 0 on as they are met."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from comity.errors import InputError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    #: a number for each line, or one for all of them
    Column = Ints | int

#: How many bits of a key each of its parts takes.
_BITS = {
    "eccn": 20,
    "hs": 20,
    "cn": 12,
    "eu": 11,
    "from_": 9,
    "origin": 9,
    "use": 9,
    "fdp": 9,
    "content": 4,
    "codes": 27,
    "setting": 27,
    "coded": 30,
    "party": 23,
    "to_": 9,
    "blanks": 2,
    "listed": 24,
    "surroundings": 27,
}


class Dense:
    """Numbers keys from 0 on, as they are met."""

    def __init__(self) -> None:
        import numpy as np

        #: the keys in order, and the number of each
        self._keys = np.empty(0, dtype=np.int64)
        self._numbers = np.empty(0, dtype=np.int64)

    @property
    def count(self) -> int:
        """How many keys there are."""
        return len(self._keys)

    def number(self, keys: Ints | int) -> tuple[Ints, Ints]:
        """Return the number of each key, and the first rows of new ones, in their order."""
        import numpy as np
        import pyarrow as pa

        coded = pa.array(np.atleast_1d(keys)).dictionary_encode()
        index: Ints = coded.indices.to_numpy()
        met: Ints = coded.dictionary.to_numpy()
        spot = np.searchsorted(self._keys, met)
        is_new = np.append(self._keys, -1)[spot] != met
        rows = np.zeros(0, dtype=np.int64)
        if is_new.any():
            fresh = np.flatnonzero(is_new)[np.argsort(met[is_new])]
            first = np.empty(len(met), dtype=np.int64)
            first[index[::-1]] = np.arange(len(index) - 1, -1, -1)
            rows = first[fresh]
            numbers = np.arange(self.count, self.count + len(fresh))
            self._numbers = np.insert(self._numbers, spot[fresh], numbers)
            self._keys = np.insert(self._keys, spot[fresh], met[fresh])
            spot = np.searchsorted(self._keys, met)
        return self._numbers[spot][index], rows


def is_most(met: int, every: int) -> bool:
    """Whether so much has been met that the rest is worked out too: more lines would meet it."""
    return 3 * met >= 2 * every


def spread(starts: Ints, counts: Ints) -> Ints:
    """Return as many numbers as each count says, from each start on, one after the other."""
    import numpy as np

    before = np.cumsum(counts) - counts
    numbers: Ints = np.repeat(starts - before, counts) + np.arange(counts.sum())
    return numbers


def joined(columns: dict[str, Column], *names: str) -> Column:
    """Join the numbers of some columns into one."""
    key: Any = 0
    for name in names:
        column = columns[name]
        most = column if isinstance(column, int) else int(column.max(initial=0))
        if most >> _BITS[name]:
            message = f"expected at most {1 << _BITS[name]:,} kinds of {name.strip('_')} in a run"
            raise InputError(message)
        key = (key << _BITS[name]) + column
    found: Column = key
    return found


def at(column: Column, rows: Ints) -> Ints:
    """Return the numbers of some lines."""
    import numpy as np

    if isinstance(column, int):
        return np.full(len(rows), column, dtype=np.int64)
    return column[rows]
