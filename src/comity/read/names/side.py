"""Whose ministry is meant where a name of a body is shared by many governments.

"The commerce ministry" alone is China's in the news that we read, unless its owner is told:
"India's commerce ministry", "the foreign ministry in Taipei".
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read.language.syntax import span_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from comity.read.names.mention import Mention

_SHARED = {
    "commerce ministry",
    "foreign ministry",
    "ministry of commerce",
    "ministry of economic affairs",
    "ministry of foreign affairs",
    "state council",
}
_PLACES = {"in", "of"}


def settle(doc: Doc, sides: list[Mention]) -> list[Mention]:
    """Give a shared name of a body the side of the owner told beside it."""
    settled = []
    for place, mention in enumerate(sides):
        owner = None
        if mention.kind == "institution" and mention.span.text.casefold() in _SHARED:
            before = sides[place - 1] if place else None
            after = sides[place + 1] if place + 1 < len(sides) else None
            owner = _owner(doc, mention, before, after)
            if owner is None and not any(
                one.side == mention.side for one in sides if one.value != mention.value
            ):
                owner = _speaker(doc, sides[:place])
                if owner is not None:
                    settled.append(replace(mention, side=owner.side))
                    continue
        if owner is None or owner.side == mention.side:
            settled.append(mention)
            continue
        first, last = min(owner.first, mention.first), max(owner.last, mention.last)
        name = span_of(doc, first, last).text
        settled.append(replace(mention, side=owner.side, value=name))
    return settled


def _owner(
    doc: Doc, mention: Mention, before: Mention | None, after: Mention | None
) -> Mention | None:
    if before is not None and before.is_country:
        between = doc[before.last + 1 : mention.first]
        if all(token.tag_ == "POS" for token in between):
            return before
    if after is not None and after.is_country:
        between = doc[mention.last + 1 : after.first]
        if len(between) == 1 and between[0].lower_ in _PLACES:
            return after
    return None


def _speaker(doc: Doc, before: list[Mention]) -> Mention | None:
    """Return the country that led a sentence last: whose ministry "the foreign ministry" is."""
    leading = [one for one in before if one.is_country and doc[one.last].dep_ == "nsubj"]
    return leading[-1] if leading else None
