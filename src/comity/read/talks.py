"""Talks in a story: sessions with place, day and hours, and what happened during them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from comity.read.lexicon import words
from comity.read.modality import modality
from comity.read.moment import day_of, in_zone, precision_of
from comity.read.proposal import Slot, Span
from comity.read.session_event import find_events, zone_of
from comity.read.story import PAIR, Draft, Story, is_talks, is_team
from comity.read.syntax import (
    noun_phrase,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
)
from comity.read.talks_mention import Mention, days_of, find_mentions, length_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.timex import Timex

#: Days around publication, or around another session, in which talks belong to one round.
_ROUND_DAYS = 4
_MOODS = {"did", "expected", "will", "possible", "said-to"}
_ORDINALS = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def find_talks(story: Story) -> list[Draft]:
    """Find the sessions of talks that a story tells, and the events in them."""
    told = [(each, _session(story, each)) for each in find_mentions(story)]
    drafts = [(mention, draft) for mention, draft in told if draft is not None]
    sessions, opened = _held(story, [one for one in drafts if one[1].modality == "did"])
    coming = [one for one in drafts if one[1].modality != "did"]
    later = [each for _, each in coming if sessions and _is_same_round(each, sessions)]
    for mention, draft in coming:
        if draft not in later and _is_told(draft, mention):
            _join(sessions, draft)
    _number(story, sessions)
    return [*sessions, *find_events(story, sessions, later, opened)]


def _held(story: Story, drafts: list[tuple[Mention, Draft]]) -> tuple[list[Draft], set[int]]:
    """Put together what is told of each session held, and say which verbs opened one."""
    sessions: list[Draft] = []
    opened: set[int] = set()
    whole: list[Draft] = []
    unplaced: list[Draft] = []
    for mention, draft in drafts:
        if mention.phase in {"break", "extend"} or _goes_on(mention, draft, sessions):
            if sessions:
                _go_on(sessions[-1], draft)
            continue
        if _is_whole(draft) and mention.phase != "start":
            whole.append(draft)
        elif "day" in draft.slots or _is_told(draft, mention) or sessions:
            _join(sessions, draft)
        else:
            unplaced.append(draft)
        if mention.phase != "end":
            opened.add(mention.head.i)
    for draft in whole:
        _add_whole(story, sessions, draft)
    for draft in unplaced:
        if sessions:
            _add(sessions[0], draft)
    return sessions, opened


def _go_on(session: Draft, draft: Draft) -> None:
    """Add to a session how late it went and when it broke off."""
    late, over = draft.slots.get("ongoing_at"), draft.slots.get("end")
    if isinstance(late, Slot):
        session.put("ongoing_at", late)
    if isinstance(over, Slot) and session.value("day") == draft.value("day"):
        session.put("end", over)


def _is_told(draft: Draft, mention: Mention) -> bool:
    return (
        "end" in draft.slots
        or "day" in draft.slots
        or bool(_place(draft))
        or ("duration" in draft.slots and mention.head.pos_ == "NOUN")
    )


def _place(draft: Draft) -> str | None:
    return draft.value("place") or draft.value("venue")


def _is_whole(draft: Draft) -> bool:
    """True for "two days of talks": a round rather than one of its days."""
    days = re.fullmatch(r"P(\d+)D", draft.value("duration") or "")
    return bool(days and int(days[1]) > 1) and "/" not in (draft.value("day") or "")


def _goes_on(mention: Mention, draft: Draft, sessions: list[Draft]) -> bool:
    """True for talks that resume on the day they are already told of: an event, not a session."""
    if mention.phase != "resume" or not sessions:
        return False
    day = draft.value("day")
    if day is None:
        return True
    if "/" in (sessions[-1].value("day") or ""):
        return _is_same(sessions[-1], draft)
    carried = all(each.inherited for each in mention.times if each.type in {"DATE", "TIME"})
    return day == sessions[-1].value("day") and (carried or "start" in sessions[-1].slots)


def _add_whole(story: Story, sessions: list[Draft], draft: Draft) -> None:
    """Add what is told of a whole round to its days, or as a session where no day is told."""
    day = draft.slots.pop("day", None)
    end = draft.slots.get("end")
    last = end if isinstance(end, Slot) else day if isinstance(day, Slot) else None
    if last is not None and isinstance(last, Slot):
        draft.slots["end"] = Slot(
            value=str(last.value)[:10], span=last.span, bound="by", precision="day"
        )
    mine = [one for one in sessions if _near(one, draft.value("end"), story) and _fits(one, draft)]
    if not mine:
        sessions.append(draft)
    for session in mine:
        for name in ("place", "venue", "parties", "topic"):
            slot = draft.slots.get(name)
            if slot is not None:
                session.fill(name, slot)


def _near(session: Draft, day: str | None, story: Story) -> bool:
    one = day_of(session.value("day") or session.value("end") or "")
    two = day_of(day or "") or story.moments.published
    return one is not None and two is not None and abs((one - two).days) <= _ROUND_DAYS


def _fits(one: Draft, two: Draft) -> bool:
    places = {each for each in (one.value("place"), two.value("place")) if each}
    return len(places) < PAIR


def _is_same_round(draft: Draft, sessions: list[Draft]) -> bool:
    """True for talks still to come that go on with those held."""
    if not any(_fits(draft, one) for one in sessions):
        return False
    days = [day for one in sessions if (day := day_of(one.value("day") or one.value("end") or ""))]
    day = day_of(draft.value("day") or "")
    if day is None or not days:
        return "day" not in draft.slots and not draft.value("place")
    return 0 <= (day - max(days)).days <= _ROUND_DAYS


def _join(found: list[Draft], draft: Draft) -> None:
    """Add a session, or what is told of one already found: the same day, or the same place."""
    same = [one for one in found if _is_same(one, draft)]
    if same:
        _add(same[-1], draft)
        return
    last = found[-1] if found else None
    if last is not None and "place" not in draft.slots and _days_apart(last, draft) <= _ROUND_DAYS:
        place = last.slots.get("place")
        if isinstance(place, Slot) and draft.modality == last.modality == "did":
            draft.put("place", Slot(value=place.value))
    found.append(draft)


def _days_apart(one: Draft, two: Draft) -> int:
    days = [day_of(each.value("day") or each.value("end") or "") for each in (one, two)]
    return abs((days[0] - days[1]).days) if days[0] and days[1] else 0


def _add(session: Draft, draft: Draft) -> None:
    day, mine = draft.value("day") or "", session.value("day") or ""
    if "/" in day and "/" not in mine:
        session.slots["day"] = draft.slots["day"]
    for name, slot in draft.slots.items():
        session.fill(name, slot)
    if draft.evidence[0] not in session.evidence:
        session.evidence.append(draft.evidence[0])


def _is_same(one: Draft, two: Draft) -> bool:
    if not _fits(one, two) or (one.modality == "did") != (two.modality == "did"):
        return False
    first, second = one.value("day"), two.value("day")
    if first and second:
        days, others = first.split("/"), second.split("/")
        return days[0] <= others[-1] and others[0] <= days[-1]
    return "start" not in two.slots


def _session(story: Story, mention: Mention) -> Draft | None:
    head = mention.head
    mood = mention.mood or modality(head)
    draft = story.draft("talks_session", head, mood=mood)
    _parties(story, draft, head)
    _where(story, draft, mention)
    _when(story, draft, mention)
    _topic(story, draft, head)
    _ordinal(draft, head)
    day, published = day_of(draft.value("day") or ""), story.moments.published
    if day is not None and published is not None and draft.modality == "did":
        present = head.tag_ in {"VBP", "VBZ"} and not any(c.dep_ == "aux" for c in head.children)
        if day > published or (present and day == published):
            draft.modality = "will" if present else "expected"
    if draft.modality not in _MOODS:
        return None
    if draft.modality == "said-to":
        draft.modality = "did"
    return draft


def _parties(story: Story, draft: Draft, head: Token) -> None:
    tokens: list[Token] = []
    if head.pos_ != "NOUN":
        tokens = [*subjects(head), *objects(head), *prepositional(head, "with", "between")]
    sides = story.sides(
        [each for each in tokens if each.pos_ != "NOUN" or is_team(each) or is_talks(each)]
    )
    if len(sides) < PAIR:
        named = dict(_named(story, head.sent.start, head.sent.end - 1))
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


def _named(story: Story, first: int, last: int) -> dict[str, Span]:
    """Return the sides that a sentence names, by name or by somebody who speaks for one."""
    found: dict[str, Span] = {}
    for each in story.names.within(story.names.sides, first, last):
        token = story.doc[each.last]
        a_place = token.dep_ == "pobj" and token.head.lower_ in {"in", "at"}
        if each.kind != "institution" and not a_place:
            found.setdefault(each.side, each.span)
    for person in story.names.people:
        if first <= person.head <= last and person.side:
            found.setdefault(person.side, person.span)
    return found


def _where(story: Story, draft: Draft, mention: Mention) -> None:
    head = mention.head
    if mention.is_remote:
        return
    for first, last in _reach(head):
        for each in story.names.within(story.names.venues, first, last):
            token = story.doc[each.last]
            named = each.kind == "city" and _names_a_power(story, each.first, token)
            if token.dep_ == "poss" or named or _is_walled(token, head):
                continue
            if each.kind == "venue":
                draft.put("venue", Slot(value=each.span.text, span=each.span))
            elif each.kind == "city" or token.head.lower_ == "in":
                draft.put("place", Slot(value=each.span.text, span=each.span))
    venue = _venue(story, head)
    if venue is not None:
        draft.put("venue", Slot(value=venue.text, span=venue))


def _reach(head: Token) -> list[tuple[int, int]]:
    """Return where the place of a mention may stand: its clause, then those it hangs on."""
    here = head.head if head.pos_ == "NOUN" else head
    found = [subtree(here)]
    while here.i != here.head.i and here.dep_ != "ccomp":
        here = here.head
        found.append(subtree(here))
    return found


def _is_walled(token: Token, head: Token) -> bool:
    """True for a place inside another event: "the truce struck in Geneva"."""
    here = token
    while here.i not in {head.i, here.head.i}:
        if here.dep_ in {"acl", "relcl"} and here.i != head.i and not head.is_ancestor(token):
            return True
        if here.dep_ in {"acl", "relcl"} and here.lemma_ in words("talks", "reach_verb"):
            return True
        here = here.head
    return False


def _venue(story: Story, head: Token) -> Span | None:
    """Return a building that the tables don't name: "at the Rosenbad government offices"."""
    buildings = words("talks", "building")
    for token in head.subtree:
        if token.dep_ == "pobj" and token.head.lower_ in {"at", "in", "inside"}:
            proper = any(c.pos_ == "PROPN" for c in token.lefts) or token.pos_ == "PROPN"
            if proper and token.lemma_.lower() in buildings:
                first = min([token.i, *(c.left_edge.i for c in token.lefts if c.dep_ != "det")])
                return span_of(story.doc, first, token.i)
    return None


