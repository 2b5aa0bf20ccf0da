"""Who belongs to whom: what listed owners hold of a party, through chains, on a day.

A party belongs to listed owners who hold at least the share that the law names; what a party that
belongs so holds counts as theirs, the whole of it. What is not stated is not taken for nothing:
each party is asked how much listed owners hold at least, and how much they could hold at most.
Reading the user's table is the matter of `ownership_file`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

WHOLE = Decimal(100)

#: names that a name may stand for in the ownership table, and whether that is sure
Links = Mapping[str, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stake:
    """One holding; it begins on `since` and is over on `until`, a blank end being open.

    A percent of None is a share that is not known.
    """

    owner: str
    owned: str
    percent: Decimal | None
    since: date | None = None
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Tell whether the stake is held on a day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    def __str__(self) -> str:
        """Say who holds what."""
        share = "part" if self.percent is None else percent_of(self.percent)
        return f"{self.owner} holds {share} of {self.owned}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """What listed owners hold of a party on a day.

    `is_sure` tells whether they surely hold the share that was asked about; if not, they may.
    `owners` are the listed owners, as the table names them, and whether each surely counts.
    """

    is_sure: bool
    percent: Decimal
    owners: Mapping[str, bool]
    through: tuple[str, ...]
    chain: tuple[str, ...]
    #: what is not stated, in words
    unstated: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Owners are not stated that may hold the share; none of those stated is listed."""


def key_of(name: str) -> str:
    """Reduce a name to what two ways of writing it share: case and spaces do not count."""
    return " ".join(name.casefold().split())


class Ownership:
    """The ownership table, ready to be asked about a party.

    Args:
        stakes: Who holds what.
        links: By `key_of` a name that the table does not have among the owned: which of them it
            stands for.
    """

    def __init__(self, stakes: Iterable[Stake], links: Mapping[str, Links] | None = None) -> None:
        self._into: dict[str, list[Stake]] = defaultdict(list)
        #: owned parties: key → the name as the table writes it first
        self.owned: dict[str, str] = {}
        self._links = links or {}
        for stake in stakes:
            self._into[key_of(stake.owned)].append(stake)
            self.owned.setdefault(key_of(stake.owned), stake.owned)

    def links(self, name: str) -> Links:
        """Return the owned parties of the table that a name stands for, and if that is sure."""
        key = key_of(name)
        return {key: True} if key in self.owned else self._links.get(key, {})

    def above(self, name: str) -> dict[str, list[Stake]]:
        """Return every party through which one may be held, with the stakes in it of any day."""
        found: dict[str, list[Stake]] = {}
        todo = list(self.links(name))
        while todo:
            key = todo.pop()
            if key not in found:
                found[key] = self._into[key]
                todo += [one for stake in found[key] for one in self.links(stake.owner)]
        return found

    def holding(
        self, name: str, listed: Mapping[str, bool], *, on: date, least: Decimal
    ) -> Holding | Unknown | None:
        """Tell what listed owners hold of a party.

        Args:
            name: The party.
            listed: Listed owners by `key_of` their names, and whether it is sure that they are.
            on: The day that counts.
            least: The share in percent from which on a party belongs to its owners.

        Returns:
            The holding, if they hold or may hold the share; unknown, if owners that are not stated
            may; None, if neither can be.
        """
        links = self.links(name)
        day = _Day(self, self.above(name), listed, on=on, least=least)
        if sure := [key for key, is_same in links.items() if is_same and key in day.sure]:
            return day.holding(sure, is_sure=True)
        if may := [key for key in links if key in day.may]:
            return day.holding(may, is_sure=False)
        is_known = any(links.values()) and not any(key in day.unknown for key in links)
        return None if is_known else Unknown()


