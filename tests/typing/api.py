"""The public names as a type checker sees them; mypy reads this, nothing runs it."""

from __future__ import annotations

from datetime import date
from typing import assert_type

import comity

desk = comity.open(today=date(2026, 8, 10))
assert_type(desk, comity.Desk)

check = desk.check(
    [{"to": "CN", "eccn": "3A090.a"}],
    on=date(2026, 8, 10),
    from_="US",
    regimes=["us_ear"],
    mapping={"to": "to"},
    progress=None,
)
assert_type(check, comity.Check)
assert_type(check.summary, comity.Summary)
assert_type(check.summary.lines, int)
assert_type(check.summary.outcomes["undetermined"], comity.Share)

explanation = desk.explain(from_="US", to="CN", eccn="3A090.a")
assert_type(explanation, comity.Explanation)
assert_type(explanation.missing, tuple[str, ...])
for regime in explanation.regimes:
    for step in regime.steps:
        assert_type(step, comity.Step)
        assert_type(step.findings, tuple[comity.Finding, ...])

assert_type(desk.show("3A090"), comity.Card)
assert_type(comity.check("orders.csv"), comity.Check)
assert_type(comity.explain(to="CN", eccn="EAR99"), comity.Explanation)

try:
    desk.check("orders.csv")
except comity.InputError as error:
    assert_type(error.faults, tuple[comity.Fault, ...])
