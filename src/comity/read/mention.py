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

from comity.read.goods_name import distinct, widen
from comity.read.lexicon import either, table
from comity.read.proposal import Span
from comity.read.syntax import noun_phrase, span_of, text_of, tokens_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token


#: Most words of an unknown person's name after the first, and of characters before an office.
_NAME_WORDS = 3
_GAP = 2
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


@cache
def _pattern(name: str, column: str, *, fold: bool = False) -> re.Pattern[str]:
    phrases = [row[column] for row in table(name) if row[column]]
    return re.compile(rf"(?<![\w-])(?:{either(phrases)})(?![\w])", re.IGNORECASE if fold else 0)


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
                counts[each.side] = counts.get(each.side, 0) + 1
            self._main = sorted(counts, key=lambda side: (-counts[side], side))
        return self._main


def find_names(doc: Doc, people: Iterable[Mapping[str, str]] = ()) -> Names:
    """Find every name of a parsed document; `people` are known beside those of the tables."""
    names = Names(doc=doc)
    names.sides = [mention for _, mention in _look_up(doc, "sides")]
    names.outlets = [mention for _, mention in _look_up(doc, "outlets")]
    names.venues = [mention for _, mention in _look_up(doc, "venues")]
    listed = (mention for _, mention in _look_up(doc, "goods", fold=True))
    names.goods = distinct([widen(doc, mention) for mention in listed])
    for group, index in ((names.sides, names._side_at), (names.outlets, names._outlet_at)):  # noqa: SLF001
        index.update({place: one for one in group for place in range(one.first, one.last + 1)})
    _add_people(names, [*table("people"), *people])
    return names


def _add_people(names: Names, known: Sequence[Mapping[str, str]]) -> None:
    full = {name: row for row in known for name in (row["name"], row.get("alias", "")) if name}
    family = {row["family"]: row for row in known if row.get("family")}
    pattern = re.compile(rf"(?<![\w-])(?:{either([*full, *family])})(?![\w-])")
    for found in pattern.finditer(text_of(names.doc)):
        first, last = tokens_of(names.doc, found.start(), found.end())
        row = full.get(found.group()) or family.get(found.group())
        if row is None or _is_adjectival(names.doc[first : last + 1].root):
            continue
        _register(names, _person(names, first, last, row))
    for token in names.doc:
        if (
            token.pos_ == "PROPN"
            and names.person_at(token.i) is None
            and _may_be_person(names, token)
        ):
            unknown = _unknown_person(names, token)
            if unknown is not None:
                _register(names, unknown)


def _is_adjectival(token: Token) -> bool:
    """True for "the Trump administration" and "Biden-era"."""
    return token.dep_ in {"compound", "nmod"} and token.head.pos_ == "NOUN"


def _register(names: Names, person: Person) -> None:
    names.people.append(person)
    first, last = tokens_of(names.doc, person.span.start, person.span.end)
    for place in range(first, last + 1):
        names._person_at[place] = person  # noqa: SLF001


def _person(names: Names, first: int, last: int, row: Mapping[str, str]) -> Person:
    doc = names.doc
    office, office_span = _office_before(doc, first)
    head = doc[last]
    if office is None:
        office, office_span = _office_beside(head)
    return Person(
        name=row["name"],
        span=span_of(doc, first, last),
        head=last,
        office=office,
        office_span=office_span,
        side=row.get("side", ""),
        affiliation=_affiliation(head),
        role=office_span,
    )


def _may_be_person(names: Names, token: Token) -> bool:
    """True for the last word of a proper name that speaks, holds an office or is described."""
    if (
        token.dep_ in {"compound", "nmod", "amod"}
        or names.side_at(token.i)
        or names.outlet_at(token.i)
    ):
        return False
    first = _name_start(token)
    if first == token.i or any(names.side_at(place) for place in range(first, token.i + 1)):
        return False
    if not all(
        part.text[0].isupper() and part.text.isalpha()
        for part in token.doc[first : token.i + 1]
        if part.text not in {"-", "."}
    ):
        return False
    before, _ = _office_before(token.doc, first)
    if before is not None:
        return True
    speaks = token.dep_ == "nsubj" and token.head.pos_ == "VERB"
    described = any(child.dep_ in {"appos", "relcl"} for child in token.children)
    return (speaks or described or token.dep_ in {"conj", "pobj"}) and described


