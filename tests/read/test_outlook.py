"""What a statement tells of what is to come, and what it doesn't."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "forecaster", "claim"),
    [
        (
            (
                'The rule "shuts the market for now," said Dylan Voss, an analyst at Kelmore'
                " Securities, who expects Huawei to win most orders."
            ),
            "Dylan Voss",
            "Huawei to win most orders",
        ),
        (
            "The Cobalt Council sees a global deficit of 12,000 tonnes next year.",
            None,
            "a global deficit of 12,000 tonnes next year",
        ),
        (
            "Traders in Rotterdam see little prospect of relief.",
            "traders in Rotterdam",
            "little prospect of relief",
        ),
        (
            '"It is far too little," said a Rotterdam trader. "Stocks will be gone by January."',
            "Rotterdam trader",
            "Stocks will be gone by January",
        ),
        (
            (
                "The plant stopped sending wafers in May, which means that stocks could run out"
                " within weeks, the trade association Acea warned."
            ),
            None,
            "stocks could run out within weeks",
        ),
        (
            (
                "Failing a deal by August, the US is likely to impose a blanket license"
                " requirement, said Anjali Verghese, a former official now at Pell LLP."
            ),
            "Anjali Verghese",
            "the US is likely to impose a blanket license requirement",
        ),
    ],
)
def test_a_forecast_keeps_what_looks_ahead(
    text: str, forecaster: str | None, claim: str, read: Callable[..., Reading]
) -> None:
    """A forecast is the clause that looks ahead, of the person who foresees it."""
    (forecast,) = [each for each in read(text).proposals if each.type == "forecast"]
    assert claim == forecast.value("claim")
    assert forecaster in {None, forecast.value("forecaster")}


@pytest.mark.parametrize(
    "text",
    [
        "Cloud companies were still expecting deliveries by the end of the year.",
        "AMD said it would apply for licenses but could give no assurance.",
        "The administration is weighing a ban on servicing certain plants, three people said.",
        '"We are cautiously optimistic," the minister said.',
    ],
)
def test_a_plan_or_a_mood_is_no_forecast(text: str, read: Callable[..., Reading]) -> None:
    """What a party awaits, means to do or feels foresees nothing."""
    assert not [each for each in read(text).proposals if each.type == "forecast"]


def test_what_an_expert_only_expects_of_a_government_is_no_measure(
    read: Callable[..., Reading],
) -> None:
    """A forecast of a measure is a forecast."""
    reading = read("Beijing is likely to tighten its gallium controls, said Li Mei of Orient Bank.")
    assert {"forecast"} == {each.type for each in reading.proposals}
