"""Compares the tables of the Commerce Control List with the editions, read here by other means.

The editions lie outside the project; where they are absent these tests are skipped.
"""

from __future__ import annotations

import csv
import importlib
import re
import shutil
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from comity.register.law import Law, load_law
from comity.register.tables import Row

SHARED = Path(__file__).parents[3] / "shared" / "data" / "us-ear" / "tables"
FIRST, LAST = "2026-01-01", "2026-08-07"
#: The printed list runs these entries into the one before them, so the editions lack them.
SWALLOWED = {"8D001"}
COLUMNS = "CB1 CB2 CB3 NP1 NP2 NS1 NS2 MT1 RS1 RS2 FC1 CC1 CC2 CC3".split()  # noqa: SIM905

needs_editions = pytest.mark.skipif(not SHARED.exists(), reason="the editions are not here")


@cache
def law() -> Law:
    """Read the law that ships, once."""
    return load_law()


def edition(name: str) -> list[dict[str, str]]:
    """Read a table of an edition as text."""
    with (SHARED / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def holds(row: Row, day: str) -> bool:
    """Say whether a row is in force on a day."""
    return row["begun_on"] <= day and (not row["ended_on"] or day < row["ended_on"])


def us(table: str, day: str = "") -> list[Row]:
    """Return the rows of a table of the US regime, those in force where a day is given."""
    return [row for row in law().rows(table, "us_ear") if not day or holds(row, day)]


def members(place_set: str, day: str) -> set[str]:
    """Expand a place set by hand: members added, inner sets followed, minus rows taken away."""
    added: set[str] = set()
    taken: set[str] = set()
    for row in us("places", day):
        if row["place_set"] == place_set:
            name = row["member"]
            found = members(name[1:], day) if name.startswith("=") else {name}
            (added if row["sign"] == "+" else taken).update(found)
    return added - taken


def controls(day: str) -> list[Row]:
    """Return the controls of the list in force on a day, with what was stated beside it."""
    return [row for row in us("controls", day) if row["measure"] == "ccl"]


@cache
def entries(goods: str) -> frozenset[str]:
    """Return the entries that a goods set touches."""
    rows = law().groups["goods", "us_ear"][goods]
    return frozenset(row["prefix"].partition(".")[0] for row in rows if row["sign"] == "+")


@needs_editions
@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_chart_marks_what_the_edition_marks(day: str) -> None:
    """A place is in the place set of a column exactly where the chart has a mark."""
    for column in COLUMNS:
        marked = {row["iso2"] for row in edition(f"country_chart_{day}") if row[column]}
        assert marked == members(f"chart:{column}", day), column


@needs_editions
def test_the_groups_are_those_of_the_edition() -> None:
    """A place is in a Country Group exactly where the edition of July 2026 has a mark."""
    rows = edition("country_groups_2026-07-23")
    for group in [name for name in rows[0] if name not in ("country", "iso2")]:
        marked = {row["iso2"] for row in rows if row[group]}
        assert marked == members(group, "2026-07-23"), group


def test_the_emirates_changed_groups_on_10_july_2026() -> None:
    """The day before the rule the Emirates stand in D:3 and D:4, on its day in A:5."""

    def groups(day: str) -> set[str]:
        named = ("A:5", "A:6", "B", "D:1", "D:3", "D:4", "D:5")
        return {group for group in named if "AE" in members(group, day)}

    assert {"B", "D:3", "D:4"} == groups("2026-07-09")
    assert {"A:5", "B"} == groups("2026-07-10")
    for day in ("2026-07-09", "2026-07-10"):
        assert "AE" in members("742.6(a)(6)(iii)(B)", day)


@needs_editions
@pytest.mark.parametrize("day", [FIRST, LAST])
def test_every_line_of_the_list_is_a_control(day: str) -> None:
    """No entry has fewer controls for a column or reason than the edition has lines."""
    lines = Counter(
        (row["eccn"], row["chart_column"] or row["reason"])
        for row in edition(f"ccl_controls_{day}")
        if row["chart_column"] or row["reason"]
    )
    found = Counter(
        (eccn, stem)
        for row in controls(day)
        if row["control"].startswith("ccl:")
        for _, eccn, stem, _ in [row["control"].split(":")]
    )
    short = {key: (count, found[key]) for key, count in lines.items() if found[key] < count}
    assert short == {}


@needs_editions
@pytest.mark.parametrize("day", [FIRST, LAST])
def test_entry_by_destination_the_reasons_are_those_of_chart_and_list(day: str) -> None:
    """For each entry and destination the chart reasons are the marked columns of its lines."""
    chart = {row["iso2"]: row for row in edition(f"country_chart_{day}")}
    expected = {
        (line["eccn"], place, line["chart_column"])
        for line in edition(f"ccl_controls_{day}")
        for place, row in chart.items()
        if line["chart_column"] and row[line["chart_column"]]
    }
    # Footnote 7 of the chart names two paragraphs that need a license to India all the same.
    expected |= {("6A003", "IN", "RS2"), ("9A515", "IN", "RS2")}
    stated = {
        (eccn, place, control["reason"])
        for control in controls(day)
        if control["reason"] in COLUMNS
        for place in members(control["to"], day) & set(chart)
        for eccn in entries(control["goods"]) - SWALLOWED
    }
    assert set() == expected - stated
    assert set() == stated - expected


@needs_editions
def test_paragraphs_named_alone_are_the_goods_exactly() -> None:
    """A line that names one paragraph, or the entry but one, has just these prefixes."""
    one = re.compile(r"[A-Z]{2} applies to (?P<on>[0-9][A-E][0-9]{3}\.[a-z0-9.]+)\.?")
    but = re.compile(
        r"[A-Z]{2} applies to entire entry,? except (?P<off>[0-9][A-E][0-9]{3}\.[a-z0-9]+)\.?"
    )
    seen = 0
    for line in edition(f"ccl_controls_{LAST}"):
        alone, bar = one.fullmatch(line["applies_to"]), but.fullmatch(line["applies_to"])
        if not alone and not bar:
            continue
        seen += 1
        parts = {f"+{alone['on'].rstrip('.')}"} if alone else set()
        parts |= {f"+{line['eccn']}", f"-{bar['off']}"} if bar else set()
        stem = line["chart_column"] or line["reason"]
        found = [
            {
                f"{part['sign']}{part['prefix']}{'?' if part['question'] else ''}"
                for part in law().groups["goods", "us_ear"][row["goods"]]
            }
            for row in controls(LAST)
            if row["control"].startswith(f"ccl:{line['eccn']}:{stem}:")
        ]
        assert parts in found, line
    assert seen > 150


@needs_editions
def test_a_technical_test_or_cross_reference_carries_a_question() -> None:
    """A line whose words go beyond paragraphs has a part that a person must answer for."""
    hangs = re.compile(r"\bexceeds?\b|technology\"? (for|required)|software\"? for|\bwhen\b")
    for line in edition(f"ccl_controls_{LAST}"):
        if not hangs.search(line["applies_to"]) or line["eccn"] in ("0D001", "0E001"):
            continue
        stem = line["chart_column"] or line["reason"] or "AT"
        asked = [
            row
            for row in controls(LAST)
            if row["control"].startswith(f"ccl:{line['eccn']}:{stem}:")
            and any(part["question"] for part in law().groups["goods", "us_ear"][row["goods"]])
        ]
        assert asked, line


@needs_editions
def test_every_entry_has_a_title_that_is_ours() -> None:
    """Each entry is a code with a short title that is not the heading of the regulation."""
    titles = {row["code"]: row["title"] for row in us("codes") if row["kind"] == "entry"}
    headings = {row["eccn"]: row["heading"] for row in edition(f"ccl_headings_{LAST}")}
    assert {*headings, *SWALLOWED, "EAR99"} == set(titles)
    for eccn, heading in headings.items():
        assert 5 < len(titles[eccn]) <= 80
        assert re.sub(r"\W", "", heading.lower()) != re.sub(r"\W", "", titles[eccn].lower())


@needs_editions
def test_an_entry_without_controls_points_elsewhere_or_asks() -> None:
    """Each entry that states no reason for control has a pointer, a control or a gap."""
    stated = {row["eccn"] for row in edition(f"ccl_controls_{LAST}")}
    silent = {row["eccn"] for row in edition(f"ccl_headings_{LAST}")} - stated
    boxes = controls(LAST) + us("gaps", LAST)
    answered = {eccn for row in boxes if row["goods"] for eccn in entries(row["goods"])}
    assert len(silent) == 47
    assert set() == silent - answered


@needs_editions
def test_lines_off_the_chart_reach_where_their_words_say() -> None:
    """The destinations of the lines without a column agree with the places that they name."""
    for line in edition(f"ccl_controls_{LAST}"):
        if line["chart_column"] or not line["reason"]:
            continue
        reached = [
            members(row["to"], LAST)
            for row in controls(LAST)
            if row["control"].startswith(f"ccl:{line['eccn']}:{line['reason']}:") and row["to"]
        ]
        told = f"{line['chart_text']} {line['applies_to']}"
        if "China, Russia" in told:
            assert {"CN", "RU", "VE"} == set.union(*reached), line
        elif re.search(
            r"Worldwide control|any destination worldwide|ALL destinations regard", told
        ):
            assert any({"CA", "GB", "AU", "CN", "IR", "PS"} <= found for found in reached), line
        elif "Macau or a destination specified" in told and "exported from" not in told:
            assert any({"CN", "MO", "RU"} <= found and "VN" not in found for found in reached), line
        elif "all destinations, except Canada" in told.lower():
            assert any("GB" in found and "CA" not in found for found in reached), line


def test_places_without_marks_are_not_free() -> None:
    """Where the chart refers elsewhere it marks nothing, and Part 746 has a control."""
    for place in ("CU", "IR", "KP", "SY"):
        assert not any(place in members(f"chart:{column}", LAST) for column in COLUMNS)
        assert any(
            place in members(row["to"], LAST)
            for row in us("controls", LAST)
            if row["to"] and row["measure"] != "ccl"
        )


def test_hong_kong_liechtenstein_and_territories_are_treated_as_the_law_says() -> None:
    """The Regulations treat a territory as its country, and Macau as itself."""
    same = {row["place"]: row["as"] for row in us("treated_as")}
    assert (same["HK"], same["LI"], same["PR"], same["KY"]) == ("CN", "CH", "US", "GB")
    assert "MO" not in same
    assert "MO" not in members("D:5", LAST)


@needs_editions
def test_the_edition_read_again_changes_nothing(tmp_path: Path) -> None:
    """The tables are what the tool makes of the latest edition and of what people wrote."""
    root = Path(__file__).parents[2]
    here = root / "src" / "comity" / "law" / "us_ear"
    shutil.copytree(here, tmp_path / "law")
    shutil.copytree(root / "tools" / "us_ear", tmp_path / "known")
    names = ("ccl_controls", "country_chart", "ccl_headings")
    files = [SHARED / f"{name}_{LAST}.csv" for name in names]
    files += [SHARED / "ccl_items_all_undated.csv"]
    files += [SHARED / "ccl_items_2026-07-23_cat1345.csv"]
    tool = [str(root / "tools" / "rebuild_us_ear.py"), LAST, *map(str, files)]
    folders = ["--law", str(tmp_path / "law"), "--knowledge", str(tmp_path / "known")]
    subprocess.run([sys.executable, *tool, *folders], check=True, capture_output=True)
    for path in sorted(here.glob("part_7*/*.csv")):
        same = (tmp_path / "law" / path.relative_to(here)).read_text(encoding="utf-8")
        assert path.read_text(encoding="utf-8") == same, path
    ledger = (tmp_path / "known" / "ledger.csv").read_text(encoding="utf-8")
    assert (root / "tools" / "us_ear" / "ledger.csv").read_text(encoding="utf-8") == ledger


@needs_editions
def test_every_ruling_is_still_about_words_of_an_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    """No ruling outlives the words that it was made for."""
    root = Path(__file__).parents[2]
    monkeypatch.syspath_prepend(str(root / "tools"))
    scope = importlib.import_module("us_ear.scope")
    words = {
        (line["eccn"], scope.fingerprint(line["applies_to"]))
        for day in (FIRST, LAST)
        for line in edition(f"ccl_controls_{day}")
    }
    with (root / "tools" / "us_ear" / "rulings.csv").open(encoding="utf-8", newline="") as file:
        ruled = {(row["eccn"], row["fingerprint"]) for row in csv.DictReader(file)}
    assert ruled <= words


def touches(code: str, goods: str) -> bool:
    """Say whether a goods set holds a code, or a part of what the code covers."""
    signs = {row["prefix"]: row["sign"] for row in law().groups["goods", "us_ear"][goods]}
    above = [prefix for prefix in signs if f"{code}.".startswith(f"{prefix}.")]
    below = any(name.startswith(f"{code}.") and sign == "+" for name, sign in signs.items())
    return below or (bool(above) and signs[max(above, key=len)] == "+")


def test_no_paragraph_of_a_controlled_entry_is_silently_free() -> None:
    """A paragraph that no control of its entry reaches has a pointer or a gap of its own."""
    by_entry: dict[str, set[str]] = {}
    for row in controls(LAST) + us("gaps", LAST):
        if row["goods"] and all(
            part["scheme"] == "eccn" and part["prefix"][:1].isdigit()
            for part in law().groups["goods", "us_ear"][row["goods"]]
        ):
            for eccn in entries(row["goods"]):
                by_entry.setdefault(eccn, set()).add(row["goods"])
    free = {
        row["code"]
        for row in us("codes")
        if row["kind"] == "paragraph"
        for eccn in [row["code"].partition(".")[0]]
        if not any(touches(row["code"], goods) for goods in by_entry.get(eccn, ()))
    }
    assert set() == free
