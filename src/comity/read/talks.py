"""Talks in a story: sessions with place, day and hours, and what happened during them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.modality import is_condition
from comity.read.moment import day_of, precision_of
from comity.read.proposal import Slot, Span
from comity.read.session_event import find_events
from comity.read.story import PAIR, Draft, Story, is_talks, is_talks_part, is_team
from comity.read.syntax import (
    is_negated,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
)
from comity.read.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

_TABLE = re.compile(r"\b(?:negotiating|bargaining) table\b", re.IGNORECASE)
_ENDINGS = {"last", "finish", "complete", "conclude", "wrap", "end"}
_MEETING = {"meet", "negotiate", "reconvene", "convene", "confer", "huddle"}


def find_talks(story: Story) -> list[Draft]:
    """Find the sessions of talks that a story tells, and the events in them."""
    sessions = _sessions(story)
    sessions, ahead = _ahead(sessions)
    _add_lengths(story, sessions)
    _number(story, sessions)
    return [*sessions, *find_events(story, sessions, ahead)]


def _sessions(story: Story) -> list[Draft]:
    found: list[Draft] = []
    for token in story.doc:
        if (token.pos_ in {"VERB", "AUX"} and _opens(story, token)) or (
            token.pos_ == "NOUN" and _spans_days(story, token)
        ):
            draft = _session(story, token)
        else:
            continue
        if draft is not None:
            _join(found, draft)
    return found


def _opens(story: Story, verb: Token) -> bool:  # noqa: PLR0911  (one return a construction)
    """True for a verb with which two sides meet: "commenced trade negotiations"."""
    lemma = particle_lemma(verb)
    base = verb.lemma_.lower()
    if is_condition(verb) or is_negated(verb) or _is_resumption(story, verb):
        return False
    known = words("talks", "session_verb")
    if lemma not in known and base not in known and base not in {*_MEETING, *_ENDINGS}:
        return False
    if _TABLE.search(span_of(story.doc, *subtree(verb)).text):
        return True
    doers = subjects(verb)
    if base in {"finish", "complete", "conclude", "wrap", "end"}:
        return any(_is_stretch(each) for each in objects(verb))
    if base in _MEETING:
        return bool(_meets(story, verb, doers))
    if base == "last":
        return _city(story, verb) and any(is_talks(each) for each in doers)
    about = [*objects(verb), *prepositional(verb, "in", "for", "to", "of", "at", "with")]
    about += [
        deep
        for child in verb.children
        if child.dep_ in {"xcomp", "advcl", "acl"}
        for deep in [*objects(child), *prepositional(child, "in", "to")]
    ]
    about += [each for each in doers if is_talks(each) or is_talks_part(each)]
    if not any(is_talks(each) or is_talks_part(each) for each in about):
        return False
    if base in {"leave", "arrive", "join"}:
        return False
    sided = any(is_talks_part(each) for each in doers) or any(
        story.side(each) or is_team(each) or is_talks(each) for each in doers
    )
    return sided and base not in {"go", "put"}


def _is_stretch(token: Token) -> bool:
    """True for "more than five hours of talks": a whole session, not its first day."""
    counted = any(child.dep_ == "nummod" for child in token.children)
    return counted and is_talks_part(token) and token.lemma_ in {"hour", "day"}


def _is_resumption(story: Story, verb: Token) -> bool:
    """True for talks that go on the same day: an event in a session, not a session."""
    if verb.lemma_ not in {"resume", "restart"}:
        return False
    times = story.moments.within(*subtree(verb))
    return bool(times) and all(each.inherited for each in times if each.type in {"DATE", "TIME"})


def _meets(story: Story, verb: Token, doers: list[Token]) -> bool:
    sides = {side for side, _ in story.sides(doers)}
    sides |= {side for side, _ in story.sides([*objects(verb), *prepositional(verb, "with")])}
    teams = any(is_team(each) or each.lower_ in {"they", "both", "sides"} for each in doers)
    return len(sides) >= PAIR or teams


def _ahead(sessions: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Part sessions still to come from those held, where talks have begun."""
    held = [each for each in sessions if each.modality == "did"]
    if not held:
        return sessions, []
    return held, [each for each in sessions if each.modality != "did"]


def _add_lengths(story: Story, sessions: list[Draft]) -> None:
    """Add "The talks lasted two days" to the session told last before it."""
    for verb in story.doc:
        if verb.lemma_ != "last" or verb.pos_ != "VERB":
            continue
        if not any(is_talks(each) or each.lower_ in {"they", "it"} for each in subjects(verb)):
            continue
        lengths = [t for t in story.moments.within(*subtree(verb)) if t.type == "DURATION"]
        earlier = [each for each in sessions if each.head < verb.i] or sessions
        if lengths and earlier:
            earlier[-1].put("duration", story.moments.slot(lengths[0]))


def _spans_days(story: Story, noun: Token) -> bool:
    """True for "after two days of meetings at Lancaster House", where no verb opens the talks."""
    if not is_talks(noun) or noun.dep_ != "pobj" or noun.head.lower_ != "of":
        return False
    counted = noun.head.head
    return counted.lemma_ in {"day", "round"} and any(
        each.first > noun.i and each.last <= noun.sent.end for each in story.names.venues
    )


def _session(story: Story, head: Token) -> Draft | None:
    if head.pos_ == "NOUN":
        draft = story.draft("talks_session", head, mood="did")
    else:
        draft = story.draft("talks_session", head)
    if draft.modality not in {"did", "expected", "will", "possible"}:
        return None
    _parties(story, draft, head)
    _where(story, draft, head)
    _when(story, draft, head)
    _topic(story, draft, head)
    if "day" not in draft.slots and "end" not in draft.slots and "place" not in draft.slots:
        return None
    return draft


