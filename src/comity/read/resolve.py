"""Links a reading to the record: whose measure, which talks, which agreement, and why.

The caller passes in what is known (`Known`); what matches nothing is proposed as new.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from comity.read.lexicon import either, table
from comity.read.names.goods import kin
from comity.read.notices.proposals import measures_of
from comity.read.proposal import Proposal, Reading, Slot, each
from comity.read.times.moment import day_of
from comity.register.entry import Agreement, Measure, Record, Talk

#: A measure is taken for the one meant from this score on.
_ENOUGH = 0.5
#: How long after its beginning a measure is still news.
_FRESH_DAYS = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is on record: the entries that a statement can be about."""

    measures: tuple[Measure, ...] = ()
    talks: tuple[Talk, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    #: Names of people with the side and office they are on record with.
    people: tuple[tuple[str, str, str], ...] = ()


def known_of(record: Record) -> Known:
    """Take what is known from the record."""
    people = {
        delegate.name: (delegate.name, delegate.side, delegate.office)
        for talk in record.talks.values()
        for delegate in talk.delegates
    }
    return Known(
        measures=tuple(record.measures.values()),
        talks=tuple(record.talks.values()),
        agreements=tuple(record.agreements.values()),
        people=tuple(people.values()),
    )


def resolve(reading: Reading, known: Known) -> Reading:
    """Return the reading with each proposal linked to the entries it is about."""
    day = date.fromisoformat(reading.published) if reading.published else None
    return replace(
        reading, proposals=tuple(_resolved(proposal, known, day) for proposal in reading.proposals)
    )


def _resolved(proposal: Proposal, known: Known, day: date | None) -> Proposal:
    found: tuple[Slot, ...] = ()
    if proposal.type == "measure":
        found = _measures(proposal, known.measures, day)
    elif proposal.type in {"talks_session", "session_event"}:
        found = _talks(proposal, known.talks)
    elif proposal.type in {"agreement", "agreement_term", "allegation"}:
        found = _agreements(proposal, known.agreements, day)
    elif proposal.type == "delegation_member":
        found = _people(proposal, known)
    elif proposal.type in {"notice", "life_event"}:
        found = _acts(proposal, known.measures)
    if not found:
        return proposal
    return replace(
        proposal, slots={**proposal.slots, "about": found if len(found) > 1 else found[0]}
    )


def _measures(
    proposal: Proposal, measures: Sequence[Measure], day: date | None
) -> tuple[Slot, ...]:
    """Link each goods phrase to the measure of the issuer that best fits it."""
    links: dict[str, Slot] = {}
    for goods in each(proposal, "goods"):
        scored = [
            (score, reason, measure.id)
            for measure in measures
            if measure.side == proposal.value("issuer")
            for score, reason in [_fit(measure, str(goods.value), proposal, day)]
            if score >= _ENOUGH
        ]
        if scored:
            score, reason, id_ = max(scored, key=lambda one: (one[0], one[2]))
            links.setdefault(id_, _link(id_, reason, score))
    return tuple(links.values())


def _link(id_: str, reason: str, score: float) -> Slot:
    return Slot(value=id_, entry=id_, reason=reason, score=round(score, 2))


def _fit(measure: Measure, goods: str, proposal: Proposal, day: date | None) -> tuple[float, str]:
    """Score a measure: its goods most, then how fresh it was, then whether it still stood."""
    covered = goods_in(f"{measure.title} {measure.summary} {' '.join(measure.goods)}")
    named = goods_in(" ".join(measure.goods)) | goods_in(measure.title)
    wider = kin(goods)
    told = 0.6 if goods in named else 0.5 if goods in covered or wider & named else 0.0
    begun = min((event.date for event in measure.events), default=None)
    if told == 0.0 or begun is None or (day is not None and begun > day):
        return 0.0, ""
    age = (day - begun).days if day is not None else _FRESH_DAYS
    fresh = max(0.0, 0.3 * (1 - age / _FRESH_DAYS))
    ended = any(
        event.kind in {"lifted", "rescinded"} and day and event.date < day
        for event in measure.events
    )
    stands = 0.0 if ended and proposal.value("action") != "impose" else 0.1
    which = goods if goods in named | covered else next(iter(sorted(wider & named)), goods)
    return told + fresh + stands, f"{measure.side} measure on {which}, begun {begun.isoformat()}"


@cache
def goods_in(text: str) -> frozenset[str]:
    """Return the goods, by their usual names, that a text speaks of."""
    names = {row["phrase"].casefold(): row["goods"] for row in table("goods")}
    pattern = re.compile(rf"(?<![\w-])(?:{either(names)})(?!\w)", re.IGNORECASE)
    return frozenset(
        names[re.sub(r"\s+", " ", found).casefold()] for found in pattern.findall(text)
    )


def _acts(proposal: Proposal, measures: Sequence[Measure]) -> tuple[Slot, ...]:
    """Link a notice to its own measure on record, a step of a life to the measure it moves."""
    own = proposal.type == "notice"
    told = [proposal.value("number"), proposal.value("citation")] if own else []
    issuer = proposal.value("issuer") or ""
    numbers = [f"UEL {each}" if "Unreliable" in issuer else each for each in told if each]
    for number in numbers or [proposal.value("measure") or ""]:
        found = measures_of(number, proposal.value("side") or "", measures) if number else []
        if found:
            return tuple(_link(one.id, f"{one.citation} on record", 1.0) for one in found)
    return ()


def _talks(proposal: Proposal, talks: Sequence[Talk]) -> tuple[Slot, ...]:
    told = proposal.value("day") or proposal.value("end") or proposal.value("time") or ""
    day, place = day_of(told), proposal.value("place")
    for talk in talks:
        if day is not None and talk.start <= day <= talk.end and place in {None, talk.city}:
            score = 1.0 if place == talk.city else 0.7
            return (_link(talk.id, f"talks in {talk.city} from {talk.start} to {talk.end}", score),)
    return ()


def _agreements(
    proposal: Proposal, agreements: Sequence[Agreement], day: date | None
) -> tuple[Slot, ...]:
    name = proposal.value("name") or proposal.value("agreement") or ""
    reached = proposal.value("reached") or ""
    for agreement in sorted(agreements, key=lambda one: one.date, reverse=True):
        if day is not None and agreement.date > day:
            continue
        place = next(
            (word for word in name.split() if word[:1].isupper() and word in agreement.title), ""
        )
        dated = bool(reached) and agreement.date.isoformat().startswith(reached[:7])
        if place and (dated or not reached):
            return (_link(agreement.id, f"{place} agreement of {agreement.date}", 0.9),)
        if dated and not place and reached.startswith(agreement.date.isoformat()):
            return (_link(agreement.id, f"agreement of {agreement.date}", 0.6),)
    return ()


def _people(proposal: Proposal, known: Known) -> tuple[Slot, ...]:
    name = proposal.value("person")
    return tuple(
        Slot(value=person, entry=person, reason=f"on record as {office}", score=1.0)
        for person, _, office in known.people
        if person == name
    )
