"""What a deal would move in an order book: a cell for every set of sides that moves.

Each cell is held against the one in which nobody moves: what it releases, what it holds up anew,
and by which changes. How changes become law is the matter of `register.deal`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING

from comity.determine.compare import HELD, SOME, Amount, Compared, Pattern, compare_book, total
from comity.determine.orders import OrderBook
from comity.determine.parties import PartyFacts
from comity.determine.run import Progress
from comity.determine.view import Question, View
from comity.register.deal import apply_package, cells_of, changes_of, label, untouched
from comity.register.package import Package
from comity.register.tables import OUTCOMES

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What becomes of the order book where some sides move.

    Held up are the lines that are prohibited, need a license or are undetermined; `released` and
    `newly_held` are counted against the cell in which nobody moves, so that what is held up there
    less what is released plus what is newly held is what is held up here. Of the lines that a
    change touches and that stay held up, `eased` are held by something less severe, `still_held`
    by something as severe.
    """

    name: str
    sides: tuple[str, ...]
    outcomes: Mapping[str, Amount]
    held: Amount
    released: Amount
    newly_held: Amount
    eased: Amount
    still_held: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Lines that move alike: by which changes, with which outcome in each cell."""

    changes: tuple[str, ...]
    outcomes: tuple[str, ...]
    amount: Amount
    #: some of the lines
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reciprocity:
    """The cells of a deal, and the lines that move."""

    package: Package
    on: date | None
    known: date
    cells: tuple[Cell, ...]
    total: Amount
    groups: tuple[Move, ...]
    #: what must hold for the outcomes that hold nothing up
    open_checks: tuple[str, ...]
    notices: tuple[str, ...]
    _moves: pa.Table

    def json(self) -> dict[str, object]:
        """Return all of it as JSON tells it."""
        return {
            "package": self.package.id,
            "title": self.package.title,
            "on": self.on.isoformat() if self.on else None,
            "known": self.known.isoformat(),
            "total": asdict(self.total),
            "cells": [asdict(cell) for cell in self.cells],
            "open_checks": list(self.open_checks),
            "moves": self._moves.to_pylist(),
            "notices": list(self.notices),
        }

    def moves(self) -> pa.Table:
        """Return a row a line that moves: its outcome in each cell, and by which changes."""
        return self._moves


def weigh_book(
    package: Package,
    view: View,
    book: OrderBook,
    question: Question,
    names: Mapping[str, str],
    *,
    parties: PartyFacts | None = None,
    progress: Progress | None = None,
) -> Reciprocity:
    """Ask an order book under each cell of a deal.

    Args:
        package: The deal.
        view: The law as it is.
        book: The order book.
        question: When, as known when, under which regimes.
        names: Id of a measure on record → its id in the tables of law, where that is another.
        parties: What screening found of the order book's parties.
        progress: Is told how far the work has come.

    Raises:
        InputError: The order book is faulty.
        LawError: A change is bounded by goods or places that its regime doesn't have.
    """
    sets = cells_of(package)
    views = [
        View(apply_package(view.star, package, sides, names)) if sides else view for sides in sets
    ]
    states = [one.determine(question, parties) for one in views]
    compared = compare_book(book, states, cap=view.cap, progress=progress)
    notices = [
        f"{label(change)}: no control of this measure is modelled, it moves no line"
        for change in untouched(view.star, package, names)
    ]
    if question.on and question.on < package.date:
        notices.append(f"{question.on} is before the package's day, {package.date}: nothing moves")
    return weigh(package, sets, compared, on=question.on, known=question.known, notices=notices)


def weigh(
    package: Package,
    sets: Sequence[tuple[str, ...]],
    compared: Compared,
    *,
    on: date | None,
    known: date,
    notices: Sequence[str] = (),
) -> Reciprocity:
    """Weigh a deal.

    Args:
        package: The deal.
        sets: The sets of sides that move, nobody first.
        compared: The order book under each of them.
        on: Day for every line, if one was asked for.
        known: Day as of which acts are public.
        notices: What is to be told besides.
    """
    names = [_name(package, sides) for sides in sets]
    touched = [_touched(package, sides, compared, cell) for cell, sides in enumerate(sets)]
    told = [
        tuple(
            dict.fromkeys(
                one
                for cell, answer in enumerate(pattern.answers)
                if pattern.is_moved(cell)
                for one in touched[cell].get(answer, ())
            )
        )
        for pattern in compared.patterns
    ]
    checks = compared.said("open_checks")
    columns = {
        name: [pattern.outcomes[cell] for pattern in compared.patterns]
        for cell, name in enumerate(names)
    }
    return Reciprocity(
        package=package,
        on=on,
        known=known,
        cells=tuple(
            _cell(names[cell], sides, compared.patterns, cell, touched[cell])
            for cell, sides in enumerate(sets)
        ),
        total=total(pattern.amount for pattern in compared.patterns),
        groups=_groups(compared, told),
        open_checks=tuple(sorted({one for text in checks for one in text.split("; ") if one})),
        notices=(*compared.notices, *notices),
        _moves=compared.table(
            {
                **columns,
                "changes": ["; ".join(one) for one in told],
                "missing": compared.said("missing"),
                "open_checks": checks,
            }
        ),
    )


def _groups(compared: Compared, told: Sequence[tuple[str, ...]]) -> tuple[Move, ...]:
    """Gather the patterns that move, by their changes and outcomes, the most valuable first."""
    found: dict[tuple[tuple[str, ...], tuple[str, ...]], list[int]] = {}
    for number, (pattern, changes) in enumerate(zip(compared.patterns, told, strict=True)):
        if len(set(pattern.outcomes)) > 1:
            found.setdefault((changes, pattern.outcomes), []).append(number)
    moves = [
        Move(
            changes=changes,
            outcomes=outcomes,
            amount=total(compared.patterns[number].amount for number in numbers),
            lines=lines,
        )
        for ((changes, outcomes), numbers), lines in zip(
            found.items(), compared.lines(list(found.values()), SOME), strict=True
        )
    ]
    return tuple(sorted(moves, key=lambda one: (one.changes, -one.amount.value_usd)))


def _name(package: Package, sides: tuple[str, ...]) -> str:
    pair = 2
    if not sides:
        return "neither moves" if len(package.sides) == pair else "nobody moves"
    if len(package.sides) == pair:
        return "both move" if len(sides) == pair else f"{sides[0]} alone"
    return " and ".join(sides)


def _touched(
    package: Package, sides: tuple[str, ...], compared: Compared, cell: int
) -> dict[int, list[str]]:
    """Return the changes that each answer of a cell names."""
    labels = [label(change) for change in changes_of(package, sides)]
    imposed = {
        change.measure: label(change)
        for change in changes_of(package, sides)
        if change.op == "impose"
    }
    if not labels:
        return {}
    found: dict[int, list[str]] = {}
    for answer, rows in compared.details(cell).items():
        here: dict[str, None] = {}
        for row in rows:
            said = {*row["citation"].split(";"), *row["reliefs"].split(";")}
            here |= dict.fromkeys(one for one in labels if one in said)
            if row["measure"] in imposed:
                here[imposed[row["measure"]]] = None
        if here:
            found[answer] = list(here)
    return found


def _cell(
    name: str,
    sides: tuple[str, ...],
    patterns: Sequence[Pattern],
    cell: int,
    touched: Mapping[int, Sequence[str]],
) -> Cell:
    stay = [one for one in patterns if one.answers[cell] in touched and one.outcomes[cell] in HELD]
    return Cell(
        name=name,
        sides=sides,
        outcomes={
            outcome: found
            for outcome in OUTCOMES
            if (
                found := total(one.amount for one in patterns if one.outcomes[cell] == outcome)
            ).lines
        },
        held=total(one.amount for one in patterns if one.outcomes[cell] in HELD),
        released=_crossing(patterns, cell, held=True),
        newly_held=_crossing(patterns, cell, held=False),
        eased=total(one.amount for one in stay if one.is_moved(cell)),
        still_held=total(one.amount for one in stay if not one.is_moved(cell)),
    )


def _crossing(patterns: Sequence[Pattern], cell: int, *, held: bool) -> Amount:
    """Return the lines that are (or aren't) held up where nobody moves, and the contrary here."""
    return total(
        one.amount
        for one in patterns
        if (one.outcomes[0] in HELD) is held and (one.outcomes[cell] in HELD) is not held
    )
