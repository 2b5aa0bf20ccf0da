"""Lists of goods, followed by their words: "X, Y and Z as well as W, including V".

A parser often takes a long list apart; its commas and its "and" don't lie.
A comma goes on with a list only where an "and" ends it: "gallium, a metal …" is no list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.language.syntax import tokens_of
from comity.read.measures.traded import as_goods, names_itself
from comity.read.names.goods import qualified
from comity.read.proposal import Slot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Token

    from comity.read.story import Story

_ENDS = {"and", "or", "plus", "&"}
_ADDS = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "addition", "to"))
#: What opens the list of what a name comprises.
_OPENS: tuple[tuple[str, ...], ...] = (
    ("including",),
    ("such", "as"),
    ("among", "them"),
    ("namely",),
    ("notably",),
    ("from",),
)
_OPENS += (("particularly",), ("especially",), ("specifically",))
#: How many items a list has at most, how many words an item, and how far its opening may be.
_ITEMS, _LONG, _FAR = 24, 9, 9
_MEASURED = {"some", "certain", "other", "many", "various", "several", "any", "all", "both", "on"}
_MEASURED |= {"of", "also", "even", "more", "most", "for", "those", "related", "these", "its"}
_INNER = {"NOUN", "PROPN", "ADJ", "NUM"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}


def enumerated(story: Story, found: list[Slot]) -> list[Slot]:
    """Add the goods that stand in one list with those found."""
    doc = story.doc
    places = [tokens_of(doc, s.span.start, s.span.end) for s in found if s.span is not None]
    if not places or len(places) != len(found):
        return found
    first, end = min(places)
    known = {i: slot for slot, place in zip(found, places, strict=True) for i in _range(place)}
    walk = _Walk(story=story, last=doc[first].sent.end - 1, known=known)
    slots = [*_before(story, first), *walk.whole(end + 1), *found]
    distinct: dict[object, Slot] = {}
    for slot in sorted(slots, key=lambda each: each.span.start if each.span else 0):
        distinct.setdefault(slot.value, slot)
    return list(distinct.values())


def _range(place: tuple[int, int]) -> range:
    return range(place[0], place[1] + 1)


def _before(story: Story, first: int) -> Iterator[Slot]:
    """Yield the listed goods that stand before in the same list: "ethane, butane and …"."""
    doc = story.doc
    opened = max(doc[first].sent.start, first - _LONG * 3)
    for one in reversed(story.goods_in(opened, first - 1)):
        between = [t for t in doc[one.last + 1 : first] if t.lower_ not in _MEASURED]
        if not between or any(t.text != "," and t.lower_ not in _ENDS for t in between):
            return
        yield Slot(value=one.value, span=one.span)
        first = one.first


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    """A way through the items of a list, up to the end of a sentence."""

    story: Story
    last: int
    #: Goods found by grammar, by token.
    known: dict[int, Slot]

    def whole(self, here: int) -> Iterator[Slot]:
        """Yield the further items of a list, and of what its last comprises."""
        here, items = self._items(here, [])
        yield from items
        for _ in range(_ITEMS):
            opened, ends = self._opening(here)
            first = self._item(opened) if opened else None
            if first is None:
                return
            here, items = self._items(first[1], [first[0]], ends)
            yield from items

    def _opening(self, here: int) -> tuple[int, set[str]]:
        """Return where a list begins that "including" opens, and what ends it."""
        doc = self.story.doc
        for place in range(here, min(self.last, here + _FAR) + 1):
            for words in _OPENS:
                if _is_at(doc, place, words):
                    start = place + len(words)
                    ranges = "to" in {t.lower_ for t in doc[start : start + _LONG]}
                    if words[0] != "from":
                        return start, _ENDS
                    if ranges and place > here and doc[place - 1].text == ",":
                        return start, {*_ENDS, "to"}
            if doc[place].tag_ in _FINITE or doc[place].text in {";", ":"}:
                break
        return 0, _ENDS

    def _items(
        self, here: int, waiting: list[Slot], ends: set[str] = _ENDS
    ) -> tuple[int, list[Slot]]:
        """Read on from "X": ", Y and Z"; items after commas count where an "and" ends them."""
        kept, waiting, after = list(waiting), [], here
        for _ in range(_ITEMS):
            joint, start = _joint(self.story.doc, here, self.last, ends)
            item = self._item(start) if joint else None
            if item is None:
                break
            waiting.append(item[0])
            here = item[1]
            if joint == "and":
                kept, waiting, after = [*kept, *waiting], [], here
        return after, kept

    def _item(self, start: int) -> tuple[Slot, int] | None:
        """Return the goods that a list names from a token on, and where it goes on."""
        story, doc = self.story, self.story.doc
        while start < self.last and (doc[start].lower_ in _MEASURED or _is_the(doc[start])):
            start += 1
            if doc[start - 1].lower_ == "those" and doc[start].tag_ in {"VBN", "VBG"}:
                start += 2
        if start > self.last:
            return None
        near = min(self.last, start + _LONG)
        told = next((self.known[i] for i in range(start, near) if i in self.known), None)
        listed = next(iter(story.goods_in(start, near)), None)
        end = start
        while end <= near and doc[end].pos_ in _INNER | {"PUNCT", "VERB"} and _goes_on(doc, end):
            end += 1
        head = next((t for t in reversed(doc[start:end]) if t.pos_ in {"NOUN", "PROPN"}), None)
        listed_slot = None if listed is None else Slot(value=listed.value, span=listed.span)
        for slot in (told, listed_slot):
            if slot is not None and slot.span is not None:
                first, last = tokens_of(doc, slot.span.start, slot.span.end)
                if first <= end if head is None else first <= head.i <= last:
                    return slot, self._past(last + 1)
        if head is None or not names_itself(story, head) or self._acts(head, start):
            return None
        span = qualified(head)
        last = tokens_of(doc, span.start, span.end)[1]
        return as_goods(span), self._past(last + 1)

    def _past(self, here: int) -> int:
        """Step over quotation marks, brackets and what only describes an item."""
        doc = self.story.doc
        while here < self.last and doc[here].is_quote:
            here += 1
        if here < self.last and doc[here].text == "(":
            inside = range(here, min(self.last, here + _LONG))
            closed = next((i for i in inside if doc[i].text == ")"), 0)
            here = closed + 1 if closed else here
        if here >= self.last or not _describes(doc[here]):
            return here
        ends = range(here, min(self.last, here + _LONG))
        stop = next((i for i in ends if doc[i].text == "," or doc[i].lower_ in _ENDS), here)
        return here if any(t.tag_ in _FINITE for t in doc[here:stop]) else stop

    def _acts(self, head: Token, start: int) -> bool:
        """True for the doer of a clause of its own: "… of chips, and prices rose"."""
        own = head.dep_ in {"nsubj", "nsubjpass"} and head.head.i > head.i
        return own and head.head.left_edge.i >= start - 1


def _describes(token: Token) -> bool:
    return (token.tag_ in {"VBN", "VBG"} and token.dep_ == "acl") or token.lower_ in {"for", "of"}


def _joint(doc: Doc, here: int, last: int, ends: set[str]) -> tuple[str, int]:
    """Return what joins the next item of a list, if anything, and where that item begins."""
    if here >= last:
        return "", here
    comma = doc[here].text == ","
    place = here + 1 if comma else here
    for words in _ADDS:
        if _is_at(doc, place, words):
            return "and", place + len(words)
    if doc[place].lower_ in ends:
        return "and", place + 1
    return (",", place) if comma else ("", here)


def _is_at(doc: Doc, place: int, words: tuple[str, ...]) -> bool:
    return tuple(token.lower_ for token in doc[place : place + len(words)]) == words


def _is_the(token: Token) -> bool:
    return token.lower_ == "the"


def _goes_on(doc: Doc, place: int) -> bool:
    """True inside a name: hyphens, and participles before a noun."""
    token = doc[place]
    if token.pos_ == "PUNCT":
        return token.text == "-"
    return token.pos_ != "VERB" or (token.dep_ in {"amod", "compound"} and token.head.i > token.i)
