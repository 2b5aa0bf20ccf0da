"""How goods are called in a text: the whole name around a listed word, or one that no table lists.

"H20 processors" is a longer name of what the table calls H20; "lithium battery equipment" is
another good than lithium batteries; "DUV machines" stand in no table.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table, words
from comity.read.syntax import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from comity.read.mention import Mention
    from comity.read.proposal import Span

_REACH = 3
_INNER = {"compound", "amod", "nmod", "npadvmod", "nummod"}
_DROPPED = {"det", "poss", "predet", "cc", "punct", "case"}
_VAGUE = {"certain", "some", "any", "all", "such", "other", "more", "many", "new", "key", "various"}
_VAGUE |= {"several", "different", "additional", "further", "related", "these", "those", "same"}
_VAGUE |= {"recent", "export", "trade", "import", "overseas", "foreign"}


def widen(doc: Doc, mention: Mention) -> Mention:
    """Stretch a listed name to the noun that it describes, which may be another good."""
    last = mention.last
    heads = words("acts", "goods_head")
    changed = False
    while last + 1 < len(doc) and doc[last].dep_ in _INNER and doc[last + 1].pos_ in _NOUNS:
        after = doc[last + 1]
        kind = heads.get(after.lemma_.lower())
        if kind is None or after.i - mention.last > _REACH or doc[last].head.i < after.i:
            break
        last, changed = after.i, changed or kind == "other" or after.i - mention.last > 1
    first = min(mention.first, _first(doc[last], mention.first))
    if (first, last) == (mention.first, mention.last):
        return mention
    value = plain(span_of(doc, mention.first, last).text) if changed else mention.value
    return replace(mention, span=span_of(doc, first, last), first=first, last=last, value=value)


_NOUNS = {"NOUN", "PROPN"}


def plain(text: str) -> str:
    """Fold the name of unlisted goods: small letters but for model numbers, no article."""
    words_ = text.split()
    while words_ and words_[0].lower() in {"the", "a", "an", "its", "their", "his", *_VAGUE}:
        words_ = words_[1:] if len(words_) > 1 else []
    return re.sub(r"\s+", " ", " ".join(words_)).lower()


def named(head: Token) -> Span:
    """Return the name of unlisted goods by their head: no article, owner or amount before it."""
    return span_of(head.doc, _first(head, head.i), head.i)


def qualified(head: Token) -> Span:
    """Return a name with the participle that makes it one: "items containing rare earths"."""
    own = [c for c in head.rights if c.dep_ in {"acl", "relcl"} and c.tag_ in {"VBG", "VBN"}]
    end = own[0].right_edge.i if own else head.i
    return span_of(head.doc, _first(head, head.i), end)


def is_like(one: str, two: str) -> bool:
    """True where one name is the other with more said: "servers", "advanced servers"."""
    short, long = sorted((one.casefold(), two.casefold()), key=len)
    return short == long or long.endswith(f" {short}")


@cache
def kin(goods: str) -> frozenset[str]:
    """Return the goods that a kind of goods is one of, or that are of that kind."""
    pairs = [(row["goods"], row["within"]) for row in table("goods_within")]
    wider = {within for narrow, within in pairs if narrow == goods}
    return frozenset(wider | {narrow for narrow, within in pairs if within == goods})


@cache
def kinds(goods: str) -> tuple[str, ...]:
    """Return goods and every kind that they are of, the nearest first."""
    found = [goods]
    for each in found:
        wider = (row["within"] for row in table("goods_within") if row["goods"] == each)
        found.extend(kind for kind in wider if kind not in found)
    return tuple(found)


def _first(head: Token, reach: int) -> int:
    """Return where the name begins that ends at a head and holds a place before it."""
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _DROPPED or child.lower_ in _VAGUE:
            break
        gap = any(not token.is_punct for token in head.doc[child.right_edge.i + 1 : first])
        if gap or _is_side(child) or (child.dep_ == "nummod" and child.text.isalpha()):
            break
        first = child.left_edge.i
    return min(first, reach)


def _is_side(token: Token) -> bool:
    """True for "Chinese" and "U.S.", which tell whose goods they are."""
    return token.text in _sides() or (token.tag_ == "NNP" and token.dep_ == "poss")


@cache
def _sides() -> frozenset[str]:
    return frozenset(row["phrase"] for row in table("sides"))


def describing(noun: Token) -> tuple[Token, Span] | None:
    """Return what a noun of trade is told with, and its head: "wafer" in "wafer shipments"."""
    passed = words("acts", "flow_modifier")
    own = [
        child
        for child in noun.lefts
        if child.dep_ in {"compound", "nmod"}
        and child.pos_ == "NOUN"
        and child.lemma_.lower() not in passed
        and words("acts", "core_control_noun").get(child.lemma_.lower()) is None
    ]
    if not own:
        return None
    return own[-1], span_of(noun.doc, own[0].left_edge.i, own[-1].i)


def distinct(mentions: list[Mention]) -> list[Mention]:
    """Drop names that lie inside a longer one before them."""
    kept: list[Mention] = []
    for each in mentions:
        if not kept or each.first > kept[-1].last:
            kept.append(each)
    return kept
