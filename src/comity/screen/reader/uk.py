"""The UK's lists: the UK sanctions list (Designations) and OFSI's consolidated list, as XML."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from comity.screen.party import Party, Reading
from comity.screen.reader.guard import Feed, inner, parse_xml
from comity.screen.reader.shape import birth, day, iso, kind, places

if TYPE_CHECKING:
    from lxml.etree import _Element

_NUMBERS = ("PassportNumber", "NationalIdentifierNumber", "BusinessRegistrationNumber", "IMONumber")
_ROW_NUMBERS = ("Individual_PassportNumber", "Individual_NINumber", "Ship_IMONumber",
                "Entity_BusinessRegNumber")  # fmt: skip
_ROW_BIRTHS = ("Individual_DateOfBirth", "DateOfBirth")
_PARTS = ("Name1", "Name2", "Name3", "Name4", "Name5", "Name6")


def is_sanctions_list(feed: Feed) -> bool:
    """Tell the UK sanctions list by its root."""
    return "<Designations" in feed.head


def is_consolidated(feed: Feed) -> bool:
    """Tell OFSI's consolidated list by its root."""
    return "FinancialSanctionsTarget" in feed.head


def read_sanctions_list(feed: Feed) -> Reading:
    """Read every designation."""
    root = parse_xml(feed)
    parties = tuple(_designation(item) for item in root.iterfind("Designation"))
    return Reading(
        format="UK sanctions list",
        parties=tuple(party for party in parties if party.name),
        as_of=day(inner(root, "DateGenerated") or root.get("DateGenerated", ""), day_first=True),
    )


def _whole_name(item: _Element, parts: tuple[str, ...] = _PARTS) -> str:
    return " ".join(part for name in parts if (part := inner(item, name)))


def _texts(item: _Element, path: str) -> list[str]:
    return [" ".join(str(found.text or "").split()) for found in item.iterfind(path) if found.text]


def _designation(item: _Element) -> Party:
    primary: list[str] = []
    others: list[str] = []
    weak: list[str] = []
    for name in item.iterfind("Names/Name"):
        whole = _whole_name(name)
        is_primary = inner(name, "NameType").casefold() == "primary name"
        is_weak = "low" in inner(name, "AliasStrength").casefold()
        (primary if is_primary else weak if is_weak else others).append(whole)
    others += _texts(item, "NonLatinNames/NonLatinName/NameNonLatinScript")
    names = [name for name in [*primary, *others] if name] or list(filter(None, weak))
    lines = [", ".join(" ".join(str(part.text or "").split()) for part in address if part.text)
             for address in item.iterfind("Addresses/Address")]  # fmt: skip
    return Party(
        list_id="uk-sanctions",
        entry=inner(item, "UniqueID") or inner(item, "OFSIGroupID"),
        name=names[0] if names else "",
        kind=kind(inner(item, "IndividualEntityShip")),
        aliases=tuple(dict.fromkeys(names[1:])),
        weak_aliases=tuple(dict.fromkeys(name for name in weak if name and name not in names)),
        places=places([*_texts(item, "Addresses/Address/AddressCountry"),
                       *_texts(item, ".//Nationality"),
                       *_texts(item, ".//CurrentBelievedFlagOfShip")]),
        addresses=tuple(line for line in lines if line),
        identifiers=tuple(number for tag in _NUMBERS for number in _texts(item, f".//{tag}")),
        birth_dates=tuple(birth(text, day_first=True) for text in _texts(item, ".//DOB")),
        programs=tuple(text for text in [inner(item, "RegimeName")] if text),
        listed_on=iso(inner(item, "DateDesignated"), day_first=True),
        remarks=inner(item, "OtherInformation"),
    )  # fmt: skip


def read_consolidated(feed: Feed) -> Reading:
    """Read OFSI's targets; rows of one group are names of one party."""
    root = parse_xml(feed)
    rows = sorted(root.iter("FinancialSanctionsTarget"), key=lambda row: inner(row, "GroupID"))
    parties = [_target(list(group))
               for _, group in groupby(rows, key=lambda row: inner(row, "GroupID"))]  # fmt: skip
    return Reading(
        format="UK consolidated list (OFSI)",
        parties=tuple(party for party in parties if party.name),
        as_of=day(root.get("DateGenerated", ""), day_first=True),
    )


def _target_name(row: _Element) -> str:
    return _whole_name(row, tuple(map(str.lower, _PARTS))) or _whole_name(row)


def _address(row: _Element) -> str:
    tags = (*(f"Address{number}" for number in range(1, 7)), "PostCode", "Country")
    return ", ".join(part for tag in tags if (part := inner(row, tag)))


def _of_rows(rows: list[_Element], tags: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for row in rows for tag in tags if (text := inner(row, tag))))


def _target(rows: list[_Element]) -> Party:
    rows.sort(key=lambda row: inner(row, "AliasType").casefold() != "primary name")
    names = [name for row in rows if (name := _target_name(row))]
    first = rows[0]
    weak = [name for row in rows
            if inner(row, "AliasQuality").casefold() == "low quality"
            and (name := _target_name(row))]  # fmt: skip
    original = [name for row in rows if (name := inner(row, "NameNonLatinScript"))]
    return Party(
        list_id="uk-sanctions",
        entry=inner(first, "GroupID"),
        name=names[0] if names else "",
        kind=kind(inner(first, "GroupTypeDescription")),
        aliases=tuple(dict.fromkeys(name for name in [*names[1:], *original]
                                    if name not in weak and name != names[0])),
        weak_aliases=tuple(dict.fromkeys(weak)),
        places=places(text for row in rows for tag in ("Country", "Individual_Nationality")
                      if (text := inner(row, tag))),
        addresses=tuple(dict.fromkeys(line for row in rows if (line := _address(row)))),
        identifiers=_of_rows(rows, _ROW_NUMBERS),
        birth_dates=tuple(birth(text, day_first=True) for text in _of_rows(rows, _ROW_BIRTHS)),
        programs=tuple(text for text in [inner(first, "RegimeName")] if text),
        listed_on=iso(inner(first, "DateListed"), day_first=True),
        remarks=inner(first, "OtherInformation"),
    )  # fmt: skip