def _names_a_power(story: Story, place: int, token: Token) -> bool:
    """True for a capital that stands for its government, not for a place one meets in."""
    side = story.names.side_at(place)
    if side is None:
        return False
    return not (token.dep_ == "pobj" and token.head.lower_ in {"in", "at"})


def _when(story: Story, draft: Draft, mention: Mention) -> None:
    length = length_of(mention)
    if length is not None:
        draft.put("duration", story.moments.slot(length))
    found = days_of(mention, story.text)
    if found is not None:
        first, day, last = found
        if day == last:
            draft.put("day", _day_slot(story, first, day.isoformat()))
        else:
            draft.put("day", _day_slot(story, first, f"{day}/{last}", end=_ends(mention, last)))
        if mention.phase == "end":
            draft.put("end", _day_slot(story, first, last.isoformat()))
    elif mention.phase != "end" and draft.modality != "did":
        _vaguely(story, draft, mention)
    for each in mention.times:
        _clock(story, draft, mention, each)


def _vaguely(story: Story, draft: Draft, mention: Mention) -> None:
    """Put the week or month of talks still to come."""
    for each in mention.times:
        if each.type == "DATE" and precision_of(each.value) in {"week", "month"}:
            draft.put("day", story.moments.slot(each))


def _ends(mention: Mention, last: date) -> int | None:
    days = [t.end for t in mention.times if day_of(t.value) == last]
    return days[0] if days else None


