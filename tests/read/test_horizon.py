"""By when a forecast says something will have come."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("within weeks", "2025-08"),
        ("in the coming days", "2025-08"),
        ("in the coming week", "2025-W32"),
        ("before the spring", "2026-SP"),
        ("before the middle of October", "2025-10-15"),
        ("within six weeks", "P6W"),
        ("within months", "within months"),
        ("soon", "soon"),
        ("in the near term", "near term"),
        ("by year-end", "2025-12-31"),
        ("before the Lunar New Year", "2026-02-17"),
        ("before the waivers lapse", "before the waivers lapse"),
        ("by the time the two leaders meet", "by the time the two leaders meet"),
        ("ahead of the summit", "ahead of the summit"),
    ],
)
def test_a_forecast_reaches_as_far_as_its_words(
    read: Callable[..., Reading], words: str, value: str
) -> None:
    """Vague lengths end in a week or month of the calendar; what has a number stays a length."""
    text = f"Exports of magnets will recover {words}, predicted Ana Silva, an analyst at Orbis."
    (forecast,) = [each for each in read(text).proposals if each.type == "forecast"]
    assert value == forecast.value("horizon")


def test_a_deadline_is_the_day_that_the_story_tells_of_it(read: Callable[..., Reading]) -> None:
    """What comes "before the deadline" comes before the day on which the truce runs out."""
    text = (
        "The truce expires on Nov. 10. Ana Silva, an analyst at Orbis, expects it to be prolonged "
        "before the deadline."
    )
    (forecast,) = [each for each in read(text).proposals if each.type == "forecast"]
    assert forecast.value("horizon") == "2025-11-10"


@pytest.mark.parametrize(
    "claim",
    [
        "exports will not reach the level seen before the curbs were imposed",
        "prices of the magnets that China curbed in April will rise",
        "it could take months before supplies recover",
    ],
)
def test_what_was_is_no_horizon(read: Callable[..., Reading], claim: str) -> None:
    """A forecast reaches no day before it is made, and no event that has come."""
    (forecast,) = [
        each
        for each in read(f"Ana Silva, an analyst at Orbis, said {claim}.").proposals
        if each.type == "forecast"
    ]
    assert forecast.value("horizon") is None
