"""Talks to come, talks gone back to, and days that more than one sentence tells."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from comity.read.proposal import Reading


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("The US and China met in London. Another meeting is likely within 90 days.", "2025-10-28"),
        ("The US and China met in London. There will be another round in August.", "2025-08"),
        ("The next round of talks between the US and China is due in Madrid in August.", "2025-08"),
    ],
)
def test_a_further_round_is_expected(text: str, day: str, read: Callable[..., Reading]) -> None:
    """A further meeting foretold is a session expected."""
    ahead = [
        p.value("day")
        for p in read(text).proposals
        if p.type == "talks_session" and p.modality == "expected"
    ]
    assert ahead == [day]


def test_teams_pause_and_go_back_on_the_day_they_sat_down(read: Callable[..., Reading]) -> None:
    """A bare hour is of the day of the talks, not of the day named last."""
    reading = read(
        "Negotiators from the US and China sat down in London at 10:40 a.m. on Tuesday after"
        " almost seven hours there on Monday. The teams paused shortly before 4 p.m. and went back"
        " in at about 8 p.m., a source said."
    )
    events = {
        p.value("kind"): (p.value("time") or "")[:16]
        for p in reading.proposals
        if p.type == "session_event"
    }
    assert events == {"break": "2025-07-29T16:00", "resume": "2025-07-29T20:00"}


def test_one_may_stay_if_need_be(read: Callable[..., Reading]) -> None:
    """Readiness to stay is a possible extension, with what it hangs on."""
    reading = read(
        "Talks between the US and China went on in London on Tuesday. \"If need be, we'll be here"
        ' tomorrow," Lutnick said.'
    )
    (extended,) = [p for p in reading.proposals if p.value("kind") == "extend"]
    assert extended.modality == "possible"
    assert extended.value("condition") == "If need be"


def test_a_town_within_the_name_of_a_building_is_no_place(read: Callable[..., Reading]) -> None:
    """What hangs on "in" is the place; the base has a name of its own."""
    reading = read("The US and China held talks at Gimhae air base in Busan on Monday.")
    (session,) = [p for p in reading.proposals if p.type == "talks_session"]
    assert session.value("place") == "Busan"
