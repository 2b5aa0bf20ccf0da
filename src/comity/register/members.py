"""Expands place sets, with their signs, dates and nesting, to the places that are members."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from comity.register.law import Law
from comity.register.lives import Lives
from comity.terms.periods import Rectangle, holds, tile
from comity.terms.places import place_names


class Members:
    """Expands place sets to places and the rectangles in which they are members."""

    def __init__(self, law: Law, lives: Lives) -> None:
        self._law = law
        self._lives = lives
        self._done: dict[tuple[str, str], dict[str, Sequence[Rectangle]]] = {}
        self._places = sorted(place_names())
        self._same: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in law.rows("treated_as"):
            self._same[row.regime][row["as"]].append(row["place"])

    def expand(self) -> dict[tuple[str, str], dict[str, Sequence[Rectangle]]]:
        """Expand every set of every regime."""
        for regime in self._law.regimes:
            for place_set in self._law.groups.get(("places", regime), {}):
                self._expand(regime, place_set)
        return self._done

    def _expand(self, regime: str, place_set: str) -> dict[str, Sequence[Rectangle]]:
        key = (regime, place_set)
        if key in self._done:
            return self._done[key]
        signed: dict[str, list[tuple[str, Sequence[Rectangle]]]] = defaultdict(list)
        for row in self._law.groups["places", regime][place_set]:
            life = self._lives.rectangles(row)
            for place, spans in self._members(regime, row["member"], life):
                signed[place].append((row["sign"], spans))
        self._done[key] = {
            place: spans for place, parts in signed.items() if (spans := _difference(parts))
        }
        return self._done[key]

    def _members(
        self, regime: str, member: str, life: Sequence[Rectangle]
    ) -> Iterable[tuple[str, Sequence[Rectangle]]]:
        if member == "*":
            return ((place, life) for place in self._places)
        if member.startswith("="):
            inner = self._expand(regime, member[1:])
            return ((place, _overlap(spans, life)) for place, spans in inner.items())
        return ((place, life) for place in (member, *self._same[regime][member]))


def _difference(parts: list[tuple[str, Sequence[Rectangle]]]) -> Sequence[Rectangle]:
    plus = [one for sign, spans in parts if sign == "+" for one in spans]
    minus = [one for sign, spans in parts if sign == "-" for one in spans]
    if len(plus) == 1 and not minus:
        return plus
    return _where(
        [*plus, *minus], lambda at, known: holds(plus, at, known) and not holds(minus, at, known)
    )


def _overlap(some: Sequence[Rectangle], others: Sequence[Rectangle]) -> Sequence[Rectangle]:
    if list(others) == [Rectangle()]:
        return some
    return _where(
        [*some, *others], lambda at, known: holds(some, at, known) and holds(others, at, known)
    )


def _where(corners: Iterable[Rectangle], test: Callable[[date, date], bool]) -> Sequence[Rectangle]:
    return [one for one, _ in tile(corners, lambda at, known: True if test(at, known) else None)]