def _parties(story: Story, draft: Draft, head: Token) -> None:
    tokens = subjects(head) if head.pos_ != "NOUN" else []
    tokens = (
        [*tokens, *objects(head), *prepositional(head, "with", "between")]
        if head.pos_ != "NOUN"
        else tokens
    )
    sides = story.sides(
        [each for each in tokens if each.pos_ != "NOUN" or is_team(each) or is_talks(each)]
    )
    if len(sides) < PAIR:
        found = story.names.within(story.names.sides, head.sent.start, head.sent.end - 1)
        named: dict[str, Span] = {}
        for each in found:
            if each.kind != "institution":
                named.setdefault(each.side, each.span)
        main = story.main_sides
        sides = sorted(named.items(), key=lambda each: each[0] not in main)
    sides = sides[:PAIR] if len(sides) >= PAIR else sides
    if len(sides) == PAIR:
        draft.put_all("parties", [Slot(value=side, span=span) for side, span in sides])
    elif len(story.main_sides) == PAIR:
        told = dict(sides)
        draft.put_all(
            "parties", [Slot(value=side, span=told.get(side)) for side in story.main_sides]
        )


def _where(story: Story, draft: Draft, head: Token) -> None:
    for each in story.names.within(story.names.venues, head.sent.start, head.sent.end - 1):
        token = story.doc[each.last]
        kind = each.kind
        if token.dep_ == "poss" or (kind == "city" and _names_a_power(story, each.first, token)):
            continue
        if kind == "venue":
            draft.put("venue", Slot(value=each.span.text, span=each.span))
        elif kind == "city" or (
            kind == "country" and token.head.lower_ == "in" and not _city(story, head)
        ):
            draft.put("place", Slot(value=each.span.text, span=each.span))


def _city(story: Story, head: Token) -> bool:
    named = story.names.within(story.names.venues, head.sent.start, head.sent.end - 1)
    return any(each.kind == "city" for each in named)


def _names_a_power(story: Story, place: int, token: Token) -> bool:
    """True for a capital that stands for its government, not for a place one meets in."""
    side = story.names.side_at(place)
    if side is None:
        return False
    return not (token.dep_ == "pobj" and token.head.lower_ in {"in", "at"})


def _when(story: Story, draft: Draft, head: Token) -> None:
    times = story.moments.within(head.sent.start, head.sent.end - 1)
    for each in times:
        slot = story.moments.slot(each)
        if each.type == "DURATION":
            if re.fullmatch(r"P(?:T?\d+(?:\.\d+)?[HMD])", each.value) and "entire" not in each.text:
                draft.put("duration", slot)
            continue
        day = day_of(each.value)
        if day is None or each.type == "SET":
            continue
        precision = precision_of(str(slot.value))
        if each.inherited and slot.span and "into" in slot.span.text.split():
            draft.put("ongoing_at", slot)
            continue
        if head.pos_ == "NOUN":
            draft.put(
                "end", Slot(value=day.isoformat(), span=slot.span, bound="by", precision="day")
            )
            continue
        draft.put("day", _day_slot(story, each, day))
        if precision == "minute" or (precision == "part-of-day" and slot.bound == "approx"):
            draft.put("start", slot)


def _day_slot(story: Story, timex: Timex, day: date) -> Slot:
    span = Span(start=timex.start, end=timex.end, text=timex.text)
    return Slot(
        value=day.isoformat(), span=span, bound="exact", precision="day", tz=story.moments.zone
    )


def _topic(story: Story, draft: Draft, head: Token) -> None:
    for token in head.subtree:
        if token.lower_ in {"issue", "question", "matter", "topic"}:
            for deep in prepositional(token, "of"):
                span = span_of(story.doc, *subtree(deep))
                draft.put("topic", Slot(value=span.text, span=span))


def _join(found: list[Draft], draft: Draft) -> None:
    """Add a session, or what is told of one already found: the same day, or the same place."""
    if "place" not in draft.slots and found and "place" in found[-1].slots:
        place = found[-1].slots["place"]
        if isinstance(place, Slot):
            draft.put("place", Slot(value=place.value))
    for earlier in found:
        if _is_same(earlier, draft):
            for name, slot in draft.slots.items():
                earlier.fill(name, slot)
            if draft.evidence[0] not in earlier.evidence:
                earlier.evidence.append(draft.evidence[0])
            return
    found.append(draft)


def _is_same(one: Draft, two: Draft) -> bool:
    if one.value("day") and two.value("day"):
        return one.value("day") == two.value("day")
    if one.value("place") and two.value("place") and one.value("place") != two.value("place"):
        return False
    return "start" not in two.slots


def _number(story: Story, sessions: list[Draft]) -> None:
    """Order the sessions of one place by day and count them."""
    for draft in sessions:
        if story.place and "place" not in draft.slots:
            draft.put("place", Slot(value=story.place))
    sessions.sort(key=lambda draft: (draft.value("day") or draft.value("end") or "", draft.head))
    places: dict[str, int] = {}
    for draft in sessions:
        if draft.modality != "did" or "day" not in draft.slots:
            continue
        place = draft.value("place") or ""
        places[place] = places.get(place, 0) + 1
        same = [each for each in sessions if (each.value("place") or "") == place]
        if len(same) > 1:
            draft.put("day_of_round", Slot(value=places[place]))
        if place:
            draft.put("round_name", Slot(value=f"{place} round"))
