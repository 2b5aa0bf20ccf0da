"""When rows of law hold: the rectangles of valid × known time that acts make, pauses cut out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.register.law import Law
from comity.register.tables import Row, as_date
from comity.terms.periods import FIRST_DAY, LAST_DAY, Life, Rectangle, holds, tile

State = Literal["in_force", "paused", "lapsed"]
Spans = Sequence[tuple[Rectangle, State]]


def listing_lives(law: Law) -> list[tuple[Row, tuple[Rectangle, ...]]]:
    """Return the listings of parties that ship with the law, and when each holds."""
    lives = Lives(law)
    return [(row, lives.rectangles(row)) for row in law.rows("listings")]


class Lives:
    """The rectangles in which rows hold, pauses taken into account."""

    def __init__(self, law: Law) -> None:
        self._acts = {(row.regime, row["act"]): row for row in law.rows("acts")}
        self._pauses: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for row in law.rows("pauses"):
            self._pauses[row.regime, row["measure"], row["control"]].append(row)

    def _act(self, row: Row, column: str) -> Row | None:
        return self._acts.get((row.regime, row[column]))

    def rectangles(self, row: Row) -> tuple[Rectangle, ...]:
        """Return when a row holds, by the acts that began and ended it."""
        begun, ended = self._act(row, "begun_by"), self._act(row, "ended_by")
        is_edition = begun is not None and begun["kind"] == "edition" and not row["begun_on"]
        if begun is None or is_edition:
            begun_on = begun_known = FIRST_DAY
        else:
            begun_on = (
                as_date(row["begun_on"])
                or as_date(begun["effective"])
                or as_date(begun["published"])
                or FIRST_DAY
            )
            begun_known = as_date(begun["published"]) or begun_on
        ended_on = as_date(row["ended_on"])
        ended_known = as_date(ended["published"]) if ended else None
        return Life(
            begun_on=begun_on,
            begun_known=begun_known,
            ended_on=ended_on,
            ended_known=ended_known or ended_on,
        ).rectangles()

    def spans(self, row: Row) -> list[tuple[Rectangle, State]]:
        """Return when a row holds and in which state, a pause cut out."""
        life = self.rectangles(row)
        pauses = [
            self._pause(pause)
            for control in ("", row["control"])
            for pause in self._pauses.get((row.regime, row["measure"], control), ())
        ]
        if not pauses:
            return [(one, "in_force") for one in life]
        sides = [Rectangle(one.start, one.until, one.known, LAST_DAY) for one in pauses]
        return tile((*life, *sides), lambda at, known: _state(life, pauses, at, known))

    def _pause(self, row: Row) -> _Pause:
        act = self._act(row, "begun_by")
        start = as_date(row["from"]) or FIRST_DAY
        return _Pause(
            start=start,
            until=as_date(row["until"]) or LAST_DAY,
            known=(as_date(act["published"]) if act else None) or start,
            resumes=row["on_lapse"] == "resumes",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pause:
    start: date
    until: date
    known: date
    resumes: bool


def _state(
    life: Iterable[Rectangle], pauses: Iterable[_Pause], at: date, known_at: date
) -> State | None:
    if not holds(life, at, known_at):
        return None
    known = [one for one in pauses if one.known <= known_at]
    if any(one.start <= at < one.until for one in known):
        return "paused"
    over = [one for one in known if one.until <= at]
    last = max(over, key=lambda one: one.until, default=None)
    return "in_force" if last is None or last.resumes else "lapsed"
