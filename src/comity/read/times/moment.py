"""When something happened: time slots with bound, precision and zone, from time expressions."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from comity.read.language.syntax import governor, text_of, token_starts
from comity.read.lexicon import words
from comity.read.proposal import Slot, Span
from comity.read.times import _calendar
from comity.read.times.timex import Timex

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_BOUNDS = (
    (re.compile(r"\buntil at least\s+(?:the\s+)?$", re.IGNORECASE), "at-or-after"),
    (
        re.compile(
            r"(?:prior to|before|ahead of|no later than|until)\s+(?:the\s+)?$", re.IGNORECASE
        ),
        "before",
    ),
    (re.compile(r"\bby\s+$", re.IGNORECASE), "by"),
    (
        re.compile(
            r"(?:late\s+)?(?:\binto|\bafter|\bsince|\bpast|\bbeyond|starting)\s+(?:the\s+)?$",
            re.IGNORECASE,
        ),
        "at-or-after",
    ),
    (
        re.compile(
            r"\b(?:around|about|roughly|approximately|near|circa|at about)\s+$", re.IGNORECASE
        ),
        "approx",
    ),
    (re.compile(r"\b(?:over|during|in|within)\s+$", re.IGNORECASE), ""),
)
_LENGTHS = {
    "LESS_THAN": "less-than",
    "MORE_THAN": "more-than",
    "APPROX": "approx",
    "EQUAL_OR_MORE": "at-least",
    "EQUAL_OR_LESS": "at-most",
}
#: A zone named beside a clock time.
_ZONED = re.compile(r"\b(?:[A-Z]{1,4}T|GMT|UTC|(?!local )\w+ time)\b")
#: Parts of a month that are told as weeks or halves.
_PART_OF_MONTH = re.compile(
    r"(?:the\s+)?(first|second|third|fourth|last|final)\s+(half|week)\s+of\b", re.IGNORECASE
)
_LATE = re.compile(r"late\b", re.IGNORECASE)
_THEN = re.compile(r"(?:at )?(?:the|that) time", re.IGNORECASE)
_TO = re.compile(r"\b(?:by|until|till|before|to|at|through)\s+(?:at least\s+)?$", re.IGNORECASE)
_END = re.compile(r"\bend\b", re.IGNORECASE)
_THROUGH = re.compile(r"\bthrough\s+$", re.IGNORECASE)
_VAGUE_DAYS, _VAGUE_WEEKS = 3, 3
#: What leads to a length that begins now, and what opens one that does.
_WITHIN = re.compile(r"\bwithin\s+(?:the\s+)?$", re.IGNORECASE)
_COMING = re.compile(r"(?:the\s+)?(?:next|coming)\b", re.IGNORECASE)
#: The day in the middle of a month.
_MIDDLE = "-15"
#: Participles that lead to a time as prepositions do: "starting Nov. 1".
_OPENERS = {"starting", "beginning"}
#: What may stand before a time that opens a sentence, how long it is, and what sets it off.
_LEAD = re.compile(r"[\s\"\u201c]*(?:(?:but|and|then|late|early|on|in|at),?\s+)*", re.IGNORECASE)
_FRONT = 24
_SET_OFF = re.compile(r",\s")
_WEEKS_AGO = re.compile(r"(?:several|a few|some|few)?\s*weeks (?:ago|earlier)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Moments:
    """The time expressions of a document, and the zone and day they are told in."""

    doc: Doc
    timexes: tuple[Timex, ...]
    published: date | None
    zone: str | None

    def within(self, first: int, last: int) -> list[Timex]:
        """Return the time expressions between two tokens."""
        start, end = self.doc[first].idx, self.doc[last].idx + len(self.doc[last].text)
        found = []
        for place in range(bisect_left(self.timexes, start, key=_start), len(self.timexes)):
            each = self.timexes[place]
            if each.start >= end:
                break
            if each.end <= end:
                found.append(each)
        return found

    def of_verb(self, verb: Token, first: int, last: int) -> list[Timex]:
        """Return the times of one event: those of its clause that no other verb governs."""
        near = []
        for each in self.within(first, last):
            token = self.token_of(each)
            above = self.governor(each)
            while (
                above.i != verb.i
                and above.dep_ in {"xcomp", "pcomp"}
                and above.head.lower_ not in {"after", "following"}
                and above.i != above.head.i
            ):
                above = governor(above)
            apart = self._is_fronted(each) or self._teller(each) is not None
            if above.i == verb.i or (
                not apart and verb.is_ancestor(token) and not _is_walled(token, verb)
            ):
                near.append(each)
        return near

    def governor(self, timex: Timex) -> Token:
        """Return the verb or root that a time belongs to, "starting" and "beginning" passed over.

        What opens a sentence and is set off belongs to its main verb: "On May 13, a day after …,".
        """
        above = governor(self.token_of(timex))
        if self._is_fronted(timex):
            return above.sent.root
        teller = self._teller(timex)
        if teller is not None:
            return teller
        while above.lower_ in _OPENERS and above.i != above.head.i:
            above = governor(above)
        return above

    def _teller(self, timex: Timex) -> Token | None:
        """Return the verb of saying that a time follows at once: "said on Monday it would …"."""
        place = max(0, bisect_left(token_starts(self.doc), timex.start) - 1)
        if self.doc[place].lower_ in {"on", "late", "early"} and place:
            place -= 1
        before = self.doc[place]
        said = before.tag_ == "VBD" and before.lemma_.lower() in words("cues", "cue")
        return before if said and before.i < self.token_of(timex).i else None

    def _is_fronted(self, timex: Timex) -> bool:
        """True for a time that opens a sentence, set off from a clause that is not the main one."""
        token = self.token_of(timex)
        sentence = token.sent
        start = timex.start - sentence.start_char
        if start > _FRONT or not _SET_OFF.match(text_of(self.doc), timex.end):
            return False
        lead = text_of(self.doc)[sentence.start_char : timex.start]
        above = governor(token)
        return (
            bool(_LEAD.fullmatch(lead))
            and above.i != sentence.root.i
            and above.dep_ in {"ccomp", "advcl"}
            and any(child.dep_ == "mark" for child in above.children)
        )

    def hangs_on(self, timex: Timex, verb: Token, places: frozenset[int] = frozenset()) -> bool:
        """True where no other thing stands between a time and a verb: "agreed on Tuesday".

        Args:
            timex: The time.
            verb: The verb.
            places: Tokens that may stand between, names of places: "in Seoul in March".
        """
        here = self.token_of(timex)
        while here.i not in {verb.i, here.head.i}:
            inside = timex.start <= here.idx < timex.end
            if here.pos_ in {"NOUN", "PROPN"} and not inside and here.i not in places:
                return False
            here = here.head
        return True

    def is_begun(self, timex: Timex) -> bool:
        """True for a period that began by the day of publication."""
        told = _calendar.period_of(timex.value)
        return told is not None and self.published is not None and told[0] <= self.published

    def is_hence(self, timex: Timex) -> bool:
        """True for a length that begins now: "within weeks", "in the coming days"."""
        if _COMING.match(timex.text):
            return True
        before = text_of(self.doc)[max(0, timex.start - 12) : timex.start]
        return bool(_WITHIN.search(before))

    def hence(self, timex: Timex) -> Slot:
        """Make a slot of a length that begins now: of vague ones, the week or month they reach."""
        slot = self.slot(timex)
        found = re.fullmatch(r"P(?:X([DW])|1(W))", timex.value)
        if found is None or self.published is None:
            return slot
        days = {"D": _VAGUE_DAYS, "W": _VAGUE_WEEKS * 7}.get(found[1] or "", 7)
        day = self.published + timedelta(days=days)
        value = _calendar.value(day, found[2] or "M")
        bound = "exact" if found[2] else "approx"
        return replace(slot, value=value, bound=bound, precision=precision_of(value))

    def is_of_earlier(self, timex: Timex) -> bool:
        """True for the time of what was done before: "after spending five hours on Saturday"."""
        above = governor(self.token_of(timex))
        if above.dep_ == "pcomp" and above.head.lower_ in {"after", "following"}:
            return True
        return any(child.lower_ == "having" for child in above.children)

    def token_of(self, timex: Timex) -> Token:
        """Return the last token of a time."""
        return self.doc[max(0, bisect_left(token_starts(self.doc), timex.end) - 1)]

    def slot(self, timex: Timex) -> Slot:
        """Make a slot of a time expression, its bound taken from the words before it."""
        bound, start = self._bound(timex)
        value, precision = self._value(timex)
        if timex.type == "DURATION" and not value.count("/"):
            bound = _LENGTHS.get(timex.mod or "", "exact")
            start, precision = timex.start, None
        if bound is None:
            vague = precision in {"part-of-day", "vague", "weeks"} or timex.mod == "APPROX"
            vague = vague or timex.counted_to is not None
            bound = "approx" if vague else "exact"
        span = Span(start=start, end=timex.end, text=text_of(self.doc)[start : timex.end])
        zone = self.zone if precision in {"minute", "part-of-day", "day"} else None
        return Slot(value=value, span=span, bound=bound, precision=precision, tz=zone)

    def _bound(self, timex: Timex) -> tuple[str | None, int]:
        before = text_of(self.doc)[max(0, timex.start - 30) : timex.start]
        for pattern, bound in _BOUNDS:
            found = pattern.search(before)
            if found:
                widens = bound != "" or is_window(timex)
                start = timex.start - (len(before) - found.start()) if widens else timex.start
                return bound or None, start
        return None, timex.start

    def _value(self, timex: Timex) -> tuple[str, str | None]:
        if is_window(timex) and self.published:
            window = _window(timex, self.published)
            fine = {"D": "days", "W": "weeks"}.get(timex.value[-1], "months")
            return window, "vague" if "REF" in window else fine
        value = re.sub(r"^PT(\d+)\.5H$", r"PT\1H30M", timex.value)
        if _THEN.fullmatch(timex.text):
            value = self.day_told(timex.start) or value
        part = _PART_OF_MONTH.match(timex.text)
        if part and re.fullmatch(r"\d{4}-\d\d", value):
            return _calendar.part_of_month(value, part[1].casefold(), part[2].casefold()), "weeks"
        if _WEEKS_AGO.fullmatch(timex.text) and self.published:
            about = _calendar.shift(self.published, "W", -_VAGUE_WEEKS) or self.published
            return _calendar.value(about, "M"), "weeks"
        if timex.counted_to and precision_of(value) == "week":
            return timex.counted_to.isoformat(), "day"
        if timex.counted_to and precision_of(value) == "year":
            return _calendar.value(timex.counted_to, "M"), "month"
        value = self._bounded(timex, value)
        if value.endswith("T24:00") and (day := day_of(value)) is not None:
            value = f"{day + timedelta(days=1)}T00:00"
        if re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d", value):
            value += _calendar.offset(value, self.zone)
        return value, precision_of(value)

    def day_told(self, place: int) -> str | None:
        """Return the day told last before a place of the text, where one was."""
        days = (e.value for e in self.timexes if e.start < place and e.type == "DATE")
        return next((v for v in reversed(list(days)) if precision_of(v) == "day"), None)

    def _is_limit(self, timex: Timex) -> bool:
        """True for a period whose last day is meant: "by the end of May", "through 2027"."""
        before = text_of(self.doc)[max(0, timex.start - 16) : timex.start]
        ends = timex.mod == "END" and bool(_END.search(timex.text))
        at = before.endswith("at ") and self.is_begun(timex)
        through = _THROUGH.search(before) and "-Q" not in timex.value
        return bool((ends and _TO.search(before) and not at) or through)

    def _bounded(self, timex: Timex, value: str) -> str:
        """Write a late day's night, a weekend's days, and the day that a limit falls on."""
        if value.endswith("-WE"):
            return _calendar.weekend(value)
        if _LATE.match(timex.text) and precision_of(value) == "day":
            value += "TNI"
        before = text_of(self.doc)[max(0, timex.start - 16) : timex.start]
        if timex.mod == "MID" and precision_of(value) == "month" and _TO.search(before):
            return value + _MIDDLE
        return _calendar.last_day(value) if self._is_limit(timex) else value

    def joined(self, first: Timex, second: Timex) -> Slot:
        """Make one slot of "late May and early June"."""
        span = Span(
            start=first.start, end=second.end, text=text_of(self.doc)[first.start : second.end]
        )
        before = text_of(self.doc)[max(0, first.start - 4) : first.start]
        lead = re.search(r"\b(?:in|on)\s+$", before, re.IGNORECASE)
        if lead:
            start = first.start - (len(before) - lead.start())
            span = Span(start=start, end=second.end, text=text_of(self.doc)[start : second.end])
        return Slot(
            value=f"{first.value}/{second.value}",
            span=span,
            bound="approx",
            precision="weeks" if first.mod or second.mod else precision_of(first.value),
        )

    def best(self, timexes: list[Timex]) -> Slot | None:
        """Choose the time that says most: a range, a clock time, a day, a longer period."""
        told = [each for each in timexes if each.type in {"DATE", "TIME"} or is_window(each)]
        if not told:
            return None
        for one, two in itertools.pairwise(told):
            between = text_of(self.doc)[one.end : two.start].strip()
            if between in {"and", "to", "or"} and len(one.value) == len(two.value):
                return self.joined(one, two)
        told.sort(key=lambda each: (_rank(each), each.start))
        return self.slot(told[0])


def _start(timex: Timex) -> int:
    return timex.start


def _is_walled(token: Token, verb: Token) -> bool:
    """True where a clause of its own stands between a time and a verb above it."""
    here = token
    while here.i not in (verb.i, here.head.i):
        if here.dep_ in {"relcl", "advcl", "ccomp", "acl"}:
            return True
        if here.dep_ == "conj" and here.pos_ in {"VERB", "AUX"}:
            return True
        here = here.head
    return False


def _rank(timex: Timex) -> int:
    value = timex.value
    if "REF" in value:
        return 9
    return {"minute": 0, "part-of-day": 1, "day": 2, "week": 3, "month": 4}.get(
        precision_of(value) or "", 5
    )


def is_window(timex: Timex) -> bool:
    """True for a length that ends on the day of publication: "the past two weeks"."""
    return timex.type == "DURATION" and bool(
        re.match(r"(?:the\s+)?(?:past|last|recent)\b", timex.text, re.IGNORECASE)
    )


def _window(timex: Timex, published: date) -> str:
    found = re.fullmatch(r"P(X|\d+)([DWMY])", timex.value)
    if not found:
        return timex.value
    count = _VAGUE_WEEKS if found[1] == "X" else int(found[1])
    start = _calendar.shift(published, found[2], -count) or published
    if found[1] == "X" and found[2] not in "DW":
        return "PAST_REF"
    exact = found[2] == "D" and found[1] != "X"
    unit = "D" if exact else "Y" if found[2] == "Y" else "M"
    ends = (_calendar.value(start, unit), _calendar.value(published, unit))
    return "/".join(ends) if ends[0] != ends[1] else ends[0]


def in_zone(slot: Slot, zone: str | None) -> Slot:
    """Tell a clock time in another zone than the story's, unless the text names one."""
    value = str(slot.value)
    named = slot.span is not None and _ZONED.search(slot.span.text)
    if zone is None or named or not re.fullmatch(r"[\d-]{10}T\d\d:\d\d[+-]\d\d:\d\d", value):
        return slot
    return replace(slot, value=value[:16] + _calendar.offset(value[:16], zone), tz=zone)


def precision_of(value: str) -> str | None:  # noqa: PLR0911  (one return a precision)
    """Return how fine a TIMEX3 value is."""
    if "REF" in value:
        return "vague"
    if "/" in value:
        return precision_of(value.split("/", maxsplit=1)[0])
    if "T" in value:
        return "minute" if ":" in value else "part-of-day"
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return "day"
    if "-W" in value:
        return "week"
    if re.fullmatch(r"\d{4}-\d\d", value):
        return "month"
    return "year" if re.fullmatch(r"\d{4}", value) else "period"


def day_of(value: str) -> date | None:
    """Return the day that a value names, where it names one."""
    try:
        return date.fromisoformat(value[:10]) if "W" not in value[:10] else None
    except ValueError:
        return None
