"""Where a measure stands on a day, as known on another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comity.register.entry import ENDS, Event, Measure
from comity.register.life import life
from comity.register.record import load_record

RECORD = load_record()
EDA = "us-2025-05-23-eda-letters"
START = date(2025, 1, 1)


@pytest.mark.parametrize(
    ("measure", "on", "known", "status"),
    [
        (EDA, "2025-06-10", "2025-06-10", "in_force"),
        (EDA, "2025-06-10", "2025-05-27", "not_known"),
        (EDA, "2025-05-22", "2025-06-10", "not_yet"),
        (EDA, "2025-07-04", "2025-06-10", "in_force"),
        (EDA, "2025-07-04", "2025-07-04", "lifted"),
        ("us-2025-05-23-ethane-butane-letters", "2025-06-27", "2025-07-04", "eased"),
        ("us-2025-06-nuclear-licence-suspension", "2026-10-08", "2026-10-08", "in_force"),
        ("cn-2025-18-seven-rare-earths", "2026-10-08", "2026-10-08", "in_force"),
        ("cn-2025-57", "2025-11-01", "2025-11-01", "announced"),
        ("cn-2025-57", "2025-11-20", "2025-11-01", "in_force"),
        ("cn-2025-57", "2025-11-20", "2025-11-20", "suspended"),
        ("cn-2025-57", "2026-11-10", "2026-11-20", "suspended"),
        ("cn-2025-57", "2026-11-11", "2026-11-20", "unknown"),
        ("cn-2024-46-2-us-ga-ge-sb", "2026-11-27", "2026-11-27", "suspended"),
        ("cn-2024-46-2-us-ga-ge-sb", "2026-11-28", "2026-11-28", "unknown"),
        ("cn-2024-46-1-us-military", "2026-10-08", "2026-10-08", "in_force"),
        ("us-2025-09-29-affiliates-rule", "2026-11-09", "2026-11-09", "suspended"),
        ("us-2025-09-29-affiliates-rule", "2026-11-10", "2026-11-10", "unknown"),
        ("us-2025-01-15-ai-diffusion", "2026-01-01", "2026-10-08", "unenforced"),
        ("cn-2025-22-control-list", "2025-08-12", "2025-08-12", "lifted"),
        ("us-2025-11-10-affiliates-suspension", "2026-11-10", "2026-11-10", "unknown"),
    ],
)
def test_a_measure_stands_as_the_record_tells(
    measure: str, on: str, known: str, status: str
) -> None:
    """The two times are asked apart, and a suspension that ran out leaves the status unknown."""
    found = life(RECORD.measures[measure], date.fromisoformat(on), date.fromisoformat(known))
    assert found.status == status


def test_a_suspension_that_ran_out_says_what_is_missing() -> None:
    """After its last day the standing names that day, and guesses nothing."""
    found = life(RECORD.measures["cn-2025-57"], date(2026, 11, 23), date(2026, 11, 23))
    assert found.missing == "suspension ended 2026-11-10; no extension on record"


def test_a_part_may_go_its_own_way() -> None:
    """GE Aerospace was released on 3 July 2025; the suspension stands for others."""
    comac = RECORD.measures["us-2025-05-28-comac-licence-suspension"]
    found = life(comac, date(2025, 7, 4), date(2025, 7, 4))
    assert found.status == "in_force"
    assert {part: one.status for part, one in found.parts} == {"GE Aerospace": "lifted"}


def test_what_was_said_and_not_enacted_moves_no_measure() -> None:
    """No event on record rests on the statements of September 2026 about 10 January 2027."""
    told = [
        (measure.id, event.id)
        for measure in RECORD.measures.values()
        for event in measure.events
        if event.until == date(2027, 1, 10) or event.date == date(2027, 1, 10)
    ]
    assert told == []


@st.composite
def measures(draw: st.DrawFn) -> Measure:
    """Draw a measure with a possible life: begun, paused and extended, perhaps ended."""
    day = START
    events: list[Event] = []

    def add(kind: str, **more: object) -> None:
        lag = draw(st.integers(-5, 20))
        events.append(
            Event(
                id=f"e{len(events)}",
                kind=kind,
                date=day,
                published=day + timedelta(days=lag),
                **more,  # type: ignore[arg-type]
            )
        )

    add("announced")
    day += timedelta(days=draw(st.integers(0, 9)))
    add("effective")
    for _ in range(draw(st.integers(0, 3))):
        day += timedelta(days=draw(st.integers(1, 9)))
        length = draw(st.integers(0, 9))
        add(
            "suspended",
            until=day + timedelta(days=length),
            on_lapse=draw(st.sampled_from(["resumes", "unknown"])),
        )
        day += timedelta(days=length + 1)
    if draw(st.booleans()):
        day += timedelta(days=draw(st.integers(0, 9)))
        add(draw(st.sampled_from(ENDS)))
    return Measure(
        id="m",
        title="m",
        summary="m",
        regime="us_ear",
        side="US",
        issuer="BIS",
        kind="rule",
        confidence="one_source",
        events=tuple(events),
    )


def _oracle(measure: Measure, on: date, known: date) -> str:
    """Say where a measure stands by asking, of each kind of event, for the last one."""
    told = [event for event in measure.events if event.published <= known]
    past = {event.kind: event for event in told if event.date <= on}
    for end in ENDS:
        if end in past:
            return end
    base = "in_force" if "effective" in past else "announced" if "announced" in past else "not_yet"
    paused = past.get("suspended")
    if not told:
        base = "not_known"
    elif paused and paused.until and on <= paused.until:
        base = "suspended"
    elif paused and paused.on_lapse == "unknown":
        base = "unknown"
    return base


@given(measures(), st.integers(-3, 60), st.integers(-10, 90))
def test_life_agrees_with_a_walk_day_by_day(measure: Measure, on: int, known: int) -> None:
    """For any life and any two days the standing is what a plain walk through the days finds."""
    on_day, known_day = START + timedelta(days=on), START + timedelta(days=known)
    assert life(measure, on_day, known_day).status == _oracle(measure, on_day, known_day)


@given(measures(), st.integers(0, 60), st.integers(0, 90), st.integers(0, 90))
def test_later_knowledge_of_nothing_new_changes_nothing(
    measure: Measure, on: int, first: int, second: int
) -> None:
    """Between two days on which nothing was published the answer stays."""
    earlier, later = sorted(START + timedelta(days=one) for one in (first, second))
    if any(earlier < event.published <= later for event in measure.events):
        return
    on_day = START + timedelta(days=on)
    assert life(measure, on_day, earlier).status == life(measure, on_day, later).status
