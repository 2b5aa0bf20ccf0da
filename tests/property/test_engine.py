"""The engine and a plain reading of the same rows come to the same answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import DAYS, NAMES, Line, days, findings, laws, lines, stakes

from comity.determine.engine import Answered, Determination
from comity.determine.parties import PartyFacts
from comity.register.law import Law
from comity.register.star import compile_star
from comity.screen.affiliate import Affiliates
from comity.screen.facts import PartyFact
from comity.screen.ownership import Ownership, Stake, key_of
from comity.screening import join_facts
from laws import typed_lines
from oracle import SCREENED, Answer, Found, Oracle
from screened import fact

_slow = settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)


def determination(law: Law, known: date, facts: PartyFacts | None = None) -> Determination:
    """Make the engine ready for a law as known on a day."""
    return Determination(compile_star(law), known=known, today=DAYS[5], parties=facts, threads=1)


def facts_of(
    law: Law, found: Sequence[Found] | None, stakes: Sequence[Stake] | None
) -> PartyFacts | None:
    """Say of the names of drawn lines what was found of them, and of their owners."""
    if found is None and stakes is None:
        return None
    spelled = {"acme": ("Acme", "acme")}
    facts: dict[str, list[PartyFact]] = {}
    for one in found or ():
        for name in spelled.get(one.name.lower(), (one.name,)):
            facts.setdefault(name, []).append(fact(replace(one, name=name)))
    owners = {key_of(name): some for name, some in facts.items()}
    lists = frozenset() if found is None else SCREENED
    rows = [row.values for row in law.rows("lists")]
    affiliates = Affiliates(rows, Ownership(stakes or ()), owners, lists)
    names = [*NAMES, "acme", "Other"]
    return join_facts(law, names, facts, affiliates, lists=lists)


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
@given(laws(), lines, days, findings, stakes)
def test_the_engine_answers_each_line_as_the_oracle_does(
    law: Law,
    rows: list[Line],
    known: date,
    found: list[Found] | None,
    owners: list[Stake] | None,
) -> None:
    """Row by row: outcome, regimes, reasons, controls, reliefs, duties, checks, details."""
    oracle = Oracle(law, known=known, today=DAYS[5], found=found, stakes=owners)
    engine = determination(law, known, facts_of(law, found, owners))
    for row, answer in zip(rows, ask(engine, rows), strict=True):
        expected = oracle.answer(row)
        assert expected == answer, row


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
