"""What a package would make of the law: its changes as rows, for the sides that move.

To lift or suspend is to exclude every line from a measure's controls, to ease is a general license
under a condition, to impose puts the controls in force; each from the package's date on. What that
does to an order book is the matter of `determine`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta

from comity.errors import Fault, LawError
from comity.register.lives import Spans
from comity.register.package import Change, Package
from comity.register.star import Box, Star
from comity.register.tables import Row
from comity.terms.periods import LAST_DAY, Rectangle


def label(change: Change) -> str:
    """Name a change, as citations and reliefs show it."""
    bounds = [f"{name} {value}" for name, value in (("goods", change.goods), ("to", change.to))]
    bounded = [one for one in bounds if not one.endswith(" ")]
    told = f" ({', '.join(bounded)})" if bounded else ""
    return f"{change.package}, {change.side}: {change.op} {change.measure}{told}"


def changes_of(package: Package, sides: Collection[str]) -> list[Change]:
    """Return the changes that happen where some sides move."""
    return [
        change
        for change in package.changes
        if change.side in sides and (not change.if_side or change.if_side in sides)
    ]


def apply_package(
    star: Star, package: Package, sides: Collection[str], names: Mapping[str, str]
) -> Star:
    """Return the law as it would be where some sides move.

    Args:
        star: The law as it is.
        package: The deal.
        sides: The sides that move.
        names: Id of a measure on record → its id in the tables of law, where that is another.

    Raises:
        LawError: A change is bounded by goods or places that its regime doesn't have.
    """
    made = _Changed(star, package.date, names)
    for change in changes_of(package, sides):
        made.change(change)
    if made.faults:
        raise LawError(made.faults)
    return made.star()


def untouched(star: Star, package: Package, names: Mapping[str, str]) -> list[Change]:
    """Return the changes of measures of which no control is modelled: they move no line."""
    modelled = {box.measure for box in star.boxes if box.kind == "control"}
    return [change for change in package.changes if not modelled & _ids(change.measure, names)]


def _ids(measure: str, names: Mapping[str, str]) -> set[str]:
    return {measure, names.get(measure, measure)}


class _Changed:
    """A star in the making."""

    def __init__(self, star: Star, day: date, names: Mapping[str, str]) -> None:
        self._star = star
        self._day = day
        self._names = names
        self._boxes = list(star.boxes)
        self._groups = dict(star.relief_groups)
        self._relieves = list(star.relieves)
        self._members = dict(star.members)
        self._listings: list[Row] = []
        self.faults: list[Fault] = []

    def star(self) -> Star:
        return replace(
            self._star,
            law=replace(self._star.law, tables=self._tables()),
            boxes=self._boxes,
            members=self._members,
            relief_groups=self._groups,
            relieves=self._relieves,
        )

    def _tables(self) -> dict[str, list[Row]]:
        tables = self._star.law.tables
        return {**tables, "listings": [*tables.get("listings", []), *self._listings]}

    def change(self, change: Change) -> None:
        """Apply one change, after those before it."""
        ids = _ids(change.measure, self._names)
        controls = [box for box in self._boxes if box.kind == "control" and box.measure in ids]
        for regime in sorted({box.regime for box in controls}):
            own = [box for box in controls if box.regime == regime]
            bounds = self._bounds(change, regime)
            if change.op == "impose":
                self._impose(own, bounds)
            else:
                self._relieve(change, own, bounds)
        if change.op in {"lift", "suspend"} and not (change.goods or change.to):
            self._close_gaps(ids, self._until(change))

    def _until(self, change: Change) -> date:
        """Return the first day on which the change no longer holds."""
        if change.op != "suspend" or not change.value:
            return LAST_DAY
        return date.fromisoformat(change.value) + timedelta(days=1)

    def _relieve(self, change: Change, controls: Iterable[Box], bounds: Mapping[str, str]) -> None:
        controls = list(controls)
        number = len(self._boxes)
        relief = {
            "number": number,
            "kind": "relief",
            "key": label(change),
            "regime": controls[0].regime,
            "weight": "general_license" if change.op == "ease" else "exclusion",
            "relief": label(change),
            "title": label(change),
            "conditions": change.value if change.op == "ease" else "",
            "citation": label(change),
            "life": [(Rectangle(self._day, self._until(change)), "in_force")],
            "content_over": None,
            "value_cap_usd": None,
            **bounds,
        }
        blank = {item.name: "" for item in fields(Box)}
        self._boxes.append(Box(**{**blank, **relief}))  # type: ignore[arg-type]
        group = 1 + max(self._groups.values(), default=-1)
        self._groups[number] = group
        self._relieves += [(group, control.number) for control in controls]

    def _impose(self, controls: Iterable[Box], bounds: Mapping[str, str]) -> None:
        for control in controls:
            self._reopen(control)
            before = _outside(control.life, self._day, LAST_DAY)
            imposed: Spans = [(Rectangle(self._day), "in_force")]
            if not bounds:
                self._boxes[control.number] = replace(control, life=[*before, *imposed])
                continue
            narrow = replace(control, number=len(self._boxes), life=imposed, **bounds)  # type: ignore[arg-type]
            self._boxes.append(narrow)
            self._relieves += [
                (group, narrow.number) for group, box in self._relieves if box == control.number
            ]

    def _reopen(self, control: Box) -> None:
        """Let the place sets and the listings that ended with a measure hold again."""
        self._listings += [
            replace(row, values={**row.values, **began})
            for began in [{"begun_on": self._day.isoformat(), "ended_by": "", "ended_on": ""}]
            for row in self._star.law.rows("listings", control.regime)
            if row["list"] == control.list and row["list"].partition("#")[0] == control.measure
        ]
        for dimension in ("exported_from", "origin", "to", "party_place"):
            key = (control.regime, getattr(control, dimension))
            if key[1].partition("#")[0] == control.measure:
                self._members[key] = {
                    place: [*_cut(spans, self._day), Rectangle(self._day)]
                    for place, spans in self._members[key].items()
                }

    def _close_gaps(self, ids: Collection[str], until: date) -> None:
        """What a measure's own file leaves open ends and pauses with it."""
        for number, box in enumerate(self._boxes):
            if box.kind == "gap" and box.key.partition("#")[0] in ids:
                life = _outside(box.life, self._day, until)
                self._boxes[number] = replace(box, life=life)

    def _bounds(self, change: Change, regime: str) -> dict[str, str]:
        found = {}
        for column, known in (
            ("goods", self._star.law.groups.get(("goods", regime), {})),
            ("to", self._star.law.groups.get(("places", regime), {})),
        ):
            value = getattr(change, column)
            own = f"{change.measure}#{value}"
            if value and own not in known and value not in known:
                told = f"expected a set of {column} of {regime} or of the measure"
                place = f"{change.measure}.{column}"
                self.faults.append(
                    Fault(file=change.package, column=place, expected=told, got=value)
                )
            elif value:
                found[column] = own if own in known else value
        return found


def _outside(life: Spans, start: date, until: date) -> Spans:
    """Return what of a life lies before or after some valid days."""
    found = []
    for span, state in life:
        before = replace(span, valid_to=min(span.valid_to, start))
        after = replace(span, valid_from=max(span.valid_from, until))
        found += [(one, state) for one in (before, after) if one.valid_from < one.valid_to]
    return found


def _cut(spans: Iterable[Rectangle], end: date) -> list[Rectangle]:
    cut = [replace(one, valid_to=min(one.valid_to, end)) for one in spans]
    return [one for one in cut if one.valid_from < one.valid_to]


def cells_of(package: Package) -> Sequence[tuple[str, ...]]:
    """Return every set of sides that could move: none first, all last."""
    sets: list[tuple[str, ...]] = [()]
    for side in package.sides:
        sets += [(*one, side) for one in sets]
    return sorted(sets, key=len)
