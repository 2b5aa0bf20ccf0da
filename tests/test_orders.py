"""The order book: every format gives the same typed lines, and every fault is told at once."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from comity.determine import source, source_xlsx
from comity.determine.faults import TOLD
from comity.determine.header import read_mapping
from comity.determine.orders import OrderBook, line_schema, open_orders
from comity.errors import InputError

ROWS = [
    {"line": "a", "date": "2025-06-10", "to": "cn", "eccn": "3a001.A.5.b", "value_usd": "10.5"},
    {"line": "b", "date": "", "to": "Hong Kong", "eccn": "", "value_usd": ""},
    {"line": "c", "date": "2026-01-02", "to": "NA", "eccn": "EAR 99", "value_usd": "7"},
]
TYPED = [
    ("a", date(2025, 6, 10), "CN", "3A001.a.5.b", 10.5),
    ("b", None, "HK", "", None),
    ("c", date(2026, 1, 2), "NA", "EAR99", 7.0),
]


def typed(book: OrderBook) -> list[tuple[object, ...]]:
    """Return the columns of the sample as an order book types them."""
    rows = [row for batch in book.batches() for row in batch.lines.to_pylist()]
    return [tuple(row[c] for c in ("line", "date", "to", "eccn", "value_usd")) for row in rows]


def faults(orders: object, **options: str) -> list[str]:
    """Return the faults of an order book, each as it is told."""
    try:
        book = open_orders(orders, **options)  # type: ignore[arg-type]
        for _ in book.batches():
            pass
    except InputError as error:
        return [str(fault) for fault in error.faults]
    return [str(fault) for fault in book.faults.error().faults] if book.faults.total else []


def csv_file(folder: Path, text: str | bytes, name: str = "orders.csv") -> Path:
    """Write a file of orders."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def write_csv(folder: Path) -> object:
    """Write the sample as CSV."""
    frame = pd.DataFrame(ROWS)
    frame.to_csv(folder / "o.csv", index=False)
    return folder / "o.csv"


def write_parquet(folder: Path) -> object:
    """Write the sample as Parquet."""
    pq.write_table(pa.Table.from_pylist(ROWS), folder / "o.parquet")
    return str(folder / "o.parquet")


def write_json(folder: Path) -> object:
    """Write the sample as JSON Lines, blanks left out, numbers as numbers."""
    lines = [{k: v for k, v in row.items() if v} for row in ROWS]
    for line in lines:
        if "value_usd" in line:
            line["value_usd"] = float(line["value_usd"])  # type: ignore[assignment]
    return csv_file(folder, "\n\n".join(map(json.dumps, lines)) + "\n", "o.jsonl")


def write_xlsx(folder: Path) -> object:
    """Write the sample as a spreadsheet, dates and numbers as such."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        day = date.fromisoformat(row["date"]) if row["date"] else None
        value = float(row["value_usd"]) if row["value_usd"] else None
        sheet.append([row["line"], day, row["to"], row["eccn"], value])
    book.save(folder / "o.xlsx")
    return folder / "o.xlsx"


FORMATS: dict[str, Callable[[Path], object]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "json": write_json,
    "xlsx": write_xlsx,
    "rows": lambda _: ROWS,
    "arrow": lambda _: pa.Table.from_pylist(ROWS),
    "batch": lambda _: pa.RecordBatch.from_pylist(ROWS),
    "reader": lambda _: pa.Table.from_pylist(ROWS).to_reader(),
    "pandas": lambda _: pd.DataFrame(ROWS),
    "polars": lambda _: pl.DataFrame(ROWS),
    "duckdb": lambda _: duckdb.sql("SELECT * FROM sample"),
}


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_gives_the_same_lines(kind: str, tmp_path: Path) -> None:
    """A line means the same whatever it was read from, and can be read twice."""
    sample = pa.Table.from_pylist(ROWS)
    assert sample.num_rows == 3
    orders = duckdb.from_arrow(sample) if kind == "duckdb" else FORMATS[kind](tmp_path)
    book = open_orders(orders)
    assert typed(book) == TYPED
    assert typed(book) == TYPED
    assert book.faults.total == 0


def test_lines_come_in_the_promised_schema() -> None:
    """Typed lines have all sixteen columns, blanks as empty text, absences as null."""
    [batch] = open_orders(ROWS).batches()
    assert batch.lines.schema.equals(line_schema())
    assert batch.lines.column("from").to_pylist() == ["", "", ""]
    assert batch.lines.column("us_content_percent").null_count == 3


def test_standard_input_is_read_like_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`-` reads standard input, whatever the format."""
    path = write_parquet(tmp_path)
    assert isinstance(path, str)
    stdin = io.TextIOWrapper(io.BytesIO(Path(path).read_bytes()))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert typed(open_orders("-")) == TYPED


