"""The terminal's door: a table of verbs, each loaded only when it is called.

A verb lives in a module of its own, as a click command that returns None or its exit status: 0
done, 1 done with rows set aside, 2 refused. It is called `command`, or what follows the colon.
What a verb does is asked of the public names of `comity`; here is only how it is asked and shown.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from comity.errors import ComityError

#: verb → the module it lives in and the line `comity --help` shows; in the order it shows them.
VERBS: dict[str, tuple[str, str]] = {
    "check": ("comity.cli.check", "Answer every line of an order book."),
    "explain": ("comity.cli.explain", "Explain one line, step by step."),
    "show": (
        "comity.cli.show",
        "Show a code, a place, a control, a measure, talks, an agreement, a claim, a speaker.",
    ),
    "list": ("comity.cli.list", "List measures, talks, agreements or claims on record."),
    "timeline": ("comity.cli.timeline", "Lay out measures and talks through time."),
    "news": ("comity.cli.news", "Tell what changed in law since a day."),
    "diff": ("comity.cli.diff", "Say which lines change between two days, and by which events."),
    "whatif": ("comity.cli.whatif", "Weigh a deal: what it would move, side by side."),
    "add": ("comity.cli.private:add", "Add a measure of your own."),
    "amend": ("comity.cli.private:amend", "Correct a measure of your own."),
    "withdraw": ("comity.cli.private:withdraw", "Take a measure of your own out of answers."),
    "register": ("comity.cli.register", "Look after your register: log, verify, copy, replay."),
    "read": ("comity.cli.read", "Read a story or an official notice into proposals."),
    "eval": ("comity.cli.eval", "Score a reading against annotated stories."),
    "coverage": ("comity.cli.coverage", "Show which provisions of law are modelled."),
    "screen": ("comity.cli.screen", "Screen names against party lists."),
    "lists": ("comity.cli.lists", "Import, update and compare party lists."),
    "review": ("comity.cli.review", "Settle what waits: readings, and matches of parties."),
}


class _Verbs(click.Group):
    """The group of all verbs, answering --help from the table alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in VERBS:
            return None
        module, _, name = VERBS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), name or "command")
        assert isinstance(command, click.Command)  # noqa: S101  a slip of ours, not of a user's
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, line) for verb, (_, line) in VERBS.items()])


def _show_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001  click's own signature
    if value:
        from importlib.metadata import version

        click.echo(f"comity {version('comity')}")
        ctx.exit()


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version,
    help="Show the version and exit.",
)  # fmt: skip
def verbs() -> None:
    """Which export controls stand between a shipment and its destination, and who says so."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a verb and leave with its exit status."""
    signal.signal(signal.SIGTERM, _leave_in_order)
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a verb and return its exit status; every refusal is one report on standard error."""
    try:
        status = verbs.main(arguments, prog_name="comity", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return 2
    except ComityError as error:
        _report(error)
        return 2
    except (click.Abort, KeyboardInterrupt):
        click.echo("comity: interrupted; nothing was written", err=True)
        return 130
    except BrokenPipeError:
        # The reader of our output has gone; keep Python from complaining about it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    return status if isinstance(status, int) else 0


def _report(error: ComityError) -> None:
    faults = getattr(error, "faults", ())
    if not faults:
        click.echo(f"comity: {error}", err=True)
        return
    click.echo("\n".join(map(str, faults)), err=True)
    plural = "fault" if len(faults) == 1 else "faults"
    click.echo(f"comity: {len(faults):,} {plural}; nothing was written", err=True)


def _leave_in_order(signum: int, _: FrameType | None) -> None:
    """Turn SIGTERM into an exit that still runs what tidies up half-written output."""
    raise SystemExit(128 + signum)
