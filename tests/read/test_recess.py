"""Recesses told of those who talk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from comity.read import Reading

PUBLISHED = date(2025, 6, 12)


@pytest.mark.parametrize(
    ("text", "events"),
    [
        (
            (
                "Japanese and Dutch officials began talks in Tokyo on Wednesday. Both delegations"
                " had gone out for lunch around noon and were back by 2:30 p.m., a witness said."
            ),
            [("break", "2025-06-11T12:00+09:00"), ("resume", "2025-06-11T14:30+09:00")],
        ),
        (
            (
                "Talks in Tokyo between Japan and China went on on Wednesday. The Chinese team left"
                " the hotel for a break at 5:45 p.m. and returned at 7 p.m."
            ),
            [("break", "2025-06-11T17:45+09:00"), ("resume", "2025-06-11T19:00+09:00")],
        ),
        (
            (
                "Japanese and Dutch officials held talks in Tokyo on Wednesday. They are to resume"
                " on Friday. The teams had gone out for lunch around 1 p.m., a witness said."
            ),
            [("resume", "2025-06-13"), ("break", "2025-06-11T13:00+09:00")],
        ),
        (
            "Talks in Tokyo opened on Wednesday. The minister had gone out for lunch at noon.",
            [],
        ),
    ],
)
def test_those_who_talk_break_and_are_back(
    text: str, events: list[tuple[str, str]], read: Callable[..., Reading]
) -> None:
    """Who goes out for a meal breaks the talks, who is back at an hour takes them up."""
    found = [
        (each.value("kind"), each.value("time"))
        for each in read(text, PUBLISHED).proposals
        if each.type == "session_event"
    ]
    assert events == found