def test_unknown_columns_pass_through_untouched(tmp_path: Path) -> None:
    """A column that isn't ours comes back as it was, in any order of columns."""
    path = csv_file(tmp_path, 'note,to,eccn,when\n" =1+1",CN,3A001,007\nNA,US,,\n')
    [batch] = open_orders(path).batches()
    assert batch.raw.column("note").to_pylist() == [" =1+1", "NA"]
    assert batch.raw.column("when").to_pylist() == ["007", ""]
    assert batch.raw.column("line").to_pylist() == ["1", "2"]


def test_a_blank_export_place_is_filled_where_asked() -> None:
    """`default_from` fills blanks and nothing else."""
    rows = [{"from": "", "to": "CN", "eccn": "3A001"}, {"from": "DE", "to": "CN", "eccn": "3A001"}]
    [batch] = open_orders(rows, default_from="US").batches()
    assert batch.lines.column("from").to_pylist() == ["US", "DE"]
    [batch] = open_orders([{"to": "CN", "eccn": "3A001"}], default_from="US").batches()
    assert batch.lines.column("from").to_pylist() == ["US"]


def test_headers_may_differ_in_case_and_punctuation(tmp_path: Path) -> None:
    """`End Use` and `ECCN` are our columns, and keep their spelling in the output."""
    path = csv_file(tmp_path, "TO,ECCN,End Use\nCN,3A001,civil\n")
    [batch] = open_orders(path).batches()
    assert batch.lines.column("end_use").to_pylist() == ["civil"]
    assert batch.raw.schema.names == ["line", "TO", "ECCN", "End Use"]


def test_a_mapping_lets_other_headers_in(tmp_path: Path) -> None:
    """A mapping of ours to theirs reads an ERP's own columns."""
    path = csv_file(tmp_path, "Ship-to,Classification\nCN,3A001\n")
    mapping = {"to": "Ship-to", "eccn": "Classification"}
    [batch] = open_orders(path, mapping=mapping).batches()
    assert batch.lines.column("to").to_pylist() == ["CN"]
    with pytest.raises(InputError, match="Shipto"):
        open_orders(path, mapping={"to": "Shipto"})
    with pytest.raises(InputError, match="destino"):
        open_orders(path, mapping={"destino": "Ship-to"})


