"""Matches codes against goods sets, by hierarchy in both directions.

A code within a prefix of a set is in the set; a code above a prefix may be, and the prefixes below
it say what to give. The longest prefix wins. See docs/tables.md, goods.csv.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from comity.register.tables import Row

ABSENT = "absent"
EVERY = "*"

NO, MAY, APPLIES = 0, 1, 2

#: What makes a match a "may": the code is less specific, a question, an inferred code.
BELOW, QUESTION, INFERRED = "below", "question", "inferred"

_SHOWN = 4
#: Of how many codes it is remembered which sets name them.
_REMEMBERED = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """How far a code is in a goods set; `told` is what would settle a MAY."""

    goods: str
    status: int
    why: str = ""
    told: str = ""


@lru_cache(maxsize=4096)
def ancestors(scheme: str, code: str) -> tuple[str, ...]:
    """Return the prefixes that hold a code, longest first, the code itself among them.

    An ECCN shortens paragraph by paragraph down to its entry (`3A001.a.5`, `3A001.a`, `3A001`) and
    then letter by letter (`3A00` … `3`); an HS code digit by digit.
    """
    if not code:
        return (ABSENT,)
    paragraphs = []
    if scheme != "hs":
        while "." in code:
            paragraphs.append(code)
            code = code.rpartition(".")[0]
    return (*paragraphs, *(code[:end] for end in range(len(code), 0, -1)), EVERY)


#: A status, why it is a MAY, and what would settle it.
_Grade = tuple[int, str, str]
_NOT: _Grade = (NO, "", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    sign: int
    basis: str
    question: str


class GoodsIndex:
    """The goods sets of one regime, ready to tell which sets a code is in."""

    def __init__(self, sets: Mapping[str, Iterable[Row]]) -> None:
        self._parts: dict[str, dict[str, dict[str, _Part]]] = {}
        self._inner: dict[str, list[tuple[str, int]]] = defaultdict(list)
        self._outer: dict[str, list[str]] = defaultdict(list)
        self._at: dict[tuple[str, str], list[str]] = defaultdict(list)
        #: (scheme, code) → set → the codes below this one that the set names
        self._below: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(dict)
        #: what was found of the codes asked last
        self._grades: dict[tuple[str, str], dict[str, _Grade]] = {}
        for goods, rows in sets.items():
            self._parts[goods] = defaultdict(dict)
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
        self._parts[goods][scheme][prefix] = part
        self._at[scheme, prefix].append(goods)
        if prefix not in {ABSENT, EVERY}:
            for above in ancestors(scheme, prefix)[1:-1]:
                self._below[scheme, above].setdefault(goods, []).append(prefix)

    def is_broad(self, goods: str) -> bool:
        """Tell whether a set takes in every code of a scheme, but for exclusions."""
        own = any(EVERY in parts for parts in self._parts.get(goods, {}).values())
        return own or any(
            self.is_broad(inner) for inner, sign in self._inner.get(goods, []) if sign > 0
        )

    def schemes(self, goods: str) -> set[str]:
        """Return the schemes that a set speaks of."""
        own = set(self._parts.get(goods, ()))
        return own.union(*(self.schemes(inner) for inner, _ in self._inner.get(goods, [])))

    def matches(self, scheme: str, code: str) -> list[Match]:
        """Return every set that a code is in or may be in; '' is the absence of a code."""
        touched = {*self._below.get((scheme, code), ()), *self._graded(scheme, code)}
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
        below: set[str] = set()
        if (scheme, code) in self._below:
            named = self._named_below(goods, scheme, code)
            below = {one for one in named if self._exactly(goods, scheme, one)[0] != here[0]}
        if below:
            return Match(goods=goods, status=MAY, why=BELOW, told=_name(below, code, here[0]))
        status, why, told = here
        return Match(goods=goods, status=status, why=why, told=told)

    def _named_below(self, goods: str, scheme: str, code: str) -> Iterator[str]:
        """Yield the codes below one that a set or a set within it names."""
        yield from self._below.get((scheme, code), {}).get(goods, ())
        for inner, _ in self._inner.get(goods, ()):
            yield from self._named_below(inner, scheme, code)

    def _exactly(self, goods: str, scheme: str, code: str) -> _Grade:
        """Tell how far a set holds a code that means nothing but itself."""
        best = self._graded(scheme, code).get(goods)
        inner = self._inner.get(goods)
        if inner is None:
            return best or _NOT
        if best is None:
            found = [self._exactly(one, scheme, code) for one, sign in inner if sign > 0]
            best = max(found, key=lambda one: one[0]) if found else _NOT
        for one, sign in inner:
            if sign < 0 and best[0] != NO:
                best = _without(best, self._exactly(one, scheme, code))
        return best

    def _graded(self, scheme: str, code: str) -> Mapping[str, _Grade]:
        """Return the sets that name a prefix of a code themselves, graded by the longest."""
        graded = self._grades.get((scheme, code))
        if graded is None:
            if len(self._grades) >= _REMEMBERED:
                self._grades.clear()
            graded = self._grades[scheme, code] = {}
            for prefix in ancestors(scheme, code):
                for goods in self._at.get((scheme, prefix), ()):
                    if goods not in graded:
                        graded[goods] = _grade(self._parts[goods][scheme][prefix], code)
        return graded


def _grade(part: _Part, code: str) -> _Grade:
    if part.sign < 0:
        return _NOT
    if part.question:
        return MAY, QUESTION, part.question
    if part.basis == "inferred":
        return MAY, INFERRED, code
    return APPLIES, "", ""


def _without(best: _Grade, taken: _Grade) -> _Grade:
    if taken[0] == APPLIES:
        return _NOT
    return taken if taken[0] == MAY and best[0] == APPLIES else best


def _name(below: Collection[str], code: str, status: int) -> str:
    shown = ", ".join(
        one.removeprefix(code) if one.startswith(f"{code}.") else one
        for one in sorted(below)[:_SHOWN]
    )
    more = f" and {len(below) - _SHOWN} more" if len(below) > _SHOWN else ""
    return f"all but {shown}{more}" if status == APPLIES else f"{shown}{more}"
