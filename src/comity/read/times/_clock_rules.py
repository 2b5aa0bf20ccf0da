"""Rules for clock times and parts of a day: a pattern each, and the day they belong to."""

from __future__ import annotations

import re
from datetime import date, datetime
from re import Match
from zoneinfo import ZoneInfo

from comity.read.lexicon import either, words
from comity.read.times import _calendar
from comity.read.times._time_rules import (
    DAY_MONTH,
    FULL_WEEKDAY,
    MONTH_DAY,
    PART,
    PARTS_OF_DAY,
    POD,
    REL,
    WEEKDAY,
    WEEKDAYS,
    Rule,
    is_set,
    key,
    looks,
    mod_of,
    of_date,
    rule,
    weekday_of,
)
from comity.read.times.timex import Anchor, Meaning, anchored

ZONES = words("time", "zone")
NUMBERS = words("time", "number")
#: Hours as they are spoken: "half past ten".
HOURS = {word: int(value) for word, value in NUMBERS.items() if 1 <= int(value) <= 12}  # noqa: PLR2004

_NOON_HOUR = 12
#: Hours before this one are of the afternoon where a text doesn't say.
_FIRST_HOUR = 7
_DAWN = "06"
_DEICTIC = {"yesterday": -1, "last": -1, "tomorrow": 1, "the day before yesterday": -2}
_DEICTIC |= {"the day after tomorrow": 2}
_ZONE = rf"(?:\s*\(?(?P<zone>{either(ZONES)})\b\)?|\s+local\s+time)?"
_HALF = (
    r"(?:\s*(?P<half>[ap]\.?m\b\.?)"
    r"|\s+(?:o['\u2019]clock\s+)?in\s+the\s+(?P<onlypod>morning|afternoon|evening))"
)
_CLOCK = rf"(?P<hour>[01]?\d|2[0-4])(?:[:.](?P<minute>[0-5]\d))?{_HALF}{_ZONE}"
_CLOCK24 = r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?:\s*(?:hours|hrs)\b)?" + _ZONE
_OCLOCK = r"(?P<hour>1?\d)\s+o['\u2019]clock" + _ZONE
_TO_HOUR = (
    r"(?P<past>half\s+past|(?:a\s+)?quarter\s+(?:past|to))\s+"
    rf"(?P<spoken>1?\d|{either(HOURS)})(?:{_HALF})?{_ZONE}"
    r"(?!\s*(?:%|per\s?cent|\w*illion|of\b|points))"
)
_GMT = rf"(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)\s*(?P<zone>{either(ZONES)}|hours|hrs)\b"
_NOON = r"(?P<noon>noon|midnight)" + _ZONE
_DEICTIC_DAY = r"(?P<deictic>today|yesterday|tomorrow)"
_WEEKDAY_POD = rf"{FULL_WEEKDAY}\b(?:\s+(?P<tailpod>morning|afternoon|evening|night))?"
_TAIL = (
    rf"(?:,?\s+(?:on\s+)?(?:{_WEEKDAY_POD}|{_DEICTIC_DAY})"
    r"|\s+(?:in\s+the\s+)?(?P<latepod>morning|afternoon|evening)|\s+at\s+night)?"
)
#: The day told after another zone's time: "10 a.m. (0800 GMT) on Tuesday".
_LATER = re.compile(
    rf"\)?(?:\s*\([^)]{{3,30}}\))?,?\s+(?:on\s+)?(?:{FULL_WEEKDAY}|{MONTH_DAY}|{_DEICTIC_DAY})\b",
    re.IGNORECASE,
)
_CLOCKS = (_CLOCK, _CLOCK24, _OCLOCK, _NOON, _TO_HOUR)
_DAYS = (MONTH_DAY, DAY_MONTH)
_LONG_POD = rf"(?:(?:early|late)\s+)?(?P<pod>{either(PARTS_OF_DAY)})"