def _clock(story: Story, draft: Draft, mention: Mention, each: Timex) -> None:
    if each.type not in {"TIME", "DATE"} or day_of(each.value) is None:
        return
    slot = story.moments.slot(each)
    precision = precision_of(str(slot.value))
    if slot.span and "into" in slot.span.text.split():
        if each.inherited:
            draft.put("ongoing_at", slot)
        return
    if precision == "minute" or (precision == "part-of-day" and slot.bound == "approx"):
        if mention.phase == "end" or particle_lemma(mention.head) == "break off":
            draft.slots["end"] = slot
        elif mention.phase in {"start", "hold", "resume"}:
            draft.put("start", slot)


def _day_slot(story: Story, timex: Timex, value: str, *, end: int | None = None) -> Slot:
    stop = end or timex.end
    span = Span(start=timex.start, end=stop, text=story.text[timex.start : stop])
    return Slot(value=value, span=span, bound="exact", precision="day", tz=story.moments.zone)


def _topic(story: Story, draft: Draft, head: Token) -> None:
    for token in head.subtree:
        if token.lower_ in {"issue", "question", "matter", "topic"}:
            for deep in prepositional(token, "of"):
                span = span_of(story.doc, *subtree(deep))
                draft.put("topic", Slot(value=span.text, span=span))
    for token in [head, *head.subtree]:
        if is_talks(token):
            for deep in prepositional(token, "on", "about", "over"):
                if deep.pos_ in {"NOUN", "PROPN"} and not any(
                    each.start <= deep.idx < each.end for each in story.moments.timexes
                ):
                    span = noun_phrase(deep, of=True)
                    draft.put("topic", Slot(value=span.text, span=span))


