# ruff: noqa: RUF001  (the quotation marks of print are what is read here)
"""Opens a document of the Federal Register as printed: text of a PDF, of a page, the raw text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import dropwhile, takewhile

from comity.read.notices.dates import DATE, calendar_day, day_of
from comity.read.notices.federal_label import Labeled, labels_of
from comity.read.notices.federal_paper import (
    NUMBER,
    Paper,
    dashed,
    inserted_day,
    parts_of,
    section_of,
    signed_day,
)

#: How far what stands above a document without heads reaches.
_HEAD = 3_000
#: Longest title of a page.
_TITLE_LENGTH = 500
#: The running head: that of print and of the raw text since 2009, and that before.
_HEADERS = (
    re.compile(
        rf"Federal\s+Register\s*[/,]?\s*Vol(?:\.|ume)\s*(?P<volume>\d+),?"
        rf"\s*(?:No\.|Number|Issue)\s*\d+\s*[/(]?\s*(?:\w+day,\s+)?(?P<date>{DATE.pattern})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"\[?Federal\s+Register:\s+(?P<date>{DATE.pattern})\s+\(Volume\s+(?P<volume>\d+)",
        re.IGNORECASE,
    ),
)
_PAGES = re.compile(r"\[Pages?\s+(?P<page>\d+)|^Pages?\s+(?P<odd>\d+)-\d+$", re.MULTILINE)
#: The part of an issue that a document stands in, as the running head or a mark tells.
_PLACED = re.compile(
    r"[/\[]\s*(?:Rules\s+and\s+Regulations|Notices|Proposed\s+Rules|Presidential\s+Documents)"
    r"|^(?:Rules and Regulations|Notices|Proposed Rules)$",
    re.MULTILINE,
)
_PAGE_HEAD = re.compile(
    r"(?:^|\s)(?P<page>\d{3,6})\s+Federal\s+Register\s*/\s*Vol|Regulations\s+(?P<odd>\d{3,6})\b"
)
#: The line that some sites put above a document: title, pages, number.
_LISTED = re.compile(
    r"\s*(?P<title>[^\n]{10,400}?),\s+(?P<page>\d{3,6})-\d+\s+\[(?P<number>(?:[A-Z]\d|\d{2,4})-\d{2,6})\]"
)
#: What ends a document, after its number; a citation of one has none.
_FILED_THEN = re.compile(r"\s*Filed\b")
#: Letters of a title that tell it from others.
_TELLING = 40
#: The number as pages and the raw text print it above a document.
_NUMBER_ABOVE = re.compile(
    r"FR\s+Doc(?:\s+No|ument(?:\s+(?:No|Number))?)\b\.?\s*:?\s*(?P<number>(?:[A-Z]\d|\d{2,4})-\d{2,6})"
    r"|FR\s+Document(?P<glued>\d{4}-\d{4,6})"
)
#: How far above a document that stands.
_ABOVE_FAR = 2_000
#: Lines that stand above a title: agencies, parts, what a paper of the President is called.
_ABOVE = re.compile(
    r"DEPARTMENT|BUREAU|Bureau|Office|\[|\d+ CFR|Title 3|The President|Presidential Documents"
    r"|(?:Notice|Memorandum|Proclamation|Executive Order)\s+(?:of\s+\w+\s+)?\d"
)
_ACTION = re.compile(r"\bACTION\W{0,20}:\W{0,20}([^\n.]+)")
#: The action where the columns of print were read in another order: it stands before its head.
_ACTION_BEFORE = re.compile(
    r"\.\s+((?:(?:Final|Interim|Proposed|Temporary|Direct)\s[\w ]{0,30}\brule|Notice)\b"
    r"[^.:]{0,60})\."
    r"\s+(?:AGENCY:\s+)?ACTION:"
)
#: Lines above a page's title that are none.
_NO_TITLE = re.compile(r"\bVol\b|\bVolume\b|^[^\w“]|^(?:Skip to|Sign in|Start Preamble|Download)\b")
#: What a page's title begins with: its citation or number.
_CITED_TITLE = re.compile(
    r"^(?:(?:\d+_FR_\d+ )?\d+ FR \d+ - |(?:[A-Z]\d|\d{2,4})-\d{3,6}\. )(?P<title>[^\n]{10,500})",
    re.MULTILINE,
)
#: The heads of a rule or notice; no story has three of them, or the first two.
_HEADS = re.compile(
    r"(?<![A-Z])(AGENCY|ACTION|SUMMARY|DATES?|FOR FURTHER INFORMATION|SUPPLEMENTARY INFORMATION)"
    r"(?: CONTACT)?\W{0,6}:"
)
_FEWEST_HEADS = 3
#: What the gazette's site puts around a preamble whose heads are lost.
_AROUND = re.compile(r"Start Preamble\b.*\bStart (?:Further Info|Supplemental)", re.DOTALL)
#: The head of a document as it is set for publication.
_FRONT = (
    re.compile(r"\bBilling Code:?\s*\d{4}\W", re.IGNORECASE),
    re.compile(r"\b\d+ CFR Parts? \d+"),
    re.compile(r"\bRIN\s+\d{4}\s*[-\u2013]\s*\w{4}\b|\[Docket\s+No"),
)
#: An order or a paper of the President, which have no heads: by its number, its place and its code.
_FILED = re.compile(r"\[FR\s+Doc\.?[^\]\n]{4,40}(?:\sFiled\s[^\]\n]{4,40})?\]")
_ISSUED_BY = re.compile(
    r"(?m)^\W*(?:(?:DEPARTMENT|BUREAU) OF [A-Z]|Title 3|Presidential Documents)"
)
_CODED = re.compile(r"\bbilling code \w{4}", re.IGNORECASE)
#: Where the text of a document without heads begins.
_SPEAKS = re.compile(
    r"\n[^\S\n]*(?=Pursuant\s+to|In the Matter|On [A-Z]\w+ \d|In accordance|By the authority"
    r"|The (?!President)|[^\n]{200,})"
)


def is_document(text: str) -> bool:
    """True where text that is no markup is a document of the Federal Register, not about one."""
    heads = set(_HEADS.findall(text))
    if len(heads) >= _FEWEST_HEADS or heads >= {"AGENCY", "ACTION"} or _LISTED.match(text):
        return True
    front = text[:_HEAD]
    if all(mark.search(front) for mark in _FRONT) or _AROUND.search(text[: 2 * _HEAD]):
        return True
    if any(header.search(text, 0, 2 * _HEAD) for header in _HEADERS) and _PLACED.search(text):
        return True
    if _FILED.search(text) and _ISSUED_BY.search(text) and _CODED.search(text):
        return True
    return labels_of(text).is_enough


def open_text(text: str) -> Paper:
    """Read a document as printed: the text of a PDF or web page, or the raw text."""
    plain = _quoted(text)
    listed = _LISTED.match(plain)
    labels = labels_of(plain)
    if listed and not _is_here(plain, listed):
        return _of_listing(plain, listed, labels)
    begun, head = _start(plain, _after_others(plain, listed["number"]) if listed else 0)
    action = _ACTION_BEFORE.search(plain, begun) or _ACTION.search(plain, begun)
    body = plain[head:]
    kept = NUMBER.search(body)
    above = _NUMBER_ABOVE.search(plain, 0, _ABOVE_FAR)
    number = kept or NUMBER.search(plain, begun)
    told = above["number"] or above["glued"] if above else ""
    told = told or (dashed(number["number"]) if number else labels.number)
    body = body[: kept.start() if kept else len(body)]
    amended = re.search(r"Supplement\s+No\.?\s*\d+\s+to\s+[Pp]art\s+\d+\s+is\s+amended", body)
    citation, printed = _printed(plain, listed)
    return Paper(
        text=plain,
        title=listed["title"] if listed else _title(plain, begun, head),
        action=action[1].strip() if action else "",
        number=listed["number"] if listed else told,
        citation=labels.citation or citation,
        issuer=_agency(plain, begun),
        published=printed or labels.published or _by_line(plain) or inserted_day(plain),
        effective=labels.effective,
        signed=None if action else signed_day(body),
        dates=section_of(plain, begun),
        parts=tuple(dict.fromkeys(parts_of(plain[begun : max(head, begun + 600)]))) or labels.parts,
        is_proposed=_is_proposed(plain, action),
        steps=_instructions(body[amended.start() :]) if amended else (),
        lacks=("aliases, addresses and policies of list changes: read the full text as XML",)
        if amended
        else (),
    )


def _is_here(text: str, listed: re.Match[str]) -> bool:
    """True where the text goes on to the listed document itself, not only to what stands before."""
    if _after_others(text, listed["number"]):
        return True
    title, rest = (
        re.sub(r"[^a-z0-9]", "", one.casefold()) for one in (listed["title"], text[listed.end() :])
    )
    return title[:_TELLING] in rest


def _of_listing(text: str, listed: re.Match[str], labels: Labeled) -> Paper:
    """Return what the line above tells of a document whose text is not here, only another's."""
    citation, printed = _printed(text, listed)
    return Paper(
        text=text,
        title=listed["title"],
        number=listed["number"],
        citation=labels.citation or citation,
        published=printed or labels.published,
        effective=labels.effective,
        partial=("the text ends before the document itself",),
    )


