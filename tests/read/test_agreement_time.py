"""When an agreement was reached and how long it lasts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    "text",
    [
        "Washington and Beijing struck a 90-day truce in Geneva in May.",
        "The two countries reached a deal in Geneva. The truce is for 90 days.",
        "A truce reached in Geneva in May cut tariffs. It lowered both sides' duties for 90 days.",
        "In a deal reached in Geneva, the two sides suspended most of their tariffs for 90 days.",
    ],
)
def test_an_agreement_lasts_as_long_as_it_or_its_cuts_are_said_to(
    read: Callable[..., Reading], text: str
) -> None:
    """Told before the noun, of the noun, or of the tariffs that it lowers."""
    agreements = [each for each in read(text).proposals if each.type == "agreement"]
    assert [each.value("duration") for each in agreements] == ["P90D"]


def test_the_length_of_a_ban_is_not_that_of_an_agreement(read: Callable[..., Reading]) -> None:
    """What one side does for a while is its measure's length."""
    text = (
        "The two countries reached a deal in Geneva in May. "
        "China banned exports of gallium for two years."
    )
    agreements = [each for each in read(text).proposals if each.type == "agreement"]
    assert [each.value("duration") for each in agreements] == [None]


def test_an_agreement_is_counted_from_what_it_preceded(read: Callable[..., Reading]) -> None:
    """A day after two sides reached it is told: it was reached the day before."""
    text = (
        "On July 15, a day after the two sides reached a truce in Geneva, "
        "Washington withdrew the rule."
    )
    agreements = [each for each in read(text).proposals if each.type == "agreement"]
    assert [each.value("reached") for each in agreements] == ["2025-07-14"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The framework agreed to in London last week needs approval.", "2025-W30"),
        ("Beijing has honored the May 12 deal struck in Geneva with Washington.", "2025-05-12"),
    ],
)
def test_an_agreement_has_the_day_behind_its_verb_or_in_its_name(
    read: Callable[..., Reading], text: str, value: str
) -> None:
    """Only its place may stand between; a day before the noun is part of what it is called."""
    agreements = [each for each in read(text).proposals if each.type == "agreement"]
    assert [value] == [each.value("reached") for each in agreements]


def test_an_agreement_is_dated_by_its_age_its_papers_or_the_talks(
    read: Callable[..., Reading],
) -> None:
    """What no clause dates takes the day of its signing, or the last one of the talks there."""
    texts = {
        "The month-old Geneva truce between Washington and Beijing is shaky.": "2025-06",
        (
            "China and the United States finalized an understanding on magnets. The document was "
            "signed on Tuesday."
        ): "2025-07-29",
        (
            "U.S. and Chinese officials met in Stockholm on Monday. The framework agreed in "
            "Stockholm needs approval."
        ): "2025-07-28",
    }
    for text, day in texts.items():
        agreements = [each for each in read(text).proposals if each.type == "agreement"]
        assert [day] == [each.value("reached") for each in agreements]


def test_the_terms_of_a_sentence_share_its_length(read: Callable[..., Reading]) -> None:
    """Told in one of them, of both, or of the cuts in the sentence behind."""
    text = (
        "In Geneva the United States agreed to cut its tariff to 30% and China agreed to lower its "
        "tariff to 10%. Both cuts are for 90 days."
    )
    terms = [each for each in read(text).proposals if each.type == "agreement_term"]
    assert {"P90D"} == {each.value("duration") for each in terms}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (
            "The rule came two weeks after Washington and Beijing agreed on a truce in Geneva.",
            "2025-07",
        ),
        (
            (
                "The curbs come a day after Washington and Beijing met in Madrid, where "
                "they reached a framework deal."
            ),
            "2025-07-29",
        ),
        (
            "The two sides met in Geneva on Monday, where they agreed on a truce.",
            "2025-07-28",
        ),
    ],
)
def test_an_agreement_has_the_time_of_the_talks_at_which_it_was_reached(
    read: Callable[..., Reading], text: str, value: str
) -> None:
    """Where they met, on that day; what is counted in weeks from the news leads to a month."""
    agreements = [each for each in read(text).proposals if each.type == "agreement"]
    assert [each.value("reached") for each in agreements] == [value]
