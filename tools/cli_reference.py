"""Write docs/cli.md: every verb of the terminal with its options, as --help shows them."""

from __future__ import annotations

from pathlib import Path

import click

from comity.cli import verbs

PAGE = Path(__file__).parent.parent / "docs" / "cli.md"
_WIDTH = 96


def reference() -> str:
    """Return the page."""
    parts = ["# Verbs", "", "Made by `make docs`; don't edit.", ""]
    above = click.Context(verbs, info_name="comity", terminal_width=_WIDTH)
    for verb in verbs.list_commands(above):
        command = verbs.get_command(above, verb)
        assert command is not None  # noqa: S101  the group has just named it
        context = click.Context(command, info_name=f"comity {verb}", terminal_width=_WIDTH)
        parts += [f"## comity {verb}", "", "```text", command.get_help(context), "```", ""]
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None  # noqa: S101  the group has just named it
                below = click.Context(inner, info_name=name, parent=context, terminal_width=_WIDTH)
                parts += ["```text", inner.get_help(below), "```", ""]
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
