# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Finds the numbers in an announcement of China: its own, and those of announcements it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from comity.read.lexicon import either, table
from comity.read.notices import mofcom_text as cn
from comity.read.proposal import Span

_NUMBER_CN = re.compile(
    rf"(?:公\s*告|令)\s*[（(〔\[【﹝]?\s*(?P<year>\d{{4}}|[〇○O零一二三四五六七八九]{{4}})"
    rf"\s*[）)〕\]】﹞]?\s*年?\s*第?\s*(?P<number>{cn.NUMBER})\s*号"
)
#: The same with the word behind: "2024年第40号公告".
_NUMBER_BEFORE_CN = re.compile(
    rf"(?P<year>\d{{4}})\s*年\s*第\s*(?P<number>{cn.NUMBER})\s*号\s*(?:公\s*告|令)"
)
#: The issuers between the word and the number, as in "Announcement of the Ministry of … No. 46".
_BY = r"(?:\s+of\s+(?:the\s+)?(?:(?!\bNo\b)[\w’', &-]){3,200}?)?"
_NUMBER_EN = re.compile(
    rf"(?:(?:Announcement|Notice|Bulletin|Decree|Decision|Order|MOFCOM){_BY}\s*[,(]?\s*|(?m:^)[^\w\n]{{0,20}}(?=[\[(〔]\d{{4}}))"
    r"(?:[\[(〔]?(?P<year>\d{4})[\])〕]?,?\s*)?"
    r"(?:No\.?|Number|#)\s*(?P<number>\d+)"
    rf"(?:{_BY}?\s*(?:of|,|/|in|No\.?)?\s*(?:the\s+year\s+)?[\[(〔]?(?P<after>\d{{4}})[\])〕]?)?",
    re.IGNORECASE,
)
_NUMBER_SHORT_EN = re.compile(
    r"\b(?:Announcement|Notice)\s+(?P<number>\d{1,3})\s+of\s+(?P<year>\d{4})\b", re.IGNORECASE
)
#: The same with the year in front: "Announcement 2024/40".
_NUMBER_YEAR_EN = re.compile(
    r"\b(?:Announcement|Notice)\s+(?:No\.?\s*)?(?P<year>\d{4})\s?[/-]\s?(?P<number>\d{1,3})\b",
    re.IGNORECASE,
)
#: The number of a letter, behind its issuer at the end of a line.
_NUMBER_LETTER_CN = re.compile(
    rf"(?<=[\u4e00-\u9fff])\s*[〔\[](?P<year>\d{{4}})[〕\]]\s*第?\s*(?P<number>{cn.NUMBER})\s*号"
    r"(?=[^\S\n]*(?:\n|$))"
)
_CHINESE = (_NUMBER_CN, _NUMBER_BEFORE_CN, _NUMBER_LETTER_CN)
_ENGLISH = (_NUMBER_EN, _NUMBER_SHORT_EN, _NUMBER_YEAR_EN)
#: What a field of the number holds where it says no more.
_NUMBER_BARE = re.compile(rf"\s*(?P<year>\d{{4}})\s*年?\s*第\s*(?P<number>{cn.NUMBER})\s*号")
_NUMBER_FIELD = re.compile(
    r"(?:(?:发布|发文)?文\s*号|发文字号)】?\s*[:：]?|(?:Issuing|Document|Release)\s+(?:Document\s+)?Number\]?\s*:?"
)
_SERIES_CN = re.compile(
    rf"公\s*告\s*[（(〔\[]?(?P<year>\d{{4}})[）)〕\]]?\s*年?\s*(?P<numbers>第?\s*{cn.NUMBER}\s*号?"
    rf"(?:\s*(?:[、和及与，,]|以及)\s*第?\s*{cn.NUMBER}\s*号)*(?:\s*[、和及与]\s*\d+)*\s*号?)"
    rf"|(?P<year2>\d{{4}})\s*年[^。；\n]{{0,40}}?(?P<numbers2>第\s*{cn.NUMBER}\s*号?(?:\s*[、和及与]\s*第?\s*{cn.NUMBER}\s*号?)*)"
    rf"\s*公\s*告"
    rf"|工作机制\s*[（(〔\[](?P<year3>\d{{4}})[）)〕\]]\s*(?P<numbers3>第?\s*{cn.NUMBER}\s*号)"
)
_YEARS = ("year", "year2", "year3", "before")
_NUMBERS = ("numbers", "numbers2", "numbers3")
_SERIES_EN = re.compile(
    rf"(?:Announcements?|Notices?){_BY}\s+(?:\[?(?P<before>\d{{4}})\]?\s+)?(?:Nos?\.?|Numbers?)\s*"
    r"(?P<numbers>\d+(?:\s*(?:,\s*and|,|and|&)\s*(?:Nos?\.?\s*)?\d{1,3}\b(?!\s*\]))*)"
    r"(?:\s*(?:of|,|/)?\s*\[?(?P<year>\d{4})\]?)?",
    re.IGNORECASE,
)
_MECHANISM = re.compile(
    r"不可靠实体清单工作机制|Unreliable Entity List (?:Working )?Mechanism", re.IGNORECASE
)
#: An organ of state by its last letter; what leads to one in a sentence is none.
_ORGAN = re.compile(r"(?!根?据|按照|依照|[和与及见经由])[\u4e00-\u9fff]{2,14}[部局署委会院办行]")
#: How far a title is looked for, and how far the head of an English announcement reaches.
_FRONT = 3_000
HEAD = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The announcement's own number, with where it stands and the words before it."""

    year: int
    number: int
    before: str
    span: Span

    @property
    def key(self) -> str:
        """Return the number as it is cited: 18/2025."""
        return f"{self.number}/{self.year}"


