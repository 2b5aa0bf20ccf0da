# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Tells what an announcement of China does, from which day, for which part, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from comity.read.lexicon import either, table
from comity.read.notices import mofcom_text as cn
from comity.read.notices.dates import DAY, calendar_day, day_after
from comity.read.notices.dates import day_of as english_day
from comity.read.notices.notice import Effect, Phase
from comity.read.proposal import Span

_HOLDS = r"(?:正式)?\s*(?:实施|施行|执行|生效|起效)"
_CLOCK = r"零时|(?:北京时间)?\s*\d{1,2}\s*[时点:：]\s*(?:\d{1,2}\s*分?)?"
#: A day of the year in which the announcement was issued.
_YEARLESS = r"(?P<month_only>\d{1,2})\s*月\s*(?P<day_only>\d{1,2})\s*日"
_FROM_CN = re.compile(
    rf"(?:自|从|于|(?<![\d至到])(?=\d{{4}}\s*年[^起]{{1,24}}起\s*{_HOLDS})"
    r"|(?m:^)(?=\d{4}\s*年[^起\n]{1,24}起\s*[，,]))"
    rf"\s*(?:{cn.DAY}\s*(?:{_CLOCK})?(?:起|之日起)?|{_YEARLESS}\s*(?:{_CLOCK})?(?:起|之日起)|(?P<once>(?:本?公告)?(?:公布|公告|发布|刊登|印发|颁布|即)之?日)\s*起)"
    rf"(?!{_HOLDS}的)"
    rf"|(?P<now>(?<![自从])即日)起"
)
#: A field or phrase that names the day: "实施日期:".
_FIELD_CN = re.compile(
    rf"(?:实施|施行|生效|执行)(?:日期|时间)】?\s*(?:[:：]|为)?\s*"
    rf"(?:{cn.DAY}|(?P<iso>\d{{4}}-\d\d?-\d\d?))"
)
#: A number of days after the announcement.
_LATER_CN = re.compile(
    rf"\s*(?:满|第)?\s*(?P<count>{cn.NUMBER})\s*(?P<unit>天|日|个月)(?:后|之后|起)?\s*{_HOLDS}"
)
#: How far what others did is told of.
_HEAD = 20_000
#: A field that names the day in English.
_FIELD_EN = re.compile(
    rf"\b(?:Implementation|Effective|Commencement)\s+(?:Date|Time)\W{{0,6}}(?:{DAY}|(?P<iso>\d{{4}}-\d\d?-\d\d?))",
    re.IGNORECASE,
)
#: What tells of another announcement, before what that one set.
_HISTORY = re.compile(
    rf"\bOn\s+{DAY}[^\n]*\b(?:issued|published|released|announced)\b", re.IGNORECASE
)
#: How far back that is looked for.
_TOLD_FAR = 400
#: The first day of a stretch, before its last.
_BEGUN = re.compile(
    rf"(?:自|从|from)\s*(?:{cn.DAY}|[A-Z]\w+\s+\d{{1,2}},?\s+\d{{4}}|\d{{1,2}}\s+\w+\s+\d{{4}})"
    r"\s*起?,?\s*$"
)
#: Longest sentence that holds nothing but a day.
_BARE = 25
#: Where an announcement turns from what others did to what it decides itself.
_BASIS = re.compile(r"(?:根据|依据|依照|按照)\s*《[^。\n]{0,400}?(?:决定|批准)")
_PERIOD_CN = re.compile(rf"(?<![\d月年])(?P<count>{cn.NUMBER})\s*(?P<unit>天|日|个月|年)(?!\s*第)")
_UNTIL_CN = re.compile(rf"(?:至|到|截至|截止(?:至|到)?|期满日为)\s*{cn.DAY}(?:止|为止)?")
_ONCE_EN = re.compile(
    r"\b(?:from|as of|since)\s+this\s+(?:day|date)\b"
    r"|\b(?:from|as of|on|upon|since)\s+(?:and\s+from\s+)?(?:the\s+)?(?:date|day)\s+of\s+"
    r"(?:its\s+)?(?:promulgation|publication|issuance|announcement|release)(?!\s+until)"
    r"|\b(?:with|effective|takes?\s+effect|come\w*\s+into\s+(?:force|effect))\s+(?:immediate\s+effect|immediately)"
    r"|\b(?:from|starting|effective)\s+(?:now|today|immediately)(?:\s+on)?"
    r"|\b(?:upon|on)\s+(?:its\s+)?(?:promulgation|publication|issuance)",
    re.IGNORECASE,
)
_FROM_EN = re.compile(
    rf"\b(?P<lead>(?:effective\s+(?:date|time)\W*|tak\w+\s+effect|com\w+\s+into\s+(?:force|effect)|ent\w+\s+into\s+force|effective"
    rf"|implemented|in\s+force|appl(?:y|ies|ied)|starting|beginning|from|as\s+of)"
    rf"(?:\s+(?:at\s+)?\d{{1,2}}[:.]\d\d\s*(?:[ap]\.?m\.?)?,?)?(?:\s+(?:on|from|as\s+of))?)\s+{DAY}",
    re.IGNORECASE,
)
_UNTIL_EN = re.compile(
    rf"\b(?:until|through|till|to|up\s+to|expir\w+\s+on)\s+(?:and\s+including\s+)?{DAY}",
    re.IGNORECASE,
)
_PERIOD_EN = re.compile(
    r"\bfor\s+(?:a\s+period\s+of\s+|another\s+|a\s+further\s+|an\s+additional\s+)?(?P<count>\d+|one|a)[\s-]*(?P<unit>day|month|year)s?\b",
    re.IGNORECASE,
)
#: Words of the sentence that names a last day.
_LASTS = re.compile(
    r"暂停|停止|不再|有效|中止|延长|继续|禁止|实施|执行|suspen|effect|force|extend|prohibit|remain",
    re.IGNORECASE,
)
_UNITS = {"天": "day", "日": "day", "个月": "month", "年": "year"}
_ACTS_CN: tuple[tuple[str, Effect], ...] = (
    ("继续(?:暂停|停止|不|执行|实施|征收)|延长|延期|顺延", "extend"),
    ("暂停|中止", "suspend"),
    ("恢复(?!期)", "resume"),
    ("(?<!立即)停止(?!出口)|取消|(?<!同时)废止(?!日期)|移出|终止|撤销|解除|不再", "lift"),
    ("调整|修订|修改|更正|优化", "amend"),
    (
        "实施(?!细则)|加强|(?<!被)列入|采取|加征(?!关税的?商品)|征收|禁止|不得出口|限制|管制|管理",
        "impose",
    ),
)
_ACTS_EN: tuple[tuple[str, Effect], ...] = (
    (
        r"continu\w+\s+(?:to\s+suspend|(?:the\s+)?suspension)|further\s+suspen\w+|extend\w*|extension",
        "extend",
    ),
    (r"suspen\w+|paus\w+", "suspend"),
    (r"resum\w+|reinstat\w+", "resume"),
    (
        r"terminat\w+|repeal\w*|abolish\w*|remov\w+|ceas\w+\s+(?:to\s+)?(?:apply|implement\w*|(?:the\s+)?(?:levy\w*|collect\w+|anti-?dumping|measures))|stop\w*\s+(?:the\s+)?(?:implement\w*|appl\w+)|lift\w*|cancel\w*|revok\w+",
        "lift",
    ),
    (r"adjust\w*|revis\w+|amend\w*", "amend"),
    (
        r"implement\w*|impos\w+|strengthen\w*|tighten\w*|add(?:ing|ed|ition)|includ\w+|list(?:ing|ed)|prohibit\w*|control\w*",
        "impose",
    ),
)
#: What brings rules into the world, where nothing says what they do.
_ENACTS = re.compile(
    r"现予公布|公布之日起施行|关于(?:公布|发布|印发)|\bpromulgated\b", re.IGNORECASE
)
_ASKS = re.compile(
    r"征求[^。\n]{0,8}意见|\bsolicit\w*\s+(?:public\s+)?(?:comments|opinions)|\bdraft\s+for\s+comment",
    re.IGNORECASE,
)


