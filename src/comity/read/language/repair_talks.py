"""Mends for clauses that tell of talks: who agreed is not what they did while meeting."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_MEETING = {"meeting", "gathering", "speaking", "convening", "huddling"}
_NAMES = {"NOUN", "PROPN"}
_FINITE = {"VBD", "VBZ", "VBP", "VBN"}
#: Tokens of an aside.
_LONGEST = 20


def lower_meeting(token: Token) -> None:
    """Mend "Trump and Xi, meeting in Busan, agreed to …": they agreed, and met meanwhile."""
    doc = token.doc
    if (
        token.lower_ not in _MEETING
        or token.i < token.sent.start + 2
        or doc[token.i - 1].text != ","
    ):
        return
    doer, end = doc[token.i - 2], _aside_end(token)
    verb = next((t for t in doc[end + 1 : end + 4] if t.tag_ in _FINITE), None) if end else None
    if verb is None or doer.pos_ not in _NAMES or verb.dep_ in {"aux", "auxpass"}:
        return
    while doer.dep_ in {"conj", "appos", "compound"} and doer.head.i < doer.i:
        doer = doer.head
    if doer.i == token.i or token.is_ancestor(verb):
        return
    own = any(child.dep_ == "nsubj" for child in verb.children)
    if not own and doer.head.i == token.i:
        for child in [each for each in token.children if each.i < token.i]:
            child.head = verb
        verb.head, verb.dep_ = token.head, token.dep_
    elif not own and verb.head.i != doer.i:
        doer.head, doer.dep_ = verb, "nsubj"
    token.pos_, token.tag_, token.lemma_ = "VERB", "VBG", token.lower_[:-3]
    token.head, token.dep_ = doer, "acl"


def _aside_end(token: Token) -> int:
    """Return the comma that ends an aside, 0 where none does."""
    for each in token.doc[token.i + 1 : min(token.i + _LONGEST, token.sent.end - 1)]:
        if each.text == ",":
            return int(each.i)
        if each.tag_ in {"VBD", "VBZ", "VBP", "MD"}:
            return 0
    return 0
