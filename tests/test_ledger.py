"""Terms beside performance, and speakers beside outcomes."""

from __future__ import annotations

from datetime import date

from comity.register.ledger import ledger, track_record
from comity.register.record import load_record

RECORD = load_record()
LONDON = RECORD.agreements["agr-2025-06-10-london"]


def test_the_united_states_performed_london_in_part() -> None:
    """Three of four measures were freed, one of them for one maker; nuclear parts were not."""
    entry = next(
        one
        for one in ledger(RECORD, LONDON, on=date(2025, 8, 1), known=date(2025, 8, 1))
        if one.term.id == "lon-us-1"
    )
    assert entry.performance == "partly"
    assert [step.event.date for step in entry.steps if step.is_done] == [
        date(2025, 7, 2),
        date(2025, 7, 2),
        date(2025, 7, 3),
    ]
    nuclear = next(one for one in entry.standings if "nuclear" in one.measure)
    assert nuclear.status == "in_force"
    assert "clm-034" in {claim.id for claim in entry.claims}


def test_nothing_was_performed_on_the_night_of_london() -> None:
    """On 10 June 2025 no step had been taken or was known."""
    for entry in ledger(RECORD, LONDON, on=date(2025, 6, 10), known=date(2025, 6, 10)):
        assert entry.performance == "not_on_record"


def test_china_performed_kuala_lumpur_in_time() -> None:
    """The six measures of 9 October 2025 were suspended three days before they had to be."""
    agreement = RECORD.agreements["agr-2025-10-30-kuala-lumpur-busan"]
    day = date(2025, 12, 1)
    entry = next(
        one for one in ledger(RECORD, agreement, on=day, known=day) if one.term.id == "kl-cn-1"
    )
    assert entry.performance == "performed"
    assert all(step.is_in_time for step in entry.steps)


def test_what_was_said_in_september_2026_is_not_performed() -> None:
    """The extension has terms, claims and no step."""
    agreement = RECORD.agreements["agr-2026-09-kl-extension"]
    day = date(2026, 11, 23)
    entries = ledger(RECORD, agreement, on=day, known=day)
    assert {entry.performance for entry in entries} == {"not_on_record"}


def test_a_speaker_has_a_track_record() -> None:
    """Of three forecasts of the Secretary of the Treasury one came true."""
    found = track_record(RECORD, "Bessent")
    assert found.speaker == "Scott Bessent"
    assert found.outcomes == {"partly": 1, "true": 1, "unverified": 1}
    assert len(found.claims) == 4
