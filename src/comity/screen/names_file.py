"""A file of names to screen in, a file of matches out; both whole or not at all."""

from __future__ import annotations

import csv
import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from comity.errors import Fault, InputError
from comity.screen.party import Asked
from comity.screen.reader.shape import kind, split
from comity.terms.places import parse_place

if TYPE_CHECKING:
    import pyarrow as pa


def read_names(path: str) -> list[Asked]:
    """Read names to screen from a CSV with a column `name`; `-` is standard input.

    Other columns read: `id`, `type`, `country`, `address`, `identifiers`, `birth_date`.

    Raises:
        InputError: the file can't be read whole; carries every fault.
    """
    name = "standard input" if path == "-" else path
    try:
        content = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
        text = content.decode("utf-8-sig")
    except OSError as error:
        raise InputError(
            [Fault(file=name, expected=f"a readable file: {error.strerror}")]
        ) from error
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError([Fault(file=name, line=line, expected="UTF-8 text")]) from error
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    header = [column.strip().lower() for column in next(table, [])]
    if "name" not in header:
        raise InputError([Fault(file=name, line=1, expected="a header with a column `name`")])
    faults: list[Fault] = []
    asked: list[Asked] = []
    try:
        asked.extend(
            _asked(name, table.line_num, header, row, faults)
            for row in table
            if any(cell.strip() for cell in row)
        )
    except csv.Error as error:
        faults.append(Fault(file=name, line=table.line_num, expected=f"a whole CSV row: {error}"))
    if faults:
        raise InputError(faults)
    return asked


def _asked(file: str, line: int, header: list[str], row: list[str], faults: list[Fault]) -> Asked:
    if len(row) != len(header):
        told = f"{len(header)} columns"
        faults.append(Fault(file=file, line=line, expected=told, got=f"{len(row)} columns"))
    cells = dict(zip(header, map(str.strip, row), strict=False))
    place = ""
    if cells.get("country"):
        try:
            place = parse_place(cells["country"])
        except ValueError as error:
            faults.append(Fault(file=file, line=line, column="country", expected=str(error),
                                got=cells["country"]))  # fmt: skip
    if not cells.get("name"):
        faults.append(Fault(file=file, line=line, column="name", expected="a name"))
    return Asked(
        name=cells.get("name", ""),
        id=cells.get("id", "") or str(line),
        kind=kind(cells.get("type", "")),
        place=place,
        address=cells.get("address", ""),
        identifiers=split(cells.get("identifiers", "")),
        birth_date=cells.get("birth_date", ""),
    )


def write_matches(table: pa.Table, path: str) -> None:
    """Write matches as CSV or Parquet, by the name's ending; `-` is CSV on standard output."""
    if path == "-":
        _write_csv(table, sys.stdout)
        return
    target = Path(path)
    with tempfile.NamedTemporaryFile(
        dir=target.parent, prefix=f".{target.name}.", suffix=".part", delete=False
    ) as scratch:
        part = Path(scratch.name)
    try:
        if target.suffix == ".parquet":
            import pyarrow.parquet as pq

            pq.write_table(table, part)
        else:
            with part.open("w", encoding="utf-8", newline="") as file:
                _write_csv(table, file)
        part.chmod(0o644)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _write_csv(table: pa.Table, file: io.TextIOBase | object) -> None:
    writer = csv.writer(file, lineterminator="\n")  # type: ignore[arg-type]
    writer.writerow(table.column_names)
    for batch in table.to_batches():
        writer.writerows(zip(*(column.to_pylist() for column in batch.columns), strict=True))
