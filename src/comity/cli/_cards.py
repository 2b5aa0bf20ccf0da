"""How what is known under a name looks on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from comity import Card, Provision


def show_card(card: Card) -> None:
    """Show a card on standard output."""
    out = Console(highlight=False, markup=False)
    out.print(f"{card.key} ({card.kind})", style="bold")
    if card.title:
        out.print(card.title)
    if card.facts:
        facts = Table(box=None, show_header=False, pad_edge=False)
        facts.add_column(style="dim", no_wrap=True)
        facts.add_column(overflow="fold")
        for label, value in card.facts:
            facts.add_row(label, value)
        out.print(facts)
    for listing in card.listings:
        out.print(f"\n{listing.title}", style="bold")
        table = Table(box=None, pad_edge=False, header_style="dim")
        for column in listing.columns:
            table.add_column(column, overflow="fold")
        for row in listing.rows:
            table.add_row(*row)
        out.print(table)


def show_coverage(provisions: Sequence[Provision], *, missing: bool) -> None:
    """Show how far each provision is modelled, and how many are how far."""
    out = Console(highlight=False, markup=False)
    table = Table(box=None, pad_edge=False, header_style="dim")
    for column in ("provision", "title", "modelled", "note"):
        table.add_column(column)
    styles = {"full": "green", "partly": "yellow", "none": "red"}
    for one in provisions:
        if missing and one.modelled == "full":
            continue
        table.add_row(one.provision, one.title, Text(one.modelled, styles[one.modelled]), one.note)
    out.print(table)
    counts = Counter(one.modelled for one in provisions)
    told = ", ".join(f"{counts[how]} {how}" for how in styles)
    out.print(f"\n{len(provisions)} provisions: {told}", style="bold")
