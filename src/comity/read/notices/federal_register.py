"""Reads Federal Register documents: the API's JSON, the full text as XML, and plain text.

Whatever the form, a document becomes lines of text and the steps of its amendments; the facts are
then found in the lines, so that a quote stands where its span says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from comity.errors import ReadError
from comity.read.notices.codes import CONTROL, control_codes, tariff_codes
from comity.read.notices.dates import LENGTH, Dated, counted_from, dates_in
from comity.read.notices.entity_list import read_listings
from comity.read.notices.federal_json import open_json
from comity.read.notices.federal_paper import Paper
from comity.read.notices.federal_text import open_text
from comity.read.notices.federal_xml import open_xml
from comity.read.notices.notice import (
    Code,
    Effect,
    Listing,
    Notice,
    Phase,
    ending,
    is_markup,
    missing,
)
from comity.read.proposal import Span

_CODE = re.compile(rf"(?<![\w.§])(?P<code>{CONTROL})(?![A-Za-z0-9])")
_CHANGES = re.compile(
    r"\b(?:adding|revising|removing|amending)\s+(?:new\s+)?(?:the\s+)?(?:entr\w+\s+for\s+)?"
    r"(?:Export Control Classification Numbers?\s+)?(?:\(?ECCNs?\)?\s+)[^.;]{0,200}"
    r"|\bECCNs?\s+[^.;]{0,200}?\s(?:is|are)\s+(?:amended|revised|added|removed)\b",
    re.IGNORECASE,
)
_HTS = re.compile(r"(?<![\w.,$])\d{4}\.\d{2}(?:\.\d{2}(?:\.\d{2}|\d{2})?)?(?![\w]|\.\d)")
_HTS_CONTEXT = re.compile(r"\bHTS|Harmonized\s+(?:Tariff|System)|Schedule\s+B", re.IGNORECASE)
_UPON = re.compile(
    r"(?:effective|effect)\b[^.]{0,60}(?:upon|on|as of)\s+(?:the\s+date\s+of\s+)?(?:its\s+)?"
    r"publication"
    r"|\beffective\s+immediately|\[insert\s+date\s+of\s+publication",
    re.IGNORECASE,
)
_LASTS = re.compile(
    rf"\bremains?\s+in\s+effect\s+for\s+(?:a\s+period\s+of\s+)?{LENGTH}", re.IGNORECASE
)
_PUT_OFF = re.compile(
    r"\beffective\s+date\b[^.]*\b(?:is|are)\s+(?:\w+\s+)?(?:delayed|postponed|deferred)\b"
)
_AFTER = re.compile(
    r"\[insert\s+date\s+(?P<days>\d+)\s+days?\s+after|(?P<days2>\d+)\s+days\s+after\s+(?:the\s+date\s+of\s+)?publication",
    re.IGNORECASE,
)

#: How far a summary reaches.
_SUMMARY = 4_000


def read(text: str, published: date | None) -> list[Notice]:
    """Read the documents of a text, whichever of its forms it has."""
    if not is_markup(text):
        papers = [open_text(text)]
    elif text.lstrip("\ufeff \r\n\t").startswith("<"):
        papers = open_xml(text, published)
    else:
        papers = open_json(text)
    told = [one for one in papers if one.number or one.title or one.action or not is_markup(text)]
    if not told:
        faults = "; ".join(papers[0].partial) if papers else ""
        message = f"it holds no rule, notice or order of the Federal Register {faults}".strip()
        raise ReadError(message)
    return [_notice(paper, published) for paper in told]


def _notice(paper: Paper, published: date | None) -> Notice:
    day = published or paper.published
    dated = list(dates_in(paper.text, *paper.dates)) if paper.dates[1] else []
    effective, until, phases = _times(paper, dated, day)
    listings, faults = read_listings(paper.steps)
    named = _effect(paper, listings, dated)
    codes = tuple(_codes(paper.text, _changed(paper)))
    citation = paper.citation
    quotes = _quotes(paper, dated, effective)
    return Notice(
        gazette="federal_register",
        text=paper.text,
        number=paper.number or None,
        citation=citation or None,
        title=paper.title or None,
        issuer=paper.issuer or None,
        published=day,
        effective=effective,
        until=until,
        phases=phases,
        effect=named,
        amends=paper.parts,
        concerns=_concerns(paper, named, citation),
        codes=codes,
        listings=tuple(listings),
        quotes=quotes,
        partial=paper.partial,
        missing=(
            *missing(
                number=paper.number,
                citation=citation,
                publication_date=day,
                **({} if named == "propose" else {"effective_date": effective}),
                effect=named,
                **ending(named, until),
                amended_parts=paper.parts,
            ),
            *(paper.lacks or faults),
        ),
    )


def _times(
    paper: Paper, dated: Sequence[Dated], day: date | None
) -> tuple[date | None, date | None, tuple[Phase, ...]]:
    """Return the effective day, the day it runs until, and the days told for parts."""
    own = [one for one in dated if one.role in {"effective", "compliance", "until"}]
    first = next((one for one in own if one.role == "effective"), None)
    effective = paper.effective or (first.day if first else None)
    section = paper.text[slice(*paper.dates)]
    if effective is None:
        effective = _counted(section, paper.signed or day)
    later = own[own.index(first) + 1 :] if first else own
    until = None
    if later and later[0].role == "until":
        until = later[0].day
    elif effective and (lasts := _LASTS.search(section)):
        until = counted_from(effective, lasts)
    phases = tuple(
        Phase(day=one.day, kind=one.role, what=one.lead, span=one.span)
        for one in own
        if one is not first and not (one.role == "until" and one.day == until)
    )
    return effective, until, phases


def _concerns(paper: Paper, effect: Effect | None, own: str) -> tuple[str, ...]:
    """Return the rules, by volume and page, that the title and the section on dates speak of."""
    if effect in {None, "impose", "propose", "amend"}:
        return ()
    mended = _CORRECTED.search(paper.text[:_SUMMARY]) if effect == "correct" else None
    told = f"{paper.title} {mended.group() if mended else ''} {paper.text[slice(*paper.dates)]}"
    cited = [re.sub(r"\s+", " ", one) for one in re.findall(r"\b\d+\s+FR\s+\d+\b", told)]
    return tuple(one for one in dict.fromkeys(cited) if one != own)


def _counted(section: str, day: date | None) -> date | None:
    """Work out a day told by that of publication."""
    if day is None:
        return None
    after = _AFTER.search(section)
    if after:
        return day + timedelta(days=int(after["days"] or after["days2"]))
    return day if _UPON.search(section) else None


def _quotes(paper: Paper, dated: Sequence[Dated], effective: date | None) -> Mapping[str, Span]:
    quotes: dict[str, Span] = {}
    told = next((one.span for one in dated if one.day == effective), None)
    if told:
        quotes["effective"] = told
    for name in ("number", "citation", "title"):
        value = str(getattr(paper, name))
        at = paper.text.find(value) if value else -1
        if at >= 0:
            quotes[name] = Span.of(paper.text, at, at + len(value))
    return quotes


_EXTENDS = (
    r"^(?!.*\bcomment)"
    r".*\b(?:extensions?|extend(?:s|ing)?|renewal of|renewing|continuation of)\b"
)
#: Words for an end, and what makes it a burden: the end of what eases.
_ENDS = r"rescission|rescind\w*|withdraw\w*|revocation|revok\w+|terminat\w+|vacat\w+|cancel\w*"
_EASES = r"authoriz\w+|licens\w+\s+exceptions?|general\s+licens|validated|exemptions?|exclusions?"
#: What a title or action says, in the order in which it decides.
_SAYS: tuple[tuple[str, Effect], ...] = (
    (r"(?:delay|postpone)\w*\s+(?:of|in)\s+(?:the\s+)?(?:effective|compliance|implement)", "delay"),
    (r"\b(?:suspen\w+|stay(?:s|ed|ing)?|temporar\w+ paus\w+)\b", "suspend"),
    (r"\bcorrect(?:ion|ions|ing|ed)\b", "correct"),
    (_EXTENDS, "extend"),
    (r"\b(?:reinstat|resum)\w+", "resume"),
    (rf"\b(?:{_ENDS}|remov\w+)\b[^;]*\b(?:{_EASES})", "impose"),
    (rf"\b(?:{_ENDS})\b", "lift"),
)
_REMOVES = re.compile(
    r"\bremov\w+\b[^;]*\b(?:list|entit\w+|entr\w+|persons?|parties|controls?|requirements?)\b"
)
_ADDS = (
    r"\b(?:additions?|adding|impos\w+|implement\w+|expansion|expand\w*|new\s+\w+\s*controls?"
    r"|establish\w*|denying|denial\s+of|debar\w+|designations?|blocking\s+of|sanctions\s+actions?"
    r"|actions?\s+affecting\s+export\s+privileges|affirmative\b.*\bdeterminations?"
    r"|dut(?:y|ies)\s+orders?)\b|^framework\s+for\b"
)
#: What the summary says it amends its rules by, where the title tells nothing.
_BY = re.compile(
    r"\bby\s+(?P<act>add|remov)ing\b[^.]{0,120}\b(?:entit\w+|persons?|part(?:y|ies)|addresses)\b"
)
#: What a correction says it corrects.
_CORRECTED = re.compile(r"\bcorrect(?:s|ing)?\b[^.]{0,300}?\(\d+\s+FR\s+\d+", re.IGNORECASE)
#: What alone shows that a document changes rules.
_RULES = re.compile(
    r"\brules?\b|\b(?:amend|revis|updat|clarif|modif|technical\s+amend|reform|consolidat|harmoni)\w*"
    r"|\bpublication of\b"
)
_AMENDS = re.compile(r"\bamend(?:s|ing)\s+(?:the|its)\s+[A-Z]")


def _effect(paper: Paper, listings: Sequence[Listing], dated: Sequence[Dated]) -> Effect | None:
    """Tell what a document does, by its action, its title, and what it does to lists."""
    told = f"{paper.title} {paper.action}".casefold()
    if paper.is_proposed or re.search(r"proposed rule|notice of inquiry", paper.action.casefold()):
        return None if "withdraw" in paper.action.casefold() else "propose"
    if re.search(r"(?:extension|reopening) of (?:the )?comment period", paper.action.casefold()):
        return None
    if any(one.is_delay for one in dated) or _PUT_OFF.search(paper.text[slice(*paper.dates)]):
        return "delay"
    said = next((effect for words, effect in _SAYS if re.search(words, told)), None)
    return said or _done(paper, {one.op for one in listings}, told)


def _done(paper: Paper, ops: AbstractSet[str], told: str) -> Effect | None:
    """Tell what a document does to lists and rules, where its title doesn't say in one word."""
    title, summary = paper.title.casefold(), paper.text[:_SUMMARY]
    by = _BY.search(summary.casefold())
    if "add" in ops or re.search(_ADDS, title):
        return "impose"
    if ops == {"remove"} or (not ops and _REMOVES.search(title)):
        return "lift"
    if by:
        return "impose" if by["act"] == "add" else "lift"
    is_rule = paper.parts or _RULES.search(told) or _AMENDS.search(summary)
    return "amend" if is_rule else None


def _changed(paper: Paper) -> frozenset[str]:
    """Return the entries of the Commerce Control List that the amendments change."""
    told = " ".join(step for step in paper.steps if isinstance(step, str))
    told += " ".join(found.group() for found in _CHANGES.finditer(paper.text))
    return frozenset(found["code"] for found in _CODE.finditer(told))


def _codes(text: str, changed: frozenset[str]) -> Iterator[Code]:
    """Yield the codes named; those that the rule changes are marked."""
    yield from control_codes(text, _CODE.finditer(text), "eccn", changed)
    if _HTS_CONTEXT.search(text):
        places = (found.span() for found in _HTS.finditer(text))
        yield from tariff_codes(text, places, is_changed=False)
