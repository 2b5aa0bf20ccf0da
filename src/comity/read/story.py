"""A parsed document with everything named, timed and attributed: what the extractors look at."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    conjuncts,
    noun_phrase,
    span_of,
    text_of,
    token_span,
    tokens_of,
)
from comity.read.lexicon import words
from comity.read.names.mention import Mention, Names
from comity.read.names.pronoun import PEOPLE, SIDES, leads, side_of_pronoun
from comity.read.proposal import Modality, Slot, Source, Span
from comity.read.speech.chain import Chains
from comity.read.speech.modality import modality
from comity.read.times.moment import Moments

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_CONDITION = re.compile(
    r"\b(?P<retaliation>in (?:response|retaliation|answer|reaction) (?:to|for|against)"
    r"|in retaliation|as retaliation for|to retaliate (?:for|against))"
    r"|\b(?P<reciprocity>in (?:return|exchange)(?: for)?|as a reciprocal \w+|reciprocally"
    r"|on a reciprocal basis|after a handshake|as part of a (?:swap|trade-off|quid pro quo))"
    r"|\b(?P<condition>on (?:the )?condition (?:that|of(?! anonymity))|provided that|provided"
    r"|as long as|so long as|if|once|unless|conditional on|contingent on|pending|depending on"
    r"|only when|assuming|(?-i:Should (?=\w)|(?<=, )should (?=(?:the )?[A-Z])))"
    r"|\b(?P<approval>subject to (?:the )?(?:approval|sign-off|consent))"
    r"|\b(?P<scope>except (?:for|to|in)?|with the exception of|excluding|other than"
    r"|without (?:an? )?(?:special |prior |government |further )?(?:licen[cs]e|approval|permission)"
    r"|but (?:can|could|may|must)(?: ?not|n['\u2019]t))\b",
    re.IGNORECASE,
)
#: What ends a list of things given in return.
_ENDS = {",", ".", ";", "\u201d", '"'}
#: Sides of a bilateral story.
PAIR = 2
#: How many words back "the nation", "the agency" may take up a name.
_FAR = 200
_LANDS = {"nation", "kingdom", "republic", "island", "country"}


@dataclass(slots=True, kw_only=True)
class Draft:
    """A proposal in the making."""

    type: str
    head: int
    slots: dict[str, Slot | tuple[Slot, ...]] = field(default_factory=dict)
    evidence: list[Span] = field(default_factory=list)
    attribution: tuple[Source, ...] = ()
    modality: Modality = "did"
    note: str | None = None
    flags: list[str] = field(default_factory=list)
    #: How the control of a measure is called: "ban", "rule".
    noun: str = ""

    def value(self, name: str) -> str | None:
        """Return the first value of a slot, None where it is empty."""
        slot = self.slots.get(name)
        if isinstance(slot, tuple):
            return str(slot[0].value) if slot else None
        return None if slot is None else str(slot.value)

    def values(self, name: str) -> list[str]:
        """Return every value of a slot."""
        slot = self.slots.get(name)
        if slot is None:
            return []
        return [str(one.value) for one in (slot if isinstance(slot, tuple) else (slot,))]

    def put(self, name: str, slot: Slot | None) -> None:
        """Fill a slot that is still empty."""
        if slot is not None and name not in self.slots:
            self.slots[name] = slot

    def put_all(self, name: str, slots: list[Slot]) -> None:
        """Fill a slot that holds several values and is still empty."""
        if slots and name not in self.slots:
            self.slots[name] = tuple(slots) if len(slots) > 1 else slots[0]

    def fill(self, name: str, slot: Slot | tuple[Slot, ...]) -> None:
        """Fill a slot that is empty or only inferred."""
        mine = self.slots.get(name)
        told = isinstance(slot, Slot) and not slot.is_inferred
        if mine is None or (isinstance(mine, Slot) and mine.is_inferred and told):
            self.slots[name] = slot


@dataclass(slots=True)
class Story:
    """Everything that the layers below found in one document."""

    doc: Doc
    names: Names
    moments: Moments
    chains: Chains
    place: str | None = None
    #: The day in the sentence under a session, as the talks extractor settled it.
    notes: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text that every span is a part of."""
        return text_of(self.doc)

    @property
    def main_sides(self) -> list[str]:
        """Return the two sides that the story is about."""
        return self.names.main_sides()[:PAIR]

    def sentence(self, token: Token) -> Span:
        """Return the sentence of a token as evidence."""
        return span_of(self.doc, token.sent.start, token.sent.end - 1)

    def is_near(self, first: int, last: int, sentences: int) -> bool:
        """True where one token stands at most so many sentences before another."""
        place = last
        for _ in range(sentences + 1):
            place = int(self.doc[place].sent.start) - 1
            if place < first:
                return True
        return False

    def draft(self, kind: str, head: Token, *, mood: Modality | None = None) -> Draft:
        """Begin a proposal at a token, with its evidence, chain and modality."""
        return Draft(
            type=kind,
            head=head.i,
            evidence=[self.sentence(head)],
            attribution=self.chains.of(head.i, kind),
            modality=mood or modality(head),
        )

    def side(self, token: Token) -> tuple[str, Span] | None:
        """Return the side that a phrase speaks for: a name, an official, a pronoun's antecedent."""
        person = self.names.person_at(token.i)
        if person is not None:
            return (person.side, person.span) if person.side else None
        if token.text in {"We", "we", "Our", "our", "us"}:
            return self._speaker_side(token)
        if token.lower_ in SIDES | PEOPLE:
            back = side_of_pronoun(self, token)
            return (back, token_span(token)) if back else None
        mention = self.names.side_of(token) or self.names.body(token)
        if mention is None and token.lemma_.lower() in words("talks", "own_body"):
            return self._speaker_side(token)
        if mention is None or not mention.side:
            return None
        return mention.side, self._side_span(token, mention)

    def _speaker_side(self, token: Token) -> tuple[str, Span] | None:
        """Return the side of who is quoted, for "we" and "our"."""
        for link in reversed(self.chains.of(token.i)):
            person = next((p for p in self.names.people if p.name == link.name and p.side), None)
            if person is not None:
                return person.side, token_span(token)
            side = next((one for one in self.names.sides if one.value == link.name), None)
            if side is None and link.span is not None:
                side = next((one for one in self.names.sides if _inside(one.span, link.span)), None)
            if side is not None:
                return side.side, token_span(token)
        if token.lemma_.lower() in words("talks", "own_body"):
            leading = [one for one in self._before(token) if leads(self.doc, one)]
            ruling = [one for one in leading if not self._is_aside(one)] or leading
            return (ruling[-1].side, token_span(token)) if ruling else None
        return None

    def _is_aside(self, mention: Mention) -> bool:
        """True for the subject of a side clause: "after Slovakia gave in, the Council …"."""
        return self.doc[mention.last].head.dep_ in {"advcl", "relcl", "pcomp", "acl"}

    def _before(self, token: Token) -> list[Mention]:
        """Return the sides named not too far before a token."""
        return self.names.within(self.names.sides, max(0, token.i - _FAR), token.i - 1)

    def _side_span(self, token: Token, mention: Mention) -> Span:
        if mention.first <= token.i <= mention.last:
            before = self.doc[mention.first - 1] if mention.first else None
            if before is not None and before.lower_ == "the" and before.head.i == token.i:
                return span_of(self.doc, before.i, mention.last)
            return mention.span
        return noun_phrase(token)

    def acting_side(self, token: Token) -> tuple[str, Span] | None:
        """Return the side of a phrase that can act for it: no companies, goods or students."""
        lemma = token.lemma_.lower()
        if token.pos_ == "NOUN" and lemma in _private_nouns():
            return None
        if lemma in _LANDS and self.names.side_at(token.i) is None:
            leading = [
                one
                for one in self._before(token)
                if leads(self.doc, one) and (one.is_country or one.first >= token.sent.start)
            ]
            return (leading[-1].side, noun_phrase(token)) if leading else None
        return self.side(token)

    def sides(self, tokens: list[Token]) -> list[tuple[str, Span]]:
        """Return the distinct sides of several phrases, pairs such as "US-China" taken apart."""
        found: dict[str, Span] = {}
        for token in tokens:
            for each in conjuncts(token):
                first = min([each.i, *(child.left_edge.i for child in each.lefts)])
                for mention in self.names.within(self.names.sides, first, each.right_edge.i):
                    if mention.side:
                        found.setdefault(mention.side, mention.span)
                person = self.names.person_at(each.i)
                if person is not None and person.side:
                    found.setdefault(person.side, person.span)
                if each.lower_ in {"he", "she", "him", "her"}:
                    spoken = self.side(each)
                    found.update({spoken[0]: spoken[1]} if spoken else {})
        return list(found.items())

    def other_side(self, side: str) -> str | None:
        """Return the counterpart of a side in this story."""
        others = [one for one in self.names.main_sides() if one != side]
        return others[0] if others else None

    def goods_in(self, first: int, last: int) -> list[Mention]:
        """Return the goods named between two tokens."""
        return self.names.within(self.names.goods, first, last)

    def condition(self, verb: Token, first: int, last: int) -> Slot | None:
        """Return the condition, counter-move, provocation or exception told with an event."""
        start, end = self.doc[first].idx, self.doc[last].idx + len(self.doc[last].text)
        for found in _CONDITION.finditer(text_of(self.doc), start, end):
            opens, word = tokens_of(self.doc, *found.span())
            if opens == verb.i:
                continue
            kind = found.lastgroup or "condition"
            if kind == "condition" and not _conditions(self.doc[opens], verb):
                continue
            stop = self._condition_end(opens, word, kind)
            if kind == "retaliation" and opens < verb.i <= stop:
                continue
            stop = stop if opens > verb.i else min(stop, verb.i - 1)
            span = span_of(self.doc, opens, self._cut(word + 1, max(stop, word)))
            return Slot(value=span.text, span=span, kind=self._kind(kind, opens, span))
        return None

    def _cut(self, first: int, last: int) -> int:
        """End a condition before an aside: ", an issue that …", ", which …"."""
        for token in self.doc[first + 3 : last]:
            follower = self.doc[token.i + 1]
            if token.text == "," and (
                follower.dep_ == "det"
                or follower.tag_ in {"WDT", "WP"}
                or follower.lower_ in {"said", "according"}
            ):
                return int(token.i) - 1
        return last

    def _condition_end(self, first: int, last: int, kind: str) -> int:
        head = self.doc[first]
        if kind == "condition" and head.dep_ in {"mark", "advmod", "prep", "aux"}:
            return int(
                head.head.right_edge.i
                if head.dep_ in {"mark", "advmod", "aux"}
                else head.right_edge.i
            )
        if kind == "scope" and head.lower_ == "but":
            later = [
                t for t in self.doc[last : head.sent.end] if t.dep_ == "conj" and t.pos_ == "VERB"
            ]
            return int(later[0].right_edge.i) if later else int(head.sent.end - 1)
        end = max(last, int(head.right_edge.i), int(self.doc[last].right_edge.i))
        if self.doc[end].dep_ == "cc":
            stops = (int(t.i) for t in self.doc[end : head.sent.end] if t.text in _ENDS)
            end = next(stops, int(head.sent.end)) - 1
        return end

    def _kind(self, kind: str, first: int, span: Span) -> str:
        """Call a condition on the other side's move reciprocity."""
        if kind != "condition":
            return kind
        moves = [
            one
            for one in self.names.sides
            if span.start <= one.span.start < span.end and one.kind != "adjective"
        ]
        verb_words = words("acts", "flow_verb")
        acts = any(
            token.lemma_.lower() in verb_words
            for token in self.doc[first : first + 14]
            if token.pos_ == "VERB" and token.idx < span.end
        )
        return "reciprocity" if moves and acts else "condition"


