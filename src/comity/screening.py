"""Joins screening with the determination: what the lists at hand say of a book's parties.

Which entries a name matches, and who owns whom, is the matter of `screen`; which lists of the law
an entry falls under, its `lists.csv` says; which controls a list brings, the determination.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.parties import PartyFacts, PartyHit, Screened
from comity.register.goods import APPLIES, MAY
from comity.screen.ownership import Ownership, Stake, key_of
from comity.terms.parties import read_parties
from comity.terms.periods import ALWAYS, Rectangle, holds

if TYPE_CHECKING:
    import pyarrow as pa

    from comity.determine.orders import OrderBook
    from comity.register.decisions import DecisionLog
    from comity.register.law import Law
    from comity.register.star import Star
    from comity.screen.affiliate import Affiliates
    from comity.screen.decision import Decided
    from comity.screen.facts import PartyFact
    from comity.screen.party import Asked
    from comity.screen.screener import Screener

#: The columns of order lines that name parties.
COLUMNS = ("exporter", "parties")
#: The list that the names of the ownership table make up while names are held against them.
_TABLE = "ownership"


def screen_book(
    law: Law,
    book: OrderBook,
    lists: Sequence[str],
    *,
    decisions: DecisionLog | None = None,
    stakes: Sequence[Stake] = (),
    names: Sequence[str] | None = None,
) -> PartyFacts | None:
    """Screen the parties of an order book; None where there is nothing to screen or with.

    Args:
        law: Whose `lists.csv` says which entries of which list it takes.
        book: The order book.
        lists: Snapshots to hold the parties against, as ``id@date``.
        decisions: What people decided on matches before.
        stakes: Who owns whom.
        names: The parties of one line, to screen these alone.
    """
    if not (lists or stakes) or not set(COLUMNS) & set(book.header):
        return None
    from comity.screen.decision import Decided
    from comity.screen.screener import Screener

    wanted = names_of(book.lines(COLUMNS)) if names is None else names
    if not wanted:
        return None
    screener = Screener.load(lists) if lists else Screener.of(())
    return screen_parties(law, screener, wanted, decided=Decided(decisions), stakes=stakes)


def names_of(batches: Iterable[pa.RecordBatch]) -> list[str]:
    """Return each name of an exporter or a party of an order book once."""
    names: dict[str, None] = {}
    seen: set[str] = set()
    for batch in batches:
        names.update((name, None) for name in batch.column("exporter").unique().to_pylist() if name)
        for text in batch.column("parties").unique().to_pylist():
            if text and text not in seen:
                seen.add(text)
                names.update((party.name, None) for party in read_parties(text))
    return list(names)


def with_owners(
    matches: pa.Table,
    star: Star,
    screener: Screener,
    asked: Sequence[str | Asked],
    stakes: Sequence[Stake],
    *,
    on: date,
    known: date,
) -> pa.Table:
    """Add to the matches of names those that their owners bring.

    A name that its owners bring under a list has a row for each entry of theirs, and the law that
    extends to it is named with its state on the day.

    Args:
        matches: A row a match, as the screener gives them.
        star: The law, compiled.
        screener: The lists.
        asked: The names.
        stakes: Who owns whom.
        on: The day on which stakes and listings count.
        known: Day as of which acts are public.
    """
    import pyarrow as pa

    from comity.screen.party import Asked

    some = [Asked(name=one) if isinstance(one, str) else one for one in asked]
    affiliates = _Seen(star.law, screener, None).affiliates([one.name for one in some], stakes)
    rows: dict[tuple[Asked, str, str], dict[str, object]] = {}
    for one in some:
        found = [it for it in affiliates.of(one.name) or () if holds(it.spans, on, known)]
        for it in sorted(found, key=lambda it: -it.status):
            for fact in it.causes:
                row = {
                    "id": one.id,
                    "entry": fact.entry,
                    "list": fact.list_id,
                    "matched_name": fact.matched_name,
                    "score": fact.score,
                    "band": "match" if it.status == APPLIES else "review",
                    "why": f"{it.told}; {_states(star, it.list, on, known)}",
                }
                rows.setdefault((one, fact.list_id, fact.entry), row)
    return pa.concat_tables([matches, pa.Table.from_pylist(list(rows.values()), matches.schema)])


def _states(star: Star, key: str, on: date, known: date) -> str:
    """Say which law extends to a list, and whether it is in force on a day."""
    told = {
        "in_force": "in force",
        "paused": "suspended",
        "lapsed": "suspension over, and no act on record says what followed",
    }
    states = {
        box.citation: next(
            (told[state] for span, state in box.life if span.holds(on, known)), "not in force"
        )
        for box in star.boxes
        if box.kind == "control" and box.list == key
    }
    return "; ".join(f"{citation} on {on}: {state}" for citation, state in states.items())


def list_names(home: str | Path | None = None) -> tuple[str, ...]:
    """Name the latest snapshot of each imported list, as ``id@date``."""
    from comity.screen.store import ListStore

    store = ListStore(home)
    return tuple(f"{name}@{store.snapshots(name)[-1].as_of}" for name in store.lists())


def screen_parties(
    law: Law,
    screener: Screener,
    names: Iterable[str],
    *,
    decided: Decided | None = None,
    stakes: Sequence[Stake] = (),
) -> PartyFacts:
    """Screen names and say which lists of the law they fall under.

    Args:
        law: Whose `lists.csv` says which entries of which list it takes.
        screener: The lists.
        names: Parties, each once.
        decided: What people decided before.
        stakes: Who owns whom; owners are screened too.
    """
    wanted = list(names)
    seen = _Seen(law, screener, decided)
    affiliates = seen.affiliates(wanted, stakes) if stakes else None
    facts = seen.of(wanted)
    return join_facts(law, wanted, facts, affiliates, lists=seen.lists, statement=seen.statement)


def join_facts(
    law: Law,
    names: Iterable[str],
    facts: Mapping[str, Sequence[PartyFact]],
    affiliates: Affiliates | None,
    *,
    lists: frozenset[str],
    statement: str = "",
) -> PartyFacts:
    """Say of names which lists of the law they fall under.

    Args:
        law: Whose `lists.csv` says which entries of which list it takes.
        names: Parties, each once.
        facts: What the lists say of each.
        affiliates: What their owners bring them under, where an ownership table was given.
        lists: The lists that the names were held against.
        statement: The same in words.
    """
    from comity.screen.facts import law_lists

    rows = [row.values for row in law.rows("lists")]
    hits = {
        name: [_hit(fact, key, sure) for fact in found for key, sure in law_lists(fact, rows)]
        for name, found in facts.items()
    }
    owned: dict[str, list[PartyHit]] = {}
    for name in names if affiliates else ():
        if affiliates and (found := affiliates.of(name)) is not None:
            owned[name] = [
                PartyHit(list=one.list, status=one.status, told=one.told, spans=one.spans)
                for one in found
            ]
    asked = frozenset(row["list"] for row in rows if (row.get("within") or row["list"]) in lists)
    return PartyFacts(law, Screened(lists=asked, hits=hits, owned=owned, statement=statement))


class _Seen:
    """The lists at hand, imported and the law's own, and what they say of names."""

    def __init__(self, law: Law, screener: Screener, decided: Decided | None) -> None:
        from comity.screen.facts import law_parties
        from comity.screen.screener import Screener

        self._rows = [row.values for row in law.rows("lists")]
        self._decided = decided
        own = law_parties(self._rows, [row.values for row in law.rows("listings")])
        self._screeners = (screener, Screener.of(own))
        stamps = (stamp for one in self._screeners for stamp in one.stamps)
        #: lists that an absence of facts is an answer for
        self.lists = frozenset(stamp.list_id for stamp in stamps)
        told = [screener.statement] if screener.stamps else []
        told += [f"{len(own):,} named by law"] if own else []
        self.statement = f"screened against {', and '.join(told)}"

    def of(self, names: Sequence[str]) -> dict[str, list[PartyFact]]:
        """Return what the lists say of each name of which they say anything."""
        from comity.screen.facts import line_party
        from comity.screen.party import Asked

        found: dict[str, list[PartyFact]] = {}
        asked = [Asked(name=name) for name in names]
        for screener in self._screeners:
            for name, facts in line_party(screener, asked, decided=self._decided).facts.items():
                found.setdefault(name, []).extend(facts)
        return found

    def affiliates(self, names: Sequence[str], stakes: Sequence[Stake]) -> Affiliates:
        """Screen the owners of parties, and make them ready to be asked about these."""
        from comity.screen.affiliate import Affiliates

        ownership = self._joined(names, stakes)
        self.statement += f", with owners by a table of {len(stakes):,} holdings"
        above = (one for name in names for parts in ownership.above(name).values() for one in parts)
        owners = list({key_of(one.owner): one.owner for one in above}.values())
        facts = {key_of(name): found for name, found in self.of(owners).items()}
        return Affiliates(self._rows, ownership, facts, self.lists)

    def _joined(self, names: Sequence[str], stakes: Sequence[Stake]) -> Ownership:
        """Find the parties of the table that names stand for, and so on for their owners."""
        from comity.screen.party import Asked, Party
        from comity.screen.screener import Screener

        ownership = Ownership(stakes)
        table = Screener.of(
            Party(list_id=_TABLE, entry=key, name=name) for key, name in ownership.owned.items()
        )
        links: dict[str, dict[str, bool]] = {}
        todo = {key_of(name): name for name in names}
        while todo:
            links |= {key: {} for key in todo}
            unknown = [Asked(name=name) for key, name in todo.items() if key not in ownership.owned]
            for match in table.find(unknown):
                links[key_of(match.asked.name)][match.party.entry] = match.band == "match"
            for some in links.values():
                if sum(some.values()) > 1:
                    some.update(dict.fromkeys(some, False))
            ownership = Ownership(stakes, links)
            todo = {
                key: stake.owner
                for name in todo.values()
                for parts in ownership.above(name).values()
                for stake in parts
                if (key := key_of(stake.owner)) not in links
            }
        return ownership


def _hit(fact: PartyFact, key: str, certainty: str) -> PartyHit:
    since = _day(fact.listed_on)
    return PartyHit(
        list=key,
        status=APPLIES if certainty == "certain" else MAY,
        told=fact.told,
        spans=ALWAYS if since is None else (Rectangle(valid_from=since, known_from=since),),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
