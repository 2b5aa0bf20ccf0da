"""What a desk can be asked to look up: names, lists of the record, timelines, documents, coverage.

Questions about order books are the matter of `desk`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.lookup import Lookup
from comity.errors import UnknownError
from comity.grounds import Grounds
from comity.register.coverage import Provision, load_coverage

if TYPE_CHECKING:
    from comity.read.llm import Endpoint
    from comity.read.notices.notice import Notice
    from comity.read.proposal import Reading
    from comity.register.card import Card
    from comity.register.chronicle import Timeline


class Reference(Grounds):
    """What is known under a name, on record, of the law's coverage, and in a document."""

    def show(self, name: str, *, on: date | None = None, known: date | None = None) -> Card:
        """Look up a name: in the law, or on record.

        In the law: a code, a place, a place set, a control, a relief, a measure, an act.
        On record: a measure, a round of talks, an agreement or its term, a claim, a speaker.

        Args:
            name: The name, with its kind before it where it could be several: `place:D:5`.
            on: Day to look at; by default today.
            known: Day as of which acts are public; by default today.

        Raises:
            UnknownError: The name names nothing.
        """
        from comity.register.record_card import card_of

        if card := card_of(self.record, name, on=on, known=known):
            return card
        question = self._question(on=on, known=known, regimes=None)
        day = on or question.today
        view = self._view(question.known)
        return Lookup(view.star, view.holding, on=day, known=question.known).find(name)

    def read(
        self,
        source: str | Path | bytes,
        *,
        published: date | None = None,
        model: Endpoint | None = None,
    ) -> Sequence[Reading | Notice]:
        """Read a story, a feed or an official notice, and link it to the record.

        Args:
            source: A path, an ``http(s)://`` address, or the bytes of a document.
            published: The day of publication, where the document doesn't tell it.
            model: A language model that reads stories too, its proposals flagged as such.

        Raises:
            ReadError: Nothing can be read, with the reason.
            MissingExtraError: What reads such a document isn't installed.
        """
        from comity.read.reader import read_source

        return read_source(source, published=published, record=self.record.record, model=model)

    def coverage(self, regime: str | None = None) -> Sequence[Provision]:
        """Return how far each provision of law is modelled.

        Raises:
            UnknownError: The regime isn't known.
        """
        found = load_coverage()
        regimes = sorted({one.regime for one in found})
        if regime is not None and regime not in regimes:
            message = f"no regime {regime}; try {', '.join(regimes)}"
            raise UnknownError(message)
        return [one for one in found if regime in {None, one.regime}]

    def timeline(
        self,
        *sides: str,
        since: date | None = None,
        until: date | None = None,
        known: date | None = None,
    ) -> Timeline:
        """Lay out the measures of some sides as bars and the talks as bands."""
        return self.record.timeline(sides, since=since, until=until, known=known)

    def draw(self, timeline: Timeline, target: Path) -> None:
        """Draw a timeline to an .svg or .html file.

        Raises:
            InputError: The file has another suffix.
            MissingExtraError: The charting library is not installed.
        """
        from comity.register.timeline_chart import draw_timeline

        draw_timeline(timeline, target)

    def list(
        self,
        noun: str,
        *,
        on: date | None = None,
        known: date | None = None,
        **filters: str,
    ) -> Card:
        """List what is on record: measures, talks, agreements or claims.

        Args:
            noun: What to list.
            on: Day on which measures are to stand; by default today.
            known: Day as of which it was public; by default today.
            filters: For measures `issuer`, `target`, `goods`, `status`, `kind`; for talks
                `speaker`; for agreements `status`; for claims `speaker`, `kind`, `about`,
                `status`.

        Raises:
            UnknownError: There is no such noun, or it has no such filter.
        """
        from comity.register.record_list import list_card

        return list_card(self.record, noun, on=on, known=known, filters=filters)
