"""The part of `comity review` that settles what was read."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from comity.read.queue import ReadingQueue, Waiting

_ANSWERS = ("accept", "amend", "reject", "skip", "quit")


def review_readings(
    *, accept: str | None, reject: str | None, values: tuple[str, ...], why: str, by: str
) -> None:
    """Settle one proposal by its key, ask for each in turn, or list those that wait."""
    import comity

    queue = comity.open().readings
    if accept is not None:
        entry = queue.accept(queue.find(accept), values=_pairs(values), why=why, by=by)
        click.echo(f"{accept} accepted by entry {entry.id}: comity show reading-{accept}")
    elif reject is not None:
        if not why:
            message = "--reject needs --why"
            raise click.UsageError(message)
        entry = queue.reject(queue.find(reject), why=why, by=by)
        click.echo(f"{reject} rejected by entry {entry.id}")
    elif sys.stdin.isatty() and sys.stdout.isatty():
        _ask(queue, by)
    else:
        waiting = queue.waiting()
        for one in waiting:
            _show(one)
        click.echo(f"{len(waiting)} proposals wait")
        _show_disputes(queue)


def _ask(queue: ReadingQueue, by: str) -> None:
    waiting = queue.waiting()
    _show_disputes(queue)
    for number, one in enumerate(waiting, start=1):
        click.echo(f"\n{number} of {len(waiting)}")
        _show(one)
        answer = click.prompt(", ".join(_ANSWERS), default="skip", type=click.Choice(_ANSWERS))
        if answer == "quit":
            return
        if answer == "skip":
            continue
        if answer == "reject":
            entry = queue.reject(one, why=click.prompt("why"), by=by)
            click.echo(f"entry {entry.id} of the register")
        else:
            _accept(queue, one, by, amended=answer == "amend")


def _accept(queue: ReadingQueue, one: Waiting, by: str, *, amended: bool) -> None:
    """Accept a proposal; where an entry needs more than it tells, say so and ask for it."""
    import comity

    while True:
        told = click.prompt("slot=value; slot=value", default="") if amended else ""
        values = _pairs(tuple(part.strip() for part in told.split(";") if part.strip()))
        if amended and not values:
            click.echo("left waiting")
            return
        try:
            entry = queue.accept(one, values=values, by=by)
        except comity.InputError as error:
            click.echo(str(error))
            amended = True
            continue
        click.echo(f"entry {entry.id} of the register: comity show reading-{one.key}")
        return


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    pairs = {}
    for value in values:
        name, mark, text = value.partition("=")
        if not mark:
            message = f'expected slot=value, got "{value}"'
            raise click.UsageError(message)
        pairs[name.strip()] = text.strip()
    return pairs


def _show(one: Waiting) -> None:
    import comity

    reading, proposal = one.reading, one.proposal
    click.echo(f"{one.key}  {comity.summarize_proposal(proposal)}")
    click.echo(f"  {reading.title or reading.document}, {reading.published or 'no date'}")
    for span in proposal.evidence:
        click.echo(f'  {span.start} to {span.end}: "{span.text}"')
    for flag in (*proposal.flags, *(f"read in part: {why}" for why in reading.partial)):
        click.echo(f"  look: {flag}")
    if proposal.attribution:
        click.echo(f"  says: {' ← '.join(link.name for link in proposal.attribution)}")


def _show_disputes(queue: ReadingQueue) -> None:
    for dispute in queue.disputes():
        first, second = dispute.values
        click.echo(
            f"contradiction on {dispute.slot} of {dispute.subject}: "
            f"{dispute.first_document} says {first}, {dispute.second_document} says {second}"
        )
