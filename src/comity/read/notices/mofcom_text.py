# ruff: noqa: RUF001  (Chinese punctuation is what is read here)
"""Brings Chinese text into one form, letter for letter, and reads its numerals and days."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from comity.read.lexicon import table
from comity.read.notices.dates import calendar_day

_DIGITS = {"〇": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "零": 0}
_DIGITS |= {sign: number for number, sign in enumerate("一二三四五六七八九", start=1)}
_NUMERAL = "〇○O零一二三四五六七八九十百"
#: A number in either script.
NUMBER = rf"(?:\d+|[{_NUMERAL}]+)"
#: A day as Chinese writes it, in either script.
DAY = (
    rf"(?P<year>\d{{4}}|[〇○Oo0零一二三四五六七八九]{{4}})\s*年\s*"
    rf"(?P<month>\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*月\s*(?P<day>\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*日"
)


#: What ends a sentence, and how far a sentence is followed.
_ENDS = re.compile(r"[。；;\n]|(?<=[a-z\d)])\.\s")
_SIGNS = ("。", "；", ";", "\n", ". ")
_FAR = 800


#: How pages converted between scripts spell a letter after it: "根據(jù)".
_SPELLED = re.compile(
    r"(?<=[\u4e00-\u9fff])[(（](?=[a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ])[a-züāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{1,7}[)）]"
)
#: A capital I that stands for an l, as print is misread: "GeneraI".
_MISREAD = re.compile(r"(?<=[a-z])I")


def unspelled(text: str) -> str:
    """Take out how letters are spoken, where a page spells it behind them."""
    return _SPELLED.sub("", text)


def flatten(text: str) -> str:
    """Write traditional letters, wide digits and misread l as plain ones; lengths stay."""
    return _MISREAD.sub("l", text.translate(_variants()))


@cache
def _variants() -> dict[int, str]:
    pairs = {row["traditional"]: row["simplified"] for row in table("variants")}
    wide = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
    return str.maketrans(pairs | wide | {"\u3000": " ", "\xa0": " "})


def number_of(text: str) -> int:
    """Return the number that digits or Chinese numerals write.

    Raises:
        ValueError: It is none.
    """
    text = re.sub(r"\s", "", text)
    if text.isdigit():
        return int(text)
    if not re.search("[十百]", text):
        return int("".join(str(_DIGITS.get(sign, sign)) for sign in text))
    total = unit = 0
    for sign in text:
        if sign in "十百":
            total += (unit or 1) * (10 if sign == "十" else 100)
            unit = 0
        else:
            unit = _DIGITS[sign]
    return total + unit


def day_of(found: re.Match[str]) -> date | None:
    """Return the day that a match of `DAY` names, None where there is no such day."""
    try:
        return calendar_day(*(number_of(found[name]) for name in ("year", "month", "day")))
    except (ValueError, KeyError):
        return None


def sentence_at(flat: str, start: int, end: int) -> tuple[str, str]:
    """Return what its sentence says before a stretch of text and after it, in either language."""
    near = flat[max(0, start - _FAR) : start]
    begun = max((near.rfind(sign) + len(sign) for sign in _SIGNS if sign in near), default=0)
    stop = _ENDS.search(flat, end, end + _FAR)
    return near[begun:], flat[end : stop.start() if stop else end + _FAR]
