"""`comity screen`: names against lists of restricted parties."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import DATE, ownership_option


@click.command("screen")
@click.argument("names", metavar="NAMES.csv", required=False)
@click.option("--name", help="Screen this one name instead of a file.")
@click.option("--country", default="", help="Where the party of --name sits.")
@click.option("--type", "kind", default="", help="What it is: individual, entity, vessel.")
@click.option(
    "--list", "lists", multiple=True, metavar="PATH_OR_ID",
    help="An imported list, or a file or folder in an official format; repeatable. All if left.",
)  # fmt: skip
@ownership_option
@click.option("--on", type=DATE, help="Day on which holdings count, with --ownership.")
@click.option("-o", "--output", default="-", help="Where matches go: .csv, .parquet, - for stdout.")
@click.option("--home", help="The register's folder; COMITY_HOME or the user's if left.")
def command(
    *, names: str | None, name: str | None, country: str, kind: str, lists: tuple[str, ...],
    ownership: str | None, on: date | None, output: str, home: str | None,
) -> int:  # fmt: skip
    """Screen the names of NAMES.csv, or one --name, against party lists.

    In: a CSV with `id, name, type, country`; out: a row a match.
    With --ownership, what listed parties own by the share that the law names is a match too.
    Exit status 0 whether or not anything matched; the summary goes to standard error.
    Interrupted, it writes nothing, and what a file held before stays.
    """
    import comity
    from comity.cli._show import console, progress

    if (names is None) == (name is None):
        message = "give either NAMES.csv or --name"
        raise click.UsageError(message)
    screener = comity.Screener.load(lists, home=home)
    asked = (
        [comity.Asked.of(name, country=country, type_=kind)]
        if name is not None
        else comity.read_names(str(names))
    )
    with progress(console(), of="names") as show:
        matches = comity.open().screen(
            asked, lists=screener, ownership=ownership, on=on, progress=show
        )
    comity.write_matches(matches, output)
    _summarize(matches.column("band").to_pylist(), len(asked), screener.statement)
    return 0


def _summarize(bands: list[str], asked: int, statement: str) -> None:
    sure, open_ = bands.count("match"), bands.count("review")
    told = f"{sure} matches, {open_} to review" if bands else "clear"
    click.echo(f"{asked:,} names: {told}, against {statement}", err=True)
