"""Parties that fall under the lists of their owners: which lists, when, and in what words.

From which share on, and whether shares of several owners are added up, each list of owned parties
says in the law's `lists.csv`; who belongs to whom is worked out in `ownership`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from comity.register.goods import APPLIES, MAY, NO
from comity.register.tables import as_date
from comity.screen.facts import PartyFact, law_lists
from comity.screen.lists import list_title
from comity.screen.ownership import (
    Holding,
    Ownership,
    Unknown,
    key_of,
    likeness,
    percent_of,
)
from comity.terms.periods import FIRST_DAY, LAST_DAY, Rectangle, tile

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affiliation:
    """A list that a party falls under by its owners: surely (2), possibly (1), or unknown (0).

    `causes` are the entries of the owners that bring it.
    """

    list: str
    status: int
    told: str
    causes: tuple[PartyFact, ...]
    spans: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    list: str
    status: int
    told: str = ""
    causes: tuple[PartyFact, ...] = ()


@dataclass(frozen=True, slots=True)
class _Cause:
    owner: str
    fact: PartyFact
    is_certain: bool


class Affiliates:
    """Answers for a party which lists it falls under by its owners.

    Args:
        rows: The law's `lists.csv`.
        ownership: The user's table.
        facts: What screening found of the owners, by `key_of` their names.
        lists: The lists that the owners were held against.
    """

    def __init__(
        self,
        rows: Iterable[Row],
        ownership: Ownership,
        facts: Mapping[str, Sequence[PartyFact]],
        lists: frozenset[str],
    ) -> None:
        self._ownership = ownership
        self._facts = facts
        self._lists = lists
        self._groups: dict[tuple[str, Decimal], list[Row]] = defaultdict(list)
        for row in rows:
            if row.get("basis") == "owned":
                least = Decimal(row["least_percent"])
                self._groups[row.get("aggregate") or f"list {row['list']}", least].append(row)

    def of(self, name: str) -> list[Affiliation] | None:
        """Return the lists that a party falls or may fall under; None where the table lacks it."""
        above = self._ownership.above(name)
        if not above:
            return None
        owners = {key_of(one.owner): one.owner for parts in above.values() for one in parts}
        facts = [fact for key in owners for fact in self._facts.get(key, ())]
        corners = [
            Rectangle(one.since or FIRST_DAY, one.until or LAST_DAY)
            for parts in above.values()
            for one in parts
        ]
        listed = {_since(fact) for fact in facts} - {FIRST_DAY}
        corners += [Rectangle(day, LAST_DAY, day, LAST_DAY) for day in listed]
        spans: dict[_Found, list[Rectangle]] = defaultdict(list)
        for span, found in tile(corners, lambda on, known: self._at(name, owners, on, known)):
            for one in found:
                spans[one].append(span)
        return [
            Affiliation(
                list=one.list,
                status=one.status,
                told=one.told,
                causes=one.causes,
                spans=tuple(where),
            )
            for one, where in spans.items()
        ]

    def _at(
        self, name: str, owners: Mapping[str, str], on: date, known: date
    ) -> tuple[_Found, ...] | None:
        facts = {
            key: here
            for key in owners
            if (here := [one for one in self._facts.get(key, ()) if _since(one) <= min(on, known)])
        }
        found = [
            one
            for (group, least), rows in self._groups.items()
            for one in self._in_group(name, facts, on, least, rows, group)
        ]
        return tuple(found) or None

    def _in_group(
        self,
        name: str,
        facts: Mapping[str, Sequence[PartyFact]],
        on: date,
        least: Decimal,
        rows: Sequence[Row],
        group: str,
    ) -> Iterator[_Found]:
        """Yield what follows for the lists whose owners count together, or each by itself."""
        reaching = {
            key: counted
            for key, some in facts.items()
            if (counted := [fact for fact in some if _reached(fact, rows)])
        }
        listed = {
            key: any(fact.certainty == "certain" for fact in counted)
            for key, counted in reaching.items()
        }
        is_added_up = any(row.get("aggregate") == group for row in rows)
        sides = [listed] if is_added_up or not listed else [{key: listed[key]} for key in listed]
        holdings = [self._ownership.holding(name, one, on=on, least=least) for one in sides]
        best: dict[str, _Found] = {}
        for holding in holdings:
            if isinstance(holding, Holding):
                for one in self._brought(name, holding, reaching, least, rows):
                    if one.list not in best or best[one.list].status < one.status:
                        best[one.list] = one
        yield from best.values()
        is_unknown = not best and any(isinstance(one, Unknown) for one in holdings)
        for row in rows:
            if row["list"] not in best and (is_unknown or row["within"] not in self._lists):
                yield _Found(row["list"], NO)

    def _brought(
        self,
        name: str,
        holding: Holding,
        facts: Mapping[str, Sequence[PartyFact]],
        least: Decimal,
        rows: Sequence[Row],
    ) -> Iterator[_Found]:
        """Yield the lists that a holding brings: of every owner, so that the strictest counts."""
        brought: dict[str, list[_Cause]] = defaultdict(list)
        for owner, is_sure in holding.owners.items():
            for fact in facts[key_of(owner)]:
                for key, certainty in law_lists(replace(fact, basis="owned"), rows):
                    is_certain = is_sure and fact.certainty == certainty == "certain"
                    brought[key].append(_Cause(owner, fact, is_certain))
        doubts = [
            facts[key_of(owner)][0].told
            for owner in holding.owners
            if not any(fact.certainty == "certain" for fact in facts[key_of(owner)])
        ]
        whose = _owners([cause for causes in brought.values() for cause in causes])
        for key, causes in brought.items():
            told, facts_ = _statement(name, holding, whose, causes), [one.fact for one in causes]
            if any(cause.is_certain for cause in causes):
                yield _Found(key, APPLIES, told, tuple(facts_))
            else:
                asks = self._question(name, holding, causes, doubts, least)
                yield _Found(key, MAY, asks or told, tuple(facts_))

    def _question(
        self,
        name: str,
        holding: Holding,
        causes: Sequence[_Cause],
        doubts: Sequence[str],
        least: Decimal,
    ) -> str:
        """Say what would settle a holding, or whose it is; blank where nothing is open."""
        open_ = [] if holding.is_sure else [*holding.unstated, *doubts]
        open_ += [cause.fact.told for cause in causes if cause.fact.certainty != "certain"]
        open_ += [
            likeness(name, self._ownership.owned[key])
            for key, is_same in self._ownership.links(name).items()
            if not is_same and not holding.is_sure
        ]
        if not open_ and holding.is_sure:
            return ""
        sure = [cause for cause in causes if cause.fact.certainty == "certain"]
        whose = [f"{owner} is on the {titles}" for owner, titles in _owners(sure).items()]
        known = [*holding.chain, *whose, *(open_ or ["the holdings run in a circle"])]
        asks = f"find out whether listed parties hold {percent_of(least)} of {name}"
        return f"{asks}: {', '.join(dict.fromkeys(known))}"


def _statement(
    name: str, holding: Holding, whose: Mapping[str, str], causes: Sequence[_Cause]
) -> str:
    """Say who owns a party, and how that is known."""
    owners = " and ".join(f"{owner} ({titles})" for owner, titles in whose.items())
    through = f" through {', '.join(holding.through)}" if holding.through else ""
    known = [*holding.chain, *(cause.fact.told for cause in causes)]
    share = percent_of(holding.percent)
    return f"{name} is owned {share} by {owners}{through}: {', '.join(dict.fromkeys(known))}"


def _owners(causes: Iterable[_Cause]) -> dict[str, str]:
    """Return the lists of each owner, in words."""
    lists: dict[str, dict[str, None]] = defaultdict(dict)
    for cause in causes:
        lists[cause.owner][list_title(cause.fact.list_id)] = None
    return {owner: ", ".join(titles) for owner, titles in lists.items()}


def _reached(fact: PartyFact, rows: Sequence[Row]) -> bool:
    return bool(law_lists(replace(fact, basis="owned"), rows))


def _since(fact: PartyFact) -> date:
    return as_date(fact.listed_on) or FIRST_DAY
