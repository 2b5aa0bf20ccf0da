"""OFAC's XML: the classic form (sdnList) and the advanced one (Sanctions with reference sets)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from comity.screen.lists import list_by_program
from comity.screen.party import Kind, Party, Reading
from comity.screen.reader.guard import Feed, inner, parse_xml
from comity.screen.reader.shape import birth, day, identifier, kind, places

if TYPE_CHECKING:
    from lxml.etree import _Element


# Lists whose programs no SDN entry carries: where one occurs, the feed is not the SDN list.
_NEVER_SDN = {"nscmic", "plc", "capta", "fse", "mbs"}


def is_classic(feed: Feed) -> bool:
    """Tell the classic form by its root."""
    return "<sdnList" in feed.head


def is_advanced(feed: Feed) -> bool:
    """Tell the advanced form by its root."""
    return "<Sanctions" in feed.head and "<sdnList" not in feed.head


def read_classic(feed: Feed) -> Reading:
    """Read sdn.xml or consolidated.xml."""
    root = parse_xml(feed)
    stamp = day(inner(root, "publshInformation/Publish_Date"))
    parties = with_lists([_classic_party(entry) for entry in root.iter("sdnEntry")])
    return Reading(format="OFAC XML", parties=parties, as_of=stamp)


def _whole_name(element: _Element) -> str:
    last, first = inner(element, "lastName"), inner(element, "firstName")
    return f"{last}, {first}" if first and last else last or first


def _texts(element: _Element, path: str) -> list[str]:
    return [" ".join(str(found.text or "").split()) for found in element.iterfind(path)]


def _classic_party(entry: _Element) -> Party:
    aliases = [(_whole_name(aka), inner(aka, "category")) for aka in entry.iterfind("akaList/aka")]
    addresses = []
    for address in entry.iterfind("addressList/address"):
        parts = [inner(address, tag) for tag in ("address1", "address2", "address3", "city",
                 "stateOrProvince", "postalCode", "country")]  # fmt: skip
        addresses.append(", ".join(part for part in parts if part))
    programs = tuple(_texts(entry, "programList/program"))
    return Party(
        list_id="sdn",
        entry=inner(entry, "uid"),
        name=_whole_name(entry),
        kind=kind(inner(entry, "sdnType")),
        aliases=tuple(name for name, category in aliases if category.lower() != "weak"),
        weak_aliases=tuple(name for name, category in aliases if category.lower() == "weak"),
        places=places(
            [
                *_texts(entry, "addressList/address/country"),
                *_texts(entry, "nationalityList/nationality/country"),
                *_texts(entry, "citizenshipList/citizenship/country"),
                inner(entry, "vesselInfo/vesselFlag"),
            ]
        ),
        addresses=tuple(line for line in addresses if line),
        identifiers=tuple(
            number
            for document in entry.iterfind("idList/id")
            if (number := identifier(inner(document, "idType"), inner(document, "idNumber")))
        ),
        birth_dates=tuple(
            birth(text) for text in _texts(entry, "dateOfBirthList/dateOfBirthItem/dateOfBirth")
        ),
        programs=programs,
        remarks=inner(entry, "remarks"),
    )


def with_lists(parties: list[Party]) -> tuple[Party, ...]:
    """Name each party's list: a feed that holds any list but SDN holds no SDN entry."""
    lists = [list_by_program(party.programs) for party in parties]
    own = set(lists) & _NEVER_SDN
    if not own:
        return tuple(parties)
    return tuple(
        replace(party, list_id=found if found != "sdn" else "ofac-non-sdn")
        for party, found in zip(parties, lists, strict=True)
    )


def read_advanced(feed: Feed) -> Reading:
    """Read sdn_advanced.xml or cons_advanced.xml."""
    root = parse_xml(feed)
    sets = _References(root)
    programs, listed = _programs(root)
    parties = with_lists(
        [
            party
            for distinct in root.iterfind("DistinctParties/DistinctParty")
            if (party := _advanced_party(distinct, sets, (programs, listed))) is not None
        ]
    )
    return Reading(format="OFAC advanced XML", parties=parties, as_of=_issued(root))


