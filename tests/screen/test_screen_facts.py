"""Tests of the facts that the determination takes from screening."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from known_parties import PARTIES

from comity.register.decisions import Decisions
from comity.register.store import Register
from comity.screen.decision import Decided, decide
from comity.screen.facts import extent_of, law_lists, law_parties, line_party
from comity.screen.party import Asked, Party
from comity.screen.screener import Screener

ROWS = (
    {"list": "entity-list", "within": "entity-list", "marks": "", "scope": "all", "basis": ""},
    {"list": "entity-list-scoped", "within": "entity-list", "marks": "", "scope": "limited",
     "basis": ""},
    {"list": "entity-list-fn1", "within": "entity-list", "marks": "1", "scope": "", "basis": ""},
    {"list": "entity-list-fn4", "within": "entity-list", "marks": "4", "scope": "", "basis": ""},
    {"list": "entity-list-owned", "within": "entity-list", "marks": "", "scope": "",
     "basis": "owned"},
)  # fmt: skip


@pytest.fixture(scope="module")
def screener() -> Screener:
    """A screener of a few parties."""
    return Screener.of(PARTIES)


def test_a_strong_match_is_a_certain_fact_with_its_scope(screener: Screener) -> None:
    """The fact carries the entry's requirement, policy, marks and citation."""
    found = line_party(screener, [Asked(name="Huawei Technologies Co., Ltd.", place="CN")])
    fact = found.facts["Huawei Technologies Co., Ltd."][0]
    assert (
        fact.list_id, fact.certainty, fact.extent, fact.marks
    ) == ("entity-list", "certain", "all", ("1",))  # fmt: skip
    assert fact.review_policy == "Presumption of denial"
    assert fact.listed_on == "2019-05-21"
    assert law_lists(fact, ROWS) == [("entity-list", "certain"), ("entity-list-fn1", "certain")]


def test_a_weak_match_is_a_possible_fact_that_says_what_to_review(screener: Screener) -> None:
    """An undecided match never counts as certain."""
    found = line_party(screener, [Asked(name="Usama Ladn")])
    fact = found.facts["Usama Ladn"][0]
    assert fact.certainty == "possible"
    assert fact.told.startswith("review whether Usama Ladn is")


def test_clear_is_stated_with_the_lists_used(screener: Screener) -> None:
    """The absence of a match says what it was held against."""
    found = line_party(screener, [Asked(name="Siemens AG")])
    assert found.facts == {}
    assert found.statement.startswith("clear against 3 lists")
    assert {"entity-list", "sdn", "denied-persons"} == found.lists


@pytest.mark.parametrize(
    ("scope", "extent"),
    [
        ("For all items subject to the EAR. (See § 744.11 of the EAR)", "all"),
        ("All items subject to the EAR. (See §§ 734.9(g), [fn 3] 746.8(a)(3) of the EAR)", "all"),
        ("For all items subject to the EAR when used in certain projects", "limited"),
        ("All items subject to the EAR, apart from items listed", "limited"),
        ("For items on the CCL and listed in supplement no. 7", "limited"),
        ("", ""),
    ],
)
def test_the_extent_of_a_requirement_is_read_from_its_words(scope: str, extent: str) -> None:
    """Whatever narrows "all items" makes it limited; silence is neither."""
    assert extent == extent_of(Party(list_id="entity-list", entry="1", name="X", scope=scope))


def test_an_entry_without_a_stated_extent_is_on_neither_list_for_sure() -> None:
    """Absence of information gives no certainty either way."""
    screener = Screener.of([Party(list_id="entity-list", entry="1", name="Zyxtra Optics Works")])
    fact = line_party(screener, [Asked(name="Zyxtra Optics Works")]).facts["Zyxtra Optics Works"][0]
    assert {"possible"} == {certainty for _, certainty in law_lists(fact, ROWS)}


def test_a_cleared_match_is_no_fact_until_the_evidence_changes(tmp_path: Path) -> None:
    """Clearing lasts; a new alias on the list brings the pair back and says so."""
    log = Decisions(register=Register(place=str(tmp_path / "register.db")))
    screener = Screener.of(PARTIES)
    match = screener.screen_name("Usama Ladn")[0]
    decide(log, match, "clear", reason="a baker in Lyon", by="ann")
    assert line_party(screener, [Asked(name="Usama Ladn")], decided=Decided(log)).facts == {}
    grown = [replace(party, aliases=(*party.aliases, "THE DIRECTOR")) if party.entry == "2"
             else party for party in PARTIES]  # fmt: skip
    found = line_party(Screener.of(grown), [Asked(name="Usama Ladn")], decided=Decided(log))
    fact = found.facts["Usama Ladn"][0]
    assert fact.certainty == "possible"
    assert "the list entry changed (aliases)" in fact.why
    assert "a baker in Lyon" in fact.why
    log.register.close()


def test_a_confirmed_match_is_certain(tmp_path: Path) -> None:
    """What a person confirmed counts as sure, with who and why."""
    log = Decisions(register=Register(place=str(tmp_path / "register.db")))
    screener = Screener.of(PARTIES)
    decide(log, screener.screen_name("Usama Ladn")[0], "confirm", reason="passport seen", by="ann")
    found = line_party(screener, [Asked(name="Usama Ladn")], decided=Decided(log))
    fact = found.facts["Usama Ladn"][0]
    assert fact.certainty == "certain"
    assert "confirmed by ann" in fact.why
    log.register.close()


def test_parties_that_the_law_names_itself_are_screened_too() -> None:
    """A list of the law without `within` stands for itself; exact ones are left to the law."""
    lists = [{"list": "cn-list", "matching": "screened", "within": "", "basis": ""},
             {"list": "letters", "matching": "exact", "within": "", "basis": ""}]  # fmt: skip
    listings = [{"list": "cn-list", "party": "zyn", "name": "Zynthar Aerospace", "aliases": "ZA",
                 "place": "US", "begun_on": "2025-01-15"},
                {"list": "letters", "party": "x", "name": "Other", "aliases": ""}]  # fmt: skip
    parties = law_parties(lists, listings)
    assert [(party.list_id, party.entry, party.aliases, party.places) for party in parties] == [
        ("cn-list", "zyn", ("ZA",), ("US",))
    ]
    found = line_party(Screener.of(parties), [Asked(name="Zynthar Aerospace Inc.")])
    fact = found.facts["Zynthar Aerospace Inc."][0]
    assert [("cn-list", fact.certainty)] == law_lists(fact, lists)


def test_no_parties_is_no_match() -> None:
    """An empty list clears everyone."""
    assert line_party(Screener.of([]), [Asked(name="Zynthar")]).facts == {}
