"""Lays out lists of the record as cards for the doors: measures, talks, agreements, claims, news.

One thing with all that is known of it is laid out in `record_card`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from comity.errors import UnknownError
from comity.register.archive import Archive
from comity.register.card import Card, Listing
from comity.register.chronicle import News, list_claims
from comity.register.entry import Agreement, Claim, Event, Measure, Talk
from comity.register.life import Standing

#: What can be listed, and by what it can be filtered.
FILTERS = {
    "measures": ("issuer", "target", "goods", "status", "kind"),
    "talks": ("speaker",),
    "agreements": ("status",),
    "claims": ("speaker", "kind", "about", "status"),
}


def list_card(
    archive: Archive, noun: str, *, on: date | None, known: date | None, filters: dict[str, str]
) -> Card:
    """Return a list of measures, talks, agreements or claims; blank filters let all through."""
    if noun not in FILTERS:
        message = f'nothing to list as "{noun}"; try {", ".join(FILTERS)}'
        raise UnknownError(message)
    given = {name: value for name, value in filters.items() if value}
    if unknown := sorted(set(given) - set(FILTERS[noun])):
        message = f"{noun} have no {', '.join(unknown)}; they have {', '.join(FILTERS[noun])}"
        raise UnknownError(message)
    match noun:
        case "measures":
            listing = _measure_list(archive.measures(on=on, known=known, **given))
        case "talks":
            listing = _talk_list(archive.talks(on=on, known=known, **given))
        case "agreements":
            listing = _agreement_list(archive.agreements(known=known, **given))
        case _:
            listing = claim_list(
                list_claims(
                    archive.record,
                    known=known or archive.today,
                    speaker=given.get("speaker", ""),
                    kind=given.get("kind", ""),
                    about=given.get("about", ""),
                    status=given.get("status", ""),
                )
            )
    return _listed(noun, listing)


def news_card(found: Iterable[News], touched: Mapping[str, Iterable[str]] | None = None) -> Card:
    """Return what changed, day by day; with `touched` (measure → lines) which lines it touches."""
    columns: tuple[str, ...] = ("day", "what", "measure", "title", "event", "said by")
    rows = []
    for one in found:
        row = (
            one.day.isoformat(),
            one.what.replace("_", " "),
            one.measure.id,
            one.measure.title,
            say_event(one.event),
            one.event.citation or one.measure.citation,
        )
        lines = () if touched is None else (", ".join(touched.get(one.measure.id, ())),)
        rows.append((*row, *lines))
    if touched is not None:
        columns = (*columns, "lines")
    return _listed("news", Listing(title="News of law", columns=columns, rows=tuple(rows)))


def _listed(noun: str, listing: Listing) -> Card:
    count = len(listing.rows)
    return Card(key=noun, kind="list", title=f"{count} on record", listings=(listing,))


def say_status(standing: Standing) -> str:
    """Say where a measure stands."""
    told = standing.status.replace("_", " ")
    if standing.since:
        told += f" since {standing.since}"
    if standing.until and standing.status != "unknown":
        told += f" until {standing.until}"
    return f"{told} ({standing.missing})" if standing.missing else told


def say_event(event: Event) -> str:
    """Say what happened to a measure."""
    part = f" ({event.part})" if event.part else ""
    until = f" until {event.until}" if event.until else ""
    reported = f" Reported by {event.reported_by}." if event.reported_by else ""
    text = f": {event.text}" if event.text else ""
    return f"{event.kind.replace('_', ' ')}{until}{part}{text}{reported}"


def claim_list(claims: Iterable[Claim]) -> Listing:
    """Lay out claims."""
    return Listing(
        title="Claims",
        columns=("claim", "said", "speaker", "kind", "how sure", "text", "outcome"),
        rows=tuple(
            (
                one.id,
                one.date.isoformat(),
                one.speaker,
                one.kind,
                one.modality.replace("_", " "),
                one.text,
                one.outcome,
            )
            for one in claims
        ),
    )


def _measure_list(found: Iterable[tuple[Measure, Standing]]) -> Listing:
    return Listing(
        title="Measures",
        columns=("measure", "side", "kind", "status", "title", "citation"),
        rows=tuple(
            (one.id, one.side, one.kind, say_status(standing), one.title, one.citation)
            for one, standing in found
        ),
    )


def _talk_list(talks: Iterable[Talk]) -> Listing:
    return Listing(
        title="Talks",
        columns=("talks", "from", "to", "place", "title", "outcome"),
        rows=tuple(
            (one.id, one.start.isoformat(), one.end.isoformat(), one.city, one.title, one.outcome)
            for one in talks
        ),
    )


def _agreement_list(agreements: Iterable[Agreement]) -> Listing:
    return Listing(
        title="Agreements",
        columns=("agreement", "date", "title", "form", "terms"),
        rows=tuple(
            (one.id, one.date.isoformat(), one.title, one.form, str(len(one.terms)))
            for one in agreements
        ),
    )
