"""Asks the record: which measures, talks, agreements and claims, as of when and known when.

Everything here is a plain function of a record and two days; nothing prints. Where one measure
stands is the matter of `life`, whether an agreement was kept that of `ledger`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from comity.register.entry import ENDS, MOVES, Agreement, Claim, Event, Measure, Record, Talk
from comity.register.life import Standing, life, pauses

#: What a filter on status may ask for beside a status of its own.
IN_FORCE = "in_force"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a bar: `end` is the first day that it no longer covers, None where open."""

    state: Literal["in_force", "suspended", "unknown"]
    start: date
    end: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A measure through time, as known on a day."""

    measure: Measure
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The measures of some sides as bars, and the talks as bands."""

    since: date
    until: date
    bars: tuple[Bar, ...]
    talks: tuple[Talk, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that changed on a day: something took hold, became known, or ran out."""

    day: date
    what: Literal["took_hold", "became_known", "ran_out"]
    measure: Measure
    event: Event


def list_measures(
    record: Record,
    *,
    on: date,
    known: date,
    issuer: str = "",
    target: str = "",
    goods: str = "",
    status: str = "",
    kind: str = "",
) -> list[tuple[Measure, Standing]]:
    """List measures that the public could know of, with where each stands.

    Args:
        record: The record.
        on: The day on which they are to stand.
        known: The day whose knowledge counts.
        issuer: A side (`US`), or a part of an issuer's name.
        target: A place or party among the targets.
        goods: A word of title, summary or goods, or a code of the goods (`8505.11`, `3D991`).
        status: A status of `life`; `in_force` takes in what was eased or goes unenforced.
        kind: A kind of measure.
    """
    found = []
    for measure in record.measures.values():
        standing = life(measure, on, known)
        if standing.status == "not_known" or not _has_status(standing, status):
            continue
        if issuer and issuer.upper() != measure.side and not _has(issuer, measure.issuer):
            continue
        if target and not any(_has(target, one) for one in measure.targets):
            continue
        if goods and not _has_goods(measure, goods):
            continue
        if kind and kind != measure.kind:
            continue
        found.append((measure, standing))
    return sorted(found, key=lambda pair: (pair[0].events[0].date, pair[0].id))


def list_talks(
    record: Record, *, known: date, on: date | None = None, speaker: str = ""
) -> list[Talk]:
    """List rounds of talks that had begun by `known`, those of a day, or those of a person."""
    return sorted(
        (
            talk
            for talk in record.talks.values()
            if talk.start <= known
            and (on is None or talk.start <= on <= talk.end)
            and (not speaker or any(_has(speaker, one.name) for one in talk.delegates))
        ),
        key=lambda talk: (talk.start, talk.id),
    )


def list_agreements(record: Record, *, known: date, status: str = "") -> list[Agreement]:
    """List agreements of a day or before it, or those with a term of a status."""
    return sorted(
        (
            one
            for one in record.agreements.values()
            if one.date <= known
            and (not status or any(status == term.status for term in one.terms))
        ),
        key=lambda one: (one.date, one.id),
    )


def list_claims(
    record: Record,
    *,
    known: date,
    speaker: str = "",
    kind: str = "",
    about: str = "",
    status: str = "",
    since: date = date.min,
) -> list[Claim]:
    """List claims made from `since` to `known`.

    Args:
        record: The record.
        known: The last day of saying.
        speaker: A part of the speaker's name.
        kind: A kind of claim.
        about: The id of what they are about.
        status: An outcome.
        since: The first day of saying.
    """
    return sorted(
        (
            claim
            for claim in record.claims.values()
            if since <= claim.date <= known
            and (not speaker or _has(speaker, claim.speaker))
            and (not kind or kind == claim.kind)
            and (not about or about in claim.about)
            and (not status or status == claim.outcome)
        ),
        key=lambda claim: (claim.date, claim.id),
    )


def claims_about(record: Record, key: str, known: date = date.max) -> list[Claim]:
    """List the claims about a measure, a round, an agreement or a term."""
    return list_claims(record, known=known, about=key)


def timeline(
    record: Record, sides: Iterable[str], *, since: date, until: date, known: date
) -> Timeline:
    """Lay out the measures of some sides between two days, and the talks between them."""
    wanted = {side.upper() for side in sides}
    bars = [
        Bar(measure=measure, spans=spans)
        for measure in record.measures.values()
        if measure.side in wanted and (spans := _spans(measure, known))
    ]
    return Timeline(
        since=since,
        until=until,
        bars=tuple(
            sorted(
                (
                    bar
                    for bar in bars
                    if bar.spans[0].start <= until
                    and (bar.spans[-1].end is None or bar.spans[-1].end > since)
                ),
                key=lambda bar: (bar.measure.side, bar.spans[0].start, bar.measure.id),
            )
        ),
        talks=tuple(
            talk
            for talk in list_talks(record, known=known)
            if talk.end >= since and talk.start <= until
        ),
    )


def news(record: Record, *, since: date, until: date) -> list[News]:
    """Tell what took hold, became known or ran out from one day to another, both included.

    Only what was known by `until` is told.
    """
    found = [
        one
        for measure in record.measures.values()
        for one in _changes(measure, until)
        if since <= one.day <= until
    ]
    return sorted(found, key=lambda one: (one.day, one.measure.id, one.what, one.event.id))


def _changes(measure: Measure, known: date) -> Iterator[News]:
    def tell(day: date, what: Literal["took_hold", "became_known", "ran_out"]) -> News:
        return News(day=day, what=what, measure=measure, event=event)

    for event in measure.events:
        if event.published > known:
            continue
        yield tell(event.published, "became_known")
        if event.kind in MOVES and event.kind != "announced":
            yield tell(event.date, "took_hold")
        if event.until is not None:
            after = event.until + timedelta(days=1)
            standing = life(measure, after, known)
            if standing.status == "unknown" and standing.event == event:
                yield tell(after, "ran_out")


def _spans(measure: Measure, known: date) -> tuple[Span, ...]:
    """Cut the life of a whole measure into spans, in order."""
    told = [one for one in measure.events if one.published <= known]
    begun = next((one for one in told if one.kind == "effective" and not one.part), None) or next(
        (one for one in told if one.kind == "effective"), None
    )
    if begun is None:
        return ()
    end = next((one.date for one in told if one.kind in ENDS and not one.part), None)
    days = {begun.date}
    for start, last, _ in pauses(measure, known):
        days.add(start)
        if last is not None:
            days.add(last + timedelta(days=1))
    days.update(one.date for one in told if one.kind == "resumed" and not one.part)
    if begun.until is not None:
        days.add(begun.until + timedelta(days=1))
    cuts = sorted(day for day in days if day >= begun.date and (end is None or day < end))
    spans: list[Span] = []
    for number, day in enumerate(cuts):
        following = cuts[number + 1] if number + 1 < len(cuts) else end
        state = _state(life(measure, day, known))
        if spans and spans[-1].state == state:
            spans[-1] = Span(state=state, start=spans[-1].start, end=following)
        else:
            spans.append(Span(state=state, start=day, end=following))
    return tuple(spans)


def _state(standing: Standing) -> Literal["in_force", "suspended", "unknown"]:
    match standing.status:
        case "suspended":
            return "suspended"
        case "unknown":
            return "unknown"
    return "in_force"


def _has_status(standing: Standing, status: str) -> bool:
    if not status:
        return True
    return standing.is_in_force if status == IN_FORCE else standing.status == status


def _has(part: str, text: str) -> bool:
    return part.casefold() in text.casefold()


def _has_goods(measure: Measure, goods: str) -> bool:
    words = (measure.title, measure.summary, *measure.goods)
    if any(_has(goods, one) for one in words):
        return True
    code = re.sub(r"(?<=\d)\.(?=\d)", "", goods).upper()
    if not any(sign.isdigit() for sign in code):
        return False
    return any(
        one.upper().startswith(code) or code.startswith(one.upper())
        for row in measure.law.get("goods", ())
        if row.get("scheme") != "set"
        for one in _prefixes(row.get("prefix"))
        if one not in {"*", "absent"}
    )


def _prefixes(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]
