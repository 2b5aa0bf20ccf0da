"""Lays out what is on record under a name as a card for the doors; lists are in `record_list`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from comity.register.archive import Archive
from comity.register.card import Card, Listing
from comity.register.entry import (
    Agreement,
    Claim,
    Evidence,
    Measure,
    Reading,
    Session,
    Source,
    Talk,
)
from comity.register.ledger import Entry
from comity.register.record_list import claim_list, say_event, say_status

Facts = tuple[tuple[str, str], ...]


def card_of(
    archive: Archive, name: str, *, on: date | None = None, known: date | None = None
) -> Card | None:
    """Return what is on record under an id, the id of a term, or a speaker's name; or None."""
    record = archive.record
    term = next(
        (
            agreement
            for agreement in record.agreements.values()
            if any(term.id == name for term in agreement.terms)
        ),
        None,
    )
    card: Card | None = None
    if measure := record.measures.get(name):
        card = _measure(archive, measure, on, known)
    elif talk := record.talks.get(name):
        card = _talk(archive, talk, known)
    elif agreement := record.agreements.get(name) or term:
        card = _agreement(archive, agreement, on, known)
    elif claim := record.claims.get(name):
        card = _claim(claim)
    elif any(name.casefold() == claim.speaker.casefold() for claim in record.claims.values()):
        card = _speaker(archive, name, known)
    return card


def _facts(*pairs: tuple[str, object]) -> Facts:
    return tuple((label, str(value)) for label, value in pairs if value not in (None, "", ()))


def _source_list(sources: tuple[Source, ...]) -> Listing:
    return Listing(
        title="Sources",
        columns=("id", "publisher", "title", "read", "address"),
        rows=tuple(
            (one.id, one.publisher, one.title, "yes" if one.read else "address only", one.url)
            for one in sources
        ),
    )


def _evidence_list(evidence: tuple[Evidence, ...]) -> Listing:
    return Listing(
        title="Evidence",
        columns=("quote", "from", "to"),
        rows=tuple((one.quote, str(one.start), str(one.end)) for one in evidence),
    )


def _provenance(evidence: tuple[Evidence, ...]) -> Facts:
    """Tell which document an accepted reading comes from, what read it and who accepted it."""
    return tuple(
        dict.fromkeys(
            fact
            for one in evidence
            for fact in _facts(
                ("read in", one.document),
                ("hash of the text", f"sha256 {one.sha256}"),
                ("read by", one.reader),
                ("accepted by", one.accepted_by),
            )
        )
    )


def _readings(readings: tuple[Reading, ...]) -> Facts:
    return tuple((f"as {one.side} reads it", one.text) for one in readings)


def _measure(archive: Archive, one: Measure, on: date | None, known: date | None) -> Card:
    standing = archive.standing(one, on=on, known=known)
    parts = "; ".join(f"{part}: {say_status(other)}" for part, other in standing.parts)
    return Card(
        key=one.id,
        kind="measure",
        title=one.title,
        facts=_facts(
            ("summary", one.summary),
            ("status", f"{say_status(standing)} (on {standing.on}, as known {standing.known})"),
            ("parts", parts),
            ("issuer", f"{one.issuer} ({one.side})"),
            ("targets", ", ".join(one.targets)),
            ("kind", one.kind),
            ("instrument", one.instrument),
            ("citation", one.citation),
            ("goods", ", ".join(one.goods)),
            ("license policy", one.license_policy),
            ("parties", one.parties_counted),
            ("regime", one.regime),
            ("stated in the tables as", one.law_measure),
            ("confidence", one.confidence.replace("_", " ")),
            ("note", one.note),
            *_provenance(one.evidence),
        ),
        listings=tuple(
            listing
            for listing in (
                _life_list(one),
                *_law_lists(one),
                claim_list(archive.claims_about(one.id, known=known)),
                _source_list(one.sources),
                _evidence_list(one.evidence),
            )
            if listing.rows
        ),
    )


def _life_list(measure: Measure) -> Listing:
    return Listing(
        title="Life",
        columns=("took hold", "known", "event", "by", "citation", "sources"),
        rows=tuple(
            (
                event.date.isoformat(),
                event.published.isoformat(),
                say_event(event),
                event.by,
                event.citation,
                ", ".join(event.sources),
            )
            for event in measure.events
        ),
    )


def _law_lists(measure: Measure) -> Iterator[Listing]:
    goods = tuple(
        (
            str(row.get("goods", "")),
            str(row.get("scheme", "")),
            _joined(row.get("prefix")),
            str(row.get("sign", "")),
            str(row.get("basis", "")),
            str(row.get("question") or row.get("note") or ""),
        )
        for row in measure.law.get("goods", ())
    )
    yield Listing(
        title="Goods", columns=("set", "scheme", "codes", "sign", "basis", "note"), rows=goods
    )
    parties = tuple(
        (
            str(row.get("list", "")),
            _joined(row.get("name")),
            str(row.get("place", "")),
            str(row.get("begun_by", "")),
            str(row.get("ended_by", "")),
        )
        for row in measure.law.get("listing", ())
    )
    yield Listing(title="Parties", columns=("list", "names", "place", "from", "to"), rows=parties)


