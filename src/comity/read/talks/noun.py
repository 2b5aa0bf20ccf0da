"""Nouns that stand for talks or for those who hold them, without being called so.

A "call", "Tuesday's" after "Monday's session", "it" after a meeting; "the two sides", "they".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import objects, subjects
from comity.read.lexicon import words
from comity.read.story import is_talks, is_team

if TYPE_CHECKING:
    from spacy.tokens import Token


def is_call(noun: Token) -> bool:
    """True for "a phone call", "a call with his counterpart", not for "calls for restraint"."""
    if noun.lemma_.lower() != "call" or noun.pos_ != "NOUN":
        return False
    kinds = {"phone", "telephone", "video", "conference", "another", "virtual"}
    named = any(child.lower_ in kinds for child in noun.lefts)
    return named or any(child.lower_ in {"between", "with"} for child in noun.rights)


def takes_up_talks(verb: Token) -> bool:
    """True where "it" stands for a meeting told before: "It is scheduled to begin at 10 a.m."."""
    doers = [each for each in (*subjects(verb), *objects(verb)) if each.lower_ == "it"]
    if not doers or verb.sent.start == 0:
        return False
    before = verb.doc[verb.sent.start - 1].sent
    return any(
        each.dep_ in {"nsubj", "nsubjpass"} and is_talks(each) and each.head.dep_ == "ROOT"
        for each in before
    )


def is_held(token: Token) -> bool:
    """True for "held candid and constructive communications"."""
    verb = token.head if token.dep_ in {"dobj", "nsubjpass"} else None
    if verb is None or verb.lemma_ not in {"hold", "conduct", "have"}:
        return False
    return any(deep.lemma_.lower() in words("talks", "held_noun") for deep in token.subtree)


def is_elliptic(token: Token) -> bool:
    """True for "Tuesday's" in "Monday's session went on for hours. Tuesday's began at 10"."""
    owns = any(child.tag_ == "POS" for child in token.children)
    return token.lower_.endswith("day") and token.dep_ == "nsubj" and owns


def is_both(token: Token) -> bool:
    """True for "the two sides", "negotiators", "they": a subject that is more than one side."""
    if token.lower_ in {"they", "both"} or (token.lower_ == "two" and token.dep_ == "nsubj"):
        return True
    if token.lower_ in {"last", "first"} and any(c.lower_ == "two" for c in token.children):
        return True
    if token.tag_ not in {"NNS", "NNPS"}:
        return False
    paired = any(deep.lower_ in {"both", "two"} for deep in token.subtree)
    speaks = token.lemma_.lower() in {"man", "woman", *words("talks", "delegate_noun")}
    return is_team(token) or (paired and speaks)
