"""The record with a clock: what a user asks of it, today unless they say otherwise.

The questions themselves are in `chronicle`, `life` and `ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from comity.register import chronicle
from comity.register.chronicle import News, Timeline
from comity.register.entry import Agreement, Claim, Measure, Record, Talk
from comity.register.ledger import Entry, TrackRecord, ledger, track_record
from comity.register.life import Standing, life


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The record as of a day; every question takes `on` and `known`, both today if left out."""

    record: Record
    today: date

    def find(self, key: str) -> Measure | Talk | Agreement | Claim:
        """Return whatever has this id.

        Raises:
            UnknownError: Nothing on record has it.
        """
        return self.record.find(key)

    def measures(
        self, *, on: date | None = None, known: date | None = None, **filters: str
    ) -> list[tuple[Measure, Standing]]:
        """List measures with where each stands; filters are those of `list_measures`."""
        return chronicle.list_measures(
            self.record, on=on or known or self.today, known=known or self.today, **filters
        )

    def talks(
        self, *, on: date | None = None, known: date | None = None, speaker: str = ""
    ) -> list[Talk]:
        """List rounds of talks."""
        return chronicle.list_talks(self.record, known=known or self.today, on=on, speaker=speaker)

    def agreements(self, *, known: date | None = None, status: str = "") -> list[Agreement]:
        """List agreements."""
        return chronicle.list_agreements(self.record, known=known or self.today, status=status)

    def claims_about(self, key: str, *, known: date | None = None) -> list[Claim]:
        """List the claims about a measure, a round, an agreement (terms included) or a term."""
        agreement = self.record.agreements.get(key)
        keys = [key, *(term.id for term in agreement.terms)] if agreement else [key]
        found = {
            claim.id: claim
            for one in keys
            for claim in chronicle.claims_about(self.record, one, known or self.today)
        }
        return sorted(found.values(), key=lambda claim: (claim.date, claim.id))

    def standing(
        self, measure: Measure, *, on: date | None = None, known: date | None = None
    ) -> Standing:
        """Tell where a measure stands."""
        return life(measure, on or known or self.today, known or self.today)

    def ledger(
        self, agreement: Agreement, *, on: date | None = None, known: date | None = None
    ) -> list[Entry]:
        """Set each term of an agreement beside what was done."""
        known = known or self.today
        return ledger(self.record, agreement, on=on or known, known=known)

    def track_record(self, speaker: str, *, known: date | None = None) -> TrackRecord:
        """Return what a speaker said and how their forecasts turned out."""
        return track_record(self.record, speaker, known=known or self.today)

    def timeline(
        self,
        sides: Iterable[str],
        *,
        since: date | None = None,
        until: date | None = None,
        known: date | None = None,
    ) -> Timeline:
        """Lay out measures as bars and talks as bands; from the first event to today if left."""
        first = min(one.events[0].date for one in self.record.measures.values())
        return chronicle.timeline(
            self.record,
            sides,
            since=since or first,
            until=until or self.today,
            known=known or self.today,
        )

    def news(self, *, since: date, until: date | None = None) -> Sequence[News]:
        """Tell what took hold, became known or ran out since a day."""
        return chronicle.news(self.record, since=since, until=until or self.today)
