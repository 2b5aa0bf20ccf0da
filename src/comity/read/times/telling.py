"""When something was told: the time of the verb, the report or the letter that tells it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, prepositional, subjects, subtree
from comity.read.lexicon import words
from comity.read.proposal import Slot, Span
from comity.read.speech.cue import Report
from comity.read.story import Story
from comity.read.times import _calendar
from comity.read.times.moment import is_window, precision_of
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Clauses that share the time of the verb above: what is said, planned, or done by it.
_SHARING = {"ccomp", "xcomp", "pcomp", "advcl", "acl", "conj", "prep", "parataxis"}
_SHARING |= {"dobj", "pobj", "acomp", "attr", "oprd"}
#: What opens a clause of another time than the verb above.
_APART = {"after", "before", "when", "if", "once", "unless", "until", "because", "since", "while"}
_APART |= {"as", "although", "though", "whereas"}
#: Words before a time at which something ends or is due, not is told.
_OTHER = re.compile(
    r"\b(?:until|till|through|from|by|since|before|after)\s+(?:the\s+)?$", re.IGNORECASE
)
#: Verbs of news that is told to follow on something: "the curbs come two weeks after …".
_COMES = {"come", "follow", "arrive"}
#: What a length is counted from besides "after": "in the days following the talks".
_SINCE = {"following", "since"}
#: How many "the days after" or "the weeks after" are taken to be.
_FEW = 3
#: Times back, and words around them, in which the day of an event is looked for.
_EARLIER = 30
#: What leads to the day of another act: "in the months before the talks of May 12".
_COUNTED_FROM = re.compile(
    r"\b(?:hour|day|week|month|year)s?\s+(?:after|before|following|prior to|since)\b[^,;]*$",
    re.IGNORECASE,
)
_CLAUSE = 80
_DEPTH = 5
#: Sentences back in which the time of a saying is looked for.
_BACK = 2
_OWN_SUBJECT = {"nsubj", "nsubjpass"}
#: Kinds of sources that tell of the acts of others.
_HEARSAY = {"outlet", "company", "anonymous", "expert", "person"}
#: The day that stands for a month told without one.
_MIDST = 15
#: A length within which something happens: "in the three weeks after the talks".
_WITHIN = re.compile(r"\b(?:in|within|during|over)\s+(?:the\s+)?$", re.IGNORECASE)
#: A length counted from another act: "a day after Washington imposed", "hours before".
_COUNT = re.compile(r"P(?P<clock>T)?(?P<count>\d+|X)(?P<unit>[DWMYH])|PT(?:\d+|X)M")


def told_at(story: Story, token: Token) -> list[Timex]:
    """Return the times at which what a token heads was told, empty where none is."""
    return _of_letter(story, token) or _above(story, token) or _reported(story, token)


def own_telling(story: Story, times: list[Timex], act: Token) -> list[Timex]:
    """Return the times at which an act was told by those who do it.

    The day on which a paper, a firm or an unnamed person spoke is not that of the act told, nor
    is the day on which an office spoke of permits that it "had" granted by then.
    """
    granted = act.lemma_.lower() in words("acts", "grant_verb") and any(
        child.dep_ == "aux" and child.lemma_ == "have" for child in act.children
    )
    return [each for each in times if not _is_hearsay(story, each, granted=granted)]


def _is_hearsay(story: Story, timex: Timex, *, granted: bool) -> bool:
    cue = story.moments.governor(timex).i
    reports = story.chains.reports
    place = bisect_left(reports, cue, key=_cue)
    if place == len(reports) or reports[place].cue != cue:
        return False
    return granted or any(link.kind in _HEARSAY for link in story.chains.links(reports[place]))


def told_before(story: Story, token: Token, side: str) -> list[Timex]:
    """Return when the same side spoke or met somebody, in the sentences before."""
    if any(child.lemma_ in {"have", "later"} for child in token.children):
        return []
    here = token.sent
    for _ in range(_BACK):
        if here.start == 0:
            return []
        here = story.doc[here.start - 1].sent
        acts = any(told and told[0] == side for told in map(story.side, subjects(here.root)))
        people = (p for p in story.names.people if here.start <= p.head < here.end)
        acts = acts or any(person.side == side for person in people)
        times = _days(story, here.root) if acts else []
        if times:
            return times
    return []


def counted(story: Story, verb: Token) -> Slot | None:
    """Return the day of an act that another is counted from: "a day after it imposed …"."""
    if verb.dep_ == "conj" and not any(c.dep_ in _OWN_SUBJECT for c in verb.children):
        verb = verb.head
    marks = [c for c in verb.children if c.dep_ == "mark"] + [verb.head] * (verb.dep_ == "pcomp")
    mark = next((each for each in marks if each.lower_ in {"after", "before"}), None)
    if mark is None or mark.i == 0:
        return None
    length = next((e for e in story.moments.within(mark.sent.start, mark.i - 1)[::-1]), None)
    if length is None or length.type != "DURATION" or length.end != mark.idx - 1:
        return None
    above = governor(verb)
    base = story.moments.best(_days(story, above) or told_at(story, above) or _days(story, verb))
    if base is None and above.lemma_ in _COMES and "T" not in length.value:
        base = _of_news(story)
    return _reckoned(story, base, length, mark, 1 if mark.lower_ == "before" else -1)


def _of_news(story: Story) -> Slot | None:
    """Return the month of what is in the news, from which "the curbs come weeks after" counts."""
    day = story.moments.published
    return Slot(value=day.isoformat(), bound="approx", precision="weeks") if day else None


def counted_on(story: Story, verb: Token) -> Slot | None:
    """Return the day of an act that is counted from another: "a day after …, Beijing froze …"."""
    for length in story.moments.within(verb.sent.start, verb.sent.end - 1):
        place = story.moments.token_of(length).i + 1
        if length.type != "DURATION" or place >= verb.sent.end:
            continue
        mark = story.doc[place]
        if mark.lower_ not in {"after", "before"} | _SINCE:
            continue
        below = mark.head if mark.dep_ == "mark" else mark
        if below.i == verb.i or below.is_ancestor(verb) or governor(below).i != verb.i:
            continue
        times = [e for e in story.moments.within(mark.i, below.right_edge.i) if _is_day(e)]
        base = story.moments.best(times)
        if base is None and "X" in length.value:
            base = _of_event(story, [t for t in below.subtree if t.pos_ == "PROPN"], mark)
        return _reckoned(story, base, length, mark, -1 if mark.lower_ == "before" else 1)
    return None


def _of_event(story: Story, names: list[Token], mark: Token) -> Slot | None:
    """Return the time told last with the place of an event: of "in the weeks after Geneva"."""
    wanted = {name.lower_ for name in names}
    place = bisect_left(story.moments.timexes, mark.idx, key=_start)
    for each in story.moments.timexes[max(0, place - _EARLIER) : place][::-1]:
        token = story.moments.token_of(each)
        first, last = max(token.sent.start, token.i - _EARLIER), min(mark.i, token.i + _EARLIER)
        near = story.doc[first : min(last, token.sent.end)]
        if _is_day(each) and any(word.lower_ in wanted for word in near):
            return story.moments.slot(each)
    return None


def _start(timex: Timex) -> int:
    return timex.start


def is_counted_from(story: Story, timex: Timex) -> bool:
    """True for the day of another act: the May 12 of "in the months before the talks of May 12"."""
    first = max(timex.start - _CLAUSE, story.moments.token_of(timex).sent.start_char)
    return bool(_COUNTED_FROM.search(story.text, min(first, timex.start), timex.start))


def _is_day(timex: Timex) -> bool:
    return timex.type in {"DATE", "TIME"} and "REF" not in timex.value


def _reckoned(story: Story, base: Slot | None, length: Timex, mark: Token, way: int) -> Slot | None:
    """Make a slot of the day that lies a length before or after another."""
    if base is not None and re.fullmatch(r"PX[DWM]", length.value):
        return _vaguely_after(story, base, length, mark) if way > 0 else None
    value = _moved(base, length, way)
    if value is None or base is None:
        return None
    if _WITHIN.search(story.text, max(0, length.start - 12), length.start):
        first, last = sorted([str(base.value)[: len(value)], value])
        value = f"{first}/{last}" if first != last else first
    end = mark.idx + len(mark.text)
    span = Span(start=length.start, end=end, text=story.text[length.start : end])
    return Slot(value=value, span=span, bound=base.bound, precision=precision_of(value))


def _vaguely_after(story: Story, base: Slot, length: Timex, mark: Token) -> Slot | None:
    """Return the months into which "in the weeks after the talks" reaches, not past the news."""
    told, published = _calendar.period_of(str(base.value)), story.moments.published
    lead = _WITHIN.search(story.text, max(0, length.start - 12), length.start)
    if told is None or told[1] not in "DWM" or published is None or lead is None:
        return None
    unit = length.value[-1]
    last = _calendar.shift(told[0], unit, _FEW) if told[1] != "M" else None
    last = last or _calendar.shift(told[0], "M", 0 if unit == "D" else 1)
    ends = sorted(
        {_calendar.value(day, "M") for day in (told[0], min(last or published, published))}
    )
    span = Span.of(story.text, lead.start(), mark.idx + len(mark.text))
    return Slot(value="/".join(ends), span=span, bound="approx", precision="weeks")


def _moved(base: Slot | None, length: Timex, way: int) -> str | None:
    """Return the day or month that lies a length before or after another."""
    found = _COUNT.fullmatch(length.value)
    told = _calendar.period_of(str(base.value)[:10]) if base else None
    if told is None or found is None:
        return None
    day, unit = told
    if found["unit"] is None or found["clock"]:
        return _calendar.value(day, unit)
    if found["count"] == "X":
        return None
    if unit == "M" and found["unit"] in "WD":
        day = day.replace(day=_MIDST)
    moved = _calendar.shift(day, found["unit"], way * int(found["count"]))
    if moved is None:
        return None
    rough = "MYW" if base is not None and base.bound == "approx" else "MY"
    return _calendar.value(moved, "M" if unit == "D" and found["unit"] in rough else unit)


def _above(story: Story, token: Token) -> list[Timex]:
    """Return the times of the nearest verb above that shares its time."""
    here = token
    for _ in range(_DEPTH):
        above = governor(here)
        if above.i == here.i or not _shares(here, above):
            return []
        times = [e for e in _days(story, above) if _is_shared(e, here, above)]
        times = times or _of_letter(story, above)
        if times:
            return times
        here = above
    return []


def _days(story: Story, verb: Token) -> list[Timex]:
    return [e for e in story.moments.of_verb(verb, *subtree(verb)) if is_told_day(story, e)]


def is_told_day(story: Story, timex: Timex) -> bool:
    """True for a day or longer period at which something is told, no deadline and no "now"."""
    before = story.text[max(0, timex.start - 16) : timex.start]
    dated = timex.type in {"DATE", "TIME"} and "REF" not in timex.value
    dated = dated or is_window(timex)
    return dated and not _OTHER.search(before)


def _is_shared(timex: Timex, here: Token, above: Token) -> bool:
    """True for a time that one of two coordinated verbs lends the other: told before it."""
    if here.dep_ != "conj" or here.head.i != above.i:
        return True
    own = any(child.dep_ in _OWN_SUBJECT for child in here.children)
    return timex.start < (above.idx if own else here.idx)


def _shares(here: Token, above: Token) -> bool:
    """True where a clause has the time of the verb above it."""
    if is_apart(here):
        return False
    while here.i != above.i:
        if here.dep_ not in _SHARING or (here.dep_ == "prep" and here.lower_ in _APART):
            return False
        here = here.head
    return True


def is_apart(verb: Token) -> bool:
    """True for a clause of another time than the verb above it: "after imposing", "if it lifts"."""
    if verb.dep_ == "pcomp" and verb.head.lower_ in _APART:
        return True
    return any(c.dep_ in {"mark", "advmod"} and c.lower_ in _APART for c in verb.children)


def _reported(story: Story, token: Token) -> list[Timex]:
    """Return the times of the report that covers a token, however its parts are parsed."""
    reports, sentence = story.chains.reports, token.sent
    first = bisect_left(reports, sentence.start, key=_cue)
    last = bisect_left(reports, sentence.end, key=_cue)
    covering = [report for report in reports[first:last] if report.covers(token.i)]
    for report in sorted(covering, key=lambda each: each.size):
        times = _days(story, story.doc[report.cue])
        if times:
            return times
    return []


def _cue(report: Report) -> int:
    return report.cue


def _of_letter(story: Story, verb: Token) -> list[Timex]:
    """Return the time of the paper in "in a letter sent on Monday, they called on …"."""
    for noun in prepositional(verb, "in", "with", "by", "through"):
        if words("cues", "source").get(noun.lemma_.lower()) == "document":
            return [e for e in story.moments.within(*subtree(noun)) if is_told_day(story, e)]
    return []
