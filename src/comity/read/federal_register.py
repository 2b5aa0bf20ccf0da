"""Reads Federal Register documents: the API's JSON, and the full text as XML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Literal, cast

from comity.errors import MissingExtraError, ReadError
from comity.read._time_rules import MONTHS
from comity.read.lexicon import either
from comity.read.notice import Code, Effect, Listing, Notice, missing
from comity.read.proposal import Span

if TYPE_CHECKING:
    from lxml.etree import _Element

#: Volume 90 is the year 2025.
_VOLUME_YEAR = 1935
_DATE = re.compile(
    rf"\b(?P<month>{either(m for m in MONTHS)})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_EFFECTIVE = re.compile(r"\beffective\b|\bcompliance\b", re.IGNORECASE)
_CODE = re.compile(r"(?<![\w.])(?P<code>[0-9][A-E]\d{3}(?:\.[a-z](?:\.\d+(?:\.[a-z])*)*)?)(?![\w])")
_OPS = (("remov", "remove"), ("revis", "revise"), ("add", "add"))
_COUNTRY = re.compile(
    r"\b[Uu]nder\s+(?:the\s+(?:heading|destination)\s+(?:of|for)\s+)?[“\"]?"
    r"(?P<country>[A-Z][A-Z',\u2019 ]{3,60}?)[”\"]?"
    r"(?=,?\s+by|,?\s+(?:add|remov|revis)|[,:;])"
)
_QUOTED = re.compile(r"[“\"](?P<name>[^”\"]{3,200}?)[;,.]?[”\"]")


def read(text: str, published: date | None) -> Notice:
    """Read a Federal Register document, whichever of its two forms."""
    if text.lstrip().startswith(("{", "[")):
        return _of_json(text, published)
    return _of_xml(text, published)


def _of_json(text: str, published: date | None) -> Notice:
    try:
        told = json.loads(text)
    except ValueError as error:
        message = f"broken JSON of a Federal Register document: {error}"
        raise ReadError(message) from error
    if isinstance(told, list) or "results" in told:
        found = told if isinstance(told, list) else told["results"]
        told = found[0] if found else {}
    dates = str(told.get("dates") or "")
    effective = _iso(told.get("effective_on")) or _effective(dates)
    day = _iso(told.get("publication_date")) or published
    parts = tuple(
        f"{each.get('title')} CFR Part {each.get('part')}"
        for each in cast("list[dict[str, object]]", told.get("cfr_references") or [])
        if each.get("part")
    )
    body = " ".join(str(told.get(name) or "") for name in ("title", "abstract", "action", "dates"))
    number = str(told["document_number"]) if told.get("document_number") else None
    citation = str(told.get("citation") or "") or None
    agencies = [str(a.get("name") or a.get("raw_name") or "") for a in told.get("agencies") or []]
    return Notice(
        gazette="federal_register",
        text=body,
        number=number,
        citation=citation,
        title=str(told.get("title") or "") or None,
        issuer="; ".join(filter(None, agencies)) or None,
        published=day,
        effective=effective,
        effect=_effect(body),
        amends=parts,
        codes=tuple(_codes(body)),
        missing=(
            *missing(
                number=number,
                citation=citation,
                publication_date=day,
                effective_date=effective,
                amended_parts=parts,
            ),
            "list changes: not in the metadata, read the full text",
        ),
    )


def _of_xml(text: str, published: date | None) -> Notice:
    try:
        from lxml import etree
    except ImportError as error:
        extra = "read"
        raise MissingExtraError(extra, "reading a Federal Register document") from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    root = etree.fromstring(text.encode("utf-8"), parser)
    if root is None:
        message = "broken XML of a Federal Register document"
        raise ReadError(message)
    whole = _words(root)
    dates = " ".join(_words(each) for each in root.iter("EFFDATE", "DATES"))
    effective = _effective(dates)
    document = _words(next(root.iter("FRDOC"), None))
    number = re.search(r"FR\s+Doc\.?\s+(?:No\.?\s*)?([\w\u2013-]*\d+[\w\u2013-]*)", document)
    day = published or _published(root) or _filed(document)
    parts = tuple(dict.fromkeys(_parts(root)))
    citation = _citation(root, day)
    listings = tuple(_listings(root))
    title = _words(next(root.iter("SUBJECT"), None)) or None
    told = number[1].replace("\u2013", "-") if number else None
    return Notice(
        gazette="federal_register",
        text=whole,
        number=told,
        citation=citation,
        title=title,
        issuer="; ".join(dict.fromkeys(_words(a).title() for a in root.iter("AGENCY"))) or None,
        published=day,
        effective=effective,
        effect=_effect(f"{title} {_words(next(root.iter('ACT'), None))}"),
        amends=parts,
        codes=tuple(_codes(whole)),
        listings=listings,
        missing=missing(
            number=told,
            citation=citation,
            publication_date=day,
            effective_date=effective,
            amended_parts=parts,
        ),
    )


def _words(element: _Element | None) -> str:
    if element is None:
        return ""
    return re.sub(r"\s+", " ", "".join(cast("Iterator[str]", element.itertext()))).strip()


def _iso(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date | None:
    month = int(MONTHS[found["month"].casefold()])
    try:
        return date(int(found["year"]), month, int(found["day"]))
    except ValueError:
        return None


def _effective(text: str) -> date | None:
    """Read the first date told after "effective", else the only date there is."""
    mark = _EFFECTIVE.search(text)
    after = list(_DATE.finditer(text, mark.end() if mark else 0)) or list(_DATE.finditer(text))
    return _day(after[0]) if after else None


def _filed(document: str) -> date | None:
    """Take nothing from the day of filing: it is not that of publication."""
    del document
    return None


def _published(root: _Element) -> date | None:
    for tag in ("DATE", "PUBDATE"):
        for each in root.iter(tag):
            found = _DATE.search(_words(each))
            if found:
                return _day(found)
    return None


def _citation(root: _Element, day: date | None) -> str | None:
    page = next((str(each.get("P")) for each in root.iter("PRTPAGE") if each.get("P")), None)
    volume = _words(next(root.iter("VOL"), None))
    if not volume and day is not None:
        volume = str(day.year - _VOLUME_YEAR)
    return f"{volume} FR {page}" if page and volume else None


def _parts(root: _Element) -> Iterator[str]:
    for each in root.iter("REGTEXT"):
        if each.get("TITLE") and each.get("PART"):
            yield f"{each.get('TITLE')} CFR Part {each.get('PART')}"
    for each in root.iter("CFR"):
        text = _words(each)
        title = re.match(r"(\d+) CFR", text)
        for part in re.findall(r"\d+", text[title.end() :]) if title else ():
            yield f"{title[1]} CFR Part {part}" if title else part


def _effect(text: str) -> Effect:
    low = text.casefold()
    if re.search(r"\b(?:suspen|stay)", low):
        return "suspend"
    if re.search(r"\b(?:extension|extend)", low):
        return "extend"
    if re.search(r"\b(?:rescission|rescind|withdraw)", low):
        return "lift"
    if re.search(r"\b(?:additions?|imposition|implementation|new controls)\b", low):
        return "impose"
    return "amend"


def _codes(text: str) -> Iterator[Code]:
    for found in _CODE.finditer(text):
        span = Span(start=found.start(), end=found.end(), text=found.group())
        yield Code(scheme="eccn", code=found["code"], span=span)


def _listings(root: _Element) -> Iterator[Listing]:
    """Read additions to, removals from and revisions of the Entity List."""
    rows = {_name(cells[1]): cells for cells in _table_rows(root) if len(cells) > 1}
    for regtext in root.iter("REGTEXT"):
        for country, op, name in _instructions(regtext):
            cells = rows.get(name) or next(
                (
                    each
                    for known, each in rows.items()
                    if known.startswith(name) or name.startswith(known)
                ),
                None,
            )
            yield _entry(op, name, country, cells)


def _instructions(regtext: _Element) -> Iterator[tuple[str | None, str, str]]:
    country: str | None = None
    op = "add"
    active = False
    for paragraph in regtext.iter("AMDPAR", "P"):
        text = _words(paragraph)
        active = active or bool(re.search(r"Supplement No\. ?[467] to [Pp]art 744", text))
        if not active:
            continue
        for clause in re.split(
            r"(?<=[;:.])\s+(?=(?:and\s+)?[a-z]\.\s|(?:and\s+)?[ivx]+\.\s|\([a-z0-9]+\)\s|[a-z]\.\s)",
            text,
        ):
            named = _COUNTRY.search(clause)
            country = named["country"].strip(" ,").title() if named else country
            for part in re.split(
                r"(?=\b(?:adding|removing|revising|Add |Remove |Revise ))", clause
            ):
                low = part[:30].casefold()
                op = next((each for stem, each in _OPS if stem in low), op)
                for quoted in _QUOTED.finditer(part):
                    if not quoted["name"].isupper():
                        yield country, op, _name(quoted["name"])


def _table_rows(root: _Element) -> Iterator[list[str]]:
    for row in root.iter("ROW"):
        cells = [_words(each) for each in row.iter("ENT")]
        if len(cells) > 1 and cells[1] and not re.fullmatch(r"[*\s]+", cells[1]):
            yield cells


def _name(cell: str) -> str:
    """Return a party's name without its aliases and address."""
    return re.split(r",?\s+(?:a\.k\.a\.|f\.k\.a\.|\(a\.k\.a\.)|,\s+\d|;\s", cell)[0].strip(
        ' ,.;\u201c\u201d"'
    )


def _entry(op: str, name: str, country: str | None, cells: list[str] | None) -> Listing:
    aliases: tuple[str, ...] = ()
    if cells:
        found = re.search(r"alias(?:es)?:?\s*(.*?)(?:\.\s+[A-Z0-9]|$)", cells[1])
        told = re.split(r"\s*[\u2014-]{1,2}\s*|;\s+(?:and\s+)?", found[1]) if found else []
        aliases = tuple(filter(None, (each.strip(" ,.;\u2014") for each in told)))
    return Listing(
        list="entity-list",
        op=cast("Literal['add', 'remove', 'revise']", op),
        party=name,
        country=country,
        aliases=aliases,
        license_requirement=next(iter((cells or [])[2:3]), None),
        review_policy=next(iter((cells or [])[3:4]), None),
    )
