"""The times of a measure: when it was told, from when, until when."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read import Reading


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        (
            (
                "China has suspended its export controls on gallium, the commerce ministry said on "
                "Monday."
            ),
            "time",
            "2025-07-28",
        ),
        (
            "Washington told Nvidia last week that it could resume exports of its chips to China.",
            "time",
            "2025-W30",
        ),
        (
            (
                "In a letter sent on Monday, lawmakers urged the United States to tighten export "
                "controls on China."
            ),
            "time",
            "2025-07-28",
        ),
        (
            (
                "The United States on Tuesday issued a rule tightening export controls on chips to "
                "China."
            ),
            "time",
            "2025-07-29",
        ),
        (
            (
                "China imposed export controls on antimony on July 14. The controls take effect on "
                "Sept. 1."
            ),
            "effective",
            "2025-09-01",
        ),
        (
            (
                "China will tighten its export controls on graphite from Friday, the commerce "
                "ministry said."
            ),
            "effective",
            "2025-08-01",
        ),
        (
            "China suspended its export controls on gallium until the end of the year.",
            "until",
            "2025-12-31",
        ),
        (
            "It came on July 21. China hit back within hours by banning exports of gallium.",
            "time",
            "2025-07-21",
        ),
        (
            "China suspended its export controls on gallium through 2026.",
            "until",
            "2026-12-31",
        ),
        (
            (
                "China banned exports of antimony on Monday, a day after the US listed a firm. "
                "The ban takes effect immediately."
            ),
            "effective",
            "2025-07-28",
        ),
        (
            (
                "Beijing curbed exports of gallium on Monday, two days after the US imposed export "
                "controls on chip software."
            ),
            "time",
            "2025-07-26",
        ),
        (
            "China announced on Monday a six-month pause in its export controls on graphite.",
            "duration",
            "P6M",
        ),
        (
            (
                "China suspended its export ban on gallium on Monday. It will remain on hold until "
                "March 31, 2026, the ministry said."
            ),
            "until",
            "2026-03-31",
        ),
        (
            (
                "China tightened its export controls on antimony last week. The curbs expire on "
                "Nov. 10."
            ),
            "until",
            "2025-11-10",
        ),
        (
            (
                "A decree adopted on Thursday bans exports of enriched uranium from Russia to the "
                "United States."
            ),
            "time",
            "2025-07-24",
        ),
        (
            (
                "China's commerce ministry said on Thursday it would require export licenses for "
                "lithium batteries starting November 8."
            ),
            "time",
            "2025-07-24",
        ),
        (
            "In the previous package, adopted in May, the EU curbed exports of chips to Russia.",
            "time",
            "2025-05",
        ),
        (
            "Exports of graphite will need a license on Nov. 8, China's commerce ministry said.",
            "effective",
            "2025-11-08",
        ),
        (
            (
                "The United States on Monday tightened its export controls on chips to China. "
                "Under the rule, which was mailed to firms and took effect immediately, any "
                "buyer must be named."
            ),
            "effective",
            "2025-07-28",
        ),
        (
            (
                "China will begin to require licenses for exports of graphite on Oct. 1, the "
                "commerce ministry said on Monday."
            ),
            "time",
            "2025-07-28",
        ),
        (
            "The United States has in recent days banned exports of ethane to China.",
            "time",
            "2025-07",
        ),
        (
            "China has in recent months banned exports of antimony to the United States.",
            "time",
            "PAST_REF",
        ),
    ],
)
def test_a_measure_has_the_times_told_of_it(
    read: Callable[..., Reading], text: str, slot: str, value: str
) -> None:
    """Its own, else that of the saying, letter or rule; beginning and end apart."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert value in [each.value(slot) for each in measures]


def test_a_deadline_is_not_the_day_of_the_saying(read: Callable[..., Reading]) -> None:
    """What ends or comes before something else lends a measure no time."""
    text = "After China lifted its export controls on gallium, prices fell on Monday."
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert [each.value("time") for each in measures] == [None]


def test_the_time_since_which_a_ban_held_is_not_that_of_its_end(
    read: Callable[..., Reading],
) -> None:
    """What has been in place since a day is lifted on another."""
    text = (
        "Washington on Monday lifted export restrictions on chip software to China that had been "
        "in place since May 29."
    )
    lifted = [each for each in read(text).proposals if each.value("action") == "lift"]
    assert [each.value("time") for each in lifted] == ["2025-07-28"]


def test_the_last_week_of_a_month_is_a_range_of_days(read: Callable[..., Reading]) -> None:
    """A part of a month is told in days."""
    text = "US and Chinese officials will meet in Madrid in the first week of September."
    sessions = [each for each in read(text).proposals if each.type == "talks_session"]
    assert [each.value("day") for each in sessions] == ["2025-09-01/2025-09-07"]


