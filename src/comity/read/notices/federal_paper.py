"""A document of the Federal Register, in whatever form it came, and what all its forms share.

`federal_json`, `federal_xml` and `federal_text` open a form each; what a document does is
`federal_register`'s to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from comity.read.notices.dates import DATE, calendar_day, day_of
from comity.read.notices.entity_list import Entry

#: Longest section on dates.
_DATES_LENGTH = 4_000
NUMBER = re.compile(
    r"\[?FR\s+Doc\.?\s*(?:No\.?\s*)?:?\s*(?P<number>[A-Z]?\d+[\u2013\u2212-]\d+(?:[\u2013-]\d+)?)"
)
_INSERTED = re.compile(
    r"\d+\s+FR\s*\[?INSERT[^\]\d]*\]?\s*[,.]?\s*(?:\(?\s*)?(?:(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{2,4})"
    rf"|(?P<date>{DATE.pattern}))",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<!\d)(?P<title>\d{1,2})\s+CFR\s+[Pp]arts?\s+(?P<parts>[\d, and&\n]+)")
_DATES = re.compile(
    r"(?:^|\n|\s|\*\*)(?:EFFECTIVE\s+)?DATES?\s*:|(?:^|\n)[^\w\n]{0,20}Effective [Dd]ates?\s*:"
)
_DATES_END = re.compile(
    r"\b(?:ADDRESSES|FOR FURTHER INFORMATION|SUPPLEMENTARY INFORMATION|FOR MORE INFORMATION)\b"
)
_TAKES_EFFECT = re.compile(
    r"\bthis\s+(?:\w+\s+){0,3}(?:rule|order|notice)\s+"
    r"(?:is\s+effective|shall\s+(?:be(?:come)?|take)\s+effect\w*|takes\s+effect)\b[^.]{0,600}\.",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    r"\b(?:Dated|Issued|Entered|Signed)\b[^.\n]{0,40}?"
    r"((?:\d{1,2}\w{0,2}\s+day\s+of\s+)?[A-Z][a-z]+\.?,?\s+(?:\d{1,2},\s+)?\d{4})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document in whatever form it came, as text with what its form tells of it."""

    text: str
    title: str = ""
    action: str = ""
    number: str = ""
    citation: str = ""
    issuer: str = ""
    published: date | None = None
    effective: date | None = None
    #: When it was signed, where that is from when it holds, as an order does.
    signed: date | None = None
    #: Where the section on dates stands in the text.
    dates: tuple[int, int] = (0, 0)
    parts: tuple[str, ...] = ()
    is_proposed: bool = False
    partial: tuple[str, ...] = ()
    steps: Sequence[str | Entry] = ()
    #: What this form does not carry.
    lacks: tuple[str, ...] = ()


def section_of(text: str, start: int = 0) -> tuple[int, int]:
    """Return where the section on dates stands, or the sentence that tells of taking effect."""
    found = _DATES.search(text, start)
    if found:
        stop = _DATES_END.search(text, found.end(), found.end() + _DATES_LENGTH)
        length = len(text)
        return found.start(), stop.start() if stop else min(length, found.end() + _DATES_LENGTH)
    told = _TAKES_EFFECT.search(text, start)
    return told.span() if told else (0, 0)


def parts_of(text: str) -> Iterator[str]:
    """Yield the parts of the Code of Federal Regulations that a heading names."""
    for found in _PART.finditer(text):
        for part in re.findall(r"\d{2,}", found["parts"]):
            yield f"{found['title']} CFR Part {part}"


def inserted_day(text: str) -> date | None:
    """Take the day of publication from a citation of the document itself, its page left open."""
    found = _INSERTED.search(text)
    if found is None:
        return None
    if found["date"]:
        told = DATE.search(found["date"])
        return day_of(told) if told else None
    return calendar_day(found["y"], found["m"], found["d"])


def dashed(number: str) -> str:
    """Return a number with plain hyphens."""
    return re.sub(r"[\u2013\u2212]", "-", number)


def signed_day(body: str) -> date | None:
    """Return the day on which an order was signed, the last that stands by itself."""
    found = [*_SIGNED.finditer(body)]
    day = DATE.search(re.sub(r"\s+day\s+of\b", "", found[-1][1])) if found else None
    return day_of(day) if day else None