def test_a_near_miss_is_hinted_at(tmp_path: Path) -> None:
    """A header that looks like one of ours is told, and is a fault where it is needed."""
    path = csv_file(tmp_path, "destination,eccn_code\nCN,3A001\n")
    told = faults(path)
    assert "rename `destination` as `to`" in told[0]
    assert "rename `eccn_code` as `eccn`" in told[1]
    book = open_orders([{"to": "CN", "eccn": "3A001", "enduse": "military"}])
    assert "`enduse`" in book.notices[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"", "empty file"),
        (b"\n\n", "expected a header line"),
        (b"name,price\na,1\n", "expected a column `to`"),
        (b"to;eccn\nCN;3A001\n", "semicolons"),
        (b"to\teccn\nCN\t3A001\n", "tabs"),
        (b"to,to,eccn\nCN,CN,3A001\n", "expected each column once"),
        (b"to,eccn,\nCN,3A001,\n", "a name for column 3"),
        ("to,eccn\nCN,3A001\n".encode("utf-16"), "UTF-16"),
        ("to,eccn\nCN,3A001\n".encode("utf-16-le"), "UTF-16"),
        (b"to,eccn,caf\xe9\nCN,3A001,x\n", "UTF-8"),
        (b"\x1f\x8b\x08\x00abc", "compressed"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".xls"),
        (b"PAR1 and then nothing", "Parquet"),
        (b"PK\x03\x04 and then nothing", ".xlsx"),
        (b'to,eccn,outcome\nCN,3A001,"x"\n', "outcome"),
        (b'to,eccn,note\nCN,3A001,"never closed\nFR,3A001,x\n', "every quote to be closed"),
    ],
)
def test_a_file_that_is_no_order_book_gets_one_clear_report(
    text: bytes, told: str, tmp_path: Path
) -> None:
    """Each way of not being an order book is named."""
    found = faults(csv_file(tmp_path, text))
    assert any(told in fault for fault in found), found


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("10/06/2025,CN,3A001,1,,", "date: expected a date as YYYY-MM-DD; day and month"),
        ("45818,CN,3A001,1,,", "day number"),
        ("2025-02-30,CN,3A001,1,,", "no such day"),
        (
            ",Chnia,3A001,1,,",
            "to: expected a place by ISO 3166 such as CN, or by its name",
        ),
        (",CN,10,1,,", "a spreadsheet has turned this one into a number"),
        (",CN,1.00E+001,1,,", "a spreadsheet has turned this one into a number"),
        (",CN,3A001,-5,,", 'value_usd: expected a number from 0, got "-5"'),
        (',CN,3A001,"1,200",,', "without currency or thousands separators"),
        (",CN,3A001,nan,,", "value_usd"),
        (",CN,3A001,1,150,", "us_content_percent: expected a number from 0 to 100"),
        (",CN,3A001,1,,buyer: X", "one of the roles"),
        (",CN,3A001,1,", "expected 6 values, got 5"),
        (",CN,3A001,1,,,,", "expected 6 values, got 8"),
        (",CN,3A\x00001,1,,", "NUL"),
    ],
)
def test_a_faulty_cell_is_told_with_file_line_and_column(
    row: str, told: str, tmp_path: Path
) -> None:
    """A fault says where it stands, what was expected and what was found."""
    text = f"date,to,eccn,value_usd,us_content_percent,parties\n,CN,3A001,1,,\n{row}\n"
    path = csv_file(tmp_path, text)
    [fault] = faults(path)
    assert fault.startswith(f"{path}:3: ")
    assert told in fault


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    """Faults of all rows and columns come together, in the order of the file."""
    text = 'line,to,eccn,note\n1,ZZ,3A001,"two\nlines"\n\n1,CN,3E+01,x\n2,CN\n3,CN,3A001,caf\xe9\n'
    found = faults(csv_file(tmp_path, text.encode("latin-1")))
    assert [fault.split(": ")[0].rpartition(":")[2] for fault in found] == ["2", "5", "5", "6", "7"]
    assert "expected each id once" in "".join(found)
    assert "UTF-8" in found[-1]


def test_a_closed_list_of_end_uses_is_held(tmp_path: Path) -> None:
    """An end use that isn't on the list is a fault that names the list."""
    path = csv_file(tmp_path, "to,eccn,end_use\nCN,3A001,Military; civil\nCN,3A001,millitary\n")
    book = open_orders(path, end_uses=["civil", "military"])
    for _ in book.batches():
        pass
    [fault] = book.faults.error().faults
    assert "civil, military" in fault.expected
    [batch] = open_orders(
        [{"to": "CN", "eccn": "", "end_use": "Military; civil"}], end_uses=["civil", "military"]
    ).batches()
    assert batch.lines.column("end_use").to_pylist() == ["civil;military"]


def test_very_many_faults_are_counted_not_all_told(tmp_path: Path) -> None:
    """The report stays readable, and says how many it leaves out."""
    path = csv_file(tmp_path, "to,eccn\n" + "ZZ,3A001\n" * (TOLD + 5))
    found = faults(path)
    assert len(found) == TOLD + 1
    assert "5 more faults" in found[-1]


def test_a_line_of_a_gigabyte_is_refused_at_once(tmp_path: Path) -> None:
    """A line beyond all measure is refused without being held in memory."""
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.write(b"to,eccn\nCN,3A001\nZZ,3A001\n")
        file.write(b"x" * (1 << 25))
        file.truncate(1 << 30)
    assert "expected lines under 3 MB" in faults(path)[-1]
    header = tmp_path / "header.csv"
    with header.open("wb") as file:
        file.write(b"to,eccn," + b"x" * source.LONGEST_LINE_BYTES)
    assert "longer than 16 MB" in faults(header)[0]
    lines = tmp_path / "huge.jsonl"
    with lines.open("wb") as file:
        file.write(b'{"to": "' + b"x" * source.LONGEST_LINE_BYTES)
    assert "16 MB" in faults(lines)[0]


def test_a_header_without_lines_is_an_order_book_of_none(tmp_path: Path) -> None:
    """No orders is not a fault."""
    book = open_orders(csv_file(tmp_path, "to,eccn\n"))
    assert list(book.batches()) == []
    assert book.faults.total == 0


