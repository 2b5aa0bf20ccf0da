"""`comity whatif`: what a deal would move in an order book."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from comity.cli._options import as_of
from comity.cli._show import OPEN_CHECKS, OUTCOMES, console, progress

if TYPE_CHECKING:
    from comity import Reciprocity
    from comity.determine.compare import Amount

_FLOWS = (
    ("released", "released", "green"),
    ("eased", "held by something less severe", "cyan"),
    ("newly_held", "newly held up", "red"),
    ("still_held", "touched, held up all the same", "dim"),
)


@click.command("whatif")
@click.argument("package", metavar="PACKAGE")
@click.argument("orders", metavar="ORDERS")
@click.option("-o", "--output", metavar="FILE", help="Where the lines that move go.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on standard output.")
@click.option("--from", "from_", metavar="PLACE", default="", help="Place of export where blank.")
@click.option("--mapping", metavar="FILE", help="TOML file: our column = their header.")
@as_of
def command(
    *,
    package: str,
    orders: str,
    output: str | None,
    as_json: bool,
    from_: str,
    mapping: str | None,
    on: date | None,
    known: date | None,
    regimes: tuple[str, ...],
) -> None:
    """Weigh the deal of PACKAGE (TOML) on ORDERS: neither side moves, only one, both.

    Every line is asked on the package's day, as known on that day, unless --on and --known say
    otherwise.
    """
    import comity

    told = console()
    with progress(told) as show:
        found = comity.open().whatif(
            package, orders, on=on, known=known, from_=from_, regimes=regimes or None,
            mapping=mapping, progress=show, output=output,
        )  # fmt: skip
    if as_json:
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=2))
        return
    _show(Console(highlight=False), found)


def _show(out: Console, found: Reciprocity) -> None:
    out.print(found.package.title, style="bold")
    out.print(f"on {found.on or 'the day of each line'}, as known on {found.known}\n", style="dim")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("lines, value (USD)")
    for cell in found.cells:
        table.add_column(cell.name, justify="right")
    for outcome, (_, style) in OUTCOMES.items():
        amounts = [cell.outcomes.get(outcome) for cell in found.cells]
        if any(amounts):
            table.add_row(f"[{style}]{_name(found, outcome)}[/]", *map(_amount, amounts))
    table.add_row("[bold]all lines[/]", *(_amount(found.total) for _ in found.cells))
    table.add_section()
    table.add_row("")
    table.add_row("[bold]held up[/]", *(_amount(cell.held) for cell in found.cells))
    for name, told, style in _FLOWS:
        table.add_row(
            f"  [{style}]{told}[/]",
            *("" if not cell.sides else _amount(getattr(cell, name)) for cell in found.cells),
        )
    out.print(table)
    for notice in found.notices:
        out.print(f"[yellow]note:[/] {notice}")
    _show_moves(out, found)
    if found.open_checks:
        out.print("\nWhat holds nothing up stands if …", style="bold")
        for check in found.open_checks:
            out.print(f"  {OPEN_CHECKS.get(check, check)} [dim]({check})[/]")


def _show_moves(out: Console, found: Reciprocity) -> None:
    count = sum(group.amount.lines for group in found.groups)
    out.print(f"\nLines that move ({count:,})", style="bold")
    if found.groups:
        out.print(" → ".join(cell.name for cell in found.cells), style="dim")
    for number, group in enumerate(found.groups):
        if not number or group.changes != found.groups[number - 1].changes:
            out.print("; ".join(group.changes), style="bold")
        told = " → ".join(f"[{OUTCOMES[one][1]}]{_name(found, one)}[/]" for one in group.outcomes)
        out.print(f"  {told}")
        more = " …" if group.amount.lines > len(group.lines) else ""
        lines = ", ".join(group.lines)
        out.print(f"  {_amount(group.amount)}: line {lines}{more}", style="dim")


def _name(found: Reciprocity, outcome: str) -> str:
    is_bound = outcome in {"no_license_required", "relief_available"} and found.open_checks
    return OUTCOMES[outcome][0] + (" if …" if is_bound else "")


def _amount(amount: Amount | None) -> str:
    return (
        "–" if amount is None or not amount.lines else f"{amount.lines:,}  {amount.value_usd:,.0f}"
    )
