"""Orders from a spreadsheet: the first sheet of an .xlsx file, its first row being the header.

Cells hold what the program that saved them computed; a formula without its value, and an error
value, are refused rather than read as blank.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.faults import FaultLog, refuse
from comity.determine.source import BATCH_ROWS, Misfit, check_names

if TYPE_CHECKING:
    import pyarrow as pa
    from python_calamine import CalamineSheet

#: The most that the parts of a workbook may unpack to; a full sheet of orders stays well below.
LARGEST_WORKBOOK_BYTES = 1 << 30
_CHUNK_BYTES = 1 << 20
_TAIL_BYTES = 1 << 12

_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*?\br:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_BAD_CELL = re.compile(
    rb"<c\b(?P<error>(?=[^>]*\bt=\"e\"))?[^>]*?\br=\"(?P<cell>[A-Z]+\d+)\"[^>]*>"
    rb"(?:(?P<formula><f\b[^>]*?(?:/>|>[^<]*</f>))(?P<end></c>|<v\s*/></c>|<v></v></c>)?)?"
)


class SheetSource:
    """The first sheet of a workbook."""

    def __init__(self, path: Path, name: str) -> None:
        import python_calamine

        self.name = name
        log = FaultLog(file=name)
        _inspect(path, log)
        if log.total:
            raise log.error()
        try:
            workbook = python_calamine.CalamineWorkbook.from_path(path)
            self._sheet: CalamineSheet = workbook.get_sheet_by_index(0)
        except (python_calamine.CalamineError, OSError) as error:
            raise refuse(name, f"expected an .xlsx workbook: {error}") from None
        if self._sheet.start is None:
            raise refuse(name, "expected a header row, got an empty sheet")
        self._offset = self._sheet.start[0]
        self._rows = 0
        header = [_as_text(value) for value in next(iter(self._sheet.iter_rows()))]
        self.columns = check_names(header, name, line=self._offset + 1)

    def batches(
        self, columns: Sequence[str] | None = None, encode: Collection[str] = ()
    ) -> Iterator[pa.RecordBatch]:
        """Yield the rows as text."""
        import pyarrow as pa

        del encode
        names = self.columns if columns is None else columns
        places = [self.columns.index(name) for name in names]
        rows = islice(self._sheet.iter_rows(), 1, None)
        self._rows = 0
        while batch := list(islice(rows, BATCH_ROWS)):
            self._rows += len(batch)
            arrays = [pa.array([_as_text(row[i]) for row in batch], pa.string()) for i in places]
            yield pa.RecordBatch.from_arrays(arrays, names=list(names))

    def misfits(self) -> list[Misfit]:
        """Return nothing: a sheet has no ragged rows."""
        return []

    def locate(self, rows: Sequence[int]) -> list[int]:
        """Return the number that the spreadsheet shows beside each row."""
        return [self._offset + 2 + row for row in rows]

    def progress(self) -> float | None:
        """Return which part of the sheet has been read."""
        return self._rows / max(self._sheet.height - 1, 1)


def _as_text(value: object) -> str:
    """Write a cell as text: whole numbers without a fraction, days without midnight."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < 1e15:  # noqa: PLR2004  exact below
            return str(int(value))
        case dt.datetime():
            return value.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(value)


def _inspect(path: Path, log: FaultLog) -> None:
    """Unpack the workbook once, piece by piece, before a reader is trusted with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            _unpack(archive, log)
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, OSError):
        raise refuse(log.file, "expected an .xlsx workbook; the file is damaged") from None


def _unpack(archive: zipfile.ZipFile, log: FaultLog) -> None:
    first = _first_sheet(archive)
    unpacked = 0
    for part in archive.infolist():
        rest = b""
        with archive.open(part) as file:
            while chunk := file.read(_CHUNK_BYTES):
                unpacked += len(chunk)
                if unpacked > LARGEST_WORKBOOK_BYTES:
                    most = f"{LARGEST_WORKBOOK_BYTES >> 20:,} MB"
                    raise refuse(log.file, f"expected a workbook under {most} unpacked")
                if part.filename == first:
                    rest = _find_bad_cells(rest + chunk, log)


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """Return the name of the part that holds the first sheet."""
    found = _SHEET.search(archive.read("xl/workbook.xml"))
    wanted = found[1] if found else b""
    for relation in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels")):
        values = dict(re.findall(rb"(\w+)=\"([^\"]*)\"", relation))
        if values.get(b"Id") == wanted:
            target = values[b"Target"].decode().lstrip("/")
            return target if target.startswith("xl/") else f"xl/{target}"
    return "xl/worksheets/sheet1.xml"


def _find_bad_cells(text: bytes, log: FaultLog) -> bytes:
    """Log error values and formulas without a value; return the unfinished rest."""
    end = text.rfind(b"</c>") + len(b"</c>")
    if end < len(b"</c>"):
        return text[-_TAIL_BYTES:]
    for cell in _BAD_CELL.finditer(text, 0, end):
        where = cell["cell"].decode()
        row = int(where.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
        if cell["error"] is not None:
            log.add(f"expected a value in cell {where}, got a spreadsheet error", line=row)
        elif cell["formula"] and cell["end"]:
            expected = f"expected a stored value beside the formula in cell {where}"
            log.add(f"{expected}; open the file in a spreadsheet program and save it", line=row)
    return text[end:]
