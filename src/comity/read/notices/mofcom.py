# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Reads announcements of China's Ministry of Commerce, in Chinese and in English.

The number is the announcement's own: that of its field or title, not of those it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from comity.read.lexicon import either, table
from comity.read.notices import mofcom_text as cn
from comity.read.notices.dates import DATE, DAY, calendar_day
from comity.read.notices.dates import day_of as english_day
from comity.read.notices.mofcom_effect import effect_of, phases_of, until_of
from comity.read.notices.mofcom_list import codes_in, parties_in
from comity.read.notices.mofcom_number import HEAD, Own, is_numbered, is_titled, others, own_number
from comity.read.notices.notice import Notice, ending, missing

_ISSUED_CN = re.compile(
    rf"(?:发文日期|发布日期|公布日期|发布时间|成文日期)】?\s*[:：]?\s*(?:{cn.DAY}|(?P<iso>\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}))"
)
_ISSUED_EN = re.compile(
    rf"(?:(?:Issuing|Issue|Publication|Release)\s+(?:Date|Time)|Date\s+of\s+(?:issu\w+|publication))"
    rf"[\]】]?\s*[:：]?\s*(?:{DAY}|(?P<iso>\d{{4}}-\d\d?-\d\d?))",
    re.IGNORECASE,
)
_TOLD_EN = re.compile(
    rf"\bOn\s+{DAY},?\s[^.\n]{{3,300}}?\b(?:issued|released|published|promulgated)\b", re.IGNORECASE
)
_SIGNATURE = re.compile(
    r"(?:商务部|海关总署|工作机制|代章|Commerce|Customs|Mechanism|MOFCOM|China)[^\w\n]{0,20}$",
    re.IGNORECASE,
)
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
#: The same of the words in which an English one announces, and in which it takes effect.
_ANNOUNCED_EN = re.compile(r"\b(?:announced|notified)\s+as\s+follows\s*:", re.IGNORECASE)
_BASIS_EN = re.compile(
    r"\b(?:in\s+accordance\s+with|pursuant\s+to|according\s+to)\b", re.IGNORECASE
)
_HOLDS_EN = re.compile(
    r"\bthis\s+(?:announcement|notice)\s+(?:shall|will|is|takes?|comes?|enters?)\b", re.IGNORECASE
)
_OWN_EN = re.compile(r"\bthis\s+(?:announcement|notice)\b", re.IGNORECASE)
#: Longest line that is a title, and that is a signature.
_TITLE, _SHORT = 600, 40


def is_announcement(text: str) -> bool:
    """True where the text is an announcement, not a story about one: its title says so."""
    flat = cn.flatten(cn.unspelled(text[:20_000]))
    lines = [line.strip(" *#\t") for line in flat.splitlines() if line.strip(" *#\t")]
    if re.search(
        r"发布文号|发文字号|\[(?:Issuing|Release|Issue)\s(?:Unit|(?:Document )?[Nn]umber)\]", flat
    ):
        return True
    if is_titled(flat):
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
    head = flat[: 4 * HEAD]
    if _FORMULA_EN.search(head) and _OWN_EN.search(flat):
        return True
    announced = _ANNOUNCED_EN.search(head)
    if announced and _BASIS_EN.search(head, 0, announced.start()):
        return True
    return bool(_HOLDS_EN.search(flat) and any(signed for _, signed in _days_alone(flat)))


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
        and is_numbered(head)
        and not re.search(r"\b(?:said|announced|issued|according)\b", title.group())
        and _issuers_in(flat[:4000])
    )


def read(text: str, published: date | None) -> list[Notice]:
    """Read an announcement: number, date, codes, effect, effective date, suspension until."""
    text = cn.unspelled(text)
    flat = cn.flatten(text)
    chinese = len(re.findall(r"[\u4e00-\u9fff]", flat[:5000])) > len(flat[:5000]) / _AMONG
    own = own_number(flat, text, chinese=chinese)
    title = _title(flat, own)
    issued = _issued(flat, own, chinese=chinese) or published
    effect, acted = effect_of(flat, text, title, chinese=chinese)
    phases = phases_of(flat, text, issued, chinese=chinese)
    first = min(phases, key=lambda one: one.day, default=None)
    until = until_of(flat, text, first.day if first else None, effect, chinese=chinese)
    if until and effect == "lift":
        effect = "suspend"
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
    concerns = others(flat, own)
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


def _issued(flat: str, own: Own | None, *, chinese: bool) -> date | None:
    """Take the day of issue: signed, before the number, in its field, told, or alone."""
    return next((day for day in _days_told(flat, own, chinese=chinese) if day), None)


def _days_told(flat: str, own: Own | None, *, chinese: bool) -> Iterator[date | None]:
    """Yield the days that may be that of issue, the surest first."""
    alone = list(_days_alone(flat))
    yield from (day for day, signed in alone if signed)
    if own and (ahead := re.search(cn.DAY, own.before)):
        yield cn.day_of(ahead)
    for field, day_of in ((_ISSUED_CN, cn.day_of), (_ISSUED_EN, english_day)):
        if marked := field.search(flat):
            iso = marked["iso"]
            yield calendar_day(*re.split(r"[-/.]", iso)) if iso else day_of(marked)
    if told := _TOLD_EN.search(flat[:HEAD]):
        yield english_day(told)
    yield from (day for day, _ in alone)
    last = (re.compile(cn.DAY) if chinese else DATE).search(flat.rstrip(" \n)）】。.*")[-24:])
    if last and last.end() == len(last.string):
        yield cn.day_of(last) if chinese else english_day(last)


def _days_alone(flat: str) -> Iterator[tuple[date, bool]]:
    """Yield the days that stand alone on a line, and whether a signature stands above."""
    before = ""
    for line in flat.splitlines():
        plain = line.strip(" ()（）\t.。*#")
        if not plain:
            continue
        chinese, english = re.fullmatch(cn.DAY, plain), DATE.fullmatch(plain)
        found = cn.day_of(chinese) if chinese else english_day(english) if english else None
        if re.fullmatch(r"\d{4}-\d\d-\d\d", plain):
            found = calendar_day(*plain.split("-"))
        if found:
            yield found, bool(_SIGNATURE.search(before))
        before = plain


def _issuer(flat: str, own: Own | None) -> str:
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


def _title(flat: str, own: Own | None) -> tuple[int, int]:
    """Return where the words stand that say what is announced, after the number if there is one."""
    told = flat[own.span.start : own.span.end] if own else ""
    at = flat.find(told) if told else -1
    start = at + len(told) if 0 <= at < HEAD else 0
    if re.match(r"(?:[^\n（(）)]{0,80}[）)])?[）)〕\s]*\n", flat[start:]) and re.search(
        r"[（(][^\n（(]*$", flat[:at]
    ):
        start = 0
    matter = re.compile(
        r"公\s*告|关于|公布|决定|Announcement|Notice|Decision|Unreliable", re.IGNORECASE
    )
    for found in re.finditer(r"[^\n]+", flat[start : start + 2 * HEAD]):
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