def effect_of(
    flat: str, text: str, title: tuple[int, int], *, chinese: bool
) -> tuple[Effect | None, Span | None]:
    """Tell the effect by the title, else by the first sentence that decides something.

    Args:
        flat: The announcement in simplified letters.
        text: The announcement as it stands.
        title: Where its title stands, without the number.
        chinese: Whether it is in Chinese.
    """
    asked = _ASKS.search(flat, title[0], max(title[1], title[0] + _BARE))
    if asked:
        return "propose", Span.of(text, *asked.span())
    acts = _ACTS_CN if chinese else _ACTS_EN
    lists = either(row["phrase"] for row in table("party_lists"))
    flat = re.sub(lists, lambda found: " " * len(found.group()), flat)
    begun = re.compile(r"决定|现公告|公告如下|hereby|decided").search(flat, title[1])
    for start, stop in (title, (begun.end() if begun else title[1], len(flat)), (0, len(flat))):
        hits = [
            (found.start() if chinese or start != title[0] else 0, rank, found)
            for rank, (words, _) in enumerate(acts)
            if (found := re.compile(words, re.IGNORECASE).search(flat, start, stop))
        ]
        if hits:
            _, rank, found = min(hits, key=lambda one: one[:2])
            return acts[rank][1], Span.of(text, *found.span())
    enacted = _ENACTS.search(flat)
    return ("impose", Span.of(text, *enacted.span())) if enacted else (None, None)


def phases_of(flat: str, text: str, issued: date | None, *, chinese: bool) -> list[Phase]:
    """Find the days from which the announcement, or a part of it, holds; the whole's first."""
    found = list(
        _from_chinese(flat, text, issued) if chinese else _from_english(flat, text, issued)
    )
    basis = _BASIS.search(flat, 0, _HEAD) if chinese else None
    own = [one for one in found if basis and one.span.start > basis.start()]
    unique = {one.day: one for one in reversed(own or found)}
    return sorted(unique.values(), key=lambda one: one.span.start)


