"""What one mention of talks tells of a session: its sides, place, day, hours and topic."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.read.language.syntax import (
    governor,
    noun_phrase,
    objects,
    particle_lemma,
    prepositional,
    span_of,
    subjects,
    subtree,
    tokens_of,
)
from comity.read.lexicon import words
from comity.read.names.place import is_gone_to, placing
from comity.read.proposal import Slot, Span
from comity.read.speech.modality import modality
from comity.read.story import PAIR, Draft, Story, is_talks, is_talks_part, is_team
from comity.read.talks.mention import Mention, is_behind
from comity.read.talks.timing import days_of, is_ahead_by, length_of
from comity.read.talks.topic import put_topic
from comity.read.times.moment import day_of, in_zone, precision_of

if TYPE_CHECKING:
    from spacy.tokens import Token

    from comity.read.times.timex import Timex

#: Parts of a town, told with its name before them.
_QUARTERS = {"waterfront", "suburb", "district", "outskirts", "harbor", "harbour", "lakeside"}
_TO = re.compile(
    r"[ .]*(?:to|until|till|through|-|\u2013)"
    r"(?: (?:just |shortly |well )?(?:past|after|before|nearly|almost|about|around))? ?",
    re.IGNORECASE,
)
#: "ran to nearly midnight", "stretched until about 8 p.m.": up to the end, not past it.
_RUN_TO = re.compile(
    r"^\w+ (?:on )?(?:until|till|to|close to|nearly to|almost to|up to)"
    r"(?: (?:about|around|nearly|almost|just|shortly|before|after|close|to))* ?$",
    re.IGNORECASE,
)
_RUNS = {"run", "stretch", "last", "go", "continue", "drag", "extend"}
_PLACING = {"in", "at", "outside", "near", "around"}
_ENDINGS = {"break", "end", "finish", "conclude", "wrap", "adjourn"}
_MOODS = {"did", "expected", "will", "possible", "said-to"}
_ORDINALS = {"first": 1, "opening": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}


def draft_session(story: Story, mention: Mention) -> Draft | None:
    """Draft the session that a mention tells of; None for what was only threatened or demanded."""
    head = mention.head
    mood = mention.mood or modality(head)
    draft = story.draft("talks_session", head, mood=mood)
    _parties(story, draft, head)
    _where(story, draft, mention)
    _when(story, draft, mention)
    put_topic(story, draft, head)
    _ordinal(draft, head)
    day, published = day_of(draft.value("day") or ""), story.moments.published
    if day is not None and published is not None and draft.modality == "did":
        if day > published or (_is_present(head) and day == published):
            draft.modality = "will" if _is_present(head) else "expected"
    elif draft.modality == "did" and "day" not in draft.slots and _is_on(draft, mention):
        draft.put("day", _today(story))
    elif draft.modality == "did" and _is_present(head) and "day" not in draft.slots:
        draft.modality = "expected"
        _vaguely(story, draft, mention)
    if draft.modality not in _MOODS or ("day" not in draft.slots and _is_series(head)):
        return None
    if draft.modality == "said-to":
        draft.modality = "did"
    return draft


def _is_on(draft: Draft, mention: Mention) -> bool:
    """True for "talks are under way", "are meeting", "have been in talks for a second day"."""
    head = mention.head
    if "day_of_round" in draft.slots and any(
        child.dep_ == "aux" and child.lower_ in {"have", "has"} for child in head.children
    ):
        return True
    progressive = head.tag_ == "VBG" and any(
        child.dep_ == "aux" and child.lower_ in {"are", "is", "'re"} for child in head.children
    )
    return progressive or (mention.phase in {"start", "ongoing"} and _is_present(head))


def _today(story: Story) -> Slot | None:
    published = story.moments.published
    if published is None:
        return None
    return Slot(value=published.isoformat(), bound="exact", precision="day", tz=story.moments.zone)


def _is_series(head: Token) -> bool:
    """True for "held eight rounds of talks since April": no one session."""
    return any(
        each.lemma_ == "round" and each.tag_ == "NNS" for each in [*objects(head), *subjects(head)]
    )


def _is_present(head: Token) -> bool:
    """True for "officials meet next week": a present tense that tells of a plan."""
    return head.tag_ in {"VBP", "VBZ"} and not any(c.dep_ == "aux" for c in head.children)


def _parties(story: Story, draft: Draft, head: Token) -> None:
    tokens: list[Token] = []
    if head.pos_ != "NOUN":
        tokens = [*subjects(head), *objects(head), *prepositional(head, "with", "between")]
    sides = story.sides(
        [each for each in tokens if each.pos_ != "NOUN" or is_talks(each) or _speaks(each)]
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


def _speaks(token: Token) -> bool:
    return is_team(token) or token.lemma_.lower() in words("talks", "delegate_noun")


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
    for first, last in [subtree(head)] if mention.in_passing else _reach(head):
        for each in story.names.within(story.names.venues, first, last):
            token = story.doc[each.last]
            visited = token.dep_ == "dobj" and token.head.lemma_ == "visit"
            visited = visited or is_gone_to(token)
            power = each.kind == "city" and _names_a_power(story, each.first, token)
            named = power and not visited and token.head.lower_ not in _QUARTERS
            built = token.dep_ == "compound" and token.head.lemma_ in words("talks", "building")
            if token.dep_ == "poss" or named or built or _is_walled(token, head):
                continue
            if each.kind == "venue":
                draft.put("venue", Slot(value=each.value, span=each.span))
            elif each.kind == "city" or token.head.lower_ == "in":
                draft.put("place", Slot(value=each.value, span=each.span))
    if "place" not in draft.slots:
        unknown = _unknown_place(story, head)
        draft.put("place", Slot(value=unknown.text, span=unknown) if unknown else None)
    venue = _venue(story, head)
    if venue is not None:
        draft.put("venue", Slot(value=venue.text, span=venue))


def _unknown_place(story: Story, head: Token) -> Span | None:
    """Return a town that no table names: "met in Kumamoto"."""
    above = head.pos_ == "NOUN" or head.dep_ == "relcl"
    for token in head.head.subtree if above else head.subtree:
        if (
            _is_walled(token, head)
            or token.dep_ != "pobj"
            or token.head.lower_ != "in"
            or token.pos_ != "PROPN"
        ):
            continue
        side = story.names.side_at(token.i)
        taken = bool((side and side.kind != "capital") or story.names.person_at(token.i))
        timed = any(each.start <= token.idx < each.end for each in story.moments.timexes)
        abroad = side is not None and side.kind == "country" and side.side not in story.main_sides
        taken = taken and not abroad
        named = story.names.within(story.names.venues, token.i, token.i)
        plain = token.text.isalpha() and token.text[0].isupper() and not token.text.isupper()
        if plain and not (taken or timed or named) and not story.names.outlet_at(token.i):
            return noun_phrase(token)
    return None


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
    where, here = placing(token), token
    if where is not None and where.head.i != head.i and is_behind(where.head):
        return True
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
    where = placing(token)
    return not (where is not None and where.lower_ in _PLACING)


def _when(story: Story, draft: Draft, mention: Mention) -> None:
    length = length_of(mention, story.text)
    if length is not None:
        draft.put("duration", story.moments.slot(length))
    found = days_of(mention, story.text) or None
    if found is not None and found[0].inherited:
        found = _day_of_sentence(story, mention.head) or found
    if found is not None:
        first, day, last = found
        published = story.moments.published
        ahead = draft.modality in {"will", "expected", "possible"}
        late = published is not None and day < published and ahead
        if late and first.text.endswith("day") and len(first.text.split()) == 1:
            day = last = day + timedelta(days=7)
        if day == last:
            draft.put("day", _day_slot(story, first, day.isoformat()))
        else:
            draft.put("day", _day_slot(story, first, f"{day}/{last}", end=_ends(mention, last)))
        if mention.phase == "end":
            draft.put("end", _day_slot(story, first, last.isoformat()))
    elif mention.phase != "end":
        _vaguely(story, draft, mention)
        if draft.modality != "did":
            _hence(story, draft, mention)
    for each in mention.times:
        _clock(story, draft, mention, each)


def _day_of_sentence(story: Story, head: Token) -> tuple[Timex, date, date] | None:
    """Return the one day that a sentence tells after its clock times."""
    around = story.moments.within(head.sent.start, head.sent.end - 1)
    around = [e for e in around if not e.inherited and not story.moments.is_of_earlier(e)]
    around = [e for e in around if modality(governor(story.moments.token_of(e))) == "did"]
    told = [(each, day) for each in around if (day := day_of(each.value))]
    days = {day for _, day in told}
    return (told[0][0], told[0][1], told[0][1]) if len(days) == 1 else None


def _vaguely(story: Story, draft: Draft, mention: Mention) -> None:
    """Put the week or month of talks of which no day is told."""
    for each in mention.times:
        told = draft.modality != "did" or story.moments.is_begun(each)
        if told and each.type == "DATE" and precision_of(each.value) in {"week", "month"}:
            draft.put("day", story.moments.slot(each))


def _hence(story: Story, draft: Draft, mention: Mention) -> None:
    """Put the day of talks "in about 90 days"."""
    published = story.moments.published
    for each in mention.times:
        days = re.fullmatch(r"P(\d{1,3})(D|W)", each.value)
        if re.search(r"\b(?:next|coming) (?:few )?weeks\b", each.text) and published is not None:
            month = (published + timedelta(days=14)).isoformat()[:7]
            told = story.moments.slot(each)
            draft.put("day", replace(told, value=month, bound="approx", precision="weeks"))
        if days and published is not None and is_ahead_by(story.text, each):
            day = published + timedelta(days=int(days[1]) * (7 if days[2] == "W" else 1))
            slot = _day_slot(story, each, day.isoformat())
            draft.put("day", replace(slot, bound="approx"))


def _ends(mention: Mention, last: date) -> int | None:
    days = [t.end for t in mention.times if day_of(t.value) == last]
    return days[0] if days else None


def _clock(  # noqa: C901  (one branch a way of telling an hour)
    story: Story, draft: Draft, mention: Mention, each: Timex
) -> None:
    if each.type not in {"TIME", "DATE"} or day_of(each.value) is None:
        return
    slot = story.moments.slot(each)
    day = draft.value("day") or ""
    if each.inherited and day_of(day) and "/" not in day and "TEM" not in each.value:
        slot = in_zone(replace(slot, value=f"{day}{str(slot.value)[10:]}"), story.moments.zone)
    precision = precision_of(str(slot.value))
    before = slot.span.text.split()[0].lower() if slot.span else ""
    if any(ends(story, mention, each) for ends in (_is_stretch, _is_of_end, _is_run_to)):
        draft.put("end", slot)
        return
    if before in {"into", "past", "beyond"} or (slot.span and "into" in slot.span.text.split()):
        if each.inherited:
            draft.put("ongoing_at", slot)
        return
    if mention.phase == "ongoing" and precision in {"minute", "part-of-day"}:
        draft.put("ongoing_at", slot)
        return
    if before in {"until", "till"} and mention.phase == "hold":
        draft.put("end", replace(slot, bound="exact"))
        return
    vague = precision == "part-of-day" and slot.bound == "approx"
    if precision == "minute" or (vague and mention.head.pos_ != "NOUN"):
        if mention.phase == "end" or particle_lemma(mention.head) == "break off":
            draft.slots["end"] = slot
        elif mention.phase in {"start", "hold", "resume"}:
            put_start(draft, slot)


def _is_of_end(story: Story, mention: Mention, each: Timex) -> bool:
    """True for the hour of "negotiated for six hours, breaking off at about 8pm"."""
    token = story.doc[tokens_of(story.doc, each.start, each.end)[0]]
    verb = governor(token)
    ended = verb.lemma_.lower() in words("talks", "phase_verb") and verb.tag_ == "VBG"
    return (
        ended
        and verb.dep_ in {"advcl", "pcomp"}
        and verb.i != mention.head.i
        and verb.lemma_ in _ENDINGS
    )


def _is_run_to(story: Story, _: Mention, each: Timex) -> bool:
    """True for the hour of "negotiations that ran close to midnight"."""
    token = story.doc[tokens_of(story.doc, each.start, each.end)[0]]
    verb = governor(token)
    if verb.lemma_ not in _RUNS or not _RUN_TO.search(story.text[verb.idx : each.start]):
        return False
    doers = [each.head if each.tag_ in {"WDT", "WP"} else each for each in subjects(verb)]
    return any(is_talks(doer) or is_talks_part(doer) or is_team(doer) for doer in doers)


def _is_stretch(story: Story, mention: Mention, each: Timex) -> bool:
    """True for the second time of "stretched from 8 a.m. to past 6 p.m."."""
    opened = [one for one in mention.times if one.end < each.start and one.type == "TIME"]
    between = story.text[opened[-1].end : each.start] if opened else ""
    return bool(_TO.fullmatch(between))


def put_start(draft: Draft, slot: Slot) -> None:
    """Put when a session began; a clock time says more than "in the morning"."""
    told = draft.slots.get("start")
    if not isinstance(told, Slot) or (":" in str(slot.value) and ":" not in str(told.value)):
        draft.slots["start"] = slot


def _day_slot(story: Story, timex: Timex, value: str, *, end: int | None = None) -> Slot:
    stop = end or timex.end
    span = Span(start=timex.start, end=stop, text=story.text[timex.start : stop])
    return Slot(value=value, span=span, bound="exact", precision="day", tz=story.moments.zone)


def _ordinal(draft: Draft, head: Token) -> None:
    """Put which day of the round it was: "a second day of talks"."""
    for token in head.subtree:
        if token.lemma_ == "day" and token.head.i >= head.i - 1:
            for child in token.children:
                if child.lower_ in _ORDINALS and child.dep_ == "amod":
                    span = span_of(head.doc, child.i, token.i)
                    draft.put("day_of_round", Slot(value=_ORDINALS[child.lower_], span=span))
