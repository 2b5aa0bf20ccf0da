"""The desk: what a user does — check an order book, explain a line, look something up.

It joins the law, the determination and the order books; every door is a way to ask it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.dimensions import Line
from comity.determine.explain import Explanation, explain_line
from comity.determine.header import read_mapping
from comity.determine.holding import Holding
from comity.determine.lookup import Lookup
from comity.determine.orders import OrderBook, open_orders
from comity.determine.run import Check, Progress, Target, Targets, answer_book, find_line
from comity.determine.single import Single, answer_row, detail_rows
from comity.errors import Fault, InputError, UnknownError
from comity.register.coverage import Provision, load_coverage
from comity.terms.places import parse_place

if TYPE_CHECKING:
    from comity.determine.engine import Determination
    from comity.register.archive import Archive
    from comity.register.card import Card
    from comity.register.chronicle import Timeline
    from comity.register.star import Star

#: How many determinations stay at hand for the next question.
_AT_HAND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Question:
    """When, as known when, and under which regimes an answer is asked."""

    on: date | None
    known: date
    today: date
    regimes: tuple[str, ...] | None


class Desk:
    """A place to ask from: the law, compiled, and a clock.

    Args:
        today: The day it is; by default what the clock says.
    """

    def __init__(self, *, today: date | None = None) -> None:
        self._today = today
        self._determinations: dict[_Question, Determination] = {}

    @cached_property
    def star(self) -> Star:
        """The law and the record that ship, compiled when they are first needed."""
        return _shipped_star()

    @cached_property
    def record(self) -> Archive:
        """The record that ships: measures, talks, agreements and claims."""
        from comity.register.archive import Archive
        from comity.register.record import load_record

        return Archive(record=load_record(), today=self._today or date.today())  # noqa: DTZ011  the user's own calendar day

    def check(
        self,
        orders: object,
        *,
        output: Target = None,
        details: Target = None,
        on: date | None = None,
        known: date | None = None,
        from_: str = "",
        regimes: Sequence[str] | None = None,
        rejects: Target = None,
        mapping: Target | Mapping[str, str] = None,
        progress: Progress | None = None,
    ) -> Check:
        """Answer every line of an order book.

        Args:
            orders: A path, ``-``, rows as mappings, or a table that speaks Arrow.
            output: Where the answers go, by its suffix .csv, .parquet, .jsonl or .xlsx; without
                it they stay in memory.
            details: Where the details go; without `output` too they stay in memory.
            on: Day for every line, whatever its own.
            known: Day as of which acts are public; by default today.
            from_: Place of export of lines that give none.
            regimes: Regimes to ask; by default all.
            rejects: Where faulty rows go with their reasons; without it a fault refuses the book.
            mapping: Our column = their header, or a TOML file that says so.
            progress: Is told how far the work has come.

        Raises:
            InputError: The order book is faulty; nothing was written.
            UnknownError: A regime isn't known.
        """
        targets = Targets(output=output, details=details, rejects=rejects)
        targets.check(orders)
        book = self._open(orders, from_=from_, mapping=mapping)
        question = self._question(on=on, known=known, regimes=regimes)
        determination = self._determine(question)
        return answer_book(book, determination, targets, cap=self._cap, progress=progress)

    def explain(
        self,
        orders: object = None,
        *,
        line: str | None = None,
        on: date | None = None,
        known: date | None = None,
        regimes: Sequence[str] | None = None,
        mapping: Target | Mapping[str, str] = None,
        **fields: str,
    ) -> Explanation:
        """Explain one line: from an order book by its id, or given by its columns.

        Args:
            orders: The order book; without it the line is given by `fields`.
            line: The id of the line in the order book.
            on: Day to look at, whatever the line's own.
            known: Day as of which acts are public; by default today.
            regimes: Regimes to ask; by default all.
            mapping: Our column = their header, for the order book.
            fields: Columns of the line, as in ``to="CN", eccn="3A090.a"``; `from_` is `from`.

        Raises:
            InputError: The line is faulty, or the order book has no such line.
            UnknownError: A regime isn't known.
        """
        from_ = fields.pop("from_", "")
        book = self._open(
            {"to": "", "eccn": "", **fields} if orders is None else orders,
            from_=from_,
            mapping=mapping,
        )
        batch, total = find_line(book, line, self._cap)
        question = self._question(on=on, known=known, regimes=regimes)
        values = {**batch.to_pylist()[0], "total": total[0].as_py()}
        asked = Line(
            values=values, day=on or values["date"] or question.today, known=question.known
        )
        verdicts = Single(self._holding, question.regimes).verdicts(asked)
        return explain_line(
            self._holding, self.star, asked, answer_row(verdicts), detail_rows(verdicts)
        )

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
        return Lookup(self.star, self._holding, on=day, known=question.known).find(name)

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

    def news(self, orders: object = None, *, since: date, until: date | None = None) -> Card:
        """Tell what took hold, became known or ran out since a day.

        Args:
            orders: An order book; with it each change names the lines that its measure touches
                on a day of change, whatever their own dates.
            since: The first day.
            until: The last day; by default today.

        Raises:
            InputError: The order book is faulty.
        """
        from comity.register.record_list import news_card

        found = self.record.news(since=since, until=until)
        if orders is None:
            return news_card(found)
        days = {one.day if one.what == "ran_out" else one.event.date for one in found}
        return news_card(found, self._touched(orders, sorted(days), until))

    def _touched(
        self, orders: object, days: Sequence[date], known: date | None
    ) -> dict[str, dict[str, None]]:
        """Return which lines of an order book each measure touches on any of some days."""
        touched: dict[str, dict[str, None]] = {}
        for day in days:
            check = self.check(orders, on=day, known=known)
            for row in check.details().select(["line", "measure"]).to_pylist():
                touched.setdefault(row["measure"], {})[row["line"]] = None
        return touched

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

    @cached_property
    def _holding(self) -> Holding:
        return Holding(self.star)

    @cached_property
    def _cap(self) -> float | None:
        """The largest cap on the value of an order, if there is any."""
        caps = [
            box.value_cap_usd
            for box in self.star.boxes
            if box.cap_basis == "order_entry" and box.value_cap_usd is not None
        ]
        return max(caps, default=None)

    def _open(
        self, orders: object, *, from_: str, mapping: Target | Mapping[str, str]
    ) -> OrderBook:
        if mapping is not None and not isinstance(mapping, Mapping):
            mapping = read_mapping(Path(mapping))
        return open_orders(
            orders,
            mapping=mapping,
            default_from=_place(from_) if from_ else "",
            end_uses=sorted({row["end_use"] for row in self.star.law.rows("end_uses")}),
            fdp_rules=sorted({row["fdp"] for row in self.star.law.rows("fdp_rules")}),
        )

    def _question(
        self, *, on: date | None, known: date | None, regimes: Sequence[str] | None
    ) -> _Question:
        today = self._today or date.today()  # noqa: DTZ011  the user's own calendar day
        asked = tuple(regimes) if regimes else None
        return _Question(on=on, known=known or today, today=today, regimes=asked)

    def _determine(self, question: _Question) -> Determination:
        """Return the determination for a question; the latest ones stay at hand."""
        from comity.determine.engine import Determination

        if question not in self._determinations:
            made = Determination(
                self.star,
                known=question.known,
                today=question.today,
                on=question.on,
                regimes=question.regimes,
            )
            while len(self._determinations) >= _AT_HAND:
                del self._determinations[next(iter(self._determinations))]
            self._determinations[question] = made
        return self._determinations[question]


@cache
def _shipped_star() -> Star:
    from comity.register.record_rows import load_law_and_record
    from comity.register.star import compile_star

    return compile_star(load_law_and_record())


def open_desk(*, today: date | None = None) -> Desk:
    """Open a desk: the law that ships, ready to answer.

    Args:
        today: The day it is; by default what the clock says.
    """
    return Desk(today=today)


def _place(text: str) -> str:
    try:
        return parse_place(text)
    except ValueError as error:
        fault = Fault(file="from", expected=f"expected {error}", got=text)
        raise InputError([fault]) from None


@cache
def _desk() -> Desk:
    return open_desk()


def check(orders: object, *, output: Target = None, details: Target = None) -> Check:
    """Answer every line of an order book as of today; `Desk.check` has all the options."""
    return _desk().check(orders, output=output, details=details)


def explain(orders: object = None, *, line: str | None = None, **fields: str) -> Explanation:
    """Explain one line as of today; `Desk.explain` has all the options."""
    return _desk().explain(
        orders, line=line, on=None, known=None, regimes=None, mapping=None, **fields
    )