def test_a_byte_order_mark_is_no_part_of_the_header(tmp_path: Path) -> None:
    """Spreadsheet programs begin UTF-8 files with a mark; it is skipped."""
    book = open_orders(csv_file(tmp_path, b"\xef\xbb\xbfto,eccn\r\nCN,3A001\r\n"))
    assert book.source.columns == ("to", "eccn")


def test_a_truncated_parquet_file_is_refused(tmp_path: Path) -> None:
    """A Parquet file cut anywhere gives one clear report."""
    whole = Path(str(write_parquet(tmp_path))).read_bytes()
    for end in (5, len(whole) // 2, len(whole) - 3):
        assert "Parquet" in faults(csv_file(tmp_path, whole[:end], "cut.parquet"))[0]
    garbled = bytearray(whole)
    garbled[8:60] = b"\xff" * 52
    assert "Parquet" in faults(csv_file(tmp_path, bytes(garbled), "bad.parquet"))[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('{"to": "CN", "eccn": "3A001"}\n{"to": "CN", "eccn"\n', "one JSON object a line"),
        ('{"to": "CN", "eccn": "3A001"}\n[1]\n', "one JSON object a line"),
        ('{"to": "CN", "eccn": "3A001"}\n{"to": {"x": 1}}\n', "a text or a number under to"),
        ('{"to": "CN", "eccn": "3A001"}\n{"to": "CN", "to": "FR"}\n', "each key once"),
        ('[{"to": "CN"}]\n', "one JSON object a line"),
    ],
)
def test_json_lines_are_flat_objects(text: str, told: str, tmp_path: Path) -> None:
    """What isn't one flat object a line is told with its line."""
    assert told in faults(csv_file(tmp_path, text, "o.jsonl"))[0]


def test_a_spreadsheet_number_is_no_eccn(tmp_path: Path) -> None:
    """1E001 turned into 10 by a spreadsheet is a fault, an HS code as a number isn't."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["to", "eccn", "hs"])
    sheet.append(["CN", 10, 854231])
    book.save(tmp_path / "o.xlsx")
    [fault] = faults(tmp_path / "o.xlsx")
    assert "eccn: expected an ECCN such as 3A001.a.5" in fault
    assert ":2: " in fault


def test_formulas_without_values_and_error_cells_are_refused(tmp_path: Path) -> None:
    """A cell that shows nothing to a reader, or an error, is a fault and not a blank."""
    book = xlsxwriter.Workbook(tmp_path / "o.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["to", "eccn"])
    sheet.write_row(1, 0, ["CN", "3A001"])
    sheet.write_formula(2, 0, '=UPPER("cn")', None, "")
    sheet.write_formula(3, 1, "=NA()", None, "#N/A")
    book.close()
    found = faults(tmp_path / "o.xlsx")
    assert any("A3" in fault and "stored value" in fault for fault in found), found
    assert any("B4" in fault and "spreadsheet error" in fault for fault in found), found


def test_a_zip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A workbook that unpacks beyond measure is refused before it is read."""
    path = Path(str(write_xlsx(tmp_path)))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zeros.bin", b"\0" * (8 << 20))
    monkeypatch.setattr(source_xlsx, "LARGEST_WORKBOOK_BYTES", 4 << 20)
    assert "unpacked" in faults(path)[0]


@pytest.mark.parametrize("orders", [3, object(), [1, 2], "no/such/file.csv", "."])
def test_what_is_no_table_is_refused(orders: object) -> None:
    """Anything that can't be read as a table is refused by name."""
    assert faults(orders)


def test_columns_must_hold_single_values() -> None:
    """Lists in a column are refused."""
    assert "single values" in faults(pa.table({"to": [["CN"]], "eccn": [["3A001"]]}))[0]


def test_typed_columns_of_tables_are_read_as_such() -> None:
    """Dates, numbers and missing values of data frames need no text."""
    frame = pd.DataFrame(
        {
            "line": [1, 2],
            "to": pd.Categorical(["CN", "FR"]),
            "hs": [854231.0, float("nan")],
            "date": pd.to_datetime(["2025-06-10", None]),
            "value_usd": [1.5, float("nan")],
        }
    )
    [batch] = open_orders(frame).batches()
    lines = batch.lines
    assert lines.column("line").to_pylist() == ["1", "2"]
    assert lines.column("hs").to_pylist() == ["854231", ""]
    assert lines.column("date").to_pylist() == [date(2025, 6, 10), None]
    assert lines.column("value_usd").to_pylist() == [1.5, None]


