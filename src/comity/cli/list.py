"""`comity list`: what is on record."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import DATE


@click.command("list")
@click.argument("noun", metavar="measures|talks|agreements|claims|lists")
@click.option("--issuer", metavar="NAME", help="A side (US, CN) or a part of an issuer's name.")
@click.option("--target", metavar="NAME", help="A place or party aimed at.")
@click.option("--goods", metavar="GOODS", help="A word, or a code such as 8505.11 or 3D991.")
@click.option("--status", metavar="STATUS", help="As in in_force, suspended, lifted, unknown.")
@click.option("--speaker", metavar="NAME", help="A part of a person's name.")
@click.option("--kind", metavar="KIND", help="As in is_informed_letter, forecast, offer.")
@click.option("--about", metavar="ID", help="What the claims are about.")
@click.option("--on", type=DATE, help="Day on which measures are to stand; today if left.")
@click.option("--known", type=DATE, help="Day as of which it was public; today if left.")
def command(*, noun: str, on: date | None, known: date | None, **filters: str | None) -> None:
    """List the measures, talks, agreements or claims on record, or the imported party lists.

    \b
    comity list measures --issuer US --status in_force --on 2025-06-10
    comity list claims --speaker Bessent --kind forecast
    """  # noqa: D301  click's own mark
    if noun == "lists":
        from comity.cli.lists import show_lists

        show_lists(None)
        return
    import comity
    from comity.cli._cards import show_card

    given = {name: value for name, value in filters.items() if value is not None}
    show_card(comity.open().list(noun, on=on, known=known, **given))
