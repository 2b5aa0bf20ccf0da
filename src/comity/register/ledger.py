"""Sets what was promised beside what the record shows was done, and what speakers foretold.

The ledger of an agreement counts events of measures, not words; words stand beside it as claims.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.register.chronicle import claims_about, list_claims
from comity.register.entry import Agreement, Claim, Event, Measure, Record, Term
from comity.register.life import Standing, life

Performance = Literal["performed", "late", "partly", "not_on_record", "no_measure"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """An event that performs a term."""

    measure: Measure
    event: Event
    is_done: bool
    is_in_time: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One term beside what was done for it.

    `performance` is what the events show; `term.status` is what the compilers of the record found,
    payments and purchases included, which no measure shows.
    """

    term: Term
    performance: Performance
    steps: tuple[Step, ...]
    standings: tuple[Standing, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackRecord:
    """What a speaker said, and how what they foretold turned out."""

    speaker: str
    claims: tuple[Claim, ...]
    forecasts: tuple[Claim, ...]
    outcomes: Mapping[str, int]


def ledger(record: Record, agreement: Agreement, *, on: date, known: date) -> list[Entry]:
    """Return each term of an agreement with its performance up to a day, as far as known."""
    return [_entry(record, term, on, known) for term in agreement.terms]


def track_record(record: Record, speaker: str, *, known: date = date.max) -> TrackRecord:
    """Return a speaker's claims, and the outcomes of their forecasts counted."""
    claims = tuple(list_claims(record, known=known, speaker=speaker))
    forecasts = tuple(claim for claim in claims if claim.kind == "forecast")
    return TrackRecord(
        speaker=claims[0].speaker if claims else speaker,
        claims=claims,
        forecasts=forecasts,
        outcomes=dict(Counter(claim.outcome or "open" for claim in forecasts)),
    )


def _entry(record: Record, term: Term, on: date, known: date) -> Entry:
    steps = tuple(_step(record, key, term, on, known) for key in term.events)
    return Entry(
        term=term,
        performance=_performance(term, steps),
        steps=steps,
        standings=tuple(life(record.measures[key], on, known) for key in term.measures),
        claims=tuple(claims_about(record, term.id, known)),
    )


def _step(record: Record, key: str, term: Term, on: date, known: date) -> Step:
    name, _, event_id = key.partition("#")
    measure = record.measures[name]
    event = next(one for one in measure.events if one.id == event_id)
    is_done = event.date <= on and event.published <= known
    return Step(
        measure=measure,
        event=event,
        is_done=is_done,
        is_in_time=event.date <= term.due if is_done and term.due else None,
    )


def _performance(term: Term, steps: tuple[Step, ...]) -> Performance:
    if not term.measures:
        return "no_measure"
    done = [step for step in steps if step.is_done]
    if not done:
        return "not_on_record"
    touched = {step.measure.id for step in done if not step.event.part}
    if touched < set(term.measures):
        return "partly"
    return "late" if any(step.is_in_time is False for step in done) else "performed"
