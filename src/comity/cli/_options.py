"""The kinds of values and the options that several verbs share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from comity.terms.dates import parse_date

Command = TypeVar("Command", bound=Callable[..., Any])


class _Date(click.ParamType[date]):
    """An ISO date."""

    name = "date"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        try:
            return value if isinstance(value, date) else parse_date(str(value))
        except ValueError as error:
            self.fail(f'expected {error}, got "{value}"', param, ctx)


DATE = _Date()


def ownership_option(command: Command) -> Command:
    """Add the option that says who owns whom."""
    told = "CSV of who owns whom: owner, owned, percent, from, to."
    return click.option("--ownership", metavar="FILE", help=told)(command)


def as_of(command: Command) -> Command:
    """Add the options that say when, as known when, and under which regimes."""
    for option in (
        click.option("--regime", "regimes", multiple=True, help="Ask this regime; repeatable."),
        click.option("--known", type=DATE, help="Day as of which acts are public; today if left."),
        click.option("--on", type=DATE, help="Day for every line, whatever its own."),
    ):
        command = option(command)
    return command
