"""Order books at two moments: which lines change, by which events."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from comity.cli import run
from comity.desk import Desk
from comity.determine.difference import Difference, compare_moments
from comity.determine.view import Question, View
from comity.errors import InputError
from laws import small_star

ORDERS = Path(__file__).parents[1] / "examples" / "orders.csv"
JUNE, JULY = date(2025, 6, 10), date(2025, 7, 4)
FOREVER = date(2026, 11, 20)

_ACTS = [
    {"act": "rule", "kind": "rule", "title": "A rule", "published": "2025-03-01",
     "effective": "2025-04-01", "citation": "90 FR 1"},
    {"act": "end", "kind": "rule", "title": "Its end", "published": "2025-05-01",
     "citation": "90 FR 2"},
    {"act": "stay", "kind": "rule", "title": "A stay", "published": "2025-04-20",
     "citation": "90 FR 3"},
]  # fmt: skip
_CONTROL = {"control": "c", "measure": "m", "effect": "license", "reason": "NS", "goods": "g",
            "to": "there", "begun_by": "rule"}  # fmt: skip
_TABLES: dict[str, list[dict[str, str]]] = {
    "acts": _ACTS,
    "measures": [{"measure": "m", "title": "The measure"}],
    "goods": [
        {"goods": "g", "scheme": "eccn", "prefix": "1A001", "sign": "+"},
        {"goods": "none", "scheme": "eccn", "prefix": "absent", "sign": "+"},
    ],
    "places": [{"place_set": "there", "sign": "+", "member": "CN"}],
    "reach": [{"reach": "all", "title": "Everything"}],
    "gaps": [{"gap": "none", "goods": "none", "weight": "undetermined", "question": "Code?"}],
    "controls": [_CONTROL],
}
_LINE = {"line": "1", "from": "US", "to": "CN", "eccn": "1A001", "value_usd": 5, "origin": "US"}


def _diff(
    folder: Path,
    on: tuple[date, date],
    known: tuple[date, date] = (FOREVER, FOREVER),
    **tables: list[dict[str, str]],
) -> Difference:
    view = View(small_star(folder, {**_TABLES, **tables}))
    questions = [
        Question(on=day, known=told, today=FOREVER, regimes=None)
        for day, told in zip(on, known, strict=True)
    ]
    book = view.open([_LINE])
    return compare_moments((view, view), book, (questions[0], questions[1]))


def _events(found: Difference) -> list[str]:
    return [str(event) for shift in found.shifts for event in shift.events]


def test_a_control_that_begins_is_named_with_its_act(tmp_path: Path) -> None:
    """Its first day and its citation are told."""
    found = _diff(tmp_path, (date(2025, 3, 31), date(2025, 4, 1)))
    assert _events(found) == ["c is in force from 2025-04-01: A rule [90 FR 1]"]
    assert (found.shifts[0].before, found.shifts[0].after) == (
        *("no_license_required", "license_required"),
    )


def test_a_control_that_ended_is_named_with_the_act_that_ended_it(tmp_path: Path) -> None:
    """Also looked at backwards in time, where it is in force again."""
    controls = [{**_CONTROL, "ended_by": "end", "ended_on": "2025-05-05"}]
    found = _diff(tmp_path / "a", (date(2025, 5, 4), date(2025, 5, 5)), controls=controls)
    assert _events(found) == ["c ended 2025-05-05: Its end [90 FR 2]"]
    found = _diff(tmp_path / "b", (date(2025, 5, 5), date(2025, 5, 4)), controls=controls)
    assert _events(found) == ["c is in force from 2025-04-01: A rule [90 FR 1]"]


@pytest.mark.parametrize(
    ("lapse", "told"),
    [
        ("resumes", "c resumes 2025-06-01 [15 CFR 1]"),
        (
            "unknown",
            (
                "c is past its suspension; no act on record says what follows, since 2025-06-01 "
                "[15 CFR 1]"
            ),
        ),
    ],
)
def test_a_suspension_and_what_follows_it_are_told(tmp_path: Path, lapse: str, told: str) -> None:
    """It is suspended from a day by an act; then it resumes, or nobody knows."""
    pauses = [{"measure": "m", "from": "2025-04-21", "until": "2025-06-01", "begun_by": "stay",
               "on_lapse": lapse}]  # fmt: skip
    found = _diff(tmp_path / "a", (date(2025, 4, 20), date(2025, 4, 21)), pauses=pauses)
    assert _events(found) == ["c is suspended from 2025-04-21: A stay [90 FR 3]"]
    found = _diff(tmp_path / "b", (date(2025, 5, 31), date(2025, 6, 1)), pauses=pauses)
    assert _events(found) == [told]


def test_what_became_known_is_told_between_two_knowings(tmp_path: Path) -> None:
    """The day in force is the same; the act was published in between."""
    day = date(2025, 4, 2)
    found = _diff(tmp_path, (day, day), (date(2025, 2, 28), date(2025, 3, 1)))
    assert _events(found) == ["c is in force from 2025-04-01: A rule [90 FR 1]"]


def test_a_place_that_joins_a_set_is_told(tmp_path: Path) -> None:
    """The control stands all the while; the destination came under it."""
    places = [
        {"place_set": "inner", "sign": "+", "member": "CN", "begun_by": "end",
         "begun_on": "2025-05-05"},
        {"place_set": "there", "sign": "+", "member": "=inner"},
    ]  # fmt: skip
    found = _diff(tmp_path, (date(2025, 5, 4), date(2025, 5, 5)), places=places)
    assert _events(found) == ["there (c) takes in CN from 2025-05-05: Its end [90 FR 2]"]


def test_a_relief_that_ended_is_told(tmp_path: Path) -> None:
    """The control applies before and after; what overcame it is gone."""
    found = _diff(
        tmp_path,
        (date(2025, 5, 4), date(2025, 5, 5)),
        reliefs=[{"row": "R", "relief": "R", "kind": "exception", "title": "A relief",
                  "ended_by": "end", "ended_on": "2025-05-05"}],
        relieves=[{"relief": "R", "sign": "+"}],
    )  # fmt: skip
    assert _events(found) == ["R ended 2025-05-05: Its end [90 FR 2]"]
    assert found.flows["relief_available", "license_required"].lines == 1


def test_nothing_changes_between_a_day_and_itself() -> None:
    """The real book, twice the same."""
    found = Desk().diff(ORDERS, before=JUNE, after=JUNE)
    assert (found.shifts, len(found.changes()), found.otherwise.lines) == ((), 0, 0)
    assert sum(one.lines for one in found.flows.values()) == found.total.lines == 60


def test_between_the_talks_of_london_and_the_fourth_of_july_letters_are_lifted() -> None:
    """Design software, ethane and the maker's engine parts are free; the rest stays."""
    rows = {row["line"]: row for row in Desk().diff(ORDERS, before=JUNE, after=JULY)
            .changes().to_pylist()}  # fmt: skip
    assert set(rows) == {"1", "2", "3", "4", "6", "8", "9", "10", "13", "15", "16", "17", "19"}
    assert {row["after"] for row in rows.values()} == {"no_license_required"}
    assert "us-2025-05-23-eda-letters#party ended 2025-07-02" in rows["2"]["events"]
    assert "[BIS letters of 2025-07-02]" in rows["2"]["events"]


