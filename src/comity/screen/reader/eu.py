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


def _party(item: _Element) -> Party:
    strong = [" ".join(alias.get("wholeName", "").split()) for alias in item.iterfind("nameAlias")
              if alias.get("wholeName") and alias.get("strong") != "false"]  # fmt: skip
    weak = [" ".join(alias.get("wholeName", "").split()) for alias in item.iterfind("nameAlias")
            if alias.get("wholeName") and alias.get("strong") == "false"]  # fmt: skip
    names = strong or weak
    subject = item.find("subjectType")
    lines = [", ".join(part for name in ("street", "city", "zipCode", "countryDescription")
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
        identifiers=tuple(_attributes(item, "identification", "number")),
        birth_dates=tuple(_attributes(item, "birthdate", "birthdate")),
        programs=tuple(dict.fromkeys(_attributes(item, "regulation", "programme"))),
        citation=act.get("numberTitle", ""),
        listed_on=iso(act.get("entryIntoForceDate", "") or act.get("publicationDate", "")),
        remarks=inner(item, "remark"),
    )
