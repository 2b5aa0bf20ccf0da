# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Reads announcements of China's Ministry of Commerce, in Chinese and in English.

The number is the announcement's own: that of its field or title, not of those it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from comity.read.lexicon import either, table
from comity.read.notices import mofcom_text as cn
from comity.read.notices.dates import DATE, DAY, calendar_day
from comity.read.notices.dates import day_of as english_day
from comity.read.notices.mofcom_effect import effect_of, phases_of, until_of
from comity.read.notices.mofcom_list import codes_in, parties_in
from comity.read.notices.notice import Notice, ending, missing
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
_ISSUED_CN = re.compile(
    rf"(?:发文日期|发布日期|公布日期|发布时间|成文日期)】?\s*[:：]?\s*(?:{cn.DAY}|(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}))"
)
_ISSUED_EN = re.compile(
    rf"(?:(?:Issuing|Issue|Publication|Release)\s+(?:Date|Time)|Date\s+of\s+(?:issu\w+|publication))"
    rf"\]?\s*[:：]?\s*{DAY}",
    re.IGNORECASE,
)
_TOLD_EN = re.compile(
    rf"\bOn\s+{DAY},?\s[^.\n]{{3,300}}?\b(?:issued|released|published|promulgated)\b", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"(?:商务部|海关总署|工作机制|代章|Commerce|Customs|Mechanism|MOFCOM|China)[^\w\n]{0,20}$",
    re.IGNORECASE,
)
_STAMP = re.compile(r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?:\s+\d\d:\d\d|[^\S\n]*(?:\n|$))")
#: An organ of state by its last letter; what leads to one in a sentence is none.
_ORGAN = re.compile(r"(?!根?据|按照|依照|[和与及见经由])[\u4e00-\u9fff]{2,14}[部局署委会院办行]")
_AMONG = 5
#: How an announcement decides; who tells of one says it otherwise.
_BASIS_CN = re.compile(r"(?:根据|依据|依照|按照)(?:《|[^。\n]{0,20}法律)")
_DECIDES_CN = re.compile(
    r"(?:决定|经国务院批准).{0,400}(?:事项(?:公告)?如下|(?:以下|如下)[^。，,\n]{0,12}措施)\s*[:：]",
    re.DOTALL,
)
_FORMULA_CN = re.compile(r"本公告(?:自|未尽事宜)|现(?:就|将)[^。\n]{0,80}公告如下")
_FORMULA_EN = re.compile(
    r"to\s+safeguard\s+(?:the\s+)?national[^.]{0,400}\b(?:export\s+control|foreign\s+trade|sanctions)"
    r"[^.]{0,400}\bmeasures\b[^.:]{0,80}:",
    re.IGNORECASE,
)
#: How far it reaches to its decision.
_DECISION = 1_000
_OWN_EN = re.compile(r"\bthis\s+(?:announcement|notice)\b", re.IGNORECASE)
#: Longest line that is a title, and that is a signature.
_TITLE, _SHORT = 600, 40
#: How far the head of an English announcement reaches.
_HEAD = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class _Own:
    """The announcement's own number, with where it stands and the words before it."""

    year: int
    number: int
    before: str
    span: Span

    @property
    def key(self) -> str:
        """Return the number as it is cited: 18/2025."""
        return f"{self.number}/{self.year}"


def is_announcement(text: str) -> bool:
    """True where the text is an announcement, not a story about one: its title says so."""
    flat = cn.flatten(text[:20_000])
    lines = [line.strip(" *#\t") for line in flat.splitlines() if line.strip(" *#\t")]
    if re.search(
        r"发布文号|发文字号|\[(?:Issuing|Release|Issue)\s(?:Unit|(?:Document )?[Nn]umber)\]", flat
    ):
        return True
    if any(
        _is_heading(flat[flat.rfind("\n", 0, found.start()) + 1 : found.start()])
        for pattern in (_NUMBER_CN, _NUMBER_BEFORE_CN)
        for found in pattern.finditer(flat[:3000])
    ):
        return True
    spoken = any(re.match(r"商务部新闻发言人.*答记者问", line) for line in lines[:_AMONG])
    return spoken or _is_signed(lines) or _is_english(lines, flat) or _is_reprinted(flat)


def _is_reprinted(flat: str) -> bool:
    """True where the words of an announcement stand without title or signature."""
    if _FORMULA_CN.search(flat):
        return True
    if (basis := _BASIS_CN.search(flat)) and _DECIDES_CN.search(
        flat, basis.start(), basis.start() + _DECISION
    ):
        return True
    return bool(_FORMULA_EN.search(flat[: 4 * _HEAD]) and _OWN_EN.search(flat))


