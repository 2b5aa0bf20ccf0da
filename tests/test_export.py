"""Where answers go: every format holds the same, all or nothing, and no formula runs."""

from __future__ import annotations

import csv
import json
import os
import stat
from datetime import date
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.determine import export
from comity.determine.export import Output, format_of
from comity.errors import InputError

TABLE = pa.table(
    {
        "line": ["1", "2", "3"],
        "note": ['say "hi", all', "two\nlines", ""],
        "word": pa.array(["x", None, "x"]).dictionary_encode(),
        "value": [1.5, None, -2.0],
        "day": [date(2025, 6, 10), None, date(2026, 1, 1)],
    }
)


def write(target: Path, table: pa.Table) -> Path:
    """Write a table in two batches and put it in place."""
    output = Output(target, table.schema)
    try:
        output.write(table.slice(0, 2))
        output.write(table.slice(2))
        output.finish()
        output.commit()
    finally:
        output.discard()
    return target


def leftovers(folder: Path) -> list[str]:
    """Return the names of everything in a folder."""
    return sorted(path.name for path in folder.rglob("*"))


def test_csv_reads_back_as_it_was(tmp_path: Path) -> None:
    """Quotes, commas and line breaks survive; null is blank."""
    path = write(tmp_path / "t.csv", TABLE)
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert [row["note"] for row in rows] == ['say "hi", all', "two\nlines", ""]
    assert [row["word"] for row in rows] == ["x", "", "x"]
    assert [row["value"] for row in rows] == ["1.5", "", "-2"]
    assert [row["day"] for row in rows] == ["2025-06-10", "", "2026-01-01"]


def test_parquet_holds_types_and_plain_text(tmp_path: Path) -> None:
    """Numbers and dates keep their types, words are plain text."""
    table = pq.read_table(write(tmp_path / "t.parquet", TABLE))
    assert table.to_pylist() == TABLE.to_pylist()
    assert table.schema.field("word").type == pa.string()


def test_parquet_writes_only_words_in_use(tmp_path: Path) -> None:
    """A long dictionary of which a batch uses little isn't written out."""
    words = pa.DictionaryArray.from_arrays(
        pa.array([7, 7, 9], pa.int32()), pa.array([f"word {n}" * 50 for n in range(1000)])
    )
    path = write(tmp_path / "t.parquet", pa.table({"word": words}))
    assert path.stat().st_size < 10_000
    assert pq.read_table(path).column("word").to_pylist() == words.to_pylist()


def test_json_lines_hold_one_object_a_line(tmp_path: Path) -> None:
    """Every line is an object with all columns."""
    lines = write(tmp_path / "t.jsonl", TABLE).read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["value"] for line in lines] == [1.5, None, -2.0]
    assert json.loads(lines[0])["day"] == "2025-06-10"


def test_a_spreadsheet_holds_numbers_dates_and_text(tmp_path: Path) -> None:
    """Numbers are numbers, dates are dates, blanks are empty."""
    sheet = openpyxl.load_workbook(write(tmp_path / "t.xlsx", TABLE)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == tuple(TABLE.column_names)
    assert rows[1][3] == 1.5
    assert rows[2][2] is None
    assert str(rows[1][4]).startswith("2025-06-10")


FORMULAS = ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")']


def test_no_text_becomes_a_formula(tmp_path: Path) -> None:
    """In CSV a dangerous text gets an apostrophe, in a spreadsheet it is text; numbers stay."""
    for kind in (pa.string(), pa.dictionary(pa.int32(), pa.string())):
        table = pa.table(
            {"note": pa.array([*FORMULAS, "-5", "+1.5", "a=b"], pa.string()).cast(kind)}
        )
        with write(tmp_path / "t.csv", table).open(newline="", encoding="utf-8") as file:
            notes = [row["note"] for row in csv.DictReader(file)]
        assert notes == [*(f"'{text}" for text in FORMULAS), "-5", "+1.5", "a=b"]
        sheet = openpyxl.load_workbook(write(tmp_path / "t.xlsx", table)).active
        assert sheet is not None
        assert all(cell.data_type == "s" for (cell,) in sheet.iter_rows(min_row=2))
        assert pq.read_table(write(tmp_path / "t.parquet", table)).column("note").to_pylist() == [
            *FORMULAS,
            *["-5", "+1.5", "a=b"],
        ]


def test_a_header_can_be_no_formula(tmp_path: Path) -> None:
    """Column names are text of strangers, too."""
    path = write(tmp_path / "t.csv", pa.table({"=x": ["1"], 'say "a", b': ["2"]}))
    assert path.read_text().splitlines()[0] == '\'=x,"say ""a"", b"'


def test_nothing_is_there_before_the_commit(tmp_path: Path) -> None:
    """What stood there stands until the last moment, and after a discard."""
    target = tmp_path / "t.csv"
    target.write_text("old")
    output = Output(target, TABLE.schema)
    output.write(TABLE)
    output.finish()
    assert target.read_text() == "old"
    output.discard()
    assert leftovers(tmp_path) == ["t.csv"]
    assert target.read_text() == "old"


def test_folders_are_made_and_unmade(tmp_path: Path) -> None:
    """A missing folder is made; where nothing comes of it, it goes again."""
    output = Output(tmp_path / "a" / "b" / "t.csv", TABLE.schema)
    output.discard()
    assert leftovers(tmp_path) == []
    write(tmp_path / "a" / "b" / "t.csv", TABLE)
    assert leftovers(tmp_path) == ["a", "b", "t.csv"]


def test_permissions_are_the_usual_ones(tmp_path: Path) -> None:
    """A new file gets what the user's mask allows; a replaced one keeps its own."""
    mask = os.umask(0o027)
    try:
        path = write(tmp_path / "t.csv", TABLE)
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(0o600)
        assert stat.S_IMODE(write(path, TABLE).stat().st_mode) == 0o600
    finally:
        os.umask(mask)


@pytest.mark.parametrize("target", ["t.pdf", "t", "t.csv.gz"])
def test_an_unknown_suffix_is_refused(target: str) -> None:
    """The suffix says the format, so it must be one."""
    with pytest.raises(InputError, match="expected a name ending in"):
        format_of(target)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    """A folder, and a path through a file, are refused in words."""
    (tmp_path / "d.csv").mkdir()
    (tmp_path / "f").write_text("")
    for target in (tmp_path / "d.csv", tmp_path / "f" / "t.csv"):
        with pytest.raises(InputError, match="expected"):
            Output(target, TABLE.schema)


def test_a_special_file_is_written_into() -> None:
    """/dev/null is no file to replace."""
    before = Path(os.devnull).stat().st_mode
    write(Path(os.devnull), TABLE)
    assert Path(os.devnull).stat().st_mode == before


def test_a_sheet_holds_no_more_than_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many rows are refused, too long a text is cut visibly."""
    monkeypatch.setattr(export, "_SHEET_ROWS", 3)
    with pytest.raises(InputError, match=r"at most 2 rows"):
        write(tmp_path / "t.xlsx", TABLE)
    long = pa.table({"text": ["x" * 40_000]})
    sheet = openpyxl.load_workbook(write(tmp_path / "l.xlsx", long)).active
    assert sheet is not None
    value = str(sheet["A2"].value)
    assert len(value) == 32_767
    assert value.endswith("…")