@pytest.mark.parametrize(
    ("text", "slot", "values"),
    [
        (
            (
                "Washington suspended licenses for jet parts to China on Monday. It also banned "
                "exports of ethane to China."
            ),
            "time",
            ["2025-07-28", "2025-07-28"],
        ),
        (
            (
                "China put export controls on graphite on July 14. It has since banned exports of "
                "antimony."
            ),
            "time",
            ["2025-07-14", None],
        ),
        (
            (
                "On July 15, a day after the two sides met in Geneva, the United States suspended "
                "exports of ethane to China."
            ),
            "time",
            ["2025-07-15"],
        ),
        (
            (
                "Two weeks after the Geneva deal of July 7, Washington banned exports of ethane to "
                "China."
            ),
            "time",
            ["2025-07-21"],
        ),
        (
            "In the past two weeks Washington has banned exports of ethane to China.",
            "time",
            ["2025-07"],
        ),
        (
            "Prices rose in May, when China began requiring licenses for exports of graphite.",
            "time",
            ["2025-05"],
        ),
        (
            (
                "China imposed export controls on tungsten on Monday. The rules took effect "
                "immediately."
            ),
            "effective",
            ["2025-07-28"],
        ),
        (
            (
                "Export controls on batteries will take effect on November 8, China's commerce "
                "ministry said on Monday."
            ),
            "effective",
            ["2025-11-08"],
        ),
        (
            "Japan said on Monday it would tighten export controls on chips on August 20.",
            "effective",
            ["2025-08-20"],
        ),
        (
            "In a letter dated July 14, Washington told Synopsys to stop exports to China. ",
            "time",
            ["2025-07-14"],
        ),
        (
            "Prices rose after China began to require licenses for exports of graphite in April.",
            "time",
            ["2025-04"],
        ),
    ],
)
def test_measures_take_the_time_of_their_sentence_or_of_the_one_before(
    read: Callable[..., Reading], text: str, slot: str, values: list[str | None]
) -> None:
    """Shared with "also", counted from another act, told of the rules afterwards."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert values == [each.value(slot) for each in measures]


def test_a_rule_has_the_day_on_which_it_was_published(read: Callable[..., Reading]) -> None:
    """Told in a clause of its own, after the rule was named."""
    text = (
        "China objected to a U.S. rule that extends export controls to subsidiaries of listed "
        "Chinese firms. The rule was published on July 14."
    )
    assert "2025-07-14" in [each.value("time") for each in read(text).proposals]


@pytest.mark.parametrize(
    "text",
    [
        "Orbis said in a filing on Monday that the US had banned exports of ethane to China.",
        "The US has banned exports of ethane to China, the New York Times reported on Monday.",
        "The US has banned exports of ethane to China, two people said on Monday.",
        "China's commerce ministry said on Monday it had approved some exports of rare earths.",
    ],
)
def test_the_day_of_hearsay_is_not_that_of_the_act(read: Callable[..., Reading], text: str) -> None:
    """When a firm, a paper or nobody named told of an act says not when it was done."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert [each.value("time") for each in measures] == [None]


def test_a_rule_takes_effect_on_another_day_than_it_is_made(read: Callable[..., Reading]) -> None:
    """The sentence that tells from when a rule applies doesn't tell when it was made."""
    text = (
        "China said foreign firms will need its permission to export rare earths. The rule takes "
        "effect on Dec. 1."
    )
    (measure,) = [each for each in read(text).proposals if each.type == "measure"]
    assert (measure.value("effective"), measure.value("time")) == ("2025-12-01", None)


def test_what_takes_effect_is_the_rule_over_the_goods_named(read: Callable[..., Reading]) -> None:
    """Of two measures told, the one over the goods that the sentence names."""
    text = (
        "Washington on Monday tightened its export controls on chips to China. It also put 40 "
        "Chinese firms on its Entity List. The chip controls take effect on Dec. 31."
    )
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert [each.value("effective") for each in measures] == ["2025-12-31", None]


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        (
            (
                "The two sides struck a truce in Geneva in May. In the weeks after Geneva, the US "
                "banned exports of ethane to China."
            ),
            "time",
            "2025-05/2025-06",
        ),
        (
            "The US banned exports of ethane to China in the days after the talks of July 14.",
            "time",
            "2025-07",
        ),
        (
            "In the months before the talks of May 12, the US banned exports of ethane to China.",
            "time",
            None,
        ),
        (
            "China suspended its export ban on gallium from Nov. 10, 2025, to Nov. 10, 2026.",
            "until",
            "2026-11-10",
        ),
        (
            "China suspended its export ban on gallium from Nov. 10, 2025, to Nov. 10, 2026.",
            "effective",
            "2025-11-10",
        ),
    ],
)
def test_a_vague_length_after_an_event_leads_to_months(
    read: Callable[..., Reading], text: str, slot: str, value: str | None
) -> None:
    """What is counted from another act has not its day; "from … to …" is a beginning and an end."""
    (measure,) = [each for each in read(text).proposals if each.type == "measure"]
    assert measure.value(slot) == value


@pytest.mark.parametrize(
    ("text", "slot", "values"),
    [
        (
            (
                "The US curbed exports of ethane to China in May. It cited delays by China, whose "
                "controls on rare earths took effect on April 4."
            ),
            "effective",
            [None, "2025-04-04"],
        ),
        (
            "The US banned exports of ethane to China in May. Its ban takes effect on Aug. 4.",
            "effective",
            ["2025-08-04"],
        ),
        (
            "The US banned exports of ethane to China in May. The pause expires in August.",
            "until",
            [None],
        ),
        (
            "China suspended its export ban on gallium in May. The pause expires in August.",
            "until",
            ["2025-08"],
        ),
        (
            "India on Monday suspended a 13-year-old arrangement to export rare earths to Japan.",
            "duration",
            [None],
        ),
    ],
)
def test_a_time_goes_to_the_measure_that_is_meant(
    read: Callable[..., Reading], text: str, slot: str, values: list[str | None]
) -> None:
    """Whose controls they are decides; a pause is none but of what is suspended."""
    measures = [each for each in read(text).proposals if each.type == "measure"]
    assert [each.value(slot) for each in measures] == values
