"""Talks in a story: sessions with place, day and hours, and what happened during them."""

from __future__ import annotations

import re
from dataclasses import replace

from comity.read.proposal import Slot
from comity.read.story import PAIR, Draft, Story
from comity.read.talks.event import find_events
from comity.read.talks.event_link import zone_of
from comity.read.talks.length import put_lengths
from comity.read.talks.mention import Mention, find_mentions
from comity.read.talks.noun import takes_up_talks
from comity.read.talks.session import draft_session, put_start
from comity.read.times.moment import day_of, in_zone

#: Days around publication, or around another session, in which talks belong to one round.
_ROUND_DAYS = 4


def find_talks(story: Story) -> list[Draft]:
    """Find the sessions of talks that a story tells, and the events in them."""
    mentions = (part for each in find_mentions(story) for part in _parts(story, each))
    told = [(each, draft_session(story, each)) for each in mentions]
    drafts = [(mention, draft) for mention, draft in told if draft is not None]
    held = [one for one in drafts if one[1].modality == "did"]
    sessions, opened = _held(story, sorted(held, key=lambda one: _is_going_back(one[0], held)))
    coming = [one for one in drafts if one[1].modality != "did"]
    later = [each for _, each in coming if sessions and _is_same_round(each, sessions)]
    for mention, draft in coming:
        if sessions and takes_up_talks(mention.head):
            _take_up(sessions[-1], draft)
        if draft not in later and _is_told(draft, mention):
            _join(sessions, draft)
    put_lengths(story, sessions)
    _number(story, sessions)
    over = [mention for mention, draft in drafts if _is_event(mention, draft, opened)]
    return [*sessions, *find_events(story, sessions, later, opened, over)]


def _parts(story: Story, mention: Mention) -> list[Mention]:
    """Part "sat down on Tuesday after spending six hours there on Monday" by its days."""
    earlier = [each for each in mention.times if story.moments.is_of_earlier(each)]
    own = [each for each in mention.times if each not in earlier]
    if not all(any(day_of(each.value) for each in times) for times in (earlier, own)):
        return [mention]
    return [replace(mention, times=own), replace(mention, times=earlier, phase="hold")]


def _is_going_back(mention: Mention, held: list[tuple[Mention, Draft]]) -> bool:
    """True for "the teams went back in" where talks are told that had opened before."""
    verb = mention.head
    back = any(token.lower_ == "back" for token in verb.doc[verb.i + 1 : verb.i + 3])
    if back and verb.pos_ == "VERB" and any(one.phase == "start" for one, _ in held):
        others = [one for one, _ in held if one is not mention and one.phase in {"start", "hold"}]
        mention.phase = "resume" if others else mention.phase
        return bool(others)
    return False


def _take_up(session: Draft, draft: Draft) -> None:
    """Put what "it is to begin at 10 a.m." tells on the day of the talks taken up."""
    day, start = session.slots.get("day"), draft.slots.get("start")
    if not isinstance(day, Slot) or "/" in str(day.value):
        return
    draft.slots["day"] = day
    if isinstance(start, Slot):
        draft.slots["start"] = replace(start, value=f"{day.value}{str(start.value)[10:]}")


def _is_event(mention: Mention, draft: Draft, opened: set[int]) -> bool:
    """True for a mention that tells an end, a break or a resumption at its time."""
    timed = {"end", "start", "day"} & set(draft.slots) and "ongoing_at" not in draft.slots
    return mention.phase in {"end", "break", "resume"} and (
        mention.head.i not in opened and bool(timed) and draft.modality == "did"
    )


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
    if not sessions:
        return False
    if "ongoing_at" in draft.slots and "start" not in draft.slots and mention.phase == "hold":
        return mention.head.sent.start_char > sessions[-1].evidence[-1].start
    if mention.phase != "resume":
        return False
    day = draft.value("day")
    if day is None:
        return True
    carried = all(each.inherited for each in mention.times if each.type in {"DATE", "TIME"})
    if "/" in (sessions[-1].value("day") or ""):
        return carried or _is_same(sessions[-1], draft)
    same = [one for one in sessions if one.value("day") == day]
    return bool(same) and (carried or "start" in same[-1].slots)


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
        dated = "/" not in (session.value("day") or "/")
        for name in ("place", "venue", "parties", "topic", *(() if dated else ("end", "duration"))):
            slot = draft.slots.get(name)
            if slot is not None:
                session.fill(name, slot)


def _near(session: Draft, day: str | None, story: Story) -> bool:
    if "day" not in session.slots and "end" not in session.slots:
        return True
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
    week = re.fullmatch(r"(\d{4})-W(\d\d)", draft.value("day") or "")
    if week and days:
        return (int(week[1]), int(week[2])) == max(days).isocalendar()[:2]
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
        if name == "start" and isinstance(slot, Slot):
            put_start(session, slot)
        session.fill(name, slot)
    if draft.evidence[0] not in session.evidence:
        session.evidence.append(draft.evidence[0])


def _is_same(one: Draft, two: Draft) -> bool:
    if not _fits(one, two) or (one.modality == "did") != (two.modality == "did"):
        return False
    first, second = one.value("day"), two.value("day")
    if first and second:
        counted = "day_of_round" in one.slots or "day_of_round" in two.slots
        if counted and ("/" in first) != ("/" in second):
            return False
        days, others = first.split("/"), second.split("/")
        return days[0] <= others[-1] and others[0] <= days[-1]
    return "start" not in two.slots


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
