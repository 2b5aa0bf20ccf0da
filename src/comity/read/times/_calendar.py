"""Calendar arithmetic in TIMEX3 values: dates, weeks, quarters, seasons, holidays; no text."""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

_DAYS = {"D": 1, "W": 7, "2W": 14, "WE": 7}
_MONTHS = {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200, "ML": 12000}
_HALF_YEAR = 6
_SEASON_STARTS = {"WI": 12, "SP": 3, "SU": 6, "FA": 9}


def shift(day: date, unit: str, count: int) -> date | None:
    """Move a day by `count` units; None beyond the calendar's reach or for units of a day."""
    try:
        if unit in _DAYS:
            return day + timedelta(days=_DAYS[unit] * count)
        if unit not in _MONTHS:
            return None
        month = day.year * 12 + day.month - 1 + _MONTHS[unit] * count
        year, month = divmod(month, 12)
        last = calendar.monthrange(year, month + 1)[1]
        return date(year, month + 1, min(day.day, last))
    except (ValueError, OverflowError, calendar.IllegalMonthError):
        return None


def value(day: date, unit: str) -> str:
    """Write the period of `unit` that holds the day: ``2025-06-10``, ``2025-W24``, ``2025-Q2``."""
    week = day.isocalendar()
    return {
        "D": day.isoformat(),
        "W": f"{week.year}-W{week.week:02d}",
        "2W": f"{week.year}-W{week.week:02d}",
        "WE": f"{week.year}-W{week.week:02d}-WE",
        "M": f"{day.year:04d}-{day.month:02d}",
        "Q": f"{day.year:04d}-Q{(day.month + 2) // 3}",
        "Y": f"{day.year:04d}",
        "DE": f"{day.year // 10:03d}",
        "CE": f"{day.year // 100:02d}",
        "ML": f"{day.year // 1000}",
    }.get(unit, day.isoformat())


def period_of(value: str) -> tuple[date, str] | None:  # noqa: PLR0911  (one return a kind)
    """Return the first day of a period and its unit; None where the value names none."""
    try:
        if match := re.match(r"\d{4}-\d\d-\d\d", value):
            return date.fromisoformat(match[0]), "D"
        if match := re.fullmatch(r"(\d{4})-W(\d\d)(?:-WE)?", value):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1), "W"
        if match := re.fullmatch(r"(\d{4})-Q(\d)", value):
            return date(int(match[1]), int(match[2]) * 3 - 2, 1), "Q"
        if match := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI)", value):
            return date(int(match[1]), _SEASON_STARTS[match[2]], 1), "S"
        if match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", value):
            return date(int(match[1]), int(match[2] or 1), 1), "M" if match[2] else "Y"
    except ValueError:
        return None
    return None


def last_day(period: str) -> str:
    """Write the last day of a period: a week's last working day, a decade's last year."""
    if re.fullmatch(r"\d{3}", period):
        return f"{period}9"
    told = period_of(period)
    if told is None or told[1] == "D" or period.endswith("-WE"):
        return period
    first, unit = told
    if unit == "W":
        return (first + timedelta(days=4)).isoformat()
    following = shift(first, unit, 1)
    return (following - timedelta(days=1)).isoformat() if following else period


def part_of_month(month: str, part: str, unit: str) -> str:
    """Write a week or half of a month as a range of days."""
    length = calendar.monthrange(int(month[:4]), int(month[5:]))[1]
    size = 15 if unit == "half" else 7
    place = {"first": 0, "second": 1, "third": 2, "fourth": 3}.get(part)
    first = length - size + 1 if place is None else place * size + 1
    last = length if place is None or (unit == "half" and place) else first + size - 1
    return f"{month}-{first:02d}/{month}-{last:02d}"


def weekend(value: str) -> str:
    """Write the two days of a weekend: ``2025-W43-WE`` is ``2025-10-25/2025-10-26``."""
    told = period_of(value)
    if told is None:
        return value
    return "/".join((told[0] + timedelta(days=days)).isoformat() for days in (5, 6))


