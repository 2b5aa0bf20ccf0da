"""The record that ships loads, agrees with itself, and refuses what cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from comity.errors import LawError, UnknownError
from comity.register.law import load_law
from comity.register.record import load_measure, load_record
from comity.register.record_rows import measure_rows, record_rows

MEASURE = """
id = "xx-letter"
title = "A letter"
summary = "A letter to one exporter."
regime = "us_ear"
side = "US"
issuer = "BIS"
kind = "is_informed_letter"
confidence = "one_source"

[[source]]
id = "letter"
publisher = "BIS"
title = "The letter"
"""

ANNOUNCED = """
[[event]]
id = "announced"
kind = "announced"
date = 2025-05-01
sources = ["letter"]
"""


def _event(kind: str, day: str, more: str = "") -> str:
    return (
        f'\n[[event]]\nid = "{kind}-{day}"\nkind = "{kind}"\ndate = {day}\n'
        f'sources = ["letter"]\n{more}\n'
    )


def _faults(tmp_path: Path, text: str) -> str:
    path = tmp_path / "xx-letter.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LawError) as caught:
        load_measure(path)
    return str(caught.value)


def test_the_record_that_ships_has_no_fault() -> None:
    """Every measure of the facts is there and every file reads without a fault."""
    record = load_record()
    assert len(record.measures) == 95


def test_rows_of_the_record_and_the_tables_of_law_fit_together() -> None:
    """The rows that measures become pass every check of the tables."""
    rows = record_rows(load_record())
    law = load_law(extra=[row for table in rows.values() for row in table])
    assert "cn-2025-18-seven-rare-earths#export" in {row["control"] for row in law.rows("controls")}


def test_every_row_of_the_record_names_a_source_of_its_file() -> None:
    """No fact row stands without a source."""
    for name, rows in record_rows(load_record()).items():
        if name == "goods":
            continue
        assert all(row["source"] for row in rows), name


def test_a_suspension_becomes_a_pause_to_the_day_after_its_last() -> None:
    """Announcement 70 suspends to 10 November 2026, that day included."""
    rows = measure_rows(load_record().measures["cn-2025-57"])
    assert [(row["from"], row["until"], row["on_lapse"]) for row in rows["pauses"]] == [
        ("2025-11-07", "2026-11-11", "unknown")
    ]


def test_what_was_lifted_ends_with_the_lifting() -> None:
    """The controls of the design-software letters end on 2 July 2025, by that event."""
    rows = measure_rows(load_record().measures["us-2025-05-23-eda-letters"])
    assert {("2025-07-02", "us-2025-05-23-eda-letters#lifted")} == {
        (row["ended_on"], row["ended_by"]) for row in rows["controls"]
    }


def test_an_act_binds_an_addressee_from_its_own_letter_on() -> None:
    """Synopsys is excluded up to 29 May 2025, when its letter came."""
    rows = measure_rows(load_record().measures["us-2025-05-23-eda-letters"])
    assert [(row["begun_on"], row["ended_on"], row["kind"]) for row in rows["reliefs"]] == [
        ("2025-05-23", "2025-05-29", "exclusion")
    ]


def test_what_was_lifted_for_one_maker_stays_for_the_others() -> None:
    """GE Aerospace leaves the addressees on 3 July 2025; the suspension itself has no end."""
    rows = measure_rows(load_record().measures["us-2025-05-28-comac-licence-suspension"])
    assert {""} == {row["ended_on"] for row in rows["controls"]}
    assert [(row["kind"], row["begun_on"]) for row in rows["reliefs"]] == [
        ("exclusion", "2025-07-03")
    ]


@pytest.mark.parametrize(
    ("events", "told"),
    [
        (_event("lifted", "2025-06-01"), "announced or in force before"),
        (ANNOUNCED + _event("resumed", "2025-06-01"), "a suspension before it"),
        (
            ANNOUNCED
            + _event("lifted", "2025-06-01")
            + _event("suspended", "2025-06-02", 'on_lapse = "unknown"'),
            "nothing after the measure lifted on 2025-06-01",
        ),
        (
            ANNOUNCED
            + _event("suspended", "2025-06-01", 'until = 2025-09-01\non_lapse = "resumes"')
            + _event("suspended", "2025-08-01", 'on_lapse = "resumes"'),
            "no suspension on top",
        ),
        (ANNOUNCED + _event("effective", "2025-04-01"), "events in order of their dates"),
        (ANNOUNCED + _event("effective", "2025-05-02", "until = 2025-05-01"), "on or after"),
        (ANNOUNCED + _event("suspended", "2025-05-02"), "on_lapse"),
        (ANNOUNCED.replace('"letter"', '"rumor"'), "the id of a [[source]]"),
        (ANNOUNCED.replace('["letter"]', "[]"), "at least one source"),
        (ANNOUNCED + "\n[[event]]\n", "event[2].id"),
        (ANNOUNCED.replace("2025-05-01", '"2025-05-01"'), "without quotes"),
    ],
)
def test_an_impossible_life_is_refused(tmp_path: Path, events: str, told: str) -> None:
    """A life that cannot be is refused, and the fault names the file."""
    faults = _faults(tmp_path, MEASURE + events)
    assert told in faults
    assert "xx-letter.toml" in faults


def test_all_faults_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    """Two faults give two lines, and a key that nobody knows is one of them."""
    faults = _faults(tmp_path, "colour = 1\n" + MEASURE + _event("lifted", "2025-06-01"))
    assert "colour" in faults
    assert "announced or in force before" in faults


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    """A file that cannot be read is told as such."""
    assert "readable TOML" in _faults(tmp_path, "= 1")


def test_an_id_that_names_nothing_is_told() -> None:
    """Asking for what is not on record raises."""
    with pytest.raises(UnknownError):
        load_record().find("nothing")
