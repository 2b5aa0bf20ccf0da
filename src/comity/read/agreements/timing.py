"""When an agreement was reached, and how long it lasts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from comity.read.language.syntax import clause, governor, noun_phrase, objects, subjects, subtree
from comity.read.lexicon import words
from comity.read.proposal import Slot, Span
from comity.read.story import Draft, Story
from comity.read.times import _calendar
from comity.read.times.moment import precision_of
from comity.read.times.telling import counted, is_told_day

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.times.timex import Timex

_LENGTH = re.compile(r"P\d+[DWMY]")
_FOR = re.compile(r"\b(?:lasts?|for|valid)\s+(?:an?\s+)?(?:initial\s+)?$", re.IGNORECASE)
#: "…, both for 90 days", of what two clauses before it tell.
_BOTH = re.compile(r"\b(?:both|each|all)(?: of them)? for (?:an? )?(?:initial )?$", re.IGNORECASE)
#: What an agreement lowers or holds back for a while.
_CUT = re.compile(r"\b(?:tariff|dut(?:y|ies)\b|lev(?:y|ies)\b|cut)", re.IGNORECASE)


#: What an agreement is written on.
_PAPERS = {"document", "deal", "accord", "agreement", "pact", "text", "truce", "memorandum"}
#: What takes up the terms of the sentence before: "Both cuts are for 90 days".
_THEY = re.compile(
    r"\s*(?:both|the|these|those|all)\s+(?:\w+\s+)?(?:cuts?|reductions?|moves?)\b", re.IGNORECASE
)
_BLANKS = 3
#: What leads to what was reached at talks: "met in Madrid, where they agreed on …".
_WHERE = re.compile(r"(?:where|(?:at|in|during) which)\b", re.IGNORECASE)
_AGE = re.compile(r"P(\d+)([DWMY])")
#: Tokens between an age and the agreement it is told of.
_BESIDE = 3


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
            each for each in times if _is_dated(each) and story.moments.hangs_on(each, head, places)
        ]
        if dated:
            return _on_day(story.moments.best(dated))
    return _where(story, verb)


def _is_dated(timex: Timex) -> bool:
    return timex.type in {"DATE", "TIME"} and "REF" not in timex.value


def _where(story: Story, verb: Token) -> Slot | None:
    """Return when they met where something was reached: "met in Madrid on Monday, where they"."""
    if verb.dep_ != "relcl" or not _WHERE.match(story.text, verb.left_edge.idx):
        return None
    above = governor(verb)
    between = story.moments.within(min(above.i, verb.left_edge.i), max(0, verb.left_edge.i - 1))
    dated = [each for each in between if _is_dated(each)]
    return counted(story, above) or _on_day(story.moments.best(dated))


def _on_day(slot: Slot | None) -> Slot | None:
    """Take of a clock time its day: an agreement told at noon was reached by then."""
    if slot is None or precision_of(str(slot.value)) != "minute":
        return slot
    moment = datetime.fromisoformat(str(slot.value))
    day = moment - timedelta(minutes=int(slot.bound == "before"))
    return replace(slot, value=day.date().isoformat(), precision="day", bound="exact")


def date_agreements(story: Story, agreements: list[Draft]) -> None:
    """Give agreements the day told of their papers, or by their age."""
    for draft in agreements:
        if "reached" not in draft.slots:
            draft.put("reached", _by_age(story, draft))
    for verb in story.doc if agreements else ():
        if verb.pos_ == "VERB" and verb.lemma_.lower() in words("talks", "reach_verb"):
            told = [each for each in objects(verb) if each.lemma_.lower() in _PAPERS]
            open_ = [one for one in agreements if "reached" not in one.slots]
            earlier = [one for one in open_ if one.evidence[0].end <= verb.idx]
            if told and earlier:
                times = story.moments.of_verb(verb, *subtree(verb))
                dated = [each for each in times if is_told_day(story, each)]
                earlier[-1].put("reached", _on_day(story.moments.best(dated)))


def date_by_talks(draft: Draft, talks: list[Draft]) -> None:
    """Give an agreement without a day the last one of the talks at its place."""
    held = [one for one in talks if one.type == "talks_session" and one.modality == "did"]
    place = draft.value("place")
    days = [one.value("day") for one in held if place and one.value("place") == place]
    last = max((day.split("/")[-1] for day in days if day), default=None)
    if last is not None and "W" not in last:
        draft.put("reached", Slot(value=last, bound="exact", precision=precision_of(last)))


def _by_age(story: Story, draft: Draft) -> Slot | None:
    """Return when a "month-old truce" was reached."""
    noun = story.doc[draft.head]
    published = story.moments.published
    for each in story.moments.within(noun.sent.start, noun.sent.end - 1):
        found = _AGE.fullmatch(each.value)
        near = story.moments.token_of(each).i < noun.i <= story.moments.token_of(each).i + _BESIDE
        if found is None or published is None or not near or not each.text.endswith("old"):
            continue
        day = _calendar.shift(published, found[2], -int(found[1]))
        if day is not None:
            span = Span.of(story.text, each.start, each.end)
            value = _calendar.value(day, "D" if found[2] == "W" else found[2])
            return Slot(value=value, span=span, bound="approx", precision=precision_of(value))
    return None


def put_lengths(story: Story, agreements: list[Draft]) -> None:
    """Give agreements the length told of them or of what they lower: "for 90 days"."""
    for each in story.moments.timexes if agreements else ():
        if _LENGTH.fullmatch(each.value) and each.type == "DURATION" and _is_term(story, each):
            before = [one for one in agreements if one.evidence[0].start <= each.start]
            (before or agreements)[-1 if before else 0].put("duration", story.moments.slot(each))


def put_term_lengths(story: Story, terms: list[Draft]) -> None:
    """Give terms the length told in them, of all in a sentence, or of all in the one before."""
    for each in story.moments.timexes if terms else ():
        if each.type != "DURATION" or not _LENGTH.fullmatch(each.value):
            continue
        if not _FOR.search(story.text[max(0, each.start - 24) : each.start]):
            continue
        sentence = story.moments.token_of(each).sent
        both = _BOTH.search(story.text, sentence.start_char, each.start)
        again = _THEY.match(sentence.text)
        for term in terms:
            told = term.slots["obligation"]
            place = told.span if isinstance(told, Slot) else None
            inside = place is not None and place.start <= each.start < place.end
            cuts = bool(_CUT.search(term.value("obligation") or ""))
            here = term.evidence[0].start <= each.start < term.evidence[0].end
            before = 0 <= sentence.start_char - term.evidence[0].end <= _BLANKS
            if inside or (cuts and ((here and both) or (before and again))):
                term.put("duration", story.moments.slot(each))


def _is_term(story: Story, timex: Timex) -> bool:
    """True for the length of an agreement, or of the cuts in tariffs that it brings."""
    if timex.text.endswith("old"):
        return False
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
