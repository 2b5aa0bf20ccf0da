"""Which lines of an order book are answered otherwise on another day, or as known on another.

The answers are compared pattern by pattern (`compare`); what happened in between is the matter of
`event`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from comity.determine.compare import SOME, Amount, Compared, Pattern, compare_book, total
from comity.determine.event import Event, Events, Moment
from comity.determine.orders import OrderBook
from comity.determine.parties import PartyFacts
from comity.determine.run import Progress
from comity.determine.view import Question, View
from comity.register.star import Box

if TYPE_CHECKING:
    import pyarrow as pa

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Lines that go from one outcome to another by the same events."""

    before: str
    after: str
    events: tuple[Event, ...]
    amount: Amount
    #: some of the lines
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What differs between two moments, and by which events."""

    before: Moment
    after: Moment
    total: Amount
    #: (outcome before, outcome after) → the lines, those that stay among them
    flows: Mapping[tuple[str, str], Amount]
    shifts: tuple[Shift, ...]
    #: the lines whose outcome stands, but for other reasons
    otherwise: Amount
    open_checks: tuple[str, ...]
    notices: tuple[str, ...]
    _changes: pa.Table

    def changes(self) -> pa.Table:
        """Return a row a line whose outcome changes: before, after, and by which events."""
        return self._changes

    def json(self) -> dict[str, object]:
        """Return all of it as JSON tells it."""
        return {
            "before": _told(self.before),
            "after": _told(self.after),
            "total": asdict(self.total),
            "flows": [
                {"before": before, "after": after, **asdict(amount)}
                for (before, after), amount in self.flows.items()
            ],
            "otherwise": asdict(self.otherwise),
            "open_checks": list(self.open_checks),
            "changes": self._changes.to_pylist(),
            "notices": list(self.notices),
        }


def compare_moments(
    views: tuple[View, View],
    book: OrderBook,
    questions: tuple[Question, Question],
    *,
    parties: PartyFacts | None = None,
    progress: Progress | None = None,
) -> Difference:
    """Ask an order book at two moments and say what differs.

    Args:
        views: The law as it is known at each.
        book: The order book.
        questions: When and as known when, the earlier first.
        parties: What screening found of the order book's parties.
        progress: Is told how far the work has come.

    Raises:
        InputError: The order book is faulty.
    """
    states = [view.determine(one, parties) for view, one in zip(views, questions, strict=True)]
    apart = ["from", "to", "origin"] + (["date"] if questions[0].on is None else [])
    compared = compare_book(book, states, cap=views[1].cap, apart=apart, progress=progress)
    before, after = (Moment(on=one.on, known=one.known) for one in questions)
    found = Events(views[1].star, before, after, questions[1].today)
    causes = _Causes(compared, views, found)
    events = [causes.of(one) if one.is_moved() else () for one in compared.patterns]
    flows: dict[tuple[str, str], list[Amount]] = defaultdict(list)
    for one in compared.patterns:
        flows[one.outcomes[0], one.outcomes[1]].append(one.amount)
    checks = compared.said("open_checks")
    columns = {
        "before": [one.outcomes[0] for one in compared.patterns],
        "after": [one.outcomes[1] for one in compared.patterns],
        "events": ["; ".join(map(str, one)) for one in events],
        "missing": compared.said("missing"),
        "open_checks": checks,
    }
    return Difference(
        before=before,
        after=after,
        total=total(one.amount for one in compared.patterns),
        flows={key: total(amounts) for key, amounts in sorted(flows.items())},
        shifts=_shifts(compared, events),
        otherwise=total(
            one.amount for one in compared.patterns if not one.is_moved() and causes.differ(one)
        ),
        open_checks=tuple(sorted({one for text in checks for one in text.split("; ") if one})),
        notices=compared.notices,
        _changes=compared.table(columns),
    )


class _Causes:
    """Finds out why the answers of a pattern differ."""

    def __init__(self, compared: Compared, views: tuple[View, View], events: Events) -> None:
        self._details = [compared.details(state) for state in (0, 1)]
        self._events = events
        self._boxes: dict[tuple[str, str], list[Box]] = defaultdict(list)
        for view in views:
            for box in view.star.boxes:
                names = {box.key, box.relief} if box.kind == "relief" else {box.key}
                for name in names:
                    if box not in self._boxes[box.regime, name]:
                        self._boxes[box.regime, name].append(box)
        self._relieves: dict[int, list[int]] = defaultdict(list)
        star = views[1].star
        by_group: dict[int, list[int]] = defaultdict(list)
        for number, group in star.relief_groups.items():
            by_group[group].append(number)
        for group, control in star.relieves:
            self._relieves[control] += by_group[group]
        self._all = star.boxes

    def differ(self, pattern: Pattern) -> bool:
        """Tell whether other boxes hold the lines, whatever the outcome."""
        return any(True for _ in self._changed(pattern))

    def of(self, pattern: Pattern) -> tuple[Event, ...]:
        """Return the events that make the answers of a pattern differ."""
        found: dict[Event, None] = {}
        for before, after in self._changed(pattern):
            row = after or before
            assert row is not None  # noqa: S101  one of the two is there
            events = list(self._of_row(before, after, row, pattern.line))
            if not events:
                told = "is answered otherwise; `comity explain` says why"
                events = [Event(measure=row["measure"], subject=row["control"], what=told)]
            found |= dict.fromkeys(events)
        return tuple(found)

    def _changed(self, pattern: Pattern) -> Iterator[tuple[Row | None, Row | None]]:
        """Yield the rows of the details that differ, before and after."""
        before, after = (
            {(row["regime"], row["control"]): row for row in details.get(answer, ())}
            for details, answer in zip(self._details, pattern.answers, strict=True)
        )
        for key in {**before, **after}:
            rows = before.get(key), after.get(key)
            if rows[0] is None or rows[1] is None or _means(rows[0]) != _means(rows[1]):
                yield rows

    def _of_row(
        self, before: Row | None, after: Row | None, row: Row, line: Mapping[str, object]
    ) -> Iterator[Event]:
        own = self._boxes[row["regime"], row["control"]]
        found = [event for box in own for event in self._events.of(box, line)]
        yield from found
        if found or before is None or after is None:
            return
        names = set(before["reliefs"].split(";")) ^ set(after["reliefs"].split(";"))
        for name in sorted(names - {""}):
            for box in self._boxes[row["regime"], name]:
                yield from self._events.of(box, line)
        if "excluded" in {before["status"], after["status"]}:
            for box in own:
                for number in self._relieves[box.number]:
                    if self._all[number].weight == "exclusion":
                        yield from self._events.of(self._all[number], line)


def _means(row: Row) -> tuple[str, ...]:
    return tuple(row[name] for name in ("status", "effect", "reliefs"))


def _shifts(compared: Compared, events: list[tuple[Event, ...]]) -> tuple[Shift, ...]:
    """Gather the patterns that move, by outcomes and events, the most valuable first."""
    found: dict[tuple[str, str, tuple[Event, ...]], list[int]] = defaultdict(list)
    for number, (pattern, why) in enumerate(zip(compared.patterns, events, strict=True)):
        if pattern.is_moved():
            found[pattern.outcomes[0], pattern.outcomes[1], why].append(number)
    shifts = [
        Shift(
            before=before,
            after=after,
            events=why,
            amount=total(compared.patterns[number].amount for number in numbers),
            lines=lines,
        )
        for ((before, after, why), numbers), lines in zip(
            found.items(), compared.lines(list(found.values()), SOME), strict=True
        )
    ]
    return tuple(sorted(shifts, key=lambda one: -one.amount.value_usd))


def _told(moment: Moment) -> dict[str, str | None]:
    return {
        "on": moment.on.isoformat() if moment.on else None,
        "known": moment.known.isoformat(),
    }
