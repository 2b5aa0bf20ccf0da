"""Time expressions: where they stand, what they are worth."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from comity.read import tag_times

PUBLISHED = date(2025, 6, 11)
#: Invented passages, each under its day of publication, times marked ``[[extent|type|value]]``.
PASSAGES = (Path(__file__).parent / "times.txt").read_text(encoding="utf-8").split("## ")[1:]
_MARKED = re.compile(r"\[\[(.*?)\|(\w+)\|(.*?)\]\]")


@pytest.mark.parametrize("passage", PASSAGES)
def test_the_times_of_general_news_are_tagged_as_annotated(passage: str) -> None:
    """Business, sport, disasters, courts, elections: extents, types and values by TimeML."""
    published, _, marked = passage.partition("\n")
    text = _MARKED.sub(r"\1", marked).strip()
    wanted = [tuple(found) for found in _MARKED.findall(marked)]
    tagged = tag_times(text, date.fromisoformat(published.strip()))
    assert wanted == [(each.text, each.type, each.value) for each in tagged]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("They met on Tuesday.", "DATE", "2025-06-10"),
        ("He told CNBC on Monday, the two sides would resume.", "DATE", "2025-06-09"),
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
        ("They sit every other Tuesday.", "SET", "XXXX-WXX-2"),
        ("Curbs were announced from Oct. 1.", "DATE", "2025-10-01"),
        ("The previous night sirens sounded.", "TIME", "2025-06-10TNI"),
        ("They had met the week before.", "DATE", "2025-W23"),
        ("He said on Monday it would end.", "DATE", "2025-06-09"),
        ("It will end, according to a notice dated Friday.", "DATE", "2025-06-06"),
        ("Monday's package also bars sales to the firm.", "DATE", "2025-06-09"),
        ("Talks could run late and spill over into Thursday.", "DATE", "2025-06-12"),
        ("The curbs were to have ended in November.", "DATE", "2025-11"),
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


@pytest.mark.parametrize(
    "text",
    [
        "The Sunday Times and USA Today had it first.",
        "Jan Smit is in his 20s.",
        "They won two three-quarters votes.",
        "The Winter Olympics drew a crowd.",
        "The striker scored in the second half.",
    ],
)
def test_names_ages_and_games_hold_no_times(text: str) -> None:
    """A title, an age in decades, a fraction and the half of a match are left alone."""
    assert tag_times(text, PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("He left in May 2023. Less than two months later he was back.", ["2023-05", "2023-07"]),
        ("It opened in 1994. It closed ten years later.", ["1994", "2004"]),
        ("It was hit on 9/11.", ["2001-09-11"]),
        ("They met on Oct. 16, 2012, and the following Monday.", ["2012-10-16", "2012-10-22"]),
        ("Over the next year it will shrink.", ["P1Y"]),
        ("It has grown since Monday.", ["2025-06-09"]),
        ("It came out in the summer of 2007. A year later it sold.", ["2007-SU", "2008"]),
        ("They dined on Tuesday night and left at 1 a.m.", ["2025-06-10TNI", "2025-06-11T01:00"]),
        ("It opens a week from Friday.", ["2025-06-20"]),
        ("They are looking at the Feb. 26 rule.", ["2025-02-26"]),
        ("It came on the day after Christmas.", ["2024-12-26"]),
    ],
)
def test_a_time_counts_from_the_period_told_last(text: str, values: list[str]) -> None:
    """What is "later" or "following" counts from what was told, not from publication."""
    assert values == [each.value for each in tag_times(text, PUBLISHED)]


def test_sums_of_money_and_codes_are_no_years() -> None:
    """A number in a price or a code is left alone."""
    assert tag_times("It cost $2000 for 2,000 units of 8541.2015.", PUBLISHED) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A curb of May 2 was eased. It failed. They had met the previous weekend.", "2025-W23-WE"),
        ("A curb of May 2 was eased. They had met the previous weekend.", "2025-W17-WE"),
    ],
)
def test_the_previous_week_counts_from_a_day_told_near(text: str, value: str) -> None:
    """A day of the sentence before is counted from; one further back is not."""
    assert tag_times(text, PUBLISHED)[-1].value == value