def _inside(one: Span, other: Span) -> bool:
    return other.start <= one.start and one.end <= other.end


def _conditions(word: Token, verb: Token) -> bool:
    """True where "if", "once" and the like open a clause about this verb, not about another."""
    if word.dep_ not in {"mark", "advmod"}:
        return True
    host = word.head.head
    if host.i == verb.i or host.is_ancestor(verb):
        return True
    while host.dep_ in {"xcomp", "conj", "advcl"} and host.head.i != host.i:
        host = host.head
        if host.i == verb.i:
            return True
    return False


def is_talks(token: Token) -> bool:
    """True for a noun that names talks."""
    nouns = words("talks", "talks_noun")
    if token.lemma_.lower() not in nouns and token.lower_ not in nouns:
        return False
    others = words("talks", "not_talks")
    return not any(child.lemma_.lower() in others for child in token.lefts)


def is_talks_part(token: Token) -> bool:
    """True for "the first day of talks", "five hours of negotiations"."""
    if token.lemma_.lower() not in {"day", "round", "session", "hour"}:
        return False
    inner = [deep for c in token.children if c.lower_ == "of" for deep in c.children]
    return any(is_talks(deep) for deep in inner)


def is_team(token: Token) -> bool:
    """True for a noun that names those who negotiate."""
    more = {"negotiator", "delegate", "country", "government"}
    return token.lemma_.lower() in {*words("talks", "team_noun"), *more}


def _private_nouns() -> frozenset[str]:
    return frozenset(words("talks", "private_noun"))


def quantified(token: Token) -> Token:
    """Return the thing counted in "most of these measures", "a series of controls"."""
    if token.lemma_.lower() not in words("talks", "quantifier") and token.pos_ != "NUM":
        return token
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            for deep in child.children:
                if deep.dep_ == "pobj":
                    return deep
    return token
