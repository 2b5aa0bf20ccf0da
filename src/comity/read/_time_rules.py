"""Rules for dates and clock times: a pattern each, and what it means against the anchor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from re import Match

from comity.read import _calendar
from comity.read.lexicon import either, words
from comity.read.timex import Anchor, Meaning, Tense, TimexType, anchored

MONTHS = words("time", "month")
WEEKDAYS = words("time", "weekday")
SEASONS = words("time", "season")
PARTS_OF_DAY = words("time", "part_of_day")
ORDINALS = words("time", "ordinal")
HOLIDAYS = words("time", "holiday")
ZONES = words("time", "zone")
REFERENCES = words("time", "reference")
PARTS = words("time", "part")
UNITS = words("time", "unit")
_COUNTS = [*words("time", "number"), *words("time", "vague_number")]

_M = rf"(?P<month>{either(MONTHS)})\b\.?"
_W = rf"(?P<weekday>{either(WEEKDAYS)})\b\.?"
FULL_WEEKDAY = rf"(?P<weekday>{either(w for w in WEEKDAYS if w.endswith('day'))})"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_Y = r"(?P<year>(?:19|20)\d\d)"
_POD = rf"(?P<pod>{either(w for w in PARTS_OF_DAY if ' ' not in w)})"
PART = rf"(?:(?P<part>{either(PARTS)})[\s-]*(?:in\s+)?(?:the\s+)?)?"
_DAYS, _NOON_HOUR, _FULL_YEAR = 31, 12, 4
_DEICTIC = {"yesterday": -1, "last": -1, "tomorrow": 1, "the day before yesterday": -2}
_DEICTIC |= {"the day after tomorrow": 2}
SHIFT = {"last": -1, "past": -1, "previous": -1, "prior": -1, "this": 0, "current": 0, "next": 1}
SHIFT |= {"coming": 1, "following": 1, "preceding": -1, "same": 0, "this past": -1, "that": 0}
SHIFT |= {"this coming": 1, "upcoming": 1}
REL = rf"(?P<rel>{either(SHIFT)})"
_ZONE = rf"(?:\s*\(?(?P<zone>{either(ZONES)})\b\)?|\s+(?:local|eastern|pacific)\s+time)?"
_CLOCK = r"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?\s*(?P<half>[ap]\.?m\b\.?)" + _ZONE
_CLOCK24 = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?:\s*(?:hours|hrs)\b)?" + _ZONE
_GMT = rf"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?P<zone>{either(ZONES)}|hours|hrs)\b"
_NOON = r"(?P<noon>noon|midnight)"
_DAY_TAIL = (
    rf"(?:,?\s+(?:on\s+)?(?:{FULL_WEEKDAY}\b(?:\s+(?P<tailpod>morning|afternoon|evening|night))?"
    rf"|(?P<deictic>today|yesterday|tomorrow))"
    rf"|\s+(?:in\s+the\s+)?(?P<onlypod>morning|afternoon|evening)|\s+at\s+night)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A pattern and its meaning; None where a match turns out to mean no time."""

    pattern: re.Pattern[str]
    mean: Callable[[Match[str], Anchor], Meaning | None]


def rule(pattern: str, mean: Callable[[Match[str], Anchor], Meaning | None]) -> Rule:
    """Compile a rule; words are matched whole and in any case."""
    return Rule(
        pattern=re.compile(rf"(?<![\w$€£.,/-])(?:{pattern})(?![\w/])", re.IGNORECASE), mean=mean
    )


def mod_of(match: Match[str]) -> str | None:
    """Return TIMEX3's modifier for "early", "late", "the end of"."""
    part = match.groupdict().get("part")
    return PARTS[re.sub(r"\s+", " ", part.casefold())] if part else None


def looks(match: Match[str], anchor: Anchor) -> Tense:
    """Return where the words look: ahead after "until", else as the verb does."""
    before = match.string[max(0, match.start() - 12) : match.start()].lower()
    return "future" if re.search(r"\buntil\s+(?:the\s+)?$", before) else anchor.tense(match.start())


