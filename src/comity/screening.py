"""Joins screening with the determination: what the lists at hand say of a book's parties.

Which entries a name matches is the matter of `screen`; which lists of the law an entry falls
under, its `lists.csv` says; which controls a list brings, the determination.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from comity.determine.parties import PartyFacts, PartyHit, Screened
from comity.register.goods import APPLIES, MAY
from comity.terms.parties import read_parties
from comity.terms.periods import ALWAYS, Rectangle

if TYPE_CHECKING:
    import pyarrow as pa

    from comity.determine.orders import OrderBook
    from comity.register.decisions import DecisionLog
    from comity.register.law import Law
    from comity.screen.decision import Decided
    from comity.screen.facts import PartyFact
    from comity.screen.screener import Screener

#: The column of order lines that names parties.
COLUMNS = ("parties",)


def screen_book(
    law: Law,
    book: OrderBook,
    lists: Sequence[str],
    *,
    decisions: DecisionLog | None = None,
    line: str | None = None,
) -> PartyFacts | None:
    """Screen the parties of an order book; None where there is nothing to screen or with.

    Args:
        law: Whose `lists.csv` says which entries of which list it takes.
        book: The order book.
        lists: Snapshots to hold the parties against, as ``id@date``.
        decisions: What people decided on matches before.
        line: The parties of one line, to screen these alone.
    """
    if not lists or "parties" not in book.header:
        return None
    from comity.screen.decision import Decided
    from comity.screen.screener import Screener

    names = names_of(book.lines(COLUMNS)) if line is None else [p.name for p in read_parties(line)]
    if not names:
        return None
    return screen_parties(law, Screener.load(lists), names, decided=Decided(decisions))


def names_of(batches: Iterable[pa.RecordBatch]) -> list[str]:
    """Return each name of a party of an order book once."""
    names: dict[str, None] = {}
    seen: set[str] = set()
    for batch in batches:
        for text in batch.column("parties").unique().to_pylist():
            if text and text not in seen:
                seen.add(text)
                names.update((party.name, None) for party in read_parties(text))
    return list(names)


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
    on: date | None = None,
) -> PartyFacts:
    """Screen names and say which lists of the law they fall under.

    Args:
        law: Whose `lists.csv` says which entries of which list it takes.
        screener: The lists.
        names: Parties, each once.
        decided: What people decided before.
        on: The day on which stakes count.
    """
    from comity.screen.facts import law_lists, law_parties, line_party
    from comity.screen.party import Asked
    from comity.screen.screener import Screener

    rows = [row.values for row in law.rows("lists")]
    wanted = [Asked(name=name) for name in names]
    found = line_party(screener, wanted, decided=decided, on=on, rows=rows)
    own = Screener.of(law_parties(rows, [row.values for row in law.rows("listings")]))
    named = line_party(own, wanted, decided=decided)
    hits: dict[str, list[PartyHit]] = {}
    for name, facts in (*found.facts.items(), *named.facts.items()):
        hits.setdefault(name, []).extend(
            _hit(fact, key, certainty) for fact in facts for key, certainty in law_lists(fact, rows)
        )
    lists = found.lists | named.lists
    asked = frozenset(row["list"] for row in rows if (row.get("within") or row["list"]) in lists)
    return PartyFacts(law, Screened(lists=asked, hits=hits, statement=_statement(screener, own)))


def _statement(screener: Screener, own: Screener) -> str:
    told = f"screened against {screener.statement}"
    return f"{told}, and {len(own.parties):,} named by law" if len(own.parties) else told


def _hit(fact: PartyFact, key: str, certainty: str) -> PartyHit:
    since = _day(fact.listed_on)
    return PartyHit(
        list=key,
        role="",
        status=APPLIES if certainty == "certain" else MAY,
        told=fact.told,
        spans=ALWAYS if since is None else (Rectangle(valid_from=since, known_from=since),),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
