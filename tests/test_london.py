"""The order book of the examples on the night of London, and after the letters were withdrawn."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import pytest

from comity.desk import Desk

ORDERS = Path(__file__).parent.parent / "examples" / "orders.csv"
LONDON, AFTER = date(2025, 6, 10), date(2025, 7, 4)
DESK = Desk(today=date(2026, 11, 23))


@cache
def _answers(on: date, known: date) -> dict[str, dict[str, str]]:
    rows = DESK.check(ORDERS, on=on, known=known).answers().to_pylist()
    return {row["line"]: row for row in rows}


def _line(goods: str, on: date, known: date) -> dict[str, str]:
    [row] = [row for row in _answers(on, known).values() if row["goods"] == goods]
    return row


def _outcome(goods: str, on: date, known: date) -> str:
    return _line(goods, on, known)["outcome"]


@pytest.mark.parametrize(
    ("goods", "night", "after"),
    [
        (
            "Chip-design software, place and route, one-year license",
            *("license_required", "no_license_required"),
        ),
        (
            "Chip-design software from a maker without a letter on record",
            *("undetermined", "no_license_required"),
        ),
        (
            "Chip-design software, exporter not named yet",
            *("undetermined", "no_license_required"),
        ),
        ("Maintenance technology for civil engines", "undetermined", "no_license_required"),
        ("Engine parts for an airline", "undetermined", "undetermined"),
        ("Ethane, very large ethane carrier", "undetermined", "no_license_required"),
        ("Butane, liquefied", "undetermined", "no_license_required"),
    ],
)
def test_us_lines_to_china_are_held_by_night_and_free_after(
    goods: str, night: str, after: str
) -> None:
    """Each line follows its own letter; what was not known to be lifted is not free."""
    assert _outcome(goods, LONDON, LONDON) == night
    assert _outcome(goods, AFTER, AFTER) == after
    assert _outcome(goods, AFTER, LONDON) == night


def test_each_line_held_by_a_letter_names_it() -> None:
    """The reason that stands beside the outcome is the letter of that maker."""
    row = _line("Chip-design software, timing sign-off", LONDON, LONDON)
    assert row["controls"] == "us-2025-05-23-eda-letters#party"


def test_the_suspension_of_nuclear_licenses_stays_open() -> None:
    """No report tells of its end: in July the line still asks about it."""
    row = _line("Valves for a nuclear power plant", AFTER, AFTER)
    assert row["outcome"] in {"license_required", "undetermined"}
    assert "2A291 was inferred from reports" in row["missing"]


def test_rare_earths_from_china_need_a_license_on_both_days() -> None:
    """Announcement 18 of 2025 was not touched by London."""
    for day in (LONDON, AFTER):
        held = [
            row
            for row in _answers(day, day).values()
            if "cn-2025-18-seven-rare-earths#export" in row["controls"]
        ]
        assert len(held) == 4
        assert {row["outcome"] for row in held} == {"license_required"}


def test_a_magnet_by_tariff_heading_alone_is_undetermined() -> None:
    """HS 8505.11 says nothing of what the magnet holds."""
    [row] = [row for row in _answers(LONDON, LONDON).values() if row["hs"] == "8505.11"]
    assert row["outcome"] == "undetermined"
    assert "1C905.a.4" in row["missing"]
