"""Where the words of a conduct begin and end: without its doer, and without what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import span_of, subtree

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.proposal import Span
    from comity.read.story import Story

#: What a writer calls the charge itself, beside it: "…, a claim Beijing denies".
_LABELS = {"charge", "claim", "allegation", "accusation", "assertion", "suggestion"}
_QUOTES = {'"', "\u201c", "\u201d", "``", "''"}


def conduct_range(act: Token) -> tuple[int, int]:
    """Return the tokens of an act, without those told side by side with it."""
    first, last = subtree(act)
    for deep in act.subtree:
        side_by_side = deep.dep_ == "conj" and (
            deep.head.i == act.i or deep.tag_ == act.tag_ == "VBG"
        )
        aside = deep.dep_ == "appos" and deep.lemma_ in _LABELS and deep.i > act.i + 1
        if (side_by_side and deep.i > act.i) or aside:
            last = min(last, deep.left_edge.i - 1)
    return first, max(first, last)


def conduct_span(story: Story, act: Token) -> Span:
    """Return the words that tell a conduct."""
    first, last = conduct_range(act)
    while first < act.i and story.doc[first].lower_ in {"among", "them", "including", ","}:
        first += 1
    while first < act.i and story.doc[first].lower_ == "that":
        first += 1
    first = max(first, _conduct_start(story, act))
    last = min(last, _aside_start(act, last) - 1)
    after = story.doc[last + 1] if last + 1 < len(story.doc) else act
    if act.pos_ == "NOUN" and after.lower_ == "over" and after.head.is_ancestor(act):
        last = after.right_edge.i
    while last > first and story.doc[last].lower_ in {"and", "or", ","}:
        last -= 1
    quotes = [token.i for token in story.doc[first : last + 1] if token.text in _QUOTES]
    if quotes == [first] and first < last:
        first += 1
    return span_of(story.doc, first, last)


def _conduct_start(story: Story, act: Token) -> int:
    """Return where conduct begins: behind the doer that is its side, and behind "had"."""
    doers = [child for child in act.children if child.dep_ in {"nsubj", "nsubjpass"}]
    if not doers:
        return 0
    doer = min(doers, key=lambda each: each.i)
    named = doer.pos_ in {"PROPN", "PRON"} and story.side(doer) is not None
    if not named or doer.i > act.i:
        return doer.left_edge.i
    first = doer.right_edge.i + 1
    while first < act.i and story.doc[first].dep_ in {"aux", "auxpass"}:
        first += 1
    return first


def _aside_start(act: Token, last: int) -> int:
    """Return where an aside behind conduct begins: ", which …", ", raising …"."""
    for deep in act.subtree:
        open_, before = deep.left_edge, deep.doc[max(0, deep.left_edge.i - 1)]
        relative = deep.dep_ == "relcl" and open_.tag_ in {"WDT", "WP"}
        result = deep.dep_ != "conj" and deep.tag_ == "VBG" and open_.i == deep.i
        if (relative or result) and before.text == "," and deep.i > act.i:
            return before.i
    return last + 1
