"""The time that a measure shares with the one told before it: "It also added 16 companies"."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read.proposal import Slot
from comity.read.story import Draft, Story

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

#: What marks an act as done together with the one before.
_ALSO = re.compile(
    r"\b(?:also|too|as well|in addition|additionally|further|furthermore|moreover|besides"
    r"|likewise|similarly|separately|at the same time|simultaneously|in the same (?:\w+ )?\w+"
    r"|in parallel|alongside|on top of (?:that|this|it)"
    r"|(?:an?|the) (?:separate|second|third|further|same|parallel|related) \w+"
    r"|(?:the )?(?:other|another|further|same) (?:\w+ )?(?:letters?|notices?|orders?|rules?"
    r"|announcements?|statements?|measures?|decrees?))\b",
    re.IGNORECASE,
)
#: A paper told of some sentences before.
_SAME = re.compile(
    r"\bthe same (?:statement|notice|order|announcement|rule|letter|decree|day)\b", re.IGNORECASE
)
_FAR = 3
#: What sets an act apart in time from the one before.
_APART = re.compile(
    r"\b(?:since|now|later|then|earlier|previously|already|recently|once|meanwhile|soon|before"
    r"|until now|so far)\b",
    re.IGNORECASE,
)


def carry_times(story: Story, found: list[Draft]) -> None:
    """Give measures without a time that of the one told just before with them."""
    for place, draft in enumerate(found):
        if "time" in draft.slots or draft.modality != "did":
            continue
        for earlier in reversed(found[:place]):
            if _go_together(story, earlier, draft):
                draft.put("time", _carried(earlier))
                break


def _go_together(story: Story, earlier: Draft, draft: Draft) -> bool:
    if earlier.value("issuer") != draft.value("issuer") or "time" not in earlier.slots:
        return False
    one, two = story.doc[earlier.head], story.doc[draft.head]
    reach = _FAR if _SAME.search(two.sent.text) else 1
    if earlier.modality not in {"did", "will"} or not story.is_near(one.i, two.i, reach):
        return False
    if one.dep_ in {"relcl", "acl", "amod"} or two.dep_ in {"relcl", "acl", "amod"}:
        return False
    if _is_perfect(two) and not _is_perfect(one):
        return False
    if one.sent.start == two.sent.start:
        return one.i < two.i and two.dep_ == "conj" and _adds(story.doc[one.i : two.i + 1])
    return _adds(two.sent)


def _is_perfect(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in verb.children)


def _adds(sentence: Sentence) -> bool:
    return bool(_ALSO.search(sentence.text)) and not _APART.search(sentence.text)


def _carried(earlier: Draft) -> Slot | None:
    told = earlier.slots["time"]
    return replace(told, span=None) if isinstance(told, Slot) else None
