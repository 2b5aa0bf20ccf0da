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

from comity.determine.header import read_mapping
from comity.determine.orders import OrderBook, open_orders
from comity.determine.run import Check, Progress, Target, Targets, answer_book
from comity.errors import Fault, InputError
from comity.terms.places import parse_place

if TYPE_CHECKING:
    from comity.determine.engine import Determination
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
        """The law that ships, compiled when it is first needed."""
        from comity.register.law import load_law
        from comity.register.star import compile_star

        return compile_star(load_law())

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
        determination = self._determine(on=on, known=known, regimes=regimes)
        caps = [
            box.value_cap_usd
            for box in self.star.boxes
            if box.cap_basis == "order_entry" and box.value_cap_usd is not None
        ]
        return answer_book(
            book, determination, targets, cap=max(caps, default=None), progress=progress
        )

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

    def _determine(
        self, *, on: date | None, known: date | None, regimes: Sequence[str] | None
    ) -> Determination:
        """Return the determination for a question; the latest ones stay at hand."""
        from comity.determine.engine import Determination

        today = self._today or date.today()  # noqa: DTZ011  the user's own calendar day
        question = _Question(
            on=on, known=known or today, today=today, regimes=tuple(regimes) if regimes else None
        )
        if question not in self._determinations:
            made = Determination(
                self.star, known=question.known, today=today, on=on, regimes=question.regimes
            )
            while len(self._determinations) >= _AT_HAND:
                del self._determinations[next(iter(self._determinations))]
            self._determinations[question] = made
        return self._determinations[question]


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
