"""`comity timeline`: measures and talks through time."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from comity.cli._options import DATE


@click.command("timeline")
@click.argument("sides", nargs=-1, required=True)
@click.option("--since", type=DATE, help="The first day; the earliest on record if left.")
@click.option("--until", type=DATE, help="The last day; today if left.")
@click.option("--known", type=DATE, help="Day as of which it was public; today if left.")
@click.option("-o", "--output", metavar="FILE", help="Draw it to a .svg or .html file.")
def command(
    *,
    sides: tuple[str, ...],
    since: date | None,
    until: date | None,
    known: date | None,
    output: str | None,
) -> None:
    """Lay out the measures of SIDES as bars, suspended parts marked, and talks as bands.

    \b
    comity timeline US CN --since 2025-01-01
    comity timeline US CN -o timeline.html
    """  # noqa: D301  click's own mark
    import comity
    from comity.cli._bars import show_timeline

    desk = comity.open()
    found = desk.timeline(*sides, since=since, until=until, known=known)
    if output is None:
        show_timeline(found)
    else:
        desk.draw(found, Path(output))
