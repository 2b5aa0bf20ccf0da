"""Time expressions of news English as TimeML TIMEX3: where they stand and what they mean.

Patterns live in `_time_rules`, `_clock_rules`, `_length_rules` and `_period_rules`, calendar
arithmetic in `_calendar`.
What a time bounds ("prior to", "nearly") and which session a bare clock time belongs to
are questions of the record and answered by `moment`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from comity.read.language.syntax import token_starts
from comity.read.lexicon import either, words
from comity.read.times import _calendar

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Tense = Literal["past", "present", "future", "later"]

#: How far from publication a day may lie for a report's clock times to belong to it.
_RECENT_DAYS = 3
#: Characters around a hint in which a rule that needs it is tried.
_AROUND = 60
_ABBREVIATED = 3
#: Words between a verb of telling and the day that follows it at once: "said late on Monday".
_REACH = 5
_LATE_HOURS = {"20", "21", "22", "23"}
#: What stands before the year of an act's number: "Announcement No. 46 of 2024".
_NUMBERED = re.compile(r"\bNos?\.?\s*\d+\s+(?:of|\()\s*$", re.IGNORECASE)
#: What leads to the end of something: the story doesn't go on from there.
_LIMIT = re.compile(
    r"\b(?:until|till|through|by|no later than)\s+(?:at least\s+)?(?:the\s+)?$", re.IGNORECASE
)
_FUTURE = frozenset(
    {"will", "would", "shall", "'ll", "to", "can", "could", "may", "might", "should", "must"}
)
_AHEAD = frozenset(
    {"expect", "plan", "schedule", "set", "intend", "aim", "due", "hope", "prepare", "propose"}
)
#: Verbs that lend what follows their own time: "began to require licenses in April".
_BEGUN = frozenset({"begin", "start", "cease", "continue", "manage", "fail"})
#: Verbs whose present tense speaks of a timetable: "the truce expires in November".
_TIMETABLED = frozenset(
    {"expire", "end", "lapse", "start", "begin", "open", "resume", "close", "run"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timex:
    """One time expression, TIMEX3's extent, type, value and modifier."""

    start: int
    end: int
    text: str
    type: TimexType
    value: str
    mod: str | None = None
    #: False where the value needs a date that the document doesn't give.
    resolved: bool = True
    #: What the writer got wrong: a weekday that contradicts the date beside it.
    fault: str | None = None
    #: A day or clock time that was carried over from the time told before it.
    inherited: bool = False
    #: The day that a count of weeks leads to, finer than the value: "two weeks ago".
    counted_to: date | None = None


