"""Agreements spoken of as known, and agreements that no noun names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read.proposal import Reading


@pytest.mark.parametrize(
    ("text", "place", "reached"),
    [
        (
            "Traders doubt that last month's Geneva pact between the US and China will last.",
            "Geneva",
            "2025-06",
        ),
        (
            "If the truce hatched in Geneva last month collapses, tariffs return, China warned.",
            "Geneva",
            "2025-06",
        ),
        ("The accord that Trump and Xi shook hands on in Busan has held.", "Busan", None),
        ("China has not lived up to what was settled in Geneva, US officials say.", "Geneva", None),
        ("Beijing broke a pledge made in Geneva on May 12, US officials say.", "Geneva", None),
        ("China and the US had called a truce in Geneva in May, but it frayed.", "Geneva", None),
    ],
)
def test_an_agreement_is_known_by_its_place(
    text: str, place: str, reached: str | None, read: Callable[..., Reading]
) -> None:
    """A place or a day beside the noun tells which agreement is meant, and that it exists."""
    (agreement,) = [p for p in read(text).proposals if p.type == "agreement"]
    assert agreement.value("place") == place
    assert reached in {None, agreement.value("reached")}


def test_an_agreement_about_another_is_its_own(read: Callable[..., Reading]) -> None:
    """A framework for carrying out the Geneva accord is not the Geneva accord."""
    reading = read(
        "Negotiators from China and the US settled on a framework for carrying out the accord"
        " reached in Geneva, Lutnick said after two days of talks in London."
    )
    places = [p.value("place") for p in reading.proposals if p.type == "agreement"]
    assert places == ["London", "Geneva"]


def test_those_who_meet_agree_where_they_meet(read: Callable[..., Reading]) -> None:
    """The aside tells where and when; who stands before it agreed."""
    reading = read(
        "Xi and Trump, meeting in the South Korean city of Busan on May 30, agreed to dial down"
        " a trade war that rattled markets."
    )
    (agreement,) = [p for p in reading.proposals if p.type == "agreement"]
    assert agreement.value("place") == "Busan"
    assert agreement.value("reached") == "2025-05-30"


@pytest.mark.parametrize(
    "text",
    [
        "Unless a deal is struck in London, tariffs between the US and China will rise.",
        "China and the US agreed to meet again in August.",
        "China and the US have yet to agree on how to extend their pause.",
        "Officials from the US and China talked in London about rescuing a truce.",
        "No agreement was reached in Geneva between the US and China.",
    ],
)
def test_what_is_not_reached_is_no_agreement(text: str, read: Callable[..., Reading]) -> None:
    """Hopes, plans to meet and failures bring no agreement."""
    assert not [p for p in read(text).proposals if p.type == "agreement"]
