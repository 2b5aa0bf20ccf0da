"""The tool that rebuilds the tariff lists of Part 746, on a small edition."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

TOOL = Path(__file__).parents[1] / "tools" / "rebuild_tariff_lists.py"
LISTS = {
    "2": [("730423", "Drill pipe.")],
    "4": [("847130", "Portable machines."), ("880730", "Parts of aircraft.")],
    "5": [("640399", "Footwear, and valued at $300 or greater per unit wholesale price.")],
    "7": [("880730", "Parts of aircraft.")],
}
STANDING = (
    "goods,scheme,prefix,sign,basis,question,note\n"
    "746-supp-4,hs,999999,+,stated,,\n"
    "ear99,eccn,EAR99,+,stated,,\n"
)


def _rebuild(folder: Path, lists: dict[str, list[tuple[str, str]]]) -> tuple[int, str, list[str]]:
    tables = "".join(
        f'<DIV9 N="Supplement No. {number} to Part 746"><TABLE>'
        + "".join(f"<TR><TD>{code}</TD><TD>{told}</TD></TR>" for code, told in rows)
        + "</TABLE></DIV9>"
        for number, rows in lists.items()
    )
    (folder / "part.xml").write_text(f'<DIV5 N="746">{tables}</DIV5>', encoding="utf-8")
    codes = ["100630", "640340", "640399", "640411", "730423", "847130", "880730"]
    (folder / "hs.csv").write_text("\n".join(["hscode", "10", *codes]), encoding="utf-8")
    (folder / "goods.csv").write_text(STANDING, encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, str(TOOL), str(folder / "part.xml")),
            *("--hs", str(folder / "hs.csv"), "--goods", str(folder / "goods.csv")),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    with (folder / "goods.csv").open(encoding="utf-8", newline="") as file:
        rows = [f"{row['goods']} {row['prefix']}" for row in csv.DictReader(file)]
    return done.returncode, done.stderr, rows


def test_an_edition_replaces_the_lists_and_nothing_else(tmp_path: Path) -> None:
    """Old codes go, new ones come, other sets stay."""
    code, errors, rows = _rebuild(tmp_path, LISTS)
    assert (code, errors) == (0, "")
    assert "746-supp-4 999999" not in rows
    assert {"746-supp-4 847130", "746-supp-5 640399", "746-listed 640399", "ear99 EAR99"} < {*rows}


def test_what_is_unlisted_is_named_by_the_shortest_prefix(tmp_path: Path) -> None:
    """A chapter, a heading or a code that holds nothing listed."""
    _, _, rows = _rebuild(tmp_path, LISTS)
    unlisted = [row.split()[1] for row in rows if row.startswith("746-unlisted")]
    assert unlisted == ["10", "640340", "6404"]


def test_a_price_floor_becomes_a_question(tmp_path: Path) -> None:
    """The floor stands in the question of its code."""
    _rebuild(tmp_path, LISTS)
    text = (tmp_path / "goods.csv").read_text(encoding="utf-8")
    assert "300 USD or more per unit?" in text


def test_a_row_that_is_no_code_is_told(tmp_path: Path) -> None:
    """The tool says what it could not read and fails."""
    code, errors, _ = _rebuild(tmp_path, {**LISTS, "4": [("8471.30", "Portable machines.")]})
    assert code == 1
    assert "Supp. 4: expected a code of six digits" in errors
