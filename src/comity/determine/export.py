"""Where answers go: CSV, Parquet, JSON Lines or .xlsx, a batch at a time and all or nothing.

Everything is written beside its destination and takes its place in one step, or not at all.
A text that a spreadsheet would run as a formula is never written as one.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from comity.determine.cells import as_text
from comity.determine.faults import refuse
from comity.errors import Fault, InputError

if TYPE_CHECKING:
    import pyarrow as pa

_SLICE_ROWS = 1 << 14
_SHEET_ROWS = 1_048_576
_CELL_CHARACTERS = 32_767
_FORMULA_STARTS = b"=+-@\t\r"


class _Writer(Protocol):
    """What writes one format into an open file."""

    def write(self, table: pa.Table) -> None:
        """Append rows."""
        ...

    def close(self) -> None:
        """Write what the format needs at its end."""
        ...

    def abandon(self) -> None:
        """Let go of everything; what was written doesn't matter any more."""
        ...


class Output:
    """One destination: nothing is there until `commit`, and nothing ever if it isn't called."""

    def __init__(self, target: str | os.PathLike[str], schema: pa.Schema) -> None:
        self._target = Path(target)
        self._copies = str(target) == "-" or _is_special(self._target)
        self._made = [] if self._copies else _make_folders(self._target)
        self._schema = schema
        try:
            self._path, self._file = self._open()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise refuse(str(target), f"expected a place to write: {reason}") from None
        self._writer: _Writer = _WRITERS[format_of(target)](self._file, schema)

    def write(self, table: pa.Table) -> None:
        """Append rows."""
        self._writer.write(table if table.schema.equals(self._schema) else table.cast(self._schema))

    def finish(self) -> None:
        """Write the end and see it safely on disk; the destination is still as it was."""
        self._writer.close()
        self._file.flush()
        os.fsync(self._file.fileno())

    def commit(self) -> None:
        """Put what was written in its place."""
        if self._copies:
            self._file.seek(0)
            with self._open_target() as target:
                shutil.copyfileobj(self._file, target, 1 << 20)
                target.flush()
            self.discard()
            return
        self._file.close()
        self._path.replace(self._target)
        _sync_folder(self._target.parent)
        self._made = []

    def discard(self) -> None:
        """Leave nothing behind but what was committed."""
        self._writer.abandon()
        self._file.close()
        self._path.unlink(missing_ok=True)
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _open(self) -> tuple[Path, io.BufferedRandom]:
        folder = None if self._copies else self._target.parent
        number, name = tempfile.mkstemp(dir=folder, prefix=f".{self._target.name}.", suffix=".part")
        if not self._copies:
            os.fchmod(number, _usual_mode(self._target))
        return Path(name), os.fdopen(number, "w+b")

    def _open_target(self) -> contextlib.AbstractContextManager[Any]:
        if str(self._target) == "-":
            return contextlib.nullcontext(sys.stdout.buffer)
        return self._target.open("wb")


def format_of(target: str | os.PathLike[str]) -> str:
    """Return the format that a destination's name asks for; standard output gets CSV.

    Raises:
        InputError: The name asks for no format that is known.
    """
    if str(target) == "-" or _is_special(Path(target)):
        return ".csv"
    suffix = Path(target).suffix.lower()
    if suffix not in _WRITERS:
        raise refuse(str(target), f"expected a name ending in {', '.join(_WRITERS)}")
    return suffix


class _CsvWriter:
    def __init__(self, file: io.BufferedRandom, schema: pa.Schema) -> None:
        header = ",".join(_quote_text(_defuse_text(name)) for name in schema.names)
        file.write(f"{header}\n".encode())
        self._file = file

    def write(self, table: pa.Table) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        for start in range(0, table.num_rows, _SLICE_ROWS):
            columns = [_as_csv(c.combine_chunks()) for c in table.slice(start, _SLICE_ROWS).columns]
            ended = pc.binary_join_element_wise(columns[-1], "\n", "")
            lines = pc.binary_join_element_wise(*columns[:-1], ended, ",")
            # The lines stand one after the other, so that their bytes are the file's.
            _, ends, data = lines.cast(pa.large_string()).buffers()
            self._file.write(data[: np.frombuffer(ends, dtype=np.int64)[len(lines)]])

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


