"""A deal as a package: what each side would change, read from a TOML file and checked.

What a package would do to an order book is the matter of `determine`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, cast

from comity.errors import Fault, LawError
from comity.register.entry import SIDES
from comity.register.fields import Fields, read_toml

Operation = Literal["lift", "suspend", "ease", "impose"]
OPERATIONS = ("lift", "suspend", "ease", "impose")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One hypothetical change of a measure by a side.

    `lift` ends the measure and `suspend` pauses it (`value`: the last day); `ease` makes its
    licenses easy to get (`value`: on what condition); `impose` puts it in force. `goods` and `to`
    bound the change to a goods set or a place set of the measure. With `if_side` it happens only
    where that side moves too.
    """

    package: str
    side: str
    measure: str
    op: Operation
    if_side: str = ""
    goods: str = ""
    to: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A deal: the changes of all its sides, in the order of the file."""

    id: str
    title: str
    date: date
    changes: tuple[Change, ...]
    source: str = ""

    @property
    def sides(self) -> tuple[str, ...]:
        """The sides that change something, in the order of the file."""
        return tuple(dict.fromkeys(change.side for change in self.changes))


def load_package(path: Path, measures: Collection[str]) -> Package:
    """Read a package and check it.

    Args:
        path: The TOML file.
        measures: The ids of the measures that can be changed.

    Raises:
        LawError: With every fault of the file.
    """
    faults: list[Fault] = []
    fields = read_toml(path, path.name, faults)
    if fields is None:
        raise LawError(faults)
    package = Package(
        id=fields.text("package", required=True),
        title=fields.text("title", required=True),
        date=fields.required_day("date"),
        source=fields.text("source"),
        changes=tuple(
            change
            for side in fields.tables("side")
            for change in _changes(side, fields.text("package"), measures)
        ),
    )
    fields.close()
    if not package.changes and not faults:
        fields.fault("side", "expected at least one side with a change ([[side.change]])")
    faults += _conditions(package, path.name)
    if faults:
        raise LawError(faults)
    return package


def _changes(side: Fields, package: str, measures: Collection[str]) -> list[Change]:
    name = side.one_of("side", SIDES, required=True)
    found = []
    for it in side.tables("change"):
        measure = it.text("measure", required=True)
        if measure and measure not in measures:
            it.fault("measure", "expected a measure on record", measure)
        op = it.one_of("op", OPERATIONS, required=True)
        until = it.day("until")
        condition = it.text("condition")
        if until and op != "suspend":
            it.fault("until", "expected it with op suspend alone", until)
        if condition and op != "ease":
            it.fault("condition", "expected it with op ease alone", condition)
        found.append(
            Change(
                package=package,
                side=name,
                measure=measure,
                op=cast("Operation", op),
                if_side=it.one_of("if_side", SIDES),
                goods=it.text("goods"),
                to=it.text("to"),
                value=until.isoformat() if until else condition,
            )
        )
    return found


def _conditions(package: Package, file: str) -> list[Fault]:
    return [
        Fault(
            file=file,
            column=f"{change.measure}.if_side",
            expected="expected another side of this package",
            got=change.if_side,
        )
        for change in package.changes
        if change.if_side and (change.if_side == change.side or change.if_side not in package.sides)
    ]
