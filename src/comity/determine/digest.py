"""A digest of answers: the same whatever file they are written to, in whatever batches."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from comity.determine.header import ANSWERS, SCREENED
from comity.determine.summary import coded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from comity.determine.engine import Answered

    Hashes = npt.NDArray[np.uint64]

_SPREAD = 0x9E3779B97F4A7C15


class Digest:
    """Takes in answers, batch by batch, and gives their SHA-256.

    Each line comes to 8 bytes, the sum of the hashes of its texts, each times a power of a large
    odd number that tells the columns apart; the lines are hashed in their order. The part of a
    line that its answer tells is worked out once an answer.
    """

    def __init__(self) -> None:
        import numpy as np

        self._whole = hashlib.sha256()
        self._of_answer: Hashes = np.empty(0, dtype=np.uint64)

    def add(self, answered: Answered) -> None:
        """Take in the answers to a batch of lines."""
        import numpy as np

        new = answered.known.slice(len(self._of_answer))
        if len(new):
            hashes = sum(_hashes(name, new.column(name)) for name in ANSWERS if name != SCREENED)
            self._of_answer = np.concatenate([self._of_answer, hashes])
        lines = self._of_answer[answered.number] + _hashes(SCREENED, answered.screened)
        self._whole.update(lines.astype("<u8").tobytes())

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in."""
        return self._whole.hexdigest()


def _hashes(name: str, column: pa.Array | pa.ChunkedArray) -> Hashes:
    """Return for each row of a column what its text adds to its line."""
    import numpy as np

    places, texts = coded(column)
    weight = pow(_SPREAD, len(ANSWERS) - 1 - ANSWERS.index(name), 1 << 64)
    hashed = [hashlib.blake2b(str(text).encode(), digest_size=8).digest() for text in texts]
    hashes: Hashes = np.array([int.from_bytes(one, "little") for one in hashed], dtype=np.uint64)
    of_rows: Hashes = (hashes * np.uint64(weight))[places]
    return of_rows
