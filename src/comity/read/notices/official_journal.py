# ruff: noqa: RUF001  (the quotation marks of print are what is read here)
"""Reads acts of the Official Journal of the European Union: number, dates, codes, amendments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from comity.read.notices.codes import CONTROL, control_codes, tariff_codes
from comity.read.notices.dates import DATE, DAY, calendar_day, day_of
from comity.read.notices.entity_list import bare, place_of
from comity.read.notices.notice import Code, Effect, Listing, Notice, Phase, ending, missing
from comity.read.proposal import Span

_KIND = (
    r"(?:(?:COMMISSION|COUNCIL)\s+)?(?:(?:DELEGATED|IMPLEMENTING)\s+)?"
    r"(?:REGULATION|DECISION|DIRECTIVE)"
)
_NUMBER = r"(?:No\s+)?(?P<number>\d{4}/\d+|\d+/\d{4})"
_ACT = re.compile(
    rf"(?P<kind>{_KIND})\s+\((?P<body>EU|CFSP|EC|EU,\s*Euratom)\)\s+{_NUMBER}", re.IGNORECASE
)
_OWN = re.compile(
    rf"(?P<kind>{_KIND})\s+\((?P<body>EU|CFSP)\)\s+{_NUMBER}"
    rf"(?:\s+OF\s+THE\s+EUROPEAN\s+PARLIAMENT\s+AND\s+OF\s+THE\s+COUNCIL)?\s+of\s+{DAY}",
    re.IGNORECASE,
)
_CORRIGENDUM = re.compile(r"\bCorrigendum\s+to\b", re.IGNORECASE)
_ADOPTED = re.compile(r"HAS\s+ADOPTED\s+THIS|HAVE\s+ADOPTED\s+THIS", re.IGNORECASE)
_OPENING = re.compile(
    r"(?m)^[^\S\n]{0,20}THE\s+(?:EUROPEAN\s+(?:COMMISSION|PARLIAMENT)|COUNCIL\s+OF\s+THE)|\bHaving\s+regard\b"
)
_NUMERIC = r"(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?P<y>\d{4})"
_PRINTED = (
    re.compile(rf"(?m)^[^\w\n]{{0,20}}{_NUMERIC}[^\w\n]{{0,20}}$"),
    re.compile(
        rf"Official\s+Journal\s+of\s+the\s+European\s+Union\s*(?:L?\s*[\d/ I]*\s*)?{_NUMERIC}",
        re.IGNORECASE,
    ),
    re.compile(rf"{_NUMERIC}\s*(?:\|?\s*EN\s*\|?\s*)?Official\s+Journal", re.IGNORECASE),
    re.compile(rf"\bL\s+series\W+{_NUMERIC}", re.IGNORECASE),
)
#: How many days an ordinal counts, as acts write them.
_NTH = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "tenth": 10, "fourteenth": 14, "fifteenth": 15, "twentieth": 20,
    "thirtieth": 30, "sixtieth": 60, "ninetieth": 90,
}  # fmt: skip
_NTHS = rf"{'|'.join(_NTH)}|\d{{1,3}}(?:st|nd|rd|th)"
_FORCE = re.compile(
    rf"ent(?:er|ers|ered)\s+into\s+force\s+on\s+(?:the\s+(?:(?P<next>day\s+(?:following|after))"
    rf"|(?P<nth>{_NTHS})\s+day\s+(?:following|after)"
    rf"|(?P<same>(?:day|date)\s+of))|(?P<day_told>{DAY}))",
    re.IGNORECASE,
)
_EFFECT_ON = re.compile(
    rf"take\s+effect\s+on\s+(?:the\s+(?:(?P<next>day\s+following)|(?P<same>(?:day|date)\s+of))|(?P<day_told>{DAY}))",
    re.IGNORECASE,
)
_APPLIES = re.compile(
    rf"(?:shall\s+apply|applies|applicable|have\s+effect)\s+(?P<word>from|until|as\s+from|as\s+of)\s+{DAY}",
    re.IGNORECASE,
)
_SUSPENDED = re.compile(rf"\bsuspended\b[^.;]{{0,120}}?\buntil\s+{DAY}", re.IGNORECASE)
_CODE = re.compile(
    rf"(?<![\w.])(?P<code>{CONTROL}|X\.[A-E]\.[IVX]+\.\d{{3}}(?:\.[a-z](?:\.\d+)?)?)(?!\w)"
)
_TARIFF_WORDS = re.compile(
    r"\bCN\s+codes?\b|\bCombined\s+Nomenclature\b|\bHS\s+codes?\b", re.IGNORECASE
)
_TARIFF = re.compile(
    r"(?<![\w.,/])(?:ex\s*)?(?P<code>\d{4}[ \xa0]\d{2}(?:[ \xa0]\d{2}){0,2}|\d{8}|\d{6})"
    r"(?![\w/]|[.,]\d|[ \xa0]\d)"
)
_HEADING = re.compile(r"(?m)^[^\w\n]{0,20}(?:ex\s*)?(?P<code>\d{4})(?=\s*(?:\||\t|$|\s[A-Z]))")
_YEARS = ("19", "20")
_AMENDED = re.compile(
    r"(?P<annexes>Annex(?:es)?\s+(?P<annex>[IVXLC]+[a-z]?)(?:[, and]+[IVXLC]+[a-z]?)*\s+to\s+)?"
    r"(?:Commission\s+|Council\s+)?(?:Delegated\s+|Implementing\s+)?(?P<act>Regulation|Decision|Directive)\s+"
    r"\((?P<body>EU|EC|CFSP)\)\s+(?P<number>(?:No\s+)?\d+/\d+)(?P<rest>[^.;]{0,80}?)"
    r"\s+(?:is|are)\s+(?:hereby\s+)?(?P<verb>amended|replaced|repealed|corrected|added|deleted)",
)
_OLD_ACT = re.compile(r"(?P<kind>Decision|Common Position)\s+(?P<number>\d{4}/\d+/[A-Z]+)")
_ANNEX = re.compile(
    r"\bAnnex(?:es)?\s+(?P<annexes>[IVXLC]+[a-z]?(?:(?:,|\s+and)\s+[IVXLC]+[a-z]?)*)\s+"
    r"(?:is|are)\s+(?:amended|replaced|deleted)"
)
_ENTRIES = re.compile(
    r"following\s+(?:natural\s+(?:and|or)\s+legal\s+persons|legal\s+persons|persons|entities|entry"
    r"|entries)[^:\n]{0,280}:",
    re.IGNORECASE,
)
_ENTRIES_END = re.compile(
    rf"{_ENTRIES.pattern}|^[^\w\n]{{0,20}}ANNEX\b", re.IGNORECASE | re.MULTILINE
)
_ENTRY = re.compile(
    r"(?m)^[^\w\n]{0,20}(?P<number>\d{1,4})\s*[.)]\s*\|?\s*(?P<name>[A-ZÀ-Ü][^\n|]{2,160})(?P<rest>\|[^\n]*)?$"
)


def is_act(text: str) -> bool:
    """True where the text is an act of the Union, not a story about one."""
    own = _OWN.search(text[:6000])
    if own is None and not _CORRIGENDUM.search(text[:1500]):
        return False
    head = text[:20_000]
    return bool(
        re.search(r"Official\s+Journal|HAS\s+ADOPTED|HAVE\s+ADOPTED|Article\s+1\b|\bELI:", head)
        or (
            own
            and re.match(
                r"\s*(?:(?:amend|implement|concern|lay|sett|suspend|repeal|correct|extend|impos|establish)ing|on)\b",
                text[own.end() :],
            )
        )
    ) and not re.search(r"\b(?:reporters?|told|said)\b", text[: own.start() if own else 200])


def read(text: str, published: date | None) -> list[Notice]:
    """Read an act: number, date of publication, entry into force, acts amended, codes, parties."""
    act = _OWN.search(text) or _ACT.search(text)
    number = re.sub(r"No\s+", "", act["number"]) if act else None
    day = published or _printed(text, number)
    force = _FORCE.search(text) or _EFFECT_ON.search(text)
    effective = _force(force, day) if force else None
    quotes = {
        name: Span.of(text, *found.span())
        for name, found in (("number", act), ("effective", force))
        if found is not None
    }
    title = _title(text, act.start(), act.end()) if act else None
    adopted = _ADOPTED.search(text)
    phases, until = _phases(text, force)
    suspended = _SUSPENDED.search(text, adopted.end()) if adopted else None
    until = until or (day_of(suspended) if suspended else None)
    effect = _effect(title or "", text)
    codes = tuple(_codes(text, adopted.end() if adopted else 0))
    listings = tuple(_entries(text, adopted.end() if adopted else len(text)))
    return [
        Notice(
            gazette="official_journal",
            text=text,
            number=number,
            citation=f"OJ L, {number}, {day:%d.%m.%Y}" if number and day else None,
            title=title,
            issuer=_issuer(act["kind"] if act else "", title or "", text),
            published=day,
            effective=effective,
            until=until,
            phases=phases,
            effect=effect,
            amends=tuple(dict.fromkeys(_amended(title or "", text, number or ""))),
            codes=codes,
            listings=listings,
            quotes=quotes,
            missing=missing(
                number=number,
                publication_date=day,
                entry_into_force=effective,
                **ending(effect, until),
                codes=codes or listings,
            ),
        )
    ]


def _printed(text: str, number: str | None) -> date | None:
    """Take the day from the running head, or from the foot where the act cites itself."""
    cited = re.search(rf"OJ\s+L,?\s*{re.escape(number)},\s*{_NUMERIC}", text) if number else None
    if cited:
        return _numeric(cited)
    for pattern in _PRINTED:
        found = pattern.search(text[:6000])
        day = _numeric(found) if found else None
        if day:
            return day
    return None


def _numeric(found: re.Match[str]) -> date | None:
    return calendar_day(found["y"], found["m"], found["d"])


def _force(found: re.Match[str], day: date | None) -> date | None:
    told = found.groupdict()
    if told["day_told"]:
        named = DATE.search(told["day_told"])
        return day_of(named) if named else None
    if day is None:
        return None
    if told["same"]:
        return day
    nth = (told["nth"] or "first").casefold()
    return day + timedelta(days=_NTH.get(nth) or int(re.sub(r"\D", "", nth)))


def _phases(text: str, force: re.Match[str] | None) -> tuple[tuple[Phase, ...], date | None]:
    """Find, beside the entry into force, from when parts apply and until when the whole does."""
    if force is None:
        return (), None
    start, stop = max(0, force.start() - 400), force.end() + 1200
    phases: list[Phase] = []
    until: date | None = None
    for found in _APPLIES.finditer(text, start, stop):
        day = day_of(found)
        before = re.split(
            r"(?<=[a-z0-9)])[.;]\s|\n", text[max(0, found.start() - 200) : found.start()]
        )
        if day is None:
            continue
        ends = found["word"].casefold() == "until"
        whole = bool(re.match(r"\W*(?:It|This\s+\w+)\b", before[-1]))
        if ends and whole:
            until = until or day
        phases.append(
            Phase(
                day=day,
                kind="until" if ends else "effective",
                what=before[-1].strip(),
                span=Span.of(text, *found.span()),
            )
        )
    return tuple(phases), until


def _title(text: str, start: int, end: int) -> str:
    """Return the title: from its kind and number until the institution speaks."""
    stop = _OPENING.search(text, end)
    return re.sub(r"\s+", " ", text[start : stop.start() if stop else end + 300]).strip()[:600]


def _issuer(kind: str, title: str, text: str) -> str:
    told = text[:3000].casefold()
    if kind.casefold().startswith("commission"):
        return "European Commission"
    if kind.casefold().startswith("council"):
        return "Council of the European Union"
    if "of the european parliament and of the council of" in title.casefold():
        return "European Parliament and Council"
    return "European Commission" if "the european commission," in told else "European Union"


def _effect(title: str, text: str) -> Effect:
    low = title.casefold()
    if _CORRIGENDUM.search(text[:1500]) or re.search(r"\bcorrecting\b", low):
        return "correct"
    if re.search(r"\bsuspen", low):
        return "suspend"
    if re.search(r"\b(?:extending|prolong\w+|renew\w+)\b", low):
        return "extend"
    if re.search(r"\bamending\b", low):
        return "amend"
    return "lift" if re.search(r"\brepealing\b", low) else "impose"


def _amended(title: str, text: str, own: str) -> Iterator[str]:
    """Yield the acts, and their annexes, that the title and the articles change."""
    begun = re.search(r"\b(?:amending|implementing|correcting|repealing)\b", title)
    named: list[str] = []
    if begun:
        named += [
            _name(found["kind"], found["body"], found["number"])
            for found in _ACT.finditer(title, begun.end())
        ]
        named += [
            f"{found['kind'].title()} {found['number']}"
            for found in _OLD_ACT.finditer(title, begun.end())
        ]
    annexes: list[str] = []
    for found in _AMENDED.finditer(text):
        act = _name(found["act"], found["body"], re.sub(r"No\s+", "", found["number"]))
        if own and own in act:
            continue
        if found["annexes"]:
            annexes += [
                f"{act}, Annex {one}" for one in re.findall(r"\b[IVXLC]+[a-z]?\b", found["annexes"])
            ]
        named.append(act)
    if named:
        annexes += [
            f"{named[0]}, Annex {one}"
            for found in _ANNEX.finditer(text)
            for one in re.findall(r"\b[IVXLC]+[a-z]?\b", found["annexes"])
        ]
    yield from named
    yield from annexes


def _name(kind: str, body: str, number: str) -> str:
    word = re.sub(r"\s+", " ", kind).split(" ")[-1].title()
    return f"{word} ({body.upper()}) {number}"


def _codes(text: str, start: int) -> Iterator[Code]:
    """Yield dual-use codes, and the tariff codes of the enacting part."""
    yield from control_codes(text, _CODE.finditer(text), "eu")
    words = _TARIFF_WORDS.search(text, start)
    if words is None:
        return
    hits = [*_TARIFF.finditer(text, words.start()), *_HEADING.finditer(text, words.start())]
    yield from tariff_codes(text, (found.span("code") for found in hits if not _is_date(found)))


def _is_date(found: re.Match[str]) -> bool:
    """True for digits that may be a year or a whole date: 2025, 20250404."""
    digits = re.sub(r"\D", "", found["code"])
    return len(digits) in {4, 8} and digits.startswith(_YEARS)


def _entries(text: str, start: int) -> Iterator[Listing]:
    """Yield the numbered entries that an annex adds to a list or strikes from it."""
    for head in _ENTRIES.finditer(text, start):
        said = head.group().casefold()
        op = "remove" if "delet" in said or "remov" in said else "add"
        annexes = re.findall(
            r"Annex\s+([IVXLC]+[a-z]?)", text[max(0, head.start() - 300) : head.end()]
        )
        stop = _ENTRIES_END.search(text, head.end())
        end = stop.start() if stop else len(text)
        for found in _ENTRY.finditer(text, head.end(), end):
            following = text[found.end() : min(end, found.end() + 200)].split("\n")[1:4]
            cells = [*(found["rest"] or "").split("|"), *following]
            told = [place for cell in cells if (place := place_of(cell.strip(" .;,’'‘")))]
            yield Listing(
                list=f"eu-annex-{annexes[-1].lower()}" if annexes else "eu-annex",
                op=op,  # type: ignore[arg-type]
                party=bare(found["name"].strip(" ,;’'")),
                place=told[0] if told else None,
            )
