"""Who sits at the table, however a newsroom lists them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "members"),
    [
        (
            (
                "India's team, headed by Commerce Secretary Rajesh Agrawal and including Joint"
                " Secretary Darpan Jain, arrived for talks on Monday."
            ),
            {("Rajesh Agrawal", "IN", "lead"), ("Darpan Jain", "IN", None)},
        ),
        (
            (
                "The Korean delegation was led by Deputy Trade Minister Park Jong-won and the"
                " Japanese one by Director-General Hidehiko Sato."
            ),
            {("Park Jong-won", "KR", "lead"), ("Hidehiko Sato", "JP", "lead")},
        ),
        (
            (
                "The consultations in Tokyo were co-chaired by METI Vice Minister Takehiko Matsuo"
                " and Dutch Deputy Minister Michiel Sweers."
            ),
            {("Takehiko Matsuo", "JP", None), ("Michiel Sweers", "NL", None)},
        ),
        (
            (
                "Treasury Secretary Scott Bessent and Trade Representative Jamieson Greer would"
                " meet a Chinese team in Oslo on Monday, the ministry said."
            ),
            {("Scott Bessent", "US", None), ("Jamieson Greer", "US", None)},
        ),
        (
            (
                "Beijing dispatched Vice Premier He Lifeng to the talks, along with Commerce"
                " Minister Wang Wentao."
            ),
            {("He Lifeng", "CN", None), ("Wang Wentao", "CN", None)},
        ),
        (
            "The American negotiating team of Bessent, Greer and Lutnick left the hotel at dawn.",
            {
                ("Scott Bessent", "US", None),
                ("Jamieson Greer", "US", None),
                ("Howard Lutnick", "US", None),
            },
        ),
        (
            "Talks between Sefcovic and Wang Wentao took place by video on Friday.",
            {("Maros Sefcovic", "EU", None), ("Wang Wentao", "CN", None)},
        ),
        (
            "The team, which includes Lutnick and is led by Bessent, will return to Washington.",
            {("Howard Lutnick", "US", None), ("Scott Bessent", "US", "lead")},
        ),
    ],
)
def test_members_are_told_with_side_and_role(
    text: str,
    members: set[tuple[str, str, str | None]],
    read: Callable[..., Reading],
) -> None:
    """Each person once, with the side told for them and whether they lead."""
    found = {
        (each.value("person"), each.value("side"), each.value("role"))
        for each in read(text).proposals
        if each.type == "delegation_member"
    }
    assert members == found