@pytest.mark.parametrize("ids", [["x1", "x2", "x1"], ["10", "9", "10"], ["b", "a", "b"]])
def test_an_id_that_comes_twice_is_a_fault(ids: list[str]) -> None:
    """Ids are held unique over the whole file, in whatever order they come."""
    rows = [{"line": one, "to": "CN", "eccn": "3A001"} for one in ids]
    [fault] = faults(rows)
    assert ":3: line: expected each id once in the file" in fault


def test_a_repeated_id_is_found_across_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id of the first batch that comes again in a later one is found."""
    monkeypatch.setattr("comity.determine.source_arrow.BATCH_ROWS", 2)
    for ids in (["1", "2", "3", "4", "1"], ["d", "a", "c", "b", "d"], ["1", "02", "3", "x", "02"]):
        rows = [{"line": one, "to": "CN", "eccn": "3A001"} for one in ids]
        [fault] = faults(rows)
        assert ":5: " in fault


def test_rejects_carry_the_row_and_every_reason(tmp_path: Path) -> None:
    """Faulty rows can be had apart from the good ones, each with its line and reasons."""
    text = "line,to,eccn\n1,CN,3A001\n2,ZZ,10\n3,FR\n4,FR,3A001\n"
    book = open_orders(csv_file(tmp_path, text))
    batches = list(book.batches(reject=True))
    good = [line for batch in batches for line in batch.lines.column("line").to_pylist()]
    bad = [row for b in batches if b.rejects for row in b.rejects.to_pylist()]
    assert good == ["1", "4"]
    assert [row["reject_line"] for row in bad] == ["3", "4"]
    assert "to: " in bad[0]["reject_reason"]
    assert "eccn: " in bad[0]["reject_reason"]
    assert sum(batch.rejected for batch in batches) == 2


def test_a_blank_id_is_a_fault() -> None:
    """Where a book names its lines, every line has a name."""
    [fault] = faults([{"line": "1", "to": "CN", "eccn": ""}, {"line": " ", "to": "CN", "eccn": ""}])
    assert ":2: line: expected an id" in fault


def test_two_columns_of_one_meaning_are_refused(tmp_path: Path) -> None:
    """`to` and `TO` can't both be the destination."""
    assert "expected one column for to" in faults(csv_file(tmp_path, "to,TO,eccn\nCN,CN,\n"))[0]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("to = ", "expected TOML"),
        ("to = 3", "their header as text"),
        ('to = "A"\neccn = "A"', "mapped once"),
    ],
)
def test_a_mapping_file_is_read_with_care(text: str, told: str, tmp_path: Path) -> None:
    """A mapping that is no TOML, maps to no text or maps twice is refused."""
    path = csv_file(tmp_path, text, "m.toml")
    orders = csv_file(tmp_path, "A,B\nCN,3A001\n")
    with pytest.raises(InputError, match=told):
        open_orders(orders, mapping=read_mapping(path))
    with pytest.raises(InputError, match="expected a file that can be read"):
        read_mapping(tmp_path / "none.toml")


def test_every_source_tells_how_far_it_is(tmp_path: Path) -> None:
    """Progress is a part of the whole, and all of it at the end."""
    for kind in ("csv", "parquet", "json", "xlsx", "arrow"):
        book = open_orders(FORMATS[kind](tmp_path))
        for _ in book.batches():
            part = book.source.progress()
            assert part is None or 0 < part <= 1
    assert open_orders(pa.table({"to": ["CN"], "eccn": [""]}).to_reader()).source.progress() is None


def test_large_files_come_in_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch ends where it is full; what follows is the next one, lines numbered on."""
    monkeypatch.setattr("comity.determine.source_csv.BATCH_ROWS", 2)
    monkeypatch.setattr("comity.determine.source_csv._BLOCK_BYTES", 32)
    path = csv_file(tmp_path, "to,eccn\n" + "CN,3A001.a.5\n" * 9)
    lines = [b.lines.column("line").to_pylist() for b in open_orders(path).batches()]
    assert len(lines) > 1
    assert [one for batch in lines for one in batch] == [str(n) for n in range(1, 10)]


def test_a_remembered_value_may_be_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory of distinct values is bounded, and forgetting changes nothing."""
    monkeypatch.setattr("comity.determine.cells._REMEMBERED", 2)
    rows = [{"to": "CN", "eccn": f"3A00{n % 5}"} for n in range(12)]
    [batch] = open_orders(rows).batches()
    assert batch.lines.column("eccn").to_pylist() == [f"3A00{n % 5}" for n in range(12)]


