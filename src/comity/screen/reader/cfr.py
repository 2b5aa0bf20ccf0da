"""The lists printed in 15 CFR Part 744: Entity List, Unverified List, Military End-User List.

As the official XML of the regulation, or as tables with the same columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from comity.screen import lexicon
from comity.screen.party import Party, Reading, entry_id
from comity.screen.reader.guard import Feed, parse_xml, read_records, refuse
from comity.screen.reader.shape import footnotes, places, split

if TYPE_CHECKING:
    from lxml.etree import _Element

_SUPPLEMENTS = {4: "entity-list", 6: "unverified-list", 7: "military-end-user-list"}
_ENTITY_COLUMNS = 5
_ALIAS_MARK = re.compile(r",?\s*\b(?:a\.k\.a\.?|f\.k\.a\.?|also known as)\s*,?", re.IGNORECASE)
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2,4})|([A-Z][a-z]+)\.? (\d{1,2}), (\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CENTURY = 100
_FORM_AFTER_COMMA = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    country: str
    lines: tuple[str, ...]
    requirement: str
    policy: str
    citation: str
    footnotes: tuple[str, ...]


def is_xml(feed: Feed) -> bool:
    """Tell the regulation's XML by its divisions."""
    return bool(re.search(r"<(DIV5|DIV9|ECFR|DLPSTEXTCLASS)\b", feed.head)) and feed.head[0] == "<"


def read_xml(feed: Feed) -> Reading:
    """Read the three supplements that list parties, those of them that the feed holds."""
    root = parse_xml(feed)
    parties: list[Party] = []
    for division in root.iter("DIV9"):
        match = re.fullmatch(r"Supplement No\. (\d+) to Part 744", division.get("N", ""))
        list_id = _SUPPLEMENTS.get(int(match[1])) if match else None
        if list_id:
            parties.extend(_parties(list_id, _rows(division)))
    if not parties:
        raise refuse(feed.name, "Supplement 4, 6 or 7 to Part 744 with its table")
    return Reading(format="15 CFR Part 744 (XML)", parties=tuple(parties))


def _rows(division: _Element) -> Iterator[_Row]:
    """Yield the table's rows, the country carried down where it is not repeated."""
    country = ""
    for row in division.iterfind(".//TBODY/TR"):
        cells = list(row.iterfind("TD"))
        if len(cells) < 3:  # noqa: PLR2004  country, party, citation
            continue
        country = " ".join(_lines(cells[0])) or country
        wide = len(cells) >= _ENTITY_COLUMNS
        notes = [(note.text or "").strip() for note in row.iterfind(".//sup")]
        yield _Row(
            country=country,
            lines=tuple(_lines(cells[1])),
            requirement=" ".join(_lines(cells[2])) if wide else "",
            policy=" ".join(_lines(cells[3])) if wide else "",
            citation=" ".join(_lines(cells[-1])),
            footnotes=tuple(dict.fromkeys(note for note in notes if note.isdigit())),
        )


def _lines(cell: _Element) -> list[str]:
    """Give a cell's text, cut at its line breaks."""
    lines = [""]
    for element in cell.iter():
        if element.tag == "br":
            lines.append("")
        elif element.text:
            text = f" [fn {element.text}] " if element.tag == "sup" else element.text
            lines[-1] += text
        if element is not cell and element.tail:
            lines[-1] += element.tail
    return [clean for line in lines if (clean := " ".join(line.split()))]


def _parties(list_id: str, rows: Iterator[_Row]) -> Iterator[Party]:
    for row in rows:
        text = " ".join(row.lines)
        if not text or text == "[Reserved]" or (text.endswith(":") and not row.citation):
            continue
        name, aliases, address = _split_entry(row.lines)
        if name:
            yield _party(list_id, row, name, aliases, address)


def _party(list_id: str, row: _Row, name: str, aliases: tuple[str, ...], address: str) -> Party:
    return Party(
        list_id=list_id,
        entry=entry_id(list_id, row.country.casefold(), name.casefold()),
        name=name,
        aliases=aliases,
        places=places([row.country]),
        addresses=(address,) if address else (),
        footnotes=row.footnotes,
        scope=row.requirement,
        review_policy=row.policy,
        citation=row.citation,
        listed_on=_first_day(row.citation),
    )


