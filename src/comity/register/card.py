"""What a door shows of one thing: a title, facts, and tables under headings."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A table of what was found under a heading."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known under a name."""

    key: str
    kind: str
    title: str
    facts: tuple[tuple[str, str], ...] = ()
    listings: tuple[Listing, ...] = ()
