"""Parties of an order line: names, each in one of the closed roles or in none stated."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: The roles a party can be given, as in ``end_user: Name``.
ROLES: Final = (
    "exporter",
    "consignee",
    "intermediate_consignee",
    "ultimate_consignee",
    "end_user",
    "purchaser",
    "forwarder",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """A party as an order line names it."""

    name: str
    role: str = ""

    def __str__(self) -> str:
        """Render as it is written in an order book."""
        return f"{self.role}: {self.name}" if self.role else self.name


def read_parties(text: str) -> tuple[Party, ...]:
    """Read parties separated by ``;``, each with or without ``role:`` before its name."""
    return tuple(_read_party(part) for part in text.split(";") if part.strip())


def parse_parties(text: str) -> str:
    """Write a list of parties canonically; the order given is kept, repetitions are not."""
    return "; ".join(dict.fromkeys(map(str, read_parties(text))))


def _read_party(text: str) -> Party:
    before, colon, after = text.partition(":")
    if not colon:
        return Party(name=" ".join(text.split()))
    role = re.sub(r"[ _-]+", "_", before.strip().lower())
    if role not in ROLES:
        expected = f"a party as `role: Name` with one of the roles {', '.join(ROLES)}"
        raise ValueError(expected)
    if not after.strip():
        expected = f"a name after `{role}:`"
        raise ValueError(expected)
    return Party(name=" ".join(after.split()), role=role)
