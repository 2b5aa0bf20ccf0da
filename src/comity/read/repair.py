"""Mends for what small parsers get wrong again and again in the English of newsrooms.

"issued a rule tightening controls" is not about tightening controls of a rule, and "Beijing has
frozen approvals" is no phrase about frozen approvals: the participle governs, the noun undergoes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BEFORE_GERUND = {"by", "after", "before", "without", "from", "against", "for", "of"}
_CITING = {"citing", "quoting"}
_NOUNS = {"NOUN", "PROPN"}
_OUTER = {"det", "amod", "poss", "nummod", "compound", "nmod"}


@cache
def _acts() -> frozenset[str]:
    kinds = {"control_verb", "flow_verb", "bar_verb", "let_verb", "revoke_verb", "act_noun"}
    return frozenset(row["word"] for row in table("acts") if row["class"] in kinds)


@cache
def _vehicles() -> frozenset[str]:
    return frozenset(row["word"] for row in table("acts") if row["class"] == "vehicle_noun")


def repair(doc: Doc) -> None:
    """Mend the parse of a document in place."""
    for token in doc:
        if token.dep_ == "acl" and token.tag_ in {"VBD", "VBN"} and token.head.dep_ == "ROOT":
            _raise_told(token)
        if token.lower_ in _CITING and token.dep_ == "csubj":
            _raise_cited(token)
        if token.dep_ in {"nmod", "compound"} and token.lemma_.lower() in _vehicles():
            _raise_vehicle(token)
        if token.dep_ == "amod" and token.lower_.endswith("ing"):
            _raise_gerund(token)
        if token.dep_ != "amod" or token.tag_ not in {"VBG", "VBN"} or token.head.i < token.i:
            continue
        if token.lemma_.lower() not in _acts():
            continue
        if token.tag_ == "VBG":
            _raise_described(token)
        elif any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children):
            _raise_participle(token)


def _raise_told(verb: Token) -> None:
    """Mend "A Dutch delegation spent Tuesday in Beijing.": the participle is what it did."""
    doer = verb.head
    if doer.pos_ != "NOUN" or any(child.dep_ == "agent" for child in verb.children):
        return
    if doer.lemma_.lower() not in {*words("talks", "team_noun"), *words("talks", "delegate_noun")}:
        return
    for child in list(doer.children):
        if child.i > verb.i:
            child.head = verb
    verb.head = verb
    verb.dep_, verb.tag_ = "ROOT", "VBD"
    doer.head, doer.dep_ = verb, "nsubj"


def _raise_cited(citing: Token) -> None:
    """Mend "reported, citing three officials, that …": the clause is what was reported."""
    wrong, cue = citing.head, citing.head.head
    told = next(
        (deep.head for deep in citing.subtree if deep.lower_ == "that" and deep.dep_ == "mark"),
        None,
    )
    if told is None or cue.i >= citing.i or told.i == cue.i:
        return
    told.head, told.dep_ = cue, "ccomp"
    citing.head, citing.dep_ = cue, "advcl"
    if wrong.i > told.i:
        wrong.head, wrong.dep_ = told, "advcl"


def _raise_described(verb: Token) -> None:
    """Mend "a rule tightening controls": the rule is what the participle describes."""
    item = verb.head
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or before.pos_ not in _NOUNS or before.head.i not in {verb.i, item.i}:
        return
    if not any(child.i < before.i for child in item.lefts):
        return
    outer, role = item.head, item.dep_
    if outer.i == item.i:
        return
    moved = [child for child in item.lefts if child.i < before.i and child.dep_ in _OUTER]
    before.head, before.dep_ = outer, role
    verb.head, verb.dep_ = before, "acl"
    item.head, item.dep_ = verb, "dobj"
    for child in moved:
        child.head = before
    after = verb.doc[item.i + 1] if item.i + 1 < len(verb.doc) else None
    if after is not None and after.dep_ == "prep" and after.head.i == outer.i:
        after.head = item


def _raise_gerund(token: Token) -> None:
    """Mend "responded by halting exports": what follows "by" is done, not described."""
    item, before = token.head, token.doc[token.i - 1] if token.i else None
    if before is None or before.lower_ not in _BEFORE_GERUND or item.head.i != before.i:
        return
    stem = token.lower_.removesuffix("ing")
    base = next((w for w in (stem, f"{stem}e", stem[:-1]) if w in _acts()), None)
    if base is None or item.dep_ != "pobj" or item.i < token.i:
        return
    token.tag_, token.pos_, token.lemma_ = "VBG", "VERB", base
    token.head, token.dep_ = before, "pcomp"
    item.head, item.dep_ = token, "dobj"


def _raise_vehicle(vehicle: Token) -> None:
    """Mend "an order halting deliveries was lifted": the order was, not the deliveries."""
    item = vehicle.head
    verb = next((c for c in vehicle.children if c.dep_ == "acl" and c.tag_ == "VBG"), None)
    if verb is None or not vehicle.i < verb.i < item.i or item.head.i == item.i:
        return
    moved = [child for child in item.lefts if child.i < vehicle.i and child.dep_ in _OUTER]
    vehicle.head, vehicle.dep_ = item.head, item.dep_
    item.head, item.dep_ = verb, "dobj"
    for child in moved:
        child.head = vehicle


def _raise_participle(verb: Token) -> None:
    """Mend "Beijing has frozen approvals": the participle governs, the noun undergoes."""
    item = verb.head
    outer, role = item.head, item.dep_
    doers = [deep for child in verb.children if child.dep_ == "aux" for deep in child.children]
    if outer.i == item.i:
        verb.head = verb
    else:
        verb.head = outer
    verb.dep_ = role
    item.head, item.dep_ = verb, "dobj"
    for doer in doers:
        if doer.dep_ in {"nsubj", "nsubjpass"}:
            doer.head = verb
