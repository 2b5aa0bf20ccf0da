"""Where orders come from: one reader a format, all giving the same batches of untyped columns.

What the columns mean is the matter of `orders`. A source can be read again from its start, holds
one batch at a time, and can say on which line of its file a row stood.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from comity.determine.faults import FaultLog, refuse

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows in a batch: large enough to keep the engine busy, small enough to keep memory flat.
BATCH_ROWS = 1 << 16

#: The longest line of a text file, header included; what is longer is no order line.
LONGEST_LINE_BYTES = 1 << 24

#: What can be handed in as orders: a path, `-` for standard input, rows, or any object that speaks
#: the Arrow PyCapsule interface (pyarrow, pandas, Polars, DuckDB).
type_of_orders = "a path, `-`, rows as mappings, or a table that speaks Arrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A row that can't be laid into columns at all, and why."""

    line: int
    expected: str
    text: str


class Source(Protocol):
    """An order book that can be read in batches, again and again."""

    name: str
    columns: tuple[str, ...]

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows from the first, in all columns or the given ones.

        Text in the columns of `encode` may come dictionary-encoded, where that is faster.
        """
        ...

    def misfits(self) -> list[Misfit]:
        """Return, once each, the rows that didn't fit since the last call."""
        ...

    def locate(self, rows: Sequence[int]) -> list[int]:
        """Return the line of each row (counted from 0, ascending, after those asked before)."""
        ...

    def progress(self) -> float | None:
        """Return which part of the source has been read, or None where that isn't known."""
        ...


def open_source(orders: object) -> Source:
    """Find out what was handed in and open it.

    Raises:
        InputError: It can't be read, or is in no format that orders come in.
    """
    if isinstance(orders, (str, os.PathLike)):
        path = Path(orders)
        return _open_path(*_spool_stdin()) if str(orders) == "-" else _open_path(path, str(path))
    from comity.determine.source_arrow import ArrowSource

    if isinstance(orders, Mapping):
        return ArrowSource.from_rows([orders])
    if isinstance(orders, Sequence):
        return ArrowSource.from_rows(orders)
    return ArrowSource(orders)


def check_names(header: Sequence[str], file: str, line: int) -> tuple[str, ...]:
    """Return the names of a header row, each there and there once."""
    names = [name.strip() for name in header]
    log = FaultLog(file=file)
    for number, name in enumerate(names, 1):
        if not name:
            log.add(f"expected a name for column {number}", line=line)
        elif name in names[: number - 1]:
            log.add("expected each column once", line=line, column=name)
    if not any(names):
        raise refuse(file, "expected a header line", line=line)
    if log.total:
        raise log.error()
    return tuple(names)


def _open_path(path: Path, name: str) -> Source:
    """Choose the reader by what the file holds, not by what it is called."""
    try:
        with path.open("rb") as file:
            head = file.read(1 << 16)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise refuse(name, f"expected a file that can be read: {reason}") from None
    if not head:
        raise refuse(name, "expected a header line and orders, got an empty file")
    if head.startswith(b"PAR1"):
        from comity.determine.source_arrow import ParquetSource

        return ParquetSource(path, name)
    if head.startswith(b"PK\x03\x04"):
        from comity.determine.source_xlsx import SheetSource

        return SheetSource(path, name)
    _refuse_binary(head, path, name)
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in {b"{", b"["}:
        from comity.determine.source_json import JsonSource

        return JsonSource(path, name)
    from comity.determine.source_csv import CsvSource

    return CsvSource(path, name)


def _refuse_binary(head: bytes, path: Path, name: str) -> None:
    """Refuse what is recognizably something other than UTF-8 text."""
    formats = "CSV (UTF-8), Parquet, JSON Lines or .xlsx"
    if path.suffix.lower() in {".parquet", ".pq", ".xlsx"}:
        raise refuse(name, f"expected what its name says, {path.suffix}; the file is damaged")
    if head[:2] in {b"\xff\xfe", b"\xfe\xff"} or head[1::2].count(0) > len(head) // 4:
        raise refuse(name, "expected UTF-8 text, got UTF-16; save it as CSV UTF-8")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise refuse(name, f"expected {formats}, got the old .xls format; save it as .xlsx")
    if head.startswith((b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh")):
        raise refuse(name, f"expected {formats}, got a compressed file; unpack it first")


_spooled: list[BinaryIO] = []  # holds temporary files open, hence alive, until the program ends


def _spool_stdin() -> tuple[Path, str]:
    """Copy standard input to a temporary file, so that it can be read as any file."""
    file = tempfile.NamedTemporaryFile(prefix="comity-")  # noqa: SIM115  lives as long as the source
    shutil.copyfileobj(sys.stdin.buffer, file)
    file.flush()
    _spooled.append(file)  # type: ignore[arg-type]
    return Path(file.name), "<stdin>"
