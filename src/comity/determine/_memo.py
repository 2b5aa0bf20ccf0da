"""Texts that repeat: each gets a number when it is first met, so that it is worked out once."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pyarrow as pa


class Memo:
    """Numbers texts from 0 on, as they are met."""

    def __init__(self) -> None:
        import pyarrow as pa

        self._texts = pa.array([], pa.string())

    def __len__(self) -> int:
        """Return how many texts have been met."""
        return len(self._texts)

    def meet(self, texts: pa.Array) -> tuple[pa.Array, list[str]]:
        """Return the number of each text, and those not met before, in the order of theirs."""
        import pyarrow as pa
        import pyarrow.compute as pc

        numbers = pc.index_in(texts, value_set=self._texts)
        if not numbers.null_count:
            return numbers, []
        new = pc.unique(texts.filter(pc.is_null(numbers)))
        self._texts = pa.concat_arrays([self._texts, new])
        return pc.index_in(texts, value_set=self._texts), new.to_pylist()