def _is_signed(lines: Sequence[str]) -> bool:
    """True where a title of the ministry stands above its signature."""
    issuer = re.compile(rf"(?:中华人民共和国)?(?:{either(r['phrase'] for r in table('issuers'))})")
    titled = next(
        (
            number
            for number, line in enumerate(lines[:_AMONG])
            if issuer.match(line) and re.search(r"公\s*告|公布|决定", line)
        ),
        None,
    )
    return titled is not None and any(
        issuer.match(line) and len(line) < _SHORT for line in lines[titled + 1 :]
    )


def _is_english(lines: Sequence[str], flat: str) -> bool:
    """True where a title among the first lines carries the number, and tells no story."""
    head = "\n".join(line for line in lines[:_AMONG] if len(line) < _TITLE)
    title = re.search(
        r"(?m)^[^\w\n]{0,20}(?:The\s+)?(?:MOFCOM|Ministry|Announcement|Notice|General Admin"
        r"|Unreliable|People)[^\n]*",
        head,
    )
    return bool(
        title
        and (_NUMBER_EN.search(head) or _NUMBER_SHORT_EN.search(head))
        and not re.search(r"\b(?:said|announced|issued|according)\b", title.group())
        and _issuers_in(flat[:4000])
    )


def read(text: str, published: date | None) -> list[Notice]:
    """Read an announcement: number, date, codes, effect, effective date, suspension until."""
    flat = cn.flatten(text)
    chinese = len(re.findall(r"[\u4e00-\u9fff]", flat[:5000])) > len(flat[:5000]) / _AMONG
    own = _number(flat, text, chinese=chinese)
    title = _title(flat, own)
    issued = _issued(flat, chinese=chinese) or published
    effect, acted = effect_of(flat, text, title, chinese=chinese)
    phases = phases_of(flat, text, issued, chinese=chinese)
    first = min(phases, key=lambda one: one.day, default=None)
    until = until_of(flat, text, first.day if first else None, effect, chinese=chinese)
    quotes = {
        name: span
        for name, span in (
            ("number", own.span if own else None),
            ("effective", first.span if first else None),
            ("until", until.span if until else None),
            ("effect", acted),
        )
        if span
    }
    issuer = _issuer(flat, own)
    concerns = tuple(
        one for one in dict.fromkeys(_concerns(flat)) if own is None or one != _cited(own)
    )
    codes = tuple(codes_in(flat, text))
    listings = tuple(parties_in(flat, text, effect))
    return [
        Notice(
            gazette="mofcom",
            text=text,
            number=own.key if own else None,
            citation=f"{issuer} Announcement No. {own.number} of {own.year}" if own else None,
            issuer=issuer,
            title=text[slice(*title)].strip(" :：.") or None,
            published=issued,
            effective=first.day if first else None,
            until=until.day if until else None,
            phases=tuple(one for one in phases if one is not first),
            effect=effect,
            concerns=concerns,
            codes=codes,
            listings=listings,
            quotes=quotes,
            missing=missing(
                number=own,
                date=issued,
                **({} if effect == "propose" else {"effective_date": first}),
                effect=effect,
                codes=codes or concerns or listings,
                **ending(effect, until.day if until else None),
            ),
        )
    ]


def _number(flat: str, text: str, *, chinese: bool) -> _Own | None:
    """Find the announcement's own number: in its field, else where a title begins with it."""
    field = _NUMBER_FIELD.search(flat)
    found = _told_number(flat, text, field.end(), chinese=chinese, near=80) if field else None
    return found or _told_number(flat, text, 0, chinese=chinese, near=None)


def _told_number(
    flat: str, text: str, start: int, *, chinese: bool, near: int | None
) -> _Own | None:
    patterns = [_NUMBER_EN, _NUMBER_SHORT_EN, _NUMBER_CN, _NUMBER_BEFORE_CN]
    for pattern in patterns[2:] + patterns[:2] if chinese else patterns:
        for found in pattern.finditer(flat, start):
            year = found["year"] or found.groupdict().get("after")
            at = found.start()
            line = flat.rfind("\n", 0, at) + 1
            before = flat[max(line, start) : at]
            if not year or (near and found.start() > start + near):
                continue
            is_chinese = pattern in (_NUMBER_CN, _NUMBER_BEFORE_CN)
            if not near and not (_is_heading(before) if is_chinese else at < _HEAD):
                continue
            if not before.strip():
                before = flat[flat.rfind("\n", 0, max(line - 1, 0)) + 1 : at]
            if not is_chinese:
                rest = flat[found.end() : found.end() + 120].split("\n", maxsplit=1)[0]
                before = f"{before} {found.group()} {rest}"
            return _Own(
                year=cn.number_of(year),
                number=cn.number_of(found["number"]),
                before=before,
                span=Span.of(text, at, found.end()),
            )
    return None