def test_missing_values_of_categories_and_counts_are_blank() -> None:
    """Null is blank in dictionaries, and whole numbers are values in dollars."""
    table = pa.table(
        {
            "to": pa.array(["CN", None]).dictionary_encode(),
            "eccn": ["3A001", None],
            "value_usd": [5, None],
        }
    )
    [batch] = open_orders(table).batches()
    assert batch.lines.column("to").to_pylist() == ["CN", ""]
    assert batch.lines.column("value_usd").to_pylist() == [5.0, None]


def test_text_that_is_no_text_is_told_in_any_column() -> None:
    """Parquet that lies about its text, and NUL in a column that passes through, are faults."""
    bad = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\3\0\0\0"), pa.py_buffer(b"a\xffb")]
    )
    note = pa.DictionaryArray.from_arrays(pa.array([0], pa.int32()), bad)
    for column in (bad, note):
        [fault] = faults(pa.table({"to": ["CN"], "eccn": [""], "note": column}))
        assert "note: expected UTF-8 text" in fault
    assert "NUL" in faults([{"to": "CN", "eccn": "", "note": "a\0b"}])[0]


def test_a_table_without_columns_or_with_twins_is_refused() -> None:
    """Tables in memory have headers, too."""
    assert "got none" in faults(pa.table({}))[0]
    twins = pa.table([["CN"], ["CN"], [""]], names=["to", "to", "eccn"])
    assert "each column once" in faults(twins)[0]


def test_an_array_object_is_a_table() -> None:
    """What speaks only the array half of the interface is read as well."""

    class Capsule:
        def __arrow_c_array__(self, schema: object = None) -> object:
            return pa.RecordBatch.from_pylist(ROWS).__arrow_c_array__(schema)

        def __len__(self) -> int:
            return len(ROWS)

    assert typed(open_orders(Capsule())) == TYPED


def test_a_broken_stream_is_refused() -> None:
    """An object that promises a table and gives none is told by name."""

    class Broken:
        def __arrow_c_stream__(self, schema: object = None) -> object:
            raise ValueError(str(schema))

    assert "speaks Arrow" in faults(Broken())[0]


def test_an_empty_sheet_and_a_damaged_workbook_are_refused(tmp_path: Path) -> None:
    """A workbook without a header row, or without its parts, is no order book."""
    openpyxl.Workbook().save(tmp_path / "empty.xlsx")
    assert "empty sheet" in faults(tmp_path / "empty.xlsx")[0]
    with zipfile.ZipFile(tmp_path / "hollow.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", '<workbook><sheet r:id="r1"/></workbook>')
        archive.writestr("xl/_rels/workbook.xml.rels", "<Relationships/>")
    assert ".xlsx workbook" in faults(tmp_path / "hollow.xlsx")[0]
    assert "what its name says" in faults(csv_file(tmp_path, "to,eccn\n", "o.parquet"))[0]


def test_cells_of_a_sheet_are_written_as_text(tmp_path: Path) -> None:
    """Truth values, times and fractions pass through as text."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["to", "eccn", "flag", "when", "share"])
    sheet.append(["CN", "3A001", True, datetime(2025, 6, 10, 14, 30), 0.25])  # noqa: DTZ001  sheets know no zones
    book.save(tmp_path / "o.xlsx")
    [batch] = open_orders(tmp_path / "o.xlsx").batches()
    row = batch.raw.to_pylist()[0]
    assert (row["flag"], row["when"], row["share"]) == ("true", "2025-06-10 14:30:00", "0.25")


def test_json_values_are_read_as_text(tmp_path: Path) -> None:
    """Truth values and null have a text; bytes that are no text are told."""
    path = csv_file(tmp_path, '{"to": "CN", "eccn": null, "x": true}\n', "o.jsonl")
    [batch] = open_orders(path).batches()
    assert batch.raw.to_pylist()[0]["x"] == "true"
    path = csv_file(tmp_path, b'{"to": "CN", "eccn": ""}\n{"to": "caf\xe9"}\n', "o.jsonl")
    assert "UTF-8" in faults(path)[0]


def test_a_header_over_two_lines_is_refused(tmp_path: Path) -> None:
    """A header with a line break in it is told as such."""
    path = csv_file(tmp_path, 'to,eccn,"two\nlines"\nCN,,\n')
    assert "the header on one line" in faults(path)[0]