def _is_proposed(text: str, action: re.Match[str] | None) -> bool:
    """True for a proposed rule: by its action, else by the part of the issue that it stands in."""
    if action:
        return "proposed" in action[1].casefold()
    placed = _PLACED.search(text)
    return bool(placed and "Proposed" in placed.group())


def _after_others(text: str, number: str) -> int:
    """Return where the documents end that share the first page with that of a number."""
    ended = 0
    for found in NUMBER.finditer(text):
        if dashed(found["number"]) == number:
            break
        ended = found.end() if _FILED_THEN.match(text, found.end()) else ended
    return ended


def _start(text: str, since: int) -> tuple[int, int]:
    """Return where the document begins, past the end of one before it, and where its head ends."""
    found = re.compile(r"\b(?:AGENCY|ACTION)\W{0,20}:").search(text, since)
    head = found.start() if found else 0
    if found is None and (issued := [*_ISSUED_BY.finditer(text, 0, _HEAD)]):
        spoken = _SPEAKS.search(text, issued[-1].end())
        return issued[-1].start(), spoken.start() if spoken else issued[-1].end()
    stop = head or since + _HEAD
    heads = re.compile(r"\b(?:DEPARTMENT|BUREAU) OF [A-Z]").finditer(text, since, stop)
    return max((one.start() for one in heads), default=since), head


