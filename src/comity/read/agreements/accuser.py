"""Who accuses and who stands accused: sides first, then parties that are no governments.

Senators, a panel of experts or a company accuse in their own name; an exporter or a trading house
is accused in its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.agreements.breach import speaker
from comity.read.language.syntax import noun_phrase, prepositional, span_of, subjects, token_span
from comity.read.lexicon import words
from comity.read.story import Story

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.proposal import Span
    from comity.read.speech.cue import Report

Party = tuple[str, "Span"]

_LOOSE = {"charge", "accusation", "allegation", "claim", "complaint"}


def accusers(story: Story, verb: Token) -> list[Party]:
    """Return who accuses by a verb: the sides of its subjects, else the subjects themselves."""
    doers = subjects(verb)
    own = [party for doer in doers if (party := _in_own_name(story, verb, doer)) is not None]
    if own:
        return own
    sides = [side for doer in doers if (side := story.side(doer))]
    if sides:
        return sides
    report = _report_at(story, verb)
    told = speaker(story, report) if report is not None else None
    if told is not None:
        return [told]
    return [party for doer in doers if (party := named(story, doer)) is not None]


def _report_at(story: Story, verb: Token) -> Report | None:
    return next((one for one in story.chains.reports if one.cue == verb.i and one.sources), None)


def _in_own_name(story: Story, verb: Token, doer: Token) -> Party | None:
    """Return "14 senators" and "a panel of experts": who speaks for no government."""
    free = words("talks", "free_accuser")
    if doer.pos_ == "NOUN" and doer.lemma_.lower() in free:
        return _phrase(doer)
    person = story.names.person_at(doer.i)
    if person is not None and (person.is_side_guessed or not person.side):
        first = doer.left_edge.i
        told = {token.lemma_.lower() for token in doer.doc[first : doer.i]}
        return (person.name, person.span) if told & set(free) else None
    report = _report_at(story, verb) if doer.lower_ == "they" else None
    links = story.chains.links(report) if report is not None else []
    names = links[-1].name.split() if links else []
    for place, word in enumerate(names, start=1):
        if word.lower().removesuffix("s") in free:
            return " ".join(names[:place]), token_span(doer)
    return None


def named(story: Story, token: Token) -> Party | None:
    """Return a party that is no side by its name: "Wingtech", "five trading houses"."""
    person = story.names.person_at(token.i)
    if person is not None:
        return (person.name, person.span) if not person.side else None
    if token.pos_ not in {"NOUN", "PROPN"} or story.side(token) is not None:
        return None
    can_act = token.lemma_.lower() in {*words("talks", "accusable_noun"), *_free()}
    return _phrase(token) if can_act or token.pos_ == "PROPN" else None


def _phrase(token: Token) -> Party:
    charged = any(act.dep_ == "pcomp" for act in prepositional(token, "of"))
    span = noun_phrase(token, of=token.pos_ == "NOUN" and not charged)
    first = next((c.i for c in token.lefts if c.dep_ == "det" and c.lower_ != "some"), -1)
    if first >= 0 and first + 1 <= token.i:
        end = next((t.i for t in token.subtree if t.idx + len(t.text) == span.end), token.i)
        span = span_of(token.doc, first + 1, end)
    return span.text, span


def accused_by(story: Story, blamed: list[Token]) -> list[Party]:
    """Return who stands accused: the side of the first that has one, else who they are."""
    sides = [side for each in blamed if (side := story.side(each))]
    if sides:
        return sides
    told = [party for each in blamed if (party := named(story, each)) is not None]
    makers = [
        side for each in blamed for one in prepositional(each, "by") if (side := story.side(one))
    ]
    return told or makers


def charge_of(story: Story, verb: Token) -> list[Party]:
    """Return who made "a charge made by a panel of experts", told beside "we were accused"."""
    for noun in verb.sent:
        if noun.lemma_ not in _LOOSE or noun.pos_ != "NOUN":
            continue
        holders = [noun, *(c for c in noun.children if c.dep_ in {"acl", "relcl"})]
        for holder in holders:
            for maker in prepositional(holder, "by", "from"):
                side = story.side(maker) if maker.lemma_ not in _free() else None
                party = side or _phrase(maker)
                return [party]
    return []


def _free() -> frozenset[str]:
    return frozenset(words("talks", "free_accuser"))


def others(story: Story, accuser: list[Party], accused: list[Party]) -> list[Party]:
    """Return the other side of a story for an official whose government nothing tells."""
    if not accuser or not accused or accused[0][0] not in story.main_sides:
        return accuser
    person = next((p for p in story.names.people if p.span == accuser[0][1]), None)
    unknown = person is not None and (not person.side or person.is_side_guessed)
    other = story.other_side(accused[0][0])
    if person is None or not unknown or not person.office or person.affiliation or other is None:
        return accuser
    return [(other, accuser[0][1])] if accuser[0][0] in {accused[0][0], person.name} else accuser


def is_side(story: Story, party: Party) -> bool:
    """True for a party that is a government rather than somebody named."""
    return any(one.side == party[0] for one in story.names.sides) or any(
        person.side == party[0] for person in story.names.people
    )