def test_the_easing_was_not_known_in_june(tmp_path: Path) -> None:
    """On 4 July as known on 10 June the letters still hold; as known later they don't."""
    found = Desk().diff(
        ORDERS, on=JULY, known_before=JUNE, known_after=JULY, output=tmp_path / "changes.csv"
    )
    assert len(found.changes()) == 13
    assert (tmp_path / "changes.csv").read_text(encoding="utf-8").count("\n") == 14


def test_the_changes_are_those_of_two_checks() -> None:
    """Line by line the same as asking twice."""
    answers = [
        Desk().check(ORDERS, on=day).answers().select(["line", "outcome"]).to_pylist()
        for day in (date(2025, 1, 2), JUNE)
    ]
    expected = {
        before["line"]: (before["outcome"], after["outcome"])
        for before, after in zip(*answers, strict=True)
        if before["outcome"] != after["outcome"]
    }
    found = Desk().diff(ORDERS, before=date(2025, 1, 2), after=JUNE).changes().to_pylist()
    assert {row["line"]: (row["before"], row["after"]) for row in found} == expected


def test_one_day_of_a_pair_is_not_enough() -> None:
    """Either two days, two knowings, or all four."""
    with pytest.raises(InputError, match="expected before and after"):
        Desk().diff(ORDERS, before=JUNE)
    with pytest.raises(InputError, match="expected before and after"):
        Desk().diff(ORDERS)


def test_the_terminal_tells_lines_and_events(capsys: pytest.CaptureFixture[str]) -> None:
    """In words, and as JSON on request."""
    days = ["--before", "2025-06-10", "--after", "2025-07-04"]
    assert run(["diff", str(ORDERS), *days]) == 0
    shown = capsys.readouterr().out
    assert "13 of 60 lines change outcome" in shown
    assert "ended 2025-07-02" in shown
    assert "no license required if" in shown
    assert run(["diff", str(ORDERS), *days, "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == 13
