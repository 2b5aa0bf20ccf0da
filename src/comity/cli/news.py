"""`comity news`: what changed in law."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import DATE


@click.command("news")
@click.argument("orders", required=False)
@click.option("--since", type=DATE, required=True, help="The first day.")
@click.option("--until", type=DATE, help="The last day; today if left.")
def command(*, orders: str | None, since: date, until: date | None) -> None:
    """Tell what took hold, became known or ran out, and which lines of ORDERS it touches."""
    import comity
    from comity.cli._cards import show_card

    show_card(comity.open().news(orders, since=since, until=until))
