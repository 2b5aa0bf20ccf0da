"""When an agreement was reached, and how long it lasts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from comity.read.language.syntax import clause, governor, noun_phrase, objects, subjects, subtree
from comity.read.lexicon import words
from comity.read.proposal import Slot
from comity.read.story import Draft, Story
from comity.read.times.telling import counted

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.times.timex import Timex

_LENGTH = re.compile(r"P\d+[DWMY]")
_FOR = re.compile(r"\b(?:lasts?|for|valid)\s+(?:an?\s+)?(?:initial\s+)?$", re.IGNORECASE)
#: "…, both for 90 days", of what two clauses before it tell.
_BOTH = re.compile(r"\b(?:both|each|all)(?: of them)? for (?:an? )?(?:initial )?$", re.IGNORECASE)
#: What an agreement lowers or holds back for a while.
_CUT = re.compile(r"\b(?:tariff|dut(?:y|ies)\b|lev(?:y|ies)\b|cut)", re.IGNORECASE)


def reached(story: Story, verb: Token, noun: int = -1) -> Slot | None:
    """Return when: the time of the reaching verb, else of the verb that reports it."""
    reporting = governor(verb)
    told = reporting.lemma_.lower() in words("cues", "cue") or verb.dep_ not in {"acl", "relcl"}
    places = frozenset({noun, *(each.last for each in story.names.venues)})
    for head in (verb, reporting) if told else (verb,):
        since = counted(story, head)
        if since is not None:
            return since
        inside = clause(head)
        times = story.moments.of_verb(head, *subtree(head))
        times = [t for t in times if t in story.moments.within(*inside)] or times
        dated = [
            each
            for each in times
            if each.type == "DATE"
            and "REF" not in each.value
            and story.moments.hangs_on(each, head, places)
        ]
        if dated:
            return story.moments.best(dated)
    return None


def put_lengths(story: Story, agreements: list[Draft]) -> None:
    """Give agreements the length told of them or of what they lower: "for 90 days"."""
    for each in story.moments.timexes if agreements else ():
        if _LENGTH.fullmatch(each.value) and each.type == "DURATION" and _is_term(story, each):
            before = [one for one in agreements if one.evidence[0].start <= each.start]
            (before or agreements)[-1 if before else 0].put("duration", story.moments.slot(each))


def _is_term(story: Story, timex: Timex) -> bool:
    """True for the length of an agreement, or of the cuts in tariffs that it brings."""
    token = story.moments.token_of(timex)
    noun = token.head
    if noun.lemma_.lower() in words("talks", "strong_agreement_noun") and token.i < noun.i:
        return True
    if not _FOR.search(story.text[max(0, timex.start - 24) : timex.start]):
        return False
    verb = governor(token)
    if any(d.lemma_.lower() in words("talks", "strong_agreement_noun") for d in subjects(verb)):
        return True
    moved = [*subjects(verb), *(each for each in objects(verb) if each.dep_ == "dobj")]
    if any(_CUT.search(noun_phrase(each, of=True).text) for each in moved):
        return True
    both = _BOTH.search(story.text, verb.sent.start_char, timex.start)
    return both is not None and bool(_CUT.search(story.text, verb.sent.start_char, both.start()))
