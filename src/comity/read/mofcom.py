# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Reads announcements of China's Ministry of Commerce, in Chinese and in English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from comity.read._time_rules import MONTHS
from comity.read.lexicon import either
from comity.read.notice import Code, Effect, Notice, missing
from comity.read.proposal import Span

_DAY_CN = r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
_DAY_EN = (
    rf"(?:(?P<month>{either(MONTHS)})\.?\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d{{4}})"
    rf"|(?P<day2>\d{{1,2}})\s+(?P<month2>{either(MONTHS)})\s+(?P<year2>\d{{4}}))"
)
_NUMBER_CN = re.compile(
    r"公告\s*[（(〔\[]?(?P<year>\d{4})[）)〕\]]?\s*年?\s*第\s*(?P<number>\d+)\s*号"
)
_NUMBER_EN = re.compile(
    r"(?:Announcement|Notice)\s+(?:\[?(?P<year>\d{4})\]?\s+)?No\.?\s*(?P<number>\d+)(?:\s*(?:of|,|/)?\s*\[?(?P<after>\d{4})\]?)?",
    re.IGNORECASE,
)
_LIST_CN = re.compile(
    r"公告\s*(?P<year>\d{4})\s*年\s*(?P<numbers>第\s*\d+\s*号(?:\s*[、和及，,]\s*(?:第\s*)?\d+\s*号)*)"
)
_HS = re.compile(r"(?<![\w.])(?P<code>\d{4}[ .]?\d{2}(?:[ .]?\d{2}){0,2})(?![\w])")
_HS_CONTEXT = re.compile(
    r"商品编号|编码|HS|commodity codes?|tariff codes?|customs (?:code|commodity)", re.IGNORECASE
)
_CONTROL = re.compile(r"(?<!\w)(?P<code>[0-9][A-E]\d{3}(?:\.[a-z](?:\.\d+)*)?)(?![\w])")
_UNTIL = (
    re.compile(rf"(?:至|到|截至)\s*{_DAY_CN}"),
    re.compile(rf"\b(?:until|through|to|till)\s+(?:and including\s+)?{_DAY_EN}", re.IGNORECASE),
)
_EFFECTIVE = (
    re.compile(rf"自\s*{_DAY_CN}\s*起"),
    re.compile(
        rf"(?:(?:take|takes|taking|come|comes|enter|enters)\s+(?:into\s+)?(?:effect|force)"
        r"|effective|implemented|in force)"
        rf"(?:\s+\w+){{0,3}}?\s+(?:on|from|as of)\s+{_DAY_EN}",
        re.IGNORECASE,
    ),
    re.compile(rf"(?:from|as of|starting(?: from)?|beginning)\s+{_DAY_EN}", re.IGNORECASE),
)
_AT_ONCE = re.compile(
    r"自(?:公布|发布|即)之?日起|自即日起"
    r"|from the date of (?:its )?(?:promulgation|publication|issuance|announcement)"
    r"|(?:on|upon) the (?:date|day) of (?:its )?(?:promulgation|publication|issuance)"
    r"|with immediate effect|effective immediately",
    re.IGNORECASE,
)
_ISSUED = re.compile(rf"(?:【?发文日期】?|发布日期|公布日期|【发布时间】)\s*[:：】]?\s*{_DAY_CN}")
_SUSPENDS = re.compile(r"暂停(?:实施|执行|施行)?|中止实施|suspend|suspension", re.IGNORECASE)
_STOPS = re.compile(
    r"(?:停止|终止|废止|取消)(?:实施|执行|上述|对|公告)?"
    r"|terminat|repeal|cease to (?:apply|implement)|abolish",
    re.IGNORECASE,
)
_EXTENDS = re.compile(r"继续(?:暂停|停止)|延长|extend", re.IGNORECASE)


def read(text: str, published: date | None) -> Notice:
    """Read an announcement: number, date, codes, effect, effective date, suspension until."""
    chinese = bool(re.search(r"[\u4e00-\u9fff]{4}", text))
    number, place = _number(text, chinese=chinese)
    issued = _issued(text, chinese=chinese) or published
    quotes: dict[str, Span] = {"number": place} if place else {}
    effective = _effective(text, issued, quotes)
    until = _until(text, quotes)
    effect = _effect(text)
    codes = tuple(dict.fromkeys(_codes(text)))
    issuer = _issuer(text)
    citation = f"{issuer} Announcement No. {number[1]} of {number[0]}" if number else None
    concerns = tuple(
        each
        for each in dict.fromkeys(_concerns(text))
        if number is None or each != f"{number[1]}/{number[0]}"
    )
    return Notice(
        gazette="mofcom",
        text=text,
        number=f"{number[1]}/{number[0]}" if number else None,
        citation=citation,
        issuer=issuer,
        title=_title(text),
        published=issued,
        effective=effective,
        until=until,
        effect=effect,
        concerns=concerns,
        codes=codes,
        quotes=quotes,
        missing=missing(
            number=number,
            date=issued,
            effective_date=effective,
            codes=codes or concerns,
            **({"suspension_until": until} if effect in {"suspend", "extend"} else {}),
        ),
    )