class _References:
    """The reference values of an advanced feed: what its numbers stand for."""

    def __init__(self, root: _Element) -> None:
        self._sets: dict[str, dict[str, str]] = {}
        for group in root.iterfind("ReferenceValueSets/*"):
            values = {item.get("ID", ""): " ".join((item.text or "").split()) for item in group}
            self._sets[group.tag] = values
        self._types = {
            item.get("ID", ""): item.get("PartyTypeID", "")
            for item in root.iterfind("ReferenceValueSets/PartySubTypeValues/PartySubType")
        }
        self.locations = {
            item.get("ID", ""): self._location(item) for item in root.iterfind("Locations/Location")
        }
        self.documents: dict[str, list[str]] = {}
        for item in root.iterfind("IDRegDocuments/IDRegDocument"):
            number = inner(item, "IDRegistrationNo")
            if number:
                self.documents.setdefault(item.get("IdentityID", ""), []).append(number)

    def value(self, group: str, number: str) -> str:
        return self._sets.get(group, {}).get(number, "")

    def kind(self, subtype: str) -> Kind:
        named = self.value("PartySubTypeValues", subtype)
        if named in ("Vessel", "Aircraft"):
            return kind(named)
        return kind(self.value("PartyTypeValues", self._types.get(subtype, "")))

    def _location(self, location: _Element) -> tuple[str, str]:
        parts = [" ".join((part.findtext("LocationPartValue/Value") or "").split())
                 for part in location.iterfind("LocationPart")]  # fmt: skip
        country = location.find("LocationCountry")
        name = (
            self.value("CountryValues", country.get("CountryID", "")) if country is not None else ""
        )
        return ", ".join(part for part in [*parts, name] if part), name


def _programs(root: _Element) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Map a profile to its programs, in the order of the feed, and to the day it was listed."""
    programs: dict[str, tuple[str, ...]] = {}
    listed: dict[str, str] = {}
    for entry in root.iterfind("SanctionsEntries/SanctionsEntry"):
        profile = entry.get("ProfileID", "")
        named = [comment for measure in entry.iterfind("SanctionsMeasure")
                 if (comment := inner(measure, "Comment"))]  # fmt: skip
        programs[profile] = tuple(dict.fromkeys([*programs.get(profile, ()), *named]))
        days = [found for event in entry.iterfind("EntryEvent/Date") if (found := _date(event))]
        listed[profile] = min([*days, *([listed[profile]] if listed.get(profile) else [])],
                              default="")  # fmt: skip
    return programs, listed


def _date(element: _Element) -> str:
    """Write the parts of a date as ISO, as far as they are given."""
    parts = [inner(element, tag) for tag in ("Year", "Month", "Day")]
    return "-".join(part.zfill(2) for part in parts if part)


def _births(profile: _Element, sets: _References) -> Iterator[str]:
    """Yield dates of birth: a day where the period is one day, else the years it spans."""
    for feature in profile.iterfind("Feature"):
        if sets.value("FeatureTypeValues", feature.get("FeatureTypeID", "")) != "Birthdate":
            continue
        for period in feature.iterfind("FeatureVersion/DatePeriod"):
            ends = [period.find(path) for path in ("Start/From", "End/To")]
            first, last = (_date(end) if end is not None else "" for end in ends)
            years = list(dict.fromkeys(part[:4] for part in (first, last) if part))
            if first and first == (last or first):
                yield first
            elif years:
                yield " to ".join(years)


def _issued(root: _Element) -> date | None:
    parts = [inner(root, f"DateOfIssue/{tag}") for tag in ("Year", "Month", "Day")]
    return day("-".join(part.zfill(2) for part in parts)) if all(parts) else None


def _advanced_party(
    distinct: _Element,
    sets: _References,
    entries: tuple[dict[str, tuple[str, ...]], dict[str, str]],
) -> Party | None:
    profile = distinct.find("Profile")
    if profile is None:
        return None
    names = [(name, low) for identity in profile.iterfind("Identity")
             for name, low in _names(identity)]  # fmt: skip
    if not names:
        return None
    number = profile.get("ID", "")
    found = [sets.locations.get(item.get("LocationID", ""), ("", ""))
             for item in profile.iterfind("Feature/FeatureVersion/VersionLocation")]  # fmt: skip
    identities = [identity.get("ID", "") for identity in profile.iterfind("Identity")]
    return Party(
        list_id="sdn",
        entry=number,
        name=names[0][0],
        kind=sets.kind(profile.get("PartySubTypeID", "")),
        aliases=tuple(name for name, low in names[1:] if not low),
        weak_aliases=tuple(name for name, low in names[1:] if low),
        places=places([country for _, country in found if country]),
        addresses=tuple(dict.fromkeys(line for line, _ in found if line)),
        identifiers=tuple(n for identity in identities for n in sets.documents.get(identity, ())),
        birth_dates=tuple(dict.fromkeys(_births(profile, sets))),
        programs=entries[0].get(number, ()),
        listed_on=entries[1].get(number, ""),
        remarks=inner(distinct, "Comment"),
    )


def _names(identity: _Element) -> Iterator[tuple[str, bool]]:
    """Yield the names of an identity, the primary one first, with whether each is weak."""
    aliases = sorted(identity.iterfind("Alias"), key=lambda alias: alias.get("Primary") != "true")
    for alias in aliases:
        for documented in alias.iterfind("DocumentedName"):
            values = documented.iterfind("DocumentedNamePart/NamePartValue")
            name = " ".join(" ".join((value.text or "").split()) for value in values)
            if name.strip():
                yield name.strip(), alias.get("LowQuality") == "true"
