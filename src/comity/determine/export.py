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
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from comity.determine.encode import as_csv, as_json, defuse_text, quote_text
from comity.determine.faults import refuse
from comity.errors import Fault, InputError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

_SLICE_ROWS = 1 << 12
_SHEET_ROWS = 1_048_576
#: A dictionary is short if it has fewer words than one in so many rows.
_FEW = 16
_CELL_CHARACTERS = 32_767


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


def write_table(table: pa.Table, target: str | os.PathLike[str]) -> None:
    """Write a whole table to its place, or leave nothing there."""
    output = Output(target, table.schema)
    try:
        output.write(table)
        output.finish()
        output.commit()
    finally:
        output.discard()


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


class _TextWriter:
    """Writes rows as lines of text, a column at a time.

    Args:
        file: Where to.
        encode: Writes the cells of a column, null among them, as the format has them.
        leads: What stands before each column's cell.
        end: What stands after the last.
    """

    def __init__(
        self,
        file: io.BufferedRandom,
        encode: Callable[[pa.Array], pa.Array],
        leads: Sequence[str],
        end: str,
    ) -> None:
        self._file = file
        self._encode = encode
        self._leads = leads
        self._end = end

    def write(self, table: pa.Table) -> None:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        columns = [self._once_a_word(column.combine_chunks()) for column in _compact(table).columns]
        for start in range(0, table.num_rows, _SLICE_ROWS):
            parts: list[Any] = []
            for lead, column in zip(self._leads, columns, strict=True):
                parts += [lead, self._cells(column.slice(start, _SLICE_ROWS))]
            lines = pc.binary_join_element_wise(*parts, self._end, "")
            # The lines stand one after the other, so that their bytes are the file's.
            _, ends, data = lines.cast(pa.large_string()).buffers()
            self._file.write(data[: np.frombuffer(ends, dtype=np.int64)[len(lines)]])

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass

    def _once_a_word(self, column: pa.Array) -> pa.Array:
        """Encode the words of a column that repeats them."""
        import pyarrow as pa

        if not pa.types.is_dictionary(column.type) or column.null_count:
            return column
        return pa.DictionaryArray.from_arrays(column.indices, self._encode(column.dictionary))

    def _cells(self, column: pa.Array) -> pa.Array:
        import pyarrow as pa

        if pa.types.is_dictionary(column.type):
            plain = column.dictionary_decode()
            return self._encode(plain) if column.null_count else plain
        return self._encode(column)


def _csv_writer(file: io.BufferedRandom, schema: pa.Schema) -> _TextWriter:
    names = [quote_text(defuse_text(name)) for name in schema.names]
    file.write((",".join(names) + "\n").encode())
    return _TextWriter(file, as_csv, ["", *("," for _ in names[1:])], "\n")


def _json_writer(file: io.BufferedRandom, schema: pa.Schema) -> _TextWriter:
    leads = [f"{json.dumps(name, ensure_ascii=False)}: " for name in schema.names]
    return _TextWriter(file, as_json, ["{" + leads[0], *(f", {one}" for one in leads[1:])], "}\n")


class _ParquetWriter:
    def __init__(self, file: io.BufferedRandom, schema: pa.Schema) -> None:
        self._file = file
        self._schema = schema
        self._writer: ParquetWriter | None = None

    def write(self, table: pa.Table) -> None:
        if table.num_rows:
            self._opened(table).write_table(_compact(table), row_group_size=table.num_rows)

    def close(self) -> None:
        self._opened(self._schema.empty_table()).close()

    def abandon(self) -> None:
        if self._writer is not None:
            self._writer.close()

    def _opened(self, first: pa.Table) -> ParquetWriter:
        """Return the writer; how it writes text follows from the first rows."""
        import pyarrow as pa
        from pyarrow import parquet

        if self._writer is None:
            texts = [f.name for f in self._schema if pa.types.is_string(f.type)]
            coded = [f.name for f in self._schema if pa.types.is_dictionary(f.type)]
            unique = {name for name in texts if _is_seldom_repeated(first.column(name))}
            self._writer = parquet.ParquetWriter(
                self._file,
                self._schema,
                # Without the Arrow schema, readers get plain text where we hold dictionaries.
                store_schema=False,
                use_dictionary=[name for name in self._schema.names if name not in unique],
                # Extremes of text take half of the time and help no reader.
                write_statistics=[n for n in self._schema.names if n not in {*texts, *coded}],
            )
        return self._writer


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
    ".csv": _csv_writer,
    ".parquet": _ParquetWriter,
    ".jsonl": _json_writer,
    ".ndjson": _json_writer,
    ".xlsx": _SheetWriter,
}


def _fit(text: str) -> str:
    """Cut what a cell can't hold, visibly."""
    return text if len(text) <= _CELL_CHARACTERS else f"{text[: _CELL_CHARACTERS - 1]}…"


def _is_seldom_repeated(column: pa.ChunkedArray) -> bool:
    import pyarrow.compute as pc

    sample = column.slice(0, _SLICE_ROWS)
    return bool(pc.count_distinct(sample).as_py() > len(sample) // 2)


def _compact(table: pa.Table) -> pa.Table:
    """Keep in long dictionaries only the words in use, since Parquet writes all of them."""
    import numpy as np
    import pyarrow as pa

    for number, column in enumerate(table.columns):
        if not pa.types.is_dictionary(column.type):
            continue
        coded = column.combine_chunks()
        if isinstance(coded, pa.ChunkedArray):
            coded = pa.chunked_array(coded.chunks).unify_dictionaries().chunk(0)
        if len(coded.dictionary) * _FEW < len(coded) or coded.indices.null_count:
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
        table = table.set_column(number, table.schema.field(number).with_type(coded.type), coded)
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
