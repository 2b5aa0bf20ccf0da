"""Rebuild the tariff lists of Part 746 from one edition.

    python tools/rebuild_tariff_lists.py PART746.xml --hs HS2022.csv

PART746.xml is the part as the eCFR's versioner API serves it
(https://www.ecfr.gov/api/versioner/v1/full/DATE/title-15.xml?part=746). HS2022.csv is any table
with a column `hscode` that holds the codes of the Harmonized System, six digits among them.
Supps. 2, 4, 5 and 7 become the goods sets `746-supp-…`; price floors of Supp. 5 become questions;
what none of Supps. 2, 4 and 5 lists becomes `746-unlisted`, by chapter and heading where it can.
Goods sets carry no dates: where a rule adds or removes a code from a day on, write the code into a
set of its own and a dated control over it. Exits 1 where a row could not be read, and says which.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from us_ear.tables import Row, read_table, write_table

GOODS = Path(__file__).parents[1] / "src/comity/law/us_ear/part_746/goods.csv"
SUPPLEMENTS = ("2", "4", "5", "7")
LISTS = ("2", "4", "5")
UNLISTED_NOTE = (
    "codes of the Harmonized System of 2022; an older code must be brought up to date first"
)
_CODE = re.compile(r"\d{6}")
_FLOOR = re.compile(r"VALUED AT \$([\d,]+) OR GREATER PER UNIT")


def main() -> int:
    """Rewrite the sets; say how many codes each holds and what could not be read."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("part", type=Path, help="Part 746 as XML")
    parser.add_argument("--hs", type=Path, required=True, help="codes of the Harmonized System")
    parser.add_argument("--goods", type=Path, default=GOODS, help="table to rewrite")
    options = parser.parse_args()
    lists, complaints = read_lists(options.part)
    system = [row["hscode"] for row in read_table(options.hs)]
    rows = [*rebuilt(lists, [code for code in system if _is_international(code)])]
    names = {row["goods"] for row in rows}
    kept = [row for row in read_table(options.goods) if not _is_ours(row, names)]
    write_table(options.goods, [*kept, *rows])
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(", ".join(f"Supp. {number}: {len(codes)} codes" for number, codes in lists.items()))
    return 1 if complaints else 0


def _is_international(code: str) -> bool:
    """Tell whether a code is one of six digits; chapters from 98 on are each country's own."""
    return bool(_CODE.fullmatch(code)) and code < "98"


def _is_ours(row: Row, names: Iterable[str]) -> bool:
    """Tell whether the tool writes a row; sets named within a set are kept."""
    return row["goods"] in names and row["scheme"] == "hs"


def read_lists(path: Path) -> tuple[dict[str, dict[str, str]], list[str]]:
    """Return the codes of each supplement with their descriptions, and what was not read."""
    from lxml import etree

    root = etree.parse(path, etree.XMLParser(resolve_entities=False)).getroot()
    lists: dict[str, dict[str, str]] = {number: {} for number in SUPPLEMENTS}
    complaints = []
    for supplement in root.iter("DIV9"):
        found = re.match(r"Supplement No\. (\d) ", supplement.get("N", ""))
        number = found[1] if found else ""
        if number not in lists:
            continue
        for row in supplement.iter("TR"):
            cells = [" ".join("".join(cell.itertext()).split()) for cell in row.iter("TD")]
            if not cells:
                continue
            if len(cells) > 1 and _CODE.fullmatch(cells[0]):
                lists[number][cells[0]] = cells[1]
            else:
                complaints.append(f"Supp. {number}: expected a code of six digits, got {cells}")
    complaints += [f"Supp. {number}: no code was found" for number in lists if not lists[number]]
    return lists, complaints


def rebuilt(lists: Mapping[str, Mapping[str, str]], system: Iterable[str]) -> Iterator[Row]:
    """Yield the rows of every set that the lists make."""
    for number, codes in lists.items():
        for code, told in codes.items():
            yield _row(f"746-supp-{number}", code, question=_ask(told) if number == "5" else "")
    for code in lists["5"]:
        yield _row("746-listed", code)
    listed = {code for number in LISTS for code in lists[number]}
    for prefix in unlisted(listed, sorted(system)):
        yield _row("746-unlisted", prefix, note=UNLISTED_NOTE)


def unlisted(listed: set[str], system: Iterable[str]) -> Iterator[str]:
    """Yield the shortest prefixes, by chapter, heading and code, that hold nothing listed."""
    seen: set[str] = set()
    for code in system:
        prefix = next(
            (
                code[:size]
                for size in (2, 4, 6)
                if not any(one.startswith(code[:size]) for one in listed)
            ),
            None,
        )
        if prefix and prefix not in seen:
            seen.add(prefix)
            yield prefix


def _ask(told: str) -> str:
    floor = _FLOOR.search(told.upper())
    if not floor:
        return ""
    price = floor[1].replace(",", "")
    return f"Is the wholesale price in the United States {price} USD or more per unit?"


def _row(goods: str, prefix: str, *, question: str = "", note: str = "") -> Row:
    return {
        "goods": goods,
        "scheme": "hs",
        "prefix": prefix,
        "sign": "+",
        "basis": "stated",
        "question": question,
        "note": note,
    }


if __name__ == "__main__":
    sys.exit(main())
