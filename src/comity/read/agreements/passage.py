"""Which sentences tell terms: "Under the deal, …", "China will …, while the US will …"."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from comity.read.agreements.duty import mutual
from comity.read.lexicon import words

if TYPE_CHECKING:
    from spacy.tokens import Span as Sentence

    from comity.read.story import Story

#: What says that one side answers the other.
_IN_TURN = {"correspondingly", "return", "turn", "reciprocate", "likewise", "exchange", "part"}
_UNDER = re.compile(
    r"(?:^\s*|,\s+)(?:under|as part of|(?P<past>in line with|pursuant to))\s+"
    r"(?:the (?:terms of the )?|an? |their |that |this |its )?(?:[\w-]+ ){0,2}?"
    r"(?P<what>it|terms|deal|agreement|memorandum|treaty|protocol|compromise|truce"
    r"|(?:joint )?statement|framework|accord|pact|arrangement|consensus|understanding|plan)\b",
    re.IGNORECASE,
)


def find_passages(story: Story) -> frozenset[int]:
    """Return the sentences that tell terms: "Under the deal, …" and what goes on in that vein."""
    found: set[int] = set()
    running = False
    for sentence in story.doc.sents:
        told = _UNDER.search(sentence.text)
        root = sentence.root
        ahead = any(c.lower_ in {"will", "would", "shall"} for c in root.children) or (
            root.lemma_ == "be" and any(c.dep_ == "xcomp" for c in root.children)
        )
        sided = any(c.dep_ == "nsubj" and story.side(c) for c in root.children)
        opened = told is not None and (ahead or not told["past"])
        opened = opened or _is_mutual(story, sentence) or _is_answered(story, sentence)
        running = opened or (running and ahead and sided)
        if running:
            found.add(sentence.start)
    return frozenset(found)


def _is_mutual(story: Story, sentence: Sentence) -> bool:
    """True where each side has its part in a deal: "Oslo will …, while Rome will …"."""
    before = story.doc[sentence.start - 1].sent.start if sentence.start else 0
    spoken = story.doc[before : sentence.end]
    nouns = words("talks", "strong_agreement_noun")
    if not any(t.lemma_.lower() in nouns or t.lemma_ == "agree" for t in spoken):
        return False
    return mutual(story, sentence.start, sentence.end - 1) == set(story.main_sides)


def _is_answered(story: Story, sentence: Sentence) -> bool:
    """True for "China will …" before "The US side will correspondingly …", and for that."""
    near = [sentence]
    if sentence.end < len(story.doc):
        near.append(story.doc[sentence.end].sent)
    if sentence.start:
        near.insert(0, story.doc[sentence.start - 1].sent)
    for one, two in pairwise(near):
        owing = [mutual(story, each.start, each.end - 1) for each in (one, two)]
        returned = any(token.lower_ in _IN_TURN for token in two)
        if returned and all(owing) and set().union(*owing) == set(story.main_sides):
            return True
    return False
