"""Mends for what small parsers get wrong again and again in the English of newsrooms.

"issued a rule tightening controls" is not about tightening controls of a rule, and "Beijing has
frozen approvals" is no phrase about frozen approvals: the participle governs, the noun undergoes.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.repair_act import (
    SHELVED,
    lower_control,
    lower_rule,
    lower_subject,
    mend_prep,
    raise_agent,
    raise_asked,
    raise_contact,
    raise_dated,
    raise_delayed,
    raise_former,
    raise_late,
    raise_let,
    raise_letter,
    raise_listed,
    raise_reduced,
    raise_shelved,
    raise_since,
    raise_third,
    raise_wished,
)
from comity.read.language.repair_name import lower_brand
from comity.read.language.repair_talks import lower_meeting
from comity.read.language.repair_told import (
    raise_cited,
    raise_foretold,
    raise_housed,
    raise_license,
    raise_named,
    raise_order,
    raise_person,
    raise_reckoned,
    raise_slowed,
    raise_speaker,
    raise_suffered,
    raise_teller,
    raise_vowed,
    raise_wanted,
)
from comity.read.lexicon import table, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc, Token

_BEFORE_GERUND = {"by", "after", "before", "without", "from", "against", "for", "of"}
_NOUNS = {"NOUN", "PROPN"}
_HINGED = {"subject", "contingent", "conditional"}
_MAKES = {"make", "render", "leave", "keep"}
#: Forms whose verb the parser mistakes or misses.
_LEMMAS = {"hoped": "hope", "hopes": "hope", "hoping": "hope", "froze": "freeze"}
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
        if token.lower_ in _LEMMAS:
            token.lemma_ = _LEMMAS[token.lower_]
    for token in doc:
        if token.lower_ in _HINGED:
            _raise_subject(token)
        lower_brand(token)
        lower_meeting(token)
        mend = _MENDS.get(token.dep_)
        if mend is not None:
            mend(token)
        if token.lower_ in {"former", "latter"} and token.head.i > token.i:
            raise_former(token)


def _raise_amod(token: Token) -> None:
    """Mend participles that the parser hung on a noun after them as if they described it."""
    raise_slowed(token)
    if token.lower_.endswith("ing"):
        _raise_gerund(token)
    raise_third(token)
    raise_since(token)
    if token.dep_ != "amod" or token.head.i < token.i or token.lemma_.lower() not in _acts():
        return
    if token.tag_ == "VBG":
        _raise_described(token)
    elif token.tag_ == "VBD":
        _raise_past(token)
    elif token.tag_ == "VBN":
        if any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children):
            _raise_participle(token)
        else:
            _raise_dated(token)


def _raise_told(verb: Token) -> None:
    """Mend "A Dutch delegation spent Tuesday in Beijing.": the participle is what it did."""
    doer = verb.head
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in verb.children):
        _relate(verb)
        return
    if verb.tag_ not in {"VBD", "VBN"} or doer.dep_ != "ROOT":
        return
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


def _mend_clause(token: Token) -> None:
    """Mend a clause that is none: who speaks, or what a control governs."""
    raise_speaker(token)
    raise_license(token)
    raise_order(token)
    raise_suffered(token)
    raise_wished(token)
    raise_listed(token)
    lower_subject(token)
    if token.dep_ == "ccomp":
        lower_rule(token)


def _relate(verb: Token) -> None:
    """Mend "limits that the government tightened": the clause describes what it acts on."""
    own = {child.dep_ for child in verb.children}
    acts = verb.lemma_.lower() in _acts() and verb.tag_ in {"VBD", "VBZ", "VBP", "VBN"}
    if acts and "nsubj" in own and not own & {"dobj", "ccomp", "xcomp"}:
        verb.dep_ = "relcl"


def _mend_aside(token: Token) -> None:
    """Mend an aside that is none: what something hangs on, or what is asked for."""
    raise_order(token)
    raise_suffered(token)
    raise_delayed(token)
    raise_letter(token)
    if token.head.i > token.i and token.doc[token.i - 1].text == ",":
        raise_reduced(token)
    if token.tag_ == "VBN":
        raise_wanted(token)
    else:
        _raise_hinged(token)


def _mend_infinitive(token: Token) -> None:
    """Mend what is asked for or ordered."""
    raise_order(token)
    raise_wanted(token)


def _mend_described(token: Token) -> None:
    """Mend a clause hung on a noun: what somebody did, or is asked to do."""
    if token.tag_ == "VBP" and token.lower_.endswith("ed"):
        token.tag_ = "VBN"
    raise_asked(token)
    raise_agent(token)
    _raise_told(token)


def _mend_relative(token: Token) -> None:
    """Mend a relative clause: of whom, or none at all."""
    lower_control(token)
    raise_dated(token)
    raise_foretold(token)
    if token.dep_ == "relcl":
        raise_person(token)


def _mend_doer(token: Token) -> None:
    """Mend a subject that is none: what names another, or describes who speaks."""
    raise_contact(token)
    raise_housed(token)
    raise_named(token)


def _mend_apposition(token: Token) -> None:
    """Mend an apposition that is none: a firm's name joined, or who speaks."""
    _join_compound(token)
    if token.dep_ == "appos":
        raise_teller(token)


