"""`comity lists`: the party lists that screening uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from comity.cli._options import DATE

if TYPE_CHECKING:
    from comity.screen.store import Change

HOME = click.option("--home", help="The register's folder; COMITY_HOME or the user's if left.")
FORCE = click.option("--force", is_flag=True, help="Accept the loss of many parties.")
DROP = click.option(
    "--delist", is_flag=True, help="Take parties that are gone as delisted, not as missing."
)


@click.group("lists")
def command() -> None:
    """Import, update and compare the party lists that screening uses."""


@command.command("add")
@click.argument("path", metavar="FILE_OR_FOLDER")
@click.option("--as", "list_id", help="The id of a list that does not name itself.")
@click.option("--date", "as_of", type=DATE, help="The day of the list; its own, or today, if left.")
@FORCE
@DROP
@HOME
def add(
    *, path: str, list_id: str | None, as_of: date | None, force: bool, delist: bool,
    home: str | None,
) -> None:  # fmt: skip
    """Import a list as a dated snapshot, in any format that comity reads."""
    import comity

    changes = comity.add_list(
        path, list_id=list_id, as_of=as_of, force=force, drop_missing=delist, home=home
    )
    _show(changes)


@command.command("update")
@click.argument("feeds", nargs=-1)
@FORCE
@DROP
@HOME
def update(*, feeds: tuple[str, ...], force: bool, delist: bool, home: str | None) -> None:
    """Download lists from their official addresses: FEEDS, or those updated before, or all.

    Own addresses stand in feeds.csv (feed,url) in the register's folder.
    """
    import comity

    for done in comity.update_lists(feeds, force=force, drop_missing=delist, home=home):
        click.echo(f"{done.feed}: {'imported' if done.is_new else 'nothing new'}")
        _show(done.changes)


@command.command("diff")
@click.argument("list_id", metavar="LIST")
@click.option("--before", default="", help="Date of the older snapshot; the last but one if left.")
@click.option("--after", default="", help="Date of the newer snapshot; the last if left.")
@HOME
def diff(*, list_id: str, before: str, after: str, home: str | None) -> None:
    """Tell what changed between two snapshots of LIST."""
    import comity

    found = comity.ListStore(home).diff(list_id, before, after)
    click.echo(f"{list_id}: {found.before.as_of} to {found.after.as_of}")
    for told, parties in (
        ("added", found.added),
        ("changed", [now for _, now in found.changed]),
        ("missing", found.missing),
        ("delisted", found.removed),
    ):
        for party in parties:
            click.echo(f"{told:9} {party.entry:14} {party.name}")


@command.command("show")
@HOME
def show(*, home: str | None) -> None:
    """Show the imported lists with their dates, parties and sources."""
    show_lists(home)


def show_lists(home: str | None) -> None:
    """Print a line for each imported list."""
    import comity

    store = comity.ListStore(home)
    for list_id in store.lists():
        last = store.snapshots(list_id)[-1]
        missing = f", {last.missing:,} observed missing" if last.missing else ""
        source = Path(last.source).name if "://" not in last.source else last.source
        click.echo(f"{list_id:24} {last.as_of}  {last.parties:>7,} parties{missing}  {source}")


def _show(changes: tuple[Change, ...]) -> None:
    for change in changes:
        last = change.snapshot
        told = [f"{last.parties:,} parties"]
        if not change.is_new:
            told += [f"{change.added:,} new", f"{change.changed:,} changed"]
        if change.missing:
            told.append(f"{change.missing:,} {'missing' if last.missing else 'delisted'}")
        click.echo(f"  {change.list_id:24} {last.as_of}  {', '.join(told)}")
