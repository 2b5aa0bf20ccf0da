"""Measures of the user's own: in every answer from the day they are recorded, and marked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import comity
from comity.desk import Desk
from comity.errors import InputError, LawError, UnknownError

LETTER = Path(__file__).parents[1] / "examples" / "letter.toml"
LINE = {"from": "US", "to": "DE", "origin": "US", "eccn": "EAR99", "hs": "940330",
        "exporter": "Prairie Furniture Co.", "end_use": "civil", "date": "2026-04-14"}  # fmt: skip
KEY = "letter-prairie-furniture"
BEFORE, THEN, AFTER = date(2026, 5, 1), date(2026, 5, 2), date(2026, 5, 3)


def _outcome(today: date, *, known: date | None = None) -> str:
    table = Desk(today=today).check([LINE], known=known, regimes=["us_ear"]).answers()
    return str(table.column("outcome")[0].as_py())


def test_a_private_measure_takes_part_from_the_day_it_is_recorded() -> None:
    """Before it, and as known before it, the line is free; from then on a license is required."""
    assert _outcome(THEN) == "no_license_required"
    entry = Desk(today=THEN).private.add(LETTER, by="ana")
    assert (entry.id, entry.key, entry.recorded_by) == (1, KEY, "ana")
    assert _outcome(THEN) == "license_required"
    assert _outcome(AFTER, known=BEFORE) == "no_license_required"
    assert _outcome(AFTER) == "license_required"


def test_a_private_measure_is_marked_wherever_it_is_shown() -> None:
    """Details, the explanation, lists and cards say that it is private."""
    desk = Desk(today=THEN)
    desk.private.add(LETTER)
    details = desk.check([LINE], regimes=["us_ear"]).details().to_pylist()
    [row] = [row for row in details if row["measure"] == KEY]
    assert row["citation"].startswith("private (register 1): BIS letter of 2026-04-01")
    explanation = desk.explain([LINE], regimes=["us_ear"])
    assert any("private (register 1)" in one for one in explanation.citations)
    assert desk.show(KEY).title.endswith("(private)")


def test_an_amendment_stands_in_place_of_what_it_supersedes(tmp_path: Path) -> None:
    """The new scope counts from the day it is recorded; the old one for what was known before."""
    Desk(today=BEFORE).private.add(LETTER)
    path = tmp_path / "letter-2.toml"
    path.write_text(LETTER.read_text(encoding="utf-8").replace('"9403"', '"9401"'), "utf-8")
    entry = Desk(today=AFTER).private.amend(KEY, path)
    assert entry.supersedes == 1
    assert _outcome(AFTER) == "no_license_required"
    assert _outcome(AFTER, known=THEN) == "license_required"


def test_a_withdrawn_measure_counts_no_longer_but_stays_on_record() -> None:
    """From its withdrawal it is out of answers, and its id is free again."""
    desk = Desk(today=BEFORE)
    desk.private.add(LETTER)
    entry = Desk(today=THEN).private.withdraw(KEY, why="void")
    assert (entry.kind, entry.supersedes) == ("withdrawal", 1)
    assert _outcome(THEN) == "no_license_required"
    assert _outcome(AFTER, known=BEFORE) == "license_required"
    with pytest.raises(UnknownError, match="no private measure"):
        Desk(today=THEN).private.withdraw(KEY, why="again")
    assert Desk(today=AFTER).private.add(LETTER).id == 3
    assert desk.register.verify().entries == 3


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (f'id = "{KEY}"', 'id = "cn-2023-23-ga-ge"', "no measure on record has"),
        ('regime = "us_ear"', 'regime = "us_air"', "expected a regime among"),
        ("[[control]]", "[[relief]]", "expected"),
        ('to = "germany"', 'to = "germania"', "expected an id of places.csv"),
        ("date = 2026-04-01", 'date = "soon"', "expected a date"),
        ("id =", "id", "expected a readable TOML file"),
    ],
)
def test_a_faulty_measure_is_refused_and_nothing_is_written(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """What contradicts itself, the law or the record never becomes an entry."""
    path = tmp_path / "letter.toml"
    path.write_text(LETTER.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    desk = Desk(today=THEN)
    with pytest.raises(LawError, match=told):
        desk.private.add(path)
    assert desk.register.entries() == []


def test_a_second_measure_of_the_same_id_is_refused(tmp_path: Path) -> None:
    """Adding twice says how to amend; amending takes the id as given; a lost file is told."""
    desk = Desk(today=THEN)
    desk.private.add(LETTER)
    with pytest.raises(LawError, match=f"comity amend {KEY}"):
        desk.private.add(LETTER)
    other = tmp_path / "other.toml"
    other.write_text(LETTER.read_text(encoding="utf-8").replace(KEY, "other"), encoding="utf-8")
    with pytest.raises(LawError, match="expected the id of the measure to amend"):
        desk.private.amend(KEY, other)
    with pytest.raises(InputError, match="readable"):
        desk.private.add(tmp_path / "nowhere.toml")


def test_opening_a_desk_writes_no_register(tmp_path: Path) -> None:
    """Asking leaves no file behind."""
    desk = comity.open(register=str(tmp_path / "register.db"))
    desk.check([LINE])
    assert not (tmp_path / "register.db").exists()
