"""What a desk answers from: the law with what the register adds, the lists at hand, and a clock.

What is asked of it is the matter of `desk`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from comity.determine.replay import KeptRun
from comity.determine.run import Check, Progress, Targets, answer_book
from comity.determine.view import Question, View
from comity.errors import RegisterError
from comity.register.decisions import Decisions
from comity.register.private import PrivateMeasures, standing
from comity.register.store import Entry, Register
from comity.screening import list_names, screen_book

if TYPE_CHECKING:
    from comity.determine.orders import OrderBook
    from comity.determine.parties import PartyFacts
    from comity.read.queue import ReadingQueue
    from comity.register.archive import Archive
    from comity.register.entry import Record
    from comity.register.star import Star
    from comity.screen.ownership import Stake


class Grounds:
    """The law, compiled, the user's register, and a clock.

    Args:
        today: The day it is; by default what the clock says.
        register: The register, its file or its database's URL; by default the user's own.
        position: Up to which entry of the register it counts; by default all.
    """

    def __init__(
        self,
        *,
        today: date | None = None,
        register: Register | str | None = None,
        position: int | None = None,
    ) -> None:
        self._today = today
        self._position = position
        self.register = register if isinstance(register, Register) else _register(register)
        self._views: dict[tuple[int, ...], View] = {}

    @property
    def star(self) -> Star:
        """The law, the record and the private measures that stand today, compiled."""
        return self._view(self.today).star

    @property
    def today(self) -> date:
        """The day it is."""
        return self._today or date.today()  # noqa: DTZ011  the user's own calendar day

    @property
    def record(self) -> Archive:
        """What is on record: measures, the private ones too, talks, agreements and claims."""
        from comity.register.archive import Archive
        from comity.register.private import (
            accepted_claims,
            accepted_measures,
            private_measures,
        )

        record = _shipped_record()
        accepted_notices = accepted_measures(self.register, self._position)
        if own := [*accepted_notices, *private_measures(self._standing(self.today))]:
            measures = {**record.measures, **{one.id: one for one in own}}
            record = replace(record, measures=measures)
        if accepted := accepted_claims(self.register, self._position):
            claims = {**record.claims, **{one.id: one for one in accepted}}
            record = replace(record, claims=claims)
        return Archive(record=record, today=self.today)

    @property
    def private(self) -> PrivateMeasures:
        """The user's own measures: add, amend, withdraw."""
        return PrivateMeasures(register=self.register, today=self.today)

    @property
    def readings(self) -> ReadingQueue:
        """What was read and waits for a person, and what became of it."""
        from comity.read.queue import ReadingQueue

        return ReadingQueue(register=self.register, record=self.record.record)

    def _question(
        self, *, on: date | None, known: date | None, regimes: Sequence[str] | None
    ) -> Question:
        asked = tuple(regimes) if regimes else None
        return Question(
            on=on,
            known=known or self.today,
            today=self.today,
            regimes=asked,
            lists=list_names(),
        )

    def _kept(self, check: Check, run: KeptRun) -> Check:
        """Record a run; its answers stand even where they can't be recorded."""
        try:
            entry = self.register.append("run", run.answers_hash, run.content())
        except RegisterError as error:
            notices = (*check.summary.notices, f"the run was not recorded: {error}")
            return replace(check, summary=replace(check.summary, notices=notices))
        return replace(check, run=entry.id)

    def _screen(
        self,
        view: View,
        book: OrderBook,
        question: Question,
        *,
        names: Sequence[str] | None = None,
        position: int | None = None,
        stakes: Sequence[Stake] = (),
    ) -> PartyFacts | None:
        """Screen the parties of an order book, as people decided up to a position."""
        upto = self._position if position is None else position
        decisions = Decisions(register=self.register, upto=upto)
        return screen_book(
            view.star.law, book, question.lists, decisions=decisions, stakes=stakes, names=names
        )

    def _answer(
        self,
        view: View,
        orders: object,
        targets: Targets,
        question: Question,
        from_: str,
        mapping: Mapping[str, str] | None,
        progress: Progress | None,
        position: int | None = None,
        stakes: Sequence[Stake] = (),
    ) -> Check:
        book = view.open(orders, from_=from_, mapping=mapping)
        parties = self._screen(view, book, question, position=position, stakes=stakes)
        determination = view.determine(question, parties)
        return answer_book(book, determination, targets, cap=view.cap, progress=progress)

    def _standing(self, known: date, position: int | None = None) -> Sequence[Entry]:
        return standing(self.register, known, self._position if position is None else position)

    def _view(self, known: date, position: int | None = None) -> View:
        """Return the law with the private measures that were recorded by a day."""
        entries = self._standing(known, position)
        key = tuple(entry.id for entry in entries)
        if key not in self._views:
            self._views[key] = _law_with(entries) if entries else _shipped_view()
        return self._views[key]


@cache
def _shipped_record() -> Record:
    from comity.register.record import load_record

    return load_record()


@cache
def _shipped_view() -> View:
    return _law_with(())


def _law_with(entries: Sequence[Entry]) -> View:
    from comity.register.private import private_rows
    from comity.register.record_rows import load_law_and_record
    from comity.register.star import compile_star

    return View(compile_star(load_law_and_record(private_rows(entries))))


def _register(place: str | None) -> Register:
    return Register(place=place) if place else Register()
