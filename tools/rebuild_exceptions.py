"""Rebuild the list-based license exceptions, and the goods sets that go by reason for control.

    python tools/rebuild_exceptions.py ccl_license_exceptions_2026-07-23.csv

The FILE lists the exceptions an entry names, with its words: eccn, exception, text. What the plain
words say ("$3000", "Yes", "N/A") is derived; what the others say was read by a person into
`tools/us_ear/exceptions.csv`, which knows each text by its fingerprint. Exits 1 where a text is
new or has changed, and says which; such an entry has no exception until it is read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from us_ear.scope import fingerprint
from us_ear.tables import BOX, LIFE, Row, read_table, write_rows, write_table

TOOLS = Path(__file__).parent / "us_ear"
LAW = Path(__file__).parents[1] / "src" / "comity" / "law" / "us_ear"

RELIEF_COLUMNS = (
    *("row", "relief", "kind", "title", *BOX, "value_cap_usd", "cap_basis", "conditions"),
    *(*LIFE, "source", "pinpoint"),
)
TITLES = {
    "LVS": "Shipments of limited value",
    "GBS": "Shipments to Country Group B",
    "TSR": "Technology and software under restriction",
}
PLACES = {"LVS": "B", "GBS": "740:gbs", "TSR": "740:tsr"}
ORDER = (
    "All commodities of this entry in the order are within the limit, and the order is not split "
    "or structured to fit it (740.3(d)(1))"
)
ASSURANCE = "Written assurance of the consignee received beforehand (740.6(a))"
_CAP = re.compile(r"\$([\d,]+)\.?(?:[,;] (?:except )?N/A for MT)?\.?")
_YES = re.compile(r"Yes\.?(?:, except N/A for MT)?\.?")
_NONE = re.compile(r"N/A\.?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one entry's words grant: to which paragraphs, up to which value, where and how."""

    goods: tuple[str, ...]
    cap: str = ""
    to: str = ""
    question: str = ""
    condition: str = ""


def plain(eccn: str, text: str) -> list[Reading] | None:
    """Read words that need no person; None where they do.

    Items under missile technology control are kept out by a bar (740.2(a)(5)).
    """
    if _NONE.fullmatch(text):
        return []
    if match := _CAP.fullmatch(text):
        return [Reading(goods=(eccn,), cap=match[1].replace(",", ""))]
    return [Reading(goods=(eccn,))] if _YES.fullmatch(text) else None


def read_readings(path: Path) -> dict[tuple[str, str, str], list[Reading]]:
    """Read what a person read, by entry, exception and fingerprint of the words."""
    found: dict[tuple[str, str, str], list[Reading]] = defaultdict(list)
    for row in read_table(path):
        reading = Reading(
            goods=tuple(row["goods"].split()),
            cap=row["cap"],
            to=row["to"],
            question=row["question"],
            condition=row["condition"],
        )
        found[row["eccn"], row["exception"], row["fingerprint"]].append(reading)
    return found


def conditions(exception: str, reading: Reading) -> str:
    """Say what a person must confirm beside the box."""
    told = [reading.condition] if reading.condition else []
    if exception == "LVS":
        year = f"At most ${12 * int(reading.cap):,} of this entry to the same consignee"
        told += [ORDER, f"{year} in the calendar year (740.3(d)(2))"]
    if exception == "TSR":
        told.append(ASSURANCE)
    return " | ".join(told)


def rows_of(eccn: str, exception: str, readings: list[Reading]) -> Iterator[tuple[Row, list[Row]]]:
    """Yield the relief rows of one entry and exception, each with its goods."""
    for number, reading in enumerate(readings, start=1):
        name = f"{exception}-{eccn}" + (f"-{number}" if len(readings) > 1 else "")
        goods = f"740:{name}"
        relief = {
            "row": name,
            "relief": exception,
            "kind": "exception",
            "title": TITLES[exception],
            "goods": goods,
            "to": reading.to or PLACES[exception],
            "question": reading.question,
            "value_cap_usd": reading.cap,
            "cap_basis": "order_entry" if reading.cap else "",
            "conditions": conditions(exception, reading),
            "begun_by": "ecfr-2026-07-23",
            "source": "ecfr",
            "pinpoint": f"Supp. No. 1 to Part 774, {reading.goods[0].partition('.')[0]}",
        }
        parts = [
            {
                "goods": goods,
                "scheme": "eccn",
                "prefix": one.removeprefix("-"),
                "sign": "-" if one.startswith("-") else "+",
                "basis": "stated",
            }
            for one in reading.goods
        ]
        yield relief, parts


def list_based(entries: Iterable[Row], known: dict[tuple[str, str, str], list[Reading]],
               folder: Path) -> list[str]:  # fmt: skip
    """Write the list-based exceptions; return what nobody has read."""
    reliefs: list[Row] = []
    goods: list[Row] = []
    complaints = []
    for entry in entries:
        eccn, exception, text = entry["eccn"], entry["exception"], entry["text"]
        readings = plain(eccn, text)
        if readings is None or exception not in TITLES:
            key = (eccn, exception, fingerprint(text))
            if text != "N/A" and key not in known:
                complaints.append(f"{eccn} {exception}: nobody has read: {text}")
                continue
            readings = known.get(key, [])
        if exception in TITLES:
            for relief, parts in rows_of(eccn, exception, readings):
                reliefs.append(relief)
                goods += parts
    ordered = sorted(reliefs, key=lambda row: row["row"])
    written = ([row.get(column, "") for column in RELIEF_COLUMNS] for row in ordered)
    write_rows(folder / "reliefs.csv", RELIEF_COLUMNS, written)
    write_table(folder / "goods.csv", goods)
    return complaints


