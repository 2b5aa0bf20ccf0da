"""Rules for durations, sets, and periods counted from another time: a pattern each."""

from __future__ import annotations

import re
from datetime import date, timedelta
from re import Match

from comity.read.lexicon import either, words
from comity.read.times import _calendar
from comity.read.times._time_rules import (
    MONTHS,
    PART,
    PARTS_OF_DAY,
    REL,
    SHIFT,
    WEEKDAYS,
    Rule,
    is_near,
    key,
    looks,
    mod_of,
    rule,
)
from comity.read.times.timex import Anchor, Meaning

NUMBERS = words("time", "number")
VAGUE = words("time", "vague_number")
QUANTITIES = words("time", "quantity")
SEASONS = words("time", "season")
UNITS = words("time", "unit")
PLURALS = words("time", "units")
SETS = words("time", "set")

#: Which of several weeks is meant: "every second Tuesday".
_NTHS = {"second": 2, "third": 3, "fourth": 4}
_SHORT = 3
_HOURS = re.compile(
    r"\b(?:after|business|office|opening|rush|school|trading|visiting|working)[\s-]+hours$",
    re.IGNORECASE,
)
#: Words after which "the last year" is a length and "the quarter" a period.
_OVER = (
    r"(?<=\bover\s)|(?<=\bfor\s)|(?<=\bin\s)|(?<=\bduring\s)|(?<=\bwithin\s)|(?<=\bthroughout\s)"
)
_LONG_WEEKDAYS = [word for word in WEEKDAYS if word.endswith("day")]
_HUNDRED = 100
_SATURDAY = 5
#: Days into a quarter in which the last one is still reported on.
_REPORTED = 45
#: Units by size: a period counts as told for "later" only where it is no longer than the unit.
_SIZES = {
    "D": 1,
    "W": 7,
    "WE": 7,
    "2W": 14,
    "M": 30,
    "Q": 91,
    "S": 91,
    "Y": 365,
    "DE": 3650,
    "CE": 36500,
}
#: What stands before "a year" where it is a rate: "$2 billion a year", "40 times a day".
_RATE = re.compile(
    r"(?:\d|illion|percent|times|dollars|people|barrels|tons|tonnes|cents|once|twice|hours|days)\s+$"
)
_COUNTED = re.compile(r"(?:\d|illion|thousand|hundred)\s+(?:[a-z-]+\s+){0,2}[a-z]+s\s+$")
_NUMBER_WORD = rf"(?:(?:{either(NUMBERS)})(?:[\s-]+(?:{either(NUMBERS)}))*)"
_DIGITS = r"\d+(?:[.,]\d+)?(?:\s+(?:hundred|thousand|million|billion))?"
_N = rf"(?P<number>{_DIGITS}|{_NUMBER_WORD}|{either(VAGUE)})"
_HALF = r"(?P<half>[\s-]+and[\s-]+a[\s-]+half)?"
_QUANTITY = rf"(?:(?P<quantity>{either(QUANTITIES)})\s+)?"
_FILLER = (
    r"(?:\s+(?:more|full|whole|straight|consecutive|additional|further|long|intense|working))?"
)
_PLURAL = rf"(?P<unit>{either(PLURALS)})"
_SINGLE_WORDS = [word for word, unit in UNITS.items() if unit not in {"TS", "WD"}]
_SINGLE = rf"(?P<unit>{either(_SINGLE_WORDS)})"
_ANY = rf"(?P<unit>{either([*PLURALS, *_SINGLE_WORDS])})"


def _unit(match: Match[str]) -> str:
    word = key(match["unit"])
    return PLURALS.get(word) or UNITS[word]


def _count(match: Match[str]) -> str:
    """Read a count as digits, "X" where it is vague."""
    told = match.groupdict()
    text = key(told.get("number") or "one")
    half = 0.5 if told.get("half") else 0
    if text in VAGUE:
        return VAGUE[text]
    digits = re.fullmatch(r"([\d.,]+)\s*(\w+)?", text)
    if digits:
        number = float(digits[1].replace(",", "")) * int(NUMBERS[digits[2] or "one"]) + half
    else:
        number = _spelled(text) + half
    return f"{number:.10g}"


