"""What screening would find, made by hand."""

from __future__ import annotations

from comity.screen.facts import PartyFact
from oracle import Found


def fact(found: Found) -> PartyFact:
    """Say what screening would of a finding."""
    return PartyFact(
        name=found.name,
        list_id=found.list,
        entry="1",
        matched_name=found.name,
        certainty="certain" if found.is_sure else "possible",
        basis="listed",
        marks=(),
        extent="",
        requirement="",
        review_policy="",
        citation="",
        listed_on=str(found.since),
        score=1.0,
        why="",
        as_of=None,
    )
