"""What happens during talks: breaks, resumptions, overruns, endings, departures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    clause,
    conjuncts,
    governor,
    is_negated,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
    token_span,
)
from comity.read.lexicon import words
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import is_condition, modality
from comity.read.story import PAIR, Draft, Story, is_talks, is_talks_part, is_team
from comity.read.talks.blog import stamp_of
from comity.read.talks.departure import departure_of, is_motorcade
from comity.read.talks.event_link import settle_events
from comity.read.talks.mention import STILL, Mention, phase_of
from comity.read.talks.recess import put_need, recess_of
from comity.read.times.moment import day_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.times.timex import Timex

#: A day that is added to talks: "into an unscheduled third day".
_ADDED = re.compile(
    r"\binto an? (?:\w+ )?(?:second|third|fourth|fifth|extra|additional|further) day\b"
)

_DISCUSS = {
    "discuss",
    "negotiate",
    "talk",
    "meet",
    "work",
    "bargain",
    "haggle",
    "thrash",
    "huddle",
    "deliberate",
}

#: Words of a sentence that is but a noun.
_FRAGMENT = 5
#: Verbs that tell an event only with the right object: "take a break", "set for Tuesday".
_WITHIN = {"xcomp", "acl", "advcl", "pcomp", "ccomp", "relcl"}
_OTHERS = {"take", "have", "call", "hold", "schedule", "plan", "set", "expect", "convene", "gather"}


def find_events(
    story: Story,
    sessions: list[Draft],
    ahead: list[Draft],
    opened: set[int],
    over: list[Mention],
) -> list[Draft]:
    """Find the events of a story's sessions and say which session each belongs to.

    Args:
        story: The story.
        sessions: The sessions held.
        ahead: Sessions still to come while talks are under way: they will resume.
        opened: Verbs that told of a session, so of no event in one.
        over: Mentions of talks that tell an end, a break or a resumption.
    """
    events = [draft for token in story.doc for draft in _event(story, token, sessions, opened)]
    events = _with_fragments(story, events)
    told = {event.head for event in events}
    onward = [_resumption(story, each) for each in ahead if each.head not in told]
    events += [each for each in onward if "time" in each.slots]
    events += [_told(story, each) for each in over if each.head.i not in told]
    return settle_events(story, events, sessions)


def _told(story: Story, mention: Mention) -> Draft:
    """Make an event of a mention that no verb of the tables tells: "called it a night"."""
    draft = story.draft("session_event", mention.head)
    draft.put("kind", Slot(value=mention.phase, span=token_span(mention.head)))
    _event_time(story, draft, mention.head)
    return draft


def _with_fragments(story: Story, events: list[Draft]) -> list[Draft]:
    """Add breaks that no verb tells: "Lunch break.", "… with a break for lunch"."""
    found = list(events)
    for token in story.doc:
        if token.lemma_.lower() not in words("talks", "event_noun") or token.pos_ != "NOUN":
            continue
        alone = token.dep_ == "ROOT" and len(token.sent.text.split()) <= _FRAGMENT
        beside = token.dep_ == "pobj" and token.head.lower_ == "with"
        told = beside and (
            any(is_talks(each) for each in token.sent) or phase_of(story, governor(token))
        )
        if not (alone or told):
            continue
        draft = story.draft("session_event", token, mood="did")
        draft.put("kind", Slot(value="break", span=token_span(token)))
        if alone and token.sent.end < len(story.doc):
            after = story.doc[token.sent.end].sent
            clocked = [
                t for t in story.moments.within(after.start, after.end - 1) if t.type == "TIME"
            ]
            draft.put("time", story.moments.best(clocked[:1]))
            found = [
                one
                for one in found
                if one.value("kind") != "departure" or not after.start <= one.head < after.end
            ]
        found.append(draft)
    return found


def _resumption(story: Story, session: Draft) -> Draft:
    verb = story.doc[session.head]
    draft = story.draft("session_event", verb, mood=session.modality)
    kind = "extend" if _is_until(verb) else "resume"
    draft.put("kind", Slot(value=kind, span=token_span(verb)))
    _event_time(story, draft, verb)
    return draft


def _event(story: Story, token: Token, sessions: list[Draft], opened: set[int]) -> Iterator[Draft]:
    if token.pos_ not in {"VERB", "AUX"} or is_condition(token) or is_negated(token):
        return
    kind = recess_of(story, token) or _event_kind(story, token)
    if kind is None:
        return
    if _belongs_to_session(token, kind, sessions, opened):
        return
    draft = story.draft("session_event", token)
    if _scheduled(story, token) and draft.modality == "did":
        draft.modality = "will"
    put_need(draft, token, kind)
    span = None if kind in {"departure", "ongoing"} else _kind_span(token, kind)
    draft.put("kind", Slot(value=kind, span=span))
    _event_time(story, draft, token)
    _event_actor(story, draft, token, kind)
    for each in story.names.within(story.names.venues, *subtree(governor(token))):
        if each.kind == "venue":
            draft.put("venue", Slot(value=each.span.text, span=each.span))
    part = any(is_talks_part(each) for each in objects(token))
    if kind in {"extend", "ongoing", "start", "end"} and "time" not in draft.slots and not part:
        return
    if kind == "ongoing":
        for item in objects(token):
            span = span_of(story.doc, *subtree(item, without=frozenset({"prep", "relcl"})))
            draft.put("topic", Slot(value=span.text, span=span))
    yield draft


def _belongs_to_session(token: Token, kind: str, sessions: list[Draft], opened: set[int]) -> bool:
    """True for what a session already says: that it was held, how far into the night it went."""
    if kind == "extend":
        told = token.i in opened or any(_inside(draft, token) for draft in sessions)
        return told and modality(token) == "did"
    beside = token.dep_ == "advcl" and token.tag_ == "VBG" and token.head.i in opened
    return kind != "ongoing" and (token.i in opened or (beside and kind in {"break", "end"}))


def _inside(session: Draft, token: Token) -> bool:
    return any(span.start <= token.idx < span.end for span in session.evidence)


def _event_kind(story: Story, verb: Token) -> str | None:  # noqa: PLR0911  (one return a kind)
    lemma, base = particle_lemma(verb), verb.lemma_.lower()
    events = words("talks", "event_verb")
    if base == "be":
        return _state(story, verb)
    if base not in events and lemma not in events and base not in _DISCUSS | _OTHERS:
        return None
    taken = [each for each in objects(verb) if each.lemma_.lower() in words("talks", "event_noun")]
    if base in {"take", "have", "call", "hold"} and taken:
        return "break"
    doers = _doers(verb)
    if base in _DISCUSS and verb.tag_ == "VBG" and _about_talks(doers) and _is_late(verb):
        return "ongoing"
    if _scheduled(story, verb):
        return "resume"
    kind = events.get(lemma) or events.get(base)
    if kind is None:
        return None
    if kind == "departure":
        return departure_of(story, verb, doers)
    if kind == "extend" and _goes_on(story, verb, doers):
        return "extend" if _is_until(verb) else "resume"
    mine = [*doers, *(each for each in objects(verb) if each.dep_ == "dobj")]
    if not any(
        is_talks(each) or is_talks_part(each) or _is_pronoun_of_talks(story, each) for each in mine
    ):
        return None
    return _kind_of_talks(story, verb, kind)


def _doers(verb: Token) -> list[Token]:
    """Return who or what a verb is about, shared with the verb before it where it lacks its own."""
    doers = subjects(verb) or objects(verb)
    return doers or (objects(verb.head) if verb.dep_ == "conj" else [])


def _is_until(verb: Token) -> bool:
    """True for "will run through Monday": no new beginning."""
    return any(child.lower_ in {"until", "through", "into"} for child in verb.children)


def _state(story: Story, verb: Token) -> str | None:
    """Return what "the talks are over" and "the two sides are still at it" tell."""
    doers = subjects(verb)
    over = any(child.lower_ == "over" and not any(child.children) for child in verb.children)
    if over and any(is_talks(each) for each in doers):
        return "end"
    still = STILL.search(span_of(story.doc, *subtree(verb)).text)
    return "ongoing" if still and _about_talks(doers) else None


def _kind_of_talks(story: Story, verb: Token, kind: str) -> str | None:
    """Return the kind of an event whose verb is about talks; None for background and asides."""
    base = verb.lemma_.lower()
    if base in {"adjourn", "break"} and any(
        each.lemma_ in words("talks", "recess_noun") for each in prepositional(verb, "for", "to")
    ):
        return "break"
    clocked = any(each.type == "TIME" for each in story.moments.within(*clause(verb)))
    if kind in {"break", "end"} and is_owned_by_past(verb) and not clocked:
        return None
    if base == "return" and not any(is_talks(t) or t.lemma_ == "table" for t in verb.subtree):
        return None
    acted = [each for each in verb.children if each.dep_ == "dobj"]
    if acted and not any(
        is_talks(each) or is_talks_part(each) or each.lemma_ in {"session", "time"}
        for each in acted
    ):
        return None
    if kind == "extend":
        beyond = any(
            child.dep_ == "prep"
            and child.lower_ in {"into", "past", "beyond", "until", "through", "to"}
            for child in verb.children
        )
        late = any(child.lower_ in {"late", "overnight"} for child in verb.children)
        return "extend" if beyond or late else None
    return kind


def is_owned_by_past(verb: Token) -> bool:
    """True for a background clause: "since the talks ended last month"."""
    return any(
        child.dep_ == "mark" and child.lower_ in {"since", "after"} for child in verb.children
    )


def _scheduled(story: Story, verb: Token) -> bool:
    """True for "a second day of talks is scheduled for Tuesday" and "plan to meet again"."""
    if verb.lemma_ in {"schedule", "plan", "set", "expect"}:
        timed = any(each.type in {"DATE", "TIME"} for each in story.moments.within(*subtree(verb)))
        if timed and any(child.lower_ == "back" for child in verb.children):
            return _about_talks(objects(verb))
        inner = any(c.dep_ in {"xcomp", "ccomp"} for c in verb.children)
        return timed and not inner and any(is_talks_part(each) for each in objects(verb))
    again = any(child.lower_ == "again" for child in verb.children)
    return verb.lemma_ in {"meet", "convene", "gather"} and again and modality(verb) != "did"


def _goes_on(story: Story, verb: Token, doers: list[Token]) -> bool:
    """True for "talks will continue on Wednesday"."""
    crosses = any(c.lower_ in {"into", "past", "beyond"} for c in verb.children)
    ahead = modality(verb) in {"will", "expected", "possible"} and not crosses
    timed = any(each.type in {"DATE", "TIME"} for each in story.moments.within(*subtree(verb)))
    return ahead and timed and any(is_talks(each) for each in doers)


def _about_talks(doers: list[Token]) -> bool:
    return any(
        is_team(each) or is_talks(each) or each.lower_ in {"they", "sides"} for each in doers
    )


def _is_late(verb: Token) -> bool:
    return any(child.lower_ == "still" for child in verb.children) or bool(
        re.search(r"\b(?:late into|into the (?:night|evening))", verb.sent.text)
    )


def _is_pronoun_of_talks(story: Story, token: Token) -> bool:
    if token.lower_ not in {"they", "it", "which", "that"}:
        return token.lower_ in {"sides", "teams", "delegations", "negotiators"}
    start = token.sent.start
    if token.lower_ in {"they", "it"} and start:
        start = story.doc[start - 1].sent.start
    before = [t for t in story.doc[start : token.i] if t.dep_ in {"nsubj", "nsubjpass"}]
    if token.lower_ in {"which", "that"}:
        return any(is_talks(each) for each in story.doc[start : token.i])
    return any(is_talks(each) or is_team(each) for each in before[-2:])


def _kind_span(verb: Token, kind: str) -> Span:
    for each in objects(verb):
        if each.lemma_.lower() in words("talks", "event_noun"):
            return token_span(each)
    span = token_span(verb)
    stem = verb.lemma_
    if kind == "extend" and span.text.startswith(stem) and span.text != stem and stem == "extend":
        return Span(start=span.start, end=span.start + len(stem), text=stem)
    return span


def _added_day(story: Story, draft: Draft, verb: Token, times: list[Timex]) -> Slot | None:
    """Return the day after the one told, for talks that "will go into a third day"."""
    own = story.moments.of_verb(verb, *subtree(verb))
    days = [day for each in times if (day := day_of(each.value))]
    ahead = draft.modality in {"will", "expected"} and not own
    if not (ahead and days and _ADDED.search(verb.sent.text)):
        return None
    return Slot(value=(max(days) + timedelta(days=1)).isoformat(), bound="exact", precision="day")


def _event_time(story: Story, draft: Draft, verb: Token) -> None:
    first, last = clause(verb)
    own = story.moments.of_verb(verb, first, last)
    times = [
        each for each in own or story.moments.within(first, last) if each.type in {"DATE", "TIME"}
    ]
    if not times:
        above = verb
        ahead = draft.modality in {"will", "expected"}
        while not ahead and not times and above.dep_ in _WITHIN:
            above = governor(above)
            times = [
                each
                for each in story.moments.within(*subtree(above))
                if each.type in {"DATE", "TIME"}
            ]
    draft.put("time", _added_day(story, draft, verb, times))
    if times:
        draft.put("time", story.moments.best(times))
    elif draft.value("kind") in {"end", "break", "resume"}:
        draft.put("time", stamp_of(story, verb))


def _event_actor(story: Story, draft: Draft, verb: Token, kind: str) -> None:
    if len(story.sides(subjects(verb))) >= PAIR:
        return
    for doer in subjects(verb):
        owners = [child for child in doer.children if child.dep_ == "poss"]
        for each in owners if owners and is_motorcade(doer) else conjuncts(doer):
            person = story.names.person_at(each.i)
            if person is None and each.lower_ in {"he", "she"}:
                earlier = [p for p in story.names.people if p.head < each.i]
                person = earlier[-1] if earlier else None
            if person is not None and kind == "departure":
                draft.put("person", Slot(value=person.name, span=person.span))
            elif kind in {"break", "departure"}:
                side = story.side(each)
                if side is not None:
                    draft.put("side", Slot(value=side[0], span=_team_span(story, each, side[1])))


def _team_span(story: Story, token: Token, span: Span) -> Span:
    for deep in token.subtree:
        if is_team(deep):
            first = min([deep.i, *(c.i for c in deep.lefts if c.dep_ != "det")])
            return span_of(story.doc, first, deep.i)
    return span
