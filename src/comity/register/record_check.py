"""Checks the record: each entry by itself, then against the others; every fault at once.

Reading the files, and what a single key must look like, is the matter of `record`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from comity.errors import Fault
from comity.register.entry import (
    ENDS,
    Agreement,
    Claim,
    Event,
    Measure,
    Record,
    Source,
    Talk,
    Term,
)


def check_record(record: Record) -> list[Fault]:
    """Return every fault of a record: lives, references, sources, order of dates."""
    known = {
        *record.measures,
        *record.talks,
        *record.agreements,
        *(term.id for it in record.agreements.values() for term in it.terms),
    }
    events = {f"{it.id}#{event.id}" for it in record.measures.values() for event in it.events}
    faults: list[Fault] = []
    for measure in record.measures.values():
        faults += check_measure(measure)
        faults += _acting_measures(measure, record)
    for talk in record.talks.values():
        faults += _talk(talk, record)
    for agreement in record.agreements.values():
        faults += _agreement(agreement, record, events)
    for claim in record.claims.values():
        faults += _claim(claim, known)
    return faults


def check_measure(measure: Measure) -> list[Fault]:
    """Return every fault of one measure: its sources and its life."""
    return [
        *_sources(measure.file, measure.sources),
        *_events(measure),
        *_order(measure),
        *_life(measure),
    ]


def _fault(file: str, column: str, expected: str, got: object = None) -> Fault:
    told = None if got is None else str(got)
    return Fault(file=file, column=column, expected=expected, got=told)


def _sources(file: str, sources: tuple[Source, ...]) -> Iterator[Fault]:
    if not sources:
        yield _fault(file, "source", "expected at least one source ([[source]])")
    yield from _twice(file, "source", (source.id for source in sources))


def _twice(file: str, column: str, ids: Iterable[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for key in ids:
        if key in seen:
            yield _fault(file, f"{column}[{key}].id", "expected an id used once", key)
        seen.add(key)


def _cited(
    file: str, column: str, cited: tuple[str, ...], sources: tuple[Source, ...]
) -> Iterator[Fault]:
    ids = {source.id for source in sources}
    if not cited:
        yield _fault(file, column, "expected at least one source")
    for key in cited:
        if key not in ids:
            yield _fault(file, column, "expected the id of a [[source]] of this file", key)


def _events(measure: Measure) -> Iterator[Fault]:
    if not measure.events:
        yield _fault(measure.file, "event", "expected at least one event ([[event]])")
    yield from _twice(measure.file, "event", (event.id for event in measure.events))
    for event in measure.events:
        where = f"event[{event.id}]"
        yield from _cited(measure.file, f"{where}.sources", event.sources, measure.sources)
        if event.until and event.until < event.date:
            told = "expected a day on or after the event's date"
            yield _fault(measure.file, f"{where}.until", told, event.until)
        if event.kind in ("suspended", "extended") and not event.on_lapse:
            told = "expected resumes or unknown: what holds when the suspension ends"
            yield _fault(measure.file, f"{where}.on_lapse", told)


def _order(measure: Measure) -> Iterator[Fault]:
    before = date.min
    first = min((event.published for event in measure.events), default=date.min)
    announced = [event for event in measure.events if event.kind in ("announced", "proposed")]
    for event in measure.events:
        if event.date < before:
            told = f"expected events in order of their dates, after {before}"
            yield _fault(measure.file, f"event[{event.id}].date", told, event.date)
        before = max(before, event.date)
    for event in announced[:1]:
        if event.published > first:
            told = f"expected no event known before the measure was ({first} is)"
            yield _fault(measure.file, f"event[{event.id}].published", told, event.published)


class _Walk:
    """Follows the events of one part of a measure and says where a step cannot be."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.begun = False
        self.told = False
        self.ended: Event | None = None
        self.paused: Event | None = None

    def step(self, event: Event) -> Iterator[Fault]:
        where = f"event[{event.id}]"
        if self.ended is not None and event.kind not in ("reviewed", "confirmed", "protested"):
            told = f"expected nothing after the measure {self.ended.kind} on {self.ended.date}"
            yield _fault(self.file, f"{where}.kind", told, event.kind)
        match event.kind:
            case "announced":
                self.told = True
            case "effective":
                if self.begun:
                    yield _fault(self.file, f"{where}.kind", "expected one beginning", event.kind)
                self.begun = True
            case "suspended":
                yield from self._suspend(event, where)
            case "extended":
                yield from self._extend(event, where)
            case "resumed":
                yield from self._resume(event, where)
        if event.kind in (*ENDS, "eased", "unenforced"):
            yield from self._needs_beginning(event, where)
        if event.kind in ENDS:
            self.ended = event

    def _needs_beginning(self, event: Event, where: str) -> Iterator[Fault]:
        if not (self.begun or self.told):
            told = "expected the measure to be announced or in force before it"
            yield _fault(self.file, f"{where}.kind", told, event.kind)

    def _suspend(self, event: Event, where: str) -> Iterator[Fault]:
        yield from self._needs_beginning(event, where)
        if self.paused and (self.paused.until is None or event.date <= self.paused.until):
            told = f"expected no suspension on top of {self.paused.id} (say extended, or resumed)"
            yield _fault(self.file, f"{where}.date", told, event.date)
        self.paused = event

    def _resume(self, event: Event, where: str) -> Iterator[Fault]:
        if self.paused is None:
            told = "expected a suspension before it"
            yield _fault(self.file, f"{where}.kind", told, event.kind)
        self.paused = None

    def _extend(self, event: Event, where: str) -> Iterator[Fault]:
        if self.paused is None:
            told = "expected a suspension to extend"
            yield _fault(self.file, f"{where}.kind", told, event.kind)
        elif self.paused.until and event.until and event.until <= self.paused.until:
            told = f"expected a day after {self.paused.until}, the end it extends"
            yield _fault(self.file, f"{where}.until", told, event.until)
        self.paused = event


