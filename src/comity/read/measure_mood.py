"""What a measure is not yet, or not at all: put off, promised in a deal, foreseen, routine."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.control import acts_of, known
from comity.read.story import Draft
from comity.read.syntax import particle_lemma, subjects

if TYPE_CHECKING:
    from spacy.tokens import Token

_DEALS = {"framework", "deal", "agreement", "accord", "pact", "arrangement", "truce", "compromise"}


def by_none(verb: Token) -> bool:
    """True for "no agency has eased its curbs"."""
    doers = (child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"})
    return any(deep.lower_ in {"no", "neither"} for doer in doers for deep in doer.children)


def delays(verb: Token) -> Token | None:
    """Return the verb that puts an act off: "hold off on implementing", "delay imposing"."""
    above = verb.head.head if verb.dep_ == "pcomp" else verb.head
    if verb.tag_ != "VBG" or verb.dep_ not in {"pcomp", "xcomp"} or above.pos_ != "VERB":
        return None
    suspends = acts_of("control_verb")
    told = suspends.get(particle_lemma(above)) or suspends.get(above.lemma_.lower())
    return above if told == "suspend" else None


def is_put_off(verb: Token) -> bool:
    """True for "would not be implemented until …": put off."""
    return any(child.dep_ == "prep" and child.lower_ == "until" for child in verb.children)


def extended(head: Token) -> str:
    """Return what lengthening does: a pause goes on, a control is kept, a waiver is extended."""
    lemma = head.lemma_.lower()
    if acts_of("act_noun").get(lemma) == "suspend":
        return "suspend"
    return "extend" if lemma in known("relief_noun") else "maintain"


def is_routine(verb: Token, head: Token, action: str) -> bool:
    """True for "applications that meet the rules are approved": how a control works."""
    asked = head.lemma_.lower() in {"application", "request"}
    return asked and action == "ease" and not list(subjects(verb))


def is_term(verb: Token, mood: str) -> bool:
    """True for what a side agreed or promised to do: a term of an agreement, not an act."""
    here = verb
    while here.dep_ in {"conj", "xcomp"} and here.head.i != here.i:
        here = here.head
    if here.dep_ == "relcl" and here.head.lemma_.lower() in _DEALS and mood != "did":
        return True
    here = verb
    while here.dep_ in {"xcomp", "conj"} and here.head.i != here.i:
        here = here.head
        if here.lemma_ in {"agree", "promise", "pledge", "commit", "vow", "undertake"}:
            return True
    outer = verb
    while outer.dep_ in {"advcl", "conj"} and outer.head.i != outer.i:
        outer = outer.head
    starts = outer.sent.text.lstrip().casefold()
    return mood != "did" and bool(
        re.match(
            r"(?:under|as part of) (?:the|it|this|that|their)\b(?! \w+ (?:rule|law|regime))", starts
        )
    )


def is_forecast(draft: Draft) -> bool:
    """True for what an expert thinks will come: a forecast, no measure."""
    told = draft.attribution[-1].kind if draft.attribution else ""
    return told == "expert" and draft.modality in {"expected", "possible", "will"}
