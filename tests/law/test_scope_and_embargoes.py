"""Parts 734 to 746 of the US regulation: the rows say what the regulation lists."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from comity.register.law import Law, law_folder, load_law
from comity.register.tables import Row

REGIME = "us_ear"
PARTS = ("part_734", "part_736", "part_744", "part_746")


@pytest.fixture(scope="module")
def law() -> Law:
    """Return the law that ships, checked."""
    return load_law()


def _prefixes(law: Law, goods: str) -> set[str]:
    rows = law.groups["goods", REGIME][goods]
    return {row["prefix"] for row in rows if row["sign"] == "+" and row["scheme"] == "hs"}


def _members(law: Law, place_set: str) -> set[str]:
    rows = law.groups["places", REGIME][place_set]
    return {row["member"] for row in rows if row["sign"] == "+"}


def _mine(law: Law, table: str) -> Iterator[Row]:
    return (row for row in law.rows(table, REGIME) if any(part in row.file for part in PARTS))


def test_the_thirteen_direct_product_rules_all_reach(law: Law) -> None:
    """Every rule of 734.9(b) to (l) has a word of its own in the fdp column."""
    rules = {row["fdp"] for row in law.rows("reach", REGIME) if row["fdp"]}
    assert len(rules) == 13
    assert "none" not in rules


def test_every_direct_product_rule_says_what_a_blank_gives(law: Law) -> None:
    """Silence about direct products never leaves a line out of reach unnoticed."""
    silent = [
        row["reach"] for row in law.rows("reach", REGIME) if row["fdp"] and not row["undeclared"]
    ]
    assert silent == []


def test_the_tariff_lists_are_whole(law: Law) -> None:
    """The four lists of Part 746 hold as many codes as the edition prints."""
    counts = {n: len(_prefixes(law, f"746-supp-{n}")) for n in (2, 4, 5, 7)}
    assert counts == {2: 29, 4: 2405, 5: 363, 7: 53}


def test_tariff_codes_have_six_digits(law: Law) -> None:
    """The lists name headings of six digits; longer codes fall under them."""
    codes = set().union(*(_prefixes(law, f"746-supp-{n}") for n in (2, 4, 5, 7)))
    assert all(len(code) == 6 and code.isdigit() for code in codes)


def test_items_of_the_direct_product_list_are_industrial_items_too(law: Law) -> None:
    """Whatever Supp. 7 lists, Supp. 4 lists."""
    assert _prefixes(law, "746-supp-7") <= _prefixes(law, "746-supp-4")


def test_a_tariff_code_is_listed_or_unlisted_never_both(law: Law) -> None:
    """No code that the lists name falls under a heading that is called free of them."""
    unlisted = _prefixes(law, "746-unlisted")
    listed = set().union(*(_prefixes(law, f"746-supp-{n}") for n in (2, 4, 5)))
    assert not {code for code in listed if {code, code[:4], code[:2]} & unlisted}
    assert "*" not in unlisted


def test_thirty_eight_partner_countries(law: Law) -> None:
    """Supp. 3 names 38 countries, and none of them is under embargo."""
    partners = _members(law, "partner-countries")
    assert len(partners) == 38
    assert not partners & {"RU", "BY", "CU", "IR", "KP", "SY", "UA", "CN"}


@pytest.mark.parametrize("place", ["CU", "KP", "SY", "UA-43", "UA-14", "UA-09"])
def test_an_embargo_holds_every_item(law: Law, place: str) -> None:
    """A control without goods, origin or question stands over each embargoed place."""
    controls = [
        row
        for row in law.rows("controls", REGIME)
        if row["to"]
        and place in _members(law, row["to"])
        and row["effect"] == "license"
        and not any(
            row[one] for one in ("goods", "exported_from", "origin", "list", "end_use", "question")
        )
        and not row["ended_on"]
    ]
    assert controls


def test_every_end_use_but_the_civil_ones_decides_something(law: Law) -> None:
    """An end use of the closed list is there because a box asks for it."""
    asked = {
        row["end_use"]
        for table in ("reach", "controls", "reliefs", "bars", "gaps", "filing")
        for row in law.rows(table, REGIME)
    }
    idle = {row["end_use"] for row in law.rows("end_uses", REGIME)} - asked
    assert idle <= {"civil", "civil-aviation-safety", "humanitarian", "news-media"}


def test_controls_of_these_parts_say_how_an_application_is_reviewed(law: Law) -> None:
    """Every license requirement names its review policy or asks for the code first."""
    without = [
        row["control"]
        for row in _mine(law, "controls")
        if row["effect"] == "license" and not (row["review_policy"] or row["question"])
    ]
    assert [one for one in without if not one.startswith("746.3(a)")] == []


@pytest.mark.parametrize("part", PARTS)
def test_coverage_names_each_provision_once(part: str) -> None:
    """coverage.toml says full, partly or none of each provision."""
    text = (law_folder() / REGIME / part / "coverage.toml").read_text(encoding="utf-8")
    rows = tomllib.loads(text)["provision"]
    names = [row["provision"] for row in rows]
    assert len(names) == len(set(names))
    assert {row["modelled"] for row in rows} <= {"full", "partly", "none"}
