"""Orders from JSON Lines: one flat object a line; every value is read as the text it is."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from comity.determine.faults import refuse
from comity.determine.source import BATCH_ROWS, LONGEST_LINE_BYTES, Misfit

if TYPE_CHECKING:
    import pyarrow as pa


class JsonSource:
    """A file of JSON Lines."""

    def __init__(self, path: Path, name: str) -> None:
        self.name = name
        self._path = path
        self._size = path.stat().st_size
        self._file: io.BufferedReader | None = None
        self._misfits: list[Misfit] = []
        self._fitting: list[int] = []
        self._first = 0
        columns = dict.fromkeys(key for _, row in self._rows() for key in row)
        if not columns:
            first = self._misfits[0] if self._misfits else None
            expected = first.expected if first else "expected one JSON object a line"
            raise refuse(name, expected, line=first.line if first else None)
        self.columns = tuple(columns)

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows as text; a key that a line lacks is blank."""
        import pyarrow as pa

        del encode
        names = self.columns if columns is None else columns
        schema = pa.schema([(name, pa.string()) for name in names])
        rows = self._rows()
        before = 0
        while batch := list(islice(rows, BATCH_ROWS)):
            self._first = before
            self._fitting = [line for line, _ in batch]
            before += len(batch)
            arrays = [
                pa.array([row.get(name, "") for _, row in batch], pa.string()) for name in names
            ]
            yield pa.RecordBatch.from_arrays(arrays, schema=schema)

    def misfits(self) -> list[Misfit]:
        """Return the lines that hold no flat JSON object."""
        found, self._misfits = self._misfits, []
        return found

    def locate(self, rows: Sequence[int]) -> list[int]:
        """Return the line of each row of the batch that was yielded last."""
        return [self._fitting[row - self._first] for row in rows]

    def progress(self) -> float | None:
        """Return which part of the file has been read."""
        file = self._file
        return None if file is None or file.closed else file.tell() / self._size

    def _rows(self) -> Iterator[tuple[int, dict[str, str]]]:
        self._misfits = []
        with self._path.open("rb") as file:
            self._file = file
            lines = iter(lambda: file.readline(LONGEST_LINE_BYTES), b"")
            for number, raw in enumerate(lines, 1):
                if len(raw) == LONGEST_LINE_BYTES:
                    most = f"{LONGEST_LINE_BYTES >> 20} MB"
                    raise refuse(self.name, f"expected lines under {most}", line=number)
                if not raw.strip():
                    continue
                try:
                    yield number, _read_row(raw)
                except ValueError as error:
                    text = raw.decode(errors="replace").rstrip()
                    self._misfits.append(
                        Misfit(line=number, expected=f"expected {error}", text=text)
                    )


def _read_row(raw: bytes) -> dict[str, str]:
    """Read one flat object as text; raise ValueError with what was expected."""
    try:
        row = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_once,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
        )
    except UnicodeDecodeError:
        expected = "UTF-8 text"
        raise ValueError(expected) from None
    except (json.JSONDecodeError, RecursionError):
        expected = "one JSON object a line"
        raise ValueError(expected) from None
    if not isinstance(row, dict):
        expected = "one JSON object a line"
        raise ValueError(expected)  # noqa: TRY004  told with the file, as every fault
    return {key: _as_text(key, value) for key, value in row.items()}


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        expected = "each key once"
        raise ValueError(expected)
    return row


def _as_text(key: str, value: object) -> str:
    match value:
        case str():
            return value
        case None:
            return ""
        case bool():
            return str(value).lower()
    expected = f"a text or a number under {key}"
    raise ValueError(expected)