class _ParquetWriter:
    def __init__(self, file: io.BufferedRandom, schema: pa.Schema) -> None:
        from pyarrow import parquet

        # Without the Arrow schema, readers get plain text where we hold dictionaries.
        self._writer = parquet.ParquetWriter(file, schema, store_schema=False)

    def write(self, table: pa.Table) -> None:
        if table.num_rows:
            self._writer.write_table(_compact(table), row_group_size=table.num_rows)

    def close(self) -> None:
        self._writer.close()

    def abandon(self) -> None:
        self._writer.close()


class _JsonWriter:
    def __init__(self, file: io.BufferedRandom, schema: pa.Schema) -> None:
        self._file = file
        self._names = schema.names

    def write(self, table: pa.Table) -> None:
        for start in range(0, table.num_rows, _SLICE_ROWS):
            columns = [column.to_pylist() for column in table.slice(start, _SLICE_ROWS).columns]
            rows = (dict(zip(self._names, row, strict=True)) for row in zip(*columns, strict=True))
            lines = (json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)
            self._file.write("".join(lines).encode())

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


class _SheetWriter:
    def __init__(self, file: io.BufferedRandom, schema: pa.Schema) -> None:
        import xlsxwriter

        self._folder = tempfile.TemporaryDirectory(prefix="comity-")
        options = {"constant_memory": True, "tmpdir": self._folder.name}
        self._book = xlsxwriter.Workbook(file, options)
        self._sheet = self._book.add_worksheet("comity")
        self._date = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._sheet.freeze_panes(1, 0)
        self._rows = 0
        self._append(schema.names)

    def write(self, table: pa.Table) -> None:
        if self._rows + table.num_rows > _SHEET_ROWS:
            most = f"at most {_SHEET_ROWS - 1:,} rows"
            raise InputError(
                [Fault(file=".xlsx", expected=f"expected {most}; write .parquet or .csv")]
            )
        for start in range(0, table.num_rows, _SLICE_ROWS):
            columns = [column.to_pylist() for column in table.slice(start, _SLICE_ROWS).columns]
            for row in zip(*columns, strict=True):
                self._append(row)

    def close(self) -> None:
        self._book.close()
        self._folder.cleanup()

    def abandon(self) -> None:
        # The workbook keeps its rows in a file of its own until it is closed.
        self._sheet.row_data_fh.close()
        self._book.fileclosed = 1
        self._folder.cleanup()

    def _append(self, row: Sequence[object]) -> None:
        import datetime as dt

        for number, value in enumerate(row):
            match value:
                case None | "":
                    pass
                case bool():
                    self._sheet.write_boolean(self._rows, number, value)
                case int() | float():
                    self._sheet.write_number(self._rows, number, value)
                case dt.date() | dt.datetime():
                    self._sheet.write_datetime(self._rows, number, value, self._date)
                case _:
                    self._sheet.write_string(self._rows, number, _fit(str(value)))
        self._rows += 1


_WRITERS: dict[str, Any] = {
    ".csv": _CsvWriter,
    ".parquet": _ParquetWriter,
    ".jsonl": _JsonWriter,
    ".ndjson": _JsonWriter,
    ".xlsx": _SheetWriter,
}


def _fit(text: str) -> str:
    """Cut what a cell can't hold, visibly."""
    return text if len(text) <= _CELL_CHARACTERS else f"{text[: _CELL_CHARACTERS - 1]}…"


