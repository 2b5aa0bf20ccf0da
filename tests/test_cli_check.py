"""`comity check` on the law that ships: answers, details, rejects, and nothing half done."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import comity
from comity.cli import run
from comity.determine.header import ANSWERS, DETAILS

EXAMPLES = Path(__file__).parent.parent / "examples" / "orders.csv"
FAULTY = "line,to,eccn,note\n1,CN,3A090.a,=1+1\n2,ZZ,3A001,x\n3,CN,10,y\n"


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def files(folder: Path) -> list[str]:
    """Return the names of everything in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_examples_are_answered_with_details(tmp_path: Path) -> None:
    """Every line gets an outcome and keeps its columns; every detail cites and has its line."""
    answers, details = tmp_path / "a.csv", tmp_path / "d.csv"
    assert run(["check", str(EXAMPLES), "-o", str(answers), "--details", str(details)]) == 0
    given, found = rows(EXAMPLES), rows(answers)
    assert [[*row.values()][: len(given[0])] for row in found] == [[*r.values()] for r in given]
    assert list(found[0])[-len(ANSWERS) :] == list(ANSWERS)
    assert all(row["outcome"] and row["citations"] for row in found)
    assert all(row["missing"] for row in found if row["outcome"] == "undetermined")
    told = rows(details)
    assert list(told[0]) == list(DETAILS)
    assert {row["line"] for row in told} <= {row["line"] for row in found}
    assert all(row["citation"] for row in told)
    assert {row["status"] for row in told} <= {"applies", "may_apply", "excluded"}


def test_the_answers_can_go_to_standard_output(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """`-o -` writes CSV and nothing else to standard output."""
    assert run(["check", str(EXAMPLES), "-o", "-"]) == 0
    out, err = capfdbinary.readouterr()
    assert len(list(csv.DictReader(io.StringIO(out.decode())))) == 60
    assert b"60 lines" in err


def test_a_faulty_book_is_refused_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every fault is told at once, the exit status is 2, and nothing is written."""
    orders = tmp_path / "o.csv"
    orders.write_text(FAULTY)
    output = tmp_path / "new" / "a.csv"
    assert run(["check", str(orders), "-o", str(output), "--details", str(tmp_path / "d.csv")]) == 2
    told = capsys.readouterr().err
    assert f"{orders}:3: to: expected a place" in told
    assert f"{orders}:4: eccn: expected an ECCN" in told
    assert "2 faults; nothing was written" in told
    assert files(tmp_path) == ["o.csv"]


def test_rejects_set_faulty_rows_aside(tmp_path: Path) -> None:
    """Good rows are answered, bad ones go to the rejects with line and reason, exit 1."""
    orders, answers, rejects = tmp_path / "o.csv", tmp_path / "a.csv", tmp_path / "r.csv"
    orders.write_text(FAULTY)
    arguments = ["check", str(orders), "-o", str(answers), "--rejects", str(rejects)]
    assert run(arguments) == 1
    assert [row["line"] for row in rows(answers)] == ["1"]
    assert [row["note"] for row in rows(answers)] == ["'=1+1"]
    assert [row["reject_line"] for row in rows(rejects)] == ["3", "4"]
    assert all(row["reject_reason"] for row in rows(rejects))


def test_no_lines_give_a_header_and_no_answers(tmp_path: Path) -> None:
    """A header without lines is answered by a header without lines."""
    orders, answers = tmp_path / "o.csv", tmp_path / "a.parquet"
    orders.write_text("line,to,eccn\n")
    details = tmp_path / "d.csv"
    assert run(["check", str(orders), "-o", str(answers), "--details", str(details)]) == 0
    table = pq.read_table(answers)
    assert table.num_rows == 0
    assert table.column_names == ["line", "to", "eccn", *ANSWERS]
    assert rows(details) == []


def test_options_reach_the_determination(tmp_path: Path) -> None:
    """A day, a knowledge, a regime, a place of export and a mapping change the answer."""
    orders, answers, mapping = tmp_path / "o.csv", tmp_path / "a.csv", tmp_path / "m.toml"
    orders.write_text("Ship-to,Class\nCN,3A090.a\n")
    mapping.write_text('to = "Ship-to"\neccn = "Class"\n')
    arguments = ["check", str(orders), "-o", str(answers), "--mapping", str(mapping)]
    assert run([*arguments, "--on", "2026-08-10", "--from", "US", "--regime", "us_ear"]) == 0
    [row] = rows(answers)
    assert row["outcome"] == "license_required"
    assert row["regimes"] == "us_ear=license_required"


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--regime", "xx_none"], "no regime xx_none"),
        (["--on", "10/06/2025"], "expected a date"),
        (["--from", "Chnia"], "expected a place"),
        (["-o", "answers.pdf"], "expected a name ending in"),
        (["--mapping", "no-such.toml"], "expected a file that can be read"),
        (["-o", "same.csv", "--details", "same.csv"], "a place of its own"),
        (["-o", str(EXAMPLES)], "a place of its own"),
    ],
)
def test_a_wrong_option_is_told(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """What an option can't be is refused in words, with exit 2."""
    assert run(["check", str(EXAMPLES), *arguments]) == 2
    assert told in capsys.readouterr().err


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_an_interruption_leaves_nothing_behind(stop: type[BaseException], tmp_path: Path) -> None:
    """Whoever stops the work finds what was there before and nothing else."""
    answers = tmp_path / "a.csv"
    answers.write_text("old")

    def interrupt(lines: int, _: float | None) -> None:
        assert lines == 60
        deadline = time.monotonic() + 10
        while len(files(tmp_path)) == 1 and time.monotonic() < deadline:
            time.sleep(0.01)  # what is written is written beside
        assert len(files(tmp_path)) >= 2
        raise stop

    with pytest.raises(stop):
        comity.open().check(
            EXAMPLES, output=answers, details=tmp_path / "d.xlsx", progress=interrupt
        )
    assert files(tmp_path) == ["a.csv"]
    assert answers.read_text() == "old"


def test_a_terminated_program_tidies_up(tmp_path: Path) -> None:
    """SIGTERM ends the program like an interruption does."""
    orders, answers = tmp_path / "o.csv", tmp_path / "a.csv"
    with orders.open("w") as file:
        file.write("to,eccn,from,date\n")
        file.writelines(["DE,EAR99,US,2026-08-10\n"] * 600_000)
    program = subprocess.Popen(
        [sys.executable, "-m", "comity", "check", str(orders), "-o", str(answers)],
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while len(files(tmp_path)) < 2 and time.monotonic() < deadline and program.poll() is None:
        time.sleep(0.01)
    program.terminate()
    assert program.wait(60) == 143
    assert files(tmp_path) == ["o.csv"]
