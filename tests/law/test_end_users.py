"""Part 744 and the denial orders, once the parties of a line are screened."""

from __future__ import annotations

from datetime import date

import pytest

from comity.determine.engine import Determination
from comity.determine.parties import PartyFacts, PartyHit, Screened
from comity.register.law import load_law
from comity.register.star import Star, compile_star
from laws import typed_lines

TODAY = date(2026, 11, 23)
LINE = {"from": "US", "to": "CN", "eccn": "EAR99", "end_use": "civil", "date": date(2026, 8, 1)}
FOREIGN = {**LINE, "from": "KR", "origin": "KR", "us_content_percent": 0.0}


@pytest.fixture(scope="module")
def star() -> Star:
    """Return the law that ships, compiled."""
    return compile_star(load_law())


def _answer(star: Star, on: str, line: dict[str, object]) -> dict[str, str]:
    lists = frozenset(row["list"] for row in star.law.rows("lists", "us_ear"))
    hit = PartyHit(list=on, role="", status=2)
    facts = PartyFacts(star.law, Screened(lists=lists, hits={"Party": [hit]}))
    run = Determination(
        star, known=TODAY, today=TODAY, regimes=["us_ear"], parties=facts, threads=1
    )
    answered = run.answer(typed_lines([{**line, "parties": "Party"}]))
    answer: dict[str, str] = answered.answers.to_pylist()[0]
    return answer


@pytest.mark.parametrize(
    ("on", "expected", "reason"),
    [
        ("entity-list", "license_required", "744.11"),
        ("entity-list-fn3", "license_required", "744.21"),
        ("military-intelligence-end-users", "license_required", "744.22"),
        ("sdn-ear", "license_required", "744.8"),
        ("denied-persons", "prohibited", "736.2(b)(4)"),
        ("entity-list-scoped", "undetermined", ""),
        ("military-end-user-list", "no_license_required", ""),
    ],
)
def test_a_listed_party_binds_the_plainest_goods(
    star: Star, on: str, expected: str, reason: str
) -> None:
    """An EAR99 item to a listed party is answered as its list says."""
    answer = _answer(star, on, LINE)
    assert expected == answer["outcome"]
    assert reason in answer["reasons"].split(";")


def test_the_military_end_user_list_binds_the_items_of_its_supplement(star: Star) -> None:
    """A part of 9A991 to a listed military end user needs a license."""
    answer = _answer(star, "military-end-user-list", {**LINE, "eccn": "9A991.d"})
    assert answer["outcome"] == "license_required"
    assert answer["reasons"] == "744.21"


def test_an_unverified_party_is_a_duty(star: Star) -> None:
    """The Unverified List asks for a statement and leaves the outcome."""
    answer = _answer(star, "unverified-list", LINE)
    assert answer["outcome"] == "no_license_required"
    assert "744.15" in answer["duties"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2025, 9, 28), "no_license_required"),
        (date(2025, 10, 15), "license_required"),
        (date(2026, 1, 15), "no_license_required"),
        (date(2026, 11, 15), "undetermined"),
    ],
)
def test_owned_parties_are_bound_while_the_affiliates_rule_runs(
    star: Star, day: date, expected: str
) -> None:
    """The rule began, was stayed, and what followed the stay is not on record."""
    answer = _answer(star, "entity-list-owned", {**LINE, "date": day})
    assert expected == answer["outcome"]


def test_a_direct_product_for_a_footnote_4_party_needs_a_license(star: Star) -> None:
    """A Korean item that the footnote 4 rule reaches is bound for that party."""
    answer = _answer(star, "entity-list-fn4", {**FOREIGN, "fdp": "entity-list-fn4"})
    assert answer["outcome"] == "license_required"
    assert answer["reasons"] == "744.11"


def test_a_foreign_item_that_is_no_direct_product_is_out_of_reach(star: Star) -> None:
    """The same item outside every direct-product rule is not subject to the regulation."""
    assert _answer(star, "entity-list-fn4", {**FOREIGN, "fdp": "none"})["outcome"] == "not_subject"
