"""What screening finds of an order book's parties: the lists each is on or may be on.

Which controls a list brings is for the law; here stand the facts that decide it: the entry, its
marks (footnotes and programs), whether its requirement covers all items, and how sure all that is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from comity.screen.decision import Decided
from comity.screen.party import Asked, ListStamp, Match, Party, entry_id
from comity.screen.screener import Screener

Certainty = Literal["certain", "possible"]
Extent = Literal["all", "limited", ""]

# A requirement for all items opens so; after it come only references, or sentences that add to it.
_ALL_ITEMS = re.compile(r"(for )?all items subject to the ear\b", re.IGNORECASE)
_ADDED = re.compile(r"(this|the) license requirements? .*", re.IGNORECASE | re.DOTALL)
#: In `within`: every imported list.
_EVERY = "*"
_REFERENCE = {"see", "and", "of", "the", "ear", "fn", "part"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyFact:
    """One list that a party is on (`certain`) or may be on (`possible`)."""

    name: str
    list_id: str
    entry: str
    matched_name: str
    certainty: Certainty
    basis: Literal["listed", "owned"]
    marks: tuple[str, ...]
    extent: Extent
    requirement: str
    review_policy: str
    citation: str
    listed_on: str
    score: float
    why: str
    as_of: date | None

    @property
    def told(self) -> str:
        """Say what would settle it, where it is not certain; else what was found."""
        entry = f"{self.matched_name} ({self.list_id}, entry {self.entry})"
        # What is missing of a line is joined by semicolons.
        told = f"{self.name} is {entry}: {self.why.replace('; ', ', ')}"
        return told if self.certainty == "certain" else f"review whether {told}"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineParty:
    """The facts of all parties asked about, and the lists they were held against."""

    facts: Mapping[str, Sequence[PartyFact]]
    stamps: tuple[ListStamp, ...]
    statement: str

    @property
    def lists(self) -> frozenset[str]:
        """The lists that an absence of facts is an answer for."""
        return frozenset(stamp.list_id for stamp in self.stamps)


def line_party(
    screener: Screener, asked: Iterable[Asked], *, decided: Decided | None = None
) -> LineParty:
    """Screen the distinct parties of an order book.

    Args:
        screener: The lists.
        asked: Parties; each is screened once, however often it is named.
        decided: What people decided before.
    """
    matches = (decided or Decided(None)).apply(screener.find(list(dict.fromkeys(asked))))
    days = {stamp.list_id: stamp.as_of for stamp in screener.stamps}
    facts: dict[str, list[PartyFact]] = {}
    for match in matches:
        facts.setdefault(match.asked.name, []).append(_fact(match, days))
    return LineParty(facts=facts, stamps=screener.stamps, statement=_statement(screener, facts))


def _statement(screener: Screener, facts: Mapping[str, Sequence[PartyFact]]) -> str:
    against = f"against {screener.statement}"
    return f"clear {against}" if not facts else f"screened {against}"


def _fact(match: Match, days: Mapping[str, date | None]) -> PartyFact:
    party = match.party
    return PartyFact(
        name=match.asked.name,
        list_id=party.list_id,
        entry=party.entry,
        matched_name=match.matched_name,
        certainty="certain" if match.band == "match" else "possible",
        basis="listed",
        marks=(*party.footnotes, *party.programs),
        extent=extent_of(party),
        requirement=party.scope,
        review_policy=party.review_policy,
        citation=party.citation,
        listed_on=party.listed_on,
        score=match.score,
        why=match.why,
        as_of=days.get(party.list_id),
    )


def extent_of(party: Party) -> Extent:
    """Tell whether an entry's requirement covers all items; blank where the list does not say."""
    if not party.scope:
        return ""
    opening = _ALL_ITEMS.match(party.scope)
    if opening is None:
        return "limited"
    rest = _ADDED.sub("", party.scope[opening.end() :])
    words = re.findall(r"[a-z]{2,}", rest.casefold())
    return "all" if _REFERENCE.issuperset(words) else "limited"


def law_parties(
    lists: Iterable[Mapping[str, str]], listings: Iterable[Mapping[str, str]]
) -> list[Party]:
    """Give the parties that the law itself names on lists meant to be screened.

    Args:
        lists: The rows of `lists.csv`.
        listings: The rows of `listings.csv`.
    """
    screened = {row["list"] for row in lists if row.get("matching") == "screened"}
    return [
        Party(
            list_id=row["list"],
            entry=row.get("party") or entry_id(row["list"], row["name"]),
            name=row["name"],
            aliases=tuple(filter(None, (row.get("aliases") or "").split("|"))),
            places=tuple(filter(None, [row.get("place", "")])),
            listed_on=row.get("begun_on", ""),
        )
        for row in listings
        if row["list"] in screened
    ]


def law_lists(fact: PartyFact, rows: Iterable[Mapping[str, str]]) -> list[tuple[str, Certainty]]:
    """Give the lists of the law that a fact falls under, by the rows of `lists.csv`.

    A row that takes its entries from no imported list (`within`) is a list of the law's own.
    An entry that does not state its extent may fall under both kinds of list, so neither is sure.
    What no row takes is left to the rows for the rest: of its list, or else of all.
    """
    found: list[tuple[str, Certainty]] = []
    rest: dict[str, str] = {}
    for row in rows:
        wanted = row.get("scope") or ""
        if wanted == "rest":
            rest |= dict.fromkeys(row["within"].split(";"), row["list"])
        elif _is_taken(fact, row):
            unsure = bool(wanted) and not fact.extent
            found.append((row["list"], "possible" if unsure else fact.certainty))
    if found or fact.basis != "listed" or not rest:
        return found
    left = rest.get(fact.list_id, rest.get(_EVERY))
    return [(left, fact.certainty)] if left else []


def _is_taken(fact: PartyFact, row: Mapping[str, str]) -> bool:
    if (row.get("within") or row["list"]) != fact.list_id:
        return False
    marks = {mark for mark in (row.get("marks") or "").split(";") if mark}
    return (
        (row.get("basis") or "listed") == fact.basis
        and (not marks or bool(marks & set(fact.marks)))
        and (row.get("scope") or "") in {"", fact.extent or row.get("scope")}
    )
