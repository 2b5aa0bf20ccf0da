"""Runs that are recorded and asked again."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from comity.desk import Desk
from comity.determine.replay import kept_run
from comity.errors import RegisterError

ROOT = Path(__file__).parents[1]
ORDERS = ROOT / "examples" / "orders.csv"
LETTER = ROOT / "examples" / "letter.toml"
THEN, LATER = date(2026, 5, 2), date(2026, 6, 1)


def test_a_run_to_a_file_is_recorded_with_what_it_rests_on(tmp_path: Path) -> None:
    """Input, law and answers by their hashes, the clock, the question and the position."""
    desk = Desk(today=THEN)
    desk.private.add(LETTER)
    check = desk.check(ORDERS, output=tmp_path / "a.csv", on=date(2025, 6, 10), from_="US")
    assert check.run == 2
    run = kept_run(desk.register.find(2))
    assert (run.position, run.today, run.on, run.known) == (
        *(1, "2026-05-02", "2025-06-10", "2026-05-02"),
    )
    assert (run.lines, sum(run.outcomes.values()), run.from_) == (60, 60, "US")
    assert run.answers_hash == check.answers_hash
    assert run.law_hash == desk.star.content_hash


def test_a_run_in_memory_or_to_standard_output_leaves_no_entry() -> None:
    """Only what is kept as a file needs to be proved later."""
    desk = Desk(today=THEN)
    assert desk.check([{"to": "DE", "eccn": "EAR99"}]).run is None
    assert desk.register.entries() == []


def test_replays_give_the_same_answers_after_a_thousand_later_entries(tmp_path: Path) -> None:
    """Whatever was added, amended or withdrawn since, and whenever it is asked again."""
    chance = random.Random(4)  # noqa: S311  which questions, no secret
    desk = Desk(today=THEN)
    expected = {}
    for turn in range(4):
        if turn == 1:
            desk.private.add(LETTER)
        if turn == 3:
            desk.private.withdraw("letter-prairie-furniture", why="void")
        check = desk.check(
            ORDERS,
            output=tmp_path / f"{turn}.{chance.choice(['csv', 'parquet', 'jsonl'])}",
            on=chance.choice([None, date(2025, 6, 10), date(2026, 4, 14)]),
            known=chance.choice([None, date(2025, 6, 10)]),
            regimes=chance.choice([None, ["us_ear"]]),
        )
        assert check.run is not None
        expected[check.run] = check.answers_hash
    for number in range(1000):
        desk.register.append("decision", f"pair-{number}", {"verdict": "clear"})
    desk = Desk(today=LATER)
    desk.private.add(LETTER)
    for run, answers_hash in expected.items():
        again = desk.replay(run)
        assert (again.is_same, again.answers_hash, again.why) == (True, answers_hash, ())
    assert desk.register.verify().entries == 6 + 1000 + 1


def test_a_private_measure_added_later_does_not_reach_back(tmp_path: Path) -> None:
    """Added on the same day, it is after the run's position."""
    desk = Desk(today=THEN)
    run = desk.check(ORDERS, output=tmp_path / "a.csv").run
    assert run is not None
    desk.private.add(LETTER)
    assert desk.replay(run).is_same
    changed = desk.check(ORDERS, output=tmp_path / "b.csv").answers_hash
    assert changed != desk.replay(run).answers_hash


def test_another_order_book_is_refused(tmp_path: Path) -> None:
    """A replay needs the very same input, wherever it is now."""
    desk = Desk(today=THEN)
    orders = tmp_path / "orders.csv"
    orders.write_bytes(ORDERS.read_bytes())
    run = desk.check(orders, output=tmp_path / "a.csv").run
    assert run is not None
    orders.write_text(orders.read_text(encoding="utf-8").replace("EAR99", "3A001", 1), "utf-8")
    with pytest.raises(RegisterError, match="changed since"):
        desk.replay(run)
    assert desk.replay(run, orders=ORDERS, output=tmp_path / "b.csv").is_same
    assert (tmp_path / "b.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()


def test_an_entry_of_another_kind_is_no_run() -> None:
    """Only runs can be asked again."""
    desk = Desk(today=THEN)
    desk.private.add(LETTER)
    with pytest.raises(RegisterError, match="is a measure, not a run"):
        desk.replay(1)


def test_answers_stand_where_the_register_cannot_be_written(tmp_path: Path) -> None:
    """The summary says that the run was not recorded."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    desk = Desk(today=THEN, register=str(tmp_path / "file" / "register.db"))
    check = desk.check(ORDERS, output=tmp_path / "a.csv")
    assert (check.run, check.summary.lines) == (None, 60)
    assert "not recorded" in check.summary.notices[-1]
