"""How goods are called in a text: the whole name around a listed word, or one that no table lists.

"H20 processors" is a longer name of what the table calls H20; "lithium battery equipment" is
another good than lithium batteries; "DUV machines" stand in no table.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import span_of
from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

    from comity.read.names.mention import Mention
    from comity.read.proposal import Span

_REACH = 3
#: How many words tell what a thing is for.
_FAR = 9
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
    full = re.sub(r"\s*\([^)]*\)", "", span_of(doc, first, last).text)
    value = next((usual for usual in map(_usual, _endings(full)) if usual), value)
    return replace(mention, span=span_of(doc, first, last), first=first, last=last, value=value)


_NOUNS = {"NOUN", "PROPN"}


def _endings(name: str) -> list[str]:
    """Return a name, and what is left of it without its first words, the longest first."""
    words_ = name.casefold().split()
    return [" ".join(words_[i:]) for i in range(len(words_) - 1)]


def _usual(name: str) -> str | None:
    """Return what a table calls goods of this name."""
    return _names().get(name)


@cache
def _names() -> dict[str, str]:
    return {row["phrase"].casefold(): row["goods"] for row in table("goods")}


def plain(text: str) -> str:
    """Fold the name of unlisted goods: small letters but for model numbers, no article."""
    words_ = text.split()
    dropped = {"the", "a", "an", "its", "their", "his", *_VAGUE, *words("time", "number")}
    while words_ and (words_[0].lower() in dropped or words_[0].isdigit()):
        words_ = words_[1:] if len(words_) > 1 else []
    return re.sub(r"\s+", " ", " ".join(words_)).lower()


def named(head: Token) -> Span:
    """Return the name of unlisted goods by their head: no article, owner or amount before it."""
    return span_of(head.doc, _first(head, head.i), head.i)


def qualified(head: Token) -> Span:
    """Return a name with what makes it one: "items containing rare earths", "parts for jets"."""
    end = max([head.i, *(_end_of(child) for child in head.rights)])
    for place in range(head.i + 1, end + 1):
        if _leaves(head.doc, place) or place - head.i > _FAR:
            end = place - 1
            break
    return span_of(head.doc, _first(head, head.i), end)


def _end_of(child: Token) -> int:
    """Return where that ends which tells what a thing is for, of or made with; 0 for all else."""
    if child.dep_ in {"acl", "relcl"} and child.tag_ in {"VBG", "VBN"}:
        return int(child.right_edge.i)
    if child.dep_ in {"amod", "acl"} and child.pos_ == "ADJ":
        return int(child.right_edge.i)
    if child.dep_ == "prep" and child.lower_ in {"for", "of", "with"}:
        return max((deep.i for deep in child.children if deep.dep_ == "pobj"), default=child.i)
    return 0


def _leaves(doc: Doc, place: int) -> bool:
    """True where a name is over: a comma, a place or a party that it goes to."""
    token = doc[place]
    if token.text in {",", ";", ":", "(", '"', "”"}:
        return True
    if token.dep_ == "prep" and token.lower_ in {"in", "on", "since"}:
        timed = {*words("time", "month"), *words("time", "weekday")}
        return any(near.lower_ in timed for near in doc[place + 1 : place + 4])
    goes = token.lower_ in {"to", "into", "by", "without", "unless"}
    return goes and any(near.text in _sides() for near in doc[place + 1 : place + 4])


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


@cache
def classes(goods: str) -> frozenset[str]:
    """Return the nouns that goods may be taken up with again: "metal" for gallium."""
    last = {name.split()[-1] for name in kinds(goods)}
    return frozenset(last | {re.sub(r"ies$", "y", word) for word in last} | {w[:-1] for w in last})


def _first(head: Token, reach: int) -> int:
    """Return where the name begins that ends at a head and holds a place before it."""
    first = head.i
    for child in reversed(list(head.lefts)):
        if child.dep_ in _DROPPED or child.lower_ in _VAGUE:
            break
        gap = any(not token.is_punct for token in head.doc[child.right_edge.i + 1 : first])
        if gap or _is_side(child):
            break
        first = child.left_edge.i
        if child.lower_ in _plain_goods() and any(deep.dep_ == "conj" for deep in child.children):
            joined = [t.i for t in head.doc[first : head.i] if t.dep_ == "cc"]
            return min(joined[-1] + 1 if joined else head.i, reach)
    return min(_outside(head, first), reach)


def _outside(head: Token, first: int) -> int:
    """Take in the words that an abbreviation in brackets stands for: "deep ultraviolet (DUV)"."""
    doc, last = head.doc, head.i
    inside = {token.text for token in doc[first:last]}
    if first > 1 and doc[first - 1].text == ")":
        inside, first = {")"}, first - 1
    if ")" not in inside or "(" in inside:
        return first
    floor = max(0, first - _REACH)
    opened = next((i for i in range(first, floor, -1) if doc[i].text == "("), None)
    if opened is None:
        return first
    first = opened
    inner = {"ADJ", "NOUN"}
    while first > 0 and doc[first - 1].pos_ in inner and not _is_side(doc[first - 1]):
        joined = first > _REACH and doc[first - 2].text == "-" and doc[first - 3].whitespace_ == ""
        first -= 3 if joined else 1
    return first


def _is_side(token: Token) -> bool:
    """True for "Chinese" and "U.S.", which tell whose goods they are."""
    return token.text in _sides() or (token.tag_ == "NNP" and token.dep_ == "poss")


@cache
def _plain_goods() -> frozenset[str]:
    """Return the goods called by one word: "ethane", "gallium"."""
    return frozenset(phrase for phrase in _names() if " " not in phrase)


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
