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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            (
                "Wei Lan, a researcher with the Beijing Institute of Metals, said the curbs would"
                " hurt mills and could push back a round of talks due in July."
            ),
            [
                ("Wei Lan", "Beijing Institute of Metals", "the curbs would hurt mills"),
                ("Wei Lan", "Beijing Institute of Metals", "could push back a round of talks"),
            ],
        ),
        (
            (
                "Karen Lowe, who teaches trade at the University of Kent, said that prices will"
                " climb and that Washington is unlikely to give way."
            ),
            [
                ("Karen Lowe", "University of Kent", "prices will climb"),
                ("Karen Lowe", "University of Kent", "Washington is unlikely to give way"),
            ],
        ),
        (
            '"Expect a long wait," said Luis Ruiz, a Bonn-based partner at the firm Halden Ridge.',
            [("Luis Ruiz", "Halden Ridge", "Expect a long wait")],
        ),
        (
            '"Don\'t hold your breath," said Mara Feld of the Bonn think tank Nordlicht.',
            [("Mara Feld", "Nordlicht", "Don't hold your breath")],
        ),
        (
            "Market participants said prices could double if no licenses arrive by the end of May.",
            [("market participants", None, "prices could double")],
        ),
        (
            "A former trade negotiator said Washington would not give up the controls.",
            [("former trade negotiator", None, "Washington would not give up the controls")],
        ),
        (
            "The truce is unlikely to last, in the view of most economists.",
            [("most economists", None, "The truce is unlikely to last")],
        ),
        (
            "Exports will likely recover, according to a note from analysts at Morgan Keel.",
            [("analysts at Morgan Keel", "Morgan Keel", "Exports will likely recover")],
        ),
        (
            "Little will change, in the view of Joan Pell, who teaches trade at Kent University.",
            [("Joan Pell", "Kent University", "Little will change")],
        ),
        (
            (
                "Lines could stop within days, Europe's motor lobby has warned, as a row over the"
                " chipmaker Nexperia starves factories of parts."
            ),
            [("Europe's motor lobby", None, "Lines could stop within days")],
        ),
        ("Treasury Secretary Scott Bessent said he expected to be in London in July.", []),
        ("Scott Bessent said the two sides would probably meet again next month.", []),
    ],
)
def test_forecasters_are_known_by_their_houses(
    text: str, told: list[tuple[str, str | None, str]], read: Callable[..., Reading]
) -> None:
    """Two forecasts of one sentence are two, and an official's plans are none."""
    found = [each for each in read(text).proposals if each.type == "forecast"]
    assert len(told) == len(found)
    for forecast, (forecaster, house, claim) in zip(found, told, strict=True):
        assert forecaster == forecast.value("forecaster")
        assert house == forecast.value("affiliation")
        assert str(forecast.value("claim")).startswith(claim)
