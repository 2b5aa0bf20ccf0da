"""Two times: when something is in force (valid) and from when that was public (known).

Both are half-open intervals of days. A fact whose beginning and end were each made by an act of
its own date of publication is a set of rectangles valid × known; "in force on 4 July, as known on
10 June" asks which rectangle holds the point.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TypeVar

#: The first and the last day that a period can name; they stand for "always" and "until now".
FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)

V = TypeVar("V", bound=Hashable)


@dataclass(frozen=True, slots=True, order=True)
class Rectangle:
    """Days ``[valid_from .. valid_to)`` × ``[known_from .. known_to)``."""

    valid_from: date = FIRST_DAY
    valid_to: date = LAST_DAY
    known_from: date = FIRST_DAY
    known_to: date = LAST_DAY

    def holds(self, valid_at: date, known_at: date) -> bool:
        """Tell whether a point of the two times lies within."""
        return (
            self.valid_from <= valid_at < self.valid_to
            and self.known_from <= known_at < self.known_to
        )


#: All of both times.
ALWAYS = (Rectangle(),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """A beginning and perhaps an end, each with the day on which it became known."""

    begun_on: date = FIRST_DAY
    begun_known: date = FIRST_DAY
    ended_on: date | None = None
    ended_known: date | None = None

    def rectangles(self) -> tuple[Rectangle, ...]:
        """Return the one or two rectangles in which the fact holds."""
        if self.ended_on is None:
            return (Rectangle(self.begun_on, LAST_DAY, self.begun_known, LAST_DAY),)
        known = max(self.begun_known, self.ended_known or FIRST_DAY)
        open_ended = Rectangle(self.begun_on, LAST_DAY, self.begun_known, known)
        closed = Rectangle(self.begun_on, self.ended_on, known, LAST_DAY)
        return tuple(one for one in (open_ended, closed) if _is_real(one))


def _is_real(one: Rectangle) -> bool:
    return one.valid_from < one.valid_to and one.known_from < one.known_to


def holds(rectangles: Iterable[Rectangle], valid_at: date, known_at: date) -> bool:
    """Tell whether any rectangle holds a point of the two times."""
    return any(one.holds(valid_at, known_at) for one in rectangles)


def tile(
    corners: Iterable[Rectangle], value: Callable[[date, date], V | None]
) -> list[tuple[Rectangle, V]]:
    """Cut both times at the corners of rectangles and merge cells of equal value.

    Args:
        corners: Rectangles whose sides are the only days at which the value can change.
        value: Value at a point (valid, known); None where there is nothing.

    Returns:
        Disjoint rectangles that cover every point of a value, with the value.
    """
    corners = list(corners)
    valid = _days((one.valid_from, one.valid_to) for one in corners)
    known = _days((one.known_from, one.known_to) for one in corners)
    # Along the valid axis within each band of knowledge, then equal bands together.
    bands: list[tuple[date, date, tuple[tuple[date, date, V], ...]]] = []
    for known_from, known_to in pairwise(known):
        runs: list[tuple[date, date, V]] = []
        for valid_from, valid_to in pairwise(valid):
            here = value(valid_from, known_from)
            if here is None:
                continue
            if runs and runs[-1][1] == valid_from and runs[-1][2] == here:
                runs[-1] = (runs[-1][0], valid_to, here)
            else:
                runs.append((valid_from, valid_to, here))
        if bands and bands[-1][1] == known_from and bands[-1][2] == tuple(runs):
            bands[-1] = (bands[-1][0], known_to, bands[-1][2])
        else:
            bands.append((known_from, known_to, tuple(runs)))
    return [
        (Rectangle(valid_from, valid_to, known_from, known_to), here)
        for known_from, known_to, runs_ in bands
        for valid_from, valid_to, here in runs_
    ]


def _days(pairs: Iterable[tuple[date, date]]) -> Sequence[date]:
    return sorted({FIRST_DAY, LAST_DAY, *(day for pair in pairs for day in pair)})