def _number(text: str, *, chinese: bool) -> tuple[tuple[str, str] | None, Span | None]:
    for pattern in (_NUMBER_CN, _NUMBER_EN) if chinese else (_NUMBER_EN,):
        for found in pattern.finditer(text):
            year = found["year"] or found.groupdict().get("after")
            if year:
                span = Span(start=found.start(), end=found.end(), text=found.group())
                return (year, found["number"]), span
    return None, None


def _day(found: re.Match[str]) -> date | None:
    told = found.groupdict()
    month = told["month"] or told.get("month2") or ""
    number = int(month) if month.isdigit() else int(MONTHS.get(month.casefold(), "0"))
    try:
        return date(int(told["year"] or told["year2"]), number, int(told["day"] or told["day2"]))
    except (ValueError, TypeError):
        return None


def _issued(text: str, *, chinese: bool) -> date | None:
    """Take the day of issue from its field, else from under the signature, the last line's date."""
    marked = _ISSUED.search(text)
    if marked:
        return _day(marked)
    pattern = re.compile(_DAY_CN if chinese else _DAY_EN, re.IGNORECASE)
    alone = [
        day
        for line in text.splitlines()
        if (found := pattern.fullmatch(line.strip(" ()（）\u3000\t.。"))) and (day := _day(found))
    ]
    if alone:
        return alone[-1]
    tail = list(pattern.finditer(text[-120:]))
    return _day(tail[-1]) if tail else None


def _effective(text: str, issued: date | None, quotes: dict[str, Span]) -> date | None:
    once = _AT_ONCE.search(text)
    for pattern in _EFFECTIVE:
        dated = [found for found in pattern.finditer(text) if _day(found)]
        if dated:
            quotes["effective"] = _span(dated[-1])
            return _day(dated[-1])
    if once is not None and issued is not None:
        quotes["effective"] = _span(once)
        return issued
    return None


def _until(text: str, quotes: dict[str, Span]) -> date | None:
    for pattern in _UNTIL:
        for found in pattern.finditer(text):
            day = _day(found)
            if day:
                quotes["until"] = _span(found)
                return day
    return None


def _span(found: re.Match[str]) -> Span:
    return Span(start=found.start(), end=found.end(), text=found.group())


def _effect(text: str) -> Effect:
    if _EXTENDS.search(text) and _SUSPENDS.search(text):
        return "extend"
    if _SUSPENDS.search(text):
        return "suspend"
    if _STOPS.search(text) and not re.search(
        r"不得出口|shall not be exported|without (?:a )?(?:permission|licen)", text
    ):
        return "lift"
    return "impose"


def _issuer(text: str) -> str:
    head = text[:2000]
    customs = re.search(r"海关总署|General Administration of Customs|GAC\b", head)
    return "MOFCOM and GAC" if customs else "MOFCOM"


def _title(text: str) -> str | None:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[0] if lines else None


def _concerns(text: str) -> Iterator[str]:
    """Yield the other announcements named: "2025年第55号、56号", "Nos. 55 and 56 of 2025"."""
    for found in _LIST_CN.finditer(text):
        for number in re.findall(r"\d+", found["numbers"]):
            yield f"{number}/{found['year']}"
    several = re.compile(
        r"(?:Announcements?|Notices?)\s+Nos?\.?\s*(?P<numbers>\d+(?:\s*(?:,|and|&|,\s*and)\s*(?:Nos?\.?\s*)?\d+)*)\s*(?:of|,)\s*(?P<year>\d{4})",
        re.IGNORECASE,
    )
    for found in several.finditer(text):
        for number in re.findall(r"\d+", found["numbers"]):
            yield f"{number}/{found['year']}"


def _codes(text: str) -> Iterator[Code]:
    for found in _CONTROL.finditer(text):
        yield Code(scheme="cn", code=found["code"], span=_span(found))
    for found in _HS.finditer(text):
        digits = re.sub(r"\D", "", found["code"])
        near = text[max(0, found.start() - 120) : found.start()]
        if (
            len(digits) in {6, 8, 10}
            and _HS_CONTEXT.search(near)
            and not re.match(r"(?:19|20)\d\d[01]\d", digits)
        ):
            yield Code(scheme="hs", code=digits, span=_span(found))
