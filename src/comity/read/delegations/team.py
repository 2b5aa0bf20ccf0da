"""Which delegation a verb is about, whose it is, and who is told with it but outside its list."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, objects, prepositional, span_of, subjects
from comity.read.lexicon import words
from comity.read.names.mention import Person
from comity.read.proposal import Span
from comity.read.story import Story, is_talks, is_team

if TYPE_CHECKING:
    from spacy.tokens import Token

#: How far before its verb a team may stand where the parse is broken.
_NEAR = 5
#: How far back "the group" may find whose it is.
_REACH = 80


def team_of(story: Story, verb: Token) -> tuple[str, Span] | None:
    """Return the delegation a verb is about, with its side."""
    heads = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    if verb.dep_ in {"acl", "relcl"}:
        heads.append(verb.head)
    if not heads:
        heads = [t for t in verb.doc[verb.sent.start : verb.i] if verb.i - t.i <= _NEAR]
    told = _told_beside(story, verb, heads)
    if told is not None:
        return told
    for head in heads:
        if any(child.tag_ == "POS" for child in head.children) and story.side(head):
            return story.side(head)
        if head.lemma_.lower() in words("talks", "team_noun"):
            side = story.side(head)
            if side is not None:
                return side[0], noun_phrase(head)
            if any(child.lower_ in {"the", "its", "their"} for child in head.children):
                return _team_before(story, head)
    return None


def _told_beside(story: Story, verb: Token, heads: list[Token]) -> tuple[str, Span] | None:
    """Return the side of "on the Chinese side, …" and of "Reiche's entourage"."""
    for named in prepositional(verb, "on"):
        side = story.side(named) if named.lemma_ == "side" else None
        if side is not None:
            return side[0], noun_phrase(named)
    for head in heads:
        leaders = [p for c in head.children if (p := story.names.person_at(c.i)) and p.side]
        if head.lemma_.lower() in words("talks", "retinue_noun") and leaders:
            return leaders[0].side, noun_phrase(head)
    return None


def _team_before(story: Story, head: Token) -> tuple[str, Span] | None:
    """Return the delegation that "the group" takes up again."""
    for token in reversed(story.doc[max(0, head.i - _REACH) : head.i]):
        if token.lemma_.lower() in words("talks", "team_noun"):
            side = story.side(token)
            if side is not None:
                return side[0], noun_phrase(head)
    return None


def owners(story: Story, verb: Token) -> list[Person]:
    """Return whose retinue a verb lists: "Reiche's entourage includes …"."""
    return [
        person
        for head in subjects(verb)
        if head.lemma_.lower() in words("talks", "retinue_noun")
        for child in head.children
        if child.dep_ == "poss" and (person := story.names.person_at(child.i)) is not None
    ]


def besides(story: Story, verb: Token) -> list[Person]:
    """Return who is told before a list: "Besides He, the Chinese team includes …"."""
    told = prepositional(verb, "besides", "beside", "alongside")
    return [person for each in told if (person := _called(story, each)) is not None]


def _called(story: Story, token: Token) -> Person | None:
    """Return the person of a name, "He" within a sentence being a family name."""
    person = story.names.person_at(token.i)
    if person is None and token.text == "He" and token.i > token.sent.start:
        earlier = [p for p in story.names.people if p.head < token.i and p.name.startswith("He ")]
        if earlier:
            return replace(earlier[-1], span=span_of(story.doc, token.i, token.i), head=token.i)
    return person


def met_person(story: Story, token: Token) -> Person | None:
    """Return who is told, also behind "his Chinese counterpart, Wang Yi"."""
    person = story.names.person_at(token.i)
    if person is not None or token.lemma_ != "counterpart":
        return person
    behind = [p for c in token.children if c.dep_ == "appos" and (p := story.names.person_at(c.i))]
    return behind[0] if behind else None


def meets_team(story: Story, verb: Token, sides: set[str]) -> bool:
    """True for "would meet a Chinese team", "held talks with their Chinese counterparts"."""
    others = [*objects(verb), *prepositional(verb, "with", "opposite")]
    talks = [each for each in verb.subtree if is_talks(each)]
    others += [deep for each in talks for deep in prepositional(each, "with")]
    met = [
        each for each in others if is_team(each) or each.lemma_ in words("talks", "delegate_noun")
    ]
    told = [side[0] for each in met if (side := story.side(each))]
    return bool(told) and sides.isdisjoint(told)


def is_told_aside(token: Token) -> bool:
    """True for what a clause adds in passing: "He, who leads the team, is likely to …"."""
    while token.dep_ == "conj":
        token = token.head
    return token.dep_ == "relcl" and token.head.dep_ in {"nsubj", "nsubjpass"}
