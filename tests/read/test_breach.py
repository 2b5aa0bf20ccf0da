"""Breaches claimed: by whom, of whom, in which words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "accuser", "accused"),
    [
        ("According to Seoul, Tokyo had breached the 2023 accord.", "KR", "JP"),
        (
            "India's commerce minister said the United States had gone back on its word.",
            "IN",
            "US",
        ),
        (
            "The Netherlands says China has failed to live up to its commitments.",
            "NL",
            "CN",
        ),
        (
            "Washington's moves run counter to the truce, China's commerce ministry said.",
            "CN",
            "US",
        ),
        ("Washington says Chinese buyers have been evading its curbs.", "US", "CN"),
        (
            "The Chinese embassy in London denounced the British decision as a provocation.",
            "CN",
            "GB",
        ),
    ],
)
def test_a_claimed_breach_names_accuser_and_accused(
    text: str, accuser: str, accused: str, read: Callable[..., Reading]
) -> None:
    """Reported speech, accusing verbs and owners of acts all tell who blames whom."""
    (found,) = [each for each in read(text).proposals if each.type == "allegation"]
    assert (accuser, accused) == (found.value("accuser"), found.value("accused"))


@pytest.mark.parametrize(
    "text",
    [
        "Beijing demanded that the Netherlands revoke the order.",
        "Washington said China could breach the truce.",
        "If Tokyo breaches the accord, Seoul said it would respond.",
    ],
)
def test_what_is_asked_feared_or_conditional_is_no_breach(
    text: str, read: Callable[..., Reading]
) -> None:
    """Only what is said to have been done is an allegation."""
    assert not [each for each in read(text).proposals if each.type == "allegation"]
