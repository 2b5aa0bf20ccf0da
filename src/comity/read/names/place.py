"""Towns and buildings a text names, capitals told by their country among them.

"The Swedish capital" is Stockholm, "the South Korean city of Busan" is Busan.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read.language.syntax import span_of
from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from spacy.tokens import Doc, Token

    from comity.read.names.mention import Mention

_KINDS_OF_TOWN = {"city", "town", "capital", "resort", "port", "village", "hub"}
_OWNERS = {"adjective", "country"}


def find_places(doc: Doc, venues: Sequence[Mention], sides: Sequence[Mention]) -> list[Mention]:
    """Return the places named, each with its name as value, in the order of the text."""
    named = [replace(each, value=each.span.text) for each in venues]
    return sorted([*named, *_told_capitals(doc, sides)], key=lambda each: each.first)


def _told_capitals(doc: Doc, sides: Sequence[Mention]) -> Iterator[Mention]:
    towns = {row["side"]: row["capital"] for row in table("capitals")}
    for side in sides:
        after = doc[side.last + 1 : side.last + 3]
        if side.kind not in _OWNERS or len(after) == 0:
            continue
        noun = after[1] if after[0].tag_ == "POS" and len(after) > 1 else after[0]
        town = towns.get(side.side)
        if noun.lower_ != "capital" or town is None or noun.dep_ == "compound":
            continue
        yield replace(
            side,
            span=span_of(doc, side.first, noun.i),
            last=noun.i,
            value=town,
            kind="city",
        )


def placing(token: Token) -> Token | None:
    """Return the preposition that a place hangs on, past "the city of"."""
    if token.dep_ != "pobj":
        return None
    here = token.head
    if here.lower_ == "of" and here.head.lemma_ in _KINDS_OF_TOWN and here.head.dep_ == "pobj":
        here = here.head.head
    return here


def is_gone_to(token: Token) -> bool:
    """True for "travelled to Beijing for discussions"."""
    to = placing(token)
    return to is not None and to.lower_ == "to" and to.head.lemma_ in words("talks", "travel_verb")
