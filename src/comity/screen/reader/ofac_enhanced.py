"""OFAC's enhanced XML (sanctionsData), the form its list service offers beside the older two."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from comity.screen.party import Party, Reading
from comity.screen.reader.guard import Feed, inner, parse_xml
from comity.screen.reader.ofac_xml import with_lists
from comity.screen.reader.shape import birth, day, identifier, iso, kind, places

if TYPE_CHECKING:
    from lxml.etree import _Element

_PLACES = ("Nationality Country", "Citizenship Country", "Vessel Flag")
_NUMBERS = ("Digital Currency Address", "MMSI", "Email Address", "Website", "Phone Number",
            "Vessel Registration Identification", "SWIFT/BIC")  # fmt: skip


def is_enhanced(feed: Feed) -> bool:
    """Tell the feed by its root."""
    return "<sanctionsData" in feed.head


def read(feed: Feed) -> Reading:
    """Read SDN_ENHANCED.XML or CONS_ENHANCED.XML."""
    root = parse_xml(feed)
    information = root.find("publicationInfo")
    stamp = inner(information, "dataAsOf") or inner(information, "datePublished")
    parties = [_party(entity) for entity in root.iterfind("entities/entity")]
    return Reading(
        format="OFAC enhanced XML",
        parties=with_lists([party for party in parties if party.name]),
        as_of=day(stamp),
    )


def _texts(element: _Element, path: str) -> list[str]:
    return [text for found in element.iterfind(path)
            if (text := " ".join(str(found.text or "").split()))]  # fmt: skip


def _party(entity: _Element) -> Party:
    names = sorted(_names(entity), key=lambda name: not name[2])
    strong = [name for name, weak, _ in names if not weak] or [name for name, _, _ in names]
    features = [(inner(one, "type"), _value(one)) for one in entity.iterfind("features/feature")]
    documents = entity.iterfind("identityDocuments/identityDocument")
    numbers = [identifier(inner(one, "type"), inner(one, "documentNumber")) for one in documents]
    numbers += [value for of, value in features if of.startswith(_NUMBERS)]
    lists = [iso(one.get("datePublished", ""))
             for one in entity.iterfind("sanctionsLists/sanctionsList")]  # fmt: skip
    return Party(
        list_id="sdn",
        entry=entity.get("id", ""),
        name=strong[0] if strong else "",
        kind=kind(inner(entity, "generalInfo/entityType")),
        aliases=tuple(dict.fromkeys(strong[1:])),
        weak_aliases=tuple(dict.fromkeys(name for name, weak, _ in names
                                         if weak and name not in strong)),
        places=places([*_texts(entity, "addresses/address/country"),
                       *(value for of, value in features if of in _PLACES)]),
        addresses=tuple(dict.fromkeys(_addresses(entity))),
        identifiers=tuple(dict.fromkeys(filter(None, numbers))),
        birth_dates=tuple(dict.fromkeys(birth(value) for of, value in features
                                        if of == "Birthdate" and value)),
        programs=tuple(_texts(entity, "sanctionsPrograms/sanctionsProgram")),
        listed_on=min(filter(None, lists), default=""),
        remarks=inner(entity, "generalInfo/remarks"),
    )  # fmt: skip


def _names(entity: _Element) -> Iterator[tuple[str, bool, bool]]:
    """Yield each name in each script, with whether it is weak and whether it is the first."""
    for name in entity.iterfind("names/name"):
        weak = inner(name, "isLowQuality") == "true"
        primary = inner(name, "isPrimary") == "true"
        for written in name.iterfind("translations/translation"):
            last, first = (inner(written, tag) for tag in
                           ("formattedLastName", "formattedFirstName"))  # fmt: skip
            parts = _texts(written, "nameParts/namePart/value")
            whole = inner(written, "formattedFullName") or ", ".join(filter(None, (last, first)))
            in_latin = inner(written, "script") in ("", "Latin")
            if whole or parts:
                yield whole or " ".join(parts), weak, primary and in_latin


def _value(feature: _Element) -> str:
    return inner(feature, "value") or inner(feature, "valueDate/fromDateBegin")


def _addresses(entity: _Element) -> Iterator[str]:
    for address in entity.iterfind("addresses/address"):
        country = inner(address, "country")
        for written in address.iterfind("translations/translation"):
            parts = [*_texts(written, "addressParts/addressPart/value"), country]
            if any(parts):
                yield ", ".join(filter(None, parts))
