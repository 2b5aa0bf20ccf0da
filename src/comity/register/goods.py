"""Matches codes against goods sets, by hierarchy in both directions.

A code within a prefix of a set is in the set; a code above a prefix may be, and the prefixes below
it say what to give. The longest prefix wins. See docs/tables.md, goods.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from comity.register.tables import Row

ABSENT = "absent"
EVERY = "*"

NO, MAY, APPLIES = 0, 1, 2

#: What makes a match a "may": the code is less specific, a question, an inferred code.
BELOW, QUESTION, INFERRED = "below", "question", "inferred"

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
        #: (scheme, code) → set → the codes below this one that the set names
        self._below: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
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
                self._below[scheme, above].setdefault(goods, []).append(prefix)

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
        """Tell how far one set holds a code, by every code that it could mean."""
        here = self._exactly(goods, scheme, code)
        below = {
            prefix
            for prefix in self._named_below(goods, scheme, code)
            if self._exactly(goods, scheme, prefix).status != here.status
        }
        if below:
            return Match(goods=goods, status=MAY, why=BELOW, told=_name(below, code, here.status))
        return here

    def _named_below(self, goods: str, scheme: str, code: str) -> Iterator[str]:
        """Yield the codes below one that a set or a set within it names."""
        yield from self._below.get((scheme, code), {}).get(goods, ())
        for inner, _ in self._inner.get(goods, ()):
            yield from self._named_below(inner, scheme, code)

    def _exactly(self, goods: str, scheme: str, code: str) -> Match:
        """Tell how far a set holds a code that means nothing but itself."""
        parts = self._parts.get(goods, {})
        part = next(
            (parts[scheme, one] for one in ancestors(scheme, code) if (scheme, one) in parts), None
        )
        inner = self._inner.get(goods, ())
        if part is not None:
            best = _grade(goods, part, code)
        else:
            found = (self._exactly(one, scheme, code) for one, sign in inner if sign > 0)
            best = max(found, key=lambda one: one.status, default=Match(goods=goods, status=NO))
        for one, sign in inner:
            if sign < 0 and best.status != NO:
                best = _without(best, self._exactly(one, scheme, code))
        return Match(goods=goods, status=best.status, why=best.why, told=best.told)


def _grade(goods: str, part: _Part, code: str) -> Match:
    if part.sign < 0:
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


def _name(below: Collection[str], code: str, status: int) -> str:
    shown = ", ".join(
        one.removeprefix(code) if one.startswith(f"{code}.") else one
        for one in sorted(below)[:_SHOWN]
    )
    more = f" and {len(below) - _SHOWN} more" if len(below) > _SHOWN else ""
    return f"all but {shown}{more}" if status == APPLIES else f"{shown}{more}"
