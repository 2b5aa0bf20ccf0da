"""Offices and titles: those the tables list, any title before a name, and those told beside it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, text_of
from comity.read.lexicon import either, table, words
from comity.read.proposal import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Characters that may stand between an office and a name, and in which an office is sought.
_GAP, _WINDOW = 2, 120
#: Nouns in apposition that tell no office: "Bessent, an ally of the president".
_NO_OFFICE = {"side", "team", "delegation", "ally", "one", "friend", "son", "man", "woman"}


@cache
def offices() -> Mapping[str, Mapping[str, str]]:
    """Return the rows of the table of offices by their phrase."""
    return {row["phrase"]: row for row in table("offices")}


@cache
def _office_tail() -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{either(offices())})$")


@cache
def _title_tail() -> re.Pattern[str]:
    """Match any title that ends a text: "Deputy Economy Secretary", "minister for trade"."""
    heads = either(words("titles", "head"))
    lead = rf"(?:(?:{either(words('titles', 'lead'))}|[A-Z][\w\u2019'&]*)[\s-]+){{0,5}}"
    field = r"[A-Z][\w&]*(?:,?\s+(?:and\s+)?[A-Z][\w&]*)*"
    plain = either(words("titles", "field"))
    tail = rf"(?:\s+(?:of|for)\s+(?:the\s+)?(?:{field}|(?:{plain})(?:\s+(?:{plain}))*))?"
    return re.compile(rf"(?<![\w-])(?P<lead>{lead})(?P<head>(?i:{heads})){tail}$")


def office_before(doc: Doc, first: int) -> tuple[str | None, Span | None]:
    """Read the office that stands before a name: one of the tables, else any title."""
    end = doc[first].idx
    begin = max(0, end - _WINDOW)
    window = text_of(doc)[begin:end].rstrip()
    if end - (begin + len(window)) > _GAP:
        return None, None
    found = _office_tail().search(window)
    if found is not None:
        row = offices().get(re.sub(r"\s+", " ", found.group()))
        if row is not None and not _goes_further(window[: found.start()]):
            start = begin + found.start()
            span = Span(start=start, end=start + len(found.group()), text=found.group())
            return row["office"], span
    titled = _title_tail().search(window)
    if titled is None:
        return None, None
    start = begin + titled.start() + _side_words(titled["lead"])
    text = text_of(doc)[start : begin + titled.end()]
    return text, Span(start=start, end=start + len(text), text=text)


def _goes_further(before: str) -> bool:
    """True where more of a title stands before one of the tables: "Deputy Trade Minister"."""
    last = before.rstrip().rsplit(" ", 1)[-1]
    return last.casefold() in words("titles", "lead") and last[:1].isupper()


def _side_words(lead: str) -> int:
    """Return how many characters of a title name its side: "Malaysian ", "U.S. "."""
    sides = {row["phrase"] for row in table("sides")}
    length = 0
    for word in re.finditer(r"\S+\s+", lead):
        plain = word.group().strip().removesuffix("'s").removesuffix("\u2019s")
        if plain not in sides and plain not in {"The", "But", "And", "South", "North"}:
            break
        length = word.end()
    return length


def office_beside(head: Token) -> tuple[str | None, Span | None]:
    """Read the office told in apposition: "He Lifeng, Vice Premier of the State Council"."""
    for child in head.children:
        if child.dep_ == "appos" and child.pos_ in {"NOUN", "PROPN"}:
            span = noun_phrase(child, of=True)
            text = re.sub(r"^(?:the|a|an|also\s+an?)\s+", "", span.text)
            start = span.end - len(text)
            row = offices().get(text)
            if row is None and child.lemma_.lower() in _NO_OFFICE:
                continue
            if row is None and child.pos_ == "PROPN" and not _names_title(text):
                continue
            office = row["office"] if row else text
            return office, Span(start=start, end=span.end, text=text)
    return None, None


def _names_title(text: str) -> bool:
    """True for "Minister of Commerce", false for the next name of a list of people."""
    heads = words("titles", "head")
    return any(word.casefold() in heads for word in re.findall(r"[\w-]+", text))