def _spelled(text: str) -> int:
    total = part = 0
    for word in re.split(r"[\s-]+", text):
        value = int(NUMBERS[word])
        if value >= _HUNDRED:
            part = max(part, 1) * value
            if value >= _HUNDRED * 10:
                total, part = total + part, 0
        else:
            part += value
    return total + part


def _mod(match: Match[str]) -> str | None:
    quantity = match.groupdict().get("quantity")
    return QUANTITIES[key(quantity)] if quantity else None


def _is_rate(before: str) -> bool:
    """True before "a year" in "$2 billion a year", "40 times a day", "a million users a month"."""
    return bool(_RATE.search(before) or _COUNTED.search(before))


def of_length(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "nearly 7 hours", "two and a half years", "a week", "90-day"."""
    unit, count = _unit(match), _count(match)
    fraction = match.string[match.end() : match.end() + 3] == " of"
    if unit == "Q" and (fraction or "-" in match.group()):
        return None
    if match.groupdict().get("number") is None and (unit == "Q" or (fraction and unit == "NI")):
        return None
    value = _calendar.duration(count, unit)
    if re.match(r"an?\s", match.group()) and _is_rate(match.string[: match.start()][-48:]):
        return Meaning(type="SET", value=value)
    return Meaning(type="DURATION", value=value, mod=_mod(match))


def of_hours(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "an hour and 40 minutes", "two hours and a half"."""
    hours = key(match["hours"])
    count = hours if hours.isdigit() else "1" if hours in {"a", "an"} else str(_spelled(hours))
    return Meaning(type="DURATION", value=f"PT{count}H{match['minutes']}M", mod=_mod(match))


def of_quarter_of(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "a quarter-century", "a quarter of an hour"."""
    return Meaning(type="DURATION", value={"CE": "P25Y", "TH": "PT15M"}[_unit(match)])


def of_half(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "half an hour", "half a year"."""
    value = {"TH": "PT30M", "Y": "P6M", "D": "PT12H", "DE": "P5Y", "CE": "P50Y", "M": "P2W"}
    found = value.get(_unit(match))
    return Meaning(type="DURATION", value=found, mod=_mod(match)) if found else None


def of_vague(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "weeks", "for years": how many isn't told; "office hours" are none."""
    if _HOURS.search(match.string[max(0, match.start() - 12) : match.end()]):
        return None
    return Meaning(type="DURATION", value=_calendar.duration("X", _unit(match)))


def of_distance(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "three weeks ago", "a year earlier", "two days later"."""
    unit, count = _unit(match), _count(match)
    way = key(match["way"])
    back = way in {"ago", "earlier", "before", "previously", "back"}
    deictic = way in {"ago", "from now", "hence", "back"}
    origin, told = (anchor.published, "D") if deictic else _told(anchor, unit)
    if match.groupdict().get("number") is None and key(match["unit"]) in PLURALS:
        count = "X"
    if unit.startswith("T"):
        length = _calendar.duration(count, unit)
        return Meaning(type="DURATION", value=length, mod=_mod(match))
    if count.endswith(".5") and unit == "Y":
        unit, count = "M", str(round(float(count) * 12))
    if not count.isdigit():
        vague = "PAST_REF" if back else "FUTURE_REF"
        return Meaning(type="DATE", value=vague, mod=_mod(match))
    if origin is None:
        return Meaning(type="DATE", value=_calendar.unknown(unit), resolved=False)
    move = -int(count) if back else int(count)
    day = _calendar.shift(origin, unit, move)
    if day is None:
        return None
    if unit == "Y" and told in {"M", "Q"} and way in {"earlier", "before"} and move == -1:
        unit = told
    counted = day if unit == "W" and told == "D" else None
    if unit == "Y" and told in {"D", "M"} and not deictic:
        counted = day
    value = _calendar.value(day, unit)
    return Meaning(type="DATE", value=value, mod=_mod(match), counted_to=counted)


def _told(anchor: Anchor, unit: str) -> tuple[date | None, str]:
    """Return what "later" and "the following" count from: the period told last, if fine enough."""
    if anchor.period is not None and _SIZES[anchor.period[1]] <= _SIZES.get(unit, 1):
        return anchor.period
    return anchor.told or anchor.published, "D"


def of_weeks_from(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "a week from Saturday", "two weeks from today"."""
    number, count = WEEKDAYS.get(key(match["from"])), _count(match)
    if anchor.published is None or not count.isdigit():
        return Meaning(type="DATE", value="XXXX-XX-XX", resolved=False)
    day = anchor.published + timedelta(days=int(key(match["from"]) == "tomorrow"))
    if number is not None:
        day = _calendar.weekday_near(anchor.published, int(number), tense="future")
    return Meaning(type="DATE", value=(day + timedelta(days=7 * int(count))).isoformat())


def of_relative(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "last month", "earlier this week", "the end of next year"."""
    unit, rel = _unit(match), key(match["rel"])
    told = rel in {"previous", "preceding", "following", "same", "that", "that same", "prior"}
    origin = _told(anchor, unit)[0] if told and is_near(match, anchor) else anchor.published
    if unit.startswith("T"):
        return None
    if unit == "NI":
        unit = "D"
    if origin is None:
        return Meaning(type="DATE", value=_calendar.unknown(unit), resolved=False)
    day = _calendar.shift(origin, unit, SHIFT[rel])
    if day is None:
        return None
    return Meaning(type="DATE", value=_calendar.value(day, unit), mod=mod_of(match))


def of_window(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "the past few weeks", "the next three years", "the coming months"."""
    number = match.groupdict().get("number")
    count = _count(match) if number else "X"
    return Meaning(type="DURATION", value=_calendar.duration(count, _unit(match)))


def of_span(match: Match[str], _anchor: Anchor) -> Meaning | None:
    """Measure "the past year", "the last decade": one unit that ends now."""
    return Meaning(type="DURATION", value=_calendar.duration("1", _unit(match)))


def of_the_period(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the end of the year", "later in the week", "the weekend"."""
    unit = _unit(match)
    if unit.startswith("T"):
        return None
    if anchor.published is None:
        return Meaning(type="DATE", value=_calendar.unknown(unit), resolved=False)
    day = anchor.published
    if unit == "WE" and day.weekday() < _SATURDAY and looks(match, anchor) == "past":
        day -= timedelta(days=7)
    if unit == "Q":
        day = _quarter(match, anchor, day)
    ends = "END" if match.group().casefold().endswith("end") and unit != "WE" else None
    return Meaning(type="DATE", value=_calendar.value(day, unit), mod=mod_of(match) or ends)


def _quarter(match: Match[str], anchor: Anchor, day: date) -> date:
    """Return a day of the quarter told last, else of the one that reports now speak of."""
    if anchor.period is not None and anchor.period[1] == "Q":
        return anchor.period[0]
    new = (day.month - 1) % 3 * 30 + day.day <= _REPORTED
    return day - timedelta(days=_REPORTED) if new and looks(match, anchor) == "past" else day


def of_next_day(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the next day", "the day before", "the same day", "that evening"."""
    origin, published = anchor.told or anchor.published, anchor.published
    if origin is None:
        return Meaning(type="DATE", value="XXXX-XX-XX", resolved=False)
    if published and origin > published and looks(match, anchor) == "past":
        origin = published
    word = key(match["move"])
    code = PARTS_OF_DAY[key(match["pod"])] if match["pod"] not in {None, "day"} else ""
    move = 1 if word in {"next", "following", "after"} else 0
    move = -1 if word in {"before", "previous", "preceding"} else move
    day = _calendar.shift(origin, "D", move)
    if code:
        return Meaning(type="TIME", value=f"{day or origin}T{code}", inherited=True)
    return Meaning(type="DATE", value=(day or origin).isoformat(), inherited=True)


def of_set(  # noqa: PLR0911  (one return a kind)
    match: Match[str], _anchor: Anchor
) -> Meaning | None:
    """Tag a repetition: "daily", "every two years", "twice a week", "each Monday"."""
    told = match.groupdict()
    if told.get("word"):
        return Meaning(type="SET", value=SETS[key(told["word"])])
    if told.get("nth"):
        return Meaning(type="SET", value=f"P{_NTHS[key(told['nth'])]}W")
    if told.get("weekday"):
        pod = f"T{PARTS_OF_DAY[key(told['pod'])]}" if told.get("pod") else ""
        number = int(WEEKDAYS[key(told["weekday"])]) + 1
        return Meaning(type="SET", value=f"XXXX-WXX-{number}{pod}")
    if told.get("month"):
        return Meaning(type="SET", value=f"XXXX-{MONTHS[key(told['month'])]}")
    if told.get("pod"):
        return Meaning(type="SET", value=f"XXXX-XX-XXT{PARTS_OF_DAY[key(told['pod'])]}")
    if told.get("season"):
        return Meaning(type="SET", value=f"XXXX-{SEASONS[key(told['season'])]}")
    count = "2" if told.get("other") else _count(match)
    return Meaning(type="SET", value=_calendar.duration(count, _unit(match)))


#: What every rule here needs somewhere in its match.
LENGTH_HINT = re.compile(
    rf"\b(?:{either([*UNITS, *PLURALS, *SETS, *PARTS_OF_DAY])})(?:s|long)?\b"
    rf"|day(?:s|-)|\b(?:every|each)\b",
    re.IGNORECASE,
)

LENGTH_RULES: tuple[Rule, ...] = (
    rule(r"(?P<move>that)\s+(?P<pod>day|morning|afternoon|evening|night)", of_next_day),
    rule(
        r"(?:the|that)\s+(?P<move>next|following|previous|preceding|same|very)\s+"
        r"(?P<pod>day|morning|afternoon|evening|night)",
        of_next_day,
    ),
    rule(
        rf"{_QUANTITY}(?P<hours>an?|\d+|{_NUMBER_WORD})\s+hours?(?:,|\s+and)\s+(?P<minutes>\d+)\s+minutes",
        of_hours,
    ),
    rule(rf"{_QUANTITY}{_N}{_HALF}{_FILLER}[\s-]+{_ANY}[\s-]+(?:old|long)", of_length),
    rule(rf"{_SINGLE}[\s-]?(?:old|long)", of_length),
    rule(rf"{_PLURAL}-(?:old|long)", of_vague),
    rule(
        rf"{_QUANTITY}(?:{_N}{_HALF}{_FILLER}\s+{_ANY})\s+"
        r"(?P<way>ago|earlier|later|from now|hence|before(?=\s*[.,;)]|$)|back|afterwards?)",
        of_distance,
    ),
    rule(
        rf"{_QUANTITY}(?:an?|one)\s+{_SINGLE}\s+"
        r"(?P<way>ago|earlier|later|from now|hence|before(?=\s*[.,;)]|$)|afterwards?)",
        of_distance,
    ),
    rule(rf"{_PLURAL}\s+(?P<way>ago|earlier|later)", of_distance),
    rule(
        rf"(?:an?|{_N})\s+weeks?\s+from\s+(?P<from>today|tomorrow|{either(_LONG_WEEKDAYS)})",
        of_weeks_from,
    ),
    rule(rf"(?:the|these|those|another)\s+{_QUANTITY}{_N}{_FILLER}\s+{_PLURAL}", of_length),
    rule(rf"{_QUANTITY}{_N}{_HALF}{_FILLER}[\s-]+{_ANY}", of_length),
    rule(rf"{_QUANTITY}(?:an?|one){_FILLER}[\s-]+{_SINGLE}{_HALF}", of_length),
    rule(r"(?:an?\s+)?quarter(?:\s+of\s+an?\s+|[\s-])(?P<unit>century|hour)", of_quarter_of),
    rule(rf"{_QUANTITY}half(?:[\s-]+an?)?[\s-]+{_SINGLE}", of_half),
    rule(rf"(?:the\s+)?(?:entire|whole|full)\s+{_SINGLE}", of_length),
    rule(
        r"all\s+(?P<unit>day|week|month|year)(?:\s+long)?"
        rf"(?!\s+(?:on\s+)?(?:{either(_LONG_WEEKDAYS)}))",
        of_length,
    ),
    rule(_PLURAL, of_vague),
    rule(r"(?:the\s+)?(?:past|last|next|coming)\s+(?P<unit>decade|century)", of_span),
    rule(r"(?:the|this)\s+past\s+(?P<unit>day|week|month|quarter|year)", of_span),
    rule(
        rf"(?:{_OVER})the\s+(?:last|next|coming)\s+(?P<unit>day|week|month|quarter|year)", of_span
    ),
    rule(rf"(?:the\s+)?{PART}{REL}\s+{_SINGLE}", of_relative),
    rule(
        rf"(?:(?:the\s+)(?:past|last|next|coming|first|previous|recent|following|preceding)"
        rf"|(?<=over\s)last|(?<=\sin\s)last|(?<=during\s)last|past|next|recent|coming|previous)"
        rf"(?:\s+{_N})?\s+{_PLURAL}",
        of_window,
    ),
    rule(
        rf"(?:the\s+)?{PART[:-1]}(?:of\s+)?(?:in\s+)?the\s+(?:new\s+)?(?P<unit>day|week|month|year|decade|century)",
        of_the_period,
    ),
    rule(r"(?P<unit>month|quarter|year|week)(?:['\u2019]s\s+|[\s-])end", of_the_period),
    rule(r"(?P<part>mid)-?(?P<unit>week|month|year)", of_the_period),
    rule(rf"(?:{_OVER})the\s+(?P<unit>week|month|quarter|year)", of_the_period),
    rule(r"the\s+(?P<unit>weekend)", of_the_period),
    rule(r"the\s+(?P<pod>day)\s+(?P<move>before|after)(?!\s+(?:the|a|an|[A-Z]))", of_next_day),
    rule(
        r"the\s+(?P<unit>week|month|year)\s+(?P<way>before|after)(?=\s*(?:[.,;)]|$))", of_distance
    ),
    rule(rf"(?:(?:once|twice|\w+\s+times)\s+)?(?P<word>{either(SETS)})", of_set),
    rule(rf"(?:every|each)\s+(?:{_N}\s+)?{_ANY}", of_set),
    rule(
        rf"(?:every|each)\s+(?P<month>{either(w for w in MONTHS if len(w) > _SHORT)}|may)", of_set
    ),
    rule(rf"(?:every|each)\s+(?P<season>{either(SEASONS)})", of_set),
    rule(r"(?:every|each)\s+(?P<pod>morning|afternoon|evening|night)", of_set),
    rule(
        rf"every\s+(?P<other>other)\s+(?:{_SINGLE}|(?P<weekday>{either(_LONG_WEEKDAYS)}))", of_set
    ),
    rule(rf"(?P<weekday>{either(_LONG_WEEKDAYS)})s", of_set),
    rule(
        rf"(?:every(?:\s+other)?|each)\s+(?P<weekday>{either(_LONG_WEEKDAYS)})"
        r"(?:\s+(?P<pod>morning|afternoon|evening|night))?",
        of_set,
    ),
    rule(rf"every\s+(?P<nth>{either(_NTHS)})\s+(?:{either(_LONG_WEEKDAYS)})", of_set),
    rule(rf"(?:once|twice|\w+\s+times)\s+(?:an?|per|every|each)\s+{_SINGLE}", of_set),
    rule(r"(?:per|a)\s+(?P<unit>day|week|month|year|hour|night)", of_set),
)