def _agency(text: str, begun: int) -> str:
    """Return the agency after its heading, or where it names itself before that."""
    head = text[begun : begun + 6000]
    told = re.search(r"\bAGENCY\W{0,20}:\W{0,20}((?:Bureau|Office|Department)[^.]{3,150})\.", head)
    named = re.search(
        r"\b(?:Bureau|Office) of [\w ,\n]{3,80}, (?:Department of )?\w+(?=\.)"
        r"|(?m:^)[^\w\n]*(?:Bureau|Office) of [\w ]{3,80}(?m:$)",
        head,
    )
    found = told[1] if told else named.group() if named else ""
    return re.sub(r"\s+", " ", found).strip(" *.")


def _printed(text: str, listed: re.Match[str] | None) -> tuple[str, date | None]:
    """Return volume and page, and the day, as the running head prints them."""
    header = next((one for each in _HEADERS if (one := each.search(text))), None)
    found = DATE.search(header["date"]) if header else None
    page = listed or _PAGES.search(text) or _PAGE_HEAD.search(text)
    citation = ""
    if header and page:
        number = page.groupdict().get("page") or page.groupdict().get("odd")
        citation = f"{header['volume']} FR {number}"
    return citation, day_of(found) if found else None


def _quoted(text: str) -> str:
    """Write the quotation marks of print as they are meant, and join words broken over lines."""
    text = re.sub(r"‘‘|``", "“", text)
    text = re.sub(r"’’|''", "”", text)
    return re.sub(r"(?<=[a-z])-\n(?=[a-z])", "", text)


def _title(text: str, start: int, end: int) -> str:
    """Return the heading between the docket or RIN and the agency; the front matter's if any."""
    told = re.search(r"(?m)^title:\s*\"?(.+?)\"?\s*$", text[:2000])
    if told:
        return told[1]
    if cited := _CITED_TITLE.search(text[:_HEAD]):
        return cited["title"].strip()
    head = text[start:end]
    after = list(
        re.finditer(
            r"\bRIN\s+\d{4}\s*[-\u2013]\s*\w{4}\b|\bDocket\s+No[^\]\n]*\]|\bPublic\s+Notice:?\s+\d+\]",
            head,
        )
    )
    rest = head[after[-1].end() :] if after else head
    rest = re.split(r"\b(?:Bureau|Office) of [^.]{0,80}\.", rest)[0] if "\n" not in rest else rest
    lines = [line.strip(" *#-=") for line in rest.strip().splitlines()]
    if not after:
        lines = list(dropwhile(lambda line: not line or _ABOVE.match(line), lines))
        lines = list(takewhile(bool, lines))
    title = re.sub(r"\s+", " ", " ".join(lines)).strip(" •")
    return title or next(_headings(text[:_TITLE_LENGTH]), "")


def _headings(text: str) -> Iterator[str]:
    """Yield the lines of a page's head that may be a title."""
    for line in text.splitlines():
        plain = re.sub(r"^Federal Register\s*:+\s*", "", line).strip(" *#")
        if plain.count(" ") > 1 and not _NO_TITLE.search(plain):
            yield plain


def _by_line(text: str) -> date | None:
    """Return the day that a page names below its title, or for which its publication is set."""
    found = re.search(
        r"\b(?:A\s+(?:Proposed\s+)?(?:Rule|Notice)\s+by|scheduled\s+to\s+be\s+published\s+in\s+the)"
        r"\s[^\d]{3,300}?on\s*(\d\d)/(\d\d)/(\d{4})",
        text[:5000],
    )
    return calendar_day(found[3], found[1], found[2]) if found else None


_TABLE = re.compile(
    r"\n[^\w\n]{0,20}(?:[A-Z][\w .]{0,200}\n)?[^\w\n]{0,20}Supplement No\. \d+ to Part \d+\s*[—–-]"
)


def _instructions(text: str) -> list[str]:
    """Cut the amendments as printed into their items."""
    stop = _TABLE.search(text)
    body = re.sub(r"\s+", " ", text[: stop.start() if stop else len(text)])
    return re.split(r"(?<=[;:.”])\s+(?=(?:and\s+)?(?:[a-z]|[ivx]+|\d+)\.\s+[A-Z])", body)
