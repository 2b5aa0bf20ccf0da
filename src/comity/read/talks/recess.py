"""Recesses of talks told of those who talk: they go out for lunch and are back by three."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import clause, prepositional, subjects
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story, is_talks, is_team
from comity.read.talks.noun import is_both

if TYPE_CHECKING:
    from spacy.tokens import Token

_GOES = {"go", "head", "step", "leave", "stop", "break", "pause", "adjourn", "rise"}
_RETURNS = {"be", "come", "go", "get", "return", "walk", "file", "troop", "head", "sit"}
_MEALS = {"break", "breakfast", "coffee", "dinner", "lunch", "meal", "recess", "tea"}
_AWAY = {"embassy", "hotel", "consulate", "mission", "residence"}
_CONSULTS = {"consult", "confer", "regroup", "caucus"}
_HERE = {"here", "there", "back", "around"}
_IF_NEEDED = re.compile(r"\bif (?:need(?:ed)?(?: be)?|necessary|required)\b", re.IGNORECASE)
#: Tokens between a verb and "for lunch".
_NEAR = 6


def recess_of(story: Story, verb: Token) -> str | None:
    """Return "break" for "went out for lunch", "resume" for "were back by 3:30 p.m."."""
    if verb.lemma_ not in _GOES | _RETURNS | {"stay"}:
        return None
    doers = subjects(verb)
    if _is_ready_to_stay(story, verb):
        return "extend"
    if verb.lemma_ in _GOES | _RETURNS and _goes_away(story, verb, doers):
        return "break"
    if not any(map(_talks, doers)):
        return None
    if verb.lemma_ in _GOES and any(map(_is_meal, verb.doc[verb.i : verb.i + _NEAR])):
        return "break"
    back = verb.lemma_ == "return" or any(
        token.lower_ == "back" for token in verb.doc[verb.i + 1 : verb.i + 4]
    )
    timed = any(each.type == "TIME" for each in story.moments.within(*clause(verb)))
    return "resume" if back and timed and verb.lemma_ in _RETURNS else None


def _need_of(text: str) -> re.Match[str] | None:
    """Return "if need be", "if necessary"."""
    return _IF_NEEDED.search(text)


def put_need(draft: Draft, verb: Token, kind: str) -> None:
    """Put on what more time hangs, "if need be"; what is but hoped for is only possible."""
    if kind == "end" and draft.modality == "demanded":
        draft.modality = "possible"
    if kind == "resume" and any(child.lower_ == "due" for child in verb.children):
        draft.modality = "expected"
    found = _need_of(verb.sent.text) if kind == "extend" else None
    if found is not None:
        start = verb.sent.start_char + found.start()
        span = Span(start=start, end=start + len(found.group()), text=found.group())
        draft.put("condition", Slot(value=span.text, span=span, kind="condition"))
        draft.modality = "possible"


def _is_ready_to_stay(story: Story, verb: Token) -> bool:
    """True for "we'll be here tomorrow if need be"."""
    here = any(child.lower_ in _HERE for child in verb.children)
    helped = any(child.lower_ in {"will", "'ll", "\u2019ll", "could"} for child in verb.children)
    if not (here and helped and _need_of(verb.sent.text)) or verb.lemma_ not in {"be", "stay"}:
        return False
    return any(each.type == "DATE" for each in story.moments.within(*clause(verb)))


def _goes_away(story: Story, verb: Token, doers: list[Token]) -> bool:
    """True for "his team have gone to the embassy to consult Beijing"."""
    if not any(is_team(each) or story.side(each) for each in doers):
        return False
    away = any(each.lemma_ in _AWAY for each in prepositional(verb, "to", "for"))
    consults = any(child.lemma_ in _CONSULTS for child in verb.children)
    return away and (consults or verb.lemma_ in {"go", "leave", "head", "return"})


def _talks(doer: Token) -> bool:
    return is_team(doer) or is_both(doer) or is_talks(doer)


def _is_meal(token: Token) -> bool:
    return token.lemma_.lower() in _MEALS and token.dep_ == "pobj" and token.head.lower_ == "for"
