"""`comity diff`: which lines are answered otherwise, and by which events."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import click
from rich.console import Console

from comity.cli._options import DATE
from comity.cli._show import OPEN_CHECKS, OUTCOMES, console, progress

if TYPE_CHECKING:
    from comity import Difference, Moment


@click.command("diff")
@click.argument("orders", metavar="ORDERS")
@click.option("--before", type=DATE, help="The one day on which every line is asked.")
@click.option("--after", type=DATE, help="The other day.")
@click.option("--known-before", type=DATE, help="Day as of which acts were public; today if left.")
@click.option("--known-after", type=DATE, help="The other such day.")
@click.option("--on", type=DATE, help="Day for every line, between two knowings.")
@click.option("--known", type=DATE, help="Day as of which acts are public, between two days.")
@click.option("--regime", "regimes", multiple=True, help="Ask this regime; repeatable.")
@click.option("-o", "--output", metavar="FILE", help="Where the lines that change go.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on standard output.")
@click.option("--from", "from_", metavar="PLACE", default="", help="Place of export where blank.")
@click.option("--mapping", metavar="FILE", help="TOML file: our column = their header.")
def command(
    *,
    orders: str,
    before: date | None,
    after: date | None,
    known_before: date | None,
    known_after: date | None,
    on: date | None,
    known: date | None,
    regimes: tuple[str, ...],
    output: str | None,
    as_json: bool,
    from_: str,
    mapping: str | None,
) -> None:
    """Say which lines of ORDERS change outcome between two days or two knowings, and why.

    \b
    comity diff orders.csv --before 2025-06-10 --after 2025-07-04
    comity diff orders.csv --on 2025-07-04 --known-before 2025-06-10 --known-after 2025-07-04
    """  # noqa: D301  click's own mark
    import comity

    with progress(console()) as show:
        found = comity.open().diff(
            orders,
            before=before,
            after=after,
            known_before=known_before,
            known_after=known_after,
            on=on,
            known=known,
            output=output,
            from_=from_,
            regimes=regimes or None,
            mapping=mapping,
            progress=show,
        )
    if as_json:
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=2))
        return
    _show(Console(highlight=False, soft_wrap=True), found)


def _show(out: Console, found: Difference) -> None:
    out.print(f"{_moment(found.before)}  →  {_moment(found.after)}", style="bold")
    changed = sum(shift.amount.lines for shift in found.shifts)
    out.print(f"{changed:,} of {found.total.lines:,} lines change outcome\n")
    for shift in found.shifts:
        told = " → ".join(
            f"[{OUTCOMES[one][1]}]{_name(found, one)}[/]" for one in (shift.before, shift.after)
        )
        out.print(f"{told}  {shift.amount.lines:,} lines, USD {shift.amount.value_usd:,.0f}")
        more = " …" if shift.amount.lines > len(shift.lines) else ""
        out.print(f"  line {', '.join(shift.lines)}{more}")
        for event in shift.events:
            out.print(f"  {event}", style="dim", markup=False)
    if found.otherwise.lines:
        out.print(f"\n{found.otherwise.lines:,} more keep their outcome for other reasons")
    for notice in found.notices:
        out.print(f"[yellow]note:[/] {notice}")
    if found.open_checks and found.shifts:
        out.print("\nWhat holds nothing up stands if …", style="bold")
        for check in found.open_checks:
            out.print(f"  {OPEN_CHECKS.get(check, check)} [dim]({check})[/]")


def _moment(moment: Moment) -> str:
    day = f"on {moment.on}" if moment.on else "on each line's own day"
    return f"{day}, as known on {moment.known}"


def _name(found: Difference, outcome: str) -> str:
    is_bound = outcome in {"no_license_required", "relief_available"} and found.open_checks
    return OUTCOMES[outcome][0] + (" if …" if is_bound else "")