def _mend_subject(token: Token) -> None:
    """Mend a clause that is no subject: who is cited, or what a control was."""
    raise_cited(token)
    raise_reduced(token)


def _mend_compound(token: Token) -> None:
    """Mend a word that describes no noun: a rule that does, or what is let."""
    raise_let(token)
    raise_reckoned(token)
    _raise_vehicle(token)


def _mend_object(token: Token) -> None:
    """Mend an object that isn't one of its verb."""
    raise_shelved(token)
    raise_listed(token)


def _raise_hinged(verb: Token) -> None:
    """Mend "conditional on the Dutch lifting curbs": what it hangs on is that they lift them."""
    hinge = verb.head
    if verb.tag_ != "VBG" or hinge.lemma_ not in {"conditional", "contingent", "dependent"}:
        return
    for prep in hinge.children:
        if prep.dep_ == "prep" and prep.lower_ in {"on", "upon"} and prep.i < verb.i:
            for doer in [deep for deep in prep.children if deep.dep_ == "pobj"]:
                doer.head, doer.dep_ = verb, "nsubj"
            verb.head, verb.dep_ = prep, "pcomp"
            return


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
    known = set(_acts())
    if before.head.lemma_.lower() in words("acts", "bar_verb"):
        known |= set(words("acts", "ship_verb"))
    base = next((w for w in (stem, f"{stem}e", stem[:-1]) if w in known), None)
    if base is None or item.dep_ != "pobj" or item.i < token.i:
        return
    token.tag_, token.pos_, token.lemma_ = "VBG", "VERB", base
    token.head, token.dep_ = before, "pcomp"
    item.head, item.dep_ = token, "dobj"


def _raise_vehicle(vehicle: Token) -> None:
    """Mend "an order halting deliveries was lifted": the order was, not the deliveries."""
    if vehicle.lower_.endswith("ing"):
        _raise_gerund(vehicle)
        return
    if vehicle.lower_ in SHELVED:
        raise_shelved(vehicle)
        return
    if vehicle.lemma_.lower() not in _vehicles():
        return
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


def _raise_dated(verb: Token) -> None:
    """Mend "China on Friday barred exports": the sentence or its first half lacks its verb."""
    item, doer = verb.head, verb.head.head.head
    day = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    dated = day is not None and day.pos_ in {"PROPN", "NUM"} and item.dep_ == "pobj"
    second = doer.head if doer.dep_ == "nsubj" else doer
    if not dated or second.dep_ != "ROOT" or doer.pos_ not in _NOUNS or doer.i > verb.i:
        return
    if second.i != doer.i and second.i < verb.i:
        return
    for child in list(doer.children):
        if child.i > doer.i:
            child.head = verb
    if second.i != doer.i:
        second.head, second.dep_ = verb, "conj"
    if day is not None and day.head.i == item.i:
        day.head, day.dep_ = item.head, "pobj"
    verb.head, verb.dep_, verb.tag_, verb.pos_ = verb, "ROOT", "VBD", "VERB"
    doer.head, doer.dep_ = verb, "nsubj"
    item.head, item.dep_ = verb, "dobj"


def _join_compound(head: Token) -> None:
    """Mend "its rare earths export controls": one noun phrase, no noun with another beside it."""
    first = head.head
    between = head.doc[first.i + 1 : head.i]
    if first.i > head.i or any(t.dep_ != "compound" or t.head.i != head.i for t in between):
        return
    if head.lemma_.lower() not in words("acts", "core_control_noun") or first.head.i == first.i:
        return
    head.head, head.dep_ = first.head, first.dep_
    for child in list(first.children):
        if child.dep_ not in {"amod", "compound", "nummod"} or child.i > first.i:
            child.head = head
    first.head, first.dep_ = head, "compound"


def _raise_subject(hinge: Token) -> None:
    """Mend "made exports of metals subject to licensing": subject are the exports, made so."""
    made = hinge.head
    if hinge.dep_ != "amod" or made.i > hinge.i:
        return
    while made.pos_ in {"NOUN", "ADP", "PROPN"} and made.head.i != made.i:
        made = made.head
    if made.lemma_ in _MAKES and made.i < hinge.i:
        hinge.head, hinge.dep_ = made, "oprd"


def _raise_past(verb: Token) -> None:
    """Mend "extended its embargo and, for the first time, barred exports": a second act."""
    item = verb.head
    if item.head.i == item.i:
        return
    verb.head, verb.dep_ = item.head, item.dep_
    for child in list(item.lefts):
        if child.i < verb.i:
            child.head = verb
    item.head, item.dep_ = verb, "dobj"


_MENDS: dict[str, Callable[[Token], None]] = {
    "acl": _mend_described,
    "csubj": _mend_subject,
    "nmod": _raise_vehicle,
    "compound": _mend_compound,
    "amod": _raise_amod,
    "dobj": _mend_object,
    "advcl": _mend_aside,
    "ccomp": _mend_clause,
    "xcomp": _mend_infinitive,
    "appos": _mend_apposition,
    "pobj": raise_suffered,
    "relcl": _mend_relative,
    "nsubj": _mend_doer,
    "nsubjpass": raise_contact,
    "npadvmod": raise_late,
    "prep": mend_prep,
    "conj": raise_vowed,
}
