"""Rules for days, months and years: a pattern each, and its meaning against the anchor."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from re import Match

from comity.read.lexicon import either, words
from comity.read.times import _calendar
from comity.read.times.timex import Anchor, Meaning, Tense, TimexType

MONTHS = words("time", "month")
WEEKDAYS = words("time", "weekday")
PARTS_OF_DAY = words("time", "part_of_day")
PARTS = words("time", "part")
EVENTS = words("time", "event_day")

#: A dot after a month belongs to it only where the name is cut short: "Sept. 3", not "in June."
_CUT = r"(?:(?<!ary)(?<!arch)(?<!pril)(?<!may)(?<!une)(?<!uly)(?<!gust)(?<!ber)\.)?"
MONTH = rf"(?P<month>{either(MONTHS)})\b{_CUT}"
WEEKDAY = rf"(?P<weekday>{either(WEEKDAYS)})\b\.?"
FULL_WEEKDAY = rf"(?P<weekday>{either(w for w in WEEKDAYS if w.endswith('day'))})"
_D = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
YEAR = r"(?P<year>(?:19|20)\d\d)"
POD = rf"(?P<pod>{either(w for w in PARTS_OF_DAY if ' ' not in w)})"
PART = rf"(?:(?P<part>{either(PARTS)})[\s-]*(?:(?:in|on)\s+)?(?:the\s+)?)?"
MONTH_DAY = rf"{MONTH}\s+{_D}(?:\s*,?\s+{YEAR})?"
DAY_MONTH = rf"{_D}\s+(?:of\s+)?{MONTH}(?:,?\s+{YEAR})?"
_PARTS_OF_MONTH = {"first": "START", "opening": "START", "second": "MID", "third": "MID"}
_PARTS_OF_MONTH |= {"fourth": "END", "last": "END", "final": "END", "closing": "END"}
_DAYS, _FULL_YEAR, _WEEK = 31, 4, 6
SHIFT = {"last": -1, "past": -1, "previous": -1, "prior": -1, "this": 0, "current": 0, "next": 1}
SHIFT |= {"coming": 1, "following": 1, "preceding": -1, "same": 0, "this past": -1, "that": 0}
SHIFT |= {"this coming": 1, "upcoming": 1, "that same": 0}
OF_YEAR = r"(?P<of_year>last|this|next)"
REL = rf"(?P<rel>{either(SHIFT)})"
_BEHIND = re.compile(r"\b(?:since|dating\s+(?:back\s+)?to|back\s+in)\s+(?:the\s+)?$", re.IGNORECASE)
#: What a day follows from which something applies, be it past or to come.
_FROM = re.compile(
    r"\b(?:from|as\s+of|effective|starting|beginning"
    r"|(?:tak(?:e|ing)|(?:com|go|enter)(?:e|ing)?\s+into)\s+(?:effect|force))(?:\s+on)?"
    r"\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:until|till|through|ahead\s+of|due(?:\s+(?:on|in|back|out))?|(?:scheduled|slated|set|planned|postponed)\s+(?:for|to)"
    r"|as\s+(?:early|soon)\s+as|no\s+later\s+than|upcoming)\s+(?:at\s+least\s+)?(?:the\s+)?$",
    re.IGNORECASE,
)
#: Where a day's number stands beside another day of its month: "March 14 and 15", "9-10 June".
_MONTHED = re.compile(
    rf"{MONTH}\s+\d\d?(?:st|nd|rd|th)?(?:\s+(?:and|to|through|or|until)\s+|\s*[-\u2013]\s*)$",
    re.IGNORECASE,
)
#: Where one sentence ends and another begins, as far as a count of them needs to know.
_SENTENCE = re.compile(r"[a-z\d)][.!?][\"\u201d]?\s+[A-Z\"\u201c]")
_FAR = 600
_DAY_ENDS = re.compile(
    r"\s*(?:$|[.,;:()\u2013-]|\b(?:in|at|to|for|on|that|which|the|they|with|and|as|after|before|of"
    r"|by|between|would|will|were|was|had|have|it|both|but|when|while|where|said)\b)"
)
_TO_MONTH = re.compile(
    rf"(?:\s+(?:and|to|through|or|until)\s+|\s*[-\u2013]\s*)\d\d?(?:st|nd|rd|th)?\s+{MONTH}"
    rf"(?:,?\s+{YEAR})?",
    re.IGNORECASE,
)
_TO_YEAR = re.compile(
    rf"(?:\s+(?:and|to|through|or)\s+|\s*[-\u2013]\s*)(?:{MONTH}\s+)?(?:\d\d?,?\s+)?{YEAR}",
    re.IGNORECASE,
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
    return PARTS[re.sub(r"\s+", " ", part.casefold())] or None if part else None


def looks(match: Match[str], anchor: Anchor) -> Tense:
    """Return where the words look: ahead after "until", else as the verb does."""
    before = match.string[max(0, match.start() - 24) : match.start()]
    if re.search(r"\bfrom\b.*\b(?:until|till)\s+$", before):
        return anchor.tense(match.start())
    if _BEHIND.search(before):
        return "past"
    if _AHEAD.search(before):
        return "future"
    tense = anchor.tense(match.start())
    owns = re.match(r"['\u2019]s\b", match.string[match.end() : match.end() + 3])
    return "past" if owns and tense == "present" else tense


def is_set(match: Match[str]) -> bool:
    """True for what is told as a time to come: "scheduled for 5 p.m.", "until noon"."""
    return bool(_AHEAD.search(match.string[max(0, match.start() - 24) : match.start()]))


def is_near(match: Match[str], anchor: Anchor) -> bool:
    """True where a time was told in the same sentence or the one before."""
    if anchor.told is None or match.start() - anchor.told_at > _FAR:
        return anchor.told is None
    return len(_SENTENCE.findall(match.string[anchor.told_at : match.start()])) <= 1


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
    year = told.get("year") or _year_beside(match) or _year_of(match, month, anchor)
    resolved = resolved or year is not None
    written = f"{year or 'XXXX'}-{month:02d}"
    fault = None
    if day is not None:
        if not 1 <= day <= _DAYS:
            return None
        written += f"-{day:02d}"
        fault = _check(written, told.get("weekday"))
    mod = mod_of(match)
    return Meaning(type="DATE", value=written, mod=mod, resolved=resolved, fault=fault)


def of_month(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve a month that stands beside something finer: "the first half of May"."""
    told = match.groupdict()
    if told["month"][0].islower():
        return None
    month = int(MONTHS[key(told["month"])])
    year = told.get("year") or _year_beside(match) or _year_of(match, month, anchor)
    return Meaning(type="DATE", value=f"{year or 'XXXX'}-{month:02d}", resolved=bool(year))


