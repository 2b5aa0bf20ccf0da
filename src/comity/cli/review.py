"""`comity review`: what waits for a person's decision."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

if TYPE_CHECKING:
    from comity import Match


@click.command("review")
@click.argument("file", metavar="FILE", required=False)
@click.option(
    "--kind", type=click.Choice(["match", "reading"]),
    help="What to review: matches of parties, or what was read; by FILE or --name if left.",
)  # fmt: skip
@click.option("--accept", metavar="KEY", help="Accept the proposal KEY.")
@click.option("--reject", metavar="KEY", help="Reject the proposal KEY, with --why.")
@click.option(
    "--set",
    "values",
    metavar="SLOT=VALUE",
    multiple=True,
    help="Amend what --accept takes; repeatable.",
)
@click.option("--list", "lists", multiple=True, metavar="PATH_OR_ID", help="As for `screen`.")
@click.option("--clear", metavar="ENTRY", help="Clear: the party is not this entry.")
@click.option("--confirm", metavar="ENTRY", help="Confirm: the party is this entry.")
@click.option("--name", help="The party that --clear or --confirm is about.")
@click.option("--why", default="", help="The reason for the decision.")
@click.option("--by", default="", help="Who decides; your user name if left.")
@click.option("--export", type=int, metavar="N", help="Write the evidence of decision N.")
@click.option(
    "-o", "--output", default=".", metavar="FOLDER", help="Where --export writes; here if left."
)
@click.option("--home", help="The register's folder; COMITY_HOME or the user's if left.")
def command(  # noqa: PLR0913  one parameter an option
    *, file: str | None, kind: str | None, accept: str | None, reject: str | None,
    values: tuple[str, ...], lists: tuple[str, ...], clear: str | None, confirm: str | None,
    name: str | None, why: str, by: str, export: int | None, output: str, home: str | None,
) -> None:  # fmt: skip
    """Review what waits for a decision: what was read, or the matches of the names in FILE.

    On a terminal each is shown in turn and waits for an answer; otherwise they are listed.
    What was read with `comity read --queue` is accepted, amended or rejected; with --accept or
    --reject one is settled at once. Of the names in FILE (as for `screen`) the matches that are
    not decided yet are cleared or confirmed; with --name and --clear or --confirm one is decided
    at once.
    """
    import comity

    if kind == "reading" or (kind is None and file is None and name is None and export is None):
        from comity.cli._readings import review_readings

        review_readings(accept=accept, reject=reject, values=values, why=why, by=by)
        return

    if export is not None:
        for path in comity.export_decision(export, Path(output), home=home):
            click.echo(str(path))
        return
    if (file is None) == (name is None):
        message = "give FILE, or --name with --clear or --confirm, or --export"
        raise click.UsageError(message)
    asked = [comity.Asked.of(name)] if name is not None else comity.read_names(str(file))
    matches = comity.open_matches(asked, lists, home=home)
    if clear is not None or confirm is not None:
        _decide_one(matches, clear, confirm, why, by, home)
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask(matches, by, home)
    else:
        for match in matches:
            _show(match)


def _decide_one(
    matches: list[Match], clear: str | None, confirm: str | None, why: str, by: str,
    home: str | None,
) -> None:  # fmt: skip
    import comity

    if (clear is None) == (confirm is None) or not why:
        message = "give either --clear ENTRY or --confirm ENTRY, with --why"
        raise click.UsageError(message)
    wanted = clear or confirm
    found = [match for match in matches if match.party.entry == wanted]
    if not found:
        message = f"no open match with entry {wanted}"
        raise click.UsageError(message)
    for match in found:
        verdict: Literal["clear", "confirm"] = "clear" if clear is not None else "confirm"
        made = comity.decide_match(match, verdict, reason=why, by=by, home=home)
        click.echo(f"entry {made.id}: {match.asked.name} {verdict}ed of {match.party.name}")


def _ask(matches: list[Match], by: str, home: str | None) -> None:
    decided = 0
    try:
        for number, match in enumerate(matches, 1):
            click.echo(f"\n{number} of {len(matches)}")
            _show(match)
            answers = click.Choice(["clear", "confirm", "skip", "quit"])
            answer = click.prompt("clear, confirm, skip or quit", default="skip", type=answers)
            if answer == "quit":
                return
            if answer != "skip":
                _decide(match, "clear" if answer == "clear" else "confirm", by, home)
                decided += 1
    except click.Abort:
        click.echo(f"\nstopped; {decided} decided and kept")


def _decide(match: Match, verdict: Literal["clear", "confirm"], by: str, home: str | None) -> None:
    import comity

    reason = click.prompt("why")
    made = comity.decide_match(match, verdict, reason=reason, by=by, home=home)
    click.echo(f"entry {made.id} of the register")


def _show(match: Match) -> None:
    party = match.party
    places = f" ({', '.join(party.places)})" if party.places else ""
    click.echo(f"{match.asked.name}\n  {party.list_id} {party.entry}: {party.name}{places}")
    click.echo(f"  {match.band} {match.score:.2f}: {match.why}")
