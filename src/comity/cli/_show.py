"""How answers look on a terminal: on standard error, so that standard output stays for data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table

if TYPE_CHECKING:
    from comity import Summary
    from comity.determine.run import Progress

#: outcome → how it is called and colored.
OUTCOMES = {
    "prohibited": ("prohibited", "bold red"),
    "license_required": ("license required", "red"),
    "undetermined": ("undetermined", "yellow"),
    "relief_available": ("relief available", "cyan"),
    "no_license_required": ("no license required", "green"),
    "not_subject": ("not subject", "dim"),
}

#: open check → what must hold for the outcome to stand.
OPEN_CHECKS = {
    "parties_unscreened": "no party is on a list",
    "ownership_unchecked": "no party is owned by listed ones",
    "end_use_undeclared": "no end use is a controlled one",
    "foreign_content_unstated": "the foreign-made item holds too little US content",
    "edition": "the law of the line's date is as in the editions verified",
    "coverage": "no provision that isn't modelled yet reaches the line",
}
_MOST = 5


def console() -> Console:
    """Return the console for what is told to a person."""
    return Console(stderr=True, highlight=False, soft_wrap=False)


@contextmanager
def progress(told: Console, *, of: str = "lines") -> Iterator[Progress | None]:
    """Show how far the work has come, where a person is looking."""
    if not told.is_terminal:
        yield None
        return
    from rich import progress as rich_progress

    with rich_progress.Progress(
        rich_progress.TextColumn("{task.fields[lines]:>12,} " + of),
        rich_progress.BarColumn(),
        rich_progress.TaskProgressColumn(),
        rich_progress.TimeElapsedColumn(),
        console=told,
        transient=True,
    ) as bar:
        task = bar.add_task("", total=None, lines=0)

        def show(lines: int, part: float | None) -> None:
            total = None if part is None else 1.0
            bar.update(task, completed=part or 0.0, total=total, lines=lines)

        yield show


def show_summary(told: Console, summary: Summary) -> None:
    """Show what an order book's answers come to."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("outcome")
    for heading in ("lines", "value (USD)", "may be stricter", "checks open"):
        table.add_column(heading, justify="right")
    for outcome, share in summary.outcomes.items():
        name, style = OUTCOMES[outcome]
        if outcome in {"no_license_required", "relief_available"} and share.with_open_checks:
            name += " if …"
        counts = (share.with_missing, share.with_open_checks)
        table.add_row(
            f"[{style}]{name}[/]",
            f"{share.lines:,}",
            f"{share.value_usd:,.0f}",
            *(f"{count:,}" if count else "–" for count in counts),
        )
    told.print(table)
    told.print(f"\n{summary.lines:,} lines, USD {summary.value_usd:,.0f}", style="bold")
    _show_counts(told, "Reasons that apply", summary.reasons)
    _show_counts(told, "Most often missing", summary.missing)
    if summary.open_checks:
        checks = summary.open_checks.items()
        words = {f"{OPEN_CHECKS.get(name, name)} [dim]({name})[/]": count for name, count in checks}
        _show_counts(told, "The outcome stands if …", words)
    for notice in summary.notices:
        told.print(f"[yellow]note:[/] {notice}")
    if summary.rejected:
        told.print(f"[red]{summary.rejected:,} faulty rows set aside[/]")


def _show_counts(told: Console, heading: str, counts: Mapping[str, int]) -> None:
    if not counts:
        return
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(justify="right", min_width=9)
    table.add_column()
    for text, count in list(counts.items())[:_MOST]:
        table.add_row(f"{count:,}", text)
    if len(counts) > _MOST:
        table.add_row("", f"[dim]and {len(counts) - _MOST:,} more[/]")
    told.print(f"\n{heading}", style="bold")
    told.print(table)
