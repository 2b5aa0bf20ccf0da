"""Who and what a text names: sides, people with their offices, outlets, goods, venues.

Names come from the tables beside this package and from the record that the caller passes in.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import text_of, tokens_of
from comity.read.lexicon import either, table
from comity.read.names.goods import distinct, widen
from comity.read.names.place import find_places
from comity.read.names.side import settle
from comity.read.proposal import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


#: Prepositions after which a capital is a place, not a power.
_PLACING = {"in", "at", "from", "outside", "near"}
_BODIES = {"ministry": "Ministry", "department": "Department", "commission": "Commission"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A named thing at a place in the text."""

    span: Span
    first: int
    last: int
    value: str
    kind: str
    side: str = ""

    @property
    def is_country(self) -> bool:
        """True where the name is of a country, its capital or its people."""
        return self.kind in {"country", "capital", "adjective"}

    @property
    def is_government(self) -> bool:
        """True where the name can act for its side."""
        return self.kind in {"country", "capital", "government", "institution"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody named in the text, with the office told beside the name or known of them."""

    name: str
    span: Span
    head: int
    office: str | None = None
    office_span: Span | None = None
    side: str = ""
    affiliation: Span | None = None
    role: Span | None = None
    #: True where nothing beside the name tells the side.
    is_side_guessed: bool = False


@cache
def _pattern(name: str, column: str, *, fold: bool = False) -> re.Pattern[str]:
    phrases = [row[column] for row in table(name) if row[column]]
    end = r"(?![\w]|-\w)" if name == "goods" else r"(?![\w])"
    return re.compile(rf"(?<![\w-])(?:{either(phrases)}){end}", re.IGNORECASE if fold else 0)


@cache
def _rows(name: str, column: str, *, fold: bool = False) -> Mapping[str, Mapping[str, str]]:
    return {(row[column].casefold() if fold else row[column]): row for row in table(name)}


def _look_up(
    doc: Doc, name: str, *, fold: bool = False
) -> Iterator[tuple[Mapping[str, str], Mention]]:
    rows = _rows(name, "phrase", fold=fold)
    for found in _pattern(name, "phrase", fold=fold).finditer(text_of(doc)):
        text = re.sub(r"\s+", " ", found.group())
        row = rows.get(text.casefold() if fold else text)
        if row is None:
            continue
        first, last = tokens_of(doc, found.start(), found.end())
        span = Span(start=found.start(), end=found.end(), text=found.group())
        value = row.get("name") or row.get("goods") or row.get("place") or row["phrase"]
        yield (
            row,
            Mention(
                span=span,
                first=first,
                last=last,
                value=value,
                kind=row.get("kind", name),
                side=row.get("side", ""),
            ),
        )


@dataclass(slots=True)
class Names:
    """Every name of a document, found once and looked up by token."""

    doc: Doc
    sides: list[Mention] = field(default_factory=list)
    outlets: list[Mention] = field(default_factory=list)
    venues: list[Mention] = field(default_factory=list)
    goods: list[Mention] = field(default_factory=list)
    companies: list[Mention] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    _main: list[str] = field(default_factory=list)
    _person_at: dict[int, Person] = field(default_factory=dict)
    _side_at: dict[int, Mention] = field(default_factory=dict)
    _outlet_at: dict[int, Mention] = field(default_factory=dict)

    def side_at(self, place: int) -> Mention | None:
        """Return the side named by a token."""
        return self._side_at.get(place)

    def outlet_at(self, place: int) -> Mention | None:
        """Return the outlet named by a token."""
        return self._outlet_at.get(place)

    def company_at(self, place: int) -> Mention | None:
        """Return the company whose name holds a token."""
        start = bisect_left(self.companies, place, key=lambda each: each.last)
        found = self.companies[start] if start < len(self.companies) else None
        return found if found is not None and found.first <= place else None

    def person_at(self, place: int) -> Person | None:
        """Return the person whose name holds a token."""
        return self._person_at.get(place)

    def side_of(self, head: Token) -> Mention | None:
        """Return the side that a noun phrase speaks for, by its head, its owner or its origin."""
        own = self._side_at.get(head.i)
        if own is not None:
            return own
        first = min([head.i, *(child.left_edge.i for child in head.lefts)])
        for place in range(head.i - 1, first - 1, -1):
            if place in self._side_at:
                return self._side_at[place]
        for child in head.rights:
            if child.dep_ == "prep" and child.lower_ in {"of", "from", "in", "at"}:
                for deep in child.children:
                    if deep.i in self._side_at:
                        return self._side_at[deep.i]
        return None

    def body(self, head: Token) -> Mention | None:
        """Return the institution that "the ministry" or "the department" takes up again."""
        if head.lower_ not in _BODIES:
            return None
        for one in reversed(self.sides):
            if (
                one.kind == "institution"
                and one.last < head.i
                and _BODIES[head.lower_] in one.value
            ):
                return one
        return None

    def within(self, mentions: Sequence[Mention], first: int, last: int) -> list[Mention]:
        """Return the mentions, sorted by place, that lie between two tokens."""
        start = bisect_left(mentions, first, key=lambda each: each.first)
        found = []
        for place in range(start, len(mentions)):
            each = mentions[place]
            if each.first > last:
                break
            if each.last <= last:
                found.append(each)
        return found

    def main_sides(self) -> list[str]:
        """Return the sides named most, the most first."""
        if not self._main:
            counts: dict[str, int] = {}
            for each in self.sides:
                head = self.doc[each.last]
                if each.kind == "capital" and head.dep_ == "pobj" and head.head.lower_ in _PLACING:
                    continue
                counts[each.side] = counts.get(each.side, 0) + 1
            self._main = sorted(counts, key=lambda side: (-counts[side], side))
        return self._main


def find_names(doc: Doc, people: Iterable[Mapping[str, str]] = ()) -> Names:
    """Find every name of a parsed document; `people` are known beside those of the tables."""
    names = Names(doc=doc)
    names.sides = settle(doc, [mention for _, mention in _look_up(doc, "sides")])
    names.outlets = [mention for _, mention in _look_up(doc, "outlets")]
    listed = [mention for _, mention in _look_up(doc, "venues")]
    names.venues = find_places(doc, listed, names.sides)
    names.companies = [mention for _, mention in _look_up(doc, "companies")]
    goods = (mention for _, mention in _look_up(doc, "goods", fold=True))
    names.goods = distinct([widen(doc, mention) for mention in goods])
    for group, index in ((names.sides, names._side_at), (names.outlets, names._outlet_at)):  # noqa: SLF001
        index.update({place: one for one in group for place in range(one.first, one.last + 1)})
    from comity.read.names.person import add_people

    add_people(names, [*table("people"), *people])
    return names
