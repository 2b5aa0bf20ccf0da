# ruff: noqa: RUF001  (the quotation marks of print are what is read here)
"""Opens documents of the Federal Register in whatever form: JSON of the API, XML, printed text.

Each becomes text with what its form tells of it; what a document does is not looked for here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from comity.errors import ReadError
from comity.read.entity_list import Entry
from comity.read.federal_xml import documents_of
from comity.read.notice import is_markup
from comity.read.notice_date import DATE, day_of

#: Volume 90 is the year 2025.
_VOLUME_YEAR = 1935
#: Most results of a search of the API that are read; it gives no more at once.
MAX_RESULTS = 1_000
#: Longest title of a page.
_TITLE_LENGTH = 500
#: Longest section on dates.
_DATES_LENGTH = 4_000
_NUMBER = re.compile(
    r"\[?FR\s+Doc\.?\s*(?:No\.?\s*)?:?\s*(?P<number>[A-Z]?\d+[\u2013\u2212-]\d+(?:[\u2013-]\d+)?)"
)
_HEADER = re.compile(
    rf"Federal\s+Register\s*/?\s*Vol(?:\.|ume)\s*(?P<volume>\d+),\s*(?:No\.|Number)\s*\d+"
    rf"\s*[/(]\s*\w+day,\s+(?P<date>{DATE.pattern})",
    re.IGNORECASE,
)
_CITATION = re.compile(
    r"(?im)^\W{0,4}(?:fr_|document\s+)?citation[^\w\n]{0,20}:?[^\w\n]{0,20}(?P<citation>\d+\s+FR\s+\d+)"
)
_PAGES = re.compile(r"\[Pages?\s+(?P<page>\d+)")
_PAGE_HEAD = re.compile(
    r"(?:^|\s)(?P<page>\d{3,6})\s+Federal\s+Register\s*/\s*Vol|Regulations\s+(?P<odd>\d{3,6})\b"
)
#: The line that some sites put above a document: title, pages, number.
_LISTED = re.compile(
    r"\s*(?P<title>[^\n]{10,400}?),\s+(?P<page>\d{3,6})-\d+\s+\[(?P<number>[\w-]+)\]"
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
    #: Where the section on dates stands in the text.
    dates: tuple[int, int] = (0, 0)
    parts: tuple[str, ...] = ()
    is_proposed: bool = False
    partial: tuple[str, ...] = ()
    steps: Sequence[str | Entry] = ()
    #: What this form does not carry.
    lacks: tuple[str, ...] = ()


def papers_of(text: str, published: date | None) -> list[Paper]:
    """Open the documents of a text.

    Args:
        text: JSON, XML or plain text.
        published: The day of publication, where the caller knows it.
    """
    if not is_markup(text):
        return [_of_text(text)]
    if text.lstrip("\ufeff \r\n\t").startswith("<"):
        return _of_xml(text, published)
    return _of_json(text)


def _of_json(text: str) -> list[Paper]:
    """Read the API's metadata; the text is the JSON itself, so that spans stand in it."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"broken JSON of a Federal Register document: {error}"
        raise ReadError(message) from error
    if isinstance(told, dict) and "results" in told:
        told = told["results"]
    if not isinstance(told, list):
        return [_of_metadata(told, text)]
    more = (f"read the first {MAX_RESULTS:,} of {len(told):,} results",)
    papers = [
        _of_metadata(
            one,
            json.dumps(one, ensure_ascii=False, indent=1),
            more if len(told) > MAX_RESULTS else (),
        )
        for one in told[:MAX_RESULTS]
        if isinstance(one, dict)
    ]
    if not papers:
        message = "the JSON holds no Federal Register document"
        raise ReadError(message)
    return papers