def of_deictic(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "today", "yesterday afternoon", "tonight", "this morning", "last night"."""
    word = key(match["word"])
    pod = match.groupdict().get("pod")
    code = "TNI" if word == "tonight" else f"T{PARTS_OF_DAY[key(pod)]}" if pod else ""
    value, resolved = f"XXXX-XX-XX{code}", False
    if anchor.published is not None:
        day = _calendar.shift(anchor.published, "D", _DEICTIC.get(word, 0)) or anchor.published
        value, resolved = day.isoformat() + code, True
    return Meaning(
        type="TIME" if code else "DATE", value=value, mod=mod_of(match), resolved=resolved
    )


def of_part_of_day(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the evening", "the morning of June 10", "dawn on Tuesday"."""
    code = PARTS_OF_DAY[key(match["pod"])]
    day, inherited = _day_beside(match, anchor)
    if day is None:
        return Meaning(type="TIME", value=f"XXXX-XX-XXT{code}", resolved=False)
    if code == "EM" and anchor.told and inherited:
        day = _calendar.shift(day, "D", 1) or day
    return Meaning(type="TIME", value=f"{day.isoformat()}T{code}", inherited=inherited)


def of_clock(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "10:40 am", "8 p.m. on Tuesday", "noon", "1600 GMT"."""
    told = match.groupdict()
    time = _hour(told)
    if time is None:
        return None
    day, inherited = _day_beside(match, anchor)
    zone = ZONES.get(key(told.get("zone") or ""), "")
    if inherited and day == anchor.evening and day is not None and "00" < time[:2] < _DAWN:
        day = _calendar.shift(day, "D", 1) or day
    if day is None:
        return Meaning(type="TIME", value=f"XXXX-XX-XXT{time}{zone}", resolved=False)
    value = f"{day.isoformat()}T{time}{_offset(zone, day)}"
    return Meaning(type="TIME", value=value, inherited=inherited)


def _offset(zone: str, day: date) -> str:
    """Return a zone's offset on a day: "-04:00" for New York in June."""
    if "/" not in zone:
        return zone
    written = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(zone)).strftime("%z")
    return f"{written[:3]}:{written[3:]}"


def _hour(told: dict[str, str | None]) -> str | None:
    if told.get("noon"):
        return "12:00" if key(told["noon"] or "") == "noon" else "24:00"
    if told.get("past"):
        told = _spoken(told)
    hour = int(told["hour"] or 0)
    half = (told.get("half") or "")[:1].casefold()
    pods = [told.get(name) for name in ("onlypod", "latepod", "tailpod", "pod")]
    pod = next((each.casefold() for each in pods if each), "")
    if (half or pod) and not 1 <= hour <= _NOON_HOUR:
        return None if half else f"{hour:02d}:{told.get('minute') or '00'}"
    if half:
        hour = hour % _NOON_HOUR + (_NOON_HOUR if half == "p" else 0)
    elif hour < _NOON_HOUR and pod in {"afternoon", "evening", "night"}:
        hour += _NOON_HOUR
    return f"{hour:02d}:{told.get('minute') or '00'}"


def _spoken(told: dict[str, str | None]) -> dict[str, str | None]:
    """Read "half past ten", "a quarter to six": by day where no half of the day is told."""
    word, past = key(told["spoken"] or ""), key(told["past"] or "")
    hour = HOURS.get(word) or int(word)
    minute = "30" if past.startswith("half") else "15"
    if past.endswith("to"):
        hour, minute = (hour - 2) % _NOON_HOUR + 1, "45"
    pods = ("half", "onlypod", "latepod", "tailpod", "pod")
    if not any(told.get(name) for name in pods) and hour < _FIRST_HOUR:
        hour += _NOON_HOUR
    return told | {"hour": str(hour), "minute": minute}


def _day_beside(match: Match[str], anchor: Anchor) -> tuple[date | None, bool]:
    told = match.groupdict()
    if not (told.get("month") or told.get("weekday") or told.get("deictic")):
        match = _LATER.match(match.string, match.end()) or match
        told = match.groupdict()
    if told.get("month"):
        meaning = of_date(match, anchor)
        if meaning and meaning.resolved and not meaning.fault:
            return date.fromisoformat(meaning.value), False
    if told.get("weekday") and anchor.published:
        number = int(WEEKDAYS[key(told["weekday"])])
        until = match.string[: match.start()].rstrip().endswith(("until", "till"))
        tense = anchor.tense(match.start()) if until else looks(match, anchor)
        return weekday_of(anchor, number, tense), False
    if told.get("deictic") and anchor.published:
        move = {"yesterday": -1, "tomorrow": 1}.get(key(told["deictic"]), 0)
        return _calendar.shift(anchor.published, "D", move), False
    return anchored(anchor, match.start(), ahead=is_set(match)), True


#: What every rule here needs somewhere in its match.
CLOCK_HINT = re.compile(
    rf"\b(?:half|quarter)\s+(?:past|to)\b|\d\s?[ap]\.?m\b|\d:\d\d|o['\u2019]clock|\d{{4}}\s*(?:{either(ZONES)}|hours|hrs)\b"
    rf"|\b(?:noon|midnight|today|yesterday|tomorrow|{either(PARTS_OF_DAY)}|tonight)\b",
    re.IGNORECASE,
)

CLOCK_RULES: tuple[Rule, ...] = (
    *(
        rule(
            rf"(?:(?:the\s+)?{REL}\s+)?(?:late\s+)?(?:{FULL_WEEKDAY}|{_DEICTIC_DAY})"
            rf"(?:\s+{POD})?,?\s+(?:at\s+)?{clock}",
            of_clock,
        )
        for clock in _CLOCKS
    ),
    *(rule(rf"{day},?\s+(?:at\s+)?{clock}", of_clock) for clock in _CLOCKS for day in _DAYS),
    *(
        rule(rf"{clock},?\s+(?:on\s+)?(?:{WEEKDAY},?\s+)?(?:{day})", of_clock)
        for clock in _CLOCKS
        for day in _DAYS
    ),
    *(rule(rf"{clock}{_TAIL}", of_clock) for clock in _CLOCKS),
    rule(_GMT, of_clock),
    rule(
        rf"{PART}(?P<word>the day before yesterday|the day after tomorrow|today|tonight"
        rf"|yesterday|tomorrow)(?:\s+{POD})?",
        of_deictic,
    ),
    rule(rf"(?:{PART})(?P<word>this|last)\s+(?P<pod>morning|afternoon|evening|night)", of_deictic),
    *(
        rule(rf"(?:the\s+)?{_LONG_POD}\s+(?:of|on)\s+(?:{WEEKDAY},?\s+)?{day}", of_part_of_day)
        for day in _DAYS
    ),
    rule(
        rf"(?:the\s+)?{_LONG_POD}\s+(?:of|on)\s+(?:{FULL_WEEKDAY}|{_DEICTIC_DAY})",
        of_part_of_day,
    ),
    rule(rf"the\s+{_LONG_POD}", of_part_of_day),
    rule(
        r"(?:(?:early|late)[\s-]+)?(?P<pod>morning|afternoon|evening)"
        r"(?=\s+(?:trad(?:e|ing)|session|rush|briefing|news|commute|prayers|service|peak)\b)",
        of_part_of_day,
    ),
    rule(
        r"(?P<pod>early hours|midday|dawn|daybreak|dusk|nightfall|mid-?morning|mid-?afternoon"
        r"|lunchtime|overnight)",
        of_part_of_day,
    ),
)
