"""`comity eval`: how well stories are read, against annotated ones."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

if TYPE_CHECKING:
    from comity import Evaluation

_SHARES = ("slots", "modality", "chains", "times", "spans")


@click.command("eval")
@click.argument("what", type=click.Choice(["read"]))
@click.argument("folder", metavar="GOLD_DIR", type=click.Path(exists=True, file_okay=False))
@click.option("--seen", multiple=True, metavar="NAME", help="A story the rules were built with.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on standard output.")
@click.option("--differences", is_flag=True, help="List what is missed, surplus or wrong.")
def command(
    *, what: str, folder: str, seen: tuple[str, ...], as_json: bool, differences: bool
) -> int:
    """Read every story of GOLD_DIR that has an annotation beside it (NAME.gold.json) and score it.

    Precision, recall and F by type of record, and on matched records the share of slots, modality,
    attribution chains, times and spans that is right. Stories named by --seen are scored apart.
    """
    import comity

    del what
    groups = comity.evaluate_folder(Path(folder), seen)
    if as_json:
        click.echo(json.dumps({name: _json(one) for name, one in groups.items()}, indent=2))
        return 0
    out = Console(highlight=False)
    if not groups:
        out.print("no annotated story found")
        return 1
    for name, one in groups.items():
        _show(out, name, one)
    for each in groups["all"].differences if differences else ():
        out.print(escape(each))
    return 0


def _show(out: Console, name: str, evaluation: Evaluation) -> None:
    table = Table(title=f"{name} stories", title_justify="left", box=None, pad_edge=False)
    for column in ("type", "found", "missed", "surplus", "precision", "recall", "F"):
        table.add_column(column, justify="left" if column == "type" else "right")
    for kind, one in [*sorted(evaluation.types.items()), ("all", evaluation.total)]:
        shares = (f"{share:.2f}" for share in (one.precision, one.recall, one.f1))
        table.add_row(kind, str(one.found), str(one.missed), str(one.surplus), *shares)
    out.print(table)
    told = (f"{each} {evaluation.share(each):.3f}" for each in _SHARES)
    out.print(f"right on matched records: {', '.join(told)}\n")


def _json(evaluation: Evaluation) -> dict[str, object]:
    types = {
        kind: {"precision": one.precision, "recall": one.recall, "f1": one.f1}
        for kind, one in [*evaluation.types.items(), ("all", evaluation.total)]
    }
    return {"types": types, **{each: evaluation.share(each) for each in _SHARES}}
