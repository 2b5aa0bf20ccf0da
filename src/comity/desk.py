"""The desk: what a user does — check an order book, explain a line, look something up.

It joins the law, the determination and the order books; every door is a way to ask it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from comity.determine.dimensions import Line
from comity.determine.explain import Explanation, explain_line
from comity.determine.export import write_table
from comity.determine.header import read_mapping
from comity.determine.holding import Holding
from comity.determine.replay import (
    Replay,
    compare,
    hash_file,
    keep,
    kept_run,
    orders_to_replay,
    ownership_to_replay,
)
from comity.determine.run import Check, Progress, Target, Targets, find_line
from comity.determine.single import Single, answer_row, detail_rows
from comity.errors import InputError
from comity.reference import Reference
from comity.register.store import Register
from comity.screen.ownership_file import read_ownership
from comity.screening import names_of, with_owners

if TYPE_CHECKING:
    import pyarrow as pa

    from comity.determine.difference import Difference
    from comity.determine.reciprocity import Reciprocity
    from comity.register.card import Card
    from comity.screen.party import Asked
    from comity.screen.screener import Screener


class Desk(Reference):
    """A place to ask from: the law, compiled, the user's register, and a clock.

    Args:
        today: The day it is; by default what the clock says.
        register: The register, its file or its database's URL; by default the user's own.
        position: Up to which entry of the register private measures count; by default all.
    """

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
        ownership: str | Path | None = None,
        in_memory: bool = True,
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
            ownership: A CSV of who owns whom; a party that listed ones own falls under their lists.
            in_memory: Whether answers that go to no file stay in memory; without, only the summary.
            progress: Is told how far the work has come.

        Raises:
            InputError: The order book or the ownership table is faulty; nothing was written.
            UnknownError: A regime isn't known.
        """
        targets = Targets(output=output, details=details, rejects=rejects, keep=in_memory)
        targets.check(orders)
        table = read_ownership(ownership)
        question = self._question(on=on, known=known, regimes=regimes)
        if mapping is not None and not isinstance(mapping, Mapping):
            mapping = read_mapping(Path(mapping))
        is_kept = output is not None and str(output) != "-"
        orders_hash = hash_file(orders) if is_kept else ""
        position = self.register.head.entries if is_kept else self._position
        view = self._view(question.known, position)
        check = self._answer(
            view, orders, targets, question, from_, mapping, progress, position, table.stakes
        )
        if not is_kept:
            return check
        run = keep(
            check,
            question,
            orders=orders,
            orders_hash=orders_hash,
            output=str(output),
            set_aside=rejects is not None,
            from_=from_,
            mapping=mapping,
            ownership=table.file,
            ownership_hash=table.sha256,
            position=position or 0,
            law_hash=view.star.content_hash,
        )
        return self._kept(check, run)

    def replay(
        self,
        run: int,
        *,
        orders: str | Path | None = None,
        ownership: str | Path | None = None,
        output: Target = None,
        progress: Progress | None = None,
    ) -> Replay:
        """Ask a recorded run again, from where the register stood, and compare the answers.

        Args:
            run: The number of its entry.
            orders: Where its order book is now, if elsewhere.
            ownership: Where its ownership table is now, if it had one and that is elsewhere.
            output: Where the answers go; without it they are compared and dropped.
            progress: Is told how far the work has come.

        Raises:
            UnknownError: The register has no such entry.
            RegisterError: The entry is no run, or a file that it read is gone or has changed.
        """
        entry = self.register.find(run)
        kept = kept_run(entry)
        found = orders_to_replay(entry, orders)
        table = read_ownership(ownership_to_replay(entry, ownership))
        view = self._view(kept.question.known, kept.position)
        with TemporaryDirectory() as folder:
            targets = Targets(
                output=output or Path(folder) / "answers.parquet",
                rejects=Path(folder) / "rejects.csv" if kept.set_aside else None,
            )
            check = self._answer(
                view, found, targets, kept.question, kept.from_, kept.mapping, progress,
                kept.position, table.stakes,
            )  # fmt: skip
        return compare(entry, check, view.star.content_hash)

    def explain(
        self,
        orders: object = None,
        *,
        line: str | None = None,
        on: date | None = None,
        known: date | None = None,
        regimes: Sequence[str] | None = None,
        mapping: Target | Mapping[str, str] = None,
        ownership: str | Path | None = None,
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
            ownership: A CSV of who owns whom.
            fields: Columns of the line, as in ``to="CN", eccn="3A090.a"``; `from_` is `from`.

        Raises:
            InputError: The line or the ownership table is faulty, or there is no such line.
            UnknownError: A regime isn't known.
        """
        from_ = fields.pop("from_", "")
        stakes = read_ownership(ownership).stakes
        question = self._question(on=on, known=known, regimes=regimes)
        view = self._view(question.known)
        book = view.open(
            {"to": "", "eccn": "", **fields} if orders is None else orders,
            from_=from_,
            mapping=mapping,
        )
        batch, total = find_line(book, line, view.cap)
        values = {**batch.to_pylist()[0], "total": total[0].as_py()}
        asked = Line(
            values=values, day=on or values["date"] or question.today, known=question.known
        )
        parties = self._screen(view, book, question, names=names_of([batch]), stakes=stakes)
        holding = view.holding if parties is None else Holding(view.star, parties)
        verdicts = Single(holding, question.regimes).verdicts(asked)
        answer = answer_row(verdicts, parties.statement if parties else "")
        return explain_line(holding, view.star, asked, answer, detail_rows(verdicts))

    def screen(
        self,
        names: Sequence[str | Asked],
        *,
        lists: Sequence[str | Path] | Screener = (),
        ownership: str | Path | None = None,
        on: date | None = None,
        progress: Progress | None = None,
    ) -> pa.Table:
        """Hold names against lists of restricted parties; a row a match.

        Args:
            names: The names, or what else is known of each.
            lists: Imported lists by their ids, or files; every imported list when none is given.
            ownership: A CSV of who owns whom: entries of listed owners are matches too.
            on: Day on which holdings and listings count; by default today.
            progress: Called with how many names are done, and their share.

        Raises:
            InputError: The ownership table is faulty.
        """
        from comity.screen.screener import Screener

        stakes, today = read_ownership(ownership).stakes, self.today
        screener = lists if isinstance(lists, Screener) else Screener.load(lists)
        matches = screener.screen(names, progress=progress)
        if not stakes:
            return matches
        return with_owners(matches, self.star, screener, names, stakes, on=on or today, known=today)

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

    def diff(
        self,
        orders: object,
        *,
        before: date | None = None,
        after: date | None = None,
        known_before: date | None = None,
        known_after: date | None = None,
        on: date | None = None,
        known: date | None = None,
        output: Target = None,
        from_: str = "",
        regimes: Sequence[str] | None = None,
        mapping: Target | Mapping[str, str] = None,
        progress: Progress | None = None,
    ) -> Difference:
        """Say which lines change outcome between two days or two knowings, and by which events.

        Args:
            orders: The order book, as in `check`.
            before: The one day on which every line is asked.
            after: The other day.
            known_before: The one day as of which acts are public.
            known_after: The other day.
            on: Day for every line, between two knowings; by default each line's own.
            known: Day as of which acts are public, between two days; by default today.
            output: Where the lines that change go, as in `check`.
            from_: Place of export of lines that give none.
            regimes: Regimes to ask; by default all.
            mapping: Our column = their header, or a TOML file that says so.
            progress: Is told how far the work has come.

        Raises:
            InputError: The order book is faulty, or one day of a pair is lacking.
            UnknownError: A regime isn't known.
        """
        from comity.determine.difference import compare_moments

        days = [one is None for one in (before, after, known_before, known_after)]
        if days[0] != days[1] or days[2] != days[3] or all(days):
            message = "expected before and after, or known_before and known_after, or all four"
            raise InputError(message)
        Targets(output=output).check(orders)
        questions = (
            self._question(on=before or on, known=known_before or known, regimes=regimes),
            self._question(on=after or on, known=known_after or known, regimes=regimes),
        )
        views = (self._view(questions[0].known), self._view(questions[1].known))
        book = views[1].open(orders, from_=from_, mapping=mapping)
        parties = self._screen(views[1], book, questions[1])
        found = compare_moments(views, book, questions, parties=parties, progress=progress)
        if output is not None:
            write_table(found.changes(), output)
        return found

    def whatif(
        self,
        package: str | Path,
        orders: object,
        *,
        output: Target = None,
        on: date | None = None,
        known: date | None = None,
        from_: str = "",
        regimes: Sequence[str] | None = None,
        mapping: Target | Mapping[str, str] = None,
        progress: Progress | None = None,
    ) -> Reciprocity:
        """Weigh a deal: what becomes of an order book where neither, one or both sides move.

        Args:
            package: The deal's TOML file.
            orders: The order book, as in `check`.
            output: Where the lines that move go, as in `check`.
            on: Day for every line; by default the package's.
            known: Day as of which acts are public; by default the package's.
            from_: Place of export of lines that give none.
            regimes: Regimes to ask; by default all.
            mapping: Our column = their header, or a TOML file that says so.
            progress: Is told how far the work has come.

        Raises:
            InputError: The order book is faulty.
            LawError: The package is faulty.
            UnknownError: A regime isn't known.
        """
        from comity.determine.reciprocity import weigh_book
        from comity.register.package import load_package

        record = self.record.record
        names = {one.id: one.law_measure or one.id for one in record.measures.values()}
        deal = load_package(
            Path(package), set(names) | {row["measure"] for row in self.star.law.rows("measures")}
        )
        question = self._question(on=on or deal.date, known=known or deal.date, regimes=regimes)
        view = self._view(question.known)
        Targets(output=output).check(orders)
        book = view.open(orders, from_=from_, mapping=mapping)
        parties = self._screen(view, book, question)
        found = weigh_book(deal, view, book, question, names, parties=parties, progress=progress)
        if output is not None:
            write_table(found.moves(), output)
        return found


def open_desk(*, today: date | None = None, register: Register | str | None = None) -> Desk:
    """Open a desk: the law that ships, and the user's register, ready to answer.

    Args:
        today: The day it is; by default what the clock says.
        register: The register, its file or its database's URL; by default the user's own.
    """
    return Desk(today=today, register=register)


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
