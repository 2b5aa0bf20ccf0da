"""Talks as newsrooms tell them: breaks, nights, capitals, rounds to come, live pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from comity.read import Proposal, Reading

#: A Wednesday.
PUBLISHED = date(2025, 7, 30)


def _of(reading: Reading, kind: str) -> list[Proposal]:
    return [each for each in reading.proposals if each.type == kind]


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        (
            (
                "Chinese and U.S. delegations on Sunday and Monday held candid, in-depth and"
                " constructive communications in Madrid."
            ),
            {"place": "Madrid", "day": "2025-07-27/2025-07-28"},
        ),
        (
            (
                "Talks between Japan and the US were called off. The two last met in Tokyo on"
                " July 4 for about 90 minutes."
            ),
            {"place": "Tokyo", "day": "2025-07-04", "duration": "PT90M"},
        ),
        (
            "U.S. and Chinese negotiators held talks in the Malaysian capital on Monday.",
            {"place": "Kuala Lumpur", "day": "2025-07-28"},
        ),
        (
            (
                "A meeting between Mexico and the US in San Antonio on Monday ran from 8 a.m. to"
                " past 6 p.m."
            ),
            {"place": "San Antonio", "start": "2025-07-28T08:00", "end": "2025-07-28T18:00"},
        ),
        (
            "A second day of US-China trade talks is under way in Stockholm.",
            {"place": "Stockholm", "day": "2025-07-30", "day_of_round": "2"},
        ),
        (
            (
                "Maros Sefcovic, the EU trade commissioner, spoke for two hours by video link on"
                " Tuesday with his Chinese counterpart."
            ),
            {"day": "2025-07-29", "duration": "PT2H"},
        ),
        (
            (
                "Talks between Washington and Beijing broke up. A follow-up meeting is due in"
                " Luanda on August 21."
            ),
            {"place": "Luanda", "day": "2025-08-21"},
        ),
        (
            (
                "The two sides are likely to meet again in about 90 days, Bessent said in a dispute"
                " between the United States and China."
            ),
            {"day": "2025-10-28"},
        ),
        (
            (
                "A delegation of Dutch officials travelled to Beijing on Tuesday for discussions"
                " with the Chinese commerce ministry."
            ),
            {"place": "Beijing", "day": "2025-07-29"},
        ),
    ],
)
def test_a_session_is_told_in_many_ways(
    text: str, slots: dict[str, str], read: Callable[..., Reading]
) -> None:
    """Place, day and hours are found however they are told."""
    told = [
        {name: (session.value(name) or "")[: len(slots[name])] for name in slots}
        for session in _of(read(text, PUBLISHED), "talks_session")
    ]
    assert slots in told


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "Beijing's delegation flew home from Brussels on Tuesday, a day early.",
            {"departure"},
        ),
        (
            (
                "Negotiators from the US and China met in Doha on Wednesday. The two sides were"
                " still at it at 11:30 p.m., an official said."
            ),
            {"ongoing"},
        ),
        (
            "The US and China met in Paris on Tuesday, with a break for lunch.",
            {"break"},
        ),
        (
            (
                "US-China talks began in Madrid at 9 a.m. on Tuesday, paused at noon and resumed at"
                " 2 p.m."
            ),
            {"break", "resume"},
        ),
        (
            (
                "The US and China met in Madrid on Tuesday. He Lifeng's motorcade pulled away"
                " shortly after 8 p.m."
            ),
            {"departure"},
        ),
        (
            "Trade talks between Washington and Taipei collapsed on Tuesday.",
            {"end"},
        ),
        (
            (
                "The US and China met in Rome on Tuesday. The talks are expected to run through"
                " Thursday."
            ),
            {"extend"},
        ),
    ],
)
def test_an_event_is_told_in_many_ways(
    text: str, kinds: set[str], read: Callable[..., Reading]
) -> None:
    """Breaks, nights, departures and ends are found, and nothing else."""
    assert kinds == {
        str(each.value("kind")) for each in _of(read(text, PUBLISHED), "session_event")
    }


def test_a_round_to_come_is_a_session_and_no_resumption(read: Callable[..., Reading]) -> None:
    """Meeting again in another month resumes nothing."""
    text = (
        "US and Mexican officials met in San Antonio on Monday. The two delegations are set to meet"
        " again in Mexico City on September 3."
    )
    reading = read(text, PUBLISHED)
    days = [each.value("day") for each in _of(reading, "talks_session")]
    assert days == ["2025-07-28", "2025-09-03"]
    assert not _of(reading, "session_event")


def test_an_entry_of_a_live_page_is_told_at_its_hour(read: Callable[..., Reading]) -> None:
    """A line that is but a clock tells when what follows it happened."""
    text = (
        "US-China talks are under way in Stockholm\n"
        "16:40\nThe talks are over.\n13:30\nLunch break. The teams are back at 2.30 pm.\n"
    )
    events = _of(read(text, PUBLISHED), "session_event")
    times = {each.value("kind"): str(each.value("time"))[:16] for each in events}
    assert times["end"] == "2025-07-30T16:40"
    assert "break" in times


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            (
                "Led by Vice Premier He Lifeng and Treasury Secretary Scott Bessent, the two sides"
                " reached a consensus."
            ),
            {"He Lifeng", "Scott Bessent"},
        ),
        (
            (
                "Talks between the US and China went on. Besides He, the Chinese team includes Li"
                " Chenggang. Vice Premier He Lifeng arrived on Monday."
            ),
            {"Li Chenggang"},
        ),
        (
            (
                "US-China talks resumed. Vice Premier He Lifeng leads for China; with him are Li"
                " Chenggang and Liao Min."
            ),
            {"He Lifeng", "Li Chenggang", "Liao Min"},
        ),
        (
            (
                "US-China talks began. Also at the table were China's top trade negotiator Li"
                " Chenggang and US Trade Representative Jamieson Greer."
            ),
            {"Li Chenggang", "Jamieson Greer"},
        ),
        (
            (
                "US-Mexico talks began, Deputy Economy Minister Rosa Quiroga said. Quiroga's"
                " counterpart was Landon Heid, the assistant secretary of commerce."
            ),
            {"Rosa Quiroga", "Landon Heid"},
        ),
        (
            (
                "The US will hold off on fees under the agreement struck by Donald Trump and Xi"
                " Jinping."
            ),
            set(),
        ),
    ],
)
def test_members_are_told_in_many_ways(
    text: str, people: set[str], read: Callable[..., Reading]
) -> None:
    """Who sits with whom is found, and who only struck a deal is no member."""
    members = {
        str(each.value("person")) for each in _of(read(text, PUBLISHED), "delegation_member")
    }
    assert people == members


def test_a_sentence_about_two_days_tells_two_sessions(read: Callable[..., Reading]) -> None:
    """What came before is parted from what its clock time tells."""
    text = (
        "U.S. and Chinese officials sat down in London at 10:40 a.m. on Tuesday after spending "
        "almost seven hours there on Monday."
    )
    sessions = [each for each in read(text).proposals if each.type == "talks_session"]
    assert sorted((each.value("day"), each.value("duration")) for each in sessions) == [
        ("2025-07-28", "PT7H"),
        ("2025-07-29", None),
    ]


@pytest.mark.parametrize(
    ("text", "length"),
    [
        (
            (
                "Chinese President Xi Jinping and US President Donald Trump spoke by phone on "
                "Tuesday. The conversation took about two hours."
            ),
            "PT2H",
        ),
        (
            "U.S. and Chinese officials met in Stockholm on Monday. The talks lasted five hours.",
            "PT5H",
        ),
    ],
)
def test_the_length_of_talks_is_told_in_a_sentence_of_its_own(
    read: Callable[..., Reading], text: str, length: str
) -> None:
    """A verb of lasting lends it to the session told last."""
    sessions = [each for each in read(text).proposals if each.type == "talks_session"]
    assert [each.value("duration") for each in sessions] == [length]


def test_talks_that_followed_a_call_are_not_by_phone(read: Callable[..., Reading]) -> None:
    """What came before them leaves them their place."""
    text = (
        "Trade teams of the United States and China met in Stockholm on July 28, following a phone "
        "call between the two presidents on June 5."
    )
    sessions = [each for each in read(text).proposals if each.type == "talks_session"]
    assert ("Stockholm", "2025-07-28") in [(e.value("place"), e.value("day")) for e in sessions]
