"""Sessions of talks and what happens in them, in the words of many newsrooms."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from comity.read import Proposal, Reading

PUBLISHED = date(2025, 6, 12)


def _of(reading: Reading, kind: str) -> list[Proposal]:
    return [each for each in reading.proposals if each.type == kind]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            "The third round of India-EU consultations took place in Brussels on June 9-10.",
            {"place": "Brussels", "day": "2025-06-09/2025-06-10"},
        ),
        (
            "Negotiators from Japan and the United States huddled for four hours on Wednesday.",
            {"day": "2025-06-11", "duration": "PT4H"},
        ),
        (
            (
                "A meeting between Wang Wentao and Maros Sefcovic in Paris on Tuesday lasted"
                " 45 minutes."
            ),
            {"place": "Paris", "day": "2025-06-10", "duration": "PT45M"},
        ),
        (
            "Senior diplomats of Japan and China met in Kumamoto for four hours on Sunday.",
            {"place": "Kumamoto", "day": "2025-06-08"},
        ),
        (
            "Wednesday's meeting in Tokyo between Japanese and Dutch officials was the fifth.",
            {"place": "Tokyo", "day": "2025-06-11"},
        ),
        (
            "Talks between the Netherlands and China opened in Beijing on Tuesday morning.",
            {"place": "Beijing", "start": "2025-06-10TMO"},
        ),
        (
            "Trade talks between Japan and China in Tokyo on Tuesday stretched to nearly 11 p.m.",
            {"day": "2025-06-10", "end": "2025-06-10T23:00+09:00"},
        ),
        (
            "The U.S.-China talks ran from 9 a.m. until 1 p.m. on Monday.",
            {"start": "2025-06-09T09:00", "end": "2025-06-09T13:00"},
        ),
    ],
)
def test_a_session_is_told_with_its_place_day_and_hours(
    text: str, slots: dict[str, str], read: Callable[..., Reading]
) -> None:
    """Verbs, nouns and owners of talks all tell a session."""
    (session,) = _of(read(text, PUBLISHED), "talks_session")
    assert slots == {name: session.value(name) for name in slots}
    assert session.modality == "did"


@pytest.mark.parametrize(
    ("text", "kind", "time"),
    [
        ("The delegations reconvened after lunch at 2 p.m.", "resume", "2025-06-10T14:00+02:00"),
        ("Negotiators called it a night at 11:30 p.m.", "end", "2025-06-10T23:30+02:00"),
        ("The two sides took a two-hour recess at noon.", "break", "2025-06-10T12:00+02:00"),
        ("The teams adjourned for lunch at about 1 p.m.", "break", "2025-06-10T13:00+02:00"),
        ("Negotiators were back at the table by 3 p.m.", "resume", "2025-06-10T15:00+02:00"),
        ("Talks will pick up again on Thursday.", "resume", "2025-06-12"),
        ("Discussions stretched past midnight.", "extend", "2025-06-11T00:00"),
    ],
)
def test_an_event_belongs_to_the_session_told_before_it(
    text: str, kind: str, time: str, read: Callable[..., Reading]
) -> None:
    """A bare clock time is of the session's day and in the zone of its place."""
    reading = read(f"China and the U.S. held talks in Geneva on Tuesday. {text}", PUBLISHED)
    (event,) = _of(reading, "session_event")
    assert (kind, time, "talks_session-1") == (
        event.value("kind"),
        (event.value("time") or "")[: len(time)],
        event.value("session"),
    )


def test_talks_elsewhere_are_a_session_of_their_own(read: Callable[..., Reading]) -> None:
    """A further round in another town is no resumption of the one held."""
    text = (
        "China and the U.S. held talks in Geneva on Tuesday."
        " A further round is planned for late June in Stockholm."
    )
    told = {
        (each.value("place"), each.modality) for each in _of(read(text, PUBLISHED), "talks_session")
    }
    assert {("Geneva", "did"), ("Stockholm", "expected")} == told


@pytest.mark.parametrize(
    "text",
    [
        "The company's board of directors met for three hours on Tuesday.",
        "Shares of the chipmaker rose in Monday's session.",
        "Trading was suspended for an hour on Friday.",
        "The Senate adjourned on Friday without passing the bill.",
    ],
)
def test_other_meetings_are_no_talks(text: str, read: Callable[..., Reading]) -> None:
    """Where no two sides meet, nothing is proposed."""
    kinds = {each.type for each in read(text, PUBLISHED).proposals}
    assert not kinds & {"talks_session", "session_event"}