def _joined(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _talk(archive: Archive, one: Talk, known: date | None) -> Card:
    return Card(
        key=one.id,
        kind="talks",
        title=one.title,
        facts=_facts(
            ("days", f"{one.start} to {one.end}"),
            ("place", ", ".join(part for part in (one.venue, one.city) if part)),
            ("time zone", one.zone),
            ("duration", one.duration),
            ("outcome", one.outcome),
            ("agreement", one.agreement),
            *_readings(one.readings),
            ("confidence", one.confidence.replace("_", " ")),
            ("note", one.note),
        ),
        listings=tuple(
            listing
            for listing in (
                Listing(
                    title="Sessions",
                    columns=("day", "from", "to", "kind", "venue", "told", "sources"),
                    rows=tuple(map(_session, one.sessions)),
                ),
                Listing(
                    title="Delegations",
                    columns=("side", "name", "office", "note"),
                    rows=tuple((who.side, who.name, who.office, who.note) for who in one.delegates),
                ),
                claim_list(archive.claims_about(one.id, known=known)),
                _source_list(one.sources),
            )
            if listing.rows
        ),
    )


def _session(one: Session) -> tuple[str, ...]:
    return (
        one.date.isoformat(),
        one.start,
        one.end,
        one.kind,
        one.venue,
        one.text,
        ", ".join(one.sources),
    )


def _agreement(archive: Archive, one: Agreement, on: date | None, known: date | None) -> Card:
    entries = archive.ledger(one, on=on, known=known)
    readings = tuple(
        (entry.term.id, reading.side, reading.text)
        for entry in entries
        for reading in entry.term.readings
    )
    return Card(
        key=one.id,
        kind="agreement",
        title=one.title,
        facts=_facts(
            ("date", one.date),
            ("form", one.form),
            ("talks", one.talk),
            ("confidence", one.confidence.replace("_", " ")),
            ("note", one.note),
        ),
        listings=tuple(
            listing
            for listing in (
                Listing(
                    title="Performance ledger",
                    columns=(
                        *("term", "owed by", "what", "due", "until", "condition"),
                        *("done on record", "measures now", "found", "told", "claims", "sources"),
                    ),
                    rows=tuple(map(_entry, entries)),
                ),
                Listing(title="Readings", columns=("term", "side", "reads"), rows=readings),
                Listing(
                    title="Alleged breaches",
                    columns=("by", "date", "who", "what", "sources"),
                    rows=tuple(
                        (it.side, it.date.isoformat(), it.who, it.text, ", ".join(it.sources))
                        for it in one.allegations
                    ),
                ),
                claim_list(archive.claims_about(one.id, known=known)),
                _source_list(one.sources),
            )
            if listing.rows
        ),
    )


def _entry(one: Entry) -> tuple[str, ...]:
    term = one.term
    steps = "; ".join(
        f"{step.measure.id} {step.event.kind} {step.event.date}"
        for step in one.steps
        if step.is_done
    )
    told = " ".join(part for part in (term.performance, term.dispute) if part)
    return (
        term.id,
        term.obligor,
        term.text,
        term.due.isoformat() if term.due else "",
        term.until.isoformat() if term.until else "",
        term.condition,
        f"{one.performance.replace('_', ' ')}{': ' if steps else ''}{steps}",
        "; ".join(f"{it.measure}: {say_status(it)}" for it in one.standings),
        term.status,
        told,
        ", ".join(claim.id for claim in one.claims),
        ", ".join(term.sources),
    )


def _claim(one: Claim) -> Card:
    return Card(
        key=one.id,
        kind="claim",
        title=one.text,
        facts=_facts(
            ("speaker", f"{one.speaker}, {one.office} ({one.side})"),
            ("said", f"{one.date}, through {one.outlet}"),
            ("kind", one.kind),
            ("how sure", one.modality.replace("_", " ")),
            ("about", ", ".join(one.about)),
            ("resolves by", one.resolves_by),
            ("outcome", one.outcome),
            ("basis", one.outcome_basis),
            ("confidence", one.confidence.replace("_", " ")),
            ("note", one.note),
            *_provenance(one.evidence),
        ),
        listings=tuple(
            listing
            for listing in (_source_list(one.sources), _evidence_list(one.evidence))
            if listing.rows
        ),
    )


def _speaker(archive: Archive, name: str, known: date | None) -> Card:
    found = archive.track_record(name, known=known)
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in found.outcomes.items())
    return Card(
        key=found.speaker,
        kind="speaker",
        title="Track record",
        facts=_facts(
            ("claims", len(found.claims)),
            ("forecasts", len(found.forecasts)),
            ("how they turned out", outcomes),
        ),
        listings=(claim_list(found.claims),),
    )
