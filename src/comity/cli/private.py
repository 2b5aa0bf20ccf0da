"""`comity add`, `comity amend`, `comity withdraw`: the user's own measures."""

from __future__ import annotations

from pathlib import Path

import click

_FILE = click.Path(path_type=Path, dir_okay=False)
_BY = click.option("--by", metavar="NAME", default="", help="Who does so; your user name if left.")


@click.command("add")
@click.argument("file", type=_FILE)
@_BY
def add(*, file: Path, by: str) -> None:
    """Add a private measure from FILE (TOML, as in docs/register.md).

    It takes part in every answer from now on, marked as private.
    """
    import comity

    entry = comity.open().private.add(file, by=by)
    click.echo(f"{entry.key} added as entry {entry.id}")


@click.command("amend")
@click.argument("measure", metavar="ID")
@click.argument("file", type=_FILE)
@_BY
def amend(*, measure: str, file: Path, by: str) -> None:
    """Put FILE in the place of the private measure ID; what was stays on record."""
    import comity

    entry = comity.open().private.amend(measure, file, by=by)
    click.echo(f"{entry.key} amended by entry {entry.id}, which supersedes {entry.supersedes}")


@click.command("withdraw")
@click.argument("measure", metavar="ID")
@click.option("--why", metavar="TEXT", required=True, help="Why it no longer counts.")
@_BY
def withdraw(*, measure: str, why: str, by: str) -> None:
    """Let the private measure ID count no longer; what was stays on record."""
    import comity

    entry = comity.open().private.withdraw(measure, why=why, by=by)
    click.echo(f"{entry.key} withdrawn by entry {entry.id}, which supersedes {entry.supersedes}")
