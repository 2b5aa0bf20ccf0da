"""Agreements spoken of as known: "last month's Geneva truce", "the deal the two struck in May".

Read by the order of words: what stands beside a noun identifies it, however the clause is parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.read.language.syntax import is_negated, particle_lemma
from comity.read.lexicon import words
from comity.read.speech.modality import modality
from comity.read.times import _calendar

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.names.mention import Mention
    from comity.read.story import Story
    from comity.read.times.timex import Timex

#: Tokens between an agreement and the verb that says who reached it, and in what follows it.
_NEAR, _TAIL = 12, 14
_INDEFINITE = {"a", "an", "any", "no", "some", "another", "each", "every", "neither", "either"}
_WITHIN_NAME = {"ADJ", "NOUN", "PROPN", "NUM", "PART", "PUNCT", "SYM"}
_FINITE = {"VBD", "VBZ", "VBP", "MD"}
_HELPERS = {"has", "had", "have", "was", "were", "been", "being"}
_PAUSES = {",", ".", ";", ":", "(", ")", "\u2014", "\u2013", "-", '"', "\u201c", "\u201d", "?", "!"}
_LINKS = {"in", "at", "of", "from"}
_WHAT = {"what", "whatever", "everything", "all"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What identifies an agreement beside its noun: where it was reached, and when."""

    places: tuple[Mention, ...]
    times: tuple[Timex, ...]
    #: The verb behind the noun that says who reached it.
    verb: Token | None


def known(story: Story, noun: Token) -> Known | None:
    """Return what identifies the agreement of a noun; None for one not told as reached."""
    first = _name_start(noun)
    if story.doc[first].lower_ in _INDEFINITE and _reached_by(noun) is None:
        return None
    verb = _reached_by(noun)
    start, last = (verb.i, _tail_end(verb)) if verb is not None else _beside(story, noun)
    near = [*story.names.within(story.names.venues, first, noun.i)]
    near += story.names.within(story.names.venues, start, last) if last > noun.i else []
    timed = story.moments.within(first, noun.i)
    timed += story.moments.within(start, last) if last > noun.i else []
    times = tuple(each for each in timed if _is_past(story, each))
    places = tuple(each for each in near if each.kind != "country" or each.first > noun.i)
    places = tuple(each for each in places if story.doc[each.last].dep_ != "poss")
    if not (times or places):
        return None
    return Known(places=places, times=times, verb=verb)


def known_by_act(story: Story, verb: Token) -> Known | None:
    """Return what identifies "what had been settled in Geneva"."""
    before = [t for t in story.doc[max(verb.sent.start, verb.i - _NEAR) : verb.i] if _is_what(t)]
    if not before or not is_reached(verb) or modality(verb) != "did" or is_negated(verb):
        return None
    between = story.doc[before[-1].i + 1 : verb.i]
    if any(_breaks(token) for token in between):
        return None
    last = _tail_end(verb)
    places = tuple(story.names.within(story.names.venues, verb.i, last))
    times = tuple(t for t in story.moments.within(verb.i, last) if _is_past(story, t))
    return Known(places=places, times=times, verb=verb) if places else None


def is_reached(verb: Token) -> bool:
    """True for a verb of reaching agreements: "struck", "worked out", "shook hands on"."""
    names = words("talks", "reach_verb")
    if verb.pos_ != "VERB":
        return False
    if verb.lemma_ == "shake":
        return any(token.lower_ in {"hand", "hands"} for token in verb.doc[verb.i : verb.i + 3])
    return verb.lemma_.lower() in names or particle_lemma(verb) in names


def _is_what(token: Token) -> bool:
    return token.lower_ in _WHAT


def _name_start(noun: Token) -> int:
    """Return the first token of a noun phrase, walking left past what may stand before a noun."""
    first = noun.i
    while first > noun.sent.start:
        before = noun.doc[first - 1]
        if before.pos_ in {"DET", "PRON"}:
            return first - 1 if before.pos_ == "DET" or before.tag_ == "PRP$" else first
        participle = before.tag_ in {"VBN", "VBG"} and before.dep_ == "amod"
        if before.pos_ not in _WITHIN_NAME and not participle:
            break
        if before.text in _PAUSES - {"-"} or before.lower_ in {"to", "not"}:
            break
        first -= 1
    return first


def _reached_by(noun: Token) -> Token | None:
    """Return the verb of "the truce that the two men shook hands on", "the deal struck in …"."""
    for token in noun.doc[noun.i + 1 : min(noun.i + _NEAR, noun.sent.end)]:
        if token.tag_ in {"VBD", "VBN"} and is_reached(token):
            before = noun.doc[noun.i + 1 : token.i]
            linked = any(t.tag_ in {"WDT", "WP", "WRB"} or t.lower_ == "that" for t in before)
            helped = any(t.lower_ in {"was", "were"} for t in before)
            takes = any(child.dep_ == "dobj" and child.i > token.i for child in token.children)
            return None if (helped and not linked) or (takes and not linked) else token
        if _breaks(token) and not (token.text == "," and token.i == noun.i + 1):
            return None
    return None


def _breaks(token: Token) -> bool:
    if token.text in _PAUSES or token.dep_ == "neg" or token.tag_ in {"TO", "CC"}:
        paired = token.tag_ == "CC" and token.head.pos_ in {"PROPN", "NOUN"}
        return not paired
    return token.tag_ in _FINITE and token.lower_ not in _HELPERS


def _tail_end(verb: Token) -> int:
    """Return the last token of what follows a verb, up to a pause or another finite verb."""
    last = verb.i
    for token in verb.doc[verb.i + 1 : min(verb.i + _TAIL, verb.sent.end)]:
        if token.text in _PAUSES or token.tag_ in _FINITE:
            break
        last = token.i
    return last


def _beside(story: Story, noun: Token) -> tuple[int, int]:
    """Return the tokens of "in London" right behind a noun."""
    after = noun.doc[noun.i + 1 : min(noun.i + 5, noun.sent.end)]
    if len(after) > 1 and after[0].lower_ in _LINKS:
        ends = [
            each.last for each in story.names.within(story.names.venues, after[0].i, after[-1].i)
        ]
        ends += [story.moments.token_of(t).i for t in story.moments.within(after[0].i, after[-1].i)]
        if ends:
            return after[0].i, max(ends)
    return noun.i, noun.i


def _is_past(story: Story, timex: Timex) -> bool:
    """True for a date that has begun; a length or a vague "now" identifies nothing."""
    if timex.type not in {"DATE", "TIME"} or "REF" in timex.value:
        return False
    if re.fullmatch(r"\d{4}", timex.value):
        return False
    told = _calendar.period_of(timex.value[:10])
    published = story.moments.published
    return told is not None and (published is None or told[0] <= published)