@dataclass(slots=True, kw_only=True)
class Anchor:
    """What a rule may resolve against: the day of publication, the day told last, the tense."""

    published: date | None
    told: date | None = None
    #: The day told last that is near publication: the day a report's clock times belong to.
    recent: date | None = None
    told_at: int = 0
    #: The day whose evening or night was told last: "2 a.m." then is of the next.
    evening: date | None = None
    #: The period told last, its first day and its unit: what "a year earlier" counts from.
    period: tuple[date, str] | None = None
    tense: Callable[[int], Tense] = lambda _start: "past"
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a rule made of a match, before it is chosen."""

    type: TimexType
    value: str
    mod: str | None = None
    resolved: bool = True
    fault: str | None = None
    inherited: bool = False
    counted_to: date | None = None


def tag_times(text: str, published: date | datetime | None, doc: Doc | None = None) -> list[Timex]:
    """Find every time expression of a text and resolve it against the day of publication.

    Args:
        text: News English.
        published: The document's creation time; without it relative times stay unresolved.
        doc: The parse of the same text, where there is one; otherwise it is parsed here.
    """
    if doc is None:
        from comity.read.language.parse import parse

        doc = parse(text)
    day = published.date() if isinstance(published, datetime) else published
    tense = _tenses(doc)
    return _resolve(text, Anchor(published=day, tense=tense, text=text), doc)


def _resolve(text: str, anchor: Anchor, doc: Doc) -> list[Timex]:
    from comity.read.times._clock_rules import CLOCK_HINT, CLOCK_RULES
    from comity.read.times._length_rules import LENGTH_HINT, LENGTH_RULES
    from comity.read.times._period_rules import PERIOD_RULES
    from comity.read.times._time_rules import DATE_RULES

    whole = [(0, len(text))]
    rules = [(rule, whole) for rule in (*DATE_RULES, *PERIOD_RULES)]
    rules += [(rule, windows) for windows in [_near(CLOCK_HINT, text)] for rule in CLOCK_RULES]
    rules += [(rule, windows) for windows in [_near(LENGTH_HINT, text)] for rule in LENGTH_RULES]
    candidates = sorted(
        (
            (match.start(), -match.end(), order, rule, match)
            for order, (rule, windows) in enumerate(rules)
            for window in windows
            for match in rule.pattern.finditer(text, *window)
        ),
        key=lambda found: found[:3],
    )
    kept: list[Timex] = []
    reach = 0
    for start, _, _, rule, match in candidates:
        if start < reach or match.end() == start:
            continue
        meaning = rule.mean(match, anchor)
        if meaning is None:
            continue
        timex = _timex(text, match.span(), meaning)
        reach = max(reach, timex.end)
        if timex.type in {"DATE", "TIME"} and not _LIMIT.search(text, max(0, start - 20), start):
            _remember(anchor, _day_of(timex.value), timex.end, aside=_is_aside(doc, start))
            late = timex.value.endswith(("TEV", "TNI")) or timex.value[11:13] in _LATE_HOURS
            anchor.evening = anchor.told if late else None
            anchor.period = _calendar.period_of(timex.value) or anchor.period
        kept.append(timex)
    return [timex for timex in kept if not _is_name(doc, timex, text)]


def _near(hint: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return the stretches of a text around every hint, for rules that need one to match."""
    windows: list[tuple[int, int]] = []
    for found in hint.finditer(text):
        start = max(0, found.start() - _AROUND)
        end = text.find(" ", found.end() + _AROUND)
        end = len(text) if end < 0 else end
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _remember(anchor: Anchor, day: date | None, place: int, *, aside: bool) -> None:
    if day is None:
        return
    anchor.told, anchor.told_at = day, place
    if aside and anchor.recent is not None:
        return
    if anchor.published is None or abs((day - anchor.published).days) <= _RECENT_DAYS:
        anchor.recent = day


def _is_aside(doc: Doc, start: int) -> bool:
    """True for the day of what had been done before: "after spending six hours there on Monday"."""
    token = _token_at(doc, start)
    while token is not None and token.head.i != token.i:
        if token.dep_ == "pcomp" and token.head.lower_ in {"after", "following"}:
            return True
        if token.dep_ == "relcl":
            return True
        token = token.head
    return False


def anchored(anchor: Anchor, start: int, *, ahead: bool = False) -> date | None:
    """Return the day that a bare clock time belongs to: of its sentence, else the report's.

    Args:
        anchor: What was told so far.
        start: Where the clock time stands.
        ahead: True where the words look ahead, so that no earlier day is meant.
    """
    same = "." not in anchor.text[anchor.told_at : start].replace(".m.", "")
    if anchor.told is not None and same and start > anchor.told_at:
        return anchor.told
    day = anchor.recent or anchor.told or anchor.published
    past = ahead and day is not None and anchor.published is not None and day < anchor.published
    return anchor.published if past else day


def _timex(text: str, span: tuple[int, int], meaning: Meaning) -> Timex:
    start, end = span
    if text[end - 1] == "." and not re.search(r"\.\w\.$", text[start:end]):
        end -= 1
    return Timex(
        start=start,
        end=end,
        text=text[start:end],
        type=meaning.type,
        value=meaning.value,
        mod=meaning.mod,
        resolved=meaning.resolved,
        fault=meaning.fault,
        inherited=meaning.inherited,
        counted_to=meaning.counted_to,
    )


def _day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None


def _is_name(doc: Doc, timex: Timex, text: str) -> bool:
    """Tell the time from the name and the modal: "May says", "may ease", "USA Today"."""
    word = timex.text.casefold()
    if _is_titled(timex, text) or _NUMBERED.search(text[max(0, timex.start - 16) : timex.start]):
        return True
    if len(word) == _ABBREVIATED and word != "may" and word in words("time", "month"):
        return text[timex.end : timex.end + 1] != "."
    if word not in {"may", "march", "april", "june", "august"}:
        return False
    token = _token_at(doc, timex.start)
    if token is None:
        return False
    if timex.text[0].islower() or token.pos_ in {"AUX", "VERB"}:
        return True
    return token.dep_ in {"nsubj", "compound"} and _is_person_part(token)


