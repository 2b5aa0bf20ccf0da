"""`comity check`: answer every line of an order book."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import as_of, ownership_option


@click.command("check")
@click.argument("orders", metavar="ORDERS")
@click.option("-o", "--output", metavar="FILE", help="Where the answers go; `-` for CSV on stdout.")
@click.option("--details", metavar="FILE", help="Where the details go, a row a line and control.")
@click.option("--rejects", metavar="FILE", help="Set faulty rows aside here, with the reason.")
@click.option("--from", "from_", metavar="PLACE", default="", help="Place of export where blank.")
@click.option("--mapping", metavar="FILE", help="TOML file: our column = their header.")
@ownership_option
@as_of
def command(
    *,
    orders: str,
    output: str | None,
    details: str | None,
    rejects: str | None,
    from_: str,
    mapping: str | None,
    ownership: str | None,
    on: date | None,
    known: date | None,
    regimes: tuple[str, ...],
) -> int:
    """Answer every line of ORDERS: CSV, Parquet, JSON Lines or .xlsx, or `-` for stdin.

    FILE may end in .csv, .parquet, .jsonl or .xlsx.
    A summary goes to standard error.
    A faulty row refuses the whole book (exit 2), unless --rejects sets it aside (exit 1).
    """
    import comity
    from comity.cli._show import console, progress, show_summary

    told = console()
    with progress(told) as show:
        check = comity.open().check(
            orders,
            output=output,
            details=details,
            on=on,
            known=known,
            from_=from_,
            regimes=regimes or None,
            rejects=rejects,
            mapping=mapping,
            ownership=ownership,
            in_memory=False,
            progress=show,
        )
    show_summary(told, check.summary)
    if check.run is not None:
        told.print(f"[dim]recorded as run {check.run}[/]")
    return 1 if check.summary.rejected else 0