def _as_csv(cells: pa.Array) -> pa.Array:
    """Write cells as CSV holds them: harmless, quoted where they must be, null as blank."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if pa.types.is_dictionary(cells.type):
        if len(cells.dictionary) <= len(cells):
            return pc.fill_null(_as_csv(cells.dictionary).take(cells.indices), "")
        cells = cells.dictionary.take(cells.indices)
    if not pa.types.is_string(cells.type):
        return pc.fill_null(as_text(cells), "")
    texts = pc.fill_null(_defuse(cells), "")
    must = pc.match_substring_regex(texts, r'[",\r\n]')
    if not pc.any(must).as_py():
        return texts
    quoted = pc.binary_join_element_wise('"', pc.replace_substring(texts, '"', '""'), '"', "")
    return pc.if_else(must, quoted, texts)


def _quote_text(text: str) -> str:
    return f'"{text.replace(chr(34), chr(34) * 2)}"' if set(text) & set(',"\r\n') else text


def _defuse(texts: pa.Array) -> pa.Array:
    """Put an apostrophe before each text that a spreadsheet would run as a formula."""
    import numpy as np
    import pyarrow as pa

    if not pa.types.is_string(texts.type) or not len(texts):
        return texts
    _, offsets, data = texts.buffers()
    if data is None or not data.size:
        return texts
    begin = np.frombuffer(offsets, dtype=np.int32)[texts.offset : texts.offset + len(texts) + 1]
    octets = np.frombuffer(data, dtype=np.uint8)
    first = octets[np.minimum(begin[:-1], len(octets) - 1)]
    starts = np.frombuffer(_FORMULA_STARTS, dtype=np.uint8)
    rows = np.flatnonzero(np.isin(first, starts) & (np.diff(begin) > 0))
    if not len(rows):
        return texts
    values = texts.to_pylist()
    for row in rows.tolist():
        values[row] = None if values[row] is None else _defuse_text(values[row])
    return pa.array(values, texts.type)


def _defuse_text(text: str) -> str:
    if not text.encode().startswith(tuple(_FORMULA_STARTS[i : i + 1] for i in range(6))):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _compact(table: pa.Table) -> pa.Table:
    """Keep in each dictionary only the words in use, since Parquet writes all of them."""
    import numpy as np
    import pyarrow as pa

    for number, name in enumerate(table.schema.names):
        column = table.column(number)
        if not pa.types.is_dictionary(column.type):
            continue
        coded = column.combine_chunks()
        if isinstance(coded, pa.ChunkedArray):
            coded = pa.chunked_array(coded.chunks).unify_dictionaries().chunk(0)
        if coded.indices.null_count:
            continue
        places = np.asarray(coded.indices)
        used = np.flatnonzero(np.bincount(places, minlength=len(coded.dictionary)))
        if len(used) == len(coded.dictionary):
            continue
        moved = np.zeros(len(coded.dictionary), dtype=np.int32)
        moved[used] = np.arange(len(used), dtype=np.int32)
        coded = pa.DictionaryArray.from_arrays(
            pa.array(moved[places]), coded.dictionary.take(pa.array(used))
        )
        table = table.set_column(number, pa.field(name, coded.type), coded)
    return table


def _is_special(path: Path) -> bool:
    """Whether a path is something to write into, such as /dev/null, rather than a file."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _make_folders(target: Path) -> list[Path]:
    """Make the folders that a destination lacks; return those made, outermost first."""
    if target.is_dir():
        raise refuse(str(target), "expected a file to write, got a folder")
    missing = [folder for folder in target.absolute().parents if not folder.exists()][::-1]
    for folder in missing:
        try:
            folder.mkdir()
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise refuse(str(target), f"expected a place to write: {reason}") from None
    return missing


def _usual_mode(target: Path) -> int:
    """Return the permissions of the file that is replaced, or those that a new file gets."""
    with contextlib.suppress(OSError):
        return stat.S_IMODE(target.stat().st_mode)
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
