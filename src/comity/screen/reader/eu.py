"""The consolidated financial sanctions list of the European Union, as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.screen.party import Party, Reading
from comity.screen.reader.guard import Feed, inner, parse_xml
from comity.screen.reader.shape import day, iso, kind, places

if TYPE_CHECKING:
    from lxml.etree import _Element


def is_eu(feed: Feed) -> bool:
    """Tell the feed by its root and its entities."""
    return "<export" in feed.head and ("sanctionEntity" in feed.head or "fsd/export" in feed.head)


def read(feed: Feed) -> Reading:
    """Read every sanctioned entity."""
    root = parse_xml(feed)
    parties = tuple(_party(item) for item in root.iterfind("sanctionEntity"))
    return Reading(
        format="European Union consolidated list",
        parties=tuple(party for party in parties if party.name),
        as_of=day(root.get("generationDate", "")),
    )


def _attributes(item: _Element, path: str, name: str) -> list[str]:
    return [" ".join(found.get(name, "").split())
            for found in item.iterfind(path) if found.get(name)]  # fmt: skip


def _name(alias: _Element) -> str:
    """Give the whole name, or its parts where the feed leaves the whole one out."""
    whole = " ".join(alias.get("wholeName", "").split())
    parts = (alias.get(part, "").strip() for part in ("firstName", "middleName", "lastName"))
    return whole or " ".join(part for part in parts if part)


def _birth(born: _Element) -> str:
    """Give a date of birth, a year, or the years it lies between; 0 is not known."""
    whole, year, first, last = (
        "" if (text := born.get(part, "").strip()) == "0" else text
        for part in ("birthdate", "year", "yearRangeFrom", "yearRangeTo")
    )
    return whole or year or " to ".join(filter(None, (first, last)))


def _party(item: _Element) -> Party:
    aliases = [(_name(alias), alias.get("strong") == "false")
               for alias in item.iterfind("nameAlias")]  # fmt: skip
    strong = [name for name, is_weak in aliases if name and not is_weak]
    weak = [name for name, is_weak in aliases if name and is_weak]
    names = strong or weak
    subject = item.find("subjectType")
    lines = [", ".join(part for name in ("street", "poBox", "city", "zipCode", "region", "place",
                                    "countryDescription")
                       if (part := address.get(name, "").strip()))
             for address in item.iterfind("address")]  # fmt: skip
    codes = [code for path in ("address", "citizenship")
             for code in _attributes(item, path, "countryIso2Code") if code != "00"]  # fmt: skip
    regulation = item.find("regulation")
    act = regulation if regulation is not None else item
    return Party(
        list_id="eu-consolidated",
        entry=item.get("euReferenceNumber") or item.get("logicalId") or "",
        name=names[0] if names else "",
        kind=kind(subject.get("code", "")) if subject is not None else "",
        aliases=tuple(dict.fromkeys(names[1:])),
        weak_aliases=tuple(dict.fromkeys(weak if strong else [])),
        places=places(codes),
        addresses=tuple(line for line in lines if line),
        identifiers=tuple(dict.fromkeys([*_attributes(item, "identification", "number"),
                                         *_attributes(item, "identification", "latinNumber")])),
        birth_dates=tuple(dict.fromkeys(known for born in item.iterfind("birthdate")
                                        if (known := _birth(born)))),
        programs=tuple(dict.fromkeys(_attributes(item, "regulation", "programme"))),
        citation=act.get("numberTitle", ""),
        listed_on=iso(item.get("designationDate", "") or act.get("entryIntoForceDate", "")
                      or act.get("publicationDate", "")),
        remarks=inner(item, "remark"),
    )  # fmt: skip
