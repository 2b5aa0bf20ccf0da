"""Orders from CSV: UTF-8, commas, one header line; every value stays the text it is."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.cells import as_text
from comity.determine.faults import refuse
from comity.determine.source import BATCH_ROWS, LONGEST_LINE_BYTES, Misfit, check_names

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.csv import CSVStreamingReader, InvalidRow

_OTHER_DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "vertical bars"}
_BLOCK_BYTES = 3 << 20


class CsvSource:
    """A CSV file."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        self._size = path.stat().st_size
        self.columns = self._read_header()
        self._blocks = 0
        self._misfits: list[InvalidRow]
        self._located: int
        self._fitting: Iterator[int]
        self._ragged: Iterator[int]
        self._rewind()

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows as text."""
        import pyarrow as pa

        self._rewind()
        gathered: list[pa.RecordBatch] = []
        try:
            with self._open(columns, encode) as reader:
                for block in reader:
                    self._blocks += 1
                    gathered.append(block)
                    if sum(b.num_rows for b in gathered) >= BATCH_ROWS:
                        yield _join(gathered)
                        gathered = []
        except pa.ArrowInvalid as error:
            raise self._explain(error) from None
        if gathered:
            self._refuse_open_quote(gathered[-1])
            yield _join(gathered)

    def misfits(self) -> list[Misfit]:
        """Return the rows with too few or too many values."""
        rows, self._misfits = self._misfits, []
        return [
            Misfit(
                line=next(self._ragged),
                expected=f"expected {row.expected_columns} values, got {row.actual_columns}",
                text=row.text,
            )
            for row in rows
        ]

    def locate(self, rows: Sequence[int]) -> list[int]:
        """Return the line on which each row begins; the file is read again only to say this."""
        found = []
        for row in rows:
            found.append(next(islice(self._fitting, row - self._located - 1, None)))
            self._located = row
        return found

    def progress(self) -> float | None:
        """Return which part of the file has been read."""
        return min(self._blocks * _BLOCK_BYTES / self._size, 1.0)

    def _rewind(self) -> None:
        width = len(self.columns)
        self._blocks = 0
        self._misfits = []
        self._located = -1
        self._fitting = (line for line, found in _records(self._path) if found == width)
        self._ragged = (line for line, found in _records(self._path) if found != width)

    def _read_header(self) -> tuple[str, ...]:
        with self._path.open("rb") as file:
            raw = file.readline(LONGEST_LINE_BYTES)
        if len(raw) == LONGEST_LINE_BYTES:
            most = f"{LONGEST_LINE_BYTES >> 20} MB"
            raise refuse(
                self.name, f"expected a header line, got a line longer than {most}", line=1
            )
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            byte = f"0x{raw[error.start]:02X}"
            raise refuse(self.name, "expected UTF-8 text", line=1, got=byte) from None
        if text.count('"') % 2:
            raise refuse(self.name, "expected the header on one line", line=1)
        names = next(csv.reader([text]), [])
        if len(names) <= 1:
            for delimiter, plural in _OTHER_DELIMITERS.items():
                if delimiter in text:
                    expected = f"expected values separated by commas, got {plural}"
                    raise refuse(self.name, expected, line=1)
        return check_names(names, self.name, line=1)

    def _open(self, columns: Sequence[str] | None, encode: Collection[str]) -> CSVStreamingReader:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        def set_aside(row: InvalidRow) -> str:
            self._misfits.append(row)
            return "skip"

        return arrow_csv.open_csv(
            self._path,
            read_options=arrow_csv.ReadOptions(
                column_names=list(self.columns), skip_rows=1, block_size=_BLOCK_BYTES
            ),
            parse_options=arrow_csv.ParseOptions(
                newlines_in_values=True, invalid_row_handler=set_aside
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={
                    name: pa.dictionary(pa.int32(), pa.string()) if name in encode else pa.string()
                    for name in self.columns
                },
                include_columns=list(columns) if columns is not None else [],
                check_utf8=False,
                null_values=[],
                strings_can_be_null=False,
            ),
        )

    def _explain(self, error: pa.ArrowInvalid) -> Exception:
        if "straddling" in str(error):
            most = f"{_BLOCK_BYTES >> 20} MB"
            return refuse(self.name, f"expected lines under {most}; a quote may not be closed")
        return refuse(self.name, f"expected CSV: {error}")

    def _refuse_open_quote(self, last: pa.RecordBatch) -> None:
        """Refuse a file whose last value swallowed what follows a quote that never closes."""
        import pyarrow as pa

        end = [
            as_text(column.slice(last.num_rows - 1)).cast(pa.binary()) for column in last.columns
        ]
        if not any(b"\n" in value for column in end for value in column.to_pylist()):
            return
        with self._path.open("rb") as file:
            quotes = sum(block.count(b'"') for block in iter(lambda: file.read(1 << 20), b""))
        if quotes % 2:
            raise refuse(self.name, "expected every quote to be closed; the last value never ends")


def _join(blocks: list[pa.RecordBatch]) -> pa.RecordBatch:
    import pyarrow as pa

    return pa.concat_batches(blocks) if len(blocks) > 1 else blocks[0]


def _records(path: Path) -> Iterator[tuple[int, int]]:
    """Yield the first line and the number of values of each record after the header."""
    csv.field_size_limit(LONGEST_LINE_BYTES)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        begin = reader.line_num + 1
        for record in reader:
            if record:
                yield begin, len(record)
            begin = reader.line_num + 1