def of_part_of_month(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "the first week of March" to the month, its part as the modifier."""
    meaning = of_month(match, anchor)
    if meaning is None:
        return None
    mod = _PARTS_OF_MONTH[key(match["part"])]
    return Meaning(type="DATE", value=meaning.value, mod=mod, resolved=meaning.resolved)


def _year_beside(match: Match[str]) -> str | None:
    """Return the year told after a second day: "July 28 and 29, 2025"."""
    found = _TO_YEAR.match(match.string, match.end())
    return found["year"] if found else None


def _year_of(match: Match[str], month: int, anchor: Anchor) -> int | None:
    """Return the year of a month told without one, by "last", "next" or the tense."""
    if anchor.published is None:
        return None
    told = match.groupdict()
    if told.get("of_year"):
        return anchor.published.year + SHIFT[key(told["of_year"])]
    move = SHIFT.get(key(told.get("rel") or ""), 0)
    if move:
        passed = month >= anchor.published.month if move < 0 else month <= anchor.published.month
        return anchor.published.year + (move if passed else 0)
    tense = looks(match, anchor)
    begins = _FROM.search(match.string[max(0, match.start() - 24) : match.start()])
    if told.get("day") and (tense == "present" or begins or _is_attribute(match)):
        return _calendar.year_near(anchor.published, month)
    tense = "future" if tense == "later" else tense
    return _calendar.year_of_month(anchor.published, month, tense=tense)


def _is_attribute(match: Match[str]) -> bool:
    """True for "the Feb. 26 rule": the date names the thing, whatever the verb's tense."""
    told = match.string[max(0, match.start() - 6) : match.end()]
    after = match.string[match.end() : match.end() + 3]
    return bool(re.search(r"\b(?:the|its|their)\s", told) and re.match(r"\s[a-z]", after))


def of_day_beside(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve the second of "March 14 and 15" and the first of "9-10 June"."""
    day = int(match["day"])
    before = _MONTHED.search(match.string[max(0, match.start() - 24) : match.start()])
    after = _TO_MONTH.match(match.string, match.end())
    told = before or after
    if before and not _DAY_ENDS.match(match.string, match.end()):
        return None
    if told is None or not 1 <= day <= _DAYS or told["month"][0].islower():
        return None
    month = int(MONTHS[key(told["month"])])
    year = match["year"] or (after["year"] if after and not before else None)
    resolved = bool(year) or anchor.published is not None
    if before and not year and anchor.told is not None and anchor.told.month == month:
        year = str(anchor.told.year)
    written = f"{year or _year_of(match, month, anchor) or 'XXXX'}-{month:02d}-{day:02d}"
    return Meaning(type="DATE", value=written, resolved=resolved, fault=_check(written, None))


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


def weekday_of(anchor: Anchor, number: int, tense: Tense) -> date:
    """Return the weekday meant; "were to resume on Wednesday" looks ahead from the day told."""
    about = anchor.published or date.min
    if tense == "later" and anchor.told is not None and 0 <= (about - anchor.told).days <= _WEEK:
        about = anchor.told
    return _calendar.weekday_near(about, number, tense=tense)


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
    if told.get("of_week"):
        week = _calendar.shift(anchor.published, "W", SHIFT[key(told["of_week"])])
        day = (week or anchor.published) + timedelta(days=number - anchor.published.weekday())
        return Meaning(type=kind, value=day.isoformat() + pod, mod=mod_of(match))
    rel = key(told.get("rel") or "")
    if rel in {"following", "preceding"} and anchor.told is not None:
        move = 1 if rel == "following" else -1
        days = (number - anchor.told.weekday() - move) % (7 * move) + move
        return Meaning(type=kind, value=f"{anchor.told + timedelta(days=days)}{pod}")
    tense = "future" if SHIFT.get(rel, 0) > 0 else looks(match, anchor)
    day = weekday_of(anchor, number, "past" if SHIFT.get(rel, 0) < 0 else tense)
    if day == anchor.published and rel in {"last", "next", "previous", "this past"}:
        day = _calendar.shift(day, "W", SHIFT[rel]) or day
    return Meaning(type=kind, value=day.isoformat() + pod, mod=mod_of(match))


def of_numbers(match: Match[str], anchor: Anchor) -> Meaning | None:
    """Resolve "14/9" and "14/9/2025": the reading that exists, else the one nearer publication."""
    if match.group() in EVENTS:
        return Meaning(type="DATE", value=EVENTS[match.group()])
    first, second = int(match["first"]), int(match["second"])
    year = match["year"]
    if year and len(year) < _FULL_YEAR:
        year = f"20{year}"
    if match.group() == "24/7" or (not year and anchor.published is None):
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


DATE_RULES: tuple[Rule, ...] = (
    rule(r"\d{4}-[01]\d-[0-3]\d(?:T[0-2]\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?", of_iso),
    rule(rf"(?:the\s+)?week\s+(?:of|ended|ending|starting|beginning)\s+{MONTH_DAY}", of_week),
    Rule(
        pattern=re.compile(rf"(?<![\w$€£.,/]){_D}(?:,?\s+{YEAR})?(?![\w/:%.]\w|%)"),
        mean=of_day_beside,
    ),
    rule(rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?{MONTH_DAY}", of_date),
    rule(rf"(?:{WEEKDAY},?\s+)?(?:the\s+)?{DAY_MONTH}", of_date),
    Rule(pattern=re.compile(rf"(?<=\d[-\u2013]){DAY_MONTH}(?![\w/])", re.IGNORECASE), mean=of_date),
    rule(rf"{PART}{MONTH},?\s+(?:of\s+)?{YEAR}", of_date),
    rule(rf"{PART}{MONTH}(?:\s+{_D})?,?\s+(?:of\s+)?{OF_YEAR}\s+year", of_date),
    rule(rf"(?:{REL}\s+)?{PART}{MONTH}", of_date),
    rule(
        rf"(?:the\s+)?(?P<part>first|opening|second|third|fourth|last|final|closing)\s+"
        rf"(?P<span>weeks?|days)\s+of\s+{MONTH}(?:,?\s+{YEAR})?",
        of_part_of_month,
    ),
    rule(
        rf"(?:(?:the\s+)?{REL}\s+|(?:as\s+early\s+as\s+)?{PART})?{FULL_WEEKDAY}"
        rf"(?:\s+{POD})?(?:\s+of\s+(?P<of_week>last|this|next)\s+week)?",
        of_weekday,
    ),
    rule(rf"{FULL_WEEKDAY}\s+(?P<of_week>last|this|next)\s+week", of_weekday),
    rule(r"(?P<first>[0-3]?\d)/(?P<second>[0-3]?\d)(?:/(?P<year>(?:20|19)?\d\d))?", of_numbers),
    rule(rf"{PART}(?:(?:fiscal|calendar)\s+(?:year\s+)?|the\s+year\s+)?{YEAR}", of_year),
    Rule(
        pattern=re.compile(r"(?<=\b(?:19|20)\d\d[-\u2013])(?P<year>(?:19|20)\d\d)(?![\w/-])"),
        mean=of_year,
    ),
    Rule(
        pattern=re.compile(
            r"(?:(?<=\b[Ii]n\s)|(?<=\b[OoBb][fy]\s)|(?<=\bsince\s)|(?<=\bSince\s)|(?<=\bfrom\s)"
            r"|(?<=\buntil\s)|(?<=\bbefore\s)|(?<=\bafter\s))(?P<year>1[1-8]\d\d)(?![\w/,-]|\.\d|\s+(?!has|was|is)[a-z]+s\b)"
        ),
        mean=of_year,
    ),
)
