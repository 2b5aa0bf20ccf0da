"""Tests of the ownership table as a file."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from comity.errors import InputError
from comity.screen.ownership import Stake
from comity.screen.ownership_file import read_ownership

HEAD = "owner,owned,percent,from,to\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the table goes."""
    return tmp_path / "owners.csv"


def faults(path: Path, rows: str, head: str = HEAD) -> list[str]:
    """Return what is told of a faulty table, without the file."""
    path.write_text(head + rows, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_ownership(path)
    return [str(fault).removeprefix(f"{path}:") for fault in caught.value.faults]


def test_a_good_table_is_read(path: Path) -> None:
    """Dates and shares are typed, blanks are open or unknown, order and case of columns free."""
    text = "Percent,Owned,Owner,From,To,note\n50%,X,A,2026-01-01,,\n,Y,A,,2026-02-01,why\n\n"
    path.write_text(text, encoding="utf-8-sig")
    table = read_ownership(path)
    assert list(table.stakes) == [
        Stake(owner="A", owned="X", percent=Decimal(50), since=date(2026, 1, 1)),
        Stake(owner="A", owned="Y", percent=None, until=date(2026, 2, 1)),
    ]
    assert table.file == str(path)
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_no_file_is_an_empty_table() -> None:
    """Nothing is owned, and no file was read."""
    assert (read_ownership(None).stakes, read_ownership(None).sha256) == ((), "")


def test_a_faulty_table_tells_every_fault(path: Path) -> None:
    """Bad dates, shares, names and rows are told together, each with its place."""
    rows = (
        "A,X,120,,\n,Y,10,2026-13-01,\nA,Z,-5,,\nA,Z,1e1,,\nA,V,ten,,\n"
        "A,W,1,2026-02-01,2026-01-01\nA\n"
    )
    told = faults(path, rows)
    share = "expected a share in percent, 0 to 100, or a blank where it is not known"
    assert told[0] == f'2: percent: {share}, got "120"'
    assert told[1] == "3: owner: expected a name"
    assert told[2].startswith("3: from: expected")
    assert told[3:6] == [
        f'{line}: percent: {share}, got "{got}"'
        for line, got in ((4, "-5"), (5, "1e1"), (6, "ten"))
    ]
    assert told[6] == '7: to: expected a day after 2026-02-01 (from), got "2026-01-01"'
    assert told[7] == '8: expected 5 values, got "1"'


def test_owners_hold_no_more_than_all_of_a_party_at_a_time(path: Path) -> None:
    """One after the other they may; at once, only by what rounding adds."""
    told = faults(path, "A,X,60,,2026-01-01\nB,X,60,2026-01-01,\nC,x,50,2026-03-01,\n")
    assert told == [
        '4: percent: expected owners of x to hold at most 100 % on 2026-03-01, got "110 %"'
    ]
    path.write_text(f"{HEAD}A,X,33.4,,\nB,X,33.3,,\nC,X,33.4,,\n", encoding="utf-8")
    assert len(read_ownership(path).stakes) == 3


def test_a_holding_is_stated_once_for_a_time(path: Path) -> None:
    """A row that is there twice would count twice."""
    told = faults(path, "A,X,30,,2026-01-01\nA,X,40,2026-01-01,\na, X,30,2025-06-01,2025-07-01\n")
    assert told == ['4: expected a holding once for a time: line 2 states it too, got "a, X"']


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"owner,owned\nA,B\n", "missing: percent"),
        (b"owner,owned,percent,percent\nA,B,1,1\n", "expected the column once"),
        (b"", "missing: owner, owned, percent"),
        (b"owner,owned,percent\nA,\xff,1\n", "expected UTF-8 text"),
        (b'owner,owned,percent\nA,"B,1\n', "expected CSV"),
    ],
)
def test_what_is_no_table_is_refused(path: Path, content: bytes, expected: str) -> None:
    """With the file and what was expected."""
    path.write_bytes(content)
    with pytest.raises(InputError, match=expected):
        read_ownership(path)


def test_a_file_that_is_not_there_is_told(path: Path) -> None:
    """By its name."""
    with pytest.raises(InputError, match="expected a file that can be read: No such file"):
        read_ownership(path)
