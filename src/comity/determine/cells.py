"""Columns of cells, typed: what a batch of an order book says, one distinct value at a time.

A value is parsed once however many rows repeat it. What can't be parsed is marked, told, and left
blank; whoever reads the batch decides what becomes of the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from comity.determine._memo import Memo

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Rows = npt.NDArray[np.intp]
    Mask = npt.NDArray[np.bool_]

T = TypeVar("T")

_REMEMBERED = 100_000
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")
_NOT_UTF8 = "\ufffd"
_EXPECTED_TEXT = "UTF-8 text without NUL bytes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One cell of a batch that can't be read."""

    row: int
    column: str
    expected: str
    got: str | None = None


@dataclass(slots=True, kw_only=True)
class Flaws:
    """The flaws of one batch: every row marked, and as many told as are wanted."""

    mask: Mask
    wanted: int
    told: list[Flaw] = field(default_factory=list)
    total: int = 0

    def mark(self, column: str, rows: Rows, tell: Callable[[int], tuple[str, str | None]]) -> None:
        """Mark rows as faulty in a column; `tell` says for a row what was expected and got."""
        self.mask[rows] = True
        self.total += len(rows)
        for row in rows[: max(self.wanted - len(self.told), 0)].tolist():
            expected, got = tell(row)
            self.told.append(Flaw(row=row, column=column, expected=expected, got=got))


class Distinct(Generic[T]):
    """A column whose values repeat: each is parsed once and remembered.

    Args:
        column: What the order book calls it.
        parse: Reads a text, or raises ValueError.
        kind: The Arrow type of what it reads.
    """

    def __init__(self, column: str, parse: Callable[[str], T], kind: pa.DataType) -> None:
        import pyarrow as pa

        self._column = column
        self._parse = parse
        self._met = Memo()
        #: the value of each text met, and what was expected of those that can't be read
        self._values = pa.array([], kind)
        self._bad: dict[int, str] = {}

    def read(self, cells: pa.Array, flaws: Flaws) -> tuple[npt.NDArray[np.int32], pa.Array]:
        """Return, for each row, the place of its value among distinct ones, and these.

        A blank or faulty cell has the value null.
        """
        import numpy as np
        import pyarrow as pa

        places, texts = encode(cells)
        if len(self._met) > _REMEMBERED:
            self._met, self._values, self._bad = Memo(), self._values[:0], {}
        numbers, new = self._met.meet(texts)
        if new:
            start = len(self._values)
            values = [self._try(number, text) for number, text in enumerate(new, start)]
            self._values = pa.concat_arrays([self._values, pa.array(values, self._values.type)])
        if self._bad:
            number_of = np.asarray(numbers)[places]
            rows = np.flatnonzero(np.isin(number_of, list(self._bad)))
            flaws.mark(
                self._column,
                rows,
                lambda row: (self._bad[int(number_of[row])], texts[int(places[row])].as_py()),
            )
        return places, self._values.take(numbers)

    def _try(self, number: int, text: str) -> T | None:
        """Parse a text; keep what was expected of one that can't be."""
        if not text or text.isspace():
            return None
        if _NOT_UTF8 in text or "\0" in text:
            self._bad[number] = f"expected {_EXPECTED_TEXT}"
            return None
        try:
            return self._parse(text)
        except ValueError as error:
            self._bad[number] = f"expected {error}"
            return None


def read_terms(column: Distinct[str], cells: pa.Array, flaws: Flaws, blank: str = "") -> pa.Array:
    """Read a column of canonical texts; a blank cell gets `blank`."""
    import numpy as np
    import pyarrow as pa

    places, values = column.read(cells, flaws)
    terms = values.fill_null(blank).dictionary_encode()
    return pa.DictionaryArray.from_arrays(
        pa.array(np.asarray(terms.indices)[places], pa.int32()), terms.dictionary
    )


def read_dates(column: Distinct[date], cells: pa.Array, flaws: Flaws) -> pa.Array:
    """Read a column of calendar days; a blank cell is null."""
    import pyarrow as pa

    if pa.types.is_date(cells.type) or pa.types.is_timestamp(cells.type):
        return cells.cast(pa.date32(), safe=False)
    places, values = column.read(cells, flaws)
    return values.take(pa.array(places))


