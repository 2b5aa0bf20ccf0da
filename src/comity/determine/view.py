"""The law as one asks it: compiled, its boxes by goods, and what was asked of it last at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.header import read_mapping
from comity.determine.holding import Holding
from comity.determine.orders import OrderBook, open_orders
from comity.determine.parties import PartyFacts
from comity.determine.run import Target
from comity.errors import Fault, InputError
from comity.register.star import Star
from comity.terms.places import parse_place

if TYPE_CHECKING:
    from comity.determine.engine import Determination

#: How many determinations stay at hand for the next question.
_AT_HAND = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """When, as known when, and under which regimes an answer is asked."""

    on: date | None
    known: date
    today: date
    regimes: tuple[str, ...] | None
    #: snapshots of party lists, as ``id@date``
    lists: tuple[str, ...] = ()


class View:
    """One state of the law: what ships, and the private measures that stand.

    Args:
        star: The law, compiled.
    """

    def __init__(self, star: Star) -> None:
        self.star = star
        self._determinations: dict[Question, Determination] = {}

    @cached_property
    def holding(self) -> Holding:
        """The boxes by the goods they are about."""
        return Holding(self.star)

    @cached_property
    def cap(self) -> float | None:
        """The largest cap on the value of an order, if there is any."""
        caps = [
            box.value_cap_usd
            for box in self.star.boxes
            if box.cap_basis == "order_entry" and box.value_cap_usd is not None
        ]
        return max(caps, default=None)

    def open(
        self, orders: object, *, from_: str = "", mapping: Target | Mapping[str, str] = None
    ) -> OrderBook:
        """Open an order book, its end uses and rules checked against the law's.

        Raises:
            InputError: The order book, the mapping or the place is faulty.
        """
        if mapping is not None and not isinstance(mapping, Mapping):
            mapping = read_mapping(Path(mapping))
        return open_orders(
            orders,
            mapping=mapping,
            default_from=_place(from_) if from_ else "",
            end_uses=sorted({row["end_use"] for row in self.star.law.rows("end_uses")}),
            fdp_rules=sorted({row["fdp"] for row in self.star.law.rows("fdp_rules")}),
        )

    def determine(self, question: Question, parties: PartyFacts | None = None) -> Determination:
        """Return the determination for a question; the latest ones stay at hand.

        Args:
            question: When, as known when, and under which regimes.
            parties: What screening found; such a determination is for its order book alone.
        """
        if parties is not None:
            return self._make(question, parties)
        if not (question in self._determinations and self._determinations[question].is_whole):
            self._determinations.pop(question, None)
            made = self._make(question, None)
            while len(self._determinations) >= _AT_HAND:
                del self._determinations[next(iter(self._determinations))]
            self._determinations[question] = made
        return self._determinations[question]

    def _make(self, question: Question, parties: PartyFacts | None) -> Determination:
        from comity.determine.engine import Determination

        return Determination(
            self.star,
            known=question.known,
            today=question.today,
            on=question.on,
            regimes=question.regimes,
            parties=parties,
        )


def _place(text: str) -> str:
    try:
        return parse_place(text)
    except ValueError as error:
        fault = Fault(file="from", expected=f"expected {error}", got=text)
        raise InputError([fault]) from None
