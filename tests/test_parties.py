"""What is known of the parties of a line, in the words of the boxes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from comity.determine.parties import PartyFacts, PartyHit, Screened
from comity.register.law import Law, load_law
from comity.terms.periods import Rectangle
from laws import write_law

EARLY, LATE = Rectangle(valid_to=date(2026, 1, 1)), Rectangle(valid_from=date(2026, 1, 1))


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """A list of named parties, an open one of addressees, and one of owned parties."""
    said = {"title": "Listed", "matching": "exact", "complete": "yes"}
    owned = {"basis": "owned", "least_percent": "50", "within": "big", "matching": "screened"}
    lists = [
        {**said, "list": "named"},
        {**said, "list": "addressed", "complete": "no"},
        {**said, **owned, "list": "owned"},
    ]
    listings = [{"list": "named", "party": "acme", "name": "Acme, Inc.", "aliases": "A. C. M. E."}]
    return load_law(write_law(tmp_path, {"lists": lists, "listings": listings}))


def told(facts: PartyFacts, exporter: str, parties: str) -> set[tuple[str, str, int]]:
    """Return list, role and status of what is known of a line's parties."""
    return {(hit.list, hit.role, hit.status) for hit in facts.hits(exporter, parties)}


def test_a_party_is_asked_for_in_its_role_and_in_any(law: Law) -> None:
    """A blank role is any but exporter; of owners that are not stated nothing is known."""
    found = told(PartyFacts(law), "", "end_user: ACME Inc")
    assert found == {("named", "", 2), ("named", "end_user", 2), ("owned", "", 0),
                     ("owned", "end_user", 0)}  # fmt: skip


def test_a_party_without_a_role_may_be_in_each_but_exporter(law: Law) -> None:
    """Surely in any, possibly in one, and the question names both."""
    hits = PartyFacts(law).hits("", "acme inc")
    roles = {hit.role: hit.status for hit in hits if hit.list == "named"}
    assert roles == {"": 2} | dict.fromkeys(
        ("consignee", "intermediate_consignee", "ultimate_consignee", "end_user", "purchaser",
         "forwarder"), 1
    )  # fmt: skip
    [asks] = [hit.told for hit in hits if (hit.list, hit.role) == ("named", "end_user")]
    assert asks == "say whether acme inc is the end user (parties): acme inc is on the list: Listed"


def test_an_exporter_may_be_among_addressees_that_are_not_all_known(law: Law) -> None:
    """And it is asked for as nothing but an exporter."""
    found = told(PartyFacts(law), "Zed", "")
    assert found == {("addressed", "exporter", 1), ("owned", "exporter", 0)}
    assert told(PartyFacts(law), "", "exporter: Zed") == found


def test_of_several_parties_the_surest_counts_at_each_time(law: Law) -> None:
    """What two of them are told to be is told together; what is unknown of one does not clear."""
    screened = Screened(
        hits={
            "A": [PartyHit(list="big", status=2, told="A is", spans=(EARLY,))],
            "B": [PartyHit(list="big", status=1, told="B may be")],
            "C": [PartyHit(list="big", status=1, told="C may be", spans=(LATE,))],
        },
        owned={"A": [], "B": [PartyHit(list="owned", status=2, told="B is owned")]},
    )
    hits = PartyFacts(law, screened).hits("", "consignee: A; consignee: B; consignee: C")
    found = {(hit.list, hit.status, hit.told): hit.spans for hit in hits if not hit.role}
    assert found == {
        ("big", 2, "A is"): (EARLY,),
        ("big", 1, "B may be; C may be"): (LATE,),
        ("owned", 2, "B is owned"): (Rectangle(),),
    }
    assert PartyFacts(law, screened).days == {date(2026, 1, 1)}


def test_a_party_whose_owners_are_known_leaves_nothing_open(law: Law) -> None:
    """Unlike one beside it of which the table says nothing."""
    facts = PartyFacts(law, Screened(owned={"A": []}))
    assert told(facts, "", "consignee: A") == set()
    assert ("owned", "", 0) in told(facts, "", "consignee: A; consignee: B")