def _split_entry(lines: tuple[str, ...]) -> tuple[str, tuple[str, ...], str]:
    """Take an entry apart: its name, the aliases after dashes, the address that follows."""
    head, *rest = _unfold(lines)
    aliases = [re.sub(r"[;.,]?\s*(?:and)?[;.,]?$", "", line.lstrip("\u2014- ")).strip()
               for line in rest if line.startswith(("\u2014", "-"))]  # fmt: skip
    address = " ".join(line for line in rest if not line.startswith(("\u2014", "-")))
    name, *known_as = _ALIAS_MARK.split(head, maxsplit=1)
    if known_as and not aliases:
        inline, _, tail = known_as[0].partition("; ")
        first, where = _name_and_address(inline.strip(" :"))
        aliases = [part.strip() for part in re.split(r" and |; ", first) if part.strip()]
        address = address or where or tail
    if known_as or aliases:
        return name.strip(" ,;"), tuple(dict.fromkeys(filter(None, aliases))), address
    name, where = _name_and_address(head)
    return name, (), address or where


def _unfold(lines: tuple[str, ...]) -> list[str]:
    """Give an entry printed on one line the line breaks that its dashes stand for."""
    if len(lines) > 1 or "\u2014" not in lines[0] or not _ALIAS_MARK.search(lines[0]):
        return list(lines)
    head, *aliases = lines[0].split("\u2014")
    last, stop, address = aliases[-1].partition(". ")
    aliases[-1] = last
    return [head, *(f"\u2014{alias.strip()}" for alias in aliases), *([address] if stop else [])]


def _name_and_address(text: str) -> tuple[str, str]:
    """Cut at the first comma that no legal form follows."""
    name, comma, rest = text.partition(", ")
    while comma:
        following = re.findall(r"[a-z]+", rest.partition(",")[0].casefold())
        is_form = following and all(word in lexicon.legal_forms() for word in following)
        if not is_form or len(following) > _FORM_AFTER_COMMA:
            break
        more, comma, rest = rest.partition(", ")
        name = f"{name}, {more}"
    return name.strip(" .;"), rest.strip()


def _first_day(citation: str) -> str:
    """Give the day of the first notice cited: when the party was first listed."""
    match = _DAY.search(citation)
    if match is None:
        return ""
    if match[1]:
        year = int(match[3])
        year += 2000 if year < _CENTURY else 0
        return f"{year:04}-{int(match[1]):02}-{int(match[2]):02}"
    month = match[4][:3].casefold()
    if month not in _MONTHS:
        return ""
    return f"{int(match[6]):04}-{_MONTHS.index(month) + 1:02}-{int(match[5]):02}"


def is_csv(feed: Feed) -> bool:
    """Tell a table of one of the lists by its columns."""
    header = feed.head.partition("\n")[0].lower()
    return "country" in header and (
        "license_review_policy" in header
        or "listed_person_and_address" in header
        or header.strip() == "country,entity,federal_register_citation"
    )


def read_csv(feed: Feed) -> Reading:
    """Read one of the three lists as a table."""
    parties: list[Party] = []
    for record in read_records(feed.name, feed.text(), strict_end=True):
        if "listed_person_and_address" in record:
            list_id, text = "unverified-list", record["listed_person_and_address"]
        elif "license_review_policy" in record:
            list_id, text = "entity-list", record.get("entity", "")
        else:
            list_id, text = "military-end-user-list", record.get("entity", "")
        row = _Row(
            country=record["country"],
            lines=(text,),
            requirement=record.get("license_requirement", ""),
            policy=record.get("license_review_policy", ""),
            citation=record.get("federal_register_citation", ""),
            footnotes=split(record.get("footnote_designations", ""), " ")
            or footnotes(record.get("license_requirement", "")),
        )
        if record.get("name"):
            aliases = split(record.get("aliases", ""))
            parties.append(_party(list_id, row, record["name"], aliases, record.get("address", "")))
        else:
            parties.extend(_parties(list_id, iter([row])))
    return Reading(format="15 CFR Part 744 (table)", parties=tuple(parties))
