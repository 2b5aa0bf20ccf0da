"""Checks the tables of license exceptions against the law's own lists, read here by other means.

The list of exceptions by entry lies outside the project; where it is absent its tests are skipped.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from comity.register.law import Law, law_folder, load_law
from comity.register.star import Box, Star, compile_star
from comity.register.tables import Row

ROOT = Path(__file__).parents[2]
LISTED = (
    *(ROOT.parent / "shared" / "data" / "us-ear" / "tables").glob("ccl_license_exceptions_*.csv"),
)
SYMBOLS = (
    *("ACA", "ACE", "ACM", "AGR", "AIA", "APP", "APR", "AVS", "BAG", "CCD", "ENC", "GBS", "GFT"),
    *("GOV", "HBM", "IEC", "LPP", "LVS", "MED", "NAC", "RFF", "RPL", "SCP", "SPP", "STA", "TMP"),
    *("TSR", "TSU"),
)

needs_list = pytest.mark.skipif(not LISTED, reason="the list of exceptions by entry is not here")


@cache
def law() -> Law:
    """Read the law that ships, once."""
    return load_law()


def rows(table: str) -> list[Row]:
    """Return the rows of a table of the regime."""
    return law().rows(table, "us_ear")


def exceptions(star: Star) -> list[Box]:
    """Return the boxes of the exceptions of Part 740."""
    return [box for box in star.boxes if box.kind == "relief" and box.relief in SYMBOLS]


def listed() -> list[dict[str, str]]:
    """Read the exceptions that entries of the list name."""
    with LISTED[0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("symbol", SYMBOLS)
def test_every_exception_of_part_740_is_a_relief_that_overcomes_something(symbol: str) -> None:
    """Each of the exceptions has a box and a control that it overcomes."""
    own = {row["row"] for row in rows("reliefs") if row["relief"] == symbol}

    assert own
    assert any(row["relief"] in own | {symbol} and row["sign"] == "+" for row in rows("relieves"))


def test_what_relieves_and_bars_name_exists() -> None:
    """A misspelled relief in relieves.csv or bars.csv would silently do nothing."""
    known = {row["row"] for row in rows("reliefs")} | {row["relief"] for row in rows("reliefs")}

    assert {row["relief"] for row in rows("relieves")} <= known
    assert {row["relief"] for row in rows("bars")} - {"*"} <= known
    assert {name for row in rows("bars") for name in row["spares"].split(";") if name} <= known


def test_only_exceptions_that_part_744_names_overcome_its_controls() -> None:
    """Part 744 stands whatever exception fits (740.1(a)), but where a section of it says else."""
    star = compile_star(law())
    keys = {box.number: box.key for box in star.boxes}
    relief = {star.relief_groups[box.number]: box.relief for box in exceptions(star)}
    overcome = {
        (relief[group], keys[control].partition("(")[0])
        for group, control in star.relieves
        if group in relief and "744" in keys[control]
    }
    named = {
        *(("GOV", f"744.{section}") for section in ("9", "17", "21", "22", "23")),
        *((symbol, "744.23") for symbol in ("HBM", "NAC", "RPL", "TSU")),
        ("RFF", "744.11"),
    }

    assert overcome <= named


def test_no_exception_of_part_740_overcomes_short_supply() -> None:
    """Short supply has exceptions of its own in Part 754 (732.4(b)(4)(ii))."""
    star = compile_star(law())
    groups = {star.relief_groups[box.number] for box in exceptions(star)}
    short = {box.number for box in star.boxes if box.reason == "SS"}

    assert short
    assert not [pair for pair in star.relieves if pair[0] in groups and pair[1] in short]


@needs_list
def test_every_value_limit_of_the_list_is_a_cap() -> None:
    """An entry whose words are one plain sum has that cap on its whole entry."""
    caps = {row["row"]: row["value_cap_usd"] for row in rows("reliefs") if row["relief"] == "LVS"}
    plain = {
        entry["eccn"]: match[1].replace(",", "")
        for entry in listed()
        if entry["exception"] == "LVS" and (match := re.fullmatch(r"\$([\d,]+)\.?", entry["text"]))
    }

    assert len(plain) > 60
    assert plain == {eccn: caps.get(f"LVS-{eccn}", "") for eccn in plain}


@needs_list
def test_an_entry_that_says_no_has_no_list_based_exception() -> None:
    """N/A means that no row grants the exception to the entry."""
    granted = {
        (row["relief"], part["prefix"][:5])
        for row in rows("reliefs")
        if row["relief"] in {"LVS", "GBS", "TSR"}
        for part in law().groups["goods", "us_ear"][row["goods"]]
        if part["sign"] == "+"
    }
    refused = {
        (entry["exception"], entry["eccn"])
        for entry in listed()
        if entry["exception"] in {"LVS", "GBS", "TSR"} and entry["text"] in {"N/A", "N/A."}
    }

    assert len(refused) > 600
    assert not granted & refused


@needs_list
def test_rebuilding_the_list_based_exceptions_changes_nothing(tmp_path: Path) -> None:
    """The command reproduces the committed tables, and says that it derived every entry."""
    standing = law_folder() / "us_ear"
    copy = tmp_path / "us_ear"
    shutil.copytree(standing, copy)

    command = [sys.executable, "tools/rebuild_exceptions.py", str(LISTED[0]), "--law", str(copy)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    for name in ("list_based/reliefs.csv", "list_based/goods.csv", "by_reason/goods.csv"):
        path = f"part_740/{name}"
        assert (standing / path).read_text() == (copy / path).read_text(), name
