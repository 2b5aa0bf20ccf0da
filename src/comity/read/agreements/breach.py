"""What breaks a word: verbs, phrases and nouns that say so of somebody, and of whom."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    is_negated,
    is_passive,
    noun_phrase,
    particle_lemma,
    prepositional,
    subjects,
    token_span,
)
from comity.read.lexicon import table, words
from comity.read.speech.modality import is_condition

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.proposal import Span
    from comity.read.speech.cue import Report
    from comity.read.story import Story

#: How many words a phrase such as "go back on" may have.
_PHRASE = 4
#: How many reports back "the spokesperson" may find whose voice it is.
_BACK = 8
_MODALS = {"will", "would", "could", "may", "might", "should", "must", "can", "to"}
_LIGHT = {"constitute", "amount", "represent", "commit"}


@cache
def _phrases(kind: str) -> tuple[str, ...]:
    return tuple(row["word"] for row in table("talks") if row["class"] == kind)


def is_breach(act: Token) -> bool:
    """True for "violated", "went back on", "was not honoring", "is a breach of"."""
    lemma, before = act.lemma_.lower(), act.doc[max(0, act.i - 2) : act.i].text.lower()
    said = " ".join(token.lemma_.lower() for token in act.doc[act.i : act.i + _PHRASE])
    if is_negated(act) or _owes(act):
        kept = any(said.startswith(phrase) for phrase in _phrases("keep_phrase"))
        return kept or lemma in words("talks", "keep_verb")
    if any(said.startswith(phrase) for phrase in _phrases("breach_phrase")):
        return True
    if lemma == "be" or lemma in _LIGHT:
        told = [c for c in act.children if c.dep_ in {"attr", "dobj"}]
        told += [d for c in act.children if c.lower_ in {"in", "to"} for d in c.children]
        told += [d for noun in told for d in prepositional(noun, "of", "in")]
        return any(each.lemma_.lower() in words("talks", "breach_noun") for each in told)
    names = {lemma, particle_lemma(act), f"{before}{lemma}"}
    if lemma == "break":
        broken = [c.lemma_.lower() for c in act.children if c.dep_ in {"dobj", "nsubjpass"}]
        return any(each in words("talks", "promise_noun") for each in broken)
    return not names.isdisjoint(words("talks", "breach_verb"))


def breaches(story: Story, report: Report) -> list[list[Token]]:
    """Return the breaches that a report tells, those coordinated with one another together."""
    groups: list[list[Token]] = []
    for first, last in report.content:
        for token in story.doc[first : last + 1]:
            if token.pos_ not in {"VERB", "AUX"} or not _is_told(token):
                continue
            if groups and token.dep_ == "conj" and token.head in groups[-1]:
                groups[-1].append(token)
            else:
                groups.append([token])
    return groups


def _is_told(act: Token) -> bool:
    """True for a breach told as done: no plan, no condition, no bare passive."""
    own = any(c.dep_ == "nsubj" and c.tag_ not in {"WDT", "WP"} for c in act.children)
    if not is_breach(act) or is_condition(act) or (act.dep_ == "relcl" and not own):
        return False
    if (is_passive(act) and not subjects(act)) or (act.tag_ == "VB" and not _is_helped(act)):
        return False
    modal = any(child.dep_ == "aux" and child.lower_ in _MODALS for child in act.children)
    return _owes(act) or not modal


def _is_helped(act: Token) -> bool:
    return any(child.dep_ in {"aux", "neg"} for child in act.children)


def _owes(act: Token) -> bool:
    """True for "has yet to deliver on its promise"."""
    yet = any(child.lower_ == "yet" for child in act.head.children)
    return act.dep_ == "xcomp" and act.head.lemma_ == "have" and yet


def blamed(story: Story, act: Token, cue: Token, accuser: str) -> tuple[str, Span] | None:
    """Return whom a breach is laid to: its doer, whom the speech is of, or the other side."""
    doers = subjects(act)
    for doer in doers:
        side = None if doer.pos_ == "PRON" else story.side(doer)
        if side is not None and side[0] != accuser:
            return side
    for named in prepositional(cue, "of", "about", "to"):
        side = story.side(named)
        if side is not None and side[0] != accuser:
            return side
    for doer in doers:
        side = story.side(doer) if doer.pos_ == "PRON" else None
        if side is not None and side[0] != accuser:
            return side
        if doer.lemma_.lower() in words("talks", "conduct_noun") and story.side(doer) is None:
            other = story.other_side(accuser)
            return (other, token_span(doer)) if other else None
    return None


def speaker(story: Story, report: Report) -> tuple[str, Span] | None:
    """Return the side for which the source of a report speaks."""
    if not report.sources:
        return None
    token = story.doc[report.sources[0]]
    links = story.chains.links(report)
    if links and links[-1].kind in {"outlet", "expert", "company", "witness"}:
        return None
    side = story.side(token)
    if side is not None or not links:
        return side
    named = links[-1].name
    for person in story.names.people:
        if person.name == named and person.side:
            return person.side, links[-1].span or person.span
    for one in story.names.sides:
        if one.value == named and one.side:
            return one.side, links[-1].span or one.span
    return _voice(story, report, token)


def _voice(story: Story, report: Report, token: Token) -> tuple[str, Span] | None:
    """Return the side of "a spokesperson for the ministry", and of "the spokesperson" after it."""
    for named in prepositional(token, "for"):
        side = story.side(named)
        if side is not None:
            return side[0], noun_phrase(token)
    if token.lemma_.lower() not in words("talks", "voice_noun"):
        return None
    if not any(child.lower_ == "the" for child in token.children):
        return None
    earlier = [one for one in story.chains.reports if one.cue < report.cue and one.sources]
    for one in reversed(earlier[-_BACK:]):
        source = story.doc[one.sources[0]]
        if source.lemma_ == token.lemma_ and source.i != token.i:
            side = speaker(story, one)
            return (side[0], token_span(token)) if side else None
    return None
