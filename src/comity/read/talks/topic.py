"""What talks are about: "talks on export controls", "the question of rare earths"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, prepositional, span_of, subtree
from comity.read.proposal import Slot
from comity.read.story import Draft, Story, is_talks

if TYPE_CHECKING:
    from spacy.tokens import Token


def put_topic(story: Story, draft: Draft, head: Token) -> None:
    """Put the topic told with a mention of talks."""
    for token in head.subtree:
        if token.lower_ in {"issue", "question", "matter", "topic"}:
            for deep in prepositional(token, "of"):
                span = span_of(story.doc, *subtree(deep))
                draft.put("topic", Slot(value=span.text, span=span))
    for token in [head, *head.subtree]:
        if is_talks(token):
            for deep in prepositional(token, "on", "about", "over"):
                if deep.pos_ in {"NOUN", "PROPN"} and not any(
                    each.start <= deep.idx < each.end for each in story.moments.timexes
                ):
                    span = noun_phrase(deep, of=True)
                    draft.put("topic", Slot(value=span.text, span=span))
