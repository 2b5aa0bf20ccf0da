"""`comity read`: from a story or a notice to proposals with evidence."""

from __future__ import annotations

import json
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.text import Text

from comity.cli._options import DATE

if TYPE_CHECKING:
    from comity import Notice, Proposal, Reading


@click.command("read")
@click.argument("source", metavar="FILE|URL|-")
@click.option("--published", type=DATE, help="Day of publication, where it isn't told.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON on standard output.")
@click.option("--queue", is_flag=True, help="Put what it proposes into the review queue.")
@click.option("--llm", metavar="URL", help="An OpenAI-compatible endpoint that reads too.")
@click.option("--llm-model", default="default", metavar="NAME", help="The model to ask there.")
@click.option("--package", metavar="FILE", help="Write what is offered as a package (TOML).")
@click.option("--impact", metavar="ORDERS", help="Weigh what is offered on an order book.")
def command(
    *,
    source: str,
    published: date | None,
    as_json: bool,
    llm: str | None,
    llm_model: str,
    queue: bool,
    package: str | None,
    impact: str | None,
) -> int:
    """Read a document: text, Markdown, HTML, PDF, RSS or Atom, e-mail, or an official notice.

    Prints the story with its evidence marked, and the entries it proposes beneath; an official
    notice gives its number, dates, codes and effect instead. Nothing read becomes law by itself.
    Without a day of publication relative times stay unresolved. The key of a language model's
    endpoint is taken from COMITY_LLM_KEY.
    """
    import comity

    data = sys.stdin.buffer.read() if source == "-" else source
    model = comity.Endpoint(url=llm, model=llm_model) if llm else None
    found = comity.open().read(data, published=published, model=model)
    readings = [one for one in found if isinstance(one, comity.Reading)]
    if as_json:
        told = [one.json() for one in found]
        click.echo(json.dumps(told[0] if len(told) == 1 else told, ensure_ascii=False, indent=2))
    else:
        out = Console(highlight=False)
        for one in found:
            if isinstance(one, comity.Reading):
                _show(out, one)
            else:
                _show_notice(out, one)
    if queue:
        entry, new = comity.open().readings.add(data, published=published)
        click.echo(f"entry {entry.id}: {new} proposals wait (comity review)", err=True)
    if package is not None or impact is not None:
        _weigh(readings, package, impact)
    return 0


def _weigh(readings: list[Reading], package: str | None, impact: str | None) -> None:
    """Write the package of what is offered, and ask what it would move in the order book."""
    import comity

    if not readings:
        message = "only a story gives a package"
        raise click.UsageError(message)
    text = comity.package_toml(comity.package_of(readings[0], comity.open().today))
    if package is not None:
        Path(package).write_text(text, encoding="utf-8")
    if impact is None:
        return
    from comity.cli import verbs

    weigh = verbs.get_command(click.Context(verbs), "whatif")
    if weigh is None:
        message = "this build has no whatif"
        raise click.UsageError(message)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "package.toml"
        path.write_text(text, encoding="utf-8")
        weigh.main([str(path), impact], standalone_mode=False)


def _show(out: Console, reading: Reading) -> None:
    told = [reading.outlet, reading.published or "no date of publication", reading.tz]
    out.print(Text(reading.title or reading.document, style="bold"))
    out.print(Text(" · ".join(filter(None, told)), style="dim"))
    for note in (*(f"read in part: {why}" for why in reading.partial), *reading.notes):
        out.print(f"[yellow]note:[/] {escape(note)}")
    story = Text(reading.text[: _last(reading)])
    for proposal in reading.proposals:
        for span in proposal.evidence:
            story.stylize("underline", span.start, span.end)
    out.print()
    out.print(story)
    for proposal in reading.proposals:
        _show_proposal(out, proposal)


def _last(reading: Reading) -> int:
    """Return where the story as shown ends: all of it, or a while after the last evidence."""
    ends = [span.end for proposal in reading.proposals for span in proposal.evidence]
    return max([*ends, 5_000])


def _show_proposal(out: Console, proposal: Proposal) -> None:
    out.print(f"\n[bold]{proposal.id}[/] [cyan]{proposal.modality}[/] [dim]{proposal.key}[/]")
    for name, slot in proposal.slots.items():
        for one in slot if isinstance(slot, tuple) else (slot,):
            quote = (
                f" “{one.span.text}” {one.span.start}–{one.span.end}" if one.span else " inferred"
            )
            why = f" {one.reason} ({one.score})" if one.reason else quote
            bound = f" {one.bound}" if one.bound not in {None, "exact"} else ""
            out.print(f"  {name}: {escape(str(one.value))}{bound}[dim]{escape(why)}[/]")
    if proposal.attribution:
        chain = " ← ".join(
            ("∥ " if link.parallel else "") + link.name + ("" if link.span else " (inferred)")
            for link in proposal.attribution
        )
        out.print(f"  [dim]says:[/] {escape(chain)}")


def _show_notice(out: Console, notice: Notice) -> None:
    told = notice.json()
    out.print(Text(notice.citation or notice.number or "notice", style="bold"))
    for why in notice.partial:
        out.print(f"[yellow]note:[/] read in part: {escape(why)}")
    names = ("number", "title", "issuer", "published", "effective", "until", "effect")
    for name in names if notice.until else (one for one in names if one != "until"):
        out.print(f"  {name}: {escape(str(told[name] or 'not found'))}")
    for phase in notice.phases:
        out.print(f"  {phase.kind}: {phase.day} [dim]{escape(phase.what)}[/]")
    for name in ("amends", "concerns"):
        for each in getattr(notice, name):
            out.print(f"  {name}: {escape(each)}")
    _show_lists(out, notice)
    for each in notice.missing:
        out.print(f"[yellow]{escape(each)}[/]")
    for table, rows in notice.rows().items():
        if isinstance(rows, list) and rows:
            out.print(f"  [dim]proposes {len(rows)} rows of {escape(table)}[/]")


def _show_lists(out: Console, notice: Notice) -> None:
    """Show the codes that a notice names, and the parties that it moves."""
    schemes = dict.fromkeys(code.scheme for code in notice.codes)
    for scheme in schemes:
        codes = [code.code for code in notice.codes if code.scheme == scheme]
        out.print(f"  {scheme}: {', '.join(codes)}")
    for each in notice.listings:
        place = f" ({escape(each.country)})" if each.country else ""
        out.print(f"  {each.op}: {escape(each.party)}{place} [dim]{escape(each.list)}[/]")
