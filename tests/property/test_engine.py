"""The engine and a plain reading of the same rows come to the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import DAYS, Line, days, laws, lines

from comity.determine.engine import Answered, Determination
from comity.register.law import Law
from comity.register.star import compile_star
from laws import typed_lines
from oracle import Answer, Oracle

_slow = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def determination(law: Law, known: date) -> Determination:
    """Make the engine ready for a law as known on a day."""
    return Determination(compile_star(law), known=known, today=DAYS[5], threads=1)


def ask(engine: Determination, rows: Sequence[Line]) -> list[Answer]:
    """Return the engine's answers as the oracle gives them."""
    totals = pa.array([row["total"] for row in rows], pa.float64())
    return as_answers(engine.answer(typed_lines(rows), totals))


def as_answers(answered: Answered) -> list[Answer]:
    """Read answers and details back into sets."""
    found = [_answer(row) for row in answered.answers.to_pylist()]
    for row in answered.details.to_pylist():
        detail = (row["regime"], row["control"], row["status"])
        found[int(row["line"]) - 1].details.add(detail)
    return found


def _answer(row: dict[str, Any]) -> Answer:
    parts = {name: set(row[name].split(";")) - {""} for name in row if name != "outcome"}
    return Answer(
        outcome=row["outcome"],
        regimes=dict(one.split("=") for one in parts["regimes"]),
        reasons=parts["reasons"],
        controls=parts["controls"],
        reliefs=parts["reliefs"],
        duties=parts["duties"],
        open_checks=parts["open_checks"],
        is_missing=bool(row["missing"]),
    )


@_slow
@given(laws(), lines, days)
def test_the_engine_answers_each_line_as_the_oracle_does(
    law: Law, rows: list[Line], known: date
) -> None:
    """Row by row: outcome, regimes, reasons, controls, reliefs, duties, checks, details."""
    oracle = Oracle(law, known=known, today=DAYS[5])
    for row, found in zip(rows, ask(determination(law, known), rows), strict=True):
        expected = oracle.answer(row)
        assert expected == found, row


@_slow
@given(laws(), lines, days, st.integers(1, 5))
def test_lines_get_the_same_answers_in_batches_of_any_size(
    law: Law, rows: list[Line], known: date, size: int
) -> None:
    """What was asked before, or is asked in the same batch, changes no answer."""
    whole = ask(determination(law, known), rows)
    engine = determination(law, known)
    parts = [ask(engine, rows[start : start + size]) for start in range(0, len(rows), size)]
    assert whole == [answer for part in parts for answer in part]
    assert whole == ask(engine, rows)
