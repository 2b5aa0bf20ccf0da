"""Rebuild the tables of the US Export Administration Regulations from one edition.

    python tools/rebuild_us_ear.py 2026-08-07 FILE...

Each FILE is a table of the edition as CSV (country chart, country groups, headings, control
lines, item paragraphs) or the part as XML, as the eCFR's versioner API serves it
(https://www.ecfr.gov/api/versioner/v1/full/DATE/title-15.xml?part=774, and part 738 and 740).
What stands in the tables and in `tools/us_ear/*.csv` is kept; what changed shows as a diff.
Exits 1 where something could not be derived, and says what.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path

from us_ear.build import (
    Knowledge,
    build_controls,
    chart_rows,
    code_rows,
    goods_rows,
    group_rows,
    read_rulings,
)
from us_ear.edition import Edition, read_edition
from us_ear.route import read_routes
from us_ear.tables import Row, edition_before, merge, read_table, write_rows, write_table

TOOLS = Path(__file__).parent / "us_ear"
LAW = Path(__file__).parents[1] / "src" / "comity" / "law" / "us_ear"


def main() -> int:
    """Merge the edition into the tables; say what changed and what could not be derived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("edition", type=date.fromisoformat, help="day of the edition")
    parser.add_argument("files", nargs="+", type=Path, help="tables as CSV, parts as XML")
    parser.add_argument("--law", type=Path, default=LAW, help="folder of the regime's tables")
    parser.add_argument("--knowledge", type=Path, default=TOOLS, help="folder of what people wrote")
    options = parser.parse_args()
    edition = read_edition(options.edition, options.files)
    complaints = rebuild(edition, options.law, options.knowledge)
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{len(edition.controls)} control lines, {len(edition.headings)} entries, "
          f"{len(edition.chart)} chart rows, {len(edition.groups)} places in groups; "
          f"{len(complaints)} not derived")  # fmt: skip
    return 1 if complaints else 0


def rebuild(edition: Edition, law: Path, knowledge: Path) -> list[str]:
    """Write every table that the edition speaks of; return what could not be derived."""
    known = Knowledge(
        rulings=read_rulings(read_table(knowledge / "rulings.csv")),
        routes=read_routes(read_table(knowledge / "routes.csv")),
        titles={row["code"]: row["title"] for row in read_table(knowledge / "titles.csv")},
        agencies={row["eccn"]: row["agency"] for row in read_table(knowledge / "agencies.csv")},
    )
    acts = read_table(law / "acts.csv")
    last = edition_before(acts, "774", edition.day)
    if edition.chart:
        before = edition_before(acts, "738", edition.day)
        _merge_places(law / "part_738" / "places.csv", chart_rows(edition), edition, before)
    if edition.groups:
        before = edition_before(acts, "740", edition.day)
        _merge_places(law / "part_740" / "places.csv", group_rows(edition), edition, before)
    complaints: list[str] = []
    if edition.controls:
        complaints += _controls(edition, known, law, knowledge, last)
    if edition.headings:
        _codes(edition, known, law, last)
        complaints += [f"{eccn}: no title" for eccn in edition.headings if eccn not in known.titles]
        listed = {line.eccn for line in edition.controls} | set(known.agencies)
        complaints += [f"{eccn}: no control" for eccn in edition.headings if eccn not in listed]
    return complaints


def _merge_places(path: Path, found: list[Row], edition: Edition, last: date | None) -> None:
    sets = {row["place_set"] for row in found}
    rows = read_table(path)
    mine = [row for row in rows if row["place_set"] in sets]
    others = [row for row in rows if row["place_set"] not in sets]
    key = ("place_set", "member", "sign")
    write_table(path, others + merge(mine, found, key, edition.day, last if mine else None))


def _controls(
    edition: Edition, known: Knowledge, law: Path, knowledge: Path, last: date | None
) -> list[str]:
    ledger = knowledge / "ledger.csv"
    marks = {row["control"]: row["mark"] for row in read_table(ledger)}
    built = build_controls(edition, known, marks)
    folder = law / "part_774"
    rows = read_table(folder / "controls.csv")
    mine = [row for row in rows if row["control"] in marks]
    others = [row for row in rows if row["control"] not in marks]
    merged = merge(mine, built.controls, ("control",), edition.day, last if mine else None)
    write_table(folder / "controls.csv", others + merged)
    used = {row["goods"] for row in merged} - set(built.goods)
    goods = read_table(folder / "goods.csv")
    kept = [row for row in goods if row["goods"] in used or _is_own(row["goods"], marks)]
    write_table(folder / "goods.csv", kept + goods_rows(built.goods))
    write_rows(ledger, ("control", "mark"), sorted(built.marks.items()))
    return built.complaints


def _is_own(goods: str, marks: dict[str, str]) -> bool:
    """Say whether a goods set was written by hand and belongs to no line of the list."""
    entries = {control.split(":")[1] for control in marks}
    return goods not in marks and goods not in entries


def _codes(edition: Edition, known: Knowledge, law: Path, last: date | None) -> None:
    path = law / "part_774" / "codes.csv"
    goods: dict[str, list[str]] = {}
    for row in read_table(law / "part_774" / "goods.csv"):
        if row["scheme"] == "eccn" and row["prefix"][:1].isdigit():
            goods.setdefault(row["goods"], []).append(row["prefix"])
    named = {prefix for prefixes in goods.values() for prefix in prefixes}
    found = code_rows(edition, known, named)
    rows = read_table(path)
    mine = [row for row in rows if row["code"] != "EAR99"]
    others = [row for row in rows if row["code"] == "EAR99"]
    key = ("scheme", "code")
    write_table(path, others + merge(mine, found, key, edition.day, last if mine else None))


if __name__ == "__main__":
    sys.exit(main())
