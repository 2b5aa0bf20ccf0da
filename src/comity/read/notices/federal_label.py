"""Reads what pages and front matter say of a Federal Register document beside its text.

Sites label number, citation and days each in its own way, with or without marks between label and
value; a label counts only where its value follows at once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from comity.read.notices.dates import DAY, calendar_day, day_of
from comity.read.notices.federal_paper import dashed

#: How far the labels of a page reach.
_HEAD = 6_000
#: Where the document itself begins.
_BEGUN = re.compile(r"\bAGENCY\W{0,6}:|(?m:^)\W*(?:DEPARTMENT|BUREAU) OF [A-Z]")
_BETWEEN = r"[\s*\"':#>·-]{0,12}"
_NUMBER = r"(?P<number>(?:[A-Z]\d|\d{2,4})[\u2013\u2212-]\d{3,6})\b"
_DAY = rf"(?:(?P<iso>\d{{4}}-\d\d-\d\d)|(?P<us>\d{{1,2}}/\d{{1,2}}/\d{{4}})|{DAY})"
_LABELS = {
    "number": re.compile(
        rf"(?<![a-z])doc(?:ument)?[ _.]?(?:number|no|id)?\.?{_BETWEEN}{_NUMBER}"
        rf"|\A\s*{_NUMBER.replace('number', 'first')}\.\s"
        rf"|\A\s*(?:(?:Proposed\s+)?Rule|Notice)[\s:]*{_NUMBER.replace('number', 'kind')}",
        re.IGNORECASE,
    ),
    "citation": re.compile(
        rf"(?<![a-z])(?:citation|published[^\n]{{0,60}}·){_BETWEEN}(?P<citation>\d+\s+FR\s+\d+)"
        r"|^\s*(?P<reporter>\d+\s+Fed\.\s*Reg\.\s+\d+)\b"
        r"|^(?P<volume>\d+)\s+FR\s+\d+\s+pgs?\.\s+(?P<page>\d+)"
        r"|^(?:\d+_FR_\d+ )?(?P<above>\d+\s+FR\s+\d+)\s+[-\u2013]\s",
        re.IGNORECASE | re.MULTILINE,
    ),
    "published": re.compile(
        rf"(?<![a-z])(?:publication[ _]date|date[ _]published|published|^Federal Register)"
        rf"{_BETWEEN}{_DAY}",
        re.IGNORECASE | re.MULTILINE,
    ),
    "effective": re.compile(
        rf"(?:(?m:^)[\s*\"'#>-]*|·\s*|(?<=\d))(?:Effective(?: [Dd]ate)?|effective_(?:date|on))"
        rf"{_BETWEEN}(?i:{_DAY})"
    ),
}
#: A part of the Code as pages and front matter label it.
_PARTS = re.compile(
    r"\bCFR[ _]references?\W{1,12}(\d{1,2})\s+CFR\s+(?:Part\s+)?(\d{1,4})\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Labeled:
    """What the labels of a page tell; empty where there are none."""

    number: str = ""
    citation: str = ""
    published: date | None = None
    effective: date | None = None
    parts: tuple[str, ...] = ()
    #: True where the citation stands as a reporter's heading: "96 Fed. Reg. 40001".
    is_reported: bool = False
    #: True where the page names the gazette.
    is_named: bool = False

    @property
    def is_enough(self) -> bool:
        """True where the labels alone show that the page is a document of the Federal Register."""
        cited = self.number and (self.citation or self.is_named)
        return bool(self.published and (cited or (self.is_reported and self.is_named)))


def labels_of(text: str) -> Labeled:
    """Read the labels above a document, or those of a page without its text."""
    head = _BEGUN.split(text[:_HEAD])[0]
    found = {name: pattern.search(head) for name, pattern in _LABELS.items()}
    number, citation = found["number"], found["citation"]
    cited = ""
    if citation:
        cited = (
            citation["citation"]
            or citation["above"]
            or citation["reporter"]
            or "{volume} FR {page}"
        )
        cited = re.sub(r"Fed\.\s*Reg\.", "FR", cited).format_map(citation.groupdict())
    return Labeled(
        number=dashed(number["number"] or number["first"] or number["kind"]) if number else "",
        citation=re.sub(r"\s+", " ", cited),
        published=_day(found["published"]),
        effective=_day(found["effective"]),
        parts=tuple(
            dict.fromkeys(f"{title} CFR Part {part}" for title, part in _PARTS.findall(head))
        ),
        is_reported=bool(citation and citation["reporter"]),
        is_named="Federal Register" in head,
    )


def _day(found: re.Match[str] | None) -> date | None:
    if found is None:
        return None
    if found["iso"]:
        return calendar_day(*found["iso"].split("-"))
    if found["us"]:
        month, day, year = found["us"].split("/")
        return calendar_day(year, month, day)
    return day_of(found)
