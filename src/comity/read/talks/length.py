"""How long talks lasted where a sentence of its own says so: "The call lasted 90 minutes"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import subjects, subtree
from comity.read.story import Draft, Story, is_talks
from comity.read.talks.noun import is_call

if TYPE_CHECKING:
    from spacy.tokens import Token

_LASTS = {"last", "take", "run", "go", "span", "continue", "stretch"}
_MEETINGS = {"call", "conversation", "meeting", "session", "exchange", "discussion"}
#: Lengths of talks: hours, minutes and a few days.
_LENGTH = re.compile(r"PT[\d.]+[HM].*|P[1-5]D")


def put_lengths(story: Story, sessions: list[Draft]) -> None:
    """Give the session told last the length that a verb of lasting tells of it."""
    for verb in story.doc if sessions else ():
        if verb.lemma_ not in _LASTS or verb.pos_ != "VERB":
            continue
        if not any(_is_meeting(doer) for doer in subjects(verb)):
            continue
        held = [one for one in sessions if one.modality == "did" and one.head < verb.i]
        for each in story.moments.of_verb(verb, *subtree(verb)) if held else ():
            if each.type == "DURATION" and _LENGTH.fullmatch(each.value):
                held[-1].put("duration", story.moments.slot(each))


def _is_meeting(noun: Token) -> bool:
    return is_talks(noun) or is_call(noun) or noun.lemma_.lower() in _MEETINGS
