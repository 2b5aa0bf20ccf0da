"""Which session each event belongs to, and which events are told twice."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from comity.read.lexicon import table
from comity.read.proposal import Slot
from comity.read.story import Draft, Story
from comity.read.times.moment import day_of, in_zone

_NTH = re.compile(r"\bon (?:the|its|their) (first|second|third) day\b", re.IGNORECASE)
_NEXT = re.compile(r"(?:the )?(?:next|following)\b", re.IGNORECASE)
#: A sentence that tells a day of its own.
_DAY_WORD = re.compile(
    r"\b(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|day|next morning"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b)",
    re.IGNORECASE,
)
#: Verbs of meeting anew rather than going on.
_ANEW = {"meet", "convene", "gather", "hold", "host", "see"}


def settle_events(story: Story, events: list[Draft], sessions: list[Draft]) -> list[Draft]:
    """Link events to their sessions and keep each once, without meetings of a later round."""
    _link(events, sessions)
    return _distinct([each for each in events if not _is_of_later_round(story, each, sessions)])


def _link(events: list[Draft], sessions: list[Draft]) -> None:
    """Say which session an event belongs to: that of its day, else the last before it."""
    days = [one.value("day") or "" for one in sessions if one.modality == "did"]
    held = max((day.rpartition("/")[2] for day in days), default="")
    for event in events:
        _bring_back(event, held)
        _bring_on(event, sessions)
        day = (event.value("time") or "")[:10]
        told = [one for one in sessions if one.value("day") == day]
        earlier = [
            one
            for one in sessions
            if one.value("day") and (not day or (one.value("day") or "") <= day)
        ]
        spread = [one for one in sessions if _covers(one.value("day") or "", day)]
        for session in (told or spread or earlier[-1:])[:1]:
            _count_days(event, session, events)
            time = event.slots.get("time")
            if isinstance(time, Slot):
                event.slots["time"] = in_zone(time, zone_of(session))
            event.put("session", Slot(value=f"talks_session-{sessions.index(session) + 1}"))
            venue = event.slots.get("venue")
            if isinstance(venue, Slot):
                session.put("venue", venue)


def _bring_back(event: Draft, held: str) -> None:
    """Put a break or resumption that has happened on a day of talks held, not on one to come.

    Args:
        event: An event, its clock time placed on the day told before it.
        held: The last day of the talks held.
    """
    time = event.slots.get("time")
    clock = isinstance(time, Slot) and re.fullmatch(r"\d{4}-\d\d-\d\dT.+", str(time.value))
    within = event.value("kind") in {"break", "resume"} and event.modality == "did"
    if not (isinstance(time, Slot) and clock and within and day_of(held)):
        return
    if str(time.value)[:10] > held:
        event.slots["time"] = replace(time, value=f"{held}{str(time.value)[10:]}")


def _bring_on(event: Draft, sessions: list[Draft]) -> None:
    """Put a bare clock time on the last day of talks told before it: "paused at 4 p.m."."""
    time = event.slots.get("time")
    if not isinstance(time, Slot) or time.span is None or event.modality != "did":
        return
    clock = re.fullmatch(r"\d{4}-\d\d-\d\dT(?!0[0-5]:)\d\d:.+", str(time.value))
    if not clock or _DAY_WORD.search(event.evidence[0].text):
        return
    told = [
        (max(span.start for span in spans), day)
        for one in sessions
        if one.modality == "did"
        and (spans := [e for e in one.evidence if e.start <= event.evidence[0].start])
        and day_of(day := (one.value("day") or "").rpartition("/")[2])
    ]
    if told:
        event.slots["time"] = replace(time, value=f"{max(told)[1]}{str(time.value)[10:]}")


def _is_of_later_round(story: Story, event: Draft, sessions: list[Draft]) -> bool:
    """True for "will meet again in March": a session to come, no resumption of one."""
    told = event.value("session") or ""
    anew = story.doc[event.head].lemma_ in _ANEW
    if event.value("kind") != "resume" or not anew:
        return False
    if not told or (event.modality != "did" and event.value("time") is None):
        return event.modality != "did" and event.value("time") is None
    session = sessions[int(told.rpartition("-")[2]) - 1]
    return session.modality in {"will", "expected"} and session.head == event.head


def _count_days(event: Draft, session: Draft, events: list[Draft]) -> None:
    """Put an event of a round on "the first day" or on the day after the event told before it."""
    time, (opened, _, last) = event.slots.get("time"), (session.value("day") or "").partition("/")
    day = day_of(opened)
    if not isinstance(time, Slot) or not last or day is None:
        return
    before = [one for one in events if one.head < event.head and one.evidence == event.evidence]
    counted = _NTH.search(event.evidence[0].text)
    if time.span is not None and _NEXT.match(time.span.text):
        day = day_of((before[-1].value("time") or "")[:10]) if before else day
        day = day + timedelta(days=1) if day is not None else None
    elif counted is not None:
        day = day + timedelta(days=("first", "second", "third").index(counted[1].lower()))
    else:
        return
    if day is not None and day.isoformat() <= last:
        event.slots["time"] = replace(time, value=f"{day}{str(time.value)[10:]}")


def _covers(days: str, day: str) -> bool:
    first, _, last = days.partition("/")
    return bool(last and day) and first <= day <= last


def zone_of(session: Draft) -> str | None:
    """Return the zone of the place where a session is held."""
    zones = {row["phrase"]: row["zone"] for row in table("venues")}
    return zones.get(session.value("venue") or "") or zones.get(session.value("place") or "")


def _distinct(events: list[Draft]) -> list[Draft]:
    kept: list[Draft] = []
    for event in sorted(events, key=lambda each: -len(each.value("time") or "")):
        time = event.value("time") or ""
        same = [
            one
            for one in kept
            if one.value("kind") == event.value("kind")
            and ((one.value("time") or "") == time or _is_vaguer(time, one.value("time") or ""))
        ]
        if not same:
            kept.append(event)
        for name, slot in event.slots.items() if same else ():
            same[0].fill(name, slot)
    return sorted(kept, key=lambda each: each.head)


def _is_vaguer(time: str, other: str) -> bool:
    """True for the bare day of another time."""
    return bool(time) and other.startswith(f"{time}T")