def _life(measure: Measure) -> Iterator[Fault]:
    parts = dict.fromkeys(["", *(event.part for event in measure.events)])
    for part in parts:
        walk = _Walk(measure.file)
        for event in measure.events:
            # A part shares what happened to the whole; only its own steps are checked here.
            if event.part == part:
                yield from walk.step(event)
            elif part and not event.part and event.kind in ("announced", "effective"):
                walk.told = True


def _acting_measures(measure: Measure, record: Record) -> Iterator[Fault]:
    for event in measure.events:
        if event.by and event.by not in record.measures:
            told = "expected a measure on record"
            yield _fault(measure.file, f"event[{event.id}].by", told, event.by)


def _talk(talk: Talk, record: Record) -> Iterator[Fault]:
    yield from _sources(talk.file, talk.sources)
    if talk.end < talk.start:
        yield _fault(talk.file, "end", "expected a day on or after start", talk.end)
    if talk.agreement and talk.agreement not in record.agreements:
        yield _fault(talk.file, "agreement", "expected an agreement on record", talk.agreement)
    before = ""
    for number, session in enumerate(talk.sessions, start=1):
        where = f"session[{number}]"
        if not talk.start <= session.date <= talk.end:
            told = f"expected a day from {talk.start} to {talk.end}"
            yield _fault(talk.file, f"{where}.date", told, session.date)
        moment = f"{session.date} {session.start}".strip()
        if moment < before and session.start:
            yield _fault(talk.file, f"{where}.start", f"expected a time after {before}", moment)
        before = max(before, moment)
        yield from _cited(talk.file, f"{where}.sources", session.sources, talk.sources)


def _agreement(agreement: Agreement, record: Record, events: set[str]) -> Iterator[Fault]:
    file = agreement.file
    yield from _sources(file, agreement.sources)
    yield from _twice(file, "term", (term.id for term in agreement.terms))
    if agreement.talk and agreement.talk not in record.talks:
        yield _fault(file, "talk", "expected a round of talks on record", agreement.talk)
    for term in agreement.terms:
        yield from _term(agreement, term, record, events)
    for number, allegation in enumerate(agreement.allegations, start=1):
        where = f"allegation[{number}].sources"
        yield from _cited(file, where, allegation.sources, agreement.sources)


def _term(agreement: Agreement, term: Term, record: Record, events: set[str]) -> Iterator[Fault]:
    file, where = agreement.file, f"term[{term.id}]"
    yield from _cited(file, f"{where}.sources", term.sources, agreement.sources)
    for key in term.measures:
        if key not in record.measures:
            yield _fault(file, f"{where}.measures", "expected a measure on record", key)
    for key in term.events:
        if key not in events:
            told = "expected an event on record (MEASURE#EVENT)"
            yield _fault(file, f"{where}.events", told, key)
    if term.due and term.until and term.until < term.due:
        yield _fault(file, f"{where}.until", f"expected a day on or after {term.due}", term.until)


def _claim(claim: Claim, known: set[str]) -> Iterator[Fault]:
    yield from _sources(claim.file, claim.sources)
    if claim.resolves_by and claim.resolves_by < claim.date:
        told = f"expected a day on or after {claim.date}"
        yield _fault(claim.file, "resolves_by", told, claim.resolves_by)
    for key in claim.about:
        if key not in known:
            told = "expected a measure, a round of talks, an agreement or a term on record"
            yield _fault(claim.file, "about", told, key)
    if claim.outcome and not claim.outcome_basis:
        yield _fault(claim.file, "outcome_basis", "expected what the outcome rests on")
