"""Forecasts: who foresees what, on what condition, by when."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "forecaster", "horizon"),
    [
        ("ASML said it expects sales to China to fall significantly in 2026.", "ASML", "2026"),
        (
            "The restrictions could shave 0.3 points off growth next year, the IMF estimated.",
            "the IMF",
            "2026",
        ),
        (
            "Bessent said he was confident that a deal would be signed by the end of August.",
            "Scott Bessent",
            "2025-08-31",
        ),
        (
            "A trader in Oslo expects refiners to cut runs by late July.",
            "trader in Oslo",
            "2025-07",
        ),
        (
            (
                "Scott Kennedy of the Center for Strategic and International Studies predicted more"
                " turbulence this year."
            ),
            "Scott Kennedy",
            "2025",
        ),
    ],
)
def test_a_forecast_has_its_forecaster_and_horizon(
    text: str, forecaster: str, horizon: str, read: Callable[..., Reading]
) -> None:
    """What is expected inside what is said is a forecast of who says it."""
    (found,) = [each for each in read(text, date(2025, 6, 12)).proposals if each.type == "forecast"]
    assert (forecaster, horizon) == (found.value("forecaster"), found.value("horizon"))


def test_a_condition_is_told_apart_from_the_claim(read: Callable[..., Reading]) -> None:
    """What a forecast depends on is a slot of its own."""
    text = "Unless approvals speed up, output will fall in July, said Li Wei, an analyst at Nomura."
    (found,) = [each for each in read(text).proposals if each.type == "forecast"]
    assert found.value("condition") == "Unless approvals speed up"
    assert (found.value("claim") or "").startswith("output will fall")
