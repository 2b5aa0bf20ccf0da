"""What is known of the parties of order lines: the lists they are on and where they sit.

Lists of named parties that ship with the law are matched here, by exact name; big lists are
matched by `screen`, which hands its findings in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from comity.register.goods import APPLIES, MAY
from comity.register.law import Law
from comity.register.lives import listing_lives
from comity.terms.parties import read_parties
from comity.terms.periods import ALWAYS, Rectangle

_SPACE = " "


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyHit:
    """A list that a party is on, surely (2) or possibly (1), in the role it has on the line."""

    list: str
    role: str
    status: int
    told: str = ""
    spans: tuple[Rectangle, ...] = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What screening says: the lists that were used, and the hits of each name."""

    lists: frozenset[str] = frozenset()
    hits: Mapping[str, Sequence[PartyHit]]
    statement: str = ""


class PartyFacts:
    """Answers what is known of the exporter and the parties of a line.

    Args:
        law: Whose listings are matched by name.
        screened: What screening found, by party name.
    """

    def __init__(self, law: Law, screened: Screened | None = None) -> None:
        self._screened = screened or Screened(hits={})
        #: name → the lists it is on, and when
        self._on: dict[str, dict[str, tuple[Rectangle, ...]]] = defaultdict(dict)
        names: dict[str, list[str]] = defaultdict(list)
        for row, spans in listing_lives(law):
            names[row["list"]].append(row["name"])
            for name in dict.fromkeys((_key(row["name"]), *map(_key, row["aliases"].split("|")))):
                lists = self._on[name]
                lists[row["list"]] = (*lists.get(row["list"], ()), *spans)
        #: list of named addressees → who they are, in words
        self.told = {
            row["list"]: f"{row['title']}: {', '.join(names[row['list']])}"
            for row in law.rows("lists")
            if row["matching"] == "exact"
        }
        self._open = [
            row["list"]
            for row in law.rows("lists")
            if row["matching"] == "exact" and row["complete"] == "no"
        ]

    @property
    def statement(self) -> str:
        """Which lists of which date the names were held against; blank where none were."""
        return self._screened.statement

    @property
    def lists(self) -> frozenset[str]:
        """The lists that a given name is an answer to."""
        return self._screened.lists

    def hits(self, exporter: str, parties: str) -> list[PartyHit]:
        """Return the lists that a line's exporter and parties are on or may be on."""
        found: list[PartyHit] = []
        named = [("exporter", exporter)] if exporter else []
        named += [(party.role, party.name) for party in read_parties(parties)]
        for role, name in named:
            on = self._on.get(_key(name), {})
            found += [
                PartyHit(list=key, role=role, status=APPLIES, spans=spans)
                for key, spans in sorted(on.items())
            ]
            if role == "exporter":
                found += [self._perhaps(key, name) for key in self._open if key not in on]
            found += [replace(one, role=role) for one in self._screened.hits.get(name, ())]
        return found

    def _perhaps(self, key: str, name: str) -> PartyHit:
        told = f"find out whether {name} was addressed too: known are {self.told[key]}"
        return PartyHit(list=key, role="exporter", status=MAY, told=told)

    def places(self, parties: str) -> list[tuple[str, str]]:
        """Return role and place of each party whose place is stated."""
        del parties
        return []


def _key(name: str) -> str:
    """Fold case, space, points and commas: all that an exact match overlooks."""
    return _SPACE.join(name.casefold().replace(".", "").replace(",", " ").split())
