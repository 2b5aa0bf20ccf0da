"""Departures from talks: people, teams and motorcades that leave early, late or for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import objects, particle_lemma, prepositional
from comity.read.lexicon import words
from comity.read.story import Story, is_talks, is_team

if TYPE_CHECKING:
    from spacy.tokens import Token

_DRIVES = {
    "pull away",
    "drive off",
    "drive away",
    "pull out",
    "speed off",
    "speed away",
    "sweep out",
}
_WALKS_OUT = {"walk out", "storm out", "slip out", "slip away", "duck out", "bow out", "peel off"}
_GOES_HOME = {"fly home", "fly back", "fly out", "head home", "head back", "jet off", "set off"}


def departure_of(story: Story, verb: Token, doers: list[Token]) -> str | None:
    """Return "departure" for a verb that tells one of those who talk."""
    if particle_lemma(verb) in _WALKS_OUT:
        return "departure" if any(_goes(story, each) for each in doers) else None
    if particle_lemma(verb) in _GOES_HOME:
        goes = any(is_team(each) or _is_negotiator(story, each) for each in doers)
        return "departure" if goes else None
    if particle_lemma(verb) in _DRIVES:
        return "departure" if any(is_motorcade(each) for each in doers) else None
    early = any(child.lower_ in {"early", "late", "abruptly"} for child in verb.children)
    early = early or any(is_motorcade(each) for each in doers)
    away = {"return", "testify", "fly", "attend"}
    early = early or any(c.dep_ in {"xcomp", "advcl"} and c.lemma_ in away for c in verb.children)
    place = any(
        is_talks(each) or each.lemma_ in {"venue", *words("talks", "building")}
        for each in [*objects(verb), *prepositional(verb, "for")]
    )
    if not doers or not (early or place):
        return None
    if any(_leads_to_break(child) for child in verb.children) or _leads_to_break(verb):
        return None
    return "departure" if any(_goes(story, each) for each in doers) else None


def _is_negotiator(story: Story, doer: Token) -> bool:
    """True for a person of a side who is not its head of state."""
    person = story.names.person_at(doer.i)
    return person is not None and bool(person.side) and (person.office or "") != "President"


def is_motorcade(token: Token) -> bool:
    """True for the cars of a delegation."""
    return token.lemma_ in {"motorcade", "convoy"}


def _goes(story: Story, doer: Token) -> bool:
    """True for who can leave the talks: a person, a side, a team, a motorcade."""
    if is_motorcade(doer):
        return True
    known = story.names.person_at(doer.i) is not None or is_team(doer)
    return known or story.side(doer) is not None


def _leads_to_break(token: Token) -> bool:
    return any(deep.lemma_ in words("talks", "event_noun") for deep in token.subtree)