def unknown(unit: str) -> str:
    """Write a period of which only the kind is known, in TIMEX3's X notation."""
    return {"W": "XXXX-WXX", "2W": "XXXX-WXX", "WE": "XXXX-WXX-WE", "M": "XXXX-XX"}.get(
        unit, {"Q": "XXXX-QX", "Y": "XXXX", "DE": "XXX", "CE": "XX"}.get(unit, "XXXX-XX-XX")
    )


def duration(count: str, unit: str) -> str:
    """Write a length: ``P3D``, ``PT7H``, ``P2W``, ``PXY``."""
    if unit == "2W":
        return f"P{int(count) * 2}W" if count.isdigit() else "PXW"
    return f"PT{count}{unit[1:]}" if unit.startswith("T") else f"P{count}{unit}"


def weekday_near(day: date, weekday: int, *, tense: str) -> date:
    """Return the weekday meant: today, else the last, or the next where the verb looks ahead."""
    if day.weekday() == weekday:
        return day
    if tense in {"future", "present", "later"}:
        return day + timedelta(days=(weekday - day.weekday()) % 7)
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def year_of_month(day: date, month: int, *, tense: str) -> int:
    """Return the year of a month told without one."""
    if tense == "future":
        return day.year if month >= day.month else day.year + 1
    if tense == "present" and month - day.month in {1, 2, 3}:
        return day.year
    return day.year if month <= day.month else day.year - 1


def year_near(day: date, month: int) -> int:
    """Return the year in which a month lies nearest to a day, the coming one where both do."""
    ahead = (month - day.month) % 12
    return (day.year * 12 + day.month - 1 + (ahead if ahead <= _HALF_YEAR else ahead - 12)) // 12


def season_year(day: date, season: str, *, tense: str) -> int:
    """Return the year in which a season told without one began."""
    start = _SEASON_STARTS[season]
    if tense in {"future", "later"}:
        return day.year if start + 2 >= day.month else day.year + 1
    return day.year if start <= day.month else day.year - 1


def has_begun(day: date, season: str) -> bool:
    """True where a season of the day's year has begun."""
    return _SEASON_STARTS[season] <= day.month


def offset(value: str, zone: str | None) -> str:
    """Write how far a zone's clock stands from UTC at a time: ``+01:00``."""
    if zone is None:
        return ""
    try:
        moment = datetime.combine(
            date.fromisoformat(value[:10]), time.fromisoformat(value[11:]), tzinfo=ZoneInfo(zone)
        )
    except (ValueError, ZoneInfoNotFoundError):
        return ""
    shift = moment.utcoffset() or timedelta()
    sign = "-" if shift < timedelta() else "+"
    hours, seconds = divmod(abs(int(shift.total_seconds())), 3600)
    return f"{sign}{hours:02d}:{seconds // 60:02d}"


def holiday(year: int, code: str) -> date | None:
    """Return the day of a holiday: ``12-25``, ``11:3:4`` (fourth Thursday) or ``easter-2``.

    Those of a lunar calendar are listed a year: ``2025-01-29;2026-02-17``.
    """
    if code.startswith("easter"):
        return easter(year) + timedelta(days=int(code.removeprefix("easter")))
    if ";" in code:
        days = (date.fromisoformat(each) for each in code.split(";"))
        return next((day for day in days if day.year == year), None)
    if "+" in code:
        before, later = code.split("+")
        start = holiday(year, before)
        return start + timedelta(days=int(later)) if start else None
    if ":" in code:
        month, weekday, nth = (int(part) for part in code.split(":"))
        found = [
            day
            for day in calendar.Calendar().itermonthdates(year, month)
            if day.month == month and day.weekday() == weekday
        ]
        return found[nth - 1 if nth > 0 else nth]
    month, number = (int(part) for part in code.split("-"))
    return date(year, month, number)


def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)