def of_week(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the week of June 10"."""
    meaning = of_date(match, anchor)
    if meaning is None or not meaning.resolved or meaning.fault:
        return None
    return Meaning(type="DATE", value=_calendar.value(date.fromisoformat(meaning.value), "W"))


def key(text: str) -> str:
    """Fold case, blanks and a closing dot for a look-up."""
    return re.sub(r"\s+", " ", text.casefold()).rstrip(".")


def of_date(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "Tuesday, June 10, 2025", "10 June", "June 2025", "June"."""
    told = match.groupdict()
    if told["month"][0].islower():
        return None
    month = int(MONTHS[key(told["month"])])
    day = int(told["day"]) if told.get("day") else None
    resolved = bool(told.get("year")) or anchor.published is not None
    tense = looks(match, anchor)
    if tense == "present" and day is not None:
        tense = "future"
    year = told.get("year") or (
        _calendar.year_of_month(anchor.published, month, tense=tense) if anchor.published else None
    )
    written = f"{year or 'XXXX'}-{month:02d}"
    fault = None
    if day is not None:
        if not 1 <= day <= _DAYS:
            return None
        written += f"-{day:02d}"
        fault = _check(written, told.get("weekday"))
    mod = mod_of(match)
    return Meaning(type="DATE", value=written, mod=mod, resolved=resolved, fault=fault)


def _check(written: str, weekday: str | None) -> str | None:
    if written.startswith("XXXX"):
        return None
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return f"{written} is no day of the calendar"
    if weekday and day.weekday() != int(WEEKDAYS[key(weekday)]):
        return f"{written} is a {day:%A}, not a {weekday}"
    return None


def of_weekday(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "Tuesday", "last Monday", "next Friday morning"."""
    told = match.groupdict()
    if told["weekday"][0].islower():
        return None
    number = int(WEEKDAYS[key(told["weekday"])])
    pod = f"T{PARTS_OF_DAY[key(told['pod'])]}" if told.get("pod") else ""
    kind: TimexType = "TIME" if pod else "DATE"
    if anchor.published is None:
        return Meaning(type=kind, value=f"XXXX-WXX-{number + 1}{pod}", resolved=False)
    rel = key(told.get("rel") or "")
    tense = "future" if SHIFT.get(rel, 0) > 0 else looks(match, anchor)
    day = _calendar.weekday_near(
        anchor.published, number, tense="past" if SHIFT.get(rel, 0) < 0 else tense
    )
    if day == anchor.published and rel in {"last", "next", "previous", "this past"}:
        day = _calendar.shift(day, "W", SHIFT[rel]) or day
    return Meaning(type=kind, value=day.isoformat() + pod, mod=mod_of(match))


def of_deictic(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "today", "yesterday afternoon", "tonight", "this morning", "last night"."""
    word = key(match["word"])
    pod = match.groupdict().get("pod")
    code = "TNI" if word == "tonight" else f"T{PARTS_OF_DAY[key(pod)]}" if pod else ""
    value, resolved = f"XXXX-XX-XX{code}", False
    if anchor.published is not None:
        day = _calendar.shift(anchor.published, "D", _DEICTIC.get(word, 0)) or anchor.published
        value, resolved = day.isoformat() + code, True
    kind: TimexType = "TIME" if code else "DATE"
    return Meaning(type=kind, value=value, mod=mod_of(match), resolved=resolved)


def of_part_of_day(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the evening", "in the wee hours": a part of the day told last, or of today."""
    code = PARTS_OF_DAY[key(match["pod"])]
    day = anchored(anchor, match.start())
    if day is None:
        return Meaning(type="TIME", value=f"XXXX-XX-XXT{code}", resolved=False)
    if code == "EM" and anchor.told:
        day = _calendar.shift(day, "D", 1) or day
    return Meaning(type="TIME", value=f"{day.isoformat()}T{code}", inherited=True)


def of_clock(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "10:40 am", "8 p.m. on Tuesday", "noon", "1600 GMT"."""
    told = match.groupdict()
    time = _hour(told)
    if time is None:
        return None
    day, inherited = _day_beside(match, anchor)
    zone = ZONES.get(key(told.get("zone") or ""), "")
    if day is None:
        return Meaning(type="TIME", value=f"XXXX-XX-XXT{time}{zone}", resolved=False)
    return Meaning(type="TIME", value=f"{day.isoformat()}T{time}{zone}", inherited=inherited)


def _hour(told: dict[str, str | None]) -> str | None:
    if told.get("noon"):
        return "12:00" if key(told["noon"] or "") == "noon" else "24:00"
    hour = int(told["hour"] or 0)
    half = (told.get("half") or "")[:1].casefold()
    if half and not 1 <= hour <= _NOON_HOUR:
        return None
    if half:
        hour = hour % _NOON_HOUR + (_NOON_HOUR if half == "p" else 0)
    pod = told.get("onlypod") or told.get("tailpod") or told.get("pod") or ""
    if not half and hour < _NOON_HOUR and pod.casefold() in {"afternoon", "evening", "night"}:
        hour += _NOON_HOUR
    return f"{hour:02d}:{told.get('minute') or '00'}"


def _day_beside(match: Match[str], anchor: Anchor) -> tuple[date | None, bool]:
    told = match.groupdict()
    if told.get("weekday") and anchor.published:
        number = int(WEEKDAYS[key(told["weekday"])])
        tense = looks(match, anchor)
        return _calendar.weekday_near(anchor.published, number, tense=tense), False
    if told.get("month"):
        meaning = of_date(match, anchor)
        if meaning and meaning.resolved and not meaning.fault:
            return date.fromisoformat(meaning.value), False
    if told.get("deictic") and anchor.published:
        move = {"yesterday": -1, "tomorrow": 1}.get(key(told["deictic"]), 0)
        return _calendar.shift(anchor.published, "D", move), False
    return anchored(anchor, match.start()), True


def of_numbers(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "14/9" and "14/9/2025": the reading that exists, else the one nearer publication."""
    first, second = int(match["first"]), int(match["second"])
    year = match["year"]
    if year and len(year) < _FULL_YEAR:
        year = f"20{year}"
    if not year and anchor.published is None:
        return None
    about = anchor.published or date(int(year), 7, 1)
    years = [int(year)] if year else [about.year - 1, about.year, about.year + 1]
    days = []
    for month, day in ((first, second), (second, first)):
        for each in years:
            try:
                days.append(date(each, month, day))
            except ValueError:
                continue
    if not days:
        return None
    best = min(days, key=lambda day: abs((day - about).days))
    return Meaning(type="DATE", value=best.isoformat())


def of_iso(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take an ISO 8601 date or time as it stands."""
    return Meaning(type="TIME" if "T" in match.group() else "DATE", value=match.group())


def of_year(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take a year: "2018", "early 2019", "fiscal 2020"."""
    return Meaning(type="DATE", value=match["year"], mod=mod_of(match))


def of_decade(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Take a decade: "the 1990s", "the '80s", "the late 2000s"."""
    digits = match["decade"]
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
    if anchor.published is None:
        return Meaning(type="DATE", value=f"XXXX-{season}", resolved=False)
    rel = SHIFT.get(key(told.get("rel") or ""), 0)
    tense = "future" if rel > 0 else "past" if rel < 0 else anchor.tense(match.start())
    found = _calendar.season_year(anchor.published, season, tense=tense)
    if key(told.get("rel") or "") == "this":
        found = anchor.published.year
    return Meaning(type="DATE", value=f"{found}-{season}", mod=mod_of(match))


def of_holiday(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve a holiday by its name."""
    told = match.groupdict()
    code = HOLIDAYS[key(told["holiday"].replace("\u2019", "'"))]
    if told.get("year"):
        day = _calendar.holiday(int(told["year"]), code)
        return Meaning(type="DATE", value=day.isoformat()) if day else None
    if anchor.published is None:
        return Meaning(type="DATE", value="XXXX-XX-XX", resolved=False)
    ahead = anchor.tense(match.start()) == "future"
    about = anchor.published
    days = [_calendar.holiday(year, code) for year in range(about.year - 1, about.year + 2)]
    told_days = [day for day in days if day and ((day >= about) if ahead else (day <= about))]
    if not told_days:
        return None
    return Meaning(type="DATE", value=(min if ahead else max)(told_days).isoformat())


def of_quarter(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the third quarter", "Q2 2025", "the first half of 2024"."""
    told = match.groupdict()
    number = key(told["number"])
    count = int(ORDINALS.get(number) or number)
    letter = "H" if told["what"].casefold() == "half" else "Q"
    if count > (2 if letter == "H" else 4):
        return None
    year = told.get("year")
    if year is None and anchor.published is None:
        return Meaning(type="DATE", value=f"XXXX-{letter}{count}", resolved=False)
    if year is None and anchor.published is not None:
        months = 6 if letter == "H" else 3
        ahead = anchor.tense(match.start()) == "future"
        begun = anchor.published.month > (count - 1) * months
        year = str(anchor.published.year - (0 if begun or ahead else 1))
    return Meaning(type="DATE", value=f"{year}-{letter}{count}", mod=mod_of(match))


def of_reference(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Tag "now", "recently", "soon": a time that has no place in the calendar."""
    return Meaning(type="DATE", value=REFERENCES[key(match.group())])


_MONTH_DAY = rf"{_M}\s+{_D}(?:\s*,?\s+{_Y})?"
_DAY_MONTH = rf"{_D}\s+(?:of\s+)?{_M}(?:,?\s+{_Y})?"

DATE_RULES: tuple[Rule, ...] = (
    rule(r"\d{4}-[01]\d-[0-3]\d(?:T[0-2]\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?", of_iso),
    rule(rf"the\s+week\s+of\s+{_MONTH_DAY}", of_week),
    rule(rf"(?:{_W},?\s+)?(?:the\s+)?{_MONTH_DAY}", of_date),
    rule(rf"(?:{_W},?\s+)?(?:the\s+)?{_DAY_MONTH}", of_date),
    rule(rf"{_CLOCK},?\s+(?:on\s+)?(?:{_W},?\s+)?(?:{_M}\s+{_D}(?:,?\s+{_Y})?)", of_clock),
    rule(rf"{PART}{_M},?\s+(?:of\s+)?{_Y}", of_date),
    rule(rf"{PART}{_M}", of_date),
    rule(
        rf"(?:(?:the\s+)?{REL}\s+)?(?:late\s+)?{FULL_WEEKDAY}(?:\s+{_POD})?"
        rf",?\s+(?:at\s+)?{_CLOCK}",
        of_clock,
    ),
    rule(rf"(?:(?:the\s+)?{REL}\s+|{PART})?{FULL_WEEKDAY}(?:\s+{_POD})?", of_weekday),
    rule(rf"{_CLOCK}{_DAY_TAIL}", of_clock),
    rule(rf"{_CLOCK24}{_DAY_TAIL}", of_clock),
    rule(_GMT, of_clock),
    rule(rf"{_NOON}{_DAY_TAIL}", of_clock),
    rule(
        rf"{PART}(?P<word>the day before yesterday|the day after tomorrow|today|tonight"
        rf"|yesterday|tomorrow)(?:\s+{_POD})?",
        of_deictic,
    ),
    rule(rf"(?:{PART})(?P<word>this|last)\s+(?P<pod>morning|afternoon|evening|night)", of_deictic),
    rule(rf"the\s+(?P<pod>{either(PARTS_OF_DAY)})", of_part_of_day),
    rule(r"(?P<pod>early hours|midday|dawn|daybreak)", of_part_of_day),
    rule(r"(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)(?:/(?P<year>(?:20|19)?\d\d))?", of_numbers),
    rule(rf"{PART}(?:(?:fiscal|calendar)\s+(?:year\s+)?|the\s+year\s+)?{_Y}", of_year),
    rule(rf"(?:the\s+)?{PART}['\u2019]?(?P<decade>(?:1[89]|20)\d0|[2-9]0)['\u2019]?s", of_decade),
    rule(
        rf"(?:the\s+)?{PART}(?P<number>\d\d?(?:st|nd|rd|th)|{either(ORDINALS)})[\s-]+century",
        of_century,
    ),
    rule(rf"(?:the\s+)?{PART}(?:{REL}\s+)(?P<season>{either(SEASONS)})", of_season),
    rule(rf"(?:the\s+)?{PART}(?P<season>{either(SEASONS)})\s+(?:of\s+)?{_Y}", of_season),
    rule(r"(?:the\s+)?(?P<season>summer|autumn|winter)", of_season),
    rule(rf"(?P<holiday>{either(HOLIDAYS)})(?:,?\s+{_Y})?", of_holiday),
    rule(
        rf"(?:the\s+)?{PART}(?P<number>first|second|third|fourth)[\s-]+(?P<what>quarter|half)"
        rf"(?:\s+of\s+(?:{_Y}|the\s+year|this\s+year))?",
        of_quarter,
    ),
    rule(rf"(?P<what>Q)(?P<number>[1-4])(?:\s+(?:of\s+)?{_Y})?", of_quarter),
    rule(either(w for w in REFERENCES if not w.endswith("past")), of_reference),
    rule(
        rf"the\s+(?:recent\s+)?past(?!\s+(?:\d|{either(_COUNTS)}|\w+\s+{either(UNITS)}|{either(UNITS)}))",
        of_reference,
    ),
)
