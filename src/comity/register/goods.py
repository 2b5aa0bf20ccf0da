"""Matches codes against goods sets, by hierarchy in both directions.

A code within a prefix of a set is in the set; a code above a prefix may be, and the prefixes below
it say what to give. The longest prefix wins. See docs/tables.md, goods.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from comity.register.tables import Row

ABSENT = "absent"
EVERY = "*"

NO, MAY, APPLIES = 0, 1, 2

#: What makes a match a "may": the code is less specific, a question, an inferred code.
BELOW, QUESTION, INFERRED = "below", "question", "inferred"

_ENTRY_LENGTH = 5
_SHOWN = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a code is in a goods set; `told` is what would settle a MAY."""

    goods: str
    status: int
    why: str = ""
    told: str = ""


def ancestors(scheme: str, code: str) -> Iterator[str]:
    """Yield the prefixes that hold a code, longest first, the code itself among them.

    An ECCN shortens paragraph by paragraph down to its entry (`3A001.a.5`, `3A001.a`, `3A001`) and
    then letter by letter (`3A00` … `3`); an HS code digit by digit.
    """
    if not code:
        yield ABSENT
        return
    if scheme != "hs":
        while "." in code:
            yield code
            code = code.rpartition(".")[0]
    while code:
        yield code
        code = code[:-1]
    yield EVERY


def _is_below(scheme: str, prefix: str, code: str) -> bool:
    if scheme == "hs" or len(code) < _ENTRY_LENGTH:
        return prefix.startswith(code)
    return prefix.startswith(f"{code}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    sign: int
    basis: str
    question: str


class GoodsIndex:
    """The goods sets of one regime, ready to tell which sets a code is in."""

    def __init__(self, sets: Mapping[str, Iterable[Row]]) -> None:
        self._parts: dict[str, dict[tuple[str, str], _Part]] = {}
        self._inner: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._outer: dict[str, list[str]] = defaultdict(list)
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)
        self._below: dict[tuple[str, str], set[str]] = defaultdict(set)
        for goods, rows in sets.items():
            self._parts[goods] = {}
            for row in rows:
                self._add(goods, row)

    def _add(self, goods: str, row: Row) -> None:
        sign = 1 if row["sign"] == "+" else -1
        scheme, prefix = row["scheme"], row["prefix"]
        if scheme == "set":
            self._inner[goods].append((prefix, sign))
            self._outer[prefix].append(goods)
            return
        part = _Part(sign=sign, basis=row["basis"], question=row["question"])
        self._parts[goods][scheme, prefix] = part
        self._at[scheme, prefix].append(goods)
        if prefix not in {ABSENT, EVERY}:
            for above in list(ancestors(scheme, prefix))[1:-1]:
                self._below[scheme, above].add(goods)

    def is_broad(self, goods: str) -> bool:
        """Tell whether a set takes in every code of a scheme, but for exclusions."""
        own = any(prefix == EVERY for _, prefix in self._parts.get(goods, {}))
        return own or any(
            self.is_broad(inner) for inner, sign in self._inner.get(goods, []) if sign > 0
        )

    def schemes(self, goods: str) -> set[str]:
        """Return the schemes that a set speaks of."""
        own = {scheme for scheme, _ in self._parts.get(goods, {})}
        return own.union(*(self.schemes(inner) for inner, _ in self._inner.get(goods, [])))

    def matches(self, scheme: str, code: str) -> list[Match]:
        """Return every set that a code is in or may be in; '' is the absence of a code."""
        touched: set[str] = set(self._below.get((scheme, code), ()))
        for prefix in ancestors(scheme, code):
            touched.update(self._at.get((scheme, prefix), ()))
        todo = list(touched)
        while todo:
            for outer in self._outer.get(todo.pop(), ()):
                if outer not in touched:
                    touched.add(outer)
                    todo.append(outer)
        found = (self.match(goods, scheme, code) for goods in sorted(touched))
        return [one for one in found if one.status != NO]

    def match(self, goods: str, scheme: str, code: str) -> Match:
        """Tell how far one set holds a code."""
        own = self._own(goods, scheme, code)
        best = own or Match(goods=goods, status=NO)
        if own is None:
            for inner, sign in self._inner.get(goods, ()):
                if sign > 0:
                    one = self.match(inner, scheme, code)
                    best = one if one.status > best.status else best
        for inner, sign in self._inner.get(goods, ()):
            if sign < 0 and best.status != NO:
                best = _without(best, self.match(inner, scheme, code))
        return Match(goods=goods, status=best.status, why=best.why, told=best.told)

    def _own(self, goods: str, scheme: str, code: str) -> Match | None:
        """Match a code against the set's own prefixes; None where they are silent."""
        parts = self._parts.get(goods, {})
        part = next(
            (parts[scheme, one] for one in ancestors(scheme, code) if (scheme, one) in parts), None
        )
        below = (
            [
                prefix
                for (other, prefix), inner in parts.items()
                if other == scheme
                and code
                and _is_below(scheme, prefix, code)
                and inner.sign != (part.sign if part else -1)
            ]
            if (scheme, code) in self._below
            else []
        )
        if part is None and not below:
            return None
        if below:
            return Match(goods=goods, status=MAY, why=BELOW, told=_name(below, code, part))
        if part is None or part.sign < 0:
            return Match(goods=goods, status=NO)
        if part.question:
            return Match(goods=goods, status=MAY, why=QUESTION, told=part.question)
        if part.basis == "inferred":
            return Match(goods=goods, status=MAY, why=INFERRED, told=code)
        return Match(goods=goods, status=APPLIES)


def _without(best: Match, taken: Match) -> Match:
    if taken.status == APPLIES:
        return Match(goods=best.goods, status=NO)
    if taken.status == MAY and best.status == APPLIES:
        return Match(goods=best.goods, status=MAY, why=taken.why, told=taken.told)
    return best


def _name(below: list[str], code: str, part: _Part | None) -> str:
    shown = ", ".join(
        one.removeprefix(code) if one.startswith(f"{code}.") else one
        for one in sorted(below)[:_SHOWN]
    )
    more = f" and {len(below) - _SHOWN} more" if len(below) > _SHOWN else ""
    return f"all but {shown}{more}" if part is not None and part.sign > 0 else f"{shown}{more}"