class _Day:
    """The holdings above a party on one day: who surely belongs to listed owners, and who may."""

    def __init__(
        self,
        ownership: Ownership,
        above: Mapping[str, Sequence[Stake]],
        listed: Mapping[str, bool],
        *,
        on: date,
        least: Decimal,
    ) -> None:
        self._ownership = ownership
        self._listed = listed
        self._least = least
        self._parts = {key: [one for one in parts if one.holds(on)] for key, parts in above.items()}
        self.sure = self._grow(lambda key, found: self._percent(key, found, is_sure=True) >= least)
        self.may = self._possible()
        self.unknown = self._grow(lambda key, found: self._most(key, self.may | found) >= least)

    def holding(self, keys: Sequence[str], *, is_sure: bool) -> Holding:
        """Put together what holds a party, named by the keys that it may have in the table."""
        certain = self._upward(keys, self.sure, is_sure=True) if is_sure else {}
        stakes = self._upward(keys, self.may, is_sure=False)
        shown = certain or stakes
        owners: dict[str, bool] = {}
        for one in stakes:
            if (is_listed := self._listed.get(key_of(one.owner))) is not None:
                is_certain = one in certain and is_listed
                owners[one.owner] = owners.get(one.owner, False) or is_certain
        names = (self._ownership.owned[key_of(stake.owned)] for stake in shown)
        return Holding(
            is_sure=is_sure,
            percent=min(
                self._percent(keys[0], self.sure if is_sure else self.may, is_sure=is_sure), WHOLE
            ),
            owners=owners,
            through=tuple(dict.fromkeys(one for one in names if key_of(one) not in keys)),
            chain=tuple(map(str, reversed(shown))),
            unstated=() if is_sure else tuple(self._unstated(stakes)),
        )

    def _upward(self, keys: Sequence[str], within: set[str], *, is_sure: bool) -> dict[Stake, None]:
        """Return the stakes that count, from a party upward."""
        found: dict[Stake, None] = {}
        seen: set[str] = set()
        todo = [key for key in keys if key in within]
        while todo:
            key = todo.pop(0)
            if key in seen:
                continue
            seen.add(key)
            for stake in self._counted(key, within, is_sure=is_sure):
                found[stake] = None
                links = self._ownership.links(stake.owner).items()
                todo += [one for one, is_same in links if one in within and is_same >= is_sure]
        return found

    def _unstated(self, stakes: Iterable[Stake]) -> Iterator[str]:
        """Say what is not known of the holdings that may count."""
        owned = dict.fromkeys(key_of(stake.owned) for stake in stakes)
        for key in owned:
            blank = [one for one in self._parts[key] if one.percent is None and one in set(stakes)]
            yield from (f"the share of {one.owner} in {one.owned} is not stated" for one in blank)
            for stake in self._parts[key]:
                for one, is_same in self._ownership.links(stake.owner).items():
                    if one in self.may and not is_same:
                        name = self._ownership.owned[one]
                        yield likeness(stake.owner, name)
            if self._rest(key) and not blank:
                name = self._ownership.owned[key]
                yield f"who holds the other {percent_of(self._rest(key))} of {name} is not stated"

    def _grow(self, belongs: Callable[[str, set[str]], bool]) -> set[str]:
        """Bring in parties one after the other, until none follows from those before."""
        found: set[str] = set()
        while new := {key for key in self._parts if key not in found and belongs(key, found)}:
            found |= new
        return found

    def _possible(self) -> set[str]:
        """Leave out parties until what listed owners may hold of each that is left suffices.

        So parties that hold each other in a circle count, if a listed owner is among their owners:
        what they come to from outside the circle is for a person to work out.
        """
        found = set(self._parts)
        while True:
            enough = {key for key in found if self._most(key, found) >= self._least}
            kept = self._grow(
                lambda key, met, enough=enough: (
                    key in enough  # type: ignore[misc]
                    and any(True for _ in self._counted(key, met, is_sure=False))
                )
            )
            if kept == found:
                return found
            found = kept

    def _counted(self, key: str, found: set[str], *, is_sure: bool) -> Iterator[Stake]:
        """Yield the stakes in a party of listed owners, and of parties that belong to such."""
        for stake in self._parts[key]:
            is_listed = self._listed.get(key_of(stake.owner))
            links = self._ownership.links(stake.owner).items()
            if (is_listed is not None and is_listed >= is_sure) or any(
                one in found and is_same >= is_sure for one, is_same in links
            ):
                yield stake

    def _percent(self, key: str, found: set[str], *, is_sure: bool) -> Decimal:
        counted = self._counted(key, found, is_sure=is_sure)
        return sum((one.percent or Decimal(0) for one in counted), Decimal(0))

    def _most(self, key: str, found: set[str]) -> Decimal:
        return self._percent(key, found, is_sure=False) + self._rest(key)

    def _rest(self, key: str) -> Decimal:
        """Return the share of a party whose owner, or whose size, is not stated."""
        stated = sum((one.percent or Decimal(0) for one in self._parts[key]), Decimal(0))
        return max(WHOLE - stated, Decimal(0))


def likeness(name: str, owned: str) -> str:
    """Ask whether a name stands for an owned party of the table."""
    return (
        f"say whether {name} is {owned} of the ownership table: write them alike if so, "
        f"give {name} a row of its own if not"
    )


def percent_of(share: Decimal) -> str:
    """Write a share as it is read: no zeros after the last digit."""
    text = f"{share:f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"
