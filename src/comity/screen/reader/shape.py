"""Small shapes that several readers share: places by name, dates of feeds, split lists."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from importlib.resources import files

from comity.screen.party import Kind
from comity.terms.places import parse_place

_NULL = "-0-"
# A footnote's number follows a paragraph or the name of the regulation; that of a section has more
# digits, or a parenthesis after it.
_FOOTNOTE = re.compile(
    r"\[fn (\d+)\]|(?:734\.9\([a-z]\)(?:\(\d\))?|EAR\)?)[,.)]*\s*([1-9])(?=[\s,.;)]|$)"
)
_UNKNOWN_PART = re.compile("(?i)^(?:(?:dd|00)/)?(?:(?:mm|00)/)")
_NO_DOCUMENT = re.compile(
    "(?i)^gender|sanction|executive order|directive|transactions|determination|nationality of"
    "|organization type|target type|date|issuer name|regulations"
)
_DAY_FORMATS = ("%Y-%m-%d", "%m/%d/%Y", "%d %b %Y", "%d/%m/%Y", "%Y%m%d", "%B %d, %Y")


@cache
def place(text: str) -> str:
    """Give the ISO code of a place as lists write it; blank when it names none."""
    for written in (text, *_turned(text)):
        try:
            return parse_place(written)
        except ValueError:
            continue
    return _spellings().get(text.strip().casefold(), "")


def _turned(text: str) -> Iterable[str]:
    """Write "Korea, North" as "North Korea" and "Region: Crimea" as "Crimea"."""
    last, comma, first = text.partition(", ")
    if comma:
        yield f"{first} {last}"
        yield last
    if ":" in text:
        yield text.partition(":")[2].strip()


@cache
def _spellings() -> dict[str, str]:
    source = files("comity.screen").joinpath("lexicon", "place_spellings.csv")
    table = csv.DictReader(source.read_text(encoding="utf-8").splitlines())
    return {row["spelling"]: row["place"] for row in table}


def places(texts: Iterable[str]) -> tuple[str, ...]:
    """Give the places of several names, each once, those not known left out."""
    return tuple(dict.fromkeys(found for text in texts if (found := place(text))))


def split(text: str, separator: str = ";") -> tuple[str, ...]:
    """Split a list written in one cell; `|` always separates where it occurs."""
    mark = "|" if "|" in text else separator
    return tuple(dict.fromkeys(part.strip() for part in text.split(mark) if part.strip()))


def value(text: str) -> str:
    """Trim a cell; OFAC writes null as -0-."""
    trimmed = text.strip()
    return "" if trimmed == _NULL else trimmed


def day(text: str, *, day_first: bool = False) -> date | None:
    """Read the day out of a feed's date; None when it has none that is sure.

    Args:
        text: The date as the feed writes it.
        day_first: Whether 02/04 is the second of April, as British lists mean it.
    """
    trimmed = text.strip()[:40]
    try:
        return datetime.fromisoformat(trimmed).date()
    except ValueError:
        pass
    for form in ("%d/%m/%Y", *_DAY_FORMATS) if day_first else _DAY_FORMATS:
        try:
            return datetime.strptime(trimmed, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
    match = re.search(r"\d{4}-\d{2}-\d{2}", trimmed)
    return date.fromisoformat(match.group()) if match else None


def iso(text: str, *, day_first: bool = False) -> str:
    """Write a feed's date as ISO, or blank."""
    found = day(text, day_first=day_first)
    return found.isoformat() if found else ""


def birth(text: str, *, day_first: bool = False) -> str:
    """Write a date of birth as ISO, or what is known of it: dd/mm/1945 is 1945."""
    known = _UNKNOWN_PART.sub("", text.strip())
    return iso(known, day_first=day_first) or known


def identifier(type_: str, number: str) -> str:
    """Give a number that identifies a party; blank for what lists note in the same place.

    OFAC keeps sex, sanctions risks and directives among the identity documents.
    """
    return "" if type_.endswith((":", "-")) or _NO_DOCUMENT.search(type_) else number.strip()


def kind(text: str) -> Kind:
    """Tell what a feed's type of party means."""
    word = text.strip().casefold()
    if word in ("individual", "person", "p", "ind"):
        return "person"
    if word in ("vessel", "ship", "aircraft"):
        return "aircraft" if word == "aircraft" else "vessel"
    if word in ("entity", "organization", "organisation", "company", "enterprise", "e", "ent"):
        return "organization"
    return ""


def footnotes(requirement: str) -> tuple[str, ...]:
    """Find the footnotes that a license requirement carries, as lists print them flat."""
    return tuple(sorted({one or two for one, two in _FOOTNOTE.findall(requirement)}))