def _is_heading(before: str) -> bool:
    """True where nothing but issuers stands before a number on its line, or in the brackets."""
    bracketed = re.search(r"(?:公\s*告|通知|决定)\s*[（(〔【\[]([^）)〕】\]]*)$", before)
    before = bracketed[1] if bracketed else before
    names = [row["phrase"] for row in table("issuers")]
    left = re.sub(rf"{either(names)}|中华人民共和国|国家", " ", before)
    return all(_ORGAN.fullmatch(word) for word in re.split(r"[\W_]+", left) if word)


def _issued(flat: str, *, chinese: bool) -> date | None:
    """Take the day of issue from its field, else from under the signature, else from the page."""
    marked = _ISSUED_CN.search(flat)
    if marked:
        return (
            calendar_day(*re.split(r"[-/.]", marked["iso"])) if marked["iso"] else cn.day_of(marked)
        )
    marked = _ISSUED_EN.search(flat) or _TOLD_EN.search(flat[:_HEAD])
    if marked:
        return english_day(marked)
    signed = _signed(flat)
    stamp = _STAMP.search(flat[:3000])
    if signed or stamp is not None:
        return signed or (calendar_day(*stamp.groups()) if stamp else None)
    last = (re.compile(cn.DAY) if chinese else DATE).search(flat.rstrip(" \n)）】。.*")[-24:])
    if last is None or last.end() < len(last.string):
        return None
    return cn.day_of(last) if chinese else english_day(last)


def _signed(flat: str) -> date | None:
    """Take the day that stands alone on a line: below a signature, else the first of all."""
    alone: list[date] = []
    before = ""
    for line in flat.splitlines():
        plain = line.strip(" ()（）\t.。*#")
        if not plain:
            continue
        chinese, english = re.fullmatch(cn.DAY, plain), DATE.fullmatch(plain)
        found = cn.day_of(chinese) if chinese else english_day(english) if english else None
        if found and _SIGNATURE.search(before):
            return found
        alone += [found] if found else []
        before = plain
    return alone[0] if alone else None


def _issuer(flat: str, own: _Own | None) -> str:
    """Name the issuers as they stand before the announcement's own number, or in their field."""
    unit = re.search(r"发布单位】?\s*[:：]?([^\n【]*)", flat)
    head = flat[: flat.find("\n", 1) if "\n" in flat else len(flat)]
    for near in (own.before if own else "", unit[1] if unit else "", head, flat[:600]):
        found = _issuers_in(near)
        if found:
            return " and ".join([", ".join(found[:-1]), found[-1]] if len(found) > 1 else found)
    return "MOFCOM"


def _issuers_in(text: str) -> list[str]:
    """Return the issuers that a text names, the ministry first."""
    names = {row["phrase"].casefold(): row["name"] for row in table("issuers")}
    hits = re.findall(either(names), text, re.IGNORECASE)
    found = dict.fromkeys(names[re.sub(r"\s+", " ", hit).casefold()] for hit in hits)
    return sorted(found, key=lambda name: name != "MOFCOM")


def _title(flat: str, own: _Own | None) -> tuple[int, int]:
    """Return where the words stand that say what is announced, after the number if there is one."""
    told = flat[own.span.start : own.span.end] if own else ""
    at = flat.find(told) if told else -1
    start = at + len(told) if 0 <= at < _HEAD else 0
    if re.match(r"(?:[^\n（(）)]{0,80}[）)])?[）)〕\s]*\n", flat[start:]) and re.search(
        r"[（(][^\n（(]*$", flat[:at]
    ):
        start = 0
    matter = re.compile(
        r"公\s*告|关于|公布|决定|Announcement|Notice|Decision|Unreliable", re.IGNORECASE
    )
    for found in re.finditer(r"[^\n]+", flat[start : start + 2 * _HEAD]):
        line = found.group().strip(" *#\t:：.,")
        if not line or re.match(r"[【\[]", line):
            continue
        if re.match(r"of the [A-Z][\w ]+(?:and|Customs|Commerce)\b(?!.*\bon\b)", line):
            continue
        is_long = re.search(r"[\u4e00-\u9fff]", line) and len(line) > _TITLE // 3
        if is_long or "。" in line:
            break
        if matter.search(line) or (start and found.start() <= 1 and len(line) < _TITLE):
            return start + found.start(), start + found.end()
    return start, start


def _cited(own: _Own) -> str:
    return f"UEL {own.key}" if _MECHANISM.search(own.before) else own.key


def _concerns(flat: str) -> Iterator[str]:
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
