"""Dates: ISO 8601 calendar days and nothing that could be read in two ways."""

from __future__ import annotations

import re
from datetime import date

_EXPECTED = "a date as YYYY-MM-DD"
_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?")
_SERIAL = re.compile(r"\d{5}(\.0+)?")
_SLASHED = re.compile(r"\d{1,4}[/.]\d{1,2}[/.]\d{1,4}")


def parse_date(text: str) -> date:
    """Read an ISO date; midnight after it, as spreadsheets write, is ignored."""
    written = text.strip()
    match = _MIDNIGHT.fullmatch(written)
    if match is None:
        raise ValueError(_EXPECTED + _reason(written))
    try:
        return date.fromisoformat(match[1])
    except ValueError:
        expected = f"{_EXPECTED}; the calendar has no such day"
        raise ValueError(expected) from None


def _reason(written: str) -> str:
    if _SERIAL.fullmatch(written):
        return "; this looks like a spreadsheet's day number"
    if _SLASHED.fullmatch(written):
        return "; day and month could be either way round"
    return ""
