"""A company's own list: a CSV with a header, of which only `name` must be there."""

from __future__ import annotations

from comity.screen.party import Party, Reading, entry_id
from comity.screen.reader.guard import Feed, read_records, refuse
from comity.screen.reader.shape import kind, places, split

_NAMES = ("name", "party", "entity_name")
_ENTRIES = ("entry", "id", "party_id", "number")


def is_plain(feed: Feed) -> bool:
    """Tell the feed by a header with a column `name`."""
    header = feed.head.partition("\n")[0].strip().lower()
    return bool({column.strip(' "') for column in header.split(",")} & set(_NAMES))


def read(feed: Feed) -> Reading:
    """Read parties: name, and where given id, type, aliases, country, address and the rest."""
    parties = []
    for number, row in enumerate(read_records(feed.name, feed.text()), 2):
        name = _first(row, _NAMES)
        if not name:
            raise refuse(feed.name, "a name", line=number)
        country = _first(row, ("place", "country", "countries"))
        parties.append(
            Party(
                list_id=row.get("list") or "own",
                entry=_first(row, _ENTRIES) or entry_id(name, country),
                name=name,
                kind=kind(_first(row, ("type", "kind"))),
                aliases=split(_first(row, ("aliases", "alt_names", "alias"))),
                places=places(split(country)),
                addresses=split(_first(row, ("address", "addresses"))),
                identifiers=split(_first(row, ("identifiers", "ids", "identifier"))),
                birth_dates=split(_first(row, ("birth_dates", "birth_date"))),
                programs=split(_first(row, ("programs", "program"))),
                scope=_first(row, ("scope", "license_requirement")),
                review_policy=_first(row, ("review_policy", "license_review_policy")),
                citation=_first(row, ("citation", "federal_register")),
                listed_on=_first(row, ("listed_on", "effective_date")),
                remarks=_first(row, ("remarks", "notes")),
            )
        )
    return Reading(format="plain CSV", parties=tuple(parties))


def _first(row: dict[str, str], columns: tuple[str, ...]) -> str:
    return next((row[column] for column in columns if row.get(column)), "")
