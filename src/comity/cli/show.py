"""`comity show`: what is known under a name."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import DATE


@click.command("show")
@click.argument("name", metavar="ID")
@click.option("--on", type=DATE, help="Day to look at; today if left.")
@click.option("--known", type=DATE, help="Day as of which acts are public; today if left.")
def command(*, name: str, on: date | None, known: date | None) -> None:
    """Show what is known under ID.

    A code (3A090), a place set (place:D:5), a country (country:SG), a license exception
    (relief:LVS), a measure, a control, a goods set, an end use, a list, an act or a source.
    """
    import comity
    from comity.cli._cards import show_card

    show_card(comity.open().show(name, on=on, known=known))