def _ordinal(draft: Draft, head: Token) -> None:
    """Put which day of the round it was: "a second day of talks"."""
    for token in head.subtree:
        if token.lemma_ == "day" and token.head.i >= head.i - 1:
            for child in token.children:
                if child.lower_ in _ORDINALS and child.dep_ == "amod":
                    span = span_of(head.doc, child.i, token.i)
                    draft.put("day_of_round", Slot(value=_ORDINALS[child.lower_], span=span))


def _in_zone(draft: Draft, zone: str | None) -> None:
    """Tell a session's clock times in the zone of the place where it was held."""
    for name in ("start", "end"):
        slot = draft.slots.get(name)
        if isinstance(slot, Slot):
            draft.slots[name] = in_zone(slot, zone)


def _number(story: Story, sessions: list[Draft]) -> None:
    """Order the sessions of one place by day and count them."""
    for draft in sessions:
        here = draft.modality == "did" and _near(draft, None, story)
        timeless = "day" not in draft.slots and "end" not in draft.slots
        remote = _is_remote(draft)
        if story.place and "place" not in draft.slots and (here or timeless) and not remote:
            draft.put("place", Slot(value=story.place))
        _in_zone(draft, zone_of(draft))
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


def _is_remote(draft: Draft) -> bool:
    return bool(re.search(r"\b(?:tele)?phone\b|\bvideo\b", draft.evidence[0].text))
