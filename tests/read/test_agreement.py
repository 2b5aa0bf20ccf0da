"""Agreements with where and when, and what they provide."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Proposal, Reading


def _of(reading: Reading, kind: str) -> list[Proposal]:
    return [each for each in reading.proposals if each.type == kind]


@pytest.mark.parametrize(
    ("text", "place", "reached"),
    [
        ("The truce reached in the South Korean city of Busan has held.", "Busan", None),
        (
            "The truce, first agreed in Geneva in May and extended this week, runs to November.",
            "Geneva",
            "2025-05",
        ),
        (
            (
                "The US and China held talks in Stockholm on Tuesday. The two sides reached a"
                " consensus, Li Chenggang said."
            ),
            "Stockholm",
            "2025-07-29",
        ),
    ],
)
def test_an_agreement_has_its_place_and_day(
    text: str, place: str, reached: str | None, read: Callable[..., Reading]
) -> None:
    """What was agreed at talks told in the story was agreed there and then."""
    (agreement,) = _of(read(text), "agreement")
    assert place == agreement.value("place")
    assert reached in {None, agreement.value("reached")}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            (
                "In London in June the US and China agreed on a framework under which Beijing would"
                " speed up permits for rare earths, and Washington would remove curbs on ethane."
            ),
            {"CN": "speed up permits for rare earths", "US": "remove curbs on ethane"},
        ),
        (
            (
                "A truce was reached in Busan last year. Under its terms, China paused its rare"
                " earth rules for a year, and the US shelved its subsidiaries rule."
            ),
            {
                "CN": "paused its rare earth rules for a year",
                "US": "shelved its subsidiaries rule",
            },
        ),
        (
            (
                "Japan and China signed a memorandum in March. Under the memorandum, each country"
                " is to notify the other before imposing curbs."
            ),
            {"both": "notify the other before imposing curbs"},
        ),
        (
            (
                "The US and China have agreed on the details of the truce. Beijing will approve"
                " permits for magnets, the ministry said, while Washington will scrap curbs."
            ),
            {"CN": "approve permits for magnets", "US": "scrap curbs"},
        ),
    ],
)
def test_an_agreement_provides_what_each_side_owes(
    text: str, terms: dict[str, str], read: Callable[..., Reading]
) -> None:
    """Clauses "under which" and sentences "under its terms" are what the sides owe."""
    found = {
        str(each.value("obligor")): each.value("obligation")
        for each in _of(read(text), "agreement_term")
    }
    assert terms == found


def test_a_reading_that_bars_something_binds_the_other_side(read: Callable[..., Reading]) -> None:
    """What one side understands a deal to bar, the other may not do."""
    text = (
        "The Netherlands and China signed a deal in June. Beijing understands the deal as barring"
        " any new Dutch curbs until 2027."
    )
    (term,) = _of(read(text), "agreement_term")
    assert (term.value("obligor"), term.value("interpreted_by")) == ("NL", "CN")


def test_an_act_in_line_with_a_consensus_is_no_term(read: Callable[..., Reading]) -> None:
    """What a government did to honor a consensus is its act."""
    text = (
        "China on Friday suspended a package of controls, in line with the consensus reached in"
        " Kuala Lumpur."
    )
    assert not _of(read(text), "agreement_term")
