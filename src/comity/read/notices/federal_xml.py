"""Opens the XML of the Federal Register: its documents as lines of text, with their amendments.

What the words mean is not looked for here; `federal_register` and `entity_list` do that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from comity.read.intake.decode import parse_xml
from comity.read.notices.dates import DATE, day_of
from comity.read.notices.entity_list import Entry
from comity.read.notices.federal_paper import (
    NUMBER,
    Paper,
    dashed,
    inserted_day,
    parts_of,
    section_of,
    signed_day,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Volume 90 is the year 2025.
_VOLUME_YEAR = 1935
#: Pages that only the first weeks of a year have.
_EARLY_PAGES = 5_000
#: A paper of the President, whose date is that of its signature.
_PRESIDENT = "PRESDOCU"
_KINDS = ("RULE", "PRORULE", "NOTICE", _PRESIDENT)
#: Elements whose words stand on a line of their own.
_BLOCKS = frozenset(
    {
        *("AGENCY", "SUBAGY", "CFR", "DEPDOC", "RIN", "SUBJECT", "HD", "P", "FP", "AMDPAR", "ROW"),
        *("CHED", "TTITLE", "SECTNO", "FRDOC", "BILCOD", "DATED", "NAME", "TITLE", "AUTH", "LI"),
    }
)


def open_xml(text: str, published: date | None) -> list[Paper]:
    """Open the documents of an XML text: one, or those of a day's issue.

    Args:
        text: The markup.
        published: The day of publication, where the caller knows it.

    Raises:
        ReadError: It is no XML at all.
        MissingExtraError: What reads XML isn't installed.
    """
    plain = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.lstrip("\ufeff"))
    root, partial = parse_xml(plain.encode("utf-8", "replace"), "a Federal Register document")
    found = [
        each
        for each in root.iter(*_KINDS)
        if each.tag == _PRESIDENT or each.find("PREAMB") is not None
    ]
    return [_paper(each, root, published, partial) for each in found or [root]]


def words_of(element: _Element | None) -> str:
    """Return the words of an element on one line."""
    if element is None:
        return ""
    return re.sub(r"\s+", " ", "".join(map(str, element.itertext()))).strip()


def _paper(
    element: _Element, root: _Element, published: date | None, partial: tuple[str, ...]
) -> Paper:
    lines = "".join(_lines(element))
    text = re.sub(r"[ \t\r\f\v]*\n\s*", "\n", re.sub(r"[ \t\xa0]+", " ", lines)).strip()
    day = published or _issued(root) or inserted_day(text)
    page = _page(element)
    action = words_of(_first(element, "ACT"))
    filed = words_of(_first(element, "FRDOC"))
    number = NUMBER.search(filed)
    volume = words_of(_first(root, "VOL")) or _volume(day, filed, page)
    return Paper(
        text=text,
        title=words_of(_first(element, "HD" if element.tag == _PRESIDENT else "SUBJECT")),
        action=re.sub(r"^ACTION:\s*", "", action),
        number=dashed(number["number"]) if number else "",
        citation=f"{volume} FR {page}" if volume and page else "",
        issuer=_issuer(element),
        published=day,
        signed=None if action else _signed(element) or signed_day(text),
        dates=section_of(text),
        parts=tuple(dict.fromkeys(_parts(element))),
        is_proposed=element.tag == "PRORULE",
        partial=partial,
        steps=tuple(_steps(element)),
    )


def _volume(day: date | None, filed: str, page: str) -> str:
    """Return the volume of the year of publication, which is that of filing but at its turn."""
    if day:
        return str(day.year - _VOLUME_YEAR)
    told = re.search(r"Filed\s+(\d{1,2})-(\d{1,2})-(\d\d)\b", filed)
    if told is None or not page:
        return ""
    is_turned = told[1] == "12" and int(page) < _EARLY_PAGES
    return str(2000 + int(told[3]) + is_turned - _VOLUME_YEAR)


def _parts(element: _Element) -> Iterator[str]:
    yield from parts_of(words_of(_first(element, "CFR")))
    for each in element.iter("REGTEXT"):
        if each.get("TITLE") and each.get("PART"):
            yield f"{each.get('TITLE')} CFR Part {each.get('PART')}"


def _issuer(element: _Element) -> str:
    """Return the agency as it names itself, else as the heading prints it."""
    told = re.sub(r"^AGENCY:\s*", "", words_of(_first(element, "AGY"))).rstrip(".")
    heads = [words_of(each) for each in element.iter("AGENCY", "SUBAGY")]
    return told or "; ".join(dict.fromkeys(heads[:3]))


def _first(element: _Element, tag: str) -> _Element | None:
    found: _Element | None = next(element.iter(tag), None)
    return found


def _lines(element: _Element) -> Iterator[str]:
    """Yield the words in order, each block on a line, the cells of a row parted by bars."""
    block = element.tag in _BLOCKS
    if block:
        yield "\n"
    if isinstance(element.tag, str):
        yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        yield from _lines(child)
        if child.tag == "ENT":
            yield " | "
        yield re.sub(r"\s+", " ", child.tail or "")
    if block:
        yield "\n"


def _page(element: _Element) -> str:
    """Return the first page: that printed at the head, or the one before the first break."""
    told = False
    for each in element.iter():
        if each.tag == "PRTPAGE" and str(each.get("P", "")).isdigit():
            return str(int(str(each.get("P"))) - told)
        told = told or each.tag in {"SUBJECT", "AGENCY", "CFR"}
    return ""


def _issued(root: _Element) -> date | None:
    for tag in ("DATE", "PUBDATE"):
        for each in root.iter(tag):
            if next(each.iterancestors(_PRESIDENT), None) is not None:
                continue
            found = DATE.search(words_of(each))
            if found:
                return day_of(found)
    return None


def _signed(element: _Element) -> date | None:
    """Return the day on which the President signed a paper."""
    words = words_of(_first(element, "DATE")) or words_of(_first(element, "PNOTICE"))
    found = DATE.search(words) if element.tag == _PRESIDENT else None
    return day_of(found) if found else None


def _steps(element: _Element) -> Iterator[str | Entry]:
    """Yield the paragraphs of the amendments and the rows of their tables, in order."""
    for amended in element.iter("REGTEXT"):
        country = ""
        told = "AMDPAR" if next(amended.iter("AMDPAR"), None) is not None else "P"
        for each in amended.iter(told, "HD", "ROW"):
            if each.tag != "ROW":
                text = words_of(each)
                if each.tag != "HD" or re.search(r"Supplement\s+No", text):
                    yield text
                continue
            cells = [*each.iter("ENT")]
            head = words_of(cells[0]) if cells else ""
            country = head if re.match(r"[A-ZÜ]", head) else country
            if len(cells) > 1 and re.search(r"\w", words_of(cells[1])):
                yield Entry(
                    country=country,
                    lines=tuple(_cell_lines(cells[1])),
                    cells=tuple(words_of(cell) for cell in cells[2:]),
                )


def _cell_lines(cell: _Element) -> Iterator[str]:
    """Yield the lines of a cell: its own words, then those of each line item."""
    for line in "".join(_lines(cell)).split("\n"):
        if line.strip():
            yield re.sub(r"\s+", " ", line).strip()
