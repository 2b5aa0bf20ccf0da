"""Reads acts of the Official Journal of the European Union, as far as dates and codes go."""

from __future__ import annotations

import re
from datetime import date, timedelta

from comity.read._time_rules import MONTHS
from comity.read.lexicon import either
from comity.read.notice import Code, Effect, Notice, missing
from comity.read.proposal import Span

_DAY = rf"(?P<day>\d{{1,2}})\s+(?P<month>{either(MONTHS)})\s+(?P<year>\d{{4}})"
_ACT = re.compile(
    rf"(?P<kind>(?:COMMISSION |COUNCIL )?(?:DELEGATED |IMPLEMENTING )?(?:REGULATION|DECISION))"
    rf"\s+\((?P<body>EU|CFSP)\)\s+"
    rf"(?:No\s+)?(?P<number>\d{{4}}/\d+|\d+/\d{{4}})(?:\s+of\s+{_DAY})?",
    re.IGNORECASE,
)
_OJ = re.compile(
    r"OJ\s+L,?\s*(?P<number>[\d/]+),\s*(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"
)
_NUMERIC = re.compile(r"(?m)^\s*(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})\s*$")
_FORCE = re.compile(
    rf"enter into force on (?:(?P<next>the day following)"
    rf"|the (?P<nth>twentieth|third|seventh) day following"
    rf"|(?P<same>the day of)|{_DAY})",
    re.IGNORECASE,
)
_NTH = {"third": 3, "seventh": 7, "twentieth": 20}
_CODE = re.compile(r"(?<![\w.])(?P<code>[0-9][A-E]\d{3}(?:\.[a-z](?:\.\d+)*)?)(?![\w])")


def read(text: str, published: date | None) -> Notice:
    """Read an act: number, date of publication, entry into force, acts amended, codes."""
    act = _ACT.search(text)
    printed = _OJ.search(text) or _NUMERIC.search(text)
    day = published or (_numeric(printed) if printed else None)
    force = _FORCE.search(text)
    effective = _force(force, day) if force else None
    quotes: dict[str, Span] = {}
    for name, found in (("number", act), ("effective", force)):
        if found:
            quotes[name] = Span(start=found.start(), end=found.end(), text=found.group())
    number = act["number"] if act else None
    amended = tuple(
        dict.fromkeys(
            f"Regulation ({found['body'].upper()}) {found['number']}"
            for found in _ACT.finditer(text)
            if found["number"] != number
        )
    )
    effect: Effect = "amend" if re.search(r"\bamending\b", text[:2000], re.IGNORECASE) else "impose"
    codes = tuple(
        Code(
            scheme="eu",
            code=found["code"],
            span=Span(start=found.start(), end=found.end(), text=found.group()),
        )
        for found in _CODE.finditer(text)
    )
    return Notice(
        gazette="official_journal",
        text=text,
        number=number,
        citation=f"OJ L, {number}, {day:%d.%m.%Y}" if number and day else None,
        title=re.sub(r"\s+", " ", text[act.start() : act.end() + 200]).strip() if act else None,
        issuer="European Union",
        published=day,
        effective=effective,
        effect=effect,
        amends=amended,
        codes=codes,
        quotes=quotes,
        missing=missing(number=number, publication_date=day, entry_into_force=effective),
    )


def _numeric(found: re.Match[str]) -> date | None:
    try:
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _force(found: re.Match[str], day: date | None) -> date | None:
    if found["month"]:
        return date(int(found["year"]), int(MONTHS[found["month"].casefold()]), int(found["day"]))
    if day is None:
        return None
    if found["same"]:
        return day
    return day + timedelta(days=1 if found["next"] else _NTH[found["nth"].casefold()])
