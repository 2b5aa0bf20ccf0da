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
    ],
)
def test_a_forecast_reaches_as_far_as_its_words(
    read: Callable[..., Reading], words: str, value: str
) -> None:
    """Vague lengths end in a week or month of the calendar; what has a number stays a length."""
    text = f"Exports of magnets will recover {words}, predicted Ana Silva, an analyst at Orbis."
    (forecast,) = [each for each in read(text).proposals if each.type == "forecast"]
    assert value == forecast.value("horizon")
