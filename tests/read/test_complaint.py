"""Complaints that no verb of accusing tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "The US has complained that China is too slow to release magnets, while China"
                " objects to American curbs on chip sales."
            ),
            [("US", "CN"), ("CN", "US")],
        ),
        (
            "China lodged solemn representations with the United States over its abuse of curbs.",
            [("CN", "US")],
        ),
        (
            "Foreign ministry spokesperson Lin Jian called the US decision unfair and unjustified.",
            [("CN", "US")],
        ),
        (
            "US officials have argued that Chinese firms were using shell companies to get chips.",
            [("US", "CN")],
        ),
        (
            "Washington and Beijing traded accusations of violating the deal.",
            [("US", "CN"), ("CN", "US")],
        ),
        ("China denied a US charge that it had broken the Geneva truce.", [("US", "CN")]),
        ("Washington's complaint is that Beijing has been holding back magnets.", [("US", "CN")]),
        ("US negotiators say that China has yet to deliver on its promise.", [("US", "CN")]),
        ("China was accused by Washington of slow-walking approvals.", [("US", "CN")]),
        ("China firmly opposes the US move, a spokesman said.", []),
        ("China's commerce minister urged the United States to respect market rules.", []),
        ("Nvidia called the decision unreasonable.", []),
    ],
)
def test_a_complaint_accuses(
    text: str, told: list[tuple[str, str]], read: Callable[..., Reading]
) -> None:
    """Who complains, objects, protests or names another accuses; who only opposes doesn't."""
    found = [each for each in read(text).proposals if each.type == "allegation"]
    assert told == [(each.value("accuser"), each.value("accused")) for each in found]


def test_conduct_begins_behind_who_is_accused(read: Callable[..., Reading]) -> None:
    """Conduct is what was done, without its doer and without what came of it."""
    text = "Trump said China had broken the deal, raising fears of a new clash."
    (charge,) = [each for each in read(text).proposals if each.type == "allegation"]
    assert charge.value("conduct") == "broken the deal"
