"""OFAC's legacy tables: a folder of sdn.csv, alt.csv and add.csv, or the consolidated cons_*.csv.

They have no header; -0- stands for null; aliases and identifiers also hide in the remarks.
"""

from __future__ import annotations

import re
from pathlib import Path

from comity.screen.party import Party, Reading
from comity.screen.reader.guard import Feed, read_table, refuse
from comity.screen.reader.shape import iso, kind, places, split, value

_SETS = (("sdn.csv", "alt.csv", "add.csv", "sdn"),
         ("cons_prim.csv", "cons_alt.csv", "cons_add.csv", "ofac-non-sdn"))  # fmt: skip
_PRIMARY_COLUMNS = 12
_QUOTED_ALIAS = re.compile(r"(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.) '([^']+)'")
_BIRTH = re.compile(r"\bDOB ([^;.]+)")
_PLACE = re.compile(r"\b(?:nationality|citizen|Vessel Flag) ([A-Z][A-Za-z ]+)")
_IDENTIFIER = re.compile(
    r"\b(?:Passport|Cedula No\.|Tax ID No\.|National ID No\.|RUC #|RIF #|NIT #|RFC|C\.U\.R\.P\.|"
    r"Registration ID|Registration Number|SSN|IMO|Identification Number|Trade License No\.|D-U-N-S"
    r" Number|Commercial Registry Number|Vessel Registration Identification)\s*([A-Z0-9][\w/-]*)"
)


def is_folder(feed: Feed) -> bool:
    """Tell a folder by its main table, or a main table alone by its shape."""
    if feed.files:
        return any(main in feed.files for main, *_ in _SETS)
    line = feed.head.partition("\n")[0]
    return line.partition(",")[0].isdigit() and line.count(",") >= _PRIMARY_COLUMNS - 1


def with_its_set(feed: Feed, path: Path) -> Feed:
    """Take a main table given alone together with the tables of its set that lie beside it."""
    for main, *others in _SETS:
        if path.name.lower() == main:
            beside = {item.name.lower(): item for item in path.parent.iterdir() if item.is_file()}
            found = {name: beside[name].read_bytes() for name in others if name in beside}
            return Feed(name=feed.name, files={main: feed.content, **found})
    return feed


def read_folder(feed: Feed) -> Reading:
    """Read the tables of one legacy set; aliases and addresses join by number."""
    if not feed.files:
        feed = Feed(name=feed.name, files={"sdn.csv": feed.content})
    main, alias, address, list_id = next(names for names in _SETS if names[0] in feed.files)
    aliases = _grouped(feed, alias, at=3, kind_at=2)
    addresses = _addresses(feed, address)
    parties = []
    for line, row in read_table(main, _text(feed, main)):
        if len(row) != _PRIMARY_COLUMNS or not row[0].strip().isdigit():
            raise refuse(
                main, "a number and eleven more columns", line=line, got=",".join(row)[:60]
            )
        parties.append(_party(list_id, list(map(value, row)), aliases, addresses))
    notes = () if alias in feed.files else (f"{alias} is missing: other names are not known",)
    return Reading(format="OFAC legacy tables", parties=tuple(parties), notes=notes)


def _party(
    list_id: str,
    row: list[str],
    aliases: dict[str, list[str]],
    addresses: dict[str, list[tuple[str, str]]],
) -> Party:
    number, name, type_, programs, title, *vessel, remarks = row
    found = addresses.get(number, [])
    return Party(
        list_id=list_id,
        entry=number,
        name=name,
        kind=kind(type_) if type_ else "organization",
        aliases=tuple(dict.fromkeys(aliases.get(number, ()))),
        weak_aliases=tuple(dict.fromkeys(_QUOTED_ALIAS.findall(remarks))),
        places=places([*(place for _, place in found), *_PLACE.findall(remarks), vessel[4]]),
        addresses=tuple(line for line, _ in found if line),
        identifiers=tuple(dict.fromkeys(_IDENTIFIER.findall(remarks))),
        birth_dates=tuple(iso(text) or text for text in _BIRTH.findall(remarks)),
        programs=split(programs.replace("] [", ";")),
        remarks="; ".join(part for part in (title, remarks) if part),
    )


def _text(feed: Feed, name: str) -> str:
    return Feed(name=name, content=feed.files[name]).text()


def _grouped(feed: Feed, name: str, *, at: int, kind_at: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if name in feed.files:
        for line, row in read_table(name, _text(feed, name)):
            if len(row) <= at:
                raise refuse(name, "five columns", line=line, got=",".join(row))
            if value(row[at]) and value(row[kind_at]):
                found.setdefault(value(row[0]), []).append(value(row[at]))
    return found


def _addresses(feed: Feed, name: str) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    if name in feed.files:
        for _, row in read_table(name, _text(feed, name)):
            number, _, street, city, country, *_ = map(value, row)
            line = ", ".join(part for part in (street, city, country) if part)
            found.setdefault(number, []).append((line, country))
    return found
