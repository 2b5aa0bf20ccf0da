"""Time expressions: where they stand, what they are worth."""

from __future__ import annotations

from datetime import date

import pytest

from comity.read import tag_times

PUBLISHED = date(2025, 6, 11)


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("They met on Tuesday.", "DATE", "2025-06-10"),
        ("They will meet on Tuesday.", "DATE", "2025-06-17"),
        ("They met on Tuesday, June 10, 2025.", "DATE", "2025-06-10"),
        ("They met on 10 June.", "DATE", "2025-06-10"),
        ("It ended at 5:30 pm on Tuesday afternoon.", "TIME", "2025-06-10T17:30"),
        ("They spoke late into Tuesday night.", "TIME", "2025-06-10TNI"),
        ("It lasted nearly 7 hours.", "DURATION", "PT7H"),
        ("It was agreed last month.", "DATE", "2025-05"),
        ("It was signed last week.", "DATE", "2025-W23"),
        ("It was imposed three weeks ago.", "DATE", "2025-W21"),
        ("A 90-day truce holds.", "DURATION", "P90D"),
        ("They met in the third quarter of 2024.", "DATE", "2024-Q3"),
        ("It is updated daily.", "SET", "P1D"),
        ("It happens every two years.", "SET", "P2Y"),
        ("It was so in the 1990s.", "DATE", "199"),
        ("It began in mid-May.", "DATE", "2025-05"),
        ("It was recently eased.", "DATE", "PAST_REF"),
        ("It will be eased soon.", "DATE", "FUTURE_REF"),
        ("He returned on Christmas.", "DATE", "2024-12-25"),
        ("They met on 14/5.", "DATE", "2025-05-14"),
        ("It opened at 1600 GMT.", "TIME", "2025-06-11T16:00Z"),
        ("It was signed on 2025-06-10.", "DATE", "2025-06-10"),
        ("He said so yesterday.", "DATE", "2025-06-10"),
        ("It took two and a half years.", "DURATION", "P2.5Y"),
        ("It took half an hour.", "DURATION", "PT30M"),
        ("It fell last March.", "DATE", "2025-03"),
        ("It fell in November last year.", "DATE", "2024-11"),
        ("They meet on Monday of next week.", "DATE", "2025-06-16"),
        ("They left in the early hours of Saturday.", "TIME", "2025-06-07TEM"),
        ("They dined on the evening of June 9.", "TIME", "2025-06-09TEV"),
        ("It applies from 12:01 a.m. Eastern time on July 9.", "TIME", "2025-07-09T00:01-04:00"),
        ("It fell in the fourth quarter of last year.", "DATE", "2024-Q4"),
        ("It was a yearlong study.", "DURATION", "P1Y"),
        ("It grew over the past decade.", "DURATION", "P1DE"),
        ("They meet every other week.", "SET", "P2W"),
        ("It will do for the rest of the year.", "DATE", "2025"),
        ("That was dozens of years ago.", "DATE", "PAST_REF"),
    ],
)
def test_a_time_has_its_type_and_value(text: str, kind: str, value: str) -> None:
    """Relative times resolve against the day of publication, by tense where that decides."""
    assert [(kind, value)] == [(each.type, each.value) for each in tag_times(text, PUBLISHED)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("They met on May 10 and 11.", ["2025-05-10", "2025-05-11"]),
        ("They met on 10-11 May 2025.", ["2025-05-10", "2025-05-11"]),
        ("They met on July 28 and 29, 2023.", ["2023-07-28", "2023-07-29"]),
        (
            "At 10 a.m. (0800 GMT) on Thursday they will meet.",
            ["2025-06-12T10:00", "2025-06-12T08:00Z", "2025-06-12"],
        ),
    ],
)
def test_a_day_told_beside_another_lends_its_month_and_year(text: str, values: list[str]) -> None:
    """A bare number takes the month beside it, a clock time the day told after another zone's."""
    assert values == [each.value for each in tag_times(text, PUBLISHED)]


def test_extents_are_exact() -> None:
    """A time's text is what stands between its offsets."""
    text = "Before noon on Friday they had talked for two days."
    for each in tag_times(text, PUBLISHED):
        assert each.text == text[each.start : each.end]


def test_a_weekday_that_contradicts_its_date_is_flagged() -> None:
    """The date is kept and the contradiction told."""
    (found,) = tag_times("They met on Monday, June 10, 2025.", PUBLISHED)
    assert found.value == "2025-06-10"
    assert found.fault == "2025-06-10 is a Tuesday, not a Monday"


def test_without_a_date_of_publication_relative_times_stay_open() -> None:
    """Nothing is guessed: the value keeps its X and says that it waits."""
    found = tag_times("They met on Tuesday and agreed last month.", None)
    assert [each.value for each in found] == ["XXXX-WXX-2", "XXXX-XX"]
    assert not any(each.resolved for each in found)


def test_the_month_is_told_from_the_modal_and_the_march() -> None:
    """Neither "may" nor "march" is a time."""
    assert tag_times("They may march on.", PUBLISHED) == []


def test_sums_of_money_and_codes_are_no_years() -> None:
    """A number in a price or a code is left alone."""
    assert tag_times("It cost $2000 for 2,000 units of 8541.2015.", PUBLISHED) == []
