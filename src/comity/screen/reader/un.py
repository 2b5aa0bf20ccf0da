"""The consolidated list of the United Nations Security Council, as XML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from comity.screen.party import Party, Reading
from comity.screen.reader.guard import Feed, inner, parse_xml
from comity.screen.reader.shape import birth, day, iso, places

if TYPE_CHECKING:
    from lxml.etree import _Element

_NOTHING = ("", "na", "n/a", "none")
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


def is_un(feed: Feed) -> bool:
    """Tell the feed by its root."""
    return "<CONSOLIDATED_LIST" in feed.head


def read(feed: Feed) -> Reading:
    """Read individuals and entities."""
    root = parse_xml(feed)
    parties = [_party(item, "INDIVIDUAL") for item in root.iterfind("INDIVIDUALS/INDIVIDUAL")]
    parties += [_party(item, "ENTITY") for item in root.iterfind("ENTITIES/ENTITY")]
    return Reading(
        format="United Nations consolidated list",
        parties=tuple(party for party in parties if party.name),
        as_of=day(root.get("dateGenerated", "")),
    )


def _birth(born: _Element) -> str:
    """Give a date of birth, a year, or the years it lies between."""
    years = [year for tag in ("FROM_YEAR", "TO_YEAR") if (year := inner(born, tag))]
    return birth(inner(born, "DATE")) or inner(born, "YEAR") or " to ".join(years)


def _party(item: _Element, tag: str) -> Party:
    aliases = [(inner(alias, "ALIAS_NAME"), inner(alias, "QUALITY"))
               for alias in item.iterfind(f"{tag}_ALIAS")]  # fmt: skip
    original = inner(item, "NAME_ORIGINAL_SCRIPT")
    aliases = [alias for alias in aliases if alias[0].lower() not in _NOTHING]
    strong = [name for name, quality in aliases if quality.lower() != "low"]
    found = list(item.iterfind(f"{tag}_ADDRESS"))
    lines = [", ".join(" ".join(str(part.text or "").split()) for part in address if part.text)
             for address in found]  # fmt: skip
    countries = [inner(address, "COUNTRY") for address in found]
    countries += [" ".join(str(value.text or "").split())
                  for value in item.iterfind("NATIONALITY/VALUE")]  # fmt: skip
    return Party(
        list_id="un-consolidated",
        entry=inner(item, "REFERENCE_NUMBER") or inner(item, "DATAID"),
        name=" ".join(part for name in _NAME_PARTS if (part := inner(item, name))),
        kind="person" if tag == "INDIVIDUAL" else "organization",
        aliases=tuple(dict.fromkeys([*([original] if original else []), *strong])),
        weak_aliases=tuple(name for name, quality in aliases if quality.lower() == "low"),
        places=places(text for text in countries if text),
        addresses=tuple(line for line in lines if line),
        identifiers=tuple(inner(document, "NUMBER")
                          for document in item.iterfind(f"{tag}_DOCUMENT")
                          if inner(document, "NUMBER")),
        birth_dates=tuple(known for born in item.iterfind(f"{tag}_DATE_OF_BIRTH")
                          if (known := _birth(born))),
        programs=tuple(text for text in [inner(item, "UN_LIST_TYPE")] if text),
        listed_on=iso(inner(item, "LISTED_ON")),
        remarks=inner(item, "COMMENTS1"),
    )  # fmt: skip
