"""A digest of answers: the same whatever file they are written to, in whatever batches."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from comity.determine.summary import coded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

_SPREAD = 0x9E3779B97F4A7C15


class Digest:
    """Takes in answers, batch by batch, and gives their SHA-256.

    Each text is hashed once, each line to 8 bytes of its texts, and the lines in their order.
    """

    def __init__(self) -> None:
        self._whole = hashlib.sha256()
        self._texts: dict[str, int] = {}

    def add(self, answers: pa.Table) -> None:
        """Take in the answers to a batch of lines."""
        import numpy as np

        lines: npt.NDArray[np.uint64] = np.zeros(len(answers), dtype=np.uint64)
        for column in answers.columns:
            places, texts = coded(column)
            hashes = np.array([self._hash(text) for text in texts], dtype=np.uint64)
            lines = lines * np.uint64(_SPREAD) + hashes[places]
        self._whole.update(lines.astype("<u8").tobytes())

    def hexdigest(self) -> str:
        """Return the digest of all that was taken in."""
        return self._whole.hexdigest()

    def _hash(self, text: Any) -> int:  # noqa: ANN401  text, or whatever a column holds
        key = str(text)
        if key not in self._texts:
            short = hashlib.blake2b(key.encode(), digest_size=8).digest()
            self._texts[key] = int.from_bytes(short, "little")
        return self._texts[key]