def read_numbers(column: str, cells: pa.Array, flaws: Flaws, most: float | None = None) -> pa.Array:
    """Read a column of numbers from 0 to `most`; a blank cell is null."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = cells.type
    if pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind):
        numbers = cells.cast(pa.float64(), safe=False)
        if pa.types.is_floating(kind):
            numbers = pc.if_else(pc.is_nan(numbers), None, numbers)  # pandas' way to say blank
        shown: pa.Array = cells
    else:
        shown = as_text(cells)
        numbers = _parse_numbers(column, shown, flaws, most)
    limits = "a number from 0" if most is None else f"a number from 0 to {most:g}"
    wrong = pc.or_(pc.less(numbers, 0.0), pc.invert(pc.is_finite(numbers)))
    if most is not None:
        wrong = pc.or_(wrong, pc.greater(numbers, most))
    rows = np.flatnonzero(wrong.fill_null(False).to_numpy(zero_copy_only=False))  # noqa: FBT003
    if len(rows):
        flaws.mark(column, rows, lambda row: (f"expected {limits}", str(shown[row])))
        numbers = pc.if_else(pc.fill_null(wrong, False), None, numbers)  # noqa: FBT003
    return numbers


def _parse_numbers(column: str, texts: pa.Array, flaws: Flaws, most: float | None) -> pa.Array:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if most is not None:
        texts = pc.utf8_rtrim(texts, "% ")
    given = pc.if_else(pc.equal(texts, ""), None, texts)
    try:
        return given.cast(pa.float64())
    except pa.ArrowInvalid:
        pass
    trimmed = [None if text is None else text.strip() for text in given.to_pylist()]
    numbers = [_parse_number(text) for text in trimmed]
    rows = np.flatnonzero([bool(t) and n is None for t, n in zip(trimmed, numbers, strict=True)])
    expected = "expected a number such as 1200.50, without currency or thousands separators"
    flaws.mark(column, rows, lambda row: (expected, trimmed[row]))
    return pa.array(numbers, pa.float64())


def _parse_number(text: str | None) -> float | None:
    if not text or not _NUMBER.fullmatch(text.removeprefix("-")):
        return None
    return float(text)


def read_texts(column: str, cells: pa.Array, flaws: Flaws) -> pa.Array:
    """Read a column of free text, each value for itself; a blank cell is the empty text."""
    import pyarrow.compute as pc

    texts, _ = repair(column, as_text(cells), flaws)
    return pc.utf8_trim_whitespace(texts)


def repair(column: str, texts: pa.Array, flaws: Flaws) -> tuple[pa.Array, bool]:
    """Mark text that isn't UTF-8 or holds NUL; return it readable, and whether that changed it."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    inner = texts.dictionary if pa.types.is_dictionary(texts.type) else texts
    try:
        inner.validate(full=True)
        if not pc.any(pc.match_substring(inner, "\0")).as_py():
            return texts, False
    except pa.ArrowInvalid:
        pass
    raw = (
        texts.cast(pa.string()).cast(pa.binary()) if inner is not texts else texts.cast(pa.binary())
    )
    values = [None if v is None else v.decode("utf-8", "replace") for v in raw.to_pylist()]
    rows = np.flatnonzero([v is not None and (_NOT_UTF8 in v or "\0" in v) for v in values])
    flaws.mark(column, rows, lambda row: (f"expected {_EXPECTED_TEXT}", values[row]))
    return pa.array(values, pa.string()), True


def encode(cells: pa.Array) -> tuple[npt.NDArray[np.int32], pa.Array]:
    """Return for each row the place of its text among the distinct texts; null is the blank one."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    coded = cells if pa.types.is_dictionary(cells.type) else as_text(cells).dictionary_encode()
    texts = as_text(coded.dictionary)
    try:
        texts.validate(full=True)
    except pa.ArrowInvalid:
        raw = texts.cast(pa.binary()).to_pylist()
        texts = pa.array([value.decode("utf-8", "replace") for value in raw], pa.string())
    places = coded.indices.cast(pa.int32())
    if places.null_count:
        places = pc.fill_null(places, len(texts))
        texts = pa.concat_arrays([texts, pa.array([""], pa.string())])
    return np.asarray(places), texts


def as_text(cells: pa.Array) -> pa.Array:
    """Return cells as plain text; null is blank, a whole number has no fraction."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = cells.type
    if pa.types.is_dictionary(kind):
        return as_text(cells.dictionary_decode())
    if pa.types.is_floating(kind):
        whole = pc.equal(pc.floor(cells), cells)
        as_whole = pc.if_else(whole, cells, None).cast(pa.int64(), safe=False).cast(pa.string())
        texts = pc.if_else(whole, as_whole, cells.cast(pa.string()))
        texts = pc.if_else(pc.is_nan(cells), None, texts)
    elif pa.types.is_string(kind):
        texts = cells
    else:
        texts = cells.cast(pa.string())
    return pc.fill_null(texts, "") if texts.null_count else texts


def fill(term: str, rows: int) -> pa.Array:
    """Return a column that says the same in every row."""
    import numpy as np
    import pyarrow as pa

    places = pa.array(np.zeros(rows, dtype=np.int32), pa.int32())
    return pa.DictionaryArray.from_arrays(places, pa.array([term], pa.string()))


def join_list(parse: Callable[[str], str]) -> Callable[[str], str]:
    """Make a parser of one term into one of several, separated by ``;``: sorted, each once."""

    def parse_all(text: str) -> str:
        return ";".join(sorted({parse(part) for part in text.split(";") if part.strip()}))

    return parse_all


def one_of(what: str, terms: Sequence[str]) -> Callable[[str], str]:
    """Make a parser for a closed list of terms, lower-case words joined by hyphens."""
    known = {_fold(term): term for term in terms}

    def parse(text: str) -> str:
        term = known.get(_fold(text))
        if term is None:
            expected = f"{what}: {', '.join(terms)}"
            raise ValueError(expected)
        return term

    return parse


def _fold(text: str) -> str:
    return re.sub(r"[\s_-]+", "-", text.strip().lower())
