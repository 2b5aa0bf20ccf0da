"""FollowTheMoney entities, one JSON object a line, as OpenSanctions publishes them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from comity.screen.party import Kind, Party, Reading
from comity.screen.reader.guard import Feed, refuse
from comity.screen.reader.shape import places

_KINDS: dict[str, Kind] = {
    "Person": "person",
    "Organization": "organization",
    "Company": "organization",
    "PublicBody": "organization",
    "LegalEntity": "organization",
    "Vessel": "vessel",
    "Airplane": "aircraft",
    "Vehicle": "vessel",
}
_NUMBERS = ("registrationNumber", "innCode", "ogrnCode", "idNumber", "passportNumber", "taxNumber",
            "imoNumber", "mmsi", "leiCode", "swiftBic", "uniqueEntityId", "uscCode")  # fmt: skip


def is_ftm(feed: Feed) -> bool:
    """Tell the feed by the schema of its first entity."""
    return feed.head.startswith("{") and '"schema"' in feed.head and '"properties"' in feed.head


def read(feed: Feed) -> Reading:
    """Read the entities that can be a party, joined with their addresses and sanctions."""
    entities: dict[str, Any] = {}
    sanctions: dict[str, list[Any]] = {}
    for number, line in enumerate(feed.text().splitlines(), 1):
        if not line.strip():
            continue
        try:
            entity = json.loads(line)
            identifier, schema = entity["id"], entity["schema"]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise refuse(
                feed.name, "an entity as one JSON object", line=number, got=line
            ) from error
        entities[str(identifier)] = entity
        if schema == "Sanction":
            for owner in _values(entity, "entity"):
                sanctions.setdefault(owner, []).append(entity)
    parties = [
        _party(entity, entities, sanctions.get(key, []))
        for key, entity in entities.items()
        if entity["schema"] in _KINDS and _values(entity, "name")
    ]
    return Reading(format="FollowTheMoney entities", parties=tuple(parties))


def _values(entity: Mapping[str, Any], name: str) -> list[str]:
    values = (entity.get("properties") or {}).get(name, [])
    return [str(value) for value in (values if isinstance(values, list) else [values])
            if not isinstance(value, dict)]  # fmt: skip


def _party(entity: Mapping[str, Any], entities: Mapping[str, Any], sanctions: list[Any]) -> Party:
    names = _values(entity, "name")
    caption = str(entity.get("caption") or names[0])
    names = list(dict.fromkeys([caption, *names, *_values(entity, "alias"),
                               *_values(entity, "previousName")]))  # fmt: skip
    linked = [entities[key] for key in _values(entity, "addressEntity") if key in entities]
    datasets = [str(name) for name in entity.get("datasets") or []]
    codes = [code.upper() for name in ("country", "jurisdiction", "nationality", "citizenship",
             "mainCountry", "flag") for code in _values(entity, name)]  # fmt: skip
    return Party(
        list_id="-".join(datasets[0].split("_")) if len(datasets) == 1 else "ftm",
        entry=str(entity["id"]),
        name=names[0],
        kind=_KINDS[entity["schema"]],
        aliases=tuple(names[1:]),
        weak_aliases=tuple(_values(entity, "weakAlias")),
        places=places(codes),
        addresses=tuple(dict.fromkeys([*_values(entity, "address"),
                        *(line for address in linked for line in _values(address, "full"))])),
        identifiers=tuple(n for name in _NUMBERS for n in _values(entity, name)),
        birth_dates=tuple(_values(entity, "birthDate")),
        programs=tuple(dict.fromkeys([*_values(entity, "program"),
                       *(text for item in sanctions for text in _values(item, "program"))])),
        listed_on=min((text for item in sanctions for text in
                       (_values(item, "startDate") or _values(item, "listingDate"))), default=""),
        remarks=" ".join(_values(entity, "notes")),
    )  # fmt: skip
