"""Rules for periods that are no month or day: seasons, quarters, decades, holidays, "now"."""

from __future__ import annotations

import re
from datetime import date, timedelta
from re import Match

from comity.read.lexicon import either, words
from comity.read.times import _calendar
from comity.read.times._length_rules import NUMBERS, SEASONS, UNITS, VAGUE
from comity.read.times._time_rules import (
    EVENTS,
    MONTHS,
    OF_YEAR,
    PART,
    REL,
    SHIFT,
    YEAR,
    Rule,
    key,
    looks,
    mod_of,
    of_month,
    rule,
)
from comity.read.times.timex import Anchor, Meaning

ORDINALS = words("time", "ordinal")
HOLIDAYS = words("time", "holiday")
REFERENCES = words("time", "reference")
_DECADES = words("time", "decade")
_COUNTS = [*NUMBERS, *VAGUE]
_GAMES = re.compile(rf"\b(?:{either(words('time', 'game'))})\b", re.IGNORECASE)

_FULL_YEAR = 4
_MONTH = rf"(?P<month>{either(MONTHS)})\b\.?"
_LAST_MONTH = rf"(?P<last_month>{either(MONTHS)})"
_QUARTER = (
    r"(?:(?:fiscal|financial)\s+)?(?P<number>first|second|third|fourth)[\s-]+"
    r"(?:(?:fiscal|financial)\s+)?(?P<what>quarter|half)"
)
_IN_YEAR = rf"(?:(?:\s+of|\s+in|,)?\s+(?:(?:fiscal\s+)?{YEAR}|the\s+year|{OF_YEAR}\s+year))?"
_YEAR_BEFORE = r"(?:year-(?:ago|earlier|before)|(?:prior|previous)-year)"
_SAME = (
    r"the\s+(?:same|corresponding|comparable|like|equivalent|year-ago)\s+"
    r"(?:period|quarter|month|week|time|point)"
)
_BEFORE = r"(?:(?:last|the\s+previous|the\s+prior)\s+year|a\s+year\s+(?:ago|earlier|before))"
#: The pronoun before "20s" where it tells an age.
_AGED = re.compile(r"\b(?:his|her|their|my|our|your)\s+(?:\w+[\s-])?$", re.IGNORECASE)


