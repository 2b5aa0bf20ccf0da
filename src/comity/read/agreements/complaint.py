"""Complaints that no verb of accusing tells: objections, protests lodged, names called, and nouns.

What breaks a promise by its very verb is found by ``breach``; here it is the telling that accuses,
whatever is told: "complained that China was slow", "objects to curbs", "lodged protests over".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.agreements.accuser import Party, accused_by, accusers, is_side
from comity.read.agreements.breach import blamed, is_breach
from comity.read.language.syntax import noun_phrase, prepositional, span_of, subjects, token_span
from comity.read.lexicon import words
from comity.read.story import PAIR, Story

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.proposal import Span

#: What a complaint is about follows these.
_ABOUT = ("to", "about", "over", "at", "against", "of")
_TARGETS = ("with", "to", "against")
_MODALS = {"will", "would", "should", "must", "can", "could", "may", "might"}
#: Nouns of plain saying accuse only where what is said breaks a word.
_PLAIN = {"claim", "assertion", "suggestion"}
_LODGES = {"lodge", "file", "make", "submit", "raise", "deliver", "register", "present"}
_TRADES = {"trade", "swap", "exchange", "hurl", "level"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A complaint: the word that tells it, who makes it of whom, and what it is of."""

    word: Token
    accuser: Party
    accused: Party
    acts: tuple[Token, ...]
    conduct: Span | None = None


def find_complaints(story: Story, word: Token) -> Iterator[Complaint]:
    """Find what one word complains of."""
    lemma = word.lemma_.lower()
    if word.pos_ == "NOUN" and lemma in words("talks", "charge_noun"):
        yield from _named(story, word)
    if word.pos_ != "VERB":
        return
    if lemma in words("talks", "complain_verb"):
        yield from _grumbled(story, word)
        yield from _objected(story, word)
    elif lemma in words("talks", "brand_verb"):
        yield from _called(story, word)
    elif lemma in _LODGES:
        yield from _lodged(story, word)
    elif lemma in _TRADES:
        yield from _traded(story, word)


def _side_of(story: Story, verb: Token) -> Party | None:
    makers = [party for party in accusers(story, verb) if is_side(story, party)]
    return makers[0] if makers else None


def _other(story: Story, accuser: Party, told: list[Token], about: Span) -> Party | None:
    """Return the side that what is complained of is laid to: one told with it, else the other."""
    sides = [side for each in told if (side := story.side(each)) is not None]
    if sides:
        return sides[0] if sides[0][0] != accuser[0] else None
    other = story.other_side(accuser[0])
    return (other, about) if other is not None else None


def _grumbled(story: Story, verb: Token) -> Iterator[Complaint]:
    """Read "complained that China was slow to grant permits"."""
    accuser = _side_of(story, verb)
    for clause in verb.children:
        doers = [child for child in clause.children if child.dep_ in {"nsubj", "nsubjpass"}]
        planned = any(child.lower_ in _MODALS for child in clause.children)
        if clause.dep_ != "ccomp" or accuser is None or not doers or planned:
            continue
        told = [side for each in doers if (side := story.side(each)) is not None]
        party = told[0] if told else blamed(story, clause, verb, accuser[0])
        if party is None and verb.lemma_ in {"allege", "argue", "contend", "charge"}:
            party = next(iter(accused_by(story, doers)), None)
        if party is not None and party[0] != accuser[0]:
            acts = [clause, *(c for c in clause.children if c.dep_ == "conj" and c.pos_ == "VERB")]
            yield Complaint(word=verb, accuser=accuser, accused=party, acts=tuple(acts))


def _objected(story: Story, verb: Token) -> Iterator[Complaint]:
    """Read "objects to curbs on chips and to the loss of visas"."""
    accuser = _side_of(story, verb)
    items = [
        item
        for item in prepositional(verb, *_ABOUT)
        if item.pos_ == "NOUN" and item.i > verb.i and story.side(item) != accuser
    ]
    if accuser is None or not items or any(c.dep_ == "ccomp" for c in verb.children):
        return
    party = _other(story, accuser, items, token_span(items[0]))
    if party is not None and items[0].lemma_.lower() not in words("talks", "free_accuser"):
        yield Complaint(word=verb, accuser=accuser, accused=party, acts=tuple(items))