def _is_titled(timex: Timex, text: str) -> bool:
    """True inside a title: "Sunday Times", "USA Today", "the People's Daily"."""
    if not timex.text[0].isupper() or timex.text[-1].isdigit() or timex.type == "DURATION":
        return False
    after = re.match(
        rf"\s+(?:{either(words('time', 'name_after'))})\b", text[timex.end :][:24], re.IGNORECASE
    )
    if after and after.group().strip()[0].isupper():
        return True
    if timex.type == "DATE" and timex.text not in {"Today", "Tomorrow", "Yesterday", "Now"}:
        return False
    before = re.search(
        r"([A-Z]\w*(?:['\u2019]s)?)\s$", text[max(0, timex.start - 30) : timex.start]
    )
    return before is not None and timex.text.isalpha() and not before[1].endswith("day")


def _is_person_part(token: Token) -> bool:
    if token.dep_ == "nsubj" and token.head.lemma_ in {"say", "tell", "add", "ask"}:
        return True
    near = [token.doc[place] for place in (token.i - 1, token.i + 1) if 0 <= place < len(token.doc)]
    return any(other.pos_ == "PROPN" and other.text.isalpha() for other in near)


def _tenses(doc: Doc) -> Callable[[int], Tense]:
    starts = token_starts(doc)

    def tense(start: int) -> Tense:
        if not starts:
            return "past"
        token = doc[max(0, bisect_right(starts, start) - 1)]
        return "past" if _is_told_before(token) else _tense_of(token)

    return tense


def _is_told_before(token: Token) -> bool:
    """True for the day of a telling: "said on Monday it would …", "according to a note Friday"."""
    for place in range(token.i - 1, max(token.sent.start, token.i - _REACH) - 1, -1):
        before = token.doc[place]
        if before.tag_ == "VBD" and before.dep_ not in {"aux", "auxpass"}:
            return True
        heard = before.pos_ == "PROPN" or before.lower_ in {"reporters", "lawmakers", "the"}
        if before.lower_ not in {"on", "late", "early"} and not (heard and _is_heard(before)):
            break
    return any(above.lower_ == "according" for above in token.ancestors)


def _is_heard(token: Token) -> bool:
    """True for whom something is told: the CNBC of "told CNBC on Monday"."""
    before = token.doc[max(token.sent.start, token.i - _REACH) : token.i]
    return any(each.lemma_ == "tell" and each.tag_ == "VBD" for each in before)


def _token_at(doc: Doc, start: int) -> Token | None:
    place = bisect_right(token_starts(doc), start) - 1
    return doc[place] if place >= 0 else None


def _tense_of(token: Token) -> Tense:  # noqa: C901, PLR0911  (one return a construction)
    """Read the tense of the verb that governs a token, through its auxiliaries."""
    verb = token
    while verb.pos_ not in {"VERB", "AUX"} and verb.head.i != verb.i:
        verb = verb.head
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "auxpass"}}
    if "to" in helpers and verb.dep_ == "xcomp" and verb.head.lemma_ in _BEGUN:
        return _tense_of(verb.head)
    was = {"was", "were", "had"} & {verb.head.lower_, *helpers} if "to" in helpers else set()
    if was or "would" in helpers:
        return "later"
    if helpers & {"have", "has", "had", "'ve"}:
        return "past"
    if helpers & _FUTURE or _going_to(verb):
        return "future"
    if verb.lemma_ in _AHEAD and verb.tag_ != "VBD":
        return "future"
    tags = {verb.tag_, *(child.tag_ for child in verb.children if child.dep_ in {"aux", "auxpass"})}
    if "VBD" in tags:
        return "past"
    if tags & {"VBZ", "VBP"}:
        return "future" if verb.tag_ == "VBG" or verb.lemma_ in _TIMETABLED else "present"
    if verb.tag_ == "VBN" and verb.dep_ in {"acl", "relcl"} and verb.lemma_ not in _AHEAD:
        return "past"
    if verb.tag_ in {"VBN", "VBG", "VB"} and verb.head.i != verb.i:
        return _tense_of(verb.head)
    return "past"


def _going_to(verb: Token) -> bool:
    return verb.head.lemma_ == "go" and verb.head.tag_ == "VBG" and verb.dep_ == "xcomp"
