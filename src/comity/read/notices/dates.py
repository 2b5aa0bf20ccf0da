"""Tells the dates of an English notice apart: effective, compliance, until, comments, citations.

A date means what the words before it say, as far back as its own sentence goes. Dates by which
comments are due, and dates of other documents, are none of the notice's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from comity.read.lexicon import either
from comity.read.proposal import Span
from comity.read.times._length_rules import NUMBERS
from comity.read.times._time_rules import MONTHS

Role = Literal["effective", "compliance", "until", "other"]

_MONTH = either(MONTHS)
#: A day as English writes it, in one of its three orders.
DAY = (
    rf"(?:(?P<month>{_MONTH})\b\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{_MONTH})\b\.?,?\s+(?P<year2>\d{{4}}))"
)
DATE = re.compile(rf"\b{DAY}(?!\d)", re.IGNORECASE)
#: A length of time as English writes it, in digits or words.
LENGTH = (
    rf"(?P<count>\d+|an?|(?:{either(NUMBERS)}))[\s-]*(?:\(\d+\)\s*)?(?P<unit>day|month|year)s?\b"
)
_SENTENCE = re.compile(r"(?<=[a-z0-9)\]%”\"])(?<!\b[ap]\.m)[.;]\s+(?=[A-Z“(\[])|\n\s*\n|\s\(\d\)\s")
_REMARK = re.compile(
    r"\b(?:comments?|submi\w+|received|postmark\w*|hearings?|meetings?|requests?|petition\w*"
    r"|register)\b",
    re.IGNORECASE,
)
_CITED = re.compile(
    r"(?:\b(?:publish\w+|issued|dated|signed|appear\w+|amended|promulgated|adopted|posted|filed"
    r"|document|notice|order|memorandum)\b"
    r"(?![^.;]*\b(?:is|are|was|were|be|becomes?|takes?)\s+(?:effect|applicable))[^.;]{0,60}"
    r"|\b(?:FR|Fed\.\s*Reg\.)\s+\d+,?\s*\(?|\(\s*)$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"\b(?:until|through|till|up\s+to|expir\w+(?:\s+on)?|ends?(?:\s+on)?|to)\s+"
    r"(?:and\s+including\s+)?(?:(?:at\s+)?\d{1,2}(?::\d\d)?\s*[ap]\.?m\.?,?\s*(?:on\s+)?)?$",
    re.IGNORECASE,
)
#: What was so before: another rule's effective day.
_WAS = re.compile(r"\bpublish\w+\b.*\b(?:was|were|became)\s+effective", re.IGNORECASE | re.DOTALL)
#: What turns "until" into a beginning: compliance is not required until then.
_NOT = re.compile(r"\b(?:not|need\s+not|n[o\u2019']t)\b", re.IGNORECASE)
_NOT_REQUIRED = re.compile(r"\bnot\s+(?:be\s+)?required\b", re.IGNORECASE)
_APPLIED = re.compile(
    r"\bappl(?:(?:y|ies)\s+(?:as\s+of|from|beginning)\s+|icable\W+)$", re.IGNORECASE
)
_MARKS = re.compile(
    r"\b(?P<effective>effective|applicable|(?:takes?|into)\s+effect|in\s+force|in\s+effect\s+as|enters?|comes?"
    r"|appl(?:y|ies)\s+(?:as\s+of|from|beginning))\b"
    r"|\b(?P<compliance>complian\w+|complied|comply)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date of a notice, what it is, the words that lead to it, and where it stands."""

    day: date
    role: Role
    lead: str
    span: Span

    @property
    def is_delay(self) -> bool:
        """True where the date is that to which something is put off."""
        return self.role == "until" and bool(re.search(r"\b(?:delay|postpon|defer)", self.lead))


def day_of(found: re.Match[str]) -> date | None:
    """Return the day that a match of `DAY` names, None where there is no such day."""
    told = found.groupdict()
    month = MONTHS.get(re.sub(r"\W", "", (told["month"] or told["month2"]).casefold()))
    return calendar_day(told["year"] or told["year2"], month or 0, told["day"] or told["day2"])


def calendar_day(year: str | int, month: str | int, day: str | int) -> date | None:
    """Return a day, None if there is none; a year of two digits is of this century."""
    try:
        number = int(year)
        return date(number + 2000 if number < 100 else number, int(month), int(day))  # noqa: PLR2004  (two digits)
    except (ValueError, OverflowError):
        return None


def day_after(begun: date, count: int, unit: str) -> date | None:
    """Return the day a length of time after another; None where it is no plausible length.

    Args:
        begun: The day from which it counts.
        count: How many.
        unit: day, month or year.
    """
    if unit == "day":
        return begun + timedelta(days=count) if count < 4000 else None  # noqa: PLR2004  (a year is no length)
    months = count * (12 if unit == "year" else 1)
    year, month = divmod(begun.year * 12 + begun.month - 1 + months, 12)
    return calendar_day(year, month + 1, begun.day) if count < 100 else None  # noqa: PLR2004  (the same)


def counted_from(begun: date, found: re.Match[str]) -> date | None:
    """Return the day that a match of `LENGTH` after another leads to."""
    told = found["count"].casefold()
    count = int(told) if told.isdigit() else int(NUMBERS.get(told, 1))
    return day_after(begun, count, found["unit"].casefold())


def dates_in(text: str, start: int = 0, end: int | None = None) -> Iterator[Dated]:
    """Yield the dates of a stretch of text, each with its role.

    Args:
        text: The notice.
        start: Where the stretch begins, as the section on dates does.
        end: Where it ends; by default where the text does.
    """
    stop = len(text) if end is None else end
    since = start
    for found in DATE.finditer(text, start, stop):
        day = day_of(found)
        cuts = [cut.end() for cut in _SENTENCE.finditer(text, start, found.start())]
        sentence = text[cuts[-1] if cuts else start : found.start()]
        lead = text[max(since, cuts[-1] if cuts else start) : found.start()]
        since = found.end()
        if day is not None:
            yield Dated(
                day=day,
                role=_role(sentence, lead, text[found.end() : found.end() + 60]),
                lead=re.sub(r"\s+", " ", lead).strip(" ,:;"),
                span=Span.of(text, *found.span()),
            )


def _role(sentence: str, lead: str, tail: str) -> Role:
    marks = [found.lastgroup for found in _MARKS.finditer(lead)]
    if _UNTIL.search(lead) and not _REMARK.search(lead):
        is_begun = _NOT_REQUIRED.search(lead) or (
            marks and marks[-1] == "compliance" and _NOT.search(lead)
        )
        return "compliance" if is_begun else "until"
    if (_CITED.search(lead) and not _APPLIED.search(lead)) or _WAS.search(sentence):
        return "other"
    if (_REMARK.search(lead) or (_REMARK.search(sentence) and not marks)) and (
        not marks or _REMARK.search(lead[lead.rfind(" effective") + 1 :])
    ):
        return "other"
    if re.match(r"[,\s]+(?:is|are|was)?\s*(?:the\s+)?(?:deadline|last day)", tail):
        return "other"
    told = marks or [found.lastgroup for found in _MARKS.finditer(sentence)]
    if not told:
        return "effective" if re.match(r"\s*(?:DATES?|Dates?)?\W*$", sentence) else "other"
    return "compliance" if told[-1] == "compliance" else "effective"