def _lodged(story: Story, verb: Token) -> Iterator[Complaint]:
    """Read "lodged solemn representations with the US over its abuse of controls"."""
    for protest in [child for child in verb.children if child.dep_ in {"dobj", "nsubjpass"}]:
        if protest.lemma_.lower() not in words("talks", "protest_noun"):
            continue
        accuser = _side_of(story, verb)
        items = [
            item
            for holder in (verb, protest, *prepositional(protest, *_TARGETS))
            for item in prepositional(holder, "over", "about", "regarding", "concerning")
            if item.pos_ == "NOUN"
        ]
        told = [*prepositional(protest, *_TARGETS), *prepositional(verb, *_TARGETS), *items]
        if accuser is None or not items:
            continue
        party = _other(story, accuser, told, token_span(items[0]))
        if party is not None:
            yield Complaint(word=verb, accuser=accuser, accused=party, acts=tuple(items))


def _called(story: Story, verb: Token) -> Iterator[Complaint]:
    """Read "called the decision discriminatory", "described China as an unreliable partner"."""
    clauses = [c for c in verb.children if c.dep_ == "ccomp" and c.pos_ in {"ADJ", "NOUN"}]
    given = [child for child in verb.children if child.dep_ == "dative"]
    things = given or [child for child in verb.children if child.dep_ == "dobj"]
    things += [child for clause in clauses for child in clause.children if child.dep_ == "nsubj"]
    things = [child for child in things if child.i > verb.i]
    named = [child for child in verb.children if child.dep_ in {"oprd", "acomp"}]
    named += [item for item in prepositional(verb, "as") if item.i > verb.i]
    named += [*clauses, *(c for c in verb.children if given and c.dep_ == "dobj")]
    if not things or not named:
        return
    told = [deep.lemma_.lower() for deep in named[0].subtree]
    accuser = _side_of(story, verb)
    if accuser is None or not any(each in words("talks", "wrong_adjective") for each in told):
        return
    thing = things[0]
    about = span_of(story.doc, thing.left_edge.i, named[0].right_edge.i)
    side = story.side(thing)
    is_act = thing.lemma_.lower() in words("talks", "conduct_noun") or thing.pos_ == "PRON"
    party = _other(story, accuser, [thing], token_span(thing)) if side or is_act else None
    if party is not None:
        bare = thing.pos_ in {"PROPN", "PRON"}
        conduct = noun_phrase(named[0], of=True) if bare and named[0].pos_ != "ADJ" else about
        yield Complaint(
            word=verb, accuser=accuser, accused=party, acts=(named[0],), conduct=conduct
        )


def _named(story: Story, noun: Token) -> Iterator[Complaint]:
    """Read "a US charge that it had broken …", "Washington's complaint is that …"."""
    owners = [child for child in noun.lefts if child.dep_ in {"amod", "compound", "poss", "nmod"}]
    makers = [side for each in owners if (side := story.side(each)) is not None]
    makers += [s for one in prepositional(noun, "by", "from") if (s := story.side(one))]
    clauses = [c for c in noun.children if c.dep_ in {"acl", "ccomp"} and c.i > noun.i]
    if noun.dep_ == "nsubj" and noun.head.lemma_ == "be":
        clauses += [c for c in noun.head.children if c.dep_ == "ccomp"]
    gerunds = [act for act in prepositional(noun, "of") if act.tag_ == "VBG"]
    if not makers:
        return
    for clause in [*clauses, *gerunds]:
        doers = [child for child in clause.children if child.dep_ == "nsubj"]
        if noun.lemma_ in _PLAIN and not is_breach(clause):
            continue
        if clause not in gerunds and not doers:
            continue
        party = _other(story, makers[0], doers, token_span(noun))
        if party is not None:
            yield Complaint(word=noun, accuser=makers[0], accused=party, acts=(clause,))


def _traded(story: Story, verb: Token) -> Iterator[Complaint]:
    """Read "traded accusations of breaking the truce": each says it of the other."""
    charges = [c for c in verb.children if c.dep_ == "dobj"]
    acts = [
        act
        for charge in charges
        if charge.lemma_ in words("talks", "charge_noun")
        for act in prepositional(charge, "of", "over", "about")
    ]
    sides = story.sides(subjects(verb))
    if len(sides) != PAIR and len(story.main_sides) == PAIR:
        subject = next((token_span(doer) for doer in subjects(verb)), token_span(verb))
        sides = [(side, subject) for side in story.main_sides]
    if acts and len(sides) == PAIR:
        for one, two in (sides, sides[::-1]):
            yield Complaint(word=verb, accuser=one, accused=two, acts=tuple(acts[:1]))
