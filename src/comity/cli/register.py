"""`comity register`: what your register holds, and whether it still is what was recorded."""

from __future__ import annotations

import json

import click


@click.group("register", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Look after your register: a file in COMITY_HOME, or what COMITY_REGISTER names."""


@command.command("log")
@click.argument("entry", type=int, required=False)
@click.option("--kind", metavar="KIND", help="measure, withdrawal, decision, reading or run.")
@click.option("--key", metavar="KEY", help="What the entries are about.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def log(*, entry: int | None, kind: str | None, key: str | None, as_json: bool) -> None:
    """List the entries, the oldest first, or show ENTRY whole."""
    import comity

    register = comity.open().register
    found = register.entries() if entry is None else [register.find(entry)]
    for one in found:
        if kind not in {None, one.kind} or key not in {None, one.key}:
            continue
        if as_json:
            click.echo(json.dumps(one.told(), ensure_ascii=False))
            continue
        when = one.recorded_at.strftime("%Y-%m-%d %H:%M:%SZ")
        superseded = f", supersedes {one.supersedes}" if one.supersedes else ""
        click.echo(
            f"{one.id:>6}  {when}  {one.kind:<10}  {one.key}  ({one.recorded_by}{superseded})"
        )
        if entry is not None:
            for name, value in one.content.items():
                click.echo(f"{name}: {value}")


@command.command("verify")
@click.option("--head", metavar="HASH", default="", help="A hash noted earlier.")
def verify(*, head: str) -> None:
    """Check that every entry is what was recorded and none is lacking."""
    import comity

    found = comity.open().register.verify(head)
    click.echo(f"{found.entries:,} entries, sound; head {found.hash or '(empty)'}")


@command.command("copy")
@click.argument("target")
def copy(*, target: str) -> None:
    """Copy to TARGET, a file or a database's URL, what it does not hold yet."""
    import comity

    found = comity.open().register.copy(target)
    click.echo(f"{found.entries:,} entries there; head {found.hash or '(empty)'}")


@command.command("replay")
@click.argument("run", type=int)
@click.option("--orders", metavar="FILE", help="Where the order book is now, if elsewhere.")
@click.option("--ownership", metavar="FILE", help="Where its ownership table is now, if elsewhere.")
@click.option("-o", "--output", metavar="FILE", help="Where the answers go; dropped if left.")
def replay(*, run: int, orders: str | None, ownership: str | None, output: str | None) -> int:
    """Ask run RUN again and compare the answers: exit 0 the same, 1 not."""
    import comity
    from comity.cli._show import console, progress

    with progress(console()) as show:
        found = comity.open().replay(
            run, orders=orders, ownership=ownership, output=output, progress=show
        )
    same = "the same answers" if found.is_same else "other answers"
    click.echo(f"run {found.run}: {same} ({found.answers_hash[:16]})")
    for one in found.why:
        click.echo(f"note: {one}")
    return 0 if found.is_same else 1