def _of_metadata(told: Mapping[str, object], text: str, partial: tuple[str, ...] = ()) -> Paper:
    def value(name: str) -> str:
        found = told.get(name)
        return found.strip() if isinstance(found, str) else ""

    agencies = _dicts(told.get("agencies"))
    parts = [
        f"{one.get('title')} CFR Part {part}"
        for one in _dicts(told.get("cfr_references"))
        for part in [one.get("part")]
        if part
    ]
    dates = json.dumps(value("dates"), ensure_ascii=False)
    escaped = json.dumps(value("dates"))
    at = next(
        (
            (start, start + len(each))
            for each in (dates, escaped)
            if value("dates") and (start := text.find(each)) >= 0
        ),
        (0, 0),
    )
    names = [str(one.get("name") or one.get("raw_name") or "") for one in agencies]
    full = value("full_text_xml_url") or value("raw_text_url") or value("body_html_url")
    where = f" ({full})" if full else ""
    return Paper(
        text=text,
        title=value("title"),
        action=value("action"),
        number=value("document_number"),
        citation=value("citation"),
        issuer="; ".join(filter(None, names)),
        published=_iso(value("publication_date")),
        effective=_iso(value("effective_on")),
        dates=at,
        parts=tuple(dict.fromkeys(parts)),
        is_proposed=value("type").casefold() in {"proposed rule", "prorule"},
        partial=partial,
        lacks=(f"list changes: not in the metadata, read the full text{where}",),
    )


