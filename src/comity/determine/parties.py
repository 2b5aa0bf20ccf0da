"""What is known of the parties of order lines: the lists they are on, may be on, or fall under.

Lists of named parties that ship with the law are matched here, by exact name; big lists are
matched by `screen`, which hands its findings in. A box asks for a party in a role, or in any role
but exporter: the parties of a line are told here in the words of the boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from comity.register.goods import APPLIES, MAY, NO
from comity.register.law import Law
from comity.register.lives import listing_lives
from comity.terms.parties import ROLES, read_parties
from comity.terms.periods import ALWAYS, FIRST_DAY, LAST_DAY, Rectangle, holds, tile

_SPACE = " "
_REMEMBERED = 10_000
_EXPORTER = "exporter"


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyHit:
    """A list that a party is on, surely (2) or possibly (1), as boxes ask for it by its role.

    A status of 0 says that it isn't known whether the party falls under the list, and that nobody
    suspects it: a box that minds leaves a check open.
    """

    list: str
    role: str = ""
    status: int
    told: str = ""
    spans: tuple[Rectangle, ...] = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """What screening says: the lists that were used, and the hits of each name."""

    lists: frozenset[str] = frozenset()
    hits: Mapping[str, Sequence[PartyHit]] = field(default_factory=dict)
    #: name → what its owners bring it under; of a name that is not here, no owners are known
    owned: Mapping[str, Sequence[PartyHit]] = field(default_factory=dict)
    statement: str = ""


class PartyFacts:
    """Answers what is known of the exporter and the parties of a line.

    Args:
        law: Whose listings are matched by name.
        screened: What screening found, by party name.
    """

    def __init__(self, law: Law, screened: Screened | None = None) -> None:
        self._screened = screened or Screened()
        #: name → the lists it is on, and when
        self._on: dict[str, dict[str, tuple[Rectangle, ...]]] = defaultdict(dict)
        names: dict[str, list[str]] = defaultdict(list)
        for row, spans in listing_lives(law):
            names[row["list"]].append(row["name"])
            called = {_key(name) for name in (row["name"], *row["aliases"].split("|"))} - {""}
            for name in called:
                lists = self._on[name]
                lists[row["list"]] = (*lists.get(row["list"], ()), *spans)
        rows = law.rows("lists")
        self._titles = {row["list"]: row["title"] for row in rows}
        exact = [row for row in rows if row["matching"] == "exact"]
        owned = [row for row in rows if row["basis"] == "owned"]
        #: what of a list an asker is told beside "give the parties"
        self.told = {
            row["list"]: f"{row['title']}: {', '.join(names[row['list']])}" for row in exact
        } | {row["list"]: f"and a table of who owns them ({row['title']})" for row in owned}
        self._open = [row["list"] for row in exact if row["complete"] == "no"]
        #: role and name → hits
        self._at_hand: dict[tuple[str, str], Sequence[PartyHit]] = {}
        self._unowned = tuple(PartyHit(list=row["list"], status=NO) for row in owned)
        #: lists for which a given name is an answer: what is open of it is told by its hits
        self.lists = frozenset({*self._screened.lists, *(row["list"] for row in (*exact, *owned))})

    @property
    def statement(self) -> str:
        """Which lists of which date the names were held against; blank where none were."""
        return self._screened.statement

    @property
    def days(self) -> set[date]:
        """The days on which what was found of a name begins or ends to hold."""
        found = (*self._screened.hits.values(), *self._screened.owned.values())
        spans = [span for hits in found for hit in hits for span in hit.spans]
        days = {day for span in spans for day in (span.valid_from, span.valid_to)}
        return days - {FIRST_DAY, LAST_DAY}

    def hits(self, exporter: str, parties: str) -> list[PartyHit]:
        """Return what a line's exporter and parties are on, may be on, or leave open.

        There is one hit at a time for each list and role that a box may ask for, `""` being any
        role but exporter. A party without a role may have any but exporter.
        """
        named = [(_EXPORTER, exporter)] if exporter else []
        named += [(party.role, party.name) for party in read_parties(parties)]
        # Most names are on no list: what is told of such depends on their roles alone.
        hits = [hit for role, name in named for hit in self._asked(role, self._known(role, name))]
        found: dict[tuple[str, str], list[PartyHit]] = defaultdict(list)
        for hit in hits:
            found[hit.list, hit.role].append(hit)
        return [one for some in found.values() for one in _merged(some)]

    def _known(self, role: str, name: str) -> str:
        """Return a name of which more is known than its role; else a blank."""
        is_known = (
            (role == _EXPORTER and self._open)
            or _key(name) in self._on
            or name in self._screened.hits
            or name in self._screened.owned
        )
        return name if is_known else ""

    def _asked(self, role: str, name: str) -> Sequence[PartyHit]:
        """Return the hits of a name, one for each role in which a box may ask for it."""
        found = self._at_hand.get((role, name))
        if found is None:
            if len(self._at_hand) >= _REMEMBERED:
                self._at_hand.clear()
            hits = self._hits_of(name, is_exporter=role == _EXPORTER)
            found = tuple(one for hit in hits for one in _as_asked(hit, role, name))
            self._at_hand[role, name] = found
        return found

    def _hits_of(self, name: str, *, is_exporter: bool) -> Iterator[PartyHit]:
        on = self._on.get(_key(name), {})
        for key, spans in sorted(on.items()):
            told = f"{name} is on the list: {self._titles[key]}"
            yield PartyHit(list=key, status=APPLIES, told=told, spans=spans)
        if is_exporter:
            yield from (self._perhaps(key, name) for key in self._open if key not in on)
        yield from self._screened.hits.get(name, ())
        yield from self._screened.owned.get(name, self._unowned)

    def _perhaps(self, key: str, name: str) -> PartyHit:
        told = f"find out whether {name} was addressed too: known are {self.told[key]}"
        return PartyHit(list=key, status=MAY, told=told)

    def places(self, parties: str) -> list[tuple[str, str]]:
        """Return role and place of each party whose place is stated."""
        del parties
        return []


def _as_asked(hit: PartyHit, role: str, name: str) -> Iterator[PartyHit]:
    """Yield a party's hit once for each role in which a box may ask for it."""
    if role == _EXPORTER:
        yield replace(hit, role=role)
        return
    yield hit
    if role:
        yield replace(hit, role=role)
        return
    for one in ROLES:
        if one != _EXPORTER:
            asks = f"say whether {name} is the {one.replace('_', ' ')} (parties): {hit.told}"
            told = asks if hit.status else ""
            yield replace(hit, role=one, status=min(hit.status, MAY), told=told)


def _merged(hits: Sequence[PartyHit]) -> Iterator[PartyHit]:
    """Make hits on one list into one at a time: the surest, with all that is told of such."""
    if all(one is hits[0] for one in hits):
        yield hits[0]
        return

    def best(on: date, known: date) -> tuple[int, str] | None:
        here = [one for one in hits if holds(one.spans, on, known)]
        status = max((one.status for one in here), default=None)
        if status is None:
            return None
        told = (one.told for one in here if one.status == status and one.told)
        return status, "; ".join(dict.fromkeys(told))

    spans: dict[tuple[int, str], list[Rectangle]] = defaultdict(list)
    for span, found in tile((span for one in hits for span in one.spans), best):
        spans[found].append(span)
    for (status, told), where in spans.items():
        yield replace(hits[0], status=status, told=told, spans=tuple(where))


def _key(name: str) -> str:
    """Fold case, space, points and commas: all that an exact match overlooks."""
    return _SPACE.join(name.casefold().replace(".", "").replace(",", " ").split())
