"""Rosters read by the order of words: who is told beside a team, however the list is parsed.

Long lists of names and offices break small parsers; what stands next to what does not change.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import noun_phrase, span_of
from comity.read.lexicon import words
from comity.read.names.mention import Person
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story, is_talks, is_team
from comity.read.talks.mention import tells_of_talks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Span as Sentence
    from spacy.tokens import Token

    from comity.read.names.mention import Mention

_ACROSS = re.compile(
    r"\b(?:across (?:the table|from)|opposite|facing|at the (?:negotiating )?table"
    r"|on the (?:other|opposite|far|\w+) side)\b",
    re.IGNORECASE,
)
_BESIDE_HIM = re.compile(r"\bat (?:his|her|their) sides?\b|\bin tow\b", re.IGNORECASE)
_SPEAKS_FOR = {"speak", "negotiate", "sit", "appear", "talk"}
#: Tokens between a leader and the word that says so.
_BESIDE = 12
#: Tokens between a negotiator and the name.
_ADJACENT = 5
_SENDS = {"send", "dispatch", "field"}
_OF_OTHERS = {"on", "of", "to", "under", "against", "between"}


def find_listed(story: Story) -> Iterator[Draft]:
    """Find the people of every sentence that tells who leads, makes up or attends something."""
    for sentence in story.doc.sents:
        told = [token for token in sentence if _is_trigger(token)]
        people = [p for p in story.names.people if sentence.start <= p.head < sentence.end]
        if not told or not people:
            continue
        teams = _teams(story, sentence)
        if not teams and not _is_of_talks(story, sentence, told):
            continue
        for person in people:
            draft = _listed(story, person, told, teams)
            if draft is not None:
                yield draft


def _is_trigger(token: Token) -> bool:
    return bool(_kind(token))


def _is_of_talks(story: Story, sentence: Sentence, told: list[Token]) -> bool:
    """True where the sentence, or for plain companions the story, tells of talks."""
    if any(is_talks(token) for token in sentence):
        return True
    kinds = {_kind(token) for token in told}
    return bool(kinds & {"companion", "stand"}) and "travel" not in kinds and tells_of_talks(story)


def _kind(token: Token) -> str:
    names = words("talks", "member_verb")
    told = names.get(token.lemma_.lower()) or names.get(token.lower_)
    if token.lemma_ in {"sit", "face"} and _ACROSS.search(token.sent.text):
        return "stand"
    if token.lemma_ in _SPEAKS_FOR and any(child.lower_ == "for" for child in token.children):
        return "stand"
    if token.lower_ == "with" and token.dep_ == "prep" and _BESIDE_HIM.search(token.sent.text):
        return "companion"
    if told or not is_team(token):
        return told or ""
    before = token.doc[token.left_edge.i - 1] if token.left_edge.i else token
    after = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else token
    if token.lemma_ == "negotiator":
        return "" if any(c.lower_ == "former" for c in token.children) else "stand"
    listed = (token.lower_ == "side" and before.lower_ == "on") or after.lower_ == "of"
    return "part" if listed else ""


def _teams(story: Story, sentence: Sentence) -> list[tuple[int, str, Span]]:
    """Return where the sentence tells a team, or what a person stands for, with its side."""
    found = []
    for token in sentence:
        if token.lemma_.lower() in {*words("talks", "team_noun"), "one"}:
            side = story.names.side_of(token)
            if side is not None and side.side:
                found.append((token.i, side.side, noun_phrase(token)))
            elif token.lower_ in {"team", "delegation", "group"}:
                found.append((token.i, "", noun_phrase(token)))
    return found


def _listed(
    story: Story, person: Person, told: list[Token], teams: list[tuple[int, str, Span]]
) -> Draft | None:
    head = story.doc[person.head]
    first = story.doc.char_span(person.span.start, person.span.end, alignment_mode="expand")
    start = first.start if first is not None else person.head
    near = _trigger_of(told, start, person.head)
    if near is None or _is_elsewhere(story, head, start) or _is_asked(head):
        return None
    if near.lemma_ == "negotiator" and abs(near.i - start) > _ADJACENT:
        return None
    team = _sender(story, near) or _team_of(person, start, teams)
    side = _told_for(story, person.head) or _side(person, team)
    if not side:
        return None
    draft = story.draft("delegation_member", near)
    draft.put("person", Slot(value=person.name, span=person.span))
    draft.put("side", Slot(value=side, span=team[1] if team and team[0] == side else None))
    if near.lemma_ in _SENDS and near.tag_ == "VBG" and draft.modality == "did":
        draft.modality = "will"
    if _kind(near) == "lead" and team is not None and _leads(near, told, person.head):
        draft.put("role", Slot(value="lead", span=span_of(story.doc, near.i, near.i)))
    return draft


def _sender(story: Story, near: Token) -> tuple[str, Span] | None:
    """Return who sends or is stood for: "Japan has sent …", "Tokyo was represented by …"."""
    for child in near.children if near.lemma_ in _SPEAKS_FOR else ():
        for deep in child.children if child.lower_ == "for" else ():
            side = story.side(deep)
            return (side[0], side[1]) if side else None
    if near.lemma_.lower() not in {*_SENDS, "represent"}:
        return None
    sentence = near.sent
    named = [one for one in story.names.sides if sentence.start <= one.first < sentence.end]
    before = [one for one in named if one.last < near.i]
    chosen = before[-1:] or [one for one in named if one.first > near.i][:1]
    return (chosen[0].side, chosen[0].span) if chosen else None


def _trigger_of(told: list[Token], start: int, head: int) -> Token | None:
    """Return the word that puts a person on a roster: the last before, else the first after."""
    before = [token for token in told if token.i < start]
    after = [token for token in told if token.i > head]
    if before:
        return before[-1]
    beside = [token for token in after if token.i - head <= _BESIDE]
    return beside[0] if beside else None


def _leads(near: Token, told: list[Token], head: int) -> bool:
    return abs(near.i - head) <= _BESIDE and not any(
        _kind(token) != "lead" and min(near.i, head) < token.i < max(near.i, head) for token in told
    )


def _is_elsewhere(story: Story, head: Token, start: int) -> bool:
    """True for who only speaks, or is told of another person: "an ally of President Xi"."""
    if head.dep_ == "nsubj" and head.head.lemma_.lower() in words("cues", "cue"):
        listed = story.doc[max(head.sent.start, start - _BESIDE) : start]
        if any(token.lemma_ == "negotiator" for token in listed):
            return False
        return not any(_is_trigger(deep) for deep in head.subtree)
    if head.dep_ == "nsubj" and head.head.lemma_.lower() in words("talks", "absent_verb"):
        return True
    before = story.doc[start - 1] if start else head
    window = story.doc[max(0, start - 6) : start]
    if before.lower_ in _OF_OTHERS:
        return not any(is_team(token) for token in window)
    office = [token for token in window if token.lower_ in _OF_OTHERS]
    return bool(office) and office[-1].lower_ == "to" and head.dep_ == "pobj"


def _is_asked(head: Token) -> bool:
    """True for who is only spoken to: "urged Lutnick in a letter to …"."""
    return head.dep_ == "dobj" and head.head.lemma_ in {"urge", "ask", "tell", "press", "warn"}


def _told_for(story: Story, place: int) -> str | None:
    """Return the side told after a name: "Akazawa for Japan"."""
    after = story.doc[place + 1 : place + 4]
    if len(after) > 1 and after[0].lower_ == "for":
        named: list[Mention] = [one for one in story.names.sides if place < one.first <= place + 3]
        return named[0].side if named else None
    return None


def _team_of(
    person: Person, start: int, teams: list[tuple[int, str, Span]]
) -> tuple[str, Span] | None:
    """Return the team a person is told beside: the last before the name, else the next."""
    before = [team for team in teams if team[0] < start]
    after = [team for team in teams if team[0] > person.head]
    chosen = before[-1] if before else after[0] if after else None
    return (chosen[1], chosen[2]) if chosen else None


def _side(person: Person, team: tuple[str, Span] | None) -> str:
    if team is not None and team[0] and (person.is_side_guessed or not person.side):
        return team[0]
    return person.side