def by_reason(controls: Iterable[Row], goods: Iterable[Row]) -> dict[str, dict[str, Row]]:
    """Return the prefixes under each reason for control, one row a prefix; inclusion wins."""
    parts: dict[str, list[Row]] = defaultdict(list)
    for row in goods:
        parts[row["goods"]].append(row)
    found: dict[str, dict[str, Row]] = defaultdict(dict)
    for control in controls:
        if control["measure"] != "ccl" or control["effect"] != "license" or control["ended_on"]:
            continue
        for part in parts[control["goods"]]:
            if part["scheme"] != "eccn":
                continue
            seen = found[control["reason"]].get(part["prefix"])
            question = part["question"] or control["question"]
            row = part | {"question": question if part["sign"] == "+" else ""}
            if seen is None or (seen["sign"], bool(seen["question"])) > (
                row["sign"],
                bool(row["question"]),
            ):
                found[control["reason"]][part["prefix"]] = row
    return found


def in_series(digit: str, other: str = "") -> Callable[[str], bool]:
    """Tell codes of a series (600, or 515) from the rest."""
    return lambda code: code[2:5] == other if other else code[2:3] == digit


#: name of a set → reasons for control, and which codes of them (a set of entries, or a test)
SETS: dict[str, tuple[tuple[str, ...], Callable[[str], bool] | str]] = {
    "chemical-biological": (("CB", "CB1", "CB2", "CB3"), ""),
    "crime-control": (("CC", "CC1", "CC2", "CC3"), ""),
    "encryption-reason": (("EI",), ""),
    "missile-technology": (("MT", "MT1"), ""),
    "missile-technology-600-series": (("MT", "MT1"), in_series("6")),
    "missile-technology-9x515": (("MT", "MT1"), in_series("", "515")),
    "missile-technology-bearings": (("MT", "MT1"), "740:mt-bearings"),
    "missile-technology-not-vehicles": (("MT", "MT1"), "!740:mt-vehicles"),
    "missile-technology-other": (("MT", "MT1"), "!740:mt-vehicles !740:mt-bearings"),
    "missile-technology-vehicles": (("MT", "MT1"), "740:mt-vehicles"),
    "national-security": (("NS", "NS1", "NS2"), ""),
    "nuclear": (("NP", "NP1"), ""),
    "short-supply": (("SS",), ""),
    "significant": (("SI",), ""),
    "surreptitious-listening": (("SL",), ""),
    "un-controlled": (("UN",), ""),
    "weapons-convention": (("CW",), ""),
}


def reason_sets(law: Path) -> list[Row]:
    """Return a goods set for what is surely under a reason, and one for what may be (`-may`)."""
    goods = _every(law, "goods")
    controls = _every(law, "controls")
    found = by_reason(controls, goods)
    entries: dict[str, set[str]] = defaultdict(set)
    for row in read_table(law / "part_740" / "goods.csv"):
        entries[row["goods"]].add(row["prefix"][:5])
    rows: list[Row] = []
    for name, (reasons, only) in SETS.items():
        for reason in reasons:
            for prefix, part in found[reason].items():
                if not _chosen(prefix, only, entries):
                    continue
                may = "-may" if _asked(part, found[reason]) else ""
                rows.append(part | {"goods": f"740:{name}{may}", "question": "", "note": ""})
    plain_anti_terrorism = set(found["AT"]).difference(
        *({prefix[:5] for prefix in parts} for reason, parts in found.items() if reason != "AT")
    )
    rows += [
        found["AT"][prefix] | {"goods": "740:anti-terrorism-only", "question": "", "note": ""}
        for prefix in plain_anti_terrorism
        if len(prefix) == len("3A991") and found["AT"][prefix]["sign"] == "+"
    ]
    kept: dict[tuple[str, str], Row] = {}
    for row in rows:
        key = (row["goods"], row["prefix"])
        if key not in kept or kept[key]["sign"] > row["sign"]:
            kept[key] = row
    return list(kept.values())


def _asked(part: Row, parts: dict[str, Row]) -> bool:
    """Tell whether a prefix, or the one that it is taken out of, is asked about."""
    if part["sign"] == "+":
        return bool(part["question"])
    around = [
        prefix
        for prefix, other in parts.items()
        if other["sign"] == "+" and part["prefix"].startswith(prefix)
    ]
    return bool(around) and bool(parts[max(around, key=len)]["question"])


def _every(law: Path, table: str) -> list[Row]:
    """Read a table from every folder of Parts 742 and 774, where the list's controls stand."""
    parts = (law / "part_742", law / "part_774")
    return [
        row
        for part in parts
        for path in sorted(part.rglob(f"{table}.csv"))
        for row in read_table(path)
    ]


def _chosen(prefix: str, only: Callable[[str], bool] | str, entries: dict[str, set[str]]) -> bool:
    if not isinstance(only, str):
        return only(prefix)
    for name in only.split():
        held = prefix[:5] in entries[name.removeprefix("!")]
        if held == name.startswith("!"):
            return False
    return True


def main() -> int:
    """Write the tables; say what was not derived."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path, help="exceptions an entry names, as CSV")
    parser.add_argument("--law", type=Path, default=LAW, help="folder of the regime's tables")
    options = parser.parse_args()
    entries = read_table(options.file)
    known = read_readings(TOOLS / "exceptions.csv")
    complaints = list_based(entries, known, options.law / "part_740" / "list_based")
    write_table(options.law / "part_740" / "by_reason" / "goods.csv", reason_sets(options.law))
    for complaint in complaints:
        print(complaint, file=sys.stderr)
    print(f"{len(entries)} exceptions of entries; {len(complaints)} not derived")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
