"""Listed parties and their lists: the values that readers give and matches cite."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from comity.errors import Fault, InputError
from comity.terms.places import parse_place

Kind = Literal["person", "organization", "vessel", "aircraft", ""]
Band = Literal["match", "review", "clear"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """One entry of one list, as the list states it; a blank says that the list does not."""

    list_id: str
    entry: str
    name: str
    kind: Kind = ""
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    birth_dates: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    scope: str = ""
    review_policy: str = ""
    citation: str = ""
    listed_on: str = ""
    ended_on: str = ""
    remarks: str = ""
    url: str = ""
    missing_since: str = ""

    @property
    def is_person(self) -> bool | None:
        """True for a natural person, None where the list does not say what the party is."""
        return None if not self.kind else self.kind == "person"

    @property
    def names(self) -> tuple[str, ...]:
        """Every name of the party, each once, the primary one first."""
        return tuple(dict.fromkeys((self.name, *self.aliases, *self.weak_aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStamp:
    """Which list of which date was used, and how many parties it had."""

    list_id: str
    title: str
    as_of: date | None
    parties: int
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A party as an order book names it: the name, and what else is known of it."""

    name: str
    id: str = ""
    kind: Kind = ""
    place: str = ""
    address: str = ""
    identifiers: tuple[str, ...] = ()
    birth_date: str = ""

    @classmethod
    def of(cls, name: str, *, country: str = "", type_: str = "") -> Asked:
        """Name a party as a person types it: country by name or code, type in any list's word.

        Raises:
            InputError: the country is none.
        """
        from comity.screen.reader.shape import kind

        try:
            place = parse_place(country) if country else ""
        except ValueError as error:
            fault = Fault(file="party", column="country", expected=f"expected {error}", got=country)
            raise InputError([fault]) from error
        return cls(name=name, place=place, kind=kind(type_))


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """One listed party that a name may be, how sure that is, and why."""

    asked: Asked
    party: Party
    matched_name: str
    score: float
    band: Band
    why: str
    decision: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader found in a feed: parties of one list or several, and the feed's own date."""

    format: str
    parties: tuple[Party, ...]
    as_of: date | None = None
    notes: tuple[str, ...] = field(default=())


def entry_id(*parts: str) -> str:
    """Make a stable id for an entry that its list does not number."""
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]
