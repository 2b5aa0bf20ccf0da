"""Recesses of talks told of those who talk: they go out for lunch and are back by three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.read.language.syntax import clause, subjects
from comity.read.story import Story, is_talks, is_team
from comity.read.talks.noun import is_both

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOES = {"go", "head", "step", "leave", "stop", "break", "pause", "adjourn", "rise"}
_RETURNS = {"be", "come", "go", "get", "return"}
_MEALS = {"break", "breakfast", "coffee", "dinner", "lunch", "meal", "recess", "tea"}
#: Tokens between a verb and "for lunch".
_NEAR = 6


def recess_of(story: Story, verb: Token) -> str | None:
    """Return "break" for "went out for lunch", "resume" for "were back by 3:30 p.m."."""
    if verb.lemma_ not in _GOES | _RETURNS or not any(map(_talks, subjects(verb))):
        return None
    if verb.lemma_ in _GOES and any(map(_is_meal, verb.doc[verb.i : verb.i + _NEAR])):
        return "break"
    back = verb.lemma_ == "return" or any(child.lower_ == "back" for child in verb.children)
    timed = any(each.type == "TIME" for each in story.moments.within(*clause(verb)))
    return "resume" if back and timed and verb.lemma_ in _RETURNS else None


def _talks(doer: Token) -> bool:
    return is_team(doer) or is_both(doer) or is_talks(doer)


def _is_meal(token: Token) -> bool:
    return token.lemma_.lower() in _MEALS and token.dep_ == "pobj" and token.head.lower_ == "for"