def of_decade(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take a decade: "the 1990s", "the '80s", "the late 2000s", "the sixties"."""
    if _AGED.search(match.string[max(0, match.start() - 20) : match.start()]):
        return None
    digits = match["decade"].casefold()
    digits = _DECADES.get(digits, digits)
    return Meaning(
        type="DATE",
        value=digits[:3] if len(digits) == _FULL_YEAR else f"19{digits[0]}",
        mod=mod_of(match),
    )


def of_century(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take a century: "the 21st century"."""
    number = match["number"].casefold()
    count = int(ORDINALS.get(number) or re.sub(r"\D", "", number) or 0)
    return Meaning(type="DATE", value=f"{count - 1:02d}", mod=mod_of(match)) if count else None


def of_season(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "last summer", "the spring of 2024", "this fall"."""
    told = match.groupdict()
    season = SEASONS[key(told["season"])]
    year = told.get("year")
    if year:
        return Meaning(type="DATE", value=f"{year}-{season}", mod=mod_of(match))
    named = told["season"][0].isupper() and re.match(r"\s+[A-Z]", match.string[match.end() :][:3])
    if named:
        return None
    if anchor.published is None:
        return Meaning(type="DATE", value=f"XXXX-{season}", resolved=False)
    rel = SHIFT.get(key(told.get("rel") or ""), 0)
    tense = "future" if rel > 0 else "past" if rel < 0 else looks(match, anchor)
    found = _calendar.season_year(anchor.published, season, tense=tense)
    word, begun = key(told.get("rel") or ""), _calendar.has_begun(anchor.published, season)
    if word == "this":
        found = anchor.published.year
    elif word == "next" and begun:
        found = anchor.published.year + 1
    return Meaning(type="DATE", value=f"{found}-{season}", mod=mod_of(match))


def of_holiday(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve a holiday by its name: the next, the last, or the nearest, as the verb looks."""
    told = match.groupdict()
    code = HOLIDAYS[key(told["holiday"].replace("\u2019", "'"))]
    if told.get("year"):
        day = _calendar.holiday(int(told["year"]), code)
        return Meaning(type="DATE", value=day.isoformat()) if day else None
    if anchor.published is None:
        return Meaning(type="DATE", value="XXXX-XX-XX", resolved=False)
    about, rel = anchor.published, SHIFT.get(key(told.get("rel") or ""), 0)
    tense = "future" if rel > 0 else "past" if rel < 0 else looks(match, anchor)
    found = [_calendar.holiday(year, code) for year in range(about.year - 1, about.year + 2)]
    days = [day for day in found if day]
    if tense == "future":
        days = [day for day in days if day >= about]
    elif tense == "past":
        days = [day for day in days if day <= about]
    if not days:
        return None
    best = min(days, key=lambda day: abs((day - about).days))
    return Meaning(type="DATE", value=best.isoformat())


def of_day_beside_holiday(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the day after Christmas"."""
    found = of_holiday(match, anchor)
    if found is None or not found.resolved:
        return found
    move = 1 if key(match["move"]) == "after" else -1
    day = date.fromisoformat(found.value) + timedelta(days=move)
    return Meaning(type="DATE", value=day.isoformat())


def of_event(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take a day known by its name: the "Sept. 11" of "Sept. 11 attacks"."""
    return Meaning(type="DATE", value=EVENTS[key(match["event"])])


def of_quarter(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the third quarter", "Q2 2025", "the first half of 2024"; halves of games aside."""
    told = match.groupdict()
    number = key(told["number"])
    count = int(ORDINALS.get(number) or number)
    letter = "H" if told["what"].casefold() == "half" else "Q"
    if count > (2 if letter == "H" else 4):
        return None
    year = told.get("year")
    if year is None and _GAMES.search(_around(match)):
        return None
    if year is None and anchor.published is None:
        return Meaning(type="DATE", value=f"XXXX-{letter}{count}", resolved=False)
    if year is None and anchor.published is not None:
        months = 6 if letter == "H" else 3
        ahead = looks(match, anchor) == "future"
        begun = anchor.published.month > (count - 1) * months
        ended = anchor.published.month > count * months
        move = 0 if told.get("of_year") else int(ahead and ended) - int(not (begun or ahead))
        year = str(anchor.published.year + SHIFT.get(key(told.get("of_year") or ""), move))
    return Meaning(type="DATE", value=f"{year}-{letter}{count}", mod=mod_of(match))


def _around(match: Match[str]) -> str:
    """Return the words of a match's sentence that stand near it."""
    before = match.string[max(0, match.start() - 120) : match.start()]
    after = match.string[match.end() : match.end() + 120]
    return re.split(r"[.!?]\s", before)[-1] + re.split(r"[.!?](?:\s|$)", after)[0]


def of_quarter_months(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the October-December quarter"."""
    last = int(MONTHS[key(match["last_month"])])
    first = of_month(match, anchor)
    if first is None or last % 3 or (last - int(first.value[-2:])) % 12 != 2:  # noqa: PLR2004
        return None
    return Meaning(type="DATE", value=f"{first.value[:4]}-Q{last // 3}", resolved=first.resolved)


def of_half_month(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the second half of November" to the month, its half as the modifier."""
    meaning = of_month(match, anchor)
    if meaning is None:
        return None
    mod = "START" if key(match["half"]) == "first" else "END"
    return Meaning(type="DATE", value=meaning.value, mod=mod, resolved=meaning.resolved)


def of_fiscal(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "FY2012", "FY12", "the fiscal year", "last fiscal year"."""
    told = match.groupdict()
    if told.get("fy"):
        return Meaning(type="DATE", value=f"20{told['fy'][-2:]}")
    if anchor.published is None:
        return Meaning(type="DATE", value="XXXX", resolved=False)
    move = SHIFT.get(key(told.get("rel") or ""), 0)
    return Meaning(type="DATE", value=str(anchor.published.year + move), mod=mod_of(match))


def of_year_before(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the year-ago quarter", "the same period last year": a year before the one told."""
    told, unit = anchor.period or (anchor.published, "Y")
    if told is None:
        return Meaning(type="DATE", value="XXXX", resolved=False)
    year = match.groupdict().get("year")
    day: date | None = told
    day = _calendar.shift(told, "Y", int(year) - told.year if year else -1)
    if day is None:
        return None
    named = "Q" if "quarter" in match.group().casefold() else "Y"
    unit = unit if unit in {"M", "Q"} else named
    return Meaning(type="DATE", value=_calendar.value(day, unit))


def of_reference(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Tag "now", "recently", "soon": a time that has no place in the calendar."""
    return Meaning(type="DATE", value=REFERENCES[key(match.group())])


PERIOD_RULES: tuple[Rule, ...] = (
    rule(rf"(?:the\s+)?{PART}['\u2019]?(?P<decade>(?:1[89]|20)\d0|[2-9]0)['\u2019]?s", of_decade),
    rule(rf"the\s+{PART}(?P<decade>{either(_DECADES)})", of_decade),
    rule(
        rf"(?:the\s+)?{PART}(?P<number>\d\d?(?:st|nd|rd|th)|{either(ORDINALS)})[\s-]+century",
        of_century,
    ),
    rule(rf"(?:the\s+)?{PART}(?:{REL}\s+)(?P<season>{either(SEASONS)})", of_season),
    rule(rf"(?:the\s+)?{PART}(?P<season>{either(SEASONS)})\s+(?:of\s+)?{YEAR}", of_season),
    rule(rf"(?:the\s+)?{PART}(?P<season>summer|autumn|winter)", of_season),
    rule(
        r"(?:(?<=\bin\s)|(?<=\bby\s)|(?<=\binto\s)|(?<=\bbefore\s)|(?<=\buntil\s)|(?<=\bafter\s)"
        r"|(?<=\bsince\s)|(?<=\bthrough\s))(?:the\s+)?(?P<season>spring|fall)(?!\s+of\b)",
        of_season,
    ),
    rule(rf"(?:{REL}\s+)?(?P<holiday>{either(HOLIDAYS)})(?:,?\s+{YEAR})?", of_holiday),
    rule(
        rf"the\s+day\s+(?P<move>before|after)\s+(?P<holiday>{either(HOLIDAYS)})(?:,?\s+{YEAR})?",
        of_day_beside_holiday,
    ),
    rule(
        r"(?:(?<=\A)|(?<=[.!?]\s)|(?<=\n))Earlier(?=,\s)",
        lambda *_: Meaning(type="DATE", value="PAST_REF"),
    ),
    rule(
        r"(?:(?<=\bthe\s)|(?<=\ba\s))once(?=[\s-][a-z])",
        lambda *_: Meaning(type="DATE", value="PAST_REF"),
    ),
    rule(r"(?<=\bfor\s)the\s+moment", lambda *_: Meaning(type="DATE", value="PRESENT_REF")),
    rule(rf"(?P<event>{either(EVENTS)})(?=\s+(?:attack|terror|hijack|plot|commission))", of_event),
    rule(rf"(?:the\s+)?{PART}(?:{REL}\s+)?{_QUARTER}{_IN_YEAR}", of_quarter),
    rule(
        rf"(?:the\s+)?(?P<half>first|second)\s+half\s+of\s+{_MONTH}(?:,?\s+{YEAR})?", of_half_month
    ),
    rule(
        rf"(?:the\s+)?{_MONTH}(?:\s*[-\u2013]\s*|\s+to\s+){_LAST_MONTH}\s+(?:quarter|period)",
        of_quarter_months,
    ),
    rule(rf"(?P<what>Q)(?P<number>[1-4])(?:\s+(?:of\s+)?{YEAR})?", of_quarter),
    rule(r"FY\s?['\u2019]?(?P<fy>\d\d|20\d\d)", of_fiscal),
    rule(rf"(?:the\s+)?{PART}(?:{REL}\s+)?fiscal\s+year", of_fiscal),
    rule(rf"(?:the\s+)?{_YEAR_BEFORE}\s+(?:period|quarter|month)", of_year_before),
    rule(rf"{_SAME}\s+(?:(?:of|in)\s+)?(?:{_BEFORE}|{YEAR})", of_year_before),
    rule(
        rf"(?<!\bas )(?:{either(w for w in REFERENCES if not w.endswith('past'))})"
        r"(?!\s+(?:before|after|as)\b)",
        of_reference,
    ),
    rule(
        rf"the\s+(?:recent\s+)?past(?!\s+(?:\d|{either(_COUNTS)}|\w+\s+{either(UNITS)}|{either(UNITS)}))",
        of_reference,
    ),
)
