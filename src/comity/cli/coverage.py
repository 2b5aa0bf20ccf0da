"""`comity coverage`: which provisions of law are modelled."""

from __future__ import annotations

import click


@click.command("coverage")
@click.argument("regime", required=False)
@click.option("--missing", is_flag=True, help="Only what is not modelled in full.")
def command(*, regime: str | None, missing: bool) -> None:
    """Show provision by provision how far the law is modelled: full, partly or none."""
    import comity
    from comity.cli._cards import show_coverage

    show_coverage(comity.open().coverage(regime), missing=missing)