def _from_chinese(flat: str, text: str, issued: date | None) -> Iterator[Phase]:
    acts = "|".join(words for words, _ in _ACTS_CN)
    begins = re.compile(rf"\s*(?:开始)?(?:{_HOLDS}|[至到]\s*\d{{4}}\s*年)")
    for found in _FROM_CN.finditer(flat):
        told = found.groupdict()
        day = cn.day_of(found) if told["year"] else _nearest(found, issued)
        before, after = cn.sentence_at(flat, *found.span())
        within = re.match(rf"\s*{cn.NUMBER}\s*(?:个)?\s*(?:工作)?(?:日|天|月|年)(?:之)?内", after)
        if day is None or (within and not told["year"]):
            continue
        if not found.group().endswith("起") and not begins.match(after):
            continue
        if told["once"] and (later := _LATER_CN.match(after)):
            day = day_after(day, cn.number_of(later["count"]), _UNITS[later["unit"]]) or day
        if len(before + after) < _BARE or re.search(
            rf"{_HOLDS}|{acts}|应|须|许可|不得", f"{before}{after}"
        ):
            yield _phase(text, found, day, "effective", before)
    for found in _FIELD_CN.finditer(flat):
        named = calendar_day(*found["iso"].split("-")) if found["iso"] else cn.day_of(found)
        if named:
            yield _phase(text, found, named, "effective", "")


def _nearest(found: re.Match[str], issued: date | None) -> date | None:
    """Return the day of issue, or the day without a year that lies nearest to it."""
    if issued is None or found["month_only"] is None:
        return issued
    month, day = int(found["month_only"]), int(found["day_only"])
    years = (issued.year - 1, issued.year, issued.year + 1)
    days = [one for year in years if (one := calendar_day(year, month, day))]
    return min(days, key=lambda one: abs(one - issued), default=None)


def _from_english(flat: str, text: str, issued: date | None) -> Iterator[Phase]:
    for found in _FROM_EN.finditer(flat):
        day = english_day(found)
        before = flat[max(0, found.start() - 60) : found.start()]
        if (
            day
            and not re.search(r"(?:regulations?|law|promulgated)[^.]{0,40}$", before, re.IGNORECASE)
            and not _is_history(flat, found, issued)
        ):
            yield _phase(text, found, day, "effective", _clause(flat, found))
    for found in _FIELD_EN.finditer(flat):
        named = calendar_day(*found["iso"].split("-")) if found["iso"] else english_day(found)
        if named:
            yield _phase(text, found, named, "effective", "")
    for found in _ONCE_EN.finditer(flat):
        after = flat[found.end() : found.end() + 30]
        if issued and not re.match(r"\s*,?\s*within", after):
            yield _phase(text, found, issued, "effective", _clause(flat, found))


def _is_history(flat: str, found: re.Match[str], issued: date | None) -> bool:
    """True where a day was set by an announcement told of, issued before this one."""
    lead = flat[max(0, found.start() - _TOLD_FAR) : found.start()]
    told = _HISTORY.search(re.split(r"(?<!\bNo)\.\s|[;\n]", lead)[-1])
    day = english_day(told) if told else None
    return bool(day and issued and day < issued)


def _clause(flat: str, found: re.Match[str]) -> str:
    """Return the words of the clause that lead to a match."""
    return re.split(r"[.;\n]", flat[max(0, found.start() - 160) : found.start()])[-1]


def _phase(text: str, found: re.Match[str], day: date, kind: str, what: str) -> Phase:
    return Phase(day=day, kind=kind, what=what.strip(), span=Span.of(text, *found.span()))


def until_of(
    flat: str, text: str, begun: date | None, effect: Effect | None, *, chinese: bool
) -> Phase | None:
    """Find the last day that the announcement names, or work it out from a length of time."""
    if effect not in {"suspend", "extend", "impose", "amend", "lift"}:
        return None
    for found in (_UNTIL_CN if chinese else _UNTIL_EN).finditer(flat):
        day = cn.day_of(found) if chinese else english_day(found)
        near = "".join(cn.sentence_at(flat, *found.span()))
        if effect == "lift" and not _BEGUN.search(
            flat, max(0, found.start() - _BARE), found.start()
        ):
            continue
        if day and (len(near) < _BARE or _LASTS.search(near)):
            return _phase(text, found, day, "until", "")
    if begun is None or effect in {"impose", "lift"}:
        return None
    act = re.compile(r"暂停|中止|停止" if chinese else r"suspen|paus|extend", re.IGNORECASE)
    for found in (_PERIOD_CN if chinese else _PERIOD_EN).finditer(flat):
        near = flat[max(0, found.start() - 60) : found.end() + 40]
        if act.search(near) and not re.match(
            r"\s*(?:第|月|\d)", flat[found.end() : found.end() + 2]
        ):
            count = found["count"].casefold()
            number = 1 if count in {"one", "a"} else cn.number_of(count)
            day = day_after(begun, number, _UNITS.get(found["unit"], found["unit"].casefold()))
            if day:
                return _phase(text, found, day, "until", "")
    return None
