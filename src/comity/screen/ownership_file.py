"""The user's table of who owns whom, read whole or refused with every fault."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from comity.errors import Fault, InputError
from comity.screen.ownership import WHOLE, Stake, key_of
from comity.terms.dates import parse_date

COLUMNS = ("owner", "owned", "percent", "from", "to")
_NEEDED = COLUMNS[:3]
_NUMBER = re.compile(r"\d+(\.\d+)?|\.\d+")
_SHARE = "expected a share in percent, 0 to 100, or a blank where it is not known"
#: a share is written to within half a unit of its last digit
_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnershipTable:
    """The user's table of who owns whom, and which file it was; empty where none was given."""

    stakes: Sequence[Stake] = ()
    file: str = ""
    sha256: str = ""


def read_ownership(path: str | Path | None) -> OwnershipTable:
    """Read a CSV with the columns `owner, owned, percent, from, to`; the last two may be left out.

    A blank percent is a share that is not known; `from` is the first day of a holding, `to` the
    first day on which it is no longer held, and a blank is open.

    Raises:
        InputError: The table is faulty; carries every fault.
    """
    if path is None:
        return OwnershipTable()
    file = str(path)
    content = _content(file)
    return OwnershipTable(
        stakes=_stakes(file, _text(file, content)),
        file=str(Path(path).resolve()),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def _stakes(file: str, text: str) -> list[Stake]:
    table = csv.reader(io.StringIO(text, newline=""), strict=True)
    faults: list[Fault] = []
    lines: list[tuple[int, Stake]] = []
    try:
        header = [column.strip().lower() for column in next(table, [])]
        faults += _header_faults(file, header)
        if faults:
            raise InputError(faults)
        for row in table:
            if any(cell.strip() for cell in row):
                stake = _stake(file, table.line_num, header, row, faults)
                lines += [(table.line_num, stake)] if stake else []
    except csv.Error as error:
        faults.append(Fault(file=file, line=table.line_num, expected=f"expected CSV: {error}"))
    faults += _doubled(file, lines)
    faults += _overfull(file, lines)
    if faults:
        raise InputError(sorted(faults, key=lambda fault: fault.line or 0))
    return [stake for _, stake in lines]


def _content(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        expected = f"expected a file that can be read: {error.strerror}"
        raise InputError([Fault(file=file, expected=expected)]) from error


def _text(file: str, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError([Fault(file=file, line=line, expected="expected UTF-8 text")]) from error


def _header_faults(file: str, header: Sequence[str]) -> Iterator[Fault]:
    lacking = [column for column in _NEEDED if column not in header]
    if lacking:
        expected = f"expected the columns {', '.join(COLUMNS)}; missing: {', '.join(lacking)}"
        yield Fault(file=file, line=1, expected=expected, got=", ".join(header))
    for column in COLUMNS:
        if header.count(column) > 1:
            yield Fault(file=file, line=1, column=column, expected="expected the column once")


def _stake(
    file: str, line: int, header: Sequence[str], row: Sequence[str], faults: list[Fault]
) -> Stake | None:
    before = len(faults)

    def fault(expected: str, column: str | None = None, got: str | None = None) -> None:
        faults.append(Fault(file=file, line=line, column=column, expected=expected, got=got))

    if len(row) != len(header):
        fault(f"expected {len(header)} values", got=str(len(row)))
        return None
    cells = dict(zip(header, map(str.strip, row), strict=True))
    for column in ("owner", "owned"):
        if not cells[column]:
            fault("expected a name", column)
    percent = _percent(cells["percent"])
    if percent is None and cells["percent"]:
        fault(_SHARE, "percent", cells["percent"])
    since, until = (_day(column, cells.get(column, ""), fault) for column in COLUMNS[3:])
    if since and until and until <= since:
        fault(f"expected a day after {since} (from)", "to", cells["to"])
    if len(faults) > before:
        return None
    return Stake(
        owner=cells["owner"], owned=cells["owned"], percent=percent, since=since, until=until
    )


def _day(column: str, text: str, fault: Callable[[str, str, str], None]) -> date | None:
    try:
        return parse_date(text) if text else None
    except ValueError as error:
        fault(f"expected {error}", column, text)
        return None


def _percent(text: str) -> Decimal | None:
    """Read a share; None where there is none, or none that can be."""
    written = text.removesuffix("%").rstrip()
    share = Decimal(written) if _NUMBER.fullmatch(written) else None
    return share if share is not None and share <= WHOLE else None


def _doubled(file: str, lines: Sequence[tuple[int, Stake]]) -> Iterator[Fault]:
    """Tell of holdings that are stated twice for a time."""
    pairs: dict[tuple[str, str], list[tuple[int, Stake]]] = defaultdict(list)
    for line, stake in lines:
        others = pairs[key_of(stake.owner), key_of(stake.owned)]
        met = [at for at, other in others if _overlap(stake, other)]
        if met:
            expected = f"expected a holding once for a time: line {met[0]} states it too"
            yield Fault(
                file=file, line=line, expected=expected, got=f"{stake.owner}, {stake.owned}"
            )
        others.append((line, stake))


def _overlap(one: Stake, other: Stake) -> bool:
    return (one.since or date.min) < (other.until or date.max) and (
        (other.since or date.min) < (one.until or date.max)
    )


def _overfull(file: str, lines: Sequence[tuple[int, Stake]]) -> Iterator[Fault]:
    """Tell of parties whose owners hold more than all of them on a day; rounding is let pass."""
    held: dict[str, list[tuple[int, Stake]]] = defaultdict(list)
    for line, stake in lines:
        held[key_of(stake.owned)].append((line, stake))
    for parts in held.values():
        for line, stake in sorted(parts, key=lambda part: (part[1].since or date.min, part[0])):
            day = stake.since or date.min
            here = [one for at, one in parts if one.holds(day) and one.percent is not None]
            total = sum((one.percent or Decimal(0) for one in here), Decimal(0))
            slack = sum((_rounding(one) for one in here), Decimal(0))
            if total - slack > WHOLE:
                on = f" on {day}" if stake.since else ""
                expected = f"expected owners of {stake.owned} to hold at most 100 %{on}"
                yield Fault(
                    file=file, line=line, column="percent", expected=expected, got=f"{total:f} %"
                )
                break


def _rounding(stake: Stake) -> Decimal:
    exponent = (stake.percent or Decimal(0)).as_tuple().exponent
    return _HALF.scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)