def is_titled(flat: str) -> bool:
    """True where a title or a line of its own carries a number in Chinese."""
    return any(
        _is_heading(flat[flat.rfind("\n", 0, found.start()) + 1 : found.start()])
        for pattern in _CHINESE
        for found in pattern.finditer(flat, 0, _FRONT)
    )


def is_numbered(head: str) -> bool:
    """True where the head of an English text names a number."""
    return any(pattern.search(head) for pattern in _ENGLISH)


def own_number(flat: str, text: str, *, chinese: bool) -> Own | None:
    """Find the announcement's own number: in its field, else where a title begins with it."""
    field = _NUMBER_FIELD.search(flat)
    if field and (bare := _NUMBER_BARE.match(flat, field.end())):
        return _own(bare, text, flat[flat.rfind("\n", 0, field.start()) + 1 : bare.start()])
    found = _told_number(flat, text, field.end(), chinese=chinese, near=80) if field else None
    return found or _told_number(flat, text, 0, chinese=chinese, near=None)


def _told_number(
    flat: str, text: str, start: int, *, chinese: bool, near: int | None
) -> Own | None:
    for pattern in _CHINESE + _ENGLISH if chinese else _ENGLISH + _CHINESE:
        for found in pattern.finditer(flat, start):
            year = found["year"] or found.groupdict().get("after")
            at = found.start()
            line = flat.rfind("\n", 0, at) + 1
            before = flat[max(line, start) : at]
            if not year or (near and found.start() > start + near):
                continue
            is_chinese = pattern in _CHINESE
            if not near and not (_is_heading(before) if is_chinese else at < HEAD):
                continue
            if not before.strip():
                before = flat[flat.rfind("\n", 0, max(line - 1, 0)) + 1 : at]
            if not is_chinese:
                rest = flat[found.end() : found.end() + 120].split("\n", maxsplit=1)[0]
                before = f"{before} {found.group()} {rest}"
            return _own(found, text, before)
    return None


def _own(found: re.Match[str], text: str, before: str) -> Own:
    year = found["year"] or found.groupdict().get("after") or ""
    return Own(
        year=cn.number_of(year),
        number=cn.number_of(found["number"]),
        before=before,
        span=Span.of(text, *found.span()),
    )


def _is_heading(before: str) -> bool:
    """True where nothing but issuers stands before a number on its line, or in the brackets."""
    bracketed = re.search(r"(?:公\s*告|通知|决定)\s*[（(〔【\[]([^）)〕】\]]*)$", before)
    before = bracketed[1] if bracketed else re.sub(cn.DAY, " ", before)
    names = [row["phrase"] for row in table("issuers")]
    left = re.sub(rf"{either(names)}|中华人民共和国|国家", " ", before)
    return all(_ORGAN.fullmatch(word) for word in re.split(r"[\W_]+", left) if word)


def others(flat: str, own: Own | None) -> tuple[str, ...]:
    """Return the numbers of the announcements named beside the own one."""
    cited = ""
    if own:
        cited = f"UEL {own.key}" if _MECHANISM.search(own.before) else own.key
    return tuple(one for one in dict.fromkeys(_named(flat)) if one != cited)


def _named(flat: str) -> Iterator[str]:
    """Yield the announcements named: "2025年第55号、56号", "Nos. 55 and 56 of 2025"."""
    for pattern in (_SERIES_CN, _SERIES_EN):
        for found in pattern.finditer(flat):
            told = found.groupdict()
            year = next((told[name] for name in _YEARS if told.get(name)), None)
            if not year:
                continue
            near = flat[
                max(0, found.start() - 30) : found.start("year3")
                if told.get("year3")
                else found.start()
            ]
            mark = "UEL " if _MECHANISM.search(near) else ""
            numbers = next(told[name] for name in _NUMBERS if told.get(name))
            for number in re.findall(cn.NUMBER, numbers):
                yield f"{mark}{cn.number_of(number)}/{cn.number_of(year)}"
