"""Why a box doesn't hold an order line: the first of its dimensions that the line is outside of.

The engine decides which boxes hold; this says, for one line and in words, why another doesn't.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from comity.register.goods import NO, Match
from comity.register.star import Box, Star
from comity.register.tables import SCHEMES, Row
from comity.terms.periods import LAST_DAY, Rectangle
from comity.terms.places import place_names

#: The dimensions of a box in the order in which they are asked.
TIME, GOODS, ROUTE, USE, CONTENT, PARTY, VALUE, EFFECT, BARRED = range(9)
_ROUTES = (
    ("exported_from", "from", "leaves"),
    ("origin", "origin", "is of"),
    ("to", "to", "goes to"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Against:
    """Which dimension keeps a line out of a box, and how that is said."""

    dimension: int
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One order line as typed, with the day and the knowledge it is looked at with."""

    values: Mapping[str, object]
    day: date
    known: date

    def text(self, column: str) -> str:
        """Return a value as text, blank where the line gives none."""
        value = self.values.get(column)
        return "" if value is None else str(value)

    def number(self, column: str) -> float | None:
        """Return a number, or None where the line gives none."""
        value = self.values.get(column)
        return value if isinstance(value, float) else None

    def terms(self, column: str) -> frozenset[str]:
        """Return the terms of a list."""
        return frozenset(self.text(column).split(";")) - {""}


class Holding:
    """The boxes of the law, by the goods they are about."""

    def __init__(self, star: Star) -> None:
        self._star = star

    @cached_property
    def by_goods(self) -> dict[tuple[str, str, str], list[Box]]:
        """Return the boxes by regime, kind and goods set."""
        found: dict[tuple[str, str, str], list[Box]] = defaultdict(list)
        for box in self._star.boxes:
            found[box.regime, box.kind, box.goods].append(box)
        return found

    @cached_property
    def _bars(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        for bar, relief in self._star.barred:
            found[relief].append(bar)
        return found

    @cached_property
    def codes(self) -> dict[tuple[str, str, str], Row]:
        """Return the codes on record by regime, scheme and code."""
        rows = self._star.law.rows("codes")
        return {(row.regime, row["scheme"], row["code"]): row for row in rows}

    @cached_property
    def measures(self) -> dict[tuple[str, str], str]:
        """Return the titles of measures by regime and measure."""
        rows = self._star.law.rows("measures")
        return {(row.regime, row["measure"]): row["title"] for row in rows}

    @cached_property
    def reliefs(self) -> dict[str, dict[str, list[Box]]]:
        """Return the boxes of each relief of each regime."""
        found: dict[str, dict[str, list[Box]]] = defaultdict(lambda: defaultdict(list))
        for box in self._star.boxes:
            if box.kind == "relief":
                found[box.regime][box.relief].append(box)
        return found

    def bars_of(self, relief: int) -> Sequence[int]:
        """Return the numbers of the bars that could take away a row of a relief."""
        return self._bars.get(relief, ())

    def matches(self, regime: str, line: Line) -> dict[str, Match]:
        """Return the goods sets that a line's codes are in or may be in."""
        best: dict[str, Match] = {}
        for scheme in SCHEMES:
            for match in self._star.goods[regime].matches(scheme, line.text(scheme)):
                if match.goods not in best or best[match.goods].status < match.status:
                    best[match.goods] = match
        return best

    def about(self, regime: str, kind: str, matches: Mapping[str, Match]) -> Iterator[Box]:
        """Yield the boxes of a kind that are about the line's goods, or about any goods."""
        for goods in ("", *matches):
            yield from self.by_goods.get((regime, kind, goods), ())

    def against(self, box: Box, line: Line, matches: Mapping[str, Match]) -> Against | None:
        """Say what keeps a line out of a box; None where nothing does."""
        told = _time(box, line)
        if told:
            return Against(dimension=TIME, told=told)
        if box.goods and matches.get(box.goods, _NO_MATCH).status == NO:
            return Against(dimension=GOODS, told="the goods are not among those it covers")
        for dimension, find in (
            (ROUTE, self._route),
            (USE, _use),
            (CONTENT, _content),
            (PARTY, _party),
            (VALUE, _value),
        ):
            told = find(box, line)
            if told:
                return Against(dimension=dimension, told=told)
        return None

    def _route(self, box: Box, line: Line) -> str:
        for dimension, column, verb in _ROUTES:
            place_set, place = getattr(box, dimension), line.text(column)
            if not place_set or not place:
                continue
            spans: Sequence[Rectangle] = self._star.members[box.regime, place_set].get(place, ())
            if not any(span.holds(line.day, line.known) for span in spans):
                return f"the line {verb} {place_names()[place]}, which is not in {place_set}"
        return ""


_NO_MATCH = Match(goods="", status=NO)


def _time(box: Box, line: Line) -> str:
    """Say why a box isn't in force on the line's day, as known."""
    known = [
        (span, state) for span, state in box.life if span.known_from <= line.known < span.known_to
    ]
    now = [state for span, state in known if span.valid_from <= line.day < span.valid_to]
    if "in_force" in now:
        return ""
    if "lapsed" in now:
        return ""  # a suspension that ended without an act: the engine asks about it
    if "paused" in now:
        until = max(span.valid_to for span, state in known if state == "paused")
        end = "" if until == LAST_DAY else f" until {until}"
        return f"suspended on {line.day}{end}"
    if not known:
        return f"not yet public on {line.known}"
    first = min(span.valid_from for span, _ in known)
    last = max(span.valid_to for span, _ in known)
    return f"in force only from {first}" if line.day < first else f"in force only until {last}"


def _use(box: Box, line: Line) -> str:
    if not box.end_use or box.end_use in line.terms("end_use"):
        return ""
    if not line.text("end_use") and box.undeclared:
        return ""
    return f"the end use {box.end_use} is not declared"


def _content(box: Box, line: Line) -> str:
    percent = line.number("us_content_percent")
    if box.content_over is not None:
        if percent is None:
            return "" if box.undeclared else "no US content is stated"
        if percent <= box.content_over:
            return f"US content of {percent:g} % is not over {box.content_over:g} %"
    if box.fdp and box.fdp not in line.terms("fdp"):
        if not line.text("fdp") and box.undeclared:
            return ""
        return f"the line does not name the foreign-direct-product rule {box.fdp}"
    return ""


def _party(box: Box, line: Line) -> str:
    given = line.text("exporter") or line.text("parties")
    if not box.list and not box.party_place:
        return ""
    where = f"on {box.list}" if box.list else f"in {box.party_place}"
    if not given and box.undeclared:
        return ""
    return f"no party given is known to be {where}"


def _value(box: Box, line: Line) -> str:
    if box.value_cap_usd is None:
        return ""
    value = line.number("total" if box.cap_basis == "order_entry" else "value_usd")
    if value is None or value <= box.value_cap_usd:
        return ""
    return f"USD {value:,.0f} is over the limit of USD {box.value_cap_usd:,.0f}"
