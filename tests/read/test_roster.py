"""Who is told beside whom: rosters in other words than "led by" and "included"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read.proposal import Reading

_TALKS = "Trade talks between China and the United States resumed in London on Tuesday. "


def _people(reading: Reading) -> dict[str | None, str | None]:
    return {
        p.value("person"): p.value("side")
        for p in reading.proposals
        if p.type == "delegation_member"
    }


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            "On the other side of the table sat Vice Premier He Lifeng.",
            {"He Lifeng": "CN"},
        ),
        (
            "Treasury Secretary Scott Bessent and Jamieson Greer will speak for Washington.",
            {"Scott Bessent": "US", "Jamieson Greer": "US"},
        ),
        (
            "Lutnick, flanked by Bessent, faced China's He Lifeng across the table.",
            {"Howard Lutnick": "US", "Scott Bessent": "US", "He Lifeng": "CN"},
        ),
        (
            (
                "The US team comprised Bessent and Greer, and China's was headed by Vice Premier"
                " He Lifeng."
            ),
            {"Scott Bessent": "US", "Jamieson Greer": "US", "He Lifeng": "CN"},
        ),
    ],
)
def test_each_is_on_the_side_told_with_the_name(
    text: str, people: dict[str, str], read: Callable[..., Reading]
) -> None:
    """Sitting opposite, speaking for a side and facing another tell who negotiates."""
    assert _people(read(_TALKS + text)) == people


@pytest.mark.parametrize(
    "text",
    [
        "The framework goes to President Donald Trump and President Xi Jinping, officials said.",
        "A group of experts urged Commerce Secretary Howard Lutnick to block sales of chips.",
    ],
)
def test_those_who_decide_or_are_asked_are_no_members(
    text: str, read: Callable[..., Reading]
) -> None:
    """Presidents sit in no delegation, and a letter makes nobody a negotiator."""
    assert _people(read(_TALKS + text)) == {}


def test_what_a_clause_adds_is_told_by_the_article(read: Callable[..., Reading]) -> None:
    """Who speaks is not the source of an aside about himself."""
    reading = read(
        _TALKS + "Bessent, who was accompanied by Jamieson Greer, said he would brief Trump."
    )
    members = [p for p in reading.proposals if p.type == "delegation_member"]
    assert members
    assert not any(p.attribution for p in members)