def _dicts(value: object) -> list[Mapping[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _of_xml(text: str, published: date | None) -> list[Paper]:
    papers = []
    for found in documents_of(text):
        day = published or found.issued or _inserted(found.text)
        volume = found.volume or (str(day.year - _VOLUME_YEAR) if day else "")
        number = _NUMBER.search(found.number)
        papers.append(
            Paper(
                text=found.text,
                title=found.title,
                action=found.action,
                number=_dashed(number["number"]) if number else "",
                citation=f"{volume} FR {found.page}" if volume and found.page else "",
                issuer=found.issuer,
                published=day,
                dates=_section(found.text),
                parts=tuple(dict.fromkeys([*_parts(found.cfr), *found.parts])),
                is_proposed=found.is_proposed,
                partial=found.partial,
                steps=found.steps,
            )
        )
    return papers


def _of_text(text: str) -> Paper:
    """Read a document as printed: the text of a PDF or web page, or the raw text."""
    plain = _quoted(text)
    listed = _LISTED.match(plain)
    begun, head = _start(plain)
    action = re.search(r"\bACTION\W{0,20}:\W{0,20}([^\n.]+)", plain[begun:])
    body = plain[head:]
    kept = _NUMBER.search(body)
    number = _NUMBER.search(plain[:2000]) if "FR Doc No" in plain[:2000] else None
    number = number or kept or _NUMBER.search(plain, begun)
    stated = re.search(r"(?m)^document_number:\s*\"?([\w-]+)", plain[:2000]) or listed
    told = _dashed(number["number"]) if number else stated[stated.lastindex or 1] if stated else ""
    body = body[: kept.start() if kept else len(body)]
    amended = re.search(r"Supplement\s+No\.?\s*\d+\s+to\s+[Pp]art\s+\d+\s+is\s+amended", body)
    citation, printed = _printed(plain, listed)
    return Paper(
        text=plain,
        title=listed["title"] if listed else _title(plain, begun, head),
        action=action[1].strip() if action else "",
        number=told,
        citation=citation,
        issuer=_agency(plain, begun),
        published=printed
        or _field(plain, "publication_date")
        or _by_line(plain)
        or _inserted(plain),
        dates=_section(plain, begun),
        parts=tuple(dict.fromkeys(_parts(plain[begun : max(head, begun + 600)]))),
        is_proposed=bool(action and "proposed" in action[1].casefold()),
        steps=_instructions(body[amended.start() :]) if amended else (),
        lacks=("aliases, addresses and policies of list changes: read the full text as XML",)
        if amended
        else (),
    )


def _start(text: str) -> tuple[int, int]:
    """Return where the document begins, past the end of one before it, and where its head ends."""
    found = re.search(r"\b(?:AGENCY|ACTION)\W{0,20}:", text)
    head = found.start() if found else 0
    begun = max(
        (one.start() for one in re.finditer(r"\b(?:DEPARTMENT|BUREAU) OF [A-Z]", text[:head])),
        default=0,
    )
    return begun, head


def _agency(text: str, begun: int) -> str:
    """Return the agency after its heading, or where it names itself before that."""
    head = text[begun : begun + 6000]
    told = re.search(r"\bAGENCY\W{0,20}:\W{0,20}((?:Bureau|Office|Department)[^.]{3,150})\.", head)
    named = re.search(r"\b(?:Bureau|Office) of [\w ,\n]{3,80}, (?:Department of )?\w+(?=\.)", head)
    found = told[1] if told else named.group() if named else ""
    return re.sub(r"\s+", " ", found).strip(" *.")


def _printed(text: str, listed: re.Match[str] | None) -> tuple[str, date | None]:
    """Return volume and page, and the day, as the running head prints them."""
    header = _HEADER.search(text)
    found = DATE.search(header["date"]) if header else None
    cited = _CITATION.search(text[:4000])
    page = listed or _PAGES.search(text) or _PAGE_HEAD.search(text)
    citation = re.sub(r"\s+", " ", cited["citation"]) if cited else ""
    if header and page and not citation:
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
    head = text[start:end]
    after = list(re.finditer(r"\bRIN\s+\d{4}\s*[-\u2013]\s*\w{4}\b|\bDocket\s+No[^\]\n]*\]", head))
    rest = head[after[-1].end() :] if after else head
    rest = re.split(r"\b(?:Bureau|Office) of [^.]{0,80}\.", rest)[0] if "\n" not in rest else rest
    lines = [line.strip(" *#-=") for line in rest.splitlines()]
    if not after:
        skipped = re.compile(r"^(?:DEPARTMENT|BUREAU|Bureau|\[|\d+ CFR|Office)")
        lines = [line for line in lines if not skipped.match(line)]
    title = re.sub(r"\s+", " ", " ".join(lines)).strip()
    first = text[:_TITLE_LENGTH].split("\n", maxsplit=1)[0]
    page = re.sub(r"^Federal Register\s*:+\s*", "", first).strip(" *#")
    return title or ("" if re.search(r"\bVol\b|\bVolume\b|^DEPARTMENT|^\[|^-", page) else page)


def _by_line(text: str) -> date | None:
    """Return the day that a page names below its title: "A Rule by … on 05/07/2031"."""
    found = re.search(
        r"\bA\s+(?:Proposed\s+)?(?:Rule|Notice)\s+by\s[^\d]{3,300}?on\s+(\d\d)/(\d\d)/(\d{4})",
        text[:5000],
    )
    return _iso(f"{found[3]}-{found[1]}-{found[2]}") if found else None


def _field(text: str, name: str) -> date | None:
    found = re.search(rf"(?m)^{name}:\s*\"?(\d{{4}}-\d\d-\d\d)", text[:3000])
    return _iso(found[1]) if found else None


_TABLE = re.compile(
    r"\n[^\w\n]{0,20}(?:[A-Z][\w .]{0,200}\n)?[^\w\n]{0,20}Supplement No\. \d+ to Part \d+\s*[—–-]"
)


def _instructions(text: str) -> list[str]:
    """Cut the amendments as printed into their items."""
    stop = _TABLE.search(text)
    body = re.sub(r"\s+", " ", text[: stop.start() if stop else len(text)])
    return re.split(r"(?<=[;:.”])\s+(?=(?:and\s+)?(?:[a-z]|[ivx]+|\d+)\.\s+[A-Z])", body)


def _section(text: str, start: int = 0) -> tuple[int, int]:
    """Return where the section on dates stands, or the sentence that tells of taking effect."""
    found = _DATES.search(text, start)
    if found:
        stop = _DATES_END.search(text, found.end(), found.end() + _DATES_LENGTH)
        length = len(text)
        return found.start(), stop.start() if stop else min(length, found.end() + _DATES_LENGTH)
    told = re.search(r"\b[Tt]his (?:\w+\s+){0,3}(?:rule|order|notice) is effective\b[^.]*\.", text)
    return told.span() if told else (0, 0)


def _parts(text: str) -> Iterator[str]:
    for found in _PART.finditer(text):
        for part in re.findall(r"\d{2,}", found["parts"]):
            yield f"{found['title']} CFR Part {part}"


def _inserted(text: str) -> date | None:
    """Take the day of publication from a citation of the document itself, its page left open."""
    found = _INSERTED.search(text)
    if found is None:
        return None
    if found["date"]:
        told = DATE.search(found["date"])
        return day_of(told) if told else None
    year = int(found["y"])
    try:
        return date(year + 2000 if year < 100 else year, int(found["m"]), int(found["d"]))  # noqa: PLR2004  (two digits of this century)
    except ValueError:
        return None


def _dashed(number: str) -> str:
    return re.sub(r"[\u2013\u2212]", "-", number)