def _name_start(token: Token) -> int:
    first = token.i
    while first > 0:
        part = token.doc[first - 1]
        if part.pos_ != "PROPN" or not part.text[0].isupper() or part.is_sent_end:
            break
        first -= 1
    return first


def _unknown_person(names: Names, token: Token) -> Person | None:
    first = _name_start(token)
    office, office_span = _office_before(token.doc, first)
    if office_span is None:
        for start in range(first + 1, token.i):
            office, office_span = _office_before(token.doc, start)
            if office_span is not None:
                first = start
                break
    if office is None:
        office, office_span = _office_beside(token)
    if token.i - first > _NAME_WORDS or token.doc[first : token.i + 1].text in _rows(
        "offices", "phrase"
    ):
        return None
    span = span_of(token.doc, first, token.i)
    side = (
        _rows("offices", "phrase").get(office_span.text, {}).get("side", "") if office_span else ""
    )
    if not side and office_span is not None:
        begun = office_span.start
        near = [one for one in names.sides if begun <= one.span.start and one.span.end <= span.end]
        side = near[0].side if near else ""
    return Person(
        name=span.text,
        span=span,
        head=token.i,
        office=office,
        office_span=office_span,
        side=side,
        affiliation=_affiliation(token),
        role=office_span,
    )


def _office_before(doc: Doc, first: int) -> tuple[str | None, Span | None]:
    """Read the office that stands before a name."""
    end = doc[first].idx
    window = text_of(doc)[max(0, end - 110) : end].rstrip()
    found = _office_tail().search(window)
    if found is None or end - (max(0, end - 110) + found.end()) > _GAP:
        return None, None
    start = max(0, end - 110) + found.start()
    row = _rows("offices", "phrase")[re.sub(r"\s+", " ", found.group())]
    return row["office"], Span(start=start, end=start + len(found.group()), text=found.group())


@cache
def _office_tail() -> re.Pattern[str]:
    phrases = [row["phrase"] for row in table("offices")]
    return re.compile(rf"(?<![\w-])(?:{either(phrases)})$")


def _office_beside(head: Token) -> tuple[str | None, Span | None]:
    """Read the office told in apposition: "He Lifeng, Vice Premier of the State Council"."""
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN"}:
            span = noun_phrase(child, of=True)
            text = re.sub(r"^(?:the|a|an)\s+", "", span.text)
            start = span.end - len(text)
            row = _rows("offices", "phrase").get(text)
            if row is None and child.lemma_.lower() in {
                "side",
                "team",
                "delegation",
                "ally",
                "one",
            }:
                continue
            office = row["office"] if row else text
            return office, Span(start=start, end=span.end, text=text)
    return None, None


def _affiliation(head: Token) -> Span | None:
    """Read the house that a person speaks from: "of the Atlantic Council", "from the CSIS"."""
    holders = [head, *(child for child in head.children if child.dep_ == "appos")]
    for holder in holders:
        houses = sorted(holder.children, key=lambda c: c.lower_ not in {"at", "from", "with"})
        for child in houses:
            if child.dep_ == "prep" and child.lower_ in {"at", "from", "of", "with"}:
                for deep in child.children:
                    if deep.dep_ == "pobj" and deep.pos_ == "PROPN":
                        return _without_article(deep)
                    found = next(
                        (d for d in deep.subtree if d.dep_ == "pobj" and d.pos_ == "PROPN"), None
                    )
                    if found is not None:
                        return _without_article(found)
    return None


def _without_article(head: Token) -> Span:
    last = head.i
    for child in head.rights:
        if (
            child.dep_ in {"prep", "conj", "cc"} and child.lower_ in {"for", "of", "and", "&", "on"}
        ) or (child.dep_ == "conj" and child.pos_ == "PROPN"):
            last = max(last, child.right_edge.i)
        else:
            break
    first = min([head.i, *(child.left_edge.i for child in head.lefts if child.dep_ != "det")])
    return span_of(head.doc, first, last)
