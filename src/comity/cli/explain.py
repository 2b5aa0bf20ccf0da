"""`comity explain`: one line, step by step."""

from __future__ import annotations

from datetime import date

import click

from comity.cli._options import as_of, ownership_option


@click.command("explain")
@click.argument("orders", required=False)
@click.option("--line", metavar="ID", help="The line of ORDERS to explain.")
@click.option("--mapping", metavar="FILE", help="TOML file: our column = their header.")
@ownership_option
@click.option("--from", "from_", metavar="PLACE", help="Place it is exported from.")
@click.option("--to", metavar="PLACE", help="Place it goes to in the end.")
@click.option("--origin", metavar="PLACE", help="Place it is made in.")
@click.option("--eccn", metavar="CODE", help="Export Control Classification Number, or EAR99.")
@click.option("--hs", metavar="CODE", help="Code of the Harmonized System or below.")
@click.option("--cn", metavar="CODE", help="Code of China's dual-use list.")
@click.option("--eu", metavar="CODE", help="Code of the EU's dual-use list.")
@click.option("--date", "day", metavar="DATE", help="Date of the line; today if left.")
@click.option("--value-usd", metavar="USD", help="Net value of the line.")
@click.option("--exporter", metavar="NAME", help="Who exports.")
@click.option("--parties", metavar="NAMES", help="Parties, as in `end_user: Name; Name`.")
@click.option("--end-use", metavar="USES", help="Declared end uses, or `civil`.")
@click.option("--us-content-percent", metavar="PERCENT", help="Controlled US content, 0 to 100.")
@click.option("--fdp", metavar="RULE", help="Foreign-direct-product rule the goods fall under.")
@as_of
def command(
    *,
    orders: str | None,
    line: str | None,
    mapping: str | None,
    ownership: str | None,
    on: date | None,
    known: date | None,
    regimes: tuple[str, ...],
    day: str | None,
    **fields: str | None,
) -> None:
    """Explain one line: of ORDERS by its id, or given by options.

    \b
    comity explain --from US --to CN --eccn 3A090.a
    comity explain orders.csv --line 17
    """  # noqa: D301  click's own mark
    import comity
    from comity.cli._steps import show_explanation

    given = {name: value for name, value in {**fields, "date": day}.items() if value is not None}
    if orders is None and not given:
        message = "give ORDERS and --line, or the line itself: --from, --to, --eccn, …"
        raise click.UsageError(message)
    if orders is not None and set(given) - {"from_"}:
        message = "give either ORDERS and --line, or the line itself"
        raise click.UsageError(message)
    explanation = comity.open().explain(
        orders,
        line=line,
        on=on,
        known=known,
        regimes=regimes or None,
        mapping=mapping,
        ownership=ownership,
        **given,
    )
    show_explanation(explanation)
