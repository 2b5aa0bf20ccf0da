"""The record that ships loads, agrees with itself, and refuses what cannot be."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from comity.errors import LawError, UnknownError
from comity.register.law import load_law
from comity.register.record import load_record, parse_measure
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
        parse_measure(path.read_text(encoding="utf-8"), path.name)
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


FILES = {
    "measures/m.toml": MEASURE.replace("xx-letter", "m") + ANNOUNCED,
    "talks/t.toml": (
        'id = "t"\ntitle = "A round"\nstart = 2025-06-09\nend = 2025-06-10\noutcome = "None."\n'
        'confidence = "one_source"\nagreement = "a"\n'
        '[[session]]\nkind = "session"\ndate = 2025-06-09\nstart = "13:00"\nsources = ["s"]\n'
        '[[source]]\nid = "s"\npublisher = "P"\ntitle = "T"\n'
    ),
    "agreements/a.toml": (
        'id = "a"\ntitle = "A deal"\ndate = 2025-06-10\nform = "spoken"\ntalk = "t"\n'
        'confidence = "one_source"\n'
        '[[term]]\nid = "a-1"\nobligor = "US"\ntext = "Lift m."\nstatus = "open"\n'
        'measures = ["m"]\nevents = ["m#announced"]\nsources = ["s"]\n'
        '[[allegation]]\nside = "CN"\ndate = 2025-07-01\nwho = "A"\ntext = "Broken."\n'
        'sources = ["s"]\n'
        '[[source]]\nid = "s"\npublisher = "P"\ntitle = "T"\n'
    ),
    "claims/c.toml": (
        'id = "c"\nspeaker = "A"\noffice = "B"\nside = "US"\noutlet = "C"\ndate = 2025-06-10\n'
        'kind = "forecast"\nmodality = "will"\ntext = "It will be lifted."\n'
        'confidence = "one_source"\nabout = ["m", "t", "a-1"]\nresolves_by = 2025-07-01\n'
        '[[source]]\nid = "s"\npublisher = "P"\ntitle = "T"\n'
    ),
}


def _folder(tmp_path: Path, changed: str = "", old: str = "", new: str = "") -> Path:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace(old, new) if name == changed else text, encoding="utf-8")
    return tmp_path


def test_a_small_record_loads(tmp_path: Path) -> None:
    """The record of the tests below is sound before a fault is put into it."""
    assert load_record(_folder(tmp_path)).find("c").id == "c"


@pytest.mark.parametrize(
    ("changed", "old", "new", "told"),
    [
        ("claims/c.toml", 'speaker = "A"\n', "", "speaker: expected a value"),
        ("claims/c.toml", 'speaker = "A"', 'speaker = ""', "speaker: expected text"),
        ("claims/c.toml", '"a-1"', '"a-2"', "about: expected a measure, a round"),
        ("claims/c.toml", "2025-07-01", "2025-06-01", "resolves_by: expected a day on or after"),
        ("claims/c.toml", 'kind = "forecast"', 'kind = "dream"', "kind: expected one of"),
        ("claims/c.toml", 'id = "c"', 'id = "d"', "expected the file's name, c"),
        ("claims/c.toml", "resolves_by", 'outcome = "true"\nresolves_by', "outcome_basis"),
        ("agreements/a.toml", 'measures = ["m"]', 'measures = ["n"]', "a measure on record"),
        ("agreements/a.toml", "m#announced", "m#lifted", "an event on record"),
        ("agreements/a.toml", 'talk = "t"', 'talk = "u"', "a round of talks on record"),
        ("agreements/a.toml", 'sources = ["s"]', "sources = []", "at least one source"),
        (
            "agreements/a.toml",
            'obligor = "US"',
            'obligor = "US"\ndue = 2025-07-01\nuntil = 2025-06-01',
            "until: expected a day on or after 2025-07-01",
        ),
        ("talks/t.toml", "end = 2025-06-10", "end = 2025-06-08", "on or after start"),
        ("talks/t.toml", 'agreement = "a"', 'agreement = "b"', "an agreement on record"),
        ("talks/t.toml", "date = 2025-06-09", "date = 2025-06-12", "a day from 2025-06-09"),
        (
            "talks/t.toml",
            "[[source]]",
            '[[session]]\nkind = "break"\ndate = 2025-06-09\nstart = "10:00"\n[[source]]',
            "a time after 2025-06-09 13:00",
        ),
        (
            "talks/t.toml",
            '[[source]]\nid = "s"\npublisher = "P"\ntitle = "T"\n',
            "",
            "at least one source",
        ),
        (
            "measures/m.toml",
            "date = 2025-05-01",
            'date = 2025-05-01\nby = "n"',
            "event[announced].by",
        ),
        ("measures/m.toml", 'id = "letter"', 'id = "letter"\nread = "no"', "true or false"),
        (
            "measures/m.toml",
            'kind = "is_informed_letter"',
            'kind = "is_informed_letter"\nparties_counted = "3"',
            "a whole number",
        ),
        ("measures/m.toml", 'regime = "us_ear"', 'regime = "us_ear"\ntargets = "CN"', "a list"),
        ("measures/m.toml", 'regime = "us_ear"', 'regime = "us_ear"\ngoods = 1', "array of tables"),
    ],
)
def test_a_record_that_contradicts_itself_is_refused(
    tmp_path: Path, changed: str, old: str, new: str, told: str
) -> None:
    """Each fault is told with the file that holds it."""
    with pytest.raises(LawError) as caught:
        load_record(_folder(tmp_path, changed, old, new))
    assert told in str(caught.value)
    assert changed in str(caught.value)


def test_a_source_or_an_event_told_twice_is_refused(tmp_path: Path) -> None:
    """An id is used once in a file."""
    assert "an id used once" in _faults(tmp_path, MEASURE + ANNOUNCED + ANNOUNCED)


def test_a_pause_that_was_cut_short_ends_with_the_resumption() -> None:
    """A measure that resumes before its suspension ends binds from that day."""
    text = (
        MEASURE.replace("xx-letter", "m")
        + ANNOUNCED
        + _event("suspended", "2025-06-01", 'until = 2025-09-01\non_lapse = "unknown"')
        + _event("resumed", "2025-07-01")
        + '[[control]]\ncontrol = "c"\neffect = "license"\nreason = "letter"\n'
    )
    path = Path(tempfile.mkdtemp()) / "m.toml"
    path.write_text(text, encoding="utf-8")
    rows = measure_rows(parse_measure(path.read_text(encoding="utf-8"), path.name))
    [pause] = rows["pauses"]
    assert (pause["until"], pause["on_lapse"]) == ("2025-07-01", "resumes")
