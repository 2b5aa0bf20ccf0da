"""The Consolidated Screening List of trade.gov: several US lists in one feed, as JSON or CSV."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from comity.screen.lists import list_by_code
from comity.screen.party import Party, Reading, entry_id
from comity.screen.reader.guard import Feed, read_records, refuse
from comity.screen.reader.shape import day, footnotes, identifier, iso, kind, places, split

_SUCCESSORS = re.compile(r";? and any successor.*$", re.IGNORECASE)
_COUNTRY = re.compile("[A-Z]{2}")
_FEWEST_PARTS = 2
_CODE = re.compile(r"\(([A-Z-]+)( List)?\)")


def is_json(feed: Feed) -> bool:
    """Tell the feed by its results, each of which names its source list."""
    return feed.head.startswith("{") and '"results"' in feed.head


def read_json(feed: Feed) -> Reading:
    """Read trade.gov's JSON."""
    try:
        content = json.loads(feed.text())
    except (ValueError, RecursionError) as error:
        raise refuse(feed.name, "whole, well-formed JSON", got=str(error)) from error
    records = content.get("results")
    if not isinstance(records, list):
        raise refuse(feed.name, "a list of results in the JSON")
    flat = [_flat(feed, record) for record in records]
    return Reading(
        format="Consolidated Screening List (JSON)",
        parties=tuple(_party(feed, record) for record in flat),
        as_of=day(str(content.get("search_performed_at", ""))),
    )


def is_csv(feed: Feed) -> bool:
    """Tell the feed by the columns of its header."""
    header = feed.head.partition("\n")[0].lower()
    return all(column in header for column in ("source", "alt_names", "source_list_url"))


def read_csv(feed: Feed) -> Reading:
    """Read trade.gov's CSV, or a shorter one with the same columns."""
    records = read_records(feed.name, feed.text(), strict_end=True)
    return Reading(
        format="Consolidated Screening List (CSV)",
        parties=tuple(_party(feed, record) for record in records),
    )


def _flat(feed: Feed, record: Any) -> dict[str, str]:  # noqa: ANN401  parsed JSON
    """Write one JSON result as the CSV does: lists joined, addresses as lines."""
    if not isinstance(record, dict):
        raise refuse(feed.name, "results that are objects", got=str(record))
    flat = {}
    for key, value in record.items():
        if isinstance(value, list):
            flat[key] = "|".join(_line(item) for item in value)
        else:
            flat[key] = "" if value is None else str(value)
    return flat


def _line(item: Any) -> str:  # noqa: ANN401  parsed JSON
    if isinstance(item, dict) and "number" in item:
        return ", ".join(str(item.get(part) or "") for part in ("type", "number", "country"))
    if isinstance(item, dict):
        return ", ".join(str(part) for part in item.values() if part)
    return str(item)


def _party(feed: Feed, record: Mapping[str, str]) -> Party:
    name = _SUCCESSORS.sub("", record.get("name", "")).strip()
    if not name:
        raise refuse(feed.name, "a name in every record", got=str(dict(record))[:60])
    addresses = split(record.get("addresses", ""))
    codes = record.get("address_countries", "").replace("|", " ").split()
    codes.extend(line.rpartition(",")[2].strip() for line in addresses)
    codes.extend(split(record.get("citizenships", "")))
    codes.extend(split(record.get("nationalities", "")))
    codes.extend([record.get("country", ""), record.get("vessel_flag", "")])
    number = record.get("entity_number") or record.get("id") or record.get("_id") or ""
    listed = _list_id(record)
    return Party(
        list_id=listed,
        entry=number or entry_id(listed, name, " ".join(codes)),
        name=name,
        kind=kind(record.get("type", "")),
        aliases=split(record.get("alt_names", "")),
        places=places(codes),
        addresses=addresses,
        identifiers=tuple(number for line in split(record.get("ids", ""))
                          if (number := _number(line))),
        birth_dates=split(record.get("dates_of_birth", "")),
        programs=split(record.get("programs", "")),
        footnotes=footnotes(record.get("license_requirement", "")),
        scope=record.get("license_requirement", ""),
        review_policy=record.get("license_policy", ""),
        citation=record.get("federal_register_notice", ""),
        listed_on=iso(record.get("start_date", "")),
        ended_on=iso(record.get("end_date", "")),
        remarks=record.get("remarks", ""),
        url=record.get("source_list_url", ""),
    )  # fmt: skip


def _number(line: str) -> str:
    """Take the number out of "Passport, P123, SY"; a line of one part is the number itself."""
    parts = [part for text in line.split(",") if (part := text.strip())]
    if len(parts) == 1:
        return line
    if len(parts) > _FEWEST_PARTS and _COUNTRY.fullmatch(parts[-1]):
        parts.pop()
    return identifier(parts[0], ", ".join(parts[1:]))


def _list_id(record: Mapping[str, str]) -> str:
    code = record.get("source_code", "")
    if not code:
        match = _CODE.search(record.get("source", ""))
        code = match[1] if match else record.get("source", "")
    return list_by_code(code)
